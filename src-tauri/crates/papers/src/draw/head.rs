//! Letterheads and address windows.

use super::Painter;
use super::identity::{country_name, siret_shown, vat_shown};
use crate::ink::{Align, Color, Family, GREY, PALE, WHITE};
use crate::truth::{Country, Field, Party};
use crate::words::Label;

/// Where the supplier stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Head {
    #[default]
    Left,
    Right,
    Centre,
    /// White on a coloured band across the top.
    Band,
    /// A narrow column down the left side.
    Sidebar,
    /// A sign at the top; who it is stands at the foot of the page.
    Bottom,
    Boxed,
    /// Plain typed text, no sign: small trades and word processors.
    Typed,
}

/// Where the customer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Window {
    /// The window of a French envelope.
    #[default]
    Right,
    /// The window of a Belgian or German one.
    Left,
    Boxed,
    /// Invoiced to and delivered to, side by side.
    Pair,
}

impl Painter<'_> {
    /// A sign drawn from plain shapes; returns its width.
    pub fn sign(&mut self, x: f32, y: f32, h: f32, color: Color) -> f32 {
        let shade = (color.0 * 0.6 + 0.35, color.1 * 0.6 + 0.35, color.2 * 0.6 + 0.35);
        match self.rng.range(0, 6) {
            0 => {
                self.ink.disc(x + h / 2.0, y + h / 2.0, h / 2.0, color);
                self.ink.disc(x + h * 0.62, y + h * 0.4, h / 4.0, WHITE);
                h
            }
            1 => {
                self.ink.fill(x, y, h, h, color);
                self.ink.polygon(&[(x, y + h), (x + h, y), (x + h, y + h)], shade);
                h
            }
            2 => {
                self.ink.polygon(&[(x, y + h), (x + h * 0.6, y), (x + h * 1.2, y + h)], color);
                self.ink.polygon(
                    &[(x + h * 0.7, y + h), (x + h * 1.15, y + h * 0.35), (x + h * 1.6, y + h)],
                    shade,
                );
                h * 1.6
            }
            3 => {
                for i in 0..4 {
                    let i = i as f32;
                    self.ink.fill(
                        x + i * h * 0.28,
                        y + h * (0.75 - 0.25 * i),
                        h * 0.2,
                        h * (0.25 + 0.25 * i),
                        color,
                    );
                }
                h * 1.1
            }
            4 => {
                self.ink.ring(x + h / 2.0, y + h / 2.0, h / 2.0 - 1.5, 3.0, color);
                let initial: String = self.deal.supplier.name.chars().take(1).collect();
                self.ink
                    .pen(x + h / 2.0, y + h * 0.68)
                    .size(h * 0.55)
                    .bold()
                    .color(color)
                    .center()
                    .put(&initial);
                h
            }
            5 => {
                let (cx, cy) = (x + h / 2.0, y + h / 2.0);
                self.ink.polygon(&[(cx, y), (x + h, cy), (cx, y + h), (x, cy)], color);
                self.ink.polygon(
                    &[(cx, y + h * 0.25), (x + h * 0.75, cy), (cx, y + h * 0.75), (x + h * 0.25, cy)],
                    shade,
                );
                h
            }
            _ => 0.0,
        }
    }

    /// Address and numbers of the supplier, a line each.
    fn supplier_lines(&mut self, with_ids: bool) -> Vec<(String, Option<Field>)> {
        let s = self.deal.supplier.clone();
        let mut lines: Vec<(String, Option<Field>)> = vec![(s.street.clone(), None), (s.town(), None)];
        if s.country != Country::Fr && self.rng.chance(50) {
            lines.push((country_name(s.country, self.look.lang).to_owned(), None));
        }
        if self.rng.chance(75) {
            lines.push((format!("{} {}", self.rng.pick(&["Tél.", "Tel :", "T.", "Tél :"]), s.phone), None));
        }
        if self.rng.chance(50) {
            lines.push((s.email.clone(), None));
        }
        if self.rng.chance(30) {
            lines.push((s.web.clone(), None));
        }
        if with_ids {
            lines.extend(self.identity_lines());
        }
        lines
    }

    /// The identifiers of the supplier, label and value in one line; the value is the field.
    pub fn identity_lines(&mut self) -> Vec<(String, Option<Field>)> {
        let s = self.deal.supplier.clone();
        let mut lines = Vec::new();
        if let Some(siret) = &s.siret {
            let shown = siret_shown(self, siret);
            lines.push((
                format!("{}{shown}", self.rng.pick(&["SIRET ", "Siret : ", "N° SIRET : ", "SIRET n° "])),
                Some(Field::SupplierSiret),
            ));
        }
        if let Some(vat) = &s.vat {
            let shown = vat_shown(self, vat);
            let label = self.label(Label::VatId);
            lines.push((
                format!("{label}{}{shown}", self.rng.pick(&[" : ", " ", ": "])),
                Some(Field::SupplierVat),
            ));
        }
        lines
    }

    pub fn head(&mut self, head: Head) {
        let s = self.deal.supplier.clone();
        let name = s.full_name();
        let (left, right, accent) = (self.left, self.right, self.look.accent);
        let big = self.rng.between(12.0, 19.0);
        let upper = self.rng.chance(30);
        let shown = if upper { name.to_uppercase() } else { name };
        match head {
            Head::Left | Head::Right | Head::Centre | Head::Typed => {
                let (x, align) = match head {
                    Head::Right => (right, Align::Right),
                    Head::Centre => ((left + right) / 2.0, Align::Center),
                    _ => (left, Align::Left),
                };
                let mut y = 46.0;
                if head == Head::Left || head == Head::Centre {
                    let h = self.rng.between(26.0, 44.0);
                    let at = if head == Head::Left { left } else { x - h / 2.0 };
                    if self.sign(at, y, h, accent) > 0.0 {
                        y += h + 6.0;
                    }
                }
                let (size, color) = if head == Head::Typed { (11.0, (0.0, 0.0, 0.0)) } else { (big, accent) };
                y += size * 0.8;
                let limit = self.width() * 0.6;
                self.ink
                    .pen(x, y)
                    .size(size)
                    .bold()
                    .color(color)
                    .align(align)
                    .fit(limit)
                    .field(Field::SupplierName, &shown);
                y += 13.0;
                for (text, field) in self.supplier_lines(head != Head::Centre || self.rng.clone().chance(60))
                {
                    let size = self.size();
                    let pen = self.ink.pen(x, y).size(size).align(align);
                    match field {
                        Some(f) => pen.field(f, &text),
                        None => pen.put(&text),
                    };
                    y += size * 1.28;
                }
                self.y = y + 6.0;
                self.beside = matches!(head, Head::Left | Head::Typed);
                if head == Head::Centre && self.rng.chance(50) {
                    self.ink.line(left, self.y - 8.0, right, self.y - 8.0, 1.2, accent);
                    self.y += 6.0;
                }
            }
            Head::Band => {
                let h = self.rng.between(58.0, 92.0);
                self.ink.fill(0.0, 0.0, self.ink.width, h, accent);
                let w = self.sign(left, 14.0, h - 28.0, (0.95, 0.95, 0.95));
                self.ink
                    .pen(left + w + 10.0, h * 0.55)
                    .size(big)
                    .bold()
                    .color(WHITE)
                    .fit(260.0)
                    .field(Field::SupplierName, &shown);
                let mut y = 20.0;
                for (text, field) in self.supplier_lines(true).into_iter().take(((h - 16.0) / 9.5) as usize) {
                    let pen = self.ink.pen(right, y).size(7.5).color(WHITE).right();
                    match field {
                        Some(f) => pen.field(f, &text),
                        None => pen.put(&text),
                    };
                    y += 9.5;
                }
                self.y = h + 28.0;
            }
            Head::Sidebar => {
                let w = 132.0;
                let tint = if self.rng.chance(50) { PALE } else { accent };
                let ink_color = if tint == PALE { (0.1, 0.1, 0.1) } else { WHITE };
                self.ink.fill(0.0, 0.0, w, self.ink.height, tint);
                self.sign(22.0, 40.0, 44.0, if tint == PALE { accent } else { WHITE });
                self.ink
                    .pen(16.0, 112.0)
                    .size(13.0)
                    .bold()
                    .color(ink_color)
                    .fit(w - 28.0)
                    .field(Field::SupplierName, &shown);
                let mut y = 132.0;
                for (text, field) in self.supplier_lines(true) {
                    let pen = self.ink.pen(16.0, y).size(7.6).color(ink_color).fit(w - 24.0);
                    match field {
                        Some(f) => pen.field(f, &text),
                        None => pen.put(&text),
                    };
                    y += 11.5;
                }
                self.left = w + 24.0;
                self.y = 60.0;
            }
            Head::Bottom => {
                self.sign(left, 36.0, 46.0, accent);
                self.ink.pen(right, 64.0).size(9.0).color(GREY).right().put(&s.web);
                self.y = 104.0;
            }
            Head::Boxed => {
                let lines = self.supplier_lines(true);
                let h = 30.0 + lines.len() as f32 * 11.0;
                let w = self.width() * 0.48;
                self.ink.frame(left, 36.0, w, h, 0.9, (0.1, 0.1, 0.1));
                self.ink
                    .pen(left + 8.0, 54.0)
                    .size(12.0)
                    .bold()
                    .fit(w - 16.0)
                    .field(Field::SupplierName, &shown);
                let mut y = 68.0;
                for (text, field) in lines {
                    let pen = self.ink.pen(left + 8.0, y).size(8.4);
                    match field {
                        Some(f) => pen.field(f, &text),
                        None => pen.put(&text),
                    };
                    y += 11.0;
                }
                self.y = 36.0 + h + 20.0;
                self.beside = true;
            }
        }
    }

    fn address(&mut self, x: f32, y: f32, party: &Party, named: bool, align: Align) -> f32 {
        let size = self.size() + 0.6;
        let name = if self.rng.chance(25) { party.full_name().to_uppercase() } else { party.full_name() };
        let pen = self.ink.pen(x, y).size(size).bold().align(align).fit(220.0);
        if named {
            pen.field(Field::CustomerName, &name)
        } else {
            pen.put(&name)
        };
        let mut y = y + size * 1.3;
        for line in [party.street.clone(), party.town()] {
            self.ink.pen(x, y).size(size).align(align).put(&line);
            y += size * 1.3;
        }
        if party.country != self.deal.supplier.country {
            self.ink.pen(x, y).size(size).align(align).put(country_name(party.country, self.look.lang));
            y += size * 1.3;
        }
        if let Some(vat) = &party.vat {
            let wanted = party.country != Country::Fr
                || self.deal.supplier.country != Country::Fr
                || self.rng.chance(35);
            if wanted && named {
                let shown = vat_shown(self, vat);
                let label = self.label(Label::VatId);
                self.ink
                    .pen(x, y + 2.0)
                    .size(size - 1.4)
                    .align(align)
                    .field(Field::CustomerVat, &format!("{label} : {shown}"));
                y += size * 1.3;
            }
        }
        y
    }

    /// The customer's address. Moves the cursor below it.
    pub fn window(&mut self, window: Window) {
        let Some(customer) = self.deal.customer.clone() else { return };
        let top = self.y;
        let bottom = match window {
            Window::Right => {
                let x = self.left + self.width() * self.rng.between(0.54, 0.6);
                // Beside a letterhead that keeps to the left, below any other.
                let y = if self.beside { self.rng.between(104.0, 136.0) } else { top };
                if self.rng.chance(30) {
                    let label = self.label(Label::BillTo);
                    self.ink.pen(x, y).size(7.5).color(GREY).put(label);
                }
                self.address(x, y + 12.0, &customer, true, Align::Left)
            }
            Window::Left => {
                let label = self.label(Label::BillTo);
                self.ink.pen(self.left, top).size(7.5).color(GREY).put(label);
                self.address(self.left, top + 12.0, &customer, true, Align::Left)
            }
            Window::Boxed => {
                let w = self.width() * 0.46;
                let x = self.right - w;
                let label = self.label(Label::BillTo);
                self.ink.fill(x, top - 4.0, w, 14.0, PALE);
                self.ink.pen(x + 6.0, top + 6.0).size(8.0).bold().put(label);
                let end = self.address(x + 8.0, top + 24.0, &customer, true, Align::Left);
                self.ink.frame(x, top - 4.0, w, end - top + 2.0, 0.7, (0.2, 0.2, 0.2));
                end
            }
            Window::Pair => {
                let mid = self.left + self.width() / 2.0 + 8.0;
                let (a, b) = (self.label(Label::ShipTo), self.label(Label::BillTo));
                let (size, accent) = (self.size(), self.look.accent);
                self.ink.pen(self.left, top).size(size).bold().color(accent).put(a);
                self.ink.pen(mid, top).size(size).bold().color(accent).put(b);
                self.address(self.left, top + 14.0, &customer, false, Align::Left);
                self.address(mid, top + 14.0, &customer, true, Align::Left)
            }
        };
        self.y = bottom.max(top) + 16.0;
    }

    /// The supplier at the foot, for a paper whose letterhead is only a sign.
    pub fn bottom_identity(&mut self) {
        let s = self.deal.supplier.clone();
        let x = (self.left + self.right) / 2.0;
        let accent = self.look.accent;
        self.ink.line(self.left, 782.0, self.right, 782.0, 0.8, accent);
        self.ink
            .pen(x, 793.0)
            .size(9.0)
            .bold()
            .color(accent)
            .center()
            .field(Field::SupplierName, &s.full_name());
        self.ink.pen(x, 803.0).size(7.2).center().put(&format!(
            "{} - {} - {} - {}",
            s.street,
            s.town(),
            s.phone,
            s.email
        ));
        let ids = self.identity_lines();
        let total: f32 =
            ids.iter().map(|(t, _)| crate::ink::width_of(t, 7.2, self.look.family, false)).sum::<f32>()
                * self.ink.stretch
                / 100.0
                + 14.0 * ids.len().saturating_sub(1) as f32;
        let mut at = x - total / 2.0;
        for (text, field) in ids {
            let pen = self.ink.pen(at, 813.0).size(7.2);
            at = match field {
                Some(f) => pen.field(f, &text),
                None => pen.put(&text),
            } + 14.0;
        }
    }

    /// Courier throughout, as old accounting programs print.
    pub fn typewriter(&mut self) {
        self.look.family = Family::Mono;
        self.ink.family = Family::Mono;
        self.look.size = self.look.size.min(8.6);
        self.ink.stretch = 88.0;
    }
}
