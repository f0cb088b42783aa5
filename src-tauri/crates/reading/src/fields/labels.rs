//! Finds the labels of a document.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

pub use super::lexicon::Concept;
use super::lexicon::{Section, lexicon};
use super::text::{Extent, Run, Sheet, nearly};

/// A label on the paper. One place may bear several concepts (`TVA` names a tax and a column of rates).
#[derive(Debug, Clone)]
pub struct Label {
    /// What it announces.
    pub concept: Concept,
    /// How strongly, 0 to 1.
    pub weight: f32,
    /// Its words.
    pub span: Range<usize>,
    /// Its row.
    pub row: usize,
    /// Its place in points.
    pub extent: Extent,
    /// Whether it opens its run (a label does; a word inside a sentence does not).
    pub opens: bool,
    /// Whether it is its whole run, marks and percentages aside.
    pub alone: bool,
}

/// One phrase: its words, and what they announce.
struct Phrase {
    parts: Vec<&'static str>,
    senses: Vec<(Concept, f32)>,
}

/// Phrases by their first word, longest first; and every word that occurs in a phrase.
struct Index {
    by_first: HashMap<&'static str, Vec<Phrase>>,
    words: Vec<&'static str>,
}

fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| {
        let mut senses: HashMap<Vec<&'static str>, Vec<(Concept, f32)>> = HashMap::new();
        for Section { concept, weight, phrases } in lexicon() {
            for phrase in phrases {
                let parts = phrase.split(' ').map(|part| match part {
                    "nr" | "numero" | "nummer" | "number" => "no",
                    part => part,
                });
                let known = senses.entry(parts.collect()).or_default();
                if !known.iter().any(|(c, _)| *c == concept) {
                    known.push((concept, weight));
                }
            }
        }
        // `Leverbon nr.`, `N° de dossier`: the name of another paper with the word for its number.
        let named: Vec<(Vec<&'static str>, (Concept, f32))> = senses
            .iter()
            .flat_map(|(parts, known)| {
                let other = known.iter().find(|(concept, _)| {
                    matches!(concept, Concept::OtherNumber | Concept::Order) && !parts.contains(&"no")
                });
                let with = |before: &[&'static str], after: &[&'static str]| [before, parts, after].concat();
                other.into_iter().flat_map(move |sense| {
                    [with(&[], &["no"]), with(&["no"], &[]), with(&["no", "de"], &[]), with(&[], &["ref"])]
                        .map(|parts| (parts, *sense))
                })
            })
            .collect();
        for (parts, sense) in named {
            senses.entry(parts).or_insert_with(|| vec![sense]);
        }
        let mut words: Vec<&'static str> = senses.keys().flatten().copied().collect();
        words.sort_unstable();
        words.dedup();
        let mut by_first: HashMap<&'static str, Vec<Phrase>> = HashMap::new();
        for (parts, mut senses) in senses {
            senses.sort_by_key(|(concept, _)| *concept);
            if let Some(first) = parts.first() {
                by_first.entry(first).or_default().push(Phrase { parts, senses });
            }
        }
        for phrases in by_first.values_mut() {
            phrases.sort_by(|a, b| b.parts.len().cmp(&a.parts.len()).then(a.parts.cmp(&b.parts)));
        }
        Index { by_first, words }
    })
}

/// The word of the lexicon that a recognised word stands for.
fn known_word(part: &str, fuzzy: bool) -> &str {
    let words = &index().words;
    if !fuzzy || part.len() < 5 || words.binary_search(&part).is_ok() {
        return part;
    }
    let near = |word: &&&'static str| word.len() >= 5 && nearly(word, part);
    let mut close = words.iter().filter(near);
    match (close.next(), close.next()) {
        (Some(word), None) => word,
        _ => part,
    }
}

