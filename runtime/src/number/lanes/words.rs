//! The randomness of eight samples: a stream for each, in step.

use super::{Isa, WIDTH, ziggurat};
use crate::keyed::{Keyed, Word};
use crate::number::Number;
use crate::source::Generator;

/// Eight streams of which every draw takes one word each: what [`Keyed`] is for one sample.
pub(crate) struct Streams<I: Isa> {
    state: [I::W; 4],
    drawn: u64,
    /// the words of the present draw, of which the first `taken` have gone to plain draws
    words: [u64; WIDTH],
    taken: usize,
    word: Word,
}

impl<I: Isa> Streams<I> {
    /// The streams of these samples, one for each lane.
    pub(crate) fn new(lanes: &[Keyed; WIDTH]) -> Self {
        let states = lanes.each_ref().map(Keyed::state);
        let state = std::array::from_fn(|k| I::from_words(states.map(|s| s[k])));
        Streams { state, drawn: lanes[0].drawn(), words: [0; WIDTH], taken: WIDTH, word: Word::default() }
    }

    /// The next word of every stream: xoshiro256++ (Blackman and Vigna 2021, <https://doi.org/10.1145/3460772>).
    #[inline(always)]
    fn next(&mut self) -> I::W {
        self.drawn += 1;
        let [s0, s1, s2, s3] = self.state;
        let word = I::wrapping_add(rotate::<I, 23, 41>(I::wrapping_add(s0, s3)), s0);
        let (t2, t3) = (I::bit_xor(s2, s0), I::bit_xor(s3, s1));
        self.state =
            [I::bit_xor(s0, t3), I::bit_xor(s1, t2), I::bit_xor(t2, I::shl::<17>(s1)), rotate::<I, 45, 19>(t3)];
        word
    }
}

/// Rotates to the left by K of 64 = K + L bits.
#[inline(always)]
fn rotate<I: Isa, const K: u32, const L: u32>(x: I::W) -> I::W {
    I::bit_or(I::shl::<K>(x), I::shr::<L>(x))
}

impl<I: Isa> Generator for &mut Streams<I> {
    type Plain = Word;
    /// A draw asks once for each lane.
    #[inline(always)]
    fn plain(&mut self) -> &mut Word {
        self.prepare();
        self.word = Word::new(self.words[self.taken]);
        self.taken += 1;
        &mut self.word
    }
    #[inline(always)]
    fn prepare(&mut self) {
        if self.taken == WIDTH {
            self.words = I::to_words(self.next());
            self.taken = 0;
        }
    }
    #[inline(always)]
    fn drawn(&self) -> u64 {
        self.drawn
    }
    #[inline(always)]
    fn normal<B: Number<Base = B>>(&mut self) -> B {
        spread(ziggurat::normal::<I>(self.next()))
    }
    #[inline(always)]
    fn exponential<B: Number<Base = B>>(&mut self) -> B {
        spread(ziggurat::exponential::<I>(self.next()))
    }
    #[inline(always)]
    fn uniform<B: Number<Base = B>>(&mut self) -> B {
        spread(ziggurat::uniform::<I>(self.next()))
    }
}

/// A number for each lane. That they are numbers of the same lanes, the types do not tell.
#[inline(always)]
fn spread<B: Number<Base = B>>(lanes: [f64; WIDTH]) -> B {
    let mut lane = 0;
    B::noise(|| {
        let x = lanes[lane % WIDTH];
        lane += 1;
        x
    })
}
