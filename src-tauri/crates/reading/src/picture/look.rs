//! What a page looks like, in 64 bits: two pictures of one paper differ in few of them, however they were scanned.

use image::RgbImage;

use crate::page::Rotation;
use crate::picture::resample;

/// Side of the reduced picture, cells.
const SIDE: usize = 144;
/// A cell bears ink when it is this much (of 255) darker than the paper.
const INKED: u8 = 24;
/// A row or column of the reduced picture is printed on when so many of its cells are inked: less is a speck or a shadow.
const PRINTED: usize = 3;
/// Columns and rows of the parts that are compared: each with its neighbour to the right.
const COLUMNS: usize = 9;
const ROWS: usize = 8;
/// A part is darker than its neighbour when its share of ink is so much larger: parts that are both blank are alike.
const DARKER: f32 = 0.012;

/// A page reduced to its shades.
pub(crate) struct Small {
    /// `SIDE` rows of `SIDE` shades of darkness, from 0 (paper).
    darkness: Vec<u8>,
}

impl Small {
    /// Of a page as it came.
    pub(crate) fn of(picture: &RgbImage) -> Small {
        let small = resample::averaged(picture, SIDE as u32, SIDE as u32);
        let greys: Vec<u8> = small
            .pixels()
            .map(|pixel| {
                let [r, g, b] = pixel.0.map(u16::from);
                u8::try_from((r * 3 + g * 6 + b) / 10).unwrap_or(u8::MAX)
            })
            .collect();
        let mut sorted = greys.clone();
        sorted.sort_unstable();
        let paper = sorted.get(sorted.len() * 3 / 4).copied().unwrap_or(u8::MAX);
        Small { darkness: greys.iter().map(|grey| paper.saturating_sub(*grey)).collect() }
    }

    fn at(&self, rotation: Rotation, x: usize, y: usize) -> u8 {
        let last = SIDE - 1;
        let (x, y) = match rotation {
            Rotation::None => (x, y),
            Rotation::Quarter => (y, last - x),
            Rotation::Half => (last - x, last - y),
            Rotation::ThreeQuarters => (last - y, x),
        };
        self.darkness.get(y * SIDE + x).copied().unwrap_or(0)
    }

    /// The look of the page once it is turned upright; `None` where hardly anything is printed. The printed part is cut
    /// out, so that margins and the place on the glass make no difference.
    pub(crate) fn look(&self, rotation: Rotation) -> Option<u64> {
        let inked = |x: usize, y: usize| self.at(rotation, x, y) >= INKED;
        let rows = printed(|y| (0..SIDE).filter(|x| inked(*x, y)).count())?;
        let columns = printed(|x| (0..SIDE).filter(|y| inked(x, *y)).count())?;
        let (width, height) = (columns.1 - columns.0 + 1, rows.1 - rows.0 + 1);
        if width < COLUMNS * 2 || height < ROWS * 2 {
            return None;
        }
        let part = |column: usize, row: usize| {
            let x = columns.0 + column * width / COLUMNS..columns.0 + (column + 1) * width / COLUMNS;
            let y = rows.0 + row * height / ROWS..rows.0 + (row + 1) * height / ROWS;
            let cells = (x.len() * y.len()).max(1);
            let dark = y.map(|y| x.clone().filter(|x| inked(*x, y)).count()).sum::<usize>();
            dark as f32 / cells as f32
        };
        let mut look = 0;
        for row in 0..ROWS {
            for column in 0..COLUMNS - 1 {
                let darker = part(column, row) > part(column + 1, row) + DARKER;
                look = look << 1 | u64::from(darker);
            }
        }
        Some(look)
    }
}

/// The first and last line that are printed on.
fn printed(cells: impl Fn(usize) -> usize) -> Option<(usize, usize)> {
    let mut lines = (0..SIDE).filter(|line| cells(*line) >= PRINTED);
    let first = lines.next()?;
    Some((first, lines.next_back().unwrap_or(first)))
}

/// The look of an upright page that is a picture: see [`crate::page::Page::look`].
pub fn look_of(picture: &RgbImage) -> Option<u64> {
    Small::of(picture).look(Rotation::None)
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage, imageops};

    use super::*;

    /// A page with a head, a table and a foot; `shift` moves it on the glass.
    fn page(shift: u32, table: u32) -> RgbImage {
        let mut page = RgbImage::from_pixel(800, 1_130, Rgb([244, 243, 240]));
        let mut block = |x: u32, y: u32, width: u32, height: u32| {
            for row in (y..y + height).step_by(3) {
                for column in x..x + width {
                    page.put_pixel(column + shift, row + shift, Rgb([40, 40, 44]));
                }
            }
        };
        block(60, 60, 200, 80);
        block(480, 70, 240, 40);
        (0..table).for_each(|line| block(60, 300 + line * 40, 660, 14));
        block(520, 900, 200, 90);
        page
    }

    fn apart(one: &RgbImage, other: &RgbImage) -> u32 {
        (look_of(one).unwrap() ^ look_of(other).unwrap()).count_ones()
    }

    #[test]
    fn the_place_on_the_glass_and_the_size_make_no_difference() {
        let first = page(0, 8);
        assert!(apart(&first, &page(24, 8)) <= 6);
        let smaller = imageops::resize(&first, 560, 800, imageops::FilterType::Triangle);
        assert!(apart(&first, &smaller) <= 6);
    }

    #[test]
    fn a_turned_page_looks_as_it_does_upright() {
        let upright = page(0, 8);
        // The cells of a turned picture lie one pixel aside: a part on the edge of being darker may fall to the other side.
        let apart = |turned: &RgbImage, rotation| {
            (Small::of(turned).look(rotation).unwrap() ^ look_of(&upright).unwrap()).count_ones()
        };
        assert!(apart(&imageops::rotate270(&upright), Rotation::Quarter) <= 2);
        assert!(apart(&imageops::rotate180(&upright), Rotation::Half) <= 2);
        assert!(apart(&imageops::rotate90(&upright), Rotation::ThreeQuarters) <= 2);
        assert!(apart(&imageops::rotate90(&upright), Rotation::None) > 9);
    }

    #[test]
    fn a_blank_page_looks_like_nothing() {
        assert_eq!(look_of(&RgbImage::from_pixel(800, 1_130, Rgb([250, 250, 250]))), None);
    }
}
