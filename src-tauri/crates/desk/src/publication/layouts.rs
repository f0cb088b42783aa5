//! The layouts of the target `files`: which is chosen for a client file, what it makes of the entries.

use std::collections::HashMap;

use liasse_domain::{ClientFile, Currency, DocumentId, Entry, EntryPurpose, Finding, Flow, ThirdPartyKind};
use liasse_formats::entries::{
    CharacterSet, CoalaColumn, CoalaLayout, EntryFile, EntryFileError, LineEnd, OutEntry, XIMPORT_NAME,
    sections_left_out, write_bob, write_coala, write_quadra, write_table, write_ximport,
};
use liasse_formats::ubl::UblVariant;

use super::{Outgoing, facturx, files, publishable, ubl};
use crate::api::{
    CoalaCharset, CoalaPreset, DeskError, FilesChoice, FilesFormat, FilesOffer, FilesPreview, FindingView,
    Message,
};
use crate::coding::{Books, Entries, Situation, third_party_name};
use crate::desk::{Desk, client_file_id, document_ids};

/// Lines of a preview.
const SHOWN: usize = 8;

/// An entry on its way into a file, with what layouts say besides.
pub(super) struct Booked {
    pub entry: Entry,
    pub document: DocumentId,
    third_party: String,
    kind: ThirdPartyKind,
}

impl Booked {
    /// The entry of a document, and that of the payment that it tells of.
    pub(super) fn of(entry: &Entry, payment: Option<&Entry>, situation: &Situation) -> Vec<Booked> {
        std::iter::once(entry).chain(payment).map(|entry| Booked::one(entry, situation)).collect()
    }

    fn one(entry: &Entry, situation: &Situation) -> Booked {
        let flow = situation.row.flow;
        let name = match &situation.third_party {
            Some(card) => card.name.clone(),
            None => third_party_name(&situation.reading, flow).unwrap_or_default().to_owned(),
        };
        let kind = match flow {
            Flow::Purchases => ThirdPartyKind::Supplier,
            Flow::Sales => ThirdPartyKind::Customer,
        };
        Booked { entry: entry.clone(), document: situation.row.id, third_party: name, kind }
    }

    /// The order of every file: by date, then by number.
    pub(super) fn order(&self) -> (liasse_domain::Date, &str) {
        (self.entry.date(), self.entry.piece_reference())
    }
}

/// The entries of a client file in a layout.
pub(super) struct Written {
    pub name: String,
    pub bytes: Vec<u8>,
    pub findings: Vec<Finding>,
}

fn said(error: &EntryFileError) -> Message {
    error
        .args()
        .into_iter()
        .fold(Message::new(error.code()), |message, (name, value)| message.with(name, value))
}

fn codes(columns: &[CoalaColumn]) -> Vec<String> {
    columns.iter().map(|column| column.code().to_owned()).collect()
}

