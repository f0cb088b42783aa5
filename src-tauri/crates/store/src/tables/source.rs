//! Sources: the bytes as they came.

use liasse_domain::{ClientFileId, Finding, Flow, SourceId, SplitMode};
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};

use crate::sql::{Columns, Key, Word, row, rows, run, to_json, words};
use crate::{Digest, Reader, StoreError, Timestamp, Writer};

/// Where a source stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceState {
    /// Waits for its turn.
    Queued,
    /// Is being read.
    Reading,
    /// Was read.
    Read,
    /// Could not be read; its findings say why.
    Failed,
    /// Its reading was cancelled by the user.
    Cancelled,
    /// Is the same as an earlier one.
    Duplicate,
}

/// How a source came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Dropped on the window.
    Dropped,
    /// Chosen in the file picker.
    Picked,
    /// Found in a watched folder.
    WatchedFolder,
    /// A member of an archive, which is its parent.
    Archive,
    /// By the command line.
    CommandLine,
    /// Part of the sample client file.
    Sample,
    /// Fetched from a *plateforme agréée*.
    Platform,
}

words! {
    SourceState, "state of a source": {
        Queued => "queued", Reading => "reading", Read => "read", Failed => "failed", Cancelled => "cancelled",
        Duplicate => "duplicate",
    }
    Origin, "origin": {
        Dropped => "dropped", Picked => "picked", WatchedFolder => "watched_folder", Archive => "archive",
        CommandLine => "command_line", Sample => "sample", Platform => "platform",
    }
}

/// One source. Its bytes are the blob under `sha256`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRow {
    /// Identity.
    pub id: SourceId,
    /// The client file.
    pub client_file: ClientFileId,
    /// Purchases or sales.
    pub flow: Flow,
    /// How it is to be cut.
    pub split_mode: SplitMode,
    /// File name, without its folder.
    pub file_name: String,
    /// Media type, for example `application/pdf`.
    pub media_type: String,
    /// Digest of the bytes.
    pub sha256: Digest,
    /// Number of bytes.
    pub byte_size: u64,
    /// How it came in.
    pub origin: Origin,
    /// The path that it came from, where there was one.
    pub origin_path: Option<String>,
    /// The archive that it is a member of.
    pub parent: Option<SourceId>,
    /// When it came in.
    pub received_at: Timestamp,
    /// Number of pages, once known.
    pub page_count: Option<u32>,
    /// Where it stands.
    pub state: SourceState,
    /// The earlier source with the same bytes.
    pub duplicate_of: Option<SourceId>,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
    /// First pages where the split is put to the user.
    pub unsure_boundaries: Vec<u32>,
    /// The user who brought it in; absent where the program did, or an earlier version did not keep it.
    pub added_by: Option<String>,
}

const COLUMNS: &str = "id, client_file, flow, split_mode, file_name, media_type, sha256, byte_size, origin,
    origin_path, parent, received_at, page_count, state, duplicate_of, findings, unsure_boundaries, added_by";

fn source(row: &Row<'_>) -> rusqlite::Result<SourceRow> {
    Ok(SourceRow {
        id: row.key(0)?,
        client_file: row.key(1)?,
        flow: row.word(2)?,
        split_mode: row.word(3)?,
        file_name: row.get(4)?,
        media_type: row.get(5)?,
        sha256: row.digest(6)?,
        byte_size: row.size(7)?,
        origin: row.word(8)?,
        origin_path: row.get(9)?,
        parent: row.key_if_any(10)?,
        received_at: row.at(11)?,
        page_count: row.get(12)?,
        state: row.word(13)?,
        duplicate_of: row.key_if_any(14)?,
        findings: row.json(15, "list of findings")?,
        unsure_boundaries: row.json(16, "list of pages")?,
        added_by: row.get(17)?,
    })
}

