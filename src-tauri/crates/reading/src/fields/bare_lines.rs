//! Lines without a heading: tills' papers, notes of fees, statements of consumption.

use liasse_domain::{Amount, DocumentKind, LineItem};

use super::amounts::{Candidate, Form};
use super::decimals::{Number, parse};
use super::labels::Concept;
use super::line_sums::{Group, Targets};
use super::lines::Table;
use super::totals::Totals;

/// A row that ends in an amount.
struct Row {
    row: usize,
    item: LineItem,
    /// How many were sold, in ten-thousandths.
    count: Option<i64>,
    amount: Amount,
    right: f32,
}

impl Row {
    /// Whether this row tells the price of one piece of the line over it: `2 x Warnweste 18,00`, `Einzelpreis 9,00`.
    fn is_price_of(&self, line: &Row) -> bool {
        let counts = [line.count, self.count];
        // A long number before the amount is no count, and may not fit.
        let times = |count: i64| count.checked_mul(self.amount.cents()).map(|product| product / 10_000);
        self.row == line.row + 1
            && counts
                .into_iter()
                .flatten()
                .filter(|count| *count > 10_000)
                .filter_map(times)
                .any(|product| (product - line.amount.cents()).abs() <= 1)
    }
}

/// The longest run of rows that end in an amount, one under the other, and sum to a total.
pub fn find(table: &Table, totals: &Totals, targets: &Targets, kind: DocumentKind) -> Vec<LineItem> {
    let till = matches!(kind, DocumentKind::Receipt | DocumentKind::CardSlip);
    if kind == DocumentKind::CardSlip {
        return Vec::new();
    }
    let rows: Vec<Row> = (0..table.sheet.rows.len()).filter_map(|row| read(table, row)).collect();
    // One column; else several, as where what is taxed, exempt and outside tax stand apart.
    let best =
        window(table, &rows, targets, till, true).or_else(|| window(table, &rows, targets, till, false));
    match best {
        Some(window) => {
            let kept = window.kept.iter().filter_map(|at| rows.get(*at));
            kept.map(|row| row.item.clone()).collect()
        }
        None => single(table, totals, till).into_iter().collect(),
    }
}

/// Rows that sum to a total.
struct Window {
    rank: usize,
    kept: Vec<usize>,
}

/// The longest run of rows that sum to a total. Sums among them (`Sous-total`) and prices of one piece do not count.
fn window(table: &Table, rows: &[Row], targets: &Targets, till: bool, aligned: bool) -> Option<Window> {
    let fewest = if aligned { 1 } else { 3 };
    let mut best: Option<Window> = None;
    for start in 0..rows.len() {
        let Some(first) = rows.get(start).filter(|row| !table.ends.contains_key(&row.row)) else { continue };
        let mut kept: Vec<usize> = Vec::new();
        let mut sum = Amount::ZERO;
        let mut group = Group::default();
        let mut before = first.row;
        for (at, next) in rows.iter().enumerate().skip(start).take(400) {
            // A total between of which no more is known, or another column: the window ends.
            let total = |row: usize| table.ends.get(&row) == Some(&false);
            if (before + 1..next.row).any(total) {
                break;
            }
            before = next.row;
            match table.ends.get(&next.row) {
                Some(true) => continue,
                Some(false) if group.closes(next.amount, 1) => continue,
                Some(false) => break,
                None => {}
            }
            if kept.last().and_then(|last| rows.get(*last)).is_some_and(|line| next.is_price_of(line)) {
                continue;
            }
            if aligned && (next.right - first.right).abs() > 14.0 {
                break;
            }
            group.add(next.amount);
            sum += next.amount;
            kept.push(at);
            // One row alone is a line where it says how many were sold, or stands on a till's paper.
            if kept.len() < fewest || kept.len() == 1 && !till && next.count.is_none() {
                continue;
            }
            if let Some(rank) = targets.rank(std::iter::once(sum)) {
                // One row that is a total by chance or by another name is worth less than several that add up to it.
                let order = |rank: usize, lines: usize| (lines < 2, rank, usize::MAX - lines);
                if best
                    .as_ref()
                    .is_none_or(|known| order(rank, kept.len()) < order(known.rank, known.kept.len()))
                {
                    best = Some(Window { rank, kept: kept.clone() });
                }
            }
        }
    }
    best
}

