//! Reading e-invoices of every syntax and profile.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what went wrong by failing")]

#[allow(dead_code, reason = "each test file uses a part of it")]
mod common;

use liasse_domain::{Amount, DocumentKind, FieldName, FieldValue, Finding, Method, Reading, VatScheme};
use liasse_formats::einvoice::{EInvoice, Syntax, VatCategory, read, sniff};
use liasse_formats::ubl;
use proptest::prelude::*;

const FACTURX: &[u8] = include_bytes!("fixtures/facturx.xml");
const MINIMUM: &[u8] = include_bytes!("fixtures/minimum.xml");
const ZUGFERD1: &[u8] = include_bytes!("fixtures/zugferd1.xml");
const EFFF: &[u8] = include_bytes!("fixtures/efff.xml");

fn invoice(bytes: &[u8]) -> EInvoice {
    let (invoice, findings) = read(bytes);
    assert!(findings.is_empty(), "{findings:?}");
    invoice.unwrap()
}

fn clean(bytes: &[u8]) -> Reading {
    let (reading, findings) = invoice(bytes).to_reading();
    assert!(findings.is_empty(), "{findings:?}");
    reading
}

/// The reading and findings of a file in which texts were replaced.
fn changed(bytes: &[u8], changes: &[(&str, &str)]) -> (Reading, Vec<Finding>) {
    let mut text = String::from_utf8(bytes.to_vec()).unwrap();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    let (invoice, mut findings) = read(text.as_bytes());
    let (reading, more) = invoice.unwrap().to_reading();
    findings.extend(more);
    (reading, findings)
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.code.as_str()).collect()
}

fn text(reading: &Reading, name: FieldName) -> &str {
    reading.text(name).unwrap_or_default()
}

fn cents(reading: &Reading, name: FieldName) -> Option<i64> {
    reading.amount(name).map(Amount::cents)
}

fn sure(reading: &Reading, name: FieldName) -> bool {
    reading.fields[&name].sure
}

fn ubl_bytes() -> Vec<u8> {
    ubl::write(&common::invoice()).unwrap()
}

#[test]
fn sniffs_the_syntax() {
    assert_eq!(sniff(FACTURX), Some(Syntax::Cii));
    assert_eq!(sniff(ZUGFERD1), Some(Syntax::Zugferd1));
    assert_eq!(sniff(EFFF), Some(Syntax::UblInvoice));
    assert_eq!(sniff(&ubl_bytes()), Some(Syntax::UblInvoice));
    for other in [&b"%PDF-1.7"[..], b"", b"<html/>", b"<Invoice/>", b"PK\x03\x04", b"<?xml"] {
        assert_eq!(sniff(other), None);
    }
}

