//! The kernels against mpmath and against the library, on every set of instructions that this machine has.

use super::all;
use crate::number::lanes::avx2::Avx2;
use crate::number::lanes::avx512::Avx512;
use crate::number::lanes::{Isa, Lanes, Visitor, WIDTH, best};
use crate::number::rules::{LnSigmoid, Powi, Sigmoid, Sin, Softplus, Tanh};
use crate::number::{Dual, Number, Unary};
use std::array::from_fn;
use std::fmt::Debug;

/// What a kernel does to eight numbers.
type Kernel = (&'static str, fn([f64; WIDTH]) -> [f64; WIDTH]);

macro_rules! list {
    ([$($one:ident)*] [$($two:ident)*]) => {
        fn kernels<I: Isa>() -> Vec<Kernel> {
            let mut list: Vec<Kernel> = vec![$((stringify!($one), |x| I::to_array(I::$one(I::from_array(x))))),*];
            $(
                list.push((concat!(stringify!($two), ".0"), |x| I::to_array(I::$two(I::from_array(x)).0)));
                list.push((concat!(stringify!($two), ".1"), |x| I::to_array(I::$two(I::from_array(x)).1)));
            )*
            list
        }
    };
}
all!(list);

struct List;
impl Visitor for List {
    type Out = Vec<Kernel>;
    fn visit<I: Isa>(self) -> Vec<Kernel> {
        kernels::<I>()
    }
}

/// Whether AVX2 can be run.
pub(crate) fn has_avx2() -> bool {
    #[cfg(target_arch = "x86_64")]
    return is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
    #[cfg(not(target_arch = "x86_64"))]
    true
}

/// Whether AVX-512 can be run.
pub(crate) fn has_avx512() -> bool {
    #[cfg(target_arch = "x86_64")]
    return is_x86_feature_detected!("avx512f");
    #[cfg(not(target_arch = "x86_64"))]
    false
}

/// The kernels of each set of instructions.
fn sets() -> Vec<Vec<Kernel>> {
    let avx2 = has_avx2().then(|| List.visit::<Avx2>());
    let avx512 = has_avx512().then(|| List.visit::<Avx512>());
    avx2.into_iter().chain(avx512).chain(best(List)).collect()
}

fn kernel(set: &[Kernel], name: &str) -> fn([f64; WIDTH]) -> [f64; WIDTH] {
    set.iter().find(|(n, _)| *n == name).unwrap_or_else(|| panic!("no kernel {name}")).1
}

/// The error of y in units in the last place of `value`, where `value + rest` is exact.
fn ulps(y: f64, value: f64, rest: f64) -> f64 {
    if y.to_bits() == value.to_bits() && rest == 0.0 {
        return 0.0;
    }
    let unit = f64::from_bits(value.abs().to_bits() + 1) - value.abs();
    (((y - value) - rest) / unit).abs()
}

/// The name of a function, x, f(x), and what f(x) as a double leaves of it: by mpmath, the numbers as their bits; where
/// the kernels are (or were) weakest of 80,000 or more points, and at random.
fn exact() -> impl Iterator<Item = (&'static str, [f64; 3])> {
    include_str!("tests/exact.txt").lines().map(|line| {
        let mut words = line.split(' ');
        let name = words.next().unwrap();
        (name, from_fn(|_| f64::from_bits(u64::from_str_radix(words.next().unwrap(), 16).unwrap())))
    })
}

#[test]
fn two_units_in_the_last_place() {
    for set in sets() {
        for (name, [x, value, rest]) in exact() {
            for y in kernel(&set, name)([x; WIDTH]) {
                assert!(ulps(y, value, rest) <= 2.0, "{name}({x:?}) = {y:?}, not {value:?}");
            }
        }
    }
}

/// Numbers of all sizes and signs, eight at a time.
fn sweep() -> impl Iterator<Item = [f64; WIDTH]> {
    let mut state = 1u64;
    let mut next = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 11
    };
    (0..40_000).map(move |i| {
        from_fn(|_| {
            let u = next() as f64 * 2f64.powi(-53);
            match i % 5 {
                0 => u * 2.0 - 1.0,
                1 => u * 80.0 - 40.0,
                2 => u * 1500.0 - 750.0,
                3 => u * 4e6 - 2e6,
                _ => f64::from_bits(next() << 11 | next() & 2047),
            }
        })
    })
}

