//! MEG without its interface: a Factur-X file of each document, by mail to the address that MEG made for the client file's
//! purchases or sales, or left in a folder to be taken into MEG by hand.

use std::path::{Path, PathBuf};

use liasse_connectors::folder::{self, DropRequest, OutboxState, Place, Preparation, Reconciled};
use liasse_connectors::mail::{Letter, MailAddress, Mailer};
use liasse_connectors::{Attachment, IdempotencyKey, paper_name};
use liasse_domain::{ClientFile, ClientFileId, EntryPurpose, FieldName, Flow};
use liasse_store::{PublicationRow, PublicationState, Reader, StoreError};
use serde_json::json;

use super::bob::refused;
use super::facturx::{self, Fitting};
use super::mail_account::said;
use super::sending::pause;
use super::{Outcome, Outgoing, Target, outbox};
use crate::api::{DeskError, MegMailForm, MegMailWay, Message, PublicationReport};
use crate::coding::third_party_name;
use crate::desk::{Desk, client_file_id};

/// What MEG takes of one file: "moins de 5 Mo" (MEG's help, on sales).
const MOST: usize = 5_000_000;
/// How often a letter is handed over that surely did not arrive.
const TRIES: u32 = 3;
/// Our sign in a folder that documents were left in.
const SIGN: &str = ".liasse";
/// Folders below the one that is chosen: MEG takes purchases and sales apart.
const SHELVES: [(Flow, &str); 2] = [(Flow::Purchases, "achats"), (Flow::Sales, "ventes")];

fn form_key(id: ClientFileId) -> String {
    format!("meg_mail.{id}")
}

fn form(reader: &Reader<'_>, id: ClientFileId) -> Result<MegMailForm, StoreError> {
    Ok(reader.setting(&form_key(id))?.unwrap_or_default())
}

/// Where the documents of a flow are left.
fn place(folder: &str, flow: Flow, known: bool) -> Place {
    let below = SHELVES.iter().filter(|(own, _)| *own == flow).map(|(_, name)| (*name).to_owned());
    Place { root: PathBuf::from(folder), below: below.collect(), known, sign: SIGN }
}

/// What came of one document.
enum Sent {
    /// It is known, or known to be unknown.
    Known(Outcome),
    /// Neither would the next one go.
    Hopeless(Message),
}

/// A document as MEG gets it.
struct MegFile {
    name: String,
    fitting: Fitting,
}

/// How the documents of a run go.
enum Way {
    Mail { mailer: Box<Mailer>, purchases: String, sales: String },
    Folder { folder: String, known: bool },
}

impl Desk {
    /// How a client file's documents reach MEG without its interface.
    pub fn meg_mail_form(&self, client_file: String) -> Result<MegMailForm, DeskError> {
        let id = client_file_id(&client_file)?;
        self.read(|reader| form(reader, id))
    }

    /// Keeps how a client file's documents reach MEG without its interface.
    ///
    /// # Errors
    /// `bad_form` for an address that is none, `folder_missing` for a folder that is not there.
    pub fn save_meg_mail_form(&self, client_file: String, form: MegMailForm) -> Result<(), DeskError> {
        let id = client_file_id(&client_file)?;
        let [purchases, sales, folder] =
            [&form.purchases, &form.sales, &form.folder].map(|text| text.trim().to_owned());
        for (field, address) in [("purchases_address", &purchases), ("sales_address", &sales)] {
            if !address.is_empty() {
                address.parse::<MailAddress>().map_err(|error| DeskError::bad_form(field, &error))?;
            }
        }
        let path = Path::new(&folder);
        if form.way == MegMailWay::Folder && !(path.is_absolute() && path.is_dir()) {
            let detail = format!("{folder} is no folder: choose one that exists");
            return Err(DeskError::new("folder_missing", detail).with("path", &folder));
        }
        let form = MegMailForm { way: form.way, purchases, sales, folder };
        let summary = json!({ "way": form.way });
        self.command("save_meg_mail", true, summary, &[], |writer| {
            Ok(writer.put_setting(&form_key(id), &form)?)
        })?;
        self.forget_root(Path::new(&form.folder))?;
        self.tell_changed(id);
        Ok(())
    }

    /// Where a client file's documents go, and what is missing.
    pub(super) fn meg_mail_destination(
        &self,
        file: &ClientFile,
    ) -> Result<(String, Option<Message>), DeskError> {
        let MegMailForm { way, purchases, sales, folder } = self.read(|reader| form(reader, file.id))?;
        let missing = || Message::new("meg_mail_missing");
        Ok(match way {
            MegMailWay::Folder => {
                let trouble = folder.is_empty().then(missing);
                (folder, trouble)
            }
            MegMailWay::Mail => {
                let addresses: Vec<String> =
                    [purchases, sales].into_iter().filter(|address| !address.is_empty()).collect();
                let trouble = match addresses.is_empty() {
                    true => Some(missing()),
                    false => self.mail_trouble()?,
                };
                (addresses.join(", "), trouble)
            }
        })
    }

