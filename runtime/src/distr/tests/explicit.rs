//! The families with explicit draws: densities, distribution functions, quantiles, draws and draws made elsewhere
//! against reference values and against each other.

use super::reference::cdf::{CDF, Cdf};
use super::reference::explicit;
use super::*;
use crate::error::Reports;
use crate::private::Primal;
use rand::distr::Distribution;

/// What the tests do with a distribution, whatever the family and the numbers.
pub(super) trait Law<T> {
    fn ln_pdf(&self, x: T) -> T;
    fn cdf(&self, x: T) -> T;
    fn survival(&self, x: T) -> T;
    fn quantile(&self, p: T) -> Option<T>;
    fn draw(&self, rng: &mut Xoshiro256PlusPlus) -> T;
    fn assume_drawn(&self, x: f64) -> T;
}

/// Numbers that a distribution can be drawn on.
pub(super) trait Drawable: Real<Own = Self> + Join<Self, Out = Self> + Lift<Self> + 'static {}
impl Drawable for f64 {}
impl<D: Number + 'static> Drawable for Smooth<D> {}

macro_rules! laws {
    ($($Name:ident($($i:literal),+) $($no:ident quantile)?;)*) => {
        $(
            impl Law<f64> for $Name {
                laws!(@methods f64, $($no)?);
                fn draw(&self, rng: &mut Xoshiro256PlusPlus) -> f64 {
                    self.sample(rng)
                }
            }
            impl<D: Number> Law<Smooth<D>> for $Name<Smooth<D>> {
                laws!(@methods Smooth<D>, $($no)?);
                fn draw(&self, rng: &mut Xoshiro256PlusPlus) -> Smooth<D> {
                    self.sample(&mut Core::<_, D>::new(rng).tracer::<NoFallback>())
                }
            }
        )*
        /// A distribution with the given parameters.
        pub(super) fn law<T: Drawable>(name: &str, p: &[T]) -> Box<dyn Law<T>>
        where
            $($Name<T>: Law<T>),*
        {
            match name {
                $(stringify!($Name) => Box::new($Name::new($(p[$i]),+).unwrap()),)*
                _ => unreachable!("{name} is in no table"),
            }
        }
    };
    (@methods $T:ty, $($no:ident)?) => {
        fn ln_pdf(&self, x: $T) -> $T {
            self.ln_pdf(x)
        }
        fn cdf(&self, x: $T) -> $T {
            self.cdf(x)
        }
        fn survival(&self, x: $T) -> $T {
            self.survival(x)
        }
        laws!(@quantile $T, $($no)?);
        fn assume_drawn(&self, x: f64) -> $T {
            self.assume_drawn(x)
        }
    };
    (@quantile $T:ty,) => {
        fn quantile(&self, p: $T) -> Option<$T> {
            Some(self.quantile(p))
        }
    };
    (@quantile $T:ty, no) => {
        fn quantile(&self, _: $T) -> Option<$T> {
            None
        }
    };
}
laws! {
    Normal(0, 1);
    LogNormal(0, 1);
    HalfNormal(0);
    Uniform(0, 1);
    Exp(0);
    Laplace(0, 1);
    Logistic(0, 1);
    Gumbel(0, 1);
    Cauchy(0, 1);
    Weibull(0, 1);
    LogLogistic(0, 1);
    Frechet(0, 1, 2);
    Pareto(0, 1);
    Rayleigh(0);
    HalfCauchy(0);
    Kumaraswamy(0, 1);
    Triangular(0, 1, 2);
    SkewNormal(0, 1, 2) no quantile;
    LogitNormal(0, 1);
    GeneralizedExtremeValue(0, 1, 2);
    GeneralizedPareto(0, 1, 2);
    RelaxedBernoulli(0, 1);
}

/// The point and up to three parameters.
type Dual4 = Dual<f64, 4>;
/// Up to three parameters with their second derivatives.
type Second = Dual<Dual<f64, 3>, 3>;

fn first(x: f64, i: usize) -> Smooth<Dual4> {
    Smooth(Dual::new(x, std::array::from_fn(|j| if i == j { 1.0 } else { 0.0 })))
}

fn second(x: f64, i: usize) -> Smooth<Second> {
    let unit: [f64; 3] = std::array::from_fn(|j| if i == j { 1.0 } else { 0.0 });
    Smooth(Dual::new(Dual::new(x, unit), unit.map(Dual::constant)))
}

fn seconds(p: &[f64]) -> Vec<Smooth<Second>> {
    p.iter().enumerate().map(|(i, p)| second(*p, i)).collect()
}

/// The parameters along directions 1, 2, ..., except for those at which the density jumps.
fn firsts(name: &str, p: &[f64]) -> Vec<Smooth<Dual4>> {
    let jumps = |i: usize| match name {
        "Uniform" => true,
        "Pareto" => i == 0,
        "GeneralizedPareto" => i == 0 || p[2] <= -1.0,
        "GeneralizedExtremeValue" => p[2] <= -1.0,
        _ => false,
    };
    p.iter().enumerate().map(|(i, p)| if jumps(i) { Smooth::constant(*p) } else { first(*p, i + 1) }).collect()
}

