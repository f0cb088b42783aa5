//! Papers drawn from e-invoices: bounded whatever is inside, and each value has its place. What they say is read back by the tests
//! of the reader, which has a PDF engine.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what went wrong by failing")]

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use liasse_domain::{FieldName, Method};
use liasse_formats::einvoice::{EInvoice, read};

const FIXTURES: [(&str, &[u8]); 11] = [
    ("basic", include_bytes!("fixtures/basic.xml")),
    ("basicwl", include_bytes!("fixtures/basicwl.xml")),
    ("ctcfr", include_bytes!("fixtures/ctcfr.xml")),
    ("efff", include_bytes!("fixtures/efff.xml")),
    ("extended", include_bytes!("fixtures/extended.xml")),
    ("facturx", include_bytes!("fixtures/facturx.xml")),
    ("minimum", include_bytes!("fixtures/minimum.xml")),
    ("peppol", include_bytes!("fixtures/peppol.xml")),
    ("peppol-creditnote", include_bytes!("fixtures/peppol-creditnote.xml")),
    ("ublbe", include_bytes!("fixtures/ublbe.xml")),
    ("zugferd1", include_bytes!("fixtures/zugferd1.xml")),
];

fn invoice(bytes: &[u8]) -> EInvoice {
    read(bytes).0.unwrap()
}

/// Whether a row holds an ASCII text: rows of ASCII stand as they are, others in hexadecimal.
fn holds(pdf: &[u8], text: &str) -> bool {
    let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
    let within = |text: &[u8]| pdf.windows(text.len()).any(|window| window.eq_ignore_ascii_case(text));
    within(text.as_bytes()) || within(hex.as_bytes())
}

#[test]
fn each_value_has_its_place_on_the_paper() {
    for (name, bytes) in FIXTURES {
        let invoice = invoice(bytes);
        let paper = invoice.paper();
        assert_eq!(paper.page_count, 1, "{name}");
        let (mut reading, _) = invoice.to_reading();
        paper.locate(&mut reading);
        let without: BTreeSet<FieldName> = reading
            .fields
            .iter()
            .filter(|(_, field)| field.evidence.unwrap().rect.is_none())
            .map(|(name, _)| *name)
            .collect();
        // What was reckoned from others stands nowhere.
        let reckoned: BTreeSet<FieldName> = reading
            .fields
            .iter()
            .filter(|(_, field)| field.evidence.unwrap().method == Method::Computed)
            .map(|(name, _)| *name)
            .collect();
        assert!(without.is_subset(&reckoned), "{name}: {without:?} stand nowhere");
        assert_eq!(reading.vat_lines.is_empty(), reading.vat_lines_evidence.is_none(), "{name}");
        for place in paper.places.values() {
            let rect = place.rect;
            let inside = |a: f32, b: f32| (0.0..1.0).contains(&a) && a < b && b <= 1.0;
            assert!(inside(rect.x0, rect.x1) && inside(rect.y0, rect.y1), "{name}: {place:?}");
        }
        assert_eq!(invoice.paper(), paper, "the same bytes for the same invoice");
    }
}

/// An invoice of so many lines, with this text in each description.
fn long(lines: usize, text: &str) -> Vec<u8> {
    let xml = String::from_utf8(FIXTURES[7].1.to_vec()).unwrap();
    let (head, rest) = xml.split_once("<cac:InvoiceLine>").unwrap();
    let (line, tail) = rest.split_once("</cac:InvoiceLine>").unwrap();
    let mut whole = head.to_owned();
    for number in 1..=lines {
        let line = line.replace("<cbc:ID>1</cbc:ID>", &format!("<cbc:ID>{number}</cbc:ID>"));
        let line = line.replace("Nettoyage des bureaux", &format!("Poste {number} {text}"));
        whole.push_str(&format!("<cac:InvoiceLine>{line}</cac:InvoiceLine>"));
    }
    whole.push_str(tail);
    whole.into_bytes()
}

#[test]
fn many_lines_go_over_many_pages() {
    let paper = invoice(&long(300, "x")).paper();
    assert!((8..16).contains(&paper.page_count), "{}", paper.page_count);
    for number in [1, 2, 150, 299, 300] {
        assert!(holds(&paper.pdf, &format!("(Poste {number} x)")), "line {number}");
    }
    assert!(!holds(&paper.pdf, "Non trac"), "nothing is left out");
    assert_eq!(paper.places[&FieldName::TotalTtc].page, paper.page_count, "the totals stand at the end");
}

#[test]
fn a_hostile_invoice_is_bounded_and_says_what_is_left_out() {
    let long_text = "mot ".repeat(250_000);
    let started = Instant::now();
    let invoice = invoice(&long(10_000, "\u{202e}\u{7}&#9;é"));
    let drawn = Instant::now();
    let paper = invoice.paper();
    let took = drawn.elapsed();
    assert!((50..80).contains(&paper.page_count), "{}", paper.page_count);
    assert!(took < Duration::from_secs(2), "drawn in {took:?}, read in {:?}", drawn - started);
    assert!(holds(&paper.pdf, "Lignes suivantes non trac"), "the end of the lines is said where they end");
    assert!(holds(&paper.pdf, "Non trac") && paper.pdf.len() < 4 << 20, "{}", paper.pdf.len());
    assert_eq!(paper.places[&FieldName::TotalTtc].page, paper.page_count, "the totals are not lost");

    let paper = self::invoice(&long(1, &long_text)).paper();
    assert_eq!(paper.page_count, 1);
    assert!(holds(&paper.pdf, "la fin d'un texte trop long"));

    let mut worst = self::invoice(&long(1, "x"));
    for text in
        [&mut worst.supplier.name, &mut worst.customer.name, &mut worst.number, &mut worst.payment_terms]
    {
        *text = Some(long_text.clone());
    }
    worst.supplier.ids = vec![worst.supplier.legal_id.clone().unwrap(); 5_000];
    worst.preceding = vec![long_text.clone(); 500];
    worst.notes = vec![format!("{}\n", "é".repeat(2_000)).repeat(200); 400];
    worst.vat = vec![worst.vat[0].clone(); 5_000];
    worst.allowances_charges = vec![worst.allowances_charges[0].clone(); 5_000];
    worst.payment = vec![worst.payment[0].clone(); 5_000];
    worst.attachments = vec![worst.attachments[0].clone(); 5_000];
    let started = Instant::now();
    let paper = worst.paper();
    assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
    assert!(paper.page_count < 120, "{}", paper.page_count);
    assert!(holds(&paper.pdf, "4 960 taux de TVA"), "what is left out is said");
}
