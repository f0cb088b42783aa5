//! Sage BOB Demat: one UBL file a document, dropped into the client file's folder.

use std::path::Path;

use liasse_connectors::IdempotencyKey;
use liasse_connectors::bob_demat::Shelf;
use liasse_connectors::folder::{
    self, DropRequest, LAST_SEQUENCE, OutboxState, Place, Preparation, Prepared, Reconciled,
};
use liasse_domain::{ClientFile, DocumentKind, FieldName};
use liasse_formats::ubl::UblVariant;
use liasse_store::{PublicationRow, PublicationState};

use super::bob_settings::{self, BobRoute, shelf};
use super::{Outcome, Outgoing, Target, ubl};
use crate::api::{BelgianUbl, DeskError, Message, PublicationReport};
use crate::coding::third_party_name;
use crate::desk::{Desk, client_file_id};

/// So many documents are written before they are let go together: one commit for all, and a rename each.
const GROUP: usize = 20;
/// Counts the drops of this device, so that names sort in their order.
const SEQUENCE: &str = "bob_sequence";

/// A number of a drop has six digits; after the last comes the first. The day in the name keeps the order.
fn wrapped(sequence: u32) -> u32 {
    match sequence % LAST_SEQUENCE {
        0 => LAST_SEQUENCE,
        sequence => sequence,
    }
}

fn key(text: &str) -> Result<IdempotencyKey, DeskError> {
    text.parse().map_err(|error| DeskError::bad_form("idempotency_key", &error))
}

