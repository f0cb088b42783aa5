//! Rules of allocation: to which accounts a third party's documents are coded, and for which of them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{AccountCode, Amount, RuleId, ThirdPartyId, VatRate, VatScheme};

/// Where a rule comes from, and so why it is proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum RuleOrigin {
    /// The user made it.
    User,
    /// Last year's entries: `count` times this account out of `total`.
    Fec {
        /// Times that this account was the counterpart.
        count: u32,
        /// Times that the third party was booked.
        total: u32,
    },
}

/// How a document was paid, as papers say it: by what, or by the card that ends so.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PaidBy {
    /// By a card.
    Card,
    /// By a transfer.
    Transfer,
    /// By direct debit.
    DirectDebit,
    /// By cheque.
    Cheque,
    /// In cash.
    Cash,
    /// By a meal voucher.
    MealVoucher,
    /// By the card with these last four digits.
    CardEnding([u8; 4]),
}

/// Why a text names no way of paying.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` is no way of paying: expected card, transfer, direct_debit, cheque, cash, meal_voucher or four digits"
)]
pub struct PaidByError {
    /// The text that was given.
    pub text: String,
}

impl fmt::Display for PaidBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PaidBy::Card => f.write_str("card"),
            PaidBy::Transfer => f.write_str("transfer"),
            PaidBy::DirectDebit => f.write_str("direct_debit"),
            PaidBy::Cheque => f.write_str("cheque"),
            PaidBy::Cash => f.write_str("cash"),
            PaidBy::MealVoucher => f.write_str("meal_voucher"),
            PaidBy::CardEnding(digits) => {
                digits.iter().try_for_each(|digit| write!(f, "{}", char::from(*digit)))
            }
        }
    }
}
impl FromStr for PaidBy {
    type Err = PaidByError;
    fn from_str(text: &str) -> Result<PaidBy, PaidByError> {
        Ok(match text {
            "card" => PaidBy::Card,
            "transfer" => PaidBy::Transfer,
            "direct_debit" => PaidBy::DirectDebit,
            "cheque" => PaidBy::Cheque,
            "cash" => PaidBy::Cash,
            "meal_voucher" => PaidBy::MealVoucher,
            other => match <[u8; 4]>::try_from(other.as_bytes()) {
                Ok(digits) if digits.iter().all(u8::is_ascii_digit) => PaidBy::CardEnding(digits),
                _ => return Err(PaidByError { text: text.to_owned() }),
            },
        })
    }
}
impl Serialize for PaidBy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for PaidBy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<PaidBy, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// To which of its third party's documents a rule applies; nothing given: to all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Narrowing {
    /// These words stand in what was read: lines, number, references (case and accents aside).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The total, tax included, is at least this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<Amount>,
    /// The total, tax included, is at most this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_most: Option<Amount>,
    /// It was paid so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid_by: Option<PaidBy>,
    /// These words stand anywhere on its pages (case and accents aside).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_page: Option<String>,
}

/// What a document offers for a rule to be narrowed by. Texts are folded: lower case, no accents, single spaces.
#[derive(Debug, Clone, Copy)]
pub struct RuleFacts<'a> {
    /// What was read as text, joined.
    pub text: &'a str,
    /// Total, tax included.
    pub total: Option<Amount>,
    /// By what it was paid.
    pub means: Option<&'a PaidBy>,
    /// By which card.
    pub card: Option<&'a PaidBy>,
    /// All words of its pages.
    pub page: &'a str,
}

impl Narrowing {
    /// How many conditions it sets: the more, the closer it fits. A range of amounts is one.
    pub fn conditions(&self) -> u8 {
        u8::from(self.text.is_some())
            + u8::from(self.at_least.is_some() || self.at_most.is_some())
            + u8::from(self.paid_by.is_some())
            + u8::from(self.on_page.is_some())
    }
    /// Whether a document meets every condition. What is not known of it meets none. `fold` brings the rule's words into
    /// the form of the facts.
    pub fn fits(&self, facts: &RuleFacts<'_>, fold: &dyn Fn(&str) -> String) -> bool {
        let within = |words: &Option<String>, body: &str| {
            words.as_ref().is_none_or(|words| body.contains(&fold(words)))
        };
        let paid = self.paid_by.as_ref().is_none_or(|by| facts.means == Some(by) || facts.card == Some(by));
        let least = self.at_least.is_none_or(|least| facts.total.is_some_and(|total| total >= least));
        let most = self.at_most.is_none_or(|most| facts.total.is_some_and(|total| total <= most));
        paid && least && most && within(&self.text, facts.text) && within(&self.on_page, facts.page)
    }
}

/// How the amount of one line of a template is had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "share", content = "value", rename_all = "snake_case")]
pub enum Share {
    /// Always this amount, tax excluded.
    Fixed(Amount),
    /// So many hundredths of a percent of the amount, tax excluded.
    Percent(u16),
    /// To be filled (the symbolic `1` of a *masque de ventilation*): one such line takes what the others leave; the amounts
    /// of several are entered on each document.
    Open,
}

