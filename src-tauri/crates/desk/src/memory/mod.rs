//! Memory: what corrections teach about the papers of each supplier of a client file.
//!
//! A correction teaches in the same change as it corrects, so that undo takes both back. Lessons stay in their client
//! file; only what is public about a company, the name behind its identifier, is known to all.

mod again;
mod lessons;
mod teach;
#[cfg(test)]
mod tests;

pub(crate) use teach::{Correction, Taught, accept, correct, rename};

use liasse_domain::identifiers::{Siren, VatNumber};
use liasse_domain::{
    ClientFileId, FieldName, FieldValue, Flow, Lesson, Method, Reading, SupplierMemory, SupplierSigns,
    Teaching, ThirdParty,
};
use liasse_store::{MemoryRow, Reader, StoreError};

use crate::coding::{kind_of, normal_name};

/// What is remembered for reading the papers of a client file: its own lessons, and the public names of companies.
pub(crate) fn remembered(
    reader: &Reader<'_>,
    client_file: ClientFileId,
    flow: Flow,
) -> Result<Vec<SupplierMemory>, StoreError> {
    let rows = reader.memories(client_file, flow)?;
    let cards =
        if rows.is_empty() { Vec::new() } else { reader.third_parties(client_file, kind_of(flow))? };
    let mut memories: Vec<SupplierMemory> = rows
        .into_iter()
        .map(|row| {
            let card = cards.iter().find(|card| Some(card.id) == row.third_party);
            with_card(row, card).memory
        })
        .collect();
    if flow == Flow::Purchases {
        for known in reader.public_names()? {
            let siren: Option<Siren> = known.identifier.parse().ok();
            let vat: Option<VatNumber> = known.identifier.parse().ok();
            memories.push(SupplierMemory {
                signs: SupplierSigns { siren, vat, ..SupplierSigns::default() },
                lessons: vec![Lesson {
                    field: FieldName::SupplierName,
                    teaching: Teaching::Always {
                        value: FieldValue::Text(known.name),
                        instead_of: Some(FieldValue::Text(known.printed)),
                    },
                    taught: 1,
                    contradicted: 0,
                }],
            });
        }
    }
    Ok(memories)
}

/// A memory with the signs that its supplier's card bears by now.
fn with_card(mut row: MemoryRow, card: Option<&ThirdParty>) -> MemoryRow {
    if let Some(card) = card.filter(|_| !row.memory.signs.own) {
        add_signs(&mut row.memory.signs, &signs_of_card(card));
    }
    row
}

fn signs_of_card(card: &ThirdParty) -> SupplierSigns {
    SupplierSigns {
        own: false,
        siren: card.siren.clone().or_else(|| card.siret.as_ref().map(|siret| siret.siren())),
        vat: card.vat_number.clone(),
        ibans: card.ibans.clone(),
        names: std::iter::once(&card.name).chain(&card.aliases).cloned().collect(),
    }
}

/// By what the supplier of a paper may be recognised again: the identifiers that are sure, and its name.
fn signs_of_reading(reading: &Reading) -> SupplierSigns {
    let sure = |name: FieldName| {
        reading.fields.get(&name).filter(|field| field.sure).and_then(|field| match &field.value {
            FieldValue::Text(text) => Some(text.as_str()),
            _ => None,
        })
    };
    SupplierSigns {
        own: false,
        siren: sure(FieldName::SupplierSiren).and_then(|text| text.parse().ok()),
        vat: sure(FieldName::SupplierVat).and_then(|text| text.parse().ok()),
        ibans: sure(FieldName::Iban).and_then(|text| text.parse().ok()).into_iter().collect(),
        names: reading.text(FieldName::SupplierName).map(str::to_owned).into_iter().collect(),
    }
}

/// Adds signs that are not known yet; an identifier that is known stays.
fn add_signs(signs: &mut SupplierSigns, more: &SupplierSigns) {
    signs.siren = signs.siren.take().or_else(|| more.siren.clone());
    signs.vat = signs.vat.take().or_else(|| more.vat.clone());
    for iban in &more.ibans {
        if !signs.ibans.contains(iban) {
            signs.ibans.push(iban.clone());
        }
    }
    for name in &more.names {
        add_name(&mut signs.names, name);
    }
}

fn add_name(names: &mut Vec<String>, name: &str) {
    let key = normal_name(name);
    if !key.is_empty() && !names.iter().any(|known| normal_name(known) == key) {
        names.push(name.to_owned());
    }
}

/// Adds what was learnt of the papers of one card to what was learnt of another's: they are one supplier.
pub(crate) fn absorb(own: &mut SupplierMemory, other: SupplierMemory) {
    add_signs(&mut own.signs, &other.signs);
    lessons::absorb(&mut own.lessons, other.lessons);
}

/// Whether two sets of signs are of one supplier: an identifier in common, or a name and no identifier that differs.
fn same_supplier(a: &SupplierSigns, b: &SupplierSigns) -> bool {
    if a.own || b.own {
        return a.own && b.own;
    }
    let differ = |left: bool, right: bool| left && right;
    let siren = matches!((&a.siren, &b.siren), (Some(a), Some(b)) if a == b);
    let vat = matches!((&a.vat, &b.vat), (Some(a), Some(b)) if a == b);
    let iban = a.ibans.iter().any(|iban| b.ibans.contains(iban));
    let name = a.names.iter().any(|name| b.names.iter().any(|other| normal_name(name) == normal_name(other)));
    let other_siren = differ(a.siren.is_some(), b.siren.is_some()) && !siren;
    let other_vat = differ(a.vat.is_some(), b.vat.is_some()) && !vat;
    siren || vat || ((iban || name) && !other_siren && !other_vat)
}

/// Whether a document was had from a structured invoice: its words teach nothing, and are not read again.
fn is_structured(reading: &Reading) -> bool {
    let xml = |method: Method| method == Method::Xml;
    reading.fields.values().any(|field| field.evidence.is_some_and(|evidence| xml(evidence.method)))
}
