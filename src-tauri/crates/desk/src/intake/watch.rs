//! Watched folders: papers put there come in by themselves, and then move to a dated `traité` folder.
//!
//! `notify` says when to look; looking again every few seconds catches what it misses on network shares. A file is taken
//! when it has been unchanged for a while, so that a scanner can finish writing it; one that does not end as its kind
//! ends, for a longer while.

use std::collections::{HashMap, HashSet};
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant, SystemTime};

use liasse_domain::WatchedFolderId;
use liasse_store::{Digest, Origin, WatchedFolderRow};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use serde_json::json;

use super::{Destination, Intake, is_hidden};
use crate::api::{DeskError, DeskEvent, FlowView, Message, SplitModeView, WatchedFolderView};
use crate::clock;
use crate::desk::{Desk, client_file_id, locked};

/// Where taken files go, inside the watched folder.
pub const DONE: &str = "traité";
/// Time between two looks.
const PAUSE: Duration = Duration::from_millis(1_500);
/// How long a file is unchanged before it is taken.
const QUIET: Duration = Duration::from_secs(3);
/// The same for a file that is empty or does not end as its kind ends: a scanner may be at its next page.
const LONG_QUIET: Duration = Duration::from_secs(60);
/// How long a file that could not be taken or moved is left alone before it is tried again.
const RETRY: Duration = Duration::from_secs(30);

/// The watch over all watched folders.
#[derive(Default)]
pub struct Watcher {
    wake: Option<Sender<()>>,
    notify: Option<RecommendedWatcher>,
    watched: HashSet<PathBuf>,
}

/// A file as it was at the last look: size, time of its last change, and since when it is so.
type Look = HashMap<PathBuf, (u64, Option<SystemTime>, Instant)>;

impl Desk {
    /// The watched folders of a client file.
    pub fn watched_folders(&self, client_file: String) -> Result<Vec<WatchedFolderView>, DeskError> {
        let id = client_file_id(&client_file)?;
        let rows = self.read(|reader| reader.watched_folders())?;
        Ok(rows.iter().filter(|row| row.client_file == id).map(view).collect())
    }

    /// Watches a folder from now on; what lies in it comes in at once.
    ///
    /// # Errors
    /// `folder_missing`, `folder_watched_already`.
    pub fn watch_folder(
        &self,
        client_file: String,
        flow: FlowView,
        split_mode: SplitModeView,
        path: String,
    ) -> Result<WatchedFolderView, DeskError> {
        let folder = Path::new(&path);
        if !folder.is_dir() {
            let detail = format!("{path} is no folder: choose one that exists");
            return Err(DeskError::new("folder_missing", detail).with("path", &path));
        }
        let row = WatchedFolderRow {
            id: WatchedFolderId::from_uuid(clock::fresh()),
            client_file: client_file_id(&client_file)?,
            flow: flow.into(),
            split_mode: split_mode.into(),
            path: folder.canonicalize().unwrap_or_else(|_| folder.to_owned()).to_string_lossy().into_owned(),
        };
        self.command("watch_folder", true, json!({ "path": path }), &[], |writer| {
            let known = writer.watched_folders()?;
            let overlaps = |other: &WatchedFolderRow| {
                let (one, two) = (Path::new(&row.path), Path::new(&other.path));
                one.starts_with(two) || two.starts_with(one)
            };
            if let Some(other) = known.iter().find(|other| overlaps(other)) {
                let detail = format!("{} is watched already", other.path);
                return Err(DeskError::new("folder_watched_already", detail).with("path", &other.path));
            }
            Ok(writer.put_watched_folder(&row)?)
        })?;
        self.look_at_folders();
        Ok(view(&row))
    }

    /// Watches a folder no more. Its files stay where they are.
    pub fn unwatch_folder(&self, id: String) -> Result<(), DeskError> {
        let id: WatchedFolderId = id.parse().map_err(|_| DeskError::bad_id(&id))?;
        self.command("unwatch_folder", true, json!({}), &[], |writer| Ok(writer.delete_watched_folder(id)?))
    }

