//! Who sells where several are named, and on which day: each rule on a paper of a few lines.

mod common;

use common::{cents, read};
use liasse_domain::{DocumentKind, FieldName};

#[test]
fn the_company_beside_the_number_goes_before_the_brand() {
    let reading = read(
        "\
VERSMARKT ZUIDERDOK
Molenstraat 27
9050 Gentbrugge
Tel +32 55 872 24 38
BROOD VOLKOREN                     8,28
KOFFIE GEMALEN                     5,36
TE BETALEN EUR                    13,64
BANCONTACT                        13,64
BTW 6 %    NETTO 12,87   BTW 0,77   13,64
28/05/2025 08:24   TICKET 916394
Superette Callebaut BV
BTW BE 0515.627.056
Bedankt en tot ziens!
",
    );
    assert_eq!(reading.text(FieldName::SupplierName), Some("Superette Callebaut BV"));
    // A telephone that passes for a SIREN is none in Belgium.
    assert_eq!(reading.text(FieldName::SupplierSiren), None);
}

#[test]
fn who_draws_up_for_the_seller_is_no_party() {
    let reading = read(
        "\
place24
Facture                                            Vendu par QUINCAILLE SUD EURL
                                                   TVA FR20315167197
Adresse de facturation
SARL Meyran Toitures
14 chemin des Ocres
84220 Roussillon
Date de la facture 02/05/2025
Numéro de la facture FR68-37948
Perceuse visseuse                                        173,18 €
Total HT                                                 173,18 €
TVA 20 %                                                  34,63 €
Total TTC                                                207,81 €
Facture émise au nom et pour le compte du vendeur par Place24 SARL, Luxembourg, RCS B204627, TVA LU26375245
",
    );
    assert_eq!(reading.text(FieldName::SupplierVat), Some("FR20315167197"));
    assert_eq!(reading.text(FieldName::CustomerVat), None);
}

#[test]
fn a_number_goes_on_in_the_next_line() {
    let reading = read(
        "\
Cabinet Vaugrain                                        Rennes, le 27 novembre 2023

Note d'honoraires n° 202311587
Total HT                                                 1 715,00
TVA 20 %                                                   343,00
Total TTC                                                2 058,00

SELARL Vaugrain Associés, société d'exercice libéral, 6 rue de la Monnaie 35000 Rennes - TVA FR 20
315 167 197 - Membre d'une association agréée
",
    );
    assert_eq!(reading.text(FieldName::SupplierVat), Some("FR20315167197"));
}

#[test]
fn the_day_of_the_purchase_and_not_of_the_journey() {
    let reading = read(
        "\
railazur                                             Justificatif d'achat
Voici le récapitulatif de votre commande BTXREJ passée le 06/04/2026 à 8h50.
ALLER - 6 mai 2026 - Lyon 07:41 → Paris 10:27              98,00 €
RETOUR - 8 mai 2026 - Paris 17:26 → Lyon 20:34             98,00 €
Total payé TTC                                            196,00 €
dont TVA 10 %                                              17,82 €
Rail Azur Voyageurs SA, 2 place aux Étoiles 93200 Saint-Denis - RCS Bobigny 315 167 197
",
    );
    assert_eq!(reading.date(FieldName::IssueDate).map(|day| day.to_string()).as_deref(), Some("2026-04-06"));
}

#[test]
fn values_stand_over_their_names() {
    let reading = read(
        "\
Association Cap Sud
26 rue des Arts, 63000 Clermont-Ferrand

24-FOR-465          15/01/2024          14/02/2024                    1 180,00 €
facture             émission            date limite de règlement      montant à régler

Action de formation
Net de taxe : 1 180,00 €
Exonération de TVA - article 261-4-4° a du CGI.
Association Cap Sud - SIRET 315 167 197 00012 - APE 8559A
",
    );
    assert_eq!(reading.date(FieldName::DueDate).map(|day| day.to_string()).as_deref(), Some("2024-02-14"));
    assert_eq!(reading.text(FieldName::SupplierName), Some("Association Cap Sud"));
}

#[test]
fn headings_at_the_left_of_their_cells_name_the_sums_at_the_right() {
    let reading = read(
        "\
COOPÉRATIVE DES TROIS VALS
Silo de la Gare, 02200 Soissons
SIREN 315167197 - TVA FR20315167197

FACTURE N° 23283024          DATE 05/07/2023

Code   Taux     Base HT      TVA        TTC    TOTAL HT          TOTAL TVA            NET À PAYER TTC
1      5,50     1 018,88     56,04  1 074,92        4 680,38               568,47                     5 248,85
2      10,00    2 198,70    219,87  2 418,57
3      20,00    1 462,80    292,56  1 755,36
",
    );
    assert_eq!(cents(&reading, FieldName::TotalTtc), Some(524_885));
    assert_eq!(cents(&reading, FieldName::TotalHt), Some(468_038));
}

#[test]
fn a_stamp_is_neither_a_title_nor_the_day_of_issue() {
    let reading = read(
        "\
REÇU LE 27/05/2026
Imprimouest SAS
8 rue de l'Arsenal
17300 Rochefort
                                                     Rochefort, le 26 avril 2026
Objet : solde de votre compte
Madame, Monsieur,
Sauf erreur de notre part, le règlement des factures suivantes ne nous est pas parvenu :
Facture          Date           Échéance         Montant TTC
IO261343         14/02/2026     16/03/2026          550,48 €
Total dû                                            550,48 €
",
    );
    assert_ne!(reading.kind(), Some(DocumentKind::Receipt));
    assert_eq!(reading.date(FieldName::IssueDate).map(|day| day.to_string()).as_deref(), Some("2026-04-26"));
}
