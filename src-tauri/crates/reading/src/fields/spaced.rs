//! Spaces too many or too few: `F A C T U R E`, `A R N O U L T  &  A S S O C I É S` and `33, 33 EUR` are put together,
//! `NR.8653` is taken apart.

use liasse_domain::Rect;
use liasse_domain::identifiers::Bic;

use super::legal_forms::is_form;
use super::text::Placed;
use crate::page::Page;

/// A word ready to be laid on its row.
#[derive(Debug, Clone)]
pub(super) struct Laid {
    pub text: String,
    pub x0: f32,
    pub y0: f32,
    pub x1: f32,
    pub y1: f32,
    pub rect: Rect,
    pub confidence: f32,
    pub bold: bool,
}

impl Laid {
    fn height(&self) -> f32 {
        self.y1 - self.y0
    }
    /// Goes on with the word that stands behind.
    fn join(&mut self, other: &Laid) {
        self.text.push_str(&other.text);
        self.x1 = other.x1;
        self.y0 = self.y0.min(other.y0);
        self.y1 = self.y1.max(other.y1);
        self.rect = self.rect.union(&other.rect);
        self.confidence = self.confidence.min(other.confidence);
    }
}

/// Fewest letters that make a spaced word.
const FEWEST: usize = 4;

/// A row's words from left to right, spaced letters joined.
pub(super) fn joined(page: &Page, placed: Vec<Placed>) -> Vec<Laid> {
    let words = placed.into_iter().filter_map(|(index, x0, y0, x1, y1)| {
        page.words.get(index).map(|word| Laid {
            text: word.text.clone(),
            x0,
            y0,
            x1,
            y1,
            rect: word.rect,
            confidence: word.confidence,
            bold: word.bold,
        })
    });
    let mut laid: Vec<Laid> = Vec::new();
    let mut spaced: Vec<Laid> = Vec::new();
    for word in words {
        let follows = spaced.last().is_none_or(|last| word.x0 - last.x1 < 1.6 * word.height());
        let letter = is_letter(&word.text);
        if !letter || !follows {
            close(&mut spaced, &mut laid);
        }
        if letter { spaced.push(word) } else { laid.push(word) }
    }
    close(&mut spaced, &mut laid);
    decimals(mended(laid).into_iter().flat_map(parted).collect())
}

/// `33, 33 EUR` on a slip in typewriter type is one amount: the comma takes a letter's place.
fn decimals(words: Vec<Laid>) -> Vec<Laid> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let mut whole: Vec<Laid> = Vec::with_capacity(words.len());
    let mut rest = words.into_iter().peekable();
    while let Some(word) = rest.next() {
        let priced = rest.peek().is_some_and(|next| super::amounts::currency_of(&next.text).is_some());
        let cents = digits(&word.text) && word.text.len() == 2;
        let open = |last: &&mut Laid| {
            let gap = word.x0 - last.x1;
            last.text.strip_suffix(',').is_some_and(digits) && gap < 1.2 * letter_width(last, &word)
        };
        match whole.last_mut().filter(|last| priced && cents && open(last)) {
            Some(last) => last.join(&word),
            None => whole.push(word),
        }
    }
    whole
}

/// Cuts a word where recognition has left a space out.
fn parted(word: Laid) -> Vec<Laid> {
    let cuts = cuts(&word.text);
    if cuts.is_empty() {
        return vec![word];
    }
    let letters = word.text.chars().count().max(1) as f32;
    let ends = cuts.iter().copied().chain([word.text.len()]);
    let (mut from, mut parts) = (0, Vec::new());
    for to in ends {
        let share = |at: usize| word.text.get(..at).map_or(0.0, |head| head.chars().count() as f32 / letters);
        let along = |left: f32, right: f32, at: usize| left + share(at) * (right - left);
        parts.push(Laid {
            text: word.text.get(from..to).unwrap_or_default().to_owned(),
            x0: along(word.x0, word.x1, from),
            x1: along(word.x0, word.x1, to),
            rect: Rect {
                x0: along(word.rect.x0, word.rect.x1, from),
                x1: along(word.rect.x0, word.rect.x1, to),
                ..word.rect
            },
            ..word.clone()
        });
        from = to;
    }
    parts
}

