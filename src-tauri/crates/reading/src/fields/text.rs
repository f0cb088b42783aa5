//! The pages of one document as tokens, rows and runs, in points, with folded text for matching.

use std::ops::Range;

use liasse_domain::{Evidence, Method, Rect};

pub use super::fold::{fold, fold_parts, nearly};
use super::sideways;
use super::spaced::{self, Laid};
use crate::page::Page;

/// One word in its place.
#[derive(Debug, Clone)]
pub struct Token {
    /// As printed.
    pub text: String,
    /// Folded parts: lower case, no accents, cut at punctuation.
    pub parts: Vec<String>,
    /// Left, in points.
    pub x0: f32,
    /// Right, in points.
    pub x1: f32,
    /// Top, in points.
    pub y0: f32,
    /// Bottom, in points.
    pub y1: f32,
    /// Place as fractions of the page.
    pub rect: Rect,
    /// Probability that every letter is right.
    pub confidence: f32,
    /// Bold type.
    pub bold: bool,
    /// Row that it stands on.
    pub row: usize,
    /// Run that it belongs to.
    pub run: usize,
}

/// All words on one base line of a page, over the page's whole width.
#[derive(Debug, Clone)]
pub struct Row {
    /// Index of the page in the document, from 0.
    pub page: usize,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its runs.
    pub runs: Range<usize>,
    /// Top, in points.
    pub y0: f32,
    /// Bottom, in points.
    pub y1: f32,
}

/// Words of one row with no wide gap between them: a cell, a label, a sentence.
#[derive(Debug, Clone)]
pub struct Run {
    /// Its row.
    pub row: usize,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Left, in points.
    pub x0: f32,
    /// Right, in points.
    pub x1: f32,
    /// Top, in points.
    pub y0: f32,
    /// Bottom, in points.
    pub y1: f32,
    /// The words with a space between them.
    pub text: String,
    /// The folded parts with a space between them.
    pub fold: String,
    /// Height of the type, in points (the tallest word without an accent over a capital).
    pub size: f32,
    /// Whether most of it is bold.
    pub bold: bool,
}

/// One page's frame.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Page number in the source, from 1.
    pub number: u32,
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
    /// Its rows.
    pub rows: Range<usize>,
    /// How its words were had.
    pub method: Method,
}

/// The pages of one document.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// All words, row by row, from left to right.
    pub tokens: Vec<Token>,
    /// All rows, page by page, from top to bottom.
    pub rows: Vec<Row>,
    /// All runs, row by row.
    pub runs: Vec<Run>,
    /// The pages.
    pub frames: Vec<Frame>,
    /// Usual height of the type, in points.
    pub body: f32,
}

/// A word's place while rows are being built: index, left, top, right, bottom.
/// Whether an accent stands over a capital.
fn is_capped(text: &str) -> bool {
    text.chars().any(|c| matches!(c, 'À'..='Ï' | 'Ò'..='Ö' | 'Ù'..='Ü') && !matches!(c, 'Æ' | 'Ç'))
}

pub(super) type Placed = (usize, f32, f32, f32, f32);

