//! Factur-X files: each document is written to `<target>/conformance/facturx/*.pdf`, where `tests/conformance/check.py` runs
//! the official schema and rules over them, and read back. `LIASSE_RANDOM_INVOICES=<folder>` keeps random ones too.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what went wrong by failing")]

#[allow(dead_code, reason = "each test file uses a part of it")]
mod common;

use std::path::Path;

use liasse_domain::{Amount, DocumentKind, FieldName};
use liasse_formats::einvoice::{self, Syntax};
use liasse_formats::facturx::{FacturX, Page, ProcessingCopy, Profile, write, write_xml};
use liasse_formats::ubl::{Missing, UblDocument, UblError, UblKind, UblParty};
use proptest::prelude::*;

/// The smallest JPEG that viewers show: eight by eight pixels of one grey, in three colours.
const PICTURE: &[u8] = include_bytes!("fixtures/page.jpg");

fn file(document: &UblDocument) -> Result<FacturX, UblError> {
    let page = Page { jpeg: PICTURE, width: 8, height: 11 };
    let copy = ProcessingCopy {
        pages: &[page, page],
        original: document.original.as_ref(),
        written: "2026-11-22".parse().unwrap(),
        identity: [7; 16],
    };
    write(document, &copy)
}

/// Documents that lack what the richer profiles need.
fn lesser() -> Vec<(&'static str, UblDocument)> {
    let no_customer_country = UblDocument {
        customer: UblParty { name: "Épicerie Dubois".to_owned(), ..UblParty::default() },
        ..common::invoice()
    };
    let no_breakdown = UblDocument { vat_lines: Vec::new(), ..common::invoice() };
    let rounded = UblDocument {
        line_items: Vec::new(),
        amount_due: Some(common::amount("119.98")),
        ..common::invoice()
    };
    let no_number =
        UblDocument { supplier: UblParty { vat_number: None, ..common::french() }, ..common::invoice() };
    vec![
        ("customer-without-country", no_customer_country),
        ("without-breakdown", no_breakdown),
        ("rounded-without-lines", rounded),
        ("supplier-without-vat-number", no_number),
    ]
}

fn documents() -> Vec<(&'static str, UblDocument)> {
    let mut documents = common::documents();
    documents.extend(lesser());
    documents
}

#[test]
fn what_is_written_reads_back() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("conformance/facturx");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let mut profiles = Vec::new();
    for (name, document) in documents() {
        let written = file(&document).unwrap_or_else(|error| panic!("{name}: {error}"));
        std::fs::write(folder.join(format!("{name}.pdf")), &written.bytes).unwrap();
        let (xml, profile) = write_xml(&document).unwrap();
        assert_eq!(profile, written.profile);
        profiles.push((name, profile));
        let (invoice, findings) = einvoice::read(&xml);
        assert!(findings.is_empty(), "{name}: {findings:?}");
        let invoice = invoice.unwrap();
        assert_eq!(invoice.syntax, Syntax::Cii);
        assert_eq!(invoice.profile.as_deref(), Some(profile.urn()), "{name}");
        let (reading, findings) = invoice.to_reading();
        assert!(findings.iter().all(|finding| finding.code != "einvoice_arithmetic"), "{name}: {findings:?}");
        let kind = match document.kind {
            UblKind::Invoice => DocumentKind::Invoice,
            UblKind::CreditNote => DocumentKind::CreditNote,
        };
        assert_eq!(reading.kind(), Some(kind), "{name}");
        assert_eq!(reading.text(FieldName::InvoiceNumber), Some(document.number.as_str()), "{name}");
        assert_eq!(reading.date(FieldName::IssueDate), Some(document.issue_date), "{name}");
        assert_eq!(reading.currency(), Some(document.currency), "{name}");
        let amount = |field| reading.amount(field).unwrap_or(Amount::ZERO);
        let deposit = document.deposit.unwrap_or(Amount::ZERO);
        if profile == Profile::Minimum {
            // The least profile cannot tell deposits from the rest.
            assert_eq!(amount(FieldName::TotalTtc), document.total_ttc + deposit, "{name}");
            continue;
        }
        assert_eq!(amount(FieldName::TotalVat), document.total_vat, "{name}");
        assert_eq!(reading.date(FieldName::DueDate), document.due_date, "{name}");
        if profile == Profile::En16931 {
            assert_eq!(amount(FieldName::TotalTtc), document.total_ttc, "{name}");
            assert_eq!(amount(FieldName::DepositAmount), deposit, "{name}");
            let lines = invoice.lines.iter().filter(|line| line.rate.is_some()).count();
            assert!(lines >= document.line_items.len().min(1), "{name}");
        }
    }
    let of = |wanted: &str| profiles.iter().find(|(name, _)| *name == wanted).unwrap().1;
    assert_eq!(of("one-rate"), Profile::En16931);
    assert_eq!(of("several-rates"), Profile::BasicWl);
    for (name, _) in lesser() {
        assert_eq!(of(name), Profile::Minimum, "{name}");
    }
}

