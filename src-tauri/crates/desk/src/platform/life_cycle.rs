//! What is said of an e-invoice to its supplier: recorded first, then sent, found again where no answer came.

use std::collections::BTreeSet;

use liasse_connectors::platform::{Acknowledged, Platform};
use liasse_connectors::{IdempotencyKey, PostError};
use liasse_domain::identifiers::Siren;
use liasse_domain::{
    ClientFile, ClientFileId, Date, DocumentId, DocumentKind, DocumentStatus, FieldName, Flow,
    LifeCycleMessageId, LifeCycleReason, LifeCycleStatus, SourceId,
};
use liasse_formats::cdar::{Company, LifeCycleMessage, Moment, write};
use liasse_store::{Actor, LifeCycleRow, PublicationState, Reader, StoreError, Writer};
use serde_json::json;

use crate::api::{
    DeskError, LifeCycleForm, LifeCycleOffer, LifeCycleSaid, LifeCycleStateView, LifeCycleView, Message,
};
use crate::clock;
use crate::coding::{Situation, recode};
use crate::desk::{Desk, document_id, locked};
use crate::publication::{kept, written};

/// What a message needs to know of a document.
struct Facts {
    seller: (String, Siren),
    buyer: Siren,
    number: String,
    date: Date,
    kind: DocumentKind,
}

impl Facts {
    /// What is missing is told as the field that a person can mend.
    fn of(situation: &Situation) -> Result<Facts, Message> {
        let missing = |field: &str| Message::new("life_cycle_missing").with("field", field);
        let reading = &situation.reading;
        let card = situation.third_party.as_ref();
        let read = reading.text(FieldName::SupplierSiren).and_then(|text| text.parse().ok());
        let siren = card.and_then(|card| card.siren.clone()).or(read);
        let name = card.map(|card| card.name.as_str()).or_else(|| reading.text(FieldName::SupplierName));
        let number = reading.text(FieldName::InvoiceNumber);
        Ok(Facts {
            seller: (name.unwrap_or_default().to_owned(), siren.ok_or_else(|| missing("supplier_siren"))?),
            buyer: situation
                .client_file
                .siren
                .clone()
                .ok_or_else(|| Message::new("life_cycle_siren_missing"))?,
            number: number.ok_or_else(|| missing("invoice_number"))?.to_owned(),
            date: reading.date(FieldName::IssueDate).ok_or_else(|| missing("issue_date"))?,
            kind: reading.kind().unwrap_or(DocumentKind::Invoice),
        })
    }
}

/// A status as it is to be set.
struct Saying {
    status: LifeCycleStatus,
    reason: Option<LifeCycleReason>,
    note: Option<String>,
}

/// What can be and was said of a document; `None` for one that did not come from a platform.
pub(crate) fn view(reader: &Reader<'_>, situation: &Situation) -> Result<Option<LifeCycleView>, StoreError> {
    let row = &situation.row;
    if row.flow != Flow::Purchases || !reader.is_from_platform(row.source)? {
        return Ok(None);
    }
    let said = reader.life_cycle_of(row.source)?;
    let offered =
        LifeCycleStatus::ALL.into_iter().filter(|status| may_follow(*status, situation, &said).is_ok());
    let offer = |status: LifeCycleStatus| LifeCycleOffer {
        status: status.into(),
        reasons: status.reasons().iter().map(|reason| (*reason).into()).collect(),
    };
    Ok(Some(LifeCycleView {
        offered: offered.map(offer).collect(),
        said: said.into_iter().map(shown).collect(),
        trouble: Facts::of(situation).err(),
    }))
}

/// Whether a status may be set after what was said. A refusal ends the life cycle; what is booked is not refused, for a
/// refused invoice is not booked.
fn may_follow(status: LifeCycleStatus, situation: &Situation, said: &[LifeCycleRow]) -> Result<(), Message> {
    let stands = |row: &&LifeCycleRow| row.state != PublicationState::Refused;
    if said.iter().filter(stands).any(|row| row.status.is_final()) {
        return Err(Message::new("life_cycle_over"));
    }
    let last = said.iter().rfind(stands).map(|row| row.status);
    let again = match status {
        LifeCycleStatus::TakenInCharge => last.is_some(),
        // Payments may be several.
        LifeCycleStatus::PaymentSent => false,
        _ => last == Some(status),
    };
    if again {
        return Err(Message::new("life_cycle_said"));
    }
    let booked = situation.row.status == DocumentStatus::Published;
    if status == LifeCycleStatus::Refused && booked {
        return Err(Message::new("life_cycle_booked"));
    }
    Ok(())
}

