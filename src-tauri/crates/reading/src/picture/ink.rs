//! How much is printed on a page.

use image::RgbImage;

use crate::picture::resample;

/// The outer share of each side that is not looked at: scanners draw shadows and punch holes lie there.
const MARGIN: f32 = 0.04;
/// A pixel is dark when it is this much (of 255) darker than the ground of its surroundings.
const DARKER: i32 = 56;
/// Side of the squares whose ground is measured, in pixels of the reduced picture.
const TILE: usize = 32;
/// Long side of the reduced picture.
const LONG: u32 = 900;
/// A page with a lower share of dark pixels bears at most specks. One short line of 10-point type on A4 is
/// about 0.0004.
const SPECKS: f32 = 0.000_12;

/// Share of dark pixels of the page without its margins, 0 to 1.
pub(crate) fn share(picture: &RgbImage) -> f32 {
    let (columns, rows, shades) = reduced(picture);
    let (left, top) = ((columns as f32 * MARGIN) as usize, (rows as f32 * MARGIN) as usize);
    let (right, bottom) = (columns - left, rows - top);
    let (mut dark, mut all) = (0u32, 0u32);
    for y0 in (top..bottom).step_by(TILE) {
        for x0 in (left..right).step_by(TILE) {
            let (x1, y1) = ((x0 + TILE).min(right), (y0 + TILE).min(bottom));
            let mut counts = [0u32; 256];
            for y in y0..y1 {
                for shade in &shades[y * columns + x0..y * columns + x1] {
                    counts[usize::from(*shade)] += 1;
                }
            }
            let size = ((x1 - x0) * (y1 - y0)) as u32;
            let ground = shade_at(&counts, size * 3 / 4).max(96);
            let darker = usize::try_from(ground - DARKER).unwrap_or(0);
            dark += counts[..darker].iter().sum::<u32>();
            all += size;
        }
    }
    dark as f32 / all.max(1) as f32
}

/// The shade that stands at this place when all are in order, from black on.
fn shade_at(counts: &[u32; 256], place: u32) -> i32 {
    let mut before = 0;
    for (shade, count) in (0..).zip(counts) {
        before += count;
        if before > place {
            return shade;
        }
    }
    255
}

/// Whether so little is printed that nobody need read it.
pub(crate) fn is_bare(share: f32) -> bool {
    share < SPECKS
}

/// Brightness of the picture at a size where type still shows.
fn reduced(picture: &RgbImage) -> (usize, usize, Vec<u8>) {
    let step = (picture.width().max(picture.height()) / LONG).max(1);
    let (columns, rows) = ((picture.width() / step).max(1), (picture.height() / step).max(1));
    let small = resample::reduced(picture, step);
    let shade = |pixel: &[u8]| {
        ((u32::from(pixel[0]) * 77 + u32::from(pixel[1]) * 150 + u32::from(pixel[2]) * 29) / 256) as u8
    };
    let shades = small.as_raw().chunks_exact(3).map(shade).collect();
    (columns as usize, rows as usize, shades)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grey_paper_with_a_shadow_is_bare_and_a_line_of_type_is_not() {
        let noise = |x: u32, y: u32| ((x * 7919 + y * 104_729) % 13) as u8;
        let blank = RgbImage::from_fn(1654, 2339, |x, y| {
            image::Rgb([if x < 30 { 20 } else { 215 + noise(x, y) - (x / 40) as u8 }; 3])
        });
        assert!(is_bare(share(&blank)), "{}", share(&blank));
        let mut printed = blank.clone();
        for letter in 0..30 {
            for y in 1_000..1_020 {
                for x in 0..4 {
                    printed.put_pixel(300 + letter * 16 + x, y, image::Rgb([40; 3]));
                }
            }
        }
        assert!(!is_bare(share(&printed)), "{}", share(&printed));
    }
}
