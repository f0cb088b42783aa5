//! What a third party's card says of its documents, where the paper does not.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{
    AccountCode, Axes, Date, Deductibility, JournalCode, PaymentMethodId, PaymentTerms, ReverseChargeKind,
    VatExigibility,
};

/// How terms to the end of the month are counted; both are lawful (art. L. 441-10 C. com.).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndOfMonth {
    /// The days first, then the end of that month.
    DaysThenMonthEnd,
    /// The end of the month of issue first, then the days.
    MonthEndThenDays,
}

/// The terms of payment agreed with a third party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CardTerms {
    /// The terms.
    pub terms: PaymentTerms,
    /// How they are counted to the end of the month; `None` until someone said.
    pub reading: Option<EndOfMonth>,
}

impl CardTerms {
    /// The due date of a document issued on this day; `None` when the terms have two readings and nobody said which.
    pub fn due(&self, issue: Date) -> Option<Date> {
        let days = i32::from(self.terms.days);
        if !self.terms.end_of_month {
            return issue.plus_days(days);
        }
        let date = match self.reading {
            Some(EndOfMonth::DaysThenMonthEnd) => issue.plus_days(days)?.end_of_month(),
            Some(EndOfMonth::MonthEndThenDays) => issue.end_of_month().plus_days(days)?,
            None => match self.terms.due(issue).as_slice() {
                [only] => return Some(*only),
                _ => return None,
            },
        };
        self.terms.then_day.map_or(Some(date), |day| date.plus_days(i32::from(day)))
    }
}

/// The label of an entry's lines, with values in braces: `{third_party}`, `{number}`, `{date}`, `{month}`, `{order}`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DescriptionTemplate(String);

/// Why a text is no [`DescriptionTemplate`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` is no description: `{what}` is not known, expected {{third_party}}, {{number}}, {{date}}, {{month}} or {{order}}"
)]
pub struct DescriptionTemplateError {
    /// The text that was given.
    pub text: String,
    /// What is not known.
    pub what: String,
}

/// What a description is filled with; what is not known leaves no trace.
#[derive(Debug, Clone, Copy, Default)]
pub struct Described<'a> {
    /// Name of the third party.
    pub third_party: &'a str,
    /// Number of the document.
    pub number: Option<&'a str>,
    /// Date of issue.
    pub date: Option<Date>,
    /// Order reference.
    pub order: Option<&'a str>,
}

/// The longest description: what an importer of FEC or of Sage takes without cutting.
const LONGEST: usize = 100;
const PLACES: [&str; 5] = ["third_party", "number", "date", "month", "order"];

impl DescriptionTemplate {
    /// The template.
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// The description of a document.
    pub fn fill(&self, with: &Described<'_>) -> String {
        let mut text = String::new();
        let mut rest = self.0.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let (place, tail) = after.split_once('}').unwrap_or((after, ""));
            match place {
                "third_party" => text.push_str(with.third_party),
                "number" => text.push_str(with.number.unwrap_or_default()),
                "order" => text.push_str(with.order.unwrap_or_default()),
                "date" => {
                    let date = with.date.map(|d| format!("{:02}/{:02}/{:04}", d.day(), d.month(), d.year()));
                    text.push_str(&date.unwrap_or_default());
                }
                "month" => {
                    text.push_str(
                        &with.date.map(|d| format!("{:02}/{:04}", d.month(), d.year())).unwrap_or_default(),
                    );
                }
                _ => {}
            }
            rest = tail;
        }
        text.push_str(rest);
        text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST).collect()
    }
}
impl FromStr for DescriptionTemplate {
    type Err = DescriptionTemplateError;
    fn from_str(text: &str) -> Result<DescriptionTemplate, DescriptionTemplateError> {
        let trimmed = text.trim();
        let error = |what: &str| DescriptionTemplateError { text: text.to_owned(), what: what.to_owned() };
        if trimmed.is_empty() || trimmed.chars().count() > 2 * LONGEST {
            return Err(error(trimmed));
        }
        for piece in trimmed.split('{').skip(1) {
            let (place, _) = piece.split_once('}').ok_or_else(|| error(piece))?;
            if !PLACES.contains(&place) {
                return Err(error(place));
            }
        }
        Ok(DescriptionTemplate(trimmed.to_owned()))
    }
}
impl fmt::Display for DescriptionTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl Serialize for DescriptionTemplate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
impl<'de> Deserialize<'de> for DescriptionTemplate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<DescriptionTemplate, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// On what amount the tax of a reverse charge is computed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReverseChargeBase {
    /// The amount excluding tax that was read.
    #[default]
    Net,
    /// The total of the document (*Montant TTC*): the supplier charged no tax, so the total is the base.
    Total,
}

/// What a card says of its documents, where neither the paper nor a rule does.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CardDefaults {
    /// The VAT account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vat_account: Option<AccountCode>,
    /// The payment method.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_method: Option<PaymentMethodId>,
    /// The terms of payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms: Option<CardTerms>,
    /// The journal, in the place of the flow's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub journal: Option<JournalCode>,
    /// The analytic sections.
    #[serde(skip_serializing_if = "Axes::is_empty")]
    pub axes: Axes,
    /// The label of the entry's lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<DescriptionTemplate>,
    /// Whether its documents are published as soon as they are ready.
    pub auto_publish: bool,
    /// Why the customer owes the tax on its documents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reverse_charge: Option<ReverseChargeKind>,
    /// On what amount that tax is computed.
    pub reverse_charge_base: ReverseChargeBase,
    /// The share of the tax that may be deducted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deductible: Option<Deductibility>,
    /// When its tax becomes deductible or due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exigibility: Option<VatExigibility>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_readings_of_45_days_end_of_month_are_kept_apart_and_none_is_guessed() {
        let terms: PaymentTerms = "45 jours fin de mois".parse().unwrap();
        let issue: Date = "2025-01-15".parse().unwrap();
        let due = |reading| CardTerms { terms, reading }.due(issue).map(|date| date.to_string());
        assert_eq!(due(Some(EndOfMonth::DaysThenMonthEnd)).as_deref(), Some("2025-03-31"));
        assert_eq!(due(Some(EndOfMonth::MonthEndThenDays)).as_deref(), Some("2025-03-17"));
        assert_eq!(due(None), None);
        let plain = CardTerms { terms: "30".parse().unwrap(), reading: None };
        assert_eq!(plain.due(issue).unwrap().to_string(), "2025-02-14");
    }

    #[test]
    fn a_description_is_filled_and_an_unknown_place_refused() {
        let template: DescriptionTemplate = "{third_party} fact. {number} {month} {order}".parse().unwrap();
        let with = Described {
            third_party: "Delorme",
            number: Some("F-1"),
            date: "2026-11-16".parse().ok(),
            order: None,
        };
        assert_eq!(template.fill(&with), "Delorme fact. F-1 11/2026");
        assert_eq!("{nom}".parse::<DescriptionTemplate>().unwrap_err().what, "nom");
        assert!("{number".parse::<DescriptionTemplate>().is_err());
        assert!("  ".parse::<DescriptionTemplate>().is_err());
    }

    #[test]
    fn a_card_that_says_nothing_is_read_back_from_nothing() {
        assert_eq!(serde_json::from_str::<CardDefaults>("{}").unwrap(), CardDefaults::default());
    }
}
