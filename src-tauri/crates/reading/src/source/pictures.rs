//! Files of pictures: JPEG, PNG, TIFF (also of several pages), WebP, BMP, GIF.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, RgbImage, imageops};
use liasse_domain::Finding;

use crate::source::{Content, Limits};

/// A decoded page may need so many bytes at most.
const MOST_MEMORY: u64 = 1 << 30;
/// Larger pictures are reduced to this once decoded: type shows well enough, memory stays bounded.
const MOST_PIXELS: u64 = 16_000_000;
/// Long side of A4 in points: what a picture of an A4 shape is taken to be.
const A4_LONG: f32 = 842.0;
/// What other shapes (receipts) are taken to be drawn at, dots an inch.
const USUAL_DPI: f32 = 200.0;

/// A file of pictures.
pub struct PictureFile<'a> {
    bytes: &'a [u8],
    format: ImageFormat,
    /// Of a TIFF: where the directories of its pages begin.
    directories: Vec<u64>,
    limits: Limits,
}

/// One decoded page, turned as its own metadata (EXIF) asks.
#[derive(Debug, Clone)]
pub struct Picture {
    /// The pixels.
    pub pixels: RgbImage,
    /// Width in points, estimated from the shape.
    pub width: f32,
    /// Height in points.
    pub height: f32,
}

impl<'a> PictureFile<'a> {
    /// Opens a file of pictures; nothing is decoded yet. `None` when the content is no picture that is read.
    ///
    /// # Errors
    /// The finding `image_damaged` for a TIFF without a first page.
    pub fn open(
        bytes: &'a [u8],
        content: Content,
        limits: &Limits,
    ) -> Result<Option<PictureFile<'a>>, Finding> {
        let format = match content {
            Content::Jpeg => ImageFormat::Jpeg,
            Content::Png => ImageFormat::Png,
            Content::Tiff => ImageFormat::Tiff,
            Content::Webp => ImageFormat::WebP,
            Content::Bmp => ImageFormat::Bmp,
            Content::Gif => ImageFormat::Gif,
            _ => return Ok(None),
        };
        let directories = if content == Content::Tiff {
            tiff_directories(bytes, limits.pages.saturating_add(1))
        } else {
            vec![0]
        };
        if directories.is_empty() {
            return Err(damaged("its first page is not where its header says"));
        }
        Ok(Some(PictureFile { bytes, format, directories, limits: *limits }))
    }
    /// Number of pages.
    pub fn page_count(&self) -> u32 {
        u32::try_from(self.directories.len()).unwrap_or(u32::MAX)
    }
    /// Decodes a page, counted from 1.
    ///
    /// # Errors
    /// The findings `image_too_large` (told by the header, before any memory is taken) and `image_damaged`.
    pub fn page(&self, number: u32) -> Result<Picture, Finding> {
        let index = number.checked_sub(1).and_then(|index| self.directories.get(index as usize));
        let directory = *index.ok_or_else(|| damaged("it has fewer pages"))?;
        let owned: Vec<u8>;
        let bytes = if self.format == ImageFormat::Tiff && number > 1 {
            owned =
                with_first_directory(self.bytes, directory).ok_or_else(|| damaged("its header is cut"))?;
            owned.as_slice()
        } else {
            self.bytes
        };
        let decode_error = |error: image::ImageError| damaged(&error.to_string());
        let mut reader = ImageReader::with_format(Cursor::new(bytes), self.format);
        let mut limits = image::Limits::default();
        limits.max_alloc = Some(MOST_MEMORY);
        reader.limits(limits);
        let mut decoder = reader.into_decoder().map_err(decode_error)?;
        let (width, height) = decoder.dimensions();
        let pixels = u64::from(width) * u64::from(height);
        if pixels > self.limits.pixels {
            return Err(Finding::error(
                "image_too_large",
                format!(
                    "the picture declares {width} × {height} pixels, more than the {} megapixels that are read: scan it at 300 dots an inch",
                    self.limits.pixels / 1_000_000
                ),
            ));
        }
        if width == 0 || height == 0 {
            return Err(damaged("it has no pixels"));
        }
        let orientation = decoder.orientation().map_err(decode_error)?;
        let mut picture = DynamicImage::from_decoder(decoder).map_err(decode_error)?;
        picture.apply_orientation(orientation);
        let pixels = bounded(on_white(picture));
        let (width, height) = points(pixels.width(), pixels.height());
        Ok(Picture { pixels, width, height })
    }
}

