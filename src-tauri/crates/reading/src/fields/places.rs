//! Where a value stands: the words beside it and above it, its region, its form. What a correction teaches, and how well
//! a place on another paper of the same supplier fits it.

use std::ops::Range;

use liasse_domain::{FieldName, FieldValue, Rect, Template};

use super::text::{Sheet, fold_parts, nearly};
use super::{amounts, dates};
use crate::page::Page;

/// Words of a label that are kept, counted from the value.
const MOST_WORDS: usize = 6;
/// The farthest that a label stands to the left of its value, points.
const FAR_LEFT: f32 = 240.0;
/// Words that one number is printed as, at most: `FA 2025 - 12`.
const MOST_PARTS: usize = 4;

/// A place on the paper that may bear a value.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    /// The value there.
    pub value: FieldValue,
    /// Its words.
    pub span: Range<usize>,
    /// Form of a number; empty for dates and amounts.
    pub pattern: String,
}

/// Whether the place of a field is worth learning: what stands on every paper in its own words. Identifiers are found by
/// their check digits, and kinds by their titles, wherever they stand.
pub(super) fn has_place(field: FieldName) -> bool {
    matches!(
        field,
        FieldName::InvoiceNumber
            | FieldName::OrderReference
            | FieldName::IssueDate
            | FieldName::DueDate
            | FieldName::TotalTtc
            | FieldName::TotalHt
            | FieldName::TotalVat
            | FieldName::AmountDue
            | FieldName::Prepaid
            | FieldName::DepositAmount
    )
}

/// Every place that may bear a field.
pub(super) fn spots(sheet: &Sheet, field: FieldName) -> Vec<Spot> {
    match field {
        FieldName::InvoiceNumber | FieldName::OrderReference => numbers(sheet),
        FieldName::IssueDate | FieldName::DueDate => of_dates(&dates::find(sheet)),
        _ if has_place(field) => {
            let taken: Vec<Range<usize>> = dates::find(sheet).into_iter().map(|date| date.span).collect();
            of_amounts(&amounts::find(sheet, &taken))
        }
        _ => Vec::new(),
    }
}

pub(super) fn of_dates(dates: &[dates::Candidate]) -> Vec<Spot> {
    dates
        .iter()
        .map(|date| Spot {
            value: FieldValue::Date(date.date),
            span: date.span.clone(),
            pattern: String::new(),
        })
        .collect()
}

pub(super) fn of_amounts(numbers: &[amounts::Candidate]) -> Vec<Spot> {
    numbers
        .iter()
        .filter(|number| number.form != amounts::Form::Percent)
        .filter_map(|number| {
            let value = FieldValue::Amount(number.amount()?);
            Some(Spot { value, span: number.span.clone(), pattern: String::new() })
        })
        .collect()
}

/// Every run of up to [`MOST_PARTS`] words that holds a digit: a number's form decides, not a list of labels.
fn numbers(sheet: &Sheet) -> Vec<Spot> {
    let mut found = Vec::new();
    for run in &sheet.runs {
        for start in run.tokens.clone() {
            for end in start + 1..=(start + MOST_PARTS).min(run.tokens.end) {
                let text = number_text(sheet, &(start..end));
                let digits = text.chars().filter(char::is_ascii_digit).count();
                if digits == 0 || text.chars().count() > 30 {
                    continue;
                }
                let pattern = pattern_of(&text);
                found.push(Spot { value: FieldValue::Text(text), span: start..end, pattern });
            }
        }
    }
    found
}

/// The text of a number: its words, without the label glued to the first and without the marks around.
fn number_text(sheet: &Sheet, span: &Range<usize>) -> String {
    let words = sheet.words(span);
    let bare = match words.rsplit_once(is_label_end) {
        Some((label, rest)) if !label.chars().any(|c| c.is_ascii_digit()) => rest,
        _ => words.as_str(),
    };
    bare.trim_matches(|c: char| !c.is_ascii_alphanumeric()).to_owned()
}

/// Form of a number: `FA-2025-00412` is `FA-####-#####`.
fn pattern_of(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect()
}

/// The form with every letter as `A`.
fn classes(pattern: &str) -> String {
    pattern.chars().map(|c| if c.is_alphabetic() { 'A' } else { c }).collect()
}

/// The classes with every stretch of one class as one: numbers grow by a digit now and then.
fn skeleton(pattern: &str) -> String {
    let mut short = String::new();
    for c in classes(pattern).chars() {
        if !short.ends_with(c) {
            short.push(c);
        }
    }
    short
}

