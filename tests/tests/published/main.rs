//! Results that others have published, once more: each program as its source has it, the gradient against the exact
//! one, and the variance per sample beside the published one.
//!
//! The page in the documentation is what these rows print: `UPDATE_EXPECT=1` writes it anew.

mod printed;
mod row;

mod adev;
mod mohamed;
mod stochastic_ad;
mod storchastic;

#[test]
fn the_page_says_what_the_tests_find() {
    let sections = [
        ("StochasticAD.jl", stochastic_ad::rows()),
        ("ADEV", adev::rows()),
        ("Storchastic", storchastic::rows()),
        ("Mohamed et al. 2020", mohamed::rows()),
    ];
    let lines = sections.iter().flat_map(|(source, rows)| rows.iter().map(move |row| row.line(source)));
    let table: String = std::iter::once(row::HEAD.to_owned()).chain(lines).collect();
    expect_test::expect_file!["../../../runtime/src/guide/published.md"].assert_eq(&table);
}
