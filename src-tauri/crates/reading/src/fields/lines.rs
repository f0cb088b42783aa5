//! The lines of a document: what was sold, how many, at what price, for how much.

use std::collections::HashMap;

use liasse_domain::{Amount, DocumentKind, LineItem, VatRate};

use super::amounts::{Candidate, Form};
use super::bare_lines;
use super::labels::{Concept, Labels};
use super::line_sums::{Targets, without_sums};
use super::proved_lines;
use super::rates::is_lawful;
use super::roles::{Figure, ROLES, heads_lines};
use super::text::Sheet;
use super::totals::Totals;
use super::units;

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
    /// Row of the heading that it stands under.
    head: usize,
}

/// What the lines are read from.
pub struct Table<'a> {
    /// The words.
    pub sheet: &'a Sheet,
    /// Their labels.
    pub labels: &'a Labels,
    /// All numbers.
    pub numbers: &'a [Candidate],
    /// Indexes of the numbers of each row.
    pub by_row: HashMap<usize, Vec<usize>>,
    /// Rows that bear a total, and whether it is one carried over.
    pub ends: HashMap<usize, bool>,
}

impl Table<'_> {
    /// The numbers of a row, from left to right.
    pub fn cells(&self, row: usize) -> Vec<&Candidate> {
        self.by_row
            .get(&row)
            .into_iter()
            .flatten()
            .filter_map(|i| self.numbers.get(*i))
            .filter(|n| !n.tail)
            .collect()
    }
}

/// Reads the lines.
pub fn find(
    sheet: &Sheet,
    labels: &Labels,
    numbers: &[Candidate],
    figures: &[Figure],
    totals: &Totals,
    kind: DocumentKind,
) -> Vec<LineItem> {
    let table = Table {
        sheet,
        labels,
        numbers,
        by_row: super::roles::by_row(numbers),
        ends: total_rows(sheet, labels, figures),
    };
    let mut lines: Vec<Line> = Vec::new();
    for head in (0..sheet.rows.len()).filter(|row| heads_lines(labels, *row)) {
        let columns = columns_of(sheet, labels, head);
        lines.extend(body(&table, head, &columns));
    }
    lines.sort_by_key(|line| line.row);
    lines.dedup_by_key(|line| line.row);
    let targets = Targets::of(totals, kind, numbers);
    let items = without_sums(settle_column(lines, &targets), &targets);
    if !items.is_empty() && targets.met(items.iter().filter_map(|item| item.amount)) {
        return items;
    }
    // What is proved by its own numbers, and what merely stands one under the other: the more usual sum, then the more lines.
    let bare = bare_lines::find(&table, totals, &targets, kind);
    let found = [proved_lines::find(&table, &targets), bare];
    let best = found.iter().filter(|lines| !lines.is_empty()).min_by_key(|lines| {
        let rank = targets.rank(lines.iter().filter_map(|item| item.amount));
        (rank.is_none(), rank, std::cmp::Reverse(lines.len()))
    });
    let closes = best.is_some_and(|lines| targets.met(lines.iter().filter_map(|item| item.amount)));
    match best {
        Some(best) if items.is_empty() || closes => best.clone(),
        _ => items,
    }
}

