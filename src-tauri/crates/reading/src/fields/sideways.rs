//! Words that run up or down a page and come letter by letter: they belong to no row. Registers stand so in the margin of
//! Spanish and French invoices, trades in side bands.

use std::ops::Range;

use liasse_domain::Rect;

use super::spaced::Laid;
use super::words as lists;
use crate::page::{Page, Word};

/// Letters that make a word.
const LETTERS: usize = 4;
/// How much wider than high the box of a letter is that lies on its side: upright letters are as high as their line.
const LYING: f32 = 1.2;
/// Points by which the letters of a column may stand apart.
const COLUMN: f32 = 3.0;
/// A gap of more than this share of the type's height parts words.
const SPACE: f32 = 0.12;
/// Words of the legal mentions that tell which way a line runs.
const TELLING: usize = 3;

/// A letter on its side, or two narrow ones: its word and its place in points.
type Letter = (usize, Rect);

/// The letters that lie on their side, column by column.
fn columns(page: &Page) -> Vec<Vec<Letter>> {
    let (x, y) = (page.width, page.height);
    let points = |rect: &Rect| Rect { x0: rect.x0 * x, x1: rect.x1 * x, y0: rect.y0 * y, y1: rect.y1 * y };
    let is_letter = |word: &Word| (1..=2).contains(&word.text.chars().count());
    let lies = |rect: &Rect| rect.x1 - rect.x0 > LYING * (rect.y1 - rect.y0);
    let places = page.words.iter().enumerate().filter(|(_, word)| is_letter(word));
    let mut columns: Vec<Vec<Letter>> = Vec::new();
    for (index, place) in places.map(|(index, word)| (index, points(&word.rect))).filter(|(_, at)| lies(at)) {
        let same =
            |other: &Rect| (other.x0 - place.x0).abs() < COLUMN && (other.x1 - place.x1).abs() < COLUMN;
        match columns.iter_mut().find(|column| column.first().is_some_and(|(_, first)| same(first))) {
            Some(column) => column.push((index, place)),
            None => columns.push(vec![(index, place)]),
        }
    }
    let single = |(index, _): &&Letter| {
        let word = page.words.get(*index).map(|word| word.text.as_str()).unwrap_or_default();
        word.chars().count() == 1 && word.chars().all(char::is_alphanumeric)
    };
    columns.retain(|column| column.iter().filter(single).count() >= LETTERS);
    columns
}

/// Which words of a page are letters of a word that lies on its side.
pub(super) fn letters(page: &Page) -> Vec<bool> {
    let mut lying = vec![false; page.words.len()];
    for (index, _) in columns(page).into_iter().flatten() {
        if let Some(flag) = lying.get_mut(index) {
            *flag = true;
        }
    }
    lying
}

/// The legal mentions that stand so in a margin, each line laid at the foot of the page as if it were printed there (C. com.
/// art. R. 123-237): words with their own places on the paper.
pub(super) fn mentions(page: &Page) -> Vec<Vec<Laid>> {
    let mut lines = Vec::new();
    for mut column in columns(page) {
        column.sort_by(|a, b| a.1.y0.total_cmp(&b.1.y0));
        let down = line(page, &column);
        column.reverse();
        let up = line(page, &column);
        let telling = |line: &[Laid]| {
            line.iter().filter(|word| lists::has("legal mention", &word.text.to_lowercase())).count()
        };
        let best = if telling(&up) >= telling(&down) { up } else { down };
        if telling(&best) >= TELLING {
            lines.push(best);
        }
    }
    lines
}

/// The words of a column, read in the order given.
fn line(page: &Page, column: &[Letter]) -> Vec<Laid> {
    let Some((_, first)) = column.first() else { return Vec::new() };
    let height = first.x1 - first.x0;
    let begin = (first.y0 + first.y1) / 2.0;
    let mut words: Vec<Laid> = Vec::new();
    let mut before: Option<Range<f32>> = None;
    for (index, place) in column {
        let Some(word) = page.words.get(*index) else { continue };
        // Along the line, from where it begins.
        let (near, far) = ((place.y0 - begin).abs(), (place.y1 - begin).abs());
        let along = near.min(far)..near.max(far);
        let goes_on = before.as_ref().is_some_and(|last| along.start - last.end < SPACE * height);
        match words.last_mut().filter(|_| goes_on) {
            Some(last) => {
                last.text.push_str(&word.text);
                last.x1 = 30.0 + along.end;
                last.rect = last.rect.union(&word.rect);
                last.confidence = last.confidence.min(word.confidence);
            }
            None => words.push(Laid {
                text: word.text.clone(),
                x0: 30.0 + along.start,
                y0: page.height - height,
                x1: 30.0 + along.end,
                y1: page.height,
                rect: word.rect,
                confidence: word.confidence,
                bold: word.bold,
            }),
        }
        before = Some(along);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters in a column, so wide and so high, in points.
    fn page(letters: &str, width: f32, height: f32) -> Page {
        let mut page = Page::empty(1, 595.0, 842.0);
        for (place, letter) in letters.chars().enumerate() {
            let y0 = (100.0 + 12.0 * place as f32) / 842.0;
            let rect = Rect { x0: 20.0 / 595.0, y0, x1: (20.0 + width) / 595.0, y1: y0 + height / 842.0 };
            page.words.push(Word { text: letter.to_string(), rect, confidence: 1.0, line: 0, bold: false });
        }
        page
    }

    #[test]
    fn letters_that_lie_are_told_from_codes_in_a_column() {
        assert!(letters(&page("TREPXE", 7.0, 4.0)).iter().all(|lying| *lying));
        // The codes of the rates of tax on a till's slip.
        assert!(letters(&page("AABBAB", 4.6, 8.8)).iter().all(|lying| !*lying));
        assert!(letters(&page("—AB", 7.0, 4.0)).iter().all(|lying| !*lying));
    }
}
