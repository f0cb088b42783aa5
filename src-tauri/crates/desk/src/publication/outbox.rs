//! The outbox: what is on its way, and what became of it.

use liasse_connectors::IdempotencyKey;
use liasse_domain::{DocumentId, DocumentStatus, Entry, PublicationId, SettlementId};
use liasse_store::{Digest, PublicationRow, PublicationState, Reader, StoreError};
use serde_json::json;

use super::{Outcome, Outgoing, Target, held, label, publishable, published};
use crate::api::{DeskError, HeldBack, Message, PublicationReport};
use crate::clock;
use crate::coding::Situation;
use crate::desk::{Desk, document_id};

/// Why a publication ended that was broken off before anything was known to arrive.
pub(super) const INTERRUPTED: &str = "publication_interrupted";

/// The document's last publication to a system, when it was broken off. It goes on under its key: should what was sent
/// then arrive late all the same, the system knows the key and has it once. A ZIP that is written again needs no key.
fn interrupted(
    reader: &Reader<'_>,
    document: DocumentId,
    target: Target,
) -> Result<Option<PublicationRow>, StoreError> {
    if target == Target::Files {
        return Ok(None);
    }
    let last = reader.publications_of(document)?.into_iter().rfind(|row| row.target == target.code());
    Ok(last
        .filter(|row| row.state == PublicationState::Refused && row.detail.as_deref() == Some(INTERRUPTED)))
}

/// A new row of the outbox for an entry, that of a settlement where it is one.
pub(super) fn on_its_way(
    entry: &Entry,
    settlement: Option<SettlementId>,
    target: Target,
) -> Result<PublicationRow, DeskError> {
    let id = PublicationId::from_uuid(clock::fresh());
    let payload = serde_json::to_vec(entry).map_err(|error| DeskError::internal(&error.to_string()))?;
    Ok(PublicationRow {
        id,
        document: entry.document(),
        settlement,
        target: target.code().to_owned(),
        idempotency_key: IdempotencyKey::from(id).to_string(),
        payload_sha256: Digest::of(&payload),
        state: PublicationState::Pending,
        remote_id: None,
        detail: None,
        created_at: clock::now(),
        answered_at: None,
    })
}

impl Desk {
    /// Commits a document's entry and its row of the outbox, before anything leaves; or says why it stays behind.
    pub(super) fn enqueue(
        &self,
        document: DocumentId,
        target: Target,
    ) -> Result<Result<Outgoing, HeldBack>, DeskError> {
        let summary = json!({ "target": target.code() });
        self.command("publish", false, summary, &[document], |writer| {
            let situation = Situation::of(writer, document)?;
            if let Some(standing) = writer.standing_publication(document, target.code())? {
                let message = match standing.state {
                    PublicationState::Done => Message::new("held_published_already"),
                    PublicationState::Unknown | PublicationState::Sent => {
                        Message::new("held_outcome_unknown")
                    }
                    _ => Message::new("held_on_its_way"),
                };
                return Ok(Err(held(&situation, writer, message.with("target", target.code()))?));
            }
            let stored = writer.entries_of(document)?;
            let mut stored = stored.into_iter();
            let (entry, payment) = match stored.next() {
                Some(entry) => (entry, stored.next()),
                None => match publishable(&situation) {
                    Ok(entries) => (entries.entry, entries.payment),
                    Err(message) => return Ok(Err(held(&situation, writer, message)?)),
                },
            };
            let label = label(&situation, writer)?;
            for entry in std::iter::once(&entry).chain(&payment) {
                writer.put_entry(entry)?;
            }
            if let Some(row) = interrupted(writer, document, target)? {
                writer.set_publication(row.id, PublicationState::Pending, None, None, None)?;
                return Ok(Ok(Outgoing { id: row.id, document, label, situation, entry, payment }));
            }
            let row = on_its_way(&entry, None, target)?;
            writer.add_publication(&row)?;
            Ok(Ok(Outgoing { id: row.id, document, label, situation, entry, payment }))
        })
    }

    /// Commits that a document leaves now: from here on its outcome has to be looked up after a crash.
    pub(super) fn leaves(&self, paper: &Outgoing, detail: Option<&str>) -> Result<(), DeskError> {
        self.background(|writer| writer.set_publication(paper.id, PublicationState::Sent, None, detail, None))
    }

