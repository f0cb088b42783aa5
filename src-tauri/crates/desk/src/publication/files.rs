//! Files for any accounting software: one ZIP with the entries in a layout of the user's choice, the list and the images.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use liasse_connectors::files::{EntriesFile, Image, NamePattern, Piece, discard, export_zip};
use liasse_domain::{Amount, ClientFile, Currency, DocumentKind, Entry, EntryPurpose, FieldName, Side};
use liasse_formats::fec::{self, Charset, FecEntry, FecEntryLine};
use liasse_reading::source::Content;
use liasse_store::PublicationRow;

use super::layouts::{self, Booked};
use super::{Outcome, Outgoing, Target, file_prefix};
use crate::api::{DeskError, FilesChoice, FilesFormat, FindingView, Message, PublicationReport};
use crate::clock;
use crate::coding::third_party_name;
use crate::desk::Desk;

/// Entries as a FEC. Numbers run in the order of the entries; the day of validation is left blank: the accounting
/// software validates.
pub(super) fn fec(file: &ClientFile, entries: &[Entry]) -> Result<Vec<u8>, DeskError> {
    let rows: Vec<FecEntry> = entries
        .iter()
        .enumerate()
        .map(|(place, entry)| FecEntry {
            journal: entry.journal().to_string(),
            journal_label: match entry.journal() {
                journal if *journal == file.journals.purchases => "Achats",
                journal if *journal == file.journals.sales => "Ventes",
                journal if *journal == file.journals.bank => "Banque",
                _ => "Opérations diverses",
            }
            .to_owned(),
            number: (place + 1).to_string(),
            date: entry.date(),
            piece: entry.piece_reference().to_owned(),
            piece_date: entry.date(),
            validation_date: None,
            foreign: foreign_total(entry),
            lines: entry.lines().iter().map(fec_line).collect(),
        })
        .collect();
    fec::write(&rows, Charset::Utf8)
        .map_err(|error| DeskError::new(error.code(), error.to_string()).with("detail", error))
}

/// What is owed in the currency of the document, where that is not the entry's.
fn foreign_total(entry: &Entry) -> Option<(Amount, Currency)> {
    let party = entry.lines().iter().find(|line| line.auxiliary.is_some())?;
    party.foreign.map(|money| (money.amount, money.currency))
}

fn fec_line(line: &liasse_domain::EntryLine) -> FecEntryLine {
    let amount = |side: Side| if line.side == side { line.amount } else { liasse_domain::Amount::ZERO };
    FecEntryLine {
        account: line.account.to_string(),
        account_label: if line.account_label.is_empty() {
            line.account.to_string()
        } else {
            line.account_label.clone()
        },
        auxiliary: line.auxiliary.as_ref().map(|code| (code.to_string(), line.label.clone())),
        label: line.label.clone(),
        debit: amount(Side::Debit),
        credit: amount(Side::Credit),
    }
}

/// `SirenFECAAAAMMJJ.txt`, with the last day of the latest entry's year.
pub(super) fn fec_name(file: &ClientFile, entries: &[Entry]) -> String {
    let last = entries.iter().map(Entry::date).max().unwrap_or_else(clock::today);
    format!("{}FEC{}1231.txt", file_prefix(file), last.year())
}

impl Desk {
    /// Writes all documents into one ZIP, whole or not at all. Those that the layout cannot take stay behind.
    pub(super) fn export_all(
        &self,
        file: &ClientFile,
        outgoing: Vec<Outgoing>,
        destination: Option<String>,
        report: &mut PublicationReport,
    ) -> Result<(), DeskError> {
        let choice = self.files_choice(file)?;
        let mut taken = Vec::with_capacity(outgoing.len());
        for paper in outgoing {
            let possible = match choice.format {
                FilesFormat::Ubl if paper.entry.purpose() == EntryPurpose::Document => {
                    self.ubl(&paper, self.ubl_variant(file)?)?.map(drop)
                }
                format => layouts::takes(format, &paper.situation, &paper.entry),
            };
            match possible {
                Ok(()) => taken.push(paper),
                Err(message) => self.conclude(&[&paper], Target::Files, Outcome::Refused(message), report)?,
            }
        }
        if taken.is_empty() {
            return Ok(());
        }
        let order = |paper: &Outgoing| (paper.entry.date(), paper.entry.piece_reference().to_owned());
        taken.sort_by_cached_key(order);
        let path = destination.map(PathBuf::from);
        let outcome = match &path {
            Some(path) => self.export(file, &choice, &taken, path)?,
            None => Err(Message::new("files_destination_missing")),
        };
        let outcome = match (outcome, &path) {
            (Ok(findings), Some(path)) => {
                let shown = path.display().to_string();
                report.file = Some(shown.clone());
                report.findings.extend(findings);
                Outcome::Done(shown)
            }
            (Err(message), _) => Outcome::Refused(message),
            (Ok(_), None) => return Ok(()),
        };
        self.conclude(&taken.iter().collect::<Vec<_>>(), Target::Files, outcome, report)
    }