#[test]
fn reads_facturx() {
    let invoice = invoice(FACTURX);
    assert_eq!(invoice.syntax, Syntax::Cii);
    assert_eq!(invoice.profile.as_deref(), Some("urn:cen.eu:en16931:2017"));
    assert_eq!(invoice.supplier.trading_name.as_deref(), Some("Au Canal"));
    assert_eq!(invoice.supplier.address.city.as_deref(), Some("Strasbourg"));
    assert_eq!(invoice.buyer_reference.as_deref(), Some("SERVICE-12"));
    assert_eq!(invoice.delivery_date.unwrap().to_string(), "2026-05-11");
    assert_eq!(invoice.lines[0].unit.as_deref(), Some("C62"));
    assert_eq!(invoice.lines[1].category, Some(VatCategory::Exempt));
    assert_eq!(invoice.attachments[0].bytes, b"%PDF-1.4\n");
    assert_eq!(invoice.attachments[0].description.as_deref(), Some("Bon de livraison"));

    let reading = clean(FACTURX);
    assert_eq!(reading.kind(), Some(DocumentKind::Invoice));
    assert_eq!(text(&reading, FieldName::InvoiceNumber), "VX-2026-118");
    assert_eq!(reading.date(FieldName::IssueDate).unwrap().to_string(), "2026-05-12");
    assert_eq!(reading.date(FieldName::DueDate).unwrap().to_string(), "2026-06-11");
    assert_eq!(text(&reading, FieldName::SupplierName), "Limonaderie du Canal");
    assert_eq!(text(&reading, FieldName::SupplierSiren), "303265045");
    assert_eq!(text(&reading, FieldName::SupplierVat), "FR40303265045");
    assert_eq!(text(&reading, FieldName::CustomerVat), "FR23334175221");
    assert_eq!(text(&reading, FieldName::CustomerSiren), "334175221");
    assert_eq!(reading.fields[&FieldName::CustomerSiren].evidence.unwrap().method, Method::Computed);
    assert_eq!(text(&reading, FieldName::Iban), "FR7630006000011234567890189");
    assert_eq!(text(&reading, FieldName::Bic), "AGRIFRPP");
    assert_eq!(text(&reading, FieldName::PaymentMethod), "transfer");
    assert_eq!(text(&reading, FieldName::OrderReference), "BC-77");
    assert_eq!(reading.scheme(), Some(VatScheme::Standard));
    assert!(reading.fields.values().all(|field| field.sure && field.evidence.unwrap().page == 1));
}

#[test]
fn takes_deposits_out_of_the_totals() {
    let reading = clean(FACTURX);
    assert_eq!(cents(&reading, FieldName::TotalHt), Some(30_000));
    assert_eq!(cents(&reading, FieldName::TotalVat), Some(1_650));
    assert_eq!(cents(&reading, FieldName::TotalTtc), Some(31_650));
    assert_eq!(cents(&reading, FieldName::DepositAmount), Some(4_000));
    assert_eq!(cents(&reading, FieldName::Prepaid), Some(5_650));
    assert_eq!(cents(&reading, FieldName::AmountDue), Some(30_000));
    assert_eq!(reading.vat_lines.len(), 1);
    assert_eq!(reading.line_items.len(), 2);
    // The same word on a line that bears tax is a product.
    let (reading, _) = changed(FACTURX, &[("<ram:CategoryCode>E<", "<ram:CategoryCode>S<")]);
    assert_eq!(cents(&reading, FieldName::DepositAmount), None);
    let (reading, _) = changed(FACTURX, &[("Consigne casier bois", "Formation à la sécurité")]);
    assert_eq!(cents(&reading, FieldName::DepositAmount), None);
    assert_eq!(cents(&reading, FieldName::TotalTtc), Some(35_650));
}

#[test]
fn reads_the_smallest_profile() {
    let reading = clean(MINIMUM);
    assert_eq!(reading.kind(), Some(DocumentKind::CreditNote));
    assert_eq!(cents(&reading, FieldName::TotalTtc), Some(6_000));
    assert_eq!(text(&reading, FieldName::SupplierSiren), "303265045");
    assert_eq!(reading.scheme(), Some(VatScheme::Standard));
    assert!(reading.vat_lines.is_empty() && !reading.vat_lines_sure);
    let (reading, findings) = changed(
        MINIMUM,
        &[("<ram:ID>A-55</ram:ID>", ""), ("<ram:TaxBasisTotalAmount>50.00</ram:TaxBasisTotalAmount>", "")],
    );
    assert_eq!(codes(&findings), ["einvoice_missing"]);
    assert_eq!(cents(&reading, FieldName::TotalHt), Some(5_000), "computed from the two others");
    assert_eq!(reading.fields[&FieldName::TotalHt].evidence.unwrap().method, Method::Computed);
}

#[test]
fn reads_the_first_zugferd() {
    let invoice = invoice(ZUGFERD1);
    assert_eq!(invoice.supplier.tax_registration.as_deref(), Some("201/113/40209"));
    let reading = clean(ZUGFERD1);
    assert_eq!(text(&reading, FieldName::SupplierVat), "DE136695976");
    assert_eq!(cents(&reading, FieldName::TotalTtc), Some(23_562));
    assert_eq!(reading.vat_lines[0].rate.to_string(), "19.00");
    assert_eq!(reading.line_items[0].description, "Schraubenschlüssel");
    assert_eq!(reading.line_items[0].unit_price.as_deref(), Some("9.9"));
}