/// A row as a line: text, maybe a count and a price, an amount at the end.
fn read(table: &Table, index: usize) -> Option<Row> {
    let sheet = table.sheet;
    let row = sheet.rows.get(index)?;
    let cells = table.cells(index);
    let amount = *cells.iter().rev().find(|cell| cell.form == Form::Money)?;
    // The amount ends the row, but for a letter of the rate or a word or two of remarks.
    if row.tokens.end.saturating_sub(amount.span.end) > 2 {
        return None;
    }
    let value = amount.amount()?;
    let own = sheet.words(&(row.tokens.start..amount.span.start));
    let (count, price) = counted(&cells, amount, &own);
    let quantity = count.as_ref().map(|count| count.plain());
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic() && *c != 'x' && *c != 'X').count();
    let mut description =
        described(sheet.span(&(row.tokens.start..amount.span.start)), &cells, row.tokens.start);
    if letters(&description) < 2 {
        // `3 x 1,70   5,10` under the name of what was sold.
        let above = index
            .checked_sub(1)
            .filter(|above| table.cells(*above).iter().all(|cell| cell.form != Form::Money))?;
        let above_row = sheet.rows.get(above).filter(|above| above.page == row.page)?;
        description = sheet.words(&above_row.tokens);
        if quantity.is_none() || letters(&description) < 2 {
            return None;
        }
    }
    let signed = if amount.number.negative { -value } else { value };
    let rate = cells.iter().find_map(|cell| cell.rate());
    // `TVA: exempté, art. 44   0,00`.
    let taxed =
        table.labels.on_row(index).iter().any(|label| label.concept == Concept::Vat && label.weight > 0.5);
    if taxed && value.is_zero() {
        return None;
    }
    Some(Row {
        row: index,
        count: count.map(|count| count.scaled),
        amount: signed,
        item: LineItem {
            description,
            quantity,
            unit: None,
            unit_price: price,
            vat_rate: rate,
            amount: Some(signed),
        },
        right: amount.extent.x1,
    })
}

/// The words before the first price, a count in front left out.
fn described(tokens: &[super::text::Token], cells: &[&Candidate], start: usize) -> String {
    let first_money =
        cells.iter().find(|cell| cell.form == Form::Money).map_or(usize::MAX, |cell| cell.span.start);
    let words: Vec<&str> = tokens
        .iter()
        .enumerate()
        .filter(|(place, _)| start + place < first_money)
        .skip_while(|(_, token)| {
            let bare = token.text.trim_end_matches(['x', 'X', '*']);
            bare.is_empty() || bare.len() <= 3 && bare.bytes().all(|b| b.is_ascii_digit())
        })
        .map(|(_, token)| token.text.as_str())
        .collect();
    words.join(" ").trim_matches(['€', ' ', ':', '.']).to_owned()
}

/// Count and price: `3x`, `3 x 1,70`, `2 Café`.
fn counted(cells: &[&Candidate], amount: &Candidate, text: &str) -> (Option<Number>, Option<String>) {
    let glued = text.split(' ').next().and_then(|word| word.strip_suffix(['x', 'X', '*']));
    let glued = glued
        .filter(|count| !count.is_empty() && count.len() <= 3 && count.bytes().all(|b| b.is_ascii_digit()));
    let plain = cells.iter().find(|cell| {
        cell.form == Form::Plain && cell.number.scaled > 0 && cell.span.start < amount.span.start
    });
    let quantity = glued.and_then(parse).or_else(|| plain.map(|cell| cell.number));
    let price = cells
        .iter()
        .filter(|cell| cell.form == Form::Money && cell.span.start < amount.span.start)
        .map(|cell| cell.number.plain())
        .next_back();
    (quantity, price)
}

const FUELS: [&str; 16] = [
    "sp95",
    "sp98",
    "e10",
    "e85",
    "gazole",
    "diesel",
    "super",
    "b7",
    "gpl",
    "gasoil",
    "ethanol",
    "euro95",
    "benzine",
    "adblue",
    "excellium",
    "lpg",
];

/// A till's paper for one thing: fuel, a ride, a parking place; its line is its total.
fn single(table: &Table, totals: &Totals, till: bool) -> Option<LineItem> {
    let ttc = totals.ttc.filter(|_| {
        till && (totals.grounds.closes || totals.grounds.lines_close || totals.grounds.one_rate)
    })?;
    let sheet = table.sheet;
    let run = sheet.runs.iter().find(|run| run.fold.split(' ').any(|word| FUELS.contains(&word)));
    let ride = sheet.runs.iter().find(|run| {
        [
            "prix de la course",
            "course",
            "stationnement",
            "parking",
            "peage",
            "ritprijs",
            "fahrpreis",
            "parkeren",
            "fare",
        ]
        .iter()
        .any(|w| run.fold.starts_with(w))
    });
    let name = run.or(ride)?;
    let litres = table.numbers.iter().find(|number| {
        sheet
            .tokens
            .get(number.span.end)
            .is_some_and(|next| matches!(next.text.to_lowercase().as_str(), "l" | "litres" | "liter"))
    });
    Some(LineItem {
        description: name.text.clone(),
        quantity: litres
            .map(|number| number.number.plain())
            .or_else(|| run.is_none().then(|| "1".to_owned())),
        unit: litres.map(|_| "l".to_owned()),
        unit_price: None,
        vat_rate: totals.lines.first().map(|line| line.rate),
        amount: Some(ttc.amount),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_number_is_no_count() {
        let row = |row: usize, count: Option<i64>, cents: i64| Row {
            row,
            item: LineItem {
                description: "meuble à pains".to_owned(),
                quantity: None,
                unit: None,
                unit_price: None,
                vat_rate: None,
                amount: None,
            },
            count,
            amount: Amount::from_cents(cents),
            right: 0.0,
        };
        assert!(row(2, None, 900).is_price_of(&row(1, Some(20_000), 1_800)));
        assert!(!row(2, None, 1_068_249).is_price_of(&row(1, Some(900_000_000_000_000_000), 1_800)));
    }
}
