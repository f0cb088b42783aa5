//! A mail server as far as submission needs one (RFC 5321, RFC 6409): TLS from the first byte on one port, `STARTTLS` on the next;
//! user and password before anything else (RFC 4954).

use std::io;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufStream};
use tokio::net::TcpStream;

use super::post::{Mail, MailFault};
use super::{Sandbox, Shared, lock, seed};

/// Longest line of a dialogue that is listened to; RFC 5321 (section 4.5.3.1) has 1,000 at most in the letter itself.
const LONGEST_LINE: u64 = 4_096;
/// How long the server stays silent when it is asked to.
const SILENCE: Duration = Duration::from_secs(3_600);

impl Sandbox {
    /// Port on 127.0.0.1 that takes mail under TLS from the first byte.
    pub fn smtps_port(&self) -> u16 {
        self.mail[0].port()
    }
    /// Port on 127.0.0.1 that takes mail after `STARTTLS`.
    pub fn submission_port(&self) -> u16 {
        self.mail[1].port()
    }
    /// One more fault to strike mail.
    pub fn mail_fault(&self, fault: MailFault) {
        lock(&self.shared.post).add_fault(fault);
    }
    /// How many letters were received.
    pub fn mails_received(&self) -> usize {
        lock(&self.shared.post).all().len()
    }
    /// The letters received, in the order of arrival.
    pub fn mails(&self) -> Vec<Mail> {
        lock(&self.shared.post).all().to_vec()
    }
}

/// A connection under TLS from the first byte. Who hangs up in the middle of a dialogue is gone: there is nobody to tell.
pub async fn receive_encrypted(stream: TcpStream, shared: Arc<Shared>) {
    drop(receive(stream, true, &shared).await);
}

/// A connection that asks for `STARTTLS` first.
pub async fn receive_plain(stream: TcpStream, shared: Arc<Shared>) {
    drop(receive(stream, false, &shared).await);
}

async fn receive(stream: TcpStream, encrypted: bool, shared: &Shared) -> io::Result<()> {
    let stream = if encrypted {
        stream
    } else {
        let mut dialogue = Dialogue::new(stream, false, shared);
        dialogue.greet().await?;
        if dialogue.listen().await? != End::StartTls {
            return Ok(());
        }
        dialogue.stream.into_inner()
    };
    let stormy = lock(&shared.faults).strike_connection();
    let wrong = lock(&shared.post).strikes(MailFault::WrongCertificate) || stormy;
    let mut dialogue = Dialogue::new(shared.tls.acceptor(wrong).accept(stream).await?, true, shared);
    if encrypted {
        dialogue.greet().await?;
    }
    dialogue.listen().await.map(drop)
}

/// How a dialogue ended.
#[derive(PartialEq, Eq)]
enum End {
    /// By leave, or cut.
    Over,
    /// It goes on under TLS.
    StartTls,
}

struct Dialogue<'a, S> {
    stream: BufStream<S>,
    encrypted: bool,
    shared: &'a Shared,
    user: bool,
    from: Option<String>,
    to: Vec<String>,
}

impl<'a, S: AsyncRead + AsyncWrite + Unpin> Dialogue<'a, S> {
    fn new(stream: S, encrypted: bool, shared: &'a Shared) -> Self {
        Dialogue {
            stream: BufStream::new(stream),
            encrypted,
            shared,
            user: false,
            from: None,
            to: Vec::new(),
        }
    }

    fn strikes(&self, fault: MailFault) -> bool {
        lock(&self.shared.post).strikes(fault)
    }

    async fn greet(&mut self) -> io::Result<()> {
        self.say("220 bac-a-sable.example ESMTP").await
    }

    async fn say(&mut self, line: &str) -> io::Result<()> {
        self.stream.write_all(format!("{line}\r\n").as_bytes()).await?;
        self.stream.flush().await
    }

    /// The next line without its end; none when the other side has hung up.
    async fn line(&mut self) -> io::Result<Option<String>> {
        let mut line = Vec::new();
        let read = (&mut self.stream).take(LONGEST_LINE).read_until(b'\n', &mut line).await?;
        let line = String::from_utf8_lossy(&line);
        Ok((read > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned()))
    }

    async fn listen(&mut self) -> io::Result<End> {
        while let Some(line) = self.line().await? {
            let (verb, rest) = line.split_once(' ').unwrap_or((line.as_str(), ""));
            match verb.to_ascii_uppercase().as_str() {
                "EHLO" => self.introduce().await?,
                "HELO" => self.say("250 bac-a-sable.example").await?,
                "STARTTLS" if !self.encrypted => {
                    let injected = self.strikes(MailFault::Inject);
                    let more = if injected { "\r\n250 put in by somebody on the way" } else { "" };
                    self.say(&format!("220 go ahead{more}")).await?;
                    return Ok(End::StartTls);
                }
                "AUTH" if self.encrypted => self.log_in(rest).await?,
                "MAIL" => self.mail_from(rest).await?,
                "RCPT" => self.rcpt_to(rest).await?,
                "DATA" => {
                    if !self.data().await? {
                        return Ok(End::Over);
                    }
                }
                "RSET" => {
                    (self.from, self.to) = (None, Vec::new());
                    self.say("250 2.0.0 forgotten").await?;
                }
                "NOOP" => self.say("250 2.0.0 ok").await?,
                "QUIT" => {
                    self.say("221 2.0.0 good-bye").await?;
                    return Ok(End::Over);
                }
                _ => self.say("502 5.5.1 not known here").await?,
            }
        }
        Ok(End::Over)
    }