/// Whether a character ends a label that is glued to its value.
fn is_label_end(c: char) -> bool {
    matches!(c, ':' | '°' | 'º' | '#')
}

/// The words right before a value on its row, and right above it in its column, folded.
pub(super) fn anchors(sheet: &Sheet, span: &Range<usize>) -> (String, String) {
    (before(sheet, span), above(sheet, span))
}

fn before(sheet: &Sheet, span: &Range<usize>) -> String {
    let Some(first) = sheet.tokens.get(span.start) else { return String::new() };
    let mut words: Vec<String> = Vec::new();
    // A label glued to its value: `N°:F-2025-12`.
    let glued = first.text.char_indices().rfind(|(_, c)| is_label_end(*c));
    if let Some(label) = glued.and_then(|(at, c)| first.text.get(..at + c.len_utf8()))
        && !label.chars().any(|c| c.is_ascii_digit())
    {
        words.extend(fold_parts(label).into_iter().rev());
    }
    let (mut left, mut run) = (first.x0, first.run);
    for token in sheet.tokens.get(..span.start).unwrap_or_default().iter().rev() {
        let leaves_run = token.run != run && !words.is_empty();
        let holds_digit = token.text.chars().any(|c| c.is_ascii_digit());
        if token.row != first.row || holds_digit || leaves_run || left - token.x1 > FAR_LEFT {
            break;
        }
        words.extend(token.parts.iter().rev().cloned());
        (left, run) = (token.x0, token.run);
        if words.len() >= MOST_WORDS {
            break;
        }
    }
    words.truncate(MOST_WORDS);
    words.reverse();
    words.join(" ")
}

fn above(sheet: &Sheet, span: &Range<usize>) -> String {
    let own = sheet.extent(span);
    let height = (own.y1 - own.y0).max(4.0);
    let row = sheet.row_of(span);
    let page = sheet.page_of(span);
    for index in (row.saturating_sub(5)..row).rev() {
        let Some(over) = sheet.rows.get(index).filter(|over| over.page == page) else { break };
        if own.y0 - over.y1 > 3.0 * height {
            break;
        }
        let runs = sheet.runs.get(over.runs.clone()).unwrap_or_default();
        let column = runs.iter().find(|run| run.x0 < own.x1 + 2.0 && run.x1 > own.x0 - 2.0);
        if let Some(run) = column {
            let parts: Vec<&str> = run
                .fold
                .split(' ')
                .filter(|part| !part.is_empty() && !part.chars().any(|c| c.is_ascii_digit()))
                .take(MOST_WORDS)
                .collect();
            return if parts.iter().any(|part| part.chars().any(char::is_alphabetic)) {
                parts.join(" ")
            } else {
                String::new()
            };
        }
    }
    String::new()
}

/// What a value's place teaches.
fn template(sheet: &Sheet, spot: &Spot) -> Option<Template> {
    let (before, above) = anchors(sheet, &spot.span);
    let rect = sheet.evidence(&spot.span)?.rect?;
    let page = u32::try_from(sheet.page_of(&spot.span)).ok()?;
    Some(Template { before, above, page, rect, pattern: spot.pattern.clone() })
}

/// How well a place fits what was taught, 0 to 1.
pub(super) fn fit(sheet: &Sheet, spot: &Spot, taught: &Template) -> f32 {
    let (before, above) = anchors(sheet, &spot.span);
    let ocr = sheet.is_ocr(&spot.span);
    let same = |a: &str, b: &str| a == b || (ocr && nearly_all(a, b));
    let mut fit: f32 = 0.0;
    match (taught.before.is_empty(), before.is_empty()) {
        (false, false) if same(&before, &taught.before) => fit += 0.6,
        (true, true) => fit += 0.1,
        // Other words stand in the label's place.
        _ => fit -= 0.3,
    }
    match (taught.above.is_empty(), above.is_empty()) {
        (false, false) if same(&above, &taught.above) => {
            fit += if taught.before.is_empty() { 0.5 } else { 0.2 };
        }
        (true, true) => fit += 0.1,
        _ if taught.before.is_empty() => fit -= 0.2,
        _ => {}
    }
    fit += region(sheet, spot, taught);
    if !taught.pattern.is_empty() {
        fit += if spot.pattern == taught.pattern {
            0.35
        } else if classes(&spot.pattern) == classes(&taught.pattern) {
            0.25
        } else if skeleton(&spot.pattern) == skeleton(&taught.pattern) {
            0.1
        } else {
            -0.4
        };
    }
    fit.clamp(0.0, 1.0)
}

