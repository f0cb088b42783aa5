//! One source, whole: what it is, its pages, its documents, their fields.

use std::ops::ControlFlow;

use liasse_domain::{
    Confidence, Evidence, FieldName, Finding, Flow, ReadDocument, ReadSource, Reading, Severity, SplitMode,
    SupplierMemory,
};
use liasse_formats::einvoice;
use serde::{Deserialize, Serialize};

use crate::documents;
use crate::engine::EngineError;
use crate::fields::{self, Context, OwnIdentity};
use crate::page::Page;
use crate::pages::{Engines, Leaves, read_pages};
use crate::source::{self, Content, Limits, sniff};
use crate::worker::Own;

/// How a source is read.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// The file's name, for the warning about its ending.
    pub name: String,
    /// How it is cut into documents.
    pub split: SplitMode,
    /// Purchases or sales.
    pub flow: Flow,
    /// The client file's own identities.
    pub own: Vec<Own>,
    /// What corrections taught about the papers of known suppliers.
    pub memories: Vec<SupplierMemory>,
    /// Bounds.
    pub limits: Limits,
}

/// A source that was read: its documents, and the words of its pages for the screens.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SourceReading {
    /// Documents and findings.
    pub source: ReadSource,
    /// The pages with their words; none for a bare e-invoice without a picture.
    pub pages: Vec<Page>,
}

/// A source of which nothing was read, and why.
pub fn unread(finding: Finding) -> SourceReading {
    let source = ReadSource { findings: vec![finding], ..ReadSource::default() };
    SourceReading { source, pages: Vec::new() }
}

/// Reads a source. `progress` is told each page (and how many there are) before it is read, and may break off: what is
/// read until then is cut and returned.
///
/// # Errors
/// [`EngineError`] when the installation is at fault; all that is wrong with the source is a finding.
pub fn read_source(
    engines: &mut Engines,
    bytes: &[u8],
    options: &ReadOptions,
    progress: &mut dyn FnMut(u32, u32) -> ControlFlow<()>,
) -> Result<SourceReading, EngineError> {
    if let Some(finding) = options.limits.bytes(bytes.len() as u64) {
        return Ok(unread(finding));
    }
    let content = sniff(bytes);
    let mut read = if content == Content::Xml {
        read_xml(engines, bytes, options, progress)?
    } else {
        read_paper(engines, bytes, options, progress)?
    };
    read.source.findings.extend(source::wrong_extension(&options.name, content));
    if content == Content::Pdf && is_cut_short(bytes) {
        read.source.findings.push(Finding::warning(
            "pdf_truncated",
            "the PDF does not end as a PDF ends, it may be cut short: check that no page is missing, else ask for it again",
        ));
    }
    Ok(read)
}

/// A PDF ends with `%%EOF`, which readers look for in the last 1,024 bytes (ISO 32000-1, annex H, note 18).
fn is_cut_short(bytes: &[u8]) -> bool {
    let tail = bytes.get(bytes.len().saturating_sub(1_024)..).unwrap_or(bytes);
    !tail.windows(5).any(|window| window == b"%%EOF")
}

fn read_xml(
    engines: &mut Engines,
    bytes: &[u8],
    options: &ReadOptions,
    progress: &mut dyn FnMut(u32, u32) -> ControlFlow<()>,
) -> Result<SourceReading, EngineError> {
    let (invoice, mut findings) = einvoice::read(bytes);
    let Some(invoice) = invoice else {
        let source = ReadSource { findings, ..ReadSource::default() };
        return Ok(SourceReading { source, pages: Vec::new() });
    };
    let (mut reading, more) = invoice.to_reading();
    findings.extend(more);
    let mut pages = Vec::new();
    if let Some(picture) = invoice.image()
        && let Ok(leaves) = Leaves::open(engines.pdf(), &picture.bytes, &options.limits)
    {
        let count = leaves.page_count();
        (pages, _) = read_pages(engines, &leaves, &mut |page| progress(page, count))?;
        locate(&mut reading, &pages, options);
    }
    let numbers = if pages.is_empty() { vec![1] } else { pages.iter().map(|page| page.number).collect() };
    Ok(SourceReading { source: one_document(numbers, reading, findings), pages })
}

