//! Spreadsheets (ISO/IEC 29500).

use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx};

use super::columns::Columns;
use super::{Cell, ChartFileError, ChartFileWriting, MOST_COLUMNS, MOST_ROWS, Table};

/// Most bytes that a spreadsheet may unfold to: a chart of [`MOST_ROWS`] lines has some tens of millions.
const MOST_UNFOLDED: u64 = 192 * 1024 * 1024;
/// Most sheets that are looked into.
const MOST_SHEETS: usize = 20;

/// The rows of the first sheet that holds accounts.
///
/// # Errors
/// [`ChartFileError::Damaged`], [`ChartFileError::TooLarge`].
pub(super) fn read(bytes: &[u8]) -> Result<Table, ChartFileError> {
    check_unfolded(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut first = None;
    for sheet in book.sheet_names().into_iter().take(MOST_SHEETS) {
        let rows = sheet_rows(&mut book, &sheet)?;
        let holds_accounts = Columns::find(&rows).is_some();
        let table = Table { writing: ChartFileWriting::Xlsx { sheet }, rows };
        if holds_accounts {
            return Ok(table);
        }
        if !table.rows.is_empty() {
            first.get_or_insert(table);
        }
    }
    first.ok_or(ChartFileError::Empty)
}

fn damaged(error: impl std::fmt::Display) -> ChartFileError {
    ChartFileError::Damaged { detail: error.to_string() }
}

/// Unfolds all members into nothing: what an archive says of its own size may be a lie.
fn check_unfolded(bytes: &[u8]) -> Result<(), ChartFileError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut left = MOST_UNFOLDED;
    for index in 0..archive.len() {
        let member = archive.by_index(index).map_err(damaged)?;
        let unfolded = std::io::copy(&mut member.take(left + 1), &mut std::io::sink()).map_err(damaged)?;
        left = left.checked_sub(unfolded).ok_or(ChartFileError::TooLarge)?;
    }
    Ok(())
}

/// The cells of a sheet row by row: a sheet says nothing true of its own size, so that only what it holds is kept.
fn sheet_rows(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Result<Vec<(u32, Vec<Cell>)>, ChartFileError> {
    let mut reader = book.worksheet_cells_reader(sheet).map_err(damaged)?;
    let mut rows: Vec<(u32, Vec<Cell>)> = Vec::new();
    while let Some(cell) = reader.next_cell().map_err(damaged)? {
        let (row, column) = cell.get_position();
        let column = column as usize;
        let line = row.saturating_add(1);
        let cell = text(cell.get_value());
        if column >= MOST_COLUMNS || cell.text.is_empty() {
            continue;
        }
        if rows.last().is_none_or(|(last, _)| *last != line) {
            if rows.len() >= MOST_ROWS {
                return Err(ChartFileError::TooLarge);
            }
            rows.push((line, Vec::new()));
        }
        if let Some((_, cells)) = rows.last_mut() {
            if cells.len() <= column {
                cells.resize(column + 1, Cell::default());
            }
            if let Some(place) = cells.get_mut(column) {
                *place = cell;
            }
        }
    }
    Ok(rows)
}

fn text(value: &DataRef<'_>) -> Cell {
    let (text, number) = match value {
        DataRef::String(text) => (text.trim().to_owned(), false),
        DataRef::SharedString(text) => (text.trim().to_owned(), false),
        DataRef::Int(number) => (number.to_string(), true),
        // Account numbers are often held as numbers: `606300`, never `606300.0`.
        DataRef::Float(number) => (number.to_string(), true),
        DataRef::Bool(flag) => (flag.to_string(), false),
        _ => (String::new(), false),
    };
    Cell { text, number }
}
