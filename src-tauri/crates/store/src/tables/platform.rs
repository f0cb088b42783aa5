//! What came from a *plateforme agréée*, and what was said of it to the suppliers.

use liasse_domain::{ClientFileId, LifeCycleMessageId, LifeCycleReason, LifeCycleStatus, SourceId};
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};

use crate::sql::{Columns, Key, Word, row, rows, run, to_json_if_any, words};
use crate::{PublicationState, Reader, StoreError, Timestamp, Writer};

words! {
    LifeCycleStatus, "status of a life cycle": {
        TakenInCharge => "taken_in_charge", Approved => "approved", PartlyApproved => "partly_approved",
        Disputed => "disputed", OnHold => "on_hold", Refused => "refused", PaymentSent => "payment_sent",
    }
}

/// A status that was set of an e-invoice, and what is known of its message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LifeCycleRow {
    /// Identity; the platform knows the message by it.
    pub id: LifeCycleMessageId,
    /// The e-invoice.
    pub source: SourceId,
    /// The status.
    pub status: LifeCycleStatus,
    /// Why.
    pub reason: Option<LifeCycleReason>,
    /// More in words.
    pub note: Option<String>,
    /// Name of the message's file.
    pub file_name: String,
    /// The message as it leaves.
    pub message: Vec<u8>,
    /// What is known of it.
    pub state: PublicationState,
    /// Why it was not sent or not taken.
    pub detail: Option<String>,
    /// When it was set.
    pub created_at: Timestamp,
    /// When it was last let go.
    pub sent_at: Option<Timestamp>,
}

const COLUMNS: &str =
    "id, source, status, reason, note, file_name, message, state, detail, created_at, sent_at";
const OPEN: &str = "state IN ('pending', 'sent', 'unknown')";

fn life_cycle(row: &Row<'_>) -> rusqlite::Result<LifeCycleRow> {
    Ok(LifeCycleRow {
        id: row.key(0)?,
        source: row.key(1)?,
        status: row.word(2)?,
        reason: row.json_if_any(3, "reason of a status")?,
        note: row.get(4)?,
        file_name: row.get(5)?,
        message: row.get(6)?,
        state: row.word(7)?,
        detail: row.get(8)?,
        created_at: row.at(9)?,
        sent_at: row.at_if_any(10)?,
    })
}

impl Reader<'_> {
    /// Whether a flow of the platform was taken in.
    pub fn has_platform_flow(&self, client_file: ClientFileId, flow: &str) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM platform_flow WHERE client_file = ? AND flow = ?";
        Ok(row(self.connection, sql, params![client_file.key(), flow], |_| Ok(()))?.is_some())
    }
    /// Whether a source came from the platform.
    pub fn is_from_platform(&self, source: SourceId) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM platform_flow WHERE source = ?";
        Ok(row(self.connection, sql, [source.key()], |_| Ok(()))?.is_some())
    }
    /// Sources of a client file that came from the platform, were read, and of which nothing was said to their supplier.
    pub fn sources_to_acknowledge(&self, client_file: ClientFileId) -> Result<Vec<SourceId>, StoreError> {
        let sql =
            "SELECT DISTINCT source.id FROM platform_flow JOIN source ON source.id = platform_flow.source
                   WHERE platform_flow.client_file = ? AND source.state = 'read' AND NOT EXISTS (
                     SELECT 1 FROM life_cycle_message WHERE life_cycle_message.source = source.id)
                   ORDER BY source.id";
        rows(self.connection, sql, [client_file.key()], |row| row.key(0))
    }
    /// The statuses of an e-invoice, oldest first.
    pub fn life_cycle_of(&self, source: SourceId) -> Result<Vec<LifeCycleRow>, StoreError> {
        let sql =
            format!("SELECT {COLUMNS} FROM life_cycle_message WHERE source = ? ORDER BY created_at, id");
        rows(self.connection, &sql, [source.key()], life_cycle)
    }
    /// Whether an e-invoice was refused to its supplier: a refusal that the platform did not take counts for nothing.
    pub fn is_refused_to_supplier(&self, source: SourceId) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM life_cycle_message WHERE source = ? AND status = ? AND state <> 'refused'";
        let refused = LifeCycleStatus::Refused.word();
        Ok(row(self.connection, sql, params![source.key(), refused], |_| Ok(()))?.is_some())
    }
    /// The messages of a client file whose outcome is open, oldest first.
    pub fn open_life_cycle_messages(
        &self,
        client_file: ClientFileId,
    ) -> Result<Vec<LifeCycleRow>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM life_cycle_message WHERE {OPEN}
               AND source IN (SELECT id FROM source WHERE client_file = ?) ORDER BY created_at, id"
        );
        rows(self.connection, &sql, [client_file.key()], life_cycle)
    }
    /// The client files that have such messages.
    pub fn client_files_with_open_messages(&self) -> Result<Vec<ClientFileId>, StoreError> {
        let sql = format!(
            "SELECT DISTINCT client_file FROM source WHERE id IN (SELECT source FROM life_cycle_message WHERE {OPEN})"
        );
        rows(self.connection, &sql, [], |row| row.key(0))
    }
}

impl Writer<'_> {
    /// Remembers that a flow was taken in, and as which source.
    ///
    /// # Errors
    /// [`StoreError::Constraint`] when it was before.
    pub fn add_platform_flow(
        &mut self,
        client_file: ClientFileId,
        flow: &str,
        source: SourceId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO platform_flow (client_file, flow, source, received_at) VALUES (?, ?, ?, ?)";
        run(self.connection, sql, params![client_file.key(), flow, source.key(), at.millis()]).map(drop)
    }
    /// Adds a status, before its message leaves.
    pub fn add_life_cycle_message(&mut self, message: &LifeCycleRow) -> Result<(), StoreError> {
        let sql =
            format!("INSERT INTO life_cycle_message ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        let values = params![
            message.id.key(),
            message.source.key(),
            message.status.word(),
            to_json_if_any(message.reason.as_ref())?,
            message.note,
            message.file_name,
            message.message,
            message.state.word(),
            message.detail,
            message.created_at.millis(),
            message.sent_at.map(Timestamp::millis)
        ];
        run(self.connection, &sql, values).map(drop)
    }
    /// Records what is known of a message; the moment of sending stays where none is said.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn set_life_cycle_message(
        &mut self,
        id: LifeCycleMessageId,
        state: PublicationState,
        detail: Option<&str>,
        sent_at: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE life_cycle_message SET state = ?, detail = ?, sent_at = coalesce(?, sent_at) WHERE id = ?";
        let values = params![state.word(), detail, sent_at.map(Timestamp::millis), id.key()];
        match run(self.connection, sql, values)? {
            0 => Err(StoreError::not_found("message of a life cycle", id)),
            _ => Ok(()),
        }
    }
}
