//! Ordinary programs under the attribute: what compiles on `f64` compiles annotated, computes the same values bit for
//! bit, and gets a right gradient.

#![recursion_limit = "4096"]
// The programs show constructs; what they do with their arguments is not the point.
#![allow(non_snake_case, unused_variables, unused_assignments, unused_imports, unreachable_pub, clippy::all)]

mod functions {
    #[macro_use]
    mod support;

    mod arguments;
    mod catalogue;
    mod closures;
    mod containers;
    mod continuous_fallbacks;
    mod control_flow;
    mod distributions;
    mod divergences;
    mod domains;
    mod functions_of_floats;
    mod generics;
    mod helpers;
    mod iterators;
    mod macros;
    mod methods;
    mod modules;
    mod multivariate;
    mod references;
    mod structs;
}
