//! The targets of the chaos run: each with its faults, and with what has arrived there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use liasse_connectors::sandbox::{Options, Sandbox, System, seed};
use liasse_desk::api::{PublicationStateView, PublicationView};
use liasse_domain::FieldName;
use liasse_formats::{einvoice, fec};

use super::trial::{Answering, Dice, Trial, close, names_in};
use super::{PATIENCE, STORM};

/// Where documents go, and what has arrived there.
pub trait Place {
    fn code(&self) -> &'static str;
    /// Sets the client file up for it.
    fn connect(&self, _: &Trial) {}
    /// How many documents have arrived by now; never less than at the last look.
    fn arrived(&self) -> usize;
    /// Each document by its number, and how often it is there; once faults have ended.
    fn stock(&self) -> BTreeMap<String, u32>;
    /// Answers in the user's stead where only he can look.
    fn answer(&self, _: &Trial, _: &[PublicationView]) {}
    /// No more faults.
    fn calm(&self) {}
    /// Of so many kills, one at least must come while it is at work.
    fn kills_for_one(&self) -> u32 {
        2
    }
    /// Where the `run`th publication writes its file.
    fn file(&self, _run: u32) -> Option<PathBuf> {
        None
    }
}

/// The sandbox, on a thread of its own.
struct Server {
    threads: tokio::runtime::Runtime,
    sandbox: Sandbox,
}

impl Server {
    fn start(options: Options) -> Server {
        let threads =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let sandbox = threads.block_on(Sandbox::start(options)).unwrap();
        Server { threads, sandbox }
    }
    /// Liasse trusts its authority.
    fn is_trusted(&self, trial: &Trial) {
        let authority = trial.write("authority.pem", self.sandbox.authority().as_bytes());
        trial.liasse(&["trust"]).arg(authority).answer().ok();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _entered = self.threads.enter();
    }
}

/// Sage GE and MEG: the sandbox under a storm, taking whatever it is sent, under a key of before too.
pub struct Remote {
    target: &'static str,
    system: System,
    server: Server,
}

impl Remote {
    pub fn start(target: &'static str, system: System, seed: u64) -> Remote {
        let server = Server::start(Options { forgets_keys: true, seed, ..Options::default() });
        Remote { target, system, server }
    }
}

impl Place for Remote {
    fn code(&self) -> &'static str {
        self.target
    }
    fn connect(&self, trial: &Trial) {
        let sandbox = &self.server.sandbox;
        self.server.is_trusted(trial);
        let mut command = match self.system {
            System::Ge => {
                let mut command =
                    trial.liasse(&["connect-sage-ge", "--entity", seed::ENTITY, "--siren", seed::FIRM]);
                command.args(["--client-id", seed::CLIENT, "--address", &sandbox.ge_address()]);
                command.env("LIASSE_SAGE_GE_SECRET", seed::SECRET);
                command
            }
            System::Meg => {
                let mut command =
                    trial.liasse(&["connect-meg", "--user", seed::CLIENT, "--marker", "20=TVA20"]);
                command.args(["--no-vat-marker", "SANS", "--address", &sandbox.meg_address()]);
                command.env("LIASSE_MEG_PASSWORD", seed::SECRET);
                command
            }
            System::Platform => panic!("nothing is published to a platform"),
        };
        command.args(["--patience", PATIENCE]).answer().ok();
        sandbox.storm(STORM);
    }
    fn arrived(&self) -> usize {
        self.server.sandbox.received(self.system).len()
    }
    fn stock(&self) -> BTreeMap<String, u32> {
        let mut numbers = BTreeMap::new();
        for piece in self.server.sandbox.received(self.system) {
            let number = piece.body["piece_reference"].as_str().or_else(|| piece.body["number"].as_str());
            *numbers.entry(number.unwrap().to_owned()).or_default() += 1;
        }
        numbers
    }
    fn calm(&self) {
        self.server.sandbox.storm(0);
    }
}

/// MEG by mail. No mail server can be asked what it has taken: where Liasse does not know, the user looks at MEG's list and
/// answers.
pub struct Mail {
    server: Server,
}

