//! What goes over the wire, question and answer, against the written contracts of `docs/contracts`.
// Helpers of tests may panic as tests do.
#![allow(clippy::unwrap_used, clippy::panic)]

// Shared with the tests of the targets; each uses a part.
#[allow(dead_code)]
mod common;
#[allow(dead_code)]
#[path = "common/over_platform.rs"]
mod over_platform;
#[path = "common/tap.rs"]
mod tap;

use std::collections::BTreeSet;

use common::{Draft, folder, meg_at, sage_ge_at};
use liasse_connectors::sandbox::{Checking, Options, Sandbox, invoice};
use liasse_connectors::{FolderId, PostError, Target};
use liasse_domain::ThirdPartyKind;
use over_platform::platform_at;
use serde_json::{Value, json};
use tap::{Exchange, Tap};

const GE: &str = include_str!("../../../../docs/contracts/sage-ge.yaml");
const MEG: &str = include_str!("../../../../docs/contracts/meg.yaml");
const FLOW: &str = include_str!("../../../../docs/contracts/afnor-flow.yaml");

/// A contract and the prefix under which the sandbox serves it.
struct Contract {
    document: Value,
    prefix: &'static str,
}

impl Contract {
    fn of(text: &str, prefix: &'static str) -> Contract {
        Contract { document: serde_saphyr::from_str(text).unwrap(), prefix }
    }

    /// The template of a path, and what it says of it.
    fn path(&self, path: &str) -> (&str, &Value) {
        let path = path.strip_prefix(self.prefix).unwrap_or_else(|| panic!("{path} has another prefix"));
        let segments: Vec<&str> = path.split('/').collect();
        let fits = |template: &str| {
            let parts: Vec<&str> = template.split('/').collect();
            parts.len() == segments.len()
                && parts.iter().zip(&segments).all(|(part, segment)| part.starts_with('{') || part == segment)
        };
        let paths = self.document["paths"].as_object().unwrap();
        let (template, item) = paths
            .iter()
            .find(|(template, _)| fits(template))
            .unwrap_or_else(|| panic!("{path} stands in no contract"));
        (template, item)
    }

    fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value["$ref"].as_str() {
            Some(place) => self.document.pointer(place.strip_prefix('#').unwrap()).unwrap(),
            None => value,
        }
    }

    /// Every breach of a schema by a value.
    fn breaches(&self, schema: &Value, value: &Value) -> Vec<String> {
        let mut whole = schema.clone();
        whole["components"] = self.document["components"].clone();
        let validator = jsonschema::options().should_validate_formats(true).build(&whole).unwrap();
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
    }

    fn check(&self, exchange: &Exchange) -> String {
        let (template, item) = self.path(&exchange.path);
        let operation = &item[exchange.method.to_ascii_lowercase()];
        let said = format!("{} {template} {}", exchange.method, exchange.status);
        assert!(operation.is_object(), "{said}: no such operation");
        for parameters in [&item["parameters"], &operation["parameters"]] {
            for parameter in parameters.as_array().into_iter().flatten().map(|p| self.resolved(p)) {
                let name = parameter["name"].as_str().unwrap().to_ascii_lowercase();
                let among = match parameter["in"].as_str().unwrap() {
                    "header" => &exchange.headers,
                    "query" => &exchange.query,
                    _ => continue,
                };
                let required = parameter["required"] == json!(true);
                assert!(!required || among.contains(&name), "{said}: {name} is missing");
            }
        }
        if let Some(schema) = operation.pointer("/requestBody/content/application~1json/schema") {
            let asked: Value = serde_json::from_slice(&exchange.asked).unwrap();
            assert_eq!(self.breaches(schema, &asked), Vec::<String>::new(), "{said}: the question");
        }
        let answer = &operation["responses"][exchange.status.to_string()];
        assert!(answer.is_object(), "{said}: no such answer");
        let schema = &self.resolved(answer)["content"]["application/json"]["schema"];
        assert_eq!(self.breaches(schema, &exchange.answered), Vec::<String>::new(), "{said}: the answer");
        operation["operationId"].as_str().unwrap().to_owned()
    }

    /// Checks all of them; every operation of the contract must be among them.
    fn check_all(&self, exchanges: &[Exchange]) {
        let seen: BTreeSet<String> = exchanges.iter().map(|exchange| self.check(exchange)).collect();
        let paths = self.document["paths"].as_object().unwrap();
        let named: BTreeSet<String> = paths
            .values()
            .flat_map(|item| ["get", "post"].map(|method| item[method]["operationId"].as_str()))
            .flatten()
            .map(str::to_owned)
            .collect();
        assert_eq!(seen, named);
    }
}

