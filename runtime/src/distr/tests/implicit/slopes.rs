//! How draws move: with the parameters, the distribution function at the draw stays what it is.

use super::*;

/// Two nested directions: for second derivatives by any two parameters.
type Second = Dual<Dual<f64, 4>, 4>;

/// Settings, awkward ones too.
const SETTINGS: &[(&str, &[f64])] = &[
    ("Gamma", &[2.5, 1.3]),
    ("Gamma", &[0.02, 1e-3]),
    ("Gamma", &[3e5, 1e100]),
    ("InverseGamma", &[2.5, 1.3]),
    ("InverseGamma", &[0.1, 1e-3]),
    ("InverseGamma", &[1e4, 2.0]),
    ("ChiSquared", &[3.0]),
    ("ChiSquared", &[0.1]),
    ("Chi", &[3.0]),
    ("Chi", &[0.1]),
    ("Chi", &[1e4]),
    ("Beta", &[2.0, 3.0]),
    ("Beta", &[0.1, 0.2]),
    ("Beta", &[0.05, 30.0]),
    ("Beta", &[3e4, 20.0]),
    ("BetaPrime", &[2.0, 3.0]),
    ("BetaPrime", &[0.2, 0.1]),
    ("BetaPrime", &[300.0, 20.0]),
    ("FisherF", &[5.0, 20.0]),
    ("FisherF", &[0.5, 1.5]),
    ("FisherF", &[1e4, 3.0]),
    ("StudentT", &[3.0]),
    ("StudentT", &[0.1]),
    ("StudentT", &[1e6]),
    ("Pert", &[-1.0, 3.0, 0.5, 4.0]),
    ("Pert", &[0.0, 1.0, 0.001, 4.0]),
    ("Pert", &[2.0, 8.0, 8.0, 4.0]),
    ("Pert", &[-1.0, 1.0, 0.1, 100.0]),
    ("VonMises", &[0.5, 0.001]),
    ("VonMises", &[0.5, 1.5]),
    ("VonMises", &[-1.0, 13.0]),
    ("VonMises", &[2.0, 1e4]),
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

/// F along a draw of second order, on the smaller side, and F at the same point at rest.
macro_rules! second_order {
    ($make:expr, $tracer:expr) => {{
        let family = $make.unwrap();
        let x = family.sample($tracer);
        let at_rest = Smooth::constant(x.peek());
        if family.cdf(x).peek() < 0.5 {
            [x, family.cdf(x), family.cdf(at_rest)]
        } else {
            [x, family.survival(x), family.survival(at_rest)]
        }
    }};
}

fn second_order(name: &str, p: &[f64], seed: u64) -> [Smooth<Second>; 3] {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let moving: Vec<Smooth<Second>> = (p.iter().enumerate())
        .map(|(i, p)| {
            let unit: [f64; 4] = std::array::from_fn(|j| if i == j { 1.0 } else { 0.0 });
            Smooth(Dual::new(Dual::new(*p, unit), unit.map(Dual::constant)))
        })
        .collect();
    let mut core = Core::<_, Second>::new(&mut rng);
    let tracer = &mut core.tracer::<NoFallback>();
    match (name, &moving[..]) {
        ("Gamma", [a, b]) => second_order!(Gamma::new(*a, *b), tracer),
        ("InverseGamma", [a, b]) => second_order!(InverseGamma::new(*a, *b), tracer),
        ("ChiSquared", [a]) => second_order!(ChiSquared::new(*a), tracer),
        ("Chi", [a]) => second_order!(Chi::new(*a), tracer),
        ("Beta", [a, b]) => second_order!(Beta::new(*a, *b), tracer),
        ("BetaPrime", [a, b]) => second_order!(BetaPrime::new(*a, *b), tracer),
        ("FisherF", [a, b]) => second_order!(FisherF::new(*a, *b), tracer),
        ("StudentT", [a]) => second_order!(StudentT::new(*a), tracer),
        ("Pert", [a, b, c, d]) => second_order!(Pert::new(*a, *b).with_shape(*d).with_mode(*c), tracer),
        ("TruncatedNormal", [a, b, c, d]) => second_order!(TruncatedNormal::new(*a, *b, *c, *d), tracer),
        ("InverseGaussian", [a, b]) => second_order!(InverseGaussian::new(*a, *b), tracer),
        ("VonMises", [a, b]) => second_order!(VonMises::new(*a, *b), tracer),
        _ => unreachable!("{name}"),
    }
}

#[test]
fn second_derivatives_of_the_distribution_function_along_a_draw_vanish() {
    let mut worst = Worst::new();
    for &(name, p) in SETTINGS {
        for seed in 0..50 {
            let [x, along, at_rest] = second_order(name, p, seed);
            // Where the parameters take F, and the draw takes it back.
            let first = |i: usize| at_rest.0.parts().1[i].parts().0;
            let second = |f: Smooth<Second>, i: usize, j: usize| f.0.parts().1[i].parts().1[j];
            for (i, j) in (0..p.len()).flat_map(|i| (0..p.len()).map(move |j| (i, j))) {
                if p[i].is_finite() && p[j].is_finite() {
                    let both = (second(at_rest, i, i) * second(at_rest, j, j)).abs().sqrt();
                    let scale = both + second(at_rest, i, j).abs() + (first(i) * first(j) / at_rest.peek()).abs();
                    worst.close("F along", second(along, i, j), 0.0, 1e-9 * scale, &(name, p, x.peek(), i, j));
                }
            }
        }
    }
    worst.report();
}

/// The plain quantile inverts F, and F at the moving quantile is p, with all derivatives.
#[test]
fn quantiles_invert_the_distribution_functions() {
    macro_rules! check {
        ($worst:ident, $make:expr) => {
            for p in [1e-10, 0.02, 0.5, 0.9, 1.0 - 1e-10] {
                let family = $make.unwrap();
                let moving =
                    Smooth(Second::new(Dual::new(p, [0.0, 0.0, 0.0, 1.0]), [0.0, 0.0, 0.0, 1.0].map(Dual::constant)));
                let x = family.quantile(moving);
                let [f, p] = if p < 0.5 { [family.cdf(x), moving] } else { [family.survival(x), 1.0 - moving] };
                let (f, want) = (f.0.parts(), p.0.parts());
                let what = (stringify!($make), p.peek(), x.peek());
                // dx/dp is 1 over the density.
                let rounding = 1e-15 * (x.peek() / x.0.parts().1[3].parts().0).abs();
                $worst.close("F", f.0.parts().0, want.0.parts().0, 1e-12 * want.0.parts().0 + rounding, &what);
                for i in 0..4 {
                    let (first, second) = (f.1[i].parts(), want.1[i].parts());
                    $worst.close("F'", first.0, second.0, 1e-9, &what);
                    first.1.iter().for_each(|second| $worst.close("F''", *second, 0.0, 1e-9 + 1e-12 / p.peek(), &what));
                }
            }
        };
    }
    let unit = |i: usize| -> [f64; 4] { std::array::from_fn(|j| if i == j { 1.0 } else { 0.0 }) };
    let at = |x: f64, i: usize| Smooth(Second::new(Dual::new(x, unit(i)), unit(i).map(Dual::constant)));
    let mut worst = Worst::new();
    check!(worst, Gamma::new(at(2.5, 0), at(1.3, 1)));
    check!(worst, Gamma::new(at(0.3, 0), at(1.3, 1)));
    check!(worst, InverseGamma::new(at(2.5, 0), at(1.3, 1)));
    check!(worst, ChiSquared::new(at(3.0, 0)));
    check!(worst, Chi::new(at(3.0, 0)));
    check!(worst, Beta::new(at(2.0, 0), at(3.0, 1)));
    check!(worst, BetaPrime::new(at(2.0, 0), at(3.0, 1)));
    check!(worst, FisherF::new(at(5.0, 0), at(20.0, 1)));
    check!(worst, StudentT::new(at(3.0, 0)));
    check!(worst, TruncatedNormal::new(at(0.3, 0), at(1.1, 1), at(-1.0, 2), 2.0));
    check!(worst, TruncatedNormal::new(at(5.0, 0), at(1.0, 1), -1.0, at(1.0, 2)));
    worst.report();
}
