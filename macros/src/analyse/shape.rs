//! The shape of a value: where in it there are smooth numbers.

use crate::form::mentions;
use crate::names::{DISCRETE, PATHWISE};
use syn::{GenericArgument, PathArguments, Type};

/// What is known of a value. References are looked through.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    /// nothing yet, or the value of an expression that diverges
    Never,
    /// a constant of any type
    Plain,
    /// a constant `f64`
    Float,
    /// a smooth number, or something of unknown structure with smooth numbers in it
    Smooth,
    /// a vector, array, slice, option, result or iterator
    Seq(Box<Shape>),
    Tuple(Vec<Shape>),
    /// a distribution: whether its draws are smooth, and whether its parameters are
    Dist {
        pathwise: bool,
        smooth: bool,
    },
    /// a closure of the body, by its number
    Closure(usize),
    /// a stored function, `fn(f64) -> f64` or `dyn Fn(f64) -> f64`: it is called with smooth values and gives one
    Function,
    /// the random number generator
    Rng,
}

/// Deeper nesting is not told apart, so that every chain of joins ends.
const DEEPEST: usize = 8;

impl Shape {
    pub(crate) fn seq(element: Shape) -> Shape {
        if element.depth() >= DEEPEST { element.flat() } else { Shape::Seq(Box::new(element)) }
    }

    pub(crate) fn tuple(parts: Vec<Shape>) -> Shape {
        let tuple = Shape::Tuple(parts);
        if tuple.depth() > DEEPEST { tuple.flat() } else { tuple }
    }

    fn depth(&self) -> usize {
        match self {
            Shape::Seq(e) => 1 + e.depth(),
            Shape::Tuple(parts) => 1 + parts.iter().map(Shape::depth).max().unwrap_or_default(),
            _ => 0,
        }
    }

    /// The shape without its structure.
    fn flat(&self) -> Shape {
        if self.is_smooth() { Shape::Smooth } else { Shape::Plain }
    }

    /// Whether there is a smooth number in it.
    pub(crate) fn is_smooth(&self) -> bool {
        match self {
            Shape::Smooth => true,
            Shape::Seq(e) => e.is_smooth(),
            Shape::Tuple(parts) => parts.iter().any(Shape::is_smooth),
            _ => false,
        }
    }

    /// Whether it must hold what moves: a smooth number, or a distribution with smooth parameters.
    pub(crate) fn moves(&self) -> bool {
        match self {
            Shape::Smooth | Shape::Dist { smooth: true, .. } => true,
            Shape::Seq(e) => e.moves(),
            Shape::Tuple(parts) => parts.iter().any(Shape::moves),
            _ => false,
        }
    }

    /// What holds of a variable that is one or the other.
    pub(crate) fn join(&self, other: &Shape) -> Shape {
        use Shape::*;
        match (self, other) {
            (a, b) if a == b => a.clone(),
            (Never, x) | (x, Never) => x.clone(),
            (Rng, _) | (_, Rng) => Rng,
            (Function, _) | (_, Function) => Function,
            (Closure(id), _) | (_, Closure(id)) => Closure(*id),
            (Dist { pathwise, smooth }, x) | (x, Dist { pathwise, smooth }) => match x {
                Dist { pathwise: p, smooth: s } => Dist { pathwise: *pathwise || *p, smooth: *smooth || *s },
                x => Dist { pathwise: *pathwise, smooth: *smooth || x.is_smooth() },
            },
            (Seq(a), Seq(b)) => Shape::seq(a.join(b)),
            (Tuple(a), Tuple(b)) if a.len() == b.len() => {
                Shape::tuple(a.iter().zip(b).map(|(a, b)| a.join(b)).collect())
            }
            (Seq(a), b @ (Plain | Float | Smooth)) | (b @ (Plain | Float | Smooth), Seq(a)) => {
                if *b == Smooth {
                    Shape::seq(a.join(&Smooth))
                } else {
                    Seq(a.clone())
                }
            }
            (Tuple(a), b @ (Plain | Float | Smooth)) | (b @ (Plain | Float | Smooth), Tuple(a)) => {
                Tuple(a.iter().map(|a| if *b == Smooth { a.join(&Smooth) } else { a.clone() }).collect())
            }
            (Smooth, _) | (_, Smooth) => Smooth,
            (Float | Plain, Float | Plain) => Float,
            // No value is both; a sequence of everything keeps the joins going one way.
            (a, b) => Shape::seq(a.element().join(&b.element())),
        }
    }

    /// The result of arithmetic.
    pub(crate) fn arithmetic(&self, other: &Shape) -> Shape {
        if self.is_smooth() || other.is_smooth() {
            Shape::Smooth
        } else if *self == Shape::Float || *other == Shape::Float {
            Shape::Float
        } else {
            Shape::Plain
        }
    }

    /// The items of a sequence, or the value inside an option or result.
    pub(crate) fn element(&self) -> Shape {
        match self {
            Shape::Seq(e) => (**e).clone(),
            Shape::Tuple(parts) => parts.iter().fold(Shape::Never, |a, b| a.join(b)),
            other => other.clone(),
        }
    }

    /// A part of a tuple.
    pub(crate) fn part(&self, i: usize) -> Shape {
        match self {
            Shape::Tuple(parts) => parts.get(i).cloned().unwrap_or(Shape::Plain),
            Shape::Seq(e) => e.part(i),
            other => other.flat(),
        }
    }

