//! The system's keyring: Secret Service, Keychain or Credential Manager.

use zeroize::Zeroizing;

const SERVICE: &str = "Liasse";

/// A place that keeps secrets, each under a name. Errors are sentences that name no secret.
pub trait Keyring: Send + Sync {
    /// Puts a secret in the place of the one of that name.
    ///
    /// # Errors
    /// Why it does not.
    fn set(&self, name: &str, secret: &[u8]) -> Result<(), String>;
    /// The secret of that name, if there is one.
    ///
    /// # Errors
    /// Why it does not answer.
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, String>;
    /// Forgets the secret of that name.
    ///
    /// # Errors
    /// Why it does not.
    fn delete(&self, name: &str) -> Result<(), String>;

    /// Keeps a secret and reads it back: a keyring may say that it is there and yet keep nothing.
    ///
    /// # Errors
    /// Why it does not.
    fn keep(&self, name: &str, secret: &[u8]) -> Result<(), String> {
        self.set(name, secret)?;
        match self.get(name)? {
            Some(kept) if kept.as_slice() == secret => Ok(()),
            _ => Err("the system's keyring does not keep what it is given".to_owned()),
        }
    }

    /// Whether it keeps what it is given.
    ///
    /// # Errors
    /// Why it does not.
    fn probe(&self) -> Result<(), String> {
        let name = format!("probe {}", uuid::Uuid::now_v7());
        let kept = self.keep(&name, b"probe");
        // What was never kept cannot be forgotten.
        let _ = self.delete(&name);
        kept
    }
}

/// The keyring of the user's session.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemKeyring;

fn entry(name: &str) -> Result<keyring::Entry, String> {
    keyring::Entry::new(SERVICE, name).map_err(|error| sentence(&error))
}
fn sentence(error: &keyring::Error) -> String {
    format!("the system's keyring does not answer: {error}")
}

impl Keyring for SystemKeyring {
    fn set(&self, name: &str, secret: &[u8]) -> Result<(), String> {
        entry(name)?.set_secret(secret).map_err(|error| sentence(&error))
    }
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, String> {
        match entry(name)?.get_secret() {
            Ok(secret) => Ok(Some(Zeroizing::new(secret))),
            Err(keyring::Error::NoEntry) => Ok(None),
            Err(error) => Err(sentence(&error)),
        }
    }
    fn delete(&self, name: &str) -> Result<(), String> {
        entry(name)?.delete_credential().map_err(|error| sentence(&error))
    }
}
