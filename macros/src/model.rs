//! Our own picture of a function.

use crate::form::Form;
use proc_macro2::{Ident, TokenStream};
use syn::{Attribute, Block, Generics, Pat, Receiver, Signature, Type, Visibility};

/// A function or method as the user wrote it.
#[derive(Clone)]
pub(crate) struct Source {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) sig: Signature,
    pub(crate) block: Block,
}

/// A function, read.
pub(crate) struct Function {
    pub(crate) source: Source,
    pub(crate) receiver: Option<Receiver>,
    pub(crate) args: Vec<Arg>,
    pub(crate) rng: Option<RngArg>,
    /// The user's generics without the type of the generator.
    pub(crate) generics: Generics,
    pub(crate) output: Output,
}

/// An argument other than the generator.
pub(crate) struct Arg {
    pub(crate) pat: Pat,
    pub(crate) ty: Type,
    /// The name of the argument, or one made for its place.
    pub(crate) name: Ident,
    pub(crate) role: Role,
}

/// What an argument is.
pub(crate) enum Role {
    /// Its numbers carry derivatives.
    Differentiable(Form),
    /// It stays as it is; `said`: because the user wrote `#[constant]`.
    Constant { said: bool },
}

/// The random number generator.
pub(crate) struct RngArg {
    /// The place among the arguments, not counting the receiver.
    pub(crate) place: usize,
    pub(crate) name: Ident,
}

/// What a function returns.
#[derive(Clone)]
pub(crate) enum Output {
    /// Something without `f64`.
    Other(Option<Box<Type>>),
    /// Numbers.
    Plain { ty: Box<Type>, form: Form },
    /// `Result<numbers, E>`, under whatever name ends in `Result`.
    Result { ty: Box<Type>, ok: Form },
}

impl Function {
    pub(crate) fn differentiable(&self) -> impl Iterator<Item = (&Arg, &Form)> {
        self.args.iter().filter_map(|arg| match &arg.role {
            Role::Differentiable(form) => Some((arg, form)),
            Role::Constant { .. } => None,
        })
    }

    pub(crate) fn constants(&self) -> impl Iterator<Item = &Arg> {
        self.args.iter().filter(|arg| matches!(arg.role, Role::Constant { .. }))
    }

    /// Whether the function is an objective: it draws, it has parameters, and it returns one number.
    pub(crate) fn is_objective(&self) -> bool {
        let number = match &self.output {
            Output::Plain { form, .. } => matches!(form, Form::Number),
            Output::Result { ok, .. } => matches!(ok, Form::Number),
            Output::Other(_) => false,
        };
        let mutable = self.differentiable().any(|(_, form)| matches!(form, Form::Mut(..)));
        number && self.rng.is_some() && !mutable && self.differentiable().next().is_some()
    }

    /// Whether anything in it can be smooth.
    pub(crate) fn is_differentiable(&self) -> bool {
        self.rng.is_some() || self.differentiable().next().is_some()
    }

    pub(crate) fn name(&self) -> &Ident {
        &self.source.sig.ident
    }
}

impl Output {
    /// The return type with another number in each place of `f64`.
    pub(crate) fn with(&self, number: impl FnMut() -> TokenStream) -> Option<TokenStream> {
        use quote::ToTokens;
        match self {
            Output::Other(ty) => ty.as_ref().map(ToTokens::to_token_stream),
            Output::Plain { ty, .. } | Output::Result { ty, .. } => {
                Some(crate::form::replaced(ty, number).to_token_stream())
            }
        }
    }
}
