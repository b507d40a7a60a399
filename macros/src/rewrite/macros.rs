//! Macro calls: those of the standard library are looked into, others must not see smooth values.

use super::Body;
use super::pattern::has_float;
use crate::analyse::Shape;
use proc_macro2::{TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Expr, Macro, Pat, Token};

impl Body<'_> {
    pub(super) fn macro_call(&mut self, mac: &mut Macro) -> Shape {
        let name = mac.path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default();
        match name.as_str() {
            "vec" => self.vec(mac),
            "matches" => self.matches(mac),
            "assert" | "debug_assert" => self.arguments_of(mac, Argument::Asserted),
            "assert_eq" | "assert_ne" | "debug_assert_eq" | "debug_assert_ne" => self.assert_equal(mac, &name),
            "print" | "println" | "eprint" | "eprintln" | "format" | "write" | "writeln" | "format_args" | "concat"
            | "stringify" | "line" | "file" | "column" | "module_path" | "env" | "option_env" | "include_str"
            | "include_bytes" | "cfg" => self.arguments_of(mac, Argument::Plain),
            "dbg" => self.arguments_of(mac, Argument::Passed),
            "panic" | "todo" | "unimplemented" | "unreachable" => {
                self.arguments_of(mac, Argument::Plain);
                Shape::Never
            }
            "thread_local" | "compile_error" => Shape::Plain,
            _ => self.foreign(mac, &name),
        }
    }

    /// Walks the arguments of a macro; `kind` says what the first one is.
    fn arguments_of(&mut self, mac: &mut Macro, kind: Argument) -> Shape {
        let Ok(mut args) = list.parse2(mac.tokens.clone()) else { return Shape::Plain };
        let mut result = Shape::Plain;
        for (i, arg) in args.iter_mut().enumerate() {
            match (arg, kind) {
                (arg, Argument::Asserted) if i == 0 => self.asserted(arg),
                // `name = value`
                (Expr::Assign(e), _) => {
                    self.expr(&mut e.right);
                }
                (arg, kind) => {
                    let shape = self.expr(arg);
                    if matches!(kind, Argument::Passed) {
                        result = shape;
                    }
                }
            }
        }
        self.replace(mac, quote!(#args));
        result
    }

    /// The condition of an `assert!`. Its failure is noted where it looked at smooth values: a caught panic is a branch.
    fn asserted(&mut self, condition: &mut Expr) {
        let before = condition.clone();
        self.condition_of_assert(condition);
        if self.rewriting && *condition != before {
            let sg = &self.sg;
            *condition = Expr::Verbatim(quote!(#sg::check::passed::<__D>(#condition)));
        }
    }

    fn replace(&self, mac: &mut Macro, tokens: TokenStream) {
        if self.rewriting {
            mac.tokens = tokens;
        }
    }

    fn vec(&mut self, mac: &mut Macro) -> Shape {
        if let Ok(mut repeat) = syn::parse2::<Repeat>(mac.tokens.clone()) {
            let element = self.expr(&mut repeat.element);
            self.expr(&mut repeat.count);
            let Repeat { element: e, count } = &repeat;
            self.replace(mac, quote!(#e; #count));
            return Shape::seq(element);
        }
        let Ok(mut args) = list.parse2(mac.tokens.clone()) else { return Shape::Plain };
        let shapes: Vec<Shape> = args.iter_mut().map(|e| self.expr(e)).collect();
        let element = shapes.iter().fold(Shape::Never, |a, b| a.join(b));
        for (e, have) in args.iter_mut().zip(&shapes) {
            self.coerce(e, have, &element);
        }
        self.replace(mac, quote!(#args));
        Shape::seq(element)
    }

    /// Lifts what a `vec![..]` makes.
    pub(super) fn lift_macro(&mut self, mac: &mut Macro, want: &Shape) {
        if !mac.path.is_ident("vec") {
            return;
        }
        let element = want.element();
        if let Ok(mut repeat) = syn::parse2::<Repeat>(mac.tokens.clone()) {
            self.coerce(&mut repeat.element, &Shape::Plain, &element);
            let Repeat { element: e, count } = &repeat;
            self.replace(mac, quote!(#e; #count));
        } else if let Ok(mut args) = list.parse2(mac.tokens.clone()) {
            args.iter_mut().for_each(|e| self.coerce(e, &Shape::Plain, &element));
            self.replace(mac, quote!(#args));
        }
    }

    /// `assert_eq!(a, b)` on smooth values, which have no equality: an `assert!` on their plain values.
    fn assert_equal(&mut self, mac: &mut Macro, name: &str) -> Shape {
        let Ok(mut args) = list.parse2(mac.tokens.clone()) else { return Shape::Plain };
        let shapes: Vec<Shape> = args.iter_mut().map(|e| self.expr(e)).collect();
        self.replace(mac, quote!(#args));
        let smooth = shapes.iter().take(2).any(Shape::is_smooth);
        if let (true, true, [a, b, rest @ ..]) = (self.rewriting, smooth, &args.iter().collect::<Vec<_>>()[..]) {
            let sg = &self.sg;
            let relation = quote::format_ident!("{}", name.trim_start_matches("debug_").trim_start_matches("assert_"));
            let assert = quote::format_ident!("{}", if name.starts_with("debug_") { "debug_assert" } else { "assert" });
            mac.path = syn::parse_quote!(::core::#assert);
            mac.tokens = quote!(#sg::check::passed::<__D>(#sg::check::#relation(&(#a), &(#b))) #(, #rest)*);
        }
        Shape::Plain
    }

    fn matches(&mut self, mac: &mut Macro) -> Shape {
        let Ok(mut call) = syn::parse2::<Matches>(mac.tokens.clone()) else { return Shape::Plain };
        let have = self.expr(&mut call.scrutinee);
        self.scoped(|walk| {
            walk.bind_refutable(&mut call.pattern, &have, &[]);
            if let Some(guard) = &mut call.guard {
                walk.expr(guard);
            }
        });
        let Matches { scrutinee, pattern, guard } = &call;
        let guard = guard.as_ref().map(|g| quote!(if #g));
        let scrutinee = if have.is_smooth() && has_float(pattern) {
            let sg = self.sg_at(scrutinee.span());
            quote_spanned!(scrutinee.span()=> #sg::scrutinee(#scrutinee).matched())
        } else {
            quote!(#scrutinee)
        };
        self.replace(mac, quote!(#scrutinee, #pattern #guard));
        Shape::Plain
    }

    /// A macro of the user's own: what it does with its tokens cannot be seen.
    fn foreign(&mut self, mac: &mut Macro, name: &str) -> Shape {
        if !self.rewriting {
            return Shape::Plain;
        }
        let smooth: Vec<String> = self.vars.smooth_names().map(str::to_owned).collect();
        if let Some(token) = first_of(mac.tokens.clone(), &smooth) {
            self.errors.push(syn::Error::new(
                token.span(),
                format!(
                    "the macro `{name}!` sees the smooth value `{token}`, and what it does with it cannot be followed: \
                     compute outside the macro, or pass `{token}.detach()` if it may be treated as a constant"
                ),
            ));
        }
        Shape::Plain
    }
}

/// The elements of a `vec![..]` that lists them.
pub(super) fn elements(mac: &Macro) -> Option<Punctuated<Expr, Token![,]>> {
    list.parse2(mac.tokens.clone()).ok()
}

/// What the arguments of a macro are.
#[derive(Clone, Copy)]
enum Argument {
    Plain,
    /// the first is a condition
    Asserted,
    /// the last is the value of the call
    Passed,
}

fn list(input: ParseStream<'_>) -> syn::Result<Punctuated<Expr, Token![,]>> {
    Punctuated::parse_terminated(input)
}

/// `element; count`
struct Repeat {
    element: Expr,
    count: Expr,
}
impl Parse for Repeat {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let element = input.parse()?;
        input.parse::<Token![;]>()?;
        Ok(Repeat { element, count: input.parse()? })
    }
}

/// `scrutinee, pattern if guard`
struct Matches {
    scrutinee: Expr,
    pattern: Pat,
    guard: Option<Expr>,
}
impl Parse for Matches {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let scrutinee = input.parse()?;
        input.parse::<Token![,]>()?;
        let pattern = Pat::parse_multi_with_leading_vert(input)?;
        let guard = if input.peek(Token![if]) {
            input.parse::<Token![if]>()?;
            Some(input.parse()?)
        } else {
            None
        };
        input.parse::<Option<Token![,]>>()?;
        Ok(Matches { scrutinee, pattern, guard })
    }
}

/// The first identifier among the tokens that has one of the names.
fn first_of(tokens: TokenStream, names: &[String]) -> Option<proc_macro2::Ident> {
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Ident(ident) => names.iter().any(|name| ident == name).then_some(ident),
        TokenTree::Group(group) => first_of(group.stream(), names),
        _ => None,
    })
}
