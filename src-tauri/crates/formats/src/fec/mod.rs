//! FEC, *fichier des écritures comptables* (art. A. 47 A-1 of the Livre des procédures fiscales).
//!
//! Reading takes every lawful form, and refuses the whole file with precise errors when a line is wrong: a chart and
//! rules that rest on half a ledger would be worse than none.

mod analyse;
mod balance;
mod conventions;
mod error;
mod header;
mod number;
mod read;
mod records;
mod summary;
mod write;

pub use analyse::analyse;
pub use error::{FecError, FecErrorKind, MAX_ERRORS};
pub use header::{Column, FecForm};
pub use read::{Fec, FecRow, read, read_owned};
pub use summary::{AccountUse, Counterpart, FecSummary, FecThirdParty, JournalNature, JournalUse, TaxHabit};
pub use write::{Charset, FecEntry, FecEntryLine, FecWriteError, file_name, write};

#[cfg(test)]
mod tests;
