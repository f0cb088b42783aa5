//! Full-text search over the third party's name, the number and all words of each document.

use liasse_domain::{ClientFileId, DocumentId};
use rusqlite::params;
use serde::{Deserialize, Serialize};

use super::page::inflate;
use crate::sql::{Columns, Key, row, rows, run};
use crate::{Reader, StoreError, Writer};

/// The text of one document is indexed up to here; what follows is rarely looked for (bytes).
const BODY_LIMIT: usize = 400_000;

/// A document that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchHit {
    /// The document.
    pub document: DocumentId,
    /// Its client file.
    pub client_file: ClientFileId,
}

/// Every word of the user's text must occur, each also as the beginning of a word. `None` when there is no word.
fn expression(text: &str) -> Option<String> {
    let words: Vec<String> = text
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .take(12)
        .map(|word| format!("\"{}\"*", word.replace('"', "\"\"")))
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}

impl Reader<'_> {
    /// The documents where all words of `text` occur (accents and case aside, beginnings count), best first; of all
    /// client files when none is given.
    pub fn search(
        &self,
        text: &str,
        client_file: Option<ClientFileId>,
        limit: u32,
    ) -> Result<Vec<SearchHit>, StoreError> {
        let Some(expression) = expression(text) else { return Ok(Vec::new()) };
        // A hit in the number or the name weighs more than one in the body. A single letter stands on every paper: the
        // latest come first, without weighing them all.
        let letters = text.split_whitespace().all(|word| word.chars().count() < 2);
        let order =
            if letters { "search.rowid DESC" } else { "bm25(search, 4.0, 8.0, 1.0), document.id DESC" };
        let sql = format!(
            "SELECT document.id, document.client_file FROM search
               CROSS JOIN search_row ON search_row.id = search.rowid
               CROSS JOIN document ON document.id = search_row.document
             WHERE search MATCH ?1 AND (?2 IS NULL OR document.client_file = ?2)
             ORDER BY {order} LIMIT ?3"
        );
        rows(self.connection, &sql, params![expression, client_file.map(Key::key), limit], |row| {
            Ok(SearchHit { document: row.key(0)?, client_file: row.key(1)? })
        })
    }
}

impl Writer<'_> {
    /// Brings the index of one document up to date, or takes a deleted document out of it.
    pub(crate) fn renew_search(&mut self, document: DocumentId) -> Result<(), StoreError> {
        let key = document.key();
        let sql = "SELECT id FROM search_row WHERE document = ?";
        let known: Option<i64> = row(self.connection, sql, [key], |row| row.get(0))?;
        if let Some(id) = known {
            run(self.connection, "DELETE FROM search WHERE rowid = ?", [id])?;
        }
        if !self.document_exists(document)? {
            run(self.connection, "DELETE FROM search_row WHERE document = ?", [key])?;
            return Ok(());
        }
        let id = match known {
            Some(id) => id,
            None => {
                run(self.connection, "INSERT INTO search_row (document) VALUES (?)", [key])?;
                self.connection.last_insert_rowid()
            }
        };
        let sql = "SELECT party_name, number FROM document WHERE id = ?";
        let (party, number): (Option<String>, Option<String>) =
            row(self.connection, sql, [key], |row| Ok((row.get(0)?, row.get(1)?)))?.unwrap_or_default();
        let body = self.body(document)?;
        let sql = "INSERT INTO search (rowid, party, number, body) VALUES (?, ?, ?, ?)";
        run(self.connection, sql, params![id, party, number, body]).map(drop)
    }

    /// What was read as text, then the words of the pages.
    fn body(&self, document: DocumentId) -> Result<String, StoreError> {
        let sql = "SELECT value ->> '$.value' FROM field WHERE document = ? AND value ->> '$.type' = 'text'";
        let mut body: String =
            rows(self.connection, sql, [document.key()], |row| row.get::<_, String>(0))?.join(" ");
        body.push('\n');
        body.push_str(&self.document_text(document)?);
        Ok(body)
    }
}

impl Reader<'_> {
    /// The words of a document's pages, in order; of a very long one, the first.
    pub fn document_text(&self, document: DocumentId) -> Result<String, StoreError> {
        let mut body = String::new();
        let sql = "SELECT page.text FROM document_page JOIN page
                     ON page.source = document_page.source AND page.number = document_page.page
                   WHERE document_page.document = ? ORDER BY document_page.position";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut pages = statement.query([document.key()])?;
        while let Some(page) = pages.next()? {
            if body.len() > BODY_LIMIT {
                break;
            }
            let deflated: Vec<u8> = page.get(0)?;
            body.push('\n');
            body.push_str(&String::from_utf8_lossy(&inflate(&deflated)?));
        }
        Ok(body)
    }
}

#[cfg(test)]
mod tests {
    use super::expression;

    #[test]
    fn what_the_user_types_is_never_syntax() {
        assert_eq!(expression("déménag NEAR fa\"1"), Some("\"déménag\"* \"NEAR\"* \"fa\"\"1\"*".to_owned()));
        assert_eq!(expression(" - ( * "), None);
    }
}
