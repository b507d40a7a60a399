//! Rows of a matrix of constants times vectors, several at once: an element of the vector is then loaded once for all.

use crate::Number;

/// How many rows are worked on at once.
pub(super) const BLOCK: usize = 4;

/// As many where there are registers for the sums of twice as many.
const LARGE_BLOCK: usize = 2 * BLOCK;

/// The products of the rows of a matrix with a vector, in turn.
#[inline(always)]
pub(super) fn times<T: Number>(a: &[f64], x: &[T], mut visit: impl FnMut(T)) {
    let (n, rows) = (x.len(), a.len() / x.len().max(1));
    let mut row = 0;
    while T::MANY_REGISTERS && row + LARGE_BLOCK <= rows {
        for product in eight_times(&a[row * n..][..LARGE_BLOCK * n], x) {
            visit(product);
        }
        row += LARGE_BLOCK;
    }
    while row + BLOCK <= rows {
        for product in four_times(&a[row * n..][..BLOCK * n], x) {
            visit(product);
        }
        row += BLOCK;
    }
    while row < rows {
        let mut sum = T::constant(0.0);
        for (a, x) in a[row * n..][..n].iter().zip(x) {
            sum = sum.add_product(*a, *x);
        }
        visit(sum);
        row += 1;
    }
}

/// Adds the rows of a matrix with their factors to a vector. The factors become zero.
#[inline(always)]
pub(super) fn add<T: Number>(sums: &mut [T], a: &[f64], factors: &mut [T]) {
    let (n, rows) = (sums.len(), factors.len());
    let mut row = 0;
    while T::MANY_REGISTERS && row + LARGE_BLOCK <= rows {
        add_eight(sums, &a[row * n..][..LARGE_BLOCK * n], &mut factors[row..row + LARGE_BLOCK]);
        row += LARGE_BLOCK;
    }
    while row + BLOCK <= rows {
        add_four(sums, &a[row * n..][..BLOCK * n], &mut factors[row..row + BLOCK]);
        row += BLOCK;
    }
    while row < rows {
        let factor = std::mem::replace(&mut factors[row], T::constant(0.0));
        for (sum, a) in sums.iter_mut().zip(&a[row * n..][..n]) {
            *sum = sum.add_product(*a, factor);
        }
        row += 1;
    }
}

/// Some rows at once, written out: in an array, sums and factors would stay in memory.
macro_rules! at_once {
    ($count:ident $times:ident $add:ident [$($k:literal $row:ident $number:ident)*]) => {
        /// The products of these rows with a vector.
        #[inline(always)]
        fn $times<T: Number>(a: &[f64], x: &[T]) -> [T; $count] {
            $(let ($row, a) = a.split_at(x.len());)*
            let _ = a;
            $(let mut $number = T::constant(0.0);)*
            for (j, x) in x.iter().enumerate() {
                $($number = $number.add_product($row[j], *x);)*
            }
            [$($number),*]
        }

        /// Adds these rows with their factors to a vector.
        #[inline(always)]
        fn $add<T: Number>(sums: &mut [T], a: &[f64], factors: &mut [T]) {
            $(let ($row, a) = a.split_at(sums.len());)*
            let _ = a;
            $(let $number = std::mem::replace(&mut factors[$k], T::constant(0.0));)*
            for (j, sum) in sums.iter_mut().enumerate() {
                *sum = sum$(.add_product($row[j], $number))*;
            }
        }
    };
}
at_once!(BLOCK four_times add_four [0 a p 1 b q 2 c r 3 d s]);
at_once!(LARGE_BLOCK eight_times add_eight [0 a p 1 b q 2 c r 3 d s 4 e t 5 f u 6 g v 7 h w]);
