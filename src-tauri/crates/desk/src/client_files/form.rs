//! The form of a client file, to and from the domain.

use std::error::Error;
use std::str::FromStr;

use liasse_domain::{ClientFile, ClientFileId, Country, FirmAccounts, Journals};

use super::defaults::blank_form;
use crate::api::{ClientFileForm, DeskError};

/// A value of the form, or which field is wrong and why.
fn parsed<T>(field: &str, text: &str) -> Result<T, DeskError>
where
    T: FromStr,
    T::Err: Error,
{
    text.parse().map_err(|error: T::Err| DeskError::bad_form(field, &error))
}

/// An optional value of the form.
fn optional<T>(field: &str, text: &str) -> Result<Option<T>, DeskError>
where
    T: FromStr,
    T::Err: Error,
{
    if text.trim().is_empty() { Ok(None) } else { parsed(field, text).map(Some) }
}

/// The client file of a form; empty texts take the country's defaults.
pub fn to_client_file(form: &ClientFileForm, id: ClientFileId) -> Result<ClientFile, DeskError> {
    let country: Country = parsed("country", &form.country)?;
    if country != Country::FR && country != Country::BE {
        return Err(DeskError::new("country_not_supported", format!("{country}: expected FR or BE"))
            .with("country", country));
    }
    let name = form.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(DeskError::new("name_missing", "a client file needs a name").with("field", "name"));
    }
    let blank = blank_form(country);
    let or =
        |given: &str, default: &str| if given.trim().is_empty() { default } else { given.trim() }.to_owned();
    let prefix = |field: &str, given: &str, default: &str| {
        let prefix = or(given, default).to_uppercase();
        let lawful = !prefix.is_empty() && prefix.len() <= 8 && prefix.chars().all(char::is_alphanumeric);
        if lawful {
            Ok(prefix)
        } else {
            let detail = format!("{field}: `{prefix}` is no prefix, expected 1 to 8 letters or digits");
            Err(DeskError::new("bad_form", detail.clone()).with("field", field).with("detail", detail))
        }
    };
    let some = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    let bob_code = some(&form.bob_code);
    if let Some(code) = &bob_code {
        // The code is a folder's name on the device of BOB.
        if code.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|']) || code.starts_with('.') {
            let detail = format!("`{code}` is no folder name");
            return Err(DeskError::new("bad_form", detail.clone())
                .with("field", "bobCode")
                .with("detail", detail));
        }
    }
    Ok(ClientFile {
        id,
        code: parsed("code", &form.code)?,
        name,
        is_firm: form.is_firm,
        country,
        siren: optional("siren", &form.siren)?,
        vat_number: optional("vatNumber", &vat_with_country(&form.vat_number, country))?,
        address: form.address.trim().to_owned(),
        journals: Journals {
            purchases: parsed("journalPurchases", &or(&form.journal_purchases, &blank.journal_purchases))?,
            sales: parsed("journalSales", &or(&form.journal_sales, &blank.journal_sales))?,
            bank: parsed("journalBank", &or(&form.journal_bank, &blank.journal_bank))?,
            general: parsed("journalGeneral", &or(&form.journal_general, &blank.journal_general))?,
        },
        accounts: FirmAccounts {
            supplier_prefix: prefix("supplierPrefix", &form.supplier_prefix, &blank.supplier_prefix)?,
            customer_prefix: prefix("customerPrefix", &form.customer_prefix, &blank.customer_prefix)?,
            purchase_vat: parsed(
                "purchaseVatAccount",
                &or(&form.purchase_vat_account, &blank.purchase_vat_account),
            )?,
            sales_vat: parsed("salesVatAccount", &or(&form.sales_vat_account, &blank.sales_vat_account))?,
            reverse_charge_vat: parsed(
                "reverseChargeVatAccount",
                &or(&form.reverse_charge_vat_account, &blank.reverse_charge_vat_account),
            )?,
            deposits: parsed("depositsAccount", &or(&form.deposits_account, &blank.deposits_account))?,
        },
        bob_root: some(&form.bob_root),
        bob_code,
        sage_ge_folder: some(&form.sage_ge_folder),
    })
}

/// Belgian enterprise numbers are typed without their country.
fn vat_with_country(text: &str, country: Country) -> String {
    let text = text.trim();
    let bare = text.starts_with(|c: char| c.is_ascii_digit());
    if bare && country == Country::BE { format!("BE{text}") } else { text.to_owned() }
}

/// The form of a client file.
pub fn from_client_file(file: &ClientFile) -> ClientFileForm {
    let text = |value: Option<String>| value.unwrap_or_default();
    ClientFileForm {
        id: Some(file.id.to_string()),
        code: file.code.to_string(),
        name: file.name.clone(),
        is_firm: file.is_firm,
        country: file.country.to_string(),
        siren: text(file.siren.as_ref().map(ToString::to_string)),
        vat_number: text(file.vat_number.as_ref().map(ToString::to_string)),
        address: file.address.clone(),
        journal_purchases: file.journals.purchases.to_string(),
        journal_sales: file.journals.sales.to_string(),
        journal_bank: file.journals.bank.to_string(),
        journal_general: file.journals.general.to_string(),
        supplier_prefix: file.accounts.supplier_prefix.clone(),
        customer_prefix: file.accounts.customer_prefix.clone(),
        purchase_vat_account: file.accounts.purchase_vat.to_string(),
        sales_vat_account: file.accounts.sales_vat.to_string(),
        reverse_charge_vat_account: file.accounts.reverse_charge_vat.to_string(),
        deposits_account: file.accounts.deposits.to_string(),
        bob_root: text(file.bob_root.clone()),
        bob_code: text(file.bob_code.clone()),
        sage_ge_folder: text(file.sage_ge_folder.clone()),
    }
}