/// Rows that bear a total: the table of lines ends there.
fn total_rows(sheet: &Sheet, labels: &Labels, figures: &[Figure]) -> HashMap<usize, bool> {
    let mut rows: HashMap<usize, bool> = HashMap::new();
    // Words of its own that announce no sum make a row a line, whatever heads its column.
    let is_line = |row: usize| {
        let worded = sheet.rows.get(row).is_some_and(|row| {
            let tokens = sheet.tokens.get(row.tokens.clone()).unwrap_or_default();
            tokens.iter().flat_map(|token| token.text.chars()).filter(|c| c.is_alphabetic()).count() > 3
        });
        worded && !labels.on_row(row).iter().any(|label| ROLES.contains(&label.concept) && label.weight > 0.5)
    };
    for figure in figures.iter().filter(|f| !f.in_lines && !is_line(f.row)) {
        let carried = figure.role(Concept::Carried) > 0.5;
        let strongest = [Concept::Ttc, Concept::Ht, Concept::Due, Concept::Total]
            .iter()
            .map(|concept| figure.role(*concept))
            .fold(0.0, f32::max);
        if strongest > 0.55 || carried {
            *rows.entry(figure.row).or_insert(carried) &= carried;
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

/// The columns under a heading row.
fn columns_of(sheet: &Sheet, labels: &Labels, head: usize) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    let mut spans: Vec<(usize, usize)> =
        labels.on_row(head).iter().map(|l| (l.span.start, l.span.end)).collect();
    spans.dedup();
    let designated = |columns: &[Column]| columns.iter().any(|column| column.concept == Concept::Designation);
    for (start, end) in spans {
        let senses: Vec<Concept> = labels
            .on_row(head)
            .iter()
            .filter(|l| l.span.start == start && l.span.end == end)
            .map(|l| l.concept)
            .collect();
        let extent = sheet.extent(&(start..end));
        let concept =
            COLUMN_ORDER.iter().copied().filter(|concept| senses.contains(concept)).find(|concept| {
                *concept != Concept::Designation || !designated(&columns) || senses.len() == 1
            });
        let concept = concept.or_else(|| {
            [Concept::Ht, Concept::Ttc, Concept::Vat].into_iter().find(|concept| senses.contains(concept))
        });
        if let Some(concept) = concept {
            // `Montant TTC` beside `Montant HT`: amounts of lines both, of which the first is without tax.
            let with_tax = concept == Concept::LineAmount && senses.contains(&Concept::Ttc);
            let concept = if with_tax { Concept::Ttc } else { concept };
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
        let edges = [
            (column.x1 - x1).abs(),
            (column.x0 - x0).abs(),
            ((column.x0 + column.x1) - (x0 + x1)).abs() / 2.0,
        ];
        edges.into_iter().fold(f32::INFINITY, f32::min)
    };
    columns
        .iter()
        .filter(numeric)
        .min_by(|a, b| distance(a).total_cmp(&distance(b)))
        .filter(|c| distance(c) < 45.0)
        .copied()
}

/// Whether a row heads another table: several labels of sums, no amount.
fn heads_sums(table: &Table, row: usize) -> bool {
    let sums = table
        .labels
        .on_row(row)
        .iter()
        .filter(|l| matches!(l.concept, Concept::Ht | Concept::Vat | Concept::Ttc | Concept::Rate));
    let places = |alone: bool| {
        let labels = sums.clone().filter(|label| label.alone || !alone);
        labels.map(|label| label.span.start).collect::<std::collections::BTreeSet<_>>().len()
    };
    (places(true) >= 2 || places(false) >= 4) && !table.cells(row).iter().any(|cell| cell.form == Form::Money)
}

/// The lines under a heading, to the first total, the next heading or the end of the page.
fn body(table: &Table, head: usize, columns: &[Column]) -> Vec<Line> {
    let sheet = table.sheet;
    let mut lines: Vec<Line> = Vec::new();
    let Some(page) = sheet.rows.get(head).map(|row| row.page) else { return lines };
    let designation = columns.iter().find(|c| c.concept == Concept::Designation).copied();
    for index in head + 1..sheet.rows.len() {
        let Some(row) = sheet.rows.get(index).filter(|row| row.page == page) else { break };
        if let Some(carried) = table.ends.get(&index) {
            // The total carried from the page before opens the table; every other total closes it.
            if *carried && lines.is_empty() {
                continue;
            }
            break;
        }
        if heads_lines(table.labels, index) || heads_sums(table, index) {
            break;
        }
        let cells = table.cells(index);
        let first_number = cells
            .iter()
            .filter(|cell| {
                let column = column_at(columns, cell.extent.x0, cell.extent.x1);
                column.is_some_and(|c| c.concept != Concept::Article) || cell.form == Form::Money
            })
            .map(|cell| cell.extent.x0)
            .filter(|x| designation.is_none_or(|column| *x > column.x0))
            .fold(f32::INFINITY, f32::min);
        let from = designation.map_or(f32::NEG_INFINITY, |c| c.x0 - 12.0);
        let text: Vec<&str> = sheet
            .span(&row.tokens)
            .iter()
            .filter(|token| token.x0 >= from && token.x1 <= first_number + 1.0)
            .map(|token| token.text.as_str())
            .collect();
        let read = line(&cells, columns, text.join(" ").trim().to_owned(), index, head);
        lines.extend(read.map(|mut line| {
            let counted = |cell: &&&Candidate| {
                let column = column_at(columns, cell.extent.x0, cell.extent.x1);
                column.is_some_and(|column| column.concept == Concept::Quantity)
            };
            let unit = columns.iter().find(|column| column.concept == Concept::Unit);
            let quantity = cells.iter().find(counted).copied();
            line.item.unit = units::find(sheet, index, quantity, unit.map(|column| (column.x0, column.x1)));
            line
        }));
    }
    lines
}

/// One row as a line: its amount in the column of amounts, else the last amount of the row.
fn line(
    cells: &[&Candidate],
    columns: &[Column],
    description: String,
    row: usize,
    head: usize,
) -> Option<Line> {
    let placed: Vec<(&Candidate, Option<Concept>)> = cells
        .iter()
        .map(|cell| (*cell, column_at(columns, cell.extent.x0, cell.extent.x1).map(|column| column.concept)))
        .collect();
    let signed =
        |cell: &Candidate| cell.amount().map(|amount| if cell.number.negative { -amount } else { amount });
    let amounts: Vec<(Option<Concept>, Amount)> = placed
        .iter()
        .filter(|(cell, concept)| {
            cell.form == Form::Money
                && !matches!(concept, Some(Concept::Quantity | Concept::Discount | Concept::Article))
        })
        .filter_map(|(cell, concept)| Some((*concept, signed(cell)?)))
        .collect();
    let of =
        |wanted: Concept| placed.iter().find(|(_, concept)| *concept == Some(wanted)).map(|(cell, _)| *cell);
    let last_of = |wanted: Concept| {
        amounts.iter().rev().find(|(concept, _)| *concept == Some(wanted)).map(|(_, amount)| *amount)
    };
    let unplaced = |(concept, _): &&(Option<Concept>, Amount)| {
        !matches!(concept, Some(Concept::UnitPrice | Concept::Rate | Concept::Vat))
    };
    let amount = last_of(Concept::LineAmount)
        .or_else(|| last_of(Concept::Ht))
        .or_else(|| last_of(Concept::Ttc))
        .or_else(|| amounts.last().filter(unplaced).map(|(_, amount)| *amount))?;
    // `VAT @ 0 % (zero-rated export)   0,00`: nothing sold.
    if amount.is_zero() && of(Concept::Quantity).is_none() {
        return None;
    }
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
            unit: None,
            unit_price: of(Concept::UnitPrice).map(|cell| cell.number.plain()),
            vat_rate: rate,
            amount: Some(amount),
        },
        amounts,
        row,
        head,
    })
}

