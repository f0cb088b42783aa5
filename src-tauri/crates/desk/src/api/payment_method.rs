//! Payment methods of a client file, as the screens see them.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{AccountView, Message, PaymentDefaultScopeView};

/// The payment methods of a client file, with what they can be linked to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PaymentMethodsView {
    /// The methods, by name.
    pub methods: Vec<PaymentMethodView>,
    /// The system that keeps them (`sage-ge`, `meg`): then none is created or deleted here.
    pub connected: Option<String>,
    /// The accounts of banks and tills.
    pub bank_accounts: Vec<AccountView>,
    /// The journals that papers may be published to.
    pub destinations: Vec<JournalView>,
    /// The user's name.
    pub user: String,
    /// The user's default, if one is set.
    pub default: Option<PaymentDefaultView>,
}

/// One payment method.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PaymentMethodView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Reference.
    pub reference: Option<String>,
    /// The last four digits by which papers name it.
    pub last_four: Option<String>,
    /// Account of the bank or till.
    pub account: Option<String>,
    /// Its label.
    pub account_label: Option<String>,
    /// Journal that its papers are published to.
    pub destination: Option<String>,
    /// Whether its papers are published as soon as they are read and ready.
    pub auto_publish: bool,
    /// `user`, `paper` or `connected`.
    pub origin: String,
    /// How many cards of third parties name it.
    pub cards: u32,
}

/// A journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct JournalView {
    /// Code.
    pub code: String,
    /// Label; empty where only the code is known.
    pub label: String,
}

/// A user's default payment method.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PaymentDefaultView {
    /// Id of the method.
    pub method: String,
    /// To which papers: `all`, `receipts`, `expense_reports`.
    pub scope: PaymentDefaultScopeView,
}

/// A payment method as the user types it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PaymentMethodForm {
    /// Absent for a new one.
    pub id: Option<String>,
    /// Name.
    pub name: String,
    /// Reference, or empty.
    pub reference: String,
    /// Account of the bank or till, or empty.
    pub account: String,
    /// Journal, or empty.
    pub destination: String,
    /// Whether its papers are published as soon as they are read and ready.
    pub auto_publish: bool,
}

/// What "Recharger" brought from the connected system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PaymentMethodsReloaded {
    /// New payment methods.
    pub added: u32,
    /// Those that the system no longer has.
    pub removed: u32,
    /// New accounts of banks and tills.
    pub bank_accounts: u32,
}

/// The payment method of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PaymentChoice {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Account of the bank or till.
    pub account: Option<String>,
    /// Why this one.
    pub reason: Message,
}