fn presets() -> [(&'static str, CoalaLayout); 2] {
    [("dolibarr", CoalaLayout::dolibarr()), ("openflyers", CoalaLayout::open_flyers())]
}

fn coala(choice: &FilesChoice) -> Result<CoalaLayout, Message> {
    let (charset, line_end) = match choice.charset {
        CoalaCharset::Utf8 => (CharacterSet::Utf8, LineEnd::Lf),
        CoalaCharset::Windows => (CharacterSet::Windows1252, LineEnd::CrLf),
    };
    let columns = if choice.columns.is_empty() {
        CoalaLayout::dolibarr().columns().to_vec()
    } else {
        let unknown = |code: &String| Message::new("entries_column_unknown").with("column", code);
        choice
            .columns
            .iter()
            .map(|code| CoalaColumn::of(code).ok_or_else(|| unknown(code)))
            .collect::<Result<_, _>>()?
    };
    CoalaLayout::new(columns, charset, line_end).map_err(|error| said(&error))
}

/// Whether the format has room for a document at all: layouts of other programs are in euros, e-invoices need facts. Of the UBL
/// variants the facts are alike, but for the original that e-FFF has inside.
pub(super) fn takes(format: FilesFormat, situation: &Situation, entry: &Entry) -> Result<(), Message> {
    let entries = !matches!(format, FilesFormat::List | FilesFormat::Facturx | FilesFormat::Ubl);
    match format {
        _ if entry.purpose() != EntryPurpose::Document && !entries => {
            Err(Message::new("tax_due_needs_entries"))
        }
        FilesFormat::Fec | FilesFormat::Table | FilesFormat::List => Ok(()),
        FilesFormat::Facturx => facturx::possible(situation, entry),
        FilesFormat::Ubl => ubl::of(situation, entry, None, UblVariant::PeppolBis3).map(drop),
        FilesFormat::Coala | FilesFormat::Ximport | FilesFormat::Quadra | FilesFormat::Bob50 => {
            if entry.currency() == Currency::EUR {
                return Ok(());
            }
            Err(Message::new("entries_currency")
                .with("piece", entry.piece_reference())
                .with("currency", entry.currency()))
        }
    }
}

/// The file of entries, if the choice is for one. `images` are the places of the documents' images in the ZIP.
pub(super) fn write(
    file: &ClientFile,
    choice: &FilesChoice,
    booked: &[Booked],
    images: &HashMap<DocumentId, &str>,
) -> Result<Option<Written>, Message> {
    let out: Vec<OutEntry<'_>> = booked
        .iter()
        .map(|one| OutEntry {
            entry: &one.entry,
            third_party: &one.third_party,
            kind: one.kind,
            image: images.get(&one.document).copied(),
        })
        .collect();
    let axes = |columns: &[CoalaColumn]| {
        [CoalaColumn::FirstAxis, CoalaColumn::SecondAxis].map(|column| columns.contains(&column))
    };
    let left_out = sections_left_out(
        &out,
        match choice.format {
            FilesFormat::Table => [true, true],
            FilesFormat::Coala => axes(coala(choice)?.columns()),
            _ => [false, false],
        },
    );
    let named = |name: &str, written: Result<EntryFile, EntryFileError>| {
        let file = written.map_err(|error| said(&error))?;
        let findings = file.findings.into_iter().chain(left_out.clone()).collect();
        Ok(Some(Written { name: name.to_owned(), bytes: file.bytes, findings }))
    };
    match choice.format {
        FilesFormat::List | FilesFormat::Facturx | FilesFormat::Ubl => Ok(None),
        FilesFormat::Fec => {
            let entries: Vec<Entry> = booked.iter().map(|one| one.entry.clone()).collect();
            let bytes = files::fec(file, &entries).map_err(|error| error.message)?;
            Ok(Some(Written {
                name: files::fec_name(file, &entries),
                bytes,
                findings: left_out.into_iter().collect(),
            }))
        }
        FilesFormat::Coala => named("coala.txt", write_coala(&out, &coala(choice)?)),
        FilesFormat::Ximport => named(XIMPORT_NAME, write_ximport(&out)),
        FilesFormat::Quadra => named("quadra.txt", write_quadra(&out)),
        FilesFormat::Bob50 => named("bob50.txt", write_bob(&out)),
        FilesFormat::Table => named("ecritures.csv", Ok(write_table(&out))),
    }
}

/// The name that Quadra's layout has room for: eight characters of the document's identity, and its ending.
pub(super) fn quadra_image(document: DocumentId, mime: &str) -> Option<String> {
    const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let ending = match mime {
        "application/pdf" => "pdf",
        "image/jpeg" => "jpg",
        "image/png" => "png",
        _ => return None,
    };
    // The last forty bits of an identity are drawn by chance.
    let bits = document.uuid().as_u128();
    let stem: String =
        (0..8u32).rev().map(|place| char::from(DIGITS[(bits >> (5 * place)) as usize & 31])).collect();
    Some(format!("{stem}.{ending}"))
}

fn setting(file: &ClientFile) -> String {
    format!("files.{}", file.id)
}

impl Desk {
    pub(super) fn files_choice(&self, file: &ClientFile) -> Result<FilesChoice, DeskError> {
        Ok(self.read(|reader| reader.setting(&setting(file)))?.unwrap_or_default())
    }

    /// How the target `files` writes for a client file, and what there is to choose from.
    pub fn files_offer(&self, client_file: String) -> Result<FilesOffer, DeskError> {
        let file = self.client_file(client_file_id(&client_file)?)?;
        let presets = presets()
            .into_iter()
            .map(|(code, layout)| CoalaPreset { code: code.to_owned(), columns: codes(layout.columns()) })
            .collect();
        Ok(FilesOffer { choice: self.files_choice(&file)?, presets, columns: codes(&CoalaColumn::ALL) })
    }

    /// Remembers how the target `files` writes for a client file.
    ///
    /// # Errors
    /// `entries_columns` or `entries_column_unknown` when the columns make no file.
    pub fn set_files_choice(&self, client_file: String, choice: FilesChoice) -> Result<(), DeskError> {
        let file = self.client_file(client_file_id(&client_file)?)?;
        coala(&choice)?;
        self.background(|writer| writer.put_setting(&setting(&file), &choice))
    }

    /// The beginning of the file that these documents would make, and all that its layout would change.
    pub fn files_preview(
        &self,
        client_file: String,
        documents: Vec<String>,
        choice: FilesChoice,
    ) -> Result<FilesPreview, DeskError> {
        let file = self.client_file(client_file_id(&client_file)?)?;
        let ids = document_ids(&documents)?;
        let (mut booked, mut refused) = (Vec::new(), Vec::new());
        self.read(|reader| {
            let mut books = Books::default();
            for document in ids {
                let situation = Situation::in_books(reader, document, &mut books)?;
                let Ok(Entries { entry, payment, .. }) = publishable(&situation) else { continue };
                match takes(choice.format, &situation, &entry) {
                    Ok(()) => booked.extend(Booked::of(&entry, payment.as_ref(), &situation)),
                    Err(message) => refused.push(message),
                }
            }
            Ok(())
        })?;
        booked.sort_by(|a, b| a.order().cmp(&b.order()));
        let mut findings: Vec<FindingView> = refused.into_iter().map(finding).collect();
        let mut preview =
            FilesPreview { name: String::new(), lines: Vec::new(), findings: Vec::new(), trouble: None };
        match write(&file, &choice, &booked, &HashMap::new()) {
            Ok(Some(written)) => {
                preview.lines =
                    text(&choice, &written.bytes).lines().take(SHOWN).map(str::to_owned).collect();
                preview.name = written.name;
                findings.extend(written.findings.iter().map(FindingView::from));
            }
            Ok(None) => {}
            Err(message) => preview.trouble = Some(message),
        }
        Ok(FilesPreview { findings, ..preview })
    }
}

/// A document that a layout cannot take, among the findings.
fn finding(message: Message) -> FindingView {
    let error = DeskError::from(message);
    let mut finding = Finding::error(&error.code, error.detail);
    finding.args = error.message.args;
    FindingView::from(&finding)
}

/// The file as a screen shows it.
fn text(choice: &FilesChoice, bytes: &[u8]) -> String {
    let windows = match choice.format {
        FilesFormat::Ximport | FilesFormat::Quadra | FilesFormat::Bob50 => true,
        FilesFormat::Coala => choice.charset == CoalaCharset::Windows,
        _ => false,
    };
    let set = if windows { CharacterSet::Windows1252 } else { CharacterSet::Utf8 };
    set.decode(bytes)
}

impl Outgoing {
    pub(super) fn booked(&self) -> Vec<Booked> {
        Booked::of(&self.entry, self.payment.as_ref(), &self.situation)
    }
}
