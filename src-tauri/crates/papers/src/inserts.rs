//! Sheets that are no paper of their own: terms, annexes, blank backs, separators.

use crate::codes;
use crate::ink::{A4, BLACK, Family, GREY, Ink, PALE, Run, Sheet};
use crate::names;
use crate::rng::Rng;
use crate::show::{self, Lang, Numbers};
use crate::truth::Deal;

const TERMS_FR: [&str; 14] = [
    "Article 1 - Objet. Les présentes conditions générales de vente régissent l'ensemble des relations contractuelles entre le vendeur et l'acheteur professionnel, sauf accord écrit contraire.",
    "Article 2 - Commandes. Toute commande n'est définitive qu'après confirmation écrite. Aucune annulation n'est acceptée au-delà de 48 heures.",
    "Article 3 - Prix. Les prix s'entendent hors taxes, au tarif en vigueur au jour de la livraison. La TVA est facturée au taux légal applicable.",
    "Article 4 - Livraison. Les délais sont donnés à titre indicatif. Le transport s'effectue aux risques et périls du destinataire, à qui il appartient d'émettre des réserves.",
    "Article 5 - Paiement. Sauf stipulation contraire, les factures sont payables à trente jours date de facture, sans escompte.",
    "Article 6 - Retard. Tout retard entraîne de plein droit des pénalités égales à trois fois le taux d'intérêt légal et une indemnité forfaitaire de 40 euros pour frais de recouvrement.",
    "Article 7 - Réserve de propriété. Le transfert de propriété des marchandises est subordonné au paiement intégral du prix, en principal et accessoires.",
    "Article 8 - Garantie. Les produits sont garantis douze mois contre tout défaut de matière ou de fabrication. Sont exclus l'usure normale et le mauvais entretien.",
    "Article 9 - Réclamations. Toute réclamation doit être formulée par lettre recommandée dans les huit jours de la réception.",
    "Article 10 - Force majeure. La responsabilité du vendeur ne peut être engagée en cas d'événement imprévisible, irrésistible et extérieur.",
    "Article 11 - Données personnelles. Les données recueillies font l'objet d'un traitement destiné à la gestion des commandes, conformément au règlement (UE) 2016/679.",
    "Article 12 - Confidentialité. Les parties s'engagent à ne pas divulguer les informations échangées à l'occasion de l'exécution du contrat.",
    "Article 13 - Résiliation. En cas de manquement grave, le contrat est résilié de plein droit quinze jours après mise en demeure restée sans effet.",
    "Article 14 - Litiges. À défaut d'accord amiable, tout litige relève de la compétence exclusive du tribunal de commerce du siège du vendeur.",
];
const TERMS_NL: [&str; 9] = [
    "Artikel 1 - Toepassing. Deze algemene voorwaarden zijn van toepassing op al onze offertes, bestellingen en leveringen, met uitsluiting van de voorwaarden van de klant.",
    "Artikel 2 - Prijzen. Onze prijzen zijn exclusief btw en andere heffingen en gelden tot herroeping.",
    "Artikel 3 - Levering. De leveringstermijnen zijn louter indicatief. Vertraging geeft geen recht op schadevergoeding.",
    "Artikel 4 - Betaling. Facturen zijn betaalbaar binnen dertig dagen na factuurdatum op onze maatschappelijke zetel.",
    "Artikel 5 - Laattijdige betaling. Bij niet-betaling is van rechtswege een intrest van 10% per jaar en een schadebeding van 10% verschuldigd, met een minimum van 65 euro.",
    "Artikel 6 - Eigendomsvoorbehoud. De goederen blijven onze eigendom tot volledige betaling van de prijs.",
    "Artikel 7 - Klachten. Klachten moeten binnen acht dagen na ontvangst per aangetekend schrijven worden gemeld.",
    "Artikel 8 - Aansprakelijkheid. Onze aansprakelijkheid is beperkt tot het bedrag van de factuur.",
    "Artikel 9 - Geschillen. Enkel de rechtbanken van onze maatschappelijke zetel zijn bevoegd. Het Belgisch recht is van toepassing.",
];
const TERMS_OTHER: [&str; 6] = [
    "1. Scope. These terms apply to all deliveries and services. Deviating terms of the customer are not accepted.",
    "2. Prices. All prices are net of value added tax unless stated otherwise.",
    "3. Payment. Invoices are due within thirty days of the invoice date without deduction.",
    "4. Title. Goods remain our property until paid in full.",
    "5. Liability. Our liability is limited to the value of the order.",
    "6. Law. The courts at the seller's registered office have exclusive jurisdiction.",
];

fn end(ink: Ink) -> (Sheet, Vec<Run>) {
    let (width, height) = (ink.width, ink.height);
    let (mut sheets, runs) = ink.finish();
    (sheets.pop().unwrap_or(Sheet { width, height, ops: Vec::new(), picture: None, rotate: 0 }), runs)
}

