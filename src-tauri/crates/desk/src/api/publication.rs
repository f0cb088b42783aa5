//! Publication.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{FindingView, FlowView, Message, StatusView};

/// A target that a client file can publish to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TargetView {
    /// `bob`, `sage-ge`, `meg`, `meg-mail`, `files`.
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
    /// What the layout of that file made shorter or plainer.
    pub findings: Vec<FindingView>,
}

/// What the target `files` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum FilesFormat {
    /// FEC (art. A. 47 A-1 LPF).
    #[default]
    Fec,
    /// Sage Coala, with columns of the user's choice.
    Coala,
    /// XIMPORT of Ciel and Sage 50.
    Ximport,
    /// Quadra ASCII.
    Quadra,
    /// The text of Sage BOB 50.
    Bob50,
    /// A CSV of the entries.
    Table,
    /// No entries: the list and the images alone.
    List,
    /// A Factur-X of each document in place of its image.
    Facturx,
    /// A UBL of each document in place of its image, in the client file's variant.
    Ubl,
}

impl FilesFormat {
    /// All of them.
    pub const ALL: [FilesFormat; 9] = [
        FilesFormat::Fec,
        FilesFormat::Coala,
        FilesFormat::Ximport,
        FilesFormat::Quadra,
        FilesFormat::Bob50,
        FilesFormat::Table,
        FilesFormat::List,
        FilesFormat::Facturx,
        FilesFormat::Ubl,
    ];
    /// The name under which it is stored and asked for.
    pub fn code(self) -> &'static str {
        match self {
            FilesFormat::Fec => "fec",
            FilesFormat::Coala => "coala",
            FilesFormat::Ximport => "ximport",
            FilesFormat::Quadra => "quadra",
            FilesFormat::Bob50 => "bob50",
            FilesFormat::Table => "table",
            FilesFormat::List => "list",
            FilesFormat::Facturx => "facturx",
            FilesFormat::Ubl => "ubl",
        }
    }
    /// By that name.
    pub fn of(code: &str) -> Option<FilesFormat> {
        FilesFormat::ALL.into_iter().find(|format| format.code() == code)
    }
}

/// The UBL files that Belgian software knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum BelgianUbl {
    /// Peppol BIS Billing 3, which Belgium prescribes since 2026.
    #[default]
    PeppolBis3,
    /// UBL.BE.
    UblBe,
    /// e-FFF.
    Efff,
}

/// The characters of a Coala file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CoalaCharset {
    /// UTF-8, LF.
    #[default]
    Utf8,
    /// Windows-1252, CR LF.
    Windows,
}

/// How the target `files` writes, as last chosen for a client file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FilesChoice {
    /// What is written.
    pub format: FilesFormat,
    /// For Coala, the codes of the columns in order; none stands for the first preset.
    pub columns: Vec<String>,
    /// For Coala, the characters.
    pub charset: CoalaCharset,
}

/// What there is to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FilesOffer {
    /// The choice in force.
    pub choice: FilesChoice,
    /// Presets of Coala's columns.
    pub presets: Vec<CoalaPreset>,
    /// Codes of all of Coala's columns.
    pub columns: Vec<String>,
}

/// Columns of a Coala file that are known from somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CoalaPreset {
    /// Code: the software that writes so.
    pub code: String,
    /// Codes of its columns, in order.
    pub columns: Vec<String>,
}

/// The beginning of the file that would be written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FilesPreview {
    /// Name of the file of entries; empty when there is none.
    pub name: String,
    /// Its first lines.
    pub lines: Vec<String>,
    /// What the layout makes shorter or plainer, and which documents it cannot take.
    pub findings: Vec<FindingView>,
    /// Why there would be no file.
    pub trouble: Option<Message>,
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

/// What is known of a publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PublicationStateView {
    /// Recorded; nothing left yet.
    Pending,
    /// On its way.
    Sent,
    /// It left and no answer came.
    Unknown,
    /// The target has it.
    Done,
    /// In the target's folder, not yet taken.
    Waiting,
    /// Taken out of the target's folder.
    Taken,
    /// In the target's folder for days.
    Staying,
    /// Taken, and back in the folder.
    Returned,
    /// It did not arrive; it may be published again.
    Refused,
    /// The document was re-opened: the target has it no more, or has its reversal too.
    Withdrawn,
}

/// What re-opening a published document means.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReopeningView {
    /// The targets that have it.
    pub targets: Vec<ReopeningTarget>,
    /// The day of its entry, proposed for the one that reverses it.
    pub date: String,
    /// Whether a file has to be named for the entry that reverses it.
    pub needs_file: bool,
    /// Why nothing can be reversed from here, so that it has to be taken away over there.
    pub trouble: Option<Message>,
}

/// A target that has a document which is to be re-opened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReopeningTarget {
    /// The target.
    pub target: String,
    /// Since when, under which name.
    pub message: Message,
}

/// How a document that is re-opened is reversed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReversalForm {
    /// The day of the entry that reverses it.
    pub date: String,
    /// The ZIP that it is written to, where the document went to files.
    pub file: Option<String>,
}

/// A publication of one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PublicationView {
    /// The document.
    pub document: String,
    /// Purchases or sales.
    pub flow: FlowView,
    /// Where the document stands.
    pub status: StatusView,
    /// Its number.
    pub number: Option<String>,
    /// Supplier or customer.
    pub third_party: Option<String>,
    /// Its date.
    pub date: Option<String>,
    /// Total with tax.
    pub total_ttc: Option<String>,
    /// Tax.
    pub total_vat: Option<String>,
    /// Currency.
    pub currency: Option<String>,
    /// `bob`, `sage-ge`, `meg`, `meg-mail`, `files`.
    pub target: String,
    /// What is known of it.
    pub state: PublicationStateView,
    /// The same as a sentence.
    pub message: Message,
    /// When, in milliseconds since 1970.
    pub at: f64,
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
    /// How many seconds the service is given to answer; the usual 120 where nothing is said.
    pub patience: Option<u32>,
}

/// The certificate authority that is trusted beside those of this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AuthorityView {
    /// Name of the file that it came in.
    pub name: String,
    /// SHA-256 of each certificate.
    pub fingerprints: Vec<String>,
}

/// Without its secret: what is printed may be logged.
impl std::fmt::Debug for SageGeConnection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SageGeConnection")
            .field("address", &self.address)
            .field("entity", &self.entity)
            .field("siren", &self.siren)
            .field("client_id", &self.client_id)
            .field("patience", &self.patience)
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
