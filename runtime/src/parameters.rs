//! Parameters as a space: what a gradient is taken with respect to, and what an optimizer walks in.

use crate::{Error, Number, Smooth};

/// A value whose numbers are parameters: `f64`, vectors, arrays, tuples and options of parameters, and every struct
/// that derives `Parameters`.
///
/// The numbers have an order ([`flatten`](Parameters::flatten)) and names ([`names`](Parameters::names)), and the
/// value is a point of a vector space: gradients have the same type.
///
/// ```
/// use stochastic_grad::prelude::*;
///
/// #[derive(Parameters, Clone, Debug, PartialEq)]
/// struct Line<T = f64> {
///     slope: T,
///     knots: Vec<T>,
/// }
///
/// let mut line = Line { slope: 1.0, knots: vec![2.0, 3.0] };
/// assert_eq!(line.names(), ["slope", "knots[0]", "knots[1]"]);
/// let gradient = Line { slope: 0.5, knots: vec![0.0, 1.0] };
/// line.axpy(-2.0, &gradient)?; // one step of gradient descent
/// assert_eq!(line.flatten(), [0.0, 2.0, 1.0]);
/// # Ok::<(), Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a type of parameters",
    label = "a gradient has no place in this type",
    note = "use `f64`, `Vec<f64>`, `[f64; N]`, tuples and options of these, or a struct `Theta<T = f64>` with `#[derive(Parameters)]`"
)]
pub trait Parameters: Clone {
    /// The same shape with smooth numbers.
    type With<D: Number>;

    /// How many numbers there are, where the type alone tells.
    #[doc(hidden)]
    const COUNT: Option<usize>;

    /// The same shape with smooth numbers, made from each number in turn.
    #[doc(hidden)]
    fn seed<D: Number>(&self, next: &mut dyn FnMut(f64) -> D) -> Self::With<D>;

    /// The same shape with other numbers, made from each number in turn.
    #[doc(hidden)]
    fn traverse(&self, next: &mut dyn FnMut(f64) -> f64, role: Role) -> Self;

    /// Calls `visit` with the name of each number in turn.
    #[doc(hidden)]
    fn visit_names(&self, prefix: &str, visit: &mut dyn FnMut(String));

    /// The numbers in their order.
    fn flatten(&self) -> Vec<f64> {
        let mut flat = Vec::with_capacity(Self::COUNT.unwrap_or_default());
        self.traverse(
            &mut |x| {
                flat.push(x);
                x
            },
            Role::Point,
        );
        flat
    }

    /// The same shape with the numbers of `flat`.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] where `flat` has not as many numbers as there are here.
    #[allow(clippy::wrong_self_convention)] // the shape is needed: a vector's length is not in its type
    fn from_flat(&self, flat: &[f64]) -> Result<Self, Error> {
        rebuild(self, flat, Role::Point, "from_flat")
    }

    /// The names of the numbers in their order, such as `theta.mu` and `weights[3]`.
    fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        self.visit_names("", &mut |name| names.push(name));
        names
    }

    /// The same shape with `f` applied to every number.
    fn map(&self, mut f: impl FnMut(f64) -> f64) -> Self {
        self.traverse(&mut f, Role::Point)
    }

    /// The same shape with `f` applied to every pair of numbers.
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] where `other` has another length.
    fn zip_map(&self, other: &Self, mut f: impl FnMut(f64, f64) -> f64) -> Result<Self, Error> {
        let flat: Vec<f64> = matching(self, other, "zip_map")?.into_iter().map(|(x, y)| f(x, y)).collect();
        rebuild(self, &flat, Role::Point, "zip_map")
    }

    /// `self += a * x`
    ///
    /// # Errors
    /// [`Error::LengthMismatch`] where `x` has another length.
    fn axpy(&mut self, a: f64, x: &Self) -> Result<(), Error> {
        *self = self.zip_map(x, |y, x| y + a * x)?;
        Ok(())
    }
}

/// What a shape is rebuilt as: a point, which keeps its constants, or a gradient, where they are 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A point of the space.
    Point,
    /// A gradient at a point.
    Gradient,
}

impl Role {
    /// The number in the place of a constant `x`.
    pub fn constant(self, x: f64) -> f64 {
        match self {
            Role::Point => x,
            Role::Gradient => 0.0,
        }
    }
}

