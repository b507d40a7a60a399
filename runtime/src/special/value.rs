//! temporary
macro_rules! t { ($($n:ident)*) => { $(pub(crate) fn $n(x: f64) -> f64 { x })* } }
t!(sech_squared sigmoid softplus logit normal_cdf ln_normal_cdf inverse_mills normal_quantile ln_gamma);
pub(crate) fn polygamma(_n: u32, x: f64) -> f64 {
    x
}
pub(crate) fn powf(x: f64, y: f64) -> f64 {
    x.powf(y)
}
