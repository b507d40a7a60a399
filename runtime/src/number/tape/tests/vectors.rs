//! Inner products, products of matrices, and sums of exponentials.

use super::programs;
use crate::special::{logsumexp, softmax};
use crate::{Smooth, dot, matvec};

/// Some constants.
fn c(n: usize) -> Vec<f64> {
    (0..n).map(|i| (i as f64 * 0.7 + 0.3).sin()).collect()
}

/// Numbers of every kind: parameters, multiples of them, nodes, old handles, and constants.
fn mixed<D: crate::Number>(x: [Smooth<D>; 4], z: Smooth<D>, n: usize) -> Vec<Smooth<D>> {
    let old = x[0] + x[1];
    let new = old + x[2];
    let kinds = [x[3], old, x[1] * -0.5, x[2] * x[3], z, new, x[0] * 0.0, Smooth::constant(0.7), -old, x[0].sin()];
    (0..n).map(|i| kinds[i % kinds.len()]).collect()
}

programs! {
    1e-13;
    [-2.0, 2.0] dot_of_the_parameters |x, z| dot(&c(4), &x) * x[0];
    [-2.0, 2.0] dot_of_some_parameters |x, z| dot(&x[1..], &c(3)) * x[0] + dot(&c(2), &x[2..]) + dot(&c(1), &x[..1]);
    [-2.0, 2.0] dot_of_nothing |x, z| dot::<f64, Smooth<D>>(&[], &[]) + x[0];
    [-2.0, 2.0] dot_of_constants |x, z| dot(&c(3), &[z, z * z, z + 1.0]) * x[0];
    [-2.0, 2.0] dot_of_everything |x, z| dot(&c(23), &mixed(x, z, 23)) + dot(&mixed(x, z, 12), &c(12)).sin();
    [-2.0, 2.0] dot_of_two |x, z| dot(&x, &mixed(x, z, 4)) + dot(&mixed(x, z, 15), &mixed([x[1], x[0], x[3], x[2]], z, 15));
    [-2.0, 2.0] dot_of_itself |x, z| dot(&x, &x).softplus() + dot(&mixed(x, z, 10), &mixed(x, z, 10));
    [-2.0, 2.0] dot_of_nodes |x, z| {
        let y: Vec<_> = (0..30).map(|i| (x[i % 4] * c(30)[i]).sin()).collect();
        dot(&c(30), &y) + dot(&y[..10], &y[20..])
    };
    [-2.0, 2.0] dots_of_the_same |x, z| {
        let mut y = mixed(x, z, 14);
        let mut sum: Smooth<D> = (0..5).map(|k| dot(&c(20)[k..k + 14], &y).sin()).sum();
        // The same places with other values; then other places.
        y[3] += 1.5;
        y[7] = Smooth::constant(-0.3);
        sum += dot(&c(14), &y).sin();
        y[5] = y[5] * y[3];
        sum += dot(&c(14), &y).sin() * dot(&c(14), &y) + dot(&c(14), &y);
        y[4] = x[0];
        sum + (0..4).map(|k| dot(&y[k..], &c(14 - k)) * dot(&y[k..], &c(14)[k..]).cos()).sum::<Smooth<D>>()
    };
    [-2.0, 2.0] dots_of_other_functions_of_the_same |x, z| {
        // Functions of the same nodes, which differ in their slopes alone.
        let functions: [fn(Smooth<D>) -> Smooth<D>; 4] = [Smooth::sin, Smooth::exp, Smooth::softplus, Smooth::cos];
        let vector = |f: fn(Smooth<D>) -> Smooth<D>| -> Vec<Smooth<D>> { (0..9).map(|i| f(x[i % 4])).collect() };
        let mut sum = x[0] * 0.5;
        for f in functions {
            let y = vector(f);
            sum += (0..3).map(|k| dot(&c(12)[k..k + 9], &y).sin()).sum::<Smooth<D>>() * dot(&y, &c(9));
            sum += dot(&c(9), &vector(|x| x.sin() * 2.0)) + dot(&c(9), &vector(|x| x.sin().cos()));
        }
        sum
    };
    [-2.0, 2.0] dots_of_the_same_constants |x, z| {
        let y = [z, z * 2.0, x[0], z];
        let more = [z, z * 2.0, x[0], x[0] * 0.0];
        (0..4).map(|k| dot(&c(4), &y) * x[1] + dot(&c(4), if k < 2 { &y } else { &more }).tanh()).sum::<Smooth<D>>()
    };
    [-2.0, 2.0] a_dot_that_grows |x, z| {
        let y = dot(&c(6), &mixed(x, z, 6));
        let more = y + x[0];
        y * more + dot(&[1.0, 2.0, 3.0], &[y, more, x[1]])
    };
    [-2.0, 2.0] rows_of_the_parameters |x, z| {
        let y = matvec(&c(4 * 11), &x);
        assert_eq!(y.len(), 11);
        dot(&c(11), &y) + y[3] * y[10] * y[0]
    };
    [-2.0, 2.0] the_first_row_alone |x, z| matvec(&c(4 * 5), &x)[0];
    [-2.0, 2.0] a_row_in_the_middle |x, z| matvec(&c(4 * 5), &x)[2] * 3.0;
    [-2.0, 2.0] one_row |x, z| matvec(&c(4), &x)[0].sin();
    [-2.0, 2.0] rows_of_everything |x, z| matvec(&c(13 * 9), &mixed(x, z, 13)).iter().map(|y| y.tanh()).sum::<Smooth<D>>();
    [-2.0, 2.0] rows_of_constants |x, z| matvec(&c(6), &[z, z * z])[2] * x[0];
    [-2.0, 2.0] rows_that_move |x, z| matvec(&mixed(x, z, 12), &x).iter().product::<Smooth<D>>();
    [-2.0, 2.0] rows_that_move_times_constants |x, z| matvec(&mixed(x, z, 12), &c(4)).iter().product::<Smooth<D>>();
    [-2.0, 2.0] layers |x, z| {
        let hidden: Vec<_> = matvec(&c(28), &x).iter().map(|y| y.tanh()).collect();
        let more: Vec<_> = matvec(&c(35), &hidden).iter().map(|y| y.sigmoid()).collect();
        dot(&c(5), &more) + matvec(&x[..2], &more[1..3])[0]
    };
    [-2.0, 2.0] no_rows |x, z| matvec::<f64, Smooth<D>>(&[], &x).iter().sum::<Smooth<D>>() + x[1];
    [-2.0, 2.0] no_columns |x, z| x[matvec::<f64, Smooth<D>>(&[], &[]).len()];
    [-2.0, 2.0] sums_of_exponentials |x, z| logsumexp(&x) * x[0] + logsumexp(&mixed(x, z, 17)) + logsumexp(&[x[1]]);
    [-2.0, 2.0] a_sum_of_exponentials_of_constants |x, z| logsumexp(&[z, z * 2.0]) * x[0];
    [-2.0, 2.0] shares |x, z| dot(&softmax(&x), &c(4));
}

#[test]
fn lengths_that_do_not_fit() {
    use crate::Error::LengthMismatch;
    let mut reports = crate::error::Reports::collect();
    assert!(matvec(&[1.0, 2.0, 3.0], &[1.0, 2.0]).iter().all(|y| y.is_nan()));
    assert_eq!(reports.take(), Some(LengthMismatch { what: "matvec", expected: 4, found: 3 }));
    assert_eq!(matvec(&[1.0, 2.0], &[0.0; 0]).len(), 2);
    assert_eq!(reports.take(), Some(LengthMismatch { what: "matvec", expected: 0, found: 2 }));
    assert!(dot(&[1.0], &[1.0, 2.0]).is_nan());
    assert_eq!(reports.take(), Some(LengthMismatch { what: "dot", expected: 1, found: 2 }));
    assert!(matvec(&[0.0; 0], &[0.0; 0]).is_empty() && matvec(&[0.0; 0], &[1.0]).is_empty());
    assert_eq!(reports.take(), None);
}
