//! Recognition of a page's picture: upright, detection, letters, words.

mod crop;
mod detect;
mod net;
mod orient;
mod recognise;
mod shape;
mod words;

use image::RgbImage;
use image::imageops;
use liasse_domain::Rect;

use crate::engine::{EngineError, EngineFiles};
use crate::layout::{self, Piece};
use crate::ocr::crop::Crop;
use crate::ocr::detect::Detect;
use crate::ocr::orient::Orient;
use crate::ocr::recognise::{ReadLine, Recognise};
pub(crate) use crate::ocr::crop::sample;
pub(crate) use crate::ocr::shape::convex as convex_hull;
use crate::ocr::shape::TextBox;
use crate::page::{Rotation, Word};

/// Lines of which the first reading scores less are read again by the better network.
const SURE: f32 = 0.97;
/// A letter of lower probability is a guess.
const GUESS: f32 = 0.6;
/// A turn is believed only when the network is this sure of it.
const SURE_TURN: f32 = 0.6;

/// The networks, loaded at their first use and kept.
pub struct Ocr {
    files: EngineFiles,
    orient: Option<Orient>,
    detect: Option<Detect>,
    quick: Option<Recognise>,
    careful: Option<Recognise>,
}

/// What was read on a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Recognised {
    /// The words on the upright, straight page.
    pub words: Vec<Word>,
    /// The turn that made it upright.
    pub rotation: Rotation,
    /// Degrees, clockwise, by which the lines slanted after the turn.
    pub skew: f32,
    /// Lines found.
    pub lines: usize,
    /// Lines that were read a second time.
    pub second_looks: usize,
}

impl Ocr {
    /// The networks of an installation; nothing is loaded yet.
    pub fn new(files: &EngineFiles) -> Ocr {
        Ocr { files: files.clone(), orient: None, detect: None, quick: None, careful: None }
    }
    /// Loads all networks now, so that the first page does not wait for them.
    ///
    /// # Errors
    /// When one cannot be loaded.
    pub fn warm(&mut self) -> Result<(), EngineError> {
        let files = &self.files;
        loaded(&mut self.orient, || Orient::load(files))?;
        loaded(&mut self.detect, || Detect::load(files))?;
        loaded(&mut self.quick, || Recognise::load(files, "tiny", "recognition (tiny)"))?;
        loaded(&mut self.careful, || Recognise::load(files, "small", "recognition (small)"))?;
        Ok(())
    }
    /// Reads a page's picture.
    ///
    /// # Errors
    /// When a network cannot be loaded or fails.
    pub fn read(&mut self, picture: RgbImage) -> Result<Recognised, EngineError> {
        let files = &self.files;
        let orient = loaded(&mut self.orient, || Orient::load(files))?;
        let (righting, sure) = orient.righting(&picture)?;
        let rotation = if sure >= SURE_TURN { righting } else { Rotation::None };
        let page = turn(picture, rotation);
        let boxes = loaded(&mut self.detect, || Detect::load(files))?.boxes(&page)?;
        let boxes: Vec<TextBox> = boxes.into_iter().map(reading_down).collect();
        let skew = slant(&boxes);
        let crops: Vec<Crop> = boxes.iter().map(|line| Crop::cut(&page, line)).collect();
        let all: Vec<&Crop> = crops.iter().collect();
        let quick = loaded(&mut self.quick, || Recognise::load(files, "tiny", "recognition (tiny)"))?;
        let mut lines = quick.read(&all)?;
        let doubtful: Vec<usize> =
            lines.iter().enumerate().filter(|(_, line)| wants_second_look(line)).map(|(at, _)| at).collect();
        if !doubtful.is_empty() {
            let again: Vec<&Crop> = doubtful.iter().map(|at| &crops[*at]).collect();
            let careful =
                loaded(&mut self.careful, || Recognise::load(files, "small", "recognition (small)"))?;
            for (at, line) in doubtful.iter().zip(careful.read(&again)?) {
                lines[*at] = line;
            }
        }
        let (width, height) = (page.width() as f32, page.height() as f32);
        let mut pieces = Vec::new();
        for ((line, crop), place) in lines.iter().zip(&crops).zip(&boxes) {
            for word in words::words(line, &crop.ink) {
                let rect = straight(place, word.from, word.to, skew, width, height);
                pieces.push(Piece { text: word.text, rect, confidence: word.confidence, bold: false });
            }
        }
        Ok(Recognised {
            words: layout::arrange(pieces),
            rotation,
            skew,
            lines: lines.len(),
            second_looks: doubtful.len(),
        })
    }
}

