//! The number that a label announces: glued to it, to its right, under it.

use std::ops::Range;

use super::labels::{Concept, Label, Labels};
use super::number::bare;
use super::text::{Row, Run, Sheet};

/// The number that begins at a token: one word, or a short prefix and the words that go on with it.
pub(super) fn value_at(
    sheet: &Sheet,
    at: usize,
    taken: &dyn Fn(usize) -> bool,
) -> Option<(String, Range<usize>)> {
    let token = sheet.tokens.get(at)?;
    let after_colon = token.text.rsplit([':', '°', 'º', '#']).next().unwrap_or(&token.text);
    let first = bare(after_colon);
    if first.is_empty() || taken(at) {
        return None;
    }
    let has_digit = |text: &str| text.chars().any(|c| c.is_ascii_digit());
    // `N 41 0095 2217`: a type-writer's `N°`.
    let sign = matches!(first, "N" | "NO" | "NR");
    let follows = |next: &super::text::Token| {
        let numbered = next.text.len() > 4 && next.text.contains(['-', '/']) && has_digit(&next.text);
        next.run == token.run && (numbered || next.text.starts_with(|c: char| c.is_ascii_digit()))
    };
    if sign && sheet.tokens.get(at + 1).is_some_and(follows) {
        return value_at(sheet, at + 1, taken);
    }
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
                let of_a_year = first.len() == 4 && first.starts_with("20");
                third.run == token.run
                    && has_digit(&third.text)
                    && !taken(at + 2)
                    && (third.text.len() > 2 || of_a_year && next.text == "/")
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
        // `1 204 518`: groups of three.
        let thousands = last.text.len() <= 3 && next.text.len() == 3 && {
            [&last.text, &next.text].iter().all(|text| text.bytes().all(|b| b.is_ascii_digit()))
        };
        let most = if thousands { 0.9 } else { 0.5 } * (last.y1 - last.y0);
        // Type-writer faces have spaces as wide as a letter.
        let letter = (last.x1 - last.x0) / last.text.chars().count().max(1) as f32;
        let digits = [last, next].iter().all(|token| token.text.bytes().all(|b| b.is_ascii_digit()));
        let most = if digits { most.max(1.5 * letter) } else { most };
        let spaced = next.run == last.run && next.x0 - last.x1 < most;
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

/// The number glued to its label: `N°:F-2025-12`, `#T07475`.
pub(super) fn inside_label(sheet: &Sheet, label: &Label) -> Option<(String, Range<usize>)> {
    let last = label.span.end.checked_sub(1)?;
    let token = sheet.tokens.get(last)?;
    let masked = token.text.matches('#').count() > 1;
    let (_, tail) = token.text.rsplit_once([':', '°', 'º', '#']).filter(|_| !masked)?;
    let tail = bare(tail);
    let digits = tail.chars().filter(char::is_ascii_digit).count();
    (digits > 0 && (tail.len() >= 3 || label.weight > 0.8)).then(|| (tail.to_owned(), last..last + 1))
}

/// The number at the head of the line under a label that ends its own: `… · Facture n°` over `TRK-219 · émise le …`.
pub(super) fn wrapped(
    sheet: &Sheet,
    label: &Label,
    taken: &dyn Fn(usize) -> bool,
) -> Option<(String, Range<usize>)> {
    let run = sheet.tokens.get(label.span.start).and_then(|token| sheet.runs.get(token.run))?;
    if run.tokens.end != label.span.end || label.span.start < run.tokens.start + 3 {
        return None;
    }
    let under = sheet.rows.get(run.row + 1).and_then(|row| sheet.runs.get(row.runs.clone()))?;
    let goes_on = |next: &&Run| {
        (next.x0 - run.x0).abs() < 3.0 && (0.0..1.5 * (run.y1 - run.y0)).contains(&(next.y0 - run.y0 - 1.0))
    };
    let next = under.iter().find(goes_on)?;
    value_at(sheet, next.tokens.start, taken)
}

pub(super) fn to_the_right(
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
        let mark = token.parts.iter().all(|part| is_mark(part));
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

/// Words that may stand between a label and its number.
fn is_mark(part: &str) -> bool {
    matches!(
        part,
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
}

/// `Ticket à conserver`: a sentence that begins with the name of the paper announces nothing under it.
fn opens_sentence(sheet: &Sheet, label: &Label) -> bool {
    let run = |at: usize| sheet.tokens.get(at).map(|token| token.run);
    let next = sheet.tokens.get(label.span.end).filter(|next| Some(next.run) == run(label.span.start));
    label.span.len() == 1
        && next.is_some_and(|next| {
            next.text.chars().all(char::is_lowercase) && !next.parts.iter().all(|part| is_mark(part))
        })
}

/// Whether a run is the one under a label where headings and values stand in as many cells, each value between its
/// heading's neighbours: headings at the left of their cells, values in the middle.
fn same_cell(heads: &Row, values: &Row, label: &Label, run: &Run, sheet: &Sheet) -> bool {
    let (Some(above), Some(below)) =
        (sheet.runs.get(heads.runs.clone()), sheet.runs.get(values.runs.clone()))
    else {
        return false;
    };
    let Some(at) = above.iter().position(|head| head.tokens.contains(&label.span.start)) else {
        return false;
    };
    above.len() > 1
        && above.len() == below.len()
        && below.get(at).is_some_and(|value| value.tokens == run.tokens)
        && above.iter().zip(below).all(|(head, value)| value.x1 > head.x0)
        && above.iter().skip(1).zip(below).all(|(next, value)| value.x1 < next.x0 + 4.0)
}

/// The first value under a label, in its column, on one of the next two rows.
pub(super) fn below(
    sheet: &Sheet,
    labels: &Labels,
    label: &Label,
    concept: Concept,
    taken: &dyn Fn(usize) -> bool,
) -> Option<(String, Range<usize>)> {
    if opens_sentence(sheet, label) {
        return None;
    }
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
            if overlap <= 0.0 && !left && !same_cell(own, row, label, run, sheet) {
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
                let touches = token.x0 < label.extent.x1 + 40.0 && token.x1 > label.extent.x0 - 40.0
                    || same_cell(own, row, label, run, sheet);
                touches.then(|| value_at(sheet, at, taken)).flatten()
            });
            let digits = value.as_ref().is_some_and(|(text, _)| text.chars().any(|c| c.is_ascii_digit()));
            // A sentence below is no value.
            let all = value.as_ref().is_some_and(|(_, span)| span.end == run.tokens.end);
            let short = run.tokens.len() <= 3 || crowded && column.is_some() || all;
            return value.filter(|_| digits && short);
        }
    }
    None
}
