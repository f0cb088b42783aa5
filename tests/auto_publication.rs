//! Papers whose supplier or payment method is to be published at once: from the drop to where they arrive, without a touch.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod trial;

use std::sync::Arc;
use std::time::Duration;

use liasse_connectors::sandbox::{Options, Sandbox, System};
use liasse_desk::Desk;
use liasse_desk::api::{
    FlowView, PaymentMethodForm, SplitModeView, StatusView, ThirdPartyCard, ThirdPartyKindView,
};
use trial::papers::{SUPPLIERS, e_invoice};
use trial::{Trial, close, names_in, purchases, sage_ge_of, trust, until};

const SOON: Duration = Duration::from_secs(60);

struct Office {
    trial: Trial,
    desk: Arc<Desk>,
    id: String,
}

impl Office {
    fn open() -> Office {
        let (trial, desk, id) = Trial::opened();
        Office { trial, desk, id }
    }
    fn card(&self, supplier: usize) -> ThirdPartyCard {
        let parties = self.desk.third_parties(self.id.clone(), ThirdPartyKindView::Supplier).unwrap();
        let party = parties.into_iter().find(|party| party.account == SUPPLIERS[supplier].2).unwrap();
        self.desk.third_party_card(party.id).unwrap()
    }
    /// The supplier's papers leave as soon as they are read and ready.
    fn at_once(&self, supplier: usize) {
        let mut card = self.card(supplier);
        card.defaults.auto_publish = true;
        self.desk.save_third_party(card).unwrap();
    }
    fn method(&self, auto_publish: bool) -> String {
        let form = PaymentMethodForm {
            id: None,
            name: format!("Visa {auto_publish}"),
            reference: String::new(),
            account: String::new(),
            destination: String::new(),
            auto_publish,
        };
        self.desk.save_payment_method(self.id.clone(), form).unwrap()
    }
    fn pays_by(&self, supplier: usize, method: &str) {
        let mut card = self.card(supplier);
        method.clone_into(&mut card.defaults.payment_method);
        self.desk.save_third_party(card).unwrap();
    }
    fn drop_in(&self, name: &str, bytes: &[u8]) {
        let path = self.trial.write(&format!("drop/{name}"), bytes).display().to_string();
        let added = self
            .desk
            .add_files(self.id.clone(), FlowView::Purchases, SplitModeView::Automatic, vec![path])
            .unwrap();
        assert_eq!(added.accepted, 1, "{added:?}");
        self.desk.wait_until_read(&mut |_| {});
    }
    fn count(&self, status: StatusView) -> usize {
        purchases(&self.desk, &self.id, &[status]).len()
    }
    fn bob(&self) -> usize {
        let folder = |path: std::path::PathBuf| -> usize {
            fn all(path: &std::path::Path) -> usize {
                let folders =
                    std::fs::read_dir(path).into_iter().flatten().map(|entry| entry.unwrap().path());
                names_in(path).len()
                    + folders.filter(|path| path.is_dir()).map(|path| all(&path)).sum::<usize>()
            }
            all(&path)
        };
        folder(self.trial.path("bob"))
    }
    fn connect(&self, sandbox: &Sandbox) {
        trust(&self.desk, sandbox);
        self.desk.save_sage_ge_connection(sage_ge_of(sandbox)).unwrap();
    }
}

#[test]
fn a_card_that_says_so_sends_what_is_ready_and_nothing_else() {
    let office = Office::open();
    office.at_once(0);
    office.drop_in("first.xml", &e_invoice(3));
    until("it has left", SOON, || office.count(StatusView::Published) == 1);
    let arrived = office.bob();
    assert!(arrived > 0);
    // The next supplier's card says nothing of it.
    office.drop_in("second.xml", &e_invoice(4));
    until("it is ready", SOON, || office.count(StatusView::Ready) == 1);
    // The first paper again, in other bytes: what is taken for a duplicate waits for a person.
    let mut again = e_invoice(3);
    again.push(b'\n');
    office.drop_in("again.xml", &again);
    until("it is asked about", SOON, || office.count(StatusView::ToReview) == 1);
    assert_eq!((office.count(StatusView::Published), office.bob()), (1, arrived));
    let published = purchases(&office.desk, &office.id, &[StatusView::Published]).remove(0);
    let history = office.desk.history(published.id).unwrap();
    assert!(history.iter().any(|line| line.message.code == "published"), "{history:?}");
    close(office.desk);
}

#[test]
fn a_payment_method_that_says_so_sends_what_it_pays() {
    let office = Office::open();
    let (at_once, by_hand) = (office.method(true), office.method(false));
    office.pays_by(1, &at_once);
    office.pays_by(2, &by_hand);
    office.drop_in("first.xml", &e_invoice(4));
    office.drop_in("second.xml", &e_invoice(5));
    until("one has left", SOON, || office.count(StatusView::Published) == 1);
    until("the other is ready", SOON, || office.count(StatusView::Ready) == 1);
    let published = purchases(&office.desk, &office.id, &[StatusView::Published]).remove(0);
    assert_eq!(published.third_party.as_deref(), Some(SUPPLIERS[1].0));
    close(office.desk);
}

#[test]
fn the_connected_system_gets_it_first_and_once_and_one_that_is_away_loses_nothing() {
    let threads = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let sandbox = threads.block_on(Sandbox::start(Options::default())).unwrap();
    let office = Office::open();
    office.connect(&sandbox);
    office.at_once(0);
    office.drop_in("first.xml", &e_invoice(3));
    until("it has left", SOON, || office.count(StatusView::Published) == 1);
    assert_eq!((sandbox.received(System::Ge).len(), office.bob()), (1, 0));
    {
        let _entered = threads.enter();
        drop(sandbox);
    }
    office.drop_in("second.xml", &e_invoice(6));
    until("it is ready", SOON, || office.count(StatusView::Ready) == 1);
    let waits = purchases(&office.desk, &office.id, &[StatusView::Ready]).remove(0);
    assert_eq!(waits.publication.unwrap().code, "publication_refused", "and the document says why");
    assert_eq!(office.count(StatusView::Published), 1);
    close(office.desk);
}
