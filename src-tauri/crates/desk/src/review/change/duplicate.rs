//! Two documents that are the same paper: one is kept, or one completes the other, or they are two papers after all. What
//! was found is remembered, and nothing is deleted.

use liasse_domain::{ClientFileId, DocumentId, DocumentStatus, FieldReading, Method, Reading};
use liasse_store::{StoreError, Verdict, Writer};
use serde_json::json;

use crate::api::{DeskError, ReviewView};
use crate::coding::recode_all;
use crate::desk::{Desk, document_id};

impl Desk {
    /// It only looks like another document.
    pub fn not_a_duplicate(&self, document: String) -> Result<ReviewView, DeskError> {
        self.accept_field(document, "duplicate".to_owned())
    }

    /// Keeps one of two documents that are the same paper; the other leaves the inbox.
    ///
    /// # Errors
    /// `document_published` when the one that is not kept was published.
    pub fn keep_one(&self, keep: String, other: String) -> Result<(), DeskError> {
        self.settle_same("keep_one", &keep, &other, |_, _, _| Ok(()))
    }

    /// Keeps one of two documents that are the same paper, completed by what the other says: values that are missing or
    /// unsure in it and sure in the other, those of an e-invoice before those of a picture. What a person settled stays. Of an
    /// e-invoice without a picture and a paper that nobody worked on, the e-invoice is kept, on the paper's pages. Answers the
    /// one that is kept.
    ///
    /// # Errors
    /// `document_published` when one of them was published.
    pub fn merge_duplicate(&self, keep: String, other: String) -> Result<String, DeskError> {
        if let Some(kept) = self.join_by_hand(document_id(&keep)?, document_id(&other)?)? {
            return Ok(kept.to_string());
        }
        self.settle_same("merge_duplicate", &keep, &other, |writer, kept, other| {
            refuse_published(writer, kept)?;
            Ok(complete(writer, kept, other)?)
        })?;
        Ok(keep)
    }

    fn settle_same(
        &self,
        name: &'static str,
        keep: &str,
        other: &str,
        work: impl FnOnce(&mut Writer<'_>, DocumentId, DocumentId) -> Result<(), DeskError>,
    ) -> Result<(), DeskError> {
        let (keep, other) = (document_id(keep)?, document_id(other)?);
        if keep == other {
            return Err(DeskError::new("same_document", "two documents are needed"));
        }
        let client_file: ClientFileId = self.command(name, true, json!({}), &[keep, other], |writer| {
            refuse_published(writer, other)?;
            work(writer, keep, other)?;
            writer.put_compared(keep, other, Verdict::Same)?;
            writer.set_status(other, DocumentStatus::Archived)?;
            recode_all(writer, [keep])?;
            Ok(writer.document(keep)?.client_file)
        })?;
        self.tell_changed(client_file);
        Ok(())
    }
}

fn refuse_published(writer: &Writer<'_>, document: DocumentId) -> Result<(), DeskError> {
    match writer.document(document)?.status {
        DocumentStatus::Published => {
            Err(DeskError::new("document_published", "a published document stays where it is"))
        }
        _ => Ok(()),
    }
}

fn method(field: &FieldReading) -> Option<Method> {
    field.evidence.map(|evidence| evidence.method)
}

/// Whether a value of the other document is better than what the kept one has.
fn is_better(other: &FieldReading, kept: Option<&FieldReading>) -> bool {
    let Some(kept) = kept else { return true };
    match (method(kept), method(other)) {
        (Some(Method::User), _) => false,
        (kept, Some(Method::Xml)) if kept != Some(Method::Xml) => true,
        _ => other.sure && !kept.sure,
    }
}

fn complete(writer: &mut Writer<'_>, kept: DocumentId, other: DocumentId) -> Result<(), StoreError> {
    let (own, more): (Reading, Reading) = (writer.reading(kept)?, writer.reading(other)?);
    let mut taken = 0;
    for (name, field) in &more.fields {
        if is_better(field, own.fields.get(name)) {
            // Its place is on the other's pages, not on these.
            let evidence = field.evidence.map(|mut evidence| {
                evidence.rect = None;
                evidence
            });
            writer.put_field(kept, *name, &FieldReading { evidence, ..field.clone() })?;
            taken += 1;
        }
    }
    if own.vat_lines.is_empty() || (more.vat_lines_sure && !own.vat_lines_sure) {
        writer.put_vat_lines(kept, &more.vat_lines, more.vat_lines_sure, None)?;
    }
    writer.note("values", taken);
    Ok(())
}
