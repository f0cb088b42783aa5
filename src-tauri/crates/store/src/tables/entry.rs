//! Entries, as they were published.

use liasse_domain::{
    Axes, ClientFileId, DocumentId, Entry, EntryId, EntryLine, EntryParts, EntryPurpose, Money, Settlement,
};
use rusqlite::{Row, params};

use crate::sql::{Columns, Key, Word, row, rows, run, to_json_if_any};
use crate::{Reader, StoreError, Writer};

const COLUMNS: &str = "entry.id, entry.document, entry.journal, entry.date, entry.piece_reference,
    entry.due_date, entry.currency, entry.purpose";

fn parts(row: &Row<'_>) -> rusqlite::Result<EntryParts> {
    Ok(EntryParts {
        id: row.key(0)?,
        document: row.key(1)?,
        journal: row.parsed(2, "journal")?,
        date: row.date(3)?,
        piece_reference: row.get(4)?,
        due_date: row.date_if_any(5)?,
        currency: row.parsed(6, "currency")?,
        purpose: row.word(7)?,
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
        axes: Axes {
            first: row.parsed_if_any(6, "analytic section")?,
            second: row.parsed_if_any(7, "analytic section")?,
        },
        foreign: match (row.amount_if_any(8)?, row.parsed_if_any(9, "currency")?) {
            (Some(amount), Some(currency)) => Some(Money { amount, currency }),
            _ => None,
        },
        notes: row.json_if_any(10, "notes of a line")?.unwrap_or_default(),
    })
}

impl Reader<'_> {
    fn with_lines(&self, mut parts: EntryParts) -> Result<Entry, StoreError> {
        let sql = "SELECT account, account_label, auxiliary, side, amount, label, axis_first, axis_second, foreign_amount,
                     foreign_currency, notes FROM entry_line WHERE entry = ? ORDER BY position";
        parts.lines = rows(self.connection, sql, [parts.id.key()], line)?;
        let id = parts.id;
        Entry::new(parts).map_err(|error| StoreError::Unreadable {
            column: format!("entry_line of {id}"),
            value: error.to_string(),
            what: "balanced entry",
        })
    }
    /// The entry that books a document, if it was published.
    pub fn entry_of(&self, document: DocumentId) -> Result<Option<Entry>, StoreError> {
        Ok(self.entries_of(document)?.into_iter().find(|entry| entry.purpose() == EntryPurpose::Document))
    }
    /// The entries of a published document: its own, then that of its payment on the spot. Those of its settlements are
    /// apart: see [`Reader::entry`].
    pub fn entries_of(&self, document: DocumentId) -> Result<Vec<Entry>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM entry WHERE document = ? AND purpose IN ('document', 'payment') ORDER BY purpose"
        );
        let found = rows(self.connection, &sql, [document.key()], parts)?;
        found.into_iter().map(|parts| self.with_lines(parts)).collect()
    }
    /// One entry, if it was published.
    pub fn entry(&self, id: EntryId) -> Result<Option<Entry>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM entry WHERE id = ?");
        row(self.connection, &sql, [id.key()], parts)?.map(|parts| self.with_lines(parts)).transpose()
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
    /// Puts an entry in the place of the one that its document had for the same purpose; that of a settlement and one that
    /// reverses in the place of its own.
    pub fn put_entry(&mut self, entry: &Entry) -> Result<(), StoreError> {
        self.touch(entry.document());
        let sql = "SELECT id FROM entry WHERE document = ?1 AND purpose = ?2 AND (?2 IN ('document', 'payment') OR id = ?3)";
        let params = params![entry.document().key(), entry.purpose().word(), entry.id().key()];
        if let Some(former) = row(self.connection, sql, params, |row| row.key(0))? {
            self.delete_entry(former)?;
        }
        run(
            self.connection,
            "INSERT INTO entry (id, document, journal, date, piece_reference, due_date, currency, purpose)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                entry.id().key(),
                entry.document().key(),
                entry.journal().as_str(),
                entry.date().to_string(),
                entry.piece_reference(),
                entry.due_date().map(|date| date.to_string()),
                entry.currency().code(),
                entry.purpose().word()
            ],
        )?;
        for (position, line) in (0i64..).zip(entry.lines()) {
            run(
                self.connection,
                "INSERT INTO entry_line
                   (entry, position, account, account_label, auxiliary, side, amount, label, axis_first, axis_second,
                    foreign_amount, foreign_currency, notes)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                params![
                    entry.id().key(),
                    position,
                    line.account.as_str(),
                    line.account_label,
                    line.auxiliary.as_ref().map(|account| account.as_str()),
                    line.side.word(),
                    line.amount.cents(),
                    line.label,
                    line.axes.first.as_ref().map(|section| section.as_str()),
                    line.axes.second.as_ref().map(|section| section.as_str()),
                    line.foreign.as_ref().map(|money| money.amount.cents()),
                    line.foreign.as_ref().map(|money| money.currency.to_string()),
                    to_json_if_any((!line.notes.is_empty()).then_some(&line.notes))?
                ],
            )?;
        }
        Ok(())
    }
    /// Deletes the entry of a settlement, if it has one.
    pub fn delete_entry_of_settlement(&mut self, settlement: &Settlement) -> Result<(), StoreError> {
        self.touch(settlement.document);
        self.delete_entry(EntryId::from_uuid(settlement.id.uuid()))
    }
    /// Keeps the entry of a document that was reversed, apart from those that book it anew.
    pub fn set_reversed(&mut self, entry: &Entry) -> Result<(), StoreError> {
        self.touch(entry.document());
        let sql = "UPDATE entry SET purpose = 'reversed' WHERE id = ?";
        run(self.connection, sql, [entry.id().key()]).map(drop)
    }
    /// Deletes the entries that book a document and its payment, if it has any.
    pub fn delete_entry_of(&mut self, document: DocumentId) -> Result<(), StoreError> {
        self.touch(document);
        let sql = "SELECT id FROM entry WHERE document = ? AND purpose IN ('document', 'payment')";
        for id in rows(self.connection, sql, [document.key()], |row| row.key(0))? {
            self.delete_entry(id)?;
        }
        Ok(())
    }
    fn delete_entry(&mut self, id: EntryId) -> Result<(), StoreError> {
        run(self.connection, "DELETE FROM entry_line WHERE entry = ?", [id.key()])?;
        run(self.connection, "DELETE FROM entry WHERE id = ?", [id.key()]).map(drop)
    }
}
