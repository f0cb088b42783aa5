//! The paper on a photo: found, cut out, straightened.

use image::RgbImage;

use crate::picture::{edges, resample};

/// Long side of the picture on which the paper is looked for, pixels.
const LOOK: u32 = 480;
/// The paper covers at least this share of a photo of it.
const LEAST_SHARE: f32 = 0.25;
/// Of the outline's four-sided hull, at least this share is paper: torn or folded papers are left alone.
const FILLED: f32 = 0.93;
/// A paper that leaves less than this share of the picture around it needs no cutting out.
const MOST_SHARE: f32 = 0.96;
/// The ground is darker than the paper by this much (of 255) at least.
const LEAST_CONTRAST: f32 = 40.0;
/// Along an open side of the picture at least this share of the pixels is ground.
const OPEN: f32 = 0.6;
/// The longest side of a paper cut out, pixels.
const LONGEST: f32 = 3_300.0;

/// Four corners as fractions of the picture: top left, top right, bottom right, bottom left.
pub(crate) type Corners = [(f32, f32); 4];

/// The paper's corners, when its four edges are seen, or a light paper lies clearly on a darker ground.
pub(crate) fn corners(photo: &RgbImage) -> Option<Corners> {
    let small = resample::reduced(photo, photo.width().max(photo.height()) / LOOK);
    edges::corners(&small).or_else(|| light_on_dark(&small))
}

fn light_on_dark(small: &RgbImage) -> Option<Corners> {
    let (columns, rows) = (small.width() as usize, small.height() as usize);
    let shades = blurred(small, 2);
    let threshold = otsu(&shades)?;
    let paper = largest_light(&shades, columns, rows, threshold);
    let outline = crate::ocr::convex_hull(&border_points(&paper, columns, rows));
    let corners = four_corners(&outline)?;
    let all = (columns * rows) as f32;
    let area = polygon_area(&corners);
    let light = paper.iter().filter(|inside| **inside).count() as f32;
    let share = area / all;
    if !(LEAST_SHARE..MOST_SHARE).contains(&share) || light / area < FILLED || !is_paper_shaped(&corners) {
        return None;
    }
    let lies_free =
        open_sides(&paper, columns, rows) >= 3 && ground_contrast(&shades, &paper) >= LEAST_CONTRAST;
    lies_free.then(|| corners.map(|(x, y)| (x / columns as f32, y / rows as f32)))
}

/// The four-sided part of a picture as a rectangle.
pub(crate) fn cut_out(photo: &RgbImage, corners: &Corners) -> RgbImage {
    let (width, height) = (photo.width() as f32, photo.height() as f32);
    let [a, b, c, d] = corners.map(|(x, y)| (x * width, y * height));
    let far = |p: (f32, f32), q: (f32, f32)| (p.0 - q.0).hypot(p.1 - q.1);
    let (wide, high) = (far(a, b).max(far(d, c)), far(a, d).max(far(b, c)));
    let scale = (LONGEST / wide.max(high)).min(1.0);
    let columns = ((wide * scale) as u32).max(1);
    let rows = ((high * scale) as u32).max(1);
    let map = Perspective::onto(a, b, c, d);
    resample::mapped(photo, columns, rows, |x, y| Some(map.point(x / columns as f32, y / rows as f32)))
}

/// The picture turned about its middle so that lines slanting by `skew` degrees (clockwise) run level; what comes in
/// from outside is white.
pub(crate) fn straightened(picture: &RgbImage, skew: f32) -> RgbImage {
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    let (sin, cos) = skew.to_radians().sin_cos();
    resample::mapped(picture, picture.width(), picture.height(), |x, y| {
        let (dx, dy) = (x - width / 2.0, y - height / 2.0);
        let (px, py) = (width / 2.0 + dx * cos - dy * sin, height / 2.0 + dx * sin + dy * cos);
        let inside = px >= 0.0 && py >= 0.0 && px <= width && py <= height;
        inside.then_some((px, py))
    })
}

