//! Values against mpmath, edges, and the derivatives of the functions that are not rows of the table of rules.

mod data;
mod differences;
mod incomplete;
mod incomplete_data;
mod owen;
mod sums;
mod sums_data;

use super::*;
use crate::Smooth;
use crate::number::Dual;
use std::f64::consts::LN_2;

/// Two variables with all their first and second derivatives.
type Number2 = Dual<Dual<f64, 2>, 2>;

fn variables<const N: usize>(x: [f64; N]) -> [Smooth<Dual<Dual<f64, N>, N>>; N] {
    std::array::from_fn(|i| {
        let unit: [f64; N] = std::array::from_fn(|j| if i == j { 1.0 } else { 0.0 });
        Smooth(Dual::new(Dual::new(x[i], unit), unit.map(Dual::constant)))
    })
}

/// |x / reference - 1|, or 0 if they are equal (infinite, zero) or both NaN
fn error(x: f64, reference: f64) -> f64 {
    if x == reference || (x.is_nan() && reference.is_nan()) { 0.0 } else { ((x - reference) / reference).abs() }
}

fn check(name: &str, f: impl Fn(f64) -> f64, tolerance: f64, data: &[(f64, f64)]) {
    for &(x, reference) in data {
        let (y, error) = (f(x), error(f(x), reference));
        assert!(error <= tolerance, "{name}({x:?}) = {y:?} instead of {reference:?}: relative error {error:e}");
    }
}

#[test]
fn values() {
    check("sech_squared", value::sech_squared, 1e-15, data::SECH_SQUARED);
    check("sigmoid", value::sigmoid, 1e-15, data::SIGMOID);
    check("softplus", value::softplus, 1e-15, data::SOFTPLUS);
    check("logit", value::logit, 1e-15, data::LOGIT);
    check("ln_1m_exp", value::ln_1m_exp, 1e-15, data::LN_1M_EXP);
    check("normal_pdf", value::normal_pdf, 1e-15, data::NORMAL_PDF);
    check("normal_cdf", value::normal_cdf, 1e-15, data::NORMAL_CDF);
    check("ln_normal_cdf", value::ln_normal_cdf, 1e-15, data::LN_NORMAL_CDF);
    check("inverse_mills", value::inverse_mills, 1e-15, data::INVERSE_MILLS);
    check("inverse_mills_excess", value::inverse_mills_excess, 1e-15, data::INVERSE_MILLS_EXCESS);
    check("normal_quantile", value::normal_quantile, 1.5e-15, data::NORMAL_QUANTILE);
    check("ln_gamma", value::ln_gamma, 1e-15, data::LN_GAMMA);
    check("gamma", libm::tgamma, 2e-15, data::GAMMA);
    check("polygamma_0", |x| value::polygamma(0, x), 1.5e-15, data::POLYGAMMA_0);
    check("polygamma_1", |x| value::polygamma(1, x), 1e-15, data::POLYGAMMA_1);
    check("polygamma_2", |x| value::polygamma(2, x), 1.5e-15, data::POLYGAMMA_2);
    check("polygamma_3", |x| value::polygamma(3, x), 2e-15, data::POLYGAMMA_3);
    check("polygamma_10", |x| value::polygamma(10, x), 3e-15, data::POLYGAMMA_10);
}

