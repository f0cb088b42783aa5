//! The systems that entries are published to (Sage GE, MEG, BOB Demat, mail, files) and the platform that e-invoices come from.
//! The only crate that knows HTTP and SMTP.
//!
//! Publication happens once. Each route has the same discipline: the caller stores a key before anything leaves, a
//! failure says whether the other side can have received it ([`PostError`]), and an unknown outcome is settled by
//! looking ([`Target::find_by_key`], [`folder::reconcile`]) or, where there is nothing to look at
//! ([`mail`]), by asking a person; never by sending again.

mod answers;
mod authority;
pub mod bob_demat;
mod credentials;
mod error;
pub mod files;
pub mod folder;
mod http;
mod key;
pub mod mail;
pub mod meg;
mod naming;
mod place;
pub mod platform;
pub mod precheck;
pub mod sage_ge;
#[cfg(feature = "sandbox")]
pub mod sandbox;
mod target;

pub use authority::{Authority, AuthorityError};
pub use credentials::{Credentials, Secret};
pub use error::{FetchError, PostError, Refusal};
pub use http::Timeouts;
pub use key::{IdempotencyKey, IdempotencyKeyError};
pub use naming::paper_name;
pub use target::{
    Answer, Attachment, ChartAccount, Exercise, Fetched, Folder, FolderId, Journal, JournalKind, PostEntry,
    Posted, RemoteId, RemotePaymentMethod, RemoteState, RemoteThirdParty, Target, VatAccount, VatDirection,
};
