//! Payment methods of a client file: made by hand, met on papers, or kept in the connected system.

mod connected;
#[cfg(test)]
mod tests;

use liasse_domain::{
    Account, AccountCode, ClientFile, ClientFileId, Country, Flow, JournalCode, PaymentDefault,
    PaymentMethod, PaymentMethodId, PaymentMethodOrigin, Reading, ThirdPartyKind,
};
use liasse_store::{Reader, StoreError, Writer};
use serde_json::json;

use crate::api::{
    AccountView, DeskError, JournalView, PaymentDefaultScopeView, PaymentDefaultView, PaymentMethodForm,
    PaymentMethodView, PaymentMethodsView,
};
use crate::client_files::recode_waiting;
use crate::clock;
use crate::coding::last_four_read;
use crate::desk::{Desk, client_file_id};

pub(crate) use connected::ConnectedBooks;

impl Desk {
    /// The payment methods of a client file, with what they can be linked to.
    pub fn payment_methods(&self, client_file: String) -> Result<PaymentMethodsView, DeskError> {
        let id = client_file_id(&client_file)?;
        let user = self.actor.name();
        self.read(|reader| {
            let file = reader.client_file(id)?;
            let chart = reader.accounts(id)?;
            let connected = ConnectedBooks::of(reader, id)?;
            let named = methods_on_cards(reader, id)?;
            let label = |code: &AccountCode| {
                chart.iter().find(|account| account.code == *code).map(|account| account.label.clone())
            };
            let methods = reader
                .payment_methods(id)?
                .into_iter()
                .map(|method| PaymentMethodView {
                    id: method.id.to_string(),
                    last_four: method.last_four(),
                    account_label: method.account.as_ref().and_then(label),
                    account: method.account.as_ref().map(ToString::to_string),
                    destination: method.destination.as_ref().map(ToString::to_string),
                    auto_publish: method.auto_publish,
                    origin: match method.origin {
                        PaymentMethodOrigin::User => "user",
                        PaymentMethodOrigin::Paper => "paper",
                        PaymentMethodOrigin::Connected { .. } => "connected",
                    }
                    .to_owned(),
                    cards: named.iter().filter(|other| **other == method.id).count() as u32,
                    name: method.name,
                    reference: method.reference,
                })
                .collect();
            let view = |account: &Account| AccountView {
                code: account.code.to_string(),
                label: account.label.clone(),
            };
            let default = reader.payment_default(id, user)?;
            Ok(PaymentMethodsView {
                methods,
                connected: connected.as_ref().map(|books| books.system().to_owned()),
                bank_accounts: chart
                    .iter()
                    .filter(|account| is_bank(&file, &account.code))
                    .map(view)
                    .collect(),
                destinations: destinations(&file, connected.as_ref()),
                user: user.to_owned(),
                default: default.map(|default| PaymentDefaultView {
                    method: default.payment_method.to_string(),
                    scope: default.scope.into(),
                }),
            })
        })
    }

    /// Creates or changes a payment method; answers its id. What is in the connected system is named and linked here, but
    /// keeps its reference.
    ///
    /// # Errors
    /// `name_missing`, `payment_method_exists`, `payment_methods_connected` for a new one where a system keeps them,
    /// `account_not_in_chart`, `bad_form`.
    pub fn save_payment_method(
        &self,
        client_file: String,
        form: PaymentMethodForm,
    ) -> Result<String, DeskError> {
        let id = client_file_id(&client_file)?;
        let known = form.id.as_deref().map(method_id).transpose()?;
        let name = form.name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            return Err(DeskError::new("name_missing", "a payment method needs a name").with("field", "name"));
        }
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let account: Option<AccountCode> = some(&form.account)
            .map(|text| text.parse())
            .transpose()
            .map_err(|error| DeskError::bad_form("account", &error))?;
        let destination: Option<JournalCode> = some(&form.destination)
            .map(|text| text.parse())
            .transpose()
            .map_err(|error| DeskError::bad_form("journal", &error))?;
        let command = if known.is_some() { "change_payment_method" } else { "add_payment_method" };
        let saved = self.command(command, true, json!({ "name": name }), &[], |writer| {
            let before = known.map(|known| writer.payment_method(known)).transpose()?;
            if before.is_none() && ConnectedBooks::of(writer, id)?.is_some() {
                return Err(kept_elsewhere());
            }
            if let Some(account) = &account
                && writer.account(id, account)?.is_none()
            {
                let detail = format!("{account} is not in the chart: choose an account that is");
                return Err(DeskError::new("account_not_in_chart", detail).with("account", account));
            }
            let others = writer.payment_methods(id)?;
            let alike = |other: &&PaymentMethod| {
                Some(other.id) != known && other.name.to_lowercase() == name.to_lowercase()
            };
            if let Some(other) = others.iter().find(alike) {
                let detail = format!("there is a payment method `{}` already", other.name);
                return Err(DeskError::new("payment_method_exists", detail).with("name", &other.name));
            }
            let origin = before.as_ref().map_or(PaymentMethodOrigin::User, |before| before.origin.clone());
            let reference = match (&before, &origin) {
                (Some(before), PaymentMethodOrigin::Connected { .. }) => before.reference.clone(),
                _ => some(&form.reference),
            };
            let method = PaymentMethod {
                id: known.unwrap_or_else(|| PaymentMethodId::from_uuid(clock::fresh())),
                client_file: id,
                name,
                reference,
                account,
                destination,
                auto_publish: form.auto_publish,
                origin,
            };
            writer.put_payment_method(&method)?;
            recode_waiting(writer, id)?;
            Ok(method.id)
        })?;
        self.tell_changed(id);
        Ok(saved.to_string())
    }

    /// Deletes payment methods. Cards and defaults that name them name none any more.
    ///
    /// # Errors
    /// `payment_methods_connected` for one that a connected system keeps.
    pub fn delete_payment_methods(&self, client_file: String, methods: Vec<String>) -> Result<(), DeskError> {
        let id = client_file_id(&client_file)?;
        let methods: Vec<PaymentMethodId> =
            methods.iter().map(|method| method_id(method)).collect::<Result<_, _>>()?;
        self.command("delete_payment_methods", true, json!({ "n": methods.len() }), &[], |writer| {
            for method in &methods {
                let method = writer.payment_method(*method)?;
                if matches!(method.origin, PaymentMethodOrigin::Connected { .. }) {
                    return Err(kept_elsewhere());
                }
                writer.note("name", method.name.clone());
                forget(writer, id, method.id)?;
            }
            Ok(recode_waiting(writer, id)?)
        })?;
        self.tell_changed(id);
        Ok(())
    }

    /// Sets the payment method that the user's papers have by default, or none.
    pub fn set_payment_default(
        &self,
        client_file: String,
        method: Option<String>,
        scope: PaymentDefaultScopeView,
    ) -> Result<(), DeskError> {
        let id = client_file_id(&client_file)?;
        let method = method.as_deref().map(method_id).transpose()?;
        let user = self.actor.name();
        self.command("set_payment_default", true, json!({ "user": user }), &[], |writer| {
            let default = match method {
                Some(method) => {
                    let method = writer.payment_method(method)?;
                    writer.note("name", method.name);
                    Some(PaymentDefault {
                        user: user.to_owned(),
                        payment_method: method.id,
                        scope: scope.into(),
                    })
                }
                None => None,
            };
            writer.put_payment_default(id, user, default.as_ref())?;
            Ok(recode_waiting(writer, id)?)
        })?;
        self.tell_changed(id);
        Ok(())
    }
}

