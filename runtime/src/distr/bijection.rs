//! Bijections, which make new distributions from others: `distribution.map(bijection::Exp)`.
//!
//! A bijection is a smooth, strictly monotone function of real numbers, or an invertible one of vectors, with the
//! logarithm of the determinant of its Jacobian. See [`Bijection`] for how to write one.

pub use super::flow::{AffineFlow, Planar};

use super::transformed::OnNumbers;
use super::{Family, Raised, family, finite, require};
use crate::special;
use crate::{Error, Join, Lift, Number, Parameters, Real, Smooth};

/// A bijection with its log-determinant.
///
/// # Writing one
/// The struct holds the parameters, over a number type `T = f64`, or none. `#[derive(Bijection)]` (with
/// `#[derive(Parameters)]` where there are parameters) lifts it between plain and smooth numbers.
///
/// ```
/// use stochastic_grad::prelude::*;
/// use stochastic_grad::distr::bijection::Bijection;
/// use stochastic_grad::{Number, Smooth};
///
/// /// y = x³ + a x, for a > 0
/// #[derive(Bijection, Parameters, Clone, Copy, Debug, PartialEq)]
/// struct Cubic<T = f64> {
///     a: T,
/// }
///
/// impl<D: Number> Bijection<D> for Cubic<Smooth<D>> {
///     type Point = Smooth<D>;
///     fn forward(&self, x: &Smooth<D>) -> (Smooth<D>, Smooth<D>) {
///         let x = *x;
///         (x * x * x + self.a * x, (3.0 * x * x + self.a).ln())
///     }
///     fn inverse(&self, y: &Smooth<D>) -> Smooth<D> {
///         // Cardano's formula; the cube root is that of the larger term.
///         let (p, q) = (self.a / 3.0, *y / 2.0);
///         let root = (q * q + p * p * p).sqrt();
///         let u = if y.detach() < 0.0 { (q - root).cbrt() } else { (q + root).cbrt() };
///         u - p / u
///     }
/// }
///
/// #[stochastic_grad]
/// fn loss(a: f64, rng: &mut impl Rng) -> Result<f64, Error> {
///     let x = Normal::new(0.0, 1.0)?.map(Cubic { a }).sample(rng);
///     Ok(x * x) // E x² = 15 + 6 a + a²
/// }
///
/// let est = loss_grad(2.0, 50_000, &mut StdRng::seed_from_u64(1))?;
/// assert!((est.grad.a - 10.0).abs() < 5.0 * est.grad_std_err.a);
///
/// let x = Normal::new(0.0, 1.0)?.map(Cubic { a: 2.0 });
/// let by_hand = -0.5 * 1.0 - 0.5 * std::f64::consts::TAU.ln() - 5.0_f64.ln();
/// assert!((x.ln_pdf(3.0) - by_hand).abs() < 1e-12); // 3 = 1³ + 2·1
/// # Ok::<(), Error>(())
/// ```
///
/// (`y.detach()` is in order there because both branches give the same function.)
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a bijection of what the distribution draws",
    label = "one of `stochastic_grad::distr::bijection`, or a type with an impl of `Bijection`, can stand here"
)]
pub trait Bijection<D: Number> {
    /// What is mapped: `Smooth<D>`, or `Vec<Smooth<D>>`.
    type Point: OnNumbers;
    /// y = f(x), and ln |det f'(x)|.
    fn forward(&self, x: &Self::Point) -> (Self::Point, Smooth<D>);
    /// x = f⁻¹(y). A point that is no image of another gives NaN.
    fn inverse(&self, y: &Self::Point) -> Self::Point;
    /// Its parameters, if they tell it from others of its type: the divergence of two distributions that the same
    /// bijection transforms is that of what it transforms. None where nothing is known.
    fn parameters(&self) -> Option<Vec<Smooth<D>>>
    where
        Self: Sized,
    {
        (size_of::<Self>() == 0).then(Vec::new)
    }
}

