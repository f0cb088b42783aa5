//! The split strip: where the documents of a source begin, and the user's decision about it.

use std::collections::{BTreeMap, BTreeSet};

use liasse_domain::{
    Confidence, DocumentId, DocumentStatus, FieldReading, Finding, Method, ReadDocument, Reading, Rect,
    SourceId, SplitMode,
};
use liasse_reading::documents::{read_group, read_whole};
use liasse_reading::page::Page;
use liasse_store::{
    DocumentPage, DocumentRow, PublicationRow, PublicationState, Reader, SourceRow, StoreError, Writer,
};
use serde_json::json;

use crate::api::{DeskError, SplitDecision, SplitPage, SplitView};
use crate::clock;
use crate::coding::{recode_all, third_party_name};
use crate::desk::{Desk, source_id};
use crate::reading_queue::{context, new_document};

/// A document on its way into the store.
pub(crate) struct NewDocument {
    pub pages: Vec<u32>,
    pub region: Option<Rect>,
    pub boundary_confidence: Confidence,
    pub reading: Reading,
    pub findings: Vec<Finding>,
}

/// A source with a published document is not cut or read again.
pub(crate) fn refuse_published(reader: &Reader<'_>, source: SourceId) -> Result<(), DeskError> {
    if locked(reader, &reader.documents_of_source(source)?)? {
        let detail = "one of its documents is published: the source stays as it is";
        return Err(DeskError::new("source_published", detail));
    }
    Ok(())
}

/// Whether a document left for a target or may have: also one whose outcome is unknown, or that was archived since; not one
/// that was withdrawn there.
pub(crate) fn has_left(reader: &Reader<'_>, document: DocumentId) -> Result<bool, StoreError> {
    Ok(reader.publications_of(document)?.iter().any(PublicationRow::stands))
}

