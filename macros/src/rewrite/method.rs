//! Calls of methods: those of floats, of iterators and containers, of distributions and of the generator.

use super::Body;
use super::call::KINKED;
use super::operator::is_silent;
use crate::analyse::Shape;
use crate::form::mentions;
use crate::names::NOISE;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, ExprClosure, ExprMethodCall, GenericArgument, Ident};

/// What a method does with the shape of its receiver.
enum Kind {
    /// gives the receiver again, or something of the same items
    Same,
    /// gives an option of an item
    Item,
    /// gives what is inside
    Inside,
    /// gives a constant
    Constant,
    /// gives a sequence of parts of the receiver
    Windows,
    /// writes its last argument into the receiver
    Write,
    /// writes its last argument, a sequence, into the receiver
    WriteAll,
    /// calls its closure with the items; gives a constant
    Visit,
    /// calls its closure with the items; gives the receiver
    Keep,
    /// calls its closure with two items; gives a constant
    Order,
    /// calls its closure with the items; gives an option of an item
    Find,
    /// calls its closure with two items; gives an option of an item
    Best,
    /// gives a sequence of what its closure gives
    Map,
    /// gives what its closure gives, which is a sequence
    FlatMap,
    /// draws with a generator of rand from a slice
    Choose,
    Other,
}

fn kind(name: &str) -> Kind {
    match name {
        "iter" | "iter_mut" | "into_iter" | "clone" | "cloned" | "copied" | "to_owned" | "to_vec" | "rev" | "skip"
        | "take" | "step_by" | "cycle" | "peekable" | "fuse" | "by_ref" | "as_slice" | "as_mut_slice" | "as_ref"
        | "as_mut" | "as_deref" | "collect" | "drain" | "ok" | "ok_or" | "ok_or_else" | "map_err" | "values"
        | "values_mut" | "into_boxed_slice" | "into_vec" | "borrow" | "borrow_mut" | "split_off" | "repeat"
        | "concat" | "iter_mut_rev" | "entry" | "transpose" => Kind::Same,
        "next" | "next_back" | "last" | "first" | "get" | "get_mut" | "pop" | "pop_front" | "pop_back" | "nth"
        | "first_mut" | "last_mut" | "front" | "back" | "peek" | "checked_div" => Kind::Item,
        "unwrap" | "expect" | "unwrap_or_default" | "remove" | "swap_remove" | "sum" | "product" | "flatten"
        | "into_inner" | "or_default" => Kind::Inside,
        "len" | "count" | "is_empty" | "capacity" | "is_some" | "is_none" | "is_ok" | "is_err" | "to_string"
        | "contains" | "is_sorted" | "contains_key" | "clear" | "truncate" | "reserve" | "reverse" | "swap" | "err"
        | "size_hint" | "as_ptr" | "rotate_left" | "rotate_right" | "dedup" | "keys" | "to_bits" | "is_nan"
        | "is_finite" | "is_infinite" => Kind::Constant,
        "windows" | "chunks" | "chunks_exact" | "rchunks" | "chunks_mut" | "chunks_exact_mut" | "array_chunks" => {
            Kind::Windows
        }
        "push" | "push_back" | "push_front" | "insert" | "fill" | "resize" | "replace" | "set" | "get_or_insert"
        | "or_insert" => Kind::Write,
        "extend" | "extend_from_slice" | "append" | "copy_from_slice" | "clone_from_slice" | "clone_from" => {
            Kind::WriteAll
        }
        "for_each"
        | "any"
        | "all"
        | "position"
        | "rposition"
        | "retain"
        | "sort_by_key"
        | "is_some_and"
        | "is_none_or"
        | "is_ok_and"
        | "sort_by_cached_key"
        | "binary_search_by"
        | "binary_search_by_key"
        | "partition_point"
        | "try_for_each" => Kind::Visit,
        "filter" | "take_while" | "skip_while" | "inspect" | "partition" => Kind::Keep,
        "sort_by" | "sort_unstable_by" | "dedup_by" | "select_nth_unstable_by" | "is_sorted_by" => Kind::Order,
        "find" | "min_by_key" | "max_by_key" => Kind::Find,
        "max_by" | "min_by" => Kind::Best,
        "map" => Kind::Map,
        "flat_map" | "filter_map" | "and_then" | "map_while" | "find_map" => Kind::FlatMap,
        "shuffle"
        | "partial_shuffle"
        | "choose"
        | "choose_mut"
        | "choose_multiple"
        | "choose_weighted"
        | "choose_weighted_mut"
        | "choose_iter"
        | "choose_stable"
        | "sample_array"
        | "sample_weighted" => Kind::Choose,
        _ => Kind::Other,
    }
}

