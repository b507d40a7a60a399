//! Distributions as values: stored, passed on, chosen, and the words that go with drawing.

use stochastic_grad::prelude::*;
use stochastic_grad::special::{erf, ln_gamma, logsumexp, normal_cdf};

program! {
    /// The evidence lower bound with densities, entropies and special functions.
    mod evidence;
    check Evidence::new(&[0.3, 1.2, 2.2]), at (0.5, -0.7), |p, rng| evidence(p.mean, p.ln_sd, &[0.3, 1.2, 2.2], rng);

    #[stochastic_grad]
    fn evidence(mean: f64, ln_sd: f64, #[constant] data: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
        let q = Normal::new(mean, ln_sd.exp())?;
        let z = q.sample(rng);
        let rate = z.softplus() + 0.1;
        let prior = Normal::new(0.0, 1.0)?;
        let likelihood = data.iter().map(|x| Ok(Exp::new(rate)?.ln_pdf(*x))).sum::<Result<f64, Error>>()?;
        let special =
            ln_gamma(rate) + erf(z) + normal_cdf(0.5) * normal_cdf(z) + logsumexp(&[z, 0.0, rate]) + z.sigmoid();
        let s = 0.3.softplus() + special;
        Ok(prior.ln_pdf(z) + likelihood + q.entropy() - q.ln_pdf(z) + s)
    }
}

program! {
    /// Raw noise and the plain generator: shuffles, minibatches, choices, noise of rand's own.
    mod noise;
    check Minibatch::new(&[1.0, 2.0, 3.0, 4.0]), at (0.4, 0.7),
        |p, rng| minibatch(p.a, p.b, &[1.0, 2.0, 3.0, 4.0], rng);

    #[stochastic_grad]
    fn minibatch(a: f64, b: f64, #[constant] data: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
        let mut order: Vec<usize> = (0..data.len()).collect();
        for i in (1..order.len()).rev() {
            let j = rng.random_range(0..=i);
            order.swap(i, j);
        }
        let u = rng.random::<f64>();
        let v: f64 = rng.random();
        let coin = rng.random_bool(0.3);
        let ratio = rng.random_ratio(1, 3);
        let k: u32 = rng.random_range(1..=6);
        let pick = rng.random_range(0.0..data[0]);
        let mut noise = [0_u8; 2];
        rng.fill(&mut noise);
        let us: Vec<f64> = (0..2).map(|_| rng.random()).collect();
        let batch = &order[..2];
        let mut loss = 0.0;
        for &i in batch {
            loss += (a + b * data[i] - u).powi(2);
        }
        if u < 0.3 && coin || ratio {
            loss *= 2.0;
        }
        Ok(loss / batch.len() as f64
            + a * v * f64::from(k)
            + pick * b
            + noise[0] as f64 * a
            + dot(&us, &[a, 1.0])
            + (rng.next_u32() % 7) as f64 * b)
    }
}

program! {
    /// `detach` and `custom`.
    mod words;
    check Stopped, at (0.6, 1.3), exact [1.0 + (-0.6_f64).exp() * -1.0, 2.0 * 1.3 + 0.6],
        |p, rng| stopped(p.a, p.b, rng);

    #[stochastic_grad]
    fn stopped(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let frozen = a.detach();
        let up = if frozen > 0.5 { b } else { 0.0 };
        let _u: f64 = rng.random();
        let exp = custom(-a, |x| (x.exp(), x.exp()));
        let square = custom(b, |x| {
            let y = if x > 0.0 { x } else { -x };
            (y * y, 2.0 * x)
        });
        let product = custom((a, up), |(x, y)| (0.0 * x * y, (0.0, 0.0)));
        let pair = custom([a, b], |[_, _]| (1.0, [0.0, 0.0]));
        let constant = custom(2.0, |x| (x * x, 2.0 * x));
        let kept: Vec<f64> = [a, b].iter().map(|x| x.detach()).collect();
        let table = [1.0, 2.0, 3.0];
        let index = (kept[0] * 2.0) as usize;
        Ok(a + exp + square + product + frozen * b + pair + constant + kept[1] + table[index])
    }
}

