//! Flows: bijections of vectors, for `Normal::diagonal(&mu, &sigma)?.map(flow)`.

use super::arguments::{Argument, FINITE};
use super::bijection::Bijection;
use super::own::solve;
use super::{family, invalid};
use crate::entries::{Entries, Rows};
use crate::linalg::dot;
use crate::{Error, Join, Lift, Number, Real, Smooth};

/// The planar flow f(z) = z + u tanh(w·z + b), a bijection where w·u > -1.
///
/// ln |det f'(z)| = ln(1 + (w·u) (1 - tanh²(w·z + b))). The inverse solves one equation for w·z, which has one solution.
///
/// Source: Rezende and Mohamed 2015, <https://doi.org/10.48550/arXiv.1505.05770>.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// #[stochastic_grad]
/// fn loss(u: &[f64], b: f64, rng: &mut impl Rng) -> Result<f64, Error> {
///     let flow = bijection::Planar::new(u, &[1.0, -0.5], b)?;
///     let q = Normal::new(0.0, 1.0)?.iid(2).map(flow);
///     let x = q.sample(rng);
///     Ok(q.ln_pdf(&x) + 0.5 * (x[0] * x[0] + x[1] * x[1]))
/// }
///
/// let est = loss_grad(([0.5, 0.2], 0.1), 1000, &mut StdRng::seed_from_u64(1))?;
/// assert!(est.grad.u[0].is_finite());
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Planar<T = f64> {
    u: Vec<T>,
    w: Vec<T>,
    b: T,
}

family!(@lifting Planar { u, w, b });
family!(@parameters Planar { u: Vec, w: Vec, b });

impl<T: Real> Planar<T> {
    /// A planar flow with finite `u`, `w` and `b`, where `u` and `w` have as many entries as the vectors and
    /// w·u > -1.
    ///
    /// # Errors
    /// [`Error::InvalidEntry`] or [`Error::InvalidParameter`] where a parameter violates its bound,
    /// [`Error::LengthMismatch`] where the lengths differ.
    pub fn new<U, W, B>(u: &U, w: &W, b: B) -> Result<Self, Error>
    where
        U: Entries + ?Sized,
        W: Entries + ?Sized,
        U::Entry: Join<W::Entry> + Lift<T>,
        <U::Entry as Join<W::Entry>>::Out: Join<B, Out = T>,
        W::Entry: Lift<T>,
        B: Lift<T>,
    {
        let argument = |name| Argument { distribution: "Planar", name };
        let (u, w): (Vec<T>, Vec<T>) = (argument("u").vector(u, FINITE)?, argument("w").vector(w, FINITE)?);
        argument("w").length::<T>(w.len(), u.len())?;
        let b = b.lift();
        super::finite(b, "Planar", "b")?;
        super::require(T::leave(dot(&smooth(&w), &smooth(&u))), |v| v > -1.0, "Planar", "w·u", "> -1")?;
        Ok(Planar { u, w, b })
    }

    /// The direction that points move in.
    #[inline]
    pub fn u(&self) -> &[T] {
        &self.u
    }

    /// The direction that is looked at.
    #[inline]
    pub fn w(&self) -> &[T] {
        &self.w
    }

    /// The offset.
    #[inline]
    pub fn b(&self) -> T {
        self.b
    }
}

