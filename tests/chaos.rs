//! Faults on every side while documents are published and the program is killed: each document exactly once in its target.
//! A small run is one of the tests; `cargo xtask bench publication` asks for a large one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "chaos/places.rs"]
mod places;
mod trial;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use liasse_connectors::sandbox::System;
use liasse_desk::api::{PublicationStateView, PublicationView};
use liasse_domain::DocumentStatus;
use liasse_store::PublicationState;
use places::{Bob, Mail, Place, Remote, Zip, of_fec, of_table};
use trial::papers::{e_invoice, invoice_number};
use trial::stock::Stock;
use trial::{Answering, Dice, Trial, close};

/// The code of the client file, under which the sandbox knows a folder.
const CODE: &str = "DOS001";
/// Requests in a hundred that meet a fault.
const STORM: u8 = 20;
/// Seconds that a system is given to answer.
const PATIENCE: &str = "2";
/// How often, after the last kill, it is published again until all is settled.
const MOST_RUNS: u32 = 200;

/// From so many documents on, kills come while a run is at work on any machine.
const IN_EARNEST: u32 = 1_000;

/// How large a run is.
#[derive(Clone, Copy)]
struct Size {
    documents: u32,
    kills: u32,
    seed: u64,
}

/// A size from the environment, as `cargo xtask bench publication` gives it.
fn asked() -> Option<Size> {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    Some(Size {
        documents: u32::try_from(number("LIASSE_CHAOS_DOCUMENTS")?).unwrap(),
        kills: u32::try_from(number("LIASSE_CHAOS_KILLS")?).unwrap(),
        seed: number("LIASSE_CHAOS_SEED").unwrap_or(1),
    })
}

/// A data folder with documents that are ready.
fn ready(documents: u32) -> Trial {
    let trial = Trial::with_client_under(CODE);
    for turn in 1..=documents {
        trial.write(&format!("drop/{turn:05}.xml"), &e_invoice(turn));
    }
    let drop = trial.path("drop");
    trial.liasse(&["add", "--client", CODE, "--flow", "purchases"]).arg(drop).answer().ok();
    let shown = trial.run(&["inbox", "--client", CODE]).ok().out;
    assert_eq!(shown.lines().filter(|line| line.starts_with("ready")).count(), documents as usize, "{shown}");
    trial
}

fn publishing(trial: &Trial, place: &dyn Place, format: Option<&str>, run: u32) -> Command {
    let mut command = trial.liasse(&["publish", "--client", CODE, "--ready", "--to", place.code()]);
    if let Some(file) = place.file(run) {
        command.arg("--out").arg(file).args(format.into_iter().flat_map(|format| ["--format", format]));
    }
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// What one run came to.
struct Figures {
    at_work: u32,
    runs: u32,
    time: Duration,
    codes: BTreeSet<String>,
}

/// What the user sees of his publications, and that he has a sentence for each.
fn seen(trial: &Trial, codes: &mut BTreeSet<String>) -> Vec<PublicationView> {
    let desk = trial.desk();
    let client = desk.client_file_id(CODE).unwrap();
    let all = desk.publications(client, None).unwrap();
    close(desk);
    for one in &all {
        codes.insert(one.message.code.clone());
        codes.extend(one.message.args.get("reason").cloned());
    }
    all
}

/// What is said of the publications, and of how many each.
fn open(views: &[PublicationView]) -> BTreeMap<String, usize> {
    let mut said: BTreeMap<String, usize> = BTreeMap::new();
    for one in views {
        let reason = one.message.args.get("reason").map_or("", String::as_str);
        *said.entry(format!("{:?} {} {reason}", one.state, one.message.code)).or_default() += 1;
    }
    said
}

/// The sentences of the screens, in the language that has them all.
fn sentences() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/lib/i18n/fr.ts");
    std::fs::read_to_string(path).unwrap()
}

