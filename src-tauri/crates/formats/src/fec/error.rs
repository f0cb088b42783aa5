//! What is wrong with a FEC, and where.

use std::fmt;

use liasse_domain::{Amount, Finding};

use super::header::Column;

/// The number of errors after which reading stops: a file in another format has one on every line.
pub const MAX_ERRORS: usize = 100;

/// One error. The line counts from 1, the header being line 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FecError {
    /// The line; `None` when the error is about the whole file.
    pub line: Option<u32>,
    /// What is wrong.
    pub kind: FecErrorKind,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FecErrorKind {
    /// The file has no header line.
    Empty,
    /// The file is larger than what is read.
    TooLarge {
        /// Size in bytes.
        bytes: usize,
    },
    /// The file is in the XML form of art. A. 47 A-1, or no text at all.
    NotText {
        /// What the file looks like.
        found: &'static str,
    },
    /// The header has neither tabulations nor vertical bars.
    Separator {
        /// The character that seems to separate the fields.
        found: Option<char>,
    },
    /// Columns are missing.
    MissingColumns {
        /// Their names.
        names: Vec<&'static str>,
    },
    /// A column stands twice in the header.
    RepeatedColumn {
        /// Its name.
        column: Column,
    },
    /// A line has another number of fields than the header.
    Width {
        /// Number of fields of the line.
        found: usize,
        /// Number of fields of the header.
        expected: usize,
    },
    /// A field that is needed is empty.
    Blank {
        /// The column.
        column: Column,
    },
    /// A date that the calendar does not have, or in another form.
    Date {
        /// The column.
        column: Column,
        /// The field.
        text: String,
    },
    /// A number in another form.
    Number {
        /// The column.
        column: Column,
        /// The field.
        text: String,
    },
    /// A sense that is neither debit nor credit.
    Sense {
        /// The field.
        text: String,
    },
    /// An account that does not begin with three digits.
    Account {
        /// The field.
        text: String,
    },
    /// An entry whose debits and credits differ.
    Unbalanced {
        /// Journal.
        journal: String,
        /// Number of the entry.
        entry: String,
        /// Sum of the debits.
        debit: Amount,
        /// Sum of the credits.
        credit: Amount,
    },
    /// There are more errors than [`MAX_ERRORS`].
    More,
}

impl FecError {
    pub(super) fn on_line(line: u32, kind: FecErrorKind) -> FecError {
        FecError { line: Some(line), kind }
    }
    pub(super) fn in_file(kind: FecErrorKind) -> FecError {
        FecError { line: None, kind }
    }
    /// Stable code; screens translate it.
    pub fn code(&self) -> &'static str {
        match self.kind {
            FecErrorKind::Empty => "fec_empty",
            FecErrorKind::TooLarge { .. } => "fec_too_large",
            FecErrorKind::NotText { .. } => "fec_not_text",
            FecErrorKind::Separator { .. } => "fec_separator",
            FecErrorKind::MissingColumns { .. } => "fec_missing_columns",
            FecErrorKind::RepeatedColumn { .. } => "fec_repeated_column",
            FecErrorKind::Width { .. } => "fec_row_width",
            FecErrorKind::Blank { .. } => "fec_blank_field",
            FecErrorKind::Date { .. } => "fec_date",
            FecErrorKind::Number { .. } => "fec_number",
            FecErrorKind::Sense { .. } => "fec_sense",
            FecErrorKind::Account { .. } => "fec_account",
            FecErrorKind::Unbalanced { .. } => "fec_unbalanced",
            FecErrorKind::More => "fec_more_errors",
        }
    }
    /// The column that the error is about.
    pub fn column(&self) -> Option<Column> {
        match &self.kind {
            FecErrorKind::Blank { column }
            | FecErrorKind::Date { column, .. }
            | FecErrorKind::Number { column, .. }
            | FecErrorKind::RepeatedColumn { column } => Some(*column),
            FecErrorKind::Sense { .. } => Some(Column::Sens),
            FecErrorKind::Account { .. } => Some(Column::CompteNum),
            _ => None,
        }
    }
    /// What a translated sentence needs to know. Columns go by the names of art. A. 47 A-1 LPF, which are the same in every
    /// language.
    fn args(&self) -> Vec<(&'static str, String)> {
        match &self.kind {
            FecErrorKind::Empty | FecErrorKind::TooLarge { .. } | FecErrorKind::NotText { .. } => Vec::new(),
            FecErrorKind::Separator { found } => {
                found.iter().map(|found| ("found", found.to_string())).collect()
            }
            FecErrorKind::MissingColumns { names } => vec![("columns", names.join(", "))],
            FecErrorKind::RepeatedColumn { column } | FecErrorKind::Blank { column } => {
                vec![("column", column.to_string())]
            }
            FecErrorKind::Width { found, expected } => {
                vec![("found", found.to_string()), ("expected", expected.to_string())]
            }
            FecErrorKind::Date { column, text } | FecErrorKind::Number { column, text } => {
                vec![("column", column.to_string()), ("text", text.clone())]
            }
            FecErrorKind::Sense { text } | FecErrorKind::Account { text } => vec![("text", text.clone())],
            FecErrorKind::Unbalanced { journal, entry, debit, credit } => vec![
                ("journal", journal.clone()),
                ("entry", entry.clone()),
                ("debit", debit.to_string()),
                ("credit", credit.to_string()),
            ],
            FecErrorKind::More => vec![("most", MAX_ERRORS.to_string())],
        }
    }
    /// As a finding.
    pub fn to_finding(&self) -> Finding {
        let finding = self
            .args()
            .into_iter()
            .fold(Finding::error(self.code(), self.to_string()), |finding, (name, value)| {
                finding.with(name, value)
            });
        match self.line {
            Some(line) => finding.on_line(line),
            None => finding,
        }
    }
}

