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
        let papers = match own.as_slice() {
            [sheet] if mode == SplitMode::Automatic => sheet.papers(),
            _ => Vec::new(),
        };
        if papers.len() > 1 {
            documents.extend(papers.into_iter().map(|paper| one_of_several(paper, context)));
            continue;
        }
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

/// One of several papers (receipts) scanned on one sheet: a document of its own, which the user is told.
fn one_of_several(paper: Page, context: &Context) -> ReadDocument {
    let number = paper.number;
    let (reading, mut findings) = fields::read(&[paper], context);
    let said =
        "several papers lie on this sheet and each was read as a document of its own: check that none is cut";
    findings.push(Finding::warning("several_papers_on_a_sheet", said).on_page(number));
    ReadDocument { pages: vec![number], boundary_confidence: Confidence::new(SEVERAL), reading, findings }
}
