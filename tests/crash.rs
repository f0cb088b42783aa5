//! Killed at any point, nothing is lost and nothing is doubled: real processes, real files, the real database.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod trial;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use liasse_connectors::sandbox::{Action, Fault, Options, Sandbox, System, When, seed};
use liasse_desk::api::{FlowView, SplitModeView, StatusView};
use liasse_domain::{DocumentStatus, FieldName};
use liasse_formats::{einvoice, fec};
use liasse_store::PublicationState;
use trial::papers::{e_invoice, invoice_number, picture, text_pdf, zip};
use trial::stock::Stock;
use trial::{Answering, CLIENT, Dice, Trial, close, copy_folder, names_in, open_desk, purchases, until};

/// How often intake is killed, and each kind of publication.
const KILLS: u64 = 10;

// ---- Intake ----

const AT_WORK: &str = "LIASSE_TEST_AT_WORK";

/// The process that is killed: this very test program, told so by its environment. It does what the window does: takes
/// in what is dropped, watches a folder, reads; and ends when all is done.
#[test]
#[ignore = "run by another test, in a process of its own"]
fn the_desk_that_is_killed() {
    let Some(place) = std::env::var_os(AT_WORK).map(PathBuf::from) else { return };
    let desk = open_desk(&place.join("data"), Box::new(|_| {}));
    let client = desk.client_file_id(CLIENT).unwrap();
    let watched = place.join("watched");
    if desk.watched_folders(client.clone()).unwrap().is_empty() {
        let path = watched.display().to_string();
        desk.watch_folder(client.clone(), FlowView::Purchases, SplitModeView::Automatic, path).unwrap();
    }
    let drop = vec![place.join("drop").display().to_string()];
    desk.add_files(client, FlowView::Purchases, SplitModeView::Automatic, drop).unwrap();
    until("the watched folder is empty", Duration::from_secs(60), || names_in(&watched).is_empty());
    desk.wait_until_read(&mut |_| {});
    close(desk);
}

/// Files by name, and the number of documents that come of them.
fn dropped() -> (Vec<(String, Vec<u8>)>, u32) {
    let mut files: Vec<(String, Vec<u8>)> =
        (1..=5).map(|turn| (format!("facture {turn}.xml"), e_invoice(turn))).collect();
    files.push(("sous-dossier/facture 6.xml".to_owned(), e_invoice(6)));
    files.push(("lettre.pdf".to_owned(), text_pdf(&["Cher client"])));
    files.push(("deux pages.pdf".to_owned(), text_pdf(&["Premier feuillet", "Second feuillet"])));
    files.push(("photo.png".to_owned(), picture(image::ImageFormat::Png, 240)));
    files.push(("photo.jpg".to_owned(), picture(image::ImageFormat::Jpeg, 230)));
    files.push(("fax.tif".to_owned(), picture(image::ImageFormat::Tiff, 220)));
    files.push((
        "envoi.zip".to_owned(),
        zip(&[("a/facture 7.xml", &e_invoice(7)), ("facture 8.xml", &e_invoice(8))]),
    ));
    (files, 8)
}

fn watched() -> Vec<(String, Vec<u8>)> {
    vec![
        ("facture 9.xml".to_owned(), e_invoice(9)),
        ("facture 10.xml".to_owned(), e_invoice(10)),
        ("scan.pdf".to_owned(), text_pdf(&["Numérisé"])),
    ]
}

struct IntakeRound {
    trial: Trial,
}

