//! MEG: the connection, and the settings by which its firm publishes. Those that MEG marks as mandatory are.

use liasse_connectors::meg::{self, Meg};
use liasse_connectors::{Authority, Credentials, Secret, Target as System, Timeouts};
use liasse_domain::{Amount, ClientFile, ClientFileId, VatLine, VatRate};
use liasse_store::{Reader, StoreError};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Outgoing;
use super::remote::{MEG, folder_view, timeouts, unreachable};
use crate::api::{DeskError, MegDestination, MegForm, MegMarker, MegSettings, Message, SageGeFolder};
use crate::desk::{Desk, client_file_id};

/// Rates that a new connection asks the markers of: those of mainland France (art. 278 to 281 CGI).
const USUAL: [u16; 4] = [2000, 1000, 550, 210];

/// How to reach MEG, and how to publish to it.
#[derive(Clone, Serialize, Deserialize)]
pub struct MegConnection {
    /// Address of the service.
    pub address: String,
    /// User.
    pub user: String,
    /// Password; kept apart, it is no part of the setting.
    #[serde(skip)]
    pub password: String,
    /// The VAT marker of each rate.
    pub vat_markers: Vec<(VatRate, String)>,
    /// The marker of a document without VAT.
    pub no_vat_marker: String,
    /// How many seconds it is given to answer; the usual time where nothing is said.
    #[serde(default)]
    pub patience: Option<u32>,
    /// The tax of each rate, and not the sum of all under one.
    #[serde(default = "yes")]
    pub vat_by_item: bool,
    /// The rate of the supplier's VAT account instead of the one that was read.
    #[serde(default)]
    pub supplier_rate: bool,
    /// Whether these settings hold for every client file that has none of its own.
    #[serde(default = "yes")]
    pub automated: bool,
}

fn yes() -> bool {
    true
}

/// What a document is published to MEG with.
#[derive(Clone)]
pub(super) struct MegChoices {
    markers: meg::Markers,
    vat_by_item: bool,
    supplier_rate: bool,
}

impl MegChoices {
    /// What is missing of what MEG asks for.
    fn missing(&self) -> Option<Message> {
        if self.markers.rates.iter().all(|(_, marker)| marker.trim().is_empty()) {
            return Some(Message::new("meg_marker_missing"));
        }
        self.markers.no_vat.trim().is_empty().then(|| Message::new("meg_no_vat_missing"))
    }

    /// The tax of a document as these settings send it: the amount that was read, whatever the marker.
    pub(super) fn vat(&self, paper: &Outgoing) -> Vec<VatLine> {
        let situation = &paper.situation;
        let mut lines = situation.reading.vat_lines.clone();
        if !self.vat_by_item && lines.len() > 1 {
            let main = lines.iter().max_by_key(|line| line.base.abs()).map(|line| line.rate);
            let sum = |of: fn(&VatLine) -> Amount| lines.iter().map(of).sum();
            let (base, amount) = (sum(|line| line.base), sum(|line| line.amount));
            lines = main.into_iter().map(|rate| VatLine { rate, base, amount }).collect();
        }
        let account = situation.third_party.as_ref().and_then(|card| card.defaults.vat_account.as_ref());
        let of_supplier = account
            .filter(|_| self.supplier_rate)
            .and_then(|code| situation.practice.vat_accounts.iter().find(|account| account.code == *code))
            .and_then(|account| account.rate);
        if let (Some(rate), [line]) = (of_supplier, lines.as_mut_slice()) {
            line.rate = rate;
        }
        lines
    }
}

fn own_key(id: ClientFileId) -> String {
    format!("meg.{id}")
}

fn view(choices: &MegChoices) -> MegSettings {
    let mut markers: Vec<MegMarker> = choices
        .markers
        .rates
        .iter()
        .map(|(rate, marker)| MegMarker { rate: rate.to_string(), marker: marker.clone() })
        .collect();
    for usual in USUAL.into_iter().filter_map(VatRate::from_basis_points) {
        if !choices.markers.rates.iter().any(|(rate, _)| *rate == usual) {
            markers.push(MegMarker { rate: usual.to_string(), marker: String::new() });
        }
    }
    MegSettings {
        destination: MegDestination::Purchases,
        vat_by_item: choices.vat_by_item,
        supplier_rate: choices.supplier_rate,
        markers,
        no_vat_marker: choices.markers.no_vat.clone(),
    }
}

fn choices(settings: &MegSettings) -> Result<MegChoices, DeskError> {
    let mut rates = Vec::new();
    for MegMarker { rate, marker } in &settings.markers {
        let rate: VatRate =
            rate.trim().replace(',', ".").parse().map_err(|error| DeskError::bad_form("rate", &error))?;
        if !marker.trim().is_empty() {
            rates.push((rate, marker.trim().to_owned()));
        }
    }
    let choices = MegChoices {
        markers: meg::Markers { rates, no_vat: settings.no_vat_marker.trim().to_owned() },
        vat_by_item: settings.vat_by_item,
        supplier_rate: settings.supplier_rate,
    };
    match choices.missing() {
        Some(message) => Err(DeskError::from(message)),
        None => Ok(choices),
    }
}

impl MegConnection {
    fn choices(&self) -> MegChoices {
        MegChoices {
            markers: meg::Markers { rates: self.vat_markers.clone(), no_vat: self.no_vat_marker.clone() },
            vat_by_item: self.vat_by_item,
            supplier_rate: self.supplier_rate,
        }
    }