/// The projective map of the unit square onto four corners (Heckbert, "Fundamentals of Texture Mapping and Image
/// Warping", 1989, section 2.2.3).
struct Perspective {
    x: [f32; 3],
    y: [f32; 3],
    w: [f32; 2],
}

impl Perspective {
    fn onto(a: (f32, f32), b: (f32, f32), c: (f32, f32), d: (f32, f32)) -> Perspective {
        let (dx1, dx2, dx3) = (b.0 - c.0, d.0 - c.0, a.0 - b.0 + c.0 - d.0);
        let (dy1, dy2, dy3) = (b.1 - c.1, d.1 - c.1, a.1 - b.1 + c.1 - d.1);
        let determinant = dx1 * dy2 - dx2 * dy1;
        let (g, h) = if determinant.abs() < 1e-6 {
            (0.0, 0.0)
        } else {
            ((dx3 * dy2 - dx2 * dy3) / determinant, (dx1 * dy3 - dx3 * dy1) / determinant)
        };
        Perspective {
            x: [b.0 - a.0 + g * b.0, d.0 - a.0 + h * d.0, a.0],
            y: [b.1 - a.1 + g * b.1, d.1 - a.1 + h * d.1, a.1],
            w: [g, h],
        }
    }
    fn point(&self, u: f32, v: f32) -> (f32, f32) {
        let w = self.w[0] * u + self.w[1] * v + 1.0;
        ((self.x[0] * u + self.x[1] * v + self.x[2]) / w, (self.y[0] * u + self.y[1] * v + self.y[2]) / w)
    }
}

/// Brightness, each pixel the mean of its surroundings, so many pixels to each side: type and texture vanish.
pub(super) fn blurred(picture: &RgbImage, reach: usize) -> Vec<u8> {
    let (columns, rows) = (picture.width() as usize, picture.height() as usize);
    let around = |at: usize, count: usize| at.saturating_sub(reach)..(at + reach + 1).min(count);
    // Along each row first, then down: sums of sums, so that a pixel costs the same whatever the reach.
    let mut along: Vec<u32> = Vec::with_capacity(columns * rows);
    let mut before = vec![0u32; columns + 1];
    for line in picture.as_raw().chunks_exact(columns * 3) {
        let mut sum = 0;
        for (pixel, before) in line.chunks_exact(3).zip(before.iter_mut().skip(1)) {
            sum += (u32::from(pixel[0]) * 77 + u32::from(pixel[1]) * 150 + u32::from(pixel[2]) * 29) / 256;
            *before = sum;
        }
        along.extend((0..columns).map(|x| {
            let part = around(x, columns);
            before[part.end] - before[part.start]
        }));
    }
    let row = |y: usize| &along[y * columns..(y + 1) * columns];
    let mut down = vec![0u32; columns];
    let mut out = Vec::with_capacity(columns * rows);
    let mut summed = 0..0;
    for y in 0..rows {
        let lines = around(y, rows);
        for line in summed.end..lines.end {
            down.iter_mut().zip(row(line)).for_each(|(sum, value)| *sum += value);
        }
        for line in summed.start..lines.start {
            down.iter_mut().zip(row(line)).for_each(|(sum, value)| *sum -= value);
        }
        let high = lines.len() as u32;
        out.extend(
            down.iter().enumerate().map(|(x, sum)| (sum / (high * around(x, columns).len() as u32)) as u8),
        );
        summed = lines;
    }
    out
}

/// The threshold that parts light from dark best (Otsu 1979); `None` when all is one shade.
fn otsu(shades: &[u8]) -> Option<u8> {
    let mut histogram = [0f32; 256];
    for shade in shades {
        histogram[usize::from(*shade)] += 1.0;
    }
    let total = shades.len() as f32;
    let sum: f32 = histogram.iter().enumerate().map(|(shade, count)| shade as f32 * count).sum();
    let (mut below, mut sum_below, mut best) = (0.0, 0.0, (0.0, 0u8));
    for (shade, count) in (0u8..=255).zip(histogram) {
        below += count;
        sum_below += f32::from(shade) * count;
        if below == 0.0 || below == total {
            continue;
        }
        let apart = sum_below / below - (sum - sum_below) / (total - below);
        let between = below * (total - below) * apart * apart;
        if between > best.0 {
            best = (between, shade);
        }
    }
    (best.0 > 0.0).then_some(best.1)
}

