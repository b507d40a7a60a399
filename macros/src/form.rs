//! The forms of types that hold `f64`: how each is spelled with other numbers, lifted, and left again.

use crate::names::WITH_ENDS;
use proc_macro2::TokenStream;
use quote::quote;
use syn::visit::Visit;
use syn::visit_mut::VisitMut;
use syn::{Expr, GenericArgument, PathArguments, Type, TypePath};

/// A type that holds `f64`, by its shape.
#[derive(Clone)]
pub(crate) enum Form {
    /// `f64`
    Number,
    /// `[T]`, behind a reference
    Slice(Box<Form>),
    /// `Vec<T>`
    Vec(Box<Form>),
    /// `[T; N]`
    Array(Box<Form>, Box<Expr>),
    /// `(A, B, ..)`, where some parts may hold no `f64`
    Tuple(Vec<Part>),
    /// `Option<T>`
    Option(Box<Form>),
    /// `Theta<f64>`
    Struct(Box<TypePath>),
    /// `&T`
    Ref(Box<syn::TypeReference>, Box<Form>),
    /// `&mut T`
    Mut(Box<syn::TypeReference>, Box<Form>),
}

/// A part of a tuple: one that holds numbers, or one that stays as it is.
#[derive(Clone)]
pub(crate) enum Part {
    Form(Form),
    Other(Box<Type>),
}

/// Generic types of the standard library in which a derivative cannot live.
const OPAQUE: &[&str] = &[
    "HashMap",
    "BTreeMap",
    "HashSet",
    "BTreeSet",
    "BinaryHeap",
    "VecDeque",
    "LinkedList",
    "Rc",
    "Arc",
    "Box",
    "Cell",
    "RefCell",
    "Mutex",
    "RwLock",
    "Cow",
    "PhantomData",
    "Range",
    "RangeInclusive",
    "Wrapping",
    "Pin",
    "Result",
];

impl Form {
    /// The form of a type that mentions `f64`; an error says what is wrong with it.
    pub(crate) fn of(ty: &Type) -> Result<Form, String> {
        match ty {
            Type::Paren(t) => Form::of(&t.elem),
            Type::Group(t) => Form::of(&t.elem),
            Type::Path(t) => Form::of_path(t),
            Type::Slice(t) => Ok(Form::Slice(Box::new(Form::of(&t.elem)?))),
            Type::Array(t) => Ok(Form::Array(Box::new(Form::of(&t.elem)?), Box::new(t.len.clone()))),
            Type::Tuple(t) => {
                let part = |ty: &Type| {
                    Ok(if mentions(ty, "f64") { Part::Form(Form::of(ty)?) } else { Part::Other(Box::new(ty.clone())) })
                };
                Ok(Form::Tuple(t.elems.iter().map(part).collect::<Result<_, String>>()?))
            }
            Type::Reference(t) => {
                let inner = Box::new(Form::of(&t.elem)?);
                if matches!(*inner, Form::Ref(..) | Form::Mut(..)) {
                    return Err(unsupported());
                }
                let reference = Box::new(t.clone());
                Ok(if t.mutability.is_some() { Form::Mut(reference, inner) } else { Form::Ref(reference, inner) })
            }
            _ => Err(unsupported()),
        }
    }

    fn of_path(t: &TypePath) -> Result<Form, String> {
        if t.path.is_ident("f64") {
            return Ok(Form::Number);
        }
        let Some(last) = t.path.segments.last() else { return Err(unsupported()) };
        let PathArguments::AngleBracketed(args) = &last.arguments else { return Err(unsupported()) };
        let name = last.ident.to_string();
        let only = match (args.args.len(), args.args.first()) {
            (1, Some(GenericArgument::Type(ty))) => Some(ty),
            _ => None,
        };
        match (name.as_str(), only) {
            ("Vec", Some(ty)) => Ok(Form::Vec(Box::new(Form::of(ty)?))),
            ("Option", Some(ty)) => Ok(Form::Option(Box::new(Form::of(ty)?))),
            (name, _) if OPAQUE.contains(&name) => Err(unsupported()),
            _ => {
                let plain = |a: &GenericArgument| match a {
                    GenericArgument::Type(ty) => is_f64(ty) || !mentions(ty, "f64") || Form::of(ty).is_ok(),
                    GenericArgument::AssocType(_) => false,
                    _ => true,
                };
                if args.args.iter().all(plain) { Ok(Form::Struct(Box::new(t.clone()))) } else { Err(unsupported()) }
            }
        }
    }

