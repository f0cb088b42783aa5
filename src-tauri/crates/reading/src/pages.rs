//! The pages of one source, read: their own text where it is sound, recognition of their picture otherwise.

use std::ops::ControlFlow;

use image::RgbImage;
use liasse_domain::{Finding, Method};

use crate::beside_text;
use crate::codes;
use crate::engine::pdf::{Pdf, PdfLeaf, PdfSource};
use crate::engine::{EngineError, EngineFiles, sound};
use crate::layout;
use crate::ocr::Ocr;
use crate::page::{Page, Trouble};
use crate::picture::{ink, legibility, look, paper, resample, sharpness};
use crate::source::{Content, Limits, PictureFile, points, sniff};

/// Dots an inch at which pages are drawn for recognition.
const OCR_DPI: f32 = 200.0;
/// The long side of a drawn page, pixels: small pages are drawn larger, posters smaller.
const LONG_SIDE: std::ops::RangeInclusive<f32> = 1_400.0..=3_300.0;
/// Dots an inch at which a page without text is looked at to see whether it is blank.
const LOOK_DPI: f32 = 60.0;
/// Words of lower confidence do not make a page that has hardly any ink a printed one.
const NOISE: f32 = 0.6;
/// A page with less ink than this and without a certain word is blank (show-through, specks, a staple's shadow).
const FAINT: f32 = 0.004;

/// PDF engine and networks of this process.
pub struct Engines {
    pdf: Pdf,
    ocr: Option<Ocr>,
}

impl Engines {
    /// Loads the PDF engine; the networks are loaded when the first picture comes.
    ///
    /// # Errors
    /// When the PDF engine cannot be loaded.
    pub fn load(files: &EngineFiles) -> Result<Engines, EngineError> {
        Ok(Engines { pdf: Pdf::load(files)?, ocr: files.has_ocr().then(|| Ocr::new(files)) })
    }
    /// Loads the networks now.
    ///
    /// # Errors
    /// When one cannot be loaded.
    pub fn warm(&mut self) -> Result<(), EngineError> {
        self.ocr.as_mut().map_or(Ok(()), Ocr::warm)
    }
    /// The PDF engine.
    pub fn pdf(&self) -> &Pdf {
        &self.pdf
    }
}