fn shown(row: LifeCycleRow) -> LifeCycleSaid {
    LifeCycleSaid {
        id: row.id.to_string(),
        status: row.status.into(),
        reason: row.reason.map(Into::into),
        note: row.note,
        state: match row.state {
            PublicationState::Pending => LifeCycleStateView::Pending,
            PublicationState::Sent => LifeCycleStateView::Sent,
            PublicationState::Unknown => LifeCycleStateView::Unknown,
            PublicationState::Done => LifeCycleStateView::Done,
            PublicationState::Refused => LifeCycleStateView::Refused,
        },
        detail: row.detail.as_deref().map(kept),
        at: row.created_at.millis() as f64,
    }
}

/// The row of a status, with the message as it will leave.
fn message(
    source: SourceId,
    saying: &Saying,
    facts: &Facts,
    file: &ClientFile,
) -> Result<LifeCycleRow, DeskError> {
    let id = LifeCycleMessageId::from_uuid(clock::fresh());
    let created_at = clock::now();
    let (date, hour, minute, second) = clock::local(created_at);
    let message = write(&LifeCycleMessage {
        id: &id.to_string(),
        at: Moment { date, hour, minute, second },
        buyer: Company { name: &file.name, siren: &facts.buyer },
        seller: Company { name: &facts.seller.0, siren: &facts.seller.1 },
        invoice_number: &facts.number,
        invoice_date: facts.date,
        invoice_kind: facts.kind,
        status: saying.status,
        reason: saying.reason,
        note: saying.note.as_deref(),
    })
    .map_err(|error| DeskError::new(error.code(), error.to_string()))?;
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' };
    Ok(LifeCycleRow {
        id,
        source,
        status: saying.status,
        reason: saying.reason,
        note: saying.note.clone(),
        file_name: format!(
            "{}-{}.xml",
            facts.number.chars().map(plain).collect::<String>(),
            saying.status.code()
        ),
        message,
        state: PublicationState::Pending,
        detail: None,
        created_at,
        sent_at: None,
    })
}

/// What the platform says of a message that it does not take.
fn not_taken(why: String) -> Message {
    Message::new("life_cycle_not_taken").with("detail", why)
}

/// A refused invoice leaves the inbox: it is not booked.
fn take_off(writer: &mut Writer<'_>, source: SourceId) -> Result<(), DeskError> {
    for document in writer.documents_of_source(source)? {
        if document.status == DocumentStatus::Published || crate::split::has_left(writer, document.id)? {
            return Err(DeskError::from(Message::new("life_cycle_booked")));
        }
        writer.set_status(document.id, DocumentStatus::Archived)?;
    }
    Ok(())
}

/// An invoice whose refusal the platform did not take is back.
fn bring_back(writer: &mut Writer<'_>, source: SourceId) -> Result<(), DeskError> {
    for document in writer.documents_of_source(source)? {
        if document.status == DocumentStatus::Archived {
            writer.set_status(document.id, DocumentStatus::ToReview)?;
            recode(writer, document.id)?;
        }
    }
    Ok(())
}

impl Desk {
    /// Says a status of a document to its supplier. Recorded with its key before it leaves; what surely did not leave goes at
    /// the next look at the platform, what no answer came to is looked for first. A refused invoice is archived.
    ///
    /// # Errors
    /// `not_from_platform`; `platform_not_connected`; `life_cycle_over` after a refusal; `life_cycle_said` when it was said; `life_cycle_booked` when a booked
    /// document is to be refused; `life_cycle_missing` when the document lacks what the message needs;
    /// `life_cycle_reason` when the status needs a reason of its list.
    pub fn say_life_cycle(&self, document: String, form: LifeCycleForm) -> Result<LifeCycleView, DeskError> {
        let id = document_id(&document)?;
        let saying = Saying {
            status: form.status.into(),
            reason: form.reason.map(Into::into),
            note: Some(form.note.trim().to_owned()).filter(|note| !note.is_empty()),
        };
        let (source, file) = self.read(|reader| {
            let row = reader.document(id)?;
            Ok((row.source, row.client_file))
        })?;
        if !self.read(|reader| reader.is_from_platform(source))? {
            return Err(DeskError::new("not_from_platform", "the document did not come from a platform"));
        }
        let (platform, _) = self.platform(file)?;
        self.record_saying(&self.actor, id, &saying)?;
        self.send_messages(file, &platform)?;
        self.tell_changed(file);
        let seen = self.read(|reader| view(reader, &Situation::of(reader, id)?))?;
        seen.ok_or_else(|| DeskError::internal("the document is gone"))
    }

    /// One command: the status with its message, and what follows for the document.
    fn record_saying(&self, actor: &Actor, id: DocumentId, saying: &Saying) -> Result<(), DeskError> {
        let summary = json!({ "status": saying.status, "reason": saying.reason });
        self.command_by(actor, "say_life_cycle", false, summary, &[id], |writer| {
            let situation = Situation::of(writer, id)?;
            let source = situation.row.source;
            may_follow(saying.status, &situation, &writer.life_cycle_of(source)?)?;
            let facts = Facts::of(&situation)?;
            if saying.status == LifeCycleStatus::Refused {
                take_off(writer, source)?;
            }
            Ok(writer.add_life_cycle_message(&message(source, saying, &facts, &situation.client_file)?)?)
        })
    }

