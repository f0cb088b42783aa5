//! Settings: a key and a value as JSON.

use rusqlite::params;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::sql::{Columns, row, run, to_json};
use crate::{Reader, StoreError, Writer};

impl Reader<'_> {
    /// The value of a setting.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] when it holds something else than a `T`.
    pub fn setting<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, StoreError> {
        row(self.connection, "SELECT value FROM setting WHERE key = ?", [key], |row| row.json(0, "setting"))
    }
}

impl Writer<'_> {
    /// Sets a setting.
    pub fn put_setting<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<(), StoreError> {
        run(
            self.connection,
            "INSERT INTO setting (key, value) VALUES (?, ?)
             ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            params![key, to_json(value)?],
        )
        .map(drop)
    }
    /// Forgets a setting.
    pub fn delete_setting(&mut self, key: &str) -> Result<(), StoreError> {
        run(self.connection, "DELETE FROM setting WHERE key = ?", [key]).map(drop)
    }
}
