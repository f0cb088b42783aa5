//! The text that a PDF carries: glyphs to words, words to lines.

use liasse_domain::Rect;
use pdfium_render::prelude::{PdfPage, PdfPageText, PdfPageTextChar, PdfPageTextRenderMode};

use crate::engine::pdf::ToShown;
use crate::layout::{self, Piece};
use crate::page::{Rotation, Word};

/// Pages with more glyphs than this are read up to here: no paper has as many.
const MAX_GLYPHS: usize = 120_000;
/// A gap wider than this share of the type size parts words (a space is 0.2 to 0.3 of it).
const WORD_GAP: f32 = 0.17;

/// What a page's own text is made of; judged by [`crate::engine::sound`].
#[derive(Debug, Default)]
pub struct TextLayer {
    /// The words on the upright page.
    pub words: Vec<Word>,
    /// The turn that makes most of the text upright.
    pub rotation: Rotation,
    /// Visible glyphs that are no spaces.
    pub glyphs: u32,
    /// Of all glyphs: those drawn invisibly, as recognisers put them over a scan.
    pub invisible: u32,
    /// Of the visible glyphs: without a known character (no mapping, private use, control).
    pub unmapped: u32,
    /// Of the visible glyphs: lying outside the page.
    pub outside: u32,
}

#[derive(Debug, Clone, Copy)]
struct Glyph {
    letter: char,
    /// On the page as shown, points.
    rect: Rect,
    baseline: (f32, f32),
    size: f32,
    /// Quarter turns clockwise of its reading direction.
    turn: u8,
    space: bool,
    bold: bool,
}

pub(crate) fn read(page: &PdfPage<'_>, text: &PdfPageText<'_>, width: f32, height: f32) -> TextLayer {
    let mut layer = TextLayer::default();
    let Some(to_shown) = ToShown::of(page, width, height) else { return layer };
    let mut glyphs: Vec<Glyph> = Vec::new();
    let mut counts = [0u32; 4];
    let mut face = Face::default();
    let chars = text.chars();
    for index in 0..chars.len().min(MAX_GLYPHS) {
        let Ok(char) = chars.get(index) else { continue };
        let letter = shown_letter(&char);
        let space = letter.is_whitespace();
        if !space {
            if char.render_mode().is_ok_and(|mode| mode == PdfPageTextRenderMode::Invisible) {
                layer.invisible += 1;
                continue;
            }
            layer.glyphs += 1;
            if is_unmapped(letter) {
                layer.unmapped += 1;
            }
        }
        let Some(glyph) = place(&char, letter, space, &to_shown, &mut face) else { continue };
        let centre = ((glyph.rect.x0 + glyph.rect.x1) / 2.0, (glyph.rect.y0 + glyph.rect.y1) / 2.0);
        if centre.0 < 0.0 || centre.1 < 0.0 || centre.0 > width || centre.1 > height {
            layer.outside += u32::from(!space);
            continue;
        }
        if !space && let Some(count) = counts.get_mut(usize::from(glyph.turn)) {
            *count += 1;
        }
        glyphs.push(glyph);
    }
    let main = (0..4u8).max_by_key(|turn| (counts[usize::from(*turn)], 4 - turn)).unwrap_or(0);
    layer.rotation = righting(main);
    let mut first_line = 0;
    for step in 0..4u8 {
        let turn = (main + step) % 4;
        let pieces = pieces(&glyphs, turn, width, height);
        let mut words = layout::arrange(pieces);
        for word in &mut words {
            word.line += first_line;
            word.rect = layout::turned(layout::unturned(word.rect, righting(turn)), layer.rotation);
        }
        first_line = words.last().map_or(first_line, |word| word.line + 1);
        layer.words.append(&mut words);
    }
    layer
}

/// The turn that makes text of that reading direction upright.
fn righting(turn: u8) -> Rotation {
    Rotation::from_degrees(-90 * i32::from(turn)).unwrap_or_default()
}

/// The letter as a reader sees it. pdfium marks a hyphen at a line's end by 0x02 or U+FFFE.
fn shown_letter(char: &PdfPageTextChar<'_>) -> char {
    match char.unicode_value() {
        0x02 | 0xFFFE | 0xAD | 0x2010 | 0x2011 => '-',
        0 => '\u{FFFD}',
        value => char::from_u32(value).unwrap_or('\u{FFFD}'),
    }
}

fn is_unmapped(letter: char) -> bool {
    letter == '\u{FFFD}'
        || letter.is_control()
        || matches!(u32::from(letter), 0xE000..=0xF8FF | 0xF0000..=0x10FFFF | 0xFFF0..=0xFFFF)
}

/// Bold or not, remembered for as long as size and weight stay the same.
#[derive(Default)]
struct Face {
    key: Option<(u32, String)>,
    bold: bool,
}

