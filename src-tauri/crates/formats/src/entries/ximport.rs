//! XIMPORT, the fixed-width text that Ciel and Sage 50 import.
//!
//! Layout from two public witnesses that agree on every width: the exports of Dolibarr (`AccountancyExport::exportCiel`, format
//! "since 2003", reviewed 2021 against Sage 50) and of OpenFlyers ("Accounting export template CielXimport"); a third, Dokos,
//! writes the same. They disagree on the decimal mark: OpenFlyers and Dokos write a point, Dolibarr a comma; a point is written
//! here. Sage 50 reads the file named `XIMPORT.TXT` in Windows-1252 ("Extended Windows ANSI").

use super::fit::{CharacterSet, Fitter, Keep};
use super::{EntryFile, EntryFileError, OutEntry, in_euros, letter};

/// The name under which Ciel and Sage 50 look for the file.
pub const XIMPORT_NAME: &str = "XIMPORT.TXT";

/// The movement's number has five digits.
const MOST_ENTRIES: usize = 99_999;

/// Writes entries as XIMPORT: 142 characters a line, CR LF, Windows-1252.
///
/// Columns (from 1): movement 1–5, journal 6–7, date 8–15, due date 16–23, piece 24–35, account 36–46, label 47–71, amount
/// 72–84, D or C 85, reconciliation and analytic codes 86–103 (blank), label of the account 104–137, `O` (euro) 138, `2003`
/// 139–142. Of a piece's number that is too long the end is kept.
///
/// # Errors
/// [`EntryFileError`]: another currency than the euro, an account or journal that does not fit, too large an amount, too many
/// entries.
pub fn write_ximport(entries: &[OutEntry<'_>]) -> Result<EntryFile, EntryFileError> {
    in_euros(entries)?;
    if entries.len() > MOST_ENTRIES {
        return Err(EntryFileError::TooMany { most: MOST_ENTRIES });
    }
    let charset = CharacterSet::Windows1252;
    let mut fitter = Fitter::new(charset, &[]);
    let mut text = String::new();
    for (place, out) in entries.iter().enumerate() {
        let entry = out.entry;
        let journal = fitter.journal(entry.journal().as_str(), 2)?;
        let piece = fitter.text(entry.piece_reference(), 12, Keep::End);
        let date = entry.date().compact();
        let due = entry.due_date().map(liasse_domain::Date::compact).unwrap_or_default();
        for line in entry.lines() {
            let auxiliary = line.auxiliary.as_ref();
            let account = fitter.account(auxiliary.unwrap_or(&line.account), auxiliary.is_some(), 11)?;
            let name = if auxiliary.is_some() { out.third_party } else { &line.account_label };
            let name = fitter.text(name, 34, Keep::Beginning);
            let label = fitter.text(&line.label, 25, Keep::Beginning);
            let amount = line.amount.to_string();
            if amount.len() > 13 {
                let piece = entry.piece_reference().to_owned();
                return Err(EntryFileError::AmountTooLarge { piece, amount: line.amount });
            }
            let movement = place + 1;
            let side = letter(line.side);
            text.push_str(&format!(
                "{movement:>5}{journal:<2}{date:<8}{due:<8}{piece:<12}{account:<11}{label:<25}{amount:>13}{side}{:18}{name:<34}O2003\r\n",
                ""
            ));
        }
    }
    Ok(EntryFile { bytes: charset.encode(&text), findings: fitter.findings() })
}
