//! What the words between a label and a number make of the number: brackets, capital, an offer, a base, a day by which to pay.

use super::amounts::{Candidate, Form};
use super::labels::{Concept, Label, Labels};
use super::text::{Sheet, Token};
use super::words as lists;

/// Whether a number stands in brackets on its row.
pub(super) fn in_brackets(sheet: &Sheet, number: &Candidate) -> bool {
    sheet.rows.get(number.row).is_some_and(|row| is_bracketed(sheet, row.tokens.start, number))
}

/// Whether a number stands in brackets that open behind a label: `TVA (base 2 469,66 €)   493,93`, `Acomptes (4 × 75,00 €)`.
pub(super) fn is_bracketed(sheet: &Sheet, from: usize, number: &Candidate) -> bool {
    let before = sheet.span(&(from..number.span.end));
    let Some(at) = before.iter().rposition(|token| token.text.starts_with('(')) else { return false };
    let own = sheet.span(&number.span);
    let closes = |tokens: &[Token]| tokens.iter().any(|token| token.text.contains(')'));
    // `(12,00)` is an amount with its sign.
    let signed = own.first().is_some_and(|token| token.text.starts_with('(')) && closes(own);
    !signed && !closes(before.get(at..before.len() - 1).unwrap_or_default())
}

/// Whether the words right before a number name the capital of a company.
pub(super) fn is_capital(sheet: &Sheet, labels: &Labels, number: &Candidate) -> bool {
    let nearest = labels
        .on_row(number.row)
        .iter()
        .filter(|label| label.span.end <= number.span.start && same_run(sheet, label, number))
        .max_by_key(|label| label.span.end);
    nearest.is_some_and(|label| {
        let mut words = sheet.span(&label.span).iter().flat_map(|token| &token.parts);
        label.concept == Concept::Foreign && words.any(|word| matches!(word.as_str(), "capital" | "kapitaal"))
    })
}

/// Whether the words between a label and a number name an offer or a contract that is invoiced only in part.
pub(super) fn is_of_an_offer(sheet: &Sheet, label: &Label, number: &Candidate) -> bool {
    let run = run_of(sheet, label);
    let words = sheet.span(&(label.span.end..number.span.start)).iter().take_while(|token| token.run == run);
    let parts: Vec<&str> = words.flat_map(|token| token.parts.iter().map(String::as_str)).collect();
    parts.len() <= 6 && lists::spoken("of an offer", &parts.join(" "))
}

/// Whether a row says by which day to pay and then how much: `Te betalen vóór 31/03/2025   2.028,69 EUR`.
pub(super) fn is_payable_by_a_day(sheet: &Sheet, labels: &Labels, number: &Candidate) -> bool {
    let pays = |label: &Label| {
        let mut words = sheet.span(&label.span).iter().flat_map(|token| &token.parts);
        words.any(|word| lists::has("to pay", word))
    };
    number.form == Form::Money
        && labels.on_row(number.row).iter().any(|label| {
            let between = label.span.end..number.span.start;
            label.concept == Concept::DueDate
                && label.opens
                && pays(label)
                && (1..=4).contains(&between.len())
                && !same_run(sheet, label, number)
        })
}

/// Whether a label is followed by the label of a tax within it: `TTC dont TVA 10 %   3,14 €`.
pub(super) fn holds_a_tax(sheet: &Sheet, label: &Label, on_row: &[Label]) -> bool {
    on_row.iter().any(|other| {
        let first = || sheet.tokens.get(other.span.start).and_then(|token| token.parts.first());
        other.concept == Concept::Vat
            && other.span.start == label.span.end
            && first().is_some_and(|word| lists::has("of which", word))
    })
}

/// Whether a word between a tax's label and a number makes the number its base.
pub(super) fn introduces_base(sheet: &Sheet, label: &Label, number: &Candidate) -> bool {
    sheet
        .span(&(label.span.end..number.span.start))
        .iter()
        .flat_map(|token| token.parts.iter())
        .next_back()
        .is_some_and(|part| {
            matches!(
                part.as_str(),
                "sur"
                    | "over"
                    | "von"
                    | "op"
                    | "auf"
                    | "on"
                    | "base"
                    | "aus"
                    | "van"
                    | "of"
                    | "ht"
                    | "htva"
                    | "netto"
                    | "maatstaf"
            )
        })
}

/// The run in which a label begins.
pub(super) fn run_of(sheet: &Sheet, label: &Label) -> usize {
    sheet.tokens.get(label.span.start).map_or(0, |token| token.run)
}

/// Whether a number stands in a label's own run.
pub(super) fn same_run(sheet: &Sheet, label: &Label, number: &Candidate) -> bool {
    sheet.tokens.get(number.span.start).is_some_and(|token| token.run == run_of(sheet, label))
}
