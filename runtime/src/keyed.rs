//! Randomness that can be had again: one word of a stream for each draw.

use crate::source::Generator;
use rand::{Rng, TryRng};
use std::convert::Infallible;

/// A stream of which every draw takes one word. A draw that needs more expands its word, so that the draws after it see
/// the same words however many it took: two runs from the same state share their randomness draw by draw.
#[derive(Clone, Debug)]
pub(crate) struct Keyed {
    stream: Xoshiro,
    /// how many draws there were
    drawn: u64,
    word: Word,
}

impl Keyed {
    /// A stream with a seed from another generator.
    pub(crate) fn fork<R: Rng + ?Sized>(rng: &mut R) -> Self {
        Keyed { stream: Xoshiro::fork(rng), drawn: 0, word: Word::default() }
    }

    /// Streams that are forked from a copy of this one.
    pub(crate) fn streams<const N: usize>(&self) -> [Keyed; N] {
        let mut seeds = self.stream.clone();
        std::array::from_fn(|_| {
            let state = std::array::from_fn(|_| seeds.next_u64());
            Keyed { stream: Xoshiro::new(state), drawn: 0, word: Word::default() }
        })
    }

    /// The state before a draw.
    #[inline]
    pub(crate) fn mark(&self) -> Mark {
        Mark { stream: self.stream.clone(), drawn: self.drawn }
    }

    /// A stream that goes on from a state.
    pub(crate) fn from(mark: &Mark) -> Self {
        Keyed { stream: mark.stream.clone(), drawn: mark.drawn, word: Word::default() }
    }

    /// How many draws were made.
    #[inline]
    pub(crate) fn drawn(&self) -> u64 {
        self.drawn
    }

    /// The state of the stream.
    pub(crate) fn state(&self) -> [u64; 4] {
        self.stream.0
    }
}

/// xoshiro256++ (Blackman and Vigna 2021, <https://doi.org/10.1145/3460772>), the same as rand's, whose state cannot be
/// had: eight of them are run in step elsewhere.
#[derive(Clone, Debug)]
struct Xoshiro([u64; 4]);

impl Xoshiro {
    /// A generator with a seed from another one.
    fn fork<R: Rng + ?Sized>(rng: &mut R) -> Self {
        Xoshiro::new(std::array::from_fn(|_| rng.next_u64()))
    }

    fn new(state: [u64; 4]) -> Self {
        // From zeros it would never leave.
        Xoshiro(if state == [0; 4] { [1, 2, 3, 4] } else { state })
    }

    #[inline]
    fn next_u64(&mut self) -> u64 {
        let [s0, s1, s2, s3] = self.0;
        let (t2, t3) = (s2 ^ s0, s3 ^ s1);
        self.0 = [s0 ^ t3, s1 ^ t2, t2 ^ (s1 << 17), t3.rotate_left(45)];
        s0.wrapping_add(s3).rotate_left(23).wrapping_add(s0)
    }
}

/// The state of a stream before a draw.
pub(crate) struct Mark {
    stream: Xoshiro,
    drawn: u64,
}

impl Mark {
    /// The state after `drawn` draws in all.
    pub(crate) fn ahead(&self, drawn: u64) -> Mark {
        let mut stream = self.stream.clone();
        (self.drawn..drawn).for_each(|_| {
            stream.next_u64();
        });
        Mark { stream, drawn }
    }
}

impl Generator for &mut Keyed {
    type Plain = Word;
    #[inline]
    fn plain(&mut self) -> &mut Word {
        self.drawn += 1;
        let key = self.stream.next_u64();
        self.word = Word::new(key);
        &mut self.word
    }
    #[inline]
    fn drawn(&self) -> u64 {
        self.drawn
    }
}

/// A word of the stream, and what it expands to: SplitMix64 from that word on (Steele, Lea and Flood 2014,
/// <https://doi.org/10.1145/2714064.2660195>).
#[derive(Clone, Debug, Default)]
pub struct Word {
    key: u64,
    /// what the last number was made of
    state: u64,
    fresh: bool,
}

impl Word {
    #[inline]
    pub(crate) fn new(key: u64) -> Self {
        Word { key, state: key, fresh: true }
    }

    fn expand(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

impl TryRng for Word {
    type Error = Infallible;
    #[inline]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        if self.fresh {
            self.fresh = false;
            return Ok(self.key);
        }
        Ok(self.expand())
    }
    #[inline]
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.try_next_u64()? >> 32) as u32)
    }
    fn try_fill_bytes(&mut self, to: &mut [u8]) -> Result<(), Infallible> {
        for chunk in to.chunks_mut(8) {
            let bytes = self.try_next_u64()?.to_le_bytes();
            chunk.copy_from_slice(&bytes[..chunk.len()]);
        }
        Ok(())
    }
}
