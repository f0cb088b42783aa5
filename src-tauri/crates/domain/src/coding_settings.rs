//! The accounts and the territory that a client file is coded with, beside those of its form.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{AccountCode, ClientFileId, Country, VatExigibility, VatTerritory};

/// What an account is used for, where no card, rule or VAT account says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountPurpose {
    /// VAT on purchases of fixed assets (class 2).
    AssetVat,
    /// VAT on purchases that waits for the payment.
    PurchaseVatWaiting,
    /// VAT on sales that waits for the payment.
    SalesVatWaiting,
    /// Deductible VAT of intra-Community acquisitions.
    IntraEuDeductible,
    /// VAT owed on intra-Community acquisitions of services.
    IntraEuServicesDue,
    /// Deductible VAT of domestic reverse charge.
    DomesticDeductible,
    /// VAT owed under domestic reverse charge (construction, co-contractor).
    DomesticDue,
    /// Deductible VAT of imports.
    ImportDeductible,
    /// VAT owed on imports.
    ImportDue,
    /// Packaging deposits that customers paid.
    DepositsReceived,
    /// Advances paid to suppliers.
    AdvancesPaid,
    /// Advances received from customers.
    AdvancesReceived,
    /// Commissions on sales.
    Commissions,
    /// Loss on exchange of trade debts.
    ExchangeLoss,
    /// Gain on exchange of trade debts.
    ExchangeGain,
    /// Rounding and settlement differences, at a loss.
    RoundingLoss,
    /// Rounding and settlement differences, at a gain.
    RoundingGain,
    /// Till.
    Cash,
    /// Bank.
    Bank,
    /// Employees' expenses.
    Employee,
    /// Partners' current accounts.
    Partner,
    /// The sole trader's account.
    SoleTrader,
    /// Anyone else's expenses.
    OtherPerson,
}

use AccountPurpose as P;

impl AccountPurpose {
    /// All of them, with their serialised name and the usual accounts of France (PCG; where the plan has no account of
    /// its own, the subdivision that firms use) and of Belgium (PCMN).
    pub const ALL: [(AccountPurpose, &'static str, &'static str, &'static str); 23] = [
        (P::AssetVat, "asset_vat", "445620", "411000"),
        (P::PurchaseVatWaiting, "purchase_vat_waiting", "445640", "411900"),
        (P::SalesVatWaiting, "sales_vat_waiting", "445740", "451900"),
        (P::IntraEuDeductible, "intra_eu_deductible", "445662", "411000"),
        (P::IntraEuServicesDue, "intra_eu_services_due", "445210", "451055"),
        (P::DomesticDeductible, "domestic_deductible", "445664", "411000"),
        (P::DomesticDue, "domestic_due", "445711", "451056"),
        (P::ImportDeductible, "import_deductible", "445663", "411000"),
        (P::ImportDue, "import_due", "445300", "451057"),
        (P::DepositsReceived, "deposits_received", "419600", "488000"),
        (P::AdvancesPaid, "advances_paid", "409100", "406000"),
        (P::AdvancesReceived, "advances_received", "419100", "460000"),
        (P::Commissions, "commissions", "622200", "613000"),
        (P::ExchangeLoss, "exchange_loss", "656000", "654000"),
        (P::ExchangeGain, "exchange_gain", "756000", "754000"),
        (P::RoundingLoss, "rounding_loss", "658000", "657000"),
        (P::RoundingGain, "rounding_gain", "758000", "756000"),
        (P::Cash, "cash", "530000", "570000"),
        (P::Bank, "bank", "512000", "550000"),
        (P::Employee, "employee", "421000", "489000"),
        (P::Partner, "partner", "455000", "489000"),
        (P::SoleTrader, "sole_trader", "108000", "100000"),
        (P::OtherPerson, "other_person", "467000", "489000"),
    ];

    /// The serialised name.
    pub fn code(self) -> &'static str {
        AccountPurpose::ALL.iter().find(|row| row.0 == self).map_or("", |row| row.1)
    }
    /// By its serialised name.
    pub fn from_code(code: &str) -> Option<AccountPurpose> {
        AccountPurpose::ALL.iter().find(|row| row.1 == code).map(|row| row.0)
    }
    /// The country's usual account.
    pub fn usual(self, country: Country) -> Option<AccountCode> {
        let row = AccountPurpose::ALL.iter().find(|row| row.0 == self)?;
        if country == Country::BE { row.3 } else { row.2 }.parse().ok()
    }
}

/// How a client file is coded, beside what its form says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodingSettings {
    /// The client file.
    pub client_file: ClientFileId,
    /// Whose rates apply.
    pub territory: VatTerritory,
    /// When the tax on its sales becomes due, unless a customer's card says otherwise.
    pub sales_exigibility: VatExigibility,
    /// The accounts that it uses in the place of the usual ones.
    pub accounts: BTreeMap<AccountPurpose, AccountCode>,
}

impl CodingSettings {
    /// The settings that a client file of this country begins with.
    pub fn usual(client_file: ClientFileId, country: Country) -> CodingSettings {
        CodingSettings {
            client_file,
            territory: VatTerritory::of(country),
            sales_exigibility: VatExigibility::Debits,
            accounts: BTreeMap::new(),
        }
    }
    /// The account for a purpose: the client file's, else the country's usual one.
    pub fn account(&self, purpose: AccountPurpose) -> Option<AccountCode> {
        self.accounts.get(&purpose).cloned().or_else(|| purpose.usual(self.territory.country()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_purpose_has_a_name_and_an_account_in_both_countries() {
        for (purpose, code, ..) in AccountPurpose::ALL {
            assert_eq!(AccountPurpose::from_code(code), Some(purpose));
            assert_eq!(serde_json::to_value(purpose).unwrap(), code);
            assert!(purpose.usual(Country::FR).is_some() && purpose.usual(Country::BE).is_some());
        }
    }
}