/// Where spaces are missing: `NR.8653`, `FACTUREN°67`, `2741(GKCCBEBB)`, `SAS-90 rue de …`.
fn cuts(text: &str) -> Vec<usize> {
    let digit_at =
        |at: usize| text.get(at..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let opening = text.get(..3).map(str::to_lowercase);
    if opening.is_some_and(|opening| opening == "nr." || opening == "no.") && digit_at(3) && text.len() > 4 {
        return vec![3];
    }
    let numbered = ["N°", "n°", "Nº", "nº"].iter().find_map(|mark| {
        let at = text.find(mark).filter(|at| digit_at(at + mark.len()))?;
        let head = text.get(..at)?;
        (head.chars().count() > 2 && head.chars().all(char::is_alphabetic)).then_some(at)
    });
    if let Some(at) = numbered {
        return vec![at];
    }
    // The bank behind its account: `2741(GKCCBEBB)`, `360-CCBPFRPPBDX`.
    let bank = text.char_indices().find(|(_, c)| matches!(c, '(' | '-' | '–' | '/'));
    if let Some((at, mark)) = bank {
        let (head, rest) =
            (text.get(..at).unwrap_or_default(), text.get(at + mark.len_utf8()..).unwrap_or_default());
        let digits = !head.is_empty() && head.bytes().all(|b| b.is_ascii_digit());
        let code = rest.trim_end_matches([')', ',', '.', ';']);
        let capitals = code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        if digits && capitals && code.parse::<Bic>().is_ok() {
            return if mark == '(' { vec![at] } else { vec![at, at + mark.len_utf8()] };
        }
    }
    let dash = text.char_indices().find(|(_, c)| matches!(c, '-' | '–' | '—'));
    let Some((at, width)) = dash.map(|(at, c)| (at, c.len_utf8())) else { return Vec::new() };
    let (Some(head), Some(rest)) = (text.get(..at), text.get(at + width..)) else { return Vec::new() };
    // `SA-2025-017` is a number.
    let street = head.len() > 2 && rest.len() < 4 && rest.bytes().all(|b| b.is_ascii_digit());
    let mut letters = rest.chars();
    let word =
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
    if head.len() > 1 && is_form(head) && !rest.is_empty() && (street || word) {
        vec![at, at + width]
    } else {
        Vec::new()
    }
}

/// Whether a word is one letter, or two that the type sets as a pair (`VA`).
fn is_letter(text: &str) -> bool {
    let count = text.chars().count();
    let letters = text.chars().all(char::is_alphabetic);
    letters && (count == 1 || count == 2 && text.chars().all(char::is_uppercase)) || text == "&"
}

/// Ends a stretch of letters: its words are cut where the gap is wider than between its letters.
fn close(spaced: &mut Vec<Laid>, laid: &mut Vec<Laid>) {
    let single = spaced.iter().filter(|letter| letter.text.chars().count() == 1).count();
    if spaced.len() < FEWEST || single * 10 < spaced.len() * 7 {
        laid.append(spaced);
        return;
    }
    let gap = |pair: &[Laid]| match pair {
        [left, right] => right.x0 - left.x1,
        _ => 0.0,
    };
    let mut gaps: Vec<f32> = spaced.windows(2).map(gap).collect();
    gaps.sort_by(f32::total_cmp);
    let usual = gaps.get(gaps.len() / 2).copied().unwrap_or(0.0);
    let mut letters = spaced.drain(..);
    let Some(mut word) = letters.next() else { return };
    for letter in letters {
        let wide = letter.x0 - word.x1;
        if wide > 1.6 * usual && wide - usual > 0.12 * letter.height() {
            laid.push(std::mem::replace(&mut word, letter));
        } else {
            word.join(&letter);
        }
    }
    laid.push(word);
}

/// Share of a letter's width under which a gap lies within a word.
const TORN: f32 = 0.28;

/// Joins words in capitals that a letter's space has torn apart: `AS SOCIÉS` where the words of the row stand much wider
/// apart than these pieces do. Gaps are measured by the letters beside them: recognition draws its boxes higher than the
/// type is, and the words of `TOTAL HT` would stand close by that measure.
fn mended(laid: Vec<Laid>) -> Vec<Laid> {
    let mut whole: Vec<Laid> = Vec::with_capacity(laid.len());
    let widths: Vec<f32> = laid
        .windows(2)
        .map(|pair| match pair {
            [left, right] => (right.x0 - left.x1) / letter_width(left, right),
            _ => 0.0,
        })
        .collect();
    let widest = |but: usize| {
        let others = widths.iter().enumerate().filter(|(at, gap)| *at != but && **gap < 2.0);
        others.map(|(_, gap)| *gap).fold(0.0, f32::max)
    };
    let capitals = |text: &str| text.chars().all(|c| c.is_alphabetic() && c.is_uppercase());
    for (at, word) in laid.into_iter().enumerate() {
        let torn = at.checked_sub(1).and_then(|gap| widths.get(gap).map(|width| (gap, *width)));
        let torn = torn.is_some_and(|(gap, width)| (0.0..TORN).contains(&width) && widest(gap) > 2.5 * width);
        match whole.last_mut().filter(|last| torn && capitals(&last.text) && capitals(&word.text)) {
            Some(last) => last.join(&word),
            None => whole.push(word),
        }
    }
    whole
}

/// The mean width of the letters of two words.
fn letter_width(left: &Laid, right: &Laid) -> f32 {
    let letters = (left.text.chars().count() + right.text.chars().count()).max(1) as f32;
    ((left.x1 - left.x0 + right.x1 - right.x0) / letters).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words of ten points' height, each letter six points wide, with the gap before each.
    fn row(words: &[(&str, f32)]) -> Vec<String> {
        let mut page = Page::empty(1, 1000.0, 1000.0);
        let mut placed = Vec::new();
        let mut x = 10.0;
        for (index, (text, gap)) in words.iter().enumerate() {
            let width = 6.0 * text.chars().count() as f32;
            x += gap;
            placed.push((index, x, 100.0, x + width, 110.0));
            page.words.push(crate::page::Word {
                text: (*text).to_owned(),
                rect: Rect { x0: x / 1000.0, y0: 0.1, x1: (x + width) / 1000.0, y1: 0.11 },
                confidence: 1.0,
                line: 0,
                bold: false,
            });
            x += width;
        }
        joined(&page, placed).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn spaced_letters_are_words() {
        let spaced = [
            ("V", 0.0),
            ("A", 2.0),
            ("N", 2.1),
            ("H", 7.0),
            ("OE", 2.0),
            ("K", 2.2),
            ("&", 7.0),
            ("C", 7.1),
            ("O", 2.0),
        ];
        assert_eq!(row(&spaced), ["VAN", "HOEK", "&", "CO"]);
        assert_eq!(
            row(&[("LANLIER", 0.0), ("&", 7.0), ("AS", 7.0), ("SOCIÉS", 1.5)]),
            ["LANLIER", "&", "ASSOCIÉS"]
        );
        assert_eq!(row(&[("TVA", 0.0), ("FR", 3.0), ("DE", 3.0)]), ["TVA", "FR", "DE"]);
        assert_eq!(row(&[("BON", 0.0), ("NR.8653", 5.0), ("no.", 40.0)]), ["BON", "NR.", "8653", "no."]);
        assert_eq!(row(&[("FACTUREN°67", 0.0)]), ["FACTURE", "N°67"]);
        assert_eq!(row(&[("SAS-90", 0.0), ("rue", 5.0), ("N°12", 5.0)]), ["SAS", "-", "90", "rue", "N°12"]);
        assert_eq!(row(&[("33,", 0.0), ("33", 5.0), ("EUR", 6.0)]), ["33,33", "EUR"]);
        assert_eq!(row(&[("12,", 0.0), ("13", 5.0), ("mars", 6.0)]), ["12,", "13", "mars"]);
        // Narrow capitals of a heading, other columns farther off.
        assert_eq!(
            row(&[("TTC", 0.0), ("TOTAL", 7.0), ("HT", 1.9), ("TOTAL", 10.0), ("TVA", 1.9)]),
            ["TTC", "TOTAL", "HT", "TOTAL", "TVA"]
        );
    }
}
