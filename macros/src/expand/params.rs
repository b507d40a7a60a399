//! The struct of the differentiable arguments, which is also the type of the gradient.

use super::objective::Items;
use crate::form::Form;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

impl Items<'_> {
    /// `LossParams`
    pub(super) fn params(&self) -> TokenStream {
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
                #[inline]
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