#[test]
fn densities_and_their_derivatives_agree_with_the_reference() {
    for &(name, p, x, want, derivatives) in explicit::DENSITIES {
        let what = (name, p, x);
        let got = law(name, p).ln_pdf(x);
        close(got, want, 4e-15 * (1.0 + want.abs()) + conditioning(name, p, x), &what);
        let smooth = firsts(name, p);
        let (value, slopes) = law(name, &smooth).ln_pdf(first(x, 0)).0.parts();
        assert_eq!(value.to_bits(), got.to_bits(), "{what:?}");
        let moves = std::iter::once(true).chain(smooth.iter().map(|p| !p.0.is_constant()));
        let arguments = std::iter::once(&x).chain(p);
        for (i, ((want, argument), moves)) in derivatives.iter().zip(arguments).zip(moves).enumerate() {
            // What cancels in the derivative is of the order of 1 over the argument.
            let scale = want.abs() + if *argument == 0.0 { 1.0 } else { 1.0 / argument.abs() };
            let want = if moves { *want } else { 0.0 };
            close(slopes[i], want, 4e-14 * scale + conditioning(name, p, x) * want.abs() / 1e-3, &(what, i));
        }
    }
}

/// What the rounding of x - location or of 1 + shape z makes of ln p.
fn conditioning(name: &str, p: &[f64], x: f64) -> f64 {
    let location = match name {
        "Frechet" | "SkewNormal" | "GeneralizedExtremeValue" | "GeneralizedPareto" | "Triangular" => p[0],
        _ => return 0.0,
    };
    let slope = law(name, &p.iter().map(|p| Smooth::constant(*p)).collect::<Vec<_>>()).ln_pdf(first(x, 0));
    1e-16 * (x.abs() + location.abs()) * slope.0.parts().1[0].abs()
}

/// Rows of both tables of distribution functions.
fn cdfs() -> impl Iterator<Item = &'static Cdf> {
    CDF.iter().chain(explicit::CDF)
}

/// How much the relative rounding of z = (x - location)/scale moves F: by x p(x), relative to F.
fn tolerance(slope: f64, x: f64, p: &[f64], want: f64) -> f64 {
    1e-15 * want + 3e-16 * slope * (x.abs() + p[0].abs())
}

#[test]
fn distribution_functions_agree_with_the_reference() {
    for &(name, p, x, below, above) in cdfs() {
        let what = (name, p, x);
        let smooth = law(name, &p.iter().map(|p| Smooth::constant(*p)).collect::<Vec<_>>());
        let density = smooth.ln_pdf(first(x, 0)).exp().peek();
        let (f, s) = (law(name, p).cdf(x), law(name, p).survival(x));
        let spread = tolerance(density, x, p, below.min(above));
        // In a tail whose logarithm is large, its rounding counts.
        let depth = |want: f64| 4e-16 * want * want.max(1e-300).ln().abs();
        close(f, below, spread + 2e-16 * below + depth(below), &(what, "F"));
        close(s, above, spread + 2e-16 * above + depth(above), &(what, "1 - F"));
        for (sign, value) in [(1.0, smooth.cdf(first(x, 0))), (-1.0, smooth.survival(first(x, 0)))] {
            let slope = value.0.parts().1[0];
            close(slope, sign * density, 1e-12 * density, &(what, "slope"));
        }
    }
}

/// Families and parameters, awkward ones too.
pub(super) const LAWS: &[(&str, &[f64])] = &[
    ("Normal", &[0.5, 1.3]),
    ("LogNormal", &[0.2, 0.5]),
    ("LogNormal", &[-1.0, 3.0]),
    ("HalfNormal", &[0.7]),
    ("Uniform", &[-0.3, 1.7]),
    ("Exp", &[1.7]),
    ("Laplace", &[0.4, 0.9]),
    ("Logistic", &[-0.6, 0.8]),
    ("Gumbel", &[0.3, 0.9]),
    ("Cauchy", &[0.7, 1.2]),
    ("Weibull", &[2.0, 1.5]),
    ("Weibull", &[0.5, 0.3]),
    ("Weibull", &[1.0, 200.0]),
    ("LogLogistic", &[1.4, 6.0]),
    ("LogLogistic", &[0.5, 0.4]),
    ("LogLogistic", &[1.0, 300.0]),
    ("Frechet", &[0.5, 1.2, 6.0]),
    ("Frechet", &[-2.0, 0.1, 0.5]),
    ("Frechet", &[1.0, 3.0, 100.0]),
    ("Pareto", &[1.5, 5.5]),
    ("Pareto", &[0.2, 0.4]),
    ("Rayleigh", &[1.1]),
    ("Rayleigh", &[1e-150]),
    ("HalfCauchy", &[0.8]),
    ("Kumaraswamy", &[2.0, 3.5]),
    ("Kumaraswamy", &[0.2, 0.3]),
    ("Kumaraswamy", &[40.0, 200.0]),
    ("Triangular", &[-1.0, 2.0, 0.5]),
    ("Triangular", &[0.0, 1.0, 0.001]),
    ("SkewNormal", &[0.2, 1.3, 2.5]),
    ("SkewNormal", &[0.5, 0.1, -20.0]),
    ("SkewNormal", &[0.5, 0.1, 0.0]),
    ("LogitNormal", &[0.4, 1.0]),
    ("LogitNormal", &[-3.0, 3.0]),
    ("GeneralizedExtremeValue", &[0.5, 0.8, 0.1]),
    ("GeneralizedExtremeValue", &[0.5, 1.0, -0.3]),
    ("GeneralizedExtremeValue", &[1.0, 0.5, 0.0]),
    ("GeneralizedExtremeValue", &[1.0, 0.5, 1e-8]),
    ("GeneralizedExtremeValue", &[1.0, 0.5, -1.7]),
    ("GeneralizedExtremeValue", &[1.0, 0.5, 2.0]),
    ("GeneralizedPareto", &[0.5, 1.0, 0.2]),
    ("GeneralizedPareto", &[1.0, 0.5, -0.4]),
    ("GeneralizedPareto", &[1.0, 2.0, 0.0]),
    ("GeneralizedPareto", &[1.0, 2.0, -1e-8]),
    ("GeneralizedPareto", &[1.0, 2.0, -1.5]),
    ("GeneralizedPareto", &[1.0, 2.0, 3.0]),
    ("RelaxedBernoulli", &[0.7, 0.5]),
    ("RelaxedBernoulli", &[0.3, -1.0]),
];

