//! Words that run up or down a page and come letter by letter: they belong to no row. Registers stand so in the margin of
//! Spanish invoices, trades in side bands.

use liasse_domain::Rect;

use crate::page::Page;

/// Letters that make a word.
const LETTERS: usize = 4;
/// How much wider than high the box of a letter is that lies on its side: upright letters are as high as their line.
const LYING: f32 = 1.2;
/// Points by which the letters of a column may stand apart.
const COLUMN: f32 = 3.0;

/// Which words of a page are letters of a word that lies on its side.
pub(super) fn letters(page: &Page) -> Vec<bool> {
    let mut lying = vec![false; page.words.len()];
    let points = |rect: &Rect| {
        let (x, y) = (page.width, page.height);
        Rect { x0: rect.x0 * x, x1: rect.x1 * x, y0: rect.y0 * y, y1: rect.y1 * y }
    };
    let single: Vec<(usize, Rect)> = page
        .words
        .iter()
        .enumerate()
        .filter(|(_, word)| {
            let mut letters = word.text.chars();
            letters.next().is_some_and(char::is_alphanumeric) && letters.next().is_none()
        })
        .map(|(index, word)| (index, points(&word.rect)))
        .filter(|(_, rect)| rect.x1 - rect.x0 > LYING * (rect.y1 - rect.y0))
        .collect();
    for (index, own) in &single {
        let column = single
            .iter()
            .filter(|(_, other)| (other.x0 - own.x0).abs() < COLUMN && (other.x1 - own.x1).abs() < COLUMN)
            .count();
        if let (true, Some(flag)) = (column >= LETTERS, lying.get_mut(*index)) {
            *flag = true;
        }
    }
    lying
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Word;

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
