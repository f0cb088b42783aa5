//! What each amount may be, from the labels to its left, above it and behind it.

use std::collections::HashMap;

use liasse_domain::{Amount, VatRate};

use super::above::above;
use super::amounts::{Candidate, Form};
use super::captions;
use super::label_words::{
    holds_a_tax, introduces_base, is_bracketed, is_capital, is_of_an_offer, is_payable_by_a_day, run_of,
};
use super::labels::{Concept, Label, Labels};
use super::sum_headings::{is_included_tax, under_heading};
use super::text::Sheet;

/// The parts that an amount can play.
pub const ROLES: [Concept; 12] = [
    Concept::Ttc,
    Concept::Ht,
    Concept::Vat,
    Concept::Due,
    Concept::Total,
    Concept::Prepaid,
    Concept::Deposit,
    Concept::Outlay,
    Concept::Carried,
    Concept::Adjustment,
    Concept::Foreign,
    Concept::Retained,
];

/// An amount with what its surroundings say of it.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Index among the numbers of the document.
    pub index: usize,
    /// The amount, without its sign.
    pub amount: Amount,
    /// Printed with a minus.
    pub negative: bool,
    /// Its row.
    pub row: usize,
    /// Strength of each role, 0 to 1.
    pub roles: HashMap<Concept, f32>,
    /// Stands in the body of a table of lines, with no total's label on its row.
    pub in_lines: bool,
    /// The last group of a longer number.
    pub tail: bool,
    /// A rate printed on its row, the nearest one.
    pub rate: Option<VatRate>,
    /// Only the learned weights call it the total, no label does.
    pub guessed: bool,
}

impl Figure {
    /// Strength of a role.
    pub fn role(&self, concept: Concept) -> f32 {
        self.roles.get(&concept).copied().unwrap_or(0.0)
    }
    /// Whether it is surely something other than a total of this document.
    pub fn is_elsewhere(&self) -> bool {
        let other =
            self.role(Concept::Carried).max(self.role(Concept::Foreign)).max(self.role(Concept::Adjustment));
        other > 0.5
    }
}

/// Weighs every amount.
///
/// `open`: a table of lines that heads its columns with the sums bears the sums themselves (one line, no total below).
pub fn weigh(sheet: &Sheet, labels: &Labels, numbers: &[Candidate], open: bool) -> Vec<Figure> {
    let by_row = by_row(numbers);
    numbers
        .iter()
        .enumerate()
        .filter(|(_, number)| number.form != Form::Percent)
        .filter_map(|(index, number)| {
            let amount = number.amount()?;
            let mut left = left_roles(sheet, labels, numbers, &by_row, number);
            if let Some(opened) = opened_above(sheet, labels, number) {
                left = opened;
            }
            if left.is_empty() {
                left = alone_above(sheet, labels, &by_row, number);
            }
            if left.is_empty() {
                left = captions::beneath(sheet, labels, numbers, &by_row, number);
            }
            let above = above(sheet, labels, numbers, &by_row, number);
            // Numbers without decimals nor currency are amounts only where a total's label stands beside them.
            let labelled = left.iter().any(|(concept, weight)| *concept != Concept::Total && *weight > 0.7);
            // `within 30 days`: a number that a word follows counts something.
            let worded = number.form == Form::Plain
                && sheet.tokens.get(number.span.end).is_some_and(|next| {
                    next.row == number.row
                        && sheet.tokens.get(number.span.start).is_some_and(|own| own.run == next.run)
                        && next.text.chars().any(char::is_alphabetic)
                });
            if number.form == Form::Plain
                && (worded || !labelled || number.number.decimals > 2 || number.number.decimals == 1)
            {
                return None;
            }
            let lines = !open && above.as_ref().is_some_and(|above| heads_lines(labels, above.row));
            if let Some(above) = &above {
                under_heading(sheet, labels, numbers, &by_row, number, above, &mut left);
            }
            let mut roles: HashMap<Concept, f32> = HashMap::new();
            let mut raise = |concept: Concept, weight: f32| {
                let entry = roles.entry(concept).or_insert(0.0);
                *entry = entry.max(weight);
            };
            for &(concept, weight) in &left {
                raise(concept, weight);
            }
            let total_row = left.iter().any(|(concept, weight)| ROLES.contains(concept) && *weight > 0.3);
            if let Some(above) = &above {
                for &(concept, weight) in &above.senses {
                    let generic = left.iter().any(|(c, w)| *c == Concept::Total && *w >= 0.5);
                    let specific = left.iter().any(|(c, w)| *c != Concept::Total && *w > 0.5);
                    let weight = match (generic, specific, lines) {
                        (_, true, _) => weight * 0.2,
                        (true, false, _) => weight,
                        (false, false, true) => weight * 0.1,
                        (false, false, false) => weight * 0.8,
                    };
                    raise(concept, weight);
                }
            }
            if number.tail {
                roles.values_mut().for_each(|weight| *weight *= 0.5);
            }
            let rate = rate_near(numbers, &by_row, number).or(above.as_ref().and_then(|above| above.rate));
            Some(Figure {
                index,
                amount,
                negative: number.number.negative,
                row: number.row,
                roles,
                in_lines: lines && !total_row,
                tail: number.tail,
                rate,
                guessed: false,
            })
        })
        .collect()
}