    async fn introduce(&mut self) -> io::Result<()> {
        let size = lock(&self.shared.post).size;
        let more = if self.encrypted {
            "250 AUTH PLAIN LOGIN"
        } else if self.strikes(MailFault::NoStartTls) {
            "250 HELP"
        } else {
            "250 STARTTLS"
        };
        self.say(&format!("250-bac-a-sable.example\r\n250-SIZE {size}\r\n250-8BITMIME\r\n{more}")).await
    }

    async fn log_in(&mut self, rest: &str) -> io::Result<()> {
        let (mechanism, first) = rest.split_once(' ').unwrap_or((rest, ""));
        let given = match mechanism.to_ascii_uppercase().as_str() {
            "PLAIN" => {
                let given = if first.is_empty() { self.asked("").await? } else { decoded(first) };
                let mut parts = given.split('\0').skip(1).map(str::to_owned);
                (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
            }
            "LOGIN" => (self.asked("Username:").await?, self.asked("Password:").await?),
            _ => return self.say("504 5.5.4 not known here").await,
        };
        let known = (given.0.as_str(), given.1.as_str()) == (seed::CLIENT, seed::SECRET);
        self.user = known && !self.strikes(MailFault::RefuseLogin);
        if self.user {
            self.say("235 2.7.0 welcome").await
        } else {
            self.say("535 5.7.8 unknown user or wrong password").await
        }
    }

    /// What is answered to a challenge (RFC 4954, section 4).
    async fn asked(&mut self, challenge: &str) -> io::Result<String> {
        self.say(&format!("334 {}", STANDARD.encode(challenge))).await?;
        Ok(self.line().await?.map(|line| decoded(&line)).unwrap_or_default())
    }

    async fn mail_from(&mut self, rest: &str) -> io::Result<()> {
        if !self.user {
            return self.say("530 5.7.0 log in first").await;
        }
        let most = lock(&self.shared.post).size;
        let size: Option<usize> =
            rest.to_ascii_uppercase().split("SIZE=").nth(1).and_then(|size| size.trim().parse().ok());
        if size.is_some_and(|size| size > most) {
            return self.say("552 5.3.4 larger than the size that was announced").await;
        }
        let struck = lock(&self.shared.faults).strike_letter();
        if let Some(fault) = struck {
            lock(&self.shared.post).add_fault(fault);
        }
        if self.strikes(MailFault::RefuseSender) {
            return self.say("553 5.7.1 not an address of this user").await;
        }
        self.from = Some(path(rest));
        self.say("250 2.1.0 ok").await
    }

    async fn rcpt_to(&mut self, rest: &str) -> io::Result<()> {
        if self.from.is_none() {
            return self.say("503 5.5.1 who is it from?").await;
        }
        if self.strikes(MailFault::NotNow) {
            return self.say("451 4.7.1 greylisted, come back later").await;
        }
        if self.strikes(MailFault::RefuseRecipient) {
            return self.say("550 5.1.1 nobody of this name").await;
        }
        self.to.push(path(rest));
        self.say("250 2.1.5 ok").await
    }

    /// Takes a letter; `false` when the connection is to be cut.
    async fn data(&mut self) -> io::Result<bool> {
        if self.to.is_empty() {
            self.say("503 5.5.1 who is it for?").await?;
            return Ok(true);
        }
        self.say("354 go ahead").await?;
        if self.strikes(MailFault::CutWhileSent) {
            let mut some = [0; 1_000];
            self.stream.read_exact(&mut some).await?;
            return Ok(false);
        }
        let Some(bytes) = self.letter().await? else { return Ok(false) };
        for (fault, answer) in [
            (MailFault::NotNowAtEnd, "451 4.3.0 not now"),
            (MailFault::TooLarge, "552 5.3.4 too large"),
            (MailFault::RefuseContent, "554 5.7.1 taken for spam"),
        ] {
            if self.strikes(fault) {
                self.say(answer).await?;
                return Ok(true);
            }
        }
        if self.strikes(MailFault::CutUntaken) {
            return Ok(false);
        }
        let (from, to) = (self.from.take().unwrap_or_default(), std::mem::take(&mut self.to));
        // Kept before it is answered for (RFC 5321, section 6.1).
        let id = lock(&self.shared.post).keep(Mail { id: String::new(), from, to, bytes })?;
        if self.strikes(MailFault::CutTaken) {
            return Ok(false);
        }
        if self.strikes(MailFault::Silent) {
            tokio::time::sleep(SILENCE).await;
        }
        self.say(&format!("250 2.0.0 taken as {id}")).await?;
        Ok(true)
    }

    /// The lines up to the point, without the points that were put before others (RFC 5321, section 4.5.2).
    async fn letter(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut letter = Vec::new();
        loop {
            let start = letter.len();
            if self.stream.read_until(b'\n', &mut letter).await? == 0 {
                return Ok(None);
            }
            match letter.get(start..) {
                Some(b".\r\n") => {
                    letter.truncate(start);
                    return Ok(Some(letter));
                }
                Some([b'.', ..]) => {
                    letter.remove(start);
                }
                _ => {}
            }
        }
    }
}

fn decoded(text: &str) -> String {
    let bytes = STANDARD.decode(text.trim()).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The address between `<` and `>`.
fn path(text: &str) -> String {
    let inside = text.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inside.map(|(address, _)| address.to_owned()).unwrap_or_default()
}
