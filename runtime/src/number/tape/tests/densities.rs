//! Densities, which are recorded as a whole.

use super::{LIMIT, P, Program, Tape, programs};
use crate::distr::*;
use crate::error::Reports;
use crate::number::Number;
use crate::special::logsumexp;
use crate::{Error, Smooth, dot, matvec};

/// The densities at a point that moves, at one that does not, and with constant parameters.
macro_rules! densities {
    ($($name:ident $Family:ident($($parameter:ident),+);)*) => {
        programs! { 2e-13; $(
            [0.2, 0.8] $name |x, z| {
                let mut parameters = x[..3].iter().map(|x| *x * 1.5);
                $(let $parameter = parameters.next().unwrap_or_default();)+
                let moves = $Family::new($($parameter),+).map(|f| f.ln_pdf(x[3] * 0.9) + f.ln_pdf(z) * f.ln_pdf(0.3));
                $(let $parameter = z * 0.5 + (stringify!($parameter).len() as f64);)+
                let stays = $Family::new($($parameter),+).map(|f| f.ln_pdf(x[3]) + f.ln_pdf(z));
                moves.unwrap_or(x[0] / 0.0) * x[2] + stays.unwrap_or(x[0] / 0.0)
            };
        )* }
    };
}
densities! {
    normal Normal(mean, std_dev);
    log_normal LogNormal(mu, sigma);
    gamma Gamma(shape, scale);
    beta Beta(alpha, beta);
    exp Exp(lambda);
    laplace Laplace(location, scale);
    student_t StudentT(nu);
    cauchy Cauchy(median, scale);
    logistic Logistic(location, scale);
    gumbel Gumbel(location, scale);
    weibull Weibull(scale, shape);
    inverse_gamma InverseGamma(shape, scale);
    half_normal HalfNormal(sigma);
    chi_squared ChiSquared(k);
    skew_normal SkewNormal(location, scale, shape);
    von_mises VonMises(mu, kappa);
}

/// What a program reports, on duals and on the tape, and what it is there.
fn reported<T: Program>(x: [f64; P]) -> [(Option<Error>, super::Found); 2] {
    let mut reports = Reports::collect();
    let by_duals = super::by_duals::<T>(x, 0.0);
    let first = reports.take();
    let by_tape = super::by_tape::<T>(x, 0.0);
    [(first, by_duals), (reports.take(), by_tape)]
}

macro_rules! same_reports {
    ($($name:ident $error:pat, |$x:ident| $body:expr;)*) => { $(
        #[test]
        fn $name() {
            struct This;
            impl Program for This {
                const NAME: &'static str = stringify!($name);
                fn run<D: Number>($x: [Smooth<D>; P], _: Smooth<D>) -> Smooth<D> {
                    $body.unwrap_or($x[0] / 0.0)
                }
            }
            let [by_duals, by_tape] = reported::<This>([0.5, 1.5, 2.5, -0.5]);
            #[allow(clippy::redundant_pattern_matching)]
            let expected = matches!(by_duals.0, $error);
            assert!(expected, "{by_duals:?}");
            assert_eq!(format!("{:?}", by_duals.0), format!("{:?}", by_tape.0));
            super::assert_close(This::NAME, [0.5, 1.5, 2.5, -0.5], by_tape.1, by_duals.1, 1e-14);
        }
    )* };
}
same_reports! {
    a_constant_point_outside None, |x| Gamma::new(x[0], x[1]).map(|f| f.ln_pdf(-1.0));
    a_detached_point_outside None, |x| LogNormal::new(x[0], x[1]).map(|f| f.ln_pdf(x[3].detach()));
    a_point_that_is_still_outside None, |x| Exp::new(x[0]).map(|f| f.ln_pdf(x[3] * 0.0 - 1.0));
    a_moving_point_outside Some(Error::OutsideSupport { .. }), |x| Gamma::new(2.0, 1.0).map(|f| f.ln_pdf(x[3]));
    a_moving_end Some(Error::OutsideSupport { .. }), |x| Uniform::new(x[0], 2.0).map(|f| f.ln_pdf(1.0));
    constant_ends None, |x| TruncatedNormal::new(x[0], x[1], 0.0, 2.0).map(|f| f.ln_pdf(x[1]));
}

/// How many nodes a computation takes.
fn nodes(run: impl for<'t> FnOnce([Smooth<super::Var<'t, f64>>; P])) -> usize {
    let tape = Tape::with_limit(LIMIT);
    tape.begin(P);
    run(std::array::from_fn(|i| Smooth(tape.parameter(i, 0.25 + i as f64 * 0.5))));
    tape.nodes() - P
}

#[test]
fn one_node_each() {
    assert_eq!(
        nodes(|x| {
            let _ = Normal::new(x[0], x[1]).map(|f| f.ln_pdf(x[2]));
        }),
        1
    );
    assert_eq!(
        nodes(|x| {
            let _ = Gamma::new(x[0], x[1]).map(|f| f.ln_pdf(1.5));
        }),
        1
    );
    assert_eq!(
        nodes(|x| {
            let _ = logsumexp(&x);
        }),
        1
    );
    assert_eq!(
        nodes(|x| {
            let _ = dot(&[1.0, 2.0, 3.0, 4.0], &x);
        }),
        1
    );
    assert_eq!(
        nodes(|x| {
            let _ = dot(&x, &x);
        }),
        1
    );
    assert_eq!(
        nodes(|x| {
            let _ = matvec(&[1.0; 12], &x);
        }),
        3
    );
    assert_eq!(
        nodes(|x| {
            let _ = x[0].max(x[1]).abs();
        }),
        0
    );
    assert_eq!(
        nodes(|x| {
            let _ = -(x[0] * 3.0 - 1.0) / 7.0;
        }),
        0
    );
    // A sum has no node before it is used.
    assert_eq!(
        nodes(|x| {
            let _ = x.iter().map(|x| *x * 2.0 + 1.0).sum::<Smooth<_>>();
        }),
        0
    );
    assert_eq!(
        nodes(|x| {
            let _ = x.iter().map(|x| *x * 2.0 + 1.0).sum::<Smooth<_>>().sin();
        }),
        1
    );
    // 64 terms of one node, and the sum that begins with it.
    let long = |x: [Smooth<super::Var<'_, f64>>; P]| {
        let _ = (0..80).fold(x[0], |sum, j| sum + x[j % 4] * (j as f64));
    };
    assert_eq!(nodes(long), 1);
}

#[test]
fn functions_of_one_number_have_none() {
    assert_eq!(
        nodes(|x| {
            let y = (x[0].exp() * x[0] + x[0].sin() / 2.0).softplus();
            let mut sum = x[1];
            sum += y - x[0] * 0.5;
        }),
        0
    );
    // The sum gets one when functions of it are needed.
    assert_eq!(
        nodes(|x| {
            let sum = x[0] + x[1];
            let _ = sum.exp() * sum.sin() + sum;
        }),
        1
    );
}
