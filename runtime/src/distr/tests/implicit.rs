//! The families whose draws move by implicit rules, against their reference values.

mod composed;
mod goodness;
mod points;
mod slopes;

use super::reference::implicit::{CDF, DENSITIES, MOMENTS};
use super::*;

/// A number with a derivative for a point and one for each of up to four parameters.
type Dual5 = Dual<f64, 5>;
type Smooth5 = Smooth<Dual5>;

fn moving5(x: f64, i: usize) -> Smooth5 {
    Smooth(Dual::new(x, std::array::from_fn(|j| if i == j { 1.0 } else { 0.0 })))
}

/// Point and parameters along the five directions.
fn directions(p: &[f64]) -> Vec<Smooth5> {
    p.iter().enumerate().map(|(i, p)| moving5(*p, i + 1)).collect()
}

/// What these families have in common.
trait Univariate<T> {
    fn ln_pdf(&self, x: T) -> T;
    /// F and 1 - F, where there is a distribution function
    fn sides(&self, x: T) -> Option<[T; 2]>;
    /// mean, variance, entropy
    fn moments(&self) -> [Option<T>; 3];
    fn draw(&self, rng: &mut Xoshiro256PlusPlus) -> T;
    fn redraw(&self, x: f64) -> Option<T>;
}

macro_rules! univariate {
    (@some $self:ident $x:ident [$($method:ident)*]) => { Some([$($self.$method($x)),*]) };
    (@some $self:ident $x:ident) => { { let _ = $x; None } };
    (@moment $self:ident) => { None };
    (@moment $self:ident $method:ident) => { Some($self.$method()) };
    (@redraw $self:ident $x:ident) => { { let _ = $x; None } };
    (@redraw $self:ident $x:ident $method:ident) => { Some($self.$method($x)) };
    ($($Name:ident($($i:literal),+) $(.$mode:ident($j:literal, $k:literal))? $([$($side:ident)*])?, $mean:ident $variance:ident $($entropy:ident)?, $($redraw:ident)?;)*) => {
        $(impl Univariate<f64> for $Name {
            univariate!(@methods $Name f64, rng => rng; $([$($side)*])?, $mean $variance $($entropy)?, $($redraw)?);
        }
        impl Univariate<Smooth5> for $Name<Smooth5> {
            univariate!(@methods $Name Smooth5, rng => &mut Core::<_, Dual5>::new(rng).tracer::<NoFallback>(); $([$($side)*])?, $mean $variance $($entropy)?, $($redraw)?);
        })*

        /// A distribution with the given parameters.
        fn univariate<T>(name: &str, p: &[T]) -> Result<Box<dyn Univariate<T>>, Error>
        where
            T: Real<Own = T> + Join<T, Out = T> + Lift<T> + 'static,
            f64: Join<T, Out = T> + Lift<T>,
            $($Name<T>: Univariate<T>),*
        {
            Ok(match name {
                $(stringify!($Name) => Box::new($Name::new($(p[$i]),+)$(.with_shape(p[$k]).$mode(p[$j]))? ?),)*
                _ => unreachable!("{name} is in no table"),
            })
        }
    };
    (@methods $Name:ident $T:ty, $rng:ident => $generator:expr; $([$($side:ident)*])?, $mean:ident $variance:ident $($entropy:ident)?, $($redraw:ident)?) => {
        fn ln_pdf(&self, x: $T) -> $T {
            self.ln_pdf(x)
        }
        fn sides(&self, x: $T) -> Option<[$T; 2]> {
            univariate!(@some self x $([$($side)*])?)
        }
        fn moments(&self) -> [Option<$T>; 3] {
            [Some(self.$mean()), Some(self.$variance()), univariate!(@moment self $($entropy)?)]
        }
        fn draw(&self, $rng: &mut Xoshiro256PlusPlus) -> $T {
            self.sample($generator)
        }
        fn redraw(&self, x: f64) -> Option<$T> {
            univariate!(@redraw self x $($redraw)?)
        }
    };
}

