//! Rules of allocation.

use liasse_domain::Share;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{AccountView, Message, ThirdPartyKindView, VatSchemeView};

/// How the amount of a template's line is had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ShareView {
    /// As [`Share::Open`].
    Open,
    /// As [`Share::Fixed`].
    Fixed,
    /// As [`Share::Percent`].
    Percent,
}

impl From<Share> for ShareView {
    fn from(share: Share) -> ShareView {
        match share {
            Share::Open => ShareView::Open,
            Share::Fixed(_) => ShareView::Fixed,
            Share::Percent(_) => ShareView::Percent,
        }
    }
}

/// One line of a rule's template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RuleLineForm {
    /// The account.
    pub account: String,
    /// How its amount is had.
    pub share: ShareView,
    /// The fixed amount or the percentage; empty for an open line. Amounts may be sums (`12+3,50`).
    pub value: String,
    /// Only of the base of this rate, in percent; empty for any.
    pub rate: String,
}

/// The form of a rule. Empty texts set no condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RuleForm {
    /// Absent for a new rule.
    pub id: Option<String>,
    /// The third party.
    pub third_party: String,
    /// Words in what was read.
    pub text: String,
    /// Least total, tax included.
    pub at_least: String,
    /// Largest total, tax included.
    pub at_most: String,
    /// `card`, `transfer`, `direct_debit`, `cheque`, `cash`, `meal_voucher`, the last four digits of a card, or nothing.
    pub paid_by: String,
    /// Words anywhere on its pages.
    pub on_page: String,
    /// The template's lines; one open line without a rate is a simple rule.
    pub lines: Vec<RuleLineForm>,
    /// The scheme of VAT where the paper does not say.
    pub vat_scheme: Option<VatSchemeView>,
}

/// A rule in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RuleView {
    /// What it says.
    pub form: RuleForm,
    /// Name of the third party.
    pub name: String,
    /// Its auxiliary account.
    pub account: String,
    /// Supplier or customer.
    pub kind: ThirdPartyKindView,
    /// The accounts of its lines, with their labels.
    pub accounts: Vec<AccountView>,
    /// Why: the user's, or "14 times out of 15 in last year's FEC".
    pub reason: Message,
    /// Whether a person made it.
    pub by_user: bool,
}

/// What a rule would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RulePreview {
    /// Documents of the third party that wait.
    pub waiting: u32,
    /// Those among them that the rule is meant for.
    pub fitting: u32,
    /// Those whose accounts, amounts or scheme it would change.
    pub changes: u32,
}
