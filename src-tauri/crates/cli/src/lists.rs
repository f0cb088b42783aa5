//! Charts and payment methods.

use std::path::Path;

use liasse_desk::Desk;
use liasse_desk::api::{ChartSource, Succession, SuccessorChoice};
use serde_json::json;

use crate::show::{self, Failure};

/// What `liasse import-chart` was asked.
pub struct ChartAsked<'a> {
    pub file: &'a Path,
    pub replace: bool,
    pub successors: &'a [String],
    pub proposals: bool,
}

/// `liasse import-chart`.
pub fn import_chart(desk: &Desk, client: &str, asked: &ChartAsked<'_>, dry_run: bool) -> Result<(), Failure> {
    let id = desk.client_file_id(client)?;
    let source = ChartSource::File { path: asked.file.to_string_lossy().into_owned() };
    let plan = desk.chart_plan(id.clone(), source.clone(), asked.replace)?;
    let choices = choices(asked, &plan.successions)?;
    for finding in &plan.findings {
        show::warn(format!("line {}: {}", finding.line.unwrap_or(0), finding.message));
    }
    if dry_run {
        show::say(format!(
            "{} accounts in the file: {} new, {} with another label, {} unchanged; {} here are not in the file",
            plan.accounts,
            plan.added_count,
            plan.relabelled.len(),
            plan.unchanged,
            plan.absent.len()
        ))?;
        show::say(format!(
            "{} new suppliers, {} new customers, {} known, {} on another account",
            plan.new_suppliers,
            plan.new_customers,
            plan.known_third_parties,
            plan.moved.len()
        ))?;
        let rows: Vec<Vec<String>> = plan
            .successions
            .iter()
            .map(|one| {
                let proposal = one.proposal.as_ref().map_or("no proposal".to_owned(), |account| {
                    format!("proposed: {} {}", account.code, account.label)
                });
                vec![
                    one.former.code.clone(),
                    one.former.label.clone(),
                    format!("{} uses", one.uses),
                    proposal,
                ]
            })
            .collect();
        return show::table(&rows);
    }
    let kept = plan.successions.len().saturating_sub(choices.len());
    let imported = desk.import_chart(id, source, asked.replace, choices)?;
    if kept > 0 {
        show::warn(format!(
            "{kept} accounts that rules use are not in the file and were kept: see --dry-run"
        ));
    }
    show::say(format!(
        "{} accounts added, {} relabelled, {} removed; {} suppliers, {} customers; {} rules carried over",
        imported.added,
        imported.relabelled,
        imported.removed,
        imported.suppliers,
        imported.customers,
        imported.rules
    ))
}

/// The successors that were given, and with `--proposals` what is proposed for the others.
fn choices(asked: &ChartAsked<'_>, successions: &[Succession]) -> Result<Vec<SuccessorChoice>, Failure> {
    let mut choices = Vec::new();
    for given in asked.successors {
        let Some((former, account)) = given.split_once('=') else {
            return Err(Failure::Said(format!("--successor {given}: expected FORMER=ACCOUNT")));
        };
        choices.push(SuccessorChoice { former: former.to_owned(), account: account.to_owned() });
    }
    if asked.proposals {
        for one in successions {
            let given = choices.iter().any(|choice| choice.former == one.former.code);
            if let Some(proposal) = one.proposal.as_ref().filter(|_| !given) {
                let (former, account) = (one.former.code.clone(), proposal.code.clone());
                choices.push(SuccessorChoice { former, account });
            }
        }
    }
    Ok(choices)
}

/// `liasse payment-methods`.
pub fn payment_methods(desk: &Desk, client: &str, as_json: bool) -> Result<(), Failure> {
    let view = desk.payment_methods(desk.client_file_id(client)?)?;
    if as_json {
        return show::json(&json!(view));
    }
    let rows: Vec<Vec<String>> = view
        .methods
        .into_iter()
        .map(|method| {
            vec![
                method.name,
                method.reference.unwrap_or_default(),
                method.account.unwrap_or_default(),
                method.destination.unwrap_or_default(),
                method.origin,
            ]
        })
        .collect();
    show::table(&rows)
}
