//! One e-invoice of each version and profile, read exactly: header, taxes, lines.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what went wrong by failing")]

use liasse_domain::{Amount, DocumentKind, FieldName, Reading, VatScheme};
use liasse_formats::einvoice::{EInvoice, Syntax, read};

fn fixture(name: &str) -> (EInvoice, Reading) {
    let path = format!("{}/tests/fixtures/{name}.xml", env!("CARGO_MANIFEST_DIR"));
    let (invoice, findings) = read(&std::fs::read(path).unwrap());
    assert!(findings.is_empty(), "{name}: {findings:?}");
    let invoice = invoice.unwrap();
    let (reading, findings) = invoice.to_reading();
    assert!(findings.is_empty(), "{name}: {findings:?}");
    (invoice, reading)
}

/// Kind, number, dates, supplier, totals and amount due in one line.
fn header(reading: &Reading) -> String {
    let text = |name| reading.text(name).unwrap_or("-").to_owned();
    let amount = |name| reading.amount(name).map_or("-".to_owned(), |amount: Amount| amount.to_string());
    let date = |name| reading.date(name).map_or("-".to_owned(), |date| date.to_string());
    let credit = if reading.kind() == Some(DocumentKind::CreditNote) { "credit " } else { "" };
    format!(
        "{credit}{} {} {} {} {} | {} + {} = {} - {} -> {}",
        text(FieldName::InvoiceNumber),
        date(FieldName::IssueDate),
        date(FieldName::DueDate),
        text(FieldName::SupplierVat),
        text(FieldName::OrderReference),
        amount(FieldName::TotalHt),
        amount(FieldName::TotalVat),
        amount(FieldName::TotalTtc),
        amount(FieldName::Prepaid),
        amount(FieldName::AmountDue),
    )
}

fn taxes(reading: &Reading) -> Vec<String> {
    reading.vat_lines.iter().map(|line| format!("{} {} {}", line.rate, line.base, line.amount)).collect()
}

fn lines(reading: &Reading) -> Vec<String> {
    let or = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    reading
        .line_items
        .iter()
        .map(|line| {
            let rate = line.vat_rate.map_or("-".to_owned(), |rate| rate.to_string());
            let amount = line.amount.map_or("-".to_owned(), |amount| amount.to_string());
            format!(
                "{}: {} x {} = {amount} at {rate}",
                line.description,
                or(&line.quantity),
                or(&line.unit_price)
            )
        })
        .collect()
}

#[test]
fn factur_x_basic_wl() {
    let (invoice, reading) = fixture("basicwl");
    assert_eq!(
        header(&reading),
        "2026/0415-B 2026-04-15 2026-05-31 FR40303265045 CDE-31 | 1050.00 + 120.00 = 1170.00 - 170.00 -> 1000.00"
    );
    assert_eq!(taxes(&reading), ["10.00 900.00 90.00", "20.00 150.00 30.00"]);
    assert!(lines(&reading).is_empty());
    let adjusted: Vec<(bool, Option<Amount>)> =
        invoice.allowances_charges.iter().map(|one| (one.is_charge, one.amount)).collect();
    assert_eq!(
        adjusted,
        [(false, Some(Amount::from_cents(10_000))), (true, Some(Amount::from_cents(5_000)))]
    );
    assert_eq!(invoice.payment_terms.as_deref(), Some("30 jours fin de mois"));
    assert_eq!(invoice.supplier.address.lines, ["Zone de Kerfo", "Bâtiment C"]);
    assert_eq!(invoice.delivery_date.unwrap().to_string(), "2026-04-10");
}

#[test]
fn factur_x_basic() {
    let (invoice, reading) = fixture("basic");
    assert_eq!(
        header(&reading),
        "credit AC-12 2026-02-28 - FR40303265045 - | 155.00 + 8.53 = 163.53 - - -> 163.53"
    );
    assert_eq!(taxes(&reading), ["5.50 155.00 8.53"]);
    assert_eq!(
        lines(&reading),
        ["Farine de blé T65: 250 x 0.62 = 155.00 at 5.50"],
        "priced by the hundredweight"
    );
    assert_eq!(invoice.lines[0].unit.as_deref(), Some("KGM"));
    assert_eq!(invoice.preceding, ["FA-88"]);
}

#[test]
fn factur_x_extended() {
    let (invoice, reading) = fixture("extended");
    assert_eq!(
        header(&reading),
        "EXT-7 2026-09-01 2026-10-01 FR40303265045 - | 500.00 + 100.00 = 600.00 - 300.00 -> 300.00"
    );
    assert_eq!(taxes(&reading), ["20.00 500.00 100.00"]);
    assert_eq!(
        lines(&reading),
        [
            "Bureau réglable: 2 x 250 = 500.00 at 20.00",
            "Reprise de l'ancien bureau: -1 x 20 = -20.00 at 20.00"
        ],
        "a group is a heading, and a return keeps its sign"
    );
    assert_eq!(reading.text(FieldName::SupplierSiret), Some("30326504500011"));
    assert_eq!(invoice.allowances_charges[0].reason.as_deref(), Some("Livraison à l'étage"));
    assert_eq!(invoice.payment_terms.as_deref(), Some("Moitié à la commande\nSolde"));
    assert_eq!(invoice.payee.unwrap().name.as_deref(), Some("Affacturage du Nord"));
}

