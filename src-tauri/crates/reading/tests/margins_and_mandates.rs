//! Legal mentions up the margin, agents that write for the seller, balances of before, keys to codes.

mod common;

use common::{cents, read, typed_page};
use liasse_domain::{FieldName, Reading, Rect, VatScheme};
use liasse_reading::Word;
use liasse_reading::fields::{self, Context};

/// The same page with a line of text up its left margin, letter by letter, as PDFs print turned text.
fn with_margin(text: &str, margin: &str) -> Reading {
    let mut page = typed_page(1, text);
    let mut bottom = 800.0_f32;
    for letter in margin.chars() {
        let length = if letter == ' ' { 1.9 } else { 3.6 };
        if letter != ' ' {
            let rect = Rect {
                x0: 10.8 / page.width,
                y0: (bottom - length) / page.height,
                x1: 18.5 / page.width,
                y1: bottom / page.height,
            };
            page.words.push(Word { text: letter.to_string(), rect, confidence: 1.0, line: 90, bold: false });
        }
        bottom -= length;
    }
    fields::read(&[page], &Context::default()).0
}

const LEASE: &str = "\
Garonne Equipement Finance
Etablissement de crédit spécialisé
                                        FACTURE N° LO-2025-0417
                                        Date : 01/06/2025

                                        BOULANGERIE KERVELLA SARL
                                        11 place Terre au Duc
                                        29000 QUIMPER

Loyer financier juin 2025                                    412,00
Total HT                                                     412,00
TVA 20 %                                                      82,40
Total TTC                                                    494,40
";

#[test]
fn mentions_up_the_margin() {
    let mention = "Garonne Equipement Finance - SA au capital de 12 000 000 EUR - SIRET 732 829 320 00074 - TVA FR44732829320";
    let reading = with_margin(LEASE, mention);
    assert_eq!(reading.text(FieldName::SupplierSiret), Some("73282932000074"));
    assert_eq!(reading.text(FieldName::SupplierVat), Some("FR44732829320"));
    assert_eq!(cents(&reading, FieldName::TotalTtc), Some(49_440));
    // A word of a side band is no mention.
    let plain = with_margin(LEASE, "LOCATION FINANCEMENT CONSEIL 2025");
    assert_eq!(plain.text(FieldName::SupplierName), Some("Garonne Equipement Finance"));
    assert_eq!(plain.text(FieldName::SupplierSiret), None);
}

#[test]
fn a_house_that_publishes_a_brand() {
    let reading = read(
        "\
kiosko vendeurs                                          Facture
                                                         MKF-0625-009417
                                                         30 juin 2025
Facturé à
LES SAVONS DE NYONS EURL
3 rue des Déportés, 26110 Nyons

Abonnement boutique Pro                                        39,00 €
Sous-total HT                                                  39,00 €
TVA (20 %)                                                      7,80 €
Total TTC                                                      46,80 €

Kiosko est édité par HEXA PLACE SAS, 40 rue du Louvre, 75001 Paris - RCS Paris 732 829 320 - TVA FR44732829320
",
    );
    assert_eq!(reading.text(FieldName::SupplierName), Some("HEXA PLACE SAS"));
}

#[test]
fn the_house_for_which_an_agent_writes() {
    let reading = read(
        "\
Régie Longchamp                                          AVIS D'ÉCHÉANCE VALANT FACTURE
27 cours Pierre-Puget                                    N° 2025-T3-0084
13006 MARSEILLE                                          Marseille, le 20 juin 2025

Pour le compte du bailleur                               Preneur
SCI PRADO-SAINT-GINIEZ                                   SAS OPTIQUE CASTELLANE
c/o Régie Longchamp, mandataire                          102 rue Paradis
SIREN 732 829 320 - option TVA                           13006 MARSEILLE
TVA FR44732829320

Libellé                          Montant HT       Taux        TVA       Montant TTC
Loyer principal                    4 350,00       20 %     870,00          5 220,00
Total HT                           4 350,00
TVA 20 %                             870,00
Total TTC                          5 220,00
Régie Longchamp - SARL au capital de 40 000 EUR - RCS Marseille 443 061 841 - TVA FR06443061841
",
    );
    let seller = reading.fields.get(&FieldName::SupplierName);
    let named = reading.text(FieldName::SupplierName) == Some("SCI PRADO-SAINT-GINIEZ");
    assert!(named || seller.is_none_or(|seller| !seller.sure), "the agent is never sure to sell");
    assert_eq!(reading.text(FieldName::SupplierVat), Some("FR44732829320"));
}

