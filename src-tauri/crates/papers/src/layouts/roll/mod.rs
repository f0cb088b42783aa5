//! Papers from till rolls: shops, restaurants, fuel, taxis, car parks, card terminals.

mod papers;

pub use papers::*;

use super::Drawn;
use crate::draw::identity::vat_shown;
use crate::draw::table::vat_code;
use crate::draw::{Look, Painter};
use crate::ink::{BLACK, Family, width_of};
use crate::rng::Rng;
use crate::show::{self, Lang};
use crate::truth::{Country, Deal, Field, Pay};

/// A strip of paper that grows with what is printed on it.
struct Roll<'a> {
    p: Painter<'a>,
    w: f32,
    s: f32,
    step: f32,
}

impl<'a> Roll<'a> {
    fn new(deal: &'a Deal, mut look: Look, rng: &'a mut Rng) -> Self {
        look.family = if rng.chance(70) { Family::Mono } else { Family::Sans };
        let mut p = Painter::new(deal, look, rng);
        let w = p.rng.pick(&[226.0f32, 226.0, 212.0, 164.0]);
        let s = if w < 180.0 { 6.6 } else { p.rng.between(7.4, 8.6) };
        p.ink = crate::ink::Ink::new(w, 3000.0);
        p.ink.family = p.look.family;
        p.ink.stretch = if p.look.family == Family::Mono { p.rng.between(80.0, 92.0) } else { 100.0 };
        p.left = 10.0;
        p.right = w - 10.0;
        p.y = 24.0;
        let step = s * p.rng.between(1.18, 1.4);
        Self { p, w, s, step }
    }

    fn gap(&mut self, lines: f32) {
        self.p.y += self.step * lines;
    }

    fn center(&mut self, text: &str) {
        let (x, y, s) = (self.w / 2.0, self.p.y, self.s);
        self.p.ink.pen(x, y).size(s).center().fit(self.w - 16.0).put(text);
        self.gap(1.0);
    }

    fn center_field(&mut self, before: &str, field: Field, text: &str, bold: bool, scale: f32) {
        let (x, y, s) = (self.w / 2.0, self.p.y, self.s * scale);
        self.p
            .ink
            .pen(x, y)
            .size(s)
            .weight(bold)
            .center()
            .fit(self.w - 16.0)
            .parts(&[(before, None), (text, Some(field))]);
        self.gap(scale.max(1.0));
    }

    /// A label on the left, a value on the right.
    fn pair(&mut self, left: &str, right: &str, field: Option<Field>, bold: bool, scale: f32) {
        let s = self.s * scale;
        // Bigger letters need air above.
        self.p.y += (s - self.s).max(0.0) * 0.9;
        let y = self.p.y;
        let (l, r) = (self.p.left, self.p.right);
        let room = r - l - width_of(right, s, self.p.look.family, bold) * self.p.ink.stretch / 100.0 - 4.0;
        self.p.ink.pen(l, y).size(s).weight(bold).fit(room.max(20.0)).put(left);
        self.p.ink.pen(r, y).size(s).weight(bold).right().parts(&[(right, field)]);
        self.gap(scale.max(1.0));
    }

    fn left(&mut self, parts: &[(&str, Option<Field>)]) {
        let (x, y, s, w) = (self.p.left, self.p.y, self.s, self.w);
        self.p.ink.pen(x, y).size(s).fit(w - 18.0).parts(parts);
        self.gap(1.0);
    }

    fn rule(&mut self) {
        let (l, r, y) = (self.p.left, self.p.right, self.p.y - self.s * 0.3);
        match self.p.look.margin as i32 % 3 {
            0 => self.p.ink.dashes(l, r, y),
            1 => self.p.ink.line(l, y, r, y, 0.6, BLACK),
            _ => {
                let n = ((r - l)
                    / (width_of("-", self.s, self.p.look.family, false) * self.p.ink.stretch / 100.0))
                    as usize;
                self.p.ink.pen(l, y + self.s * 0.3).size(self.s).put(&"-".repeat(n));
            }
        }
        self.gap(1.0);
    }

