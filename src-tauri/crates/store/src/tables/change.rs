//! The ledger of changes: who did what, when, to which documents.

use liasse_domain::{ChangeId, ClientFileId, DocumentId};
use rusqlite::{Params, Row, params};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ledger::Actor;
use crate::sql::{Columns, Key, row, rows, run, to_json};
use crate::{Reader, StoreError, Timestamp};

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeRecord {
    /// Identity.
    pub id: ChangeId,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// Name of the command; `undo` and `redo` for those.
    pub command: String,
    /// What it did; the caller's JSON.
    pub summary: Value,
    /// Whether it can be undone by its nature.
    pub undoable: bool,
    /// The change that it inverted, for `undo` and `redo`.
    pub undoes: Option<ChangeId>,
    /// The change that inverted it.
    pub undone_by: Option<ChangeId>,
    /// The documents concerned.
    pub documents: Vec<DocumentId>,
}

const COLUMNS: &str = "change.id, change.at, change.actor, change.command, change.summary, change.undoable,
    change.undoes, change.undone_by";

fn change(row: &Row<'_>) -> rusqlite::Result<ChangeRecord> {
    Ok(ChangeRecord {
        id: row.key(0)?,
        at: row.at(1)?,
        actor: Actor::user(row.get::<_, String>(2)?),
        command: row.get(3)?,
        summary: row.json(4, "summary")?,
        undoable: row.get(5)?,
        undoes: row.key_if_any(6)?,
        undone_by: row.key_if_any(7)?,
        documents: Vec::new(),
    })
}

/// A change about to be written.
pub(crate) struct NewChange<'a> {
    pub id: ChangeId,
    pub at: Timestamp,
    pub actor: &'a Actor,
    pub command: &'a str,
    pub summary: &'a Value,
    pub changeset: &'a [u8],
    pub undoable: bool,
    pub undoes: Option<ChangeId>,
}

impl Reader<'_> {
    fn changes_where(&self, rest: &str, params: impl Params) -> Result<Vec<ChangeRecord>, StoreError> {
        let mut found = rows(self.connection, &format!("SELECT {COLUMNS} FROM {rest}"), params, change)?;
        for change in &mut found {
            let sql = "SELECT document FROM change_document WHERE change = ? ORDER BY document";
            change.documents = rows(self.connection, sql, [change.id.key()], |row| row.key(0))?;
        }
        Ok(found)
    }
    /// What happened to a document, oldest first.
    pub fn history(&self, document: DocumentId) -> Result<Vec<ChangeRecord>, StoreError> {
        self.changes_where(
            "change_document JOIN change ON change.id = change_document.change
             WHERE change_document.document = ? ORDER BY change.seq",
            [document.key()],
        )
    }
    /// The changes that concern a client file, or none (the firm's settings), newest first; all without one.
    pub fn changes(
        &self,
        client_file: Option<ClientFileId>,
        offset: u32,
        limit: u32,
    ) -> Result<Vec<ChangeRecord>, StoreError> {
        self.changes_where(
            "change WHERE ?1 IS NULL OR NOT EXISTS (SELECT 1 FROM change_client_file WHERE change = change.id)
               OR EXISTS (SELECT 1 FROM change_client_file WHERE change = change.id AND client_file = ?1)
             ORDER BY seq DESC LIMIT ?2 OFFSET ?3",
            params![client_file.map(Key::key), limit, offset],
        )
    }
    /// The latest changes, newest first.
    pub fn recent_changes(&self, limit: u32) -> Result<Vec<ChangeRecord>, StoreError> {
        self.changes_where("change ORDER BY seq DESC LIMIT ?", [limit])
    }
    /// One change.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn change(&self, id: ChangeId) -> Result<ChangeRecord, StoreError> {
        self.changes_where("change WHERE id = ?", [id.key()])?
            .into_iter()
            .next()
            .ok_or_else(|| StoreError::not_found("change", id))
    }
    /// What undo would invert: the newest command that can be undone and was not.
    pub fn next_undo(&self) -> Result<Option<ChangeRecord>, StoreError> {
        let found = self.changes_where(
            "change WHERE undoable = 1 AND undoes IS NULL AND undone_by IS NULL ORDER BY seq DESC LIMIT 1",
            [],
        )?;
        Ok(found.into_iter().next())
    }
    /// What redo would invert: the newest undo, unless a command that can be undone came after it.
    pub fn next_redo(&self) -> Result<Option<ChangeRecord>, StoreError> {
        let found = self.changes_where(
            "change WHERE undoes IS NOT NULL AND undone_by IS NULL AND command = 'undo'
               AND seq > coalesce((SELECT max(seq) FROM change WHERE undoable = 1 AND undoes IS NULL), 0)
             ORDER BY seq DESC LIMIT 1",
            [],
        )?;
        Ok(found.into_iter().next())
    }
    pub(crate) fn changeset(&self, id: ChangeId) -> Result<Vec<u8>, StoreError> {
        let sql = "SELECT changeset FROM change WHERE id = ?";
        row(self.connection, sql, [id.key()], |row| row.get(0))?
            .ok_or_else(|| StoreError::not_found("change", id))
    }
    pub(crate) fn write_change(
        &self,
        change: &NewChange<'_>,
        documents: impl IntoIterator<Item = DocumentId>,
    ) -> Result<(), StoreError> {
        run(
            self.connection,
            "INSERT INTO change (id, at, actor, command, summary, changeset, undoable, undoes)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                change.id.key(),
                change.at.millis(),
                change.actor.name(),
                change.command,
                to_json(change.summary)?,
                change.changeset,
                change.undoable,
                change.undoes.map(Key::key)
            ],
        )?;
        for document in documents {
            let sql = "INSERT INTO change_document (document, change) VALUES (?, ?)";
            run(self.connection, sql, params![document.key(), change.id.key()])?;
        }
        Ok(())
    }
    pub(crate) fn client_files_of(&self, id: ChangeId) -> Result<Vec<ClientFileId>, StoreError> {
        let sql = "SELECT client_file FROM change_client_file WHERE change = ?";
        rows(self.connection, sql, [id.key()], |row| row.key(0))
    }
    /// Writes whose change it is: these client files, and those of the documents that it concerns.
    pub(crate) fn write_client_files(
        &self,
        id: ChangeId,
        client_files: impl IntoIterator<Item = ClientFileId>,
    ) -> Result<(), StoreError> {
        for client_file in client_files {
            let sql = "INSERT INTO change_client_file (client_file, change) VALUES (?, ?)";
            run(self.connection, sql, params![client_file.key(), id.key()])?;
        }
        let sql = "INSERT OR IGNORE INTO change_client_file (client_file, change)
                   SELECT DISTINCT document.client_file, change_document.change
                   FROM change_document JOIN document ON document.id = change_document.document
                   WHERE change_document.change = ?";
        run(self.connection, sql, [id.key()]).map(drop)
    }
    pub(crate) fn mark_undone(&self, id: ChangeId, by: Option<ChangeId>) -> Result<(), StoreError> {
        let sql = "UPDATE change SET undone_by = ? WHERE id = ?";
        run(self.connection, sql, params![by.map(Key::key), id.key()]).map(drop)
    }
}
