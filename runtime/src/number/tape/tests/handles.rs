//! Programs that use handles in every way.

use super::programs;

programs! {
    1e-13;
    [-2.0, 2.0] a_loop |x, z| {
        let mut sum = crate::Smooth::constant(0.0);
        for j in 0..300 {
            sum += x[j % 4] * (j as f64 * 0.37).sin();
        }
        sum * sum
    };
    [-2.0, 2.0] a_loop_that_subtracts |x, z| {
        let mut sum = x[0] + x[1];
        for j in 0..100 {
            sum -= x[j % 4] * (j as f64 * 0.37).cos() + z;
        }
        sum * z
    };
    [-2.0, 2.0] a_loop_from_the_left |x, z| (0..100).fold(x[0], |sum, j| x[j % 4] * (j as f64).sin() + sum);
    [-2.0, 2.0] an_old_handle |x, z| {
        let early = x[0] + x[1];
        let late = early + x[2];
        early * late
    };
    [-2.0, 2.0] old_handles_of_every_age |x, z| {
        let mut sum = x[0];
        let mut ages = vec![sum];
        for j in 0..90 {
            sum += x[j % 4] * (1.0 + 0.01 * j as f64);
            ages.push(sum);
        }
        ages.iter().enumerate().map(|(j, s)| (*s * 0.05 * j as f64).sin()).sum::<crate::Smooth<D>>()
    };
    [-2.0, 2.0] an_old_handle_is_extended_again |x, z| {
        let early = x[0] + x[1];
        let one = early + x[2];
        let other = early + x[3];
        one * other * early
    };
    [-2.0, 2.0] an_old_handle_and_the_new_one |x, z| {
        let early = x[0] + x[1] * 3.0;
        let late = early + x[2];
        (late - early) * (early + late) + (early - late * 0.5)
    };
    [-2.0, 2.0] used_before_it_is_extended |x, z| {
        let mut sum = x[0] + x[1];
        let y = sum.exp();
        sum += x[2];
        y * sum
    };
    [-2.0, 2.0] scaled_before_it_is_extended |x, z| {
        let sum = x[0] + x[1];
        let half = sum * 0.5;
        let more = sum + x[2];
        half * more + half
    };
    [-2.0, 2.0] added_to_itself |x, z| {
        let sum = x[0] + x[1];
        let double = sum + sum;
        (double + sum) * double + (sum - sum)
    };
    [-2.0, 2.0] doubled_again_and_again |x, z| (0..20).fold(x[0] * 1e-3 + x[1], |y, _| y + y * 0.5);
    [-2.0, 2.0] a_difference_that_is_nothing |x, z| (x[0] - x[0]) * x[1] + (x[2] * 2.0 - x[2] - x[2]).exp();
    [-2.0, 2.0] squares_of_sums |x, z| {
        let s = x[0] + x[1] - x[2];
        s * s * s * x[3]
    };
    [0.3, 1.5] products_over_loops |x, z| (0..40).map(|j| x[j % 4] * (1.0 - 0.02 * j as f64)).product::<crate::Smooth<D>>();
    [-2.0, 2.0] sums_of_products |x, z| {
        let mut sum = crate::Smooth::constant(0.0);
        for j in 0..60 {
            sum += x[j % 4] * x[(j * 7 + 1) % 4] * z;
        }
        sum
    };
    [-2.0, 2.0] sums_in_sums |x, z| {
        let mut outer = crate::Smooth::constant(1.0);
        for i in 0..10 {
            let mut inner = crate::Smooth::constant(0.1);
            for j in 0..10 {
                inner += x[j % 4] * (i as f64 + 0.5 - j as f64);
            }
            outer += inner.softplus();
            outer += inner * 0.1;
        }
        outer
    };
    [-2.0, 2.0] two_sums_in_turn |x, z| {
        let (mut a, mut b) = (x[0], x[1]);
        for j in 0..50 {
            (a, b) = (a + b * 0.1 - x[j % 4], b + a * 0.1 + x[2] * z);
        }
        a * b
    };
    [-2.0, 2.0] constants_first |x, z| {
        let mut sum = crate::Smooth::constant(2.0) * z + 1.0;
        sum = sum * sum - z;
        sum += x[0];
        sum += z;
        sum * x[1]
    };
    [-2.0, 2.0] nothing_moves |x, z| z * z + 1.0;
    [-2.0, 2.0] a_parameter_itself |x, z| x[2];
    [-2.0, 2.0] a_scaled_parameter |x, z| 3.0 - x[2] * 2.0;
    [-2.0, 2.0] a_walk |x, z| (0..100).fold(x[0], |y, _| y + (x[1] - y) * 0.1 + x[2] * z * 0.01);
    [0.2, 2.0] a_price |x, z| {
        let mut s = x[0];
        let mut total = crate::Smooth::constant(0.0);
        for _ in 0..50 {
            s *= ((x[1] - 0.5 * x[2] * x[2]) * 0.01 + x[2] * z * 0.1).exp();
            total += s;
        }
        (total / 50.0 - x[3]).max(0.0)
    };
    [-2.0, 2.0] ties |x, z| x[0].max(x[0]) + x[1].min(x[1] * 1.0) + (x[2] - x[2]).abs() + x[3].max(x[2]).min(x[1]).max(x[0]);
    [-2.0, 2.0] a_clamp_in_a_loop |x, z| (0..50).fold(x[0], |y, j| (y + x[j % 4] * 0.3).clamp(-1.0, 1.0 + x[3] * 0.1));
    [-2.0, 2.0] sums_of_references |x, z| x.iter().sum::<crate::Smooth<D>>() * x.iter().map(|x| x * x).sum::<crate::Smooth<D>>();
    [-2.0, 2.0] a_quadratic_form |x, z| {
        let mut sum = crate::Smooth::constant(0.0);
        for i in 0..4 {
            let mut row = crate::Smooth::constant(0.0);
            for (j, x) in x.iter().enumerate() {
                row += x * (1.0 / (1.0 + i as f64 + j as f64));
            }
            sum += row * x[i];
        }
        sum
    };
    [-2.0, 2.0] a_logistic_regression |x, z| {
        let mut sum = crate::Smooth::constant(0.0);
        for i in 0..30 {
            let mut logit = crate::Smooth::constant(0.0);
            for (j, x) in x.iter().enumerate() {
                logit += x * ((i * 4 + j) as f64).sin();
            }
            sum += logit * 0.5 - logit.softplus();
        }
        sum
    };
    [-2.0, 2.0] vectors |x, z| {
        let y: Vec<_> = (0..20).map(|j| x[j % 4] * 0.5 + x[(j + 1) % 4]).collect();
        y.windows(2).fold(crate::Smooth::constant(0.0), |sum, w| sum + (w[1] - w[0] * 0.9) * (w[1] - w[0] * 0.9))
    };
    [-2.0, 2.0] a_loop_of_functions |x, z| {
        let mut sum = crate::Smooth::constant(0.0);
        for j in 0..200 {
            sum += (x[j % 4] * (j as f64 * 0.37).sin()).sin() * z;
        }
        sum * sum + sum
    };
    [-2.0, 2.0] a_loop_of_functions_and_nodes |x, z| {
        let mut sum = x[0] + x[1];
        for j in 0..150 {
            match j % 5 {
                0 => sum += x[j % 4].exp() * 0.1,
                1 => sum -= x[(j + 1) % 4].sin(),
                2 => sum += x[j % 4] * 0.3,
                3 => sum = x[j % 4].cos() * z + sum,
                _ => sum += x[j % 4] * x[(j + 1) % 4],
            }
        }
        sum
    };
    [-2.0, 2.0] sums_of_functions_in_a_loop |x, z| {
        let mut sum = crate::Smooth::constant(0.0);
        for j in 0..100 {
            sum += x[j % 4].sin() - x[(j + 1) % 4].cos();
            sum += x[j % 4].exp() + x[(j + 2) % 4].exp();
            sum -= x[j % 4].sin() + x[(j + 1) % 4].softplus();
            sum += (x[j % 4].sin() + x[(j + 3) % 4] * z) * 0.5;
        }
        sum
    };
    [-2.0, 2.0] old_sums_of_functions |x, z| {
        let early = x[0].sin() + x[1].cos();
        let late = early + x[2].exp();
        let later = late + x[3].tanh();
        let again = early + x[3].sin();
        early * late + later * again - (later - early) * 0.5 + (early + again) + (late - late)
    };
    [-2.0, 2.0] old_sums_of_functions_of_every_age |x, z| {
        let mut sum = x[0].sin();
        let mut ages = vec![sum];
        for j in 0..140 {
            sum += (x[j % 4] * (1.0 + 0.01 * j as f64)).cos();
            ages.push(sum);
        }
        let late: crate::Smooth<D> = ages.iter().enumerate().map(|(j, s)| (*s * 0.002 * j as f64).sin()).sum();
        late + ages[3] + ages[70] * 2.0 + ages[139] * z
    };
    [-2.0, 2.0] sums_of_functions_side_by_side |x, z| {
        let a = x[0].sin() + x[1].sin();
        let b = x[2].cos() + x[3].cos();
        let both = a + b;
        let first = both * both + b * x[0] + a.sin();
        let other = b + a;
        first + both * a + other * b + (a - b) + (both - a) * z + both + (a * 2.0 + b) * 0.1
    };
    [-2.0, 2.0] functions_of_sums_of_functions |x, z| {
        (0..30).fold(x[0].sin() + x[1].cos(), |y, j| (y + x[j % 4].tanh()).sin() + y * 0.5 + x[2].exp() * 0.01)
    };
    [-2.0, 2.0] functions_less_themselves |x, z| {
        let y = x[0].exp();
        let zero = y - y;
        (zero + x[1]) * (y * 2.0 - y) + (y + x[0] - y * z) + zero.sin()
    };
    [-2.0, 2.0] inner_sums_of_functions |x, z| {
        let mut outer = crate::Smooth::constant(0.5);
        for i in 0..12 {
            let mut inner = crate::Smooth::constant(1.0);
            for j in 0..7 {
                inner += (x[j % 4] * (i as f64 - j as f64) * 0.1).sin();
                outer += x[(i + j) % 4].cos() * 0.01;
            }
            outer += inner.softplus();
            outer += inner;
        }
        outer
    };
    [0.2, 2.0] divisions |x, z| x[0] / x[1] / x[2] / z / 2.0 * (z / x[3]) / (x[0] / x[0]);
}
