//! The third party of a document, as the review shows it.

use liasse_domain::{AccountCode, FieldName, Flow};
use liasse_store::{Reader, StoreError};

use crate::api::{Message, ThirdPartyAlternative, ThirdPartyChoice, ThirdPartyForm};
use crate::coding::{Situation, alike_third_parties, kind_of, propose_account, third_party_name};

/// The choice of the third party: the known one, or what a new card would hold.
pub fn choice(reader: &Reader<'_>, situation: &Situation) -> Result<ThirdPartyChoice, StoreError> {
    let kind = kind_of(situation.row.flow);
    let read_name = third_party_name(&situation.reading, situation.row.flow);
    let name_field = match situation.row.flow {
        Flow::Purchases => FieldName::SupplierName,
        Flow::Sales => FieldName::CustomerName,
    };
    let evidence = situation.reading.fields.get(&name_field).and_then(|field| field.evidence);
    let doubtful = match situation.reason {
        None => true,
        Some(reason) => reason.is_doubtful() && !situation.decisions.third_party_confirmed,
    };
    let reason = situation
        .reason
        .map_or_else(|| Message::new("third_party_unknown"), |reason| Message::new(reason.code()));
    let proposal = match (&situation.third_party, read_name) {
        (None, name) => {
            let name = name.filter(|_| situation.row.flow == Flow::Purchases || is_sure_enough(situation));
            Some(proposal(reader, situation, name.unwrap_or_default())?)
        }
        _ => None,
    };
    let cards = reader.third_parties(situation.row.client_file, kind)?;
    Ok(ThirdPartyChoice {
        kind: kind.into(),
        id: situation.third_party.as_ref().map(|card| card.id.to_string()),
        name: situation.third_party.as_ref().map(|card| card.name.clone()).or(read_name.map(str::to_owned)),
        account: situation.third_party.as_ref().map(|card| card.account.to_string()),
        doubtful,
        reason,
        reasons: super::fields::grounds(&situation.reading, name_field),
        alternatives: alike_third_parties(&situation.reading, situation.row.flow, &cards)
            .into_iter()
            .filter(|card| situation.third_party.as_ref().map(|own| own.id) != Some(card.id))
            .map(|card| ThirdPartyAlternative {
                id: card.id.to_string(),
                name: card.name.clone(),
                account: card.account.to_string(),
            })
            .collect(),
        proposal,
        page: evidence.map(|evidence| evidence.page),
        rect: evidence.and_then(|evidence| evidence.rect).map(Into::into),
    })
}

/// A new customer is only proposed from a name that is read with at least this probability.
const SURE_ENOUGH: f32 = 0.9;

fn is_sure_enough(situation: &Situation) -> bool {
    let field = situation.reading.fields.get(&FieldName::CustomerName);
    field.is_some_and(|field| field.confidence.value() >= SURE_ENOUGH)
}

/// What a new card would hold: only what was read, and a free account.
fn proposal(reader: &Reader<'_>, situation: &Situation, name: &str) -> Result<ThirdPartyForm, StoreError> {
    let kind = kind_of(situation.row.flow);
    let taken: Vec<AccountCode> =
        reader.third_parties(situation.row.client_file, kind)?.into_iter().map(|card| card.account).collect();
    let prefix = match situation.row.flow {
        Flow::Purchases => &situation.client_file.accounts.supplier_prefix,
        Flow::Sales => &situation.client_file.accounts.customer_prefix,
    };
    let text = |name: FieldName| situation.reading.text(name).unwrap_or_default().to_owned();
    let (siren, vat_number, iban) = match situation.row.flow {
        Flow::Purchases => {
            (text(FieldName::SupplierSiren), text(FieldName::SupplierVat), text(FieldName::Iban))
        }
        Flow::Sales => (text(FieldName::CustomerSiren), text(FieldName::CustomerVat), String::new()),
    };
    Ok(ThirdPartyForm {
        kind: kind.into(),
        name: name.to_owned(),
        account: propose_account(prefix, name, &taken).map(|code| code.to_string()).unwrap_or_default(),
        siren,
        vat_number,
        iban,
    })
}
