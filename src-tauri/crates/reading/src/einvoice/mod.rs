//! E-invoices: a bare XML file with the picture that it carries or that is drawn of it, or a PDF with XML inside.
//!
//! The structured invoice is what is booked; the pages are its picture. Where the two contradict each other, a finding
//! names both values and the value is put to the user: one of them is a fault or a fraud.

mod claim;
mod compare;
mod printed;

use std::ops::ControlFlow;

use liasse_domain::{
    Confidence, Evidence, FieldName, FieldReading, Finding, ReadDocument, ReadSource, Reading, SplitMode,
};
use liasse_formats::einvoice::{self, Attachment, EInvoice, Paper};

use crate::documents::read_documents;
use crate::engine::EngineError;
use crate::engine::pdf::Pdf;
use crate::fields::{self, Context};
use crate::page::Page;
use crate::pages::{Engines, Leaves, read_pages};
use crate::read::SourceReading;
use crate::source::Limits;

pub use compare::DIFFERS;
use printed::Printed;

/// What is shown of an e-invoice: the picture inside it, or a paper drawn from it where it has none that can be shown.
pub(crate) struct Shown {
    /// A PDF or a file of pictures.
    pub(crate) bytes: Vec<u8>,
    /// Where it was drawn.
    paper: Option<Paper>,
    /// Why the picture inside is not shown.
    finding: Option<Finding>,
}

impl Shown {
    pub(crate) fn of(pdf: &Pdf, invoice: &EInvoice, limits: &Limits) -> Shown {
        let finding = match invoice.image() {
            Some(picture) => match Leaves::open(pdf, &picture.bytes, limits) {
                Ok(_) => return Shown { bytes: picture.bytes.clone(), paper: None, finding: None },
                Err(why) => Some(
                    Finding::warning(
                        "einvoice_picture",
                        format!("the picture inside the e-invoice cannot be shown: {}", why.message),
                    )
                    .with("reason", &why.code),
                ),
            },
            None => None,
        };
        let mut paper = invoice.paper();
        Shown { bytes: std::mem::take(&mut paper.pdf), paper: Some(paper), finding }
    }
}

/// An e-invoice that was found in a file, with what was said while it was read.
pub(crate) struct Found {
    pub(crate) invoice: EInvoice,
    findings: Vec<Finding>,
}

/// Reads a bare XML file, and the picture inside it where there is one; else its pages are drawn.
///
/// # Errors
/// [`EngineError`] when the installation is at fault.
pub(crate) fn read_xml(
    engines: &mut Engines,
    bytes: &[u8],
    context: &Context,
    limits: &Limits,
    progress: &mut dyn FnMut(u32, u32) -> ControlFlow<()>,
) -> Result<SourceReading, EngineError> {
    let (invoice, findings) = einvoice::read(bytes);
    let Some(invoice) = invoice else {
        let source = ReadSource { findings, ..ReadSource::default() };
        return Ok(SourceReading { source, pages: Vec::new() });
    };
    let mut found = Found { invoice, findings };
    let picture = found.invoice.image().cloned();
    let declared = picture.as_ref().is_some_and(|picture| found.invoice.is_picture(picture));
    let shown = Shown::of(engines.pdf(), &found.invoice, limits);
    found.findings.extend(shown.finding);
    found.tell_other_files(picture.as_ref());
    let leaves = match Leaves::open(engines.pdf(), &shown.bytes, limits) {
        Ok(leaves) => leaves,
        Err(finding) => {
            found.findings.push(finding);
            let source = ReadSource {
                page_count: 1,
                documents: vec![document(found, vec![1], &[], None)],
                ..ReadSource::default()
            };
            return Ok(SourceReading { source, pages: Vec::new() });
        }
    };
    let count = leaves.page_count();
    let (pages, said) = read_pages(engines, &leaves, &mut |page| progress(page, count))?;
    found.findings.extend(said);
    let numbers = if pages.is_empty() { vec![1] } else { pages.iter().map(|page| page.number).collect() };
    // A file that does not say that it is the invoice, and shows nothing of it, is an annex: it contradicts nothing. What we
    // drew ourselves cannot.
    let shows =
        shown.paper.is_none() && (declared || claim::likeness(&found.invoice, &Printed::of(&pages)) > 0);
    let seen = shows.then(|| fields::read(&pages, context).0);
    let mut document = document(found, numbers, &pages, seen);
    if let Some(paper) = &shown.paper {
        paper.locate(&mut document.reading);
    }
    let page_count = u32::try_from(document.pages.len()).unwrap_or(u32::MAX);
    let source = ReadSource { page_count, documents: vec![document], ..ReadSource::default() };
    Ok(SourceReading { source, pages })
}

