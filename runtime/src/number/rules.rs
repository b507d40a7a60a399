//! The one table of functions with their derivatives. Everything that differentiates reads it.

use super::{Binary, Isa, Number, Unary};
use crate::special::value;
use crate::{Real, Smooth};

/// Writes, for each row of the table, the rule, the method on smooth values, and the function that stands for the
/// path `f64::name` in a body. A row names its kernel for lanes, if there is one.
macro_rules! table {
    ($($(#[doc = $doc:literal])* $Rule:ident $name:ident($x:ident, $y:ident) = $value:expr $(, lanes $kernel:ident)? => $derivative:expr $(, $singular:ident)? $(=> [$both:expr])?;)*) => {
        $(
            $(#[doc = $doc])*
            #[derive(Clone, Copy, Debug)]
            pub struct $Rule;
            impl Unary for $Rule {
                $(const SINGULAR: bool = stringify!($singular).len() > 0;)?
                #[inline(always)]
                fn value(self, $x: f64) -> f64 {
                    $value
                }
                #[inline(always)]
                fn derivative<T: Number>(self, $x: T, $y: T) -> T {
                    let _ = ($x, $y);
                    $derivative
                }
                $(
                    #[inline(always)]
                    fn lanes<I: Isa>(self, x: I::V) -> I::V {
                        I::$kernel(x)
                    }
                )?
                $(
                    #[inline(always)]
                    fn both<T: Number>(self, x: T) -> (T, T) {
                        let both: fn(T) -> (T, T) = $both;
                        both(x)
                    }
                )?
            }
        )*
        impl<D: Number> Smooth<D> {
            $(
                $(#[doc = $doc])*
                #[inline(always)]
                pub fn $name(self) -> Self {
                    Smooth(self.0.unary($Rule))
                }
            )*
        }
        /// The functions of the table on plain and smooth numbers.
        pub mod functions {
            use super::*;
            $(
                $(#[doc = $doc])*
                #[inline(always)]
                pub fn $name<T: Real>(x: T) -> T::Own {
                    T::own(x.smooth().$name())
                }
            )*
        }
    };
}

table! {
    /// e^x
    Exp exp(x, y) = x.exp(), lanes exp => y;
    /// 2^x
    Exp2 exp2(x, y) = x.exp2() => y.mul_f64(std::f64::consts::LN_2);
    /// e^x - 1
    ExpM1 exp_m1(x, y) = x.exp_m1(), lanes exp_m1 => x.unary(Exp);
    /// The natural logarithm
    Ln ln(x, y) = x.ln(), lanes ln => x.rdiv_f64(1.0), singular;
    /// ln(1 + x)
    Ln1p ln_1p(x, y) = x.ln_1p(), lanes ln_1p => x.add_f64(1.0).rdiv_f64(1.0), singular;
    /// The logarithm to base 2
    Log2 log2(x, y) = x.log2() => x.rdiv_f64(std::f64::consts::LOG2_E), singular;
    /// The logarithm to base 10
    Log10 log10(x, y) = x.log10() => x.rdiv_f64(std::f64::consts::LOG10_E), singular;
    /// The square root; its derivative at 0 is infinite
    Sqrt sqrt(x, y) = x.sqrt(), lanes sqrt => y.rdiv_f64(0.5), singular;
    /// The cube root; its derivative at 0 is infinite
    Cbrt cbrt(x, y) = x.cbrt() => y.mul(y).mul_f64(3.0).rdiv_f64(1.0), singular;
    /// The sine
    Sin sin(x, y) = x.sin(), lanes sin => x.unary(Cos) => [|x| x.sin_cos()];
    /// The cosine
    Cos cos(x, y) = x.cos(), lanes cos => x.unary(Sin).neg() => [|x| {
        let (sin, cos) = x.sin_cos();
        (cos, sin.neg())
    }];
    /// The tangent
    Tan tan(x, y) = x.tan() => y.mul(y).add_f64(1.0);
    /// The inverse of the sine
    Asin asin(x, y) = x.asin() => one_minus_square(x).unary(Sqrt).rdiv_f64(1.0), singular;
    /// The inverse of the cosine
    Acos acos(x, y) = x.acos() => one_minus_square(x).unary(Sqrt).rdiv_f64(-1.0), singular;
    /// The inverse of the tangent
    Atan atan(x, y) = x.atan() => derivative_of_atan(x);
    /// The hyperbolic sine
    Sinh sinh(x, y) = x.sinh() => x.unary(Cosh);
    /// The hyperbolic cosine
    Cosh cosh(x, y) = x.cosh() => x.unary(Sinh);
    /// The hyperbolic tangent
    Tanh tanh(x, y) = x.tanh(), lanes tanh => x.unary(SechSquared) => [|x| x.tanh_sech_squared()];
    /// 1 / cosh², the derivative of tanh, accurate where tanh is close to ±1
    SechSquared sech_squared(x, y) = value::sech_squared(x), lanes sech_squared => x.unary(Tanh).mul(y).mul_f64(-2.0);
    /// The inverse of the hyperbolic sine
    Asinh asinh(x, y) = x.asinh() => x.unary(Hypot1).rdiv_f64(1.0);
    /// The inverse of the hyperbolic cosine
    Acosh acosh(x, y) = x.acosh() => x.add_f64(-1.0).unary(Sqrt).mul(x.add_f64(1.0).unary(Sqrt)).rdiv_f64(1.0), singular;
    /// The inverse of the hyperbolic tangent
    Atanh atanh(x, y) = x.atanh() => one_minus_square(x).rdiv_f64(1.0), singular;
    /// sqrt(1 + x²) without overflow
    Hypot1 hypot1(x, y) = x.hypot(1.0) => x.div(y);
    /// The logistic function 1 / (1 + e^-x)
    Sigmoid sigmoid(x, y) = value::sigmoid(x), lanes sigmoid => y.mul(x.neg().unary(Sigmoid)) => [sigmoid_with_derivative];
    /// ln(1 + e^x), without overflow
    Softplus softplus(x, y) = value::softplus(x), lanes softplus => x.unary(Sigmoid) => [softplus_with_derivative];
    /// ln of the logistic function, -ln(1 + e^-x)
    LnSigmoid ln_sigmoid(x, y) = -value::softplus(-x), lanes ln_sigmoid => x.neg().unary(Sigmoid) => [|x| {
        let (y, slope) = softplus_with_derivative(x.neg());
        (y.neg(), slope)
    }];
    /// ln(x / (1 - x)), the inverse of the logistic function
    Logit logit(x, y) = value::logit(x) => x.mul(x.rsub_f64(1.0)).rdiv_f64(1.0), singular;
    /// x ln x, continued by 0 at 0
    XLnX x_ln_x(x, y) = if x == 0.0 { 0.0 } else { x * x.ln() }, lanes x_ln_x => x.unary(Ln).add_f64(1.0), singular;
    /// The error function
    Erf erf(x, y) = libm::erf(x) => gauss(x);
    /// 1 - erf(x), accurate in the tail
    Erfc erfc(x, y) = libm::erfc(x) => gauss(x).neg();
    /// The distribution function of the standard normal distribution
    NormalCdf normal_cdf(x, y) = value::normal_cdf(x) => normal_pdf(x);
    /// Its logarithm, accurate in the lower tail
    LnNormalCdf ln_normal_cdf(x, y) = value::ln_normal_cdf(x) => x.unary(InverseMills);
    /// The density of the standard normal distribution over its distribution function, the derivative of
    /// `ln_normal_cdf`
    InverseMills inverse_mills(x, y) = value::inverse_mills(x) => y.mul(x.unary(InverseMillsExcess)).neg();
    /// The inverse of the standard normal distribution function
    NormalQuantile normal_quantile(x, y) = value::normal_quantile(x) => normal_pdf(y).rdiv_f64(1.0), singular;
    /// Φ⁻¹((1 + p)/2), the quantile of the standard half-normal distribution
    HalfNormalQuantile half_normal_quantile(x, y) = value::half_normal_quantile(x) => normal_pdf(y).rdiv_f64(0.5), singular;
    /// ln |Γ(x)|
    LnGamma ln_gamma(x, y) = value::ln_gamma(x) => x.unary(Polygamma(0));
    /// Γ(x)
    Gamma gamma(x, y) = libm::tgamma(x) => y.mul(x.unary(Polygamma(0)));
    /// The derivative of ln Γ
    Digamma digamma(x, y) = value::polygamma(0, x) => x.unary(Polygamma(1));
    /// The second derivative of ln Γ
    Trigamma trigamma(x, y) = value::polygamma(1, x) => x.unary(Polygamma(2));
}

// Both of them with what they share, for numbers without derivatives; second derivatives want the rules.

/// The logistic function and its derivative, of one exponential and one quotient
#[inline(always)]
fn sigmoid_with_derivative<T: Number>(x: T) -> (T, T) {
    if T::ORDER > 0 {
        let y = x.unary(Sigmoid);
        return (y, Sigmoid.derivative(x, y));
    }
    let (y, slope, _) = logistic(x);
    (y, slope)
}

/// `softplus` and its derivative, of one exponential
#[inline(always)]
fn softplus_with_derivative<T: Number>(x: T) -> (T, T) {
    if T::ORDER > 0 {
        let y = x.unary(Softplus);
        return (y, Softplus.derivative(x, y));
    }
    if T::LANES > 1 {
        return x.softplus_sigmoid();
    }
    let (sigmoid, _, e) = logistic(x);
    let zero = T::constant(0.0);
    (T::select(x.greater(zero), x, zero).add(e.unary(Ln1p)), sigmoid)
}

/// The logistic function of x, its derivative, and e^-|x|, for numbers without derivatives
#[inline(always)]
fn logistic<T: Number>(x: T) -> (T, T, T) {
    let (zero, one) = (T::constant(0.0), T::constant(1.0));
    let lower = zero.greater(x);
    let (y, e, below) = if T::LANES > 1 {
        let (y, e) = x.sigmoid_decay();
        (y, e, T::select(lower, y, e.mul(y)))
    } else {
        let e = x.unary(Decay);
        let sum = e.add_f64(1.0);
        // Two quotients at once take as long as one.
        (T::select(lower, e, one).div(sum), e, e.div(sum))
    };
    // From the value below 1/2, whose error nearly cancels where it is close to that.
    (y, below.mul(below.rsub_f64(1.0)), e)
}

/// e^-|x|
#[derive(Clone, Copy, Debug)]
pub struct Decay;
impl Unary for Decay {
    #[inline(always)]
    fn value(self, x: f64) -> f64 {
        (-x.abs()).exp()
    }
    #[inline(always)]
    fn derivative<T: Number>(self, x: T, y: T) -> T {
        T::select(T::constant(0.0).greater(x), y, y.neg())
    }
    #[inline(always)]
    fn lanes<I: Isa>(self, x: I::V) -> I::V {
        I::sigmoid_decay(x).1
    }
}

fn one_minus_square<T: Number>(x: T) -> T {
    x.rsub_f64(1.0).mul(x.add_f64(1.0))
}

/// 1 / (1 + x²) without overflow
fn derivative_of_atan<T: Number>(x: T) -> T {
    let r = x.unary(Hypot1);
    r.rdiv_f64(1.0).div(r)
}

/// 2/sqrt(pi) e^(-x²)
fn gauss<T: Number>(x: T) -> T {
    x.mul(x).neg().unary(Exp).mul_f64(std::f64::consts::FRAC_2_SQRT_PI)
}

/// The density of the standard normal distribution
pub(crate) fn normal_pdf<T: Number>(x: T) -> T {
    x.mul(x).mul_f64(-0.5).unary(Exp).mul_f64(0.398_942_280_401_432_7)
}

/// x + `inverse_mills`(x), without cancellation in the lower tail, where it is about -1/x
#[derive(Clone, Copy, Debug)]
pub struct InverseMillsExcess;
impl Unary for InverseMillsExcess {
    #[inline(always)]
    fn value(self, x: f64) -> f64 {
        value::inverse_mills_excess(x)
    }
    #[inline(always)]
    fn derivative<T: Number>(self, x: T, y: T) -> T {
        y.mul(x.unary(InverseMills)).rsub_f64(1.0)
    }
}

/// x^n for an integer n
#[derive(Clone, Copy, Debug)]
pub struct Powi(pub i32);
impl Unary for Powi {
    // 0^(negative) is a pole, but a base that does not move stays where it is.
    const SINGULAR: bool = false;
    #[inline(always)]
    fn value(self, x: f64) -> f64 {
        x.powi(self.0)
    }
    /// The products of the scalar power, in its order.
    #[inline(always)]
    fn lanes<I: Isa>(self, x: I::V) -> I::V {
        let (mut square, mut left, mut product) = (x, self.0.unsigned_abs(), I::splat(1.0));
        while left > 0 {
            product = if left & 1 == 1 { I::mul(product, square) } else { product };
            (square, left) = (I::mul(square, square), left >> 1);
        }
        if self.0 < 0 { I::div(I::splat(1.0), product) } else { product }
    }
    #[inline(always)]
    fn derivative<T: Number>(self, x: T, _y: T) -> T {
        match self.0 {
            0 => T::constant(0.0),
            1 => T::constant(1.0),
            2 => x.add(x),
            n => x.unary(Powi(n.saturating_sub(1))).mul_f64(n as f64),
        }
    }
}

/// x^c for a constant c; NaN if x or c is
#[derive(Clone, Copy, Debug)]
pub struct Powf(pub f64);
impl Unary for Powf {
    const SINGULAR: bool = true;
    #[inline(always)]
    fn value(self, x: f64) -> f64 {
        value::powf(x, self.0)
    }
    #[inline(always)]
    fn derivative<T: Number>(self, x: T, _y: T) -> T {
        if self.0 == 0.0 { T::constant(0.0) } else { x.unary(Powf(self.0 - 1.0)).mul_f64(self.0) }
    }
}

/// x^y; NaN if either is
#[derive(Clone, Copy, Debug)]
pub struct Pow;
impl Binary for Pow {
    #[inline(always)]
    fn value(self, x: f64, y: f64) -> f64 {
        value::powf(x, y)
    }
    #[inline(always)]
    fn partials<T: Number>(self, x: T, y: T, z: T) -> (T, T) {
        let zero = T::constant(0.0);
        // x^0 = 1 for every x, 0 included, where the other factor is infinite.
        let dx = if y.vanishes() { zero } else { y.mul(x.binary(y.add_f64(-1.0), Pow)) };
        // 0^y = 0 for every y > 0, so it does not move with y there, although ln 0 is infinite.
        let slope = z.mul(x.unary(Ln));
        let dy = T::select(z.greater(zero), slope, T::select(zero.greater(z), slope, z.mul_f64(0.0)));
        (dx, dy)
    }
}

/// sqrt(x² + y²) without overflow; its derivative at the origin is 0, the mean over all directions
#[derive(Clone, Copy, Debug)]
pub struct Hypot;
impl Binary for Hypot {
    #[inline(always)]
    fn value(self, x: f64, y: f64) -> f64 {
        if x.is_nan() || y.is_nan() { f64::NAN } else { x.hypot(y) }
    }
    #[inline(always)]
    fn partials<T: Number>(self, x: T, y: T, z: T) -> (T, T) {
        let zero = T::constant(0.0);
        let positive = z.greater(zero);
        let at = |v: T| T::select(positive, v.div(z), v.mul_f64(0.0));
        (at(x), at(y))
    }
}

/// The derivative of order n + 1 of ln Γ
#[derive(Clone, Copy, Debug)]
pub struct Polygamma(pub u32);
impl Unary for Polygamma {
    #[inline(always)]
    fn value(self, x: f64) -> f64 {
        value::polygamma(self.0, x)
    }
    #[inline(always)]
    fn derivative<T: Number>(self, x: T, _y: T) -> T {
        x.unary(Polygamma(self.0 + 1))
    }
}
