//! Handing letters over, one after the other over one connection.

use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials as Login, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Ehlo, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, MailParameter};
use lettre::transport::smtp::response::{Response, Severity};
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::error::{Stage, Told};
use super::plain::ByteByByte;
use super::{Letter, MailError, Security, Settings, message_id};
use crate::Credentials;
use crate::http::root_cause;

/// A letter goes over in parts of this size: after each, the other side has taken the one before.
const PART: usize = 64 * 1024;
/// The ways to log in that pass on a user and a password (RFC 4616, and what came before it).
const MECHANISMS: [Mechanism; 2] = [Mechanism::Plain, Mechanism::Login];

/// What hands letters over.
pub struct Mailer {
    settings: Settings,
    credentials: Option<Credentials>,
    tls: Option<TlsParameters>,
    open: Option<Open>,
}

/// A connection that takes letters.
struct Open {
    connection: AsyncSmtpConnection,
    /// The largest letter that the server announced to take, in bytes (RFC 1870); `Some(0)` where it names none.
    size: Option<usize>,
}

impl Mailer {
    /// A mailer for a firm's account; nothing is sent yet. Without credentials it does not log in.
    ///
    /// # Errors
    /// [`MailError::Server`] when the host is none, or a plain connection would leave this machine.
    pub fn new(settings: Settings, credentials: Option<Credentials>) -> Result<Mailer, MailError> {
        let host = &settings.host;
        let error = |expected| MailError::Server { host: host.clone(), expected };
        if ServerName::try_from(host.as_str()).is_err() || settings.port == 0 {
            return Err(error("expected a name such as smtp.example.org and a port"));
        }
        if settings.security == Security::Plain && !is_this_machine(host) {
            return Err(error("without TLS only this machine (127.0.0.1, localhost) is written to"));
        }
        let tls = match settings.security {
            Security::Plain => None,
            Security::Tls | Security::StartTls => {
                let mut tls = TlsParameters::builder(host.clone());
                for authority in settings.authority.iter().flat_map(crate::Authority::for_mail) {
                    tls = tls.add_root_certificate(authority);
                }
                Some(tls.build().map_err(|_| error("expected a working TLS set-up on this machine"))?)
            }
        };
        Ok(Mailer { settings, credentials, tls, open: None })
    }

    /// Connects and logs in, and says what is wrong. Nothing is sent.
    ///
    /// # Errors
    /// Those of the connection and the log-in.
    pub async fn check(&mut self) -> Result<(), MailError> {
        self.open = Some(self.connect().await?);
        self.close().await;
        Ok(())
    }

    /// Hands a letter over; answers its Message-ID. Store the key before the call.
    ///
    /// # Errors
    /// [`MailError`]: the letter was not taken, except for [`MailError::Unknown`].
    pub async fn send(&mut self, letter: &Letter<'_>) -> Result<String, MailError> {
        let bytes = letter.written(&self.settings.sender)?;
        let mut open = self.opened().await?;
        let outcome = self.deliver(&mut open, letter, &bytes).await;
        // A server that said no is asked to forget what it heard of this letter; one that fell silent is left.
        let answered = !matches!(outcome, Err(MailError::NoAnswer { .. } | MailError::Unknown { .. }));
        if answered && self.command(&mut open, Rset).await.is_ok() {
            self.open = Some(open);
        }
        outcome.map(|()| message_id(letter.key, &self.settings.sender.address))
    }

    /// Takes leave of the server.
    pub async fn close(&mut self) {
        if let Some(mut open) = self.open.take() {
            // What was taken was taken: a server that does not say good-bye has said all that matters.
            let _ = timeout(self.settings.patience.connect, open.connection.quit()).await;
        }
    }

    /// The connection of the letter before, where the server still answers on it, or a new one.
    async fn opened(&mut self) -> Result<Open, MailError> {
        if let Some(mut open) = self.open.take()
            && timeout(self.settings.patience.connect, open.connection.test_connected()).await == Ok(true)
        {
            return Ok(open);
        }
        self.connect().await
    }

