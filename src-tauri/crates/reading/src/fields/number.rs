//! The document's number and the reference of its order.

use std::ops::Range;

use super::kind;
use super::labels::{Concept, Label, Labels};
use super::number_guesses::{alone_at_the_top, at_the_end_of_a_title, by_stems, only_one};
use super::number_places::{below, inside_label, to_the_right, wrapped};
use super::stems;
use super::text::Sheet;

/// A number that was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// As printed.
    pub text: String,
    /// Its words.
    pub span: Range<usize>,
    /// 0 to about 1.2.
    pub score: f32,
    /// Announced as an invoice's: on a credit note, that of the invoice that it corrects.
    pub of_invoice: bool,
}

/// Characters that a document number is made of (BR-FR-02 of XP Z12-012 allows letters, digits and `-+_/`; papers add points).
fn is_number_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '_' | '.' | '+')
}

/// A word without the marks around it.
pub(super) fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_ascii_alphanumeric())
}

/// How much a text looks like a document's number, 0 to 1.
pub(super) fn shape(text: &str) -> f32 {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let length = text.chars().count();
    if digits == 0 || length > 30 || !text.chars().all(|c| is_number_char(c) || c == ' ') {
        return 0.0;
    }
    let letters = text.chars().filter(char::is_ascii_alphabetic).count();
    let lower = text.chars().filter(char::is_ascii_lowercase).count();
    let mut score: f32 = match length {
        1 => 0.35,
        2 => 0.55,
        3 => 0.75,
        _ => 1.0,
    };
    // `12.50`, `10.000`: an amount or a quantity.
    let pointed = text
        .rsplit_once(['.', ','])
        .is_some_and(|(_, tail)| tail.len() == 2 && tail.bytes().all(|b| b.is_ascii_digit()));
    if pointed && letters == 0 {
        score *= 0.4;
    }
    if lower > 2 && lower > digits {
        score *= 0.5;
    }
    score
}

/// Weight of a label that announces a number; a bare `N°` after the word of the title is as good as a full label.
pub(super) fn label_weight(sheet: &Sheet, labels: &Labels, label: &Label) -> f32 {
    let run = sheet.tokens.get(label.span.start).and_then(|token| sheet.runs.get(token.run));
    let Some(run) = run else { return label.weight };
    if label.weight < 0.8 {
        let words = sheet.words(&label.span);
        if label.alone && super::text::fold(&words).starts_with("num") {
            return if beside_a_day(labels, label) { 0.9 } else { 0.85 };
        }
        let is_no = words.chars().count() <= 3;
        // `Uw nummer`, `Votre n°`: what the other party is called by.
        let yours =
            label.span.start.checked_sub(1).and_then(|at| sheet.tokens.get(at)).is_some_and(|before| {
                before.row == label.row
                    && before.parts.last().is_some_and(|part| {
                        matches!(part.as_str(), "uw" | "votre" | "vos" | "your" | "ihr" | "ihre" | "v")
                    })
            });
        let bare = !super::text::fold(&words).split(' ').any(stems::is_paper);
        if yours && bare {
            return 0.1;
        }
        let titled =
            kind::named(&run.fold).is_some_and(|(kind, _)| kind != liasse_domain::DocumentKind::Other);
        // `Nos réf.` names a file of theirs more often than the paper.
        let folded = super::text::fold(&words);
        if ["nos ref", "notre ref", "ons kenmerk", "onze ref", "unser zeichen", "our ref", "n ref"]
            .iter()
            .any(|reference| folded.starts_with(reference))
        {
            return 0.45;
        }
        if titled && (is_no || label.opens || follows_dash(sheet, label)) {
            return if label_has_no_after(sheet, label) || is_no { 0.95 } else { 0.9 };
        }
        // `Ordre des géomètres-experts` over `n° 2011C20001`: the number of what the line over it names.
        let opens = label.span.start == run.tokens.start;
        let of_another = opens
            && is_no
            && super::days::line_over(sheet, run).is_some_and(|over| {
                over.size < 1.15 * run.size
                    && over.fold.chars().filter(|c| c.is_alphabetic()).count() > 3
                    && !over.fold.split(' ').any(stems::is_paper)
            });
        if of_another {
            return 0.3;
        }
        let row_titled = labels
            .on_row(label.row)
            .iter()
            .any(|other| other.concept == Concept::Number && other.weight > 0.8);
        if is_no && row_titled {
            return 0.7;
        }
    }
    label.weight
}

/// Whether a label is a cell of its own beside one that names the day of the paper: `Numéro | Date pièce`, `N° facture | Le`
/// tell of the paper itself.
fn beside_a_day(labels: &Labels, label: &Label) -> bool {
    let day = |other: &Label| other.alone && matches!(other.concept, Concept::Issued | Concept::Date);
    label.alone && labels.on_row(label.row).iter().any(day)
}

/// Whether a dash stands right before a label: `ÉTAT DE FRAIS ET HONORAIRES – facture 2026.0862` begins anew there.
fn follows_dash(sheet: &Sheet, label: &Label) -> bool {
    let before = label.span.start.checked_sub(1).and_then(|at| sheet.tokens.get(at));
    before.is_some_and(|token| {
        token.row == label.row && matches!(token.text.as_str(), "-" | "–" | "—" | "|" | "·")
    })
}

fn label_has_no_after(sheet: &Sheet, label: &Label) -> bool {
    sheet
        .tokens
        .get(label.span.end)
        .is_some_and(|token| token.parts.iter().any(|part| part == "no" || part == "#"))
}

