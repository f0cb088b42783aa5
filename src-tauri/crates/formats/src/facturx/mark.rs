//! The words below each page: "COPIE DE TRAITEMENT", drawn as strokes, since PDF/A wants every font inside the file.

use pdf_writer::Content;

const WORDS: &str = "COPIE DE TRAITEMENT";
/// Size of a letter's grid: four by six steps, one step between letters.
const STEP: f32 = 1.2;
const ADVANCE: f32 = 6.0 * STEP;
/// Height of the strip below the page, in points.
pub(super) const STRIP: f32 = 16.0;

type Stroke = &'static [(u8, u8)];

/// The strokes of a letter, on a grid of four by six.
fn strokes(letter: char) -> &'static [Stroke] {
    match letter {
        'A' => &[&[(0, 0), (0, 4), (2, 6), (4, 4), (4, 0)], &[(0, 3), (4, 3)]],
        'C' => &[&[(4, 5), (3, 6), (1, 6), (0, 5), (0, 1), (1, 0), (3, 0), (4, 1)]],
        'D' => &[&[(0, 0), (0, 6), (2, 6), (4, 4), (4, 2), (2, 0), (0, 0)]],
        'E' => &[&[(4, 6), (0, 6), (0, 0), (4, 0)], &[(0, 3), (3, 3)]],
        'I' => &[&[(2, 0), (2, 6)]],
        'M' => &[&[(0, 0), (0, 6), (2, 3), (4, 6), (4, 0)]],
        'N' => &[&[(0, 0), (0, 6), (4, 0), (4, 6)]],
        'O' => &[&[(1, 6), (3, 6), (4, 5), (4, 1), (3, 0), (1, 0), (0, 1), (0, 5), (1, 6)]],
        'P' => &[&[(0, 0), (0, 6), (3, 6), (4, 5), (4, 4), (3, 3), (0, 3)]],
        'R' => &[&[(0, 0), (0, 6), (3, 6), (4, 5), (4, 4), (3, 3), (0, 3)], &[(2, 3), (4, 0)]],
        'T' => &[&[(0, 6), (4, 6)], &[(2, 6), (2, 0)]],
        _ => &[],
    }
}

/// Draws the words into the strip below a page.
pub(super) fn draw(content: &mut Content) {
    content.save_state();
    content.set_stroke_rgb(0.3, 0.3, 0.3);
    content.set_line_width(0.8);
    let (mut left, bottom) = (12.0, (STRIP - 6.0 * STEP) / 2.0);
    for letter in WORDS.chars() {
        for stroke in strokes(letter) {
            for (index, (x, y)) in stroke.iter().enumerate() {
                let (x, y) = (left + f32::from(*x) * STEP, bottom + f32::from(*y) * STEP);
                if index == 0 {
                    content.move_to(x, y);
                } else {
                    content.line_to(x, y);
                }
            }
            content.stroke();
        }
        left += ADVANCE;
    }
    content.restore_state();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_can_be_drawn() {
        assert!(WORDS.chars().all(|letter| letter == ' ' || !strokes(letter).is_empty()));
    }
}
