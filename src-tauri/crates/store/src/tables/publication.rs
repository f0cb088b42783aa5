//! The outbox: one row a document and target, committed before anything leaves.

use liasse_domain::{
    Amount, ClientFileId, Date, DocumentId, DocumentStatus, Flow, PublicationId, SettlementId,
};
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};

use crate::sql::{Columns, Key, Word, row, rows, run, words};
use crate::{Digest, Reader, StoreError, Timestamp, Writer};

/// What is known of a publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublicationState {
    /// Recorded; nothing left yet.
    Pending,
    /// On its way; an answer is awaited.
    Sent,
    /// It left and no answer came: to be reconciled, never blindly sent again.
    Unknown,
    /// The target has it.
    Done,
    /// The target refused it; it may be published again.
    Refused,
}
words! {
    PublicationState, "state of a publication": {
        Pending => "pending", Sent => "sent", Unknown => "unknown", Done => "done", Refused => "refused",
    }
}

/// One publication of one document to one target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicationRow {
    /// Identity.
    pub id: PublicationId,
    /// The document.
    pub document: DocumentId,
    /// The settlement whose entry it is, where it is not the document's own.
    pub settlement: Option<SettlementId>,
    /// The target, for example `bob` or `sage-ge`.
    pub target: String,
    /// The key under which the target knows the call, so that it counts once.
    pub idempotency_key: String,
    /// Digest of what is sent.
    pub payload_sha256: Digest,
    /// What is known of it.
    pub state: PublicationState,
    /// What the target calls it.
    pub remote_id: Option<String>,
    /// What the target said, or where the file lies.
    pub detail: Option<String>,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When the last answer came.
    pub answered_at: Option<Timestamp>,
    /// When it was last let go.
    pub sent_at: Option<Timestamp>,
    /// When the target's folder was first seen without the file.
    pub taken_at: Option<Timestamp>,
    /// When the file was back in the folder after that.
    pub returned_at: Option<Timestamp>,
    /// When it was withdrawn, the document being re-opened: the target has it no more, or has its reversal too.
    pub withdrawn_at: Option<Timestamp>,
    /// The publication whose entry this one reverses, where it is no document's own.
    pub reverses: Option<PublicationId>,
    /// The day of the entry that reverses.
    pub reversal_date: Option<Date>,
}

impl PublicationRow {
    /// Whether by this publication a target has a document's own entries, or may have them.
    pub fn stands(&self) -> bool {
        self.state != PublicationState::Refused
            && self.settlement.is_none()
            && self.reverses.is_none()
            && self.withdrawn_at.is_none()
    }
}

/// A publication with what the list of documents shows of its document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedRow {
    /// The publication.
    pub publication: PublicationRow,
    /// Purchases or sales.
    pub flow: Flow,
    /// Where the document stands.
    pub status: DocumentStatus,
    /// Its number.
    pub number: Option<String>,
    /// Supplier or customer, as it was read.
    pub party: Option<String>,
    /// Its date.
    pub issue_date: Option<Date>,
    /// Total with tax.
    pub total: Option<Amount>,
    /// Tax.
    pub total_vat: Option<Amount>,
    /// Currency, as its code.
    pub currency: Option<String>,
}

const COLUMNS: &str = "id, document, target, idempotency_key, payload_sha256, state, remote_id, detail,
    created_at, answered_at, settlement, sent_at, taken_at, returned_at, withdrawn_at, reverses, reversal_date";

fn publication(row: &Row<'_>) -> rusqlite::Result<PublicationRow> {
    Ok(PublicationRow {
        id: row.key(0)?,
        document: row.key(1)?,
        target: row.get(2)?,
        idempotency_key: row.get(3)?,
        payload_sha256: row.digest(4)?,
        state: row.word(5)?,
        remote_id: row.get(6)?,
        detail: row.get(7)?,
        created_at: row.at(8)?,
        answered_at: row.at_if_any(9)?,
        settlement: row.key_if_any(10)?,
        sent_at: row.at_if_any(11)?,
        taken_at: row.at_if_any(12)?,
        returned_at: row.at_if_any(13)?,
        withdrawn_at: row.at_if_any(14)?,
        reverses: row.key_if_any(15)?,
        reversal_date: row.date_if_any(16)?,
    })
}

