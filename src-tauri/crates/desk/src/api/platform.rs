//! A *plateforme agréée* of a client file, and the life cycle of what came from it.

use liasse_domain::{LifeCycleReason, LifeCycleStatus};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::Message;

/// How to reach the platform of a client file, and what goes by itself.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PlatformConnection {
    /// Address of the Flow service; empty: the client file has no platform.
    pub address: String,
    /// Address that gives tokens.
    pub token_address: String,
    /// What the platform knows the client by.
    pub client_id: String,
    /// Its secret; never answered, and kept as it is when empty.
    pub client_secret: String,
    /// How many seconds it is given to answer; the usual time where nothing is said.
    pub patience: Option<u32>,
    /// Whether invoices are fetched every quarter of an hour while Liasse is open.
    pub by_itself: bool,
    /// Whether the supplier is told *prise en charge* as soon as an invoice is in the house and read.
    pub acknowledge: bool,
}

/// The platform of a client file, as its card shows it.
#[derive(Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PlatformView {
    /// How it is reached, without the secret.
    pub connection: PlatformConnection,
    /// When it was last looked at, in milliseconds since 1970.
    pub looked_at: Option<f64>,
    /// What the last look met with.
    pub trouble: Option<Message>,
}

/// What a look at the platform brought.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PlatformReceived {
    /// E-invoices taken in.
    pub accepted: u32,
    /// Those whose bytes the client file had before.
    pub known: u32,
    /// Those that could not be fetched, and why: they are asked for again next time.
    pub missed: Vec<PlatformMissed>,
    /// Messages whose outcome was open and is known now.
    pub settled: u32,
}

/// An e-invoice that could not be fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PlatformMissed {
    /// What the platform calls it.
    pub flow: String,
    /// Why.
    pub reason: Message,
}

mirrored! {
    /// What the buyer says of an e-invoice.
    LifeCycleStatusView = LifeCycleStatus {
        TakenInCharge, Approved, PartlyApproved, Disputed, OnHold, Refused, PaymentSent,
    }
}
mirrored! {
    /// Why.
    LifeCycleReasonView = LifeCycleReason {
        ProofMissing, BankDetails, VatRate, Total, Arithmetic, NotConforming, Duplicate, UnknownRecipient,
        WrongRecipient, UnknownTransaction, UnknownSender, ContractEnded, InvoicedTwice, OrderNumber, Address,
        Siret, RoutingCode, ContractMissing, Reference, UnitPrice, Discount, Quantity, Article, MeansOfPayment,
        Quality, DeliveryIncomplete, Other,
    }
}

/// What is known of a message to the supplier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum LifeCycleStateView {
    /// It waits to be sent, at the next look at the platform.
    Pending,
    /// It was sent and is being checked.
    Sent,
    /// It was sent and no answer came: it is looked for.
    Unknown,
    /// The platform has taken it.
    Done,
    /// The platform has not taken it.
    Refused,
}

/// What can be said, and was said, of a document to its supplier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LifeCycleView {
    /// The statuses that may follow, each with its reasons.
    pub offered: Vec<LifeCycleOffer>,
    /// What was said, oldest first.
    pub said: Vec<LifeCycleSaid>,
    /// Why nothing can be said, where that is so.
    pub trouble: Option<Message>,
}

/// A status that may be set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LifeCycleOffer {
    /// The status.
    pub status: LifeCycleStatusView,
    /// The reasons to choose from; none where none is needed.
    pub reasons: Vec<LifeCycleReasonView>,
}

/// A status that was set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LifeCycleSaid {
    /// What tells it from others.
    pub id: String,
    /// The status.
    pub status: LifeCycleStatusView,
    /// Why.
    pub reason: Option<LifeCycleReasonView>,
    /// More in words.
    pub note: Option<String>,
    /// What is known of the message.
    pub state: LifeCycleStateView,
    /// Why it was not sent, or not taken.
    pub detail: Option<Message>,
    /// Milliseconds since 1970.
    pub at: f64,
}

/// A status to set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LifeCycleForm {
    /// The status.
    pub status: LifeCycleStatusView,
    /// Why.
    pub reason: Option<LifeCycleReasonView>,
    /// More in words.
    pub note: String,
}
