//! Coding: to which third party and which accounts a document goes, and why.

use liasse_domain::{AccountCode, Amount, Axes, Deductibility, DocumentId, ThirdPartyId, VatRate, VatScheme};
use rusqlite::{Row, params};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::sql::{Columns, Key, Word, row, rows, run, to_json, to_json_if_any};
use crate::{Reader, StoreError, Writer};

/// The coding of one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodingRow {
    /// The document.
    pub document: DocumentId,
    /// The third party, once known.
    pub third_party: Option<ThirdPartyId>,
    /// The third party that is put to the user, where none is known; the caller's JSON.
    pub proposed_third_party: Option<Value>,
    /// The scheme of VAT that is applied.
    pub vat_scheme: Option<VatScheme>,
    /// Why this third party and scheme; the caller's JSON.
    pub reason: Value,
    /// The lines over which the amount is spread, in order.
    pub allocations: Vec<AllocationRow>,
}

/// One line of an allocation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllocationRow {
    /// The account, once known.
    pub account: Option<AccountCode>,
    /// The amount, tax excluded.
    pub amount: Amount,
    /// The rate of VAT that it bears.
    pub vat_rate: Option<VatRate>,
    /// Why this account; the caller's JSON.
    pub reason: Value,
    /// Analytic sections.
    #[serde(default)]
    pub axes: Axes,
    /// The share of its tax that may be deducted, where the user said so.
    #[serde(default)]
    pub deductible: Option<Deductibility>,
}

fn allocation(row: &Row<'_>) -> rusqlite::Result<AllocationRow> {
    Ok(AllocationRow {
        account: row.parsed_if_any(0, "account")?,
        amount: row.amount(1)?,
        vat_rate: row.rate_if_any(2)?,
        reason: row.json(3, "reason")?,
        axes: row.json_if_any(4, "axes")?.unwrap_or_default(),
        deductible: row.json_if_any(5, "share")?,
    })
}

impl Reader<'_> {
    /// The coding of a document, if it has one.
    pub fn coding(&self, document: DocumentId) -> Result<Option<CodingRow>, StoreError> {
        let sql =
            "SELECT third_party, proposed_third_party, vat_scheme, reason FROM coding WHERE document = ?";
        let coding = row(self.connection, sql, [document.key()], |row| {
            Ok(CodingRow {
                document,
                third_party: row.key_if_any(0)?,
                proposed_third_party: row.json_if_any(1, "proposed third party")?,
                vat_scheme: row.word_if_any(2)?,
                reason: row.json(3, "reason")?,
                allocations: Vec::new(),
            })
        })?;
        let Some(mut coding) = coding else { return Ok(None) };
        let sql = "SELECT account, amount, vat_rate, reason, axes, deductible FROM allocation WHERE document = ? ORDER BY position";
        coding.allocations = rows(self.connection, sql, [document.key()], allocation)?;
        Ok(Some(coding))
    }
}

impl Writer<'_> {
    /// Puts a coding in the place of the one that its document had.
    pub fn put_coding(&mut self, coding: &CodingRow) -> Result<(), StoreError> {
        let key = coding.document.key();
        let sql = "SELECT third_party FROM coding WHERE document = ?";
        let before: Option<Option<ThirdPartyId>> = row(self.connection, sql, [key], |row| row.key_if_any(0))?;
        run(
            self.connection,
            "INSERT INTO coding (document, third_party, proposed_third_party, vat_scheme, reason)
             VALUES (?, ?, ?, ?, ?)
             ON CONFLICT (document) DO UPDATE SET third_party = excluded.third_party,
               proposed_third_party = excluded.proposed_third_party, vat_scheme = excluded.vat_scheme,
               reason = excluded.reason",
            params![
                key,
                coding.third_party.map(Key::key),
                to_json_if_any(coding.proposed_third_party.as_ref())?,
                coding.vat_scheme.map(Word::word),
                to_json(&coding.reason)?
            ],
        )?;
        run(self.connection, "DELETE FROM allocation WHERE document = ?", [key])?;
        for (position, line) in (0i64..).zip(&coding.allocations) {
            run(
                self.connection,
                "INSERT INTO allocation (document, position, account, amount, vat_rate, reason, axes, deductible)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                params![
                    key,
                    position,
                    line.account.as_ref().map(|account| account.as_str()),
                    line.amount.cents(),
                    line.vat_rate.map(|rate| rate.basis_points()),
                    to_json(&line.reason)?,
                    to_json_if_any((!line.axes.is_empty()).then_some(&line.axes))?,
                    to_json_if_any(line.deductible.as_ref())?
                ],
            )?;
        }
        // Copies and search hold the third party's name, and nothing else of a coding.
        match before.flatten() == coding.third_party && before.is_some() {
            true => self.touch(coding.document),
            false => self.renew(coding.document),
        }
        Ok(())
    }
    /// Takes the coding off a document.
    pub fn delete_coding(&mut self, document: DocumentId) -> Result<(), StoreError> {
        run(self.connection, "DELETE FROM allocation WHERE document = ?", [document.key()])?;
        run(self.connection, "DELETE FROM coding WHERE document = ?", [document.key()])?;
        self.renew(document);
        Ok(())
    }
}
