//! Both targets over loopback HTTP against the sandbox, with faults.
// Helpers of tests may panic as tests do.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::time::Duration;

use common::{Draft, folder, meg, sage_ge, sage_ge_at};
use liasse_connectors::sandbox::{Action, Fault, Options, Received, Sandbox, System, When};
use liasse_connectors::{
    Credentials, FetchError, FolderId, PostError, RemoteState, Secret, Target, VatDirection, precheck,
    sage_ge,
};
use liasse_domain::{Date, Flow, ThirdPartyKind, VatScheme};

async fn sandbox() -> Sandbox {
    Sandbox::start(Options::default()).await.unwrap()
}

fn only(sandbox: &Sandbox, system: System) -> Received {
    let received = sandbox.received(system);
    assert_eq!(received.len(), 1, "{received:?}");
    received.into_iter().next().unwrap()
}

#[tokio::test]
async fn sage_ge_shows_its_lists() {
    let sandbox = sandbox().await;
    let ge = sage_ge(&sandbox);
    let folders = ge.folders().await.unwrap().items;
    assert_eq!(folders.iter().map(|f| f.activated).collect::<Vec<_>>(), [true, true, false]);

    // More accounts than one page of the list holds.
    let chart = ge.chart(&folder()).await.unwrap();
    assert_eq!(chart.items.len(), liasse_connectors::sandbox::seed::CHART.len());
    assert!(chart.findings.is_empty(), "{:?}", chart.findings);

    let vat = ge.vat_accounts(&folder()).await.unwrap().items;
    let intracom =
        vat.iter().find(|a| a.scheme == VatScheme::Intracom && a.direction == VatDirection::Deductible);
    assert_eq!(intracom.unwrap().counterpart.as_ref().unwrap().as_str(), "445200");
    assert!(vat.iter().any(|account| account.rate.basis_points() == 550));

    let suppliers = ge.third_parties(&folder(), ThirdPartyKind::Supplier).await.unwrap().items;
    assert!(suppliers.len() == 3 && suppliers.iter().all(|party| party.kind == ThirdPartyKind::Supplier));
    assert_eq!(sandbox.tokens_given(), 1, "one token serves all questions");

    let refused = ge.journals(&FolderId("DOS003".to_owned())).await.unwrap_err();
    assert!(
        matches!(&refused, FetchError::Refused { refusal, .. } if refusal.code() == "folder_not_activated")
    );
    let missing = ge.journals(&FolderId("../DOS001".to_owned())).await.unwrap_err();
    assert!(
        matches!(&missing, FetchError::Refused { refusal, .. } if refusal.code() == "unknown_folder"),
        "{missing}"
    );
}

#[tokio::test]
async fn an_entry_is_posted_once_and_found() {
    let sandbox = sandbox().await;
    let ge = sage_ge(&sandbox);
    let post = Draft::new("1").post();
    assert_eq!(ge.find_by_key(&folder(), &post.idempotency_key).await.unwrap(), None);
    let posted = ge.post_entry(&folder(), &post).await.unwrap();
    assert_eq!(posted.state, RemoteState::Waiting);
    assert_eq!(ge.find_by_key(&folder(), &post.idempotency_key).await.unwrap(), Some(posted.clone()));

    // The same key with the same content gets the first answer; with other content, a refusal.
    assert_eq!(ge.post_entry(&folder(), &post).await.unwrap(), posted);
    let other = Draft { total: 24_000, ..Draft::new("1") }.post();
    let refused = ge.post_entry(&folder(), &other).await.unwrap_err();
    assert_eq!(refused.refusal().unwrap().code(), "key_reused");

    let received = only(&sandbox, System::Ge);
    let lines = received.body.get("lines").unwrap().as_array().unwrap();
    let sums: Vec<(&str, &str)> = lines
        .iter()
        .map(|line| (line["debit"].as_str().unwrap(), line["credit"].as_str().unwrap()))
        .collect();
    assert_eq!(sums, [("100.00", "0.00"), ("20.00", "0.00"), ("0.00", "120.00")]);
    assert_eq!(lines[2]["auxiliary"], "401MINOTERIE");
    assert!(received.image.is_some());
}

