//! One trait for the systems that entries are posted to.

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use liasse_domain::{
    Account, AccountCode, Country, Date, DocumentKind, Entry, Finding, Flow, JournalCode, ThirdParty,
    ThirdPartyKind, VatLine, VatRate, VatScheme,
};
use serde::{Deserialize, Serialize};

use crate::{FetchError, IdempotencyKey, PostError};

/// The answer of a [`Target`], to be awaited.
pub type Answer<'a, T, E> = Pin<Box<dyn Future<Output = Result<T, E>> + Send + 'a>>;

/// A system of accounting that entries are posted to.
pub trait Target: Send + Sync {
    /// The system's name, for messages.
    fn system(&self) -> &'static str;
    /// How long after an entry was sent the system can still be at work on it.
    fn settled(&self) -> Duration;
    /// The folders (*dossiers*) that these credentials may see.
    fn folders(&self) -> Answer<'_, Fetched<Folder>, FetchError>;
    /// The exercises of a folder, the closed ones too.
    fn exercises<'a>(&'a self, folder: &'a FolderId) -> Answer<'a, Fetched<Exercise>, FetchError>;
    /// The general accounts of a folder.
    fn chart<'a>(&'a self, folder: &'a FolderId) -> Answer<'a, Fetched<ChartAccount>, FetchError>;
    /// The suppliers or the customers of a folder.
    fn third_parties<'a>(
        &'a self,
        folder: &'a FolderId,
        kind: ThirdPartyKind,
    ) -> Answer<'a, Fetched<RemoteThirdParty>, FetchError>;
    /// The journals of a folder.
    fn journals<'a>(&'a self, folder: &'a FolderId) -> Answer<'a, Fetched<Journal>, FetchError>;
    /// The payment methods of a folder.
    fn payment_methods<'a>(
        &'a self,
        folder: &'a FolderId,
    ) -> Answer<'a, Fetched<RemotePaymentMethod>, FetchError>;
    /// The VAT accounts of a folder, with their rate and scheme.
    fn vat_accounts<'a>(&'a self, folder: &'a FolderId) -> Answer<'a, Fetched<VatAccount>, FetchError>;
    /// Posts one entry. Store the key before the call: see [`PostError`] for what each failure allows.
    fn post_entry<'a>(&'a self, folder: &'a FolderId, post: &'a PostEntry) -> Answer<'a, Posted, PostError>;
    /// What became of the entry that was sent under `key`; `None` when the system has not received it by now. An entry may
    /// still be on its way for as long as [`Target::settled`]: after that, `None` allows to send it again under the same key.
    fn find_by_key<'a>(
        &'a self,
        folder: &'a FolderId,
        key: &'a IdempotencyKey,
    ) -> Answer<'a, Option<Posted>, FetchError>;
}

/// A list from another system. Rows that could not be understood are left out, each with a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched<T> {
    /// The rows.
    pub items: Vec<T>,
    /// What was wrong with others.
    pub findings: Vec<Finding>,
}

/// A folder's identifier in the other system.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FolderId(pub String);

impl fmt::Display for FolderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A posted entry's identifier in the other system.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RemoteId(pub String);

impl fmt::Display for RemoteId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A client's books in the other system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// Identifier.
    pub id: FolderId,
    /// Name.
    pub label: String,
    /// SIREN or SIRET, where the system tells it.
    pub company: Option<String>,
    /// Whether the folder takes entries; when not, it is to be activated in the other system first.
    pub activated: bool,
}

/// An exercise (*exercice comptable*).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exercise {
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
    /// Whether it is closed to entries.
    pub closed: bool,
}

/// An account of the other system's chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartAccount {
    /// Code and label.
    pub account: Account,
    /// The counterpart account, which Sage GE shows in its column CPT1.
    pub counterpart: Option<AccountCode>,
}

/// A supplier or customer of the other system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteThirdParty {
    /// Auxiliary account.
    pub account: AccountCode,
    /// Name.
    pub name: String,
    /// Supplier or customer.
    pub kind: ThirdPartyKind,
    /// Country.
    pub country: Option<Country>,
    /// VAT number, as the system writes it.
    pub vat_number: Option<String>,
    /// SIRET or SIREN, as the system writes it.
    pub company: Option<String>,
}

/// What a journal is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JournalKind {
    /// Achats.
    Purchases,
    /// Ventes.
    Sales,
    /// Banque, caisse.
    Bank,
    /// Opérations diverses.
    General,
}

/// A journal of the other system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journal {
    /// Code.
    pub code: JournalCode,
    /// Label.
    pub label: String,
    /// What it is for.
    pub kind: JournalKind,
}

/// A payment method of the other system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemotePaymentMethod {
    /// Its identifier there.
    pub id: String,
    /// Name.
    pub name: String,
    /// Reference, often the last four digits of a card.
    pub reference: Option<String>,
}

/// Which way VAT goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VatDirection {
    /// Déductible.
    Deductible,
    /// Collectée, due.
    Collected,
}

/// A VAT account of the other system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VatAccount {
    /// Code and label.
    pub account: Account,
    /// Which way.
    pub direction: VatDirection,
    /// Rate.
    pub rate: VatRate,
    /// Standard, reverse charge or intra-Community.
    pub scheme: VatScheme,
    /// The account of the tax owed, for reverse charge and intra-Community purchases.
    pub counterpart: Option<AccountCode>,
}

/// The image of a document.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    /// File name.
    pub file_name: String,
    /// Media type (`application/pdf`).
    pub media_type: String,
    /// Content.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for Attachment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Attachment({}, {} bytes)", self.media_type, self.bytes.len())
    }
}

/// An entry on its way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostEntry {
    /// The publication's key, stored before the call.
    pub idempotency_key: IdempotencyKey,
    /// Purchases or sales.
    pub flow: Flow,
    /// Invoice, credit note, …
    pub kind: DocumentKind,
    /// The entry.
    pub entry: Entry,
    /// The entry of its payment, where the document was paid on the spot: both are taken, or neither.
    pub payment: Option<Entry>,
    /// The document's VAT, per rate.
    pub vat: Vec<VatLine>,
    /// The supplier or customer.
    pub third_party: Option<ThirdParty>,
    /// The image.
    pub attachment: Option<Attachment>,
}

/// Where a posted entry stands in the other system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RemoteState {
    /// Received, not yet in the books: Sage GE asks its user to integrate it when the folder is opened.
    Waiting,
    /// In the books.
    Integrated,
}

/// An entry that the other system has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// Its identifier there.
    pub remote_id: RemoteId,
    /// Where it stands.
    pub state: RemoteState,
}