    /// The type with another number in each place of `f64`.
    pub(crate) fn with(&self, number: &mut dyn FnMut() -> TokenStream) -> TokenStream {
        match self {
            Form::Number => number(),
            Form::Slice(t) => {
                let t = t.with(number);
                quote!([#t])
            }
            Form::Vec(t) => {
                let t = t.with(number);
                quote!(::std::vec::Vec<#t>)
            }
            Form::Array(t, n) => {
                let t = t.with(number);
                quote!([#t; #n])
            }
            Form::Tuple(parts) => {
                let parts = parts.iter().map(|part| match part {
                    Part::Form(t) => t.with(number),
                    Part::Other(t) => quote!(#t),
                });
                quote!((#(#parts,)*))
            }
            Form::Option(t) => {
                let t = t.with(number);
                quote!(::core::option::Option<#t>)
            }
            Form::Struct(path) => {
                let mut path = (**path).clone();
                Replace { number }.visit_type_path_mut(&mut path);
                quote!(#path)
            }
            Form::Ref(r, t) => {
                let (lifetime, t) = (&r.lifetime, t.with(number));
                quote!(& #lifetime #t)
            }
            Form::Mut(r, t) => {
                let (lifetime, t) = (&r.lifetime, t.with(number));
                quote!(& #lifetime mut #t)
            }
        }
    }

    /// The type as the user wrote it, in owned form: what a field of the parameters has.
    pub(crate) fn owned(&self) -> TokenStream {
        match self {
            Form::Ref(_, t) => t.owned(),
            Form::Slice(t) | Form::Vec(t) => {
                let t = t.owned();
                quote!(::std::vec::Vec<#t>)
            }
            Form::Array(t, n) => {
                let t = t.owned();
                quote!([#t; #n])
            }
            other => other.with(&mut || quote!(f64)),
        }
    }

    /// Whether every value of the form is smooth in all its parts, so that a gradient has a place for each.
    pub(crate) fn parameter_error(&self) -> Option<String> {
        match self {
            Form::Number | Form::Struct(_) => None,
            Form::Slice(t) | Form::Vec(t) | Form::Array(t, _) | Form::Option(t) | Form::Ref(_, t) => {
                t.parameter_error()
            }
            Form::Tuple(parts) => parts.iter().find_map(|part| match part {
                Part::Form(t) => t.parameter_error(),
                Part::Other(_) => Some(
                    "a tuple of parameters can hold parameters only: pass the rest as an argument of its own"
                        .to_owned(),
                ),
            }),
            Form::Mut(..) => Some("a `&mut` argument is no parameter".to_owned()),
        }
    }

    /// An expression of this form with its constants lifted to the smooth numbers that `sg` knows.
    pub(crate) fn lift(&self, x: &TokenStream, sg: &TokenStream) -> TokenStream {
        match self {
            _ if self.is_uniform() => quote!(#sg::Lift::lift(#x)),
            Form::Ref(_, t) => t.lift_ref(x, sg),
            _ => self.map_parts(x, &|t, x| t.lift(x, sg)).unwrap_or_else(|| x.clone()),
        }
    }

    /// An expression of this form with `f` applied to what is inside, unless it is one piece.
    fn map_parts(&self, x: &TokenStream, f: &dyn Fn(&Form, &TokenStream) -> TokenStream) -> Option<TokenStream> {
        let inside = |t: &Form| {
            let body = f(t, &quote!(__x));
            quote!(|__x| #body)
        };
        Some(match self {
            Form::Vec(t) => {
                let f = inside(t);
                quote!(::core::iter::Iterator::collect(::core::iter::Iterator::map(::core::iter::IntoIterator::into_iter(#x), #f)))
            }
            Form::Array(t, _) => {
                let f = inside(t);
                quote!(#x.map(#f))
            }
            Form::Option(t) => {
                let f = inside(t);
                quote!(::core::option::Option::map(#x, #f))
            }
            Form::Tuple(parts) => {
                let names: Vec<_> = (0..parts.len()).map(|i| quote::format_ident!("__x{i}")).collect();
                let mapped = parts.iter().zip(&names).map(|(part, name)| match part {
                    Part::Form(t) => f(t, &quote!(#name)),
                    Part::Other(_) => quote!(#name),
                });
                quote!({ let (#(#names,)*) = #x; (#(#mapped,)*) })
            }
            _ => return None,
        })
    }

    /// Whether there is a struct, a slice or a reference in it.
    pub(crate) fn has_struct(&self) -> bool {
        match self {
            Form::Number => false,
            Form::Vec(t) | Form::Array(t, _) | Form::Option(t) => t.has_struct(),
            Form::Tuple(parts) => parts.iter().any(|part| match part {
                Part::Form(t) => t.has_struct(),
                Part::Other(_) => true,
            }),
            _ => true,
        }
    }

    /// Whether its smooth values are `Copy`.
    pub(crate) fn is_copy(&self) -> bool {
        match self {
            Form::Number => true,
            Form::Array(t, _) | Form::Option(t) => t.is_copy(),
            _ => false,
        }
    }

    /// Whether the runtime's own lifting covers the form: it holds nothing but numbers.
    fn is_uniform(&self) -> bool {
        match self {
            Form::Number | Form::Struct(_) => true,
            Form::Vec(t) | Form::Array(t, _) | Form::Option(t) => t.is_uniform(),
            _ => false,
        }
    }

    /// A reference to this form with its constants lifted, borrowed where nothing has to change.
    fn lift_ref(&self, x: &TokenStream, sg: &TokenStream) -> TokenStream {
        match self {
            Form::Slice(t) if matches!(**t, Form::Number | Form::Struct(_)) => quote!(&*#sg::lift_all(#x)),
            Form::Slice(t) => {
                let body = t.lift(&quote!(::core::clone::Clone::clone(__x)), sg);
                quote!(&*::core::iter::Iterator::collect::<::std::vec::Vec<_>>(
                    ::core::iter::Iterator::map(#x.iter(), |__x| #body)
                ))
            }
            Form::Struct(_) => quote!(&*#sg::LiftRef::lift_ref(#x)),
            Form::Array(t, _) | Form::Vec(t) if matches!(**t, Form::Number) => quote!(&*#sg::LiftRef::lift_ref(#x)),
            other => {
                let body = other.lift(&quote!(::core::clone::Clone::clone(#x)), sg);
                quote!(&#body)
            }
        }
    }

    /// An expression of this form, in smooth numbers, as the caller wants it.
    pub(crate) fn leave(&self, x: &TokenStream, sg: &TokenStream) -> TokenStream {
        self.map_parts(x, &|t, x| t.leave(x, sg)).unwrap_or_else(|| quote!(#sg::Leave::leave(#x)))
    }
}

fn unsupported() -> String {
    "a derivative cannot live in this type: put `#[constant]` before the argument if it holds data, or use `f64`, \
     `&[f64]`, `Vec<f64>`, `[f64; N]`, tuples and options of these, or a struct `Theta<f64>` that derives `Parameters`"
        .to_owned()
}

pub(crate) fn is_f64(ty: &Type) -> bool {
    matches!(ty, Type::Path(t) if t.path.is_ident("f64"))
}

/// Whether a type mentions a name.
pub(crate) fn mentions(ty: &Type, name: &str) -> bool {
    let mut find = Find { name, found: false };
    find.visit_type(ty);
    find.found
}

struct Find<'a> {
    name: &'a str,
    found: bool,
}
impl<'ast> Visit<'ast> for Find<'_> {
    fn visit_ident(&mut self, ident: &'ast proc_macro2::Ident) {
        self.found |= ident == self.name;
    }
}

/// Puts another number in each place of `f64`.
struct Replace<'a> {
    number: &'a mut dyn FnMut() -> TokenStream,
}
impl VisitMut for Replace<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if is_f64(ty) {
            *ty = Type::Verbatim((self.number)());
        } else {
            syn::visit_mut::visit_type_mut(self, ty);
        }
    }
}

/// A type with another number in each place of `f64`.
pub(crate) fn replaced(ty: &Type, mut number: impl FnMut() -> TokenStream) -> Type {
    let mut ty = ty.clone();
    Replace { number: &mut number }.visit_type_mut(&mut ty);
    ty
}

/// A type of distributions whose second type, if it is not written, is what `ends` says.
pub(crate) fn with_ends(ty: &Type, mut ends: impl FnMut() -> TokenStream) -> Type {
    let mut ty = ty.clone();
    Ends { ends: &mut ends }.visit_type_mut(&mut ty);
    ty
}

struct Ends<'a> {
    ends: &'a mut dyn FnMut() -> TokenStream,
}
impl VisitMut for Ends<'_> {
    fn visit_path_segment_mut(&mut self, segment: &mut syn::PathSegment) {
        let known = WITH_ENDS.iter().any(|name| segment.ident == name);
        if let (true, PathArguments::AngleBracketed(args)) = (known, &mut segment.arguments)
            && args.args.len() == 1
        {
            args.args.push(GenericArgument::Type(Type::Verbatim((self.ends)())));
        }
        syn::visit_mut::visit_path_segment_mut(self, segment);
    }
}
