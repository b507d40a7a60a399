//! Operators: arithmetic stays, comparisons and casts get our message.

use super::Body;
use crate::analyse::Shape;
use crate::form::is_f64;
use proc_macro2::{Ident, Span};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{BinOp, Expr, UnOp};

impl Body<'_> {
    pub(super) fn operator(&mut self, expr: &mut Expr) -> Shape {
        match expr {
            Expr::Unary(e) => {
                let inside = self.expr(&mut e.expr);
                if matches!(e.op, UnOp::Not(_)) { Shape::Plain } else { inside }
            }
            Expr::Binary(e) => {
                let (op, left, right) = (e.op, self.expr(&mut e.left), self.expr(&mut e.right));
                let smooth = left.is_smooth() || right.is_smooth();
                if let Some(relation) = relation(&op) {
                    if self.rewriting && smooth {
                        self.comparison(expr, relation, &left);
                    }
                    return Shape::Plain;
                }
                let written = if is_assignment(&op) { Some((*e.left).clone()) } else { None };
                if matches!(op, BinOp::Rem(_) | BinOp::RemAssign(_)) && self.rewriting && smooth {
                    self.remainder(expr, &left);
                }
                match op {
                    BinOp::And(_) | BinOp::Or(_) => Shape::Plain,
                    op if is_assignment(&op) => {
                        let value = left.arithmetic(&right);
                        if let Some(place) = written {
                            self.write(&place, &value);
                        }
                        Shape::Plain
                    }
                    _ => left.arithmetic(&right),
                }
            }
            Expr::Cast(_) => self.cast(expr),
            _ => Shape::Plain,
        }
    }

    /// `a < b` as `cmp(&a, &b).lt()`: the types of both sides are settled before the bound is asked for.
    fn comparison(&self, expr: &mut Expr, relation: &str, left: &Shape) {
        let Expr::Binary(e) = expr else { return };
        let (a, b) = (&e.left, &e.right);
        let blamed = if left.is_smooth() { a.span() } else { b.span() };
        let sg = self.sg_at(blamed);
        let relation = Ident::new(relation, blamed);
        *expr = Expr::Verbatim(quote_spanned!(blamed=> #sg::cmp(&(#a), &(#b)).#relation()));
    }

    /// `a % b` as `operands(a, b).rem()`: an operator has no message of its own.
    fn remainder(&self, expr: &mut Expr, left: &Shape) {
        let Expr::Binary(e) = expr else { return };
        let (a, b) = (&e.left, &e.right);
        let blamed = if left.is_smooth() { a.span() } else { b.span() };
        let sg = self.sg_at(blamed);
        *expr = Expr::Verbatim(if is_assignment(&e.op) {
            quote_spanned!(blamed=> #sg::operands(&mut #a, #b).rem_assign())
        } else {
            quote_spanned!(blamed=> #sg::operands(#a, #b).rem())
        });
    }

    /// The top of an `assert!`: comparisons, boolean operators and parentheses look at plain values.
    pub(super) fn condition_of_assert(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Paren(e) => self.condition_of_assert(&mut e.expr),
            Expr::Group(e) => self.condition_of_assert(&mut e.expr),
            Expr::Unary(e) if matches!(e.op, UnOp::Not(_)) => self.condition_of_assert(&mut e.expr),
            Expr::Binary(e) if matches!(e.op, BinOp::And(_) | BinOp::Or(_)) => {
                // Whether the right side runs depends on the left one: it must not be able to tell.
                let before = e.left.clone();
                if is_silent(&e.right) {
                    self.condition_of_assert(&mut e.left);
                } else {
                    self.expr(&mut e.left);
                }
                let looked = self.rewriting && e.left != before;
                self.condition_of_assert(&mut e.right);
                if looked {
                    // Nor by a panic: both sides run.
                    let (left, op, right) = (&e.left, &e.op, &e.right);
                    *expr = Expr::Verbatim(quote!({ let (__l, __r) = (#left, #right); __l #op __r }));
                }
            }
            Expr::Binary(e) if relation(&e.op).is_some() => {
                let smooth = self.expr(&mut e.left).is_smooth() | self.expr(&mut e.right).is_smooth();
                if let (true, Some(relation)) = (self.rewriting && smooth, relation(&e.op)) {
                    let (sg, a, b) = (&self.sg, &e.left, &e.right);
                    let relation = Ident::new(relation, Span::call_site());
                    *expr = Expr::Verbatim(quote!(#sg::check::#relation(&(#a), &(#b))));
                }
            }
            Expr::MethodCall(e) if KINDS.iter().any(|kind| e.method == kind) && e.args.is_empty() => {
                let smooth = self.expr(&mut e.receiver).is_smooth();
                if self.rewriting && smooth {
                    let (sg, x, kind) = (&self.sg, &e.receiver, &e.method);
                    *expr = Expr::Verbatim(quote!(#sg::check::#kind(&(#x))));
                }
            }
            other => {
                self.expr(other);
            }
        }
    }

    fn cast(&mut self, expr: &mut Expr) -> Shape {
        let Expr::Cast(e) = expr else { return Shape::Plain };
        let inside = self.expr(&mut e.expr);
        if Shape::of_type(&e.ty).has_function() {
            if self.rewriting {
                *e.ty = self.all_smooth(&e.ty);
            }
            return Shape::Function;
        }
        let to_float = is_f64(&e.ty);
        if self.rewriting && inside.is_smooth() {
            let (x, ty) = (&e.expr, &e.ty);
            let span = x.span();
            let sg = self.sg_at(span);
            let cast = if to_float {
                quote_spanned!(span=> #sg::AsFloat::as_float(#x))
            } else {
                quote_spanned!(span=> #sg::cast::<_, #ty>(#x))
            };
            *expr = Expr::Verbatim(quote!((#cast)));
        }
        match (to_float, inside.is_smooth()) {
            (true, true) => Shape::Smooth,
            (true, false) => Shape::Float,
            _ => Shape::Plain,
        }
    }
}

/// Whether evaluating an expression has no effect but its value.
pub(super) fn is_silent(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) | Expr::Path(_) => true,
        Expr::Paren(e) => is_silent(&e.expr),
        Expr::Group(e) => is_silent(&e.expr),
        Expr::Field(e) => is_silent(&e.base),
        Expr::Index(e) => is_silent(&e.expr) && is_silent(&e.index),
        Expr::Unary(e) => !matches!(e.op, UnOp::Deref(_)) && is_silent(&e.expr),
        Expr::Cast(e) => is_silent(&e.expr),
        Expr::Reference(e) => e.mutability.is_none() && is_silent(&e.expr),
        Expr::Range(e) => e.start.iter().chain(&e.end).all(|e| is_silent(e)),
        Expr::Binary(e) => !is_assignment(&e.op) && is_silent(&e.left) && is_silent(&e.right),
        Expr::MethodCall(e) => {
            SILENT.contains(&e.method.to_string().as_str()) && is_silent(&e.receiver) && e.args.iter().all(is_silent)
        }
        _ => false,
    }
}

/// Methods of the standard library, of numbers and collections, that only compute.
const SILENT: &[&str] = &[
    "abs",
    "sqrt",
    "exp",
    "ln",
    "sin",
    "cos",
    "tanh",
    "powi",
    "powf",
    "hypot",
    "recip",
    "len",
    "is_empty",
    "is_some",
    "is_none",
    "is_ok",
    "is_err",
    "is_nan",
    "is_finite",
    "is_infinite",
    "is_sign_positive",
    "is_sign_negative",
    "detach",
];

/// Questions to a float that `assert!` may ask.
const KINDS: &[&str] = &["is_nan", "is_infinite", "is_finite", "is_normal", "is_sign_positive", "is_sign_negative"];

/// The method that a comparison operator stands for.
fn relation(op: &BinOp) -> Option<&'static str> {
    Some(match op {
        BinOp::Lt(_) => "lt",
        BinOp::Le(_) => "le",
        BinOp::Gt(_) => "gt",
        BinOp::Ge(_) => "ge",
        BinOp::Eq(_) => "eq",
        BinOp::Ne(_) => "ne",
        _ => return None,
    })
}

fn is_assignment(op: &BinOp) -> bool {
    relation(op).is_none() && op.to_token_stream().to_string().ends_with('=')
}
