//! The letters that the sandbox has received, on disk and on its page, and what goes wrong with the next ones.

use std::fs;
use std::io;
use std::path::PathBuf;

use mail_parser::{MessageParser, MimeHeaders};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::disk::replace;
use super::page::escape;
use super::wire::{Reply, Request};

/// What goes wrong with a letter; once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailFault {
    /// The password is not accepted.
    RefuseLogin,
    /// The sender is not accepted.
    RefuseSender,
    /// The recipient is not accepted.
    RefuseRecipient,
    /// 451 to the recipient.
    NotNow,
    /// 451 to the end of the letter.
    NotNowAtEnd,
    /// 552 to the end of the letter.
    TooLarge,
    /// 554 to the end of the letter.
    RefuseContent,
    /// Cut in the middle of the letter.
    CutWhileSent,
    /// Cut after the letter was taken, without an answer.
    CutTaken,
    /// Cut after the end of the letter, which was not taken.
    CutUntaken,
    /// The letter is taken, and no answer ever comes.
    Silent,
    /// A certificate of another authority.
    WrongCertificate,
    /// `STARTTLS` is not offered.
    NoStartTls,
    /// Somebody on the way puts an answer behind the one to `STARTTLS`.
    Inject,
}

/// The faults that the page offers, with its words.
const OFFERED: &[(MailFault, &str)] = &[
    (MailFault::RefuseLogin, "mot de passe refusé"),
    (MailFault::RefuseSender, "expéditeur refusé"),
    (MailFault::RefuseRecipient, "destinataire refusé"),
    (MailFault::NotNow, "451, revenir plus tard"),
    (MailFault::NotNowAtEnd, "451 après le message"),
    (MailFault::TooLarge, "552, trop volumineux"),
    (MailFault::RefuseContent, "554, pris pour un indésirable"),
    (MailFault::CutWhileSent, "coupure pendant le message"),
    (MailFault::CutTaken, "coupure après avoir pris"),
    (MailFault::CutUntaken, "coupure sans avoir pris"),
    (MailFault::Silent, "pris, sans réponse"),
    (MailFault::WrongCertificate, "mauvais certificat"),
    (MailFault::NoStartTls, "pas de STARTTLS"),
    (MailFault::Inject, "réponse glissée avant TLS"),
];

/// One letter that was received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Its identifier here.
    pub id: String,
    /// The sender that was named to the server.
    pub from: String,
    /// The recipients that were named to the server.
    pub to: Vec<String>,
    /// The letter as it came.
    pub bytes: Vec<u8>,
}

/// What a letter says of itself.
struct Said {
    message_id: String,
    subject: String,
    document: Option<(String, Vec<u8>)>,
}

impl Mail {
    fn said(&self) -> Said {
        let parsed = MessageParser::default().parse(&self.bytes);
        let message = parsed.as_ref();
        let text = |of: Option<&str>| of.unwrap_or_default().to_owned();
        Said {
            message_id: text(message.and_then(|message| message.message_id())),
            subject: text(message.and_then(|message| message.subject())),
            document: message.and_then(|message| message.attachment(0)).map(|part| {
                (part.attachment_name().unwrap_or("sans nom").to_owned(), part.contents().to_vec())
            }),
        }
    }
    /// The name of its file and the content of the document that it brings.
    pub fn document(&self) -> Option<(String, Vec<u8>)> {
        self.said().document
    }
    /// Its Message-ID, without the angles.
    pub fn message_id(&self) -> String {
        self.said().message_id
    }
}

/// The letters, in memory and on disk.
pub struct PostOffice {
    folder: Option<PathBuf>,
    mails: Vec<Mail>,
    faults: Vec<MailFault>,
    /// The size that the server announces to take, in bytes.
    pub size: usize,
}

/// What the server had heard of a letter stands before it in its file, as servers write it (RFC 5321, section 4.4).
const RETURN_PATH: &str = "Return-Path: <";
const DELIVERED_TO: &str = "Delivered-To: ";