/// Draws with the generators 0, 1, ..
fn draws(name: &str, p: &[f64]) -> impl Iterator<Item = (u64, f64)> {
    let distribution = law(name, p);
    (0..40).map(move |seed| (seed, distribution.draw(&mut Xoshiro256PlusPlus::seed_from_u64(seed))))
}

/// The size of a parameter, for steps: a shape near 0 is of the order of 1.
fn size(name: &str, p: &[f64], i: usize) -> f64 {
    if p[i] == 0.0 || name.starts_with("Generalized") && i == 2 { p[i].abs().max(0.1) } else { p[i].abs() }
}

/// The parameters, with number i moved.
fn shifted(p: &[f64], i: usize, by: f64) -> Vec<f64> {
    let mut p = p.to_vec();
    p[i] += by;
    p
}

#[test]
fn distribution_functions_move_with_the_parameters_as_their_differences_do() {
    for &(name, p) in LAWS {
        for (seed, x) in draws(name, p) {
            let smooth: Vec<_> = p.iter().enumerate().map(|(i, p)| first(*p, i + 1)).collect();
            let distribution = law(name, &smooth);
            let (f, s) = (distribution.cdf(Smooth::constant(x)), distribution.survival(Smooth::constant(x)));
            for i in 0..p.len() {
                let (df, ds) = (f.0.parts().1[i + 1], s.0.parts().1[i + 1]);
                // Small against the distance to the end of a support.
                let h = 1e-4 * size(name, p, i).min(1.0).min(f.peek().min(s.peek()) / df.abs());
                let at = |steps: f64| law(name, &shifted(p, i, steps * h)).cdf(x);
                let slope = (8.0 * (at(1.0) - at(-1.0)) - (at(2.0) - at(-2.0))) / (12.0 * h);
                close(df, slope, 1e-7 * slope.abs() + 3e-15 / h, &(name, p, seed, i));
                close(df, -ds, 1e-13 * df.abs() + 1e-300, &(name, p, seed, i));
            }
        }
    }
}

#[test]
fn a_draw_and_a_draw_made_elsewhere_move_so_that_their_distribution_function_stays() {
    for &(name, p) in LAWS {
        for (seed, x) in draws(name, p) {
            let what = (name, p, seed, x);
            let smooth: Vec<_> = p.iter().enumerate().map(|(i, p)| first(*p, i + 1)).collect();
            let distribution = law(name, &smooth);
            let drawn = distribution.draw(&mut Xoshiro256PlusPlus::seed_from_u64(seed));
            assert_eq!(drawn.peek().to_bits(), x.to_bits(), "{what:?}");
            let assumed = distribution.assume_drawn(x);
            close(assumed.peek(), x, 1e-16 * x.abs(), &what);
            let f = distribution.cdf(first(x, 0)).0.parts().1;
            for i in 1..=p.len() {
                let (drawn, assumed) = (drawn.0.parts().1[i], assumed.0.parts().1[i]);
                // What rounds in z comes back in the slope, large where the shape or the noise is.
                let scale = drawn.abs() + x.abs() / size(name, p, i - 1);
                close(assumed, drawn, 1e-11 * scale, &(what, i));
                let s = distribution.survival(first(x, 0)).0.parts().1;
                close(drawn, -f[i] / f[0], 1e-9 * scale, &(what, i));
                close(drawn, -s[i] / s[0], 1e-9 * scale, &(what, i));
            }
        }
    }
}

