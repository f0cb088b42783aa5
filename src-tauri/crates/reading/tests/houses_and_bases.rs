//! On whose behalf a paper is drawn up, which house stands behind a brand, and what a total without tax holds.

mod common;

use common::{cents, read};
use liasse_domain::FieldName;

#[test]
fn who_lets_and_not_who_writes() {
    let reading = read(
        "\
CABINET DELORAINE                                           Locataire
Gestion - Syndic                                            Boutique Colette
31 rue Jeanne d'Arc 45000 Orléans                           28 rue des Carmes
                                                            45000 ORLÉANS

Avis d'échéance - facture n° AE-2025T3-0412
Établi le 25/06/2025 au nom et pour le compte du bailleur :
SCI ACACIA VERT, 4 quai du Châtelet, 45000 Orléans - SIRET 315 167 197 00013 - TVA FR20315167197

Total HT                                                 4 846,40
TVA 20 %                                                   969,28
Total TTC                                                5 815,68
Cabinet Deloraine SARL au capital de 7 622 € - RCS Orléans
",
    );
    assert_eq!(reading.text(FieldName::SupplierName), Some("SCI ACACIA VERT"));
    assert_eq!(reading.text(FieldName::SupplierVat), Some("FR20315167197"));
}

#[test]
fn the_sellers_numbers_where_the_buyer_draws_up() {
    let reading = read(
        "\
                                                  Union laitière - 20 rue du Stade, 35133 FOUGÈRES
                                                  SIREN 732829320 - TVA FR44732829320
FACTURE DE LAIT N° L25-05-001943
Facture établie par l'acheteur (art. 289 I-2 du CGI - autofacturation)

VENDEUR (PRODUCTEUR)                              ACHETEUR
EARL des Trois Fontaines                          LAITERIE DES MARCHES SAS
Lieu-dit La Brosse                                20 rue du Stade
58700 PRÉMERY                                     35133 FOUGÈRES
SIRET 31516719700013                              Date de facture : 10/06/2025
N° TVA FR20315167197

Montant HT                                              17 426,25
TVA 5,50 %                                                 958,44
Montant TTC                                             18 384,69
",
    );
    assert_eq!(reading.text(FieldName::SupplierVat), Some("FR20315167197"));
    assert_eq!(reading.text(FieldName::SupplierSiret), Some("31516719700013"));
    assert_eq!(reading.text(FieldName::CustomerVat), Some("FR44732829320"));
}

#[test]
fn a_form_over_a_name_and_a_form_with_points() {
    let reading = read(
        "\
S.A.R.L. SOLENE DIFFUSION                                   FACTURE N° FV-10482
41 rue d'Aboukir                                            PARIS LE 29 AOÛT 2025
75002 PARIS
SIRET 315 167 197 00013
                                                            BOUTIQUE COLETTE
                                                            28 rue des Carmes
                                                            45000 ORLÉANS
NET H.T.                                                   185,34
T.V.A. 20 %                                                 37,07
T.T.C. (EUR)                                               222,41
",
    );
    assert_eq!(reading.text(FieldName::SupplierName), Some("SARL SOLENE DIFFUSION"));
}

#[test]
fn a_total_that_holds_what_bears_no_tax() {
    let reading = read(
        "\
Delvaux & Ramaekers                                         État de frais
Place Faniel 8 - 4520 Wanze                                 Facture 2024/00319
T.V.A. BE 0515.627.056                                      Wanze, le 23 avril 2024
Honoraires - acte de constitution                      1.332,60
Frais de rédaction                                       185,00
Publication au Moniteur belge                                            432,80
Totaux                                                 1.517,60          432,80
Total hors T.V.A. (soumis + non soumis)                                1.950,40
T.V.A. 21 % sur 1.517,60                                                 318,70
TOTAL À PAYER                                                          2.269,10
",
    );
    assert_eq!(cents(&reading, FieldName::TotalHt), Some(195_040));
    assert_eq!(cents(&reading, FieldName::TotalVat), Some(31_870));
    assert_eq!(cents(&reading, FieldName::TotalTtc), Some(226_910));
}

