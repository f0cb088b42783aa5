//! The JSON that `liasse read` writes: one object per source, amounts and dates as text.

use liasse_domain::{
    Amount, Evidence, FieldName, FieldReading, FieldValue, LineItem, Method, ReadDocument, ReadSource,
    Reading, Rect, Severity, VatLine, VatRate,
};
use serde_json::{Map, Value, json};

/// Fields in the order in which they are written.
const FIELDS: [FieldName; 32] = [
    FieldName::DocType,
    FieldName::InvoiceNumber,
    FieldName::IssueDate,
    FieldName::DueDate,
    FieldName::SupplierName,
    FieldName::SupplierCountry,
    FieldName::SupplierSiren,
    FieldName::SupplierSiret,
    FieldName::SupplierVat,
    FieldName::CustomerName,
    FieldName::CustomerVat,
    FieldName::CustomerSiren,
    FieldName::Currency,
    FieldName::TotalTtc,
    FieldName::TotalHt,
    FieldName::TotalVat,
    FieldName::AmountDue,
    FieldName::DepositAmount,
    FieldName::Prepaid,
    FieldName::VatScheme,
    FieldName::PaymentMethod,
    FieldName::CardLast4,
    FieldName::Iban,
    FieldName::Bic,
    FieldName::StructuredComm,
    FieldName::OrderReference,
    FieldName::DeliveryDate,
    FieldName::PaymentTerms,
    FieldName::SupplierAddress,
    FieldName::CustomerAddress,
    FieldName::ReverseCharge,
    FieldName::OtherKind,
];

