//! Where the accounts of a chart are used, and moving all that uses one to another.

use liasse_domain::{AccountCode, ClientFileId, DocumentId, Rule};
use rusqlite::params;

use crate::sql::{Columns, Key, rows, run};
use crate::{Reader, StoreError, Writer};

/// What uses an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountUser {
    /// The rule of a third party, by its name.
    Rule(String),
    /// A payment method, by its name.
    PaymentMethod(String),
    /// The client file itself, as one of its VAT or deposit accounts.
    ClientFile,
}

/// One use of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountUse {
    /// The account.
    pub account: AccountCode,
    /// By what.
    pub by: AccountUser,
}

/// The columns of a client file that hold an account of its chart.
const OF_A_CLIENT_FILE: [&str; 4] = ["purchase_vat", "sales_vat", "reverse_charge_vat", "deposits"];

impl Reader<'_> {
    /// All uses of accounts in a client file, documents apart.
    pub fn account_uses(&self, client_file: ClientFileId) -> Result<Vec<AccountUse>, StoreError> {
        let key = client_file.key();
        let sql = "SELECT rule.account, third_party.name FROM rule JOIN third_party ON third_party.id = rule.third_party
                   WHERE third_party.client_file = ?1 AND rule.account IS NOT NULL
                   UNION ALL SELECT line.value ->> '$.account', third_party.name
                   FROM rule JOIN third_party ON third_party.id = rule.third_party, json_each(rule.template) AS line
                   WHERE third_party.client_file = ?1 AND rule.template IS NOT NULL ORDER BY 1, 2";
        let mut uses = rows(self.connection, sql, [key], |row| {
            Ok(AccountUse { account: row.parsed(0, "account")?, by: AccountUser::Rule(row.get(1)?) })
        })?;
        let sql = "SELECT account, name FROM payment_method WHERE client_file = ? AND account IS NOT NULL
                   ORDER BY account, name";
        uses.extend(rows(self.connection, sql, [key], |row| {
            Ok(AccountUse { account: row.parsed(0, "account")?, by: AccountUser::PaymentMethod(row.get(1)?) })
        })?);
        for column in OF_A_CLIENT_FILE {
            let sql = format!("SELECT {column} FROM client_file WHERE id = ?");
            uses.extend(rows(self.connection, &sql, [key], |row| {
                Ok(AccountUse { account: row.parsed(0, "account")?, by: AccountUser::ClientFile })
            })?);
        }
        Ok(uses)
    }

    /// The documents of a client file that wait and are booked to an account.
    pub fn waiting_documents_on(
        &self,
        client_file: ClientFileId,
        account: &AccountCode,
    ) -> Result<Vec<DocumentId>, StoreError> {
        let sql =
            "SELECT DISTINCT document.id FROM allocation JOIN document ON document.id = allocation.document
                   WHERE allocation.account = ? AND document.client_file = ?
                     AND document.status IN ('to_split', 'to_review', 'ready') ORDER BY document.id";
        rows(self.connection, sql, params![account.as_str(), client_file.key()], |row| row.key(0))
    }
}

impl Writer<'_> {
    /// Moves all that uses an account to another one: rules, payment methods, the client file's own accounts and the
    /// allocation of documents that wait. Answers how many rules were moved.
    pub fn move_account(
        &mut self,
        client_file: ClientFileId,
        former: &AccountCode,
        account: &AccountCode,
    ) -> Result<u32, StoreError> {
        let key = client_file.key();
        for document in self.waiting_documents_on(client_file, former)? {
            let sql = "UPDATE allocation SET account = ? WHERE document = ? AND account = ?";
            run(self.connection, sql, params![account.as_str(), document.key(), former.as_str()])?;
            self.renew(document);
        }
        let sql = "UPDATE payment_method SET account = ? WHERE client_file = ? AND account = ?";
        run(self.connection, sql, params![account.as_str(), key, former.as_str()])?;
        for column in OF_A_CLIENT_FILE {
            let sql = format!("UPDATE client_file SET {column} = ?1 WHERE id = ?2 AND {column} = ?3");
            run(self.connection, &sql, params![account.as_str(), key, former.as_str()])?;
        }
        let sql = "UPDATE rule SET account = ? WHERE account = ?
                     AND third_party IN (SELECT id FROM third_party WHERE client_file = ?)";
        let mut rules = run(self.connection, sql, params![account.as_str(), former.as_str(), key])?;
        for rule in self.rules(client_file)? {
            if rule.account().is_none() && rule.template.accounts().any(|used| used == former) {
                let rename = |used: &AccountCode| (used == former).then(|| account.clone());
                let template = rule.template.clone().with_accounts(rename);
                self.put_rule(&Rule { template, ..rule })?;
                rules += 1;
            }
        }
        Ok(u32::try_from(rules).unwrap_or(u32::MAX))
    }
}
