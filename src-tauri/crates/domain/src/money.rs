//! Money as integers: an [`Amount`] counts hundredths, a [`Currency`] is an ISO 4217 code.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A signed amount in hundredths of the currency's unit (cents for the euro).
///
/// Serialised as a decimal string with a point and two decimals: `"1234.56"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Amount(i64);

/// Why a text is no [`Amount`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no amount: expected digits with at most two decimals, for example 1234.56")]
pub struct AmountError {
    /// The text that was given.
    pub text: String,
}

impl Amount {
    /// Nothing.
    pub const ZERO: Amount = Amount(0);

    /// An amount of `cents` hundredths.
    pub const fn from_cents(cents: i64) -> Amount {
        Amount(cents)
    }

    /// The number of hundredths.
    pub const fn cents(self) -> i64 {
        self.0
    }

    /// Without its sign.
    pub const fn abs(self) -> Amount {
        Amount(self.0.saturating_abs())
    }

    /// Whether this is exactly zero.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether this is below zero.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// `self × numerator ÷ denominator`, rounded half away from zero; `None` on overflow or a zero denominator.
    pub fn ratio(self, numerator: i64, denominator: i64) -> Option<Amount> {
        if denominator == 0 {
            return None;
        }
        let product = i128::from(self.0) * i128::from(numerator);
        let denominator = i128::from(denominator);
        let (product, denominator) =
            if denominator < 0 { (-product, -denominator) } else { (product, denominator) };
        let half = denominator / 2;
        let rounded =
            if product >= 0 { (product + half) / denominator } else { (product - half) / denominator };
        i64::try_from(rounded).ok().map(Amount)
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let cents = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", cents / 100, cents % 100)
    }
}

impl FromStr for Amount {
    type Err = AmountError;

    /// Reads the canonical form: optional sign, digits, optionally a point and one or two decimals
    /// (further decimals are accepted when they are zeros, as XML invoices write them).
    fn from_str(text: &str) -> Result<Amount, AmountError> {
        let error = || AmountError { text: text.to_owned() };
        let trimmed = text.trim();
        let (negative, digits) = match trimmed.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, trimmed.strip_prefix('+').unwrap_or(trimmed)),
        };
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if (whole.is_empty() && decimals.is_empty()) || !all_digits(whole) || !all_digits(decimals) {
            return Err(error());
        }
        let (kept, rest) = decimals.split_at(decimals.len().min(2));
        if rest.bytes().any(|b| b != b'0') {
            return Err(error());
        }
        let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().map_err(|_| error())? };
        let decimals: i64 = match kept.len() {
            0 => 0,
            1 => kept.parse::<i64>().map_err(|_| error())? * 10,
            _ => kept.parse().map_err(|_| error())?,
        };
        let cents = whole.checked_mul(100).and_then(|c| c.checked_add(decimals)).ok_or_else(error)?;
        Ok(Amount(if negative { -cents } else { cents }))
    }
}

impl Add for Amount {
    type Output = Amount;
    fn add(self, other: Amount) -> Amount {
        Amount(self.0.saturating_add(other.0))
    }
}
impl Sub for Amount {
    type Output = Amount;
    fn sub(self, other: Amount) -> Amount {
        Amount(self.0.saturating_sub(other.0))
    }
}
impl Neg for Amount {
    type Output = Amount;
    fn neg(self) -> Amount {
        Amount(self.0.saturating_neg())
    }
}
impl AddAssign for Amount {
    fn add_assign(&mut self, other: Amount) {
        *self = *self + other;
    }
}
impl SubAssign for Amount {
    fn sub_assign(&mut self, other: Amount) {
        *self = *self - other;
    }
}
impl Sum for Amount {
    fn sum<I: Iterator<Item = Amount>>(iter: I) -> Amount {
        iter.fold(Amount::ZERO, Add::add)
    }
}
impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Amount, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// An ISO 4217 alphabetic currency code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

/// Why a text is no [`Currency`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no currency: expected three capital letters, for example EUR")]
pub struct CurrencyError {
    /// The text that was given.
    pub text: String,
}

impl Currency {
    /// The euro.
    pub const EUR: Currency = Currency(*b"EUR");

    /// The three letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("EUR")
    }
}

impl FromStr for Currency {
    type Err = CurrencyError;
    fn from_str(text: &str) -> Result<Currency, CurrencyError> {
        match text.trim().as_bytes() {
            [a, b, c] if [a, b, c].iter().all(|l| l.is_ascii_alphabetic()) => {
                Ok(Currency([a.to_ascii_uppercase(), b.to_ascii_uppercase(), c.to_ascii_uppercase()]))
            }
            _ => Err(CurrencyError { text: text.to_owned() }),
        }
    }
}
impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}
impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Currency, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// An amount with its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Hundredths of the currency's unit.
    pub amount: Amount,
    /// The currency.
    pub currency: Currency,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_and_writes_the_canonical_form() {
        for (text, cents) in [("0.00", 0), ("12.30", 1230), ("-0.05", -5), ("1234.56", 123_456)] {
            assert_eq!(text.parse::<Amount>().unwrap().cents(), cents);
            assert_eq!(Amount::from_cents(cents).to_string(), text);
        }
        assert_eq!("7".parse::<Amount>().unwrap().cents(), 700);
        assert_eq!("7.5000".parse::<Amount>().unwrap().cents(), 750);
        for bad in ["", "-", ".", "1,5", "1.234", "a", "99999999999999999999"] {
            assert!(bad.parse::<Amount>().is_err(), "{bad}");
        }
    }

    #[test]
    fn rounds_half_away_from_zero() {
        assert_eq!(Amount::from_cents(25).ratio(1, 10), Some(Amount::from_cents(3)));
        assert_eq!(Amount::from_cents(-25).ratio(1, 10), Some(Amount::from_cents(-3)));
        assert_eq!(Amount::from_cents(24).ratio(1, 10), Some(Amount::from_cents(2)));
        assert_eq!(Amount::from_cents(1).ratio(1, 0), None);
    }

    proptest! {
        #[test]
        fn written_amounts_read_back(cents in -1_000_000_000_000i64..1_000_000_000_000) {
            let amount = Amount::from_cents(cents);
            prop_assert_eq!(amount.to_string().parse::<Amount>().unwrap(), amount);
        }
    }
}
