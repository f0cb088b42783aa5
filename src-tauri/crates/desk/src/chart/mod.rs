//! The chart of a client file: taken from the standard, a file or a connected system; edited; taken again without losing
//! rules. An account that rules use and the chart no longer holds is put to the user once, with a proposal.

mod edit;
mod incoming;
mod plan;
mod successors;
#[cfg(test)]
mod tests;
mod vat;

use std::collections::HashSet;
use std::path::Path;

use liasse_domain::{Account, AccountCode, ClientFile, ClientFileId, ThirdPartyKind};
use liasse_formats::chart_file::ChartFileError;
use liasse_store::Writer;
use serde_json::json;

use crate::api::{
    AccountView, ChartColumnView, ChartImported, ChartPlan, ChartSource, DeskError, FindingView, Message,
    MovedThirdParty, RelabelledAccount, Succession, SuccessorChoice,
};
use crate::client_files::recode_waiting;
use crate::desk::{Desk, client_file_id};
use crate::publication::{Target, unreachable};
pub(crate) use incoming::IncomingAccount;
pub(crate) use vat::{put_vat_accounts, vat_accounts};

use incoming::Incoming;
use plan::Plan;

/// The largest file that is read as a chart.
const LARGEST: u64 = 32 * 1024 * 1024;
/// How many new or absent accounts a plan lists.
const LISTED: usize = 400;

impl Desk {
    /// What taking a chart over would change; `replace`: the accounts that the source does not hold go.
    ///
    /// # Errors
    /// `chart_file_…` where the file is no chart, `file_unreadable`, those of the connected system.
    pub fn chart_plan(
        &self,
        client_file: String,
        source: ChartSource,
        replace: bool,
    ) -> Result<ChartPlan, DeskError> {
        let file = self.client_file(client_file_id(&client_file)?)?;
        let incoming = self.incoming(&file, &source)?;
        let (plan, successions) = self.read(|reader| {
            let plan = Plan::of(reader, file.id, &incoming)?;
            let successions = plan::successions(reader, file.id, &plan.chart(replace))?;
            Ok((plan, successions))
        })?;
        let vat_accounts = vat::vat_accounts(&incoming.accounts, file.country).len() as u32;
        Ok(ChartPlan { vat_accounts, ..view(&incoming, &plan, successions) })
    }

    /// Takes a chart over. Rules stay: those of a former account go to the one that `successors` says, else keep theirs.
    ///
    /// # Errors
    /// Those of [`Desk::chart_plan`]; `bad_form` for a successor that is no account.
    pub fn import_chart(
        &self,
        client_file: String,
        source: ChartSource,
        replace: bool,
        successors: Vec<SuccessorChoice>,
    ) -> Result<ChartImported, DeskError> {
        let file = self.client_file(client_file_id(&client_file)?)?;
        let incoming = self.incoming(&file, &source)?;
        let choices = parsed(&successors)?;
        let name = match source {
            ChartSource::Standard => "load_standard_chart",
            _ => "import_chart",
        };
        let summary = json!({ "source": incoming.source.code });
        let imported = self.command(name, true, summary, &[], |writer| {
            let imported = take_over(writer, &file, &incoming, replace, &choices)?;
            writer.note("accounts", imported.added);
            recode_waiting(writer, file.id)?;
            Ok(imported)
        })?;
        self.tell_changed(file.id);
        Ok(imported)
    }

    /// Accounts that rules use though the chart does not hold them.
    pub fn rule_transfer(&self, client_file: String) -> Result<Vec<Succession>, DeskError> {
        let id = client_file_id(&client_file)?;
        self.read(|reader| plan::successions(reader, id, &reader.accounts(id)?))
    }

