//! The same decision about several documents at once: one command, one step to undo.

use liasse_domain::{AccountCode, DocumentId, DocumentStatus, Rule};
use liasse_store::{AllocationRow, Writer};
use serde_json::{Value, json};

use super::allocation::{allocation_rows, put_allocations};
use super::change_one;
use super::values::{accept, put_kind, put_payment_method, put_scheme};
use crate::api::{DeskError, EditForm, Message};
use crate::coding::{Books, Decisions, Situation, is_outside_vat, recode_all, recode_counting};
use crate::desk::{Desk, document_ids};
use crate::payment_methods::method_id;
use crate::rules::{no_rule, rule_to_make};

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
        let account = account_code(&account)?;
        let summary = json!({ "account": account });
        self.change_all(&documents, "set_allocation", summary, |situation| {
            let account = account.clone();
            let (_, changed) = rows_on(situation, &account);
            changed.then(|| work(move |writer, id, decisions| book_to(writer, id, decisions, &account)))
        })
    }

    /// Sets on several documents what the form says, and leaves what it does not say. Answers how many were changed.
    ///
    /// # Errors
    /// `nothing_to_accept` when the form says nothing or no document waits.
    pub fn edit_all(&self, documents: Vec<String>, form: EditForm) -> Result<u32, DeskError> {
        let account = form.account.as_deref().map(account_code).transpose()?;
        let method = form.payment_method.as_deref().map(method_id).transpose()?;
        let EditForm { kind, vat_scheme, .. } = form;
        let summary = json!({ "account": account, "kind": kind, "scheme": vat_scheme });
        let says = account.is_some() || method.is_some() || kind.is_some() || vat_scheme.is_some();
        self.change_all(&documents, "edit_documents", summary, |_| {
            let account = account.clone();
            says.then(|| {
                work(move |writer, id, decisions| {
                    if let Some(kind) = kind {
                        put_kind(writer, id, kind)?;
                    }
                    if let Some(scheme) = vat_scheme {
                        put_scheme(writer, id, decisions, scheme)?;
                    }
                    if method.is_some() {
                        put_payment_method(writer, id, decisions, method)?;
                    }
                    match account {
                        Some(account) => book_to(writer, id, decisions, &account),
                        None => Ok(()),
                    }
                })
            })
        })
    }

    /// Makes the rule "always so" of each of several documents, as one command; of two that would make the same rule the
    /// first does. Answers how many waiting documents changed.
    ///
    /// # Errors
    /// `no_rule_to_make` when none of them has a third party and accounts.
    pub fn make_rules(&self, documents: Vec<String>) -> Result<u32, DeskError> {
        let ids = document_ids(&documents)?;
        let (changed, client_file) = self.command("make_rules", true, json!({}), &ids, |writer| {
            let mut made: Vec<Rule> = Vec::new();
            let mut client_file = None;
            for id in &ids {
                let situation = Situation::of(writer, *id)?;
                let waits = matches!(situation.row.status, DocumentStatus::ToReview | DocumentStatus::Ready);
                let Some(rule) = rule_to_make(&situation).filter(|_| waits) else { continue };
                let same =
                    |other: &Rule| other.third_party == rule.third_party && other.narrowing == rule.narrowing;
                if !made.iter().any(same) {
                    made.push(rule);
                }
                client_file = Some(situation.row.client_file);
            }
            let Some(client_file) = client_file else {
                return Err(no_rule());
            };
            let mut waiting = Vec::new();
            for rule in &made {
                writer.put_rule(rule)?;
                waiting.extend(writer.waiting_documents_of(rule.third_party)?);
            }
            waiting.sort_unstable();
            waiting.dedup();
            writer.note("rules", made.len());
            Ok((recode_counting(writer, waiting)?, client_file))
        })?;
        self.tell_changed(client_file);
        Ok(changed)
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

fn account_code(text: &str) -> Result<AccountCode, DeskError> {
    text.parse().map_err(|error| DeskError::bad_form("account", &error))
}

/// The lines of a document with all that bears VAT on one account, and whether that is another than before.
fn rows_on(situation: &Situation, account: &AccountCode) -> (Vec<AllocationRow>, bool) {
    let outside = situation.allocations.iter().map(|line| is_outside_vat(&line.reason));
    let mut rows = allocation_rows(situation);
    let mut changed = false;
    for (row, _) in rows.iter_mut().zip(outside).filter(|(_, outside)| !outside) {
        changed |= row.account.as_ref() != Some(account);
        row.account = Some(account.clone());
        row.reason = json!(Message::new("account_by_user"));
    }
    (rows, changed)
}

fn book_to(
    writer: &mut Writer<'_>,
    id: DocumentId,
    decisions: &mut Decisions,
    account: &AccountCode,
) -> Result<(), DeskError> {
    let situation = Situation::of(writer, id)?;
    let (rows, _) = rows_on(&situation, account);
    put_allocations(writer, decisions, &situation, rows)
}

/// What is done to one document.
type Work = Box<dyn FnOnce(&mut Writer<'_>, DocumentId, &mut Decisions) -> Result<(), DeskError>>;

fn work(
    work: impl FnOnce(&mut Writer<'_>, DocumentId, &mut Decisions) -> Result<(), DeskError> + 'static,
) -> Work {
    Box::new(work)
}