#[tokio::test]
async fn a_payment_sections_and_foreign_amounts_go_with_their_entry() {
    let sandbox = sandbox().await;
    let ge = sage_ge(&sandbox);
    let post = Draft::new("1").paid_on_the_spot("BQ");
    ge.post_entry(&folder(), &post).await.unwrap();
    let body = only(&sandbox, System::Ge).body;
    assert_eq!(body["lines"][0]["axes"], serde_json::json!(["", "CH-12"]));
    assert_eq!(body["lines"][0]["foreign"], serde_json::json!({ "currency": "USD", "amount": "110.00" }));
    assert!(body["lines"][1].get("axes").is_none());
    assert_eq!((&body["payment"]["journal"], &body["payment"]["date"]), (&"BQ".into(), &"2026-03-09".into()));
    assert_eq!(body["payment"]["lines"][0]["debit"], "120.00");
    assert_eq!(body["payment"]["lines"][0]["auxiliary"], "401MINOTERIE");
    assert_eq!(body["payment"]["lines"][1]["credit"], "120.00");
    // What is wrong with the payment refuses both.
    let refused = ge.post_entry(&folder(), &Draft::new("2").paid_on_the_spot("ZZ")).await.unwrap_err();
    assert_eq!(refused.refusal().unwrap().code(), "unknown_journal");
    only(&sandbox, System::Ge);

    let meg = meg(&sandbox);
    meg.post_entry(&folder(), &Draft::new("3").paid_on_the_spot("BQ")).await.unwrap();
    let payment = only(&sandbox, System::Meg).body["payment"].clone();
    assert_eq!(payment["accounts"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&payment["accounts"][0]["account"], &payment["accounts"][0]["amount"]),
        (&"512000".into(), &"-120.00".into())
    );
}

#[tokio::test]
async fn a_lost_answer_is_unknown_and_reconciled() {
    let lost = [
        Action::Cut,
        Action::Status { status: 500 },
        Action::Status { status: 503 },
        Action::Garble,
        Action::Delay { ms: 1500 },
    ];
    for (number, action) in lost.into_iter().enumerate() {
        let sandbox = sandbox().await;
        let ge = sage_ge(&sandbox);
        let post = Draft::new(&number.to_string()).post();
        sandbox.fault(Fault::on_next_post(action.clone(), When::After));
        let error = ge.post_entry(&folder(), &post).await.unwrap_err();
        assert_eq!(error.code(), "post_unknown", "{action:?}: {error}");
        let found = ge.find_by_key(&folder(), &post.idempotency_key).await.unwrap().unwrap();
        assert_eq!(found.remote_id.0, only(&sandbox, System::Ge).id, "{action:?}");
    }
}

#[tokio::test]
async fn an_entry_lost_on_the_way_is_unknown_and_not_found() {
    let sandbox = sandbox().await;
    let ge = sage_ge(&sandbox);
    let post = Draft::new("1").post();
    sandbox.fault(Fault::on_next_post(Action::Cut, When::Before));
    let error = ge.post_entry(&folder(), &post).await.unwrap_err();
    assert_eq!(error.code(), "post_unknown", "{error}");
    assert_eq!(ge.find_by_key(&folder(), &post.idempotency_key).await.unwrap(), None);
    assert!(sandbox.received(System::Ge).is_empty());
    ge.post_entry(&folder(), &post).await.unwrap();
    only(&sandbox, System::Ge);
}

