//! Slips of shops and roads, letters that are invoices, portals that name the buyer first.

mod common;

use common::{cents, read};
use liasse_domain::FieldName;

#[test]
fn a_price_with_the_tax_that_it_holds() {
    let reading = read(
        "\
ARVALIS autoroutes
REÇU DE PÉAGE
Le 12/05/2025 à 16h08
N° 05 2217 038155
Entrée : FLEURY
Sortie : CHALON NORD
PRIX TTC : 23,60 EUR
dont TVA 20,00 % : 3,93 EUR
Paiement : CARTE
Société des Autoroutes du Val SA
36 rue du Docteur Schmitt 21850 Saint-Apollinaire
RCS DIJON B 732 829 320 - TVA FR44732829320
",
    );
    assert_eq!(cents(&reading, FieldName::TotalTtc), Some(2_360));
    assert_eq!(cents(&reading, FieldName::TotalVat), Some(393));
    assert_eq!(cents(&reading, FieldName::TotalHt), Some(1_967));
}

#[test]
fn a_tax_within_the_total_on_the_same_row() {
    let reading = read(
        "\
BENALI Karim EI
Artisan taxi - station n° 87 Nantes
6 rue de la Convention 44100 NANTES
SIRET 732 829 320 00074
REÇU DE COURSE N° 0412
Date   09/01/25
De Gare de Nantes        à Carquefou
Prix de la course    34,50 €          TTC dont TVA 10 %    3,14 €
Règlement espèces
",
    );
    assert_eq!(cents(&reading, FieldName::TotalTtc), Some(3_450));
    assert_eq!(cents(&reading, FieldName::TotalVat), Some(314));
}

#[test]
fn empties_beside_the_goods_on_a_till() {
    let reading = read(
        "\
DE DORSTIGE DRAAK
BTW-KASTICKET 2025/118834
07/06/2025 14u21        kassa 2
JUPILER BAK 24X25CL
  4 x 17,99                 71,96 A
SPA REINE BAK 6X1L
  3 x 7,45                  22,35 B
CHIPS ZOUT 250G
  6 x 2,35                  14,10 B
LEEGGOED BAK 24 4 x 4,50    18,00
LEEGGOED BAK 6X1L 3 x 3,20   9,60
Totaal goederen incl. BTW     108,41
Totaal leeggoed                27,60
TE BETALEN €                  136,01
Bancontact                    136,01
Kaart *3045
  BTW    Maatst.      BTW       Totaal
A 21%     59,47      12,49       71,96
B  6%     34,39       2,06       36,45
          93,86      14,55      108,41
Van Looveren Dranken bv
btw BE 0766.828.451 RPR Turnhout
",
    );
    assert_eq!(cents(&reading, FieldName::TotalTtc), Some(10_841));
    assert_eq!(cents(&reading, FieldName::DepositAmount), Some(2_760));
    assert_eq!(cents(&reading, FieldName::AmountDue), Some(13_601));
    assert_eq!(reading.text(FieldName::CardLast4), Some("3045"));
}

#[test]
fn a_journey_is_paid_for_before_it_is_made() {
    let reading = read(
        "\
filéa le train en région
Justificatif de paiement
Train                   TRM 8714 - 2de classe
Départ                  Metz Ville - 07h34
Voyage du               12/04/2025
Tarif                   Pro Flex
Acheté le               jeudi 3 avril 2025, 18h21
 Prix payé 27,40 € TTC
 dont TVA à 10,00 % : 2,49 € - montant hors taxe : 24,91 €
Transrégio Mobilités, société anonyme, 9 place de la Gare, 57000 Metz - RCS Metz 732 829 320
",
    );
    assert_eq!(
        reading.date(FieldName::IssueDate).map(|date| date.to_string()).as_deref(),
        Some("2025-04-03")
    );
    assert_eq!(cents(&reading, FieldName::TotalTtc), Some(2_740));
}

#[test]
fn what_is_to_be_paid_by_a_day_is_the_total() {
    let reading = read(
        "\
Steunpunt Zelfstandig vzw
sociaal verzekeringsfonds voor zelfstandigen
Vrijheidslaan 50 - 8400 Oostende
Ondernemingsnr. 0766.828.451

De heer Joris Claeys
Brugsesteenweg 104
8450 Bredene

Oostende, 21 februari 2025
Uw aansluitingsnummer: 411.882/01
VERVALDAGBERICHT - SOCIALE BIJDRAGEN 1E KWARTAAL 2025
Geïndexeerd inkomen 2022                                      38.412,66 EUR
Wettelijke bijdrage: 20,50 % op 38.412,66, per kwartaal        1.968,65 EUR
Werkingskosten 3,05 %                                             60,04 EUR
Te betalen vóór 31/03/2025                                     2.028,69 EUR
Rekening: BE02 7371 1902 8440
",
    );
    assert_eq!(cents(&reading, FieldName::TotalTtc), Some(202_869));
}