program! {
    /// Score-function draws: counts, categories, coins, each where a branch depends on the draw.
    mod scores;
    check Coins::new(3), at 0.3, exact [3.0 + 6.0 * 0.3], |p, rng| coins(p.p, 3, rng),
    check Tree, at 0.4, exact [2.0 - 2.0 * 0.4], |p, rng| tree(p.p, rng),
    check Arrivals, at (1.5, 0.2), exact [2.0 * 1.5 + 1.0 + 0.2, 1.5], |p, rng| arrivals(p.rate, p.price, rng),
    check Choice::new(&[1.0, 4.0]), at [0.5, 0.5], exact [-0.75, 0.75], |p, rng| choice(&p.logits, &[1.0, 4.0], rng);

    /// E[k²] + 3 p for k ~ Binomial(3, p), less its variance terms: 3p + 6p² in the mean of k², minus 3p, plus 3p.
    #[stochastic_grad(fallback = score_function)]
    fn coins(p: f64, n: usize, rng: &mut impl Rng) -> Result<f64, Error> {
        let coin = Bernoulli::new(p)?;
        let heads = (0..n).filter(|_| coin.sample(rng)).count();
        Ok((heads * heads) as f64 - if n > 5 { p } else { 0.0 } - 3.0 * p * p)
    }

    #[stochastic_grad]
    fn tree(p: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let mut value = 0.0;
        if Bernoulli::new(p)?.score_function().sample(rng) {
            value += 1.0;
        } else {
            let again = Bernoulli::new(p)?.score_function();
            let hit = again.sample(rng);
            value = match hit {
                true => 1.0,
                false => value,
            };
        }
        Ok(value)
    }

    #[stochastic_grad]
    fn arrivals(rate: f64, price: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let n = Poisson::new(rate)?.score_function().sample(rng);
        let mut total = 0.0;
        for _ in 0..n {
            total += price;
        }
        Ok(total + (n * n) as f64)
    }

    #[stochastic_grad(fallback = score_function)]
    fn choice(logits: &[f64], #[constant] costs: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
        let d = Categorical::from_logits(logits)?;
        let k = rng.sample(d);
        Ok(match k {
            0 => costs[0],
            k if k < costs.len() => costs[k],
            _ => unreachable!(),
        })
    }
}

program! {
    /// A branching process and a policy gradient: draws that decide how many draws follow.
    mod branching;
    check Epidemic::new(3), at 0.8, exact [1.0 + 2.0 * 0.8 + 3.0 * 0.64], |p, rng| epidemic(p.r0, 3, rng),
    check Episode::new(3), at 0.0, exact [3.0 * 0.25 * 2.0], |p, rng| episode(p.theta, 3, rng);

    /// The infected over some generations: Σ r0^k.
    #[stochastic_grad(fallback = score_function)]
    fn epidemic(r0: f64, generations: usize, rng: &mut impl Rng) -> Result<f64, Error> {
        let mut infected = 1_u64;
        let mut total = 0;
        for _ in 0..generations {
            let mut next = 0;
            for _ in 0..infected {
                next += Poisson::new(r0)?.sample(rng);
            }
            infected = next;
            total += infected;
            if infected == 0 {
                break;
            }
        }
        Ok(total as f64)
    }

    /// Each step pays 2 with probability sigmoid(theta), and a state follows.
    #[stochastic_grad(fallback = score_function)]
    fn episode(theta: f64, steps: u32, rng: &mut impl Rng) -> Result<f64, Error> {
        #[derive(Clone, Copy, PartialEq)]
        enum State {
            Up,
            Down,
        }
        let mut state = State::Up;
        let mut reward = 0.0;
        for _ in 0..steps {
            let before = state;
            let go = Bernoulli::new(theta.sigmoid())?.sample(rng);
            state = if go { State::Up } else { State::Down };
            reward += if before == State::Up || steps > 0 { 0.0 } else { 1.0 };
            reward += match state {
                State::Up => 2.0,
                State::Down => 0.0,
            };
        }
        Ok(reward)
    }
}

program! {
    /// Every pathwise family with an explicit rule, from parameters and from mixtures of parameters and constants.
    mod families;
    check Families, at (0.7, 1.3), |p, rng| families(p.a, p.b, rng);

    #[stochastic_grad]
    fn families(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let mut sum =
            Normal::new(a, b)?.sample(rng) * Normal::new(a, 1.0)?.sample(rng) * Normal::new(1.0, b)?.sample(rng);
        sum += LogNormal::new(a, 0.3 * b)?.sample(rng).ln_1p();
        sum += HalfNormal::new(b)?.sample(rng) + Uniform::new(a, 2.0)?.sample(rng) + Exp::new(b)?.sample(rng);
        sum += Laplace::new(a, b)?.sample(rng).tanh() + Logistic::new(0.0, b)?.sample(rng).tanh();
        sum += Gumbel::new(a, b)?.sample(rng).tanh() + Cauchy::new(a, b)?.sample(rng).atan();
        sum += Weibull::new(b, 1.5)?.sample(rng) + Weibull::new(1.0, b)?.sample(rng);
        sum += rng.sample(Normal::new(a, b)?) + rng.sample(&Exp::new(1.0)?);
        Ok(sum)
    }
}

program! {
    /// Distributions handed to helpers.
    mod handed;
    check Handed, at (0.4, 0.7), |p, rng| handed(p.mu, p.s, rng);

    #[stochastic_grad]
    fn twice(d: &Normal<f64>, rng: &mut impl Rng) -> f64 {
        d.sample(rng) + d.sample(rng)
    }

    #[stochastic_grad]
    fn density(d: Normal<f64>, x: f64) -> f64 {
        d.ln_pdf(x).exp()
    }

    #[stochastic_grad]
    fn made(mu: f64, s: f64) -> Result<Normal<f64>, Error> {
        Normal::new(mu, s)
    }

    #[stochastic_grad]
    fn handed(mu: f64, s: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let smooth = Normal::new(mu, s)?;
        let constant = Normal::new(0.0, 1.0)?;
        let x = twice(&smooth, rng) + twice(&constant, rng);
        let own = made(mu, 1.0)?;
        Ok(x + density(smooth, 0.3)
            + density(constant, mu) * density(constant, 1.0)
            + own.sample(rng) * made(0.0, 1.0)?.sample(rng))
    }
}

