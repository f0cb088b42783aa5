//! The platform over loopback TLS against the sandbox, with faults.
// Helpers of tests may panic as tests do.
#![allow(clippy::unwrap_used, clippy::panic)]

// Shared with the tests of the targets; each uses a part.
#[allow(dead_code)]
mod common;
#[allow(dead_code)]
#[path = "common/over_platform.rs"]
mod over_platform;

use std::collections::BTreeMap;

use common::{credentials, timeouts, trusting};
use liasse_connectors::platform::{Acknowledged, Platform, Settings};
use liasse_connectors::sandbox::{AckStatus, Action, Checking, Fault, Options, Sandbox, When, invoice};
use liasse_connectors::{FetchError, IdempotencyKey, PostError};
use over_platform::platform;

const BUYER: &str = "732829320";

async fn sandbox() -> Sandbox {
    Sandbox::start(Options::default()).await.unwrap()
}

fn key(number: u32) -> IdempotencyKey {
    format!("status-{number:08}").parse().unwrap()
}

/// What of a message the platform looks at.
fn message(number: &str, status: &str) -> Vec<u8> {
    format!(
        "<ram:IssuerAssignedID>{number}</ram:IssuerAssignedID><ram:ProcessConditionCode>{status}</ram:ProcessConditionCode>\
         <ram:ProcessCondition>Statut</ram:ProcessCondition>"
    )
    .into_bytes()
}

#[tokio::test]
async fn invoices_are_listed_and_fetched_as_they_were_sent() {
    let sandbox = sandbox().await;
    let platform = platform(&sandbox);
    platform.check().await.unwrap();
    assert!(platform.arrivals(None).await.unwrap().invoices.is_empty());
    let (first, second) = (invoice("A-1", BUYER), b"%PDF-1.7 \x00\xff".to_vec());
    let id = sandbox.offer("a.xml", "UBL", &first).unwrap();
    sandbox.offer("b.pdf", "Factur-X", &second).unwrap();
    let arrivals = platform.arrivals(None).await.unwrap();
    let syntaxes: Vec<&str> = arrivals.invoices.iter().map(|one| one.syntax.as_str()).collect();
    assert_eq!(syntaxes, ["UBL", "Factur-X"]);
    assert_eq!(arrivals.invoices[0].flow.to_string(), id);
    assert_eq!(platform.file(&arrivals.invoices[0].flow).await.unwrap(), first);
    assert_eq!(platform.file(&arrivals.invoices[1].flow).await.unwrap(), second);
    assert!(sandbox.flows().iter().all(|flow| flow.fetched));
    // The next look starts where this one ended.
    let seen = arrivals.seen_until;
    assert!(platform.arrivals(seen.as_deref()).await.unwrap().invoices.is_empty());
    sandbox.offer("c.xml", "CII", &first).unwrap();
    assert_eq!(platform.arrivals(seen.as_deref()).await.unwrap().invoices.len(), 1);
    let missing = platform.file(&"PA-99999999".parse().unwrap()).await.unwrap_err();
    assert!(missing.to_string().contains("NOT_FOUND"), "{missing}");
}

#[tokio::test]
async fn more_invoices_than_one_list_holds_all_come() {
    let sandbox = sandbox().await;
    for number in 0..253 {
        sandbox.offer(&format!("{number}.xml"), "UBL", b"<x/>").unwrap();
    }
    let arrivals = platform(&sandbox).arrivals(None).await.unwrap();
    let flows: Vec<String> = arrivals.invoices.iter().map(|one| one.flow.to_string()).collect();
    let offered: Vec<String> = sandbox.flows().into_iter().map(|flow| flow.id).collect();
    assert_eq!(flows, offered);
}

#[tokio::test]
async fn a_message_is_taken_checked_or_refused() {
    let sandbox = sandbox().await;
    let platform = platform(&sandbox);
    assert_eq!(platform.find_sent(&key(1)).await.unwrap(), None);
    let flow = platform.send_status(&key(1), "a.xml", message("A-1", "205")).await.unwrap();
    let found = platform.find_sent(&key(1)).await.unwrap().unwrap();
    assert_eq!((found.flow, found.acknowledged), (flow, Acknowledged::Ok));
    assert_eq!(sandbox.messages(), [("A-1".to_owned(), "205 Statut".to_owned())]);

    sandbox.check_messages(Checking::Waits);
    platform.send_status(&key(2), "a.xml", message("A-1", "211")).await.unwrap();
    assert_eq!(platform.find_sent(&key(2)).await.unwrap().unwrap().acknowledged, Acknowledged::Pending);
    sandbox.conclude(AckStatus::Error).unwrap();
    let refused = platform.find_sent(&key(2)).await.unwrap().unwrap().acknowledged;
    assert!(matches!(&refused, Acknowledged::Refused(why) if why.contains("REJ_SEMAN")), "{refused:?}");
    // Messages are no invoices.
    assert!(platform.arrivals(None).await.unwrap().invoices.is_empty());

    let wrong = platform.send_status(&key(3), "a.xml", b"<nothing/>".to_vec()).await.unwrap_err();
    assert!(matches!(wrong, PostError::Refused { .. }), "{wrong}");
}

