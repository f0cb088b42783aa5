//! The chart of accounts.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The code of an account: general (`606300`) or auxiliary (`401DELORME`).
///
/// One to twenty characters, letters, digits and `-_.`, upper case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountCode(String);

/// Why a text is no [`AccountCode`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no account: expected 1 to 20 letters or digits, for example 606300 or 401DELORME")]
pub struct AccountCodeError {
    /// The text that was given.
    pub text: String,
}

impl AccountCode {
    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// Whether the code begins with `prefix`.
    pub fn starts_with(&self, prefix: &str) -> bool {
        self.0.starts_with(prefix)
    }
}
impl FromStr for AccountCode {
    type Err = AccountCodeError;
    fn from_str(text: &str) -> Result<AccountCode, AccountCodeError> {
        let code = text.trim().to_uppercase();
        let length = code.chars().count();
        let lawful = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        if length == 0 || length > 20 || !code.chars().all(lawful) {
            return Err(AccountCodeError { text: text.to_owned() });
        }
        Ok(AccountCode(code))
    }
}
impl fmt::Display for AccountCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl Serialize for AccountCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
impl<'de> Deserialize<'de> for AccountCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<AccountCode, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// An account of a client file's chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its code.
    pub code: AccountCode,
    /// Its label.
    pub label: String,
}

/// The code of an accounting journal (`ACH`, `VTE`, `BQ`, `OD`): one to eight letters or digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JournalCode(String);

impl JournalCode {
    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl FromStr for JournalCode {
    type Err = AccountCodeError;
    fn from_str(text: &str) -> Result<JournalCode, AccountCodeError> {
        let code = text.trim().to_uppercase();
        if code.is_empty() || code.chars().count() > 8 || !code.chars().all(char::is_alphanumeric) {
            return Err(AccountCodeError { text: text.to_owned() });
        }
        Ok(JournalCode(code))
    }
}
impl fmt::Display for JournalCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl Serialize for JournalCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
impl<'de> Deserialize<'de> for JournalCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<JournalCode, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
