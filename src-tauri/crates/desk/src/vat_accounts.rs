//! VAT accounts and the share of the tax that may be deducted, set by hand.

use liasse_domain::{
    AccountCode, Deductibility, DeductibilityRule, Flow, RateOrigin, ReverseChargeKind, VatAccount,
    VatTreatment,
};
use liasse_store::Writer;
use serde_json::json;

use crate::api::{DeductibilityView, DeskError, FlowView, VatAccountView, VatAccountsView};
use crate::client_files::recode_waiting;
use crate::desk::{Desk, client_file_id};

fn account(text: &str) -> Result<AccountCode, DeskError> {
    text.parse().map_err(|error| DeskError::bad_form("account", &error))
}
fn account_if_any(text: &str) -> Result<Option<AccountCode>, DeskError> {
    if text.trim().is_empty() { Ok(None) } else { account(text).map(Some) }
}

fn view(account: VatAccount) -> VatAccountView {
    let code = |code: Option<AccountCode>| code.map(|code| code.to_string()).unwrap_or_default();
    VatAccountView {
        code: account.code.to_string(),
        label: account.label,
        flow: account.flow.into(),
        rate: account.rate.map(|rate| rate.to_string()).unwrap_or_default(),
        rate_origin: match account.rate_origin {
            RateOrigin::Label => "label",
            RateOrigin::Assumed => "assumed",
            RateOrigin::User => "user",
        }
        .to_owned(),
        reverse_charge: match account.treatment {
            VatTreatment::Charged => String::new(),
            VatTreatment::ReverseCharge(kind) => kind.code().to_owned(),
        },
        counterpart: code(account.counterpart),
        waiting: code(account.waiting),
        deductible: account.deductible.map(|share| share.to_string()).unwrap_or_default(),
    }
}

impl Desk {
    /// The VAT accounts of a client file, and what may be deducted.
    pub fn vat_accounts(&self, client_file: String) -> Result<VatAccountsView, DeskError> {
        let id = client_file_id(&client_file)?;
        self.read(|reader| {
            let chart = reader.accounts(id)?;
            let label = |code: &AccountCode| {
                chart.iter().find(|account| account.code == *code).map(|account| account.label.clone())
            };
            let shares = reader.deductibility(id)?.into_iter().map(|rule| DeductibilityView {
                account: rule.account.to_string(),
                label: label(&rule.account),
                share: rule.share.to_string(),
            });
            Ok(VatAccountsView {
                accounts: reader.vat_accounts(id)?.into_iter().map(view).collect(),
                deductibility: shares.collect(),
                reverse_charges: ReverseChargeKind::ALL.iter().map(|kind| kind.code().to_owned()).collect(),
            })
        })
    }

    /// Creates or changes a VAT account. The account itself and its counterparts must be in the chart.
    ///
    /// # Errors
    /// `bad_form`, `account_not_in_chart`, `counterpart_missing` for reverse charge without the account of the tax owed.
    pub fn save_vat_account(&self, client_file: String, form: VatAccountView) -> Result<(), DeskError> {
        let id = client_file_id(&client_file)?;
        let code = account(&form.code)?;
        let rate = match form.rate.replace(',', ".").trim().trim_end_matches('%').trim() {
            "" => None,
            text => Some(text.parse().map_err(|error| DeskError::bad_form("rate", &error))?),
        };
        let treatment = match form.reverse_charge.as_str() {
            "" => VatTreatment::Charged,
            text => VatTreatment::ReverseCharge(ReverseChargeKind::from_code(text).ok_or_else(|| {
                DeskError::new("typed_choice", format!("`{text}` is no kind of reverse charge"))
                    .with("text", text)
            })?),
        };
        let deductible: Option<Deductibility> = match form.deductible.trim() {
            "" => None,
            text => Some(text.parse().map_err(|error| DeskError::bad_form("deductible", &error))?),
        };
        let (counterpart, waiting) = (account_if_any(&form.counterpart)?, account_if_any(&form.waiting)?);
        if treatment != VatTreatment::Charged && counterpart.is_none() {
            let detail = "reverse charge books the tax twice: give the account of the tax owed";
            return Err(DeskError::new("counterpart_missing", detail).with("field", "counterpart"));
        }
        let summary = json!({ "account": code });
        self.command("save_vat_account", true, summary, &[], |writer| {
            let label = in_chart(writer, id, &code)?;
            for other in counterpart.iter().chain(&waiting) {
                in_chart(writer, id, other)?;
            }
            let rate_origin = match writer
                .vat_accounts(id)?
                .into_iter()
                .find(|own| own.code == code && FlowView::from(own.flow) == form.flow)
            {
                Some(own) if own.rate == rate => own.rate_origin,
                _ => RateOrigin::User,
            };
            let flow: Flow = form.flow.into();
            let put = VatAccount {
                code,
                label,
                flow,
                rate,
                rate_origin,
                treatment,
                counterpart,
                waiting,
                deductible,
            };
            writer.put_vat_account(id, &put)?;
            Ok(recode_waiting(writer, id)?)
        })?;
        self.tell_changed(id);
        Ok(())
    }

    /// Takes an account off the list of VAT accounts; the chart keeps it.
    pub fn delete_vat_account(
        &self,
        client_file: String,
        code: String,
        flow: FlowView,
    ) -> Result<(), DeskError> {
        let id = client_file_id(&client_file)?;
        let code = account(&code)?;
        self.command("delete_vat_account", true, json!({ "account": code }), &[], |writer| {
            writer.delete_vat_account(id, &code, flow.into())?;
            Ok(recode_waiting(writer, id)?)
        })?;
        self.tell_changed(id);
        Ok(())
    }

    /// Says which share of the tax may be deducted on an account and those that begin with its number; an empty share
    /// takes that back.
    pub fn save_deductibility(
        &self,
        client_file: String,
        account_code: String,
        share: String,
    ) -> Result<(), DeskError> {
        let id = client_file_id(&client_file)?;
        let code = account(&account_code)?;
        let share: Option<Deductibility> = match share.trim() {
            "" => None,
            text => Some(text.parse().map_err(|error| DeskError::bad_form("deductible", &error))?),
        };
        let summary = json!({ "account": code, "share": share });
        self.command("save_deductibility", true, summary, &[], |writer| {
            match share {
                Some(share) => writer.put_deductibility(id, &DeductibilityRule { account: code, share })?,
                None => writer.delete_deductibility(id, &code)?,
            }
            Ok(recode_waiting(writer, id)?)
        })?;
        self.tell_changed(id);
        Ok(())
    }
}

/// The label of an account that must be in the chart.
fn in_chart(
    writer: &Writer<'_>,
    id: liasse_domain::ClientFileId,
    code: &AccountCode,
) -> Result<String, DeskError> {
    writer.account(id, code)?.map(|account| account.label).ok_or_else(|| {
        let detail = format!("{code} is not in the chart: choose an account that is");
        DeskError::new("account_not_in_chart", detail).with("account", code)
    })
}
