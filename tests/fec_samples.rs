//! The FECs of a folder of samples (`LIASSE_SHARED`, by default `../shared` beside the checkout): the account that each third
//! party was booked to most often is the one that is told beside them, lawful variants are read, broken ones are refused with
//! line and reason. `tests/shared/fec.sh` runs it where there are samples.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says what went wrong by failing"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use liasse_formats::fec::{self, FecError, FecSummary};
use serde_json::Value;

fn samples() -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared");
    let shared = std::env::var_os("LIASSE_SHARED").map_or_else(beside, PathBuf::from);
    shared.join("data/fec")
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn read(path: &Path) -> Result<FecSummary, Vec<FecError>> {
    Ok(fec::analyse(&fec::read_owned(std::fs::read(path).unwrap())?))
}

/// The ledger that the truth is told of, and that truth.
fn told() -> (FecSummary, Value) {
    let entries = std::fs::read_dir(samples()).expect("a folder of samples, see the head of this file");
    let truth = entries
        .map(|entry| entry.unwrap().path())
        .find(|path| path.to_string_lossy().ends_with(".truth.json"))
        .expect("a FEC with its truth");
    let truth = json(&truth);
    (read(&samples().join(truth["file"].as_str().unwrap())).unwrap(), truth)
}

#[test]
#[ignore = "needs a folder of samples"]
fn the_usual_account_of_every_third_party_is_found() {
    let (summary, truth) = told();
    assert_eq!(u64::from(summary.rows), truth["rows"].as_u64().unwrap());
    assert_eq!(u64::from(summary.entries), truth["entries"].as_u64().unwrap());
    assert_eq!(summary.total.to_string(), truth["total_debit"]);
    let found: BTreeMap<&str, &fec::FecThirdParty> =
        summary.third_parties.iter().map(|party| (party.auxiliary.as_str(), party)).collect();
    let parties = truth["third_parties"].as_array().unwrap();
    assert!(!parties.is_empty());
    for party in parties {
        let code = party["aux"].as_str().unwrap();
        let usual =
            found.get(code).and_then(|party| party.usual()).unwrap_or_else(|| panic!("{code}: nothing"));
        // Of two that were used as often either is right.
        let times = |account: &str| party["accounts"][account].as_u64().unwrap_or(0);
        let most = times(party["top_account"].as_str().unwrap());
        assert_eq!(times(&usual.account), most, "{code}: {}", usual.account);
        // The truth counts lines, the import entries.
        assert!(usual.count > 0 && u64::from(usual.count) <= most, "{code}");
    }
}

#[test]
#[ignore = "needs a folder of samples"]
fn lawful_variants_are_read_and_broken_ones_refused_with_line_and_reason() {
    let (base, _) = told();
    let folder = samples().join("variants");
    let truth = json(&folder.join("truth.json"));
    let files = truth["files"].as_object().unwrap();
    assert!(!files.is_empty());
    for (name, expected) in files {
        let found = read(&folder.join(name));
        if expected["expect"].as_str().unwrap().starts_with("accept") {
            let summary = found.unwrap_or_else(|errors| panic!("{name}: {errors:?}"));
            assert_eq!(
                (summary.rows, summary.entries, summary.total),
                (base.rows, base.entries, base.total),
                "{name}"
            );
            // Folded into an account of eight characters, several third parties share one code.
            if !expected["expect"].as_str().unwrap().contains("folded") {
                assert_eq!(summary.third_parties, base.third_parties, "{name}");
            }
            continue;
        }
        let errors = found.expect_err(name);
        assert!(errors.iter().all(|error| !error.to_string().is_empty()), "{name}: a reason each");
        if let Some(lines) = expected["lines"].as_array() {
            let lines: Vec<u64> = lines.iter().filter_map(Value::as_u64).collect();
            let found: Vec<u64> = errors.iter().filter_map(|error| error.line).map(u64::from).collect();
            assert_eq!(found, lines, "{name}");
        }
        if let Some(entry) = expected["entry"].as_str() {
            assert!(errors.iter().any(|error| error.to_string().contains(entry)), "{name}: {errors:?}");
        }
        if let Some(reason) = expected["error"].as_str() {
            let column = reason.rsplit(' ').next().unwrap();
            assert!(errors.iter().any(|error| error.to_string().contains(column)), "{name}: {errors:?}");
        }
    }
}
