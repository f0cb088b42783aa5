//! The cards of suppliers and customers: what they hold, changing them, merging two into one.

mod card;
mod merge;
#[cfg(test)]
mod tests;

use liasse_domain::{
    CardTerms, ClientFileId, DocumentStatus, EndOfMonth, PaymentTerms, ThirdParty, ThirdPartyId,
};
use serde_json::json;

use crate::api::{DeskError, TermsPreview, ThirdPartyCard};
use crate::client_files::recode_waiting;
use crate::clock;
use crate::coding::normal_name;
use crate::desk::Desk;

fn third_party_id(text: &str) -> Result<ThirdPartyId, DeskError> {
    text.parse().map_err(|_| DeskError::bad_id(text))
}

impl Desk {
    /// The card of a third party.
    pub fn third_party_card(&self, id: String) -> Result<ThirdPartyCard, DeskError> {
        let id = third_party_id(&id)?;
        self.read(|reader| {
            let card = reader.third_party(id)?;
            let statuses = reader.statuses_of_third_party(id)?;
            let waits = |status: &&DocumentStatus| {
                !matches!(status, DocumentStatus::Published | DocumentStatus::Archived)
            };
            let waiting = statuses.iter().filter(waits).count() as u32;
            Ok(card::view(&card, waiting, statuses.len() as u32))
        })
    }

    /// Creates or changes a card from its form. A name that is given up stays as an alias: papers bear it.
    ///
    /// # Errors
    /// `bad_form` with the field, `name_missing`, `account_taken`, `alias_taken` when another card has the name,
    /// `account_not_in_chart` for a VAT account that is none.
    pub fn save_third_party(&self, card: ThirdPartyCard) -> Result<ThirdPartyCard, DeskError> {
        let form = card;
        let known = if form.id.is_empty() { None } else { Some(third_party_id(&form.id)?) };
        let mut card = card::parse(&form, known.unwrap_or_else(|| ThirdPartyId::from_uuid(clock::fresh())))?;
        let client_file = card.client_file;
        let name = if known.is_some() { "change_third_party" } else { "add_third_party" };
        let summary = json!({ "third_party": card.name, "account": card.account });
        let id = self.command(name, true, summary, &[], |writer| {
            writer.client_file(client_file)?;
            let before = known.map(|known| writer.third_party(known)).transpose()?;
            if let Some(before) = &before {
                if before.client_file != card.client_file || before.kind != card.kind {
                    return Err(DeskError::bad_id(&card.id.to_string()));
                }
                if normal_name(&before.name) != normal_name(&card.name) {
                    card.aliases.push(before.name.clone());
                }
            }
            clean_aliases(&mut card);
            check_card(writer, &card)?;
            writer.put_third_party(&card)?;
            recode_waiting(writer, client_file)?;
            Ok(card.id)
        })?;
        self.tell_changed(client_file);
        self.third_party_card(id.to_string())
    }

    /// Deletes a card that no document is coded to, with its rules.
    ///
    /// # Errors
    /// `third_party_in_use` with the number of documents.
    pub fn delete_third_party(&self, id: String) -> Result<(), DeskError> {
        let id = third_party_id(&id)?;
        let client_file = self.command("delete_third_party", true, json!({}), &[], |writer| {
            let card = writer.third_party(id)?;
            writer.note("third_party", card.name.clone());
            let documents = writer.statuses_of_third_party(id)?.len();
            if documents > 0 {
                let detail =
                    format!("{documents} documents are coded to {}: merge it into another", card.name);
                return Err(DeskError::new("third_party_in_use", detail)
                    .with("name", &card.name)
                    .with("n", documents));
            }
            merge::leave_memories(writer, &card)?;
            writer.delete_third_party(id)?;
            Ok(card.client_file)
        })?;
        self.tell_changed(client_file);
        Ok(())
    }

    /// Where terms lead to, for a document issued today: both lawful readings where there are two (art. L. 441-10 C. com.).
    ///
    /// # Errors
    /// `typed_terms`.
    pub fn terms_preview(&self, terms: String) -> Result<TermsPreview, DeskError> {
        let parsed: PaymentTerms = card::terms(&terms)?;
        let issue = clock::today();
        let due = |reading| CardTerms { terms: parsed, reading: Some(reading) }.due(issue);
        let first = due(EndOfMonth::DaysThenMonthEnd).map(|date| date.to_string()).unwrap_or_default();
        let second = due(EndOfMonth::MonthEndThenDays).map(|date| date.to_string());
        Ok(TermsPreview {
            terms: parsed.to_string(),
            issue: issue.to_string(),
            month_end_then_days: second.filter(|second| parsed.end_of_month && *second != first),
            days_then_month_end: first,
        })
    }
}

/// Each other name once, and none that is the card's own.
fn clean_aliases(card: &mut ThirdParty) {
    let mut seen = vec![normal_name(&card.name)];
    card.aliases.retain(|alias| {
        let key = normal_name(alias);
        let new = !key.is_empty() && !seen.contains(&key);
        seen.push(key);
        new
    });
}

/// What would make a card ambiguous: the account or the name of another one; or wrong: accounts that the chart lacks.
fn check_card(writer: &liasse_store::Writer<'_>, card: &ThirdParty) -> Result<(), DeskError> {
    if let Some(other) = writer
        .third_party_by_account(card.client_file, card.kind, &card.account)?
        .filter(|other| other.id != card.id)
    {
        let detail = format!("{} is the account of {}", card.account, other.name);
        return Err(DeskError::new("account_taken", detail)
            .with("field", "account")
            .with("account", &card.account)
            .with("name", &other.name));
    }
    let aliases: Vec<String> = card.aliases.iter().map(|alias| normal_name(alias)).collect();
    for other in writer.third_parties(card.client_file, card.kind)? {
        let names = std::iter::once(&other.name).chain(&other.aliases);
        let shared = names.map(|name| normal_name(name)).find(|name| aliases.contains(name));
        if let Some(alias) = shared.filter(|_| other.id != card.id) {
            let detail = format!("`{alias}` is a name of {}: merge the two cards instead", other.name);
            return Err(DeskError::new("alias_taken", detail)
                .with("field", "aliases")
                .with("alias", alias)
                .with("name", &other.name));
        }
    }
    if let Some(account) = &card.defaults.vat_account
        && writer.account(card.client_file, account)?.is_none()
    {
        let detail = format!("{account} is not in the chart: choose an account that is");
        return Err(DeskError::new("account_not_in_chart", detail)
            .with("field", "vatAccount")
            .with("account", account));
    }
    if let Some(method) = card.defaults.payment_method {
        writer.payment_method(method)?;
    }
    Ok(())
}

/// Whether two cards stand in the same list.
fn same_list(one: &ThirdParty, other: &ThirdParty) -> Result<ClientFileId, DeskError> {
    if one.id == other.id || one.client_file != other.client_file || one.kind != other.kind {
        return Err(DeskError::new(
            "merge_other_list",
            "two different cards of one client file and side can be merged",
        ));
    }
    Ok(one.client_file)
}
