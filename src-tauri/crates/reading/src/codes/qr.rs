//! QR codes, decoded where their finder patterns lie.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::codes::Dark;
use crate::codes::finder::{self, Finder};
use crate::page::Barcode;

/// Three finder patterns of one code lie at most this many modules apart: version 40 has 177.
const FARTHEST: f32 = 130.0;
/// Modules around the middles of the finder patterns: half a pattern and the quiet zone.
const AROUND: f32 = 7.5;
/// Codes that are decoded at most on one page.
const MOST: usize = 4;

/// The QR codes of a picture that can be decoded.
pub(super) fn decode(dark: &Dark) -> Vec<Barcode> {
    let mut left = finder::find(dark);
    let mut codes = Vec::new();
    for _ in 0..MOST {
        let Some(group) = together(&left) else { break };
        codes.extend(read(dark, &group));
        left.retain(|finder| !group.contains(finder));
    }
    codes
}

/// Three finder patterns of one size at the corners of a square.
fn together(finders: &[Finder]) -> Option<[Finder; 3]> {
    let far = |a: &Finder, b: &Finder| (a.x - b.x).hypot(a.y - b.y);
    let alike = |a: &Finder, b: &Finder| {
        (a.module / b.module - 1.0).abs() < 0.4
            && far(a, b) < FARTHEST * a.module
            && far(a, b) > 10.0 * a.module
    };
    for (i, corner) in finders.iter().enumerate() {
        for (j, one) in finders.iter().enumerate().filter(|(j, one)| *j != i && alike(corner, one)) {
            for (_, other) in
                finders.iter().enumerate().filter(|(k, other)| *k > j && *k != i && alike(corner, other))
            {
                let (a, b) = (far(corner, one), far(corner, other));
                let across = far(one, other);
                // Two sides alike with a right angle between them, foreshortened on a photo.
                let right = (across / a.hypot(b) - 1.0).abs() < 0.18;
                if right && (a / b - 1.0).abs() < 0.35 {
                    return Some([*corner, *one, *other]);
                }
            }
        }
    }
    None
}

fn read(dark: &Dark, group: &[Finder; 3]) -> Option<Barcode> {
    let module = group.iter().map(|finder| finder.module).sum::<f32>() / 3.0;
    // The fourth corner lies across from the first.
    let [corner, one, other] = group;
    let fourth = (one.x + other.x - corner.x, one.y + other.y - corner.y);
    let xs = [corner.x, one.x, other.x, fourth.0];
    let ys = [corner.y, one.y, other.y, fourth.1];
    let least = |values: [f32; 4]| values.into_iter().fold(f32::INFINITY, f32::min);
    let most = |values: [f32; 4]| values.into_iter().fold(0.0, f32::max);
    let margin = AROUND * module;
    let (x0, y0) = ((least(xs) - margin).max(0.0) as usize, (least(ys) - margin).max(0.0) as usize);
    let (x1, y1) = ((most(xs) + margin) as usize, (most(ys) + margin) as usize);
    let (x1, y1) = (x1.min(dark.columns), y1.min(dark.rows));
    // Small modules are drawn larger; the thresholds of the whole page, then the decoder's own.
    let scale = if module < 4.0 { 2 } else { 1 };
    for own_thresholds in [true, false] {
        let (width, height) = ((x1 - x0) * scale, (y1 - y0) * scale);
        let text = decoded(width, height, |x, y| {
            let (x, y) = (x0 + x / scale, y0 + y / scale);
            if own_thresholds { u8::from(!dark.at(x, y)) * 255 } else { dark.shade(x, y) }
        });
        if let Some(text) = text {
            return Some(Barcode { kind: "qr".to_owned(), text, rect: dark.fraction(x0, y0, x1, y1) });
        }
    }
    None
}

/// What the code on a picture of that size says. The decoder is given hostile pictures: should it panic, there is no code.
fn decoded(width: usize, height: usize, shade: impl Fn(usize, usize) -> u8) -> Option<String> {
    let read = || {
        let mut picture = rqrr::PreparedImage::prepare_from_greyscale(width, height, shade);
        let grids = picture.detect_grids();
        grids.iter().find_map(|grid| grid.decode().ok()).map(|(_, text)| text)
    };
    catch_unwind(AssertUnwindSafe(read)).ok().flatten().filter(|text| !text.is_empty())
}
