//! Text with separators: encoding and separator are found out.

use super::{Cell, ChartFileError, ChartFileWriting, MOST_COLUMNS, MOST_ROWS, Table};
use crate::text::decode_plain;

const SEPARATORS: [char; 4] = [';', '\t', ',', '|'];

/// Cuts a text into rows.
///
/// # Errors
/// [`ChartFileError::TooLarge`], [`ChartFileError::Damaged`].
pub(super) fn read(bytes: &[u8]) -> Result<Table, ChartFileError> {
    let decoded = decode_plain(bytes);
    let separator = separator(&decoded.text);
    let mut rows = Vec::new();
    for record in reader(&decoded.text, separator).into_records() {
        let record = record.map_err(|error| ChartFileError::Damaged { detail: error.to_string() })?;
        if rows.len() >= MOST_ROWS {
            return Err(ChartFileError::TooLarge);
        }
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |text: &str| Cell { text: text.to_owned(), number: false };
        rows.push((
            u32::try_from(line).unwrap_or(u32::MAX),
            record.iter().take(MOST_COLUMNS).map(cell).collect(),
        ));
    }
    Ok(Table { writing: ChartFileWriting::Csv { encoding: decoded.encoding, separator }, rows })
}

fn reader(text: &str, separator: char) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .delimiter(u8::try_from(separator).unwrap_or(b';'))
        .from_reader(text.as_bytes())
}

/// The separator that cuts most of the first lines into as many fields, more than one.
fn separator(text: &str) -> char {
    let head: String = text.lines().take(60).flat_map(|line| [line, "\n"]).collect();
    let regularity = |separator: char| {
        let widths: Vec<usize> =
            reader(&head, separator).into_records().flatten().map(|record| record.len()).collect();
        let usual = widths
            .iter()
            .copied()
            .filter(|width| *width > 1)
            .max_by_key(|width| (widths.iter().filter(|other| *other == width).count(), *width));
        usual.map_or(0, |usual| widths.iter().filter(|width| **width == usual).count())
    };
    // In the order of the list where two are as regular: a comma stands in labels, a semicolon seldom does.
    let mut best = (0, ';');
    for separator in SEPARATORS {
        let found = regularity(separator);
        if found > best.0 {
            best = (found, separator);
        }
    }
    best.1
}
