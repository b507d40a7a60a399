//! Densities whose derivatives are differences of densities, dp/dθ = c (p₊ - p₋) (Pflug 1989,
//! <https://doi.org/10.1007/BF01442469>; Mohamed, Rosca, Figurnov and Mnih 2020,
//! <https://doi.org/10.48550/arXiv.1906.10652>).
//!
//! Where p₊ and p₋ do not come from the algebra of the family, they are what the derivative has above and below zero
//! (Hahn and Jordan), drawn as the level sets of the function whose derivative it is.

mod gamma_shape;
mod standard;

use super::own::Decomposable;
use super::scored::{plainly, positive};
use super::{
    Cauchy, Chi, ChiSquared, Exp, Gamma, Gumbel, HalfCauchy, HalfNormal, InverseGamma, Laplace, LogLogistic, LogNormal,
    Logistic, LogitNormal, Normal, Pareto, Rayleigh, RelaxedBernoulli, Uniform, Weibull, exp_in_range, open_sigmoid,
};
use crate::{Number, Smooth};
use rand::Rng;
use standard::{
    CAUCHY, EXTREME, LAPLACE, LOGISTIC_LOCATION, LOGISTIC_SCALE, NORMAL, draw_gamma, exponential, exponentials,
};

/// The parts of a family: for each a smooth parameter, its constant c, and a draw from p₊ or p₋. The names are those of
/// the family on smooth and on plain numbers, of the sign, and of the generator.
macro_rules! decomposed {
    ($($Name:ident |$s:ident, $d:ident, $sign:ident, $rng:ident| { $($parameter:expr, $c:expr => $draw:expr;)+ })+) => { $(
        impl<D: Number> Decomposable<D> for $Name<Smooth<D>> {
            #[inline]
            fn parts(&self) -> usize {
                [$(stringify!($c)),+].len()
            }
            #[inline]
            fn shift(&self, part: usize) -> Smooth<D> {
                let ($s, $d) = (self, self.detach());
                let shifts: &[&dyn Fn() -> Smooth<D>] = &[$(&|| $parameter * ($c)),+];
                shifts[part]()
            }
            #[inline]
            fn draw_part<R: Rng + ?Sized>(&self, part: usize, positive: bool, rng: &mut R) -> f64 {
                let draws: &[fn(&$Name, bool, &mut R) -> f64] = &[$(|$d, $sign, $rng| $draw),+];
                draws[part](&self.detach(), positive, rng)
            }
        }
    )+ };
}

