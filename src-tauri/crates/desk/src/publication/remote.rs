//! Sage Génération Experts and MEG: entries posted over the network.

use liasse_connectors::meg::{self, Meg};
use liasse_connectors::sage_ge::{self, SageGe};
use liasse_connectors::{
    Attachment, Credentials, FetchError, FolderId, IdempotencyKey, PostEntry, PostError, Secret,
    Target as System, Timeouts,
};
use liasse_domain::{ClientFile, DocumentKind, VatRate};
use liasse_store::{PublicationRow, Zeroizing};
use serde::{Deserialize, Serialize};

use super::{Outcome, Outgoing, Target, not_set};
use crate::api::{DeskError, Message, PublicationReport, SageGeConnection, SageGeFolder};
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
}

/// How to reach MEG.
#[derive(Clone, Default, Serialize, Deserialize)]
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
}

impl StoredSageGe {
    fn client(&self, secret: &str) -> Result<SageGe, DeskError> {
        let firm = self.siren.parse().map_err(|error| DeskError::bad_form("siren", &error))?;
        let settings = sage_ge::Settings {
            address: self.address.clone(),
            application: self.client_id.clone(),
            entity: self.entity.clone(),
            firm,
            timeouts: Timeouts::default(),
        };
        let credentials = Credentials::new(self.client_id.clone(), Secret::new(secret.to_owned()));
        SageGe::new(settings, credentials).map_err(|error| unreachable(&error))
    }
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
        let client = stored.client(secret)?;
        let folders = self.network.block_on(client.folders()).map_err(|error| unreachable(&error))?;
        let view = |folder: liasse_connectors::Folder| SageGeFolder {
            id: folder.id.to_string(),
            label: folder.label,
            active: folder.activated,
        };
        Ok(folders.items.into_iter().map(view).collect())
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

    /// Keeps the connection to MEG when MEG answers to it.
    pub fn save_meg_connection(&self, connection: MegConnection) -> Result<(), DeskError> {
        let client = meg_client(&connection)?;
        self.network.block_on(client.folders()).map_err(|error| unreachable(&error))?;
        self.background(|writer| {
            writer.put_setting(MEG, &connection)?;
            writer.put_credential(MEG, &connection.password, self.keyring.as_ref()).map(drop)
        })
    }

    pub(super) fn meg_destination(&self, file: &ClientFile) -> Result<(String, Option<Message>), DeskError> {
        let connected = self.read(|reader| reader.setting::<MegConnection>(MEG))?.is_some();
        // The folder's code is the same on both sides.
        let trouble = (!connected).then(|| Message::new("meg_not_connected"));
        Ok((file.code.to_string(), trouble))
    }

    /// The system behind a target, and the client file's folder there.
    pub(crate) fn system(
        &self,
        file: &ClientFile,
        target: Target,
    ) -> Result<(Box<dyn System>, FolderId), DeskError> {
        match target {
            Target::SageGe => {
                if let (_, Some(message)) = self.sage_ge_destination(file)? {
                    return Err(not_set(&message));
                }
                let stored = self.read(|reader| reader.setting::<StoredSageGe>(SAGE_GE))?.unwrap_or_default();
                let secret = self.credential(SAGE_GE)?;
                Ok((
                    Box::new(stored.client(&secret)?),
                    FolderId(file.sage_ge_folder.clone().unwrap_or_default()),
                ))
            }
            _ => match self.read(|reader| reader.setting::<MegConnection>(MEG))? {
                Some(mut connection) => {
                    connection.password = self.credential(MEG)?.to_string();
                    Ok((Box::new(meg_client(&connection)?), FolderId(file.code.to_string())))
                }
                None => Err(not_set(&Message::new("meg_not_connected"))),
            },
        }
    }

    /// Posts documents one after the other.
    pub(super) fn post_all(
        &self,
        file: &ClientFile,
        target: Target,
        outgoing: Vec<Outgoing>,
        report: &mut PublicationReport,
    ) -> Result<(), DeskError> {
        let system = self.system(file, target);
        for paper in outgoing {
            let outcome = match &system {
                Ok((system, folder)) => self.post(system.as_ref(), folder, &paper)?,
                Err(error) => Outcome::Refused(error.message.clone()),
            };
            self.conclude(&paper, target, outcome, report)?;
        }
        Ok(())
    }

    fn post(&self, system: &dyn System, folder: &FolderId, paper: &Outgoing) -> Result<Outcome, DeskError> {
        let attachment = match self.original(&paper.situation) {
            Ok(original) => original.map(|original| Attachment {
                file_name: original.file_name,
                media_type: original.mime,
                bytes: original.bytes,
            }),
            Err(error) => return Ok(Outcome::Refused(error.message)),
        };
        let post = PostEntry {
            idempotency_key: IdempotencyKey::from(paper.id),
            flow: paper.situation.row.flow,
            kind: paper.situation.reading.kind().unwrap_or(DocumentKind::Other),
            entry: paper.entry.clone(),
            vat: paper.situation.reading.vat_lines.clone(),
            third_party: paper.situation.third_party.clone(),
            attachment,
        };
        self.leaves(paper, None)?;
        Ok(match self.network.block_on(system.post_entry(folder, &post)) {
            Ok(posted) => Outcome::Done(posted.remote_id.to_string()),
            Err(error @ PostError::Unknown { .. }) => {
                // It may have arrived: look before telling the user that nobody knows. Not found now proves nothing:
                // the system may still be at work on it. The next publication to it looks again.
                match self.network.block_on(system.find_by_key(folder, &post.idempotency_key)) {
                    Ok(Some(posted)) => Outcome::Done(posted.remote_id.to_string()),
                    Ok(None) | Err(_) => Outcome::Unknown(Message::new(error.code()).with("detail", &error)),
                }
            }
            Err(error) => {
                let code = error
                    .refusal()
                    .map_or(error.code().to_owned(), |refusal| format!("refusal_{}", refusal.code()));
                Outcome::Refused(Message::new(&code).with("detail", &error))
            }
        })
    }

    /// Asks the system whether it has an entry whose outcome is open; `None` when it does not answer.
    pub(super) fn ask_remote(
        &self,
        row: &PublicationRow,
        target: Target,
    ) -> Result<Option<Outcome>, DeskError> {
        let file = self.read(|reader| reader.client_file(reader.document(row.document)?.client_file))?;
        let Ok((system, folder)) = self.system(&file, target) else { return Ok(None) };
        let Ok(key) = row.idempotency_key.parse::<IdempotencyKey>() else { return Ok(None) };
        Ok(match self.network.block_on(system.find_by_key(&folder, &key)) {
            Ok(Some(posted)) => Some(Outcome::Done(posted.remote_id.to_string())),
            Ok(None) => Some(Outcome::Refused(Message::new(super::outbox::INTERRUPTED))),
            Err(_) => None,
        })
    }
}

fn meg_client(connection: &MegConnection) -> Result<Meg, DeskError> {
    let settings = meg::Settings {
        address: connection.address.clone(),
        markers: meg::Markers {
            rates: connection.vat_markers.clone(),
            no_vat: connection.no_vat_marker.clone(),
        },
        timeouts: Timeouts::default(),
    };
    let credentials = Credentials::new(connection.user.clone(), Secret::new(connection.password.clone()));
    Meg::new(settings, credentials).map_err(|error| unreachable(&error))
}
