//! What pays documents after they were booked.

use liasse_domain::{ClientFileId, DocumentId, Settlement, SettlementId};
use rusqlite::{Row, params};

use crate::sql::{Columns, Key, row, rows, run};
use crate::{Reader, StoreError, Writer};

const COLUMNS: &str = "settlement.id, settlement.document, settlement.date, settlement.amount";

fn settlement(row: &Row<'_>) -> rusqlite::Result<Settlement> {
    Ok(Settlement { id: row.key(0)?, document: row.key(1)?, date: row.date(2)?, amount: row.amount(3)? })
}

impl Reader<'_> {
    /// One settlement.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn settlement(&self, id: SettlementId) -> Result<Settlement, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM settlement WHERE id = ?");
        row(self.connection, &sql, [id.key()], settlement)?
            .ok_or_else(|| StoreError::not_found("settlement", id))
    }
    /// The settlements of a document, in the order in which they were recorded.
    pub fn settlements_of(&self, document: DocumentId) -> Result<Vec<Settlement>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM settlement WHERE document = ? ORDER BY id");
        rows(self.connection, &sql, [document.key()], settlement)
    }
    /// The settlements of a client file whose entry no target has or may have, in the order in which they were recorded.
    pub fn settlements_to_publish(&self, client_file: ClientFileId) -> Result<Vec<Settlement>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM settlement JOIN document ON document.id = settlement.document
             WHERE document.client_file = ? AND NOT EXISTS (
               SELECT 1 FROM publication WHERE publication.settlement = settlement.id AND state <> 'refused')
             ORDER BY settlement.id"
        );
        rows(self.connection, &sql, [client_file.key()], settlement)
    }
    /// The documents of a client file whose published entry has tax that waits for the payment, or that were settled.
    pub fn documents_with_waiting_tax(
        &self,
        client_file: ClientFileId,
    ) -> Result<Vec<DocumentId>, StoreError> {
        let sql = "SELECT document.id FROM document WHERE client_file = ?1 AND (
                     EXISTS (SELECT 1 FROM settlement WHERE settlement.document = document.id)
                     OR EXISTS (SELECT 1 FROM entry JOIN entry_line ON entry_line.entry = entry.id
                       WHERE entry.document = document.id AND entry_line.notes LIKE '%waits_for_payment%'))
                   ORDER BY issue_date, id";
        rows(self.connection, sql, [client_file.key()], |row| row.key(0))
    }
}

impl Writer<'_> {
    /// Adds a settlement.
    pub fn add_settlement(&mut self, settlement: &Settlement) -> Result<(), StoreError> {
        self.touch(settlement.document);
        let Settlement { id, document, date, amount } = settlement;
        let sql = "INSERT INTO settlement (id, document, date, amount) VALUES (?, ?, ?, ?)";
        run(self.connection, sql, params![id.key(), document.key(), date.to_string(), amount.cents()])
            .map(drop)
    }
    /// Deletes a settlement, with what is known of publications of its entry that were refused.
    ///
    /// # Errors
    /// [`StoreError::Constraint`] when its entry was published.
    pub fn delete_settlement(&mut self, settlement: &Settlement) -> Result<(), StoreError> {
        self.touch(settlement.document);
        let sql = "DELETE FROM publication WHERE settlement = ? AND state = 'refused'";
        run(self.connection, sql, [settlement.id.key()])?;
        run(self.connection, "DELETE FROM settlement WHERE id = ?", [settlement.id.key()]).map(drop)
    }
}
