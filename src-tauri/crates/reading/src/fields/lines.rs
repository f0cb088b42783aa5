//! The lines of a document: what was sold, how many, at what price, for how much.

use std::collections::HashMap;

use liasse_domain::{Amount, LineItem, VatRate};

use super::amounts::{Candidate, Form};
use super::labels::{Concept, Labels};
use super::rates::is_lawful;
use super::roles::{Figure, heads_lines};
use super::text::Sheet;
use super::totals::Totals;

/// A column of a table: what it holds and from where to where.
#[derive(Debug, Clone, Copy)]
struct Column {
    concept: Concept,
    x0: f32,
    x1: f32,
}

/// One row of a table that bears an amount.
#[derive(Debug, Clone)]
struct Line {
    item: LineItem,
    /// Every money amount of the row with the column that it stands in.
    amounts: Vec<(Option<Concept>, Amount)>,
    row: usize,
}

/// Reads the lines.
pub fn find(
    sheet: &Sheet,
    labels: &Labels,
    numbers: &[Candidate],
    figures: &[Figure],
    totals: &Totals,
    till: bool,
) -> Vec<LineItem> {
    let by_row = super::roles::by_row(numbers);
    let ends = total_rows(figures);
    let mut lines: Vec<Line> = Vec::new();
    for head in (0..sheet.rows.len()).filter(|row| heads_lines(labels, *row)) {
        let columns = columns_of(sheet, labels, head);
        lines.extend(body(sheet, labels, numbers, &by_row, &ends, head, &columns));
    }
    lines.dedup_by_key(|line| line.row);
    let targets = targets(totals);
    let items = settle_column(lines, &targets);
    let closes = |items: &[LineItem]| sums_to(items.iter().filter_map(|item| item.amount), &targets);
    if !items.is_empty() && closes(&items) {
        return items;
    }
    let bare = headless(sheet, numbers, &by_row, figures, &targets, till);
    if items.is_empty() || closes(&bare) { bare } else { items }
}

/// Sums that the lines may have: without tax, with tax, and either with what stands outside tax.
fn targets(totals: &Totals) -> Vec<i64> {
    let outside = totals.outside.map_or(0, |pick| pick.amount.cents());
    let mut targets = Vec::new();
    for pick in [totals.ht, totals.ttc].into_iter().flatten() {
        targets.push(pick.amount.cents());
        targets.push(pick.amount.cents() + outside);
        targets.push(pick.amount.cents() - outside);
    }
    targets
}

fn sums_to(amounts: impl Iterator<Item = Amount>, targets: &[i64]) -> bool {
    let sum: i64 = amounts.map(Amount::cents).sum();
    targets.iter().any(|target| (target - sum.abs()).abs() <= 2)
}

/// Rows that bear a total: the table of lines ends there.
fn total_rows(figures: &[Figure]) -> HashMap<usize, bool> {
    let mut rows = HashMap::new();
    for figure in figures.iter().filter(|f| !f.in_lines) {
        let strongest = [Concept::Ttc, Concept::Ht, Concept::Due, Concept::Total, Concept::Carried]
            .iter()
            .map(|concept| figure.role(*concept))
            .fold(0.0, f32::max);
        if strongest > 0.55 {
            rows.insert(figure.row, figure.role(Concept::Carried) > 0.5);
        }
    }
    rows
}

const COLUMN_ORDER: [Concept; 8] = [
    Concept::Quantity,
    Concept::UnitPrice,
    Concept::Discount,
    Concept::LineAmount,
    Concept::Rate,
    Concept::Unit,
    Concept::Designation,
    Concept::Article,
];

/// The columns under a heading row, labels of the row below included where the heading takes two rows.
fn columns_of(sheet: &Sheet, labels: &Labels, head: usize) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    let mut spans: Vec<(usize, usize)> = labels.on_row(head).iter().map(|l| (l.span.start, l.span.end)).collect();
    spans.dedup();
    let designated = |columns: &[Column]| columns.iter().any(|column| column.concept == Concept::Designation);
    for (start, end) in spans {
        let senses: Vec<Concept> = labels.on_row(head).iter().filter(|l| l.span.start == start && l.span.end == end).map(|l| l.concept).collect();
        let extent = sheet.extent(&(start..end));
        let concept = COLUMN_ORDER
            .iter()
            .copied()
            .filter(|concept| senses.contains(concept))
            .find(|concept| *concept != Concept::Designation || !designated(&columns) || senses.len() == 1);
        let concept = concept.or_else(|| {
            [Concept::Ht, Concept::Ttc, Concept::Vat].into_iter().find(|concept| senses.contains(concept))
        });
        if let Some(concept) = concept {
            // `Montant` and `TVA` inside one heading (`Montant TVA`) are one column.
            columns.push(Column { concept, x0: extent.x0, x1: extent.x1 });
        }
    }
    columns.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    columns
}

