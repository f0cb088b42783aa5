//! The values that an entry does without, payment codes and separator sheets.

#![allow(clippy::panic, clippy::unwrap_used)]

mod common;

use common::{read, typed_page};
use liasse_domain::{FieldName, FieldValue, Finding, Method, Reading, Rect, SplitMode};
use liasse_reading::fields::{self, Context};
use liasse_reading::{Barcode, Page, split};

fn address(reading: &Reading, name: FieldName) -> Option<String> {
    match reading.value(name) {
        Some(FieldValue::Address(address)) => Some(address.to_string()),
        _ => None,
    }
}

const INVOICE: &str = "\
Toitures Lambert SARL
Parc des Saules
8 rue du Moulin
59800 Lille
Tél. 03 20 55 12 12                                        Facturé à
SIRET 732 829 320 00074                                    Maçonnerie Petit SAS
                                                           4 place du Marché
                                                           62000 Arras
FACTURE N° FA-2025-0117                   Date : 15/01/2025
Date de livraison : 10/01/2025            Votre commande n° BC-5512

Désignation                        Qté  Unité    P.U. HT      Montant HT
Tuiles de rive                      20  m2         45,00          900,00
Pose                                 5  h          60,00          300,00

                                              Total HT            1 200,00 €
                                              TVA                     0,00 €
                                              Total TTC           1 200,00 €
                                              Net à payer         1 200,00 €
Autoliquidation - article 283-2 nonies du CGI, sous-traitance
Règlement par virement à 45 jours fin de mois
IBAN BE68 5390 0754 7034
";

#[test]
fn reads_addresses_delivery_terms_units_and_the_ground_of_the_reverse_charge() {
    let reading = read(INVOICE);
    let supplier = address(&reading, FieldName::SupplierAddress);
    assert_eq!(supplier.as_deref(), Some("Parc des Saules, 8 rue du Moulin, 59800 Lille"));
    assert_eq!(
        address(&reading, FieldName::CustomerAddress).as_deref(),
        Some("4 place du Marché, 62000 Arras")
    );
    // The box of an address leaves out what stands beside it in the other column.
    let left_edge = |name| {
        let field = reading.fields.get(&name).unwrap();
        field.evidence.and_then(|evidence| evidence.rect).unwrap().x0
    };
    assert!(left_edge(FieldName::CustomerAddress) > left_edge(FieldName::SupplierAddress) + 0.2);
    assert_eq!(reading.date(FieldName::DeliveryDate).map(|d| d.to_string()).as_deref(), Some("2025-01-10"));
    assert_eq!(reading.date(FieldName::IssueDate).map(|d| d.to_string()).as_deref(), Some("2025-01-15"));
    match reading.value(FieldName::PaymentTerms) {
        Some(FieldValue::Terms(terms)) => assert_eq!(terms.to_string(), "45 eom"),
        other => panic!("{other:?}"),
    }
    assert_eq!(reading.text(FieldName::ReverseCharge), Some("construction"));
    let units: Vec<Option<&str>> = reading.line_items.iter().map(|line| line.unit.as_deref()).collect();
    assert_eq!(units, [Some("m2"), Some("h")]);
}

#[test]
fn telephones_and_postcodes_are_not_offered_as_the_number() {
    let page = "\
Emballages Thiaucourt SARL
42 rue Haute
34000 Montpellier
Tél : 09 82 60 14 51
Numéro : U2604229                          Votre code : K-19295
Date de facturation : 05/02/2026           N° BL : 612481
Total TTC 945,83
";
    let reading = read(page);
    let number = reading.fields.get(&FieldName::InvoiceNumber).unwrap();
    let offered: Vec<String> = number.alternatives.iter().map(|other| format!("{:?}", other.value)).collect();
    assert!(!offered.iter().any(|text| text.contains("34000") || text.contains("60 14 51")), "{offered:?}");
}

#[test]
fn papers_that_are_not_booked_say_what_they_are() {
    for (title, kind) in [
        ("DEVIS N° 2025-12", "quote"),
        ("BON DE LIVRAISON N° 881", "delivery_note"),
        ("RELANCE", "reminder"),
        ("RELEVÉ DE COMPTE", "statement"),
        ("LEVERINGSBON 12", "delivery_note"),
    ] {
        let text = format!(
            "Toitures Lambert SARL\n8 rue du Moulin\n59800 Lille\n\n{title}\n\nLe 12/03/2025\n\nNous vous prions d'agréer, Madame, Monsieur, l'expression de nos sentiments les meilleurs.\n"
        );
        assert_eq!(read(&text).text(FieldName::OtherKind), Some(kind), "{title}");
    }
    assert_eq!(read(INVOICE).text(FieldName::OtherKind), None);
}

