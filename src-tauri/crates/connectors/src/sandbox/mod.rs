//! Test and demonstration equipment: a server on this machine that plays Sage GE and MEG after our own contracts, a
//! *plateforme agréée* and a mail server after their standards, keeps what it receives on disk and fails on demand. The product is built without it.

mod desk;
mod disk;
mod faults;
mod ge;
mod meg;
mod page;
mod platform;
mod post;
pub mod seed;
mod smtp;
mod tls;
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
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

pub use crate::platform::contract::AckStatus;
pub use disk::{Received, System};
pub use faults::{Action, Fault, When};
pub use platform::{Checking, Flow, invoice};
pub use post::{Mail, MailFault};

use desk::{Desk, refuse};
use disk::Disk;
use faults::Faults;
use platform::Flows;
use post::PostOffice;
use tls::Tls;
use wire::{Buffer, Reply, Request};

/// How to play.
#[derive(Debug, Clone)]
pub struct Options {
    /// Port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// Port for mail under TLS, and the next one for mail under STARTTLS; 0 takes free ones.
    pub mail_port: u16,
    /// The largest letter that the mail server announces to take, in bytes.
    pub mail_size: usize,
    /// Where what was received is kept; without it, in memory only.
    pub state: Option<PathBuf>,
    /// How long a token lasts.
    pub token_life: Duration,
    /// Refuse accounts that the chart of the folder does not have.
    pub strict_chart: bool,
    /// Take an entry again under a key that was used before, as a system that does not look at keys does.
    pub forgets_keys: bool,
    /// How many requests in a hundred meet a fault by chance, from the start.
    pub storm: u8,
    /// Seed of the dice of faults that strike some requests in a hundred.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            port: 0,
            mail_port: 0,
            mail_size: 20_000_000,
            state: None,
            token_life: Duration::from_secs(3600),
            strict_chart: false,
            forgets_keys: false,
            storm: 0,
            seed: 1,
        }
    }
}

/// A running sandbox. It stops when this value is dropped.
pub struct Sandbox {
    address: SocketAddr,
    /// Where mail is taken: under TLS, under STARTTLS.
    mail: [SocketAddr; 2],
    shared: Arc<Shared>,
    tasks: [JoinHandle<()>; 3],
}

