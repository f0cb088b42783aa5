//! The values that belong to the parties: names, countries, identifiers.

use liasse_domain::{Country, FieldName, FieldValue, Flow, Reading, Reason};

use super::assemble::{Work, also, put};
use super::identifiers::{Candidate as Id, Identifier};
use super::judge::{self, Judged};
use super::met::Owner;
use super::parties::Name;
use super::reasons::explain;
use super::{Context, blocks, name_lines, names};

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
            let owner = Owner { numbered: best.numbered, formed: best.is_formed() || work.till() };
            work.met_supplier.judge_supplier(own, read, owner)
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
    if sign.is_formed() {
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
    let banked = work.ids.iter().find_map(|id| id.identifier.account_country());
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
pub(super) fn key_of(what: &str) -> Reason {
    Reason::CheckDigits { what: what.to_owned() }
}
