//! Postal addresses.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Country;

/// A postal address as a paper prints it: what stands over the postal line, then the postal line taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Address {
    /// Street, building, post box; the party's name is not among them.
    pub lines: Vec<String>,
    /// Postal code.
    pub postcode: Option<String>,
    /// Town.
    pub town: Option<String>,
    /// Country, where the address names it or its postal code tells it.
    pub country: Option<Country>,
}

/// Why a text is no [`Address`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an address has at least a line or a town, for example `12 rue Haute, 35000 Rennes`")]
pub struct AddressError;

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let postal = [self.postcode.as_deref(), self.town.as_deref()];
        let postal: Vec<&str> = postal.into_iter().flatten().collect();
        let mut parts: Vec<String> = self.lines.clone();
        if !postal.is_empty() {
            parts.push(postal.join(" "));
        }
        parts.extend(self.country.map(|country| country.to_string()));
        f.write_str(&parts.join(", "))
    }
}

/// Lines with commas between them, the postal line with its code first, the country as two letters at the end.
impl FromStr for Address {
    type Err = AddressError;
    fn from_str(text: &str) -> Result<Address, AddressError> {
        let mut parts: Vec<&str> = text.split(['\n', ',']).map(str::trim).filter(|p| !p.is_empty()).collect();
        let mut address = Address::default();
        if let Some(country) = parts.last().and_then(|last| last.parse::<Country>().ok()) {
            address.country = Some(country);
            parts.pop();
        }
        if let Some((code, town)) = parts.last().and_then(|last| last.split_once(' '))
            && code.bytes().any(|b| b.is_ascii_digit())
            && town.chars().any(char::is_alphabetic)
            && parts.len() > 1
        {
            address.postcode = Some(code.to_owned());
            address.town = Some(town.trim().to_owned());
            parts.pop();
        }
        address.lines = parts.into_iter().map(str::to_owned).collect();
        if address.lines.is_empty() && address.town.is_none() { Err(AddressError) } else { Ok(address) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_back() {
        let address: Address = "Zone des Prés, 12 rue Haute, 35000 Rennes, FR".parse().unwrap();
        assert_eq!(address.lines, ["Zone des Prés", "12 rue Haute"]);
        assert_eq!((address.postcode.as_deref(), address.town.as_deref()), (Some("35000"), Some("Rennes")));
        assert_eq!(address.country, Some(Country::FR));
        assert_eq!(address.to_string().parse::<Address>().unwrap(), address);
        assert!(", ".parse::<Address>().is_err());
    }
}