    fn look_at_folders(&self) {
        if let Some(wake) = &locked(&self.watcher).wake {
            // The thread ends with the desk; then nobody is there to look.
            let _ = wake.send(());
        }
    }

    /// Takes in one file of a watched folder, then moves it away. A file that came in before a crash could move it is
    /// only moved.
    fn take_watched(&self, row: &WatchedFolderRow, path: &Path) -> Result<Option<Message>, DeskError> {
        let to = Destination {
            client_file: row.client_file,
            flow: row.flow,
            split_mode: row.split_mode,
            origin: Origin::WatchedFolder,
        };
        let shown = path.display().to_string();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if !self.came_in_before(row, path, &shown)? {
            let mut intake = Intake::default();
            self.take_in_file(to, path, &mut intake)?;
            if let Some((_, finding)) = intake.refused.first() {
                return Ok(Some(
                    Message::new("watched_file_refused").with("file", name).with("finding", &finding.code),
                ));
            }
        }
        move_away(path).map(|()| None).or_else(|error| {
            Ok(Some(Message::new("watched_file_not_moved").with("file", name).with("detail", error)))
        })
    }

    fn came_in_before(&self, row: &WatchedFolderRow, path: &Path, shown: &str) -> Result<bool, DeskError> {
        let Ok(bytes) = std::fs::read(path) else { return Ok(false) };
        let known = self.read(|reader| reader.source_by_sha256(row.client_file, &Digest::of(&bytes)))?;
        Ok(known.is_some_and(|source| {
            source.origin == Origin::WatchedFolder && source.origin_path.as_deref() == Some(shown)
        }))
    }
}

fn view(row: &WatchedFolderRow) -> WatchedFolderView {
    let missing = !Path::new(&row.path).is_dir();
    WatchedFolderView {
        id: row.id.to_string(),
        flow: row.flow.into(),
        split_mode: row.split_mode.into(),
        path: row.path.clone(),
        trouble: missing.then(|| Message::new("folder_vanished").with("path", &row.path)),
    }
}

/// Moves a file to `traité/<date>/`, under a name that is free there.
fn move_away(path: &Path) -> std::io::Result<()> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return Ok(()) };
    let done = folder.join(DONE).join(clock::today().to_string());
    std::fs::create_dir_all(&done)?;
    let (stem, extension) = (
        path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default(),
        path.extension().map(|end| format!(".{}", end.to_string_lossy())).unwrap_or_default(),
    );
    let free = std::iter::once(done.join(name))
        .chain((2..10_000).map(|turn| done.join(format!("{stem} ({turn}){extension}"))))
        .find(|place| !place.exists());
    match free {
        Some(place) => std::fs::rename(path, place),
        None => Err(std::io::Error::from(std::io::ErrorKind::AlreadyExists)),
    }
}

/// Starts the thread that looks. It ends when the desk is dropped.
pub fn start(desk: &Arc<Desk>) {
    let (wake, woken) = channel();
    let from_notify = wake.clone();
    let notify = notify::recommended_watcher(move |_| {
        let _ = from_notify.send(());
    });
    {
        let mut watcher = locked(&desk.watcher);
        watcher.wake = Some(wake);
        // Without notifications the regular looks still find everything.
        watcher.notify = notify.ok();
    }
    let desk = Arc::downgrade(desk);
    let spawned =
        std::thread::Builder::new().name("watched folders".to_owned()).spawn(move || look(&desk, &woken));
    if let Err(error) = spawned {
        eprintln!("watched folders are not looked at: {error}");
    }
}