fn place(
    char: &PdfPageTextChar<'_>,
    letter: char,
    space: bool,
    to_shown: &ToShown,
    face: &mut Face,
) -> Option<Glyph> {
    let bounds = char.loose_bounds().ok()?;
    let a = to_shown.point(bounds.left().value, bounds.bottom().value);
    let b = to_shown.point(bounds.right().value, bounds.top().value);
    let mut rect = Rect { x0: a.0.min(b.0), y0: a.1.min(b.1), x1: a.0.max(b.0), y1: a.1.max(b.1) };
    if ![rect.x0, rect.y0, rect.x1, rect.y1].iter().all(|side| side.is_finite()) {
        return None;
    }
    let angle = char.angle_radians().unwrap_or(0.0);
    let (dx, dy) = to_shown.direction(angle.cos(), angle.sin());
    let turn = ((dy.atan2(dx).to_degrees() / 90.0).round() as i32).rem_euclid(4) as u8;
    let origin = char.origin().map(|(x, y)| to_shown.point(x.value, y.value)).ok();
    let along = if turn.is_multiple_of(2) { rect.height() } else { rect.width() };
    let mut size = char.scaled_font_size().value.abs();
    if !(0.5..400.0).contains(&size) {
        size = along.max(1.0);
    }
    if turn == 0 && along > size * 2.0 {
        let base = origin.map_or(rect.y1, |origin| origin.1);
        rect = Rect { y0: base - size * 0.9, y1: base + size * 0.25, ..rect };
    }
    if !space {
        let weight = char.font_weight().map_or(0, |weight| format!("{weight:?}").len() as u32);
        let key = (weight ^ size.to_bits(), char.font_name());
        if face.key.as_ref() != Some(&key) {
            let name = key.1.to_lowercase();
            face.bold = ["bold", "black", "heavy", "-bd", "demi"].iter().any(|part| name.contains(part))
                || char.font_is_bold_reenforced();
            face.key = Some(key);
        }
    }
    Some(Glyph {
        letter,
        rect,
        baseline: origin.unwrap_or((rect.x0, rect.y1)),
        size,
        turn,
        space,
        bold: face.bold,
    })
}

/// Words out of the glyphs of one reading direction, laid upright; places as fractions of the turned page.
fn pieces(glyphs: &[Glyph], turn: u8, width: f32, height: f32) -> Vec<Piece> {
    let rotation = righting(turn);
    let (wide, high) = if rotation.swaps_sides() { (height, width) } else { (width, height) };
    let mut pieces: Vec<Piece> = Vec::new();
    let mut open: Option<(Piece, Glyph)> = None;
    // Mean gap between the letters of the open word, in shares of the type size: letter-spaced headings have wide ones.
    let mut spread = 0.0_f32;
    let mut letters = 0.0_f32;
    for glyph in glyphs.iter().filter(|glyph| glyph.turn == turn) {
        let shown = Rect {
            x0: glyph.rect.x0 / width,
            y0: glyph.rect.y0 / height,
            x1: glyph.rect.x1 / width,
            y1: glyph.rect.y1 / height,
        };
        let rect = layout::turned(shown, rotation);
        let at = layout::turned_point((glyph.baseline.0 / width, glyph.baseline.1 / height), rotation);
        let here = Glyph { baseline: (at.0 * wide, at.1 * high), rect, ..*glyph };
        if glyph.space {
            pieces.extend(open.take().map(|(piece, _)| piece));
            continue;
        }
        let joins = open.as_ref().is_some_and(|(piece, last)| {
            let size = last.size.min(glyph.size).max(0.5);
            // The second letter of a ligature (`tt`, `ti`, `fi`) has the place of the first.
            let same_place =
                ((rect.x0 - last.rect.x0).abs() + (rect.x1 - last.rect.x1).abs()) * wide < 0.1 * size;
            if same_place && (here.baseline.1 - last.baseline.1).abs() < 0.1 * size {
                return true;
            }
            let gap = (rect.x0 - piece.rect.x1) * wide / size;
            let drop = (here.baseline.1 - last.baseline.1).abs() / size;
            // The box of a letter with a swash reaches over the next one: their origins tell the step.
            let step = (here.baseline.0 - last.baseline.0) / size;
            let overlaps = gap > -0.6 || gap > -1.6 && (0.2..1.3).contains(&step);
            let joins = gap < WORD_GAP + spread && overlaps && drop < 0.3;
            if joins {
                spread = ((spread * letters + gap.max(0.0)) / (letters + 1.0)).min(0.3);
                letters += 1.0;
            }
            joins
        });
        if !joins {
            (spread, letters) = (0.0, 0.0);
        }
        if joins && let Some((piece, last)) = &mut open {
            push_letter(&mut piece.text, glyph.letter);
            piece.rect = piece.rect.union(&rect);
            *last = here;
        } else {
            pieces.extend(open.take().map(|(piece, _)| piece));
            let mut text = String::new();
            push_letter(&mut text, glyph.letter);
            open = Some((Piece { text, rect, confidence: 1.0, bold: glyph.bold }, here));
        }
    }
    pieces.extend(open.take().map(|(piece, _)| piece));
    pieces
}

/// Ligatures are taken apart: a search for "fi" must find them.
fn push_letter(text: &mut String, letter: char) {
    match letter {
        '\u{FB00}' => text.push_str("ff"),
        '\u{FB01}' => text.push_str("fi"),
        '\u{FB02}' => text.push_str("fl"),
        '\u{FB03}' => text.push_str("ffi"),
        '\u{FB04}' => text.push_str("ffl"),
        '\u{FB05}' | '\u{FB06}' => text.push_str("st"),
        '\u{200B}'..='\u{200F}' | '\u{FEFF}' => {}
        letter => text.push(letter),
    }
}
