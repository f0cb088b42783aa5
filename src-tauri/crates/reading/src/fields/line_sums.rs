//! The sums that lines must have, and the sums that stand among them.

use std::collections::BTreeSet;

use liasse_domain::{Amount, DocumentKind, LineItem};

use super::amounts::{Candidate, Form};
use super::totals::Totals;

/// Sums that the lines may have, the most usual first: without tax, with tax, either with what stands outside tax, and what
/// is left when a discount or a surcharge that is printed beside them is taken away.
pub struct Targets {
    sums: Vec<i64>,
}

impl Targets {
    /// The sums of a document.
    pub fn of(totals: &Totals, kind: DocumentKind, numbers: &[Candidate]) -> Targets {
        let outside = totals.outside.map_or(0, |pick| pick.amount.cents());
        let mut picks = [totals.ht, totals.ttc];
        if matches!(kind, DocumentKind::ExpenseReport | DocumentKind::Receipt) {
            // What an employee spent and what a till takes is with tax.
            picks.reverse();
        }
        let mut sums = Vec::new();
        for pick in picks.into_iter().flatten() {
            let cents = pick.amount.cents();
            sums.extend([cents, cents + outside, cents - outside]);
        }
        sums.dedup();
        if let Some(net) = totals.ht.or(totals.ttc) {
            sums.extend(before_adjustment(net.amount.cents(), numbers));
        }
        Targets { sums }
    }
    /// Place of the sum that amounts add up to, within two cents.
    pub fn rank(&self, amounts: impl Iterator<Item = Amount>) -> Option<usize> {
        let sum: i64 = amounts.map(Amount::cents).sum();
        self.sums.iter().position(|target| (target - sum.abs()).abs() <= 2)
    }
    /// Whether amounts add up to one of them.
    pub fn met(&self, amounts: impl Iterator<Item = Amount>) -> bool {
        self.rank(amounts).is_some()
    }
}

/// Printed sums that differ from the total without tax by another printed amount, less than half of it: `Brut 368,22`,
/// `Remise 18,41`, `Total HT 349,81`; `Transport 10 466,11`, `Index gazole 915,78`, `Total HT 11 381,89`.
fn before_adjustment(net: i64, numbers: &[Candidate]) -> Vec<i64> {
    let printed: BTreeSet<i64> = numbers
        .iter()
        .filter(|number| number.form == Form::Money)
        .filter_map(|number| number.amount())
        .map(Amount::cents)
        .collect();
    let adjusted = |sum: &&i64| {
        let by = (**sum - net).abs();
        by > 0 && 2 * by < net && printed.contains(&by)
    };
    printed.iter().filter(adjusted).copied().collect()
}

/// The lines without the sums among them (`Sous-total`, `Total fournitures`), where only without them they add up.
pub fn without_sums(items: Vec<LineItem>, targets: &Targets) -> Vec<LineItem> {
    if items.is_empty() || targets.met(items.iter().filter_map(|item| item.amount)) {
        return items;
    }
    let mut group = Group::default();
    let kept: Vec<LineItem> = items
        .iter()
        .filter(|item| item.amount.is_none_or(|amount| !group.closes(amount, 2)))
        .cloned()
        .collect();
    let better = !kept.is_empty() && targets.met(kept.iter().filter_map(|item| item.amount));
    if better { kept } else { items }
}

/// Lines one under the other since the last sum.
#[derive(Debug, Default, Clone, Copy)]
pub struct Group {
    cents: i64,
    lines: usize,
}

impl Group {
    /// Whether an amount is the sum of the lines since the last sum, `least` of them at the least: it closes the group. If not, it is
    /// a line of it.
    pub fn closes(&mut self, amount: Amount, least: usize) -> bool {
        let closes = self.lines >= least.max(1) && (self.cents - amount.cents()).abs() <= 2;
        if closes {
            *self = Group::default();
        } else {
            self.add(amount);
        }
        closes
    }
    /// One line more.
    pub fn add(&mut self, amount: Amount) {
        self.cents += amount.cents();
        self.lines += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(cents: &[i64]) -> Vec<LineItem> {
        let item = |cents: &i64| LineItem {
            description: String::new(),
            quantity: None,
            unit: None,
            unit_price: None,
            vat_rate: None,
            amount: Some(Amount::from_cents(*cents)),
        };
        cents.iter().map(item).collect()
    }

    fn kept(cents: &[i64], target: i64) -> Vec<i64> {
        let kept = without_sums(items(cents), &Targets { sums: vec![target] });
        kept.iter().filter_map(|item| item.amount).map(Amount::cents).collect()
    }

    #[test]
    fn sums_among_the_lines_are_no_lines() {
        assert_eq!(kept(&[49_050, 30_900, 79_950], 79_950), [49_050, 30_900]);
        assert_eq!(kept(&[1_000, 2_000, 3_000, 500, 700, 1_200], 4_200), [1_000, 2_000, 500, 700]);
        // Two of ten and one of twenty: all of them are lines when they add up so.
        assert_eq!(kept(&[1_000, 1_000, 2_000], 4_000), [1_000, 1_000, 2_000]);
        // Nothing adds up: nothing is left out.
        assert_eq!(kept(&[1_000, 1_000, 2_000], 9_999), [1_000, 1_000, 2_000]);
    }
}
