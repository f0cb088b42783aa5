//! Which way up a page lies.

use image::RgbImage;

use crate::engine::{EngineError, EngineFiles};
use crate::ocr::net::Net;
use crate::page::Rotation;
use crate::picture::resample;

/// Means and deviations of red, green, blue that the networks were trained with (ImageNet's), applied to the
/// channels in the order blue, green, red as their training did.
pub(crate) const MEAN: [f32; 3] = [0.485, 0.456, 0.406];
/// See [`MEAN`].
pub(crate) const DEVIATION: [f32; 3] = [0.229, 0.224, 0.225];
const SIDE: u32 = 224;
const SHORT_SIDE: u32 = 256;

/// The network that tells the four turns of a page apart.
pub(crate) struct Orient {
    net: Net,
}

impl Orient {
    pub(crate) fn load(files: &EngineFiles) -> Result<Orient, EngineError> {
        Ok(Orient { net: Net::load(files, &files.model("orientation.onnx"), "orientation")? })
    }
    /// The turn that makes the page upright (the network tells the clockwise turn in which it lies), and how sure that is (0 to 1).
    pub(crate) fn righting(&mut self, page: &RgbImage) -> Result<(Rotation, f32), EngineError> {
        let (width, height) = page.dimensions();
        let scale = SHORT_SIDE as f32 / width.min(height).max(1) as f32;
        let columns = ((width as f32 * scale).round() as u32).clamp(SHORT_SIDE, SHORT_SIDE * 16);
        let rows = ((height as f32 * scale).round() as u32).clamp(SHORT_SIDE, SHORT_SIDE * 16);
        let near = resample::reduced(page, width.min(height) / (SHORT_SIDE * 2));
        let (columns, rows, side) = (columns as usize, rows as usize, SIDE as usize);
        let small = resample::to_planes(&near, columns, rows, &MEAN, &DEVIATION);
        let (left, top) = ((columns - side) / 2, (rows - side) / 2);
        let middle = small.chunks_exact(columns * rows).flat_map(|plane| {
            let lines = plane.chunks_exact(columns).skip(top).take(side);
            lines.flat_map(|line| line.iter().skip(left).take(side)).copied()
        });
        let values: Vec<f32> = middle.collect();
        let answer = self.net.run(&values, 1, SIDE as usize, SIDE as usize)?;
        if answer.shape != [1, 4] {
            return Err(self.net.wrong_shape(&answer, "[1, 4]"));
        }
        let (class, probability) = answer
            .values
            .iter()
            .enumerate()
            .max_by(|a, b| a.1.total_cmp(b.1))
            .map_or((0, 0.0), |(class, probability)| (class, *probability));
        let lying = 90 * i32::try_from(class).unwrap_or(0);
        Ok((Rotation::from_degrees(-lying).unwrap_or_default(), probability))
    }
}
