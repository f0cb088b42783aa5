//! The values that an entry does without: addresses, delivery, terms, the kind of reverse charge, what an unbooked paper
//! is.

use liasse_domain::{DocumentKind, FieldName, FieldValue, Reading};

use super::assemble::{Work, also, put};
use super::judge::Judged;
use super::kind;
use super::parties::Name;
use super::scheme::Mention;
use super::{addresses, deliveries, other_kind, reverse_charge, terms};

pub(super) fn put_more(work: &Work, reading: &mut Reading, title: &kind::Found, mention: Option<Mention>) {
    put_other_kind(work, reading, title);
    put_address(work, reading, FieldName::SupplierName, FieldName::SupplierAddress, &work.parties.suppliers);
    if !work.till() {
        put_address(
            work,
            reading,
            FieldName::CustomerName,
            FieldName::CustomerAddress,
            &work.parties.customers,
        );
        put_delivery(work, reading);
        put_terms(work, reading);
        put_reverse_charge(work, reading, mention);
    }
}

fn put_other_kind(work: &Work, reading: &mut Reading, title: &kind::Found) {
    if work.kind != DocumentKind::Other {
        return;
    }
    let Some(run) = title.run.and_then(|run| work.sheet.runs.get(run)) else { return };
    let Some(named) = other_kind::named(&run.fold) else { return };
    let value = FieldValue::Text(named.to_owned());
    put(work, reading, FieldName::OtherKind, value, Some(&run.tokens), Judged::at(title.confidence));
}

/// The address that stands with the name that was taken.
fn put_address(work: &Work, reading: &mut Reading, party: FieldName, field: FieldName, names: &[Name]) {
    let Some(taken) = reading.fields.get(&party) else { return };
    let sure = taken.sure;
    let is_taken = |name: &&Name| matches!(&taken.value, FieldValue::Text(text) if *text == name.text);
    let Some(name) = names.iter().find(is_taken) else { return };
    let Some(found) = addresses::of(work.sheet, name) else { return };
    let read = found.lines.iter().map(|line| work.sheet.confidence(line)).fold(1.0, f32::min);
    let confidence = if found.whole { 0.93 } else { 0.75 } - if read < 0.8 { 0.1 } else { 0.0 };
    let judged = if sure { Judged::at(confidence) } else { Judged::doubtful(confidence) };
    put(work, reading, field, FieldValue::Address(found.address), found.lines.first(), judged);
    if let Some(address) = reading.fields.get_mut(&field) {
        address.evidence = work.sheet.evidence_of(&found.lines);
    }
}

fn put_delivery(work: &Work, reading: &mut Reading) {
    let found: Vec<_> = deliveries::find(work.sheet, &work.dates)
        .into_iter()
        .filter_map(|index| work.dates.get(index))
        .collect();
    let Some(last) = found.iter().max_by_key(|date| date.date) else { return };
    // Several deliveries on one invoice: it bears the date of the last one, which the user confirms.
    let several = found.iter().any(|date| date.date != last.date);
    let judged =
        if several || last.repaired { Judged::doubtful(0.6) } else { Judged::at(0.93 * last.confidence) };
    put(work, reading, FieldName::DeliveryDate, FieldValue::Date(last.date), Some(&last.span), judged);
    for other in found.iter().filter(|date| date.date != last.date) {
        also(work, reading, FieldName::DeliveryDate, FieldValue::Date(other.date), Some(&other.span), 0.3);
    }
}

fn put_terms(work: &Work, reading: &mut Reading) {
    let Some(terms) = terms::terms(work.sheet) else { return };
    let span = work.sheet.runs.get(terms.run).map(|run| run.tokens.clone());
    let read = span.as_ref().map_or(1.0, |span| work.sheet.confidence(span));
    let stated = terms.stated();
    // A printed due date that the terms lead to confirms them.
    let printed = reading.date(FieldName::IssueDate).zip(reading.date(FieldName::DueDate));
    let agrees = printed.is_some_and(|(issue, due)| stated.due(issue).contains(&due));
    let judged = Judged::at(if agrees { 0.95 } else { 0.8 } * (0.7 + 0.3 * read));
    put(work, reading, FieldName::PaymentTerms, FieldValue::Terms(stated), span.as_ref(), judged);
}

fn put_reverse_charge(work: &Work, reading: &mut Reading, mention: Option<Mention>) {
    let Some(scheme) = reading.scheme() else { return };
    let customer = match reading.value(FieldName::CustomerAddress) {
        Some(FieldValue::Address(address)) => address.country,
        _ => None,
    };
    let of_vat =
        reading.text(FieldName::CustomerVat).and_then(|vat| vat.get(..2)).and_then(|code| code.parse().ok());
    let found = reverse_charge::find(work.sheet, scheme, mention, work.country, of_vat.or(customer));
    let Some(found) = found else { return };
    let span = found.run.or(mention.map(|mention| mention.run)).and_then(|run| work.sheet.runs.get(run));
    let judged = if found.run.is_some() { Judged::at(0.92) } else { Judged::doubtful(0.6) };
    let value = FieldValue::Text(found.kind.to_owned());
    put(work, reading, FieldName::ReverseCharge, value, span.map(|run| &run.tokens), judged);
}
