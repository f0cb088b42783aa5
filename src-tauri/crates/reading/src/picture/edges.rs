//! The four edges of a sheet on a photo, whatever it lies on and whatever is printed along them: straight lines in the
//! picture's slopes (Duda and Hart 1972, with the direction of each slope), and of the four-sided figures that they
//! bound the largest whose sides are edges along their whole length.
//!
//! Light against dark does not find a sheet under a shadow, on a light table, or with a coloured band along an edge.

use image::RgbImage;

use super::paper::{Corners, blurred, is_paper_shaped, polygon_area};

/// Degrees that an edge may lean from level or upright.
const MOST_LEAN: f32 = 25.0;
/// Lines are told apart by this many degrees.
const STEP: f32 = 0.5;
/// A slope votes for lines within so many degrees of its own direction.
const NEAR: f32 = 6.0;
/// Difference of shade over two pixels (of 255) from which a pixel is part of an edge.
const STEEP: f32 = 8.0;
/// Lines looked at in each direction.
const LINES: usize = 14;
/// A line has edge pixels for at least this share of the picture's side.
const LEAST_VOTES: f32 = 0.15;
/// Each side is an edge for at least this share of its length, and all four together for more.
const LEAST_SIDE: f32 = 0.45;
const LEAST_MEAN: f32 = 0.65;
/// The sheet's share of the picture.
const SHARES: std::ops::RangeInclusive<f32> = 0.25..=0.97;
/// A sheet is lighter within its edge than the ground beyond by this much (of 255), in the middle of the differences
/// along a side; one side may differ: a printed band.
const LIGHTER: f32 = 12.0;
/// How far from an edge that is compared, pixels.
const BESIDE: f32 = 5.0;
/// Where the paper within a side is looked for, and the ground beyond it, pixels from the side: over a printed band, and
/// over a second line of print.
const WITHIN: [f32; 6] = [5.0, 15.0, 30.0, 50.0, 80.0, 120.0];
const BEYOND: [f32; 3] = [5.0, 9.0, 14.0];
/// A picture whose rim is as light as its lightest parts, but for this much, is a scan: its edges are the sheet's.
const RIM: u8 = 8;
/// Around a sheet lies less than this share of its print: else there is more than one paper.
const QUIET: f32 = 0.1;
/// What an edge counts where it is lighter beyond: along a printed band.
const AGAINST: f32 = 0.8;

/// A straight line: the direction of its normal in radians, and its distance from the picture's middle.
#[derive(Clone, Copy)]
struct Line {
    angle: f32,
    distance: f32,
}

/// A side of a four-sided figure.
struct Side {
    from: (f32, f32),
    along: (f32, f32),
    /// Points to the right of its direction, one pixel long.
    normal: (f32, f32),
    /// Pixels.
    length: f32,
}

impl Side {
    fn between(from: (f32, f32), to: (f32, f32)) -> Side {
        let along = (to.0 - from.0, to.1 - from.1);
        let length = along.0.hypot(along.1).max(1e-3);
        Side { from, along, normal: (-along.1 / length, along.0 / length), length }
    }

    /// Places evenly spread over it, `apart` pixels from each other but eight at least, as parts of its length.
    fn parts(&self, apart: f32) -> impl ExactSizeIterator<Item = f32> + use<> {
        let count = ((self.length / apart) as usize).max(8);
        (0..count).map(move |step| (step as f32 + 0.5) / count as f32)
    }

    /// The place so many pixels beside it.
    fn beside(&self, part: f32, by: f32) -> (f32, f32) {
        let (x, y) = (self.from.0 + self.along.0 * part, self.from.1 + self.along.1 * part);
        (x + self.normal.0 * by, y + self.normal.1 * by)
    }
}

/// The picture's shades and how they change.
struct Slopes {
    columns: usize,
    rows: usize,
    shades: Vec<u8>,
    across: Vec<f32>,
    down: Vec<f32>,
}

impl Slopes {
    fn of(picture: &RgbImage) -> Slopes {
        let (columns, rows) = (picture.width() as usize, picture.height() as usize);
        let shades = blurred(picture, 1);
        let (mut across, mut down) = (vec![0.0; shades.len()], vec![0.0; shades.len()]);
        for y in 1..rows.saturating_sub(1) {
            for x in 1..columns.saturating_sub(1) {
                let at = y * columns + x;
                across[at] = f32::from(shades[at + 1]) - f32::from(shades[at - 1]);
                down[at] = f32::from(shades[at + columns]) - f32::from(shades[at - columns]);
            }
        }
        Slopes { columns, rows, shades, across, down }
    }

    fn steepness(&self, at: usize) -> f32 {
        self.across[at].hypot(self.down[at])
    }

