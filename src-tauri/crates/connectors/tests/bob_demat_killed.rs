//! A process that drops documents is killed again and again; every document is dropped exactly once.
// Helpers of tests may panic as tests do.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use liasse_connectors::IdempotencyKey;
use liasse_connectors::bob_demat::{self, Shelf, SubFolders};
use liasse_connectors::folder::{
    DropRequest, OutboxState, Place, Preparation, Reconciled, prepare, reconcile,
};
use liasse_domain::Date;

const ROOT: &str = "LIASSE_TEST_DROP_ROOT";
const DOCUMENTS: u32 = 400;
const KILLS: u32 = 20;

fn key(number: u32) -> IdempotencyKey {
    format!("publication-{number:06}").parse().unwrap()
}

fn place(root: &Path) -> Place {
    bob_demat::place(root.to_owned(), "DUPONT", &SubFolders::french(), Shelf::Purchases, false)
}

/// A small outbox: one line per change of state, on disk before the next step.
struct Outbox(File);

impl Outbox {
    fn path(root: &Path) -> PathBuf {
        root.with_extension("outbox")
    }
    fn open(root: &Path) -> Outbox {
        Outbox(OpenOptions::new().create(true).append(true).open(Outbox::path(root)).unwrap())
    }
    fn commit(&mut self, state: &str, number: u32) {
        self.0.write_all(format!("{state} {number}\n").as_bytes()).unwrap();
        self.0.sync_data().unwrap();
    }
    /// The last state of each document; a line cut by the kill was not committed.
    fn read(root: &Path) -> BTreeMap<u32, String> {
        let text = fs::read_to_string(Outbox::path(root)).unwrap_or_default();
        let whole = text.rfind('\n').map_or("", |end| &text[..end]);
        whole
            .lines()
            .filter_map(|line| line.split_once(' '))
            .map(|(state, number)| (number.parse().unwrap(), state.to_owned()))
            .collect()
    }
}

/// What the desk does at its start and then for each document.
fn publish_all(root: &Path) {
    let place = place(root);
    let states = Outbox::read(root);
    let mut outbox = Outbox::open(root);
    // Ends a line that a kill has cut.
    outbox.0.write_all(b"\n").unwrap();
    for number in 0..DOCUMENTS {
        let own = key(number);
        let state = match states.get(&number).map(String::as_str) {
            Some("dropped") => continue,
            Some("sent") => OutboxState::Sent,
            _ => OutboxState::NotSent,
        };
        match reconcile(&place, &own, state).unwrap() {
            Reconciled::Dropped(_) => {
                outbox.commit("dropped", number);
                continue;
            }
            Reconciled::NotDropped => {}
            Reconciled::Unknown => panic!("nobody takes files here: {number}"),
        }
        let request = DropRequest {
            place: &place,
            key: &own,
            date: Date::new(2026, 3, 9).unwrap(),
            sequence: number,
            supplier: "Minoterie du Val",
            number: "FA-1",
            ending: "xml",
            content: &[b'x'; 20_000],
        };
        if let Preparation::Ready(prepared) = prepare(&request).unwrap() {
            outbox.commit("sent", number);
            prepared.release().unwrap();
        }
        outbox.commit("dropped", number);
    }
}

/// The process that is killed: this very test program, told so by its environment.
#[test]
#[ignore = "run by the other test, in a process of its own"]
fn the_process_that_is_killed() {
    if let Some(root) = std::env::var_os(ROOT) {
        publish_all(Path::new(&root));
    }
}

#[test]
fn every_document_exactly_once() {
    let parent = tempfile::tempdir().unwrap();
    let root = parent.path().join("bob");
    fs::create_dir(&root).unwrap();
    let mut killed = 0;
    for round in 0..KILLS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "the_process_that_is_killed", "--ignored"])
            .env(ROOT, &root)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Lets it drop a few documents more, then a moment that differs from round to round.
        let goal = Outbox::read(&root).len() + 3;
        let started = Instant::now();
        while Outbox::read(&root).len() < goal && started.elapsed() < Duration::from_secs(10) {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_micros(u64::from(round) * 379));
        child.kill().unwrap();
        killed += u32::from(!child.wait().unwrap().success());
    }
    assert!(killed > KILLS / 2, "{killed} of {KILLS} were at work when they were killed");
    publish_all(&root);
    let mut names: Vec<String> = fs::read_dir(place(&root).folder().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names.len(), usize::try_from(DOCUMENTS).unwrap());
    for (number, name) in names.iter().enumerate() {
        assert!(name.starts_with(&format!("20260309_{number:06}_")), "{name}");
    }
    assert!(Outbox::read(&root).values().all(|state| state == "dropped"));
}
