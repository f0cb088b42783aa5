//! Files for any accounting software: one ZIP with the FEC, the list and the images.

use std::path::{Path, PathBuf};

use liasse_connectors::files::{Fec, Image, NamePattern, Piece, discard, export_zip};
use liasse_domain::{Amount, ClientFile, Currency, DocumentKind, Entry, FieldName, Side};
use liasse_formats::fec::{self, Charset, FecEntry, FecEntryLine};
use liasse_store::PublicationRow;

use super::{Outcome, Outgoing, Target, file_prefix};
use crate::api::{DeskError, Message, PublicationReport};
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
fn fec_name(file: &ClientFile, entries: &[Entry]) -> String {
    let last = entries.iter().map(Entry::date).max().unwrap_or_else(clock::today);
    format!("{}FEC{}1231.txt", file_prefix(file), last.year())
}

impl Desk {
    /// Writes all documents into one ZIP, whole or not at all.
    pub(super) fn export_all(
        &self,
        file: &ClientFile,
        outgoing: Vec<Outgoing>,
        destination: Option<String>,
        report: &mut PublicationReport,
    ) -> Result<(), DeskError> {
        if outgoing.is_empty() {
            return Ok(());
        }
        let path = destination.map(PathBuf::from);
        let outcome = match &path {
            Some(path) => self.export(file, &outgoing, path)?,
            None => Err(Message::new("files_destination_missing")),
        };
        if outcome.is_ok() {
            report.file = path.as_ref().map(|path| path.display().to_string());
        }
        for paper in outgoing {
            let outcome = match (&outcome, &path) {
                (Ok(()), Some(path)) => Outcome::Done(path.display().to_string()),
                (Err(message), _) => Outcome::Refused(message.clone()),
                (Ok(()), None) => continue,
            };
            self.conclude(&paper, Target::Files, outcome, report)?;
        }
        Ok(())
    }

    fn export(
        &self,
        file: &ClientFile,
        outgoing: &[Outgoing],
        path: &Path,
    ) -> Result<Result<(), Message>, DeskError> {
        let of = |paper: &Outgoing| std::iter::once(paper.entry.clone()).chain(paper.payment.clone());
        let mut entries: Vec<Entry> = outgoing.iter().flat_map(of).collect();
        entries.sort_by(|a, b| (a.date(), a.piece_reference()).cmp(&(b.date(), b.piece_reference())));
        let bytes = match fec(file, &entries) {
            Ok(bytes) => bytes,
            Err(error) => return Ok(Err(error.message)),
        };
        let name = fec_name(file, &entries);
        let shown = path.display().to_string();
        for paper in outgoing {
            self.leaves(paper, Some(&shown))?;
        }
        let pieces = outgoing.iter().map(|paper| self.piece(paper).map_err(|error| error.detail));
        let exported =
            export_zip(path, Some(Fec { name: &name, bytes: &bytes }), &NamePattern::default(), pieces);
        Ok(exported.map(drop).map_err(|error| Message::new(error.code()).with("detail", error)))
    }

    fn piece(&self, paper: &Outgoing) -> Result<Piece, DeskError> {
        let reading = &paper.situation.reading;
        let flow = paper.situation.row.flow;
        let image = self.original(&paper.situation)?.map(|original| Image {
            ending: original.file_name.rsplit('.').next().unwrap_or("pdf").to_ascii_lowercase(),
            bytes: original.bytes,
        });
        Ok(Piece {
            flow,
            kind: reading.kind().unwrap_or(DocumentKind::Other),
            date: Some(paper.entry.date()),
            due_date: paper.entry.due_date(),
            third_party: third_party_name(reading, flow).unwrap_or_default().to_owned(),
            auxiliary: paper.situation.third_party.as_ref().map(|card| card.account.clone()),
            number: paper.entry.piece_reference().to_owned(),
            currency: paper.entry.currency(),
            net: reading.amount(FieldName::TotalHt),
            vat: reading.amount(FieldName::TotalVat),
            total: reading.amount(FieldName::TotalTtc),
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
        if let Some(path) = &row.detail {
            // A folder that cannot be reached now keeps a hidden file that the next export there replaces.
            let _ = discard(Path::new(path));
        }
        match &row.detail {
            Some(path) if written(path) == Some(true) => Outcome::Done(path.clone()),
            _ => Outcome::Refused(Message::new(super::outbox::INTERRUPTED)),
        }
    }
}
