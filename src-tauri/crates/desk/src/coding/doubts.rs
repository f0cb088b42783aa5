//! What keeps a document from being ready: everything missing or doubtful, in the order of the form.

use liasse_domain::{Amount, DocumentKind, FieldName, Finding, Reading, VatScheme};
use liasse_reading::einvoice::DIFFERS;

use super::entry::field_code;
use super::{
    Allocation, EntryTrouble, MatchReason, OUTSIDE_VAT, is_booked, is_to_confirm, needs_number, tolerance,
    worked_out_due,
};
use crate::api::{Doubt, Message};

/// What the doubts are drawn from.
#[derive(Debug, Clone, Copy)]
pub struct State<'a> {
    /// What was read.
    pub reading: &'a Reading,
    /// What is wrong with the document.
    pub findings: &'a [Finding],
    /// Why the third party is the one it is; `None` when there is none.
    pub third_party: Option<MatchReason>,
    /// Whether a person is to be paid back, so that no third party is needed.
    pub person: bool,
    /// Whether the user confirmed the third party.
    pub third_party_confirmed: bool,
    /// Scheme in force.
    pub scheme: VatScheme,
    /// Whether the user or a rule of the third party confirmed the scheme.
    pub scheme_confirmed: bool,
    /// Where the amounts go.
    pub allocations: &'a [Allocation],
    /// The entry, or why there is none.
    pub entry: Result<(), &'a EntryTrouble>,
    /// Why it is taken for the same as another document.
    pub duplicate: Option<&'a Message>,
    /// Whether it was refused to its supplier.
    pub refused_to_supplier: bool,
    /// What the allocations and the tax leave of the total.
    pub gap: Option<Amount>,
    /// What is doubtful beside the paper: rates, terms, payment.
    pub beside: &'a [Doubt],
}

fn doubt(field: impl Into<String>, message: Message) -> Doubt {
    Doubt { field: field.into(), message }
}

/// The name under which the form shows a field: the kind has a place of its own.
pub fn form_name(name: FieldName) -> String {
    if name == FieldName::DocType { "kind".to_owned() } else { field_code(name) }
}

/// A value that publication needs: missing or unsure, it is doubtful.
fn required(reading: &Reading, name: FieldName, doubts: &mut Vec<Doubt>) {
    match reading.fields.get(&name) {
        None => doubts.push(doubt(form_name(name), Message::new("missing").with("field", form_name(name)))),
        Some(field) if !field.sure => {
            let percent = (field.confidence.value() * 100.0).round();
            let message = Message::new("unsure").with("field", form_name(name)).with("percent", percent);
            doubts.push(doubt(form_name(name), message));
        }
        Some(_) => {}
    }
}

/// A value that may be absent; read but unsure, it is doubtful.
fn optional(reading: &Reading, name: FieldName, doubts: &mut Vec<Doubt>) {
    if reading.fields.contains_key(&name) {
        required(reading, name, doubts);
    }
}

/// The values of an e-invoice that its picture contradicts, until the user settles them. The doubt stands in the place of
/// those that say less about the same field.
fn contradicted(state: &State<'_>, doubts: &mut Vec<Doubt>) {
    for finding in state.findings.iter().filter(|finding| finding.code == DIFFERS) {
        let Some(field) = finding.args.get("field") else { continue };
        let Ok(name) = serde_json::from_value::<FieldName>(serde_json::Value::String(field.clone())) else {
            continue;
        };
        if state.reading.fields.get(&name).is_none_or(|field| field.sure) {
            continue;
        }
        let mut message = Message::new("differs_from_picture").with("field", form_name(name));
        for side in ["structured", "picture"] {
            message = message.with(side, finding.args.get(side).map_or("", String::as_str));
        }
        doubts.retain(|other| other.field != form_name(name));
        doubts.push(doubt(form_name(name), message));
    }
}

