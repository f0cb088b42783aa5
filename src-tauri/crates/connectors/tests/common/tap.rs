//! A listener between connector and sandbox that keeps every exchange.

use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// One request and its answer.
#[derive(Debug, Clone)]
pub struct Exchange {
    pub method: String,
    /// Without the query.
    pub path: String,
    pub headers: Vec<String>,
    pub query: Vec<String>,
    pub asked: Vec<u8>,
    pub status: u16,
    pub answered: Value,
}

pub struct Tap {
    port: u16,
    exchanges: Arc<Mutex<Vec<Exchange>>>,
}

impl Tap {
    /// Listens on a port of its own and passes everything on to `port`.
    pub async fn before(port: u16) -> Tap {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let own = listener.local_addr().unwrap().port();
        let exchanges = Arc::new(Mutex::new(Vec::new()));
        let kept = exchanges.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(pass_on(stream, port, kept.clone()));
            }
        });
        Tap { port: own, exchanges }
    }

    /// The same address behind this listener.
    pub fn address(&self, address: &str, port: u16) -> String {
        address.replace(&format!(":{port}"), &format!(":{}", self.port))
    }

    pub fn exchanges(&self) -> Vec<Exchange> {
        self.exchanges.lock().unwrap().clone()
    }
}

async fn pass_on(mut stream: TcpStream, port: u16, kept: Arc<Mutex<Vec<Exchange>>>) {
    while let Some((head, asked)) = message(&mut stream).await {
        let mut behind = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        behind.write_all(head.as_bytes()).await.unwrap();
        behind.write_all(&asked).await.unwrap();
        let Some((answer, body)) = message(&mut behind).await else { return };
        let mut lines = head.lines();
        let mut words = lines.next().unwrap().split(' ');
        let method = words.next().unwrap().to_owned();
        let (path, query) = words.next().unwrap().split_once('?').map_or_else(
            || (head.split(' ').nth(1).unwrap().to_owned(), Vec::new()),
            |(path, query)| (path.to_owned(), query.split('&').map(|pair| name(pair, '=')).collect()),
        );
        kept.lock().unwrap().push(Exchange {
            method,
            path,
            query,
            headers: lines.filter(|line| !line.is_empty()).map(|line| name(line, ':')).collect(),
            asked,
            status: answer.split(' ').nth(1).unwrap().parse().unwrap(),
            answered: serde_json::from_slice(&body).unwrap_or(Value::Null),
        });
        if stream.write_all(answer.as_bytes()).await.is_err() || stream.write_all(&body).await.is_err() {
            return;
        }
    }
}

fn name(text: &str, mark: char) -> String {
    text.split(mark).next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Head and body of a message with a stated length; `None` at the end of the stream.
async fn message(stream: &mut TcpStream) -> Option<(String, Vec<u8>)> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).unwrap();
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().unwrap())
    });
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).await.ok()?;
    Some((head, body))
}
