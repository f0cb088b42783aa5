//! From the pages of a source to its documents.

use liasse_domain::{Confidence, ReadDocument, ReadSource, SplitMode};

use crate::fields::{self, Context};
use crate::page::Page;
use crate::split;

/// Cuts a source into documents and reads each. Findings about opening the file and drawing its pages are the caller's
/// to add.
pub fn read_documents(pages: &[Page], mode: SplitMode, context: &Context) -> ReadSource {
    let cut = split::split(pages, mode);
    let mut documents = Vec::with_capacity(cut.documents.len());
    for (index, numbers) in cut.documents.iter().enumerate() {
        let own: Vec<Page> = pages.iter().filter(|page| numbers.contains(&page.number)).cloned().collect();
        let (reading, findings) = fields::read(&own, context);
        let boundary_confidence = cut.confidences.get(index).copied().unwrap_or(Confidence::CERTAIN);
        documents.push(ReadDocument { pages: numbers.clone(), boundary_confidence, reading, findings });
    }
    ReadSource {
        page_count: u32::try_from(pages.len()).unwrap_or(u32::MAX),
        documents,
        unsure_boundaries: cut.unsure_boundaries,
        findings: Vec::new(),
    }
}