    /// Every constant number in it made smooth.
    pub(crate) fn tainted(&self) -> Shape {
        match self {
            Shape::Plain | Shape::Float => Shape::Smooth,
            Shape::Seq(e) if **e == Shape::Never => Shape::seq(Shape::Smooth),
            Shape::Seq(e) => Shape::seq(e.tainted()),
            Shape::Tuple(parts) => Shape::Tuple(parts.iter().map(Shape::tainted).collect()),
            other => other.clone(),
        }
    }

    /// Every number in it that is known to be an `f64` made smooth.
    pub(crate) fn floats_tainted(&self) -> Shape {
        match self {
            Shape::Float => Shape::Smooth,
            Shape::Seq(e) => Shape::seq(e.floats_tainted()),
            Shape::Tuple(parts) => Shape::Tuple(parts.iter().map(Shape::floats_tainted).collect()),
            other => other.clone(),
        }
    }

    /// Whether a value of this shape already fits where `want` is wanted.
    pub(crate) fn fits(&self, want: &Shape) -> bool {
        !want.moves()
            || match (self, want) {
                (Shape::Smooth | Shape::Never | Shape::Rng | Shape::Closure(_) | Shape::Function, _) => true,
                (Shape::Dist { smooth, .. }, _) => *smooth,
                (Shape::Seq(a), Shape::Seq(b)) => a.fits(b),
                (Shape::Tuple(a), Shape::Tuple(b)) => a.iter().zip(b).all(|(a, b)| a.fits(b)),
                (a, Shape::Smooth) => a.is_smooth() && *a == a.tainted(),
                _ => false,
            }
    }

    /// What a constant of a type looks like.
    pub(crate) fn of_type(ty: &Type) -> Shape {
        match ty {
            Type::Paren(t) => Shape::of_type(&t.elem),
            Type::Group(t) => Shape::of_type(&t.elem),
            Type::Reference(t) => Shape::of_type(&t.elem),
            Type::Slice(t) => Shape::seq(Shape::of_type(&t.elem)),
            Type::Array(t) => Shape::seq(Shape::of_type(&t.elem)),
            Type::Tuple(t) => Shape::Tuple(t.elems.iter().map(Shape::of_type).collect()),
            Type::FnPtr(_) | Type::TraitObject(_) | Type::ImplTrait(_) if is_function(ty) => Shape::Function,
            Type::Path(t) => {
                let Some(last) = t.path.segments.last() else { return Shape::Plain };
                let name = last.ident.to_string();
                if let Some(dist) = Shape::distribution(&name, false) {
                    return dist;
                }
                let first = match &last.arguments {
                    PathArguments::AngleBracketed(args) => args.args.iter().find_map(|a| match a {
                        GenericArgument::Type(ty) => Some(ty),
                        _ => None,
                    }),
                    _ => None,
                };
                match (name.as_str(), first) {
                    ("f64", _) => Shape::Float,
                    ("Vec" | "Option" | "VecDeque" | "Result", Some(ty)) => Shape::seq(Shape::of_type(ty)),
                    ("Box", Some(ty)) => Shape::of_type(ty),
                    _ if mentions(ty, "f64") => Shape::Float,
                    _ => Shape::Plain,
                }
            }
            _ => Shape::Plain,
        }
    }

    /// Whether a stored function is somewhere in it.
    pub(crate) fn has_function(&self) -> bool {
        match self {
            Shape::Function => true,
            Shape::Seq(e) => e.has_function(),
            Shape::Tuple(parts) => parts.iter().any(Shape::has_function),
            _ => false,
        }
    }

    /// A distribution by its name.
    pub(crate) fn distribution(name: &str, smooth: bool) -> Option<Shape> {
        let pathwise = PATHWISE.contains(&name);
        (pathwise || DISCRETE.contains(&name)).then_some(Shape::Dist { pathwise, smooth })
    }
}

/// Whether a type is that of a function of numbers: `fn(f64) -> f64`, `dyn Fn(f64) -> f64`.
fn is_function(ty: &Type) -> bool {
    let callable = matches!(ty, Type::FnPtr(_)) || ["Fn", "FnMut", "FnOnce"].iter().any(|name| mentions(ty, name));
    callable && mentions(ty, "f64")
}

#[cfg(test)]
mod tests {
    use super::Shape::*;
    use super::*;

    #[test]
    fn joins_are_commutative_and_idempotent() {
        let shapes = [
            Never,
            Plain,
            Float,
            Smooth,
            Shape::seq(Float),
            Shape::seq(Smooth),
            Shape::seq(Never),
            Tuple(vec![Float, Plain]),
            Tuple(vec![Smooth, Plain]),
            Dist { pathwise: true, smooth: false },
        ];
        for a in &shapes {
            assert_eq!(a.join(a), *a);
            for b in &shapes {
                assert_eq!(a.join(b), b.join(a), "{a:?} {b:?}");
                let c = a.join(b);
                assert_eq!(c.join(a), c, "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn nesting_has_an_end() {
        let mut shape = Smooth;
        for _ in 0..100 {
            shape = Shape::seq(shape);
        }
        assert!(shape.depth() <= DEEPEST && shape.is_smooth());
    }
}
