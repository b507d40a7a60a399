//! Every gradient and Hessian against its exact value, in units of the standard error that comes with it.

#[path = "shared/honest.rs"]
mod honest;

mod unbiased {
    mod composed;
    mod continuous;
    mod discrete;
    mod explicit;
    mod functions;
    mod functions_counts;
    mod functions_explicit;
    mod functions_implicit;
    mod functions_multivariate;
    mod hessians;
    mod implicit;
    mod multivariate;
    mod rules;
    mod standard_errors;
    mod table;
    mod transformed;
}
