//! From a coded document to the UBL that is dropped.

use liasse_domain::identifiers::{Siren, VatNumber};
use liasse_domain::{Amount, DocumentKind, Entry, FieldName, FieldValue, Flow, VatScheme};
use liasse_formats::ubl::{self, Original, UblDocument, UblKind, UblParty, UblPayment, UblVariant};

use crate::api::Message;
use crate::coding::Situation;

/// The UBL of a document, or what is missing for a lawful one.
pub(super) fn of(
    situation: &Situation,
    entry: &Entry,
    original: Option<Original>,
    variant: UblVariant,
) -> Result<Vec<u8>, Message> {
    let document = document(situation, entry, original)?;
    ubl::write_as(&document, variant).map_err(|error| Message::new(error.code()).with("detail", error))
}

/// What e-invoices are written from. Nothing is made up.
pub(super) fn document(
    situation: &Situation,
    entry: &Entry,
    original: Option<Original>,
) -> Result<UblDocument, Message> {
    let reading = &situation.reading;
    let kind = reading.kind().unwrap_or(DocumentKind::Other);
    let kind = UblKind::of(kind).ok_or_else(|| Message::new("ubl_kind"))?;
    let missing = |field: &str| Message::new("ubl_missing").with("detail", field);
    let amount = |name: FieldName| reading.amount(name);
    let total_ttc = amount(FieldName::TotalTtc).ok_or_else(|| missing("total_ttc"))?;
    let untaxed = situation.scheme != VatScheme::Standard;
    let total_vat = if untaxed {
        Amount::ZERO
    } else {
        amount(FieldName::TotalVat).ok_or_else(|| missing("total_vat"))?
    };
    let (supplier, customer) = match situation.row.flow {
        Flow::Purchases => (other_side(situation), own_side(situation)),
        Flow::Sales => (own_side(situation), other_side(situation)),
    };
    let text = |name: FieldName| reading.text(name).map(str::to_owned);
    Ok(UblDocument {
        kind,
        number: entry.piece_reference().to_owned(),
        issue_date: entry.date(),
        due_date: entry.due_date(),
        // The paper's day of delivery is not read: it is left out rather than made up.
        delivery: None,
        currency: entry.currency(),
        buyer_reference: Some(situation.client_file.code.to_string()),
        order_reference: text(FieldName::OrderReference),
        preceding_invoice: None,
        supplier,
        customer,
        scheme: situation.scheme,
        exemption_reason: None,
        vat_lines: if untaxed { Vec::new() } else { reading.vat_lines.clone() },
        // Outlays passed on stand outside the amount that is read: the e-invoice counts them as bearing no tax.
        total_ht: total_ttc - total_vat,
        total_vat,
        total_ttc,
        deposit: amount(FieldName::DepositAmount),
        prepaid: amount(FieldName::Prepaid),
        amount_due: amount(FieldName::AmountDue),
        line_items: reading.line_items.clone(),
        payment: UblPayment {
            method: text(FieldName::PaymentMethod),
            iban: text(FieldName::Iban).and_then(|text| text.parse().ok()),
            bic: text(FieldName::Bic).and_then(|text| text.parse().ok()),
            structured_communication: text(FieldName::StructuredComm).and_then(|text| text.parse().ok()),
            card_last4: text(FieldName::CardLast4),
        },
        original,
    })
}

/// The VAT number of a French company that charges VAT follows from its SIREN (BOI-TVA-DECLA-20-10-20).
fn french_vat_number(situation: &Situation, siren: Option<&Siren>) -> Option<VatNumber> {
    siren.filter(|_| situation.scheme == VatScheme::Standard).map(VatNumber::of_siren)
}

/// The client's own side.
fn own_side(situation: &Situation) -> UblParty {
    let file = &situation.client_file;
    let mut lines = file.address.lines().map(str::trim).filter(|line| !line.is_empty());
    UblParty {
        name: file.name.clone(),
        country: Some(file.country),
        vat_number: file.vat_number.clone().or_else(|| french_vat_number(situation, file.siren.as_ref())),
        siren: file.siren.clone(),
        siret: None,
        registration: None,
        endpoint: None,
        street: lines.next().map(str::to_owned),
        postal_code: None,
        city: None,
    }
}

/// The third party's side: its card, completed by what the paper bears.
fn other_side(situation: &Situation) -> UblParty {
    let reading = &situation.reading;
    let card = situation.third_party.as_ref();
    let purchases = situation.row.flow == Flow::Purchases;
    let text =
        |supplier: FieldName, customer: FieldName| reading.text(if purchases { supplier } else { customer });
    let read_country = match reading.value(FieldName::SupplierCountry) {
        Some(FieldValue::Country(country)) if purchases => Some(*country),
        _ => None,
    };
    let vat_number = card
        .and_then(|card| card.vat_number.clone())
        .or_else(|| text(FieldName::SupplierVat, FieldName::CustomerVat).and_then(|text| text.parse().ok()));
    let siret = card.and_then(|card| card.siret.clone()).or_else(|| {
        purchases.then(|| reading.text(FieldName::SupplierSiret)).flatten().and_then(|text| text.parse().ok())
    });
    let siren = card.and_then(|card| card.siren.clone()).or_else(|| {
        text(FieldName::SupplierSiren, FieldName::CustomerSiren).and_then(|text| text.parse().ok())
    });
    // A VAT number and a SIREN each say the country.
    let country = card
        .and_then(|card| card.country)
        .or(read_country)
        .or_else(|| vat_number.as_ref().and_then(|number| number.country()))
        .or_else(|| (siren.is_some() || siret.is_some()).then_some(liasse_domain::Country::FR));
    let read_name = text(FieldName::SupplierName, FieldName::CustomerName);
    UblParty {
        name: card.map(|card| card.name.clone()).or(read_name.map(str::to_owned)).unwrap_or_default(),
        country,
        vat_number: vat_number.or_else(|| {
            let company = siren.clone().or_else(|| siret.as_ref().map(|siret| siret.siren()));
            french_vat_number(situation, company.as_ref())
        }),
        siren,
        siret,
        registration: None,
        endpoint: None,
        street: None,
        postal_code: None,
        city: None,
    }
}
