//! The tax that becomes due when a document is paid.
//!
//! The tax on services is due with the payment of the price, and deductible by the customer on that day (art. 269-2 c, 271-I-2
//! CGI; BOI-TVA-BASE-20-20). Until then it stands on a waiting account (44574, 44564); each payment moves the part that it
//! bears to the account of the tax collected or deductible.

use std::collections::BTreeMap;

use liasse_domain::{
    AccountCode, Amount, Entry, EntryError, EntryId, EntryLine, EntryParts, EntryPurpose, JournalCode,
    LineNote, Settlement,
};

/// A document as it is booked, or would be, with what settled it since.
#[derive(Debug, Clone, Copy)]
pub struct Booked<'a> {
    /// Its entry.
    pub entry: &'a Entry,
    /// That of its payment on the spot.
    pub payment: Option<&'a Entry>,
    /// Its settlements, in the order in which they were recorded.
    pub settlements: &'a [Settlement],
    /// Accounts that have another number since.
    pub successors: &'a BTreeMap<AccountCode, AccountCode>,
    /// The journal of the tax that becomes due.
    pub journal: &'a JournalCode,
}

/// What is still open of a document whose tax waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// What was owed once it was booked, tax included.
    pub owed: Amount,
    /// What was settled of it.
    pub settled: Amount,
    /// The tax that still waits.
    pub tax: Amount,
}

impl Waiting {
    /// What is still owed.
    pub fn remaining(&self) -> Amount {
        self.owed - self.settled
    }
}

/// The part of a tax that what was paid bears; all of it once all was paid, so that no cent is left waiting.
fn part(tax: Amount, paid: Amount, owed: Amount) -> Amount {
    if paid >= owed { tax } else { tax.ratio(paid.cents(), owed.cents()).unwrap_or(Amount::ZERO) }
}

impl Booked<'_> {
    /// The lines whose tax waits, with the account that takes it.
    fn waiting_lines(&self) -> impl Iterator<Item = (&EntryLine, &AccountCode, &str)> {
        self.entry.lines().iter().flat_map(|line| {
            line.notes.iter().filter_map(move |note| match note {
                LineNote::WaitsForPayment { account: Some(account), label } => {
                    Some((line, account, label.as_str()))
                }
                _ => None,
            })
        })
    }

    /// What was owed once the document was booked: the debt, but what was paid on the spot.
    fn owed(&self) -> Amount {
        let debt = |entry: &Entry| -> Amount {
            entry
                .lines()
                .iter()
                .find(|line| line.auxiliary.is_some())
                .map_or(Amount::ZERO, |line| line.amount)
        };
        debt(self.entry) - self.payment.map_or(Amount::ZERO, debt)
    }

    /// What is open; `None` when no tax waits.
    pub fn waiting(&self) -> Option<Waiting> {
        self.waiting_lines().next()?;
        let owed = self.owed();
        let settled = self.settlements.iter().map(|settlement| settlement.amount).sum::<Amount>().min(owed);
        let tax = self.waiting_lines().map(|(line, ..)| line.amount - part(line.amount, settled, owed)).sum();
        Some(Waiting { owed, settled, tax })
    }

    /// The entry of one of the settlements, on its day; `None` when no tax waited for it, or so little was paid that its part
    /// is no cent. Parts are reckoned on what was paid in all, so that their sum is the tax.
    ///
    /// # Errors
    /// Those of [`Entry::new`].
    pub fn tax_due(&self, of: &Settlement) -> Result<Option<Entry>, EntryError> {
        let owed = self.owed();
        let before: Amount =
            self.settlements.iter().filter(|other| other.id < of.id).map(|other| other.amount).sum();
        let after = before + of.amount;
        let number = |account: &AccountCode| self.successors.get(account).unwrap_or(account).clone();
        let mut lines = Vec::new();
        for (line, account, label) in self.waiting_lines() {
            let amount = part(line.amount, after, owed) - part(line.amount, before, owed);
            if amount <= Amount::ZERO {
                continue;
            }
            let note = LineNote::DueWithPayment { paid: after.min(owed) - before.min(owed), owed };
            let plain = EntryLine {
                auxiliary: None,
                amount,
                foreign: None,
                notes: Vec::new(),
                account: number(&line.account),
                side: line.side.opposite(),
                ..line.clone()
            };
            let due = EntryLine {
                account: number(account),
                account_label: label.to_owned(),
                side: line.side,
                notes: vec![note],
                ..plain.clone()
            };
            lines.extend([plain, due]);
        }
        if lines.is_empty() {
            return Ok(None);
        }
        Entry::new(EntryParts {
            id: EntryId::from_uuid(of.id.uuid()),
            document: self.entry.document(),
            purpose: EntryPurpose::TaxDue,
            journal: self.journal.clone(),
            date: of.date,
            piece_reference: self.entry.piece_reference().to_owned(),
            due_date: None,
            currency: self.entry.currency(),
            lines,
        })
        .map(Some)
    }
}

