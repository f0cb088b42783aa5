//! Why a file is no chart of accounts.

use super::MOST_ROWS;

/// Why a file cannot be read as a chart; nothing is taken from it then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChartFileError {
    /// The file has no content.
    #[error("the file has no content: export the chart again")]
    Empty,
    /// It is something else.
    #[error(
        "this is {found}, no table: expected CSV or XLSX; open it in your spreadsheet and save it as XLSX"
    )]
    NotATable {
        /// What it is.
        found: &'static str,
    },
    /// The spreadsheet cannot be opened.
    #[error("the spreadsheet cannot be opened ({detail}): save it again as XLSX")]
    Damaged {
        /// What the reader said.
        detail: String,
    },
    /// No column holds account numbers.
    #[error(
        "no column holds account numbers({headings}): name the columns `Compte` and `Libellé`, or put them first"
    )]
    NoAccounts {
        /// The headings of the first line that has any.
        headings: String,
    },
    /// More lines than any chart has, or a spreadsheet that unfolds beyond all measure.
    #[error("the file is too large for a chart: expected at most {MOST_ROWS} lines")]
    TooLarge,
}

impl ChartFileError {
    /// Stable code; screens translate it.
    pub fn code(&self) -> &'static str {
        match self {
            ChartFileError::Empty => "chart_file_empty",
            ChartFileError::NotATable { .. } => "chart_file_not_a_table",
            ChartFileError::Damaged { .. } => "chart_file_damaged",
            ChartFileError::NoAccounts { .. } => "chart_file_no_accounts",
            ChartFileError::TooLarge => "chart_file_too_large",
        }
    }
}
