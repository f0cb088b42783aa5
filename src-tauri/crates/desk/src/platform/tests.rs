//! A client file and its platform, which the sandbox plays.

use std::time::Instant;

use liasse_connectors::sandbox::{AckStatus, Action, Checking, Fault, Options, Sandbox, When, invoice, seed};
use liasse_domain::{
    Amount, Confidence, Currency, DocumentId, DocumentKind, DocumentStatus, FieldName, FieldValue, SourceId,
};
use liasse_store::{PublicationState, SourceRow, SourceState};

use super::rounds::Looks;
use super::*;
use crate::api::{
    LifeCycleForm, LifeCycleReasonView, LifeCycleStateView, LifeCycleStatusView, LifeCycleView,
};
use crate::split::{Before, NewDocument, put_documents};
use crate::test_office::{self, certain};

const BUYER: &str = "732829320";

struct Platforms;
type Office = test_office::Office<Platforms>;

/// A sandbox and the runtime that holds it.
struct Beside {
    sandbox: Sandbox,
    _runtime: tokio::runtime::Runtime,
}

impl Office {
    /// A client file that is connected to a platform.
    fn connected() -> (Office, Beside) {
        let office = Office::open();
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        let sandbox = runtime.block_on(Sandbox::start(Options::default())).unwrap();
        let mut form = office.desk.client_file_form(Some(office.file.clone()), "FR".to_owned()).unwrap();
        form.siren = BUYER.to_owned();
        office.desk.save_client_file(form).unwrap();
        let authority = office.place.path().join("authority.pem");
        std::fs::write(&authority, sandbox.authority()).unwrap();
        office.desk.trust_authority(Some(authority.display().to_string())).unwrap();
        let beside = Beside { sandbox, _runtime: runtime };
        office.connect_platform(&beside, |_| {});
        (office, beside)
    }
    fn connect_platform(&self, beside: &Beside, change: impl FnOnce(&mut PlatformConnection)) {
        let mut connection = PlatformConnection {
            address: beside.sandbox.platform_address(),
            token_address: beside.sandbox.platform_token_address(),
            client_id: seed::CLIENT.to_owned(),
            client_secret: seed::SECRET.to_owned(),
            // It answers at once, or not at all.
            patience: Some(1),
            by_itself: false,
            acknowledge: false,
        };
        change(&mut connection);
        self.desk.save_platform_connection(self.file.clone(), connection).unwrap();
    }
    fn id(&self) -> ClientFileId {
        self.file.parse().unwrap()
    }
    fn receive(&self) -> PlatformReceived {
        self.desk.receive_e_invoices(self.file.clone()).unwrap()
    }
    fn sources(&self) -> Vec<SourceRow> {
        let of = |state| self.desk.read(|reader| reader.sources_in_state(state)).unwrap();
        let states = [SourceState::Queued, SourceState::Read, SourceState::Failed, SourceState::Duplicate];
        states.into_iter().flat_map(of).collect()
    }
    /// As if the only source that waits had been read.
    fn read(&self) -> DocumentId {
        let source = self.desk.read(|reader| reader.sources_in_state(SourceState::Queued)).unwrap().remove(0);
        let text = |text: &str| FieldValue::Text(text.to_owned());
        let reading = certain([
            (FieldName::DocType, FieldValue::Kind(DocumentKind::Invoice)),
            (FieldName::InvoiceNumber, text("MV-1")),
            (FieldName::IssueDate, FieldValue::Date("2026-11-16".parse().unwrap())),
            (FieldName::SupplierName, text("Minoterie du Val")),
            (FieldName::SupplierSiren, text("900000050")),
            (FieldName::Currency, FieldValue::Currency(Currency::EUR)),
            (FieldName::TotalTtc, FieldValue::Amount(Amount::from_cents(76_800))),
        ]);
        let new = NewDocument {
            pages: vec![1],
            region: None,
            boundary_confidence: Confidence::CERTAIN,
            reading,
            findings: Vec::new(),
        };
        let documents = self.desk.own_command("read_source", json!({}), &[], |writer| {
            writer.set_source_state(source.id, SourceState::Read)?;
            Ok(put_documents(writer, &source, DocumentStatus::ToReview, Before::Replace, vec![new])?)
        });
        documents.unwrap().remove(0)
    }
    /// An invoice that came by the platform and was read.
    fn received(&self, beside: &Beside) -> DocumentId {
        beside.sandbox.offer("a.xml", "UBL", &invoice("MV-1", BUYER)).unwrap();
        assert_eq!(self.receive().accepted, 1);
        self.read()
    }
    fn say(&self, document: DocumentId, status: LifeCycleStatusView) -> Result<LifeCycleView, DeskError> {
        let reason = (status == LifeCycleStatusView::Refused).then_some(LifeCycleReasonView::WrongRecipient);
        let form = LifeCycleForm { status, reason, note: String::new() };
        self.desk.say_life_cycle(document.to_string(), form)
    }
    fn states(&self, document: DocumentId) -> Vec<LifeCycleStateView> {
        let view = self.desk.review(document.to_string()).unwrap().life_cycle.unwrap();
        view.said.into_iter().map(|said| said.state).collect()
    }
    fn see_to_messages(&self) -> u32 {
        let (platform, _) = self.desk.platform(self.id()).unwrap();
        self.desk.send_messages(self.id(), &platform).unwrap()
    }
    fn status(&self, document: DocumentId) -> DocumentStatus {
        self.desk.read(|reader| reader.document(document)).unwrap().status
    }
    /// Makes the message look as if it had been let go an hour ago.
    fn long_ago(&self, state: PublicationState) {
        let source: SourceId = self.sources()[0].id;
        let row = self.desk.read(|reader| reader.life_cycle_of(source)).unwrap().pop().unwrap();
        let hour_ago = liasse_store::Timestamp::from_millis(clock::now().millis() - 3_600_000);
        self.desk
            .background(|writer| writer.set_life_cycle_message(row.id, state, None, Some(hour_ago)))
            .unwrap();
    }
}

