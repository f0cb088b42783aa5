//! The inbox.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{FindingView, FlowView, KindView, Message, StatusCounts, StatusView};

/// Which rows of the inbox are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct InboxQuery {
    /// The client file.
    pub client_file: String,
    /// Purchases or sales.
    pub flow: FlowView,
    /// Only these statuses; none means the inbox: to review, ready.
    pub statuses: Vec<StatusView>,
    /// Only documents that look like another.
    pub duplicates: bool,
    /// Only documents in another currency than the euro.
    pub foreign_currency: bool,
    /// Only expense reports.
    pub expense_reports: bool,
    /// Only rows that contain these words.
    pub search: String,
    /// First row wanted.
    pub offset: u32,
    /// Number of rows wanted, at most 500.
    pub limit: u32,
}

/// Rows of the inbox, in the order of work: what blocks first, grouped by third party.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct InboxPage {
    /// The rows.
    pub rows: Vec<InboxRow>,
    /// Rows in all.
    pub total: u32,
    /// Counts of the client file and flow.
    pub counts: StatusCounts,
    /// Files being read, waiting to be split, or that could not be read.
    pub sources: Vec<SourceRow>,
    /// Sum of the totals, tax included, of the rows that are ready, in euro.
    pub ready_total: String,
}

/// One document in the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct InboxRow {
    /// Id of the document.
    pub id: String,
    /// The file that it was cut out of.
    pub source: String,
    /// Where it stands.
    pub status: StatusView,
    /// Kind, when it was read.
    pub kind: Option<KindView>,
    /// Whether the kind is doubtful.
    pub kind_doubtful: bool,
    /// Name of the third party, as known or as read.
    pub third_party: Option<String>,
    /// Its auxiliary account; absent when it is unknown to the client file.
    pub third_party_account: Option<String>,
    /// Date of issue.
    pub date: Option<String>,
    /// Number.
    pub number: Option<String>,
    /// What is missing or doubtful, worst first.
    pub doubts: Vec<RowDoubt>,
    /// Why it is coded as it is, when there is no doubt.
    pub reason: Option<Message>,
    /// Accounts, joined.
    pub account: Option<String>,
    /// Tax.
    pub total_vat: Option<String>,
    /// Total, tax included; negative on credit notes.
    pub total_ttc: Option<String>,
    /// Currency.
    pub currency: Option<String>,
    /// `scan`, `pdf`, `photo`, `xml`.
    pub origin: String,
    /// The document that this one doubles.
    pub duplicate_of: Option<String>,
    /// What became of its publication, when one was tried.
    pub publication: Option<Message>,
}

/// What is missing or doubtful about a document of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RowDoubt {
    /// The field, as the form names it.
    pub field: String,
    /// What is said of it.
    pub message: Message,
    /// Whether accepting what stands there settles it.
    pub acceptable: bool,
}

/// A file that is not (yet) documents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SourceRow {
    /// Id of the source.
    pub id: String,
    /// Name of the file.
    pub file_name: String,
    /// `queued`, `reading`, `to_split`, `failed`, `cancelled`, `duplicate`.
    pub state: String,
    /// Pages read so far.
    pub pages_done: u32,
    /// Pages in all, 0 while unknown.
    pub pages_total: u32,
    /// Documents found.
    pub documents: u32,
    /// Boundaries put to the user.
    pub unsure_boundaries: u32,
    /// What is wrong with it.
    pub findings: Vec<FindingView>,
    /// The source that this one doubles.
    pub duplicate_of: Option<String>,
    /// When it came, milliseconds since 1970, UTC.
    pub received_at: f64,
}

/// What came of adding files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Added {
    /// Files taken in and queued.
    pub accepted: u32,
    /// Files that are byte for byte like one already there.
    pub duplicates: u32,
    /// Files that were refused, and why.
    pub refused: Vec<Refused>,
}

/// A file that was not taken in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Refused {
    /// The file.
    pub path: String,
    /// Why.
    pub finding: FindingView,
}

/// What the desk tells while it works.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "what", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum DeskEvent {
    /// A page was read.
    Progress {
        /// The client file.
        client_file: String,
        /// The source.
        source: String,
        /// Name of the file.
        file_name: String,
        /// Pages read.
        pages_done: u32,
        /// Pages in all.
        pages_total: u32,
    },
    /// The lists of this client file have changed.
    Changed {
        /// The client file.
        client_file: String,
    },
    /// Documents are being published.
    Publishing {
        /// The client file.
        client_file: String,
        /// Documents that have been seen to.
        done: u32,
        /// Documents in all.
        total: u32,
    },
    /// A watched folder or a platform brought papers, or is in trouble.
    WatchedFolder {
        /// The client file.
        client_file: String,
        /// What happened.
        message: Message,
    },
}