#[test]
fn the_library_agrees() {
    // Two units, and one and a half for the library.
    type Function = fn(f64) -> f64;
    let library: [(&str, Function); 8] = [
        ("exp", f64::exp),
        ("exp_m1", f64::exp_m1),
        ("ln", f64::ln),
        ("ln_1p", f64::ln_1p),
        ("tanh", f64::tanh),
        ("sin", f64::sin),
        ("cos", f64::cos),
        ("softplus", crate::special::value::softplus),
    ];
    for set in sets() {
        for (name, f) in library {
            for x in sweep() {
                let y = kernel(&set, name)(x);
                for (x, y) in x.into_iter().zip(y) {
                    let want = f(x);
                    let same = y == want || (y.is_nan() && want.is_nan());
                    assert!(same || ulps(y, want, 0.0) <= 3.5, "{name}({x:?}) = {y:?}, not {want:?}");
                }
            }
        }
    }
}

#[test]
fn all_sets_compute_the_same_bits() {
    let sets = sets();
    for (k, (name, f)) in sets.first().into_iter().flatten().enumerate() {
        for x in sweep() {
            let y = f(x);
            for set in &sets[1..] {
                let z = (set[k].1)(x);
                let same = |i: usize| y[i].to_bits() == z[i].to_bits() || (y[i].is_nan() && z[i].is_nan());
                assert!((0..WIDTH).all(same), "{name}({x:?}) = {y:?} or {z:?}");
            }
        }
    }
}

#[test]
fn pairs_are_what_their_parts_are() {
    for set in sets() {
        let pairs = [
            ("sin_cos", ["sin", "cos"]),
            ("tanh_sech_squared", ["tanh", "sech_squared"]),
            ("softplus_sigmoid", ["softplus", "sigmoid"]),
        ];
        for x in sweep().step_by(7) {
            for (pair, parts) in pairs {
                for (i, part) in parts.into_iter().enumerate() {
                    let (y, z) = (kernel(&set, &format!("{pair}.{i}"))(x), kernel(&set, part)(x));
                    assert!(
                        y.map(f64::to_bits) == z.map(f64::to_bits) || x.iter().any(|x| x.is_nan()),
                        "{part}({x:?})"
                    );
                }
            }
        }
    }
}

