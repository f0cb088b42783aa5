//! Dates, numeric and with the names of the months.

use std::ops::Range;

use liasse_domain::Date;

use super::text::{Extent, Run, Sheet, fold, nearly};

/// A date on the paper.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Its words.
    pub span: Range<usize>,
    /// Its place in points.
    pub extent: Extent,
    /// Its row.
    pub row: usize,
    /// The date.
    pub date: Date,
    /// Day and month may be the other way round (`03/04/2025` on an American paper).
    pub swapped: Option<Date>,
    /// Whether letters were taken for digits.
    pub repaired: bool,
    /// Probability that every letter is right.
    pub confidence: f32,
}

const MONTHS: [&[&str]; 12] = [
    &["janvier", "janv", "jan", "januari", "januar", "january", "janner"],
    &["fevrier", "fevr", "fev", "februari", "februar", "february", "feb", "feber"],
    &["mars", "mar", "maart", "mrt", "marz", "maerz", "march", "mrz"],
    &["avril", "avr", "april", "apr"],
    &["mai", "mei", "may"],
    &["juin", "jun", "juni", "june"],
    &["juillet", "juil", "juli", "jul", "july"],
    &["aout", "aou", "augustus", "august", "aug"],
    &["septembre", "sept", "sep", "september"],
    &["octobre", "oct", "oktober", "okt", "october"],
    &["novembre", "nov", "november"],
    &["decembre", "dec", "december", "dezember", "dez"],
];

fn month_of(word: &str) -> Option<i8> {
    let word = fold(word.trim_matches(|c: char| !c.is_alphanumeric()));
    let exact = MONTHS.iter().position(|names| names.contains(&word.as_str()));
    let near = || {
        // One wrong letter in a long name.
        MONTHS.iter().position(|names| {
            word.len() >= 5 && names.iter().any(|name| name.len() >= 5 && nearly(name, &word))
        })
    };
    exact.or_else(near).and_then(|index| i8::try_from(index + 1).ok())
}

/// A parsed date with what is doubtful about it.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Parsed {
    date: Date,
    swapped: Option<Date>,
    repaired: bool,
}

fn year_of(text: &str) -> Option<(i16, bool)> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let year: i16 = text.parse().ok()?;
    match text.len() {
        4 if (1950..=2099).contains(&year) => Some((year, false)),
        2 if (0..=60).contains(&year) => Some((2000 + year, true)),
        _ => None,
    }
}

/// The `1er` of a month, as recognition reads it.
fn is_misread_first(text: &str) -> bool {
    matches!(text, "ler" | "Ier" | "ier" | "l°" | "lº")
}

/// `18h21`, `7:05`
fn is_time(text: &str) -> bool {
    let (hours, minutes) = text.trim().split_once(['h', ':', 'u']).unwrap_or_default();
    let digits = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    digits(hours) && (minutes.is_empty() || digits(minutes))
}

