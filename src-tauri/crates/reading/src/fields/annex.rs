//! Pages behind a document that say nothing of its values: terms of sale, schedules of payment.

use crate::page::Page;

use super::text::fold_parts;

/// Words that head such a page, folded.
const HEADS: [&str; 16] = [
    "conditions generales",
    "conditions particulieres",
    "algemene voorwaarden",
    "algemene verkoopsvoorwaarden",
    "verkoopsvoorwaarden",
    "allgemeine geschaftsbedingungen",
    "general terms",
    "terms and conditions",
    "terms of sale",
    "conditions of sale",
    "ne vaut pas facture",
    "document d information",
    "echeancier",
    "tableau d amortissement",
    "aflossingstabel",
    "tilgungsplan",
];

/// How many words of a page its heading is looked for in.
const HEADING: usize = 40;

/// Whether a page behind the first is headed as terms or as a schedule.
pub(super) fn is_annex(page: &Page) -> bool {
    let head: Vec<&str> = page.words.iter().take(HEADING).map(|word| word.text.as_str()).collect();
    let fold = fold_parts(&head.join(" ")).join(" ");
    // The document's own words may name its terms further down; a heading stands at the top.
    HEADS.iter().any(|words| fold.find(words).is_some_and(|at| at < 120))
}

#[cfg(test)]
mod tests {
    use liasse_domain::Rect;

    use super::*;
    use crate::page::Word;

    fn page(text: &str) -> Page {
        let rect = Rect { x0: 0.0, y0: 0.0, x1: 0.1, y1: 0.1 };
        let words = text
            .split(' ')
            .map(|text| Word { text: text.to_owned(), rect, confidence: 1.0, line: 0, bold: false })
            .collect();
        Page { words, ..Page::empty(2, 595.0, 842.0) }
    }

    #[test]
    fn knows_terms_and_schedules() {
        assert!(is_annex(&page("CONDITIONS GÉNÉRALES DE VENTE Article 1. Les présentes")));
        assert!(is_annex(&page("ÉCHÉANCIER – contrat 56 (document d'information, ne vaut pas facture)")));
        assert!(!is_annex(&page("Facture F-12 page 2/2 Report 1 200,00 Total TTC 1 440,00")));
    }
}
