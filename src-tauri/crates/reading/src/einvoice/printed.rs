//! What is printed on some pages, for looking up a value that is known already.

use std::collections::HashSet;

use liasse_domain::Amount;

use crate::page::Page;

/// The letters, digits and amounts on some pages.
#[derive(Debug, Default)]
pub(super) struct Printed {
    /// Each line without spaces and marks, in lower case.
    lines: Vec<String>,
    words: HashSet<String>,
    cents: HashSet<i64>,
}

/// Letters and digits alone, in lower case.
pub(super) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Printed {
    pub(super) fn of(pages: &[Page]) -> Printed {
        let mut printed = Printed::default();
        for page in pages {
            for line in page.lines() {
                let text = line.text();
                printed.lines.push(squeezed(&text));
                printed.words.extend(text.split_whitespace().map(squeezed));
                printed.take_amounts(&text);
            }
        }
        printed
    }

    /// Thousands may be set apart by spaces: up to four words in a row are tried as one number.
    fn take_amounts(&mut self, line: &str) {
        let words: Vec<&str> = line.split_whitespace().collect();
        for start in 0..words.len() {
            let mut joined = String::new();
            for word in words.iter().skip(start).take(4) {
                joined.push_str(word);
                self.cents.extend(cents(&joined));
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
    /// Whether an identifier is printed, however it is spaced; short ones only as a word of their own.
    pub(super) fn has(&self, identifier: &str) -> bool {
        let wanted = squeezed(identifier);
        match wanted.chars().count() {
            0 => false,
            1..=3 => self.words.contains(&wanted),
            _ => self.lines.iter().any(|line| line.contains(&wanted)),
        }
    }
    /// Whether an amount is printed, whatever its sign.
    pub(super) fn has_amount(&self, amount: Amount) -> bool {
        self.cents.contains(&amount.abs().cents())
    }
}

/// The amount of a printed number in cents, without its sign: `1.234,56`, `1'234.56`, `1234,56€`, `1234`.
fn cents(text: &str) -> Option<i64> {
    let body = text.trim_matches(|c: char| !c.is_ascii_digit());
    if body.is_empty() || body.len() > 24 {
        return None;
    }
    let mark = |c: char| matches!(c, '.' | ',' | '\'' | '\u{2019}' | '\u{a0}' | '\u{202f}');
    if !body.chars().all(|c| c.is_ascii_digit() || mark(c)) {
        return None;
    }
    let digits: String = body.chars().filter(char::is_ascii_digit).collect();
    let after = body.rsplit(['.', ',']).next().map_or(0, str::len);
    let value: i64 = digits.parse().ok()?;
    if body.len() > after && after == 2 { Some(value) } else { value.checked_mul(100) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_amounts_however_they_are_set() {
        for text in ["1.234,56", "1'234.56", "1234,56€", "EUR1,234.56", "-1234.56"] {
            assert_eq!(cents(text), Some(123_456), "{text}");
        }
        assert_eq!(cents("1.234"), Some(123_400));
        for text in ["", "F-12A3", "12/03", "99999999999999999999"] {
            assert_eq!(cents(text), None, "{text}");
        }
    }
}
