//! Analytic axes: two sections that a line may bear.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The code of an analytic section (cost centre, site, job): 1 to 20 letters, digits or `-_.`, upper case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Section(String);

/// Why a text is no [`Section`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` is no analytic section: expected 1 to 20 letters or digits, for example PARIS or CHANTIER-12"
)]
pub struct SectionError {
    /// The text that was given.
    pub text: String,
}

impl Section {
    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl FromStr for Section {
    type Err = SectionError;
    fn from_str(text: &str) -> Result<Section, SectionError> {
        let code = text.trim().to_uppercase();
        let length = code.chars().count();
        let lawful = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        if length == 0 || length > 20 || !code.chars().all(lawful) {
            return Err(SectionError { text: text.to_owned() });
        }
        Ok(Section(code))
    }
}
impl fmt::Display for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl Serialize for Section {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
impl<'de> Deserialize<'de> for Section {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Section, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// The sections of a line, one on each axis.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Axes {
    /// On the first axis.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<Section>,
    /// On the second axis.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub second: Option<Section>,
}

impl Axes {
    /// Whether neither axis bears a section.
    pub fn is_empty(&self) -> bool {
        self.first.is_none() && self.second.is_none()
    }
    /// These sections, and `otherwise` on an axis that bears none.
    pub fn or(&self, otherwise: &Axes) -> Axes {
        Axes {
            first: self.first.clone().or_else(|| otherwise.first.clone()),
            second: self.second.clone().or_else(|| otherwise.second.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_without_a_section_takes_the_other_ones() {
        let axes = Axes { first: Some("paris".parse().unwrap()), second: None };
        let card = Axes { first: Some("LYON".parse().unwrap()), second: Some("CH-12".parse().unwrap()) };
        let both = axes.or(&card);
        assert_eq!((both.first.unwrap().as_str(), both.second.unwrap().as_str()), ("PARIS", "CH-12"));
        assert!("a b".parse::<Section>().is_err());
    }
}
