//! The title and the grid of numbers and dates.

use super::Painter;
use crate::ink::{GREY, PALE, WHITE, width_of};
use crate::show::Lang;
use crate::truth::{Field, Kind};
use crate::words::{self, Label};

/// How number, dates and references are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Meta {
    /// A row of cells, labels above values.
    #[default]
    Cells,
    /// Label: value, one below the other, left.
    List,
    /// The same in a box on the right.
    BoxRight,
    /// One line: "Facture n° X du D".
    TitleLine,
    /// A big title, then short lines with leaders.
    Leaders,
    /// Labels in a narrow right-aligned column, values beside it.
    Columns,
    /// Two cells a row in a bordered table.
    Table,
}

impl Painter<'_> {
    /// Label and value of what a paper says about itself; `None` where the value is noise.
    fn facts(&mut self, number: &'static str) -> Vec<(&'static str, String, Option<Field>)> {
        let d = self.deal;
        let mut facts = vec![
            (number, d.number.clone(), Some(Field::Number)),
            (self.label(Label::IssueDate), self.date(d.issue), Some(Field::IssueDate)),
        ];
        if self.rng.chance(15) {
            facts.swap(0, 1);
        }
        let mut extra = Vec::new();
        if let (Some(due), true) = (d.due, d.kind == Kind::Invoice && self.rng.chance(60)) {
            extra.push((self.label(Label::DueDate), self.date(due), Some(Field::DueDate)));
        }
        if self.rng.chance(60) {
            extra.push((self.label(Label::CustomerRef), d.customer_ref.clone(), None));
        }
        if self.rng.chance(35) {
            extra.push((self.label(Label::OrderRef), d.order_ref.clone(), None));
        }
        if self.rng.chance(30) {
            extra.push((self.label(Label::DeliveryRef), d.delivery_ref.clone(), None));
        }
        if self.rng.chance(20) {
            extra.push((self.label(Label::Contact), crate::names::person(self.rng), None));
        }
        if self.rng.chance(30) {
            extra.reverse();
        }
        facts.extend(extra);
        facts
    }

    fn number_label(&mut self) -> &'static str {
        match (self.deal.kind, self.look.lang) {
            (Kind::CreditNote, Lang::Fr) => {
                self.rng.pick(&["Avoir n°", "N° avoir", "Numéro", "Note de crédit n°", "N° pièce"])
            }
            (Kind::CreditNote, Lang::Nl) => self.rng.pick(&["Creditnota nr.", "Nummer", "Nr. creditnota"]),
            (Kind::CreditNote, Lang::De) => self.rng.pick(&["Gutschrift Nr.", "Belegnummer"]),
            (Kind::CreditNote, Lang::En) => self.rng.pick(&["Credit note no.", "Number"]),
            _ => self.label(Label::Number),
        }
    }

    pub fn meta(&mut self, meta: Meta) {
        let (left, right, accent) = (self.left, self.right, self.look.accent);
        let size = self.size();
        let (title, number) = match words::commercial(self.rng, self.doc, self.look.lang) {
            Some(both) => both,
            None => (words::title(self.rng, self.deal.kind, self.look.lang), self.number_label()),
        };
        let title_size = self.rng.between(13.0, 22.0);
        match meta {
            Meta::TitleLine => {
                let d = self.deal;
                let (of, on) = match self.look.lang {
                    Lang::Fr => (
                        self.rng.pick(&[" n° ", " N° ", " n°"]),
                        self.rng.pick(&[" du ", " en date du ", " - "]),
                    ),
                    Lang::Nl => (" nr. ", " van "),
                    Lang::De => (" Nr. ", " vom "),
                    Lang::En => (" #", " dated "),
                };
                let (own, date) = (d.number.clone(), self.date(d.issue));
                let size = title_size.min(14.0);
                let x = self.ink.pen(left, self.y).size(size).bold().color(accent).parts(&[
                    (title, None),
                    (of, None),
                    (&own, Some(Field::Number)),
                ]);
                let small = if self.rng.chance(50) { size } else { size * 0.72 };
                self.ink
                    .pen(x, self.y)
                    .size(small)
                    .color(accent)
                    .parts(&[(on, None), (&date, Some(Field::IssueDate))]);
                self.y += size + 8.0;
                if self.rng.chance(50) {
                    let (a, b) = (self.label(Label::CustomerRef), self.label(Label::OrderRef));
                    let text = format!("{a} : {}    {b} : {}", d.customer_ref, d.order_ref);
                    self.ink.pen(left, self.y).size(self.look.size).color(GREY).put(&text);
                    self.y += 16.0;
                }
            }
            Meta::Cells | Meta::Table => {
                if self.rng.chance(75) {
                    self.ink.pen(left, self.y + 4.0).size(title_size).bold().color(accent).put(title);
                    self.y += title_size + 6.0;
                }
                let facts = self.facts(number);
                let per_row = if meta == Meta::Table { 2 } else { facts.len().min(5) };
                let w = self.width() / per_row as f32;
                let plain = self.rng.chance(35);
                for row in facts.chunks(per_row) {
                    for (i, (label, value, field)) in row.iter().enumerate() {
                        let x = left + w * i as f32;
                        if !plain {
                            self.ink.fill(x, self.y - 8.0, w, 14.0, PALE);
                            self.ink.frame(x, self.y - 8.0, w, 30.0, 0.5, GREY);
                        }
                        self.ink
                            .pen(x + 4.0, self.y + 2.0)
                            .size(size - 1.2)
                            .color(if plain { GREY } else { (0.1, 0.1, 0.1) })
                            .fit(w - 8.0)
                            .put(label);
                        let pen = self.ink.pen(x + 4.0, self.y + 16.0).size(size).bold().fit(w - 8.0);
                        match field {
                            Some(f) => pen.field(*f, value),
                            None => pen.put(value),
                        };
                    }
                    self.y += 32.0;
                }
                self.y += 10.0;
            }
            Meta::List | Meta::Leaders | Meta::Columns => {
                self.ink.pen(left, self.y + 4.0).size(title_size).bold().color(accent).put(title);
                self.y += title_size + 8.0;
                let facts = self.facts(number);
                let family = self.look.family;
                let widest =
                    facts.iter().map(|(l, ..)| width_of(l, size, family, false)).fold(40.0f32, f32::max)
                        * self.ink.stretch
                        / 100.0;
                let colon = self.rng.pick(&[" :", ":", ""]);
                for (label, value, field) in facts {
                    let (x, end) = match meta {
                        Meta::Columns => (
                            left + widest + 14.0,
                            self.ink
                                .pen(left + widest + 4.0, self.y)
                                .size(size)
                                .color(GREY)
                                .right()
                                .put(label),
                        ),
                        Meta::Leaders => {
                            let end = self.ink.pen(left, self.y).size(size).put(label);
                            let dots = ".".repeat(
                                ((left + widest + 30.0 - end) / width_of(".", size, family, false)).max(2.0)
                                    as usize,
                            );
                            (left + widest + 36.0, self.ink.pen(end + 2.0, self.y).size(size).put(&dots))
                        }
                        _ => {
                            let tight = self.deal.number.len().is_multiple_of(2);
                            let end = self.ink.pen(left, self.y).size(size).put(&format!("{label}{colon}"));
                            (if tight { end + 5.0 } else { left + widest + 16.0 }, end)
                        }
                    };
                    let pen = self.ink.pen(x.max(end + 3.0), self.y).size(size).bold();
                    match field {
                        Some(f) => pen.field(f, &value),
                        None => pen.put(&value),
                    };
                    self.y += size * 1.45;
                }
                self.y += 12.0;
            }
            Meta::BoxRight => {
                let facts = self.facts(number);
                let w = 200.0;
                let x = right - w;
                let h = 24.0 + facts.len() as f32 * 14.0;
                self.ink.fill(x, self.y - 10.0, w, 20.0, accent);
                self.ink.pen(x + w / 2.0, self.y + 4.0).size(12.0).bold().color(WHITE).center().put(title);
                self.ink.frame(x, self.y - 10.0, w, h + 4.0, 0.8, accent);
                let mut y = self.y + 24.0;
                for (label, value, field) in facts {
                    self.ink.pen(x + 6.0, y).size(size - 0.4).fit(96.0).put(label);
                    let pen = self.ink.pen(right - 6.0, y).size(size).bold().right().fit(90.0);
                    match field {
                        Some(f) => pen.field(f, &value),
                        None => pen.put(&value),
                    };
                    y += 14.0;
                }
                self.y = y + 14.0;
            }
        }
    }
}
