//! Where a slope is infinite, the tape is finite if and only if duals are.

use super::{P, Program, by_duals, by_tape, close, in_lanes};
use crate::Smooth;
use crate::number::Number;

/// Programs at a point, with what moves and what does not at an end of a domain.
macro_rules! edges {
    ($($name:ident $at:expr, |$x:ident| $body:expr => $want:expr;)*) => { $(
        #[test]
        fn $name() {
            struct This;
            impl Program for This {
                const NAME: &'static str = stringify!($name);
                fn run<D: Number>($x: [Smooth<D>; P], _: Smooth<D>) -> Smooth<D> {
                    $body
                }
            }
            let (at, want): ([f64; P], [f64; 2]) = ($at, $want);
            let by_duals = by_duals::<This>(at, 0.0);
            let by_tape = by_tape::<This>(at, 0.0);
            let same = |found: [f64; P]| found.iter().zip(want).all(|(x, y)| close(*x, y, 1e-15));
            assert!(same(by_duals.1), "{by_duals:?}");
            assert!(same(by_tape.1), "{by_tape:?}");
            // The other lanes are ordinary.
            let ordinary = [0.3, 0.4, 0.5, 0.6];
            let other = super::by_duals::<This>(ordinary, 0.0);
            let points = std::array::from_fn(|lane| if lane == 3 { at } else { ordinary });
            for (lane, found) in in_lanes::<This>(points, [0.0; 8]).into_iter().flatten().enumerate() {
                let want = if lane == 3 { by_duals } else { other };
                assert!((0..P).all(|i| close(found.1[i], want.1[i], 1e-15)), "lane {lane}: {found:?}");
            }
        }
    )* };
}

const INF: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;
/// A point where square roots are steep.
const ORIGIN: [f64; P] = [0.0; P];

