//! Patterns: what a binding gets, and what its type annotation becomes.

use super::Body;
use super::lift::has_open_type;
use super::place::has_ref_mut;
use crate::analyse::{Shape, VarId};
use crate::form::{is_f64, mentions};
use syn::{Expr, GenericArgument, Local, Pat, PathArguments, Type};

impl Body<'_> {
    pub(super) fn local(&mut self, local: &mut Local) {
        let mut have = Shape::Never;
        let mut origin = Vec::new();
        let written = match &local.pat {
            Pat::Type(t) => Some((*t.ty).clone()),
            _ => None,
        };
        let declared = written.as_ref().map_or(Shape::Never, Shape::of_type);
        if let Some(init) = &mut local.init {
            let outer = std::mem::replace(&mut self.storing_functions, declared.has_function());
            have = self.expr(&mut init.expr);
            self.storing_functions = outer;
            origin = self.origins(&local.pat, &init.expr);
            if let Some((_, otherwise)) = &mut init.diverge {
                self.expr(otherwise);
                self.match_floats(&mut init.expr, &have, needs_match(&local.pat));
            }
        }
        self.bind_local(local, &have.join(&declared), &origin);
        let want = self.bound(&local.pat);
        let Some(init) = &mut local.init else { return };
        if has_ref_mut(&local.pat) {
            return;
        }
        match written {
            // The annotation tells the plain type of an expression that takes its type from its place.
            Some(ty) if self.rewriting && !have.is_smooth() && !have.fits(&want) && has_open_type(&init.expr) => {
                self.wrap(&mut init.expr, Some(&ty));
            }
            _ => {
                let outer = std::mem::replace(&mut self.first_of_its_type, true);
                self.coerce(&mut init.expr, &have, &want);
                self.first_of_its_type = outer;
            }
        }
    }

    /// Declares what a `let` binds. The parts of a tuple lead back to where each came from.
    fn bind_local(&mut self, local: &mut Local, have: &Shape, origin: &[VarId]) {
        let (pat, init) = (&mut local.pat, &local.init);
        match (pat, init) {
            (Pat::Tuple(pat), Some(init)) if matches!(&*init.expr, Expr::Tuple(t) if t.elems.len() == pat.elems.len()) =>
            {
                let Expr::Tuple(values) = &*init.expr else { return };
                for (i, (pat, value)) in pat.elems.iter_mut().zip(&values.elems).enumerate() {
                    let origin = self.origins(pat, value);
                    self.bind(pat, &have.part(i), &origin);
                }
            }
            (pat, Some(init)) if init.diverge.is_some() => self.bind_refutable(pat, have, origin),
            (pat, _) => self.bind(pat, have, origin),
        }
    }

    /// The same for a pattern that need not match.
    pub(super) fn bind_refutable(&mut self, pat: &mut Pat, shape: &Shape, origin: &[VarId]) {
        let outer = std::mem::replace(&mut self.refutable, true);
        self.bind(pat, shape, origin);
        self.refutable = outer;
    }

    /// Declares the variables of a pattern that a value of a shape is matched with.
    pub(super) fn bind(&mut self, pat: &mut Pat, shape: &Shape, origin: &[VarId]) {
        match pat {
            Pat::Ident(p) => {
                if let Some((_, sub)) = &mut p.subpat {
                    self.bind(sub, shape, origin);
                }
                let name = p.ident.to_string();
                // `None`, `MAX` in a `match`: a variant or a constant, not a variable.
                if !(self.refutable && name.starts_with(char::is_uppercase)) {
                    let id = self.vars.declare(&name, shape, origin);
                    if p.mutability.is_some() {
                        self.vars.set_mutable(id);
                    }
                }
            }
            Pat::Paren(p) => self.bind(&mut p.pat, shape, origin),
            Pat::Reference(p) => self.bind(&mut p.pat, shape, &[]),
            Pat::Tuple(p) => {
                let n = p.elems.len();
                let rest = p.elems.iter().position(|p| matches!(p, Pat::Rest(_)));
                let width = if let Shape::Tuple(parts) = shape { parts.len() } else { n };
                for (i, p) in p.elems.iter_mut().enumerate() {
                    let place = if rest.is_some_and(|r| i > r) { (i + width).saturating_sub(n) } else { i };
                    self.bind(p, &shape.part(place), origin);
                }
            }
            Pat::TupleStruct(p) => {
                let name = p.path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default();
                let inside = match name.as_str() {
                    "Some" | "Ok" => shape.element(),
                    "Err" => Shape::Plain,
                    _ if shape.is_smooth() => Shape::Smooth,
                    _ => Shape::Plain,
                };
                p.elems.iter_mut().for_each(|p| self.bind(p, &inside, origin));
            }
            Pat::Struct(p) => {
                let inside = if shape.is_smooth() { Shape::Smooth } else { Shape::Plain };
                p.fields.iter_mut().for_each(|field| self.bind(&mut field.pat, &inside, origin));
            }
            Pat::Slice(p) => p.elems.iter_mut().for_each(|p| match p {
                Pat::Ident(rest) if rest.subpat.is_some() => {
                    self.vars.declare(&rest.ident.to_string(), shape, origin);
                }
                p => self.bind(p, &shape.element(), origin),
            }),
            Pat::Or(p) => p.cases.iter_mut().for_each(|p| self.bind(p, shape, origin)),
            Pat::Guard(p) => {
                self.bind(&mut p.pat, shape, origin);
                self.expr(&mut p.guard);
            }
            Pat::Type(p) => {
                let declared = Shape::of_type(&p.ty);
                self.bind(&mut p.pat, &shape.join(&declared), origin);
                let settled = self.bound(&p.pat);
                self.annotate(&mut p.ty, &settled);
            }
            _ => {}
        }
    }

    /// What the variables that a pattern has just bound have become: what the matched value must fit.
    pub(super) fn bound(&self, pat: &Pat) -> Shape {
        match pat {
            Pat::Ident(p) => match self.vars.find(&p.ident.to_string()) {
                Some(id) => self.vars.shape(id).clone(),
                None => Shape::Never,
            },
            Pat::Paren(p) => self.bound(&p.pat),
            Pat::Type(p) => self.bound(&p.pat),
            Pat::Reference(p) => self.bound(&p.pat),
            Pat::Tuple(p) if !p.elems.iter().any(|p| matches!(p, Pat::Rest(_))) => {
                Shape::Tuple(p.elems.iter().map(|p| self.bound(p)).collect())
            }
            Pat::Slice(p) => {
                let parts = p.elems.iter().filter(|p| !matches!(p, Pat::Rest(_)));
                Shape::seq(parts.map(|p| self.bound(p)).fold(Shape::Never, |a, b| a.join(&b)))
            }
            _ => Shape::Never,
        }
    }

    /// Puts the smooth number in the place of `f64` in a type, wherever the shape is smooth.
    pub(super) fn annotate(&self, ty: &mut Type, shape: &Shape) {
        if !self.rewriting || !mentions(ty, "f64") {
            return;
        }
        if shape.has_function() {
            // A function that is stored is called with smooth values; constants are lifted where it is called.
            *ty = self.all_smooth(ty);
            return;
        }
        match ty {
            Type::Paren(t) => self.annotate(&mut t.elem, shape),
            Type::Group(t) => self.annotate(&mut t.elem, shape),
            Type::Reference(t) => self.annotate(&mut t.elem, shape),
            Type::Slice(t) => self.annotate(&mut t.elem, &shape.element()),
            Type::Array(t) => self.annotate(&mut t.elem, &shape.element()),
            Type::Tuple(t) => t.elems.iter_mut().enumerate().for_each(|(i, t)| self.annotate(t, &shape.part(i))),
            _ if is_f64(ty) && shape.is_smooth() => *ty = self.all_smooth(ty),
            Type::Path(t) => {
                let Some(last) = t.path.segments.last_mut() else { return };
                let name = last.ident.to_string();
                let distribution = matches!(shape, Shape::Dist { smooth: true, .. });
                match &mut last.arguments {
                    PathArguments::AngleBracketed(args)
                        if matches!(name.as_str(), "Vec" | "Option" | "VecDeque" | "Result" | "Box") =>
                    {
                        let inside = if name == "Box" { shape.clone() } else { shape.element() };
                        args.args.iter_mut().for_each(|a| {
                            if let GenericArgument::Type(t) = a {
                                self.annotate(t, &inside);
                            }
                        });
                    }
                    _ if shape.is_smooth() || distribution => *ty = self.all_smooth(ty),
                    _ => {}
                }
            }
            _ => {}
        }
    }

    /// A type with the smooth number in each place of `f64`.
    pub(super) fn all_smooth(&self, ty: &Type) -> Type {
        // The value says whether the support of a distribution moves.
        crate::form::with_ends(&crate::form::replaced(ty, || self.smooth()), || quote::quote!(_))
    }
}