/// Those that take no argument.
const NO_ARGUMENTS: &[&str] = &[
    "len",
    "count",
    "is_empty",
    "capacity",
    "is_some",
    "is_none",
    "is_ok",
    "is_err",
    "to_string",
    "clear",
    "reverse",
    "err",
    "size_hint",
    "keys",
    "to_bits",
    "is_nan",
    "is_finite",
    "is_infinite",
    "unwrap",
    "unwrap_or_default",
    "sum",
    "product",
    "flatten",
    "into_inner",
    "or_default",
];

/// Those that give an iterator where a sum or a fold is taken of what they give.
const ITERATORS: &[&str] = &[
    "iter",
    "iter_mut",
    "into_iter",
    "zip",
    "enumerate",
    "chunks",
    "chunks_exact",
    "windows",
    "skip",
    "take",
    "step_by",
    "rev",
    "copied",
    "cloned",
    "filter",
    "drain",
    "values",
];

/// Those that write the items of their argument.
const WRITES_ALL: &[&str] =
    &["extend", "extend_from_slice", "append", "copy_from_slice", "clone_from_slice", "clone_from"];

/// Methods of floats with further floats as arguments: a plain receiver is lifted when an argument is smooth.
const JOINING: &[&str] =
    &["max", "min", "clamp", "powf", "hypot", "log", "mul_add", "atan2", "copysign", "rem_euclid", "div_euclid"];

/// Methods that choose a fallback.
const FALLBACKS: &[&str] = &["score_function", "enumerate", "enumerate_to", "measure_valued", "perturb"];

