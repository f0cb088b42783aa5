//! How a client file is coded, and the firm's rates of exchange, as the screens see them.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::PersonView;

/// How a client file is coded, beside what its form says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PracticeView {
    /// Whose rates apply: `france_mainland`, `corsica`, `france_overseas`, `france_overseas_untaxed`, `belgium`.
    pub territory: String,
    /// The territories of the client file's country.
    pub territories: Vec<String>,
    /// The territory's rates, those in force first.
    pub rates: Vec<RateView>,
    /// When the tax on sales is due: `debits`, `payments`.
    pub sales_exigibility: String,
    /// The accounts by purpose.
    pub accounts: Vec<PurposeView>,
    /// Persons who hand in expense reports.
    pub persons: Vec<PersonView>,
    /// Shares of the tax that the law sets for usual expenses of the country, to be taken over one by one.
    pub usual_shares: Vec<UsualShareView>,
}

/// A rate of a territory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RateView {
    /// In percent.
    pub rate: String,
    /// First day; absent when older than any paper.
    pub from: Option<String>,
    /// Last day; absent while in force.
    pub until: Option<String>,
    /// The article that sets it.
    pub source: String,
}

/// The account for a purpose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PurposeView {
    /// The purpose, as `exchange_loss`.
    pub purpose: String,
    /// The client file's account; empty takes the usual one.
    pub account: String,
    /// The country's usual account.
    pub usual: String,
}

/// What a client file may set of how it is coded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PracticeForm {
    /// Whose rates apply.
    pub territory: String,
    /// `debits` or `payments`.
    pub sales_exigibility: String,
    /// The accounts by purpose; `usual` is not looked at.
    pub accounts: Vec<PurposeView>,
}

/// A share of the tax that the law sets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UsualShareView {
    /// What it is for: `passenger_transport`, `lodging`, `petrol`, `car_rental`, `restaurant`, `car`.
    pub what: String,
    /// The account that usually takes it.
    pub account: String,
    /// In percent.
    pub share: String,
    /// The article.
    pub source: String,
    /// Whether the client file has it already.
    pub taken: bool,
}

/// What a file of rates brought.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RatesImported {
    /// Rates that are new.
    pub rates: u32,
    /// Currencies.
    pub currencies: u32,
    /// The latest day; absent when the file bears none.
    pub latest: Option<String>,
}
