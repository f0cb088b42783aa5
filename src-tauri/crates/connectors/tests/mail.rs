//! Letters over a real server on this machine: whole, once, and what is said when they do not arrive.
// Helpers of tests may panic as tests do.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::Duration;

use liasse_connectors::mail::{
    Letter, MailAddress, MailError, Mailer, Patience, Security, Sender, Settings, message_id,
};
use liasse_connectors::sandbox::{Mail, MailFault, Options, Sandbox, seed};
use liasse_connectors::{Attachment, Authority, Credentials, IdempotencyKey, Secret};
use mail_parser::{MessageParser, MimeHeaders};

const TO: &str = "achats-dos001@meg.example";

fn key(number: u32) -> IdempotencyKey {
    format!("publication-{number:06}").parse().unwrap()
}

/// A document of this many bytes, with all that a way over text could spoil: points at the beginnings of lines, bare line ends,
/// every byte.
fn document(size: usize) -> Attachment {
    let mut bytes = b"%PDF-1.7\r\n.\r\n..\n.\r\nxref\r".to_vec();
    bytes.extend((0..size).map(|place| (place * 7 % 256) as u8));
    bytes.truncate(size.max(24));
    Attachment { file_name: "FA-2026-0117.pdf".to_owned(), media_type: "application/pdf".to_owned(), bytes }
}

struct Post {
    sandbox: Sandbox,
}

impl Post {
    async fn open() -> Post {
        Post { sandbox: Sandbox::start(Options::default()).await.unwrap() }
    }
    fn settings(&self, security: Security) -> Settings {
        let port = match security {
            Security::Tls => self.sandbox.smtps_port(),
            Security::StartTls | Security::Plain => self.sandbox.submission_port(),
        };
        Settings {
            host: "127.0.0.1".to_owned(),
            port,
            security,
            sender: Sender {
                address: "cabinet@liasse.example".parse().unwrap(),
                name: "Cabinet Lenoir, Béziers".to_owned(),
            },
            patience: Patience {
                connect: Duration::from_secs(5),
                command: Duration::from_secs(2),
                end: Duration::from_millis(700),
            },
            authority: Some(Authority::from_pem(self.sandbox.authority()).unwrap()),
        }
    }
    fn mailer(&self, security: Security) -> Mailer {
        Mailer::new(self.settings(security), Some(credentials(seed::SECRET))).unwrap()
    }
    fn mails(&self) -> Vec<Mail> {
        self.sandbox.mails()
    }
    /// Sends one letter while these go wrong; answers its error.
    async fn fails(&self, faults: &[MailFault]) -> MailError {
        self.fails_with(&mut self.mailer(Security::Tls), faults).await
    }
    async fn fails_with(&self, mailer: &mut Mailer, faults: &[MailFault]) -> MailError {
        faults.iter().for_each(|fault| self.sandbox.mail_fault(*fault));
        send(mailer, 1, &document(2_000)).await.unwrap_err()
    }
}

fn credentials(secret: &str) -> Credentials {
    Credentials::new(seed::CLIENT, Secret::new(secret))
}

async fn send(mailer: &mut Mailer, number: u32, attachment: &Attachment) -> Result<String, MailError> {
    let (key, to): (IdempotencyKey, MailAddress) = (key(number), TO.parse().unwrap());
    let (subject, text) =
        ("FA-2026-0117 – Minoterie du Val d’Été\r\nBcc: x@y.example", "Pièce jointe.\n.\nLiasse");
    mailer.send(&Letter { key: &key, to: &to, subject, text, attachment }).await
}