/// A rate without its sign in a column of rates; a code of one digit is none.
fn bare_rate(cell: &Candidate) -> Option<VatRate> {
    let points = u16::try_from(cell.number.cents()?).ok().filter(|points| *points >= 210)?;
    VatRate::from_basis_points(points)
        .filter(|rate| is_lawful(*rate, None) && (cell.number.decimals > 0 || points >= 500))
}

/// Takes the column of amounts, and the tables, whose sum is the total.
fn settle_column(lines: Vec<Line>, targets: &Targets) -> Vec<LineItem> {
    let column = |concept: Option<Concept>, line: &Line| match concept {
        None => line.item.amount,
        Some(concept) => line.amounts.iter().find(|(c, _)| *c == Some(concept)).map(|(_, amount)| *amount),
    };
    let heads: std::collections::BTreeSet<usize> = lines.iter().map(|line| line.head).collect();
    // All tables, or all but one: packaging is listed apart.
    let leave_outs = std::iter::once(None).chain(heads.iter().copied().map(Some).filter(|_| heads.len() > 1));
    let mut best: Option<(usize, Option<Concept>, Option<usize>)> = None;
    for left_out in leave_outs {
        for concept in [None, Some(Concept::LineAmount), Some(Concept::Ht), Some(Concept::Ttc)] {
            let kept = || lines.iter().filter(|line| Some(line.head) != left_out);
            let amounts: Vec<Amount> = kept().filter_map(|line| column(concept, line)).collect();
            if amounts.is_empty() || amounts.len() != kept().count() || 2 * amounts.len() < lines.len() {
                continue;
            }
            if let Some(rank) = targets.rank(amounts.into_iter())
                && best.as_ref().is_none_or(|(known, _, _)| rank < *known)
            {
                best = Some((rank, concept, left_out));
            }
        }
    }
    let (concept, left_out) = best.map_or((None, None), |(_, concept, left_out)| (concept, left_out));
    lines
        .into_iter()
        .filter(|line| left_out.is_none() || Some(line.head) != left_out)
        .map(|line| LineItem { amount: column(concept, &line), ..line.item })
        .collect()
}
