//! The options of the attribute: `fallback = ..`, `objective = ..`, `crate = ..`.

use crate::names::nearest;
use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{Ident, Path, Token};

/// The estimators that a function can draw by where no pathwise rule exists.
pub(crate) const FALLBACKS: &[&str] = &["score_function", "enumerate", "measure_valued", "perturb"];

/// What stands between the parentheses of `#[stochastic_grad(..)]`.
#[derive(Default)]
pub(crate) struct Args {
    pub(crate) fallback: Option<Ident>,
    pub(crate) objective: Option<Ident>,
    pub(crate) krate: Option<Path>,
}

impl Args {
    /// The path of the runtime's hidden module.
    pub(crate) fn private(&self) -> TokenStream {
        let krate = self.krate();
        quote!(#krate::private)
    }

    pub(crate) fn krate(&self) -> TokenStream {
        match &self.krate {
            Some(path) => quote!(#path),
            None => quote!(::stochastic_grad),
        }
    }
}

impl Parse for Args {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut args = Args::default();
        while !input.is_empty() {
            if input.peek(Token![crate]) {
                input.parse::<Token![crate]>()?;
                input.parse::<Token![=]>()?;
                args.krate = Some(input.call(Path::parse_mod_style)?);
            } else {
                let key: Ident = input.parse()?;
                match key.to_string().as_str() {
                    "fallback" => {
                        input.parse::<Token![=]>()?;
                        args.fallback = Some(fallback(input.parse()?)?);
                    }
                    "objective" => {
                        input.parse::<Token![=]>()?;
                        args.objective = Some(input.parse()?);
                    }
                    other => {
                        let near = nearest(other, &["fallback", "objective", "crate"]);
                        let message = format!("unknown option `{other}`: write `{near} = ..`");
                        return Err(syn::Error::new(key.span(), message));
                    }
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(args)
    }
}

fn fallback(name: Ident) -> syn::Result<Ident> {
    let text = name.to_string();
    if FALLBACKS.contains(&text.as_str()) {
        return Ok(name);
    }
    let message = format!(
        "unknown fallback `{text}`: write `fallback = {}` (available: {})",
        nearest(&text, FALLBACKS),
        FALLBACKS.join(", ")
    );
    Err(syn::Error::new(name.span(), message))
}
