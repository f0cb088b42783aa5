//! Finder patterns of QR codes: dark, light, dark, light, dark as 1 : 1 : 3 : 1 : 1 in every direction
//! (ISO/IEC 18004, 6.3.3).

use crate::codes::{Along, Dark};

/// Rows that are scanned lie this far apart, pixels.
const APART: usize = 2;
/// Patterns that are kept at most: a page of small squares is no code.
const MOST: usize = 60;

/// The middle of a finder pattern.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Finder {
    pub x: f32,
    pub y: f32,
    /// Side of a module, pixels.
    pub module: f32,
    /// Rows that show it.
    pub rows: usize,
}

/// The finder patterns of a picture that several rows show.
pub(super) fn find(dark: &Dark) -> Vec<Finder> {
    let mut found: Vec<Finder> = Vec::new();
    let mut runs = Vec::new();
    for y in (0..dark.rows).step_by(APART) {
        dark.runs(Along::Row, y, &mut runs);
        let mut place = 0;
        for (index, run) in runs.iter().enumerate() {
            if index % 2 == 1
                && let Some(five) = runs.get(index..index + 5).and_then(|w| <[usize; 5]>::try_from(w).ok())
                && let Some(module) = module_of(five)
            {
                let [a, b, c, ..] = five;
                let x = place + a + b + c / 2;
                if let Some((middle, tall)) = down(dark, x, y, module) {
                    note(
                        &mut found,
                        Finder { x: x as f32, y: middle, module: (module + tall) / 2.0, rows: 1 },
                    );
                }
            }
            place += run;
        }
        if found.len() > MOST {
            break;
        }
    }
    found.retain(|finder| finder.rows >= 2);
    found
}

/// The module's side when five runs are as 1 : 1 : 3 : 1 : 1.
fn module_of(runs: [usize; 5]) -> Option<f32> {
    let total: usize = runs.iter().sum();
    let module = total as f32 / 7.0;
    if module < 1.8 {
        return None;
    }
    let fits = runs.iter().zip([1.0, 1.0, 3.0, 1.0, 1.0]).all(|(run, wanted)| {
        (*run as f32 - wanted * module).abs() < 0.5 * module * f32::max(wanted / 2.0, 1.0) + 0.6
    });
    fits.then_some(module)
}

/// The same pattern downwards through a point of its middle: its middle row and its module.
fn down(dark: &Dark, x: usize, y: usize, module: f32) -> Option<(f32, f32)> {
    let most = (module * 5.0) as usize + 2;
    let walk = |up: bool| {
        // Half the middle square, then light, then dark.
        let mut lengths = [0usize; 3];
        let mut place = y;
        for (phase, length) in lengths.iter_mut().enumerate() {
            let wanted = phase != 1;
            while dark.at(x, place) == wanted && *length <= most {
                *length += 1;
                if up && place == 0 {
                    break;
                }
                place = if up { place.saturating_sub(1) } else { place + 1 };
                if place >= dark.rows {
                    break;
                }
            }
        }
        lengths
    };
    let [above, light_above, dark_above] = walk(true);
    let [below, light_below, dark_below] = walk(false);
    let middle = (above + below).saturating_sub(1);
    let tall = module_of([dark_above, light_above, middle, light_below, dark_below])?;
    let alike = (tall / module - 1.0).abs() < 0.5;
    alike.then_some((y as f32 + (below as f32 - above as f32) / 2.0, tall))
}

fn note(found: &mut Vec<Finder>, finder: Finder) {
    let near = found.iter_mut().find(|known| {
        (known.x - finder.x).abs() < 2.5 * known.module && (known.y - finder.y).abs() < 2.5 * known.module
    });
    match near {
        Some(known) => known.rows += 1,
        None => found.push(finder),
    }
}