#[test]
fn an_invoice_is_received_once_however_often_it_is_offered() {
    let (office, beside) = Office::connected();
    let bytes = invoice("MV-1", BUYER);
    beside.sandbox.offer("a.xml", "UBL", &bytes).unwrap();
    assert_eq!(office.receive(), PlatformReceived { accepted: 1, ..PlatformReceived::default() });
    assert_eq!(office.receive(), PlatformReceived::default());
    // From the beginning again, and under another name.
    office.desk.background(|writer| writer.delete_setting(&look_key(office.id()))).unwrap();
    assert_eq!(office.receive(), PlatformReceived::default());
    beside.sandbox.offer("b.xml", "UBL", &bytes).unwrap();
    assert_eq!(office.receive(), PlatformReceived { known: 1, ..PlatformReceived::default() });
    let sources = office.sources();
    assert_eq!(sources.len(), 1);
    assert_eq!((sources[0].origin, sources[0].flow), (Origin::Platform, Flow::Purchases));
    assert_eq!(office.desk.blobs.get(&sources[0].sha256).unwrap(), bytes);
    let view = office.desk.platform_connection(office.file.clone()).unwrap();
    assert!(view.looked_at.is_some() && view.trouble.is_none());
    assert_eq!(view.connection.client_secret, "");
}

#[test]
fn what_was_broken_off_while_it_came_in_is_received_once() {
    let (office, beside) = Office::connected();
    let bytes = invoice("MV-1", BUYER);
    beside.sandbox.offer("a.xml", "UBL", &bytes).unwrap();
    // Killed after the durable copy, before its row.
    office.desk.blobs.put(&bytes).unwrap();
    assert_eq!(office.receive().accepted, 1);
    // Killed before it was remembered how far the look went.
    office.desk.background(|writer| writer.delete_setting(&look_key(office.id()))).unwrap();
    assert_eq!(office.receive(), PlatformReceived::default());
    assert_eq!(office.sources().len(), 1);
}

#[test]
fn one_that_cannot_be_fetched_is_told_and_comes_later() {
    let (office, beside) = Office::connected();
    for number in ["MV-1", "MV-2"] {
        beside.sandbox.offer("a.xml", "UBL", &invoice(number, BUYER)).unwrap();
    }
    let broken = Fault::on_next_file(Action::Status { status: 503 }, When::Before);
    beside.sandbox.fault(Fault { times: 2, ..broken });
    let received = office.receive();
    assert_eq!((received.accepted, received.missed.len()), (1, 1));
    assert_eq!(received.missed[0].reason.code, "target_failed");
    let view = office.desk.platform_connection(office.file.clone()).unwrap();
    assert_eq!(view.trouble.unwrap().code, "target_failed");
    assert_eq!(office.receive().accepted, 1);
    assert_eq!(office.sources().len(), 2);
}

