//! Lines that the arithmetic proves: quantity times price is the amount, whatever heads the columns.

use liasse_domain::{Amount, LineItem, VatRate};

use super::amounts::{Candidate, Form};
use super::line_sums::{Group, Targets};
use super::lines::Table;
use super::rates::is_lawful;

/// Amounts that end within so many points of each other stand in one column.
const ALIGNED: f32 = 8.0;

/// A row whose numbers multiply.
struct Proof<'t> {
    row: usize,
    quantity: &'t Candidate,
    price: &'t Candidate,
    amount: &'t Candidate,
}

/// The lines of the column in which most amounts are a quantity times a price, where they sum to a total of the document.
/// Empty where they do not.
pub fn find(table: &Table, targets: &Targets) -> Vec<LineItem> {
    let proofs: Vec<Proof> = (0..table.sheet.rows.len()).filter_map(|row| proof(table, row)).collect();
    let right = |proof: &Proof| proof.amount.extent.x1;
    let agreeing =
        |one: &Proof| proofs.iter().filter(|other| (right(other) - right(one)).abs() < ALIGNED).count();
    let Some(column) = proofs.iter().max_by_key(|one| agreeing(one)).map(right) else { return Vec::new() };
    let proved: Vec<&Proof> = proofs.iter().filter(|proof| (right(proof) - column).abs() < ALIGNED).collect();
    // All that stands in the column, with what is sold in one piece; else what is proved alone.
    let sums = |items: &[LineItem]| targets.met(items.iter().filter_map(|item| item.amount));
    let all = in_column(table, &proved, column);
    if sums(&all) {
        return all;
    }
    let alone: Vec<LineItem> =
        proved.iter().filter_map(|proof| line(table, proof.row, column, Some(proof))).collect();
    if sums(&alone) { alone } else { Vec::new() }
}

/// Three numbers of a row, from left to right, of which the last is the product of the two before it.
fn proof<'t>(table: &'t Table, row: usize) -> Option<Proof<'t>> {
    let cells: Vec<&Candidate> =
        table.cells(row).into_iter().filter(|cell| cell.form != Form::Percent).collect();
    let is_product = |quantity: &Candidate, price: &Candidate, amount: &Candidate| {
        let product = i128::from(quantity.number.scaled) * i128::from(price.number.scaled) / 1_000_000;
        let cents = i128::from(amount.amount().map_or(0, Amount::cents));
        // The price may be rounded to what is printed of it.
        cents > 0 && (product - cents).abs() <= 1 && price.number.decimals >= 2
    };
    cells.iter().enumerate().rev().filter(|(_, cell)| cell.form == Form::Money).find_map(|(at, amount)| {
        let before = cells.get(..at)?;
        before.iter().rev().find_map(|price| {
            let other = |quantity: &&&Candidate| !std::ptr::eq(**quantity, *price);
            let quantity =
                before.iter().filter(other).find(|quantity| is_product(quantity, price, amount))?;
            Some(Proof { row, quantity, price, amount })
        })
    })
}

/// Every row from the first proof to the last total under it that has an amount in the column.
fn in_column(table: &Table, proved: &[&Proof], column: f32) -> Vec<LineItem> {
    let Some(first) = proved.first() else { return Vec::new() };
    let mut group = Group::default();
    let mut items = Vec::new();
    let last = proved.last().map_or(first.row, |proof| proof.row);
    for row in first.row..table.sheet.rows.len() {
        let proof = proved.iter().find(|proof| proof.row == row).copied();
        match table.ends.get(&row).filter(|_| proof.is_none()) {
            Some(true) => continue,
            Some(false) if row > last => break,
            Some(false) => {
                group = Group::default();
                continue;
            }
            None => {}
        }
        let Some(item) = line(table, row, column, proof) else { continue };
        let Some(amount) = item.amount else { continue };
        // A sum among the lines says how many of nothing were sold.
        match proof {
            Some(_) => group.add(amount),
            None if group.closes(amount, 2) => continue,
            None => {}
        }
        items.push(item);
    }
    items
}

/// A row with an amount in the column.
fn line(table: &Table, row: usize, column: f32, proof: Option<&Proof>) -> Option<LineItem> {
    let cells = table.cells(row);
    let amount =
        *cells.iter().find(|cell| cell.form == Form::Money && (cell.extent.x1 - column).abs() < ALIGNED)?;
    let value = amount.amount().filter(|value| !value.is_zero())?;
    let tokens = &table.sheet.rows.get(row)?.tokens;
    let first =
        proof.map_or(amount.span.start, |proof| proof.quantity.span.start.min(proof.price.span.start));
    let words = table.sheet.words(&(tokens.start..first.max(tokens.start)));
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
    // The words of a line broken in two stand over its numbers.
    let over = || {
        let above = row
            .checked_sub(1)
            .filter(|above| table.cells(*above).iter().all(|cell| cell.form != Form::Money))?;
        table.sheet.rows.get(above).map(|above| table.sheet.words(&above.tokens))
    };
    let description = if letters(&words) < 2 { over().filter(|words| letters(words) > 1)? } else { words };
    let signed = if amount.number.negative { -value } else { value };
    Some(LineItem {
        description,
        quantity: proof.map(|proof| proof.quantity.number.plain()),
        unit: None,
        unit_price: proof.map(|proof| proof.price.number.plain()),
        vat_rate: cells.iter().find_map(|cell| cell.rate()).filter(|rate: &VatRate| is_lawful(*rate, None)),
        amount: Some(signed),
    })
}
