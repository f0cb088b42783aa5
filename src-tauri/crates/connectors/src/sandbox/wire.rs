//! HTTP/1.1 by hand, so that a fault can cut a connection at any point. Loopback only.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

const LARGEST_HEAD: usize = 64 * 1024;
const LARGEST_BODY: usize = 64 * 1024 * 1024;
const MOST_HEADERS: usize = 64;

/// A whole request.
pub struct Request {
    pub method: String,
    /// The path's segments, unescaped.
    pub path: Vec<String>,
    pub query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    pub keep_alive: bool,
}

impl Request {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
    /// A query parameter's value.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
    /// Method and path, for faults and for the log.
    pub fn path_text(&self) -> String {
        format!("/{}", self.path.join("/"))
    }
    /// The parts of a form of several parts, with their names (RFC 7578).
    pub fn parts(&self) -> Vec<(String, Vec<u8>)> {
        let kind = self.header("content-type").unwrap_or_default();
        let Some((_, boundary)) = kind.split_once("boundary=") else { return Vec::new() };
        let mark = format!("--{}", boundary.trim_matches('"'));
        let mut parts = Vec::new();
        let mut rest = self.body.as_slice();
        while let Some(start) = find(rest, mark.as_bytes()) {
            rest = rest.get(start + mark.len()..).unwrap_or_default();
            let part = rest.get(..find(rest, mark.as_bytes()).unwrap_or(0)).unwrap_or_default();
            let Some(end) = find(part, b"\r\n\r\n") else { continue };
            let (head, body) = part.split_at(end);
            let head = String::from_utf8_lossy(head);
            let name = head.split_once("name=\"").and_then(|(_, name)| name.split_once('"'));
            let body = body.get(4..).and_then(|body| body.strip_suffix(b"\r\n"));
            if let (Some((name, _)), Some(body)) = (name, body) {
                parts.push((name.to_owned(), body.to_vec()));
            }
        }
        parts
    }
    /// A form's field.
    pub fn form(&self, name: &str) -> Option<String> {
        let body = std::str::from_utf8(&self.body).ok()?;
        pairs(body).into_iter().find(|(own, _)| own == name).map(|(_, value)| value)
    }
}

/// An answer.
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub media_type: &'static str,
    pub body: Vec<u8>,
}

impl Reply {
    /// An answer of text or bytes.
    pub fn new(status: u16, media_type: &'static str, body: impl Into<Vec<u8>>) -> Reply {
        Reply { status, headers: Vec::new(), media_type, body: body.into() }
    }
    /// An answer in JSON.
    pub fn json(status: u16, value: &serde_json::Value) -> Reply {
        Reply::new(status, "application/json", value.to_string())
    }
    /// The same with one header more.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Reply {
        self.headers.push((name, value.into()));
        self
    }
}

/// What is left of earlier reads on one connection.
#[derive(Default)]
pub struct Buffer(Vec<u8>);

