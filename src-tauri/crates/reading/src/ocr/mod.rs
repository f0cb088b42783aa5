//! Recognition of a page's picture: upright, detection, letters, words.

mod crop;
mod detect;
mod gathered;
mod net;
mod orient;
mod recognise;
mod regions;
mod second_look;
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
use crate::ocr::second_look::Stretch;
use crate::ocr::shape::TextBox;
pub(crate) use crate::ocr::shape::convex as convex_hull;
use crate::page::{Rotation, Word};

/// A page or line of lower score is not read but guessed at: perhaps it lies otherwise.
const ILLEGIBLE: f32 = 0.8;
/// By how much another turn must be better legible.
const BETTER: f32 = 0.1;
/// A line of lower score is no text: a logo, a stain, a table's rule.
const NOISE: f32 = 0.5;
/// A turn is believed only when the network is this sure of it.
const SURE_TURN: f32 = 0.6;

/// The networks, loaded at their first use and kept.
pub struct Ocr {
    files: EngineFiles,
    nets: Option<Nets>,
}

struct Nets {
    orient: Orient,
    detect: Detect,
    quick: Recognise,
    careful: Recognise,
}

/// What was read on a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Recognised {
    /// The words on the upright, straight page.
    pub words: Vec<Word>,
    /// The places of the papers, when the sheet bears several; the words are then in their order.
    pub regions: Vec<Rect>,
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
        Ocr { files: files.clone(), nets: None }
    }
    /// Loads all networks now, so that the first page does not wait for them.
    ///
    /// # Errors
    /// When one cannot be loaded.
    pub fn warm(&mut self) -> Result<(), EngineError> {
        self.nets().map(|_| ())
    }
    fn nets(&mut self) -> Result<&mut Nets, EngineError> {
        match &mut self.nets {
            Some(nets) => Ok(nets),
            slot => Ok(slot.insert(Nets {
                orient: Orient::load(&self.files)?,
                detect: Detect::load(&self.files)?,
                quick: Recognise::load(&self.files, "tiny", "recognition (tiny)")?,
                careful: Recognise::load(&self.files, "small", "recognition (small)")?,
            })),
        }
    }
    /// Reads a page's picture.
    ///
    /// # Errors
    /// When a network cannot be loaded or fails.
    pub fn read(&mut self, picture: RgbImage) -> Result<Recognised, EngineError> {
        let nets = self.nets()?;
        let (mut rotation, page) = nets.upright(picture)?;
        let mut glance = nets.glance(page)?;
        if glance.score() < ILLEGIBLE {
            for more in [Rotation::Half, Rotation::Quarter, Rotation::ThreeQuarters] {
                let other = nets.glance(turn(glance.page.clone(), more))?;
                if other.score() > glance.score() + BETTER {
                    glance = other;
                    let degrees = (rotation.degrees() + more.degrees()) as i32;
                    rotation = Rotation::from_degrees(degrees).unwrap_or_default();
                    break;
                }
            }
        }
        let second_looks = nets.look_again(&mut glance)?;
        let skew = slant(&glance.boxes);
        let pieces = glance.pieces(skew);
        let mut words = layout::arrange(pieces.iter().map(|(_, piece)| piece.clone()).collect());
        let regions = regions::find(&words);
        if !regions.is_empty() {
            words = glance.by_region(&regions, &pieces, skew);
        }
        Ok(Recognised { words, regions, rotation, skew, lines: glance.lines.len(), second_looks })
    }
}

/// A page of which every line was read once.
struct Glance {
    page: RgbImage,
    boxes: Vec<TextBox>,
    crops: Vec<Crop>,
    lines: Vec<ReadLine>,
}

