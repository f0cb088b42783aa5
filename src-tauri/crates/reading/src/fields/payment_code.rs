//! What a payment code on the paper says of the values that were read: it confirms them, fills them in, or contradicts
//! them. A code has its own error correction and check digits, and the supplier's software wrote it: where it agrees with
//! the text, both are right; where it does not, somebody must look (a code stuck over another is a known fraud).

use liasse_domain::{
    Candidate, Confidence, Evidence, FieldName, FieldReading, FieldValue, Finding, Method, Reading,
};

use super::names;
use crate::codes::payment::{self, PaymentCode};
use crate::page::Page;

/// Probability of a value that code and text agree on.
const AGREED: f32 = 0.99;
/// Probability of a value that the code alone says.
const ALONE: f32 = 0.96;

/// Confronts the reading with the payment codes of its pages.
pub(super) fn confront(pages: &[Page], reading: &mut Reading) -> Vec<Finding> {
    let mut findings = Vec::new();
    for page in pages {
        for barcode in page.barcodes.iter().filter(|code| code.kind == "qr") {
            let Some(code) = payment::parse(&barcode.text) else { continue };
            let evidence = Evidence { page: page.number, rect: Some(barcode.rect), method: Method::Code };
            if code.iban.is_none() {
                let said =
                    "the payment code bears no valid IBAN: pay from the printed account after checking it";
                findings.push(Finding::warning("code_damaged", said).on_page(page.number));
            }
            let differing = compare(&code, evidence, reading);
            if !differing.is_empty() {
                let said = format!(
                    "the payment code says otherwise than the text ({}): check whom and what it asks to pay",
                    differing.join(", ")
                );
                findings.push(Finding::warning("code_differs_from_text", said).on_page(page.number));
            }
        }
    }
    findings
}

/// Names of the values that differ.
fn compare(code: &PaymentCode, evidence: Evidence, reading: &mut Reading) -> Vec<&'static str> {
    let text = |value: Option<String>| value.map(FieldValue::Text);
    let mut differing = Vec::new();
    let parts = [
        (FieldName::Iban, "IBAN", text(code.iban.as_ref().map(ToString::to_string))),
        (FieldName::Bic, "BIC", text(code.bic.as_ref().map(ToString::to_string))),
        (
            FieldName::StructuredComm,
            "communication",
            text(code.communication.as_ref().map(ToString::to_string)),
        ),
        (FieldName::AmountDue, "amount", code.amount.map(FieldValue::Amount)),
    ];
    for (name, called, value) in parts {
        let Some(value) = value else { continue };
        if !meet(reading, name, value, evidence) {
            differing.push(called);
        }
    }
    // Nothing else is to be paid: the code's amount is the total too.
    let untouched = !reading.fields.contains_key(&FieldName::Prepaid)
        && !reading.fields.contains_key(&FieldName::DepositAmount);
    if let (Some(amount), true) = (code.amount, untouched)
        && reading.amount(FieldName::TotalTtc) == Some(amount)
    {
        agree(reading, FieldName::TotalTtc);
    }
    if let Some(name) = &code.name {
        let same = reading.text(FieldName::SupplierName).is_some_and(|read| names::same(read, name));
        if same {
            agree(reading, FieldName::SupplierName);
        }
    }
    differing
}

fn agree(reading: &mut Reading, name: FieldName) {
    if let Some(field) = reading.fields.get_mut(&name) {
        field.confidence = Confidence::new(field.confidence.value().max(AGREED));
        field.sure = true;
    }
}

/// Says whether the code's value agrees with what was read; fills it in where nothing was.
fn meet(reading: &mut Reading, name: FieldName, value: FieldValue, evidence: Evidence) -> bool {
    let Some(field) = reading.fields.get_mut(&name) else {
        let confidence = Confidence::new(ALONE);
        let filled = FieldReading {
            value,
            evidence: Some(evidence),
            confidence,
            sure: true,
            alternatives: Vec::new(),
            reasons: Vec::new(),
        };
        reading.fields.insert(name, filled);
        return true;
    };
    if same(name, &field.value, &value) {
        field.confidence = Confidence::new(AGREED);
        field.sure = true;
        return true;
    }
    // Of several printed accounts, the code's is the one to pay to.
    if let Some(place) = field.alternatives.iter().position(|other| same(name, &other.value, &value)) {
        let other = field.alternatives.remove(place);
        let former = Candidate {
            value: field.value.clone(),
            evidence: field.evidence,
            confidence: Confidence::new(0.2),
        };
        field.value = other.value;
        field.evidence = other.evidence;
        field.confidence = Confidence::new(AGREED);
        field.sure = true;
        field.alternatives.insert(0, former);
        return true;
    }
    field.sure = false;
    field.confidence = Confidence::new(field.confidence.value().min(0.6));
    field
        .alternatives
        .insert(0, Candidate { value, evidence: Some(evidence), confidence: Confidence::new(0.5) });
    field.alternatives.truncate(5);
    false
}

/// Equal; a BIC of eleven letters that ends in `XXX` is that of eight.
fn same(name: FieldName, a: &FieldValue, b: &FieldValue) -> bool {
    match (name, a, b) {
        (FieldName::Bic, FieldValue::Text(a), FieldValue::Text(b)) => {
            a.trim_end_matches("XXX") == b.trim_end_matches("XXX")
        }
        _ => a == b,
    }
}