#[test]
fn second_derivatives_of_draws_are_those_of_their_slopes_along_the_path() {
    for &(name, p) in LAWS {
        for (seed, x) in draws(name, p) {
            let drawn = law(name, &seconds(p)).draw(&mut Xoshiro256PlusPlus::seed_from_u64(seed)).0;
            let slopes: [f64; 3] = std::array::from_fn(|i| drawn.eps[i].re);
            for i in 0..p.len() {
                let h = 1e-5 * size(name, p, i);
                // Both the parameter and the draw move.
                let at = |steps: f64| {
                    let p = shifted(p, i, steps * h);
                    let smooth: Vec<_> = p.iter().enumerate().map(|(i, p)| first(*p, i + 1)).collect();
                    let curvature = 0.5 * drawn.eps[i].eps[i] * steps * steps * h * h;
                    law(name, &smooth).assume_drawn(x + slopes[i] * steps * h + curvature).0.parts().1
                };
                let (up, down) = (at(1.0), at(-1.0));
                for j in 0..p.len() {
                    let (got, want) = (drawn.eps[j].eps[i], (up[j + 1] - down[j + 1]) / (2.0 * h));
                    let scale = got.abs() + 1e-8 * (slopes[j].abs() + x.abs() / size(name, p, j)) / h;
                    close(got, want, 1e-5 * scale, &(name, p, seed, x, i, j));
                    close(got, drawn.eps[i].eps[j], 1e-12 * scale, &"symmetry");
                }
            }
        }
    }
}

#[test]
fn quantiles_are_the_inverses_of_the_distribution_functions() {
    for &(name, p) in LAWS {
        let smooth: Vec<_> = p.iter().enumerate().map(|(i, p)| first(*p, i + 1)).collect();
        let distribution = law(name, &smooth);
        for u in [1e-10, 0.01, 0.2, 0.249, 0.251, 0.499, 0.501, 0.7, 0.76, 0.99] {
            let Some(x) = law(name, p).quantile(u) else { continue };
            let what = (name, p, u, x);
            let density = law(name, p).ln_pdf(x).exp();
            // F(x) differs by what x was rounded by.
            let rounding = 4e-16 * density * (x.abs() + p[0].abs() + if name == "Triangular" { 1.0 } else { 0.0 });
            close(law(name, p).cdf(x), u, 1e-13 * u + rounding, &what);
            let moving = distribution.quantile(first(u, 0)).unwrap().0.parts();
            assert_eq!(moving.0.to_bits(), x.to_bits(), "{what:?}");
            if u < 1e-3 || rounding > 1e-6 {
                continue;
            }
            close(moving.1[0], 1.0 / density, 1e-9 / density, &what);
            let f = distribution.cdf(first(x, 0)).0.parts().1;
            for i in 1..=p.len() {
                let scale = moving.1[i].abs() + x.abs() / size(name, p, i - 1);
                close(moving.1[i], -f[i] / f[0], 1e-9 * scale, &(what, i));
            }
        }
        let Some(low) = law(name, p).quantile(0.0) else { continue };
        let high = law(name, p).quantile(1.0).unwrap();
        assert!(low < high, "{name} {p:?}: {low} {high}");
        let ends = (law(name, p).cdf(low), law(name, p).survival(high));
        // An end that is rounded may leave the square root of the rounding.
        assert!(ends.0 == 0.0 && ends.1 < 1e-10, "{name} {p:?}: {low} {high} {ends:?}");
        for u in [-1e-300, -1.0, 1.0 + f64::EPSILON, 2.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(law(name, p).quantile(u).unwrap().is_nan(), "{name} {p:?} {u}");
        }
    }
}

#[test]
fn moments_agree_with_the_reference() {
    for &(name, p, want) in explicit::MOMENTS {
        let got = family(name, p).unwrap().moments();
        let smooth = family(name, &all_moving(p)).unwrap().moments();
        for (moment, (got, want)) in got.iter().zip(want).enumerate() {
            let what = (name, p, ["mean", "variance", "entropy"][moment]);
            assert_eq!(got.is_none(), want.is_nan(), "{what:?}");
            let (Some(got), Some(smooth)) = (got, smooth[moment]) else { continue };
            assert_eq!(smooth.peek().to_bits(), got.to_bits(), "{what:?}");
            if want.is_finite() {
                close(*got, want, 4e-14 * want.abs() + if want == 0.0 { 1e-15 } else { 0.0 }, &what);
            } else {
                assert_eq!((*got, smooth.0.parts().1), (want, [0.0; 3]), "{what:?}");
            }
        }
    }
}

#[test]
fn moments_carry_derivatives() {
    for &(name, p, _) in explicit::MOMENTS.iter().filter(|m| m.1.iter().all(|p| p.abs() < 1e5 && p.abs() > 1e-9)) {
        let smooth = family(name, &all_moving(p)).unwrap().moments();
        for (moment, smooth) in smooth.iter().enumerate() {
            let Some((value, slopes)) = smooth.map(|s| s.0.parts()) else { continue };
            for i in (0..p.len()).filter(|_| value.is_finite()) {
                let h = 1e-3 * p[i].abs();
                let at = |steps: f64| family(name, &shifted(p, i, steps * h)).unwrap().moments()[moment].unwrap();
                let slope = (8.0 * (at(1.0) - at(-1.0)) - (at(2.0) - at(-2.0))) / (12.0 * h);
                let noise = 1e-13 * (value.abs() + 1.0) / h;
                close(slopes[i], slope, 1e-7 * (slopes[i].abs() + value.abs()) + noise, &(name, p, moment, i));
            }
        }
    }
}

