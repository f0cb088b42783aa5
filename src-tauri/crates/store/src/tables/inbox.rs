//! The inbox: lists of documents in review order, their counts, their neighbours and their likes.
//!
//! Review order: what blocks first (to split, to review, ready, reading, published, archived), then by third party
//! so that alike decisions come together, then by date, then as they came.

use liasse_domain::{
    AccountCode, Amount, ClientFileId, Currency, Date, DocumentId, DocumentKind, DocumentStatus, Flow,
    SourceId, ThirdPartyId,
};
use rusqlite::types::Value;
use rusqlite::{Row, params, params_from_iter};
use serde::{Deserialize, Serialize};

use super::document::status_rank;
use crate::sql::{Columns, Key, Word, row, rows};
use crate::{Reader, StoreError, Timestamp};

/// Which documents a list shows. The default shows all.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct InboxFilter {
    /// Of this client file only.
    pub client_file: Option<ClientFileId>,
    /// Of this flow only.
    pub flow: Option<Flow>,
    /// In one of these statuses; empty for all.
    pub statuses: Vec<DocumentStatus>,
    /// Only those that repeat an earlier one.
    pub duplicates_only: bool,
    /// Only those in another currency than the euro.
    pub foreign_currency_only: bool,
    /// Only expense reports.
    pub expense_reports_only: bool,
}

/// One row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxRow {
    /// The document.
    pub id: DocumentId,
    /// Its client file.
    pub client_file: ClientFileId,
    /// Purchases or sales.
    pub flow: Flow,
    /// Where it stands.
    pub status: DocumentStatus,
    /// What kind of paper it is, where read.
    pub kind: Option<DocumentKind>,
    /// The third party's name, or the name that was read.
    pub party: Option<String>,
    /// The third party that it is coded to.
    pub third_party: Option<ThirdPartyId>,
    /// Date of issue.
    pub issue_date: Option<Date>,
    /// Number.
    pub number: Option<String>,
    /// Total, tax included.
    pub total: Option<Amount>,
    /// Total of the tax.
    pub total_vat: Option<Amount>,
    /// Currency.
    pub currency: Option<Currency>,
    /// The account of its first allocation.
    pub account: Option<AccountCode>,
    /// Over how many lines its amount is spread.
    pub allocations: u32,
    /// Codes of what is missing or doubtful.
    pub doubts: Vec<String>,
    /// The earlier document that it repeats.
    pub duplicate_of: Option<DocumentId>,
    /// When it came in.
    pub received_at: Timestamp,
    /// Its source.
    pub source: SourceId,
    /// File name of its source.
    pub file_name: String,
    /// Its number of pages.
    pub page_count: u32,
}

/// How many documents of a client file and flow stand in a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxCount {
    /// The client file.
    pub client_file: ClientFileId,
    /// The flow.
    pub flow: Flow,
    /// The status.
    pub status: DocumentStatus,
    /// How many.
    pub documents: u32,
}

/// A place in the review order. It stays when the document there moves on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReviewPosition {
    rank: u8,
    party_key: String,
    issue_date: String,
    id: DocumentId,
}

impl ReviewPosition {
    fn values(&self) -> [Value; 4] {
        [
            Value::Integer(i64::from(self.rank)),
            Value::Text(self.party_key.clone()),
            Value::Text(self.issue_date.clone()),
            Value::Blob(self.id.key().to_vec()),
        ]
    }
}

struct Condition {
    sql: String,
    values: Vec<Value>,
}

impl InboxFilter {
    fn condition(&self) -> Condition {
        let mut terms = vec!["1".to_owned()];
        let mut values = Vec::new();
        if let Some(client_file) = self.client_file {
            terms.push("client_file = ?".to_owned());
            values.push(Value::Blob(client_file.key().to_vec()));
        }
        if let Some(flow) = self.flow {
            // Without a client file the index is in review order: the flow must not lead away from it.
            let column = if self.client_file.is_some() { "flow" } else { "+flow" };
            terms.push(format!("{column} = ?"));
            values.push(Value::Text(flow.word().to_owned()));
        }
        let ranks: Vec<u8> = self.statuses.iter().map(|status| status_rank(*status)).collect();
        if let (Some(low), Some(high)) = (ranks.iter().min(), ranks.iter().max()) {
            terms.push(format!("status_rank BETWEEN {low} AND {high}"));
            if usize::from(high - low) >= ranks.len() {
                let list: Vec<String> = ranks.iter().map(u8::to_string).collect();
                terms.push(format!("+status_rank IN ({})", list.join(", ")));
            }
        }
        if self.duplicates_only {
            terms.push("duplicate_of IS NOT NULL".to_owned());
        }
        if self.foreign_currency_only {
            terms.push("currency <> 'EUR'".to_owned());
        }
        if self.expense_reports_only {
            terms.push("kind = 'expense_report'".to_owned());
        }
        Condition { sql: terms.join(" AND "), values }
    }
}

