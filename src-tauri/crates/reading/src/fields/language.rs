//! The language of a paper, and the country that language and rates of tax name together.

use liasse_domain::{Country, VatLine};

use super::text::Sheet;

/// Languages of the trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Language {
    French,
    Dutch,
    German,
    English,
}

const COMMON: [(Language, &[&str]); 4] = [
    (
        Language::French,
        &[
            "de", "la", "le", "et", "du", "des", "les", "pour", "par", "montant", "facture", "tva", "ttc",
            "date", "sur", "aux", "est", "rue",
        ],
    ),
    (
        Language::Dutch,
        &[
            "van", "het", "een", "en", "voor", "de", "op", "btw", "factuur", "datum", "bedrag", "totaal",
            "met", "te", "bij", "niet", "straat", "betaling",
        ],
    ),
    (
        Language::German,
        &[
            "der", "die", "das", "und", "den", "von", "mit", "rechnung", "datum", "betrag", "mwst", "ust",
            "ist", "bis", "zu", "netto", "gesamt", "bitte",
        ],
    ),
    (
        Language::English,
        &[
            "the", "of", "and", "to", "for", "invoice", "date", "amount", "total", "vat", "by", "is", "on",
            "due", "payment", "in", "our", "please",
        ],
    ),
];

fn language(sheet: &Sheet) -> Option<Language> {
    let count = |words: &[&str]| {
        sheet
            .tokens
            .iter()
            .flat_map(|token| token.parts.iter())
            .filter(|part| words.contains(&part.as_str()))
            .count()
    };
    let mut counts: Vec<(usize, Language)> =
        COMMON.iter().map(|(language, words)| (count(words), *language)).collect();
    counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    match counts.as_slice() {
        [(first, language), (second, _), ..] if *first >= 4 && *first > second + second / 3 => {
            Some(*language)
        }
        _ => None,
    }
}

/// Whether a paper is written in French, Dutch or German.
pub fn is_of_the_euro(sheet: &Sheet) -> bool {
    matches!(language(sheet), Some(Language::French | Language::Dutch | Language::German))
}

/// The country whose language and rates both stand on the paper.
pub fn country_of(sheet: &Sheet, lines: &[VatLine]) -> Option<Country> {
    let language = language(sheet)?;
    let has = |points: &[u16]| lines.iter().any(|line| points.contains(&line.rate.basis_points()));
    let all = |points: &[u16]| {
        !lines.is_empty() && lines.iter().all(|line| points.contains(&line.rate.basis_points()))
    };
    let code = match language {
        Language::French if all(&[2000, 1000, 550, 210]) => "FR",
        Language::French if all(&[2100, 1200, 600]) => "BE",
        Language::French if all(&[1700, 1400, 800, 300]) => "LU",
        Language::Dutch if has(&[900]) && all(&[2100, 900]) => "NL",
        Language::Dutch if has(&[600, 1200]) && all(&[2100, 1200, 600]) => "BE",
        Language::German if all(&[1900, 700]) => "DE",
        _ => return None,
    };
    code.parse().ok()
}
