//! `#[derive(Distribution)]` and `#[derive(Bijection)]`

use super::derive::{Target, private};
use crate::args::FALLBACKS;
use crate::diagnostics::Errors;
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Attribute, DeriveInput, Ident};

/// The impls that make a struct with a rule of its own a distribution that can be drawn from.
pub(crate) fn distribution(item: TokenStream) -> TokenStream {
    derived(item, |input, target, errors| {
        let Some(target) = target else {
            let name = &input.ident;
            errors.at(
                name,
                format!("`{name}` has no number parameter: write `struct {name}<T = f64>` and `T` in the place of `f64` in its fields"),
            );
            return TokenStream::new();
        };
        let (family, draws) = (target.family(), Draws::of(&input.attrs, errors).expand(&target));
        quote!(#family #draws)
    })
}

/// The impls that let a bijection of the user's transform distributions.
pub(crate) fn bijection(item: TokenStream) -> TokenStream {
    derived(item, |input, target, errors| match target {
        Some(target) => target.family(),
        None => constant(input, &private(&input.attrs, errors)),
    })
}

fn derived(
    item: TokenStream,
    expand: impl FnOnce(&DeriveInput, Option<Target<'_>>, &Errors) -> TokenStream,
) -> TokenStream {
    let input = match syn::parse2::<DeriveInput>(item) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let errors = Errors::new();
    let tokens = expand(&input, Target::of(&input, &errors), &errors);
    match errors.finish() {
        Ok(()) => tokens,
        Err(errors) => errors,
    }
}

/// How a distribution is drawn: `#[distribution(pathwise, score_function)]`.
struct Draws {
    pathwise: bool,
    fallbacks: bool,
}

impl Draws {
    /// Pathwise where nothing is said.
    fn of(attrs: &[Attribute], errors: &Errors) -> Draws {
        let mut draws = Draws { pathwise: false, fallbacks: false };
        for attr in attrs.iter().filter(|a| a.path().is_ident("distribution")) {
            let parsed = attr.parse_nested_meta(|meta| {
                if meta.path.is_ident("pathwise") {
                    draws.pathwise = true;
                } else if FALLBACKS.iter().any(|name| meta.path.is_ident(name)) {
                    draws.fallbacks = true;
                } else {
                    let known = FALLBACKS.join("`, `");
                    return Err(meta.error(format!("unknown way to draw: write some of `pathwise`, `{known}`")));
                }
                Ok(())
            });
            if let Err(error) = parsed {
                errors.push(error);
            }
        }
        draws.pathwise |= !draws.fallbacks;
        draws
    }

    fn expand(&self, target: &Target<'_>) -> TokenStream {
        let draw = if self.pathwise { pathwise(target) } else { by_fallback(target) };
        let (sample, chosen) = (methods(target), self.fallbacks.then(|| fallbacks(target)));
        quote!(#draw #sample #chosen)
    }
}

/// `sample`, and what makes new distributions from this one.
fn methods(target: &Target<'_>) -> TokenStream {
    let sg = target.sg();
    let this = target.with(&quote!(__T));
    let (params, clause) = target.generics(&[quote!(__T: #sg::Real)], &[]);
    quote! {
        #[automatically_derived]
        #[allow(dead_code)]
        impl<#params> #this #clause {
            /// One draw.
            pub fn sample<__G: ?::core::marker::Sized>(&self, rng: &mut __G) -> <Self as #sg::Draw<__G>>::Out
            where
                Self: #sg::Draw<__G>,
            {
                #sg::Draw::draw(self, rng)
            }

            /// `n` independent draws, as a vector.
            pub fn iid(self, n: usize) -> #sg::Iid<Self> {
                #sg::Iid::new(self, n)
            }

            /// The distribution of what a bijection makes of a draw.
            pub fn map<__B>(self, bijection: __B) -> #sg::Transformed<Self, __B> {
                #sg::Transformed::new(self, bijection)
            }

            /// The distribution of loc + scale x, for finite numbers of which scale is not 0.
            pub fn affine<__L, __S>(
                self,
                loc: __L,
                scale: __S,
            ) -> ::core::result::Result<#sg::Transformed<Self, #sg::Affine<__L::Out>>, #sg::Error>
            where
                __L: #sg::Join<__S> + #sg::Lift<__L::Out>,
                __S: #sg::Lift<__L::Out>,
            {
                ::core::result::Result::Ok(#sg::Transformed::new(self, #sg::Affine::new(loc, scale)?))
            }
        }
    }
}

fn pathwise(target: &Target<'_>) -> TokenStream {
    let sg = target.sg();
    let (this, plain) = (target.with(&quote!(__T)), target.with(&quote!(f64)));
    let raised =
        quote!(Self: #sg::Raised<__G::Number, Out: #sg::Pathwise<__G::Number, Value: #sg::LeaveAs<__G::Real>>>);
    let (marked, marked_clause) = target.generics(&[quote!(__T: #sg::Real)], &[]);
    let (params, clause) =
        target.generics(&[quote!(__T: #sg::Real), quote!(__G: #sg::Mode<__T> + ?::core::marker::Sized)], &[raised]);
    let plainly = quote!(Self: #sg::Raised<f64, Out: #sg::Pathwise<f64, Value: #sg::LeaveAs<f64>>>);
    let (rand, rand_clause) = target.generics(&[], &[plainly]);
    quote! {
        #[automatically_derived]
        impl<#marked> #sg::Reparameterized for #this #marked_clause {}
        #[automatically_derived]
        impl<#params> #sg::Draw<__G> for #this #clause {
            type Out = #sg::PathOf<Self, __G::Number, __G::Real>;
            fn draw(&self, rng: &mut __G) -> Self::Out {
                #sg::pathwise_as::<__T, _, _>(self, rng)
            }
        }
        #[automatically_derived]
        impl<#rand> #sg::Distribution<#sg::PathOf<Self, f64, f64>> for #plain #rand_clause {
            fn sample<__R: #sg::Rng + ?::core::marker::Sized>(&self, rng: &mut __R) -> #sg::PathOf<Self, f64, f64> {
                #sg::pathwise_as::<f64, _, _>(self, rng)
            }
        }
    }
}

fn by_fallback(target: &Target<'_>) -> TokenStream {
    let sg = target.sg();
    let (this, plain) = (target.with(&quote!(__T)), target.with(&quote!(f64)));
    let (number, fallback) = (quote!(__G::Number), quote!(#sg::FallbackOf<__T, __G>));
    let raised = quote!(Self: #sg::Raised<#number, Out: #sg::DrawnBy<#fallback, #number>>);
    let (params, clause) =
        target.generics(&[quote!(__T: #sg::Real), quote!(__G: #sg::Mode<__T> + ?::core::marker::Sized)], &[raised]);
    let (rand, rand_clause) = target.generics(&[], &[quote!(Self: #sg::Raised<f64, Out: #sg::Likelihood<f64>>)]);
    let outcome = quote!(<<Self as #sg::Raised<f64>>::Out as #sg::Likelihood<f64>>::Value);
    quote! {
        #[automatically_derived]
        impl<#params> #sg::Draw<__G> for #this #clause {
            type Out = #sg::OutcomeOf<Self, #fallback, #number>;
            fn draw(&self, rng: &mut __G) -> Self::Out {
                #sg::choose::<__T, _, _>(self, rng)
            }
        }
        #[automatically_derived]
        impl<#rand> #sg::Distribution<#outcome> for #plain #rand_clause {
            fn sample<__R: #sg::Rng + ?::core::marker::Sized>(&self, rng: &mut __R) -> #outcome {
                #sg::Raised::<f64>::raised(self, |__x| #sg::Likelihood::draw_plain(__x, rng))
            }
        }
    }
}

/// The fallbacks at the draw: which of them compile is decided by the traits that the user implements.
fn fallbacks(target: &Target<'_>) -> TokenStream {
    let sg = target.sg();
    let (this, smooth) = (target.with(&quote!(__T)), target.with(&quote!(#sg::Smooth<__T::Number>)));
    let (params, clause) = target.generics(&[quote!(__T: #sg::Real)], &[]);
    let methods = [
        ("score_function", "Likelihood", "ScoreFunction", "Draws plain values by the score function."),
        ("enumerate", "Enumerable", "Enumerate", "Draws plain values by trying all outcomes."),
        ("measure_valued", "Decomposable", "MeasureValued", "Draws plain values by measure-valued derivatives."),
        ("perturb", "Perturbable", "Perturb", "Draws plain values by perturbation."),
    ]
    .map(|(name, bound, marker, doc)| {
        let [name, bound, marker] = [name, bound, marker].map(|word| Ident::new(word, Span::call_site()));
        quote! {
            #[doc = #doc]
            pub fn #name(self) -> #sg::WithFallback<Self, #sg::#marker>
            where
                #smooth: #sg::#bound<__T::Number>,
            {
                #sg::WithFallback::new(self, #sg::#marker)
            }
        }
    });
    quote! {
        #[automatically_derived]
        impl<#params> #sg::FixedSupport for #this #clause {}
        #[automatically_derived]
        #[allow(dead_code)]
        impl<#params> #this #clause {
            #(#methods)*
        }
    }
}

/// The impls of a struct without parameters, which is the same on all numbers.
fn constant(input: &DeriveInput, sg: &TokenStream) -> TokenStream {
    let name = &input.ident;
    let (_, args, clause) = input.generics.split_for_impl();
    let params = &input.generics.params;
    quote! {
        #[automatically_derived]
        impl<#params> #sg::Family for #name #args #clause {
            type Real = f64;
            type With<__U: #sg::Real> = Self;
        }
        #[automatically_derived]
        impl<__D: #sg::Number, #params> #sg::Raised<__D> for #name #args #clause {
            type Out = Self;
            fn raised<__R>(&self, run: impl ::core::ops::FnOnce(&Self) -> __R) -> __R {
                run(self)
            }
        }
        #[automatically_derived]
        impl<__D: #sg::Number, #params> #sg::LiftBy<__D> for #name #args #clause {
            type Out = Self;
            fn lift_by(self) -> Self {
                self
            }
        }
        #[automatically_derived]
        impl<#params> #sg::Lift<Self> for #name #args #clause {
            fn lift(self) -> Self {
                self
            }
        }
    }
}
