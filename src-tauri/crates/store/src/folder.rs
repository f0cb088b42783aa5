//! The data folder and its lock.
//!
//! ```text
//! liasse.db      the encrypted database      liasse.lock    held by the process that has the folder open
//! blobs/         encrypted originals         keys/          wrapped keys
//! outgoing/      what waits to leave         tmp/           half-written and plain copies; emptied at opening
//! ```

use std::fs::{File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::{StoreError, platform};

/// How long the lock of a process that has just ended may linger: a reader that it was starting holds it too, until that
/// runs its own program.
const LAST_BREATH: Duration = Duration::from_millis(500);

/// A data folder that this process holds alone, until the last clone of this value is dropped or the process dies.
#[derive(Debug, Clone)]
pub struct DataFolder {
    path: PathBuf,
    _lock: Arc<File>,
}

impl DataFolder {
    /// Opens a data folder, creates what is missing of it and empties its `tmp/`.
    ///
    /// # Errors
    /// [`StoreError::InUse`] when another process has it open, [`StoreError::Io`] when it cannot be written.
    pub fn open(path: impl Into<PathBuf>) -> Result<DataFolder, StoreError> {
        let path = path.into();
        for folder in [path.clone(), path.join("blobs"), path.join("keys"), path.join("outgoing")] {
            platform::create_private_folder(&folder).map_err(|error| StoreError::io(&folder, error))?;
        }
        let lock_path = path.join("liasse.lock");
        let lock = platform::open_lock(&lock_path).map_err(|error| StoreError::io(&lock_path, error))?;
        let started = Instant::now();
        loop {
            match lock.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if started.elapsed() < LAST_BREATH => {
                    std::thread::sleep(Duration::from_millis(25));
                }
                Err(TryLockError::WouldBlock) => return Err(in_use(path)),
                Err(TryLockError::Error(error)) => return Err(StoreError::io(&lock_path, error)),
            }
        }
        let folder = DataFolder { path, _lock: Arc::new(lock) };
        folder.say_who()?;
        folder.empty_tmp()?;
        Ok(folder)
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }
    /// The encrypted database.
    pub fn database(&self) -> PathBuf {
        self.path.join("liasse.db")
    }
    /// The encrypted originals.
    pub fn blobs(&self) -> PathBuf {
        self.path.join("blobs")
    }
    /// The wrapped keys.
    pub fn keys(&self) -> PathBuf {
        self.path.join("keys")
    }
    /// What waits to leave.
    pub fn outgoing(&self) -> PathBuf {
        self.path.join("outgoing")
    }
    /// Half-written files and plain copies; emptied at opening.
    pub fn tmp(&self) -> PathBuf {
        self.path.join("tmp")
    }

    /// Beside the lock, because Windows lets nobody read a locked file.
    fn say_who(&self) -> Result<(), StoreError> {
        let path = holder_file(&self.path);
        let since = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ");
        std::fs::write(&path, format!("{}\n{since}\n", std::process::id()))
            .map_err(|error| StoreError::io(&path, error))
    }

    fn empty_tmp(&self) -> Result<(), StoreError> {
        let tmp = self.tmp();
        match std::fs::remove_dir_all(&tmp) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::io(&tmp, error));
            }
            _ => {}
        }
        platform::create_private_folder(&tmp).map_err(|error| StoreError::io(&tmp, error))
    }
}

fn holder_file(folder: &Path) -> PathBuf {
    folder.join("liasse.holder")
}

fn in_use(folder: PathBuf) -> StoreError {
    let holder = std::fs::read_to_string(holder_file(&folder)).unwrap_or_default();
    let mut lines = holder.lines();
    let process = lines.next().and_then(|line| line.parse().ok());
    let since = lines.next().map(str::to_owned);
    StoreError::InUse { folder, process, since }
}

/// Writes a whole file so that after a crash it is either the old one or the new one.
pub(crate) fn write_atomically(folder: &DataFolder, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let tmp = folder.tmp().join(format!("{}.part", uuid::Uuid::now_v7()));
    let written = platform::create_private(&tmp)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| std::fs::rename(&tmp, path));
    if let Err(error) = written {
        let _ = std::fs::remove_file(&tmp);
        return Err(StoreError::io(path, error));
    }
    match path.parent() {
        Some(parent) => platform::sync_folder(parent).map_err(|error| StoreError::io(parent, error)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_opener_is_refused_until_the_first_is_gone() {
        let place = tempfile::tempdir().unwrap();
        let first = DataFolder::open(place.path()).unwrap();
        match DataFolder::open(place.path()).unwrap_err() {
            StoreError::InUse { process, since, .. } => {
                assert_eq!(process, Some(std::process::id()));
                assert!(since.unwrap().ends_with('Z'));
            }
            other => panic!("{other}"),
        }
        drop(first);
        DataFolder::open(place.path()).unwrap();
    }

    #[test]
    fn half_written_files_are_cleaned_at_opening() {
        let place = tempfile::tempdir().unwrap();
        let folder = DataFolder::open(place.path()).unwrap();
        std::fs::write(folder.tmp().join("torn.part"), b"half").unwrap();
        drop(folder);
        let folder = DataFolder::open(place.path()).unwrap();
        assert_eq!(std::fs::read_dir(folder.tmp()).unwrap().count(), 0);
    }
}