#[tokio::test]
async fn a_letter_arrives_whole_under_either_tls() {
    let post = Post::open().await;
    for (number, security) in [(1, Security::Tls), (2, Security::StartTls)] {
        let attachment = document(300_000);
        let mut mailer = post.mailer(security);
        let id = send(&mut mailer, number, &attachment).await.unwrap();
        mailer.close().await;
        assert_eq!(id, message_id(&key(number), &"cabinet@liasse.example".parse().unwrap()));
        let mail = post.mails().pop().unwrap();
        assert_eq!(
            (mail.from.as_str(), mail.to.as_slice()),
            ("cabinet@liasse.example", &[TO.to_owned()][..])
        );
        assert!(
            mail.bytes.is_ascii() && mail.bytes.split(|byte| *byte == b'\n').all(|line| line.len() < 1_000)
        );
        let message = MessageParser::default().parse(&mail.bytes).unwrap();
        assert_eq!(format!("<{}>", message.message_id().unwrap()), id);
        assert_eq!(message.subject().unwrap(), "FA-2026-0117 – Minoterie du Val d’Été Bcc: x@y.example");
        assert!(message.bcc().is_none() && message.date().is_some());
        let from = message.from().unwrap().first().unwrap();
        assert_eq!(
            (from.name().unwrap(), from.address().unwrap()),
            ("Cabinet Lenoir, Béziers", "cabinet@liasse.example")
        );
        assert_eq!(
            message.body_text(0).unwrap().replace("\r\n", "\n").trim_end(),
            "Pièce jointe.\n.\nLiasse"
        );
        assert_eq!(message.attachment_count(), 1);
        let part = message.attachment(0).unwrap();
        assert_eq!(part.attachment_name().unwrap(), "FA-2026-0117.pdf");
        assert_eq!(part.content_type().unwrap().ctype(), "application");
        assert_eq!(part.contents(), attachment.bytes, "not a byte differs");
    }
}

#[tokio::test]
async fn letters_share_a_connection_and_outlive_its_end() {
    let post = Post::open().await;
    let mut mailer = post.mailer(Security::Tls);
    for number in 0..3 {
        send(&mut mailer, number, &document(10)).await.unwrap();
    }
    // A refusal is of one letter, and the next one goes.
    post.sandbox.mail_fault(MailFault::RefuseRecipient);
    assert_eq!(send(&mut mailer, 3, &document(10)).await.unwrap_err().code(), "mail_recipient");
    send(&mut mailer, 4, &document(10)).await.unwrap();
    // Larger than what the system takes over before the other side has read it: the point was not written.
    post.sandbox.mail_fault(MailFault::CutWhileSent);
    let error = send(&mut mailer, 5, &document(12_000_000)).await.unwrap_err();
    assert_eq!((error.code(), error.is_temporary(), error.is_definite()), ("mail_no_answer", true, true));
    send(&mut mailer, 5, &document(10_000)).await.unwrap();
    let ids: Vec<String> = post.mails().iter().map(Mail::message_id).collect();
    assert_eq!(ids.len(), 5);
    assert!(ids.iter().collect::<std::collections::BTreeSet<_>>().len() == 5, "{ids:?}");
}

#[tokio::test]
async fn each_no_has_its_name_and_nothing_was_taken() {
    let post = Post::open().await;
    for (fault, code, temporary) in [
        (MailFault::RefuseLogin, "mail_credentials", false),
        (MailFault::RefuseSender, "mail_sender", false),
        (MailFault::RefuseRecipient, "mail_recipient", false),
        (MailFault::NotNow, "mail_temporary", true),
        (MailFault::NotNowAtEnd, "mail_temporary", true),
        (MailFault::TooLarge, "mail_too_large", false),
        (MailFault::RefuseContent, "mail_refused", false),
        (MailFault::WrongCertificate, "mail_certificate", false),
    ] {
        let error = post.fails(&[fault]).await;
        assert_eq!((error.code(), error.is_temporary()), (code, temporary), "{fault:?}: {error}");
        assert!(error.is_definite() && post.mails().is_empty(), "{fault:?}: {error}");
        assert!(!error.to_string().contains(seed::SECRET), "{error}");
    }
    let error = post.fails(&[MailFault::RefuseRecipient]).await;
    assert!(
        error.to_string().contains(TO) && error.words().contains("550") && error.words().contains("nobody"),
        "{error}"
    );
    let settings = Settings { port: 1, ..post.settings(Security::Tls) };
    let mut nowhere = Mailer::new(settings, None).unwrap();
    assert_eq!(post.fails_with(&mut nowhere, &[]).await.code(), "mail_unreachable");
    let mut stranger = Mailer::new(post.settings(Security::Tls), Some(credentials("wrong"))).unwrap();
    assert_eq!(post.fails_with(&mut stranger, &[]).await.code(), "mail_credentials");
    let mut nobody = Mailer::new(post.settings(Security::Tls), None).unwrap();
    assert_eq!(post.fails_with(&mut nobody, &[]).await.code(), "mail_credentials");
    let untrusting = Settings { authority: None, ..post.settings(Security::Tls) };
    let mut untrusting = Mailer::new(untrusting, Some(credentials(seed::SECRET))).unwrap();
    assert_eq!(post.fails_with(&mut untrusting, &[]).await.code(), "mail_certificate");
    assert!(post.mails().is_empty());
}

