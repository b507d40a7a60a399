//! How draws move: with the parameters, the distribution function at the draw stays what it is.

use super::*;

/// Two nested directions: for second derivatives by any two parameters.
type Second = Dual<Dual<f64, 4>, 4>;

/// Settings, awkward ones too.
const SETTINGS: &[(&str, &[f64])] = &[
    ("TruncatedNormal", &[0.3, 1.1, -1.0, 2.0]),
    ("TruncatedNormal", &[0.0, 1.0, -3.0, 5.0]),
    ("TruncatedNormal", &[5.0, 1.0, -1.0, 1.0]),
    ("TruncatedNormal", &[-5.0, 1.0, -1.0, 1.0]),
    ("TruncatedNormal", &[0.0, 1.0, 40.0, 41.0]),
    ("TruncatedNormal", &[50.0, 1.0, -3.0, 10.0]),
    ("TruncatedNormal", &[0.2, 1.5, 0.1, 0.1001]),
    ("TruncatedNormal", &[0.5, 2.0, f64::NEG_INFINITY, 1.0]),
    ("TruncatedNormal", &[0.5, 2.0, 20.0, f64::INFINITY]),
    ("TruncatedNormal", &[0.5, 2.0, f64::NEG_INFINITY, f64::INFINITY]),
    ("InverseGaussian", &[1.2, 2.5]),
    ("InverseGaussian", &[1.0, 1e4]),
    ("InverseGaussian", &[100.0, 0.5]),
    ("InverseGaussian", &[1e-3, 3.0]),
];

#[test]
fn the_distribution_function_at_a_draw_stays() {
    let mut worst = Worst::new();
    for &(name, p) in SETTINGS {
        let (plain, smooth) = (univariate(name, p).unwrap(), univariate(name, &directions(p)).unwrap());
        for seed in 0..200 {
            let (mut rng, mut same) =
                (Xoshiro256PlusPlus::seed_from_u64(seed), Xoshiro256PlusPlus::seed_from_u64(seed));
            let (x, moving) = (plain.draw(&mut rng), smooth.draw(&mut same));
            assert_eq!(x.to_bits(), moving.peek().to_bits(), "{name} {p:?}");
            // The smaller side; F moves with the parameters alone by as much as the draw takes back.
            let density = plain.ln_pdf(x).exp();
            let [at_rest, along] = [Smooth5::constant(x), moving].map(|x| smallest(smooth.sides(x).unwrap()).0.parts());
            for i in (0..p.len()).filter(|i| p[*i].is_finite()) {
                let scale = at_rest.1[i + 1].abs() + at_rest.0 / p[i].abs().max(1e-300) * 1e-2;
                // One unit in the last place of x is worth this much.
                let rounding = 1e-16 * x.abs() * density * moving.0.parts().1[i + 1].abs().max(1.0) / at_rest.0;
                worst.close(
                    "F along the draw",
                    along.1[i + 1],
                    0.0,
                    1e-12 * scale + rounding * scale,
                    &(name, p, x, i),
                );
            }
        }
    }
    worst.report();
}

fn smallest(sides: [Smooth5; 2]) -> Smooth5 {
    if sides[0].peek() < sides[1].peek() { sides[0] } else { sides[1] }
}

/// A draw of the family on numbers of second order, and F along it.
fn second_order(name: &str, p: &[f64], seed: u64) -> (f64, Vec<f64>) {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let moving: Vec<Smooth<Second>> = (p.iter().enumerate())
        .map(|(i, p)| {
            let unit: [f64; 4] = std::array::from_fn(|j| if i == j { 1.0 } else { 0.0 });
            Smooth(Dual::new(Dual::new(*p, unit), unit.map(Dual::constant)))
        })
        .collect();
    let tracer = &mut Core::<_, Second>::new(&mut rng);
    let tracer = &mut tracer.tracer::<NoFallback>();
    let (x, [lower, upper]) = match (name, &moving[..]) {
        ("TruncatedNormal", [a, b, c, d]) => {
            let family = TruncatedNormal::new(*a, *b, *c, *d).unwrap();
            let x = family.sample(tracer);
            (x, [family.cdf(x), family.survival(x)])
        }
        ("InverseGaussian", [a, b]) => {
            let family = InverseGaussian::new(*a, *b).unwrap();
            let x = family.sample(tracer);
            (x, [family.cdf(x), family.survival(x)])
        }
        _ => unreachable!("{name}"),
    };
    let side = if lower.peek() < upper.peek() { lower } else { upper };
    let second = side.0.parts().1.iter().flat_map(|row| row.parts().1).collect();
    (x.peek(), second)
}

#[test]
fn second_derivatives_of_the_distribution_function_along_a_draw_vanish() {
    let mut worst = Worst::new();
    for &(name, p) in SETTINGS {
        for seed in 0..50 {
            let (x, second) = second_order(name, p, seed);
            for (k, second) in second.into_iter().enumerate() {
                let (i, j) = (k / 4, k % 4);
                if i < p.len() && j < p.len() && p[i].is_finite() && p[j].is_finite() {
                    let scale = spread(p) / (p[i].abs() * p[j].abs());
                    worst.close("F''", second, 0.0, 1e-9 * scale, &(name, p, x, i, j));
                }
            }
        }
    }
    worst.report();
}

fn spread(p: &[f64]) -> f64 {
    p.iter().filter(|p| p.is_finite()).fold(1.0, |most: f64, p| most.max(p.abs())).powi(2)
}