/// A bijection without parameters.
macro_rules! parameter_free {
    ($($(#[$doc:meta])* $Name:ident: |$x:ident| $forward:expr, |$y:ident| $inverse:expr;)*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct $Name;
        impl Family for $Name {
            type Real = f64;
            type With<U: Real> = $Name;
        }
        impl super::own::Detach for $Name {
            type Plain = $Name;
            #[inline]
            fn detached(&self) -> $Name {
                $Name
            }
        }
        impl<D: Number> Raised<D> for $Name {
            type Out = $Name;
            #[inline(always)]
            fn raised<R>(&self, run: impl FnOnce(&Self) -> R) -> R {
                run(self)
            }
        }
        impl<D: Number> crate::LiftBy<D> for $Name {
            type Out = $Name;
            #[inline]
            fn lift_by(self) -> $Name {
                self
            }
        }
        #[diagnostic::do_not_recommend]
        impl Lift<$Name> for $Name {
            #[inline]
            fn lift(self) -> $Name {
                self
            }
        }
        impl crate::private::Leave<$Name> for $Name {
            #[inline]
            fn leave(self) -> $Name {
                self
            }
        }
        impl Parameters for $Name {
            type With<D: Number> = $Name;
            const COUNT: Option<usize> = Some(0);
            fn seed<D: Number>(&self, _: &mut dyn FnMut(f64) -> D) -> $Name {
                $Name
            }
            fn traverse(&self, _: &mut dyn FnMut(f64) -> f64, _: crate::private::Role) -> $Name {
                $Name
            }
            fn visit_names(&self, _: &str, _: &mut dyn FnMut(String)) {}
        }
        impl<D: Number> Bijection<D> for $Name {
            type Point = Smooth<D>;
            #[inline]
            fn forward(&self, $x: &Smooth<D>) -> (Smooth<D>, Smooth<D>) {
                let $x = *$x;
                $forward
            }
            #[inline(always)]
            fn inverse(&self, $y: &Smooth<D>) -> Smooth<D> {
                let $y = *$y;
                $inverse
            }
        }
    )* };
}

parameter_free! {
    /// y = exp(x), onto the positive numbers; ln |f'(x)| = x.
    Exp: |x| (x.exp(), x), |y| y.ln();
    /// y = 1 / (1 + exp(-x)), onto (0, 1); ln |f'(x)| = -ln(1 + exp(-x)) - ln(1 + exp(x)).
    Sigmoid: |x| (x.sigmoid(), x.ln_sigmoid() + (-x).ln_sigmoid()), |y| y.logit();
    /// y = ln(1 + exp(x)), onto the positive numbers; ln |f'(x)| = -ln(1 + exp(-x)).
    Softplus: |x| (x.softplus(), x.ln_sigmoid()), |y| y + special::ln_1m_exp(-y);
    /// y = tanh(x), onto (-1, 1); ln |f'(x)| = 2 (ln 2 - x - ln(1 + exp(-2x))), which does not cancel far from 0.
    Tanh: |x| (x.tanh(), 2.0 * (std::f64::consts::LN_2 - x - (-2.0 * x).softplus())), |y| y.atanh();
}

/// y = loc + scale x, for scale != 0; ln |f'(x)| = ln |scale|.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Affine<T = f64> {
    loc: T,
    scale: T,
}

family!(@lifting Affine { loc, scale });
family!(@parameters Affine { loc, scale });

impl<T: Real> Affine<T> {
    /// A shift by a finite `loc` after a stretch by a finite `scale` that is not 0.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where a parameter violates its bound.
    #[inline(always)]
    pub fn new<A, B>(loc: A, scale: B) -> Result<Self, Error>
    where
        A: Join<B, Out = T> + Lift<T>,
        B: Lift<T>,
    {
        let (loc, scale): (T, T) = (loc.lift(), scale.lift());
        finite(loc, "Affine", "loc")?;
        require(scale, |v| v.is_finite() && v != 0.0, "Affine", "scale", "finite and != 0")?;
        Ok(Affine { loc, scale })
    }

    /// The shift.
    #[inline]
    pub fn loc(&self) -> T {
        self.loc
    }

    /// The stretch.
    #[inline]
    pub fn scale(&self) -> T {
        self.scale
    }
}

impl<D: Number> Bijection<D> for Affine<Smooth<D>> {
    type Point = Smooth<D>;
    #[inline]
    fn forward(&self, x: &Smooth<D>) -> (Smooth<D>, Smooth<D>) {
        // Away from 0 the absolute value has no kink.
        let size = Smooth(self.scale.0.abs());
        (self.loc + self.scale * *x, size.ln())
    }
    #[inline(always)]
    fn inverse(&self, y: &Smooth<D>) -> Smooth<D> {
        (*y - self.loc) / self.scale
    }
    fn parameters(&self) -> Option<Vec<Smooth<D>>> {
        Some(vec![self.loc, self.scale])
    }
}
