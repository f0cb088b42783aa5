//! Lines of an entry before their sides are known.

use liasse_domain::{
    Account, AccountCode, Amount, Axes, Currency, DatedRate, EntryLine, LineNote, Money, Side,
};

/// A line in the making. Its amount is above zero on the side of the document's amounts (the debit of a purchase), below
/// zero on the other.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub account: AccountCode,
    pub account_label: String,
    pub auxiliary: Option<AccountCode>,
    pub amount: Amount,
    pub axes: Axes,
    /// The amount in the document's currency, once it was converted.
    pub foreign: Option<Amount>,
    pub notes: Vec<LineNote>,
    /// Whether it is an expense or a revenue, and so may take the cents that are left over.
    pub is_base: bool,
}

impl Draft {
    pub fn new(account: AccountCode, account_label: String, amount: Amount) -> Draft {
        Draft {
            account,
            account_label,
            auxiliary: None,
            amount,
            axes: Axes::default(),
            foreign: None,
            notes: Vec::new(),
            is_base: false,
        }
    }
    pub fn noted(mut self, note: LineNote) -> Draft {
        self.notes.push(note);
        self
    }
}

/// The label of an account in the chart.
pub(super) fn label_of(chart: &[Account], code: &AccountCode, otherwise: &str) -> String {
    chart
        .iter()
        .find(|account| account.code == *code)
        .map(|account| account.label.clone())
        .unwrap_or_else(|| otherwise.to_owned())
}

/// Adds the cents that are left over to the largest expense or revenue, and says so: what is owed stands on the paper, the
/// tax is what was charged, so it is the cost that bears the difference.
pub(super) fn settle_cents(drafts: &mut [Draft], cents: Amount) {
    if cents.is_zero() {
        return;
    }
    let taker = drafts.iter_mut().rev().max_by_key(|draft| (draft.is_base, draft.amount.abs()));
    if let Some(draft) = taker {
        draft.amount += cents;
        draft.notes.push(LineNote::RoundingCent { cents });
    }
}

/// Converts all lines to euros. Their sum is what the document's total is in euros (art. 420-5 PCG: the debt as a whole
/// is converted); the cents that the lines are off go to the largest expense or revenue. `None` on overflow.
pub(super) fn convert(drafts: &mut [Draft], rate: &DatedRate) -> Option<()> {
    let total: Amount = drafts.iter().map(|draft| draft.amount).sum();
    for draft in drafts.iter_mut() {
        draft.foreign = Some(draft.amount);
        draft.amount = rate.rate.to_euro(draft.amount)?;
        if draft.is_base {
            draft.notes.push(LineNote::Converted { rate: rate.rate, date: rate.date });
        }
    }
    let converted: Amount = drafts.iter().map(|draft| draft.amount).sum();
    settle_cents(drafts, rate.rate.to_euro(total)? - converted);
    Some(())
}

/// The lines of an entry: two alike are one, none is zero.
pub(super) fn finish(
    drafts: Vec<Draft>,
    amounts: Side,
    label: &str,
    foreign: Option<Currency>,
) -> Vec<EntryLine> {
    let mut merged: Vec<Draft> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let same_side = |other: &Draft| other.amount.is_negative() == draft.amount.is_negative();
        let twin = merged.iter_mut().find(|other| {
            other.account == draft.account
                && other.account_label == draft.account_label
                && other.auxiliary == draft.auxiliary
                && other.axes == draft.axes
                && other.notes == draft.notes
                && same_side(other)
        });
        match twin {
            Some(twin) => {
                twin.amount += draft.amount;
                twin.foreign = twin.foreign.zip(draft.foreign).map(|(one, other)| one + other);
            }
            None => merged.push(draft),
        }
    }
    merged
        .into_iter()
        .filter(|draft| !draft.amount.is_zero())
        .map(|draft| EntryLine {
            account: draft.account,
            account_label: draft.account_label,
            auxiliary: draft.auxiliary,
            side: if draft.amount.is_negative() { amounts.opposite() } else { amounts },
            amount: draft.amount.abs(),
            label: label.to_owned(),
            axes: draft.axes,
            foreign: foreign
                .zip(draft.foreign)
                .map(|(currency, amount)| Money { amount: amount.abs(), currency }),
            notes: draft.notes,
        })
        .collect()
}