fn damaged(reason: &str) -> Finding {
    Finding::error(
        "image_damaged",
        format!("the picture cannot be decoded ({reason}): ask the sender for it again"),
    )
}

/// Transparent pixels show the paper.
fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture = picture.into_rgba8();
    let mut flat = RgbImage::new(picture.width(), picture.height());
    for (from, to) in picture.pixels().zip(flat.pixels_mut()) {
        let [red, green, blue, alpha] = from.0;
        let over = |value: u8| {
            let alpha = u16::from(alpha);
            ((u16::from(value) * alpha + 255 * (255 - alpha)) / 255) as u8
        };
        to.0 = [over(red), over(green), over(blue)];
    }
    flat
}

fn bounded(picture: RgbImage) -> RgbImage {
    let pixels = u64::from(picture.width()) * u64::from(picture.height());
    if pixels <= MOST_PIXELS {
        return picture;
    }
    let scale = (MOST_PIXELS as f64 / pixels as f64).sqrt();
    let side = |length: u32| ((f64::from(length) * scale) as u32).max(1);
    imageops::thumbnail(&picture, side(picture.width()), side(picture.height()))
}

/// Width and height in points of a picture of which only the pixels are known.
pub(crate) fn points(width: u32, height: u32) -> (f32, f32) {
    let (width, height) = (width as f32, height as f32);
    let long = width.max(height);
    let shape = long / width.min(height).max(1.0);
    let size =
        if (1.2..1.6).contains(&shape) { A4_LONG } else { (long / USUAL_DPI * 72.0).clamp(200.0, 2_000.0) };
    (width / long * size, height / long * size)
}

/// Byte order and width of offsets of a TIFF (TIFF 6.0, section 2; BigTIFF has version 43).
struct TiffHeader {
    little: bool,
    big: bool,
}

impl TiffHeader {
    fn of(bytes: &[u8]) -> Option<TiffHeader> {
        match bytes.get(0..4)? {
            [b'I', b'I', 0x2A, 0] => Some(TiffHeader { little: true, big: false }),
            [b'M', b'M', 0, 0x2A] => Some(TiffHeader { little: false, big: false }),
            [b'I', b'I', 0x2B, 0] => Some(TiffHeader { little: true, big: true }),
            [b'M', b'M', 0, 0x2B] => Some(TiffHeader { little: false, big: true }),
            _ => None,
        }
    }
    fn number(&self, bytes: &[u8], at: u64, length: usize) -> Option<u64> {
        let at = usize::try_from(at).ok()?;
        let part = bytes.get(at..at.checked_add(length)?)?;
        let fold = |sum: u64, byte: &u8| (sum << 8) | u64::from(*byte);
        Some(if self.little { part.iter().rev().fold(0, fold) } else { part.iter().fold(0, fold) })
    }
    /// Where the offset of the first directory stands, and its length.
    fn first(&self) -> (u64, usize) {
        if self.big { (8, 8) } else { (4, 4) }
    }
    /// Where the directory after the one at `at` begins; 0 when it is the last.
    fn next(&self, bytes: &[u8], at: u64) -> Option<u64> {
        let (count, entry, offset) = if self.big { (8, 20, 8) } else { (2, 12, 4) };
        let entries = self.number(bytes, at, count)?;
        let end = entries.checked_mul(entry)?.checked_add(at)?.checked_add(count as u64)?;
        self.number(bytes, end, offset)
    }
}

/// Where the directories (pages) of a TIFF begin, at most `most`; a chain that bites its tail ends there.
fn tiff_directories(bytes: &[u8], most: u32) -> Vec<u64> {
    let mut found = Vec::new();
    let Some(header) = TiffHeader::of(bytes) else { return found };
    let (at, length) = header.first();
    let mut next = header.number(bytes, at, length);
    while let Some(directory) = next.filter(|offset| *offset != 0) {
        if found.contains(&directory) || found.len() >= most as usize {
            break;
        }
        next = header.next(bytes, directory);
        if next.is_none() {
            break;
        }
        found.push(directory);
    }
    found
}

