//! Where a document belongs: off the inbox, in the other flow.

use liasse_domain::DocumentStatus;
use serde_json::json;

use crate::api::{DeskError, FlowView};
use crate::coding::recode;
use crate::desk::{Desk, document_ids};

impl Desk {
    /// Takes documents off the inbox without publishing them; when all of them are off it already, they come back.
    pub fn archive(&self, documents: Vec<String>) -> Result<(), DeskError> {
        let ids = document_ids(&documents)?;
        let files = self.command("archive", true, json!({ "documents": ids.len() }), &ids, |writer| {
            let rows = ids.iter().map(|id| writer.document(*id)).collect::<Result<Vec<_>, _>>()?;
            let back = rows.iter().all(|row| row.status == DocumentStatus::Archived);
            for row in &rows {
                match (back, row.status) {
                    (_, DocumentStatus::Published) => {
                        return Err(DeskError::new(
                            "document_published",
                            "a published document stays where it is",
                        ));
                    }
                    (true, _) => {
                        crate::joined::part_paper(writer, &self.blobs, row)?;
                        writer.set_status(row.id, DocumentStatus::ToReview)?;
                        recode(writer, row.id)?;
                    }
                    (false, _) => writer.set_status(row.id, DocumentStatus::Archived)?,
                }
            }
            Ok(rows.into_iter().map(|row| row.client_file).collect::<Vec<_>>())
        })?;
        files.into_iter().take(1).for_each(|file| self.tell_changed(file));
        Ok(())
    }

    /// Moves documents between purchases and sales.
    pub fn move_to_flow(&self, documents: Vec<String>, flow: FlowView) -> Result<(), DeskError> {
        let ids = document_ids(&documents)?;
        let files = self.command("move_to_flow", true, json!({ "flow": flow }), &ids, |writer| {
            let mut files = Vec::new();
            for id in &ids {
                let row = writer.document(*id)?;
                if row.status == DocumentStatus::Published {
                    return Err(DeskError::new(
                        "document_published",
                        "a published document is not moved any more",
                    ));
                }
                files.push(row.client_file);
                writer.put_document(&liasse_store::DocumentRow { flow: flow.into(), ..row })?;
                writer.delete_coding(*id)?;
                recode(writer, *id)?;
            }
            Ok(files)
        })?;
        files.into_iter().take(1).for_each(|file| self.tell_changed(file));
        Ok(())
    }
}
