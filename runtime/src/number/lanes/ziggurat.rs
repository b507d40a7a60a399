//! Normal and exponential noise for eight words at once: the ziggurat of rand_distr 0.6 (Doornik 2005, "An improved
//! ziggurat method to generate normal random samples"), bit for bit.

mod tables;

use super::{Isa, WIDTH};
use crate::distr::StandardExp;
use crate::keyed::Word;
use rand::RngExt;
use rand_distr::StandardNormal;

/// 52 random bits as a number between `1.0` and `2.0` times a power of two, which is given.
#[inline(always)]
fn mantissa<I: Isa>(words: I::W, power: f64) -> I::V {
    I::float(I::bit_or(I::shr::<12>(words), I::splat_word(power.to_bits())))
}

/// Uniform on the open interval (0, 1), as rand's `Open01`.
#[inline(always)]
pub(super) fn uniform<I: Isa>(words: I::W) -> [f64; WIDTH] {
    I::to_array(I::sub(mantissa::<I>(words, 1.0), I::splat(1.0 - 0.5 * f64::EPSILON)))
}

/// Standard normal, as rand_distr's `StandardNormal`.
#[inline(always)]
pub(super) fn normal<I: Isa>(words: I::W) -> [f64; WIDTH] {
    let (scale, limit) = layers::<I>(&tables::NORMAL, words);
    let x = I::mul(I::sub(mantissa::<I>(words, 2.0), I::splat(3.0)), scale);
    settled::<I>(words, x, limit, |word| word.sample(StandardNormal))
}

/// Standard exponential, as our `StandardExp`.
#[inline(always)]
pub(super) fn exponential<I: Isa>(words: I::W) -> [f64; WIDTH] {
    let (scale, limit) = layers::<I>(&tables::EXPONENTIAL, words);
    let x = I::mul(I::sub(mantissa::<I>(words, 1.0), I::splat(1.0 - 0.5 * f64::EPSILON)), scale);
    settled::<I>(words, x, limit, |word| word.sample(StandardExp))
}

/// The ends of the layers that the last eight bits of the words name, and those of the layers above.
#[inline(always)]
fn layers<I: Isa>(table: &[f64; 257], words: I::W) -> (I::V, I::V) {
    let layers = I::to_words(I::bit_and(words, I::splat_word(0xff)));
    let (mut scale, mut limit) = ([0.0; WIDTH], [0.0; WIDTH]);
    for lane in 0..WIDTH {
        let layer = (layers[lane] & 0xff) as usize;
        (scale[lane], limit[lane]) = (table[layer], table[layer + 1]);
    }
    (I::from_array(scale), I::from_array(limit))
}

/// Numbers within the layers above are drawn; the others, three of two hundred, are drawn by rand_distr.
#[inline(always)]
fn settled<I: Isa>(words: I::W, x: I::V, limit: I::V, draw: fn(&mut Word) -> f64) -> [f64; WIDTH] {
    let within = I::gt(limit, I::abs(x));
    let mut drawn = I::to_array(x);
    if !I::all(within) {
        redraw(&I::to_words(words), &mut drawn, &I::to_array(limit), draw);
    }
    drawn
}

#[cold]
#[inline(never)]
fn redraw(words: &[u64; WIDTH], x: &mut [f64; WIDTH], limit: &[f64; WIDTH], draw: fn(&mut Word) -> f64) {
    for ((word, x), limit) in words.iter().zip(x).zip(limit) {
        if x.abs() >= *limit {
            *x = draw(&mut Word::new(*word));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keyed::Keyed;
    use crate::number::lanes::avx2::Avx2;
    use crate::number::lanes::avx512::Avx512;
    use crate::number::lanes::kernels::tests::{has_avx2, has_avx512};
    use crate::number::lanes::{Lanes, Streams, Visitor, best};
    use crate::source::Generator;
    use rand::SeedableRng;
    use rand::rngs::StdRng;
    use rand_distr::Open01;
    use std::f64::consts::{FRAC_1_SQRT_2, FRAC_PI_2};

    /// The layers have equal areas: x[i] (f(x[i + 1]) - f(x[i])) is that of the lowest, x[0] f(x[1]).
    fn assert_layers(table: &[f64; 257], density: fn(f64) -> f64, area: f64) {
        assert!((table[0] * density(table[1]) / area - 1.0).abs() < 2e-15);
        for (x, next) in table[1..].iter().zip(&table[2..256]) {
            assert!((density(*x) + area / x - density(*next)).abs() < 1e-15, "{x}");
        }
        // The highest takes what the rounding of the area leaves.
        assert!((density(table[255]) + area / table[255] - 1.0).abs() < 1e-10 && table[256] == 0.0);
    }

    #[test]
    fn the_layers_have_equal_areas() {
        // The lowest has the tail beside it. rand_distr has the area from Doornik's paper, to eleven digits.
        let (z, e) = (&tables::NORMAL, &tables::EXPONENTIAL);
        let tail = FRAC_PI_2.sqrt() * libm::erfc(z[1] * FRAC_1_SQRT_2);
        let area = z[1] * (-0.5 * z[1] * z[1]).exp() + tail;
        assert!((area - 0.004_928_673_233_99).abs() < 2e-14);
        assert_layers(z, |x| (-0.5 * x * x).exp(), 0.004_928_673_233_99);
        assert_layers(e, |x| (-x).exp(), (e[1] + 1.0) * (-e[1]).exp());
    }

    /// Draws of each kind from eight streams, and from each stream by itself.
    struct Draws([Keyed; WIDTH]);
    impl Visitor for Draws {
        type Out = ();
        fn visit<I: Isa>(mut self) {
            let mut streams: Streams<I> = Streams::new(&self.0);
            for _ in 0..130_000 {
                let mut lanes = &mut streams;
                let (z, e) = (lanes.normal::<Lanes<I>>(), lanes.exponential::<Lanes<I>>());
                let (u, plain) = (lanes.uniform::<Lanes<I>>(), lanes.normal::<Lanes<I>>());
                let drawn = [z, e, u, plain].map(Lanes::to_array);
                for (lane, mut one) in self.0.iter_mut().enumerate() {
                    let want: [f64; 4] = [
                        one.plain().sample(StandardNormal),
                        one.plain().sample(StandardExp),
                        one.plain().sample(Open01),
                        one.plain().sample(StandardNormal),
                    ];
                    assert_eq!(want.map(f64::to_bits), drawn.map(|x| x[lane].to_bits()));
                }
                assert_eq!(lanes.drawn(), self.0[0].drawn());
            }
        }
    }

    #[test]
    fn eight_streams_draw_what_each_does() {
        let mut rng = StdRng::seed_from_u64(11);
        best(Draws(std::array::from_fn(|_| Keyed::fork(&mut rng))));
        let mut draws = || Draws(std::array::from_fn(|_| Keyed::fork(&mut rng)));
        if has_avx2() {
            draws().visit::<Avx2>();
        }
        if has_avx512() {
            draws().visit::<Avx512>();
        }
    }
}
