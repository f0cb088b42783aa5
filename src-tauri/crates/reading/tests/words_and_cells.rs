//! Taxes told in words, values apart from their headings, days that are none of payment, and who acts for the seller.

mod common;

use common::{cents, read};
use liasse_domain::{DocumentKind, FieldName};

#[test]
fn taxes_in_brackets_under_a_total() {
    let reading = read(
        "\
Torréfaction Armor SAS
3 rue du Moulin Vert, 22000 Saint-Brieuc
SIREN 732 829 320
FACTURE
Cabinet Dentaire Vasseur           Numéro de facture : WC-2025-10874
5 rue Jeanne d'Arc                 Date de facture : 25 novembre 2025
76000 Rouen

Produit                                  Quantité             Prix
Café en grains                                  3          74,70 €
Thé vert                                        2          19,60 €
Tasses double paroi                             1          34,90 €

                                       Sous-total         129,20 €
                                       Expédition           5,90 €
                                       Total              135,10 €
                                       (dont 4,92 € TVA 5,5 % et 6,80 € TVA 20 %)
                                       Total HT           123,38 €
",
    );
    assert_eq!(cents(&reading, FieldName::TotalTtc), Some(13_510));
    assert_eq!(cents(&reading, FieldName::TotalHt), Some(12_338));
    assert_eq!(cents(&reading, FieldName::TotalVat), Some(1_172));
}

#[test]
fn a_value_in_the_middle_of_the_cell_under_its_heading() {
    let reading = read(
        "\
NXHOST FRANCE SAS                              Facturé à :
8 allée de l'Innovation                        Maison Delorme SARL
59650 Villeneuve-d'Ascq                        18 place Bellecour
N° TVA : FR44732829320                         69002 Lyon

Facture              Date d'émission       Commande              Moyen de paiement
        FR61230948         01/08/2025            188410624         Prélèvement SEPA

Prix HT                                                      33,18 €
TVA (20 %)                                                    6,64 €
TOTAL TTC                                                    39,82 €
",
    );
    assert_eq!(reading.text(FieldName::InvoiceNumber), Some("FR61230948"));
}

#[test]
fn the_day_up_to_which_a_discount_is_granted_is_not_the_day_of_payment() {
    let reading = read(
        "\
Garage Lecomte Frères SNC                                 Toitures Jadot SRL
Rue d'Arlon 214, 6760 Virton                              Rue de la Gare 5
BE 0403.019.261                                           6820 Florenville

Facture FAC/2025/00318
Date de facturation:   Date d'échéance:   Origine:     Véhicule:
27/02/2025             29/03/2025         OR10220      1-YBC-771

Montant hors taxes                                 959,85 €
TVA 21% sur 940,65 €                               197,54 €
Total                                            1.157,39 €
Conditions : 2 % d'escompte (19,20 €) si paiement dans les 8 jours, soit 1.138,19 € avant le 07/03/2025.
",
    );
    assert_eq!(reading.date(FieldName::DueDate).map(|day| day.to_string()).as_deref(), Some("2025-03-29"));
}

#[test]
fn the_balance_of_other_invoices_is_not_what_is_to_be_paid() {
    let reading = read(
        "\
Wallocom Business SA
Quai des Usines 31, 1000 Bruxelles
TVA BE 0403.019.261
N° de facture WB2503-0088127                Pharmacie Lambiotte SRL
Émise le 3 mars 2025                        Chaussée de Charleroi 188
                                            6061 Montignies-sur-Sambre
Total soumis à la TVA (21 %)                     133,82 €
TVA 21 %                                          28,10 €
Montant total de la facture                      161,92 €
Le montant de 161,92 € sera prélevé vers le 17.03.2025 de votre compte.
Solde de vos factures précédentes : 0,00 €. Passez à la fibre !
",
    );
    assert_eq!(cents(&reading, FieldName::AmountDue), Some(16_192));
    assert_eq!(cents(&reading, FieldName::Prepaid), None);
}