    /// The pixel at a place, the nearest one where it lies outside.
    fn index(&self, x: f32, y: f32) -> usize {
        let within = |value: f32, count: usize| (value.round().max(0.0) as usize).min(count - 1);
        within(y, self.rows) * self.columns + within(x, self.columns)
    }

    fn shade(&self, x: f32, y: f32) -> f32 {
        f32::from(self.shades[self.index(x, y)])
    }

    /// Whether the rim is as light as paper.
    fn is_scan(&self) -> bool {
        let (columns, rows) = (self.columns, self.rows);
        let rim = (0..columns).flat_map(|x| [x, (rows - 1) * columns + x]);
        let sides = (0..rows).flat_map(|y| [y * columns, y * columns + columns - 1]);
        let rim = middle(rim.chain(sides).map(|at| self.shades[at]).collect(), 0.5);
        middle(self.shades.clone(), 0.85).saturating_sub(rim) < RIM
    }

    /// The lines with most edge pixels whose normals are within [`MOST_LEAN`] of `base` degrees.
    fn lines(&self, base: f32, side: usize) -> Vec<Line> {
        let (half_x, half_y) = (self.columns as f32 / 2.0, self.rows as f32 / 2.0);
        let reach = half_x.hypot(half_y) as usize + 2;
        let (leans, width) = ((2.0 * MOST_LEAN / STEP) as usize + 1, 2 * reach + 1);
        let angle = |lean: usize| (base + lean as f32 * STEP - MOST_LEAN).to_radians();
        let normals: Vec<(f32, f32)> = (0..leans).map(|lean| angle(lean).sin_cos()).collect();
        let mut votes = vec![0.0f32; leans * width];
        for (at, (across, down)) in self.across.iter().zip(&self.down).enumerate() {
            if across.hypot(*down) <= STEEP {
                continue;
            }
            let own = (down.atan2(*across).to_degrees() - base + 90.0).rem_euclid(180.0) - 90.0;
            let first = ((own - NEAR + MOST_LEAN) / STEP).ceil().max(0.0);
            let last = ((own + NEAR + MOST_LEAN) / STEP).floor().min(leans as f32 - 1.0);
            if first > last {
                continue;
            }
            let (x, y) = ((at % self.columns) as f32 - half_x, (at / self.columns) as f32 - half_y);
            for lean in first as usize..=last as usize {
                let (sin, cos) = normals[lean];
                let place = (x * cos + y * sin + reach as f32).round() as usize;
                votes[lean * width + place] += 1.0;
            }
        }
        let least = LEAST_VOTES * side as f32;
        let mut found = Vec::new();
        while found.len() < LINES {
            let three = |at: usize| votes[at - 1] + votes[at] + votes[at + 1];
            let places = (0..leans).flat_map(|lean| (1..width - 1).map(move |place| lean * width + place));
            let Some(best) = places.max_by(|a, b| three(*a).total_cmp(&three(*b))) else { break };
            if three(best) < least {
                break;
            }
            let (lean, place) = (best / width, best % width);
            found.push(Line { angle: angle(lean), distance: place as f32 - reach as f32 });
            for near in lean.saturating_sub(6)..(lean + 7).min(leans) {
                votes[near * width + place.saturating_sub(6)..near * width + (place + 7).min(width)]
                    .fill(0.0);
            }
        }
        found
    }

    /// Where two lines meet.
    fn meet(&self, a: Line, b: Line) -> Option<(f32, f32)> {
        let ((a_sin, a_cos), (b_sin, b_cos)) = (a.angle.sin_cos(), b.angle.sin_cos());
        let determinant = a_cos * b_sin - a_sin * b_cos;
        if determinant.abs() < 1e-3 {
            return None;
        }
        let x = (a.distance * b_sin - b.distance * a_sin) / determinant + self.columns as f32 / 2.0;
        let y = (b.distance * a_cos - a.distance * b_cos) / determinant + self.rows as f32 / 2.0;
        let (columns, rows) = (self.columns as f32, self.rows as f32);
        let inside = |value: f32, side: f32| (-0.02 * side..=1.02 * side).contains(&value);
        (inside(x, columns) && inside(y, rows)).then_some((x, y))
    }

    fn holds(&self, (x, y): (f32, f32)) -> bool {
        (0.0..self.columns as f32).contains(&x) && (0.0..self.rows as f32).contains(&y)
    }

