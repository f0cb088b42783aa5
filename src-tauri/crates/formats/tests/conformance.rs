//! Writes documents of all sorts to `<target>/conformance/*.xml`, where `tests/conformance/check.py` runs the official
//! rules of EN 16931 over them, and reads each of them back.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what went wrong by failing")]

#[allow(dead_code, reason = "each test file uses a part of it")]
mod common;

use std::path::Path;

use liasse_domain::{Amount, DocumentKind, FieldName, FieldValue};
use liasse_formats::einvoice;
use liasse_formats::ubl::{
    Missing, Original, UblDocument, UblError, UblKind, UblParty, UblVariant, write, write_as,
};

#[test]
fn what_is_written_reads_back() {
    // A file of an earlier version must not be checked in place of a new one.
    let folder = folder("peppol");
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

/// The Belgian documents, and those of the others that charge no tax or Belgian rates.
fn belgian() -> Vec<(String, UblDocument)> {
    let (_, base) =
        common::documents().into_iter().find(|(name, _)| *name == "structured-communication").unwrap();
    let deposits =
        UblDocument { deposit: Some(common::amount("24.60")), line_items: Vec::new(), ..base.clone() };
    let rounded = UblDocument { amount_due: Some(common::amount("163.38")), ..base.clone() };
    let credit_note = UblDocument { kind: UblKind::CreditNote, payment: Default::default(), ..base.clone() };
    let without_paper = UblDocument { original: None, ..base };
    let own = [
        ("deposits-be", deposits),
        ("rounded-be", rounded),
        ("credit-note-be", credit_note),
        ("without-paper-be", without_paper),
    ];
    let all = common::documents().into_iter().chain(own);
    all.map(|(name, document)| (name.to_owned(), document)).collect()
}

fn folder(name: &str) -> std::path::PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("conformance").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn writes_the_belgian_variants() {
    let (ubl_be, efff) = (folder("ublbe"), folder("efff"));
    let mut refused = 0;
    for (name, document) in belgian() {
        match write_as(&document, UblVariant::UblBe) {
            Ok(bytes) => {
                let (invoice, findings) = einvoice::read(&bytes);
                assert!(findings.is_empty(), "{name}: {findings:?}");
                let (reading, _) = invoice.unwrap().to_reading();
                assert_eq!(reading.amount(FieldName::TotalTtc), Some(document.total_ttc), "{name}");
                std::fs::write(ubl_be.join(format!("{name}.xml")), &bytes).unwrap();
            }
            Err(error) => {
                assert_eq!(error.code(), "ubl_rate", "{name}");
                refused += 1;
            }
        }
        let is_pdf = document.original.as_ref().is_some_and(|original| original.mime == "application/pdf");
        match write_as(&document, UblVariant::Efff) {
            Ok(bytes) => {
                let (invoice, findings) = einvoice::read(&bytes);
                assert!(findings.is_empty(), "{name}: {findings:?}");
                let invoice = invoice.unwrap();
                assert!(invoice.image().is_some(), "{name}");
                let (reading, _) = invoice.to_reading();
                assert_eq!(reading.amount(FieldName::TotalTtc), Some(document.total_ttc), "{name}");
                assert_eq!(reading.date(FieldName::DueDate), document.due_date, "{name}");
                let kind = match document.kind {
                    UblKind::Invoice => DocumentKind::Invoice,
                    UblKind::CreditNote => DocumentKind::CreditNote,
                };
                assert_eq!(reading.kind(), Some(kind), "{name}");
                std::fs::write(efff.join(format!("{name}.xml")), &bytes).unwrap();
            }
            Err(UblError::Missing { missing }) => {
                assert_eq!((missing, is_pdf), (vec![Missing::OriginalPdf], false))
            }
            Err(error) => panic!("{name}: {error}"),
        }
    }
    // French rates have no Belgian category.
    assert!(refused > 5);
    assert!(std::fs::read_dir(&ubl_be).unwrap().count() >= 12);
    assert!(std::fs::read_dir(&efff).unwrap().count() >= 12);
}

/// The lines' taxes of UBL.BE add up, whatever rounding does to each.
#[test]
fn the_last_line_takes_the_cents() {
    let line = || common::item("Vis", "1", "0.33", "21", "0.33");
    let document = UblDocument {
        supplier: common::belgian(),
        vat_lines: vec![common::vat("21", "0.99", "0.21")],
        line_items: vec![line(), line(), line()],
        total_ht: common::amount("0.99"),
        total_vat: common::amount("0.21"),
        total_ttc: common::amount("1.20"),
        amount_due: None,
        original: Some(Original {
            file_name: "x.pdf".to_owned(),
            mime: "application/pdf".to_owned(),
            bytes: Vec::new(),
            is_drawn: false,
        }),
        ..common::invoice()
    };
    let text = String::from_utf8(write_as(&document, UblVariant::UblBe).unwrap()).unwrap();
    let taxes: Vec<&str> = text
        .split("<cac:InvoiceLine>")
        .skip(1)
        .map(|line| line.split("TaxAmount currencyID=\"EUR\">").nth(1).unwrap().split('<').next().unwrap())
        .collect();
    assert_eq!(taxes, ["0.07", "0.07", "0.07"]);
    let odd = UblDocument {
        vat_lines: vec![common::vat("21", "0.99", "0.22")],
        total_vat: common::amount("0.22"),
        total_ttc: common::amount("1.21"),
        ..document
    };
    let text = String::from_utf8(write_as(&odd, UblVariant::UblBe).unwrap()).unwrap();
    assert!(text.contains(">0.08<"), "{text}");
}
