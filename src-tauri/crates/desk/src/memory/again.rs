//! Waiting documents of a supplier, read again after a lesson: their words are stored, only the fields are worked out.

use std::collections::BTreeSet;

use liasse_domain::{DocumentId, DocumentStatus, FieldName, FieldReading, Flow, Method, Reading, Teaching};
use liasse_reading::fields;
use liasse_reading::page::Page;
use liasse_store::{DocumentRow, MemoryRow, Reader, StoreError, Writer};

use super::is_structured;
use crate::coding::recode;
use crate::reading_queue::context;

/// Documents that one lesson has read again, at most: the user waits for it.
const MOST: usize = 100;
/// A value below this probability that is sure nonetheless was accepted by a person.
const ACCEPTED_BELOW: f32 = 0.9;

const TOTALS: [FieldName; 3] = [FieldName::TotalHt, FieldName::TotalVat, FieldName::TotalTtc];

/// The pages of a document with their words.
pub(super) fn pages_of(reader: &Reader<'_>, row: &DocumentRow) -> Result<Vec<Page>, StoreError> {
    let mut pages = Vec::with_capacity(row.pages.len());
    for held in &row.pages {
        pages.extend(reader.page_words::<Page>(held.source, held.page)?);
    }
    Ok(pages)
}

/// Reads the other waiting documents of a supplier again. Answers how many are read otherwise.
pub(super) fn read_waiting(
    writer: &mut Writer<'_>,
    memory: &MemoryRow,
    except: DocumentId,
) -> Result<u32, StoreError> {
    let file = writer.client_file(memory.client_file)?;
    let context = context(writer, &file, memory.flow)?;
    let mut changed = 0;
    for id in waiting(writer, memory)?.into_iter().filter(|id| *id != except).take(MOST) {
        let row = writer.document(id)?;
        let old = writer.reading(id)?;
        if row.flow != memory.flow || is_structured(&old) {
            continue;
        }
        let pages = pages_of(writer, &row)?;
        if pages.is_empty() {
            continue;
        }
        let (fresh, _) = fields::read(&pages, &context);
        if take_over(writer, id, &old, &fresh, memory)? {
            recode(writer, id)?;
            changed += 1;
        }
    }
    Ok(changed)
}

fn waiting(writer: &Writer<'_>, memory: &MemoryRow) -> Result<BTreeSet<DocumentId>, StoreError> {
    let mut ids = BTreeSet::new();
    if memory.flow == Flow::Sales {
        for status in [DocumentStatus::ToReview, DocumentStatus::Ready] {
            ids.extend(writer.documents_in_status(memory.client_file, status)?);
        }
        return Ok(ids);
    }
    if let Some(card) = memory.third_party {
        ids.extend(writer.waiting_documents_of(card)?);
    }
    for name in &memory.memory.signs.names {
        ids.extend(writer.waiting_documents_named(memory.client_file, memory.flow, name)?);
    }
    Ok(ids)
}

/// Whether a person settled a value: typed, chosen, accepted, or worked out of what was typed.
fn is_settled(field: &FieldReading) -> bool {
    field.is_by_hand() || (field.sure && field.confidence.value() < ACCEPTED_BELOW)
}

/// Puts what is read anew in the place of what was doubtful, missing or learnt; answers whether a value or its sureness
/// changed. What a person settled stays.
fn take_over(
    writer: &mut Writer<'_>,
    id: DocumentId,
    old: &Reading,
    fresh: &Reading,
    memory: &MemoryRow,
) -> Result<bool, StoreError> {
    let totals_by_hand = TOTALS.iter().filter_map(|name| old.fields.get(name)).any(is_settled);
    let names: BTreeSet<FieldName> = old.fields.keys().chain(fresh.fields.keys()).copied().collect();
    let mut changed = false;
    for name in names {
        let (had, has) = (old.fields.get(&name), fresh.fields.get(&name));
        if had.is_some_and(is_settled) || (totals_by_hand && TOTALS.contains(&name)) || had == has {
            continue;
        }
        let absent = |lesson: &liasse_domain::Lesson| {
            lesson.field == name && lesson.teaching == Teaching::Absent && !lesson.is_refuted()
        };
        let never_printed = memory.memory.lessons.iter().any(absent);
        let learnt = had.is_some_and(|field| field.learned().is_some())
            || has.is_some_and(|field| field.learned().is_some())
            || never_printed;
        let doubtful = had.is_none_or(|field| !field.sure);
        match has {
            Some(has) if learnt || doubtful => {
                writer.put_field(id, name, has)?;
                changed |= had.is_none_or(|had| had.value != has.value || had.sure != has.sure);
            }
            None if learnt => {
                writer.delete_field(id, name)?;
                changed = true;
            }
            _ => {}
        }
    }
    let lines_by_hand =
        old.vat_lines_evidence.is_some_and(|evidence| evidence.method == Method::User || evidence.page == 0);
    if !old.vat_lines_sure
        && !totals_by_hand
        && !lines_by_hand
        && !fresh.vat_lines.is_empty()
        && (fresh.vat_lines != old.vat_lines || fresh.vat_lines_sure)
    {
        writer.put_vat_lines(
            id,
            &fresh.vat_lines,
            fresh.vat_lines_sure,
            fresh.vat_lines_evidence.as_ref(),
        )?;
        changed = true;
    }
    Ok(changed)
}
