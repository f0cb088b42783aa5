//! Watched folders.

use liasse_domain::{ClientFileId, Flow, SplitMode, WatchedFolderId};
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};

use crate::sql::{Columns, Key, Word, rows, run};
use crate::{Reader, StoreError, Writer};

/// A folder whose files are taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WatchedFolderRow {
    /// Identity.
    pub id: WatchedFolderId,
    /// The client file that its files belong to.
    pub client_file: ClientFileId,
    /// Purchases or sales.
    pub flow: Flow,
    /// How its files are cut.
    pub split_mode: SplitMode,
    /// The folder, unique.
    pub path: String,
}

fn watched_folder(row: &Row<'_>) -> rusqlite::Result<WatchedFolderRow> {
    Ok(WatchedFolderRow {
        id: row.key(0)?,
        client_file: row.key(1)?,
        flow: row.word(2)?,
        split_mode: row.word(3)?,
        path: row.get(4)?,
    })
}

impl Reader<'_> {
    /// All watched folders, by path.
    pub fn watched_folders(&self) -> Result<Vec<WatchedFolderRow>, StoreError> {
        let sql = "SELECT id, client_file, flow, split_mode, path FROM watched_folder ORDER BY path";
        rows(self.connection, sql, [], watched_folder)
    }
}

impl Writer<'_> {
    /// Adds a watched folder, or changes the one with this identity.
    ///
    /// # Errors
    /// [`StoreError::Constraint`] when the path is watched already.
    pub fn put_watched_folder(&mut self, folder: &WatchedFolderRow) -> Result<(), StoreError> {
        run(
            self.connection,
            "INSERT INTO watched_folder (id, client_file, flow, split_mode, path) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET client_file = excluded.client_file, flow = excluded.flow,
               split_mode = excluded.split_mode, path = excluded.path",
            params![
                folder.id.key(),
                folder.client_file.key(),
                folder.flow.word(),
                folder.split_mode.word(),
                folder.path
            ],
        )
        .map(drop)
    }
    /// Watches a folder no longer.
    pub fn delete_watched_folder(&mut self, id: WatchedFolderId) -> Result<(), StoreError> {
        run(self.connection, "DELETE FROM watched_folder WHERE id = ?", [id.key()]).map(drop)
    }
}
