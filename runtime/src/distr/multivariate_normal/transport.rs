//! Draws from the multivariate normal distribution that move by optimal transport (Jankowiak and Obermeyer 2018,
//! <https://doi.org/10.48550/arXiv.1806.01851>).
//!
//! Any velocity v(x) that carries N(mean, Σ) along as Σ moves by dΣ gives unbiased gradients. Among them v = A (x - mean)
//! with the symmetric solution A of A Σ + Σ A = dΣ is a gradient field, so it has the least mean square: any other differs
//! from it by a field without divergence against the density, which is orthogonal to all gradients. In the basis of the
//! eigenvectors of Σ, with eigenvalues λ, Aᵢⱼ = dΣᵢⱼ / (λᵢ + λⱼ).

use super::{Form, MultivariateNormal};
use crate::error::{self, Error};
use crate::source::{Generator, Noise, Pathwise};
use crate::{Number, Smooth};

impl<D: Number> MultivariateNormal<Smooth<D>> {
    /// One draw, which has the value of the usual one, and moves by optimal transport. A velocity has a first derivative
    /// only.
    pub(crate) fn path_by_transport<G: Generator>(&self, noise: &mut Noise<'_, G>) -> Vec<Smooth<D>> {
        let draw = self.path(noise);
        if self.form == Form::Diagonal || D::ORDER == 0 {
            // The eigenvectors stay where they are, and the usual rule is the same.
            return draw;
        }
        if D::ORDER > 1 {
            error::report(Error::SecondDerivative { of: "optimal transport" });
        }
        let x: Vec<f64> = draw.into_iter().map(Smooth::detach).collect();
        let moved = self.velocity(&x);
        moved.iter().zip(&self.mean).zip(&x).map(|((v, mean), x)| *v + (*mean - mean.frozen()) + *x).collect()
    }

    /// A (x - mean) with A in the place of dΣ, zero with the derivatives of the velocity.
    fn velocity(&self, x: &[f64]) -> Vec<Smooth<D>> {
        let n = self.dim();
        let of_matrix = |f: &dyn Fn(usize, usize) -> Smooth<D>| -> Vec<Smooth<D>> {
            (0..n * n).map(|at| f(at / n, at % n)).collect()
        };
        let covariance = of_matrix(&|i, j| self.covariance_at(i, j));
        let (values, vectors) = eigen(covariance.iter().map(|x| x.peek()).collect(), n);
        let q = |i: usize, j: usize| vectors[i * n + j];
        let residual: Vec<f64> = x.iter().zip(&self.mean).map(|(x, mean)| x - mean.peek()).collect();
        let turned: Vec<f64> = (0..n).map(|j| (0..n).map(|i| q(i, j) * residual[i]).sum()).collect();
        let change = |i: usize, j: usize| covariance[i * n + j] - covariance[i * n + j].frozen();
        let half = of_matrix(&|i, j| (0..n).map(|k| change(i, k) * q(k, j)).sum());
        let along = |i: usize, j: usize| (0..n).map(|k| half[k * n + j] * q(k, i)).sum::<Smooth<D>>();
        let speed =
            |i: usize| -> Smooth<D> { (0..n).map(|j| along(i, j) * (turned[j] / (values[i] + values[j]))).sum() };
        let speeds: Vec<Smooth<D>> = (0..n).map(speed).collect();
        (0..n).map(|i| (0..n).map(|j| speeds[j] * q(i, j)).sum()).collect()
    }
}

/// The eigenvalues of a symmetric matrix with `n` rows, and its eigenvectors in the columns of another (Jacobi's
/// rotations: Golub and Van Loan 2013, algorithm 8.5.2).
fn eigen(mut a: Vec<f64>, n: usize) -> (Vec<f64>, Vec<f64>) {
    let mut q: Vec<f64> = (0..n * n).map(|at| if at / n == at % n { 1.0 } else { 0.0 }).collect();
    // It converges quadratically: a dozen sweeps are more than enough for any matrix that fits into memory.
    for _ in 0..30 {
        let mut still = true;
        for (i, j) in (0..n).flat_map(|j| (0..j).map(move |i| (i, j))) {
            let (off, scale) = (a[i * n + j], (a[i * n + i] * a[j * n + j]).abs().sqrt());
            if off.abs() > f64::EPSILON * scale {
                still = false;
                rotate(&mut a, &mut q, n, i, j);
            }
        }
        if still {
            break;
        }
    }
    ((0..n).map(|i| a[i * n + i]).collect(), q)
}

