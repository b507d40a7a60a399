//! Macros of the standard library around smooth values.

use std::fmt::Write as _;
use stochastic_grad::prelude::*;

program! {
    /// Assertions on smooth values do not disturb the gradient.
    mod assertions;
    check Asserted::new(&[0.5, 1.0]), at (0.4, 0.7), |p, rng| asserted(p.mu, p.s, &[0.5, 1.0], rng);

    #[stochastic_grad]
    fn asserted(mu: f64, s: f64, #[constant] data: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
        assert!(s > 0.0, "s = {s} must be positive");
        debug_assert!(mu.is_finite() && !s.is_nan());
        assert_eq!(data.len(), 2, "two data");
        assert_ne!(mu, s);
        debug_assert_ne!(data[0], data[1]);
        let x = Uniform::new(mu, mu + s)?.sample(rng);
        assert!(x >= mu && (x <= mu || x > 0.0));
        assert!((0.0..=1.0).contains(&data[0]));
        debug_assert_eq!(x, x, "{} is not NaN", x);
        assert!(!(x < mu));
        assert!(matches!(data.len(), 1..=3));
        assert!(data.iter().all(|d| *d > 0.0), "{data:?}");
        Ok(x.powi(2))
    }
}

program! {
    /// Text: `format!`, `println!`, `write!`, `dbg!`, with inline names, positions and widths.
    mod text;
    check Logged::new(true), at (0.4, 0.7), |p, rng| logged(p.mu, p.s, true, rng);

    #[stochastic_grad]
    fn logged(mu: f64, s: f64, quiet: bool, rng: &mut impl Rng) -> Result<f64, Error> {
        let x = Normal::new(mu, s)?.sample(rng);
        let line = format!("{x:.3} {mu:>8} {s:e} {0:?} {y}", x, y = x + 1.0);
        let mut log = String::new();
        write!(log, "{x}").ok();
        writeln!(log, "{:?}", vec![x, 1.0]).expect("a string takes all");
        if !quiet {
            println!("{line}");
            eprintln!("{}", x * 2.0);
            dbg!(x);
        }
        let doubled = if quiet { x * 2.0 } else { dbg!(x * 2.0) };
        if line.is_empty() {
            panic!("{x} printed nothing");
        }
        Ok(doubled + (log.len() > 1000) as u8 as f64)
    }
}

program! {
    /// `vec!` in all forms, `matches!`, `todo!` and `unreachable!` in arms.
    mod values;
    check Values::new(Some(2)), at 0.4, |p, rng| values(p.x, Some(2), rng);

    #[stochastic_grad]
    fn values(x: f64, k: Option<u8>, rng: &mut impl Rng) -> Result<f64, Error> {
        let u = rng.random_range(0..3_i32);
        let a = vec![0.0; 3];
        let mut b = vec![0.0; 3];
        b[1] = x;
        let c = vec![1.0, x, 2.0];
        let d = vec![vec![x; 2], vec![0.5, 1.5]];
        let e: Vec<f64> = vec![];
        let f = [vec![1.0], vec![x]].concat();
        let g = match u {
            0 => x,
            1 if matches!(k, Some(n) if n > 1) => 2.0,
            1 => todo!("later"),
            2 => 1.0 + x,
            _ => unreachable!(),
        };
        let h = if k.is_none() { panic!("none") } else { x * x };
        Ok(a.iter().sum::<f64>() + dot(&b, &c) + d[1][0] * d[0][1] + e.iter().sum::<f64>() + f[1] + g + h)
    }
}