/// Family, parameters, and the points that are a lower and an upper end of the support, where there is one.
const ENDS: &[(&str, &[f64], Option<f64>, Option<f64>)] = &[
    ("LogLogistic", &[1.5, 2.5], Some(0.0), None),
    ("Frechet", &[0.5, 1.25, 3.0], Some(0.5), None),
    ("Pareto", &[1.5, 2.5], Some(1.5), None),
    ("Rayleigh", &[1.25], Some(0.0), None),
    ("HalfCauchy", &[0.75], Some(0.0), None),
    ("Kumaraswamy", &[2.0, 3.5], Some(0.0), Some(1.0)),
    ("Triangular", &[-1.0, 3.0, 0.5], Some(-1.0), Some(3.0)),
    ("LogitNormal", &[0.25, 1.5], Some(0.0), Some(1.0)),
    ("GeneralizedExtremeValue", &[0.5, 1.5, 0.25], Some(-5.5), None),
    ("GeneralizedExtremeValue", &[0.5, 1.5, -0.25], None, Some(6.5)),
    ("GeneralizedPareto", &[0.5, 1.5, 0.25], Some(0.5), None),
    ("GeneralizedPareto", &[0.5, 1.5, -0.25], Some(0.5), Some(6.5)),
    ("RelaxedBernoulli", &[1.75, 0.5], Some(0.0), Some(1.0)),
];

#[test]
fn outside_the_support_constants_have_no_density_and_smooth_points_are_errors() {
    let mut reports = Reports::collect();
    for &(name, p, low, high) in ENDS {
        let constants: Vec<Smooth<Dual4>> = p.iter().map(|p| Smooth::constant(*p)).collect();
        let below = low.map(|low| [low, low - 1e-10, low - 1.0, f64::NEG_INFINITY].map(|x| (x, 0.0)));
        let above = high.map(|high| [high, high + 1e-10, high + 1.0, f64::INFINITY].map(|x| (x, 1.0)));
        for (x, f) in below.into_iter().chain(above).flatten() {
            let what = (name, p, x);
            let at_end = Some(x) == low || Some(x) == high;
            if !at_end {
                assert_eq!(law(name, p).ln_pdf(x), f64::NEG_INFINITY, "{what:?}");
            }
            assert!(!law(name, p).ln_pdf(x).is_nan(), "{what:?}");
            assert_eq!((law(name, p).cdf(x), law(name, p).survival(x)), (f, 1.0 - f), "{what:?}");
            let still = law(name, &constants).cdf(Smooth::constant(x));
            assert_eq!(still.0.parts(), (f, [0.0; 4]), "{what:?}");
            assert_eq!(reports.take(), None, "{what:?}");
            assert!(law(name, &constants).ln_pdf(first(x, 0)).peek().is_nan(), "{what:?}");
            let distribution = FAMILIES.iter().map(|f| f.0).find(|n| *n == name).unwrap();
            assert_eq!(reports.take(), Some(Error::OutsideSupport { distribution, value: x }), "{what:?}");
            assert!(at_end || law(name, p).assume_drawn(x).is_nan());
            reports.take();
        }
        for x in [f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(law(name, p).ln_pdf(x), f64::NEG_INFINITY, "{name} {p:?} {x}");
            let f = if x > 0.0 { 1.0 } else { 0.0 };
            assert_eq!((law(name, p).cdf(x), law(name, p).survival(x)), (f, 1.0 - f), "{name} {p:?} {x}");
        }
        let nan = [law(name, p).ln_pdf(f64::NAN), law(name, p).cdf(f64::NAN), law(name, p).survival(f64::NAN)];
        assert!(nan.iter().all(|x| x.is_nan()), "{name} {nan:?}");
    }
}

