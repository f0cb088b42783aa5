//! Where the accounts of a chart are used, and moving all that uses one to another.

use liasse_domain::{
    Account, AccountCode, ClientFileId, DeductibilityRule, DocumentId, Rule, ThirdPartyKind, VatAccount,
};
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
    /// A VAT account: itself, its counterpart, or where its tax waits.
    VatAccount,
    /// A person whose expenses are paid back, by their name.
    Person(String),
    /// The card of a third party, as the VAT account of its documents, by its name.
    Card(String),
    /// The client file itself, as one of its accounts by purpose.
    ClientFile,
}

impl AccountUser {
    /// Whether what is booked by it depends on this account alone, so that an account which the chart lacks is asked for.
    /// The other uses may name an account that no chart ever held: those that a client file begins with.
    pub fn needs_the_chart(&self) -> bool {
        matches!(self, AccountUser::Rule(_) | AccountUser::PaymentMethod(_))
    }
}

/// One use of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountUse {
    /// The account.
    pub account: AccountCode,
    /// By what.
    pub by: AccountUser,
}

/// How the rows of a client file are found in a table.
const BY_CLIENT_FILE: &str = "client_file = ?";
const BY_THIRD_PARTY: &str = "third_party IN (SELECT id FROM third_party WHERE client_file = ?)";

/// The columns that hold one account each: table, column, how the rows of a client file are found. What is published stays
/// as it was booked. The keys of VAT accounts and of shares, the templates of rules and what cards say are moved on
/// their own, below.
pub(crate) const COLUMNS: [(&str, &str, &str); 11] = [
    ("client_file", "purchase_vat", "id = ?"),
    ("client_file", "sales_vat", "id = ?"),
    ("client_file", "reverse_charge_vat", "id = ?"),
    ("client_file", "deposits", "id = ?"),
    ("coding_account", "account", BY_CLIENT_FILE),
    ("payment_method", "account", BY_CLIENT_FILE),
    ("person", "account", BY_CLIENT_FILE),
    ("rule", "account", BY_THIRD_PARTY),
    ("third_party", "account", BY_CLIENT_FILE),
    ("vat_account", "counterpart", BY_CLIENT_FILE),
    ("vat_account", "waiting", BY_CLIENT_FILE),
];

