//! Kullback-Leibler divergences in programs: of constants, smooth values and both, accumulated, of distributions that are
//! arguments.

use stochastic_grad::prelude::*;

program! {
    /// An accumulator that starts as a constant.
    mod accumulated;
    check Layers, at ([0.3, -0.2], [0.9, 1.2]), |p, rng| layers(&p.mu, &p.sigma, rng);

    #[stochastic_grad]
    fn layers(mu: &[f64; 2], sigma: &[f64; 2], rng: &mut impl Rng) -> Result<f64, Error> {
        let prior = Normal::new(0.0, 2.0)?;
        let (mut acc, mut fixed) = (0.0, 0.0);
        let mut x = 0.0;
        for (mu, sigma) in mu.iter().zip(sigma) {
            let q = Normal::new(*mu, *sigma)?;
            acc += kl_divergence(&q, &prior);
            fixed += kl_divergence(&prior, &Normal::new(1.0, 1.5)?);
            x += q.sample(rng);
        }
        if fixed > 100.0 {
            return Ok(0.0);
        }
        Ok(x.sin() - acc - fixed)
    }
}

program! {
    /// A distribution as an argument, by reference and by value.
    mod argument;
    check Elbo::new(&[0.5, 1.5]), at (Normal::new(0.3, 0.7).unwrap(), Gamma::new(2.0, 0.5).unwrap()),
        |p, rng| elbo(&p.q, p.scale, &[0.5, 1.5], rng);

    #[stochastic_grad]
    fn elbo(q: &Normal<f64>, scale: Gamma<f64>, #[constant] data: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
        let (z, s) = (q.sample(rng), scale.mean());
        let mut fit = 0.0;
        for x in data {
            fit += Normal::new(z, s)?.ln_pdf(*x);
        }
        let mut kl = kl_divergence(q, &Normal::new(0.0, 1.0)?);
        kl += kl_divergence(&scale, &Exp::new(1.0)?);
        Ok(0.01 * fit - kl)
    }
}

program! {
    /// Constants only: a plain number, on which everything is allowed.
    mod constants;
    check Chosen, at (0.4,), |p, rng| chosen(p.a, rng);

    #[stochastic_grad]
    fn chosen(a: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let p = Gamma::new(2.0, 1.0)?;
        let near = kl_divergence(&p, &Exp::new(0.5)?);
        let far: f64 = kl_divergence(&p, &Uniform::new(0.0, 1.0)?);
        let weight = if near < far && far.is_infinite() { near.floor() + 1.0 } else { 0.0 };
        Ok(a * weight + Normal::new(a, near)?.sample(rng))
    }
}

program! {
    /// Helpers, closures, vectors and made distributions.
    mod made;
    check Made, at (vec![0.3, -0.6], vec![0.5, 1.5], 0.25), |p, rng| made(&p.mu, &p.sigma, p.p, rng);

    #[stochastic_grad]
    fn between(p: &Normal<f64>, location: f64) -> Result<f64, Error> {
        Ok(kl_divergence(p, &Laplace::new(location, 1.0)?) + kl_divergence(p, &Gumbel::new(0.0, 1.0)?))
    }

    #[stochastic_grad]
    fn made(mu: &[f64], sigma: &[f64], p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let q = Normal::diagonal(mu, sigma)?;
        let vectors = MultivariateNormal::diagonal(mu, sigma)?;
        let prior = Normal::new(0.0, 1.0)?;
        let priors = Independent::new(vec![prior; mu.len()]);
        let wide = MultivariateNormal::from_covariance(&[0.0, 0.0], &[[2.0, 0.5], [0.5, 1.0]])?;
        let each = |m: f64| Ok::<f64, Error>(kl_divergence(&Normal::new(m, 1.0)?, &prior));
        let sum = mu.iter().map(|m| each(*m)).sum::<Result<f64, Error>>()?;
        let coins = kl_divergence(&Bernoulli::new(p)?, &Bernoulli::new(0.5)?);
        let mapped = kl_divergence(&prior.map(bijection::Exp), &Normal::new(mu[0], sigma[0])?.map(bijection::Exp));
        let x = q.sample(rng);
        Ok(x[0] * x[1] + kl_divergence(&q, &priors) + kl_divergence(&vectors, &wide) + sum + coins + mapped
            + between(&q.parts()[0], mu[1])?)
    }
}
