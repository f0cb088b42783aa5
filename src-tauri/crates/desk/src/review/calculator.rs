//! The calculator of amount fields: `+ - * / ( )`, comma or point, spaces between thousands.
//!
//! Exact: values are fractions of whole numbers until the end, then rounded once, half away from zero.

use liasse_domain::Amount;

use crate::api::Message;

/// Why a sum has no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// Something other than numbers, signs and brackets, at this character (from 1).
    Unexpected(usize),
    /// The text ends too early.
    Incomplete,
    /// A division by zero.
    DivisionByZero,
    /// Too large or too deeply nested.
    TooLarge,
}

impl Trouble {
    /// The sentence.
    pub fn message(&self, text: &str) -> Message {
        match self {
            Trouble::Unexpected(place) => {
                Message::new("typed_amount").with("text", text).with("place", place)
            }
            Trouble::Incomplete => Message::new("typed_amount_incomplete").with("text", text),
            Trouble::DivisionByZero => Message::new("typed_amount_division").with("text", text),
            Trouble::TooLarge => Message::new("typed_amount_too_large").with("text", text),
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Fraction {
    over: i128,
    under: i128,
}

impl Fraction {
    fn new(over: i128, under: i128) -> Result<Fraction, Trouble> {
        if under == 0 {
            return Err(Trouble::DivisionByZero);
        }
        let divisor = gcd(over.unsigned_abs(), under.unsigned_abs()).max(1);
        let divisor = i128::try_from(divisor).map_err(|_| Trouble::TooLarge)?;
        let sign = under.signum();
        Ok(Fraction { over: sign * over / divisor, under: under.abs() / divisor })
    }
    fn combine(self, sign: char, other: Fraction) -> Result<Fraction, Trouble> {
        let times = |a: i128, b: i128| a.checked_mul(b).ok_or(Trouble::TooLarge);
        let crossed = |a: i128, b: i128, minus: bool| {
            if minus { a.checked_sub(b) } else { a.checked_add(b) }.ok_or(Trouble::TooLarge)
        };
        match sign {
            '*' => Fraction::new(times(self.over, other.over)?, times(self.under, other.under)?),
            '/' => Fraction::new(times(self.over, other.under)?, times(self.under, other.over)?),
            _ => {
                let (left, right) = (times(self.over, other.under)?, times(other.over, self.under)?);
                Fraction::new(crossed(left, right, sign == '-')?, times(self.under, other.under)?)
            }
        }
    }
}

fn gcd(a: u128, b: u128) -> u128 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

struct Reader<'a> {
    chars: &'a [(usize, char)],
    depth: u32,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.chars.first().map(|(_, c)| *c)
    }
    fn next(&mut self) -> Option<char> {
        let (first, rest) = self.chars.split_first()?;
        self.chars = rest;
        Some(first.1)
    }
    fn unexpected(&self) -> Trouble {
        self.chars.first().map_or(Trouble::Incomplete, |(place, _)| Trouble::Unexpected(place + 1))
    }

    fn sum(&mut self) -> Result<Fraction, Trouble> {
        let mut value = self.product()?;
        while let Some(sign @ ('+' | '-')) = self.peek() {
            self.next();
            value = value.combine(sign, self.product()?)?;
        }
        Ok(value)
    }
    fn product(&mut self) -> Result<Fraction, Trouble> {
        let mut value = self.factor()?;
        while let Some(sign @ ('*' | '/')) = self.peek() {
            self.next();
            value = value.combine(sign, self.factor()?)?;
        }
        Ok(value)
    }
    fn factor(&mut self) -> Result<Fraction, Trouble> {
        self.depth += 1;
        if self.depth > 100 {
            return Err(Trouble::TooLarge);
        }
        let value = match self.peek() {
            Some('(') => {
                self.next();
                let value = self.sum()?;
                if self.peek() != Some(')') {
                    return Err(self.unexpected());
                }
                self.next();
                value
            }
            Some('-') => {
                self.next();
                let value = self.factor()?;
                Fraction { over: -value.over, under: value.under }
            }
            Some('+') => {
                self.next();
                self.factor()?
            }
            _ => self.number()?,
        };
        self.depth -= 1;
        Ok(value)
    }
    fn number(&mut self) -> Result<Fraction, Trouble> {
        let length =
            self.chars.iter().take_while(|(_, c)| c.is_ascii_digit() || matches!(c, ',' | '.')).count();
        if length == 0 {
            return Err(self.unexpected());
        }
        let (taken, rest) = self.chars.split_at(length);
        self.chars = rest;
        let text: String = taken.iter().map(|(_, c)| *c).collect();
        let place = taken.first().map_or(0, |(place, _)| *place);
        // The last mark is the decimal one, unless it repeats or three digits follow another sort of mark before it.
        let marks: Vec<char> = text.chars().filter(|c| matches!(c, ',' | '.')).collect();
        let decimal = match marks.as_slice() {
            [] => None,
            [only] => Some(*only),
            [first, .., last] if first != last => Some(*last),
            _ => None,
        };
        let (whole, part) = match decimal.and_then(|mark| text.rsplit_once(mark)) {
            Some((whole, part)) => (whole.to_owned(), part.to_owned()),
            None => (text.clone(), String::new()),
        };
        let digits: String = whole.chars().chain(part.chars()).filter(char::is_ascii_digit).collect();
        if digits.is_empty() {
            return Err(Trouble::Unexpected(place + 1));
        }
        if digits.len() > 15 || part.len() > 9 {
            return Err(Trouble::TooLarge);
        }
        let power = u32::try_from(part.len()).map_err(|_| Trouble::TooLarge)?;
        Fraction::new(digits.parse().map_err(|_| Trouble::TooLarge)?, 10i128.pow(power))
    }
}

/// The value of a sum. A leading `=` and a trailing `€` are let pass.
pub fn evaluate(text: &str) -> Result<Amount, Trouble> {
    let text = text.trim().trim_start_matches('=').trim_end_matches('€');
    let chars: Vec<(usize, char)> = text
        .chars()
        .enumerate()
        .filter(|(_, c)| !c.is_whitespace())
        .map(|(place, c)| match c {
            '×' | 'x' | 'X' => (place, '*'),
            '÷' | ':' => (place, '/'),
            '−' | '–' => (place, '-'),
            c => (place, c),
        })
        .collect();
    let mut reader = Reader { chars: &chars, depth: 0 };
    let value = reader.sum()?;
    if !reader.chars.is_empty() {
        return Err(reader.unexpected());
    }
    let hundredfold = value.over.checked_mul(100).ok_or(Trouble::TooLarge)?;
    let half = value.under / 2;
    let rounded = if hundredfold >= 0 { hundredfold + half } else { hundredfold - half } / value.under;
    i64::try_from(rounded).map(Amount::from_cents).map_err(|_| Trouble::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computes() {
        let value = |text: &str| evaluate(text).unwrap().to_string();
        for (text, expected) in [
            ("1234,56", "1234.56"),
            ("1 234,56 €", "1234.56"),
            ("1.234,56", "1234.56"),
            ("1,234.56", "1234.56"),
            ("1.234.567", "1234567.00"),
            ("=12+3,50*2", "19.00"),
            ("(12+3)*2/4", "7.50"),
            ("100/3", "33.33"),
            ("2/3", "0.67"),
            ("-(2-5)", "3.00"),
            ("120/1,2", "100.00"),
            ("0,1+0,2", "0.30"),
        ] {
            assert_eq!(value(text), expected, "{text}");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        assert_eq!(evaluate("12+"), Err(Trouble::Incomplete));
        assert_eq!(evaluate("12+a"), Err(Trouble::Unexpected(4)));
        assert_eq!(evaluate("1/0"), Err(Trouble::DivisionByZero));
        assert_eq!(evaluate("(1"), Err(Trouble::Incomplete));
        assert_eq!(evaluate("1)"), Err(Trouble::Unexpected(2)));
        assert_eq!(evaluate(&"(".repeat(5000)), Err(Trouble::TooLarge));
        assert_eq!(evaluate(&"9".repeat(40)), Err(Trouble::TooLarge));
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in ".{0,40}") {
            let _ = evaluate(&text);
        }
    }
}
