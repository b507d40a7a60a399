//! Inner products and products of matrices with vectors, each as one record.

use super::at::{At, INNER};
use super::constants::Constants;
use super::record::{Node, Store, Term};
use super::rows;
use super::var::Var;
use crate::number::rules::{Exp, Ln};
use crate::special::largest;
use crate::{Number, Smooth};

/// A constant matrix times a vector. Its rows are consecutive nodes, and the last of them stands for all in a sweep.
#[derive(Clone, Copy, Debug)]
pub(super) struct Product {
    first: u32,
    rows: u32,
    /// the columns among the terms: what moves each, and how fast
    columns: u32,
    count: u32,
    /// where the entries begin
    entries: u32,
}

/// The column of a constant.
const STILL: u32 = u32::MAX;

impl<'t, T: Number<Base = T>> Var<'t, T> {
    /// Σ aᵢ bᵢ as one node.
    #[inline(always)]
    pub(super) fn inner_product(a: &[Smooth<Self>], b: &[Smooth<Self>]) -> Self {
        let mut sum = T::constant(0.0);
        let mut tape = None;
        for (a, b) in a.iter().zip(b) {
            sum = sum.add(a.0.value().mul(b.0.value()));
            tape = if tape.is_some() { tape } else { a.0.tape() };
            tape = if tape.is_some() { tape } else { b.0.tape() };
        }
        let Some(tape) = tape else { return Self::from_base(sum) };
        // SAFETY: one operation on the memory.
        let at = unsafe { tape.store.borrow() }.bilinear(a, b);
        Var::on(tape, at, sum)
    }

    /// ln Σ exp(xᵢ) as one node, whose slopes are the shares of the terms.
    #[inline(always)]
    pub(super) fn sum_of_exponentials(x: &[Smooth<Self>]) -> Self {
        let shift = largest(x).0.value();
        let mut sum = T::constant(-0.0);
        let mut shares = Vec::with_capacity(x.len());
        let mut tape = None;
        for x in x {
            let share = x.0.value().sub(shift).unary(Exp);
            sum = sum.add(share);
            shares.push(share);
            tape = if tape.is_some() { tape } else { x.0.tape() };
        }
        let value = sum.unary(Ln).add(shift);
        let Some(tape) = tape else { return Self::from_base(value) };
        // SAFETY: operations on the memory, and on the values of variables.
        let store = &mut *unsafe { tape.store.borrow() };
        let start = store.slopes.len();
        for (x, share) in x.iter().zip(shares) {
            if let Some(place) = x.0.place() {
                // No share of no terms either, where all are -∞.
                let slope = T::select(share.zero(), share, share.div(sum));
                store.push_slope_along(place, slope);
            }
        }
        let at = store.close_slopes(start, false);
        Var::on(tape, at, value)
    }

    /// The products of the rows of a matrix with constants. A loop, which has the instructions of the caller.
    #[inline(always)]
    fn still_rows(a: &[f64], x: &[Smooth<Self>]) -> Vec<Smooth<Self>> {
        let mut products = Vec::with_capacity(a.len() / x.len().max(1));
        for row in a.chunks_exact(x.len().max(1)) {
            let mut sum = T::constant(0.0);
            for (a, x) in row.iter().zip(x) {
                sum = sum.add_product(*a, x.0.value());
            }
            products.push(Smooth(Self::from_base(sum)));
        }
        products
    }

    /// The products of the rows of a matrix with a vector, as one record.
    #[inline(always)]
    pub(super) fn matrix_times(a: &[f64], x: &[Smooth<Self>]) -> Vec<Smooth<Self>> {
        let rows = a.len() / x.len().max(1);
        let mut tape = None;
        for x in x {
            tape = if tape.is_some() { tape } else { x.0.tape() };
        }
        let Some(tape) = tape else {
            return Self::still_rows(a, x);
        };
        // SAFETY: operations on the memory, and on the values of variables.
        let store = &mut *unsafe { tape.store.borrow() };
        let first = store.product(a, rows, x, &tape.constants);
        let mut values = std::mem::take(&mut store.scratch);
        values.clear();
        for x in x {
            values.push(x.0.value());
        }
        let place = |row: usize| At::fixed(first.map_or(0, |first| first + row as u32));
        let mut products = Vec::with_capacity(rows);
        rows::times(
            a,
            &values,
            #[inline(always)]
            |value| {
                // Always, and so there is no call that would have the sums in memory.
                if products.len() < products.capacity() {
                    products.push(Smooth(Var::on(tape, place(products.len()), value)));
                }
            },
        );
        store.scratch = values;
        products
    }
}