const LIST: &str = "SELECT document.id, document.client_file, document.flow, document.status, document.kind,
    document.party_name, coding.third_party, document.issue_date, document.number, document.total,
    document.total_vat, document.currency,
    (SELECT account FROM allocation WHERE document = document.id ORDER BY position LIMIT 1),
    (SELECT count(*) FROM allocation WHERE document = document.id),
    document.doubts, document.duplicate_of, document.received_at, document.source, source.file_name,
    (SELECT count(*) FROM document_page WHERE document = document.id)
  FROM listed JOIN document ON document.id = listed.id
    JOIN source ON source.id = document.source LEFT JOIN coding ON coding.document = document.id";

fn inbox_row(row: &Row<'_>) -> rusqlite::Result<InboxRow> {
    Ok(InboxRow {
        id: row.key(0)?,
        client_file: row.key(1)?,
        flow: row.word(2)?,
        status: row.word(3)?,
        kind: row.word_if_any(4)?,
        party: row.get(5)?,
        third_party: row.key_if_any(6)?,
        issue_date: row.date_if_any(7)?,
        number: row.get(8)?,
        total: row.amount_if_any(9)?,
        total_vat: row.amount_if_any(10)?,
        currency: row.parsed_if_any(11, "currency")?,
        account: row.parsed_if_any(12, "account")?,
        allocations: row.get(13)?,
        doubts: row.json(14, "list of doubts")?,
        duplicate_of: row.key_if_any(15)?,
        received_at: row.at(16)?,
        source: row.key(17)?,
        file_name: row.get(18)?,
        page_count: row.get(19)?,
    })
}