/// All labels of a document, in reading order.
pub fn find(sheet: &Sheet) -> Vec<Label> {
    let mut labels: Vec<Label> = Vec::new();
    for run in &sheet.runs {
        let first_of_run = labels.len();
        let fuzzy = sheet.is_ocr(&run.tokens);
        // (word of the lexicon, token) in order.
        let mut parts: Vec<(&str, usize)> = Vec::new();
        for index in run.tokens.clone() {
            let Some(token) = sheet.tokens.get(index) else { continue };
            parts.extend(token.parts.iter().map(|part| (known_word(part, fuzzy), index)));
        }
        let mut at = 0;
        while let Some(&(first, token)) = parts.get(at) {
            // A single letter is a label only as a word of its own: `F-2026` is no fax.
            let glued = |phrase: &Phrase| {
                let Some(token) = sheet.tokens.get(token) else { return false };
                first.chars().count() == 1
                    && phrase.parts.len() == 1
                    // The stars and crosses of a card's number are no sign of a number.
                    && if first == "#" { token.text.matches('#').count() > 1 } else { token.parts.len() > 1 }
            };
            // `Facture A-6055` names no customer: the letter belongs to the number.
            let cut = |phrase: &Phrase| {
                let end = at + phrase.parts.len();
                let last =
                    phrase.parts.last().is_some_and(|part| part.len() <= 2 && !matches!(*part, "no" | "#"));
                let goes_on = parts.get(end - 1).zip(parts.get(end)).is_some_and(|(last, next)| {
                    last.1 == next.1 && next.0.starts_with(|c: char| c.is_ascii_digit())
                });
                // `n° FAC-AC250060`: the letters belong to the number.
                let hyphened = parts.get(end - 1).zip(parts.get(end)).is_some_and(|(last, next)| {
                    let text = sheet.tokens.get(last.1).map_or("", |token| token.text.as_str());
                    last.1 == next.1
                        && text.contains(['-', '/', '_'])
                        && !text.contains([':', '°', '#'])
                        && next.0.contains(|c: char| c.is_ascii_digit())
                });
                phrase.parts.len() > 1 && (last && goes_on || hyphened)
            };
            let found = index().by_first.get(first).into_iter().flatten().find(|phrase| {
                !glued(phrase)
                    && !cut(phrase)
                    && phrase
                        .parts
                        .iter()
                        .enumerate()
                        .all(|(k, part)| parts.get(at + k).is_some_and(|p| p.0 == *part))
            });
            let Some(phrase) = found else {
                at += 1;
                continue;
            };
            let last = parts.get(at + phrase.parts.len() - 1).map_or(token, |p| p.1);
            let span = token..last + 1;
            let is_word = |part: &str| {
                part.chars().any(char::is_alphabetic) && part != "eur" && part != "en" && part != "de"
            };
            let rest = parts.get(at + phrase.parts.len()..).unwrap_or_default();
            // `VENDEUR (PRODUCTEUR)`: what stands in brackets explains the label.
            let bracketed = |token: usize| {
                sheet
                    .tokens
                    .get(token)
                    .is_some_and(|token| token.text.starts_with('(') && token.text.ends_with(')'))
            };
            let alone = at == 0 && !rest.iter().any(|p| is_word(p.0) && !bracketed(p.1));
            for &(concept, weight) in &phrase.senses {
                labels.push(Label {
                    concept,
                    weight,
                    span: span.clone(),
                    row: run.row,
                    extent: sheet.extent(&span),
                    opens: at == 0,
                    alone,
                });
            }
            at += phrase.parts.len();
        }
        twice_told(sheet, run, labels.get_mut(first_of_run..).unwrap_or_default());
    }
    labels
}

/// `Expédié à / Geleverd aan:` is one label in two languages, and alone in its run.
fn twice_told(sheet: &Sheet, run: &Run, labels: &mut [Label]) {
    let Some(concept) = labels.iter().find(|label| label.opens).map(|label| label.concept) else { return };
    let told: Vec<Range<usize>> =
        labels.iter().filter(|label| label.concept == concept).map(|label| label.span.clone()).collect();
    let covered = run.tokens.clone().all(|at| {
        told.iter().any(|span| span.contains(&at))
            || sheet.tokens.get(at).is_some_and(|token| token.parts.is_empty())
    });
    let parted = sheet
        .span(&run.tokens)
        .iter()
        .any(|token| matches!(token.text.as_str(), "/" | "–" | "-" | "|" | "·"));
    if told.len() > 1 && covered && parted {
        labels
            .iter_mut()
            .filter(|label| label.opens && label.concept == concept)
            .for_each(|label| label.alone = true);
    }
}

/// The labels of a document by row.
#[derive(Debug, Default)]
pub struct Labels {
    /// All of them, in reading order.
    pub all: Vec<Label>,
    by_row: HashMap<usize, Range<usize>>,
}

impl Labels {
    /// Finds them.
    pub fn of(sheet: &Sheet) -> Labels {
        let all = find(sheet);
        let mut by_row: HashMap<usize, Range<usize>> = HashMap::new();
        for (index, label) in all.iter().enumerate() {
            by_row.entry(label.row).or_insert(index..index).end = index + 1;
        }
        Labels { all, by_row }
    }
    /// Those of one row, from left to right.
    pub fn on_row(&self, row: usize) -> &[Label] {
        self.by_row.get(&row).and_then(|range| self.all.get(range.clone())).unwrap_or_default()
    }
    /// Those of one concept.
    pub fn of_concept(&self, concept: Concept) -> impl Iterator<Item = &Label> {
        self.all.iter().filter(move |label| label.concept == concept)
    }
}