pub(super) fn refused(error: &folder::DropError) -> Message {
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

    /// Where a client file's documents go, and what is missing.
    pub(super) fn bob_destination(&self, file: &ClientFile) -> Result<(String, Option<Message>), DeskError> {
        Ok(self.read(|reader| BobRoute::of(reader, file, None))?.destination())
    }

    /// Drops documents one after the other, on the device that was asked for or on the client file's own.
    pub(super) fn drop_all(
        &self,
        file: &ClientFile,
        outgoing: Vec<Outgoing>,
        device: Option<&str>,
        report: &mut PublicationReport,
    ) -> Result<(), DeskError> {
        let total = outgoing.len();
        let first = self.sequences(total)?;
        let route = self.read(|reader| BobRoute::of(reader, file, device))?;
        let variant = self.ubl_variant(file)?;
        let mut numbers = first..;
        for (turn, group) in outgoing.chunks(GROUP).enumerate() {
            let done = turn * GROUP;
            self.tell_progress(file, done, total);
            if self.is_stopped() {
                let rest: Vec<&Outgoing> = outgoing.iter().skip(done).collect();
                let stopped = Outcome::Refused(Message::new("publication_stopped"));
                self.conclude(&rest, Target::Bob, stopped, report)?;
                break;
            }
            let mut ready = Vec::with_capacity(group.len());
            for (paper, sequence) in group.iter().zip(&mut numbers) {
                match self.prepare_one(&route, paper, variant, wrapped(sequence))? {
                    Ok(prepared) => ready.push((paper, prepared)),
                    Err(outcome) => self.conclude(&[paper], Target::Bob, outcome, report)?,
                }
            }
            if ready.is_empty() {
                continue;
            }
            // One commit for the group: what it lets go and does not rename keeps its temporary file, which proves it.
            self.leave(ready.iter().map(|(paper, prepared)| (*paper, Some(prepared.file()))))?;
            route.remember(self)?;
            // All of them, before the first is released: should this end here, none must lose its temporary file.
            let committed: Vec<_> =
                ready.into_iter().map(|(paper, prepared)| (paper, prepared.committed())).collect();
            for (paper, prepared) in committed {
                let outcome = match prepared.release() {
                    Ok(path) => Outcome::Done(path.display().to_string()),
                    Err(error) if error.is_definite() => Outcome::Refused(refused(&error)),
                    Err(error) => Outcome::Unknown(refused(&error)),
                };
                self.conclude(&[paper], Target::Bob, outcome, report)?;
            }
        }
        self.tell_progress(file, total, total);
        Ok(())
    }

    /// Takes one number of drops of this device.
    pub(super) fn next_sequence(&self) -> Result<u32, DeskError> {
        self.sequences(1).map(wrapped)
    }

    /// Takes so many numbers of drops of this device; answers the first.
    fn sequences(&self, count: usize) -> Result<u32, DeskError> {
        self.background(|writer| {
            let last = writer.setting::<u32>(SEQUENCE)?.unwrap_or(0);
            let taken = u32::try_from(count).unwrap_or(u32::MAX);
            writer.put_setting(SEQUENCE, &wrapped(last.saturating_add(taken)))?;
            Ok(last.saturating_add(1))
        })
    }

    /// What is dropped of a document, and the ending of its name: its e-invoice, or the paper where none carries it.
    fn content(
        &self,
        shelf: Shelf,
        paper: &Outgoing,
        variant: UblVariant,
    ) -> Result<Result<(&'static str, Vec<u8>), Message>, DeskError> {
        if shelf != Shelf::Sundry {
            return Ok(self.ubl(paper, variant)?.map(|bytes| ("xml", bytes)));
        }
        Ok(match self.as_pdf(&paper.situation) {
            Ok(Some(original)) => Ok(("pdf", original.bytes)),
            Ok(None) => Err(Message::new("bob_no_paper")),
            Err(error) => Err(error.message),
        })
    }

    /// Writes one document where it will be dropped, under a name that BOB ignores; or says what became of it.
    fn prepare_one(
        &self,
        route: &BobRoute,
        paper: &Outgoing,
        variant: UblVariant,
        sequence: u32,
    ) -> Result<Result<Prepared, Outcome>, DeskError> {
        let kind = paper.situation.reading.kind().unwrap_or(DocumentKind::Other);
        let shelf = shelf(kind, paper.situation.row.flow);
        let place = match route.place(shelf) {
            Ok(place) => place,
            Err(message) => return Ok(Err(Outcome::Refused(message))),
        };
        let (ending, content) = match self.content(shelf, paper, variant)? {
            Ok(content) => content,
            Err(message) => return Ok(Err(Outcome::Refused(message))),
        };
        let key = IdempotencyKey::from(paper.id);
        let reading = &paper.situation.reading;
        let prepared = folder::prepare(&DropRequest {
            place: &place,
            key: &key,
            date: paper.entry.date(),
            sequence,
            supplier: third_party_name(reading, paper.situation.row.flow).unwrap_or_default(),
            number: reading.text(FieldName::InvoiceNumber).unwrap_or(paper.entry.piece_reference()),
            ending,
            content: &content,
        });
        Ok(match prepared {
            Ok(Preparation::Ready(prepared)) => Ok(prepared),
            Ok(Preparation::AlreadyThere(path)) => Err(Outcome::Done(path.display().to_string())),
            Err(error) => Err(Outcome::Refused(refused(&error))),
        })
    }

    /// Takes away what a drop left half done before it was let go, wherever it may have been.
    pub(super) fn discard_from_bob(&self, row: &PublicationRow) -> Result<(), DeskError> {
        let Ok(key) = key(&row.idempotency_key) else { return Ok(()) };
        for place in self.places_of(row)? {
            // A folder that cannot be reached now keeps a temporary file that BOB ignores.
            if let Ok(folder) = place.folder() {
                let _ = folder::discard(&folder, &key);
            }
        }
        Ok(())
    }

    /// What became of a drop that was let go; `None` when its folder cannot be reached now.
    pub(super) fn look_into_bob(&self, row: &PublicationRow) -> Result<Option<Outcome>, DeskError> {
        let state = match row.state {
            PublicationState::Pending => OutboxState::NotSent,
            _ => OutboxState::Sent,
        };
        let key = key(&row.idempotency_key)?;
        let found = match row.remote_id.as_deref() {
            Some(file) => folder::reconcile_dropped(Path::new(file), &key, state),
            None => match self.places_of(row)?.first() {
                Some(place) => folder::reconcile(place, &key, state),
                None => return Ok(None),
            },
        };
        Ok(match found {
            Ok(Reconciled::Dropped(path)) => Some(Outcome::Done(path.display().to_string())),
            Ok(Reconciled::NotDropped) => Some(Outcome::Refused(Message::new(super::outbox::INTERRUPTED))),
            Ok(Reconciled::Unknown) | Err(_) => None,
        })
    }

    /// Where a publication may have been dropped: on the client file's own device first, then on the others.
    fn places_of(&self, row: &PublicationRow) -> Result<Vec<Place>, DeskError> {
        self.read(|reader| {
            let document = reader.document(row.document)?;
            let file = reader.client_file(document.client_file)?;
            let kind = reader.reading(row.document)?.kind().unwrap_or(DocumentKind::Other);
            let shelf = shelf(kind, document.flow);
            let own = BobRoute::of(reader, &file, None)?.place(shelf);
            let mut places: Vec<Place> = own.into_iter().collect();
            for device in bob_settings::settings(reader)?.devices {
                places.extend(BobRoute::of(reader, &file, Some(&device.name))?.place(shelf));
            }
            Ok(places)
        })
    }
}