#[test]
fn a_service_between_two_states_is_put_to_the_user() {
    let reading = read(
        "\
Van Oeveren Transport B.V.
Westerschelde 12, 4542 NM Hoek
BTW NL004495445B01
Factuurnummer VF250882                      Groenten De Lille NV
Factuurdatum 12-05-2025                     Koolskampstraat 41
                                            8830 Hooglede, BELGIË
                                            BE 0403.019.261
Vracht                                            1.712,63
Netto                                             1.712,63
BTW verlegd naar afnemer - intracommunautaire dienst, art. 44 en 196 richtlijn 2006/112/EG.
Totaal EUR                                        1.712,63
",
    );
    assert!(reading.fields.get(&FieldName::VatScheme).is_some_and(|field| !field.sure));
}

#[test]
fn sums_over_their_captions() {
    let reading = read(
        "\
IROISE FONCIER SELARL                       Indivision Kerdoncuff
2 rue du Frout, 29000 Quimper               Manoir de Kergoat
SIRET 732 829 320 00074                     29180 Quéménéven
Facture H-2411.073 du 19.11.2024
Mission                                      Euros H.T.
Bornage contradictoire                         1 290,00
Procès-verbal de bornage et plan                 480,00
Publication                                       62,50


1 832,50       366,50           2 199,00      550,00          1 649,00
Total H.T.     T.V.A. 20,00 %   Total T.T.C.  Acompte reçu    Solde à régler
",
    );
    assert_eq!(cents(&reading, FieldName::TotalHt), Some(183_250));
    assert_eq!(cents(&reading, FieldName::TotalVat), Some(36_650));
    assert_eq!(cents(&reading, FieldName::TotalTtc), Some(219_900));
    assert_eq!(cents(&reading, FieldName::AmountDue), Some(164_900));
    assert_eq!(cents(&reading, FieldName::Prepaid), Some(55_000));
}

#[test]
fn who_bills_in_the_sellers_name_is_no_party() {
    let reading = read(
        "\
trokéo                                            Facture
Commande T-88497-2024 passée le 14/10/2024 - expédiée le 17/10/2024 - Facture n°
TRK-S4471-000219 - émise le 17/10/2024
Acheteur                                Vendu et expédié par
Cabinet Ostéo Lemoine                   Brocante des Halles EURL
11 rue Sébastopol                       27 rue du Taur, 31000 Toulouse
31000 Toulouse                          SIRET 732 829 320 00074
                                        TVA FR44732829320
Total hors taxes                            430,83 €
dont TVA 20 %                                86,17 €
Total payé                                  517,00 €
Facture émise par Trokéo SAS au nom et pour le compte du vendeur, en vertu d'un mandat de facturation.
Trokéo SAS, 140 quai de Bacalan, 33300 Bordeaux - RCS Bordeaux 552 100 554 - TVA FR83552100554
",
    );
    assert_eq!(reading.text(FieldName::SupplierName), Some("Brocante des Halles EURL"));
    assert_eq!(reading.text(FieldName::SupplierVat), Some("FR44732829320"));
    assert_eq!(reading.text(FieldName::CustomerVat), None);
    assert_eq!(reading.text(FieldName::InvoiceNumber), Some("TRK-S4471-000219"));
}

#[test]
fn an_association_says_its_form_behind_its_name() {
    let reading = read(
        "\
             La Roue Folle
             école de cirque
                                            Commune de Saint-Affrique
                                            12400 Saint-Affrique
La Cavalerie, 4 novembre 2024
Objet : facture SPECT/2024/118
Montant net de taxes (euros)         1 034,20


Cirque en Larzac - association loi 1901 - déclarée en sous-préfecture de Millau sous le n° W122004518
Siège : La Salle des Fêtes, 12230 La Cavalerie - SIRET 732 829 320 00074 - NAF 9001Z
Organisme non assujetti à la TVA (article 261-7-1° du CGI)
",
    );
    assert_eq!(reading.text(FieldName::SupplierName), Some("Cirque en Larzac"));
}

