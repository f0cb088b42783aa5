//! Whether what was recognised on a page can be trusted, and what is wrong with its picture when it cannot.

use serde::{Deserialize, Serialize};

use crate::page::Word;

/// What keeps a page from being read well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// A photo whose print is smeared.
    OutOfFocus,
    /// A scan of too few dots an inch.
    TooCoarse,
    /// Faded, stained, handwritten, or otherwise hard to read.
    Illegible,
    /// The page's own text said otherwise than its picture; the picture was read.
    TextLied,
}

impl Trouble {
    /// The finding's code.
    pub fn code(self) -> &'static str {
        match self {
            Trouble::OutOfFocus => "out_of_focus",
            Trouble::TooCoarse => "too_coarse",
            Trouble::Illegible => "illegible",
            Trouble::TextLied => "text_layer_lies",
        }
    }
    /// What is wrong and what to do about it.
    pub fn message(self) -> &'static str {
        match self {
            Trouble::OutOfFocus => "the photo is out of focus: check every value, or take it again",
            Trouble::TooCoarse => {
                "the letters are too small on this scan: check every value, or scan at 200 dpi"
            }
            Trouble::Illegible => "the page is hardly legible: check every value against the paper",
            Trouble::TextLied => "the text in the PDF is not what the page shows; what it shows was read",
        }
    }
    /// Whether values that were read on the page are all in doubt.
    pub fn doubts_values(self) -> bool {
        self != Trouble::TextLied
    }
}

/// Letters are this sure on average, weighed by length, on a page that can be read.
const LEGIBLE: f32 = 0.78;
/// A word below this is a guess.
const GUESS: f32 = 0.7;
/// Of the letters, at most this share in guesses.
const GUESSES: f32 = 0.35;
/// Print whose edges are flatter than this is smeared (see [`super::sharpness`]).
const SMEARED: f32 = 0.24;
/// Usual height of a line's box below which letters have too few pixels.
const SMALL: f32 = 13.0;
/// Fewer letters than this are judged with the rest of the document, not by themselves.
const FEWEST_LETTERS: usize = 40;

/// What is wrong with a recognised page; `rows`: height of the picture that was read, pixels; `sharpness`: of the same
/// picture.
pub(crate) fn judge(words: &[Word], rows: u32, sharpness: Option<f32>) -> Option<Trouble> {
    let (mut letters, mut sum, mut guessed) = (0usize, 0.0, 0usize);
    for word in words {
        let length = word.text.chars().count();
        letters += length;
        sum += word.confidence * length as f32;
        guessed += if word.confidence < GUESS { length } else { 0 };
    }
    if letters < FEWEST_LETTERS {
        return None;
    }
    let mean = sum / letters as f32;
    if mean >= LEGIBLE && (guessed as f32) < GUESSES * letters as f32 {
        return None;
    }
    let mut heights: Vec<f32> = words.iter().map(|word| word.rect.height() * rows as f32).collect();
    heights.sort_by(f32::total_cmp);
    let usual = heights.get(heights.len() / 2).copied().unwrap_or(0.0);
    Some(if usual < SMALL {
        Trouble::TooCoarse
    } else if sharpness.is_some_and(|sharp| sharp < SMEARED) {
        Trouble::OutOfFocus
    } else {
        Trouble::Illegible
    })
}

#[cfg(test)]
mod tests {
    use liasse_domain::Rect;

    use super::*;

    fn words(confidence: f32, height: f32) -> Vec<Word> {
        let rect = Rect { x0: 0.1, y0: 0.1, x1: 0.2, y1: 0.1 + height };
        vec![Word { text: "Facture".to_owned(), rect, confidence, line: 0, bold: false }; 10]
    }

    #[test]
    fn says_what_is_wrong() {
        assert_eq!(judge(&words(0.97, 0.012), 2_339, Some(0.1)), None);
        assert_eq!(judge(&words(0.6, 0.012), 2_339, Some(0.1)), Some(Trouble::OutOfFocus));
        assert_eq!(judge(&words(0.6, 0.012), 2_339, Some(0.6)), Some(Trouble::Illegible));
        assert_eq!(judge(&words(0.6, 0.004), 2_339, None), Some(Trouble::TooCoarse));
        assert_eq!(judge(&words(0.1, 0.01).split_off(8), 2_339, None), None);
    }
}
