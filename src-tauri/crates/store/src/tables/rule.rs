//! Rules of allocation: any number a third party.

use liasse_domain::identifiers::{Siren, VatNumber};
use liasse_domain::{AccountCode, ClientFileId, Rule, RuleId, RuleTemplate, ThirdPartyId, ThirdPartyKind};
use rusqlite::{Row, params};

use crate::sql::{Columns, Key, Word, row, rows, run, to_json, to_json_if_any};
use crate::{Reader, StoreError, Writer, name_key};

/// By what a third party is recognised in the other client files of the firm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirmIdentity<'a> {
    /// Supplier or customer.
    pub kind: ThirdPartyKind,
    /// SIREN.
    pub siren: Option<Siren>,
    /// VAT number.
    pub vat_number: Option<VatNumber>,
    /// Name, compared by [`name_key`].
    pub name: Option<&'a str>,
}

/// The most cards that are looked at in other client files.
const MOST_ELSEWHERE: u32 = 200;

const COLUMNS: &str =
    "rule.id, rule.third_party, rule.account, rule.vat_scheme, rule.origin, rule.narrowing, rule.template";

fn rule(row: &Row<'_>) -> rusqlite::Result<Rule> {
    Ok(Rule {
        id: row.key(0)?,
        third_party: row.key(1)?,
        vat_scheme: row.word_if_any(3)?,
        origin: row.json(4, "origin of a rule")?,
        narrowing: row.json(5, "narrowing of a rule")?,
        template: match row.parsed_if_any(2, "account")? {
            Some(account) => RuleTemplate::one(account),
            None => row.json(6, "allocation template")?,
        },
    })
}

impl Reader<'_> {
    /// One rule.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn rule(&self, id: RuleId) -> Result<Rule, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM rule WHERE id = ?");
        row(self.connection, &sql, [id.key()], rule)?.ok_or_else(|| StoreError::not_found("rule", id))
    }
    /// The rules of a third party, oldest first.
    pub fn rules_of(&self, third_party: ThirdPartyId) -> Result<Vec<Rule>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM rule WHERE third_party = ? ORDER BY id");
        rows(self.connection, &sql, [third_party.key()], rule)
    }
    /// All rules of a client file, by the third party's auxiliary account.
    pub fn rules(&self, client_file: ClientFileId) -> Result<Vec<Rule>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM third_party JOIN rule ON rule.third_party = third_party.id
             WHERE third_party.client_file = ? ORDER BY third_party.account, rule.id"
        );
        rows(self.connection, &sql, [client_file.key()], rule)
    }
    /// The accounts that the rules of other client files give to a third party: one for each rule of a single account that
    /// stands for all its documents.
    pub fn accounts_elsewhere(
        &self,
        identity: &FirmIdentity<'_>,
        except: ClientFileId,
    ) -> Result<Vec<AccountCode>, StoreError> {
        let name = identity.name.map(name_key).filter(|key| !key.is_empty());
        let sql = "SELECT rule.account FROM third_party JOIN rule ON rule.third_party = third_party.id
                   WHERE third_party.id IN (
                       SELECT id FROM third_party WHERE kind = ?1 AND siren = ?2
                       UNION SELECT id FROM third_party WHERE kind = ?1 AND vat_number = ?3
                       UNION SELECT id FROM third_party WHERE kind = ?1 AND name_key = ?4 LIMIT ?6)
                     AND third_party.client_file <> ?5 AND rule.account IS NOT NULL AND rule.narrowing = '{}'";
        let values = params![
            identity.kind.word(),
            identity.siren.as_ref().map(|siren| siren.as_str()),
            identity.vat_number.as_ref().map(|number| number.as_str()),
            name,
            except.key(),
            MOST_ELSEWHERE
        ];
        rows(self.connection, sql, values, |row| row.parsed(0, "account"))
    }
}

impl Writer<'_> {
    /// Adds a rule, or changes the one with this identity. One that stands for all documents of its third party takes the
    /// place of the one that did.
    pub fn put_rule(&mut self, rule: &Rule) -> Result<(), StoreError> {
        if rule.is_general() {
            let others = "DELETE FROM rule WHERE third_party = ? AND id <> ? AND narrowing = '{}'";
            run(self.connection, others, params![rule.third_party.key(), rule.id.key()])?;
        }
        let account = rule.account();
        let template = if account.is_some() { None } else { Some(&rule.template) };
        run(
            self.connection,
            "INSERT INTO rule (id, third_party, account, vat_scheme, origin, narrowing, template)
             VALUES (?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET third_party = excluded.third_party, account = excluded.account,
               vat_scheme = excluded.vat_scheme, origin = excluded.origin, narrowing = excluded.narrowing,
               template = excluded.template",
            params![
                rule.id.key(),
                rule.third_party.key(),
                account.map(|account| account.as_str()),
                rule.vat_scheme.map(Word::word),
                to_json(&rule.origin)?,
                to_json(&rule.narrowing)?,
                to_json_if_any(template)?
            ],
        )
        .map(drop)
    }
    /// Deletes a rule.
    pub fn delete_rule(&mut self, id: RuleId) -> Result<(), StoreError> {
        run(self.connection, "DELETE FROM rule WHERE id = ?", [id.key()]).map(drop)
    }
}
