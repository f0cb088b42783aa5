//! The database: opening it, reading, commands, undo.

use std::collections::BTreeSet;
use std::ops::Deref;
use std::path::Path;
use std::time::Duration;

use liasse_domain::{ChangeId, DocumentId};
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};
use serde_json::{Map, Value};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::concerned::Concerned;
use crate::ledger::{self, Actor, Command, Undone};
use crate::migrations::{MIGRATIONS, migrate};
use crate::tables::change::{ChangeRecord, NewChange};
use crate::tables::page::{deflate, inflate};
use crate::{Blobs, DataFolder, MasterKey, StoreError, Timestamp, Unlocked, keys};

/// The database of one data folder, with its originals. `Send`, for use behind a lock; further connections that only
/// read, beside the one that writes, come from [`Store::reader`].
#[derive(Debug)]
pub struct Store {
    pub(crate) connection: Connection,
    folder: DataFolder,
    key: MasterKey,
    blobs: Blobs,
}

/// A second connection that only reads; it sees what is committed and waits for no writer.
#[derive(Debug)]
pub struct ReadStore {
    connection: Connection,
    _folder: DataFolder,
}

/// One consistent view of the database. The tables' modules say what can be read.
#[derive(Debug)]
pub struct Reader<'c> {
    pub(crate) connection: &'c Connection,
}

/// One transaction. Everything that a [`Reader`] reads can be read in it too.
#[derive(Debug)]
pub struct Writer<'c> {
    reader: Reader<'c>,
    touched: BTreeSet<DocumentId>,
    stale: BTreeSet<DocumentId>,
    notes: Map<String, Value>,
}

impl<'c> Deref for Writer<'c> {
    type Target = Reader<'c>;
    fn deref(&self) -> &Reader<'c> {
        &self.reader
    }
}

impl<'c> Writer<'c> {
    fn new(connection: &'c Connection) -> Writer<'c> {
        Writer {
            reader: Reader { connection },
            touched: BTreeSet::new(),
            stale: BTreeSet::new(),
            notes: Map::new(),
        }
    }
    /// Says that the command concerns a document, beside those that it changes: it shows in that one's history.
    pub fn touch(&mut self, document: DocumentId) {
        self.touched.insert(document);
    }
    /// Adds to the summary of the change what is only known once the work is done.
    pub fn note(&mut self, key: &str, value: impl Into<Value>) {
        self.notes.insert(key.to_owned(), value.into());
    }
    /// Has the copies and the search index of a document renewed before the commit.
    pub(crate) fn renew(&mut self, document: DocumentId) {
        self.stale.insert(document);
    }
    fn renew_stale(&mut self) -> Result<(), StoreError> {
        for document in std::mem::take(&mut self.stale) {
            self.renew_copies(document)?;
            self.renew_search(document)?;
        }
        Ok(())
    }
}

impl Store {
    /// Opens the database of a data folder, creates it or brings it up to date.
    ///
    /// # Errors
    /// [`StoreError::WrongKey`], [`StoreError::NewerDatabase`], [`StoreError::DiskFull`], [`StoreError::Sql`].
    pub fn open(folder: &DataFolder, unlocked: &Unlocked) -> Result<Store, StoreError> {
        let path = folder.database();
        let connection = connect(&path, &unlocked.key, OpenFlags::default())?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        migrate(&connection, MIGRATIONS)?;
        let blobs = Blobs::open(folder, unlocked);
        Ok(Store { connection, folder: folder.clone(), key: unlocked.key.clone(), blobs })
    }

    /// Whether the key of the data folder is kept under a passphrase.
    pub fn is_under_passphrase(&self) -> bool {
        keys::is_under_passphrase(&self.folder)
    }

    /// Puts the key under a passphrase, or under another one; `current` is checked first where it is given.
    ///
    /// # Errors
    /// [`crate::KeyError::WrongPassphrase`], [`crate::KeyError::WeakPassphrase`], [`crate::KeyError::Io`].
    pub fn set_passphrase(&self, current: Option<&str>, passphrase: &str) -> Result<(), StoreError> {
        if let Some(current) = current {
            keys::check_current_passphrase(&self.folder, current)?;
        }
        let unlocked = Unlocked { key: self.key.clone(), recovery_code: None };
        Ok(keys::set_passphrase(&self.folder, &unlocked, passphrase)?)
    }

