//! What generated code names. Nothing here is for users.

pub use crate::distr::bijection::Affine;
pub use crate::distr::own::{Decomposable, Enumerable, Family, Likelihood, Perturbable, Raised, Truncatable};
pub use crate::distr::support::{Ends, FixedSupport};
pub use crate::distr::{Iid, Reparameterized, Transformed, WithFallback};
pub use crate::driver::{Auto, Direction, Forward, Reverse, Schedule, Serial};
#[cfg(feature = "rayon")]
pub use crate::driver::{Shared, Threads};
pub use crate::error::Error;
pub use crate::lift::{Join, Leave, LeaveAs, Lift, LiftBy, LiftRef, Real};
pub use crate::number::rules::functions;
pub use crate::number::{Dual, Number};
pub use crate::objective::{Objective, TwiceDifferentiable};
pub use crate::parameters::{Own, Parameters, Role, debug_parameters, join_names, same_parameters};
pub use crate::refused::{Cast, Pair, cmp, operands, scrutinee};
pub use crate::smooth::Smooth;
pub use crate::source::{
    Argument, Core, Draw, DrawnBy, Enumerate, EnumerateTo, FallbackOf, Generator, MeasureValued, Mode, NoFallback,
    Noise, OutcomeOf, PathOf, Pathwise, Perturb, Scope, ScoreFunction, Source, Tracer, choose, pathwise_as,
};
pub use crate::support::*;
pub use rand::Rng;
pub use rand::distr::Distribution;

/// Draws that move by the implicit function theorem, without the distributions around them: for benches.
pub mod kernels {
    use crate::distr::implicit::{beta, gamma, student_t, von_mises};
    use crate::source::Noise;
    use crate::{Number, Smooth};
    use rand::Rng;

    /// A draw from Gamma(shape, 1).
    #[inline]
    pub fn gamma<D: Number, R: Rng>(shape: Smooth<D>, mut rng: &mut R) -> Smooth<D> {
        gamma::draw(shape, &mut Noise::new(&mut rng))
    }

    /// ln of a draw from Gamma(shape, 1).
    #[inline]
    pub fn ln_gamma<D: Number, R: Rng>(shape: Smooth<D>, mut rng: &mut R) -> Smooth<D> {
        gamma::draw_ln(shape, &mut Noise::new(&mut rng))
    }

    /// How ln x moves with the shape, for x ~ Gamma(shape, 1).
    #[inline]
    pub fn slope_of_ln_gamma<D: Number>(shape: Smooth<D>, x: Smooth<D>) -> Smooth<D> {
        Smooth(gamma::slope_of_ln(shape.0, x.0, x.ln().0))
    }

    /// logit of a draw from Beta(a, b).
    #[inline]
    pub fn logit_beta<D: Number, R: Rng>(a: Smooth<D>, b: Smooth<D>, mut rng: &mut R) -> Smooth<D> {
        beta::draw_logit(a, b, &mut Noise::new(&mut rng))
    }

    /// A draw from Student's t distribution.
    #[inline]
    pub fn student_t<D: Number, R: Rng>(nu: Smooth<D>, mut rng: &mut R) -> Smooth<D> {
        student_t::draw(nu, &mut Noise::new(&mut rng))
    }

    /// A draw from the von Mises distribution around 0.
    #[inline]
    pub fn von_mises<D: Number, R: Rng>(kappa: Smooth<D>, mut rng: &mut R) -> Smooth<D> {
        von_mises::draw(kappa, &mut Noise::new(&mut rng))
    }

    /// A number as it stands in a body.
    #[inline]
    pub fn smooth<D: Number>(x: D) -> Smooth<D> {
        Smooth(x)
    }

    /// The number in a smooth value.
    #[inline]
    pub fn number<D: Number>(x: Smooth<D>) -> D {
        x.0
    }
}

/// A program on a tape of lanes, without the driver around it: for benches.
pub mod tapes {
    use crate::number::lanes::{Isa, Lanes, Visitor, best};
    use crate::number::tape::{LIMIT, Tape};
    use crate::private::Primal;
    use crate::{Number, Smooth};
    use std::time::Instant;

    /// A program.
    pub trait Bench {
        /// One run at these parameters.
        fn run<D: Number>(&self, x: &[Smooth<D>]) -> Smooth<D>;
    }

    struct Timed<'a, B>(&'a B, &'a [f64], &'a mut dyn FnMut(f64, f64, &[f64]));

    impl<B: Bench> Visitor for Timed<'_, B> {
        type Out = ();
        #[inline(always)]
        fn visit<I: Isa>(self) {
            let Timed(program, x, found) = self;
            let tape = Tape::<Lanes<I>>::with_limit(LIMIT);
            tape.begin(x.len());
            let point: Vec<_> = (0..x.len()).map(|i| Smooth(tape.parameter(i, Number::constant(x[i])))).collect();
            let mut gradient = vec![Lanes::<I>::constant(0.0); x.len()];
            for _ in 0..300 {
                let start = Instant::now();
                let y = program.run(&point);
                let middle = Instant::now();
                tape.gradient(y.0, &mut gradient);
                let end = Instant::now();
                tape.reset();
                let plain: Vec<_> = gradient.iter().map(|g| g.primal(0)).collect();
                found((middle - start).as_nanos() as f64, (end - middle).as_nanos() as f64, &plain);
            }
        }
    }

    /// Runs a program again and again; `found` gets the nanoseconds of a run and of its sweep, and a gradient.
    pub fn run<B: Bench>(program: &B, x: &[f64], found: &mut dyn FnMut(f64, f64, &[f64])) {
        best(Timed(program, x, found));
    }
}

/// What the runtime, and nobody else, may see of a number.
pub trait Primal: Copy {
    /// The answer to a comparison, one per lane.
    type Mask: Copy;
    /// The plain value.
    fn primal(self, lane: usize) -> f64;
    /// `self > other` on the plain values.
    fn greater(self, other: Self) -> Self::Mask;
    /// `yes` where the mask is set, else `no`.
    fn select(mask: Self::Mask, yes: Self, no: Self) -> Self;
    /// Where both masks are set.
    fn and(a: Self::Mask, b: Self::Mask) -> Self::Mask;
    /// Where the number and all its derivatives are zero.
    fn zero(self) -> Self::Mask;
    /// Whether it is so in every lane.
    fn vanishes(self) -> bool;
    /// The largest absolute value of a derivative, infinite where that is not known.
    fn steepest(self) -> f64;
    /// Whether all its derivatives are zero; false also where that would take long to find out.
    fn is_constant(self) -> bool;
    /// Whether any derivative is not zero, however long it takes to find out.
    #[inline]
    fn moves(self) -> bool {
        !self.is_constant()
    }
}
