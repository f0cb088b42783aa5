//! Fields and split of papers that are set in a type-writer's face: every rule shows on a paper of a few lines.

mod common;

use common::{cents, read, typed_page as page};
use liasse_domain::{Amount, DocumentKind, FieldName, Flow, Method, Reading, SplitMode, VatScheme};
use liasse_reading::fields::{self, Context, OwnIdentity};
use liasse_reading::{Page, split};
use proptest::prelude::*;

fn sure(reading: &Reading, name: FieldName) -> bool {
    reading.fields.get(&name).is_some_and(|field| field.sure)
}

const INVOICE: &str = "\
Menuiserie Carpentier SARL
12 rue des Fossés
59000 Lille
Tél. 03 20 55 12 12                                        Facturé à
SIRET 732 829 320 00074                                    Boulangerie Wauters SAS
                                                           4 place du Marché
                                                           59800 Lille

FACTURE N° FA-2025-0117                   Date : 15/01/2025

Désignation                        Qté      P.U. HT     TVA      Montant HT
Porte en chêne                      2        450,00     20 %        900,00
Pose                                5         60,00     10 %        300,00

                                              Total HT            1 200,00 €
                                              TVA 20 %              180,00 €
                                              TVA 10 %               30,00 €
                                              Total TTC           1 410,00 €
                                              Acompte versé         400,00 €
                                              Net à payer         1 010,00 €

Règlement par virement à 45 jours fin de mois
IBAN FR76 3000 6000 0112 3456 7890 189   BIC AGRIFRPP
";

#[test]
fn reads_an_invoice_of_two_rates() {
    let reading = read(INVOICE);
    assert_eq!(reading.kind(), Some(DocumentKind::Invoice));
    assert_eq!(reading.text(FieldName::InvoiceNumber), Some("FA-2025-0117"));
    assert_eq!(reading.date(FieldName::IssueDate).map(|d| d.to_string()).as_deref(), Some("2025-01-15"));
    assert_eq!(reading.text(FieldName::SupplierName), Some("Menuiserie Carpentier SARL"));
    assert_eq!(reading.text(FieldName::CustomerName), Some("Boulangerie Wauters SAS"));
    assert_eq!(reading.text(FieldName::SupplierSiret), Some("73282932000074"));
    assert_eq!(cents(&reading, FieldName::TotalTtc), Some(141_000));
    assert_eq!(cents(&reading, FieldName::TotalHt), Some(120_000));
    assert_eq!(cents(&reading, FieldName::TotalVat), Some(21_000));
    assert_eq!(cents(&reading, FieldName::Prepaid), Some(40_000));
    assert_eq!(cents(&reading, FieldName::AmountDue), Some(101_000));
    assert_eq!(reading.scheme(), Some(VatScheme::Standard));
    let rates: Vec<(u16, i64)> =
        reading.vat_lines.iter().map(|l| (l.rate.basis_points(), l.amount.cents())).collect();
    assert_eq!(rates, [(1000, 3000), (2000, 18_000)]);
    assert!(sure(&reading, FieldName::TotalTtc) && sure(&reading, FieldName::InvoiceNumber));
    let amounts: Vec<i64> = reading.line_items.iter().filter_map(|l| l.amount).map(Amount::cents).collect();
    assert_eq!(amounts, [90_000, 30_000]);
    assert_eq!(reading.text(FieldName::Iban), Some("FR7630006000011234567890189"));
    assert_eq!(reading.text(FieldName::PaymentMethod), Some("transfer"));
}

#[test]
fn end_of_month_is_never_sure() {
    let reading = read(INVOICE);
    let due = reading.fields.get(&FieldName::DueDate).expect("terms lead to a date");
    assert_eq!(reading.date(FieldName::DueDate).map(|d| d.to_string()).as_deref(), Some("2025-03-31"));
    assert!(!due.sure, "both lawful readings stay open");
    assert_eq!(due.alternatives.len(), 1);
}

