//! Rules, frames, discs and wrapped text.

use super::{BLACK, Color, GREY, Ink, width_of};

/// Lines and shapes.
impl Ink {
    pub fn line(&mut self, x0: f32, y0: f32, x1: f32, y1: f32, weight: f32, color: Color) {
        let (r, g, b) = color;
        let top = self.top;
        self.now
            .set_line_width(weight)
            .set_stroke_rgb(r, g, b)
            .move_to(x0, top - y0)
            .line_to(x1, top - y1)
            .stroke();
    }

    pub fn rule(&mut self, x0: f32, x1: f32, y: f32) {
        self.line(x0, y, x1, y, 0.6, BLACK);
    }

    pub fn dashes(&mut self, x0: f32, x1: f32, y: f32) {
        self.now.set_dash_pattern([2.0, 2.0], 0.0);
        self.line(x0, y, x1, y, 0.5, GREY);
        self.now.set_dash_pattern(std::iter::empty::<f32>(), 0.0);
    }

    pub fn frame(&mut self, x: f32, y: f32, w: f32, h: f32, weight: f32, color: Color) {
        let (r, g, b) = color;
        let top = self.top;
        self.now.set_line_width(weight).set_stroke_rgb(r, g, b).rect(x, top - y - h, w, h).stroke();
    }

    pub fn fill(&mut self, x: f32, y: f32, w: f32, h: f32, color: Color) {
        let (r, g, b) = color;
        let top = self.top;
        self.now.set_fill_rgb(r, g, b).rect(x, top - y - h, w, h).fill_nonzero();
    }

    pub fn disc(&mut self, cx: f32, cy: f32, radius: f32, color: Color) {
        let (r, g, b) = color;
        self.now.set_fill_rgb(r, g, b);
        self.circle(cx, cy, radius);
        self.now.fill_nonzero();
    }

    pub fn ring(&mut self, cx: f32, cy: f32, radius: f32, weight: f32, color: Color) {
        let (r, g, b) = color;
        self.now.set_line_width(weight).set_stroke_rgb(r, g, b);
        self.circle(cx, cy, radius);
        self.now.stroke();
    }

    fn circle(&mut self, cx: f32, cy: f32, r: f32) {
        let y = self.top - cy;
        // The cubic that comes closest to a quarter circle.
        let k = r * 0.5523;
        self.now
            .move_to(cx + r, y)
            .cubic_to(cx + r, y + k, cx + k, y + r, cx, y + r)
            .cubic_to(cx - k, y + r, cx - r, y + k, cx - r, y)
            .cubic_to(cx - r, y - k, cx - k, y - r, cx, y - r)
            .cubic_to(cx + k, y - r, cx + r, y - k, cx + r, y);
    }

    pub fn polygon(&mut self, points: &[(f32, f32)], color: Color) {
        let (r, g, b) = color;
        let top = self.top;
        self.now.set_fill_rgb(r, g, b);
        for (i, (x, y)) in points.iter().enumerate() {
            if i == 0 {
                self.now.move_to(*x, top - y);
            } else {
                self.now.line_to(*x, top - y);
            }
        }
        self.now.close_path().fill_nonzero();
    }

    /// Text wrapped to a width; returns the baseline after the last line.
    pub fn paragraph(&mut self, x: f32, y: f32, width: f32, size: f32, color: Color, text: &str) -> f32 {
        let stretch = self.stretch / 100.0;
        let family = self.family;
        let mut y = y;
        let mut line = String::new();
        for word in text.split(' ') {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if !line.is_empty() && width_of(&longer, size, family, false) * stretch > width {
                self.pen(x, y).size(size).color(color).put(&line);
                y += size * 1.25;
                line = word.to_owned();
            } else {
                line = longer;
            }
        }
        self.pen(x, y).size(size).color(color).put(&line);
        y + size * 1.25
    }
}
