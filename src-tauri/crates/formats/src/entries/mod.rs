//! Entries as files for accounting software that no connection reaches: Sage Coala, XIMPORT (Ciel, Sage 50), Quadra, Sage BOB
//! 50 and a table that any spreadsheet opens.
//!
//! None of these layouts is published by its maker. Each module names the public witnesses that it follows, and where they
//! disagree. Amounts and dates are exact or the file is not written. Text that a layout has no room or no character for is
//! written shorter or plainer, and a [`Finding`] says so.

mod bob;
mod coala;
mod error;
mod fit;
mod quadra;
mod table;
mod ximport;

use liasse_domain::{Amount, Currency, Date, Entry, EntryLine, Finding, Side, ThirdPartyKind};

pub use bob::write_bob;
pub use coala::{CoalaColumn, CoalaLayout, LineEnd, write_coala};
pub use error::EntryFileError;
pub use fit::CharacterSet;
pub use quadra::{IMAGE_NAME, write_quadra};
pub use table::write_table;
pub use ximport::{XIMPORT_NAME, write_ximport};

/// An entry, and what the layouts say of it besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutEntry<'a> {
    /// The entry.
    pub entry: &'a Entry,
    /// Name of the supplier or customer.
    pub third_party: &'a str,
    /// Which of the two it is.
    pub kind: ThirdPartyKind,
    /// Name of the image that goes with the file, where there is one.
    pub image: Option<&'a str>,
}

/// A file of entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryFile {
    /// Content.
    pub bytes: Vec<u8>,
    /// What was written shorter or plainer than it is.
    pub findings: Vec<Finding>,
}

/// These layouts have no room for another currency: their amounts are in euros.
fn in_euros(entries: &[OutEntry<'_>]) -> Result<(), EntryFileError> {
    match entries.iter().find(|out| out.entry.currency() != Currency::EUR) {
        None => Ok(()),
        Some(out) => Err(EntryFileError::Currency {
            piece: out.entry.piece_reference().to_owned(),
            currency: out.entry.currency(),
        }),
    }
}

/// Says that sections were left out, for a file without a place for those of an axis: `carried` are the axes that it has.
pub fn sections_left_out(entries: &[OutEntry<'_>], carried: [bool; 2]) -> Option<Finding> {
    let [first, second] = carried;
    let left_out =
        |line: &&EntryLine| !first && line.axes.first.is_some() || !second && line.axes.second.is_some();
    let lines = entries.iter().flat_map(|out| out.entry.lines()).filter(left_out).count();
    let message = format!("{lines} lines bear analytic sections that this layout has no place for");
    (lines > 0).then(|| Finding::warning("entries_sections_left_out", message).with("count", lines))
}

fn debit(line: &EntryLine) -> Amount {
    if line.side == Side::Debit { line.amount } else { Amount::ZERO }
}

fn credit(line: &EntryLine) -> Amount {
    if line.side == Side::Credit { line.amount } else { Amount::ZERO }
}

/// `D` or `C`.
fn letter(side: Side) -> char {
    match side {
        Side::Debit => 'D',
        Side::Credit => 'C',
    }
}

/// With a decimal comma and no thousands separator: `1234,56`.
fn comma(amount: Amount) -> String {
    amount.to_string().replace('.', ",")
}

/// `JJ/MM/AAAA`.
fn slashed(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}
