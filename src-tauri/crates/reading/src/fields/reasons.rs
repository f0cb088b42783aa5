//! Why each value was taken: the label that announces it, the arithmetic and the laws that confirm it, and what keeps it
//! from being sure.

use std::ops::Range;

use liasse_domain::{FieldName, FieldValue, LabelSide, Reading, Reason};

use super::assemble::Work;
use super::judge::Judged;
use super::labels::{Concept, Label};
use super::totals::{Pick, Totals};

/// Recognition below this is said to be hard.
const HARD: f32 = 0.85;

/// Probability from which another value is named beside one that is not sure.
const RIVAL: f32 = 0.2;

/// The labels that announce a field.
fn announced_by(name: FieldName) -> &'static [Concept] {
    match name {
        FieldName::InvoiceNumber => &[Concept::Number],
        FieldName::OrderReference => &[Concept::Order],
        FieldName::IssueDate => &[Concept::Issued, Concept::Date],
        FieldName::DueDate => &[Concept::DueDate, Concept::Terms],
        FieldName::TotalTtc => &[Concept::Ttc, Concept::Due, Concept::Total],
        FieldName::TotalHt => &[Concept::Ht, Concept::Total],
        FieldName::TotalVat => &[Concept::Vat],
        FieldName::AmountDue => &[Concept::Due, Concept::Ttc, Concept::Total],
        FieldName::Prepaid => &[Concept::Prepaid],
        FieldName::DepositAmount => &[Concept::Deposit],
        FieldName::SupplierSiren | FieldName::SupplierSiret | FieldName::CustomerSiren => &[Concept::Siren],
        FieldName::SupplierVat | FieldName::CustomerVat => &[Concept::VatNumber],
        FieldName::Iban => &[Concept::Iban],
        FieldName::Bic => &[Concept::Bic],
        FieldName::SupplierName => &[Concept::Supplier],
        FieldName::CustomerName => &[Concept::Customer],
        _ => &[],
    }
}

/// Whether such a value is doubtful where nothing announces it.
fn wants_label(name: FieldName) -> bool {
    matches!(
        name,
        FieldName::InvoiceNumber
            | FieldName::IssueDate
            | FieldName::DueDate
            | FieldName::TotalTtc
            | FieldName::TotalHt
            | FieldName::TotalVat
    )
}

/// What the place of a value says for it and against it.
pub(super) fn of_place(
    work: &Work,
    name: FieldName,
    span: Option<&Range<usize>>,
    judged: Judged,
) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let Some(span) = span.filter(|_| !judged.computed) else {
        if judged.computed {
            reasons.push(Reason::Computed);
        }
        return reasons;
    };
    match label_of(work, name, span) {
        Some(label) => reasons.push(label),
        None if !judged.sure() && wants_label(name) => reasons.push(Reason::NoLabel),
        None => {}
    }
    if work.sheet.confidence(span) < HARD {
        reasons.push(Reason::HardToRead);
    }
    reasons
}

/// The nearest label of a field to the left of a value, else above it.
fn label_of(work: &Work, name: FieldName, span: &Range<usize>) -> Option<Reason> {
    let concepts = announced_by(name);
    let strength = |label: &&Label| {
        let rank = concepts.iter().position(|concept| *concept == label.concept).unwrap_or(concepts.len());
        (label.span.end, concepts.len() - rank)
    };
    let speaks = |label: &&Label| concepts.contains(&label.concept) && label.weight > 0.3;
    let reason = |label: &Label, side: LabelSide| {
        let words = work.sheet.words(&label.span);
        let label = words.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '.' | '(' | '-'));
        Reason::Label { label: label.to_owned(), side }
    };
    let row = work.sheet.row_of(span);
    let left = work.labels.on_row(row).iter().filter(|label| label.span.end <= span.start).filter(speaks);
    if let Some(label) = left.max_by_key(strength) {
        return Some(reason(label, LabelSide::Left));
    }
    let own = work.sheet.extent(span);
    let height = (own.y1 - own.y0).max(4.0);
    let page = work.sheet.page_of(span);
    for index in (row.saturating_sub(5)..row).rev() {
        let over = work.sheet.rows.get(index).filter(|over| over.page == page)?;
        if own.y0 - over.y1 > 4.0 * height {
            return None;
        }
        let column = work
            .labels
            .on_row(index)
            .iter()
            .filter(|label| label.extent.x0 < own.x1 + 4.0 && label.extent.x1 > own.x0 - 4.0);
        if let Some(label) = column.filter(speaks).max_by_key(strength) {
            return Some(reason(label, LabelSide::Above));
        }
    }
    None
}

/// What the arithmetic says for a total.
pub(super) fn of_totals(totals: &Totals, pick: Pick) -> Vec<Reason> {
    let grounds = totals.grounds;
    let mut reasons = Vec::new();
    if grounds.closes {
        reasons.push(Reason::TotalsClose);
    }
    if grounds.lines_close {
        reasons.push(Reason::RatesClose);
    }
    if let (true, [line]) = (grounds.one_rate, totals.lines.as_slice()) {
        reasons.push(Reason::LawfulRate { rate: line.rate.to_string() });
    }
    if grounds.untaxed {
        reasons.push(Reason::NoTaxMention);
    }
    if grounds.repeated && totals.ttc == Some(pick) {
        reasons.push(Reason::Repeated);
    }
    reasons
}

/// One more reason for a field that was read.
pub(super) fn explain(reading: &mut Reading, name: FieldName, reasons: impl IntoIterator<Item = Reason>) {
    if let Some(field) = reading.fields.get_mut(&name) {
        for reason in reasons {
            if !field.reasons.contains(&reason) {
                field.reasons.push(reason);
            }
        }
    }
}

/// The same, before all others.
pub(super) fn explain_first(reading: &mut Reading, name: FieldName, reasons: Vec<Reason>) {
    if let Some(field) = reading.fields.get_mut(&name) {
        field.reasons.splice(0..0, reasons);
    }
}

/// Names the rival of every value that is not sure, and puts what speaks for a value before what speaks against it.
pub(super) fn finish(reading: &mut Reading) {
    for field in reading.fields.values_mut() {
        let near = |other: &&liasse_domain::Candidate| other.confidence.value() >= RIVAL;
        let rival = field.alternatives.first().filter(near).filter(|_| !field.sure);
        let rival = rival.and_then(|other| match &other.value {
            FieldValue::Date(date) => Some(date.to_string()),
            FieldValue::Amount(amount) => Some(amount.to_string()),
            FieldValue::Text(text) => Some(text.clone()),
            FieldValue::Currency(currency) => Some(currency.to_string()),
            FieldValue::Address(_)
            | FieldValue::Terms(_)
            | FieldValue::Country(_)
            | FieldValue::Kind(_)
            | FieldValue::Scheme(_) => None,
        });
        field.reasons.extend(rival.map(|value| Reason::Rival { value }));
        field.reasons.sort_by_key(Reason::is_against);
    }
}
