//! Entries: an entry balances or does not exist.

use serde::{Deserialize, Serialize};

use crate::{
    AccountCode, Amount, Axes, Currency, Date, Deductibility, DocumentId, EntryId, ExchangeRate, JournalCode,
    Money, ReverseChargeKind, VatRate,
};

/// Debit or credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Débit.
    Debit,
    /// Crédit.
    Credit,
}

impl Side {
    /// The other side.
    pub const fn opposite(self) -> Side {
        match self {
            Side::Debit => Side::Credit,
            Side::Credit => Side::Debit,
        }
    }
}

/// What a line of an entry is worth a word about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum LineNote {
    /// The line took the cents that rounding left over.
    RoundingCent {
        /// What was added to it, below zero when taken off.
        cents: Amount,
    },
    /// Part of the tax may not be deducted and is part of the expense (art. 206 annexe II CGI; art. 45 CTVA).
    NotDeductible {
        /// The share that may be deducted.
        share: Deductibility,
        /// The tax that may not.
        tax: Amount,
    },
    /// The tax waits for the payment (art. 269-2 c CGI).
    WaitsForPayment {
        /// The account that takes it then; absent in entries published before it was noted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        account: Option<AccountCode>,
        /// The label of that account.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        label: String,
    },
    /// The tax became due, or deductible, with a payment (art. 269-2 c, 271-I-2 CGI).
    DueWithPayment {
        /// What was paid.
        paid: Amount,
        /// Of what was owed.
        owed: Amount,
    },
    /// The customer owes the tax.
    ReverseCharge {
        /// Why.
        why: ReverseChargeKind,
        /// At which rate.
        rate: VatRate,
    },
    /// Converted.
    Converted {
        /// The rate.
        rate: ExchangeRate,
        /// The day of the rate.
        date: Date,
    },
    /// The difference between what was booked and what was paid, at another rate of exchange (art. 946-65 PCG).
    ExchangeDifference,
    /// A deposit on packaging, given.
    DepositGiven,
    /// A deposit on packaging, returned.
    DepositReturned,
    /// A commission kept back from a sale.
    Commission,
    /// An advance, or its deduction.
    Advance,
}

/// What an entry of a document is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryPurpose {
    /// It books the document.
    #[default]
    Document,
    /// It books the payment on the spot that the document tells of.
    Payment,
    /// It books the tax that became due with a settlement, whose identity it has.
    TaxDue,
    /// It booked a document that was re-opened since, and was reversed.
    Reversed,
    /// It reverses another one (*contrepassation*).
    Reversal,
}

/// One line of an entry. The amount is above zero; the side says the rest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryLine {
    /// The general account (for a third party its collective account, 401000).
    pub account: AccountCode,
    /// Its label.
    pub account_label: String,
    /// The auxiliary account, on the third party's line.
    pub auxiliary: Option<AccountCode>,
    /// Debit or credit.
    pub side: Side,
    /// Above zero.
    pub amount: Amount,
    /// What the line is for.
    pub label: String,
    /// Analytic sections.
    #[serde(default, skip_serializing_if = "Axes::is_empty")]
    pub axes: Axes,
    /// The amount in the document's currency, where that is not the entry's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub foreign: Option<Money>,
    /// What is worth a word about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<LineNote>,
}

/// A balanced set of lines in one journal. What is read back is checked like what is built.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "EntryParts")]
pub struct Entry {
    id: EntryId,
    document: DocumentId,
    #[serde(default)]
    purpose: EntryPurpose,
    journal: JournalCode,
    date: Date,
    piece_reference: String,
    due_date: Option<Date>,
    currency: Currency,
    lines: Vec<EntryLine>,
}

/// Why lines make no entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// Debit and credit differ.
    #[error("the entry does not balance: debit {debit}, credit {credit}")]
    Unbalanced {
        /// Sum of the debits.
        debit: Amount,
        /// Sum of the credits.
        credit: Amount,
    },
    /// A line is zero or negative.
    #[error("the line on account {account} is {amount}: expected an amount above zero")]
    NotPositive {
        /// The line's account.
        account: AccountCode,
        /// Its amount.
        amount: Amount,
    },
    /// Fewer than two lines.
    #[error("an entry needs at least two lines")]
    TooFewLines,
    /// The sums leave the range of an amount.
    #[error("the entry's sums are too large")]
    TooLarge,
}

impl EntryError {
    /// Stable code; screens translate it.
    pub fn code(&self) -> &'static str {
        match self {
            EntryError::Unbalanced { .. } => "entry_unbalanced",
            EntryError::NotPositive { .. } => "entry_line_not_positive",
            EntryError::TooFewLines => "entry_too_few_lines",
            EntryError::TooLarge => "entry_too_large",
        }
    }
}

