//! Reading a function into the model, and telling what is wrong with its signature.

use crate::diagnostics::Errors;
use crate::form::{self, Form};
use crate::model::{Arg, Function, Output, RngArg, Role, Source};
use quote::{ToTokens, format_ident};
use syn::spanned::Spanned;
use syn::{
    FnArg, GenericArgument, GenericParam, Generics, Ident, Pat, PatType, PathArguments, ReturnType, Type,
    TypeParamBound, WherePredicate,
};

/// Reads a function. Mistakes are noted, and reading goes on.
pub(crate) fn function(source: Source, errors: &Errors) -> Function {
    refuse_kinds(&source, errors);
    let generators = generator_params(&source.sig.generics);
    let mut receiver = None;
    let mut args = Vec::new();
    let mut rng: Option<RngArg> = None;
    for (i, input) in source.sig.inputs.iter().enumerate() {
        match input {
            FnArg::Receiver(r) => receiver = Some(r.clone()),
            FnArg::Typed(typed) if !marked_constant(typed) && is_generator(&typed.ty, &generators) => {
                let place = args.len();
                match (&rng, generator_name(typed, errors)) {
                    (Some(_), _) => {
                        errors.at(typed, "a second random number generator: an annotated function draws from one")
                    }
                    (None, name) => rng = Some(RngArg { place, name }),
                }
            }
            FnArg::Typed(typed) => args.push(argument(typed, i, errors)),
        }
    }
    let generics = without_generators(&source.sig.generics, &generators);
    let output = output(&source.sig.output, errors);
    let function = Function { receiver, args, rng, generics, output, source };
    check(&function, errors);
    function
}

fn refuse_kinds(source: &Source, errors: &Errors) {
    let sig = &source.sig;
    let refuse = |tokens: &dyn ToTokens, kind: &str| {
        errors.at(tokens.to_token_stream(), format!("`{kind}` functions cannot be differentiated: remove `{kind}`"));
    };
    if let Some(token) = &sig.asyncness {
        refuse(token, "async");
    }
    if let Some(token) = &sig.constness {
        refuse(token, "const");
    }
    if let syn::Safety::Unsafe(token) = &sig.safety {
        refuse(token, "unsafe");
    }
    if let Some(abi) = &sig.abi {
        refuse(abi, "extern");
    }
    if let Some(variadic) = &sig.variadic {
        errors.at(variadic, "variadic functions cannot be differentiated");
    }
}

/// The traits whose implementors are random number generators.
const GENERATOR_TRAITS: &[&str] = &["Rng", "RngExt", "RngCore", "CryptoRng", "TryRng"];

fn is_generator_bound(bound: &TypeParamBound) -> bool {
    matches!(bound, TypeParamBound::Trait(t) if t.path.segments.last().is_some_and(|s| GENERATOR_TRAITS.iter().any(|g| s.ident == g)))
}

/// The type parameters that are random number generators.
fn generator_params(generics: &Generics) -> Vec<Ident> {
    let direct = generics.type_params().filter(|p| p.bounds.iter().any(is_generator_bound)).map(|p| p.ident.clone());
    let predicates = generics.where_clause.iter().flat_map(|w| &w.predicates);
    let by_where = predicates.filter_map(|p| match p {
        WherePredicate::Type(p) if p.bounds.iter().any(is_generator_bound) => match &p.bounded_ty {
            Type::Path(t) => t.path.get_ident().cloned(),
            _ => None,
        },
        _ => None,
    });
    direct.chain(by_where).collect()
}

/// Whether a type names a random number generator.
fn is_generator(ty: &Type, params: &[Ident]) -> bool {
    match ty {
        Type::Reference(t) => is_generator(&t.elem, params),
        Type::Paren(t) => is_generator(&t.elem, params),
        Type::Group(t) => is_generator(&t.elem, params),
        Type::ImplTrait(t) => t.bounds.iter().any(is_generator_bound),
        Type::TraitObject(t) => t.bounds.iter().any(is_generator_bound),
        Type::Path(t) => t.path.segments.last().is_some_and(|s| {
            params.contains(&s.ident)
                || s.ident.to_string().ends_with("Rng")
                || s.ident.to_string().starts_with("Xoshiro")
        }),
        _ => false,
    }
}

fn generator_name(typed: &PatType, errors: &Errors) -> Ident {
    if !matches!(&*typed.ty, Type::Reference(t) if t.mutability.is_some()) {
        errors.at(&typed.ty, "take the random number generator as `&mut impl Rng`, so that it can be passed on");
    }
    match &*typed.pat {
        Pat::Ident(p) => p.ident.clone(),
        Pat::Wild(_) => format_ident!("__rng"),
        other => {
            errors.at(other, "give the random number generator a name");
            format_ident!("__rng")
        }
    }
}

