//! Accounts, and the rule "always so".

use liasse_domain::{
    AccountCode, Axes, Deductibility, DocumentId, Rule, RuleId, RuleOrigin, Section, VatScheme,
};
use liasse_store::{AllocationRow, CodingRow, Writer};
use serde_json::json;

use super::blank_coding;
use crate::api::{AllocationView, DeskError, Message, ReviewView};
use crate::clock;
use crate::coding::{Decisions, OUTSIDE_VAT, Situation, recode_all};
use crate::desk::{Desk, document_id};
use crate::review::calculator;

/// The account that all amounts go to, when it is one.
pub(in crate::review) fn single_account(situation: &Situation) -> Option<&AccountCode> {
    let first = situation.allocations.first()?.account.as_ref()?;
    situation.allocations.iter().all(|line| line.account.as_ref() == Some(first)).then_some(first)
}

impl Desk {
    /// Books one allocation to an account.
    pub fn set_allocation(
        &self,
        document: String,
        index: u32,
        account: String,
    ) -> Result<ReviewView, DeskError> {
        let account: AccountCode = account.parse().map_err(|error| DeskError::bad_form("account", &error))?;
        let summary = json!({ "account": account });
        self.change(&document, "set_allocation", summary, |writer, id, decisions| {
            let situation = Situation::of(writer, id)?;
            let chosen = Message::new("account_by_user");
            let mut rows = allocation_rows(&situation);
            let row = rows
                .get_mut(index as usize)
                .ok_or_else(|| DeskError::new("unknown_allocation", "there is no such line"))?;
            row.account = Some(account.clone());
            row.reason = json!(chosen);
            // The first account chosen serves the other lines that have none.
            let outside = json!(Message::new(OUTSIDE_VAT));
            for other in rows.iter_mut().filter(|other| other.account.is_none() && other.reason != outside) {
                other.account = Some(account.clone());
                other.reason = json!(chosen);
            }
            put_allocations(writer, id, decisions, rows)
        })
    }

    /// Spreads the amount over other lines.
    pub fn set_allocations(
        &self,
        document: String,
        allocations: Vec<AllocationView>,
    ) -> Result<ReviewView, DeskError> {
        let rows = allocations
            .iter()
            .map(|line| {
                let account = line.account.as_deref().filter(|text| !text.trim().is_empty());
                let rate = line.rate.as_deref().filter(|text| !text.trim().is_empty());
                Ok(AllocationRow {
                    account: account
                        .map(str::parse::<AccountCode>)
                        .transpose()
                        .map_err(|error| DeskError::bad_form("account", &error))?,
                    amount: calculator::evaluate(&line.amount)
                        .map_err(|trouble| DeskError::from(trouble.message(&line.amount)))?,
                    vat_rate: rate
                        .map(|text| text.replace(',', ".").parse())
                        .transpose()
                        .map_err(|error| DeskError::bad_form("rate", &error))?,
                    reason: json!(Message::new("account_by_user")),
                    axes: Axes {
                        first: section(line.axis_first.as_ref())?,
                        second: section(line.axis_second.as_ref())?,
                    },
                    deductible: line.deductible.map(share).transpose()?,
                })
            })
            .collect::<Result<Vec<_>, DeskError>>()?;
        self.change(&document, "set_allocations", json!({ "lines": rows.len() }), |writer, id, decisions| {
            put_allocations(writer, id, decisions, rows)
        })
    }

    /// Makes the rule "always so" and codes the waiting documents of the third party anew. Answers how many changed.
    pub fn make_rule(&self, document: String) -> Result<u32, DeskError> {
        let id = document_id(&document)?;
        let (changed, client_file) = self.command("make_rule", true, json!({}), &[id], |writer| {
            let situation = Situation::of(writer, id)?;
            let (Some(card), Some(account)) = (&situation.third_party, single_account(&situation)) else {
                return Err(DeskError::new("no_rule_to_make", "a rule needs a third party and one account"));
            };
            writer.note("third_party", card.name.clone());
            writer.note("account", account.to_string());
            writer.put_rule(&Rule {
                id: situation.rule.as_ref().map_or_else(|| RuleId::from_uuid(clock::fresh()), |rule| rule.id),
                third_party: card.id,
                account: account.clone(),
                vat_scheme: (situation.scheme != VatScheme::Standard).then_some(situation.scheme),
                origin: RuleOrigin::User,
            })?;
            let others = writer.waiting_documents_of(card.id)?;
            let before = accounts_of(writer, &others)?;
            recode_all(writer, others.iter().copied().chain([id]))?;
            let after = accounts_of(writer, &others)?;
            let changed = others.iter().zip(before.iter().zip(&after));
            let changed =
                changed.filter(|(other, (before, after))| **other != id && before != after).count() as u32;
            Ok((changed, situation.row.client_file))
        })?;
        self.tell_changed(client_file);
        Ok(changed)
    }
}

/// The accounts that documents are booked to.
fn accounts_of(
    writer: &Writer<'_>,
    documents: &[DocumentId],
) -> Result<Vec<Vec<Option<AccountCode>>>, liasse_store::StoreError> {
    let accounts = |id: &DocumentId| {
        let lines = writer.coding(*id)?.map(|coding| coding.allocations).unwrap_or_default();
        Ok(lines.into_iter().map(|line| line.account).collect())
    };
    documents.iter().map(accounts).collect()
}

/// An analytic section; nothing where it is blank.
fn section(text: Option<&String>) -> Result<Option<Section>, DeskError> {
    let text = text.map(|text| text.trim()).filter(|text| !text.is_empty());
    text.map(|text| text.parse().map_err(|error| DeskError::bad_form("axis", &error))).transpose()
}

fn share(percent: u32) -> Result<Deductibility, DeskError> {
    percent.to_string().parse().map_err(|error| DeskError::bad_form("deductible", &error))
}

/// The allocation as it stands.
pub(super) fn allocation_rows(situation: &Situation) -> Vec<AllocationRow> {
    situation
        .allocations
        .iter()
        .map(|line| AllocationRow {
            account: line.account.clone(),
            amount: line.amount,
            vat_rate: line.rate,
            reason: json!(line.reason),
            axes: line.axes.clone(),
            deductible: line.deductible,
        })
        .collect()
}

/// Puts an allocation that the user chose in the place of the one before.
pub(super) fn put_allocations(
    writer: &mut Writer<'_>,
    id: DocumentId,
    decisions: &mut Decisions,
    allocations: Vec<AllocationRow>,
) -> Result<(), DeskError> {
    decisions.accounts_chosen = true;
    let coding = writer.coding(id)?.unwrap_or_else(|| blank_coding(id));
    writer.put_coding(&CodingRow { allocations, ..coding })?;
    Ok(())
}
