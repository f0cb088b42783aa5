//! A sheet of paper to draw on: text, lines, boxes and shapes in points from the top left corner.
//! Every run of text is remembered with its place and, where it prints a field of the truth, with that field:
//! what is printed and where is known exactly, never reconstructed.

use pdf_writer::{Content, Name, Str};

use crate::truth::Field;
use crate::widths;

pub type Color = (f32, f32, f32);
pub const BLACK: Color = (0.0, 0.0, 0.0);
pub const GREY: Color = (0.42, 0.42, 0.42);
pub const PALE: Color = (0.9, 0.9, 0.9);
pub const WHITE: Color = (1.0, 1.0, 1.0);
pub const A4: (f32, f32) = (595.0, 842.0);

/// The base-14 families: drawn by every PDF engine without an embedded font.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Family {
    #[default]
    Sans,
    Serif,
    Mono,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    #[default]
    Left,
    Right,
    Center,
}

/// A run of text as it was drawn; the box in points, origin top left.
#[derive(Debug, Clone)]
pub struct Run {
    pub text: String,
    pub page: usize,
    pub area: [f32; 4],
    pub size: f32,
    pub field: Option<Field>,
    pub turned: bool,
}

/// A finished sheet: its drawing operators, or the picture that a scanner made of it.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub width: f32,
    pub height: f32,
    pub ops: Vec<u8>,
    pub picture: Option<Picture>,
    /// Clockwise quarter turns asked of the viewer, in degrees.
    pub rotate: i32,
}

/// A JPEG that fills a sheet.
#[derive(Debug, Clone)]
pub struct Picture {
    pub jpeg: Vec<u8>,
    pub width: u32,
    pub height: u32,
    pub grey: bool,
}

pub struct Ink {
    pub width: f32,
    pub height: f32,
    pub family: Family,
    /// Horizontal scaling in percent: narrower and wider faces out of the same three families.
    pub stretch: f32,
    pub runs: Vec<Run>,
    done: Vec<Sheet>,
    /// The sheet that is drawn on again after all were finished.
    again: Option<usize>,
    now: Content,
    drop: f32,
    /// Height that the drawing coordinates are measured from.
    top: f32,
}

/// WinAnsi code of a character; a narrow no-break space becomes a no-break space, the unknown a question mark.
fn code(c: char) -> u8 {
    const HIGH: [(char, u8); 27] = [
        ('€', 0x80), ('‚', 0x82), ('ƒ', 0x83), ('„', 0x84), ('…', 0x85), ('†', 0x86), ('‡', 0x87), ('ˆ', 0x88), ('‰', 0x89),
        ('Š', 0x8a), ('‹', 0x8b), ('Œ', 0x8c), ('Ž', 0x8e), ('‘', 0x91), ('’', 0x92), ('“', 0x93), ('”', 0x94), ('•', 0x95),
        ('–', 0x96), ('—', 0x97), ('˜', 0x98), ('™', 0x99), ('š', 0x9a), ('›', 0x9b), ('œ', 0x9c), ('ž', 0x9e), ('Ÿ', 0x9f),
    ];
    let n = c as u32;
    if (32..127).contains(&n) || (0xa0..=0xff).contains(&n) {
        return n as u8;
    }
    match c {
        '\u{202f}' | '\u{2009}' => 0xa0,
        _ => HIGH.iter().find(|(h, _)| *h == c).map_or(b'?', |(_, b)| *b),
    }
}

fn font(family: Family, bold: bool) -> (Name<'static>, Option<&'static [u16; 224]>) {
    match (family, bold) {
        (Family::Sans, false) => (Name(b"F1"), Some(&widths::HELVETICA)),
        (Family::Sans, true) => (Name(b"F2"), Some(&widths::HELVETICA_BOLD)),
        (Family::Serif, false) => (Name(b"F3"), Some(&widths::TIMES)),
        (Family::Serif, true) => (Name(b"F4"), Some(&widths::TIMES_BOLD)),
        (Family::Mono, false) => (Name(b"F5"), None),
        (Family::Mono, true) => (Name(b"F6"), None),
    }
}

/// Width in points of a text at one size, unstretched.
pub fn width_of(text: &str, size: f32, family: Family, bold: bool) -> f32 {
    let table = font(family, bold).1;
    let total: u32 = text
        .chars()
        .map(|c| match table {
            Some(t) => u32::from(t.get(usize::from(code(c)).saturating_sub(32)).copied().unwrap_or(500)),
            None => 600,
        })
        .sum();
    total as f32 * size / 1000.0
}

impl Ink {
    pub fn new(width: f32, height: f32) -> Self {
        Self { width, height, family: Family::Sans, stretch: 100.0, runs: Vec::new(), done: Vec::new(), again: None, now: Content::new(), drop: 0.0, top: height }
    }

    /// 1-based number of the sheet being drawn.
    pub fn page(&self) -> usize {
        self.done.len() + 1
    }

    pub fn new_page(&mut self) {
        let ops = std::mem::replace(&mut self.now, Content::new()).finish().into_vec();
        let ops = if self.drop == 0.0 { ops } else { [format!("1 0 0 1 0 {} cm\n", self.drop).into_bytes(), ops].concat() };
        self.done.push(Sheet { width: self.width, height: self.height, ops, picture: None, rotate: 0 });
    }

