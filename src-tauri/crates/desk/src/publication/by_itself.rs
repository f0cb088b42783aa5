//! What may go to BOB Demat by itself, and what a person lets go.
//!
//! Sales go when they were sent or paid; commission statements and expense reports likewise; purchases that came in by
//! themselves go only after a person has approved them, and those that a person has worked on are approved by that.

use std::collections::BTreeSet;

use liasse_domain::{DocumentId, DocumentKind, DocumentStatus, Flow};
use liasse_store::{Actor, Reader, StoreError};
use serde_json::json;

use super::Target;
use crate::api::{BobDocument, DeskError, Message};
use crate::coding::{Books, Situation, third_party_name};
use crate::desk::{Desk, client_file_id, document_ids};

/// Commands by which a person works on one paper.
const WORK: [&str; 13] = [
    "accept_field",
    "create_third_party",
    "set_allocation",
    "set_allocation_amount",
    "set_allocations",
    "set_beside",
    "set_field",
    "set_kind",
    "set_payment_method",
    "set_third_party",
    "set_vat_lines",
    "set_vat_scheme",
    "not_a_duplicate",
];

/// Whether a document may go by itself, and why.
fn by_itself(
    reader: &Reader<'_>,
    situation: &Situation,
    released: bool,
) -> Result<(bool, Message), StoreError> {
    let kind = situation.reading.kind().unwrap_or(DocumentKind::Other);
    let paid = situation.payment_method.is_some();
    let slip = matches!(kind, DocumentKind::CommissionStatement | DocumentKind::ExpenseReport);
    let sale = situation.row.flow == Flow::Sales;
    // What a person re-opened is to be corrected first, whatever was said of it before.
    let reopened = reader.publications_of(situation.row.id)?.iter().any(|row| row.withdrawn_at.is_some());
    if reopened && !released {
        return Ok((false, Message::new("held_reopened")));
    }
    Ok(match (released, sale || slip) {
        (true, true) => (true, Message::new("by_itself_sent")),
        (true, false) => (true, Message::new("by_itself_approved")),
        (false, true) if paid => (true, Message::new("by_itself_paid")),
        (false, true) => (false, Message::new("held_not_sent_nor_paid")),
        (false, false) if worked_on(reader, situation.row.id)? => (true, Message::new("by_itself_worked_on")),
        (false, false) => (false, Message::new("held_not_approved")),
    })
}

/// Whether a person has worked on a document, and not only brought it in.
fn worked_on(reader: &Reader<'_>, document: DocumentId) -> Result<bool, StoreError> {
    let own = Actor::liasse();
    Ok(reader.history(document)?.iter().any(|change| {
        change.actor != own && change.undone_by.is_none() && WORK.contains(&change.command.as_str())
    }))
}

impl Desk {
    /// The documents of a client file that are ready and were not dropped into BOB Demat (*documents à traiter*).
    pub fn bob_documents(&self, client_file: String) -> Result<Vec<BobDocument>, DeskError> {
        let id = client_file_id(&client_file)?;
        self.read(|reader| {
            let under_way: BTreeSet<DocumentId> = reader
                .published_documents(id, Some(Target::Bob.code()))?
                .into_iter()
                .filter(|row| row.publication.stands())
                .map(|row| row.publication.document)
                .collect();
            let mut books = Books::default();
            let mut found = Vec::new();
            for document in reader.documents_in_status(id, DocumentStatus::Ready)? {
                if under_way.contains(&document) {
                    continue;
                }
                let situation = Situation::in_books(reader, document, &mut books)?;
                let released = reader.is_released(document)?;
                let (by_itself, reason) = by_itself(reader, &situation, released)?;
                let reading = &situation.reading;
                let flow = situation.row.flow;
                let name = situation.third_party.as_ref().map(|card| card.name.clone());
                found.push(BobDocument {
                    document: document.to_string(),
                    flow: flow.into(),
                    number: reading.text(liasse_domain::FieldName::InvoiceNumber).map(str::to_owned),
                    third_party: name.or_else(|| third_party_name(reading, flow).map(str::to_owned)),
                    date: reading.date(liasse_domain::FieldName::IssueDate).map(|date| date.to_string()),
                    total_ttc: reading
                        .amount(liasse_domain::FieldName::TotalTtc)
                        .map(|amount| amount.to_string()),
                    currency: reading.currency().map(|currency| currency.to_string()),
                    released,
                    by_itself,
                    reason,
                });
            }
            Ok(found)
        })
    }

    /// Lets documents go by themselves from now on, or no more: purchases that are approved, sales that were sent.
    pub fn release_documents(&self, documents: Vec<String>, released: bool) -> Result<(), DeskError> {
        let ids = document_ids(&documents)?;
        let Some(first) = ids.first() else { return Ok(()) };
        let client_file = self.read(|reader| Ok(reader.document(*first)?.client_file))?;
        let summary = json!({ "count": ids.len(), "released": released });
        self.command("release_documents", true, summary, &ids, |writer| {
            ids.iter().try_for_each(|id| Ok(writer.release_document(*id, released)?))
        })?;
        self.tell_changed(client_file);
        Ok(())
    }

    /// Lets go now what may go by itself, of a client file or of all that do so; answers how many went.
    pub fn transfer_now(&self, client_file: Option<String>) -> Result<u32, DeskError> {
        if let Some(one) = client_file {
            return self.transfer(client_file_id(&one)?);
        }
        let mut gone = 0;
        for file in self.bob_client_files()?.into_iter().filter(|file| file.form.automatic) {
            gone += self.transfer(client_file_id(&file.client_file)?)?;
        }
        Ok(gone)
    }
}