    /// Carries rules over from former accounts to those that take their place. Answers how many.
    ///
    /// # Errors
    /// `bad_form`; `account_not_in_chart`.
    pub fn transfer_rules(
        &self,
        client_file: String,
        successors: Vec<SuccessorChoice>,
    ) -> Result<u32, DeskError> {
        let id = client_file_id(&client_file)?;
        let choices = parsed(&successors)?;
        let summary = json!({ "accounts": choices.len() });
        let rules = self.command("transfer_rules", true, summary, &[], |writer| {
            let held: HashSet<AccountCode> =
                writer.accounts(id)?.into_iter().map(|account| account.code).collect();
            let rules = carry_over(writer, id, &held, &choices)?;
            writer.note("rules", rules);
            recode_waiting(writer, id)?;
            Ok(rules)
        })?;
        self.tell_changed(id);
        Ok(rules)
    }

    /// What a source holds. A connected system is asked over the network, outside of any transaction.
    fn incoming(&self, file: &ClientFile, source: &ChartSource) -> Result<Incoming, DeskError> {
        match source {
            ChartSource::Standard => Incoming::standard(file.country).ok_or_else(|| {
                DeskError::new("country_not_supported", format!("{} has no standard chart", file.country))
                    .with("country", file.country)
            }),
            ChartSource::File { path } => read_file(path, file),
            ChartSource::SageGe | ChartSource::Meg => {
                let target = if *source == ChartSource::SageGe { Target::SageGe } else { Target::Meg };
                let (system, folder) = self.system(file, target)?;
                let asked = self.network.block_on(Incoming::of_system(system.as_ref(), &folder));
                asked.map_err(|error| unreachable(&error))
            }
        }
    }
}

impl Plan {
    /// The chart as it would be: what the source holds, and what is here besides unless it is replaced.
    fn chart(&self, replace: bool) -> Vec<Account> {
        let kept = if replace { &[][..] } else { &self.absent };
        let mut chart: Vec<Account> = self.incoming.iter().chain(kept).cloned().collect();
        chart.sort_by(|a, b| a.code.cmp(&b.code));
        chart
    }
}

fn read_file(path: &str, file: &ClientFile) -> Result<Incoming, DeskError> {
    let unreadable = |error: std::io::Error| {
        DeskError::new("file_unreadable", format!("{path}: {error}")).with("path", path).with("detail", error)
    };
    let size = std::fs::metadata(path).map_err(unreadable)?.len();
    if size > LARGEST {
        let detail = format!("{path}: {size} bytes, expected at most {LARGEST}");
        return Err(DeskError::new("file_too_large", detail).with("path", path));
    }
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let name =
        Path::new(path).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Incoming::of_file(&bytes, file).map_err(|error| {
        let refused = DeskError::new(error.code(), format!("{path}: {error}")).with("file", name);
        match error {
            ChartFileError::NoAccounts { headings } => refused.with("headings", headings),
            ChartFileError::Damaged { detail } => refused.with("detail", detail),
            ChartFileError::NotATable { found } => refused.with("detail", found),
            ChartFileError::Empty | ChartFileError::TooLarge => refused,
        }
    })
}

fn parsed(successors: &[SuccessorChoice]) -> Result<Vec<(AccountCode, AccountCode)>, DeskError> {
    let code = |text: &str| text.parse().map_err(|error| DeskError::bad_form("account", &error));
    successors.iter().map(|choice| Ok((code(&choice.former)?, code(&choice.account)?))).collect()
}