/// The column of a cell: the one that it overlaps most, else the one whose edge or middle is nearest.
fn column_at(columns: &[Column], x0: f32, x1: f32) -> Option<Column> {
    let overlap = |column: &Column| x1.min(column.x1) - x0.max(column.x0);
    let numeric = |column: &&Column| !matches!(column.concept, Concept::Designation);
    let best = columns.iter().filter(numeric).max_by(|a, b| overlap(a).total_cmp(&overlap(b)))?;
    if overlap(best) > 0.0 {
        return Some(*best);
    }
    let distance = |column: &Column| {
        let edges = [(column.x1 - x1).abs(), (column.x0 - x0).abs(), ((column.x0 + column.x1) - (x0 + x1)).abs() / 2.0];
        edges.into_iter().fold(f32::INFINITY, f32::min)
    };
    columns.iter().filter(numeric).min_by(|a, b| distance(a).total_cmp(&distance(b))).filter(|c| distance(c) < 45.0).copied()
}

/// The lines under a heading, to the first total, the next heading or the end of the page.
fn body(
    sheet: &Sheet,
    labels: &Labels,
    numbers: &[Candidate],
    by_row: &HashMap<usize, Vec<usize>>,
    ends: &HashMap<usize, bool>,
    head: usize,
    columns: &[Column],
) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let Some(page) = sheet.rows.get(head).map(|row| row.page) else { return lines };
    let designation = columns.iter().find(|c| c.concept == Concept::Designation).copied();
    for index in head + 1..sheet.rows.len() {
        let Some(row) = sheet.rows.get(index).filter(|row| row.page == page) else { break };
        if let Some(carried) = ends.get(&index) {
            // The total carried from the page before opens the table; every other total closes it.
            if *carried && lines.is_empty() {
                continue;
            }
            break;
        }
        if heads_lines(labels, index) {
            break;
        }
        let cells: Vec<&Candidate> = by_row.get(&index).into_iter().flatten().filter_map(|i| numbers.get(*i)).collect();
        let first_number = cells
            .iter()
            .filter(|cell| column_at(columns, cell.extent.x0, cell.extent.x1).is_some_and(|c| c.concept != Concept::Article) || cell.form == Form::Money)
            .map(|cell| cell.extent.x0)
            .fold(f32::INFINITY, f32::min);
        let from = designation.map_or(f32::NEG_INFINITY, |c| c.x0 - 12.0);
        let text: Vec<&str> = sheet
            .span(&row.tokens)
            .iter()
            .filter(|token| token.x0 >= from && token.x1 <= first_number + 1.0)
            .map(|token| token.text.as_str())
            .collect();
        let description = text.join(" ").trim().to_owned();
        match line(&cells, columns, description, index) {
            Some(line) => lines.push(line),
            None if cells.is_empty() => continue,
            None => continue,
        }
    }
    lines
}

/// One row as a line: its amount in the column of amounts, else the last amount of the row.
fn line(cells: &[&Candidate], columns: &[Column], description: String, row: usize) -> Option<Line> {
    let placed: Vec<(&Candidate, Option<Concept>)> = cells
        .iter()
        .map(|cell| (*cell, column_at(columns, cell.extent.x0, cell.extent.x1).map(|column| column.concept)))
        .collect();
    let signed = |cell: &Candidate| {
        cell.amount().map(|amount| if cell.number.negative { -amount } else { amount })
    };
    let amounts: Vec<(Option<Concept>, Amount)> = placed
        .iter()
        .filter(|(cell, concept)| cell.form == Form::Money && !matches!(concept, Some(Concept::Quantity | Concept::Discount | Concept::Article)))
        .filter_map(|(cell, concept)| Some((*concept, signed(cell)?)))
        .collect();
    let of = |wanted: Concept| placed.iter().find(|(_, concept)| *concept == Some(wanted)).map(|(cell, _)| *cell);
    let last_of = |wanted: Concept| amounts.iter().rev().find(|(concept, _)| *concept == Some(wanted)).map(|(_, amount)| *amount);
    let amount = last_of(Concept::LineAmount)
        .or_else(|| last_of(Concept::Ht))
        .or_else(|| last_of(Concept::Ttc))
        .or_else(|| amounts.last().filter(|(concept, _)| !matches!(concept, Some(Concept::UnitPrice | Concept::Rate | Concept::Vat))).map(|(_, amount)| *amount))?;
    let has_letters = description.chars().filter(|c| c.is_alphabetic()).count() >= 2;
    if !has_letters && placed.len() < 2 {
        return None;
    }
    let rate = placed
        .iter()
        .filter(|(cell, _)| cell.form == Form::Percent)
        .filter(|(_, concept)| *concept != Some(Concept::Discount))
        .filter_map(|(cell, _)| cell.rate())
        .find(|rate| is_lawful(*rate, None))
        .or_else(|| of(Concept::Rate).and_then(bare_rate));
    Some(Line {
        item: LineItem {
            description,
            quantity: of(Concept::Quantity).map(|cell| cell.number.plain()),
            unit_price: of(Concept::UnitPrice).map(|cell| cell.number.plain()),
            vat_rate: rate,
            amount: Some(amount),
        },
        amounts,
        row,
    })
}

