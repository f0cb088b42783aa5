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

pub use allocation::{Allocation, Bases, OUTSIDE_VAT, allocate, is_outside_vat, is_untaxed};
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

use liasse_domain::{DocumentKind, FieldName, FieldValue, Flow, Method, Reading, VatScheme};

/// The scheme of VAT that a document is coded under: what the paper says, else the rule's, else the standard one. A paper
/// that charges tax says so.
pub fn scheme_in_force(reading: &Reading, rule: Option<VatScheme>) -> VatScheme {
    let charged = reading.amount(FieldName::TotalVat).is_some_and(|tax| !tax.is_zero());
    let said = reading.scheme().or(charged.then_some(VatScheme::Standard));
    said.or(rule).unwrap_or(VatScheme::Standard)
}

/// Whether a document of this kind is booked at all.
pub fn is_booked(kind: DocumentKind) -> bool {
    kind != DocumentKind::Other
}

/// How far a due date goes that was worked out from printed terms, no day being printed, and that is not sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkedOutDue {
    /// The terms name one day, counted from a date of issue that is sure by now.
    Certain,
    /// The terms have two lawful readings (`45 jours fin de mois`, art. L. 441-10 C. com.) or name no day (`à réception`):
    /// the entry goes without. No publication needs a due date; the card's terms give it where someone said how they count.
    Open,
}

/// The standing of a due date that was worked out; `None` where it was printed, is sure, or was not read.
pub fn worked_out_due(reading: &Reading) -> Option<WorkedOutDue> {
    let due = reading.fields.get(&FieldName::DueDate).filter(|due| {
        !due.sure && due.evidence.is_some_and(|evidence| evidence.method == Method::Computed)
    })?;
    let issue =
        reading.fields.get(&FieldName::IssueDate).filter(|issue| issue.sure).map(|issue| &issue.value);
    let certain = match (issue, reading.value(FieldName::PaymentTerms)) {
        (Some(FieldValue::Date(issue)), Some(FieldValue::Terms(terms))) if terms.days > 0 => {
            matches!(terms.due(*issue).as_slice(), [only] if due.value == FieldValue::Date(*only))
        }
        _ => false,
    };
    Some(if certain { WorkedOutDue::Certain } else { WorkedOutDue::Open })
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

#[cfg(test)]
mod tests {
    use liasse_domain::{Amount, Confidence, Evidence, FieldReading};

    use super::*;

    fn put(reading: &mut Reading, name: FieldName, value: FieldValue, method: Method, sure: bool) {
        let field = FieldReading {
            value,
            evidence: Some(Evidence { page: 1, rect: None, method }),
            confidence: Confidence::new(0.7),
            sure,
            alternatives: vec![],
            reasons: vec![],
        };
        reading.fields.insert(name, field);
    }

    #[test]
    fn a_due_date_that_was_worked_out_holds_where_the_terms_name_one_day() {
        let mut reading = Reading::default();
        let day = |text: &str| FieldValue::Date(text.parse().unwrap());
        let terms = |text: &str| FieldValue::Terms(text.parse().unwrap());
        put(&mut reading, FieldName::IssueDate, day("2026-01-15"), Method::Text, true);
        put(&mut reading, FieldName::PaymentTerms, terms("45 fin de mois"), Method::Text, true);
        put(&mut reading, FieldName::DueDate, day("2026-03-31"), Method::Computed, false);
        assert_eq!(worked_out_due(&reading), Some(WorkedOutDue::Open), "two lawful readings");
        put(&mut reading, FieldName::PaymentTerms, terms("30"), Method::Text, true);
        put(&mut reading, FieldName::DueDate, day("2026-02-14"), Method::Computed, false);
        assert_eq!(worked_out_due(&reading), Some(WorkedOutDue::Certain));
        put(&mut reading, FieldName::IssueDate, day("2026-01-15"), Method::Text, false);
        assert_eq!(worked_out_due(&reading), Some(WorkedOutDue::Open), "counted from a day that is not sure");
        put(&mut reading, FieldName::DueDate, day("2026-02-14"), Method::Text, false);
        assert_eq!(worked_out_due(&reading), None, "printed: put to the user");
    }

    #[test]
    fn a_paper_that_charges_tax_is_under_the_standard_scheme_whatever_the_rule_says() {
        let mut reading = Reading::default();
        assert_eq!(scheme_in_force(&reading, Some(VatScheme::Exempt)), VatScheme::Exempt);
        let tax = FieldValue::Amount(Amount::from_cents(2_000));
        put(&mut reading, FieldName::TotalVat, tax, Method::Text, true);
        assert_eq!(scheme_in_force(&reading, Some(VatScheme::Exempt)), VatScheme::Standard);
    }
}