/// The user's generics without the generator's type, which the generated function has its own for.
fn without_generators(generics: &Generics, generators: &[Ident]) -> Generics {
    let mut generics = generics.clone();
    let keep = |p: &GenericParam| !matches!(p, GenericParam::Type(t) if generators.contains(&t.ident));
    generics.params = generics.params.into_iter().filter(keep).collect();
    if let Some(clause) = &mut generics.where_clause {
        let of_generator = |p: &WherePredicate| {
            matches!(p, WherePredicate::Type(p)
                if matches!(&p.bounded_ty, Type::Path(t) if t.path.get_ident().is_some_and(|i| generators.contains(i))))
        };
        clause.predicates = std::mem::take(&mut clause.predicates).into_iter().filter(|p| !of_generator(p)).collect();
    }
    generics
}

fn marked_constant(typed: &PatType) -> bool {
    typed.attrs.iter().any(|a| a.path().is_ident("constant"))
}

fn argument(typed: &PatType, place: usize, errors: &Errors) -> Arg {
    let name = match &*typed.pat {
        Pat::Ident(p) => p.ident.clone(),
        _ => format_ident!("arg{place}", span = typed.pat.span()),
    };
    let role = if marked_constant(typed) { Role::Constant { said: true } } else { role(&typed.ty, errors) };
    Arg { pat: (*typed.pat).clone(), ty: (*typed.ty).clone(), name, role }
}

fn role(ty: &Type, errors: &Errors) -> Role {
    if form::mentions(ty, "f64") {
        return match Form::of(ty) {
            Ok(form) => Role::Differentiable(form),
            Err(message) => {
                errors.at(ty, message);
                Role::Constant { said: true }
            }
        };
    }
    if form::mentions(ty, "f32") {
        errors.at(ty, "`f32` carries no derivative here: use `f64`, or put `#[constant]` before the argument");
    }
    Role::Constant { said: false }
}

fn output(output: &ReturnType, errors: &Errors) -> Output {
    let ReturnType::Type(_, ty) = output else { return Output::Other(None) };
    if form::mentions(ty, "f32") {
        errors.at(ty, "`f32` carries no derivative here: return `f64`");
    }
    if !form::mentions(ty, "f64") {
        return Output::Other(Some(ty.clone()));
    }
    let (inner, is_result) = match ok_type(ty) {
        Some(ok) => (ok, true),
        None => (&**ty, false),
    };
    if !form::mentions(inner, "f64") {
        return Output::Other(Some(ty.clone()));
    }
    match Form::of(inner) {
        Ok(Form::Ref(r, _) | Form::Mut(r, _)) => {
            errors.at(r, "a reference to a smooth value cannot be returned: return it by value");
        }
        Ok(form) if is_result => return Output::Result { ty: ty.clone(), ok: form },
        Ok(form) => return Output::Plain { ty: ty.clone(), form },
        Err(_) => errors.at(
            inner,
            "a smooth value cannot be returned in this type: return `f64`, `Vec<f64>`, `[f64; N]`, tuples, options or \
             a `Result` of these, or a struct `Theta<f64>` that derives `Parameters`",
        ),
    }
    Output::Other(Some(ty.clone()))
}

/// The type inside a `Result`.
fn ok_type(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    if !last.ident.to_string().ends_with("Result") {
        return None;
    }
    let PathArguments::AngleBracketed(args) = &last.arguments else { return None };
    match args.args.first()? {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    }
}

/// What is wrong with the signature as a whole.
fn check(function: &Function, errors: &Errors) {
    if let Some(r) = &function.receiver {
        let by_mut = matches!(&r.kind, syn::ReceiverKind::Reference(_, _, Some(_)));
        if by_mut && function.is_objective() {
            errors.at(r, "the function is run once per sample, which would see `self` changed: take `&self`");
        }
    }
    if !function.is_objective() {
        return;
    }
    for arg in &function.args {
        match &arg.role {
            Role::Constant { .. } if matches!(&arg.ty, Type::Reference(t) if t.mutability.is_some()) => errors.at(
                &arg.ty,
                "the function is run once per sample, which would see this `&mut` argument changed: take it by value \
                 or by `&`, or return what changes",
            ),
            Role::Constant { .. } => {}
            Role::Differentiable(form) => {
                if let Some(message) = form.parameter_error() {
                    errors.at(&arg.ty, message);
                }
            }
        }
    }
}