/// The e-invoices among the files attached to a PDF, and what is wrong with those that cannot be read. A file that
/// says the same invoice again in another syntax or profile is left out.
pub(crate) fn attached(files: Vec<(String, Vec<u8>)>) -> (Vec<Found>, Vec<Finding>) {
    let (mut found, mut findings): (Vec<(u8, Found)>, Vec<Finding>) = (Vec::new(), Vec::new());
    let mut others = Vec::new();
    for (name, bytes) in files {
        if einvoice::sniff(&bytes).is_none() {
            others.push(name);
            continue;
        }
        match einvoice::read(&bytes) {
            (Some(invoice), findings) => found.push((rank(&name), Found { invoice, findings })),
            (None, said) => {
                let why = said.last().map(|finding| finding.message.as_str()).unwrap_or_default();
                findings.push(
                    Finding::warning(
                        "einvoice_damaged",
                        format!(
                            "the e-invoice `{name}` inside the PDF cannot be read, its pages were: {why}"
                        ),
                    )
                    .with("name", &name),
                );
            }
        }
    }
    found.sort_by_key(|(rank, found)| (*rank, usize::MAX - found.invoice.lines.len()));
    let mut kept: Vec<Found> = Vec::new();
    for (_, more) in found {
        let same = |known: &&mut Found| known.invoice.number == more.invoice.number;
        match kept.iter_mut().find(same) {
            None => kept.push(more),
            Some(known) if known.invoice.totals == more.invoice.totals => {}
            Some(known) => known.findings.push(two_versions(&known.invoice, &more.invoice)),
        }
    }
    if let [only] = kept.as_mut_slice() {
        for file in &only.invoice.attachments {
            others.push(file.file_name.clone().or(file.id.clone()).unwrap_or_default());
        }
        only.tell_files(&others);
    }
    (kept, findings)
}

/// The names that the specifications give, most authoritative first (Factur-X 1.0, 6.2.2; ZUGFeRD 2.0 and 1.0;
/// XRechnung).
fn rank(name: &str) -> u8 {
    match name.to_ascii_lowercase().as_str() {
        "factur-x.xml" => 0,
        "xrechnung.xml" => 1,
        "zugferd-invoice.xml" => 2,
        _ => 3,
    }
}

fn two_versions(kept: &EInvoice, other: &EInvoice) -> Finding {
    let total = |invoice: &EInvoice| {
        invoice.totals.tax_inclusive.or(invoice.totals.payable).map_or_else(String::new, |t| t.to_string())
    };
    let message = format!(
        "the PDF carries two structured invoices of one number with different totals, {} and {}: check which one is meant",
        total(kept),
        total(other)
    );
    Finding::error("einvoice_two_versions", message).with("first", total(kept)).with("second", total(other))
}

impl Found {
    /// Tells of the files inside the XML beside its picture.
    fn tell_other_files(&mut self, picture: Option<&Attachment>) {
        let names: Vec<String> = self
            .invoice
            .attachments
            .iter()
            .filter(|file| Some(*file) != picture)
            .map(|file| file.file_name.clone().or(file.id.clone()).unwrap_or_default())
            .collect();
        self.tell_files(&names);
    }
    fn tell_files(&mut self, names: &[String]) {
        if names.is_empty() {
            return;
        }
        let names = names.join(", ");
        let message = format!("further files came with the e-invoice and are kept in the original: {names}");
        self.findings.push(Finding::warning("einvoice_other_files", message).with("names", names));
    }
}

/// The documents of a PDF that carries e-invoices: each takes the pages that show it.
pub(crate) fn documents(
    found: Vec<Found>,
    pages: &[Page],
    split: SplitMode,
    context: &Context,
) -> ReadSource {
    let invoices: Vec<&EInvoice> = found.iter().map(|found| &found.invoice).collect();
    let papers = match (pages, split, invoices.as_slice()) {
        // Nothing to cut: do not read the pages twice.
        ([_], _, [_]) | (_, SplitMode::PerFile, [_]) => ReadSource::default(),
        _ => read_documents(pages, split, context),
    };
    let claims = claim::claims(&invoices, &papers.documents, pages, split);
    let mut documents: Vec<ReadDocument> = Vec::new();
    for (found, claimed) in found.into_iter().zip(&claims.of_invoices) {
        let mut found = found;
        let numbers = match claimed {
            Some(numbers) => numbers.clone(),
            None => {
                let number = found.invoice.number.clone().unwrap_or_default();
                let message = format!(
                    "the PDF carries the structured invoice `{number}`, which none of its pages shows: check that it is yours"
                );
                found.findings.push(Finding::error("einvoice_without_page", message).with("number", number));
                pages.first().map(|page| page.number).into_iter().collect()
            }
        };
        let own: Vec<Page> = pages.iter().filter(|page| numbers.contains(&page.number)).cloned().collect();
        let seen = claimed.is_some().then(|| {
            let same = papers.documents.iter().find(|paper| paper.pages == numbers);
            same.map_or_else(|| fields::read(&own, context).0, |paper| paper.reading.clone())
        });
        documents.push(document(found, numbers, &own, seen));
    }
    let left = papers.documents.into_iter().enumerate();
    documents.extend(left.filter(|(index, _)| claims.left.contains(index)).map(|(_, paper)| paper));
    documents.sort_by_key(|document| document.pages.first().copied());
    let unsure_boundaries =
        papers.unsure_boundaries.into_iter().filter(|page| !claims.settled.contains(page)).collect();
    let page_count = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    ReadSource { page_count, documents, unsure_boundaries, findings: Vec::new() }
}

