//! Whether a support moves with a parameter, as a type.
//!
//! The score function is the derivative of ln p at what was drawn, which is not all of the derivative of an expectation
//! where a parameter moves an end of the support: what enters there is never drawn. A distribution of which some
//! parameters move the support, and others do not, says by its second type which were smooth: `Pareto<T, Fixed>` or
//! `Pareto<T, Moving>`. The first is what its constructor gives for a constant scale; the second is what `Pareto<T>`
//! with a smooth `T` stands for.

use std::fmt::Debug;

/// The ends of the support are constants.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Fixed;

/// An end of the support may move with a parameter.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moving;

/// [`Fixed`] or [`Moving`].
pub trait Ends: Copy + Debug + Default + PartialEq {}
impl Ends for Fixed {}
impl Ends for Moving {}

/// A distribution whose support no parameter moves, so that its score function is unbiased.
#[diagnostic::on_unimplemented(
    message = "the support of `{Self}` moves with a parameter: the score function would be biased",
    label = "a smooth parameter moves an end of the support, and no draw sees what enters there",
    note = "draw with `sample`, which is pathwise, or with `.measure_valued()` where there is one; or `x.detach()` the parameter that moves the support, if it may be treated as a constant"
)]
pub trait FixedSupport {}

/// The marker of a literal of a family with a marker.
macro_rules! ends {
    ($M:ident) => {
        Default::default()
    };
}
pub(crate) use ends;

/// A family on smooth numbers as the estimators see it: the same, or with the marker left away.
macro_rules! as_seen {
    ($family:expr,) => {
        $family
    };
    ($family:expr, $M:ident) => {
        &$crate::LiftBy::<D>::lift_by($family.clone())
    };
}
pub(crate) use as_seen;
