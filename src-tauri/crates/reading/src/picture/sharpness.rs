//! How sharp a picture of print is.

use image::RgbImage;

/// Side of the squares that are judged, pixels.
const TILE: usize = 48;
/// A square with less contrast (of 255) bears no print.
const CONTRAST: i32 = 60;
/// Fewer printed squares than this say nothing.
const FEWEST: usize = 12;

/// The median steepness of the edges of print, as a share of their contrast a pixel: 0.5 and more on a sharp scan,
/// under 0.2 where every edge is smeared over five pixels and more; `None` when too little is printed.
pub(crate) fn of(picture: &RgbImage) -> Option<f32> {
    let (columns, rows) = (picture.width() as usize, picture.height() as usize);
    let raw = picture.as_raw();
    // Green alone is near enough to brightness.
    let shade =
        |x: usize, y: usize| raw.get((y * columns + x) * 3 + 1).map_or(255, |value| i32::from(*value));
    let mut steep: Vec<f32> = Vec::new();
    for top in (0..rows.saturating_sub(TILE)).step_by(TILE) {
        for left in (0..columns.saturating_sub(TILE)).step_by(TILE) {
            let (mut least, mut most, mut step) = (255, 0, 0);
            for y in (top..top + TILE).step_by(3) {
                let mut last = shade(left, y);
                for x in left..left + TILE {
                    let here = shade(x, y);
                    (least, most) = (least.min(here), most.max(here));
                    step = step.max((here - last).abs());
                    last = here;
                }
            }
            if most - least >= CONTRAST {
                steep.push(step as f32 / (most - least) as f32);
            }
        }
    }
    if steep.len() < FEWEST {
        return None;
    }
    steep.sort_by(f32::total_cmp);
    steep.get(steep.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use image::{Rgb, imageops};

    use super::*;

    #[test]
    fn smeared_print_is_less_sharp() {
        let print =
            RgbImage::from_fn(600, 600, |x, y| Rgb([if x % 14 < 4 && y % 30 < 18 { 30 } else { 235 }; 3]));
        let sharp = of(&print).unwrap();
        let smeared = of(&imageops::blur(&print, 4.0)).unwrap_or(0.0);
        assert!(sharp > 0.8 && smeared < 0.3, "{sharp} {smeared}");
        assert_eq!(of(&RgbImage::from_pixel(600, 600, Rgb([240; 3]))), None);
    }
}
