//! Company registers of France (SIREN, SIRET) and Belgium (enterprise number).

use std::str::FromStr;

use super::{IdentifierError, mod97, squeeze, text_identifier};

/// A SIREN: nine digits that pass Luhn.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Siren(String);
/// A SIRET: a SIREN and five digits; the fourteen pass Luhn (for La Poste's establishments, the sum of the digits is a
/// multiple of five instead).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Siret(String);
/// A Belgian enterprise number: ten digits from 0 or 1, the last two being 97 minus the rest modulo 97.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BelgianEnterpriseNumber(String);

text_identifier!(Siren);
text_identifier!(Siret);
text_identifier!(BelgianEnterpriseNumber);

const LA_POSTE: &str = "356000000";

fn digits(text: &str) -> impl DoubleEndedIterator<Item = u32> + '_ {
    text.bytes().map(|b| u32::from(b.wrapping_sub(b'0')))
}

fn luhn(text: &str) -> bool {
    let sum: u32 = digits(text)
        .rev()
        .enumerate()
        .map(|(place, digit)| match (place % 2, digit * 2) {
            (0, _) => digit,
            (_, doubled) if doubled > 9 => doubled - 9,
            (_, doubled) => doubled,
        })
        .sum();
    sum.is_multiple_of(10)
}

fn only_digits(text: &str, length: usize) -> Option<String> {
    let squeezed = squeeze(text);
    (squeezed.len() == length && squeezed.bytes().all(|b| b.is_ascii_digit())).then_some(squeezed)
}

impl FromStr for Siren {
    type Err = IdentifierError;
    fn from_str(text: &str) -> Result<Siren, IdentifierError> {
        only_digits(text, 9).filter(|siren| luhn(siren) && siren.bytes().any(|b| b != b'0')).map(Siren).ok_or(
            IdentifierError { text: text.to_owned(), what: "SIREN", expected: "nine digits that pass Luhn" },
        )
    }
}

impl Siret {
    /// The company of this establishment.
    pub fn siren(&self) -> Siren {
        Siren(self.0.chars().take(9).collect())
    }
}
impl FromStr for Siret {
    type Err = IdentifierError;
    fn from_str(text: &str) -> Result<Siret, IdentifierError> {
        let la_poste =
            |siret: &str| siret.starts_with(LA_POSTE) && digits(siret).sum::<u32>().is_multiple_of(5);
        let siren_is_sound = |siret: &str| siret.get(..9).is_some_and(|siren| siren.parse::<Siren>().is_ok());
        only_digits(text, 14)
            .filter(|siret| siren_is_sound(siret) && (luhn(siret) || la_poste(siret)))
            .map(Siret)
            .ok_or(IdentifierError {
                text: text.to_owned(),
                what: "SIRET",
                expected: "fourteen digits that pass Luhn",
            })
    }
}

impl FromStr for BelgianEnterpriseNumber {
    type Err = IdentifierError;
    fn from_str(text: &str) -> Result<BelgianEnterpriseNumber, IdentifierError> {
        let error = || IdentifierError {
            text: text.to_owned(),
            what: "Belgian enterprise number",
            expected: "ten digits from 0 or 1 whose last two are 97 minus the rest modulo 97",
        };
        let squeezed = squeeze(text);
        let bare = squeezed.strip_prefix("BE").unwrap_or(&squeezed);
        // The old form has nine digits: a zero goes before them.
        let number = if bare.len() == 9 { format!("0{bare}") } else { bare.to_owned() };
        let number = only_digits(&number, 10).ok_or_else(error)?;
        let key: u32 = digits(&number).skip(8).fold(0, |sum, digit| sum * 10 + digit);
        // A remainder of zero gives the key 97: keys run from 01 to 97.
        let sound = number.starts_with(['0', '1']) && 97 - mod97(digits(&number).take(8)) == key;
        if sound { Ok(BelgianEnterpriseNumber(number)) } else { Err(error()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn checks_digits() {
        assert!("732 829 320".parse::<Siren>().is_ok());
        for bad in ["732829321", "000000000", "73282932", "7328293200", "73282932O", ""] {
            assert!(bad.parse::<Siren>().is_err(), "{bad}");
        }
        assert_eq!("73282932000074".parse::<Siret>().unwrap().siren().as_str(), "732829320");
        assert!("73282932000075".parse::<Siret>().is_err());
        for good in ["0428759497", "0403019261", "BE 428.759.497", "0403.019.261", "BE0403.019.261"] {
            assert!(good.parse::<BelgianEnterpriseNumber>().is_ok(), "{good}");
        }
        for bad in ["0431150351", "2428759497", "04287594970", "FR0428759497", ""] {
            assert!(bad.parse::<BelgianEnterpriseNumber>().is_err(), "{bad}");
        }
        let old: BelgianEnterpriseNumber = "428.759.497".parse().unwrap();
        assert_eq!(old.as_str(), "0428759497");
    }

    #[test]
    fn takes_the_establishments_of_la_poste() {
        // The head office passes Luhn; the others have a sum of digits that is a multiple of five.
        for good in ["35600000000048", "35600000009075", "35600000049837"] {
            assert!(good.parse::<Siret>().is_ok(), "{good}");
        }
        assert!("35600000009076".parse::<Siret>().is_err());
        assert!("73282932000078".parse::<Siret>().is_err(), "that sum is La Poste's alone");
    }

    proptest! {
        /// Luhn and modulo 97 find every wrong digit.
        #[test]
        fn one_wrong_digit_is_found(body in 1u32..99_999_999, place in 0usize..9, step in 1u8..10) {
            if let Some(siren) = (0..10).map(|key| format!("{body:08}{key}")).find(|s| s.parse::<Siren>().is_ok()) {
                prop_assert!(turned(&siren, place, step).parse::<Siren>().is_err());
            }
            let body = body % 20_000_000;
            let number = format!("{body:08}{:02}", 97 - body % 97);
            prop_assert!(number.parse::<BelgianEnterpriseNumber>().is_ok());
            prop_assert!(turned(&number, place, step).parse::<BelgianEnterpriseNumber>().is_err());
        }
        #[test]
        fn never_panics(text in "\\PC{0,20}") {
            let _ = (text.parse::<Siren>(), text.parse::<Siret>(), text.parse::<BelgianEnterpriseNumber>());
        }
    }

    /// The digits with one of them turned on by `step`.
    fn turned(digits: &str, place: usize, step: u8) -> String {
        let mut bytes = digits.as_bytes().to_vec();
        bytes[place] = b'0' + (bytes[place] - b'0' + step) % 10;
        String::from_utf8(bytes).unwrap()
    }
}