/// Indexes of the numbers of each row.
pub fn by_row(numbers: &[Candidate]) -> HashMap<usize, Vec<usize>> {
    let mut rows: HashMap<usize, Vec<usize>> = HashMap::new();
    for (index, number) in numbers.iter().enumerate() {
        rows.entry(number.row).or_default().push(index);
    }
    rows
}

/// Whether a row heads a table of lines: what was sold, and how many or at what price or for how much.
pub fn heads_lines(labels: &Labels, row: usize) -> bool {
    let has =
        |concept: Concept| labels.on_row(row).iter().any(|label| label.concept == concept && label.opens);
    let any = |concept: Concept| labels.on_row(row).iter().any(|label| label.concept == concept);
    let sold = has(Concept::Designation) || any(Concept::Quantity) || any(Concept::UnitPrice);
    let count =
        [Concept::Designation, Concept::Quantity, Concept::UnitPrice, Concept::LineAmount, Concept::Article]
            .iter()
            .filter(|concept| any(**concept))
            .count();
    // `Total M.O. · Total pièces · Total HT · TVA 20 % · Total TTC`: sums under their names.
    let summed = [Concept::Ht, Concept::Vat, Concept::Ttc].iter().all(|concept| any(*concept));
    if summed && !has(Concept::Designation) && !any(Concept::UnitPrice) {
        return false;
    }
    // A table of taxes: bases, rates and taxes, nothing sold.
    if !has(Concept::Designation) && !any(Concept::Quantity) && any(Concept::Ht) && any(Concept::Vat) {
        return false;
    }
    // Expense reports head their columns with the parts of the sum: base, tax, total.
    let parts = [Concept::Ht, Concept::Vat, Concept::Ttc, Concept::Rate]
        .iter()
        .filter(|concept| any(**concept))
        .count();
    let expenses = has(Concept::Designation) && parts >= 2 && any(Concept::Ttc);
    // `Prestation · Heures · Taux · HT`.
    let counted = has(Concept::Designation) && any(Concept::Quantity) && any(Concept::Ht);
    expenses || counted || sold && count >= 2 && (any(Concept::LineAmount) || any(Concept::UnitPrice))
}

