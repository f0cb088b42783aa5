//! From the pages of a source to its documents.

use liasse_domain::{Confidence, Finding, ReadDocument, ReadSource, SplitMode};

use crate::fields::{self, Context};
use crate::page::Page;
use crate::split;

/// Probability that papers told apart on one sheet are documents of their own.
const SEVERAL: f32 = 0.9;

/// Cuts a source into documents and reads each. Findings about opening the file and drawing its pages are the caller's
/// to add.
pub fn read_documents(pages: &[Page], mode: SplitMode, context: &Context) -> ReadSource {
    let cut = split::split(pages, mode);
    let mut documents = Vec::with_capacity(cut.documents.len());
    for (index, numbers) in cut.documents.iter().enumerate() {
        let own: Vec<Page> = pages.iter().filter(|page| numbers.contains(&page.number)).cloned().collect();
        let confidence = cut.confidences.get(index).copied().unwrap_or(Confidence::CERTAIN);
        if mode == SplitMode::Automatic {
            documents.extend(read_group(&own, confidence, context));
        } else {
            documents.push(read_whole(&own, confidence, context));
        }
    }
    ReadSource {
        page_count: u32::try_from(pages.len()).unwrap_or(u32::MAX),
        documents,
        unsure_boundaries: cut.unsure_boundaries,
        findings: Vec::new(),
    }
}

/// Reads pages that belong together: one document, or, where they are one sheet of several papers (receipts scanned
/// together), one for each paper with its region. `confidence`: probability that a document begins here.
pub fn read_group(pages: &[Page], confidence: Confidence, context: &Context) -> Vec<ReadDocument> {
    match pages {
        [sheet] if sheet.regions.len() > 1 => {
            sheet.papers().into_iter().map(|paper| one_of_several(paper, context)).collect()
        }
        _ => vec![read_whole(pages, confidence, context)],
    }
}

/// Reads pages as one document.
pub fn read_whole(pages: &[Page], boundary_confidence: Confidence, context: &Context) -> ReadDocument {
    let (reading, findings) = fields::read(pages, context);
    let pages = pages.iter().map(|page| page.number).collect();
    ReadDocument { pages, region: None, boundary_confidence, reading, findings }
}

/// One of several papers on one sheet: a document of its own, which the user is told. Its page has its region alone.
fn one_of_several(paper: Page, context: &Context) -> ReadDocument {
    let said =
        "several papers lie on this sheet and each was read as a document of its own: check that none is cut";
    let finding = Finding::warning("several_papers_on_a_sheet", said).on_page(paper.number);
    let region = paper.regions.first().copied();
    let mut document = read_whole(&[paper], Confidence::new(SEVERAL), context);
    document.region = region;
    document.findings.push(finding);
    document
}
