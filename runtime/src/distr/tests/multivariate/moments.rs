//! Means, covariances and entropies: against those of draws, and their derivatives.

use super::*;

/// The mean and the second moments about it of each entry, as one sequence: mean, covariances row by row (of vectors) or
/// variances (of matrices).
fn moments(any: &Any<f64>) -> Option<(Vec<f64>, Vec<f64>)> {
    Some(match any {
        Any::Normal(d) => (d.mean().to_vec(), d.covariance().concat()),
        Any::Dirichlet(d) => (d.mean(), d.covariance().concat()),
        Any::Wishart(d) => (d.mean().concat(), d.variance().concat()),
        Any::Lkj(d) => (d.mean().concat(), Vec::new()),
        Any::Relaxed(_) => return None,
    })
}

/// Fails unless the mean of the numbers is the expected one, within 5 of its standard errors.
#[track_caller]
fn agrees(xs: impl Iterator<Item = f64> + Clone, want: f64, what: &dyn Debug) {
    let (n, sum) = xs.clone().fold((0.0, 0.0), |(n, sum), x| (n + 1.0, sum + x));
    let mean = sum / n;
    let std_err = (xs.map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0) / n).sqrt();
    assert!((mean - want).abs() <= 5.0 * std_err + 1e-14, "{what:?}: {mean} ± {std_err} instead of {want}");
}

#[test]
fn draws_have_the_moments() {
    for &(name, n, rank, p) in TYPICAL {
        let any = build(name, n, rank, p).unwrap();
        let Some((mean, second)) = moments(&any) else { continue };
        let mut rng = rng(10);
        let draws: Vec<Vec<f64>> = (0..50_000).map(|_| any.draw(&mut rng)).collect();
        let size = mean.len();
        for (i, want) in mean.iter().enumerate() {
            agrees(draws.iter().map(|x| x[i]), *want, &(name, p, i));
        }
        for (k, want) in second.iter().enumerate() {
            let (i, j) = if second.len() == size { (k, k) } else { (k / size, k % size) };
            agrees(draws.iter().map(|x| (x[i] - mean[i]) * (x[j] - mean[j])), *want, &(name, p, i, j));
        }
    }
}

fn entropy<T: Real>(any: &Any<T>) -> Option<T> {
    Some(match any {
        Any::Normal(d) => d.entropy(),
        Any::Dirichlet(d) => d.entropy(),
        Any::Wishart(d) => d.entropy(),
        Any::Lkj(d) => d.entropy(),
        Any::Relaxed(_) => return None,
    })
}

#[test]
fn entropies_are_means_of_densities() {
    for &(name, n, rank, p) in TYPICAL {
        let any = build(name, n, rank, p).unwrap();
        let Some(want) = entropy(&any) else { continue };
        let mut rng = rng(11);
        let surprises: Vec<f64> = (0..50_000).map(|_| -any.ln_pdf(&any.draw(&mut rng))).collect();
        agrees(surprises.iter().copied(), want, &(name, p));
        for i in 0..p.len() {
            // E[-ln p] moves with the mean of the draws' slopes: the score has mean 0, and cancels.
            let at = |steps: f64| {
                let mut q = p.to_vec();
                q[i] += 1e-4 * steps;
                if name == "covariance" && i >= n || name == "Wishart" && i > 0 {
                    let first = if name == "Wishart" { 1 } else { n };
                    let (a, b) = ((i - first) / n, (i - first) % n);
                    q[first + b * n + a] = q[i];
                }
                entropy(&build(name, n, rank, &q).unwrap()).unwrap()
            };
            let (value, [slope]) = entropy(&build(name, n, rank, &one_moving(p, i)).unwrap()).unwrap().0.parts();
            assert_eq!(value.to_bits(), want.to_bits(), "{name}");
            let mirrored = match name {
                "covariance" if i >= n => (i - n) / n != (i - n) % n,
                "Wishart" if i > 0 => (i - 1) / n != (i - 1) % n,
                _ => false,
            };
            let want = (8.0 * (at(1.0) - at(-1.0)) - (at(2.0) - at(-2.0))) / 12e-4;
            close(slope * if mirrored { 2.0 } else { 1.0 }, want, 1e-8 * (1.0 + want.abs()), &(name, p, i));
        }
    }
}

#[test]
fn large_concentrations_keep_their_digits() {
    // Beta(a, b) with a = 1e8, b = 2e8 is close to normal: ln(2πe V)/2 with V = a b / ((a + b)² (a + b + 1)), and beyond that
    // terms of the order 1/a.
    let entropy = Dirichlet::new(&[1e8, 2e8]).unwrap().entropy();
    let variance: f64 = 2.0 / 9.0 / (3e8 + 1.0);
    close(entropy, 0.5 * (2.0 * std::f64::consts::PI * std::f64::consts::E * variance).ln(), 1e-6, &"entropy");
    let variance = Dirichlet::new(&[1e17, 1.0]).unwrap().variance();
    close(variance[0], 1e-34, 1e-48, &"variance of what is close to 1");
}
