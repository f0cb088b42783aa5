//! Value added tax.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Amount;

/// A VAT rate in hundredths of a percent: 20 % is 2000, 5.5 % is 550. Serialised as `"20.00"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VatRate(u16);

/// Why a text is no [`VatRate`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no VAT rate: expected a percentage between 0 and 100, for example 5.50")]
pub struct VatRateError {
    /// The text that was given.
    pub text: String,
}

impl VatRate {
    /// 0 %.
    pub const ZERO: VatRate = VatRate(0);

    /// From hundredths of a percent, `None` above 100 %.
    pub const fn from_basis_points(points: u16) -> Option<VatRate> {
        if points <= 10_000 { Some(VatRate(points)) } else { None }
    }
    /// Hundredths of a percent.
    pub const fn basis_points(self) -> u16 {
        self.0
    }
    /// The tax on `base` at this rate, rounded half away from zero.
    pub fn tax_on(self, base: Amount) -> Amount {
        base.ratio(i64::from(self.0), 10_000).unwrap_or(Amount::ZERO)
    }
}
impl fmt::Display for VatRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}
impl FromStr for VatRate {
    type Err = VatRateError;
    fn from_str(text: &str) -> Result<VatRate, VatRateError> {
        let error = || VatRateError { text: text.to_owned() };
        let cents = text.parse::<Amount>().map_err(|_| error())?.cents();
        u16::try_from(cents).ok().and_then(VatRate::from_basis_points).ok_or_else(error)
    }
}
impl Serialize for VatRate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for VatRate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<VatRate, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// The tax of one rate on one document. Amounts are positive, also on credit notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct VatLine {
    /// The rate.
    pub rate: VatRate,
    /// Base, tax excluded.
    pub base: Amount,
    /// Tax.
    pub amount: Amount,
}

/// Under which scheme of VAT a document stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VatScheme {
    /// The supplier charges VAT.
    Standard,
    /// The customer owes the VAT (domestic *autoliquidation*, art. 283-2 nonies CGI; Belgian co-contractor, AR no 1 art. 20).
    ReverseCharge,
    /// Intra-Community supply (art. 262 ter I, 283-2 CGI; art. 39bis, 21 CTVA).
    Intracom,
    /// Exempt (art. 261, 293 B CGI; art. 44, 56bis CTVA).
    Exempt,
    /// Export out of the Union (art. 262 I CGI; art. 39 CTVA).
    Export,
}
