//! The derivatives against tables that mpmath computed with 50 digits or more, the law of the draws, and their ends.

use super::{beta, gamma};
use crate::number::{Dual, Number};
use crate::source::Noise;
use crate::{Smooth, special};
use rand::SeedableRng;
use rand::rngs::StdRng;

type D<const N: usize> = Dual<f64, N>;
type Dd<const N: usize> = Dual<D<N>, N>;

fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [f64; N]> {
    table.lines().skip(1).map(|line| {
        let mut fields = line.split(',').map(|field| field.parse().expect("a number"));
        std::array::from_fn(|_| fields.next().expect("as many columns"))
    })
}

/// Parameter `i` with its first derivatives, and with its second.
fn once<const N: usize>(x: f64, i: usize) -> D<N> {
    Dual::new(x, std::array::from_fn(|j| f64::from(u8::from(i == j))))
}
fn twice<const N: usize>(x: f64, i: usize) -> Dd<N> {
    let tangents = once::<N>(x, i);
    Dual::new(tangents, tangents.eps.map(Dual::constant))
}

/// The largest relative error so far, with its row.
#[derive(Debug)]
struct Worst<const N: usize>(f64, [f64; N]);
impl<const N: usize> Worst<N> {
    fn new() -> Self {
        Worst(0.0, [0.0; N])
    }
    fn see(&mut self, got: f64, want: f64, row: [f64; N]) {
        let error = if got == want { 0.0 } else { (got - want).abs() / want.abs() };
        // Also NaN.
        if !(error <= self.0) {
            *self = Worst(error, row);
        }
    }
    #[track_caller]
    fn assert(self, bound: f64) {
        assert!(self.0 <= bound, "{self:?}");
    }
}

#[test]
fn gamma_slopes() {
    let (mut slopes, mut draws) = (Worst::new(), Worst::new());
    for row @ [shape, x, want] in rows(include_str!("data/gamma_grad.csv")) {
        slopes.see(x * gamma::slope_of_ln(shape, x, x.ln()), want, row);
        draws.see(D::implicit([once::<1>(shape, 0)], x, gamma::Draw).eps[0], want, row);
        draws.see(x * D::implicit([once::<1>(shape, 0)], x.ln(), gamma::LnDraw).eps[0], want, row);
    }
    slopes.assert(2e-15);
    draws.assert(3e-15);
}

#[test]
fn gamma_second_derivatives() {
    let (mut first, mut second) = (Worst::new(), Worst::new());
    for row @ [shape, ln_x, slope, want] in rows(include_str!("data/gamma_second.csv")) {
        let ln_draw = Dual::implicit([twice::<1>(shape, 0)], ln_x, gamma::LnDraw);
        first.see(ln_draw.re.eps[0], slope, row);
        second.see(ln_draw.eps[0].eps[0], want, row);
        let x = ln_x.exp();
        let draw = Dual::implicit([twice::<1>(shape, 0)], x, gamma::Draw);
        // (exp y)'' = exp(y) (y'' + y'²), of which both terms nearly cancel
        let scale = want.abs().max(slope * slope);
        second.see(scale + (draw.eps[0].eps[0] / x - (want + slope * slope)), scale, row);
    }
    first.assert(2e-15);
    second.assert(2e-13);
}

#[test]
fn beta_slopes() {
    let mut worst = Worst::new();
    for row @ [a, b, x, by_a, by_b] in rows(include_str!("data/beta_grad.csv")) {
        let logit = special::value::logit(x);
        let slopes = beta::slopes_of_logit(a, b, logit, [true, true]).map(|slope| slope * x * (1.0 - x));
        worst.see(slopes[0], by_a, row);
        worst.see(slopes[1], by_b, row);
        let alone = |wanted| beta::slopes_of_logit(a, b, logit, wanted);
        assert_eq!(
            [alone([true, false])[0], alone([false, true])[1]],
            beta::slopes_of_logit(a, b, logit, [true, true])
        );
    }
    worst.assert(1e-14);
}

