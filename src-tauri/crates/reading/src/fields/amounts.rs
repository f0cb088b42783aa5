//! Amounts, plain numbers and percentages, in all the ways that Europe prints them.

use std::ops::Range;

use liasse_domain::{Amount, Currency, VatRate};

use super::text::{Extent, Sheet};

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

/// What kind of number a candidate is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Two decimals, or a currency sign.
    Money,
    /// Any other number.
    Plain,
    /// A percentage.
    Percent,
}

/// A number on the paper.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Its words.
    pub span: Range<usize>,
    /// Its place in points (the digits' words only).
    pub extent: Extent,
    /// Its row.
    pub row: usize,
    /// The number.
    pub number: Number,
    /// Its kind.
    pub form: Form,
    /// A currency printed next to it.
    pub currency: Option<Currency>,
    /// The last group of a longer number, in case the groups before it are another cell.
    pub tail: bool,
}

impl Candidate {
    /// The amount without its sign.
    pub fn amount(&self) -> Option<Amount> {
        self.number.cents().map(Amount::from_cents)
    }
    /// The rate, for percentages.
    pub fn rate(&self) -> Option<VatRate> {
        (self.form == Form::Percent)
            .then(|| self.number.cents())
            .flatten()
            .and_then(|cents| u16::try_from(cents).ok())
            .and_then(VatRate::from_basis_points)
    }
}

