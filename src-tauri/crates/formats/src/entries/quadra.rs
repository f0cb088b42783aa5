//! Quadra ASCII, the fixed-width text that Cegid Quadra (QuadraCOMPTA) imports, with the names of the images.
//!
//! Layout from Dolibarr (`AccountancyExport::exportQuadratus`, "format since 2015", reviewed 2025), which follows the
//! publisher's "Fichier d'entrée ASCII dans QuadraCOMPTA"; OpenFlyers ("Accounting export template Quadratus") and Expensya write
//! the same columns up to the 231st. One names ISO 8859-15, another "ANSI", the third takes the accents off: only characters that
//! the first two write alike are used.

use std::collections::HashSet;

use liasse_domain::{Date, ThirdPartyKind};

use super::fit::{CharacterSet, Fitter, Keep, cut};
use super::{EntryFile, EntryFileError, OutEntry, in_euros, letter};

/// Characters of an image's name, ending included: eight, a point, three.
pub const IMAGE_NAME: usize = 12;

/// Digits of the field of the amount, in cents.
const MOST_CENTS: i64 = 999_999_999_999;
/// The shortest number of a movement has five digits.
const MOST_ENTRIES: usize = 99_999;

/// Writes entries as Quadra ASCII, CR LF.
///
/// A record `C` (453 characters) comes before the first line of each third party: it creates the account with its name and
/// collective account where Quadra does not have it, and changes nothing where it has (update code blank). A record `M` (231
/// characters) is a line: account 2–9, journal 10–11 and 111–113, folio 12–14, date 15–20, label 22–41 and whole 117–146, D or C
/// 42, sign 43, cents 44–55, due date 64–69, movement 75–79 and 100–107, currency 108–110, piece 149–158 (its end, where it is
/// too long), image 182–193. The images lie beside the file under these names.
///
/// # Errors
/// [`EntryFileError`]: another currency than the euro, an account or journal that does not fit, too large an amount, too many
/// entries.
pub fn write_quadra(entries: &[OutEntry<'_>]) -> Result<EntryFile, EntryFileError> {
    in_euros(entries)?;
    if entries.len() > MOST_ENTRIES {
        return Err(EntryFileError::TooMany { most: MOST_ENTRIES });
    }
    let charset = CharacterSet::WesternEurope;
    let mut fitter = Fitter::new(charset, &[]);
    let mut text = String::new();
    let mut known = HashSet::new();
    for (place, out) in entries.iter().enumerate() {
        let entry = out.entry;
        let long_journal = fitter.journal(entry.journal().as_str(), 3)?;
        let piece = fitter.text(entry.piece_reference(), 10, Keep::End);
        let image = out.image.filter(|name| name.len() == IMAGE_NAME).unwrap_or_default();
        for line in entry.lines() {
            let auxiliary = line.auxiliary.as_ref();
            let account = fitter.account(auxiliary.unwrap_or(&line.account), auxiliary.is_some(), 8)?;
            if auxiliary.is_some() && known.insert(account.clone()) {
                let collective = fitter.account(&line.account, false, 8)?;
                let name = fitter.text(out.third_party, 30, Keep::Beginning);
                text.push_str(&third_party(&account, &name, &collective, out.kind));
            }
            if line.amount.cents() > MOST_CENTS {
                let piece = entry.piece_reference().to_owned();
                return Err(EntryFileError::AmountTooLarge { piece, amount: line.amount });
            }
            let label = fitter.text(&line.label, 30, Keep::Beginning);
            let movement = place + 1;
            let (date, side, cents) = (short(entry.date()), letter(line.side), line.amount.cents());
            let due = entry.due_date().map_or("000000".to_owned(), short);
            let (journal, short_label) =
                (cut(&long_journal, 2, Keep::Beginning), cut(&label, 20, Keep::Beginning));
            text.push_str(&format!(
                "M{account:<8}{journal:<2}000{date} {short_label:<20}{side}+{cents:012}{:8}{due}{:5}{movement:<5}{:20}{movement:<8}EUR{long_journal:<3}{:3}{label:<30}{:2}{piece:<10}{:23}{image:<12}{:38}\r\n",
                "", "", "", "", "", "", ""
            ));
        }
    }
    Ok(EntryFile { bytes: charset.encode(&text), findings: fitter.findings() })
}

fn third_party(account: &str, name: &str, collective: &str, kind: ThirdPartyKind) -> String {
    let kind = match kind {
        ThirdPartyKind::Supplier => 'F',
        ThirdPartyKind::Customer => 'C',
    };
    let key: String = cut(name, 7, Keep::Beginning).to_uppercase().chars().take(7).collect();
    format!("C{account:<8}{name:<30}{key:<7}{:52}{collective:<8}{:111}{kind}{:235}\r\n", "", "", "")
}

/// `JJMMAA`.
fn short(date: Date) -> String {
    format!("{:02}{:02}{:02}", date.day(), date.month(), date.year().rem_euclid(100))
}
