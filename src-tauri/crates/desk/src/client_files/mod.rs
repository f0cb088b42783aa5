//! Client files: creating and changing them, their chart, third parties and rules.

mod defaults;
mod fec;
mod form;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use liasse_domain::{ClientFile, ClientFileId, Country, DocumentStatus, Rule, ThirdPartyId};
use liasse_store::{StoreError, Writer};
use serde_json::json;

use crate::api::{
    AccountView, ChartSource, ClientFileForm, ClientFileSummary, DeskError, FlowView, StatusCounts,
    ThirdPartyKindView, ThirdPartyView,
};
use crate::coding::{recode_all, rule_reason};
use crate::desk::{Desk, client_file_id};
use crate::{clock, intake};

impl Desk {
    /// All client files, the firm's own first, with what waits in each.
    pub fn client_files(&self) -> Result<Vec<ClientFileSummary>, DeskError> {
        let (files, counts, to_split) = self.read(|reader| {
            Ok((reader.client_files()?, reader.inbox_counts(None)?, reader.files_to_split()?))
        })?;
        let reading = self.sources_at_work()?;
        let mut summaries: Vec<ClientFileSummary> = files
            .iter()
            .map(|file| {
                let side = |flow: FlowView| {
                    let mut side = StatusCounts::default();
                    for count in counts
                        .iter()
                        .filter(|count| count.client_file == file.id && FlowView::from(count.flow) == flow)
                    {
                        add_count(&mut side, count.status, count.documents);
                    }
                    side.to_split = to_split
                        .iter()
                        .filter(|(id, at, _)| *id == file.id && FlowView::from(*at) == flow)
                        .map(|(.., files)| files)
                        .sum();
                    side.reading +=
                        reading.iter().filter(|(id, at)| *id == file.id && *at == flow).count() as u32;
                    side
                };
                ClientFileSummary {
                    id: file.id.to_string(),
                    code: file.code.to_string(),
                    name: file.name.clone(),
                    is_firm: file.is_firm,
                    country: file.country.to_string(),
                    purchases: side(FlowView::Purchases),
                    sales: side(FlowView::Sales),
                }
            })
            .collect();
        summaries.sort_by_key(|file| (!file.is_firm, file.name.to_lowercase()));
        Ok(summaries)
    }

    /// The form of a client file, or a blank one with the country's defaults.
    pub fn client_file_form(&self, id: Option<String>, country: String) -> Result<ClientFileForm, DeskError> {
        match id {
            Some(id) => Ok(form::from_client_file(&self.client_file(client_file_id(&id)?)?)),
            None => {
                let country: Country = country.parse().unwrap_or(Country::FR);
                Ok(defaults::blank_form(country))
            }
        }
    }

    pub(crate) fn client_file(&self, id: ClientFileId) -> Result<ClientFile, DeskError> {
        self.read(|reader| reader.client_file(id))
    }

    /// Creates or changes a client file.
    ///
    /// # Errors
    /// `bad_form` with the field, `code_taken`, `country_fixed`.
    pub fn save_client_file(&self, form: ClientFileForm) -> Result<ClientFileSummary, DeskError> {
        let id = match &form.id {
            Some(id) => client_file_id(id)?,
            None => ClientFileId::from_uuid(clock::fresh()),
        };
        let file = form::to_client_file(&form, id)?;
        let (name, summary) = match form.id {
            Some(_) => ("change_client_file", json!({ "name": file.name })),
            None => ("create_client_file", json!({ "name": file.name })),
        };
        self.command(name, true, summary, &[], |writer| {
            if let Some(other) = writer.client_file_by_code(&file.code)?.filter(|other| other.id != file.id) {
                let detail = format!("the code {} is that of {}", file.code, other.name);
                return Err(DeskError::new("code_taken", detail)
                    .with("code", &file.code)
                    .with("name", &other.name)
                    .with("field", "code"));
            }
            if form.id.is_some() && writer.client_file(id)?.country != file.country {
                return Err(DeskError::new(
                    "country_fixed",
                    "the country of a client file cannot be changed",
                )
                .with("field", "country"));
            }
            writer.put_client_file(&file)?;
            recode_waiting(writer, id)?;
            Ok(())
        })?;
        self.tell_changed(id);
        self.client_files()?
            .into_iter()
            .find(|summary| summary.id == file.id.to_string())
            .ok_or_else(|| DeskError::internal("the client file was saved but is not listed"))
    }

