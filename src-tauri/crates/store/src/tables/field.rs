//! What was read on a document: its fields, its tax per rate and its lines, put together as a [`Reading`].

use std::collections::BTreeMap;

use liasse_domain::{
    Confidence, DocumentId, Evidence, FieldName, FieldReading, FieldValue, LineItem, Reading, VatLine,
};
use rusqlite::{Row, params};

use crate::sql::{Columns, Key, Word, row, rows, run, to_json, to_json_if_any};
use crate::{Reader, StoreError, Writer, name_key, number_key};

fn field(row: &Row<'_>) -> rusqlite::Result<(FieldName, FieldReading)> {
    let reading = FieldReading {
        value: row.json(1, "value of a field")?,
        evidence: row.json_if_any(2, "evidence")?,
        confidence: Confidence::new(row.get(3)?),
        sure: row.get(4)?,
        alternatives: row.json(5, "list of alternatives")?,
        reasons: row.json(6, "list of reasons")?,
    };
    Ok((row.word(0)?, reading))
}

fn vat_line(row: &Row<'_>) -> rusqlite::Result<VatLine> {
    Ok(VatLine { rate: row.rate(0)?, base: row.amount(1)?, amount: row.amount(2)? })
}

fn line_item(row: &Row<'_>) -> rusqlite::Result<LineItem> {
    Ok(LineItem {
        description: row.get(0)?,
        quantity: row.get(1)?,
        unit_price: row.get(2)?,
        vat_rate: row.rate_if_any(3)?,
        amount: row.amount_if_any(4)?,
        unit: row.get(5)?,
    })
}

impl Reader<'_> {
    /// What was read on a document.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such document.
    pub fn reading(&self, document: DocumentId) -> Result<Reading, StoreError> {
        let key = document.key();
        let sql = "SELECT vat_lines_sure, vat_lines_evidence FROM document WHERE id = ?";
        let (vat_lines_sure, vat_lines_evidence): (bool, Option<Evidence>) =
            row(self.connection, sql, [key], |row| Ok((row.get(0)?, row.json_if_any(1, "evidence")?)))?
                .ok_or_else(|| StoreError::not_found("document", document))?;
        let sql = "SELECT name, value, evidence, confidence, sure, alternatives, reasons FROM field WHERE document = ?";
        let fields: BTreeMap<FieldName, FieldReading> =
            rows(self.connection, sql, [key], field)?.into_iter().collect();
        let sql = "SELECT rate, base, amount FROM vat_line WHERE document = ? ORDER BY position";
        let vat_lines = rows(self.connection, sql, [key], vat_line)?;
        let sql = "SELECT description, quantity, unit_price, vat_rate, amount, unit FROM line_item
                   WHERE document = ? ORDER BY position";
        let line_items = rows(self.connection, sql, [key], line_item)?;
        Ok(Reading { fields, vat_lines, vat_lines_sure, vat_lines_evidence, line_items })
    }
    /// One field of a document; `None` when it was not read.
    pub fn field(&self, document: DocumentId, name: FieldName) -> Result<Option<FieldReading>, StoreError> {
        let sql = "SELECT name, value, evidence, confidence, sure, alternatives, reasons FROM field
                   WHERE document = ? AND name = ?";
        Ok(row(self.connection, sql, params![document.key(), name.word()], field)?
            .map(|(_, reading)| reading))
    }
}

