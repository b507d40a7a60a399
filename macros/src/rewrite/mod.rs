//! Walking a body: the same walk first finds out what is smooth, again and again until nothing changes, and then
//! rewrites. Each construct has its own file.

mod branch;
mod call;
mod closure;
mod lift;
mod macros;
mod method;
mod operator;
mod pattern;
mod place;

use crate::analyse::{Shape, VarId, Variables};
use crate::diagnostics::Errors;
use closure::ClosureInfo;
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::HashSet;
use syn::{Block, Expr, Item, Stmt};

/// A walk over a body.
pub(crate) struct Body<'e> {
    /// The path of the runtime's hidden module.
    sg: TokenStream,
    errors: &'e Errors,
    vars: Variables,
    closures: Vec<ClosureInfo>,
    next_closure: usize,
    /// What the function, and each closure around here, returns.
    returns: Vec<Returns>,
    /// The labels and values of the loops around here.
    loops: Vec<(Option<String>, VarId)>,
    /// The names of the fields that something smooth is written to.
    written_fields: HashSet<String>,
    /// Whether the type of a struct literal here is told by nothing else.
    first_of_its_type: bool,
    /// What the parameters of the next closure lead back to: items that are lent mutably.
    lent: Vec<VarId>,
    /// Whether a pattern here may name a constant.
    refutable: bool,
    /// Whether a closure here is stored as a function of numbers.
    storing_functions: bool,
    rewriting: bool,
    /// Whether a function with a kink is applied to a smooth value.
    kink: bool,
    /// Whether the expression at hand is the function of a call.
    called: bool,
    /// Rewrites a function inside the body.
    inner: &'e dyn Fn(&syn::ItemFn) -> Option<TokenStream>,
}

/// How many walks are made at most.
const MOST_WALKS: usize = 200;

/// Where a `return` goes.
enum Returns {
    /// to the caller, who wants this shape
    Function(Shape),
    /// out of a closure, whose result is collected here
    Closure(VarId),
}

/// A parameter of the function and its shape.
pub(crate) struct Parameter {
    pub(crate) pat: syn::Pat,
    pub(crate) shape: Shape,
}

/// Rewrites the body of a function; tells whether it has a kink.
pub(crate) fn body(
    block: &mut Block,
    parameters: &[Parameter],
    returns: &Shape,
    sg: &TokenStream,
    errors: &Errors,
    inner: &dyn Fn(&syn::ItemFn) -> Option<TokenStream>,
) -> bool {
    let mut walk = Body {
        sg: sg.clone(),
        errors,
        vars: Variables::default(),
        closures: Vec::new(),
        next_closure: 0,
        returns: Vec::new(),
        loops: Vec::new(),
        written_fields: HashSet::new(),
        first_of_its_type: false,
        lent: Vec::new(),
        refutable: false,
        storing_functions: false,
        rewriting: false,
        kink: false,
        called: false,
        inner,
    };
    // Every walk that changes something makes some shape larger, and shapes have bounded depth; the bound on the number
    // of walks is for what nobody thought of.
    for _ in 0..MOST_WALKS {
        walk.run(&mut block.clone(), parameters, returns);
        if !walk.vars.changed() {
            break;
        }
    }
    walk.rewriting = true;
    walk.run(block, parameters, returns);
    walk.kink
}