/// All numbers that a concept's labels announce, best first.
pub fn find(sheet: &Sheet, labels: &Labels, concept: Concept, taken_spans: &[Range<usize>]) -> Vec<Found> {
    let mut is_taken = vec![false; sheet.tokens.len() + 1];
    for span in taken_spans {
        for flag in is_taken.get_mut(span.clone()).unwrap_or_default() {
            *flag = true;
        }
    }
    let taken = |index: usize| is_taken.get(index).copied().unwrap_or(true);
    let mut found: Vec<Found> = Vec::new();
    let guessed = if concept == Concept::Number { by_stems(sheet, labels) } else { Vec::new() };
    let table = (0..sheet.rows.len())
        .find(|row| super::roles::heads_lines(labels, *row))
        .filter(|_| concept == Concept::Number);
    for label in labels.of_concept(concept).chain(&guessed) {
        let weight = label_weight(sheet, labels, label);
        let depth = sheet.depth(&label.span);
        let page = sheet.page_of(&label.span);
        let place = if page > 0 {
            0.75
        } else if depth < 0.5 {
            1.0
        } else {
            0.85
        };
        // `Facture` inside a sentence announces nothing.
        let sentence = sheet
            .tokens
            .get(label.span.start)
            .and_then(|token| sheet.runs.get(token.run))
            .map_or(0, |run| label.span.start.saturating_sub(run.tokens.start));
        let sentence = if follows_dash(sheet, label) { 0 } else { sentence };
        let weight = if sentence > 3 { weight * 0.55 } else { weight };
        // `ticket #37200` among what was sold, `Annule la facture n° 12`: other papers.
        let weight = if table.is_some_and(|row| label.row > row && depth > 0.3) || corrects(sheet, label) {
            weight * 0.5
        } else {
            weight
        };
        if let Some((text, span)) = inside_label(sheet, label) {
            push(&mut found, sheet, label, text, span, weight * place);
            continue;
        }
        if let Some((text, span)) = to_the_right(sheet, labels, label, concept, &taken) {
            push(&mut found, sheet, label, text, span, weight * place);
            continue;
        }
        if let Some((text, span)) = wrapped(sheet, label, &taken) {
            push(&mut found, sheet, label, text, span, weight * place);
            continue;
        }
        if let Some((text, span)) = below(sheet, labels, label, concept, &taken) {
            push(&mut found, sheet, label, text, span, weight * place * 0.92);
        }
    }
    if concept == Concept::Number {
        found.extend(at_the_end_of_a_title(sheet, &taken));
        if found.is_empty() {
            found.extend(alone_at_the_top(sheet, &taken));
        }
        if found.is_empty() {
            found.extend(only_one(sheet, labels, taken_spans));
        }
    }
    // What speaks for a part of a number speaks for all of it: `2024-118` at the end of a title, `nr. EN 2024-118`.
    let parts: Vec<(Range<usize>, f32)> = found.iter().map(|one| (one.span.clone(), one.score)).collect();
    for whole in &mut found {
        let within = parts.iter().filter(|(part, _)| {
            part.len() < whole.span.len() && whole.span.start <= part.start && part.end <= whole.span.end
        });
        whole.score = within.map(|(_, score)| score + 0.01).fold(whole.score, f32::max);
    }
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut distinct: Vec<Found> = Vec::new();
    for number in found {
        match distinct.iter_mut().find(|known| known.text == number.text) {
            // Printed twice behind labels: that much surer.
            Some(known) => known.score = (known.score + 0.05).min(1.2),
            None => distinct.push(number),
        }
    }
    distinct.sort_by(|a, b| b.score.total_cmp(&a.score));
    distinct
}

/// Whether the words before a label in its run say that another paper is cancelled, corrected or replaced.
fn corrects(sheet: &Sheet, label: &Label) -> bool {
    let Some(run) = sheet.tokens.get(label.span.start).and_then(|token| sheet.runs.get(token.run)) else {
        return false;
    };
    let from = run.tokens.start.max(label.span.start.saturating_sub(5));
    sheet.span(&(from..label.span.start)).iter().flat_map(|token| token.parts.iter()).any(|part| {
        ["annul", "rectif", "corrig", "remplac", "relati", "vervang", "verbeter", "storn", "cancel"]
            .iter()
            .any(|stem| part.starts_with(stem))
    })
}

fn push(found: &mut Vec<Found>, sheet: &Sheet, label: &Label, text: String, span: Range<usize>, weight: f32) {
    let of_invoice = names_invoice(sheet, label);
    let score = weight * shape(&text) * (0.6 + 0.4 * sheet.confidence(&span));
    if score > 0.15 {
        found.push(Found { text, span, score, of_invoice });
    }
}

/// Whether a label speaks of an invoice, and of no credit note.
pub(super) fn names_invoice(sheet: &Sheet, label: &Label) -> bool {
    let words = super::text::fold(&sheet.words(&label.span));
    let says = |names: &[&str]| names.iter().any(|name| words.contains(name));
    says(&["factu", "faktu", "invoice", "rechnung"]) && !says(&["avoir", "credit", "gutschrift", "rectif"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        assert!(shape("F-2026-4542") > 0.9 && shape("00006508") > 0.9 && shape("FA 2025-12") > 0.9);
        assert!(shape("12.50") < 0.5 && shape("abc") == 0.0 && shape("7") < 0.4);
    }
}