#[test]
fn a_number_with_its_year_and_spaces() {
    let reading = read(
        "\
Krul & Streep
Noordlaan 36 bus 1, 8800 Roeselare
BTW BE 0766.828.451
                                     Bakkerij Vandewalle BV
                                     Statiestraat 12
                                     8810 Lichtervelde
Factuur 2025 / 83
Factuurdatum              4 maart 2025
Vervaldatum               18 maart 2025

Totaal excl. btw                              € 1.862,75
Btw 21%                                         € 391,18
Totaal incl. btw                              € 2.253,93
",
    );
    assert_eq!(reading.text(FieldName::InvoiceNumber), Some("2025/83"));
}

#[test]
fn a_portal_that_shows_the_buyer_first_is_not_sure_of_the_wrong_side() {
    let reading = read(
        "\
Peppol BIS Billing 3.0 - Invoice - human readable rendering
Invoice number                        F-2026-0107
Issue date                            2026-02-20
Due date                              2026-03-22

Accounting customer party (Buyer)                    Accounting supplier party (Seller)
Party name              Cantine Plus SRL             Party name            Maraîchers du Tournaisis SCRL
Street                  Rue Royale 71                Street                Vieille Chaussée 118
City                    7500 Tournai                 City                  7540 Kain
VAT identifier          BE0403199702                 VAT identifier        BE0766828451

Tax exclusive amount                  173.80
Tax inclusive amount                  186.48
Payable amount                        186.48
",
    );
    let sure = |name: FieldName| reading.fields.get(&name).is_some_and(|field| field.sure);
    let right = |name: FieldName, value: &str| reading.text(name) == Some(value) || !sure(name);
    assert!(right(FieldName::SupplierName, "Maraîchers du Tournaisis SCRL"));
    assert!(right(FieldName::SupplierVat, "BE0766828451"));
}

#[test]
fn a_letter_whose_writer_alone_bears_a_number() {
    let reading = read(
        "\
Mutuelle Horizon Sud                                      Odile Barthe
Direction générale                                        Consultante indépendante
13008 Marseille                                           9 cours Mirabeau
                                                          13100 Aix-en-Provence
                                                          SIRET : 732 829 320 00074
                                                          Aix-en-Provence, le 10 octobre 2025
Objet : facture n° 2025-41
Madame, Monsieur,
Je vous prie de trouver ci-dessous le montant de mes prestations :
Coaching dirigeant, 5 séances : 800,00 €
Soit un montant total de 800,00 euros, payable par virement au plus tard le 9 novembre 2025
TVA non applicable, article 293 B du CGI.
                                                          Odile Barthe
",
    );
    assert_eq!(reading.text(FieldName::SupplierName), Some("Odile Barthe"));
    assert_eq!(reading.text(FieldName::CustomerName), Some("Mutuelle Horizon Sud"));
    assert_eq!(reading.text(FieldName::SupplierSiret), Some("73282932000074"));
}

#[test]
fn the_number_under_a_heading_of_the_client() {
    let reading = read(
        "\
Cítricos Huerta Segura, S.L.
Ctra. de Orihuela km 4, 30140 Santomera (Murcia)
NIF-IVA ESB73918401
FACTURA RECTIFICATIVA / AVOIR     Nº AB25-0061
Fecha           Cliente                     NIF cliente           Rectifica factura
08/10/2025      Primeurs Castaing SARL      FR44732829320         FV25-1874

Base imponible        % IVA        Cuota IVA        TOTAL A ABONAR
-484,55                 0             0,00             -484,55 €
",
    );
    assert_eq!(reading.text(FieldName::CustomerVat), Some("FR44732829320"));
    assert_ne!(reading.text(FieldName::SupplierVat), Some("FR44732829320"));
}

#[test]
fn days_over_their_names_where_one_cell_holds_more() {
    let reading = read(
        "\
noircitron

2025/0412            07.10.2025     21.10.2025           Ateliers Vandamme SRL
numéro de facture    date           à payer avant le     client - BE 0403.199.702

Refonte page d'accueil                       1 × 1.450,00         1.450,00
Sous-total hors TVA    1.450,00 €
TVA 21 %                 304,50 €
À payer                1.754,50 €
Noircitron Studio SRL - Rue Haute 118, 1000 Bruxelles - TVA BE 0766.828.451 - RPM Bruxelles
",
    );
    assert_eq!(reading.date(FieldName::DueDate).map(|date| date.to_string()).as_deref(), Some("2025-10-21"));
}

