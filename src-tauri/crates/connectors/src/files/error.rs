//! What can go wrong with an export.

use std::io;
use std::path::{Path, PathBuf};

/// Why nothing was exported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// The path names no file.
    #[error("{} names no file; choose a file name", file.display())]
    NoFile {
        /// The path.
        file: PathBuf,
    },
    /// The folder is not there.
    #[error("the folder of {} is not there; create it or choose another", file.display())]
    FolderMissing {
        /// The file.
        file: PathBuf,
    },
    /// No right to write.
    #[error("no right to write {}; choose another folder, or close the program that has the file open", file.display())]
    NotWritable {
        /// The file.
        file: PathBuf,
    },
    /// No room.
    #[error("the disk is full: {} was not written; free some space and export again", file.display())]
    DiskFull {
        /// The file.
        file: PathBuf,
    },
    /// Something else.
    #[error("{} could not be written ({detail}); try again or choose another folder", file.display())]
    Failed {
        /// The file.
        file: PathBuf,
        /// The system's words.
        detail: String,
    },
    /// A document could not be read for the export.
    #[error("{} was not written: {detail}", file.display())]
    Piece {
        /// The file.
        file: PathBuf,
        /// Which document, and why.
        detail: String,
    },
    /// The pattern of names is none.
    #[error(
        "`{pattern}` is no pattern of names: expected text with {{date}}, {{supplier}}, {{number}}, {{total}} or {{flow}} in it"
    )]
    Pattern {
        /// The pattern.
        pattern: String,
    },
}

impl ExportError {
    /// Stable code; screens translate it.
    pub fn code(&self) -> &'static str {
        match self {
            ExportError::NoFile { .. } => "export_no_file",
            ExportError::FolderMissing { .. } => "export_folder_missing",
            ExportError::NotWritable { .. } => "export_not_writable",
            ExportError::DiskFull { .. } => "export_disk_full",
            ExportError::Failed { .. } => "export_failed",
            ExportError::Piece { .. } => "export_piece",
            ExportError::Pattern { .. } => "export_pattern",
        }
    }

    pub(super) fn from_io(file: &Path, error: &io::Error) -> ExportError {
        let file = file.to_owned();
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ExportError::FolderMissing { file },
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                ExportError::NotWritable { file }
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => ExportError::DiskFull { file },
            _ => ExportError::Failed { file, detail: error.to_string() },
        }
    }
}