    /// Draws on every sheet once their number is known; the paper is finished then. Sheets are counted from 1.
    pub fn each_page(&mut self, mut draw: impl FnMut(&mut Self, usize)) {
        self.new_page();
        for i in 0..self.done.len() {
            self.again = Some(i);
            draw(self, i + 1);
            let ops = std::mem::replace(&mut self.now, Content::new()).finish().into_vec();
            if let Some(sheet) = self.done.get_mut(i) {
                sheet.ops.push(b'\n');
                sheet.ops.extend(ops);
            }
        }
    }

    /// The sheets and what is printed on them.
    pub fn finish(mut self) -> (Vec<Sheet>, Vec<Run>) {
        if self.again.is_none() {
            self.new_page();
        }
        (self.done, self.runs)
    }

    /// Cuts a till roll at `height`: what lies below is not there.
    pub fn cut(&mut self, height: f32) {
        self.drop = height - self.height;
        self.height = height;
    }

    pub fn pen(&mut self, x: f32, y: f32) -> Pen<'_> {
        let family = self.family;
        Pen { ink: self, x, y, size: 9.0, family, bold: false, color: BLACK, align: Align::Left, turn: 0.0, fit: None }
    }
}

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

impl Pen<'_> {
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
        let measure = |size: f32| parts.iter().map(|(t, _)| width_of(t, size, family, bold)).sum::<f32>() * stretch;
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

/// Lines and shapes.
impl Ink {
    pub fn line(&mut self, x0: f32, y0: f32, x1: f32, y1: f32, weight: f32, color: Color) {
        let (r, g, b) = color;
        let top = self.top;
        self.now.set_line_width(weight).set_stroke_rgb(r, g, b).move_to(x0, top - y0).line_to(x1, top - y1).stroke();
    }

    pub fn rule(&mut self, x0: f32, x1: f32, y: f32) {
        self.line(x0, y, x1, y, 0.6, BLACK);
    }

    pub fn dashes(&mut self, x0: f32, x1: f32, y: f32) {
        self.now.set_dash_pattern([2.0, 2.0], 0.0);
        self.line(x0, y, x1, y, 0.5, GREY);
        self.now.set_dash_pattern(std::iter::empty::<f32>(), 0.0);
    }

    pub fn frame(&mut self, x: f32, y: f32, w: f32, h: f32, weight: f32, color: Color) {
        let (r, g, b) = color;
        let top = self.top;
        self.now.set_line_width(weight).set_stroke_rgb(r, g, b).rect(x, top - y - h, w, h).stroke();
    }

    pub fn fill(&mut self, x: f32, y: f32, w: f32, h: f32, color: Color) {
        let (r, g, b) = color;
        let top = self.top;
        self.now.set_fill_rgb(r, g, b).rect(x, top - y - h, w, h).fill_nonzero();
    }

    pub fn disc(&mut self, cx: f32, cy: f32, radius: f32, color: Color) {
        let (r, g, b) = color;
        self.now.set_fill_rgb(r, g, b);
        self.circle(cx, cy, radius);
        self.now.fill_nonzero();
    }

    pub fn ring(&mut self, cx: f32, cy: f32, radius: f32, weight: f32, color: Color) {
        let (r, g, b) = color;
        self.now.set_line_width(weight).set_stroke_rgb(r, g, b);
        self.circle(cx, cy, radius);
        self.now.stroke();
    }

    fn circle(&mut self, cx: f32, cy: f32, r: f32) {
        let y = self.top - cy;
        // The cubic that comes closest to a quarter circle.
        let k = r * 0.5523;
        self.now
            .move_to(cx + r, y)
            .cubic_to(cx + r, y + k, cx + k, y + r, cx, y + r)
            .cubic_to(cx - k, y + r, cx - r, y + k, cx - r, y)
            .cubic_to(cx - r, y - k, cx - k, y - r, cx, y - r)
            .cubic_to(cx + k, y - r, cx + r, y - k, cx + r, y);
    }

    pub fn polygon(&mut self, points: &[(f32, f32)], color: Color) {
        let (r, g, b) = color;
        let top = self.top;
        self.now.set_fill_rgb(r, g, b);
        for (i, (x, y)) in points.iter().enumerate() {
            if i == 0 {
                self.now.move_to(*x, top - y);
            } else {
                self.now.line_to(*x, top - y);
            }
        }
        self.now.close_path().fill_nonzero();
    }

    /// Text wrapped to a width; returns the baseline after the last line.
    pub fn paragraph(&mut self, x: f32, y: f32, width: f32, size: f32, color: Color, text: &str) -> f32 {
        let stretch = self.stretch / 100.0;
        let family = self.family;
        let mut y = y;
        let mut line = String::new();
        for word in text.split(' ') {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if !line.is_empty() && width_of(&longer, size, family, false) * stretch > width {
                self.pen(x, y).size(size).color(color).put(&line);
                y += size * 1.25;
                line = word.to_owned();
            } else {
                line = longer;
            }
        }
        self.pen(x, y).size(size).color(color).put(&line);
        y + size * 1.25
    }
}