    fn export(
        &self,
        file: &ClientFile,
        choice: &FilesChoice,
        outgoing: &[Outgoing],
        path: &Path,
    ) -> Result<Result<Vec<FindingView>, Message>, DeskError> {
        let mut booked: Vec<Booked> = outgoing.iter().flat_map(Outgoing::booked).collect();
        booked.sort_by(|a, b| a.order().cmp(&b.order()));
        // What the layout refuses, it refuses before anything is under way.
        if let Err(message) = layouts::write(file, choice, &booked, &HashMap::new()) {
            return Ok(Err(message));
        }
        self.leave(outgoing.iter().map(|paper| (paper, Some(path))))?;
        let mut findings = Vec::new();
        let pieces =
            outgoing.iter().map(|paper| self.piece(choice.format, paper).map_err(|error| error.detail));
        let entries = |images: &[Option<String>]| {
            let images = outgoing.iter().zip(images);
            let images =
                images.filter_map(|(paper, image)| Some((paper.document, image.as_deref()?))).collect();
            let written = layouts::write(file, choice, &booked, &images)
                .map_err(|message| DeskError::from(message).detail)?;
            Ok(written.map(|written| {
                findings.extend(written.findings.iter().map(FindingView::from));
                EntriesFile { name: written.name, bytes: written.bytes }
            }))
        };
        let exported = export_zip(path, &NamePattern::default(), pieces, entries);
        Ok(match exported {
            Ok(_) => Ok(findings),
            Err(error) => Err(Message::new(error.code()).with("detail", error)),
        })
    }

    /// The image of a document, under the name that the layout has room for.
    fn image(&self, format: FilesFormat, paper: &Outgoing) -> Result<Option<Image>, DeskError> {
        let image =
            |ending: &str, bytes| Image { ending: ending.to_owned(), bytes, name: None, e_invoice: None };
        if format == FilesFormat::Facturx {
            return Ok(Some(image("pdf", self.facturx(paper)?)));
        }
        if format == FilesFormat::Ubl {
            let variant = self.ubl_variant(&paper.situation.client_file)?;
            let bytes = self.ubl(paper, variant)?.map_err(DeskError::from)?;
            return Ok(Some(image("xml", bytes)));
        }
        if format == FilesFormat::Quadra {
            let Some(original) = self.embeddable(&paper.situation)? else { return Ok(None) };
            return Ok(layouts::quadra_image(paper.document, &original.mime).map(|name| Image {
                ending: String::new(),
                bytes: original.bytes,
                name: Some(name),
                e_invoice: None,
            }));
        }
        let Some(original) = self.original(&paper.situation)? else { return Ok(None) };
        let (original, e_invoice) = if original.mime == Content::Xml.media_type() {
            // The image is what a person opens; the original goes along.
            (self.embeddable(&paper.situation)?.unwrap_or_else(|| original.clone()), Some(original))
        } else {
            (original, None)
        };
        let ending = original.file_name.rsplit('.').next().unwrap_or("pdf").to_ascii_lowercase();
        // An XML that is no e-invoice after all has no image but itself.
        let e_invoice = e_invoice.filter(|_| ending != "xml").map(|e_invoice| e_invoice.bytes);
        Ok(Some(Image { ending, bytes: original.bytes, name: None, e_invoice }))
    }

    fn piece(&self, format: FilesFormat, paper: &Outgoing) -> Result<Piece, DeskError> {
        let reading = &paper.situation.reading;
        let flow = paper.situation.row.flow;
        // The document was sent with its own entry; here only its tax became due, or the entry is reversed.
        let itself = paper.entry.purpose() == EntryPurpose::Document;
        let image = if itself { self.image(format, paper)? } else { None };
        let amount = |name| reading.amount(name).filter(|_| itself);
        Ok(Piece {
            flow,
            kind: reading.kind().unwrap_or(DocumentKind::Other),
            date: Some(paper.entry.date()),
            due_date: paper.entry.due_date(),
            third_party: third_party_name(reading, flow).unwrap_or_default().to_owned(),
            auxiliary: paper.situation.third_party.as_ref().map(|card| card.account.clone()),
            number: paper.entry.piece_reference().to_owned(),
            currency: paper.entry.currency(),
            net: amount(FieldName::TotalHt),
            vat: match paper.entry.purpose() {
                EntryPurpose::TaxDue => Some(paper.entry.total()),
                _ => amount(FieldName::TotalVat),
            },
            total: match paper.entry.purpose() {
                EntryPurpose::Reversal => Some(paper.entry.total()),
                _ => amount(FieldName::TotalTtc),
            },
            account: paper.situation.allocations.first().and_then(|line| line.account.clone()),
            image,
        })
    }

    /// What became of an export that was under way: the ZIP appears whole or not at all. One that is older than the
    /// publication is another one.
    pub(super) fn look_for_file(&self, row: &PublicationRow) -> Outcome {
        let written = |path: &String| {
            let changed = std::fs::metadata(path).and_then(|metadata| metadata.modified()).ok()?;
            let since = changed.duration_since(std::time::UNIX_EPOCH).ok()?.as_millis();
            Some(i128::try_from(since).ok()? >= i128::from(row.created_at.millis()))
        };
        // Before it was kept apart, the path stood in the detail.
        let path = row.remote_id.as_ref().or(row.detail.as_ref());
        if let Some(path) = path {
            // A folder that cannot be reached now keeps a hidden file that the next export there replaces.
            let _ = discard(Path::new(path));
        }
        match path {
            Some(path) if written(path) == Some(true) => Outcome::Done(path.clone()),
            _ => Outcome::Refused(Message::new(super::outbox::INTERRUPTED)),
        }
    }
}
