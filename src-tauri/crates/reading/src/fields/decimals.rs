//! Numbers in all the ways that Europe prints them.

/// A number as it was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// Ten-thousandths of one.
    pub scaled: i64,
    /// Decimals printed.
    pub decimals: u8,
    /// A minus sign, brackets or a trailing minus.
    pub negative: bool,
    /// Whether letters that look like digits were taken for digits.
    pub repaired: bool,
    /// Whether the only mark could as well be a decimal mark (`1.234`).
    pub ambiguous: bool,
}

impl Number {
    /// The number in hundredths, `None` when it has finer decimals.
    pub fn cents(&self) -> Option<i64> {
        (self.scaled % 100 == 0).then_some(self.scaled / 100)
    }
    /// Decimal text with a point, no superfluous zeros.
    pub fn plain(&self) -> String {
        let (whole, part) = (self.scaled / 10_000, self.scaled % 10_000);
        let decimals = format!("{part:04}");
        let decimals = decimals.trim_end_matches('0');
        let sign = if self.negative { "-" } else { "" };
        if decimals.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{decimals}") }
    }
}

/// The digit that a letter was misread for.
fn digit_for(c: char) -> Option<char> {
    match c {
        'O' | 'o' | 'D' | 'Q' => Some('0'),
        'l' | 'I' | '|' | 'i' | '!' => Some('1'),
        'S' | 's' => Some('5'),
        'B' => Some('8'),
        'Z' | 'z' => Some('2'),
        _ => None,
    }
}

/// Reads one number: `1 234,56`, `1.234,56`, `1'234.56`, `(12,00)`, `12,00-`, `12,-`. The text holds no currency.
pub fn parse(text: &str) -> Option<Number> {
    let mut body = text
        .trim()
        .replace(['\u{a0}', '\u{202f}', '\u{2009}'], " ")
        .replace(['−', '–', '—'], "-")
        .replace('’', "'");
    let mut negative = false;
    if let Some(inner) = body.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        negative = true;
        body = inner.trim().to_owned();
    }
    if let Some(rest) = body.strip_prefix('-') {
        negative = true;
        body = rest.trim().to_owned();
    } else if let Some(rest) = body.strip_prefix('+') {
        body = rest.trim().to_owned();
    }
    let mut whole_only = false;
    if let Some(rest) =
        body.strip_suffix(",-").or_else(|| body.strip_suffix(".-")).or_else(|| body.strip_suffix(",--"))
    {
        whole_only = true;
        body = rest.to_owned();
    } else if let Some(rest) = body.strip_suffix('-') {
        negative = true;
        body = rest.trim().to_owned();
    }
    let mut repaired = false;
    let digits = body.chars().filter(char::is_ascii_digit).count();
    if digits == 0 || body.len() > 24 {
        return None;
    }
    let mut clean = String::with_capacity(body.len());
    for c in body.chars() {
        match c {
            '0'..='9' | '.' | ',' | ' ' | '\'' => clean.push(c),
            c => {
                clean.push(digit_for(c)?);
                repaired = true;
            }
        }
    }
    // A repair needs more digits than letters, and a decimal mark: words with digits are no numbers.
    if repaired && (digits * 2 < clean.len() || !clean.contains([',', '.'])) {
        return None;
    }
    let (whole, decimals, ambiguous) = cut(&clean)?;
    if whole.len() > 12 || decimals.len() > 4 || (whole_only && !decimals.is_empty()) {
        return None;
    }
    let mut scaled: i64 = whole.parse().ok()?;
    scaled = scaled.checked_mul(10_000)?;
    let fraction: i64 = format!("{decimals:0<4}").parse().ok()?;
    let shown = if whole_only { 2 } else { decimals.len() as u8 };
    Some(Number { scaled: scaled + fraction, decimals: shown, negative, repaired, ambiguous })
}

/// Cuts cleaned digits and marks into whole part and decimals; says whether the cut is in doubt.
fn cut(clean: &str) -> Option<(String, String, bool)> {
    let marks: Vec<(usize, char)> = clean.char_indices().filter(|(_, c)| !c.is_ascii_digit()).collect();
    let digits_of = |part: &str| part.chars().filter(char::is_ascii_digit).collect::<String>();
    let Some(&(last, mark)) = marks.last() else { return Some((clean.to_owned(), String::new(), false)) };
    let (head, tail) = (clean.get(..last)?, clean.get(last + mark.len_utf8()..)?);
    if head.is_empty() || tail.is_empty() {
        return None;
    }
    let grouped = |text: &str| {
        let groups: Vec<&str> = text.split(['.', ',', ' ', '\'']).collect();
        groups
            .iter()
            .enumerate()
            .all(|(k, group)| if k == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 })
    };
    let same_mark_before = marks.iter().rev().skip(1).any(|(_, m)| *m == mark);
    match mark {
        ' ' | '\'' => grouped(clean).then(|| (digits_of(clean), String::new(), false)),
        _ if same_mark_before => {
            if grouped(clean) {
                return Some((digits_of(clean), String::new(), false));
            }
            // A point for every mark (`1.234.56`): recognition turns commas into points.
            (tail.len() == 2 && grouped(head)).then(|| (digits_of(head), tail.to_owned(), true))
        }
        _ => {
            let head_is_sound = head.bytes().all(|b| b.is_ascii_digit()) || grouped(head);
            if !head_is_sound {
                return None;
            }
            if tail.len() == 3 && grouped(clean) && marks.len() == 1 {
                // `1.234`: a thousand or three decimals. `0,750` can only be decimals.
                if head.starts_with('0') {
                    return Some((head.to_owned(), tail.to_owned(), false));
                }
                return Some((digits_of(clean), String::new(), true));
            }
            Some((digits_of(head), tail.to_owned(), false))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cents(text: &str) -> Option<i64> {
        parse(text).and_then(|number| number.cents())
    }

    #[test]
    fn reads_european_amounts() {
        for (text, value) in [
            ("1 234,56", 123_456),
            ("1.234,56", 123_456),
            ("1,234.56", 123_456),
            ("1'234.56", 123_456),
            ("1’234,56", 123_456),
            ("12,00-", 1200),
            ("(12,00)", 1200),
            ("-0,05", 5),
            ("12,-", 1200),
            ("1.234.567,89", 123_456_789),
            ("1 000", 100_000),
            ("1.952", 195_200),
            ("12.5", 1250),
            ("1.2O4,5O", 120_450),
            ("1.234.56", 123_456),
        ] {
            assert_eq!(cents(text), Some(value), "{text}");
        }
        for bad in ["", "abc", "1 23", "12,34,56", "1..2", "F-12", "12 34", ",5", "1,23 4", "é"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
        assert_eq!(parse("0,750").unwrap().plain(), "0.75");
        assert!(parse("1.234").unwrap().ambiguous);
        assert!(parse("(3,00)").unwrap().negative);
    }
}
