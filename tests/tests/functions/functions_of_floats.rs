//! The mathematical functions of `f64`.

use stochastic_grad::prelude::*;

program! {
    /// Every elementary function, bit for bit.
    mod methods;
    check Elementary, at (0.6, 0.3), |p, rng| elementary(p.a, p.b, rng);

    #[stochastic_grad]
    fn elementary(a: f64, b: f64, rng: &mut impl Rng) -> f64 {
        let x = a + rng.random::<f64>();
        let c: f64 = 0.7;
        x.sin()
            + x.cos()
            + (0.5 * x).tan()
            + (x * 0.5).asin()
            + (x * 0.5).acos()
            + x.atan()
            + x.sinh()
            + x.cosh()
            + x.tanh()
            + x.asinh()
            + (1.0 + x).acosh()
            + (x * 0.3).atanh()
            + x.exp()
            + x.exp2()
            + x.exp_m1()
            + x.ln()
            + x.ln_1p()
            + x.log2()
            + x.log10()
            + x.log(3.0)
            + x.sqrt()
            + x.cbrt()
            + x.recip()
            + x.powi(3)
            + x.powi(-2)
            + x.powf(1.7)
            + x.powf(b)
            + c.hypot(x)
            + x.hypot(2.0)
            + x.mul_add(2.1, 0.3)
            + x.to_degrees()
            + x.to_radians()
            + x.abs()
            + x.clamp(0.2, 0.9)
            + x.sin_cos().1
            + (c / x)
            + (x / c)
            + (c - x)
            + (x - c)
            + (-x)
            + x * c
            + 3.0_f64.powf(x)
            + 2.0_f64.mul_add(x, c)
            + x.sigmoid()
            + x.softplus()
    }
}

program! {
    /// Constants and statics inside the function.
    mod constants;
    check Affine, at (0.6, 0.3), |p, rng| affine(p.a, p.b, rng);

    #[stochastic_grad]
    fn affine(a: f64, b: f64, _rng: &mut impl Rng) -> Result<f64, Error> {
        const W: [[f64; 2]; 2] = [[0.1, 0.2], [0.3, 0.4]];
        static BIAS: [f64; 2] = [1.0, -1.0];
        const N: usize = W.len();
        let x = [a, b];
        let mut y = [0.0; N];
        for i in 0..N {
            y[i] = BIAS[i];
            for (j, w) in W[i].iter().enumerate() {
                y[i] += w * x[j];
            }
        }
        let best = W.iter().flatten().copied().fold(f64::MIN, f64::max);
        if best > 0.35 {
            y[0] *= 2.0;
        }
        Ok(y[0].tanh() * y[1].tanh() + f64::MIN_POSITIVE.ln() * a)
    }
}

program! {
    /// The largest and smallest, from NaN on.
    mod nans;
    check Extremes, at (0.6, 0.3), |p, rng| extremes(p.a, p.b, rng);

    #[stochastic_grad]
    fn extremes(a: f64, b: f64, _rng: &mut impl Rng) -> f64 {
        let xs = [a, b, 0.5];
        xs.iter().copied().fold(f64::NAN, f64::max) + xs.iter().fold(f64::NAN, |m, x| m.min(*x))
    }
}

program! {
    /// The functions of `f64` by their paths, and conversions.
    mod paths;
    check Paths, at (0.6, 0.3), |p, rng| paths(p.a, p.b, rng);

    #[stochastic_grad]
    fn paths(a: f64, b: f64, rng: &mut impl Rng) -> f64 {
        let c = f64::clamp(a, 0.0, 1.0)
            + f64::mul_add(a, 2.0, b)
            + f64::abs(-a)
            + f64::recip(b)
            + f64::from(a)
            + f64::cbrt(a)
            + f64::log(a, 2.0)
            + f64::exp2(a)
            + f64::atan(a)
            + f64::sin_cos(a).0
            + <f64>::tanh(a);
        let d: f64 = a.into();
        let s = [a, b].iter().fold(0.0, |x, y| std::ops::Add::add(x, y));
        c + d
            + s
            + a.mul_add(2.0, b)
            + 2.0_f64.mul_add(a, b)
            + (1.0 - 0.5_f64).max(a)
            + 0.5_f64.clamp(a, b + 1.0)
            + 3.0_f64.hypot(a)
            + 8.0_f64.log(a + 2.0)
    }
}
