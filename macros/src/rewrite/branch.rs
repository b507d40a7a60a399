//! Branches and loops: their arms meet, and their conditions must not be smooth.

use super::pattern::needs_match;
use super::{Body, Returns};
use crate::analyse::Shape;
use quote::quote_spanned;
use syn::spanned::Spanned;
use syn::{Expr, ExprBlock, ExprForLoop, ExprIf, ExprLoop, ExprMatch, ExprWhile};

impl Body<'_> {
    pub(super) fn branch(&mut self, expr: &mut Expr) -> Shape {
        match expr {
            Expr::If(e) => self.if_else(e),
            Expr::Match(e) => self.match_arms(e),
            Expr::While(e) => self.while_loop(e),
            Expr::Loop(e) => self.endless_loop(e),
            Expr::ForLoop(e) => self.for_loop(e),
            Expr::Let(_) => {
                self.condition(expr);
                Shape::Plain
            }
            _ => Shape::Plain,
        }
    }

    /// A condition, whose `let`s bind in the present scope.
    fn condition(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Let(e) => {
                let have = self.expr(&mut e.expr);
                let origin = self.origins(&e.pat, &e.expr);
                self.match_floats(&mut e.expr, &have, needs_match(&e.pat));
                self.bind_refutable(&mut e.pat, &have, &origin);
            }
            Expr::Binary(e) if matches!(e.op, syn::BinOp::And(_)) => {
                self.condition(&mut e.left);
                self.condition(&mut e.right);
            }
            Expr::Paren(e) => self.condition(&mut e.expr),
            other => {
                self.expr(other);
            }
        }
    }

    /// A scrutinee that is compared with numbers must not be smooth.
    pub(super) fn match_floats(&self, scrutinee: &mut Expr, have: &Shape, floats: bool) {
        if self.rewriting && floats && have.is_smooth() {
            let sg = self.sg_at(scrutinee.span());
            *scrutinee = Expr::Verbatim(quote_spanned!(scrutinee.span()=> #sg::scrutinee(#scrutinee).matched()));
        }
    }

    fn if_else(&mut self, e: &mut ExprIf) -> Shape {
        let then = self.scoped(|walk| {
            walk.condition(&mut e.cond);
            walk.block(&mut e.then_branch)
        });
        let Some((_, otherwise)) = &mut e.else_branch else { return Shape::Plain };
        let other = self.expr(otherwise);
        let both = then.join(&other);
        self.coerce_tail(&mut e.then_branch, &then, &both);
        self.coerce(otherwise, &other, &both);
        both
    }

    fn match_arms(&mut self, e: &mut ExprMatch) -> Shape {
        let have = self.expr(&mut e.expr);
        let origins: Vec<_> = e.arms.iter().map(|arm| self.origins(&arm.pat, &e.expr)).collect();
        self.match_floats(&mut e.expr, &have, e.arms.iter().any(|arm| needs_match(&arm.pat)));
        let shapes: Vec<Shape> = (e.arms.iter_mut().zip(&origins))
            .map(|(arm, origin)| {
                self.scoped(|walk| {
                    walk.bind_refutable(&mut arm.pat, &have, origin);
                    walk.expr(&mut arm.body)
                })
            })
            .collect();
        let all = shapes.iter().fold(Shape::Never, |a, b| a.join(b));
        for (arm, have) in e.arms.iter_mut().zip(&shapes) {
            self.coerce(&mut arm.body, have, &all);
        }
        all
    }

    fn while_loop(&mut self, e: &mut ExprWhile) -> Shape {
        let id = self.vars.anonymous();
        self.loops.push((e.label.as_ref().map(|l| l.name.to_string()), id));
        self.scoped(|walk| {
            walk.condition(&mut e.cond);
            walk.block(&mut e.body);
        });
        self.loops.pop();
        Shape::Plain
    }

    fn endless_loop(&mut self, e: &mut ExprLoop) -> Shape {
        let id = self.vars.anonymous();
        self.loops.push((e.label.as_ref().map(|l| l.name.to_string()), id));
        self.block(&mut e.body);
        self.loops.pop();
        self.vars.shape(id).clone()
    }

    fn for_loop(&mut self, e: &mut ExprForLoop) -> Shape {
        let items = self.expr(&mut e.expr).element();
        let origin = self.borrowed(&e.expr);
        let id = self.vars.anonymous();
        self.loops.push((e.label.as_ref().map(|l| l.name.to_string()), id));
        self.scoped(|walk| {
            walk.bind(&mut e.pat, &items, &origin);
            walk.block(&mut e.body);
        });
        self.loops.pop();
        Shape::Plain
    }

    pub(super) fn labelled_block(&mut self, e: &mut ExprBlock) -> Shape {
        let Some(label) = &e.label else { return self.block(&mut e.block) };
        let id = self.vars.anonymous();
        self.loops.push((Some(label.name.to_string()), id));
        let tail = self.block(&mut e.block);
        self.loops.pop();
        self.vars.join(id, &tail);
        let all = self.vars.shape(id).clone();
        self.coerce_tail(&mut e.block, &tail, &all);
        all
    }

    /// `break` and `return`, whose values meet those of their loop or function.
    pub(super) fn leave(&mut self, expr: &mut Expr) -> Shape {
        match expr {
            Expr::Break(e) => {
                let Some(value) = &mut e.expr else { return Shape::Never };
                let have = self.expr(value);
                let label = e.label.as_ref().map(ToString::to_string);
                let target = match &label {
                    Some(_) => self.loops.iter().rev().find(|(l, _)| *l == label),
                    None => self.loops.last(),
                };
                if let Some(&(_, id)) = target {
                    self.vars.join(id, &have);
                    let want = self.vars.shape(id).clone();
                    self.coerce(value, &have, &want);
                }
            }
            Expr::Return(e) => {
                let Some(value) = &mut e.expr else { return Shape::Never };
                let have = self.expr(value);
                let want = match self.returns.last() {
                    Some(Returns::Function(shape)) => shape.clone(),
                    Some(&Returns::Closure(id)) => {
                        self.vars.join(id, &have);
                        self.vars.shape(id).clone()
                    }
                    None => Shape::Never,
                };
                self.coerce(value, &have, &want);
            }
            _ => {}
        }
        Shape::Never
    }
}
