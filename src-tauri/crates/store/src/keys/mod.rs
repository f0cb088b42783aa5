//! The master key of a data folder, and what is derived from it.
//!
//! 32 random bytes, kept in the system's keyring, or wrapped under a passphrase (`keys/passphrase.json`) where no
//! keyring answers; and wrapped under a recovery code (`keys/recovery.json`) that is shown once. The database and the
//! originals are encrypted under keys derived from it (HKDF-SHA-256), so that neither gives away the other.

mod keyring;
mod recovery;
mod wrapped;

use std::path::{Path, PathBuf};

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::DataFolder;
use crate::digest::hex;
use crate::folder::write_atomically;
pub use keyring::{Keyring, SystemKeyring};
pub use recovery::RecoveryCode;
use wrapped::{Stretch, Wrapped};

/// From where the master key is to be had.
#[derive(Clone, Copy)]
pub enum KeySource<'a> {
    /// The system's keyring.
    Keyring,
    /// A passphrase that the user typed.
    Passphrase(&'a str),
    /// The recovery code that was shown once; spaces, hyphens and case do not matter.
    Recovery(&'a str),
}

/// The master key. Wiped from memory when dropped; never shown.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct MasterKey([u8; 32]);

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKey")
    }
}

/// An unlocked data folder.
#[derive(Debug)]
pub struct Unlocked {
    /// The master key.
    pub key: MasterKey,
    /// To be shown to the user, once: only when the key was newly made.
    pub recovery_code: Option<RecoveryCode>,
}

/// Why the master key cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// No keyring answers, or the key is under a passphrase: the caller must ask for one.
    #[error("a passphrase is needed to open this data folder: {reason}")]
    PassphraseNeeded {
        /// Why no keyring serves.
        reason: String,
    },
    /// The passphrase is wrong.
    #[error("the passphrase is wrong: try again, or use the recovery code")]
    WrongPassphrase,
    /// The passphrase is too short to protect anything.
    #[error("the passphrase is too short: at least {least} characters are needed")]
    WeakPassphrase {
        /// The least number of characters.
        least: usize,
    },
    /// The recovery code is wrong or badly typed.
    #[error(
        "the recovery code is wrong: expected 8 groups of 4 letters and digits, as shown when the folder was made"
    )]
    WrongRecoveryCode,
    /// The key is no more where it should be.
    #[error("the key of this data folder is not in {place} any more: use the recovery code")]
    RecoveryNeeded {
        /// Where it should be.
        place: String,
    },
    /// A database without keys: making a new key would hide its content for ever.
    #[error("{folder} holds a database but no key: restore the folder keys/ from a backup")]
    KeysMissing {
        /// The data folder.
        folder: PathBuf,
    },
    /// A key file cannot be understood.
    #[error("{path} is no key file of Liasse: restore it from a backup")]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// A key file cannot be read or written.
    #[error("{path}: {message}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        message: String,
    },
}

impl KeyError {
    /// Stable code; screens translate it.
    pub fn code(&self) -> &'static str {
        match self {
            KeyError::PassphraseNeeded { .. } => "passphrase_needed",
            KeyError::WrongPassphrase => "wrong_passphrase",
            KeyError::WeakPassphrase { .. } => "weak_passphrase",
            KeyError::WrongRecoveryCode => "wrong_recovery_code",
            KeyError::RecoveryNeeded { .. } => "recovery_needed",
            KeyError::KeysMissing { .. } => "keys_missing",
            KeyError::Damaged { .. } => "key_file_damaged",
            KeyError::Io { .. } => "key_file_io",
        }
    }
}

/// The least number of characters of a passphrase.
const LEAST_PASSPHRASE: usize = 8;

impl MasterKey {
    fn random() -> Result<MasterKey, KeyError> {
        let mut key = MasterKey([0; 32]);
        fill_random(&mut key.0)?;
        Ok(key)
    }
    fn derive(&self, purpose: &str) -> Zeroizing<[u8; 32]> {
        let mut key = Zeroizing::new([0; 32]);
        // 32 bytes are one block of HKDF-SHA-256, whose limit is 255 blocks.
        let _ = Hkdf::<Sha256>::new(None, &self.0).expand(purpose.as_bytes(), key.as_mut());
        key
    }
    /// The raw key of the database, in hexadecimal digits.
    pub(crate) fn database_key(&self) -> Zeroizing<String> {
        Zeroizing::new(hex(self.derive("liasse/database/1").as_ref()))
    }
    /// The key under which the originals are encrypted.
    pub(crate) fn blob_key(&self) -> Zeroizing<[u8; 32]> {
        self.derive("liasse/blobs/1")
    }
    /// The key under which the originals' file names are hidden.
    pub(crate) fn blob_name_key(&self) -> Zeroizing<[u8; 32]> {
        self.derive("liasse/blob names/1")
    }
}

