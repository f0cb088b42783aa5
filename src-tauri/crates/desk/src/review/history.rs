//! Undo, and a document's history.

use liasse_store::{ChangeRecord, StoreError};
use serde_json::Value;

use crate::api::{DeskError, HistoryLine, Message, UndoneView};
use crate::clock;
use crate::desk::{Desk, document_id, locked};

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

fn line(change: &ChangeRecord) -> HistoryLine {
    HistoryLine {
        at: change.at.millis() as f64,
        actor: change.actor.name().to_owned(),
        message: sentence(&change.command, &change.summary),
        undone: change.undone_by.is_some(),
    }
}

impl Desk {
    /// Undoes the newest command that can be undone; `None` when there is none.
    ///
    /// # Errors
    /// `undo_conflict` when later changes touched the same values; nothing is changed then.
    pub fn undo(&self) -> Result<Option<UndoneView>, DeskError> {
        let undone = {
            let mut store = locked(&self.store);
            match store.undo(&self.actor, clock::now()) {
                Err(StoreError::NothingToUndo) => return Ok(None),
                other => other?,
            }
        };
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

    /// What was done to a document, newest first.
    pub fn history(&self, document: String) -> Result<Vec<HistoryLine>, DeskError> {
        let id = document_id(&document)?;
        let mut changes = self.read(|reader| reader.history(id))?;
        changes.reverse();
        Ok(changes.iter().map(line).collect())
    }
}
