//! Tests of the distributions of vectors and matrices.

mod constructors;
mod data;
mod densities;
mod draws;
mod goodness;
mod moments;
mod parameters;

use super::*;
use crate::number::Number;

/// A number with one derivative.
type Smooth1 = Smooth<Dual<f64, 1>>;

fn along(x: f64, slope: f64) -> Smooth1 {
    Smooth(Dual::new(x, [slope]))
}

/// Numbers of which the one with the given index moves.
fn one_moving(xs: &[f64], index: usize) -> Vec<Smooth1> {
    xs.iter().enumerate().map(|(i, x)| along(*x, if i == index { 1.0 } else { 0.0 })).collect()
}

fn rng(seed: u64) -> Xoshiro256PlusPlus {
    Xoshiro256PlusPlus::seed_from_u64(seed)
}

/// A distribution of any of the families.
#[derive(Clone, Debug)]
enum Any<T> {
    Normal(MultivariateNormal<T>),
    Dirichlet(Dirichlet<T>),
    Wishart(Wishart<T>),
    Lkj(LkjCholesky<T>),
    Relaxed(RelaxedCategorical<T>),
}

/// Rows of a matrix from its entries one after the other.
fn rows<T: Copy>(entries: &[T], width: usize) -> Vec<Vec<T>> {
    entries.chunks(width.max(1)).map(<[T]>::to_vec).collect()
}

/// The rows up to the diagonal of a matrix from its entries one after the other.
fn triangle<T: Copy>(entries: &[T], n: usize) -> Vec<Vec<T>> {
    (0..n).map(|i| crate::linalg::row(entries, i).to_vec()).collect()
}

/// A distribution by its name, in `n` dimensions, from its parameters in their order.
fn build<T>(name: &str, n: usize, rank: usize, p: &[T]) -> Result<Any<T>, Error>
where
    T: Real<Own = T> + Join<T, Out = T> + Lift<T>,
{
    let normal = |built: Result<_, Error>| built.map(Any::Normal);
    match name {
        "cholesky" => normal(MultivariateNormal::from_cholesky(&p[..n], &triangle(&p[n..], n))),
        "covariance" => normal(MultivariateNormal::new(&p[..n], &rows(&p[n..], n))),
        "diagonal" => normal(MultivariateNormal::diagonal(&p[..n], &p[n..])),
        "low_rank" => {
            let (w, d) = p[n..].split_at(n * rank);
            normal(MultivariateNormal::low_rank(&p[..n], &rows(w, rank), d))
        }
        "Dirichlet" => Dirichlet::new(p).map(Any::Dirichlet),
        "Wishart" => Wishart::new(p[0], &rows(&p[1..], n)).map(Any::Wishart),
        "WishartCholesky" => Wishart::from_cholesky(p[0], &triangle(&p[1..], n)).map(Any::Wishart),
        "Lkj" => LkjCholesky::new(n, p[0]).map(Any::Lkj),
        "Relaxed" => RelaxedCategorical::new(p[0], &p[1..]).map(Any::Relaxed),
        _ => unreachable!("{name}"),
    }
}

impl<T: Real> Any<T> {
    /// ln of the density at a point, whose entries come one after the other.
    fn ln_pdf<X>(&self, x: &[X]) -> T::Out
    where
        X: Real + Lift<Smooth<<T::Out as Real>::Number>>,
        T: Join<X> + Lift<Smooth<<T::Out as Real>::Number>>,
    {
        match self {
            Any::Normal(d) => d.ln_pdf(x),
            Any::Dirichlet(d) => d.ln_pdf(x),
            Any::Wishart(d) => d.ln_pdf(&rows(x, d.dim())),
            Any::Lkj(d) => d.ln_pdf(&rows(x, d.dim())),
            Any::Relaxed(d) => d.ln_pdf(x),
        }
    }
}

impl Any<f64> {
    fn draw(&self, rng: &mut Xoshiro256PlusPlus) -> Vec<f64> {
        match self {
            Any::Normal(d) => d.sample(rng),
            Any::Dirichlet(d) => d.sample(rng),
            Any::Wishart(d) => d.sample(rng).concat(),
            Any::Lkj(d) => d.sample(rng).concat(),
            Any::Relaxed(d) => d.sample(rng),
        }
    }
}

impl<D: Number> Any<Smooth<D>> {
    fn draw_smooth(&self, rng: &mut Xoshiro256PlusPlus) -> Vec<Smooth<D>> {
        let mut core = Core::<_, D>::new(rng);
        let rng = &mut core.tracer::<NoFallback>();
        match self {
            Any::Normal(d) => d.sample(rng),
            Any::Dirichlet(d) => d.sample(rng),
            Any::Wishart(d) => d.sample(rng).concat(),
            Any::Lkj(d) => d.sample(rng).concat(),
            Any::Relaxed(d) => d.sample(rng),
        }
    }
}

/// The families with typical parameters: name, dimensions, columns of W, parameters.
const TYPICAL: &[(&str, usize, usize, &[f64])] = &[
    ("cholesky", 2, 0, &[0.3, -0.7, 1.2, 0.5, 0.8]),
    ("covariance", 2, 0, &[0.3, -0.7, 1.44, 0.6, 0.6, 0.89]),
    ("covariance", 3, 0, &[0.2, -0.4, 0.9, 2.0, 0.3, -0.5, 0.3, 1.0, 0.25, -0.5, 0.25, 0.7]),
    ("diagonal", 2, 0, &[0.4, -1.1, 0.9, 0.3]),
    ("low_rank", 2, 1, &[0.5, -0.2, 0.8, -0.6, 0.3, 0.5]),
    ("low_rank", 3, 2, &[0.5, -0.2, 0.1, 0.8, -0.6, 0.3, 0.5, -1.0, 0.2, 0.3, 0.5, 0.7]),
    ("Dirichlet", 3, 0, &[0.5, 1.5, 3.0]),
    ("Dirichlet", 4, 0, &[0.05, 100.0, 0.3, 40.0]),
    ("Wishart", 2, 0, &[4.5, 1.0, 0.4, 0.4, 0.97]),
    ("WishartCholesky", 3, 0, &[3.7, 0.7, 0.3, 0.6, -0.5, 0.2, 0.4]),
    ("Lkj", 1, 0, &[0.7]),
    ("Lkj", 2, 0, &[0.7]),
    ("Lkj", 4, 0, &[3.0]),
    ("Lkj", 10, 0, &[0.4]),
    ("Relaxed", 3, 0, &[0.7, 0.2, -0.5, 1.0]),
    ("Relaxed", 2, 0, &[3.0, 2.0, -1.0]),
];