impl Reader<'_> {
    /// All uses of accounts in a client file, documents apart; a card's own account is none of the chart.
    pub fn account_uses(&self, client_file: ClientFileId) -> Result<Vec<AccountUse>, StoreError> {
        let key = client_file.key();
        let mut uses = Vec::new();
        let mut add = |sql: &str, by: &dyn Fn(String) -> AccountUser| -> Result<(), StoreError> {
            uses.extend(rows(self.connection, sql, [key], |row| {
                Ok(AccountUse { account: row.parsed(0, "account")?, by: by(row.get(1)?) })
            })?);
            Ok(())
        };
        let sql = "SELECT rule.account, third_party.name FROM rule JOIN third_party ON third_party.id = rule.third_party
                   WHERE third_party.client_file = ?1 AND rule.account IS NOT NULL
                   UNION ALL SELECT line.value ->> '$.account', third_party.name
                   FROM rule JOIN third_party ON third_party.id = rule.third_party, json_each(rule.template) AS line
                   WHERE third_party.client_file = ?1 AND rule.template IS NOT NULL ORDER BY 1, 2";
        add(sql, &AccountUser::Rule)?;
        let sql = "SELECT account, name FROM payment_method WHERE client_file = ? AND account IS NOT NULL
                   ORDER BY account, name";
        add(sql, &AccountUser::PaymentMethod)?;
        let sql = "SELECT account, name FROM person WHERE client_file = ? ORDER BY account, name";
        add(sql, &AccountUser::Person)?;
        let sql = "SELECT defaults ->> '$.vat_account', name FROM third_party
                   WHERE client_file = ? AND defaults ->> '$.vat_account' IS NOT NULL ORDER BY 1, 2";
        add(sql, &AccountUser::Card)?;
        let of_vat = |_| AccountUser::VatAccount;
        add("SELECT code, '' FROM vat_account WHERE client_file = ? ORDER BY code", &of_vat)?;
        for (table, column, of) in COLUMNS {
            let by: &dyn Fn(String) -> AccountUser = match table {
                "vat_account" => &of_vat,
                "client_file" | "coding_account" => &|_| AccountUser::ClientFile,
                _ => continue,
            };
            let sql =
                format!("SELECT {column}, '' FROM {table} WHERE {of} AND {column} IS NOT NULL ORDER BY 1");
            add(&sql, by)?;
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
    /// Moves all that names an account to another one: rules, payment methods, persons, cards, VAT accounts, shares that
    /// may be deducted, the client file's own accounts and the allocation of documents that wait. Answers how many rules
    /// were moved. Where the other account has a VAT account or a share of its own, or a card bears its number, that stays.
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
        let mut rules = 0;
        for (table, column, of) in COLUMNS {
            let free = match table {
                "third_party" => {
                    "AND NOT EXISTS (SELECT 1 FROM third_party AS other WHERE other.client_file = third_party.client_file
                       AND other.kind = third_party.kind AND other.account = ?3)"
                }
                _ => "",
            };
            let of = of.replace('?', "?1");
            let sql = format!("UPDATE {table} SET {column} = ?3 WHERE {of} AND {column} = ?2 {free}");
            let moved = run(self.connection, &sql, params![key, former.as_str(), account.as_str()])?;
            rules += if table == "rule" { moved } else { 0 };
        }
        for rule in self.rules(client_file)? {
            if rule.account().is_none() && rule.template.accounts().any(|used| used == former) {
                let rename = |used: &AccountCode| (used == former).then(|| account.clone());
                let template = rule.template.clone().with_accounts(rename);
                self.put_rule(&Rule { template, ..rule })?;
                rules += 1;
            }
        }
        for kind in [ThirdPartyKind::Supplier, ThirdPartyKind::Customer] {
            for mut card in self.third_parties(client_file, kind)? {
                if card.defaults.vat_account.as_ref() == Some(former) {
                    card.defaults.vat_account = Some(account.clone());
                    self.put_third_party(&card)?;
                }
            }
        }
        self.move_vat_accounts(client_file, former, account)?;
        self.move_share(client_file, former, account)?;
        Ok(u32::try_from(rules).unwrap_or(u32::MAX))
    }

    fn move_vat_accounts(
        &mut self,
        client_file: ClientFileId,
        former: &AccountCode,
        account: &AccountCode,
    ) -> Result<(), StoreError> {
        let known = self.vat_accounts(client_file)?;
        let label = self.account(client_file, account)?.map(|held| held.label);
        for own in known.iter().filter(|own| own.code == *former) {
            self.delete_vat_account(client_file, former, own.flow)?;
            if known.iter().all(|other| other.code != *account || other.flow != own.flow) {
                let label = label.clone().unwrap_or_else(|| own.label.clone());
                self.put_vat_account(
                    client_file,
                    &VatAccount { code: account.clone(), label, ..own.clone() },
                )?;
            }
        }
        Ok(())
    }

    /// The share that may be deducted on the former account is that of its successor, unless a rule says another. A rule
    /// that other accounts begin with stays for them.
    fn move_share(
        &mut self,
        client_file: ClientFileId,
        former: &AccountCode,
        account: &AccountCode,
    ) -> Result<(), StoreError> {
        let known = self.deductibility(client_file)?;
        let of = |code: &AccountCode| {
            let rules = known.iter().filter(|rule| code.starts_with(rule.account.as_str()));
            rules.max_by_key(|rule| rule.account.as_str().len())
        };
        let Some(own) = of(former) else { return Ok(()) };
        if of(account).is_none_or(|other| other.account == *former) {
            let rule = DeductibilityRule { account: account.clone(), share: own.share };
            self.put_deductibility(client_file, &rule)?;
        }
        let of_others = |held: &Account| held.code != *former && held.code.starts_with(former.as_str());
        if own.account == *former && !self.accounts(client_file)?.iter().any(of_others) {
            self.delete_deductibility(client_file, former)?;
        }
        Ok(())
    }
}