impl<T: Number<Base = T>> Store<T> {
    #[inline(always)]
    fn bilinear(&mut self, a: &[Smooth<Var<'_, T>>], b: &[Smooth<Var<'_, T>>]) -> At {
        let start = self.slopes.len();
        for (a, b) in a.iter().zip(b) {
            for (x, y) in [(a.0, b.0), (b.0, a.0)] {
                if let Some(place) = x.place() {
                    self.push_slope_along(place, y.value());
                }
            }
        }
        self.close_slopes(start, false)
    }

    /// The first of the nodes of a matrix times a vector.
    #[inline(always)]
    fn product(&mut self, a: &[f64], rows: usize, x: &[Smooth<Var<'_, T>>], constants: &Constants<'_>) -> Option<u32> {
        let columns = self.terms[INNER].len() as u32;
        for x in x {
            let (parent, slope) = match x.0.place() {
                Some(place) => (self.resolve(place), place.scale),
                None => (STILL, 0.0),
            };
            self.push_term(INNER, parent, slope);
        }
        let entries = self.place_of(&a[..rows * x.len()], constants)?;
        if !self.has_room_for_nodes(rows) || self.is_full() {
            return None;
        }
        let (first, index) = (self.nodes.len() as u32, self.products.len() as u32);
        self.products.push(Product { first, rows: rows as u32, columns, count: x.len() as u32, entries });
        self.nodes.resize(self.nodes.len() + rows, Node::Product { index });
        Some(first)
    }

    /// The last row of a product.
    #[inline(always)]
    pub(super) fn last_row(&self, index: u32) -> usize {
        let product = &self.products[index as usize];
        (product.first + product.rows) as usize - 1
    }

    fn entries_of<'a>(&'a self, product: &Product, constants: &'a Constants<'_>) -> &'a [f64] {
        constants.entries(&self.entries, product.entries, product.rows as usize * product.count as usize)
    }

    fn columns_of(&self, product: &Product) -> &[Term] {
        &self.terms[INNER][product.columns as usize..][..product.count as usize]
    }

    /// Sweeps a product: from the adjoints of all rows to those of the columns. The first of the rows.
    #[inline(always)]
    pub(super) fn sweep_product(&mut self, index: u32, constants: &Constants<'_>) -> usize {
        let product = self.products[index as usize];
        let mut sums = std::mem::take(&mut self.scratch);
        sums.clear();
        sums.resize(product.count as usize, T::constant(0.0));
        let range = product.first as usize..(product.first + product.rows) as usize;
        let first = range.start;
        let mut adjoints = std::mem::take(&mut self.adjoints);
        rows::add(&mut sums, self.entries_of(&product, constants), &mut adjoints[range]);
        self.adjoints = adjoints;
        for (j, sum) in sums.iter().enumerate() {
            let Term { parent, slope, .. } = self.terms[INNER][product.columns as usize + j];
            if parent != STILL {
                let adjoint = &mut self.adjoints[parent as usize];
                *adjoint = adjoint.add_product(slope, *sum);
            }
        }
        self.scratch = sums;
        first
    }

    /// How a row of a product moves.
    pub(super) fn movement_of_row(&self, node: usize, index: u32, constants: &Constants<'_>) -> T {
        let product = &self.products[index as usize];
        let row = node - product.first as usize;
        let columns = self.columns_of(product);
        let entries = &self.entries_of(product, constants)[row * columns.len()..];
        columns
            .iter()
            .zip(entries)
            .filter(|(column, _)| column.parent != STILL)
            .fold(T::constant(0.0), |sum, (column, a)| {
                sum.add(self.adjoints[column.parent as usize].mul_f64(column.slope).mul_f64(*a))
            })
    }
}