    /// Whether what lies beyond a side is darker than the paper within it. Beyond a line of print, a frame or the streak of
    /// a dirty scanner there is paper again. A side along the picture's rim has nothing beyond.
    fn ends_the_paper(&self, side: &Side) -> bool {
        let parts = side.parts(4.0);
        let count = parts.len();
        let differences = parts.filter_map(|part| {
            let lightest = |reach: &[f32], sign: f32| {
                let places = reach.iter().map(|by| side.beside(part, sign * by));
                let shades = places.filter(|place| self.holds(*place)).map(|(x, y)| self.shade(x, y));
                shades.max_by(f32::total_cmp)
            };
            Some(lightest(&WITHIN, 1.0)? - lightest(&BEYOND, -1.0)?)
        });
        let mut differences: Vec<f32> = differences.collect();
        differences.sort_by(f32::total_cmp);
        differences.len() < count / 2
            || differences.get(differences.len() / 2).is_some_and(|middle| *middle > LIGHTER)
    }

    /// The share of a side that is an edge, slopes against most of the others' counted for less; and whether the picture
    /// is lighter to its right, seen from its beginning.
    fn edge(&self, side: &Side) -> (f32, bool) {
        let normal = side.normal;
        let parts = side.parts(2.0);
        let count = parts.len();
        let (mut rising, mut falling, mut differences) = (0u32, 0u32, Vec::with_capacity(count));
        for part in parts {
            let beside = |by: f32| side.beside(part, by);
            let (within, beyond) = (beside(BESIDE), beside(-BESIDE));
            differences.push(self.shade(within.0, within.1) - self.shade(beyond.0, beyond.1));
            let steepest = (-2..=2)
                .filter_map(|by| {
                    let (x, y) = beside(by as f32);
                    let at = self.index(x, y);
                    let slope = self.across[at] * normal.0 + self.down[at] * normal.1;
                    (slope.abs() > STEEP && slope.abs() > 0.85 * self.steepness(at)).then_some(slope)
                })
                .max_by(|a, b| a.abs().total_cmp(&b.abs()));
            match steepest {
                Some(slope) if slope > 0.0 => rising += 1,
                Some(_) => falling += 1,
                None => {}
            }
        }
        differences.sort_by(f32::total_cmp);
        let lighter = differences.get(count / 2).is_some_and(|middle| *middle > LIGHTER);
        let edge = rising.max(falling) as f32 + AGAINST * rising.min(falling) as f32;
        (edge / count as f32, lighter)
    }

    /// Whether there is little print around a sheet beside what is on it.
    fn is_quiet_around(&self, corners: &Corners) -> bool {
        let next = corners.iter().cycle().skip(1);
        let sides: Vec<_> = corners.iter().copied().zip(next.copied()).take(4).collect();
        let (mut on, mut around) = (0.0f32, 0.0f32);
        for at in 0..self.shades.len() {
            let (x, y) = ((at % self.columns) as f32, (at / self.columns) as f32);
            // How far within the side that is nearest, negative beyond it.
            let depth = sides
                .iter()
                .map(|(from, to)| {
                    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
                    (dx * (y - from.1) - dy * (x - from.0)) / dx.hypot(dy).max(1e-3)
                })
                .fold(f32::INFINITY, f32::min);
            if depth.abs() < 2.0 * BESIDE {
                continue;
            }
            if self.steepness(at) > 3.0 * STEEP {
                *if depth > 0.0 { &mut on } else { &mut around } += 1.0;
            }
        }
        around < (QUIET * on).max(0.001 * self.shades.len() as f32)
    }
}

/// The value that `share` of the others are below.
fn middle(mut values: Vec<u8>, share: f32) -> u8 {
    let at = ((values.len() as f32 * share) as usize).min(values.len().saturating_sub(1));
    if values.is_empty() { 0 } else { *values.select_nth_unstable(at).1 }
}