fn locked(reader: &Reader<'_>, documents: &[DocumentRow]) -> Result<bool, StoreError> {
    for document in documents {
        // Also what was withdrawn since: its publications are told for good.
        let publications = reader.publications_of(document.id)?;
        let left = publications.iter().any(|row| row.state != PublicationState::Refused);
        if document.status == DocumentStatus::Published || left {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What becomes of the documents that a source had before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Before {
    /// Those whose pages stay the same are kept as they are, with all that the user did.
    KeepSame,
    /// All are replaced: the source was read anew.
    Replace,
}

/// Writes the documents of a source.
pub(crate) fn put_documents(
    writer: &mut Writer<'_>,
    source: &SourceRow,
    status: DocumentStatus,
    before: Before,
    new: Vec<NewDocument>,
) -> Result<Vec<DocumentId>, StoreError> {
    let mut old_ones = writer.documents_of_source(source.id)?;
    let mut ids = Vec::with_capacity(new.len());
    for document in new {
        let pages: Vec<DocumentPage> =
            document.pages.iter().map(|page| DocumentPage { source: source.id, page: *page }).collect();
        let same = old_ones.iter().position(|old| {
            before == Before::KeepSame && old.pages == pages && old.region == document.region
        });
        let id = match same.map(|place| old_ones.swap_remove(place)) {
            Some(old) => {
                let id = old.id;
                writer.put_document(&DocumentRow { status, ..old })?;
                id
            }
            None => {
                let id = DocumentId::from_uuid(clock::fresh());
                writer.put_document(&DocumentRow {
                    id,
                    client_file: source.client_file,
                    source: source.id,
                    flow: source.flow,
                    status,
                    pages,
                    region: document.region,
                    boundary_confidence: document.boundary_confidence,
                    findings: document.findings,
                    doubts: Vec::new(),
                    duplicate_of: None,
                    received_at: source.received_at,
                })?;
                writer.put_reading(id, &document.reading)?;
                crate::payment_methods::meet(writer, source.client_file, source.flow, &document.reading)?;
                id
            }
        };
        ids.push(id);
    }
    for old in old_ones {
        writer.delete_document(old.id)?;
    }
    recode_all(writer, ids.iter().copied())?;
    Ok(ids)
}

/// How probable it is that a document begins at each page. Nothing where the user cut, or the way of cutting did.
fn measured(
    reader: &Reader<'_>,
    source: &SourceRow,
    documents: &[DocumentRow],
) -> Result<BTreeMap<u32, Confidence>, StoreError> {
    let decided = source.unsure_boundaries.is_empty()
        && documents.iter().all(|document| document.boundary_confidence == Confidence::CERTAIN);
    if decided || source.split_mode != SplitMode::Automatic {
        return Ok(BTreeMap::new());
    }
    let mut pages: Vec<Page> = Vec::new();
    for page in reader.pages_of_source(source.id)? {
        pages.extend(reader.page_words::<Page>(source.id, page.number)?);
    }
    Ok(liasse_reading::split::probabilities(&pages).into_iter().collect())
}

/// The documents that were cut out of a source: not the e-invoices of other files that its pages show.
fn cut_out_of(reader: &Reader<'_>, source: SourceId) -> Result<Vec<DocumentRow>, StoreError> {
    let mut documents = reader.documents_of_source(source)?;
    documents.retain(|document| document.source == source);
    Ok(documents)
}

/// What an e-invoice inside a PDF says, which no new cut of the pages can take away.
struct Structured {
    first_page: u32,
    reading: Reading,
    findings: Vec<Finding>,
}

/// The e-invoices among the documents of a source.
fn structured(reader: &Reader<'_>, source: SourceId) -> Result<Vec<Structured>, StoreError> {
    let mut kept = Vec::new();
    for document in cut_out_of(reader, source)? {
        let reading = reader.reading(document.id)?;
        let from_xml =
            |field: &FieldReading| field.evidence.is_some_and(|evidence| evidence.method == Method::Xml);
        if let (true, Some(first)) = (reading.fields.values().any(from_xml), document.pages.first()) {
            kept.push(Structured { first_page: first.page, reading, findings: document.findings });
        }
    }
    Ok(kept)
}

impl Desk {
    /// The strip of a source.
    pub fn split_view(&self, source: String) -> Result<SplitView, DeskError> {
        let id = source_id(&source)?;
        self.read(|reader| {
            let row = reader.source(id)?;
            let documents = cut_out_of(reader, id)?;
            let measured = measured(reader, &row, &documents)?;
            let mut pages = Vec::new();
            for page in reader.pages_of_source(id)? {
                let holder = documents.iter().find(|document| {
                    document.pages.iter().any(|held| held.source == id && held.page == page.number)
                });
                let first = holder.and_then(|document| document.pages.first()).map(|first| first.page);
                let (third_party, number_read) = match holder {
                    Some(document) => {
                        let reading = reader.reading(document.id)?;
                        let name = third_party_name(&reading, document.flow).map(str::to_owned);
                        (name, reading.text(liasse_domain::FieldName::InvoiceNumber).map(str::to_owned))
                    }
                    None => (None, None),
                };
                let starts = first == Some(page.number);
                let unsure = row.unsure_boundaries.contains(&page.number);
                pages.push(SplitPage {
                    number: page.number,
                    aspect: if page.height > 0.0 { page.width / page.height } else { 0.7 },
                    starts,
                    confidence: holder.and(measured.get(&page.number)).map(|confidence| confidence.value()),
                    unsure,
                    dropped: holder.is_none(),
                    document: holder.map(|document| document.id.to_string()),
                    third_party,
                    number_read,
                });
            }
            Ok(SplitView {
                source: id.to_string(),
                client_file: row.client_file.to_string(),
                file_name: row.file_name,
                split_mode: row.split_mode.into(),
                pages,
                locked: locked(reader, &reader.documents_of_source(id)?)?,
            })
        })
    }

    /// Cuts a source where the user says. Fields of documents whose pages change are read again from the stored words;
    /// an e-invoice keeps what it says, wherever its first page goes.
    ///
    /// # Errors
    /// `source_published`, `split_without_pages`.
    pub fn confirm_split(&self, decision: SplitDecision) -> Result<Vec<String>, DeskError> {
        self.cut(decision, None)
    }

    /// The same; the papers on the sheet `whole` become one document.
    fn cut(&self, decision: SplitDecision, whole: Option<u32>) -> Result<Vec<String>, DeskError> {
        let id = source_id(&decision.source)?;
        let (row, pages, context, structured, wholes) = self.read(|reader| {
            let row = reader.source(id)?;
            let structured = structured(reader, id)?;
            // Sheets that are one document already stay so.
            let documents = cut_out_of(reader, id)?;
            let single = documents.iter().filter(|document| document.region.is_none());
            let mut wholes: Vec<u32> = single
                .filter_map(|document| match document.pages.as_slice() {
                    [page] => Some(page.page),
                    _ => None,
                })
                .collect();
            wholes.extend(whole);
            let mut pages: Vec<Page> = Vec::new();
            for page in reader.pages_of_source(id)? {
                pages.extend(reader.page_words::<Page>(id, page.number)?);
            }
            let context = context(reader, &reader.client_file(row.client_file)?, row.flow)?;
            Ok((row, pages, context, structured, wholes))
        })?;
        let groups = groups(pages.iter().map(|page| page.number), &decision);
        if groups.is_empty() {
            return Err(DeskError::new("split_without_pages", "at least one page must stay in a document"));
        }
        let new: Vec<NewDocument> = groups
            .into_iter()
            .flat_map(|numbers| {
                let boundary_confidence = Confidence::CERTAIN;
                if let Some(kept) = structured.iter().find(|kept| numbers.contains(&kept.first_page)) {
                    let (reading, findings) = (kept.reading.clone(), kept.findings.clone());
                    return vec![ReadDocument {
                        pages: numbers,
                        region: None,
                        boundary_confidence,
                        reading,
                        findings,
                    }];
                }
                let held: Vec<Page> =
                    pages.iter().filter(|page| numbers.contains(&page.number)).cloned().collect();
                if wholes.iter().any(|sheet| numbers == [*sheet]) {
                    vec![read_whole(&held, boundary_confidence, &context)]
                } else {
                    read_group(&held, boundary_confidence, &context)
                }
            })
            .map(new_document)
            .collect();
        let summary = json!({ "file": row.file_name, "documents": new.len() });
        let ids = self.command("split", true, summary, &[], |writer| {
            refuse_published(writer, id)?;
            crate::joined::part_source(writer, &self.blobs, id)?;
            let mut row = writer.source(id)?;
            row.unsure_boundaries.clear();
            writer.put_source(&row)?;
            Ok(put_documents(writer, &row, DocumentStatus::ToReview, Before::KeepSame, new)?)
        })?;
        self.join_pictures(id)?;
        self.tell_changed(row.client_file);
        Ok(ids.iter().map(ToString::to_string).collect())
    }
}

impl Desk {
    /// Makes one document of several of the same source. Answers its id.
    ///
    /// # Errors
    /// `merge_needs_two`, `merge_other_source`, `merge_not_adjacent`, `merge_sheet_whole`, `source_published`.
    pub fn merge(&self, documents: Vec<String>) -> Result<String, DeskError> {
        let ids = crate::desk::document_ids(&documents)?;
        let rows =
            self.read(|reader| ids.iter().map(|id| reader.document(*id)).collect::<Result<Vec<_>, _>>())?;
        let source = match rows.as_slice() {
            [first, _, ..] => first.source,
            _ => return Err(DeskError::new("merge_needs_two", "choose at least two documents to merge")),
        };
        if rows.iter().any(|row| row.source != source) {
            let detail = "documents of different files are not merged: add them as one file";
            return Err(DeskError::new("merge_other_source", detail));
        }
        let sheet = self.merged_sheet(&rows)?;
        let view = self.split_view(source.to_string())?;
        let merged: BTreeSet<String> = ids.iter().map(ToString::to_string).collect();
        let first =
            view.pages.iter().find(|page| page.document.as_ref().is_some_and(|id| merged.contains(id)));
        let first = sheet.unwrap_or_else(|| first.map_or(1, |page| page.number));
        let inside = |page: &SplitPage| page.document.as_ref().is_some_and(|id| merged.contains(id));
        let starts = view.pages.iter().filter(|page| page.starts && (!inside(page) || page.number == first));
        let last =
            view.pages.iter().filter(|page| inside(page)).map(|page| page.number).max().unwrap_or(first);
        // Documents that lie between the merged ones would be swallowed.
        if view
            .pages
            .iter()
            .any(|page| page.number > first && page.number < last && !page.dropped && !inside(page))
        {
            return Err(DeskError::new(
                "merge_not_adjacent",
                "only documents that follow each other are merged",
            ));
        }
        let decision = SplitDecision {
            source: source.to_string(),
            starts: starts.map(|page| page.number).collect(),
            dropped: view.pages.iter().filter(|page| page.dropped).map(|page| page.number).collect(),
        };
        self.cut(decision, sheet)?;
        let holder = self.read(|reader| reader.documents_of_page(source, first))?;
        holder
            .first()
            .map(ToString::to_string)
            .ok_or_else(|| DeskError::internal("the merged document is not found"))
    }

    /// The page whose papers are all merged into one, when these documents are papers of one sheet.
    fn merged_sheet(&self, rows: &[DocumentRow]) -> Result<Option<u32>, DeskError> {
        if rows.iter().all(|row| row.region.is_none()) {
            return Ok(None);
        }
        let page = rows.first().and_then(|row| row.pages.first()).copied();
        let together = rows.windows(2).all(|pair| matches!(pair, [a, b] if a.pages == b.pages));
        let lying = match page {
            Some(page) => self.read(|reader| reader.documents_of_page(page.source, page.page))?.len(),
            None => 0,
        };
        // A part of the sheet, or more than it, would swallow papers that nobody named.
        if !together || lying != rows.len() {
            let detail = "the papers of a sheet are merged all together, and with nothing else";
            return Err(DeskError::new("merge_sheet_whole", detail));
        }
        Ok(page.map(|page| page.page))
    }
}

/// The pages of each document that the user wants.
fn groups(pages: impl Iterator<Item = u32>, decision: &SplitDecision) -> Vec<Vec<u32>> {
    let starts: BTreeSet<u32> = decision.starts.iter().copied().collect();
    let dropped: BTreeSet<u32> = decision.dropped.iter().copied().collect();
    let mut groups: Vec<Vec<u32>> = Vec::new();
    for page in pages {
        if dropped.contains(&page) {
            // A document that began on a page that is left out begins on the next one.
            if starts.contains(&page) {
                groups.push(Vec::new());
            }
            continue;
        }
        match groups.last_mut() {
            Some(group) if !starts.contains(&page) || group.is_empty() => group.push(page),
            _ => groups.push(vec![page]),
        }
    }
    groups.retain(|group| !group.is_empty());
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(starts: &[u32], dropped: &[u32]) -> Vec<Vec<u32>> {
        let decision =
            SplitDecision { source: String::new(), starts: starts.to_vec(), dropped: dropped.to_vec() };
        groups(1..=5, &decision)
    }

    #[test]
    fn groups_pages_between_starts() {
        assert_eq!(cut(&[1, 3], &[]), [vec![1, 2], vec![3, 4, 5]]);
        assert_eq!(cut(&[], &[]), [vec![1, 2, 3, 4, 5]]);
        assert_eq!(cut(&[1, 3], &[3]), [vec![1, 2], vec![4, 5]]);
        assert_eq!(cut(&[1, 3, 5], &[3, 4]), [vec![1, 2], vec![5]]);
        assert!(cut(&[1], &[1, 2, 3, 4, 5]).is_empty());
    }
}
