//! Tests of the ways to run an estimate, in `tests/`. A package of its own, because lanes are compiled where there are no
//! debug assertions, which a profile settles by package.