#[test]
fn a_density_with_a_jump_at_an_end_that_moves_is_an_error() {
    let mut reports = Reports::collect();
    // Family, parameters, those that may move alone, those that may not.
    let cases: [(&str, &[f64], &[usize], &[usize]); 9] = [
        ("Pareto", &[1.5, 2.5], &[1], &[0]),
        ("GeneralizedPareto", &[0.5, 1.5, 0.25], &[1, 2], &[0]),
        ("GeneralizedPareto", &[0.5, 1.5, -1.0], &[], &[0, 1, 2]),
        ("GeneralizedExtremeValue", &[0.5, 1.5, -0.9], &[0, 1, 2], &[]),
        ("GeneralizedExtremeValue", &[0.5, 1.5, -1.0], &[], &[0, 1, 2]),
        ("Triangular", &[0.0, 3.0, 1.0], &[0, 1, 2], &[]),
        ("Triangular", &[0.0, 3.0, 0.0], &[1], &[0, 2]),
        ("Triangular", &[0.0, 3.0, 3.0], &[0], &[1, 2]),
        ("Uniform", &[0.0, 3.0], &[], &[0, 1]),
    ];
    for (name, p, free, bound) in cases {
        let x = 1.75;
        let moved = |i: usize| -> Vec<Smooth<Dual4>> {
            (p.iter().enumerate()).map(|(j, p)| if i == j { first(*p, j + 1) } else { Smooth::constant(*p) }).collect()
        };
        for i in free {
            assert!(law(name, &moved(*i)).ln_pdf(Smooth::constant(x)).peek().is_finite(), "{name} {p:?} {i}");
            assert_eq!(reports.take(), None, "{name} {p:?} {i}");
        }
        for i in bound {
            assert!(law(name, &moved(*i)).ln_pdf(Smooth::constant(x)).peek().is_nan(), "{name} {p:?} {i}");
            assert!(matches!(reports.take(), Some(Error::OutsideSupport { .. })), "{name} {p:?} {i}");
            // A draw made elsewhere has no density to differentiate.
            assert!(law(name, &moved(*i)).assume_drawn(x).peek() == x);
            assert_eq!(reports.take(), None, "{name} {p:?} {i}");
        }
    }
}

#[test]
fn densities_and_distribution_functions_with_bends_refuse_hessians() {
    let mut reports = Reports::collect();
    let constants = |p: &[f64]| -> Vec<Smooth<Second>> { p.iter().map(|p| Smooth::constant(*p)).collect() };
    let kink = |of| Some(Error::Kink { of });
    // A density that bends at an end or inside.
    for (name, p, x, of) in [
        ("Triangular", &[-1.0, 3.0, 0.5][..], 0.7, Some("Triangular::ln_pdf")),
        ("GeneralizedExtremeValue", &[0.0, 1.0, -0.6], 0.7, Some("GeneralizedExtremeValue::ln_pdf")),
        ("GeneralizedExtremeValue", &[0.0, 1.0, -0.4], 0.7, None),
        ("GeneralizedPareto", &[0.0, 1.0, -0.6], 0.7, Some("GeneralizedPareto::ln_pdf")),
        ("Frechet", &[0.0, 1.0, 2.0], 0.7, None),
    ] {
        let smooth: Vec<_> =
            (0..3).map(|i| if i == 0 && of.is_some() { Smooth::constant(p[0]) } else { second(p[i], i) }).collect();
        assert!(law(name, &smooth).ln_pdf(Smooth::constant(x)).peek().is_finite());
        assert_eq!(reports.take(), of.and_then(kink), "{name} {p:?}");
        law(name, &constants(p)).ln_pdf(Smooth::constant(x));
        assert_eq!(reports.take(), None, "{name} {p:?}");
        // A draw that was made elsewhere has a Hessian.
        law(name, &seconds(p)).assume_drawn(x);
        assert_eq!(reports.take(), None, "{name} {p:?}");
    }
    // A distribution function that bends at an end: where its density jumps.
    for (name, p, x, bends) in [
        ("Pareto", &[1.5, 2.5][..], 1.0, true),
        ("LogLogistic", &[1.5, 1.0], -1.0, true),
        ("LogLogistic", &[1.5, 1.1], -1.0, false),
        ("Weibull", &[1.5, 0.9], -1.0, true),
        ("Weibull", &[1.5, 1.1], -1.0, false),
        ("LogNormal", &[0.0, 1.0], -1.0, false),
        ("Rayleigh", &[1.5], -1.0, false),
        ("HalfCauchy", &[1.5], -1.0, true),
        ("Uniform", &[0.0, 1.0], 2.0, true),
        ("Kumaraswamy", &[2.0, 1.0], -1.0, false),
        ("Kumaraswamy", &[2.0, 1.0], 2.0, true),
        ("Triangular", &[0.0, 1.0, 0.5], 2.0, false),
        ("Triangular", &[0.0, 1.0, 0.0], -2.0, true),
        ("Triangular", &[0.0, 1.0, 0.0], 2.0, false),
        ("LogitNormal", &[0.0, 1.0], 2.0, false),
        ("RelaxedBernoulli", &[1.0, 0.5], 2.0, true),
        ("RelaxedBernoulli", &[1.5, 0.5], 2.0, false),
        ("GeneralizedPareto", &[0.0, 1.0, 0.5], -2.0, true),
        ("GeneralizedPareto", &[0.0, 1.0, -0.9], 20.0, false),
        ("GeneralizedPareto", &[0.0, 1.0, -1.0], 20.0, true),
        ("GeneralizedExtremeValue", &[0.0, 1.0, -0.9], 20.0, false),
        ("GeneralizedExtremeValue", &[0.0, 1.0, -1.0], 20.0, true),
        ("GeneralizedExtremeValue", &[0.0, 1.0, 0.9], -20.0, false),
    ] {
        law(name, &constants(p)).cdf(second(x, 0));
        assert_eq!(reports.take(), if bends { kink("cdf") } else { None }, "{name} {p:?} {x}");
        law(name, &constants(p)).cdf(Smooth::constant(x));
        assert_eq!(reports.take(), None, "{name} {p:?} {x}");
    }
    // The distribution function of Laplace is smooth enough.
    let f = Laplace::new(0.4, 0.9).unwrap().cdf(second(0.4 + 0.9, 0)).0;
    close(f.eps[0].eps[0], -0.5 * (-1.0_f64).exp() / 0.81, 1e-15, &"F''");
    assert_eq!(reports.take(), None);
}