impl Body<'_> {
    pub(super) fn method_call(&mut self, expr: &mut Expr) -> Shape {
        let Expr::MethodCall(e) = expr else { return Shape::Plain };
        let receiver = self.expr(&mut e.receiver);
        let name = e.method.to_string();
        if receiver == Shape::Rng {
            return self.generator_method(e, &name);
        }
        if let Shape::Dist { pathwise, smooth } = receiver {
            return self.distribution_method(e, &name, pathwise, smooth);
        }
        match self.kind_of_call(e, &name, &receiver) {
            Kind::Same => {
                self.arguments(e);
                self.infer_turbofish(e);
                receiver
            }
            Kind::Item => {
                self.arguments(e);
                Shape::seq(receiver.element())
            }
            Kind::Inside => {
                self.arguments(e);
                if name == "sum" || name == "product" {
                    self.reduction(expr, &receiver);
                }
                receiver.element()
            }
            Kind::Constant => {
                let smooth = self.arguments(e).iter().any(Shape::is_smooth) || receiver.is_smooth();
                if self.rewriting && smooth && name == "contains" {
                    self.range_contains(expr);
                }
                Shape::Plain
            }
            Kind::Windows => {
                self.arguments(e);
                Shape::seq(receiver)
            }
            Kind::Write | Kind::WriteAll => self.written(e, &receiver, WRITES_ALL.contains(&name.as_str())),
            Kind::Visit => {
                self.visited(e, &[receiver.element()]);
                Shape::Plain
            }
            Kind::Keep => {
                self.visited(e, &[receiver.element()]);
                if name == "partition" { Shape::Tuple(vec![receiver.clone(), receiver]) } else { receiver }
            }
            Kind::Order => {
                self.visited(e, &[receiver.element(), receiver.element()]);
                Shape::Plain
            }
            Kind::Find => {
                self.visited(e, &[receiver.element()]);
                Shape::seq(receiver.element())
            }
            Kind::Best => {
                self.visited(e, &[receiver.element(), receiver.element()]);
                Shape::seq(receiver.element())
            }
            Kind::Map => Shape::seq(self.visited(e, &[receiver.element()])),
            Kind::FlatMap => match self.visited(e, &[receiver.element()]) {
                seq @ Shape::Seq(_) => seq,
                other => Shape::seq(other),
            },
            Kind::Choose => {
                let shapes = self.arguments(e);
                self.plain_generator(&mut e.args, &shapes);
                Shape::seq(receiver.element())
            }
            Kind::Other => self.other_method(expr, &name, &receiver),
        }
    }

    /// What a method does, unless it is one of the user's own under the name of a well-known one: then its arguments
    /// are not what that one takes.
    fn kind_of_call(&self, e: &ExprMethodCall, name: &str, receiver: &Shape) -> Kind {
        let kind = kind(name);
        let number = |arg: &Expr| match arg {
            Expr::Path(_) => self
                .root(arg)
                .is_some_and(|id| matches!(self.vars.shape(id), Shape::Smooth | Shape::Float | Shape::Rng)),
            Expr::Closure(_) => false,
            Expr::Reference(r) => matches!(&*r.expr, Expr::Unary(_)),
            Expr::Lit(_) | Expr::Binary(_) | Expr::Unary(_) => true,
            _ => false,
        };
        let foreign = match kind {
            Kind::Constant | Kind::Inside => NO_ARGUMENTS.contains(&name) && !e.args.is_empty(),
            Kind::Item => matches!(name, "next" | "last" | "first" | "pop" | "next_back") && !e.args.is_empty(),
            Kind::Visit | Kind::Keep | Kind::Order | Kind::Find | Kind::Best | Kind::Map | Kind::FlatMap => {
                e.args.is_empty() || e.args.iter().all(number)
            }
            Kind::Same => e.args.iter().any(|arg| self.root(arg).is_some_and(|id| *self.vars.shape(id) == Shape::Rng)),
            // What is written into must be a variable that can change.
            Kind::Write | Kind::WriteAll => {
                let fixed = |id| !self.vars.is_mutable(id) && self.vars.origins(id).is_empty();
                *receiver == Shape::Plain && self.root(&e.receiver).is_none_or(fixed)
            }
            _ => false,
        };
        if foreign { Kind::Other } else { kind }
    }

    /// `(a..b).contains(&x)` as the comparisons that it is, which have our message.
    fn range_contains(&self, expr: &mut Expr) {
        let Expr::MethodCall(e) = expr else { return };
        let range = match &*e.receiver {
            Expr::Paren(inner) => &*inner.expr,
            other => other,
        };
        let (Expr::Range(range), [x]) = (range, &e.args.iter().collect::<Vec<_>>()[..]) else { return };
        // Each side stands in the rewritten form once or twice: only what has no effect may.
        if !(range.start.iter().chain(&range.end).all(|e| is_silent(e)) && is_silent(x)) {
            return;
        }
        let span = if let Expr::Reference(r) = x { r.expr.span() } else { x.span() };
        let sg = self.sg_at(span);
        let low = range.start.iter().map(|a| quote_spanned!(span=> #sg::cmp(#x, &(#a)).ge()));
        let high = range.end.iter().map(|b| match range.limits {
            syn::RangeLimits::HalfOpen(_) => quote_spanned!(span=> #sg::cmp(#x, &(#b)).lt()),
            syn::RangeLimits::Closed(_) => quote_spanned!(span=> #sg::cmp(#x, &(#b)).le()),
        });
        let both = low.chain(high);
        *expr = Expr::Verbatim(quote_spanned!(span=> (#(#both)&&*)));
    }

    fn arguments(&mut self, e: &mut ExprMethodCall) -> Vec<Shape> {
        e.args.iter_mut().map(|e| self.expr(e)).collect()
    }

    /// The closure among the arguments is called with these; gives its result.
    fn visited(&mut self, e: &mut ExprMethodCall, with: &[Shape]) -> Shape {
        let mut result = Shape::Plain;
        for arg in &mut e.args {
            self.lent = self.borrowed(&e.receiver);
            result = self.applied(arg, with);
            self.lent.clear();
        }
        result
    }

    fn infer_turbofish(&self, e: &mut ExprMethodCall) {
        if let (true, Some(turbofish)) = (self.rewriting, &mut e.turbofish) {
            self.infer(turbofish);
        }
    }

    /// `.sum::<f64>()`: the items decide what the sum is.
    fn reduction(&self, expr: &mut Expr, receiver: &Shape) {
        let Expr::MethodCall(e) = expr else { return };
        let of_float = e
            .turbofish
            .as_ref()
            .is_some_and(|t| t.args.iter().any(|a| matches!(a, GenericArgument::Type(ty) if mentions(ty, "f64"))));
        let inferred = e
            .turbofish
            .as_ref()
            .is_none_or(|t| t.args.iter().all(|a| matches!(a, GenericArgument::Type(syn::Type::Infer(_)))));
        // A smooth value of unknown structure may be a user's struct with a method of that name.
        let items = matches!(receiver, Shape::Seq(_)) || matches!(*e.receiver, Expr::MethodCall(_));
        if self.rewriting && (of_float || (inferred && receiver.is_smooth() && items)) {
            self.reduce(expr);
        }
    }

    /// A sum or a product of items whose types decide what it is.
    pub(super) fn reduce(&self, expr: &mut Expr) {
        let Expr::MethodCall(e) = expr else { return };
        let (sg, method, items) = (&self.sg, &e.method, self.mapped(&e.receiver));
        *expr = Expr::Verbatim(quote!(#sg::#method(#items)));
    }

    /// Items of an iterator that a closure makes, for a loop. The standard library's `map` is left to the compiler to
    /// inline, which it often does not, and then the closure does not have the instructions of the lanes.
    fn mapped(&self, items: &Expr) -> TokenStream {
        if let Some((e, closure)) = map_of_iterator(items) {
            let (sg, receiver, name) = (&self.sg, &e.receiver, Ident::new("mapped", e.method.span()));
            return quote!(#sg::#name(#receiver, #[inline(always)] #closure));
        }
        quote!(#items)
    }

    /// `v.push(x)`, `v.extend(xs)`, ...
    fn written(&mut self, e: &mut ExprMethodCall, receiver: &Shape, all: bool) -> Shape {
        let shapes = self.arguments(e);
        let Some(last) = shapes.last() else { return receiver.clone() };
        let into = if all { Shape::seq(last.element()) } else { Shape::seq(last.clone()) };
        self.write(&e.receiver, &into);
        let want = self.root(&e.receiver).map_or_else(|| receiver.clone(), |_| receiver.join(&into));
        let want = if all { want } else { want.element() };
        if let (Some(arg), false) = (e.args.last_mut(), all) {
            self.coerce(arg, last, &want);
        }
        if let (Some(arg), true) = (e.args.last_mut(), all && !last.is_smooth()) {
            self.lift_items(arg, &want);
        }
        want
    }

    /// Items that extend a sequence of smooth values.
    fn lift_items(&self, arg: &mut Expr, want: &Shape) {
        if self.rewriting && want.is_smooth() && !matches!(arg, Expr::Reference(_)) {
            let sg = &self.sg;
            *arg = Expr::Verbatim(quote!(::core::iter::Iterator::map(
                ::core::iter::IntoIterator::into_iter(#arg),
                |__x| #sg::up::<__D, _>(__x)
            )));
        } else if self.rewriting && want.is_smooth() {
            let sg = &self.sg;
            *arg = Expr::Verbatim(quote!(&#sg::up::<__D, _>((#arg).to_vec())));
        }
    }

    /// Methods with a closure and a value that meet, floats' methods, draws, and whatever else there is.
    fn other_method(&mut self, expr: &mut Expr, name: &str, receiver: &Shape) -> Shape {
        let Expr::MethodCall(e) = expr else { return Shape::Plain };
        match (name, e.args.len()) {
            ("fold" | "rfold" | "try_fold", 2) => {
                let shape = self.fold(e, receiver, name == "try_fold");
                if name == "fold" && shape.is_smooth() {
                    self.fold_in_a_loop(expr);
                }
                shape
            }
            ("scan", 2) => self.scan(e, receiver),
            ("reduce", 1) => {
                let item = receiver.element();
                let result = self.applied_for(&mut e.args[0], &[item.clone(), item.clone()], Some(&item));
                Shape::seq(item.join(&result))
            }
            ("unwrap_or", 1) => {
                let have = self.expr(&mut e.args[0]);
                let both = receiver.element().join(&have);
                self.coerce(&mut e.args[0], &have, &both);
                self.coerce(&mut e.receiver, receiver, &Shape::seq(both.clone()));
                both
            }
            ("or" | "xor", 1) => {
                let other = self.expr(&mut e.args[0]);
                let both = receiver.join(&other);
                self.coerce(&mut e.receiver, receiver, &both);
                self.coerce(&mut e.args[0], &other, &both);
                both
            }
            ("unwrap_or_else", 1) => {
                let inside = receiver.element();
                let result = self.applied_for(&mut e.args[0], &[Shape::Plain], Some(&inside));
                inside.join(&result)
            }
            ("map_or" | "map_or_else", 2) => {
                let default =
                    if name == "map_or" { self.expr(&mut e.args[0]) } else { self.applied(&mut e.args[0], &[]) };
                let result = self.applied_for(&mut e.args[1], &[receiver.element()], Some(&default));
                let both = default.join(&result);
                if name == "map_or" {
                    self.coerce(&mut e.args[0], &default, &both);
                }
                both
            }
            ("then", 1) => Shape::seq(self.applied(&mut e.args[0], &[])),
            ("then_some", 1) => Shape::seq(self.expr(&mut e.args[0])),
            ("zip", 1) => {
                let other = self.expr(&mut e.args[0]).element();
                Shape::seq(Shape::Tuple(vec![receiver.element(), other]))
            }
            ("chain", 1) => {
                let other = self.expr(&mut e.args[0]);
                self.chained(e, receiver, &other);
                receiver.join(&other)
            }
            ("enumerate", 0) if is_constructed(&e.receiver) => {
                Shape::Dist { pathwise: false, smooth: receiver.is_smooth() }
            }
            ("enumerate", 0) => Shape::seq(Shape::Tuple(vec![Shape::Plain, receiver.element()])),
            ("unzip", 0) => {
                self.infer_turbofish(e);
                let item = receiver.element();
                Shape::Tuple(vec![Shape::seq(item.part(0)), Shape::seq(item.part(1))])
            }
            ("split_at" | "split_at_mut", 1) => {
                self.arguments(e);
                Shape::Tuple(vec![receiver.clone(), receiver.clone()])
            }
            ("split_first" | "split_last", 0) => Shape::seq(Shape::Tuple(vec![receiver.element(), receiver.clone()])),
            ("sin_cos", 0) => Shape::Tuple(vec![receiver.clone(), receiver.clone()]),
            ("detach", 0) => Shape::Float,
            ("sample", _) => self.sample(e, receiver),
            _ => self.unknown_method(expr, name, receiver),
        }
    }

    /// An iterator continued by another: both have the same items.
    fn chained(&mut self, e: &mut ExprMethodCall, receiver: &Shape, other: &Shape) {
        if !self.rewriting || receiver.is_smooth() == other.is_smooth() {
            return;
        }
        if receiver.is_smooth() && matches!(&e.args[0], Expr::Reference(_) | Expr::Array(_)) {
            return self.coerce(&mut e.args[0], other, receiver);
        }
        let sg = &self.sg;
        let lifted = |items: &Expr| {
            Expr::Verbatim(quote!(::core::iter::Iterator::map(
                ::core::iter::IntoIterator::into_iter(#items),
                |__x| #sg::up::<__D, _>(::core::clone::Clone::clone(&__x))
            )))
        };
        if receiver.is_smooth() {
            e.args[0] = lifted(&e.args[0]);
        } else {
            *e.receiver = lifted(&e.receiver);
        }
    }

    fn fold(&mut self, e: &mut ExprMethodCall, receiver: &Shape, fallible: bool) -> Shape {
        let init = self.expr(&mut e.args[0]);
        let number = self.closure_number(&e.args[1]);
        let known = number.and_then(|n| self.params_of(n).first().cloned());
        let before = known.unwrap_or(Shape::Never).join(&init);
        let meets = if fallible { Shape::seq(before.clone()) } else { before.clone() };
        let result = self.applied_for(&mut e.args[1], &[before, receiver.element()], Some(&meets));
        let all = init.join(&if fallible { result.element() } else { result.clone() });
        self.feed(number, &all);
        self.coerce(&mut e.args[0], &init, &all);
        if fallible { Shape::seq(all) } else { all }
    }

    /// As for sums, the closure is inlined.
    fn fold_in_a_loop(&self, expr: &mut Expr) {
        if let Expr::MethodCall(e) = expr
            && self.rewriting
            && e.turbofish.is_none()
            && (is_iterator(&e.receiver) || map_of_iterator(&e.receiver).is_some())
            && let [init, Expr::Closure(closure)] = [&e.args[0], &e.args[1]]
        {
            let (sg, items, name) = (&self.sg, self.mapped(&e.receiver), &e.method);
            *expr = Expr::Verbatim(quote!(#sg::#name(#items, #init, #[inline(always)] #closure)));
        }
    }

    /// The state of a scan is written through a reference; it is smooth if the items are.
    fn scan(&mut self, e: &mut ExprMethodCall, receiver: &Shape) -> Shape {
        let init = self.expr(&mut e.args[0]);
        let item = receiver.element();
        let number = self.closure_number(&e.args[1]);
        let result = self.applied(&mut e.args[1], &[init.clone(), item.clone()]);
        let state = if item.is_smooth() || result.is_smooth() { init.floats_tainted() } else { init.clone() };
        self.feed(number, &state);
        self.coerce(&mut e.args[0], &init, &state);
        Shape::seq(result.element())
    }

    fn unknown_method(&mut self, expr: &mut Expr, name: &str, receiver: &Shape) -> Shape {
        let Expr::MethodCall(e) = expr else { return Shape::Plain };
        let item = receiver.element();
        let mut shapes = Vec::with_capacity(e.args.len());
        for arg in &mut e.args {
            shapes.push(match arg {
                Expr::Closure(_) => self.applied(arg, std::slice::from_ref(&item)),
                arg => self.expr(arg),
            });
        }
        let draws = shapes.contains(&Shape::Rng);
        let smooth = shapes.iter().any(Shape::is_smooth);
        self.kink |= KINKED.contains(&name) && (smooth || *receiver == Shape::Smooth);
        if let (true, Some(turbofish)) = (draws, &e.turbofish) {
            let turbofish = turbofish.clone();
            self.refuse(
                &turbofish,
                "an annotated method has more type parameters than are written, so it cannot be called with a turbofish",
            );
        }
        if JOINING.contains(&name) && smooth && !receiver.is_smooth() {
            // A variable that can change may be a struct with a method of that name, which must not run on a copy.
            let changes = |id| self.vars.is_mutable(id) || !self.vars.origins(id).is_empty();
            if *receiver != Shape::Float && self.root(&e.receiver).is_some_and(changes) {
                self.taint(&e.receiver);
            } else if self.rewriting {
                self.wrap(&mut e.receiver, None);
            }
            return Shape::Smooth;
        }
        if FALLBACKS.contains(&name) && e.args.len() == usize::from(name == "enumerate_to") {
            // A distribution of the user's own.
            return Shape::Dist { pathwise: false, smooth: receiver.is_smooth() };
        }
        self.infer_turbofish(e);
        self.mutable_arguments(&e.args, &shapes, smooth || draws);
        if smooth || draws || receiver.is_smooth() {
            Shape::Smooth
        } else if *receiver == Shape::Float {
            Shape::Float
        } else {
            Shape::Plain
        }
    }

    /// A draw: `distribution.sample(rng)`, or rand's `slice.sample(rng, amount)`.
    fn sample(&mut self, e: &mut ExprMethodCall, receiver: &Shape) -> Shape {
        let shapes = self.arguments(e);
        if let [Shape::Dist { smooth: true, .. }] = shapes[..] {
            self.other_generator(e);
            return Shape::Smooth;
        }
        if e.args.len() > 1 || is_noise(&e.receiver) {
            self.plain_generator(&mut e.args, &shapes);
            return if e.args.len() > 1 { receiver.clone() } else { Shape::Float };
        }
        Shape::Smooth
    }

    /// `other.sample(distribution)` as `distribution.sample(&mut other)`, which has our message.
    fn other_generator(&self, e: &mut ExprMethodCall) {
        if let (true, Some(distribution)) = (self.rewriting, e.args.first_mut()) {
            std::mem::swap(&mut *e.receiver, distribution);
            let span = distribution.span();
            *distribution = Expr::Verbatim(quote_spanned!(span=> &mut #distribution));
        }
    }

    fn distribution_method(&mut self, e: &mut ExprMethodCall, name: &str, pathwise: bool, smooth: bool) -> Shape {
        let points = self.arguments(e).iter().any(Shape::is_smooth);
        match name {
            "sample" if pathwise => Shape::Smooth,
            "sample" => Shape::Plain,
            "detach" => Shape::Dist { pathwise, smooth: false },
            "clone" | "to_owned" | "as_ref" | "iid" | "with_rule" => Shape::Dist { pathwise, smooth },
            "map" => Shape::Dist { pathwise, smooth: smooth || points },
            "affine" => Shape::seq(Shape::Dist { pathwise, smooth: smooth || points }),
            "sample_iter" if pathwise => Shape::seq(Shape::Smooth),
            "sample_iter" => Shape::seq(Shape::Plain),
            _ if FALLBACKS.contains(&name) => Shape::Dist { pathwise: false, smooth },
            _ if smooth || points => Shape::Smooth,
            _ => Shape::Float,
        }
    }

    /// A method of the generator: raw draws are plain.
    fn generator_method(&mut self, e: &mut ExprMethodCall, name: &str) -> Shape {
        let shapes = self.arguments(e);
        match name {
            "random_range" if shapes.iter().any(Shape::is_smooth) => {
                if let (true, Some(Expr::Range(range))) = (self.rewriting, e.args.first_mut()) {
                    for end in range.start.iter_mut().chain(&mut range.end) {
                        let (span, x) = (end.span(), &*end);
                        let sg = self.sg_at(span);
                        **end = Expr::Verbatim(quote_spanned!(span=> #sg::endpoint(#x)));
                    }
                }
                Shape::Float
            }
            "sample" | "sample_iter" if e.args.first().is_some_and(is_noise) => {
                if self.rewriting {
                    let rng = &e.receiver;
                    *e.receiver = syn::parse_quote!((#rng).noise());
                }
                if name == "sample" { Shape::Float } else { Shape::seq(Shape::Float) }
            }
            "sample" => {
                e.turbofish = None;
                match shapes.first() {
                    Some(Shape::Dist { pathwise: false, .. }) => Shape::Plain,
                    _ => Shape::Smooth,
                }
            }
            "sample_iter" => match shapes.first() {
                Some(Shape::Dist { pathwise: false, .. }) => Shape::seq(Shape::Plain),
                _ => Shape::seq(Shape::Smooth),
            },
            "random_range" if shapes.first().is_some_and(|s| s.element() == Shape::Float) => Shape::Float,
            "random"
                if e.turbofish.as_ref().is_some_and(|t| {
                    t.args.iter().any(|a| matches!(a, GenericArgument::Type(ty) if mentions(ty, "f64")))
                }) =>
            {
                Shape::Float
            }
            _ => Shape::Plain,
        }
    }
}

/// Whether an expression makes a struct, `Own::new(p)?` or `Own { p }`: a distribution of the user's, and no iterator.
fn is_constructed(expr: &Expr) -> bool {
    match expr {
        Expr::Try(e) => matches!(&*e.expr, Expr::Call(_)),
        Expr::Paren(e) => is_constructed(&e.expr),
        expr => matches!(expr, Expr::Struct(_)),
    }
}

/// Whether an expression names one of rand's parameter-free distributions.
fn is_noise(expr: &Expr) -> bool {
    match expr {
        Expr::Path(p) => p.path.segments.last().is_some_and(|s| NOISE.iter().any(|n| s.ident == n)),
        Expr::Reference(r) => is_noise(&r.expr),
        _ => false,
    }
}

/// What a closure makes of the items of an iterator.
fn map_of_iterator(expr: &Expr) -> Option<(&ExprMethodCall, &ExprClosure)> {
    match expr {
        Expr::MethodCall(e) if e.method == "map" && is_iterator(&e.receiver) => match e.args.first() {
            Some(Expr::Closure(closure)) => Some((e, closure)),
            _ => None,
        },
        _ => None,
    }
}

/// Whether it can be nothing but an iterator.
fn is_iterator(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(e) => is_iterator(&e.expr),
        Expr::Range(_) => true,
        Expr::MethodCall(e) => ITERATORS.contains(&e.method.to_string().as_str()),
        _ => false,
    }
}
