//! E-invoices of a platform by the command line: received and acknowledged once, also when the platform fails and the program is
//! killed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod trial;

use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::Duration;

use liasse_connectors::sandbox::{Checking, Options, Sandbox, seed};
use trial::papers::{e_invoice, invoice_number};
use trial::stock::Stock;
use trial::{Answering, CLIENT, Dice, Trial};

/// A platform and the threads that serve it.
struct Played {
    sandbox: Sandbox,
    threads: tokio::runtime::Runtime,
}

impl Drop for Played {
    fn drop(&mut self) {
        let _entered = self.threads.enter();
    }
}

impl Played {
    fn start(invoices: u32) -> Played {
        let threads =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let sandbox = threads.block_on(Sandbox::start(Options::default())).unwrap();
        for turn in 1..=invoices {
            sandbox.offer(&format!("{turn}.xml"), "UBL", &e_invoice(turn)).unwrap();
        }
        Played { sandbox, threads }
    }
    fn connect(&self, trial: &Trial, more: &[&str]) {
        let authority = trial.write("authority.pem", self.sandbox.authority().as_bytes());
        trial.liasse(&["trust"]).arg(authority).answer().ok();
        let (address, tokens) = (self.sandbox.platform_address(), self.sandbox.platform_token_address());
        trial
            .liasse(&["platform", "connect", "--client", CLIENT, "--patience", "2"])
            .args(["--address", &address, "--token-address", &tokens, "--client-id", seed::CLIENT])
            .args(more)
            .env("LIASSE_PLATFORM_SECRET", seed::SECRET)
            .answer()
            .ok();
    }
    /// How often each status was said of each invoice.
    fn said(&self) -> BTreeMap<(String, String), u32> {
        let mut said = BTreeMap::new();
        for message in self.sandbox.messages() {
            *said.entry(message).or_default() += 1;
        }
        said
    }
}

#[test]
fn an_e_invoice_comes_in_is_read_and_answered() {
    let trial = Trial::with_client();
    let played = Played::start(2);
    let error = trial.run(&["platform", "receive", "--client", CLIENT]).failed().err;
    assert!(error.contains("platform_not_connected"), "{error}");
    played.connect(&trial, &[]);
    let received = trial.run(&["platform", "receive", "--client", CLIENT, "--json"]).ok().json();
    assert_eq!((received["accepted"].as_u64(), received["missed"].as_array().unwrap().len()), (Some(2), 0));
    let again = trial.run(&["platform", "receive", "--client", CLIENT]).ok().out;
    assert!(again.starts_with("0 taken in, 0 known"), "{again}");

    let inbox = trial.run(&["inbox", "--client", CLIENT, "--json"]).ok().json();
    let of = |turn: u32| {
        let number = invoice_number(turn);
        let rows = inbox.as_array().unwrap();
        let row =
            rows.iter().find(|row| row["number"] == number.as_str()).unwrap_or_else(|| panic!("{inbox:#}"));
        row["id"].as_str().unwrap().to_owned()
    };
    let view = trial.run(&["platform", "status", &of(1), "approved", "--json"]).ok().json();
    assert_eq!(view["said"][0]["state"], "done");
    let error = trial.run(&["platform", "status", &of(2), "refused"]).failed().err;
    assert!(error.contains("life_cycle_reason"), "{error}");
    played.sandbox.check_messages(Checking::Refuses);
    let refused = ["platform", "status", &of(2), "refused", "--reason", "duplicate", "--note", "déjà reçue"];
    assert!(trial.run(&refused).ok().out.contains("life cycle not taken"));
    played.sandbox.check_messages(Checking::Takes);
    assert!(trial.run(&refused).ok().out.contains("done"));
    // What was refused is not booked.
    let entries = trial.run(&["entries", "--client", CLIENT, "--json"]).ok().out;
    assert!(!entries.contains(&invoice_number(2)), "{entries}");
    let statuses: Vec<String> = played.said().into_keys().map(|(_, status)| status).collect();
    assert_eq!(statuses, ["205 Approuvée", "210 Refusée, DOUBLON"]);
}

#[test]
fn killed_while_it_receives_each_invoice_is_there_and_acknowledged_once() {
    const INVOICES: u32 = 10;
    let trial = Trial::with_client();
    let played = Played::start(INVOICES);
    played.connect(&trial, &["--acknowledge"]);
    played.sandbox.storm(20);
    let mut dice = Dice::new(7);
    let mut at_work = 0;
    for _ in 0..12 {
        let mut child = trial
            .liasse(&["platform", "receive", "--client", CLIENT])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Early enough for a fast machine; a slow one is killed before it has taken anything, which is a case too.
        std::thread::sleep(Duration::from_millis(100 + dice.below(1_200)));
        at_work += u32::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert!(at_work >= 3, "too few kills met it at work: {at_work}");
    played.sandbox.storm(0);
    let expected: BTreeMap<(String, String), u32> =
        (1..=INVOICES).map(|turn| ((invoice_number(turn), "204 Prise en charge".to_owned()), 1)).collect();
    for _ in 0..20 {
        trial.run(&["platform", "receive", "--client", CLIENT]).ok();
        if played.said() == expected {
            break;
        }
        // What was broken off is looked for again when the platform has had its time.
        std::thread::sleep(Duration::from_millis(500));
    }
    assert_eq!(played.said(), expected);
    let stock = Stock::take(&trial);
    for turn in 1..=INVOICES {
        stock.holds_once(&invoice_number(turn), &e_invoice(turn));
    }
    assert_eq!(stock.sources.len() as u32, INVOICES, "{:#?}", stock.sources);
    stock.is_settled();
    let once: BTreeMap<String, u32> = (1..=INVOICES).map(|turn| (invoice_number(turn), 1)).collect();
    assert_eq!(stock.numbers(), once);
}