/// The pages of a file, not read yet.
pub enum Leaves<'a> {
    /// Of a PDF.
    Pdf(PdfSource<'a>),
    /// Of a file of pictures.
    Pictures(PictureFile<'a>),
}

impl<'a> Leaves<'a> {
    /// Opens a file by its content.
    ///
    /// # Errors
    /// The finding that says why it has no pages.
    pub fn open(pdf: &Pdf, bytes: &'a [u8], limits: &Limits) -> Result<Leaves<'a>, Finding> {
        if let Some(finding) = limits.bytes(bytes.len() as u64) {
            return Err(finding);
        }
        let content = sniff(bytes);
        if let Some(finding) = content.unreadable() {
            return Err(finding);
        }
        let leaves = match PictureFile::open(bytes, content, limits)? {
            Some(pictures) => Leaves::Pictures(pictures),
            None if content == Content::Pdf => Leaves::Pdf(pdf.open(bytes)?),
            None => {
                return Err(Finding::error(
                    "no_pages",
                    format!("a file of kind {} has no pages to show", content.name()),
                ));
            }
        };
        match leaves.page_count() {
            0 => Err(Finding::error(
                "pdf_damaged",
                "the PDF has no pages (damaged or cut short): ask for it again",
            )),
            count => limits.pages(count).map_or(Ok(leaves), Err),
        }
    }
    /// Number of pages.
    pub fn page_count(&self) -> u32 {
        match self {
            Leaves::Pdf(source) => source.page_count(),
            Leaves::Pictures(file) => file.page_count(),
        }
    }
    /// Files attached to it, by name.
    pub fn attachments(&self) -> Vec<(String, Vec<u8>)> {
        match self {
            Leaves::Pdf(source) => source.attachments(),
            Leaves::Pictures(_) => Vec::new(),
        }
    }
}

/// Pages that are read of a PDF before it is opened anew, so that memory does not grow with its length.
const PAGES_IN_A_ROW: u32 = 32;

/// Reads the pages in order; `progress` is told each page before it is read and may break off.
///
/// # Errors
/// [`EngineError`] when the installation is at fault; faults of the paper are findings.
pub fn read_pages(
    engines: &mut Engines,
    leaves: &Leaves<'_>,
    progress: &mut dyn FnMut(u32) -> ControlFlow<()>,
) -> Result<(Vec<Page>, Vec<Finding>), EngineError> {
    let (mut pages, mut findings) = (Vec::new(), Vec::new());
    let mut anew: Option<PdfSource<'_>> = None;
    for number in 1..=leaves.page_count() {
        if progress(number).is_break() {
            break;
        }
        if let (Leaves::Pdf(source), true) = (leaves, number % PAGES_IN_A_ROW == 0) {
            anew = source.opened_anew();
        }
        let read = match leaves {
            Leaves::Pdf(source) => match anew.as_ref().unwrap_or(source).page(number) {
                Some(leaf) => read_leaf(engines.ocr.as_mut(), &leaf, number)?,
                None => {
                    Err(Finding::error("page_damaged", "the page cannot be read: ask for the file again"))
                }
            },
            Leaves::Pictures(file) => match file.page(number) {
                Ok(picture) => {
                    let page = Page::empty(number, picture.width, picture.height);
                    recognise(engines.ocr.as_mut(), page, picture.pixels)?
                }
                Err(finding) => Err(finding),
            },
        };
        pages.push(read.unwrap_or_else(|finding| {
            findings.push(finding.on_page(number));
            Page::empty(number, 595.0, 842.0)
        }));
    }
    Ok((pages, findings))
}

fn read_leaf(
    mut ocr: Option<&mut Ocr>,
    leaf: &PdfLeaf<'_>,
    number: u32,
) -> Result<Result<Page, Finding>, EngineError> {
    let mut page = Page::empty(number, leaf.width(), leaf.height());
    let layer = leaf.text();
    let share = leaf.picture_share();
    page.has_image = share >= sound::SCAN_SHARE;
    if sound::judge(&layer, share).is_none() {
        page.rotation = layer.rotation;
        page.words = layer.words;
        page.barcodes = codes::of_leaf(leaf, &page);
        let lies = match ocr.as_deref_mut() {
            Some(ocr) => beside_text::check(ocr, leaf, &mut page)?,
            None => false,
        };
        if lies {
            return read_shown(ocr, leaf, number);
        }
        if page.rotation.swaps_sides() {
            (page.width, page.height) = (page.height, page.width);
        }
        return Ok(Ok(page));
    }
    let scale = ocr_scale(leaf.width().max(leaf.height()));
    // A scan is drawn once: most of its drawing is the decoding of the picture, at any size.
    let drawn = if page.has_image { leaf.draw(scale).map(Some) } else { Ok(None) };
    let look = drawn.and_then(|picture| {
        let look = match &picture {
            Some(picture) => ink::share(&resample::reduced(picture, (scale * 72.0 / LOOK_DPI) as u32)),
            None => ink::share(&leaf.draw(LOOK_DPI / 72.0)?),
        };
        Ok((look, picture))
    });
    let (look, picture) = match look {
        Ok(looked) => looked,
        Err(finding) => return Ok(Err(finding)),
    };
    page.ink = look;
    if ink::is_bare(page.ink) {
        page.blank = true;
        return Ok(Ok(page));
    }
    match picture.map_or_else(|| leaf.draw(scale), Ok) {
        Ok(picture) => recognise(ocr, page, picture),
        Err(finding) => Ok(Err(finding)),
    }
}

/// Reads what a page shows where its own text says otherwise.
fn read_shown(
    ocr: Option<&mut Ocr>,
    leaf: &PdfLeaf<'_>,
    number: u32,
) -> Result<Result<Page, Finding>, EngineError> {
    let page = Page::empty(number, leaf.width(), leaf.height());
    let picture = match leaf.draw(ocr_scale(leaf.width().max(leaf.height()))) {
        Ok(picture) => picture,
        Err(finding) => return Ok(Err(finding)),
    };
    let read = recognise(ocr, page, picture)?;
    Ok(read.map(|mut page| {
        page.troubles.insert(0, Trouble::TextLied);
        page
    }))
}

/// Pixels a point.
pub(crate) fn ocr_scale(long_side: f32) -> f32 {
    let wanted = long_side * OCR_DPI / 72.0;
    wanted.clamp(*LONG_SIDE.start(), *LONG_SIDE.end()) / long_side
}

fn recognise(
    ocr: Option<&mut Ocr>,
    mut page: Page,
    picture: RgbImage,
) -> Result<Result<Page, Finding>, EngineError> {
    page.method = Method::Ocr;
    page.has_image = true;
    page.ink = ink::share(&picture);
    if ink::is_bare(page.ink) {
        page.blank = true;
        return Ok(Ok(page));
    }
    let mut picture = picture;
    page.corners = paper::corners(&picture);
    if let Some(corners) = &page.corners {
        picture = paper::cut_out(&picture, corners);
        (page.width, page.height) = points(picture.width(), picture.height());
    }
    let Some(ocr) = ocr else {
        return Ok(Err(Finding::error(
            "recognition_missing",
            "the page is a picture and this installation has no recognition: run `cargo xtask setup` or reinstall Liasse",
        )));
    };
    page.barcodes = codes::find(&picture);
    let (sharp, sides) = (sharpness::of(&picture), picture.dimensions());
    let small = look::Small::of(&picture);
    let read = ocr.read(picture)?;
    for code in &mut page.barcodes {
        code.rect = layout::turned(code.rect, read.rotation);
    }
    page.look = small.look(read.rotation);
    page.rotation = read.rotation;
    page.skew = read.skew;
    page.words = read.words;
    page.regions = read.regions;
    if page.rotation.swaps_sides() {
        (page.width, page.height) = (page.height, page.width);
    }
    let rows = if read.rotation.swaps_sides() { sides.0 } else { sides.1 };
    page.troubles.extend(legibility::judge(&page.words, rows, sharp));
    let said = page
        .words
        .iter()
        .any(|word| word.confidence >= NOISE && word.text.chars().any(char::is_alphanumeric));
    page.blank = !said && page.ink < FAINT && page.barcodes.is_empty();
    if page.blank {
        page.words.clear();
    }
    Ok(Ok(page))
}
