//! What publication does while nobody asks: it watches the folders of BOB Demat, looks up what became of entries whose
//! outcome is open, and lets go at night what may go by itself. It looks and drops; over the network it never sends.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, TryLockError, Weak};
use std::time::{Duration, Instant};

use liasse_connectors::folder::{self, Lying};
use liasse_domain::{ClientFileId, Date};
use liasse_store::PublicationState;

use super::Target;
use super::bob_settings::{form, minutes, settings};
use crate::api::{DeskError, DeskEvent, Message};
use crate::clock;
use crate::desk::Desk;

/// Time between two looks into the folders.
const PAUSE: Duration = Duration::from_secs(3);
/// Time between two questions to systems over the network.
const ASK: Duration = Duration::from_secs(60);
/// The day of the last night's transfer.
const LAST_NIGHT: &str = "bob_last_night";

/// Starts the thread. It ends when the desk is dropped.
pub fn start(desk: &Arc<Desk>) {
    let desk = Arc::downgrade(desk);
    let spawned = std::thread::Builder::new().name("publication".to_owned()).spawn(move || rounds(&desk));
    if let Err(error) = spawned {
        eprintln!("publications are not looked after: {error}");
    }
}

fn rounds(desk: &Weak<Desk>) {
    let mut asked = Instant::now();
    loop {
        std::thread::sleep(PAUSE);
        let Some(desk) = desk.upgrade() else { return };
        // An error of one round is no error of the next: a share comes back, a database is closed at the end.
        let _ = desk.watch_bob();
        if asked.elapsed() >= ASK {
            let _ = desk.look_up_open();
            asked = Instant::now();
        }
        let _ = desk.transfer_at_night(clock::today(), clock::minute_of_the_day());
    }
}

impl Desk {
    /// Looks into the folders of BOB Demat: what is gone was taken; what was taken and lies there came back.
    ///
    /// # Errors
    /// Of the database. A folder that cannot be looked into says nothing, and nothing is recorded.
    pub fn watch_bob(&self) -> Result<(), DeskError> {
        let rows = self.read(|reader| reader.folder_publications(Target::Bob.code()))?;
        let mut folders: BTreeMap<PathBuf, Option<Lying>> = BTreeMap::new();
        let mut changed: BTreeMap<ClientFileId, Vec<Message>> = BTreeMap::new();
        for row in rows {
            let Some(folder) = row.remote_id.as_deref().and_then(|path| Path::new(path).parent()) else {
                continue;
            };
            let lying = folders.entry(folder.to_owned()).or_insert_with(|| folder::look(folder).ok());
            let (Some(lying), Ok(key)) = (lying, row.idempotency_key.parse()) else { continue };
            let lies = lying.holds(&key);
            let (taken, returned) = match (row.taken_at, row.returned_at, lies) {
                (None, _, false) => (Some(clock::now()), None),
                (Some(taken), None, true) => (Some(taken), Some(clock::now())),
                (Some(taken), Some(_), false) => (Some(taken), None),
                _ => continue,
            };
            self.background(|writer| writer.watch_publication(row.id, taken, returned))?;
            let file = self.read(|reader| Ok(reader.document(row.document)?.client_file))?;
            let told = changed.entry(file).or_default();
            if returned.is_some() {
                let name = row.remote_id.as_deref().and_then(|path| Path::new(path).file_name());
                let name = name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                told.push(Message::new("bob_file_returned").with("file", name));
            }
        }
        for (file, messages) in changed {
            self.tell_changed(file);
            for message in messages {
                self.tell(DeskEvent::WatchedFolder { client_file: file.to_string(), message });
            }
        }
        Ok(())
    }

    /// Looks up what became of publications whose outcome is open, unless one is under way.
    fn look_up_open(&self) -> Result<(), DeskError> {
        let open = self.read(|reader| reader.open_publications())?;
        let _alone = match self.publishing.try_lock() {
            Ok(alone) => alone,
            Err(TryLockError::Poisoned(alone)) => alone.into_inner(),
            Err(TryLockError::WouldBlock) => return Ok(()),
        };
        for target in Target::ALL {
            let unknown = |row: &&liasse_store::PublicationRow| {
                row.target == target.code() && row.state == PublicationState::Unknown
            };
            let rows: Vec<_> = open.iter().filter(unknown).collect();
            if rows.is_empty() {
                continue;
            }
            let mut files: Vec<ClientFileId> = Vec::new();
            for row in &rows {
                files.push(self.read(|reader| Ok(reader.document(row.document)?.client_file))?);
            }
            self.reconcile(Some(target))?;
            files.sort();
            files.dedup();
            files.into_iter().for_each(|file| self.tell_changed(file));
        }
        Ok(())
    }

    /// Lets go what may go by itself, once a day, from the hour that is set; or when Liasse is next opened after it.
    ///
    /// # Errors
    /// Of the database.
    pub fn transfer_at_night(&self, today: Date, minute: u16) -> Result<(), DeskError> {
        let (settings, last) =
            self.read(|reader| Ok((settings(reader)?, reader.setting::<Date>(LAST_NIGHT)?)))?;
        let Some(time) = settings.nightly.as_deref().and_then(minutes) else { return Ok(()) };
        if minute < time || last.is_some_and(|last| last >= today) {
            return Ok(());
        }
        // Set before: a transfer that fails is told, and the next one is tomorrow's.
        self.background(|writer| writer.put_setting(LAST_NIGHT, &today))?;
        if last.is_none() && time + 60 < minute {
            // The hour was set today and has passed: tonight is the first time.
            return Ok(());
        }
        for file in self.read(|reader| reader.client_files())? {
            if self.read(|reader| form(reader, file.id))?.automatic && file.bob_code.is_some() {
                self.transfer(file.id)?;
            }
        }
        Ok(())
    }

    /// Lets go the documents of a client file that may go by themselves, and tells what came of it.
    pub(super) fn transfer(&self, id: ClientFileId) -> Result<u32, DeskError> {
        let documents: Vec<String> = self
            .bob_documents(id.to_string())?
            .into_iter()
            .filter(|document| document.by_itself)
            .map(|document| document.document)
            .collect();
        if documents.is_empty() {
            return Ok(0);
        }
        let report = self.publish_by_itself(id, &documents, Target::Bob)?;
        let gone = u32::try_from(report.published.len()).unwrap_or(u32::MAX);
        let message = match report.held_back.first() {
            None => Message::new("bob_transferred").with("count", gone),
            Some(held) => Message::new("bob_transferred_in_part")
                .with("count", gone)
                .with("held", report.held_back.len())
                .with("reason", &held.message.code),
        };
        self.tell(DeskEvent::WatchedFolder { client_file: id.to_string(), message });
        Ok(gone)
    }
}
