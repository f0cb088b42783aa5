//! The euro's reference rates as the European Central Bank publishes them: `eurofxref-hist.csv` and `eurofxref.csv`.
//!
//! A header `Date,USD,JPY,…`, then a day a line, units of each currency for one euro; `N/A` where there is none.

use liasse_domain::{Currency, Date, DatedRate, ExchangeRate, RateSource};

/// Why a file is no list of reference rates.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EcbError {
    /// The first line does not name currencies.
    #[error("line 1 is `{found}`: expected `Date` and the codes of currencies, as in eurofxref-hist.csv")]
    Header {
        /// The line.
        found: String,
    },
    /// A line bears no day.
    #[error("line {line}: `{text}` is no day, expected 2026-11-20 or 20 November 2026")]
    Day {
        /// From 1.
        line: usize,
        /// What stands there.
        text: String,
    },
    /// A rate is none.
    #[error("line {line}: `{text}` is no rate, expected a number above zero or N/A")]
    Rate {
        /// From 1.
        line: usize,
        /// What stands there.
        text: String,
    },
}

impl EcbError {
    /// Stable code; screens translate it.
    pub fn code(&self) -> &'static str {
        match self {
            EcbError::Header { .. } => "ecb_header",
            EcbError::Day { .. } => "ecb_day",
            EcbError::Rate { .. } => "ecb_rate",
        }
    }
    /// The line, from 1.
    pub fn line(&self) -> usize {
        match self {
            EcbError::Header { .. } => 1,
            EcbError::Day { line, .. } | EcbError::Rate { line, .. } => *line,
        }
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn day(text: &str) -> Option<Date> {
    text.parse().ok().or_else(|| {
        let mut parts = text.split_whitespace();
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        let month = MONTHS.iter().position(|name| name.eq_ignore_ascii_case(month))?;
        Date::new(year.parse().ok()?, i8::try_from(month).ok()? + 1, day.parse().ok()?)
    })
}

/// The rates of a file, in its order.
///
/// # Errors
/// [`EcbError`] names the line; nothing of a file that is wrong somewhere is taken.
pub fn read(text: &str) -> Result<Vec<DatedRate>, EcbError> {
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let header = lines.next().unwrap_or_default();
    let mut names = header.split(',').map(str::trim);
    let currencies: Option<Vec<Option<Currency>>> =
        (names.next() == Some("Date")).then(|| names.map(|name| name.parse().ok()).collect());
    let currencies = currencies
        .filter(|currencies| currencies.iter().any(Option::is_some))
        .ok_or_else(|| EcbError::Header { found: header.chars().take(40).collect() })?;
    let mut rates = Vec::new();
    for (line, row) in (2..).zip(lines).filter(|(_, row)| !row.trim().is_empty()) {
        let mut cells = row.split(',').map(str::trim);
        let text = cells.next().unwrap_or_default();
        let date = day(text).ok_or_else(|| EcbError::Day { line, text: text.to_owned() })?;
        for (currency, cell) in currencies.iter().zip(cells) {
            let Some(currency) = *currency else { continue };
            if cell.is_empty() || cell == "N/A" {
                continue;
            }
            let rate: ExchangeRate =
                cell.parse().map_err(|_| EcbError::Rate { line, text: cell.to_owned() })?;
            rates.push(DatedRate { currency, date, rate, source: RateSource::Ecb });
        }
    }
    Ok(rates)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_files() {
        let history = "Date,USD,CYP,GBP,\n2026-11-20,1.0853,N/A,0.86523,\n2026-11-19,1.08,N/A,0.8651,\n";
        let rates = read(history).unwrap();
        assert_eq!(rates.len(), 4);
        assert_eq!(rates[1].rate.to_string(), "0.865230");
        assert_eq!((rates[0].currency.code(), rates[0].date.to_string()), ("USD", "2026-11-20".to_owned()));
        let daily = read("Date, USD, JPY, \n20 November 2026, 1.0853, 163.94, \n").unwrap();
        assert_eq!(daily[1].rate.to_string(), "163.940000");
        assert_eq!(daily[1].date, rates[0].date);
    }

    #[test]
    fn a_line_that_is_wrong_is_named() {
        assert_eq!(read("Jour;Cours\n").unwrap_err().code(), "ecb_header");
        assert_eq!(read("").unwrap_err().line(), 1);
        assert_eq!(
            read("Date,USD\nhier,1\n").unwrap_err(),
            EcbError::Day { line: 2, text: "hier".to_owned() }
        );
        let zero = read("Date,USD\n2026-11-20,1.1\n2026-11-19,0\n").unwrap_err();
        assert_eq!((zero.code(), zero.line()), ("ecb_rate", 3));
    }
}
