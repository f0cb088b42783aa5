//! A session: a token that is fetched once, renewed before it ends, and renewed once more when it is refused.

use std::time::{Duration, Instant};

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName};
use reqwest::multipart::Form;
use reqwest::{Method, Request, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::Mutex;

use super::{Reply, Wire, WireError, put_headers};
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

    /// The answer to a request; under a new token, when the one in use is refused: then nothing of it was taken.
    async fn answer(
        &self,
        make: impl Fn() -> Result<Request, WireError> + Send + Sync,
    ) -> Result<Reply, Silence> {
        let token = self.token(None).await.map_err(Silence::NoToken)?;
        let reply = self.send(make(), &token).await.map_err(Silence::Wire)?;
        if reply.status != 401 {
            return Ok(reply);
        }
        let renewed = self.token(Some(&token)).await.map_err(Silence::NoToken)?;
        self.send(make(), &renewed).await.map_err(Silence::Wire)
    }

    async fn send(&self, request: Result<Request, WireError>, token: &Secret) -> Result<Reply, WireError> {
        let mut request = request?;
        let bearer = format!("Bearer {}", token.reveal());
        let own = self.login.headers();
        let mut headers: Vec<(HeaderName, &str)> = vec![(AUTHORIZATION, &bearer)];
        headers.extend(own.iter().map(|(name, value)| (name.clone(), value.as_str())));
        put_headers(&mut request, &headers)?;
        self.wire.send(request).await
    }

    /// Asks a question. It changes nothing there, so it is asked a second time when the first stays unanswered.
    pub(crate) async fn get<T: DeserializeOwned>(&self, url: Url) -> Result<T, FetchError> {
        self.understood(&self.fetch(url).await?)
    }

    /// The same for a question that is too long for an address.
    pub(crate) async fn ask<B: Serialize, T: DeserializeOwned>(
        &self,
        url: Url,
        question: &B,
    ) -> Result<T, FetchError> {
        let system = self.system();
        let unwritable = |error: serde_json::Error| FetchError::Unreadable {
            system,
            detail: format!("our own question: {error}"),
        };
        let question = serde_json::to_vec(question).map_err(unwritable)?;
        self.understood(&self.question(Method::POST, &url, Some(&question)).await?)
    }

    /// The same where the answer is a file.
    pub(crate) async fn fetch(&self, url: Url) -> Result<Vec<u8>, FetchError> {
        self.question(Method::GET, &url, None).await
    }

    fn understood<T: DeserializeOwned>(&self, body: &[u8]) -> Result<T, FetchError> {
        let system = self.system();
        serde_json::from_slice(body)
            .map_err(|error| FetchError::Unreadable { system, detail: error.to_string() })
    }

    async fn question(&self, method: Method, url: &Url, body: Option<&[u8]>) -> Result<Vec<u8>, FetchError> {
        let first = self.question_once(&method, url, body).await;
        let pause = match &first {
            Err(FetchError::NoAnswer { .. } | FetchError::Failed { .. } | FetchError::Unreachable { .. }) => {
                PAUSE
            }
            Err(FetchError::RateLimited { retry_after, .. }) if *retry_after <= LONGEST_PAUSE => *retry_after,
            _ => return first,
        };
        tokio::time::sleep(pause).await;
        self.question_once(&method, url, body).await
    }

    async fn question_once(
        &self,
        method: &Method,
        url: &Url,
        body: Option<&[u8]>,
    ) -> Result<Vec<u8>, FetchError> {
        let system = self.system();
        let headers: &[(HeaderName, &str)] = match body {
            Some(_) => &[(CONTENT_TYPE, "application/json")],
            None => &[],
        };
        let timeout = self.timeouts().read;
        let make =
            || self.wire.request(method.clone(), url.clone(), timeout, headers, body.map(<[u8]>::to_vec));
        let reply = self.answer(make).await.map_err(|silence| silence.fetch_error(system))?;
        match reply.status {
            200 => Ok(reply.body),
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
        let body = serde_json::to_vec(body).map_err(|error| {
            PostError::NotSent(FetchError::Unreadable { system, detail: format!("our own entry: {error}") })
        })?;
        let mut headers = vec![(CONTENT_TYPE, "application/json")];
        headers.extend_from_slice(extra);
        let timeout = self.timeouts().post;
        let make = || self.wire.request(Method::POST, url.clone(), timeout, &headers, Some(body.clone()));
        let reply = self.answer(make).await.map_err(|silence| silence.post_error(system))?;
        self.taken(&reply, &[200, 201])
    }

    /// The same for a form of several parts, which may be taken now and checked later.
    pub(crate) async fn submit<T: DeserializeOwned>(
        &self,
        url: Url,
        form: impl Fn() -> reqwest::Result<Form> + Send + Sync,
    ) -> Result<T, PostError> {
        let system = self.system();
        let timeout = self.timeouts().post;
        let make = || {
            let form = form().map_err(|error| WireError::NotSent(format!("our own message: {error}")))?;
            self.wire.form(url.clone(), timeout, form)
        };
        let reply = self.answer(make).await.map_err(|silence| silence.post_error(system))?;
        self.taken(&reply, &[200, 201, 202])
    }

    /// What an answer to something that was sent says of it.
    fn taken<T: DeserializeOwned>(&self, reply: &Reply, good: &[u16]) -> Result<T, PostError> {
        let system = self.system();
        let unknown = |detail: String| PostError::Unknown { system, detail };
        match reply.status {
            status if good.contains(&status) => serde_json::from_slice(&reply.body)
                .map_err(|error| unknown(format!("HTTP {status}, but: {error}"))),
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
}

/// Why a request has no answer.
enum Silence {
    /// It was not sent: there is no token.
    NoToken(FetchError),
    /// It was, or was to be.
    Wire(WireError),
}

impl Silence {
    fn fetch_error(self, system: &'static str) -> FetchError {
        match self {
            Silence::NoToken(error) => error,
            Silence::Wire(error) => error.fetch_error(system),
        }
    }
    fn post_error(self, system: &'static str) -> PostError {
        match self {
            Silence::NoToken(error) => PostError::NotSent(error),
            Silence::Wire(WireError::NoAnswer(detail)) => PostError::Unknown { system, detail },
            Silence::Wire(not_sent) => PostError::NotSent(not_sent.fetch_error(system)),
        }
    }
}
