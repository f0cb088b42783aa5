//! The values that belong to paying: the bank account, the structured communication, the means of payment.

use std::ops::Range;

use liasse_domain::{Country, DocumentKind, FieldName, FieldValue, Reading};

use super::assemble::{Work, also, put};
use super::assemble_parties::key_of;
use super::identifiers::{Candidate as Id, Identifier};
use super::judge::{self, Judged};
use super::labels::Concept;
use super::reasons::explain;
use super::totals::Totals;
use super::{payment, second_kind};

pub(super) fn put_bank(work: &Work, reading: &mut Reading) {
    let customer = |index: &usize| work.parties.customer_ids.contains(index);
    let ibans: Vec<(usize, &Id)> =
        work.ids.iter().enumerate().filter(|(_, id)| matches!(id.identifier, Identifier::Iban(_))).collect();
    let mut distinct: Vec<&Identifier> = Vec::new();
    for (_, id) in &ibans {
        if !distinct.contains(&&id.identifier) {
            distinct.push(&id.identifier);
        }
    }
    // Printed again in the mentions: the account of the house, not one for others' money.
    let times = |id: &Id| ibans.iter().filter(|(_, other)| other.identifier == id.identifier).count();
    let own = ibans.iter().rev().filter(|(index, _)| !customer(index)).max_by_key(|(_, id)| times(id));
    let chosen = own.or_else(|| ibans.first());
    if let Some((_, id)) = chosen {
        if let Identifier::Iban(iban) = &id.identifier {
            put(
                work,
                reading,
                FieldName::Iban,
                FieldValue::Text(iban.to_string()),
                Some(&id.span),
                judge::identifier(id, distinct.len(), false),
            );
            explain(reading, FieldName::Iban, [key_of("iban")]);
            put_bic(work, reading, id, iban.country());
        }
        for (_, other) in ibans.iter().skip(1) {
            if let Identifier::Iban(iban) = &other.identifier {
                also(
                    work,
                    reading,
                    FieldName::Iban,
                    FieldValue::Text(iban.to_string()),
                    Some(&other.span),
                    0.3,
                );
            }
        }
    }
    for id in &work.ids {
        if let Identifier::Structured(structured) = &id.identifier {
            put(
                work,
                reading,
                FieldName::StructuredComm,
                FieldValue::Text(structured.to_string()),
                Some(&id.span),
                Judged::at(0.99),
            );
            explain(reading, FieldName::StructuredComm, [key_of("structured_comm")]);
            break;
        }
    }
}

/// The BIC near a label or behind the IBAN, of the IBAN's country.
fn put_bic(work: &Work, reading: &mut Reading, iban: &Id, country: Option<Country>) {
    let sheet = work.sheet;
    let mut best: Option<(String, Range<usize>, f32)> = None;
    for (index, token) in sheet.tokens.iter().enumerate() {
        let bare: String = token
            .text
            .rsplit(':')
            .next()
            .unwrap_or_default()
            .chars()
            .filter(|c| c.is_alphanumeric())
            .collect();
        let capitals = bare.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
        let Ok(bic) = bare.parse::<liasse_domain::identifiers::Bic>() else { continue };
        if !capitals || bic.as_str().get(4..6) != country.as_ref().map(Country::code) {
            continue;
        }
        let labelled = work.labels.of_concept(Concept::Bic).any(|label| {
            label.row == token.row && label.span.start <= index && index < label.span.end + 3
                || label.extent.x0 < token.x1
                    && label.extent.x1 > token.x0
                    && (0.0..30.0).contains(&(token.y0 - label.extent.y1))
        });
        let near = token.row.abs_diff(iban.row) <= 3;
        let score = if labelled {
            0.97
        } else if near {
            0.93
        } else {
            0.3
        };
        if best.as_ref().is_none_or(|b| score > b.2) {
            best = Some((bic.to_string(), index..index + 1, score));
        }
    }
    if let Some((bic, span, score)) = best.filter(|b| b.2 > 0.5) {
        put(work, reading, FieldName::Bic, FieldValue::Text(bic), Some(&span), Judged::at(score));
    }
}

pub(super) fn put_payment(work: &Work, reading: &mut Reading, totals: &Totals) {
    let means =
        payment::find(work.sheet, &work.labels, &work.numbers, work.kind, totals.ttc.map(|pick| pick.amount));
    let card = if work.till() {
        payment::card_digits(work.sheet)
    } else {
        payment::card_digits(work.sheet).filter(|_| means.first().is_some_and(|m| m.means == "card"))
    };
    if let Some((digits, span)) = &card {
        put(
            work,
            reading,
            FieldName::CardLast4,
            FieldValue::Text(digits.clone()),
            Some(span),
            Judged::at(0.95),
        );
    }
    let has_iban = reading.fields.contains_key(&FieldName::Iban);
    match means.first().filter(|m| m.score >= 0.45) {
        Some(best) => {
            let own = judge::means(&means, card.is_some(), has_iban);
            let judged = second_kind::judge_means(work, best.means, own);
            put(
                work,
                reading,
                FieldName::PaymentMethod,
                FieldValue::Text(best.means.to_owned()),
                Some(&best.span),
                judged,
            );
            for other in means.iter().skip(1) {
                also(
                    work,
                    reading,
                    FieldName::PaymentMethod,
                    FieldValue::Text(other.means.to_owned()),
                    Some(&other.span),
                    0.4 * other.score,
                );
            }
        }
        // A credit note is not paid to the account that it prints; whether a quote or an order will be is not told.
        None if has_iban && !work.till() && work.kind != DocumentKind::CreditNote => {
            let told = Judged::at(0.91);
            let told = if work.kind == DocumentKind::Other { Judged::doubtful(0.7) } else { told };
            // The account to pay to and no other means: the paper asks for a transfer without saying so.
            put(
                work,
                reading,
                FieldName::PaymentMethod,
                FieldValue::Text("transfer".into()),
                None,
                Judged { computed: true, ..told },
            );
        }
        None if card.is_some() => put(
            work,
            reading,
            FieldName::PaymentMethod,
            FieldValue::Text("card".into()),
            card.as_ref().map(|c| &c.1),
            Judged::at(0.9),
        ),
        None => {}
    }
}