#[test]
fn what_is_no_invoice_is_kept_and_shown_as_unreadable() {
    let (office, beside) = Office::connected();
    beside.sandbox.offer("a.bin", "UBL", b"neither fish nor fowl").unwrap();
    assert_eq!(office.receive().accepted, 1);
    let source = office.sources().remove(0);
    assert_eq!((source.state, source.findings[0].code.as_str()), (SourceState::Failed, "unsupported_type"));
    assert_eq!(office.desk.blobs.get(&source.sha256).unwrap(), b"neither fish nor fowl");
    assert_eq!(office.receive(), PlatformReceived::default());
}

#[test]
fn nothing_is_acknowledged_before_the_original_is_kept_and_read() {
    let (office, beside) = Office::connected();
    office.connect_platform(&beside, |connection| connection.acknowledge = true);
    beside.sandbox.offer("a.xml", "UBL", &invoice("MV-1", BUYER)).unwrap();
    office.receive();
    assert!(beside.sandbox.messages().is_empty(), "it is not read yet");
    let document = office.read();
    // The original is gone from the disk: nothing is said.
    let file = walk(&office.place.path().join("data").join("blobs")).remove(0);
    let aside = office.place.path().join("aside");
    std::fs::rename(&file, &aside).unwrap();
    office.receive();
    assert!(beside.sandbox.messages().is_empty(), "the original is not in the house");
    std::fs::rename(&aside, &file).unwrap();
    office.receive();
    office.receive();
    let said = [("MV-1".to_owned(), "204 Prise en charge".to_owned())];
    assert_eq!(beside.sandbox.messages(), said);
    assert_eq!(office.states(document), [LifeCycleStateView::Done]);
    assert_eq!(office.say(document, LifeCycleStatusView::TakenInCharge).unwrap_err().code, "life_cycle_said");
}

