//! The catalogue against the types, and its table in the documentation.

use crate::distr::catalogue::for_every_distribution;
use crate::distr::{CATALOGUE, Gradient, Reparameterized};
use std::marker::PhantomData;

/// Asks whether `X` is reparameterized: the method of the value is found before that of its reference.
struct Ask<X>(PhantomData<X>);
trait Yes {
    fn answer(&self) -> bool;
}
impl<X: Reparameterized> Yes for Ask<X> {
    fn answer(&self) -> bool {
        true
    }
}
trait No {
    fn answer(&self) -> bool;
}
impl<X> No for &Ask<X> {
    fn answer(&self) -> bool {
        false
    }
}

macro_rules! answers {
    ($($Name:ident)*) => {
        [$((stringify!($Name), (&Ask::<crate::distr::$Name>(PhantomData)).answer())),*]
    };
}

#[test]
fn the_catalogue_says_what_the_types_say() {
    let answers = for_every_distribution!(answers);
    assert_eq!(answers.len(), CATALOGUE.len());
    for (entry, (name, reparameterized)) in CATALOGUE.iter().zip(answers) {
        assert_eq!((entry.name, entry.gradient.is_reparameterized()), (name, reparameterized));
    }
    assert!(CATALOGUE.is_sorted_by(|a, b| a.name < b.name));
}

#[test]
fn the_table_in_the_documentation_is_that_of_the_catalogue() {
    let row = |entry: &crate::distr::Entry| {
        let (reparameterized, rule) = match entry.gradient {
            Gradient::Explicit => ("yes", "explicit"),
            Gradient::Implicit => ("yes", "implicit or composed"),
            Gradient::Fallback => ("no", "needs a fallback"),
            Gradient::Noise => ("no", "constant parameters: plain noise"),
        };
        format!("| [`{}`] | {} | {reparameterized} | {rule} |\n", entry.name, entry.draws)
    };
    let head = "| distribution | draws | reparameterized by default? | gradient |\n| --- | --- | --- | --- |\n";
    let table: String = std::iter::once(head.to_owned()).chain(CATALOGUE.iter().map(row)).collect();
    expect_test::expect_file!["../catalogue.md"].assert_eq(&table);
}
