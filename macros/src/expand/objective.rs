//! The items around an objective: its parameters, the objective itself, and the shorthand for its gradient.

use super::Owner;
use super::function::{body_name, own_generics, receiver_is_reference, softened};
use crate::args::Args;
use crate::diagnostics::Errors;
use crate::form::{Form, mentions};
use crate::model::{Arg, Function, Output, Role};
use crate::names::{DISCRETE, PATHWISE, TAKEN, pascal};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;
use syn::{GenericParam, Generics, Lifetime, Type};

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

struct Items<'a> {
    function: &'a Function,
    owner: Option<&'a Owner<'a>>,
    kink: bool,
    sg: TokenStream,
    krate: TokenStream,
    objective: Ident,
    params: Ident,
    fallback: TokenStream,
    /// The user's attributes that hold for all items: lints and conditions.
    carried: TokenStream,
    fields: Vec<(&'a Arg, &'a Form)>,
    constants: Vec<Constant>,
    /// Generics of the function and of its owner, with the lifetime of borrowed constants.
    generics: Generics,
    /// Generics that the parameters mention.
    params_generics: Generics,
}

/// A constant argument as the objective keeps it.
struct Constant {
    name: Ident,
    ty: Type,
    /// A type parameter that stands for `impl Trait`, and its bounds.
    implied: Option<(Ident, TokenStream)>,
    /// Whether it is passed by reference because it is a closure.
    by_reference: bool,
    said: bool,
    span: Span,
}

