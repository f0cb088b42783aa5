//! Where the amounts go.

use liasse_domain::{AccountCode, Amount, Axes, Deductibility, Section};
use liasse_store::{AllocationRow, CodingRow, Writer};
use serde_json::json;

use super::blank_coding;
use crate::api::{AllocationView, DeskError, Message, ReviewView};
use crate::coding::{Decisions, OUTSIDE_VAT, Situation};
use crate::desk::Desk;
use crate::review::calculator;

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
            let row = rows.get_mut(index as usize).ok_or_else(no_line)?;
            row.account = Some(account.clone());
            row.reason = json!(chosen);
            // The first account chosen serves the other lines that have none.
            let outside = json!(Message::new(OUTSIDE_VAT));
            for other in rows.iter_mut().filter(|other| other.account.is_none() && other.reason != outside) {
                other.account = Some(account.clone());
                other.reason = json!(chosen);
            }
            put_allocations(writer, decisions, &situation, rows)
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
            let situation = Situation::of(writer, id)?;
            put_allocations(writer, decisions, &situation, rows)
        })
    }

    /// Sets the amount of one line, typed as a sum or not. The only other line that is still to be filled takes what is left.
    pub fn set_allocation_amount(
        &self,
        document: String,
        index: u32,
        amount: String,
    ) -> Result<ReviewView, DeskError> {
        let given =
            calculator::evaluate(&amount).map_err(|trouble| DeskError::from(trouble.message(&amount)))?;
        let summary = json!({ "amount": given });
        self.change(&document, "set_allocation_amount", summary, |writer, id, decisions| {
            let situation = Situation::of(writer, id)?;
            let mut rows = allocation_rows(&situation);
            let row = rows.get_mut(index as usize).ok_or_else(no_line)?;
            row.amount = given;
            row.reason = json!(Message::new("account_by_user"));
            let left = situation.to_allocate - rows.iter().map(|row| row.amount).sum::<Amount>();
            let mut open =
                rows.iter_mut().enumerate().filter(|(at, row)| *at != index as usize && row.amount.is_zero());
            if let (Some((_, last)), None) = (open.next(), open.next())
                && left > Amount::ZERO
            {
                last.amount = left;
                last.reason = json!(Message::new("account_by_user"));
            }
            put_allocations(writer, decisions, &situation, rows)
        })
    }
}

fn no_line() -> DeskError {
    DeskError::new("unknown_allocation", "there is no such line")
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

/// Puts an allocation that the user chose in the place of the one before. Once the lines make the whole amount, those that
/// hold nothing go.
pub(super) fn put_allocations(
    writer: &mut Writer<'_>,
    decisions: &mut Decisions,
    situation: &Situation,
    mut allocations: Vec<AllocationRow>,
) -> Result<(), DeskError> {
    let id = situation.row.id;
    if allocations.iter().map(|row| row.amount).sum::<Amount>() == situation.to_allocate {
        allocations.retain(|row| !row.amount.is_zero());
    }
    decisions.accounts_chosen = true;
    decisions.spread_of = Some(situation.to_allocate);
    let coding = writer.coding(id)?.unwrap_or_else(|| blank_coding(id));
    writer.put_coding(&CodingRow { allocations, ..coding })?;
    Ok(())
}
