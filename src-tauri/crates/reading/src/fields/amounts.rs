//! Amounts, plain numbers and percentages, in all the ways that Europe prints them.

use std::ops::Range;

use liasse_domain::{Amount, Currency, VatRate};

use super::decimals::{Number, parse};
use super::text::{Extent, Sheet};

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

/// Splits a printed word into currency before, number, and sign or percent after.
fn peel(text: &str) -> (Option<Currency>, &str, bool) {
    let mut rest = text.trim_end_matches([';', ':', '*', '=']).trim_start_matches(['=', ':', '*']);
    if let Some(inner) = rest.strip_prefix('(').and_then(|inner| inner.strip_suffix("%)")) {
        return (None, inner, true);
    }
    // `(includes 50,45 VAT 20%)`: the rate closes the bracket.
    if let Some(inner) = rest.strip_suffix("%)").filter(|inner| !inner.contains('(')) {
        return (None, inner, true);
    }
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
    of_three_decimals(&mut found);
    adopt_neighbours(sheet, &mut found);
    found
}

/// `1,100` under `0,580` and `0,240`: a column of prices with three decimals, and no thousands.
fn of_three_decimals(found: &mut [Candidate]) {
    let columns: Vec<(usize, f32)> = found
        .iter()
        .filter(|candidate| candidate.number.decimals == 3 && !candidate.number.ambiguous)
        .map(|candidate| (candidate.row, candidate.extent.x1))
        .collect();
    for candidate in found.iter_mut().filter(|candidate| candidate.number.ambiguous && !candidate.tail) {
        let near = |(row, right): &&(usize, f32)| {
            row.abs_diff(candidate.row) <= 12 && (right - candidate.extent.x1).abs() < 3.0
        };
        if columns.iter().filter(near).count() >= 2 {
            candidate.number = Number {
                scaled: candidate.number.scaled / 1_000,
                decimals: 3,
                ambiguous: false,
                ..candidate.number
            };
            candidate.form = Form::Plain;
        }
    }
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
            // `4,99 €   2`: the sign belongs to the amount before it, what follows is the code of a rate.
            let of_another = candidate.number.decimals == 0
                && beside(candidate.span.start.checked_sub(2))
                    .and_then(parse)
                    .is_some_and(|number| number.decimals == 2);
            let before = before.filter(|_| !of_another);
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
