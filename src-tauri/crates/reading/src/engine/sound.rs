//! Whether a page's own text can be trusted, or its picture must be read.

use crate::engine::text_layer::TextLayer;
use crate::page::Word;

/// Why a page's own text is not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsound {
    /// None at all, or next to none over a picture.
    Absent,
    /// Drawn invisibly over a picture: another program's recognition.
    Invisible,
    /// Letters without meaning: fonts without a character map, shifted alphabets.
    Garbled,
    /// Outside the page.
    Misplaced,
}

/// A picture that covers this share of the page makes it a scan.
pub const SCAN_SHARE: f32 = 0.4;
/// Fewer glyphs than this over a scan are a stamp or a scanner's footer, not the paper's text.
const FEW_GLYPHS: u32 = 60;

/// Judges a page's own text; `picture_share` is the share of the page under pictures.
pub fn judge(layer: &TextLayer, picture_share: f32) -> Option<Unsound> {
    let share = |part: u32, whole: u32| part as f32 / whole.max(1) as f32;
    if layer.glyphs == 0 {
        return Some(if layer.invisible > 0 { Unsound::Invisible } else { Unsound::Absent });
    }
    if layer.invisible > layer.glyphs && picture_share >= SCAN_SHARE {
        return Some(Unsound::Invisible);
    }
    if picture_share >= SCAN_SHARE && layer.glyphs < FEW_GLYPHS {
        return Some(Unsound::Absent);
    }
    if share(layer.unmapped, layer.glyphs) > 0.05 {
        return Some(Unsound::Garbled);
    }
    if share(layer.outside, layer.glyphs) > 0.2 {
        return Some(Unsound::Misplaced);
    }
    reads_garbled(&layer.words).then_some(Unsound::Garbled)
}

/// Latin-script languages have a vowel in nearly every word of four letters and more; text whose font maps
/// letters to other letters has not. Judged from twelve such words on.
fn reads_garbled(words: &[Word]) -> bool {
    let (mut long, mut mute, mut strange, mut all) = (0u32, 0u32, 0u32, 0u32);
    for word in words {
        all += 1;
        let letters = word.text.chars().filter(|letter| letter.is_alphabetic()).count();
        if word.text.chars().any(is_strange) {
            strange += 1;
        }
        if letters >= 4 && letters == word.text.chars().count() {
            long += 1;
            mute += u32::from(!word.text.chars().any(is_vowel));
        }
    }
    (long >= 12 && mute * 2 > long) || (all >= 12 && strange * 3 > all)
}

fn is_vowel(letter: char) -> bool {
    let lower = letter.to_lowercase().next().unwrap_or(letter);
    "aeiouyàâäáãåæèéêëìíîïòóôöõøœùúûüÿý".contains(lower) || matches!(u32::from(lower), 0x370..=0x5FF)
}

/// Characters that no paper of western Europe bears in running text.
fn is_strange(letter: char) -> bool {
    matches!(
        u32::from(letter),
        0x00..=0x1F | 0x7F..=0x9F | 0x0250..=0x02AF | 0x0600..=0x1DFF | 0x2400..=0x24FF | 0x3000..=0xFAFF
    )
}

#[cfg(test)]
mod tests {
    use liasse_domain::Rect;

    use super::*;

    fn layer(text: &str) -> TextLayer {
        let rect = Rect { x0: 0.1, y0: 0.1, x1: 0.2, y1: 0.2 };
        let words: Vec<Word> = text
            .split_whitespace()
            .map(|word| Word { text: word.to_owned(), rect, confidence: 1.0, line: 0, bold: false })
            .collect();
        let glyphs = words.iter().map(|word| word.text.chars().count() as u32).sum();
        TextLayer { words, glyphs, ..TextLayer::default() }
    }

    const FRENCH: &str = "Facture numéro du mois dernier pour travaux divers dans les locaux commerciaux de votre \
                          société avec fourniture posée selon notre devis accepté";

    #[test]
    fn plain_text_is_sound() {
        assert_eq!(judge(&layer(FRENCH), 0.0), None);
        assert_eq!(judge(&layer("TOTAL 12,40 EUR"), 0.1), None);
    }

    #[test]
    fn shifted_letters_are_garbled() {
        let shifted: String = FRENCH
            .chars()
            .map(|c| if c.is_ascii_lowercase() { char::from((c as u8 - b'a' + 3) % 26 + b'a') } else { c })
            .collect();
        let mute = shifted.replace(['a', 'e', 'i', 'o', 'u', 'y', 'é'], "x");
        assert_eq!(judge(&layer(&mute), 0.0), Some(Unsound::Garbled));
        let unmapped = TextLayer { unmapped: 30, ..layer(FRENCH) };
        assert_eq!(judge(&unmapped, 0.0), Some(Unsound::Garbled));
    }

    #[test]
    fn a_stamp_over_a_scan_is_no_text() {
        assert_eq!(judge(&layer("Scanned by X"), 0.95), Some(Unsound::Absent));
        let recognised = TextLayer { invisible: 900, glyphs: 3, ..layer(FRENCH) };
        assert_eq!(judge(&recognised, 0.95), Some(Unsound::Invisible));
        let outside = TextLayer { outside: 100, ..layer(FRENCH) };
        assert_eq!(judge(&outside, 0.0), Some(Unsound::Misplaced));
    }
}