#[tokio::test]
async fn an_entry_that_arrives_late_is_there_once() {
    let sandbox = sandbox().await;
    let ge = sage_ge(&sandbox);
    let post = Draft::new("1").post();
    sandbox.fault(Fault::on_next_post(Action::Delay { ms: 1200 }, When::Before));
    assert_eq!(ge.post_entry(&folder(), &post).await.unwrap_err().code(), "post_unknown");
    // Looked for too early and sent again: the key keeps it single when the first one arrives after all.
    assert_eq!(ge.find_by_key(&folder(), &post.idempotency_key).await.unwrap(), None);
    let posted = ge.post_entry(&folder(), &post).await.unwrap();
    tokio::time::sleep(Duration::from_millis(800)).await;
    assert_eq!(only(&sandbox, System::Ge).id, posted.remote_id.0);
}

#[tokio::test]
async fn what_was_surely_not_sent_says_so() {
    // A port that nobody listens on: bound, then freed.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let post = Draft::new("1").post();
    let nobody = sage_ge_at(format!("http://{free}/ge/v1"), None);
    let error = nobody.post_entry(&folder(), &post).await.unwrap_err();
    assert!(matches!(&error, PostError::NotSent(FetchError::Unreachable { .. })), "{error}");

    let sandbox = sandbox().await;
    // Nobody told us to trust the sandbox's authority.
    let stranger = sage_ge_at(sandbox.ge_address(), None);
    let error = stranger.post_entry(&folder(), &post).await.unwrap_err();
    assert!(matches!(&error, PostError::NotSent(FetchError::Certificate { .. })), "{error}");
    // Who stands in for it has a certificate of another authority.
    sandbox.fault(Fault { action: Action::WrongCertificate, ..Fault::on_next_get(Action::Cut) });
    let error = sage_ge(&sandbox).post_entry(&folder(), &post).await.unwrap_err();
    assert!(matches!(&error, PostError::NotSent(FetchError::Certificate { .. })), "{error}");
    assert_eq!(error.code(), "post_not_sent");
    assert!(sandbox.received(System::Ge).is_empty());

    let ge = sage_ge(&sandbox);
    sandbox.fault(Fault::on_next_post(Action::RateLimit { seconds: 7 }, When::Before));
    let error = ge.post_entry(&folder(), &post).await.unwrap_err();
    let PostError::NotSent(FetchError::RateLimited { retry_after, .. }) = &error else { panic!("{error}") };
    assert_eq!(*retry_after, Duration::from_secs(7));

    let settings = sage_ge::Settings {
        address: sandbox.ge_address(),
        application: "x".to_owned(),
        entity: "ENT-0001".to_owned(),
        firm: "900000019".parse().unwrap(),
        timeouts: common::timeouts(),
        authority: common::trusting(&sandbox),
    };
    let stranger =
        sage_ge::SageGe::new(settings, Credentials::new("who", Secret::new("tres-secret"))).unwrap();
    let error = stranger.post_entry(&folder(), &post).await.unwrap_err();
    assert!(matches!(&error, PostError::NotSent(FetchError::Credentials { .. })), "{error}");
    assert!(!format!("{error} {error:?}").contains("tres-secret"));
    assert!(sandbox.received(System::Ge).is_empty());
}

