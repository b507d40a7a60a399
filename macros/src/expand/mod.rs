//! From tokens to tokens.

mod constant;
mod derive;
mod distribution;
mod function;
mod objective;
mod params;

use crate::args::Args;
use crate::diagnostics::Errors;
use crate::model::Source;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::visit_mut::VisitMut;
use syn::{FnArg, ImplItem, ItemFn, ItemImpl};

pub(crate) use derive::derive;
pub(crate) use distribution::{bijection, distribution};

/// `#[stochastic_grad(args)] item`
pub(crate) fn attribute(args: TokenStream, item: TokenStream) -> TokenStream {
    let args = match syn::parse2::<Args>(args) {
        Ok(args) => args,
        Err(error) => return with_original(error.to_compile_error(), item),
    };
    if let Ok(function) = syn::parse2::<ItemFn>(item.clone()) {
        let ItemFn { attrs, vis, sig, block, .. } = function;
        let source = Source { attrs, vis, sig, block: *block };
        return function::expand(source, &args, None).unwrap_or_else(|errors| with_original(errors, item));
    }
    if let Ok(block) = syn::parse2::<ItemImpl>(item.clone()) {
        return implementation(block, &args).unwrap_or_else(|errors| with_original(errors, item));
    }
    let error = syn::Error::new_spanned(
        &item,
        "`#[stochastic_grad]` goes on a function with a body, or on an `impl` block whose methods are marked with it",
    );
    with_original(error.to_compile_error(), item)
}

/// The errors, and the user's item as it was, so that nothing else breaks.
fn with_original(errors: TokenStream, item: TokenStream) -> TokenStream {
    let item = match syn::parse2::<syn::Item>(item.clone()) {
        Ok(mut parsed) => {
            Unmark.visit_item_mut(&mut parsed);
            parsed.into_token_stream()
        }
        Err(_) => item,
    };
    quote!(#errors #item)
}

/// Removes our attributes.
struct Unmark;
impl VisitMut for Unmark {
    fn visit_fn_arg_mut(&mut self, arg: &mut FnArg) {
        if let FnArg::Typed(arg) = arg {
            arg.attrs.retain(|a| !a.path().is_ident("constant"));
        }
    }
    fn visit_impl_item_fn_mut(&mut self, method: &mut syn::ImplItemFn) {
        method.attrs.retain(|a| !is_ours(a));
        syn::visit_mut::visit_impl_item_fn_mut(self, method);
    }
}

fn is_ours(attr: &syn::Attribute) -> bool {
    attr.path().segments.last().is_some_and(|s| s.ident == "stochastic_grad")
}

/// The type whose methods are rewritten.
pub(crate) struct Owner<'a> {
    pub(crate) item: &'a ItemImpl,
    pub(crate) name: String,
}

/// `#[stochastic_grad] impl Market { .. }`: each marked method becomes differentiable.
fn implementation(mut item: ItemImpl, args: &Args) -> Result<TokenStream, TokenStream> {
    let errors = Errors::new();
    if let Some((path, _)) = &item.trait_ {
        errors.at(path, "methods of a trait cannot be differentiated, because their signatures change: put them in an `impl` block of the type itself");
    }
    let name = match &*item.self_ty {
        syn::Type::Path(t) => t.path.segments.last().map(|s| s.ident.to_string()),
        _ => None,
    };
    if name.is_none() {
        errors.at(&item.self_ty, "methods of this type cannot be differentiated: give it a name");
    }
    if !item.items.iter().any(|i| matches!(i, ImplItem::Fn(f) if f.attrs.iter().any(is_ours))) {
        errors.at(&item.self_ty, "no method in this block is marked `#[stochastic_grad]`");
    }
    errors.finish()?;
    let members = std::mem::take(&mut item.items);
    let owner = Owner { item: &item, name: name.unwrap_or_default() };
    let (mut inside, mut outside, mut wrong) = (TokenStream::new(), TokenStream::new(), TokenStream::new());
    for member in members {
        match member {
            ImplItem::Fn(mut method) if method.attrs.iter().any(is_ours) => {
                let own = method.attrs.iter().find(|a| is_ours(a)).cloned();
                method.attrs.retain(|a| !is_ours(a));
                match method_args(own, args).map_err(|e| e.to_compile_error()).and_then(|args| {
                    let syn::ImplItemFn { attrs, vis, sig, block, .. } = method;
                    let source = Source { attrs, vis, sig, block };
                    function::expand_method(source, &args, &owner)
                }) {
                    Ok((method, items)) => {
                        inside.extend(method);
                        outside.extend(items);
                    }
                    Err(errors) => wrong.extend(errors),
                }
            }
            other => other.to_tokens(&mut inside),
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let ItemImpl { attrs, generics, self_ty, .. } = &item;
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    Ok(quote! {
        #(#attrs)*
        impl #impl_generics #self_ty #where_clause {
            #inside
        }
        #outside
    })
}

/// A method's own options, with the block's for what it does not say.
fn method_args(attr: Option<syn::Attribute>, block: &Args) -> syn::Result<Args> {
    let mut args = match attr.as_ref().map(|a| &a.meta) {
        Some(syn::Meta::List(list)) => list.parse_args::<Args>()?,
        _ => Args::default(),
    };
    args.krate = args.krate.or_else(|| block.krate.clone());
    args.fallback = args.fallback.or_else(|| block.fallback.clone());
    Ok(args)
}
