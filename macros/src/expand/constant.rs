//! The constant arguments of an objective.

use crate::form::mentions;
use crate::model::{Arg, Role};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;
use syn::{Generics, Lifetime, Type};

/// A constant argument as the objective keeps it.
pub(super) struct Constant {
    pub(super) name: Ident,
    pub(super) ty: Type,
    /// A type parameter that stands for `impl Trait`, and its bounds.
    pub(super) implied: Option<(Ident, TokenStream)>,
    /// Whether it is passed by reference because it is a closure.
    pub(super) by_reference: bool,
    pub(super) said: bool,
    pub(super) span: Span,
}

/// The lifetime of everything that an objective borrows without a name.
pub(super) fn borrowed() -> Lifetime {
    Lifetime::new("'__c", Span::call_site())
}

impl Constant {
    pub(super) fn of(arg: &Arg, place: usize) -> Self {
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

    pub(super) fn kept(&self) -> TokenStream {
        match &self.implied {
            Some((name, _)) => quote!(#name),
            None => self.ty.to_token_stream(),
        }
    }

    /// The argument as a slice of numbers that stays where it is, if its type says so.
    pub(super) fn slice(&self) -> Option<TokenStream> {
        let name = &self.name;
        let Type::Reference(reference) = &self.ty else { return None };
        match &*reference.elem {
            Type::Slice(slice) if is_f64(&slice.elem) => Some(quote!(self.#name)),
            Type::Slice(slice) => match &*slice.elem {
                Type::Array(row) if is_f64(&row.elem) => Some(quote!(self.#name.as_flattened())),
                _ => None,
            },
            Type::Array(array) if is_f64(&array.elem) => Some(quote!(self.#name)),
            Type::Path(path) => {
                let text = path.to_token_stream().to_string().replace(' ', "");
                (text == "Vec<f64>").then(|| quote!(self.#name))
            }
            _ => None,
        }
    }

    /// Asks that the constant can be shared, and that it was not meant as a parameter.
    pub(super) fn check(&self, sg: &TokenStream, generics: &Generics) -> TokenStream {
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

fn is_f64(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident("f64"))
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
