//! The desk: one open data folder and all that can be done with it.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use liasse_domain::{ClientFileCode, ClientFileId, DocumentId, SourceId};
use liasse_store::{Actor, Blobs, Command, Keyring, ReadStore, Reader, Store, StoreError, Writer};
use serde_json::Value;

use crate::api::{DeskError, DeskEvent};
use crate::clock;
use crate::intake::Watcher;
use crate::reading_queue::Queue;

/// Who is told what the desk does while nobody asks.
pub type Listener = Box<dyn Fn(DeskEvent) + Send + Sync>;

/// One open data folder and all that can be done with it. Every method may be called from any thread.
pub struct Desk {
    /// None once the desk is closed.
    pub(crate) store: Mutex<Option<Store>>,
    pub(crate) reader: Mutex<Option<ReadStore>>,
    pub(crate) blobs: Blobs,
    pub(crate) actor: Actor,
    pub(crate) listener: Listener,
    pub(crate) queue: Queue,
    pub(crate) watcher: Mutex<Watcher>,
    pub(crate) network: tokio::runtime::Runtime,
    /// Held while something is published or looked up: one at a time.
    pub(crate) publishing: Mutex<()>,
    /// Held while a platform is asked for e-invoices: one look at a time.
    pub(crate) receiving: Mutex<()>,
    /// Held while messages of a life cycle are sent or asked for: each goes once.
    pub(crate) saying: Mutex<()>,
    /// Whether the user wants nothing more to leave.
    pub(crate) publication_stopped: AtomicBool,
    pub(crate) worker: crate::reading_queue::WorkerPlace,
    pub(crate) pictures: crate::pictures::Pictures,
    pub(crate) folder: PathBuf,
    pub(crate) keyring: Arc<dyn Keyring>,
    /// Whether this is the sample's data folder.
    pub(crate) sample: bool,
    /// Whether it was opened with the recovery code: nobody knows the passphrase any more.
    pub(crate) passphrase_lost: AtomicBool,
}

/// A lock survives a panic of its holder: the database rolls back by itself.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Desk {
    /// Reads, beside whatever is being written.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Reader<'_>) -> Result<T, StoreError>,
    ) -> Result<T, DeskError> {
        let reader = locked(&self.reader);
        Ok(reader.as_ref().ok_or_else(DeskError::not_open)?.read(work)?)
    }

    /// Runs one user command: one transaction, one record of the ledger of changes. An error of `work` rolls it back.
    pub(crate) fn command<T>(
        &self,
        name: &'static str,
        undoable: bool,
        summary: Value,
        documents: &[DocumentId],
        work: impl FnOnce(&mut Writer<'_>) -> Result<T, DeskError>,
    ) -> Result<T, DeskError> {
        self.command_by(&self.actor, name, undoable, summary, documents, work)
    }

    /// The same by the program itself.
    pub(crate) fn own_command<T>(
        &self,
        name: &'static str,
        summary: Value,
        documents: &[DocumentId],
        work: impl FnOnce(&mut Writer<'_>) -> Result<T, DeskError>,
    ) -> Result<T, DeskError> {
        self.command_by(&Actor::liasse(), name, false, summary, documents, work)
    }

    pub(crate) fn command_by<T>(
        &self,
        actor: &Actor,
        name: &'static str,
        undoable: bool,
        summary: Value,
        documents: &[DocumentId],
        work: impl FnOnce(&mut Writer<'_>) -> Result<T, DeskError>,
    ) -> Result<T, DeskError> {
        let mut refusal = None;
        let command = Command { name, summary, undoable, documents };
        let outcome = self.with_store(|store| {
            Ok(store.command(actor, clock::now(), command, |writer| {
                work(writer).map_err(|error| {
                    let message = error.detail.clone();
                    refusal = Some(error);
                    StoreError::Rejected { code: "refused", message }
                })
            }))
        })?;
        match (outcome, refusal) {
            (_, Some(error)) => Err(error),
            (Ok((value, _)), None) => Ok(value),
            (Err(error), None) => Err(error.into()),
        }
    }

    /// The system's own bookkeeping, no user command.
    pub(crate) fn background<T>(
        &self,
        work: impl FnOnce(&mut Writer<'_>) -> Result<T, StoreError>,
    ) -> Result<T, DeskError> {
        self.with_store(|store| Ok(store.background(work)?))
    }

    pub(crate) fn with_store<T>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, DeskError>,
    ) -> Result<T, DeskError> {
        work(locked(&self.store).as_mut().ok_or_else(DeskError::not_open)?)
    }

    /// Closes the database; what comes later is refused. The readers end: what they are at is read at the next start.
    ///
    /// Call it before the program ends: a thread that is at work in the database while the libraries are torn down
    /// brings the program down with it.
    pub fn close(&self) {
        self.queue.close();
        drop(locked(&self.store).take());
        drop(locked(&self.reader).take());
    }

    /// Tells the screens.
    pub(crate) fn tell(&self, event: DeskEvent) {
        (self.listener)(event);
    }

    /// Tells the screens that the lists of a client file have changed.
    pub(crate) fn tell_changed(&self, client_file: ClientFileId) {
        self.tell(DeskEvent::Changed { client_file: client_file.to_string() });
    }

    /// The id of the client file with this code.
    ///
    /// # Errors
    /// `client_file_unknown`.
    pub fn client_file_id(&self, code: &str) -> Result<String, DeskError> {
        let unknown = || {
            DeskError::new(
                "client_file_unknown",
                format!("there is no client file `{code}`: see `liasse client list`"),
            )
            .with("code", code)
        };
        let parsed: ClientFileCode = code.parse().map_err(|_| unknown())?;
        let file = self.read(|reader| reader.client_file_by_code(&parsed))?;
        file.map(|file| file.id.to_string()).ok_or_else(unknown)
    }
}

/// Ids as the screens send them.
pub(crate) fn document_id(text: &str) -> Result<DocumentId, DeskError> {
    text.parse().map_err(|_| DeskError::bad_id(text))
}
pub(crate) fn document_ids(texts: &[String]) -> Result<Vec<DocumentId>, DeskError> {
    texts.iter().map(|text| document_id(text)).collect()
}
pub(crate) fn source_id(text: &str) -> Result<SourceId, DeskError> {
    text.parse().map_err(|_| DeskError::bad_id(text))
}
pub(crate) fn client_file_id(text: &str) -> Result<ClientFileId, DeskError> {
    text.parse().map_err(|_| DeskError::bad_id(text))
}

/// The desk, shared between threads.
pub type SharedDesk = Arc<Desk>;
