//! A text line cut out of its page, straight, 48 pixels high.

use std::ops::Range;

use image::RgbImage;

use crate::ocr::shape::TextBox;
use crate::picture::resample::sample;

/// Height that the recognisers take.
pub(crate) const ROWS: usize = 48;
/// The narrowest picture that the recognisers read well.
const NARROWEST: usize = 64;
/// Longer lines are squeezed to this.
const WIDEST: usize = 3_200;

/// A line's picture: three planes blue, green, red from -1 to 1, [`ROWS`] high.
pub(crate) struct Crop {
    /// Columns that show the line.
    pub(crate) columns: usize,
    planes: Vec<f32>,
    /// Whether something dark (or, on dark ground, light) stands in each column.
    pub(crate) ink: Vec<bool>,
}

impl Crop {
    /// Cuts a line out.
    pub(crate) fn cut(page: &RgbImage, line: &TextBox) -> Crop {
        let ratio = line.width / line.height.max(1.0);
        let columns = ((ROWS as f32 * ratio).round() as usize).clamp(8, WIDEST);
        let step_x = line.width / columns as f32;
        let step_y = line.height / ROWS as f32;
        let fine = (step_y.max(step_x).ceil() as usize).clamp(1, 3);
        let plane = ROWS * columns;
        let mut planes = vec![0.0f32; plane * 3];
        let (sin, cos) = line.angle.sin_cos();
        let share = 1.0 / (fine * fine) as f32;
        for y in 0..ROWS {
            for x in 0..columns {
                let mut sum = [0.0f32; 3];
                for part in 0..fine * fine {
                    let dx = ((part % fine) as f32 + 0.5) / fine as f32;
                    let dy = ((part / fine) as f32 + 0.5) / fine as f32;
                    let along = (x as f32 + dx) * step_x - line.width / 2.0;
                    let across = (y as f32 + dy) * step_y - line.height / 2.0;
                    let at_x = line.cx + along * cos - across * sin;
                    let at_y = line.cy + along * sin + across * cos;
                    let value = sample(page, at_x - 0.5, at_y - 0.5);
                    for (sum, value) in sum.iter_mut().zip(value) {
                        *sum += value;
                    }
                }
                let at = y * columns + x;
                for channel in 0..3 {
                    planes[channel * plane + at] = sum[2 - channel] * share / 127.5 - 1.0;
                }
            }
        }
        let ink = ink_columns(&planes, columns);
        Crop { columns, planes, ink }
    }
    /// Some of its columns as a picture of their own.
    pub(crate) fn part(&self, columns: Range<usize>) -> Crop {
        let columns = columns.start.min(self.columns)..columns.end.min(self.columns);
        let rows = self.planes.chunks_exact(self.columns.max(1));
        let planes = rows.flat_map(|row| row.get(columns.clone()).unwrap_or_default()).copied().collect();
        let ink = self.ink.get(columns.clone()).unwrap_or_default().to_vec();
        Crop { columns: columns.len(), planes, ink }
    }
    /// Width of the batch slot that it needs.
    pub(crate) fn slot(&self) -> usize {
        self.columns.max(NARROWEST).div_ceil(8) * 8
    }
    /// Writes the picture into a batch slot of `slot` columns; what is right of the line stays grey (0).
    pub(crate) fn fill(&self, target: &mut [f32], slot: usize) {
        for (from, to) in self.planes.chunks_exact(self.columns).zip(target.chunks_exact_mut(slot)) {
            to[..self.columns].copy_from_slice(from);
        }
    }
}

/// Columns with ink: pixels that differ from the ground (the median) by a third of the line's contrast. The
/// outer rows are left out: neighbours' descenders and table rules stand there.
fn ink_columns(planes: &[f32], columns: usize) -> Vec<bool> {
    const ROWS_SEEN: Range<usize> = 6..ROWS - 6;
    let plane = ROWS * columns;
    let seen = |channel: usize| {
        let from = channel * plane;
        planes.get(from + ROWS_SEEN.start * columns..from + ROWS_SEEN.end * columns).unwrap_or_default()
    };
    let channels = seen(0).iter().zip(seen(1)).zip(seen(2));
    let shades: Vec<f32> = channels.map(|((b, g), r)| b * 0.11 + g * 0.59 + r * 0.30).collect();
    let mut every_other: Vec<f32> = shades.chunks_exact(columns).step_by(2).flatten().copied().collect();
    let mut at = |share: f32| {
        let place = (every_other.len() as f32 * share) as usize;
        match every_other.get(place) {
            Some(_) => *every_other.select_nth_unstable_by(place, f32::total_cmp).1,
            None => 0.0,
        }
    };
    let (ground, dark, light) = (at(0.5), at(0.02), at(0.98));
    let third = (light - ground).max(ground - dark).max(0.15) / 3.0;
    let mut inked = vec![0u8; columns];
    for row in shades.chunks_exact(columns) {
        for (shade, inked) in row.iter().zip(&mut inked) {
            *inked += u8::from((shade - ground).abs() > third);
        }
    }
    inked.into_iter().map(|count| count >= 2).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tilted_bar_is_cut_straight() {
        let tilted = TextBox { cx: 100.0, cy: 60.0, width: 120.0, height: 24.0, angle: 0.3 };
        let page = RgbImage::from_fn(200, 120, |x, y| {
            let (dx, dy) = (x as f32 + 0.5 - tilted.cx, y as f32 + 0.5 - tilted.cy);
            let along = dx * tilted.angle.cos() + dy * tilted.angle.sin();
            let across = dy * tilted.angle.cos() - dx * tilted.angle.sin();
            let dark = across.abs() < 6.0 && (along.abs() < 10.0 || along.abs() > 30.0);
            image::Rgb(if dark { [0; 3] } else { [255; 3] })
        });
        let crop = Crop::cut(&page, &tilted);
        assert_eq!(crop.columns, 240);
        assert!(crop.ink[120] && crop.ink[20] && crop.ink[220]);
        assert!(!crop.ink[80] && !crop.ink[160]);
    }
}
