//! Rates of exchange.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Amount, Currency, Date};

/// How many units of a currency one euro buys, in millionths: the way in which the European Central Bank quotes.
/// Serialised as a decimal: `"1.085300"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExchangeRate(u64);

/// Why a text is no [`ExchangeRate`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no rate of exchange: expected units for one euro above zero, for example 1.0853")]
pub struct ExchangeRateError {
    /// The text that was given.
    pub text: String,
}

const MILLION: i64 = 1_000_000;

impl ExchangeRate {
    /// One for one.
    pub const PAR: ExchangeRate = ExchangeRate(1_000_000);

    /// From millionths of a unit for one euro; `None` for zero and above a billion units.
    pub const fn from_millionths(millionths: u64) -> Option<ExchangeRate> {
        if millionths == 0 || millionths > 1_000_000_000_000_000 {
            None
        } else {
            Some(ExchangeRate(millionths))
        }
    }
    /// Millionths of a unit for one euro.
    pub const fn millionths(self) -> u64 {
        self.0
    }
    /// What an amount in the currency is in euros, rounded half away from zero to the cent; `None` on overflow.
    pub fn to_euro(self, foreign: Amount) -> Option<Amount> {
        foreign.ratio(MILLION, i64::try_from(self.0).ok()?)
    }
}
impl fmt::Display for ExchangeRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:06}", self.0 / 1_000_000, self.0 % 1_000_000)
    }
}
/// A decimal with a point or a comma and at most six decimals.
impl FromStr for ExchangeRate {
    type Err = ExchangeRateError;
    fn from_str(text: &str) -> Result<ExchangeRate, ExchangeRateError> {
        let error = || ExchangeRateError { text: text.to_owned() };
        let plain = text.trim().replace(',', ".");
        let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || decimals.len() > 6 || !digits(whole) || !digits(decimals) {
            return Err(error());
        }
        let whole: u64 = whole.parse().map_err(|_| error())?;
        let decimals: u64 = format!("{decimals:0<6}").parse().map_err(|_| error())?;
        let millionths =
            whole.checked_mul(1_000_000).and_then(|w| w.checked_add(decimals)).ok_or_else(error)?;
        ExchangeRate::from_millionths(millionths).ok_or_else(error)
    }
}
impl Serialize for ExchangeRate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for ExchangeRate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ExchangeRate, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Where a rate was had.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum RateSource {
    /// The reference rates of the European Central Bank, out of its file (art. 266-1 bis CGI; art. 27 CTVA).
    Ecb,
    /// The user typed it; `note` says whence.
    User {
        /// Whence: a bank, a customs bulletin.
        note: String,
    },
    /// The paper bears it.
    Paper,
}

/// The rate of a currency on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatedRate {
    /// The currency.
    pub currency: Currency,
    /// The day.
    pub date: Date,
    /// Units for one euro.
    pub rate: ExchangeRate,
    /// Where it was had.
    pub source: RateSource,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converts_to_the_cent() {
        let rate: ExchangeRate = "1,0853".parse().unwrap();
        assert_eq!(rate.to_string(), "1.085300");
        assert_eq!(rate.to_euro(Amount::from_cents(100_000)).unwrap().to_string(), "921.40");
        assert_eq!(rate.to_euro(Amount::from_cents(-100_000)).unwrap().to_string(), "-921.40");
        assert_eq!(ExchangeRate::PAR.to_euro(Amount::from_cents(17)), Some(Amount::from_cents(17)));
        for bad in ["", "0", "-1", "1.0000001", ".", "1e3", "99999999999999"] {
            assert!(bad.parse::<ExchangeRate>().is_err(), "{bad}");
        }
    }
}