    /// Adds the country's standard chart; accounts that are there already keep their labels.
    pub fn load_standard_chart(&self, client_file: String) -> Result<u32, DeskError> {
        Ok(self.import_chart(client_file, ChartSource::Standard, false, Vec::new())?.added)
    }

    /// The chart of a client file, by code.
    pub fn accounts(&self, client_file: String) -> Result<Vec<AccountView>, DeskError> {
        let id = client_file_id(&client_file)?;
        let accounts = self.read(|reader| reader.accounts(id))?;
        Ok(accounts
            .into_iter()
            .map(|account| AccountView { code: account.code.to_string(), label: account.label })
            .collect())
    }

    /// The suppliers or customers of a client file, by name, with what their rules give.
    pub fn third_parties(
        &self,
        client_file: String,
        kind: ThirdPartyKindView,
    ) -> Result<Vec<ThirdPartyView>, DeskError> {
        let id = client_file_id(&client_file)?;
        let (parties, rules, accounts) = self.read(|reader| {
            Ok((reader.third_parties(id, kind.into())?, reader.rules(id)?, reader.accounts(id)?))
        })?;
        // The rule for all its documents, else one of its others.
        let mut of_party: HashMap<ThirdPartyId, Vec<Rule>> = HashMap::new();
        for rule in rules {
            of_party.entry(rule.third_party).or_default().push(rule);
        }
        Ok(parties
            .into_iter()
            .map(|party| {
                let own = of_party.get(&party.id).map(Vec::as_slice).unwrap_or_default();
                let rule = own.iter().find(|rule| rule.is_general()).or(own.first());
                let codes: Vec<String> =
                    rule.iter().flat_map(|rule| rule.template.accounts()).map(ToString::to_string).collect();
                let single = rule.and_then(Rule::account);
                let label = single.and_then(|code| accounts.iter().find(|account| account.code == *code));
                ThirdPartyView {
                    id: party.id.to_string(),
                    kind,
                    account: party.account.to_string(),
                    siren: party.siren.as_ref().map(ToString::to_string),
                    vat_number: party.vat_number.as_ref().map(ToString::to_string),
                    rule_account: rule.map(|_| codes.join(" + ")),
                    rules: own.len() as u32,
                    rule_account_label: label.map(|account| account.label.clone()),
                    rule_reason: rule.map(|rule| rule_reason(rule, &party)),
                    name: party.name,
                }
            })
            .collect())
    }

    /// Client file and flow of every source that is being read or waits for it.
    fn sources_at_work(&self) -> Result<Vec<(ClientFileId, FlowView)>, DeskError> {
        self.read(|reader| {
            let mut at_work = Vec::new();
            for state in intake::AT_WORK {
                let sources = reader.sources_in_state(state)?;
                at_work.extend(sources.into_iter().map(|source| (source.client_file, source.flow.into())));
            }
            Ok(at_work)
        })
    }
}

/// Codes anew all that waits in a client file: its accounts, third parties or rules have changed. In the command that
/// changed them, so that undo takes both back.
pub(crate) fn recode_waiting(writer: &mut Writer<'_>, id: ClientFileId) -> Result<(), StoreError> {
    let mut waiting = Vec::new();
    for status in [DocumentStatus::ToSplit, DocumentStatus::ToReview, DocumentStatus::Ready] {
        waiting.extend(writer.documents_in_status(id, status)?);
    }
    recode_all(writer, waiting)
}

/// Counts documents under their status. Those of a file that waits for its split are provisional: the file is counted.
pub(crate) fn add_count(counts: &mut StatusCounts, status: DocumentStatus, documents: u32) {
    let count = match status {
        DocumentStatus::Reading => &mut counts.reading,
        DocumentStatus::ToSplit => return,
        DocumentStatus::ToReview => &mut counts.to_review,
        DocumentStatus::Ready => &mut counts.ready,
        DocumentStatus::Published => &mut counts.published,
        DocumentStatus::Archived => &mut counts.archived,
    };
    *count += documents;
}
