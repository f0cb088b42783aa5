//! From the engines' errors to what the screens get.

use crate::api::{DeskError, FindingView, Message};

impl DeskError {
    /// An error with a code and, in English, what happened and what to do.
    pub fn new(code: &str, detail: impl Into<String>) -> DeskError {
        DeskError::saying(Message::new(code), detail)
    }
    /// An error whose sentence has arguments.
    pub fn saying(message: Message, detail: impl Into<String>) -> DeskError {
        DeskError { code: message.code.clone(), message, detail: detail.into(), findings: Vec::new() }
    }
    /// An argument of the sentence.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> DeskError {
        self.message = self.message.with(name, value);
        self
    }
    /// The lines of a refused file.
    #[must_use]
    pub fn with_findings(mut self, findings: &[liasse_domain::Finding]) -> DeskError {
        self.findings = findings.iter().map(FindingView::from).collect();
        self
    }
    /// The data folder is not open yet.
    pub fn not_open() -> DeskError {
        DeskError::new("not_open", "the data folder is not open")
    }
    /// Something that should not happen.
    pub fn internal(detail: &str) -> DeskError {
        DeskError::new("internal", detail).with("detail", detail)
    }
    /// A text that is no id.
    pub fn bad_id(text: &str) -> DeskError {
        DeskError::new("unknown_id", format!("`{text}` is the id of nothing")).with("id", text)
    }
    /// A value of a form that cannot be taken.
    pub fn bad_form(field: &str, error: &dyn std::error::Error) -> DeskError {
        DeskError::new("bad_form", format!("{field}: {error}")).with("field", field).with("detail", error)
    }
}

impl From<Message> for DeskError {
    fn from(message: Message) -> DeskError {
        let args: Vec<String> = message.args.iter().map(|(name, value)| format!("{name} {value}")).collect();
        let detail = format!("{} {}", message.code.replace('_', " "), args.join(", "));
        DeskError::saying(message, detail.trim_end().to_owned())
    }
}

impl From<liasse_store::StoreError> for DeskError {
    fn from(error: liasse_store::StoreError) -> DeskError {
        let code = error.code();
        DeskError::new(code, error.to_string()).with("detail", error)
    }
}
