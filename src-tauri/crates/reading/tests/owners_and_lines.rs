//! Whose name stands beside the numbers, what was sold and what is left to pay: each rule on a paper of a few lines.

mod common;

use common::{cents, read};
use liasse_domain::{FieldName, Reading};

/// Cents of the lines.
fn lines(reading: &Reading) -> Vec<i64> {
    reading.line_items.iter().filter_map(|line| line.amount).map(|amount| amount.cents()).collect()
}

#[test]
fn a_brand_leads_to_the_house_that_owns_it() {
    let reading = read(
        "\
CarboRoute                                                  FACTURE DE CARBURANT
Facture : 0725-118834                                       LEROUX COUVERTURE SARL
Date : 15/07/2025                                           14 route de Dieppe
                                                            76230 BOIS-GUILLAUME
02/07   GAZOLE    61,20 l                                    97,25
Montant HT                                                   81,04
TVA 20 %                                                     16,21
Montant TTC                                                  97,25
CarboRoute est une marque de ENERGIES DU PHARE SAS, 2 quai du Havre, 76000 Rouen - SIRET 315 167 197 00013
",
    );
    assert_eq!(reading.text(FieldName::SupplierName), Some("ENERGIES DU PHARE SAS"));
}

#[test]
fn first_letters_and_the_name_that_they_are_of() {
    let reading = read(
        "\
BOIS & AGENCEMENT VENDÉEN                                   FACTURE
ZI Nord - 31 rue Ampère                                     N° FA0048213 du 31/10/2024
85000 LA ROCHE-SUR-YON
                                                            SARL MENUISERIE BOUVET
                                                            ZA des Quatre Vents
                                                            85170 DOMPIERRE-SUR-YON
Total HT                                                 1 083,62
TVA 20,00 %                                                216,72
Total TTC                                                1 300,34
SAS B.A.V. - BOIS & AGENCEMENT VENDÉEN au capital de 150 000 € - SIRET 315 167 197 00013 - TVA FR20315167197
",
    );
    assert_eq!(reading.text(FieldName::SupplierName), Some("BOIS & AGENCEMENT VENDÉEN"));
    assert!(reading.fields[&FieldName::SupplierName].sure, "its numbers stand beside it");
}

#[test]
fn a_sole_trader_and_not_the_sign() {
    let reading = read(
        "\
Az'Plomberie Dépannage
Plomberie - Chauffage - Zinguerie
M. BENALI Karim, Entrepreneur Individuel
7 impasse des Cordeliers - 63140 CHÂTEL-GUYON
SIRET 315 167 197 00013 - APE 4322A
                                                 SCI LES TILLEULS
                                                 12 rue du Puits
                                                 63200 RIOM
FACTURE n° 2025-037 du 18 mars 2025
Remplacement chauffe-eau                                       802,90
Total                                                          802,90 €
TVA non applicable, art. 293 B du CGI
",
    );
    assert_eq!(reading.text(FieldName::SupplierName), Some("M. BENALI Karim"));
    assert_eq!(reading.text(FieldName::CustomerName), Some("SCI LES TILLEULS"));
}

#[test]
fn the_house_behind_a_tills_sign_is_no_customer() {
    let reading = read(
        "\
Le Petit Comptoir
SARL Fargeot & Fils
18 rue du Chai des Farines
33000 Bordeaux
RCS Bordeaux 315 167 197
NOTE N° 1842    TABLE 11
12-06-2025 13:31
2 MENU MIDI      37.80
1 PLAT DU JOUR   14.50
TOTAL TTC        52.30
dont TVA 10.00%   4.75
Total HT         47.55
TVA intra FR20315167197
",
    );
    assert_eq!(reading.text(FieldName::SupplierName), Some("SARL Fargeot & Fils"));
    assert_eq!(reading.text(FieldName::CustomerName), None);
}

#[test]
fn a_prefix_belongs_to_the_number() {
    let reading = read(
        "\
LIPPENS & VANNESTE
Doorniksewijk 77
8500 Kortrijk
BTW BE 0515.627.056
                    STAAT VAN KOSTEN EN ERELONEN nr. EN 2024-118
Kortrijk, 21 mei 2024
Totaal zonder btw                                        2.756,05
Btw 21 %                                                   578,77
Totaal btw inbegrepen                                    3.334,82
",
    );
    assert_eq!(reading.text(FieldName::InvoiceNumber), Some("EN 2024-118"));
}

#[test]
fn words_of_another_sentence_say_nothing() {
    let reading = read(
        "\
Dental Occitanie SARL                                       Facture I-250311-0094
215 rue de l'Industrie, 34070 Montpellier                   Date 11/03/2025
Total HT                                                   281,10
TVA 20 %                                                    56,22
Total TTC                                                  337,32
Frais de port offerts. Conditions : 30 jours nets date de facture. Retard : taux BCE + 10 points, indemnité 40 €.
Prélèvement automatique sur votre compte bancaire. Tout retard de paiement entraîne des pénalités.
",
    );
    assert_eq!(reading.date(FieldName::DueDate).map(|day| day.to_string()).as_deref(), Some("2025-04-10"));
    assert_eq!(reading.text(FieldName::PaymentMethod), Some("direct_debit"));
}

