//! The derivatives against tables that mpmath computed with 50 digits.

use super::{beta, gamma};

fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [f64; N]> {
    table.lines().skip(1).map(|line| {
        let mut fields = line.split(',').map(|field| field.parse().expect("a number"));
        std::array::from_fn(|_| fields.next().expect("as many columns"))
    })
}

/// The relative error.
fn error(x: f64, reference: f64) -> f64 {
    if x == reference { 0.0 } else { (x / reference - 1.0).abs() }
}

#[test]
fn gamma_slopes() {
    let mut worst = (0.0, [0.0; 3]);
    for row @ [shape, x, want] in rows(include_str!("data/gamma_grad.csv")) {
        let got = x * gamma::slope_of_ln(shape, x, x.ln());
        let error = error(got, want);
        if !(error <= 1e-13) {
            println!("{row:?} {got:e} {error:e}");
        }
        if error > worst.0 {
            worst = (error, row);
        }
    }
    println!("{worst:?}");
    assert!(worst.0 <= 1e-13, "{worst:?}");
}

#[test]
fn beta_slopes() {
    let mut worst = (0.0, [0.0; 5]);
    for row @ [a, b, x, da, db] in rows(include_str!("data/beta_grad.csv")) {
        let logit = crate::special::value::logit(x);
        let slopes = beta::slopes_of_logit(a, b, logit, [true, true]).map(|s| s * x * (1.0 - x));
        for (got, want) in slopes.into_iter().zip([da, db]) {
            let error = error(got, want);
            if !(error <= 1e-13) {
                println!("{row:?} {got:e} {error:e}");
            }
            if error > worst.0 {
                worst = (error, row);
            }
        }
    }
    println!("{worst:?}");
    assert!(worst.0 <= 1e-13, "{worst:?}");
}
