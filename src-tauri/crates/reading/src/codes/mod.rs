//! Codes on a page's picture: patch codes and bar codes of separator sheets, QR codes of payment.
//!
//! Looking costs about a hundredth of a recognition: the picture is thresholded once, stripes and rows are sampled, and
//! a QR code is decoded only where three finder patterns of one size lie together.

mod bars;
mod finder;
pub mod payment;
mod qr;

use image::RgbImage;
use liasse_domain::Rect;
use liasse_domain::identifiers::Iban;

use crate::engine::pdf::PdfLeaf;
use crate::layout;
use crate::page::{Barcode, Page};

/// Side of the squares for which one threshold holds, pixels.
const TILE: usize = 32;
/// A square with less contrast (of 255) bears no code.
const CONTRAST: u8 = 50;

/// A picture as dark and light.
pub(crate) struct Dark {
    columns: usize,
    rows: usize,
    shades: Vec<u8>,
    thresholds: Vec<u8>,
    tiles: usize,
}

impl Dark {
    /// Thresholds a picture square by square, so that shadows do no harm.
    pub(crate) fn of(picture: &RgbImage) -> Dark {
        let (columns, rows) = (picture.width() as usize, picture.height() as usize);
        let shade = |pixel: &[u8]| {
            ((u32::from(pixel[0]) * 77 + u32::from(pixel[1]) * 150 + u32::from(pixel[2]) * 29) >> 8) as u8
        };
        let shades: Vec<u8> = picture.as_raw().chunks_exact(3).map(shade).collect();
        let tiles = columns.div_ceil(TILE).max(1);
        let mut thresholds = Vec::with_capacity(tiles * rows.div_ceil(TILE));
        for top in (0..rows).step_by(TILE) {
            for left in (0..columns).step_by(TILE) {
                let right = (left + TILE).min(columns);
                let (mut least, mut most) = (255u8, 0u8);
                for y in (top..(top + TILE).min(rows)).step_by(2) {
                    for value in shades.get(y * columns + left..y * columns + right).unwrap_or_default() {
                        least = least.min(*value);
                        most = most.max(*value);
                    }
                }
                // A square of one shade lies in a wide bar or on bare paper.
                let flat = most - least < CONTRAST;
                thresholds.push(if flat { 110 } else { least / 2 + most / 2 });
            }
        }
        Dark { columns, rows, shades, thresholds, tiles }
    }
    /// Whether a pixel is dark; outside is light.
    pub(crate) fn at(&self, x: usize, y: usize) -> bool {
        if x >= self.columns || y >= self.rows {
            return false;
        }
        let threshold = self.thresholds.get((y / TILE) * self.tiles + x / TILE).copied().unwrap_or(0);
        self.shades.get(y * self.columns + x).is_some_and(|shade| *shade < threshold)
    }
    /// Brightness of a pixel; outside is white.
    pub(crate) fn shade(&self, x: usize, y: usize) -> u8 {
        if x >= self.columns { 255 } else { self.shades.get(y * self.columns + x).copied().unwrap_or(255) }
    }
    /// Lengths of the runs of one shade along a row or column, from `start`; the first run is light (perhaps of no
    /// length).
    pub(crate) fn runs(&self, along: Along, line: usize, runs: &mut Vec<usize>) {
        runs.clear();
        let (mut dark, mut from, mut place) = (false, 0, 0);
        let mut next = |here: bool, place: usize, runs: &mut Vec<usize>| {
            if here != dark {
                runs.push(place - from);
                (dark, from) = (here, place);
            }
        };
        match along {
            Along::Row => {
                let row = self.shades.get(line * self.columns..(line + 1) * self.columns).unwrap_or_default();
                let thresholds = self.thresholds.get((line / TILE) * self.tiles..).unwrap_or_default();
                for (part, threshold) in row.chunks(TILE).zip(thresholds) {
                    // Most squares of a page are light from side to side.
                    if part.iter().fold(u8::MAX, |least, shade| least.min(*shade)) >= *threshold {
                        next(false, place, runs);
                        place += part.len();
                        continue;
                    }
                    for shade in part {
                        next(shade < threshold, place, runs);
                        place += 1;
                    }
                }
            }
            Along::Column => {
                while place < self.rows {
                    next(self.at(line, place), place, runs);
                    place += 1;
                }
            }
        }
        runs.push(place - from);
    }
    fn fraction(&self, x0: usize, y0: usize, x1: usize, y1: usize) -> Rect {
        let (columns, rows) = (self.columns.max(1) as f32, self.rows.max(1) as f32);
        Rect {
            x0: (x0 as f32 / columns).clamp(0.0, 1.0),
            y0: (y0 as f32 / rows).clamp(0.0, 1.0),
            x1: (x1 as f32 / columns).clamp(0.0, 1.0),
            y1: (y1 as f32 / rows).clamp(0.0, 1.0),
        }
    }
}

/// Direction in which a picture is walked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Along {
    /// From left to right.
    Row,
    /// From top to bottom.
    Column,
}

