//! Whether a page's own text says what its picture shows: the lines that bear figures are cut out of the picture, read,
//! and compared.

use image::{Rgb, RgbImage, imageops};
use liasse_domain::Rect;

use crate::page::{Page, Word};

/// Lines that are compared at most; amounts and dates are among the lines with the most figures.
const SAMPLE: usize = 12;
/// Room around a line, as a share of its height.
const ROOM: f32 = 0.35;
/// Fewer figures than this compared prove nothing.
const FEWEST_FIGURES: usize = 12;
/// Of the figures of the text, at least this share is found again by recognition when both say the same.
const AGREE: f32 = 0.7;

/// The lines to be compared, and their picture: the strips one below the other.
pub(crate) struct Sample {
    /// The strips.
    pub picture: RgbImage,
    figures: Vec<String>,
}

/// Runs of digits of a text.
fn figures(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() >= 2).map(str::to_owned)
}

/// Cuts the lines with the most figures out of a page's picture; `None` when it bears too few.
pub(crate) fn sample(page: &Page, picture: &RgbImage) -> Option<Sample> {
    let mut lines: Vec<(usize, Rect, String)> = page
        .lines()
        .iter()
        .map(|line| {
            let text = line.text();
            let count = figures(&text).map(|digits| digits.len()).sum();
            (count, line.rect, text)
        })
        .filter(|(count, rect, _)| *count >= 2 && rect.height() < 0.05)
        .collect();
    lines.sort_by_key(|(count, _, _)| std::cmp::Reverse(*count));
    lines.truncate(SAMPLE);
    let figures: Vec<String> =
        lines.iter().flat_map(|(_, _, text)| figures(text).collect::<Vec<_>>()).collect();
    if figures.iter().map(String::len).sum::<usize>() < FEWEST_FIGURES {
        return None;
    }
    lines.sort_by(|a, b| a.1.y0.total_cmp(&b.1.y0));
    let (width, height) = (picture.width() as f32, picture.height() as f32);
    let mut strips = Vec::new();
    for (_, rect, _) in &lines {
        let room = rect.height() * ROOM;
        let top = ((rect.y0 - room).max(0.0) * height) as u32;
        let bottom = (((rect.y1 + room).min(1.0) * height) as u32).max(top + 1);
        strips.push(imageops::crop_imm(picture, 0, top, width as u32, bottom - top).to_image());
    }
    let gap = 24;
    let high: u32 = strips.iter().map(|strip| strip.height() + gap).sum::<u32>() + gap;
    let mut together = RgbImage::from_pixel(width as u32, high, Rgb([255; 3]));
    let mut top = gap;
    for strip in &strips {
        imageops::replace(&mut together, strip, 0, i64::from(top));
        top += strip.height() + gap;
    }
    Some(Sample { picture: together, figures })
}

impl Sample {
    /// Whether recognition of the strips found the figures of the text.
    pub(crate) fn agrees(&self, read: &[Word]) -> bool {
        let mut seen: Vec<String> =
            read.iter().flat_map(|word| figures(&word.text).collect::<Vec<_>>()).collect();
        let all: usize = self.figures.iter().map(String::len).sum();
        let mut found = 0;
        for digits in &self.figures {
            if let Some(place) = seen.iter().position(|other| other == digits) {
                seen.swap_remove(place);
                found += digits.len();
            }
        }
        found as f32 >= AGREE * all as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Word> {
        let rect = Rect { x0: 0.1, y0: 0.1, x1: 0.3, y1: 0.12 };
        text.split(' ')
            .map(|text| Word { text: text.to_owned(), rect, confidence: 1.0, line: 0, bold: false })
            .collect()
    }

    #[test]
    fn other_amounts_are_a_disagreement() {
        let mut page = Page::empty(1, 595.0, 842.0);
        page.words = words("Facture 2025-0117 du 15/01/2025 total 1 410,00");
        let sample = sample(&page, &RgbImage::from_pixel(600, 800, Rgb([255; 3]))).unwrap();
        assert!(sample.agrees(&words("Facture 2025-0117 du 15/01/2025 total 1 410,00")));
        assert!(sample.agrees(&words("Fecture 2025-0117 du 15/01/2025 tota1 1 410,0O")));
        assert!(!sample.agrees(&words("Facture 2025-9217 du 18/03/2024 total 2 980,00")));
    }
}