#[test]
fn zugferd_2() {
    let (invoice, reading) = fixture("zugferd2");
    assert_eq!(invoice.syntax, Syntax::Cii);
    assert_eq!(header(&reading), "ZF2-9 2026-02-28 - DE136695976 - | 155.00 + 10.85 = 165.85 - - -> 165.85");
    assert_eq!(taxes(&reading), ["7.00 155.00 10.85"]);
}

#[test]
fn peppol_bis_3() {
    let (invoice, reading) = fixture("peppol");
    assert_eq!(
        header(&reading),
        "P-2026-31 2026-03-31 2026-04-30 BE0428759497 PO-5 | 1025.00 + 0.00 = 1025.00 - 25.00 -> 1000.00"
    );
    assert_eq!(taxes(&reading), ["0.00 1025.00 0.00"]);
    assert_eq!(lines(&reading), ["Nettoyage des bureaux: 40 x 25 = 1000.00 at 0.00"]);
    assert_eq!(reading.scheme(), Some(VatScheme::Intracom), "reverse charge between two member states");
    assert_eq!(reading.text(FieldName::SupplierName), Some("Zéphyr SRL"));
    assert_eq!(reading.text(FieldName::StructuredComm), Some("+++010/8068/17183+++"));
    assert_eq!(invoice.supplier.trading_name.as_deref(), Some("Zéphyr Nettoyage"));
    assert_eq!(invoice.attachments[0].bytes, b"a;b\n");
    assert!(invoice.image().is_none(), "a table is no picture");
    assert_eq!(invoice.payment_terms.as_deref(), Some("30 jours net"));
}

#[test]
fn peppol_bis_3_credit_note() {
    let (invoice, reading) = fixture("peppol-creditnote");
    assert_eq!(invoice.syntax, Syntax::UblCreditNote);
    assert_eq!(
        header(&reading),
        "credit NC-4 2026-05-02 2026-06-01 BE0428759497 - | 180.00 + 22.80 = 202.80 - - -> 202.80"
    );
    assert_eq!(taxes(&reading), ["6.00 100.00 6.00", "21.00 80.00 16.80"]);
    assert_eq!(lines(&reading), ["Détergent: 4 x 20 = 80.00 at 21.00", "Sucre: 50 x 2 = 100.00 at 6.00"]);
    assert_eq!(invoice.preceding, ["P-2026-31"]);
}

#[test]
fn ubl_be() {
    let (invoice, reading) = fixture("ublbe");
    assert_eq!(reading.text(FieldName::InvoiceNumber), Some("UBE-77"));
    let picture = invoice.image().unwrap();
    assert!(invoice.is_picture(picture));
    assert_eq!(picture.file_name.as_deref(), Some("UBE-77.pdf"));
}

#[test]
fn extended_ctc_fr() {
    let (invoice, reading) = fixture("ctcfr");
    assert_eq!(reading.text(FieldName::SupplierSiren), Some("303265045"));
    assert_eq!(reading.text(FieldName::SupplierSiret), Some("30326504500011"));
    assert_eq!(reading.scheme(), Some(VatScheme::ReverseCharge), "both parties are French");
    assert_eq!(invoice.notes, ["#PMT#Indemnité forfaitaire de 40 €"]);
}

#[test]
fn a_price_for_one_is_told_from_a_price_for_many() {
    let path = format!("{}/tests/fixtures/basic.xml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let price = |changes: &[(&str, &str)]| {
        let text = changes.iter().fold(text.clone(), |text, (from, to)| text.replace(from, to));
        let (reading, _) = read(text.as_bytes()).0.unwrap().to_reading();
        reading.line_items[0].unit_price.clone().unwrap()
    };
    assert_eq!(price(&[]), "0.62");
    // A sender who writes the price into the base quantity: only the price for one makes the amount.
    assert_eq!(price(&[(">62.00<", ">0.62<"), (">100</ram:Basis", ">0.62</ram:Basis")]), "0.62");
    // Neither makes the amount (an allowance on the line): the standard's meaning holds.
    assert_eq!(price(&[("<ram:LineTotalAmount>155.00", "<ram:LineTotalAmount>150.00")]), "0.62");
}

#[test]
fn the_smallest_profile_has_no_room_for_what_was_paid() {
    let path = format!("{}/tests/fixtures/minimum.xml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let paid = text.replace("<ram:DuePayableAmount>60.00", "<ram:DuePayableAmount>20.00");
    assert_ne!(text, paid);
    let (reading, findings) = read(paid.as_bytes()).0.unwrap().to_reading();
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(reading.amount(FieldName::AmountDue), Some(Amount::from_cents(2_000)));
    let other = paid.replace("urn:factur-x.eu:1p0:minimum", "urn:factur-x.eu:1p0:basicwl");
    let (_, findings) = read(other.as_bytes()).0.unwrap().to_reading();
    assert_eq!(findings[0].code, "einvoice_arithmetic");
}
