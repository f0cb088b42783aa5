//! Whether an e-invoice adds up. The equations are rules BR-CO-10 to BR-CO-17 of EN 16931-1.

use liasse_domain::{Amount, Finding};

use super::model::EInvoice;

/// Which values an equation that fails makes doubtful.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Doubts {
    /// Total without tax.
    pub(super) ht: bool,
    /// Total of the tax.
    pub(super) vat: bool,
    /// Total with tax.
    pub(super) ttc: bool,
    /// Amount to pay.
    pub(super) due: bool,
    /// Tax per rate.
    pub(super) vat_lines: bool,
}

fn differs(findings: &mut Vec<Finding>, what: &str, stated: Amount, expected: Amount, rule: &str) {
    let message =
        format!("{what} is {stated}, but the other amounts give {expected} ({rule}): check the amounts");
    findings.push(Finding::warning("einvoice_arithmetic", message));
}

/// Checks the arithmetic of the totals.
pub(super) fn check(invoice: &EInvoice, findings: &mut Vec<Finding>) -> Doubts {
    let mut doubts = Doubts::default();
    let totals = &invoice.totals;
    let zero = |amount: Option<Amount>| amount.unwrap_or(Amount::ZERO);

    let counted = || invoice.lines.iter().filter(|line| !line.is_information);
    if let Some(lines) = totals.lines
        && counted().next().is_some()
        && counted().all(|line| line.amount.is_some())
    {
        let sum: Amount = counted().filter_map(|line| line.amount).sum();
        if sum != lines {
            // The ledger takes the totals, not the lines: these stay as sure as they are.
            differs(findings, "the sum of the lines", lines, sum, "BR-CO-10");
        }
    }
    if let (Some(lines), Some(ht)) = (totals.lines, totals.tax_exclusive) {
        let expected = lines - zero(totals.allowances) + zero(totals.charges);
        if expected != ht {
            doubts.ht = true;
            differs(findings, "the total without tax", ht, expected, "BR-CO-13");
        }
    }
    if let (Some(ht), Some(tax), Some(ttc)) = (totals.tax_exclusive, totals.tax, totals.tax_inclusive)
        && ht + tax != ttc
    {
        (doubts.ht, doubts.vat, doubts.ttc) = (true, true, true);
        differs(findings, "the total with tax", ttc, ht + tax, "BR-CO-15");
    }
    // The MINIMUM profile has no room for what was paid already.
    let has_room = !invoice.profile.as_deref().is_some_and(|profile| profile.ends_with("minimum"));
    if let (true, Some(ttc), Some(payable)) = (has_room, totals.tax_inclusive, totals.payable) {
        let expected = ttc - zero(totals.prepaid) + zero(totals.rounding);
        if expected != payable {
            doubts.due = true;
            differs(findings, "the amount to pay", payable, expected, "BR-CO-16");
        }
    }
    check_vat(invoice, &mut doubts, findings);
    doubts
}

fn check_vat(invoice: &EInvoice, doubts: &mut Doubts, findings: &mut Vec<Finding>) {
    if invoice.vat.is_empty() {
        return;
    }
    let tax: Amount = invoice.vat.iter().filter_map(|vat| vat.amount).sum();
    if let Some(stated) = invoice.totals.tax
        && stated != tax
    {
        (doubts.vat, doubts.vat_lines) = (true, true);
        differs(findings, "the total of the tax", stated, tax, "BR-CO-14");
    }
    let base: Amount = invoice.vat.iter().filter_map(|vat| vat.base).sum();
    if let Some(stated) = invoice.totals.tax_exclusive
        && invoice.vat.iter().all(|vat| vat.base.is_some())
        && stated != base
    {
        doubts.vat_lines = true;
        differs(findings, "the total without tax", stated, base, "sum of the bases");
    }
    // Senders that round the tax of each line are off by up to half a cent a line.
    let lines = i64::try_from(invoice.lines.len()).unwrap_or(i64::MAX);
    let tolerance = Amount::from_cents(2.max(lines.saturating_add(1) / 2));
    for vat in &invoice.vat {
        if let (Some(rate), Some(base), Some(amount)) = (vat.rate, vat.base, vat.amount) {
            let expected = rate.tax_on(base);
            if (expected - amount).abs() > tolerance {
                doubts.vat_lines = true;
                differs(findings, &format!("the tax at {rate} %"), amount, expected, "BR-CO-17");
            }
        }
    }
}