/// Everything missing or doubtful, in the order of the form. Empty: the document is ready.
pub fn doubts(state: &State<'_>) -> Vec<Doubt> {
    let State { reading, .. } = *state;
    let mut doubts = Vec::new();
    required(reading, FieldName::DocType, &mut doubts);
    let kind = reading.kind().unwrap_or(DocumentKind::Other);
    if !is_booked(kind) {
        // Nothing else matters of a paper that is not booked.
        if doubts.is_empty() {
            doubts.push(doubt("kind", not_an_entry(reading)));
        }
        return doubts;
    }
    if state.refused_to_supplier {
        doubts.push(doubt("life_cycle", Message::new("refused_to_supplier")));
    }
    if let Some(reason) = state.duplicate {
        doubts.push(doubt("duplicate", reason.clone()));
    }
    match state.third_party {
        _ if state.person || kind == DocumentKind::ExpenseReport => {}
        None => doubts.push(doubt("third_party", Message::new("third_party_unknown"))),
        Some(reason) if reason.is_doubtful() && !state.third_party_confirmed => {
            doubts.push(doubt("third_party", Message::new(reason.code())));
        }
        Some(_) => {}
    }
    required(reading, FieldName::IssueDate, &mut doubts);
    // One that the entry leaves out misleads nobody.
    if worked_out_due(reading).is_none() {
        optional(reading, FieldName::DueDate, &mut doubts);
    }
    if needs_number(kind) {
        required(reading, FieldName::InvoiceNumber, &mut doubts);
    } else {
        optional(reading, FieldName::InvoiceNumber, &mut doubts);
    }
    required(reading, FieldName::Currency, &mut doubts);
    if let Err(trouble @ EntryTrouble::RateMissing(_)) = state.entry {
        doubts.push(doubt("exchange", trouble.message()));
    }
    required(reading, FieldName::TotalHt, &mut doubts);
    if state.scheme == VatScheme::Standard {
        required(reading, FieldName::TotalVat, &mut doubts);
    }
    required(reading, FieldName::TotalTtc, &mut doubts);
    optional(reading, FieldName::DepositAmount, &mut doubts);
    if !reading.vat_lines.is_empty() && !reading.vat_lines_sure && state.scheme == VatScheme::Standard {
        doubts.push(doubt("vat_lines", Message::new("vat_lines_unsure")));
    }
    if let Some(gap) = state.gap.filter(|gap| gap.abs() > tolerance(reading)) {
        doubts.push(doubt("arithmetic", Message::new("arithmetic_gap").with("amount", gap)));
    }
    if state.scheme != VatScheme::Standard && !state.scheme_confirmed {
        doubts.push(doubt(
            "vat_scheme",
            Message::new("vat_scheme_to_confirm").with("scheme", scheme_code(state.scheme)),
        ));
    }
    for (index, allocation) in state.allocations.iter().enumerate() {
        let message = match &allocation.account {
            None if allocation.reason.code == OUTSIDE_VAT => {
                allocation.reason.clone().with("amount", allocation.amount)
            }
            None if allocation.reason.code == "account_beside_template" => {
                allocation.reason.clone().with("amount", allocation.amount)
            }
            None => Message::new("account_to_choose"),
            Some(account) if allocation.amount.is_zero() => {
                Message::new("amount_to_fill").with("account", account)
            }
            Some(account) if is_to_confirm(&allocation.reason) => {
                allocation.reason.clone().with("account", account)
            }
            Some(_) => continue,
        };
        doubts.push(doubt(format!("allocation:{index}"), message));
    }
    doubts.extend(state.beside.iter().cloned());
    contradicted(state, &mut doubts);
    // Whatever else keeps the entry from existing, when no doubt above names it.
    if let (Err(trouble), true) = (state.entry, doubts.is_empty()) {
        doubts.push(doubt("entry", trouble.message()));
    }
    doubts
}

/// That a paper makes no entry, with what it is where that is known.
pub fn not_an_entry(reading: &Reading) -> Message {
    let message = Message::new("not_an_entry");
    match reading.text(FieldName::OtherKind) {
        Some(kind) => message.with("kind", kind),
        None => message,
    }
}

/// The serialised name of a scheme.
pub fn scheme_code(scheme: VatScheme) -> String {
    serde_json::to_value(scheme).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use liasse_domain::{Confidence, Currency, FieldReading, FieldValue};

    fn field(value: FieldValue, sure: bool) -> FieldReading {
        FieldReading {
            value,
            evidence: None,
            confidence: Confidence::new(0.5),
            sure,
            alternatives: Vec::new(),
            reasons: Vec::new(),
        }
    }

    fn of(reading: &Reading, findings: &[Finding]) -> Vec<Doubt> {
        doubts(&State {
            reading,
            findings,
            third_party: Some(MatchReason::User),
            person: false,
            third_party_confirmed: true,
            scheme: VatScheme::Standard,
            scheme_confirmed: true,
            allocations: &[],
            entry: Ok(()),
            duplicate: None,
            refused_to_supplier: false,
            gap: None,
            beside: &[],
        })
    }

    #[test]
    fn a_contradicted_e_invoice_is_not_ready_until_the_value_is_settled() {
        let mut reading = Reading::default();
        let sure = [
            (FieldName::DocType, FieldValue::Kind(DocumentKind::Invoice)),
            (FieldName::InvoiceNumber, FieldValue::Text("F-1".to_owned())),
            (FieldName::IssueDate, FieldValue::Date("2026-03-12".parse().unwrap())),
            (FieldName::Currency, FieldValue::Currency(Currency::EUR)),
            (FieldName::TotalHt, FieldValue::Amount(Amount::from_cents(10_000))),
            (FieldName::TotalVat, FieldValue::Amount(Amount::from_cents(2_000))),
            (FieldName::TotalTtc, FieldValue::Amount(Amount::from_cents(12_000))),
            (FieldName::Iban, FieldValue::Text("BE68539007547034".to_owned())),
        ];
        for (name, value) in sure {
            reading.fields.insert(name, field(value, true));
        }
        let findings = [Finding::error(DIFFERS, "")
            .with("field", "iban")
            .with("structured", "BE68539007547034")
            .with("picture", "FR7630006000011234567890189")];
        assert_eq!(of(&reading, &findings), [], "settled");
        if let Some(iban) = reading.fields.get_mut(&FieldName::Iban) {
            iban.sure = false;
        }
        assert_eq!(of(&reading, &[]), [], "an account that is merely unsure does not hinder the entry");
        let doubts = of(&reading, &findings);
        assert_eq!(doubts.len(), 1);
        assert_eq!(
            (doubts[0].field.as_str(), doubts[0].message.code.as_str()),
            ("iban", "differs_from_picture")
        );
        assert_eq!(doubts[0].message.args["picture"], "FR7630006000011234567890189");
    }
}