    fn client(&self, markers: meg::Markers, authority: Option<Authority>) -> Result<Meg, DeskError> {
        let timeouts: Timeouts = timeouts(self.patience);
        let settings = meg::Settings { address: self.address.clone(), markers, timeouts, authority };
        let credentials = Credentials::new(self.user.clone(), Secret::new(self.password.clone()));
        Meg::new(settings, credentials).map_err(|error| unreachable(&error))
    }
}

/// The settings in force for a client file: its own, else those of the firm where they hold for all.
fn in_force(
    reader: &Reader<'_>,
    connection: &MegConnection,
    id: ClientFileId,
) -> Result<Result<MegChoices, Message>, StoreError> {
    let own: Option<MegSettings> = reader.setting(&own_key(id))?;
    Ok(match own {
        Some(own) => choices(&own).map_err(|error| error.message),
        None if connection.automated => {
            let all = connection.choices();
            all.missing().map_or(Ok(all), Err)
        }
        None => Err(Message::new("meg_settings_missing")),
    })
}

impl Desk {
    fn meg_stored(&self) -> Result<Option<MegConnection>, DeskError> {
        self.read(|reader| reader.setting::<MegConnection>(MEG))
    }

    /// Keeps the connection to MEG when MEG answers to it, and answers the folders that it shows.
    ///
    /// # Errors
    /// `meg_marker_missing`, `meg_no_vat_missing`: MEG asks for both; those of the service.
    pub fn save_meg_connection(&self, connection: MegConnection) -> Result<Vec<SageGeFolder>, DeskError> {
        let mut connection = connection;
        if let Some(message) = connection.choices().missing() {
            return Err(DeskError::from(message));
        }
        if connection.password.is_empty() {
            connection.password = self.credential(MEG)?.to_string();
        }
        let client = connection.client(connection.choices().markers, self.authority()?)?;
        let folders = self.network.block_on(client.folders()).map_err(|error| unreachable(&error))?;
        self.background(|writer| {
            writer.put_setting(MEG, &connection)?;
            writer.put_credential(MEG, &connection.password, self.keyring.as_ref()).map(drop)
        })?;
        Ok(folders.items.into_iter().map(folder_view).collect())
    }

    /// The connection to MEG and the firm's settings, without the password.
    pub fn meg_form(&self) -> Result<MegForm, DeskError> {
        let stored = self.meg_stored()?.unwrap_or_else(|| MegConnection {
            address: String::new(),
            user: String::new(),
            password: String::new(),
            vat_markers: Vec::new(),
            no_vat_marker: String::new(),
            patience: None,
            vat_by_item: true,
            supplier_rate: false,
            automated: true,
        });
        Ok(MegForm {
            settings: view(&stored.choices()),
            address: stored.address,
            user: stored.user,
            password: String::new(),
            patience: stored.patience,
            automated: stored.automated,
        })
    }

    /// Keeps the connection and the firm's settings, as the screen has them.
    ///
    /// # Errors
    /// Those of [`Desk::save_meg_connection`]; `bad_form`.
    pub fn save_meg_form(&self, form: MegForm) -> Result<Vec<SageGeFolder>, DeskError> {
        let MegChoices { markers, vat_by_item, supplier_rate } = choices(&form.settings)?;
        self.save_meg_connection(MegConnection {
            address: form.address.trim().to_owned(),
            user: form.user.trim().to_owned(),
            password: form.password,
            vat_markers: markers.rates,
            no_vat_marker: markers.no_vat,
            patience: form.patience.filter(|seconds| *seconds > 0),
            vat_by_item,
            supplier_rate,
            automated: form.automated,
        })
    }

    /// A client file's own settings for MEG; none where the firm's hold.
    pub fn meg_settings(&self, client_file: String) -> Result<Option<MegSettings>, DeskError> {
        let id = client_file_id(&client_file)?;
        self.read(|reader| reader.setting(&own_key(id)))
    }

    /// Keeps a client file's own settings for MEG; without any, the firm's hold again.
    ///
    /// # Errors
    /// `meg_marker_missing`, `meg_no_vat_missing`, `bad_form`.
    pub fn save_meg_settings(
        &self,
        client_file: String,
        settings: Option<MegSettings>,
    ) -> Result<(), DeskError> {
        let id = client_file_id(&client_file)?;
        if let Some(settings) = &settings {
            choices(settings)?;
        }
        self.command("save_meg_settings", true, json!({}), &[], |writer| match &settings {
            Some(settings) => Ok(writer.put_setting(&own_key(id), settings)?),
            None => Ok(writer.delete_setting(&own_key(id))?),
        })?;
        self.tell_changed(id);
        Ok(())
    }

    pub(super) fn meg_destination(&self, file: &ClientFile) -> Result<(String, Option<Message>), DeskError> {
        // The folder's code is the same on both sides.
        let code = file.code.to_string();
        Ok(match self.meg_stored()? {
            None => (code, Some(Message::new("meg_not_connected"))),
            Some(connection) => (code, self.read(|reader| in_force(reader, &connection, file.id))?.err()),
        })
    }

    /// A connection to MEG for a client file, and how its documents go.
    pub(super) fn meg(&self, file: &ClientFile) -> Result<(Meg, MegChoices), DeskError> {
        let not_set = |message: Message| super::not_set(&message);
        let mut connection = self.meg_stored()?.ok_or_else(|| not_set(Message::new("meg_not_connected")))?;
        let choices = self.read(|reader| in_force(reader, &connection, file.id))?.map_err(not_set)?;
        connection.password = self.credential(MEG)?.to_string();
        Ok((connection.client(choices.markers.clone(), self.authority()?)?, choices))
    }
}
