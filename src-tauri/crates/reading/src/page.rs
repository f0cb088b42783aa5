//! A page as it was read: words with their places, upright.

use liasse_domain::{Method, Rect};
use serde::{Deserialize, Serialize};

use crate::layout;

/// Turn, clockwise, that makes a page upright.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rotation {
    /// Upright as it came.
    #[default]
    None,
    /// A quarter turn to the right.
    Quarter,
    /// Upside down.
    Half,
    /// A quarter turn to the left.
    ThreeQuarters,
}

impl Rotation {
    /// Degrees clockwise: 0, 90, 180 or 270.
    pub fn degrees(self) -> u32 {
        match self {
            Rotation::None => 0,
            Rotation::Quarter => 90,
            Rotation::Half => 180,
            Rotation::ThreeQuarters => 270,
        }
    }
    /// From degrees clockwise, `None` when they are no multiple of 90.
    pub fn from_degrees(degrees: i32) -> Option<Rotation> {
        match degrees.rem_euclid(360) {
            0 => Some(Rotation::None),
            90 => Some(Rotation::Quarter),
            180 => Some(Rotation::Half),
            270 => Some(Rotation::ThreeQuarters),
            _ => None,
        }
    }
    /// Whether width and height change places.
    pub fn swaps_sides(self) -> bool {
        matches!(self, Rotation::Quarter | Rotation::ThreeQuarters)
    }
}

pub use crate::picture::legibility::Trouble;

/// A word on a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Word {
    /// Its letters, without spaces.
    pub text: String,
    /// Its place, as fractions of the upright page.
    pub rect: Rect,
    /// Probability that every letter is right, 0 to 1; 1 for a sound text layer.
    pub confidence: f32,
    /// Index of its text line, in reading order, from 0.
    pub line: u32,
    /// Whether the type is bold (known for text layers only).
    pub bold: bool,
}

/// A bar code or matrix code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Barcode {
    /// Its symbology: `qr`, `patch` (a patch code: its name), `linear` (bars that are located, not read).
    pub kind: String,
    /// What it says; empty where it is not read.
    pub text: String,
    /// Its place, as fractions of the upright page.
    pub rect: Rect,
}

/// How a page as it came (as a PDF viewer or picture viewer shows it) was made upright and straight:
/// cut out of a photo, then turned, then its slant taken away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Placement {
    /// Corners of the paper on the picture as it came, as fractions of it: those that become top left,
    /// top right, bottom right, bottom left before the turn; `None` when the picture is the paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corners: Option<[(f32, f32); 4]>,
    /// The turn.
    #[serde(default)]
    pub rotation: Rotation,
    /// Degrees, clockwise, by which its lines slanted after the turn.
    #[serde(default)]
    pub skew: f32,
}

/// One page of a source, upright and straight: every place on it is a fraction of the page as its
/// [`Placement`] lays it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Number in its source, from 1.
    pub number: u32,
    /// Width of the upright page, in points (1/72 inch).
    pub width: f32,
    /// Height of the upright page, in points.
    pub height: f32,
    /// The turn that made it upright.
    pub rotation: Rotation,
    /// Degrees, clockwise, by which its lines slanted before they were straightened.
    pub skew: f32,
    /// Corners of the paper, when it was cut out of a photo (see [`Placement::corners`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corners: Option<[(f32, f32); 4]>,
    /// Its words, in reading order: by line, then from left to right.
    pub words: Vec<Word>,
    /// `Text` when the words are the PDF's own, `Ocr` when they were recognised.
    pub method: Method,
    /// Whether nothing is printed on it (a blank back, noise aside).
    pub blank: bool,
    /// Share of dark pixels, 0 to 1; 0 when the page was not rendered.
    pub ink: f32,
    /// Bar codes.
    pub barcodes: Vec<Barcode>,
    /// What kept it from being read well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub troubles: Vec<Trouble>,
    /// Whether a large part of it is a picture (a scan).
    pub has_image: bool,
    /// The places of the papers, when the sheet bears several (receipts scanned together); the words are then paper by
    /// paper, no line running over two.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<Rect>,
    /// What it looks like, upright, in 64 bits of which two pictures of one paper share most; only of a page that is a
    /// picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub look: Option<u64>,
}

/// One text line of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Line<'a> {
    /// Index in reading order, from 0.
    pub index: u32,
    /// The smallest rectangle around its words.
    pub rect: Rect,
    /// Its words from left to right.
    pub words: Vec<&'a Word>,
}

impl Line<'_> {
    /// The words with a space between them.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for word in &self.words {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&word.text);
        }
        text
    }
    /// The lowest confidence of its words.
    pub fn confidence(&self) -> f32 {
        self.words.iter().map(|word| word.confidence).fold(1.0, f32::min)
    }
}

impl Page {
    /// A page without words; width and height in points.
    pub fn empty(number: u32, width: f32, height: f32) -> Page {
        Page {
            number,
            width,
            height,
            rotation: Rotation::None,
            skew: 0.0,
            corners: None,
            words: Vec::new(),
            method: Method::Text,
            blank: false,
            ink: 0.0,
            barcodes: Vec::new(),
            troubles: Vec::new(),
            has_image: false,
            regions: Vec::new(),
            look: None,
        }
    }
    /// The papers of a sheet that bears several, each as a page with its own words and its own region alone; nothing for
    /// a sheet of one paper.
    pub fn papers(&self) -> Vec<Page> {
        let paper = |region: &Rect| Page {
            words: self.words.iter().filter(|word| layout::holds(region, &word.rect)).cloned().collect(),
            regions: vec![*region],
            look: None,
            ..self.clone()
        };
        self.regions.iter().map(paper).collect()
    }
    /// How it was made upright; rendering with it gives the picture on which the words lie.
    pub fn placement(&self) -> Placement {
        Placement { corners: self.corners, rotation: self.rotation, skew: self.skew }
    }
    /// The text lines, from top to bottom. Cells of a table that lie side by side on one
    /// base line are one line; a gap between them shows in the words' places.
    pub fn lines(&self) -> Vec<Line<'_>> {
        let mut lines: Vec<Line<'_>> = Vec::new();
        for word in &self.words {
            match lines.last_mut().filter(|line| line.index == word.line) {
                Some(line) => {
                    line.rect = line.rect.union(&word.rect);
                    line.words.push(word);
                }
                None => lines.push(Line { index: word.line, rect: word.rect, words: vec![word] }),
            }
        }
        lines
    }
    /// All the text, one text line a line.
    pub fn text(&self) -> String {
        self.lines().iter().map(Line::text).collect::<Vec<_>>().join("\n")
    }
}