impl Body<'_> {
    fn run(&mut self, block: &mut Block, parameters: &[Parameter], returns: &Shape) {
        self.vars.restart();
        self.next_closure = 0;
        self.returns = vec![Returns::Function(returns.clone())];
        for parameter in parameters {
            self.bind(&mut parameter.pat.clone(), &parameter.shape, &[]);
        }
        let have = self.block(block);
        self.coerce_tail(block, &have, returns);
    }

    /// The path of the runtime's hidden module, so that an error about what follows is shown there.
    fn sg_at(&self, span: proc_macro2::Span) -> TokenStream {
        crate::diagnostics::respanned(self.sg.clone(), span)
    }

    /// The type of the smooth numbers in the body.
    fn smooth(&self) -> TokenStream {
        let sg = &self.sg;
        quote!(#sg::Smooth<__D>)
    }

    /// A block with its own scope; gives the shape of its value.
    fn block(&mut self, block: &mut Block) -> Shape {
        self.vars.open();
        let mut value = Shape::Plain;
        let last = block.stmts.len().saturating_sub(1);
        for (i, stmt) in block.stmts.iter_mut().enumerate() {
            let shape = self.statement(stmt);
            if i == last {
                value = shape;
            }
        }
        self.vars.close();
        value
    }

    fn statement(&mut self, stmt: &mut Stmt) -> Shape {
        match stmt {
            Stmt::Local(local) => {
                self.local(local);
                Shape::Plain
            }
            Stmt::Item(item) => {
                self.item(item);
                Shape::Plain
            }
            Stmt::Expr(expr, semi) => {
                let shape = self.expr(expr);
                if semi.is_none() || shape == Shape::Never { shape } else { Shape::Plain }
            }
            Stmt::Macro(stmt) => {
                let shape = self.macro_call(&mut stmt.mac);
                if stmt.semi_token.is_none() || shape == Shape::Never { shape } else { Shape::Plain }
            }
        }
    }

    /// An item inside the body: functions are rewritten like the body itself, the rest stays.
    fn item(&mut self, item: &mut Item) {
        if let Item::Fn(function) = item
            && self.rewriting
            && let Some(tokens) = (self.inner)(function)
        {
            *item = Item::Verbatim(tokens);
        }
    }

    /// An expression; gives the shape of its value.
    fn expr(&mut self, expr: &mut Expr) -> Shape {
        match expr {
            Expr::Lit(e) => match &e.lit {
                syn::Lit::Float(lit) if lit.suffix() != "f32" => Shape::Float,
                _ => Shape::Plain,
            },
            Expr::Paren(e) => self.expr(&mut e.expr),
            Expr::Group(e) => self.expr(&mut e.expr),
            Expr::Path(_) => self.path(expr),
            Expr::Array(e) => self.array(e),
            Expr::Repeat(e) => Shape::seq(self.expr(&mut e.expr)),
            Expr::Tuple(e) => Shape::tuple(e.elems.iter_mut().map(|e| self.expr(e)).collect()),
            Expr::Struct(_) => self.structure(expr),
            Expr::Reference(e) => self.expr(&mut e.expr),
            Expr::Field(e) => {
                let base = self.expr(&mut e.base);
                match &e.member {
                    syn::Member::Unnamed(i) => base.part(i.index as usize),
                    syn::Member::Named(_) if base.is_smooth() => Shape::Smooth,
                    syn::Member::Named(_) => Shape::Plain,
                }
            }
            Expr::Index(e) => {
                let base = self.expr(&mut e.expr);
                self.expr(&mut e.index);
                if matches!(*e.index, Expr::Range(_)) { base } else { base.element() }
            }
            Expr::Range(e) => {
                let start = e.start.as_mut().map_or(Shape::Plain, |e| self.expr(e));
                let end = e.end.as_mut().map_or(Shape::Plain, |e| self.expr(e));
                Shape::seq(start.join(&end))
            }
            Expr::Unary(_) | Expr::Binary(_) | Expr::Cast(_) => self.operator(expr),
            Expr::Assign(_) => self.assign(expr),
            Expr::Call(_) => self.call(expr),
            Expr::MethodCall(_) => self.method_call(expr),
            Expr::Closure(_) => self.closure(expr),
            Expr::Macro(e) => self.macro_call(&mut e.mac),
            Expr::Try(e) => self.expr(&mut e.expr).element(),
            Expr::Block(e) => self.labelled_block(e),
            Expr::If(_) | Expr::Match(_) | Expr::While(_) | Expr::Loop(_) | Expr::ForLoop(_) | Expr::Let(_) => {
                self.branch(expr)
            }
            Expr::Break(_) | Expr::Return(_) => self.leave(expr),
            Expr::Continue(_) => Shape::Never,
            Expr::Unsafe(e) => self.refuse(&e.unsafe_token, "an `unsafe` block cannot be differentiated: move it into a function on plain values and give it a derivative with `custom`"),
            Expr::Async(e) => self.refuse(&e.async_token, "an `async` block cannot be differentiated"),
            Expr::Await(e) => self.refuse(&e.await_token, "`.await` cannot be differentiated"),
            _ => Shape::Plain,
        }
    }

    fn refuse(&mut self, tokens: &impl quote::ToTokens, message: &str) -> Shape {
        if self.rewriting {
            self.errors.at(tokens, message);
        }
        Shape::Plain
    }

    fn array(&mut self, array: &mut syn::ExprArray) -> Shape {
        let shapes: Vec<Shape> = array.elems.iter_mut().map(|e| self.expr(e)).collect();
        let element = shapes.iter().fold(Shape::Never, |a, b| a.join(b));
        for (e, have) in array.elems.iter_mut().zip(&shapes) {
            self.coerce(e, have, &element);
        }
        Shape::seq(element)
    }

    /// Runs `f` in a scope of its own.
    fn scoped<T>(&mut self, f: impl FnOnce(&mut Self) -> T) -> T {
        self.vars.open();
        let result = f(self);
        self.vars.close();
        result
    }
}
