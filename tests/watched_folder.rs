//! A watched folder: what lies in it comes in, and moves to a dated `traité` folder only when it is safe.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod trial;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use liasse_desk::Desk;
use liasse_desk::api::{DeskEvent, FlowView, SplitModeView};
use trial::papers::{e_invoice, invoice_number, text_pdf};
use trial::stock::Stock;
use trial::{CLIENT, Trial, close, names_in, purchases, until};

/// Longer than a file has to be quiet before it is taken.
const SOON: Duration = Duration::from_secs(25);

fn watch(desk: &Desk, folder: &Path) -> String {
    std::fs::create_dir_all(folder).unwrap();
    let client = desk.client_file_id(CLIENT).unwrap();
    let path = folder.display().to_string();
    desk.watch_folder(client.clone(), FlowView::Purchases, SplitModeView::Automatic, path).unwrap();
    client
}

/// The day's folder of what was taken.
fn done(folder: &Path) -> PathBuf {
    let days: Vec<PathBuf> = match std::fs::read_dir(folder.join("traité")) {
        Ok(days) => days.map(|day| day.unwrap().path()).collect(),
        Err(_) => return folder.join("traité/none"),
    };
    assert_eq!(days.len(), 1, "{days:?}");
    let name = days[0].file_name().unwrap().to_str().unwrap();
    let lawful = name.len() == 10 && name.chars().all(|c| c.is_ascii_digit() || c == '-');
    assert!(lawful, "a date: {name}");
    days[0].clone()
}

#[test]
fn a_file_moves_only_after_it_is_committed() {
    let trial = Trial::with_client();
    let folder = trial.path("numérisations");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("avant.xml"), e_invoice(1)).unwrap();
    let desk = trial.desk();
    let client = watch(&desk, &folder);
    until("what lay there came in", SOON, || names_in(&done(&folder)) == ["avant.xml"]);
    // By then it is in the database.
    let known = desk.inbox_holds(&client, "avant.xml");
    assert!(known, "moved before it was committed");
    std::fs::write(folder.join("après.xml"), e_invoice(2)).unwrap();
    until("what comes later comes in", SOON, || names_in(&done(&folder)).len() == 2);
    desk.wait_until_read(&mut |_| {});
    assert_eq!(purchases(&desk, &client, &[]).len(), 2);
    close(desk);
    assert_eq!(std::fs::read(done(&folder).join("avant.xml")).unwrap(), e_invoice(1), "moved, not changed");
    let stock = Stock::take(&trial);
    stock.is_settled();
    stock.holds_once("avant.xml", &e_invoice(1));
    stock.holds_once("après.xml", &e_invoice(2));
}

trait Holds {
    fn inbox_holds(&self, client: &str, file_name: &str) -> bool;
}
impl Holds for Desk {
    /// Whether a file is a source already: it waits, or its document does.
    fn inbox_holds(&self, client: &str, file_name: &str) -> bool {
        let waits = self
            .inbox(liasse_desk::api::InboxQuery {
                client_file: client.to_owned(),
                flow: FlowView::Purchases,
                statuses: Vec::new(),
                duplicates: false,
                foreign_currency: false,
                expense_reports: false,
                search: String::new(),
                offset: 0,
                limit: 500,
            })
            .unwrap();
        waits.sources.iter().any(|source| source.file_name == file_name)
            || waits.rows.iter().any(|row| self.review(row.id.clone()).unwrap().file_name == file_name)
    }
}

#[test]
fn the_same_name_twice() {
    let trial = Trial::with_client();
    let folder = trial.path("scanner");
    let desk = trial.desk();
    watch(&desk, &folder);
    for turn in 1..=3 {
        std::fs::write(folder.join("scan.xml"), e_invoice(turn)).unwrap();
        until("it was moved", SOON, || names_in(&folder).is_empty());
    }
    desk.wait_until_read(&mut |_| {});
    close(desk);
    let done = done(&folder);
    assert_eq!(names_in(&done), ["scan (2).xml", "scan (3).xml", "scan.xml"]);
    let stock = Stock::take(&trial);
    for (turn, name) in [(1, "scan.xml"), (2, "scan (2).xml"), (3, "scan (3).xml")] {
        assert_eq!(std::fs::read(done.join(name)).unwrap(), e_invoice(turn), "{name}");
        stock.holds_once(name, &e_invoice(turn));
        assert_eq!(stock.numbers()[&invoice_number(turn)], 1);
    }
}

