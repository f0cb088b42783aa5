//! The original that goes with an entry: the document's own pages, as they came. Where an e-invoice and its picture came as two
//! files, the e-invoice is the original, and the picture is what systems show.

use liasse_formats::einvoice;
use liasse_formats::ubl::Original;
use liasse_reading::source::{Content, sniff};
use liasse_store::{DocumentRow, SourceRow};

use super::picture_pdf;
use crate::api::DeskError;
use crate::coding::Situation;
use crate::desk::Desk;

/// Pixels across a page that is drawn: 200 dots an inch on A4.
const ACROSS: u32 = 1_654;

impl Desk {
    /// The bytes of a document: its whole source, or its pages of it as a PDF.
    pub(crate) fn original(&self, situation: &Situation) -> Result<Option<Original>, DeskError> {
        let row = &situation.row;
        let pages = if row.is_joined() { Vec::new() } else { page_numbers(row) };
        self.cut_out(&self.read(|reader| reader.source(row.source))?, &pages).map(Some)
    }

    /// These pages of a source; none are all of it.
    fn cut_out(&self, source: &SourceRow, pages: &[u32]) -> Result<Original, DeskError> {
        let whole = pages.is_empty() || source.page_count == u32::try_from(pages.len()).ok();
        if whole {
            return Ok(Original {
                file_name: source.file_name.clone(),
                mime: source.media_type.clone(),
                bytes: self.blobs.get(&source.sha256)?,
                is_drawn: false,
            });
        }
        let span = match (pages.first(), pages.last()) {
            (Some(first), Some(last)) if first != last => format!("_p{first}-{last}"),
            (Some(only), _) => format!("_p{only}"),
            _ => String::new(),
        };
        if source.media_type != Content::Pdf.media_type() {
            return self.drawn(source, pages, &span);
        }
        let bytes = self.extract_pages(source, pages)?;
        Ok(pdf(source, &span, bytes))
    }

    /// The original in a form that an e-invoice may carry (EN 16931, BT-125: of what papers come as, PDF, PNG and JPEG).
    /// Of an e-invoice, the picture that came as a file of its own, or that it carries itself; where there is none, an image drawn
    /// from it, which says so.
    pub(super) fn embeddable(&self, situation: &Situation) -> Result<Option<Original>, DeskError> {
        let shown = self.read(|reader| reader.source(situation.row.shown_source()))?;
        let pages = page_numbers(&situation.row);
        let original = self.cut_out(&shown, &pages)?;
        let allowed = |mime: &str| {
            [Content::Pdf, Content::Png, Content::Jpeg].iter().any(|content| content.media_type() == mime)
        };
        if allowed(&original.mime) {
            return Ok(Some(original));
        }
        if original.mime == Content::Xml.media_type() {
            let (Some(invoice), _) = einvoice::read(&original.bytes) else { return Ok(None) };
            let carried = invoice.image().map(|picture| (picture, sniff(&picture.bytes).media_type()));
            return Ok(Some(match carried.filter(|(_, mime)| allowed(mime)) {
                Some((picture, mime)) => Original {
                    file_name: picture.file_name.clone().unwrap_or_else(|| original.file_name.clone()),
                    mime: mime.to_owned(),
                    bytes: picture.bytes.clone(),
                    is_drawn: false,
                },
                None => Original {
                    file_name: format!("{}_image-tracee.pdf", stem(&original.file_name)),
                    mime: Content::Pdf.media_type().to_owned(),
                    bytes: invoice.paper().pdf,
                    is_drawn: true,
                },
            }));
        }
        self.drawn(&shown, &pages, "").map(Some)
    }

    /// The original as a PDF, which e-FFF wants; a picture becomes one of its pages.
    pub(super) fn as_pdf(&self, situation: &Situation) -> Result<Option<Original>, DeskError> {
        let original = self.embeddable(situation)?;
        if original.as_ref().is_none_or(|original| original.mime == Content::Pdf.media_type()) {
            return Ok(original);
        }
        let source = self.read(|reader| reader.source(situation.row.shown_source()))?;
        self.drawn(&source, &page_numbers(&situation.row), "").map(Some)
    }

    /// Pages of a file of pictures as a PDF.
    fn drawn(&self, source: &SourceRow, pages: &[u32], span: &str) -> Result<Original, DeskError> {
        let mut pictures = Vec::with_capacity(pages.len());
        for page in pages {
            pictures.push(self.page_picture(source.id.to_string(), *page, ACROSS)?.1);
        }
        Ok(pdf(source, span, picture_pdf::of_jpegs(&pictures)?))
    }
}

fn page_numbers(row: &DocumentRow) -> Vec<u32> {
    row.pages.iter().map(|page| page.page).collect()
}

fn pdf(source: &SourceRow, span: &str, bytes: Vec<u8>) -> Original {
    Original {
        file_name: format!("{}{span}.pdf", stem(&source.file_name)),
        mime: Content::Pdf.media_type().to_owned(),
        bytes,
        is_drawn: false,
    }
}

fn stem(file_name: &str) -> &str {
    file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem)
}
