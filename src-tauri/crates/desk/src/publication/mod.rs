//! Publication: once, whole. A row of the outbox with its key is committed before anything leaves; what became of it is
//! committed as soon as it is known; what is not known is looked up, never sent again blindly.

mod answer;
mod at_once;
mod authority;
mod bob;
mod bob_settings;
mod by_itself;
mod facturx;
mod files;
mod layouts;
mod mail_account;
mod meg;
mod meg_mail;
mod original;
mod outbox;
mod picture_pdf;
mod published;
mod remote;
mod reopening;
mod rounds;
mod sending;
mod settlements;
mod ubl;

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use liasse_domain::{
    Amount, ClientFile, ClientFileId, DocumentId, DocumentStatus, Entry, EntryId, FieldName, Flow,
    PublicationId,
};
use liasse_store::{Actor, Reader, StoreError};

use crate::api::{
    DeskError, DeskEvent, EntryView, HeldBack, JournalTotal, Message, PublicationReport, PublicationSummary,
    Published, TargetView,
};
use crate::clock;
use crate::coding::{Books, Entries, Situation};
use crate::desk::{Desk, client_file_id, document_ids, locked};

pub(crate) use answer::may_be_taken_back;
pub(crate) use mail_account::MAIL_ACCOUNT;
pub use meg::MegConnection;
pub(crate) use outbox::{kept, written};
pub(crate) use published::publication_message;
pub(crate) use remote::{MEG, SAGE_GE, timeouts, unreachable};
pub(crate) use rounds::start;

/// The systems that documents are published to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    Bob,
    SageGe,
    Meg,
    MegMail,
    Files,
}

impl Target {
    const ALL: [Target; 5] = [Target::Bob, Target::SageGe, Target::Meg, Target::MegMail, Target::Files];

    pub(crate) fn code(self) -> &'static str {
        match self {
            Target::Bob => "bob",
            Target::SageGe => "sage-ge",
            Target::Meg => "meg",
            Target::MegMail => "meg-mail",
            Target::Files => "files",
        }
    }
    fn of(code: &str) -> Result<Target, DeskError> {
        Target::ALL.into_iter().find(|target| target.code() == code).ok_or_else(|| {
            DeskError::new(
                "unknown_target",
                format!("`{code}` is no target: expected bob, sage-ge, meg, meg-mail or files"),
            )
            .with("target", code)
        })
    }
}

/// A document on its way out.
pub(crate) struct Outgoing {
    pub id: PublicationId,
    pub document: DocumentId,
    pub label: String,
    pub situation: Situation,
    pub entry: Entry,
    pub payment: Option<Entry>,
}

/// What became of one document.
pub(crate) enum Outcome {
    /// The target has it, under this name.
    Done(String),
    /// The target does not take it, or it never left: it may be published again.
    Refused(Message),
    /// Nobody knows.
    Unknown(Message),
}

impl Desk {
    /// The targets of a client file, and what is missing where one cannot be used.
    pub fn targets(&self, client_file: String) -> Result<Vec<TargetView>, DeskError> {
        let file = self.client_file(client_file_id(&client_file)?)?;
        Target::ALL
            .into_iter()
            .map(|target| {
                let (destination, trouble) = match target {
                    Target::Bob => self.bob_destination(&file)?,
                    Target::SageGe => self.sage_ge_destination(&file)?,
                    Target::Meg => self.meg_destination(&file)?,
                    Target::MegMail => self.meg_mail_destination(&file)?,
                    Target::Files => (String::new(), None),
                };
                Ok(TargetView {
                    code: target.code().to_owned(),
                    usable: trouble.is_none(),
                    trouble,
                    destination,
                })
            })
            .collect()
    }

    /// What publishing these documents would do; without any, all that are ready.
    pub fn publication_summary(
        &self,
        client_file: String,
        documents: Vec<String>,
    ) -> Result<PublicationSummary, DeskError> {
        let id = client_file_id(&client_file)?;
        let ids = match documents.is_empty() {
            true => self.read(|reader| reader.documents_in_status(id, DocumentStatus::Ready))?,
            false => document_ids(&documents)?,
        };
        self.read(|reader| {
            let mut totals: BTreeMap<(String, Flow, String), (u32, Amount)> = BTreeMap::new();
            let (mut going, mut held_back) = (Vec::new(), Vec::new());
            let mut books = Books::default();
            for document in ids {
                let situation = Situation::in_books(reader, document, &mut books)?;
                match publishable(&situation) {
                    Ok(entries) => {
                        for entry in std::iter::once(&entries.entry).chain(&entries.payment) {
                            let currency = entry.currency().to_string();
                            let key = (entry.journal().to_string(), situation.row.flow, currency);
                            let total = totals.entry(key).or_default();
                            total.0 += 1;
                            total.1 += entry.total();
                        }
                        going.push(document.to_string());
                    }
                    Err(message) => held_back.push(held(&situation, reader, message)?),
                }
            }
            let journals = totals
                .into_iter()
                .map(|((journal, flow, currency), (entries, total))| JournalTotal {
                    journal,
                    flow: flow.into(),
                    entries,
                    total: total.to_string(),
                    currency,
                })
                .collect();
            Ok(PublicationSummary { documents: going, journals, held_back })
        })
    }

    /// Publishes documents to a target. Those that cannot go stay behind, each with its reason; the others go.
    ///
    /// # Errors
    /// `target_not_set` with what is missing; `unknown_target`.
    pub fn publish(
        &self,
        client_file: String,
        documents: Vec<String>,
        target: String,
        destination: Option<String>,
    ) -> Result<PublicationReport, DeskError> {
        let id = client_file_id(&client_file)?;
        self.publish_as(&self.actor, id, &documents, Target::of(&target)?, destination)
    }