    /// Tells suppliers *prise en charge* of what was fetched, is safely kept and was read, and of which nothing was said.
    pub(super) fn acknowledge(&self, client_file: ClientFileId) -> Result<(), DeskError> {
        let _alone = locked(&self.receiving);
        let saying = Saying { status: LifeCycleStatus::TakenInCharge, reason: None, note: None };
        for source in self.read(|reader| reader.sources_to_acknowledge(client_file))? {
            let (original, documents) =
                self.read(|reader| Ok((reader.source(source)?.sha256, reader.documents_of_source(source)?)))?;
            // Read back whole: nothing is acknowledged that is not in the house.
            if self.blobs.get(&original).is_err() {
                continue;
            }
            let Some(document) = documents.first().map(|document| document.id) else { continue };
            // What the message lacks is told in the review, where a person can mend it.
            let _ = self.record_saying(&Actor::liasse(), document, &saying);
        }
        Ok(())
    }

    /// Sends the messages of a client file that wait, and asks for the outcome of those that is open; answers how many are
    /// known now. What the platform does not know of once it has had its time did not arrive: it goes again, under its
    /// key. One at a time: two at once could both find that a message is to be sent.
    pub(super) fn send_messages(
        &self,
        client_file: ClientFileId,
        platform: &Platform,
    ) -> Result<u32, DeskError> {
        let _alone = locked(&self.saying);
        let mut settled = 0;
        // Of one invoice, what follows waits for what went before: statuses arrive in their order.
        let mut held: BTreeSet<SourceId> = BTreeSet::new();
        for row in self.read(|reader| reader.open_life_cycle_messages(client_file))? {
            if held.contains(&row.source) {
                continue;
            }
            let known = match row.state {
                PublicationState::Pending => self.send_message(&row, platform)?,
                _ => self.ask_for_message(&row, platform)?,
            };
            match known {
                true => settled += 1,
                false => drop(held.insert(row.source)),
            }
        }
        Ok(settled)
    }

    /// Whether what became of it is known.
    fn send_message(&self, row: &LifeCycleRow, platform: &Platform) -> Result<bool, DeskError> {
        let set = |state, detail: Option<&Message>, sent| self.set_message(row, state, detail, sent);
        set(PublicationState::Sent, None, Some(clock::now()))?;
        let key = IdempotencyKey::from(row.id);
        match self.network.block_on(platform.send_status(&key, &row.file_name, row.message.clone())) {
            // Taken, but perhaps not checked yet.
            Ok(_) => self.ask_for_message(row, platform),
            Err(PostError::NotSent(error)) => {
                let trouble = Message::new(error.code()).with("detail", &error);
                set(PublicationState::Pending, Some(&trouble), None)?;
                Ok(false)
            }
            Err(PostError::Unknown { .. }) => {
                set(PublicationState::Unknown, None, None)?;
                Ok(false)
            }
            Err(PostError::Refused { message, .. }) => {
                set(PublicationState::Refused, Some(&not_taken(message)), None)?;
                Ok(true)
            }
        }
    }

    fn ask_for_message(&self, row: &LifeCycleRow, platform: &Platform) -> Result<bool, DeskError> {
        let key = IdempotencyKey::from(row.id);
        let found = self.network.block_on(platform.find_sent(&key));
        let age = row.sent_at.map(|sent| clock::now().millis().saturating_sub(sent.millis()));
        // A clock that was set back makes it wait longer, never shorter.
        let had_its_time =
            age.is_some_and(|age| u128::from(age.max(0).unsigned_abs()) >= platform.settled().as_millis());
        let (state, detail) = match found {
            Ok(Some(sent)) => match sent.acknowledged {
                Acknowledged::Pending => return Ok(false),
                Acknowledged::Ok => (PublicationState::Done, None),
                Acknowledged::Refused(why) => (PublicationState::Refused, Some(not_taken(why))),
            },
            Ok(None) if had_its_time => {
                self.set_message(row, PublicationState::Pending, None, None)?;
                return Ok(false);
            }
            Ok(None) | Err(_) => return Ok(false),
        };
        self.set_message(row, state, detail.as_ref(), None)?;
        Ok(true)
    }

    fn set_message(
        &self,
        row: &LifeCycleRow,
        state: PublicationState,
        detail: Option<&Message>,
        sent_at: Option<liasse_store::Timestamp>,
    ) -> Result<(), DeskError> {
        let detail = detail.map(written).transpose()?;
        let set = |writer: &mut Writer<'_>| {
            writer.set_life_cycle_message(row.id, state, detail.as_deref(), sent_at)
        };
        if row.status == LifeCycleStatus::Refused && state == PublicationState::Refused {
            let summary = json!({ "status": row.status });
            return self.own_command("refusal_not_taken", summary, &[], |writer| {
                set(writer)?;
                bring_back(writer, row.source)
            });
        }
        self.background(set)
    }
}