fn run(trial: &Trial, place: &dyn Place, format: Option<&str>, size: Size) -> Figures {
    place.connect(trial);
    let mut dice = Dice::new(size.seed + 7);
    let (mut at_work, mut runs, mut codes) = (0, 0, BTreeSet::new());
    let begun = Instant::now();
    // Where the arrivals cannot be counted while it runs, a kill comes at any time of a run.
    let whole = (place.file(0).is_some()).then(|| {
        let copy = trial.copy();
        let started = Instant::now();
        publishing(&copy, place, format, 1_000_000).status().unwrap();
        std::fs::remove_file(place.file(1_000_000).unwrap()).unwrap();
        started.elapsed()
    });
    for kill in 0..size.kills {
        runs += 1;
        let goal = size.documents as usize * (kill as usize + 1) / (size.kills as usize + 1);
        let mut child = publishing(trial, place, format, runs).spawn().unwrap();
        let started = Instant::now();
        match whole {
            // A run that is let through leaves the others nothing to do.
            Some(whole) => std::thread::sleep(whole.mul_f64(dice.below(60) as f64 / 100.0)),
            None => {
                while place.arrived() < goal
                    && started.elapsed() < Duration::from_secs(60)
                    && child.try_wait().unwrap().is_none()
                {
                    std::thread::sleep(Duration::from_millis(2 + u64::from(size.documents) / 20));
                }
                std::thread::sleep(Duration::from_micros(dice.below(30_000)));
            }
        }
        at_work += u32::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
        if kill % 10 == 0 {
            seen(trial, &mut codes);
        }
    }
    let settled = |views: &[PublicationView]| {
        let done: BTreeSet<&str> = views
            .iter()
            .filter(|one| !matches!(one.state, PublicationStateView::Refused | PublicationStateView::Unknown))
            .map(|one| one.document.as_str())
            .collect();
        done.len() == size.documents as usize
    };
    // The storm goes on until all is published.
    let last = runs + MOST_RUNS;
    loop {
        runs += 1;
        publishing(trial, place, format, runs).status().unwrap();
        let views = seen(trial, &mut codes);
        if settled(&views) {
            break;
        }
        assert!(runs < last, "{}: not settled after {runs} runs: {:?}", place.code(), open(&views));
        place.answer(trial, &views);
        std::thread::sleep(Duration::from_millis(300));
    }
    let time = begun.elapsed();
    place.calm();
    let expected: BTreeMap<String, u32> =
        (1..=size.documents).map(|turn| (invoice_number(turn), 1)).collect();
    let stock = place.stock();
    let wrong: Vec<_> = stock
        .iter()
        .filter(|(_, count)| **count != 1)
        .map(|(number, count)| (number.clone(), *count))
        .chain(
            expected.keys().filter(|number| !stock.contains_key(*number)).map(|number| (number.clone(), 0)),
        )
        .collect();
    assert!(wrong.is_empty(), "{}: not exactly once: {wrong:?}", place.code());
    assert_eq!(stock.len(), size.documents as usize);
    let books = Stock::of_client(trial.data(), CODE);
    for document in &books.documents {
        assert_eq!(document.status, DocumentStatus::Published);
        let standing = books
            .publications
            .iter()
            .filter(|row| row.document == document.id && row.state != PublicationState::Refused);
        assert_eq!(standing.map(|row| row.state).collect::<Vec<_>>(), [PublicationState::Done]);
    }
    let sentences = sentences();
    for code in &codes {
        assert!(sentences.contains(&format!("\"message.{code}\"")), "no sentence for {code}");
    }
    Figures { at_work, runs, time, codes }
}

/// Publishes to a target until each document is there once, and prints what it took.
fn one(template: &Trial, place: &dyn Place, format: Option<&str>, size: Size) {
    let trial = template.copy();
    let Figures { at_work, runs, time, codes } = run(&trial, place, format, size);
    println!(
        "| {}{} | {} | {} | {at_work} of {} | {runs} | {:.1} s |",
        place.code(),
        format.map(|format| format!(" ({format})")).unwrap_or_default(),
        size.documents,
        size.documents,
        size.kills,
        time.as_secs_f64(),
    );
    println!("<!-- said: {} -->", codes.into_iter().collect::<Vec<_>>().join(", "));
    // A large run must have been killed in earnest. How many kills of a small one come in time depends on the machine alone:
    // a fast one drops twenty documents at once.
    if size.documents >= IN_EARNEST {
        let least = size.kills / place.kills_for_one();
        assert!(at_work >= least, "{at_work} of {} were at work when they were killed", size.kills);
    }
}