#[test]
fn evidence_points_at_the_words() {
    let reading = read(INVOICE);
    let field = reading.fields.get(&FieldName::TotalTtc).expect("read");
    let evidence = field.evidence.expect("has a place");
    assert_eq!((evidence.page, evidence.method), (1, Method::Text));
    let rect = evidence.rect.expect("has a box");
    assert!(rect.x0 > 0.5 && rect.y0 > 0.25 && rect.y1 < 0.5, "{rect:?}");
}

#[test]
fn totals_that_do_not_close_are_not_sure() {
    let wrong = INVOICE.replace("1 200,00 €", "1 250,00 €").replace("    900,00\n", "    950,00\n");
    let reading = read(&wrong);
    for name in [FieldName::TotalHt, FieldName::TotalVat] {
        assert!(!reading.fields.get(&name).is_some_and(|f| f.sure && cents(&reading, name) == Some(125_000)));
    }
}

#[test]
fn credit_note_and_reverse_charge() {
    let reading = read(
        "\
Jansen Software B.V.
Stationsweg 10
5611 EK Eindhoven
BTW NL002455799B11

CREDITNOTA
Creditnota nr. CN-88        Datum: 3 maart 2025

Omschrijving                 Aantal     Prijs       Bedrag
Licentie                        3       40,00       120,00
                                  Subtotaal       € 120,00
                                  BTW verlegd       € 0,00
                                  Totaal          € 120,00
",
    );
    assert_eq!(reading.kind(), Some(DocumentKind::CreditNote));
    assert_eq!(reading.scheme(), Some(VatScheme::ReverseCharge));
    assert_eq!(cents(&reading, FieldName::TotalTtc), Some(12_000));
    assert_eq!(cents(&reading, FieldName::TotalHt), Some(12_000));
    assert_eq!(cents(&reading, FieldName::TotalVat), Some(0));
    assert_eq!(reading.text(FieldName::InvoiceNumber), Some("CN-88"));
    assert_eq!(reading.date(FieldName::IssueDate).map(|d| d.to_string()).as_deref(), Some("2025-03-03"));
}

#[test]
fn deposits_stand_outside_tax() {
    let reading = read(
        "\
Boissons Delvaux SAS
3 quai Nord
69000 Lyon
Facture n° 5512          Date de facture : 02/05/2025
                          Total HT          100,00
                          TVA 20 %           20,00
                          Total TTC         120,00
                          Consignes          15,00
                          Net à payer       135,00
",
    );
    assert_eq!(cents(&reading, FieldName::TotalTtc), Some(12_000));
    assert_eq!(cents(&reading, FieldName::DepositAmount), Some(1_500));
    assert_eq!(cents(&reading, FieldName::AmountDue), Some(13_500));
}

#[test]
fn a_receipt_bears_its_tax_inside() {
    let reading = read(
        "\
      LE COMPTOIR DU COIN
        5 rue Basse
        44000 Nantes
Ticket 004512    12/06/2025 12:41
2 Plat du jour             29,00
2 Café                      4,00
TOTAL TTC EUR              33,00
CARTE BANCAIRE             33,00
CB ************4417
TVA 10,00 %                 3,00
",
    );
    assert_eq!(reading.kind(), Some(DocumentKind::Receipt));
    assert_eq!(cents(&reading, FieldName::TotalTtc), Some(3_300));
    assert_eq!(cents(&reading, FieldName::TotalHt), Some(3_000));
    assert_eq!(cents(&reading, FieldName::TotalVat), Some(300));
    assert_eq!(reading.text(FieldName::CardLast4), Some("4417"));
    assert_eq!(reading.text(FieldName::PaymentMethod), Some("card"));
    assert_eq!(reading.line_items.len(), 2);
}

#[test]
fn the_client_file_is_never_its_own_supplier() {
    let own =
        OwnIdentity { name: "Menuiserie Carpentier".into(), siren: "732829320".parse().ok(), vat: None };
    let context = Context { flow: Flow::Purchases, own: vec![own], ..Context::default() };
    let (reading, _) = fields::read(&[page(1, INVOICE)], &context);
    assert_ne!(reading.text(FieldName::SupplierName), Some("Menuiserie Carpentier SARL"));
    assert_eq!(reading.text(FieldName::SupplierSiren), None);
}

