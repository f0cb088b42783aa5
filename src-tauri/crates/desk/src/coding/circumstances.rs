//! What is known of a document beside its paper: the rate of its currency, who paid it and how.

use liasse_domain::{
    Amount, Currency, DatedRate, DocumentKind, FieldName, PaymentMethod, PersonId, Reading, VatRate,
    VatScheme,
};
use liasse_store::{Reader, StoreError};
use serde::{Deserialize, Serialize};

use super::entry::{AdvanceBooked, Circumstances, EntryFacts, Paid, tax_point};
use super::supplies::rate_of_another_day;
use super::{Practice, WorkedOutDue, worked_out_due};
use crate::api::{Doubt, Message};

/// What the user said beside the paper.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Beside {
    /// The rate of the document's currency.
    pub exchange: Option<DatedRate>,
    /// Who paid, and is to be paid back.
    pub person: Option<PersonId>,
    /// Whether it was paid on the spot.
    pub paid: Option<bool>,
    /// What was paid in euros, where it is not what is owed.
    pub paid_amount: Option<Amount>,
    /// How the advance that it deducts was booked.
    pub advance: Option<AdvanceBooked>,
    /// The rate of the tax in a commission kept back.
    pub commission_rate: Option<VatRate>,
    /// The user confirmed rates that are not in force.
    pub rates_confirmed: bool,
}

/// Whether the paper itself tells of a payment on the spot: a till receipt or a card slip; an invoice that surely was paid
/// by card, in cash or with meal vouchers.
fn paid_by_itself(reading: &Reading) -> bool {
    let receipt = matches!(reading.kind(), Some(DocumentKind::Receipt | DocumentKind::CardSlip));
    let sure = reading.fields.get(&FieldName::PaymentMethod).is_some_and(|field| field.sure);
    let means = reading.text(FieldName::PaymentMethod);
    receipt || (sure && matches!(means, Some("card" | "cash" | "meal_voucher")))
}

/// What is known beside the paper. The rate of exchange is the user's, else that of the stored table on the day of the
/// tax point (art. 266-1 bis CGI; art. 27 CTVA).
pub fn circumstances(
    reader: &Reader<'_>,
    practice: &Practice,
    reading: &Reading,
    method: Option<&PaymentMethod>,
    beside: &Beside,
) -> Result<Circumstances, StoreError> {
    let currency = reading.currency().filter(|currency| *currency != Currency::EUR);
    let exchange = match (currency, &beside.exchange, tax_point(reading)) {
        (None, ..) => None,
        (Some(currency), Some(rate), _) if rate.currency == currency => Some(rate.clone()),
        (Some(currency), _, Some(date)) => reader.exchange_rate(currency, date)?,
        (Some(_), _, None) => None,
    };
    let paid = match beside.paid {
        Some(said) => said,
        None => paid_by_itself(reading) && method.is_some_and(|method| method.account.is_some()),
    };
    let paid = method.filter(|_| paid).map(|method| Paid {
        method: method.id,
        name: method.name.clone(),
        account: method.account.clone(),
        journal: method.destination.clone(),
        amount: beside.paid_amount,
    });
    Ok(Circumstances {
        exchange,
        person: beside.person.and_then(|id| practice.persons.iter().find(|person| person.id == id)).cloned(),
        paid,
        advance: beside.advance,
        commission_rate: beside.commission_rate,
    })
}

/// What is doubtful beside the paper: rates that are not in force, terms with two readings, an expense report of nobody.
pub(super) fn beside_doubts(facts: &EntryFacts<'_>, beside: &Beside) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let mut doubt = |field: &str, message: Message| doubts.push(Doubt { field: field.to_owned(), message });
    let reading = facts.reading;
    let issue = reading.date(FieldName::IssueDate);
    let terms = facts.third_party.and_then(|party| party.defaults.terms);
    let due = reading.date(FieldName::DueDate);
    let due = due.filter(|_| worked_out_due(reading) != Some(WorkedOutDue::Open));
    if let (None, Some(issue), Some(terms)) = (due, issue, terms)
        && terms.due(issue).is_none()
    {
        doubt("due_date", Message::new("terms_of_two_readings").with("terms", terms.terms));
    }
    if facts.scheme == VatScheme::Standard
        && !beside.rates_confirmed
        && let Some(on) = tax_point(reading)
    {
        let territory = facts.practice.settings.territory;
        let strange =
            reading.vat_lines.iter().find(|line| !line.amount.is_zero() && !territory.allows(line.rate, on));
        if let Some(line) = strange {
            doubt("vat_lines", Message::new("rate_not_in_force").with("rate", line.rate).with("date", on));
        } else if let Some(found) = rate_of_another_day(territory, reading, on) {
            let message = Message::new("rate_of_another_day").with("supply", found.supply.code());
            doubt(
                "vat_lines",
                message.with("rate", found.charged).with("lawful", found.lawful).with("date", on),
            );
        }
    }
    let nobody = facts.circumstances.person.is_none() && facts.third_party.is_none();
    if reading.kind() == Some(DocumentKind::ExpenseReport) && nobody {
        doubt("person", Message::new("person_missing"));
    }
    if beside.paid == Some(true) && facts.circumstances.paid.is_none() {
        doubt("payment_method", Message::new("payment_method_missing"));
    }
    doubts
}
