//! The lines.

use super::letters::Letters;
use super::sheets::{BODY, Column, LABEL, LEFT, RIGHT, STRONG, Sheets};
use super::words;
use crate::einvoice::{EInvoice, Line};

const NUMBER: Column = Column { left: LEFT + 3.0, right: 62.0 };
const WHAT: Column = Column { left: 66.0, right: 280.0 };
const QUANTITY: Column = Column { left: 284.0, right: 334.0 };
const UNIT: Column = Column { left: 338.0, right: 378.0 };
const PRICE: Column = Column { left: 382.0, right: 446.0 };
const RATE: Column = Column { left: 450.0, right: 490.0 };
const AMOUNT: Column = Column { left: 494.0, right: RIGHT - 3.0 };
const WHOLE: Column = Column { left: LEFT, right: RIGHT };

/// Rows of one description, and of what is said of the item besides.
const MOST_ROWS: usize = 12;
/// Pages that lines may fill: some two thousand lines.
const MOST_PAGES: u32 = 60;

pub(super) fn draw(sheets: &mut Sheets, invoice: &EInvoice) {
    if invoice.lines.is_empty() {
        sheets.heading("Lignes");
        sheets.put(&Letters::of("L'e-facture ne porte pas de lignes."), LEFT, sheets.y, LABEL);
        sheets.y += BODY.leading() + 10.0;
        return;
    }
    sheets.ensure(60.0);
    heads(sheets);
    let first = sheets.page();
    for (drawn, line) in invoice.lines.iter().enumerate() {
        let rows = Letters::of(&line.description).rows(BODY.size, BODY.bold, WHAT.width(), MOST_ROWS);
        let details = line.details.as_deref().filter(|details| *details != line.description);
        let details =
            Letters::of(details.unwrap_or_default()).rows(LABEL.size, LABEL.bold, WHAT.width(), MOST_ROWS);
        #[allow(clippy::cast_precision_loss, reason = "two dozen rows")]
        let height = (rows.len() + details.len()).max(1) as f32 * BODY.leading() + 3.0;
        if sheets.page() - first >= MOST_PAGES {
            sheets.leave_out(invoice.lines.len() - drawn, "ligne", "lignes");
            let rest = words::grouped(&(invoice.lines.len() - drawn).to_string());
            let said = format!("Lignes suivantes non tracées : {rest}. Elles sont dans l'e-facture.");
            sheets.put(&Letters::of(&said), WHAT.left, sheets.y, STRONG);
            sheets.y += 16.0;
            break;
        }
        if sheets.ensure(height) {
            heads(sheets);
        }
        put(sheets, line, &rows, &details);
        sheets.y += height;
    }
    sheets.rule(WHOLE, sheets.y);
    sheets.y += 12.0;
}

fn heads(sheets: &mut Sheets) {
    let (top, style) = (sheets.y + 2.5, STRONG);
    sheets.band(WHOLE, sheets.y, 16.0);
    for (text, column) in [("N°", NUMBER), ("Désignation", WHAT), ("Unité", UNIT)] {
        sheets.put(&Letters::of(text), column.left, top, style);
    }
    for (text, column) in
        [("Quantité", QUANTITY), ("Prix unit. HT", PRICE), ("TVA", RATE), ("Montant HT", AMOUNT)]
    {
        sheets.put_right(text, column, top, style);
    }
    sheets.y += 20.0;
}

fn put(sheets: &mut Sheets, line: &Line, description: &[Letters], details: &[Letters]) {
    let top = sheets.y;
    // A heading or note among the lines counts for nothing.
    let style = if line.is_information { LABEL } else { BODY };
    if let Some(row) = Letters::of(line.id.as_deref().unwrap_or_default())
        .rows(style.size, style.bold, NUMBER.width(), 1)
        .first()
    {
        sheets.put(row, NUMBER.left, top, style);
    }
    let mut y = top;
    let rows = description.iter().map(|row| (row, style)).chain(details.iter().map(|row| (row, LABEL)));
    for (row, style) in rows {
        sheets.put(row, WHAT.left, y, style);
        y += BODY.leading();
    }
    if let Some(quantity) = &line.quantity {
        sheets.put_right(&words::grouped(quantity), QUANTITY, top, style);
    }
    if let Some(row) = line
        .unit
        .as_deref()
        .and_then(|unit| Letters::of(words::unit(unit)).rows(style.size, style.bold, UNIT.width(), 1).pop())
    {
        sheets.put(&row, UNIT.left, top, style);
    }
    if let Some(price) = &line.unit_price {
        let price = match line.price_base_quantity.as_deref() {
            None | Some("1") => words::price(price),
            Some(base) => format!("{} / {}", words::price(price), words::grouped(base)),
        };
        sheets.put_right(&price, PRICE, top, style);
    }
    sheets.put_right(&words::rate(line.rate, line.category), RATE, top, style);
    if let Some(amount) = line.amount {
        sheets.put_right(&words::amount(amount), AMOUNT, top, style);
    }
}