#[test]
fn a_call_for_funds_over_the_balance_of_before() {
    let reading = read(
        "\
CABINET VERLAINE GESTION SAS
15 avenue Foch, 25000 BESANCON
RCS Besançon 732 829 320
                                         APPEL DE FONDS n° AF-0307-2025-1 du 10/12/2024
                                         M. et Mme ORSINI Paul
                                         22 rue Mégevand
                                         25000 BESANCON

Budget prévisionnel 1er trimestre 2025                                 325,86
Ascenseur                                                               85,50
Travaux ravalement                                                   1 205,20
Montant de l'appel exigible au 01/01/2025                            1 616,56 EUR
Solde antérieur débiteur de votre compte                               184,37 EUR
Total à payer                                                        1 800,93 EUR
Les appels de provisions ne sont pas soumis à la TVA (art. 14-1 de la loi du 10 juillet 1965).
",
    );
    assert_eq!(cents(&reading, FieldName::TotalTtc), Some(161_656));
    assert_eq!(reading.scheme(), Some(VatScheme::Exempt));
}

#[test]
fn a_key_to_codes_and_the_tax_on_imports_are_no_mentions() {
    let reading = read(
        "\
HAVRE TRANSIT INTERNATIONAL SAS
Quai Colbert, 76600 LE HAVRE
SIRET 732 829 320 00074
                                         FACTURE No 25LH1109052
                                         DATE 17/11/2025
                                         MAISON ALBERTIN SAS
                                         5 rue Saint-Ruf
                                         84000 AVIGNON

Honoraires d'agréé en douane                                            90,00
Codes : E = exonere art. 262-I CGI   N = taux normal 20 %   D = debours art. 267-II
TVA a l'importation autoliquidee par l'importateur sur sa declaration CA3 (art. 1695 II CGI)
Total HT                                                                90,00
TVA 20 %                                                                18,00
Total TTC                                                              108,00
",
    );
    assert_eq!(reading.scheme(), Some(VatScheme::Standard));
    assert_eq!(cents(&reading, FieldName::TotalVat), Some(1_800));
}

#[test]
fn the_sums_of_an_offer_are_not_those_of_its_deposit() {
    let reading = read(
        "\
Ker Bois Agencement SARL                 Facture d'acompte
ZA de Kerbois                            FA-2512-39 - Auray, le 27 décembre 2025
56400 AURAY
SIRET 732 829 320 00074                  EURL LA FOURNEE DU PORT
                                         17 quai des Indes
                                         56170 QUIBERON
Rappel du devis DE-2512-94 accepté le 16/12/2025
Montant HT du devis                                          35 608,30
TVA 20 %                                                      7 121,66
Montant TTC du devis                                         42 729,96

Désignation                                                 Montant HT
Acompte de 30 % à la commande                                10 682,49
Base HT de l'acompte                                         10 682,49
TVA sur acompte (20 %)                                        2 136,50
Acompte à régler TTC                                         12 818,99
",
    );
    assert_eq!(cents(&reading, FieldName::TotalTtc), Some(1_281_899));
    assert_eq!(cents(&reading, FieldName::TotalHt), Some(1_068_249));
    assert_eq!(cents(&reading, FieldName::TotalVat), Some(213_650));
}

