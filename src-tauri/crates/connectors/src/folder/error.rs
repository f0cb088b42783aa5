//! What can go wrong with a drop.

use std::io;
use std::path::{Path, PathBuf};

/// Why a document was not dropped. Every message names the folder and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DropError {
    /// The root folder is not there, or another one is in its place.
    #[error(
        "the folder {} is not there; connect the drive or the network share, or correct the folder in the settings",
        folder.display()
    )]
    RootAway {
        /// The root.
        folder: PathBuf,
    },
    /// The root is a file, or not an absolute path.
    #[error("{} is no folder that documents can be dropped into; choose an existing folder in the settings", folder.display())]
    RootNotFolder {
        /// The root.
        folder: PathBuf,
    },
    /// The folder cannot be reached now.
    #[error("the folder {} cannot be reached ({detail}); check the network share and try again", folder.display())]
    Unreachable {
        /// The folder.
        folder: PathBuf,
        /// The system's words.
        detail: String,
    },
    /// No right to write.
    #[error(
        "no right to write to {}; ask the administrator for the right to create files there, or choose another folder",
        folder.display()
    )]
    NotWritable {
        /// The folder.
        folder: PathBuf,
    },
    /// No room.
    #[error("the disk of {} is full; free some space there and publish again", folder.display())]
    DiskFull {
        /// The folder.
        folder: PathBuf,
    },
    /// The folder code is none.
    #[error(
        "`{code}` cannot be a folder code: expected a name without / \\ : that does not start with a point (for BOB Demat, the code that it shows); correct it in the client file"
    )]
    Code {
        /// The code.
        code: String,
    },
    /// The sequence has more than six digits.
    #[error("the sequence {sequence} does not fit the six digits of a file name; start again from 1")]
    Sequence {
        /// The sequence.
        sequence: u32,
    },
    /// There is nothing to drop.
    #[error("the e-invoice to drop into {} is empty; open the document and publish it again", folder.display())]
    Empty {
        /// The folder.
        folder: PathBuf,
    },
    /// The rename was asked for and nobody can say whether it was done.
    #[error(
        "it is not known whether {} was dropped ({detail}); look for it in the software that takes it before publishing it again",
        file.display()
    )]
    Unknown {
        /// The file.
        file: PathBuf,
        /// The system's words.
        detail: String,
    },
}

impl DropError {
    /// Stable code; screens translate it.
    pub fn code(&self) -> &'static str {
        match self {
            DropError::RootAway { .. } => "folder_root_away",
            DropError::RootNotFolder { .. } => "folder_root_not_folder",
            DropError::Unreachable { .. } => "folder_unreachable",
            DropError::NotWritable { .. } => "folder_not_writable",
            DropError::DiskFull { .. } => "folder_disk_full",
            DropError::Code { .. } => "folder_name",
            DropError::Sequence { .. } => "folder_sequence",
            DropError::Empty { .. } => "folder_empty",
            DropError::Unknown { .. } => "folder_unknown",
        }
    }

    /// Whether the document is known not to have been dropped.
    pub fn is_definite(&self) -> bool {
        !matches!(self, DropError::Unknown { .. })
    }

    pub(super) fn from_io(folder: &Path, error: &io::Error) -> DropError {
        let folder = folder.to_owned();
        match error.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                DropError::NotWritable { folder }
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => DropError::DiskFull { folder },
            _ => DropError::Unreachable { folder, detail: error.to_string() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_words_become_ours() {
        let code = |kind| DropError::from_io(Path::new("/drops"), &io::Error::from(kind)).code();
        assert_eq!(code(io::ErrorKind::StorageFull), "folder_disk_full");
        assert_eq!(code(io::ErrorKind::QuotaExceeded), "folder_disk_full");
        assert_eq!(code(io::ErrorKind::ReadOnlyFilesystem), "folder_not_writable");
        assert_eq!(code(io::ErrorKind::TimedOut), "folder_unreachable");
        let message = DropError::from_io(Path::new("/drops"), &io::ErrorKind::StorageFull.into()).to_string();
        assert!(message.contains("/drops") && message.contains("free some space"), "{message}");
    }
}