impl IntakeRound {
    fn new(template: &Trial) -> IntakeRound {
        let trial = template.copy();
        for (name, bytes) in dropped().0 {
            trial.write(&format!("drop/{name}"), &bytes);
        }
        for (name, bytes) in watched() {
            trial.write(&format!("watched/{name}"), &bytes);
        }
        IntakeRound { trial }
    }
    fn start(&self) -> Child {
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "the_desk_that_is_killed", "--ignored"])
            .env(AT_WORK, self.trial.path(""))
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }
    fn killed_after(&self, time: Duration) -> bool {
        killed(self.start(), time)
    }
    fn to_the_end(&self) -> Duration {
        let started = Instant::now();
        let output = self.start().wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        started.elapsed()
    }
    /// Nothing lost, nothing doubled.
    fn check(&self, what: &str) {
        let stock = Stock::take(&self.trial);
        let (files, invoices) = dropped();
        for (name, bytes) in &files {
            stock.holds_once(name, bytes);
        }
        for member in [7, 8] {
            let source = stock.holds_once("member of the ZIP", &e_invoice(member));
            assert!(source.parent.is_some(), "{what}");
        }
        for (name, bytes) in watched() {
            let source = stock.holds_once(&name, &bytes);
            let copies = stock.sources.iter().filter(|other| other.sha256 == source.sha256).count();
            assert_eq!(copies, 1, "{what}: {name} came in once");
        }
        stock.is_settled();
        let numbers = stock.numbers();
        let expected: BTreeMap<String, u32> =
            (1..=invoices + 2).map(|turn| (invoice_number(turn), 1)).collect();
        assert_eq!(numbers, expected, "{what}: each e-invoice is one document");
        assert_eq!(names_in(&self.trial.path("watched")), [""; 0], "{what}");
        let mut moved = Vec::new();
        for day in std::fs::read_dir(self.trial.path("watched/traité")).unwrap() {
            for name in names_in(&day.as_ref().unwrap().path()) {
                moved.push((name.clone(), std::fs::read(day.as_ref().unwrap().path().join(name)).unwrap()));
            }
        }
        moved.sort();
        let mut wanted = watched();
        wanted.sort();
        assert!(
            moved == wanted,
            "{what}: moved are {:?}",
            moved.iter().map(|file| &file.0).collect::<Vec<_>>()
        );
        assert_eq!(names_in(&self.trial.data().join("tmp")), [""; 0], "{what}: nothing half-written is left");
    }
}

/// Kills a process after a while; whether it was still at work then.
fn killed(mut child: Child, time: Duration) -> bool {
    std::thread::sleep(time);
    let at_work = child.try_wait().unwrap().is_none();
    child.kill().unwrap();
    child.wait().unwrap();
    at_work
}

/// A moment in the `round`th tenth of a duration.
fn moment(dice: &mut Dice, round: u64, whole: Duration) -> Duration {
    let tenth = whole.as_micros() as u64 / KILLS;
    Duration::from_micros(5_000 + tenth * round + dice.below(tenth))
}

#[test]
fn intake_killed_at_ten_points() {
    let template = Trial::with_client();
    let calm = IntakeRound::new(&template);
    let whole = calm.to_the_end();
    calm.check("never killed");
    let at_work = std::sync::atomic::AtomicU64::new(0);
    // Much of the time is waiting for files to be quiet: a few rounds go at once.
    std::thread::scope(|scope| {
        for lane in 0..5 {
            let (template, at_work) = (&template, &at_work);
            scope.spawn(move || {
                for round in (0..KILLS).filter(|round| round % 5 == lane) {
                    let mut dice = Dice::new(1 + round);
                    let files = IntakeRound::new(template);
                    let first = moment(&mut dice, round, whole);
                    at_work.fetch_add(u64::from(files.killed_after(first)), Ordering::Relaxed);
                    let mut said = format!("killed after {first:?}");
                    if round % 2 == 1 {
                        let second = Duration::from_millis(200 + dice.below(3_000));
                        files.killed_after(second);
                        said += &format!(" and {second:?}");
                    }
                    files.to_the_end();
                    files.check(&said);
                }
            });
        }
    });
    let at_work = at_work.into_inner();
    assert!(at_work >= KILLS - 2, "{at_work} of {KILLS} were at work when they were killed");
}

// ---- Publication ----

/// Documents that are ready.
const READY: u32 = 16;

/// A data folder with documents that are ready, made once.
fn ready() -> Trial {
    let trial = Trial::with_client();
    for turn in 1..=READY {
        trial.write(&format!("drop/{turn:03}.xml"), &e_invoice(turn));
    }
    let drop = trial.path("drop");
    trial.liasse(&["add", "--client", CLIENT, "--flow", "purchases"]).arg(drop).answer().ok();
    let shown = trial.run(&["inbox", "--client", CLIENT]).ok().out;
    assert_eq!(shown.lines().filter(|line| line.starts_with("ready")).count(), READY as usize, "{shown}");
    trial
}

