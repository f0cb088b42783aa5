//! MEG without its interface: a Factur-X of each document by mail, once; what nobody knows is asked and never sent again by
//! itself; or left in a folder, whole.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod trial;

use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use liasse_connectors::sandbox::{Mail, MailFault, Options, Sandbox, seed};
use liasse_desk::Desk;
use liasse_desk::api::{
    MailAccountForm, MailSecurity, MegMailForm, MegMailWay, PublicationStateView, ReversalForm, StatusView,
};
use tokio::runtime::Runtime;
use trial::papers::{e_invoice, e_invoice_with_page, invoice_number};
use trial::{Answering, CLIENT, Trial, close, names_in, purchases, trust, until};

const PURCHASES: &str = "achats-m@meg.example";
const SENDER: &str = "compta@lenoir.example";

struct Office {
    trial: Trial,
    desk: Arc<Desk>,
    client: String,
    sandbox: Sandbox,
    // Holds the sandbox; it goes last.
    _threads: Runtime,
}

impl Office {
    /// A client file whose purchases, all ready, go to MEG by mail.
    fn open(papers: &[Vec<u8>]) -> Office {
        let trial = Trial::with_client();
        for (turn, paper) in papers.iter().enumerate() {
            trial.write(&format!("drop/{turn:03}.xml"), paper);
        }
        let drop = trial.path("drop");
        trial.liasse(&["add", "--client", CLIENT, "--flow", "purchases"]).arg(drop).answer().ok();
        let threads =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let sandbox = threads.block_on(Sandbox::start(Options::default())).unwrap();
        let desk = trial.desk();
        trust(&desk, &sandbox);
        let client = desk.client_file_id(CLIENT).unwrap();
        let office = Office { trial, desk, client, sandbox, _threads: threads };
        office.desk.save_mail_account(office.account()).unwrap();
        office.route(MegMailForm { purchases: PURCHASES.to_owned(), ..MegMailForm::default() });
        office
    }
    fn with(count: u32) -> Office {
        Office::open(&(1..=count).map(e_invoice_with_page).collect::<Vec<_>>())
    }
    fn account(&self) -> MailAccountForm {
        MailAccountForm {
            host: "127.0.0.1".to_owned(),
            port: self.sandbox.smtps_port(),
            security: MailSecurity::Tls,
            user: seed::CLIENT.to_owned(),
            password: seed::SECRET.to_owned(),
            sender: SENDER.to_owned(),
            name: "Cabinet Lenoir".to_owned(),
        }
    }
    fn route(&self, form: MegMailForm) {
        self.desk.save_meg_mail_form(self.client.clone(), form).unwrap();
    }
    fn in_folder(&self) -> PathBuf {
        let folder = self.trial.path("meg");
        std::fs::create_dir_all(&folder).unwrap();
        let shown = folder.display().to_string();
        self.route(MegMailForm { way: MegMailWay::Folder, folder: shown, ..MegMailForm::default() });
        folder
    }
    fn of(&self, status: StatusView) -> Vec<String> {
        purchases(&self.desk, &self.client, &[status]).into_iter().map(|row| row.id).collect()
    }
    fn send(&self, documents: &[String]) -> (usize, Vec<String>) {
        let report =
            self.desk.publish(self.client.clone(), documents.to_vec(), "meg-mail".to_owned(), None).unwrap();
        (report.published.len(), report.held_back.into_iter().map(|held| held.message.code).collect())
    }
    fn states(&self) -> Vec<PublicationStateView> {
        let all = self.desk.publications(self.client.clone(), Some("meg-mail".to_owned())).unwrap();
        all.into_iter().map(|one| one.state).collect()
    }
    fn says(&self, document: &str, arrived: bool) {
        self.desk.settle_publication(document.to_owned(), "meg-mail".to_owned(), arrived).unwrap();
    }
    fn mails(&self) -> Vec<Mail> {
        self.sandbox.mails()
    }
    fn end(self) {
        let Office { desk, sandbox, _threads, .. } = self;
        close(desk);
        let _entered = _threads.enter();
        drop(sandbox);
    }
}

/// Whether a PDF is a Factur-X: it has the XML of that name inside.
fn is_facturx(bytes: &[u8]) -> bool {
    let holds = |text: &[u8]| bytes.windows(text.len()).any(|part| part == text);
    bytes.starts_with(b"%PDF-1.") && holds(b"factur-x.xml")
}