/// Labels left of a number on its row, and a label right behind it.
fn left_roles(
    sheet: &Sheet,
    labels: &Labels,
    numbers: &[Candidate],
    by_row: &HashMap<usize, Vec<usize>>,
    number: &Candidate,
) -> Vec<(Concept, f32)> {
    let on_row = by_row.get(&number.row).map(Vec::as_slice).unwrap_or_default();
    let money_between = |from: usize, to: usize| {
        on_row
            .iter()
            .filter_map(|i| numbers.get(*i))
            .filter(|n| n.form == Form::Money && n.span.start >= from && n.span.end <= to)
            .filter(|n| !is_bracketed(sheet, from, n))
            .count()
    };
    let mut roles: Vec<(Concept, f32)> = Vec::new();
    let left: Vec<&Label> = labels
        .on_row(number.row)
        .iter()
        .filter(|label| label.span.end <= number.span.start && ROLES.contains(&label.concept))
        .filter(|label| !holds_a_tax(sheet, label, labels.on_row(number.row)))
        .collect();
    // `Emballages Rey SARL au capital de 8 000 €`: the capital of a house, whatever its name says.
    if is_capital(sheet, labels, number) {
        return vec![(Concept::Foreign, 1.0)];
    }
    // `Montant TTC du devis 42 729,96`: the sum of another paper.
    if left.iter().any(|label| is_of_an_offer(sheet, label, number)) {
        return vec![(Concept::Foreign, 1.0)];
    }
    let nearest_run = left.iter().map(|label| run_of(sheet, label)).max();
    for label in &left {
        let between = money_between(label.span.end, number.span.start);
        let far = [1.0, 0.35, 0.15].get(between).copied().unwrap_or(0.05);
        let far = if is_bracketed(sheet, label.span.end, number) { 0.3 * far } else { far };
        // `TOTAUX` heads all the sums of its row.
        let mut weight =
            label.weight * if label.concept == Concept::Total { f32::max(far, 0.85) } else { far };
        if Some(run_of(sheet, label)) != nearest_run {
            weight *= 0.5;
        }
        if !label.opens {
            // Inside a sentence: `TVA` behind `Total HT soumis à` says less than the words before it.
            let opener =
                left.iter().find(|other| other.opens && run_of(sheet, other) == run_of(sheet, label));
            weight *= if opener
                .is_some_and(|opener| opener.concept != label.concept && opener.concept != Concept::Total)
            {
                0.45
            } else {
                0.9
            };
            if words_before(sheet, label) > 5 {
                weight *= 0.6;
            }
        }
        // `Transport frigorifique`, `report de garantie`: a word of what was sold.
        if label.concept == Concept::Carried && !label.alone && label.span.len() == 1 {
            weight *= 0.3;
        }
        // `TVA 20 % sur 1 000,00`: the base of the tax, not the tax.
        if label.concept == Concept::Vat && between == 0 && introduces_base(sheet, label, number) {
            roles.push((Concept::Ht, weight * 0.8));
            weight *= 0.15;
        }
        roles.push((label.concept, weight));
    }
    // `Total … TTC`: the qualifier behind a general total decides.
    let total = roles.iter().any(|(concept, weight)| *concept == Concept::Total && *weight > 0.5);
    let specific: Vec<(Concept, f32)> = roles
        .iter()
        .copied()
        .filter(|(c, w)| matches!(c, Concept::Ttc | Concept::Ht | Concept::Vat) && *w > 0.5)
        .collect();
    if let (true, [(concept, weight)]) = (total, specific.as_slice()) {
        roles.push((*concept, (weight + 0.15).min(1.0)));
    }
    if let Some(behind) = behind(labels, number) {
        roles.push(behind);
    }
    if roles.is_empty() && is_payable_by_a_day(sheet, labels, number) {
        roles.push((Concept::Due, 0.9));
    }
    if is_included_tax(sheet, labels, number) {
        roles.iter_mut().for_each(|(_, weight)| *weight *= 0.2);
        roles.push((Concept::Vat, 0.95));
    }
    roles
}