/// What an entry is made of, before it is known to balance.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct EntryParts {
    /// Identity.
    pub id: EntryId,
    /// The document that it books.
    pub document: DocumentId,
    /// What it is for.
    #[serde(default)]
    pub purpose: EntryPurpose,
    /// Journal.
    pub journal: JournalCode,
    /// Date of the entry (the document's date of issue).
    pub date: Date,
    /// Number of the document.
    pub piece_reference: String,
    /// Due date.
    pub due_date: Option<Date>,
    /// Currency of the amounts.
    pub currency: Currency,
    /// Lines.
    pub lines: Vec<EntryLine>,
}

impl TryFrom<EntryParts> for Entry {
    type Error = EntryError;
    fn try_from(parts: EntryParts) -> Result<Entry, EntryError> {
        Entry::new(parts)
    }
}

impl Entry {
    /// An entry of these parts, or why there can be none.
    pub fn new(parts: EntryParts) -> Result<Entry, EntryError> {
        if parts.lines.len() < 2 {
            return Err(EntryError::TooFewLines);
        }
        let (mut debit, mut credit) = (0i64, 0i64);
        for line in &parts.lines {
            if line.amount <= Amount::ZERO {
                return Err(EntryError::NotPositive { account: line.account.clone(), amount: line.amount });
            }
            let sum = match line.side {
                Side::Debit => &mut debit,
                Side::Credit => &mut credit,
            };
            *sum = sum.checked_add(line.amount.cents()).ok_or(EntryError::TooLarge)?;
        }
        if debit != credit {
            return Err(EntryError::Unbalanced {
                debit: Amount::from_cents(debit),
                credit: Amount::from_cents(credit),
            });
        }
        let EntryParts { id, document, purpose, journal, date, piece_reference, due_date, currency, lines } =
            parts;
        Ok(Entry { id, document, purpose, journal, date, piece_reference, due_date, currency, lines })
    }
    /// The entry that takes this one back: its lines on the other side, on a day of its own (*extourne*, *contrepassation*). Its
    /// identity follows from that of this one: an entry is reversed once.
    pub fn reversed(&self, date: Date) -> Entry {
        let line = |line: &EntryLine| EntryLine {
            side: line.side.opposite(),
            label: format!("Extourne {}", line.label),
            notes: Vec::new(),
            ..line.clone()
        };
        Entry {
            id: EntryId::from_uuid(uuid::Uuid::from_u128(!self.id.uuid().as_u128())),
            purpose: EntryPurpose::Reversal,
            date,
            due_date: None,
            lines: self.lines.iter().map(line).collect(),
            ..self.clone()
        }
    }
    /// Identity.
    pub fn id(&self) -> EntryId {
        self.id
    }
    /// The document that it books.
    pub fn document(&self) -> DocumentId {
        self.document
    }
    /// What it is for.
    pub fn purpose(&self) -> EntryPurpose {
        self.purpose
    }
    /// Journal.
    pub fn journal(&self) -> &JournalCode {
        &self.journal
    }
    /// Date of the entry.
    pub fn date(&self) -> Date {
        self.date
    }
    /// Number of the document.
    pub fn piece_reference(&self) -> &str {
        &self.piece_reference
    }
    /// Due date.
    pub fn due_date(&self) -> Option<Date> {
        self.due_date
    }
    /// Currency.
    pub fn currency(&self) -> Currency {
        self.currency
    }
    /// Lines, at least two, balanced.
    pub fn lines(&self) -> &[EntryLine] {
        &self.lines
    }
    /// Sum of the debits, which is the sum of the credits.
    pub fn total(&self) -> Amount {
        self.lines.iter().filter(|line| line.side == Side::Debit).map(|line| line.amount).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(credit: i64) -> EntryParts {
        let line = |side, cents| EntryLine {
            account: "606300".parse().unwrap(),
            account_label: String::new(),
            auxiliary: None,
            side,
            amount: Amount::from_cents(cents),
            label: String::new(),
            axes: Axes::default(),
            foreign: None,
            notes: Vec::new(),
        };
        EntryParts {
            id: EntryId::from_uuid(Default::default()),
            document: DocumentId::from_uuid(Default::default()),
            purpose: EntryPurpose::Document,
            journal: "ACH".parse().unwrap(),
            date: "2026-11-21".parse().unwrap(),
            piece_reference: "1".to_owned(),
            due_date: None,
            currency: Currency::EUR,
            lines: vec![line(Side::Debit, 100), line(Side::Credit, credit)],
        }
    }

    #[test]
    fn an_entry_balances_or_does_not_exist() {
        assert!(Entry::new(parts(100)).is_ok());
        assert_eq!(Entry::new(parts(99)).unwrap_err().code(), "entry_unbalanced");
        assert_eq!(Entry::new(parts(0)).unwrap_err().code(), "entry_line_not_positive");
    }

    #[test]
    fn an_unbalanced_entry_cannot_be_read_back() {
        let text = serde_json::to_string(&Entry::new(parts(100)).unwrap()).unwrap();
        assert!(serde_json::from_str::<Entry>(&text).is_ok());
        assert!(
            serde_json::from_str::<Entry>(
                &text.replace("\"1.00\"}", "\"1.01\"}").replacen("1.00", "2.00", 1)
            )
            .is_err()
        );
    }
}
