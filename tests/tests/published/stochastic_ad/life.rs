//! The stochastic game of life: a board of (2 half + 1)² cells, each alive with probability p; in each turn a cell with
//! 3 of 4 neighbours is born, one with 0, 1 or 4 dies, except with probability 0.1; what lives in the end is counted.

use crate::row::{Row, gradient};
use stochastic_grad::prelude::*;

/// The probability that a dead cell is born, and that a living one dies, with 0, .., 4 living neighbours.
const FLIPS: [[f64; 5]; 2] = [[0.1, 0.1, 0.1, 0.9, 0.1], [0.9, 0.9, 0.1, 0.1, 0.9]];

/// How many neighbours of a cell live, on a board with a rim.
fn neighbours(board: &[bool], cell: usize, width: usize) -> usize {
    [cell - width, cell - 1, cell + 1, cell + width].iter().filter(|&&other| board[other]).count()
}

#[stochastic_grad]
fn life(p: f64, half: usize, turns: usize, rng: &mut impl Rng) -> Result<f64, Error> {
    let side = 2 * half + 1;
    let width = side + 2;
    let cells: Vec<usize> = (1..=side).flat_map(|i| (1..=side).map(move |j| i * width + j)).collect();
    let mut board = vec![false; width * width];
    for &cell in &cells {
        board[cell] = Bernoulli::new(p)?.perturb().sample(rng);
    }
    for _ in 0..turns {
        let old = board.clone();
        for &cell in &cells {
            let flips = FLIPS[usize::from(old[cell])][neighbours(&old, cell, width)];
            board[cell] ^= Bernoulli::new(flips)?.sample(rng);
        }
    }
    Ok(board.iter().filter(|&&alive| alive).count() as f64)
}

/// The derivative of the expected count on a board of nine cells: the probabilities of all 512 boards, turn by turn.
fn exact(p: f64, turns: usize) -> f64 {
    let chance = |k: i32| p.powi(k) * (1.0 - p).powi(9 - k);
    let slope = |board: u32| {
        let k = board.count_ones() as i32;
        chance(k) * (f64::from(k) / p - f64::from(9 - k) / (1.0 - p))
    };
    let mut slopes: Vec<f64> = (0..512).map(slope).collect();
    for _ in 0..turns {
        let mut next = vec![0.0; 512];
        for (old, slope) in slopes.iter().enumerate() {
            let flips = nine_flips(old);
            for (new, sum) in next.iter_mut().enumerate() {
                let factor = |(k, f): (usize, &f64)| if (old ^ new) >> k & 1 == 1 { *f } else { 1.0 - f };
                *sum += slope * flips.iter().enumerate().map(factor).product::<f64>();
            }
        }
        slopes = next;
    }
    slopes.iter().enumerate().map(|(board, slope)| f64::from(board.count_ones()) * slope).sum()
}

/// The probability of each of the nine cells to change.
fn nine_flips(bits: usize) -> [f64; 9] {
    let mut board = [false; 25];
    let place = |k: usize| (k / 3 + 1) * 5 + k % 3 + 1;
    for k in 0..9 {
        board[place(k)] = bits >> k & 1 == 1;
    }
    std::array::from_fn(|k| FLIPS[usize::from(board[place(k)])][neighbours(&board, place(k), 5)])
}

fn row(program: &'static str, half: usize, turns: usize, n: usize) -> Row {
    gradient!([program, "d/dp at 0.5", "perturb"], Life::new(half, turns), 0.5, p, n, None)
}

/// Small enough to know the truth.
pub(super) fn tiny() -> Row {
    row("game of life, N = 1, T = 3", 1, 3, 10_000).exact(exact(0.5, 3))
}

pub(super) fn small() -> Row {
    row("game of life, N = 3, T = 3", 3, 3, 2_000).long_run("39.89 ± 0.02").sharp(0.4)
}

pub(super) fn large() -> Row {
    let row = row("game of life, N = 12, T = 10", 12, 10, 600);
    row.published("159.7 ± 14.6").long_run("154.2 ± 0.3").sharp(9.0).variance_of_another("1461²", 10_000)
}
