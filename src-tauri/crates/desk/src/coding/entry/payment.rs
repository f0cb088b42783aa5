//! The second entry of a document that was paid on the spot.

use liasse_domain::{
    AccountCode, AccountPurpose, Amount, EntryLine, JournalCode, LineNote, PaymentMethodId, Side,
};

use super::draft::{Draft, finish, label_of};
use super::{EntryFacts, EntryTrouble};

/// How a document was paid on the spot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paid {
    /// The payment method.
    pub method: PaymentMethodId,
    /// Its name.
    pub name: String,
    /// Its account (512…, 53…); `None` when it has none yet.
    pub account: Option<AccountCode>,
    /// The journal that papers paid by it go to.
    pub journal: Option<JournalCode>,
    /// What was paid in euros, where it is not what is owed.
    pub amount: Option<Amount>,
}

/// What a till rounds to where no coins below five cents are given (art. VI.7/1 CDE): at most two cents either way.
pub(super) const CASH_ROUNDING: Amount = Amount::from_cents(2);

/// The lines of the payment: the third party's debt on one side, the payment method's account on the other. What was paid
/// beside the debt is a difference of exchange on a converted document (656, 756 PCG; 654, 754 PCMN), the till's rounding
/// where it is slight; else only what was paid is booked, and the rest stays owed. `None` when nothing is owed.
pub(super) fn payment_lines(
    facts: &EntryFacts<'_>,
    paid: &Paid,
    party: &EntryLine,
    label: &str,
) -> Result<Option<Vec<EntryLine>>, EntryTrouble> {
    let account = paid.account.clone().ok_or(EntryTrouble::PaymentAccountMissing)?;
    let owed = party.amount;
    let given = paid.amount.unwrap_or(owed).abs();
    if given.is_zero() {
        return Ok(None);
    }
    let converted = party.foreign.is_some();
    let difference = given - owed;
    let settles = converted || difference.abs() <= CASH_ROUNDING;
    let on_party = if settles { owed } else { given };
    let side = party.side.opposite();
    let mut drafts = vec![Draft {
        auxiliary: party.auxiliary.clone(),
        foreign: party.foreign.map(|money| money.amount).filter(|_| settles),
        ..Draft::new(party.account.clone(), party.account_label.clone(), on_party)
    }];
    drafts.push(Draft::new(account.clone(), label_of(facts.chart, &account, &paid.name), -given));
    if settles && !difference.is_zero() {
        // More than was owed, on the side of who pays: a loss; a customer who pays less is one too.
        let loss = difference.is_negative() != (side == Side::Debit);
        let purpose = match (converted, loss) {
            (true, true) => AccountPurpose::ExchangeLoss,
            (true, false) => AccountPurpose::ExchangeGain,
            (false, true) => AccountPurpose::RoundingLoss,
            (false, false) => AccountPurpose::RoundingGain,
        };
        let account = facts.practice.settings.account(purpose).ok_or(EntryTrouble::PaymentAccountMissing)?;
        let note = match converted {
            true => LineNote::ExchangeDifference,
            false => LineNote::RoundingCent { cents: difference },
        };
        let label = label_of(facts.chart, &account, "");
        drafts.push(Draft::new(account, label, difference).noted(note));
    }
    let currency = party.foreign.map(|money| money.currency);
    Ok(Some(finish(drafts, side, label, currency)))
}