#[test]
fn a_number_in_groups_and_a_debit_in_a_sentence_of_its_own() {
    let reading = read(
        "\
ETS DARRIBEHAUDE                                    FACTURE
BIERES - VINS                                       N° 1 204 518
Darribehaude Boissons SA                            du 12-07-2024
SIREN 732 829 320

Livré à :                                           Facturé à :
LE COMPTOIR                                         SARL BARNAQUET
BL 1204518-1                                        64000 PAU

TOTAL MARCHANDISES TTC        721,14
NET À PAYER EUR               767,94
Prélèvement le 11-08-2024. Les emballages restent notre propriété ; droits d'accises acquittés
compris dans les prix.
",
    );
    assert_eq!(reading.text(FieldName::InvoiceNumber), Some("1 204 518"));
    assert_eq!(reading.text(FieldName::PaymentMethod), Some("direct_debit"));
}

#[test]
fn a_total_whose_label_goes_on_in_brackets() {
    let reading = read(
        "\
SELARL LERMONT                              SAS Ferronnerie du Bouchet
14 avenue d'Albigny, 74000 Annecy           Z.A. du Bouchet
SIRET 732 829 320 00074                     74130 Bonneville
Note d'honoraires valant facture N° 2025/0317 du 30/09/2025
Diligences et frais               soumis à TVA     débours non soumis
Étude du dossier                        990,00
Audience TJ Bonneville                  650,00
Frais de dossier et copies               48,50
Timbre fiscal et droit de plaidoirie                            13,00
Signification                                                   94,27
Totaux                                1 688,50                 107,27
                       Total hors taxe (honoraires et
                       débours)                             1 795,77
                       TVA 20 % sur 1 688,50                  337,70
                       Total TTC                            2 133,47
                       Provision reçue le 04.07.2025        - 600,00
                       Solde restant dû                     1 533,47 €
",
    );
    assert_eq!(cents(&reading, FieldName::TotalHt), Some(179_577));
    assert_eq!(cents(&reading, FieldName::TotalTtc), Some(213_347));
}

#[test]
fn the_day_without_discount_is_the_day_of_payment() {
    let reading = read(
        "\
Kienzle Beschläge GmbH                      Menuiserie Schirmeck SARL
Gewerbestr. 17, 77716 Haslach               67130 La Broque, FRANKREICH
USt-IdNr. DE763923322                       Ihre USt-IdNr. FR44732829320
Rechnungs-Nr. RE2025-40871                  Rechnungsdatum 04.08.2025
Nettobetrag                                 1.263,20
Umsatzsteuer 0 %                                0,00
Rechnungsbetrag EUR                         1.263,20
Zahlbar bis 14.08.2025 mit 2 % Skonto (= 1.237,94 €) oder bis 03.09.2025 netto ohne Abzug.
",
    );
    assert_eq!(reading.date(FieldName::DueDate).map(|day| day.to_string()).as_deref(), Some("2025-09-03"));
}

#[test]
fn what_paid_the_invoice_before_is_no_payment_of_this_one() {
    let reading = read(
        "\
ONDEO TELECOM SAS                           SCP VAUTRIN ET BELLAMY
RCS Nanterre 732 829 320                    6 rue des Carmes, 54000 NANCY
N° de facture : 2505-88.104.227 du 18/05/2025
                                Montant de votre facture précédente       92,14 €
                                Votre paiement reçu, merci              - 92,14 €
                                Solde antérieur                            0,00 €
Abonnements HT                                78,97 €
TVA à 20 % sur 78,97 €                        15,79 €
Total de la facture TTC                       94,76 €
Total à prélever                              94,76 €
",
    );
    assert_eq!(cents(&reading, FieldName::Prepaid), None);
    assert_eq!(cents(&reading, FieldName::AmountDue), Some(9_476));
}

#[test]
fn a_statement_and_an_invoice_is_an_invoice() {
    let reading = read(
        "\
SAS LITTORAL CONCIERGERIE - SIRET 732 829 320 00074
Mme Armelle DUFRESNE, 44 rue Sainte-Anne, 35000 Rennes
BON DE LIVRAISON ET FACTURE
N° CR-2025-08-117 du 31/08/2025
Montant H.T.                    1 100,40
T.V.A. 20,00 %                    220,08
Montant T.T.C.                  1 320,48
",
    );
    assert_eq!(reading.kind(), Some(DocumentKind::Invoice));
}