struct Shared {
    desk: Mutex<Desk>,
    faults: Mutex<Faults>,
    post: Mutex<PostOffice>,
    tls: Tls,
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
        let Options {
            port,
            mail_port,
            mail_size,
            state,
            token_life,
            strict_chart,
            forgets_keys,
            storm,
            seed,
        } = options;
        let disk = Disk::open(state.clone())?;
        let post = PostOffice::open(state.clone(), mail_size)?;
        let tls = Tls::set_up(state.as_deref())?;
        let desk = Desk {
            disk,
            flows: Flows::open(state)?,
            token_life,
            strict_chart,
            forgets_keys,
            tokens: HashMap::new(),
            tokens_given: 0,
        };
        let mut faults = Faults::new(seed);
        faults.set_storm(storm);
        let post = Mutex::new(post);
        let shared = Arc::new(Shared { desk: Mutex::new(desk), faults: Mutex::new(faults), post, tls });
        let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        let second = if mail_port == 0 { 0 } else { mail_port.saturating_add(1) };
        let (listener, smtps, submission) = (bind(port).await?, bind(mail_port).await?, bind(second).await?);
        let (address, mail) = (listener.local_addr()?, [smtps.local_addr()?, submission.local_addr()?]);
        let tasks = [
            tokio::spawn(serve(listener, Arc::clone(&shared), receive)),
            tokio::spawn(serve(smtps, Arc::clone(&shared), smtp::receive_encrypted)),
            tokio::spawn(serve(submission, Arc::clone(&shared), smtp::receive_plain)),
        ];
        Ok(Sandbox { address, mail, shared, tasks })
    }

    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.address
    }
    /// Address of Sage GE, for the connector's settings.
    pub fn ge_address(&self) -> String {
        format!("https://{}/ge/v1", self.address)
    }
    /// Address of MEG, for the connector's settings.
    pub fn meg_address(&self) -> String {
        format!("https://{}/meg/v1", self.address)
    }
    /// Address of the platform's Flow service, for the connector's settings.
    pub fn platform_address(&self) -> String {
        format!("https://{}/pa/flow-service", self.address)
    }
    /// Address of the platform's tokens, for the connector's settings.
    pub fn platform_token_address(&self) -> String {
        format!("https://{}/pa/oauth2/token", self.address)
    }
    /// An invoice comes in for the buyer. Answers what the platform calls it.
    ///
    /// # Errors
    /// When it cannot be kept on disk.
    pub fn offer(&self, name: &str, syntax: &str, bytes: &[u8]) -> io::Result<String> {
        lock(&self.shared.desk).flows.offer(name, syntax, bytes.to_vec())
    }
    /// The platform's flows, in the order of arrival: invoices, and messages with what they say.
    pub fn flows(&self) -> Vec<Flow> {
        lock(&self.shared.desk).flows.all().cloned().collect()
    }
    /// The messages that the platform has received: number of the invoice, and status with its reason.
    pub fn messages(&self) -> Vec<(String, String)> {
        let desk = lock(&self.shared.desk);
        let sent = desk.flows.all().filter(|flow| !flow.incoming);
        sent.filter_map(|flow| platform::said(desk.flows.file(&flow.id)?)).collect()
    }
    /// What becomes of messages from now on.
    pub fn check_messages(&self, checking: Checking) {
        lock(&self.shared.desk).flows.checking = checking;
    }
    /// Ends the checking of flows that wait for it.
    ///
    /// # Errors
    /// When it cannot be kept on disk.
    pub fn conclude(&self, status: AckStatus) -> io::Result<()> {
        lock(&self.shared.desk).flows.conclude(status)
    }
    /// The certificate authority, as PEM: who is to trust this sandbox is given it.
    pub fn authority(&self) -> &str {
        &self.shared.tls.authority
    }
    /// A fault by chance for this many requests in a hundred.
    pub fn storm(&self, percent: u8) {
        lock(&self.shared.faults).set_storm(percent);
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
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

/// Takes connections until it is aborted.
async fn serve<W>(listener: TcpListener, shared: Arc<Shared>, take: impl Fn(TcpStream, Arc<Shared>) -> W)
where
    W: Future<Output = ()> + Send + 'static,
{
    // Aborting this task aborts the connections with it.
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(take(stream, Arc::clone(&shared)));
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

/// The first byte of a TLS record that opens a connection (RFC 8446 §5.1).
const HANDSHAKE: u8 = 22;

/// Over TLS, or plainly where the other side speaks so: a browser looks at the page without trusting the authority.
async fn receive(stream: TcpStream, shared: Arc<Shared>) {
    let shared = shared.as_ref();
    let mut first = [0];
    match stream.peek(&mut first).await {
        Ok(1..) if first == [HANDSHAKE] => {
            let wrong = lock(&shared.faults).strike_connection();
            if let Ok(stream) = shared.tls.acceptor(wrong).accept(stream).await {
                converse(stream, shared).await;
            }
        }
        Ok(1..) => converse(stream, shared).await,
        _ => {}
    }
}

/// Answers the requests of one connection until it is closed, cut or broken.
async fn converse<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S, shared: &Shared) {
    let mut buffer = Buffer::default();
    while let Ok(Some(request)) = wire::read(&mut stream, &mut buffer).await {
        let Some(reply) = reply_with_faults(&request, shared).await else { return };
        let keep_alive = request.keep_alive && !lock(&shared.faults).waits_for_connection();
        if wire::write(&mut stream, &reply, keep_alive).await.is_err() || !keep_alive {
            return;
        }
    }
}

/// The answer; none when the connection is to be cut.
async fn reply_with_faults(request: &Request, shared: &Shared) -> Option<Reply> {
    let system = match request.path.first().map(String::as_str) {
        Some("ge") => System::Ge,
        Some("meg") => System::Meg,
        // What is asked of it on its page is no request to the system.
        Some("pa") if matches!(request.path.get(1).map(String::as_str), Some("flow-service" | "oauth2")) => {
            System::Platform
        }
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
        // It strikes connections, not requests.
        Action::WrongCertificate => Some(answer(request, shared)),
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
    #[serde(default)]
    faults: Vec<Fault>,
    #[serde(default)]
    storm: Option<u8>,
}

fn to_page() -> Reply {
    Reply::new(303, "text/plain", "").with("location", "/")
}

fn failed(error: &io::Error) -> Reply {
    Reply::new(500, "text/plain; charset=utf-8", error.to_string())
}

fn answer(request: &Request, shared: &Shared) -> Reply {
    let path: Vec<&str> = request.path.iter().map(String::as_str).collect();
    match (request.method.as_str(), path.as_slice()) {
        ("GET", []) => {
            let mut html = page::page(&lock(&shared.desk), &lock(&shared.faults));
            lock(&shared.post).page(&mut html);
            Reply::new(200, "text/html; charset=utf-8", html)
        }
        ("GET", [tls::AUTHORITY_FILE]) => {
            Reply::new(200, "application/x-pem-file", shared.tls.authority.clone())
        }
        ("POST", ["ge", "integrate"]) => {
            let folder = request.form("folder").unwrap_or_default();
            match lock(&shared.desk).disk.integrate(System::Ge, &folder) {
                Ok(_) => to_page(),
                Err(error) => failed(&error),
            }
        }
        ("POST", ["exercise"]) => {
            let start = request.form("start").unwrap_or_default();
            match lock(&shared.desk).disk.turn_exercise(&start) {
                Ok(()) => to_page(),
                Err(error) => failed(&error),
            }
        }
        ("POST", ["fault"]) => match page::asked_fault(request) {
            Ok(fault) => {
                lock(&shared.faults).add(fault);
                to_page()
            }
            Err(wrong) => Reply::new(400, "text/plain; charset=utf-8", wrong),
        },
        ("POST", ["calm"]) => {
            lock(&shared.faults).clear();
            to_page()
        }
        ("POST", ["storm"]) => {
            let percent = request.form("percent").and_then(|text| text.parse().ok()).unwrap_or(0);
            lock(&shared.faults).set_storm(percent);
            to_page()
        }
        ("POST", ["pa", "offer"]) => {
            let buyer = request.form("siren").unwrap_or_default();
            let desk = &mut lock(&shared.desk);
            let number = format!("MV-2026-{:04}", desk.flows.all().count() + 1);
            match desk.flows.offer(&format!("{number}.xml"), "UBL", platform::invoice(&number, &buyer)) {
                Ok(_) => to_page(),
                Err(error) => failed(&error),
            }
        }
        ("POST", ["pa", "checking"]) => {
            let desk = &mut lock(&shared.desk);
            desk.flows.checking = match request.form("checking").as_deref() {
                Some("waits") => Checking::Waits,
                Some("refuses") => Checking::Refuses,
                _ => Checking::Takes,
            };
            to_page()
        }
        ("POST", ["pa", "conclude"]) => {
            let taken = request.form("taken").as_deref() == Some("yes");
            let status = if taken { AckStatus::Ok } else { AckStatus::Error };
            match lock(&shared.desk).flows.conclude(status) {
                Ok(()) => to_page(),
                Err(error) => failed(&error),
            }
        }
        (_, ["mail", rest @ ..]) => lock(&shared.post).answer(request, rest),
        (_, ["pa", rest @ ..]) => platform::answer(&mut lock(&shared.desk), request, rest),
        (_, ["ge", "v1", rest @ ..]) => ge::answer(&mut lock(&shared.desk), request, rest),
        (_, ["meg", "v1", rest @ ..]) => meg::answer(&mut lock(&shared.desk), request, rest),
        ("GET", ["received"]) => {
            let desk = lock(&shared.desk);
            let flows: Vec<&Flow> = desk.flows.all().collect();
            let (ge, meg) = (desk.disk.all(System::Ge), desk.disk.all(System::Meg));
            let mail = lock(&shared.post).listed();
            Reply::json(200, &json!({ "ge": ge, "meg": meg, "platform": flows, "mail": mail }))
        }
        ("GET", ["faults"]) => standing(&lock(&shared.faults)),
        ("DELETE", ["faults"]) => {
            let mut faults = lock(&shared.faults);
            faults.clear();
            standing(&faults)
        }
        ("POST", ["faults"]) => match serde_json::from_slice::<FaultList>(&request.body) {
            Ok(list) => {
                let mut faults = lock(&shared.faults);
                list.faults.into_iter().for_each(|fault| faults.add(fault));
                if let Some(percent) = list.storm {
                    faults.set_storm(percent);
                }
                standing(&faults)
            }
            Err(error) => Reply::new(400, "text/plain; charset=utf-8", error.to_string()),
        },
        _ => Reply::new(404, "text/plain; charset=utf-8", "there is no such path"),
    }
}

fn standing(faults: &Faults) -> Reply {
    Reply::json(200, &json!({ "faults": faults.pending(), "storm": faults.storm() }))
}