#[test]
fn each_document_is_one_letter_with_its_factur_x() {
    let office = Office::with(3);
    let all = office.of(StatusView::Ready);
    assert_eq!(all.len(), 3);
    assert_eq!(office.send(&all), (3, Vec::new()));
    let mails = office.mails();
    assert_eq!(mails.len(), 3);
    for mail in &mails {
        assert_eq!((mail.from.as_str(), mail.to.as_slice()), (SENDER, &[PURCHASES.to_owned()][..]));
        let (name, bytes) = mail.document().unwrap();
        assert!(name.ends_with(".pdf") && name.is_ascii(), "{name}");
        assert!(is_facturx(&bytes) && bytes.len() < 5_000_000, "{name}: {} bytes", bytes.len());
    }
    let numbers: Vec<String> = (1..=3).map(invoice_number).collect();
    let named =
        |number: &&String| mails.iter().any(|mail| mail.document().unwrap().0.contains(number.as_str()));
    assert_eq!(numbers.iter().filter(named).count(), 3, "each paper once");
    assert_eq!(office.states(), [PublicationStateView::Done; 3]);
    let published = office.desk.publications(office.client.clone(), None).unwrap();
    for one in &published {
        let remote = one.message.args.get("remote").unwrap();
        assert!(
            mails.iter().any(|mail| *remote == format!("{PURCHASES} <{}>", mail.message_id())),
            "{remote}"
        );
    }
    // Asked for again, nothing leaves.
    assert_eq!(office.send(&all), (0, vec!["held_published_already".to_owned(); 3]));
    assert_eq!(office.mails().len(), 3);
    office.end();
}

#[test]
fn what_nobody_knows_waits_for_a_person() {
    let office = Office::with(1);
    let all = office.of(StatusView::Ready);
    office.sandbox.mail_fault(MailFault::CutUntaken);
    assert_eq!(office.send(&all), (0, vec!["mail_unknown".to_owned()]));
    assert_eq!(office.states(), [PublicationStateView::Unknown]);
    // It does not go again by itself, however often it is asked for.
    for _ in 0..2 {
        assert_eq!(office.send(&all), (0, vec!["held_outcome_unknown".to_owned()]));
    }
    assert!(office.mails().is_empty());

    office.says(&all[0], true);
    assert_eq!(
        (office.of(StatusView::Published), office.states()),
        (all.clone(), vec![PublicationStateView::Done])
    );
    let line = &office.desk.history(all[0].clone()).unwrap()[0];
    assert_eq!((line.message.code.as_str(), line.actor.as_str()), ("settle_publication", "Camille"));
    // The answer was wrong, and is taken back.
    assert_eq!(office.desk.undo().unwrap().unwrap().message.code, "settle_publication");
    assert_eq!(
        (office.of(StatusView::Ready), office.states()),
        (all.clone(), vec![PublicationStateView::Unknown])
    );

    office.says(&all[0], false);
    assert_eq!(office.states(), [PublicationStateView::Refused]);
    office.sandbox.mail_fault(MailFault::CutTaken);
    assert_eq!(office.send(&all), (0, vec!["mail_unknown".to_owned()]));
    // What left since is not undone with the answer before it.
    let conflict = office.desk.undo().unwrap_err();
    assert_eq!(conflict.code, "undo_conflict");
    office.says(&all[0], false);
    assert_eq!(office.send(&all), (1, Vec::new()));
    let ids: Vec<String> = office.mails().iter().map(Mail::message_id).collect();
    assert!(ids.len() == 2 && ids[0] == ids[1], "two of one letter are known for one: {ids:?}");
    assert_eq!(
        office.desk.settle_publication(all[0].clone(), "meg-mail".to_owned(), true).unwrap_err().code,
        "nothing_unknown"
    );
    office.end();
}

#[test]
fn a_no_keeps_one_document_and_a_wrong_account_keeps_all() {
    let office = Office::with(3);
    let all = office.of(StatusView::Ready);
    office.sandbox.mail_fault(MailFault::RefuseRecipient);
    assert_eq!(office.send(&all[..1]), (0, vec!["mail_recipient".to_owned()]));
    assert_eq!(office.of(StatusView::Ready).len(), 3);
    // It passes by itself: later is soon enough.
    office.sandbox.mail_fault(MailFault::NotNow);
    office.sandbox.mail_fault(MailFault::NotNowAtEnd);
    assert_eq!(office.send(&all[..1]), (1, Vec::new()));
    office.sandbox.mail_fault(MailFault::TooLarge);
    assert_eq!(office.send(&all[1..2]), (0, vec!["mail_too_large".to_owned()]));
    office
        .desk
        .save_mail_account(MailAccountForm { password: "faux".to_owned(), ..office.account() })
        .unwrap();
    assert_eq!(office.send(&all[1..]), (0, vec!["mail_credentials".to_owned(); 2]));
    assert_eq!(office.mails().len(), 1);
    office.desk.save_mail_account(office.account()).unwrap();
    assert_eq!(office.send(&all[1..]), (2, Vec::new()));
    assert_eq!(office.mails().len(), 3);
    office.end();
}