/// The label of a line that goes on in brackets on the number's row: `Total hors taxe (honoraires et` over `débours)  1 795,77`.
fn opened_above(sheet: &Sheet, labels: &Labels, number: &Candidate) -> Option<Vec<(Concept, f32)>> {
    let run = sheet.rows.get(number.row).and_then(|row| sheet.runs.get(row.runs.start))?;
    let above = sheet.rows.get(number.row.checked_sub(1)?)?;
    let (closes, opens) = (run.text.find(')'), run.text.find('('));
    if closes.is_none_or(|at| opens.is_some_and(|open| open < at)) || run.tokens.contains(&number.span.start)
    {
        return None;
    }
    let begun = sheet.runs.get(above.runs.clone())?.iter().find(|over| {
        (over.x0 - run.x0).abs() < 6.0
            && over.text.rfind('(').is_some_and(|at| over.text.rfind(')').is_none_or(|end| end < at))
    })?;
    let first = labels.on_row(begun.row).iter().filter(|label| {
        label.opens && begun.tokens.contains(&label.span.start) && ROLES.contains(&label.concept)
    });
    let roles: Vec<(Concept, f32)> = first.map(|label| (label.concept, 0.95 * label.weight)).collect();
    (!roles.is_empty()).then_some(roles)
}

/// A label that is all there is on the row above a number that is all there is on its own row; or on the row below, when the
/// two rows are nearly one: a sum in the middle of a high cell, its label at the foot.
fn alone_above(
    sheet: &Sheet,
    labels: &Labels,
    by_row: &HashMap<usize, Vec<usize>>,
    number: &Candidate,
) -> Vec<(Concept, f32)> {
    let Some(own) = sheet.rows.get(number.row).filter(|own| own.tokens.len() <= number.span.len() + 1) else {
        return Vec::new();
    };
    let height = (own.y1 - own.y0).max(4.0);
    let lonely = |at: &usize| {
        let row = sheet.rows.get(*at).filter(|row| row.page == own.page && row.runs.len() == 1);
        row.is_some_and(|row| {
            let near = if *at < number.row {
                own.y0 - row.y1 < 1.6 * height
            } else {
                row.y0 < own.y1 - 0.05 * height
            };
            near && !by_row.contains_key(at)
        })
    };
    let above = number.row.checked_sub(1).filter(lonely);
    let Some(at) = above.or_else(|| Some(number.row + 1).filter(lonely)) else { return Vec::new() };
    let opens = labels.on_row(at).iter().filter(|label| label.opens && ROLES.contains(&label.concept));
    opens.map(|label| (label.concept, label.weight * 0.85)).collect()
}

/// A qualifier that closes the run right behind the number: `1 234,56 € TTC`.
fn behind(labels: &Labels, number: &Candidate) -> Option<(Concept, f32)> {
    labels
        .on_row(number.row)
        .iter()
        .filter(|label| matches!(label.concept, Concept::Ttc | Concept::Ht))
        .find(|label| label.span.start >= number.span.end && label.span.start <= number.span.end + 1)
        .filter(|label| label.extent.x0 - number.extent.x1 < 30.0)
        .map(|label| (label.concept, label.weight * 0.75))
}

fn words_before(sheet: &Sheet, label: &Label) -> usize {
    sheet.runs.get(run_of(sheet, label)).map_or(0, |run| label.span.start.saturating_sub(run.tokens.start))
}

/// The rate on a number's row that stands nearest to its left, else to its right.
fn rate_near(
    numbers: &[Candidate],
    by_row: &HashMap<usize, Vec<usize>>,
    number: &Candidate,
) -> Option<VatRate> {
    let rates: Vec<&Candidate> = by_row
        .get(&number.row)?
        .iter()
        .filter_map(|i| numbers.get(*i))
        .filter(|n| n.form == Form::Percent)
        .collect();
    let left = rates.iter().filter(|r| r.span.end <= number.span.start).max_by_key(|r| r.span.start);
    let right = rates.iter().filter(|r| r.span.start >= number.span.end).min_by_key(|r| r.span.start);
    left.or(right).and_then(|rate| rate.rate())
}