#[test]
fn limits_of_densities_at_the_ends() {
    let mut reports = Reports::collect();
    let (inf, none) = (f64::INFINITY, f64::NEG_INFINITY);
    for (name, p, x, want) in [
        ("LogLogistic", &[2.0, 0.9][..], 0.0, inf),
        ("LogLogistic", &[2.0, 1.0], 0.0, -std::f64::consts::LN_2),
        ("LogLogistic", &[2.0, 1.1], 0.0, none),
        ("Kumaraswamy", &[0.5, 2.0], 0.0, inf),
        ("Kumaraswamy", &[1.0, 2.0], 0.0, std::f64::consts::LN_2),
        ("Kumaraswamy", &[1.5, 2.0], 0.0, none),
        ("Kumaraswamy", &[2.0, 0.5], 1.0, inf),
        ("Kumaraswamy", &[2.0, 1.0], 1.0, std::f64::consts::LN_2),
        ("Kumaraswamy", &[2.0, 1.5], 1.0, none),
        ("RelaxedBernoulli", &[0.5, 0.25], 0.0, inf),
        ("RelaxedBernoulli", &[1.0, 0.25], 0.0, -0.25),
        ("RelaxedBernoulli", &[1.0, 0.25], 1.0, 0.25),
        ("RelaxedBernoulli", &[1.5, 0.25], 1.0, none),
        ("LogitNormal", &[0.0, 1.0], 1.0, none),
        ("Pareto", &[2.0, 4.0], 2.0, std::f64::consts::LN_2),
        ("HalfCauchy", &[std::f64::consts::FRAC_2_PI], 0.0, 0.0),
        ("Triangular", &[0.0, 2.0, 0.0], 0.0, 0.0),
        ("Triangular", &[0.0, 2.0, 2.0], 2.0, 0.0),
        ("Triangular", &[0.0, 2.0, 1.0], 1.0, 0.0),
        ("Triangular", &[0.0, 2.0, 1.0], 0.0, none),
        ("GeneralizedPareto", &[0.0, 2.0, 0.0], 0.0, -std::f64::consts::LN_2),
        ("GeneralizedPareto", &[0.0, 2.0, -1.0], 2.0, -std::f64::consts::LN_2),
        ("GeneralizedPareto", &[0.0, 2.0, -2.0], 1.0, inf),
        ("GeneralizedPareto", &[0.0, 2.0, -0.5], 4.0, none),
        ("GeneralizedExtremeValue", &[0.0, 2.0, -1.0], 2.0, -std::f64::consts::LN_2),
        ("GeneralizedExtremeValue", &[0.0, 2.0, -2.0], 1.0, inf),
        ("GeneralizedExtremeValue", &[0.0, 2.0, 2.0], -1.0, none),
    ] {
        let got = law(name, p).ln_pdf(x);
        assert!(got == want || (got - want).abs() < 1e-15, "{name} {p:?} at {x}: {got} instead of {want}");
    }
    assert_eq!(reports.take(), None);
    // A shape that moves through 1 makes the limit jump.
    assert!(Kumaraswamy::new(2.0, moving(1.0, 0)).unwrap().ln_pdf(1.0).peek().is_nan());
    assert_eq!(reports.take(), Some(Error::OutsideSupport { distribution: "Kumaraswamy", value: 1.0 }));
}

