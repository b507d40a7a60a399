//! Calls of functions, paths and struct literals.

use super::Body;
use super::lift::{has_open_type, makes_empty, may_be_float};
use crate::analyse::Shape;
use crate::form::mentions;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprCall, GenericArgument, Path, PathArguments};

/// The functions of `f64` that have a counterpart for smooth numbers; what is not here stays a path to `f64`.
const OF_FLOATS: &[&str] = &[
    "abs",
    "acos",
    "acosh",
    "asin",
    "asinh",
    "atan",
    "atan2",
    "atanh",
    "cbrt",
    "ceil",
    "clamp",
    "copysign",
    "cos",
    "cosh",
    "div_euclid",
    "exp",
    "exp2",
    "exp_m1",
    "floor",
    "fract",
    "hypot",
    "is_finite",
    "is_infinite",
    "is_nan",
    "is_sign_negative",
    "is_sign_positive",
    "ln",
    "ln_1p",
    "log",
    "log10",
    "log2",
    "max",
    "min",
    "mul_add",
    "powf",
    "powi",
    "recip",
    "rem_euclid",
    "round",
    "round_ties_even",
    "signum",
    "sin",
    "sin_cos",
    "sinh",
    "sqrt",
    "tan",
    "tanh",
    "to_bits",
    "to_degrees",
    "to_radians",
    "total_cmp",
    "trunc",
];

/// Those that are refused on smooth values, with the number of their arguments.
const REFUSED: &[(&str, usize)] = &[
    ("floor", 1),
    ("ceil", 1),
    ("round", 1),
    ("round_ties_even", 1),
    ("trunc", 1),
    ("fract", 1),
    ("signum", 1),
    ("is_nan", 1),
    ("is_infinite", 1),
    ("is_finite", 1),
    ("is_sign_positive", 1),
    ("is_sign_negative", 1),
    ("to_bits", 1),
    ("total_cmp", 2),
    ("copysign", 2),
    ("atan2", 2),
    ("rem_euclid", 2),
    ("div_euclid", 2),
];

/// Those of them whose result is no number with a fraction.
const QUESTIONS: &[&str] =
    &["is_nan", "is_infinite", "is_finite", "is_sign_positive", "is_sign_negative", "to_bits", "total_cmp"];

/// Those with a kink.
pub(super) const KINKED: &[&str] = &["abs", "max", "min", "clamp"];

/// Functions whose generic argument nothing else tells.
const SELF_EVIDENT: &[&str] = &["size_of", "align_of", "type_name", "size_of_val"];