/// The largest connected set of pixels lighter than the threshold, its holes (print, pictures) left open.
fn largest_light(shades: &[u8], columns: usize, rows: usize, threshold: u8) -> Vec<bool> {
    let mut mark = vec![0u32; shades.len()];
    let mut best = (0usize, 0u32);
    let mut stack = Vec::new();
    let mut label = 0;
    for start in 0..shades.len() {
        if mark[start] != 0 || shades[start] <= threshold {
            continue;
        }
        label += 1;
        let mut size = 0;
        mark[start] = label;
        stack.push(start);
        while let Some(at) = stack.pop() {
            size += 1;
            let (x, y) = (at % columns, at / columns);
            let mut visit = |next: usize| {
                if mark[next] == 0 && shades[next] > threshold {
                    mark[next] = label;
                    stack.push(next);
                }
            };
            if x > 0 {
                visit(at - 1);
            }
            if x + 1 < columns {
                visit(at + 1);
            }
            if y > 0 {
                visit(at - columns);
            }
            if y + 1 < rows {
                visit(at + columns);
            }
        }
        if size > best.0 {
            best = (size, label);
        }
    }
    mark.into_iter().map(|found| found != 0 && found == best.1).collect()
}

/// Leftmost and rightmost pixel of each row.
fn border_points(inside: &[bool], columns: usize, rows: usize) -> Vec<(f32, f32)> {
    (0..rows)
        .flat_map(|y| {
            let row = &inside[y * columns..(y + 1) * columns];
            let first = row.iter().position(|inside| *inside);
            let last = row.iter().rposition(|inside| *inside);
            [first, last].into_iter().flatten().map(move |x| (x as f32, y as f32))
        })
        .collect()
}

/// The four points of a convex outline that span most: the two farthest apart along each diagonal direction, in the
/// order top left, top right, bottom right, bottom left.
fn four_corners(outline: &[(f32, f32)]) -> Option<Corners> {
    if outline.len() < 4 {
        return None;
    }
    let farthest = |weight: fn(&(f32, f32)) -> f32| {
        outline.iter().copied().max_by(|a, b| weight(a).total_cmp(&weight(b)))
    };
    Some([
        farthest(|p| -p.0 - p.1)?,
        farthest(|p| p.0 - p.1)?,
        farthest(|p| p.0 + p.1)?,
        farthest(|p| p.1 - p.0)?,
    ])
}

pub(super) fn polygon_area(corners: &Corners) -> f32 {
    let next = corners.iter().cycle().skip(1);
    corners.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f32>().abs() / 2.0
}

/// All angles between 60 and 120 degrees, and opposite sides alike: a sheet seen at a slant, not a heap.
pub(super) fn is_paper_shaped(corners: &Corners) -> bool {
    let far = |p: (f32, f32), q: (f32, f32)| (p.0 - q.0).hypot(p.1 - q.1).max(1e-3);
    let [a, b, c, d] = *corners;
    let alike = |p: f32, q: f32| p.min(q) / p.max(q) > 0.6;
    let square = |before: (f32, f32), at: (f32, f32), after: (f32, f32)| {
        let dot = (before.0 - at.0) * (after.0 - at.0) + (before.1 - at.1) * (after.1 - at.1);
        (dot / (far(before, at) * far(after, at))).abs() < 0.5
    };
    alike(far(a, b), far(c, d))
        && alike(far(b, c), far(d, a))
        && square(d, a, b)
        && square(a, b, c)
        && square(b, c, d)
        && square(c, d, a)
}

