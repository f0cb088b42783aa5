//! Texts as the face can draw them: WinAnsi, measured, cut and broken into rows.

use encoding_rs::WINDOWS_1252;

use crate::typeface::{HELVETICA, HELVETICA_BOLD};

/// So much of one text is looked at, characters: a page holds some four thousand.
const MOST_LETTERS: usize = 4_000;
const ELLIPSIS: u8 = 0x85;

/// A text in WinAnsi (ISO 32000-1, annex D.2), on one line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Letters {
    pub(super) bytes: Vec<u8>,
    /// Whether some of it was too long to be drawn.
    pub(super) is_cut: bool,
    /// Whether characters that the face lacks were written in others.
    pub(super) is_transcribed: bool,
}

impl Letters {
    /// Of a text of anyone's making: control characters and runs of blanks become one blank.
    pub(super) fn of(text: &str) -> Letters {
        let mut letters = Letters { is_cut: text.chars().nth(MOST_LETTERS).is_some(), ..Letters::default() };
        for c in text.chars().take(MOST_LETTERS) {
            letters.push(c);
        }
        while letters.bytes.last() == Some(&b' ') {
            letters.bytes.pop();
        }
        letters
    }

    fn push(&mut self, c: char) {
        match c {
            // Marks without a shape: soft hyphen, joiners, directions, byte order.
            '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}' => {}
            _ if c.is_whitespace() || c.is_control() => {
                if self.bytes.last().is_some_and(|last| *last != b' ') {
                    self.bytes.push(b' ');
                }
            }
            ' '..='~' => self.bytes.push(c as u8),
            'ĳ' => self.bytes.extend(b"ij"),
            'Ĳ' => self.bytes.extend(b"IJ"),
            _ => {
                let mut room = [0; 4];
                let (code, _, is_unknown) = WINDOWS_1252.encode(c.encode_utf8(&mut room));
                if !is_unknown {
                    return self.bytes.extend(code.iter());
                }
                self.is_transcribed = true;
                self.bytes.extend(deunicode::deunicode_char(c).unwrap_or("?").bytes());
            }
        }
    }

    /// Its width in points.
    pub(super) fn width(&self, size: f32, bold: bool) -> f32 {
        width(&self.bytes, size, bold)
    }

    /// Broken into rows no wider than `room` points, at most `most` of them; the last ends in "…" where more would follow.
    pub(super) fn rows(&self, size: f32, bold: bool, room: f32, most: usize) -> Vec<Letters> {
        let mut rows: Vec<Vec<u8>> = Vec::new();
        let mut row: Vec<u8> = Vec::new();
        let mut is_cut = self.is_cut;
        for word in self.bytes.split(|byte| *byte == b' ').filter(|word| !word.is_empty()) {
            let gap = if row.is_empty() { 0.0 } else { width(b" ", size, bold) };
            if width(&row, size, bold) + gap + width(word, size, bold) <= room {
                if !row.is_empty() {
                    row.push(b' ');
                }
                row.extend(word);
                continue;
            }
            if !row.is_empty() {
                rows.push(std::mem::take(&mut row));
            }
            // A word wider than the row is broken where it is full.
            for letter in word {
                if !row.is_empty() && width(&row, size, bold) + width(&[*letter], size, bold) > room {
                    rows.push(std::mem::take(&mut row));
                }
                row.push(*letter);
            }
            if rows.len() > most {
                break;
            }
        }
        if !row.is_empty() {
            rows.push(row);
        }
        if rows.len() > most {
            rows.truncate(most);
            is_cut = true;
        }
        if let (true, Some(last)) = (is_cut, rows.last_mut()) {
            while last.len() > 1 && width(last, size, bold) + width(&[ELLIPSIS], size, bold) > room {
                last.pop();
            }
            last.push(ELLIPSIS);
        }
        let end = rows.len().saturating_sub(1);
        let row = |(place, bytes)| Letters {
            bytes,
            is_cut: is_cut && place == end,
            is_transcribed: self.is_transcribed,
        };
        rows.into_iter().enumerate().map(row).collect()
    }
}

fn width(bytes: &[u8], size: f32, bold: bool) -> f32 {
    let table = if bold { &HELVETICA_BOLD } else { &HELVETICA };
    let of = |byte: &u8| byte.checked_sub(32).and_then(|at| table.get(usize::from(at))).copied();
    let thousandths: u32 = bytes.iter().map(|byte| u32::from(of(byte).unwrap_or(0))).sum();
    #[allow(clippy::cast_precision_loss, reason = "a row has few letters")]
    let em = thousandths as f32 / 1_000.0;
    em * size
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str) -> String {
        WINDOWS_1252.decode_without_bom_handling(&Letters::of(text).bytes).0.into_owned()
    }

    #[test]
    fn draws_the_letters_of_french_dutch_and_german() {
        let all = "é è ê ë à â ç ô û ï œ Œ É À Ç € ß ä ö ü Ä Ö Ü æ ñ « » ’ – — … n° ½ ² ³ µ";
        assert_eq!(drawn(all), all);
        assert!(!Letters::of(all).is_transcribed);
        assert_eq!(drawn("Ĳssel, vrĳ"), "IJssel, vrij");
    }

    #[test]
    fn what_the_face_lacks_is_transcribed_and_said() {
        let name = Letters::of("Wałęsa Ośrodek");
        assert_eq!((name.bytes.as_slice(), name.is_transcribed), (&b"Walesa Osrodek"[..], true));
    }

    #[test]
    fn control_characters_are_blanks() {
        assert_eq!(drawn(" a\u{0}\u{7}\r\n\tb\u{85}c\u{202e}d\u{ad}e \u{feff}"), "a b cde");
    }

    #[test]
    fn rows_keep_their_width_and_say_where_more_follows() {
        let text = Letters::of(&format!("{} {}", "mot ".repeat(40), "x".repeat(500)));
        let rows = text.rows(8.0, false, 100.0, 9);
        assert_eq!(rows.len(), 9);
        assert!(rows.iter().all(|row| row.width(8.0, false) <= 100.0));
        assert!(rows[8].is_cut && rows[8].bytes.ends_with(&[ELLIPSIS]));
        let whole = Letters::of("mot mot").rows(8.0, false, 100.0, 9);
        assert_eq!((whole.len(), whole[0].is_cut), (1, false));
        assert!(Letters::of(&"é".repeat(1_000_000)).is_cut);
        assert!(Letters::of("").rows(8.0, false, 100.0, 3).is_empty());
    }
}
