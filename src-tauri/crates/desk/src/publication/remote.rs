//! Sage Génération Experts and MEG: how they are reached.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::time::Duration;

use liasse_connectors::sage_ge::{self, SageGe};
use liasse_connectors::{
    Authority, Credentials, FetchError, FolderId, IdempotencyKey, Secret, Target as System, Timeouts,
};
use liasse_domain::{ClientFile, ClientFileId};
use liasse_store::{PublicationRow, Zeroizing};
use serde::{Deserialize, Serialize};

use super::{Outcome, Target, not_set};
use crate::api::{DeskError, Message, SageGeConnection, SageGeFolder};
use crate::clock;
use crate::desk::Desk;

/// The settings of a connection, and the name of its password.
pub(crate) const SAGE_GE: &str = "sage_ge_connection";
pub(crate) const MEG: &str = "meg_connection";

/// How to reach Sage Génération Experts; its secret is kept apart.
#[derive(Clone, Default, Serialize, Deserialize)]
struct StoredSageGe {
    address: String,
    entity: String,
    siren: String,
    client_id: String,
    /// Seconds.
    #[serde(default)]
    patience: Option<u32>,
}

/// How long a system is waited for, where nothing else was said.
pub(crate) fn timeouts(patience: Option<u32>) -> Timeouts {
    patience.map_or_else(Timeouts::default, |seconds| Timeouts::of(Duration::from_secs(u64::from(seconds))))
}

impl StoredSageGe {
    fn client(&self, secret: &str, authority: Option<Authority>) -> Result<SageGe, DeskError> {
        let firm = self.siren.parse().map_err(|error| DeskError::bad_form("siren", &error))?;
        let settings = sage_ge::Settings {
            address: self.address.clone(),
            application: self.client_id.clone(),
            entity: self.entity.clone(),
            firm,
            timeouts: timeouts(self.patience),
            authority,
        };
        let credentials = Credentials::new(self.client_id.clone(), Secret::new(secret.to_owned()));
        SageGe::new(settings, credentials).map_err(|error| unreachable(&error))
    }
}

/// A folder as the screens show it.
pub(super) fn folder_view(folder: liasse_connectors::Folder) -> SageGeFolder {
    SageGeFolder { id: folder.id.to_string(), label: folder.label, active: folder.activated }
}

pub(crate) fn unreachable(error: &FetchError) -> DeskError {
    DeskError::new(error.code(), error.to_string()).with("detail", error)
}

impl Desk {
    /// The connection to Sage GE, without its secret.
    pub fn sage_ge_connection(&self) -> Result<SageGeConnection, DeskError> {
        let stored = self.read(|reader| reader.setting::<StoredSageGe>(SAGE_GE))?.unwrap_or_default();
        Ok(SageGeConnection {
            address: stored.address,
            entity: stored.entity,
            siren: stored.siren,
            client_id: stored.client_id,
            client_secret: String::new(),
            patience: stored.patience,
        })
    }

    /// Keeps the connection when Sage GE answers to it, and answers the folders that it shows.
    pub fn save_sage_ge_connection(
        &self,
        connection: SageGeConnection,
    ) -> Result<Vec<SageGeFolder>, DeskError> {
        let stored = StoredSageGe {
            address: connection.address.trim().to_owned(),
            entity: connection.entity.trim().to_owned(),
            siren: connection.siren.trim().to_owned(),
            client_id: connection.client_id.trim().to_owned(),
            patience: connection.patience.filter(|seconds| *seconds > 0),
        };
        let given = Zeroizing::new(connection.client_secret);
        let secret = if given.is_empty() { self.credential(SAGE_GE)? } else { given };
        let folders = self.folders_of(&stored, &secret)?;
        self.background(|writer| {
            writer.put_setting(SAGE_GE, &stored)?;
            writer.put_credential(SAGE_GE, &secret, self.keyring.as_ref()).map(drop)
        })?;
        Ok(folders)
    }

