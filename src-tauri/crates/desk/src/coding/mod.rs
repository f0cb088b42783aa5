//! Coding: from what was read to an entry.
//!
//! Pure. Precedence is explicit: the paper, then the user's rule, then the default; each choice keeps its reason.

mod allocation;
mod books;
mod circumstances;
mod doubts;
mod duplicates;
mod entry;
mod names;
mod payment_method;
mod practice;
mod rules;
mod situation;
mod suggestion;
mod supplies;
mod third_party;

pub use allocation::{Allocation, Bases, OUTSIDE_VAT, allocate};
pub use books::Books;
pub use circumstances::{Beside, circumstances};
pub use doubts::{form_name, not_an_entry, scheme_code};
pub use entry::{
    AdvanceBooked, Booked, Circumstances, Entries, EntryFacts, EntryTrouble, build_entries, charged_tax,
    purpose_of, tax_point, tolerance,
};
pub use names::{likeness, normal_name};
pub use payment_method::{MethodGrounds, MethodInForce, last_four_read, method_in_force};
pub use practice::Practice;
pub use rules::{is_to_confirm, rule_reason};
pub use situation::{Decisions, Situation, recode, recode_all, recode_counting};
pub use third_party::{MatchReason, alike_third_parties, find_third_party, kind_of, propose_account};

use liasse_domain::{DocumentKind, FieldName, Flow, Reading, VatScheme};

/// The scheme of VAT that a document is coded under: what the paper says, else the rule's, else the standard one.
pub fn scheme_in_force(reading: &Reading, rule: Option<VatScheme>) -> VatScheme {
    reading.scheme().or(rule).unwrap_or(VatScheme::Standard)
}

/// Whether a document of this kind is booked at all.
pub fn is_booked(kind: DocumentKind) -> bool {
    kind != DocumentKind::Other
}

/// Whether a document of this kind must bear a number (art. 242 nonies A I-7° of annex II CGI; art. 5 AR no 1):
/// invoices and credit notes; a till receipt or a card slip need not.
pub fn needs_number(kind: DocumentKind) -> bool {
    matches!(kind, DocumentKind::Invoice | DocumentKind::CreditNote)
}

/// The side's third party: the supplier's name on purchases, the customer's on sales.
pub fn third_party_name(reading: &Reading, flow: Flow) -> Option<&str> {
    reading.text(match flow {
        Flow::Purchases => FieldName::SupplierName,
        Flow::Sales => FieldName::CustomerName,
    })
}