/// Whether the matched expression must be one that can be compared with numbers. With `ref mut` the place itself is
/// needed, and the types refuse what is smooth.
pub(super) fn needs_match(pat: &Pat) -> bool {
    has_float(pat) && !has_ref_mut(pat)
}

/// Whether a pattern compares with a number that has a fraction.
pub(super) fn has_float(pat: &Pat) -> bool {
    let is_float = |e: &Expr| super::lift::may_be_float(e) && !matches!(e, Expr::Path(_));
    match pat {
        Pat::Lit(p) => matches!(&p.lit, syn::Lit::Float(_)),
        Pat::Range(p) => p.start.iter().chain(&p.end).any(|e| is_float(e)),
        Pat::Paren(p) => has_float(&p.pat),
        Pat::Guard(p) => has_float(&p.pat),
        Pat::Reference(p) => has_float(&p.pat),
        Pat::Ident(p) => p.subpat.as_ref().is_some_and(|(_, p)| has_float(p)),
        Pat::Or(p) => p.cases.iter().any(has_float),
        Pat::Tuple(p) => p.elems.iter().any(has_float),
        Pat::Slice(p) => p.elems.iter().any(has_float),
        Pat::TupleStruct(p) => p.elems.iter().any(has_float),
        Pat::Struct(p) => p.fields.iter().any(|f| has_float(&f.pat)),
        _ => false,
    }
}
