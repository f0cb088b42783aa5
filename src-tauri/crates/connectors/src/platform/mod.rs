//! A *plateforme agréée*, through the Flow service that AFNOR XP Z12-013 standardises: the e-invoices that suppliers sent
//! come in, the statuses of their life cycle go out.

pub(crate) mod contract;

use std::collections::HashSet;
use std::fmt;
use std::str::FromStr;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName};
use reqwest::multipart::{Form, Part};
use sha2::{Digest, Sha256};

use crate::answers::{refusal_of_status, token_reply};
use crate::http::{Login, Session, Token, Wire};
use crate::{Authority, Credentials, FetchError, IdempotencyKey, PostError, Refusal, Timeouts};
use contract::{AckStatus, Direction, FlowInfo, FlowRow, FlowType, Found, Search, Submitted, Where};

const SYSTEM: &str = "plateforme agréée";

/// How to reach a platform.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Address of the Flow service, up to and without `/v1`.
    pub address: String,
    /// Address that gives tokens.
    pub token_address: String,
    /// How long to wait.
    pub timeouts: Timeouts,
    /// A certificate authority that is trusted beside those of this machine.
    pub authority: Option<Authority>,
}

/// What the platform calls a flow: at most 36 characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FlowId(String);

/// The text is no [`FlowId`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no identifier of a flow: expected 1 to 36 characters")]
pub struct FlowIdError(String);

impl FromStr for FlowId {
    type Err = FlowIdError;
    fn from_str(text: &str) -> Result<FlowId, FlowIdError> {
        match text.chars().count() {
            1..=36 => Ok(FlowId(text.to_owned())),
            _ => Err(FlowIdError(text.to_owned())),
        }
    }
}
impl fmt::Display for FlowId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An e-invoice that waits on the platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// Its flow.
    pub flow: FlowId,
    /// Its syntax as the platform states it: `UBL`, `CII`, `Factur-X`.
    pub syntax: String,
}

/// E-invoices that waited, and from where to look next time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrivals {
    /// The e-invoices, each once; some may have been told at an earlier look.
    pub invoices: Vec<Arrival>,
    /// The platform's own clock at the newest of them, or at the oldest that it is still checking: what to look after next
    /// time.
    pub seen_until: Option<String>,
}

/// What the platform made of something that was sent to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Acknowledged {
    /// Not checked yet.
    Pending,
    /// Taken.
    Ok,
    /// Not taken, with the platform's reasons.
    Refused(String),
}

/// A message that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Its flow.
    pub flow: FlowId,
    /// What the platform made of it.
    pub acknowledged: Acknowledged,
}

/// A connection to a platform.
pub struct Platform {
    session: Session<ClientCredentials>,
}

impl Platform {
    /// A connection; nothing is sent yet.
    ///
    /// # Errors
    /// [`FetchError::Address`] when an address is not `https` (or `http` on this machine).
    pub fn new(settings: Settings, credentials: Credentials) -> Result<Platform, FetchError> {
        let Settings { address, token_address, timeouts, authority } = settings;
        let tokens = Wire::new(SYSTEM, &token_address, timeouts, authority.as_ref())?;
        let wire = Wire::new(SYSTEM, &address, timeouts, authority.as_ref())?;
        Ok(Platform { session: Session::new(wire, ClientCredentials { tokens, credentials }) })
    }

    /// Whether the service answers, and takes the credentials.
    ///
    /// # Errors
    /// [`FetchError`].
    pub async fn check(&self) -> Result<(), FetchError> {
        self.session.fetch(self.session.url(contract::HEALTH, &[])).await?;
        let wanted = Where { flow_type: vec![FlowType::SupplierInvoice], ..Where::default() };
        self.search(wanted, 1, None).await.map(drop)
    }

    /// How long after a message was sent the platform can still be at work on it: see [`Timeouts::settled`].
    pub fn settled(&self) -> Duration {
        self.session.timeouts().settled()
    }

