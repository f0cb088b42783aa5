//! VAT accounts of a client file, and the share of the tax that may be deducted.

use liasse_domain::{AccountCode, ClientFileId, Deductibility, DeductibilityRule, Flow, VatAccount};
use rusqlite::{Row, params};

use crate::sql::{Columns, Key, Word, rows, run, to_json};
use crate::{Reader, StoreError, Writer};

fn share(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<Deductibility>> {
    let percent: Option<u8> = row.get(index)?;
    Ok(percent.and_then(Deductibility::from_percent))
}

fn vat_account(row: &Row<'_>) -> rusqlite::Result<VatAccount> {
    Ok(VatAccount {
        code: row.parsed(0, "account")?,
        label: row.get(1)?,
        flow: row.word(2)?,
        rate: row.rate_if_any(3)?,
        rate_origin: row.word(4)?,
        treatment: row.json(5, "VAT treatment")?,
        counterpart: row.parsed_if_any(6, "account")?,
        waiting: row.parsed_if_any(7, "account")?,
        deductible: share(row, 8)?,
    })
}

impl Reader<'_> {
    /// The VAT accounts of a client file, by flow and code.
    pub fn vat_accounts(&self, client_file: ClientFileId) -> Result<Vec<VatAccount>, StoreError> {
        let sql = "SELECT code, label, flow, rate, rate_origin, treatment, counterpart, waiting, deductible
                   FROM vat_account WHERE client_file = ? ORDER BY flow, code";
        rows(self.connection, sql, [client_file.key()], vat_account)
    }
    /// The shares of the tax that may be deducted, by account.
    pub fn deductibility(&self, client_file: ClientFileId) -> Result<Vec<DeductibilityRule>, StoreError> {
        let sql = "SELECT account, share FROM deductibility WHERE client_file = ? ORDER BY account";
        rows(self.connection, sql, [client_file.key()], |row| {
            Ok(DeductibilityRule {
                account: row.parsed(0, "account")?,
                share: share(row, 1)?.unwrap_or(Deductibility::FULL),
            })
        })
    }
}

impl Writer<'_> {
    /// Adds a VAT account, or changes the one of this code and flow.
    pub fn put_vat_account(
        &mut self,
        client_file: ClientFileId,
        account: &VatAccount,
    ) -> Result<(), StoreError> {
        run(
            self.connection,
            "INSERT INTO vat_account
               (client_file, code, flow, label, rate, rate_origin, treatment, counterpart, waiting, deductible)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (client_file, code, flow) DO UPDATE SET label = excluded.label, rate = excluded.rate,
               rate_origin = excluded.rate_origin, treatment = excluded.treatment,
               counterpart = excluded.counterpart, waiting = excluded.waiting, deductible = excluded.deductible",
            params![
                client_file.key(),
                account.code.as_str(),
                account.flow.word(),
                account.label,
                account.rate.map(|rate| rate.basis_points()),
                account.rate_origin.word(),
                to_json(&account.treatment)?,
                account.counterpart.as_ref().map(|code| code.as_str()),
                account.waiting.as_ref().map(|code| code.as_str()),
                account.deductible.map(Deductibility::percent)
            ],
        )
        .map(drop)
    }
    /// Takes an account off the list of VAT accounts; the chart keeps it.
    pub fn delete_vat_account(
        &mut self,
        client_file: ClientFileId,
        code: &AccountCode,
        flow: Flow,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM vat_account WHERE client_file = ? AND code = ? AND flow = ?";
        run(self.connection, sql, params![client_file.key(), code.as_str(), flow.word()]).map(drop)
    }
    /// Says which share of the tax may be deducted on an account and those that begin with its code.
    pub fn put_deductibility(
        &mut self,
        client_file: ClientFileId,
        rule: &DeductibilityRule,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO deductibility (client_file, account, share) VALUES (?, ?, ?)
                   ON CONFLICT (client_file, account) DO UPDATE SET share = excluded.share";
        run(self.connection, sql, params![client_file.key(), rule.account.as_str(), rule.share.percent()])
            .map(drop)
    }
    /// Takes that back.
    pub fn delete_deductibility(
        &mut self,
        client_file: ClientFileId,
        account: &AccountCode,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM deductibility WHERE client_file = ? AND account = ?";
        run(self.connection, sql, params![client_file.key(), account.as_str()]).map(drop)
    }
}
