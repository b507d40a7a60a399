//! Everything that a program with annotated functions needs: `use stochastic_grad::prelude::*;`.

pub use crate::distr::*;
pub use crate::smooth::FloatExt;
pub use crate::{
    Baseline, Bijection, Distribution, Error, Estimate, MovingAverage, Objective, Parameters, credit, custom, dot,
    matvec, stochastic_grad,
};
pub use rand::rngs::StdRng;
pub use rand::{Rng, RngExt, SeedableRng};
