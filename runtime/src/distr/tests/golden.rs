//! The first draws of every distribution from one seed: what changes them changes the results of everybody's programs.

use super::*;
use std::fmt::Write;

macro_rules! draws {
    ($($distribution:expr;)*) => {{
        let mut table = String::new();
        $(
            let distribution = $distribution.unwrap();
            let mut rng = Xoshiro256PlusPlus::seed_from_u64(2);
            let draws: Vec<_> = (0..3).map(|_| distribution.sample(&mut rng)).collect();
            writeln!(table, "{}\n    {draws:.9?}", stringify!($distribution)).unwrap();
        )*
        table
    }};
}

#[test]
fn the_first_draws_stay_the_same() {
    let rows = [[2.0, 0.0], [0.5, 1.0]];
    let table = draws! {
        Bernoulli::new(0.4);
        Beta::new(2.0, 3.0);
        Beta::new(0.05, 0.1);
        BetaBinomial::new(20, 2.0, 3.0);
        BetaPrime::new(2.0, 3.0);
        Binomial::new(20, 0.3);
        Categorical::new(&[1.0, 2.0, 1.0]);
        Cauchy::new(0.5, 1.3);
        Chi::new(2.5);
        ChiSquared::new(2.5);
        Dirichlet::new(&[0.5, 2.0, 1.0]);
        DiscreteUniform::new(-3, 9);
        Exp::new(1.3);
        FisherF::new(3.0, 5.0);
        Frechet::new(0.5, 1.3, 2.0);
        Gamma::new(2.5, 1.3);
        Gamma::new(0.01, 1.0);
        GeneralizedExtremeValue::new(0.5, 1.3, 0.2);
        GeneralizedPareto::new(0.5, 1.3, -0.2);
        Geometric::new(0.2);
        Gumbel::new(0.5, 1.3);
        HalfCauchy::new(1.3);
        HalfNormal::new(1.3);
        Hypergeometric::new(60, 24, 7);
        InverseGamma::new(2.5, 1.3);
        InverseGaussian::new(1.0, 2.0);
        Kumaraswamy::new(2.0, 3.0);
        Laplace::new(0.5, 1.3);
        LkjCholesky::new(3, 1.5);
        LogLogistic::new(1.3, 2.0);
        LogNormal::new(0.5, 1.3);
        Logistic::new(0.5, 1.3);
        LogitNormal::new(0.5, 1.3);
        Multinomial::new(20, &[1.0, 2.0, 1.0]);
        MultivariateNormal::from_cholesky(&[0.5, -1.0], &rows);
        NegativeBinomial::new(2.5, 0.3);
        Normal::new(0.5, 1.3);
        NormalInverseGaussian::new(2.0, 0.5);
        Pareto::new(1.3, 2.0);
        Pert::new(0.0, 10.0).with_mode(2.0);
        Poisson::new(3.5);
        Rayleigh::new(1.3);
        RelaxedBernoulli::new(0.5, 0.3);
        RelaxedCategorical::new(0.5, &[0.3, -0.2, 0.0]);
        Skellam::new(3.5, 1.2);
        SkewNormal::new(0.5, 1.3, 2.0);
        StudentT::new(2.5);
        Triangular::new(0.0, 10.0, 2.0);
        TruncatedNormal::new(5.0, 1.0, -1.0, 1.0);
        Uniform::new(-0.5, 1.3);
        VonMises::new(0.5, 2.0);
        Weibull::new(1.3, 2.0);
        Wishart::from_cholesky(4.5, &rows);
        Zeta::new(2.5);
        Zipf::new(20, 1.5);
        Mixture::new(&[1.0, 2.0], &(Normal::new(0.0, 1.0).unwrap(), Gamma::new(2.0, 1.0).unwrap()));
    };
    expect_test::expect_file!["golden.txt"].assert_eq(&table);
}
