//! Spreading a document's amount, tax excluded, over accounts.

use liasse_domain::{AccountCode, Amount, Axes, Deductibility, FieldName, Reading, VatRate};

use super::tolerance;
use crate::api::Message;

/// An amount booked to an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allocation {
    /// The rate whose base this is; `None` for what bears no VAT line.
    pub rate: Option<VatRate>,
    /// The account; `None` when it has to be chosen.
    pub account: Option<AccountCode>,
    /// The amount, tax excluded.
    pub amount: Amount,
    /// Why this account.
    pub reason: Message,
    /// Analytic sections.
    pub axes: Axes,
    /// The share of its tax that may be deducted, where the user said so.
    pub deductible: Option<Deductibility>,
}

/// The code of the reason of an amount that stands outside the total excluding tax.
pub const OUTSIDE_VAT: &str = "outside_vat";

/// One allocation per VAT rate, and one for what stands outside the VAT lines; all to `account` where a rule gives one.
/// What the total holds beyond amount and `tax` (outlays passed on, art. 267 II-2° CGI) is a line of its own, whose
/// account the user chooses: no rule knows what was laid out. Empty when the amount excluding tax is not known.
pub fn allocate(
    reading: &Reading,
    tax: Amount,
    account: Option<(&AccountCode, &Message)>,
) -> Vec<Allocation> {
    let (account, reason) = match account {
        Some((account, reason)) => (Some(account.clone()), reason.clone()),
        None => (None, Message::new("account_to_choose")),
    };
    let new = |rate, amount| Allocation {
        rate,
        account: account.clone(),
        amount,
        reason: reason.clone(),
        axes: Axes::default(),
        deductible: None,
    };
    let total = reading.amount(FieldName::TotalHt).or_else(|| {
        let ttc = reading.amount(FieldName::TotalTtc)?;
        Some(ttc - reading.amount(FieldName::TotalVat)?)
    });
    let bases: Amount = reading.vat_lines.iter().map(|line| line.base).sum();
    let mut allocations: Vec<Allocation> = reading
        .vat_lines
        .iter()
        .filter(|line| !line.base.is_zero())
        .map(|line| new(Some(line.rate), line.base))
        .collect();
    match total {
        Some(total) if allocations.is_empty() && !total.is_zero() => allocations.push(new(None, total)),
        Some(total) if total > bases => allocations.push(new(None, total - bases)),
        _ => {}
    }
    let allocated: Amount = allocations.iter().map(|allocation| allocation.amount).sum();
    let beyond = reading.amount(FieldName::TotalTtc).map(|ttc| ttc - tax - allocated);
    if let Some(amount) = beyond.filter(|beyond| *beyond > tolerance(reading) && !allocations.is_empty()) {
        allocations.push(Allocation {
            account: None,
            reason: Message::new(OUTSIDE_VAT),
            ..new(None, amount)
        });
    }
    allocations
}
