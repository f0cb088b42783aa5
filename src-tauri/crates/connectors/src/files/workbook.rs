//! The list of documents as an Excel workbook: dates and amounts as such, names of images as links to them.

use liasse_domain::{Amount, Date, DocumentKind};
use rust_xlsxwriter::{ExcelDateTime, Format, Url, Workbook, XlsxError};

use super::Piece;
use super::list::{HEADINGS, flow, kind};

/// Widths of the columns, in characters.
const WIDTHS: [f64; 13] = [9.0, 18.0, 11.0, 11.0, 32.0, 14.0, 20.0, 8.0, 12.0, 12.0, 12.0, 12.0, 48.0];

/// The list, as `liste.xlsx`. Each piece comes with the place of its image beside the workbook, if it has one; the link opens it
/// once the ZIP is unpacked. Credit notes are negative. No cell is a formula, whatever the paper says.
pub(super) fn list_xlsx(rows: &[(Piece, Option<String>)]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let heading = Format::new().set_bold();
    let money = Format::new().set_num_format("#,##0.00");
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let sheet = workbook.add_worksheet();
    sheet.set_name("Pièces")?;
    sheet.set_freeze_panes(1, 0)?;
    for ((column, title), width) in (0u16..).zip(HEADINGS.split(';')).zip(WIDTHS) {
        sheet.write_string_with_format(0, column, title, &heading)?;
        sheet.set_column_width(column, width)?;
    }
    for (row, (piece, image)) in (1u32..).zip(rows) {
        let texts = [
            (0, flow(piece.flow)),
            (1, kind(piece.kind)),
            (4, piece.third_party.as_str()),
            (5, piece.auxiliary.as_ref().map_or("", |code| code.as_str())),
            (6, piece.number.as_str()),
            (7, piece.currency.code()),
            (11, piece.account.as_ref().map_or("", |code| code.as_str())),
        ];
        for (column, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
            sheet.write_string(row, column, clean(text))?;
        }
        for (column, date) in [(2, piece.date), (3, piece.due_date)] {
            if let Some(date) = date.and_then(excel) {
                sheet.write_datetime_with_format(row, column, date, &day)?;
            }
        }
        for (column, amount) in [(8, piece.net), (9, piece.vat), (10, piece.total)] {
            if let Some(amount) = amount {
                sheet.write_number_with_format(row, column, units(amount, piece.kind), &money)?;
            }
        }
        if let Some(image) = image {
            sheet.write_url_with_text(row, 12, Url::new(format!("file:///{image}")), image.as_str())?;
        }
    }
    if let (Ok(last), false) = (u32::try_from(rows.len()), rows.is_empty()) {
        sheet.autofilter(0, 0, last, 12)?;
    }
    workbook.save_to_buffer()
}

/// A cell holds no control character, and at most 32,767 characters (ECMA-376, 18.3.1).
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(32_767).collect()
}

/// Excel knows dates from 1900 on.
fn excel(date: Date) -> Option<ExcelDateTime> {
    let (year, month, day) =
        (u16::try_from(date.year()).ok()?, u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    ExcelDateTime::from_ymd(year, month, day).ok()
}

/// The amount as the number of a workbook, which has no decimal type: the nearest double, which is written and shown with the
/// same two decimals up to fifteen digits.
#[allow(
    clippy::cast_precision_loss,
    reason = "the format of the file; amounts have fewer than fifteen digits"
)]
fn units(amount: Amount, kind: DocumentKind) -> f64 {
    let amount = if kind == DocumentKind::CreditNote { -amount.abs() } else { amount };
    amount.cents() as f64 / 100.0
}