univariate! {
    Gamma(0, 1) [cdf survival], mean variance entropy, assume_drawn;
    InverseGamma(0, 1) [cdf survival], mean variance entropy, assume_drawn;
    ChiSquared(0) [cdf survival], mean variance entropy, assume_drawn;
    Chi(0) [cdf survival], mean variance entropy, assume_drawn;
    Beta(0, 1) [cdf survival], mean variance entropy, assume_drawn;
    BetaPrime(0, 1) [cdf survival], mean variance entropy, assume_drawn;
    FisherF(0, 1) [cdf survival], mean variance entropy, assume_drawn;
    StudentT(0) [cdf survival], mean variance entropy, assume_drawn;
    Pert(0, 1).with_mode(2, 3) [cdf survival], mean variance entropy, assume_drawn;
    TruncatedNormal(0, 1, 2, 3) [cdf survival], mean variance entropy, assume_drawn;
    InverseGaussian(0, 1) [cdf survival], mean variance entropy, assume_drawn;
    NormalInverseGaussian(0, 1), mean variance, ;
    VonMises(0, 1) [cdf survival], mean circular_variance entropy, assume_drawn;
}

#[test]
fn densities_and_their_derivatives_agree_with_the_reference() {
    let mut worst = Worst::new();
    for &(name, p, x, want, derivatives) in DENSITIES {
        let what = (name, p, x);
        let got = univariate(name, p).unwrap().ln_pdf(x);
        worst.close("ln p", got, want, 4e-15 * (1.0 + want.abs()), &what);

        let moves = match name {
            "TruncatedNormal" => 2,
            _ => p.len(),
        };
        let smooth: Vec<_> =
            p.iter().enumerate().map(|(i, p)| moving5(*p, if i < moves { i + 1 } else { 9 })).collect();
        if name == "Pert" && (p[2] == p[0] || p[2] == p[1]) {
            // The density jumps at this end, or its derivative does.
            continue;
        }
        let (value, slopes) = univariate(name, &smooth).unwrap().ln_pdf(moving5(x, 0)).0.parts();
        assert_eq!(value.to_bits(), got.to_bits(), "{what:?}");
        let arguments = std::iter::once(&x).chain(p).take(moves + 1);
        for ((got, want), argument) in slopes.iter().zip(derivatives).zip(arguments) {
            let scale = want.abs() + if *argument == 0.0 { 1.0 } else { 1.0 / argument.abs() };
            worst.close("slope", *got, *want, 4e-14 * scale, &what);
        }
    }
    worst.report();
}

#[test]
fn moments_agree_with_the_reference() {
    let mut worst = Worst::new();
    for &(name, p, want) in MOMENTS {
        let got = univariate(name, p).unwrap().moments();
        let smooth = univariate(name, &directions(p)).unwrap().moments();
        for (moment, (got, want)) in got.iter().zip(want).enumerate() {
            let what = (name, p, ["mean", "variance", "entropy"][moment]);
            let (Some(got), Some(smooth)) = (got, smooth[moment]) else {
                assert!(want.is_nan(), "{what:?}");
                continue;
            };
            assert_eq!(smooth.peek().to_bits(), got.to_bits(), "{what:?}");
            if want.is_finite() {
                worst.close(what.2, *got, want, 4e-14 * if want == 0.0 { 1e-2 } else { want.abs() }, &what);
            } else {
                assert_eq!(got.to_string(), want.to_string(), "{what:?}");
            }
        }
    }
    worst.report();
}

#[test]
fn distribution_functions_agree_with_the_reference() {
    let mut worst = Worst::new();
    for &(name, p, x, lower, upper) in CDF {
        let Some(got) = univariate(name, p).unwrap().sides(x) else { continue };
        for (got, want) in got.into_iter().zip([lower, upper]) {
            // An error of 1 in the last place of x is one of x p in F.
            let conditioned = 1e-15 * (x * univariate(name, p).unwrap().ln_pdf(x).exp()).abs();
            worst.close("cdf", got, want, 4e-14 * want + conditioned, &(name, p, x));
        }
    }
    worst.report();
}

/// The largest error of each kind, in units of its bound, and all that exceed theirs.
struct Worst {
    exceeding: Vec<String>,
}

impl Worst {
    fn new() -> Self {
        Worst { exceeding: Vec::new() }
    }

    fn close(&mut self, kind: &str, got: f64, want: f64, bound: f64, what: &dyn Debug) {
        let error = (got - want).abs();
        if error.is_nan() || error > bound {
            self.exceeding.push(format!("{kind} {what:?}: {got:e} instead of {want:e}, off by {error:e} > {bound:e}"));
        }
    }

    #[track_caller]
    fn report(self) {
        assert!(self.exceeding.is_empty(), "{} errors:\n{}", self.exceeding.len(), self.exceeding.join("\n"));
    }
}