    /// Another connection that only reads, for screens that must not wait for a command.
    ///
    /// # Errors
    /// Those of [`Store::open`].
    pub fn reader(&self) -> Result<ReadStore, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = connect(&self.folder.database(), &self.key, flags)?;
        Ok(ReadStore { connection, _folder: self.folder.clone() })
    }

    /// The originals; cheap to clone, usable without the store's lock.
    pub fn blobs(&self) -> &Blobs {
        &self.blobs
    }

    /// Reads, in one consistent view.
    ///
    /// # Errors
    /// Those of the work.
    pub fn read<T>(&self, work: impl FnOnce(&Reader<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        read(&self.connection, work)
    }

    /// Carries out a command: one transaction, recorded as one change, rolled back wholly when the work fails.
    ///
    /// # Errors
    /// Those of the work; [`StoreError::Rejected`] is there for the caller's own refusals.
    pub fn command<T>(
        &mut self,
        actor: &Actor,
        now: Timestamp,
        command: Command<'_>,
        work: impl FnOnce(&mut Writer<'_>) -> Result<T, StoreError>,
    ) -> Result<(T, ChangeId), StoreError> {
        let transaction = self.begin()?;
        let mut session = ledger::record(&transaction)?;
        let mut writer = Writer::new(&transaction);
        let value = work(&mut writer)?;
        writer.renew_stale()?;
        let changeset = ledger::changeset(&mut session)?;
        drop(session);
        let mut concerned = Concerned::of(&transaction, &changeset)?;
        concerned.documents.append(&mut writer.touched);
        concerned.documents.extend(command.documents);
        let id = change_id(now);
        let change = NewChange {
            id,
            at: now,
            actor,
            command: command.name,
            summary: &with_notes(command.summary, std::mem::take(&mut writer.notes)),
            changeset: &deflate(&changeset)?,
            undoable: command.undoable,
            undoes: None,
        };
        writer.write_change(&change, concerned.documents)?;
        writer.write_client_files(id, concerned.client_files)?;
        drop(writer);
        transaction.commit()?;
        Ok((value, id))
    }

    /// The system's own bookkeeping (jobs, pages, states): one transaction, no part of the ledger.
    ///
    /// # Errors
    /// Those of the work.
    pub fn background<T>(
        &mut self,
        work: impl FnOnce(&mut Writer<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let transaction = self.begin()?;
        let mut writer = Writer::new(&transaction);
        let value = work(&mut writer)?;
        writer.renew_stale()?;
        drop(writer);
        transaction.commit()?;
        Ok(value)
    }

    /// Undoes the newest command that can be undone and was not.
    ///
    /// # Errors
    /// [`StoreError::NothingToUndo`]; [`StoreError::UndoConflict`] when later changes touched the same values: then
    /// nothing was changed.
    pub fn undo(&mut self, actor: &Actor, now: Timestamp) -> Result<Undone, StoreError> {
        let newest = self.read(|reader| reader.next_undo())?.ok_or(StoreError::NothingToUndo)?;
        self.invert(actor, now, &newest)
    }

    /// Undoes one command, or one undo (which is doing the command again).
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::NotUndoable`], [`StoreError::AlreadyUndone`],
    /// [`StoreError::UndoConflict`].
    pub fn undo_of(&mut self, actor: &Actor, now: Timestamp, change: ChangeId) -> Result<Undone, StoreError> {
        let change = self.read(|reader| reader.change(change))?;
        if change.undone_by.is_some() {
            return Err(StoreError::AlreadyUndone { command: change.command });
        }
        if !change.undoable {
            return Err(StoreError::NotUndoable { command: change.command });
        }
        self.invert(actor, now, &change)
    }

    /// Does the command again that was undone last, unless another one came after it.
    ///
    /// # Errors
    /// [`StoreError::NothingToRedo`], [`StoreError::UndoConflict`].
    pub fn redo(&mut self, actor: &Actor, now: Timestamp) -> Result<Undone, StoreError> {
        let newest = self.read(|reader| reader.next_redo())?.ok_or(StoreError::NothingToRedo)?;
        self.invert(actor, now, &newest)
    }

    fn invert(&mut self, actor: &Actor, now: Timestamp, target: &ChangeRecord) -> Result<Undone, StoreError> {
        let transaction = self.begin()?;
        let mut writer = Writer::new(&transaction);
        let (name, original) = match target.undoes {
            None => ("undo", None),
            Some(original) => ("redo", Some(writer.change(original)?)),
        };
        let command = original.as_ref().map_or(&target.command, |original| &original.command).clone();
        let changeset = inflate(&writer.changeset(target.id)?)?;
        let mut session = ledger::record(&transaction)?;
        ledger::apply_inverse(&transaction, &changeset, &command)?;
        let inverse = ledger::changeset(&mut session)?;
        drop(session);
        for document in &target.documents {
            writer.renew_search(*document)?;
        }
        let id = change_id(now);
        let change = NewChange {
            id,
            at: now,
            actor,
            command: name,
            summary: &serde_json::json!({ "command": command, "summary": target.summary }),
            changeset: &deflate(&inverse)?,
            // An undo may be undone; what was done again is undone by its own first change.
            undoable: original.is_none(),
            undoes: Some(target.id),
        };
        writer.write_change(&change, target.documents.iter().copied())?;
        writer.write_client_files(id, writer.client_files_of(target.id)?)?;
        writer.mark_undone(target.id, Some(id))?;
        if let Some(original) = &original {
            writer.mark_undone(original.id, None)?;
        }
        drop(writer);
        transaction.commit()?;
        Ok(Undone { change: id, inverted: target.id, command, documents: target.documents.clone() })
    }

    fn begin(&self) -> Result<Transaction<'_>, StoreError> {
        Ok(Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?)
    }
}

impl ReadStore {
    /// Reads, in one consistent view.
    ///
    /// # Errors
    /// Those of the work.
    pub fn read<T>(&self, work: impl FnOnce(&Reader<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        read(&self.connection, work)
    }
}

fn read<T>(
    connection: &Connection,
    work: impl FnOnce(&Reader<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let view = Transaction::new_unchecked(connection, TransactionBehavior::Deferred)?;
    let value = work(&Reader { connection: &view })?;
    view.commit()?;
    Ok(value)
}

pub(crate) fn connect(path: &Path, key: &MasterKey, flags: OpenFlags) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.set_prepared_statement_cache_capacity(256);
    let secret = Zeroizing::new(format!("PRAGMA key = \"x'{}'\"", key.database_key().as_str()));
    connection.execute_batch(&secret)?;
    // Sorting and temporary tables must not leave the encrypted file: memory only.
    // FULL: what was committed survives a power cut, since a source is moved only after its row is committed.
    let opened = connection.execute_batch(
        "PRAGMA cipher_log_level = NONE; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL;
         PRAGMA cache_size = -65536; PRAGMA trusted_schema = OFF; SELECT count(*) FROM sqlite_schema;",
    );
    match opened {
        Err(rusqlite::Error::SqliteFailure(failure, _)) if failure.code == ErrorCode::NotADatabase => {
            Err(StoreError::WrongKey { path: path.to_owned() })
        }
        other => Ok(other.map(|()| connection)?),
    }
}

/// A UUIDv7 of the caller's instant.
fn change_id(now: Timestamp) -> ChangeId {
    let millis = u64::try_from(now.millis()).unwrap_or(0);
    let nanos = u32::try_from(millis % 1000).unwrap_or(0) * 1_000_000;
    ChangeId::from_uuid(Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, millis / 1000, nanos)))
}

fn with_notes(summary: Value, notes: Map<String, Value>) -> Value {
    match summary {
        _ if notes.is_empty() => summary,
        Value::Object(mut object) => {
            object.extend(notes);
            Value::Object(object)
        }
        Value::Null => Value::Object(notes),
        other => {
            let mut object = notes;
            object.insert("summary".to_owned(), other);
            Value::Object(object)
        }
    }
}
