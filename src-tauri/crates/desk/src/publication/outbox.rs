//! The outbox: what is on its way, and what became of it.

use std::path::Path;

use liasse_connectors::IdempotencyKey;
use liasse_domain::{DocumentId, DocumentStatus, Entry, PublicationId, SettlementId};
use liasse_store::{Actor, Digest, PublicationRow, PublicationState, Reader, StoreError, Writer};
use serde_json::json;

use super::meg_mail::clear_away;
use super::remote::Connections;
use super::{Outcome, Outgoing, Target, held, label, publishable, published, reopening};
use crate::api::{DeskError, HeldBack, Message, PublicationReport};
use crate::clock;
use crate::coding::{Books, Situation};
use crate::desk::Desk;

/// Why a publication ended that was broken off before anything was known to arrive.
pub(super) const INTERRUPTED: &str = "publication_interrupted";
/// What the user found out where nobody knew.
pub(super) const NOT_ARRIVED: &str = "publication_not_arrived";

/// The document's last publication to a system, when it was broken off. It goes on under its key: should what was sent
/// then arrive late all the same, the system knows the key and has it once. A ZIP that is written again needs no key. A letter
/// that did not arrive, as the user says, keeps its own as well: should there be two of it, they are known for one.
fn interrupted(
    reader: &Reader<'_>,
    document: DocumentId,
    target: Target,
) -> Result<Option<PublicationRow>, StoreError> {
    if target == Target::Files {
        return Ok(None);
    }
    let of_target = |row: &PublicationRow| row.target == target.code() && row.reverses.is_none();
    let goes_on = |row: &PublicationRow| match row.detail.as_deref().map(|detail| kept(detail).code) {
        None => false,
        Some(code) if code == INTERRUPTED => true,
        Some(code) if code == NOT_ARRIVED => target == Target::MegMail,
        // What stayed hidden in a folder that went away bears the key, and is replaced.
        Some(code) => matches!(target, Target::Bob | Target::MegMail) && code.starts_with("folder_"),
    };
    let last = reader.publications_of(document)?.into_iter().rfind(of_target);
    Ok(last.filter(|row| row.state == PublicationState::Refused && goes_on(row)))
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
        sent_at: None,
        taken_at: None,
        returned_at: None,
        withdrawn_at: None,
        reverses: None,
        reversal_date: None,
    })
}

impl Desk {
    /// Commits the entries of documents and their rows of the outbox, before anything leaves; those that cannot go stay
    /// behind, each with its reason. One user command.
    pub(super) fn enqueue(
        &self,
        actor: &Actor,
        documents: &[DocumentId],
        target: Target,
    ) -> Result<(Vec<Outgoing>, Vec<HeldBack>), DeskError> {
        let summary = json!({ "target": target.code() });
        self.command_by(actor, "publish", false, summary, &[], |writer| {
            let (mut outgoing, mut held_back) = (Vec::new(), Vec::new());
            let mut books = Books::default();
            for document in documents {
                match enqueue_one(writer, *document, target, &mut books)? {
                    Ok(paper) => outgoing.push(paper),
                    Err(held) => held_back.push(held),
                }
            }
            Ok((outgoing, held_back))
        })
    }

