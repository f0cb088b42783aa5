//! Why entries cannot be written to a file.

use liasse_domain::{Amount, Currency};

/// Why entries cannot be written in a layout without saying something else than they do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EntryFileError {
    /// The layout is in euros.
    #[error("the piece {piece} is in {currency}: this layout takes euros only")]
    Currency {
        /// Reference of the piece.
        piece: String,
        /// Its currency.
        currency: Currency,
    },
    /// A general account that cannot be shortened without becoming another one.
    #[error("the account {account} has more than {longest} characters: this layout has no room for it")]
    AccountTooLong {
        /// The account.
        account: String,
        /// Most characters that the layout takes.
        longest: usize,
    },
    /// Two codes would be written alike.
    #[error(
        "{first} and {second} would both be written {kept}: give one of them a code that differs at its beginning"
    )]
    Alike {
        /// The first code.
        first: String,
        /// The second code.
        second: String,
        /// What would be written.
        kept: String,
    },
    /// An amount has more digits than the layout takes.
    #[error("the amount {amount} of the piece {piece} is too large for this layout")]
    AmountTooLarge {
        /// Reference of the piece.
        piece: String,
        /// The amount.
        amount: Amount,
    },
    /// More entries than the layout can number.
    #[error("this layout numbers at most {most} entries a file: export fewer at once")]
    TooMany {
        /// Most entries of a file.
        most: usize,
    },
    /// Columns that make no file.
    #[error("the columns lack {missing}: date, journal, account, debit and credit are needed")]
    Columns {
        /// Code of the first column that is needed and is not there.
        missing: &'static str,
    },
}

impl EntryFileError {
    /// Stable code; screens translate it.
    pub fn code(&self) -> &'static str {
        match self {
            EntryFileError::Currency { .. } => "entries_currency",
            EntryFileError::AccountTooLong { .. } => "entries_account_too_long",
            EntryFileError::Alike { .. } => "entries_alike",
            EntryFileError::AmountTooLarge { .. } => "entries_amount_too_large",
            EntryFileError::TooMany { .. } => "entries_too_many",
            EntryFileError::Columns { .. } => "entries_columns",
        }
    }

    /// What goes into the translated sentence.
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            EntryFileError::Currency { piece, currency } => {
                vec![("piece", piece.clone()), ("currency", currency.to_string())]
            }
            EntryFileError::AccountTooLong { account, longest } => {
                vec![("account", account.clone()), ("longest", longest.to_string())]
            }
            EntryFileError::Alike { first, second, kept } => {
                vec![("first", first.clone()), ("second", second.clone()), ("kept", kept.clone())]
            }
            EntryFileError::AmountTooLarge { piece, amount } => {
                vec![("piece", piece.clone()), ("amount", amount.to_string())]
            }
            EntryFileError::TooMany { most } => vec![("most", most.to_string())],
            EntryFileError::Columns { missing } => vec![("missing", (*missing).to_owned())],
        }
    }
}
