//! Which of the files inside an e-invoice shows it.

use super::model::{Attachment, EInvoice};
use crate::text::fold;

impl EInvoice {
    /// The picture of the invoice: the PDF that says that it is the invoice ([`EInvoice::is_picture`]), else the first
    /// PDF, else the first image.
    pub fn image(&self) -> Option<&Attachment> {
        let pdf = |a: &&Attachment| a.bytes.starts_with(b"%PDF-");
        let image = |a: &&Attachment| a.mime.as_deref().is_some_and(|mime| mime.starts_with("image/"));
        let attachments = &self.attachments;
        attachments
            .iter()
            .find(|a| pdf(a) && self.is_picture(a))
            .or_else(|| attachments.iter().find(pdf))
            .or_else(|| attachments.iter().find(image))
    }

    /// Whether an attachment says that it is the invoice: by the invoice's number as its reference or file name, or by
    /// the descriptions of UBL.BE and of XP Z12-012 (`LISIBLE`). Others may be annexes.
    pub fn is_picture(&self, attachment: &Attachment) -> bool {
        let said = attachment.description.as_deref().unwrap_or_default();
        let stem = attachment
            .file_name
            .as_deref()
            .and_then(|name| name.rsplit_once('.'))
            .map(|(stem, _)| fold(stem));
        let named = |number: &str| stem.as_deref().is_some_and(|stem| stem == fold(number));
        (attachment.id.is_some() && attachment.id == self.number)
            || ["CommercialInvoice", "CreditNote", "LISIBLE"].contains(&said)
            || self.number.as_deref().is_some_and(named)
    }
}
