//! The values that belong to the parties: names, identifiers, bank accounts, means of payment.

use std::ops::Range;

use liasse_domain::{Country, DocumentKind, FieldName, FieldValue, Flow, Reading, Reason};

use super::assemble::{Work, also, put};
use super::identifiers::{Candidate as Id, Identifier};
use super::judge::{self, Judged};
use super::labels::Concept;
use super::parties::Name;
use super::reasons::explain;
use super::totals::Totals;
use super::{Context, blocks, name_lines, names, payment, second_kind};

pub(super) fn put_parties(work: &Work, reading: &mut Reading, context: &Context) {
    let name = |work: &Work,
                reading: &mut Reading,
                field: FieldName,
                names: &[Name],
                score: fn(&Name) -> f32,
                floor: f32| {
        let Some(best) = names.first().filter(|best| score(best) > floor) else { return };
        let supplier = field == FieldName::SupplierName;
        let own = judge::name(names, score, work.sheet, supplier);
        let read = work.sheet.confidence(&best.span);
        let disputed = supplier && (judge::is_disputed(names) || work.till() && two_signs(work, best));
        let judged = if disputed {
            Judged::doubtful(own.confidence)
        } else if supplier {
            work.met_supplier.judge_supplier(own, read, best.numbered)
        } else {
            work.met_customer.judge_customer(own, read)
        };
        put(
            work,
            reading,
            field,
            FieldValue::Text(names::french_forms(&best.text)),
            Some(&best.span),
            judged,
        );
        explain(reading, field, (best.times > 1).then_some(Reason::Repeated));
        for other in names.iter().skip(1).filter(|other| score(other) > -1.0) {
            also(work, reading, field, FieldValue::Text(other.text.clone()), Some(&other.span), 0.3);
        }
    };
    name(work, reading, FieldName::SupplierName, &work.parties.suppliers, |n| n.supplier, 0.6);
    let named = work.parties.customers.first().is_some_and(|name| name.labelled && name.customer > 2.5);
    if !work.till() || named {
        name(work, reading, FieldName::CustomerName, &work.parties.customers, |n| n.customer, 1.2);
    }
    if let Some((country, confidence)) = work.parties.country {
        put(
            work,
            reading,
            FieldName::SupplierCountry,
            FieldValue::Country(country),
            None,
            Judged::at(confidence),
        );
    }
    let ids = |indexes: &[usize]| indexes.iter().filter_map(|i| work.ids.get(*i)).collect::<Vec<&Id>>();
    put_company(work, reading, &ids(&work.parties.supplier_ids));
    doubt(work, reading);
    let customer = ids(&work.parties.customer_ids);
    for id in &customer {
        match &id.identifier {
            Identifier::Vat(vat) if !reading.fields.contains_key(&FieldName::CustomerVat) => {
                let doubtful = work.parties.doubtful_ids.iter().filter_map(|i| work.ids.get(*i));
                let mut judged = judge::identifier(id, 1, true);
                if doubtful.into_iter().any(|other| other.identifier == id.identifier) {
                    judged = Judged::doubtful(judged.confidence);
                }
                put(
                    work,
                    reading,
                    FieldName::CustomerVat,
                    FieldValue::Text(vat.to_string()),
                    Some(&id.span),
                    judged,
                );
            }
            Identifier::Siren(siren) if !reading.fields.contains_key(&FieldName::CustomerSiren) => {
                put(
                    work,
                    reading,
                    FieldName::CustomerSiren,
                    FieldValue::Text(siren.to_string()),
                    Some(&id.span),
                    Judged::at(0.9),
                );
            }
            Identifier::Siret(siret) if !reading.fields.contains_key(&FieldName::CustomerSiren) => {
                put(
                    work,
                    reading,
                    FieldName::CustomerSiren,
                    FieldValue::Text(siret.siren().to_string()),
                    Some(&id.span),
                    Judged::at(0.95),
                );
            }
            _ => {}
        }
    }
    if context.flow == Flow::Sales {
        // On sales the client file is the supplier: its identifiers are known without reading.
        reading.fields.entry(FieldName::SupplierName).and_modify(|field| field.alternatives.truncate(5));
    }
}

/// Whether another name stands right under a till's sign, which itself bears no legal form: `STATION U-CARBU` over `SODEX
/// DISTRIBUTION` and its address. Which of the two is the house is not told.
fn two_signs(work: &Work, sign: &Name) -> bool {
    let sheet = work.sheet;
    if sign.formed || names::has_form(&sign.text) {
        return false;
    }
    let Some(row) = sheet.tokens.get(sign.span.start).map(|token| token.row) else { return false };
    let Some(next) = sheet.rows.get(row + 1) else { return false };
    let [under] = sheet.runs.get(next.runs.clone()).unwrap_or_default() else { return false };
    let address =
        sheet.rows.get(row + 2).and_then(|third| sheet.runs.get(third.runs.clone())).is_some_and(|runs| {
            runs.iter().any(|run| blocks::is_street(&run.fold) || blocks::postal(run).is_some())
        });
    // A slogan or a trade is set in small letters, a name in capitals.
    let capitals = under.text.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    address
        && capitals
        && names::may_be_name(&under.text)
        && !blocks::is_street(&under.fold)
        && blocks::postal(under).is_none()
        && !names::contains(&under.text, &sign.text)
        && !name_lines::is_trade_alone(&under.fold)
}