impl Body<'_> {
    pub(super) fn path(&mut self, expr: &mut Expr) -> Shape {
        let Expr::Path(e) = expr else { return Shape::Plain };
        if let Some(name) = e.path.get_ident().map(ToString::to_string) {
            return match self.vars.find(&name) {
                Some(id) => self.vars.shape(id).clone(),
                None if name == "None" => Shape::seq(Shape::Never),
                None => Shape::distribution(&name, false).unwrap_or(Shape::Plain),
            };
        }
        if let Some(function) = float_function(e) {
            if function == "from" && self.rewriting && self.called {
                // Of an integer or of a smooth value: the types decide.
                let sg = self.sg_at(e.path.span());
                *expr = syn::parse_quote!(#sg::AsFloat::as_float);
                return Shape::Plain;
            }
            // As a value it may be called with anything; a call notes the kink again.
            self.kink |= !self.called && KINKED.contains(&function.as_str());
            if self.rewriting && OF_FLOATS.contains(&function.as_str()) {
                let (span, name) = (e.path.span(), &e.path.segments.last().map(|s| s.ident.clone()));
                let sg = self.sg_at(span);
                *expr = syn::parse_quote_spanned!(span=> #sg::float::#name);
            }
            return if function.starts_with(char::is_uppercase) { Shape::Float } else { Shape::Plain };
        }
        self.infer_arguments(&mut e.path);
        let segments: Vec<String> = e.path.segments.iter().map(|s| s.ident.to_string()).collect();
        match segments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            [.., "consts", _] => Shape::Float,
            _ => Shape::Plain,
        }
    }

    /// `Vec::<f64>::new` as `Vec::<_>::new`: what is in it tells its type.
    pub(super) fn infer_arguments(&self, path: &mut Path) {
        let named = path.segments.last().is_some_and(|s| SELF_EVIDENT.iter().any(|n| s.ident == n));
        if !self.rewriting || named {
            return;
        }
        for segment in &mut path.segments {
            if let PathArguments::AngleBracketed(args) = &mut segment.arguments {
                self.infer(args);
            }
        }
    }

    pub(super) fn infer(&self, args: &mut syn::AngleBracketedGenericArguments) {
        for arg in &mut args.args {
            if let GenericArgument::Type(ty) = arg
                && mentions(ty, "f64")
            {
                *ty = crate::form::replaced(ty, || quote!(_));
            }
        }
    }

    pub(super) fn call(&mut self, expr: &mut Expr) -> Shape {
        let Expr::Call(e) = expr else { return Shape::Plain };
        let name = function_name(&e.func).unwrap_or_default();
        if name == "custom" {
            return self.custom(e);
        }
        if let Some(shape) = self.iterator_function(e, &name) {
            return shape;
        }
        self.called = true;
        let function = self.expr(&mut e.func);
        self.called = false;
        self.settle_sums(&mut e.args);
        let mut args: Vec<Shape> =
            e.args.iter_mut().map(|e| if is_typed_none(e) { Shape::Plain } else { self.expr(e) }).collect();
        if let Shape::Closure(number) = function {
            let result = self.call_closure(number, &args);
            let params = self.params_of(number).to_vec();
            for ((arg, have), want) in e.args.iter_mut().zip(&args).zip(&params) {
                if matches!(arg, Expr::Reference(r) if r.mutability.is_some()) {
                    self.write(arg, want);
                } else {
                    self.coerce(arg, have, want);
                }
            }
            return result;
        }
        let draws = args.contains(&Shape::Rng);
        let smooth = args.iter().any(Shape::moves);
        match (&*e.func, name.as_str()) {
            (_, "Some" | "Ok") => return Shape::seq(args.pop().unwrap_or(Shape::Plain)),
            (_, "Err") => return Shape::seq(Shape::Never),
            (Expr::Path(p), "new" | "with_capacity" | "from")
                if p.path.segments.iter().any(|s| is_wrapper(&s.ident)) =>
            {
                return match (p.path.segments.iter().any(|s| s.ident == "Vec"), args.pop()) {
                    (true, Some(shape)) if name == "from" => shape,
                    (true, _) => Shape::seq(Shape::Never),
                    (false, shape) => shape.unwrap_or(Shape::Plain),
                };
            }
            (Expr::Path(p), _) => {
                if let Some(shape) = self.distribution(&p.path, smooth) {
                    return shape;
                }
                self.refuse_turbofish(&p.path, draws);
            }
            _ => {}
        }
        self.note_kink(&e.func, &name, smooth);
        self.mutable_arguments(&e.args, &args, smooth || draws);
        if name == "swap" || name == "replace" {
            self.exchanged(&mut e.args, &args);
        }
        if draws && function != Shape::Rng && from_rand(&e.func) {
            self.plain_generator(&mut e.args, &args);
            return Shape::Plain;
        }
        if QUESTIONS.contains(&name.as_str()) && of_floats(&e.func) {
            return Shape::Plain;
        }
        if name.starts_with(char::is_uppercase) && smooth {
            e.args.iter_mut().zip(&args).for_each(|(arg, have)| self.fit(arg, have));
        }
        match function {
            // A stored function is called with smooth values.
            Shape::Function => {
                e.args.iter_mut().zip(&args).for_each(|(arg, have)| self.coerce(arg, have, &Shape::Smooth));
                Shape::Smooth
            }
            _ if smooth || draws => Shape::Smooth,
            _ => Shape::Plain,
        }
    }

    /// A sum as an argument: the parameter of an annotated function is generic and does not tell its type.
    fn settle_sums(&self, args: &mut syn::punctuated::Punctuated<Expr, syn::Token![,]>) {
        for arg in args {
            if let Expr::MethodCall(e) = arg
                && e.turbofish.is_none()
                && (e.method == "sum" || e.method == "product")
                && matches!(*e.receiver, Expr::MethodCall(_))
            {
                e.turbofish = Some(syn::parse_quote!(::<f64>));
            }
        }
    }

    /// `Normal::new(..)`, `Categorical::from_logits(..)`
    fn distribution(&self, path: &Path, smooth: bool) -> Option<Shape> {
        let family = path.segments.iter().rev().nth(1)?;
        Shape::distribution(&family.ident.to_string(), smooth).map(Shape::seq)
    }

    /// A generic argument list has another length on an annotated function.
    fn refuse_turbofish(&mut self, path: &Path, draws: bool) {
        let Some(last) = path.segments.last() else { return };
        if draws && matches!(last.arguments, PathArguments::AngleBracketed(_)) && path.segments[0].ident != "rand" {
            self.refuse(
                &last.arguments,
                "an annotated function has more type parameters than are written, so it cannot be called with a \
                 turbofish: let them be inferred, or take the value as an argument",
            );
        }
    }

    fn note_kink(&mut self, func: &Expr, name: &str, smooth: bool) {
        self.kink |= smooth && KINKED.contains(&name) && of_floats(func);
    }

    /// A `&mut` argument of a function that sees smooth values may be written to.
    pub(super) fn mutable_arguments<'a>(
        &mut self,
        exprs: impl IntoIterator<Item = &'a Expr>,
        shapes: &[Shape],
        smooth: bool,
    ) {
        if !smooth {
            return;
        }
        for (expr, shape) in exprs.into_iter().zip(shapes) {
            if matches!(expr, Expr::Reference(r) if r.mutability.is_some()) && *shape != Shape::Rng {
                let written = shape.floats_tainted();
                if written.is_smooth() {
                    self.write(expr, &written);
                }
            }
        }
    }

    /// `std::mem::swap` and `replace`: both sides are one type.
    fn exchanged(&mut self, exprs: &mut syn::punctuated::Punctuated<Expr, syn::Token![,]>, shapes: &[Shape]) {
        if let ([a, b], 2) = (shapes, exprs.len()) {
            let both = a.join(b);
            self.write(&exprs[0], &both);
            if matches!(exprs[1], Expr::Reference(_)) {
                self.write(&exprs[1], &both);
            } else {
                let have = b.clone();
                self.coerce(&mut exprs[1], &have, &both);
            }
        }
    }

    /// Hands the plain generator to what wants a generator of rand.
    pub(super) fn plain_generator<'a>(&mut self, exprs: impl IntoIterator<Item = &'a mut Expr>, shapes: &[Shape]) {
        if !self.rewriting {
            return;
        }
        for (expr, _) in exprs.into_iter().zip(shapes).filter(|(_, shape)| **shape == Shape::Rng) {
            let rng = if let Expr::Reference(r) = &*expr { &*r.expr } else { &*expr };
            *expr = Expr::Verbatim(quote_spanned!(expr.span()=> (#rng).noise()));
        }
    }

    /// `custom(x, |x| (value, derivative))`: the closure sees plain values.
    fn custom(&mut self, e: &mut ExprCall) -> Shape {
        let mut smooth = false;
        for (i, arg) in e.args.iter_mut().enumerate() {
            if i == 0 {
                smooth = self.expr(arg).is_smooth();
            } else {
                self.applied(arg, &[Shape::Float]);
            }
        }
        if smooth { Shape::Smooth } else { Shape::Float }
    }

    /// `successors`, `from_fn`, `repeat` and the like of `std::iter`.
    fn iterator_function(&mut self, e: &mut ExprCall, name: &str) -> Option<Shape> {
        let of_iter = matches!(&*e.func, Expr::Path(p) if p.path.segments.len() == 1 || p.path.segments.iter().any(|s| s.ident == "iter" || s.ident == "array"));
        if !of_iter {
            return None;
        }
        match (name, e.args.len()) {
            ("successors", 2) => {
                let first = self.expr(&mut e.args[0]);
                let before = first.element();
                let number = self.closure_number(&e.args[1]);
                let result = self.applied_for(&mut e.args[1], &[before], Some(&first));
                let all = first.join(&result);
                let item = all.element();
                // The items that follow are like those that came out.
                self.feed(number, &item);
                self.coerce(&mut e.args[0], &first, &all);
                Some(Shape::seq(item))
            }
            ("from_fn", 1) if takes_index(&e.args[0]) => {
                Some(Shape::seq(self.applied(&mut e.args[0], &[Shape::Plain])))
            }
            ("from_fn", 1) => Some(Shape::seq(self.applied(&mut e.args[0], &[]).element())),
            ("repeat_with", 1) => Some(Shape::seq(self.applied(&mut e.args[0], &[]))),
            ("repeat" | "once", 1) | ("repeat_n", 2) => {
                let shapes: Vec<Shape> = e.args.iter_mut().map(|e| self.expr(e)).collect();
                Some(Shape::seq(shapes.into_iter().next().unwrap_or(Shape::Plain)))
            }
            ("zip", 2) => {
                let parts = e.args.iter_mut().map(|e| self.expr(e).element()).collect();
                Some(Shape::seq(Shape::Tuple(parts)))
            }
            _ => None,
        }
    }

    /// A struct literal: where one field is smooth, the constants in the others fit the struct's number.
    pub(super) fn structure(&mut self, expr: &mut Expr) -> Shape {
        let Expr::Struct(e) = expr else { return Shape::Plain };
        let shapes: Vec<Shape> = e.fields.iter_mut().map(|field| self.expr(&mut field.expr)).collect();
        let rest = e.rest.as_mut().map_or(Shape::Plain, |rest| self.expr(rest));
        let smooth = shapes.iter().any(Shape::is_smooth) || rest.is_smooth();
        self.infer_arguments(&mut e.path);
        if smooth {
            for (field, have) in e.fields.iter_mut().zip(&shapes) {
                if matches!(&field.expr, Expr::Reference(r) if r.mutability.is_some()) {
                    self.write(&field.expr, &have.floats_tainted());
                }
                if self.rewriting && !have.is_smooth() && may_be_float(&field.expr) {
                    field.colon_token.get_or_insert_default();
                }
                self.fit(&mut field.expr, have);
            }
            return Shape::Smooth;
        }
        // A collection of numbers, not a number: its methods are the user's.
        if shapes.iter().any(|s| s.floats_tainted().is_smooth()) { Shape::seq(Shape::Float) } else { Shape::Plain }
    }

    /// Lets a constant become whatever its place wants; what is no number stays what it is.
    pub(super) fn fit(&self, expr: &mut Expr, have: &Shape) {
        if matches!(expr, Expr::Reference(r) if r.mutability.is_some()) {
            return;
        }
        let known = match have {
            Shape::Float => true,
            Shape::Seq(_) | Shape::Tuple(_) => have.floats_tainted().is_smooth() && !have.is_smooth(),
            _ => false,
        };
        let unknown = *have == Shape::Plain && may_be_float(expr) && !makes_empty(expr) && !has_open_type(expr);
        if self.rewriting && (known || unknown) {
            let span = expr.span();
            let sg = self.sg_at(span);
            *expr = Expr::Verbatim(if known {
                quote_spanned!(span=> #sg::fit(#expr))
            } else {
                quote_spanned!(span=> {
                    #[allow(unused_imports)]
                    use #sg::{FitAnything as _, FitNumber as _};
                    #sg::Gate::<__D, _>::of(#expr).fit()
                })
            });
        }
    }
}

/// The last name of the path of a function.
pub(super) fn function_name(func: &Expr) -> Option<String> {
    match func {
        Expr::Path(p) => p.path.segments.last().map(|s| s.ident.to_string()),
        _ => None,
    }
}

/// Whether a function is one of `f64`'s, before or after it was rewritten.
fn of_floats(func: &Expr) -> bool {
    matches!(func, Expr::Path(p) if p.path.segments.iter().any(|s| s.ident == "float" || s.ident == "f64"))
}

/// The path of a refused function as a closure, so that the error is inside it and nothing else fails for it.
pub(super) fn refused_as_closure(func: &Expr) -> Option<Expr> {
    let Expr::Path(p) = func else { return None };
    let name = float_function(p)?;
    let (_, count) = REFUSED.iter().find(|(refused, _)| *refused == name)?;
    let span = p.span();
    let args: Vec<_> = (0..*count).map(|i| quote::format_ident!("__x{i}", span = span)).collect();
    Some(syn::parse_quote_spanned!(span=> |#(#args),*| #p(#(#args),*)))
}

/// `exp` for the path `f64::exp` (also `<f64>::exp`, `std::primitive::f64::exp`).
fn float_function(path: &syn::ExprPath) -> Option<String> {
    let mut names = path.path.segments.iter().rev();
    let function = names.next()?.ident.to_string();
    let of_float = match &path.qself {
        Some(qself) => qself.position == 0 && crate::form::is_f64(&qself.ty),
        // `f64::exp` or `std::primitive::f64::exp`, but not a module of the user's by that name.
        None => names.next().is_some_and(|s| s.ident == "f64") && names.next().is_none_or(|s| s.ident == "primitive"),
    };
    of_float.then_some(function)
}

/// `None::<f64>` as an argument, where nothing else would tell the type.
fn is_typed_none(expr: &Expr) -> bool {
    matches!(expr, Expr::Path(p) if p.path.segments.last().is_some_and(|s| s.ident == "None" && !s.arguments.is_none()))
}

/// Whether a closure takes an argument: that of `std::array::from_fn` does, that of `std::iter::from_fn` does not.
fn takes_index(expr: &Expr) -> bool {
    matches!(expr, Expr::Closure(c) if !c.inputs.is_empty())
}

/// Whether a path is that of a constructor of a container of one value.
pub(super) fn is_wrapper_path(func: &Expr) -> bool {
    matches!(func, Expr::Path(p) if p.path.segments.iter().any(|s| is_wrapper(&s.ident) && s.ident != "Vec"))
}

/// Types of the standard library that hold one value.
fn is_wrapper(name: &proc_macro2::Ident) -> bool {
    ["Vec", "Box", "Rc", "Arc", "Cell", "RefCell", "Mutex", "RwLock"].iter().any(|n| name == n)
}

/// Whether a function is one of rand's, which wants a generator of rand.
fn from_rand(func: &Expr) -> bool {
    matches!(func, Expr::Path(p) if p.path.segments[0].ident == "rand" || p.path.segments.iter().any(|s| s.ident == "seq"))
}