impl Sheet {
    /// Lays the pages out.
    pub fn new<'p>(pages: impl IntoIterator<Item = &'p Page>) -> Sheet {
        let mut sheet = Sheet::default();
        for page in pages {
            sheet.lay(page);
        }
        let mut heights: Vec<f32> = sheet.runs.iter().map(|run| run.size).collect();
        heights.sort_by(f32::total_cmp);
        sheet.body = heights.get(heights.len() / 2).copied().unwrap_or(10.0).max(1.0);
        sheet
    }

    fn lay(&mut self, page: &Page) {
        let frame = self.frames.len();
        let first_row = self.rows.len();
        for words in rows_of(page) {
            let words = spaced::joined(page, words);
            self.lay_row(frame, &words);
        }
        for mention in sideways::mentions(page) {
            self.lay_row(frame, &mention);
        }
        self.frames.push(Frame {
            number: page.number,
            width: page.width,
            height: page.height,
            rows: first_row..self.rows.len(),
            method: page.method,
        });
    }

    fn lay_row(&mut self, frame: usize, words: &[Laid]) {
        let row = self.rows.len();
        let (first_token, first_run) = (self.tokens.len(), self.runs.len());
        let letters: usize = words.iter().map(|w| w.text.chars().count()).sum();
        let width: f32 = words.iter().map(|w| w.x1 - w.x0).sum();
        let letter = width / letters.max(1) as f32;
        let mut right = f32::NEG_INFINITY;
        for word in words {
            let (x0, y0, x1, y1) = (word.x0, word.y0, word.x1, word.y1);
            let height = y1 - y0;
            // A space is about half a letter wide (a whole one in type-writer faces); columns stand wider apart.
            let gap = (1.75 * letter).max(0.55 * height);
            let begins_run = self.tokens.len() == first_token || x0 - right > gap;
            if begins_run {
                let start = self.tokens.len();
                self.runs.push(Run {
                    row,
                    tokens: start..start,
                    x0,
                    x1,
                    y0,
                    y1,
                    text: String::new(),
                    fold: String::new(),
                    size: 0.0,
                    bold: false,
                });
            }
            right = right.max(x1);
            self.tokens.push(Token {
                text: word.text.clone(),
                parts: fold_parts(&word.text),
                x0,
                x1,
                y0,
                y1,
                rect: word.rect,
                confidence: word.confidence,
                bold: word.bold,
                row,
                run: self.runs.len() - 1,
            });
            if let (Some(run), Some(token)) = (self.runs.last_mut(), self.tokens.last()) {
                run.tokens.end = self.tokens.len();
                run.x1 = run.x1.max(x1);
                run.y0 = run.y0.min(y0);
                run.y1 = run.y1.max(y1);
                // An accent over a capital makes the word taller, not the type.
                if !is_capped(&word.text) {
                    run.size = run.size.max(height);
                }
                for (target, piece) in
                    [(&mut run.text, token.text.clone()), (&mut run.fold, token.parts.join(" "))]
                {
                    if !target.is_empty() && !piece.is_empty() {
                        target.push(' ');
                    }
                    target.push_str(&piece);
                }
            }
        }
        for run in self.runs.get_mut(first_run..).unwrap_or_default() {
            let bold = self.tokens.get(run.tokens.clone()).unwrap_or_default();
            run.bold = bold.iter().filter(|token| token.bold).count() * 2 > bold.len();
            if run.size == 0.0 {
                run.size = bold.iter().map(|token| token.y1 - token.y0).fold(0.0, f32::max);
            }
        }
        let y0 = words.iter().map(|w| w.y0).fold(f32::INFINITY, f32::min);
        let y1 = words.iter().map(|w| w.y1).fold(f32::NEG_INFINITY, f32::max);
        self.rows.push(Row {
            page: frame,
            tokens: first_token..self.tokens.len(),
            runs: first_run..self.runs.len(),
            y0,
            y1,
        });
    }

    /// The tokens of a span.
    pub fn span(&self, span: &Range<usize>) -> &[Token] {
        self.tokens.get(span.clone()).unwrap_or_default()
    }
    /// The words of a span with a space between them.
    pub fn words(&self, span: &Range<usize>) -> String {
        let words: Vec<&str> = self.span(span).iter().map(|token| token.text.as_str()).collect();
        words.join(" ")
    }
    /// The row of a span.
    pub fn row_of(&self, span: &Range<usize>) -> usize {
        self.tokens.get(span.start).map_or(0, |token| token.row)
    }
    /// The page (from 0) of a span.
    pub fn page_of(&self, span: &Range<usize>) -> usize {
        self.rows.get(self.row_of(span)).map_or(0, |row| row.page)
    }
    /// The frame of a span.
    pub fn frame_of(&self, span: &Range<usize>) -> Option<&Frame> {
        self.frames.get(self.page_of(span))
    }
    /// The smallest box around a span in points: left, top, right, bottom.
    pub fn extent(&self, span: &Range<usize>) -> Extent {
        Extent::around(self.span(span))
    }
    /// The lowest confidence of a span's words.
    pub fn confidence(&self, span: &Range<usize>) -> f32 {
        self.span(span).iter().map(|token| token.confidence).fold(1.0, f32::min)
    }
    /// Where a span stands, as evidence.
    pub fn evidence(&self, span: &Range<usize>) -> Option<Evidence> {
        let frame = self.frame_of(span)?;
        let mut tokens = self.span(span).iter();
        let first = tokens.next()?;
        let rect = tokens.fold(first.rect, |rect, token| rect.union(&token.rect));
        Some(Evidence { page: frame.number, rect: Some(rect), method: frame.method })
    }
    /// Where several spans of one page stand, as evidence.
    pub fn evidence_of(&self, spans: &[Range<usize>]) -> Option<Evidence> {
        let mut each = spans.iter().filter_map(|span| self.evidence(span));
        let first = each.next()?;
        Some(each.filter(|other| other.page == first.page).fold(first, |all, other| Evidence {
            rect: all.rect.zip(other.rect).map(|(a, b)| a.union(&b)),
            ..all
        }))
    }
    /// Whether the words of a span were recognised rather than read.
    pub fn is_ocr(&self, span: &Range<usize>) -> bool {
        self.frame_of(span).is_some_and(|frame| frame.method == Method::Ocr)
    }
    /// Height on the page of a span's top, 0 to 1.
    pub fn depth(&self, span: &Range<usize>) -> f32 {
        self.span(span).first().map_or(0.0, |token| token.rect.y0)
    }
}

