//! Lifting a constant where it meets a smooth value, and only there.

use super::Body;
use crate::analyse::Shape;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;
use syn::{BinOp, Block, Expr, Lit, Stmt, Type};

/// Methods whose result has the type that its place wants.
const INFERRED: &[&str] = &["collect", "into", "try_into", "parse", "default", "unwrap_or_default", "from", "random"];

/// Functions that make an empty container of whatever its place wants.
const EMPTY: &[&str] = &["new", "with_capacity", "default", "empty"];

impl Body<'_> {
    /// Makes an expression of shape `have` fit where `want` is wanted.
    pub(super) fn coerce(&mut self, expr: &mut Expr, have: &Shape, want: &Shape) {
        if self.rewriting && !have.fits(want) {
            self.lift(expr, want);
        }
    }

    /// The same for the value of a block.
    pub(super) fn coerce_tail(&mut self, block: &mut Block, have: &Shape, want: &Shape) {
        if self.rewriting && !have.fits(want) {
            self.lift_tail(block, want);
        }
    }

    fn lift_tail(&mut self, block: &mut Block, want: &Shape) {
        match block.stmts.last_mut() {
            Some(Stmt::Expr(expr, None)) => self.lift(expr, want),
            Some(Stmt::Macro(stmt)) if stmt.semi_token.is_none() => self.lift_macro(&mut stmt.mac, want),
            _ => {}
        }
    }

    /// Goes down to where the values come from, so that nothing that diverges or that takes its type from its place
    /// is wrapped.
    fn lift(&mut self, expr: &mut Expr, want: &Shape) {
        if !want.moves() {
            return;
        }
        match expr {
            Expr::Paren(e) => self.lift(&mut e.expr, want),
            Expr::Group(e) => self.lift(&mut e.expr, want),
            // What is written through a reference to a lifted copy would be lost: types report what is left as it is.
            Expr::Reference(e) if e.mutability.is_some() && is_place(&e.expr) => {}
            Expr::Reference(e) => self.lift(&mut e.expr, want),
            Expr::Block(e) => self.lift_tail(&mut e.block, want),
            Expr::Loop(e) => {
                let label = e.label.as_ref().map(|l| l.name.to_string());
                Breaks { walk: self, want, label, inside: 0 }.visit_block_mut(&mut e.body);
            }
            Expr::If(e) => {
                self.lift_tail(&mut e.then_branch, want);
                if let Some((_, otherwise)) = &mut e.else_branch {
                    self.lift(otherwise, want);
                }
            }
            Expr::Match(e) => e.arms.iter_mut().for_each(|arm| self.lift(&mut arm.body, want)),
            Expr::Array(e) => e.elems.iter_mut().for_each(|e| self.lift(e, &want.element())),
            Expr::Repeat(e) => self.lift(&mut e.expr, &want.element()),
            Expr::Tuple(e) => e.elems.iter_mut().enumerate().for_each(|(i, e)| self.lift(e, &want.part(i))),
            Expr::Struct(e) => self.lift_fields(e),
            Expr::Macro(e) => self.lift_macro(&mut e.mac, want),
            Expr::Call(e) => match super::call::function_name(&e.func).as_deref() {
                Some("Some" | "Ok") => e.args.iter_mut().for_each(|e| self.lift(e, &want.element())),
                Some("Err") => {}
                Some("new") if e.args.len() == 1 && super::call::is_wrapper_path(&e.func) => {
                    e.args.iter_mut().for_each(|e| self.lift(e, want));
                }
                Some(name) if EMPTY.contains(&name) => {}
                Some(name) if name.starts_with(char::is_uppercase) => {
                    let all = self.first_of_its_type;
                    for arg in &mut e.args {
                        match (is_number(arg), all) {
                            (true, true) => self.lift(arg, &Shape::Smooth),
                            (true, false) => self.fit(arg, &Shape::Float),
                            (false, _) => self.fit(arg, &Shape::Plain),
                        }
                    }
                }
                _ => self.wrap(expr, None),
            },
            Expr::MethodCall(e) => {
                let name = e.method.to_string();
                let items = matches!(*e.receiver, Expr::MethodCall(_));
                if items && e.turbofish.is_none() && (name == "sum" || name == "product") {
                    self.reduce(expr);
                    self.wrap(expr, None);
                } else if e.turbofish.is_some() || !INFERRED.contains(&name.as_str()) {
                    self.wrap(expr, None);
                }
            }
            // A mutable reference: what it leads to is smooth already.
            Expr::Path(_) if self.root(expr).is_some_and(|id| !self.vars.origins(id).is_empty()) => {}
            Expr::Path(e) => {
                let smooth =
                    e.path.get_ident().and_then(|i| self.vars.find(&i.to_string())).map(|id| self.vars.shape(id));
                if !smooth.is_some_and(|s| s.fits(want)) && !is_variant(&e.path) {
                    self.wrap(expr, None);
                }
            }
            _ if may_be_float(expr) => self.wrap(expr, None),
            _ => {}
        }
    }

    /// The fields of a struct literal: those that are written to are smooth, and the others fit the struct's number or
    /// stay plain, as their types have it.
    fn lift_fields(&mut self, literal: &mut syn::ExprStruct) {
        let written = |field: &syn::FieldValue| matches!(&field.member, syn::Member::Named(n) if self.written_fields.contains(&n.to_string()));
        let some_written = literal.fields.iter().any(written);
        let all = self.first_of_its_type && !some_written;
        for field in &mut literal.fields {
            field.colon_token.get_or_insert_default();
            let written =
                matches!(&field.member, syn::Member::Named(n) if self.written_fields.contains(&n.to_string()));
            if (written || all) && is_number(&field.expr) {
                self.lift(&mut field.expr, &Shape::Smooth);
            } else {
                let have = if is_number(&field.expr) { Shape::Float } else { Shape::Plain };
                self.fit(&mut field.expr, &have);
            }
        }
    }

    /// Lifts the result of an expression; `source` is its plain type, where that is written.
    pub(super) fn wrap(&self, expr: &mut Expr, source: Option<&Type>) {
        let span = expr.span();
        let sg = self.sg_at(span);
        let source = source.map_or_else(|| quote_spanned!(span=> _), |ty| quote!(#ty));
        *expr = Expr::Verbatim(quote_spanned!(span=> #sg::up::<__D, #source>(#expr)));
    }
}

/// Lifts the values that a loop is left with.
struct Breaks<'a, 'e> {
    walk: &'a mut Body<'e>,
    want: &'a Shape,
    label: Option<String>,
    /// How many loops stand between.
    inside: usize,
}

impl VisitMut for Breaks<'_, '_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Closure(_) => {}
            Expr::Break(e) => {
                let label = e.label.as_ref().map(ToString::to_string);
                let ours = if label.is_some() { label == self.label } else { self.inside == 0 };
                if let (true, Some(value)) = (ours, &mut e.expr) {
                    self.walk.lift(value, self.want);
                }
            }
            Expr::Loop(_) | Expr::While(_) | Expr::ForLoop(_) => {
                self.inside += 1;
                syn::visit_mut::visit_expr_mut(self, expr);
                self.inside -= 1;
            }
            _ => syn::visit_mut::visit_expr_mut(self, expr),
        }
    }
}

