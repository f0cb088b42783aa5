//! The third party: attached, or created from a confirmed form. Its card learns what the paper bears.

use liasse_domain::identifiers::{Iban, Siren, Siret, VatNumber};
use liasse_domain::{
    AccountCode, CardDefaults, DocumentId, DocumentStatus, FieldName, FieldValue, Flow, Reading, ThirdParty,
    ThirdPartyId,
};
use liasse_store::{CodingRow, Writer};
use serde_json::json;

use super::blank_coding;
use crate::api::{DeskError, Message, ReviewView, ThirdPartyForm};
use crate::clock;
use crate::coding::{Decisions, kind_of, normal_name, recode_all, third_party_name};
use crate::desk::Desk;
use crate::memory;

impl Desk {
    /// Attaches a known third party. What the paper bears of it is learnt: name as alias, identifiers.
    pub fn set_third_party(&self, document: String, third_party: String) -> Result<ReviewView, DeskError> {
        let third_party: ThirdPartyId = third_party.parse().map_err(|_| DeskError::bad_id(&third_party))?;
        let mut taught = None;
        let mut view = self.change(&document, "set_third_party", json!({}), |writer, id, decisions| {
            let mut card = writer.third_party(third_party)?;
            let row = writer.document(id)?;
            let reading = writer.reading(id)?;
            learn(&mut card, &reading, row.flow);
            writer.put_third_party(&card)?;
            if row.flow == Flow::Purchases {
                memory::rename(writer, id, &card)?;
            }
            writer.note("third_party", card.name.clone());
            choose(writer, id, decisions, third_party)?;
            let attached = recode_unknown(writer, &row, id)?;
            taught = attached_message(&card.name, attached);
            Ok(())
        })?;
        view.taught = taught;
        Ok(view)
    }

    /// Creates a third party from the confirmed form and attaches it.
    ///
    /// # Errors
    /// `account_taken`, `bad_form`.
    pub fn create_third_party(
        &self,
        document: String,
        form: ThirdPartyForm,
    ) -> Result<ReviewView, DeskError> {
        let name = form.name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            return Err(DeskError::new("name_missing", "a third party needs a name").with("field", "name"));
        }
        let account: AccountCode =
            form.account.parse().map_err(|error| DeskError::bad_form("account", &error))?;
        let summary = json!({ "third_party": name, "account": account });
        let mut taught = None;
        let mut view = self.change(&document, "create_third_party", summary, |writer, id, decisions| {
            let row = writer.document(id)?;
            let kind = form.kind.into();
            if let Some(other) = writer.third_party_by_account(row.client_file, kind, &account)? {
                let detail = format!("{account} is the account of {}", other.name);
                return Err(DeskError::new("account_taken", detail)
                    .with("account", &account)
                    .with("name", &other.name));
            }
            let reading = writer.reading(id)?;
            let given = |text: &str| !text.trim().is_empty();
            let mut card = ThirdParty {
                id: ThirdPartyId::from_uuid(clock::fresh()),
                client_file: row.client_file,
                kind,
                name: name.clone(),
                account: account.clone(),
                country: match reading.value(FieldName::SupplierCountry) {
                    Some(FieldValue::Country(country)) if row.flow == Flow::Purchases => Some(*country),
                    _ => None,
                },
                siren: None,
                siret: None,
                vat_number: None,
                ibans: Vec::new(),
                aliases: Vec::new(),
                defaults: CardDefaults::default(),
            };
            if given(&form.siren) {
                // A SIRET holds its SIREN.
                match form.siren.parse::<Siret>() {
                    Ok(siret) => {
                        card.siren = Some(siret.siren());
                        card.siret = Some(siret);
                    }
                    Err(_) => {
                        card.siren = Some(
                            form.siren
                                .parse::<Siren>()
                                .map_err(|error| DeskError::bad_form("siren", &error))?,
                        );
                    }
                }
            }
            if given(&form.vat_number) {
                card.vat_number = Some(
                    form.vat_number
                        .parse::<VatNumber>()
                        .map_err(|error| DeskError::bad_form("vatNumber", &error))?,
                );
            }
            if given(&form.iban) {
                card.ibans
                    .push(form.iban.parse::<Iban>().map_err(|error| DeskError::bad_form("iban", &error))?);
            }
            learn(&mut card, &reading, row.flow);
            writer.put_third_party(&card)?;
            choose(writer, id, decisions, card.id)?;
            let attached = recode_unknown(writer, &row, id)?;
            taught = attached_message(&card.name, attached);
            Ok(())
        })?;
        view.taught = taught;
        Ok(view)
    }
}

/// What the user is told when a card was found to be that of other waiting documents too.
fn attached_message(name: &str, attached: u32) -> Option<Message> {
    (attached > 0).then(|| Message::new("third_party_attached").with("name", name).with("n", attached))
}

fn choose(
    writer: &mut Writer<'_>,
    id: DocumentId,
    decisions: &mut Decisions,
    third_party: ThirdPartyId,
) -> Result<(), DeskError> {
    decisions.third_party_chosen = true;
    decisions.third_party_confirmed = true;
    let coding = writer.coding(id)?.unwrap_or_else(|| blank_coding(id));
    writer.put_coding(&CodingRow { third_party: Some(third_party), ..coding })?;
    Ok(())
}

/// Other waiting documents without a third party may be of the one that was just created or named. Answers how many are.
fn recode_unknown(
    writer: &mut Writer<'_>,
    row: &liasse_store::DocumentRow,
    id: DocumentId,
) -> Result<u32, DeskError> {
    let mut unknown = Vec::new();
    for other in writer.documents_in_status(row.client_file, DocumentStatus::ToReview)? {
        if other != id && writer.coding(other)?.is_none_or(|coding| coding.third_party.is_none()) {
            unknown.push(other);
        }
    }
    recode_all(writer, unknown.iter().copied())?;
    let mut attached = 0;
    for other in unknown {
        attached += u32::from(writer.coding(other)?.is_some_and(|coding| coding.third_party.is_some()));
    }
    Ok(attached)
}

/// A card learns what a paper of its third party bears: another name, identifiers that it did not hold.
fn learn(card: &mut ThirdParty, reading: &Reading, flow: Flow) {
    if let Some(name) = third_party_name(reading, flow) {
        let known = std::iter::once(&card.name)
            .chain(&card.aliases)
            .any(|known| normal_name(known) == normal_name(name));
        if !known {
            card.aliases.push(name.to_owned());
        }
    }
    if card.kind != kind_of(flow) {
        return;
    }
    let sure = |name: FieldName| {
        reading.fields.get(&name).filter(|field| field.sure).and_then(|field| match &field.value {
            FieldValue::Text(text) => Some(text.as_str()),
            _ => None,
        })
    };
    let (siren, siret, vat_number, iban) = match flow {
        Flow::Purchases => (
            sure(FieldName::SupplierSiren),
            sure(FieldName::SupplierSiret),
            sure(FieldName::SupplierVat),
            sure(FieldName::Iban),
        ),
        Flow::Sales => (sure(FieldName::CustomerSiren), None, sure(FieldName::CustomerVat), None),
    };
    card.siret = card.siret.take().or_else(|| siret.and_then(|text| text.parse().ok()));
    card.siren = card.siren.take().or_else(|| siren.and_then(|text| text.parse().ok()));
    card.vat_number = card.vat_number.take().or_else(|| vat_number.and_then(|text| text.parse().ok()));
    if let Some(iban) = iban.and_then(|text| text.parse::<Iban>().ok())
        && !card.ibans.contains(&iban)
    {
        card.ibans.push(iban);
    }
}
