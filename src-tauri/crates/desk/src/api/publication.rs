//! Publication.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{FlowView, Message};

/// A target that a client file can publish to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TargetView {
    /// `bob`, `sage-ge`, `meg`, `files`.
    pub code: String,
    /// Whether it can be published to now.
    pub usable: bool,
    /// What has to be set before, when not.
    pub trouble: Option<Message>,
    /// Where it goes: a folder, a Sage folder's name.
    pub destination: String,
}

/// What a publication would do, before it happens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PublicationSummary {
    /// Documents that would go.
    pub documents: Vec<String>,
    /// Totals per journal.
    pub journals: Vec<JournalTotal>,
    /// Documents that would stay behind, and why.
    pub held_back: Vec<HeldBack>,
}

/// Totals of one journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct JournalTotal {
    /// Journal.
    pub journal: String,
    /// Flow.
    pub flow: FlowView,
    /// Entries.
    pub entries: u32,
    /// Sum of the debits.
    pub total: String,
    /// Currency.
    pub currency: String,
}

/// A document that stays behind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HeldBack {
    /// The document.
    pub document: String,
    /// Its number or file name.
    pub label: String,
    /// Why.
    pub message: Message,
}

/// What came of a publication.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PublicationReport {
    /// Documents that the target has.
    pub published: Vec<Published>,
    /// Documents that it refused, or whose outcome is unknown.
    pub held_back: Vec<HeldBack>,
    /// The file that was written, for the target `files`.
    pub file: Option<String>,
}

/// A document that the target has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Published {
    /// The document.
    pub document: String,
    /// Where: a file's path, the target's id.
    pub remote: String,
}

/// The connection to Sage Génération Experts.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SageGeConnection {
    /// Address of the service.
    pub address: String,
    /// Identifier of the entity, from Sage's Marketplace settings.
    pub entity: String,
    /// SIREN of the firm.
    pub siren: String,
    /// Client id of the application.
    pub client_id: String,
    /// Secret; empty when it stays as it is. It never comes back from the desk.
    pub client_secret: String,
}

/// Without its secret: what is printed may be logged.
impl std::fmt::Debug for SageGeConnection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SageGeConnection")
            .field("address", &self.address)
            .field("entity", &self.entity)
            .field("siren", &self.siren)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

/// A folder of Sage Génération Experts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SageGeFolder {
    /// Id.
    pub id: String,
    /// Label.
    pub label: String,
    /// Whether the connector is activated for it.
    pub active: bool,
}