#[test]
fn edges() {
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    check("sech_squared", value::sech_squared, 0.0, &[(inf, 0.0), (-inf, 0.0), (nan, nan)]);
    check("sigmoid", value::sigmoid, 0.0, &[(inf, 1.0), (-inf, 0.0), (nan, nan)]);
    check("softplus", value::softplus, 0.0, &[(inf, inf), (-inf, 0.0), (nan, nan)]);
    check("logit", value::logit, 0.0, &[(0.0, -inf), (1.0, inf), (-0.1, nan), (1.1, nan), (inf, nan), (nan, nan)]);
    check("ln_1m_exp", value::ln_1m_exp, 0.0, &[(0.0, -inf), (-inf, 0.0), (0.1, nan), (nan, nan)]);
    check("normal_pdf", value::normal_pdf, 0.0, &[(inf, 0.0), (-inf, 0.0), (1e200, 0.0), (nan, nan)]);
    check("normal_cdf", value::normal_cdf, 0.0, &[(inf, 1.0), (-inf, 0.0), (-1e300, 0.0), (40.0, 1.0), (nan, nan)]);
    check("ln_normal_cdf", value::ln_normal_cdf, 0.0, &[(inf, 0.0), (-inf, -inf), (50.0, 0.0), (nan, nan)]);
    check("inverse_mills", value::inverse_mills, 0.0, &[(inf, 0.0), (-inf, inf), (50.0, 0.0), (nan, nan)]);
    check("inverse_mills_excess", value::inverse_mills_excess, 0.0, &[(inf, inf), (-inf, 0.0), (nan, nan)]);
    check(
        "normal_quantile",
        value::normal_quantile,
        0.0,
        &[(0.0, -inf), (1.0, inf), (0.5, 0.0), (-1e-300, nan), (1.1, nan), (inf, nan), (-inf, nan), (nan, nan)],
    );
    check("ln_gamma", value::ln_gamma, 0.0, &[(0.0, inf), (-1.0, inf), (inf, inf), (nan, nan)]);
    for n in 0..5 {
        let polygamma = |x| value::polygamma(n, x);
        let at_infinity = if n == 0 { inf } else { 0.0 };
        let edges = [(0.0, nan), (-0.0, nan), (-1.0, nan), (-1e300, nan), (-inf, nan), (nan, nan), (inf, at_infinity)];
        check("polygamma", polygamma, 0.0, &edges);
        // The first term dominates near the pole, and overflows where the truth does.
        let sign = if n % 2 == 1 { 1.0 } else { -1.0 };
        check("polygamma", polygamma, 0.0, &[(1e-320, sign * inf)]);
    }
    // No recursion or loop that grows with the argument, no intermediate overflow.
    check("digamma", |x| value::polygamma(0, x), 1e-15, &[(-1e9 - 0.5, 20.72326583794641), (1e300, 690.7755278982137)]);
    check("trigamma", |x| value::polygamma(1, x), 1e-15, &[(-1e9 - 0.5, 9.869604400089358), (1e300, 1e-300)]);
    check("order 3", |x| value::polygamma(3, x), 1e-15, &[(1e100, 2e-300), (1e200, 0.0)]);
    check("order 170", |x| value::polygamma(170, x), 1e-13, &[(1.0, -7.257415615307999e306), (1e-3, -inf)]);
    check("order 600", |x| value::polygamma(600, x), 1e-12, &[(700.0, -2.7431610454499016e-302)]);
    check("powf", |x| value::powf(x, 0.0), 0.0, &[(nan, nan), (0.0, 1.0), (inf, 1.0)]);
    check("powf", |x| value::powf(1.0, x), 0.0, &[(nan, nan), (inf, 1.0)]);
}