/// Reads one request; `None` when the other side has closed.
pub async fn read<S: AsyncRead + Unpin>(stream: &mut S, buffer: &mut Buffer) -> io::Result<Option<Request>> {
    let invalid = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
    let (mut request, head, length) = loop {
        if let Some(found) = parse_head(&buffer.0).map_err(|what| invalid(&what))? {
            break found;
        }
        if buffer.0.len() > LARGEST_HEAD {
            return Err(invalid("the head is too large"));
        }
        if stream.read_buf(&mut buffer.0).await? == 0 {
            return if buffer.0.is_empty() { Ok(None) } else { Err(io::ErrorKind::UnexpectedEof.into()) };
        }
    };
    if length > LARGEST_BODY {
        return Err(invalid("the body is too large"));
    }
    while buffer.0.len() < head + length {
        if stream.read_buf(&mut buffer.0).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    let rest = buffer.0.split_off(head + length);
    request.body = buffer.0.split_off(head);
    buffer.0 = rest;
    Ok(Some(request))
}

fn parse_head(bytes: &[u8]) -> Result<Option<(Request, usize, usize)>, String> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    let head = match parsed.parse(bytes).map_err(|error| error.to_string())? {
        httparse::Status::Complete(head) => head,
        httparse::Status::Partial => return Ok(None),
    };
    let target = parsed.path.unwrap_or("/");
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let headers: Vec<(String, String)> = parsed
        .headers
        .iter()
        .map(|header| (header.name.to_owned(), String::from_utf8_lossy(header.value).trim().to_owned()))
        .collect();
    let request = Request {
        method: parsed.method.unwrap_or("GET").to_owned(),
        path: path.split('/').filter(|segment| !segment.is_empty()).map(unescape).collect(),
        query: pairs(query),
        keep_alive: !headers.iter().any(|(name, value)| {
            name.eq_ignore_ascii_case("connection") && value.eq_ignore_ascii_case("close")
        }),
        headers,
        body: Vec::new(),
    };
    if request.header("transfer-encoding").is_some() {
        return Err("a body needs its length".to_owned());
    }
    let length = match request.header("content-length") {
        Some(length) => length.parse().map_err(|_| "the length is no number".to_owned())?,
        None => 0,
    };
    Ok(Some((request, head, length)))
}

fn find(bytes: &[u8], mark: &[u8]) -> Option<usize> {
    bytes.windows(mark.len()).position(|window| window == mark)
}

fn pairs(text: &str) -> Vec<(String, String)> {
    let one = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (unescape(&name.replace('+', " ")), unescape(&value.replace('+', " ")))
    };
    text.split('&').filter(|pair| !pair.is_empty()).map(one).collect()
}

fn unescape(text: &str) -> String {
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let escaped = match (byte, after) {
            (b'%', [high, low, ..]) => {
                digit(high).zip(digit(low)).and_then(|(h, l)| u8::try_from(h * 16 + l).ok())
            }
            _ => None,
        };
        match escaped {
            Some(value) => {
                out.push(value);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                out.push(*byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Writes one answer.
pub async fn write<S: AsyncWrite + Unpin>(stream: &mut S, reply: &Reply, keep_alive: bool) -> io::Result<()> {
    let reason = match reply.status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        303 => "See Other",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        409 => "Conflict",
        422 => "Unprocessable Content",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "Answer",
    };
    let mut head = format!(
        "HTTP/1.1 {} {reason}\r\ncontent-type: {}\r\ncontent-length: {}\r\nconnection: {}\r\n",
        reply.status,
        reply.media_type,
        reply.body.len(),
        if keep_alive { "keep-alive" } else { "close" },
    );
    for (name, value) in &reply.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    // One write: two would wait for each other (Nagle's algorithm and delayed acknowledgements).
    let mut whole = head.into_bytes();
    whole.extend_from_slice(&reply.body);
    stream.write_all(&whole).await?;
    stream.flush().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn two_requests_on_one_connection() {
        let mut bytes: &[u8] = b"POST /a%2Fb/c?x=1%262&y HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET / HTTP/1.1\r\nConnection: close\r\n\r\n";
        let mut buffer = Buffer::default();
        let first = read(&mut bytes, &mut buffer).await.unwrap().unwrap();
        assert_eq!(first.path, ["a/b", "c"]);
        assert_eq!((first.query("x"), first.query("y")), (Some("1&2"), Some("")));
        assert_eq!(first.body, b"abc");
        let second = read(&mut bytes, &mut buffer).await.unwrap().unwrap();
        assert!(second.path.is_empty() && !second.keep_alive);
        assert!(read(&mut bytes, &mut buffer).await.unwrap().is_none());
    }

    #[test]
    fn broken_escapes_stay_as_they_are() {
        assert_eq!(unescape("100%"), "100%");
        assert_eq!(unescape("%4"), "%4");
        assert_eq!(unescape("%zz%41"), "%zzA");
    }
}
