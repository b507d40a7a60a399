//! Vectors and matrices: drawn, passed on, and given to the distributions in every shape.

use stochastic_grad::prelude::*;

program! {
    /// Covariances of constants and smooth values, from slices, arrays and vectors.
    mod portfolio;
    check Portfolio::new(&[1.0, 2.0]), at (vec![0.5, -0.2], 0.3), |p, rng| portfolio(&p.mean, p.rho, &[1.0, 2.0], rng);

    #[stochastic_grad]
    fn portfolio(mean: &[f64], rho: f64, #[constant] weights: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
        let normal = MultivariateNormal::new(mean, &[[1.0, rho], [rho, 2.0]])?;
        let x = normal.sample(rng);
        let standard = MultivariateNormal::diagonal(&[0.0, 0.0], &[1.0, 2.0])?;
        let noise = standard.sample(rng);
        let constant = standard.ln_pdf(&[0.5, 0.25]);
        let rows = vec![vec![1.0, rho * 0.5], vec![rho * 0.5, 1.0]];
        let y = MultivariateNormal::new(&vec![0.0, 1.0], &rows)?.sample(rng);
        let factor = MultivariateNormal::from_cholesky(&x, &[vec![1.0], vec![rho, 0.5]])?;
        let low_rank = MultivariateNormal::low_rank(mean, &[[0.5], [rho]], &[1.0, 2.0])?;
        Ok(dot(&x, weights) * y[0]
            + normal.ln_pdf(&x)
            + standard.ln_pdf(&x) * noise[1]
            + factor.ln_pdf(&noise)
            + low_rank.ln_pdf(&[0.1, 0.2])
            + low_rank.sample(rng)[1] * constant
            + normal.entropy()
            + normal.variance()[1]
            + x.iter().zip(weights).map(|(x, w)| (x * w).exp()).sum::<f64>().ln())
    }
}

program! {
    /// A covariance from standard deviations and a drawn correlation.
    mod hierarchy;
    check Hierarchy, at ([0.5, 1.5], 0.8), exact [3.0, 1.0, 0.0], |p, rng| hierarchy(&p.scales, p.mean, rng);

    #[stochastic_grad]
    fn hierarchy(scales: &[f64; 2], mean: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let l = LkjCholesky::new(2, 1.5)?.sample(rng);
        let rows: Vec<Vec<f64>> =
            l.iter().zip(scales).map(|(row, scale)| row.iter().map(|x| x * scale).collect()).collect();
        let x = MultivariateNormal::from_cholesky(&[mean, -mean], &rows)?.sample(rng);
        // E = 3 s₁² + s₂²/3 for each mean, and zero-mean terms
        Ok(3.0 * (x[0] - mean).powi(2) + (x[1] + mean).powi(2) / 3.0)
    }
}

program! {
    /// Weights on the simplex.
    mod weights;
    check Blend, at (vec![0.4, -0.3, 0.2], 0.7), |p, rng| blend(&p.logits, p.tau, rng);

    #[stochastic_grad]
    fn blend(logits: &[f64], tau: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let soft = RelaxedCategorical::new(tau, logits)?;
        let x = soft.sample(rng);
        let plain = Dirichlet::new(&[0.5, 1.0, 2.0])?.sample(rng);
        let density = Dirichlet::new(&[tau, 1.0, 2.0])?.ln_pdf(&plain);
        let mut largest = 0.0;
        for (i, w) in x.iter().enumerate() {
            largest += w * (i as f64);
        }
        Ok(largest + soft.ln_pdf(&plain) + density + largest * Dirichlet::new(&[1.0, tau])?.mean()[1])
    }
}

program! {
    /// Exact derivatives of draws that move implicitly.
    mod simplex;
    check Simplex, at ([0.5, 1.5, 3.0], 4.5), exact [0.18, -0.02, -0.02, 2.0],
        |p, rng| simplex(&p.alpha, p.nu, rng);

    #[stochastic_grad]
    fn simplex(alpha: &[f64; 3], nu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let x = Dirichlet::new(alpha)?.sample(rng);
        let w = Wishart::new(nu, &[[1.0, 0.5], [0.5, 1.0]])?.sample(rng);
        // E x₁ = α₁ / Σ α, E tr W = 2 ν
        Ok(x[0] + w.iter().enumerate().map(|(i, row)| row[i]).sum::<f64>())
    }
}

program! {
    /// A distribution as parameters, as an argument of a helper, and in a closure.
    mod guide;
    check Guide::new(&[0.5, 1.0]),
        at MultivariateNormal::from_cholesky(&[0.3, -0.2], &[[1.0, 0.0], [0.4, 0.8]]).unwrap(),
        |p, rng| guide(&p.q, &[0.5, 1.0], rng);

    #[stochastic_grad]
    fn guide(q: &MultivariateNormal<f64>, #[constant] data: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
        let z = drawn(q, rng);
        let prior = MultivariateNormal::diagonal(&[0.0, 0.0], &[1.0, 1.0])?;
        let ln_joint = |z: &[f64]| -> f64 { prior.ln_pdf(z) - 0.5 * (data[0] - z[0]).powi(2) - (data[1] - z[1]).cosh().ln() };
        Ok(ln_joint(&z) + q.entropy() - q.ln_pdf(&z))
    }

    #[stochastic_grad]
    fn drawn(q: &MultivariateNormal<f64>, rng: &mut impl Rng) -> Vec<f64> {
        q.sample(rng)
    }
}