#[tokio::test]
async fn what_no_answer_came_to_is_found_by_its_key() {
    for action in [Action::Cut, Action::Status { status: 500 }, Action::Garble, Action::Delay { ms: 1500 }] {
        let sandbox = sandbox().await;
        let platform = platform(&sandbox);
        sandbox.fault(Fault::on_next_message(action.clone(), When::After));
        let error = platform.send_status(&key(1), "a.xml", message("A-1", "205")).await.unwrap_err();
        assert_eq!(error.code(), "post_unknown", "{action:?}: {error}");
        assert!(platform.find_sent(&key(1)).await.unwrap().is_some(), "{action:?}");
        assert_eq!(sandbox.messages().len(), 1, "{action:?}");
    }
    let sandbox = sandbox().await;
    let platform = platform(&sandbox);
    sandbox.fault(Fault::on_next_message(Action::Cut, When::Before));
    let error = platform.send_status(&key(1), "a.xml", message("A-1", "205")).await.unwrap_err();
    assert_eq!(error.code(), "post_unknown", "{error}");
    assert_eq!(platform.find_sent(&key(1)).await.unwrap(), None);
    sandbox.fault(Fault::on_next_message(Action::RateLimit { seconds: 9 }, When::Before));
    let error = platform.send_status(&key(1), "a.xml", message("A-1", "205")).await.unwrap_err();
    assert!(matches!(&error, PostError::NotSent(FetchError::RateLimited { .. })), "{error}");
    // A token that ended under way is renewed, and the message goes once.
    sandbox.fault(Fault::on_next_message(Action::ExpireTokens, When::Before));
    platform.send_status(&key(1), "a.xml", message("A-1", "205")).await.unwrap();
    assert_eq!(sandbox.messages().len(), 1);
}

#[tokio::test]
async fn a_broken_fetch_is_told_and_a_stranger_is_not_trusted() {
    let sandbox = sandbox().await;
    let own = platform(&sandbox);
    let id = sandbox.offer("a.xml", "UBL", b"<x/>").unwrap().parse().unwrap();
    sandbox.fault(Fault::on_next_file(Action::Cut, When::Before));
    assert_eq!(own.file(&id).await.unwrap(), b"<x/>", "asked a second time");
    sandbox.fault(Fault { times: 2, ..Fault::on_next_file(Action::Status { status: 503 }, When::Before) });
    assert!(own.file(&id).await.unwrap_err().is_temporary());

    let settings = |authority| Settings {
        address: sandbox.platform_address(),
        token_address: sandbox.platform_token_address(),
        timeouts: timeouts(),
        authority,
    };
    let untrusted = Platform::new(settings(None), credentials()).unwrap();
    let error = untrusted.check().await.unwrap_err();
    assert_eq!(error.code(), "target_certificate", "{error}");
    let who = liasse_connectors::Credentials::new("who", liasse_connectors::Secret::new("tres-secret"));
    let error = Platform::new(settings(trusting(&sandbox)), who).unwrap().check().await.unwrap_err();
    assert_eq!(error.code(), "target_credentials", "{error}");
    assert!(!format!("{error} {error:?}").contains("tres-secret"));
}

#[tokio::test]
async fn every_message_exactly_once_under_faults() {
    let sandbox = sandbox().await;
    let platform = platform(&sandbox);
    sandbox.storm(20);
    for number in 0..40 {
        // What the desk does: what may have arrived is looked for, and goes again only when it is not there.
        let mut tries = 0;
        loop {
            tries += 1;
            assert!(tries < 40, "message {number} does not get through");
            match platform.send_status(&key(number), "a.xml", message(&format!("A-{number}"), "205")).await {
                Ok(_) => break,
                Err(PostError::NotSent(_)) => continue,
                Err(PostError::Refused { message, .. }) => panic!("{message}"),
                Err(PostError::Unknown { .. }) => {}
            }
            // A late arrival is in by then.
            tokio::time::sleep(std::time::Duration::from_millis(2_000)).await;
            let found = loop {
                if let Ok(found) = platform.find_sent(&key(number)).await {
                    break found;
                }
            };
            if found.is_some() {
                break;
            }
        }
    }
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for (number, _) in sandbox.messages() {
        *counts.entry(number).or_default() += 1;
    }
    assert_eq!(counts.len(), 40);
    assert!(counts.values().all(|count| *count == 1), "{counts:?}");
}

#[tokio::test]
async fn what_waits_and_what_was_said_outlive_the_sandbox() {
    let state = tempfile::tempdir().unwrap();
    let options = || Options { state: Some(state.path().to_owned()), ..Options::default() };
    let first = Sandbox::start(options()).await.unwrap();
    let id = first.offer("a.xml", "UBL", &invoice("A-1", BUYER)).unwrap();
    platform(&first).send_status(&key(1), "a.xml", message("A-1", "205")).await.unwrap();
    drop(first);
    let second = Sandbox::start(options()).await.unwrap();
    let own = platform(&second);
    assert!(own.find_sent(&key(1)).await.unwrap().is_some());
    assert_eq!(own.file(&id.parse().unwrap()).await.unwrap(), invoice("A-1", BUYER));
    assert_ne!(second.offer("b.xml", "UBL", b"<x/>").unwrap(), id);
}
