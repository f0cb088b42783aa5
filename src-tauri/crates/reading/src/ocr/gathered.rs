//! The printed parts of a page, moved together.
//!
//! The detector costs as much as its picture is large, whatever stands on it, and on most papers margins and bands
//! between the parts are blank. They are left out, but for some room around what is printed, and the boxes that are
//! found are put back where they came from.

use crate::ocr::shape::TextBox;

/// Side of the squares that are looked at, pixels of the detector's picture.
const CELL: usize = 8;
/// The detector takes sides of a multiple of so many cells.
const STEP: usize = 4;
/// Blank cells kept on each side of what is printed: twice this keeps lines of different parts apart.
const ROOM: usize = 2;
/// A square whose values differ by less than this (of the planes' values; 0.0175 is one shade of 255) is blank, where
/// the ground is even.
const FAINT: f32 = 0.3;
/// On uneven ground, a square is blank that differs by less than so many times what the ground does.
const OVER_GROUND: f32 = 2.5;
/// This share of the squares is ground on any page.
const GROUND: f32 = 0.2;
/// Ground that differs by more than this within a square (ten shades) hides where print ends: all of it is looked at.
const UNEVEN: f32 = 0.175;
/// A page of which less than this share is left out is not worth the copy.
const WORTH: f32 = 0.08;

/// The rows or columns that are kept, as runs: where each began, where it is now, and its length.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Kept(Vec<Run>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    from: usize,
    to: usize,
    length: usize,
}

impl Kept {
    /// The runs around the printed cells, widened to what the detector takes.
    fn around(printed: &[bool]) -> Kept {
        let mut kept: Vec<bool> = (0..printed.len())
            .map(|at| printed[at.saturating_sub(ROOM)..(at + ROOM + 1).min(printed.len())].contains(&true))
            .collect();
        if !kept.contains(&true) {
            kept.fill(true);
        }
        while kept.iter().filter(|kept| **kept).count() % STEP != 0 {
            let after = (1..kept.len()).find(|at| kept[at - 1] && !kept[*at]);
            let before = || (1..kept.len()).find(|at| kept[*at] && !kept[at - 1]).map(|at| at - 1);
            match after.or_else(before) {
                Some(at) => kept[at] = true,
                None => break,
            }
        }
        let mut runs: Vec<Run> = Vec::new();
        let mut to = 0;
        for (cell, _) in kept.iter().enumerate().filter(|(_, kept)| **kept) {
            let from = cell * CELL;
            match runs.last_mut().filter(|run| run.from + run.length == from) {
                Some(run) => run.length += CELL,
                None => runs.push(Run { from, to, length: CELL }),
            }
            to += CELL;
        }
        Kept(runs)
    }
    fn length(&self) -> usize {
        self.0.iter().map(|run| run.length).sum()
    }
    /// Where a place among what is kept was on the page.
    fn origin(&self, place: f32) -> f32 {
        let run = self.0.iter().rev().find(|run| run.to as f32 - 0.5 <= place).or(self.0.first());
        run.map_or(place, |run| place - run.to as f32 + run.from as f32)
    }
}

/// A picture of three planes without its blank bands.
pub(crate) struct Gathered {
    pub(crate) values: Vec<f32>,
    pub(crate) columns: usize,
    pub(crate) rows: usize,
    across: Kept,
    down: Kept,
}

/// Leaves the blank bands of a picture out; the picture itself where that gains nothing. Its sides are multiples of 32.
pub(crate) fn gathered(values: Vec<f32>, columns: usize, rows: usize) -> Gathered {
    let (wide, high) = (columns / CELL, rows / CELL);
    let printed = printed(&values, columns, rows);
    let across = (0..wide).map(|x| (0..high).any(|y| printed[y * wide + x])).collect::<Vec<_>>();
    let down = (0..high).map(|y| printed[y * wide..(y + 1) * wide].contains(&true)).collect::<Vec<_>>();
    let (across, down) = (Kept::around(&across), Kept::around(&down));
    let (new_columns, new_rows) = (across.length(), down.length());
    if (new_columns * new_rows) as f32 > (1.0 - WORTH) * (columns * rows) as f32 {
        let whole = |length| Kept(vec![Run { from: 0, to: 0, length }]);
        return Gathered { values, columns, rows, across: whole(columns), down: whole(rows) };
    }
    let mut kept = Vec::with_capacity(new_columns * new_rows * 3);
    for plane in values.chunks_exact(columns * rows) {
        for row in down.0.iter().flat_map(|run| run.from..run.from + run.length) {
            let line = &plane[row * columns..(row + 1) * columns];
            for run in &across.0 {
                kept.extend_from_slice(&line[run.from..run.from + run.length]);
            }
        }
    }
    Gathered { values: kept, columns: new_columns, rows: new_rows, across, down }
}