#[test]
fn reads_e_fff() {
    let invoice = invoice(EFFF);
    assert_eq!(invoice.supplier.address.lines, ["Rue Neuve 8"]);
    assert_eq!(invoice.image().unwrap().bytes, b"%PDF-1.4\n");
    let reading = clean(EFFF);
    assert_eq!(reading.kind(), Some(DocumentKind::CreditNote));
    assert_eq!(text(&reading, FieldName::SupplierName), "Café Zéphyr");
    assert_eq!(text(&reading, FieldName::SupplierVat), "BE0428759497");
    assert_eq!(text(&reading, FieldName::StructuredComm), "+++010/8068/17183+++");
    assert_eq!(text(&reading, FieldName::Bic), "KREDBEBB");
    assert_eq!(reading.date(FieldName::DueDate).unwrap().to_string(), "2014-07-30");
    assert_eq!(reading.vat_lines[0].rate.to_string(), "21.00");
}

#[test]
fn reads_other_encodings_and_envelopes() {
    let xml = String::from_utf8(ubl_bytes()).unwrap();
    let wanted = clean(xml.as_bytes());
    let declared = xml.replacen("UTF-8", "UTF-16", 1);
    let big: Vec<u8> = declared.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(clean(&big), wanted);
    assert_eq!(sniff(&big), Some(Syntax::UblInvoice));
    let body = xml.split_once("?>").unwrap().1;
    let envelope = format!(
        "<StandardBusinessDocument xmlns='http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader'>\
         <StandardBusinessDocumentHeader/>{body}</StandardBusinessDocument>"
    );
    assert_eq!(sniff(envelope.as_bytes()), Some(Syntax::UblInvoice));
    assert_eq!(clean(envelope.as_bytes()), wanted);
}

#[test]
fn refuses_what_is_no_safe_invoice() {
    let refused = |bytes: &[u8]| {
        let (invoice, findings) = read(bytes);
        assert!(invoice.is_none());
        findings.last().unwrap().code.clone()
    };
    let xml = String::from_utf8(ubl_bytes()).unwrap();
    assert_eq!(refused(xml.replacen("?>", "?><!DOCTYPE Invoice>", 1).as_bytes()), "xml_dtd");
    assert_eq!(refused(xml.replacen("Ardoise", "&xxe;", 1).as_bytes()), "xml_entity");
    assert_eq!(refused(&xml.as_bytes()[..xml.len() / 2]), "xml_malformed");
    assert_eq!(refused(b"<Order/>"), "einvoice_unknown");
    assert_eq!(refused(b""), "xml_malformed");
}

#[test]
fn doubts_what_does_not_add_up() {
    let xml = ubl_bytes();
    let (reading, findings) =
        changed(&xml, &[(">120.00</cbc:TaxInclusiveAmount>", ">121.00</cbc:TaxInclusiveAmount>")]);
    assert_eq!(codes(&findings), ["einvoice_arithmetic", "einvoice_arithmetic"]);
    assert!(findings[0].message.contains("BR-CO-15"), "{}", findings[0].message);
    for name in [FieldName::TotalHt, FieldName::TotalVat, FieldName::TotalTtc, FieldName::AmountDue] {
        assert!(!sure(&reading, name), "{name:?}");
    }
    assert!(reading.vat_lines_sure);
    let (reading, findings) = changed(&xml, &[("<cbc:Percent>20.00", "<cbc:Percent>10.00")]);
    assert_eq!(codes(&findings), ["einvoice_arithmetic"]);
    assert!(!reading.vat_lines_sure && sure(&reading, FieldName::TotalTtc));
    let (reading, findings) = changed(
        &xml,
        &[(
            ">100.00</cbc:LineExtensionAmount>\n    <cac:Item>",
            ">90.00</cbc:LineExtensionAmount>\n    <cac:Item>",
        )],
    );
    assert_eq!(codes(&findings), ["einvoice_arithmetic"]);
    assert!(sure(&reading, FieldName::TotalHt));
}

