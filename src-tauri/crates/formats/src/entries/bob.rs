//! The text that Sage BOB 50 imports.
//!
//! Layout from one public witness, Dolibarr (`AccountancyExport::exportBob50`): `piece;date;G|C|F;account;debit;credit;label`.
//! The character set is not told; Windows-1252 is what a Windows program of that age reads.

use liasse_domain::ThirdPartyKind;

use super::fit::{CharacterSet, Fitter};
use super::{EntryFile, EntryFileError, OutEntry, comma, credit, debit, in_euros, slashed};

/// Writes entries as BOB's text: `;`, decimal comma, LF, Windows-1252, no heading.
///
/// The piece is the entry's number in the file; `G` is a general account, `F` a supplier, `C` a customer, with the auxiliary
/// account. Labels have 32 characters; the piece's number at their end stays whole.
///
/// # Errors
/// [`EntryFileError::Currency`].
pub fn write_bob(entries: &[OutEntry<'_>]) -> Result<EntryFile, EntryFileError> {
    in_euros(entries)?;
    let charset = CharacterSet::Windows1252;
    let mut fitter = Fitter::new(charset, &[';']);
    let mut text = String::new();
    for (place, out) in entries.iter().enumerate() {
        for line in out.entry.lines() {
            let (sort, account) = match (&line.auxiliary, out.kind) {
                (None, _) => ('G', &line.account),
                (Some(auxiliary), ThirdPartyKind::Supplier) => ('F', auxiliary),
                (Some(auxiliary), ThirdPartyKind::Customer) => ('C', auxiliary),
            };
            let label = fitter.label(&line.label, out.entry.piece_reference(), 32);
            let (movement, date) = (place + 1, slashed(out.entry.date()));
            let (debit, credit) = (comma(debit(line)), comma(credit(line)));
            let account = fitter.account(account, line.auxiliary.is_some(), 20)?;
            text.push_str(&format!("{movement};{date};{sort};{account};{debit};{credit};{label}\n"));
        }
    }
    Ok(EntryFile { bytes: charset.encode(&text), findings: fitter.findings() })
}