fn rebuild<P: Parameters>(shape: &P, flat: &[f64], role: Role, what: &'static str) -> Result<P, Error> {
    let mut numbers = flat.iter();
    let mut expected = 0;
    let built = shape.traverse(
        &mut |_| {
            expected += 1;
            numbers.next().copied().unwrap_or(f64::NAN)
        },
        role,
    );
    if expected == flat.len() { Ok(built) } else { Err(Error::LengthMismatch { what, expected, found: flat.len() }) }
}

/// The gradient with the given numbers at the point `shape`, which has as many.
pub(crate) fn gradient<P: Parameters>(shape: &P, flat: &[f64]) -> P {
    let mut numbers = flat.iter();
    shape.traverse(&mut |_| numbers.next().copied().unwrap_or(f64::NAN), Role::Gradient)
}

fn matching<P: Parameters>(x: &P, y: &P, what: &'static str) -> Result<Vec<(f64, f64)>, Error> {
    let (x, y) = (x.flatten(), y.flatten());
    if x.len() != y.len() {
        return Err(Error::LengthMismatch { what, expected: x.len(), found: y.len() });
    }
    Ok(x.into_iter().zip(y).collect())
}

/// The name of a part: `prefix.part`, or just `part` at the top.
pub fn join_names(prefix: &str, part: &str) -> String {
    if prefix.is_empty() { part.to_owned() } else { format!("{prefix}.{part}") }
}

/// `Debug` of generated parameters: each name with its value.
pub fn debug_parameters<P: Parameters>(params: &P, title: &str, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
    let mut out = f.debug_struct(title);
    for (name, value) in params.names().iter().zip(params.flatten()) {
        out.field(name, &value);
    }
    out.finish()
}

/// `PartialEq` of generated parameters: the same names with the same values.
pub fn same_parameters<P: Parameters>(a: &P, b: &P) -> bool {
    a.flatten() == b.flatten() && a.names() == b.names()
}

impl Parameters for f64 {
    type With<D: Number> = Smooth<D>;
    const COUNT: Option<usize> = Some(1);
    #[inline(always)]
    fn seed<D: Number>(&self, next: &mut dyn FnMut(f64) -> D) -> Smooth<D> {
        Smooth(next(*self))
    }
    fn traverse(&self, next: &mut dyn FnMut(f64) -> f64, _: Role) -> f64 {
        next(*self)
    }
    fn visit_names(&self, prefix: &str, visit: &mut dyn FnMut(String)) {
        visit(if prefix.is_empty() { "x".to_owned() } else { prefix.to_owned() });
    }
}

impl<P: Parameters> Parameters for Vec<P> {
    type With<D: Number> = Vec<P::With<D>>;
    const COUNT: Option<usize> = None;
    // A loop, in place: the numbers of lanes are then made where their instructions are.
    #[inline(always)]
    fn seed<D: Number>(&self, next: &mut dyn FnMut(f64) -> D) -> Vec<P::With<D>> {
        let mut seeded = Vec::with_capacity(self.len());
        for x in self {
            seeded.push(x.seed(next));
        }
        seeded
    }
    fn traverse(&self, next: &mut dyn FnMut(f64) -> f64, role: Role) -> Self {
        self.iter().map(|x| x.traverse(next, role)).collect()
    }
    fn visit_names(&self, prefix: &str, visit: &mut dyn FnMut(String)) {
        self.iter().enumerate().for_each(|(i, x)| x.visit_names(&format!("{prefix}[{i}]"), visit));
    }
}

impl<P: Parameters, const N: usize> Parameters for [P; N] {
    type With<D: Number> = [P::With<D>; N];
    const COUNT: Option<usize> = match P::COUNT {
        Some(n) => Some(n * N),
        None => None,
    };
    fn seed<D: Number>(&self, next: &mut dyn FnMut(f64) -> D) -> [P::With<D>; N] {
        std::array::from_fn(|i| self[i].seed(next))
    }
    fn traverse(&self, next: &mut dyn FnMut(f64) -> f64, role: Role) -> Self {
        std::array::from_fn(|i| self[i].traverse(next, role))
    }
    fn visit_names(&self, prefix: &str, visit: &mut dyn FnMut(String)) {
        self.iter().enumerate().for_each(|(i, x)| x.visit_names(&format!("{prefix}[{i}]"), visit));
    }
}

