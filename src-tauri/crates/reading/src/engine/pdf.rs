//! PDF files through pdfium: pages, pictures of pages, text with its places, attached files.

use std::sync::{Mutex, OnceLock};

use image::RgbImage;
use liasse_domain::{Finding, Rect};
use pdfium_render::prelude::{
    PdfBitmapFormat, PdfDocument, PdfPage, PdfPageObject, PdfPageObjectCommon, PdfPageObjectsCommon,
    PdfPathSegments, PdfPoints, PdfRenderConfig, Pdfium, PdfiumError, PdfiumInternalError,
};

use crate::engine::text_layer::{self, TextLayer};
use crate::engine::{EngineError, EngineFiles};

/// Attached files beyond this size (bytes) are no e-invoices and are left alone.
const MAX_ATTACHMENT: usize = 32 << 20;
/// At most so many attached files are looked at.
const MAX_ATTACHMENTS: usize = 64;
/// A page is never drawn larger than this (pixels).
const MAX_PIXELS: f32 = 24.0e6;

/// pdfium, loaded once per process.
pub struct Pdf {
    pdfium: &'static Pdfium,
}

static PDFIUM: OnceLock<Pdfium> = OnceLock::new();
static LOADING: Mutex<()> = Mutex::new(());

impl Pdf {
    /// Loads the library; later calls in the same process give the library that is loaded already.
    ///
    /// # Errors
    /// [`EngineError::Unusable`] when the library cannot be loaded.
    pub fn load(files: &EngineFiles) -> Result<Pdf, EngineError> {
        let _one_at_a_time = LOADING.lock();
        if PDFIUM.get().is_none() {
            let path = files.pdfium();
            let bindings = Pdfium::bind_to_library(&path)
                .map_err(|error| EngineError::Unusable { path, reason: format!("{error:?}") })?;
            let _ = PDFIUM.set(Pdfium::new(bindings));
        }
        match PDFIUM.get() {
            Some(pdfium) => Ok(Pdf { pdfium }),
            None => Err(EngineError::Unusable { path: files.pdfium(), reason: "not loaded".to_owned() }),
        }
    }
    /// Some pages (from 1) of a file as a PDF of their own, untouched.
    ///
    /// # Errors
    /// Those of [`Pdf::open`]; `page_missing`; `pdf_damaged` when a page cannot be copied.
    pub fn extract(&self, bytes: &[u8], pages: &[u32]) -> Result<Vec<u8>, Finding> {
        let source = self.open(bytes)?;
        let count = source.page_count();
        if let Some(missing) = pages.iter().find(|page| **page == 0 || **page > count) {
            let message = format!("page {missing} was asked for, the file has {count}: read the file again");
            return Err(Finding::error("page_missing", message));
        }
        let copied = || -> Result<Vec<u8>, PdfiumError> {
            let mut target = self.pdfium.create_new_pdf()?;
            for (place, page) in pages.iter().enumerate() {
                target.pages_mut().copy_page_from_document(
                    &source.document,
                    *page as i32 - 1,
                    place as i32,
                )?;
            }
            target.save_to_bytes()
        };
        copied().map_err(|error| {
            let message =
                format!("its pages cannot be copied ({error:?}): print the file to PDF and add that");
            Finding::error("pdf_damaged", message)
        })
    }
    /// Opens a file.
    ///
    /// # Errors
    /// The finding `pdf_encrypted` or `pdf_damaged`.
    pub fn open<'a>(&self, bytes: &'a [u8]) -> Result<PdfSource<'a>, Finding> {
        let pdfium = self.pdfium;
        pdfium.load_pdf_from_byte_slice(bytes, None).map(|document| PdfSource { document, pdfium, bytes }).map_err(
            |error| match error {
                PdfiumError::PdfiumLibraryInternalError(
                    PdfiumInternalError::PasswordError | PdfiumInternalError::SecurityError,
                ) => Finding::error(
                    "pdf_encrypted",
                    "the PDF is protected by a password: ask the sender for it, save an unprotected copy, and add that",
                ),
                _ => Finding::error(
                    "pdf_damaged",
                    "the PDF cannot be opened (damaged or cut short): ask for it again or print it to a new PDF",
                ),
            },
        )
    }
}

/// An open PDF file.
pub struct PdfSource<'a> {
    document: PdfDocument<'a>,
    pdfium: &'static Pdfium,
    bytes: &'a [u8],
}

