//! A trial: a data folder of its own, the real programs, and what is handed to them. All of it goes when it is dropped.
// Each test program uses the part that it needs.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod papers;
pub mod stock;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use liasse_connectors::sandbox::{Sandbox, seed};
use liasse_desk::api::{FlowView, InboxQuery, InboxRow, Opening, SageGeConnection, StatusView};
use liasse_desk::{Desk, Listener, OpenOptions};
use liasse_store::{Keyring, Zeroizing};
use tempfile::TempDir;

pub const PASSPHRASE: &str = "trois moulins au bord de l'eau";
/// Code of the client file that [`Trial::with_client`] makes.
pub const CLIENT: &str = "M";

/// The program under test.
pub fn program() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_liasse"))
}

/// A place of its own.
pub struct Trial {
    place: TempDir,
    data: PathBuf,
}

/// What a command answered.
#[derive(Debug)]
pub struct Answer {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Answer {
    fn of(output: Output) -> Answer {
        Answer {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
    /// The answer, when the command succeeded.
    pub fn ok(self) -> Answer {
        assert_eq!(self.code, Some(0), "{}{}", self.out, self.err);
        self
    }
    /// The answer, when the command failed as a command fails, not by a panic.
    pub fn failed(self) -> Answer {
        assert_eq!(self.code, Some(1), "{}{}", self.out, self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }
}

impl Trial {
    /// An empty place: no data folder yet.
    pub fn new() -> Trial {
        let place = tempfile::tempdir().unwrap();
        let data = place.path().join("data");
        std::fs::create_dir(place.path().join("bob")).unwrap();
        Trial { place, data }
    }
    /// With the client file [`CLIENT`], which knows the suppliers of [`papers::SUPPLIERS`].
    pub fn with_client() -> Trial {
        Trial::with_client_under(CLIENT)
    }
    /// The same under another code.
    pub fn with_client_under(code: &str) -> Trial {
        let trial = Trial::new();
        let bob = trial.path("bob");
        let siren = papers::siren(papers::OWN);
        trial
            .liasse(&["client", "add", "--code", code, "--name", "Boulangerie Marchal", "--country", "FR"])
            .arg("--siren")
            .arg(&siren)
            .args(["--bob-code", "M1", "--sage-ge-folder", "DOS001", "--bob-root"])
            .arg(&bob)
            .answer()
            .ok();
        let fec = trial.write("books/FEC.txt", &papers::fec());
        trial.liasse(&["import-fec", "--client", code]).arg(fec).answer().ok();
        trial
    }
    /// With the client file [`CLIENT`], its desk opened in this process, and the client file's id there.
    pub fn opened() -> (Trial, Arc<Desk>, String) {
        let trial = Trial::with_client();
        let desk = trial.desk();
        let id = desk.client_file_id(CLIENT).unwrap();
        (trial, desk, id)
    }
    /// A copy of the data folder in a place of its own: what was set up once serves many times.
    pub fn copy(&self) -> Trial {
        let copy = Trial::new();
        copy_folder(&self.data, &copy.data);
        copy
    }
    pub fn path(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }
    pub fn data(&self) -> &Path {
        &self.data
    }
    /// Writes a file, its folders too.
    pub fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }
    /// `liasse …` on this data folder.
    pub fn liasse(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command.args(arguments).env("LIASSE_DATA", &self.data).env("LIASSE_PASSPHRASE", PASSPHRASE);
        command
    }
    /// `liasse …`, carried out.
    pub fn run(&self, arguments: &[&str]) -> Answer {
        self.liasse(arguments).answer()
    }
    /// The desk itself, in this process. Hand it back with [`close`].
    pub fn desk(&self) -> Arc<Desk> {
        self.desk_telling(Box::new(|_| {}))
    }
    pub fn desk_telling(&self, listener: Listener) -> Arc<Desk> {
        open_desk(&self.data, listener)
    }
}

/// A keyring in memory.
#[derive(Default)]
pub struct Drawer(Mutex<BTreeMap<String, Vec<u8>>>);

impl Drawer {
    /// All that it keeps, as texts.
    pub fn secrets(&self) -> Vec<String> {
        self.0.lock().unwrap().values().map(|secret| String::from_utf8_lossy(secret).into_owned()).collect()
    }
}

impl Keyring for Drawer {
    fn set(&self, name: &str, secret: &[u8]) -> Result<(), String> {
        self.0.lock().unwrap().insert(name.to_owned(), secret.to_vec());
        Ok(())
    }
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, String> {
        Ok(self.0.lock().unwrap().get(name).cloned().map(Zeroizing::new))
    }
    fn delete(&self, name: &str) -> Result<(), String> {
        self.0.lock().unwrap().remove(name);
        Ok(())
    }
}

/// A session in which no keyring answers.
pub struct NoKeyring;

impl Keyring for NoKeyring {
    fn set(&self, _: &str, _: &[u8]) -> Result<(), String> {
        Err("nobody answers".to_owned())
    }
    fn get(&self, _: &str) -> Result<Option<Zeroizing<Vec<u8>>>, String> {
        Err("nobody answers".to_owned())
    }
    fn delete(&self, _: &str) -> Result<(), String> {
        Err("nobody answers".to_owned())
    }
}

/// What a data folder is opened with, in this process, its readers the program under test.
pub fn options(data: &Path, passphrase: &str, keyring: Arc<dyn Keyring>) -> OpenOptions {
    OpenOptions {
        data: data.to_owned(),
        sample: false,
        passphrase: Some(passphrase.to_owned()),
        program: program(),
        resources: None,
        actor: "Camille".to_owned(),
        at_work: true,
        keyring,
    }
}

/// Opens a data folder in this process, its readers the program under test.
pub fn open_desk(data: &Path, listener: Listener) -> Arc<Desk> {
    open_desk_with(data, PASSPHRASE, Arc::new(NoKeyring), listener)
}

/// The same with another passphrase, or the recovery code, and a keyring.
pub fn open_desk_with(
    data: &Path,
    passphrase: &str,
    keyring: Arc<dyn Keyring>,
    listener: Listener,
) -> Arc<Desk> {
    match Desk::open(options(data, passphrase, keyring), listener) {
        (Some(desk), Opening::Ready { .. }) => desk,
        (_, opening) => panic!("{opening:?}"),
    }
}

/// Has a desk trust a sandbox, as its user does: by the file of its authority.
pub fn trust(desk: &Desk, sandbox: &Sandbox) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("authority.pem");
    std::fs::write(&file, sandbox.authority()).unwrap();
    desk.trust_authority(Some(file.display().to_string())).unwrap();
}

/// The connection by which a sandbox is reached as Sage GE.
pub fn sage_ge_of(sandbox: &Sandbox) -> SageGeConnection {
    SageGeConnection {
        address: sandbox.ge_address(),
        entity: seed::ENTITY.to_owned(),
        siren: seed::FIRM.to_owned(),
        client_id: seed::CLIENT.to_owned(),
        client_secret: seed::SECRET.to_owned(),
        patience: None,
    }
}

/// Ends a desk and waits until its data folder is free.
pub fn close(desk: Arc<Desk>) {
    desk.close();
    let weak = Arc::downgrade(&desk);
    drop(desk);
    until("the desk is gone", Duration::from_secs(20), || weak.strong_count() == 0);
}

pub trait Answering {
    fn answer(&mut self) -> Answer;
}
impl Answering for Command {
    fn answer(&mut self) -> Answer {
        Answer::of(self.stdin(Stdio::null()).output().unwrap())
    }
}

/// Waits until something is so.
pub fn until(what: &str, most: Duration, mut so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !so() {
        assert!(started.elapsed() < most, "not so after {most:?}: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The rows of a client file's purchases in these statuses; without any, what waits.
pub fn purchases(desk: &Desk, client_file: &str, statuses: &[StatusView]) -> Vec<InboxRow> {
    desk.inbox(InboxQuery {
        client_file: client_file.to_owned(),
        flow: FlowView::Purchases,
        statuses: statuses.to_vec(),
        duplicates: false,
        foreign_currency: false,
        expense_reports: false,
        search: String::new(),
        offset: 0,
        limit: 500,
    })
    .unwrap()
    .rows
}

pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), &target).unwrap();
        }
    }
}

/// Names of the files in a folder, sorted; none when there is no folder.
pub fn names_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_file())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Dice that fall the same way every time (xorshift64).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }
    pub fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most.max(1)
    }
}
