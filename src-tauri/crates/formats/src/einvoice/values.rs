//! The values of XML invoices: amounts, rates, dates, attachments; what cannot be read becomes a finding.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use liasse_domain::{Amount, Country, Currency, Date, Finding, VatRate};

use super::model::VatCategory;
use crate::xml::Element;

/// Base64 as it is met: with or without padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Reads values and gathers what is wrong with them.
#[derive(Debug, Default)]
pub(super) struct Values {
    pub(super) findings: Vec<Finding>,
}

impl Values {
    fn unreadable(&mut self, what: &str, text: &str, expected: &str) {
        let short: String = text.chars().take(40).collect();
        let message = format!("{what} is `{short}`: expected {expected}; check it on the document");
        self.findings.push(Finding::warning("einvoice_value", message).with("text", short));
    }

    /// An amount, rounded to cents half away from zero.
    pub(super) fn amount(&mut self, element: Option<Element<'_>>, what: &str) -> Option<Amount> {
        let text = element?.text()?;
        match decimal_to_cents(text) {
            Some((amount, true)) => Some(amount),
            Some((amount, false)) => {
                let message =
                    format!("{what} is {text}: it has more than two decimals and was rounded to {amount}");
                let finding = Finding::warning("einvoice_rounded", message);
                self.findings.push(finding.with("text", text).with("amount", amount));
                Some(amount)
            }
            None => {
                self.unreadable(what, text, "a decimal number, for example 1234.56");
                None
            }
        }
    }

    /// A percentage.
    pub(super) fn rate(&mut self, element: Option<Element<'_>>, what: &str) -> Option<VatRate> {
        let text = element?.text()?.trim_end_matches('%').trim_end();
        let rate = decimal_to_cents(text)
            .and_then(|(rate, _)| u16::try_from(rate.cents()).ok())
            .and_then(VatRate::from_basis_points);
        if rate.is_none() {
            self.unreadable(what, text, "a percentage between 0 and 100");
        }
        rate
    }

    /// A date: `YYYY-MM-DD` with or without a time zone, or `YYYYMMDD` (format 102).
    pub(super) fn date(&mut self, element: Option<Element<'_>>, what: &str) -> Option<Date> {
        let text = element?.text()?;
        let date = match text.get(..10).filter(|day| day.contains('-')) {
            Some(day) => day.parse().ok(),
            None => text.get(..8).and_then(Date::from_compact),
        };
        if date.is_none() {
            self.unreadable(what, text, "a calendar date");
        }
        date
    }

    /// A country.
    pub(super) fn country(&mut self, element: Option<Element<'_>>, what: &str) -> Option<Country> {
        let text = element?.text()?;
        let country = text.parse().ok();
        if country.is_none() {
            self.unreadable(what, text, "a country of two letters (ISO 3166-1)");
        }
        country
    }

    /// A currency.
    pub(super) fn currency(&mut self, element: Option<Element<'_>>, what: &str) -> Option<Currency> {
        let text = element?.text()?;
        let currency = text.parse().ok();
        if currency.is_none() {
            self.unreadable(what, text, "a currency of three letters (ISO 4217)");
        }
        currency
    }

    /// A category of VAT.
    pub(super) fn category(&mut self, element: Option<Element<'_>>) -> Option<VatCategory> {
        let text = element?.text()?;
        let category = VatCategory::from_code(text);
        if category.is_none() {
            self.unreadable("a VAT category", text, "one of S, Z, E, AE, K, G, O, L, M, B");
        }
        category
    }

    /// A file in base64.
    pub(super) fn binary(&mut self, element: Element<'_>, what: &str) -> Option<Vec<u8>> {
        let text: Vec<u8> = element.text()?.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
        match BASE64.decode(&text) {
            Ok(bytes) => Some(bytes),
            Err(error) => {
                let message =
                    format!("the file {what} inside the invoice is no base64 ({error}); it was left out");
                self.findings.push(Finding::warning("einvoice_attachment", message));
                None
            }
        }
    }
}

/// A number of XML Schema's `decimal` in cents, and whether no decimal was lost.
pub(super) fn decimal_to_cents(text: &str) -> Option<(Amount, bool)> {
    if let Ok(amount) = text.parse::<Amount>() {
        return Some((amount, true));
    }
    let (whole, decimals) = text.split_once('.')?;
    let (kept, lost) = decimals.split_at_checked(2)?;
    if lost.is_empty() || !lost.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let cut: Amount = format!("{whole}.{kept}").parse().ok()?;
    let up = i64::from(lost.as_bytes().first().is_some_and(|digit| *digit >= b'5'));
    let cents =
        if text.starts_with('-') { cut.cents().checked_sub(up)? } else { cut.cents().checked_add(up)? };
    Some((Amount::from_cents(cents), false))
}

/// A decimal number as text in one form: no leading plus or zeros, no trailing zeros; `None` when it is no number.
pub(crate) fn plain_decimal(text: &str) -> Option<String> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let lawful = |part: &str| part.len() <= 30 && part.bytes().all(|b| b.is_ascii_digit());
    if (whole.is_empty() && decimals.is_empty()) || !lawful(whole) || !lawful(decimals) {
        return None;
    }
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    let decimals = decimals.trim_end_matches('0');
    Some(match (whole, decimals) {
        ("0", "") => "0".to_owned(),
        (whole, "") => format!("{sign}{whole}"),
        (whole, decimals) => format!("{sign}{whole}.{decimals}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_further_decimals() {
        let cents = |text| decimal_to_cents(text).map(|(amount, exact)| (amount.cents(), exact));
        assert_eq!(cents("1.50"), Some((150, true)));
        assert_eq!(cents("1.5000"), Some((150, true)));
        assert_eq!(cents("1.505"), Some((151, false)));
        assert_eq!(cents("-1.505"), Some((-151, false)));
        assert_eq!(cents("-0.004"), Some((0, false)));
        for bad in ["", "1,5", "1.2.3", "1.23x", "1e3", "é.éé", "9223372036854775807.00"] {
            assert_eq!(cents(bad), None, "{bad}");
        }
    }

    #[test]
    fn writes_decimals_plainly() {
        for (text, plain) in [("1.0000", "1"), ("-0.50", "-0.5"), ("007", "7"), (".5", "0.5"), ("-0", "0")] {
            assert_eq!(plain_decimal(text).as_deref(), Some(plain));
        }
        for bad in ["", "-", ".", "1,5", "x"] {
            assert_eq!(plain_decimal(bad), None);
        }
    }
}