    /// Commits that documents leave now, and which file they go to: from here on their outcome has to be looked up after a
    /// crash, and by then settings may say another place.
    pub(super) fn leave<'a>(
        &self,
        papers: impl IntoIterator<Item = (&'a Outgoing, Option<&'a Path>)>,
    ) -> Result<(), DeskError> {
        self.background(|writer| {
            let now = clock::now();
            papers.into_iter().try_for_each(|(paper, to)| {
                let to = to.map(|path| path.display().to_string());
                writer.send_publication(paper.id, now, to.as_deref())
            })
        })
    }

    /// Commits what became of documents that share their outcome, and tells it.
    pub(super) fn conclude(
        &self,
        papers: &[&Outgoing],
        target: Target,
        outcome: Outcome,
        report: &mut PublicationReport,
    ) -> Result<(), DeskError> {
        let rows: Vec<_> = papers.iter().map(|paper| (paper.id, paper.document)).collect();
        self.settle(&rows, target, &outcome)?;
        for paper in papers {
            tell(paper, &outcome, report);
        }
        Ok(())
    }

    /// Commits the outcome that some publications to a target share.
    pub(super) fn settle(
        &self,
        rows: &[(PublicationId, DocumentId)],
        target: Target,
        outcome: &Outcome,
    ) -> Result<(), DeskError> {
        let (name, state, remote, message) = match outcome {
            Outcome::Done(remote) => ("published", PublicationState::Done, Some(remote), None),
            Outcome::Refused(message) => {
                ("publication_refused", PublicationState::Refused, None, Some(message))
            }
            Outcome::Unknown(message) => {
                ("publication_unknown", PublicationState::Unknown, None, Some(message))
            }
        };
        // What is sent to a target together is of one kind.
        let reverses = match rows.first() {
            Some((id, _)) => self.read(|reader| Ok(reader.publication(*id)?.reverses.is_some()))?,
            None => false,
        };
        let name = if reverses && state == PublicationState::Done { "reversed" } else { name };
        let detail = message.map(written).transpose()?;
        let summary = json!({ "target": target.code(), "remote": remote, "reason": message });
        self.own_command(name, summary, &[], |writer| {
            let remote = remote.map(String::as_str);
            rows.iter().try_for_each(|(id, _)| record(writer, *id, state, remote, detail.as_deref()))
        })
    }

    /// Settles what was on its way when the program last stopped: looks, and never sends. Without a target, only what can
    /// be settled on this device. Nothing may be under way meanwhile: the caller holds [`Desk::publishing`].
    /// Answers what has arrived.
    pub(crate) fn reconcile(&self, target: Option<Target>) -> Result<Vec<(DocumentId, String)>, DeskError> {
        let open = self.read(|reader| reader.open_publications())?;
        let mut connections = Connections::default();
        let (mut never_left, mut arrived) = (Vec::new(), Vec::new());
        for row in open {
            let of_row = Target::of(&row.target)?;
            if target.is_some_and(|target| target != of_row) {
                continue;
            }
            let outcome = match (row.state, of_row) {
                // It was never let go: nothing can have arrived.
                (PublicationState::Pending, _) => {
                    match of_row {
                        Target::Bob => self.discard_from_bob(&row)?,
                        Target::MegMail => self.discard_from_meg_folder(&row)?,
                        Target::SageGe | Target::Meg | Target::Files => {}
                    }
                    never_left.push((row, of_row));
                    continue;
                }
                (_, Target::Bob) => self.look_into_bob(&row)?,
                (_, Target::MegMail) => self.look_into_meg_folder(&row)?,
                (_, Target::Files) => Some(self.look_for_file(&row)),
                // Asking a system over the network waits until somebody publishes to it, or has time to.
                (_, Target::SageGe | Target::Meg) if target.is_some() => {
                    self.ask_remote(&row, of_row, &mut connections)?
                }
                (_, Target::SageGe | Target::Meg) => None,
            };
            let rows = [(row.id, row.document)];
            match outcome {
                Some(outcome) => {
                    self.settle(&rows, of_row, &outcome)?;
                    match outcome {
                        Outcome::Done(remote) if row.reverses.is_none() => {
                            arrived.push((row.document, remote));
                        }
                        Outcome::Refused(_) if matches!(of_row, Target::Bob | Target::MegMail) => {
                            clear_away(&row);
                        }
                        _ => {}
                    }
                }
                None if row.state == PublicationState::Sent => {
                    let unknown = Outcome::Unknown(Message::new("publication_unknown"));
                    self.settle(&rows, of_row, &unknown)?;
                }
                None => {}
            }
        }
        for target in Target::ALL {
            let rows: Vec<_> = never_left
                .iter()
                .filter(|(_, of_row)| *of_row == target)
                .map(|(row, _)| (row.id, row.document))
                .collect();
            if !rows.is_empty() {
                self.settle(&rows, target, &Outcome::Refused(Message::new(INTERRUPTED)))?;
            }
        }
        Ok(arrived)
    }
}

