//! Rates of exchange, of the whole firm.

use liasse_domain::{Currency, Date, DatedRate, ExchangeRate};
use rusqlite::{Row, params};

use crate::sql::{Columns, row, rows, run, to_json};
use crate::{Reader, StoreError, Writer};

const COLUMNS: &str = "currency, date, rate, source";

fn dated_rate(row: &Row<'_>) -> rusqlite::Result<DatedRate> {
    let millionths: i64 = row.get(2)?;
    let rate = u64::try_from(millionths).ok().and_then(ExchangeRate::from_millionths);
    Ok(DatedRate {
        currency: row.parsed(0, "currency")?,
        date: row.date(1)?,
        rate: rate.unwrap_or(ExchangeRate::PAR),
        source: row.json(3, "source of a rate")?,
    })
}

impl Reader<'_> {
    /// The rate of a currency on a day: that day's, else the last one published before it, at most ten days earlier
    /// (no rates are published on weekends and bank holidays).
    pub fn exchange_rate(&self, currency: Currency, on: Date) -> Result<Option<DatedRate>, StoreError> {
        let earliest = on.plus_days(-10).unwrap_or(on);
        let sql = format!(
            "SELECT {COLUMNS} FROM exchange_rate WHERE currency = ? AND date BETWEEN ? AND ?
             ORDER BY date DESC LIMIT 1"
        );
        row(self.connection, &sql, params![currency.code(), earliest.to_string(), on.to_string()], dated_rate)
    }
    /// The rate that a currency has on this very day.
    pub fn exchange_rate_on(&self, currency: Currency, date: Date) -> Result<Option<DatedRate>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM exchange_rate WHERE currency = ? AND date = ?");
        row(self.connection, &sql, params![currency.code(), date.to_string()], dated_rate)
    }
    /// The latest rates of a currency, newest first.
    pub fn exchange_rates(
        &self,
        currency: Option<Currency>,
        limit: u32,
    ) -> Result<Vec<DatedRate>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM exchange_rate WHERE ?1 IS NULL OR currency = ?1
             ORDER BY date DESC, currency LIMIT ?2"
        );
        rows(self.connection, &sql, params![currency.as_ref().map(Currency::code), limit], dated_rate)
    }
}

impl Writer<'_> {
    /// Puts a rate in the place of the one that its currency had on that day.
    pub fn put_exchange_rate(&mut self, rate: &DatedRate) -> Result<(), StoreError> {
        let sql = "INSERT INTO exchange_rate (currency, date, rate, source) VALUES (?, ?, ?, ?)
                   ON CONFLICT (currency, date) DO UPDATE SET rate = excluded.rate, source = excluded.source";
        let millionths = i64::try_from(rate.rate.millionths()).unwrap_or(i64::MAX);
        let date = rate.date.to_string();
        run(self.connection, sql, params![rate.currency.code(), date, millionths, to_json(&rate.source)?])
            .map(drop)
    }
    /// Deletes the rate of a currency on a day.
    pub fn delete_exchange_rate(&mut self, currency: Currency, date: Date) -> Result<(), StoreError> {
        let sql = "DELETE FROM exchange_rate WHERE currency = ? AND date = ?";
        run(self.connection, sql, params![currency.code(), date.to_string()]).map(drop)
    }
}
