//! Whether the entries balance.

use std::collections::HashMap;

use liasse_domain::Amount;

use super::error::{FecError, FecErrorKind};
use super::header::{Column, FecForm, Header};
use super::read::Report;

/// Sums per entry.
#[derive(Default)]
pub(super) struct Balances<'a> {
    entries: HashMap<(&'a str, &'a str), Balance>,
    last: Option<((&'a str, &'a str), Balance)>,
}

#[derive(Clone, Copy)]
struct Balance {
    line: u32,
    debit: i128,
    credit: i128,
    /// A line of the entry could not be read, or has no account: its sums say nothing.
    open: bool,
}

impl<'a> Balances<'a> {
    fn key(header: &Header, fields: &[&'a str]) -> (&'a str, &'a str) {
        let field = |column: Column| {
            header.place(column).and_then(|place| fields.get(place)).copied().unwrap_or_default()
        };
        (field(Column::JournalCode), field(Column::EcritureNum))
    }
    /// The lines of an entry mostly follow each other: the map is asked once an entry.
    fn at(&mut self, key: (&'a str, &'a str), line: u32) -> &mut Balance {
        let current = match self.last.take() {
            Some((last, balance)) if last == key => balance,
            other => {
                if let Some((last, balance)) = other {
                    self.entries.insert(last, balance);
                }
                let new = Balance { line, debit: 0, credit: 0, open: false };
                self.entries.get(&key).copied().unwrap_or(new)
            }
        };
        &mut self.last.insert((key, current)).1
    }
    pub(super) fn add(&mut self, header: &Header, fields: &[&'a str], line: u32, debit: i64, credit: i64) {
        let account = header.place(Column::CompteNum).and_then(|place| fields.get(place));
        let no_account = account.is_none_or(|account| account.is_empty());
        let balance = self.at(Self::key(header, fields), line);
        balance.debit += i128::from(debit);
        balance.credit += i128::from(credit);
        balance.open |= no_account;
    }
    pub(super) fn broken(&mut self, header: &Header, fields: &[&'a str]) {
        self.at(Self::key(header, fields), 0).open = true;
    }
    pub(super) fn check(mut self, header: &Header, report: &mut Report) {
        if let Some((key, balance)) = self.last.take() {
            self.entries.insert(key, balance);
        }
        let mut wrong: Vec<_> = self
            .entries
            .into_iter()
            .filter(|(_, balance)| !balance.open && balance.debit != balance.credit)
            .collect();
        wrong.sort_by_key(|(_, balance)| balance.line);
        let amount = |sum: i128| Amount::from_cents(i64::try_from(sum).unwrap_or(i64::MAX));
        for ((journal, entry), balance) in wrong {
            let kind = FecErrorKind::Unbalanced {
                journal: journal.to_owned(),
                entry: entry.to_owned(),
                debit: amount(balance.debit),
                credit: amount(balance.credit),
            };
            if header.form == FecForm::Commercial {
                report.error(balance.line, kind);
            } else {
                // A book of receipts and expenses has single entries.
                let message = FecError::on_line(balance.line, kind).to_string();
                report.anomaly(balance.line, "fec_unbalanced", message);
            }
        }
    }
}
