//! Sums that share a row: the label says that they are totals, the headings of their columns say of what; and the tax that
//! is told in brackets behind the total that includes it.

use std::collections::HashMap;

use super::above::Above;
use super::amounts::{Candidate, Form};
use super::label_words::run_of;
use super::labels::{Concept, Label, Labels};
use super::roles::ROLES;
use super::text::Sheet;
use super::words as lists;

/// `Total à payer   362,66   72,53   435,19` under `HT`, `TVA`, `TTC`: one label before several sums says that they are the
/// totals of their columns, and the headings say of what.
pub(super) fn under_heading(
    sheet: &Sheet,
    labels: &Labels,
    numbers: &[Candidate],
    by_row: &HashMap<usize, Vec<usize>>,
    number: &Candidate,
    above: &Above,
    left: &mut Vec<(Concept, f32)>,
) {
    let money: Vec<&Candidate> = by_row
        .get(&number.row)
        .into_iter()
        .flatten()
        .filter_map(|i| numbers.get(*i))
        .filter(|n| n.form == Form::Money && !n.tail)
        .collect();
    let Some(first) = money.first().filter(|_| !number.tail) else { return };
    let announcing: Vec<&Label> =
        labels.on_row(number.row).iter().filter(|label| ROLES.contains(&label.concept)).collect();
    let sum = announcing
        .iter()
        .any(|label| matches!(label.concept, Concept::Total | Concept::Due | Concept::Ttc) && label.opens);
    let one = announcing.iter().all(|label| {
        label.span.end <= first.span.start
            && run_of(sheet, label) == announcing.first().map_or(0, |label| run_of(sheet, label))
    });
    let best = above
        .senses
        .iter()
        .filter(|(concept, _)| matches!(concept, Concept::Ttc | Concept::Ht | Concept::Vat))
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(concept, _)| *concept);
    if money.len() < 2 || !sum || !one {
        return;
    }
    let Some(concept) = best else { return };
    if concept == Concept::Ttc {
        for label in &announcing {
            let own = left.iter_mut().filter(|(concept, _)| *concept == label.concept);
            own.for_each(|(_, weight)| *weight = weight.max(label.weight));
        }
    } else {
        left.iter_mut().filter(|(other, _)| *other != concept).for_each(|(_, weight)| *weight *= 0.2);
    }
    left.push((concept, 0.95));
}

/// `328,60 (includes 57,03 VAT BE 21 %)`: the tax inside the total that stands before it.
pub(super) fn is_included_tax(sheet: &Sheet, labels: &Labels, number: &Candidate) -> bool {
    let included = sheet
        .span(&(number.span.start.saturating_sub(2)..number.span.start))
        .iter()
        .filter(|token| token.row == number.row)
        .flat_map(|token| token.parts.iter())
        .any(|part| lists::has("of which", part));
    included
        && labels.on_row(number.row).iter().any(|label| {
            label.concept == Concept::Vat
                && label.span.start >= number.span.end
                && label.span.start <= number.span.end + 1
        })
}