impl<'a> PdfSource<'a> {
    /// Number of pages.
    pub fn page_count(&self) -> u32 {
        u32::try_from(self.document.pages().len()).unwrap_or(0)
    }
    /// A page, counted from 1; `None` when it is not there or is damaged.
    pub fn page(&self, number: u32) -> Option<PdfLeaf<'a>> {
        let index = i32::try_from(number.checked_sub(1)?).ok()?;
        self.document.pages().get(index).ok().map(|page| PdfLeaf { page })
    }
    /// The same file opened anew: pdfium keeps a copy of each stream that it has met for as long as a file is open, of a scan
    /// all its pictures. `None` when it cannot be opened any more.
    pub fn opened_anew(&self) -> Option<PdfSource<'a>> {
        let document = self.pdfium.load_pdf_from_byte_slice(self.bytes, None).ok()?;
        Some(PdfSource { document, pdfium: self.pdfium, bytes: self.bytes })
    }
    /// Files attached to the document, by name.
    pub fn attachments(&self) -> Vec<(String, Vec<u8>)> {
        let attachments = self.document.attachments();
        let mut files = Vec::new();
        for index in attachments.as_range().take(MAX_ATTACHMENTS) {
            let Ok(attachment) = attachments.get(index) else { continue };
            let length = attachment.len();
            if length == 0 || length > MAX_ATTACHMENT {
                continue;
            }
            if let Ok(bytes) = attachment.save_to_bytes() {
                files.push((attachment.name(), bytes));
            }
        }
        files
    }
}

/// One page of an open PDF file, as a viewer shows it (its own `/Rotate` applied).
pub struct PdfLeaf<'a> {
    page: PdfPage<'a>,
}

impl PdfLeaf<'_> {
    /// Width in points.
    pub fn width(&self) -> f32 {
        sane_side(self.page.width().value)
    }
    /// Height in points.
    pub fn height(&self) -> f32 {
        sane_side(self.page.height().value)
    }
    /// Draws the page with `scale` pixels a point, at most 24 megapixels.
    ///
    /// # Errors
    /// The finding `page_damaged`.
    pub fn draw(&self, scale: f32) -> Result<RgbImage, Finding> {
        let (width, height) = (self.width(), self.height());
        let most = (MAX_PIXELS / (width * height)).sqrt();
        let scale = scale.min(most);
        let (columns, rows) = (pixels(width * scale), pixels(height * scale));
        // Three bytes a pixel, blue first, as pdfium draws by itself: nothing of it is transparent.
        let config = PdfRenderConfig::new()
            .set_fixed_size(columns, rows)
            .set_format(PdfBitmapFormat::BGR)
            .set_reverse_byte_order(false);
        let damaged = || Finding::error("page_damaged", "the page cannot be drawn: ask for the file again");
        let bitmap = self.page.render_with_config(&config).map_err(|_| damaged())?;
        let mut bytes = bitmap.as_raw_bytes();
        drop(bitmap);
        let (width, height) = (columns as usize * 3, rows as usize);
        // pdfium's rows begin at multiples of four bytes: they are moved together where they stand.
        let stride = bytes.len() / height.max(1);
        if stride < width {
            return Err(damaged());
        }
        if stride > width {
            (1..height).for_each(|row| bytes.copy_within(row * stride..row * stride + width, row * width));
        }
        bytes.truncate(width * height);
        for pixel in bytes.chunks_exact_mut(3) {
            pixel.swap(0, 2);
        }
        let columns = u32::try_from(columns).unwrap_or(1);
        let rows = u32::try_from(rows).unwrap_or(1);
        RgbImage::from_raw(columns, rows, bytes).ok_or_else(damaged)
    }
    /// The page's own text with its places.
    pub fn text(&self) -> TextLayer {
        match self.page.text() {
            Ok(text) => text_layer::read(&self.page, &text, self.width(), self.height()),
            Err(_) => TextLayer::default(),
        }
    }
    /// Whether something as wide as high stands on it, of the size of a payment code (a picture, or one or many shapes):
    /// payment codes are 18 to 60 mm wide.
    pub fn draws_square(&self) -> bool {
        const SIDE: std::ops::RangeInclusive<f32> = 45.0..=180.0;
        let mut small: Option<[f32; 4]> = None;
        let mut shapes = 0;
        for object in self.page.objects().iter().take(12_000) {
            let drawn = matches!(
                object,
                PdfPageObject::Image(_) | PdfPageObject::XObjectForm(_) | PdfPageObject::Path(_)
            );
            let Some(bounds) = object.bounds().ok().filter(|_| drawn) else { continue };
            let (width, height) = (bounds.width().value.abs(), bounds.height().value.abs());
            let square = (width / height.max(0.1) - 1.0).abs() < 0.12;
            if SIDE.contains(&width) && square && !is_frame(&object) {
                return true;
            }
            // Modules drawn one by one, or row by row.
            if matches!(object, PdfPageObject::Path(_)) && height < 6.0 && width < 60.0 {
                shapes += 1;
                let here =
                    [bounds.left().value, bounds.bottom().value, bounds.right().value, bounds.top().value];
                small = Some(small.map_or(here, |all| {
                    [all[0].min(here[0]), all[1].min(here[1]), all[2].max(here[2]), all[3].max(here[3])]
                }));
            }
        }
        shapes >= 150 && small.is_some_and(|[x0, y0, x1, y1]| x1 - x0 >= 45.0 && y1 - y0 >= 45.0)
    }
    /// The places of its pictures, as fractions of the page, from the top down.
    pub fn pictures(&self) -> Vec<Rect> {
        let (width, height) = (self.width(), self.height());
        let Some(to_shown) = ToShown::of(&self.page, width, height) else { return Vec::new() };
        let images =
            self.page.objects().iter().take(5_000).filter(|object| matches!(object, PdfPageObject::Image(_)));
        let mut places: Vec<Rect> = images
            .filter_map(|object| object.bounds().ok())
            .map(|bounds| {
                let a = to_shown.point(bounds.left().value, bounds.bottom().value);
                let b = to_shown.point(bounds.right().value, bounds.top().value);
                Rect {
                    x0: (a.0.min(b.0) / width).clamp(0.0, 1.0),
                    y0: (a.1.min(b.1) / height).clamp(0.0, 1.0),
                    x1: (a.0.max(b.0) / width).clamp(0.0, 1.0),
                    y1: (a.1.max(b.1) / height).clamp(0.0, 1.0),
                }
            })
            .collect();
        places.sort_by(|a, b| a.y0.total_cmp(&b.y0));
        places
    }
    /// Whether pictures or shapes are drawn on it.
    pub fn draws_shapes(&self) -> bool {
        self.page.objects().iter().take(200).any(|object| {
            matches!(object, PdfPageObject::Image(_) | PdfPageObject::XObjectForm(_) | PdfPageObject::Path(_))
        })
    }
    /// Share of the page that its pictures cover, 0 to 1 (overlaps counted twice, then clamped).
    pub fn picture_share(&self) -> f32 {
        let mut covered = 0.0;
        for object in self.page.objects().iter().take(5_000) {
            let counts = match &object {
                PdfPageObject::Image(_) => true,
                PdfPageObject::XObjectForm(form) => {
                    form.iter().take(200).any(|inner| matches!(inner, PdfPageObject::Image(_)))
                        && !form.iter().take(200).any(|inner| matches!(inner, PdfPageObject::Text(_)))
                }
                _ => false,
            };
            if counts && let Ok(bounds) = object.bounds() {
                covered += (bounds.width().value * bounds.height().value).abs();
            }
        }
        (covered / (self.width() * self.height())).clamp(0.0, 1.0)
    }
}