    async fn connect(&self) -> Result<Open, MailError> {
        let patience = self.settings.patience;
        let mut connection = timeout(patience.connect, self.greeted())
            .await
            .unwrap_or_else(|_| Err(self.unreachable("no connection within the time limit")))?;
        if let Some(credentials) = &self.credentials {
            let login = Login::new(credentials.id().to_owned(), credentials.secret().to_owned());
            let logged_in = timeout(patience.command, connection.auth(&MECHANISMS, &login)).await;
            match logged_in {
                Ok(Ok(_)) => {}
                Ok(Err(error)) => return Err(self.error(Stage::Login, &error)),
                Err(_) => return Err(self.no_answer("no answer within the time limit")),
            }
        }
        let mut open = Open { connection, size: None };
        // Once more, because what a server takes may depend on who asks (RFC 4954, section 4); the library keeps no sizes.
        let hello = Ehlo::new(ClientId::default());
        let told =
            self.command(&mut open, hello).await.map_err(|error| self.failed(Stage::Connection, error))?;
        open.size = announced_size(&told);
        Ok(open)
    }

    /// A connection whose server has introduced itself, under TLS unless it is this machine.
    async fn greeted(&self) -> Result<AsyncSmtpConnection, MailError> {
        let Settings { host, port, security, patience, .. } = &self.settings;
        let hello = ClientId::default();
        let error = |error: SmtpError| self.error(Stage::Connection, &error);
        let address = (host.as_str(), *port);
        let (Security::StartTls, Some(tls)) = (security, &self.tls) else {
            let tls = self.tls.clone();
            return AsyncSmtpConnection::connect_tokio1(address, Some(patience.connect), &hello, tls, None)
                .await
                .map_err(error);
        };
        let stream =
            TcpStream::connect(address).await.map_err(|error| self.unreachable(&root_cause(&error)))?;
        let plain = Arc::new(AtomicBool::new(true));
        let stream = Box::new(ByteByByte::new(stream, Arc::clone(&plain)));
        let mut connection =
            AsyncSmtpConnection::connect_with_transport(stream, &hello).await.map_err(error)?;
        if !connection.can_starttls() {
            connection.abort().await;
            return Err(MailError::NoTls { host: host.clone() });
        }
        connection.starttls(tls.clone(), &hello).await.map_err(error)?;
        plain.store(false, Ordering::Relaxed);
        Ok(connection)
    }

    async fn deliver(&self, open: &mut Open, letter: &Letter<'_>, bytes: &[u8]) -> Result<(), MailError> {
        let told = &Told { to: Some(letter.to), size: bytes.len(), ..self.told() };
        let refused = |stage| move |error: Failure| error.told(stage, told);
        if let Some(largest) = open.size.filter(|size| *size > 0 && *size < bytes.len()) {
            let message = format!("it takes {largest} bytes");
            return Err(MailError::TooLarge { size: bytes.len(), message });
        }
        let sender = self.settings.sender.address.address().clone();
        let sizes = open.size.map(|_| MailParameter::Size(bytes.len())).into_iter().collect();
        self.command(open, Mail::new(Some(sender), sizes)).await.map_err(refused(Stage::Sender))?;
        let to = Rcpt::new(letter.to.address().clone(), Vec::new());
        self.command(open, to).await.map_err(refused(Stage::Recipient))?;
        let go = self.command(open, Data).await.map_err(refused(Stage::Letter))?;
        if !go.has_code(354) {
            return Err(self.no_answer("an answer to DATA that is none"));
        }
        self.hand_over(open, letter, bytes, told).await
    }

    /// Writes the letter and the point that ends it, and waits for the answer.
    async fn hand_over(
        &self,
        open: &mut Open,
        letter: &Letter<'_>,
        bytes: &[u8],
        told: &Told<'_>,
    ) -> Result<(), MailError> {
        let patience = self.settings.patience;
        let (parts, complete) = (AtomicUsize::new(0), AtomicBool::new(false));
        // The parts are asked for one by one, each when the one before was written: when there is no more, all that can
        // follow is the point.
        let point = std::iter::from_fn(|| {
            complete.store(true, Ordering::Relaxed);
            None
        });
        let counted = bytes.chunks(PART).inspect(|_| {
            parts.fetch_add(1, Ordering::Relaxed);
        });
        let mut sending = pin!(open.connection.message_iter(counted.chain(point)));
        let mut before = None;
        let answer = loop {
            let is_complete = complete.load(Ordering::Relaxed);
            let wait = if is_complete { patience.end } else { patience.command };
            if let Ok(answer) = timeout(wait, &mut sending).await {
                break Ok(answer);
            }
            // A slow line is no silent one.
            let now = (parts.load(Ordering::Relaxed), complete.load(Ordering::Relaxed));
            if before == Some(now) || is_complete {
                break Err("no answer within the time limit");
            }
            before = Some(now);
        };
        let unknown = |detail: String| MailError::Unknown { address: letter.to.clone(), detail };
        match answer {
            Ok(Ok(answer)) if answer.code().severity == Severity::PositiveCompletion => Ok(()),
            Ok(Ok(_)) => Err(unknown("an answer to the end of the letter that is none".to_owned())),
            Ok(Err(error)) if error.status().is_none() && complete.load(Ordering::Relaxed) => {
                Err(unknown(root_cause(&error)))
            }
            Ok(Err(error)) => Err(MailError::at(Stage::Letter, told, &error)),
            Err(detail) if complete.load(Ordering::Relaxed) => Err(unknown(detail.to_owned())),
            Err(detail) => Err(self.no_answer(detail)),
        }
    }

