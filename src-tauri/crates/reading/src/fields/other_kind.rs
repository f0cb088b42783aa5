//! What a paper is that is not booked, from the words of its title.

/// Words by kind, folded; of a title that holds words of several, the first here wins (`rappel de facture`,
/// `confirmation de commande`).
const KINDS: [(&str, &[&str]); 7] = [
    ("pro_forma", &["proforma", "pro forma", "proformafactuur", "proformarechnung"]),
    (
        "reminder",
        &[
            "relance",
            "rappel",
            "mise en demeure",
            "herinnering",
            "betalingsherinnering",
            "aanmaning",
            "ingebrekestelling",
            "rappelbrief",
            "mahnung",
            "zahlungserinnerung",
            "reminder",
            "final notice",
            "dunning",
            "past due",
        ],
    ),
    (
        "statement",
        &[
            "releve",
            "extrait de compte",
            "situation de compte",
            "etat de compte",
            "rekeningoverzicht",
            "rekeninguittreksel",
            "overzicht openstaande",
            "kontoauszug",
            "kontoubersicht",
            "offene posten",
            "statement",
        ],
    ),
    (
        "delivery_note",
        &[
            "bon de livraison",
            "bordereau de livraison",
            "lettre de voiture",
            "leveringsbon",
            "leverbon",
            "pakbon",
            "vrachtbrief",
            "lieferschein",
            "delivery note",
            "packing slip",
            "packing list",
            "bon d enlevement",
        ],
    ),
    (
        "order",
        &[
            "bon de commande",
            "confirmation de commande",
            "accuse de reception de commande",
            "commande",
            "bestelbon",
            "bestelling",
            "orderbevestiging",
            "auftragsbestatigung",
            "bestellung",
            "purchase order",
            "order confirmation",
        ],
    ),
    (
        "quote",
        &[
            "devis",
            "offre",
            "offre de prix",
            "proposition commerciale",
            "offerte",
            "prijsofferte",
            "angebot",
            "kostenvoranschlag",
            "quote",
            "quotation",
            "estimate",
        ],
    ),
    ("contract", &["contrat", "convention", "overeenkomst", "vertrag", "contract", "agreement"]),
];

/// The kind that a title names; `title` is folded.
pub fn named(title: &str) -> Option<&'static str> {
    let text = format!(" {title} ");
    let holds = |words: &[&str]| words.iter().any(|word| text.contains(&format!(" {word} ")));
    KINDS.iter().find(|(_, words)| holds(words)).map(|(kind, _)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_name_their_kind() {
        assert_eq!(named("devis no 12"), Some("quote"));
        assert_eq!(named("deuxieme rappel facture 12"), Some("reminder"));
        assert_eq!(named("facture pro forma"), Some("pro_forma"));
        assert_eq!(named("confirmation de commande"), Some("order"));
        assert_eq!(named("attestation"), None);
    }
}
