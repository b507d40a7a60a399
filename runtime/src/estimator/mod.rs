//! The estimators, one file each: how a draw is made and what it adds to the derivative.

mod score_function;