/// How near a place is to where it was taught. What follows a table moves down with it, and keeps its column.
fn region(sheet: &Sheet, spot: &Spot, taught: &Template) -> f32 {
    let place: Option<Rect> = sheet.evidence(&spot.span).and_then(|evidence| evidence.rect);
    let Some(rect) = place.filter(|_| sheet.page_of(&spot.span) == taught.page as usize) else { return 0.0 };
    let across = (rect.x0 - taught.rect.x0).abs().min((rect.x1 - taught.rect.x1).abs());
    let down = (rect.y0 - taught.rect.y0).abs();
    match (across < 0.03, across < 0.08, down < 0.02, down < 0.06) {
        (true, _, true, _) => 0.4,
        (_, true, _, true) => 0.2,
        (_, true, ..) => 0.1,
        _ => 0.0,
    }
}

/// Whether two labels are the same but for a letter a word, as recognition gives them.
fn nearly_all(a: &str, b: &str) -> bool {
    let (a, b): (Vec<&str>, Vec<&str>) = (a.split(' ').collect(), b.split(' ').collect());
    a.len() == b.len()
        && a.iter().zip(&b).all(|(a, b)| a == b || (a.len() >= 4 && b.len() >= 4 && nearly(a, b)))
}

/// Letters and digits alone, capitals: how a number that was typed is compared with one that is printed.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

fn is_value(spot: &Spot, value: &FieldValue) -> bool {
    match (&spot.value, value) {
        (FieldValue::Text(printed), FieldValue::Text(typed)) => {
            !typed.is_empty() && squeezed(printed) == squeezed(typed)
        }
        (printed, value) => printed == value,
    }
}

/// What is known of the place of a value that a person gave. Pages are those of the source, from 1.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Where it was clicked, or where it was read already.
    pub at: Option<(u32, Rect)>,
    /// Where other values stand that are the same by chance: the due date on the day of issue.
    pub elsewhere: Vec<(u32, Rect)>,
}

/// Finds a value that a person gave on the pages of its document, and says what its place teaches: where it is known to
/// stand, else where it is printed with words beside it (of amounts the last, since totals close a paper), else where it
/// is printed first. `None` when it is not printed, when the place of such a field teaches nothing, or when a date stands
/// in several places and nothing tells which is meant.
pub fn observe(pages: &[Page], field: FieldName, value: &FieldValue, known: &Known) -> Option<Template> {
    if !has_place(field) {
        return None;
    }
    let sheet = Sheet::new(pages);
    let mut found: Vec<Spot> =
        spots(&sheet, field).into_iter().filter(|spot| is_value(spot, value)).collect();
    // Of the spans that hold the same number, the shortest is the number.
    found.sort_by_key(|spot| (spot.span.len(), spot.span.start));
    if let Some(spot) = found.iter().find(|spot| known.at.is_some_and(|at| stands_at(&sheet, spot, at))) {
        return template(&sheet, spot);
    }
    found.retain(|spot| !known.elsewhere.iter().any(|other| stands_at(&sheet, spot, *other)));
    if matches!(value, FieldValue::Date(_)) && found.len() > 1 {
        return None;
    }
    let labelled = |spot: &&Spot| !before(&sheet, &spot.span).is_empty();
    let beside = match value {
        FieldValue::Amount(_) => found.iter().rfind(labelled),
        _ => found.iter().find(labelled),
    };
    let best = beside
        .or_else(|| found.iter().find(|spot| !above(&sheet, &spot.span).is_empty()))
        .or(found.first())?;
    template(&sheet, best)
}

/// Whether a spot lies on a place of a page of the source.
fn stands_at(sheet: &Sheet, spot: &Spot, (page, place): (u32, Rect)) -> bool {
    sheet.evidence(&spot.span).is_some_and(|evidence| {
        evidence.page == page
            && evidence.rect.is_some_and(|rect| {
                rect.x0 < place.x1 && rect.x1 > place.x0 && rect.y0 < place.y1 && rect.y1 > place.y0
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_numbers() {
        assert_eq!(pattern_of("FA-2025-00412"), "FA-####-#####");
        assert_eq!(classes("FA-####"), classes("QX-####"));
        assert_eq!(skeleton("FA-###"), skeleton("F-#####"));
        assert_ne!(skeleton("FA-###"), skeleton("FA/###"));
        assert!(nearly_all("notre repere", "notre repare") && !nearly_all("date", "notre date"));
    }
}
