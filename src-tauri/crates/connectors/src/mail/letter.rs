//! A letter: a few words and a document.

use lettre::Message;
use lettre::message::header::{ContentTransferEncoding, ContentType};
use lettre::message::{Attachment as Part, Body, Mailbox, MultiPart, SinglePart};

use super::{MailAddress, MailError, Sender};
use crate::{Attachment, IdempotencyKey};

/// One document on its way by mail.
#[derive(Debug, Clone, Copy)]
pub struct Letter<'a> {
    /// The publication's key, stored before the letter is handed over.
    pub key: &'a IdempotencyKey,
    /// Where to.
    pub to: &'a MailAddress,
    /// Subject.
    pub subject: &'a str,
    /// A few words.
    pub text: &'a str,
    /// The document.
    pub attachment: &'a Attachment,
}

/// The Message-ID (RFC 5322, section 3.6.4) of a publication's letter: the same whenever it goes, so that who receives two knows
/// them for one.
pub fn message_id(key: &IdempotencyKey, sender: &MailAddress) -> String {
    format!("<liasse.{key}@{}>", sender.domain())
}

impl Letter<'_> {
    /// The letter as it goes over the wire: in ASCII, with lines of at most 78 characters as a rule.
    pub(super) fn written(&self, sender: &Sender) -> Result<Vec<u8>, MailError> {
        let unwritable =
            |detail: &dyn std::fmt::Display| MailError::Unwritable { detail: detail.to_string() };
        let media_type =
            ContentType::parse(&self.attachment.media_type).map_err(|error| unwritable(&error))?;
        // Never as text: a line of a PDF that is made longer or shorter is no PDF any more.
        let content = Body::new_with_encoding(self.attachment.bytes.clone(), ContentTransferEncoding::Base64)
            .map_err(|_| unwritable(&"the document cannot be written as base64"))?;
        let name = Some(one_line(&sender.name)).filter(|name| !name.is_empty());
        Message::builder()
            .message_id(Some(message_id(self.key, &sender.address)))
            .from(Mailbox::new(name, sender.address.address().clone()))
            .to(Mailbox::new(None, self.to.address().clone()))
            .subject(one_line(self.subject))
            .multipart(
                MultiPart::mixed()
                    .singlepart(SinglePart::plain(self.text.to_owned()))
                    .singlepart(Part::new(self.attachment.file_name.clone()).body(content, media_type)),
            )
            .map(|message| message.formatted())
            .map_err(|error| unwritable(&error))
    }
}

/// A text of one line: what papers bear must not end a header.
fn one_line(text: &str) -> String {
    text.split(char::is_control).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
