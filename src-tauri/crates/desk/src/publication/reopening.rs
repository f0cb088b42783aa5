//! Re-opening a published document. What a target has of it is reversed there by an entry of its own, taken back out of its
//! folder as long as it lies there, or was taken away over there by a person, who says so. Only then the document waits again,
//! and may be published once more.

use std::path::Path;
use std::sync::atomic::Ordering;

use liasse_connectors::folder;
use liasse_domain::{Date, DocumentId, DocumentStatus, Entry};
use liasse_store::{PublicationRow, PublicationState, Reader, StoreError, Writer};
use serde_json::json;

use super::bob::refused;
use super::meg_mail::{dropped_file, went_by_mail};
use super::outbox::{INTERRUPTED, on_its_way};
use super::published::publication_message;
use super::{Outgoing, Target, label};
use crate::api::{
    DeskError, HeldBack, Message, PublicationReport, ReopeningTarget, ReopeningView, ReversalForm,
};
use crate::clock;
use crate::coding::{Situation, recode};
use crate::desk::{Desk, document_id, locked};

/// The publications by which targets have a document.
fn standing(reader: &Reader<'_>, document: DocumentId) -> Result<Vec<PublicationRow>, StoreError> {
    let mut rows = reader.publications_of(document)?;
    rows.retain(PublicationRow::stands);
    Ok(rows)
}

/// Why a document cannot be re-opened at all.
fn refuse(reader: &Reader<'_>, document: DocumentId, rows: &[PublicationRow]) -> Result<(), DeskError> {
    if rows.is_empty() {
        return Err(DeskError::new("reopen_not_published", "the document is published nowhere"));
    }
    let mut open = reader.publications_of(document)?.into_iter();
    let is_open = |row: &PublicationRow| {
        matches!(row.state, PublicationState::Pending | PublicationState::Sent | PublicationState::Unknown)
    };
    if open.any(|row| is_open(&row)) {
        let detail = "it is not known what became of one of its publications";
        return Err(DeskError::new("reopen_outcome_unknown", detail));
    }
    if !reader.settlements_of(document)?.is_empty() {
        let detail = "payments of it are recorded, and their tax may be booked";
        return Err(DeskError::new("reopen_settled", detail));
    }
    Ok(())
}

/// Whether a publication left a file that may still lie where it was left.
fn is_dropped(row: &PublicationRow) -> bool {
    row.target == Target::Bob.code()
        || dropped_file(row).is_some_and(|_| row.target == Target::MegMail.code())
}

/// What is said of a file that was taken.
fn taken(row: &PublicationRow) -> Message {
    match row.target == Target::Bob.code() {
        true => Message::new("reopen_taken_by_bob"),
        false => Message::new("reopen_taken_from_folder"),
    }
}

/// Why a document cannot be reversed from here.
fn trouble(rows: &[PublicationRow]) -> Option<Message> {
    rows.iter().find_map(|row| {
        if went_by_mail(row) {
            return Some(Message::new("reopen_sent_by_mail"));
        }
        let lies = || row.remote_id.as_deref().is_some_and(|path| Path::new(path).is_file());
        (is_dropped(row) && (row.taken_at.is_some() || !lies())).then(|| taken(row))
    })
}

/// Keeps what reverses the entries of a document, and withdraws the publication that is reversed.
pub(super) fn reversed(writer: &mut Writer<'_>, reversal: &PublicationRow) -> Result<(), StoreError> {
    let Some(publication) = reversal.reverses else { return Ok(()) };
    for entry in writer.entries_of(reversal.document)? {
        let date = reversal.reversal_date.unwrap_or_else(|| entry.date());
        writer.put_entry(&entry.reversed(date))?;
    }
    writer.withdraw_publication(publication, clock::now())?;
    wait_again(writer, reversal.document)
}

/// A document that no target has any more waits again; its entries stay where they were reversed, else they never were.
fn wait_again(writer: &mut Writer<'_>, document: DocumentId) -> Result<(), StoreError> {
    if !standing(writer, document)?.is_empty() {
        return Ok(());
    }
    for entry in writer.entries_of(document)? {
        if writer.entry(entry.reversed(entry.date()).id())?.is_some() {
            writer.set_reversed(&entry)?;
        }
    }
    writer.delete_entry_of(document)?;
    writer.release_document(document, false)?;
    writer.set_status(document, DocumentStatus::ToReview)?;
    recode(writer, document).map(drop)
}

impl Desk {
    /// What re-opening a published document means: where it is, and whether it can be reversed from here.
    ///
    /// # Errors
    /// `reopen_not_published`, `reopen_outcome_unknown`, `reopen_settled`.
    pub fn reopening(&self, document: String) -> Result<ReopeningView, DeskError> {
        let id = document_id(&document)?;
        self.read(|reader| {
            let rows = standing(reader, id)?;
            if let Err(error) = refuse(reader, id, &rows) {
                return Ok(Err(error));
            }
            let date = reader.entry_of(id)?.map_or_else(clock::today, |entry| entry.date());
            Ok(Ok(ReopeningView {
                date: date.to_string(),
                needs_file: rows.iter().any(|row| row.target == Target::Files.code()),
                trouble: trouble(&rows),
                targets: rows
                    .iter()
                    .map(|row| ReopeningTarget {
                        target: row.target.clone(),
                        message: publication_message(row),
                    })
                    .collect(),
            }))
        })?
    }