    /// Commits what became of a document.
    pub(super) fn conclude(
        &self,
        paper: &Outgoing,
        target: Target,
        outcome: Outcome,
        report: &mut PublicationReport,
    ) -> Result<(), DeskError> {
        let message = self.settle(paper.id, paper.document, target, &outcome)?;
        match (outcome, message) {
            (Outcome::Done(remote), _) => report.published.push(published(paper.document, &remote)),
            (_, Some(message)) => report.held_back.push(HeldBack {
                document: paper.document.to_string(),
                label: paper.label.clone(),
                message,
            }),
            _ => {}
        }
        Ok(())
    }

    /// The user's answer where nobody knows whether a document arrived: he has looked into the target himself.
    ///
    /// # Errors
    /// `nothing_unknown` when its outcome is known.
    pub fn settle_publication(
        &self,
        document: String,
        target: String,
        arrived: bool,
    ) -> Result<(), DeskError> {
        let id = document_id(&document)?;
        let target = Target::of(&target)?;
        let standing = self.read(|reader| reader.standing_publication(id, target.code()))?;
        let row = standing
            .filter(|row| row.state == PublicationState::Unknown)
            .ok_or_else(|| DeskError::new("nothing_unknown", "what became of this publication is known"))?;
        let outcome = match arrived {
            true => Outcome::Done(row.remote_id.unwrap_or_default()),
            false => Outcome::Refused(Message::new("publication_not_arrived")),
        };
        self.settle(row.id, id, target, &outcome)?;
        let client_file = self.read(|reader| Ok(reader.document(id)?.client_file))?;
        self.tell_changed(client_file);
        Ok(())
    }

    fn settle(
        &self,
        id: PublicationId,
        document: DocumentId,
        target: Target,
        outcome: &Outcome,
    ) -> Result<Option<Message>, DeskError> {
        let (name, state, remote, message) = match outcome {
            Outcome::Done(remote) => ("published", PublicationState::Done, Some(remote.clone()), None),
            Outcome::Refused(message) => {
                ("publication_refused", PublicationState::Refused, None, Some(message.clone()))
            }
            Outcome::Unknown(message) => {
                ("publication_unknown", PublicationState::Unknown, None, Some(message.clone()))
            }
        };
        let detail = message.as_ref().map(|message| {
            let args: Vec<&str> = message.args.values().map(String::as_str).collect();
            if args.is_empty() {
                message.code.clone()
            } else {
                format!("{}: {}", message.code, args.join(", "))
            }
        });
        let summary = json!({ "target": target.code(), "remote": remote, "detail": detail });
        self.own_command(name, summary, &[document], |writer| {
            writer.set_publication(id, state, remote.as_deref(), detail.as_deref(), Some(clock::now()))?;
            if let Some(settlement) = writer.publication(id)?.settlement {
                if state == PublicationState::Refused {
                    let settlement = writer.settlement(settlement)?;
                    writer.delete_entry_of_settlement(&settlement)?;
                }
                return Ok(());
            }
            if state == PublicationState::Done {
                writer.set_status(document, DocumentStatus::Published)?;
            }
            // An entry that no target has or may have does not exist.
            if state == PublicationState::Refused {
                let elsewhere = writer
                    .publications_of(document)?
                    .into_iter()
                    .any(|row| row.state != PublicationState::Refused);
                if !elsewhere {
                    writer.delete_entry_of(document)?;
                }
            }
            Ok(())
        })?;
        Ok(message)
    }

    /// Settles what was on its way when the program last stopped: looks, and never sends. Without a target, only what can
    /// be settled on this device.
    pub(crate) fn reconcile(&self, target: Option<Target>) -> Result<(), DeskError> {
        for row in self.read(|reader| reader.open_publications())? {
            let of_row = Target::of(&row.target)?;
            if target.is_some_and(|target| target != of_row) {
                continue;
            }
            let outcome = match (row.state, of_row) {
                // It was never let go: nothing can have arrived.
                (PublicationState::Pending, _) => {
                    if of_row == Target::Bob {
                        self.discard_from_bob(&row)?;
                    }
                    Some(Outcome::Refused(Message::new(INTERRUPTED)))
                }
                (_, Target::Bob) => self.look_into_bob(&row)?,
                (_, Target::Files) => Some(self.look_for_file(&row)),
                // Asking a system over the network waits until the user publishes to it.
                (_, Target::SageGe | Target::Meg) if target.is_some() => self.ask_remote(&row, of_row)?,
                (_, Target::SageGe | Target::Meg) => None,
            };
            match outcome {
                Some(outcome) => self.settle(row.id, row.document, of_row, &outcome).map(drop)?,
                None if row.state == PublicationState::Sent => {
                    let unknown = Outcome::Unknown(Message::new("publication_unknown"));
                    self.settle(row.id, row.document, of_row, &unknown).map(drop)?;
                }
                None => {}
            }
        }
        Ok(())
    }
}