    /// The folders that Sage GE shows.
    pub fn sage_ge_folders(&self) -> Result<Vec<SageGeFolder>, DeskError> {
        match self.read(|reader| reader.setting::<StoredSageGe>(SAGE_GE))? {
            Some(stored) => self.folders_of(&stored, &self.credential(SAGE_GE)?),
            None => Err(not_set(&Message::new("sage_ge_not_connected"))),
        }
    }

    fn folders_of(&self, stored: &StoredSageGe, secret: &str) -> Result<Vec<SageGeFolder>, DeskError> {
        let client = stored.client(secret, self.authority()?)?;
        let folders = self.network.block_on(client.folders()).map_err(|error| unreachable(&error))?;
        Ok(folders.items.into_iter().map(folder_view).collect())
    }

    pub(super) fn sage_ge_destination(
        &self,
        file: &ClientFile,
    ) -> Result<(String, Option<Message>), DeskError> {
        let connected = self.read(|reader| reader.setting::<StoredSageGe>(SAGE_GE))?.is_some();
        Ok(match (connected, &file.sage_ge_folder) {
            (false, _) => (String::new(), Some(Message::new("sage_ge_not_connected"))),
            (true, None) => (String::new(), Some(Message::new("sage_ge_folder_missing"))),
            (true, Some(folder)) => (folder.clone(), None),
        })
    }

    /// The system behind a target, and the client file's folder there.
    pub(crate) fn system(&self, file: &ClientFile, target: Target) -> Result<Connection, DeskError> {
        match target {
            Target::SageGe => {
                if let (_, Some(message)) = self.sage_ge_destination(file)? {
                    return Err(not_set(&message));
                }
                let stored = self.read(|reader| reader.setting::<StoredSageGe>(SAGE_GE))?.unwrap_or_default();
                let secret = self.credential(SAGE_GE)?;
                Ok((
                    Box::new(stored.client(&secret, self.authority()?)?),
                    FolderId(file.sage_ge_folder.clone().unwrap_or_default()),
                ))
            }
            _ => Ok((Box::new(self.meg(file)?.0), FolderId(file.code.to_string()))),
        }
    }

    /// Asks the system whether it has an entry whose outcome is open; `None` when it does not answer, or when it may
    /// still be at work on it.
    pub(super) fn ask_remote(
        &self,
        row: &PublicationRow,
        target: Target,
        connections: &mut Connections,
    ) -> Result<Option<Outcome>, DeskError> {
        let id = self.read(|reader| Ok(reader.document(row.document)?.client_file))?;
        let connection = match connections.0.entry((id, target.code())) {
            Slot::Occupied(known) => known.into_mut(),
            Slot::Vacant(free) => free.insert(self.system(&self.client_file(id)?, target).ok()),
        };
        let Some((system, folder)) = connection else { return Ok(None) };
        let Ok(key) = row.idempotency_key.parse::<IdempotencyKey>() else { return Ok(None) };
        let since = row.sent_at.unwrap_or(row.created_at);
        // A clock that was set back makes it wait longer, never shorter.
        let elapsed = u64::try_from(clock::now().millis().saturating_sub(since.millis())).unwrap_or(0);
        let settled = Duration::from_millis(elapsed) >= system.settled();
        Ok(match self.network.block_on(system.find_by_key(folder, &key)) {
            Ok(Some(posted)) => Some(Outcome::Done(posted.remote_id.to_string())),
            Ok(None) if settled => Some(Outcome::Refused(Message::new(super::outbox::INTERRUPTED))),
            Ok(None) | Err(_) => None,
        })
    }
}

/// Connections that were made while looking: one a client file and target, none where it cannot be made.
#[derive(Default)]
pub(super) struct Connections(HashMap<(ClientFileId, &'static str), Option<Connection>>);

/// A system, and a client file's folder there.
type Connection = (Box<dyn System>, FolderId);