/// Makes the entry (i, j) zero.
fn rotate(a: &mut [f64], q: &mut [f64], n: usize, i: usize, j: usize) {
    let half_cot = (a[j * n + j] - a[i * n + i]) / (2.0 * a[i * n + j]);
    let tan = half_cot.signum() / (half_cot.abs() + half_cot.hypot(1.0));
    let cos = 1.0 / tan.hypot(1.0);
    let sin = tan * cos;
    let turn = |m: &mut [f64], p: usize, r: usize| (m[p], m[r]) = (cos * m[p] - sin * m[r], sin * m[p] + cos * m[r]);
    for k in 0..n {
        turn(a, k * n + i, k * n + j);
        turn(q, k * n + i, k * n + j);
    }
    for k in 0..n {
        turn(a, i * n + k, j * n + k);
    }
    // What rounding left.
    (a[i * n + j], a[j * n + i]) = (0.0, 0.0);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Dual;
    use crate::source::Core;
    use rand::SeedableRng;
    use rand::rngs::Xoshiro256PlusPlus;

    type Smooth1 = Smooth<Dual<f64, 1>>;

    #[test]
    fn eigenvectors_diagonalise() {
        let a = vec![2.0, 0.3, -0.5, 0.3, 1.0, 0.25, -0.5, 0.25, 0.7];
        let (values, q) = eigen(a.clone(), 3);
        for (i, j) in (0..9).map(|at| (at / 3, at % 3)) {
            let back: f64 = (0..3).map(|k| q[i * 3 + k] * values[k] * q[j * 3 + k]).sum();
            assert!((back - a[i * 3 + j]).abs() < 4e-15, "{back}");
        }
    }

    /// Mean and variance of the derivative of sin(x₁ + 2 x₂) + x₁ x₃² by one entry of the covariance, by both rules.
    fn both(entry: usize) -> [(f64, f64); 2] {
        let moving = |xs: &[f64], at: usize| -> Vec<Smooth1> {
            (0..xs.len()).map(|i| Smooth(Dual::new(xs[i], [f64::from(u8::from(i == at))]))).collect()
        };
        let covariance = moving(&[2.0, 0.3, -0.5, 0.3, 1.0, 0.25, -0.5, 0.25, 0.7], entry);
        let rows: Vec<&[Smooth1]> = covariance.chunks(3).collect();
        let normal = MultivariateNormal::new(&[0.2, -0.4, 0.9], &rows).unwrap();
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(1);
        let mut core = Core::<_, Dual<f64, 1>>::new(&mut rng);
        let mut sums = [(0.0, 0.0); 2];
        const N: usize = 200_000;
        for at in 0..2 * N {
            let noise = &mut core.noise();
            let x = if at % 2 == 0 { normal.path(noise) } else { normal.path_by_transport(noise) };
            let f = (x[0] + 2.0 * x[1]).sin() + x[0] * x[2] * x[2];
            let slope = f.0.parts().1[0];
            sums[at % 2].0 += slope;
            sums[at % 2].1 += slope * slope;
        }
        sums.map(|(sum, square)| (sum / N as f64, (square - sum * sum / N as f64) / (N as f64 - 1.0) / N as f64))
    }

    #[test]
    fn transport_is_unbiased_and_has_less_variance() {
        // d/dΣᵢⱼ E f = E ∂ᵢ∂ⱼ f / 2, with E sin(y) = sin(E y) exp(-V/2) for y = x₁ + 2 x₂ of variance 7.2 and mean -0.6
        let sine = -(-0.6_f64).sin() * (-3.6_f64).exp();
        let exact = [0.5 * sine, sine, 0.9, sine, 2.0 * sine, 0.0, 0.9, 0.0, 0.2];
        for (entry, exact) in exact.iter().enumerate() {
            let [usual, transport] = both(entry);
            for (mean, variance) in [usual, transport] {
                assert!((mean - exact).abs() < 5.0 * variance.sqrt(), "{entry}: {mean} instead of {exact}");
            }
            // 0.34 to 0.85
            assert!(transport.1 < 0.9 * usual.1, "{entry}: {} of the usual variance", transport.1 / usual.1);
        }
    }
}
