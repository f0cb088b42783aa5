//! Sage BOB Demat: one UBL file a document, dropped into the client file's folder.

use std::path::PathBuf;

use liasse_connectors::IdempotencyKey;
use liasse_connectors::bob_demat::{
    self, DropRequest, OutboxState, Place, Preparation, Reconciled, SubFolders,
};
use liasse_domain::{ClientFile, FieldName, Flow};
use liasse_formats::ubl::UblVariant;
use liasse_store::{PublicationRow, PublicationState};

use super::{Outcome, Outgoing, not_set, ubl};
use crate::api::{BelgianUbl, DeskError, Message};
use crate::coding::third_party_name;
use crate::desk::{Desk, client_file_id};

/// Counts the drops of this device, so that names sort in their order.
const SEQUENCE: &str = "bob_sequence";

/// Where a client file's documents go, and what is missing.
pub(super) fn destination(file: &ClientFile) -> (String, Option<Message>) {
    match (&file.bob_root, &file.bob_code) {
        (Some(root), Some(code)) => (PathBuf::from(root).join(code).display().to_string(), None),
        (None, _) => (String::new(), Some(Message::new("bob_root_missing"))),
        (_, None) => (String::new(), Some(Message::new("bob_code_missing"))),
    }
}

fn place(file: &ClientFile, flow: Flow) -> Result<Place, DeskError> {
    match (&file.bob_root, &file.bob_code) {
        (Some(root), Some(code)) => {
            Ok(Place { root: PathBuf::from(root), code: code.clone(), flow, folders: SubFolders::french() })
        }
        _ => Err(not_set(&destination(file).1.unwrap_or_else(|| Message::new("bob_code_missing")))),
    }
}

fn key(text: &str) -> Result<IdempotencyKey, DeskError> {
    text.parse().map_err(|error| DeskError::bad_form("idempotency_key", &error))
}

fn refused(error: &bob_demat::DropError) -> Message {
    Message::new(error.code()).with("detail", error)
}

/// Where the variant of a client file is kept.
fn setting(file: &ClientFile) -> String {
    format!("ubl.{}", file.id)
}

impl Desk {
    pub(super) fn ubl_variant(&self, file: &ClientFile) -> Result<UblVariant, DeskError> {
        let chosen: BelgianUbl = self.read(|reader| reader.setting(&setting(file)))?.unwrap_or_default();
        Ok(match chosen {
            BelgianUbl::PeppolBis3 => UblVariant::PeppolBis3,
            BelgianUbl::UblBe => UblVariant::UblBe,
            BelgianUbl::Efff => UblVariant::Efff,
        })
    }

    /// Which UBL a client file's BOB takes.
    pub fn belgian_ubl(&self, client_file: String) -> Result<BelgianUbl, DeskError> {
        let file = self.client_file(client_file_id(&client_file)?)?;
        Ok(self.read(|reader| reader.setting(&setting(&file)))?.unwrap_or_default())
    }

    /// Remembers which UBL a client file's BOB takes.
    pub fn set_belgian_ubl(&self, client_file: String, variant: BelgianUbl) -> Result<(), DeskError> {
        let file = self.client_file(client_file_id(&client_file)?)?;
        self.background(|writer| writer.put_setting(&setting(&file), &variant))
    }

    /// The UBL of a document with its paper inside, or why there is none.
    pub(super) fn ubl(
        &self,
        paper: &Outgoing,
        variant: UblVariant,
    ) -> Result<Result<Vec<u8>, Message>, DeskError> {
        let original = match variant {
            UblVariant::Efff => self.as_pdf(&paper.situation),
            UblVariant::PeppolBis3 | UblVariant::UblBe => self.embeddable(&paper.situation),
        };
        Ok(match original {
            Ok(original) => ubl::of(&paper.situation, &paper.entry, original, variant),
            Err(error) => Err(error.message),
        })
    }

    /// Drops one document.
    pub(super) fn drop_to_bob(&self, file: &ClientFile, paper: &Outgoing) -> Result<Outcome, DeskError> {
        let place = match place(file, paper.situation.row.flow) {
            Ok(place) => place,
            Err(error) => return Ok(Outcome::Refused(error.message)),
        };
        let bytes = match self.ubl(paper, self.ubl_variant(file)?)? {
            Ok(bytes) => bytes,
            Err(message) => return Ok(Outcome::Refused(message)),
        };
        let key = IdempotencyKey::from(paper.id);
        let sequence = self.background(|writer| {
            let next = writer.setting::<u32>(SEQUENCE)?.unwrap_or(0) + 1;
            writer.put_setting(SEQUENCE, &next)?;
            Ok(next)
        })?;
        let reading = &paper.situation.reading;
        let prepared = bob_demat::prepare(&DropRequest {
            place: &place,
            key: &key,
            date: paper.entry.date(),
            sequence,
            supplier: third_party_name(reading, paper.situation.row.flow).unwrap_or_default(),
            number: reading.text(FieldName::InvoiceNumber).unwrap_or(paper.entry.piece_reference()),
            ubl: &bytes,
        });
        let prepared = match prepared {
            Ok(Preparation::Ready(prepared)) => prepared,
            Ok(Preparation::AlreadyThere(path)) => return Ok(Outcome::Done(path.display().to_string())),
            Err(error) => return Ok(Outcome::Refused(refused(&error))),
        };
        self.leaves(paper, None)?;
        Ok(match prepared.release() {
            Ok(path) => Outcome::Done(path.display().to_string()),
            Err(error) if error.is_definite() => Outcome::Refused(refused(&error)),
            Err(error) => Outcome::Unknown(refused(&error)),
        })
    }

    /// Takes away what a drop left half done before it was let go.
    pub(super) fn discard_from_bob(&self, row: &PublicationRow) -> Result<(), DeskError> {
        let place = self.place_of(row)?;
        if let (Some(place), Ok(key)) = (place, key(&row.idempotency_key)) {
            // A folder that cannot be reached now keeps a temporary file that BOB ignores.
            let _ = bob_demat::discard(&place, &key);
        }
        Ok(())
    }

    /// What became of a drop that was let go; `None` when its folder cannot be reached now.
    pub(super) fn look_into_bob(&self, row: &PublicationRow) -> Result<Option<Outcome>, DeskError> {
        let Some(place) = self.place_of(row)? else { return Ok(None) };
        let state = match row.state {
            PublicationState::Pending => OutboxState::NotSent,
            _ => OutboxState::Sent,
        };
        Ok(match bob_demat::reconcile(&place, &key(&row.idempotency_key)?, state) {
            Ok(Reconciled::Dropped(path)) => Some(Outcome::Done(path.display().to_string())),
            Ok(Reconciled::NotDropped) => Some(Outcome::Refused(Message::new(super::outbox::INTERRUPTED))),
            Ok(Reconciled::Unknown) | Err(_) => None,
        })
    }

    fn place_of(&self, row: &PublicationRow) -> Result<Option<Place>, DeskError> {
        let (file, flow) = self.read(|reader| {
            let document = reader.document(row.document)?;
            Ok((reader.client_file(document.client_file)?, document.flow))
        })?;
        Ok(place(&file, flow).ok())
    }
}