/// The invoice with a payment code on it.
fn coded(iban: &str, amount: &str) -> (Reading, Vec<Finding>) {
    let mut page = typed_page(1, INVOICE);
    page.barcodes.push(Barcode {
        kind: "qr".to_owned(),
        text: format!(
            "BCD\n002\n1\nSCT\nKREDBEBB\nToitures Lambert\n{iban}\nEUR{amount}\n\n\n+++090/9337/55493+++"
        ),
        rect: Rect { x0: 0.1, y0: 0.8, x1: 0.2, y1: 0.9 },
    });
    fields::read(&[page], &Context::default())
}

#[test]
fn a_payment_code_confirms_and_fills_in() {
    let (reading, findings) = coded("BE68539007547034", "1200.00");
    assert!(findings.iter().all(|finding| finding.code != "code_differs_from_text"), "{findings:?}");
    let field = |name| reading.fields.get(&name).unwrap_or_else(|| panic!("{name:?}"));
    assert!(
        field(FieldName::Iban).sure && field(FieldName::AmountDue).sure && field(FieldName::TotalTtc).sure
    );
    assert_eq!(reading.text(FieldName::Bic), Some("KREDBEBB"));
    assert_eq!(reading.text(FieldName::StructuredComm), Some("+++090/9337/55493+++"));
    assert_eq!(field(FieldName::Bic).evidence.map(|evidence| evidence.method), Some(Method::Code));
}

#[test]
fn a_payment_code_that_differs_is_a_finding_and_a_doubt() {
    let (reading, findings) = coded("FR7630006000011234567890189", "1250.00");
    assert!(findings.iter().any(|finding| finding.code == "code_differs_from_text"));
    for name in [FieldName::Iban, FieldName::AmountDue] {
        assert!(reading.fields.get(&name).is_some_and(|field| !field.sure), "{name:?}");
    }
    let (_, findings) = coded("FR7630006000011234567890188", "1200.00");
    assert!(findings.iter().any(|finding| finding.code == "code_damaged"));
}

/// A page that bears a code and hardly a word.
fn sheet(number: u32, kind: &str, words: &str) -> Page {
    let mut page = typed_page(number, words);
    let rect = Rect { x0: 0.1, y0: 0.1, x1: 0.9, y1: 0.3 };
    page.barcodes.push(Barcode { kind: kind.to_owned(), text: String::new(), rect });
    page
}

#[test]
fn sheets_between_papers_part_them_and_belong_to_none() {
    let bill = |number| typed_page(number, &INVOICE.replace("FACTURE N° FA-2025-0117", "Suite"));
    for kind in ["patch", "linear", "qr"] {
        let pages = [bill(1), sheet(2, kind, "|| ||| |"), bill(3), bill(4)];
        for mode in [SplitMode::Automatic, SplitMode::PerPage] {
            let cut = split::split(&pages, mode);
            assert!(cut.documents.iter().flatten().all(|page| *page != 2), "{kind} {cut:?}");
            assert!(cut.documents.iter().any(|pages| pages.first() == Some(&3)), "{kind} {cut:?}");
        }
    }
}

#[test]
fn a_sentence_that_begins_with_ticket_makes_no_number_sure() {
    let page = typed_page(
        1,
        "\
      LE COMPTOIR DU COIN
        5 rue Basse
        44000 Nantes
Date : 12.02.26 13:20       #697861 Caisse 04
2 Plat du jour             29,00
2 Café                      4,00
TOTAL TTC EUR              33,00
CARTE BANCAIRE             33,00
TVA 10,00 %                 3,00
      Ticket à conserver
       Ref 9502601583
",
    );
    let (reading, _) = fields::read(&[page], &Context::default());
    let number = reading.fields.get(&FieldName::InvoiceNumber).expect("a number");
    let ticket = FieldValue::Text("697861".to_owned());
    let offered = number.alternatives.iter().any(|other| other.value == ticket);
    assert!(!number.sure && (number.value == ticket || offered), "{number:?}");
}
