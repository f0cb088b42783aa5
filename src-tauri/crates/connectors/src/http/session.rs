//! A session: a token that is fetched once, renewed before it ends, and renewed once more when it is refused.

use std::time::{Duration, Instant};

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName};
use reqwest::{Method, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::Mutex;

use super::{Reply, Wire, WireError};
use crate::{FetchError, PostError, Refusal, Secret, Timeouts};

/// A token is renewed this long before its end, so that none ends under way.
const MARGIN: Duration = Duration::from_secs(30);
/// Pause before the one retry of a question.
const PAUSE: Duration = Duration::from_millis(300);
/// A longer wait than this is the caller's to schedule.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// What a system asks to wait when it does not say how long.
const USUAL_WAIT: Duration = Duration::from_secs(30);

/// What a log-in brings.
#[derive(Clone)]
pub(crate) struct Token {
    pub(crate) value: Secret,
    pub(crate) ends: Instant,
}

/// How one system gives out tokens and words its refusals.
pub(crate) trait Login: Send + Sync {
    /// A new token.
    fn token(&self, wire: &Wire) -> impl Future<Output = Result<Token, FetchError>> + Send;
    /// Headers that go with every request beside the token.
    fn headers(&self) -> Vec<(HeaderName, String)>;
    /// The refusal and the message in the body of a 4xx answer.
    fn refusal(&self, status: u16, body: &[u8]) -> (Refusal, String);
}

pub(crate) struct Session<L> {
    wire: Wire,
    login: L,
    token: Mutex<Option<Token>>,
}

impl<L: Login> Session<L> {
    pub(crate) fn new(wire: Wire, login: L) -> Session<L> {
        Session { wire, login, token: Mutex::new(None) }
    }

    pub(crate) fn system(&self) -> &'static str {
        self.wire.system()
    }

    pub(crate) fn url(&self, segments: &[&str], query: &[(&str, &str)]) -> Url {
        self.wire.url(segments, query)
    }

    pub(crate) fn timeouts(&self) -> Timeouts {
        self.wire.timeouts()
    }

    /// The token in use; a new one when there is none, when it ends soon or when it is the `refused` one.
    async fn token(&self, refused: Option<&Secret>) -> Result<Secret, FetchError> {
        let mut held = self.token.lock().await;
        if let Some(token) = held.as_ref()
            && refused != Some(&token.value)
            && token.ends > Instant::now() + MARGIN
        {
            return Ok(token.value.clone());
        }
        *held = None;
        let token = self.login.token(&self.wire).await?;
        let value = token.value.clone();
        *held = Some(token);
        Ok(value)
    }

    async fn send(
        &self,
        method: Method,
        url: Url,
        timeout: Duration,
        token: &Secret,
        extra: &[(HeaderName, &str)],
        body: Option<Vec<u8>>,
    ) -> Result<Reply, WireError> {
        let bearer = format!("Bearer {}", token.reveal());
        let own = self.login.headers();
        let mut headers: Vec<(HeaderName, &str)> = vec![(AUTHORIZATION, &bearer)];
        headers.extend(own.iter().map(|(name, value)| (name.clone(), value.as_str())));
        headers.extend_from_slice(extra);
        let request = self.wire.request(method, url, timeout, &headers, body)?;
        self.wire.send(request).await
    }

    /// Asks a question. It changes nothing there, so it is asked a second time when the first stays unanswered.
    pub(crate) async fn get<T: DeserializeOwned>(&self, url: Url) -> Result<T, FetchError> {
        let first = self.get_once(&url).await;
        let pause = match &first {
            Err(FetchError::NoAnswer { .. } | FetchError::Failed { .. } | FetchError::Unreachable { .. }) => {
                PAUSE
            }
            Err(FetchError::RateLimited { retry_after, .. }) if *retry_after <= LONGEST_PAUSE => *retry_after,
            _ => return first,
        };
        tokio::time::sleep(pause).await;
        self.get_once(&url).await
    }

    async fn get_once<T: DeserializeOwned>(&self, url: &Url) -> Result<T, FetchError> {
        let system = self.system();
        let timeout = self.timeouts().read;
        let token = self.token(None).await?;
        let ask = |token: Secret| async move {
            let answer = self.send(Method::GET, url.clone(), timeout, &token, &[], None).await;
            answer.map_err(|error| error.fetch_error(system))
        };
        let mut reply = ask(token.clone()).await?;
        if reply.status == 401 {
            reply = ask(self.token(Some(&token)).await?).await?;
        }
        match reply.status {
            200 => serde_json::from_slice(&reply.body)
                .map_err(|error| FetchError::Unreadable { system, detail: error.to_string() }),
            401 => Err(FetchError::Credentials { system, message: self.login.refusal(401, &reply.body).1 }),
            429 => {
                Err(FetchError::RateLimited { system, retry_after: reply.retry_after.unwrap_or(USUAL_WAIT) })
            }
            status @ 400..=499 => {
                let (refusal, message) = self.login.refusal(status, &reply.body);
                Err(FetchError::Refused { system, refusal, message })
            }
            status @ 500..=599 => Err(FetchError::Failed { system, status }),
            status => Err(FetchError::Unreadable { system, detail: format!("HTTP {status}") }),
        }
    }

    /// Posts once. It is sent a second time only after a 401, which says that the first was not taken.
    pub(crate) async fn post<B: Serialize, T: DeserializeOwned>(
        &self,
        url: Url,
        extra: &[(HeaderName, &str)],
        body: &B,
    ) -> Result<T, PostError> {
        let system = self.system();
        let timeout = self.timeouts().post;
        let body = serde_json::to_vec(body).map_err(|error| {
            PostError::NotSent(FetchError::Unreadable { system, detail: format!("our own entry: {error}") })
        })?;
        let mut headers = vec![(CONTENT_TYPE, "application/json")];
        headers.extend_from_slice(extra);
        let token = self.token(None).await.map_err(PostError::NotSent)?;
        let first = self.send(Method::POST, url.clone(), timeout, &token, &headers, Some(body.clone())).await;
        let mut reply = first.map_err(|error| self.post_error(error))?;
        if reply.status == 401 {
            let renewed = self.token(Some(&token)).await.map_err(PostError::NotSent)?;
            let second = self.send(Method::POST, url, timeout, &renewed, &headers, Some(body)).await;
            reply = second.map_err(|error| self.post_error(error))?;
        }
        let unknown = |detail: String| PostError::Unknown { system, detail };
        match reply.status {
            200 | 201 => serde_json::from_slice(&reply.body)
                .map_err(|error| unknown(format!("HTTP {}, but: {error}", reply.status))),
            401 => {
                let message = self.login.refusal(401, &reply.body).1;
                Err(PostError::NotSent(FetchError::Credentials { system, message }))
            }
            408 => Err(unknown("HTTP 408".to_owned())),
            429 => {
                let retry_after = reply.retry_after.unwrap_or(USUAL_WAIT);
                Err(PostError::NotSent(FetchError::RateLimited { system, retry_after }))
            }
            status @ 400..=499 => {
                let (refusal, message) = self.login.refusal(status, &reply.body);
                Err(PostError::Refused { system, refusal, message })
            }
            status => Err(unknown(format!("HTTP {status}"))),
        }
    }

    fn post_error(&self, error: WireError) -> PostError {
        let system = self.system();
        match error {
            WireError::NoAnswer(detail) => PostError::Unknown { system, detail },
            not_sent => PostError::NotSent(not_sent.fetch_error(system)),
        }
    }
}
