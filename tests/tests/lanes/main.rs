//! Side by side, eight at a time, samples give what they give alone; and programs that need plain values run alone
//! without a word.

mod same;
mod switches;