#[test]
fn the_house_behind_a_brand_over_a_line_break() {
    let page = "\
vigilys                                 BIJOUTERIE ORSINI SARL
                                        4 rue Saint-Ferréol
                                        13001 MARSEILLE
FACTURE N° TVS-2025-0088123
Date : 02/01/2025

Télésurveillance                                             100,00
Total HT                                                     100,00
TVA 20 %                                                      20,00
Total TTC                                                    120,00


Vigilys est une marque commerciale d'ALPISUD
PROTECTION, SAS au capital de 37 000 euros - 13127 Vitrolles -
SIRET 732 829 320 00074 - TVA FR44732829320
";
    let reading = read(page);
    assert_eq!(reading.text(FieldName::SupplierName), Some("ALPISUD PROTECTION"));
    // What is said of anything else names no party.
    let program = page.replace("Vigilys est une marque commerciale d'", "Ce logiciel est une marque d'");
    assert_ne!(read(&program).text(FieldName::SupplierName), Some("ALPISUD PROTECTION"));
}

#[test]
fn a_group_sells_nothing() {
    let reading = read(
        "\
ASCENSORIA maintenance                  SCI LES ARCADES
                                        12 rue Pavée
                                        94120 FONTENAY-SOUS-BOIS
FACTURE N° 56.25.764912
Date : 24/06/2025

Redevance trimestrielle                                      100,00
Total HT                                                     100,00
TVA 20 %                                                      20,00
Total TTC                                                    120,00


Ascensoria Maintenance - Société en nom collectif - TVA FR44732829320
Filiale du groupe Ascensoria Holding SE
",
    );
    assert!(!reading.text(FieldName::SupplierName).unwrap().contains("Holding"));
}

#[test]
fn an_agent_with_an_article_is_no_party() {
    let reading = read(
        "\
CABINET ROUVIERE
Administration de biens
18 bd du Jeu de Paume - 34000 MONTPELLIER
                                        OPTIQUE VALRIANT
                                        41 Grand Rue
                                        34200 SETE
FACTURE N° QT-2025-418
Date : 20/06/2025
Cette facture est établie par le Cabinet Rouviere au nom et pour le compte du bailleur :
SCI GARRIGUE PATRIMOINE, 3 impasse des Amandiers, 34980 Saint-Gély - SIREN 732 829 320

Loyer commercial                                             100,00
Total HT                                                     100,00
TVA 20 %                                                      20,00
Total TTC                                                    120,00


Cabinet Rouviere SAS au capital de 40 000 euros - RCS Montpellier 552 100 554
",
    );
    assert_eq!(reading.text(FieldName::SupplierName), Some("SCI GARRIGUE PATRIMOINE"));
    assert_eq!(reading.text(FieldName::CustomerName), Some("OPTIQUE VALRIANT"));
}

#[test]
fn a_name_that_goes_on_with_a_preposition() {
    let page = "\
COMMUNAUTE DE COMMUNES
DU PAYS DE BRIZEUX
Place de l'Hotel de Ville
56320 LE FAOUET
SIRET 732 829 320 00074
                                        CAMPING LES GENETS
                                        56320 PRIZIAC
FACTURE N° 2025-318
Date : 08/04/2025

Redevance                                                  1 284,60
Total HT                                                   1 284,60
TVA 20 %                                                     256,92
Total TTC                                                  1 541,52
";
    assert_eq!(read(page).text(FieldName::SupplierName), Some("COMMUNAUTE DE COMMUNES DU PAYS DE BRIZEUX"));
}

#[test]
fn what_makes_a_sum_is_no_tax_where_there_is_none() {
    let reading = read(
        "\
Elodie Fabre EI
Photographe
6 montée des Templiers
84110 Vaison-la-Romaine
SIRET 732 829 320 00074
                                        Boulangerie Morel
                                        17 cours Aristide Briand
                                        84100 Orange
FACTURE N° 2025-031
Date : 01/10/2025

Description                         Quantité    Prix unitaire     Montant
Photos catalogue                          32          12,50 €     400,00 €
Déplacement                                1          28,00 €      28,00 €
                                            Total à payer         428,00 €
TVA non applicable, art. 293 B du CGI
",
    );
    assert_eq!(cents(&reading, FieldName::TotalHt), Some(42_800));
    assert_eq!(cents(&reading, FieldName::TotalVat), Some(0));
}
