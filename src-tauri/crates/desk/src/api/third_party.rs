//! The card of a supplier or customer, and merging two.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Message, ThirdPartyKindView};

/// All that the card of a supplier or customer holds; also its form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ThirdPartyCard {
    /// Id; empty for a new card.
    pub id: String,
    /// Client file.
    pub client_file: String,
    /// Supplier or customer.
    pub kind: ThirdPartyKindView,
    /// Name.
    pub name: String,
    /// Auxiliary account.
    pub account: String,
    /// Country, two letters, or empty.
    pub country: String,
    /// SIREN, or empty.
    pub siren: String,
    /// SIRET, or empty.
    pub siret: String,
    /// VAT number, or empty.
    pub vat_number: String,
    /// Bank accounts.
    pub ibans: Vec<String>,
    /// Other names under which its documents come.
    pub aliases: Vec<String>,
    /// What it says of its documents.
    pub defaults: CardDefaultsView,
    /// Documents that wait under it.
    pub waiting: u32,
    /// All its documents.
    pub documents: u32,
}

/// What a card says of its documents, where neither the paper nor a rule does. Empty texts say nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CardDefaultsView {
    /// VAT account.
    pub vat_account: String,
    /// Id of the payment method.
    pub payment_method: String,
    /// Terms, as `30`, `45 eom`, `30 eom 10`; typed in any usual form.
    pub terms: String,
    /// How terms to the end of the month are counted: `days_then_month_end`, `month_end_then_days`, or empty.
    pub terms_reading: String,
    /// Journal in the place of the flow's.
    pub journal: String,
    /// Section on the first axis.
    pub axis_first: String,
    /// Section on the second axis.
    pub axis_second: String,
    /// Template of the description.
    pub description: String,
    /// Whether its documents are published as soon as they are read and ready.
    pub auto_publish: bool,
    /// Kind of reverse charge, as `intra_eu_goods`.
    pub reverse_charge: String,
    /// `net` or `total`: on what amount that tax is computed.
    pub reverse_charge_base: String,
    /// Share of the tax that may be deducted, in percent.
    pub deductible: String,
    /// `debits` or `payments`.
    pub exigibility: String,
}

/// Where terms of payment lead to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TermsPreview {
    /// The terms as they are kept: `45 eom`.
    pub terms: String,
    /// Date of issue of the example.
    pub issue: String,
    /// The due date with the days first, then the end of the month; the only one where there is no end of month.
    pub days_then_month_end: String,
    /// With the end of the month first, then the days; absent where that is no question.
    pub month_end_then_days: Option<String>,
}

/// What merging one card into another would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MergePreview {
    /// Name of the card that goes.
    pub from: String,
    /// Its account.
    pub from_account: String,
    /// Name of the card that stays.
    pub into: String,
    /// Its account.
    pub into_account: String,
    /// Documents that follow.
    pub documents: u32,
    /// Rules that follow.
    pub rules: u32,
    /// Lessons about its papers that follow.
    pub lessons: u32,
    /// Names, bank accounts and identifiers that the card gains.
    pub gains: Vec<String>,
    /// What speaks against: identifiers that differ.
    pub warnings: Vec<Message>,
}
