//! Calendar dates.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day of the Gregorian calendar. Serialised as `"YYYY-MM-DD"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

/// Why a text is no [`Date`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no date: expected a calendar date as YYYY-MM-DD")]
pub struct DateError {
    /// The text that was given.
    pub text: String,
}

impl Date {
    /// The given day, `None` when the calendar has no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Date> {
        jiff::civil::Date::new(year, month, day).ok().map(Date)
    }
    /// Year.
    pub fn year(self) -> i16 {
        self.0.year()
    }
    /// Month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }
    /// Day of the month, 1 to 31.
    pub fn day(self) -> i8 {
        self.0.day()
    }
    /// `days` later (earlier when negative); `None` beyond the calendar's range.
    pub fn plus_days(self, days: i32) -> Option<Date> {
        self.0.checked_add(jiff::Span::new().try_days(days).ok()?).ok().map(Date)
    }
    /// `months` later, clamped to the month's last day.
    pub fn plus_months(self, months: i32) -> Option<Date> {
        self.0.checked_add(jiff::Span::new().try_months(months).ok()?).ok().map(Date)
    }
    /// The last day of this date's month.
    pub fn end_of_month(self) -> Date {
        Date(self.0.last_of_month())
    }
    /// Days from `earlier` to `self`.
    pub fn days_since(self, earlier: Date) -> i32 {
        self.0.since(earlier.0).map(|span| span.get_days()).unwrap_or(0)
    }
    /// `YYYYMMDD`, as FEC writes dates (art. A. 47 A-1 LPF).
    pub fn compact(self) -> String {
        format!("{:04}{:02}{:02}", self.year(), self.month(), self.day())
    }
    /// From `YYYYMMDD`.
    pub fn from_compact(text: &str) -> Option<Date> {
        if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        Date::new(text.get(0..4)?.parse().ok()?, text.get(4..6)?.parse().ok()?, text.get(6..8)?.parse().ok()?)
    }
}

impl From<jiff::civil::Date> for Date {
    fn from(date: jiff::civil::Date) -> Date {
        Date(date)
    }
}
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}
impl FromStr for Date {
    type Err = DateError;
    fn from_str(text: &str) -> Result<Date, DateError> {
        let error = || DateError { text: text.to_owned() };
        let mut parts = text.trim().splitn(3, '-');
        let mut next = |len: usize| {
            parts.next().filter(|p| p.len() == len && p.bytes().all(|b| b.is_ascii_digit())).ok_or_else(error)
        };
        let (year, month, day) = (next(4)?, next(2)?, next(2)?);
        Date::new(
            year.parse().map_err(|_| error())?,
            month.parse().map_err(|_| error())?,
            day.parse().map_err(|_| error())?,
        )
        .ok_or_else(error)
    }
}
impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_calendar() {
        assert!(Date::new(2025, 2, 29).is_none());
        let date: Date = "2024-02-29".parse().unwrap();
        assert_eq!(date.compact(), "20240229");
        assert_eq!(Date::from_compact("20240229"), Some(date));
        assert_eq!(date.plus_days(1).unwrap().to_string(), "2024-03-01");
        assert_eq!(date.end_of_month(), date);
        assert_eq!("2024-03-31".parse::<Date>().unwrap().days_since(date), 31);
        for bad in ["2024-2-9", "20240209", "2024-13-01", "", "2024-02-30", "-024-01-01"] {
            assert!(bad.parse::<Date>().is_err(), "{bad}");
        }
    }
}
