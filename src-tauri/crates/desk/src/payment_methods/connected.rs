//! Payment methods that the connected system keeps: taken from it, then named and linked here.

use liasse_connectors::JournalKind;
use liasse_domain::{
    Account, ClientFileId, ConnectedSystem, PaymentMethod, PaymentMethodId, PaymentMethodOrigin,
};
use liasse_store::{Reader, StoreError, Writer};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{forget, is_bank};
use crate::api::{DeskError, JournalView, PaymentMethodsReloaded};
use crate::client_files::recode_waiting;
use crate::clock;
use crate::desk::{Desk, client_file_id};
use crate::publication::{Target, unreachable};

/// What is kept here of the books in the connected system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ConnectedBooks {
    /// Which system.
    pub system: ConnectedSystem,
    /// Its journals.
    pub journals: Vec<JournalView>,
}

impl ConnectedBooks {
    fn key(client_file: ClientFileId) -> String {
        format!("connected_books.{client_file}")
    }
    /// The books that a client file is connected to, once its payment methods were taken from them.
    pub(crate) fn of(
        reader: &Reader<'_>,
        client_file: ClientFileId,
    ) -> Result<Option<ConnectedBooks>, StoreError> {
        reader.setting(&ConnectedBooks::key(client_file))
    }
    /// The system's code.
    pub(crate) fn system(&self) -> &'static str {
        target(self.system).code()
    }
}

fn target(system: ConnectedSystem) -> Target {
    match system {
        ConnectedSystem::SageGe => Target::SageGe,
        ConnectedSystem::Meg => Target::Meg,
    }
}

impl Desk {
    /// Takes the payment methods, bank accounts and journals from the connected system: Sage GE where the client file
    /// names its folder there, else MEG. Names and links that were given here stay; a method that the system no longer
    /// has goes.
    ///
    /// # Errors
    /// `target_not_set`, those of the system.
    pub fn reload_payment_methods(&self, client_file: String) -> Result<PaymentMethodsReloaded, DeskError> {
        let id = client_file_id(&client_file)?;
        let file = self.client_file(id)?;
        let kept = self.read(|reader| ConnectedBooks::of(reader, id))?;
        let system = match (&kept, &file.sage_ge_folder) {
            (Some(books), _) => books.system,
            (None, Some(_)) => ConnectedSystem::SageGe,
            (None, None) => ConnectedSystem::Meg,
        };
        let (remote, folder) = self.system(&file, target(system))?;
        let (methods, chart, journals) = self
            .network
            .block_on(async {
                let methods = remote.payment_methods(&folder).await?.items;
                let chart = remote.chart(&folder).await?.items;
                Ok((methods, chart, remote.journals(&folder).await?.items))
            })
            .map_err(|error| unreachable(&error))?;
        let summary = json!({ "system": target(system).code() });
        let reloaded = self.command("reload_payment_methods", true, summary, &[], |writer| {
            let banks: Vec<Account> = chart
                .into_iter()
                .map(|row| row.account)
                .filter(|account| is_bank(&file, &account.code))
                .collect();
            let known = writer.accounts(id)?;
            let new: Vec<Account> = banks
                .into_iter()
                .filter(|account| known.iter().all(|own| own.code != account.code))
                .collect();
            writer.put_accounts(id, &new)?;
            let journals = journals
                .into_iter()
                .filter(|journal| journal.kind != JournalKind::Sales)
                .map(|journal| JournalView { code: journal.code.to_string(), label: journal.label })
                .collect();
            writer.put_setting(&ConnectedBooks::key(id), &ConnectedBooks { system, journals })?;
            let (added, removed) = take(writer, id, system, methods)?;
            recode_waiting(writer, id)?;
            Ok(PaymentMethodsReloaded { added, removed, bank_accounts: new.len() as u32 })
        })?;
        self.tell_changed(id);
        Ok(reloaded)
    }
}

/// The system's methods in the place of those that were taken from it before. Answers how many came and went.
fn take(
    writer: &mut Writer<'_>,
    id: ClientFileId,
    system: ConnectedSystem,
    methods: Vec<liasse_connectors::RemotePaymentMethod>,
) -> Result<(u32, u32), DeskError> {
    let here = writer.payment_methods(id)?;
    let (mut added, mut removed) = (0, 0);
    for method in &here {
        if let PaymentMethodOrigin::Connected { remote_id, .. } = &method.origin
            && methods.iter().all(|other| other.id != *remote_id)
        {
            forget(writer, id, method.id)?;
            removed += 1;
        }
    }
    for remote in methods {
        let origin = PaymentMethodOrigin::Connected { system, remote_id: remote.id };
        let fresh = PaymentMethod {
            id: PaymentMethodId::from_uuid(clock::fresh()),
            client_file: id,
            name: remote.name,
            reference: remote.reference,
            account: None,
            destination: None,
            auto_publish: false,
            origin,
        };
        // One that was met on papers before the client file was connected is the same card.
        let same = here.iter().find(|own| own.origin == fresh.origin).or_else(|| {
            let digits = fresh.last_four();
            let met = |own: &&PaymentMethod| !matches!(own.origin, PaymentMethodOrigin::Connected { .. });
            here.iter().filter(met).find(|own| digits.is_some() && own.last_four() == digits)
        });
        match same {
            Some(own) if own.origin == fresh.origin => {
                writer.put_payment_method(&PaymentMethod { reference: fresh.reference, ..own.clone() })?;
            }
            Some(own) => {
                let name =
                    if own.origin == PaymentMethodOrigin::Paper { fresh.name } else { own.name.clone() };
                let (reference, origin) = (fresh.reference, fresh.origin);
                writer.put_payment_method(&PaymentMethod { name, reference, origin, ..own.clone() })?;
                added += 1;
            }
            None => {
                writer.put_payment_method(&fresh)?;
                added += 1;
            }
        }
    }
    Ok((added, removed))
}