/// Identifiers that are given to a side for want of another sign are put to the user.
fn doubt(work: &Work, reading: &mut Reading) {
    // What a number tells besides is as doubtful: the SIREN in a French VAT number, the country.
    let doubtful: Vec<String> = work
        .parties
        .doubtful_ids
        .iter()
        .filter_map(|i| work.ids.get(*i))
        .flat_map(|id| match &id.identifier {
            Identifier::Vat(vat) => [Some(vat.to_string()), vat.siren().map(|siren| siren.to_string())],
            Identifier::Siren(siren) => [Some(siren.to_string()), None],
            Identifier::Siret(siret) => [Some(siret.to_string()), Some(siret.siren().to_string())],
            _ => [None, None],
        })
        .flatten()
        .collect();
    let is_doubtful = |text: &str| doubtful.iter().any(|id| id == text);
    let banked = work.ids.iter().find_map(|id| match &id.identifier {
        Identifier::Iban(iban) => iban.country(),
        _ => None,
    });
    let told = reading
        .text(FieldName::SupplierVat)
        .is_some_and(|vat| is_doubtful(vat) && vat.get(..2) != banked.as_ref().map(Country::code));
    for name in [
        FieldName::SupplierVat,
        FieldName::SupplierSiren,
        FieldName::SupplierSiret,
        FieldName::SupplierCountry,
    ] {
        let country = name == FieldName::SupplierCountry && told;
        let doubted = country || reading.text(name).is_some_and(is_doubtful);
        if let Some(field) = reading.fields.get_mut(&name).filter(|_| doubted) {
            let judged = Judged::doubtful(field.confidence.value());
            (field.confidence, field.sure) =
                (liasse_domain::Confidence::new(judged.confidence), judged.sure());
        }
    }
}

/// SIREN, SIRET and VAT number of the supplier, agreeing with one another.
fn put_company(work: &Work, reading: &mut Reading, ids: &[&Id]) {
    let mut sirens: Vec<(String, usize)> = Vec::new();
    // Nine digits that pass for a SIREN are none on the paper of a house of another country: a telephone, a licence.
    let abroad = ids.iter().any(|id| match &id.identifier {
        Identifier::Vat(vat) => vat.siren().is_none(),
        _ => false,
    });
    let siren_of = |id: &Id| match &id.identifier {
        Identifier::Siren(siren) => (!abroad || !id.weak).then(|| siren.to_string()),
        Identifier::Siret(siret) => Some(siret.siren().to_string()),
        Identifier::Vat(vat) => vat.siren().map(|siren| siren.to_string()),
        _ => None,
    };
    for id in ids {
        if let Some(siren) = siren_of(id) {
            match sirens.iter_mut().find(|(known, _)| *known == siren) {
                Some((_, count)) => *count += 1,
                None => sirens.push((siren, 1)),
            }
        }
    }
    let most = sirens.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let chosen = sirens.iter().find(|(_, count)| *count == most).cloned();
    let companies = sirens.len();
    let vats: Vec<&&Id> = ids.iter().filter(|id| matches!(id.identifier, Identifier::Vat(_))).collect();
    let mut distinct: Vec<String> = vats
        .iter()
        .filter_map(|id| if let Identifier::Vat(vat) = &id.identifier { Some(vat.to_string()) } else { None })
        .collect();
    distinct.sort();
    distinct.dedup();
    let vat = vats
        .iter()
        .find(|id| chosen.is_some() && siren_of(id) == chosen.as_ref().map(|(siren, _)| siren.clone()))
        .or_else(|| vats.iter().find(|id| !id.weak))
        .or_else(|| vats.first());
    if let Some(id) = vat
        && let Identifier::Vat(vat) = &id.identifier
    {
        put(
            work,
            reading,
            FieldName::SupplierVat,
            FieldValue::Text(vat.to_string()),
            Some(&id.span),
            judge::identifier(id, distinct.len(), false),
        );
        explain(reading, FieldName::SupplierVat, [key_of("vat_number")]);
    }
    let Some((siren, count)) = chosen else { return };
    let bearer = ids
        .iter()
        .find(|id| siren_of(id).as_ref() == Some(&siren) && !matches!(id.identifier, Identifier::Vat(_)));
    let bearer = bearer.or_else(|| ids.iter().find(|id| siren_of(id).as_ref() == Some(&siren)));
    if let Some(id) = bearer {
        let rivals = if count > 1 { 1 } else { companies };
        put(
            work,
            reading,
            FieldName::SupplierSiren,
            FieldValue::Text(siren.clone()),
            Some(&id.span),
            judge::identifier(id, rivals, false),
        );
        explain(reading, FieldName::SupplierSiren, [key_of("siren")]);
        let vat = reading.text(FieldName::SupplierVat).is_some_and(|vat| vat.ends_with(&siren));
        if vat && !matches!(id.identifier, Identifier::Vat(_)) {
            explain(reading, FieldName::SupplierSiren, [Reason::IdentifiersAgree]);
            explain(reading, FieldName::SupplierVat, [Reason::IdentifiersAgree]);
        }
    }
    let siret = ids.iter().find_map(|id| match &id.identifier {
        Identifier::Siret(siret) if siret.siren().as_str() == siren => Some((siret.to_string(), *id)),
        _ => None,
    });
    if let Some((siret, id)) = siret {
        let rivals = if count > 1 { 1 } else { companies };
        put(
            work,
            reading,
            FieldName::SupplierSiret,
            FieldValue::Text(siret),
            Some(&id.span),
            judge::identifier(id, rivals, false),
        );
        explain(reading, FieldName::SupplierSiret, [key_of("siret")]);
    }
}

/// The check digits of an identifier are right.
fn key_of(what: &str) -> Reason {
    Reason::CheckDigits { what: what.to_owned() }
}

pub(super) fn put_bank(work: &Work, reading: &mut Reading, _context: &Context) {
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
