//! Projective maps of the plane: how a sheet lies on the glass or under the lens.

/// A 3 × 3 matrix, row by row, up to scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Warp(pub [f32; 9]);

impl Warp {
    pub fn apply(&self, x: f32, y: f32) -> (f32, f32) {
        let m = &self.0;
        let w = m[6] * x + m[7] * y + m[8];
        ((m[0] * x + m[1] * y + m[2]) / w, (m[3] * x + m[4] * y + m[5]) / w)
    }

    /// The map that takes the corners of a `w` × `h` rectangle (clockwise from the top left) to four points.
    /// The identity where three of the points are in line.
    pub fn onto(w: f32, h: f32, to: [(f32, f32); 4]) -> Self {
        let from = [(0.0, 0.0), (w, 0.0), (w, h), (0.0, h)];
        let mut rows = [[0.0f64; 9]; 8];
        for (i, ((x, y), (u, v))) in from.into_iter().zip(to).enumerate() {
            let (x, y, u, v) = (f64::from(x), f64::from(y), f64::from(u), f64::from(v));
            rows[2 * i] = [x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y, u];
            rows[2 * i + 1] = [0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y, v];
        }
        for col in 0..8 {
            let best =
                (col..8).max_by(|a, b| rows[*a][col].abs().total_cmp(&rows[*b][col].abs())).unwrap_or(col);
            rows.swap(col, best);
            let pivot = rows[col];
            if pivot[col].abs() < 1e-12 {
                return Self([1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]);
            }
            for (r, row) in rows.iter_mut().enumerate() {
                if r != col {
                    let f = row[col] / pivot[col];
                    for (a, b) in row.iter_mut().zip(pivot) {
                        *a -= f * b;
                    }
                }
            }
        }
        let mut m = [1.0f32; 9];
        for (i, row) in rows.iter().enumerate() {
            m[i] = (row[8] / row[i]) as f32;
        }
        Self(m)
    }

    pub fn inverse(&self) -> Self {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        Self([
            e * i - f * h,
            c * h - b * i,
            b * f - c * e,
            f * g - d * i,
            a * i - c * g,
            c * d - a * f,
            d * h - e * g,
            b * g - a * h,
            a * e - b * d,
        ])
    }

    /// The smallest upright box around where a box goes, both in the same unit.
    pub fn area(&self, [x0, y0, x1, y1]: [f32; 4]) -> [f32; 4] {
        let corners = [self.apply(x0, y0), self.apply(x1, y0), self.apply(x1, y1), self.apply(x0, y1)];
        corners.iter().fold([f32::MAX, f32::MAX, f32::MIN, f32::MIN], |b, (x, y)| {
            [b[0].min(*x), b[1].min(*y), b[2].max(*x), b[3].max(*y)]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_there_and_back() {
        let to = [(30.0, 20.0), (620.0, 41.0), (600.0, 880.0), (11.0, 860.0)];
        let w = Warp::onto(595.0, 842.0, to);
        for (from, to) in [(0.0, 0.0), (595.0, 0.0), (595.0, 842.0), (0.0, 842.0)].into_iter().zip(to) {
            let (x, y) = w.apply(from.0, from.1);
            assert!((x - to.0).abs() < 0.05 && (y - to.1).abs() < 0.05);
            let (x, y) = w.inverse().apply(to.0, to.1);
            assert!((x - from.0).abs() < 0.05 && (y - from.1).abs() < 0.05);
        }
    }
}