fn take_over(
    writer: &mut Writer<'_>,
    file: &ClientFile,
    incoming: &Incoming,
    replace: bool,
    choices: &[(AccountCode, AccountCode)],
) -> Result<ChartImported, DeskError> {
    // The plan is drawn anew: what the user looked at may have changed since.
    let plan = Plan::of(writer, file.id, incoming)?;
    let relabelled: Vec<Account> = plan.relabelled.iter().map(|(account, _)| account.clone()).collect();
    writer.put_accounts(file.id, &plan.added)?;
    writer.put_accounts(file.id, &relabelled)?;
    vat::put_vat_accounts(writer, file.id, vat::vat_accounts(&incoming.accounts, file.country))?;
    let held: HashSet<AccountCode> = plan.chart(false).into_iter().map(|account| account.code).collect();
    let rules = carry_over(writer, file.id, &held, choices)?;
    let mut removed = 0;
    if replace {
        let used: HashSet<AccountCode> =
            writer.account_uses(file.id)?.into_iter().map(|used| used.account).collect();
        for account in &plan.absent {
            // What is in use and was given no successor stays, so that nothing is booked to an account without a name.
            if !used.contains(&account.code)
                && writer.waiting_documents_on(file.id, &account.code)?.is_empty()
            {
                writer.delete_account(file.id, &account.code)?;
                removed += 1;
            }
        }
    }
    let of_kind =
        |kind: ThirdPartyKind| plan.new_parties.iter().filter(|card| card.kind == kind).count() as u32;
    for (card, former, _) in &plan.moved {
        writer.put_account_successor(file.id, former, &card.account)?;
    }
    for card in plan.new_parties.iter().chain(plan.moved.iter().map(|(card, ..)| card)) {
        writer.put_third_party(card)?;
    }
    Ok(ChartImported {
        added: plan.added.len() as u32,
        relabelled: relabelled.len() as u32,
        removed,
        suppliers: of_kind(ThirdPartyKind::Supplier),
        customers: of_kind(ThirdPartyKind::Customer),
        rules,
    })
}

/// Moves all that uses a former account to its successor, and remembers it. Answers how many rules were moved.
fn carry_over(
    writer: &mut Writer<'_>,
    client_file: ClientFileId,
    held: &HashSet<AccountCode>,
    choices: &[(AccountCode, AccountCode)],
) -> Result<u32, DeskError> {
    let mut rules = 0;
    for (former, account) in choices.iter().filter(|(former, account)| former != account) {
        if !held.contains(account) {
            let detail = format!("{account} is not in the chart: choose an account that is");
            return Err(DeskError::new("account_not_in_chart", detail).with("account", account));
        }
        rules += writer.move_account(client_file, former, account)?;
        writer.put_account_successor(client_file, former, account)?;
    }
    Ok(rules)
}

fn view(incoming: &Incoming, plan: &Plan, successions: Vec<Succession>) -> ChartPlan {
    let account =
        |account: &Account| AccountView { code: account.code.to_string(), label: account.label.clone() };
    let of_kind =
        |kind: ThirdPartyKind| plan.new_parties.iter().filter(|card| card.kind == kind).count() as u32;
    ChartPlan {
        source: incoming.source.clone(),
        columns: incoming
            .columns
            .iter()
            .map(|(column, heading)| ChartColumnView {
                name: column.name().to_owned(),
                heading: heading.clone(),
            })
            .collect(),
        accounts: plan.incoming.len() as u32,
        added: plan.added.iter().take(LISTED).map(account).collect(),
        added_count: plan.added.len() as u32,
        relabelled: plan
            .relabelled
            .iter()
            .take(LISTED)
            .map(|(after, before)| RelabelledAccount {
                code: after.code.to_string(),
                before: before.clone(),
                after: after.label.clone(),
            })
            .collect(),
        unchanged: plan.unchanged,
        absent: plan.absent.iter().take(LISTED).map(account).collect(),
        new_suppliers: of_kind(ThirdPartyKind::Supplier),
        new_customers: of_kind(ThirdPartyKind::Customer),
        known_third_parties: plan.known_parties,
        moved: plan
            .moved
            .iter()
            .map(|(card, former, reason)| MovedThirdParty {
                name: card.name.clone(),
                former: former.to_string(),
                account: card.account.to_string(),
                reason: Message::new(reason),
            })
            .collect(),
        vat_accounts: 0,
        successions,
        findings: incoming.findings.iter().map(FindingView::from).collect(),
    }
}
