//! How a client file is coded: territory, accounts, VAT accounts, what may be deducted, whose expenses are paid back.

use liasse_domain::{
    Account, AccountCode, AccountPurpose, ClientFileId, CodingSettings, Deductibility, DeductibilityRule,
    Person, VatAccount,
};
use liasse_store::{Reader, StoreError};

/// What every entry of a client file rests on, beside its form and its chart.
#[derive(Debug, Clone)]
pub struct Practice {
    /// Territory and accounts.
    pub settings: CodingSettings,
    /// VAT accounts.
    pub vat_accounts: Vec<VatAccount>,
    /// Shares of the tax that may be deducted, by account.
    pub deductibility: Vec<DeductibilityRule>,
    /// Persons who hand in expense reports.
    pub persons: Vec<Person>,
}

impl Practice {
    /// What a client file has said.
    pub fn of(reader: &Reader<'_>, client_file: ClientFileId) -> Result<Practice, StoreError> {
        Ok(Practice {
            settings: reader.coding_settings(client_file)?,
            vat_accounts: reader.vat_accounts(client_file)?,
            deductibility: reader.deductibility(client_file)?,
            persons: reader.persons(client_file)?,
        })
    }

    /// What a client file that has said nothing is coded with.
    #[cfg(test)]
    pub fn usual(client_file: ClientFileId, country: liasse_domain::Country) -> Practice {
        Practice {
            settings: CodingSettings::usual(client_file, country),
            vat_accounts: Vec::new(),
            deductibility: Vec::new(),
            persons: Vec::new(),
        }
    }

    /// The account for a purpose that the client file named, or has in its chart; else `otherwise`. An account that neither
    /// knows would be refused where the entry goes.
    pub fn account_or(
        &self,
        purpose: AccountPurpose,
        chart: &[Account],
        otherwise: &AccountCode,
    ) -> AccountCode {
        let named = self.settings.accounts.get(&purpose).cloned();
        let usual = || {
            self.settings.account(purpose).filter(|code| chart.iter().any(|account| account.code == *code))
        };
        named.or_else(usual).unwrap_or_else(|| otherwise.clone())
    }

    /// The share of the tax that may be deducted on an account: the rule with the longest code that it begins with.
    pub fn share_of(&self, account: &AccountCode) -> Option<Deductibility> {
        self.deductibility
            .iter()
            .filter(|rule| account.starts_with(rule.account.as_str()))
            .max_by_key(|rule| rule.account.as_str().len())
            .map(|rule| rule.share)
    }
}
