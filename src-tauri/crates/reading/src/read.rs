//! One source, whole: what it is, its pages, its documents, their fields.

use std::ops::ControlFlow;

use liasse_domain::{Finding, Flow, ReadSource, Severity, SplitMode, SupplierMemory};
use serde::{Deserialize, Serialize};

use crate::documents;
use crate::einvoice;
use crate::engine::EngineError;
use crate::fields::{Context, OwnIdentity};
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
    /// The pages with their words; those of a bare e-invoice without a picture are drawn from it.
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
        einvoice::read_xml(engines, bytes, &context(options), &options.limits, progress)?
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
    let (pages, mut findings) = read_pages(engines, &leaves, &mut |page| progress(page, count))?;
    let (found, damaged) = einvoice::attached(leaves.attachments());
    findings.extend(damaged);
    if !found.is_empty() {
        let mut source = einvoice::documents(found, &pages, options.split, &context(options));
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
