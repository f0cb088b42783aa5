//! The encrypted SQLite database, the blobs and the ledger of changes. The only crate that knows SQL.
//!
//! Open a [`DataFolder`] (one process at a time), unlock its key with [`keys::unlock`], open the [`Store`]. Read with
//! [`Store::read`]; change with [`Store::command`], which is one transaction recorded as one change that can be
//! undone, or with [`Store::background`] for the system's own bookkeeping. Originals are in [`Blobs`].

mod blobs;
mod changed;
mod concerned;
mod credentials;
mod digest;
mod error;
mod folder;
pub mod keys;
mod ledger;
mod migrations;
mod names;
mod platform;
mod sql;
mod store;
mod tables;
#[cfg(test)]
mod tests;
mod time;

pub use blobs::{Blobs, PlainCopy};
pub use changed::{BeforeAfter, ChangedValue};
pub use credentials::CredentialPlace;
pub use digest::{Digest, DigestError};
pub use error::StoreError;
pub use folder::DataFolder;
pub use keys::{KeyError, KeySource, Keyring, MasterKey, RecoveryCode, Unlocked};
pub use ledger::{Actor, Command, Undone};
pub use names::{name_key, number_key};
pub use store::{ReadStore, Reader, Store, Writer};
pub use tables::account_use::{AccountUse, AccountUser};
pub use tables::change::ChangeRecord;
pub use tables::coding::{AllocationRow, CodingRow};
pub use tables::document::{DocumentPage, DocumentRow};
pub use tables::duplicate::{Like, LikeOf, Verdict};
pub use tables::inbox::{InboxCount, InboxFilter, InboxRow, ReviewPosition};
pub use tables::job::{JobRow, JobState};
pub use tables::memory::{MemoryRow, PublicName};
pub use tables::page::PageRow;
pub use tables::platform::LifeCycleRow;
pub use tables::publication::{PublicationRow, PublicationState, PublishedRow};
pub use tables::rule::FirmIdentity;
pub use tables::search::SearchHit;
pub use tables::source::{Origin, SourceRow, SourceState};
pub use tables::watched_folder::WatchedFolderRow;
pub use time::Timestamp;
pub use zeroize::Zeroizing;