impl Nets {
    /// The page turned as the orientation network says.
    fn upright(&mut self, picture: RgbImage) -> Result<(Rotation, RgbImage), EngineError> {
        let (righting, sure) = self.orient.righting(&picture)?;
        let rotation = if sure >= SURE_TURN { righting } else { Rotation::None };
        Ok((rotation, turn(picture, rotation)))
    }
    fn glance(&mut self, page: RgbImage) -> Result<Glance, EngineError> {
        let mut boxes = self.detect.boxes(&page)?;
        for line in &mut boxes {
            *line = reading_down(*line);
        }
        let mut crops: Vec<Crop> = boxes.iter().map(|line| Crop::cut(&page, line)).collect();
        let mut lines = self.quick.read(&crops.iter().collect::<Vec<_>>())?;
        for (at, line) in boxes.iter_mut().enumerate() {
            if line.angle > std::f32::consts::FRAC_PI_4 && lines[at].score() < ILLEGIBLE {
                let upwards = TextBox { angle: line.angle - std::f32::consts::PI, ..*line };
                let crop = Crop::cut(&page, &upwards);
                if let Some(read) =
                    self.quick.read(&[&crop])?.pop().filter(|read| read.score() > lines[at].score())
                {
                    (*line, crops[at], lines[at]) = (upwards, crop, read);
                }
            }
        }
        Ok(Glance { page, boxes, crops, lines })
    }
    /// Reads what is doubtful again with the better network; says on how many lines.
    fn look_again(&mut self, glance: &mut Glance) -> Result<usize, EngineError> {
        let parts = |(at, line): (usize, &ReadLine)| {
            let stretches = glance.crops.get(at).map(|crop| second_look::stretches(line, &crop.ink));
            stretches.unwrap_or_default().into_iter().map(move |stretch| (at, stretch))
        };
        let doubtful: Vec<(usize, Stretch)> = glance.lines.iter().enumerate().flat_map(parts).collect();
        let crops: Vec<Crop> =
            doubtful.iter().map(|(at, stretch)| glance.crops[*at].part(stretch.columns.clone())).collect();
        let read = self.careful.read(&crops.iter().collect::<Vec<_>>())?;
        // From the right, so that the letters before a stretch keep their places.
        for ((at, stretch), read) in doubtful.iter().zip(&read).rev() {
            second_look::replace(&mut glance.lines[*at], stretch, read, glance.crops[*at].columns);
        }
        Ok(doubtful.chunk_by(|a, b| a.0 == b.0).count())
    }
}

impl Glance {
    /// Mean score of the lines, each weighing as much as it is long; 1 for a page without lines.
    fn score(&self) -> f32 {
        let (mut sum, mut length) = (0.0, 0.0);
        for (line, crop) in self.lines.iter().zip(&self.crops) {
            sum += line.score() * crop.columns as f32;
            length += crop.columns as f32;
        }
        if length == 0.0 { 1.0 } else { sum / length }
    }
    /// The words with their places on the straight page, each with the index of its line; marks that were read as nothing
    /// sure are left out.
    fn pieces(&self, skew: f32) -> Vec<(usize, Piece)> {
        let (width, height) = (self.page.width() as f32, self.page.height() as f32);
        let mut pieces = Vec::new();
        for (index, ((line, crop), place)) in self.lines.iter().zip(&self.crops).zip(&self.boxes).enumerate()
        {
            if line.score() < NOISE {
                continue;
            }
            for word in words::words(line, &crop.ink) {
                let rect = straight(place, word.from, word.to, skew, width, height);
                pieces
                    .push((index, Piece { text: word.text, rect, confidence: word.confidence, bold: false }));
            }
        }
        pieces
    }
    /// The words of a sheet of several papers: paper by paper, each straightened on its own.
    fn by_region(&self, regions: &[Rect], pieces: &[(usize, Piece)], skew: f32) -> Vec<Word> {
        let (width, height) = (self.page.width() as f32, self.page.height() as f32);
        let mut words: Vec<Word> = Vec::new();
        for region in regions {
            let (cx, cy) = ((region.x0 + region.x1) / 2.0 * width, (region.y0 + region.y1) / 2.0 * height);
            let inside: Vec<&(usize, Piece)> =
                pieces.iter().filter(|(_, piece)| layout::holds(region, &piece.rect)).collect();
            let boxes: Vec<TextBox> =
                inside.iter().filter_map(|(line, _)| self.boxes.get(*line).copied()).collect();
            let (sin, cos) = (skew - slant(&boxes)).to_radians().sin_cos();
            let levelled = inside.iter().map(|(_, piece)| {
                let rect = piece.rect;
                let dx = (rect.x0 + rect.x1) / 2.0 * width - cx;
                let dy = (rect.y0 + rect.y1) / 2.0 * height - cy;
                let shift_x = (cx + dx * cos - dy * sin) / width - (rect.x0 + rect.x1) / 2.0;
                let shift_y = (cy + dx * sin + dy * cos) / height - (rect.y0 + rect.y1) / 2.0;
                let rect = Rect {
                    x0: rect.x0 + shift_x,
                    y0: rect.y0 + shift_y,
                    x1: rect.x1 + shift_x,
                    y1: rect.y1 + shift_y,
                };
                Piece { rect, ..piece.clone() }
            });
            let first = words.last().map_or(0, |word| word.line + 1);
            words.extend(
                layout::arrange(levelled.collect())
                    .into_iter()
                    .map(|word| Word { line: word.line + first, ..word }),
            );
        }
        words
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