    /// One command and its answer.
    async fn command<C: std::fmt::Display>(&self, open: &mut Open, command: C) -> Result<Response, Failure> {
        match timeout(self.settings.patience.command, open.connection.command(command)).await {
            Ok(answer) => answer.map_err(Failure::Said),
            Err(_) => Err(Failure::Silent(self.settings.patience.command)),
        }
    }

    fn told(&self) -> Told<'_> {
        Told { host: &self.settings.host, sender: &self.settings.sender.address, to: None, size: 0 }
    }
    fn error(&self, stage: Stage, error: &SmtpError) -> MailError {
        MailError::at(stage, &self.told(), error)
    }
    fn failed(&self, stage: Stage, failure: Failure) -> MailError {
        failure.told(stage, &self.told())
    }
    fn unreachable(&self, detail: &str) -> MailError {
        MailError::Unreachable { host: self.settings.host.clone(), detail: detail.to_owned() }
    }
    fn no_answer(&self, detail: &str) -> MailError {
        MailError::NoAnswer { host: self.settings.host.clone(), detail: detail.to_owned() }
    }
}

/// Why a command was not answered with yes.
enum Failure {
    Said(SmtpError),
    Silent(Duration),
}

impl Failure {
    fn told(self, stage: Stage, told: &Told<'_>) -> MailError {
        match self {
            Failure::Said(error) => MailError::at(stage, told, &error),
            Failure::Silent(time) => MailError::NoAnswer {
                host: told.host.to_owned(),
                detail: format!("no answer within {} s", time.as_secs()),
            },
        }
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// What the answer to EHLO says of sizes (RFC 1870, section 4).
fn announced_size(answer: &Response) -> Option<usize> {
    answer.message().skip(1).find_map(|line| {
        let mut words = line.split_whitespace();
        let keyword = words.next()?;
        keyword
            .eq_ignore_ascii_case("SIZE")
            .then(|| words.next().and_then(|size| size.parse().ok()).unwrap_or(0))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::{Patience, Sender};

    fn at(host: &str, security: Security) -> Result<Mailer, MailError> {
        let settings = Settings {
            host: host.to_owned(),
            port: 25,
            security,
            sender: Sender { address: "a@x.example".parse().unwrap(), name: String::new() },
            patience: Patience::default(),
            authority: None,
        };
        Mailer::new(settings, None)
    }

    #[test]
    fn nothing_leaves_this_machine_in_the_open() {
        for host in ["127.0.0.1", "localhost", "::1"] {
            assert!(at(host, Security::Plain).is_ok(), "{host}");
        }
        for host in ["smtp.example.org", "192.168.0.4", "127.0.0.1.example.org"] {
            assert_eq!(at(host, Security::Plain).err().unwrap().code(), "mail_server", "{host}");
            assert!(at(host, Security::Tls).is_ok() && at(host, Security::StartTls).is_ok(), "{host}");
        }
        for host in ["", "a b", "smtp://x", "x:465"] {
            assert_eq!(at(host, Security::Tls).err().unwrap().code(), "mail_server", "{host}");
        }
    }

    #[test]
    fn sizes_as_servers_announce_them() {
        let answer = |text: &str| announced_size(&text.parse().unwrap());
        assert_eq!(answer("250-mx.example\r\n250-size 10485760\r\n250 8BITMIME\r\n"), Some(10_485_760));
        assert_eq!(answer("250-mx.example\r\n250 SIZE\r\n"), Some(0));
        assert_eq!(answer("250-SIZE 5\r\n250 8BITMIME\r\n"), None, "that is its name");
    }
}
