//! The document's number and the reference of its order.

use std::ops::Range;

use super::blocks;
use super::kind;
use super::labels::{Concept, Label, Labels};
use super::text::{Run, Sheet};

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
fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_ascii_alphanumeric())
}

/// How much a text looks like a document's number, 0 to 1.
fn shape(text: &str) -> f32 {
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

/// The number that begins at a token: one word, or a short prefix and the words that go on with it.
fn value_at(sheet: &Sheet, at: usize, taken: &dyn Fn(usize) -> bool) -> Option<(String, Range<usize>)> {
    let token = sheet.tokens.get(at)?;
    let after_colon = token.text.rsplit([':', '°', 'º', '#']).next().unwrap_or(&token.text);
    let first = bare(after_colon);
    if first.is_empty() || taken(at) {
        return None;
    }
    let has_digit = |text: &str| text.chars().any(|c| c.is_ascii_digit());
    let next = sheet.tokens.get(at + 1).filter(|next| next.run == token.run && !taken(at + 1));
    let prefix = first.len() <= 4 && first.chars().all(|c| c.is_ascii_uppercase());
    let open = token.text.ends_with(['-', '/', '_']);
    if let Some(next) = next {
        let second = bare(&next.text);
        let joins = (prefix && has_digit(second) && second.len() <= 14) || (open && has_digit(&next.text));
        if joins {
            let text = if open { format!("{}{}", token.text, second) } else { format!("{first} {second}") };
            return Some(with_groups(sheet, text, at..at + 2, taken));
        }
        if matches!(next.text.as_str(), "-" | "/")
            && has_digit(first)
            && let Some(third) = sheet.tokens.get(at + 2).filter(|third| {
                third.run == token.run && has_digit(&third.text) && !taken(at + 2) && third.text.len() > 2
            })
        {
            return Some((format!("{first}{}{}", next.text, bare(&third.text)), at..at + 3));
        }
    }
    has_digit(first).then(|| with_groups(sheet, first.to_owned(), at..at + 1, taken))
}

/// The groups that go on with a number behind mere spaces: `36 102 784 359`, `F 2026 094`, `3286346662 A5-26H`.
fn with_groups(
    sheet: &Sheet,
    mut text: String,
    mut span: Range<usize>,
    taken: &dyn Fn(usize) -> bool,
) -> (String, Range<usize>) {
    while let (Some(last), Some(next)) = (sheet.tokens.get(span.end - 1), sheet.tokens.get(span.end)) {
        let spaced = next.run == last.run && next.x0 - last.x1 < 0.5 * (last.y1 - last.y0);
        let ends = last.text.ends_with([',', ';', ':', ')', '.']);
        let group = next.text.trim_end_matches([',', ';', ')', '.']);
        let made_so = group.len() <= 8
            && group.chars().any(|c| c.is_ascii_digit())
            && group.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '-' | '_'));
        if !spaced || ends || !made_so || taken(span.end) || text.len() + group.len() > 24 {
            break;
        }
        text = format!("{text} {group}");
        span.end += 1;
    }
    (text, span)
}

