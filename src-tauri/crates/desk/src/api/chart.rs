//! The chart of a client file: where it comes from, what an import would change, and which accounts take the place of others.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{AccountView, FindingView, Message};

/// Where a chart is taken from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "from", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum ChartSource {
    /// The standard chart of the client file's country.
    Standard,
    /// A CSV or XLSX file.
    File {
        /// The file.
        path: String,
    },
    /// The client file's folder in Sage Génération Experts.
    SageGe,
    /// The client file's folder in MEG.
    Meg,
}

/// What an import would change; nothing has changed yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChartPlan {
    /// How the source was understood.
    pub source: Message,
    /// The columns of a file, with their headings.
    pub columns: Vec<ChartColumnView>,
    /// General accounts that the source holds.
    pub accounts: u32,
    /// Those that are new here; the first ones.
    pub added: Vec<AccountView>,
    /// How many are new.
    pub added_count: u32,
    /// Those whose label changes.
    pub relabelled: Vec<RelabelledAccount>,
    /// How many are known and stay as they are.
    pub unchanged: u32,
    /// The accounts here that the source does not hold: they go when the chart is replaced, unless they are in use.
    pub absent: Vec<AccountView>,
    /// New suppliers.
    pub new_suppliers: u32,
    /// New customers.
    pub new_customers: u32,
    /// Suppliers and customers that are known already.
    pub known_third_parties: u32,
    /// Known third parties that are booked on another account there.
    pub moved: Vec<MovedThirdParty>,
    /// VAT accounts.
    pub vat_accounts: u32,
    /// Accounts that rules use and the chart would not hold, each with a proposal.
    pub successions: Vec<Succession>,
    /// What was left out, line by line.
    pub findings: Vec<FindingView>,
}

/// A column of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChartColumnView {
    /// What it holds: `code`, `label`, `counterpart`, …
    pub name: String,
    /// Its heading; empty where the file has none.
    pub heading: String,
}

/// An account whose label changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RelabelledAccount {
    /// Code.
    pub code: String,
    /// Label here.
    pub before: String,
    /// Label there.
    pub after: String,
}

/// A known third party that has another account in the source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MovedThirdParty {
    /// Its name.
    pub name: String,
    /// Its account here.
    pub former: String,
    /// Its account there.
    pub account: String,
    /// By what it was recognised.
    pub reason: Message,
}

/// An account that rules use though the chart does not hold it, and the one that may take its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Succession {
    /// The former account.
    pub former: AccountView,
    /// How many rules, cards and payment methods use it.
    pub uses: u32,
    /// Names of the third parties concerned, the first ones.
    pub third_parties: Vec<String>,
    /// The account that is proposed.
    pub proposal: Option<AccountView>,
    /// Why.
    pub reason: Option<Message>,
}

/// What the user says about one former account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SuccessorChoice {
    /// The former account.
    pub former: String,
    /// The account that takes its place.
    pub account: String,
}

/// What an import has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChartImported {
    /// New accounts.
    pub added: u32,
    /// Accounts with a new label.
    pub relabelled: u32,
    /// Accounts that went.
    pub removed: u32,
    /// New suppliers.
    pub suppliers: u32,
    /// New customers.
    pub customers: u32,
    /// Rules that were carried over to another account.
    pub rules: u32,
}

/// An account as the user types it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AccountForm {
    /// The account that is changed; absent for a new one.
    pub former: Option<String>,
    /// Code.
    pub code: String,
    /// Label.
    pub label: String,
}