    fn head(&mut self) {
        let s = self.p.deal.supplier.clone();
        let shown = if self.p.rng.chance(60) { s.name.to_uppercase() } else { s.name.clone() };
        let scale = self.p.rng.between(1.1, 1.7);
        self.center_field("", Field::SupplierName, &shown, true, scale);
        self.center(&s.street);
        self.center(&s.town());
        if self.p.rng.chance(75) {
            let tel = format!("{}{}", self.p.rng.pick(&["Tél ", "TEL : ", "Tel. "]), s.phone);
            self.center(&tel);
        }
        if let (Some(siret), true) = (s.siret.as_ref(), self.p.rng.chance(80)) {
            let shown = crate::draw::identity::siret_shown(&mut self.p, siret);
            let label = self.p.rng.pick(&["SIRET ", "Siret : ", "SIRET N° "]);
            self.center_field(label, Field::SupplierSiret, &shown, false, 1.0);
        }
        if let (Some(vat), true) = (s.vat.as_ref(), self.p.rng.chance(70) || s.country != Country::Fr) {
            let shown = vat_shown(&mut self.p, vat);
            let label = match self.p.look.lang {
                Lang::Nl => self.p.rng.pick(&["BTW ", "BTW nr. ", "Ond.nr. "]),
                _ => self.p.rng.pick(&["TVA ", "N° TVA ", "TVA intra : "]),
            };
            self.center_field(label, Field::SupplierVat, &shown, false, 1.0);
        }
        self.gap(0.6);
    }

    fn stamp_line(&mut self) {
        let d = self.p.deal;
        let date = self.p.date(d.issue);
        let time = format!("{:02}:{:02}", self.p.rng.range(7, 22), self.p.rng.range(0, 59));
        let word = match self.p.look.lang {
            Lang::Nl => self.p.rng.pick(&["Ticket ", "Bon nr. ", "Kasticket ", "#"]),
            _ => self.p.rng.pick(&["Ticket ", "Ticket n° ", "TICKET N° ", "Facture n° ", "#", "Note n° "]),
        };
        match self.p.rng.range(0, 2) {
            0 => {
                let when = format!("  {time}");
                self.left(&[(&date, Some(Field::IssueDate)), (&when, None)]);
                self.left(&[(word, None), (&d.number, Some(Field::Number))]);
            }
            1 => {
                let lead = self.p.rng.pick(&["Le ", "Date : ", "DATE "]);
                self.left(&[(lead, None), (&date, Some(Field::IssueDate)), (" ", None), (&time, None)]);
                let till = format!("   Caisse {:02}", self.p.rng.range(1, 9));
                self.left(&[(word, None), (&d.number, Some(Field::Number)), (&till, None)]);
            }
            _ => self.left(&[
                (word, None),
                (&d.number, Some(Field::Number)),
                ("  ", None),
                (&date, Some(Field::IssueDate)),
                (" ", None),
                (&time, None),
            ]),
        }
    }

    fn goods(&mut self, coded: bool) {
        let d = self.p.deal;
        let rates: Vec<i64> = d.vat.iter().map(|v| v.rate).collect();
        let digits = self.p.rng.chance(50);
        let style = self.p.rng.range(0, 2);
        for (n, line) in d.lines.iter().enumerate() {
            let amount = self.p.bare(line.amount);
            let amount =
                if coded { format!("{amount} {}", vat_code(&rates, line.rate, digits)) } else { amount };
            let times = show::quantity(line.quantity, self.p.look.numbers);
            let one = line.quantity == 1000;
            let field = Some(Field::Line(n as u16));
            match style {
                0 => self.pair(&format!("{times} x {}", line.text), &amount, field, false, 1.0),
                1 if !one => {
                    self.left(&[(&line.text, None)]);
                    let each = format!("   {times} x {}", self.p.price(line.price));
                    self.pair(&each, &amount, field, false, 1.0);
                }
                _ if one => self.pair(&line.text, &amount, field, false, 1.0),
                _ => self.pair(&format!("{times} {}", line.text), &amount, field, false, 1.0),
            }
        }
    }

