//! Writing UBL: Peppol BIS Billing 3, UBL.BE or e-FFF: what a coded document says, with the paper inside, for software that takes
//! e-invoices (BOB Demat).
//!
//! The file follows EN 16931-1 and its official rules. What the facts at hand do not give is not made up:
//! [`UblError::Missing`] names it.

mod error;
mod lines;
mod model;
mod party;
mod payment;
mod tax;
mod variant;
mod write;

pub use error::{Missing, UblError};
pub use model::{Delivery, Original, UblDocument, UblKind, UblParty, UblPayment};
pub(crate) use payment::code as payment_code;
pub use variant::UblVariant;
pub(crate) use write::{Balance, Prepared, balance, prepare};
pub use write::{write, write_as};
