//! The system's keyring: Secret Service, Keychain or Credential Manager.

use zeroize::Zeroizing;

const SERVICE: &str = "Liasse";

/// A place that keeps secrets. Errors are sentences.
pub(super) trait Keyring {
    fn set(&self, name: &str, secret: &[u8]) -> Result<(), String>;
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, String>;
    fn delete(&self, name: &str) -> Result<(), String>;

    /// Keeps a secret and reads it back: a keyring may say that it is there and yet keep nothing.
    fn probe(&self) -> Result<(), String> {
        let name = format!("probe {}", uuid::Uuid::now_v7());
        self.set(&name, b"probe")?;
        let kept = self.get(&name);
        let _ = self.delete(&name);
        match kept? {
            Some(secret) if secret.as_slice() == b"probe" => Ok(()),
            _ => Err("the system's keyring does not keep what it is given".to_owned()),
        }
    }
}

pub(super) struct SystemKeyring;

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
