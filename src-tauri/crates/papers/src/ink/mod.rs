//! A sheet of paper to draw on: text, lines, boxes and shapes in points from the top left corner.
//! Every run of text is remembered with its place and, where it prints a field of the truth, with that field:
//! what is printed and where is known exactly, never reconstructed.

mod pen;
mod shapes;

use pdf_writer::{Content, Name};

pub use pen::Pen;

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
        ('€', 0x80),
        ('‚', 0x82),
        ('ƒ', 0x83),
        ('„', 0x84),
        ('…', 0x85),
        ('†', 0x86),
        ('‡', 0x87),
        ('ˆ', 0x88),
        ('‰', 0x89),
        ('Š', 0x8a),
        ('‹', 0x8b),
        ('Œ', 0x8c),
        ('Ž', 0x8e),
        ('‘', 0x91),
        ('’', 0x92),
        ('“', 0x93),
        ('”', 0x94),
        ('•', 0x95),
        ('–', 0x96),
        ('—', 0x97),
        ('˜', 0x98),
        ('™', 0x99),
        ('š', 0x9a),
        ('›', 0x9b),
        ('œ', 0x9c),
        ('ž', 0x9e),
        ('Ÿ', 0x9f),
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
        Self {
            width,
            height,
            family: Family::Sans,
            stretch: 100.0,
            runs: Vec::new(),
            done: Vec::new(),
            again: None,
            now: Content::new(),
            drop: 0.0,
            top: height,
        }
    }

    /// 1-based number of the sheet being drawn.
    pub fn page(&self) -> usize {
        self.done.len() + 1
    }

    pub fn new_page(&mut self) {
        let ops = std::mem::replace(&mut self.now, Content::new()).finish().into_vec();
        let ops = if self.drop == 0.0 {
            ops
        } else {
            [format!("1 0 0 1 0 {} cm\n", self.drop).into_bytes(), ops].concat()
        };
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
        Pen::new(self, x, y)
    }
}
