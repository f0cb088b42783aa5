//! Entries, as they were published.

use liasse_domain::{ClientFileId, DocumentId, Entry, EntryId, EntryLine, EntryParts};
use rusqlite::{Row, params};

use crate::sql::{Columns, Key, Word, row, rows, run};
use crate::{Reader, StoreError, Writer};

const COLUMNS: &str = "entry.id, entry.document, entry.journal, entry.date, entry.piece_reference,
    entry.due_date, entry.currency";

fn parts(row: &Row<'_>) -> rusqlite::Result<EntryParts> {
    Ok(EntryParts {
        id: row.key(0)?,
        document: row.key(1)?,
        journal: row.parsed(2, "journal")?,
        date: row.date(3)?,
        piece_reference: row.get(4)?,
        due_date: row.date_if_any(5)?,
        currency: row.parsed(6, "currency")?,
        lines: Vec::new(),
    })
}

fn line(row: &Row<'_>) -> rusqlite::Result<EntryLine> {
    Ok(EntryLine {
        account: row.parsed(0, "account")?,
        account_label: row.get(1)?,
        auxiliary: row.parsed_if_any(2, "account")?,
        side: row.word(3)?,
        amount: row.amount(4)?,
        label: row.get(5)?,
    })
}

impl Reader<'_> {
    fn with_lines(&self, mut parts: EntryParts) -> Result<Entry, StoreError> {
        let sql = "SELECT account, account_label, auxiliary, side, amount, label FROM entry_line
                   WHERE entry = ? ORDER BY position";
        parts.lines = rows(self.connection, sql, [parts.id.key()], line)?;
        let id = parts.id;
        Entry::new(parts).map_err(|error| StoreError::Unreadable {
            column: format!("entry_line of {id}"),
            value: error.to_string(),
            what: "balanced entry",
        })
    }
    /// The entry of a document, if it was published.
    pub fn entry_of(&self, document: DocumentId) -> Result<Option<Entry>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM entry WHERE document = ?");
        row(self.connection, &sql, [document.key()], parts)?.map(|parts| self.with_lines(parts)).transpose()
    }
    /// All entries of a client file, by journal, date and number.
    pub fn entries(&self, client_file: ClientFileId) -> Result<Vec<Entry>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM entry JOIN document ON document.id = entry.document
             WHERE document.client_file = ?
             ORDER BY entry.journal, entry.date, entry.piece_reference, entry.id"
        );
        let found = rows(self.connection, &sql, [client_file.key()], parts)?;
        found.into_iter().map(|parts| self.with_lines(parts)).collect()
    }
}

impl Writer<'_> {
    /// Puts an entry in the place of the one that its document had.
    pub fn put_entry(&mut self, entry: &Entry) -> Result<(), StoreError> {
        self.delete_entry_of(entry.document())?;
        run(
            self.connection,
            "INSERT INTO entry (id, document, journal, date, piece_reference, due_date, currency)
             VALUES (?, ?, ?, ?, ?, ?, ?)",
            params![
                entry.id().key(),
                entry.document().key(),
                entry.journal().as_str(),
                entry.date().to_string(),
                entry.piece_reference(),
                entry.due_date().map(|date| date.to_string()),
                entry.currency().code()
            ],
        )?;
        for (position, line) in (0i64..).zip(entry.lines()) {
            run(
                self.connection,
                "INSERT INTO entry_line
                   (entry, position, account, account_label, auxiliary, side, amount, label)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                params![
                    entry.id().key(),
                    position,
                    line.account.as_str(),
                    line.account_label,
                    line.auxiliary.as_ref().map(|account| account.as_str()),
                    line.side.word(),
                    line.amount.cents(),
                    line.label
                ],
            )?;
        }
        Ok(())
    }
    /// Deletes the entry of a document, if it has one.
    pub fn delete_entry_of(&mut self, document: DocumentId) -> Result<(), StoreError> {
        self.touch(document);
        let sql = "SELECT id FROM entry WHERE document = ?";
        let id: Option<EntryId> = row(self.connection, sql, [document.key()], |row| row.key(0))?;
        if let Some(id) = id {
            run(self.connection, "DELETE FROM entry_line WHERE entry = ?", [id.key()])?;
            run(self.connection, "DELETE FROM entry WHERE id = ?", [id.key()])?;
        }
        Ok(())
    }
}