impl Mail {
    pub fn start(seed: u64) -> Mail {
        Mail { server: Server::start(Options { seed, ..Options::default() }) }
    }
}

impl Place for Mail {
    fn code(&self) -> &'static str {
        "meg-mail"
    }
    fn connect(&self, trial: &Trial) {
        let sandbox = &self.server.sandbox;
        self.server.is_trusted(trial);
        let port = sandbox.smtps_port().to_string();
        let mut account = trial.liasse(&["connect-mail", "--host", "127.0.0.1", "--port", &port]);
        account.args(["--user", seed::CLIENT, "--sender", "compta@lenoir.example"]);
        account.env("LIASSE_MAIL_PASSWORD", seed::SECRET).answer().ok();
        trial.run(&["meg-mail", "--client", super::CODE, "--purchases", "achats-m1@meg.example"]).ok();
        sandbox.storm(STORM);
    }
    fn arrived(&self) -> usize {
        self.server.sandbox.mails_received()
    }
    fn stock(&self) -> BTreeMap<String, u32> {
        let mut numbers = BTreeMap::new();
        for mail in self.server.sandbox.mails() {
            let (name, bytes) = mail.document().unwrap();
            assert!(bytes.starts_with(b"%PDF-1."), "{name} is no PDF");
            let number = name.trim_end_matches(".pdf").rsplit('_').next().unwrap();
            *numbers.entry(number.to_owned()).or_default() += 1;
        }
        numbers
    }
    fn kills_for_one(&self) -> u32 {
        // A login or a certificate that is refused ends a run by itself.
        5
    }
    fn answer(&self, trial: &Trial, views: &[PublicationView]) {
        let open: Vec<_> = views.iter().filter(|one| one.state == PublicationStateView::Unknown).collect();
        if open.is_empty() {
            return;
        }
        let there = self.stock();
        let desk = trial.desk();
        for one in open {
            let arrived = there.contains_key(one.number.as_deref().unwrap());
            desk.settle_publication(one.document.clone(), self.code().to_owned(), arrived).unwrap();
        }
        close(desk);
    }
    fn calm(&self) {
        self.server.sandbox.storm(0);
    }
}

/// BOB Demat: its share comes and goes, and BOB moves files to its processed folder while others are dropped.
pub struct Bob {
    root: PathBuf,
    folder: PathBuf,
    faults: Arc<AtomicBool>,
    ended: Arc<AtomicBool>,
    partial: Arc<AtomicU32>,
    worker: Option<JoinHandle<()>>,
}

impl Bob {
    pub fn start(root: PathBuf, seed: u64) -> Bob {
        let folder = root.join("M1").join("achats");
        let (faults, ended) = (Arc::new(AtomicBool::new(true)), Arc::new(AtomicBool::new(false)));
        let partial = Arc::new(AtomicU32::new(0));
        let worker = {
            let (root, folder) = (root.clone(), folder.clone());
            let (faults, ended, partial) = (Arc::clone(&faults), Arc::clone(&ended), Arc::clone(&partial));
            std::thread::spawn(move || {
                let mut dice = Dice::new(seed);
                let away = root.with_extension("away");
                while !ended.load(Ordering::Relaxed) {
                    std::thread::sleep(Duration::from_millis(10));
                    if !faults.load(Ordering::Relaxed) {
                        continue;
                    }
                    match dice.below(100) {
                        // One moment in five the share is away.
                        0..20 => {
                            std::fs::rename(&root, &away).unwrap();
                            std::thread::sleep(Duration::from_millis(5 + dice.below(40)));
                            std::fs::rename(&away, &root).unwrap();
                        }
                        20..60 => {
                            let name = taken(&folder, &mut dice, &partial);
                            if let Some(name) = name {
                                let processed = folder.join("traité");
                                std::fs::create_dir_all(&processed).unwrap();
                                std::fs::rename(folder.join(&name), processed.join(&name)).unwrap();
                            }
                        }
                        _ => {}
                    }
                }
            })
        };
        Bob { root, folder, faults, ended, partial, worker: Some(worker) }
    }
    fn files(&self) -> Vec<PathBuf> {
        [self.folder.clone(), self.folder.join("traité")]
            .into_iter()
            .flat_map(|folder| names_in(&folder).into_iter().map(move |name| folder.join(name)))
            .filter(|path| path.extension().is_some_and(|end| end == "xml"))
            .collect()
    }
}