#[test]
fn ln_beta_with_derivatives() {
    // mpmath, 80 digits: value, gradient, [aa, ab, bb]
    #[rustfmt::skip]
    let cases = [
        ([0.5, 0.5], 1.1447298858494002, [-1.3862943611198906, -1.3862943611198906], [3.289868133696453, -1.6449340668482264, 3.289868133696453]),
        ([2.0, 3.0], -2.4849066497880004, [-1.0833333333333333, -0.5833333333333334], [0.4236111111111111, -0.22132295573711533, 0.1736111111111111]),
        ([1.0, 1.0], 0.0, [-1.0, -1.0], [1.0, -0.6449340668482264, 1.0]),
        ([1e-5, 3.0], 11.512910465032729, [-100001.49998750011, -3.949332962811772e-6], [10000000001.249975, -0.3949325257161102, 1.5411321162444833e-6]),
        ([9.9, 9.9], -13.592448519002671, [-0.7190365866518342, -0.7190365866518342], [0.054481150949206136, -0.05180189067953445, 0.054481150949206136]),
        ([10.0, 10.0], -13.736229227036555, [-0.718771403175428, -0.718771403175428], [0.053895512746482625, -0.05127082293520312, 0.053895512746482625]),
        ([10.5, 0.3], 0.40044564981608105, [-0.029534964565645794, -5.835060221063466], [0.002905589479683706, -0.09701136657944302, 12.148353179528288]),
        ([9.5, 1e-8], 18.42068071620283, [-1.1099728840755981e-9, -100000002.77495353], [1.2307845794075694e-10, -0.11099728834602057, 1.0000000000000002e16]),
        ([100000.0, 2.0], -23.025860929890456, [-1.999990000099999e-5, -11.090156129763429], [1.999980000299996e-10, -9.999850002166636e-6, 0.6449240669982242]),
        ([2.0, 100000.0], -23.025860929890456, [-11.090156129763429, -1.999990000099999e-5], [0.6449240669982242, -9.999850002166636e-6, 1.999980000299996e-10]),
        ([10000000000.0, 1.0], -23.025850929940457, [-1e-10, -23.603066594891988], [1e-20, -9.9999999995e-11, 1.6449340667482264]),
        ([10000000000.0, 10000000000.0], -13862943621.44632, [-0.6931471805849453, -0.6931471805849453], [5.000000000375e-11, -5.000000000125e-11, 5.000000000375e-11]),
        ([1000000000000000.0, 2.5], -86.06225811680379, [-2.499999999999998e-15, -33.835619754265444], [2.4999999999999964e-30, -9.99999999999998e-16, 0.49035775610023385]),
        ([1000.0, 10000000000.0], -17120.630556681273, [-16.11859583424164, -9.999999500500033e-8], [0.0010005000666666434, -9.9999990005001e-11, 9.9999990010001e-18]),
        ([30000000.0, 40.5], -588.8036231482931, [-1.34999911125079e-6, -13.527803780025641], [4.4999940750079e-14, -3.3333288888948145e-8, 0.024998664868067854]),
    ];
    for ([a, b], value, gradient, second) in cases {
        let [x, y] = variables([a, b]);
        let z: Smooth<Number2> = ln_beta(x, y);
        // Below 10 the two terms are subtracted as they are.
        let absolute = if a.max(b) < 10.0 { 2e-15 } else { 0.0 };
        let close = |got: f64, want: f64, what: &str| {
            assert!(
                (got - want).abs() <= 4e-15 * want.abs() + absolute,
                "{what} of ln_beta({a:?}, {b:?}): {got:?} {want:?}"
            );
        };
        close(z.0.re.re, value, "value");
        close(ln_beta(a, b), value, "plain value");
        close(ln_beta(x, b).0.re.re, value, "value with a constant");
        for i in 0..2 {
            close(z.0.re.eps[i], gradient[i], "gradient");
            for j in 0..2 {
                close(z.0.eps[i].eps[j], second[i + j], "second derivative");
            }
        }
        assert_eq!(ln_beta(x, b).0.re.eps, [z.0.re.eps[0], 0.0]);
        assert_eq!(ln_beta(a, y).0.re.eps, [0.0, z.0.re.eps[1]]);
    }
    assert_eq!(ln_beta(0.0, 2.0), f64::INFINITY);
    assert_eq!(ln_beta(20.0, 0.0), f64::INFINITY);
    assert!(ln_beta(-0.5, 2.0).is_nan() && ln_beta(20.0, -0.5).is_nan());
    assert!(ln_beta(f64::NAN, 2.0).is_nan() && ln_beta(20.0, f64::NAN).is_nan());
    assert!(error(beta(2.5, 30.0), 0.000_253_673_239_964_738_66) < 4e-15);
}