/// Every operation once, and some refusals.
async fn converse(target: &dyn Target) {
    target.folders().await.unwrap();
    target.exercises(&folder()).await.unwrap();
    assert!(!target.chart(&folder()).await.unwrap().items.is_empty());
    for kind in [ThirdPartyKind::Supplier, ThirdPartyKind::Customer] {
        assert!(!target.third_parties(&folder(), kind).await.unwrap().items.is_empty());
    }
    target.journals(&folder()).await.unwrap();
    let methods = target.payment_methods(&folder()).await.unwrap().items;
    assert!(methods.iter().any(|method| method.reference.as_deref() == Some("4417")));
    assert!(!target.vat_accounts(&folder()).await.unwrap().items.is_empty());
    assert!(target.chart(&FolderId("DOS999".to_owned())).await.is_err());

    let draft = Draft::new("contract");
    let posted = target.post_entry(&folder(), &draft.post()).await.unwrap();
    let again = target.post_entry(&folder(), &draft.post()).await.unwrap();
    assert_eq!(posted, again);
    target.post_entry(&folder(), &Draft::new("contract-paid").paid_on_the_spot("BQ")).await.unwrap();
    let other = Draft { total: 24_000, ..Draft::new("contract") };
    let reused = target.post_entry(&folder(), &other.post()).await.unwrap_err();
    assert!(matches!(reused, PostError::Refused { .. }), "{reused}");
    let closed =
        Draft { date: liasse_domain::Date::new(2022, 3, 9).unwrap(), ..Draft::new("contract-closed") };
    assert!(target.post_entry(&folder(), &closed.post()).await.is_err());
    let found = target.find_by_key(&folder(), &draft.post().idempotency_key).await.unwrap();
    assert_eq!(found, Some(posted));
    let unknown = Draft::new("contract-unknown").post().idempotency_key;
    assert_eq!(target.find_by_key(&folder(), &unknown).await.unwrap(), None);
}

/// The port of an address such as `http://127.0.0.1:4711/ge/v1`.
fn port(address: &str) -> u16 {
    address.split(['/', ':']).find_map(|part| part.parse().ok()).unwrap()
}

#[tokio::test]
async fn sage_ge_and_the_sandbox_keep_to_the_written_contract() {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    // What is listened to is said plainly.
    let address = sandbox.ge_address().replacen("https", "http", 1);
    let tap = Tap::before(port(&address)).await;
    converse(&sage_ge_at(tap.address(&address, port(&address)), None)).await;
    Contract::of(GE, "/ge/v1").check_all(&tap.exchanges());
}

#[tokio::test]
async fn meg_and_the_sandbox_keep_to_the_written_contract() {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let address = sandbox.meg_address().replacen("https", "http", 1);
    let tap = Tap::before(port(&address)).await;
    converse(&meg_at(tap.address(&address, port(&address)), None)).await;
    Contract::of(MEG, "/meg/v1").check_all(&tap.exchanges());
}

/// The first part of a form of several parts, which is JSON.
fn first_part(form: &[u8]) -> Value {
    let text = String::from_utf8_lossy(form);
    let (_, part) = text.split_once("\r\n\r\n").unwrap();
    serde_json::from_str(part.split_once("\r\n").unwrap().0).unwrap()
}

#[tokio::test]
async fn the_platform_and_the_sandbox_keep_to_the_standard() {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let plain = |address: String| address.replacen("https", "http", 1);
    let (address, tokens) = (plain(sandbox.platform_address()), plain(sandbox.platform_token_address()));
    let tap = Tap::before(port(&address)).await;
    let platform = platform_at(tap.address(&address, port(&address)), tokens, None);
    platform.check().await.unwrap();
    sandbox.offer("a.xml", "UBL", &invoice("A-1", "732829320")).unwrap();
    let arrivals = platform.arrivals(None).await.unwrap();
    platform.file(&arrivals.invoices[0].flow).await.unwrap();
    assert!(platform.file(&"PA-99999999".parse().unwrap()).await.is_err());
    platform.arrivals(arrivals.seen_until.as_deref()).await.unwrap();
    let key = Draft::new("status").post().idempotency_key;
    let message =
        b"<ram:IssuerAssignedID>A-1<<ram:ProcessConditionCode>205<<ram:ProcessCondition>x<".to_vec();
    for checking in [Checking::Takes, Checking::Refuses] {
        sandbox.check_messages(checking);
        platform.send_status(&key, "a.xml", message.clone()).await.unwrap();
    }
    assert!(platform.find_sent(&key).await.unwrap().is_some());
    assert!(platform.send_status(&key, "a.xml", b"<x/>".to_vec()).await.is_err());
    let contract = Contract::of(FLOW, "/pa/flow-service");
    let exchanges = tap.exchanges();
    contract.check_all(&exchanges);
    let schema = &contract.document["components"]["schemas"]["FlowInfo"];
    let sent: Vec<_> = exchanges.iter().filter(|exchange| exchange.path.ends_with("/v1/flows")).collect();
    assert_eq!(sent.len(), 3);
    for exchange in sent {
        assert_eq!(contract.breaches(schema, &first_part(&exchange.asked)), Vec::<String>::new());
    }
}

#[test]
fn every_field_says_whether_it_is_known_or_assumed() {
    for text in [GE, MEG, FLOW] {
        let contract = Contract::of(text, "");
        let schemas = contract.document["components"]["schemas"].as_object().unwrap();
        for (name, schema) in schemas {
            let whole = &schema["x-basis"];
            for (field, property) in schema["properties"].as_object().into_iter().flatten() {
                let basis = &contract.resolved(property)["x-basis"]["state"];
                let stated = whole.is_object()
                    || basis == "known"
                    || basis == "assumed"
                    || property["type"] == "array"
                    || property["type"] == "object"
                    || property["$ref"].is_string();
                assert!(stated, "{name}.{field} does not say what it stands on");
            }
        }
    }
}