impl Reader<'_> {
    /// One source.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn source(&self, id: SourceId) -> Result<SourceRow, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM source WHERE id = ?");
        row(self.connection, &sql, [id.key()], source)?.ok_or_else(|| StoreError::not_found("source", id))
    }
    /// The sources of a client file, newest first.
    pub fn sources(
        &self,
        client_file: ClientFileId,
        offset: u32,
        limit: u32,
    ) -> Result<Vec<SourceRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM source WHERE client_file = ? ORDER BY received_at DESC, id DESC LIMIT ? OFFSET ?"
        );
        rows(self.connection, &sql, params![client_file.key(), limit, offset], source)
    }
    /// The sources of a client file that are not (all) documents yet: being read, in trouble, or with a boundary put to the
    /// user; newest first.
    pub fn sources_waiting(
        &self,
        client_file: ClientFileId,
        flow: Flow,
        limit: u32,
    ) -> Result<Vec<SourceRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM source
             WHERE client_file = ? AND flow = ? AND (state <> 'read' OR unsure_boundaries <> '[]')
             ORDER BY received_at DESC, id DESC LIMIT ?"
        );
        rows(self.connection, &sql, params![client_file.key(), flow.word(), limit], source)
    }
    /// How many sources of each client file and flow have a boundary that is put to the user.
    pub fn files_to_split(&self) -> Result<Vec<(ClientFileId, Flow, u32)>, StoreError> {
        let sql = "SELECT client_file, flow, count(*) FROM source
                   WHERE unsure_boundaries <> '[]' AND state = 'read' GROUP BY client_file, flow";
        rows(self.connection, sql, [], |row| Ok((row.key(0)?, row.word(1)?, row.get(2)?)))
    }
    /// The sources of all client files in one of these states, oldest first.
    pub fn sources_in_state(&self, state: SourceState) -> Result<Vec<SourceRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM source WHERE state = ? ORDER BY received_at, id");
        rows(self.connection, &sql, [state.word()], source)
    }
    /// The first source of a client file with these bytes: what a newcomer would be a duplicate of.
    pub fn source_by_sha256(
        &self,
        client_file: ClientFileId,
        sha256: &Digest,
    ) -> Result<Option<SourceRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM source WHERE client_file = ? AND sha256 = ? ORDER BY received_at, id LIMIT 1"
        );
        row(self.connection, &sql, params![client_file.key(), sha256.bytes()], source)
    }
    /// The members of an archive.
    pub fn source_members(&self, parent: SourceId) -> Result<Vec<SourceRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM source WHERE parent = ? ORDER BY file_name, id");
        rows(self.connection, &sql, [parent.key()], source)
    }
}

impl Writer<'_> {
    /// Adds a source, or changes the one with this identity.
    pub fn put_source(&mut self, source: &SourceRow) -> Result<(), StoreError> {
        let sql = format!(
            "INSERT INTO source ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET client_file = excluded.client_file, flow = excluded.flow,
               split_mode = excluded.split_mode, file_name = excluded.file_name,
               media_type = excluded.media_type, sha256 = excluded.sha256, byte_size = excluded.byte_size,
               origin = excluded.origin, origin_path = excluded.origin_path, parent = excluded.parent,
               received_at = excluded.received_at, page_count = excluded.page_count, state = excluded.state,
               duplicate_of = excluded.duplicate_of, findings = excluded.findings,
               unsure_boundaries = excluded.unsure_boundaries, added_by = excluded.added_by"
        );
        let values = params![
            source.id.key(),
            source.client_file.key(),
            source.flow.word(),
            source.split_mode.word(),
            source.file_name,
            source.media_type,
            source.sha256.bytes(),
            i64::try_from(source.byte_size).unwrap_or(i64::MAX),
            source.origin.word(),
            source.origin_path,
            source.parent.map(Key::key),
            source.received_at.millis(),
            source.page_count,
            source.state.word(),
            source.duplicate_of.map(Key::key),
            to_json(&source.findings)?,
            to_json(&source.unsure_boundaries)?,
            source.added_by,
        ];
        run(self.connection, &sql, values).map(drop)
    }
    /// Changes where a source stands.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn set_source_state(&mut self, id: SourceId, state: SourceState) -> Result<(), StoreError> {
        let sql = "UPDATE source SET state = ? WHERE id = ?";
        match run(self.connection, sql, params![state.word(), id.key()])? {
            0 => Err(StoreError::not_found("source", id)),
            _ => Ok(()),
        }
    }
}