pub(crate) fn fill_random(bytes: &mut [u8]) -> Result<(), KeyError> {
    getrandom::fill(bytes).map_err(|error| KeyError::Io {
        path: PathBuf::from("the system's random numbers"),
        message: error.to_string(),
    })
}

fn passphrase_file(folder: &DataFolder) -> PathBuf {
    folder.keys().join("passphrase.json")
}
fn recovery_file(folder: &DataFolder) -> PathBuf {
    folder.keys().join("recovery.json")
}
/// Holds the name under which the keyring keeps the key.
fn keyring_file(folder: &DataFolder) -> PathBuf {
    folder.keys().join("keyring.txt")
}

/// Gets the master key of a data folder; makes it when the folder is new.
///
/// # Errors
/// [`KeyError::PassphraseNeeded`] when no keyring answers or the key is under a passphrase; the others say what to do.
pub fn unlock(folder: &DataFolder, source: KeySource<'_>) -> Result<Unlocked, KeyError> {
    unlock_with(folder, source, &SystemKeyring)
}

/// The same with another keyring than the system's.
///
/// # Errors
/// Those of [`unlock`].
pub fn unlock_with(
    folder: &DataFolder,
    source: KeySource<'_>,
    keyring: &dyn Keyring,
) -> Result<Unlocked, KeyError> {
    let under_passphrase = read_if_any(&passphrase_file(folder))?;
    let in_keyring = read_if_any(&keyring_file(folder))?;
    let known = |key| Ok(Unlocked { key, recovery_code: None });
    match source {
        KeySource::Recovery(code) => {
            let code = RecoveryCode::parse(code).ok_or(KeyError::WrongRecoveryCode)?;
            let path = recovery_file(folder);
            let wrapped = read_if_any(&path)?
                .ok_or_else(|| KeyError::KeysMissing { folder: folder.path().to_owned() })?;
            let key = open_wrapped(&path, &wrapped, code.secret())?.ok_or(KeyError::WrongRecoveryCode)?;
            known(key)
        }
        KeySource::Passphrase(passphrase) => match under_passphrase {
            Some(wrapped) => {
                let path = passphrase_file(folder);
                let key = open_wrapped(&path, &wrapped, passphrase.as_bytes())?;
                known(key.ok_or(KeyError::WrongPassphrase)?)
            }
            None if in_keyring.is_some() => known(from_keyring(folder, in_keyring, keyring)?),
            None => {
                check_passphrase(passphrase)?;
                make(folder, |key| write_passphrase(folder, key, passphrase))
            }
        },
        KeySource::Keyring => match (in_keyring, under_passphrase) {
            (Some(name), None) => known(from_keyring(folder, Some(name), keyring)?),
            (Some(name), Some(_)) => match from_keyring(folder, Some(name), keyring) {
                Ok(key) => known(key),
                Err(error) => Err(KeyError::PassphraseNeeded { reason: error.to_string() }),
            },
            (None, Some(_)) => {
                Err(KeyError::PassphraseNeeded { reason: "its key is kept under one".to_owned() })
            }
            (None, None) => {
                keyring.probe().map_err(|reason| KeyError::PassphraseNeeded { reason })?;
                make(folder, |key| write_keyring(folder, key, keyring))
            }
        },
    }
}

/// Puts the key under a passphrase too, or under another one (after [`KeySource::Recovery`], for example).
///
/// # Errors
/// [`KeyError::WeakPassphrase`], [`KeyError::Io`].
pub fn set_passphrase(folder: &DataFolder, unlocked: &Unlocked, passphrase: &str) -> Result<(), KeyError> {
    check_passphrase(passphrase)?;
    write_passphrase(folder, &unlocked.key, passphrase)
}

/// Puts the key in a keyring too (after [`KeySource::Recovery`], for example).
///
/// # Errors
/// [`KeyError::PassphraseNeeded`] when it does not answer, [`KeyError::Io`].
pub fn put_in_keyring(
    folder: &DataFolder,
    unlocked: &Unlocked,
    keyring: &dyn Keyring,
) -> Result<(), KeyError> {
    write_keyring(folder, &unlocked.key, keyring)
}

