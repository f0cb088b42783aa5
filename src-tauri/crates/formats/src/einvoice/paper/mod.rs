//! A paper drawn from what an e-invoice says, for those that come without a picture of their own.
//!
//! It says on each of its pages that it is not the original, which is the structured file. It is drawn anew each time, the same
//! bytes for the same invoice, and kept nowhere; where each value stands on it is known, not read again.

mod head;
mod letters;
mod sheets;
mod sums;
mod table;
mod words;

use std::collections::BTreeMap;

use liasse_domain::{Evidence, FieldName, Reading, Rect};

use super::model::EInvoice;
use sheets::Sheets;

/// Where something stands on a drawn paper.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Page, from 1.
    pub page: u32,
    /// On that page.
    pub rect: Rect,
}

impl Place {
    /// Around both; what goes on over a page's end counts where it begins.
    fn union(self, other: Place) -> Place {
        if self.page == other.page { Place { rect: self.rect.union(&other.rect), ..self } } else { self }
    }
}

/// A paper drawn from an e-invoice.
#[derive(Debug, Clone, PartialEq)]
pub struct Paper {
    /// The pages, as a PDF.
    pub pdf: Vec<u8>,
    /// How many they are.
    pub page_count: u32,
    /// Where the fields stand.
    pub places: BTreeMap<FieldName, Place>,
    /// Where the tax per rate stands.
    pub vat_lines: Option<Place>,
}

impl EInvoice {
    /// Draws it. Whatever is inside, the work and the number of pages are bounded; what is left out is said on the paper.
    pub fn paper(&self) -> Paper {
        let mut sheets = Sheets::new();
        head::draw(&mut sheets, self);
        table::draw(&mut sheets, self);
        sums::charges(&mut sheets, self);
        let vat_lines = sums::vat(&mut sheets, self);
        sums::totals_and_payment(&mut sheets, self);
        sums::notes(&mut sheets, self);
        sums::left_out(&mut sheets);
        // Without the tax per rate, its total says whether there is any.
        let tax = sheets.places.get(&FieldName::TotalVat).copied();
        sheets.remember(FieldName::VatScheme, vat_lines.or(tax));
        let page_count = sheets.page();
        let places = std::mem::take(&mut sheets.places);
        Paper { pdf: sheets.finish(&sums::about(self)), page_count, places, vat_lines }
    }
}

impl Paper {
    /// Gives the values of a reading of the same e-invoice their places on the paper.
    pub fn locate(&self, reading: &mut Reading) {
        let at = |place: &Place, evidence: Evidence| Evidence {
            page: place.page,
            rect: Some(place.rect),
            ..evidence
        };
        for (name, field) in &mut reading.fields {
            if let Some(place) = self.places.get(name) {
                field.evidence = field.evidence.map(|evidence| at(place, evidence));
            }
        }
        if let Some(place) = &self.vat_lines {
            reading.vat_lines_evidence = reading.vat_lines_evidence.map(|evidence| at(place, evidence));
        }
    }
}
