//! Bank identifiers: IBAN, BIC, the Belgian structured communication.

use std::str::FromStr;

use super::{IdentifierError, mod97, squeeze, text_identifier};
use crate::Country;

/// An IBAN (ISO 13616), no spaces, key checked (ISO 7064 mod 97-10) and length checked where the country is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Iban(String);
/// A BIC (ISO 9362): eight or eleven characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bic(String);
/// A Belgian structured communication (OGM/VCS): `+++ddd/dddd/ddddd+++`, the last two digits being the first ten
/// modulo 97, or 97 for a remainder of zero (Febelfin).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StructuredCommunication(String);

text_identifier!(Iban);
text_identifier!(Bic);
text_identifier!(StructuredCommunication);

/// Lengths of the IBAN registry (SWIFT) for the countries that our clients pay to.
const LENGTHS: [(&str, usize); 34] = [
    ("AT", 20),
    ("BE", 16),
    ("BG", 22),
    ("CH", 21),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("EE", 20),
    ("ES", 24),
    ("FI", 18),
    ("FR", 27),
    ("GB", 22),
    ("GR", 27),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IT", 27),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("MC", 27),
    ("MT", 31),
    ("NL", 18),
    ("NO", 15),
    ("PL", 28),
    ("PT", 25),
    ("RO", 24),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("IS", 26),
    ("SM", 27),
];

impl Iban {
    /// The length of the IBANs of a country, where it is known.
    pub fn length_of(country: &str) -> Option<usize> {
        LENGTHS.iter().find(|(code, _)| *code == country).map(|(_, length)| *length)
    }
    /// The country of the account.
    pub fn country(&self) -> Option<Country> {
        self.0.get(..2)?.parse().ok()
    }
}

impl FromStr for Iban {
    type Err = IdentifierError;
    fn from_str(text: &str) -> Result<Iban, IdentifierError> {
        let error = || IdentifierError {
            text: text.to_owned(),
            what: "IBAN",
            expected: "a country, two check digits and an account number that pass mod 97-10",
        };
        let iban = squeeze(text);
        let country = iban.get(..2).ok_or_else(error)?;
        let lawful_length = match Iban::length_of(country) {
            Some(length) => iban.len() == length,
            None => (15..=34).contains(&iban.len()),
        };
        let head_is_sound = country.bytes().all(|b| b.is_ascii_uppercase())
            && iban.bytes().skip(2).take(2).all(|b| b.is_ascii_digit());
        if !lawful_length || !head_is_sound {
            return Err(error());
        }
        let (head, body) = iban.split_at(4);
        let numbers = body.chars().chain(head.chars()).flat_map(|c| {
            let value = c.to_digit(36).unwrap_or(0);
            if value >= 10 { vec![value / 10, value % 10] } else { vec![value] }
        });
        if mod97(numbers) == 1 { Ok(Iban(iban)) } else { Err(error()) }
    }
}

impl FromStr for Bic {
    type Err = IdentifierError;
    fn from_str(text: &str) -> Result<Bic, IdentifierError> {
        let bic = squeeze(text);
        let letters = bic.get(..6).is_some_and(|head| head.bytes().all(|b| b.is_ascii_uppercase()));
        if letters && (bic.len() == 8 || bic.len() == 11) {
            Ok(Bic(bic))
        } else {
            Err(IdentifierError {
                text: text.to_owned(),
                what: "BIC",
                expected: "eight or eleven characters that begin with six letters",
            })
        }
    }
}

impl FromStr for StructuredCommunication {
    type Err = IdentifierError;
    fn from_str(text: &str) -> Result<StructuredCommunication, IdentifierError> {
        let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
        let key = digits.iter().skip(10).fold(0, |sum, digit| sum * 10 + digit);
        let expected = match mod97(digits.iter().take(10).copied()) {
            0 => 97,
            rest => rest,
        };
        if digits.len() != 12 || key != expected {
            return Err(IdentifierError {
                text: text.to_owned(),
                what: "structured communication",
                expected: "twelve digits whose last two are the first ten modulo 97",
            });
        }
        let text: String = digits.iter().filter_map(|d| char::from_digit(*d, 10)).collect();
        let (a, rest) = text.split_at(3);
        let (b, c) = rest.split_at(4);
        Ok(StructuredCommunication(format!("+++{a}/{b}/{c}+++")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_keys() {
        assert_eq!("FR76 3000 6000 0112 3456 7890 189".parse::<Iban>().unwrap().country(), Some(Country::FR));
        assert!("BE68 5390 0754 7034".parse::<Iban>().is_ok());
        assert!("BE68 5390 0754 7035".parse::<Iban>().is_err());
        assert!("FR76 3000 6000 0112 3456 7890 18".parse::<Iban>().is_err());
        assert!("é".parse::<Iban>().is_err());
        assert!("AGRIFRPP".parse::<Bic>().is_ok());
        assert!("AGR1FRPP".parse::<Bic>().is_err());
        assert_eq!(
            "010/8068/17183".parse::<StructuredCommunication>().unwrap().as_str(),
            "+++010/8068/17183+++"
        );
        assert!("010/8068/17184".parse::<StructuredCommunication>().is_err());
    }
}