/// A shape of a few strokes is a frame or a box of colour, no code.
fn is_frame(object: &PdfPageObject<'_>) -> bool {
    match object {
        PdfPageObject::Path(path) => path.segments().len() < 60,
        _ => false,
    }
}

/// From page space (points, origin bottom left, before `/Rotate`) to the page as shown (points, origin top
/// left).
#[derive(Debug, Clone, Copy)]
pub(crate) struct ToShown {
    x: (f32, f32, f32),
    y: (f32, f32, f32),
}

impl ToShown {
    pub(crate) fn of(page: &PdfPage<'_>, width: f32, height: f32) -> Option<ToShown> {
        const FINE: i32 = 1_000_000;
        const STEP: f32 = 1_000.0;
        let config = PdfRenderConfig::new().set_fixed_size(FINE, FINE);
        let at = |x: f32, y: f32| {
            page.points_to_pixels(PdfPoints::new(x), PdfPoints::new(y), &config)
                .ok()
                .map(|(px, py)| (px as f32 / FINE as f32 * width, py as f32 / FINE as f32 * height))
        };
        let (origin, right, up) = (at(0.0, 0.0)?, at(STEP, 0.0)?, at(0.0, STEP)?);
        Some(ToShown {
            x: ((right.0 - origin.0) / STEP, (up.0 - origin.0) / STEP, origin.0),
            y: ((right.1 - origin.1) / STEP, (up.1 - origin.1) / STEP, origin.1),
        })
    }
    pub(crate) fn point(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x.0 * x + self.x.1 * y + self.x.2, self.y.0 * x + self.y.1 * y + self.y.2)
    }
    pub(crate) fn direction(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x.0 * x + self.x.1 * y, self.y.0 * x + self.y.1 * y)
    }
}

fn sane_side(points: f32) -> f32 {
    if points.is_finite() { points.clamp(1.0, 20_000.0) } else { 595.0 }
}

fn pixels(value: f32) -> i32 {
    (value.round() as i32).clamp(1, 30_000)
}
