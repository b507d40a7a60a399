//! stub
use proc_macro::TokenStream;
/// stub
#[proc_macro_attribute]
pub fn stochastic_grad(_: TokenStream, item: TokenStream) -> TokenStream { item }
/// stub
#[proc_macro_derive(Parameters, attributes(constant))]
pub fn parameters(_: TokenStream) -> TokenStream { TokenStream::new() }
