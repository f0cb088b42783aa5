//! Pages for screens.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ImageEncoder, RgbImage, imageops};
use liasse_domain::Finding;
use liasse_formats::einvoice;

use crate::einvoice::Shown;
use crate::engine::pdf::Pdf;
use crate::ocr;
use crate::page::Placement;
use crate::pages::Leaves;
use crate::picture::paper;
use crate::source::{Content, Limits, sniff};
use crate::worker::PictureKind;

/// Quality of JPEG: type stays clean.
const QUALITY: u8 = 85;
/// Channels that differ by no more than this are the same grey.
const FAINTEST_COLOUR: u8 = 3;
/// Long sides that are drawn, pixels.
const LONG_SIDES: std::ops::RangeInclusive<u32> = 16..=6_000;

/// Draws a page (from 1), laid by its placement, its long side `long_side` pixels.
///
/// # Errors
/// The finding that says why there is nothing to draw.
pub fn page(
    pdf: &Pdf,
    bytes: &[u8],
    number: u32,
    placement: &Placement,
    long_side: u32,
) -> Result<RgbImage, Finding> {
    let inner = shown(pdf, bytes);
    let bytes = inner.as_deref().unwrap_or(bytes);
    let long_side = long_side.clamp(*LONG_SIDES.start(), *LONG_SIDES.end());
    let picture = match Leaves::open(pdf, bytes, &Limits::default())? {
        Leaves::Pdf(source) => {
            let leaf = source.page(number).ok_or_else(|| {
                Finding::error("page_damaged", "the page cannot be drawn: ask for the file again")
            })?;
            leaf.draw(long_side as f32 / leaf.width().max(leaf.height()))?
        }
        Leaves::Pictures(file) => {
            let picture = file.page(number)?.pixels;
            match placement.corners {
                Some(_) => picture,
                None => fitted(picture, long_side),
            }
        }
    };
    let picture = match placement.corners {
        Some(corners) => fitted(paper::cut_out(&picture, &corners), long_side),
        None => picture,
    };
    let picture = ocr::turn(picture, placement.rotation);
    Ok(if placement.skew == 0.0 { picture } else { paper::straightened(&picture, placement.skew) })
}

/// What a screen shows of an XML file: the picture of the e-invoice, or a paper drawn from it.
pub(crate) fn shown(pdf: &Pdf, bytes: &[u8]) -> Option<Vec<u8>> {
    if sniff(bytes) != Content::Xml {
        return None;
    }
    let (invoice, _) = einvoice::read(bytes);
    Some(Shown::of(pdf, &invoice?, &Limits::default()).bytes)
}

fn fitted(picture: RgbImage, long_side: u32) -> RgbImage {
    let long = picture.width().max(picture.height());
    if long <= long_side {
        return picture;
    }
    let side = |length: u32| {
        (u64::from(length) * u64::from(long_side) / u64::from(long)).max(1).try_into().unwrap_or(1)
    };
    imageops::thumbnail(&picture, side(picture.width()), side(picture.height()))
}

/// Encodes a drawn page.
///
/// # Errors
/// The finding `page_damaged` when the encoder refuses it.
pub fn encode(picture: &RgbImage, kind: PictureKind) -> Result<Vec<u8>, Finding> {
    let mut bytes = Vec::new();
    let (width, height) = picture.dimensions();
    let grey = without_colour(picture);
    let (pixels, colour) = match &grey {
        Some(shades) => (shades.as_slice(), image::ExtendedColorType::L8),
        None => (picture.as_raw().as_slice(), image::ExtendedColorType::Rgb8),
    };
    let done = match kind {
        PictureKind::Png => PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Up)
            .write_image(pixels, width, height, colour),
        PictureKind::Jpeg => {
            JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode(pixels, width, height, colour)
        }
    };
    done.map_err(|error| Finding::error("page_damaged", format!("the page cannot be encoded: {error}")))?;
    Ok(bytes)
}

/// The shades of a picture in which nothing is coloured: a third of the work and of the bytes.
fn without_colour(picture: &RgbImage) -> Option<Vec<u8>> {
    let raw = picture.as_raw();
    let grey = raw.chunks_exact(3).all(|pixel| {
        pixel[0].abs_diff(pixel[1]) <= FAINTEST_COLOUR && pixel[1].abs_diff(pixel[2]) <= FAINTEST_COLOUR
    });
    grey.then(|| raw.iter().skip(1).step_by(3).copied().collect())
}