impl PostOffice {
    /// The letters of an earlier run; without a folder, none, and nothing is kept.
    pub fn open(state: Option<PathBuf>, size: usize) -> io::Result<PostOffice> {
        let mut post = PostOffice { folder: None, mails: Vec::new(), faults: Vec::new(), size };
        let Some(folder) = state.map(|state| state.join("mail")) else { return Ok(post) };
        fs::create_dir_all(&folder)?;
        let mut files: Vec<PathBuf> =
            fs::read_dir(&folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
        files.retain(|path| path.extension().is_some_and(|ending| ending == "eml"));
        files.sort();
        for path in files {
            let id = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            post.mails.extend(from_disk(id, &fs::read(&path)?));
        }
        post.folder = Some(folder);
        Ok(post)
    }

    /// All letters, in the order of their arrival.
    pub fn all(&self) -> &[Mail] {
        &self.mails
    }

    /// Keeps a letter; on disk before it is answered for. Answers its identifier.
    pub fn keep(&mut self, mail: Mail) -> io::Result<String> {
        let id = format!("MAIL-{:08}", self.mails.len() + 1);
        let mail = Mail { id: id.clone(), ..mail };
        if let Some(folder) = &self.folder {
            replace(&folder.join(format!("{id}.eml")), &to_disk(&mail))?;
        }
        self.mails.push(mail);
        Ok(id)
    }

    /// One more fault to strike.
    pub fn add_fault(&mut self, fault: MailFault) {
        self.faults.push(fault);
    }

    /// Whether a fault strikes now; it strikes once.
    pub fn strikes(&mut self, fault: MailFault) -> bool {
        match self.faults.iter().position(|waiting| *waiting == fault) {
            Some(place) => {
                self.faults.remove(place);
                true
            }
            None => false,
        }
    }

    /// What was received, as JSON.
    pub fn listed(&self) -> Value {
        let row = |mail: &Mail| {
            let said = mail.said();
            let document = said.document.map(|(name, bytes)| json!({ "name": name, "bytes": bytes.len() }));
            json!({ "id": mail.id, "from": mail.from, "to": mail.to, "bytes": mail.bytes.len(),
                "message_id": said.message_id, "subject": said.subject, "document": document })
        };
        self.mails.iter().map(row).collect()
    }

    /// Answers a request under `/mail`.
    pub fn answer(&mut self, request: &Request, path: &[&str]) -> Reply {
        let none = || Reply::new(404, "text/plain; charset=utf-8", "there is no such letter");
        match (request.method.as_str(), path) {
            ("POST", ["fault"]) => {
                let asked = Value::from(request.form("fault").unwrap_or_default());
                match serde_json::from_value(asked) {
                    Ok(fault) => {
                        self.add_fault(fault);
                        super::to_page()
                    }
                    Err(error) => Reply::new(400, "text/plain; charset=utf-8", error.to_string()),
                }
            }
            ("POST", ["calm"]) => {
                self.faults.clear();
                super::to_page()
            }
            ("GET", []) => Reply::json(200, &self.listed()),
            ("GET", [id, rest @ ..]) => match (self.mails.iter().find(|mail| mail.id == *id), rest) {
                (Some(mail), []) => Reply::new(200, "message/rfc822", mail.bytes.clone()),
                (Some(mail), ["document"]) => match mail.document() {
                    Some((_, bytes)) => Reply::new(200, "application/pdf", bytes),
                    None => none(),
                },
                _ => none(),
            },
            _ => Reply::new(404, "text/plain; charset=utf-8", "there is no such path"),
        }
    }

    /// Its part of the page.
    pub fn page(&self, html: &mut String) {
        html.push_str("<h2>Courrier reçu</h2><form class=\"faults\" method=\"post\" action=\"/mail/fault\"><label>Le prochain courrier<select name=\"fault\">");
        for (fault, words) in OFFERED {
            let code = json!(fault);
            html.push_str(&format!(
                "<option value=\"{}\">{}</option>",
                escape(code.as_str().unwrap_or_default()),
                escape(words)
            ));
        }
        html.push_str("</select></label><button>Provoquer</button></form>");
        if !self.faults.is_empty() {
            let waiting: Vec<String> = self.faults.iter().map(|fault| json!(fault).to_string()).collect();
            html.push_str(&format!(
                "<p><code>{}</code></p><form method=\"post\" action=\"/mail/calm\"><button class=\"plain\">Arrêter ces pannes</button></form>",
                escape(&waiting.join(", "))
            ));
        }
        if self.mails.is_empty() {
            html.push_str("<p>Aucun courrier.</p>");
            return;
        }
        html.push_str("<table><tr><th>Courrier</th><th>Pour</th><th>Objet</th><th>Pièce jointe</th><th>Message-ID</th></tr>");
        for mail in &self.mails {
            let said = mail.said();
            let id = escape(&mail.id);
            let document = said.document.map_or_else(String::new, |(name, bytes)| {
                format!("<a href=\"/mail/{id}/document\">{}</a> ({} Ko)", escape(&name), bytes.len() / 1_000)
            });
            html.push_str(&format!(
                "<tr><td><a href=\"/mail/{id}\">{id}</a></td><td>{}</td><td>{}</td><td>{document}</td><td><code>{}</code></td></tr>",
                escape(&mail.to.join(", ")),
                escape(&said.subject),
                escape(&said.message_id),
            ));
        }
        html.push_str("</table>");
    }
}

fn to_disk(mail: &Mail) -> Vec<u8> {
    let mut text = format!("{RETURN_PATH}{}>\r\n", mail.from);
    for to in &mail.to {
        text.push_str(&format!("{DELIVERED_TO}{to}\r\n"));
    }
    [text.as_bytes(), &mail.bytes].concat()
}

fn from_disk(id: String, bytes: &[u8]) -> Option<Mail> {
    let (mut from, mut to, mut rest) = (None, Vec::new(), bytes);
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let line = std::str::from_utf8(rest.get(..end)?).ok()?;
        if let Some(path) = line.strip_prefix(RETURN_PATH) {
            from = Some(path.trim_end_matches('>').to_owned());
        } else if let Some(address) = line.strip_prefix(DELIVERED_TO) {
            to.push(address.to_owned());
        } else {
            break;
        }
        rest = rest.get(end + 2..)?;
    }
    Some(Mail { id, from: from?, to, bytes: rest.to_vec() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_there_after_a_restart() {
        let place = tempfile::tempdir().unwrap();
        let state = Some(place.path().to_owned());
        let mut post = PostOffice::open(state.clone(), 1_000).unwrap();
        let mail = Mail {
            id: String::new(),
            from: "cabinet@liasse.example".to_owned(),
            to: vec!["achats@meg.example".to_owned()],
            bytes: b"Subject: x\r\nMessage-ID: <1@x>\r\n\r\nDelivered-To: somebody else\r\n".to_vec(),
        };
        assert_eq!(post.keep(mail.clone()).unwrap(), "MAIL-00000001");
        let again = PostOffice::open(state, 1_000).unwrap();
        assert_eq!(again.all(), [Mail { id: "MAIL-00000001".to_owned(), ..mail }]);
        assert_eq!(again.all()[0].message_id(), "1@x");
    }
}
