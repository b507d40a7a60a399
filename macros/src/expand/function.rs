//! A function or method, generic in place, around its rewritten body.

use super::{Owner, objective};
use crate::analyse::Shape;
use crate::args::Args;
use crate::diagnostics::Errors;
use crate::form::{Form, with_ends};
use crate::model::{Function, Output, Role, Source};
use crate::rewrite::{self, Parameter};
use crate::{form, parse};
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{GenericParam, Generics, Receiver, ReceiverKind};

/// A free function: itself and, for an objective, the items around it.
pub(crate) fn expand(source: Source, args: &Args, owner: Option<&Owner<'_>>) -> Result<TokenStream, TokenStream> {
    let (function, items) = parts(source, args, owner)?;
    Ok(quote!(#function #items))
}

/// A method: what goes into the `impl` block, and what goes beside it.
pub(crate) fn expand_method(
    source: Source,
    args: &Args,
    owner: &Owner<'_>,
) -> Result<(TokenStream, TokenStream), TokenStream> {
    parts(source, args, Some(owner))
}

fn parts(source: Source, args: &Args, owner: Option<&Owner<'_>>) -> Result<(TokenStream, TokenStream), TokenStream> {
    let errors = Errors::new();
    let function = parse::function(source, &errors);
    if let (Some(receiver), None) = (&function.receiver, owner) {
        errors.at(
            receiver,
            "a method is annotated together with its `impl` block: put `#[stochastic_grad]` on the block too",
        );
        let function = errors.finish();
        return function.map(|()| Default::default());
    }
    let body = function.is_differentiable().then(|| rewritten(&function, args, &errors));
    let around = objective::items(&function, args, owner, body.as_ref().is_some_and(|b| b.kink), &errors);
    errors.finish()?;
    let Some(body) = body else {
        let Source { attrs, vis, sig, block } = &function.source;
        return Ok((quote!(#(#attrs)* #vis #sig #block), TokenStream::new()));
    };
    let wrapper =
        Wrapper { function: &function, sg: args.private(), fallback: fallback(args), in_impl: owner.is_some() };
    let main =
        if function.rng.is_some() { wrapper.stochastic(&body.block) } else { wrapper.deterministic(&body.block) };
    let (inside, outside) = around;
    Ok((quote!(#main #inside), outside))
}

/// The type that stands for the fallback of a function.
pub(super) fn fallback(args: &Args) -> TokenStream {
    let sg = args.private();
    match &args.fallback {
        None => quote!(#sg::NoFallback),
        Some(name) => {
            let name = Ident::new(&crate::names::pascal(&name.to_string()), name.span());
            quote!(#sg::#name)
        }
    }
}

struct Rewritten {
    block: syn::Block,
    kink: bool,
}

/// Rewrites the body. Functions inside it are helpers of their own.
fn rewritten(function: &Function, args: &Args, errors: &Errors) -> Rewritten {
    let mut block = function.source.block.clone();
    let mut parameters: Vec<Parameter> = (function.args.iter())
        .map(|arg| {
            let plain = Shape::of_type(&arg.ty);
            let shape = match arg.role {
                Role::Differentiable(_) => smooth(&plain),
                // A constant function takes and gives plain values.
                Role::Constant { .. } if plain.has_function() => Shape::Plain,
                Role::Constant { .. } => plain,
            };
            Parameter { pat: arg.pat.clone(), shape }
        })
        .collect();
    if let Some(rng) = &function.rng {
        let name = &rng.name;
        parameters.push(Parameter { pat: syn::parse_quote!(#name), shape: Shape::Rng });
    }
    let returns = match &function.output {
        Output::Other(_) => Shape::Never,
        Output::Plain { ty, .. } | Output::Result { ty, .. } => returned(ty),
    };
    let inner = |item: &syn::ItemFn| inner_function(item, args, errors);
    let kink = rewrite::body(&mut block, &parameters, &returns, &args.private(), errors, &inner);
    Rewritten { block, kink }
}

/// A parameter whose numbers are smooth; also those of a distribution.
fn smooth(shape: &Shape) -> Shape {
    match shape {
        Shape::Dist { pathwise, .. } => Shape::Dist { pathwise: *pathwise, smooth: true },
        Shape::Seq(e) => Shape::seq(smooth(e)),
        other => other.floats_tainted(),
    }
}

/// What the caller wants: every number of the return type smooth.
fn returned(ty: &syn::Type) -> Shape {
    let shape = Shape::of_type(ty).floats_tainted();
    // An alias such as `io::Result<f64>` ends in `Result` too.
    let result = matches!(ty, syn::Type::Path(t) if t.path.segments.last().is_some_and(|s| s.ident.to_string().ends_with("Result")));
    if result && !matches!(shape, Shape::Seq(_)) { Shape::seq(shape) } else { shape }
}

/// A function inside a body. One that is itself annotated, or holds no numbers, stays as it is.
fn inner_function(item: &syn::ItemFn, args: &Args, errors: &Errors) -> Option<TokenStream> {
    if item.attrs.iter().any(super::is_ours) || item.sig.constness.is_some() {
        return None;
    }
    let takes = item.sig.inputs.iter().any(|i| matches!(i, syn::FnArg::Typed(t) if form::mentions(&t.ty, "f64")));
    let draws = item.sig.inputs.to_token_stream().to_string().contains("Rng");
    if !takes && !draws {
        return None;
    }
    let syn::ItemFn { attrs, vis, sig, block, .. } = item.clone();
    let nested = Errors::new();
    let function = parse::function(Source { attrs, vis, sig, block: *block }, &nested);
    let body = rewritten(&function, args, errors);
    if let Err(tokens) = nested.finish() {
        errors.push(syn::Error::new_spanned(&item.sig, format!("in this inner function: {}", first_message(&tokens))));
        return None;
    }
    let wrapper = Wrapper { function: &function, sg: args.private(), fallback: fallback(args), in_impl: false };
    Some(if function.rng.is_some() { wrapper.stochastic(&body.block) } else { wrapper.deterministic(&body.block) })
}

fn first_message(errors: &TokenStream) -> String {
    errors.to_string().split('"').nth(1).unwrap_or_default().to_owned()
}

/// Writes the function that users call.
struct Wrapper<'a> {
    function: &'a Function,
    sg: TokenStream,
    fallback: TokenStream,
    in_impl: bool,
}

impl Wrapper<'_> {
    /// Whether the function is inlined wherever it is called: an objective is called in one place.
    fn is_small(&self) -> bool {
        let Source { sig, block, .. } = &self.function.source;
        self.function.is_objective() || size(block.to_token_stream(), &sig.ident).is_some_and(|size| size <= SMALL)
    }

    /// The wrapper is a few moves around the body, so it goes where the body goes, unless the user says otherwise.
    fn inline(&self, attrs: &[syn::Attribute]) -> Option<TokenStream> {
        let own = attrs.iter().any(|a| a.path().is_ident("inline"));
        (!own).then(|| if self.is_small() { quote!(#[inline(always)]) } else { quote!(#[inline]) })
    }

    /// With a generator, which decides what the numbers are.
    fn stochastic(&self, block: &syn::Block) -> TokenStream {
        let (f, sg) = (self.function, &self.sg);
        let Source { attrs, vis, sig, .. } = &f.source;
        let attrs = &softened(attrs);
        let (name, fallback, inline) = (&sig.ident, &self.fallback, self.inline(attrs));
        let mut numbers = Vec::new();
        let (mut ends, mut bounds) = (Vec::new(), Vec::new());
        let source = quote!(<__S as #sg::Source>);
        let mut inputs: Vec<TokenStream> = Vec::new();
        for arg in &f.args {
            let (pat, ty) = (&arg.name, &arg.ty);
            inputs.push(match &arg.role {
                Role::Constant { .. } => quote!(#pat: #ty),
                Role::Differentiable(form) => {
                    let ty = self.argument(
                        form,
                        &quote!(#source::Number),
                        &quote!(#source::Real),
                        &mut numbers,
                        &mut ends,
                        &mut bounds,
                    );
                    quote!(#pat: #ty)
                }
            });
        }
        bounds.extend(ends.iter().map(|ends| quote!(#ends: #sg::Ends)));
        numbers.extend(ends);
        let rng = quote!(__rng);
        let Some(place) = f.rng.as_ref().map(|r| r.place) else { return TokenStream::new() };
        inputs.insert(place, quote!(#rng: &mut __S));
        let output = self.arrow(|| quote!(#source::Real));
        let generics = extended(&f.generics, &[quote!(__S: #sg::Source + ?::core::marker::Sized)], &numbers, &bounds);
        let (impl_generics, where_clause) = (&generics, &generics.where_clause);
        let receiver = f.receiver.as_ref().map(|r| quote!(#r,));
        let (body_name, body) = self.body(block, &quote!(__G: #sg::Generator), Some(fallback));
        let generic_params = params(impl_generics);
        let lifted = self.lifted_arguments(&quote!(__tracer));
        let call = self.call(&body_name, &quote!(#source::Number), &lifted);
        let call = self.entered(&call);
        let traced = quote! {
            {
                let mut __scope = #sg::Source::scope(#rng);
                let __tracer = &mut #sg::Scope::tracer::<#fallback>(&mut __scope);
                #call
            }
        };
        let left = self.left(&traced);
        let mentioned = self.mentioned();
        quote! {
            #(#attrs)*
            #inline
            #[allow(clippy::too_many_arguments, clippy::type_complexity, clippy::needless_lifetimes, clippy::extra_unused_lifetimes)]
            #vis fn #name <#generic_params> (#receiver #(#inputs),*) #output #where_clause {
                #mentioned
                #left
            }
            #body
        }
    }

    /// The type of the generator, as the user wrote it: whatever it names is used, and must exist.
    fn mentioned(&self) -> Option<TokenStream> {
        let f = self.function;
        let kept: Vec<String> = f.generics.params.iter().map(|p| p.to_token_stream().to_string()).collect();
        let mut generics = f.source.sig.generics.clone();
        generics.params =
            generics.params.into_iter().filter(|p| !kept.contains(&p.to_token_stream().to_string())).collect();
        let names = |p: &syn::WherePredicate| {
            generics.type_params().any(|t| p.to_token_stream().to_string().starts_with(&format!("{} :", t.ident)))
        };
        let predicates: Vec<_> =
            generics.where_clause.iter().flat_map(|w| &w.predicates).filter(|p| names(p)).cloned().collect();
        let params = &generics.params;
        let ty = f.source.sig.inputs.iter().filter_map(|input| match input {
            syn::FnArg::Typed(t) => Some(t),
            syn::FnArg::Receiver(_) => None,
        });
        let ty = ty.into_iter().nth(f.rng.as_ref()?.place).map(|t| &t.ty)?;
        Some(quote! {
            #[allow(dead_code, clippy::needless_lifetimes, clippy::extra_unused_lifetimes, clippy::extra_unused_type_parameters)]
            fn __generator<#params>(_: #ty) where #(#predicates),* {}
        })
    }

    /// Without a generator: the arguments decide together.
    fn deterministic(&self, block: &syn::Block) -> TokenStream {
        let (f, sg) = (self.function, &self.sg);
        let Source { attrs, vis, sig, .. } = &f.source;
        let attrs = &softened(attrs);
        let (name, inline) = (&sig.ident, self.inline(attrs));
        // A `&mut` argument cannot become another type, so it decides.
        let mut order: Vec<usize> = (0..f.args.len()).collect();
        order.sort_by_key(|i| !matches!(&f.args[*i].role, Role::Differentiable(Form::Mut(..))));
        let mut numbers = Vec::new();
        let mut types: Vec<TokenStream> = vec![TokenStream::new(); f.args.len()];
        let mut referents = Vec::new();
        let mut mutable = Vec::new();
        let mut ends = Vec::new();
        for i in order {
            let ty = &f.args[i].ty;
            types[i] = match &f.args[i].role {
                Role::Constant { .. } => quote!(#ty),
                Role::Differentiable(form) => {
                    let is_mutable = matches!(form, Form::Mut(..));
                    let (ty, referent) = spelled(
                        form,
                        &mut || {
                            let number = format_ident!("__A{}", numbers.len());
                            if is_mutable {
                                mutable.push(number.clone());
                            }
                            numbers.push(number.clone());
                            quote!(#number)
                        },
                        &mut ends,
                    );
                    referents.extend(referent.map(|ty| (form, ty)));
                    ty
                }
            };
        }
        let (out, mut bounds) = joined(&numbers, sg);
        let number = quote!(<#out as #sg::Real>::Number);
        for n in &numbers {
            bounds.push(quote!(#n: #sg::Lift<#sg::Smooth<#number>>));
        }
        for n in &mutable {
            bounds.push(quote!(#n: #sg::Real<Number = #number>));
        }
        bounds.extend(referents.iter().map(|(form, ty)| referent_bound(form, ty, &number, sg)));
        bounds.extend(ends.iter().map(|ends| quote!(#ends: #sg::Ends)));
        numbers.extend(ends);
        let names = f.args.iter().map(|arg| &arg.name);
        let inputs = names.zip(&types).map(|(name, ty)| quote!(#name: #ty));
        let output = self.arrow(|| out.clone());
        let generics = extended(&f.generics, &[], &numbers, &bounds);
        let (generic_params, where_clause) = (params(&generics), &generics.where_clause);
        let receiver = f.receiver.as_ref().map(|r| quote!(#r,));
        let (body_name, body) = self.body(block, &TokenStream::new(), None);
        let lifted = self.lifted_arguments(&TokenStream::new());
        let call = self.call(&body_name, &number, &lifted);
        let call = self.entered(&call);
        let left = self.left(&call);
        quote! {
            #(#attrs)*
            #inline
            #[allow(clippy::too_many_arguments, clippy::type_complexity, clippy::needless_lifetimes, clippy::extra_unused_lifetimes)]
            #vis fn #name <#generic_params> (#receiver #(#inputs),*) #output #where_clause {
                #left
            }
            #body
        }
    }

    /// The type of a differentiable argument of a function with a generator.
    fn argument(
        &self,
        form: &Form,
        number: &TokenStream,
        real: &TokenStream,
        numbers: &mut Vec<Ident>,
        ends: &mut Vec<Ident>,
        bounds: &mut Vec<TokenStream>,
    ) -> TokenStream {
        let sg = &self.sg;
        if let Form::Mut(..) = form {
            return form.with(&mut || quote!(#real));
        }
        let (ty, referent) = spelled(
            form,
            &mut || {
                let name = format_ident!("__A{}", numbers.len());
                bounds.push(quote!(#name: #sg::Argument<__S>));
                numbers.push(name.clone());
                quote!(#name)
            },
            ends,
        );
        bounds.extend(referent.map(|ty| referent_bound(form, &ty, number, sg)));
        ty
    }

    /// The return type with another number in each place of `f64`.
    fn arrow(&self, number: impl FnMut() -> TokenStream) -> Option<TokenStream> {
        self.function.output.with(number).map(|ty| quote!(-> #ty))
    }

    /// The rewritten body as a function of smooth numbers.
    fn body(&self, block: &syn::Block, extra: &TokenStream, fallback: Option<&TokenStream>) -> (Ident, TokenStream) {
        let (f, sg) = (self.function, &self.sg);
        let name = body_name(f);
        let mut inputs: Vec<TokenStream> = Vec::new();
        for arg in &f.args {
            let (pat, ty) = (&arg.pat, &arg.ty);
            let ty = match &arg.role {
                Role::Constant { .. } => quote!(#ty),
                Role::Differentiable(form) => form.with(&mut || quote!(#sg::Smooth<__D>)),
            };
            inputs.push(quote!(#pat: #ty));
        }
        if let (Some(rng), Some(fallback)) = (&f.rng, fallback) {
            let rng_name = &rng.name;
            inputs.insert(rng.place, quote!(#rng_name: &mut #sg::Tracer<'_, __G, __D, #fallback>));
        }
        let output = self.arrow(|| quote!(#sg::Smooth<__D>));
        let extra = if extra.is_empty() { vec![] } else { vec![extra.clone()] };
        let firsts: Vec<TokenStream> = std::iter::once(quote!(__D: #sg::Number)).chain(extra).collect();
        let generics = extended(&f.generics, &firsts, &[], &[]);
        let (generic_params, where_clause) = (params(&generics), &generics.where_clause);
        let receiver = f.receiver.as_ref().map(|r| quote!(#r,));
        let lints = lints(&f.source.attrs);
        // Instructions that the build does not have reach as far as inlining does.
        let inline = if self.is_small() { quote!(#[inline(always)]) } else { quote!(#[inline]) };
        let body = quote! {
            #lints
            #[doc(hidden)]
            #inline
            #[allow(clippy::all, clippy::pedantic, unused_mut, unused_parens, unused_braces, unused_imports)]
            fn #name <#generic_params> (#receiver #(#inputs),*) #output #where_clause #block
        };
        (name, body)
    }

    /// The arguments of the body, lifted.
    fn lifted_arguments(&self, rng: &TokenStream) -> Vec<TokenStream> {
        let (f, sg) = (self.function, &self.sg);
        let mut args: Vec<TokenStream> = (f.args.iter())
            .map(|arg| {
                let name = &arg.name;
                match &arg.role {
                    Role::Differentiable(form) => form.lift(&quote!(#name), sg),
                    Role::Constant { .. } => quote!(#name),
                }
            })
            .collect();
        if let Some(r) = &f.rng {
            args.insert(r.place, rng.clone());
        }
        args
    }

    /// `body(..)`, or `Self::body(self, ..)`. What only the body mentions of the generics cannot be inferred.
    fn call(&self, body: &Ident, number: &TokenStream, args: &[TokenStream]) -> TokenStream {
        let own = own_generics(&self.function.generics);
        let generator = self.function.rng.as_ref().map(|_| quote!(_));
        let generics = own.chain([number.clone()]).chain(generator);
        let receiver = self.function.receiver.as_ref().map(|_| quote!(self,));
        if self.in_impl {
            quote!(Self::#body::<#(#generics),*>(#receiver #(#args),*))
        } else {
            quote!(#body::<#(#generics),*>(#(#args),*))
        }
    }

    /// `&mut` arguments are seen by the body as smooth values in place.
    fn entered(&self, call: &TokenStream) -> TokenStream {
        let sg = &self.sg;
        let mutable = self.function.args.iter().filter_map(|arg| match &arg.role {
            Role::Differentiable(Form::Mut(_, inside)) => Some((&arg.name, inside)),
            _ => None,
        });
        mutable.fold(call.clone(), |call, (name, inside)| {
            let enter = match &**inside {
                Form::Slice(t) if matches!(**t, Form::Number) => quote!(enter_numbers),
                Form::Vec(t) if matches!(**t, Form::Number) => quote!(enter_vec),
                Form::Slice(_) => quote!(enter_slice),
                _ => quote!(enter),
            };
            quote!(#sg::#enter(#name, |#name| #call))
        })
    }

    /// What the caller gets.
    fn left(&self, result: &TokenStream) -> TokenStream {
        let sg = &self.sg;
        match &self.function.output {
            Output::Other(_) => result.clone(),
            Output::Plain { form, .. } => form.leave(result, sg),
            Output::Result { ok, .. } => {
                let inside = ok.leave(&quote!(__ok), sg);
                quote!(::core::result::Result::map(#result, |__ok| #inside))
            }
        }
    }
}

/// The type of an argument with other numbers, and, for a reference to a struct, what it refers to.
///
/// An argument takes a distribution whether or not its support moves: `ends` gets a type parameter for each that says so.
fn spelled(
    form: &Form,
    number: &mut dyn FnMut() -> TokenStream,
    ends: &mut Vec<Ident>,
) -> (TokenStream, Option<TokenStream>) {
    let mut any = |ty: TokenStream| {
        let any = || {
            let name = format_ident!("__E{}", ends.len());
            ends.push(name.clone());
            quote!(#name)
        };
        syn::parse2(ty.clone()).map_or(ty, |ty| with_ends(&ty, any).into_token_stream())
    };
    match form {
        Form::Ref(r, inner) if matches!(**inner, Form::Struct(_)) => {
            let (lifetime, ty) = (&r.lifetime, any(inner.with(number)));
            (quote!(& #lifetime #ty), Some(ty))
        }
        Form::Mut(..) => (form.with(number), None),
        _ => (any(form.with(number)), None),
    }
}

/// What a struct behind a reference must be able to become.
fn referent_bound(form: &Form, ty: &TokenStream, number: &TokenStream, sg: &TokenStream) -> TokenStream {
    let inner = if let Form::Ref(_, inner) = form { inner } else { form };
    let out = inner.with(&mut || quote!(#sg::Smooth<#number>));
    quote!(#ty: #sg::LiftRef<#out> + ::core::clone::Clone)
}

/// The type that numbers of several types have together, and the bounds that make it.
fn joined(numbers: &[Ident], sg: &TokenStream) -> (TokenStream, Vec<TokenStream>) {
    let Some(first) = numbers.first() else { return (quote!(f64), vec![]) };
    let mut bounds = vec![quote!(#first: #sg::Real)];
    let mut out = quote!(<#first as #sg::Real>::Own);
    for next in &numbers[1..] {
        bounds.push(quote!(#next: #sg::Real));
        bounds.push(quote!(#out: #sg::Join<#next>));
        out = quote!(<#out as #sg::Join<#next>>::Out);
    }
    (out, bounds)
}

/// The user's generics with more of ours.
fn extended(generics: &Generics, firsts: &[TokenStream], numbers: &[Ident], bounds: &[TokenStream]) -> Generics {
    let mut generics = generics.clone();
    for first in firsts.iter().map(ToTokens::to_token_stream).chain(numbers.iter().map(ToTokens::to_token_stream)) {
        // Lifetimes come first, and the order of the rest does not matter.
        generics.params.push(GenericParam::Type(syn::parse_quote!(#first)));
    }
    if !bounds.is_empty() {
        let clause = generics.make_where_clause();
        clause.predicates.extend(bounds.iter().map(|b| -> syn::WherePredicate { syn::parse_quote!(#b) }));
    }
    generics
}

/// The user's lints and conditions, which hold for all that is made of the function.
pub(super) fn lints(attrs: &[syn::Attribute]) -> TokenStream {
    let named = |a: &&syn::Attribute| ["allow", "warn", "deny", "forbid", "cfg"].iter().any(|n| a.path().is_ident(n));
    softened(attrs).iter().filter(named).map(ToTokens::to_token_stream).collect()
}

/// What is expected of a function need not happen in what is made of it.
pub(super) fn softened(attrs: &[syn::Attribute]) -> Vec<syn::Attribute> {
    attrs
        .iter()
        .cloned()
        .map(|mut a| {
            if let (true, syn::Meta::List(list)) = (a.path().is_ident("expect"), &mut a.meta) {
                list.path = syn::parse_quote!(allow);
            }
            a
        })
        .collect()
}

/// How many tokens a function may have that is copied to wherever it is called.
const SMALL: usize = 400;

/// How many tokens there are, in groups too; none where the function calls itself.
fn size(body: TokenStream, function: &Ident) -> Option<usize> {
    body.into_iter().try_fold(0, |sum, token| match token {
        TokenTree::Group(group) => Some(sum + size(group.stream(), function)?),
        TokenTree::Ident(name) if name == *function => None,
        _ => Some(sum + 1),
    })
}

/// The name of the function that holds the rewritten body.
pub(super) fn body_name(function: &Function) -> Ident {
    format_ident!("__{}_body", function.name().to_string().trim_start_matches("r#"))
}

/// The user's generics as arguments, without lifetimes.
pub(super) fn own_generics(generics: &Generics) -> impl Iterator<Item = TokenStream> {
    generics.params.iter().filter_map(|p| match p {
        GenericParam::Lifetime(_) => None,
        GenericParam::Type(t) => Some(t.ident.to_token_stream()),
        GenericParam::Const(c) => Some(c.ident.to_token_stream()),
    })
}

/// The parameters between the angle brackets.
fn params(generics: &Generics) -> TokenStream {
    let params = &generics.params;
    quote!(#params)
}

/// How an objective calls a method.
pub(super) fn receiver_is_reference(receiver: &Receiver) -> bool {
    matches!(receiver.kind, ReceiverKind::Reference(..))
}
