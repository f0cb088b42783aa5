//! Everything that is assumed about the interface of MEG: paths, headers and field names.
//!
//! MEG's publisher (RCA) has no public document. `docs/contracts/meg.yaml` says field by field what is known and what is
//! assumed, `docs/connectors/meg.md` in words; a firm that holds the real document adapts this file and that contract.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use liasse_domain::{AccountCode, Amount, DocumentKind, Entry, Side, ThirdPartyKind, VatRate};
use reqwest::header::HeaderName;
use serde::{Deserialize, Serialize};

use super::Markers;
use crate::answers::refusal_of_status;
use crate::{PostEntry, Refusal, RemoteState};

pub const LOGIN_PATH: &[&str] = &["session"];
pub const KEY_HEADER: HeaderName = HeaderName::from_static("idempotency-key");

#[derive(Serialize, Deserialize)]
pub struct LoginBody {
    pub user: String,
    pub password: String,
}

#[derive(Serialize, Deserialize)]
pub struct List<T> {
    pub items: Vec<T>,
}

#[derive(Serialize, Deserialize, Clone)]
pub struct FolderRow {
    pub code: String,
    pub name: String,
    #[serde(default)]
    pub siret: Option<String>,
    /// The Premium licence and the module Achats, without which nothing is taken.
    pub premium: bool,
}

#[derive(Serialize, Deserialize, Clone)]
pub struct ExerciseRow {
    pub start: String,
    pub end: String,
    pub closed: bool,
}

#[derive(Serialize, Deserialize, Clone)]
pub struct AccountRow {
    pub number: String,
    pub label: String,
}

#[derive(Serialize, Deserialize, Clone)]
pub struct ThirdPartyRow {
    pub kind: ThirdPartyKind,
    pub account: String,
    pub name: String,
    #[serde(default)]
    pub vat_number: Option<String>,
    #[serde(default)]
    pub siret: Option<String>,
}

/// A marker (*marqueur TVA*) ties a rate to a VAT account of the folder.
#[derive(Serialize, Deserialize, Clone)]
pub struct PaymentMethodRow {
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub reference: Option<String>,
}

#[derive(Serialize, Deserialize, Clone)]
pub struct MarkerRow {
    pub marker: String,
    pub label: String,
    pub account: String,
    pub rate: VatRate,
}

/// A purchase of the module Achats.
#[derive(Serialize, Deserialize, Clone)]
pub struct PurchaseBody {
    pub kind: DocumentKind,
    pub supplier_account: String,
    pub supplier_name: String,
    pub date: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_date: Option<String>,
    pub number: String,
    pub currency: String,
    pub total: Amount,
    pub vat: Vec<PurchaseVat>,
    pub accounts: Vec<PurchaseLine>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<PaymentBody>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentBody>,
}

#[derive(Serialize, Deserialize, Clone)]
pub struct PurchaseVat {
    pub marker: String,
    pub amount: Amount,
}

#[derive(Serialize, Deserialize, Clone)]
pub struct PurchaseLine {
    pub account: String,
    pub label: String,
    /// Positive on the side that the kind of document has its expenses on (debit for an invoice), else negative.
    pub amount: Amount,
}

/// The payment of a purchase paid on the spot, taken together with it.
#[derive(Serialize, Deserialize, Clone)]
pub struct PaymentBody {
    pub journal: String,
    pub date: String,
    /// The lines beside the supplier's: the bank, and what a difference of exchange or a rounding makes.
    pub accounts: Vec<PurchaseLine>,
}

#[derive(Serialize, Deserialize, Clone)]
pub struct DocumentBody {
    pub file_name: String,
    pub media_type: String,
    pub content: String,
}

#[derive(Serialize, Deserialize, Clone)]
pub struct PurchaseReply {
    pub id: String,
    pub state: RemoteState,
}

#[derive(Serialize, Deserialize)]
pub struct ErrorReply {
    pub code: String,
    pub message: String,
}

/// A purchase as it goes over the wire, or why it cannot be one.
pub fn purchase_body(post: &PostEntry, markers: &Markers) -> Result<PurchaseBody, (Refusal, String)> {
    let entry = &post.entry;
    let party = post.third_party.as_ref().ok_or_else(|| {
        (Refusal::Invalid, "a purchase in MEG needs its supplier; choose one and publish again".to_owned())
    })?;
    let party_line = entry
        .lines()
        .iter()
        .find(|line| line.auxiliary.as_ref() == Some(&party.account))
        .ok_or_else(|| {
            (Refusal::Invalid, format!("no line of the entry is on the supplier's account {}", party.account))
        })?;
    let expenses = party_line.side.opposite();
    let accounts = lines_beside(entry, &party.account, expenses);
    let vat = match post.vat.as_slice() {
        [] => vec![PurchaseVat { marker: markers.no_vat.clone(), amount: Amount::ZERO }],
        lines => lines
            .iter()
            .map(|line| match markers.of(line.rate) {
                Some(marker) => Ok(PurchaseVat { marker: marker.to_owned(), amount: line.amount }),
                None => Err((
                    Refusal::UnknownVat,
                    format!("no VAT marker is set for {} %; set it in the connection's settings", line.rate),
                )),
            })
            .collect::<Result<_, _>>()?,
    };
    let total = accounts.iter().map(|line| line.amount).sum();
    Ok(PurchaseBody {
        kind: post.kind,
        supplier_account: party.account.to_string(),
        supplier_name: party.name.clone(),
        date: entry.date().to_string(),
        due_date: entry.due_date().map(|date| date.to_string()),
        number: entry.piece_reference().to_owned(),
        currency: entry.currency().to_string(),
        total,
        vat,
        accounts,
        payment: post.payment.as_ref().map(|payment| PaymentBody {
            journal: payment.journal().to_string(),
            date: payment.date().to_string(),
            accounts: lines_beside(payment, &party.account, expenses),
        }),
        document: post.attachment.as_ref().map(|document| DocumentBody {
            file_name: document.file_name.clone(),
            media_type: document.media_type.clone(),
            content: STANDARD.encode(&document.bytes),
        }),
    })
}

/// The lines of an entry beside the supplier's, positive on the side that the expenses are on.
fn lines_beside(entry: &Entry, supplier: &AccountCode, expenses: Side) -> Vec<PurchaseLine> {
    entry
        .lines()
        .iter()
        .filter(|line| line.auxiliary.as_ref() != Some(supplier))
        .map(|line| PurchaseLine {
            account: line.account.to_string(),
            label: line.label.clone(),
            amount: if line.side == expenses { line.amount } else { -line.amount },
        })
        .collect()
}

/// What the body of a 4xx answer says, in our words.
pub fn refusal(status: u16, body: &[u8]) -> (Refusal, String) {
    match serde_json::from_slice::<ErrorReply>(body) {
        Ok(reply) => (Refusal::from_code(&reply.code), reply.message),
        Err(_) => refusal_of_status(status),
    }
}