/// One line of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateLine {
    /// The account.
    pub account: AccountCode,
    /// Its amount.
    #[serde(flatten)]
    pub share: Share,
    /// Only of the base of this rate of VAT.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<VatRate>,
}

/// An allocation template (*masque de ventilation*): at least one line; fixed amounts above zero; percentages of one base
/// not above 100 %.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<TemplateLine>", into = "Vec<TemplateLine>")]
pub struct Template(Vec<TemplateLine>);

/// Why there is no such rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// No line.
    #[error("an allocation template needs at least one line")]
    NoLine,
    /// A fixed amount is zero or negative.
    #[error("the fixed amount on account {account} is {amount}: expected an amount above zero")]
    NotPositive {
        /// The line's account.
        account: AccountCode,
        /// Its amount.
        amount: Amount,
    },
    /// The percentages of one base sum to more than 100 %, or one is zero.
    #[error("the percentages of an allocation template are above zero and sum to at most 100 %")]
    Percentages,
    /// The range of amounts is empty.
    #[error("the range from {least} to {most} holds no amount")]
    EmptyRange {
        /// From.
        least: Amount,
        /// To.
        most: Amount,
    },
}

impl RuleError {
    /// Stable code; screens translate it.
    pub fn code(&self) -> &'static str {
        match self {
            RuleError::NoLine => "rule_no_line",
            RuleError::NotPositive { .. } => "rule_amount_not_positive",
            RuleError::Percentages => "rule_percentages",
            RuleError::EmptyRange { .. } => "rule_empty_range",
        }
    }
}

impl Template {
    /// The template of these lines.
    pub fn new(lines: Vec<TemplateLine>) -> Result<Template, RuleError> {
        if lines.is_empty() {
            return Err(RuleError::NoLine);
        }
        for line in &lines {
            match line.share {
                Share::Fixed(amount) if amount <= Amount::ZERO => {
                    return Err(RuleError::NotPositive { account: line.account.clone(), amount });
                }
                Share::Percent(0) => return Err(RuleError::Percentages),
                _ => {}
            }
            let of_base: u32 = lines
                .iter()
                .filter(|other| other.rate == line.rate)
                .map(|other| if let Share::Percent(points) = other.share { u32::from(points) } else { 0 })
                .sum();
            if of_base > 10_000 {
                return Err(RuleError::Percentages);
            }
        }
        Ok(Template(lines))
    }
    /// All to one account.
    pub fn one(account: AccountCode) -> Template {
        Template(vec![TemplateLine { account, share: Share::Open, rate: None }])
    }
    /// Its lines, at least one.
    pub fn lines(&self) -> &[TemplateLine] {
        &self.0
    }
    /// The account that everything goes to, when it is one.
    pub fn single(&self) -> Option<&AccountCode> {
        match self.0.as_slice() {
            [TemplateLine { account, share: Share::Open, rate: None }] => Some(account),
            _ => None,
        }
    }
    /// The accounts, in the order of the lines.
    pub fn accounts(&self) -> impl Iterator<Item = &AccountCode> {
        self.0.iter().map(|line| &line.account)
    }
    /// The same template with other accounts: `rename` answers the one that takes an account's place, if any.
    #[must_use]
    pub fn with_accounts(mut self, rename: impl Fn(&AccountCode) -> Option<AccountCode>) -> Template {
        for line in &mut self.0 {
            if let Some(account) = rename(&line.account) {
                line.account = account;
            }
        }
        self
    }
}
impl TryFrom<Vec<TemplateLine>> for Template {
    type Error = RuleError;
    fn try_from(lines: Vec<TemplateLine>) -> Result<Template, RuleError> {
        Template::new(lines)
    }
}
impl From<Template> for Vec<TemplateLine> {
    fn from(template: Template) -> Vec<TemplateLine> {
        template.0
    }
}

/// What a third party's documents are coded to, or those of them that a narrowing describes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Identity.
    pub id: RuleId,
    /// The third party.
    pub third_party: ThirdPartyId,
    /// To which of its documents.
    pub narrowing: Narrowing,
    /// The expense or revenue accounts.
    pub template: Template,
    /// VAT scheme to apply where the paper does not say.
    pub vat_scheme: Option<VatScheme>,
    /// Where it comes from.
    pub origin: RuleOrigin,
}

impl Rule {
    /// The account that everything goes to, when it is one.
    pub fn account(&self) -> Option<&AccountCode> {
        self.template.single()
    }
    /// Whether it stands for all documents of its third party.
    pub fn is_general(&self) -> bool {
        self.narrowing == Narrowing::default()
    }
}