#[test]
fn draws_that_round_to_an_end_keep_the_slopes_of_their_logarithms() {
    // logit x = (logit + y)/temperature moves by 1/temperature, whatever x was rounded to.
    for (temperature, logit) in [(1e-3, 50.0), (1e-3, -50.0), (0.1, 4.0), (1e-300, 1.0)] {
        for seed in 0..20 {
            let relaxed = RelaxedBernoulli::new(temperature, moving(logit, 0)).unwrap();
            let rng = &mut Xoshiro256PlusPlus::seed_from_u64(seed);
            let x = relaxed.sample(&mut Core::<_, Dual3>::new(rng).tracer::<NoFallback>());
            let (ln_x, ln_rest) = (x.ln(), (1.0 - x).ln());
            assert!(x.peek() > 0.0 && x.peek() < 1.0 && ln_x.peek().is_finite() && ln_rest.peek().is_finite());
            let slope = ln_x.0.parts().1[0] - ln_rest.0.parts().1[0];
            close(slope, 1.0 / temperature, 1e-15 / temperature, &(temperature, logit, seed));
        }
    }
    // ln(1 - x) is about -e/b - ln a, far beyond what 1 - x can be.
    let (a, b) = (0.5, 1e-3);
    for seed in 0..20 {
        let draw = |a: Smooth3, b: Smooth3| {
            let rng = &mut Xoshiro256PlusPlus::seed_from_u64(seed);
            Kumaraswamy::new(a, b).unwrap().sample(&mut Core::<_, Dual3>::new(rng).tracer::<NoFallback>())
        };
        let e = StandardExp.sample(&mut Xoshiro256PlusPlus::seed_from_u64(seed));
        let slopes = (1.0 - draw(moving(a, 0), moving(b, 1))).ln().0.parts().1;
        if e / b > 50.0 {
            close(slopes[0], -1.0 / a, 1e-14 / a, &seed);
            close(slopes[1], e / b / b, 1e-14 * e / b / b, &seed);
        }
        // ln x = ln(1 - exp(-e/b))/a with a so small that x underflows.
        let (a, b) = (1e-4, 2.0);
        let slopes = draw(moving(a, 0), moving(b, 1)).ln().0.parts().1;
        let k = e / b;
        let ln_x = (-(-k).exp_m1()).ln() / a;
        close(slopes[0], -ln_x / a, 1e-12 * (ln_x / a).abs(), &seed);
        close(slopes[1], -(-k).exp() / -(-k).exp_m1() * k / b / a, 1e-11 * k / a, &seed);
    }
}

#[test]
fn a_shape_of_zero_is_no_exception() {
    // mpmath, 50 digits, of the formulas for z at e = 0.2: dx/dshape and d²x/dshape² for location 0 and scale 1.
    for (name, shape, want) in ZERO_SHAPES {
        let e: f64 = 0.2;
        let y = if *name == "GeneralizedPareto" { e } else { -e.ln() };
        let p = [0.0, 1.0, *shape];
        let x = want[0];
        let assumed = law(name, &seconds(&p)).assume_drawn(x).0;
        let got = [assumed.re.re, assumed.eps[2].re, assumed.eps[2].eps[2]];
        for i in 0..3 {
            close(got[i], want[i], 2e-15 * want[i].abs(), &(name, shape, i, y));
        }
    }
}

/// Family, shape, and x with its first two derivatives with respect to the shape.
#[rustfmt::skip]
const ZERO_SHAPES: &[(&str, f64, [f64; 3])] = &[
    ("GeneralizedExtremeValue", 0.0, [1.6094379124341003, 1.2951451969901173, 1.3896371880952174]),
    ("GeneralizedExtremeValue", 1e-08, [1.6094379253855524, 1.2951452108864894, 1.3896372048692283]),
    ("GeneralizedExtremeValue", -1e-08, [1.6094378994826484, 1.2951451830937455, 1.3896371713212068]),
    ("GeneralizedExtremeValue", 0.001, [1.6107337527293413, 1.2965356732388305, 1.3913156695286013]),
    ("GeneralizedExtremeValue", -0.001, [1.6081434617762274, 1.2937563981427271, 1.3879608664004823]),
    ("GeneralizedExtremeValue", 0.3, [2.068855322309208, 1.7983028248151505, 2.004551882412203]),
    ("GeneralizedExtremeValue", -0.3, [1.2765537909333011, 0.944920330053532, 0.9718125758096807]),
    ("GeneralizedPareto", 0.0, [0.2, 0.020000000000000004, 0.002666666666666667]),
    ("GeneralizedPareto", 1e-08, [0.2000000002, 0.02000000002666667, 0.002666666670666667]),
    ("GeneralizedPareto", -1e-08, [0.19999999980000002, 0.019999999973333335, 0.002666666662666667]),
    ("GeneralizedPareto", 0.001, [0.2000200013334, 0.020002666866677336, 0.0026670666986684448]),
    ("GeneralizedPareto", -0.001, [0.19998000133326668, 0.01999733353332267, 0.0026662666986648894]),
    ("GeneralizedPareto", 0.3, [0.20612182181786542, 0.02081829163735506, 0.0027895952903475717]),
    ("GeneralizedPareto", -0.3, [0.19411822138583765, 0.019217715563292978, 0.002549499277386683]),
];

#[test]
fn a_skewed_draw_moves_little_with_a_large_shape() {
    for shape in [20.0, -20.0, 1e8, -1e8, 1e200] {
        for seed in 0..200 {
            let skewed = SkewNormal::new(0.0, 1.0, moving(shape, 0)).unwrap();
            let rng = &mut Xoshiro256PlusPlus::seed_from_u64(seed);
            let (z, slopes) = skewed.sample(&mut Core::<_, Dual3>::new(rng).tracer::<NoFallback>()).0.parts();
            let t = shape * z;
            let ratio = special_ratio(t);
            let want = ratio / (1.0 + shape * shape);
            close(slopes[0], want, 1e-14 * want + 1e-320, &(shape, seed, z));
        }
    }
}

/// φ(t)/Φ(t)
fn special_ratio(t: f64) -> f64 {
    crate::special::value::inverse_mills(t)
}
