//! Containers of the standard library that hold smooth values.

use stochastic_grad::prelude::*;

program! {
    /// Maps and queues.
    mod maps;
    check Cached, at (0.6, 0.3), |p, rng| cached(p.a, p.b, rng);

    use std::collections::{BTreeMap, HashMap, VecDeque};
    #[stochastic_grad]
    fn cached(a: f64, b: f64, _rng: &mut impl Rng) -> f64 {
        let mut cache: HashMap<u32, f64> = HashMap::new();
        cache.insert(1, a);
        cache.insert(2, 1.0);
        *cache.entry(3).or_insert(0.0) += b;
        let x = cache[&1] + cache.get(&3).copied().unwrap_or(0.0) + cache.values().sum::<f64>();
        let mut q: VecDeque<f64> = VecDeque::new();
        q.push_back(0.0);
        q.push_back(a);
        q.push_front(b);
        let first = q.pop_front().unwrap();
        let mut t: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
        t.entry("x").or_default().push(a);
        t.entry("x").or_default().push(1.0);
        let mut m = BTreeMap::new();
        for (i, v) in [a, 1.0, b].into_iter().enumerate() {
            m.insert(i, v);
        }
        x + first * q[1] + t["x"].iter().sum::<f64>() + m.iter().map(|(k, v)| *k as f64 * v).sum::<f64>()
    }
}

program! {
    /// Cells, shared and boxed values.
    mod shared;
    check Sharing, at (0.6, 0.3), |p, rng| sharing(p.a, p.b, rng);

    use std::cell::{Cell, RefCell};
    use std::rc::Rc;
    #[stochastic_grad]
    fn sharing(a: f64, b: f64, _rng: &mut impl Rng) -> f64 {
        let total = RefCell::new(0.0);
        let add = |x: f64| *total.borrow_mut() += x;
        add(a);
        add(1.0);
        let c = Cell::new(0.0);
        c.set(a);
        let shared = Rc::new(RefCell::new(vec![0.0; 2]));
        shared.borrow_mut()[0] = b;
        let boxed: Box<[f64]> = vec![a, 1.0].into_boxed_slice();
        let one = Box::new(1.0);
        let t = *total.borrow();
        t * c.get() + shared.borrow()[0] + boxed[0] * boxed[1] + *one
    }
}

program! {
    /// Containers of constants that become smooth later.
    mod late;
    check Filled, at (0.6, 0.3), |p, rng| filled(p.a, p.b, rng);

    #[stochastic_grad]
    fn filled(a: f64, b: f64, _rng: &mut impl Rng) -> f64 {
        let mut v = vec![None; 3];
        v[0] = Some(a);
        let mut t = vec![(0.0, 0); 2];
        t[1] = (b, 2);
        let mut u = vec![[0.0; 2]; 2];
        u[0][1] = a;
        let mut w = [(0.0, 0.0); 2];
        w[0].1 = b;
        let mut x = vec![Vec::new(); 2];
        x[0].push(a);
        x[1].push(1.0);
        let mut y = [[0.0; 2]; 2];
        y[1] = [a, 1.0];
        let mut z = (vec![0.0; 2], 1.0);
        z.0[1] = b;
        z.1 *= a;
        let mut s = Some(vec![0.0]);
        if let Some(v) = &mut s {
            v.push(a);
        }
        let mut best = (0, f64::NEG_INFINITY);
        for i in 0..3 {
            if i == 1 {
                best = (i, a * i as f64);
            }
        }
        v[0].unwrap()
            + t[1].0 * t[1].1 as f64
            + u[0][1]
            + w[0].1
            + x[0][0]
            + x[1][0]
            + y[1][0]
            + z.0[1] * z.1
            + s.unwrap().iter().sum::<f64>()
            + best.1
    }
}
