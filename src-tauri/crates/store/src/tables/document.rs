//! Documents and the pages that they are made of. The values read on them are in [`super::field`], lists in
//! [`super::inbox`].

use liasse_domain::{ClientFileId, Confidence, DocumentId, DocumentStatus, Finding, Flow, Rect, SourceId};
use rusqlite::{Params, Row, params};
use serde::{Deserialize, Serialize};

use crate::ledger::OF_A_DOCUMENT;
use crate::sql::{Columns, Key, Word, row, rows, run, to_json, to_json_if_any};
use crate::{Reader, StoreError, Timestamp, Writer};

/// One page of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DocumentPage {
    /// The source.
    pub source: SourceId,
    /// The page of the source, from 1.
    pub page: u32,
}

/// One document, without the values read on it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DocumentRow {
    /// Identity.
    pub id: DocumentId,
    /// The client file.
    pub client_file: ClientFileId,
    /// The source that it was first cut out of.
    pub source: SourceId,
    /// Purchases or sales.
    pub flow: Flow,
    /// Where it stands.
    pub status: DocumentStatus,
    /// Its pages, in order.
    pub pages: Vec<DocumentPage>,
    /// Where it lies on its page, when it is one of several on a sheet.
    #[serde(default)]
    pub region: Option<Rect>,
    /// Probability that it begins at the first of these pages.
    pub boundary_confidence: Confidence,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
    /// Codes of what is missing or doubtful.
    pub doubts: Vec<String>,
    /// The earlier document that this one repeats.
    pub duplicate_of: Option<DocumentId>,
    /// When its source came in.
    pub received_at: Timestamp,
}

impl DocumentRow {
    /// The source whose pages show it: another than its own where the picture of an e-invoice came as a file of its own.
    pub fn shown_source(&self) -> SourceId {
        self.pages.first().map_or(self.source, |page| page.source)
    }
    /// Whether the pages of another file show it.
    pub fn is_joined(&self) -> bool {
        self.shown_source() != self.source
    }
}

const COLUMNS: &str = "id, client_file, source, flow, status, boundary_confidence, findings, doubts,
    duplicate_of, received_at, region";

fn document(row: &Row<'_>) -> rusqlite::Result<DocumentRow> {
    Ok(DocumentRow {
        id: row.key(0)?,
        client_file: row.key(1)?,
        source: row.key(2)?,
        flow: row.word(3)?,
        status: row.word(4)?,
        pages: Vec::new(),
        boundary_confidence: Confidence::new(row.get(5)?),
        findings: row.json(6, "list of findings")?,
        doubts: row.json(7, "list of doubts")?,
        duplicate_of: row.key_if_any(8)?,
        received_at: row.at(9)?,
        region: row.json_if_any(10, "region")?,
    })
}

/// The order in which the inbox shows statuses: what blocks first.
pub(crate) fn status_rank(status: DocumentStatus) -> u8 {
    match status {
        DocumentStatus::ToSplit => 0,
        DocumentStatus::ToReview => 1,
        DocumentStatus::Ready => 2,
        DocumentStatus::Reading => 3,
        DocumentStatus::Published => 4,
        DocumentStatus::Archived => 5,
    }
}

