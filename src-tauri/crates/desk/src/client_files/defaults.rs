//! What a new client file starts with, by country.

use liasse_domain::Country;

use crate::api::ClientFileForm;

/// A blank form with the country's usual journals, prefixes and accounts: France after the *plan comptable général*
/// (art. 944-40 and 944-44 PCG), Belgium after the *plan comptable minimum normalisé* (AR of 21 October 2018).
pub fn blank_form(country: Country) -> ClientFileForm {
    let belgian = country == Country::BE;
    let text = |french: &str, belgium: &str| if belgian { belgium } else { french }.to_owned();
    ClientFileForm {
        id: None,
        code: String::new(),
        name: String::new(),
        is_firm: false,
        country: country.to_string(),
        siren: String::new(),
        vat_number: String::new(),
        address: String::new(),
        journal_purchases: "ACH".to_owned(),
        journal_sales: "VTE".to_owned(),
        journal_bank: "BQ".to_owned(),
        journal_general: "OD".to_owned(),
        supplier_prefix: text("401", "440"),
        customer_prefix: text("411", "400"),
        purchase_vat_account: text("445660", "411000"),
        sales_vat_account: text("445710", "451000"),
        reverse_charge_vat_account: text("445200", "451055"),
        deposits_account: text("409600", "418000"),
        bob_root: text("", "C:\\bob-demat"),
        bob_code: String::new(),
        sage_ge_folder: String::new(),
    }
}
