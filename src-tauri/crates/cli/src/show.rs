//! Printing.

use std::fmt;
use std::io::{IsTerminal, Write};

use liasse_desk::api::{DeskError, FindingView};

/// What made a command fail.
#[derive(Debug)]
pub enum Failure {
    /// The desk said no.
    Desk(DeskError),
    /// Anything else, said already in full.
    Said(String),
}

impl From<DeskError> for Failure {
    fn from(error: DeskError) -> Failure {
        Failure::Desk(error)
    }
}
impl From<String> for Failure {
    fn from(text: String) -> Failure {
        Failure::Said(text)
    }
}
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Desk(error) => {
                write!(f, "{} [{}]", error.detail, error.code)?;
                error.findings.iter().try_for_each(|finding| write!(f, "\n  {}", line(finding)))
            }
            Failure::Said(text) => f.write_str(text),
        }
    }
}

/// A finding on one line.
pub fn line(finding: &FindingView) -> String {
    let place = match (finding.page, finding.line) {
        (Some(page), _) => format!("page {page}: "),
        (_, Some(line)) => format!("line {line}: "),
        _ => String::new(),
    };
    format!("{}: {place}{} [{}]", finding.severity, finding.message, finding.code)
}

/// A value as JSON on standard output.
pub fn json(value: &serde_json::Value) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value).map_err(|error| Failure::Said(error.to_string()))?;
    println!("{text}");
    Ok(())
}

/// Rows in columns as wide as their widest cell.
pub fn table(rows: &[Vec<String>]) {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        println!("{}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
}

/// A line that replaces itself on a terminal, and is left out elsewhere.
pub fn progress(text: &str) {
    let mut error = std::io::stderr();
    if error.is_terminal() {
        let _ = write!(error, "\r\x1b[2K{text}");
        let _ = error.flush();
    }
}

/// Ends the line of [`progress`].
pub fn progress_done() {
    progress("");
}
