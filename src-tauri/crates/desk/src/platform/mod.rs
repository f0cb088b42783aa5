//! The *plateforme agréée* of a client file: e-invoices come in by it, and statuses of their life cycle go out.

mod life_cycle;
mod rounds;
#[cfg(test)]
mod tests;

use std::time::Duration;

use liasse_connectors::platform::{Arrival, Platform, Settings};
use liasse_connectors::{Credentials, Secret};
use liasse_domain::{ClientFileId, Flow, SplitMode};
use liasse_store::{Digest, Origin, Reader, StoreError, Zeroizing};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::api::{DeskError, Message, PlatformConnection, PlatformMissed, PlatformReceived, PlatformView};
use crate::clock;
use crate::desk::{Desk, client_file_id, locked};
use crate::intake::Destination;
use crate::publication::{timeouts, unreachable};

pub(crate) use life_cycle::view as life_cycle_view;
pub(crate) use rounds::start;

/// How far a look goes back behind the newest invoice that was seen, a week: what a platform shows late, of a moment that has passed,
/// is not missed. What was taken in is known by its flow.
const OVERLAP: Duration = Duration::from_hours(7 * 24);

/// How to reach a platform; its secret is kept apart.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
struct Stored {
    address: String,
    token_address: String,
    client_id: String,
    #[serde(default)]
    by_itself: bool,
    #[serde(default)]
    acknowledge: bool,
    /// Seconds that it is given to answer; the usual time where nothing is said.
    #[serde(default)]
    patience: Option<u32>,
}

/// The last look at a platform.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
struct Look {
    /// Milliseconds since 1970.
    at: i64,
    /// What it met with.
    trouble: Option<Message>,
    /// The platform's clock at the newest invoice that was seen.
    seen_until: Option<String>,
}

/// Name of the setting, and of the secret, of a client file's platform: a company has its own, by its own contract.
pub(crate) fn key(client_file: ClientFileId) -> String {
    format!("platform_connection.{client_file}")
}
fn look_key(client_file: ClientFileId) -> String {
    format!("platform_look.{client_file}")
}

/// The names of all connections to platforms.
pub(crate) fn keys(reader: &Reader<'_>) -> Result<Vec<String>, StoreError> {
    Ok(reader.client_files()?.into_iter().map(|file| key(file.id)).collect())
}

impl Desk {
    /// The platform of a client file, without its secret; an empty address when there is none.
    pub fn platform_connection(&self, client_file: String) -> Result<PlatformView, DeskError> {
        let id = client_file_id(&client_file)?;
        let (stored, look) = self.read(|reader| {
            Ok((reader.setting::<Stored>(&key(id))?, reader.setting::<Look>(&look_key(id))?))
        })?;
        let stored = stored.unwrap_or_default();
        Ok(PlatformView {
            connection: PlatformConnection {
                address: stored.address,
                token_address: stored.token_address,
                client_id: stored.client_id,
                client_secret: String::new(),
                patience: stored.patience,
                by_itself: stored.by_itself,
                acknowledge: stored.acknowledge,
            },
            looked_at: look.as_ref().map(|look| look.at as f64),
            trouble: look.and_then(|look| look.trouble),
        })
    }

    /// Keeps the connection when the platform answers to it; forgets it when the address is empty. What was received stays
    /// known.
    ///
    /// # Errors
    /// Those of the platform.
    pub fn save_platform_connection(
        &self,
        client_file: String,
        connection: PlatformConnection,
    ) -> Result<(), DeskError> {
        let id = client_file_id(&client_file)?;
        self.client_file(id)?;
        let before = self.read(|reader| reader.setting::<Stored>(&key(id)))?.unwrap_or_default();
        let stored = Stored {
            address: connection.address.trim().to_owned(),
            token_address: connection.token_address.trim().to_owned(),
            client_id: connection.client_id.trim().to_owned(),
            by_itself: connection.by_itself,
            acknowledge: connection.acknowledge,
            patience: connection.patience.filter(|seconds| *seconds > 0),
        };
        let given = Zeroizing::new(connection.client_secret);
        if stored.address.is_empty() {
            return self.background(|writer| {
                writer.delete_setting(&key(id))?;
                writer.delete_setting(&look_key(id))?;
                writer.delete_credential(&key(id), self.keyring.as_ref())
            });
        }
        let secret = if given.is_empty() { self.credential(&key(id))? } else { given };
        let platform = self.platform_of(&stored, &secret)?;
        self.network.block_on(platform.check()).map_err(|error| unreachable(&error))?;
        self.background(|writer| {
            // Another service has another clock and other invoices.
            if (&stored.address, &stored.client_id) != (&before.address, &before.client_id) {
                writer.delete_setting(&look_key(id))?;
            }
            writer.put_setting(&key(id), &stored)?;
            writer.put_credential(&key(id), &secret, self.keyring.as_ref()).map(drop)
        })
    }

    fn platform_of(&self, stored: &Stored, secret: &str) -> Result<Platform, DeskError> {
        let settings = Settings {
            address: stored.address.clone(),
            token_address: stored.token_address.clone(),
            timeouts: timeouts(stored.patience),
            authority: self.authority()?,
        };
        let credentials = Credentials::new(stored.client_id.clone(), Secret::new(secret.to_owned()));
        Platform::new(settings, credentials).map_err(|error| unreachable(&error))
    }

    fn platform(&self, client_file: ClientFileId) -> Result<(Platform, Stored), DeskError> {
        let stored = self.read(|reader| reader.setting::<Stored>(&key(client_file)))?;
        let stored = stored.ok_or_else(|| DeskError::from(Message::new("platform_not_connected")))?;
        let secret = self.credential(&key(client_file))?;
        Ok((self.platform_of(&stored, &secret)?, stored))
    }

