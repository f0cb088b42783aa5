//! Places that may bear the totals.

use std::collections::HashMap;

use super::super::assemble::Work;
use super::super::rates::lawful;
use super::super::roles::{Figure, ROLES};
use super::Place;
use super::surroundings::{Outline, around};

/// Whether a tax is that of a base under a lawful rate, to the cent.
pub(in super::super) fn taxes(base: i64, tax: i64, rates: &[u16]) -> bool {
    tax > 0
        && rates.iter().any(|rate| {
            let exact = base * i64::from(*rate);
            (exact - tax * 10_000).abs() <= 10_000
        })
}

/// Amounts above which a paper is a long list, where each would be held against each other: the rules alone decide.
const MOST: usize = 600;

pub(super) fn places(work: &Work, page: &Outline) -> Vec<Place> {
    let figures: Vec<&Figure> = work.figures.iter().filter(|f| !f.amount.is_zero()).collect();
    if figures.len() > MOST {
        return Vec::new();
    }
    let rates = lawful(work.country);
    let mut times: HashMap<i64, usize> = HashMap::new();
    let mut free: HashMap<i64, usize> = HashMap::new();
    for figure in &figures {
        *times.entry(figure.amount.cents()).or_insert(0) += 1;
        *free.entry(figure.amount.cents()).or_insert(0) += usize::from(!figure.in_lines && !figure.tail);
    }
    let mut distinct: Vec<i64> = times.keys().copied().collect();
    distinct.sort_unstable();
    let has = |cents: i64| times.contains_key(&cents);
    let lines: i64 = {
        let mut last: HashMap<usize, i64> = HashMap::new();
        for figure in figures.iter().filter(|f| f.in_lines) {
            last.insert(figure.row, figure.amount.cents());
        }
        last.values().sum()
    };
    let flag = |is: bool| f32::from(u8::from(is));
    let largest = distinct.last().copied().unwrap_or(1);
    figures
        .iter()
        .enumerate()
        .filter_map(|(order, figure)| {
            let number = work.numbers.get(figure.index)?;
            let cents = figure.amount.cents();
            let (mut measures, signs) = around(work, page, &number.span);
            let sums =
                distinct.iter().filter(|a| **a < cents && has(cents - **a) && **a * 2 <= cents).count();
            let added = distinct.iter().filter(|a| has(cents + **a)).count();
            // base + tax = this, this + tax, this as tax
            let as_ttc = distinct.iter().any(|tax| has(cents - tax) && taxes(cents - tax, *tax, rates));
            let as_ht = distinct.iter().any(|tax| taxes(cents, *tax, rates) && has(cents + tax));
            let as_vat = distinct.iter().any(|base| taxes(*base, cents, rates) && has(base + cents));
            let taxed = distinct.iter().any(|tax| taxes(cents, *tax, rates));
            let based = distinct.iter().any(|base| taxes(*base, cents, rates));
            let above = distinct.len() - distinct.partition_point(|other| *other <= cents);
            measures.extend([
                (cents as f32 / 100.0 + 1.0).ln(),
                above as f32,
                above as f32 / distinct.len().max(1) as f32,
                cents as f32 / largest as f32,
                distinct.len() as f32,
                *times.get(&cents).unwrap_or(&1) as f32,
                *free.get(&cents).unwrap_or(&0) as f32,
                order as f32 / figures.len().max(1) as f32,
                (figures.len() - 1 - order) as f32,
                flag(figure.in_lines),
                flag(figure.negative),
                flag(figure.tail),
                flag(number.currency.is_some()),
                flag(figure.rate.is_some()),
                sums as f32,
                added as f32,
                flag(as_ttc),
                flag(as_ht),
                flag(as_vat),
                flag(taxed),
                flag(based),
                flag(lines == cents),
                flag(lines > 0 && has(lines) && has(cents - lines)),
                flag(work.mention.is_some()),
                flag(work.figures.iter().any(|f| f.amount.is_zero())),
            ]);
            measures.extend(ROLES.iter().map(|role| figure.role(*role)));
            Some(Place { text: figure.amount.to_string(), span: number.span.clone(), measures, signs })
        })
        .collect()
}