#[test]
fn parts_by_rate_before_their_sum() {
    let reading = read(
        "\
REPHARM OCCITANIE SA
ZI La Bouriette, 11000 Carcassonne
SIRET 732 829 320 00074 - TVA FR44732829320
                                          FACTURE DÉCADAIRE N° G05 2025 33 8812
                                          arrêtée au 20/03/2025
                                          PHARMACIE DE LA HALLE SELARL
                                          2 PLACE CARNOT
                                          11000 CARCASSONNE

                   2,10 %         5,50 %        10,00 %       20,00 %       Ensemble
Net HT           9 008,62         588,86         610,82        772,29      10 980,59
TVA                189,18          32,39          61,08        154,46         437,11
TTC              9 197,80         621,25         671,90        926,75      11 417,70
",
    );
    assert_eq!(cents(&reading, FieldName::TotalTtc), Some(1_141_770));
    assert_eq!(cents(&reading, FieldName::TotalHt), Some(1_098_059));
    assert_eq!(cents(&reading, FieldName::TotalVat), Some(43_711));
}

#[test]
fn a_total_that_no_label_names_is_put_to_the_user() {
    let reading = read(
        "\
Steunpunt Zelfstandig vzw
Vrijheidslaan 50 - 8400 Oostende
Ondernemingsnr. 0766.828.451

De heer Joris Claeys
Brugsesteenweg 104
8450 Bredene

Oostende, 21 februari 2025
VERVALDAGBERICHT - SOCIALE BIJDRAGEN 1E KWARTAAL 2025
Geïndexeerd inkomen 2022                                      38.412,66 EUR
Rekening: BE02 7371 1902 8440
",
    );
    assert!(reading.fields.get(&FieldName::TotalTtc).is_none_or(|total| !total.sure));
}

#[test]
fn the_day_of_a_stamp_is_not_that_of_the_paper() {
    let reading = read(
        "\
noircitron                                             COMPTABILISÉ
                                                           LE
                                                       03/05/2026

2025/0412            07.10.2025     21.10.2025           Ateliers Vandamme SRL
numéro de facture    date           à payer avant le     client - BE 0403.199.702

Refonte page d'accueil                       1 × 1.450,00         1.450,00
Sous-total hors TVA    1.450,00 €
TVA 21 %                 304,50 €
À payer                1.754,50 €
Noircitron Studio SRL - Rue Haute 118, 1000 Bruxelles - TVA BE 0766.828.451 - RPM Bruxelles
",
    );
    assert_eq!(
        reading.date(FieldName::IssueDate).map(|date| date.to_string()).as_deref(),
        Some("2025-10-07")
    );
}

#[test]
fn folios_number_the_pages_of_one_invoice() {
    let page = |number: u32, text: &str| common::typed_page(number, text);
    // Recognition read the number of the second page otherwise.
    let first = page(
        1,
        "\
CANTAGRI                                 FACTURE APPRO N° 1 240912290
Coopérative agricole du Haut-Cantal      du 30/09/2024 Adhérent : 002417 Folio 1

                                         EARL CHASSANG
                                         Route de Brioude
                                         15500 MASSIAC

Article   Désignation                    Quantité    PU HT    Montant HT
44019     MINERAL OVIN SEAU 25 KG          16,000    29,400       470,40
69346     SEMENCE RGA PRAIRIE               8,000    84,300       674,40
91491     BACHE ENSILAGE                   19,000   189,000     3 591,00
",
    );
    let second = page(
        2,
        "\
CANTAGRI                                 FACTURE APPRO N° 1 2409IZZ90AR
Coopérative agricole du Haut-Cantal      du 30/09/2024 Adhérent : 002417 Folio 2

Article   Désignation                    Quantité    PU HT    Montant HT
98242     FICELLE ROUND BALLER             13,000    34,900       453,70

T   Base            %         TVA            TTC
1   5 189,50    10,00      518,95       5 708,45
Net à payer au 31/10/2024 : 5 708,45 EUR
TVA FR44732829320
",
    );
    let cut = liasse_reading::split::split(&[first, second], liasse_domain::SplitMode::Automatic);
    assert_eq!(cut.documents, [vec![1, 2]]);
}
