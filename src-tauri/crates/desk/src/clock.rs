//! The clock and the drawing of ids: the edges where time and chance come in.

use liasse_domain::Date;
use liasse_store::Timestamp;
use uuid::Uuid;

/// Now.
pub fn now() -> Timestamp {
    Timestamp::from_millis(jiff::Timestamp::now().as_millisecond())
}

/// Today, where this device is.
pub fn today() -> Date {
    Date::from(jiff::Zoned::now().date())
}

/// Minutes since midnight, where this device is.
pub fn minute_of_the_day() -> u16 {
    let time = jiff::Zoned::now().time();
    u16::from(time.hour().unsigned_abs()) * 60 + u16::from(time.minute().unsigned_abs())
}

/// A moment (milliseconds since 1970, UTC) as it is written in a list, in UTC: `2026-11-22 04:57:33`.
pub fn moment(at: f64) -> String {
    let at = jiff::Timestamp::from_millisecond(at as i64).unwrap_or_default();
    at.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// A moment where this device is: day, hour, minute, second.
pub fn local(at: Timestamp) -> (Date, u8, u8, u8) {
    let at = jiff::Timestamp::from_millisecond(at.millis()).unwrap_or_default();
    let at = at.to_zoned(jiff::tz::TimeZone::system());
    let part = |value: i8| value.unsigned_abs();
    (Date::from(at.date()), part(at.hour()), part(at.minute()), part(at.second()))
}

/// A moment of another system's clock (ISO 8601), so much earlier; `None` when it is written otherwise.
pub fn earlier(moment: &str, by: std::time::Duration) -> Option<String> {
    let moment: jiff::Timestamp = moment.parse().ok()?;
    Some(moment.checked_sub(by).ok()?.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string())
}

/// A fresh identity, sortable by time.
pub fn fresh() -> Uuid {
    Uuid::now_v7()
}
