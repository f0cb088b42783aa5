//! What pays documents after they were booked: with each payment the tax that waited for it becomes due.

use std::collections::BTreeMap;

use liasse_domain::{
    AccountCode, Amount, ClientFileId, Date, DocumentId, Entry, EntryId, Flow, JournalCode, Settlement,
    SettlementId,
};
use liasse_store::{PublicationState, Reader, StoreError};
use serde_json::json;

use crate::api::{DeskError, SettlementView, SettlementsView, WaitingTaxRow, WaitingTaxView};
use crate::clock;
use crate::coding::{Booked, Entries, Situation};
use crate::desk::{Desk, client_file_id, document_ids};
use crate::publication::publication_message;
use crate::review::{calculator, entry_view};

/// A document as it was published, or as it would be, with what settled it since.
pub(crate) struct Settled {
    entry: Entry,
    payment: Option<Entry>,
    settlements: Vec<Settlement>,
    successors: BTreeMap<AccountCode, AccountCode>,
    journal: JournalCode,
}

impl Settled {
    /// `None` when the document makes no entry.
    pub(crate) fn of(reader: &Reader<'_>, document: DocumentId) -> Result<Option<Settled>, StoreError> {
        Settled::drawn(reader, document, || {
            let ids = [EntryId::from_uuid(uuid::Uuid::nil()); 2];
            Ok(Situation::of(reader, document)?.entries(ids).ok())
        })
    }

    /// The same, where its entries are at hand: they count as long as it was not published.
    fn drawn(
        reader: &Reader<'_>,
        document: DocumentId,
        entries: impl FnOnce() -> Result<Option<Entries>, StoreError>,
    ) -> Result<Option<Settled>, StoreError> {
        let mut stored = reader.entries_of(document)?.into_iter();
        let (entry, payment) = match stored.next() {
            Some(entry) => (entry, stored.next()),
            None => match entries()? {
                Some(entries) => (entries.entry, entries.payment),
                None => return Ok(None),
            },
        };
        let client_file = reader.document(document)?.client_file;
        Ok(Some(Settled {
            entry,
            payment,
            settlements: reader.settlements_of(document)?,
            successors: reader.account_successors(client_file)?,
            journal: reader.client_file(client_file)?.journals.general,
        }))
    }

    fn booked(&self) -> Booked<'_> {
        Booked {
            entry: &self.entry,
            payment: self.payment.as_ref(),
            settlements: &self.settlements,
            successors: &self.successors,
            journal: &self.journal,
        }
    }

    /// The entry of the tax that a settlement made due; `None` where none waited for it.
    pub(crate) fn tax_due(&self, of: &Settlement) -> Option<Entry> {
        // What does not balance was refused when it was recorded.
        self.booked().tax_due(of).ok().flatten()
    }
}

/// What the review shows of the settlements of a document that makes these entries; `None` when no tax of it waits or waited.
pub(crate) fn view(
    reader: &Reader<'_>,
    document: DocumentId,
    entries: Option<&Entries>,
) -> Result<Option<SettlementsView>, StoreError> {
    let Some(settled) = Settled::drawn(reader, document, || Ok(entries.cloned()))? else { return Ok(None) };
    let Some(waiting) = settled.booked().waiting() else { return Ok(None) };
    let mut settlements = Vec::with_capacity(settled.settlements.len());
    for one in &settled.settlements {
        let published = reader.entry(EntryId::from_uuid(one.id.uuid()))?;
        let publication = reader.publication_of_settlement(one.id)?;
        settlements.push(SettlementView {
            id: one.id.to_string(),
            date: one.date.to_string(),
            amount: one.amount.to_string(),
            entry: published.or_else(|| settled.tax_due(one)).as_ref().map(entry_view),
            publication: publication.as_ref().map(publication_message),
        });
    }
    Ok(Some(SettlementsView {
        owed: waiting.owed.to_string(),
        remaining: waiting.remaining().to_string(),
        waiting: waiting.tax.to_string(),
        settlements,
    }))
}

/// The entries of tax that became due and were not published yet, those of published documents alone where it is asked.
pub(crate) fn due(
    reader: &Reader<'_>,
    client_file: ClientFileId,
    published_only: bool,
) -> Result<Vec<(Settlement, Entry)>, StoreError> {
    let mut due = Vec::new();
    for settlement in reader.settlements_to_publish(client_file)? {
        if published_only && reader.entry_of(settlement.document)?.is_none() {
            continue;
        }
        let settled = Settled::of(reader, settlement.document)?;
        if let Some(entry) = settled.and_then(|settled| settled.tax_due(&settlement)) {
            due.push((settlement, entry));
        }
    }
    Ok(due)
}

fn settlement_id(text: &str) -> Result<SettlementId, DeskError> {
    text.parse().map_err(|_| DeskError::bad_id(text))
}

