//! Ways to a silently wrong gradient, each with the program that would go wrong: what types cannot close is an error at
//! run time, or right. What types close is in `ui/`.

mod soundness {
    mod attacks;
    mod catalogue;
    mod densities;
    mod discrete;
    mod divergences;
    mod driver;
    mod kinks;
    mod numbers;
    mod parameters;
    mod plain_values;
    mod swallowed;
    mod what_smooth_lacks;

    use stochastic_grad::prelude::*;

    fn rng() -> StdRng {
        StdRng::seed_from_u64(17)
    }

    /// A part of a gradient is its exact value, within five of its standard errors.
    #[track_caller]
    fn assert_close(estimate: f64, std_err: f64, exact: f64) {
        let off = (estimate - exact).abs();
        assert!(off < 5.0 * std_err + 1e-12, "{estimate} ± {std_err} where {exact} is exact");
    }
}