impl Reader<'_> {
    /// A window of a list, in review order.
    pub fn inbox(&self, filter: &InboxFilter, offset: u32, limit: u32) -> Result<Vec<InboxRow>, StoreError> {
        let Condition { sql, mut values } = filter.condition();
        // The window is cut on the index alone, then only its rows are fetched.
        let sql = format!(
            "WITH listed AS MATERIALIZED (SELECT id FROM document WHERE {sql}
               ORDER BY status_rank, party_key, issue_date, id LIMIT ? OFFSET ?)
             {LIST} ORDER BY status_rank, party_key, issue_date, document.id"
        );
        values.push(Value::Integer(i64::from(limit)));
        values.push(Value::Integer(i64::from(offset)));
        rows(self.connection, &sql, params_from_iter(values), inbox_row)
    }
    /// The rows of these documents, in review order; those that do not exist are left out.
    pub fn inbox_rows(&self, documents: &[DocumentId]) -> Result<Vec<InboxRow>, StoreError> {
        let sql = format!("WITH listed (id) AS (VALUES (?1)) {LIST}");
        let mut found = Vec::with_capacity(documents.len());
        for document in documents {
            let position = self.review_position(*document)?;
            let listed = row(self.connection, &sql, [document.key()], inbox_row)?;
            found.extend(position.zip(listed));
        }
        found.sort_by(|one, other| one.0.cmp(&other.0));
        Ok(found.into_iter().map(|(_, row)| row).collect())
    }
    /// How many documents a list holds.
    pub fn inbox_len(&self, filter: &InboxFilter) -> Result<u32, StoreError> {
        let Condition { sql, values } = filter.condition();
        let sql = format!("SELECT count(*) FROM document WHERE {sql}");
        Ok(row(self.connection, &sql, params_from_iter(values), |row| row.get(0))?.unwrap_or(0))
    }
    /// The sum of the totals in euros of a client file's and flow's documents in a status; credit notes count against the
    /// others.
    pub fn sum_of_totals(
        &self,
        client_file: ClientFileId,
        flow: Flow,
        status: DocumentStatus,
    ) -> Result<Amount, StoreError> {
        let sql = "SELECT coalesce(sum(CASE kind WHEN ?4 THEN -total ELSE total END), 0) FROM document
                   WHERE client_file = ?1 AND flow = ?2 AND status_rank = ?3 AND coalesce(currency, ?5) = ?5";
        let values = params![
            client_file.key(),
            flow.word(),
            status_rank(status),
            DocumentKind::CreditNote.word(),
            Currency::EUR.code()
        ];
        Ok(row(self.connection, sql, values, |row| row.amount(0))?.unwrap_or(Amount::ZERO))
    }
    /// How many documents stand in each status, by client file and flow; of all client files when none is given.
    pub fn inbox_counts(&self, client_file: Option<ClientFileId>) -> Result<Vec<InboxCount>, StoreError> {
        let count = |row: &Row<'_>| {
            Ok(InboxCount {
                client_file: row.key(0)?,
                flow: row.word(1)?,
                status: row.word(2)?,
                documents: row.get(3)?,
            })
        };
        const RANKED: &str =
            "CASE status_rank WHEN 0 THEN 'to_split' WHEN 1 THEN 'to_review' WHEN 2 THEN 'ready'
            WHEN 3 THEN 'reading' WHEN 4 THEN 'published' ELSE 'archived' END";
        let group = "GROUP BY client_file, flow, status_rank";
        match client_file {
            Some(id) => {
                let sql = format!(
                    "SELECT client_file, flow, {RANKED}, count(*) FROM document WHERE client_file = ? {group}"
                );
                rows(self.connection, &sql, [id.key()], count)
            }
            None => {
                let sql = format!("SELECT client_file, flow, {RANKED}, count(*) FROM document {group}");
                rows(self.connection, &sql, [], count)
            }
        }
    }
    /// The place of a document in the review order; `None` when it does not exist. Take it before a command moves
    /// the document on, then ask for the neighbour.
    pub fn review_position(&self, document: DocumentId) -> Result<Option<ReviewPosition>, StoreError> {
        let sql = "SELECT status_rank, party_key, issue_date, id FROM document WHERE id = ?";
        row(self.connection, sql, [document.key()], |row| {
            Ok(ReviewPosition {
                rank: row.get(0)?,
                party_key: row.get(1)?,
                issue_date: row.get(2)?,
                id: row.key(3)?,
            })
        })
    }
    /// The document after a place, among those of a filter.
    pub fn next_in_review(
        &self,
        filter: &InboxFilter,
        place: &ReviewPosition,
    ) -> Result<Option<DocumentId>, StoreError> {
        self.neighbour(filter, place, ">", "ASC")
    }
    /// The document before a place, among those of a filter.
    pub fn previous_in_review(
        &self,
        filter: &InboxFilter,
        place: &ReviewPosition,
    ) -> Result<Option<DocumentId>, StoreError> {
        self.neighbour(filter, place, "<", "DESC")
    }
    /// How many documents of a filter stand before a place.
    pub fn before_in_review(&self, filter: &InboxFilter, place: &ReviewPosition) -> Result<u32, StoreError> {
        let Condition { sql, mut values } = filter.condition();
        let sql = format!(
            "SELECT count(*) FROM document WHERE {sql}
               AND (status_rank, party_key, issue_date, id) < (?, ?, ?, ?)"
        );
        values.extend(place.values());
        Ok(row(self.connection, &sql, params_from_iter(values), |row| row.get(0))?.unwrap_or(0))
    }
    fn neighbour(
        &self,
        filter: &InboxFilter,
        place: &ReviewPosition,
        side: &str,
        order: &str,
    ) -> Result<Option<DocumentId>, StoreError> {
        let Condition { sql, mut values } = filter.condition();
        let sql = format!(
            "SELECT id FROM document WHERE {sql}
               AND (status_rank, party_key, issue_date, id) {side} (?, ?, ?, ?)
             ORDER BY status_rank {order}, party_key {order}, issue_date {order}, id {order} LIMIT 1"
        );
        values.extend(place.values());
        row(self.connection, &sql, params_from_iter(values), |row| row.key(0))
    }
}
