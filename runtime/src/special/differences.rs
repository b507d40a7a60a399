//! The quotients (eᵗ - 1)/t and ln(1 + w)/w, smooth at 0, with their derivatives as integrals that nothing cancels in.

use crate::number::{Number, Unary};

/// ∫ sⁿ eˢᵗ ds over [0, 1]: (eᵗ - 1)/t for n = 0, else its derivative of order n.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ExpMoment(pub(crate) u32);
impl Unary for ExpMoment {
    #[inline]
    fn value(self, t: f64) -> f64 {
        exp_moment(self.0, t)
    }
    #[inline]
    fn derivative<T: Number>(self, t: T, _y: T) -> T {
        t.unary(ExpMoment(self.0 + 1))
    }
}

fn exp_moment(n: u32, t: f64) -> f64 {
    let e = t.exp();
    if e == f64::INFINITY {
        e
    } else if t != 0.0 && (n == 0 || t.abs() > f64::from(n) + 2.0) {
        // Integration by parts; little cancels far from 0.
        (1..=n).fold(t.exp_m1() / t, |below, j| (e - f64::from(j) * below) / t)
    } else if t < 0.0 {
        // Kummer's transformation of the other series, whose terms are positive.
        e * sum(|j| -t / f64::from(n + j + 1), 1.0 / f64::from(n + 1), |_| 1.0)
    } else {
        sum(|j| t / f64::from(j), 1.0, |j| 1.0 / f64::from(n + j + 1))
    }
}

/// Σ termⱼ weight(j), where each term is the one before times ratio(j), until nothing changes.
fn sum(ratio: impl Fn(u32) -> f64, first: f64, weight: impl Fn(u32) -> f64) -> f64 {
    let (mut term, mut sum) = (first, first * weight(0));
    for j in 1..200 {
        term *= ratio(j);
        sum += term * weight(j);
        if term.abs() <= 1e-17 * sum.abs() {
            break;
        }
    }
    sum
}

/// ∫ sⁿ / (1 + s w)ⁿ⁺¹ ds over [0, 1]: ln(1 + w)/w for n = 0, else its derivative of order n over (-1)ⁿ n!.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LnMoment(pub(crate) u32);
impl Unary for LnMoment {
    #[inline]
    fn value(self, w: f64) -> f64 {
        ln_moment(self.0, w)
    }
    #[inline]
    fn derivative<T: Number>(self, w: T, _y: T) -> T {
        w.unary(LnMoment(self.0 + 1)).mul_f64(-f64::from(self.0 + 1))
    }
}

fn ln_moment(n: u32, w: f64) -> f64 {
    if w == -1.0 || w == f64::INFINITY {
        return if w < 0.0 { f64::INFINITY } else { 0.0 };
    }
    let r = 1.0 / (1.0 + w);
    let c = w * r;
    if n == 0 && w != 0.0 {
        w.ln_1p() / w
    } else if c.abs() > 0.5 {
        // Division with remainder of the integrand in s / (1 + s w); little cancels far from 0.
        let power = |j: u32| r.powi(j as i32) / f64::from(j);
        (1..=n).fold(w.ln_1p() / w, |below, j| (below - power(j)) / w)
    } else {
        r.powi(n as i32 + 1) * sum(|_| c, 1.0, |j| 1.0 / f64::from(n + j + 1))
    }
}
