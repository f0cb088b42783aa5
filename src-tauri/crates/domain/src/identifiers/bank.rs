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

/// How the account number of each country is made behind the check digits: so many digits (`n`), capitals (`a`), or either
/// (`c`). Source: the SWIFT IBAN registry (ISO 13616).
const STRUCTURES: [(&str, &str); 34] = [
    ("AT", "16n"),
    ("BE", "12n"),
    ("BG", "4a6n8c"),
    ("CH", "5n12c"),
    ("CY", "8n16c"),
    ("CZ", "20n"),
    ("DE", "18n"),
    ("DK", "14n"),
    ("EE", "16n"),
    ("ES", "20n"),
    ("FI", "14n"),
    ("FR", "10n11c2n"),
    ("GB", "4a14n"),
    ("GR", "7n16c"),
    ("HR", "17n"),
    ("HU", "24n"),
    ("IE", "4a14n"),
    ("IT", "1a10n12c"),
    ("LI", "5n12c"),
    ("LT", "16n"),
    ("LU", "3n13c"),
    ("LV", "4a13c"),
    ("MC", "10n11c2n"),
    ("MT", "4a5n18c"),
    ("NL", "4a10n"),
    ("NO", "11n"),
    ("PL", "24n"),
    ("PT", "21n"),
    ("RO", "4a16c"),
    ("SE", "20n"),
    ("SI", "15n"),
    ("SK", "20n"),
    ("IS", "22n"),
    ("SM", "1a10n12c"),
];

impl Iban {
    /// The length of the IBANs of a country, where it is known.
    pub fn length_of(country: &str) -> Option<usize> {
        let structure = structure_of(country)?;
        Some(4 + parts(structure).map(|(count, _)| count).sum::<usize>())
    }
    /// The country of the account.
    pub fn country(&self) -> Option<Country> {
        self.0.get(..2)?.parse().ok()
    }
}

fn structure_of(country: &str) -> Option<&'static str> {
    STRUCTURES.iter().find(|(code, _)| *code == country).map(|(_, structure)| *structure)
}

/// The parts of a structure: `10n11c2n` is ten digits, eleven digits or capitals, two digits.
fn parts(structure: &str) -> impl Iterator<Item = (usize, char)> {
    structure.split_inclusive(char::is_alphabetic).filter_map(|part| {
        let kind = part.chars().last()?;
        Some((part.trim_end_matches(kind).parse().ok()?, kind))
    })
}

/// Whether the characters behind the check digits are of the kinds of a structure.
fn is_made_so(iban: &str, structure: &str) -> bool {
    let kinds = parts(structure).flat_map(|(count, kind)| std::iter::repeat_n(kind, count));
    iban.chars().skip(4).zip(kinds).all(|(letter, kind)| match kind {
        'n' => letter.is_ascii_digit(),
        'a' => letter.is_ascii_uppercase(),
        _ => letter.is_ascii_digit() || letter.is_ascii_uppercase(),
    })
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
            && iban.bytes().skip(2).take(2).all(|b| b.is_ascii_digit())
            // ISO 7064 gives check digits from 02 to 98: the others are of the same remainders, and wrong.
            && !matches!(iban.get(2..4), Some("00" | "01" | "99"));
        let made_so = structure_of(country).is_none_or(|structure| is_made_so(&iban, structure));
        if !lawful_length || !head_is_sound || !made_so {
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
        let key = digits.iter().skip(10).take(2).fold(0, |sum, digit| sum * 10 + digit);
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
    use proptest::prelude::*;

    #[test]
    fn checks_keys() {
        // Longer than a number that a machine word holds.
        assert!("9223372036854775807".parse::<StructuredCommunication>().is_err());
        assert_eq!("FR76 3000 6000 0112 3456 7890 189".parse::<Iban>().unwrap().country(), Some(Country::FR));
        for good in
            ["BE68 5390 0754 7034", "be68539007547034", "DE89370400440532013000", "NL91ABNA0417164300"]
        {
            assert!(good.parse::<Iban>().is_ok(), "{good}");
        }
        for bad in
            ["BE68 5390 0754 7035", "FR76 3000 6000 0112 3456 7890 18", "FR", "", "é", "6853 9007 5470 34BE"]
        {
            assert!(bad.parse::<Iban>().is_err(), "{bad}");
        }
        // The identifier of a SEPA creditor and the reference behind it pass mod 97-10 by chance, and are no account.
        assert!("FR41ZZZ482006RF521695542362".parse::<Iban>().is_err());
        assert_eq!((Iban::length_of("FR"), Iban::length_of("NO")), (Some(27), Some(15)));
        for good in ["AGRIFRPP", "agrifrpp 882", "KREDBEBB"] {
            assert!(good.parse::<Bic>().is_ok(), "{good}");
        }
        for bad in ["AGR1FRPP", "AGRIFRP", "AGRIFRPP8", ""] {
            assert!(bad.parse::<Bic>().is_err(), "{bad}");
        }
    }

    #[test]
    fn checks_structured_communications() {
        for written in ["010/8068/17183", "+++010/8068/17183+++", "***010/8068/17183***", "010806817183"] {
            let communication: StructuredCommunication = written.parse().unwrap();
            assert_eq!(communication.as_str(), "+++010/8068/17183+++");
        }
        // A remainder of zero is written 97.
        assert!("000000009797".parse::<StructuredCommunication>().is_ok());
        for bad in ["010/8068/17184", "000000009700", "01080681718", ""] {
            assert!(bad.parse::<StructuredCommunication>().is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn every_belgian_account_has_its_iban(bank in 0u64..1_000, account in 0u64..10_000_000) {
            let body = bank * 10_000_000 + account;
            let key = if body % 97 == 0 { 97 } else { body % 97 };
            let bban = format!("{body:010}{key:02}");
            // B is 11, E is 14 (ISO 13616).
            let check = 98 - mod97(format!("{bban}111400").bytes().map(|b| u32::from(b - b'0')));
            let iban = format!("BE{check:02}{bban}");
            prop_assert!(iban.parse::<Iban>().is_ok());
            let wrong = format!("BE{:02}{bban}", 2 + (check - 1) % 97);
            prop_assert!(wrong.parse::<Iban>().is_err());
        }
        #[test]
        fn never_panics(text in "\\PC{0,40}") {
            let _ = (text.parse::<Iban>(), text.parse::<Bic>(), text.parse::<StructuredCommunication>());
        }
    }
}
