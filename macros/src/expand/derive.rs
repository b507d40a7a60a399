//! `#[derive(Parameters)]`

use crate::diagnostics::Errors;
use crate::form::mentions;
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Attribute, Data, DeriveInput, Field, Fields, GenericParam, Generics, Path, Type};

/// The impls that make a struct with a number parameter a point of a parameter space.
pub(crate) fn derive(item: TokenStream) -> TokenStream {
    let input = match syn::parse2::<DeriveInput>(item) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let errors = Errors::new();
    let tokens = expand(&input, &errors);
    match errors.finish() {
        Ok(()) => tokens,
        Err(errors) => errors,
    }
}

fn expand(input: &DeriveInput, errors: &Errors) -> TokenStream {
    let data = match &input.data {
        Data::Struct(data) => data,
        Data::Enum(data) => {
            errors.at(data.enum_token, "`Parameters` cannot be derived for an enum: which variant it is cannot move; use a struct, or `Option`");
            return TokenStream::new();
        }
        Data::Union(data) => {
            errors.at(data.union_token, "`Parameters` cannot be derived for a union: use a struct");
            return TokenStream::new();
        }
    };
    let Some(target) = Target::of(input, errors) else {
        let name = &input.ident;
        errors.at(
            name,
            format!("`{name}` has no number parameter: write `struct {name}<T = f64>` and `T` in the place of `f64` in its fields"),
        );
        return TokenStream::new();
    };
    let members: Vec<Member> =
        data.fields.iter().enumerate().map(|(i, f)| Member::of(f, i, &target.number, errors)).collect();
    Derive { target, members, named: matches!(data.fields, Fields::Named(_)) }.expand()
}

/// The type parameter that stands for the numbers: the one with the default `f64`.
fn number_parameter(generics: &Generics) -> Option<Ident> {
    generics
        .type_params()
        .find(|p| p.default.as_ref().is_some_and(|(_, t)| crate::form::is_f64(t)))
        .map(|p| p.ident.clone())
}

