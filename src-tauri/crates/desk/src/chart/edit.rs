//! Editing the chart by hand.

use liasse_domain::{Account, AccountCode, ClientFileId, ThirdPartyKind};
use liasse_store::Writer;
use serde_json::json;

use crate::api::{AccountForm, DeskError};
use crate::client_files::recode_waiting;
use crate::desk::{Desk, client_file_id};

impl Desk {
    /// Adds an account, changes its label, or gives it another number: then all that names it follows.
    ///
    /// # Errors
    /// `bad_form`, `name_missing`; `account_exists` when another account, or the card of another third party, has the number.
    pub fn save_account(&self, client_file: String, form: AccountForm) -> Result<(), DeskError> {
        let id = client_file_id(&client_file)?;
        let wrong = |error| DeskError::bad_form("account", &error);
        let code: AccountCode = form.code.parse().map_err(wrong)?;
        let former: Option<AccountCode> =
            form.former.as_deref().map(str::parse).transpose().map_err(wrong)?;
        let label = form.label.split_whitespace().collect::<Vec<_>>().join(" ");
        if label.is_empty() {
            return Err(DeskError::new("name_missing", "an account needs a label").with("field", "label"));
        }
        let name = if former.is_some() { "change_account" } else { "add_account" };
        let summary = json!({ "account": code, "label": label });
        self.command(name, true, summary, &[], |writer| {
            if former.as_ref() != Some(&code)
                && let Some(other) = writer.account(id, &code)?
            {
                let detail = format!("{code} is the account `{}`", other.label);
                return Err(DeskError::new("account_exists", detail)
                    .with("account", &code)
                    .with("label", other.label));
            }
            if let Some(former) = former.as_ref().filter(|former| **former != code) {
                refuse_a_card_of_another(writer, id, former, &code)?;
            }
            writer.put_accounts(id, &[Account { code: code.clone(), label }])?;
            if let Some(former) = former.filter(|former| *former != code) {
                writer.move_account(id, &former, &code)?;
                writer.put_account_successor(id, &former, &code)?;
                writer.delete_account(id, &former)?;
                recode_waiting(writer, id)?;
            }
            Ok(())
        })?;
        self.tell_changed(id);
        Ok(())
    }

    /// Takes accounts out of the chart.
    ///
    /// # Errors
    /// `account_in_use` with the number of uses: rules, payment methods, waiting documents.
    pub fn delete_accounts(&self, client_file: String, codes: Vec<String>) -> Result<(), DeskError> {
        let id = client_file_id(&client_file)?;
        let codes: Vec<AccountCode> = codes
            .iter()
            .map(|code| code.parse().map_err(|error| DeskError::bad_form("account", &error)))
            .collect::<Result<_, _>>()?;
        let first = codes.first().map(ToString::to_string).unwrap_or_default();
        let summary = json!({ "n": codes.len(), "account": first });
        self.command("delete_accounts", true, summary, &[], |writer| {
            let uses = writer.account_uses(id)?;
            for code in &codes {
                let used = uses.iter().filter(|used| used.account == *code).count()
                    + writer.waiting_documents_on(id, code)?.len();
                if used > 0 {
                    let detail = format!("{code} is used {used} times: carry its rules over first");
                    return Err(DeskError::new("account_in_use", detail)
                        .with("account", code)
                        .with("n", used));
                }
                writer.delete_account(id, code)?;
            }
            Ok(())
        })?;
        self.tell_changed(id);
        Ok(())
    }
}

/// An account that is a card's too takes the card with it; its new number must not be another card's.
fn refuse_a_card_of_another(
    writer: &Writer<'_>,
    client_file: ClientFileId,
    former: &AccountCode,
    code: &AccountCode,
) -> Result<(), DeskError> {
    for kind in [ThirdPartyKind::Supplier, ThirdPartyKind::Customer] {
        let own = writer.third_party_by_account(client_file, kind, former)?;
        if let (Some(_), Some(other)) = (own, writer.third_party_by_account(client_file, kind, code)?) {
            let detail = format!("{code} is the account of `{}`", other.name);
            let refused = DeskError::new("account_exists", detail).with("account", code);
            return Err(refused.with("label", other.name));
        }
    }
    Ok(())
}
