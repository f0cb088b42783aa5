//! The user's answer where nobody knows whether a document arrived: he has looked into the target himself.

use liasse_store::{ChangeRecord, PublicationState, Reader, StoreError};
use serde_json::json;

use super::outbox::{NOT_ARRIVED, record};
use super::{Target, locked};
use crate::api::DeskError;
use crate::desk::{Desk, document_id};

/// The command by which an answer is kept.
const COMMAND: &str = "settle_publication";
/// What the user found out; [`NOT_ARRIVED`] otherwise.
const ARRIVED: &str = "publication_arrived";

impl Desk {
    /// Keeps the user's answer: the target has the document, or it may be published again. One user command, which is undone as
    /// long as nothing has left since.
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
        // What is under way has its outcome told when it is known.
        let _alone = locked(&self.publishing);
        let summary =
            json!({ "target": target.code(), "outcome": if arrived { ARRIVED } else { NOT_ARRIVED } });
        self.command(COMMAND, true, summary, &[id], |writer| {
            let row = writer
                .publications_of(id)?
                .into_iter()
                .find(|row| row.target == target.code() && row.state == PublicationState::Unknown)
                .ok_or_else(|| {
                    DeskError::new("nothing_unknown", "what became of this publication is known")
                })?;
            let (state, detail) = match arrived {
                true => (PublicationState::Done, None),
                false => (PublicationState::Refused, Some(NOT_ARRIVED)),
            };
            record(writer, row.id, state, None, detail)
        })?;
        let client_file = self.read(|reader| Ok(reader.document(id)?.client_file))?;
        self.tell_changed(client_file);
        Ok(())
    }
}

/// Whether a change is an answer of the user's, and stands in the way of nothing that left after it.
///
/// # Errors
/// Of the database.
pub(crate) fn may_be_taken_back(reader: &Reader<'_>, change: &ChangeRecord) -> Result<bool, StoreError> {
    if change.command != COMMAND {
        return Ok(false);
    }
    for document in &change.documents {
        let mut rows = reader.publications_of(*document)?.into_iter();
        if rows.any(|row| row.created_at > change.at || row.sent_at.is_some_and(|sent| sent > change.at)) {
            return Ok(false);
        }
    }
    Ok(true)
}
