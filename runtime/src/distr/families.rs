//! What the files of the distributions have in common, as private macros: each says what it writes.

/// A part of a distribution, a number or a list of numbers, with `f` applied to each.
pub(crate) trait Part<A, B> {
    /// The same shape of other numbers.
    type Out;
    fn each(&self, f: impl Fn(A) -> B) -> Self::Out;
}
impl<A: crate::Real, B> Part<A, B> for A {
    type Out = B;
    #[inline]
    fn each(&self, f: impl Fn(A) -> B) -> B {
        f(*self)
    }
}
impl<A: crate::Real, B> Part<A, B> for Vec<A> {
    type Out = Vec<B>;
    fn each(&self, f: impl Fn(A) -> B) -> Vec<B> {
        self.iter().map(|x| f(*x)).collect()
    }
}

/// What every distribution has: `family!(Normal { mean, std_dev })`, or with lists of numbers, and with constants after
/// a semicolon, `family!(Multinomial { p: Vec; n })`. With a type that says whether the [support](super::support) moves,
/// `family!(Pareto[M] { scale, shape })`, the struct has a field `ends: M`; all but its methods look at `Pareto<T>`.
///
/// Lifting of its parameters, leaving a body, `detach`, and being a point of a space of parameters.
macro_rules! family {
    ($Name:ident $([$M:ident])? { $($field:ident $(: $Vec:ident)?),+ $(; $($plain:ident),+)? }) => {
        family!(@lifting $Name $([$M])? { $($field),+ $(; $($plain),+)? });
        $crate::distr::combinators!(<T: $crate::Real $(, $M: $crate::distr::support::Ends)?> $Name<T $(, $M)?>);
        family!(@parameters $Name $([$M])? { $($field $(: $Vec)?),+ $(; $($plain),+)? });
    };
    (@lifting $Name:ident $([$M:ident])? { $($field:ident),+ $(; $($plain:ident),+)? }) => {
        impl<T: $crate::Real $(, $M: $crate::distr::support::Ends)?> $crate::distr::Family for $Name<T $(, $M)?> {
            type Real = T;
            type With<U: $crate::Real> = $Name<U>;
        }
        impl<T: $crate::Real $(, $M: $crate::distr::support::Ends)?> $crate::distr::own::Detach for $Name<T $(, $M)?> {
            type Plain = $Name<f64>;
            #[inline]
            fn detached(&self) -> $Name<f64> {
                self.detach()
            }
        }
        impl<D, T $(, $M: $crate::distr::support::Ends)?> $crate::LiftBy<D> for $Name<T $(, $M)?>
        where
            D: $crate::Number,
            T: $crate::Real + $crate::LiftBy<D, Out = $crate::Smooth<D>>,
        {
            type Out = $Name<$crate::Smooth<D>>;
            #[inline]
            fn lift_by(self) -> $Name<$crate::Smooth<D>> {
                $Name { $($field: self.$field.lift_by(),)+ $($($plain: self.$plain,)+)? $(ends: $crate::distr::support::ends!($M),)? }
            }
        }
        impl<D: $crate::Number $(, $M: $crate::distr::support::Ends)?> $crate::distr::Raised<D> for $Name<f64 $(, $M)?> {
            type Out = $Name<$crate::Smooth<D>>;
            #[inline(always)]
            fn raised<R>(&self, run: impl FnOnce(&Self::Out) -> R) -> R {
                run(&$crate::LiftBy::<D>::lift_by(self.clone()))
            }
        }
        impl<D: $crate::Number $(, $M: $crate::distr::support::Ends)?> $crate::distr::Raised<D> for $Name<$crate::Smooth<D> $(, $M)?> {
            type Out = $Name<$crate::Smooth<D>>;
            #[inline(always)]
            fn raised<R>(&self, run: impl FnOnce(&Self::Out) -> R) -> R {
                run($crate::distr::support::as_seen!(self, $($M)?))
            }
        }
        #[diagnostic::do_not_recommend]
        impl<T: $crate::Real + $crate::Lift<U>, U: $crate::Real $(, $M: $crate::distr::support::Ends)?> $crate::Lift<$Name<U>> for $Name<T $(, $M)?> {
            #[inline]
            fn lift(self) -> $Name<U> {
                $Name { $($field: self.$field.lift(),)+ $($($plain: self.$plain,)+)? $(ends: $crate::distr::support::ends!($M),)? }
            }
        }
        impl<T: $crate::Real + $crate::Lift<U>, U: $crate::Real $(, $M: $crate::distr::support::Ends)?> $crate::private::LiftRef<$Name<U>> for $Name<T $(, $M)?> {
            #[inline]
            fn lift_ref(&self) -> std::borrow::Cow<'_, $Name<U>> {
                std::borrow::Cow::Owned($crate::Lift::lift(self.clone()))
            }
        }
        impl<R: $crate::Real $(, $M: $crate::distr::support::Ends)?> $crate::private::Leave<$Name<R>> for $Name<$crate::Smooth<R::Number> $(, $M)?> {
            #[inline]
            fn leave(self) -> $Name<R> {
                $Name { $($field: $crate::distr::Part::each(&self.$field, R::leave),)+ $($($plain: self.$plain,)+)? $(ends: $crate::distr::support::ends!($M),)? }
            }
        }
        impl<T: $crate::Real $(, $M: $crate::distr::support::Ends)?> $Name<T $(, $M)?> {
            /// The same distribution with constant parameters: its draws carry no gradient, and neither does its
            /// density in the parameters.
            ///
            /// With the density of what is drawn from the distribution itself, this is "sticking the landing" (Roeder,
            /// Wu and Duvenaud 2017, <https://doi.org/10.48550/arXiv.1703.09194>): the score, whose mean is zero, is
            /// left out of the gradient of an ELBO.
            #[inline]
            pub fn detach(&self) -> $Name<f64> {
                $Name {
                    $($field: $crate::distr::Part::each(&self.$field, |x: T| x.smooth().detach()),)+
                    $($($plain: self.$plain.clone(),)+)?
                    $(ends: $crate::distr::support::ends!($M),)?
                }
            }

            /// The same distribution on smooth numbers.
            #[inline]
            #[allow(dead_code)]
            pub(crate) fn smooth(&self) -> $Name<$crate::Smooth<T::Number>> {
                $Name {
                    $($field: $crate::distr::Part::each(&self.$field, |x: T| x.smooth()),)+
                    $($($plain: self.$plain.clone(),)+)?
                    $(ends: $crate::distr::support::ends!($M),)?
                }
            }
        }
        $(
            impl<T: $crate::Real, $M: $crate::distr::support::Ends> $Name<T, $M> {
                /// The same distribution, as one whose [support](mod@$crate::distr::support) may move: what an annotated
                /// function returns that promises this distribution without saying more.
                #[inline]
                pub fn any_support(self) -> $Name<T> {
                    $crate::Lift::lift(self)
                }
            }
        )?
    };
    (@parameters $Name:ident $([$M:ident])? { $($field:ident $(: $Vec:ident)?),+ $(; $($plain:ident),+)? }) => {
        impl $crate::Parameters for $Name<f64> {
            type With<D: $crate::Number> = $Name<$crate::Smooth<D>>;
            const COUNT: Option<usize> = $crate::support::count(&[$(family!(@count $($Vec)?)),+]);
            fn seed<D: $crate::Number>(&self, next: &mut dyn FnMut(f64) -> D) -> $Name<$crate::Smooth<D>> {
                $Name {
                    $($field: $crate::Parameters::seed(&self.$field, next),)+
                    $($($plain: self.$plain.clone(),)+)?
                    $(ends: $crate::distr::support::ends!($M),)?
                }
            }
            fn traverse(&self, next: &mut dyn FnMut(f64) -> f64, role: $crate::private::Role) -> Self {
                $Name {
                    $($field: $crate::Parameters::traverse(&self.$field, next, role),)+
                    $($($plain: self.$plain.clone(),)+)?
                    $(ends: $crate::distr::support::ends!($M),)?
                }
            }
            fn visit_names(&self, prefix: &str, visit: &mut dyn FnMut(String)) {
                $(
                    let name = $crate::private::join_names(prefix, stringify!($field));
                    $crate::Parameters::visit_names(&self.$field, &name, visit);
                )+
            }
        }
        $crate::distr::owned!($Name);
    };
    (@count) => { Some(1) };
    (@count $Vec:ident) => { None };
}
pub(crate) use family;

