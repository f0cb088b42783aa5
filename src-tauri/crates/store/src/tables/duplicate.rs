//! Documents that may be the same paper: their likes, and what a person found of them.

use liasse_domain::{Amount, ClientFileId, Date, DocumentId, DocumentKind, Flow, ThirdPartyId};
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};

use crate::sql::Word;
use crate::sql::{Columns, Key, row, rows, run, words};
use crate::{Reader, StoreError, Writer};

/// What documents are compared by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Like {
    /// The document.
    pub id: DocumentId,
    /// What kind of paper it is, where read.
    pub kind: Option<DocumentKind>,
    /// The third party that it is coded to.
    pub third_party: Option<ThirdPartyId>,
    /// The third party's name, or the name that was read, in the form of [`crate::name_key`]; may be empty.
    pub party_key: String,
    /// Date of issue.
    pub issue_date: Option<Date>,
    /// Number, in the form of [`crate::number_key`].
    pub number_key: Option<String>,
    /// Total, tax included.
    pub total: Option<Amount>,
    /// What its first page looks like, when that is a picture.
    pub picture: Option<u64>,
    /// Whether its values are those of an e-invoice.
    pub is_structured: bool,
}

/// Among which documents likes are looked for, and by what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LikeOf<'a> {
    /// The client file.
    pub client_file: ClientFileId,
    /// The flow.
    pub flow: Flow,
    /// Those with this number, in the form of [`crate::number_key`].
    pub number_key: Option<&'a str>,
    /// Those with this total.
    pub total: Option<Amount>,
}

/// What a person found of two documents that look alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Two papers.
    Distinct,
    /// The same paper twice: one of them was kept.
    Same,
}

words! {
    Verdict, "verdict": { Distinct => "distinct", Same => "same" }
}

const COLUMNS: &str =
    "document.id, document.kind, coding.third_party, document.party_key, document.issue_date,
    document.number_key, document.total, document.picture,
    EXISTS (SELECT 1 FROM field WHERE field.document = document.id AND field.evidence ->> '$.method' = 'xml')
  FROM document LEFT JOIN coding ON coding.document = document.id";

fn like(row: &Row<'_>) -> rusqlite::Result<Like> {
    Ok(Like {
        id: row.key(0)?,
        kind: row.word_if_any(1)?,
        third_party: row.key_if_any(2)?,
        party_key: row.get(3)?,
        issue_date: row.date_if_any(4)?,
        number_key: row.get(5)?,
        total: row.amount_if_any(6)?,
        picture: row.get::<_, Option<i64>>(7)?.map(i64::cast_unsigned),
        is_structured: row.get(8)?,
    })
}

impl Reader<'_> {
    /// What a document is compared by.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn like(&self, document: DocumentId) -> Result<Like, StoreError> {
        let sql = format!("SELECT {COLUMNS} WHERE document.id = ?");
        row(self.connection, &sql, [document.key()], like)?
            .ok_or_else(|| StoreError::not_found("document", document))
    }
    /// The documents of the same number or the same total that came before one, first come first.
    pub fn likes_before(&self, of: &LikeOf<'_>, document: DocumentId) -> Result<Vec<Like>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} WHERE document.id IN (
               SELECT id FROM document WHERE client_file = ?1 AND flow = ?2 AND number_key = ?3 AND id < ?5
               UNION SELECT id FROM document WHERE client_file = ?1 AND flow = ?2 AND total = ?4 AND id < ?5)
             ORDER BY document.id"
        );
        let values = params![
            of.client_file.key(),
            of.flow.word(),
            of.number_key,
            of.total.map(Amount::cents),
            document.key()
        ];
        rows(self.connection, &sql, values, like)
    }
    /// The documents of a client file's flow with this number, in the form of [`crate::number_key`], first come first.
    pub fn numbered(
        &self,
        client_file: ClientFileId,
        flow: Flow,
        number_key: &str,
    ) -> Result<Vec<DocumentId>, StoreError> {
        let sql = "SELECT id FROM document WHERE client_file = ? AND flow = ? AND number_key = ? ORDER BY id";
        rows(self.connection, sql, params![client_file.key(), flow.word(), number_key], |row| row.key(0))
    }
    /// What the first pages of a flow's documents look like, where they are pictures.
    pub fn pictures(
        &self,
        client_file: ClientFileId,
        flow: Flow,
    ) -> Result<Vec<(DocumentId, u64)>, StoreError> {
        let sql =
            "SELECT id, picture FROM document WHERE client_file = ? AND flow = ? AND picture IS NOT NULL";
        rows(self.connection, sql, params![client_file.key(), flow.word()], |row| {
            Ok((row.key(0)?, row.get::<_, i64>(1)?.cast_unsigned()))
        })
    }
    /// The documents that a person found to be the same paper as one, first come first.
    pub fn same_papers(&self, document: DocumentId) -> Result<Vec<DocumentId>, StoreError> {
        let sql = "SELECT other FROM compared_papers WHERE one = ?1 AND verdict = 'same'
                   UNION SELECT one FROM compared_papers WHERE other = ?1 AND verdict = 'same' ORDER BY 1";
        rows(self.connection, sql, [document.key()], |row| row.key(0))
    }
    /// The documents that a person has compared with one.
    pub fn compared_with(&self, document: DocumentId) -> Result<Vec<DocumentId>, StoreError> {
        let sql = "SELECT other FROM compared_papers WHERE one = ?1
                   UNION SELECT one FROM compared_papers WHERE other = ?1";
        rows(self.connection, sql, [document.key()], |row| row.key(0))
    }
}

impl Writer<'_> {
    /// Remembers what a person found of two documents.
    pub fn put_compared(
        &mut self,
        one: DocumentId,
        other: DocumentId,
        verdict: Verdict,
    ) -> Result<(), StoreError> {
        let (first, second) = if one < other { (one, other) } else { (other, one) };
        self.touch(first);
        self.touch(second);
        run(
            self.connection,
            "INSERT INTO compared_papers (one, other, verdict) VALUES (?, ?, ?)
             ON CONFLICT (one, other) DO UPDATE SET verdict = excluded.verdict",
            params![first.key(), second.key(), verdict.word()],
        )
        .map(drop)
    }
    /// Forgets what was found of two documents.
    pub fn forget_compared(&mut self, one: DocumentId, other: DocumentId) -> Result<(), StoreError> {
        let (first, second) = if one < other { (one, other) } else { (other, one) };
        self.touch(first);
        self.touch(second);
        let sql = "DELETE FROM compared_papers WHERE one = ? AND other = ?";
        run(self.connection, sql, params![first.key(), second.key()]).map(drop)
    }
}
