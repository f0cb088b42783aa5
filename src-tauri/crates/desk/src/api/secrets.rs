//! Where the secrets are.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Where the key of the data folder is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum KeyPlaceView {
    /// In the system's keyring.
    Keyring,
    /// Under a passphrase.
    Passphrase,
    /// The sample's: under a passphrase that everybody knows.
    Sample,
}

/// Where passwords of other systems are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CredentialPlaceView {
    /// In the system's keyring.
    Keyring,
    /// In the encrypted database: no keyring answers.
    Database,
}

/// Where the secrets are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SecretPlaces {
    /// The key of the data folder.
    pub key: KeyPlaceView,
    /// Whether a new passphrase is only taken with the one before.
    pub current_needed: bool,
    /// Passwords of other systems: those that are kept, or the next one.
    pub credentials: CredentialPlaceView,
}