/// The same TIFF, with another page as its first.
fn with_first_directory(bytes: &[u8], directory: u64) -> Option<Vec<u8>> {
    let header = TiffHeader::of(bytes)?;
    let (at, length) = header.first();
    let mut turned = bytes.to_vec();
    let place = turned.get_mut(at as usize..at as usize + length)?;
    let written = if header.little { directory.to_le_bytes() } else { directory.to_be_bytes() };
    let part = if header.little { &written[..length] } else { &written[8 - length..] };
    place.copy_from_slice(part);
    Some(turned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tiff_of(shades: &[u8]) -> Vec<u8> {
        let mut file = b"II\x2A\0".to_vec();
        let mut link = 4;
        file.extend([0; 4]);
        for shade in shades {
            let data = file.len() as u32;
            file.extend([*shade; 64]);
            let directory = file.len() as u32;
            file[link..link + 4].copy_from_slice(&directory.to_le_bytes());
            let entries: [(u16, u32); 8] =
                [(256, 8), (257, 8), (258, 8), (259, 1), (262, 1), (273, data), (278, 8), (279, 64)];
            file.extend(8u16.to_le_bytes());
            for (tag, value) in entries {
                file.extend(tag.to_le_bytes());
                file.extend(4u16.to_le_bytes());
                file.extend(1u32.to_le_bytes());
                file.extend(value.to_le_bytes());
            }
            link = file.len();
            file.extend([0; 4]);
        }
        file
    }

    #[test]
    fn every_page_of_a_tiff_is_decoded() {
        let bytes = tiff_of(&[10, 120, 240]);
        let file = PictureFile::open(&bytes, Content::Tiff, &Limits::default()).unwrap().unwrap();
        assert_eq!(file.page_count(), 3);
        for (page, shade) in [(1, 10), (2, 120), (3, 240)] {
            assert_eq!(file.page(page).unwrap().pixels.get_pixel(3, 3).0, [shade; 3]);
        }
        assert!(file.page(4).is_err());
    }

    #[test]
    fn a_tiff_whose_pages_run_in_a_ring_ends() {
        let mut bytes = tiff_of(&[1]);
        let directory = bytes[4..8].to_vec();
        let end = bytes.len();
        bytes[end - 4..].copy_from_slice(&directory);
        let file = PictureFile::open(&bytes, Content::Tiff, &Limits::default()).unwrap().unwrap();
        assert_eq!(file.page_count(), 1);
    }

    #[test]
    fn declared_dimensions_are_checked_before_decoding() {
        let mut png = Vec::new();
        image::DynamicImage::new_luma8(1, 1).write_to(&mut Cursor::new(&mut png), ImageFormat::Png).unwrap();
        png[16..20].copy_from_slice(&50_000u32.to_be_bytes());
        png[20..24].copy_from_slice(&50_000u32.to_be_bytes());
        let crc = crc32(&png[12..29]);
        png[29..33].copy_from_slice(&crc.to_be_bytes());
        let file = PictureFile::open(&png, Content::Png, &Limits::default()).unwrap().unwrap();
        assert_eq!(file.page(1).unwrap_err().code, "image_too_large");
    }

    fn crc32(bytes: &[u8]) -> u32 {
        let mut crc = u32::MAX;
        for byte in bytes {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
            }
        }
        !crc
    }

    #[test]
    fn a_cut_jpeg_is_damaged() {
        let mut jpeg = Vec::new();
        image::DynamicImage::new_rgb8(40, 40)
            .write_to(&mut Cursor::new(&mut jpeg), ImageFormat::Jpeg)
            .unwrap();
        let file = PictureFile::open(&jpeg[..30], Content::Jpeg, &Limits::default()).unwrap().unwrap();
        assert_eq!(file.page(1).unwrap_err().code, "image_damaged");
        let white =
            PictureFile::open(&jpeg, Content::Jpeg, &Limits::default()).unwrap().unwrap().page(1).unwrap();
        assert_eq!(white.pixels.dimensions(), (40, 40));
    }
}
