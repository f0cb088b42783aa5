//! What became of files that were dropped: who takes them moves them out of the folder, or to one under it.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::Path;

use super::{DropError, name};
use crate::IdempotencyKey;

/// What lies in one folder of drops.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lying {
    marks: HashSet<String>,
}

impl Lying {
    /// Whether the document of this key still lies in the folder: it has not been taken.
    pub fn holds(&self, key: &IdempotencyKey) -> bool {
        self.marks.contains(&key.mark())
    }
}

/// Looks which documents lie in a folder of drops; those in folders under it have been taken. Blocking.
///
/// # Errors
/// When the folder cannot be looked into, as while its share is away: nothing is known then.
pub fn look(folder: &Path) -> Result<Lying, DropError> {
    let error = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => DropError::RootAway { folder: folder.to_owned() },
        _ => DropError::from_io(folder, &error),
    };
    let mut lying = Lying::default();
    for entry in fs::read_dir(folder).map_err(error)? {
        let entry = entry.map_err(error)?;
        if let Some(mark) = entry.file_name().to_str().and_then(name::mark_of) {
            lying.marks.insert(mark);
        }
    }
    // A share that goes away while it is listed lists nothing more.
    match fs::symlink_metadata(folder) {
        Ok(_) => Ok(lying),
        Err(gone) => Err(error(gone)),
    }
}
