//! Accounts of a former chart, with the ones that took their place: asked once, remembered.

use std::collections::BTreeMap;

use liasse_domain::{AccountCode, ClientFileId};
use rusqlite::params;

use crate::sql::{Columns, Key, rows, run};
use crate::{Reader, StoreError, Writer};

impl Reader<'_> {
    /// What took the place of which former account of a client file.
    pub fn account_successors(
        &self,
        client_file: ClientFileId,
    ) -> Result<BTreeMap<AccountCode, AccountCode>, StoreError> {
        let sql = "SELECT former, account FROM account_successor WHERE client_file = ? ORDER BY former";
        let found = rows(self.connection, sql, [client_file.key()], |row| {
            Ok((row.parsed(0, "account")?, row.parsed(1, "account")?))
        })?;
        Ok(found.into_iter().collect())
    }
}

impl Writer<'_> {
    /// Remembers what took the place of an account. What stood for the former one before stands for the new one too.
    pub fn put_account_successor(
        &mut self,
        client_file: ClientFileId,
        former: &AccountCode,
        account: &AccountCode,
    ) -> Result<(), StoreError> {
        let key = client_file.key();
        let sql = "UPDATE account_successor SET account = ?3 WHERE client_file = ?1 AND account = ?2 AND former <> ?3";
        run(self.connection, sql, params![key, former.as_str(), account.as_str()])?;
        // An account that is in use again has no successor.
        let sql = "DELETE FROM account_successor WHERE client_file = ? AND former = ?";
        run(self.connection, sql, params![key, account.as_str()])?;
        if former == account {
            return Ok(());
        }
        run(
            self.connection,
            "INSERT INTO account_successor (client_file, former, account) VALUES (?, ?, ?)
             ON CONFLICT (client_file, former) DO UPDATE SET account = excluded.account",
            params![key, former.as_str(), account.as_str()],
        )
        .map(drop)
    }
}