fn key(name: FieldName) -> String {
    serde_json::to_value(name).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn plain(value: &FieldValue, sign: fn(Amount) -> Amount) -> Value {
    match value {
        FieldValue::Kind(kind) => serde_json::to_value(kind).unwrap_or(Value::Null),
        FieldValue::Scheme(scheme) => serde_json::to_value(scheme).unwrap_or(Value::Null),
        FieldValue::Date(date) => Value::String(date.to_string()),
        FieldValue::Amount(amount) => Value::String(sign(*amount).to_string()),
        FieldValue::Currency(currency) => Value::String(currency.to_string()),
        FieldValue::Country(country) => Value::String(country.to_string()),
        FieldValue::Address(address) => json!({
            "lines": address.lines,
            "postcode": address.postcode,
            "town": address.town,
            "country": address.country.map(|country| country.to_string()),
        }),
        FieldValue::Terms(terms) => json!({
            "days": terms.days,
            "end_of_month": terms.end_of_month,
            "then_day": terms.then_day,
        }),
        FieldValue::Text(text) => Value::String(text.clone()),
    }
}

/// Left, top, right, bottom, as fractions of the page.
fn corners(rect: &Rect) -> [f64; 4] {
    [rect.x0, rect.y0, rect.x1, rect.y1].map(|side| (f64::from(side) * 10_000.0).round() / 10_000.0)
}

fn place(evidence: &Evidence, confidence: f32) -> Value {
    let method = match evidence.method {
        Method::Text => "text",
        Method::Ocr => "ocr",
        Method::Xml => "xml",
        Method::Computed => "computed",
        Method::Code => "code",
        Method::User => "user",
    };
    json!({
        "page": evidence.page,
        "box": evidence.rect.map(|rect| corners(&rect)),
        "method": method,
        "confidence": rounded(confidence),
    })
}

/// A probability with three decimals.
fn rounded(confidence: f32) -> Value {
    json!((f64::from(confidence) * 1_000.0).round() / 1_000.0)
}

/// Papers print credit notes with and without a minus, so the sign of what was read on one means nothing. A structured
/// invoice is signed throughout: there a minus is a return or a discount.
fn unsigned(reading: &Reading) -> fn(Amount) -> Amount {
    let kind = reading.fields.get(&FieldName::DocType).and_then(|field| field.evidence);
    if kind.is_some_and(|evidence| evidence.method == Method::Xml) { |amount| amount } else { Amount::abs }
}

/// The lines of tax; a paper without tax has one at rate zero over all of it (EN 16931, BG-23).
fn vat_lines(reading: &Reading) -> Vec<VatLine> {
    let base = reading.amount(FieldName::TotalHt).filter(|_| reading.vat_lines.is_empty());
    let untaxed = reading.amount(FieldName::TotalVat).is_some_and(|tax| tax.is_zero());
    match base.filter(|_| untaxed) {
        Some(base) => vec![VatLine { rate: VatRate::ZERO, base, amount: Amount::ZERO }],
        None => reading.vat_lines.clone(),
    }
}

fn vat_line(line: &VatLine, sign: fn(Amount) -> Amount) -> Value {
    json!({ "rate": line.rate.to_string(), "base": sign(line.base).to_string(), "amount": sign(line.amount).to_string() })
}

fn item(line: &LineItem, sign: fn(Amount) -> Amount) -> Value {
    json!({
        "description": line.description,
        "quantity": line.quantity,
        "unit": line.unit,
        "unit_price": line.unit_price,
        "amount": line.amount.map(|amount| sign(amount).to_string()),
        "vat_rate": line.vat_rate.map(|rate| rate.to_string()),
    })
}

fn alternatives(field: &FieldReading) -> Vec<Value> {
    field
        .alternatives
        .iter()
        .map(|other| json!({ "value": plain(&other.value, Amount::abs), "confidence": other.confidence.value() }))
        .collect()
}

fn document(document: &ReadDocument) -> Value {
    let reading = &document.reading;
    let (mut fields, mut evidence, mut others) = (Map::new(), Map::new(), Map::new());
    let (mut confidence, mut reasons) = (Map::new(), Map::new());
    let mut unsure: Vec<String> = Vec::new();
    let sign = unsigned(reading);
    for name in FIELDS {
        let name_text = key(name);
        let Some(field) = reading.fields.get(&name) else {
            fields.insert(name_text, Value::Null);
            continue;
        };
        fields.insert(name_text.clone(), plain(&field.value, sign));
        if !field.sure {
            unsure.push(name_text.clone());
        }
        confidence.insert(name_text.clone(), rounded(field.confidence.value()));
        if !field.reasons.is_empty() {
            let why = serde_json::to_value(&field.reasons).unwrap_or_default();
            reasons.insert(name_text.clone(), why);
        }
        if let Some(found) = &field.evidence {
            evidence.insert(name_text.clone(), place(found, field.confidence.value()));
        }
        if !field.alternatives.is_empty() {
            others.insert(name_text, Value::Array(alternatives(field)));
        }
    }
    let sign = unsigned(reading);
    fields
        .insert("vat_breakdown".into(), vat_lines(reading).iter().map(|line| vat_line(line, sign)).collect());
    fields.insert("line_items".into(), reading.line_items.iter().map(|line| item(line, sign)).collect());
    if !reading.vat_lines.is_empty() {
        if !reading.vat_lines_sure {
            unsure.push("vat_breakdown".into());
        }
        if let Some(found) = &reading.vat_lines_evidence {
            evidence.insert(
                "vat_breakdown".into(),
                place(found, if reading.vat_lines_sure { 0.95 } else { 0.7 }),
            );
        }
    }
    let region = document.region.map(|region| corners(&region));
    json!({
        "pages": document.pages,
        "region": region,
        "boundary_confidence": document.boundary_confidence.value(),
        "unsure": unsure,
        "fields": fields,
        "evidence": evidence,
        "confidence": confidence,
        "reasons": reasons,
        "alternatives": others,
    })
}

/// The JSON of one source; `file` is its name.
pub fn to_json(file: &str, source: &ReadSource) -> Value {
    let findings =
        source.findings.iter().chain(source.documents.iter().flat_map(|document| document.findings.iter()));
    let findings: Vec<Value> = findings
        .map(|finding| {
            let severity = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            json!({ "severity": severity, "code": finding.code, "page": finding.page, "message": finding.message, "args": finding.args })
        })
        .collect();
    json!({
        "file": file,
        "page_count": source.page_count,
        "documents": source.documents.iter().map(document).collect::<Vec<_>>(),
        "unsure_boundaries": source.unsure_boundaries,
        "findings": findings,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use liasse_domain::Confidence;

    #[test]
    fn unread_fields_are_null_and_doubtful_ones_are_listed() {
        let mut read = ReadDocument {
            pages: vec![1],
            region: None,
            boundary_confidence: Confidence::CERTAIN,
            reading: Default::default(),
            findings: Vec::new(),
        };
        read.reading.fields.insert(
            FieldName::TotalTtc,
            FieldReading {
                value: FieldValue::Amount(Amount::from_cents(-1250)),
                evidence: None,
                confidence: Confidence::new(0.5),
                sure: false,
                alternatives: Vec::new(),
                reasons: Vec::new(),
            },
        );
        let json = document(&read);
        assert_eq!(json.pointer("/fields/total_ttc"), Some(&json!("12.50")));
        assert_eq!(json.pointer("/fields/due_date"), Some(&Value::Null));
        assert_eq!(json.pointer("/unsure"), Some(&json!(["total_ttc"])));
        assert_eq!(json.pointer("/confidence"), Some(&json!({"total_ttc": 0.5})));
    }
}