/// Records what became of a publication, and what follows from it for its document and its entry.
pub(super) fn record(
    writer: &mut Writer<'_>,
    id: PublicationId,
    state: PublicationState,
    remote: Option<&str>,
    detail: Option<&str>,
) -> Result<(), DeskError> {
    writer.set_publication(id, state, remote, detail, Some(clock::now()))?;
    let row = writer.publication(id)?;
    if row.reverses.is_some() {
        if state == PublicationState::Done {
            reopening::reversed(writer, &row)?;
        }
        return Ok(());
    }
    if let Some(settlement) = row.settlement {
        if state == PublicationState::Refused {
            let settlement = writer.settlement(settlement)?;
            writer.delete_entry_of_settlement(&settlement)?;
        }
        return Ok(());
    }
    if state == PublicationState::Done {
        writer.set_status(row.document, DocumentStatus::Published)?;
    }
    // An entry that no target has or may have does not exist.
    if state == PublicationState::Refused
        && !writer.publications_of(row.document)?.iter().any(PublicationRow::stands)
    {
        writer.delete_entry_of(row.document)?;
    }
    Ok(())
}

/// One document's part of [`Desk::enqueue`].
fn enqueue_one(
    writer: &mut Writer<'_>,
    document: DocumentId,
    target: Target,
    books: &mut Books,
) -> Result<Result<Outgoing, HeldBack>, DeskError> {
    let situation = Situation::in_books(writer, document, books)?;
    if let Some(standing) = writer.standing_publication(document, target.code())? {
        let message = match standing.state {
            PublicationState::Done => Message::new("held_published_already"),
            PublicationState::Unknown | PublicationState::Sent => Message::new("held_outcome_unknown"),
            _ => Message::new("held_on_its_way"),
        };
        return Ok(Err(held(&situation, writer, message.with("target", target.code()))?));
    }
    let mut stored = writer.entries_of(document)?.into_iter();
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
}

/// Tells what became of a document.
pub(super) fn tell(paper: &Outgoing, outcome: &Outcome, report: &mut PublicationReport) {
    match outcome {
        Outcome::Done(remote) => report.published.push(published(paper.document, remote)),
        Outcome::Refused(message) | Outcome::Unknown(message) => report.held_back.push(HeldBack {
            document: paper.document.to_string(),
            label: paper.label.clone(),
            message: message.clone(),
        }),
    }
}

/// Codes of drops as earlier versions kept them, and today's.
const OLD_CODES: [(&str, &str); 9] = [
    ("bob_root_away", "folder_root_away"),
    ("bob_root_not_folder", "folder_root_not_folder"),
    ("bob_unreachable", "folder_unreachable"),
    ("bob_not_writable", "folder_not_writable"),
    ("bob_disk_full", "folder_disk_full"),
    ("bob_code", "folder_name"),
    ("bob_sequence", "folder_sequence"),
    ("bob_empty", "folder_empty"),
    ("bob_unknown", "folder_unknown"),
];

/// A message as the outbox keeps it: its code alone, or with its arguments as JSON.
pub(crate) fn written(message: &Message) -> Result<String, DeskError> {
    if message.args.is_empty() {
        return Ok(message.code.clone());
    }
    serde_json::to_string(message).map_err(|error| DeskError::internal(&error.to_string()))
}

/// The message that the outbox has kept. Before it was kept whole, it was a code and a text; before there were other
/// folders to drop into than BOB Demat's, the codes of drops bore its name.
pub(crate) fn kept(detail: &str) -> Message {
    let mut message = serde_json::from_str(detail).unwrap_or_else(|_| match detail.split_once(": ") {
        Some((code, text)) => Message::new(code).with("detail", text),
        None => Message::new(detail),
    });
    if let Some((_, now)) = OLD_CODES.iter().find(|(old, _)| *old == message.code) {
        message.code = (*now).to_owned();
    }
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_earlier_versions_kept_is_still_told() {
        assert_eq!(kept("bob_root_away"), Message::new("folder_root_away"));
        assert_eq!(
            kept("bob_unreachable: timed out"),
            Message::new("folder_unreachable").with("detail", "timed out")
        );
        let old = written(&Message::new("bob_code").with("code", "a/b")).unwrap();
        assert_eq!(kept(&old), Message::new("folder_name").with("code", "a/b"));
        assert_eq!(kept("bob_no_paper"), Message::new("bob_no_paper"));
        let french = include_str!("../../../../../ui/src/lib/i18n/fr.ts");
        for (_, now) in OLD_CODES {
            assert!(french.contains(&format!("\"message.{now}\"")), "no sentence for {now}");
        }
    }
}