impl<D: Number> Bijection<D> for Planar<Smooth<D>> {
    type Point = Vec<Smooth<D>>;
    fn forward(&self, z: &Vec<Smooth<D>>) -> (Vec<Smooth<D>>, Smooth<D>) {
        if !fits("Planar", self.u.len(), z) {
            return nothing();
        }
        let at = dot(&self.w, z) + self.b;
        let tanh = at.tanh();
        let moved = z.iter().zip(&self.u).map(|(z, u)| *z + *u * tanh).collect();
        (moved, (dot(&self.w, &self.u) * at.sech_squared()).ln_1p())
    }
    fn inverse(&self, y: &Vec<Smooth<D>>) -> Vec<Smooth<D>> {
        if !fits("Planar", self.u.len(), y) {
            return nothing().0;
        }
        let (wanted, slope) = (dot(&self.w, y) + self.b, dot(&self.w, &self.u));
        // s + (w·u) tanh s = w·y + b, for s = w·z + b
        let start = increasing(wanted.peek(), slope.peek());
        let s = solve(start, |s| (s + slope * s.tanh() - wanted, 1.0 + slope * s.sech_squared()));
        let tanh = s.tanh();
        y.iter().zip(&self.u).map(|(y, u)| *y - *u * tanh).collect()
    }
    fn parameters(&self) -> Option<Vec<Smooth<D>>> {
        Some([&self.u[..], &self.w, &[self.b]].concat())
    }
}

/// The solution of s + c tanh s = y, for c > -1, between y - |c| and y + |c|: Newton's steps, and the middle where one
/// leads out.
fn increasing(y: f64, c: f64) -> f64 {
    let (mut low, mut high) = (y - c.abs(), y + c.abs());
    let mut s = y - c * y.tanh();
    for _ in 0..200 {
        let value = s + c * s.tanh() - y;
        if value > 0.0 {
            high = s;
        } else {
            low = s;
        }
        let newton = s - value / (1.0 + c * crate::special::value::sech_squared(s));
        let next = if low < newton && newton < high { newton } else { 0.5 * (low + high) };
        if next == s || high == low || value.is_nan() {
            break;
        }
        s = next;
    }
    s
}

/// The affine flow f(z) = A z + b with an invertible matrix A; ln |det f'(z)| = ln |det A|.
///
/// # Example
/// ```
/// use stochastic_grad::prelude::*;
///
/// let flow = bijection::AffineFlow::new(&[[2.0, 1.0], [0.0, 0.5]], &[1.0, -1.0])?;
/// let q = Normal::new(0.0, 1.0)?.iid(2).map(flow);
/// let x = q.sample(&mut StdRng::seed_from_u64(1));
/// assert_eq!(x.len(), 2);
/// assert!((q.ln_pdf(&[1.0, -1.0]) - -(std::f64::consts::TAU.ln())).abs() < 1e-15); // |det A| = 1, at z = 0
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct AffineFlow<T = f64> {
    /// row by row
    a: Vec<T>,
    b: Vec<T>,
}

family!(@lifting AffineFlow { a, b });
family!(@parameters AffineFlow { a: Vec, b: Vec });

impl<T: Real> AffineFlow<T> {
    /// An affine flow with the rows of a square matrix `a`, which has an inverse, and a shift `b`, all finite.
    ///
    /// # Errors
    /// [`Error::InvalidEntry`] or [`Error::InvalidParameter`] where a parameter violates its bound,
    /// [`Error::LengthMismatch`] where the lengths differ.
    pub fn new<A, B>(a: &A, b: &B) -> Result<Self, Error>
    where
        A: Rows + ?Sized,
        B: Entries + ?Sized,
        A::Entry: Join<B::Entry, Out = T> + Lift<T>,
        B::Entry: Lift<T>,
    {
        let argument = |name| Argument { distribution: "AffineFlow", name };
        let b: Vec<T> = argument("b").vector(b, FINITE)?;
        let a: Vec<T> = argument("a").matrix(a, b.len(), b.len())?;
        if Eliminated::of(&smooth(&a), b.len()).is_none() {
            let (parameter, requirement) = ("determinant of a", "!= 0");
            return Err(invalid::<T>(Error::InvalidParameter {
                distribution: "AffineFlow",
                parameter,
                requirement,
                value: 0.0,
            }));
        }
        Ok(AffineFlow { a, b })
    }

    /// The entries of the matrix, row by row.
    #[inline]
    pub fn a(&self) -> &[T] {
        &self.a
    }

