//! MEG as `docs/connectors/meg.md` describes it.

use liasse_domain::{Amount, VatRate};
use serde_json::{Value, json};

use super::desk::{Desk, check_date, refuse};
use super::disk::System;
use super::wire::{Reply, Request};
use super::{ge, seed};
use crate::RemoteState;
use crate::meg::contract::{LoginBody, PurchaseBody};

const MEG: System = System::Meg;

/// Answers a request under `/meg/v1`.
pub fn answer(desk: &mut Desk, request: &Request, path: &[&str]) -> Reply {
    if path == ["session"] {
        return match serde_json::from_slice::<LoginBody>(&request.body) {
            Ok(login) if login.user == seed::CLIENT && login.password == seed::SECRET => desk.give_token(MEG),
            _ => refuse(MEG, 401, "login", "unknown user or wrong password"),
        };
    }
    if let Some(reply) = desk.check_token(MEG, request) {
        return reply;
    }
    match (request.method.as_str(), path) {
        ("GET", ["folders"]) => list(folders()),
        ("POST", ["folders", folder, "purchases"]) => match desk.open_folder(MEG, folder, true) {
            Ok(folder) => {
                let exercises = desk.exercises();
                desk.take(MEG, folder.id, request, "document", RemoteState::Integrated, |body| {
                    check(body, &exercises)
                })
            }
            Err(reply) => reply,
        },
        ("GET", ["folders", folder, name]) => match desk.open_folder(MEG, folder, false) {
            Ok(folder) => match *name {
                "purchases" => desk.by_key(MEG, folder.id, request),
                "exercises" => list(ge::exercises(desk)),
                "accounts" => list(accounts()),
                "suppliers" => list(third_parties(true)),
                "customers" => list(third_parties(false)),
                "vat-markers" => list(markers()),
                "payment-methods" => list(ge::payment_methods()),
                _ => refuse(MEG, 404, "unknown_path", "there is no such list"),
            },
            Err(reply) => reply,
        },
        _ => refuse(MEG, 404, "unknown_path", "there is no such path"),
    }
}

fn list(items: Vec<Value>) -> Reply {
    Reply::json(200, &json!({ "items": items }))
}

fn folders() -> Vec<Value> {
    let row =
        |f: &seed::Folder| json!({ "code": f.id, "name": f.label, "siret": f.siret, "premium": f.open });
    seed::FOLDERS.iter().map(row).collect()
}

fn accounts() -> Vec<Value> {
    // MEG's accounts have eight digits.
    let row = |(number, label, _): &(&str, &str, Option<&str>)| json!({ "number": format!("{number}00"), "label": label });
    seed::CHART.iter().map(row).collect()
}

fn third_parties(suppliers: bool) -> Vec<Value> {
    let kind = if suppliers { "supplier" } else { "customer" };
    seed::THIRD_PARTIES
        .iter()
        .filter(|party| party.supplier == suppliers)
        .map(|party| json!({ "kind": kind, "account": party.account, "name": party.name }))
        .collect()
}

fn markers() -> Vec<Value> {
    seed::MARKERS
        .iter()
        .filter_map(|(marker, label, account, rate)| {
            let rate = VatRate::from_basis_points(*rate)?;
            Some(json!({ "marker": marker, "label": label, "account": account, "rate": rate }))
        })
        .collect()
}

fn check(
    body: &Value,
    exercises: &[(&'static str, &'static str, bool)],
) -> Result<(), (&'static str, String)> {
    let purchase: PurchaseBody =
        serde_json::from_value(body.clone()).map_err(|error| ("invalid", error.to_string()))?;
    check_date(exercises, &purchase.date)?;
    for vat in &purchase.vat {
        if !seed::MARKERS.iter().any(|(marker, ..)| *marker == vat.marker) {
            return Err(("unknown_vat", format!("the folder has no marker {}", vat.marker)));
        }
    }
    if purchase.vat.is_empty() {
        return Err(("unknown_vat", "a purchase needs a marker, also without VAT".to_owned()));
    }
    let sum: Amount = purchase.accounts.iter().map(|line| line.amount).sum();
    if sum != purchase.total {
        return Err(("invalid", format!("the accounts sum to {sum}, the total is {}", purchase.total)));
    }
    match &purchase.payment {
        Some(payment) => check_date(exercises, &payment.date),
        None => Ok(()),
    }
}