/// The document of an e-invoice: what it says, where its pages show it, and where they say otherwise. `seen` is what
/// the pages say by themselves; `None` where there are no pages of its own.
fn document(found: Found, numbers: Vec<u32>, pages: &[Page], seen: Option<Reading>) -> ReadDocument {
    let Found { invoice, mut findings } = found;
    let (mut reading, more) = invoice.to_reading();
    findings.extend(more);
    let first = numbers.first().copied().unwrap_or(1);
    // What only the user can settle keeps the document from being ready.
    for (code, name) in
        [("einvoice_two_versions", FieldName::TotalTtc), ("einvoice_without_page", FieldName::InvoiceNumber)]
    {
        if let (true, Some(field)) =
            (findings.iter().any(|finding| finding.code == code), reading.fields.get_mut(&name))
        {
            (field.sure, field.confidence) = (false, Confidence::new(0.5));
        }
    }
    for field in reading.fields.values_mut() {
        field.evidence = field.evidence.map(|evidence| Evidence { page: first, ..evidence });
    }
    if let Some(seen) = seen {
        findings.extend(hold_against(&invoice, &mut reading, &seen, pages));
    }
    ReadDocument { pages: numbers, region: None, boundary_confidence: Confidence::CERTAIN, reading, findings }
}

/// Gives the values their places on the pages, tells where these say otherwise, and takes from them what the e-invoice has no
/// room for.
fn hold_against(invoice: &EInvoice, reading: &mut Reading, seen: &Reading, pages: &[Page]) -> Vec<Finding> {
    let printed = Printed::of(pages);
    compare::locate(reading, seen);
    let findings = compare::contradictions(reading, invoice, seen, &printed);
    compare::complete(reading, invoice, seen);
    findings
}

/// Gives an e-invoice the pages of a paper of the same invoice, which came as a file of its own, and tells where these say
/// otherwise, as of a picture inside it. `reading` is what its document holds by now: what a person settled stays. `seen` is
/// what the pages say by themselves.
pub fn show_on(invoice: &EInvoice, reading: &mut Reading, seen: &Reading, pages: &[Page]) -> Vec<Finding> {
    leave_places(reading, pages.first().map_or(1, |page| page.number));
    hold_against(invoice, reading, seen, pages)
}

/// Takes these pages from it again: its values stand where they are on the paper drawn from it, those that the pages
/// contradicted are what the e-invoice says, and those that only the pages had are gone.
pub fn show_drawn(invoice: &EInvoice, reading: &mut Reading) {
    let (told, _) = invoice.to_reading();
    reading.fields.retain(|name, field| told.fields.contains_key(name) || field.is_by_hand());
    for (name, field) in &mut reading.fields {
        let Some(told) = told.fields.get(name).filter(|told| told.value == field.value) else { continue };
        if !field.is_by_hand() {
            *field = FieldReading { sure: field.sure || told.sure, ..told.clone() };
        }
    }
    leave_places(reading, 1);
    invoice.paper().locate(reading);
}

/// Other pages: nothing is known to stand where it stood.
fn leave_places(reading: &mut Reading, page: u32) {
    let left = |evidence: Evidence| match evidence.page {
        // What stood on no page.
        0 => evidence,
        _ => Evidence { page, rect: None, ..evidence },
    };
    for field in reading.fields.values_mut() {
        field.evidence = field.evidence.map(left);
        for alternative in &mut field.alternatives {
            alternative.evidence = alternative.evidence.map(left);
        }
    }
    reading.vat_lines_evidence = reading.vat_lines_evidence.map(left);
}
