//! Writing a FEC.

use encoding_rs::ISO_8859_15;
use liasse_domain::identifiers::Siren;
use liasse_domain::{Amount, Currency, Date};

use super::number::comma;

/// The character sets that the law names and that computers of today have (art. A. 47 A-1, VI).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Charset {
    /// UTF-8, without a byte order mark; the tax administration's tool takes it.
    Utf8,
    /// ISO 8859-15. Typographic quotes and dashes become plain ones, other characters that it lacks `?`.
    Iso8859_15,
}

/// One line of an entry to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FecEntryLine {
    /// General account: begins with three digits.
    pub account: String,
    /// Its label.
    pub account_label: String,
    /// Auxiliary account and its label, on the third party's line.
    pub auxiliary: Option<(String, String)>,
    /// What the line is for.
    pub label: String,
    /// Debit.
    pub debit: Amount,
    /// Credit.
    pub credit: Amount,
}

/// One entry to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FecEntry {
    /// Journal.
    pub journal: String,
    /// Label of the journal.
    pub journal_label: String,
    /// Number in one continuous sequence.
    pub number: String,
    /// Date of the entry.
    pub date: Date,
    /// Reference of the piece.
    pub piece: String,
    /// Date of the piece.
    pub piece_date: Date,
    /// Date of validation; blank for a draft.
    pub validation_date: Option<Date>,
    /// Currency of the piece and its total in it, where it is not the euro.
    pub foreign: Option<(Amount, Currency)>,
    /// Lines.
    pub lines: Vec<FecEntryLine>,
}

/// Why an entry cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FecWriteError {
    /// Debits and credits differ.
    #[error("entry {entry} of journal {journal} does not balance: debit {debit}, credit {credit}")]
    Unbalanced {
        /// Journal.
        journal: String,
        /// Number.
        entry: String,
        /// Sum of the debits.
        debit: Amount,
        /// Sum of the credits.
        credit: Amount,
    },
    /// An account does not begin with three digits.
    #[error(
        "entry {entry} has the account `{account}`: expected three digits at its beginning, for example 606300"
    )]
    Account {
        /// Number of the entry.
        entry: String,
        /// The account.
        account: String,
    },
}

impl FecWriteError {
    /// Stable code; screens translate it.
    pub fn code(&self) -> &'static str {
        match self {
            FecWriteError::Unbalanced { .. } => "fec_unbalanced",
            FecWriteError::Account { .. } => "fec_account",
        }
    }
}

const HEADER: &str = "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\t\
                      PieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\t\
                      Idevise\r\n";

/// The file's name: `SirenFECAAAAMMJJ.txt`, the date being the end of the financial year (art. A. 47 A-1, X).
pub fn file_name(siren: &Siren, year_end: Date) -> String {
    format!("{siren}FEC{}.txt", year_end.compact())
}

/// Writes entries as a FEC: 18 columns, tabulations, decimal comma, CR LF.
///
/// # Errors
/// When an entry does not balance or has an account that the law does not allow.
pub fn write(entries: &[FecEntry], charset: Charset) -> Result<Vec<u8>, FecWriteError> {
    let mut text = HEADER.to_owned();
    for entry in entries {
        let debit: Amount = entry.lines.iter().map(|line| line.debit).sum();
        let credit: Amount = entry.lines.iter().map(|line| line.credit).sum();
        if debit != credit {
            let (journal, entry) = (entry.journal.clone(), entry.number.clone());
            return Err(FecWriteError::Unbalanced { journal, entry, debit, credit });
        }
        for line in &entry.lines {
            write_line(&mut text, entry, line)?;
        }
    }
    Ok(match charset {
        Charset::Utf8 => text.into_bytes(),
        Charset::Iso8859_15 => to_iso(&text),
    })
}

fn write_line(text: &mut String, entry: &FecEntry, line: &FecEntryLine) -> Result<(), FecWriteError> {
    let lawful = line.account.len() >= 3 && line.account.bytes().take(3).all(|b| b.is_ascii_digit());
    if !lawful {
        let (entry, account) = (entry.number.clone(), line.account.clone());
        return Err(FecWriteError::Account { entry, account });
    }
    let (auxiliary, auxiliary_label) = match &line.auxiliary {
        Some((account, label)) => (account.as_str(), label.as_str()),
        None => ("", ""),
    };
    let (foreign, currency) = match &entry.foreign {
        Some((amount, currency)) => (comma(*amount), currency.code()),
        None => (String::new(), ""),
    };
    let validation = entry.validation_date.map(Date::compact).unwrap_or_default();
    let fields: [&str; 18] = [
        &entry.journal,
        &entry.journal_label,
        &entry.number,
        &entry.date.compact(),
        &line.account,
        &line.account_label,
        auxiliary,
        auxiliary_label,
        &entry.piece,
        &entry.piece_date.compact(),
        &line.label,
        &comma(line.debit),
        &comma(line.credit),
        "",
        "",
        &validation,
        &foreign,
        currency,
    ];
    for (index, field) in fields.iter().enumerate() {
        if index > 0 {
            text.push('\t');
        }
        push_field(text, field);
    }
    text.push_str("\r\n");
    Ok(())
}

/// A field holds no separator, no line end and no other control character.
fn push_field(text: &mut String, field: &str) {
    let clean = field
        .trim()
        .chars()
        .map(|c| if c.is_control() || c == '\u{2028}' || c == '\u{2029}' { ' ' } else { c });
    text.extend(clean);
}

fn to_iso(text: &str) -> Vec<u8> {
    let (bytes, _, lossy) = ISO_8859_15.encode(text);
    if !lossy {
        return bytes.into_owned();
    }
    let mut out = Vec::with_capacity(text.len());
    for c in text.chars() {
        let mut buffer = [0; 4];
        let (bytes, _, unmappable) = ISO_8859_15.encode(c.encode_utf8(&mut buffer));
        match (unmappable, c) {
            (false, _) => out.extend_from_slice(&bytes),
            (true, '‘' | '’') => out.push(b'\''),
            (true, '“' | '”' | '„') => out.push(b'"'),
            (true, '–' | '—' | '‑') => out.push(b'-'),
            (true, '\u{202f}' | '\u{2009}') => out.push(b' '),
            (true, _) => out.push(b'?'),
        }
    }
    out
}
