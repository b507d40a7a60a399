//! Closures: what they are called with decides what their parameters are.

use super::call::refused_as_closure;
use super::{Body, Returns};
use crate::analyse::{Shape, VarId};
use syn::{Expr, ExprClosure, Pat, ReturnType};

/// A closure of the body.
#[derive(Clone)]
pub(super) struct ClosureInfo {
    /// What each parameter is called with.
    params: Vec<Shape>,
    result: Shape,
    /// Whether something was learned that a later walk must hear of.
    id: VarId,
}

impl Body<'_> {
    /// A closure that is not called on the spot.
    pub(super) fn closure(&mut self, expr: &mut Expr) -> Shape {
        let Expr::Closure(e) = expr else { return Shape::Plain };
        let number = self.next_closure;
        if self.storing_functions {
            self.run_closure(e, &vec![Shape::Smooth; e.inputs.len()], Some(&Shape::Smooth));
            return Shape::Function;
        }
        self.run_closure(e, &[], None);
        Shape::Closure(number)
    }

    /// A closure, or a function by its name, that is called with arguments of these shapes; gives its result.
    pub(super) fn applied(&mut self, expr: &mut Expr, args: &[Shape]) -> Shape {
        self.applied_for(expr, args, None)
    }

    /// The same, where the result must also fit `meets`.
    pub(super) fn applied_for(&mut self, expr: &mut Expr, args: &[Shape], meets: Option<&Shape>) -> Shape {
        if self.rewriting
            && let Some(closure) = refused_as_closure(expr)
        {
            *expr = closure;
            if let Expr::Closure(e) = expr {
                self.expr(&mut e.body);
            }
            return args.iter().fold(Shape::Plain, |a, b| a.arithmetic(b));
        }
        match expr {
            Expr::Closure(e) => self.run_closure(e, args, meets),
            Expr::Paren(e) => self.applied_for(&mut e.expr, args, meets),
            Expr::Reference(e) => self.applied_for(&mut e.expr, args, meets),
            other => match self.expr(other) {
                Shape::Closure(number) => self.call_closure(number, args),
                Shape::Function => Shape::Smooth,
                _ if is_detach(other) => Shape::Float,
                _ => args.iter().fold(Shape::Plain, |a, b| a.arithmetic(b)),
            },
        }
    }

    /// Notes a call of a closure; gives its result.
    pub(super) fn call_closure(&mut self, number: usize, args: &[Shape]) -> Shape {
        let Some(info) = self.closures.get_mut(number) else { return Shape::Plain };
        let id = info.id;
        for (param, arg) in info.params.iter_mut().zip(args) {
            *param = param.join(arg);
        }
        let all = Shape::Tuple(info.params.clone());
        let result = info.result.clone();
        self.vars.join(id, &all);
        result
    }

    /// The number of the closure that an expression, which is walked next, is or names.
    pub(super) fn closure_number(&self, expr: &Expr) -> Option<usize> {
        match expr {
            Expr::Closure(_) => Some(self.next_closure),
            Expr::Paren(e) => self.closure_number(&e.expr),
            Expr::Reference(e) => self.closure_number(&e.expr),
            Expr::Path(_) => match self.root(expr).map(|id| self.vars.shape(id)) {
                Some(Shape::Closure(number)) => Some(*number),
                _ => None,
            },
            _ => None,
        }
    }

    /// A closure also gets this as its first argument.
    pub(super) fn feed(&mut self, number: Option<usize>, first: &Shape) {
        if let Some(number) = number {
            self.call_closure(number, std::slice::from_ref(first));
        }
    }

    /// What the parameters of a closure have become.
    pub(super) fn params_of(&self, number: usize) -> &[Shape] {
        self.closures.get(number).map_or(&[], |info| &info.params)
    }

    fn run_closure(&mut self, e: &mut ExprClosure, args: &[Shape], meets: Option<&Shape>) -> Shape {
        let number = self.next_closure;
        self.next_closure += 1;
        let id = self.vars.anonymous();
        let returned = self.vars.anonymous();
        if number == self.closures.len() {
            self.closures.push(ClosureInfo { params: vec![Shape::Never; e.inputs.len()], result: Shape::Never, id });
        }
        self.closures[number].id = id;
        self.call_closure(number, args);
        let params = self.closures[number].params.clone();
        if let Some(token) = &e.asyncness {
            self.refuse(token, "an `async` closure cannot be differentiated");
        }
        let loops = std::mem::take(&mut self.loops);
        let declared = if let ReturnType::Type(_, ty) = &e.output { Shape::of_type(ty) } else { Shape::Never };
        let storing = std::mem::replace(&mut self.storing_functions, declared.has_function());
        self.returns.push(Returns::Closure(returned));
        self.vars.open();
        let lent = std::mem::take(&mut self.lent);
        for (pat, shape) in e.inputs.iter_mut().zip(&params) {
            let shape = if matches!(pat, Pat::Type(_)) || *shape != Shape::Never { shape } else { &Shape::Plain };
            self.bind(pat, shape, &lent);
        }
        let tail = self.expr(&mut e.body);
        self.vars.join(returned, &tail);
        if let Some(meets) = meets.filter(|shape| shape.is_smooth()) {
            self.vars.join(returned, meets);
        }
        self.vars.join(returned, &declared);
        let result = self.vars.shape(returned).clone();
        self.coerce(&mut e.body, &tail, &result);
        // What the body wrote through its parameters.
        let written: Vec<Shape> = e.inputs.iter().map(|pat| self.bound(pat)).collect();
        self.call_closure(number, &written);
        self.vars.close();
        if let ReturnType::Type(_, ty) = &mut e.output {
            self.annotate(ty, &result);
        }
        self.returns.pop();
        self.loops = loops;
        self.storing_functions = storing;
        self.closures[number].result = result.clone();
        result
    }
}

/// Whether a path names the method that makes a constant of a smooth value.
fn is_detach(expr: &Expr) -> bool {
    matches!(expr, Expr::Path(e) if e.path.segments.last().is_some_and(|s| s.ident == "detach"))
}
