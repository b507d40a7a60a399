//! How the cost grows: `cargo bench -p stochastic-grad --bench scaling`.
//!
//! With the number of samples, the length of the program and the number of parameters; as numbers, and as the plot
//! `docs/scaling.svg`.

use plotters::prelude::*;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};
use stochastic_grad::prelude::*;

#[stochastic_grad]
fn wave(mu: f64, sigma: f64, rng: &mut impl Rng) -> Result<f64, Error> {
    let x = Normal::new(mu, sigma)?.sample(rng);
    Ok(x.sin() + x.powi(2))
}

/// Geometric Brownian motion with so many steps.
#[stochastic_grad]
fn motion(spot: f64, rate: f64, sigma: f64, steps: usize, rng: &mut impl Rng) -> Result<f64, Error> {
    let dt = 1.0 / steps as f64;
    let step = Normal::new((rate - 0.5 * sigma * sigma) * dt, sigma * dt.sqrt())?;
    let (mut price, mut sum) = (spot, 0.0);
    for _ in 0..steps {
        price *= step.sample(rng).exp();
        sum += price;
    }
    Ok((-rate).exp() * sum * dt)
}

/// Every parameter takes part, in an operation or two.
#[stochastic_grad]
fn squares(theta: &[f64], rng: &mut impl Rng) -> Result<f64, Error> {
    let z = Normal::new(0.0, 1.0)?.sample(rng);
    let mut sum = 0.0;
    for theta in theta {
        sum += (theta - z).powi(2);
    }
    Ok(sum)
}

/// The least time of several calls, in nanoseconds.
fn time<T>(mut run: impl FnMut(&mut StdRng) -> Result<T, Error>) -> Result<f64, Error> {
    let (mut rng, mut best, begin) = (StdRng::seed_from_u64(1), Duration::MAX, Instant::now());
    for call in 0..1000 {
        if call >= 3 && begin.elapsed() > Duration::from_millis(300) {
            break;
        }
        let start = Instant::now();
        black_box(run(&mut rng)?);
        best = best.min(start.elapsed());
    }
    Ok(best.as_nanos() as f64)
}

/// Measured nanoseconds, for numbers of something.
struct Curve {
    name: &'static str,
    points: Vec<(f64, f64)>,
}

/// The cost with each number of something, and what that is for each of them.
fn curve(name: &'static str, numbers: &[usize], measure: impl Fn(usize) -> Result<f64, Error>) -> Result<Curve, Error> {
    let points: Result<Vec<_>, Error> = numbers.iter().map(|n| Ok((*n as f64, measure(*n)?))).collect();
    let points = points?;
    println!("\n{name}");
    for (n, cost) in &points {
        println!("{n:>10} {cost:>16.1} ns {:>12.3} ns for each", cost / n);
    }
    Ok(Curve { name, points })
}

fn powers(base: usize, most: usize) -> Vec<usize> {
    std::iter::successors(Some(1), |n| Some(n * base)).take_while(|n| *n <= most).collect()
}

fn samples() -> Result<Vec<Curve>, Error> {
    let numbers = powers(4, 1 << 20);
    let cost = |n: usize| time(|rng| wave_grad(black_box((0.5, 1.2)), n, rng));
    Ok(vec![curve("E[sin x + x²], two derivatives", &numbers, cost)?])
}

fn lengths() -> Result<Vec<Curve>, Error> {
    const N: usize = 1024;
    let at = black_box((100.0, 0.05, 0.2));
    let cost = |steps: usize| Ok(time(|rng| motion_grad(at, steps, N, rng))? / N as f64);
    Ok(vec![curve("Brownian motion, three derivatives", &powers(4, 4096), cost)?])
}

fn parameters() -> Result<Vec<Curve>, Error> {
    const N: usize = 32;
    let numbers = powers(2, 4096);
    let theta: Vec<f64> = (0..4096).map(|i| f64::from(i).sin()).collect();
    let value = |k: usize| Ok(time(|rng| Squares.value(black_box(theta[..k].to_vec()), N, rng))? / N as f64);
    let estimator = |k: usize| Squares.estimator(black_box(&theta[..k])).samples(N);
    let forward = |k: usize| Ok(time(|rng| estimator(k).forward().run(rng))? / N as f64);
    let reverse = |k: usize| Ok(time(|rng| estimator(k).reverse().run(rng))? / N as f64);
    Ok(vec![
        curve("the program alone", &numbers, value)?,
        curve("forward mode", &numbers, forward)?,
        curve("reverse mode", &numbers, reverse)?,
    ])
}

type Drawing<T> = Result<T, Box<dyn std::error::Error>>;
type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;

fn plot(file: &Path, panels: &[(&str, &str, Vec<Curve>)]) -> Drawing<()> {
    let root = SVGBackend::new(file, (360 * panels.len() as u32, 320)).into_drawing_area();
    root.fill(&WHITE)?;
    for (area, (unit, cost, curves)) in root.split_evenly((1, panels.len())).iter().zip(panels) {
        panel(area, unit, cost, curves)?;
    }
    Ok(root.present()?)
}

fn panel(area: &Area<'_>, unit: &str, cost: &str, curves: &[Curve]) -> Drawing<()> {
    let points = || curves.iter().flat_map(|curve| &curve.points);
    let most = points().map(|point| point.0).fold(1.0, f64::max);
    let low = points().map(|point| point.1).fold(f64::MAX, f64::min);
    let high = points().map(|point| point.1).fold(f64::MIN, f64::max);
    let mut chart = ChartBuilder::on(area)
        .margin(10)
        .x_label_area_size(40)
        .y_label_area_size(60)
        .build_cartesian_2d((1.0..most).log_scale(), (low / 2.0..high * 4.0).log_scale())?;
    let number = |x: &f64| if *x < 1e5 { format!("{x}") } else { format!("{x:e}") };
    let mut mesh = chart.configure_mesh();
    mesh.x_desc(unit).y_desc(cost).x_label_formatter(&number).y_label_formatter(&number);
    mesh.bold_line_style(BLACK.mix(0.1)).light_line_style(TRANSPARENT).draw()?;
    for (i, curve) in curves.iter().enumerate() {
        let ink = [RGBColor(20, 60, 140), RGBColor(200, 90, 20), RGBColor(20, 130, 80)][i % 3];
        let line = LineSeries::new(curve.points.iter().copied(), ink.stroke_width(2)).point_size(2);
        let legend = move |(x, y)| PathElement::new([(x, y), (x + 16, y)], ink.stroke_width(2));
        chart.draw_series(line)?.label(curve.name).legend(legend);
    }
    let mut labels = chart.configure_series_labels();
    labels.position(SeriesLabelPosition::UpperLeft).margin(6).background_style(WHITE.mix(0.8)).draw()?;
    Ok(())
}

fn main() -> Drawing<()> {
    let panels = [
        ("samples", "ns", samples()?),
        ("steps of the program", "ns per sample", lengths()?),
        ("parameters", "ns per sample", parameters()?),
    ];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("docs");
    std::fs::create_dir_all(&folder)?;
    let file = folder.join("scaling.svg");
    plot(&file, &panels)?;
    println!("\nplotted in {}", file.display());
    Ok(())
}
