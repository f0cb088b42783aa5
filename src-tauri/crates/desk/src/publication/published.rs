//! What became of publications, as the screens show it.

use liasse_store::{PublicationRow, PublicationState, PublishedRow, Timestamp};

use super::Target;
use super::outbox::kept;
use crate::api::{DeskError, Message, PublicationStateView, PublicationView};
use crate::clock;
use crate::desk::{Desk, client_file_id};

/// A file that lies in a target's folder for longer than this is reported: nobody seems to take it.
const STAYS_AFTER_DAYS: i64 = 3;

/// What is known of a publication now.
pub(crate) fn state(row: &PublicationRow, now: Timestamp) -> PublicationStateView {
    match row.state {
        _ if row.withdrawn_at.is_some() => PublicationStateView::Withdrawn,
        PublicationState::Pending => PublicationStateView::Pending,
        PublicationState::Sent => PublicationStateView::Sent,
        PublicationState::Unknown => PublicationStateView::Unknown,
        PublicationState::Refused => PublicationStateView::Refused,
        PublicationState::Done if row.target != Target::Bob.code() => PublicationStateView::Done,
        PublicationState::Done => {
            let since = row.answered_at.unwrap_or(row.created_at);
            let days = now.millis().saturating_sub(since.millis()) / (24 * 3600 * 1000);
            match (row.taken_at, row.returned_at) {
                (_, Some(_)) => PublicationStateView::Returned,
                (Some(_), None) => PublicationStateView::Taken,
                (None, None) if days >= STAYS_AFTER_DAYS => PublicationStateView::Staying,
                (None, None) => PublicationStateView::Waiting,
            }
        }
    }
}

/// What became of a publication, and when.
pub(crate) fn publication_message(row: &PublicationRow) -> Message {
    let (code, at) = match state(row, clock::now()) {
        PublicationStateView::Withdrawn => ("publication_withdrawn", row.withdrawn_at),
        PublicationStateView::Done if row.reverses.is_some() => ("publication_reversed", None),
        _ if row.reverses.is_some() && row.state == PublicationState::Refused => ("reversal_refused", None),
        _ if row.reverses.is_some() && row.state == PublicationState::Unknown => ("reversal_unknown", None),
        PublicationStateView::Pending => ("publication_pending", None),
        PublicationStateView::Sent => ("publication_sent", row.sent_at),
        PublicationStateView::Unknown => ("publication_unknown", None),
        PublicationStateView::Done => ("publication_done", None),
        PublicationStateView::Waiting => ("publication_waiting", None),
        PublicationStateView::Taken => ("publication_taken", row.taken_at),
        PublicationStateView::Staying => ("publication_staying", None),
        PublicationStateView::Returned => ("publication_returned", row.returned_at),
        PublicationStateView::Refused => ("publication_refused", None),
    };
    let at = at.or(row.answered_at).unwrap_or(row.created_at);
    let mut message = Message::new(code).with("target", &row.target).with("at", at.millis());
    if let Some(remote) = &row.remote_id {
        message = message.with("remote", remote);
    }
    if matches!(row.state, PublicationState::Refused | PublicationState::Unknown)
        && let Some(reason) = row.detail.as_deref().map(kept)
        && reason.code != code
    {
        // The reason is a sentence of its own, with its own arguments.
        message.args.extend(reason.args);
        message = message.with("reason", reason.code);
    }
    message
}

impl Desk {
    /// The publications of a client file's documents to one target or to all, newest first, those refused too.
    pub fn publications(
        &self,
        client_file: String,
        target: Option<String>,
    ) -> Result<Vec<PublicationView>, DeskError> {
        let id = client_file_id(&client_file)?;
        let target = target.as_deref().map(Target::of).transpose()?;
        let rows = self.read(|reader| reader.published_documents(id, target.map(Target::code)))?;
        Ok(rows.into_iter().map(view).collect())
    }
}

fn view(row: PublishedRow) -> PublicationView {
    let publication = &row.publication;
    PublicationView {
        document: publication.document.to_string(),
        flow: row.flow.into(),
        status: row.status.into(),
        number: row.number,
        third_party: row.party,
        date: row.issue_date.map(|date| date.to_string()),
        total_ttc: row.total.map(|amount| amount.to_string()),
        total_vat: row.total_vat.map(|amount| amount.to_string()),
        currency: row.currency,
        target: publication.target.clone(),
        state: state(publication, clock::now()),
        message: publication_message(publication),
        at: publication.answered_at.unwrap_or(publication.created_at).millis() as f64,
    }
}