impl Reader<'_> {
    fn documents_where(&self, rest: &str, params: impl Params) -> Result<Vec<DocumentRow>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM document WHERE {rest}");
        let mut found = rows(self.connection, &sql, params, document)?;
        for document in &mut found {
            document.pages = self.document_pages(document.id)?;
        }
        Ok(found)
    }

    /// One document.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn document(&self, id: DocumentId) -> Result<DocumentRow, StoreError> {
        self.documents_where("id = ?", [id.key()])?
            .into_iter()
            .next()
            .ok_or_else(|| StoreError::not_found("document", id))
    }
    /// The pages of a document, in order.
    pub fn document_pages(&self, id: DocumentId) -> Result<Vec<DocumentPage>, StoreError> {
        let sql = "SELECT source, page FROM document_page WHERE document = ? ORDER BY position";
        rows(self.connection, sql, [id.key()], |row| {
            Ok(DocumentPage { source: row.key(0)?, page: row.get(1)? })
        })
    }
    /// The documents that were cut out of a source or hold one of its pages, in the order of its pages.
    pub fn documents_of_source(&self, source: SourceId) -> Result<Vec<DocumentRow>, StoreError> {
        let mut found = self.documents_where(
            "id IN (SELECT id FROM document WHERE source = ?1
                    UNION SELECT document FROM document_page WHERE source = ?1)",
            [source.key()],
        )?;
        found.sort_by_key(|document| {
            let first = document.pages.iter().find(|page| page.source == source).map(|page| page.page);
            let top = document.region.map_or(0, |region| (region.y0 * 1_000.0) as u32);
            (first.unwrap_or(u32::MAX), top, document.id)
        });
        Ok(found)
    }
    /// The documents that hold a page of a source.
    pub fn documents_of_page(&self, source: SourceId, page: u32) -> Result<Vec<DocumentId>, StoreError> {
        let sql = "SELECT DISTINCT document FROM document_page WHERE source = ? AND page = ?";
        rows(self.connection, sql, params![source.key(), page], |row| row.key(0))
    }
    /// The documents in a currency that are not published yet: those that a rate of exchange would change.
    pub fn waiting_documents_in(
        &self,
        currency: liasse_domain::Currency,
    ) -> Result<Vec<DocumentId>, StoreError> {
        let sql = "SELECT id FROM document
                   WHERE currency = ? AND status IN ('to_split', 'to_review', 'ready') ORDER BY id";
        rows(self.connection, sql, [currency.code()], |row| row.key(0))
    }
    /// The documents coded to a third party that are not published yet: those that a new rule would change.
    pub fn waiting_documents_of(
        &self,
        third_party: liasse_domain::ThirdPartyId,
    ) -> Result<Vec<DocumentId>, StoreError> {
        let sql = "SELECT document.id FROM coding JOIN document ON document.id = coding.document
                   WHERE coding.third_party = ? AND document.status IN ('to_split', 'to_review', 'ready')
                   ORDER BY document.id";
        rows(self.connection, sql, [third_party.key()], |row| row.key(0))
    }
    /// All documents that are coded to a third party.
    pub fn documents_of_third_party(
        &self,
        third_party: liasse_domain::ThirdPartyId,
    ) -> Result<Vec<DocumentId>, StoreError> {
        let sql = "SELECT document FROM coding WHERE third_party = ? ORDER BY document";
        rows(self.connection, sql, [third_party.key()], |row| row.key(0))
    }
    /// Where the documents that are coded to a third party stand, one status a document.
    pub fn statuses_of_third_party(
        &self,
        third_party: liasse_domain::ThirdPartyId,
    ) -> Result<Vec<DocumentStatus>, StoreError> {
        let sql = "SELECT document.status FROM coding JOIN document ON document.id = coding.document
                   WHERE coding.third_party = ?";
        rows(self.connection, sql, [third_party.key()], |row| row.word(0))
    }
    /// How many of those that [`Reader::waiting_documents_of`] gives, beside one, a rule of one account for the whole third
    /// party would book elsewhere: not those whose accounts the user chose.
    pub fn waiting_not_booked_to(
        &self,
        third_party: liasse_domain::ThirdPartyId,
        account: &liasse_domain::AccountCode,
        beside: DocumentId,
    ) -> Result<u32, StoreError> {
        let sql = "SELECT count(*) FROM coding JOIN document ON document.id = coding.document
                   WHERE coding.third_party = ?1 AND document.status IN ('to_split', 'to_review', 'ready')
                     AND document.id <> ?3 AND coding.reason ->> '$.accounts_chosen' IS NOT 1
                     AND EXISTS (SELECT 1 FROM allocation WHERE allocation.document = document.id
                                 AND allocation.account IS NOT ?2 AND allocation.reason NOT LIKE '%\"outside_vat%')";
        let values = params![third_party.key(), account.as_str(), beside.key()];
        Ok(row(self.connection, sql, values, |row| row.get(0))?.unwrap_or(0))
    }
    /// The documents of a client file in one status, in review order.
    pub fn documents_in_status(
        &self,
        client_file: ClientFileId,
        status: DocumentStatus,
    ) -> Result<Vec<DocumentId>, StoreError> {
        let sql = "SELECT id FROM document WHERE client_file = ? AND status_rank = ?
                   ORDER BY party_key, issue_date, id";
        rows(self.connection, sql, params![client_file.key(), status_rank(status)], |row| row.key(0))
    }
}

