//! Papers from till rolls: shops, restaurants, fuel, taxis, car parks, card terminals.

use super::{Drawn, Studio};
use crate::deal::{self, Theme};
use crate::draw::head::vat_shown;
use crate::draw::table::vat_code;
use crate::draw::{Look, Painter};
use crate::goods::{self, divide, Class};
use crate::ink::{width_of, Family, BLACK};
use crate::names;
use crate::rng::Rng;
use crate::show::{self, Dates, Lang, Money, Numbers};
use crate::truth::{Country, Deal, Field, Kind, Line, Pay};

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
        self.p.ink.pen(x, y).size(s).weight(bold).center().fit(self.w - 16.0).parts(&[(before, None), (text, Some(field))]);
        self.gap(scale.max(1.0));
    }

    /// A label on the left, a value on the right.
    fn pair(&mut self, left: &str, right: &str, field: Option<Field>, bold: bool, scale: f32) {
        let (y, s) = (self.p.y, self.s * scale);
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
                let n = ((r - l) / (width_of("-", self.s, self.p.look.family, false) * self.p.ink.stretch / 100.0)) as usize;
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
            let shown = crate::draw::head::siret_shown(&mut self.p, siret);
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
            _ => self.left(&[(word, None), (&d.number, Some(Field::Number)), ("  ", None), (&date, Some(Field::IssueDate)), (" ", None), (&time, None)]),
        }
    }

    fn goods(&mut self, coded: bool) {
        let d = self.p.deal;
        let rates: Vec<i64> = d.vat.iter().map(|v| v.rate).collect();
        let digits = self.p.rng.chance(50);
        let style = self.p.rng.range(0, 2);
        for (n, line) in d.lines.iter().enumerate() {
            let amount = self.p.bare(line.amount);
            let amount = if coded { format!("{amount} {}", vat_code(&rates, line.rate, digits)) } else { amount };
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
            _ => self.p.rng.pick(&["TOTAL", "TOTAL TTC", "TOTAL EUR", "A PAYER", "NET A PAYER", "Total à payer", "MONTANT TTC"]),
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
                let words = if nl { ("Contant", "Terug") } else { (self.p.rng.pick(&["ESPECES", "Espèces", "REGLE EN ESPECES"]), self.p.rng.pick(&["RENDU", "Rendu monnaie", "A RENDRE"])) };
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
                let heads = if nl { ["BTW%", "Netto", "BTW", "Bruto"] } else { self.p.rng.pick(&[["Taux", "HT", "TVA", "TTC"], ["TVA%", "Base HT", "Mt TVA", "TTC"]]) };
                let edges = [0.24, 0.5, 0.74, 1.0];
                for (h, e) in heads.iter().zip(edges) {
                    let y = self.p.y;
                    self.p.ink.pen(l + w * e, y).size(s).right().put(h);
                }
                self.gap(1.0);
                for (i, v) in vats {
                    let lead = if coded { format!("{} ", vat_code(&rates, v.rate, true)) } else { String::new() };
                    let cells = [(format!("{lead}{}%", self.p.rate(v.rate)), None), (self.p.bare(v.base), None), (self.p.bare(v.amount), Some(Field::Vat(i as u8))), (self.p.bare(v.base + v.amount), None)];
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
                    self.p.ink.pen(r, y).size(s).right().parts(&[(&base, None), (&amount, Some(Field::Vat(i as u8)))]);
                    self.gap(1.0);
                }
            }
            2 => {
                for (i, v) in vats {
                    let left = format!("{} {} %", if nl { "waarvan btw" } else { self.p.rng.pick(&["dont TVA", "DONT T.V.A.", "TVA incluse"]) }, self.p.rate(v.rate));
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
                self.pair(if nl { "Totaal excl. btw" } else { "TOTAL HT" }, &ht, Some(Field::TotalHt), false, 1.0);
                if self.p.rng.chance(60) {
                    self.pair(if nl { "Totaal btw" } else { "TOTAL TVA" }, &tax, Some(Field::TotalVat), false, 1.0);
                }
            }
        }
    }

    fn bye(&mut self) {
        self.gap(0.6);
        let lines: &[&str] = match self.p.look.lang {
            Lang::Nl => &["Bedankt en tot ziens!", "Bewaar uw kasticket", "Geen terugbetaling in geld", "Smakelijk!"],
            _ => &["MERCI DE VOTRE VISITE", "A BIENTOT", "Ticket à conserver", "Ni repris ni échangé sans ticket", "Service compris", "Bonne journée"],
        };
        for _ in 0..self.p.rng.range(1, 3) {
            let text = self.p.rng.pick(lines);
            self.center(text);
        }
        if self.p.rng.chance(45) {
            let text = format!("{} {}", self.p.rng.pick(&["ID", "Tr.", "NF525 -", "VSC", "Ref"]), self.p.rng.digits(10));
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

fn look(studio: &mut Studio, deal: &Deal) -> Look {
    let mut look = studio.look(deal);
    let rng = &mut studio.style;
    look.numbers = rng.pick(&[Numbers::PlainComma, Numbers::PlainComma, Numbers::PlainDot, Numbers::SpaceComma]);
    look.money = rng.pick(&[Money::None, Money::SignAfter, Money::CodeAfter, Money::None]);
    look.cell_money = Money::None;
    if !matches!(look.dates, Dates::Slash | Dates::SlashShort | Dates::Dot | Dates::DotShort | Dates::Dash) {
        look.dates = rng.pick(&[Dates::Slash, Dates::SlashShort, Dates::Dash]);
    }
    look
}

fn shop_of(studio: &mut Studio, lang: Lang, country: Country, trade: goods::Trade, lines: (i64, i64)) -> Deal {
    let theme = Theme { lines, supplier: studio.supplier.clone(), issue: studio.issue, ..Theme::receipt(lang, country, trade) };
    let mut deal = deal::draw(&mut studio.content, &theme);
    if studio.supplier.is_none() {
        deal.supplier.form = String::new();
    }
    deal.customer = None;
    deal.term = None;
    deal.due = None;
    deal.structured = None;
    deal
}

fn general(studio: &mut Studio, deal: Deal) -> Drawn {
    let look = look(studio, &deal);
    let mut style = studio.style.clone();
    let mut r = Roll::new(&deal, look, &mut style);
    let coded = r.p.rng.chance(60);
    r.head();
    if r.p.rng.chance(30) {
        r.center(match deal.lang {
            Lang::Nl => "BTW KASTICKET",
            _ => "TICKET DE CAISSE",
        });
    }
    let first = r.p.rng.chance(65);
    if first {
        r.stamp_line();
    }
    r.rule();
    r.goods(coded);
    r.rule();
    r.total();
    r.paid();
    r.gap(0.5);
    r.vat(coded);
    if !first {
        r.gap(0.5);
        r.stamp_line();
    }
    r.bye();
    r.done(true, &deal)
}

pub fn shop(studio: &mut Studio) -> Drawn {
    let deal = shop_of(studio, Lang::Fr, Country::Fr, goods::SHOP, (2, 16));
    general(studio, deal)
}

pub fn restaurant(studio: &mut Studio) -> Drawn {
    let deal = shop_of(studio, Lang::Fr, Country::Fr, goods::CAFE, (2, 8));
    general(studio, deal)
}

pub fn be_cafe(studio: &mut Studio) -> Drawn {
    let nl = studio.content.chance(55);
    let (lang, trade) = if nl { (Lang::Nl, goods::CAFE_NL) } else { (Lang::Fr, goods::CAFE) };
    let deal = shop_of(studio, lang, Country::Be, trade, (1, 8));
    general(studio, deal)
}

/// One line of fuel: litres at three decimals.
pub fn fuel(studio: &mut Studio) -> Drawn {
    const STATION: goods::Trade = goods::Trade { activities: &["Station", "Relais", "Énergies", "Carburants"], goods: &[("SP95-E10", "L", 0, 0, Class::Normal)], quantity: (1, 1), fractional: false };
    let country = if studio.content.chance(75) { Country::Fr } else { Country::Be };
    let mut deal = shop_of(studio, Lang::Fr, country, STATION, (1, 1));
    let rng = &mut studio.content;
    let (litres, price) = (rng.range(8_000, 68_000), rng.range(1_550, 2_090));
    let text = rng.pick(&["GAZOLE", "SP98", "SP95-E10", "DIESEL B7", "SUPER 95"]);
    deal.lines = vec![Line { text: text.to_owned(), quantity: litres, price, amount: divide(litres * price, 10_000), rate: goods::rate(country, Class::Normal), unit: "L".into(), ..Line::default() }];
    deal.settle(false);
    let look = look(studio, &deal);
    let mut style = studio.style.clone();
    let mut r = Roll::new(&deal, look, &mut style);
    r.head();
    r.stamp_line();
    let pump = format!("{} {}", r.p.rng.pick(&["POMPE", "Pompe n°", "PISTE"]), r.p.rng.range(1, 12));
    r.rule();
    if r.p.rng.chance(50) {
        r.left(&[(&pump, None), ("  ", None), (text, None)]);
    } else {
        r.pair(&pump, text, None, false, 1.0);
    }
    let quantity = show::scaled(litres / 10, 2, r.p.look.numbers);
    let shown_price = show::scaled(price, 3, r.p.look.numbers);
    r.pair(r.p.rng.clone().pick(&["Volume", "QUANTITE", "Litres"]), &format!("{quantity} L"), None, false, 1.0);
    r.pair(r.p.rng.clone().pick(&["Prix unitaire", "PRIX/L", "EUR/L"]), &format!("{shown_price} €"), None, false, 1.0);
    r.total();
    r.rule();
    r.vat(false);
    r.paid();
    r.bye();
    r.done(false, &deal)
}

pub fn taxi(studio: &mut Studio) -> Drawn {
    const RIDE: goods::Trade = goods::Trade { activities: &["Taxi"], goods: &[("Course", "", 900, 9800, Class::Middle)], quantity: (1, 1), fractional: false };
    let mut deal = shop_of(studio, Lang::Fr, Country::Fr, RIDE, (1, 1));
    if studio.supplier.is_none() {
        deal.supplier.name = format!("Taxi {}", names::person(&mut studio.content));
    }
    let look = look(studio, &deal);
    let mut style = studio.style.clone();
    let mut r = Roll::new(&deal, look, &mut style);
    r.head();
    r.center(r.p.rng.clone().pick(&["NOTE", "FACTURE", "REÇU TAXI"]));
    r.stamp_line();
    let badge = format!("{}{}", r.p.rng.pick(&["Licence n° ", "ADS n° ", "Immat. "]), r.p.rng.digits(4));
    r.left(&[(&badge, None)]);
    let (km, from) = (r.p.rng.range(20, 480), names::party(r.p.rng, Country::Fr, Lang::Fr, "x").street);
    r.left(&[("Départ : ", None), (&from, None)]);
    let distance = format!("{} km", show::scaled(km, 1, r.p.look.numbers));
    r.pair("Distance", &distance, None, false, 1.0);
    r.rule();
    r.total();
    r.vat(false);
    r.paid();
    r.bye();
    r.done(false, &deal)
}

pub fn parking(studio: &mut Studio) -> Drawn {
    const PARK: goods::Trade = goods::Trade { activities: &["Parking", "Parcs Auto", "Stationnement"], goods: &[("Stationnement horaire", "", 180, 3800, Class::Normal)], quantity: (1, 1), fractional: false };
    let country = if studio.content.chance(70) { Country::Fr } else { Country::Be };
    let deal = shop_of(studio, Lang::Fr, country, PARK, (1, 1));
    let look = look(studio, &deal);
    let mut style = studio.style.clone();
    let mut r = Roll::new(&deal, look, &mut style);
    r.head();
    r.center(r.p.rng.clone().pick(&["REÇU", "JUSTIFICATIF DE PAIEMENT", "QUITTANCE"]));
    r.stamp_line();
    let hour = r.p.rng.range(7, 15);
    let span = format!("Entrée {hour:02}:{:02}   Sortie {:02}:{:02}", r.p.rng.range(0, 59), hour + r.p.rng.range(1, 7), r.p.rng.range(0, 59));
    r.left(&[(&span, None)]);
    r.total();
    r.vat(false);
    r.paid();
    r.bye();
    r.done(false, &deal)
}

/// The slip of a card terminal: a proof of payment, not an invoice; it knows no VAT.
pub fn card_slip(studio: &mut Studio) -> Drawn {
    let country = if studio.content.chance(70) { Country::Fr } else { Country::Be };
    let mut deal = shop_of(studio, Lang::Fr, country, goods::SHOP, (1, 6));
    deal.kind = Kind::CardSlip;
    deal.pay = Some(Pay::Card);
    deal.card = Some(format!("{:04}", studio.content.range(0, 9999)));
    deal.lines.clear();
    deal.vat.clear();
    let look = look(studio, &deal);
    let mut style = studio.style.clone();
    let mut r = Roll::new(&deal, look, &mut style);
    let title = if country == Country::Fr { r.p.rng.pick(&["CARTE BANCAIRE", "CB", "CB EMV SANS CONTACT"]) } else { r.p.rng.pick(&["BANCONTACT", "MAESTRO"]) };
    r.center_field("", Field::Payment, title, true, 1.2);
    let aid = format!("A00000004{}", r.p.rng.digits(5));
    r.center(&aid);
    let date = r.p.date(deal.issue);
    let time = format!(" {} {:02}:{:02}:{:02}", r.p.rng.pick(&["à", "A", "-"]), r.p.rng.range(8, 21), r.p.rng.range(0, 59), r.p.rng.range(0, 59));
    r.left(&[("LE ", None), (&date, Some(Field::IssueDate)), (&time, None)]);
    let s = deal.supplier.clone();
    let name = s.name.to_uppercase();
    r.left(&[(&name, Some(Field::SupplierName))]);
    r.left(&[(&s.town().to_uppercase(), None)]);
    if let (Some(siret), true) = (s.siret.as_ref(), r.p.rng.chance(50)) {
        r.left(&[(siret, Some(Field::SupplierSiret))]);
    }
    let card = deal.card.clone().unwrap_or_default();
    r.left(&[("############", None), (&card, Some(Field::Card))]);
    let auto = format!("AUTO : {}  No TRANS : {}", r.p.rng.digits(6), r.p.rng.digits(3));
    r.left(&[(&auto, None)]);
    r.left(&[("MONTANT REEL =", None)]);
    let amount = show::money(deal.ttc, "EUR", r.p.look.numbers, Money::CodeAfter);
    r.center_field("", Field::TotalTtc, &amount, true, 1.4);
    r.center(r.p.rng.clone().pick(&["DEBIT", "TRANSACTION ACCEPTEE", "PAIEMENT ACCEPTÉ"]));
    r.center("TICKET CLIENT");
    r.center("A CONSERVER");
    r.done(false, &deal)
}
