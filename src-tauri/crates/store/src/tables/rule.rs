//! Rules of allocation: at most one a third party.

use liasse_domain::{ClientFileId, Rule, RuleId, ThirdPartyId};
use rusqlite::{Row, params};

use crate::sql::{Columns, Key, Word, row, rows, run, to_json};
use crate::{Reader, StoreError, Writer};

const COLUMNS: &str = "rule.id, rule.third_party, rule.account, rule.vat_scheme, rule.origin";

fn rule(row: &Row<'_>) -> rusqlite::Result<Rule> {
    Ok(Rule {
        id: row.key(0)?,
        third_party: row.key(1)?,
        account: row.parsed(2, "account")?,
        vat_scheme: row.word_if_any(3)?,
        origin: row.json(4, "origin of a rule")?,
    })
}

impl Reader<'_> {
    /// The rule of a third party.
    pub fn rule_of(&self, third_party: ThirdPartyId) -> Result<Option<Rule>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM rule WHERE third_party = ?");
        row(self.connection, &sql, [third_party.key()], rule)
    }
    /// All rules of a client file, by the third party's auxiliary account.
    pub fn rules(&self, client_file: ClientFileId) -> Result<Vec<Rule>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM third_party JOIN rule ON rule.third_party = third_party.id
             WHERE third_party.client_file = ? ORDER BY third_party.account, rule.id"
        );
        rows(self.connection, &sql, [client_file.key()], rule)
    }
}

impl Writer<'_> {
    /// Puts a rule in the place of the one that its third party had.
    pub fn put_rule(&mut self, rule: &Rule) -> Result<(), StoreError> {
        let others = "DELETE FROM rule WHERE third_party = ? AND id <> ?";
        run(self.connection, others, params![rule.third_party.key(), rule.id.key()])?;
        run(
            self.connection,
            "INSERT INTO rule (id, third_party, account, vat_scheme, origin) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET third_party = excluded.third_party, account = excluded.account,
               vat_scheme = excluded.vat_scheme, origin = excluded.origin",
            params![
                rule.id.key(),
                rule.third_party.key(),
                rule.account.as_str(),
                rule.vat_scheme.map(Word::word),
                to_json(&rule.origin)?
            ],
        )
        .map(drop)
    }
    /// Deletes a rule.
    pub fn delete_rule(&mut self, id: RuleId) -> Result<(), StoreError> {
        run(self.connection, "DELETE FROM rule WHERE id = ?", [id.key()]).map(drop)
    }
}