decomposed! {
    Normal |s, d, sign, rng| {
        s.mean(), NORMAL / d.std_dev() => d.mean() + d.std_dev() * standard::normal_mean(sign, rng);
        s.std_dev(), 1.0 / d.std_dev() => d.mean() + d.std_dev() * standard::normal_scale(sign, rng);
    }
    LogNormal |s, d, sign, rng| {
        s.mu(), NORMAL / d.sigma() => exp(d.mu() + d.sigma() * standard::normal_mean(sign, rng));
        s.sigma(), 1.0 / d.sigma() => exp(d.mu() + d.sigma() * standard::normal_scale(sign, rng));
    }
    LogitNormal |s, d, sign, rng| {
        s.mu(), NORMAL / d.sigma() => sigmoid(d.mu() + d.sigma() * standard::normal_mean(sign, rng));
        s.sigma(), 1.0 / d.sigma() => sigmoid(d.mu() + d.sigma() * standard::normal_scale(sign, rng));
    }
    HalfNormal |s, d, sign, rng| {
        s.scale(), 1.0 / d.scale() => d.scale() * standard::normal_scale(sign, rng).abs();
    }
    Exp |s, d, sign, rng| {
        s.lambda(), 1.0 / d.lambda() => exponentials(!sign, rng) / d.lambda();
    }
    Laplace |s, d, sign, rng| {
        s.location(), LAPLACE / d.scale() => d.location() + d.scale() * standard::laplace_location(sign, rng);
        s.scale(), 1.0 / d.scale() => d.location() + d.scale() * standard::laplace_scale(sign, rng);
    }
    Logistic |s, d, sign, rng| {
        s.location(), LOGISTIC_LOCATION / d.scale() => d.location() + d.scale() * standard::logistic_location(sign, rng);
        s.scale(), LOGISTIC_SCALE / d.scale() => d.location() + d.scale() * standard::logistic_scale(sign, rng);
    }
    // ln x is logistic, with the location ln scale and the scale 1/shape.
    LogLogistic |s, d, sign, rng| {
        s.scale().ln(), LOGISTIC_LOCATION * d.shape() =>
            exp(d.scale().ln() + standard::logistic_location(sign, rng) / d.shape());
        s.shape().recip(), LOGISTIC_SCALE * d.shape() =>
            exp(d.scale().ln() + standard::logistic_scale(sign, rng) / d.shape());
    }
    // logit x is logistic, with the location logit/temperature and the scale 1/temperature.
    RelaxedBernoulli |s, d, sign, rng| {
        s.logit() / s.temperature(), LOGISTIC_LOCATION * d.temperature() =>
            sigmoid((d.logit() + standard::logistic_location(sign, rng)) / d.temperature());
        s.temperature().recip(), LOGISTIC_SCALE * d.temperature() =>
            sigmoid((d.logit() + standard::logistic_scale(sign, rng)) / d.temperature());
    }
    Cauchy |s, d, sign, rng| {
        s.median(), CAUCHY / d.scale() => d.median() + d.scale() * standard::cauchy_location(sign, rng);
        s.scale(), CAUCHY / d.scale() => d.median() + d.scale() * standard::cauchy_scale(sign, rng);
    }
    HalfCauchy |s, d, sign, rng| {
        s.scale(), CAUCHY / d.scale() => d.scale() * standard::cauchy_scale(sign, rng).abs();
    }
    // x = location - scale ln E with E ~ Exp(1)
    Gumbel |s, d, sign, rng| {
        s.location(), 1.0 / d.scale() => d.location() - d.scale() * exponentials(!sign, rng).ln();
        s.scale(), EXTREME / d.scale() => d.location() - d.scale() * standard::extreme(!sign, rng);
    }
    // x = scale E^(1/shape)
    Weibull |s, d, sign, rng| {
        s.scale(), d.shape() / d.scale() => exp(d.scale().ln() + exponentials(sign, rng).ln() / d.shape());
        s.shape(), EXTREME / d.shape() => exp(d.scale().ln() + standard::extreme(sign, rng) / d.shape());
    }
    Rayleigh |s, d, sign, rng| {
        s.scale(), 2.0 / d.scale() => positive(d.scale() * (2.0 * exponentials(sign, rng)).sqrt());
    }
    // x = scale exp(E/shape): where the scale moves, the density jumps at the scale.
    Pareto |s, d, sign, rng| {
        s.scale(), d.shape() / d.scale() => {
            let x = plainly(&d.smooth(), rng).detach();
            if sign { x } else { d.scale() }
        };
        s.shape(), 1.0 / d.shape() => d.scale() * (exponentials(!sign, rng) / d.shape()).exp();
    }
    Uniform |s, d, sign, rng| {
        s.low(), 1.0 / (d.high() - d.low()) => {
            let x = plainly(&d.smooth(), rng).detach();
            if sign { x } else { d.low() }
        };
        s.high(), 1.0 / (d.high() - d.low()) => {
            let x = plainly(&d.smooth(), rng).detach();
            if sign { d.high() } else { x }
        };
    }
    Gamma |s, d, sign, rng| {
        s.shape(), gamma_shape::constant(d.shape()) => exp(d.scale().ln() + gamma_shape::draw_ln(d.shape(), sign, rng));
        s.scale(), d.shape() / d.scale() => {
            let (ln_g, e) = (draw_gamma(d.shape(), rng), exponential(rng));
            if sign { d.scale() * (ln_g.exp() + e) } else { exp(d.scale().ln() + ln_g) }
        };
    }
    InverseGamma |s, d, sign, rng| {
        s.shape(), gamma_shape::constant(d.shape()) => exp(d.scale().ln() - gamma_shape::draw_ln(d.shape(), sign, rng));
        s.scale(), d.shape() / d.scale() => {
            let (ln_g, e) = (draw_gamma(d.shape(), rng), exponential(rng));
            if sign { exp(d.scale().ln() - ln_g) } else { d.scale() / (ln_g.exp() + e) }
        };
    }
    ChiSquared |s, d, sign, rng| {
        s.k(), 0.5 * gamma_shape::constant(0.5 * d.k()) => 2.0 * exp(gamma_shape::draw_ln(0.5 * d.k(), sign, rng));
    }
    Chi |s, d, sign, rng| {
        s.k(), 0.5 * gamma_shape::constant(0.5 * d.k()) =>
            (2.0 * exp(gamma_shape::draw_ln(0.5 * d.k(), sign, rng))).sqrt();
    }
}

/// A positive number by its logarithm, within the range of numbers as draws are.
#[inline]
fn exp(y: f64) -> f64 {
    positive(exp_in_range(Smooth::<f64>::constant(y)).detach())
}

/// A number in (0, 1) by its logit, as draws are.
#[inline]
fn sigmoid(y: f64) -> f64 {
    positive(open_sigmoid(Smooth::<f64>::constant(y)).detach())
}
