//! What an e-invoice says beside what its picture says.

use liasse_domain::identifiers::Iban;
use liasse_domain::{
    Amount, Candidate, Confidence, Evidence, FieldName, FieldReading, FieldValue, Finding, Method, Reading,
};
use liasse_formats::einvoice::{EInvoice, Party};

use super::printed::{Printed, squeezed};

/// The code of the finding; its arguments are `field`, `structured` and `picture`.
pub const DIFFERS: &str = "einvoice_differs_from_picture";

/// Words in names of firms that tell nothing about who it is.
const LEGAL_FORMS: [&str; 18] = [
    "sarl", "sas", "sasu", "eurl", "snc", "sci", "scs", "srl", "sprl", "bvba", "gmbh", "mbh", "ltd",
    "limited", "the", "les", "des", "societe",
];

/// Gives the values the places where the picture shows the same, so that screens can show them there.
pub(super) fn locate(reading: &mut Reading, seen: &Reading) {
    for (name, field) in &mut reading.fields {
        let Some(on_paper) = seen.fields.get(name) else { continue };
        if same(&on_paper.value, &field.value)
            && let (Some(mine), Some(theirs)) = (&mut field.evidence, on_paper.evidence)
        {
            *mine = Evidence { page: theirs.page, rect: theirs.rect, method: mine.method };
        }
    }
    if let (Some(mine), Some(theirs)) = (&mut reading.vat_lines_evidence, seen.vat_lines_evidence)
        && reading.vat_lines == seen.vat_lines
    {
        *mine = Evidence { page: theirs.page, rect: theirs.rect, method: mine.method };
    }
}

fn same(a: &FieldValue, b: &FieldValue) -> bool {
    match (a, b) {
        (FieldValue::Text(a), FieldValue::Text(b)) => squeezed(a) == squeezed(b),
        (FieldValue::Amount(a), FieldValue::Amount(b)) => a.abs() == b.abs(),
        (a, b) => a == b,
    }
}

/// The contradictions about who is paid what: total, amount due, number, account, supplier. Each makes the value
/// doubtful, with the picture's value as its first alternative.
pub(super) fn contradictions(
    reading: &mut Reading,
    invoice: &EInvoice,
    seen: &Reading,
    printed: &Printed,
) -> Vec<Finding> {
    if printed.is_empty() {
        return Vec::new();
    }
    let against = [
        amount_against(reading, seen, printed, FieldName::TotalTtc),
        amount_against(reading, seen, printed, FieldName::AmountDue),
        number_against(reading, seen, printed),
        iban_against(reading, invoice, seen, printed),
        supplier_against(reading, invoice, seen, printed),
    ];
    against.into_iter().flatten().filter_map(|name| flag(reading, seen, name)).collect()
}

/// Marks a value as contradicted.
fn flag(reading: &mut Reading, seen: &Reading, name: FieldName) -> Option<Finding> {
    let on_paper = seen.fields.get(&name)?;
    // What a person settled is not put to a person again.
    let field = reading.fields.get_mut(&name).filter(|field| !field.is_by_hand())?;
    let (structured, picture) = (text(&field.value), text(&on_paper.value));
    let candidate = Candidate {
        value: on_paper.value.clone(),
        evidence: on_paper.evidence,
        confidence: on_paper.confidence,
    };
    field.sure = false;
    field.confidence = Confidence::new(0.5);
    field.alternatives.retain(|other| other.value != candidate.value);
    field.alternatives.insert(0, candidate);
    field.alternatives.truncate(5);
    let code = serde_json::to_value(name).ok()?.as_str()?.to_owned();
    let message = format!(
        "{code} is {structured} in the structured invoice but {picture} on its picture, which is a fault or a fraud: \
         ask the supplier by a way that you know already"
    );
    let finding = Finding::error(DIFFERS, message)
        .with("field", code)
        .with("structured", structured)
        .with("picture", picture);
    Some(match on_paper.evidence {
        Some(evidence) => finding.on_page(evidence.page),
        None => finding,
    })
}

fn text(value: &FieldValue) -> String {
    match value {
        FieldValue::Amount(amount) => amount.to_string(),
        FieldValue::Text(text) => text.clone(),
        FieldValue::Date(date) => date.to_string(),
        FieldValue::Currency(currency) => currency.to_string(),
        FieldValue::Country(country) => country.to_string(),
        other => format!("{other:?}"),
    }
}

fn amount_against(
    reading: &Reading,
    seen: &Reading,
    printed: &Printed,
    name: FieldName,
) -> Option<FieldName> {
    let (mine, on_paper) = (reading.amount(name)?, seen.fields.get(&name)?);
    let theirs = seen.amount(name)?;
    let was_read = on_paper.evidence.is_some_and(|evidence| evidence.method != Method::Computed);
    // The pages may count the deposits on packaging in, or leave the prepayments out: these are no contradictions.
    let deposit = reading.amount(FieldName::DepositAmount).unwrap_or(Amount::ZERO);
    let explained = [mine, mine + deposit].iter().any(|amount| amount.abs() == theirs.abs());
    // Other amounts may stand where the structured one is printed too; of the total a sure reading decides.
    let certain = name == FieldName::TotalTtc && on_paper.sure && was_read;
    let plain = certain || !printed.has_amount(mine);
    (!explained && plain).then_some(name)
}