/// Whether the key of a data folder is kept under a passphrase.
pub fn is_under_passphrase(folder: &DataFolder) -> bool {
    passphrase_file(folder).exists()
}

/// Checks the passphrase that the key is kept under.
///
/// # Errors
/// [`KeyError::WrongPassphrase`]; [`KeyError::Damaged`], [`KeyError::Io`].
pub fn check_current_passphrase(folder: &DataFolder, passphrase: &str) -> Result<(), KeyError> {
    let path = passphrase_file(folder);
    match read_if_any(&path)? {
        Some(wrapped) => {
            open_wrapped(&path, &wrapped, passphrase.as_bytes())?.map(drop).ok_or(KeyError::WrongPassphrase)
        }
        None => Ok(()),
    }
}

/// Whether the data folder has no key yet: [`unlock`] would make one.
pub fn is_new(folder: &DataFolder) -> bool {
    ![passphrase_file(folder), keyring_file(folder), folder.database()].iter().any(|path| path.exists())
}

/// The recovery code is written first: a folder without the last file is new again, one with it is complete.
fn make(
    folder: &DataFolder,
    keep: impl FnOnce(&MasterKey) -> Result<(), KeyError>,
) -> Result<Unlocked, KeyError> {
    if folder.database().exists() {
        return Err(KeyError::KeysMissing { folder: folder.path().to_owned() });
    }
    let key = MasterKey::random()?;
    let code = RecoveryCode::random()?;
    let wrapped = Wrapped::seal(&key.0, code.secret(), Stretch::RANDOM)?;
    write(folder, &recovery_file(folder), &wrapped.to_json())?;
    keep(&key)?;
    Ok(Unlocked { key, recovery_code: Some(code) })
}

fn check_passphrase(passphrase: &str) -> Result<(), KeyError> {
    if passphrase.chars().count() < LEAST_PASSPHRASE {
        return Err(KeyError::WeakPassphrase { least: LEAST_PASSPHRASE });
    }
    Ok(())
}

fn write_passphrase(folder: &DataFolder, key: &MasterKey, passphrase: &str) -> Result<(), KeyError> {
    let wrapped = Wrapped::seal(&key.0, passphrase.as_bytes(), Stretch::PASSPHRASE)?;
    write(folder, &passphrase_file(folder), &wrapped.to_json())
}

fn write_keyring(folder: &DataFolder, key: &MasterKey, keyring: &dyn Keyring) -> Result<(), KeyError> {
    let name = match read_if_any(&keyring_file(folder))? {
        Some(name) => name.trim().to_owned(),
        None => uuid::Uuid::now_v7().to_string(),
    };
    let refused = |reason: String| KeyError::PassphraseNeeded { reason };
    keyring.keep(&name, &key.0).map_err(refused)?;
    write(folder, &keyring_file(folder), &name)
}

fn from_keyring(
    folder: &DataFolder,
    name: Option<String>,
    keyring: &dyn Keyring,
) -> Result<MasterKey, KeyError> {
    let lost = |place: String| KeyError::RecoveryNeeded { place };
    let name = name.unwrap_or_default();
    match keyring.get(name.trim()) {
        Ok(Some(kept)) => kept
            .as_slice()
            .try_into()
            .map(MasterKey)
            .map_err(|_| KeyError::Damaged { path: keyring_file(folder) }),
        Ok(None) => Err(lost("the system's keyring".to_owned())),
        Err(reason) => Err(lost(format!("the system's keyring ({reason})"))),
    }
}

fn open_wrapped(path: &Path, json: &str, secret: &[u8]) -> Result<Option<MasterKey>, KeyError> {
    let wrapped = Wrapped::of_json(json).ok_or_else(|| KeyError::Damaged { path: path.to_owned() })?;
    Ok(wrapped.open(secret).map(|key| MasterKey(*key)))
}

fn read_if_any(path: &Path) -> Result<Option<String>, KeyError> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(KeyError::Io { path: path.to_owned(), message: error.to_string() }),
    }
}

fn write(folder: &DataFolder, path: &Path, text: &str) -> Result<(), KeyError> {
    write_atomically(folder, path, text.as_bytes())
        .map_err(|error| KeyError::Io { path: path.to_owned(), message: error.to_string() })
}

#[cfg(test)]
mod tests;
