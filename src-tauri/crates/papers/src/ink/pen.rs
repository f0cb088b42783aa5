//! Putting down runs of text.

use pdf_writer::Str;

use super::{Align, BLACK, Color, Family, Ink, Run, code, font, width_of};
use crate::truth::Field;

/// One run of text about to be put down.
pub struct Pen<'a> {
    ink: &'a mut Ink,
    x: f32,
    y: f32,
    size: f32,
    family: Family,
    bold: bool,
    color: Color,
    align: Align,
    turn: f32,
    fit: Option<f32>,
}

impl<'a> Pen<'a> {
    pub(super) fn new(ink: &'a mut Ink, x: f32, y: f32) -> Self {
        let family = ink.family;
        Self {
            ink,
            x,
            y,
            size: 9.0,
            family,
            bold: false,
            color: BLACK,
            align: Align::Left,
            turn: 0.0,
            fit: None,
        }
    }

    pub fn size(mut self, size: f32) -> Self {
        self.size = size;
        self
    }

    pub fn bold(mut self) -> Self {
        self.bold = true;
        self
    }

    pub fn weight(mut self, bold: bool) -> Self {
        self.bold = bold;
        self
    }

    pub fn family(mut self, family: Family) -> Self {
        self.family = family;
        self
    }

    pub fn color(mut self, color: Color) -> Self {
        self.color = color;
        self
    }

    pub fn align(mut self, align: Align) -> Self {
        self.align = align;
        self
    }

    pub fn right(self) -> Self {
        self.align(Align::Right)
    }

    pub fn center(self) -> Self {
        self.align(Align::Center)
    }

    /// Degrees, counter-clockwise, about the start of the text.
    pub fn turn(mut self, degrees: f32) -> Self {
        self.turn = degrees;
        self
    }

    /// Sets the text smaller where it would be wider than `width`.
    pub fn fit(mut self, width: f32) -> Self {
        self.fit = Some(width);
        self
    }

    /// Draws the text with `y` as its baseline; returns the right edge.
    pub fn put(self, text: &str) -> f32 {
        self.parts(&[(text, None)])
    }

    pub fn field(self, field: Field, text: &str) -> f32 {
        self.parts(&[(text, Some(field))])
    }

    /// Successive pieces of one line, some of them fields.
    pub fn parts(mut self, parts: &[(&str, Option<Field>)]) -> f32 {
        let stretch = self.ink.stretch / 100.0;
        let (family, bold) = (self.family, self.bold);
        let measure =
            |size: f32| parts.iter().map(|(t, _)| width_of(t, size, family, bold)).sum::<f32>() * stretch;
        if let Some(limit) = self.fit {
            let natural = measure(self.size);
            if natural > limit && natural > 0.0 {
                self.size *= limit / natural;
            }
        }
        let mut x = match self.align {
            Align::Left => self.x,
            Align::Right => self.x - measure(self.size),
            Align::Center => self.x - measure(self.size) / 2.0,
        };
        for (text, field) in parts {
            let width = width_of(text, self.size, self.family, self.bold) * stretch;
            self.run(x, width, text, *field);
            x += width;
        }
        x
    }

    fn run(&mut self, x: f32, width: f32, text: &str, field: Option<Field>) {
        if text.is_empty() {
            return;
        }
        let bytes: Vec<u8> = text.chars().map(code).collect();
        let (sin, cos) = self.turn.to_radians().sin_cos();
        let stretch = self.ink.stretch / 100.0;
        let base = self.ink.top - self.y;
        let (r, g, b) = self.color;
        self.ink
            .now
            .begin_text()
            .set_font(font(self.family, self.bold).0, self.size)
            .set_fill_rgb(r, g, b)
            .set_text_matrix([cos * stretch, sin * stretch, -sin, cos, x, base])
            .show(Str(&bytes))
            .end_text();
        let lead = (text.len() - text.trim_start().len()) as f32;
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return;
        }
        let before = width_of(" ", self.size, self.family, self.bold) * stretch * lead;
        let inner = width_of(trimmed, self.size, self.family, self.bold) * stretch;
        let x0 = x + before.min(width);
        self.ink.runs.push(Run {
            text: trimmed.to_owned(),
            page: self.ink.again.unwrap_or(self.ink.done.len()),
            area: [x0, self.y - self.size * 0.74, x0 + inner, self.y + self.size * 0.22],
            size: self.size,
            field,
            turned: self.turn != 0.0,
        });
    }
}