/// The lifetime of everything that an objective borrows without a name.
fn borrowed() -> Lifetime {
    Lifetime::new("'__c", Span::call_site())
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
            carried: carried(&function.source.attrs),
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

    /// `LossParams`
    fn params(&self) -> TokenStream {
        let carried = &self.carried;
        let (sg, vis, params) = (&self.sg, &self.function.source.vis, &self.params);
        let (impl_generics, ty_generics, _) = self.params_generics.split_for_impl();
        let definition = &self.params_generics;
        let names: Vec<&Ident> = self.fields.iter().map(|(arg, _)| &arg.name).collect();
        let types: Vec<TokenStream> = self.fields.iter().map(|(_, form)| form.owned()).collect();
        let texts = names.iter().map(|n| n.to_string().trim_start_matches("r#").to_owned());
        let doc = format!("The differentiable arguments of [`{}`], and its gradient.", self.function.name());
        let docs = names.iter().map(|n| format!("The argument `{n}`."));
        let from = self.from();
        quote! {
            #carried
            #[doc = #doc]
            #[derive(::core::clone::Clone)]
            #vis struct #params #definition {
                #( #[doc = #docs] pub #names: #types, )*
            }
            #carried
            #[automatically_derived]
            impl #impl_generics ::core::fmt::Debug for #params #ty_generics {
                fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    #sg::debug_parameters(self, ::core::stringify!(#params), __f)
                }
            }
            #carried
            #[automatically_derived]
            impl #impl_generics ::core::cmp::PartialEq for #params #ty_generics {
                fn eq(&self, __other: &Self) -> bool {
                    #sg::same_parameters(self, __other)
                }
            }
            #carried
            #[automatically_derived]
            impl #impl_generics #sg::Parameters for #params #ty_generics {
                type With<__D: #sg::Number> = (#(<#types as #sg::Parameters>::With<__D>,)*);
                const COUNT: ::core::option::Option<usize> = #sg::count(&[#(<#types as #sg::Parameters>::COUNT),*]);
                fn seed<__D: #sg::Number>(&self, __next: &mut dyn ::core::ops::FnMut(f64) -> __D) -> Self::With<__D> {
                    (#(#sg::Parameters::seed(&self.#names, __next),)*)
                }
                fn traverse(&self, __next: &mut dyn ::core::ops::FnMut(f64) -> f64, __role: #sg::Role) -> Self {
                    #params { #(#names: #sg::Parameters::traverse(&self.#names, __next, __role),)* }
                }
                fn visit_names(&self, __prefix: &str, __visit: &mut dyn ::core::ops::FnMut(::std::string::String)) {
                    #(#sg::Parameters::visit_names(&self.#names, &#sg::join_names(__prefix, #texts), __visit);)*
                }
            }
            #from
        }
    }

    /// `From` the tuple of the arguments, and from the bare argument when there is one.
    fn from(&self) -> TokenStream {
        let carried = &self.carried;
        let (sg, params) = (&self.sg, &self.params);
        let names: Vec<&Ident> = self.fields.iter().map(|(arg, _)| &arg.name).collect();
        let types: Vec<TokenStream> = self.fields.iter().map(|(_, form)| form.owned()).collect();
        let (_, ty_generics, _) = self.params_generics.split_for_impl();
        if let [(_, form)] = &self.fields[..] {
            let name = names[0];
            let list = given_as(form);
            let bare = list.iter().flat_map(|(extra, ty)| {
                let mut generics = self.params_generics.clone();
                if let Some(extra) = extra {
                    generics.params.push(syn::parse_quote!(#extra));
                }
                if ty.to_string().contains("'__p") {
                    generics.params.insert(0, syn::parse_quote!('__p));
                }
                let generics = &generics.params;
                [(quote!(#ty), quote!(__x)), (quote!((#ty,)), quote!(__x.0))].map(|(from, get)| {
                    quote! {
                                #carried
                    #[automatically_derived]
                                impl<#generics> ::core::convert::From<#from> for #params #ty_generics {
                                    fn from(__x: #from) -> Self {
                                        #params { #name: #sg::Own::own(#get) }
                                    }
                                }
                            }
                })
            });
            return bare.collect();
        }
        let mut generics = self.params_generics.clone();
        // A `None` tells no type, so options are taken as they are.
        let given = self.fields.iter().zip(&types).enumerate().map(|(i, ((_, form), ty))| {
            if matches!(form, Form::Option(_)) {
                return ty.clone();
            }
            let p = format_ident!("__P{i}");
            generics.params.push(syn::parse_quote!(#p: #sg::Own<#ty>));
            quote!(#p)
        });
        let given: Vec<TokenStream> = given.collect();
        let (impl_generics, ..) = generics.split_for_impl();
        quote! {
            #carried
            #[automatically_derived]
            impl #impl_generics ::core::convert::From<(#(#given,)*)> for #params #ty_generics {
                fn from((#(#names,)*): (#(#given,)*)) -> Self {
                    #params { #(#names: #sg::Own::own(#names),)* }
                }
            }
        }
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
            args.insert(rng.place, quote!(__t));
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
            __rng.within::<#fallback, _>(|__t| #owner #body::<#(#generics),*>(#this #(#args),*))
        };
        match self.function.output {
            Output::Result { .. } => call,
            _ => quote!(::core::result::Result::Ok(#call)),
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

impl Constant {
    fn of(arg: &Arg, place: usize) -> Self {
        let mut ty = arg.ty.clone();
        NameLifetimes.visit_type_mut(&mut ty);
        let implied = match &ty {
            Type::ImplTrait(t) => {
                let bounds = &t.bounds;
                Some((format_ident!("__F{place}"), quote!(#bounds + ::core::marker::Sync)))
            }
            _ => None,
        };
        let text = arg.ty.to_token_stream().to_string();
        let by_reference = implied.is_some() && (text.contains("Fn (") || text.contains("Fn("));
        let said = matches!(arg.role, Role::Constant { said: true });
        Constant { name: arg.name.clone(), ty, implied, by_reference, said, span: arg.ty.span() }
    }

    fn kept(&self) -> TokenStream {
        match &self.implied {
            Some((name, _)) => quote!(#name),
            None => self.ty.to_token_stream(),
        }
    }

    /// Asks that the constant can be shared, and that it was not meant as a parameter.
    fn check(&self, sg: &TokenStream, generics: &Generics) -> TokenStream {
        let (ty, span) = (self.kept(), self.span);
        let mut erased = self.ty.clone();
        EraseLifetimes.visit_type_mut(&mut erased);
        let named = |name: &Ident| mentions(&erased, &name.to_string());
        let generic = self.implied.is_some()
            || generics.type_params().any(|p| named(&p.ident))
            || generics.const_params().any(|p| named(&p.ident))
            || mentions(&erased, "Self");
        let parameter = (!self.said && !generic && !is_primitive(&erased)).then(|| {
            let erased = match erased {
                Type::Reference(t) => *t.elem,
                other => other,
            };
            let text = erased.to_token_stream().to_string().replace(' ', "");
            let message = format!(
                "`{text}` implements `Parameters`: write `{text}<f64>` if the argument is a parameter, or put `#[constant]` before it"
            );
            quote_spanned! {span=>
                const _: () = {
                    struct __Probe<T: ?::core::marker::Sized>(::core::marker::PhantomData<T>);
                    #[allow(dead_code)]
                    trait __Not { const PARAMETERS: bool = false; }
                    impl<T: ?::core::marker::Sized> __Not for __Probe<T> {}
                    #[allow(dead_code)]
                    impl<T: #sg::Parameters> __Probe<T> { const PARAMETERS: bool = true; }
                    ::core::assert!(!__Probe::<#erased>::PARAMETERS, #message);
                };
            }
        });
        quote_spanned!(span=> #sg::constant::<#ty>(); #parameter)
    }
}

/// The lints and conditions among a function's attributes.
fn carried(attrs: &[syn::Attribute]) -> TokenStream {
    let named = |a: &&syn::Attribute| ["allow", "warn", "deny", "forbid", "cfg"].iter().any(|n| a.path().is_ident(n));
    softened(attrs).iter().filter(named).map(ToTokens::to_token_stream).collect()
}

/// Whether a type is one of the language's own, which nobody takes for a parameter.
fn is_primitive(ty: &Type) -> bool {
    match ty {
        Type::Reference(t) => is_primitive(&t.elem),
        Type::Slice(t) => is_primitive(&t.elem),
        Type::Path(t) => t.path.get_ident().is_some_and(|name| {
            let name = name.to_string();
            name.starts_with(char::is_lowercase) || name == "String"
        }),
        _ => mentions(ty, "f64"),
    }
}

/// Gives every reference without a named lifetime that of the objective.
struct NameLifetimes;
impl VisitMut for NameLifetimes {
    fn visit_type_reference_mut(&mut self, t: &mut syn::TypeReference) {
        if t.lifetime.as_ref().is_none_or(|l| l.ident == "_") {
            t.lifetime = Some(borrowed());
        }
        syn::visit_mut::visit_type_reference_mut(self, t);
    }
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident == "_" {
            *lifetime = borrowed();
        }
    }
}

/// Makes every lifetime `'static`, for a check that does not depend on it.
struct EraseLifetimes;
impl VisitMut for EraseLifetimes {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        *lifetime = Lifetime::new("'static", lifetime.span());
    }
}

/// The types that a lone argument can be given as, each perhaps with a generic of its own.
fn given_as(form: &Form) -> Vec<(Option<TokenStream>, TokenStream)> {
    let owned = form.owned();
    match form {
        Form::Ref(_, inner) => given_as(inner),
        Form::Slice(t) | Form::Vec(t) => {
            let t = t.owned();
            let n = Some(quote!(const __N: usize));
            vec![
                (None, owned.clone()),
                (None, quote!(&'__p #owned)),
                (None, quote!(&'__p [#t])),
                (n.clone(), quote!([#t; __N])),
                (n, quote!(&'__p [#t; __N])),
            ]
        }
        Form::Array(..) | Form::Struct(_) => vec![(None, owned.clone()), (None, quote!(&'__p #owned))],
        _ => vec![(None, owned)],
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