#[tokio::test]
async fn after_the_point_nobody_knows() {
    let post = Post::open().await;
    // A small letter is on its way whole, its point too, before a cut is seen.
    for (fault, arrived) in [
        (MailFault::CutTaken, 1),
        (MailFault::CutUntaken, 1),
        (MailFault::CutWhileSent, 1),
        (MailFault::Silent, 2),
    ] {
        let error = post.fails(&[fault]).await;
        assert_eq!(error.code(), "mail_unknown", "{fault:?}: {error}");
        assert!(!error.is_definite() && !error.is_temporary());
        assert_eq!(post.mails().len(), arrived, "{fault:?}");
    }
}

#[tokio::test]
async fn nothing_is_said_in_the_open() {
    let post = Post::open().await;
    let mut mailer = post.mailer(Security::StartTls);
    assert_eq!(post.fails_with(&mut mailer, &[MailFault::NoStartTls]).await.code(), "mail_no_tls");
    assert_eq!(post.fails_with(&mut mailer, &[MailFault::WrongCertificate]).await.code(), "mail_certificate");
    // What somebody puts behind the answer to STARTTLS is no answer under TLS.
    let error = post.fails_with(&mut mailer, &[MailFault::Inject]).await;
    assert_eq!(error.code(), "mail_unreachable", "{error}");
    // TLS where none is awaited, and the other way round, end by themselves.
    let settings = Settings { port: post.sandbox.smtps_port(), ..post.settings(Security::StartTls) };
    let mut crossed = Mailer::new(settings, Some(credentials(seed::SECRET))).unwrap();
    assert_eq!(post.fails_with(&mut crossed, &[]).await.code(), "mail_unreachable");
    assert!(post.mails().is_empty());
    send(&mut mailer, 1, &document(10)).await.unwrap();
}

#[tokio::test]
async fn what_the_server_announces_not_to_take_is_not_sent() {
    let sandbox = Sandbox::start(Options { mail_size: 50_000, ..Options::default() }).await.unwrap();
    let post = Post { sandbox };
    let mut mailer = post.mailer(Security::Tls);
    let error = send(&mut mailer, 1, &document(60_000)).await.unwrap_err();
    assert!(matches!(&error, MailError::TooLarge { size, .. } if *size > 80_000), "{error}");
    assert!(error.to_string().contains("50000"), "{error}");
    // The connection serves the next one.
    send(&mut mailer, 2, &document(10_000)).await.unwrap();
    assert_eq!(post.mails().len(), 1);
}

#[tokio::test]
async fn a_check_says_what_is_wrong_and_sends_nothing() {
    let post = Post::open().await;
    for security in [Security::Tls, Security::StartTls] {
        post.mailer(security).check().await.unwrap();
    }
    post.sandbox.mail_fault(MailFault::RefuseLogin);
    assert_eq!(post.mailer(Security::Tls).check().await.unwrap_err().code(), "mail_credentials");
    assert!(post.mails().is_empty());
}