#[test]
fn what_is_missing_is_said_before_anything_leaves() {
    let office = Office::with(1);
    let all = office.of(StatusView::Ready);
    let target = || {
        let targets = office.desk.targets(office.client.clone()).unwrap();
        targets.into_iter().find(|target| target.code == "meg-mail").unwrap()
    };
    assert_eq!((target().usable, target().destination.as_str()), (true, PURCHASES));
    office.route(MegMailForm { sales: "ventes-m@meg.example".to_owned(), ..MegMailForm::default() });
    assert_eq!(office.send(&all), (0, vec!["meg_mail_no_address".to_owned()]));
    office.route(MegMailForm::default());
    assert_eq!(target().trouble.unwrap().code, "meg_mail_missing");
    assert_eq!(office.send(&all), (0, vec!["meg_mail_missing".to_owned()]));
    assert!(office.mails().is_empty());

    let wrong = MegMailForm { purchases: "pas une adresse".to_owned(), ..MegMailForm::default() };
    assert_eq!(office.desk.save_meg_mail_form(office.client.clone(), wrong).unwrap_err().code, "bad_form");
    let away =
        MegMailForm { way: MegMailWay::Folder, folder: "/nulle/part".to_owned(), ..MegMailForm::default() };
    assert_eq!(
        office.desk.save_meg_mail_form(office.client.clone(), away).unwrap_err().code,
        "folder_missing"
    );

    // The test of the account says what is wrong, and keeps nothing.
    let test = |form: MailAccountForm| office.desk.test_mail_account(form).map_err(|error| error.code);
    test(office.account()).unwrap();
    test(MailAccountForm { password: String::new(), ..office.account() }).unwrap();
    let wrong = [
        (MailAccountForm { password: "faux".to_owned(), ..office.account() }, "mail_credentials"),
        (MailAccountForm { port: 1, ..office.account() }, "mail_unreachable"),
        (MailAccountForm { sender: "Lenoir".to_owned(), ..office.account() }, "bad_form"),
        (
            MailAccountForm {
                security: MailSecurity::Plain,
                host: "192.0.2.1".to_owned(),
                ..office.account()
            },
            "mail_server",
        ),
    ];
    for (form, code) in wrong {
        assert_eq!(test(form).unwrap_err(), code);
    }
    let start_tls = MailAccountForm {
        security: MailSecurity::StartTls,
        port: office.sandbox.submission_port(),
        ..office.account()
    };
    test(start_tls).unwrap();
    assert_eq!(office.desk.mail_account().unwrap().password, "");
    office.end();
}

#[test]
fn what_has_no_page_of_its_own_goes_with_the_drawn_one() {
    let office = Office::open(&[e_invoice(1), e_invoice_with_page(2)]);
    let all = office.of(StatusView::Ready);
    assert_eq!(all.len(), 2);
    assert_eq!(office.send(&all), (2, Vec::new()));
    let mails = office.mails();
    assert_eq!((mails.len(), office.of(StatusView::Ready).len()), (2, 0));
    assert!(mails.iter().all(|mail| is_facturx(&mail.document().unwrap().1)));
    office.end();
}

#[test]
fn an_original_that_is_too_large_stays_at_home_and_the_letter_says_so() {
    let mut large = e_invoice_with_page(1);
    large.extend(b"\n<!--");
    large.extend(std::iter::repeat_n(b'x', 5_200_000));
    large.extend(b"-->\n");
    let office = Office::open(&[large]);
    let all = office.of(StatusView::Ready);
    assert_eq!(office.send(&all), (1, Vec::new()));
    let mail = office.mails().remove(0);
    let (_, bytes) = mail.document().unwrap();
    assert!(is_facturx(&bytes) && bytes.len() < 5_000_000, "{} bytes", bytes.len());
    // Quoted-printable breaks lines where it likes (RFC 2045, section 6.7).
    let text = String::from_utf8_lossy(&mail.bytes).replace("=\r\n", "");
    assert!(text.contains("trop volumineux"), "{}", &text[..text.len().min(1_500)]);
    office.end();
}

