//! Pictures beside or over a page's own text: a picture that says otherwise than the text, and letterheads and stamps that
//! are pictures.

use image::imageops;
use liasse_domain::Rect;

use crate::engine::EngineError;
use crate::engine::agreement;
use crate::engine::pdf::PdfLeaf;
use crate::fields;
use crate::ocr::{Ocr, turn};
use crate::page::{Page, Rotation, Word};
use crate::pages::ocr_scale;

/// Pictures that are read at most on a page with text of its own.
const MOST_PICTURES: usize = 4;
/// Room around a picture, fractions of the page.
const ROOM: f32 = 0.004;
/// Words of pictures below this are not taken among words of the text.
const CERTAIN: f32 = 0.8;

/// Looks at the pictures of a page with sound text; says whether the text is not what the page shows. Words of pictures
/// that the text lacks are added.
///
/// # Errors
/// When recognition fails.
pub(crate) fn check(ocr: &mut Ocr, leaf: &PdfLeaf<'_>, page: &mut Page) -> Result<bool, EngineError> {
    let scale = ocr_scale(leaf.width().max(leaf.height()));
    if page.has_image {
        let Ok(picture) = leaf.draw(scale) else { return Ok(false) };
        let Some(sample) = agreement::sample(page, &turn(picture, page.rotation)) else { return Ok(false) };
        let read = ocr.read(sample.picture.clone())?;
        return Ok(!sample.agrees(&read.words));
    }
    if page.number != 1 || page.rotation != Rotation::None {
        return Ok(false);
    }
    // A letterhead may be a picture: it is read where the text does not surely say who writes.
    let places: Vec<Rect> = leaf
        .pictures()
        .into_iter()
        .filter(|rect| rect.width() > 0.1 && rect.height() > 0.012 && !bears_words(page, rect))
        .take(MOST_PICTURES)
        .collect();
    if places.is_empty() || fields::names_supplier(page) {
        return Ok(false);
    }
    let Ok(picture) = leaf.draw(scale) else { return Ok(false) };
    for place in places {
        let (width, height) = (picture.width() as f32, picture.height() as f32);
        let left = ((place.x0 - ROOM).max(0.0) * width) as u32;
        let top = ((place.y0 - ROOM).max(0.0) * height) as u32;
        let right = ((place.x1 + ROOM).min(1.0) * width) as u32;
        let bottom = ((place.y1 + ROOM).min(1.0) * height) as u32;
        if right <= left + 8 || bottom <= top + 8 {
            continue;
        }
        let part = imageops::crop_imm(&picture, left, top, right - left, bottom - top).to_image();
        let read = ocr.read(part)?;
        if read.rotation != Rotation::None {
            continue;
        }
        let first = page.words.last().map_or(0, |word| word.line + 1);
        let (wide, high) = ((right - left) as f32 / width, (bottom - top) as f32 / height);
        let (x, y) = (left as f32 / width, top as f32 / height);
        let opens_line = |word: &Word| {
            let line = read.words.iter().filter(|other| other.line == word.line);
            line.clone().count() > 1 && line.into_iter().all(|other| other.rect.x0 >= word.rect.x0)
        };
        // The drawing before the name passes for a letter.
        let drawn: Vec<bool> =
            read.words.iter().map(|word| word.text.chars().count() == 1 && opens_line(word)).collect();
        let certain =
            read.words.into_iter().zip(drawn).filter(|(word, drawn)| word.confidence >= CERTAIN && !drawn);
        page.words.extend(certain.map(|(word, _)| {
            let rect = Rect {
                x0: x + word.rect.x0 * wide,
                y0: y + word.rect.y0 * high,
                x1: x + word.rect.x1 * wide,
                y1: y + word.rect.y1 * high,
            };
            Word { rect, line: word.line + first, ..word }
        }));
    }
    Ok(false)
}

/// Whether text is printed over a picture: a tint or a frame, which need not be read.
fn bears_words(page: &Page, picture: &Rect) -> bool {
    let over = page.words.iter().filter(|word| {
        let (x, y) = ((word.rect.x0 + word.rect.x1) / 2.0, (word.rect.y0 + word.rect.y1) / 2.0);
        (picture.x0..picture.x1).contains(&x) && (picture.y0..picture.y1).contains(&y)
    });
    over.count() > 2
}
