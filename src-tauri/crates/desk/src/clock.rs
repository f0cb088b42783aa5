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

/// A fresh identity, sortable by time.
pub fn fresh() -> Uuid {
    Uuid::now_v7()
}
