//! The inbox: what waits, in the order of work.

use std::collections::HashMap;

use liasse_domain::{Amount, ClientFileId, DocumentId, DocumentKind, DocumentStatus, Flow, Severity};
use liasse_store::{InboxFilter, InboxRow as StoredRow, Reader, SourceState, StoreError};

use crate::api::{
    DeskError, Doubt, FindingView, InboxPage, InboxQuery, InboxRow, Message, RowDoubt, SourceRow,
    StatusCounts,
};
use crate::client_files::add_count;
use crate::coding::form_name;
use crate::desk::{Desk, client_file_id};
use crate::publication::publication_message;

/// What the inbox shows unless other statuses are asked for. A file that waits for its split is shown as a file.
const WAITING: [DocumentStatus; 2] = [DocumentStatus::ToReview, DocumentStatus::Ready];
/// Most rows of one answer.
const MOST_ROWS: u32 = 500;
/// Most files shown above the list.
const MOST_SOURCES: u32 = 200;

impl Desk {
    /// Rows of the inbox.
    pub fn inbox(&self, query: InboxQuery) -> Result<InboxPage, DeskError> {
        let id = client_file_id(&query.client_file)?;
        let flow: Flow = query.flow.into();
        let statuses: Vec<DocumentStatus> = match query.statuses.is_empty() {
            true => WAITING.to_vec(),
            false => query.statuses.iter().map(|status| (*status).into()).collect(),
        };
        let filter = InboxFilter {
            client_file: Some(id),
            flow: Some(flow),
            statuses,
            duplicates_only: query.duplicates,
            foreign_currency_only: query.foreign_currency,
            expense_reports_only: query.expense_reports,
        };
        self.read(|reader| {
            let (stored, total) = match query.search.trim() {
                "" => {
                    let rows = reader.inbox(&filter, query.offset, query.limit.min(MOST_ROWS))?;
                    (rows, reader.inbox_len(&filter)?)
                }
                words => found(reader, words, id, &query)?,
            };
            let sources = if query.offset == 0 { sources(reader, id, flow)? } else { Vec::new() };
            let mut counts = counts(reader, id, flow)?;
            counts.reading +=
                sources.iter().filter(|row| matches!(row.state.as_str(), "queued" | "reading")).count()
                    as u32;
            Ok(InboxPage {
                rows: rows(reader, id, &stored)?,
                total,
                counts,
                sources,
                ready_total: reader.sum_of_totals(id, flow, DocumentStatus::Ready)?.to_string(),
            })
        })
    }

    /// Files of a client file that could not be read, for the command line.
    pub fn failed_sources(&self, client_file: &str) -> Result<Vec<SourceRow>, DeskError> {
        let id = client_file_id(client_file)?;
        self.read(|reader| {
            let failed = reader.sources_in_state(SourceState::Failed)?;
            failed.iter().filter(|row| row.client_file == id).map(|row| source_row(reader, row)).collect()
        })
    }
}

impl Desk {
    /// Files that came in since then (milliseconds since 1970) and were read but for a part, such as a damaged page.
    pub fn partly_read_sources(&self, client_file: &str, since: f64) -> Result<Vec<SourceRow>, DeskError> {
        let id = client_file_id(client_file)?;
        self.read(|reader| {
            let mut partly = Vec::new();
            for row in reader.sources(id, 0, u32::MAX)? {
                if (row.received_at.millis() as f64) < since {
                    break;
                }
                let faulty = row.findings.iter().any(|finding| finding.severity == Severity::Error);
                if row.state == SourceState::Read && faulty {
                    partly.push(source_row(reader, &row)?);
                }
            }
            Ok(partly)
        })
    }
}

fn found(
    reader: &Reader<'_>,
    words: &str,
    id: ClientFileId,
    query: &InboxQuery,
) -> Result<(Vec<StoredRow>, u32), StoreError> {
    let hits: Vec<DocumentId> =
        reader.search(words, Some(id), MOST_ROWS)?.into_iter().map(|hit| hit.document).collect();
    let flow: Flow = query.flow.into();
    let statuses: Vec<DocumentStatus> = query.statuses.iter().map(|status| (*status).into()).collect();
    let rows: Vec<StoredRow> = reader
        .inbox_rows(&hits)?
        .into_iter()
        .filter(|row| row.flow == flow && (statuses.is_empty() || statuses.contains(&row.status)))
        .collect();
    let total = rows.len() as u32;
    Ok((rows.into_iter().skip(query.offset as usize).take(query.limit as usize).collect(), total))
}

fn counts(reader: &Reader<'_>, id: ClientFileId, flow: Flow) -> Result<StatusCounts, StoreError> {
    let mut counts = StatusCounts::default();
    for count in reader.inbox_counts(Some(id))?.into_iter().filter(|count| count.flow == flow) {
        add_count(&mut counts, count.status, count.documents);
    }
    counts.to_split = reader
        .files_to_split()?
        .into_iter()
        .filter(|(of, at, _)| *of == id && *at == flow)
        .map(|(.., files)| files)
        .sum();
    let waiting = InboxFilter {
        client_file: Some(id),
        flow: Some(flow),
        statuses: WAITING.to_vec(),
        ..InboxFilter::default()
    };
    counts.duplicates = reader.inbox_len(&InboxFilter { duplicates_only: true, ..waiting.clone() })?;
    counts.foreign_currency =
        reader.inbox_len(&InboxFilter { foreign_currency_only: true, ..waiting.clone() })?;
    counts.expense_reports = reader.inbox_len(&InboxFilter { expense_reports_only: true, ..waiting })?;
    Ok(counts)
}

