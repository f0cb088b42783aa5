//! What was done, as the screens see it.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::Message;

/// One line of a document's history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HistoryLine {
    /// When, milliseconds since 1970, UTC.
    pub at: f64,
    /// Who.
    pub actor: String,
    /// What: `history.<command>`.
    pub message: Message,
    /// The command that was undone or done again, when that is what this is.
    pub inverted: Option<Message>,
    /// What it changed on the document.
    pub values: Vec<ValueChange>,
    /// Whether it was undone since.
    pub undone: bool,
}

/// One line of the ledger of changes: what was done, and to which documents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LedgerLine {
    /// What was done; the values are told where it concerns one document.
    pub change: HistoryLine,
    /// The first documents concerned that still exist.
    pub documents: Vec<LedgerDocument>,
    /// How many are concerned.
    pub count: u32,
}

/// A document in the ledger of changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LedgerDocument {
    /// The document.
    pub id: String,
    /// Third party and number, or the name of its file.
    pub label: String,
}

/// Some of the ledger of changes, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LedgerPage {
    /// The lines.
    pub lines: Vec<LedgerLine>,
    /// Whether there are older ones.
    pub more: bool,
}

/// A value before and after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ValueChange {
    /// A field's name, or `status`, `third_party`, `account`, `allocated`.
    pub what: String,
    /// Before; absent when there was none.
    pub before: Option<String>,
    /// After; absent when there is none.
    pub after: Option<String>,
}
