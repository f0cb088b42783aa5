//! Sage GE as `docs/connectors/sage-ge.md` describes it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use liasse_domain::Amount;
use serde_json::{Value, json};

use super::desk::{Desk, check_date, refuse};
use super::disk::System;
use super::seed;
use super::wire::{Reply, Request};
use crate::RemoteState;
use crate::sage_ge::contract::{EntryBody, LineBody};

const GE: System = System::Ge;
/// Rows on one page of a list: small, so that a client that ignores `next` is found out.
const PAGE: usize = 20;

/// Answers a request under `/ge/v1`.
pub fn answer(desk: &mut Desk, request: &Request, path: &[&str]) -> Reply {
    if path == ["oauth2", "token"] {
        return client_credentials(desk, GE, request);
    }
    if let Some(reply) = desk.check_token(GE, request) {
        return reply;
    }
    let siren = request.header("x-firm-siren");
    let (["entities", entity, rest @ ..], Some(seed::FIRM)) = (path, siren) else {
        return refuse(GE, 403, "forbidden", "the SIREN is not the firm's");
    };
    if *entity != seed::ENTITY {
        return refuse(GE, 403, "forbidden", "the entity identifier is not the firm's");
    }
    match (request.method.as_str(), rest) {
        ("GET", ["folders"]) => page(request, folders()),
        ("POST", ["folders", folder, "entries"]) => match desk.open_folder(GE, folder, true) {
            Ok(folder) => {
                let (strict, exercises) = (desk.strict_chart, desk.exercises());
                desk.take(GE, folder.id, request, "image", RemoteState::Waiting, |body| {
                    check(body, strict, &exercises)
                })
            }
            Err(reply) => reply,
        },
        ("GET", ["folders", folder, list]) => match desk.open_folder(GE, folder, false) {
            Ok(folder) => match *list {
                "entries" => desk.by_key(GE, folder.id, request),
                "exercises" => page(request, exercises(desk)),
                "accounts" => page(request, accounts()),
                "journals" => page(request, journals()),
                "payment-methods" => page(request, payment_methods()),
                "third-parties" => page(request, third_parties(request.query("kind"))),
                _ => refuse(GE, 404, "unknown_path", "there is no such list"),
            },
            Err(reply) => reply,
        },
        _ => refuse(GE, 404, "unknown_path", "there is no such path"),
    }
}

/// A token for client credentials (RFC 6749 §4.4).
pub(super) fn client_credentials(desk: &mut Desk, system: System, request: &Request) -> Reply {
    let expected = format!("Basic {}", STANDARD.encode(format!("{}:{}", seed::CLIENT, seed::SECRET)));
    if request.header("authorization") != Some(expected.as_str()) {
        return refuse(system, 401, "invalid_client", "unknown client id or wrong secret");
    }
    if request.form("grant_type").as_deref() != Some("client_credentials") {
        return refuse(system, 400, "unsupported_grant_type", "expected client_credentials");
    }
    desk.give_token(system)
}

fn page(request: &Request, rows: Vec<Value>) -> Reply {
    let start: usize = request.query("cursor").and_then(|cursor| cursor.parse().ok()).unwrap_or(0);
    let end = start.saturating_add(PAGE);
    let next = (end < rows.len()).then(|| end.to_string());
    let items: Vec<Value> = rows.into_iter().skip(start).take(PAGE).collect();
    Reply::json(200, &json!({ "items": items, "next": next }))
}

fn folders() -> Vec<Value> {
    let row =
        |f: &seed::Folder| json!({ "id": f.id, "label": f.label, "siren": f.siren, "activated": f.open });
    seed::FOLDERS.iter().map(row).collect()
}

pub(super) fn exercises(desk: &Desk) -> Vec<Value> {
    let row =
        |(start, end, closed): (&str, &str, bool)| json!({ "start": start, "end": end, "closed": closed });
    desk.exercises().into_iter().map(row).collect()
}

fn accounts() -> Vec<Value> {
    let row = |(number, label, cpt1): &(&str, &str, Option<&str>)| json!({ "number": number, "label": label, "cpt1": cpt1 });
    seed::CHART.iter().map(row).collect()
}

fn journals() -> Vec<Value> {
    let row = |(code, label, kind): &(&str, &str, crate::JournalKind)| json!({ "code": code, "label": label, "kind": kind });
    seed::JOURNALS.iter().map(row).collect()
}

pub(super) fn payment_methods() -> Vec<Value> {
    let row = |(id, name, reference): &(&str, &str, Option<&str>)| json!({ "id": id, "name": name, "reference": reference });
    seed::PAYMENT_METHODS.iter().map(row).collect()
}

fn third_parties(kind: Option<&str>) -> Vec<Value> {
    seed::THIRD_PARTIES
        .iter()
        .map(|p| {
            let kind = if p.supplier { "supplier" } else { "customer" };
            json!({ "kind": kind, "account": p.account, "name": p.name, "country": p.country })
        })
        .filter(|row| kind.is_none() || row.get("kind").and_then(Value::as_str) == kind)
        .collect()
}

/// The refusals that GE's connectors report: exercise, currency, country, journal, VAT.
fn check(
    body: &Value,
    strict_chart: bool,
    exercises: &[(&'static str, &'static str, bool)],
) -> Result<(), (&'static str, String)> {
    let entry: EntryBody =
        serde_json::from_value(body.clone()).map_err(|error| ("invalid", error.to_string()))?;
    check_place(exercises, &entry.date, &entry.journal)?;
    if !seed::CURRENCIES.contains(&entry.currency.as_str()) {
        return Err(("currency_not_authorised", format!("{} is not authorised", entry.currency)));
    }
    let country = entry.third_party.as_ref().and_then(|party| party.country.as_deref());
    if let Some(country) = country.filter(|country| !seed::COUNTRIES.contains(country)) {
        return Err(("country_not_authorised", format!("{country} is not authorised")));
    }
    check_lines(&entry.lines, strict_chart)?;
    if let Some(payment) = &entry.payment {
        check_place(exercises, &payment.date, &payment.journal)?;
        check_lines(&payment.lines, strict_chart)?;
    }
    Ok(())
}

fn check_place(
    exercises: &[(&'static str, &'static str, bool)],
    date: &str,
    journal: &str,
) -> Result<(), (&'static str, String)> {
    check_date(exercises, date)?;
    match seed::JOURNALS.iter().any(|(code, _, _)| *code == journal) {
        true => Ok(()),
        false => Err(("unknown_journal", format!("the folder has no journal {journal}"))),
    }
}

fn check_lines(lines: &[LineBody], strict_chart: bool) -> Result<(), (&'static str, String)> {
    for line in lines {
        let charted = seed::CHART.iter().any(|(number, _, _)| *number == line.account);
        let plausible = line.account.chars().take_while(char::is_ascii_digit).count() >= 3;
        if !(charted || plausible && !strict_chart) {
            return Err(("unknown_account", format!("the folder has no account {}", line.account)));
        }
        let sides = [line.debit, line.credit];
        if sides.iter().any(|side| side.is_negative()) || sides.iter().all(|side| !side.is_zero()) {
            return Err(("invalid", "a line has a debit or a credit, above zero".to_owned()));
        }
    }
    let debit: Amount = lines.iter().map(|line| line.debit).sum();
    let credit: Amount = lines.iter().map(|line| line.credit).sum();
    if debit != credit || lines.len() < 2 {
        return Err(("invalid", format!("the entry does not balance: debit {debit}, credit {credit}")));
    }
    Ok(())
}
