//! Fields: what a document says, each value with its evidence.
//!
//! Candidates of each type are found first (numbers, dates, identifiers, names), weighed by the labels around them and
//! by their place, and then chosen together under the laws of the trade. A value that no independent evidence confirms
//! is not shown as sure.

mod above;
mod addressees;
mod addresses;
mod agents;
mod amounts;
mod annex;
mod assemble;
mod assemble_bank;
mod assemble_head;
mod assemble_more;
mod assemble_parties;
mod assemble_totals;
mod bare_lines;
mod blocks;
mod brand_owner;
mod captions;
mod choices;
mod column_sums;
mod dates;
mod day_places;
mod days;
mod decimals;
mod deliveries;
mod fold;
mod glance;
mod identifiers;
mod judge;
mod kind;
mod label_words;
mod labels;
mod language;
mod legal_forms;
mod legal_name;
mod legible;
mod lexicon;
mod line_sets;
mod line_sums;
mod lines;
mod memory;
mod merged_names;
mod met;
mod name_lines;
mod name_spans;
mod names;
mod number;
mod number_guesses;
mod number_places;
pub mod opinion;
mod other_kind;
mod outside_tax;
mod parties;
mod party_names;
mod payment;
mod payment_code;
mod places;
mod proved_lines;
mod rates;
mod reasons;
mod reverse_charge;
mod roles;
mod scheme;
mod second;
mod second_kind;
mod second_parties;
mod sentences;
mod settle;
mod side_labels;
mod sides;
mod sideways;
mod spaced;
mod stems;
mod sum_headings;
mod sum_rows;
mod terms;
mod text;
mod told_taxes;
mod totals;
mod unfinished;
mod units;
mod words;

use liasse_domain::identifiers::{Siren, VatNumber};
use liasse_domain::{Finding, Flow, Reading, SupplierMemory};

use crate::page::Page;

use text::Sheet;

pub(crate) use glance::Glance;
pub use places::{Known, observe};
pub(crate) use text::fold;

/// Who the client file is: on purchases the customer, on sales the supplier.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OwnIdentity {
    /// Its name, as papers print it.
    pub name: String,
    /// Its SIREN.
    pub siren: Option<Siren>,
    /// Its VAT number.
    pub vat: Option<VatNumber>,
}

/// What is known before a document is read.
#[derive(Debug, Clone, PartialEq)]
pub struct Context {
    /// Purchases or sales.
    pub flow: Flow,
    /// The client file's own identities; empty when they are not known.
    pub own: Vec<OwnIdentity>,
    /// What corrections taught about the papers of known suppliers.
    pub memories: Vec<SupplierMemory>,
}

impl Default for Context {
    /// Purchases of an unknown client file.
    fn default() -> Context {
        Context { flow: Flow::Purchases, own: Vec::new(), memories: Vec::new() }
    }
}

/// Whether the words of a page alone say who its supplier is: surely, or by a company's full name beside a customer's.
pub(crate) fn names_supplier(page: &Page) -> bool {
    use liasse_domain::FieldName::{CustomerName, SupplierName};
    let (reading, _) = read(std::slice::from_ref(page), &Context::default());
    let sure = |name| reading.fields.get(&name).is_some_and(|field| field.sure);
    sure(SupplierName) || reading.text(SupplierName).is_some_and(names::has_form) && sure(CustomerName)
}

/// The pages of a document that tell of it, laid out.
fn laid_out(pages: &[Page]) -> Sheet {
    let telling = pages.iter().enumerate().filter(|(at, page)| *at == 0 || !annex::is_annex(page));
    Sheet::new(telling.map(|(_, page)| page))
}

/// Every place of a document that may bear one of the values that decide a booking: what the weights of the second opinion
/// are learned from.
pub fn observe_places(pages: &[Page]) -> opinion::Places {
    assemble::places(&laid_out(pages))
}

/// Reads the fields of one document from its pages.
pub fn read(pages: &[Page], context: &Context) -> (Reading, Vec<Finding>) {
    let sheet = laid_out(pages);
    if sheet.tokens.is_empty() {
        let finding = Finding::warning(
            "nothing_to_read",
            "no word was found on these pages; check that the scan is legible, then type the values",
        );
        let finding = match pages.first() {
            Some(page) => finding.on_page(page.number),
            None => finding,
        };
        return (Reading::default(), vec![finding]);
    }
    let (mut reading, mut findings) = assemble::assemble(&sheet, context);
    let readable = legible::judge(pages, &mut reading);
    findings.extend(unfinished::judge(pages, &mut reading));
    findings.extend(payment_code::confront(pages, &mut reading));
    findings.extend(readable);
    (reading, findings)
}
