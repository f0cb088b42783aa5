//! Which rule codes a document, and how its choice is told.

use liasse_domain::{
    FieldName, FieldValue, PaidBy, Reading, Rule, RuleFacts, RuleOrigin, ThirdParty, rule_that_applies,
};
use liasse_store::{DocumentRow, Reader, StoreError};

use super::names::folded;
use crate::api::Message;

/// Of last year's bookings, the share in percent that must have gone to one account for it to be taken without a look.
const USUAL_PERCENT: u32 = 75;

/// The codes of reasons that name an account which a person has to look at once before a document is ready.
pub const TO_CONFIRM: [&str; 4] = [
    "account_by_fec_unsure",
    "account_suggested_by_firm",
    "account_suggested_by_words",
    "account_suggested_by_habit",
];

/// Whether a reason names an account that waits for a person.
pub fn is_to_confirm(reason: &Message) -> bool {
    TO_CONFIRM.contains(&reason.code.as_str())
}

/// The rule of a document, out of those of its third party.
///
/// # Errors
/// Those of reading the words of its pages, which are looked at only where a rule asks for them.
pub fn applying<'a>(
    reader: &Reader<'_>,
    row: &DocumentRow,
    reading: &Reading,
    rules: &'a [Rule],
) -> Result<Option<&'a Rule>, StoreError> {
    if let [only] = rules
        && only.is_general()
    {
        return Ok(Some(only));
    }
    if rules.is_empty() {
        return Ok(None);
    }
    let page = match rules.iter().any(|rule| rule.narrowing.on_page.is_some()) {
        true => folded(&reader.document_text(row.id)?),
        false => String::new(),
    };
    let text = match rules.iter().any(|rule| rule.narrowing.text.is_some()) {
        true => words_of(reading),
        false => String::new(),
    };
    let means = reading.text(FieldName::PaymentMethod).and_then(|text| text.parse::<PaidBy>().ok());
    let card = reading.text(FieldName::CardLast4).and_then(|text| text.parse::<PaidBy>().ok());
    let facts = RuleFacts {
        text: &text,
        total: reading.amount(FieldName::TotalTtc),
        means: means.as_ref(),
        card: card.as_ref(),
        page: &page,
    };
    Ok(rule_that_applies(rules, &facts, &folded))
}

/// All that was read as text, folded: fields, then lines.
pub fn words_of(reading: &Reading) -> String {
    let mut words = String::new();
    for field in reading.fields.values() {
        if let FieldValue::Text(text) = &field.value {
            words.push_str(text);
            words.push(' ');
        }
    }
    for line in &reading.line_items {
        words.push_str(&line.description);
        words.push(' ');
    }
    folded(&words)
}

/// Why a rule gives its accounts.
pub fn rule_reason(rule: &Rule, third_party: &ThirdParty) -> Message {
    match (&rule.origin, rule.is_general()) {
        (RuleOrigin::User, true) => Message::new("account_by_rule").with("third_party", &third_party.name),
        (RuleOrigin::User, false) => {
            Message::new("account_by_narrow_rule").with("third_party", &third_party.name)
        }
        (RuleOrigin::Fec { count, total }, _) => {
            let usual = count.saturating_mul(100) >= total.saturating_mul(USUAL_PERCENT);
            let account = rule.template.accounts().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            Message::new(if usual { "account_by_fec" } else { "account_by_fec_unsure" })
                .with("account", account)
                .with("count", count)
                .with("total", total)
        }
    }
}
