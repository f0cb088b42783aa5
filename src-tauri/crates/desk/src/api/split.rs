//! The split strip.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::SplitModeView;

/// A source's pages and where documents begin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SplitView {
    /// The source.
    pub source: String,
    /// Client file.
    pub client_file: String,
    /// Name of its file.
    pub file_name: String,
    /// How it was cut.
    pub split_mode: SplitModeView,
    /// The pages.
    pub pages: Vec<SplitPage>,
    /// Whether documents of it are published: then it cannot be split again.
    pub locked: bool,
}

/// One page of the strip.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SplitPage {
    /// Page, from 1.
    pub number: u32,
    /// Width over height.
    pub aspect: f32,
    /// Whether a document begins here.
    pub starts: bool,
    /// Probability that a document begins here, 0 to 1; absent for the first page, for pages of no document, and where the
    /// user or the way of cutting decided.
    pub confidence: Option<f32>,
    /// Whether the user is asked.
    pub unsure: bool,
    /// Blank page or separator: in no document.
    pub dropped: bool,
    /// The document that holds it.
    pub document: Option<String>,
    /// Supplier of that document: same supplier, same tint.
    pub third_party: Option<String>,
    /// Number of that document.
    pub number_read: Option<String>,
}

/// Where the user wants documents to begin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SplitDecision {
    /// The source.
    pub source: String,
    /// First pages of documents.
    pub starts: Vec<u32>,
    /// Pages left out.
    pub dropped: Vec<u32>,
}