#[test]
fn doubts_identifiers_and_dates_that_cannot_be() {
    let (reading, findings) =
        changed(&ubl_bytes(), &[("FR7630006000011234567890189", "FR7630006000011234567890188")]);
    assert_eq!(codes(&findings), ["einvoice_identifier"]);
    assert!(!sure(&reading, FieldName::Iban));
    let (reading, findings) = changed(FACTURX, &[(">20260611<", ">20260411<")]);
    assert_eq!(codes(&findings), ["einvoice_due_before_issue"]);
    assert!(!sure(&reading, FieldName::DueDate));
    let (reading, findings) =
        changed(FACTURX, &[(">20260611<", ">20260631<"), (">16.50</ram:C", ">seize</ram:C")]);
    assert_eq!(codes(&findings)[..2], ["einvoice_value", "einvoice_value"]);
    assert_eq!(reading.date(FieldName::DueDate), None, "nothing is invented");
    assert!(!reading.vat_lines_sure);
    // The form of numbers from outside the Union is not known: they are taken as they are.
    let (reading, findings) = changed(FACTURX, &[("FR 23 334 175 221", "TR 123 456")]);
    assert_eq!(codes(&findings), Vec::<&str>::new());
    assert_eq!(text(&reading, FieldName::CustomerVat), "TR123456");
}

#[test]
fn reads_a_negative_invoice_as_a_credit_note() {
    let negate = |xml: &str| {
        let mut xml = xml.to_owned();
        for amount in ["100.00", "20.00", "120.00"] {
            xml = xml.replace(&format!("\">{amount}</"), &format!("\">-{amount}</"));
        }
        xml.replace("\">4</cbc:InvoicedQuantity", "\">-4</cbc:InvoicedQuantity")
            .replace("\">4</cbc:CreditedQuantity", "\">-4</cbc:CreditedQuantity")
    };
    let xml = negate(&String::from_utf8(ubl_bytes()).unwrap());
    let reading = clean(xml.as_bytes());
    assert_eq!(reading.kind(), Some(DocumentKind::CreditNote));
    assert_eq!(cents(&reading, FieldName::TotalTtc), Some(12_000));
    assert_eq!(reading.vat_lines[0].amount.cents(), 2_000);
    assert_eq!(reading.line_items[0].amount, Some(Amount::from_cents(10_000)));
    assert_eq!(reading.line_items[0].quantity.as_deref(), Some("4"));

    let (_, note) = common::documents().into_iter().find(|(name, _)| *name == "credit-note").unwrap();
    let xml = negate(&String::from_utf8(ubl::write(&note).unwrap()).unwrap());
    let (reading, findings) = changed(xml.as_bytes(), &[]);
    assert_eq!(codes(&findings), ["einvoice_negative_credit_note"]);
    assert_eq!(cents(&reading, FieldName::TotalTtc), Some(12_000));
    assert!(!sure(&reading, FieldName::DocType));
}

#[test]
fn takes_the_tax_in_the_document_s_currency() {
    let xml = String::from_utf8(ubl_bytes()).unwrap();
    let second = "<cac:TaxTotal><cbc:TaxAmount currencyID=\"SEK\">230.00</cbc:TaxAmount></cac:TaxTotal>";
    let xml = xml.replacen("<cac:TaxTotal>", &format!("{second}<cac:TaxTotal>"), 1);
    assert_eq!(cents(&clean(xml.as_bytes()), FieldName::TotalVat), Some(2_000));
}

