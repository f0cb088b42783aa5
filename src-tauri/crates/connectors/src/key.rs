//! The key under which one publication is known on both sides.

use std::fmt;
use std::str::FromStr;

use liasse_domain::{LifeCycleMessageId, PublicationId};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

/// The client-made key of one publication or message: 8 to 64 letters, digits, `-` or `_`. Store it before anything is sent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdempotencyKey(String);

/// Why a text is no [`IdempotencyKey`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no publication key: expected 8 to 64 letters, digits, hyphens or underscores")]
pub struct IdempotencyKeyError {
    /// The text that was given.
    pub text: String,
}

impl IdempotencyKey {
    /// The key.
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// Twelve hexadecimal digits that stand for the key in a file name. A digest, because the first digits of a UUIDv7
    /// are a time and would repeat; 48 bits, because a chance repeat would pass for a document already dropped.
    pub fn mark(&self) -> String {
        Sha256::digest(self.0.as_bytes()).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
    }
}
impl From<PublicationId> for IdempotencyKey {
    fn from(id: PublicationId) -> IdempotencyKey {
        IdempotencyKey(id.to_string())
    }
}
impl From<LifeCycleMessageId> for IdempotencyKey {
    fn from(id: LifeCycleMessageId) -> IdempotencyKey {
        IdempotencyKey(id.to_string())
    }
}
impl FromStr for IdempotencyKey {
    type Err = IdempotencyKeyError;
    fn from_str(text: &str) -> Result<IdempotencyKey, IdempotencyKeyError> {
        let lawful = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        if !(8..=64).contains(&text.len()) || !text.bytes().all(lawful) {
            return Err(IdempotencyKeyError { text: text.to_owned() });
        }
        Ok(IdempotencyKey(text.to_owned()))
    }
}
impl fmt::Display for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl Serialize for IdempotencyKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
impl<'de> Deserialize<'de> for IdempotencyKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<IdempotencyKey, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
