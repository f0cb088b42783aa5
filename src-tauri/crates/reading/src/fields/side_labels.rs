//! Labels that announce a party, alone over its address or before its name.

use std::ops::Range;

use super::labels::{Concept, Labels};
use super::text::Sheet;
use super::{blocks, names};

/// The side that a run announces, when it is a label of a party and nothing else. Headings of tables announce nobody.
pub(super) fn side_label(sheet: &Sheet, labels: &Labels, index: usize) -> Option<Concept> {
    let run = sheet.runs.get(index)?;
    // A row that heads columns announces nobody, unless the columns are the parties'.
    let parties = labels
        .on_row(run.row)
        .iter()
        .filter(|label| {
            matches!(label.concept, Concept::Customer | Concept::Supplier | Concept::Delivery) && label.alone
        })
        .count();
    let columns = parties < 2 && super::kind::heads_columns(sheet, labels, run.row);
    let addressed = addressed_below(sheet, index);
    if (super::roles::heads_lines(labels, run.row) || columns) && !addressed || names_a_person(sheet, index) {
        return None;
    }
    labels
        .on_row(run.row)
        .iter()
        .find(|label| {
            matches!(label.concept, Concept::Customer | Concept::Supplier | Concept::Delivery)
                && label.opens
                && (label.alone || addressed && is_bracketed(&sheet.words(&(label.span.end..run.tokens.end))))
                && label.span.start == run.tokens.start
                // `Klant: 993751` gives the customer's code: whom it is for stands elsewhere.
                && (addressed
                    || !sheet
                        .span(&(label.span.end..run.tokens.end))
                        .iter()
                        .any(|token| token.text.chars().any(|c| c.is_ascii_digit())))
        })
        .map(|label| label.concept)
}

/// The side of a label that the name follows behind a colon: `Cliente: Faytois Industries`.
pub(super) fn inline_side(sheet: &Sheet, labels: &Labels, index: usize) -> Option<Concept> {
    let run = sheet.runs.get(index)?;
    labels
        .on_row(run.row)
        .iter()
        .filter(|label| matches!(label.concept, Concept::Customer | Concept::Supplier | Concept::Delivery))
        .find(|label| {
            let colon = sheet.span(&label.span).last().is_some_and(|token| token.text.ends_with(':'))
                || sheet.tokens.get(label.span.end).is_some_and(|token| token.text == ":");
            let rest = sheet.words(&(label.span.end..run.tokens.end));
            label.opens
                && label.span.start == run.tokens.start
                && colon
                && names::may_be_name(names::trim(&rest))
                && !rest.chars().any(|c| c.is_ascii_digit())
        })
        .map(|label| label.concept)
}

/// `(n° 459422)`
pub(super) fn is_bracketed(text: &str) -> bool {
    text.starts_with('(') && text.ends_with(')')
}

/// Whether an address stands right under a run, in its column: a name, a street, a town.
pub(super) fn addressed_below(sheet: &Sheet, index: usize) -> bool {
    let Some(run) = sheet.runs.get(index) else { return false };
    let page = sheet.rows.get(run.row).map(|row| row.page);
    let height = (run.y1 - run.y0).max(4.0);
    let mut bottom = run.y1;
    let mut lines = 0;
    for below in sheet.runs.iter().skip(index + 1).take(60) {
        let near = below.y0 >= bottom - 2.0 && below.y0 - bottom < 1.4 * height;
        let aligned = (below.x0 - run.x0).abs() < 4.0;
        if sheet.rows.get(below.row).map(|row| row.page) != page || !near || !aligned {
            continue;
        }
        bottom = below.y1;
        lines += 1;
        if lines > 1 && blocks::postal(below).is_some() {
            return true;
        }
        if lines == 5 {
            break;
        }
    }
    false
}

/// Whether `À l'attention de …` stands under a name in its column: it goes on with the address.
pub(super) fn names_a_person(sheet: &Sheet, index: usize) -> bool {
    let Some(run) = sheet.runs.get(index) else { return false };
    let opens = super::words::section("attention").iter().any(|opening| run.fold.starts_with(opening));
    let height = (run.y1 - run.y0).max(4.0);
    opens
        && sheet.runs.get(index.saturating_sub(12)..index).unwrap_or_default().iter().any(|over| {
            run.y0 - over.y1 < 0.95 * height
                && run.y0 >= over.y1 - 2.0
                && (run.x0 - over.x0).abs() < 4.0
                && names::may_be_name(&over.text)
                && !over.text.ends_with(':')
        })
}

/// Whether a run is a label and nothing else.
pub(super) fn is_label(labels: &Labels, row: usize, span: &Range<usize>) -> bool {
    labels.on_row(row).iter().any(|label| label.opens && label.alone && label.span.start == span.start)
}