pub(crate) fn method_id(text: &str) -> Result<PaymentMethodId, DeskError> {
    text.parse().map_err(|_| DeskError::bad_id(text))
}

fn kept_elsewhere() -> DeskError {
    DeskError::new(
        "payment_methods_connected",
        "the connected system keeps the payment methods: create or delete them there, then reload",
    )
}

/// The accounts of banks and tills: PCG 51 and 53, PCMN 55 and 57.
pub(crate) fn is_bank(file: &ClientFile, code: &AccountCode) -> bool {
    let roots = if file.country == Country::BE { ["55", "57"] } else { ["51", "53"] };
    roots.iter().any(|root| code.starts_with(root))
}

fn destinations(file: &ClientFile, connected: Option<&ConnectedBooks>) -> Vec<JournalView> {
    if let Some(books) = connected.filter(|books| !books.journals.is_empty()) {
        return books.journals.clone();
    }
    let journals = &file.journals;
    let mut codes: Vec<String> = [&journals.purchases, &journals.sales, &journals.bank, &journals.general]
        .map(ToString::to_string)
        .into();
    codes.dedup();
    codes.into_iter().map(|code| JournalView { code, label: String::new() }).collect()
}

/// The payment methods that cards of a client file name, once a card.
fn methods_on_cards(reader: &Reader<'_>, id: ClientFileId) -> Result<Vec<PaymentMethodId>, StoreError> {
    let mut named = Vec::new();
    for kind in [ThirdPartyKind::Supplier, ThirdPartyKind::Customer] {
        named.extend(
            reader.third_parties(id, kind)?.into_iter().filter_map(|card| card.defaults.payment_method),
        );
    }
    Ok(named)
}

/// Deletes a payment method, and takes it off the cards that name it.
fn forget(
    writer: &mut Writer<'_>,
    client_file: ClientFileId,
    method: PaymentMethodId,
) -> Result<(), StoreError> {
    for kind in [ThirdPartyKind::Supplier, ThirdPartyKind::Customer] {
        for mut card in writer.third_parties(client_file, kind)? {
            if card.defaults.payment_method == Some(method) {
                card.defaults.payment_method = None;
                writer.put_third_party(&card)?;
            }
        }
    }
    writer.delete_payment_method(method)
}

/// Makes a payment method of the last four digits that a purchase bears, the first time that they are met. Not where a
/// connected system keeps the methods, nor of a sale, whose card is the customer's.
pub(crate) fn meet(
    writer: &mut Writer<'_>,
    client_file: ClientFileId,
    flow: Flow,
    reading: &Reading,
) -> Result<(), StoreError> {
    let Some(digits) = last_four_read(reading).filter(|_| flow == Flow::Purchases) else { return Ok(()) };
    let sure = reading.fields.get(&liasse_domain::FieldName::CardLast4).is_some_and(|field| field.sure);
    let known = || -> Result<bool, StoreError> {
        Ok(writer.payment_methods(client_file)?.iter().any(|m| m.last_four().as_deref() == Some(digits)))
    };
    if !sure || known()? || ConnectedBooks::of(writer, client_file)?.is_some() {
        return Ok(());
    }
    writer.put_payment_method(&PaymentMethod {
        id: PaymentMethodId::from_uuid(clock::fresh()),
        client_file,
        name: format!("**** {digits}"),
        reference: Some(digits.to_owned()),
        account: None,
        destination: None,
        auto_publish: false,
        origin: PaymentMethodOrigin::Paper,
    })
}
