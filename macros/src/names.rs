//! Names: those that the prelude brings, and those that generated items get.

/// The distributions with a pathwise rule: a draw is smooth.
pub(crate) const PATHWISE: &[&str] = &[
    "Normal",
    "LogNormal",
    "HalfNormal",
    "Uniform",
    "Exp",
    "Laplace",
    "Logistic",
    "Gumbel",
    "Cauchy",
    "Weibull",
    "LogLogistic",
    "Frechet",
    "Pareto",
    "Rayleigh",
    "HalfCauchy",
    "Kumaraswamy",
    "Triangular",
    "SkewNormal",
    "LogitNormal",
    "GeneralizedExtremeValue",
    "GeneralizedPareto",
    "RelaxedBernoulli",
    "RelaxedCategorical",
    "MultivariateNormal",
    "Gamma",
    "InverseGamma",
    "ChiSquared",
    "Chi",
    "Beta",
    "BetaPrime",
    "FisherF",
    "StudentT",
    "Pert",
    "TruncatedNormal",
    "InverseGaussian",
    "NormalInverseGaussian",
    "VonMises",
    "Dirichlet",
    "Wishart",
    "LkjCholesky",
    "Mixture",
];

/// The distributions that say by a second type whether a parameter moves their support.
pub(crate) const WITH_ENDS: &[&str] = &["Frechet", "Pareto", "Pert", "Triangular", "TruncatedNormal", "VonMises"];

/// The distributions that need a fallback: a draw is plain.
pub(crate) const DISCRETE: &[&str] = &[
    "Bernoulli",
    "Poisson",
    "Categorical",
    "Binomial",
    "Geometric",
    "NegativeBinomial",
    "BetaBinomial",
    "Zeta",
    "Zipf",
    "Hypergeometric",
    "DiscreteUniform",
    "Skellam",
    "Multinomial",
];

/// rand's parameter-free distributions: a draw is plain noise.
pub(crate) const NOISE: &[&str] = &[
    "StandardNormal",
    "StandardUniform",
    "Exp1",
    "Open01",
    "OpenClosed01",
    "Alphanumeric",
    "Alphabetic",
    "UnitCircle",
    "UnitDisc",
    "UnitBall",
    "UnitSphere",
];

/// Names of the prelude and of the standard prelude that a generated struct must not hide.
pub(crate) const TAKEN: &[&str] = &[
    "Error",
    "Estimate",
    "Objective",
    "Parameters",
    "Rng",
    "RngExt",
    "SeedableRng",
    "StdRng",
    "Option",
    "Some",
    "None",
    "Result",
    "Ok",
    "Err",
    "Vec",
    "String",
    "Box",
    "Self",
];

/// `loss_of_time` as `LossOfTime`.
pub(crate) fn pascal(name: &str) -> String {
    let pascal: String = name
        .trim_start_matches("r#")
        .split('_')
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
        })
        .collect();
    if pascal.is_empty() || pascal.starts_with(|c: char| c.is_ascii_digit()) { format!("_{pascal}") } else { pascal }
}

/// The candidate with the smallest edit distance.
pub(crate) fn nearest<'a>(word: &str, candidates: &[&'a str]) -> &'a str {
    candidates.iter().copied().min_by_key(|candidate| distance(word, candidate)).unwrap_or_default()
}

/// Levenshtein's distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let substitute = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = substitute.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cased_and_compared() {
        assert_eq!(pascal("loss"), "Loss");
        assert_eq!(pascal("elbo_of_x2"), "ElboOfX2");
        assert_eq!(pascal("_hidden"), "Hidden");
        assert_eq!(nearest("score_funtion", &["enumerate", "score_function"]), "score_function");
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