#[test]
fn tells_the_schemes_apart() {
    let scheme = |category: &str, extra: &[(&str, &str)]| {
        let (_, document) = common::documents().into_iter().find(|(name, _)| *name == "exempt").unwrap();
        let mut changes = vec![("<cbc:ID>E</cbc:ID>".to_owned(), format!("<cbc:ID>{category}</cbc:ID>"))];
        changes.extend(extra.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())));
        let changes: Vec<(&str, &str)> = changes.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        let (reading, findings) = changed(&ubl::write(&document).unwrap(), &changes);
        assert!(findings.is_empty(), "{findings:?}");
        reading.scheme()
    };
    assert_eq!(scheme("E", &[]), Some(VatScheme::Exempt));
    assert_eq!(scheme("O", &[]), Some(VatScheme::Exempt));
    assert_eq!(scheme("K", &[]), Some(VatScheme::Intracom));
    assert_eq!(scheme("G", &[]), Some(VatScheme::Export));
    assert_eq!(scheme("Z", &[]), Some(VatScheme::Standard));
    assert_eq!(scheme("AE", &[]), Some(VatScheme::ReverseCharge));
    let code = "<cbc:TaxExemptionReasonCode>VATEX-EU-IC</cbc:TaxExemptionReasonCode><cbc:TaxExemptionReason>";
    assert_eq!(scheme("E", &[("<cbc:TaxExemptionReason>", code)]), Some(VatScheme::Intracom));
}

#[test]
fn reads_the_card_and_tells_means_apart() {
    let (_, receipt) = common::documents().into_iter().find(|(name, _)| *name == "receipt").unwrap();
    let xml = String::from_utf8(ubl::write(&receipt).unwrap()).unwrap();
    let reading = clean(xml.as_bytes());
    assert_eq!(text(&reading, FieldName::CardLast4), "4242");
    assert_eq!(text(&reading, FieldName::PaymentMethod), "card");
    let second =
        "<cac:PaymentMeans><cbc:PaymentMeansCode>58</cbc:PaymentMeansCode></cac:PaymentMeans><cac:TaxTotal>";
    let (reading, _) = changed(xml.as_bytes(), &[("<cac:TaxTotal>", second)]);
    assert!(!sure(&reading, FieldName::PaymentMethod));
    let value = reading.value(FieldName::PaymentMethod);
    assert_eq!(value, Some(&FieldValue::Text("card".to_owned())));
}

proptest! {
    #[test]
    fn never_panics_on_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..500)) {
        let _ = sniff(&bytes);
        let _ = read(&bytes);
    }

    /// Files that are damaged a little: cut, with bytes changed, with a piece repeated.
    #[test]
    fn never_panics_on_damaged_invoices(
        which in 0usize..4,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        piece in any::<(prop::sample::Index, prop::sample::Index)>(),
        cut in any::<Option<prop::sample::Index>>(),
    ) {
        let mut bytes = [FACTURX, MINIMUM, ZUGFERD1, EFFF][which].to_vec();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        let (a, b) = (piece.0.index(bytes.len()), piece.1.index(bytes.len()));
        bytes.extend_from_within(a.min(b)..a.max(b));
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let (Some(invoice), _) = read(&bytes) {
            let _ = invoice.to_reading();
            let _ = invoice.image();
        }
    }

    /// Values that a sender may write wrongly, in well-formed files.
    #[test]
    fn never_panics_on_strange_values(place in any::<prop::sample::Index>(), value in "[-+0-9.,eE€é ]{0,24}") {
        let text = std::str::from_utf8(FACTURX).unwrap();
        let ends: Vec<usize> = text.match_indices("</").map(|(at, _)| at).filter(|at| !text[..*at].ends_with('>')).collect();
        let end = ends[place.index(ends.len())];
        let start = text[..end].rfind('>').unwrap() + 1;
        let strange = format!("{}{value}{}", &text[..start], &text[end..]);
        let (invoice, _) = read(strange.as_bytes());
        let _ = invoice.unwrap().to_reading();
    }
}