impl fmt::Display for FecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        match &self.kind {
            FecErrorKind::Empty => {
                write!(f, "the file is empty: expected a header line with the names of the columns")
            }
            FecErrorKind::TooLarge { bytes } => {
                write!(f, "the file has {bytes} bytes, more than 4 GB: split it (_1, _2) as the law provides")
            }
            FecErrorKind::NotText { found } => {
                write!(f, "the file is {found}: expected the text form of the FEC; export it again as text")
            }
            FecErrorKind::Separator { found } => {
                write!(f, "the columns are not separated by a tabulation or a vertical bar")?;
                match found {
                    Some(found) => write!(f, " but by `{found}`: export the file again with tabulations"),
                    None => write!(f, ": expected a header that begins with JournalCode"),
                }
            }
            FecErrorKind::MissingColumns { names } => {
                write!(f, "missing column{} {}: ", if names.len() > 1 { "s" } else { "" }, names.join(", "))?;
                write!(f, "expected the 18 columns of art. A. 47 A-1 LPF (21 or 22 in cash accounting)")
            }
            FecErrorKind::RepeatedColumn { column } => {
                write!(f, "the column {column} stands twice in the header")
            }
            FecErrorKind::Width { found, expected } => write!(
                f,
                "the line has {found} fields: expected {expected}, as in the header; a separator inside a label, \
                 or a line that was cut, does this"
            ),
            FecErrorKind::Blank { column } => write!(f, "column {column} is blank: expected a value"),
            FecErrorKind::Date { column, text } => {
                write!(
                    f,
                    "column {column} is `{text}`: expected a calendar date as YYYYMMDD, for example 20251231"
                )
            }
            FecErrorKind::Number { column, text } => write!(
                f,
                "column {column} is `{text}`: expected a number with a decimal comma, at most two decimals and no \
                 thousands separator, for example 1234,56"
            ),
            FecErrorKind::Sense { text } => {
                write!(f, "column Sens is `{text}`: expected D or C, or +1 or -1")
            }
            FecErrorKind::Account { text } => write!(
                f,
                "column CompteNum is `{text}`: expected an account whose first three characters are digits"
            ),
            FecErrorKind::Unbalanced { journal, entry, debit, credit } => write!(
                f,
                "entry {entry} of journal {journal} does not balance: debit {debit}, credit {credit}"
            ),
            FecErrorKind::More => {
                write!(
                    f,
                    "there are more than {MAX_ERRORS} errors; only the first are listed: correct them and try again"
                )
            }
        }
    }
}
impl std::error::Error for FecError {}
