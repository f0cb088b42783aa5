//! Test and demonstration equipment: a server on this machine that plays Sage GE and MEG after our own contracts, keeps what
//! it receives on disk and fails on demand. The product is built without it.

mod desk;
mod disk;
mod faults;
mod ge;
mod meg;
mod page;
pub mod seed;
mod wire;

use std::collections::HashMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

pub use disk::{Received, System};
pub use faults::{Action, Fault, When};

use desk::{Desk, refuse};
use disk::Disk;
use faults::Faults;
use wire::{Buffer, Reply, Request};

/// How to play.
#[derive(Debug, Clone)]
pub struct Options {
    /// Port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// Where what was received is kept; without it, in memory only.
    pub state: Option<PathBuf>,
    /// How long a token lasts.
    pub token_life: Duration,
    /// Refuse accounts that the chart of the folder does not have.
    pub strict_chart: bool,
    /// Seed of the dice of faults that strike some requests in a hundred.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Options {
        Options { port: 0, state: None, token_life: Duration::from_secs(3600), strict_chart: false, seed: 1 }
    }
}

/// A running sandbox. It stops when this value is dropped.
pub struct Sandbox {
    address: SocketAddr,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

struct Shared {
    desk: Mutex<Desk>,
    faults: Mutex<Faults>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Sandbox {
    /// Starts on this machine's loopback address.
    ///
    /// # Errors
    /// When the port is taken or the state folder cannot be read.
    pub async fn start(options: Options) -> io::Result<Sandbox> {
        let Options { port, state, token_life, strict_chart, seed } = options;
        let disk = Disk::open(state)?;
        let desk = Desk { disk, token_life, strict_chart, tokens: HashMap::new(), tokens_given: 0 };
        let shared = Arc::new(Shared { desk: Mutex::new(desk), faults: Mutex::new(Faults::new(seed)) });
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        let task = tokio::spawn(serve(listener, Arc::clone(&shared)));
        Ok(Sandbox { address, shared, task })
    }

    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.address
    }
    /// Address of Sage GE, for the connector's settings.
    pub fn ge_address(&self) -> String {
        format!("http://{}/ge/v1", self.address)
    }
    /// Address of MEG, for the connector's settings.
    pub fn meg_address(&self) -> String {
        format!("http://{}/meg/v1", self.address)
    }
    /// One more fault to strike.
    pub fn fault(&self, fault: Fault) {
        lock(&self.shared.faults).add(fault);
    }
    /// What a system has received, in the order of arrival.
    pub fn received(&self, system: System) -> Vec<Received> {
        lock(&self.shared.desk).disk.all(system).into_iter().cloned().collect()
    }
    /// How many tokens were given out.
    pub fn tokens_given(&self) -> u64 {
        lock(&self.shared.desk).tokens_given
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    // Aborting this task aborts the connections with it.
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    let shared = Arc::clone(&shared);
                    connections.spawn(async move { converse(stream, &shared).await });
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

/// Answers the requests of one connection until it is closed, cut or broken.
async fn converse<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S, shared: &Shared) {
    let mut buffer = Buffer::default();
    while let Ok(Some(request)) = wire::read(&mut stream, &mut buffer).await {
        let Some(reply) = reply_with_faults(&request, shared).await else { return };
        if wire::write(&mut stream, &reply, request.keep_alive).await.is_err() || !request.keep_alive {
            return;
        }
    }
}

/// The answer; none when the connection is to be cut.
async fn reply_with_faults(request: &Request, shared: &Shared) -> Option<Reply> {
    let system = match request.path.first().map(String::as_str) {
        Some("ge") => System::Ge,
        Some("meg") => System::Meg,
        _ => return Some(answer(request, shared)),
    };
    let Some(fault) = lock(&shared.faults).strike(request) else { return Some(answer(request, shared)) };
    if fault.action == Action::ExpireTokens {
        lock(&shared.desk).tokens.clear();
    }
    let harmless = matches!(fault.action, Action::Delay { .. } | Action::ExpireTokens);
    if let (Action::Delay { ms }, When::Before) = (&fault.action, fault.when) {
        tokio::time::sleep(Duration::from_millis(*ms)).await;
    }
    let reply = (harmless || fault.when == When::After).then(|| answer(request, shared));
    match fault.action {
        Action::Cut => None,
        Action::Status { status } => Some(refuse(system, status, "fault", "a fault was asked for")),
        Action::RateLimit { seconds } => Some(
            refuse(system, 429, "fault", "a fault was asked for").with("retry-after", seconds.to_string()),
        ),
        Action::Refuse { code } => Some(refuse(system, 422, &code, "a fault was asked for")),
        Action::Garble => Some(Reply::new(200, "application/json", "{\"id\": \"GE-")),
        Action::ExpireTokens => reply,
        Action::Delay { ms } => {
            if fault.when == When::After {
                tokio::time::sleep(Duration::from_millis(ms)).await;
            }
            reply
        }
    }
}

#[derive(Deserialize)]
struct FaultList {
    faults: Vec<Fault>,
}

fn answer(request: &Request, shared: &Shared) -> Reply {
    let path: Vec<&str> = request.path.iter().map(String::as_str).collect();
    match (request.method.as_str(), path.as_slice()) {
        ("GET", []) => Reply::new(200, "text/html; charset=utf-8", page::page(&lock(&shared.desk).disk)),
        ("POST", ["ge", "integrate"]) => {
            let folder = request.form("folder").unwrap_or_default();
            match lock(&shared.desk).disk.integrate(System::Ge, &folder) {
                Ok(_) => Reply::new(303, "text/plain", "").with("location", "/"),
                Err(error) => Reply::new(500, "text/plain; charset=utf-8", error.to_string()),
            }
        }
        (_, ["ge", "v1", rest @ ..]) => ge::answer(&mut lock(&shared.desk), request, rest),
        (_, ["meg", "v1", rest @ ..]) => meg::answer(&mut lock(&shared.desk), request, rest),
        ("GET", ["received"]) => {
            let desk = lock(&shared.desk);
            Reply::json(200, &json!({ "ge": desk.disk.all(System::Ge), "meg": desk.disk.all(System::Meg) }))
        }
        ("GET", ["faults"]) => Reply::json(200, &json!({ "faults": lock(&shared.faults).pending() })),
        ("DELETE", ["faults"]) => {
            lock(&shared.faults).clear();
            Reply::json(200, &json!({ "faults": [] }))
        }
        ("POST", ["faults"]) => match serde_json::from_slice::<FaultList>(&request.body) {
            Ok(list) => {
                let mut faults = lock(&shared.faults);
                list.faults.into_iter().for_each(|fault| faults.add(fault));
                Reply::json(200, &json!({ "faults": faults.pending() }))
            }
            Err(error) => Reply::new(400, "text/plain; charset=utf-8", error.to_string()),
        },
        _ => Reply::new(404, "text/plain; charset=utf-8", "there is no such path"),
    }
}
