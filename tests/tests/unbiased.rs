//! Every gradient and Hessian against its exact value, in units of the standard error that comes with it.

mod unbiased {
    mod composed;
    mod continuous;
    mod discrete;
    mod functions;
    mod functions_implicit;
    mod hessians;
    mod implicit;
    mod standard_errors;
    mod table;
}
