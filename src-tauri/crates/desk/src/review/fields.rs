//! Fields as the review shows them.

use liasse_domain::{
    DocumentKind, Evidence, FieldName, FieldReading, FieldValue, Flow, LabelSide, Method, Reading, Reason,
};

use crate::api::{AlternativeView, FieldView, Message};
use crate::coding::form_name;

/// The fields of the form, in its order, kind and third party apart.
pub const ORDER: [FieldName; 27] = [
    FieldName::OtherKind,
    FieldName::IssueDate,
    FieldName::DueDate,
    FieldName::InvoiceNumber,
    FieldName::Currency,
    FieldName::TotalHt,
    FieldName::TotalVat,
    FieldName::TotalTtc,
    FieldName::PaymentMethod,
    FieldName::CardLast4,
    FieldName::DepositAmount,
    FieldName::Prepaid,
    FieldName::AmountDue,
    FieldName::Iban,
    FieldName::Bic,
    FieldName::StructuredComm,
    FieldName::OrderReference,
    FieldName::DeliveryDate,
    FieldName::PaymentTerms,
    FieldName::ReverseCharge,
    FieldName::SupplierSiren,
    FieldName::SupplierSiret,
    FieldName::SupplierVat,
    FieldName::SupplierCountry,
    FieldName::SupplierAddress,
    FieldName::CustomerVat,
    FieldName::CustomerAddress,
];

/// The names of both sides, shown beside the third party.
pub const NAMES: [FieldName; 2] = [FieldName::SupplierName, FieldName::CustomerName];

/// How a field is entered.
pub fn input(name: FieldName) -> &'static str {
    match name {
        FieldName::DocType => "kind",
        FieldName::IssueDate | FieldName::DueDate | FieldName::DeliveryDate => "date",
        FieldName::PaymentTerms => "terms",
        FieldName::ReverseCharge => "reverse_charge",
        FieldName::OtherKind => "paper",
        FieldName::TotalTtc
        | FieldName::TotalHt
        | FieldName::TotalVat
        | FieldName::AmountDue
        | FieldName::DepositAmount
        | FieldName::Prepaid => "amount",
        FieldName::Currency => "currency",
        FieldName::VatScheme => "scheme",
        FieldName::PaymentMethod => "payment_method",
        FieldName::SupplierCountry => "country",
        _ => "text",
    }
}

/// The canonical text of a value.
pub fn text_of(value: &FieldValue) -> String {
    match value {
        FieldValue::Kind(kind) => serialised(kind),
        FieldValue::Date(date) => date.to_string(),
        FieldValue::Amount(amount) => amount.to_string(),
        FieldValue::Currency(currency) => currency.to_string(),
        FieldValue::Country(country) => country.to_string(),
        FieldValue::Scheme(scheme) => serialised(scheme),
        FieldValue::Address(address) => address.to_string(),
        FieldValue::Terms(terms) => terms.to_string(),
        FieldValue::Text(text) => text.clone(),
    }
}

