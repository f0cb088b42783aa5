//! Writes documents of all sorts to `<target>/conformance/*.xml`, where `tests/conformance/check.py` runs the official
//! rules of EN 16931 over them, and reads each of them back.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what went wrong by failing")]

#[allow(dead_code, reason = "each test file uses a part of it")]
mod common;

use std::path::Path;

use liasse_domain::{Amount, DocumentKind, FieldName, FieldValue};
use liasse_formats::einvoice;
use liasse_formats::ubl::{Missing, UblDocument, UblError, UblKind, UblParty, write};

#[test]
fn what_is_written_reads_back() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("conformance");
    // A file of an earlier version must not be checked in place of a new one.
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    for (name, document) in common::documents() {
        let bytes = write(&document).unwrap_or_else(|error| panic!("{name}: {error}"));
        std::fs::write(folder.join(format!("{name}.xml")), &bytes).unwrap();
        let (invoice, findings) = einvoice::read(&bytes);
        assert!(findings.is_empty(), "{name}: {findings:?}");
        let invoice = invoice.unwrap();
        assert_eq!(invoice.image().map(|a| &a.bytes), document.original.as_ref().map(|o| &o.bytes), "{name}");
        let (reading, findings) = invoice.to_reading();
        assert!(findings.is_empty(), "{name}: {findings:?}");
        let kind = match document.kind {
            UblKind::Invoice => DocumentKind::Invoice,
            UblKind::CreditNote => DocumentKind::CreditNote,
        };
        assert_eq!(reading.kind(), Some(kind), "{name}");
        let amount = |field| reading.amount(field);
        assert_eq!(amount(FieldName::TotalHt), Some(document.total_ht), "{name}");
        assert_eq!(amount(FieldName::TotalVat), Some(document.total_vat), "{name}");
        assert_eq!(amount(FieldName::TotalTtc), Some(document.total_ttc), "{name}");
        assert_eq!(amount(FieldName::DepositAmount), document.deposit, "{name}");
        if let Some(due) = document.amount_due {
            assert_eq!(amount(FieldName::AmountDue), Some(due), "{name}");
        }
        assert_eq!(reading.text(FieldName::InvoiceNumber), Some(document.number.as_str()), "{name}");
        assert_eq!(reading.date(FieldName::DueDate), document.due_date, "{name}");
        assert_eq!(reading.currency(), Some(document.currency), "{name}");
        assert_eq!(
            reading.text(FieldName::StructuredComm),
            document.payment.structured_communication.as_ref().map(|c| c.as_str()),
            "{name}"
        );
        let taxed = |lines: &[liasse_domain::VatLine]| -> Vec<_> {
            lines.iter().filter(|line| !line.amount.is_zero()).copied().collect()
        };
        assert_eq!(taxed(&reading.vat_lines), taxed(&document.vat_lines), "{name}");
        assert!(reading.fields.values().all(|field| field.sure), "{name}");
    }
}

fn failure(document: UblDocument) -> UblError {
    write(&document).unwrap_err()
}

#[test]
fn names_everything_that_is_missing() {
    let bare = UblDocument {
        number: " ".to_owned(),
        supplier: UblParty::default(),
        customer: UblParty::default(),
        vat_lines: Vec::new(),
        ..common::invoice()
    };
    let UblError::Missing { missing } = failure(bare) else { panic!() };
    assert_eq!(
        missing,
        [
            Missing::Number,
            Missing::SupplierName,
            Missing::SupplierCountry,
            Missing::SupplierIdentifier,
            Missing::CustomerName,
            Missing::CustomerCountry,
            Missing::VatBreakdown,
        ]
    );
    let supplier = UblParty { vat_number: None, country: None, ..common::french() };
    let unregistered = UblDocument { supplier, ..common::invoice() };
    let UblError::Missing { missing } = failure(unregistered) else { panic!() };
    assert_eq!(missing, [Missing::SupplierCountry, Missing::SupplierVatNumber]);
}

#[test]
fn refuses_amounts_that_contradict_each_other() {
    let document = UblDocument { total_ttc: common::amount("121.00"), ..common::invoice() };
    assert_eq!(failure(document).code(), "ubl_inconsistent");
    let document = UblDocument { amount_due: Some(common::amount("150.00")), ..common::invoice() };
    assert_eq!(failure(document).code(), "ubl_inconsistent");
    let vat_lines = vec![common::vat("20", "110.00", "20.00")];
    assert_eq!(failure(UblDocument { vat_lines, ..common::invoice() }).code(), "ubl_inconsistent");
    // The base of the second rate was misread.
    let vat_lines = vec![common::vat("20", "50.00", "10.00"), common::vat("10", "10.00", "10.00")];
    let document = UblDocument { vat_lines, ..common::invoice() };
    assert_eq!(failure(document).code(), "ubl_inconsistent");
    let mut document = common::invoice();
    document.original.as_mut().unwrap().mime = "image/heic".to_owned();
    assert_eq!(failure(document).code(), "ubl_original_type");
}

#[test]
fn takes_a_rounding_of_five_cents() {
    let document = UblDocument { amount_due: Some(common::amount("119.98")), ..common::invoice() };
    let (invoice, _) = einvoice::read(&write(&document).unwrap());
    let totals = invoice.unwrap().totals;
    assert_eq!(totals.rounding, Some(Amount::from_cents(-2)));
    assert_eq!(totals.prepaid, None);
}

#[test]
fn keeps_the_lines_that_sum_to_the_totals() {
    let lines = |document: &UblDocument| {
        let (invoice, _) = einvoice::read(&write(document).unwrap());
        invoice.unwrap().lines
    };
    let kept = lines(&common::invoice());
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].description, "Pose d'étagères");
    assert_eq!(kept[0].quantity.as_deref(), Some("4"));
    let mut wrong = common::invoice();
    wrong.line_items[0].amount = Some(common::amount("99.00"));
    assert_eq!(lines(&wrong)[0].description, "Total à 20 %");
    let (_, discounts) = common::documents().into_iter().find(|(name, _)| *name == "discounts").unwrap();
    let kept = lines(&discounts);
    assert_eq!(kept[0].price_base_quantity.as_deref(), Some("3"));
    assert_eq!(kept[1].quantity.as_deref(), Some("-1"));
}

#[test]
fn writes_what_a_scheme_means() {
    let category = |name: &str| {
        let (_, document) = common::documents().into_iter().find(|(n, _)| *n == name).unwrap();
        let (invoice, _) = einvoice::read(&write(&document).unwrap());
        let invoice = invoice.unwrap();
        let (reading, _) = invoice.to_reading();
        let scheme = reading.value(FieldName::VatScheme).cloned();
        let codes: Vec<_> = invoice.vat.iter().filter_map(|vat| vat.category).map(|c| c.code()).collect();
        let Some(FieldValue::Scheme(scheme)) = scheme else { panic!("{name}") };
        (codes.join(" "), format!("{scheme:?}"))
    };
    for (name, codes, scheme) in [
        ("one-rate", "S", "Standard"),
        ("reverse-charge", "AE", "ReverseCharge"),
        ("intra-community-goods", "K", "Intracom"),
        ("intra-community-services", "AE", "Intracom"),
        ("exempt", "E", "Exempt"),
        ("franchise", "O", "Exempt"),
        ("export", "G", "Export"),
        ("deposits", "S E", "Standard"),
        ("zero-rate", "Z", "Standard"),
    ] {
        assert_eq!(category(name), (codes.to_owned(), scheme.to_owned()), "{name}");
    }
}