/// The rule of a document among those of its third party: of those that fit, the one with the most conditions; the user's
/// before last year's; the newest of those alike.
pub fn rule_that_applies<'a>(
    rules: &'a [Rule],
    facts: &RuleFacts<'_>,
    fold: &dyn Fn(&str) -> String,
) -> Option<&'a Rule> {
    rules
        .iter()
        .filter(|rule| rule.narrowing.fits(facts, fold))
        .max_by_key(|rule| (rule.narrowing.conditions(), rule.origin == RuleOrigin::User, rule.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(id: u128, narrowing: Narrowing, origin: RuleOrigin) -> Rule {
        Rule {
            id: RuleId::from_uuid(uuid::Uuid::from_u128(id)),
            third_party: ThirdPartyId::from_uuid(Default::default()),
            narrowing,
            template: Template::one("606300".parse().unwrap()),
            vat_scheme: None,
            origin,
        }
    }

    const FACTS: RuleFacts<'_> = RuleFacts {
        text: "cafe en grains 1 kg",
        total: Some(Amount::from_cents(12_000)),
        means: Some(&PaidBy::Card),
        card: Some(&PaidBy::CardEnding(*b"4821")),
        page: "bon de livraison cafe en grains",
    };

    fn applied(rules: &[Rule]) -> Option<u128> {
        rule_that_applies(rules, &FACTS, &|text| text.to_lowercase()).map(|rule| rule.id.uuid().as_u128())
    }

    #[test]
    fn the_closest_rule_applies() {
        let fec = RuleOrigin::Fec { count: 3, total: 3 };
        let text = Narrowing { text: Some("CAFE".to_owned()), ..Narrowing::default() };
        let both = Narrowing { paid_by: Some(PaidBy::CardEnding(*b"4821")), ..text.clone() };
        let rules = [
            rule(1, Narrowing::default(), RuleOrigin::User),
            rule(9, Narrowing::default(), fec),
            rule(3, text.clone(), RuleOrigin::User),
            rule(2, both, RuleOrigin::User),
        ];
        assert_eq!(applied(&rules), Some(2));
        assert_eq!(applied(&rules[..3]), Some(3));
        assert_eq!(applied(&rules[..2]), Some(1), "the user's before last year's");
        assert_eq!(
            applied(&[rule(3, text.clone(), RuleOrigin::User), rule(4, text, RuleOrigin::User)]),
            Some(4)
        );
    }

    #[test]
    fn what_is_not_met_does_not_apply() {
        let amount = |text: &str| Some(text.parse::<Amount>().unwrap());
        for narrowing in [
            Narrowing { at_least: amount("120.01"), ..Narrowing::default() },
            Narrowing { at_most: amount("119.99"), ..Narrowing::default() },
            Narrowing { paid_by: Some(PaidBy::Cash), ..Narrowing::default() },
            Narrowing { text: Some("livraison".to_owned()), ..Narrowing::default() },
            Narrowing { on_page: Some("thé".to_owned()), ..Narrowing::default() },
        ] {
            assert_eq!(applied(&[rule(1, narrowing.clone(), RuleOrigin::User)]), None, "{narrowing:?}");
        }
        let fits = Narrowing {
            at_least: amount("120.00"),
            at_most: amount("120.00"),
            paid_by: Some(PaidBy::Card),
            on_page: Some("livraison".to_owned()),
            text: None,
        };
        assert_eq!(fits.conditions(), 3);
        assert_eq!(applied(&[rule(1, fits, RuleOrigin::User)]), Some(1));
    }

    #[test]
    fn a_template_that_cannot_be_is_refused() {
        let line = |share| TemplateLine { account: "606300".parse().unwrap(), share, rate: None };
        let code = |lines: Vec<TemplateLine>| Template::new(lines).map_err(|error| error.code()).err();
        assert_eq!(code(vec![]), Some("rule_no_line"));
        assert_eq!(code(vec![line(Share::Fixed(Amount::ZERO))]), Some("rule_amount_not_positive"));
        assert_eq!(
            code(vec![line(Share::Percent(6_000)), line(Share::Percent(4_001))]),
            Some("rule_percentages")
        );
        assert_eq!(code(vec![line(Share::Percent(0))]), Some("rule_percentages"));
        assert_eq!(code(vec![line(Share::Percent(6_000)), line(Share::Open), line(Share::Open)]), None);
        let text = serde_json::to_string(&Template::one("606300".parse().unwrap())).unwrap();
        assert_eq!(text, r#"[{"account":"606300","share":"open"}]"#);
        assert!(serde_json::from_str::<Template>("[]").is_err());
    }

    #[test]
    fn ways_of_paying_are_read_and_written() {
        for text in ["card", "transfer", "direct_debit", "cheque", "cash", "meal_voucher", "0042"] {
            assert_eq!(text.parse::<PaidBy>().unwrap().to_string(), text);
        }
        for text in ["", "123", "12345", "12a4", "Card", "１234"] {
            assert!(text.parse::<PaidBy>().is_err(), "{text}");
        }
    }
}
