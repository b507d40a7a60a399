//! What is made of distributions, in ordinary programs.

use stochastic_grad::prelude::*;

program! {
    /// Several draws at once, in every way there is.
    mod several;
    check Several, at (0.4, 0.7), |p, rng| several(p.a, p.b, rng);

    #[stochastic_grad]
    fn several(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let wait = Exp::new(b)?;
        let xs = wait.iid(3).sample(rng);
        let ys: Vec<f64> = Normal::new(a, b)?.sample_iter(rng).take(2).collect();
        let zs = Normal::diagonal(&[a, 0.5], &[1.0, b])?;
        let z = zs.sample(rng);
        let mut total = 0.0;
        for (x, y) in xs.iter().zip(&ys) {
            total += x * y;
        }
        total += wait.iid(3).ln_pdf(&xs) + zs.ln_pdf(&z);
        Ok(total + z.iter().map(|z| z.powi(2)).sum::<f64>())
    }
}

program! {
    /// Transformed draws with their densities.
    mod transformed;
    check Transformed_, at (0.4, 0.7), |p, rng| transformed(p.a, p.b, rng);

    #[stochastic_grad(objective = Transformed_)]
    fn transformed(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let q = Logistic::new(0.0, 1.0)?.affine(a, b)?.map(bijection::Softplus);
        let x = q.sample(rng);
        let fixed = Gumbel::new(0.0, 1.0)?.map(bijection::Sigmoid);
        let y = fixed.sample(rng);
        let flow = bijection::Planar::new(&[a, 0.2], &[0.5, b], 0.1)?;
        let v = Normal::new(0.0, 1.0)?.iid(2).map(flow).sample(rng);
        let mut sum = 0.0;
        sum += q.ln_pdf(x) + q.ln_pdf(1.3) + fixed.ln_pdf(y);
        Ok(sum + x * y + v[0] * v[1])
    }
}

/// A model that keeps a distribution.
struct Market<T = f64> {
    growth: Normal<T>,
    years: usize,
}

program! {
    /// Distributions in structs, in vectors, chosen by a plain value, and passed to helpers.
    mod kept;
    check Kept::new(3), at (0.1, 0.3), |p, rng| kept(p.drift, p.volatility, 3, rng);

    #[stochastic_grad]
    fn price(growth: &Normal<f64>, years: usize, rng: &mut impl Rng) -> f64 {
        (0..years).map(|_| growth.sample(rng)).sum::<f64>().exp()
    }

    #[stochastic_grad]
    fn kept(drift: f64, volatility: f64, years: usize, rng: &mut impl Rng) -> Result<f64, Error> {
        let market = super::Market { growth: Normal::new(drift, volatility)?, years };
        let jumps = vec![Laplace::new(0.0, volatility)?, Laplace::new(drift, 1.0)?];
        let jump = match rng.random_range(0..3) {
            0 => &jumps[0],
            _ => &jumps[1],
        };
        let shock = jump.sample(rng);
        Ok(price(&market.growth, market.years, rng) + shock + market.growth.cdf(0.2) + market.growth.quantile(0.9))
    }
}

program! {
    /// A distribution as a parameter, with helpers that take the same.
    mod as_parameter;
    check AsParameter, at (Normal::new(0.3, 0.8).unwrap(), Weibull::new(1.2, 1.7).unwrap()),
        |p, rng| as_parameter(&p.d, p.w, rng);

    #[stochastic_grad]
    fn moment(d: &Normal<f64>, rng: &mut impl Rng) -> f64 {
        d.sample(rng).powi(3)
    }

    #[stochastic_grad]
    fn as_parameter(d: &Normal<f64>, w: Weibull<f64>, rng: &mut impl Rng) -> f64 {
        let mut acc = 0.0;
        acc += moment(d, rng) * w.sample(rng);
        acc += d.ln_pdf(0.7) + w.mean() + d.entropy() + w.cdf(0.9);
        acc
    }
}

program! {
    /// What is made of distributions as parameters, and its distribution function.
    mod made;
    check Made, at (
        Normal::diagonal(&[0.1, 0.2], &[1.0, 0.5]).unwrap(),
        Logistic::new(0.0, 1.0).unwrap().affine(0.3, 0.8).unwrap(),
    ), |p, rng| made(&p.q, &p.t, rng);

    #[stochastic_grad]
    fn made(
        q: &Independent<Normal<f64>>,
        t: &Transformed<Logistic<f64>, bijection::Affine<f64>>,
        rng: &mut impl Rng,
    ) -> f64 {
        let x = q.sample(rng);
        let y = t.sample(rng);
        q.ln_pdf(&x) + x[0] * y + t.cdf(0.4) + t.survival(y) + t.ln_pdf(y)
    }
}
