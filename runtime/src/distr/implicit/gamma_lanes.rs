//! The slopes of eight gamma draws at once, where they have the same shape: the table is read once for all draws in one
//! of its columns.

use super::gamma::{column_of, outside, polynomial, row_of};
use super::table::{CELLS, COLUMNS};
use crate::Number;
use crate::number::lanes::{Isa, Lanes, WIDTH};
use crate::number::rules;

/// The slopes of ln x, where the shape is the same in all lanes.
#[inline(always)]
pub(super) fn slopes_of_ln<I: Isa>(shape: Lanes<I>, ln_x: Lanes<I>) -> Option<Lanes<I>> {
    let v = shape.add_f64(1.0).rdiv_f64(1.0);
    let (shapes, points) = (shape.to_array(), ln_x.to_array());
    let u = ln_x.add(v.unary(rules::Ln)).to_array();
    together(shape, v, u, |lane| outside(shapes[lane], points[lane].exp(), points[lane]))
}

/// The slopes of x, where the shape is the same in all lanes.
#[inline(always)]
pub(super) fn slopes<I: Isa>(shape: Lanes<I>, x: Lanes<I>) -> Option<Lanes<I>> {
    let v = shape.add_f64(1.0).rdiv_f64(1.0);
    let (shapes, points) = (shape.to_array(), x.to_array());
    let u = x.mul(v).unary(rules::Ln).to_array();
    Some(together(shape, v, u, |lane| outside(shapes[lane], points[lane], points[lane].ln()))?.mul(x))
}

/// The slopes from v = 1 / (shape + 1) and u = ln(x v), or, outside the table, by `other`.
#[inline(always)]
fn together<I: Isa>(shape: Lanes<I>, v: Lanes<I>, u: [f64; WIDTH], other: impl Fn(usize) -> f64) -> Option<Lanes<I>> {
    let v = v.to_array();
    for other in &v[1..] {
        if other.to_bits() != v[0].to_bits() {
            return None;
        }
    }
    let (row, s) = row_of(v[0]);
    let mut columns = [([0.0; 12], false); COLUMNS];
    let mut scaled = [f64::NAN; WIDTH];
    for (scaled, u) in scaled.iter_mut().zip(u) {
        if let Some((column, t)) = column_of(u) {
            let (coefficients, known) = &mut columns[column];
            if !*known {
                (*coefficients, *known) = (CELLS.get(row * COLUMNS + column)?.along(s), true);
            }
            *scaled = polynomial(*coefficients, t);
        }
    }
    let mut slopes = Lanes::<I>::from_array(scaled).div(shape).to_array();
    for (lane, (slope, scaled)) in slopes.iter_mut().zip(scaled).enumerate() {
        if scaled.is_nan() {
            *slope = other(lane);
        }
    }
    Some(Lanes::from_array(slopes))
}