#[tokio::test]
async fn refusals_have_their_reason() {
    let sandbox = sandbox().await;
    let ge = sage_ge(&sandbox);
    let base = || Draft::new("1");
    let drafts = [
        ("exercise_closed", Draft { date: Date::new(2022, 6, 1).unwrap(), ..base() }),
        ("no_exercise", Draft { date: Date::new(1999, 6, 1).unwrap(), ..base() }),
        ("unknown_journal", Draft { journal: "ZZ".to_owned(), ..base() }),
        ("currency_not_allowed", Draft { currency: "JPY".parse().unwrap(), ..base() }),
        ("country_not_allowed", Draft { country: "KP".to_owned(), ..base() }),
    ];
    for (code, draft) in drafts {
        let error = ge.post_entry(&folder(), &draft.post()).await.unwrap_err();
        assert_eq!(error.refusal().map(|refusal| refusal.code()), Some(code), "{error}");
    }
    sandbox.fault(Fault::on_next_post(Action::Refuse { code: "something_new".to_owned() }, When::Before));
    let error = ge.post_entry(&folder(), &base().post()).await.unwrap_err();
    assert_eq!(error.refusal().unwrap().code(), "something_new");
    assert!(sandbox.received(System::Ge).is_empty());

    // The same reasons are found before anything is sent.
    let exercises = ge.exercises(&folder()).await.unwrap().items;
    let journals = ge.journals(&folder()).await.unwrap().items;
    let codes = |draft: Draft| -> Vec<String> {
        precheck::check(&draft.post().entry, &exercises, &journals).into_iter().map(|f| f.code).collect()
    };
    assert_eq!(codes(Draft { date: Date::new(2022, 6, 1).unwrap(), ..base() }), ["exercise_closed"]);
    let wrong = Draft { date: Date::new(1999, 6, 1).unwrap(), journal: "ZZ".to_owned(), ..base() };
    assert_eq!(codes(wrong), ["no_exercise", "unknown_journal"]);
    assert!(codes(base()).is_empty());
}

#[tokio::test]
async fn a_token_that_ends_is_renewed() {
    let sandbox = sandbox().await;
    let ge = sage_ge(&sandbox);
    ge.folders().await.unwrap();
    sandbox.fault(Fault::on_next_get(Action::ExpireTokens));
    ge.folders().await.unwrap();
    assert_eq!(sandbox.tokens_given(), 2);
    sandbox.fault(Fault::on_next_post(Action::ExpireTokens, When::Before));
    ge.post_entry(&folder(), &Draft::new("1").post()).await.unwrap();
    assert_eq!(sandbox.tokens_given(), 3);
    only(&sandbox, System::Ge);

    // A short token is replaced before it ends, not after it was refused.
    let short = Options { token_life: Duration::from_secs(2), ..Options::default() };
    let sandbox = Sandbox::start(short).await.unwrap();
    let ge = sage_ge(&sandbox);
    ge.folders().await.unwrap();
    ge.folders().await.unwrap();
    assert_eq!(sandbox.tokens_given(), 2);
}

#[tokio::test]
async fn a_question_is_asked_twice_at_most() {
    let sandbox = sandbox().await;
    let ge = sage_ge(&sandbox);
    for action in [Action::Cut, Action::Status { status: 500 }, Action::RateLimit { seconds: 0 }] {
        sandbox.fault(Fault::on_next_get(action.clone()));
        assert!(ge.folders().await.is_ok(), "{action:?}");
        sandbox.fault(Fault { times: 2, ..Fault::on_next_get(action.clone()) });
        assert!(ge.folders().await.unwrap_err().is_temporary(), "{action:?}");
    }
    sandbox.fault(Fault::on_next_get(Action::RateLimit { seconds: 60 }));
    assert_eq!(ge.folders().await.unwrap_err().code(), "target_rate_limited");
    sandbox.fault(Fault::on_next_get(Action::Garble));
    assert_eq!(ge.folders().await.unwrap_err().code(), "target_unreadable");
}

#[tokio::test]
async fn what_was_received_outlives_the_sandbox() {
    let state = tempfile::tempdir().unwrap();
    let options = || Options { state: Some(state.path().to_owned()), ..Options::default() };
    let post = Draft::new("1").post();
    let first = Sandbox::start(options()).await.unwrap();
    let posted = sage_ge(&first).post_entry(&folder(), &post).await.unwrap();
    drop(first);
    let second = Sandbox::start(options()).await.unwrap();
    assert_eq!(sage_ge(&second).post_entry(&folder(), &post).await.unwrap(), posted);
    let image = state.path().join("ge").join(only(&second, System::Ge).image.unwrap());
    assert_eq!(std::fs::read(image).unwrap(), post.attachment.unwrap().bytes);
    let next = sage_ge(&second).post_entry(&folder(), &Draft::new("2").post()).await.unwrap();
    assert_ne!(next.remote_id, posted.remote_id);
}