/// A box in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extent {
    /// Left.
    pub x0: f32,
    /// Top.
    pub y0: f32,
    /// Right.
    pub x1: f32,
    /// Bottom.
    pub y1: f32,
}

impl Extent {
    fn around(tokens: &[Token]) -> Extent {
        let empty =
            Extent { x0: f32::INFINITY, y0: f32::INFINITY, x1: f32::NEG_INFINITY, y1: f32::NEG_INFINITY };
        tokens.iter().fold(empty, |e, t| Extent {
            x0: e.x0.min(t.x0),
            y0: e.y0.min(t.y0),
            x1: e.x1.max(t.x1),
            y1: e.y1.max(t.y1),
        })
    }
}

/// Groups a page's words into rows: words share a row when more than half of the smaller one's height is common with
/// the neighbour to the left, so that slightly slanted rows hold together.
fn rows_of(page: &Page) -> Vec<Vec<Placed>> {
    let lying = sideways::letters(page);
    let mut placed: Vec<Placed> = page
        .words
        .iter()
        .enumerate()
        .filter(|(index, word)| !word.text.trim().is_empty() && !lying.get(*index).is_some_and(|is| *is))
        .map(|(index, word)| {
            let r = &word.rect;
            (index, r.x0 * page.width, r.y0 * page.height, r.x1 * page.width, r.y1 * page.height)
        })
        .collect();
    placed.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut rows: Vec<Vec<Placed>> = Vec::new();
    for word in placed {
        let best = rows
            .iter_mut()
            .filter_map(|row| {
                let last = *row.last()?;
                let shared = last.4.min(word.4) - last.2.max(word.2);
                let smaller = (last.4 - last.2).min(word.4 - word.2).max(0.1);
                let share = shared / smaller;
                // Words printed one over the other are not neighbours on a row.
                let stacked = word.1 < last.3 - 0.6 * (last.3 - last.1).min(word.3 - word.1);
                (share > 0.5 && !stacked).then_some((share, row))
            })
            .max_by(|a, b| a.0.total_cmp(&b.0));
        match best {
            Some((_, row)) => row.push(word),
            None => rows.push(vec![word]),
        }
    }
    let middle =
        |row: &Vec<Placed>| row.iter().map(|w| (w.2 + w.4) / 2.0).sum::<f32>() / row.len().max(1) as f32;
    rows.sort_by(|a, b| middle(a).total_cmp(&middle(b)));
    rows
}