/// A rate without its sign in a column of rates.
fn bare_rate(cell: &Candidate) -> Option<VatRate> {
    let points = u16::try_from(cell.number.cents()?).ok()?;
    VatRate::from_basis_points(points).filter(|rate| is_lawful(*rate, None))
}

/// Takes the column of amounts whose sum is the total.
fn settle_column(lines: Vec<Line>, targets: &[i64]) -> Vec<LineItem> {
    let chosen = |lines: &[Line]| lines.iter().filter_map(|line| line.item.amount).collect::<Vec<_>>();
    if !sums_to(chosen(&lines).into_iter(), targets) {
        for concept in [Concept::LineAmount, Concept::Ht, Concept::Ttc] {
            let column: Vec<Option<Amount>> = lines
                .iter()
                .map(|line| line.amounts.iter().find(|(c, _)| *c == Some(concept)).map(|(_, amount)| *amount))
                .collect();
            if column.iter().all(Option::is_some) && sums_to(column.iter().flatten().copied(), targets) {
                return lines
                    .into_iter()
                    .zip(column)
                    .map(|(line, amount)| LineItem { amount, ..line.item })
                    .collect();
            }
        }
    }
    lines.into_iter().map(|line| line.item).collect()
}

/// Lines without a heading: the longest run of rows above the totals that end in an amount and sum to a total.
fn headless(
    sheet: &Sheet,
    numbers: &[Candidate],
    by_row: &HashMap<usize, Vec<usize>>,
    figures: &[Figure],
    targets: &[i64],
    till: bool,
) -> Vec<LineItem> {
    let ends = total_rows(figures);
    let Some(last) = ends.iter().filter(|(_, carried)| !**carried).map(|(row, _)| *row).min() else { return Vec::new() };
    let mut rows: Vec<(usize, LineItem)> = Vec::new();
    for index in 0..last {
        let Some(row) = sheet.rows.get(index) else { continue };
        let cells: Vec<&Candidate> = by_row.get(&index).into_iter().flatten().filter_map(|i| numbers.get(*i)).collect();
        let Some(amount) = cells.iter().rev().find(|cell| cell.form == Form::Money) else { continue };
        // The amount ends the row, but for a letter of the rate.
        if row.tokens.end.saturating_sub(amount.span.end) > 2 {
            continue;
        }
        let Some(value) = amount.amount() else { continue };
        let first = cells.iter().find(|cell| cell.span.start == row.tokens.start && cell.form != Form::Money);
        let quantity = first.map(|cell| cell.number.plain()).or_else(|| counted(sheet.tokens.get(row.tokens.start).map(|t| t.text.as_str())));
        let from = if quantity.is_some() { row.tokens.start + 1 } else { row.tokens.start };
        let until = cells.iter().filter(|c| c.span.start > from && c.form == Form::Money).map(|c| c.span.start).min().unwrap_or(amount.span.start);
        let description = sheet.words(&(from..until.max(from))).trim_matches(['x', '€', ' ', ':']).to_owned();
        if description.chars().filter(|c| c.is_alphabetic()).count() < 2 {
            continue;
        }
        let signed = if amount.number.negative { -value } else { value };
        rows.push((index, LineItem { description, quantity, unit_price: None, vat_rate: None, amount: Some(signed) }));
    }
    // The rows nearest above the totals whose amounts sum to one of them.
    for start in 0..rows.len() {
        let part = rows.get(start..).unwrap_or_default();
        if sums_to(part.iter().filter_map(|(_, item)| item.amount), targets) && (part.len() > 1 || !till) {
            return part.iter().map(|(_, item)| item.clone()).collect();
        }
    }
    Vec::new()
}

/// `3x`, `2X`: a count glued to its sign.
fn counted(text: Option<&str>) -> Option<String> {
    let bare = text?.strip_suffix(['x', 'X', '*'])?;
    (!bare.is_empty() && bare.len() <= 3 && bare.bytes().all(|b| b.is_ascii_digit())).then(|| bare.to_owned())
}
