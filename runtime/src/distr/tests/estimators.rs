//! Which estimators each distribution has, asked of the types: the table in `guide::estimators`.

use super::*;
use crate::Parameters;
use crate::distr::catalogue::for_every_distribution;
use crate::distr::own::Family;
use crate::distr::support::{Fixed, FixedSupport};
use std::fmt::Write;
use std::marker::PhantomData;

/// Asks whether `X` has a trait: the method of the value is found before that of its reference.
struct Ask<X>(PhantomData<X>);

macro_rules! question {
    ($Yes:ident $No:ident $method:ident: $Bound:path) => {
        trait $Yes {
            fn $method(&self) -> bool;
        }
        impl<X: $Bound> $Yes for Ask<X> {
            fn $method(&self) -> bool {
                true
            }
        }
        trait $No {
            fn $method(&self) -> bool;
        }
        impl<X> $No for &Ask<X> {
            fn $method(&self) -> bool {
                false
            }
        }
    };
}
question!(YesPath NoPath pathwise: Reparameterized);
question!(YesLikelihood NoLikelihood likelihood: Likelihood<Dual3>);
question!(YesSupport NoSupport fixed_support: FixedSupport);
question!(YesEnumerable NoEnumerable enumerable: Enumerable<Dual3>);
question!(YesTruncatable NoTruncatable truncatable: Truncatable<Dual3>);
question!(YesPerturbable NoPerturbable perturbable: Perturbable<Dual3>);
question!(YesDecomposable NoDecomposable decomposable: Decomposable<Dual3>);

/// The answers of a distribution all of whose parameters are smooth.
struct Answers {
    name: &'static str,
    pathwise: bool,
    likelihood: bool,
    fixed_support: bool,
    enumerable: bool,
    truncatable: bool,
    perturbable: bool,
    decomposable: bool,
}

macro_rules! answers {
    ($($Name:ident)*) => { [$({
        let smooth = Ask::<<crate::distr::$Name as Family>::With<Smooth3>>(PhantomData);
        Answers {
            name: stringify!($Name),
            pathwise: (&smooth).pathwise(),
            likelihood: (&smooth).likelihood(),
            fixed_support: (&smooth).fixed_support(),
            enumerable: (&smooth).enumerable(),
            truncatable: (&smooth).truncatable(),
            perturbable: (&smooth).perturbable(),
            decomposable: (&smooth).decomposable(),
        }
    }),*] };
}

/// Families with a score function where the parameters that move their support are constants, and which these are.
macro_rules! with_constant_ends {
    ($($Name:ident: $ends:literal;)+) => {{
        fn fixed<X: FixedSupport>() {}
        $(fixed::<crate::distr::$Name<Smooth3, Fixed>>();)+
        [$((stringify!($Name), $ends)),+]
    }};
}

fn cells(answers: &Answers, ends: &[(&str, &str)]) -> [String; 5] {
    let yes = |has: bool| if has { "yes" } else { "–" }.to_owned();
    let fixed = ends.iter().find(|(name, _)| *name == answers.name);
    let score = match fixed {
        Some((_, ends)) => format!("{ends} constant"),
        None => yes(answers.likelihood && answers.fixed_support),
    };
    let enumerate = if answers.truncatable { "up to a tail".to_owned() } else { yes(answers.enumerable) };
    [yes(answers.pathwise), score, enumerate, yes(answers.perturbable), yes(answers.decomposable)]
}

#[test]
fn the_table_of_the_guide_says_what_the_types_say() {
    let ends = with_constant_ends! {
        Frechet: "`location`";
        Pareto: "`scale`";
        Pert: "`min`, `max`";
        Triangular: "`min`, `max`";
        TruncatedNormal: "`low`, `high`";
        VonMises: "`location`";
    };
    let mut table = "| distribution | pathwise | `score_function` | `enumerate` | `perturb` | `measure_valued` |\n\
                     | --- | --- | --- | --- | --- | --- |\n"
        .to_owned();
    for answers in &for_every_distribution!(answers) {
        assert!(!(answers.enumerable && answers.truncatable), "{}", answers.name);
        let cells = cells(answers, &ends).join(" | ");
        writeln!(table, "| [`{0}`](crate::distr::{0}) | {cells} |", answers.name).unwrap();
    }
    expect_test::expect_file!["../../guide/estimators/distributions.md"].assert_eq(&table);
}

type Dual8 = Dual<f64, 8>;

/// The parameters that move no part of a measure-valued derivative, which would be missed.
fn missed<P: Parameters>(at: &P) -> Vec<String>
where
    P::With<Dual8>: Decomposable<Dual8>,
{
    let mut directions = 0..;
    let mut seed = |x| {
        let own = directions.next();
        Dual::new(x, std::array::from_fn(|j| if Some(j) == own { 1.0 } else { 0.0 }))
    };
    let with = at.seed::<Dual8>(&mut seed);
    let slopes: Vec<[f64; 8]> = (0..with.parts()).map(|part| with.shift(part).0.parts().1).collect();
    let moves = |i: usize| slopes.iter().any(|slope| slope[i] != 0.0);
    at.names().into_iter().enumerate().filter(|(i, _)| !moves(*i)).map(|(_, name)| name).collect()
}

macro_rules! measured {
    ($($Name:ident($($p:expr),+);)+) => {
        [$((stringify!($Name), missed(&crate::distr::$Name::new($($p),+).unwrap()))),+]
    };
}

#[test]
fn measure_valued_derivatives_see_every_parameter() {
    let measured = measured! {
        Bernoulli(0.3);
        BetaBinomial(5, 1.2, 0.7);
        Binomial(5, 0.3);
        Categorical(&[0.2, 0.3, 0.5]);
        Cauchy(0.4, 1.3);
        Chi(2.5);
        ChiSquared(2.5);
        Exp(1.3);
        Gamma(1.3, 0.7);
        Geometric(0.3);
        Gumbel(0.4, 1.3);
        HalfCauchy(1.3);
        HalfNormal(1.3);
        InverseGamma(1.3, 0.7);
        Laplace(0.4, 1.3);
        LogLogistic(1.3, 0.7);
        LogNormal(0.4, 1.3);
        Logistic(0.4, 1.3);
        LogitNormal(0.4, 1.3);
        Multinomial(5, &[0.2, 0.3, 0.5]);
        NegativeBinomial(1.3, 0.4);
        Normal(0.4, 1.3);
        Pareto(1.3, 2.5);
        Poisson(1.3);
        Rayleigh(1.3);
        RelaxedBernoulli(0.7, 0.4);
        Skellam(1.3, 0.7);
        Uniform(0.4, 1.3);
        Weibull(1.3, 0.7);
        Zeta(2.5);
        Zipf(5, 1.3);
    };
    let all = for_every_distribution!(answers);
    let names: Vec<&str> = all.iter().filter(|x| x.decomposable).map(|x| x.name).collect();
    assert_eq!(names, measured.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    for (name, missed) in measured {
        assert!(missed.is_empty(), "{name}: {missed:?}");
    }
}
