//! The same decision about several documents at once: one command, one step to undo.

use liasse_domain::{AccountCode, DocumentId, DocumentStatus};
use liasse_store::Writer;
use serde_json::{Value, json};

use super::allocation::{allocation_rows, put_allocations};
use super::change_one;
use super::values::accept;
use crate::api::{DeskError, Message};
use crate::coding::{Books, Decisions, OUTSIDE_VAT, Situation, recode_all};
use crate::desk::{Desk, document_ids};

impl Desk {
    /// Accepts the same doubtful value of several documents as it stands. Those that have no such doubt, or where nothing was
    /// read that could be accepted, stay as they are. Answers how many changed.
    pub fn accept_field_of_all(&self, documents: Vec<String>, name: String) -> Result<u32, DeskError> {
        let summary = json!({ "field": name });
        self.change_all(&documents, "accept_field", summary, |situation| {
            let doubt = situation.doubts().into_iter().find(|doubt| doubt.field == name)?;
            let name = name.clone();
            doubt
                .can_be_accepted()
                .then(|| work(move |writer, id, decisions| accept(writer, id, decisions, &name).map(drop)))
        })
    }

    /// Books several documents to one account, whatever each was booked to. Amounts outside VAT, which have accounts of their
    /// own, stay where they are. Answers how many changed.
    pub fn set_account_of_all(&self, documents: Vec<String>, account: String) -> Result<u32, DeskError> {
        let account: AccountCode = account.parse().map_err(|error| DeskError::bad_form("account", &error))?;
        let summary = json!({ "account": account });
        self.change_all(&documents, "set_allocation", summary, |situation| {
            let outside = json!(Message::new(OUTSIDE_VAT));
            let mut rows = allocation_rows(situation);
            let mut changed = false;
            for row in rows.iter_mut().filter(|row| row.reason != outside) {
                changed |= row.account.as_ref() != Some(&account);
                row.account = Some(account.clone());
                row.reason = json!(Message::new("account_by_user"));
            }
            changed.then(|| {
                work(move |writer, id, decisions| {
                    let situation = Situation::of(writer, id)?;
                    put_allocations(writer, decisions, &situation, rows)
                })
            })
        })
    }

    /// One command over several documents; `decide` says what is to be done to each, if anything.
    fn change_all(
        &self,
        documents: &[String],
        name: &'static str,
        summary: Value,
        decide: impl Fn(&Situation) -> Option<Work>,
    ) -> Result<u32, DeskError> {
        let ids = document_ids(documents)?;
        let (changed, client_file) = self.command(name, true, summary, &[], |writer| {
            let (mut changed, mut client_file) = (Vec::new(), None);
            let mut books = Books::default();
            for id in &ids {
                let situation = Situation::in_books(writer, *id, &mut books)?;
                let waits = matches!(situation.row.status, DocumentStatus::ToReview | DocumentStatus::Ready);
                if let Some(work) = decide(&situation).filter(|_| waits) {
                    client_file = Some(change_one(writer, *id, work)?);
                    changed.push(*id);
                }
            }
            if changed.is_empty() {
                return Err(DeskError::new("nothing_to_accept", "none of these documents would change"));
            }
            writer.note("documents", changed.len());
            let count = changed.len() as u32;
            recode_all(writer, changed)?;
            Ok((count, client_file))
        })?;
        client_file.into_iter().for_each(|file| self.tell_changed(file));
        Ok(changed)
    }
}

/// What is done to one document.
type Work = Box<dyn FnOnce(&mut Writer<'_>, DocumentId, &mut Decisions) -> Result<(), DeskError>>;

fn work(
    work: impl FnOnce(&mut Writer<'_>, DocumentId, &mut Decisions) -> Result<(), DeskError> + 'static,
) -> Work {
    Box::new(work)
}