    /// The invoices of suppliers that were updated after a moment of the platform's clock; all of them without one.
    ///
    /// # Errors
    /// [`FetchError`]; `Unreadable` when the platform's list does not go on.
    pub async fn arrivals(&self, after: Option<&str>) -> Result<Arrivals, FetchError> {
        let mut window = Window { after: after.map(str::to_owned), before: None };
        let (mut rows, mut cursor) = (Vec::new(), None);
        loop {
            let wanted = Where {
                updated_after: window.after.clone(),
                updated_before: window.before.clone(),
                flow_type: vec![FlowType::SupplierInvoice],
                flow_direction: vec![Direction::In],
                ..Where::default()
            };
            let found = self.search(wanted, contract::MOST_ROWS, cursor.clone()).await?;
            let full = found.results.len() >= contract::MOST_ROWS as usize;
            let stuck = |detail: &str| FetchError::Unreadable { system: SYSTEM, detail: detail.to_owned() };
            match found.next_cursor {
                Some(_) if found.results.is_empty() => return Ok(Arrivals::of(rows, after)),
                Some(next) if cursor.as_ref() == Some(&next) => {
                    return Err(stuck("its list of invoices goes on with the page that it was asked for"));
                }
                Some(next) => cursor = Some(next),
                None if full && cursor.is_none() => {
                    window = window.past(&found.results).ok_or_else(|| {
                        stuck("it lists more invoices than it tells at once, in no order that could be followed")
                    })?;
                }
                None => {
                    rows.extend(found.results);
                    return Ok(Arrivals::of(rows, after));
                }
            }
            rows.extend(found.results);
        }
    }

    /// The file of a flow, as it was sent.
    ///
    /// # Errors
    /// [`FetchError`].
    pub async fn file(&self, flow: &FlowId) -> Result<Vec<u8>, FetchError> {
        let path = [contract::FLOWS, &[flow.0.as_str()]].concat();
        self.session.fetch(self.session.url(&path, &[contract::ORIGINAL])).await
    }

    /// Sends a message of an invoice's life cycle, under a key by which it can be found again.
    ///
    /// # Errors
    /// [`PostError`].
    pub async fn send_status(
        &self,
        key: &IdempotencyKey,
        file_name: &str,
        message: Vec<u8>,
    ) -> Result<FlowId, PostError> {
        let unreadable = |detail: String| {
            PostError::NotSent(FetchError::Unreadable {
                system: SYSTEM,
                detail: format!("our own message: {detail}"),
            })
        };
        let info = FlowInfo {
            tracking_id: key.to_string(),
            name: file_name.to_owned(),
            processing_rule: "B2B".to_owned(),
            flow_syntax: "CDAR".to_owned(),
            sha256: Sha256::digest(&message).iter().map(|byte| format!("{byte:02x}")).collect(),
        };
        let info = serde_json::to_string(&info).map_err(|error| unreadable(error.to_string()))?;
        let form = || -> reqwest::Result<Form> {
            let info = Part::text(info.clone()).mime_str("application/json")?;
            let file =
                Part::bytes(message.clone()).file_name(file_name.to_owned()).mime_str("application/xml")?;
            Ok(Form::new().part(contract::INFO_PART, info).part(contract::FILE_PART, file))
        };
        let url = self.session.url(contract::FLOWS, &[]);
        let submitted: Submitted = self.session.submit(url, form).await?;
        submitted
            .flow_id
            .parse()
            .map_err(|error: FlowIdError| PostError::Unknown { system: SYSTEM, detail: error.to_string() })
    }

    /// What became of a message that was sent under a key; `None` when the platform has none.
    ///
    /// # Errors
    /// [`FetchError`].
    pub async fn find_sent(&self, key: &IdempotencyKey) -> Result<Option<Sent>, FetchError> {
        let wanted = Where { tracking_id: Some(key.to_string()), ..Where::default() };
        let rows = self.search(wanted, contract::MOST_ROWS, None).await?.results;
        // Of several under one key, the one that was taken stands.
        let Some(row) = rows.into_iter().min_by_key(|row| acknowledged(row).rank()) else { return Ok(None) };
        let unreadable = |detail: String| FetchError::Unreadable { system: SYSTEM, detail };
        let flow = row.flow_id.as_deref().unwrap_or_default().parse();
        let flow = flow.map_err(|error: FlowIdError| unreadable(error.to_string()))?;
        Ok(Some(Sent { flow, acknowledged: acknowledged(&row) }))
    }

