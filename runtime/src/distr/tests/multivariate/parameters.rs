//! The distributions as points of spaces of parameters.

use super::*;
use crate::Parameters;
use crate::parameters::Role;

/// Checks that the numbers and names are the parameters as they were given, and that they come back.
fn check<P: Parameters + PartialEq + Debug>(distribution: &P, p: &[f64], names: &[&str]) {
    assert_eq!(distribution.flatten(), p);
    assert_eq!(distribution.names(), names);
    assert_eq!(distribution.from_flat(p).as_ref(), Ok(distribution));
    let mut gradient = vec![0.25; p.len()];
    gradient[0] = -1.0;
    let mut next = gradient.iter();
    let at = distribution.traverse(&mut |_| *next.next().unwrap(), Role::Gradient);
    assert_eq!(at.flatten(), gradient, "what is no distribution can be a gradient");
    assert_eq!(at, at.clone());
}

#[test]
fn parameters_are_what_was_given() {
    for &(name, n, rank, p) in TYPICAL.iter().filter(|t| t.1 == 2 || matches!(t.0, "Dirichlet" | "Lkj")) {
        let normal = |rest: &[&'static str]| [&["mean[0]", "mean[1]"], rest].concat();
        let (four, three) = (["[0][0]", "[0][1]", "[1][0]", "[1][1]"], ["[0][0]", "[1][0]", "[1][1]"]);
        let named = |first: &[&str], name: &str, places: &[&str]| {
            let mut names: Vec<String> = first.iter().map(|s| (*s).to_owned()).collect();
            names.extend(places.iter().map(|place| format!("{name}{place}")));
            names
        };
        let names: Vec<String> = match name {
            "cholesky" => named(&normal(&[]), "cholesky", &three),
            "covariance" => named(&normal(&[]), "covariance", &four),
            "diagonal" => named(&normal(&[]), "std_dev", &["[0]", "[1]"]),
            "low_rank" => named(&normal(&["w[0][0]", "w[1][0]"]), "d", &["[0]", "[1]"]),
            "Dirichlet" => named(&[], "alpha", &["[0]", "[1]", "[2]", "[3]"][..p.len()]),
            "Wishart" => named(&["nu"], "scale", &four),
            "WishartCholesky" => named(&["nu"], "cholesky", &three),
            "Lkj" => named(&["concentration"], "", &[]),
            _ => named(&["temperature"], "logits", &["[0]", "[1]"]),
        };
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        match build(name, n, rank, p).unwrap() {
            Any::Normal(d) => check(&d, p, &names),
            Any::Dirichlet(d) => check(&d, p, &names),
            Any::Wishart(d) => check(&d, p, &names),
            Any::Lkj(d) => check(&d, p, &names),
            Any::Relaxed(d) => check(&d, p, &names),
        }
    }
}

#[test]
fn what_is_derived_moves_with_the_parameters() {
    let p = [0.3, -0.7, 1.44, 0.6, 0.6, 0.89];
    let normal = MultivariateNormal::new(&p[..2], &rows(&p[2..], 2)).unwrap();
    let wishart = Wishart::new(4.5, &rows(&p[2..], 2)).unwrap();
    // The entries of the matrix.
    for i in 2..p.len() {
        let seed = |first: usize| {
            let mut index = first;
            move |x: f64| {
                index += 1;
                Dual::new(x, [if index == i + 1 { 1.0 } else { 0.0 }])
            }
        };
        let built = MultivariateNormal::new(&one_moving(&p, i)[..2], &rows(&one_moving(&p, i)[2..], 2)).unwrap();
        let seeded = normal.seed(&mut seed(0));
        assert_eq!(seeded.ln_pdf(&[0.9, -1.5]).0.parts(), built.ln_pdf(&[0.9, -1.5]).0.parts());
        let built = Wishart::new(4.5, &rows(&one_moving(&p, i)[2..], 2)).unwrap();
        let seeded = wishart.seed(&mut seed(1));
        let x = [[3.0, 0.5], [0.5, 2.0]];
        assert_eq!(seeded.ln_pdf(&x).0.parts(), built.ln_pdf(&x).0.parts());
    }
}