edges! {
    moves ORIGIN, |x| x[0].sqrt() + x[1] => [INF, 1.0];
    stays ORIGIN, |x| (x[0] * 0.0).sqrt() + x[1] => [0.0, 1.0];
    stays_as_a_difference ORIGIN, |x| (x[0] - x[0]).sqrt() + x[1] => [0.0, 1.0];
    stays_as_a_sum ORIGIN, |x| ((x[0] + x[1]) - x[0] - x[1]).sqrt() + x[1] => [0.0, 1.0];
    stays_to_first_order ORIGIN, |x| (x[0] * x[0]).sqrt() + x[1] => [0.0, 1.0];
    stays_as_a_product ORIGIN, |x| (x[0] * x[2]).sqrt() + x[1] => [0.0, 1.0];
    moves_along_one ORIGIN, |x| (x[0] * x[0] + x[1]).sqrt() => [0.0, INF];
    infinite_times_zero ORIGIN, |x| x[0].sqrt() * 0.0 + x[1] => [NAN, 1.0];
    infinite_times_a_zero_that_moves ORIGIN, |x| x[0].sqrt() * x[1] => [NAN, 0.0];
    infinite_less_itself ORIGIN, |x| { let y = x[0].sqrt(); y * 2.0 - y - y + x[1] } => [NAN, 1.0];
    infinite_but_not_chosen ORIGIN, |x| x[0].sqrt().max(1.0) + x[1] => [0.0, 1.0];
    infinite_but_not_selected ORIGIN, |x| {
        let y = x[0].sqrt();
        Smooth(D::select(y.0.greater(D::constant(1e-3)), y.0, x[1].0))
    } => [0.0, 1.0];
    infinite_and_chosen_half ORIGIN, |x| x[0].sqrt().max(x[2]) + x[1] => [INF, 1.0];
    infinite_and_not_used ORIGIN, |x| { let _ = x[0].sqrt() * x[2]; x[0] * 2.0 + x[1] } => [2.0, 1.0];
    infinite_into_a_saturated_function ORIGIN, |x| (x[0].sqrt() - 800.0).exp() + x[1] => [NAN, 1.0];
    infinite_value ORIGIN, |x| x[0].ln() + x[1] => [INF, 1.0];
    infinite_value_that_saturates ORIGIN, |x| x[0].ln().exp() + x[1] => [NAN, 1.0];
    a_power_with_a_moving_exponent ORIGIN, |x| x[0].powf(x[1] + 2.5) + x[1] => [0.0, 1.0];
    a_constant_to_a_moving_power ORIGIN, |x| Smooth::constant(0.0).powf(x[1] + 0.5) + x[0] => [1.0, 0.0];
    at_the_origin ORIGIN, |x| x[0].hypot(x[1]) => [0.0, 0.0];
    two_singular_points ORIGIN, |x| x[0].sqrt().max(0.5) + x[1].sqrt() => [0.0, INF];
    not_a_number ORIGIN, |x| (x[0] - 1.0).sqrt() + x[1] => [NAN, 1.0];
    infinite_in_a_dot ORIGIN, |x| crate::dot(&[0.0, 1.0, 1.0], &[x[0].sqrt(), x[1], x[2]]) => [NAN, 1.0];
    infinite_in_a_dense_dot ORIGIN, |x| {
        let y = x.map(|x| x.exp() - 1.0);
        crate::dot(&[0.0, 1.0, 1.0, 0.0], &y) + x[0].sqrt().max(1.0)
    } => [0.0, 1.0];
    infinite_in_a_product ORIGIN, |x| {
        let y = crate::matvec(&[0.0, 1.0, 2.0, 3.0], &[x[0].sqrt(), x[1]]);
        y[0] + y[1].max(1.0)
    } => [NAN, 1.0];
    finite_in_a_product ORIGIN, |x| {
        let y = crate::matvec(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0], &[x[0], x[1] * 2.0, Smooth::constant(1.0)]);
        y[0] + y[1] * 10.0 + x[0].sqrt().max(1.0)
    } => [30.0, 82.0];
    no_exponentials ORIGIN, |x| {
        let none = Smooth::constant(f64::NEG_INFINITY);
        crate::special::logsumexp(&[x[0] * 2.0 + none, none]).exp() + x[1]
    } => [0.0, 1.0];
    a_chain_of_what_stays ORIGIN, |x| (((x[0] - x[0]) * 3.0).sqrt() * 2.0).exp().ln() + x[1] => [0.0, 1.0];
    a_chain_of_a_sum_that_stays ORIGIN, |x| {
        let still = x[0] + x[2] - x[0] - x[2];
        still.sqrt().exp() * 2.0 + x[1]
    } => [0.0, 1.0];
    a_chain_that_stays_to_first_order ORIGIN, |x| ((x[0] * x[0]).sqrt() * 2.0).exp() + x[1] => [0.0, 1.0];
    a_chain_that_moves ORIGIN, |x| (x[0].sqrt() * 2.0).exp() + x[1] => [INF, 1.0];
    a_sum_of_chains ORIGIN, |x| x[0].sqrt() * 2.0 + x[0].exp() + x[0] + x[1] => [INF, 1.0];
    chains_that_cancel ORIGIN, |x| x[0].sqrt() * 2.0 - x[0].cbrt() + x[1] => [NAN, 1.0];
    a_chain_of_what_stays_in_a_sum ORIGIN, |x| {
        let still = x[0] * 0.0;
        (still.sqrt() + still.exp()) * 3.0 + x[0] + x[1]
    } => [1.0, 1.0];
    a_chain_that_was_not_chosen ORIGIN, |x| (x[0].sqrt() * 2.0).exp().min(0.5) + x[1] => [0.0, 1.0];
    a_chain_of_a_sum_that_was_not_chosen ORIGIN, |x| {
        let sum = x[0].sqrt() + x[2].sqrt();
        (sum * 2.0).sin().max(1.0) + x[1]
    } => [0.0, 1.0];
    a_chain_in_a_dot ORIGIN, |x| {
        let y = [x[0].sqrt().max(1.0), x[1].exp(), (x[0] * 0.0).sqrt(), x[2]];
        let rows = [[1.0, 2.0, 3.0, 4.0]; 6];
        rows.iter().map(|row| crate::dot(row, &y)).sum::<Smooth<D>>() / 12.0
    } => [0.0, 1.0];
    a_chain_in_a_product ORIGIN, |x| {
        let y = crate::matvec(&[1.0, 2.0, 3.0, 4.0], &[(x[0] * 0.0).sqrt(), x[1].exp()]);
        y[0] * 0.5
    } => [0.0, 1.0];
    a_kink ORIGIN, |x| x[0].abs().sqrt() + x[1] => [0.0, 1.0];
}