/// The corners of the sheet on a small picture, as fractions of it; `None` where none is bounded by four edges.
pub(super) fn corners(picture: &RgbImage) -> Option<Corners> {
    let slopes = Slopes::of(picture);
    if slopes.is_scan() {
        return None;
    }
    let (columns, rows) = (slopes.columns as f32, slopes.rows as f32);
    let upright = slopes.lines(0.0, slopes.rows);
    let level = slopes.lines(90.0, slopes.columns);
    let mut best: Option<(f32, Corners)> = None;
    let pairs = |lines: &[Line], least: f32| -> Vec<(Line, Line)> {
        let all = lines.iter().flat_map(|a| lines.iter().map(move |b| (*a, *b)));
        all.filter(|(a, b)| b.distance - a.distance >= least).collect()
    };
    for (left, right) in pairs(&upright, 0.4 * columns) {
        for (top, bottom) in pairs(&level, 0.3 * rows) {
            let found = [(left, top), (right, top), (right, bottom), (left, bottom)]
                .map(|(across, down)| slopes.meet(across, down));
            let [Some(a), Some(b), Some(c), Some(d)] = found else { continue };
            let corners = [a, b, c, d];
            let share = polygon_area(&corners) / (columns * rows);
            let beaten = best.as_ref().is_some_and(|(score, _)| share <= *score);
            if beaten || !SHARES.contains(&share) || !is_paper_shaped(&corners) {
                continue;
            }
            let sides = [(a, b), (b, c), (c, d), (d, a)].map(|(from, to)| Side::between(from, to));
            let edges = sides.each_ref().map(|side| slopes.edge(side));
            let mean = edges.iter().map(|(share, _)| share).sum::<f32>() / 4.0;
            let whole = mean >= LEAST_MEAN && edges.iter().all(|(share, _)| *share >= LEAST_SIDE);
            let lies_free = edges.iter().filter(|(_, lighter)| *lighter).count() >= 3;
            let score = share * mean * mean;
            if !whole || !lies_free || best.as_ref().is_some_and(|(before, _)| score <= *before) {
                continue;
            }
            if sides.iter().all(|side| slopes.ends_the_paper(side)) {
                best = Some((score, corners));
            }
        }
    }
    let (_, corners) = best?;
    slopes.is_quiet_around(&corners).then(|| corners.map(|(x, y)| ((x + 0.5) / columns, (y + 0.5) / rows)))
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;

    /// A sheet between these corners, on a table of that shade, by a lamp that leaves half of it in the shadow.
    fn photo(table: u8, band: Option<[u8; 3]>) -> (RgbImage, Corners) {
        let corners = [(0.16, 0.12), (0.83, 0.09), (0.88, 0.9), (0.12, 0.86)];
        let inside = |x: f32, y: f32| {
            let next = corners.iter().cycle().skip(1);
            corners.iter().zip(next).all(|(a, b)| (b.0 - a.0) * (y - a.1) - (b.1 - a.1) * (x - a.0) > 0.0)
        };
        let picture = RgbImage::from_fn(360, 480, |x, y| {
            let (u, v) = (x as f32 / 360.0, y as f32 / 480.0);
            let grain = if y % 7 == 0 { 4 } else { 0 };
            let own = match (inside(u, v), band) {
                (true, Some(band)) if v < 0.2 => band,
                (true, _) => [235; 3],
                (false, _) => [table + grain; 3],
            };
            let light = 1.0 - 0.35 * (((u + v) - 0.9) * 6.0).clamp(0.0, 1.0);
            Rgb(own.map(|value| (f32::from(value) * light) as u8))
        });
        (picture, corners)
    }

    #[test]
    fn a_sheet_is_found_in_half_shadow_on_light_ground_with_a_dark_band() {
        for (table, band) in [(60, None), (185, None), (70, Some([20, 30, 60])), (185, Some([200, 160, 0]))] {
            let (picture, drawn) = photo(table, band);
            let found = corners(&picture).unwrap_or_else(|| panic!("not found on {table} with {band:?}"));
            for (found, drawn) in found.iter().zip(drawn) {
                let off = (found.0 - drawn.0).abs().max((found.1 - drawn.1).abs());
                assert!(off < 0.015, "{table} {band:?}: {found:?} instead of {drawn:?}");
            }
        }
    }

    #[test]
    fn a_line_of_print_or_a_streak_is_no_edge_of_a_scan_with_a_grey_rim() {
        let scan = |streak: bool| {
            RgbImage::from_fn(360, 480, |x, y| {
                let paper = (6..352).contains(&x) && (5..472).contains(&y);
                let foot = !streak && (440..444).contains(&y) && (30..330).contains(&x);
                let line = streak && (310..312).contains(&x);
                Rgb([if !paper {
                    222
                } else if foot || line {
                    90
                } else {
                    246
                }; 3])
            })
        };
        for streak in [false, true] {
            for (x, y) in corners(&scan(streak)).into_iter().flatten() {
                assert!(!(0.03..0.96).contains(&x) && !(0.03..0.96).contains(&y), "{streak}: {x}, {y}");
            }
        }
    }

    #[test]
    fn frames_on_a_scan_and_one_of_two_papers_are_no_sheet() {
        let framed = RgbImage::from_fn(360, 480, |x, y| {
            let frame = (40..320).contains(&x) && (50..430).contains(&y);
            let inner = (42..318).contains(&x) && (52..428).contains(&y);
            Rgb([if frame && !inner { 0 } else { 245 }; 3])
        });
        assert_eq!(corners(&framed), None);
        // A smaller paper of the same print lies beside the larger one.
        let two = RgbImage::from_fn(480, 360, |x, y| {
            let paper = (20..330).contains(&x) && (20..340).contains(&y);
            let other = (350..465).contains(&x) && (60..250).contains(&y);
            let print = (x / 6 + y / 6) % 2 == 0 && y % 40 > 10;
            Rgb([if paper || other { if print { 30 } else { 240 } } else { 70 }; 3])
        });
        assert_eq!(corners(&two), None);
    }
}