    /// Takes in the e-invoices that suppliers sent to the client file's platform since the last look, sends messages that
    /// wait, and asks for the outcome of those that is open. An invoice that cannot be fetched is named, and asked for
    /// again next time.
    ///
    /// # Errors
    /// `platform_not_connected`; those of the platform.
    pub fn receive_e_invoices(&self, client_file: String) -> Result<PlatformReceived, DeskError> {
        let id = client_file_id(&client_file)?;
        let (platform, stored) = self.platform(id)?;
        let mut received = PlatformReceived::default();
        let looked = self.look_at(id, &platform, &mut received);
        self.queue.wake();
        if received.accepted + received.known > 0 {
            self.tell_changed(id);
        }
        looked?;
        received.settled = self.see_to(id, &platform, &stored)?;
        Ok(received)
    }

    /// Acknowledges what was read since it was received, where that is wanted, sends messages that wait, and asks for the
    /// outcome of those that is open; answers how many are known now. Without a platform, none.
    pub fn see_to_life_cycle(&self, client_file: String) -> Result<u32, DeskError> {
        let id = client_file_id(&client_file)?;
        if self.read(|reader| reader.setting::<Stored>(&key(id)))?.is_none() {
            return Ok(0);
        }
        let (platform, stored) = self.platform(id)?;
        self.see_to(id, &platform, &stored)
    }

    /// The client files of which something is to be acknowledged, sent or asked for.
    fn files_with_life_cycle_to_see_to(&self) -> Result<Vec<ClientFileId>, DeskError> {
        self.read(|reader| {
            let mut files = reader.client_files_with_open_messages()?;
            for file in reader.client_files()? {
                let stored = reader.setting::<Stored>(&key(file.id))?;
                if !files.contains(&file.id)
                    && stored.is_some_and(|stored| stored.acknowledge)
                    && !reader.sources_to_acknowledge(file.id)?.is_empty()
                {
                    files.push(file.id);
                }
            }
            Ok(files)
        })
    }

    fn see_to(&self, id: ClientFileId, platform: &Platform, stored: &Stored) -> Result<u32, DeskError> {
        if stored.acknowledge {
            self.acknowledge(id)?;
        }
        let settled = self.send_messages(id, platform)?;
        if settled > 0 {
            self.tell_changed(id);
        }
        Ok(settled)
    }

    /// One look, and what it met with. One at a time: two at once would fetch the same.
    fn look_at(
        &self,
        id: ClientFileId,
        platform: &Platform,
        received: &mut PlatformReceived,
    ) -> Result<(), DeskError> {
        let _alone = locked(&self.receiving);
        let mut look: Look = self.read(|reader| reader.setting(&look_key(id)))?.unwrap_or_default();
        let from = look.seen_until.as_deref().and_then(|seen| clock::earlier(seen, OVERLAP));
        let looked = match self.network.block_on(platform.arrivals(from.as_deref())) {
            Ok(arrivals) => {
                for arrival in &arrivals.invoices {
                    if self.read(|reader| reader.has_platform_flow(id, &arrival.flow.to_string()))? {
                        continue;
                    }
                    if let Err(reason) = self.take_in_flow(id, platform, arrival, received)? {
                        received.missed.push(PlatformMissed { flow: arrival.flow.to_string(), reason });
                    }
                }
                // The look goes on from where it was as long as something before that is not in the house.
                if received.missed.is_empty() {
                    look.seen_until = arrivals.seen_until.or(look.seen_until);
                }
                Ok(())
            }
            Err(error) => Err(unreachable(&error)),
        };
        look.at = clock::now().millis();
        look.trouble = match &looked {
            Err(error) => Some(error.message.clone()),
            Ok(()) => received.missed.first().map(|missed| missed.reason.clone()),
        };
        self.background(|writer| writer.put_setting(&look_key(id), &look))?;
        looked
    }

    /// The original's durable copy first; then, at once, its source and that the flow is in the house. What is interrupted
    /// before that is fetched again.
    fn take_in_flow(
        &self,
        client_file: ClientFileId,
        platform: &Platform,
        arrival: &Arrival,
        received: &mut PlatformReceived,
    ) -> Result<Result<(), Message>, DeskError> {
        let bytes = match self.network.block_on(platform.file(&arrival.flow)) {
            Ok(bytes) if bytes.is_empty() => return Ok(Err(Message::new("platform_empty_file"))),
            Ok(bytes) => bytes,
            Err(error) => return Ok(Err(Message::new(error.code()).with("detail", error))),
        };
        let flow = arrival.flow.to_string();
        let digest = Digest::of(&bytes);
        if let Some(known) = self.read(|reader| reader.source_by_sha256(client_file, &digest))? {
            // It came in by another way, or under another name.
            self.own_command("receive_e_invoice", json!({ "flow": flow }), &[], |writer| {
                Ok(writer.add_platform_flow(client_file, &flow, known.id, clock::now())?)
            })?;
            received.known += 1;
            return Ok(Ok(()));
        }
        let ending = if bytes.starts_with(b"%PDF") { "pdf" } else { "xml" };
        let to = Destination {
            client_file,
            flow: Flow::Purchases,
            split_mode: SplitMode::PerFile,
            origin: Origin::Platform,
        };
        self.take_in_whatever(
            to,
            &format!("{flow}.{ending}"),
            &bytes,
            "receive_e_invoice",
            |writer, source| writer.add_platform_flow(client_file, &flow, source, clock::now()),
        )?;
        received.accepted += 1;
        Ok(Ok(()))
    }
}
