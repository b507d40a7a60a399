//! All that types close rests on what a smooth value does not have: no trait and no method through which its plain value
//! could decide anything.

use std::fs;
use std::path::{Path, PathBuf};
use stochastic_grad::Smooth;
use stochastic_grad::number::Dual;

type Real = Smooth<Dual<f64, 1>>;

/// Whether a type has a trait: an associated constant of the type itself hides that of a trait.
macro_rules! has {
    ($T:ty: $($Trait:tt)*) => {{
        struct Probe<T: ?Sized>(std::marker::PhantomData<T>);
        #[allow(dead_code)]
        trait Otherwise {
            const HAS: bool = false;
        }
        impl<T: ?Sized> Otherwise for Probe<T> {}
        #[allow(dead_code)]
        impl<T: ?Sized + $($Trait)*> Probe<T> {
            const HAS: bool = true;
        }
        Probe::<$T>::HAS
    }};
}
macro_rules! lacks {
    ($($T:ty: { $($Trait:tt)* })*) => { $(
        assert!(!has!($T: $($Trait)*), "{}: {}", stringify!($T), stringify!($($Trait)*));
    )* };
}

#[test]
fn the_question_is_well_put() {
    assert!(has!(f64: PartialOrd));
    assert!(has!(f64: Into<f64>));
    assert!(has!(f64: std::iter::Sum<f64>));
    assert!(has!(Real: Copy));
    assert!(has!(Real: std::ops::Mul<f64>));
    assert!(has!(Vec<f64>: FromIterator<f64>));
}

#[test]
fn nothing_compares_or_hashes_a_smooth_value() {
    lacks! {
        Real: { PartialEq } Real: { PartialEq<f64> } f64: { PartialEq<Real> } &'static Real: { PartialEq }
        Real: { Eq } Real: { PartialOrd } Real: { PartialOrd<f64> } f64: { PartialOrd<Real> } &'static Real: { PartialOrd }
        Real: { Ord } Real: { std::hash::Hash }
        Vec<Real>: { PartialEq } [Real]: { PartialOrd } Option<Real>: { PartialOrd } (Real, u8): { PartialEq }
        std::ops::Range<Real>: { std::ops::RangeBounds<f64> }
        std::ops::Range<Real>: { Iterator }
    }
}

#[test]
fn nothing_looks_through_a_smooth_value() {
    lacks! {
        Real: { std::ops::Deref } Real: { std::ops::DerefMut }
        Real: { AsRef<f64> } Real: { AsMut<f64> }
        Real: { std::borrow::Borrow<f64> } Real: { std::borrow::BorrowMut<f64> }
        Real: { AsRef<Dual<f64, 1>> } Real: { std::borrow::Borrow<Dual<f64, 1>> }
        Real: { IntoIterator } Real: { std::ops::Index<usize> }
    }
}

#[test]
fn nothing_converts_a_smooth_value() {
    lacks! {
        Real: { Into<f64> } Real: { Into<f32> } Real: { Into<i64> } Real: { Into<bool> } Real: { Into<Dual<f64, 1>> }
        Real: { TryInto<f64> } Real: { TryInto<i64> } Real: { TryInto<usize> }
        f64: { From<Real> } f64: { From<&'static Real> } f64: { TryFrom<Real> }
        std::time::Duration: { From<Real> } String: { From<Real> }
    }
}

#[test]
fn no_arithmetic_ends_in_a_plain_number() {
    use std::ops::*;
    lacks! {
        f64: { AddAssign<Real> } f64: { SubAssign<Real> } f64: { MulAssign<Real> } f64: { DivAssign<Real> }
        f64: { RemAssign<Real> } f64: { Rem<Real> } Real: { Rem<f64> } Real: { Rem<Real> } Real: { RemAssign<f64> }
        f64: { Add<Real, Output = f64> } f64: { Mul<Real, Output = f64> }
        Real: { Add<f64, Output = f64> } Real: { Mul<Real, Output = f64> }
        f64: { std::iter::Sum<Real> } f64: { std::iter::Sum<&'static Real> } f64: { std::iter::Product<Real> }
        Vec<f64>: { FromIterator<Real> } Vec<f64>: { Extend<Real> }
        Real: { Not } Real: { BitAnd<Real> } Real: { Shl<u32> } Real: { std::fmt::Binary } Real: { std::fmt::LowerHex }
    }
}

#[test]
fn a_smooth_value_is_no_parameter_and_no_distribution() {
    use stochastic_grad::prelude::*;
    lacks! {
        Real: { Parameters } Vec<Real>: { Parameters }
        stochastic_grad::distr::Normal<Real>: { PartialEq }
        stochastic_grad::distr::Normal<Real>: { stochastic_grad::Lift<Normal<f64>> }
        Real: { stochastic_grad::Lift<f64> }
    }
}

/// The methods of smooth values, read from the source: those whose result is not smooth.
#[test]
fn only_detach_gives_a_plain_value() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../runtime/src");
    let mut plain: Vec<String> = sources(&root)
        .iter()
        .flat_map(|file| methods(&fs::read_to_string(file).expect("a source file")))
        .filter(|(_, result, refused)| !refused && gives_plain(result))
        .map(|(name, ..)| name)
        .collect();
    plain.sort();
    assert_eq!(plain, ["detach"]);
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let files = files.into_iter().filter(|path| path.extension().is_some_and(|e| e == "rs"));
    files.chain(folders.iter().flat_map(|folder| sources(folder))).collect()
}

/// The public methods in `impl<D: Number> Smooth<D>`: name, type of the result, and whether a bound refuses it.
fn methods(source: &str) -> Vec<(String, String, bool)> {
    let mut end = None;
    let mut found = Vec::new();
    for line in source.lines() {
        let indent = line.len() - line.trim_start().len();
        match end {
            None if line.trim() == "impl<D: Number> Smooth<D> {" => end = Some(indent),
            Some(outer) if line.trim() == "}" && indent == outer => end = None,
            Some(_) => found.extend(line.split_once("pub fn ").map(|(_, signature)| method(signature))),
            None => {}
        }
    }
    found
}

fn method(signature: &str) -> (String, String, bool) {
    let name = signature.split(['(', '<']).next().unwrap_or_default();
    let result = signature.split_once("-> ").map_or("", |(_, result)| result);
    let result = result.split('{').next().unwrap_or_default().trim();
    match result.split_once(" where ") {
        Some((result, bound)) => (name.to_owned(), result.to_owned(), bound.starts_with("Self: ")),
        None => (name.to_owned(), result.to_owned(), false),
    }
}

/// Whether a type holds something other than smooth values.
fn gives_plain(result: &str) -> bool {
    let words = result.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
    words.into_iter().any(|word| !matches!(word, "Self" | "Smooth" | "D" | "Vec" | "Option"))
}

#[test]
fn the_source_is_read_as_it_is_written() {
    let source = "
        impl<D: Number> Smooth<D> {
            pub fn a(self) -> f64 {
            }
            #[doc(hidden)] pub fn b<B>(self, _: B) -> [u8; 8] where Self: HasBits { refused() }
        }
        pub fn c() -> bool {}";
    let found = [("a".to_owned(), "f64".to_owned(), false), ("b".to_owned(), "[u8; 8]".to_owned(), true)];
    assert_eq!(methods(source), found);
    assert!(gives_plain("f64") && gives_plain("(Self, bool)") && !gives_plain("(Self, Self)"));
}
