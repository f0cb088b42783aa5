//! Printing.

use std::fmt;
use std::io::{ErrorKind, IsTerminal, Write};

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
    // Findings of a FEC name their line in the sentence.
    let place = match (finding.page, finding.line) {
        (Some(page), _) => format!("page {page}: "),
        (_, Some(line)) if !finding.message.starts_with("line ") => format!("line {line}: "),
        _ => String::new(),
    };
    let message = finding.message.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{}: {place}{message} [{}]", finding.severity, finding.code)
}

/// A line on standard output. Who listens no more (`liasse … | head -1`) is told no more, and the work goes on.
pub fn say(text: impl fmt::Display) -> Result<(), Failure> {
    write(format!("{text}\n").as_bytes())
}

/// Bytes on standard output, likewise.
pub fn write(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::Said(format!("the answer cannot be written: {error}")))
        }
        _ => Ok(()),
    }
}

/// A line on standard error. There is nobody to tell when that is closed.
pub fn warn(text: impl fmt::Display) {
    let _ = std::io::stderr().write_all(format!("{text}\n").as_bytes());
}

/// A value as JSON on standard output.
pub fn json(value: &serde_json::Value) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value).map_err(|error| Failure::Said(error.to_string()))?;
    say(text)
}

/// Rows in columns as wide as their widest cell.
pub fn table(rows: &[Vec<String>]) -> Result<(), Failure> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        say(cells.collect::<Vec<_>>().join("  ").trim_end())?;
    }
    Ok(())
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
