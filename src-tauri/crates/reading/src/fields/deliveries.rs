//! Date of delivery, or on which the service was performed (art. 242 nonies A I-10° of annex II CGI; art. 5 § 1er AR
//! no 1).

use super::dates::Candidate;
use super::text::Sheet;
use super::words as lists;

/// Words of a row that are looked at before a date.
const BEFORE: usize = 8;

/// The dates that a label calls the date of delivery, in reading order: indexes of `dates`.
pub fn find(sheet: &Sheet, dates: &[Candidate]) -> Vec<usize> {
    let labelled = |date: &Candidate| {
        let Some(row) = sheet.rows.get(date.row) else { return false };
        let from = date.span.start.saturating_sub(BEFORE).max(row.tokens.start);
        let before = words(sheet, from..date.span.start);
        if said(&before) {
            return true;
        }
        if !before.is_empty() && !before.iter().all(|word| is_link(word)) {
            return false;
        }
        above(sheet, date)
    };
    (0..dates.len()).filter(|index| dates.get(*index).is_some_and(labelled)).collect()
}

fn words(sheet: &Sheet, span: std::ops::Range<usize>) -> Vec<String> {
    sheet.span(&span).iter().flat_map(|token| token.parts.iter().cloned()).collect()
}

fn is_link(word: &str) -> bool {
    matches!(word, "le" | "du" | "au" | "de" | "op" | "am" | "vom" | "van" | "on" | "of")
}

/// Whether words end with a label of delivery: `livraison effectuée le`, `Leverdatum`.
fn said(words: &[String]) -> bool {
    let end = words.iter().rposition(|word| !is_link(word)).map_or(0, |last| last + 1);
    let words = words.get(..end).unwrap_or_default();
    lists::section("delivery date").iter().any(|phrase| {
        let parts: Vec<&str> = phrase.split(' ').collect();
        words.len() >= parts.len()
            && words.iter().skip(words.len() - parts.len()).zip(&parts).all(|(word, part)| word == part)
    })
}

/// Whether the cell right above is such a label and nothing else.
fn above(sheet: &Sheet, date: &Candidate) -> bool {
    let Some(own) = sheet.rows.get(date.row) else { return false };
    let height = (own.y1 - own.y0).max(4.0);
    let rows = date.row.saturating_sub(3)..date.row;
    rows.rev().filter_map(|row| sheet.rows.get(row)).take_while(|row| row.page == own.page).any(|row| {
        own.y0 - row.y1 < 2.2 * height
            && sheet.runs.get(row.runs.clone()).unwrap_or_default().iter().any(|run| {
                let over = run.x0 < date.extent.x1 + 4.0 && run.x1 > date.extent.x0 - 4.0;
                over && said(&run.fold.split(' ').map(str::to_owned).collect::<Vec<_>>())
            })
    })
}
