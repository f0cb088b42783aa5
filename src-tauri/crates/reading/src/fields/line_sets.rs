//! Sets of the lines of tax that a paper prints: one line a rate.

use liasse_domain::{VatLine, VatRate};

use super::rates::Printed;

/// A set of lines of tax of different rates.
#[derive(Debug, Clone, Default)]
pub(super) struct LineSet {
    pub lines: Vec<VatLine>,
    pub first: Option<usize>,
    pub base: i64,
    pub tax: i64,
    pub weight: f32,
    pub printed: bool,
    /// Well-attested rates that the paper prints and this set leaves out.
    pub left_out: usize,
    /// Cents by which bases computed from rounded taxes may be off.
    pub slack: i64,
}

/// The sets of lines of tax that may be the document's.
pub(super) fn line_sets(printed: &[Printed]) -> Vec<LineSet> {
    let mut by_rate: Vec<(VatRate, Vec<&Printed>)> = Vec::new();
    for line in printed.iter().filter(|line| !line.in_lines) {
        match by_rate.iter_mut().find(|(rate, _)| *rate == line.line.rate) {
            Some((_, lines)) if lines.len() < 4 => lines.push(line),
            Some(_) => {}
            None => by_rate.push((line.line.rate, vec![line])),
        }
    }
    by_rate.truncate(6);
    let mut sets = vec![LineSet { printed: true, ..LineSet::default() }];
    for (_, lines) in &by_rate {
        let mut grown = Vec::new();
        for set in &sets {
            for line in lines {
                let mut next = set.clone();
                next.lines.push(line.line);
                next.first = next.first.or(Some(line.tax));
                next.base += line.line.base.cents();
                next.tax += line.line.amount.cents();
                next.weight += line.weight;
                next.printed &= line.base.is_some();
                if line.base.is_none() {
                    next.slack += 5_100 / i64::from(line.line.rate.basis_points().max(1)) + 1;
                }
                grown.push(next);
            }
        }
        sets.extend(grown);
        sets.truncate(600);
    }
    sets.retain(|set| !set.lines.is_empty());
    for set in &mut sets {
        let strong = |rate: &VatRate, lines: &[&Printed]| {
            lines.iter().any(|line| line.weight > 0.6 && line.attested)
                && !set.lines.iter().any(|line| line.rate == *rate)
        };
        set.left_out = by_rate.iter().filter(|(rate, lines)| strong(rate, lines)).count();
    }
    // Tax printed line by line (expense reports): summed per rate.
    let mut summed: Vec<VatLine> = Vec::new();
    let mut seen: Vec<usize> = Vec::new();
    let mut first = None;
    for line in printed.iter().filter(|line| line.in_lines && line.base.is_some()) {
        if seen.contains(&line.tax) || line.base.is_some_and(|base| seen.contains(&base)) {
            continue;
        }
        seen.extend([Some(line.tax), line.base].into_iter().flatten());
        first = first.or(Some(line.tax));
        match summed.iter_mut().find(|sum| sum.rate == line.line.rate) {
            Some(sum) => {
                sum.base += line.line.base;
                sum.amount += line.line.amount;
            }
            None => summed.push(line.line),
        }
    }
    if !summed.is_empty() {
        sets.push(LineSet {
            base: summed.iter().map(|l| l.base.cents()).sum(),
            tax: summed.iter().map(|l| l.amount.cents()).sum(),
            lines: summed,
            first,
            weight: 0.6,
            printed: true,
            left_out: 0,
            slack: 0,
        });
    }
    sets
}
