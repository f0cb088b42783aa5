//! A folder that documents are dropped into, one file each: BOB Demat watches one, and what goes to MEG by hand waits in one.
//!
//! The other side may move or delete a file as soon as it appears, so an empty folder proves nothing. The order of things is:
//!
//! 1. [`prepare`] writes and syncs a temporary file that the other side ignores. All that usually fails, fails here.
//! 2. The caller commits the state *sent* to its outbox.
//! 3. [`Prepared::release`] renames the temporary file to its final name. The rename is the drop.
//! 4. The caller commits the state *dropped*.
//!
//! After a crash [`reconcile`] says what happened. Before step 2 nothing can have been dropped. After it, the final file
//! proves the drop; the temporary file proves that there was none, because the rename is the only thing that takes it
//! away; neither of them leaves the question open, and the user answers it.

mod error;
mod name;
mod watch;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use liasse_domain::Date;

use crate::IdempotencyKey;
use crate::place::{rename_new, sync_folder, write_new};

pub use error::DropError;
pub use name::{LAST_SEQUENCE, is_folder_name};
pub use watch::{Lying, look};

/// Where documents are dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The root, `c:\bob-demat` by example. It must exist: a share that is not connected must not be mistaken for an empty folder.
    pub root: PathBuf,
    /// Names of the folders under the root, the outermost first; none where documents lie in the root itself.
    pub below: Vec<String>,
    /// Whether documents were dropped under this root before. Then it has our sign, and a root without it is another
    /// folder: the empty place where a share is mounted when it is there.
    pub known: bool,
    /// The name of our sign in a root that documents were dropped under: hidden, and no file that the other side takes.
    pub sign: &'static str,
}

impl Place {
    /// The folder of the documents, whether or not it exists.
    ///
    /// # Errors
    /// [`DropError::Code`] when a name would lead out of the root.
    pub fn folder(&self) -> Result<PathBuf, DropError> {
        match self.below.iter().find(|name| !name::is_folder_name(name)) {
            Some(name) => Err(DropError::Code { code: name.clone() }),
            None => Ok(self.below.iter().fold(self.root.clone(), |folder, name| folder.join(name))),
        }
    }

    /// Whether documents can be dropped under the root: it is there, and it is the one that it was.
    ///
    /// # Errors
    /// [`DropError::RootAway`], [`DropError::RootNotFolder`], or what the system says.
    pub fn check_root(&self) -> Result<(), DropError> {
        let folder = || self.root.clone();
        if !self.root.is_absolute() {
            return Err(DropError::RootNotFolder { folder: folder() });
        }
        match fs::metadata(&self.root) {
            Ok(data) if data.is_dir() && self.known && !is_there(&self.root.join(self.sign)) => {
                Err(DropError::RootAway { folder: folder() })
            }
            Ok(data) if data.is_dir() => Ok(()),
            Ok(_) => Err(DropError::RootNotFolder { folder: folder() }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(DropError::RootAway { folder: folder() })
            }
            Err(error) => Err(DropError::from_io(&self.root, &error)),
        }
    }
}

/// One document on its way to a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DropRequest<'a> {
    /// Where to.
    pub place: &'a Place,
    /// The publication's key.
    pub key: &'a IdempotencyKey,
    /// Day of the drop: files are taken in the order of their names, so the day and the sequence give the order of creation.
    pub date: Date,
    /// A number that grows with every drop, at most 999,999.
    pub sequence: u32,
    /// Name of the supplier (on a sale, the customer).
    pub supplier: &'a str,
    /// Number of the document.
    pub number: &'a str,
    /// Ending of the file's name, without a point: `xml` for an e-invoice, `pdf` for a paper that none carries.
    pub ending: &'a str,
    /// The e-invoice, its original embedded; or the paper.
    pub content: &'a [u8],
}

/// What [`prepare`] found.
#[derive(Debug)]
pub enum Preparation {
    /// All is written; only the name is missing.
    Ready(Prepared),
    /// A file of this key is there already: the document was dropped before.
    AlreadyThere(PathBuf),
}

/// A written and synced file that the other side does not see yet. Dropping this value takes the file away again.
#[derive(Debug)]
pub struct Prepared {
    unfinished: PathBuf,
    file: PathBuf,
    keep: bool,
}