impl<P: Parameters> Parameters for Option<P> {
    type With<D: Number> = Option<P::With<D>>;
    const COUNT: Option<usize> = None;
    fn seed<D: Number>(&self, next: &mut dyn FnMut(f64) -> D) -> Option<P::With<D>> {
        self.as_ref().map(|x| x.seed(next))
    }
    fn traverse(&self, next: &mut dyn FnMut(f64) -> f64, role: Role) -> Self {
        self.as_ref().map(|x| x.traverse(next, role))
    }
    fn visit_names(&self, prefix: &str, visit: &mut dyn FnMut(String)) {
        self.iter().for_each(|x| x.visit_names(prefix, visit));
    }
}

/// No parameters: the gradient of an estimate of the value alone.
impl Parameters for () {
    type With<D: Number> = ();
    const COUNT: Option<usize> = Some(0);
    fn seed<D: Number>(&self, _: &mut dyn FnMut(f64) -> D) {}
    fn traverse(&self, _: &mut dyn FnMut(f64) -> f64, _: Role) {}
    fn visit_names(&self, _: &str, _: &mut dyn FnMut(String)) {}
}

macro_rules! tuples {
    ($($P:ident.$i:tt)*) => {
        impl<$($P: Parameters),*> Parameters for ($($P,)*) {
            type With<NUM: Number> = ($($P::With<NUM>,)*);
            const COUNT: Option<usize> = crate::support::count(&[$($P::COUNT),*]);
            fn seed<NUM: Number>(&self, next: &mut dyn FnMut(f64) -> NUM) -> Self::With<NUM> {
                ($(self.$i.seed(next),)*)
            }
            fn traverse(&self, next: &mut dyn FnMut(f64) -> f64, role: Role) -> Self {
                ($(self.$i.traverse(next, role),)*)
            }
            fn visit_names(&self, prefix: &str, visit: &mut dyn FnMut(String)) {
                $(self.$i.visit_names(&join_names(prefix, stringify!($i)), visit);)*
            }
        }
    };
}
tuples!(A.0);
tuples!(A.0 B.1);
tuples!(A.0 B.1 C.2);
tuples!(A.0 B.1 C.2 E.3);
tuples!(A.0 B.1 C.2 E.3 F.4);
tuples!(A.0 B.1 C.2 E.3 F.4 G.5);

/// What a parameter can be given as: itself, borrowed, or a slice or array for a vector.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand for the parameter of type `{P}`",
    label = "expected `{P}` or a borrowed form of it"
)]
pub trait Own<P> {
    /// The parameter in its owned form.
    fn own(self) -> P;
}
impl Own<f64> for f64 {
    #[inline]
    fn own(self) -> f64 {
        self
    }
}
impl Own<f64> for &f64 {
    #[inline]
    fn own(self) -> f64 {
        *self
    }
}
impl<A, B: Own<A>> Own<Vec<A>> for Vec<B> {
    fn own(self) -> Vec<A> {
        self.into_iter().map(B::own).collect()
    }
}
impl<A, B: Own<A>, const N: usize> Own<Vec<A>> for [B; N] {
    fn own(self) -> Vec<A> {
        self.into_iter().map(B::own).collect()
    }
}
impl<A, B: Own<A>, const N: usize> Own<[A; N]> for [B; N] {
    fn own(self) -> [A; N] {
        self.map(B::own)
    }
}
impl<A, B: Own<A>> Own<Option<A>> for Option<B> {
    fn own(self) -> Option<A> {
        self.map(B::own)
    }
}
impl<A, B: Own<A> + Clone> Own<Vec<A>> for &Vec<B> {
    fn own(self) -> Vec<A> {
        self.iter().cloned().map(B::own).collect()
    }
}
impl<A, B: Own<A> + Clone> Own<Vec<A>> for &[B] {
    fn own(self) -> Vec<A> {
        self.iter().cloned().map(B::own).collect()
    }
}
impl<A, B: Own<A> + Clone, const N: usize> Own<Vec<A>> for &[B; N] {
    fn own(self) -> Vec<A> {
        self.iter().cloned().map(B::own).collect()
    }
}
impl<A, B: Own<A> + Clone, const N: usize> Own<[A; N]> for &[B; N] {
    fn own(self) -> [A; N] {
        self.clone().map(B::own)
    }
}
macro_rules! own_tuples {
    ($($A:ident $B:ident $i:tt),*) => {
        impl<$($A, $B: Own<$A>),*> Own<($($A,)*)> for ($($B,)*) {
            fn own(self) -> ($($A,)*) {
                ($(self.$i.own(),)*)
            }
        }
    };
}
own_tuples!(A P 0);
own_tuples!(A P 0, B Q 1);
own_tuples!(A P 0, B Q 1, C R 2);
own_tuples!(A P 0, B Q 1, C R 2, D S 3);
