//! Everything that is assumed about the Sage GE interface: paths, headers and field names.
//!
//! Sage's own document comes with a partner contract and is not public. `docs/contracts/sage-ge.yaml` says field by field
//! what is known and what is assumed, `docs/connectors/sage-ge.md` in words; a firm that holds the real document adapts
//! this file and that contract.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use liasse_domain::{Amount, DocumentKind, EntryLine, Flow, Side, ThirdPartyKind};
use reqwest::header::HeaderName;
use serde::{Deserialize, Serialize};

use crate::answers::refusal_of_status;
use crate::{JournalKind, PostEntry, Refusal, RemoteState};

pub const TOKEN_PATH: &[&str] = &["oauth2", "token"];
pub const GRANT: &str = "grant_type=client_credentials";
pub const KEY_HEADER: HeaderName = HeaderName::from_static("idempotency-key");
pub const APPLICATION_HEADER: HeaderName = HeaderName::from_static("x-application-id");
pub const SIREN_HEADER: HeaderName = HeaderName::from_static("x-firm-siren");
/// A list is cut into pages; more than this many means that the cursor turns in a circle.
pub const MOST_PAGES: usize = 1000;

#[derive(Serialize, Deserialize)]
pub struct Page<T> {
    pub items: Vec<T>,
    #[serde(default)]
    pub next: Option<String>,
}

#[derive(Serialize, Deserialize, Clone)]
pub struct FolderRow {
    pub id: String,
    pub label: String,
    #[serde(default)]
    pub siren: Option<String>,
    pub activated: bool,
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
    #[serde(default)]
    pub cpt1: Option<String>,
}

#[derive(Serialize, Deserialize, Clone)]
pub struct ThirdPartyRow {
    pub kind: ThirdPartyKind,
    pub account: String,
    pub name: String,
    #[serde(default)]
    pub country: Option<String>,
    #[serde(default)]
    pub vat_number: Option<String>,
    #[serde(default)]
    pub siret: Option<String>,
    #[serde(default)]
    pub siren: Option<String>,
}

#[derive(Serialize, Deserialize, Clone)]
pub struct JournalRow {
    pub code: String,
    pub label: String,
    pub kind: JournalKind,
}

#[derive(Serialize, Deserialize, Clone)]
pub struct PaymentMethodRow {
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub reference: Option<String>,
}

#[derive(Serialize, Deserialize, Clone)]
pub struct EntryBody {
    pub flow: Flow,
    pub kind: DocumentKind,
    pub journal: String,
    pub date: String,
    pub piece_reference: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_date: Option<String>,
    pub currency: String,
    pub lines: Vec<LineBody>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<PaymentBody>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub third_party: Option<ThirdPartyRow>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<ImageBody>,
}

#[derive(Serialize, Deserialize, Clone)]
pub struct LineBody {
    pub account: String,
    pub account_label: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auxiliary: Option<String>,
    pub label: String,
    pub debit: Amount,
    pub credit: Amount,
    /// The sections on the first and the second axis; an axis without one is empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub axes: Vec<String>,
    /// The amount on the paper, where it is in another currency than the entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub foreign: Option<ForeignBody>,
}

#[derive(Serialize, Deserialize, Clone)]
pub struct ForeignBody {
    pub currency: String,
    pub amount: Amount,
}

/// The payment of a document paid on the spot, taken together with its entry.
#[derive(Serialize, Deserialize, Clone)]
pub struct PaymentBody {
    pub journal: String,
    pub date: String,
    pub lines: Vec<LineBody>,
}

#[derive(Serialize, Deserialize, Clone)]
pub struct ImageBody {
    pub file_name: String,
    pub media_type: String,
    pub content: String,
}

#[derive(Serialize, Deserialize, Clone)]
pub struct EntryReply {
    pub id: String,
    pub state: RemoteState,
}

#[derive(Serialize, Deserialize)]
pub struct ErrorReply {
    pub error: ErrorBody,
}

#[derive(Serialize, Deserialize)]
pub struct ErrorBody {
    pub code: String,
    pub message: String,
}

/// An entry as it goes over the wire.
pub fn entry_body(post: &PostEntry) -> EntryBody {
    let entry = &post.entry;
    EntryBody {
        flow: post.flow,
        kind: post.kind,
        journal: entry.journal().to_string(),
        date: entry.date().to_string(),
        piece_reference: entry.piece_reference().to_owned(),
        due_date: entry.due_date().map(|date| date.to_string()),
        currency: entry.currency().to_string(),
        lines: entry.lines().iter().map(line_body).collect(),
        payment: post.payment.as_ref().map(|payment| PaymentBody {
            journal: payment.journal().to_string(),
            date: payment.date().to_string(),
            lines: payment.lines().iter().map(line_body).collect(),
        }),
        third_party: post.third_party.as_ref().map(|party| ThirdPartyRow {
            kind: party.kind,
            account: party.account.to_string(),
            name: party.name.clone(),
            country: party.country.map(|country| country.to_string()),
            vat_number: party.vat_number.as_ref().map(ToString::to_string),
            siret: party.siret.as_ref().map(ToString::to_string),
            siren: party.siren.as_ref().map(ToString::to_string),
        }),
        image: post.attachment.as_ref().map(|image| ImageBody {
            file_name: image.file_name.clone(),
            media_type: image.media_type.clone(),
            content: STANDARD.encode(&image.bytes),
        }),
    }
}

fn line_body(line: &EntryLine) -> LineBody {
    let (debit, credit) = match line.side {
        Side::Debit => (line.amount, Amount::ZERO),
        Side::Credit => (Amount::ZERO, line.amount),
    };
    let sections = match (&line.axes.first, &line.axes.second) {
        (None, None) => Vec::new(),
        (first, None) => vec![first.as_ref()],
        (first, second) => vec![first.as_ref(), second.as_ref()],
    };
    LineBody {
        account: line.account.to_string(),
        account_label: line.account_label.clone(),
        auxiliary: line.auxiliary.as_ref().map(ToString::to_string),
        label: line.label.clone(),
        debit,
        credit,
        axes: sections.into_iter().map(|one| one.map(ToString::to_string).unwrap_or_default()).collect(),
        foreign: line
            .foreign
            .as_ref()
            .map(|foreign| ForeignBody { currency: foreign.currency.to_string(), amount: foreign.amount }),
    }
}

/// What the body of a 4xx answer says, in our words.
pub fn refusal(status: u16, body: &[u8]) -> (Refusal, String) {
    let Ok(reply) = serde_json::from_slice::<ErrorReply>(body) else { return refusal_of_status(status) };
    let refusal = match reply.error.code.as_str() {
        "currency_not_authorised" => Refusal::CurrencyNotAllowed,
        "country_not_authorised" => Refusal::CountryNotAllowed,
        "idempotency_key_reused" => Refusal::KeyReused,
        other => Refusal::from_code(other),
    };
    (refusal, reply.error.message)
}