/// Reads a whole text as one date.
fn parse(text: &str) -> Option<Parsed> {
    let mut repaired = false;
    let trimmed = text.trim_matches(|c: char| !c.is_alphanumeric());
    // A time of day may hang on: `2026-03-15T22:48`.
    // Or after a comma: `jeudi 3 avril 2025,18h21`.
    let trimmed = match trimmed.split_once(',') {
        Some((day, time)) if is_time(time) => day,
        _ => trimmed,
    };
    let trimmed =
        trimmed.split('T').next().filter(|head| head.len() == 10 && head.contains('-')).unwrap_or(trimmed);
    let looks_numeric = trimmed.chars().filter(char::is_ascii_digit).count() >= 4;
    let has_marks = trimmed.contains(['/', '.', '-']);
    let mut clean = String::new();
    for c in trimmed.chars() {
        clean.push(match c {
            'O' | 'o'
                if looks_numeric
                    && has_marks
                    && !trimmed.chars().any(|c| c.is_alphabetic() && !"OolI".contains(c)) =>
            {
                repaired = true;
                '0'
            }
            'l' | 'I'
                if looks_numeric
                    && has_marks
                    && !trimmed.chars().any(|c| c.is_alphabetic() && !"OolI".contains(c)) =>
            {
                repaired = true;
                '1'
            }
            c => c,
        });
    }
    let fields: Vec<&str> =
        clean.split(['/', '.', '-', ' ', ',', '\u{a0}']).filter(|part| !part.is_empty()).collect();
    let [a, b, c] = fields.as_slice() else { return None };
    let number = |text: &str| -> Option<i8> {
        (text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
    };
    let done = |year: (i16, bool), month: i8, day: i8, swapped: Option<Date>| {
        Date::new(year.0, month, day).map(|date| Parsed { date, swapped, repaired })
    };
    // 2025-03-28
    if a.len() == 4 && a.bytes().all(|b| b.is_ascii_digit()) {
        return done(year_of(a)?, number(b).or_else(|| month_of(b))?, number(c)?, None);
    }
    let ordinal = |text: &str| {
        if is_misread_first(text) {
            return Some(1);
        }
        let bare = text.trim_end_matches(|c: char| c.is_alphabetic() || c == '°');
        let suffix = text.get(bare.len()..).unwrap_or_default();
        matches!(suffix, "" | "°" | "º" | "er" | "e" | "st" | "nd" | "rd" | "th" | "ste" | "de")
            .then(|| number(bare))
            .flatten()
    };
    let year = year_of(c)?;
    if let Some(month) = month_of(b) {
        return done(year, month, ordinal(a)?, None);
    }
    if let Some(month) = month_of(a) {
        return done(year, month, ordinal(b)?, None);
    }
    let (first, second) = (number(a)?, number(b)?);
    // Short years only with clear marks: `12 05 25` is anything.
    if year.1 && !has_marks {
        return None;
    }
    if second > 12 {
        return done(year, first, second, None);
    }
    let swapped = if first <= 12 && first != second { Date::new(year.0, first, second) } else { None };
    done(year, second, first, swapped)
}

/// All dates of a document.
pub fn find(sheet: &Sheet) -> Vec<Candidate> {
    let mut found = Vec::new();
    for row in &sheet.rows {
        let mut at = row.tokens.start;
        while at < row.tokens.end {
            match at_token(sheet, at, row.tokens.end) {
                Some(candidate) => {
                    at = candidate.span.end;
                    found.push(candidate);
                }
                None => at += 1,
            }
        }
    }
    for run in &sheet.runs {
        found.extend(wrapped(sheet, run));
    }
    found.sort_by_key(|candidate| candidate.span.start);
    found
}

/// A day and a month that end a line whose next line begins with the year.
fn wrapped(sheet: &Sheet, run: &Run) -> Option<Candidate> {
    let day = run.tokens.end.checked_sub(2).filter(|day| *day >= run.tokens.start)?;
    let month = month_of(&sheet.tokens.get(day + 1)?.text)?;
    let bare = sheet.tokens.get(day)?.text.trim_end_matches(|c: char| c.is_alphabetic() || c == '.');
    let number: i8 = bare.parse().ok()?;
    let row = sheet.rows.get(run.row)?;
    let height = (run.y1 - run.y0).max(4.0);
    let below = sheet.runs.iter().skip(row.runs.end).take(12).find(|below| {
        let same_page = sheet.rows.get(below.row).is_some_and(|other| other.page == row.page);
        same_page && below.y0 - run.y1 < 0.9 * height && below.x0 > run.x0 - 30.0 && below.x0 < run.x1
    })?;
    let (year, short) = year_of(sheet.tokens.get(below.tokens.start)?.text.trim_end_matches(['.', ',']))?;
    let date = Date::new(year, month, number).filter(|_| !short)?;
    let span = day..run.tokens.end;
    Some(Candidate {
        extent: sheet.extent(&span),
        row: run.row,
        date,
        swapped: None,
        repaired: false,
        confidence: sheet.confidence(&span),
        span,
    })
}

fn at_token(sheet: &Sheet, at: usize, end: usize) -> Option<Candidate> {
    let first = sheet.tokens.get(at)?;
    let dated = first.text.chars().any(|c| c.is_ascii_digit()) || month_of(&first.text).is_some();
    if !dated && !is_misread_first(&first.text) {
        return None;
    }
    let mut longest = None;
    let mut text = String::new();
    for last in at..end.min(at + 5) {
        let token = sheet.tokens.get(last)?;
        if last > at {
            let before = sheet.tokens.get(last - 1)?;
            if token.x0 - before.x1 > 2.2 * (token.y1 - token.y0) {
                break;
            }
            text.push(' ');
        }
        text.push_str(&token.text);
        let attempt = if last == at {
            // A word may carry more than the date: `le:12/03/2025`, `12/03/2025-10:39`.
            parse(&text).or_else(|| inside(&token.text))
        } else {
            parse(&text)
        };
        if let Some(parsed) = attempt {
            longest = Some((last + 1, parsed));
            // Numeric dates are complete; `2 mars 20` may go on.
            if last == at {
                break;
            }
        }
    }
    let (last, parsed) = longest?;
    let span = at..last;
    Some(Candidate {
        extent: sheet.extent(&span),
        row: sheet.row_of(&span),
        date: parsed.date,
        swapped: parsed.swapped,
        repaired: parsed.repaired,
        confidence: sheet.confidence(&span),
        span,
    })
}

/// Whether letters and a point end here: the weekday of `jeu.06/03/25`, whose space recognition lost.
fn hangs_on_a_word(before: &[u8]) -> bool {
    before.split_last().is_some_and(|(last, word)| {
        *last == b'.' && word.len() > 1 && word.iter().all(u8::is_ascii_alphabetic)
    })
}

/// A numeric date inside a longer word.
fn inside(word: &str) -> Option<Parsed> {
    let bytes = word.as_bytes();
    if bytes.len() < 9 || bytes.len() > 40 || !word.is_ascii() {
        return None;
    }
    for length in [10, 8] {
        for start in 0..bytes.len().saturating_sub(length - 1) {
            let part = word.get(start..start + length)?;
            let is_digit_at = |index: Option<usize>| {
                index
                    .and_then(|i| bytes.get(i))
                    .is_some_and(|b| b.is_ascii_alphanumeric() || b"/.-".contains(b))
            };
            let after_ok = match bytes.get(start + length) {
                Some(b'-') => true,
                Some(b'.') => bytes.get(start + length + 1).is_none_or(|next| !next.is_ascii_digit()),
                _ => !is_digit_at(Some(start + length)),
            };
            let full = part.starts_with(|c: char| c.is_ascii_digit())
                && part.ends_with(|c: char| c.is_ascii_digit());
            let marked = part.matches(['/', '.']).count() == 2 || part.matches('-').count() == 2;
            if full
                && marked
                && after_ok
                && (!is_digit_at(start.checked_sub(1)) || hangs_on_a_word(&bytes[..start]))
                && let Some(parsed) = parse(part)
            {
                return Some(parsed);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_dates() {
        for (text, iso) in [
            ("28/01/2026", "2026-01-28"),
            ("28.01.26", "2026-01-28"),
            ("2026-01-28", "2026-01-28"),
            ("2026-03-15T22:48", "2026-03-15"),
            ("1er mars 2025", "2025-03-01"),
            ("ler mars 2025", "2025-03-01"),
            ("1° mars 2025", "2025-03-01"),
            ("28 janv. 2026", "2026-01-28"),
            ("3. März 2025", "2025-03-03"),
            ("March 3, 2025", "2025-03-03"),
            ("12 décembre 2024", "2024-12-12"),
            ("05-mei-2025", "2025-05-05"),
            ("3 avril 2025,18h21", "2025-04-03"),
            ("12/31/2025", "2025-12-31"),
            ("O3/04/2025", "2025-04-03"),
        ] {
            assert_eq!(parse(text).map(|p| p.date.to_string()).as_deref(), Some(iso), "{text}");
        }
        for bad in ["32/01/2026", "12.05", "1.234,56", "01 02 03", "2026", "mars", "", "31/02/2025"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
        for (text, iso) in [("le:12/03/2025", "2025-03-12"), ("jeu.06/03/25", "2025-03-06")] {
            assert_eq!(inside(text).map(|p| p.date.to_string()).as_deref(), Some(iso), "{text}");
        }
        assert_eq!(inside("3.06/03/25"), None);
    }
}
