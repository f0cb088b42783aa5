//! Passwords of the systems that the firm publishes to: in the system's keyring, or in the encrypted database where no
//! keyring answers. Which of both is a setting; neither is part of the ledger of changes.

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::keys::Keyring;
use crate::{Reader, StoreError, Writer};

/// Where a credential is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CredentialPlace {
    /// The system's keyring.
    Keyring,
    /// The encrypted database: no keyring answered.
    Database,
}

/// What the database knows of a credential.
#[derive(Serialize, Deserialize)]
#[serde(tag = "place", rename_all = "snake_case")]
enum Kept {
    Keyring { name: String },
    Database { secret: String },
}

fn setting(key: &str) -> String {
    format!("credential.{key}")
}

impl Reader<'_> {
    /// Where a credential is kept; `None` when there is none.
    pub fn credential_place(&self, key: &str) -> Result<Option<CredentialPlace>, StoreError> {
        Ok(self.setting::<Kept>(&setting(key))?.map(|kept| match kept {
            Kept::Keyring { .. } => CredentialPlace::Keyring,
            Kept::Database { .. } => CredentialPlace::Database,
        }))
    }

    /// A credential; `None` when there is none.
    ///
    /// # Errors
    /// [`StoreError::KeyringSilent`] when it is in the keyring and that does not give it.
    pub fn credential(
        &self,
        key: &str,
        keyring: &dyn Keyring,
    ) -> Result<Option<Zeroizing<String>>, StoreError> {
        let name = match self.setting::<Kept>(&setting(key))? {
            None => return Ok(None),
            Some(Kept::Database { secret }) => return Ok(Some(Zeroizing::new(secret))),
            Some(Kept::Keyring { name }) => name,
        };
        let silent = |reason: String| StoreError::KeyringSilent { reason };
        let kept = keyring.get(&name).map_err(silent)?;
        let kept = kept.ok_or_else(|| silent("it has lost the password".to_owned()))?;
        let text = std::str::from_utf8(&kept).map_err(|_| silent("it holds something else".to_owned()))?;
        Ok(Some(Zeroizing::new(text.to_owned())))
    }
}

impl Writer<'_> {
    /// Keeps a credential: in the keyring when it answers, else in the database.
    pub fn put_credential(
        &mut self,
        key: &str,
        secret: &str,
        keyring: &dyn Keyring,
    ) -> Result<CredentialPlace, StoreError> {
        let before = match self.setting::<Kept>(&setting(key))? {
            Some(Kept::Keyring { name }) => Some(name),
            _ => None,
        };
        let name = before.unwrap_or_else(|| format!("credential {}", uuid::Uuid::now_v7()));
        let (kept, place) = match keyring.keep(&name, secret.as_bytes()) {
            Ok(()) => (Kept::Keyring { name }, CredentialPlace::Keyring),
            Err(_) => {
                // An older password under that name would be of no use; a keyring that is silent cannot forget it.
                let _ = keyring.delete(&name);
                (Kept::Database { secret: secret.to_owned() }, CredentialPlace::Database)
            }
        };
        self.put_setting(&setting(key), &kept)?;
        Ok(place)
    }

    /// Forgets a credential, wherever it is.
    pub fn delete_credential(&mut self, key: &str, keyring: &dyn Keyring) -> Result<(), StoreError> {
        if let Some(Kept::Keyring { name }) = self.setting::<Kept>(&setting(key))? {
            // A keyring that is silent keeps a password that nothing names any more.
            let _ = keyring.delete(&name);
        }
        self.delete_setting(&setting(key))
    }

    /// Moves a credential out of the database, now that a keyring answers. Answers where it is.
    pub fn move_credential(
        &mut self,
        key: &str,
        keyring: &dyn Keyring,
    ) -> Result<Option<CredentialPlace>, StoreError> {
        match self.setting::<Kept>(&setting(key))? {
            Some(Kept::Database { secret }) => {
                let secret = Zeroizing::new(secret);
                self.put_credential(key, &secret, keyring).map(Some)
            }
            _ => self.credential_place(key),
        }
    }
}