/// The path of the runtime's hidden module; `#[parameters(crate = path)]` changes it.
pub(super) fn private(attrs: &[Attribute], errors: &Errors) -> TokenStream {
    let mut krate = quote!(::stochastic_grad);
    for attr in attrs.iter().filter(|a| a.path().is_ident("parameters")) {
        let parsed = attr.parse_nested_meta(|meta| {
            if !meta.path.is_ident("crate") {
                return Err(meta.error("unknown option: write `crate = path`"));
            }
            let path: Path = meta.value()?.parse()?;
            krate = quote!(#path);
            Ok(())
        });
        if let Err(error) = parsed {
            errors.push(error);
        }
    }
    quote!(#krate::private)
}

/// A field of the struct.
struct Member {
    /// its name, or its place
    access: syn::Member,
    text: String,
    ty: Type,
    constant: bool,
}

impl Member {
    fn of(field: &Field, place: usize, number: &Ident, errors: &Errors) -> Member {
        let said = field.attrs.iter().any(|a| a.path().is_ident("constant"));
        let moves = mentions(&field.ty, &number.to_string());
        if said && moves {
            errors.at(
                &field.ty,
                format!(
                    "a constant field cannot have the type of the parameters: write `f64` in the place of `{number}`"
                ),
            );
        }
        if !said && !moves && mentions(&field.ty, "f64") {
            errors.at(
                &field.ty,
                format!("is this field a parameter? write `{number}` in the place of `f64` if it is, or put `#[constant]` before the field if it is not"),
            );
        }
        let access = match &field.ident {
            Some(ident) => syn::Member::Named(ident.clone()),
            None => syn::Member::Unnamed(place.into()),
        };
        let text = match &field.ident {
            Some(ident) => ident.to_string().trim_start_matches("r#").to_owned(),
            None => place.to_string(),
        };
        Member { access, text, ty: field.ty.clone(), constant: !moves }
    }
}

/// A struct with a number parameter.
pub(super) struct Target<'a> {
    input: &'a DeriveInput,
    sg: TokenStream,
    number: Ident,
}

impl<'a> Target<'a> {
    pub(super) fn of(input: &'a DeriveInput, errors: &Errors) -> Option<Target<'a>> {
        let number = number_parameter(&input.generics)?;
        Some(Target { input, sg: private(&input.attrs, errors), number })
    }

    pub(super) fn sg(&self) -> &TokenStream {
        &self.sg
    }

    /// The struct with another type in the place of its number parameter.
    pub(super) fn with(&self, number: &TokenStream) -> TokenStream {
        let name = &self.input.ident;
        let args = self.input.generics.params.iter().map(|p| match p {
            GenericParam::Lifetime(l) => {
                let l = &l.lifetime;
                quote!(#l)
            }
            GenericParam::Type(t) if t.ident == self.number => number.clone(),
            GenericParam::Type(t) => {
                let t = &t.ident;
                quote!(#t)
            }
            GenericParam::Const(c) => {
                let c = &c.ident;
                quote!(#c)
            }
        });
        quote!(#name<#(#args),*>)
    }

    /// The generics of an impl, with these in the place of the number parameter.
    pub(super) fn generics(&self, extra: &[TokenStream], bounds: &[TokenStream]) -> (TokenStream, TokenStream) {
        let mut generics = self.input.generics.clone();
        generics.params = generics
            .params
            .into_iter()
            .filter(|p| !matches!(p, GenericParam::Type(t) if t.ident == self.number))
            .collect();
        for param in &mut generics.params {
            match param {
                GenericParam::Type(t) => t.default = None,
                GenericParam::Const(c) => c.default = None,
                GenericParam::Lifetime(_) => {}
            }
        }
        for extra in extra {
            generics.params.push(syn::parse_quote!(#extra));
        }
        let clause = generics.make_where_clause();
        clause.predicates.extend(bounds.iter().map(|b| -> syn::WherePredicate { syn::parse_quote!(#b) }));
        let (params, clause) = (&generics.params, &generics.where_clause);
        (quote!(#params), quote!(#clause))
    }

    /// What lets it be used on the numbers of any run.
    pub(super) fn family(&self) -> TokenStream {
        let sg = &self.sg;
        let (any, other) = (self.with(&quote!(__T)), self.with(&quote!(__U)));
        let (plain, smooth) = (self.with(&quote!(f64)), self.with(&quote!(#sg::Smooth<__D>)));
        let (params, clause) = self.generics(&[quote!(__T: #sg::Real)], &[]);
        let (lifted, lifted_clause) = self.generics(
            &[quote!(__D: #sg::Number)],
            &[quote!(#plain: ::core::clone::Clone + #sg::LiftBy<__D, Out = #smooth>)],
        );
        let (same, same_clause) = self.generics(&[quote!(__D: #sg::Number)], &[]);
        quote! {
            #[automatically_derived]
            impl<#params> #sg::Family for #any #clause {
                type Real = __T;
                type With<__U: #sg::Real> = #other;
            }
            #[automatically_derived]
            impl<#lifted> #sg::Raised<__D> for #plain #lifted_clause {
                type Out = #smooth;
                fn raised<__R>(&self, run: impl ::core::ops::FnOnce(&#smooth) -> __R) -> __R {
                    run(&#sg::LiftBy::<__D>::lift_by(::core::clone::Clone::clone(self)))
                }
            }
            #[automatically_derived]
            impl<#same> #sg::Raised<__D> for #smooth #same_clause {
                type Out = Self;
                fn raised<__R>(&self, run: impl ::core::ops::FnOnce(&Self) -> __R) -> __R {
                    run(self)
                }
            }
        }
    }
}

struct Derive<'a> {
    target: Target<'a>,
    members: Vec<Member>,
    named: bool,
}

impl Derive<'_> {
    fn expand(&self) -> TokenStream {
        let impls = [self.parameters(), self.own(), self.lift(), self.lift_ref(), self.lift_by(), self.leave()];
        quote!(#(#[automatically_derived] #impls)*)
    }

    /// The type of a field with another type in the place of the number parameter.
    fn field_with(&self, ty: &Type, number: &TokenStream) -> Type {
        use syn::visit_mut::VisitMut;
        struct Put<'a>(&'a Ident, &'a TokenStream);
        impl VisitMut for Put<'_> {
            fn visit_type_mut(&mut self, ty: &mut Type) {
                if matches!(ty, Type::Path(t) if t.path.is_ident(self.0)) {
                    *ty = Type::Verbatim(self.1.clone());
                } else {
                    syn::visit_mut::visit_type_mut(self, ty);
                }
            }
        }
        let mut ty = ty.clone();
        Put(&self.target.number, number).visit_type_mut(&mut ty);
        ty
    }

    /// The struct built from one expression per field.
    fn build(&self, value: impl Fn(&Member) -> TokenStream) -> TokenStream {
        let name = &self.target.input.ident;
        let values = self.members.iter().map(value);
        if self.named {
            let names = self.members.iter().map(|m| &m.access);
            quote!(#name { #(#names: #values),* })
        } else {
            quote!(#name(#(#values),*))
        }
    }

    fn moving(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|m| !m.constant)
    }

    fn parameters(&self) -> TokenStream {
        let sg = &self.target.sg;
        let f64 = quote!(f64);
        let (plain, smooth) = (self.target.with(&f64), self.target.with(&quote!(#sg::Smooth<__D>)));
        let (params, clause) = self.target.generics(&[], &[quote!(#plain: ::core::clone::Clone)]);
        let counts = self.moving().map(|m| {
            let ty = self.field_with(&m.ty, &f64);
            quote!(<#ty as #sg::Parameters>::COUNT)
        });
        let seed = self.build(|m| {
            let access = &m.access;
            if m.constant {
                quote!(::core::clone::Clone::clone(&self.#access))
            } else {
                quote!(#sg::Parameters::seed(&self.#access, __next))
            }
        });
        let traverse = self.build(|m| {
            let access = &m.access;
            if m.constant {
                let kept = quote!(::core::clone::Clone::clone(&self.#access));
                // A constant number is 0 in a gradient; what is no number is kept.
                match crate::form::Form::of(&m.ty) {
                    Ok(form) if mentions(&m.ty, "f64") && !form.has_struct() => {
                        quote!(#sg::Parameters::map(&self.#access, |__x| __role.constant(__x)))
                    }
                    _ => kept,
                }
            } else {
                quote!(#sg::Parameters::traverse(&self.#access, __next, __role))
            }
        });
        let names = self.moving().map(|m| {
            let (access, text) = (&m.access, &m.text);
            quote!(#sg::Parameters::visit_names(&self.#access, &#sg::join_names(__prefix, #text), __visit);)
        });
        quote! {
            impl<#params> #sg::Parameters for #plain #clause {
                type With<__D: #sg::Number> = #smooth;
                const COUNT: ::core::option::Option<usize> = #sg::count(&[#(#counts),*]);
                #[inline]
                fn seed<__D: #sg::Number>(&self, __next: &mut dyn ::core::ops::FnMut(f64) -> __D) -> Self::With<__D> {
                    let _ = &__next;
                    #seed
                }
                fn traverse(&self, __next: &mut dyn ::core::ops::FnMut(f64) -> f64, __role: #sg::Role) -> Self {
                    let _ = (&__next, __role);
                    #traverse
                }
                fn visit_names(&self, __prefix: &str, __visit: &mut dyn ::core::ops::FnMut(::std::string::String)) {
                    let _ = (__prefix, &__visit);
                    #(#names)*
                }
            }
        }
    }

    fn own(&self) -> TokenStream {
        let (sg, plain) = (&self.target.sg, self.target.with(&quote!(f64)));
        let (params, clause) = self.target.generics(&[], &[]);
        let (ref_params, ref_clause) = self.target.generics(&[], &[quote!(#plain: ::core::clone::Clone)]);
        quote! {
            impl<#params> #sg::Own<#plain> for #plain #clause {
                fn own(self) -> #plain {
                    self
                }
            }
            #[automatically_derived]
            impl<#ref_params> #sg::Own<#plain> for &#plain #ref_clause {
                fn own(self) -> #plain {
                    ::core::clone::Clone::clone(self)
                }
            }
        }
    }

    fn lift(&self) -> TokenStream {
        let sg = &self.target.sg;
        let (a, b) = (quote!(__A), quote!(__B));
        let bounds: Vec<TokenStream> = (self.moving())
            .map(|m| {
                let (from, to) = (self.field_with(&m.ty, &a), self.field_with(&m.ty, &b));
                quote!(#from: #sg::Lift<#to>)
            })
            .collect();
        let (params, clause) = self.target.generics(&[a.clone(), b.clone()], &bounds);
        let (from, to) = (self.target.with(&a), self.target.with(&b));
        let build = self.mapped(|access| quote!(#sg::Lift::lift(self.#access)));
        quote! {
            impl<#params> #sg::Lift<#to> for #from #clause {
                fn lift(self) -> #to {
                    #build
                }
            }
        }
    }

    fn lift_ref(&self) -> TokenStream {
        let sg = &self.target.sg;
        let (plain, smooth) = (self.target.with(&quote!(f64)), self.target.with(&quote!(#sg::Smooth<__D>)));
        let (params, clause) = self.target.generics(
            &[quote!(__D: #sg::Number)],
            &[quote!(#smooth: ::core::clone::Clone), quote!(#plain: ::core::clone::Clone)],
        );
        quote! {
            impl<#params> #sg::LiftRef<#smooth> for #smooth #clause {
                fn lift_ref(&self) -> ::std::borrow::Cow<'_, #smooth> {
                    ::std::borrow::Cow::Borrowed(self)
                }
            }
            #[automatically_derived]
            impl<#params> #sg::LiftRef<#smooth> for #plain #clause {
                fn lift_ref(&self) -> ::std::borrow::Cow<'_, #smooth> {
                    ::std::borrow::Cow::Owned(#sg::Lift::lift(::core::clone::Clone::clone(self)))
                }
            }
        }
    }

    fn lift_by(&self) -> TokenStream {
        let sg = &self.target.sg;
        let a = quote!(__A);
        let d = quote!(#sg::Smooth<__D>);
        let bounds: Vec<TokenStream> = (self.moving())
            .map(|m| {
                let (from, to) = (self.field_with(&m.ty, &a), self.field_with(&m.ty, &d));
                quote!(#from: #sg::LiftBy<__D, Out = #to>)
            })
            .collect();
        let (params, clause) = self.target.generics(&[quote!(__D: #sg::Number), a.clone()], &bounds);
        let (from, to) = (self.target.with(&a), self.target.with(&d));
        let build = self.mapped(|access| quote!(#sg::LiftBy::<__D>::lift_by(self.#access)));
        quote! {
            impl<#params> #sg::LiftBy<__D> for #from #clause {
                type Out = #to;
                fn lift_by(self) -> #to {
                    #build
                }
            }
        }
    }

    fn leave(&self) -> TokenStream {
        let sg = &self.target.sg;
        let (inside, outside) = (quote!(#sg::Smooth<<__R as #sg::Real>::Number>), quote!(__R));
        let bounds: Vec<TokenStream> = (self.moving())
            .map(|m| {
                let (from, to) = (self.field_with(&m.ty, &inside), self.field_with(&m.ty, &outside));
                quote!(#from: #sg::Leave<#to>)
            })
            .collect();
        let (params, clause) = self.target.generics(&[quote!(__R: #sg::Real)], &bounds);
        let (from, to) = (self.target.with(&inside), self.target.with(&outside));
        let build = self.mapped(|access| quote!(#sg::Leave::leave(self.#access)));
        quote! {
            impl<#params> #sg::Leave<#to> for #from #clause {
                fn leave(self) -> #to {
                    #build
                }
            }
        }
    }

    /// The struct with `f` applied to every field that moves.
    fn mapped(&self, f: impl Fn(&syn::Member) -> TokenStream) -> TokenStream {
        self.build(|m| {
            let access = &m.access;
            if m.constant { quote!(self.#access) } else { f(access) }
        })
    }
}
