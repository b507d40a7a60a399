//! Elementary functions of eight numbers at once, without branches.

mod exp;
mod trigonometry;

pub(crate) use exp::exp;
pub(crate) use trigonometry::sin_cos;

/// Calls a macro with the kernels: those of one result, and those of two.
macro_rules! all {
    ($then:ident $($arguments:tt)*) => {
        $then! { $($arguments)* [exp] [sin_cos] }
    };
}
pub(crate) use all;

use super::Isa;

/// c[0] + c[1] x + c[2] x² + ...
#[inline(always)]
fn polynomial<I: Isa, const N: usize>(c: &[f64; N], x: I::V) -> I::V {
    c[..N - 1].iter().rev().fold(I::splat(c[N - 1]), |sum, c| I::mul_add(sum, x, I::splat(*c)))
}
