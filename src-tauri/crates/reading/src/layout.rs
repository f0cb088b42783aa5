//! Words into text lines, and turns of rectangles.

use liasse_domain::Rect;

use crate::page::{Rotation, Word};

/// A word before its line is known.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Piece {
    pub(crate) text: String,
    pub(crate) rect: Rect,
    pub(crate) confidence: f32,
    pub(crate) bold: bool,
}

struct Row {
    top: f32,
    bottom: f32,
    members: Vec<Piece>,
}

impl Row {
    fn centre(&self) -> f32 {
        (self.top + self.bottom) / 2.0
    }
    /// How well a word lies on this line: shared height over the smaller height; `None` when it does not.
    fn fits(&self, rect: &Rect) -> Option<f32> {
        let smaller = rect.height().min(self.bottom - self.top).max(1e-6);
        let shared = (rect.y1.min(self.bottom) - rect.y0.max(self.top)) / smaller;
        let apart = ((rect.y0 + rect.y1) / 2.0 - self.centre()).abs() / smaller;
        (shared >= 0.5 && apart <= 0.5).then_some(shared - apart)
    }
    fn push(&mut self, piece: Piece) {
        let count = self.members.len() as f32;
        self.top = (self.top * count + piece.rect.y0) / (count + 1.0);
        self.bottom = (self.bottom * count + piece.rect.y1) / (count + 1.0);
        self.members.push(piece);
    }
}

/// Lays words out in lines: those that share a base line, however far apart, from top to bottom and from left
/// to right.
pub(crate) fn arrange(mut pieces: Vec<Piece>) -> Vec<Word> {
    pieces.retain(|piece| !piece.text.is_empty());
    pieces.sort_by(|a, b| (a.rect.y0 + a.rect.y1).total_cmp(&(b.rect.y0 + b.rect.y1)));
    let mut rows: Vec<Row> = Vec::new();
    for piece in pieces {
        let recent = rows.len().saturating_sub(12);
        let best = rows
            .iter()
            .enumerate()
            .skip(recent)
            .filter_map(|(index, row)| row.fits(&piece.rect).map(|fit| (index, fit)))
            .max_by(|a, b| a.1.total_cmp(&b.1));
        match best.and_then(|(index, _)| rows.get_mut(index)) {
            Some(row) => row.push(piece),
            None => rows.push(Row { top: piece.rect.y0, bottom: piece.rect.y1, members: vec![piece] }),
        }
    }
    rows.sort_by(|a, b| a.centre().total_cmp(&b.centre()));
    let mut words = Vec::new();
    for (line, mut row) in (0u32..).zip(rows) {
        row.members.sort_by(|a, b| a.rect.x0.total_cmp(&b.rect.x0));
        words.extend(row.members.into_iter().map(|piece| Word {
            text: piece.text,
            rect: piece.rect,
            confidence: piece.confidence,
            line,
            bold: piece.bold,
        }));
    }
    words
}

/// Papers on one sheet lie farther apart than this: a word this near belongs to the paper.
const NEAR: f32 = 0.008;

/// Whether the middle of a word lies on a paper.
pub(crate) fn holds(paper: &Rect, word: &Rect) -> bool {
    let (x, y) = ((word.x0 + word.x1) / 2.0, (word.y0 + word.y1) / 2.0);
    (paper.x0 - NEAR..=paper.x1 + NEAR).contains(&x) && (paper.y0 - NEAR..=paper.y1 + NEAR).contains(&y)
}

/// A point (fractions) after a turn of its page.
pub(crate) fn turned_point((x, y): (f32, f32), rotation: Rotation) -> (f32, f32) {
    match rotation {
        Rotation::None => (x, y),
        Rotation::Quarter => (1.0 - y, x),
        Rotation::Half => (1.0 - x, 1.0 - y),
        Rotation::ThreeQuarters => (y, 1.0 - x),
    }
}

/// A rectangle (fractions) after a turn of its page.
pub(crate) fn turned(rect: Rect, rotation: Rotation) -> Rect {
    let a = turned_point((rect.x0, rect.y0), rotation);
    let b = turned_point((rect.x1, rect.y1), rotation);
    Rect { x0: a.0.min(b.0), y0: a.1.min(b.1), x1: a.0.max(b.0), y1: a.1.max(b.1) }
}

/// A rectangle before the turn of its page: undoes [`turned`].
pub(crate) fn unturned(rect: Rect, rotation: Rotation) -> Rect {
    let back = match rotation {
        Rotation::Quarter => Rotation::ThreeQuarters,
        Rotation::ThreeQuarters => Rotation::Quarter,
        same => same,
    };
    turned(rect, back)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &str, x0: f32, y0: f32, x1: f32, y1: f32) -> Piece {
        Piece { text: text.to_owned(), rect: Rect { x0, y0, x1, y1 }, confidence: 1.0, bold: false }
    }

    #[test]
    fn cells_of_one_base_line_are_one_line() {
        let words = arrange(vec![
            piece("120,00", 0.8, 0.301, 0.9, 0.316),
            piece("TVA", 0.5, 0.33, 0.6, 0.345),
            piece("Total", 0.5, 0.3, 0.6, 0.315),
            piece("TITRE", 0.1, 0.29, 0.3, 0.35),
        ]);
        let lines: Vec<(u32, &str)> = words.iter().map(|word| (word.line, word.text.as_str())).collect();
        assert_eq!(lines, [(0, "Total"), (0, "120,00"), (1, "TITRE"), (2, "TVA")]);
    }

    #[test]
    fn turns_are_undone() {
        let rect = Rect { x0: 0.1, y0: 0.2, x1: 0.4, y1: 0.3 };
        for degrees in [0, 90, 180, 270] {
            let rotation = Rotation::from_degrees(degrees).unwrap();
            let back = unturned(turned(rect, rotation), rotation);
            assert!((back.x0 - rect.x0).abs() < 1e-6 && (back.y1 - rect.y1).abs() < 1e-6, "{degrees}");
        }
        let quarter = turned(rect, Rotation::Quarter);
        assert!((quarter.x0 - 0.7).abs() < 1e-6 && (quarter.y0 - 0.1).abs() < 1e-6);
    }
}
