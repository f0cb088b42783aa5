//! The lines of a paper, over as many pages as they need.

use super::Painter;
use crate::ink::{Align, GREY, PALE, WHITE, width_of};
use crate::show;
use crate::truth::{Field, Line};
use crate::words::Label;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rules {
    /// A rule below the headings only.
    #[default]
    Plain,
    /// Every cell framed.
    Grid,
    /// Every second line tinted.
    Zebra,
    /// Vertical rules only, down to the bottom: pre-printed stationery.
    Columns,
    /// Coloured headings, thin rules between lines.
    Banded,
    None,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Position,
    Reference,
    Description,
    Quantity,
    Unit,
    Price,
    Rebate,
    Amount,
    Rate,
    /// A letter or digit that the VAT table explains.
    Code,
    AmountIncl,
}

use Column as C;

/// Orders of columns as they are met.
pub const COLUMNS: [&[Column]; 11] = [
    &[C::Description, C::Quantity, C::Price, C::Amount],
    &[C::Reference, C::Description, C::Quantity, C::Price, C::Rate, C::Amount],
    &[C::Description, C::Amount],
    &[C::Quantity, C::Unit, C::Description, C::Price, C::Amount, C::Rate],
    &[C::Reference, C::Description, C::Quantity, C::Unit, C::Price, C::Rebate, C::Amount, C::Code],
    &[C::Position, C::Description, C::Unit, C::Quantity, C::Price, C::Rate, C::Amount],
    &[C::Code, C::Reference, C::Description, C::Quantity, C::Price, C::Amount],
    &[C::Description, C::Rate, C::Price, C::Quantity, C::Amount],
    &[C::Position, C::Reference, C::Description, C::Quantity, C::Price, C::Rebate, C::Amount],
    &[C::Description, C::Quantity, C::Price, C::Amount, C::Rate, C::AmountIncl],
    // A delivery note has no prices.
    &[C::Reference, C::Description, C::Quantity, C::Unit],
];

/// The letter of a VAT rate on this paper.
pub fn vat_code(rates: &[i64], rate: i64, digits: bool) -> String {
    let n = rates.iter().position(|r| *r == rate).unwrap_or(0) as u8;
    char::from(if digits { b'1' } else { b'A' } + n).to_string()
}

struct Cells {
    columns: Vec<Column>,
    edges: Vec<f32>,
    heads: Vec<&'static str>,
    rates: Vec<i64>,
    digits: bool,
}

fn weight(column: Column) -> f32 {
    match column {
        C::Position | C::Code => 0.5,
        C::Unit => 0.62,
        C::Rate | C::Rebate => 0.85,
        C::Quantity => 0.85,
        C::Reference => 1.15,
        C::Price | C::Amount | C::AmountIncl => 1.3,
        C::Description => 4.2,
    }
}

fn align(column: Column) -> Align {
    match column {
        C::Position | C::Reference | C::Description | C::Unit => Align::Left,
        C::Code => Align::Center,
        _ => Align::Right,
    }
}

