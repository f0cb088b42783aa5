//! From a coded document to its Factur-X file.

use std::io::Cursor;

use image::ImageReader;
use liasse_domain::Entry;
use liasse_formats::facturx::{self, Page, ProcessingCopy};
use liasse_formats::ubl::{Original, UblError};

use super::{Outgoing, ubl};
use crate::api::{DeskError, Message};
use crate::clock;
use crate::coding::Situation;
use crate::desk::Desk;

/// Pixels across a page: 200, 150 and 120 dots an inch on A4.
const ACROSS: [u32; 3] = [1_654, 1_240, 992];

/// A Factur-X file that keeps to a size.
pub(super) struct Fitting {
    /// The file.
    pub bytes: Vec<u8>,
    /// Whether the original is attached: one that is too large itself is left out, its pages are there to see.
    pub with_original: bool,
}

fn said(error: &UblError) -> Message {
    Message::new(error.code()).with("detail", error)
}

/// Whether a document has what a Factur-X needs.
pub(super) fn possible(situation: &Situation, entry: &Entry) -> Result<(), Message> {
    let document = ubl::document(situation, entry, None)?;
    facturx::write_xml(&document).map(drop).map_err(|error| said(&error))
}

impl Desk {
    /// The Factur-X of a document: its pages as pictures, the XML, the original attached.
    pub(super) fn facturx(&self, paper: &Outgoing) -> Result<Vec<u8>, DeskError> {
        let [across, ..] = ACROSS;
        self.facturx_with(paper, self.original(&paper.situation)?.as_ref(), across)
    }

    /// The same in at most so many bytes: with coarser pages, at last without the original. The error is the size of the
    /// smallest one.
    pub(super) fn facturx_within(
        &self,
        paper: &Outgoing,
        most: usize,
    ) -> Result<Result<Fitting, usize>, DeskError> {
        let original = self.original(&paper.situation)?;
        let mut smallest = usize::MAX;
        for attached in original.iter().map(Some).chain([None]) {
            // Coarser pages do not make the original smaller.
            if attached.is_some_and(|original| original.bytes.len() > most) {
                continue;
            }
            for across in ACROSS {
                let bytes = self.facturx_with(paper, attached, across)?;
                smallest = smallest.min(bytes.len());
                if bytes.len() <= most {
                    return Ok(Ok(Fitting { bytes, with_original: attached.is_some() }));
                }
            }
        }
        Ok(Err(smallest))
    }

    fn facturx_with(
        &self,
        paper: &Outgoing,
        original: Option<&Original>,
        across: u32,
    ) -> Result<Vec<u8>, DeskError> {
        let situation = &paper.situation;
        let source = self.read(|reader| reader.source(situation.row.shown_source()))?;
        let mut numbers: Vec<u32> = situation.row.pages.iter().map(|page| page.page).collect();
        if numbers.is_empty() {
            numbers = (1..=source.page_count.unwrap_or(1)).collect();
        }
        let mut pictures = Vec::with_capacity(numbers.len());
        for number in numbers {
            let jpeg = self.page_picture(source.id.to_string(), number, across)?.1;
            let (width, height) = ImageReader::new(Cursor::new(&jpeg))
                .with_guessed_format()
                .map_err(|error| DeskError::internal(&error.to_string()))?
                .into_dimensions()
                .map_err(|error| DeskError::internal(&error.to_string()))?;
            pictures.push((jpeg, width, height));
        }
        let pages: Vec<Page<'_>> = pictures
            .iter()
            .map(|(jpeg, width, height)| Page { jpeg, width: *width, height: *height })
            .collect();
        let document = ubl::document(situation, &paper.entry, None)?;
        let copy = ProcessingCopy {
            pages: &pages,
            original,
            written: clock::today(),
            identity: *paper.document.uuid().as_bytes(),
        };
        let written = facturx::write(&document, &copy).map_err(|error| DeskError::from(said(&error)))?;
        Ok(written.bytes)
    }
}
