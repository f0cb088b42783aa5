//! Which pages of a PDF show which of the e-invoices inside it.
//!
//! A Factur-X file is one invoice: all its pages are its picture, terms and annexes included. But files get merged, and
//! the e-invoice of one part stays attached to the whole. Then only the pages that are not plainly another paper are
//! the e-invoice's.

use std::collections::BTreeSet;

use liasse_domain::{DocumentKind, FieldName, ReadDocument, SplitMode};
use liasse_formats::einvoice::EInvoice;

use super::printed::{Printed, squeezed};
use crate::page::Page;

/// What became of the pages.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Claims {
    /// For each e-invoice, its pages; `None` when no page shows it.
    pub(super) of_invoices: Vec<Option<Vec<u32>>>,
    /// Indices of the papers that no e-invoice takes.
    pub(super) left: BTreeSet<usize>,
    /// Pages at which, after all, no document begins.
    pub(super) settled: BTreeSet<u32>,
}

/// Shares the pages out. `papers` are the documents that the pages would be without an e-invoice; none when there is
/// nothing to cut.
pub(super) fn claims(
    invoices: &[&EInvoice],
    papers: &[ReadDocument],
    pages: &[Page],
    split: SplitMode,
) -> Claims {
    if papers.is_empty() {
        let all: Vec<u32> = pages.iter().map(|page| page.number).collect();
        let mut of_invoices = vec![None; invoices.len()];
        if let Some(first) = of_invoices.first_mut() {
            *first = Some(all);
        }
        return Claims { of_invoices, ..Claims::default() };
    }
    let printed: Vec<Printed> = papers.iter().map(|paper| printed_on(paper, pages)).collect();
    let mut holder: Vec<Option<usize>> = vec![None; papers.len()];
    let mut placed: Vec<bool> = vec![false; invoices.len()];
    let mut likely: Vec<(u32, usize, usize)> = Vec::new();
    for (index, invoice) in invoices.iter().enumerate() {
        for (at, printed) in printed.iter().enumerate() {
            likely.push((likeness(invoice, printed), index, at));
        }
    }
    likely.sort_by_key(|(points, index, at)| (u32::MAX - points, *index, *at));
    for (points, index, at) in likely {
        // One e-invoice alone is shown by some page, whatever the page says; one of several must be recognised.
        if !placed[index] && holder[at].is_none() && (points > 0 || invoices.len() == 1) {
            (holder[at], placed[index]) = (Some(index), true);
        }
    }
    if split != SplitMode::PerPage {
        for at in 0..papers.len() {
            if holder[at].is_none() {
                holder[at] = neighbour(at, &holder, papers, &printed, invoices);
            }
        }
    }
    let mut claims = Claims::default();
    for (index, invoice) in invoices.iter().enumerate() {
        let mut own: Vec<u32> = Vec::new();
        for (_, paper) in papers.iter().enumerate().filter(|(at, _)| holder[*at] == Some(index)) {
            // Where its number goes on, or its annexes were added, no other document begins.
            let inside = paper.pages.iter().skip(1).filter(|page| shows(invoice, **page, pages));
            claims.settled.extend(inside);
            if !own.is_empty() {
                claims.settled.extend(paper.pages.first());
            }
            own.extend(&paper.pages);
        }
        own.sort_unstable();
        own.dedup();
        claims.of_invoices.push((!own.is_empty()).then_some(own));
    }
    claims.left = (0..papers.len()).filter(|at| holder[*at].is_none()).collect();
    claims
}

fn printed_on(paper: &ReadDocument, pages: &[Page]) -> Printed {
    let own: Vec<Page> = pages.iter().filter(|page| paper.pages.contains(&page.number)).cloned().collect();
    Printed::of(&own)
}

fn shows(invoice: &EInvoice, page: u32, pages: &[Page]) -> bool {
    let page: Vec<Page> = pages.iter().filter(|other| other.number == page).cloned().collect();
    invoice.number.as_deref().is_some_and(|number| Printed::of(&page).has(number))
}

/// How much of an e-invoice is printed on some pages: its number counts more than its totals, these more than the
/// supplier, who may have sent all of the file.
pub(super) fn likeness(invoice: &EInvoice, printed: &Printed) -> u32 {
    let mut points = 0;
    if invoice.number.as_deref().is_some_and(|number| printed.has(number)) {
        points += 8;
    }
    let totals = [invoice.totals.tax_inclusive, invoice.totals.payable, invoice.totals.tax_exclusive];
    if totals.into_iter().flatten().any(|total| !total.is_zero() && printed.has_amount(total)) {
        points += 4;
    }
    if points > 0 && invoice.supplier.vat_number.as_deref().is_some_and(|vat| printed.has(vat)) {
        points += 1;
    }
    points
}

/// The e-invoice to which a paper without an identity of its own belongs: the one whose pages come before it, else
/// the one whose pages follow (a covering letter).
fn neighbour(
    at: usize,
    holder: &[Option<usize>],
    papers: &[ReadDocument],
    printed: &[Printed],
    invoices: &[&EInvoice],
) -> Option<usize> {
    let joins = |index: usize| {
        let invoice = invoices.get(index)?;
        let paper = papers.get(at)?;
        (!is_another(paper, printed.get(at)?, invoice)).then_some(index)
    };
    let before = at.checked_sub(1).and_then(|before| holder.get(before).copied().flatten());
    let after = holder.get(at + 1).copied().flatten();
    before.and_then(joins).or_else(|| after.and_then(joins))
}

/// Whether a paper is plainly another one than the e-invoice: it is of a kind that is booked, with a total and, where
/// such papers have one, a number, and does not bear the e-invoice's number.
fn is_another(paper: &ReadDocument, printed: &Printed, invoice: &EInvoice) -> bool {
    let number = invoice.number.as_deref();
    if number.is_some_and(|number| printed.has(number)) {
        return false;
    }
    let reading = &paper.reading;
    let total = reading.amount(FieldName::TotalTtc).or_else(|| reading.amount(FieldName::AmountDue));
    if total.is_none() {
        return false;
    }
    match reading.kind() {
        Some(DocumentKind::Receipt | DocumentKind::CardSlip | DocumentKind::ExpenseReport) => true,
        Some(DocumentKind::Invoice | DocumentKind::CreditNote | DocumentKind::CommissionStatement) => {
            let own = reading.text(FieldName::InvoiceNumber);
            own.is_some_and(|own| number.is_none_or(|number| squeezed(own) != squeezed(number)))
        }
        Some(DocumentKind::Other) | None => false,
    }
}
