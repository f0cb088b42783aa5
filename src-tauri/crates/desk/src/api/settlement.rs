//! What pays documents after they were booked, as the screens see it.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{EntryView, FlowView, Message, StatusView};

/// What settled a document whose tax waits for the payment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SettlementsView {
    /// What was owed once it was booked, in euros.
    pub owed: String,
    /// What is still owed.
    pub remaining: String,
    /// The tax that still waits.
    pub waiting: String,
    /// What was paid, in the order in which it was recorded.
    pub settlements: Vec<SettlementView>,
}

/// One payment of a document, with the entry of the tax that became due.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SettlementView {
    /// Identity.
    pub id: String,
    /// Day.
    pub date: String,
    /// In euros.
    pub amount: String,
    /// The entry; absent when no tax waited for it.
    pub entry: Option<EntryView>,
    /// What became of the publication of that entry; absent before.
    pub publication: Option<Message>,
}

/// A published document whose tax waited for its payment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WaitingTaxRow {
    /// The document.
    pub document: String,
    /// Purchases or sales.
    pub flow: FlowView,
    /// Where it stands.
    pub status: StatusView,
    /// The third party.
    pub party: String,
    /// The number by which its entry refers to it.
    pub number: String,
    /// Date of its entry.
    pub date: String,
    /// What was owed once it was booked, in euros.
    pub owed: String,
    /// What is still owed.
    pub remaining: String,
    /// The tax that still waits.
    pub waiting: String,
}

/// The tax of a client file that waits for payments.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WaitingTaxView {
    /// The documents of which something is still owed, oldest first.
    pub rows: Vec<WaitingTaxRow>,
    /// The tax that waits on purchases.
    pub purchases: String,
    /// The tax that waits on sales.
    pub sales: String,
    /// Entries of tax that became due and are to be published.
    pub to_publish: u32,
}