/// Weight of a label that announces a number; a bare `N°` after the word of the title is as good as a full label.
fn label_weight(sheet: &Sheet, labels: &Labels, label: &Label) -> f32 {
    let run = sheet.tokens.get(label.span.start).and_then(|token| sheet.runs.get(token.run));
    let Some(run) = run else { return label.weight };
    if label.weight < 0.8 {
        let words = sheet.words(&label.span);
        if label.alone && super::text::fold(&words).starts_with("num") {
            return if beside_a_day(labels, label) { 0.9 } else { 0.85 };
        }
        let is_no = words.chars().count() <= 3;
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
pub fn find(sheet: &Sheet, labels: &Labels, concept: Concept, taken: &[Range<usize>]) -> Vec<Found> {
    let mut is_taken = vec![false; sheet.tokens.len() + 1];
    for span in taken {
        for flag in is_taken.get_mut(span.clone()).unwrap_or_default() {
            *flag = true;
        }
    }
    let taken = |index: usize| is_taken.get(index).copied().unwrap_or(true);
    let mut found: Vec<Found> = Vec::new();
    for label in labels.of_concept(concept) {
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
        if let Some((text, span)) = inside_label(sheet, label) {
            push(&mut found, sheet, label, text, span, weight * place);
            continue;
        }
        if let Some((text, span)) = to_the_right(sheet, labels, label, concept, &taken) {
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

/// `FACTUUR – STAAT VAN ERELOON EN KOSTEN 2025-2487`: a title that ends in a number.
fn at_the_end_of_a_title(sheet: &Sheet, taken: &dyn Fn(usize) -> bool) -> Option<Found> {
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
fn alone_at_the_top(sheet: &Sheet, taken: &dyn Fn(usize) -> bool) -> Option<Found> {
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
pub fn unlabelled(sheet: &Sheet, labels: &Labels, taken: &[Range<usize>]) -> Vec<Found> {
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

/// The number glued to its label: `N°:F-2025-12`, `#T07475`.
fn inside_label(sheet: &Sheet, label: &Label) -> Option<(String, Range<usize>)> {
    let last = label.span.end.checked_sub(1)?;
    let token = sheet.tokens.get(last)?;
    let masked = token.text.matches('#').count() > 1;
    let (_, tail) = token.text.rsplit_once([':', '°', 'º', '#']).filter(|_| !masked)?;
    let tail = bare(tail);
    let digits = tail.chars().filter(char::is_ascii_digit).count();
    (digits > 0 && (tail.len() >= 3 || label.weight > 0.8)).then(|| (tail.to_owned(), last..last + 1))
}

fn to_the_right(
    sheet: &Sheet,
    labels: &Labels,
    label: &Label,
    concept: Concept,
    taken: &dyn Fn(usize) -> bool,
) -> Option<(String, Range<usize>)> {
    let row = sheet.rows.get(label.row)?;
    let mut skipped = 0;
    let mut right = label.extent.x1;
    for at in label.span.end..row.tokens.end {
        let token = sheet.tokens.get(at)?;
        // In a table of two columns the value may stand far from its label.
        let pair = label.alone && row.runs.len() == 2 && at == label.span.end;
        let far = token.x0 - right > if pair { 360.0 } else { 220.0 };
        // Another label stands between: what follows belongs to it, unless it is a weaker sense of the same.
        let letter = token.text.len() == 1;
        let other = !letter
            && labels.on_row(label.row).iter().any(|other| {
                other.span.contains(&at)
                    && other.concept != concept
                    && matches!(
                        other.concept,
                        Concept::OtherNumber
                            | Concept::Order
                            | Concept::Issued
                            | Concept::DueDate
                            | Concept::Date
                            | Concept::Phone
                            | Concept::Customer
                            | Concept::Siren
                            | Concept::VatNumber
                            | Concept::Iban
                            | Concept::OtherDate
                    )
                    && !token.text.chars().any(|c| c.is_ascii_digit())
            });
        if far || other || skipped > 2 {
            return None;
        }
        if let Some(value) = value_at(sheet, at, taken) {
            return Some(value);
        }
        if taken(at) {
            return None;
        }
        let mark = token.parts.iter().all(|part| {
            matches!(
                part.as_str(),
                "no" | "#"
                    | "n"
                    | "ref"
                    | "de"
                    | "d"
                    | "du"
                    | "electronique"
                    | "acompte"
                    | "originale"
                    | "original"
                    | "duplicata"
                    | "client"
                    | "tva"
                    | "proforma"
                    | "id"
            )
        });
        if !mark {
            skipped += 1;
            if skipped > 1 {
                return None;
            }
        }
        right = token.x1;
    }
    None
}

/// The first value under a label, in its column, on one of the next two rows.
fn below(
    sheet: &Sheet,
    labels: &Labels,
    label: &Label,
    concept: Concept,
    taken: &dyn Fn(usize) -> bool,
) -> Option<(String, Range<usize>)> {
    let height = (label.extent.y1 - label.extent.y0).max(4.0);
    let own = sheet.rows.get(label.row)?;
    for index in label.row + 1..(label.row + 5).min(sheet.rows.len()) {
        let row = sheet.rows.get(index).filter(|row| row.page == own.page)?;
        if row.y0 - label.extent.y1 > 2.6 * height {
            return None;
        }
        let runs: &[Run] = sheet.runs.get(row.runs.clone())?;
        for run in runs {
            let overlap = run.x1.min(label.extent.x1) - run.x0.max(label.extent.x0);
            let left = (run.x0 - label.extent.x0).abs() < 6.0;
            if overlap <= 0.0 && !left {
                continue;
            }
            // A labelled line under a label is the next field, not its value.
            let labelled = labels.on_row(index).iter().any(|other| {
                run.tokens.contains(&other.span.start)
                    && other.opens
                    && other.concept != concept
                    && !(run.tokens.len() > 3 && other.extent.x1 < label.extent.x0)
                    && !matches!(
                        other.concept,
                        Concept::Article
                            | Concept::LineAmount
                            | Concept::Designation
                            | Concept::Unit
                            | Concept::Rate
                    )
            });
            if labelled {
                return None;
            }
            // In a tight row of cells, those of the label's own column.
            let crowded = run.tokens.len() > 3 && labels.on_row(label.row).len() > 1;
            let column = run
                .tokens
                .clone()
                .find(|at| sheet.tokens.get(*at).is_some_and(|token| token.x0 > label.extent.x0 - 4.0));
            let first = if crowded { column.unwrap_or(run.tokens.start) } else { run.tokens.start };
            let cells = if crowded { 1 } else { 2 };
            let value = (first..run.tokens.end).take(cells).find_map(|at| {
                let token = sheet.tokens.get(at)?;
                let touches = token.x0 < label.extent.x1 + 40.0 && token.x1 > label.extent.x0 - 40.0;
                touches.then(|| value_at(sheet, at, taken)).flatten()
            });
            let digits = value.as_ref().is_some_and(|(text, _)| text.chars().any(|c| c.is_ascii_digit()));
            // A sentence below is no value.
            let short = run.tokens.len() <= 3 || crowded && column.is_some();
            return value.filter(|_| digits && short);
        }
    }
    None
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
