//! Chance: fresh seeds, and the spread that a figure would have on other papers of the same kind.

use std::time::{SystemTime, UNIX_EPOCH};

const RESAMPLES: usize = 400;

/// A seed that no earlier run had: the papers are drawn anew.
pub fn fresh_seed() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |time| time.as_secs())
}

/// SplitMix64 (Steele, Lea, Flood 2014).
fn draw(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The standard error of a figure over papers, by the bootstrap: the papers are drawn again with replacement. The same
/// papers give the same error.
pub fn standard_error<T: Copy>(papers: &[T], figure: impl Fn(&[T]) -> f64) -> f64 {
    if papers.is_empty() {
        return 0.0;
    }
    let mut state = papers.len() as u64;
    let mut again = Vec::with_capacity(papers.len());
    let values: Vec<f64> = (0..RESAMPLES)
        .map(|_| {
            again.clear();
            again.extend(papers.iter().map(|paper| {
                let at = draw(&mut state) as usize % papers.len();
                papers.get(at).copied().unwrap_or(*paper)
            }));
            figure(&again)
        })
        .collect();
    deviation(&values)
}

/// Standard deviation of a few values.
pub fn deviation(values: &[f64]) -> f64 {
    if values.len() < 2 {
        return 0.0;
    }
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (squares / (values.len() - 1) as f64).sqrt()
}

/// The middle one of a few values, the lower of two.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len().checked_sub(1)? / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_has_the_error_that_theory_gives_it() {
        let papers: Vec<bool> = (0..100).map(|n| n % 10 != 0).collect();
        let share =
            |papers: &[bool]| papers.iter().filter(|right| **right).count() as f64 / papers.len() as f64;
        // sqrt(0.9 × 0.1 / 100) = 0.03
        assert!((standard_error(&papers, share) - 0.03).abs() < 0.005);
        assert_eq!(standard_error(&[true; 20], share), 0.0);
    }

    #[test]
    fn the_middle_value() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(&[4.0, 1.0]), Some(1.0));
        assert_eq!(median(&[]), None);
        assert_eq!(deviation(&[1.0]), 0.0);
    }
}