#[test]
fn lines_are_proved_by_their_own_numbers() {
    // No heading that the lexicon knows, a column of packaging behind the amounts.
    let reading = read(
        "\
Rigaud Boissons SAS                                         Facture n° 461723 du 22/11/2024
FUT BIERE BLONDE 30L              4      92,40      369,60      120,00
COLA VERRE X24                    5      14,88       74,40       18,00
EAU GAZEUSE X12                   6       6,72       40,32       19,20
IGP LANDES ROUGE                  2      26,50       53,00
Total marchandises HT                               537,32
TVA 20 %                                            107,46
Total TTC                                           644,78
",
    );
    assert_eq!(lines(&reading), [36_960, 7_440, 4_032, 5_300]);
    assert_eq!(reading.line_items[1].quantity.as_deref(), Some("5"));
}

#[test]
fn a_discount_between_the_lines_and_the_total() {
    let reading = read(
        "\
VHB Autoservice                                             FACTUUR nr. 24/00871 d.d. 14/03/2024
Omschrijving                      Aantal     Prijs       Bedrag
Werkuren mechanieker                3,25     62,00       201,50
Oliefilter                          1,00     14,35        14,35
Remblokken vooraan                  1,00     68,72        68,72
Bruto                                                    284,57
Korting trouwe klant                                     -14,23
Maatstaf van heffing                                     270,34
BTW 21 %                                                  56,77
TE BETALEN EUR                                           327,11
",
    );
    assert_eq!(lines(&reading)[..3], [20_150, 1_435, 6_872]);
    assert_eq!(cents(&reading, FieldName::TotalHt), Some(27_034));
}

#[test]
fn the_last_row_of_an_expense_report_sums_its_columns() {
    let reading = read(
        "\
NOTE DE FRAIS                     N° NDF-2025-06-03         Établie le 30/06/2025
Entité  Froid Vosges Services SARL                          Salarié  Sylvain MOUGEOT
Date      Nature de la dépense                HT         TVA        TTC
03/06     Péage A31 Toul                     4,33       0,87       5,20
05/06     Déjeuner client Epinal            42,00       4,20      46,20
18/06     Indemnités kilométriques         134,83                134,83
          TOTAL À REMBOURSER               181,16       5,07     186,23
",
    );
    assert_eq!(cents(&reading, FieldName::TotalTtc), Some(18_623));
    assert_eq!(cents(&reading, FieldName::TotalHt), Some(18_116));
    assert_eq!(cents(&reading, FieldName::TotalVat), Some(507));
}

#[test]
fn payments_in_brackets_and_what_is_left() {
    let reading = read(
        "\
Intercommunale des Eaux SCRL                                FACTURE DE RÉGULARISATION N° 24/1180337
Avenue Libert 30 - 4920 Aywaille                            Aywaille, le 17/09/2024
TVA BE 0515.627.056
Total de la facture hors TVA                             581,35
TVA 6 %                                                   34,88
Total TVA comprise                                       616,23
Acomptes payés (4 × 75,00 €) à déduire                  -300,00
À payer avant le                                        Montant
02/10/2024                                               316,23 €
",
    );
    assert_eq!(cents(&reading, FieldName::TotalTtc), Some(61_623));
    assert_eq!(cents(&reading, FieldName::Prepaid), Some(30_000));
    assert_eq!(cents(&reading, FieldName::AmountDue), Some(31_623));
}

#[test]
fn a_day_on_which_it_was_paid_is_no_due_day() {
    let reading = read(
        "\
Planibox SAS                                                Facture PLB-0020
52 rue de Douai, 75009 Paris                                Date d'émission 9 août 2025
TVA FR20315167197
166,80 € payés le 9 août 2025
Sous-total                                                139,00 €
TVA 20 %                                                   27,80 €
Total TTC                                                 166,80 €
Visa - 2286        9 août 2025      166,80 €      8503-7878
",
    );
    assert_eq!(reading.date(FieldName::DueDate), None);
    assert_eq!(reading.text(FieldName::CardLast4), Some("2286"));
}

#[test]
fn a_number_of_the_customers_country_where_the_account_is_abroad() {
    let reading = read(
        "\
Ceramicas del Rio S.L.                                      FACTURA A/25 001187
Ctra. Onda, km 3 - 12540 Vila-real - España                 FECHA 27/03/2025


                                                            Cliente:
                                                            CARRELAGES ROUSSILLON SARL
                                                            Avenue du Languedoc 88
                                                            66000 PERPIGNAN
                                                            FRANCIA



4300171                      FR20315167197                  7431 de 25/03/2025

BASE IMPONIBLE                                           1.895,18
TOTAL FACTURA                                            1.895,18 €
Entrega intracomunitaria exenta de I.V.A.
CaixaBank ES91 2100 0418 4502 0005 1332
",
    );
    assert_eq!(reading.text(FieldName::SupplierVat), None);
    assert_eq!(reading.text(FieldName::CustomerVat), Some("FR20315167197"));
}
