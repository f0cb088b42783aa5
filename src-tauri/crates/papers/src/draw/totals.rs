//! Totals and the table of VAT per rate.

use super::Painter;
use super::table::vat_code;
use crate::ink::{Align, GREY, PALE, WHITE, width_of};
use crate::show::Lang;
use crate::truth::{Country, Field, Scheme, VatLine};
use crate::words::{self, Label};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Totals {
    #[default]
    Right,
    Left,
    /// Cells across the page, at the foot of the table.
    Band,
    BoxRight,
    /// Labels, dots, amounts.
    Leaders,
    /// The total alone in big figures, the rest in a line of small print.
    Headline,
    /// In a column at the far right, labels above amounts.
    Stacked,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum VatTable {
    /// Each rate is a line among the totals.
    #[default]
    InTotals,
    BaseRateVat,
    RateBaseVat,
    /// Code, base, rate, VAT, total.
    Coded,
    /// One column a rate.
    Across,
    RateVatBase,
    /// "dont TVA 20 % : 12,34" below the total.
    OfWhich,
}

/// A line of the totals: label, cents, the field that it prints, whether it is a final one.
type Sum = (String, i64, Option<Field>, bool);

impl Painter<'_> {
    /// Goes to a new page when less than `height` is left.
    pub fn room(&mut self, height: f32) {
        if self.y + height > self.floor {
            self.turn_page();
        }
    }

    /// Rates as the paper lists them, zero included only where it is taxed apart.
    fn rates(&self) -> Vec<VatLine> {
        self.deal.vat.iter().copied().filter(|v| v.rate != 0 || self.deal.tax > 0).collect()
    }

    /// The sums of the paper in their order.
    fn sums(&mut self, vat: VatTable) -> Vec<Sum> {
        let d = self.deal;
        let mut sums = Vec::new();
        let of_which = vat == VatTable::OfWhich;
        if let Some((share, taken)) = d.rebate {
            let (gross, word) = match self.look.lang {
                Lang::Fr => (
                    self.rng.pick(&["Total brut HT", "Montant brut", "Total lignes HT"]),
                    self.rng.pick(&["Remise", "Remise globale", "Rabais"]),
                ),
                Lang::Nl => ("Bruto totaal", "Korting"),
                Lang::De => ("Zwischensumme", "Rabatt"),
                Lang::En => ("Gross total", "Discount"),
            };
            sums.push((gross.to_owned(), d.ht + taken, None, false));
            sums.push((format!("{word} {} %", self.rate(share)), -taken, None, false));
        }
        if !of_which {
            sums.push((self.label(Label::TotalHt).to_owned(), d.ht, Some(Field::TotalHt), false));
        }
        let rates = self.rates();
        if vat == VatTable::InTotals && d.tax > 0 {
            for (i, v) in rates.iter().enumerate() {
                let name = self.rng.pick(match self.look.lang {
                    Lang::Fr => &["TVA", "TVA à", "T.V.A."],
                    Lang::Nl => &["BTW", "Btw"],
                    Lang::De => &["USt", "zzgl. MwSt"],
                    Lang::En => &["VAT"],
                });
                let rate = self.rate(v.rate);
                let base = self.bare(v.base);
                let text = match (self.look.lang, rates.len() > 1) {
                    (Lang::Fr, true) => format!("{name} {rate} % sur {base}"),
                    (Lang::Nl, true) => format!("{name} {rate}% op {base}"),
                    (Lang::De, true) => format!("{name} {rate} % auf {base}"),
                    (Lang::En, true) => format!("{name} {rate}% on {base}"),
                    _ => format!("{name} {rate} %"),
                };
                let field = if rates.len() == 1 { Field::TotalVat } else { Field::Vat(i as u8) };
                sums.push((text, v.amount, Some(field), false));
            }
        } else if !of_which && (d.tax > 0 || self.rng.chance(50)) {
            sums.push((self.label(Label::TotalVat).to_owned(), d.tax, Some(Field::TotalVat), false));
        }
        if d.outlays > 0 {
            sums.push((self.label(Label::Outlays).to_owned(), d.outlays, None, false));
        }
        let distinct = d.payable != d.ttc;
        // A paper without deposit or advance has one last sum: it is the total, whatever it is called.
        let last = if !distinct && self.rng.chance(35) { Label::Payable } else { Label::TotalTtc };
        sums.push((self.label(last).to_owned(), d.ttc, Some(Field::TotalTtc), true));
        if let Some(c) = d.deposit {
            sums.push((self.label(Label::Deposit).to_owned(), c, Some(Field::Deposit), false));
        }
        if let Some(c) = d.prepaid {
            sums.push((self.label(Label::Prepaid).to_owned(), -c, Some(Field::Prepaid), false));
        }
        if distinct || (last == Label::TotalTtc && self.rng.chance(25)) {
            sums.push((self.label(Label::Payable).to_owned(), d.payable, Some(Field::AmountDue), true));
        }
        sums
    }

    pub fn totals(&mut self, totals: Totals, vat: VatTable) {
        let rows = self.rates().len() as f32;
        self.room(96.0 + rows * 14.0);
        let start = self.y;
        let separate = !matches!(vat, VatTable::InTotals | VatTable::OfWhich) && self.deal.tax > 0;
        let beside = separate
            && matches!(totals, Totals::Right | Totals::BoxRight | Totals::Leaders | Totals::Stacked);
        let mut under = start;
        if separate {
            let w = if beside { self.width() * 0.5 } else { self.width() * self.rng.between(0.55, 0.8) };
            self.vat_table(vat, self.left, w);
            under = self.y;
        }
        if beside {
            self.y = start;
        } else if separate {
            self.y += 10.0;
        }
        let sums = self.sums(vat);
        match totals {
            Totals::Right | Totals::BoxRight | Totals::Leaders | Totals::Left => self.sum_list(totals, &sums),
            Totals::Band => self.sum_band(&sums),
            Totals::Headline => self.sum_headline(&sums),
            Totals::Stacked => self.sum_stack(&sums),
        }
        if vat == VatTable::OfWhich && self.deal.tax > 0 {
            for (i, v) in self.rates().into_iter().enumerate() {
                let word = match self.look.lang {
                    Lang::Fr => "dont TVA",
                    Lang::Nl => "waarvan btw",
                    Lang::De => "davon USt",
                    Lang::En => "of which VAT",
                };
                let text = format!("{word} {} % : ", self.rate(v.rate));
                let amount = self.money(v.amount);
                let size = self.size() - 0.5;
                let right = self.right;
                self.ink
                    .pen(right, self.y)
                    .size(size)
                    .color(GREY)
                    .right()
                    .parts(&[(&text, None), (&amount, Some(Field::Vat(i as u8)))]);
                self.y += size * 1.4;
            }
        }
        self.y = self.y.max(under) + 10.0;
        self.scheme_mention();
    }

    /// The mention that a tax-free paper must bear (art. 242 nonies A ann. II CGI; art. 226 directive 2006/112/EC).
    fn scheme_mention(&mut self) {
        if self.deal.scheme == Scheme::Standard {
            return;
        }
        let text = words::mention(
            self.rng,
            self.deal.scheme,
            self.look.lang,
            self.deal.supplier.country == Country::Be,
        );
        let size = self.size();
        let x = self.left;
        self.ink.pen(x, self.y + 4.0).size(size).fit(self.right - x).put(text);
        self.y += size + 12.0;
    }

    fn sum_list(&mut self, totals: Totals, sums: &[Sum]) {
        let size = self.size();
        let w = if totals == Totals::Left { self.width() * 0.45 } else { self.width() * 0.43 };
        let x = if totals == Totals::Left { self.left } else { self.right - w };
        let step = self.rng.between(13.0, 17.0);
        let accent = self.look.accent;
        let tinted = self.rng.chance(40);
        if totals == Totals::BoxRight {
            self.ink.frame(
                x - 5.0,
                self.y - step * 0.85,
                w + 5.0,
                step * sums.len() as f32 + 5.0,
                0.9,
                (0.15, 0.15, 0.15),
            );
        }
        for (label, cents, field, strong) in sums {
            if *strong && tinted {
                self.ink.fill(x - 4.0, self.y - step * 0.72, w + 4.0, step, accent);
            }
            let color = if *strong && tinted { WHITE } else { (0.0, 0.0, 0.0) };
            let end =
                self.ink.pen(x, self.y).size(size).weight(*strong).color(color).fit(w * 0.66).put(label);
            let amount = self.money(*cents);
            let edge = self.right_of(totals, x, w);
            if totals == Totals::Leaders {
                let family = self.look.family;
                let wide = |text: &str, size: f32, bold: bool| {
                    width_of(text, size, family, bold) * self.ink.stretch / 100.0
                };
                let free = edge - wide(&amount, size + 0.8, *strong) - end - 8.0;
                let dots = ".".repeat((free / wide(".", size, false)).max(0.0) as usize);
                self.ink.pen(end + 3.0, self.y).size(size).color(GREY).put(&dots);
            }
            self.ink
                .pen(edge, self.y)
                .size(if *strong { size + 0.8 } else { size })
                .weight(*strong)
                .color(color)
                .right()
                .parts(&[(&amount, *field)]);
            if totals == Totals::Right && !tinted && self.deal.number.len().is_multiple_of(3) {
                self.ink.line(x, self.y + 3.5, edge, self.y + 3.5, 0.3, GREY);
            }
            self.y += step;
        }
    }

    fn right_of(&self, totals: Totals, x: f32, w: f32) -> f32 {
        if totals == Totals::Left { x + w } else { self.right - 3.0 }
    }

    fn sum_band(&mut self, sums: &[Sum]) {
        let size = self.size();
        let w = self.width() / sums.len().max(1) as f32;
        for (i, (label, cents, field, strong)) in sums.iter().enumerate() {
            let x = self.left + w * i as f32;
            self.ink.fill(x, self.y - 10.0, w, 14.0, PALE);
            self.ink.frame(x, self.y - 10.0, w, 34.0, 0.5, GREY);
            self.ink.pen(x + w / 2.0, self.y).size(size - 1.0).center().fit(w - 6.0).put(label);
            let amount = self.money(*cents);
            self.ink
                .pen(x + w / 2.0, self.y + 16.0)
                .size(size + 0.4)
                .weight(*strong)
                .center()
                .fit(w - 6.0)
                .parts(&[(&amount, *field)]);
        }
        self.y += 34.0;
    }

    fn sum_headline(&mut self, sums: &[Sum]) {
        let size = self.size();
        let accent = self.look.accent;
        let mut x = self.left;
        for (label, cents, field, _) in sums.iter().filter(|s| !s.3) {
            let amount = self.money(*cents);
            let text = format!("{label} ");
            x = self
                .ink
                .pen(x, self.y)
                .size(size - 0.6)
                .color(GREY)
                .parts(&[(&text, None), (&amount, *field)])
                + 16.0;
            if x > self.right - 130.0 {
                x = self.left;
                self.y += size * 1.4;
            }
        }
        self.y += 22.0;
        for (label, cents, field, _) in sums.iter().filter(|s| s.3) {
            let amount = self.money(*cents);
            let right = self.right;
            self.ink.pen(right - 130.0, self.y).size(size + 2.0).color(accent).right().put(label);
            self.ink
                .pen(right, self.y)
                .size(16.0)
                .bold()
                .color(accent)
                .right()
                .fit(124.0)
                .parts(&[(&amount, *field)]);
            self.y += 22.0;
        }
    }

    fn sum_stack(&mut self, sums: &[Sum]) {
        let size = self.size();
        for (label, cents, field, strong) in sums {
            let amount = self.money(*cents);
            let right = self.right;
            self.ink.pen(right, self.y).size(size - 1.4).color(GREY).right().put(label);
            self.ink
                .pen(right, self.y + size + 2.0)
                .size(if *strong { size + 3.0 } else { size })
                .weight(*strong)
                .right()
                .parts(&[(&amount, *field)]);
            self.y += size * 2.0 + 7.0;
        }
    }

    fn vat_table(&mut self, vat: VatTable, x: f32, w: f32) {
        let rates = self.rates();
        let all: Vec<i64> = rates.iter().map(|v| v.rate).collect();
        let size = self.size() - 0.6;
        if vat == VatTable::Across {
            self.vat_across(&rates, x, w);
            return;
        }
        #[derive(Clone, Copy, PartialEq)]
        enum Cell {
            Code,
            Base,
            Rate,
            Vat,
            Total,
        }
        let order: &[Cell] = match vat {
            VatTable::RateBaseVat => &[Cell::Rate, Cell::Base, Cell::Vat],
            VatTable::RateVatBase => &[Cell::Rate, Cell::Vat, Cell::Base],
            VatTable::Coded => &[Cell::Code, Cell::Base, Cell::Rate, Cell::Vat, Cell::Total],
            _ => &[Cell::Base, Cell::Rate, Cell::Vat],
        };
        let framed = self.rng.chance(60);
        let step = 13.0;
        let cell = w / order.len() as f32;
        let heads: Vec<&'static str> = order
            .iter()
            .map(|c| match c {
                Cell::Code => "Code",
                Cell::Base => self.label(Label::Base),
                Cell::Rate => self.label(Label::Rate),
                Cell::Vat => self.label(Label::Vat),
                Cell::Total => self.label(Label::AmountIncl),
            })
            .collect();
        if framed {
            self.ink.fill(x, self.y - 10.0, w, step, PALE);
        }
        for (i, head) in heads.iter().enumerate() {
            self.ink
                .pen(x + cell * (i as f32 + 1.0) - 4.0, self.y)
                .size(size)
                .bold()
                .right()
                .fit(cell - 6.0)
                .put(head);
        }
        let top = self.y - 10.0;
        self.y += step;
        let draw = |p: &mut Self, v: VatLine, i: Option<u8>| {
            for (k, c) in order.iter().enumerate() {
                let text = match (c, i) {
                    (Cell::Code, Some(_)) => vat_code(&all, v.rate, true),
                    (Cell::Rate, Some(_)) => format!("{} %", p.rate(v.rate)),
                    (Cell::Base, _) => p.bare(v.base),
                    (Cell::Vat, _) => p.bare(v.amount),
                    (Cell::Total, _) => p.bare(v.base + v.amount),
                    _ => continue,
                };
                let pen = p.ink.pen(x + cell * (k as f32 + 1.0) - 4.0, p.y).size(size).align(Align::Right);
                match (i, c) {
                    (Some(i), Cell::Vat) => pen.field(Field::Vat(i), &text),
                    _ => pen.put(&text),
                };
            }
            p.y += step;
        };
        for (i, v) in rates.iter().enumerate() {
            draw(self, *v, Some(i as u8));
        }
        if rates.len() > 1 && self.rng.chance(40) {
            let sum = VatLine {
                rate: 0,
                base: rates.iter().map(|v| v.base).sum(),
                amount: rates.iter().map(|v| v.amount).sum(),
            };
            draw(self, sum, None);
        }
        if framed {
            let h = self.y - 9.0 - top;
            self.ink.frame(x, top, w, h, 0.5, GREY);
            for i in 1..order.len() {
                let at = x + cell * i as f32;
                self.ink.line(at, top, at, top + h, 0.35, GREY);
            }
        }
    }

    fn vat_across(&mut self, rates: &[VatLine], x: f32, w: f32) {
        let size = self.size() - 0.6;
        let cell = w / (rates.len() + 1) as f32;
        let heads = [self.label(Label::Rate), self.label(Label::Base), self.label(Label::Vat)];
        for (row, head) in heads.iter().enumerate() {
            let y = self.y + row as f32 * 13.0;
            self.ink.pen(x + 2.0, y).size(size).bold().fit(cell - 6.0).put(head);
            for (i, v) in rates.iter().enumerate() {
                let text = match row {
                    0 => format!("{} %", self.rate(v.rate)),
                    1 => self.bare(v.base),
                    _ => self.bare(v.amount),
                };
                let pen = self.ink.pen(x + cell * (i as f32 + 2.0) - 4.0, y).size(size).right();
                if row == 2 {
                    pen.field(Field::Vat(i as u8), &text)
                } else {
                    pen.put(&text)
                };
            }
        }
        let top = self.y - 10.0;
        self.ink.frame(x, top, w, 40.0, 0.5, GREY);
        self.y += 42.0;
    }
}