fn publishing(trial: &Trial, target: &str, turn: usize) -> Command {
    let mut command = trial.liasse(&["publish", "--client", CLIENT, "--ready", "--to", target]);
    if target == "files" {
        command.arg("--out").arg(trial.path(&format!("out-{turn}.zip")));
    }
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Publishes, killed in the `round`th tenth; every other round twice; then to the end. How often it was at work.
fn publish_killed(trial: &Trial, target: &str, round: u64, whole: Duration) -> bool {
    let mut dice = Dice::new(100 + round);
    let at_work = killed(publishing(trial, target, 1).spawn().unwrap(), moment(&mut dice, round, whole));
    if round % 2 == 1 {
        let time = Duration::from_millis(dice.below(whole.as_millis() as u64));
        killed(publishing(trial, target, 2).spawn().unwrap(), time);
    }
    let status = publishing(trial, target, 3).status().unwrap();
    assert!(status.code().is_some_and(|code| code <= 1), "{status}");
    if target == "sage-ge" && status.code() == Some(1) {
        // What was let go and is not there is known not to have arrived when the system has had its time.
        std::thread::sleep(Duration::from_secs(4));
        publishing(trial, target, 4).status().unwrap();
    }
    at_work
}

/// How long it takes when it is not killed: the shorter of two times.
fn whole_time(mut fresh: impl FnMut() -> Trial, target: &str) -> Duration {
    let mut time = || {
        let trial = fresh();
        let started = Instant::now();
        assert!(publishing(&trial, target, 1).status().unwrap().success());
        started.elapsed()
    };
    time().min(time())
}

/// Numbers of the e-invoices in a folder, and how often each is there.
fn numbers_in(folder: &Path) -> BTreeMap<String, u32> {
    let mut numbers = BTreeMap::new();
    for name in names_in(folder) {
        assert!(name.ends_with(".xml"), "left behind: {name}");
        let (invoice, _) = einvoice::read(&std::fs::read(folder.join(&name)).unwrap());
        let (reading, _) = invoice.unwrap_or_else(|| panic!("{name} is half-written")).to_reading();
        *numbers.entry(reading.text(FieldName::InvoiceNumber).unwrap().to_owned()).or_default() += 1;
    }
    numbers
}

fn each_once() -> BTreeMap<String, u32> {
    (1..=READY).map(|turn| (invoice_number(turn), 1)).collect()
}

/// All are published, each by one publication that was not refused.
fn all_published(stock: &Stock, target: &str) {
    for document in &stock.documents {
        assert_eq!(document.status, DocumentStatus::Published, "{target}");
        let standing = stock
            .publications
            .iter()
            .filter(|row| row.document == document.id && row.state != PublicationState::Refused);
        assert_eq!(standing.map(|row| row.state).collect::<Vec<_>>(), [PublicationState::Done], "{target}");
    }
    assert_eq!(stock.documents.len(), READY as usize);
}

#[test]
fn drops_to_bob_killed_at_ten_points() {
    let template = ready();
    let folder = template.path("bob/M1/achats");
    let fresh = || {
        let _ = std::fs::remove_dir_all(template.path("bob/M1"));
        template.copy()
    };
    let whole = whole_time(fresh, "bob");
    let mut at_work = 0;
    for round in 0..KILLS {
        let trial = fresh();
        at_work += u32::from(publish_killed(&trial, "bob", round, whole));
        assert_eq!(numbers_in(&folder), each_once(), "round {round}");
        all_published(&Stock::take(&trial), "bob");
        let again = trial.run(&["publish", "--client", CLIENT, "--ready", "--to", "bob"]).ok();
        assert!(again.out.contains("0 published"), "{}", again.out);
        assert_eq!(numbers_in(&folder), each_once(), "round {round}");
    }
    assert!(at_work >= 4, "{at_work} of {KILLS} were at work when they were killed");
}

/// BOB takes files as soon as they appear: what it took between two commits is unknown, is shown so, and is never
/// dropped a second time.
#[test]
fn drops_that_bob_takes_at_once_killed_at_ten_points() {
    let template = ready();
    let (folder, taken) = (template.path("bob/M1/achats"), template.path("taken"));
    let mut unknown = 0;
    let fresh = || {
        let _ = std::fs::remove_dir_all(template.path("bob/M1"));
        template.copy()
    };
    let whole = whole_time(fresh, "bob");
    for round in 0..KILLS {
        let _ = std::fs::remove_dir_all(&taken);
        std::fs::create_dir_all(&taken).unwrap();
        let trial = fresh();
        let ended = Arc::new(AtomicBool::new(false));
        let bob = {
            let (ended, folder, taken) = (Arc::clone(&ended), folder.clone(), taken.clone());
            std::thread::spawn(move || {
                loop {
                    let last = ended.load(Ordering::Relaxed);
                    for name in names_in(&folder).into_iter().filter(|name| !name.starts_with('.')) {
                        std::fs::rename(folder.join(&name), taken.join(&name)).unwrap();
                    }
                    if last {
                        return;
                    }
                    std::thread::sleep(Duration::from_micros(300));
                }
            })
        };
        publish_killed(&trial, "bob", round, whole);
        ended.store(true, Ordering::Relaxed);
        bob.join().unwrap();
        let numbers = numbers_in(&taken);
        assert!(numbers.values().all(|count| *count == 1), "round {round}: {numbers:?}");
        let open: Vec<_> = {
            let desk = trial.desk();
            let client = desk.client_file_id(CLIENT).unwrap();
            let rows = purchases(&desk, &client, &[]);
            close(desk);
            rows
        };
        for row in &open {
            let shown = row.publication.as_ref().map(|message| message.code.as_str());
            assert_eq!(shown, Some("publication_unknown"), "round {round}: {row:?}");
        }
        let stock = Stock::take(&trial);
        let published =
            stock.documents.iter().filter(|document| document.status == DocumentStatus::Published).count();
        assert_eq!(published + open.len(), READY as usize, "round {round}");
        // Whatever is said to be published was dropped.
        assert!(numbers.len() >= published, "round {round}");
        unknown += open.len();
    }
    println!("{unknown} outcomes were unknown in {KILLS} rounds");
}

#[test]
fn exports_to_files_killed_at_ten_points() {
    let template = ready();
    let whole = whole_time(|| template.copy(), "files");
    let mut at_work = 0;
    for round in 0..KILLS {
        let trial = template.copy();
        at_work += u32::from(publish_killed(&trial, "files", round, whole));
        let mut pieces: BTreeMap<String, u32> = BTreeMap::new();
        let mut entries = 0;
        for turn in 1..=3 {
            let Ok(bytes) = std::fs::read(trial.path(&format!("out-{turn}.zip"))) else { continue };
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
            for place in 0..archive.len() {
                let mut member = archive.by_index(place).unwrap();
                let name = member.name().unwrap().into_owned();
                let mut content = Vec::new();
                std::io::Read::read_to_end(&mut member, &mut content).unwrap();
                if name.ends_with("FEC20261231.txt") {
                    let read = fec::read(&content).unwrap();
                    for row in read.rows().filter(|row| !row.auxiliary.is_empty()) {
                        *pieces.entry(row.piece.to_owned()).or_default() += 1;
                        entries += 1;
                    }
                }
            }
        }
        assert_eq!((entries, pieces), (READY, each_once()), "round {round}");
        all_published(&Stock::take(&trial), "files");
        let left: Vec<String> =
            names_in(&trial.path("")).into_iter().filter(|name| !name.ends_with(".zip")).collect();
        assert_eq!(left, [""; 0], "round {round}: half-written");
    }
    assert!(at_work >= 4, "{at_work} of {KILLS} were at work when they were killed");
}

/// The sandbox and the threads that it runs on.
struct SageGe {
    threads: tokio::runtime::Runtime,
    sandbox: Sandbox,
}

impl SageGe {
    fn start() -> SageGe {
        SageGe::with(Options::default())
    }
    fn with(options: Options) -> SageGe {
        let threads =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let sandbox = threads.block_on(Sandbox::start(options)).unwrap();
        SageGe { threads, sandbox }
    }
    fn connect(&self, trial: &Trial) {
        let authority = trial.write("authority.pem", self.sandbox.authority().as_bytes());
        trial.liasse(&["trust"]).arg(authority).answer().ok();
        trial
            .liasse(&["connect-sage-ge", "--patience", "3", "--entity", seed::ENTITY, "--siren", seed::FIRM])
            .args(["--client-id", seed::CLIENT, "--address", &self.sandbox.ge_address()])
            .env("LIASSE_SAGE_GE_SECRET", seed::SECRET)
            .answer()
            .ok();
    }
    /// Reference of each piece that was received, and how often.
    fn received(&self) -> BTreeMap<String, u32> {
        let mut numbers = BTreeMap::new();
        for piece in self.sandbox.received(System::Ge) {
            let reference =
                piece.body["piece_reference"].as_str().unwrap_or_else(|| panic!("{}", piece.body));
            *numbers.entry(reference.to_owned()).or_default() += 1;
        }
        numbers
    }
}

impl Drop for SageGe {
    fn drop(&mut self) {
        let _entered = self.threads.enter();
    }
}

#[test]
fn posts_to_sage_ge_killed_at_ten_points() {
    let template = ready();
    let calm = SageGe::start();
    let connected = || {
        let trial = template.copy();
        calm.connect(&trial);
        trial
    };
    let whole = whole_time(connected, "sage-ge");
    let mut at_work = 0;
    for round in 0..KILLS {
        let (sage, trial) = (SageGe::start(), template.copy());
        sage.connect(&trial);
        at_work += u32::from(publish_killed(&trial, "sage-ge", round, whole));
        assert_eq!(sage.received(), each_once(), "round {round}");
        all_published(&Stock::take(&trial), "sage-ge");
    }
    assert!(at_work >= 4, "{at_work} of {KILLS} were at work when they were killed");
}

/// The system is at work on an entry when the program is killed, is asked and does not have it yet, and then has it: it
/// has it once all the same.
#[test]
fn an_entry_that_arrives_late_stays_single() {
    let template = ready();
    let (sage, trial) = (SageGe::with(Options { forgets_keys: true, ..Options::default() }), template.copy());
    sage.connect(&trial);
    sage.sandbox.fault(Fault::on_next_post(Action::Delay { ms: 2_800 }, When::Before));
    let posting = publishing(&trial, "sage-ge", 1).spawn().unwrap();
    killed(posting, Duration::from_millis(1_500));
    assert_eq!(sage.received(), BTreeMap::new(), "the first is on its way");
    publishing(&trial, "sage-ge", 2).status().unwrap();
    // It goes no second time before the system has had its time: this one does not look at keys.
    std::thread::sleep(Duration::from_secs(4));
    trial.run(&["publish", "--client", CLIENT, "--ready", "--to", "sage-ge"]).ok();
    assert_eq!(sage.received(), each_once());
    all_published(&Stock::take(&trial), "sage-ge");
}

/// The answer is lost and the system does not answer for a while: the outcome is unknown and shown so; a further
/// publication asks and settles it.
#[test]
fn an_unknown_outcome_is_shown_and_settled_by_the_next_publication() {
    let template = ready();
    let (sage, trial) = (SageGe::start(), template.copy());
    sage.connect(&trial);
    sage.sandbox.fault(Fault::on_next_post(Action::Cut, When::After));
    // A question is asked twice, at once and in three rounds at the end.
    for _ in 0..12 {
        sage.sandbox.fault(Fault::on_next_get(Action::Status { status: 503 }));
    }
    let first = trial.run(&["publish", "--client", CLIENT, "--ready", "--to", "sage-ge"]).failed();
    assert!(
        first.out.contains(&format!("{} published, 1 held back", READY - 1)),
        "{}{}",
        first.out,
        first.err
    );
    let desk = trial.desk();
    let client = desk.client_file_id(CLIENT).unwrap();
    let open = purchases(&desk, &client, &[]);
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].status, StatusView::Ready);
    assert_eq!(open[0].publication.as_ref().unwrap().code, "publication_unknown");
    // It may have arrived: its paper is not read or cut again into a document that would be sent once more.
    let source = desk.review(open[0].id.clone()).unwrap().source;
    assert_eq!(desk.read_again(source.clone()).unwrap_err().code, "source_published");
    assert!(desk.split_view(source).unwrap().locked);
    close(desk);
    // Settled by looking: nothing is sent again.
    let received = sage.sandbox.received(System::Ge).len();
    trial.run(&["publish", "--client", CLIENT, "--ready", "--to", "sage-ge"]);
    assert_eq!(sage.sandbox.received(System::Ge).len(), received);
    assert_eq!(sage.received(), each_once());
    all_published(&Stock::take(&trial), "sage-ge");
}

/// A copy of a data folder that was being written is a data folder: the copies of these tests are sound.
#[test]
fn a_copied_data_folder_opens() {
    let template = Trial::with_client();
    let copy = Trial::new();
    copy_folder(template.data(), copy.data());
    assert!(copy.run(&["client", "list"]).ok().out.contains("Boulangerie Marchal"));
}
