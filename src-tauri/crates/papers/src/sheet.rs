//! Several receipts on one sheet, laid side by side on the glass of a scanner.

use image::{Rgb, RgbImage};
use serde::Serialize;

use crate::ink::{A4, Sheet};
use crate::layouts::{self, Layout};
use crate::rng::Rng;
use crate::truth::Truth;
use crate::warp::Warp;
use crate::wear::{self, Render, Wear};
use crate::{PapersError, pdf};

const DPI: f32 = 200.0;

/// A receipt on the sheet.
#[derive(Debug, Clone, Serialize)]
pub struct SheetDocument {
    /// Left, top, width, height in pixels at 200 dpi.
    pub bbox_200dpi: [i64; 4],
    pub pages: Vec<usize>,
    #[serde(flatten)]
    pub truth: Truth,
}

#[derive(Debug, Clone, Serialize)]
pub struct SheetTruth {
    pub file: String,
    pub n_pages: usize,
    pub documents: Vec<SheetDocument>,
}

/// Lays `strip` on the sheet with its top left corner at (`x`, `y`), turned by `degrees`; returns the box that it takes.
fn lay(sheet: &mut RgbImage, strip: &RgbImage, x: f32, y: f32, degrees: f32) -> [i64; 4] {
    let (w, h) = (strip.width() as f32, strip.height() as f32);
    let (sin, cos) = degrees.to_radians().sin_cos();
    let turn = |u: f32, v: f32| {
        let (dx, dy) = (u - w / 2.0, v - h / 2.0);
        (x + w / 2.0 + dx * cos - dy * sin, y + h / 2.0 + dx * sin + dy * cos)
    };
    let warp = Warp::onto(w, h, [turn(0.0, 0.0), turn(w, 0.0), turn(w, h), turn(0.0, h)]);
    let back = warp.inverse();
    let area = warp.area([0.0, 0.0, w, h]);
    let right = (area[2] as u32 + 4).min(sheet.width());
    let low = (area[3] as u32 + 4).min(sheet.height());
    for py in area[1].max(0.0) as u32..low {
        for px in area[0].max(0.0) as u32..right {
            let (u, v) = back.apply(px as f32, py as f32);
            if (0.0..w).contains(&u) && (0.0..h).contains(&v) {
                sheet.put_pixel(px, py, *strip.get_pixel(u as u32, v as u32));
            } else if (0.0..w + 4.0).contains(&u) && (0.0..h + 4.0).contains(&v) {
                // The edge of the strip throws a shadow on the lid.
                sheet.put_pixel(px, py, Rgb([188; 3]));
            }
        }
    }
    [area[0] as i64, area[1] as i64, (area[2] - area[0]) as i64, (area[3] - area[1]) as i64]
}

/// The PDF of one scan with two to four receipts, and its truth.
///
/// # Errors
/// As [`crate::scanned`].
pub fn receipts_sheet(seed: u64, engine: &dyn Render) -> Result<(Vec<u8>, SheetTruth), PapersError> {
    let mut rng = Rng::new(seed);
    let rolls: Vec<Layout> = layouts::all().into_iter().filter(|l| l.name.starts_with("till_")).collect();
    let (w, h) = ((A4.0 / 72.0 * DPI) as u32, (A4.1 / 72.0 * DPI) as u32);
    let lid = rng.range(236, 255) as u8;
    let mut sheet = RgbImage::from_pixel(w, h, Rgb([lid; 3]));
    let mut documents = Vec::new();
    let wanted = rng.range(2, 4) as usize;
    // Two columns of strips, filled from the top.
    let mut tops = [rng.between(30.0, 90.0), rng.between(30.0, 160.0)];
    for _ in 0..60 {
        if documents.len() == wanted {
            break;
        }
        let Some(layout) = rolls.get(rng.range(0, rolls.len() as i64 - 1) as usize) else { break };
        let paper = layout.paper(rng.draw());
        let Some(size) = paper.sheets.first() else { continue };
        let column = documents.len() % 2;
        let tall = size.height / 72.0 * DPI;
        if tops[column] + tall > h as f32 - 40.0 {
            continue;
        }
        let strip = engine
            .render(&paper.pdf(), 0, DPI)
            .map_err(|reason| PapersError::Render { page: documents.len() + 1, reason })?;
        let own = Wear { fade: rng.between(0.0, 0.5), folded: rng.chance(30), ..Wear::CLEAN };
        let (strip, _) = wear::scan(&strip, &own, &mut rng);
        let lean = rng.between(-2.2, 2.2f32);
        let (sin, cos) = lean.to_radians().abs().sin_cos();
        let (sw, sh) = (strip.width() as f32, strip.height() as f32);
        // What the strip takes once it is turned.
        let (bw, bh) = (sw * cos + sh * sin, sw * sin + sh * cos);
        let slack = (w as f32 / 2.0 - bw - 30.0).max(1.0);
        let x = column as f32 * w as f32 / 2.0 + 15.0 + rng.between(0.0, slack) + (bw - sw) / 2.0;
        let bbox_200dpi = lay(&mut sheet, &strip, x, tops[column] + (bh - sh) / 2.0, lean);
        tops[column] += bh + rng.between(30.0, 110.0);
        let mut truth = paper.truth;
        // Places on the strip say nothing about the sheet.
        truth.places.clear();
        documents.push(SheetDocument { bbox_200dpi, pages: vec![1], truth });
    }
    let glass = Wear {
        dpi: DPI,
        skew: 0.0,
        fade: 0.0,
        folded: false,
        stamped: false,
        bitonal: false,
        ..Wear::draw(&mut rng, true)
    };
    let (image, _) = wear::scan(&sheet, &glass, &mut rng);
    let picture = wear::jpeg(&image, glass.grey, glass.quality.max(55))?;
    let page = Sheet { width: A4.0, height: A4.1, ops: Vec::new(), picture: Some(picture), rotate: 0 };
    Ok((pdf::write(&[page]), SheetTruth { file: String::new(), n_pages: 1, documents }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn receipts_lie_apart_on_the_sheet() {
        for seed in 0..6 {
            let engine = |_: &[u8], _: usize, _: f32| Ok(RgbImage::from_pixel(600, 900, Rgb([250; 3])));
            let (bytes, truth) = receipts_sheet(seed, &engine).unwrap();
            assert!(bytes.starts_with(b"%PDF") && truth.documents.len() >= 2);
            for (i, a) in truth.documents.iter().enumerate() {
                for b in truth.documents.iter().skip(i + 1) {
                    let ([ax, ay, aw, ah], [bx, by, bw, bh]) = (a.bbox_200dpi, b.bbox_200dpi);
                    assert!(
                        ax + aw <= bx + 8 || bx + bw <= ax + 8 || ay + ah <= by || by + bh <= ay,
                        "{a:?} {b:?}"
                    );
                }
            }
        }
    }
}