/// Whether an expression stands for something that can be written to, rather than for a new value.
fn is_place(expr: &Expr) -> bool {
    match expr {
        Expr::Path(_) | Expr::Field(_) | Expr::Index(_) | Expr::Unary(_) | Expr::MethodCall(_) | Expr::Try(_) => true,
        Expr::Paren(e) => is_place(&e.expr),
        Expr::Group(e) => is_place(&e.expr),
        _ => false,
    }
}

/// Whether a path names a unit struct or a variant without fields, such as `None`.
fn is_variant(path: &syn::Path) -> bool {
    path.segments.last().is_some_and(|s| {
        let name = s.ident.to_string();
        name.starts_with(char::is_uppercase) && name.chars().any(char::is_lowercase)
    })
}

/// Whether an expression makes an empty container, or names a variant.
pub(super) fn makes_empty(expr: &Expr) -> bool {
    match expr {
        Expr::Call(e) => super::call::function_name(&e.func).is_some_and(|name| EMPTY.contains(&name.as_str())),
        Expr::Path(e) => is_variant(&e.path),
        _ => false,
    }
}

/// Whether an expression takes its type from its place.
pub(super) fn has_open_type(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(e) => has_open_type(&e.expr),
        Expr::Try(e) => has_open_type(&e.expr),
        Expr::MethodCall(e) => {
            let name = e.method.to_string();
            let open =
                e.turbofish.is_none() && (INFERRED.contains(&name.as_str()) || name == "sum" || name == "product");
            open || matches!(name.as_str(), "unwrap" | "expect" | "unwrap_or_default") && has_open_type(&e.receiver)
        }
        _ => false,
    }
}

/// Whether a field of a struct literal is known to be a number, or a collection of such.
fn is_number(expr: &Expr) -> bool {
    match expr {
        Expr::Array(e) => e.elems.iter().any(is_number),
        Expr::Tuple(e) => e.elems.iter().any(is_number),
        Expr::Repeat(e) => is_number(&e.expr),
        Expr::Macro(e) => e.mac.path.is_ident("vec"),
        Expr::Call(e) => {
            super::call::function_name(&e.func).is_some_and(|name| name == "Some") && e.args.iter().any(is_number)
        }
        Expr::Path(_) | Expr::Field(_) | Expr::Index(_) | Expr::MethodCall(_) => false,
        other => may_be_float(other),
    }
}

/// Whether an expression can have a number with a fraction as its value.
pub(super) fn may_be_float(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(e) => matches!(&e.lit, Lit::Float(lit) if lit.suffix() != "f32"),
        Expr::Binary(e) => {
            matches!(e.op, BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_) | BinOp::Div(_) | BinOp::Rem(_))
        }
        Expr::Unary(e) => !matches!(e.op, syn::UnOp::Not(_)) && may_be_float(&e.expr),
        Expr::Cast(e) => crate::form::is_f64(&e.ty),
        Expr::Paren(e) => may_be_float(&e.expr),
        Expr::Group(e) => may_be_float(&e.expr),
        Expr::Try(e) => may_be_float(&e.expr),
        Expr::MethodCall(e) => {
            let name = e.method.to_string();
            !matches!(name.as_str(), "len" | "count" | "is_empty" | "contains" | "is_some" | "is_none" | "to_string")
        }
        Expr::Path(_) | Expr::Field(_) | Expr::Index(_) | Expr::Call(_) | Expr::Verbatim(_) => true,
        _ => false,
    }
}
