//! What the user changes on a document. Each change is one command, codes the document anew and answers with its view.

mod allocation;
mod duplicate;
mod place;
mod several;
mod third_party;
mod values;

use liasse_domain::{ClientFileId, DocumentId, DocumentStatus};
use liasse_store::{CodingRow, Writer};
use serde_json::Value;

use super::view;
use crate::api::{DeskError, ReviewView};
use crate::coding::{Decisions, recode};
use crate::desk::{Desk, document_id};

impl Desk {
    /// One change of one document that is still waiting.
    pub(in crate::review) fn change(
        &self,
        document: &str,
        name: &'static str,
        summary: Value,
        work: impl FnOnce(&mut Writer<'_>, DocumentId, &mut Decisions) -> Result<(), DeskError>,
    ) -> Result<ReviewView, DeskError> {
        let id = document_id(document)?;
        let client_file = self.command(name, true, summary, &[id], |writer| {
            let client_file = change_one(writer, id, work)?;
            recode(writer, id)?;
            Ok(client_file)
        })?;
        self.tell_changed(client_file);
        self.read(|reader| view::view(reader, id))
    }
}

/// Changes one document that is still waiting; it is to be coded anew afterwards.
fn change_one(
    writer: &mut Writer<'_>,
    id: DocumentId,
    work: impl FnOnce(&mut Writer<'_>, DocumentId, &mut Decisions) -> Result<(), DeskError>,
) -> Result<ClientFileId, DeskError> {
    let row = writer.document(id)?;
    if row.status == DocumentStatus::Published {
        return Err(DeskError::new("document_published", "a published document is not changed any more"));
    }
    let stored = writer.coding(id)?;
    let mut decisions: Decisions = stored
        .as_ref()
        .map(|coding| serde_json::from_value(coding.reason.clone()).unwrap_or_default())
        .unwrap_or_default();
    let before = decisions.clone();
    work(writer, id, &mut decisions)?;
    if decisions != before {
        let coding = writer.coding(id)?.unwrap_or_else(|| blank_coding(id));
        let reason =
            serde_json::to_value(&decisions).map_err(|error| DeskError::internal(&error.to_string()))?;
        writer.put_coding(&CodingRow { reason, ..coding })?;
    }
    Ok(row.client_file)
}

fn blank_coding(document: DocumentId) -> CodingRow {
    CodingRow {
        document,
        third_party: None,
        proposed_third_party: None,
        vat_scheme: None,
        reason: Value::Null,
        allocations: Vec::new(),
    }
}
