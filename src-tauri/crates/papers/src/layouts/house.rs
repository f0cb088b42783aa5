//! Papers of suppliers with words of their own: the number, the dates and the total stand behind labels that no other
//! supplier uses, beside other numbers and dates of the same form. What a reader cannot know before it was told once.

use super::{Drawn, Studio};
use crate::day::Day;
use crate::deal::{self, Theme};
use crate::draw::Painter;
use crate::draw::foot::{Foot, Payment};
use crate::draw::head::{Head, Window};
use crate::draw::table::{COLUMNS, Rules};
use crate::draw::totals::{Totals, VatTable};
use crate::goods;
use crate::ink::GREY;
use crate::show::Lang;
use crate::truth::{Country, Deal, Field};

/// What a supplier calls its numbers and dates, and where it puts them: the same on all its papers.
struct House {
    number: &'static str,
    reference: &'static str,
    issued: &'static str,
    served: &'static str,
    due: &'static str,
    arranged: Arranged,
    /// The other number comes first.
    swapped: bool,
    /// Words of its own for the totals.
    own_totals: Option<[&'static str; 3]>,
    /// How it counts.
    form: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Arranged {
    /// Label and value on one row.
    #[default]
    Rows,
    /// The label above its value.
    Cells,
    /// No labels at all: the places are fixed.
    Bare,
}

impl House {
    fn draw(studio: &mut Studio) -> House {
        let style = &mut studio.style;
        House {
            number: style.pick(&["Repère", "Chrono", "Indice", "Notre réf.", "Pièce", "Enregistrement"]),
            reference: style.pick(&["Dossier", "Affaire", "Bordereau", "Votre réf.", "Suivi", "Tournée"]),
            issued: style.pick(&["Édité le", "Établi le", "Arrêté au", "Fait le", "Émission", "Tirage du"]),
            served: style.pick(&["Intervention du", "Enlevé le", "Saisi le", "Visite du", "Départ du"]),
            due: style.pick(&["À honorer le", "Avant le", "Valeur au", "Au plus tard le"]),
            arranged: style.pick(&[Arranged::Rows, Arranged::Rows, Arranged::Cells, Arranged::Bare]),
            swapped: style.chance(60),
            own_totals: style.chance(50).then(|| {
                style.pick(&[
                    ["Valeur", "Taxe", "À votre débit"],
                    ["Prestations", "Taxes", "Somme à verser"],
                    ["Brut", "Taxe de l’État", "Porté en compte"],
                ])
            }),
            form: style.range(0, 4),
        }
    }

    /// The number of a paper: one way of counting a supplier.
    fn number_of(&self, studio: &mut Studio, issue: Day) -> String {
        let n = studio.content.range(100, 9_999);
        match self.form {
            0 => format!("{}-{n:05}", issue.year),
            1 => format!("K{:02}{n:05}", issue.year % 100),
            2 => format!("{:02}/{:02}/{n:04}", issue.year % 100, issue.month),
            3 => format!("{}", 400_000 + n),
            _ => format!("LV.{n:04}.{:02}", issue.year % 100),
        }
    }

    /// Label, value and field of the head, in the supplier's order.
    fn facts(&self, p: &Painter<'_>, deal: &Deal) -> Vec<(&'static str, String, Option<Field>)> {
        let number = (self.number, deal.number.clone(), Some(Field::Number));
        let reference = (self.reference, deal.contract_ref.clone(), None);
        let issued = (self.issued, p.date(deal.issue), Some(Field::IssueDate));
        let served = (self.served, p.date(deal.issue.plus(-9)), None);
        let mut facts = if self.swapped {
            vec![reference, number, served, issued]
        } else {
            vec![number, reference, issued, served]
        };
        facts.extend(deal.due.map(|due| (self.due, p.date(due), Some(Field::DueDate))));
        facts
    }
}

pub fn fr(studio: &mut Studio) -> Drawn {
    let house = House::draw(studio);
    let trade = goods::trade_of(&mut studio.content, Lang::Fr);
    let theme = Theme {
        supplier: studio.supplier.clone(),
        buyer: studio.buyer.clone(),
        issue: studio.issue,
        lines: (1, 7),
        ..Theme::new(Lang::Fr, Country::Fr, trade)
    };
    let mut deal = deal::draw(&mut studio.content, &theme);
    deal.number = house.number_of(studio, deal.issue);
    // The other number counts as the first does.
    deal.contract_ref = house.number_of(studio, deal.issue);
    let head = studio.style.pick(&[Head::Left, Head::Right, Head::Centre, Head::Band]);
    let columns = COLUMNS.get(studio.style.range(0, 9) as usize).copied().unwrap_or(COLUMNS[0]);
    let look = studio.look(&deal);
    let mut style = studio.style.clone();
    let mut p = Painter::new(&deal, look, &mut style);
    p.head(head);
    p.window(Window::Right);
    let (left, size) = (p.left, p.size());
    p.ink.pen(left, p.y + 4.0).size(15.0).bold().put("FACTURE");
    p.y += 26.0;
    let facts = house.facts(&p, &deal);
    match house.arranged {
        Arranged::Rows => {
            for (label, value, field) in facts {
                p.ink.pen(left, p.y).size(size).color(GREY).put(label);
                put(&mut p, left + 110.0, size, &value, field);
                p.y += size * 1.5;
            }
        }
        Arranged::Cells => {
            let w = p.width() / facts.len() as f32;
            for (i, (label, value, field)) in facts.into_iter().enumerate() {
                let x = left + w * i as f32;
                p.ink.pen(x, p.y).size(size - 1.0).color(GREY).fit(w - 6.0).put(label);
                p.y += 13.0;
                put(&mut p, x, size, &value, field);
                p.y -= 13.0;
            }
            p.y += 26.0;
        }
        Arranged::Bare => {
            let w = p.width() / 3.0;
            for (i, (_, value, field)) in facts.into_iter().enumerate() {
                put(&mut p, left + w * (i % 3) as f32, size, &value, field);
                if i % 3 == 2 {
                    p.y += size * 1.6;
                }
            }
            p.y += size * 1.6;
        }
    }
    p.y += 8.0;
    p.table(columns, Rules::Plain, false);
    match house.own_totals {
        None => p.totals(Totals::Right, VatTable::InTotals),
        Some([net, tax, total]) => {
            p.room(70.0);
            p.y += 12.0;
            let right = p.right;
            let amounts = [
                (net, deal.ht, Field::TotalHt),
                (tax, deal.tax, Field::TotalVat),
                (total, deal.ttc, Field::TotalTtc),
            ];
            for (label, cents, field) in amounts {
                p.ink.pen(right - 190.0, p.y).size(size).put(label);
                let text = p.money(cents);
                p.ink.pen(right, p.y).size(size).bold().right().field(field, &text);
                p.y += size * 1.6;
            }
        }
    }
    p.payment(Payment::Sentences);
    p.foot(Foot::Centre);
    let (sheets, runs) = p.finish(false);
    Drawn { deal, sheets, runs, whole_lines: true }
}

fn put(p: &mut Painter<'_>, x: f32, size: f32, value: &str, field: Option<Field>) {
    let pen = p.ink.pen(x, p.y).size(size).bold();
    match field {
        Some(field) => pen.field(field, value),
        None => pen.put(value),
    };
}