impl Painter<'_> {
    fn cells(&mut self, columns: &[Column]) -> Cells {
        let columns: Vec<Column> = columns
            .iter()
            .copied()
            .filter(|c| !matches!(c, C::Rate | C::Code | C::AmountIncl) || self.deal.tax > 0)
            .filter(|c| *c != C::Rebate || self.deal.lines.iter().any(|l| l.rebate > 0))
            .collect();
        let total: f32 = columns.iter().map(|c| weight(*c)).sum();
        let mut edges = vec![self.left];
        let mut x = self.left;
        for c in &columns {
            x += self.width() * weight(*c) / total;
            edges.push(x);
        }
        let heads = columns
            .iter()
            .map(|c| match c {
                C::Position => self.rng.pick(&["N°", "#", "Pos."]),
                C::Reference => self.label(Label::Reference),
                C::Description => self.label(Label::Description),
                C::Quantity => self.label(Label::Quantity),
                C::Unit => self.label(Label::Unit),
                C::Price if self.deal.inclusive => self.rng.pick(&["PU TTC", "Prix TTC", "P.U."]),
                C::Price => self.label(Label::Price),
                C::Rebate => self.label(Label::Rebate),
                C::Amount if self.deal.inclusive => self.label(Label::AmountIncl),
                C::Amount => self.label(Label::Amount),
                C::AmountIncl => self.label(Label::AmountIncl),
                C::Rate => self.label(Label::RateShort),
                C::Code => self.rng.pick(&["TVA", "Cd", "C", "T"]),
            })
            .collect();
        Cells {
            columns,
            edges,
            heads,
            rates: self.deal.vat.iter().map(|v| v.rate).collect(),
            digits: self.rng.chance(60),
        }
    }

    fn cell_text(&self, cells: &Cells, column: Column, n: usize, line: &Line) -> String {
        match column {
            C::Position => (n + 1).to_string(),
            C::Reference => line.reference.clone(),
            C::Description => line.text.clone(),
            C::Quantity => show::quantity(line.quantity, self.look.numbers),
            C::Unit => line.unit.clone(),
            C::Price => self.price(line.price),
            C::Rebate => {
                if line.rebate > 0 {
                    self.rate(line.rebate)
                } else {
                    String::new()
                }
            }
            C::Amount => self.cell(line.amount),
            C::Rate => format!("{}{}", self.rate(line.rate), if self.look.full_rates { "" } else { " %" }),
            C::Code => vat_code(&cells.rates, line.rate, cells.digits),
            C::AmountIncl => self.cell(line.amount + crate::goods::divide(line.amount * line.rate, 10_000)),
        }
    }

    fn headings(&mut self, cells: &Cells, rules: Rules) {
        let (size, accent) = (self.size() - 0.3, self.look.accent);
        let color = if rules == Rules::Banded { WHITE } else { (0.1, 0.1, 0.1) };
        match rules {
            Rules::Banded => self.ink.fill(self.left, self.y - 11.0, self.width(), 16.0, accent),
            Rules::Grid | Rules::Columns => {
                self.ink.fill(self.left, self.y - 11.0, self.width(), 16.0, PALE);
                self.ink.frame(self.left, self.y - 11.0, self.width(), 16.0, 0.6, GREY);
            }
            _ => {}
        }
        for (i, (column, head)) in cells.columns.iter().zip(&cells.heads).enumerate() {
            let (Some(a), Some(b)) = (cells.edges.get(i).copied(), cells.edges.get(i + 1).copied()) else {
                continue;
            };
            let (x, al) = place(align(*column), a, b);
            self.ink.pen(x, self.y).size(size).bold().color(color).align(al).fit(b - a - 4.0).put(head);
        }
        if matches!(rules, Rules::Plain | Rules::Zebra) {
            self.ink.line(self.left, self.y + 4.0, self.right, self.y + 4.0, 0.9, accent);
        }
        self.y += 16.0;
    }

    /// Draws the lines; on each new page `carry` sums are carried over where the paper does so.
    pub fn table(&mut self, columns: &[Column], rules: Rules, carry: bool) {
        let cells = self.cells(columns);
        let step = self.rng.between(12.0, 17.0);
        let size = self.size() - 0.2;
        let reports = (self.label(Label::CarriedOver), self.label(Label::BroughtForward));
        let mut top = self.y;
        self.headings(&cells, rules);
        let lines: Vec<Line> = self.deal.lines.clone();
        let mut sum = 0;
        for (n, line) in lines.iter().enumerate() {
            if self.y > self.floor - 24.0 {
                self.close(&cells, rules, top);
                if carry {
                    let text = self.cell(sum);
                    self.ink.pen(self.right - 90.0, self.y + 4.0).size(size).bold().right().put(reports.0);
                    self.ink.pen(self.right - 3.0, self.y + 4.0).size(size).bold().right().put(&text);
                }
                self.turn_page();
                top = self.y;
                self.headings(&cells, rules);
                if carry {
                    let text = self.cell(sum);
                    self.ink.pen(self.right - 90.0, self.y).size(size).bold().right().put(reports.1);
                    self.ink.pen(self.right - 3.0, self.y).size(size).bold().right().put(&text);
                    self.y += step;
                }
            }
            if rules == Rules::Zebra && n % 2 == 1 {
                self.ink.fill(self.left, self.y - step * 0.7, self.width(), step, (0.95, 0.95, 0.95));
            }
            for (i, column) in cells.columns.iter().enumerate() {
                let (Some(a), Some(b)) = (cells.edges.get(i).copied(), cells.edges.get(i + 1).copied())
                else {
                    continue;
                };
                let text = self.cell_text(&cells, *column, n, line);
                let (x, al) = place(align(*column), a, b);
                let pen = self.ink.pen(x, self.y).size(size).align(al);
                let pen = if *column == C::Description
                    && width_of(&text, size, self.look.family, false) > (b - a) * 1.25
                {
                    pen.size(size * 0.86).fit(b - a - 4.0)
                } else {
                    pen.fit(b - a - 4.0)
                };
                if *column == C::Amount {
                    pen.field(Field::Line(n as u16), &text)
                } else {
                    pen.put(&text)
                };
            }
            if matches!(rules, Rules::Grid | Rules::Banded) {
                self.ink.line(self.left, self.y + step * 0.3, self.right, self.y + step * 0.3, 0.35, GREY);
            }
            sum += line.amount;
            self.y += step;
        }
        self.close(&cells, rules, top);
        self.y += 8.0;
    }

    fn close(&mut self, cells: &Cells, rules: Rules, top: f32) {
        let bottom = if rules == Rules::Columns { (self.floor - 195.0).max(self.y) } else { self.y - 8.0 };
        if matches!(rules, Rules::Grid | Rules::Columns) {
            for x in &cells.edges {
                self.ink.line(*x, top - 11.0, *x, bottom, 0.4, GREY);
            }
            self.ink.line(self.left, bottom, self.right, bottom, 0.6, GREY);
        }
        if rules == Rules::Plain {
            self.ink.line(self.left, self.y - 8.0, self.right, self.y - 8.0, 0.6, GREY);
        }
        if rules == Rules::Columns {
            self.y = bottom + 6.0;
        }
    }

    /// A new page with what every following page repeats.
    pub fn turn_page(&mut self) {
        self.ink.new_page();
        let d = self.deal;
        self.y = 50.0;
        let name = d.supplier.full_name();
        match self.rng.range(0, 2) {
            0 => {
                self.ink.pen(self.left, self.y).size(10.0).bold().put(&name);
                let text = format!("{} {}", self.label(Label::Number), d.number);
                self.ink.pen(self.right, self.y).size(8.5).right().put(&text);
            }
            1 => {
                let text = format!(
                    "{} {} - {} {}",
                    self.label(Label::Number),
                    d.number,
                    self.label(Label::IssueDate),
                    self.date(d.issue)
                );
                self.ink.pen(self.left, self.y).size(8.5).put(&text);
            }
            _ => {
                self.ink.pen(self.left, self.y).size(9.0).color(GREY).put(&name);
            }
        }
        self.y += 30.0;
    }
}

fn place(align: Align, a: f32, b: f32) -> (f32, Align) {
    match align {
        Align::Left => (a + 3.0, Align::Left),
        Align::Right => (b - 3.0, Align::Right),
        Align::Center => ((a + b) / 2.0, Align::Center),
    }
}