impl Reader<'_> {
    /// One publication.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn publication(&self, id: PublicationId) -> Result<PublicationRow, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM publication WHERE id = ?");
        row(self.connection, &sql, [id.key()], publication)?
            .ok_or_else(|| StoreError::not_found("publication", id))
    }
    /// The publications of a document itself and of what reverses it, oldest first, refused ones too.
    pub fn publications_of(&self, document: DocumentId) -> Result<Vec<PublicationRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM publication WHERE document = ? AND settlement IS NULL ORDER BY created_at, id"
        );
        rows(self.connection, &sql, [document.key()], publication)
    }
    /// The last publication of the entry of a settlement.
    pub fn publication_of_settlement(
        &self,
        settlement: SettlementId,
    ) -> Result<Option<PublicationRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM publication WHERE settlement = ? ORDER BY created_at DESC, id DESC LIMIT 1"
        );
        row(self.connection, &sql, [settlement.key()], publication)
    }
    /// The one publication of a document itself to a target that was neither refused nor withdrawn.
    pub fn standing_publication(
        &self,
        document: DocumentId,
        target: &str,
    ) -> Result<Option<PublicationRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM publication WHERE document = ? AND target = ? AND state <> 'refused'
               AND settlement IS NULL AND reverses IS NULL AND withdrawn_at IS NULL"
        );
        row(self.connection, &sql, params![document.key(), target], publication)
    }
    /// The last publication that reverses another one.
    pub fn reversal_of(&self, reversed: PublicationId) -> Result<Option<PublicationRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM publication WHERE reverses = ? ORDER BY created_at DESC, id DESC LIMIT 1"
        );
        row(self.connection, &sql, [reversed.key()], publication)
    }
    /// The publications whose end is not known (pending, sent, unknown), oldest first.
    pub fn open_publications(&self) -> Result<Vec<PublicationRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM publication WHERE state IN ('pending', 'sent', 'unknown')
             ORDER BY created_at, id"
        );
        rows(self.connection, &sql, [], publication)
    }
    /// The publications that a target has in its folder, or had there until a short while ago; oldest first. What was
    /// taken longer ago is no more looked for: it does not come back by itself.
    pub fn folder_publications(&self, target: &str) -> Result<Vec<PublicationRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM publication WHERE target = ?1 AND state = 'done' AND withdrawn_at IS NULL AND (taken_at IS NULL OR id IN (
               SELECT id FROM publication WHERE target = ?1 AND state = 'done' AND taken_at IS NOT NULL
               ORDER BY taken_at DESC LIMIT 500))
             ORDER BY created_at, id"
        );
        rows(self.connection, &sql, [target], publication)
    }
    /// The publications of a client file's documents to one target or to all, newest first.
    pub fn published_documents(
        &self,
        client_file: ClientFileId,
        target: Option<&str>,
    ) -> Result<Vec<PublishedRow>, StoreError> {
        let columns: Vec<String> =
            COLUMNS.split(',').map(|name| format!("publication.{}", name.trim())).collect();
        let sql = format!(
            "SELECT {}, document.flow, document.status, document.number, document.party_name,
               nullif(document.issue_date, ''), document.total, document.total_vat, document.currency
             FROM document JOIN publication ON publication.document = document.id
             WHERE document.client_file = ?1 AND (?2 IS NULL OR publication.target = ?2)
             ORDER BY publication.created_at DESC, publication.id DESC",
            columns.join(", ")
        );
        rows(self.connection, &sql, params![client_file.key(), target], |row| {
            Ok(PublishedRow {
                publication: publication(row)?,
                flow: row.word(17)?,
                status: row.word(18)?,
                number: row.get(19)?,
                party: row.get(20)?,
                issue_date: row.date_if_any(21)?,
                total: row.amount_if_any(22)?,
                total_vat: row.amount_if_any(23)?,
                currency: row.get(24)?,
            })
        })
    }
    /// Whether a person let a document go by itself.
    pub fn is_released(&self, document: DocumentId) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM document_release WHERE document = ?";
        Ok(row(self.connection, sql, [document.key()], |row| row.get::<_, i64>(0))?.is_some())
    }
}