/// The codes on a picture, their places as fractions of it.
pub(crate) fn find(picture: &RgbImage) -> Vec<Barcode> {
    let dark = Dark::of(picture);
    let mut found: Vec<Barcode> = bars::patches(&dark);
    found.extend(bars::linear(&dark));
    found.extend(qr::decode(&dark));
    found
}

/// Pixels a point at which a page with text of its own is drawn to look for codes.
const LEAF_SCALE: f32 = 2.5;
/// A page of fewer words may be a separator sheet.
const SEPARATOR_WORDS: usize = 25;

/// The codes on a page with sound text of its own. It is drawn only where something square stands on a page that asks
/// for a payment, or where next to nothing but bars and squares stands on it.
pub(crate) fn of_leaf(leaf: &PdfLeaf<'_>, page: &Page) -> Vec<Barcode> {
    let sparse = page.words.len() <= SEPARATOR_WORDS;
    let wanted = if sparse { leaf.draws_shapes() } else { asks_for_payment(page) && leaf.draws_square() };
    if !wanted {
        return Vec::new();
    }
    let Ok(picture) = leaf.draw(LEAF_SCALE) else { return Vec::new() };
    let mut found = find(&picture);
    for code in &mut found {
        code.rect = layout::turned(code.rect, page.rotation);
    }
    found
}

/// A payment code stands beside the account that it names, or beside words that say what to do with it.
fn asks_for_payment(page: &Page) -> bool {
    page.words.iter().any(|word| {
        let text = word.text.to_uppercase();
        ["IBAN", "SEPA", "QR", "SCAN"].iter().any(|part| text.contains(part))
            || text.len() >= 15 && text.parse::<Iban>().is_ok()
    })
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;

    /// An A4 page at 200 dpi.
    fn page() -> RgbImage {
        RgbImage::from_pixel(1654, 2339, Rgb([250, 248, 240]))
    }

    fn fill(page: &mut RgbImage, x0: u32, y0: u32, x1: u32, y1: u32) {
        for y in y0..y1.min(page.height()) {
            for x in x0..x1.min(page.width()) {
                page.put_pixel(x, y, Rgb([25, 25, 30]));
            }
        }
    }

    /// A QR code with `pixels` to a module.
    fn draw_qr(page: &mut RgbImage, text: &str, left: u32, top: u32, pixels: u32) {
        let code = qrcode::QrCode::new(text).unwrap();
        let width = code.width() as u32;
        for (index, colour) in code.to_colors().into_iter().enumerate() {
            if colour == qrcode::Color::Dark {
                let (x, y) = (left + index as u32 % width * pixels, top + index as u32 / width * pixels);
                fill(page, x, y, x + pixels, y + pixels);
            }
        }
    }

    #[test]
    fn a_patch_code_is_found_upright_and_lying() {
        let mut upright = page();
        let mut top = 200;
        // Patch T: narrow, wide, narrow, wide (0.08 and 0.2 inch).
        for bar in [16, 40, 16, 40] {
            fill(&mut upright, 200, top, 1400, top + bar);
            top += bar + 16;
        }
        let found = find(&upright);
        assert_eq!(found.iter().map(|code| (&*code.kind, &*code.text)).collect::<Vec<_>>(), [("patch", "T")]);
        let lying = image::imageops::rotate90(&upright);
        assert!(find(&lying).iter().any(|code| code.kind == "patch"));
        assert!(find(&page()).is_empty());
    }

    #[test]
    fn rules_of_a_table_are_no_code() {
        let mut table = page();
        for row in 0..20 {
            fill(&mut table, 150, 400 + row * 60, 1500, 404 + row * 60);
        }
        for column in [150, 800, 1100, 1497] {
            fill(&mut table, column, 400, column + 4, 1540);
        }
        assert_eq!(find(&table), []);
    }

    #[test]
    fn a_linear_code_is_located() {
        let mut sheet = page();
        let mut left = 400;
        for index in 0..60u32 {
            let wide = 3 + (index * 7919 % 5) * 2;
            if index % 2 == 0 {
                fill(&mut sheet, left, 900, left + wide, 1100);
            }
            left += wide;
        }
        let found = find(&sheet);
        assert_eq!(found.iter().map(|code| &*code.kind).collect::<Vec<_>>(), ["linear"]);
    }

    #[test]
    fn a_qr_code_is_read_wherever_it_lies() {
        let text = "BCD\n002\n1\nSCT\n\nGarage Dupont\nBE68539007547034\nEUR121.00\n\n\n+++090/9337/55493+++";
        for (left, top, pixels) in [(200, 1800, 4), (1200, 150, 5), (500, 900, 9)] {
            let mut paper = page();
            draw_qr(&mut paper, text, left, top, pixels);
            fill(&mut paper, 200, 300, 900, 340);
            let found = find(&paper);
            let read: Vec<&str> = found.iter().filter(|c| c.kind == "qr").map(|c| &*c.text).collect();
            assert_eq!(read, [text], "{left} {top} {pixels}");
        }
    }
}
