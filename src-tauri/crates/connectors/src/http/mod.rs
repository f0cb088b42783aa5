//! HTTP as all connectors speak it: time limits, size limits, no redirects, TLS except on loopback.

mod session;

use std::time::Duration;

use reqwest::header::{HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::multipart::Form;
use reqwest::{Client, Method, Request, Url};

pub(crate) use session::{Login, Session, Token};

use crate::{Authority, FetchError};

/// An answer larger than this is not read: 64 MiB holds a chart of accounts of 400,000 lines.
const LARGEST_ANSWER: usize = 64 * 1024 * 1024;

/// How long to wait for another system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For the connection.
    pub connect: Duration,
    /// For a whole question and its answer.
    pub read: Duration,
    /// For a whole entry, image included, and its answer.
    pub post: Duration,
}

impl Timeouts {
    /// For a system that is given this long to answer to an entry.
    pub fn of(post: Duration) -> Timeouts {
        let usual = Timeouts::default();
        Timeouts { connect: usual.connect.min(post), read: usual.read.min(post), post }
    }
    /// How long after an entry was sent a system can still be at work on it: what it does not show then, it has not
    /// received. The time of the answer, and a quarter of it for what was under way when the connection ended.
    pub fn settled(&self) -> Duration {
        self.post + self.post / 4
    }
}

impl Default for Timeouts {
    fn default() -> Timeouts {
        Timeouts {
            connect: Duration::from_secs(10),
            read: Duration::from_secs(60),
            post: Duration::from_secs(120),
        }
    }
}

/// Connections to one system.
pub(crate) struct Wire {
    system: &'static str,
    base: Url,
    client: Client,
    timeouts: Timeouts,
}

/// A whole answer.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) body: Vec<u8>,
}

/// Why there is no whole answer.
pub(crate) enum WireError {
    /// No byte of the request can have arrived.
    NotSent(String),
    /// The other side showed a certificate that is not accepted: nothing was said to it.
    Certificate(String),
    /// The request may have arrived.
    NoAnswer(String),
}

impl WireError {
    /// What a question says of it.
    pub(crate) fn fetch_error(self, system: &'static str) -> FetchError {
        match self {
            WireError::NotSent(detail) => FetchError::Unreachable { system, detail },
            WireError::Certificate(detail) => FetchError::Certificate { system, detail },
            WireError::NoAnswer(detail) => FetchError::NoAnswer { system, detail },
        }
    }
}

impl Wire {
    /// Connections to `address`, which is `https` or, on this machine only, `http`. The certificate is verified against
    /// the authorities of this machine, and `authority` beside them.
    pub(crate) fn new(
        system: &'static str,
        address: &str,
        timeouts: Timeouts,
        authority: Option<&Authority>,
    ) -> Result<Wire, FetchError> {
        let error = |expected| FetchError::Address { system, address: address.to_owned(), expected };
        let base = Url::parse(address.trim_end_matches('/'))
            .map_err(|_| error("expected an address such as https://example.org/v1"))?;
        let loopback =
            base.host_str().is_some_and(|host| matches!(host, "127.0.0.1" | "[::1]" | "localhost"));
        match base.scheme() {
            "https" => {}
            "http" if loopback => {}
            _ => return Err(error("expected https (http only on this machine)")),
        }
        if !base.username().is_empty() || base.password().is_some() || base.query().is_some() {
            return Err(error("expected no user name, password or query in the address"));
        }
        // A redirect could carry an entry and its token to a place that nobody chose.
        let mut builder = Client::builder()
            .connect_timeout(timeouts.connect)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("Liasse/", env!("CARGO_PKG_VERSION")));
        if loopback {
            builder = builder.no_proxy();
        }
        if let Some(authority) = authority {
            builder = builder.tls_certs_merge(authority.certificates());
        }
        let client = builder.build().map_err(|_| error("expected a working TLS set-up on this machine"))?;
        Ok(Wire { system, base, client, timeouts })
    }

    pub(crate) fn system(&self) -> &'static str {
        self.system
    }

    pub(crate) fn timeouts(&self) -> Timeouts {
        self.timeouts
    }

    /// The address of `segments` under the base, each one escaped.
    pub(crate) fn url(&self, segments: &[&str], query: &[(&str, &str)]) -> Url {
        let mut url = self.base.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url
    }

    /// A request with nothing but its headers and body.
    pub(crate) fn request(
        &self,
        method: Method,
        url: Url,
        timeout: Duration,
        headers: &[(HeaderName, &str)],
        body: Option<Vec<u8>>,
    ) -> Result<Request, WireError> {
        let mut request = Request::new(method, url);
        *request.timeout_mut() = Some(timeout);
        *request.body_mut() = body.map(Into::into);
        put_headers(&mut request, headers)?;
        Ok(request)
    }

    /// A request with a form of several parts (RFC 7578).
    pub(crate) fn form(&self, url: Url, timeout: Duration, form: Form) -> Result<Request, WireError> {
        self.client.post(url).timeout(timeout).multipart(form).build().map_err(wire_error)
    }

    /// Sends, and reads the whole answer.
    pub(crate) async fn send(&self, request: Request) -> Result<Reply, WireError> {
        let mut response = self.client.execute(request).await.map_err(wire_error)?;
        let status = response.status().as_u16();
        let retry_after = response
            .headers()
            .get(RETRY_AFTER)
            .and_then(|value| value.to_str().ok()?.trim().parse().ok())
            .map(Duration::from_secs);
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(wire_error)? {
            if body.len() + chunk.len() > LARGEST_ANSWER {
                return Err(WireError::NoAnswer(format!("an answer of more than {LARGEST_ANSWER} bytes")));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Reply { status, retry_after, body })
    }
}