fn look(desk: &Weak<Desk>, woken: &Receiver<()>) {
    let mut before = Look::new();
    // Files that could not be taken, told once, and when they were last tried.
    let mut told: HashMap<(PathBuf, u64), Instant> = HashMap::new();
    loop {
        match woken.recv_timeout(PAUSE) {
            Err(RecvTimeoutError::Disconnected) => return,
            Ok(()) => {
                // Many notifications of one copy are one reason to look; give the writer time to end.
                std::thread::sleep(Duration::from_millis(300));
                while woken.try_recv().is_ok() {}
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
        let Some(desk) = desk.upgrade() else { return };
        let Ok(rows) = desk.read(|reader| reader.watched_folders()) else { continue };
        let mut now = Look::new();
        for row in &rows {
            follow(&desk, Path::new(&row.path));
            let mut brought = 0u32;
            for (path, size, changed) in files_in(Path::new(&row.path)) {
                let since = match before.get(&path) {
                    Some((old_size, old_change, since)) if (*old_size, *old_change) == (size, changed) => {
                        *since
                    }
                    _ => Instant::now(),
                };
                now.insert(path.clone(), (size, changed, since));
                let tried = told.get(&(path.clone(), size));
                if since.elapsed() < QUIET
                    || tried.is_some_and(|last| last.elapsed() < RETRY)
                    || (since.elapsed() < LONG_QUIET && !looks_whole(&path, size))
                {
                    continue;
                }
                let message = match desk.take_watched(row, &path) {
                    Ok(None) => {
                        brought += 1;
                        now.remove(&path);
                        continue;
                    }
                    Ok(Some(message)) => message,
                    Err(error) => error.message,
                };
                if told.insert((path, size), Instant::now()).is_none() {
                    desk.tell(DeskEvent::WatchedFolder { client_file: row.client_file.to_string(), message });
                }
            }
            if brought > 0 {
                desk.queue.wake();
                desk.tell_changed(row.client_file);
                let message =
                    Message::new("watched_files_taken").with("count", brought).with("path", &row.path);
                desk.tell(DeskEvent::WatchedFolder { client_file: row.client_file.to_string(), message });
            }
        }
        before = now;
    }
}

/// Whether a file ends as its kind ends: a PDF with `%%EOF` in its last 1,024 bytes (ISO 32000-1, annex H, note 18), a
/// JPEG with its end-of-image marker (ITU-T T.81, B.1.1.3), a PNG with `IEND`. Other kinds cannot be told.
fn looks_whole(path: &Path, size: u64) -> bool {
    let ends = || -> std::io::Result<bool> {
        let mut file = std::fs::File::open(path)?;
        let mut head = [0u8; 8];
        let read = file.read(&mut head)?;
        file.seek(SeekFrom::Start(size.saturating_sub(1_024)))?;
        let mut tail = Vec::new();
        file.take(1_024).read_to_end(&mut tail)?;
        let within = |mark: &[u8]| tail.windows(mark.len()).any(|window| window == mark);
        Ok(match head.get(..read).unwrap_or_default() {
            [] => false,
            [b'%', b'P', b'D', b'F', ..] => within(b"%%EOF"),
            [0xFF, 0xD8, 0xFF, ..] => within(&[0xFF, 0xD9]),
            [0x89, b'P', b'N', b'G', ..] => within(b"IEND"),
            _ => true,
        })
    };
    // What cannot be opened is not half-written: taking it says what is wrong.
    ends().unwrap_or(true)
}

/// Has `notify` follow a folder that is not followed yet.
fn follow(desk: &Desk, folder: &Path) {
    let mut watcher = locked(&desk.watcher);
    if watcher.watched.contains(folder) {
        if !folder.is_dir() {
            // It may come back, as a network share does: follow it anew then.
            watcher.watched.remove(folder);
        }
        return;
    }
    if let Some(notify) = watcher.notify.as_mut()
        && notify.watch(folder, RecursiveMode::NonRecursive).is_ok()
    {
        watcher.watched.insert(folder.to_owned());
    }
}

fn files_in(folder: &Path) -> Vec<(PathBuf, u64, Option<SystemTime>)> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<_> = entries
        .flatten()
        .filter(|entry| !is_hidden(&entry.path()))
        .filter_map(|entry| {
            let metadata = entry.metadata().ok().filter(std::fs::Metadata::is_file)?;
            Some((entry.path(), metadata.len(), metadata.modified().ok()))
        })
        .collect();
    files.sort();
    files
}