    /// The same by the program itself, for what may go by itself.
    fn publish_by_itself(
        &self,
        id: ClientFileId,
        documents: &[String],
        target: Target,
    ) -> Result<PublicationReport, DeskError> {
        self.publish_as(&Actor::liasse(), id, documents, target, None)
    }

    fn publish_as(
        &self,
        actor: &Actor,
        id: ClientFileId,
        documents: &[String],
        target: Target,
        destination: Option<String>,
    ) -> Result<PublicationReport, DeskError> {
        let file = self.client_file(id)?;
        // One publication at a time: what another one has under way would look broken off.
        let _alone = locked(&self.publishing);
        self.publication_stopped.store(false, Ordering::Relaxed);
        let mut wanted = document_ids(documents)?;
        // What is found to have arrived is published as well.
        let mut arrived = self.reconcile(Some(target))?;
        arrived.retain(|(document, _)| wanted.contains(document));
        wanted.retain(|document| !arrived.iter().any(|(found, _)| found == document));
        let (outgoing, held_back) = self.enqueue(actor, &wanted, target)?;
        let mut report = PublicationReport {
            published: arrived.iter().map(|(document, remote)| published(*document, remote)).collect(),
            held_back,
            file: None,
            findings: Vec::new(),
        };
        match target {
            Target::Bob => self.drop_all(&file, outgoing, destination.as_deref(), &mut report)?,
            Target::SageGe | Target::Meg => self.post_all(&file, target, outgoing, &mut report)?,
            Target::MegMail => self.hand_over_all(&file, outgoing, &mut report)?,
            Target::Files => self.export_all(&file, outgoing, destination, &mut report)?,
        }
        self.tell_changed(id);
        Ok(report)
    }

    /// Lets what is on its way go on, and sends nothing more: what has not left yet stays ready.
    ///
    /// # Errors
    /// None: it is asked for like the others.
    pub fn stop_publication(&self) -> Result<(), DeskError> {
        self.publication_stopped.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Whether the user has stopped the publication that is under way.
    fn is_stopped(&self) -> bool {
        self.publication_stopped.load(Ordering::Relaxed)
    }

    /// Tells how far a publication is.
    fn tell_progress(&self, file: &ClientFile, done: usize, total: usize) {
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let (done, total) = (count(done), count(total));
        self.tell(DeskEvent::Publishing { client_file: file.id.to_string(), done, total });
    }

    /// The entries of a client file: those published, those that its ready documents would make, and those of the tax that
    /// became due with payments.
    pub fn entries(&self, client_file: &str) -> Result<Vec<EntryView>, DeskError> {
        Ok(self.all_entries(client_file)?.iter().map(crate::review::entry_view).collect())
    }

    fn all_entries(&self, client_file: &str) -> Result<Vec<Entry>, DeskError> {
        let id = client_file_id(client_file)?;
        self.read(|reader| {
            let mut entries = reader.entries(id)?;
            let mut books = Books::default();
            for document in reader.documents_in_status(id, DocumentStatus::Ready)? {
                if let Ok(ready) = publishable(&Situation::in_books(reader, document, &mut books)?) {
                    entries.push(ready.entry);
                    entries.extend(ready.payment);
                }
            }
            entries.extend(crate::settlements::due(reader, id, false)?.into_iter().map(|(_, entry)| entry));
            entries.sort_by(|a, b| (a.date(), a.piece_reference()).cmp(&(b.date(), b.piece_reference())));
            Ok(entries)
        })
    }

    /// The same as a FEC.
    pub fn entries_fec(&self, client_file: &str) -> Result<Vec<u8>, DeskError> {
        let entries = self.all_entries(client_file)?;
        let file = self.client_file(client_file_id(client_file)?)?;
        files::fec(&file, &entries)
    }
}

/// The entries of a document that may be published, or why it may not.
fn publishable(situation: &Situation) -> Result<Entries, Message> {
    if situation.refused_to_supplier {
        return Err(Message::new("held_refused"));
    }
    if !matches!(situation.row.status, DocumentStatus::Ready | DocumentStatus::Published) {
        return Err(match situation.row.status {
            DocumentStatus::ToSplit => Message::new("held_to_split"),
            DocumentStatus::Archived => Message::new("held_archived"),
            _ => situation
                .doubts()
                .into_iter()
                .next()
                .map_or_else(|| Message::new("held_to_review"), |doubt| doubt.message),
        });
    }
    let ids = [EntryId::from_uuid(clock::fresh()), EntryId::from_uuid(clock::fresh())];
    situation.entries(ids).map_err(|trouble| trouble.message())
}

/// How a document is called in a report.
fn label(situation: &Situation, reader: &Reader<'_>) -> Result<String, StoreError> {
    match situation.reading.text(FieldName::InvoiceNumber) {
        Some(number) => Ok(number.to_owned()),
        None => Ok(reader.source(situation.row.source)?.file_name),
    }
}

fn held(situation: &Situation, reader: &Reader<'_>, message: Message) -> Result<HeldBack, StoreError> {
    Ok(HeldBack { document: situation.row.id.to_string(), label: label(situation, reader)?, message })
}

/// What is missing before a target can be used.
fn not_set(message: &Message) -> DeskError {
    let mut error = DeskError::from(message.clone());
    "target_not_set".clone_into(&mut error.code);
    error
}

fn published(document: DocumentId, remote: &str) -> Published {
    Published { document: document.to_string(), remote: remote.to_owned() }
}

/// The prefix of the client file in names of files.
fn file_prefix(file: &ClientFile) -> String {
    file.siren.as_ref().map_or_else(|| "000000000".to_owned(), ToString::to_string)
}