/// Writes the document under a name that the other side ignores, in the folder that it will be dropped into. Creates the folders
/// below the root, never the root. Blocking.
///
/// Call it only in the state *not sent*: it replaces the temporary file that [`reconcile`] reads as evidence.
///
/// # Errors
/// Each [`DropError`] but [`DropError::Unknown`]; nothing has been dropped then.
pub fn prepare(request: &DropRequest<'_>) -> Result<Preparation, DropError> {
    let DropRequest { place, key, date, sequence, supplier, number, ending, content } = *request;
    let folder = place.folder()?;
    let file_name = name::file_name(date, sequence, supplier, number, key, ending)?;
    if content.is_empty() {
        return Err(DropError::Empty { folder });
    }
    place.check_root()?;
    if !place.known {
        sign(place)?;
    }
    create_folders(place)?;
    if let Some(file) = find(&folder, key)? {
        return Ok(Preparation::AlreadyThere(file));
    }
    let unfinished = folder.join(name::unfinished_name(key));
    let io_error = |error: io::Error| DropError::from_io(&folder, &error);
    match fs::remove_file(&unfinished) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(io_error(error)),
        _ => {}
    }
    write_new(&unfinished, content).map_err(io_error)?;
    let prepared = Prepared { unfinished, file: folder.join(file_name), keep: false };
    // The temporary file is evidence after a crash: its name has to last before the state is committed.
    sync_folder(&folder).map_err(io_error)?;
    Ok(Preparation::Ready(prepared))
}

impl Prepared {
    /// The final path, to be stored with the state *sent*.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Call it when the state *sent* is committed: from then on the temporary file proves that nothing was dropped, and
    /// only [`Prepared::release`] takes it away.
    #[must_use]
    pub fn committed(mut self) -> Prepared {
        self.keep = true;
        self
    }

    /// Drops the document: renames the file to its final name, never over another file. Commit the state *sent* before.
    ///
    /// # Errors
    /// [`DropError::Unknown`] when the folder went away while it was renamed; else the document was not dropped.
    pub fn release(mut self) -> Result<PathBuf, DropError> {
        let folder = self.file.parent().unwrap_or(&self.file);
        let renamed = rename_new(&self.unfinished, &self.file);
        let (error, renamed) = match renamed {
            Ok(()) => match sync_folder(folder) {
                Ok(()) => return Ok(self.file.clone()),
                Err(error) => (error, true),
            },
            // The name bears the key's mark: whoever put the file there, it is this document.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                self.keep = false;
                return Ok(self.file.clone());
            }
            Err(error) => (error, false),
        };
        if !renamed && is_there(&self.unfinished) {
            self.keep = false;
            return Err(DropError::from_io(folder, &error));
        }
        self.keep = true;
        Err(DropError::Unknown { file: self.file.clone(), detail: error.to_string() })
    }
}

impl Drop for Prepared {
    fn drop(&mut self) {
        // Where the outcome is unknown, a temporary file that comes back with the share is evidence.
        if !self.keep {
            // After a release it is gone already. Where it cannot be removed now, the next preparation does it.
            let _ = fs::remove_file(&self.unfinished);
        }
    }
}

/// What the outbox had committed before the crash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutboxState {
    /// Step 2 was not reached.
    NotSent,
    /// Step 2 was committed, step 4 was not.
    Sent,
}

/// What became of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reconciled {
    /// It was dropped and has not been taken yet.
    Dropped(PathBuf),
    /// It was not dropped: it may be prepared again under the same key.
    NotDropped,
    /// It may have been taken. To be shown to the user; never to be dropped again without being asked.
    Unknown,
}

/// Looks what became of a document after a crash, or of one whose release was [`DropError::Unknown`]. Blocking.
///
/// # Errors
/// When the folder cannot be looked into: nothing is known yet, ask again later.
pub fn reconcile(place: &Place, key: &IdempotencyKey, state: OutboxState) -> Result<Reconciled, DropError> {
    let folder = place.folder()?;
    place.check_root()?;
    reconcile_in(&folder, key, state)
}

