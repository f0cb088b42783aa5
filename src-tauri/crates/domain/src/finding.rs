//! What is said about bad input: findings, not failures.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The value was read; something about it should be looked at.
    Warning,
    /// The file, page or line could not be read.
    Error,
}

/// One thing that is wrong with something that a client sent.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Finding {
    /// How grave.
    pub severity: Severity,
    /// Stable code, `snake_case`; screens translate it.
    pub code: String,
    /// The page concerned, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// The line concerned of a text file, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// In English: what is wrong, what was expected, what to do.
    pub message: String,
    /// What is put into the translated sentence: a name and a value, such as the text that was found.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
}

impl Finding {
    /// An error about the whole file.
    pub fn error(code: &str, message: impl Into<String>) -> Finding {
        Finding {
            severity: Severity::Error,
            code: code.to_owned(),
            page: None,
            line: None,
            message: message.into(),
            args: BTreeMap::new(),
        }
    }
    /// A warning about the whole file.
    pub fn warning(code: &str, message: impl Into<String>) -> Finding {
        Finding { severity: Severity::Warning, ..Finding::error(code, message) }
    }
    /// The same, with one more value for the translated sentence.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Finding {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }
    /// The same, about one page (from 1).
    pub fn on_page(self, page: u32) -> Finding {
        Finding { page: Some(page), ..self }
    }
    /// The same, about one line (from 1).
    pub fn on_line(self, line: u32) -> Finding {
        Finding { line: Some(line), ..self }
    }
}
