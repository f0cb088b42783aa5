//! From a coded document to its Factur-X file.

use std::io::Cursor;

use image::ImageReader;
use liasse_domain::Entry;
use liasse_formats::facturx::{self, Page, ProcessingCopy};
use liasse_formats::ubl::UblError;

use super::{Outgoing, ubl};
use crate::api::{DeskError, Message};
use crate::clock;
use crate::coding::Situation;
use crate::desk::Desk;

/// Pixels across a page: 200 dots an inch on A4.
const ACROSS: u32 = 1_654;

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
        let situation = &paper.situation;
        let source = self.read(|reader| reader.source(situation.row.source))?;
        let mut numbers: Vec<u32> = situation.row.pages.iter().map(|page| page.page).collect();
        if numbers.is_empty() {
            numbers = (1..=source.page_count.unwrap_or(1)).collect();
        }
        let mut pictures = Vec::with_capacity(numbers.len());
        for number in numbers {
            let jpeg = self.page_picture(source.id.to_string(), number, ACROSS)?.1;
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
        let original = self.original(situation)?;
        let document = ubl::document(situation, &paper.entry, None)?;
        let copy = ProcessingCopy {
            pages: &pages,
            original: original.as_ref(),
            written: clock::today(),
            identity: *paper.document.uuid().as_bytes(),
        };
        let written = facturx::write(&document, &copy).map_err(|error| DeskError::from(said(&error)))?;
        Ok(written.bytes)
    }
}