/// The same for a document whose file is known: `file` is [`Prepared::file`], stored with the state *sent*. What lies
/// there, or does not, mostly settles it without a look at all the other files of the folder: on a share that comes and
/// goes, a long look is seldom let come to its end.
///
/// # Errors
/// When the folder cannot be looked into: nothing is known yet, ask again later.
pub fn reconcile_dropped(
    file: &Path,
    key: &IdempotencyKey,
    state: OutboxState,
) -> Result<Reconciled, DropError> {
    let folder = file.parent().unwrap_or(file);
    if is_there(file) {
        return Ok(Reconciled::Dropped(file.to_owned()));
    }
    if is_there(&folder.join(name::unfinished_name(key))) {
        return Ok(Reconciled::NotDropped);
    }
    look(folder)?;
    reconcile_in(folder, key, state)
}

fn reconcile_in(folder: &Path, key: &IdempotencyKey, state: OutboxState) -> Result<Reconciled, DropError> {
    if let Some(file) = find(folder, key)? {
        return Ok(Reconciled::Dropped(file));
    }
    let unfinished = is_there(&folder.join(name::unfinished_name(key)));
    Ok(match state {
        OutboxState::NotSent => Reconciled::NotDropped,
        OutboxState::Sent if unfinished => Reconciled::NotDropped,
        OutboxState::Sent => Reconciled::Unknown,
    })
}

/// Takes away the temporary file of a document that will not be dropped any more under this key. Blocking.
///
/// # Errors
/// When the folder cannot be written to.
pub fn discard(folder: &Path, key: &IdempotencyKey) -> Result<(), DropError> {
    match fs::remove_file(folder.join(name::unfinished_name(key))) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(DropError::from_io(folder, &error)),
        _ => Ok(()),
    }
}

/// Takes a dropped file back as long as it lies where it was dropped; `false` when it does not: it was taken. Blocking.
///
/// # Errors
/// When its folder cannot be reached or written to.
pub fn take_back(file: &Path) -> Result<bool, DropError> {
    let folder = file.parent().unwrap_or(file);
    match fs::remove_file(file) {
        Ok(()) => sync_folder(folder).map(|()| true).map_err(|error| DropError::from_io(folder, &error)),
        // A share that is away holds no file either.
        Err(error) if error.kind() == io::ErrorKind::NotFound => match fs::read_dir(folder) {
            Ok(_) => Ok(false),
            Err(error) => Err(DropError::from_io(folder, &error)),
        },
        Err(error) => Err(DropError::from_io(folder, &error)),
    }
}

/// Leaves our sign in a root.
fn sign(place: &Place) -> Result<(), DropError> {
    let root = &place.root;
    match write_new(&root.join(place.sign), b"") {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(DropError::from_io(root, &error)),
        _ => sync_folder(root).map_err(|error| DropError::from_io(root, &error)),
    }
}

fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

fn create_folders(place: &Place) -> Result<(), DropError> {
    let mut parent = place.root.clone();
    for name in &place.below {
        let path = parent.join(name);
        match fs::create_dir(&path) {
            Ok(()) => sync_folder(&parent).map_err(|error| DropError::from_io(&parent, &error))?,
            Err(_) if path.is_dir() => {}
            Err(error) => return Err(DropError::from_io(&parent, &error)),
        }
        parent = path;
    }
    Ok(())
}

/// The dropped file of this key, in the folder or directly under it, where some set-ups put what was processed.
fn find(folder: &Path, key: &IdempotencyKey) -> Result<Option<PathBuf>, DropError> {
    let mark = key.mark();
    let mut below = Vec::new();
    if let Some(file) = find_in(folder, &mark, &mut below)? {
        return Ok(Some(file));
    }
    for sub in below {
        if let Some(file) = find_in(&sub, &mark, &mut Vec::new())? {
            return Ok(Some(file));
        }
    }
    Ok(None)
}

fn find_in(folder: &Path, mark: &str, below: &mut Vec<PathBuf>) -> Result<Option<PathBuf>, DropError> {
    let error = |error: io::Error| DropError::from_io(folder, &error);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(gone) if gone.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(other) => return Err(error(other)),
    };
    for entry in entries {
        let entry = entry.map_err(error)?;
        if entry.file_name().to_str().and_then(name::mark_of).is_some_and(|found| found == mark) {
            return Ok(Some(entry.path()));
        }
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            below.push(entry.path());
        }
    }
    Ok(None)
}
