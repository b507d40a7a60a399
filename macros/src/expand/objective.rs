//! The items around an objective: its parameters, the objective itself, and the shorthand for its gradient.

use super::Owner;
use super::constant::{Constant, borrowed};
use super::function::{body_name, lints, own_generics, receiver_is_reference};
use crate::args::{Args, FALLBACKS};
use crate::diagnostics::Errors;
use crate::form::{Form, mentions};
use crate::model::{Arg, Function, Output, Role};
use crate::names::{DISCRETE, PATHWISE, TAKEN, pascal};
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{GenericParam, Generics, Type};

/// What goes beside the function itself (into its `impl` block, for a method), and what goes outside.
pub(crate) fn items(
    function: &Function,
    args: &Args,
    owner: Option<&Owner<'_>>,
    kink: bool,
    errors: &Errors,
) -> (TokenStream, TokenStream) {
    if !function.is_objective() {
        if let Some(name) = &args.objective {
            errors.at(
                name,
                "only a function that draws random numbers and returns `f64` or `Result<f64, _>` is an objective",
            );
        }
        return (TokenStream::new(), TokenStream::new());
    }
    let items = Items::new(function, args, owner, kink, errors);
    let grad = items.grad();
    let outside = [items.params(), items.objective()].into_iter().collect::<TokenStream>();
    if owner.is_some() { (grad, outside) } else { (TokenStream::new(), quote!(#outside #grad)) }
}

pub(super) struct Items<'a> {
    pub(super) function: &'a Function,
    pub(super) owner: Option<&'a Owner<'a>>,
    pub(super) kink: bool,
    pub(super) sg: TokenStream,
    pub(super) krate: TokenStream,
    pub(super) objective: Ident,
    pub(super) params: Ident,
    pub(super) fallback: TokenStream,
    /// Whether the function has a fallback for what cannot be drawn smoothly.
    draws_plainly: bool,
    /// The user's attributes that hold for all items: lints and conditions.
    pub(super) carried: TokenStream,
    pub(super) fields: Vec<(&'a Arg, &'a Form)>,
    pub(super) constants: Vec<Constant>,
    /// Generics of the function and of its owner, with the lifetime of borrowed constants.
    pub(super) generics: Generics,
    /// Generics that the parameters mention.
    pub(super) params_generics: Generics,
}

impl<'a> Items<'a> {
    fn new(function: &'a Function, args: &Args, owner: Option<&'a Owner<'a>>, kink: bool, errors: &Errors) -> Self {
        let name = function.name();
        let base = pascal(&name.to_string());
        let base = owner.map_or(base.clone(), |o| format!("{}{base}", o.name));
        let objective = args.objective.clone().unwrap_or_else(|| Ident::new(&base, name.span()));
        let fields: Vec<_> = function.differentiable().collect();
        let constants: Vec<Constant> = function.constants().enumerate().map(|(i, arg)| Constant::of(arg, i)).collect();
        check_name(&objective, function, args, errors);
        let mut generics = owner.map_or_else(Generics::default, |o| o.item.generics.clone());
        generics.params.extend(function.generics.params.iter().cloned());
        let predicates = function.generics.where_clause.iter().flat_map(|w| w.predicates.iter().cloned());
        generics.make_where_clause().predicates.extend(predicates);
        let needs_lifetime = owner.is_some() && function.receiver.is_some()
            || constants.iter().any(|c| c.ty.to_token_stream().to_string().contains("'__c"));
        if needs_lifetime {
            generics.params.insert(0, GenericParam::Lifetime(syn::LifetimeParam::new(borrowed())));
        }
        for (name, bounds) in constants.iter().filter_map(|c| c.implied.as_ref()) {
            generics.params.push(syn::parse_quote!(#name: #bounds));
        }
        let mut params_generics = generics.clone();
        params_generics.where_clause = None;
        let used = |p: &GenericParam| {
            let name = match p {
                GenericParam::Lifetime(l) => l.lifetime.ident.to_string(),
                GenericParam::Type(t) => t.ident.to_string(),
                GenericParam::Const(c) => c.ident.to_string(),
            };
            fields.iter().any(|(_, form)| {
                let ty = form.owned();
                syn::parse2::<Type>(ty).is_ok_and(|ty| mentions(&ty, &name))
            })
        };
        params_generics.params = params_generics.params.into_iter().filter(used).collect();
        let params = Ident::new(&format!("{base}Params"), name.span());
        Items {
            function,
            owner,
            kink,
            sg: args.private(),
            krate: args.krate(),
            objective,
            params,
            fallback: super::function::fallback(args),
            draws_plainly: args.fallback.is_some(),
            carried: lints(&function.source.attrs),
            fields,
            constants,
            generics,
            params_generics,
        }
    }

    /// The error of the function, or the crate's own.
    fn error(&self) -> TokenStream {
        let output = match &self.function.output {
            Output::Plain { ty, .. } | Output::Result { ty, .. } => ty.to_token_stream(),
            Output::Other(ty) => ty.to_token_stream(),
        };
        // An error type that does not fit is reported at the return type.
        let span = output.span();
        let sg = crate::diagnostics::respanned(self.sg.clone(), span);
        quote_spanned!(span=> <#output as #sg::Returned>::Error)
    }

    /// What the objective keeps: the receiver, the constants, and the types that nothing else mentions.
    fn kept(&self) -> (Vec<Ident>, Vec<TokenStream>) {
        let mut names: Vec<Ident> = Vec::new();
        let mut types = Vec::new();
        if let (Some(owner), Some(_)) = (self.owner, &self.function.receiver) {
            let (ty, lifetime) = (&owner.item.self_ty, borrowed());
            names.push(format_ident!("__this"));
            types.push(quote!(&#lifetime #ty));
        }
        for constant in &self.constants {
            names.push(constant.name.clone());
            types.push(constant.kept());
        }
        (names, types)
    }

    /// `Loss`
    fn objective(&self) -> TokenStream {
        let carried = &self.carried;
        let (sg, vis, objective) = (&self.sg, &self.function.source.vis, &self.objective);
        let (impl_generics, ty_generics, where_clause) = self.generics.split_for_impl();
        let definition = &self.generics;
        let (names, types) = self.kept();
        let phantom = self.phantom();
        let doc = format!("The expected value of [`{}`] as an objective.", self.function.name());
        let unit = names.is_empty()
            && self.generics.type_params().next().is_none()
            && self.generics.lifetimes().next().is_none();
        let bounds = &self.generics.where_clause;
        let structure = if unit {
            quote! {
                #carried
                #[doc = #doc]
                #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, ::core::default::Default)]
                #vis struct #objective #definition #bounds;
            }
        } else {
            let given: Vec<Ident> =
                names.iter().map(|n| Ident::new(n.to_string().trim_start_matches("__"), n.span())).collect();
            let new_doc = format!("The expected value of [`{}`] with these constant arguments.", self.function.name());
            quote! {
                #carried
                #[doc = #doc]
                #[derive(::core::clone::Clone)]
                #vis struct #objective #definition #bounds {
                    #(#names: #types,)*
                    __types: #phantom,
                }
                #carried
            #[automatically_derived]
                impl #impl_generics ::core::fmt::Debug for #objective #ty_generics #where_clause {
                    fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                        __f.debug_struct(::core::stringify!(#objective)).finish_non_exhaustive()
                    }
                }
                #carried
                #[allow(clippy::too_many_arguments, clippy::new_without_default)]
                impl #impl_generics #objective #ty_generics #where_clause {
                    #[doc = #new_doc]
                    #vis fn new(#(#given: #types),*) -> Self {
                        #objective { #(#names: #given,)* __types: ::core::marker::PhantomData }
                    }
                }
            }
        };
        let (params, error) = (&self.params, self.error());
        let (_, params_ty_generics, _) = self.params_generics.split_for_impl();
        let run = self.run();
        // In builds for debugging compile time matters more.
        let lanes = if self.takes_plain_values() { quote!(false) } else { quote!(!::core::cfg!(debug_assertions)) };
        let slices: Vec<TokenStream> = self.constants.iter().filter_map(Constant::slice).collect();
        let slices = (!slices.is_empty()).then(|| {
            quote! {
                fn constants<'__a>(&'__a self, __each: &mut dyn ::core::ops::FnMut(&'__a [f64])) {
                    #(__each(#slices);)*
                }
            }
        });
        let smoothness = (!self.kink).then(|| {
            quote! {
                #carried
            #[automatically_derived]
                impl #impl_generics #sg::TwiceDifferentiable for #objective #ty_generics #where_clause {}
            }
        });
        quote! {
            #structure
            #carried
            #[automatically_derived]
            impl #impl_generics #sg::Objective for #objective #ty_generics #where_clause {
                type Params = #params #params_ty_generics;
                type Error = #error;
                const LANES: bool = #lanes;
                #slices
                #[inline(always)]
                fn eval<__G: #sg::Generator, __D: #sg::Number>(
                    &self,
                    __params: &<Self::Params as #sg::Parameters>::With<__D>,
                    __rng: &mut #sg::Tracer<'_, __G, __D, #sg::NoFallback>,
                ) -> ::core::result::Result<#sg::Smooth<__D>, #error> {
                    #run
                }
            }
            #smoothness
        }
    }

    /// Whether the function says that it takes plain values. It may be wrong either way: only time depends on it.
    fn takes_plain_values(&self) -> bool {
        self.draws_plainly || mentions_plain_values(self.function.source.block.to_token_stream())
    }

    /// A marker of all generics, so that each of them is used.
    fn phantom(&self) -> TokenStream {
        let marks = self.generics.params.iter().filter_map(|p| match p {
            GenericParam::Lifetime(l) => {
                let l = &l.lifetime;
                Some(quote!(&#l ()))
            }
            GenericParam::Type(t) => {
                let t = &t.ident;
                Some(quote!(*const #t))
            }
            GenericParam::Const(_) => None,
        });
        quote!(::core::marker::PhantomData<fn() -> (#(#marks,)*)>)
    }

    /// One run of the function, for `Objective::eval`.
    fn run(&self) -> TokenStream {
        let mut place = 0;
        let mut args: Vec<TokenStream> = (self.function.args.iter())
            .map(|arg| match &arg.role {
                Role::Differentiable(form) => {
                    let index = syn::Index::from(place);
                    place += 1;
                    match form {
                        Form::Ref(..) => quote!(&__params.#index),
                        // One move less than a clone, in the hottest loop there is.
                        form if form.is_copy() => quote!(__params.#index),
                        _ => quote!(::core::clone::Clone::clone(&__params.#index)),
                    }
                }
                Role::Constant { .. } => {
                    let name = &arg.name;
                    let by_reference = self.constants.iter().any(|c| c.name == *name && c.by_reference);
                    if by_reference { quote!(&self.#name) } else { quote!(::core::clone::Clone::clone(&self.#name)) }
                }
            })
            .collect();
        if let Some(rng) = &self.function.rng {
            args.insert(rng.place, quote!(__tracer));
        }
        // The body itself: its arguments are smooth already.
        let body = body_name(self.function);
        let generics = own_generics(&self.function.generics).chain([quote!(__D), quote!(_)]);
        let owner = self.owner.map(|owner| {
            let ty = &owner.item.self_ty;
            quote!(<#ty>::)
        });
        let this = self.owner.and(self.function.receiver.as_ref()).map(|receiver| {
            if receiver_is_reference(receiver) {
                quote!(self.__this,)
            } else {
                quote!(::core::clone::Clone::clone(self.__this),)
            }
        });
        let fallback = &self.fallback;
        let call = quote! {
            #owner #body::<#(#generics),*>(#this #(#args),*)
        };
        let result = match self.function.output {
            Output::Result { .. } => call,
            _ => quote!(::core::result::Result::Ok(#call)),
        };
        quote! {
            let __tracer = &mut __rng.within::<#fallback>();
            #result
        }
    }

    /// `loss_grad`
    fn grad(&self) -> TokenStream {
        let carried = &self.carried;
        let (sg, krate, vis, objective) = (&self.sg, &self.krate, &self.function.source.vis, &self.objective);
        let name = self.function.name();
        let grad = format_ident!("{}_grad", name.to_string().trim_start_matches("r#"), span = name.span());
        let (params, error) = (&self.params, self.error());
        let (_, params_ty_generics, _) = self.params_generics.split_for_impl();
        let taken: Vec<String> = self.constants.iter().map(|c| c.name.to_string()).collect();
        let free = |name: &str| {
            if taken.iter().any(|t| t == name) { format_ident!("__{name}") } else { format_ident!("{name}") }
        };
        let (point, n, rng) = (free("params"), free("n"), free("rng"));
        let names: Vec<&Ident> = self.constants.iter().map(|c| &c.name).collect();
        let types: Vec<TokenStream> = self.constants.iter().map(Constant::kept).collect();
        let checks = self.constants.iter().map(|c| c.check(sg, &self.generics));
        let receiver = self.function.receiver.as_ref().filter(|_| self.owner.is_some());
        let lifetime = borrowed();
        let mut generics = if self.owner.is_some() { self.own_generics() } else { self.generics.clone() };
        generics.params.push(syn::parse_quote!(__R: #sg::Rng + ?::core::marker::Sized));
        let generic_params = &generics.params;
        let where_clause = &generics.where_clause;
        let (this_arg, this) = match receiver {
            Some(_) => (Some(quote!(&#lifetime self,)), Some(quote!(self,))),
            None => (None, None),
        };
        let unit = this.is_none()
            && names.is_empty()
            && self.generics.type_params().next().is_none()
            && self.generics.lifetimes().next().is_none();
        let (_, ty_generics, _) = self.generics.split_for_impl();
        let turbofish = ty_generics.as_turbofish();
        let build = if unit { quote!(#objective #turbofish) } else { quote!(#objective::new(#this #(#names),*)) };
        let doc = format!(
            "Estimates the expected value of [`{name}`] and its gradient with respect to the differentiable arguments, from `{n}` samples."
        );
        quote! {
            #carried
            #[doc = #doc]
            ///
            /// # Errors
            #[doc = " Where `n` is 0, a parameter or a result is not finite, a distribution gets a parameter outside its"]
            #[doc = " domain, or the function itself fails."]
            #[allow(clippy::too_many_arguments, clippy::type_complexity, clippy::needless_lifetimes)]
            #vis fn #grad <#generic_params> (
                #this_arg
                #point: impl ::core::convert::Into<#params #params_ty_generics>,
                #(#names: #types,)*
                #n: usize,
                #rng: &mut __R,
            ) -> ::core::result::Result<#krate::Estimate<#params #params_ty_generics>, #error> #where_clause {
                #(#checks)*
                #sg::Objective::grad(&#build, #point, #n, #rng)
            }
        }
    }

    /// The generics of a method, without those of its `impl` block.
    fn own_generics(&self) -> Generics {
        let mut generics = self.function.generics.clone();
        if self.generics.lifetimes().any(|l| l.lifetime == borrowed()) {
            generics.params.insert(0, GenericParam::Lifetime(syn::LifetimeParam::new(borrowed())));
        }
        for (name, bounds) in self.constants.iter().filter_map(|c| c.implied.as_ref()) {
            generics.params.push(syn::parse_quote!(#name: #bounds));
        }
        generics
    }
}

/// A generated struct must not hide a name that the function itself, or code around it, needs.
fn check_name(objective: &Ident, function: &Function, args: &Args, errors: &Errors) {
    let name = objective.to_string();
    let known =
        PATHWISE.contains(&name.as_str()) || DISCRETE.contains(&name.as_str()) || TAKEN.contains(&name.as_str());
    let used = |tokens: TokenStream| contains(tokens, &name);
    let block = &function.source.block;
    if args.objective.is_none() && (known || used(quote!(#block)) || used(function.source.sig.to_token_stream())) {
        errors.at(
            function.name(),
            format!(
                "the objective of this function would be named `{name}` and hide another `{name}`: choose its name with \
                 `#[stochastic_grad(objective = ..)]`, or rename the function"
            ),
        );
    }
}

/// Whether a name is used, other than behind `::`, where a struct beside the function does not hide it.
fn contains(tokens: TokenStream, name: &str) -> bool {
    let mut colons = 0;
    tokens.into_iter().any(|token| {
        let found = match &token {
            proc_macro2::TokenTree::Ident(ident) => ident == name && colons < 2,
            proc_macro2::TokenTree::Group(group) => contains(group.stream(), name),
            _ => false,
        };
        let colon = matches!(&token, proc_macro2::TokenTree::Punct(p) if p.as_char() == ':');
        colons = if colon { colons + 1 } else { 0 };
        found
    })
}

/// Whether a body calls a method that gives plain values. Fallbacks take the generator: without arguments, `enumerate` is
/// that of iterators.
fn mentions_plain_values(body: TokenStream) -> bool {
    let mut tokens = body.into_iter().peekable();
    let mut after_dot = false;
    while let Some(token) = tokens.next() {
        let method = std::mem::take(&mut after_dot);
        let found = match token {
            TokenTree::Ident(name) if method => {
                let name = name.to_string();
                let given =
                    matches!(tokens.peek(), Some(TokenTree::Group(arguments)) if !arguments.stream().is_empty());
                PLAIN.contains(&name.as_str()) || (given && FALLBACKS.contains(&name.as_str()))
            }
            TokenTree::Punct(punct) => {
                after_dot = punct.as_char() == '.';
                false
            }
            TokenTree::Group(group) => mentions_plain_values(group.stream()),
            TokenTree::Ident(_) | TokenTree::Literal(_) => false,
        };
        if found {
            return true;
        }
    }
    false
}

/// The methods that give plain values, besides the fallbacks.
const PLAIN: &[&str] = &["detach", "noise", "random", "random_bool", "random_range", "random_ratio"];