#[test]
fn edges() {
    const INF: f64 = f64::INFINITY;
    const NAN: f64 = f64::NAN;
    const LEAST: f64 = 5e-324;
    let cases: [(&str, &[(f64, f64)]); 11] = [
        (
            "exp",
            &[
                (0.0, 1.0),
                (-0.0, 1.0),
                (LEAST, 1.0),
                (INF, INF),
                (-INF, 0.0),
                (709.8, INF),
                (-745.2, 0.0),
                (-745.1, LEAST),
            ],
        ),
        (
            "exp_m1",
            &[(0.0, 0.0), (-0.0, -0.0), (LEAST, LEAST), (-LEAST, -LEAST), (INF, INF), (-INF, -1.0), (709.8, INF)],
        ),
        (
            "ln",
            &[
                (0.0, -INF),
                (-0.0, -INF),
                (1.0, 0.0),
                (-1.0, NAN),
                (-LEAST, NAN),
                (INF, INF),
                (-INF, NAN),
                (LEAST, -744.440_071_921_381_2),
                (f64::MAX, 709.782_712_893_384),
            ],
        ),
        (
            "ln_1p",
            &[
                (0.0, 0.0),
                (-0.0, -0.0),
                (LEAST, LEAST),
                (-LEAST, -LEAST),
                (-1.0, -INF),
                (-1.5, NAN),
                (INF, INF),
                (-INF, NAN),
                (f64::MAX, 709.782_712_893_384),
            ],
        ),
        ("x_ln_x", &[(0.0, 0.0), (-0.0, 0.0), (1.0, 0.0), (-1.0, NAN), (INF, INF)]),
        ("sigmoid", &[(0.0, 0.5), (INF, 1.0), (-INF, 0.0), (-745.1, LEAST), (745.1, 1.0)]),
        ("softplus", &[(INF, INF), (-INF, 0.0), (-745.1, LEAST), (0.0, std::f64::consts::LN_2), (1e300, 1e300)]),
        ("ln_sigmoid", &[(INF, 0.0), (-INF, -INF), (0.0, -std::f64::consts::LN_2), (-1e300, -1e300)]),
        ("tanh", &[(0.0, 0.0), (-0.0, -0.0), (LEAST, LEAST), (-LEAST, -LEAST), (INF, 1.0), (-INF, -1.0), (1e300, 1.0)]),
        ("sech_squared", &[(0.0, 1.0), (-0.0, 1.0), (INF, 0.0), (-INF, 0.0), (1e300, 0.0)]),
        ("sin", &[(0.0, 0.0), (-0.0, -0.0), (LEAST, LEAST), (-LEAST, -LEAST), (INF, NAN), (-INF, NAN)]),
    ];
    for set in sets() {
        for (name, points) in cases {
            for &(x, want) in points.iter().chain([&(NAN, NAN)]) {
                // One lane alone, too: the others are usual.
                for lanes in [[x; WIDTH], from_fn(|i| if i == 5 { x } else { 0.3 })] {
                    let y = kernel(&set, name)(lanes);
                    let zero = want == 0.0 && name != "x_ln_x" && name != "ln_sigmoid";
                    let same = y[5] == want && (!zero || y[5].is_sign_negative() == want.is_sign_negative());
                    assert!(same || (want.is_nan() && y[5].is_nan()), "{name}({x:?}) = {:?}, not {want:?}", y[5]);
                    assert!(lanes[0] != 0.3 || y[0].to_bits() == kernel(&set, name)([0.3; WIDTH])[0].to_bits());
                }
            }
        }
    }
}

/// Values of a rule's derivative that share work with its value, against those of scalars.
struct Slopes;
impl Visitor for Slopes {
    type Out = ();
    fn visit<I: Isa>(self) {
        same_slopes::<I, _>(Sigmoid);
        same_slopes::<I, _>(Softplus);
        same_slopes::<I, _>(LnSigmoid);
        same_slopes::<I, _>(Tanh);
        same_slopes::<I, _>(Sin);
        same_slopes::<I, _>(Powi(3));
        same_slopes::<I, _>(Powi(-2));
    }
}

fn same_slopes<I: Isa, F: Unary + Debug>(rule: F) {
    for x in sweep().map(|x| x.map(|x| if x.is_nan() { 0.25 } else { x.clamp(-1e4, 1e4) })) {
        let (y, slope) = Dual::<Lanes<I>, 1>::new(Lanes::from_array(x), [Lanes::constant(1.0)]).unary(rule).parts();
        let (y, slope) = (y.to_array(), slope[0].to_array());
        assert_eq!(
            y.map(f64::to_bits),
            I::to_array(rule.lanes::<I>(I::from_array(x))).map(f64::to_bits),
            "{rule:?}({x:?})"
        );
        for (x, slope) in x.into_iter().zip(slope) {
            let want = Dual::<f64, 1>::new(x, [1.0]).unary(rule).parts().1[0];
            // Subnormal numbers have no relative accuracy, and are counted in their own units.
            let same = slope == want || ulps(slope, want, 0.0) <= 5.0;
            assert!(same, "{rule:?}'({x:?}) = {slope:?}, not {want:?}");
        }
    }
}

#[test]
fn derivatives_that_share_work() {
    best(Slopes);
    if has_avx2() {
        Slopes.visit::<Avx2>();
    }
}