#[cfg(test)]
mod tests {
    use liasse_domain::{Currency, DocumentId, SettlementId, Side};
    use proptest::prelude::*;

    use super::*;

    /// A sale of these taxes, which wait, on a debt.
    fn sale(taxes: &[i64], owed: i64) -> Entry {
        let line = |account: &str, side, cents, auxiliary: Option<&str>, notes| EntryLine {
            account: account.parse().unwrap(),
            account_label: String::new(),
            auxiliary: auxiliary.map(|code| code.parse().unwrap()),
            side,
            amount: Amount::from_cents(cents),
            label: String::new(),
            axes: Default::default(),
            foreign: None,
            notes,
        };
        let waits = |place: usize| {
            let account = format!("44571{place}").parse().ok();
            vec![LineNote::WaitsForPayment { account, label: String::new() }]
        };
        let mut lines = vec![line("411000", Side::Debit, owed, Some("411MAIRIE"), vec![])];
        let net = owed - taxes.iter().sum::<i64>();
        lines.push(line("706000", Side::Credit, net, None, vec![]));
        for (place, tax) in taxes.iter().enumerate() {
            lines.push(line("445740", Side::Credit, *tax, None, waits(place)));
        }
        Entry::new(EntryParts {
            id: EntryId::from_uuid(uuid::Uuid::nil()),
            document: DocumentId::from_uuid(uuid::Uuid::nil()),
            purpose: EntryPurpose::Document,
            journal: "VTE".parse().unwrap(),
            date: "2026-03-01".parse().unwrap(),
            piece_reference: "F-1".to_owned(),
            due_date: None,
            currency: Currency::EUR,
            lines,
        })
        .unwrap()
    }

    proptest! {
        #[test]
        fn however_it_is_paid_each_part_balances_and_all_of_the_tax_becomes_due_once(
            taxes in prop::collection::vec(1i64..50_000, 1..4),
            net in 1i64..500_000,
            parts in prop::collection::vec(1i64..1_000, 1..8),
        ) {
            let owed = net + taxes.iter().sum::<i64>();
            let entry = sale(&taxes, owed);
            // Payments in the proportion of the parts; the last one pays what is left.
            let whole: i64 = parts.iter().sum();
            let mut left = owed;
            let mut settlements = Vec::new();
            for (place, part) in parts.iter().enumerate() {
                let last = place + 1 == parts.len();
                let cents = if last { left } else { (owed * part / whole).min(left) };
                if cents == 0 {
                    continue;
                }
                left -= cents;
                settlements.push(Settlement {
                    id: SettlementId::from_uuid(uuid::Uuid::from_u128(place as u128 + 1)),
                    document: entry.document(),
                    date: "2026-04-01".parse().unwrap(),
                    amount: Amount::from_cents(cents),
                });
            }
            let journal: JournalCode = "OD".parse().unwrap();
            let successors = BTreeMap::new();
            let booked = Booked {
                entry: &entry,
                payment: None,
                settlements: &settlements,
                successors: &successors,
                journal: &journal,
            };
            let mut due: BTreeMap<AccountCode, Amount> = BTreeMap::new();
            for settlement in &settlements {
                // An entry balances or does not exist: what is unbalanced would be an error here.
                for line in booked.tax_due(settlement).unwrap().iter().flat_map(|entry| entry.lines()) {
                    let sign = if line.side == Side::Credit { line.amount } else { -line.amount };
                    *due.entry(line.account.clone()).or_default() += sign;
                }
            }
            for (place, tax) in taxes.iter().enumerate() {
                let account: AccountCode = format!("44571{place}").parse().unwrap();
                prop_assert_eq!(due[&account], Amount::from_cents(*tax));
            }
            let all: Amount = taxes.iter().map(|tax| Amount::from_cents(*tax)).sum();
            prop_assert_eq!(due[&"445740".parse::<AccountCode>().unwrap()], -all);
            let waiting = booked.waiting().unwrap();
            prop_assert_eq!((waiting.tax, waiting.remaining()), (Amount::ZERO, Amount::ZERO));
        }
    }
}
