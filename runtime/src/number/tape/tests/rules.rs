//! Every rule and every operation by itself.

use super::programs;
use crate::number::Number;
use crate::{Smooth, custom};

/// The functions of the table, with the ends of where they are compared.
macro_rules! functions {
    ($($name:ident $low:expr, $high:expr;)*) => {
        programs! { 1e-14; $([$low, $high] $name |x, z| (x[0] * 0.75 + x[1] * 0.25).$name() * x[2] + x[3];)* }

        #[test]
        fn every_function_is_compared() {
            let names = [$(stringify!($name)),*];
            assert!(crate::number::rules_tests::names().all(|name| names.contains(&name)));
        }
    };
}
functions! {
    exp -3.0, 3.0; exp2 -3.0, 3.0; exp_m1 -2.0, 2.0; ln 0.1, 5.0; ln_1p -0.5, 4.0; log2 0.1, 4.0; log10 0.1, 4.0;
    sqrt 0.1, 4.0; cbrt 0.1, 4.0; sin -7.0, 7.0; cos -7.0, 7.0; tan -1.2, 1.2; asin -0.9, 0.9; acos -0.9, 0.9;
    atan -4.0, 4.0; sinh -2.0, 2.0; cosh -2.0, 2.0; tanh -3.0, 3.0; sech_squared -3.0, 3.0; asinh -4.0, 4.0;
    acosh 1.2, 4.0; atanh -0.8, 0.8; hypot1 -4.0, 4.0; sigmoid -5.0, 5.0; softplus -5.0, 5.0; ln_sigmoid -5.0, 5.0;
    logit 0.1, 0.9; x_ln_x 0.1, 4.0; erf -2.0, 2.0; erfc -2.0, 2.0; normal_cdf -3.0, 3.0; ln_normal_cdf -5.0, 3.0;
    inverse_mills -5.0, 3.0; normal_quantile 0.1, 0.9; half_normal_quantile 0.1, 0.9; ln_gamma 0.3, 6.0; gamma 0.3, 4.0;
    digamma 0.3, 6.0; trigamma 0.3, 6.0;
}

/// A program whose constant part is computed twice: as a constant, and from noise that differs by lane.
macro_rules! operators {
    ($($name:ident $op:tt;)*) => {
        mod operators { $(
            mod $name {
                crate::number::tape::tests::programs! {
                    1e-14;
                    [0.2, 3.0] both |x, z| x[0] $op x[1];
                    [0.2, 3.0] same |x, z| x[0] $op x[0];
                    [0.2, 3.0] scaled |x, z| (x[0] * -2.0) $op (x[1] / 3.0 - 4.0);
                    [0.2, 3.0] scaled_same |x, z| (x[0] * -2.0 + 1.0) $op (x[0] / 3.0);
                    [0.2, 3.0] constant_right |x, z| x[0] $op 0.7 + x[1];
                    [0.2, 3.0] constant_left |x, z| 0.7 $op x[0] + x[1];
                    [0.2, 3.0] lifted_right |x, z| x[0] $op crate::Smooth::constant(0.7);
                    [0.2, 3.0] lifted_left |x, z| crate::Smooth::constant(0.7) $op x[0];
                    [0.2, 3.0] noise_right |x, z| x[0] $op z;
                    [0.2, 3.0] noise_left |x, z| z $op x[0];
                    [0.2, 3.0] constants |x, z| (z $op 0.3) * x[0] + (0.3 $op z) + (z $op z) * x[1];
                    [0.2, 3.0] assigned |x, z| {
                        let mut y = x[0];
                        for x in x {
                            y = y * 0.5 $op x;
                        }
                        y
                    };
                }
            } )*
        }
    };
}
operators! { plus +; minus -; times *; over /; }

programs! {
    1e-14;
    [0.2, 3.0] negated |x, z| -(-x[0] * 2.0) * -x[1];
    [0.2, 3.0] reciprocal |x, z| x[0].recip() + 2.0 / (x[1] * 3.0);
    [-2.0, 2.0] bases |x, z| Smooth(x[0].0.add_base(base(z)).mul_base(base(z))) * x[1];
    [-2.0, 2.0] sines |x, z| { let (s, c) = (x[0] * 2.0).sin_cos(); s * x[1] + c * x[2] };
    [-2.0, 2.0] squares |x, z| x[0].powi(2) * x[1].powi(3) + x[2].powi(1) * x[3].powi(0);
    [0.5, 2.0] powers_of_constants |x, z| x[0].powf(1.7) + x[1].powf(-0.5);
    [0.5, 2.0] powers |x, z| x[0].powf(x[1]) + x[2].powf(x[2]) + z.powf(x[3]) + x[3].powf(z);
    [-2.0, 2.0] hypotenuses |x, z| x[0].hypot(x[1]) + x[2].hypot(z) + x[3].hypot(1.5);
    [-2.0, 2.0] maxima |x, z| x[0].max(x[1]).max(x[2]).max(z) * x[3];
    [-2.0, 2.0] minima |x, z| x[0].min(x[1]).min(x[2] * -1.0).min(z) * x[3];
    [-2.0, 2.0] extremes_of_constants |x, z| x[0].max(0.3).min(0.9) * x[1] + x[2].clamp(-0.5, x[3]);
    [-2.0, 2.0] absolute |x, z| x[0].abs() * x[1] + (x[2] - x[3]).abs();
    [-2.0, 2.0] from_outside |x, z| outside(x[0] * 2.0, x[1]) * x[2];
    [0.3, 3.0] drawn |x, z| Smooth(D::implicit([x[0].0, x[1].0], base(z), Drawn)) * x[2];
    [0.3, 3.0] drawn_of_one |x, z| Smooth(D::implicit([x[0].0, D::constant(2.0)], base(z), Drawn)) * x[2];
    [0.3, 3.0] drawn_of_constants |x, z| Smooth(D::implicit([z.0, D::constant(2.0)], base(z), Drawn)) * x[2];
}

/// The number of noise without derivatives.
fn base<D: Number>(noise: Smooth<D>) -> D::Base {
    let mut lanes = 0..D::LANES;
    D::Base::noise(|| crate::private::Primal::primal(noise.0, lanes.next().unwrap_or(0)))
}

fn outside<D: Number>(x: Smooth<D>, y: Smooth<D>) -> Smooth<D> {
    custom([x, y], |[x, y]| (x * x * y, [2.0 * x * y, x * x]))
}

#[derive(Clone, Copy)]
struct Drawn;
impl crate::number::Implicit<2> for Drawn {
    fn slopes<T: Number>(self, [a, b]: [T; 2], x: T, wanted: [bool; 2]) -> [T; 2] {
        // Anything may stand where nothing is wanted.
        let nan = T::constant(f64::NAN);
        [if wanted[0] { x.mul(b) } else { nan }, if wanted[1] { a.add(x) } else { nan }]
    }
}