fn zip_of(template: &Trial, format: &'static str) -> Zip {
    let (member, numbers) = match format {
        "fec" => ("FEC20261231.txt", of_fec as fn(&[u8]) -> Vec<String>),
        _ => ("ecritures.csv", of_table as fn(&[u8]) -> Vec<String>),
    };
    let folder = template.path(format);
    std::fs::create_dir_all(&folder).unwrap();
    Zip { folder, format, member, numbers }
}

/// Small enough for every day: the same faults, the same kills, the same dice every time.
const SMALL: Size = Size { documents: 40, kills: 5, seed: 20_261_122 };

#[test]
fn each_document_once_at_sage_ge() {
    one(&ready(SMALL.documents), &Remote::start("sage-ge", System::Ge, SMALL.seed), None, SMALL);
}

#[test]
fn each_document_once_at_meg() {
    one(&ready(SMALL.documents), &Remote::start("meg", System::Meg, SMALL.seed + 1), None, SMALL);
}

#[test]
fn each_document_once_at_meg_by_mail() {
    one(&ready(SMALL.documents), &Mail::start(SMALL.seed + 3), None, SMALL);
}

#[test]
fn each_document_once_in_bob() {
    let template = ready(SMALL.documents);
    one(&template, &Bob::start(template.path("bob"), SMALL.seed + 2), None, SMALL);
}

#[test]
fn each_document_once_in_files() {
    let template = ready(SMALL.documents);
    one(&template, &zip_of(&template, "fec"), Some("fec"), SMALL);
}

/// 500 documents dropped at once, without a fault: how long it takes.
fn at_once(template: &Trial, documents: u32) {
    let _ = std::fs::remove_dir_all(template.path("bob").join("M1"));
    let trial = template.copy();
    let desk = trial.desk();
    let client = desk.client_file_id(CODE).unwrap();
    let all = desk.bob_documents(client.clone()).unwrap();
    let some: Vec<String> = all.into_iter().take(documents as usize).map(|one| one.document).collect();
    let started = Instant::now();
    let report = desk.publish(client, some, "bob".to_owned(), None).unwrap();
    let time = started.elapsed();
    close(desk);
    assert_eq!(report.published.len(), documents as usize);
    println!("{documents} documents dropped for BOB Demat at once: {:.2} s", time.as_secs_f64());
}

#[test]
#[ignore = "the large run: cargo xtask bench publication"]
fn the_large_run() {
    let size = asked().expect("LIASSE_CHAOS_DOCUMENTS and LIASSE_CHAOS_KILLS say how large");
    let only = std::env::var("LIASSE_CHAOS_TARGET").ok();
    let wanted = |target: &str| only.as_deref().is_none_or(|only| only == target);
    let template = ready(size.documents);
    println!("{} documents, {} kills, {STORM} % faults, seed {}", size.documents, size.kills, size.seed);
    if wanted("bob") {
        at_once(&template, size.documents.min(500));
        std::fs::remove_dir_all(template.path("bob").join("M1")).unwrap();
    }
    println!("| target | documents | exactly once | kills at work | runs | time |");
    println!("|---|---|---|---|---|---|");
    if wanted("sage-ge") {
        one(&template, &Remote::start("sage-ge", System::Ge, size.seed), None, size);
    }
    if wanted("meg") {
        one(&template, &Remote::start("meg", System::Meg, size.seed + 1), None, size);
    }
    if wanted("meg-mail") {
        one(&template, &Mail::start(size.seed + 3), None, size);
    }
    if wanted("bob") {
        one(&template, &Bob::start(template.path("bob"), size.seed + 2), None, size);
    }
    for format in ["fec", "table"] {
        if wanted("files") {
            one(&template, &zip_of(&template, format), Some(format), size);
        }
    }
}
