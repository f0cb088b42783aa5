//! VAT numbers of the Union and its neighbours, with the check digits of the countries that our clients buy from most.

use std::str::FromStr;

use super::{BelgianEnterpriseNumber, IdentifierError, Siren, squeeze, text_identifier};
use crate::Country;

/// A VAT number with its country prefix, no spaces. French, Belgian, German and Luxembourgish ones have passed their key;
/// those of the other member states, Great Britain, Norway and Switzerland have the lawful form (length and characters).
/// A Swiss number is kept without the tax's abbreviation (MWST, TVA, IVA), which differs by language.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VatNumber(String);

text_identifier!(VatNumber);

impl VatNumber {
    /// The country of the prefix (`EL` for Greece).
    pub fn country(&self) -> Option<Country> {
        self.0.get(..2)?.parse().ok()
    }
    /// The SIREN inside a French VAT number.
    pub fn siren(&self) -> Option<Siren> {
        self.0.strip_prefix("FR")?.get(2..)?.parse().ok()
    }
    /// The French VAT number of a SIREN: key (12 + 3 × (SIREN mod 97)) mod 97 (BOI-TVA-DECLA-20-10-20).
    pub fn of_siren(siren: &Siren) -> VatNumber {
        let number: u64 = siren.as_str().parse().unwrap_or(0);
        VatNumber(format!("FR{:02}{siren}", (12 + 3 * (number % 97)) % 97))
    }
}

/// Place of a character in the alphabet of the new French keys: digits, then letters without I and O.
fn key_place(c: u8) -> Option<u64> {
    b"0123456789ABCDEFGHJKLMNPQRSTUVWXYZ".iter().position(|k| *k == c).map(|p| p as u64)
}

fn french(body: &str) -> bool {
    let (Some(key), Some(siren)) = (body.get(..2), body.get(2..)) else { return false };
    // Monaco's numbers begin with 000 and are no SIREN.
    let monaco = siren.starts_with("000") && siren.bytes().all(|b| b.is_ascii_digit());
    if siren.len() != 9 || !(monaco || siren.parse::<Siren>().is_ok()) {
        return false;
    }
    let Ok(number) = siren.parse::<u64>() else { return false };
    if let Ok(key) = key.parse::<u64>() {
        return key == (12 + 3 * (number % 97)) % 97;
    }
    let [first, second] = key.as_bytes() else { return false };
    let (Some(s0), Some(s1)) = (key_place(*first), key_place(*second)) else { return false };
    let check =
        if first.is_ascii_digit() { (s0 * 24 + s1).checked_sub(10) } else { (s0 * 34 + s1).checked_sub(100) };
    check.is_some_and(|check| (number + 1 + check / 11) % 11 == check % 11)
}

fn german(body: &str) -> bool {
    // ISO 7064 mod 11,10.
    if body.len() != 9 || !body.bytes().all(|b| b.is_ascii_digit()) || body.starts_with('0') {
        return false;
    }
    let mut product = 10;
    for digit in body.bytes().take(8).map(|b| u32::from(b - b'0')) {
        let sum = match (digit + product) % 10 {
            0 => 10,
            sum => sum,
        };
        product = (2 * sum) % 11;
    }
    let key = (11 - product) % 10;
    body.bytes().last().is_some_and(|b| u32::from(b - b'0') == key)
}

fn luxembourgish(body: &str) -> bool {
    let (Some(Ok(number)), Some(Ok(key))) =
        (body.get(..6).map(str::parse::<u32>), body.get(6..).map(str::parse::<u32>))
    else {
        return false;
    };
    body.len() == 8 && number % 89 == key
}

/// The lawful form of the other member states' numbers (annex of the VIES specification).
fn other_form(country: &str, body: &str) -> bool {
    let digits = body.bytes().filter(u8::is_ascii_digit).count();
    let length = body.len();
    match country {
        "AT" => length == 9 && body.starts_with('U') && digits == 8,
        "NL" => length == 12 && body.as_bytes().get(9) == Some(&b'B') && digits == 11,
        "ES" => length == 9 && digits >= 7,
        "IT" | "LV" | "HR" => length == 11 && digits == 11,
        "PT" | "EL" | "EE" => length == 9 && digits == 9,
        "DK" | "FI" | "HU" | "MT" | "SI" => length == 8 && digits == 8,
        "SE" => length == 12 && digits == 12,
        "PL" | "SK" => length == 10 && digits == 10,
        "CZ" => (8..=10).contains(&length) && digits == length,
        "BG" => (9..=10).contains(&length) && digits == length,
        "RO" => (2..=10).contains(&length) && digits == length,
        "LT" => (length == 9 || length == 12) && digits == length,
        "CY" => length == 9 && digits == 8,
        "IE" => (8..=9).contains(&length) && digits >= 6,
        "NO" => length == 12 && body.ends_with("MVA") && digits == 9,
        "GB" | "XI" => (length == 9 || length == 12) && digits == length,
        _ => false,
    }
}