/// A credit note counts against the others.
fn signed(row: &StoredRow, amount: Option<Amount>) -> Option<Amount> {
    amount.map(|amount| if row.kind == Some(DocumentKind::CreditNote) { -amount } else { amount })
}

fn rows(reader: &Reader<'_>, id: ClientFileId, stored: &[StoredRow]) -> Result<Vec<InboxRow>, StoreError> {
    let cards: HashMap<_, _> =
        [liasse_domain::ThirdPartyKind::Supplier, liasse_domain::ThirdPartyKind::Customer]
            .into_iter()
            .map(|kind| reader.third_parties(id, kind))
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .flatten()
            .map(|card| (card.id, card))
            .collect();
    stored
        .iter()
        .map(|row| {
            let card = row.third_party.and_then(|id| cards.get(&id));
            let doubts: Vec<Doubt> =
                row.doubts.iter().filter_map(|doubt| serde_json::from_str(doubt).ok()).collect();
            let kind_doubtful =
                doubts.iter().any(|doubt| doubt.field == form_name(liasse_domain::FieldName::DocType));
            let account = match row.allocations {
                0 | 1 => row.account.as_ref().map(ToString::to_string),
                _ => accounts(reader, row.id)?,
            };
            let reason = match doubts.is_empty() {
                true => reader
                    .coding(row.id)?
                    .and_then(|coding| coding.allocations.into_iter().next())
                    .and_then(|line| serde_json::from_value::<Message>(line.reason).ok()),
                false => None,
            };
            let publication = reader.publications_of(row.id)?.last().map(publication_message);
            Ok(InboxRow {
                id: row.id.to_string(),
                source: row.source.to_string(),
                status: row.status.into(),
                kind: row.kind.map(Into::into),
                kind_doubtful,
                third_party: card.map(|card| card.name.clone()).or_else(|| row.party.clone()),
                third_party_account: card.map(|card| card.account.to_string()),
                date: row.issue_date.map(|date| date.to_string()),
                number: row.number.clone(),
                doubts: doubts
                    .into_iter()
                    .map(|doubt| RowDoubt {
                        acceptable: doubt.can_be_accepted(),
                        field: doubt.field,
                        message: doubt.message,
                    })
                    .collect(),
                reason,
                account,
                total_vat: signed(row, row.total_vat).map(|amount| amount.to_string()),
                total_ttc: signed(row, row.total).map(|amount| amount.to_string()),
                currency: row.currency.map(|currency| currency.to_string()),
                origin: origin(&row.file_name).to_owned(),
                duplicate_of: row.duplicate_of.map(|id| id.to_string()),
                publication,
            })
        })
        .collect()
}

/// The accounts of a document's allocations, each once.
fn accounts(reader: &Reader<'_>, id: DocumentId) -> Result<Option<String>, StoreError> {
    let mut codes: Vec<String> = Vec::new();
    for line in reader.coding(id)?.map(|coding| coding.allocations).unwrap_or_default() {
        if let Some(code) = line.account.map(|code| code.to_string()).filter(|code| !codes.contains(code)) {
            codes.push(code);
        }
    }
    Ok((!codes.is_empty()).then(|| codes.join(", ")))
}

/// How a paper came, by its file's name: good enough for a column.
fn origin(file_name: &str) -> &'static str {
    let end = file_name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    match end.as_str() {
        "xml" => "xml",
        "jpg" | "jpeg" | "png" | "webp" | "heic" => "photo",
        "tif" | "tiff" => "scan",
        _ => "pdf",
    }
}

fn sources(reader: &Reader<'_>, id: ClientFileId, flow: Flow) -> Result<Vec<SourceRow>, StoreError> {
    reader.sources_waiting(id, flow, MOST_SOURCES)?.iter().map(|row| source_row(reader, row)).collect()
}

fn source_row(reader: &Reader<'_>, row: &liasse_store::SourceRow) -> Result<SourceRow, StoreError> {
    let job = reader.jobs_of_source(row.id)?.into_iter().max_by_key(|job| job.created_at);
    let state = match row.state {
        SourceState::Queued => "queued",
        SourceState::Reading => "reading",
        SourceState::Read => "to_split",
        SourceState::Failed => "failed",
        SourceState::Cancelled => "cancelled",
        SourceState::Duplicate => "duplicate",
    };
    Ok(SourceRow {
        id: row.id.to_string(),
        file_name: row.file_name.clone(),
        state: state.to_owned(),
        pages_done: job.as_ref().map_or(0, |job| job.pages_done),
        pages_total: job.as_ref().and_then(|job| job.pages_total).or(row.page_count).unwrap_or(0),
        documents: reader.documents_of_source(row.id)?.len() as u32,
        unsure_boundaries: row.unsure_boundaries.len() as u32,
        findings: row.findings.iter().map(FindingView::from).collect(),
        duplicate_of: row.duplicate_of.map(|id| id.to_string()),
        received_at: row.received_at.millis() as f64,
    })
}
