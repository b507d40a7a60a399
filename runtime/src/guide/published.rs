//! # Reproduced results
//!
//! What others have published of their estimators, and what the estimators of this crate find for the same programs.
//! Each row is a test: the estimate must be within five of its standard errors of the exact value, its variance within
//! five of *its* standard errors of the exact or the published one, and the estimates of a hundred repetitions must
//! vary as their standard errors say. The table is written by these tests (`tests/tests/published/`), from fixed seeds.
//!
//! "Published" is what the source prints, or the exact value of what it plots or measures; "exact" is what was
//! computed here independently of any estimator: closed forms, sums over all outcomes, for the random walk the
//! distribution of its place step by step, and for the smallest game of life the probabilities of all 512 boards. For
//! the two larger ones long runs stand there, with their standard errors. "Variance" is that of one sample; a
//! standard deviation that a source prints is squared. A dash: there is no such number.
//!
//! - **StochasticAD.jl** (Arya, Schauer, Schäfer and Rackauckas 2022, <https://doi.org/10.48550/arXiv.2210.08572>,
//!   and the tutorials of its documentation). *Introduction*: a = p (1 - p), b ~ Binomial(10, p), c = 2 b + 3
//!   Bernoulli(p), cost a c Normal(b, a). *Random walk*: from 0, a step up with probability exp(-x/p), or else down,
//!   n times; cost x². *Game of life*: (2 N + 1)² cells with four neighbours each, alive at first with probability p
//!   = 1/2, then T turns in which the rules fail with probability 0.1; cost: the living cells. *Divergence* of a
//!   Poisson distribution from the negative binomial one with r = 10 and p = 1/4.
//! - **ADEV** (Lew, Huot, Staton and Mansinghka 2023, <https://doi.org/10.1145/3571198>). *Figure 2*: 0 for heads,
//!   -θ/2 for tails, with θ the probability of heads, and a hundred steps down its gradient from 0.2. *Geometric
//!   recursion*: flips until heads. *Jump*: x ~ Normal(θ, 1), cost θ - 5 if x > 3, or else 0.
//! - **Storchastic** (van Krieken, Tomczak and ten Teije 2021, <https://doi.org/10.48550/arXiv.2104.00428>).
//!   *Introduction*: e ~ Normal(b + c, 1), cost (a + b) e², at a = 5, b = -3. *Bernoulli toy*: three coins with log
//!   odds η, cost the sum of the squared differences from 0.6, 0.51 and 0.48. The variance of a pair is that of its
//!   estimate.
//! - **Mohamed, Rosca, Figurnov and Mnih 2020** (<https://doi.org/10.48550/arXiv.1906.10652>), figure 2: x ~
//!   Normal(mu, sigma) at mu = sigma = 1.
//!
//! # Where the variance differs
//! By `perturb` the introduction has a fourth of the published variance, because Bernoulli and binomial draws try
//! outcomes on both sides. A single coin has no variance at all in this way; in the short random walk, where 4.34² is
//! what one-sided alternatives give, it is a little more. In the long walk and the large game of life StochasticAD.jl
//! has less: it follows alternatives beside the run, and drops those that have met it again before it chooses among
//! them (its documentation prints 3.41² for the short walk, too), while `perturb` chooses first and then runs the
//! program again, which is what lets it branch on draws.
//!
//! # The table
#![doc = include_str!("published.md")]
