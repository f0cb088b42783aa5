//! What the sandbox has received, on disk: one JSON file per piece, its image beside it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::RemoteState;
use crate::place::{sync_folder, write_new};

/// The system that a piece was posted to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum System {
    /// Sage GE.
    Ge,
    /// MEG.
    Meg,
    /// A *plateforme agréée*, which receives no pieces but flows.
    Platform,
}

impl System {
    fn name(self) -> &'static str {
        match self {
            System::Ge => "ge",
            System::Meg => "meg",
            System::Platform => "pa",
        }
    }
}

/// One piece that was received.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Received {
    /// Its identifier here.
    pub id: String,
    /// The system.
    pub system: System,
    /// The folder.
    pub folder: String,
    /// The sender's key.
    pub key: String,
    /// Digest of the body, to tell a repeat from another entry under the same key.
    pub digest: String,
    /// Where it stands.
    pub state: RemoteState,
    /// The body as it came, without the image's content.
    pub body: Value,
    /// Name of the image's file, beside the JSON file.
    pub image: Option<String>,
}

/// A piece that comes in.
pub struct Arrival<'a> {
    pub system: System,
    pub folder: &'a str,
    pub key: &'a str,
    pub digest: String,
    pub state: RemoteState,
}

/// What was set on the page, beside the pieces.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Set {
    /// First days of exercises that were closed here.
    pub closed: BTreeSet<String>,
}

/// The pieces, in memory and on disk.
pub struct Disk {
    folder: Option<PathBuf>,
    /// By their identifiers, which count up.
    pieces: BTreeMap<String, Received>,
    /// The identifier of the last piece of a system, folder and key.
    by_key: HashMap<(System, String, String), String>,
    set: Set,
    last: u64,
}

const SET_FILE: &str = "set.json";

impl Disk {
    /// The pieces of an earlier run; without a folder, none, and nothing is kept.
    pub fn open(folder: Option<PathBuf>) -> io::Result<Disk> {
        let mut disk =
            Disk { folder, pieces: BTreeMap::new(), by_key: HashMap::new(), set: Set::default(), last: 0 };
        let Some(folder) = disk.folder.clone() else { return Ok(disk) };
        let parsed =
            |path: &Path, error: serde_json::Error| io::Error::other(format!("{}: {error}", path.display()));
        for system in [System::Ge, System::Meg] {
            let folder = folder.join(system.name());
            fs::create_dir_all(&folder)?;
            for entry in fs::read_dir(&folder)? {
                let path = entry?.path();
                if path.extension().is_none_or(|ending| ending != "json") {
                    continue;
                }
                let piece: Received =
                    serde_json::from_slice(&fs::read(&path)?).map_err(|error| parsed(&path, error))?;
                let number = piece.id.rsplit('-').next().and_then(|number| number.parse().ok()).unwrap_or(0);
                disk.last = disk.last.max(number);
                disk.put(piece);
            }
        }
        let set = folder.join(SET_FILE);
        if set.exists() {
            disk.set = serde_json::from_slice(&fs::read(&set)?).map_err(|error| parsed(&set, error))?;
        }
        Ok(disk)
    }

    fn put(&mut self, piece: Received) {
        let key = (piece.system, piece.folder.clone(), piece.key.clone());
        self.by_key.insert(key, piece.id.clone());
        self.pieces.insert(piece.id.clone(), piece);
    }

    /// The last piece of this key.
    pub fn find(&self, system: System, folder: &str, key: &str) -> Option<&Received> {
        let id = self.by_key.get(&(system, folder.to_owned(), key.to_owned()))?;
        self.pieces.get(id)
    }

    /// All pieces of a system, in the order of their arrival.
    pub fn all(&self, system: System) -> Vec<&Received> {
        self.pieces.values().filter(|piece| piece.system == system).collect()
    }

    /// Whether an exercise was closed here.
    pub fn is_closed(&self, start: &str) -> bool {
        self.set.closed.contains(start)
    }

    /// Closes an exercise, or opens it again.
    pub fn turn_exercise(&mut self, start: &str) -> io::Result<()> {
        if !self.set.closed.remove(start) {
            self.set.closed.insert(start.to_owned());
        }
        let Some(folder) = &self.folder else { return Ok(()) };
        replace(&folder.join(SET_FILE), &serde_json::to_vec_pretty(&self.set).map_err(io::Error::other)?)
    }

    /// Keeps a new piece, its image taken out of the member `image`; on disk before it is answered for.
    pub fn keep(&mut self, arrival: Arrival<'_>, mut body: Value, image: &str) -> io::Result<Received> {
        let Arrival { system, folder, key, digest, state } = arrival;
        self.last += 1;
        let id = format!("{}-{:08}", system.name().to_uppercase(), self.last);
        let content = body.get_mut(image).and_then(Value::as_object_mut).and_then(|image| {
            let content = image.remove("content")?;
            STANDARD.decode(content.as_str()?).ok()
        });
        let image = match content {
            Some(content) => {
                let name = format!("{id}.image");
                if let Some(folder) = self.folder_of(system) {
                    replace(&folder.join(&name), &content)?;
                }
                Some(name)
            }
            None => None,
        };
        let (folder, key) = (folder.to_owned(), key.to_owned());
        let piece = Received { id, system, folder, key, digest, state, body, image };
        self.save(&piece)?;
        self.put(piece.clone());
        Ok(piece)
    }

    /// Takes all waiting pieces of a folder into the books, as GE's user does with *Oui*.
    pub fn integrate(&mut self, system: System, folder: &str) -> io::Result<usize> {
        let waiting: Vec<Received> = self
            .pieces
            .values()
            .filter(|piece| {
                piece.system == system && piece.folder == folder && piece.state == RemoteState::Waiting
            })
            .cloned()
            .collect();
        for mut piece in waiting.iter().cloned() {
            piece.state = RemoteState::Integrated;
            self.save(&piece)?;
            self.put(piece);
        }
        Ok(waiting.len())
    }

    fn folder_of(&self, system: System) -> Option<PathBuf> {
        self.folder.as_ref().map(|folder| folder.join(system.name()))
    }

    fn save(&self, piece: &Received) -> io::Result<()> {
        let Some(folder) = self.folder_of(piece.system) else { return Ok(()) };
        let json = serde_json::to_vec_pretty(piece).map_err(io::Error::other)?;
        replace(&folder.join(format!("{}.json", piece.id)), &json)
    }
}

/// Writes a file whole or not at all.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let unfinished = path.with_extension("unfinished");
    match fs::remove_file(&unfinished) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    write_new(&unfinished, bytes)?;
    fs::rename(&unfinished, path)?;
    path.parent().map_or(Ok(()), sync_folder)
}
