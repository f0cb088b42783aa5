//! Numbers that no label of the lexicon announces: by the stems of a label's words, by the title, by being alone.

use std::ops::Range;

use super::labels::{Concept, Label, Labels};
use super::number::{Found, bare, shape};
use super::number_places::value_at;
use super::text::Sheet;
use super::{blocks, kind, stems};

/// Labels that the lexicon lacks, told by the stems of their words: what opens a cell, up to its value.
pub(super) fn by_stems(sheet: &Sheet, labels: &Labels) -> Vec<Label> {
    let has_digit =
        |at: usize| sheet.tokens.get(at).is_some_and(|token| token.text.chars().any(|c| c.is_ascii_digit()));
    let mut found = Vec::new();
    for run in sheet.runs.iter().filter(|run| sheet.page_of(&run.tokens) == 0) {
        let known = labels.on_row(run.row).iter().any(|label| {
            label.opens && run.tokens.contains(&label.span.start) && !matches!(label.concept, Concept::Date)
        });
        let end = run.tokens.clone().find(|at| has_digit(*at)).unwrap_or(run.tokens.end);
        let span = run.tokens.start..end;
        if known || span.is_empty() || span.len() > 7 || super::roles::heads_lines(labels, run.row) {
            continue;
        }
        let words: Vec<&str> =
            sheet.span(&span).iter().flat_map(|token| token.parts.iter().map(String::as_str)).collect();
        let Some(weight) = stems::number(&words) else { continue };
        found.push(Label {
            concept: Concept::Number,
            // A label that is not known word for word is not trusted word for word.
            weight: 0.9 * weight,
            row: run.row,
            extent: sheet.extent(&span),
            opens: true,
            alone: end == run.tokens.end,
            span,
        });
    }
    found
}

/// The only thing on the upper half of the first page that is formed like a number and that no label claims for
/// something else. It is offered, never sure.
pub(super) fn only_one(sheet: &Sheet, labels: &Labels, taken: &[Range<usize>]) -> Option<Found> {
    let claimed = |found: &Found| {
        labels.on_row(sheet.row_of(&found.span)).iter().any(|label| {
            let near =
                found.span.start.saturating_sub(label.span.end) < 4 && label.span.end <= found.span.start;
            label.concept != Concept::Date && label.weight > 0.5 && near
        })
    };
    let mut loose = unlabelled(sheet, labels, taken)
        .into_iter()
        .filter(|found| found.text.chars().filter(char::is_ascii_digit).count() >= 4 && !claimed(found));
    let first = loose.next()?;
    let again = super::judge::printed_again(&first, sheet);
    (loose.next().is_none() || again).then_some(Found { score: 0.38, ..first })
}

/// `FACTUUR – STAAT VAN ERELOON EN KOSTEN 2025-2487`: a title that ends in a number.
pub(super) fn at_the_end_of_a_title(sheet: &Sheet, taken: &dyn Fn(usize) -> bool) -> Option<Found> {
    let run = sheet.runs.iter().find(|run| {
        let invoice =
            kind::named(&run.fold).is_some_and(|(kind, _)| kind != liasse_domain::DocumentKind::Other);
        let words = run.tokens.len();
        let last = run.tokens.end - 1;
        let numbers =
            sheet.span(&run.tokens).iter().filter(|t| t.text.chars().any(|c| c.is_ascii_digit())).count();
        invoice && (2..=10).contains(&words) && numbers == 1 && !taken(last) && run.row < sheet.rows.len() / 2
    })?;
    let last = run.tokens.end - 1;
    let text = bare(&sheet.tokens.get(last)?.text).to_owned();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let year = text.len() == 4 && (text.starts_with("19") || text.starts_with("20"));
    (digits >= 4 && !year).then(|| Found {
        score: 0.6 * shape(&text),
        text,
        span: last..last + 1,
        of_invoice: false,
    })
}

/// A number that stands alone in the upper third without any label, made of letters or of parts: `SEC-202510-0148`. It is
/// offered, never sure.
pub(super) fn alone_at_the_top(sheet: &Sheet, taken: &dyn Fn(usize) -> bool) -> Option<Found> {
    let run = sheet.runs.iter().find(|run| {
        let [token] = sheet.span(&run.tokens) else { return false };
        let text = bare(&token.text);
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let letters = text.chars().filter(char::is_ascii_uppercase).count();
        let parted = text.matches(['-', '/']).count() >= 1;
        let page = sheet.rows.get(run.row).map(|row| row.page);
        page == Some(0)
            && sheet.depth(&run.tokens) < 0.35
            && !taken(run.tokens.start)
            && digits >= 4
            && text.len() >= 7
            && letters >= 1
            && parted
            && text
                .chars()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '-' | '/' | '_'))
    })?;
    let text = bare(&sheet.tokens.get(run.tokens.start)?.text).to_owned();
    Some(Found { text, span: run.tokens.clone(), score: 0.4, of_invoice: false })
}

/// What is formed like a number in the upper half of the first page, whatever stands beside it: offered where the number
/// was read wrongly.
pub(super) fn unlabelled(sheet: &Sheet, labels: &Labels, taken: &[Range<usize>]) -> Vec<Found> {
    let is_taken = |index: usize| taken.iter().any(|span| span.contains(&index));
    let mut found: Vec<Found> = Vec::new();
    for at in 0..sheet.tokens.len() {
        let span = at..at + 1;
        let within = found.last().is_some_and(|last: &Found| last.span.contains(&at));
        if within || sheet.page_of(&span) > 0 || sheet.depth(&span) > 0.5 || is_contact(sheet, labels, at) {
            continue;
        }
        let Some((text, span)) = value_at(sheet, at, &is_taken) else { continue };
        let digits = text.chars().filter(char::is_ascii_digit).count();
        if digits >= 3 && shape(&text) >= 0.9 && !found.iter().any(|known| known.text == text) {
            found.push(Found { text, span, score: 0.1, of_invoice: false });
        }
    }
    found
}

/// Whether a word stands in a line with a postal code or behind the label of a telephone.
fn is_contact(sheet: &Sheet, labels: &Labels, at: usize) -> bool {
    let Some(token) = sheet.tokens.get(at) else { return false };
    let Some(run) = sheet.runs.get(token.run) else { return false };
    let phone = labels.on_row(token.row).iter().any(|label| {
        label.concept == Concept::Phone && run.tokens.contains(&label.span.start) && label.span.start <= at
    });
    phone || blocks::postal(run).is_some()
}
