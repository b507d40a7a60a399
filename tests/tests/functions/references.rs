//! Mutable references: what is written through them arrives.

use stochastic_grad::prelude::*;

program! {
    /// Bindings by reference.
    mod bindings;
    check Bound, at (0.6, 0.3), |p, rng| bound(p.a, p.b, rng);

    #[stochastic_grad]
    fn bound(a: f64, b: f64, _rng: &mut impl Rng) -> f64 {
        let mut referenced = Some(1.0);
        if let Some(ref mut r) = referenced {
            *r += b;
        }
        let mut pair = (0.0, 1.0);
        let (ref mut x, _) = pair;
        *x += a;
        let ref y = a;
        let &z = &b;
        referenced.unwrap() * pair.0 + y * z
    }
}

program! {
    /// Two references at once: what is written through them arrives.
    mod pairs;
    check Paired, at (0.6, 0.3), |p, rng| paired(p.a, p.b, rng);

    #[stochastic_grad]
    fn paired(a: f64, b: f64, _rng: &mut impl Rng) -> f64 {
        let (mut p, mut q) = (0.0, 0.0);
        {
            let (x, y) = (&mut p, &mut q);
            *x += a;
            *y = 1.0;
        }
        p * q * b
    }
}

program! {
    /// A reference chosen by a branch.
    mod chosen;
    check Choosing, at (0.6, 0.3), |p, rng| choosing(p.a, p.b, rng);

    #[stochastic_grad]
    fn choosing(a: f64, b: f64, _rng: &mut impl Rng) -> f64 {
        let (mut p, mut v) = (0.0, vec![0.0; 2]);
        let r = if b.detach() > 0.0 { &mut p } else { &mut v[0] };
        *r += a;
        p + v[0]
    }
}

program! {
    /// References in a list.
    mod lists;
    check Listed, at (0.6, 0.3), |p, rng| listed(p.a, p.b, rng);

    #[stochastic_grad]
    fn listed(a: f64, b: f64, _rng: &mut impl Rng) -> f64 {
        let (mut p, mut q) = (0.0, 0.0);
        for x in vec![&mut p, &mut q] {
            *x += a;
        }
        for x in [&mut p, &mut q] {
            *x *= b;
        }
        p + q
    }
}

program! {
    /// References in options and matches.
    mod optional;
    check Opted, at (0.6, 0.3), |p, rng| opted(p.a, p.b, rng);

    #[stochastic_grad]
    fn opted(a: f64, b: f64, _rng: &mut impl Rng) -> f64 {
        let mut p = 0.0;
        let s = Some(&mut p);
        if let Some(x) = s {
            *x = a;
        }
        let mut pair = (0.0, 1.0);
        let t = match 1 {
            1 => &mut pair.0,
            _ => &mut pair.1,
        };
        *t = b;
        p + pair.0
    }
}

program! {
    /// References of all kinds.
    mod mixed;
    check Mixing, at (0.6, 0.3), |p, rng| mixing(p.a, p.b, rng);

    #[stochastic_grad]
    fn mixing(a: f64, b: f64, _rng: &mut impl Rng) -> f64 {
        let mut xs = vec![0.0, 1.0];
        let mut ys = [a, b];
        for x in ys.iter_mut().chain(xs.iter_mut()) {
            *x += a;
        }
        let mut refs = Vec::new();
        for x in xs.iter_mut() {
            refs.push(x);
        }
        *refs[0] *= b;
        let view = &mut xs[..];
        view[1] = a;
        let mut it = [0.0; 2];
        let [ref mut u, ref mut v] = it;
        *u = a;
        *v = b;
        let mut lo = 0.0;
        let mut hi = 1.0;
        let pick = |k: usize| k;
        let which = if pick(1) == 1 { &mut lo } else { &mut hi };
        *which = *which + a;
        let mut z = 1.0;
        let w = &mut z;
        std::mem::swap(w, &mut lo);
        ys[0] + xs[0] * xs[1] + it[0] * it[1] + lo + hi + z
    }
}

program! {
    /// A reference in a struct.
    mod held;
    check Holding, at (0.6, 0.3), |p, rng| holding(p.a, p.b, rng);

    #[stochastic_grad]
    fn holding(a: f64, b: f64, _rng: &mut impl Rng) -> f64 {
        struct Acc<'a, T = f64> {
            total: &'a mut T,
            scale: T,
        }
        let mut p = 0.0;
        let acc = Acc { total: &mut p, scale: a };
        *acc.total += acc.scale * b;
        p
    }
}