impl Writer<'_> {
    /// Puts a reading in the place of the one that a document had.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such document.
    pub fn put_reading(&mut self, document: DocumentId, reading: &Reading) -> Result<(), StoreError> {
        let key = document.key();
        // First, because it says when there is no such document.
        self.put_vat_lines(
            document,
            &reading.vat_lines,
            reading.vat_lines_sure,
            reading.vat_lines_evidence.as_ref(),
        )?;
        run(self.connection, "DELETE FROM field WHERE document = ?", [key])?;
        for (name, field) in &reading.fields {
            self.put_field(document, *name, field)?;
        }
        run(self.connection, "DELETE FROM line_item WHERE document = ?", [key])?;
        for (position, item) in (0i64..).zip(&reading.line_items) {
            run(
                self.connection,
                "INSERT INTO line_item (document, position, description, quantity, unit_price, vat_rate, amount, unit)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                params![
                    key,
                    position,
                    item.description,
                    item.quantity,
                    item.unit_price,
                    item.vat_rate.map(|rate| rate.basis_points()),
                    item.amount.map(|amount| amount.cents()),
                    item.unit
                ],
            )?;
        }
        Ok(())
    }
    /// Puts one field of a document.
    pub fn put_field(
        &mut self,
        document: DocumentId,
        name: FieldName,
        field: &FieldReading,
    ) -> Result<(), StoreError> {
        run(
            self.connection,
            "INSERT INTO field (document, name, value, evidence, confidence, sure, alternatives, reasons)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (document, name) DO UPDATE SET value = excluded.value, evidence = excluded.evidence,
               confidence = excluded.confidence, sure = excluded.sure, alternatives = excluded.alternatives,
               reasons = excluded.reasons",
            params![
                document.key(),
                name.word(),
                to_json(&field.value)?,
                to_json_if_any(field.evidence.as_ref())?,
                field.confidence.value(),
                field.sure,
                to_json(&field.alternatives)?,
                to_json(&field.reasons)?
            ],
        )?;
        self.renew(document);
        Ok(())
    }
    /// Takes one field off a document.
    pub fn delete_field(&mut self, document: DocumentId, name: FieldName) -> Result<(), StoreError> {
        let sql = "DELETE FROM field WHERE document = ? AND name = ?";
        run(self.connection, sql, params![document.key(), name.word()])?;
        self.renew(document);
        Ok(())
    }
    /// Puts the tax per rate of a document.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such document.
    pub fn put_vat_lines(
        &mut self,
        document: DocumentId,
        lines: &[VatLine],
        sure: bool,
        evidence: Option<&Evidence>,
    ) -> Result<(), StoreError> {
        let key = document.key();
        let sql = "UPDATE document SET vat_lines_sure = ?, vat_lines_evidence = ? WHERE id = ?";
        if run(self.connection, sql, params![sure, to_json_if_any(evidence)?, key])? == 0 {
            return Err(StoreError::not_found("document", document));
        }
        run(self.connection, "DELETE FROM vat_line WHERE document = ?", [key])?;
        for (position, line) in (0i64..).zip(lines) {
            run(
                self.connection,
                "INSERT INTO vat_line (document, position, rate, base, amount) VALUES (?, ?, ?, ?, ?)",
                params![key, position, line.rate.basis_points(), line.base.cents(), line.amount.cents()],
            )?;
        }
        self.renew(document);
        Ok(())
    }

    /// Copies what lists, order and the search of duplicates need from the fields and the coding to the document.
    pub(crate) fn renew_copies(&mut self, document: DocumentId) -> Result<(), StoreError> {
        let key = document.key();
        let sql = "SELECT flow = 'purchases', (SELECT name FROM third_party WHERE id =
                     (SELECT third_party FROM coding WHERE document = document.id)) FROM document WHERE id = ?";
        let found: Option<(bool, Option<String>)> =
            row(self.connection, sql, [key], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let Some((is_purchase, third_party)) = found else { return Ok(()) };
        let party_field = if is_purchase { FieldName::SupplierName } else { FieldName::CustomerName };
        let text = |name: FieldName| -> Result<Option<String>, StoreError> {
            Ok(match self.field(document, name)?.map(|field| field.value) {
                Some(FieldValue::Text(text)) => Some(text),
                _ => None,
            })
        };
        let amount = |name: FieldName| -> Result<Option<i64>, StoreError> {
            Ok(match self.field(document, name)?.map(|field| field.value) {
                Some(FieldValue::Amount(amount)) => Some(amount.cents()),
                _ => None,
            })
        };
        let kind = match self.field(document, FieldName::DocType)?.map(|field| field.value) {
            Some(FieldValue::Kind(kind)) => Some(kind.word()),
            _ => None,
        };
        let issue_date = match self.field(document, FieldName::IssueDate)?.map(|field| field.value) {
            Some(FieldValue::Date(date)) => date.to_string(),
            _ => String::new(),
        };
        let currency = match self.field(document, FieldName::Currency)?.map(|field| field.value) {
            Some(FieldValue::Currency(currency)) => Some(currency.to_string()),
            _ => None,
        };
        let party = match third_party {
            Some(name) => Some(name),
            None => text(party_field)?,
        };
        let number = text(FieldName::InvoiceNumber)?;
        run(
            self.connection,
            "UPDATE document SET kind = ?, party_name = ?, party_key = ?, issue_date = ?, number = ?,
               number_key = ?, currency = ?, total = ?, total_vat = ? WHERE id = ?",
            params![
                kind,
                party,
                party.as_deref().map(name_key).unwrap_or_default(),
                issue_date,
                number,
                number.as_deref().and_then(number_key),
                currency,
                amount(FieldName::TotalTtc)?,
                amount(FieldName::TotalVat)?,
                key
            ],
        )
        .map(drop)
    }
}
