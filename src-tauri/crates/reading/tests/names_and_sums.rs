//! Names as houses print them, and sums that hold more than base and tax: each rule on a paper of a few lines.

mod common;

use common::{cents, read};
use liasse_domain::FieldName;

#[test]
fn a_legal_form_keeps_its_points() {
    let reading = read(
        "\
Marmi Apuani S.p.A.
Via Garibaldi 12
20124 Milano
P. IVA IT07483378878
                                             Spett.le
                                             Boulangerie Wauters SAS
                                             4 place du Marché
                                             59800 LILLE

Fattura n. 2025/118   del 12/03/2025

Descrizione                                  Importo
Lastre di marmo                              900,00
Totale imponibile                            900,00
IVA 22%                                      198,00
Totale fattura EUR                         1.098,00
",
    );
    assert_eq!(reading.text(FieldName::SupplierName), Some("Marmi Apuani S.p.A."));
}

#[test]
fn a_line_that_leads_on_makes_one_name_with_the_next() {
    let reading = read(
        "\
Menuiserie Carpentier SARL
12 rue des Fossés
59000 Lille
SIRET 732 829 320 00074
                                                           Crèche Les
                                                           Petits Galets
                                                           4 place du Marché
                                                           59800 Lille

FACTURE N° FA-2025-0117                   Date : 15/01/2025
                                              Total HT            1 200,00 €
                                              TVA 20 %              240,00 €
                                              Total TTC           1 440,00 €
",
    );
    assert_eq!(reading.text(FieldName::CustomerName), Some("Crèche Les Petits Galets"));
    assert_eq!(reading.text(FieldName::SupplierName), Some("Menuiserie Carpentier SARL"));
}

#[test]
fn who_drew_the_paper_up_is_not_who_sells() {
    let reading = read(
        "\
Faktura VAT FV/149/07/2025
Data wystawienia: 2025-07-16

Sprzedawca:                                  Nabywca:
Stalmont Sp. z o.o.                          Boulangerie Wauters SAS
ul. Przemysłowa 14                           4 place du Marché
60-101 Poznań                                59800 LILLE
NIP: PL7811922334

Usługa montażu                               858,72
Razem                                        858,72
Do zapłaty: 858,72 EUR
Wystawił / Issued by: A. Nowicka
",
    );
    assert_eq!(reading.text(FieldName::SupplierName), Some("Stalmont Sp. z o.o."));
    assert_eq!(reading.text(FieldName::CustomerName), Some("Boulangerie Wauters SAS"));
}

#[test]
fn a_fee_outside_tax_is_part_of_the_total() {
    let reading = read(
        "\
Contrôle Technique des Deux Rives
12 rue des Fossés
59000 Lille
SIRET 732 829 320 00074

FACTURE N° CT-4417                        Date : 15/01/2025

Contrôle technique périodique                 65,00
Contre-visite                                 10,00
Redevance OTC (non soumise à TVA)              1,45
                                              Total HT               75,00
                                              TVA 20 %               15,00
                                              Total TTC              91,45
",
    );
    assert_eq!(cents(&reading, FieldName::TotalTtc), Some(9_145));
    assert_eq!(cents(&reading, FieldName::TotalHt), Some(7_500));
    assert_eq!(cents(&reading, FieldName::TotalVat), Some(1_500));
}

#[test]
fn a_sale_to_another_member_state_bears_its_rate() {
    let reading = read(
        "\
Fietsenwinkel Online
Havenstraat 27
3024 SG Rotterdam
The Netherlands
VAT: NL002455799B11

INVOICE
Invoice Number: 2026-59818              Invoice Date: 13/10/2025

Product                  Quantity       Price
Pannier bag 20L          2              €302.70
                         Subtotal       €302.70
                         Total          €302.70 (includes €50.45 VAT FR 20%)
",
    );
    assert_eq!(cents(&reading, FieldName::TotalTtc), Some(30_270));
    assert_eq!(cents(&reading, FieldName::TotalVat), Some(5_045));
    assert_eq!(cents(&reading, FieldName::TotalHt), Some(25_225));
}