fn loaded<T>(
    slot: &mut Option<T>,
    load: impl FnOnce() -> Result<T, EngineError>,
) -> Result<&mut T, EngineError> {
    match slot {
        Some(value) => Ok(value),
        None => Ok(slot.insert(load()?)),
    }
}

/// The picture turned clockwise.
pub(crate) fn turn(picture: RgbImage, rotation: Rotation) -> RgbImage {
    match rotation {
        Rotation::None => picture,
        Rotation::Quarter => imageops::rotate90(&picture),
        Rotation::Half => imageops::rotate180(&picture),
        Rotation::ThreeQuarters => imageops::rotate270(&picture),
    }
}

/// Much higher than wide: a line that reads downwards.
fn reading_down(line: TextBox) -> TextBox {
    if line.height < line.width * 1.5 {
        return line;
    }
    TextBox {
        width: line.height,
        height: line.width,
        angle: line.angle + std::f32::consts::FRAC_PI_2,
        ..line
    }
}

/// The median slant of the long lines, degrees clockwise, each line weighing as much as it is long.
fn slant(boxes: &[TextBox]) -> f32 {
    let mut angles: Vec<(f32, f32)> = boxes
        .iter()
        .filter(|line| line.width > line.height * 5.0 && line.angle.abs() < 0.5)
        .map(|line| (line.angle.to_degrees(), line.width))
        .collect();
    angles.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = angles.iter().map(|(_, weight)| weight).sum::<f32>() / 2.0;
    let mut sum = 0.0;
    for (angle, weight) in angles {
        sum += weight;
        if sum >= half {
            return if angle.abs() < 0.1 { 0.0 } else { angle };
        }
    }
    0.0
}

/// Where part of a line lies once the page is straight: fractions of the page.
fn straight(line: &TextBox, from: f32, to: f32, skew: f32, width: f32, height: f32) -> Rect {
    let middle = line.point(((from + to) / 2.0 - 0.5) * line.width, 0.0);
    let (sin, cos) = (-skew.to_radians()).sin_cos();
    let (dx, dy) = (middle.0 - width / 2.0, middle.1 - height / 2.0);
    let (x, y) = (width / 2.0 + dx * cos - dy * sin, height / 2.0 + dx * sin + dy * cos);
    let left = (line.angle - skew.to_radians()).abs();
    let (along, across) = ((to - from) * line.width, line.height);
    let (wide, high) = if left < 0.1 {
        (along, across)
    } else {
        let (sin, cos) = left.sin_cos();
        (along * cos.abs() + across * sin.abs(), along * sin.abs() + across * cos.abs())
    };
    Rect {
        x0: ((x - wide / 2.0) / width).clamp(0.0, 1.0),
        y0: ((y - high / 2.0) / height).clamp(0.0, 1.0),
        x1: ((x + wide / 2.0) / width).clamp(0.0, 1.0),
        y1: ((y + high / 2.0) / height).clamp(0.0, 1.0),
    }
}

/// Low score, a letter that is a guess, or a number of which some digit is not certain: amounts, dates and identifiers
/// are worth a second look where running text is not.
fn wants_second_look(line: &ReadLine) -> bool {
    let least = |wanted: fn(char) -> bool| {
        let found = line.letters.iter().filter(|letter| wanted(letter.letter));
        found.map(|letter| letter.probability).fold(1.0, f32::min)
    };
    line.score() < SURE || least(|letter| letter.is_ascii_digit()) < SURE || least(|_| true) < GUESS
}
