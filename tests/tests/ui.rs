//! What must not compile, and what the compiler says about it: one file per mistake in `ui/<kind>/`, with the whole
//! output beside it. `TRYBUILD=overwrite cargo test --test ui` writes the outputs anew; read them before you keep them.

#[test]
fn ui() {
    trybuild::TestCases::new().compile_fail("tests/ui/*/*.rs");
}