#[test]
fn beta_second_derivatives() {
    let (mut first, mut second) = (Worst::new(), Worst::new());
    for row @ [a, b, y, by_a, by_b, aa, ab, bb] in rows(include_str!("data/beta_second.csv")) {
        let draw = Dual::implicit([twice::<2>(a, 0), twice(b, 1)], y, beta::LogitDraw);
        first.see(draw.re.eps[0], by_a, row);
        first.see(draw.re.eps[1], by_b, row);
        second.see(draw.eps[0].eps[0], aa, row);
        second.see(draw.eps[1].eps[1], bb, row);
        second.see(draw.eps[0].eps[1], ab, row);
        second.see(draw.eps[1].eps[0], ab, row);
    }
    first.assert(1e-14);
    second.assert(1e-11);
}

/// Shapes from the smallest to the largest.
const SHAPES: [f64; 13] = [5e-324, 1e-308, 1e-300, 1e-100, 1e-10, 1e-3, 0.4, 1.0, 30.0, 1e3, 1e10, 1e100, 1e300];

#[test]
fn gamma_draws_at_the_ends() {
    let mut rng = &mut StdRng::seed_from_u64(1);
    let mut noise = Noise::new(&mut rng);
    for shape in SHAPES {
        for _ in 0..1000 {
            let ln_x = gamma::draw_ln(Smooth(once::<1>(shape, 0)), &mut noise).0;
            assert!(ln_x.re.is_finite() && ln_x.eps[0] > 0.0, "{shape:e}: {ln_x:?}");
            let x = gamma::draw(Smooth(once::<1>(shape, 0)), &mut noise).0;
            assert!(x.re >= f64::MIN_POSITIVE && x.re.is_finite() && x.eps[0] > 0.0, "{shape:e}: {x:?}");
        }
    }
}

#[test]
fn beta_draws_at_the_ends() {
    let mut rng = &mut StdRng::seed_from_u64(1);
    let mut noise = Noise::new(&mut rng);
    for (a, b) in SHAPES.iter().flat_map(|a| SHAPES.map(|b| (*a, b))) {
        for _ in 0..20 {
            let y = beta::draw_logit(Smooth(once::<2>(a, 0)), Smooth(once(b, 1)), &mut noise).0;
            assert!(y.re.is_finite() && y.eps[0] >= 0.0 && y.eps[1] <= 0.0, "{a:e} {b:e}: {y:?}");
        }
    }
}

#[test]
fn an_underflowing_draw_keeps_the_slope_of_its_logarithm() {
    let shape = Smooth(once::<1>(1e-3, 0));
    let draws = |seed| {
        let (mut first, mut second) = (&mut StdRng::seed_from_u64(seed), &mut StdRng::seed_from_u64(seed));
        (gamma::draw(shape, &mut Noise::new(&mut first)), gamma::draw_ln(shape, &mut Noise::new(&mut second)).0)
    };
    let mut underflows = 0;
    for (x, ln_x) in (0..100).map(draws) {
        let again = x.ln().0;
        let close = |x: f64, y: f64| assert!((x / y - 1.0).abs() < 1e-13, "{again:?} {ln_x:?}");
        close(again.eps[0], ln_x.eps[0]);
        underflows += u32::from(x.0.re == f64::MIN_POSITIVE && ln_x.re < -709.0);
    }
    assert!(underflows > 30, "{underflows}");
}

/// The means of ln x, x and x² for draws from Gamma(shape, 1), within 5 standard errors.
#[test]
fn the_law_of_gamma_draws() {
    const DRAWS: u32 = 200_000;
    let mut rng = &mut StdRng::seed_from_u64(2);
    let mut noise = Noise::new(&mut rng);
    for shape in [0.02, 0.3, 0.999, 1.0, 1.7, 8.0, 300.0, 1e9] {
        let mut sums = [[0.0; 2]; 3];
        for _ in 0..DRAWS {
            let ln_x = gamma::draw_ln(Smooth(shape), &mut noise).0;
            // In units of the mean, so that nothing cancels.
            let x = (gamma::draw(Smooth(shape), &mut noise).0 / shape).ln();
            for (sum, z) in sums.iter_mut().zip([ln_x - special::digamma(shape), x.exp_m1(), (2.0 * x).exp_m1()]) {
                *sum = [sum[0] + z, sum[1] + z * z];
            }
        }
        let n = f64::from(DRAWS);
        for ([sum, squares], mean) in sums.into_iter().zip([0.0, 0.0, 1.0 / shape]) {
            let std_err = ((squares / n - (sum / n).powi(2)) / n).sqrt();
            assert!((sum / n - mean).abs() < 5.0 * std_err, "{shape}: {} instead of {mean} ± {std_err}", sum / n);
        }
    }
}
