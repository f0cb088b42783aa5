//! What the answers of several systems have in common.

use std::time::{Duration, Instant};

use liasse_domain::Finding;
use serde::{Deserialize, Serialize};

use crate::http::{Token, Wire, WireError};
use crate::{FetchError, Fetched, Refusal, Secret};

/// A token is asked for again after a day at the latest, whatever the system says.
const LONGEST_LIFE: Duration = Duration::from_secs(24 * 3600);

/// The answer to a request for a token (RFC 6749 §5.1).
#[derive(Serialize, Deserialize)]
pub struct TokenReply {
    pub access_token: String,
    pub token_type: String,
    pub expires_in: u64,
}

/// Sends a request for a token and reads the answer.
pub async fn token_reply(
    wire: &Wire,
    request: Result<reqwest::Request, WireError>,
    asked: Instant,
    refusal: impl Fn(u16, &[u8]) -> (Refusal, String),
) -> Result<Token, FetchError> {
    let system = wire.system();
    let error = |error: WireError| error.fetch_error(system);
    let reply = wire.send(request.map_err(error)?).await.map_err(error)?;
    match reply.status {
        200 => {
            let token: TokenReply = serde_json::from_slice(&reply.body)
                .map_err(|error| FetchError::Unreadable { system, detail: format!("the token: {error}") })?;
            let life = Duration::from_secs(token.expires_in).min(LONGEST_LIFE);
            Ok(Token { value: Secret::new(token.access_token), ends: asked + life })
        }
        status @ (400 | 401 | 403) => {
            Err(FetchError::Credentials { system, message: refusal(status, &reply.body).1 })
        }
        429 => Err(FetchError::RateLimited {
            system,
            retry_after: reply.retry_after.unwrap_or(Duration::from_secs(30)),
        }),
        status => Err(FetchError::Failed { system, status }),
    }
}

/// The refusal of a 4xx answer whose body explains nothing.
pub fn refusal_of_status(status: u16) -> (Refusal, String) {
    let refusal = match status {
        403 => Refusal::Forbidden,
        413 => Refusal::TooLarge,
        400 | 422 => Refusal::Invalid,
        other => Refusal::Other(format!("http_{other}")),
    };
    (refusal, format!("HTTP {status} without an explanation"))
}

/// Rows in our words; those that cannot be understood become findings.
pub fn understand<R, T>(what: &str, rows: Vec<R>, read: impl Fn(R) -> Result<T, String>) -> Fetched<T> {
    let mut fetched = Fetched { items: Vec::with_capacity(rows.len()), findings: Vec::new() };
    for row in rows {
        match read(row) {
            Ok(item) => fetched.items.push(item),
            Err(why) => {
                let message = format!("one {what} was left out: {why}");
                fetched.findings.push(Finding::warning("remote_row", message));
            }
        }
    }
    fetched
}

/// An error as text.
pub fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}