#[test]
fn left_in_a_folder_whole_and_once_and_taken_back() {
    let office = Office::with(3);
    let folder = office.in_folder();
    let all = office.of(StatusView::Ready);
    assert_eq!(office.send(&all[..2]), (2, Vec::new()));
    let shelf = folder.join("achats");
    let names = names_in(&shelf);
    assert_eq!(names.len(), 2, "{names:?}");
    for name in &names {
        assert!(is_facturx(&std::fs::read(shelf.join(name)).unwrap()), "{name}");
    }
    assert_eq!(office.send(&all[..2]).0, 0);
    assert_eq!(names_in(&shelf), names);
    assert!(office.mails().is_empty(), "nothing goes by mail");

    // A share that is away is no empty folder: the third waits.
    let away = office.trial.path("away");
    std::fs::rename(&folder, &away).unwrap();
    std::fs::create_dir(&folder).unwrap();
    assert_eq!(office.send(&all[2..]), (0, vec!["folder_root_away".to_owned()]));
    std::fs::remove_dir(&folder).unwrap();
    std::fs::rename(&away, &folder).unwrap();
    assert_eq!(office.send(&all[2..]), (1, Vec::new()));

    // As long as it lies there it is taken back; what was taken into MEG is taken away there.
    let reverse = || Some(ReversalForm { date: "2026-04-01".to_owned(), file: None });
    assert_eq!(office.desk.reopening(all[0].clone()).unwrap().trouble, None);
    office.desk.reopen_document(all[0].clone(), reverse()).unwrap();
    assert_eq!((names_in(&shelf).len(), office.of(StatusView::Published).len()), (2, 2));
    for name in names_in(&shelf) {
        std::fs::remove_file(shelf.join(name)).unwrap();
    }
    let trouble = office.desk.reopening(all[1].clone()).unwrap().trouble.unwrap();
    assert_eq!(trouble.code, "reopen_taken_from_folder");
    assert_eq!(
        office.desk.reopen_document(all[1].clone(), reverse()).unwrap_err().code,
        "reopen_taken_from_folder"
    );
    office.end();
}

#[test]
fn a_letter_is_not_taken_back_from_here() {
    let office = Office::with(1);
    let all = office.of(StatusView::Ready);
    assert_eq!(office.send(&all).0, 1);
    let view = office.desk.reopening(all[0].clone()).unwrap();
    assert_eq!((view.trouble.unwrap().code.as_str(), view.needs_file), ("reopen_sent_by_mail", false));
    let form = Some(ReversalForm { date: "2026-04-01".to_owned(), file: None });
    assert_eq!(office.desk.reopen_document(all[0].clone(), form).unwrap_err().code, "reopen_sent_by_mail");
    assert_eq!(office.of(StatusView::Published).len(), 1);
    // A person took it away over there.
    office.desk.reopen_document(all[0].clone(), None).unwrap();
    assert_eq!(office.of(StatusView::Ready).len(), 1);
    assert_eq!(office.mails().len(), 1);
    office.end();
}

#[test]
fn a_program_that_is_killed_after_the_letter_leaves_it_to_a_person() {
    let office = Office::with(1);
    let Office { trial, desk, client, sandbox, _threads } = office;
    close(desk);
    sandbox.mail_fault(MailFault::Silent);
    let mut program = trial
        .liasse(&["publish", "--client", CLIENT, "--to", "meg-mail", "--ready"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    until("the letter is taken", Duration::from_secs(60), || sandbox.mails().len() == 1);
    program.kill().unwrap();
    program.wait().unwrap();
    let again = trial.run(&["publish", "--client", CLIENT, "--to", "meg-mail", "--ready"]).failed();
    assert!(
        again.err.contains("outcome unknown") || again.out.contains("1 held back"),
        "{}{}",
        again.out,
        again.err
    );
    assert_eq!(sandbox.mails().len(), 1, "never again by itself");
    let listed = trial.run(&["publications", "--client", CLIENT, "--json"]).ok().json();
    assert_eq!(listed[0]["state"], "unknown");
    let document = listed[0]["document"].as_str().unwrap().to_owned();
    trial.run(&["arrived", &document, "--to", "meg-mail"]).ok();
    let desk = trial.desk();
    assert_eq!(purchases(&desk, &client, &[StatusView::Published]).len(), 1);
    close(desk);
    let _entered = _threads.enter();
    drop(sandbox);
}