    /// The shift.
    #[inline]
    pub fn b(&self) -> &[T] {
        &self.b
    }
}

impl<D: Number> Bijection<D> for AffineFlow<Smooth<D>> {
    type Point = Vec<Smooth<D>>;
    fn forward(&self, z: &Vec<Smooth<D>>) -> (Vec<Smooth<D>>, Smooth<D>) {
        let n = self.b.len();
        if !fits("AffineFlow", n, z) {
            return nothing();
        }
        let image = self.a.chunks(n.max(1)).zip(&self.b).map(|(row, b)| dot(row, z) + *b).collect();
        (image, Eliminated::of(&self.a, n).map_or(Smooth::constant(f64::NAN), |lu| lu.ln_determinant()))
    }
    fn inverse(&self, y: &Vec<Smooth<D>>) -> Vec<Smooth<D>> {
        if !fits("AffineFlow", self.b.len(), y) {
            return nothing().0;
        }
        let shifted: Vec<_> = y.iter().zip(&self.b).map(|(y, b)| *y - *b).collect();
        Eliminated::of(&self.a, y.len()).map_or_else(|| nothing().0, |lu| lu.solve(&shifted))
    }
    fn parameters(&self) -> Option<Vec<Smooth<D>>> {
        Some([&self.a[..], &self.b].concat())
    }
}

/// A matrix after Gauss's elimination with the largest pivot of each column: L and U in one, and the order of the rows.
struct Eliminated<D> {
    n: usize,
    lu: Vec<Smooth<D>>,
    order: Vec<usize>,
}

impl<D: Number> Eliminated<D> {
    /// None where a pivot is 0. Which pivot is taken changes nothing but rounding.
    fn of(a: &[Smooth<D>], n: usize) -> Option<Self> {
        let (mut lu, mut order) = (a.to_vec(), (0..n).collect::<Vec<_>>());
        for k in 0..n {
            let size = |i: &usize| lu[i * n + k].peek().abs();
            let pivot = (k..n).max_by(|i, j| size(i).total_cmp(&size(j)))?;
            if size(&pivot) == 0.0 {
                return None;
            }
            order.swap(k, pivot);
            (0..n).for_each(|j| lu.swap(k * n + j, pivot * n + j));
            for i in k + 1..n {
                let factor = lu[i * n + k] / lu[k * n + k];
                lu[i * n + k] = factor;
                for j in k + 1..n {
                    let known = factor * lu[k * n + j];
                    lu[i * n + j] -= known;
                }
            }
        }
        Some(Eliminated { n, lu, order })
    }

    /// ln |det A|
    fn ln_determinant(&self) -> Smooth<D> {
        (0..self.n).map(|k| Smooth(self.lu[k * self.n + k].0.abs()).ln()).sum()
    }

    /// The solution of A x = y.
    fn solve(&self, y: &[Smooth<D>]) -> Vec<Smooth<D>> {
        let n = self.n;
        let mut x: Vec<_> = self.order.iter().map(|i| y[*i]).collect();
        for i in 0..n {
            let known = dot(&self.lu[i * n..i * n + i], &x[..i]);
            x[i] -= known;
        }
        for i in (0..n).rev() {
            x[i] = (x[i] - dot(&self.lu[i * n + i + 1..(i + 1) * n], &x[i + 1..])) / self.lu[i * n + i];
        }
        x
    }
}

fn smooth<T: Real>(x: &[T]) -> Vec<Smooth<T::Number>> {
    x.iter().map(|x| x.smooth()).collect()
}

/// Whether a vector has as many entries as the flow maps; an error of the present run if not.
fn fits<D: Number>(flow: &'static str, expected: usize, z: &[Smooth<D>]) -> bool {
    super::arguments::fits(flow, expected, z.len())
}

/// What a flow makes of a vector of the wrong length.
fn nothing<D: Number>() -> (Vec<Smooth<D>>, Smooth<D>) {
    (Vec::new(), Smooth::constant(f64::NAN))
}
