//! Identities of rows: UUIDv7, drawn at the edges, so that workstations can exchange them later.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta] $name:ident),+ $(,)?) => {$(
        #[$doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a UUID drawn by the caller.
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }
            /// The UUID.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )+};
}

id! {
    /// A client file (*dossier*).
    ClientFileId,
    /// A source: bytes as they came.
    SourceId,
    /// A document (*pièce*).
    DocumentId,
    /// A third party: supplier or customer.
    ThirdPartyId,
    /// A rule of allocation.
    RuleId,
    /// An entry.
    EntryId,
    /// A job of the reading queue.
    JobId,
    /// One publication of one document to one target.
    PublicationId,
    /// One change of the ledger of changes.
    ChangeId,
    /// A watched folder.
    WatchedFolderId,
    /// What is remembered of one supplier's papers.
    MemoryId,
    /// A payment method.
    PaymentMethodId,
    /// A person who hands in expense reports.
    PersonId,
    /// A settlement of a document.
    SettlementId,
    /// A message of an e-invoice's life cycle.
    LifeCycleMessageId,
}
