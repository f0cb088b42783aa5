//! Bars: patch codes (Kodak A-61599: four bars, two of 0.2 inch and two of 0.08, with spaces of 0.08 between them) and
//! the place of linear bar codes.

use crate::codes::{Along, Dark};
use crate::page::Barcode;

/// Wide and narrow bars of the patches, read from the leading edge.
const PATCHES: [(&str, [bool; 4]); 6] = [
    ("1", [true, true, false, false]),
    ("2", [true, false, false, true]),
    ("3", [true, false, true, false]),
    ("4", [false, true, true, false]),
    ("6", [false, false, true, true]),
    ("T", [false, true, false, true]),
];
/// Rows and columns that are sampled for patches.
const SAMPLES: usize = 48;
/// Length of the bars, in narrow widths, at least: 0.75 inch.
const LONG: f32 = 9.0;
/// Narrow width as a share of the page's longer side: 0.08 inch of eleven, more where the sheet is small.
const NARROW: std::ops::RangeInclusive<f32> = 0.004..=0.03;

/// A patch across one sampled line.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Across {
    line: usize,
    from: usize,
    to: usize,
    narrow: f32,
    name: &'static str,
}

/// The patch codes, bars lying and bars standing.
pub(super) fn patches(dark: &Dark) -> Vec<Barcode> {
    [Along::Column, Along::Row].into_iter().filter_map(|along| patch(dark, along)).collect()
}

fn patch(dark: &Dark, along: Along) -> Option<Barcode> {
    let (count, long_side) = match along {
        Along::Column => (dark.columns, dark.columns.max(dark.rows)),
        Along::Row => (dark.rows, dark.columns.max(dark.rows)),
    };
    let step = (count / SAMPLES).max(1);
    let mut runs = Vec::new();
    let mut row: Vec<Across> = Vec::new();
    for line in (step / 2..count).step_by(step) {
        dark.runs(along, line, &mut runs);
        let Some(here) = across(&runs, line, long_side as f32) else {
            row.clear();
            continue;
        };
        let goes_on = row.last().is_some_and(|last| {
            last.name == here.name
                && (last.from as f32 - here.from as f32).abs() < last.narrow
                && (last.narrow / here.narrow - 1.0).abs() < 0.35
        });
        if !goes_on {
            row.clear();
        }
        row.push(here);
        let (Some(first), Some(last)) = (row.first(), row.last()) else { continue };
        if (last.line - first.line) as f32 >= LONG * last.narrow && row.len() >= 4 {
            let (from, to) = (first.from.min(last.from), first.to.max(last.to));
            let rect = match along {
                Along::Column => dark.fraction(first.line, from, last.line, to),
                Along::Row => dark.fraction(from, first.line, to, last.line),
            };
            return Some(Barcode { kind: "patch".to_owned(), text: last.name.to_owned(), rect });
        }
    }
    None
}

/// The patch that a line crosses.
fn across(runs: &[usize], line: usize, long_side: f32) -> Option<Across> {
    let mut from = 0;
    for (index, run) in runs.iter().enumerate() {
        // Odd runs are dark.
        if index % 2 == 1
            && let Some([b1, s1, b2, s2, b3, s3, b4]) =
                runs.get(index..index + 7).and_then(|w| <[usize; 7]>::try_from(w).ok())
        {
            let total = b1 + s1 + b2 + s2 + b3 + s3 + b4;
            let narrow = total as f32 / 10.0;
            let is =
                |width: usize, wanted: f32| (width as f32 / narrow - wanted).abs() < 0.3 * wanted.max(1.4);
            let wide = [b1, b2, b3, b4].map(|bar| is(bar, 2.5));
            let plain = [b1, b2, b3, b4].map(|bar| is(bar, 1.0));
            let bars = wide.iter().zip(plain).all(|(wide, narrow)| *wide != narrow);
            let quiet = |at: Option<&usize>| at.is_none_or(|space| *space as f32 > 1.8 * narrow);
            let before = index.checked_sub(1).and_then(|at| runs.get(at));
            if bars
                && [s1, s2, s3].iter().all(|space| is(*space, 1.0))
                && NARROW.contains(&(narrow / long_side))
                && quiet(before)
                && quiet(runs.get(index + 7))
                && let Some((name, _)) = PATCHES.iter().find(|(_, bars)| *bars == wide)
            {
                return Some(Across { line, from, to: from + total, narrow, name });
            }
        }
        from += run;
    }
    None
}

/// Rows that are sampled for linear codes lie this far apart, pixels.
const APART: usize = 8;
/// Sampled rows that show the same bars, at least: about 5 mm at 200 dots an inch.
const SAME: usize = 5;
/// Bars and spaces of a linear code, at least: three letters of code 39.
const FEWEST: usize = 40;

/// The places of linear bar codes, bars standing and bars lying; what they say is not read.
pub(super) fn linear(dark: &Dark) -> Vec<Barcode> {
    [Along::Row, Along::Column].into_iter().filter_map(|along| linear_along(dark, along)).collect()
}

fn linear_along(dark: &Dark, along: Along) -> Option<Barcode> {
    let (lines, length) = match along {
        Along::Row => (dark.rows, dark.columns),
        Along::Column => (dark.columns, dark.rows),
    };
    // Bars and spaces are a few modules wide.
    let widest = (length / 90).max(6);
    let mut runs = Vec::new();
    let mut last: Option<(usize, usize, usize)> = None;
    let (mut first_line, mut same) = (0, 0);
    for line in (APART / 2..lines).step_by(APART) {
        dark.runs(along, line, &mut runs);
        let here = longest_chain(&runs, widest).filter(|(_, _, count)| *count >= FEWEST);
        let goes_on = here
            .zip(last)
            .is_some_and(|(a, b)| a.0.abs_diff(b.0) <= 3 && a.1.abs_diff(b.1) <= 3 && a.2.abs_diff(b.2) <= 2);
        if goes_on {
            same += 1;
        } else {
            (first_line, same) = (line, 1);
        }
        last = here;
        if let (true, Some((from, to, _))) = (same >= SAME, here) {
            let rect = match along {
                Along::Row => dark.fraction(from, first_line, to, line),
                Along::Column => dark.fraction(first_line, from, line, to),
            };
            return Some(Barcode { kind: "linear".to_owned(), text: String::new(), rect });
        }
    }
    None
}

/// Where the longest chain of narrow runs begins and ends, and how many there are.
fn longest_chain(runs: &[usize], widest: usize) -> Option<(usize, usize, usize)> {
    let mut best: Option<(usize, usize, usize)> = None;
    let (mut place, mut start, mut count) = (0, 0, 0);
    for run in runs {
        if *run > widest {
            (start, count) = (place + run, 0);
        } else {
            count += 1;
        }
        place += run;
        if count > 0 && best.is_none_or(|(_, _, most)| count > most) {
            best = Some((start, place, count));
        }
    }
    best
}
