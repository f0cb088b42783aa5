//! Gradient boosting of small trees under logistic loss, over measures that are sorted into bins.

use liasse_reading::fields::opinion::{Forest, Node};

use crate::chance::Chance;

/// Trees of a forest.
const TREES: usize = 120;
/// Leaves of a tree.
const LEAVES: usize = 12;
/// How much of each tree counts.
const STEP: f64 = 0.1;
/// Pull of a leaf towards nothing.
const PULL: f64 = 5.0;
/// Places that a leaf holds at least.
const LEAST: usize = 12;
/// Share of the measures that a tree may ask for, and of the places that it sees.
const MEASURES_SEEN: f64 = 0.4;
const PLACES_SEEN: f64 = 0.8;
/// Bins of a measure.
const BINS: usize = 64;

/// Rows of measures with what is true of them and how much each counts.
pub struct Table {
    pub rows: Vec<Vec<f32>>,
    pub truth: Vec<bool>,
    pub weight: Vec<f64>,
}

/// A measure's bins: the highest value of each, and the bin of each row.
struct Binned {
    edges: Vec<f32>,
    of: Vec<u8>,
}

fn bin(rows: &[Vec<f32>], measure: usize) -> Binned {
    let mut values: Vec<f32> = rows.iter().map(|row| row[measure]).collect();
    let all = values.clone();
    values.sort_by(f32::total_cmp);
    let mut distinct = values.clone();
    distinct.dedup();
    let mut edges: Vec<f32> = if distinct.len() <= BINS {
        distinct.windows(2).map(|pair| (pair[0] + pair[1]) / 2.0).collect()
    } else {
        (1..BINS).map(|at| values[at * values.len() / BINS]).collect()
    };
    edges.dedup();
    let of = all.iter().map(|value| edges.partition_point(|edge| *edge < *value) as u8).collect();
    Binned { edges, of }
}

/// A leaf while its tree grows.
struct Growing {
    rows: Vec<usize>,
    node: usize,
    best: Option<Split>,
}

#[derive(Clone, Copy)]
struct Split {
    gain: f64,
    measure: usize,
    bin: u8,
}

struct Slopes {
    slope: Vec<f64>,
    bend: Vec<f64>,
}

fn sums(slopes: &Slopes, rows: &[usize]) -> (f64, f64) {
    rows.iter().fold((0.0, 0.0), |(g, h), row| (g + slopes.slope[*row], h + slopes.bend[*row]))
}

fn best_split(columns: &[Binned], asked: &[usize], slopes: &Slopes, rows: &[usize]) -> Option<Split> {
    let (all_slope, all_bend) = sums(slopes, rows);
    let worth = |slope: f64, bend: f64| slope * slope / (bend + PULL);
    let mut best: Option<Split> = None;
    for &measure in asked {
        let column = &columns[measure];
        let mut bins = vec![(0.0_f64, 0.0_f64, 0_usize); column.edges.len() + 1];
        for row in rows {
            let bin = &mut bins[usize::from(column.of[*row])];
            bin.0 += slopes.slope[*row];
            bin.1 += slopes.bend[*row];
            bin.2 += 1;
        }
        let (mut slope, mut bend, mut count) = (0.0, 0.0, 0);
        for (at, bin) in bins.iter().enumerate().take(column.edges.len()) {
            slope += bin.0;
            bend += bin.1;
            count += bin.2;
            if count < LEAST || rows.len() - count < LEAST {
                continue;
            }
            let gain =
                worth(slope, bend) + worth(all_slope - slope, all_bend - bend) - worth(all_slope, all_bend);
            if gain > 1e-6 && best.is_none_or(|best| gain > best.gain) {
                best = Some(Split { gain, measure, bin: at as u8 });
            }
        }
    }
    best
}

/// A tree as it grows: children by index, leaves with their rows.
enum Draft {
    Leaf(f64),
    Question { measure: usize, bin: u8, left: usize, right: usize },
}

