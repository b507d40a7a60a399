//! What the macro writes, pretty-printed. `UPDATE_EXPECT=1 cargo test -p stochastic-grad-macros` writes the snapshots
//! anew; look at the difference before you keep it.

use crate::expand;
use proc_macro2::TokenStream;

fn tokens(source: &str) -> TokenStream {
    source.parse().expect("the source of a test is Rust")
}

fn pretty(tokens: TokenStream) -> String {
    prettyplease::unparse(&syn::parse2(tokens).expect("what the macro writes is Rust"))
}

/// The rewritten body of a function, without what stands around it.
fn body(source: &str) -> String {
    let file: syn::File = syn::parse2(expand::attribute(TokenStream::new(), tokens(source))).expect("Rust");
    let inner = file.items.into_iter().find_map(|item| match item {
        syn::Item::Fn(f) if f.sig.ident.to_string().ends_with("_body") => Some(f),
        _ => None,
    });
    let mut inner = inner.expect("a differentiable function has a body of its own");
    inner.attrs.clear();
    pretty(quote::quote!(#inner))
}

fn messages(args: &str, source: &str) -> Vec<String> {
    let text = expand::attribute(tokens(args), tokens(source)).to_string();
    text.split("compile_error ! {").skip(1).filter_map(|s| s.split('"').nth(1)).map(str::to_owned).collect()
}

macro_rules! snapshots {
    ($($name:ident: $args:literal $source:literal;)*) => { $(
        #[test]
        fn $name() {
            let text = pretty(expand::attribute(tokens($args), tokens($source)));
            expect_test::expect_file![concat!("snapshots/", stringify!($name), ".rs.txt")].assert_eq(&text);
        }
    )* };
}

snapshots! {
    an_objective: "" "
        /// Expected squared distance.
        #[must_use]
        pub fn loss(mu: f64, #[constant] data: &[f64], k: usize, rng: &mut impl Rng) -> Result<f64, Error> {
            let x = Normal::new(mu, data[k])?.sample(rng);
            Ok((x - 3.0).powi(2))
        }";
    a_helper_without_generator: "" "
        fn mix<'a, const N: usize>(a: f64, b: &'a [f64; N], label: &str) -> (f64, usize) where [(); N]: Sized {
            (a + b[0], label.len())
        }";
    a_stochastic_helper: "fallback = score_function" "
        fn step<R>(state: &mut [f64], theta: &Theta<f64>, rng: &mut R) where R: Rng + ?Sized {
            state[0] += theta.drift;
        }";
    methods: "" "
        impl<'a> Market<'a> {
            pub const STEPS: usize = 3;
            #[stochastic_grad(objective = CallPrice)]
            pub fn call(&self, spot: f64, rng: &mut impl Rng) -> f64 { self.strike + spot }
            fn other(&self) -> f64 { self.strike }
        }";
}

macro_rules! bodies {
    ($($name:ident: $source:literal;)*) => { $(
        #[test]
        fn $name() {
            expect_test::expect_file![concat!("snapshots/", stringify!($name), ".rs.txt")].assert_eq(&body($source));
        }
    )* };
}

bodies! {
    constants_are_lifted_where_they_meet: "
        fn f(x: f64, c: bool, n: usize, rng: &mut impl Rng) -> f64 {
            let mut acc = 0.0;
            let scale: f64 = 2.0;
            for i in 0..n { acc += x * i as f64; }
            let y = if c { 0.0 } else { x };
            let pair = [0.0, y];
            let total = pair.iter().fold(0.0, |a, b| a + b);
            let power = 2.0_f64.powf(x) + scale.max(x);
            if n > 3 { return 1.0; }
            acc + total + power
        }";
    comparisons_are_in_two_stages: "
        fn f(x: f64, u: f64, k: usize, rng: &mut impl Rng) -> f64 {
            assert!(x > 0.0 && k < 3, \"x is {x}\");
            if rng.random::<f64>() < x { 1.0 } else { u.floor() }
        }";
    sums_are_decided_by_their_items: "
        fn f(xs: &[f64], #[constant] data: &[f64], rng: &mut impl Rng) -> f64 {
            let squares: Vec<f64> = xs.iter().map(|x| x * x).collect();
            let mean: f64 = squares.iter().sum::<f64>() / xs.len() as f64;
            let plain: f64 = data.iter().sum();
            mean * plain
        }";
    closures_in_sums_and_folds_are_inlined: "
        fn f(xs: &[f64], #[constant] data: &[f64], rng: &mut impl Rng) -> f64 {
            let inner: f64 = xs.iter().zip(data).map(|(x, y)| x * y).sum();
            let all = (0..3).map(|i| xs[i] * i as f64).product::<f64>();
            let option = xs.first().map(|x| x * 2.0).into_iter().sum::<f64>();
            let folded = xs.iter().map(|x| x + 1.0).fold(0.0, |sum, x| sum * 0.5 + x);
            inner + all + option + folded
        }";
    closures_take_what_they_are_called_with: "
        fn f(x: f64, rng: &mut impl Rng) -> f64 {
            let square = |v: f64| -> f64 { v * v };
            let shift = |v: f64| v + 1.0;
            square(x) + square(2.0) + shift(3.0)
        }";
}

#[test]
fn all_mistakes_of_a_function_are_reported_together() {
    let found = messages(
        "",
        "async fn f(m: HashMap<u8, f64>, y: f32, rng: &mut impl Rng, other: &mut StdRng) -> f64 { unsafe { 1.0 } }",
    );
    assert_eq!(found.len(), 5, "{found:#?}");
}

#[test]
fn options_are_checked() {
    assert!(messages("fallback = score_funtion", "fn f(x: f64) -> f64 { x }")[0].contains("score_function"));
    assert!(messages("objectiv = Name", "fn f(x: f64) -> f64 { x }")[0].contains("objective"));
    assert!(messages("", "struct S;")[0].contains("goes on a function"));
}

#[test]
fn derives_need_a_number_parameter() {
    let found = |source: &str| expand::derive(tokens(source)).to_string();
    assert!(found("enum E<T = f64> { A(T) }").contains("enum"));
    assert!(found("struct S { x: f64 }").contains("no number parameter"));
    assert!(found("struct S<T = f64> { x: T, y: f64 }").contains("is this field a parameter?"));
    assert!(!found("struct S<T = f64> { x: T, #[constant] y: f64, n: usize }").contains("compile_error"));
}

/// Whether samples may run side by side, as far as the body of a function tells.
fn may_run_in_lanes(statement: &str) -> bool {
    let source = format!("fn f(x: &[f64], rng: &mut impl Rng) -> f64 {{ {statement}; x[0] }}");
    !pretty(expand::attribute(TokenStream::new(), tokens(&source))).contains("const LANES: bool = false")
}

#[test]
fn plain_values_are_seen_in_a_body() {
    for plain in [
        "let y = x[0].detach()",
        "let k = Bernoulli::new(x[0])?.score_function(rng)",
        "let k = Bernoulli::new(x[0])?.enumerate(rng)",
        "for i in 0..3 { let u: f64 = rng.random(); }",
        "let k = { Poisson::new(x[0])?.noise(rng) }",
    ] {
        assert!(!may_run_in_lanes(plain), "{plain}");
    }
    for smooth in [
        "for (i, x) in x.iter().enumerate() { let y = x * 2.0; }",
        "let y = Normal::new(x[0], 1.0)?.sample(rng)",
        "let detach = x[0]",
    ] {
        assert!(may_run_in_lanes(smooth), "{smooth}");
    }
}

#[test]
fn slices_of_constants_are_known_to_the_estimate() {
    let slices = |arguments: &str| {
        let source = format!("fn f(x: f64, {arguments}, rng: &mut impl Rng) -> f64 {{ x }}");
        let text = pretty(expand::attribute(TokenStream::new(), tokens(&source)));
        text.lines().filter_map(|line| line.trim().strip_prefix("__each(")).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        slices("#[constant] a: &[f64], #[constant] b: &Vec<f64>, #[constant] c: &[f64; 3], #[constant] d: &[[f64; 3]]"),
        "self.a); self.b); self.c); self.d.as_flattened());"
    );
    assert_eq!(slices("#[constant] a: &[u8], #[constant] b: Vec<f64>, #[constant] c: &[Vec<f64>], k: usize"), "");
}
