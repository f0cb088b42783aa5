//! The chart of accounts of a client file.

use liasse_domain::{Account, AccountCode, ClientFileId};
use rusqlite::{Row, params};

use crate::sql::{Columns, Key, row, rows, run};
use crate::{Reader, StoreError, Writer};

fn account(row: &Row<'_>) -> rusqlite::Result<Account> {
    Ok(Account { code: row.parsed(0, "account")?, label: row.get(1)? })
}

impl Reader<'_> {
    /// The chart of a client file, by code.
    pub fn accounts(&self, client_file: ClientFileId) -> Result<Vec<Account>, StoreError> {
        let sql = "SELECT code, label FROM account WHERE client_file = ? ORDER BY code";
        rows(self.connection, sql, [client_file.key()], account)
    }
    /// One account.
    pub fn account(
        &self,
        client_file: ClientFileId,
        code: &AccountCode,
    ) -> Result<Option<Account>, StoreError> {
        let sql = "SELECT code, label FROM account WHERE client_file = ? AND code = ?";
        row(self.connection, sql, params![client_file.key(), code.as_str()], account)
    }
}

impl Writer<'_> {
    /// Adds accounts; one that exists takes the new label.
    pub fn put_accounts(
        &mut self,
        client_file: ClientFileId,
        accounts: &[Account],
    ) -> Result<(), StoreError> {
        for account in accounts {
            run(
                self.connection,
                "INSERT INTO account (client_file, code, label) VALUES (?, ?, ?)
                 ON CONFLICT (client_file, code) DO UPDATE SET label = excluded.label",
                params![client_file.key(), account.code.as_str(), account.label],
            )?;
        }
        Ok(())
    }
    /// Takes an account out of the chart.
    pub fn delete_account(
        &mut self,
        client_file: ClientFileId,
        code: &AccountCode,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM account WHERE client_file = ? AND code = ?";
        run(self.connection, sql, params![client_file.key(), code.as_str()]).map(drop)
    }
}
