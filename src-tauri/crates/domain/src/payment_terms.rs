//! Terms of payment and the dates that they lead to.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Date;

/// Days from the date of issue, to the end of the month where the paper says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PaymentTerms {
    /// Days; 0 is on receipt.
    pub days: u16,
    /// To the end of the month.
    pub end_of_month: bool,
    /// Day of the month after (`fin de mois le 10`).
    pub then_day: Option<u8>,
}

/// Why a text is no [`PaymentTerms`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` says no terms of payment: expected days, for example `30` or `45 fin de mois`")]
pub struct PaymentTermsError {
    /// The text that was given.
    pub text: String,
}

impl PaymentTerms {
    /// The due dates that the terms lead to, the more usual reading first (C. com. art. L. 441-10: days then end of
    /// month; or end of month then days).
    pub fn due(&self, issue: Date) -> Vec<Date> {
        let days = i32::from(self.days);
        if !self.end_of_month {
            return issue.plus_days(days).into_iter().collect();
        }
        let first = issue.plus_days(days).map(Date::end_of_month);
        let second = issue.end_of_month().plus_days(days);
        let mut dates = Vec::new();
        for date in [first, second].into_iter().flatten() {
            let date = match self.then_day {
                Some(day) => date.plus_days(i32::from(day)).unwrap_or(date),
                None => date,
            };
            if !dates.contains(&date) {
                dates.push(date);
            }
        }
        dates
    }
}

impl fmt::Display for PaymentTerms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.days)?;
        if self.end_of_month {
            f.write_str(" eom")?;
        }
        self.then_day.map_or(Ok(()), |day| write!(f, " {day}"))
    }
}

/// `30`, `30 jours`, `45 eom`, `45 jours fin de mois le 10`, `30 dagen einde maand`.
impl FromStr for PaymentTerms {
    type Err = PaymentTermsError;
    fn from_str(text: &str) -> Result<PaymentTerms, PaymentTermsError> {
        let lower = text.trim().to_lowercase();
        let error = || PaymentTermsError { text: text.to_owned() };
        let mut numbers = lower
            .split(|c: char| !c.is_ascii_digit())
            .filter(|digits| !digits.is_empty())
            .map(|digits| digits.parse::<u16>().map_err(|_| error()));
        let days = numbers.next().ok_or_else(error)??;
        let end_of_month =
            ["eom", "fdm", "fin", "einde", "eind", "end of", "monatsende"].iter().any(|w| lower.contains(w));
        let then_day = numbers.next().transpose()?.and_then(|day| u8::try_from(day).ok());
        if days > 365 || then_day.is_some_and(|day| !(1..=31).contains(&day)) {
            return Err(error());
        }
        Ok(PaymentTerms { days, end_of_month, then_day: then_day.filter(|_| end_of_month) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn end_of_month_has_two_lawful_readings() {
        let terms: PaymentTerms = "45 jours fin de mois".parse().unwrap();
        let issue: Date = "2025-01-15".parse().unwrap();
        let dates: Vec<String> = terms.due(issue).iter().map(Date::to_string).collect();
        assert_eq!(dates, ["2025-03-31", "2025-03-17"]);
        assert_eq!(terms.to_string(), "45 eom");
        let tenth: PaymentTerms = "30 fin de mois le 10".parse().unwrap();
        assert_eq!(tenth.to_string().parse::<PaymentTerms>().unwrap(), tenth);
        assert_eq!(tenth.due(issue).first().map(Date::to_string).as_deref(), Some("2025-03-10"));
        assert_eq!("30".parse::<PaymentTerms>().unwrap().due(issue).len(), 1);
        assert!("comptant".parse::<PaymentTerms>().is_err());
    }
}