fn holds(bytes: &[u8], words: &str) -> bool {
    bytes.windows(words.len()).any(|window| window == words.as_bytes())
}

#[test]
fn the_file_says_what_it_is() {
    let document = common::invoice();
    let written = file(&document).unwrap();
    let bytes = &written.bytes;
    for words in [
        "%PDF-1.7",
        "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>",
        "<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>",
        "Copie de traitement : facture F2026-0042 de Menuiserie Ardoise &amp; Fils",
        "/GTS_PDFA1",
        "/AFRelationship /Alternative",
        "/AFRelationship /Source",
        "/AF [",
        "(factur-x.xml)",
        "(original-F2026-0042.pdf)",
        "/Subtype /text#2Fxml",
        "Copie de traitement : donn\u{e9}es relev\u{e9}es",
    ] {
        assert!(holds(bytes, words), "{words}");
    }
    // PDF/A forbids them (ISO 19005-3, 6.1.3, 6.6.1, 6.2.9).
    for words in ["/Encrypt", "/JavaScript", "/Interpolate true", "/LZWDecode"] {
        assert!(!holds(bytes, words), "{words}");
    }
    let least = file(&lesser()[0].1).unwrap();
    assert!(holds(&least.bytes, "/AFRelationship /Data") && holds(&least.bytes, ">MINIMUM<"));
    assert_eq!(file(&document).unwrap(), written, "the same document gives the same file");
}

#[test]
fn names_what_every_profile_needs() {
    let bare = UblDocument {
        number: String::new(),
        supplier: UblParty::default(),
        customer: UblParty::default(),
        ..common::invoice()
    };
    let UblError::Missing { missing } = file(&bare).unwrap_err() else { panic!() };
    assert_eq!(
        missing,
        [Missing::Number, Missing::SupplierName, Missing::SupplierCountry, Missing::CustomerName]
    );
    let wrong = UblDocument { total_ttc: common::amount("121.00"), ..common::invoice() };
    assert_eq!(file(&wrong).unwrap_err().code(), "ubl_inconsistent");
    let wrong = UblDocument { vat_lines: Vec::new(), ..wrong };
    assert_eq!(file(&wrong).unwrap_err().code(), "ubl_inconsistent");
}

proptest! {
    #[test]
    fn random_documents_read_back(document in common::random::documents()) {
        let written = match file(&document) {
            Ok(written) => written,
            Err(UblError::Missing { .. }) => return Ok(()),
            Err(error) => panic!("{error}"),
        };
        common::keep("facturx", "pdf", &written.bytes);
        let (xml, profile) = write_xml(&document).unwrap();
        prop_assert_eq!(profile, written.profile);
        let (invoice, findings) = einvoice::read(&xml);
        prop_assert!(findings.is_empty(), "{:?}", findings);
        let invoice = invoice.unwrap();
        let whole = document.total_ttc + document.deposit.unwrap_or(Amount::ZERO);
        prop_assert_eq!(invoice.totals.tax_inclusive, Some(whole));
        prop_assert_eq!(invoice.totals.tax, Some(document.total_vat));
        prop_assert_eq!(invoice.totals.payable, Some(whole - document.prepaid.unwrap_or(Amount::ZERO)));
    }
}