fn walk(place: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(place).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

#[test]
fn a_refused_invoice_is_not_booked() {
    let (office, beside) = Office::connected();
    let document = office.received(&beside);
    let without = LifeCycleForm { status: LifeCycleStatusView::Refused, reason: None, note: String::new() };
    let error = office.desk.say_life_cycle(document.to_string(), without).unwrap_err();
    assert_eq!(error.code, "life_cycle_reason");
    assert!(office.states(document).is_empty() && office.status(document) == DocumentStatus::ToReview);

    let view = office.say(document, LifeCycleStatusView::Refused).unwrap();
    assert_eq!(view.said[0].state, LifeCycleStateView::Done);
    assert!(view.offered.is_empty(), "nothing follows a refusal");
    assert_eq!(beside.sandbox.messages(), [("MV-1".to_owned(), "210 Refusée, DEST_ERR".to_owned())]);
    assert_eq!(office.status(document), DocumentStatus::Archived);
    assert_eq!(office.say(document, LifeCycleStatusView::Approved).unwrap_err().code, "life_cycle_over");
    // Taken back by hand, it is still not booked.
    office.desk.archive(vec![document.to_string()]).unwrap();
    let review = office.desk.review(document.to_string()).unwrap();
    assert!(review.doubts.iter().any(|doubt| doubt.message.code == "refused_to_supplier"));
    let summary = office.desk.publication_summary(office.file.clone(), vec![document.to_string()]).unwrap();
    assert_eq!(summary.held_back[0].message.code, "held_refused");
}

#[test]
fn a_refusal_that_the_platform_does_not_take_brings_the_invoice_back() {
    let (office, beside) = Office::connected();
    let document = office.received(&beside);
    beside.sandbox.check_messages(Checking::Waits);
    office.say(document, LifeCycleStatusView::Refused).unwrap();
    assert_eq!(office.states(document), [LifeCycleStateView::Sent]);
    assert_eq!(office.status(document), DocumentStatus::Archived);
    beside.sandbox.conclude(AckStatus::Error).unwrap();
    assert_eq!(office.see_to_messages(), 1);
    assert_eq!(office.states(document), [LifeCycleStateView::Refused]);
    assert_eq!(office.status(document), DocumentStatus::ToReview);
    let view = office.desk.review(document.to_string()).unwrap().life_cycle.unwrap();
    let why = view.said[0].detail.clone().unwrap();
    assert!(why.code == "life_cycle_not_taken" && why.args["detail"].contains("REJ_SEMAN"), "{why:?}");
    assert!(!view.offered.is_empty(), "it may be said again");
}

#[test]
fn a_booked_invoice_is_not_refused() {
    let (office, beside) = Office::connected();
    let document = office.received(&beside);
    office
        .desk
        .own_command("published", json!({}), &[], |writer| {
            Ok(writer.set_status(document, DocumentStatus::Published)?)
        })
        .unwrap();
    assert_eq!(office.say(document, LifeCycleStatusView::Refused).unwrap_err().code, "life_cycle_booked");
    office.say(document, LifeCycleStatusView::PaymentSent).unwrap();
    assert_eq!(beside.sandbox.messages(), [("MV-1".to_owned(), "211 Paiement transmis".to_owned())]);
}

#[test]
fn a_status_whose_answer_was_lost_is_found_and_not_sent_again() {
    for action in [Action::Cut, Action::Status { status: 500 }, Action::Garble] {
        let (office, beside) = Office::connected();
        let document = office.received(&beside);
        beside.sandbox.fault(Fault::on_next_message(action.clone(), When::After));
        office.say(document, LifeCycleStatusView::Approved).unwrap();
        assert_eq!(office.states(document), [LifeCycleStateView::Unknown], "{action:?}");
        assert_eq!(office.see_to_messages(), 1);
        assert_eq!(office.states(document), [LifeCycleStateView::Done]);
        assert_eq!(beside.sandbox.messages().len(), 1, "{action:?}");
    }
}

#[test]
fn a_status_that_did_not_leave_goes_later_and_keeps_its_place() {
    let (office, beside) = Office::connected();
    let document = office.received(&beside);
    beside.sandbox.fault(Fault::on_next_message(Action::RateLimit { seconds: 60 }, When::Before));
    office.say(document, LifeCycleStatusView::Approved).unwrap();
    assert_eq!(office.states(document), [LifeCycleStateView::Pending]);
    // What follows does not overtake it.
    beside.sandbox.fault(Fault::on_next_message(Action::RateLimit { seconds: 60 }, When::Before));
    office.say(document, LifeCycleStatusView::PaymentSent).unwrap();
    assert!(beside.sandbox.messages().is_empty());
    assert_eq!(office.receive().settled, 2);
    let statuses: Vec<String> = beside.sandbox.messages().into_iter().map(|(_, status)| status).collect();
    assert_eq!(statuses, ["205 Approuvée", "211 Paiement transmis"]);
}

#[test]
fn what_a_kill_left_open_is_looked_for_and_sent_once() {
    let (office, beside) = Office::connected();
    let document = office.received(&beside);
    // Killed after the moment of sending was committed, before anything left: cut before it was taken looks the same.
    beside.sandbox.fault(Fault::on_next_message(Action::Cut, When::Before));
    office.say(document, LifeCycleStatusView::Approved).unwrap();
    assert_eq!(office.see_to_messages(), 0, "it may still arrive");
    assert!(beside.sandbox.messages().is_empty());
    office.long_ago(PublicationState::Sent);
    assert_eq!(office.see_to_messages(), 0, "it has not arrived: it waits to go again");
    assert_eq!(office.states(document), [LifeCycleStateView::Pending]);
    assert_eq!(office.see_to_messages(), 1);
    // Killed after the platform took it, before that was committed.
    office.long_ago(PublicationState::Sent);
    assert_eq!(office.see_to_messages(), 1);
    assert_eq!(office.states(document), [LifeCycleStateView::Done]);
    assert_eq!(beside.sandbox.messages().len(), 1);
}

#[test]
fn statuses_go_once_each_while_the_platform_fails() {
    let (office, beside) = Office::connected();
    let document = office.received(&beside);
    beside.sandbox.storm(40);
    let statuses = [LifeCycleStatusView::Approved, LifeCycleStatusView::PaymentSent];
    for turn in 0..6 {
        // Recorded even where nothing leaves.
        let _ = office.say(document, statuses[turn % 2]);
    }
    for _ in 0..80 {
        let (platform, _) = office.desk.platform(office.id()).unwrap();
        let _ = office.desk.send_messages(office.id(), &platform);
        if office.states(document).iter().all(|state| *state == LifeCycleStateView::Done) {
            break;
        }
        std::thread::sleep(Duration::from_millis(150));
    }
    beside.sandbox.storm(0);
    let said = office.states(document);
    assert!(said.iter().all(|state| *state == LifeCycleStateView::Done), "{said:?}");
    let keys: std::collections::BTreeSet<String> =
        beside.sandbox.flows().into_iter().filter_map(|flow| flow.tracking_id).collect();
    assert_eq!((keys.len(), beside.sandbox.messages().len()), (said.len(), said.len()));
}

#[test]
fn rounds_fetch_only_where_that_is_wanted() {
    let (office, beside) = Office::connected();
    beside.sandbox.offer("a.xml", "UBL", &invoice("MV-1", BUYER)).unwrap();
    let mut looks = Looks::default();
    let now = Instant::now();
    looks.turn(&office.desk, now);
    assert!(office.sources().is_empty());
    office.connect_platform(&beside, |connection| connection.by_itself = true);
    looks.turn(&office.desk, now);
    assert_eq!(office.sources().len(), 1);
    beside.sandbox.offer("b.xml", "UBL", &invoice("MV-2", BUYER)).unwrap();
    looks.turn(&office.desk, now + Duration::from_secs(60));
    assert_eq!(office.sources().len(), 1, "not before its time");
    looks.turn(&office.desk, now + Duration::from_secs(16 * 60));
    assert_eq!(office.sources().len(), 2);
    // A message that waits goes without anybody asking.
    let document = office.read();
    beside.sandbox.fault(Fault::on_next_message(Action::RateLimit { seconds: 60 }, When::Before));
    office.say(document, LifeCycleStatusView::Approved).unwrap();
    looks.turn(&office.desk, now + Duration::from_secs(18 * 60));
    assert_eq!(beside.sandbox.messages().len(), 1);
    // What was read meanwhile is acknowledged, where that is wanted.
    office.connect_platform(&beside, |connection| connection.acknowledge = true);
    office.read();
    looks.turn(&office.desk, now + Duration::from_secs(20 * 60));
    assert_eq!(beside.sandbox.messages().len(), 2);
}

#[test]
fn a_connection_is_kept_only_when_the_platform_answers_and_forgotten_whole() {
    let (office, beside) = Office::connected();
    let wrong = |address: String, secret: &str| PlatformConnection {
        address,
        token_address: beside.sandbox.platform_token_address(),
        client_id: seed::CLIENT.to_owned(),
        client_secret: secret.to_owned(),
        ..PlatformConnection::default()
    };
    let save = |connection| office.desk.save_platform_connection(office.file.clone(), connection);
    let error = save(wrong(beside.sandbox.platform_address(), "faux")).unwrap_err();
    assert_eq!(error.code, "target_credentials");
    assert_eq!(save(wrong("http://example.org".to_owned(), "x")).unwrap_err().code, "target_address");
    office.receive();
    save(PlatformConnection::default()).unwrap();
    let error = office.desk.receive_e_invoices(office.file.clone()).unwrap_err();
    assert_eq!(error.code, "platform_not_connected");
    let kept = office.desk.read(|reader| reader.credential_place(&key(office.id()))).unwrap();
    assert_eq!(kept, None);
}

#[test]
fn a_document_that_came_otherwise_has_no_life_cycle() {
    let (office, _beside) = Office::connected();
    let reading = certain([(FieldName::InvoiceNumber, FieldValue::Text("F-1".to_owned()))]);
    let document = office.take_in(&office.file, Flow::Purchases, vec![reading]).remove(0);
    assert!(office.desk.review(document.to_string()).unwrap().life_cycle.is_none());
    assert_eq!(office.say(document, LifeCycleStatusView::Approved).unwrap_err().code, "not_from_platform");
}