#[test]
fn nothing_is_invented() {
    let reading = read("Bonjour,\nveuillez trouver ci-joint les documents demandés.\nCordialement\n");
    for name in [FieldName::TotalTtc, FieldName::IssueDate, FieldName::InvoiceNumber, FieldName::Iban] {
        assert!(!reading.fields.contains_key(&name), "{name:?}");
    }
    let (empty, findings) = fields::read(&[Page::empty(4, 595.0, 842.0)], &Context::default());
    assert!(empty.fields.is_empty());
    assert_eq!(findings.first().and_then(|f| f.page), Some(4));
}

fn second_page(number: u32, invoice: &str) -> Page {
    page(
        number,
        &format!(
            "\
FACTURE N° {invoice}                                       Page 2/2
Désignation                        Qté      P.U. HT        Montant HT
Report                                                        900,00
Vernis                              1        300,00           300,00
                                              Total HT      1 200,00 €
                                              TVA 20 %        240,00 €
                                              Total TTC     1 440,00 €
"
        ),
    )
}

#[test]
fn pages_of_one_number_stay_together() {
    let first = INVOICE.replace("FA-2025-0117", "FA-2025-0200  Page 1/2");
    let pages =
        [page(1, INVOICE), page(2, &first), second_page(3, "FA-2025-0200"), Page::empty(4, 595.0, 842.0)];
    let cut = split::split(&pages, SplitMode::Automatic);
    assert_eq!(cut.documents, [vec![1], vec![2, 3]]);
    assert_eq!(split::split(&pages, SplitMode::PerFile).documents, [vec![1, 2, 3]]);
    assert_eq!(split::split(&pages, SplitMode::PerPage).documents.len(), 3);
}

#[test]
fn invoices_of_one_supplier_are_cut() {
    let pages: Vec<Page> = (1..=6)
        .map(|n| {
            page(
                n,
                &INVOICE.replace("0117", &format!("0{n}17")).replace("15/01", &format!("{:02}/01", n + 2)),
            )
        })
        .collect();
    let cut = split::split(&pages, SplitMode::Automatic);
    assert_eq!(cut.documents.len(), 6);
    assert!(cut.unsure_boundaries.is_empty(), "{:?}", cut.unsure_boundaries);
}

#[test]
fn separator_sheets_part_documents() {
    let second = second_page(3, "FA-2025-0117");
    let pages = [page(1, INVOICE), page(2, "PATCH T\n"), second];
    let cut = split::split(&pages, SplitMode::Automatic);
    assert_eq!(cut.documents, [vec![1], vec![3]]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn no_paper_makes_it_panic(text in "(([A-Za-zéàçß€%#.,:/+*°0-9'() -]{0,24}(  +)?){1,6}\n){0,40}") {
        let pages = [page(1, &text), page(2, &text)];
        let _ = fields::read(&pages, &Context::default());
        let cut = split::split(&pages, SplitMode::Automatic);
        prop_assert!(cut.documents.iter().flatten().all(|n| (1..=2).contains(n)));
    }

    #[test]
    fn a_due_amount_that_was_drawn_is_read(cents in 100_i64..9_000_000) {
        let amount = |cents: i64| {
            let (whole, rest) = (cents / 100, cents % 100);
            let grouped = if whole >= 1000 { format!("{} {:03}", whole / 1000, whole % 1000) } else { whole.to_string() };
            format!("{grouped},{rest:02}")
        };
        let tax = Amount::from_cents(cents).ratio(20, 100).map_or(0, Amount::cents);
        let text = format!(
            "Dupuis SARL\n1 rue Haute\n59000 Lille\nFacture n° A-7781   Date : 04/02/2025\n\n{:40}Total HT   {}\n{:40}TVA 20 %   {}\n{:40}Total TTC  {}\n",
            "", amount(cents), "", amount(tax), "", amount(cents + tax)
        );
        let reading = read(&text);
        prop_assert_eq!(self::cents(&reading, FieldName::TotalTtc), Some(cents + tax));
        prop_assert_eq!(self::cents(&reading, FieldName::TotalHt), Some(cents));
    }
}