fn read_paper(
    engines: &mut Engines,
    bytes: &[u8],
    options: &ReadOptions,
    progress: &mut dyn FnMut(u32, u32) -> ControlFlow<()>,
) -> Result<SourceReading, EngineError> {
    let leaves = match Leaves::open(engines.pdf(), bytes, &options.limits) {
        Ok(leaves) => leaves,
        Err(finding) => return Ok(unread(finding)),
    };
    let count = leaves.page_count();
    let (pages, findings) = read_pages(engines, &leaves, &mut |page| progress(page, count))?;
    let invoice =
        leaves.attachments().into_iter().filter(|(_, bytes)| einvoice::sniff(bytes).is_some()).find_map(
            |(_, bytes)| match einvoice::read(&bytes) {
                (Some(invoice), findings) => Some((invoice, findings)),
                (None, _) => None,
            },
        );
    if let Some((invoice, mut said)) = invoice {
        let (mut reading, more) = invoice.to_reading();
        said.extend(more);
        said.extend(locate(&mut reading, &pages, options));
        let numbers = pages.iter().map(|page| page.number).collect();
        let mut source = one_document(numbers, reading, said);
        source.page_count = count;
        source.findings = findings;
        return Ok(SourceReading { source, pages });
    }
    // A file of which no page could be read is no document.
    let unreadable =
        findings.iter().filter(|finding| finding.severity == Severity::Error && finding.page.is_some());
    if unreadable.count() >= count as usize {
        let source = ReadSource { page_count: count, findings, ..ReadSource::default() };
        return Ok(SourceReading { source, pages: Vec::new() });
    }
    let mut source = documents::read_documents(&pages, options.split, &context(options));
    source.page_count = count;
    source.findings = findings;
    Ok(SourceReading { source, pages })
}

/// A source that is one document.
fn one_document(pages: Vec<u32>, reading: Reading, findings: Vec<Finding>) -> ReadSource {
    ReadSource {
        page_count: u32::try_from(pages.len()).unwrap_or(u32::MAX),
        documents: vec![ReadDocument { pages, boundary_confidence: Confidence::CERTAIN, reading, findings }],
        unsure_boundaries: Vec::new(),
        findings: Vec::new(),
    }
}

fn context(options: &ReadOptions) -> Context {
    let own = options
        .own
        .iter()
        .map(|own| OwnIdentity {
            name: own.name.clone(),
            siren: own.siren.as_deref().and_then(|text| text.parse().ok()),
            vat: own.vat.as_deref().and_then(|text| text.parse().ok()),
        })
        .collect();
    Context { flow: options.flow, own, memories: options.memories.clone() }
}

/// Values whose contradiction between the structured invoice and its picture must be looked at: who is paid what.
const LOOKED_AT: [FieldName; 4] =
    [FieldName::TotalTtc, FieldName::AmountDue, FieldName::InvoiceNumber, FieldName::Iban];

/// Finds the values of a structured invoice on its picture, so that screens can show them there, and tells where the
/// two contradict each other.
fn locate(reading: &mut Reading, pages: &[Page], options: &ReadOptions) -> Vec<Finding> {
    let (seen, _) = fields::read(pages, &context(options));
    let mut findings = Vec::new();
    for (name, field) in &mut reading.fields {
        let Some(on_paper) = seen.fields.get(name) else { continue };
        if on_paper.value == field.value {
            if let (Some(mine), Some(theirs)) = (&mut field.evidence, on_paper.evidence) {
                *mine = Evidence { page: theirs.page, rect: theirs.rect, method: mine.method };
            }
        } else if LOOKED_AT.contains(name) && on_paper.sure {
            field.sure = false;
            findings.push(Finding::warning(
                "einvoice_differs_from_picture",
                format!("{name:?} is {:?} in the structured invoice but {:?} on its picture: the structured invoice was kept, check it", field.value, on_paper.value),
            ));
        }
    }
    findings
}
