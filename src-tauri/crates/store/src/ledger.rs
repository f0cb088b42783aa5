//! Recording a command as one changeset, and inverting it.

use liasse_domain::{ChangeId, DocumentId};
use rusqlite::session::{ConflictAction, ConflictType, Session, invert_strm};
use rusqlite::{Connection, ErrorCode};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::StoreError;

/// The user's data: what a changeset holds. Pages, jobs, the search and the ledger itself are no part of it.
pub(crate) const RECORDED: [&str; 36] = [
    "client_file",
    "account",
    "third_party",
    "third_party_iban",
    "third_party_alias",
    "rule",
    "watched_folder",
    "setting",
    "source",
    "document",
    "document_page",
    "field",
    "vat_line",
    "line_item",
    "compared_papers",
    "coding",
    "allocation",
    "settlement",
    "entry",
    "entry_line",
    "publication",
    "document_release",
    "supplier_memory",
    "lesson",
    "public_name",
    "payment_method",
    "payment_default",
    "account_successor",
    "vat_account",
    "deductibility",
    "coding_settings",
    "coding_account",
    "exchange_rate",
    "person",
    "platform_flow",
    "life_cycle_message",
];

/// The recorded tables whose first column is the document: what goes with it when it is deleted.
pub(crate) const OF_A_DOCUMENT: [&str; 8] = [
    "document",
    "document_page",
    "field",
    "vat_line",
    "line_item",
    "coding",
    "allocation",
    "document_release",
];

/// Who does something.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Actor(String);

impl Actor {
    /// A person, by the name of their account on this device.
    pub fn user(name: impl Into<String>) -> Actor {
        Actor(name.into())
    }
    /// The program itself.
    pub fn liasse() -> Actor {
        Actor("liasse".to_owned())
    }
    /// The name.
    pub fn name(&self) -> &str {
        &self.0
    }
}

/// What a command is, for the ledger.
#[derive(Debug, Clone)]
pub struct Command<'a> {
    /// Its name, `snake_case`; screens translate it.
    pub name: &'static str,
    /// What it does, for the history: an object, to which [`crate::Writer::note`] may add.
    pub summary: Value,
    /// Whether it may be undone. Not what left the house (publications) nor what brings papers in.
    pub undoable: bool,
    /// Documents concerned, beside those that it changes.
    pub documents: &'a [DocumentId],
}

/// What an undo or redo did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    /// The change that it was recorded as.
    pub change: ChangeId,
    /// The change that it inverted.
    pub inverted: ChangeId,
    /// The command that was undone, or done again.
    pub command: String,
    /// The documents concerned.
    pub documents: Vec<DocumentId>,
}

/// A session that records the user's data.
pub(crate) fn record(connection: &Connection) -> Result<Session<'_>, StoreError> {
    let mut session = Session::new(connection)?;
    for table in RECORDED {
        session.attach(Some(table))?;
    }
    Ok(session)
}

/// What a session recorded.
pub(crate) fn changeset(session: &mut Session<'_>) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::new();
    session.changeset_strm(&mut bytes)?;
    Ok(bytes)
}

/// Applies the inverse of a changeset; the caller's transaction is to be rolled back on error.
///
/// # Errors
/// [`StoreError::UndoConflict`] when a row is not as the changeset left it.
pub(crate) fn apply_inverse(
    connection: &Connection,
    changeset: &[u8],
    command: &str,
) -> Result<(), StoreError> {
    let (mut forward, mut inverse) = (changeset, Vec::new());
    invert_strm(&mut forward, &mut inverse)?;
    let give_up = |_: ConflictType, _| ConflictAction::SQLITE_CHANGESET_ABORT;
    let mut bytes = inverse.as_slice();
    match connection.apply_strm(&mut bytes, None::<fn(&str) -> bool>, give_up) {
        Ok(()) => Ok(()),
        Err(rusqlite::Error::SqliteFailure(failure, _))
            if matches!(failure.code, ErrorCode::OperationAborted | ErrorCode::ConstraintViolation) =>
        {
            Err(StoreError::UndoConflict { command: command.to_owned() })
        }
        Err(error) => Err(error.into()),
    }
}