    /// Re-opens a published document. With `reversal`, each target gets the entry that reverses it first, or its file is taken
    /// back out of its folder; without, a person has taken it away over there.
    ///
    /// # Errors
    /// Those of [`Desk::reopening`]; `reopen_taken_by_bob`, `reopen_taken_from_folder`, `reopen_sent_by_mail`: no letter takes
    /// another one back; `files_destination_missing`, `bad_form`. What a target did not take
    /// is held back in the report, and the document stays published there.
    pub fn reopen_document(
        &self,
        document: String,
        reversal: Option<ReversalForm>,
    ) -> Result<PublicationReport, DeskError> {
        let id = document_id(&document)?;
        let client_file = self.read(|reader| Ok(reader.document(id)?.client_file))?;
        let file = self.client_file(client_file)?;
        let _alone = locked(&self.publishing);
        self.publication_stopped.store(false, Ordering::Relaxed);
        let mut report = PublicationReport {
            published: Vec::new(),
            held_back: Vec::new(),
            file: None,
            findings: Vec::new(),
        };
        let before = self.read(|reader| standing(reader, id))?;
        for row in &before {
            self.reconcile(Some(Target::of(&row.target)?))?;
        }
        let rows = self.read(|reader| standing(reader, id))?;
        if rows.is_empty() && !before.is_empty() {
            // A reversal whose answer was lost had arrived.
            self.tell_changed(client_file);
            return Ok(report);
        }
        self.read(|reader| Ok(refuse(reader, id, &rows)))??;
        let Some(form) = reversal else {
            self.command("reopen_document", false, json!({}), &[id], |writer| {
                for row in &rows {
                    writer.withdraw_publication(row.id, clock::now())?;
                }
                Ok(wait_again(writer, id)?)
            })?;
            self.tell_changed(client_file);
            return Ok(report);
        };
        let date: Date = form.date.parse().map_err(|error| DeskError::bad_form("date", &error))?;
        if let Some(message) = trouble(&rows) {
            return Err(DeskError::from(message));
        }
        let to_file = rows.iter().any(|row| row.target == Target::Files.code());
        if to_file && form.file.as_deref().unwrap_or_default().is_empty() {
            return Err(DeskError::from(Message::new("files_destination_missing")));
        }
        let (dropped, posted): (Vec<_>, Vec<_>) = rows.into_iter().partition(is_dropped);
        for row in dropped {
            self.take_back(&row, &mut report)?;
        }
        for (target, paper) in self.enqueue_reversals(id, &posted, date)? {
            match target {
                Target::Files => self.export_all(&file, vec![paper], form.file.clone(), &mut report)?,
                _ => self.post_all(&file, target, vec![paper], &mut report)?,
            }
        }
        self.tell_changed(client_file);
        Ok(report)
    }

    /// Takes a file back that has not been taken yet.
    fn take_back(&self, row: &PublicationRow, report: &mut PublicationReport) -> Result<(), DeskError> {
        let path = row.remote_id.clone().unwrap_or_default();
        let message = match folder::take_back(Path::new(&path)) {
            Ok(true) => {
                return self.command("reopen_document", false, json!({}), &[row.document], |writer| {
                    writer.withdraw_publication(row.id, clock::now())?;
                    Ok(wait_again(writer, row.document)?)
                });
            }
            Ok(false) => taken(row),
            Err(error) => refused(&error),
        };
        let label = self.read(|reader| label(&Situation::of(reader, row.document)?, reader))?;
        report.held_back.push(HeldBack { document: row.document.to_string(), label, message });
        Ok(())
    }

    /// Commits the rows of the outbox for what reverses a document, before anything leaves. One that was broken off goes on under
    /// its key.
    fn enqueue_reversals(
        &self,
        document: DocumentId,
        rows: &[PublicationRow],
        date: Date,
    ) -> Result<Vec<(Target, Outgoing)>, DeskError> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let summary = json!({ "date": date });
        self.command("reopen_document", false, summary, &[document], |writer| {
            let stored = writer.entries_of(document)?;
            let mut reversals = stored.iter().map(|entry| entry.reversed(date));
            let entry = reversals
                .next()
                .ok_or_else(|| DeskError::internal("a published document without an entry"))?;
            let payment = reversals.next();
            rows.iter()
                .map(|row| {
                    let target = Target::of(&row.target)?;
                    let id = enqueue(writer, row, target, &entry, date)?;
                    let situation = Situation::of(writer, document)?;
                    let label = label(&situation, writer)?;
                    let (entry, payment) = (entry.clone(), payment.clone());
                    Ok((target, Outgoing { id, document, label, situation, entry, payment }))
                })
                .collect()
        })
    }
}

fn enqueue(
    writer: &mut Writer<'_>,
    reversed: &PublicationRow,
    target: Target,
    entry: &Entry,
    date: Date,
) -> Result<liasse_domain::PublicationId, DeskError> {
    let broken_off = writer.reversal_of(reversed.id)?.filter(|row| {
        row.state == PublicationState::Refused
            && row.detail.as_deref() == Some(INTERRUPTED)
            && row.reversal_date == Some(date)
            && target != Target::Files
    });
    if let Some(row) = broken_off {
        writer.set_publication(row.id, PublicationState::Pending, None, None, None)?;
        return Ok(row.id);
    }
    let row = PublicationRow {
        reverses: Some(reversed.id),
        reversal_date: Some(date),
        ..on_its_way(entry, None, target)?
    };
    writer.add_publication(&row)?;
    Ok(row.id)
}

#[cfg(test)]
mod tests;