    /// Hands documents over to MEG one after the other.
    pub(super) fn hand_over_all(
        &self,
        file: &ClientFile,
        outgoing: Vec<Outgoing>,
        report: &mut PublicationReport,
    ) -> Result<(), DeskError> {
        let target = Target::MegMail;
        let mut way = match self.way(file) {
            Ok(way) => way,
            Err(error) => {
                let all: Vec<&Outgoing> = outgoing.iter().collect();
                return self.conclude(&all, target, Outcome::Refused(error.message), report);
            }
        };
        let total = outgoing.len();
        self.one_by_one(file, target, outgoing, report, |paper, report| {
            match self.hand_over(&mut way, &paper)? {
                Sent::Known(outcome) => self.conclude(&[&paper], target, outcome, report).map(|()| None),
                Sent::Hopeless(message) => Ok(Some((paper, message))),
            }
        })?;
        if let Way::Mail { mailer, .. } = &mut way {
            self.network.block_on(mailer.close());
        }
        self.tell_progress(file, total, total);
        Ok(())
    }

    fn way(&self, file: &ClientFile) -> Result<Way, DeskError> {
        if let (_, Some(message)) = self.meg_mail_destination(file)? {
            return Err(super::not_set(&message));
        }
        let MegMailForm { way, purchases, sales, folder } = self.read(|reader| form(reader, file.id))?;
        Ok(match way {
            MegMailWay::Mail => Way::Mail { mailer: Box::new(self.ready_mailer()?), purchases, sales },
            MegMailWay::Folder => {
                let known = self.read(|reader| super::bob_settings::is_known(reader, Path::new(&folder)))?;
                Way::Folder { folder, known }
            }
        })
    }

    fn hand_over(&self, way: &mut Way, paper: &Outgoing) -> Result<Sent, DeskError> {
        if paper.entry.purpose() != EntryPurpose::Document {
            // MEG reads documents: what reverses one, or its tax that becomes due, is none.
            return Ok(Sent::Known(Outcome::Refused(Message::new("meg_mail_no_document"))));
        }
        let flow = paper.situation.row.flow;
        let refused = |message: Message| Ok(Sent::Known(Outcome::Refused(message)));
        match way {
            Way::Mail { mailer, purchases, sales } => {
                let address = if flow == Flow::Purchases { purchases } else { sales };
                let Ok(to) = address.parse::<MailAddress>() else {
                    let which = if flow == Flow::Purchases { "purchases" } else { "sales" };
                    return refused(Message::new("meg_mail_no_address").with("flow", which));
                };
                match self.meg_file(paper)? {
                    Ok(file) => self.mail(mailer, &to, file, paper),
                    Err(message) => refused(message),
                }
            }
            Way::Folder { folder, known } => match self.meg_file(paper)? {
                Ok(file) => {
                    self.leave_in(&place(folder, flow, *known), &file, paper).inspect(|_| *known = true)
                }
                Err(message) => refused(message),
            },
        }
    }

    /// The Factur-X of a document as MEG takes it, or why there is none.
    fn meg_file(&self, paper: &Outgoing) -> Result<Result<MegFile, Message>, DeskError> {
        let situation = &paper.situation;
        if let Err(message) = facturx::possible(situation, &paper.entry) {
            return Ok(Err(message));
        }
        let fitting = match self.facturx_within(paper, MOST) {
            Ok(Ok(fitting)) => fitting,
            Ok(Err(size)) => {
                let millions = |bytes: usize| format!("{}.{:02}", bytes / 1_000_000, bytes / 10_000 % 100);
                let message = Message::new("meg_mail_too_large");
                return Ok(Err(message.with("size", millions(size)).with("most", millions(MOST))));
            }
            Err(error) if error.code == "no_pages" => return Ok(Err(Message::new("meg_mail_no_page"))),
            // A page that cannot be drawn keeps its own document back, and no other.
            Err(error) => return Ok(Err(error.message)),
        };
        let party = third_party_name(&situation.reading, situation.row.flow).unwrap_or_default();
        let number =
            situation.reading.text(FieldName::InvoiceNumber).unwrap_or(paper.entry.piece_reference());
        Ok(Ok(MegFile { name: paper_name(paper.entry.date(), party, number, "pdf"), fitting }))
    }

    fn mail(
        &self,
        mailer: &mut Mailer,
        to: &MailAddress,
        file: MegFile,
        paper: &Outgoing,
    ) -> Result<Sent, DeskError> {
        let key = IdempotencyKey::from(paper.id);
        let (subject, text) = words(paper, file.fitting.with_original);
        let attachment = Attachment {
            file_name: file.name,
            media_type: "application/pdf".to_owned(),
            bytes: file.fitting.bytes,
        };
        let letter = Letter { key: &key, to, subject: &subject, text: &text, attachment: &attachment };
        // The address stands where a folder's file would: nothing is looked for there.
        let address = to.to_string();
        self.leave([(paper, Some(Path::new(&address)))])?;
        let mut tries = 0;
        loop {
            let error = match self.network.block_on(mailer.send(&letter)) {
                Ok(id) => return Ok(Sent::Known(Outcome::Done(format!("{to} {id}")))),
                Err(error) => error,
            };
            if !error.is_definite() {
                return Ok(Sent::Known(Outcome::Unknown(said(&error))));
            }
            tries += 1;
            if tries < TRIES && error.is_temporary() && !self.is_stopped() {
                std::thread::sleep(pause(tries, None));
                continue;
            }
            return Ok(match error.is_of_the_account() {
                true => Sent::Hopeless(said(&error)),
                false => Sent::Known(Outcome::Refused(said(&error))),
            });
        }
    }

