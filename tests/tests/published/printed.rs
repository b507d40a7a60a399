//! Numbers as they are printed.

/// A number from a source, and how far the truth may be from it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Printed {
    pub(crate) text: &'static str,
    pub(crate) value: f64,
    pub(crate) tolerance: f64,
}

impl Printed {
    /// `-6.25` is right to half a unit of its last digit, `39.89 ± 0.02` to five standard errors; `34.75²` is the
    /// square of what was printed.
    pub(crate) fn parse(text: &'static str) -> Self {
        let number = |digits: &str| -> f64 { digits.parse().expect("a number") };
        if let Some(root) = text.strip_suffix('²') {
            let Printed { value, tolerance, .. } = Printed::parse(root);
            return Printed { text, value: value * value, tolerance: 2.0 * value * tolerance };
        }
        match text.split_once(" ± ") {
            Some((value, std_err)) => Printed { text, value: number(value), tolerance: 5.0 * number(std_err) },
            None => {
                let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
                Printed { text, value: number(text), tolerance: 0.5 * 10.0_f64.powi(-(decimals as i32)) }
            }
        }
    }

    /// The text, and what a square is.
    pub(crate) fn spelled_out(&self) -> String {
        let decimals = decimals(self.value, 4);
        if self.text.ends_with('²') {
            format!("{} = {:.decimals$}", self.text, self.value)
        } else {
            self.text.to_owned()
        }
    }
}

/// An exact number with at most ten significant digits.
pub(crate) fn exact(x: f64) -> String {
    let text = format!("{x:.*}", decimals(x, 10));
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// A number with the digits that its standard error leaves; one without an error is exact but for its rounding.
pub(crate) fn measured(x: f64, std_err: f64) -> String {
    if std_err <= 1e-12 * x.abs().max(1e-3) {
        return format!("{} ± 0", exact(if x.abs() < 1e-12 { 0.0 } else { x }));
    }
    let decimals = decimals(std_err, 2);
    format!("{x:.decimals$} ± {std_err:.decimals$}")
}

/// How many decimals give so many significant digits.
fn decimals(x: f64, significant: i32) -> usize {
    let magnitude = if x == 0.0 { 0 } else { x.abs().log10().floor() as i32 };
    usize::try_from(significant - 1 - magnitude).unwrap_or(0)
}

#[test]
fn numbers_are_read_and_written() {
    let Printed { value, tolerance, .. } = Printed::parse("4.5²");
    assert!((value - 20.25).abs() < 1e-12 && (tolerance - 0.45).abs() < 1e-12);
    let Printed { value, tolerance, .. } = Printed::parse("-39.89 ± 0.02");
    assert!((value + 39.89).abs() < 1e-12 && (tolerance - 0.1).abs() < 1e-12);
    assert_eq!(Printed::parse("16").tolerance, 0.5);
    assert_eq!((exact(-6.25), exact(1200.0), exact(1.0 / 3.0)), ("-6.25".into(), "1200".into(), "0.3333333333".into()));
    assert_eq!(measured(7.558_19, 0.012_34), "7.558 ± 0.012");
    assert_eq!(measured(725.2, 12.3), "725 ± 12");
    assert_eq!(measured(0.5, 0.0), "0.5 ± 0");
}