/// A distribution can be given as a parameter by value and by reference.
macro_rules! owned {
    ($Name:ident) => {
        impl $crate::private::Own<$Name<f64>> for $Name<f64> {
            #[inline]
            fn own(self) -> $Name<f64> {
                self
            }
        }
        impl $crate::private::Own<$Name<f64>> for &$Name<f64> {
            #[inline]
            fn own(self) -> $Name<f64> {
                self.clone()
            }
        }
    };
}
pub(crate) use owned;

/// A method of a constant or smooth argument that meets the parameters.
macro_rules! at_point {
    ($(#[$doc:meta])* $Name:ident $([$M:ident])? { $($field:ident),+ } $method:ident($at:ident, $x:ident) = $body:expr) => {
        impl<T: $crate::Real $(, $M: $crate::distr::support::Ends)?> $Name<T $(, $M)?> {
            $(#[$doc])*
            #[inline]
            pub fn $method<X>(&self, $x: X) -> T::Out
            where
                T: $crate::Join<X> + $crate::Lift<T::Out>,
                X: $crate::Lift<T::Out>,
            {
                let $at: &$Name<$crate::Smooth<<T::Out as $crate::Real>::Number>> = &$Name {
                    $($field: $crate::Lift::<T::Out>::lift(self.$field).smooth(),)+
                    $(ends: $crate::distr::support::ends!($M),)?
                };
                let $x = $x.lift().smooth();
                T::Out::leave($body)
            }
        }
    };
}
pub(crate) use at_point;

/// `ln_pdf` of a family of real numbers, at a constant or smooth point, from its [`Density`](crate::distr::Density); on a
/// tape it is one record.
macro_rules! density {
    ($(#[$doc:meta])* $Name:ident $([$M:ident])? { $($field:ident),+ }) => {
        $crate::distr::at_point! {
            $(#[$doc])*
            $Name $([$M])? { $($field),+ } ln_pdf(at, x) = {
                #[derive(Clone, Copy)]
                struct LnPdf;
                impl $crate::number::Fused<{ 1 + [$(stringify!($field)),+].len() }> for LnPdf {
                    #[inline(always)]
                    fn eval<D: $crate::Number>(self, [$($field,)+ x]: [D; 1 + [$(stringify!($field)),+].len()]) -> D {
                        let at: $Name<$crate::Smooth<D>> = $Name {
                            $($field: $crate::Smooth($field),)+
                            $(ends: $crate::distr::support::ends!($M),)?
                        };
                        $crate::distr::guarded(stringify!($Name), &at, $crate::Smooth(x)).0
                    }
                }
                $crate::Smooth($crate::Number::fuse([$(at.$field.0,)+ x.0], LnPdf))
            }
        }
    };
}
pub(crate) use density;

/// `cdf` and `survival` of a family of real numbers, from its [`Cumulative`](crate::distr::Cumulative).
macro_rules! cumulative {
    ($(#[$doc:meta])* $Name:ident $([$M:ident])? { $($field:ident),+ }) => {
        $crate::distr::at_point! {
            $(#[$doc])*
            $Name $([$M])? { $($field),+ } cdf(at, x) = $crate::distr::Cumulative::cumulative(at, x).0
        }
        $crate::distr::at_point! {
            /// The probability of a draw greater than `x`, 1 - F(x), accurate in the upper tail.
            $Name $([$M])? { $($field),+ } survival(at, x) = $crate::distr::Cumulative::cumulative(at, x).1
        }
    };
}
pub(crate) use cumulative;

/// `quantile` of a family of real numbers, from its method `inverse`.
macro_rules! quantile {
    ($(#[$doc:meta])* $Name:ident $([$M:ident])? { $($field:ident),+ }) => {
        $crate::distr::at_point! {
            $(#[$doc])*
            $Name $([$M])? { $($field),+ } quantile(at, p) = at.inverse(p)
        }
    };
}
pub(crate) use quantile;

/// The type of a draw over numbers `$R`: `drawn!([] R)` is `R`, `drawn!([Vec] R)` is `Vec<R>`.
macro_rules! drawn {
    ([] $R:ty) => { $R };
    ([Vec] $R:ty) => { Vec<$R> };
    ([Vec Vec] $R:ty) => { Vec<Vec<$R>> };
}
pub(crate) use drawn;

/// The ways to draw a family with a pathwise rule: `drawn_pathwise!(Normal)`, or `drawn_pathwise!(Dirichlet -> [Vec])`.
/// Real numbers also get `assume_drawn`, from [`Redraw`](crate::distr::Redraw).
macro_rules! drawn_pathwise {
    ($Name:ident $([$M:ident])?) => {
        drawn_pathwise!($Name $([$M])? -> []);
        impl<T: $crate::Real $(, $M: $crate::distr::support::Ends)?> $Name<T $(, $M)?> {
            /// A draw `x` that was made elsewhere, as it moves with the parameters while its noise stays: the value is
            /// `x`, the derivative that of the pathwise rule.
            ///
            /// The caller vouches that `x` was drawn from this distribution, and that it was not selected: a gradient
            /// of what is done with other points is biased. Outside the support it is an error.
            #[inline]
            pub fn assume_drawn(&self, x: f64) -> T {
                T::leave($crate::distr::redrawn(stringify!($Name), &self.smooth(), x))
            }
        }
    };
    ($Name:ident $([$M:ident])? -> $shape:tt) => {
        impl<T: $crate::Real $(, $M: $crate::distr::support::Ends)?> $crate::distr::Reparameterized for $Name<T $(, $M)?> {}
        $crate::distr::fallbacks!(<T: $crate::Real $(, $M: $crate::distr::support::Ends)?> $Name<T $(, $M)?>, $Name<$crate::Smooth<T::Number>>, T::Number);
        impl<T: $crate::Real $(, $M: $crate::distr::support::Ends)?> $Name<T $(, $M)?> {
            /// One draw, smooth in the parameters.
            #[inline(always)]
            pub fn sample<G>(&self, rng: &mut G) -> $crate::distr::drawn!($shape G::Real)
            where
                G: $crate::source::Mode<T> + ?Sized,
                Self: $crate::distr::Raised<G::Number, Out = $Name<$crate::Smooth<G::Number>>>,
            {
                $crate::source::pathwise(self, rng)
            }

            /// Draws again and again.
            #[inline]
            pub fn sample_iter<G>(self, rng: &mut G) -> impl Iterator<Item = $crate::distr::drawn!($shape G::Real)>
            where
                G: $crate::source::Mode<T> + ?Sized,
                Self: $crate::distr::Raised<G::Number, Out = $Name<$crate::Smooth<G::Number>>>,
            {
                std::iter::repeat_with(move || self.sample(rng))
            }
        }
        impl<T: $crate::Real, G: $crate::source::Mode<T> + ?Sized $(, $M: $crate::distr::support::Ends)?> $crate::source::Draw<G> for $Name<T $(, $M)?>
        where
            Self: $crate::distr::Raised<G::Number, Out = $Name<$crate::Smooth<G::Number>>>,
        {
            type Out = $crate::distr::drawn!($shape G::Real);
            #[inline(always)]
            fn draw(&self, rng: &mut G) -> Self::Out {
                self.sample(rng)
            }
        }
        impl rand::distr::Distribution<$crate::distr::drawn!($shape f64)> for $Name<f64> {
            #[inline(always)]
            fn sample<R: rand::Rng + ?Sized>(&self, rng: &mut R) -> $crate::distr::drawn!($shape f64) {
                $Name::sample(self, rng)
            }
        }
    };
}
pub(crate) use drawn_pathwise;

/// The ways to draw a family that has no pathwise rule.
macro_rules! drawn_by_fallback {
    ($Name:ident -> $Value:ty) => {
        impl<T: $crate::Real> $crate::distr::support::FixedSupport for $Name<T> {}
        $crate::distr::fallbacks!(<T: $crate::Real> $Name<T>, $Name<$crate::Smooth<T::Number>>, T::Number);
        impl<T: $crate::Real> $Name<T> {
            /// One draw, a plain value. Where a parameter is smooth, a fallback must be chosen.
            #[inline(always)]
            pub fn sample<G>(&self, rng: &mut G) -> $crate::source::OutcomeOf<Self, $crate::source::FallbackOf<T, G>, G::Number>
            where
                G: $crate::source::Mode<T> + ?Sized,
                Self: $crate::distr::Raised<G::Number, Out: $crate::source::DrawnBy<$crate::source::FallbackOf<T, G>, G::Number>>,
            {
                $crate::source::choose::<T, _, G>(self, rng)
            }

            /// Draws again and again.
            #[inline]
            pub fn sample_iter<G>(
                self,
                rng: &mut G,
            ) -> impl Iterator<Item = $crate::source::OutcomeOf<Self, $crate::source::FallbackOf<T, G>, G::Number>>
            where
                G: $crate::source::Mode<T> + ?Sized,
                Self: $crate::distr::Raised<G::Number, Out: $crate::source::DrawnBy<$crate::source::FallbackOf<T, G>, G::Number>>,
            {
                std::iter::repeat_with(move || self.sample(rng))
            }
        }
        impl<T: $crate::Real, G: $crate::source::Mode<T> + ?Sized> $crate::source::Draw<G> for $Name<T>
        where
            Self: $crate::distr::Raised<G::Number, Out: $crate::source::DrawnBy<$crate::source::FallbackOf<T, G>, G::Number>>,
        {
            type Out = $crate::source::OutcomeOf<Self, $crate::source::FallbackOf<T, G>, G::Number>;
            #[inline(always)]
            fn draw(&self, rng: &mut G) -> Self::Out {
                self.sample(rng)
            }
        }
        impl rand::distr::Distribution<$Value> for $Name<f64> {
            #[inline(always)]
            fn sample<R: rand::Rng + ?Sized>(&self, rng: &mut R) -> $Value {
                $crate::distr::Likelihood::draw_plain(&$crate::LiftBy::<f64>::lift_by(self.clone()), rng)
            }
        }
    };
}
pub(crate) use drawn_by_fallback;

/// The fallbacks at the draw: `fallbacks!(<T: Real> Normal<T>, Normal<Smooth<T::Number>>, T::Number)`. Which of them a
/// distribution has is decided by the traits that it implements on smooth numbers.
macro_rules! fallbacks {
    (<$($P:ident $(: $Bound:path)?),+> $Name:ty, $Smooth:ty, $Number:ty) => {
        impl<$($P $(: $Bound)?),+> $Name {
            /// Draws plain values by the score function: the derivative of the probability of the outcome, times what
            /// it costs (Williams 1992, <https://doi.org/10.1007/BF00992696>).
            #[inline]
            pub fn score_function(self) -> $crate::distr::WithFallback<Self, $crate::source::ScoreFunction>
            where
                Self: $crate::distr::support::FixedSupport,
                $Smooth: $crate::distr::Likelihood<$Number>,
            {
                $crate::distr::WithFallback::new(self, $crate::source::ScoreFunction)
            }

            /// Draws plain values by trying all outcomes, each weighted with its probability.
            #[inline]
            pub fn enumerate(self) -> $crate::distr::WithFallback<Self, $crate::source::Enumerate>
            where
                $Smooth: $crate::distr::Enumerable<$Number>,
            {
                $crate::distr::WithFallback::new(self, $crate::source::Enumerate)
            }

            /// Draws plain values by trying the outcomes that are left when tails of a probability of at most `tail`
            /// are cut off: the estimate is biased by what lies there, and says how much probability that is.
            #[inline]
            pub fn enumerate_to(self, tail: f64) -> $crate::distr::WithFallback<Self, $crate::source::EnumerateTo>
            where
                $Smooth: $crate::distr::Truncatable<$Number>,
            {
                $crate::distr::WithFallback::new(self, $crate::source::EnumerateTo { tail })
            }

            /// Draws plain values; the derivative is a difference between runs with draws from the two parts of the
            /// density's derivative (Mohamed, Rosca, Figurnov and Mnih 2020,
            /// <https://doi.org/10.48550/arXiv.1906.10652>).
            #[inline]
            pub fn measure_valued(self) -> $crate::distr::WithFallback<Self, $crate::source::MeasureValued>
            where
                $Smooth: $crate::distr::Decomposable<$Number>,
            {
                $crate::distr::WithFallback::new(self, $crate::source::MeasureValued)
            }

            /// Draws plain values; the derivative comes from a run with an alternative to one draw (Arya, Schauer,
            /// Schäfer and Rackauckas 2022, <https://doi.org/10.48550/arXiv.2210.08572>).
            #[inline]
            pub fn perturb(self) -> $crate::distr::WithFallback<Self, $crate::source::Perturb>
            where
                $Smooth: $crate::distr::Perturbable<$Number>,
            {
                $crate::distr::WithFallback::new(self, $crate::source::Perturb)
            }
        }
    };
}
pub(crate) use fallbacks;

/// `iid`, `map` and `affine`: `combinators!(<T: Real> Normal<T>)`.
macro_rules! combinators {
    (<$($P:ident $(: $Bound:path)?),+> $Name:ty) => {
        impl<$($P $(: $Bound)?),+> $Name {
            /// `n` independent draws from this distribution, as a vector.
            #[inline]
            pub fn iid(self, n: usize) -> $crate::distr::Iid<Self> {
                $crate::distr::Iid::new(self, n)
            }

            /// The same distribution, drawn by another pathwise rule: see [`rule`](mod@$crate::distr::rule).
            #[inline]
            pub fn with_rule<R>(self, rule: R) -> $crate::distr::rule::Ruled<Self, R>
            where
                Self: $crate::distr::rule::HasRule<R>,
            {
                $crate::distr::rule::Ruled::new(self, rule)
            }

            /// The distribution of f(x), where x is drawn from this one and f is a
            /// [bijection](mod@$crate::distr::bijection).
            #[inline]
            pub fn map<F>(self, bijection: F) -> $crate::distr::Transformed<Self, F> {
                $crate::distr::Transformed::new(self, bijection)
            }

            /// The distribution of loc + scale x, where x is drawn from this one.
            ///
            /// # Errors
            /// [`Error::InvalidParameter`]($crate::Error) where loc or scale is not finite, or scale is 0.
            #[inline]
            pub fn affine<L, S>(
                self,
                loc: L,
                scale: S,
            ) -> Result<$crate::distr::Transformed<Self, $crate::distr::bijection::Affine<L::Out>>, $crate::Error>
            where
                L: $crate::Join<S> + $crate::Lift<L::Out>,
                S: $crate::Lift<L::Out>,
            {
                Ok(self.map($crate::distr::bijection::Affine::new(loc, scale)?))
            }
        }
    };
}
pub(crate) use combinators;

/// A family without parameters that could move, drawn by its method `draw`: noise, under every fallback and without one.
macro_rules! drawn_plainly {
    ($Name:ident -> $Value:ty) => {
        impl $Name {
            /// One draw, a constant, because no parameter can move.
            #[inline(always)]
            pub fn sample<G: $crate::source::Mode<f64> + ?Sized>(&self, rng: &mut G) -> $Value {
                rng.with_core(|core| self.draw(core.plain()))
            }
        }
        impl<G: $crate::source::Mode<f64> + ?Sized> $crate::source::Draw<G> for $Name {
            type Out = $Value;
            #[inline(always)]
            fn draw(&self, rng: &mut G) -> $Value {
                self.sample(rng)
            }
        }
        impl rand::distr::Distribution<$Value> for $Name {
            #[inline(always)]
            fn sample<R: rand::Rng + ?Sized>(&self, rng: &mut R) -> $Value {
                self.draw(rng)
            }
        }
        impl $crate::distr::Family for $Name {
            type Real = f64;
            type With<U: $crate::Real> = $Name;
        }
        impl<D: $crate::Number> $crate::distr::Raised<D> for $Name {
            type Out = $Name;
            #[inline(always)]
            fn raised<R>(&self, run: impl FnOnce(&$Name) -> R) -> R {
                run(self)
            }
        }
        impl<D: $crate::Number> $crate::distr::Likelihood<D> for $Name {
            type Value = $Value;
            #[inline]
            fn draw_plain<R: rand::Rng + ?Sized>(&self, rng: &mut R) -> $Value {
                self.draw(rng)
            }
            #[inline]
            fn ln_likelihood(&self, outcome: &$Value) -> $crate::Smooth<D> {
                $crate::Smooth::constant(self.ln_pmf(*outcome))
            }
        }
        impl $Name {
            /// Draws by trying all outcomes, each weighted with its probability.
            #[inline]
            pub fn enumerate(self) -> $crate::distr::WithFallback<Self, $crate::source::Enumerate> {
                $crate::distr::WithFallback::new(self, $crate::source::Enumerate)
            }
        }
        impl<D: $crate::Number> $crate::LiftBy<D> for $Name {
            type Out = $Name;
            #[inline]
            fn lift_by(self) -> $Name {
                self
            }
        }
        #[diagnostic::do_not_recommend]
        impl $crate::Lift<$Name> for $Name {
            #[inline]
            fn lift(self) -> $Name {
                self
            }
        }
        impl $crate::private::LiftRef<$Name> for $Name {
            #[inline]
            fn lift_ref(&self) -> std::borrow::Cow<'_, $Name> {
                std::borrow::Cow::Borrowed(self)
            }
        }
        impl $crate::private::Leave<$Name> for $Name {
            #[inline]
            fn leave(self) -> $Name {
                self
            }
        }
    };
}
pub(crate) use drawn_plainly;