/// On how many sides of the picture the ground is seen. A dark band printed on a paper shows on one or two.
fn open_sides(paper: &[bool], columns: usize, rows: usize) -> usize {
    let open = |pixels: &mut dyn Iterator<Item = usize>| {
        let (mut ground, mut all) = (0.0f32, 0.0f32);
        for at in pixels {
            ground += f32::from(u8::from(!paper[at]));
            all += 1.0;
        }
        usize::from(ground > all * OPEN)
    };
    open(&mut (0..columns))
        + open(&mut ((rows - 1) * columns..rows * columns))
        + open(&mut (0..rows).map(|y| y * columns))
        + open(&mut (0..rows).map(|y| y * columns + columns - 1))
}

/// By how much the paper is lighter than what surrounds it.
fn ground_contrast(shades: &[u8], paper: &[bool]) -> f32 {
    let mut sums = [(0.0f32, 0.0f32); 2];
    for (shade, inside) in shades.iter().zip(paper) {
        let sum = &mut sums[usize::from(*inside)];
        *sum = (sum.0 + f32::from(*shade), sum.1 + 1.0);
    }
    let [ground, sheet] = sums.map(|(sum, count)| sum / count.max(1.0));
    sheet - ground
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;

    fn photo() -> (RgbImage, Corners) {
        let corners = [(0.15, 0.1), (0.85, 0.14), (0.9, 0.92), (0.1, 0.88)];
        let (width, height) = (600.0, 800.0);
        let map = {
            let [a, b, c, d] = corners.map(|(x, y)| (x * width, y * height));
            Perspective::onto(a, b, c, d)
        };
        let mut picture = RgbImage::from_pixel(600, 800, Rgb([70, 60, 50]));
        for v in 0..1_600 {
            for u in 0..1_200 {
                let (u, v) = (u as f32 / 1_200.0, v as f32 / 1_600.0);
                let (x, y) = map.point(u, v);
                let red = (0.45..0.55).contains(&u) && (0.2..0.25).contains(&v);
                picture.put_pixel(x as u32, y as u32, Rgb(if red { [250, 0, 0] } else { [235; 3] }));
            }
        }
        (picture, corners)
    }

    #[test]
    fn a_sheet_on_a_table_is_found_and_laid_flat() {
        let (picture, drawn) = photo();
        let found = corners(&picture).unwrap();
        for (found, drawn) in found.iter().zip(drawn) {
            assert!(
                (found.0 - drawn.0).abs() < 0.015 && (found.1 - drawn.1).abs() < 0.015,
                "{found:?} {drawn:?}"
            );
        }
        let flat = cut_out(&picture, &found);
        let at = |u: f32, v: f32| {
            flat.get_pixel((u * flat.width() as f32) as u32, (v * flat.height() as f32) as u32).0
        };
        assert_eq!(at(0.5, 0.225)[1], 0);
        assert_eq!(at(0.3, 0.225)[1], 235);
        assert_eq!(at(0.5, 0.3)[1], 235);
    }

    #[test]
    fn a_scan_is_not_cut() {
        assert_eq!(corners(&RgbImage::from_pixel(600, 800, Rgb([240; 3]))), None);
        let band = RgbImage::from_fn(600, 800, |x, y| Rgb([if x > 150 && y > 160 { 240 } else { 20 }; 3]));
        assert_eq!(corners(&band), None, "a dark band and a dark column belong to the paper");
    }

    #[test]
    fn straightening_undoes_a_slant() {
        let line = RgbImage::from_fn(200, 100, |x, y| {
            let dy = y as f32 - 50.0 - (x as f32 - 100.0) * 3f32.to_radians().tan();
            Rgb(if dy.abs() < 2.0 { [0; 3] } else { [255; 3] })
        });
        let level = straightened(&line, 3.0);
        for x in 20..180 {
            assert_eq!(level.get_pixel(x, 50).0, [0; 3], "{x}");
        }
    }
}