fn number_against(reading: &Reading, seen: &Reading, printed: &Printed) -> Option<FieldName> {
    let name = FieldName::InvoiceNumber;
    let (mine, theirs) = (reading.text(name)?, seen.text(name)?);
    (squeezed(mine) != squeezed(theirs) && !printed.has(mine)).then_some(name)
}

/// The account to pay to: any of those of the e-invoice may be the printed one, and an account to be debited is none.
fn iban_against(
    reading: &Reading,
    invoice: &EInvoice,
    seen: &Reading,
    printed: &Printed,
) -> Option<FieldName> {
    let name = FieldName::Iban;
    reading.text(name)?;
    let theirs: Iban = seen.text(name)?.parse().ok()?;
    let known = |iban: &str| iban.parse::<Iban>().is_ok_and(|iban| iban == theirs);
    let payment = invoice.payment.iter();
    let told = payment.clone().filter_map(|means| means.iban.as_deref());
    let debited = payment.filter_map(|means| means.debited_iban.as_deref());
    let explained = told.clone().any(|iban| known(iban) || printed.has(iban)) || debited.clone().any(known);
    (!explained).then_some(name)
}

/// The supplier: by an identifier where both have one, else by the name.
fn supplier_against(
    reading: &Reading,
    invoice: &EInvoice,
    seen: &Reading,
    printed: &Printed,
) -> Option<FieldName> {
    let sides = [Some(&invoice.supplier), invoice.payee.as_ref()];
    if sides.into_iter().flatten().any(|party| bears(printed, party)) {
        return None;
    }
    for name in [FieldName::SupplierVat, FieldName::SupplierSiren, FieldName::SupplierSiret] {
        let (Some(mine), Some(on_paper)) = (reading.text(name), seen.fields.get(&name)) else { continue };
        if on_paper.sure && !same(&FieldValue::Text(mine.to_owned()), &on_paper.value) {
            return Some(name);
        }
    }
    let name = FieldName::SupplierName;
    let on_paper: &FieldReading = seen.fields.get(&name)?;
    let told = [invoice.supplier.name.as_deref(), invoice.supplier.trading_name.as_deref()];
    let told: Vec<String> = told.into_iter().flatten().flat_map(telling_words).collect();
    let shared = told.is_empty() || told.iter().any(|word| printed.has(word));
    (on_paper.sure && !shared).then_some(name)
}

/// Whether an identifier of a party is printed.
fn bears(printed: &Printed, party: &Party) -> bool {
    let identifiers = [
        party.vat_number.clone(),
        party.siren().map(|siren| siren.to_string()),
        party.siret().map(|siret| siret.to_string()),
        party.enterprise_number().map(|number| number.to_string()),
        party.legal_id.as_ref().map(|id| id.id.clone()),
    ];
    identifiers.into_iter().flatten().any(|id| squeezed(&id).len() >= 6 && printed.has(&id))
}

fn telling_words(name: &str) -> Vec<String> {
    name.split(|c: char| !c.is_alphanumeric())
        .map(squeezed)
        .filter(|word| word.chars().count() >= 3 && !LEGAL_FORMS.contains(&word.as_str()))
        .collect()
}

/// Values that the MINIMUM profile has no room for (Factur-X 1.0, 7.1), from the picture, as sure as they are there.
pub(super) fn complete(reading: &mut Reading, invoice: &EInvoice, seen: &Reading) {
    let profile = invoice.profile.as_deref().unwrap_or_default().to_ascii_lowercase();
    if !profile.ends_with("minimum") {
        return;
    }
    const NO_ROOM: [FieldName; 6] = [
        FieldName::DueDate,
        FieldName::Iban,
        FieldName::Bic,
        FieldName::StructuredComm,
        FieldName::PaymentMethod,
        FieldName::CardLast4,
    ];
    for name in NO_ROOM {
        if let (false, Some(field)) = (reading.fields.contains_key(&name), seen.fields.get(&name)) {
            reading.fields.insert(name, field.clone());
        }
    }
    let base: Amount = seen.vat_lines.iter().map(|line| line.base).sum();
    let tax: Amount = seen.vat_lines.iter().map(|line| line.amount).sum();
    let agrees =
        reading.amount(FieldName::TotalHt) == Some(base) && reading.amount(FieldName::TotalVat) == Some(tax);
    if reading.vat_lines.is_empty() && !seen.vat_lines.is_empty() && agrees {
        reading.vat_lines.clone_from(&seen.vat_lines);
        reading.vat_lines_sure = seen.vat_lines_sure;
        reading.vat_lines_evidence = seen.vat_lines_evidence;
    }
}