impl Writer<'_> {
    /// Adds a document, or changes the one with this identity, with its pages.
    pub fn put_document(&mut self, document: &DocumentRow) -> Result<(), StoreError> {
        run(
            self.connection,
            "INSERT INTO document (id, client_file, source, flow, status, boundary_confidence, findings, doubts,
               duplicate_of, received_at, status_rank, region) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET client_file = excluded.client_file, source = excluded.source,
               flow = excluded.flow, status = excluded.status, boundary_confidence = excluded.boundary_confidence,
               findings = excluded.findings, doubts = excluded.doubts, duplicate_of = excluded.duplicate_of,
               received_at = excluded.received_at, status_rank = excluded.status_rank,
               region = excluded.region",
            params![
                document.id.key(),
                document.client_file.key(),
                document.source.key(),
                document.flow.word(),
                document.status.word(),
                document.boundary_confidence.value(),
                to_json(&document.findings)?,
                to_json(&document.doubts)?,
                document.duplicate_of.map(Key::key),
                document.received_at.millis(),
                status_rank(document.status),
                to_json_if_any(document.region.as_ref())?,
            ],
        )?;
        run(self.connection, "DELETE FROM document_page WHERE document = ?", [document.id.key()])?;
        for (position, page) in (0i64..).zip(&document.pages) {
            run(
                self.connection,
                "INSERT INTO document_page (document, position, source, page) VALUES (?, ?, ?, ?)",
                params![document.id.key(), position, page.source.key(), page.page],
            )?;
        }
        // One of several papers on a sheet does not look like the sheet.
        run(
            self.connection,
            "UPDATE document SET picture = CASE WHEN region IS NULL THEN
               (SELECT page.picture FROM document_page JOIN page
                  ON page.source = document_page.source AND page.number = document_page.page
                WHERE document_page.document = document.id ORDER BY document_page.position LIMIT 1) END
             WHERE id = ?",
            [document.id.key()],
        )?;
        self.renew(document.id);
        Ok(())
    }
    /// Changes where a document stands.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn set_status(&mut self, id: DocumentId, status: DocumentStatus) -> Result<(), StoreError> {
        let sql = "UPDATE document SET status = ?, status_rank = ? WHERE id = ?";
        self.update_document(id, sql, params![status.word(), status_rank(status), id.key()])
    }
    /// Changes what is missing or doubtful, and with it where a document stands.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn set_doubts(
        &mut self,
        id: DocumentId,
        status: DocumentStatus,
        doubts: &[String],
    ) -> Result<(), StoreError> {
        let sql = "UPDATE document SET status = ?, status_rank = ?, doubts = ? WHERE id = ?";
        let values = params![status.word(), status_rank(status), to_json(doubts)?, id.key()];
        self.update_document(id, sql, values)
    }
    /// Says which earlier document this one repeats, or that it repeats none.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn set_duplicate_of(
        &mut self,
        id: DocumentId,
        earlier: Option<DocumentId>,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE document SET duplicate_of = ? WHERE id = ?";
        self.update_document(id, sql, params![earlier.map(Key::key), id.key()])
    }
    fn update_document(&mut self, id: DocumentId, sql: &str, params: impl Params) -> Result<(), StoreError> {
        self.touch(id);
        match run(self.connection, sql, params)? {
            0 => Err(StoreError::not_found("document", id)),
            _ => Ok(()),
        }
    }
    /// Deletes a document with all that was read and coded on it; its source stays. Documents that repeated it
    /// repeat nothing any more.
    ///
    /// # Errors
    /// [`StoreError::Constraint`] when it has an entry or a publication.
    pub fn delete_document(&mut self, id: DocumentId) -> Result<(), StoreError> {
        let own = OF_A_DOCUMENT.into_iter().filter(|table| *table != "document");
        for table in own.chain(["settlement"]) {
            run(self.connection, &format!("DELETE FROM {table} WHERE document = ?"), [id.key()])?;
        }
        run(self.connection, "DELETE FROM compared_papers WHERE one = ?1 OR other = ?1", [id.key()])?;
        let sql = "SELECT id FROM document WHERE duplicate_of = ?";
        for repeated in rows(self.connection, sql, [id.key()], |row| row.key(0))? {
            self.set_duplicate_of(repeated, None)?;
        }
        run(self.connection, "DELETE FROM document WHERE id = ?", [id.key()])?;
        self.renew(id);
        Ok(())
    }
    /// Whether a document exists.
    pub(crate) fn document_exists(&self, id: DocumentId) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM document WHERE id = ?";
        Ok(row(self.connection, sql, [id.key()], |_| Ok(()))?.is_some())
    }
}