#[test]
fn what_bears_no_tax_stands_beside_the_base() {
    let reading = read(
        "\
ESTUAIRE TRANSIT SAS                                        FACTURE IMP250918-0447
Quai de Southampton - 76600 LE HAVRE                        18/09/2025
TVA FR20315167197
Rubrique                                     Non soumis      Soumis à TVA 20 %
Droits de douane - débours                       318,00
Formalités dédouanement import                    72,00
Magasinage                                                            51,36
Sous-totaux                                      390,00               51,36
TVA 20,00 %                                                           10,27
TOTAL À PAYER                                                    EUR 451,63
TVA import : autoliquidée par l'importateur (base 3 040,00 EUR)
",
    );
    assert_eq!(cents(&reading, FieldName::TotalTtc), Some(45_163));
    assert_eq!(cents(&reading, FieldName::TotalVat), Some(1_027));
    assert_eq!(cents(&reading, FieldName::TotalHt), Some(44_136));
}

#[test]
fn a_bare_rate_is_one_where_it_makes_the_tax() {
    let reading = read(
        "\
MINOTERIE DE L'AULNE SAS                                    FACTURE FA0247744
29520 CHÂTEAUNEUF-DU-FAOU                                   31/10/2024
TVA FR20315167197
Farine T45 sac 25 kg                8,00      22,700        181,60
Farine T65 sac 25 kg               12,00      18,110        217,32
Palette Europe perdue               2,00       9,800         19,60
1             398,92            5,50           21,94
2              19,60           20,00            3,92
Total HT                                                    418,52
Total TVA                                                    25,86
Total TTC                                                   444,38
",
    );
    let lines: Vec<_> =
        reading.vat_lines.iter().map(|line| (line.base.cents(), line.amount.cents())).collect();
    assert_eq!(lines, [(39_892, 2_194), (1_960, 392)]);
}

#[test]
fn terms_beside_a_later_day_that_nothing_explains_are_put_to_the_user() {
    let paper = |more: &str| {
        read(&format!(
            "\
Ohmia Énergies SA                                           Facture n° 10284557913
92000 Nanterre - TVA FR20315167197                          du 14 novembre 2024
Total hors TVA                                           704,42
TVA 20 %                                                 140,88
Total TTC                                                845,30
Conditions de règlement : paiement à 15 jours.
{more}
"
        ))
    };
    let sure = |reading: &liasse_domain::Reading| reading.fields[&FieldName::DueDate].sure;
    assert!(sure(&paper("")));
    assert!(!sure(&paper("Opération du mandat 02/12/2024")));
}

#[test]
fn days_of_deductions_and_payouts_are_no_due_days() {
    let reading = read(
        "\
TRANSPORTS HAINAUT SA                                       FACTURE 0124/0226
7110 Strépy - TVA BE 0515.627.056                           15/02/2024
Échéance 16/03/2024
TOTAL HTVA                                             1.512,72
TVA 21 %                                                 317,67
NET A PAYER                                            1.830,39
ESCOMPTE : si paiement reçu au plus tard le 23/02/2024, vous pouvez déduire 30,25 EUR.
",
    );
    assert_eq!(reading.date(FieldName::DueDate).map(|day| day.to_string()).as_deref(), Some("2024-03-16"));
}

#[test]
fn the_number_of_an_order_of_professions_is_not_the_papers() {
    let reading = read(
        "\
SELARL ABRIAL-                                              Note d'honoraires
TOURNIER
9 cours de l'Hospice                                        SCEA de la Combe Noire
07200 Aubenas                                               07170 Villeneuve-de-Berg
Ordre des géomètres-experts
n° 2011C20001
TVA FR20315167197
Honoraires hors taxes                                    1 735,50 €
Taxe sur la valeur ajoutée 20 %                            347,10 €
Honoraires TTC                                           2 082,60 €
",
    );
    assert!(reading.fields.get(&FieldName::InvoiceNumber).is_none_or(|field| !field.sure));
    assert_eq!(reading.text(FieldName::SupplierName), Some("SELARL ABRIAL-TOURNIER"));
}

#[test]
fn a_rate_of_the_islands_is_not_inferred() {
    // 3.67 is 0.9 % of 408.70 by chance, and the tax of another base by its label.
    let reading = read(
        "\
GASCOGNE BOISSONS SARL                                      FACTURE 0179926
32000 AUCH - TVA FR20315167197                              06/12/2024
Taxe                                                         3,67
Net à payer                                                412,37
",
    );
    assert!(reading.vat_lines.iter().all(|line| line.rate.basis_points() >= 200));
    assert!(reading.fields.get(&FieldName::TotalVat).is_none_or(|field| !field.sure));
}