/// The currency that a word or sign names.
pub fn currency_of(text: &str) -> Option<Currency> {
    let trimmed = text.trim_matches(|c: char| matches!(c, '.' | ',' | ':' | ';' | '(' | ')' | '/' | '-'));
    let code = match trimmed {
        "€" | "EUR" | "Eur" | "eur" | "EURO" | "EUROS" | "Euro" | "euro" | "euros" | "Euros" => "EUR",
        "$" | "USD" | "US$" | "usd" => "USD",
        "£" | "GBP" => "GBP",
        "CHF" | "SFr" | "Fr." => "CHF",
        "CAD" | "SEK" | "DKK" | "NOK" | "PLN" | "JPY" | "CZK" | "HUF" | "RON" | "AUD" => trimmed,
        _ => return None,
    };
    code.parse().ok()
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

/// Splits a printed word into currency before, number, and sign or percent after.
fn peel(text: &str) -> (Option<Currency>, &str, bool) {
    let mut rest = text.trim_end_matches([';', ':', '*', '=']).trim_start_matches(['=', ':', '*']);
    let mut currency = None;
    let mut percent = false;
    if let Some(inner) = rest.strip_suffix('%') {
        percent = true;
        rest = inner;
    }
    for sign in ["EUR", "€", "$", "£", "USD", "GBP", "CHF"] {
        for outer in ["", "-"] {
            if let Some(inner) = rest.strip_prefix(outer).and_then(|r| r.strip_prefix(sign)) {
                currency = currency.or_else(|| currency_of(sign));
                // `-€12,00`: the minus is lost with the sign; amounts are positive in a reading.
                rest = inner;
            }
        }
        if let Some(inner) = rest.strip_suffix(sign) {
            currency = currency.or_else(|| currency_of(sign));
            rest = inner;
        }
    }
    // A trailing point or comma ends a sentence, unless a dash follows (`12,-`).
    (currency, rest.trim_end_matches(['.', ',']), percent)
}

/// All numbers of a document. Spans in `taken` (dates, identifiers) are passed over.
pub fn find(sheet: &Sheet, taken: &[Range<usize>]) -> Vec<Candidate> {
    let mut is_taken = vec![false; sheet.tokens.len()];
    for span in taken {
        for flag in is_taken.get_mut(span.clone()).unwrap_or_default() {
            *flag = true;
        }
    }
    let free = |index: usize| !is_taken.get(index).copied().unwrap_or(true);
    let mut found = Vec::new();
    for run in &sheet.runs {
        let mut at = run.tokens.start;
        while at < run.tokens.end {
            match free(at).then(|| at_token(sheet, at, run.tokens.end, &free)).flatten() {
                Some((candidate, tail)) => {
                    at = candidate.span.end.max(at + 1);
                    found.extend(tail);
                    found.push(candidate);
                }
                None => at += 1,
            }
        }
    }
    adopt_neighbours(sheet, &mut found);
    found
}

/// The number that begins at a token, and its last group alone where the groups may be two cells.
fn at_token(
    sheet: &Sheet,
    at: usize,
    end: usize,
    free: &dyn Fn(usize) -> bool,
) -> Option<(Candidate, Option<Candidate>)> {
    let token = sheet.tokens.get(at)?;
    let (mut currency, first, mut percent) = peel(&token.text);
    let bare_sign = matches!(first, "-" | "−" | "–" | "+");
    let mut text = first.to_owned();
    let mut last = at + 1;
    let head = first.trim_start_matches(['-', '(', '+', '−', '–']);
    let leads_groups = head.len() <= 3 && !head.is_empty() && head.bytes().all(|b| b.is_ascii_digit());
    let mut tail = None;
    if bare_sign || (leads_groups && currency_follows_not(&token.text)) {
        while last < end && free(last) {
            let next = sheet.tokens.get(last)?;
            let (next_currency, body, next_percent) = peel(&next.text);
            let group = body.split([',', '.', ')', '-']).next().unwrap_or_default();
            let glues = if bare_sign && last == at + 1 {
                body.starts_with(|c: char| c.is_ascii_digit())
            } else {
                group.len() == 3 && group.bytes().all(|b| b.is_ascii_digit())
            };
            let joined = format!("{text} {body}");
            if !glues || parse(&joined).is_none() {
                break;
            }
            text = joined;
            last += 1;
            currency = currency.or(next_currency);
            percent |= next_percent;
            if body.len() > 3 {
                tail = make(sheet, last - 1..last, body, currency, percent);
                break;
            }
            if bare_sign && group.len() > 3 {
                break;
            }
        }
    }
    let candidate = make(sheet, at..last, &text, currency, percent)?;
    // `5 12` without decimals is two numbers rather than a group.
    let tail = tail.filter(|_| last > at + 1).map(|tail| Candidate { tail: true, ..tail });
    Some((candidate, tail))
}

fn currency_follows_not(text: &str) -> bool {
    !text.ends_with(['€', '$', '£', '%'])
}

fn make(
    sheet: &Sheet,
    span: Range<usize>,
    text: &str,
    currency: Option<Currency>,
    percent: bool,
) -> Option<Candidate> {
    let number = parse(text)?;
    let form = if percent {
        Form::Percent
    } else if number.decimals == 2 || currency.is_some() {
        Form::Money
    } else {
        Form::Plain
    };
    Some(Candidate {
        extent: sheet.extent(&span),
        row: sheet.row_of(&span),
        span,
        number,
        form,
        currency,
        tail: false,
    })
}

/// Gives numbers the currency sign or percent sign that stands as a word of its own beside them.
fn adopt_neighbours(sheet: &Sheet, found: &mut [Candidate]) {
    for candidate in found.iter_mut() {
        let row = candidate.row;
        let beside = |index: Option<usize>| {
            index
                .and_then(|i| sheet.tokens.get(i))
                .filter(|token| token.row == row)
                .map(|token| token.text.as_str())
        };
        let after = beside(Some(candidate.span.end));
        let before = beside(candidate.span.start.checked_sub(1));
        if after.is_some_and(|text| {
            text == "%" || text == "%)" || text == "%:" || text == "p.c." || text == "v.H."
        }) {
            candidate.form = Form::Percent;
            candidate.currency = None;
            continue;
        }
        if candidate.currency.is_none() && candidate.form != Form::Percent {
            candidate.currency = after.and_then(currency_of).or_else(|| before.and_then(currency_of));
            if candidate.currency.is_some() && candidate.form == Form::Plain && !candidate.number.ambiguous {
                candidate.form = Form::Money;
            }
        }
        // Minutes, litres, kilograms and the like are no money.
        let measured = after.is_some_and(|text| {
            matches!(
                text.to_lowercase().trim_end_matches('.'),
                "l" | "kg"
                    | "km"
                    | "h"
                    | "m"
                    | "m2"
                    | "m²"
                    | "m3"
                    | "cl"
                    | "ml"
                    | "g"
                    | "kwh"
                    | "mwh"
                    | "litres"
                    | "l/100"
                    | "pers"
                    | "jours"
                    | "heures"
                    | "u"
                    | "ex"
            )
        });
        if measured && candidate.currency.is_none() && candidate.form == Form::Money {
            candidate.form = Form::Plain;
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
