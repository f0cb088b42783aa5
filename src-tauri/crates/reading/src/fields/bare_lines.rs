//! Lines without a heading: tills' papers, notes of fees, statements of consumption.

use liasse_domain::{Amount, DocumentKind, LineItem};

use super::amounts::{Candidate, Form};
use super::lines::{Table, Targets};
use super::totals::Totals;

/// A row that ends in an amount.
struct Row {
    row: usize,
    item: LineItem,
    right: f32,
}

/// The longest run of rows that end in an amount, one under the other, and sum to a total.
pub fn find(table: &Table, totals: &Totals, targets: &Targets, kind: DocumentKind) -> Vec<LineItem> {
    let till = matches!(kind, DocumentKind::Receipt | DocumentKind::CardSlip);
    if kind == DocumentKind::CardSlip {
        return Vec::new();
    }
    let rows: Vec<Row> = (0..table.sheet.rows.len())
        .filter(|row| !table.ends.contains_key(row))
        .filter_map(|row| read(table, row))
        .collect();
    // One column; else several, as where what is taxed, exempt and outside tax stand apart.
    let best =
        window(table, &rows, targets, till, true).or_else(|| window(table, &rows, targets, till, false));
    match best {
        Some((_, start, end)) => {
            rows.get(start..end).unwrap_or_default().iter().map(|row| row.item.clone()).collect()
        }
        None => single(table, totals, till).into_iter().collect(),
    }
}

/// The longest run of rows that sum to a total: its rank, its first row, the row behind its last.
fn window(
    table: &Table,
    rows: &[Row],
    targets: &Targets,
    till: bool,
    aligned: bool,
) -> Option<(usize, usize, usize)> {
    let fewest = match (till, aligned) {
        (_, false) => 3,
        (false, true) => 2,
        (true, true) => 1,
    };
    let mut best: Option<(usize, usize, usize)> = None;
    for start in 0..rows.len() {
        let Some(first) = rows.get(start) else { break };
        let mut sum: Vec<Amount> = Vec::new();
        for end in start..rows.len().min(start + 400) {
            let Some(next) = rows.get(end) else { break };
            // A total between, or another column: the window ends.
            let broken = end > start && (first.row..next.row).any(|row| table.ends.get(&row) == Some(&false));
            if broken || aligned && (next.right - first.right).abs() > 14.0 {
                break;
            }
            sum.extend(next.item.amount);
            let length = end - start + 1;
            if length < fewest {
                continue;
            }
            if let Some(rank) = targets.rank(sum.iter().copied()) {
                let better = best.is_none_or(|(known_rank, from, to)| {
                    (rank, usize::MAX - length) < (known_rank, usize::MAX - (to - from))
                });
                if better {
                    best = Some((rank, start, end + 1));
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
    let (quantity, price) = counted(&cells, amount, &own);
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
    Some(Row {
        row: index,
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
fn counted(cells: &[&Candidate], amount: &Candidate, text: &str) -> (Option<String>, Option<String>) {
    let glued = text.split(' ').next().and_then(|word| word.strip_suffix(['x', 'X', '*']));
    let glued = glued
        .filter(|count| !count.is_empty() && count.len() <= 3 && count.bytes().all(|b| b.is_ascii_digit()));
    let plain = cells.iter().find(|cell| {
        cell.form == Form::Plain && cell.number.scaled > 0 && cell.span.start < amount.span.start
    });
    let quantity = glued.map(str::to_owned).or_else(|| plain.map(|cell| cell.number.plain()));
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