/// One file that BOB sees and reads; a half-written one is counted.
fn taken(folder: &Path, dice: &mut Dice, partial: &AtomicU32) -> Option<String> {
    let names: Vec<String> = names_in(folder).into_iter().filter(|name| !name.starts_with('.')).collect();
    let name = names.get(dice.below(names.len().max(1) as u64) as usize)?.clone();
    let bytes = std::fs::read(folder.join(&name)).ok()?;
    if number_of(&bytes).is_none() {
        partial.fetch_add(1, Ordering::Relaxed);
    }
    Some(name)
}

fn number_of(bytes: &[u8]) -> Option<String> {
    let (invoice, _) = einvoice::read(bytes);
    let (reading, _) = invoice?.to_reading();
    reading.text(FieldName::InvoiceNumber).map(str::to_owned)
}

impl Drop for Bob {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        if let Some(worker) = self.worker.take() {
            worker.join().unwrap();
        }
    }
}

impl Place for Bob {
    fn code(&self) -> &'static str {
        "bob"
    }
    fn arrived(&self) -> usize {
        if self.root.exists() { self.files().len() } else { 0 }
    }
    fn stock(&self) -> BTreeMap<String, u32> {
        assert_eq!(self.partial.load(Ordering::Relaxed), 0, "BOB saw half-written files");
        let mut numbers = BTreeMap::new();
        for path in self.files() {
            let bytes = std::fs::read(&path).unwrap();
            let number = number_of(&bytes).unwrap_or_else(|| panic!("{} is half-written", path.display()));
            *numbers.entry(number).or_default() += 1;
        }
        numbers
    }
    fn calm(&self) {
        self.faults.store(false, Ordering::Relaxed);
        while !self.root.exists() {
            std::thread::sleep(Duration::from_millis(5));
        }
        std::thread::sleep(Duration::from_millis(60));
    }
}

/// A ZIP of the entries in one layout, as many as it took.
pub struct Zip {
    pub folder: PathBuf,
    pub format: &'static str,
    pub member: &'static str,
    pub numbers: fn(&[u8]) -> Vec<String>,
}

impl Place for Zip {
    fn code(&self) -> &'static str {
        "files"
    }
    fn arrived(&self) -> usize {
        0
    }
    fn stock(&self) -> BTreeMap<String, u32> {
        let mut numbers = BTreeMap::new();
        for name in names_in(&self.folder).into_iter().filter(|name| name.ends_with(".zip")) {
            let bytes = std::fs::read(self.folder.join(name)).unwrap();
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
            for place in 0..archive.len() {
                let mut member = archive.by_index(place).unwrap();
                if !member.name().unwrap().ends_with(self.member) {
                    continue;
                }
                let mut content = Vec::new();
                std::io::Read::read_to_end(&mut member, &mut content).unwrap();
                for number in (self.numbers)(&content) {
                    *numbers.entry(number).or_default() += 1;
                }
            }
        }
        numbers
    }
    fn kills_for_one(&self) -> u32 {
        // Once it is written there is nothing left to do.
        5
    }
    fn file(&self, run: u32) -> Option<PathBuf> {
        Some(self.folder.join(format!("{}-{run}.zip", self.format)))
    }
}

/// Numbers of the documents in a FEC: one line of each is on its supplier.
pub fn of_fec(bytes: &[u8]) -> Vec<String> {
    let read = fec::read(bytes).unwrap();
    read.rows().filter(|row| !row.auxiliary.is_empty()).map(|row| row.piece.to_owned()).collect()
}

/// The same in a table, whose pieces stand between separators.
pub fn of_table(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let on_supplier = |line: &&str| line.contains("401000") && line.contains("FA-2026-");
    let number = |line: &str| {
        let start = line.find("FA-2026-")?;
        let rest = &line[start..];
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(rest.len());
        Some(rest[..end].to_owned())
    };
    text.lines().filter(on_supplier).filter_map(number).collect()
}
