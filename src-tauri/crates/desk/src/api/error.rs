//! What the screens get when something cannot be done.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use specta::Type;

use super::Message;

/// Why something could not be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type, thiserror::Error)]
#[serde(rename_all = "camelCase")]
#[error("{detail}")]
pub struct DeskError {
    /// Stable code; the screens translate `error.<code>`.
    pub code: String,
    /// Arguments of the sentence.
    pub message: Message,
    /// In English, for logs and the command line.
    pub detail: String,
    /// Further lines, for an import that was refused: which line, and why.
    pub findings: Vec<FindingView>,
}

/// One thing that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FindingView {
    /// `error` or `warning`.
    pub severity: String,
    /// Stable code; the screens translate `finding.<code>` and fall back on `message`.
    pub code: String,
    /// Page, from 1.
    pub page: Option<u32>,
    /// Line, from 1.
    pub line: Option<u32>,
    /// In English.
    pub message: String,
    /// What is put into the translated sentence.
    pub args: BTreeMap<String, String>,
}

impl From<&liasse_domain::Finding> for FindingView {
    fn from(finding: &liasse_domain::Finding) -> FindingView {
        FindingView {
            severity: match finding.severity {
                liasse_domain::Severity::Error => "error",
                liasse_domain::Severity::Warning => "warning",
            }
            .to_owned(),
            code: finding.code.clone(),
            page: finding.page,
            line: finding.line,
            message: finding.message.clone(),
            args: finding.args.clone(),
        }
    }
}
