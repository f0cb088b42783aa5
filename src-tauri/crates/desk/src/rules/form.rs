//! The form of a rule, and the rule that it says.

use liasse_domain::{
    Amount, Narrowing, Rule, RuleError, RuleId, RuleOrigin, RuleTemplate, Share, TemplateLine,
};

use crate::api::{DeskError, RuleForm, RuleLineForm, ShareView};
use crate::clock;
use crate::review::calculator;

/// What the form shows of a rule; `known` when it is saved already.
pub fn of_rule(rule: &Rule, known: bool) -> RuleForm {
    let Narrowing { text, at_least, at_most, paid_by, on_page } = &rule.narrowing;
    let amount = |amount: &Option<Amount>| amount.map(|amount| amount.to_string()).unwrap_or_default();
    let line = |line: &TemplateLine| RuleLineForm {
        account: line.account.to_string(),
        share: line.share.into(),
        value: match line.share {
            Share::Open => String::new(),
            Share::Fixed(amount) => amount.to_string(),
            Share::Percent(points) => Amount::from_cents(i64::from(points)).to_string(),
        },
        rate: line.rate.map(|rate| rate.to_string()).unwrap_or_default(),
    };
    RuleForm {
        id: known.then(|| rule.id.to_string()),
        third_party: rule.third_party.to_string(),
        text: text.clone().unwrap_or_default(),
        at_least: amount(at_least),
        at_most: amount(at_most),
        paid_by: paid_by.as_ref().map(ToString::to_string).unwrap_or_default(),
        on_page: on_page.clone().unwrap_or_default(),
        lines: rule.template.lines().iter().map(line).collect(),
        vat_scheme: rule.vat_scheme.map(Into::into),
    }
}

/// The rule that a form says.
///
/// # Errors
/// `bad_form` with the field, `amount_…` of the calculator, and those of [`RuleError`].
pub fn to_rule(form: &RuleForm) -> Result<Rule, DeskError> {
    let words = |text: &str| {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (!words.is_empty()).then_some(words)
    };
    let paid_by = form.paid_by.trim();
    let narrowing = Narrowing {
        text: words(&form.text),
        at_least: amount(&form.at_least, "atLeast")?,
        at_most: amount(&form.at_most, "atMost")?,
        paid_by: match paid_by {
            "" => None,
            text => Some(text.parse().map_err(|error| DeskError::bad_form("paidBy", &error))?),
        },
        on_page: words(&form.on_page),
    };
    if let (Some(least), Some(most)) = (narrowing.at_least, narrowing.at_most)
        && least > most
    {
        return Err(refused(&RuleError::EmptyRange { least, most }));
    }
    let lines = form.lines.iter().map(line).collect::<Result<Vec<_>, _>>()?;
    Ok(Rule {
        id: match &form.id {
            Some(id) => id.parse().map_err(|_| DeskError::bad_id(id))?,
            None => RuleId::from_uuid(clock::fresh()),
        },
        third_party: form.third_party.parse().map_err(|_| DeskError::bad_id(&form.third_party))?,
        narrowing,
        template: RuleTemplate::new(lines).map_err(|error| refused(&error))?,
        vat_scheme: form.vat_scheme.map(Into::into),
        origin: RuleOrigin::User,
    })
}

fn refused(error: &RuleError) -> DeskError {
    let refused = DeskError::new(error.code(), error.to_string());
    match error {
        RuleError::NotPositive { account, amount } => {
            refused.with("account", account).with("amount", amount).with("field", "lines")
        }
        RuleError::EmptyRange { least, most } => {
            refused.with("least", least).with("most", most).with("field", "atMost")
        }
        RuleError::NoLine | RuleError::Percentages => refused.with("field", "lines"),
    }
}

fn amount(text: &str, field: &str) -> Result<Option<Amount>, DeskError> {
    match text.trim() {
        "" => Ok(None),
        text => calculator::evaluate(text)
            .map(Some)
            .map_err(|trouble| DeskError::from(trouble.message(text)).with("field", field)),
    }
}

fn line(form: &RuleLineForm) -> Result<TemplateLine, DeskError> {
    let value = || Ok::<_, DeskError>(amount(&form.value, "lines")?.unwrap_or(Amount::ZERO));
    Ok(TemplateLine {
        account: form.account.trim().parse().map_err(|error| DeskError::bad_form("account", &error))?,
        share: match form.share {
            ShareView::Open => Share::Open,
            ShareView::Fixed => Share::Fixed(value()?),
            ShareView::Percent => {
                let points = u16::try_from(value()?.cents()).ok().filter(|points| *points <= 10_000);
                Share::Percent(points.ok_or_else(|| refused(&RuleError::Percentages))?)
            }
        },
        rate: match form.rate.trim().trim_end_matches('%').trim() {
            "" => None,
            text => {
                Some(text.replace(',', ".").parse().map_err(|error| DeskError::bad_form("rate", &error))?)
            }
        },
    })
}
