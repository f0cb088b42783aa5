//! What is known of a document beside its paper, to and from the screens.

use liasse_domain::{Amount, Currency, DatedRate, FieldName, LineNote, PersonId, PersonRole, RateSource};

use super::calculator;
use crate::api::{BesideForm, BesideView, DeskError, ExchangeView, Message, PersonView, ReviewView};
use crate::coding::{AdvanceBooked, Beside, Situation, tax_point};
use crate::desk::{Desk, document_id};

/// The sentence of a line's note.
pub(crate) fn note(note: &LineNote) -> Message {
    match note {
        LineNote::RoundingCent { cents } => Message::new("note_rounding_cent").with("amount", cents),
        LineNote::NotDeductible { share, tax } => {
            Message::new("note_not_deductible").with("share", share).with("amount", tax)
        }
        LineNote::WaitsForPayment { account, .. } => {
            let message = Message::new("note_waits_for_payment");
            account.iter().fold(message, |message, account| message.with("account", account))
        }
        LineNote::DueWithPayment { paid, owed } => {
            Message::new("note_due_with_payment").with("paid", paid).with("owed", owed)
        }
        LineNote::ReverseCharge { why, rate } => {
            Message::new("note_reverse_charge").with("why", why.code()).with("rate", rate)
        }
        LineNote::Converted { rate, date } => {
            Message::new("note_converted").with("rate", rate).with("date", date)
        }
        LineNote::ExchangeDifference => Message::new("note_exchange_difference"),
        LineNote::DepositGiven => Message::new("note_deposit_given"),
        LineNote::DepositReturned => Message::new("note_deposit_returned"),
        LineNote::Commission => Message::new("note_commission"),
        LineNote::Advance => Message::new("note_advance"),
    }
}

/// The serialised name of a person's role.
pub(crate) fn role_code(role: PersonRole) -> &'static str {
    match role {
        PersonRole::Employee => "employee",
        PersonRole::Partner => "partner",
        PersonRole::SoleTrader => "sole_trader",
        PersonRole::Other => "other",
    }
}

/// A rate as the screens see it.
pub(crate) fn exchange_view(rate: &DatedRate) -> ExchangeView {
    let (source, note) = match &rate.source {
        RateSource::Ecb => ("ecb", ""),
        RateSource::Paper => ("paper", ""),
        RateSource::User { note } => ("user", note.as_str()),
    };
    ExchangeView {
        currency: rate.currency.to_string(),
        rate: rate.rate.to_string(),
        date: rate.date.to_string(),
        source: source.to_owned(),
        note: note.to_owned(),
    }
}

/// What is known beside the paper.
pub(super) fn view(situation: &Situation) -> BesideView {
    let said = &situation.decisions.beside;
    let known = &situation.circumstances;
    BesideView {
        exchange: known.exchange.as_ref().map(exchange_view),
        person: known.person.as_ref().map(|person| person.id.to_string()),
        persons: situation.practice.persons.iter().map(PersonView::from).collect(),
        paid: known.paid.is_some(),
        paid_said: said.paid,
        paid_amount: said.paid_amount.map(|amount| amount.to_string()),
        advance: said.advance.map(|booked| match booked {
            AdvanceBooked::Net => "net".to_owned(),
            AdvanceBooked::Total => "total".to_owned(),
        }),
        prepaid: situation.reading.amount(FieldName::Prepaid).map(|amount| amount.to_string()),
        commission_rate: said.commission_rate.map(|rate| rate.to_string()),
    }
}

/// A value of the form; nothing where it is absent or blank.
fn given<T, E: std::error::Error>(
    field: &str,
    text: Option<&String>,
    read: impl Fn(&str) -> Result<T, E>,
) -> Result<Option<T>, DeskError> {
    let text = text.map(|text| text.trim()).filter(|text| !text.is_empty());
    text.map(|text| read(text).map_err(|error| DeskError::bad_form(field, &error))).transpose()
}

/// What the form says, on a document of this currency and day.
fn from_form(form: &BesideForm, situation: &Situation, before: &Beside) -> Result<Beside, DeskError> {
    let rate = given("rate", form.rate.as_ref(), str::parse::<liasse_domain::ExchangeRate>)?;
    let date = given("rateDate", form.rate_date.as_ref(), str::parse::<liasse_domain::Date>)?;
    let currency = situation.reading.currency().filter(|currency| *currency != Currency::EUR);
    let exchange = match (rate, currency, date.or_else(|| tax_point(&situation.reading))) {
        (Some(rate), Some(currency), Some(date)) => {
            let note = form.rate_note.clone().unwrap_or_default().trim().to_owned();
            Some(DatedRate { currency, date, rate, source: RateSource::User { note } })
        }
        _ => None,
    };
    let amount = |text: &str| -> Result<Amount, DeskError> {
        calculator::evaluate(text).map_err(|trouble| DeskError::from(trouble.message(text)))
    };
    let paid_amount = form.paid_amount.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let percent =
        |text: &str| text.trim_end_matches('%').trim().replace(',', ".").parse::<liasse_domain::VatRate>();
    Ok(Beside {
        exchange,
        person: given("person", form.person.as_ref(), str::parse::<PersonId>)?,
        paid: form.paid,
        paid_amount: paid_amount.map(amount).transpose()?,
        advance: match form.advance.as_deref() {
            Some("net") => Some(AdvanceBooked::Net),
            Some("total") => Some(AdvanceBooked::Total),
            _ => None,
        },
        commission_rate: given("commissionRate", form.commission_rate.as_ref(), percent)?,
        rates_confirmed: before.rates_confirmed,
    })
}

impl Desk {
    /// Says what is known of a document beside its paper: rate of exchange, person, payment, advance, commission.
    pub fn set_beside(&self, document: String, form: BesideForm) -> Result<ReviewView, DeskError> {
        let id = document_id(&document)?;
        let situation = self.read(|reader| Situation::of(reader, id))?;
        let said = from_form(&form, &situation, &situation.decisions.beside)?;
        let summary = serde_json::json!({ "document": document });
        self.change(&document, "set_beside", summary, |_, _, decisions| {
            decisions.beside = said;
            Ok(())
        })
    }
}