impl Gathered {
    /// A box among the printed parts, where it is on the page.
    pub(crate) fn origin(&self, found: &TextBox) -> TextBox {
        let at = |along, across| {
            let (x, y) = found.point(along, across);
            (self.across.origin(x), self.down.origin(y))
        };
        let (left, right) = (at(-found.width / 2.0, 0.0), at(found.width / 2.0, 0.0));
        let (top, bottom) = (at(0.0, -found.height / 2.0), at(0.0, found.height / 2.0));
        let far = |a: (f32, f32), b: (f32, f32)| (b.0 - a.0).hypot(b.1 - a.1);
        let (width, height) = (far(left, right), far(top, bottom));
        // A box within one part is moved and nothing else.
        if (width - found.width).abs() < 1.0 && (height - found.height).abs() < 1.0 {
            let (cx, cy) = at(0.0, 0.0);
            return TextBox { cx, cy, ..*found };
        }
        TextBox {
            cx: (left.0 + right.0) / 2.0,
            cy: (top.1 + bottom.1) / 2.0,
            width,
            height,
            angle: found.angle,
        }
    }
}

/// Which squares bear print; all of them where the ground is too uneven to tell.
fn printed(values: &[f32], columns: usize, rows: usize) -> Vec<bool> {
    let wide = columns / CELL;
    let mut differences = vec![0.0f32; wide * (rows / CELL)];
    for plane in values.chunks_exact(columns * rows) {
        for (band, found) in plane.chunks_exact(columns * CELL).zip(differences.chunks_exact_mut(wide)) {
            let (mut least, mut most) = (vec![f32::INFINITY; columns], vec![f32::NEG_INFINITY; columns]);
            for line in band.chunks_exact(columns) {
                for ((value, least), most) in line.iter().zip(&mut least).zip(&mut most) {
                    *least = least.min(*value);
                    *most = most.max(*value);
                }
            }
            for ((least, most), found) in
                least.chunks_exact(CELL).zip(most.chunks_exact(CELL)).zip(found.iter_mut())
            {
                let low = least.iter().copied().fold(f32::INFINITY, f32::min);
                let high = most.iter().copied().fold(f32::NEG_INFINITY, f32::max);
                *found = found.max(high - low);
            }
        }
    }
    let mut sorted = differences.clone();
    let at = (sorted.len() as f32 * GROUND) as usize;
    let ground = match sorted.len() {
        0 => 0.0,
        _ => *sorted.select_nth_unstable_by(at, f32::total_cmp).1,
    };
    let least = if ground > UNEVEN { 0.0 } else { FAINT.max(ground * OVER_GROUND) };
    differences.into_iter().map(|difference| difference >= least).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Light ground with dark stripes in these rectangles (left, top, right, bottom).
    fn page(columns: usize, rows: usize, parts: &[[usize; 4]]) -> Vec<f32> {
        let mut values = vec![2.0; columns * rows * 3];
        for [left, top, right, bottom] in parts {
            for y in *top..*bottom {
                for x in *left..*right {
                    if x % 4 < 2 {
                        (0..3).for_each(|plane| values[plane * columns * rows + y * columns + x] = -1.0);
                    }
                }
            }
        }
        values
    }

    #[test]
    fn blank_bands_go_and_boxes_come_back() {
        let (columns, rows) = (640, 960);
        let small = gathered(page(columns, rows, &[[64, 48, 320, 64], [400, 800, 560, 816]]), columns, rows);
        assert!(small.rows <= 128 && small.columns < 640, "{} {}", small.columns, small.rows);
        assert!(small.columns.is_multiple_of(32) && small.rows.is_multiple_of(32));
        assert_eq!(small.values.len(), small.columns * small.rows * 3);
        // The first dark pixel of the second part is found again where it was drawn.
        let dark =
            |y: usize| small.values[y * small.columns..(y + 1) * small.columns].iter().position(|v| *v < 0.0);
        let row = (40..small.rows).find(|y| dark(*y).is_some()).unwrap();
        let place =
            TextBox { cx: dark(row).unwrap() as f32, cy: row as f32, width: 4.0, height: 2.0, angle: 0.0 };
        let back = small.origin(&place);
        assert_eq!((back.cx, back.cy, back.width, back.height), (400.0, 800.0, 4.0, 2.0));
    }

    #[test]
    fn uneven_ground_and_full_pages_stay_whole() {
        let (columns, rows) = (320, 320);
        let grain = (0..columns * rows * 3).map(|at| (at * 7919 % 13) as f32 * 0.03).collect();
        assert_eq!(gathered(grain, columns, rows).rows, rows);
        let full = gathered(page(columns, rows, &[[0, 0, 320, 320]]), columns, rows);
        assert_eq!((full.columns, full.rows), (columns, rows));
        let blank = gathered(page(columns, rows, &[]), columns, rows);
        assert_eq!((blank.columns, blank.rows), (columns, rows));
    }
}