/// Sets headers of a request.
fn put_headers(request: &mut Request, headers: &[(HeaderName, &str)]) -> Result<(), WireError> {
    for (name, value) in headers {
        let value = HeaderValue::from_str(value)
            .map_err(|_| WireError::NotSent(format!("the header {name} cannot carry its value")))?;
        request.headers_mut().insert(name.clone(), value);
    }
    Ok(())
}

fn wire_error(error: reqwest::Error) -> WireError {
    let not_sent = error.is_connect() || error.is_builder();
    let timeout = error.is_timeout();
    let certificate = refused_certificate(&error);
    let detail = root_cause(&error.without_url());
    if certificate {
        return WireError::Certificate(detail);
    }
    match (not_sent, timeout) {
        (true, true) => WireError::NotSent("no connection within the time limit".to_owned()),
        (true, false) => WireError::NotSent(detail),
        (false, true) => WireError::NoAnswer("no answer within the time limit".to_owned()),
        (false, false) => WireError::NoAnswer(detail),
    }
}

/// Whether the connection was given up because of the certificate that the other side showed.
pub(crate) fn refused_certificate(error: &(dyn std::error::Error + 'static)) -> bool {
    if let Some(tls) = error.downcast_ref::<rustls::Error>() {
        return matches!(tls, rustls::Error::InvalidCertificate(_));
    }
    // An error of the system that holds another is no cause of it, but the other itself.
    let held = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    held.is_some_and(|held| refused_certificate(held)) || error.source().is_some_and(refused_certificate)
}

/// The innermost cause: "Connection refused" says more than "error sending request".
pub(crate) fn root_cause(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_safe_addresses() {
        let wire = |address| Wire::new("X", address, Timeouts::default(), None);
        for good in ["https://ge.example.org/v1/", "http://127.0.0.1:8080/ge/v1", "http://localhost:1/"] {
            assert!(wire(good).is_ok(), "{good}");
        }
        for bad in [
            "http://ge.example.org/v1",
            "ftp://x",
            "",
            "ge",
            "https://me:pw@x.org",
            "http://127.0.0.1.evil.org",
        ] {
            let error = wire(bad).err().expect(bad);
            assert_eq!(error.code(), "target_address", "{bad}");
        }
    }

    #[test]
    fn segments_are_escaped() {
        let wire = Wire::new("X", "http://127.0.0.1:1/ge/v1", Timeouts::default(), None).unwrap();
        let url = wire.url(&["folders", "../a/b?c", "entries"], &[("k", "a&b")]);
        assert_eq!(url.as_str(), "http://127.0.0.1:1/ge/v1/folders/..%2Fa%2Fb%3Fc/entries?k=a%26b");
    }
}
