//! Undo, and a document's history.

use liasse_domain::{DocumentId, ThirdPartyId};
use liasse_store::{BeforeAfter, ChangeRecord, InboxRow, Reader, StoreError};
use serde_json::Value;

use super::fields;
use crate::api::{
    DeskError, HistoryLine, LedgerDocument, LedgerLine, LedgerPage, Message, UndoneView, ValueChange,
};
use crate::clock;
use crate::coding::form_name;
use crate::desk::{Desk, client_file_id, document_id};
use crate::split::has_left;

/// Changes in one answer of the ledger.
const PAGE: u32 = 100;
/// Documents that a line of the ledger names.
const NAMED: usize = 3;
/// Values that a line of the ledger tells.
const VALUES: usize = 12;

/// The sentence of a command: `history.<command>` with what it noted.
fn sentence(command: &str, summary: &Value) -> Message {
    let mut message = Message::new(command);
    if let Value::Object(notes) = summary {
        for (name, value) in notes {
            message = match value {
                Value::String(text) => message.with(name, text),
                Value::Number(number) => message.with(name, number),
                Value::Bool(flag) => message.with(name, flag),
                _ => message,
            };
        }
    }
    message
}

/// One line of a document's history: what was done, and what it changed on this document.
fn line(reader: &Reader<'_>, change: &ChangeRecord, document: DocumentId) -> Result<HistoryLine, StoreError> {
    let values = reader
        .changed_values(change.id)?
        .into_iter()
        .filter(|value| value.document == document)
        .map(|value| value_change(reader, value.change))
        .collect::<Result<Vec<_>, StoreError>>()?;
    Ok(line_of(change, values))
}

fn line_of(change: &ChangeRecord, values: Vec<ValueChange>) -> HistoryLine {
    // An undo notes the command that it inverted, with that command's own notes.
    let inverted = change.undoes.and_then(|_| {
        let command = change.summary.get("command")?.as_str()?;
        Some(sentence(command, change.summary.get("summary").unwrap_or(&Value::Null)))
    });
    HistoryLine {
        at: change.at.millis() as f64,
        actor: change.actor.name().to_owned(),
        message: sentence(&change.command, &change.summary),
        inverted,
        values: values.into_iter().filter(|value| value.before != value.after).collect(),
        undone: change.undone_by.is_some(),
    }
}

/// One line of the ledger of changes.
fn ledger_line(reader: &Reader<'_>, change: &ChangeRecord) -> Result<LedgerLine, StoreError> {
    let shown: Vec<DocumentId> = change.documents.iter().take(NAMED).copied().collect();
    let document = |row: InboxRow| {
        let named: Vec<String> = row.party.into_iter().chain(row.number).collect();
        let label = if named.is_empty() { row.file_name } else { named.join(" ") };
        LedgerDocument { id: row.id.to_string(), label }
    };
    let mut told = match change.documents.as_slice() {
        [only] => line(reader, change, *only)?,
        _ => line_of(change, Vec::new()),
    };
    told.values.truncate(VALUES);
    Ok(LedgerLine {
        change: told,
        documents: reader.inbox_rows(&shown)?.into_iter().map(document).collect(),
        count: change.documents.len() as u32,
    })
}

fn value_change(reader: &Reader<'_>, change: BeforeAfter) -> Result<ValueChange, StoreError> {
    fn of(what: &str, before: Option<String>, after: Option<String>) -> ValueChange {
        ValueChange { what: what.to_owned(), before, after }
    }
    let name = |id: Option<ThirdPartyId>| {
        // A card that an undo took away has no name any more.
        id.map(|id| reader.third_party(id).map_or_else(|_| id.to_string(), |card| card.name))
    };
    Ok(match change {
        BeforeAfter::Status { before, after } => of(
            "status",
            before.map(|status| fields::serialised(&status)),
            after.map(|status| fields::serialised(&status)),
        ),
        BeforeAfter::Field { name, before, after } => {
            of(&form_name(name), before.as_ref().map(fields::text_of), after.as_ref().map(fields::text_of))
        }
        BeforeAfter::ThirdParty { before, after } => of("third_party", name(before), name(after)),
        BeforeAfter::Account { before, after, .. } => {
            of("account", before.map(|code| code.to_string()), after.map(|code| code.to_string()))
        }
        BeforeAfter::Allocated { before, after, .. } => {
            of("allocated", before.map(|amount| amount.to_string()), after.map(|amount| amount.to_string()))
        }
    })
}

/// What was published stays as it was published: a change of it is not undone.
fn published_since(reader: &Reader<'_>, change: &ChangeRecord) -> Result<Option<DeskError>, StoreError> {
    // What settles a document comes after its publication; the store refuses where the entry of a settlement has left.
    if matches!(change.command.as_str(), "record_settlement" | "delete_settlement") {
        return Ok(None);
    }
    if crate::publication::may_be_taken_back(reader, change)? {
        return Ok(None);
    }
    for document in &change.documents {
        if has_left(reader, *document)? {
            let detail = "a document that this changed was published since: nothing was changed";
            return Ok(Some(DeskError::new("undo_conflict", detail)));
        }
    }
    Ok(None)
}

impl Desk {
    /// Undoes the newest command that can be undone; `None` when there is none.
    ///
    /// # Errors
    /// `undo_conflict` when later changes touched the same values; nothing is changed then.
    pub fn undo(&self) -> Result<Option<UndoneView>, DeskError> {
        let undone = self.with_store(|store| {
            let newest = store.read(|reader| reader.next_undo())?;
            if let Some(newest) = newest
                && let Some(refusal) = store.read(|reader| published_since(reader, &newest))?
            {
                return Err(refusal);
            }
            match store.undo(&self.actor, clock::now()) {
                Err(StoreError::NothingToUndo) => Ok(None),
                other => Ok(Some(other?)),
            }
        })?;
        let Some(undone) = undone else { return Ok(None) };
        let client_files = self.read(|reader| {
            let mut files = Vec::new();
            for document in &undone.documents {
                // A document that the undo took away is no longer found.
                if let Ok(row) = reader.document(*document) {
                    files.push(row.client_file);
                }
            }
            if files.is_empty() {
                files.extend(reader.client_files()?.into_iter().map(|file| file.id));
            }
            files.sort_unstable();
            files.dedup();
            Ok(files)
        })?;
        client_files.into_iter().for_each(|file| self.tell_changed(file));
        Ok(Some(UndoneView {
            message: sentence(&undone.command, &Value::Null),
            documents: undone.documents.iter().map(ToString::to_string).collect(),
        }))
    }

    /// What was done in a client file, newest first, from the change at this place on: to its documents, and what concerns
    /// no document (rules, chart, settings of the firm).
    pub fn ledger(&self, client_file: String, offset: u32) -> Result<LedgerPage, DeskError> {
        let id = client_file_id(&client_file)?;
        self.read(|reader| {
            let mut changes = reader.changes(Some(id), offset, PAGE + 1)?;
            let more = changes.len() > PAGE as usize;
            changes.truncate(PAGE as usize);
            let lines = changes.iter().map(|change| ledger_line(reader, change)).collect::<Result<_, _>>()?;
            Ok(LedgerPage { lines, more })
        })
    }

    /// What was done to a document, newest first.
    pub fn history(&self, document: String) -> Result<Vec<HistoryLine>, DeskError> {
        let id = document_id(&document)?;
        self.read(|reader| reader.history(id)?.iter().rev().map(|change| line(reader, change, id)).collect())
    }
}
