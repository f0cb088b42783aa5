//! The territory and the accounts that a client file is coded with.

use std::collections::BTreeMap;

use liasse_domain::{AccountPurpose, ClientFileId, CodingSettings};
use rusqlite::params;

use crate::sql::{Columns, Key, Word, row, rows, run};
use crate::{Reader, StoreError, Writer};

impl Reader<'_> {
    /// How a client file is coded; the country's usual settings until someone changed them.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn coding_settings(&self, client_file: ClientFileId) -> Result<CodingSettings, StoreError> {
        let usual = CodingSettings::usual(client_file, self.client_file(client_file)?.country);
        let sql = "SELECT territory, sales_exigibility FROM coding_settings WHERE client_file = ?";
        let said = row(self.connection, sql, [client_file.key()], |row| Ok((row.word(0)?, row.word(1)?)))?;
        let (territory, sales_exigibility) = said.unwrap_or((usual.territory, usual.sales_exigibility));
        let sql = "SELECT purpose, account FROM coding_account WHERE client_file = ?";
        let accounts = rows(self.connection, sql, [client_file.key()], |row| {
            let purpose: String = row.get(0)?;
            Ok((AccountPurpose::from_code(&purpose), row.parsed(1, "account")?))
        })?;
        let accounts: BTreeMap<_, _> =
            accounts.into_iter().filter_map(|(purpose, account)| Some((purpose?, account))).collect();
        Ok(CodingSettings { client_file, territory, sales_exigibility, accounts })
    }
}

impl Writer<'_> {
    /// Puts settings in the place of those that their client file had.
    pub fn put_coding_settings(&mut self, settings: &CodingSettings) -> Result<(), StoreError> {
        let key = settings.client_file.key();
        run(
            self.connection,
            "INSERT INTO coding_settings (client_file, territory, sales_exigibility) VALUES (?, ?, ?)
             ON CONFLICT (client_file) DO UPDATE SET territory = excluded.territory,
               sales_exigibility = excluded.sales_exigibility",
            params![key, settings.territory.word(), settings.sales_exigibility.word()],
        )?;
        run(self.connection, "DELETE FROM coding_account WHERE client_file = ?", [key])?;
        for (purpose, account) in &settings.accounts {
            let sql = "INSERT INTO coding_account (client_file, purpose, account) VALUES (?, ?, ?)";
            run(self.connection, sql, params![key, purpose.code(), account.as_str()])?;
        }
        Ok(())
    }
}
