//! Ways to run the same estimate: side by side or alone, on one thread or on all, forward or in reverse. The results are
//! the same, without a word from the user.

mod lanes;
mod limits;
mod switches;
mod threads;
