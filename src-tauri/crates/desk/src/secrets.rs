//! Where the secrets are: the key of the data folder, and the passwords of the systems that documents are published to.

use std::sync::atomic::Ordering;

use liasse_store::{CredentialPlace, Zeroizing};

use crate::api::{CredentialPlaceView, DeskError, KeyPlaceView, SecretPlaces};
use crate::desk::Desk;
use crate::publication::{MAIL_ACCOUNT, MEG, SAGE_GE};

impl Desk {
    /// Where the key and the passwords are kept.
    pub fn secret_places(&self) -> Result<SecretPlaces, DeskError> {
        let under_passphrase = self.with_store(|store| Ok(store.is_under_passphrase()))?;
        let kept = self.read(|reader| {
            let mut keys = crate::platform::keys(reader)?;
            keys.extend([SAGE_GE, MEG, MAIL_ACCOUNT].map(str::to_owned));
            let places = keys.iter().map(|key| reader.credential_place(key));
            Ok(places.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect::<Vec<_>>())
        })?;
        let in_database = match kept.is_empty() {
            true => self.keyring.probe().is_err(),
            false => kept.contains(&CredentialPlace::Database),
        };
        Ok(SecretPlaces {
            key: match (self.sample, under_passphrase) {
                (true, _) => KeyPlaceView::Sample,
                (false, true) => KeyPlaceView::Passphrase,
                (false, false) => KeyPlaceView::Keyring,
            },
            current_needed: under_passphrase && !self.passphrase_lost.load(Ordering::Relaxed),
            credentials: if in_database {
                CredentialPlaceView::Database
            } else {
                CredentialPlaceView::Keyring
            },
        })
    }

    /// Puts the key under a passphrase, or under another one. The current one is asked for, unless the data folder was opened
    /// with the recovery code.
    ///
    /// # Errors
    /// `wrong_passphrase`, `weak_passphrase`; `sample_passphrase`, for the sample's never changes.
    pub fn set_passphrase(&self, current: String, passphrase: String) -> Result<(), DeskError> {
        let (current, passphrase) = (Zeroizing::new(current), Zeroizing::new(passphrase));
        if self.sample {
            return Err(DeskError::new("sample_passphrase", "the passphrase of the sample does not change"));
        }
        let lost = self.passphrase_lost.load(Ordering::Relaxed);
        self.with_store(|store| Ok(store.set_passphrase((!lost).then_some(current.as_str()), &passphrase)?))?;
        self.passphrase_lost.store(false, Ordering::Relaxed);
        Ok(())
    }

    /// A password, or an empty text when there is none.
    pub(crate) fn credential(&self, key: &str) -> Result<Zeroizing<String>, DeskError> {
        let kept = self.read(|reader| reader.credential(key, self.keyring.as_ref()))?;
        Ok(kept.unwrap_or_default())
    }

    /// Passwords that are in the database, from before there was a keyring, go where they belong.
    pub(crate) fn move_credentials(&self) -> Result<(), DeskError> {
        let waiting = self.read(|reader| {
            let mut waiting = Vec::new();
            let platforms = crate::platform::keys(reader)?.into_iter().map(|key| (key, "client_secret"));
            let firm = [(SAGE_GE, "client_secret"), (MEG, "password"), (MAIL_ACCOUNT, "password")];
            let firm = firm.map(|(key, name)| (key.to_owned(), name));
            for (key, name) in firm.into_iter().chain(platforms) {
                let inside = reader
                    .setting::<serde_json::Value>(&key)?
                    .is_some_and(|setting| setting.get(name).is_some());
                if inside || reader.credential_place(&key)? == Some(CredentialPlace::Database) {
                    waiting.push((key, name));
                }
            }
            Ok(waiting)
        })?;
        for (key, name) in waiting {
            self.background(|writer| {
                if let Some(mut setting) = writer.setting::<serde_json::Value>(&key)?
                    && let Some(serde_json::Value::String(secret)) =
                        setting.as_object_mut().and_then(|fields| fields.remove(name))
                {
                    writer.put_credential(&key, &Zeroizing::new(secret), self.keyring.as_ref())?;
                    writer.put_setting(&key, &setting)?;
                }
                writer.move_credential(&key, self.keyring.as_ref()).map(drop)
            })?;
        }
        Ok(())
    }
}