pub fn serialised(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Why a value is what it is.
pub fn reason(evidence: Option<&Evidence>, field: &FieldReading) -> Message {
    let percent = (field.confidence.value() * 100.0).round();
    match evidence {
        Some(evidence) => match evidence.method {
            Method::User => Message::new("by_user"),
            Method::Xml => Message::new("by_xml"),
            Method::Computed => Message::new("by_computation"),
            Method::Code => Message::new("by_code").with("page", evidence.page),
            Method::Text | Method::Ocr if field.sure => {
                Message::new("by_reading").with("page", evidence.page)
            }
            Method::Text | Method::Ocr => {
                Message::new("by_reading_unsure").with("page", evidence.page).with("percent", percent)
            }
        },
        None if field.sure => Message::new("by_deduction"),
        None => Message::new("by_deduction_unsure").with("percent", percent),
    }
}

/// One thing that speaks for a value or against it, as a sentence of `reason.…`.
fn ground(reason: &Reason) -> Message {
    match reason {
        Reason::Label { label, side: LabelSide::Left } => Message::new("label_left").with("label", label),
        Reason::Label { label, side: LabelSide::Above } => Message::new("label_above").with("label", label),
        Reason::Title { title } => Message::new("title").with("title", title),
        Reason::TotalsClose => Message::new("totals_close"),
        Reason::RatesClose => Message::new("rates_close"),
        Reason::LawfulRate { rate } => Message::new("lawful_rate").with("rate", rate),
        Reason::NoTaxMention => Message::new("no_tax_mention"),
        Reason::Repeated => Message::new("repeated"),
        Reason::CheckDigits { what } => Message::new(&format!("check_digits_{what}")),
        Reason::IdentifiersAgree => Message::new("identifiers_agree"),
        Reason::OnlyDate => Message::new("only_date"),
        Reason::TermsAgree => Message::new("terms_agree"),
        Reason::Computed => Message::new("computed"),
        Reason::Learned { times } => Message::new("learned").with("n", times),
        Reason::Rival { value } => Message::new("rival").with("value", value),
        Reason::HardToRead => Message::new("hard_to_read"),
        Reason::NoLabel => Message::new("no_label"),
        Reason::AgainstLearned => Message::new("against_learned"),
        Reason::LearnedAgainstPaper => Message::new("learned_against_paper"),
    }
}

/// All that speaks for a value and against it; nothing where a person gave it.
pub fn grounds(reading: &Reading, name: FieldName) -> Vec<Message> {
    let field = reading.fields.get(&name);
    field.map(|field| field.reasons.iter().map(ground).collect()).unwrap_or_default()
}

/// A field of the form; `needed` when publication needs it.
pub fn view(reading: &Reading, name: FieldName, needed: bool) -> FieldView {
    let field = reading.fields.get(&name);
    let evidence = field.and_then(|field| field.evidence.as_ref());
    FieldView {
        name: form_name(name),
        input: input(name).to_owned(),
        value: field.map(|field| text_of(&field.value)),
        doubtful: field.is_some_and(|field| !field.sure),
        missing: needed && field.is_none(),
        method: evidence.map(|evidence| evidence.method.into()),
        page: evidence.map(|evidence| evidence.page),
        rect: evidence.and_then(|evidence| evidence.rect).map(Into::into),
        reason: field.map_or_else(|| Message::new("not_read"), |field| reason(evidence, field)),
        reasons: grounds(reading, name),
        percent: field.map(|field| (field.confidence.value() * 100.0).round() as u32),
        alternatives: field
            .map(|field| {
                field
                    .alternatives
                    .iter()
                    .take(5)
                    .map(|candidate| AlternativeView {
                        value: text_of(&candidate.value),
                        page: candidate.evidence.map(|evidence| evidence.page),
                        rect: candidate.evidence.and_then(|evidence| evidence.rect).map(Into::into),
                    })
                    .collect()
            })
            .unwrap_or_default(),
    }
}

/// Whether a field is needed for publication.
pub fn needed(name: FieldName, kind: DocumentKind) -> bool {
    match name {
        FieldName::IssueDate
        | FieldName::Currency
        | FieldName::TotalHt
        | FieldName::TotalVat
        | FieldName::TotalTtc => true,
        FieldName::InvoiceNumber => crate::coding::needs_number(kind),
        _ => false,
    }
}

/// Whether a field is shown although nothing was read: the user may want to type it.
pub fn always_shown(name: FieldName, kind: DocumentKind, flow: Flow) -> bool {
    match name {
        FieldName::CustomerVat => flow == Flow::Sales,
        // Typed by nobody for its own sake: shown where the paper bears it.
        FieldName::OtherKind
        | FieldName::DeliveryDate
        | FieldName::PaymentTerms
        | FieldName::ReverseCharge
        | FieldName::SupplierAddress
        | FieldName::CustomerAddress => false,
        FieldName::SupplierSiren
        | FieldName::SupplierSiret
        | FieldName::SupplierVat
        | FieldName::SupplierCountry => flow == Flow::Purchases,
        FieldName::CardLast4 => matches!(kind, DocumentKind::Receipt | DocumentKind::CardSlip),
        _ => true,
    }
}
