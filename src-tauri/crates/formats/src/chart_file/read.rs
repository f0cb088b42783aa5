//! From a table to accounts.

use std::collections::HashMap;

use liasse_domain::{AccountCode, Finding, ThirdPartyKind, VatRate};

use super::columns::{ChartColumn, Columns};
use super::{Cell, ChartFile, ChartFileError, ChartFileForm, ChartFileRow, csv_table, xlsx_table};
use crate::text::fold;

/// Most findings that are told one by one.
const MOST_FINDINGS: usize = 100;

/// Reads a chart out of a CSV or XLSX file.
///
/// # Errors
/// [`ChartFileError`] where the file is no chart; a line that is not understood is only left out.
pub fn read(bytes: &[u8]) -> Result<ChartFile, ChartFileError> {
    let table = match bytes {
        [] => return Err(ChartFileError::Empty),
        [b'P', b'K', 3, 4, ..] => xlsx_table::read(bytes)?,
        [0xD0, 0xCF, 0x11, 0xE0, ..] => {
            return Err(ChartFileError::NotATable { found: "a spreadsheet of the old form (XLS)" });
        }
        [b'%', b'P', b'D', b'F', ..] => return Err(ChartFileError::NotATable { found: "a PDF" }),
        _ if bytes.iter().take(4096).any(|byte| *byte == 0) && !bytes.starts_with(&[0xFF, 0xFE]) => {
            return Err(ChartFileError::NotATable { found: "no text" });
        }
        _ => csv_table::read(bytes)?,
    };
    let filled = |cells: &&(u32, Vec<Cell>)| cells.1.iter().any(|cell| !cell.text.trim().is_empty());
    let Some((_, first)) = table.rows.iter().find(filled) else { return Err(ChartFileError::Empty) };
    let Some(columns) = Columns::find(&table.rows) else {
        let headings: Vec<&str> =
            first.iter().map(|cell| cell.text.trim()).filter(|t| !t.is_empty()).collect();
        let headings: String = headings.join(", ").chars().take(120).collect();
        return Err(ChartFileError::NoAccounts { headings });
    };
    let mut chart = Chart::default();
    for (line, cells) in table.rows.iter().skip(columns.before) {
        chart.take(*line, cells, &columns);
    }
    if chart.rows.is_empty() {
        let headings = columns.named().into_iter().map(|(_, heading)| heading).collect::<Vec<_>>().join(", ");
        return Err(ChartFileError::NoAccounts { headings });
    }
    Ok(ChartFile {
        form: ChartFileForm { written: table.writing, columns: columns.named() },
        rows: chart.rows,
        findings: chart.findings,
    })
}

#[derive(Default)]
struct Chart {
    rows: Vec<ChartFileRow>,
    by_code: HashMap<AccountCode, usize>,
    findings: Vec<Finding>,
}

impl Chart {
    fn find(&mut self, line: u32, code: &str, message: String, text: &str) {
        if self.findings.len() < MOST_FINDINGS {
            self.findings.push(Finding::warning(code, message).on_line(line).with("text", text));
        }
    }

    fn take(&mut self, line: u32, cells: &[Cell], columns: &Columns) {
        let cell = |column: ChartColumn| columns.place(column).and_then(|place| cells.get(place));
        let text =
            |column: ChartColumn| cell(column).map(|cell| cell.text.trim()).filter(|text| !text.is_empty());
        let Some(written) = text(ChartColumn::Code) else { return };
        if is_title(written) {
            return;
        }
        let compact: String = written.chars().filter(|c| !c.is_whitespace()).collect();
        let Ok(code) = compact.parse::<AccountCode>() else {
            let message = format!("`{written}` is no account: expected 1 to 20 letters or digits; left out");
            return self.find(line, "chart_account", message, written);
        };
        let account = |column: ChartColumn| {
            let written = text(column)?;
            let compact: String = written.chars().filter(|c| !c.is_whitespace()).collect();
            // A zero fills columns that hold nothing.
            compact.parse::<AccountCode>().ok().filter(|code| code.as_str().bytes().any(|b| b != b'0'))
        };
        let (counterpart, collective) = (account(ChartColumn::Counterpart), account(ChartColumn::Collective));
        let row = ChartFileRow {
            line,
            label: text(ChartColumn::Label).unwrap_or(written).to_owned(),
            counterpart,
            collective,
            rate: cell(ChartColumn::Rate).and_then(rate),
            kind: text(ChartColumn::Kind).and_then(kind),
            company: text(ChartColumn::Company).map(str::to_owned),
            vat_number: text(ChartColumn::VatNumber).map(str::to_owned),
            iban: text(ChartColumn::Iban).map(str::to_owned),
            code,
        };
        match self.by_code.get(&row.code).and_then(|at| self.rows.get(*at)) {
            None => {
                self.by_code.insert(row.code.clone(), self.rows.len());
                self.rows.push(row);
            }
            Some(known) if known.label == row.label => {}
            Some(known) => {
                let message = format!(
                    "account {} was on line {} as `{}`: the first label is kept",
                    row.code, known.line, known.label
                );
                let code = row.code.to_string();
                self.find(line, "chart_repeated", message, &code);
            }
        }
    }
}

/// Titles of classes and totals stand between the accounts: words, where an account is one word of digits or capitals.
fn is_title(text: &str) -> bool {
    let letters = text.contains(|c: char| c.is_alphabetic());
    let several = text.split_whitespace().count() > 1;
    let digits = text.contains(|c: char| c.is_ascii_digit());
    let shouted = text.chars().all(|c| !c.is_lowercase()) && !matches!(text, "TOTAL" | "TOTAUX" | "CLASSE");
    letters && (several || !digits && !shouted)
}

/// `5,5 %`, `5.50`, or the fraction that a spreadsheet holds for it.
fn rate(cell: &Cell) -> Option<VatRate> {
    let text = cell.text.trim().trim_end_matches('%').trim().replace(',', ".");
    if cell.number && text.starts_with("0.") {
        let digits: String = text.chars().skip(2).chain("0000".chars()).take(4).collect();
        return digits.parse().ok().and_then(VatRate::from_basis_points);
    }
    text.parse().ok()
}

fn kind(text: &str) -> Option<ThirdPartyKind> {
    match fold(text).as_str() {
        "f" | "fournisseur" | "fournisseurs" | "supplier" | "leverancier" => Some(ThirdPartyKind::Supplier),
        "c" | "client" | "clients" | "customer" | "klant" => Some(ThirdPartyKind::Customer),
        _ => None,
    }
}