fn grow(columns: &[Binned], asked: &[usize], slopes: &Slopes, rows: Vec<usize>) -> Vec<Draft> {
    let value = |rows: &[usize]| {
        let (slope, bend) = sums(slopes, rows);
        -STEP * slope / (bend + PULL)
    };
    let mut nodes = vec![Draft::Leaf(value(&rows))];
    let best = best_split(columns, asked, slopes, &rows);
    let mut leaves = vec![Growing { rows, node: 0, best }];
    while leaves.len() < LEAVES {
        let gain = |leaf: &Growing| leaf.best.map_or(0.0, |best| best.gain);
        let Some(at) = (0..leaves.len()).max_by(|a, b| gain(&leaves[*a]).total_cmp(&gain(&leaves[*b])))
        else {
            break;
        };
        let Some(split) = leaves[at].best else { break };
        let leaf = leaves.swap_remove(at);
        let (lower, upper): (Vec<usize>, Vec<usize>) =
            leaf.rows.iter().partition(|row| columns[split.measure].of[**row] <= split.bin);
        let children = [lower, upper].map(|rows| {
            nodes.push(Draft::Leaf(value(&rows)));
            let best = best_split(columns, asked, slopes, &rows);
            leaves.push(Growing { rows, node: nodes.len() - 1, best });
            nodes.len() - 1
        });
        nodes[leaf.node] =
            Draft::Question { measure: split.measure, bin: split.bin, left: children[0], right: children[1] };
    }
    nodes
}

/// Lays a tree out: what is below a question follows it, what is above is pointed to.
fn lay(drafts: &[Draft], at: usize, columns: &[Binned], out: &mut Vec<Node>) {
    match &drafts[at] {
        Draft::Leaf(value) => out.push(Node::Leaf(*value as f32)),
        Draft::Question { measure, bin, left, right } => {
            let here = out.len();
            out.push(Node::Leaf(0.0));
            lay(drafts, *left, columns, out);
            let behind = out.len() as u16;
            out[here] = Node::Question {
                measure: *measure as u16,
                threshold: columns[*measure].edges[usize::from(*bin)],
                right: behind,
            };
            lay(drafts, *right, columns, out);
        }
    }
}

/// Log-odds of a row, whose last measure is the sum of the signs.
fn of_row(forest: &Forest, row: &[f32]) -> f64 {
    let (told, measures) = row.split_last().map_or((0.0, row), |(told, rest)| (*told, rest));
    f64::from(forest.log_odds(measures, told))
}

/// Learns a forest, from nothing or onto the trees of one `before`.
pub fn learn(table: &Table, before: Option<&Forest>, chance: &mut Chance) -> Forest {
    let width = table.rows.first().map_or(0, Vec::len);
    let columns: Vec<Binned> = (0..width).map(|measure| bin(&table.rows, measure)).collect();
    let total: f64 = table.weight.iter().sum();
    let right: f64 = table.weight.iter().zip(&table.truth).filter(|(_, is)| **is).map(|(w, _)| w).sum();
    let share = (right / total.max(1.0)).clamp(1e-4, 0.5);
    let start = (share / (1.0 - share)).ln();
    let mut forest = before.cloned().unwrap_or_else(|| Forest { start: start as f32, trees: Vec::new() });
    let mut odds: Vec<f64> = table.rows.iter().map(|row| of_row(&forest, row)).collect();
    for _ in 0..TREES {
        let mut slopes = Slopes { slope: Vec::new(), bend: Vec::new() };
        for ((odds, is), weight) in odds.iter().zip(&table.truth).zip(&table.weight) {
            let probability = 1.0 / (1.0 + (-odds).exp());
            slopes.slope.push(weight * (probability - f64::from(u8::from(*is))));
            slopes.bend.push(weight * probability * (1.0 - probability));
        }
        let rows: Vec<usize> = (0..table.rows.len()).filter(|_| chance.happens(PLACES_SEEN)).collect();
        let asked: Vec<usize> = (0..width).filter(|_| chance.happens(MEASURES_SEEN)).collect();
        let drafts = grow(&columns, &asked, &slopes, rows);
        let mut tree = Vec::new();
        lay(&drafts, 0, &columns, &mut tree);
        let one = Forest { start: 0.0, trees: vec![tree] };
        for (odds, row) in odds.iter_mut().zip(&table.rows) {
            *odds += of_row(&one, row);
        }
        forest.trees.extend(one.trees);
    }
    forest
}
