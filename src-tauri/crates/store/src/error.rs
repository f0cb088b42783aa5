//! What can go wrong in the store.

use std::path::{Path, PathBuf};

use crate::{Digest, KeyError};

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process has the data folder open.
    #[error(
        "the data folder {folder} is open in another Liasse{}{}: close that one first",
        process.map(|pid| format!(" (process {pid})")).unwrap_or_default(),
        since.as_deref().map(|since| format!(", since {since}")).unwrap_or_default()
    )]
    InUse {
        /// The data folder.
        folder: PathBuf,
        /// The process that holds it, when it could be read.
        process: Option<u32>,
        /// Since when, RFC 3339 in UTC, when it could be read.
        since: Option<String>,
    },
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// No room is left; nothing was half-written.
    #[error("the disk that holds {path} is full: free some room and try again; nothing was half-written")]
    DiskFull {
        /// Where room was wanted.
        path: PathBuf,
    },
    /// The database does not open under this key.
    #[error("{path} does not open with this key: it belongs to another key or is damaged")]
    WrongKey {
        /// The database.
        path: PathBuf,
    },
    /// The database was written by a newer Liasse.
    #[error(
        "the database has version {found}, this Liasse knows versions up to {known}: install the newer Liasse"
    )]
    NewerDatabase {
        /// Version of the database.
        found: u32,
        /// Newest version known here.
        known: u32,
    },
    /// A row that was asked for does not exist.
    #[error("there is no {what} {id}")]
    NotFound {
        /// What was looked for.
        what: &'static str,
        /// Its identity.
        id: String,
    },
    /// A row breaks a rule of the schema, for example a code that exists already.
    #[error("{message}")]
    Constraint {
        /// What the database said.
        message: String,
    },
    /// A value in the database cannot be understood.
    #[error("column {column}: `{value}` is no {what}")]
    Unreadable {
        /// Column, as `table.column` or its position.
        column: String,
        /// What it holds.
        value: String,
        /// What was expected.
        what: &'static str,
    },
    /// No original bytes are kept under this digest.
    #[error("no original with digest {0} is kept in the data folder")]
    BlobMissing(Digest),
    /// Original bytes were altered on disk.
    #[error("the original with digest {0} was altered on disk: restore it from a backup")]
    BlobDamaged(Digest),
    /// There is no command left to undo.
    #[error("there is nothing to undo")]
    NothingToUndo,
    /// There is no undone command to do again.
    #[error("there is nothing to redo")]
    NothingToRedo,
    /// The command cannot be undone by its nature.
    #[error("`{command}` cannot be undone")]
    NotUndoable {
        /// Name of the command.
        command: String,
    },
    /// The command was undone already.
    #[error("`{command}` was undone already")]
    AlreadyUndone {
        /// Name of the command.
        command: String,
    },
    /// Later changes touched the same values; nothing was changed.
    #[error(
        "`{command}` cannot be undone any more: later changes touched the same values; nothing was changed"
    )]
    UndoConflict {
        /// Name of the command.
        command: String,
    },
    /// The caller's own work refused: the whole command is rolled back.
    #[error("{message}")]
    Rejected {
        /// Stable code of the refusal.
        code: &'static str,
        /// What is wrong, what was expected, what to do.
        message: String,
    },
    /// The keyring does not give a password that it holds.
    #[error(
        "the system's keyring does not give the password ({reason}): unlock it, or type the password again"
    )]
    KeyringSilent {
        /// Why.
        reason: String,
    },
    /// The keys.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The database.
    #[error("the database said: {0}")]
    Sql(rusqlite::Error),
    /// A value could not be written as JSON.
    #[error("a value could not be stored: {0}")]
    Json(#[from] serde_json::Error),
}

impl StoreError {
    /// Stable code; screens translate it.
    pub fn code(&self) -> &'static str {
        match self {
            StoreError::InUse { .. } => "data_folder_in_use",
            StoreError::Io { .. } => "io",
            StoreError::DiskFull { .. } => "disk_full",
            StoreError::WrongKey { .. } => "wrong_key",
            StoreError::NewerDatabase { .. } => "newer_database",
            StoreError::NotFound { .. } => "not_found",
            StoreError::Constraint { .. } => "constraint",
            StoreError::Unreadable { .. } => "unreadable_value",
            StoreError::BlobMissing(_) => "original_missing",
            StoreError::BlobDamaged(_) => "original_damaged",
            StoreError::NothingToUndo => "nothing_to_undo",
            StoreError::NothingToRedo => "nothing_to_redo",
            StoreError::NotUndoable { .. } => "not_undoable",
            StoreError::AlreadyUndone { .. } => "already_undone",
            StoreError::UndoConflict { .. } => "undo_conflict",
            StoreError::Rejected { code, .. } => code,
            StoreError::KeyringSilent { .. } => "keyring_silent",
            StoreError::Key(error) => error.code(),
            StoreError::Sql(_) => "database",
            StoreError::Json(_) => "json",
        }
    }

    pub(crate) fn io(path: &Path, source: std::io::Error) -> StoreError {
        if source.kind() == std::io::ErrorKind::StorageFull {
            return StoreError::DiskFull { path: path.to_owned() };
        }
        StoreError::Io { path: path.to_owned(), source }
    }

    pub(crate) fn not_found(what: &'static str, id: impl std::fmt::Display) -> StoreError {
        StoreError::NotFound { what, id: id.to_string() }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> StoreError {
        match &error {
            rusqlite::Error::SqliteFailure(failure, message) => match failure.code {
                rusqlite::ErrorCode::ConstraintViolation => {
                    StoreError::Constraint { message: message.clone().unwrap_or_else(|| failure.to_string()) }
                }
                rusqlite::ErrorCode::DiskFull => StoreError::DiskFull { path: PathBuf::from("liasse.db") },
                // No room to make the shared memory of the write-ahead log larger.
                _ if failure.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE => {
                    StoreError::DiskFull { path: PathBuf::from("liasse.db-shm") }
                }
                _ => StoreError::Sql(error),
            },
            rusqlite::Error::FromSqlConversionFailure(index, _, source) => {
                match source.downcast_ref::<crate::sql::Strange>() {
                    Some(strange) => StoreError::Unreadable {
                        column: index.to_string(),
                        value: strange.value.clone(),
                        what: strange.what,
                    },
                    None => StoreError::Sql(error),
                }
            }
            _ => StoreError::Sql(error),
        }
    }
}
