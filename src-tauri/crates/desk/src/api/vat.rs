//! VAT accounts and what may be deducted, as the screens see them.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::FlowView;

/// The VAT accounts of a client file, and the shares of the tax that may be deducted on accounts of its chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct VatAccountsView {
    /// The VAT accounts, purchases first.
    pub accounts: Vec<VatAccountView>,
    /// Shares by account.
    pub deductibility: Vec<DeductibilityView>,
    /// The kinds of reverse charge that an account may stand for.
    pub reverse_charges: Vec<String>,
}

/// A VAT account; also the form of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct VatAccountView {
    /// Code.
    pub code: String,
    /// Label.
    pub label: String,
    /// Purchases or sales.
    pub flow: FlowView,
    /// Rate in percent; empty for every rate.
    pub rate: String,
    /// Where the rate was had: `label`, `assumed`, `user`.
    pub rate_origin: String,
    /// The kind of reverse charge, as `intra_eu_goods`; empty where the supplier charges the tax.
    pub reverse_charge: String,
    /// Account of the tax owed under reverse charge; empty without one.
    pub counterpart: String,
    /// Account on which the tax waits for the payment; empty without one.
    pub waiting: String,
    /// The share that may be deducted, in percent; empty where the account says nothing.
    pub deductible: String,
}

/// The share of the tax that may be deducted on an account, and on those that begin with its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DeductibilityView {
    /// The account.
    pub account: String,
    /// Its label, where the chart has it.
    pub label: Option<String>,
    /// In percent.
    pub share: String,
}