    /// Leaves a document in a folder, whole and once.
    fn leave_in(&self, place: &Place, file: &MegFile, paper: &Outgoing) -> Result<Sent, DeskError> {
        let key = IdempotencyKey::from(paper.id);
        let reading = &paper.situation.reading;
        let prepared = folder::prepare(&DropRequest {
            place,
            key: &key,
            date: paper.entry.date(),
            sequence: self.next_sequence()?,
            supplier: third_party_name(reading, paper.situation.row.flow).unwrap_or_default(),
            number: reading.text(FieldName::InvoiceNumber).unwrap_or(paper.entry.piece_reference()),
            ending: "pdf",
            content: &file.fitting.bytes,
        });
        let prepared = match prepared {
            Ok(Preparation::Ready(prepared)) => prepared,
            Ok(Preparation::AlreadyThere(path)) => {
                return Ok(Sent::Known(Outcome::Done(path.display().to_string())));
            }
            // A folder that is away takes none of the others either.
            Err(error) => return Ok(Sent::Hopeless(refused(&error))),
        };
        self.leave([(paper, Some(prepared.file()))])?;
        self.know_root(&place.root)?;
        Ok(Sent::Known(match prepared.committed().release() {
            Ok(path) => Outcome::Done(path.display().to_string()),
            Err(error) if error.is_definite() => Outcome::Refused(refused(&error)),
            Err(error) => Outcome::Unknown(refused(&error)),
        }))
    }

    /// What became of a document that was let go: a file is looked for, a letter cannot be.
    pub(super) fn look_into_meg_folder(&self, row: &PublicationRow) -> Result<Option<Outcome>, DeskError> {
        let Some(file) = dropped_file(row) else { return Ok(None) };
        let Ok(key) = row.idempotency_key.parse() else { return Ok(None) };
        Ok(match folder::reconcile_dropped(file, &key, OutboxState::Sent) {
            Ok(Reconciled::Dropped(path)) => Some(Outcome::Done(path.display().to_string())),
            Ok(Reconciled::NotDropped) => Some(Outcome::Refused(Message::new(outbox::INTERRUPTED))),
            Ok(Reconciled::Unknown) | Err(_) => None,
        })
    }

    /// Takes away what was left half done before it was let go.
    pub(super) fn discard_from_meg_folder(&self, row: &PublicationRow) -> Result<(), DeskError> {
        let Ok(key) = row.idempotency_key.parse() else { return Ok(()) };
        let (form, flow) = self.read(|reader| {
            let document = reader.document(row.document)?;
            Ok((form(reader, document.client_file)?, document.flow))
        })?;
        if form.way == MegMailWay::Folder {
            // A folder that cannot be reached now keeps a hidden file, which the next one to go there replaces.
            if let Ok(folder) = place(&form.folder, flow, false).folder() {
                let _ = folder::discard(&folder, &key);
            }
        }
        Ok(())
    }
}

/// The file that a publication left in a folder; `None` where it went by mail.
pub(super) fn dropped_file(row: &PublicationRow) -> Option<&Path> {
    row.remote_id.as_deref().map(Path::new).filter(|path| path.is_absolute())
}

/// Takes away what stayed hidden in a folder of a document that was not dropped after all: it may never be published again.
pub(super) fn clear_away(row: &PublicationRow) {
    if let (Some(folder), Ok(key)) = (dropped_file(row).and_then(Path::parent), row.idempotency_key.parse()) {
        // A folder that is away again keeps a hidden file that nobody takes.
        let _ = folder::discard(folder, &key);
    }
}

/// Whether a publication went by mail: then nothing can be taken back from here.
pub(super) fn went_by_mail(row: &PublicationRow) -> bool {
    row.target == Target::MegMail.code()
        && row.state != PublicationState::Refused
        && dropped_file(row).is_none()
}

/// Subject and text of a letter. In French: it goes to a French firm's own MEG.
fn words(paper: &Outgoing, with_original: bool) -> (String, String) {
    let situation = &paper.situation;
    let party = third_party_name(&situation.reading, situation.row.flow).unwrap_or_default();
    let number = situation.reading.text(FieldName::InvoiceNumber).unwrap_or(paper.entry.piece_reference());
    let original = match with_original {
        true => "L’original y est joint, tel qu’il a été reçu.",
        false => "L’original, trop volumineux, n’y est pas joint.",
    };
    let text = format!(
        "{party}, {number}, {date}, dossier {code}.\n\nLe PDF joint est une Factur-X, copie de traitement. {original}\n",
        date = paper.entry.date(),
        code = situation.client_file.code,
    );
    (format!("{number} {party}").trim().to_owned(), text)
}
