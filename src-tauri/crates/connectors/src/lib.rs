//! The systems that entries are published to (Sage GE, MEG, BOB Demat, files) and the platform that e-invoices come from.
//! The only crate that knows HTTP.
//!
//! Publication happens once. Each route has the same discipline: the caller stores a key before anything leaves, a
//! failure says whether the other side can have received it ([`PostError`]), and an unknown outcome is settled by
//! looking ([`Target::find_by_key`], [`bob_demat::reconcile`]), never by sending again.

mod answers;
mod authority;
pub mod bob_demat;
mod credentials;
mod error;
pub mod files;
mod http;
mod key;
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
pub use target::{
    Answer, Attachment, ChartAccount, Exercise, Fetched, Folder, FolderId, Journal, JournalKind, PostEntry,
    Posted, RemoteId, RemotePaymentMethod, RemoteState, RemoteThirdParty, Target, VatAccount, VatDirection,
};