impl Desk {
    /// Records that documents were paid on a day: one of them with an amount, or each with all that is still owed. Answers how
    /// many.
    ///
    /// # Errors
    /// `bad_form`; `settlement_nothing_waits` for a document whose tax waits for no payment; `settlement_amount` for one that
    /// is zero or more than what is owed; `settlement_in_future`.
    pub fn record_settlement(
        &self,
        documents: Vec<String>,
        date: String,
        amount: Option<String>,
    ) -> Result<u32, DeskError> {
        let ids = document_ids(&documents)?;
        let date: Date = date.parse().map_err(|error| DeskError::bad_form("date", &error))?;
        if date > clock::today() {
            return Err(
                DeskError::new("settlement_in_future", format!("{date} is still to come")).with("date", date)
            );
        }
        let amount = amount.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let read =
            |text: &str| calculator::evaluate(text).map_err(|trouble| DeskError::from(trouble.message(text)));
        let amount: Option<Amount> = amount.map(read).transpose()?;
        let summary = json!({ "date": date, "n": ids.len() });
        let client_files = self.command("record_settlement", true, summary, &ids, |writer| {
            let (mut files, mut all) = (Vec::new(), Amount::ZERO);
            for document in &ids {
                let waiting = Settled::of(writer, *document)?.and_then(|settled| settled.booked().waiting());
                let open = waiting.map(|waiting| waiting.remaining()).filter(|open| *open > Amount::ZERO);
                let Some(open) = open else {
                    let detail = "no tax of this document waits for a payment";
                    return Err(DeskError::new("settlement_nothing_waits", detail));
                };
                let paid = amount.unwrap_or(open);
                if paid <= Amount::ZERO || paid > open {
                    let detail = format!("{paid}: expected more than zero and at most {open}");
                    return Err(DeskError::new("settlement_amount", detail)
                        .with("amount", paid)
                        .with("remaining", open));
                }
                let id = SettlementId::from_uuid(clock::fresh());
                writer.add_settlement(&Settlement { id, document: *document, date, amount: paid })?;
                all += paid;
                files.push(writer.document(*document)?.client_file);
            }
            writer.note("amount", all.to_string());
            files.sort_unstable();
            files.dedup();
            Ok(files)
        })?;
        client_files.into_iter().for_each(|file| self.tell_changed(file));
        Ok(ids.len() as u32)
    }

    /// Takes a settlement back.
    ///
    /// # Errors
    /// `settlement_published` when its entry was published.
    pub fn delete_settlement(&self, settlement: String) -> Result<(), DeskError> {
        let id = settlement_id(&settlement)?;
        let of = self.read(|reader| reader.settlement(id))?;
        let summary = json!({ "date": of.date, "amount": of.amount });
        let client_file = self.command("delete_settlement", true, summary, &[of.document], |writer| {
            let published = writer.publication_of_settlement(id)?;
            if published.is_some_and(|row| row.state != PublicationState::Refused) {
                let detail = "the entry of this payment was published: it is corrected where it is booked";
                return Err(DeskError::new("settlement_published", detail));
            }
            writer.delete_settlement(&of)?;
            Ok(writer.document(of.document)?.client_file)
        })?;
        self.tell_changed(client_file);
        Ok(())
    }

    /// The published documents of a client file whose tax waits for their payment.
    pub fn waiting_tax(&self, client_file: String) -> Result<WaitingTaxView, DeskError> {
        let id = client_file_id(&client_file)?;
        self.read(|reader| {
            let mut view = WaitingTaxView {
                rows: Vec::new(),
                purchases: String::new(),
                sales: String::new(),
                to_publish: due(reader, id, true)?.len() as u32,
            };
            let (mut purchases, mut sales) = (Amount::ZERO, Amount::ZERO);
            for document in reader.documents_with_waiting_tax(id)? {
                let Some(settled) = Settled::of(reader, document)? else { continue };
                let Some(waiting) = settled.booked().waiting() else { continue };
                if waiting.remaining() <= Amount::ZERO {
                    continue;
                }
                let row = reader.document(document)?;
                match row.flow {
                    Flow::Purchases => purchases += waiting.tax,
                    Flow::Sales => sales += waiting.tax,
                }
                let coding = reader.coding(document)?;
                let card = coding.and_then(|coding| coding.third_party);
                view.rows.push(WaitingTaxRow {
                    document: document.to_string(),
                    flow: row.flow.into(),
                    status: row.status.into(),
                    party: card
                        .map(|card| reader.third_party(card))
                        .transpose()?
                        .map(|card| card.name)
                        .unwrap_or_default(),
                    number: settled.entry.piece_reference().to_owned(),
                    date: settled.entry.date().to_string(),
                    owed: waiting.owed.to_string(),
                    remaining: waiting.remaining().to_string(),
                    waiting: waiting.tax.to_string(),
                });
            }
            Ok(WaitingTaxView { purchases: purchases.to_string(), sales: sales.to_string(), ..view })
        })
    }
}

#[cfg(test)]
mod tests;