program! {
    /// Distributions in variables, arrays, vectors, options and structs, chosen by `if` and `match`.
    mod values;
    check Chosen, at (0.4, 0.7), |p, rng| chosen(p.mu, p.s, rng);

    struct Model<T = f64> {
        noise: Normal<T>,
        scale: T,
    }

    #[stochastic_grad]
    fn chosen(mu: f64, s: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let components = [Normal::new(mu, s)?, Normal::new(0.0, 1.0)?, Normal::new(1.0, s)?];
        let k = rng.random_range(0..3);
        let x = components[k].sample(rng);
        let heavy = rng.random_bool(0.5);
        let d = if heavy { Normal::new(0.0, 2.0)? } else { Normal::new(mu, 0.1)? };
        let y = d.sample(rng);
        let mut list = Vec::new();
        for i in 1..3 {
            list.push(Exp::new(s * i as f64)?);
        }
        let e: f64 = list.iter().map(|d| d.sample(rng)).sum();
        let maybe: Option<Uniform<f64>> = if heavy { Some(Uniform::new(0.0, s)?) } else { None };
        let u = match &maybe {
            Some(d) => d.sample(rng),
            None => 0.5,
        };
        let model = Model { noise: Normal::new(0.0, s)?, scale: mu };
        let z = model.scale * model.noise.sample(rng);
        let total: f64 = components.iter().map(|c| c.ln_pdf(x)).sum();
        let plain = Normal::new(0.0, 1.0)?;
        Ok(x * y + e + u + z + total + plain.ln_pdf(0.3) + plain.ln_pdf(x) + d.mean() + d.variance())
    }
}

program! {
    /// The generator and distributions handed to closures.
    mod passed;
    check Handing, at (0.6, 0.3), |p, rng| handing(p.a, p.b, rng);

    #[stochastic_grad]
    fn handing(a: f64, b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let d = Normal::new(a, b)?;
        let draw = |rng: &mut _| d.sample(rng);
        let x = draw(rng) + draw(rng);
        let mut sampler = |d: &Normal<f64>| d.sample(rng);
        let y = sampler(&d) + sampler(&Normal::new(0.0, 1.0)?);
        let r = &mut *rng;
        let z = d.sample(r);
        let zs: [f64; 3] = std::array::from_fn(|_| d.sample(rng));
        Ok(x + y * z + zs[2])
    }
}

program! {
    /// Counts by the score function, as their types are: indices, numbers of turns, lists.
    mod counts;
    check Counting, at (0.4, 1.5), exact [15.0, 4.0], |p, rng| counting(p.p, p.mu, rng),
    check Shares::new(6), at [0.5, 1.5], exact [-2.25, 0.75], |p, rng| shares(&p.weights, 6, rng);

    /// E = 10 p mu
    #[stochastic_grad(fallback = score_function)]
    fn counting(p: f64, mu: f64, rng: &mut impl Rng) -> Result<f64, Error> {
        let hits: u64 = Binomial::new(10, p)?.sample(rng);
        Ok(hits as f64 * mu)
    }

    /// E = n w[1] / (w[0] + w[1])
    #[stochastic_grad(fallback = score_function)]
    fn shares(weights: &[f64], n: u64, rng: &mut impl Rng) -> Result<f64, Error> {
        let counts = Multinomial::new(n, weights)?.sample(rng);
        Ok(counts.iter().enumerate().map(|(i, k)| i as f64 * *k as f64).sum())
    }
}

program! {
    /// Integer parameters: noise with and without a fallback, in variables, and handed to helpers.
    mod noise_of_integers;
    check Dice::new(&DiscreteUniform::new(1, 6).unwrap()), at 0.7, exact [3.5 + 1.6 * 0.7],
        |p, rng| dice(p.stake, &DiscreteUniform::new(1, 6).unwrap(), rng);

    #[stochastic_grad]
    fn defects(lot: Hypergeometric, rng: &mut impl Rng) -> f64 {
        lot.sample(rng) as f64
    }

    #[stochastic_grad(fallback = score_function)]
    fn dice(stake: f64, eyes: &DiscreteUniform, rng: &mut impl Rng) -> Result<f64, Error> {
        let lot = Hypergeometric::new(100, 8, 10)?;
        let k: i64 = rng.sample(eyes);
        let found = defects(lot, rng) + 0.0 * rng.sample(lot) as f64;
        let even = if k % 2 == 0 { 0.0 * stake } else { 0.0 };
        Ok(stake * k as f64 + stake * stake * found + even)
    }
}