#[tokio::test]
async fn meg_takes_purchases() {
    let sandbox = sandbox().await;
    let meg = meg(&sandbox);
    assert_eq!(meg.folders().await.unwrap().items.len(), 3);
    assert_eq!(meg.chart(&folder()).await.unwrap().items[0].account.code.as_str(), "10100000");
    let markers = meg.vat_accounts(&folder()).await.unwrap();
    assert_eq!(
        (markers.items.len(), markers.findings.len()),
        (4, 1),
        "the marker without VAT has no account"
    );

    let post = Draft::new("1").post();
    sandbox.fault(Fault::on_next_post(Action::Cut, When::After));
    assert_eq!(meg.post_entry(&folder(), &post).await.unwrap_err().code(), "post_unknown");
    let found = meg.find_by_key(&folder(), &post.idempotency_key).await.unwrap().unwrap();
    let received = only(&sandbox, System::Meg);
    assert_eq!(received.id, found.remote_id.0);
    assert_eq!(received.body["total"], "120.00");
    assert_eq!(received.body["vat"], serde_json::json!([{ "marker": "TVA20", "amount": "20.00" }]));

    let mut sale = Draft::new("2").post();
    sale.flow = Flow::Sales;
    assert_eq!(
        meg.post_entry(&folder(), &sale).await.unwrap_err().refusal().unwrap().code(),
        "flow_not_taken"
    );
    let mut odd = Draft::new("3").post();
    odd.vat[0].rate = "5.50".parse().unwrap();
    assert_eq!(meg.post_entry(&folder(), &odd).await.unwrap_err().refusal().unwrap().code(), "unknown_vat");
    let mut exempt = Draft::new("4").post();
    exempt.vat.clear();
    meg.post_entry(&folder(), &exempt).await.unwrap();
    let closed = FolderId("DOS003".to_owned());
    assert_eq!(meg.post_entry(&closed, &post).await.unwrap_err().refusal().unwrap().code(), "licence");
    assert_eq!(sandbox.received(System::Meg).len(), 2);
}

#[tokio::test]
async fn every_entry_exactly_once_under_faults() {
    let sandbox = sandbox().await;
    let ge = sage_ge(&sandbox);
    for (action, when) in [
        (Action::Cut, When::Before),
        (Action::Cut, When::After),
        (Action::Status { status: 500 }, When::After),
        (Action::RateLimit { seconds: 0 }, When::Before),
        (Action::ExpireTokens, When::Before),
    ] {
        sandbox.fault(Fault { times: u32::MAX, percent: 8, ..Fault::on_next_post(action, when) });
    }
    let (mut not_sent, mut received, mut lost) = (0, 0, 0);
    for number in 0..100 {
        let post = Draft::new(&format!("{number:04}")).post();
        // What the outbox does: send again only what was surely not sent, and look for what is unknown.
        let mut tries = 0;
        loop {
            tries += 1;
            assert!(tries < 50);
            match ge.post_entry(&folder(), &post).await {
                Ok(_) => break,
                Err(PostError::NotSent(_)) => not_sent += 1,
                Err(PostError::Unknown { .. }) => {
                    if ge.find_by_key(&folder(), &post.idempotency_key).await.unwrap().is_some() {
                        received += 1;
                        break;
                    }
                    lost += 1;
                }
                Err(PostError::Refused { message, .. }) => panic!("{message}"),
            }
        }
    }
    assert!(not_sent > 0 && received > 0 && lost > 0, "the faults struck: {not_sent} {received} {lost}");
    let mut keys: Vec<String> = sandbox.received(System::Ge).into_iter().map(|piece| piece.key).collect();
    keys.sort();
    let expected: Vec<String> = (0..100).map(|number| format!("publication-{number:04}")).collect();
    assert_eq!(keys, expected);
}
