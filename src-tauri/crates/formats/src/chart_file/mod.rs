//! A chart of accounts in a file: CSV or XLSX, as accounting software and hand-made lists have it.
//!
//! No norm says what such a file looks like. The columns are recognised by their headings (French, Dutch, English) or,
//! where there are none, by what they hold. What cannot be understood is left out, with a finding that names its line.

mod columns;
mod csv_table;
mod error;
mod read;
#[cfg(test)]
mod tests;
mod xlsx_table;

pub use columns::ChartColumn;
pub use error::ChartFileError;
pub use read::read;

use liasse_domain::{AccountCode, Finding, ThirdPartyKind, VatRate};

/// Most lines that are read: some thirty times the fullest chart with all its auxiliary accounts.
pub const MOST_ROWS: usize = 200_000;
/// Most columns that are looked at.
const MOST_COLUMNS: usize = 64;

/// A chart that was read from a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartFile {
    /// How the file was understood.
    pub form: ChartFileForm,
    /// The accounts, in the file's order, each code once.
    pub rows: Vec<ChartFileRow>,
    /// What was left out or is odd.
    pub findings: Vec<Finding>,
}

/// How a file was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartFileForm {
    /// Encoding of the text, or name of the sheet.
    pub written: ChartFileWriting,
    /// The columns that were used, with their heading; empty headings where the file has none.
    pub columns: Vec<(ChartColumn, String)>,
}

/// What the table is written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChartFileWriting {
    /// Text with separators.
    Csv {
        /// Name of the encoding.
        encoding: &'static str,
        /// The separator.
        separator: char,
    },
    /// A spreadsheet.
    Xlsx {
        /// Name of the sheet.
        sheet: String,
    },
}

/// One account of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartFileRow {
    /// The line of the file, from 1.
    pub line: u32,
    /// Code.
    pub code: AccountCode,
    /// Label; the code where the file has none.
    pub label: String,
    /// The account of the other side of a VAT account (CPT1 in Sage Génération Experts).
    pub counterpart: Option<AccountCode>,
    /// Rate of a VAT account.
    pub rate: Option<VatRate>,
    /// The collective account of an auxiliary one.
    pub collective: Option<AccountCode>,
    /// Supplier or customer, where a column says so.
    pub kind: Option<ThirdPartyKind>,
    /// SIREN or SIRET, as written.
    pub company: Option<String>,
    /// VAT number, as written.
    pub vat_number: Option<String>,
    /// IBAN, as written.
    pub iban: Option<String>,
}

/// A table of texts, each row with its line in the file.
struct Table {
    writing: ChartFileWriting,
    rows: Vec<(u32, Vec<Cell>)>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Cell {
    text: String,
    /// A spreadsheet holds percentages as fractions: `0.2` is 20 %.
    number: bool,
}
