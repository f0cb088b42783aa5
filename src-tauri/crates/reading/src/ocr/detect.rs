//! Where text lies on a page: the DB detector and its post-processing (Liao et al., "Real-time Scene Text
//! Detection with Differentiable Binarization", AAAI 2020; the growth is PP-OCR's).

use image::RgbImage;

use crate::engine::{EngineError, EngineFiles};
use crate::ocr::gathered::{Gathered, gathered};
use crate::ocr::net::Net;
use crate::ocr::orient::{DEVIATION, MEAN};
use crate::ocr::shape::{RowSpan, TextBox, hull, tightest_box};
use crate::picture::resample;

/// A pixel with at least this probability is text.
const PIXEL: f32 = 0.3;
/// A box whose pixels' mean probability is lower is none.
const BOX: f32 = 0.5;
/// The network marks the middle of a line; the box is grown by this much of area over perimeter.
const GROWTH: f32 = 1.5;
/// More boxes than this on one page are noise.
const MOST_BOXES: usize = 3_000;
/// The picture given to the network has about as many pixels as an A4 page of 1280 rows.
const AREA: f32 = 1280.0 * 905.0;
const LONGEST: f32 = 2560.0;

/// The text detector.
pub(crate) struct Detect {
    net: Net,
}

/// Probability of text, per pixel of a reduced picture.
struct Heat {
    columns: usize,
    rows: usize,
    values: Vec<f32>,
}

impl Detect {
    pub(crate) fn load(files: &EngineFiles) -> Result<Detect, EngineError> {
        Ok(Detect { net: Net::load(files, &files.model("det_tiny.onnx"), "detection")? })
    }
    /// Boxes of text lines, in pixels of the page.
    pub(crate) fn boxes(&mut self, page: &RgbImage) -> Result<Vec<TextBox>, EngineError> {
        let (width, height) = (page.width() as f32, page.height() as f32);
        let scale = (AREA / (width * height)).sqrt().min(LONGEST / width.max(height)).min(1.0);
        let columns = to_32(width * scale);
        let rows = to_32(height * scale);
        let values = resample::to_planes(page, columns, rows, &MEAN, &DEVIATION);
        let parts = gathered(values, columns, rows);
        let answer = self.net.run(&parts.values, 1, parts.rows, parts.columns)?;
        if answer.shape != [1, 1, parts.rows, parts.columns] {
            return Err(self.net.wrong_shape(&answer, "[1, 1, rows, columns]"));
        }
        let heat = Heat { columns: parts.columns, rows: parts.rows, values: answer.values };
        let (sx, sy) = (width / columns as f32, height / rows as f32);
        let mut boxes: Vec<TextBox> = components(&heat)
            .into_iter()
            .filter_map(|spans| outline(&heat, &parts, &spans))
            .map(|found| found.scaled(sx, sy))
            .collect();
        boxes.sort_by(|a, b| a.cy.total_cmp(&b.cy));
        Ok(boxes)
    }
}

fn to_32(side: f32) -> usize {
    ((side / 32.0).round() as usize).max(2) * 32
}

/// Connected sets of text pixels (eight neighbours), each as the spans of its rows.
fn components(heat: &Heat) -> Vec<Vec<RowSpan>> {
    let (columns, rows) = (heat.columns, heat.rows);
    let mut seen = vec![false; columns * rows];
    let mut found = Vec::new();
    let mut stack: Vec<usize> = Vec::new();
    for start in 0..columns * rows {
        if seen[start] || heat.values[start] <= PIXEL {
            continue;
        }
        let mut spans: Vec<RowSpan> = Vec::new();
        let mut first_row = start / columns;
        seen[start] = true;
        stack.push(start);
        while let Some(at) = stack.pop() {
            let (x, y) = (at % columns, at / columns);
            while y < first_row {
                first_row -= 1;
                spans.insert(0, RowSpan::none(first_row));
            }
            while spans.len() <= y - first_row {
                spans.push(RowSpan::none(first_row + spans.len()));
            }
            spans[y - first_row].take(x);
            for ny in y.saturating_sub(1)..=(y + 1).min(rows - 1) {
                for nx in x.saturating_sub(1)..=(x + 1).min(columns - 1) {
                    let next = ny * columns + nx;
                    if !seen[next] && heat.values[next] > PIXEL {
                        seen[next] = true;
                        stack.push(next);
                    }
                }
            }
        }
        found.push(spans);
        if found.len() >= MOST_BOXES {
            break;
        }
    }
    found
}

/// The grown box of a set of pixels, where it is on the page, when it is sure enough and not too small.
fn outline(heat: &Heat, parts: &Gathered, spans: &[RowSpan]) -> Option<TextBox> {
    let tight = tightest_box(&hull(spans))?;
    if tight.width.min(tight.height) < 2.0 || mean_inside(heat, &tight) < BOX {
        return None;
    }
    // Before it is grown: what is grown may reach into the next part.
    let tight = parts.origin(&tight);
    let distance = tight.width * tight.height * GROWTH / (2.0 * (tight.width + tight.height));
    let grown =
        TextBox { width: tight.width + 2.0 * distance, height: tight.height + 2.0 * distance, ..tight };
    (grown.width.min(grown.height) >= 5.0).then_some(grown)
}

fn mean_inside(heat: &Heat, area: &TextBox) -> f32 {
    let (sin, cos) = area.angle.sin_cos();
    let reach_x = (area.width * cos.abs() + area.height * sin.abs()) / 2.0;
    let reach_y = (area.width * sin.abs() + area.height * cos.abs()) / 2.0;
    let span = |centre: f32, reach: f32, most: usize| {
        let low = (centre - reach).floor().max(0.0) as usize;
        let high = ((centre + reach).ceil().max(0.0) as usize).min(most.saturating_sub(1));
        low..=high
    };
    let (mut sum, mut count) = (0.0f32, 0u32);
    for y in span(area.cy, reach_y, heat.rows) {
        for x in span(area.cx, reach_x, heat.columns) {
            let (dx, dy) = (x as f32 - area.cx, y as f32 - area.cy);
            let along = dx * cos + dy * sin;
            let across = dy * cos - dx * sin;
            if along.abs() <= area.width / 2.0 && across.abs() <= area.height / 2.0 {
                sum += heat.values[y * heat.columns + x];
                count += 1;
            }
        }
    }
    sum / count.max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_of_heat_becomes_a_grown_box() {
        let (columns, rows) = (200, 100);
        let mut values = vec![0.0; columns * rows];
        for y in 40..=49 {
            for x in 20..=139 {
                values[y * columns + x] = 0.9;
            }
        }
        values[95 * columns + 5] = 0.9;
        let heat = Heat { columns, rows, values };
        let sets = components(&heat);
        assert_eq!(sets.len(), 2);
        let page = gathered(vec![0.0; 3 * 224 * 128], 224, 128);
        let boxes: Vec<TextBox> = sets.iter().filter_map(|spans| outline(&heat, &page, spans)).collect();
        assert_eq!(boxes.len(), 1, "the speck is no text");
        let found = boxes[0];
        assert!((found.cx - 79.5).abs() < 0.6 && (found.cy - 44.5).abs() < 0.6, "{found:?}");
        assert!(found.angle.abs() < 0.01 && found.height > 20.0 && found.height < 26.0, "{found:?}");
    }
}