    fn total(&mut self) {
        let d = self.p.deal;
        let word = match self.p.look.lang {
            Lang::Nl => self.p.rng.pick(&["TOTAAL", "TE BETALEN", "Totaal EUR", "TOTAAL INCL. BTW"]),
            _ => self.p.rng.pick(&[
                "TOTAL",
                "TOTAL TTC",
                "TOTAL EUR",
                "A PAYER",
                "NET A PAYER",
                "Total à payer",
                "MONTANT TTC",
            ]),
        };
        let amount = self.p.money(d.ttc);
        let scale = self.p.rng.between(1.15, 1.7);
        self.pair(word, &amount, Some(Field::TotalTtc), true, scale);
    }

    fn paid(&mut self) {
        let d = self.p.deal;
        let Some(pay) = d.pay else { return };
        let amount = self.p.bare(d.ttc);
        let nl = self.p.look.lang == Lang::Nl;
        match pay {
            Pay::Cash => {
                let given = (d.ttc / 500 + 1) * 500;
                let words = if nl {
                    ("Contant", "Terug")
                } else {
                    (
                        self.p.rng.pick(&["ESPECES", "Espèces", "REGLE EN ESPECES"]),
                        self.p.rng.pick(&["RENDU", "Rendu monnaie", "A RENDRE"]),
                    )
                };
                let (given_text, back) = (self.p.bare(given), self.p.bare(given - d.ttc));
                self.pair(words.0, &given_text, Some(Field::Payment), false, 1.0);
                self.pair(words.1, &back, None, false, 1.0);
            }
            _ => {
                let word = if nl || d.supplier.country == Country::Be {
                    self.p.rng.pick(&["BANCONTACT", "Bancontact", "MAESTRO", "VISA"])
                } else {
                    self.p.rng.pick(&["CB", "CARTE BANCAIRE", "CB EMV", "Carte bancaire", "CB SANS CONTACT"])
                };
                self.pair(word, &amount, Some(Field::Payment), false, 1.0);
                if let (Some(card), true) = (d.card.as_ref(), self.p.rng.chance(55)) {
                    let mask = self.p.rng.pick(&["************", "XXXXXXXXXXXX", "#### #### #### ", "**** "]);
                    self.left(&[(mask, None), (card, Some(Field::Card))]);
                }
            }
        }
    }