    async fn search(&self, r#where: Where, limit: u32, cursor: Option<String>) -> Result<Found, FetchError> {
        let url = self.session.url(contract::SEARCH, &[]);
        self.session.ask(url, &Search { limit, r#where, cursor }).await
    }
}

/// What a list is asked of: flows that were updated after and before these moments, both excluded.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Window {
    after: Option<String>,
    before: Option<String>,
}

impl Window {
    /// Where a list goes on that was cut off at its most rows, whichever way it is ordered; `None` when it cannot go on. Rows
    /// of the last moment told are asked for again: others of that moment may have been cut off. Moments of one clock in
    /// one form (ISO 8601) compare as text.
    fn past(&self, rows: &[FlowRow]) -> Option<Window> {
        let moments: Vec<&str> = rows.iter().map(|row| row.updated_at.as_deref()).collect::<Option<_>>()?;
        let last = *moments.last()?;
        let on = if moments.is_sorted() {
            let step = moments.iter().filter(|moment| **moment < last).max()?;
            Window { after: Some((*step).to_owned()), before: self.before.clone() }
        } else if moments.iter().rev().is_sorted() {
            let step = moments.iter().filter(|moment| **moment > last).min()?;
            Window { after: self.after.clone(), before: Some((*step).to_owned()) }
        } else {
            return None;
        };
        (on != *self).then_some(on)
    }
}

impl Arrivals {
    /// Of all rows of a list that was asked for from a moment on.
    fn of(rows: Vec<FlowRow>, after: Option<&str>) -> Arrivals {
        let newest = rows.iter().filter_map(|row| row.updated_at.as_deref()).max().or(after);
        // What is still being checked must not be passed over, even should its moment stay what it is.
        let pending = rows.iter().filter(|row| acknowledged(row) == Acknowledged::Pending);
        let seen_until = match pending.map(|row| row.updated_at.as_deref().or(after)).min() {
            Some(oldest_pending) => oldest_pending.min(newest),
            None => newest,
        };
        let seen_until = seen_until.map(str::to_owned);
        let mut known = HashSet::new();
        let mut invoices: Vec<Arrival> = rows.iter().filter_map(arrival).collect();
        invoices.retain(|invoice| known.insert(invoice.flow.clone()));
        Arrivals { invoices, seen_until }
    }
}

impl Acknowledged {
    fn rank(&self) -> u8 {
        match self {
            Acknowledged::Ok => 0,
            Acknowledged::Pending => 1,
            Acknowledged::Refused(_) => 2,
        }
    }
}

/// An invoice that can be fetched: the platform has checked it.
fn arrival(row: &FlowRow) -> Option<Arrival> {
    if acknowledged(row) != Acknowledged::Ok {
        return None;
    }
    let flow = row.flow_id.as_deref()?.parse().ok()?;
    Some(Arrival { flow, syntax: row.flow_syntax.clone().unwrap_or_default() })
}

/// A platform that says nothing of its checks has made them.
fn acknowledged(row: &FlowRow) -> Acknowledged {
    let Some(said) = &row.acknowledgement else { return Acknowledged::Ok };
    match said.status {
        AckStatus::Pending => Acknowledged::Pending,
        AckStatus::Ok => Acknowledged::Ok,
        AckStatus::Error => {
            let reasons =
                said.details.iter().map(|one| format!("{} ({})", one.reason_message, one.reason_code));
            Acknowledged::Refused(reasons.collect::<Vec<_>>().join("; "))
        }
    }
}

/// OAuth2 client credentials (RFC 6749 §4.4), the client in the Authorization header (§2.3.1).
struct ClientCredentials {
    tokens: Wire,
    credentials: Credentials,
}

impl Login for ClientCredentials {
    async fn token(&self, _: &Wire) -> Result<Token, FetchError> {
        let asked = Instant::now();
        let pair = STANDARD.encode(format!("{}:{}", self.credentials.id(), self.credentials.secret()));
        let request = self.tokens.request(
            Method::POST,
            self.tokens.url(&[], &[]),
            self.tokens.timeouts().read,
            &[(AUTHORIZATION, &format!("Basic {pair}")), (CONTENT_TYPE, "application/x-www-form-urlencoded")],
            Some(b"grant_type=client_credentials".to_vec()),
        );
        token_reply(&self.tokens, request, asked, |status, body| self.refusal(status, body)).await
    }
    fn headers(&self) -> Vec<(HeaderName, String)> {
        Vec::new()
    }
    fn refusal(&self, status: u16, body: &[u8]) -> (Refusal, String) {
        match serde_json::from_slice::<contract::ErrorBody>(body) {
            Ok(said) => {
                let (refusal, silent) = refusal_of_status(status);
                let message = said.error_message.unwrap_or(silent);
                (refusal, format!("{message} ({})", said.error_code))
            }
            Err(_) => refusal_of_status(status),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(flow: &str, moment: Option<&str>, status: Option<AckStatus>) -> FlowRow {
        FlowRow {
            flow_id: Some(flow.to_owned()),
            tracking_id: None,
            updated_at: moment.map(|moment| format!("2026-11-22T08:00:0{moment}Z")),
            flow_syntax: Some("UBL".to_owned()),
            flow_type: None,
            flow_direction: None,
            acknowledgement: status
                .map(|status| contract::AcknowledgementRow { status, details: Vec::new() }),
        }
    }
    fn window(after: Option<&str>, before: Option<&str>) -> Window {
        let moment = |second: &str| format!("2026-11-22T08:00:0{second}Z");
        Window { after: after.map(moment), before: before.map(moment) }
    }

    #[test]
    fn a_list_goes_on_either_way_and_tells_the_last_moment_again() {
        let rows = |moments: &[&str]| -> Vec<FlowRow> {
            moments.iter().map(|moment| row("f", Some(moment), None)).collect()
        };
        let all = window(None, None);
        assert_eq!(all.past(&rows(&["1", "2", "3", "3"])), Some(window(Some("2"), None)));
        assert_eq!(all.past(&rows(&["3", "2", "1"])), Some(window(None, Some("2"))));
        // One moment only, no order, no moment, no progress: it cannot go on.
        assert_eq!(all.past(&rows(&["1", "1", "1"])), None);
        assert_eq!(all.past(&rows(&["1", "3", "2"])), None);
        assert_eq!(all.past(&[row("f", None, None)]), None);
        assert_eq!(window(Some("2"), None).past(&rows(&["1", "2", "3"])), None);
    }

    #[test]
    fn what_is_being_checked_is_not_passed_over() {
        let told = |rows| {
            let arrivals = Arrivals::of(rows, Some("2026-11-22T08:00:00Z"));
            let flows: Vec<String> = arrivals.invoices.iter().map(|one| one.flow.to_string()).collect();
            (flows.join(" "), arrivals.seen_until.unwrap().replace("2026-11-22T08:00:0", ""))
        };
        assert_eq!(told(vec![]), (String::new(), "0Z".to_owned()));
        let ok = Some(AckStatus::Ok);
        let rows = vec![row("a", Some("1"), ok), row("b", Some("2"), None), row("a", Some("3"), ok)];
        assert_eq!(told(rows), ("a b".to_owned(), "3Z".to_owned()), "each once");
        let pending = |moment| row("p", moment, Some(AckStatus::Pending));
        let rows = vec![row("a", Some("1"), ok), pending(Some("2")), row("c", Some("3"), ok)];
        assert_eq!(told(rows), ("a c".to_owned(), "2Z".to_owned()));
        assert_eq!(told(vec![row("a", Some("1"), ok), pending(None)]).1, "0Z");
        let refused = row("r", Some("4"), Some(AckStatus::Error));
        assert_eq!(
            told(vec![refused]),
            (String::new(), "4Z".to_owned()),
            "one that fails its checks does not come"
        );
    }
}