/// The general terms overleaf: two or three columns of small print.
pub fn terms(rng: &mut Rng, deal: &Deal) -> (Sheet, Vec<Run>) {
    let mut ink = Ink::new(A4.0, A4.1);
    ink.family = rng.pick(&[Family::Sans, Family::Serif]);
    let (title, list): (&str, &[&str]) = match deal.lang {
        Lang::Fr => (
            rng.pick(&[
                "CONDITIONS GÉNÉRALES DE VENTE",
                "Conditions générales",
                "Conditions générales de vente et de règlement",
            ]),
            &TERMS_FR,
        ),
        Lang::Nl => ("ALGEMENE VERKOOPSVOORWAARDEN", &TERMS_NL),
        Lang::De => ("Allgemeine Geschäftsbedingungen", &TERMS_OTHER),
        Lang::En => ("TERMS AND CONDITIONS", &TERMS_OTHER),
    };
    ink.pen(297.0, 46.0).size(12.0).bold().center().put(title);
    if rng.chance(50) {
        ink.pen(297.0, 60.0).size(8.0).color(GREY).center().put(&deal.supplier.full_name());
    }
    let columns = rng.range(2, 3);
    let w = 520.0 / columns as f32;
    let size = rng.between(6.2, 7.6);
    let per = list.len().div_ceil(columns as usize).max(1);
    for (c, part) in list.chunks(per).enumerate() {
        let mut y = 84.0;
        for article in part {
            y = ink.paragraph(38.0 + c as f32 * w, y, w - 14.0, size, BLACK, article) + 7.0;
        }
    }
    end(ink)
}

/// What goes with an invoice and is none: time sheets, lists of deliveries, meter readings.
pub fn annex(rng: &mut Rng, deal: &Deal) -> (Sheet, Vec<Run>) {
    let mut ink = Ink::new(A4.0, A4.1);
    let of = match deal.lang {
        Lang::Fr => format!(
            "{} {}",
            rng.pick(&[
                "Annexe à la facture",
                "Annexe - détail des prestations, facture",
                "Pièce jointe à la facture n°"
            ]),
            deal.number
        ),
        Lang::Nl => {
            format!("{} {}", rng.pick(&["Bijlage bij factuur", "Detail prestaties - factuur"]), deal.number)
        }
        Lang::De => format!("Anlage zur Rechnung {}", deal.number),
        Lang::En => format!("Appendix to invoice {}", deal.number),
    };
    ink.pen(44.0, 52.0).size(12.0).bold().put(&of);
    ink.pen(44.0, 66.0).size(8.5).color(GREY).put(&deal.supplier.full_name());
    let heads = match deal.lang {
        Lang::Nl => ["Datum", "Uitvoerder", "Omschrijving", "Uren"],
        Lang::De | Lang::En => ["Date", "Staff", "Details", "Hours"],
        Lang::Fr => rng.pick(&[
            ["Date", "Intervenant", "Tâche", "Heures"],
            ["Date", "Chauffeur", "Tournée", "Km"],
            ["Date", "Site", "Observation", "Relevé"],
        ]),
    };
    let edges = [48.0, 120.0, 240.0, 500.0];
    ink.fill(44.0, 84.0, 507.0, 16.0, PALE);
    for (h, x) in heads.iter().zip(edges) {
        ink.pen(x, 95.0).size(8.5).bold().put(h);
    }
    let tasks = [
        "Intervention courante",
        "Contrôle et réglages",
        "Chargement quai 3",
        "Visite de site",
        "Réunion de suivi",
        "Préparation",
        "Nettoyage",
        "Relevé de compteur",
    ];
    let mut y = 114.0;
    for i in 0..rng.range(12, 42) {
        let day = show::date(deal.issue.plus(i - 45), show::Dates::Slash, deal.lang);
        let cells = [
            day,
            names::person(rng),
            rng.pick(&tasks).to_owned(),
            show::scaled(rng.range(5, 95), 1, Numbers::PlainComma),
        ];
        for (text, x) in cells.iter().zip(edges) {
            ink.pen(x, y).size(8.0).put(text);
        }
        y += 15.0;
    }
    end(ink)
}

/// The back of a sheet.
pub fn blank(like: &Sheet) -> Sheet {
    Sheet { width: like.width, height: like.height, ops: Vec::new(), picture: None, rotate: 0 }
}

/// A sheet that offices lay between papers: a big code or a line of words.
pub fn separator(rng: &mut Rng) -> (Sheet, Vec<Run>) {
    let mut ink = Ink::new(A4.0, A4.1);
    match rng.range(0, 4) {
        // Nothing but the code: no word says what the sheet is.
        3 => {
            codes::patch_t(&mut ink, 50.0);
            codes::patch_t(&mut ink, 730.0);
        }
        4 => codes::qr(&mut ink, rng.pick(&["PATCHT", "DOC-SEP-01", "NEXT"]), 220.0, 320.0, 155.0),
        0 => {
            ink.pen(297.0, 300.0).size(34.0).bold().center().put(rng.pick(&[
                "SÉPARATEUR",
                "*** SEPARATION ***",
                "PATCH T",
                "NOUVEAU DOCUMENT",
            ]));
            let mut x = 130.0;
            while x < 460.0 {
                let w = rng.pick(&[3.0, 7.0]);
                ink.fill(x, 360.0, w, 120.0, BLACK);
                x += w + rng.pick(&[3.0, 7.0]);
            }
        }
        1 => {
            for (y, h) in [(60.0, 22.0), (110.0, 22.0), (150.0, 10.0), (190.0, 22.0)] {
                ink.fill(60.0, y, 475.0, h, BLACK);
                ink.fill(60.0, 842.0 - y - h, 475.0, h, BLACK);
            }
            ink.pen(297.0, 430.0).size(20.0).bold().center().put("PATCH II");
        }
        _ => {
            ink.fill(0.0, 0.0, A4.0, A4.1, (0.82, 0.9, 0.82));
            ink.pen(297.0, 420.0).size(26.0).bold().center().put(rng.pick(&[
                "Intercalaire",
                "FEUILLE DE SÉPARATION",
                "TUSSENBLAD",
            ]));
        }
    }
    end(ink)
}
