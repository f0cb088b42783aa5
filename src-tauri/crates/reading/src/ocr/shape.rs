//! Boxes at an angle.

/// A rectangle round a text line; pixels, angle in radians (clockwise, since y runs down).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct TextBox {
    pub(crate) cx: f32,
    pub(crate) cy: f32,
    /// Extent along the reading direction.
    pub(crate) width: f32,
    /// Extent across it.
    pub(crate) height: f32,
    pub(crate) angle: f32,
}

impl TextBox {
    /// The same box on a picture stretched by these factors, which are nearly equal.
    pub(crate) fn scaled(&self, sx: f32, sy: f32) -> TextBox {
        let (sin, cos) = self.angle.sin_cos();
        let along = ((cos * sx).powi(2) + (sin * sy).powi(2)).sqrt();
        let across = ((sin * sx).powi(2) + (cos * sy).powi(2)).sqrt();
        TextBox {
            cx: (self.cx + 0.5) * sx,
            cy: (self.cy + 0.5) * sy,
            width: self.width * along,
            height: self.height * across,
            angle: (sin * sy).atan2(cos * sx),
        }
    }
    /// The point at `along` and `across` from the middle.
    pub(crate) fn point(&self, along: f32, across: f32) -> (f32, f32) {
        let (sin, cos) = self.angle.sin_cos();
        (self.cx + along * cos - across * sin, self.cy + along * sin + across * cos)
    }
}

/// The text pixels of one row, as leftmost and rightmost.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RowSpan {
    row: usize,
    left: usize,
    right: usize,
}

impl RowSpan {
    pub(crate) fn none(row: usize) -> RowSpan {
        RowSpan { row, left: usize::MAX, right: 0 }
    }
    pub(crate) fn take(&mut self, column: usize) {
        self.left = self.left.min(column);
        self.right = self.right.max(column);
    }
}

/// Convex hull of a set of pixels (Andrew's monotone chain; points sorted by row).
pub(crate) fn hull(spans: &[RowSpan]) -> Vec<(f32, f32)> {
    let mut points: Vec<(f32, f32)> = Vec::with_capacity(spans.len() * 2);
    for span in spans.iter().filter(|span| span.left <= span.right) {
        points.push((span.left as f32, span.row as f32));
        if span.right > span.left {
            points.push((span.right as f32, span.row as f32));
        }
    }
    convex(&points)
}

/// Convex hull of points.
pub(crate) fn convex(points: &[(f32, f32)]) -> Vec<(f32, f32)> {
    let mut points = points.to_vec();
    points.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.total_cmp(&b.0)));
    points.dedup();
    if points.len() < 3 {
        return points;
    }
    let mut outline = chain(points.iter().copied());
    let back = chain(points.iter().rev().copied());
    outline.pop();
    outline.extend_from_slice(&back[..back.len().saturating_sub(1)]);
    outline
}

fn chain(points: impl Iterator<Item = (f32, f32)>) -> Vec<(f32, f32)> {
    let mut kept: Vec<(f32, f32)> = Vec::new();
    for point in points {
        while let [.., before, last] = kept.as_slice() {
            let turn =
                (last.0 - before.0) * (point.1 - before.1) - (last.1 - before.1) * (point.0 - before.0);
            if turn > 0.0 {
                break;
            }
            kept.pop();
        }
        kept.push(point);
    }
    kept
}

/// The smallest rectangle round a convex outline: one of its sides lies on a side of the outline. The box's
/// reading direction is the one nearest to horizontal.
pub(crate) fn tightest_box(outline: &[(f32, f32)]) -> Option<TextBox> {
    let first = *outline.first()?;
    let mut best: Option<(f32, TextBox)> = None;
    for (index, from) in outline.iter().enumerate() {
        let to = outline.get(index + 1).copied().unwrap_or(first);
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        if outline.len() > 1 && dx == 0.0 && dy == 0.0 {
            continue;
        }
        let candidate = box_along(outline, nearest_to_level(dy.atan2(dx)));
        let area = candidate.width * candidate.height;
        if best.as_ref().is_none_or(|(least, _)| area < *least) {
            best = Some((area, candidate));
        }
    }
    best.map(|(_, found)| found)
}

/// The same axis within an eighth turn of level.
fn nearest_to_level(angle: f32) -> f32 {
    use std::f32::consts::{FRAC_PI_2, FRAC_PI_4};
    let mut angle = angle;
    while angle > FRAC_PI_4 {
        angle -= FRAC_PI_2;
    }
    while angle <= -FRAC_PI_4 {
        angle += FRAC_PI_2;
    }
    angle
}

fn box_along(outline: &[(f32, f32)], angle: f32) -> TextBox {
    let (sin, cos) = angle.sin_cos();
    let (mut low, mut high) = ((f32::MAX, f32::MAX), (f32::MIN, f32::MIN));
    for (x, y) in outline {
        let (along, across) = (x * cos + y * sin, y * cos - x * sin);
        low = (low.0.min(along), low.1.min(across));
        high = (high.0.max(along), high.1.max(across));
    }
    let (along, across) = ((low.0 + high.0) / 2.0, (low.1 + high.1) / 2.0);
    TextBox {
        cx: along * cos - across * sin,
        cy: along * sin + across * cos,
        width: high.0 - low.0 + 1.0,
        height: high.1 - low.1 + 1.0,
        angle,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tightest_box_of_a_tilted_rectangle_is_that_rectangle() {
        let tilted = TextBox { cx: 100.0, cy: 50.0, width: 81.0, height: 11.0, angle: 0.2 };
        let corners: Vec<(f32, f32)> = [(-40.0, -5.0), (40.0, -5.0), (40.0, 5.0), (-40.0, 5.0), (0.0, 0.0)]
            .iter()
            .map(|(along, across)| tilted.point(*along, *across))
            .collect();
        let outline = convex(&corners);
        assert_eq!(outline.len(), 4);
        let found = tightest_box(&outline).unwrap();
        assert!((found.angle - 0.2).abs() < 1e-3, "{found:?}");
        assert!((found.width - 81.0).abs() < 0.01 && (found.height - 11.0).abs() < 0.01, "{found:?}");
        assert!(tightest_box(&[]).is_none());
    }
}