    fn vat(&mut self, coded: bool) {
        let d = self.p.deal;
        let rates: Vec<i64> = d.vat.iter().map(|v| v.rate).collect();
        let nl = self.p.look.lang == Lang::Nl;
        let vats: Vec<_> = d.vat.iter().filter(|v| v.rate > 0).copied().enumerate().collect();
        let (l, w, s) = (self.p.left, self.p.right - self.p.left, self.s * 0.96);
        match self.p.rng.range(0, 3) {
            0 => {
                let heads = if nl {
                    ["BTW%", "Netto", "BTW", "Bruto"]
                } else {
                    self.p.rng.pick(&[["Taux", "HT", "TVA", "TTC"], ["TVA%", "Base HT", "Mt TVA", "TTC"]])
                };
                let edges = [0.24, 0.5, 0.74, 1.0];
                for (h, e) in heads.iter().zip(edges) {
                    let y = self.p.y;
                    self.p.ink.pen(l + w * e, y).size(s).right().put(h);
                }
                self.gap(1.0);
                for (i, v) in vats {
                    let lead =
                        if coded { format!("{} ", vat_code(&rates, v.rate, true)) } else { String::new() };
                    let cells = [
                        (format!("{lead}{}%", self.p.rate(v.rate)), None),
                        (self.p.bare(v.base), None),
                        (self.p.bare(v.amount), Some(Field::Vat(i as u8))),
                        (self.p.bare(v.base + v.amount), None),
                    ];
                    for ((text, field), e) in cells.iter().zip(edges) {
                        let y = self.p.y;
                        self.p.ink.pen(l + w * e, y).size(s).right().parts(&[(text, *field)]);
                    }
                    self.gap(1.0);
                }
            }
            1 => {
                for (i, v) in vats {
                    let left = format!("{} {}%", if nl { "BTW" } else { "TVA" }, self.p.rate(v.rate));
                    let base = format!("{} {} ", if nl { "op" } else { "HT" }, self.p.bare(v.base));
                    let amount = self.p.bare(v.amount);
                    let (r, y) = (self.p.right, self.p.y);
                    self.p.ink.pen(l, y).size(s).put(&left);
                    self.p
                        .ink
                        .pen(r, y)
                        .size(s)
                        .right()
                        .parts(&[(&base, None), (&amount, Some(Field::Vat(i as u8)))]);
                    self.gap(1.0);
                }
            }
            2 => {
                for (i, v) in vats {
                    let left = format!(
                        "{} {} %",
                        if nl {
                            "waarvan btw"
                        } else {
                            self.p.rng.pick(&["dont TVA", "DONT T.V.A.", "TVA incluse"])
                        },
                        self.p.rate(v.rate)
                    );
                    let amount = self.p.bare(v.amount);
                    self.pair(&left, &amount, Some(Field::Vat(i as u8)), false, 0.96);
                }
            }
            _ => {
                for (i, v) in vats {
                    let left = format!("{} {}%", if nl { "BTW" } else { "TVA" }, self.p.rate(v.rate));
                    let amount = self.p.bare(v.amount);
                    self.pair(&left, &amount, Some(Field::Vat(i as u8)), false, 1.0);
                }
                let (ht, tax) = (self.p.bare(d.ht), self.p.bare(d.tax));
                self.pair(
                    if nl { "Totaal excl. btw" } else { "TOTAL HT" },
                    &ht,
                    Some(Field::TotalHt),
                    false,
                    1.0,
                );
                if self.p.rng.chance(60) {
                    self.pair(
                        if nl { "Totaal btw" } else { "TOTAL TVA" },
                        &tax,
                        Some(Field::TotalVat),
                        false,
                        1.0,
                    );
                }
            }
        }
    }

    fn bye(&mut self) {
        self.gap(0.6);
        let lines: &[&str] = match self.p.look.lang {
            Lang::Nl => {
                &["Bedankt en tot ziens!", "Bewaar uw kasticket", "Geen terugbetaling in geld", "Smakelijk!"]
            }
            _ => &[
                "MERCI DE VOTRE VISITE",
                "A BIENTOT",
                "Ticket à conserver",
                "Ni repris ni échangé sans ticket",
                "Service compris",
                "Bonne journée",
            ],
        };
        for _ in 0..self.p.rng.range(1, 3) {
            let text = self.p.rng.pick(lines);
            self.center(text);
        }
        if self.p.rng.chance(45) {
            let text = format!(
                "{} {}",
                self.p.rng.pick(&["ID", "Tr.", "NF525 -", "VSC", "Ref"]),
                self.p.rng.digits(10)
            );
            self.center(&text);
        }
        if self.p.rng.chance(40) {
            self.bars();
        }
    }

    /// A bar code.
    fn bars(&mut self) {
        let mut x = self.w * 0.2;
        let y = self.p.y;
        while x < self.w * 0.8 {
            let w = self.p.rng.between(0.6, 2.4);
            self.p.ink.fill(x, y, w, 24.0, BLACK);
            x += w + self.p.rng.between(0.7, 2.2);
        }
        self.p.y += 36.0;
    }

    fn done(mut self, whole_lines: bool, deal: &Deal) -> Drawn {
        let end = self.p.y + self.p.rng.between(10.0, 34.0);
        self.p.ink.cut(end);
        let (sheets, runs) = self.p.ink.finish();
        Drawn { deal: deal.clone(), sheets, runs, whole_lines }
    }
}
