//! Assignments: what is written into a variable makes it smooth.

use super::Body;
use crate::analyse::{Shape, VarId};
use syn::visit::Visit;
use syn::{Expr, Member, Pat, UnOp};

impl Body<'_> {
    pub(super) fn assign(&mut self, expr: &mut Expr) -> Shape {
        let Expr::Assign(e) = expr else { return Shape::Plain };
        let value = self.expr(&mut e.right);
        let place = self.expr(&mut e.left);
        self.write(&e.left, &value);
        let want = if matches!(*e.left, Expr::Infer(_)) { Shape::Never } else { place.join(&value) };
        self.coerce(&mut e.right, &value, &want);
        Shape::Plain
    }

    /// Notes that a value of a shape is written to a place.
    pub(super) fn write(&mut self, place: &Expr, shape: &Shape) {
        match place {
            Expr::Path(_) => {
                if let Some(id) = self.root(place) {
                    self.vars.write(id, shape);
                }
            }
            Expr::Paren(e) => self.write(&e.expr, shape),
            Expr::Group(e) => self.write(&e.expr, shape),
            Expr::Reference(e) => self.write(&e.expr, shape),
            Expr::Unary(e) if matches!(e.op, UnOp::Deref(_)) => self.write(&e.expr, shape),
            Expr::Tuple(e) => e.elems.iter().enumerate().for_each(|(i, e)| self.write(e, &shape.part(i))),
            Expr::Index(e) => self.write(&e.expr, &Shape::seq(shape.clone())),
            Expr::Field(e) => self.write_field(&e.base, &e.member, shape),
            other if shape.is_smooth() => self.taint(other),
            _ => {}
        }
    }

    fn write_field(&mut self, base: &Expr, member: &Member, shape: &Shape) {
        let known = self.root(base).map(|id| self.vars.shape(id).clone());
        match (member, base, known) {
            (Member::Unnamed(i), Expr::Path(_), Some(Shape::Tuple(parts))) if (i.index as usize) < parts.len() => {
                let mut written = vec![Shape::Never; parts.len()];
                written[i.index as usize] = shape.clone();
                self.write(base, &Shape::Tuple(written));
            }
            _ if shape.is_smooth() => {
                if let Member::Named(name) = member {
                    self.written_fields.insert(name.to_string());
                }
                self.taint(base);
            }
            _ => {}
        }
    }

    /// Something smooth is written somewhere into a place.
    pub(super) fn taint(&mut self, place: &Expr) {
        if let Some(id) = self.root(place) {
            self.vars.taint(id);
        }
    }

    /// The variable that a place is part of.
    pub(super) fn root(&self, place: &Expr) -> Option<VarId> {
        match place {
            Expr::Path(e) => self.vars.find(&e.path.get_ident()?.to_string()),
            Expr::Paren(e) => self.root(&e.expr),
            Expr::Group(e) => self.root(&e.expr),
            Expr::Reference(e) => self.root(&e.expr),
            Expr::Unary(e) => self.root(&e.expr),
            Expr::Index(e) => self.root(&e.expr),
            Expr::Field(e) => self.root(&e.base),
            Expr::Try(e) => self.root(&e.expr),
            Expr::MethodCall(e) => self.root(&e.receiver),
            _ => None,
        }
    }

    /// The variables that a mutable reference, or a collection or iterator of such, may lead back to.
    pub(super) fn borrowed(&self, expr: &Expr) -> Vec<VarId> {
        match expr {
            Expr::Reference(e) if e.mutability.is_some() => self.root(&e.expr).into_iter().collect(),
            Expr::Paren(e) => self.borrowed(&e.expr),
            Expr::Try(e) => self.borrowed(&e.expr),
            Expr::Tuple(e) => self.borrowed_by_all(&e.elems),
            Expr::Array(e) => self.borrowed_by_all(&e.elems),
            Expr::Call(e) => self.borrowed_by_all(&e.args),
            Expr::Block(e) => self.borrowed_by_tail(&e.block),
            Expr::If(e) => {
                let mut all = self.borrowed_by_tail(&e.then_branch);
                all.extend(e.else_branch.iter().flat_map(|(_, e)| self.borrowed(e)));
                all
            }
            Expr::Match(e) => e.arms.iter().flat_map(|arm| self.borrowed(&arm.body)).collect(),
            Expr::Macro(e) if e.mac.path.is_ident("vec") => {
                super::macros::elements(&e.mac).map(|elements| self.borrowed_by_all(&elements)).unwrap_or_default()
            }
            Expr::MethodCall(e) => {
                let name = e.method.to_string();
                if name.ends_with("_mut") || name == "by_ref" || name == "or_insert" {
                    return self.root(&e.receiver).into_iter().chain(self.borrowed_by_all(&e.args)).collect();
                }
                if OWNING.contains(&name.as_str()) {
                    return Vec::new();
                }
                let mut all = self.borrowed(&e.receiver);
                all.extend(self.borrowed_by_all(&e.args));
                all
            }
            // A variable that is itself a mutable reference hands on where it leads.
            Expr::Path(_) => self.root(expr).map(|id| self.vars.origins(id).to_vec()).unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    fn borrowed_by_all<'a>(&self, exprs: impl IntoIterator<Item = &'a Expr>) -> Vec<VarId> {
        exprs.into_iter().flat_map(|e| self.borrowed(e)).collect()
    }

    fn borrowed_by_tail(&self, block: &syn::Block) -> Vec<VarId> {
        match block.stmts.last() {
            Some(syn::Stmt::Expr(e, None)) => self.borrowed(e),
            _ => Vec::new(),
        }
    }

    /// Where the bindings of a pattern lead back to, when it is matched with an expression.
    pub(super) fn origins(&self, pat: &Pat, expr: &Expr) -> Vec<VarId> {
        if has_ref_mut(pat) { self.root(expr).into_iter().collect() } else { self.borrowed(expr) }
    }
}

/// Whether a pattern binds by `ref mut`: into the matched place itself, which must not be a lifted copy.
pub(super) fn has_ref_mut(pat: &Pat) -> bool {
    struct Find(bool);
    impl<'ast> Visit<'ast> for Find {
        fn visit_pat_ident(&mut self, p: &'ast syn::PatIdent) {
            self.0 |= p.by_ref.is_some() && p.mutability.is_some();
            syn::visit::visit_pat_ident(self, p);
        }
    }
    let mut find = Find(false);
    find.visit_pat(pat);
    find.0
}

/// Methods whose result is a value of its own.
const OWNING: &[&str] = &["to_vec", "clone", "cloned", "copied", "to_owned", "collect"];
