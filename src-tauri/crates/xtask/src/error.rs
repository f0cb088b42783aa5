//! What can go wrong in a developer's command, each with what to do about it.

use std::path::{Path, PathBuf};

/// Why a developer's command stopped.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{path}: {what} ({source})")]
    File { path: PathBuf, what: &'static str, source: std::io::Error },
    #[error("`{command}` could not be started ({source}): install it, or run `cargo xtask setup`")]
    Start { command: String, source: std::io::Error },
    #[error("`{command}` failed ({status}); its last lines:\n{tail}\nwhole output: {log}")]
    Command { command: String, status: String, tail: String, log: PathBuf },
    #[error(
        "{path}: sha256 is {found}, expected {expected}: delete the file and run `cargo xtask setup` again"
    )]
    Hash { path: PathBuf, expected: String, found: String },
    #[error("{path}: {what}")]
    Content { path: PathBuf, what: String },
    #[error("missing on this system:\n{0}")]
    Missing(String),
    #[error("{0} failed")]
    Parts(String),
    #[error("{0}")]
    Refused(String),
    #[error("the window was not ready after {seconds} s; {detail}")]
    NotReady { seconds: u64, detail: String },
}

impl Error {
    /// A stable name for scripts: printed in brackets before the message.
    pub fn code(&self) -> &'static str {
        match self {
            Error::File { .. } => "file",
            Error::Start { .. } => "start",
            Error::Command { .. } => "command",
            Error::Hash { .. } => "hash",
            Error::Content { .. } => "content",
            Error::Missing(_) => "missing",
            Error::Parts(_) => "parts",
            Error::Refused(_) => "refused",
            Error::NotReady { .. } => "not-ready",
        }
    }

    /// Turns an I/O error into one that names the file: `.map_err(Error::file(path, "cannot be read"))`.
    pub fn file(path: &Path, what: &'static str) -> impl FnOnce(std::io::Error) -> Error {
        let path = path.to_path_buf();
        move |source| Error::File { path, what, source }
    }

    /// A file whose content is not what it should be.
    pub fn content(path: &Path, what: impl Into<String>) -> Error {
        Error::Content { path: path.to_path_buf(), what: what.into() }
    }
}

pub type Result<T> = std::result::Result<T, Error>;