#[test]
fn factorials() {
    let cases = [
        (60, 30, 39.31170072601126),
        (130, 65, 87.4476518369612),
        (1000, 500, 689.4672615678512),
        (1000, 3, 18.9285038647141),
        (1000000000000000000, 2, 82.1999161672257),
        (1000000000000000000, 100000000000000000, 3.250829733914482e17),
        (200, 1, 5.298317366548036),
    ];
    for (n, k, reference) in cases {
        assert!(error(ln_binomial(n, k), reference) < 1e-15, "ln_binomial({n}, {k})");
        assert!(error(ln_binomial(n, n - k), reference) < 1e-15, "ln_binomial({n}, {})", n - k);
    }
    assert_eq!(ln_binomial(u64::MAX, 0), 0.0);
    assert!(error(ln_binomial(u64::MAX, 1), 64.0 * LN_2) < 1e-15);
    assert!(error(ln_factorial(170), 706.573_062_245_787_3) < 1e-15);
    assert!(ln_factorial(u64::MAX).is_finite());
}

#[test]
fn logsumexp_and_softmax() {
    let xs = variables([1000.0, 999.0, -1000.0]);
    let y = logsumexp(&xs);
    let p = [0.731_058_578_630_004_9, 0.268_941_421_369_995_1, 0.0];
    assert!(error(y.0.re.re, 1_000.313_261_687_518_2) < 1e-15);
    let weights = softmax(&xs);
    for i in 0..3 {
        assert!(error(y.0.re.eps[i], p[i]) < 1e-14);
        assert!(error(weights[i].0.re.re, p[i]) < 1e-14);
        for j in 0..3 {
            let want = if i == j { p[i] * (1.0 - p[i]) } else { -p[i] * p[j] };
            assert!((y.0.eps[i].eps[j] - want).abs() < 1e-15, "{i} {j}");
            assert!((weights[i].0.re.eps[j] - want).abs() < 1e-15, "{i} {j}");
        }
    }
    let inf = f64::INFINITY;
    assert_eq!(logsumexp(&[-inf, -inf]), -inf);
    assert_eq!(logsumexp(&[-inf, 3.0]), 3.0);
    assert_eq!(logsumexp(&[0.0, inf, -inf]), inf);
    assert!(logsumexp(&[0.0, f64::NAN, inf]).is_nan());
    assert!(softmax::<f64>(&[]).is_empty());
    assert!(softmax(&[-inf, -inf])[0].is_nan());
    assert_eq!(softmax(&[-inf, 7.0]), [0.0, 1.0]);

    // A term that is impossible takes no part in the derivatives, nor in the second ones; no kink is reported.
    let mut reports = crate::error::Reports::collect();
    let [x, minus_infinity] = variables([0.5, -inf]);
    let y = logsumexp(&[x, x, minus_infinity]);
    assert_eq!(y.0.re.eps, [1.0, 0.0]);
    assert_eq!(y.0.eps[0].eps, [0.0, 0.0]);
    assert_eq!(reports.take(), None);
}

#[test]
fn derivatives_of_the_others() {
    for x in [-1e-10, -0.1, -0.7, -3.0, -30.0, -700.0_f64] {
        let [v] = variables([x]);
        let y = ln_1m_exp(v).0;
        let slope = -1.0 / (-x).exp_m1();
        assert!(error(y.re.eps[0], slope) < 1e-15, "{x}");
        // f'' = f' (1 - f')
        assert!(error(y.eps[0].eps[0], slope * (1.0 - slope)) < 1e-14, "{x}");
        let y = polygamma(3, v).0;
        assert!(error(y.re.eps[0], polygamma(4, x)) < 1e-15);
        assert!(error(y.eps[0].eps[0], polygamma(5, x)) < 1e-15, "{x}");
    }
}
