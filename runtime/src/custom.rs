//! Derivatives of functions from outside.

use crate::smooth::needs_scalar;
use crate::{Join, Lift, Number, Real, Smooth};

/// Gives a function from outside its derivative: `custom(x, |x| (value, derivative))`.
///
/// The closure gets the plain argument. Functions of several variables take an array, or a tuple that may mix
/// constants and smooth values, and return the partial derivatives in the same shape:
/// `custom([x, y], |[x, y]| (value, [dx, dy]))`, `custom((x, 2.0), |(x, y)| (value, (dx, dy)))`.
///
/// The derivative must be that of the value: nothing checks it. It is a first derivative, so a Hessian through
/// `custom` is an error.
///
/// ```
/// use stochastic_grad::prelude::*;
///
/// #[stochastic_grad]
/// fn loss(mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
///     let x = Normal::new(mu, 1.0)?.sample(rng);
///     Ok(custom(x, |x| (x * x, 2.0 * x)))
/// }
///
/// let est = loss_grad(1.5, 10_000, &mut StdRng::seed_from_u64(1))?;
/// assert!((est.grad.mu - 3.0).abs() < 5.0 * est.grad_std_err.mu);
/// # Ok::<(), Error>(())
/// ```
#[inline]
pub fn custom<A: CustomArgs>(args: A, f: impl FnMut(A::Plain) -> (f64, A::Plain)) -> A::Out {
    args.apply(f)
}

/// The arguments of a custom function: one number, or an array or tuple of them.
pub trait CustomArgs {
    /// The same with plain numbers.
    type Plain;
    /// Plain if all are, else smooth.
    type Out;
    #[doc(hidden)]
    fn apply(self, f: impl FnMut(Self::Plain) -> (f64, Self::Plain)) -> Self::Out;
}

#[inline]
fn run<D: Number, const N: usize>(args: [Smooth<D>; N], f: impl FnMut([f64; N]) -> (f64, [f64; N])) -> Smooth<D> {
    // The closure is plain code, which may branch on what it gets.
    needs_scalar::<D>();
    Smooth(D::custom(args.map(|a| a.0), f).0)
}

impl CustomArgs for f64 {
    type Plain = f64;
    type Out = f64;
    #[inline]
    fn apply(self, mut f: impl FnMut(f64) -> (f64, f64)) -> f64 {
        f(self).0
    }
}
impl<D: Number> CustomArgs for Smooth<D> {
    type Plain = f64;
    type Out = Smooth<D>;
    #[inline]
    fn apply(self, mut f: impl FnMut(f64) -> (f64, f64)) -> Smooth<D> {
        run([self], |[x]| {
            let (value, derivative) = f(x);
            (value, [derivative])
        })
    }
}
impl<T: Real, const N: usize> CustomArgs for [T; N] {
    type Plain = [f64; N];
    type Out = T;
    #[inline]
    fn apply(self, f: impl FnMut([f64; N]) -> (f64, [f64; N])) -> T {
        T::leave(run(self.map(T::smooth), f))
    }
}
impl<A, B> CustomArgs for (A, B)
where
    A: Join<B> + Lift<Smooth<<A::Out as Real>::Number>>,
    B: Lift<Smooth<<A::Out as Real>::Number>>,
{
    type Plain = (f64, f64);
    type Out = A::Out;
    #[inline]
    fn apply(self, mut f: impl FnMut((f64, f64)) -> (f64, (f64, f64))) -> A::Out {
        A::Out::leave(run([self.0.lift(), self.1.lift()], |[a, b]| {
            let (value, (da, db)) = f((a, b));
            (value, [da, db])
        }))
    }
}
