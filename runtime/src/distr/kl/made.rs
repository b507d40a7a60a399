//! Divergences between distributions that are made of others.

use super::KlDivergence;
use crate::distr::arguments::fits;
use crate::distr::bijection::Bijection;
use crate::distr::{Iid, Independent, Transformed};
use crate::error::{self, Error};
use crate::{Number, Smooth};

#[diagnostic::do_not_recommend]
impl<D: Number, X: KlDivergence<D, Y>, Y> KlDivergence<D, Iid<Y>> for Iid<X> {
    fn divergence(&self, q: &Iid<Y>) -> Smooth<D> {
        if !fits("kl_divergence", self.n(), q.n()) {
            return Smooth::constant(f64::NAN);
        }
        if self.n() == 0 {
            return Smooth::constant(0.0);
        }
        self.distribution().divergence(q.distribution()) * self.n() as f64
    }
}

#[diagnostic::do_not_recommend]
impl<D: Number, X: KlDivergence<D, Y>, Y> KlDivergence<D, Independent<Y>> for Independent<X> {
    fn divergence(&self, q: &Independent<Y>) -> Smooth<D> {
        if !fits("kl_divergence", self.parts().len(), q.parts().len()) {
            return Smooth::constant(f64::NAN);
        }
        self.parts().iter().zip(q.parts()).map(|(p, q)| p.divergence(q)).sum()
    }
}

/// A bijection changes nothing about how two distributions differ, if it is the same for both.
#[diagnostic::do_not_recommend]
impl<D: Number, X, Y, B> KlDivergence<D, Transformed<Y, B>> for Transformed<X, B>
where
    X: KlDivergence<D, Y>,
    B: Bijection<D>,
{
    fn divergence(&self, q: &Transformed<Y, B>) -> Smooth<D> {
        if !same(self.bijection().parameters(), q.bijection().parameters()) {
            error::report(Error::DifferentBijections);
            return Smooth::constant(f64::NAN);
        }
        self.distribution().divergence(q.distribution())
    }
}

/// Whether two bijections are the same function, and stay it when the parameters of the run move.
fn same<D: Number>(p: Option<Vec<Smooth<D>>>, q: Option<Vec<Smooth<D>>>) -> bool {
    let (Some(p), Some(q)) = (p, q) else {
        return false;
    };
    p.len() == q.len() && p.iter().zip(&q).all(|(a, b)| (*a - *b).0.vanishes())
}
