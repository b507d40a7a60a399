//! The attribute `#[stochastic_grad]` and the derive `Parameters` of the crate stochastic-grad, which re-exports and
//! documents them.
//!
//! A function goes through four steps: its syntax is read into a model, its body is walked until the activity
//! of every variable is settled, the same walk then rewrites the body, and the items around it are written. All mistakes of a function are reported together, and the user's function is emitted
//! as it is, so that nothing else breaks.

mod analyse;
mod args;
mod diagnostics;
mod expand;
mod form;
mod model;
mod names;
mod parse;
mod rewrite;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// See the documentation in the crate stochastic-grad.
#[proc_macro_attribute]
pub fn stochastic_grad(args: TokenStream, item: TokenStream) -> TokenStream {
    expand::attribute(args.into(), item.into()).into()
}

/// See the documentation in the crate stochastic-grad.
#[proc_macro_derive(Parameters, attributes(constant, parameters))]
pub fn parameters(item: TokenStream) -> TokenStream {
    expand::derive(item.into()).into()
}

/// See the documentation in the crate stochastic-grad.
#[proc_macro_derive(Distribution, attributes(distribution, parameters))]
pub fn distribution(item: TokenStream) -> TokenStream {
    expand::distribution(item.into()).into()
}

/// See the documentation in the crate stochastic-grad.
#[proc_macro_derive(Bijection, attributes(parameters))]
pub fn bijection(item: TokenStream) -> TokenStream {
    expand::bijection(item.into()).into()
}