#[test]
fn a_file_that_is_being_written_is_not_taken() {
    let trial = Trial::with_client();
    let folder = trial.path("scanner");
    let desk = trial.desk();
    watch(&desk, &folder);
    let whole = text_pdf(&["Un", "Deux", "Trois"]);
    let mut file = std::fs::File::create(folder.join("lent.pdf")).unwrap();
    // A scanner that thinks between its pages for longer than a finished file has to be quiet.
    let parts: Vec<&[u8]> = whole.chunks(whole.len() / 3 + 1).collect();
    for (place, part) in parts.iter().enumerate() {
        file.write_all(part).unwrap();
        file.sync_all().unwrap();
        if place + 1 < parts.len() {
            let until = Instant::now() + Duration::from_secs(6);
            while Instant::now() < until {
                assert_eq!(names_in(&folder), ["lent.pdf"], "taken while it was written");
                std::thread::sleep(Duration::from_millis(100));
            }
        }
    }
    drop(file);
    until("it was taken when it was whole", SOON, || names_in(&folder).is_empty());
    desk.wait_until_read(&mut |_| {});
    close(desk);
    let stock = Stock::take(&trial);
    stock.holds_once("lent.pdf", &whole);
    assert_eq!(stock.sources.len(), 1, "{:#?}", stock.sources);
}

/// What a kill between the commit and the move leaves behind: the source is there and the file still lies there.
#[test]
fn killed_between_commit_and_move_a_file_is_only_moved() {
    let trial = Trial::with_client();
    let folder = trial.path("scanner");
    let desk = trial.desk();
    watch(&desk, &folder);
    std::fs::write(folder.join("scan.xml"), e_invoice(1)).unwrap();
    until("it was taken", SOON, || names_in(&folder).is_empty());
    desk.wait_until_read(&mut |_| {});
    close(desk);
    std::fs::rename(done(&folder).join("scan.xml"), folder.join("scan.xml")).unwrap();
    let desk = trial.desk();
    until("it was moved", SOON, || names_in(&folder).is_empty());
    desk.wait_until_read(&mut |_| {});
    close(desk);
    assert_eq!(names_in(&done(&folder)), ["scan.xml"]);
    let stock = Stock::take(&trial);
    stock.is_settled();
    assert_eq!(stock.sources.len(), 1, "came in once: {:#?}", stock.sources);
    assert_eq!(stock.numbers()[&invoice_number(1)], 1);
}

#[test]
fn a_folder_that_vanishes_and_comes_back() {
    let trial = Trial::with_client();
    let (folder, away) = (trial.path("partage"), trial.path("ailleurs"));
    let desk = trial.desk();
    let client = watch(&desk, &folder);
    let trouble = || desk.watched_folders(client.clone()).unwrap()[0].trouble.clone();
    assert_eq!(trouble(), None);
    std::fs::rename(&folder, &away).unwrap();
    assert_eq!(trouble().unwrap().code, "folder_vanished");
    std::fs::write(away.join("entretemps.xml"), e_invoice(1)).unwrap();
    std::thread::sleep(Duration::from_secs(4));
    std::fs::rename(&away, &folder).unwrap();
    until("what came meanwhile is taken", SOON, || names_in(&done(&folder)) == ["entretemps.xml"]);
    assert_eq!(trouble(), None);
    std::fs::write(folder.join("ensuite.xml"), e_invoice(2)).unwrap();
    until("it is followed again", SOON, || names_in(&folder).is_empty());
    desk.wait_until_read(&mut |_| {});
    assert_eq!(purchases(&desk, &client, &[]).len(), 2);
    close(desk);
    Stock::take(&trial).is_settled();
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_moved_is_told_once_and_moved_later() {
    let trial = Trial::with_client();
    let folder = trial.path("scanner");
    let told = Arc::new(Mutex::new(Vec::new()));
    let listener = Arc::clone(&told);
    let desk = trial.desk_telling(Box::new(move |event| {
        if let DeskEvent::WatchedFolder { message, .. } = event {
            listener.lock().unwrap().push(message);
        }
    }));
    watch(&desk, &folder);
    // No folder can be made where a file is.
    std::fs::write(trial.path("bloc"), b"x").unwrap();
    std::os::unix::fs::symlink(trial.path("bloc"), folder.join("traité")).unwrap();
    std::fs::write(folder.join("scan.xml"), e_invoice(1)).unwrap();
    std::fs::write(folder.join("bruit.bin"), b"\x01\x02 rien de lisible").unwrap();
    let codes = || -> Vec<String> {
        told.lock().unwrap().iter().map(|message: &liasse_desk::api::Message| message.code.clone()).collect()
    };
    until("both are told", SOON, || codes().len() >= 2);
    std::thread::sleep(Duration::from_secs(5));
    let mut seen = codes();
    seen.sort();
    assert_eq!(seen, ["watched_file_not_moved", "watched_file_refused"], "each once");
    std::fs::remove_file(folder.join("traité")).unwrap();
    until("it is tried again", Duration::from_secs(60), || !folder.join("scan.xml").exists());
    assert_eq!(names_in(&folder), ["bruit.bin"], "what is no paper stays");
    desk.wait_until_read(&mut |_| {});
    close(desk);
    let stock = Stock::take(&trial);
    stock.is_settled();
    assert_eq!(stock.sources.len(), 1, "{:#?}", stock.sources);
}