impl Writer<'_> {
    /// Records a publication before anything leaves.
    ///
    /// # Errors
    /// [`StoreError::Constraint`] when the document has one to this target that was not refused, or the
    /// idempotency key is taken.
    pub fn add_publication(&mut self, publication: &PublicationRow) -> Result<(), StoreError> {
        self.touch(publication.document);
        let sql = format!(
            "INSERT INTO publication ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        );
        let values = params![
            publication.id.key(),
            publication.document.key(),
            publication.target,
            publication.idempotency_key,
            publication.payload_sha256.bytes(),
            publication.state.word(),
            publication.remote_id,
            publication.detail,
            publication.created_at.millis(),
            publication.answered_at.map(Timestamp::millis),
            publication.settlement.map(Key::key),
            publication.sent_at.map(Timestamp::millis),
            publication.taken_at.map(Timestamp::millis),
            publication.returned_at.map(Timestamp::millis),
            publication.withdrawn_at.map(Timestamp::millis),
            publication.reverses.map(Key::key),
            publication.reversal_date.map(|date| date.to_string())
        ];
        run(self.connection, &sql, values).map(drop)
    }
    /// Records what became of a publication. What is not said (`None`) stays as it was.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn set_publication(
        &mut self,
        id: PublicationId,
        state: PublicationState,
        remote_id: Option<&str>,
        detail: Option<&str>,
        answered_at: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let document = self.publication(id)?.document;
        self.touch(document);
        run(
            self.connection,
            "UPDATE publication SET state = ?, remote_id = coalesce(?, remote_id), detail = coalesce(?, detail),
               answered_at = coalesce(?, answered_at) WHERE id = ?",
            params![state.word(), remote_id, detail, answered_at.map(Timestamp::millis), id.key()],
        )
        .map(drop)
    }
    /// Records that a document is let go now, and where to where that is known before.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn send_publication(
        &mut self,
        id: PublicationId,
        at: Timestamp,
        remote_id: Option<&str>,
    ) -> Result<(), StoreError> {
        self.set_publication(id, PublicationState::Sent, remote_id, None, None)?;
        run(
            self.connection,
            "UPDATE publication SET sent_at = ? WHERE id = ?",
            params![at.millis(), id.key()],
        )
        .map(drop)
    }
    /// Records what was seen in the target's folder: since when the file is gone, since when it is back.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn watch_publication(
        &mut self,
        id: PublicationId,
        taken_at: Option<Timestamp>,
        returned_at: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let document = self.publication(id)?.document;
        self.touch(document);
        let values = params![taken_at.map(Timestamp::millis), returned_at.map(Timestamp::millis), id.key()];
        run(self.connection, "UPDATE publication SET taken_at = ?, returned_at = ? WHERE id = ?", values)
            .map(drop)
    }
    /// Records that a publication stands no more.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn withdraw_publication(&mut self, id: PublicationId, at: Timestamp) -> Result<(), StoreError> {
        let document = self.publication(id)?.document;
        self.touch(document);
        let sql = "UPDATE publication SET withdrawn_at = ? WHERE id = ?";
        run(self.connection, sql, params![at.millis(), id.key()]).map(drop)
    }
    /// Lets a document go by itself from now on, or no more.
    pub fn release_document(&mut self, document: DocumentId, released: bool) -> Result<(), StoreError> {
        self.touch(document);
        let sql = match released {
            true => "INSERT INTO document_release (document) VALUES (?) ON CONFLICT DO NOTHING",
            false => "DELETE FROM document_release WHERE document = ?",
        };
        run(self.connection, sql, [document.key()]).map(drop)
    }
}
