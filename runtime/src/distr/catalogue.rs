//! Which distributions there are, and how each is drawn.

/// One distribution of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// Its name.
    pub name: &'static str,
    /// What a draw is.
    pub draws: &'static str,
    /// How draws carry a gradient.
    pub gradient: Gradient,
}

/// How the draws of a distribution carry a gradient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Gradient {
    /// Reparameterized by default: an explicit function of noise.
    Explicit,
    /// Reparameterized by default: by the implicit function theorem, or composed of draws that are.
    Implicit,
    /// Not reparameterized: a fallback must be chosen.
    Fallback,
    /// Nothing can move: plain noise.
    Noise,
}

impl Gradient {
    /// Whether draws are smooth without another word.
    pub fn is_reparameterized(self) -> bool {
        matches!(self, Gradient::Explicit | Gradient::Implicit)
    }
}

macro_rules! catalogue {
    ($($Name:ident -> $draws:literal, $gradient:ident;)*) => {
        /// Every distribution, with what it draws and whether it is reparameterized by default.
        pub const CATALOGUE: &[Entry] =
            &[$(Entry { name: stringify!($Name), draws: $draws, gradient: Gradient::$gradient }),*];

        /// Calls a macro with the name of every distribution.
        #[cfg(test)]
        macro_rules! for_every_distribution {
            ($call:ident) => { $call! { $($Name)* } };
        }
        #[cfg(test)]
        pub(super) use for_every_distribution;
    };
}
catalogue! {
    Bernoulli -> "bool", Fallback;
    Beta -> "real", Implicit;
    BetaBinomial -> "u64", Fallback;
    BetaPrime -> "real", Implicit;
    Binomial -> "u64", Fallback;
    Categorical -> "usize", Fallback;
    Cauchy -> "real", Explicit;
    Chi -> "real", Implicit;
    ChiSquared -> "real", Implicit;
    Dirichlet -> "vector", Implicit;
    DiscreteUniform -> "i64", Noise;
    Exp -> "real", Explicit;
    FisherF -> "real", Implicit;
    Frechet -> "real", Explicit;
    Gamma -> "real", Implicit;
    GeneralizedExtremeValue -> "real", Explicit;
    GeneralizedPareto -> "real", Explicit;
    Geometric -> "u64", Fallback;
    Gumbel -> "real", Explicit;
    HalfCauchy -> "real", Explicit;
    HalfNormal -> "real", Explicit;
    Hypergeometric -> "u64", Noise;
    InverseGamma -> "real", Implicit;
    InverseGaussian -> "real", Implicit;
    Kumaraswamy -> "real", Explicit;
    Laplace -> "real", Explicit;
    LkjCholesky -> "matrix", Implicit;
    LogLogistic -> "real", Explicit;
    LogNormal -> "real", Explicit;
    Logistic -> "real", Explicit;
    LogitNormal -> "real", Explicit;
    Multinomial -> "vector of u64", Fallback;
    MultivariateNormal -> "vector", Explicit;
    NegativeBinomial -> "u64", Fallback;
    Normal -> "real", Explicit;
    NormalInverseGaussian -> "real", Implicit;
    Pareto -> "real", Explicit;
    Pert -> "real", Implicit;
    Poisson -> "u64", Fallback;
    Rayleigh -> "real", Explicit;
    RelaxedBernoulli -> "real", Explicit;
    RelaxedCategorical -> "vector", Explicit;
    Skellam -> "i64", Fallback;
    SkewNormal -> "real", Explicit;
    StudentT -> "real", Implicit;
    Triangular -> "real", Explicit;
    TruncatedNormal -> "real", Implicit;
    Uniform -> "real", Explicit;
    VonMises -> "real", Implicit;
    Weibull -> "real", Explicit;
    Wishart -> "matrix", Implicit;
    Zeta -> "u64", Fallback;
    Zipf -> "u64", Fallback;
}