impl FromStr for VatNumber {
    type Err = IdentifierError;
    fn from_str(text: &str) -> Result<VatNumber, IdentifierError> {
        let error = || IdentifierError {
            text: text.to_owned(),
            what: "VAT number",
            expected: "a country prefix and a number with sound check digits, for example FR40303265045",
        };
        let number = squeeze(text);
        let (Some(country), Some(body)) = (number.get(..2), number.get(2..)) else { return Err(error()) };
        let sound = match country {
            "FR" => french(body),
            "BE" => {
                let enterprise = body.parse::<BelgianEnterpriseNumber>().map_err(|_| error())?;
                return Ok(VatNumber(format!("BE{enterprise}")));
            }
            "CH" => {
                let uid =
                    ["MWST", "TVA", "IVA"].iter().find_map(|tax| body.strip_suffix(tax)).unwrap_or(body);
                let digits = uid.strip_prefix('E').ok_or_else(error)?;
                let sound = digits.len() == 9 && digits.bytes().all(|b| b.is_ascii_digit());
                return if sound { Ok(VatNumber(format!("CH{uid}"))) } else { Err(error()) };
            }
            "DE" => german(body),
            "LU" => luxembourgish(body),
            _ => other_form(country, body),
        };
        if sound { Ok(VatNumber(number)) } else { Err(error()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn checks_keys() {
        for good in [
            "FR40303265045",
            "FR 23 334 175 221",
            "FRK7399859412",
            "FR4Z123456782",
            "BE0428759497",
            "BE 0428.759.497",
            "BE 428.759.497",
            "be1000000120",
            "DE136695976",
            "LU15027442",
            "NL002455799B11",
            "ATU13585627",
            "ESB64717838",
            "IE6433435F",
            "EL094259216",
            "PT 501 964 843",
            "SE123456789701",
            "GB980780684",
            "XI980780684",
            "NO123456785MVA",
        ] {
            assert!(good.parse::<VatNumber>().is_ok(), "{good}");
        }
        for bad in [
            "FR84323140391",
            "FRIO334175221",
            "FR40303265046",
            "BE0431150351",
            "BE2428759497",
            "DE136695978",
            "DE036695976",
            "LU15027443",
            "NL002455799C11",
            "ES12",
            "NO123456785",
            "CHE12345678",
            "CH116281710",
            "XX123",
            "US123456789",
            "FR",
            "",
            "é",
            "FR4030326504é",
        ] {
            assert!(bad.parse::<VatNumber>().is_err(), "{bad}");
        }
        let siren: Siren = "443121975".parse().unwrap();
        let number = VatNumber::of_siren(&siren);
        assert_eq!(number.as_str(), "FR46443121975");
        assert_eq!(number.siren(), Some(siren));
        assert_eq!(number.as_str().parse::<VatNumber>().unwrap(), number);
    }

    #[test]
    fn takes_monaco_and_switzerland() {
        // Monaco's numbers are French ones whose nine digits, from 000, are no SIREN.
        let monaco: VatNumber = "FR 53 000004605".parse().unwrap();
        assert_eq!(monaco.siren(), None);
        for written in ["CHE-116.281.710 MWST", "CHE-116.281.710 TVA", "CHE116281710IVA", "CHE-116.281.710"] {
            let number: VatNumber = written.parse().unwrap();
            assert_eq!(number.as_str(), "CHE116281710", "{written}");
            assert_eq!(number.country(), Some("CH".parse().unwrap()));
        }
    }

    proptest! {
        #[test]
        fn every_siren_has_its_number(body in 0u32..100_000_000) {
            // One of the ten last digits makes it pass Luhn.
            let siren = (0..10).find_map(|key| format!("{body:08}{key}").parse::<Siren>().ok());
            if let Some(siren) = siren {
                let number = VatNumber::of_siren(&siren);
                prop_assert_eq!(number.as_str().parse::<VatNumber>().unwrap().siren(), Some(siren));
            }
        }
        #[test]
        fn never_panics(text in "\\PC{0,20}") {
            let _ = text.parse::<VatNumber>();
        }
        #[test]
        fn never_panics_after_a_prefix(country in "(FR|BE|DE|LU|NL|CH|ES|IE)", body in "[0-9A-ZÀ-ÿ.]{0,14}") {
            let _ = format!("{country}{body}").parse::<VatNumber>();
        }
    }
}
