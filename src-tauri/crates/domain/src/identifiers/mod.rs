//! Identifiers with check digits: SIREN, SIRET, VAT and enterprise numbers, IBAN, BIC, structured communications.
//!
//! Each type holds a normalised, checked value. The algorithms are public facts: Luhn (ISO/IEC 7812-1) for SIREN and
//! SIRET, mod 97 for VAT keys and Belgian numbers, ISO 7064 mod 97-10 for IBAN (ISO 13616).

mod bank;
mod company;
mod vat_number;

pub use bank::{Bic, Iban, StructuredCommunication};
pub use company::{BelgianEnterpriseNumber, Siren, Siret};
pub use vat_number::VatNumber;

/// Why a text is no identifier of the wanted sort.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no {what}: expected {expected}")]
pub struct IdentifierError {
    /// The text that was given.
    pub text: String,
    /// The identifier's name.
    pub what: &'static str,
    /// Its form.
    pub expected: &'static str,
}

/// Letters and digits only, upper case: identifiers are printed with spaces, points and hyphens.
pub(crate) fn squeeze(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// Remainder of a decimal number of any length by 97.
pub(crate) fn mod97(digits: impl IntoIterator<Item = u32>) -> u32 {
    digits.into_iter().fold(0, |rest, digit| (rest * 10 + digit) % 97)
}

macro_rules! text_identifier {
    ($name:ident) => {
        impl $name {
            /// The normalised text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use text_identifier;
