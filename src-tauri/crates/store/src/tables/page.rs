//! Pages of sources: their size, their words and their text. No part of the ledger: they can be read again.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use liasse_domain::{DocumentId, SourceId};
use rusqlite::{Row, params};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::sql::{Columns, Key, row, rows, run};
use crate::{Reader, StoreError, Writer};

/// One page of a source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageRow {
    /// The source.
    pub source: SourceId,
    /// Number, from 1.
    pub number: u32,
    /// Width of the upright page, in the unit of the reader (points for a PDF, pixels for an image).
    pub width: f32,
    /// Height, in the same unit.
    pub height: f32,
    /// Clockwise turn that makes the page upright, in degrees: 0, 90, 180 or 270.
    pub rotation: u16,
    /// What it looks like, when it is a picture.
    pub picture: Option<u64>,
}

/// Words and texts are a quarter of their size when deflated.
pub(crate) fn deflate(bytes: &[u8]) -> Result<Vec<u8>, StoreError> {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::fast());
    encoder.write_all(bytes).map_err(unexpected)?;
    encoder.finish().map_err(unexpected)
}
pub(crate) fn inflate(bytes: &[u8]) -> Result<Vec<u8>, StoreError> {
    let mut plain = Vec::with_capacity(bytes.len() * 4);
    DeflateDecoder::new(bytes).read_to_end(&mut plain).map_err(unexpected)?;
    Ok(plain)
}
fn unexpected(error: std::io::Error) -> StoreError {
    StoreError::Unreadable { column: "page".to_owned(), value: error.to_string(), what: "deflated text" }
}

fn page(row: &Row<'_>) -> rusqlite::Result<PageRow> {
    Ok(PageRow {
        source: row.key(0)?,
        number: row.get(1)?,
        width: row.get(2)?,
        height: row.get(3)?,
        rotation: row.get(4)?,
        picture: row.get::<_, Option<i64>>(5)?.map(i64::cast_unsigned),
    })
}

impl Reader<'_> {
    /// The pages of a source, in order.
    pub fn pages_of_source(&self, source: SourceId) -> Result<Vec<PageRow>, StoreError> {
        let sql = "SELECT source, number, width, height, rotation, picture FROM page WHERE source = ? ORDER BY number";
        rows(self.connection, sql, [source.key()], page)
    }
    /// The pages of a document that were read, in order.
    pub fn pages_of_document(&self, document: DocumentId) -> Result<Vec<PageRow>, StoreError> {
        let sql = "SELECT page.source, page.number, page.width, page.height, page.rotation, page.picture
                   FROM document_page JOIN page
                     ON page.source = document_page.source AND page.number = document_page.page
                   WHERE document_page.document = ? ORDER BY document_page.position";
        rows(self.connection, sql, [document.key()], page)
    }
    /// The words of a page, as they were given to [`Writer::put_page`]; `None` when the page was not read.
    pub fn page_words<T: DeserializeOwned>(
        &self,
        source: SourceId,
        number: u32,
    ) -> Result<Option<T>, StoreError> {
        let sql = "SELECT words FROM page WHERE source = ? AND number = ?";
        let deflated: Option<Vec<u8>> =
            row(self.connection, sql, params![source.key(), number], |row| row.get(0))?;
        deflated.map(|bytes| Ok(serde_json::from_slice(&inflate(&bytes)?)?)).transpose()
    }
    /// The text of a page, as it was given to [`Writer::put_page`]; `None` when the page was not read.
    pub fn page_text(&self, source: SourceId, number: u32) -> Result<Option<String>, StoreError> {
        let sql = "SELECT text FROM page WHERE source = ? AND number = ?";
        let deflated: Option<Vec<u8>> =
            row(self.connection, sql, params![source.key(), number], |row| row.get(0))?;
        deflated.map(|bytes| Ok(String::from_utf8_lossy(&inflate(&bytes)?).into_owned())).transpose()
    }
}

impl Writer<'_> {
    /// Adds or replaces a page with its words (any JSON that the caller understands) and its text for the search.
    pub fn put_page<T: Serialize + ?Sized>(
        &mut self,
        page: &PageRow,
        words: &T,
        text: &str,
    ) -> Result<(), StoreError> {
        run(
            self.connection,
            "INSERT INTO page (source, number, width, height, rotation, picture, words, text)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (source, number) DO UPDATE SET width = excluded.width, height = excluded.height,
               rotation = excluded.rotation, picture = excluded.picture, words = excluded.words, text = excluded.text",
            params![
                page.source.key(),
                page.number,
                page.width,
                page.height,
                page.rotation,
                page.picture.map(u64::cast_signed),
                deflate(&serde_json::to_vec(words)?)?,
                deflate(text.as_bytes())?
            ],
        )?;
        let sql = "SELECT document FROM document_page WHERE source = ? AND page = ?";
        let documents: Vec<DocumentId> =
            rows(self.connection, sql, params![page.source.key(), page.number], |row| row.key(0))?;
        for document in documents {
            self.renew(document);
        }
        Ok(())
    }
    /// Forgets the pages of a source, before it is read again.
    pub fn delete_pages(&mut self, source: SourceId) -> Result<(), StoreError> {
        run(self.connection, "DELETE FROM page WHERE source = ?", [source.key()]).map(drop)
    }
}
