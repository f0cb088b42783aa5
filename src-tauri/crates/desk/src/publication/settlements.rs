//! Publishing the entries of tax that became due with payments: once each, into a file. Systems that are connected keep the
//! bank's journal and move the tax themselves.

use liasse_domain::{Entry, Settlement};
use serde_json::json;

use super::outbox::on_its_way;
use super::{Outgoing, Target, label};
use crate::api::{DeskError, PublicationReport};
use crate::coding::Situation;
use crate::desk::{Desk, client_file_id, locked};
use crate::settlements;

impl Desk {
    /// Writes the entries of tax that became due and were not published yet into a ZIP, in the layout of the client file.
    ///
    /// # Errors
    /// Those of [`Desk::publish`]. A layout without entries holds all of them back: `tax_due_needs_entries`.
    pub fn publish_tax_due(
        &self,
        client_file: String,
        destination: String,
    ) -> Result<PublicationReport, DeskError> {
        let id = client_file_id(&client_file)?;
        let file = self.client_file(id)?;
        let _alone = locked(&self.publishing);
        self.reconcile(Some(Target::Files))?;
        let mut report = PublicationReport {
            published: Vec::new(),
            held_back: Vec::new(),
            file: None,
            findings: Vec::new(),
        };
        let due = self.read(|reader| settlements::due(reader, id, true))?;
        let outgoing = due
            .into_iter()
            .map(|(one, entry)| self.enqueue_tax_due(&one, entry))
            .collect::<Result<Vec<_>, _>>()?;
        self.export_all(&file, outgoing, Some(destination), &mut report)?;
        self.tell_changed(id);
        Ok(report)
    }

    /// Commits the entry of a settlement and its row of the outbox, before anything leaves.
    fn enqueue_tax_due(&self, of: &Settlement, entry: Entry) -> Result<Outgoing, DeskError> {
        let summary = json!({ "target": Target::Files.code() });
        self.command("publish_tax_due", false, summary, &[of.document], |writer| {
            let situation = Situation::of(writer, of.document)?;
            let label = label(&situation, writer)?;
            writer.put_entry(&entry)?;
            let row = on_its_way(&entry, Some(of.id), Target::Files)?;
            writer.add_publication(&row)?;
            Ok(Outgoing { id: row.id, document: of.document, label, situation, entry, payment: None })
        })
    }
}
