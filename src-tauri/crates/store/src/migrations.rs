//! Numbered migrations. They are only ever appended: a database of any earlier version comes up to date.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::StoreError;

/// Version n of the database is what the first n migrations make.
pub(crate) const MIGRATIONS: &[&str] = &[
    include_str!("../migrations/0001_initial.sql"),
    include_str!("../migrations/0002_memory.sql"),
    include_str!("../migrations/0003_waiting_sources.sql"),
    include_str!("../migrations/0004_regions.sql"),
    include_str!("../migrations/0005_lists.sql"),
    include_str!("../migrations/0006_vat_accounts.sql"),
    include_str!("../migrations/0007_rules.sql"),
    include_str!("../migrations/0008_settlements.sql"),
    include_str!("../migrations/0009_outbox.sql"),
    include_str!("../migrations/0010_change_client_file.sql"),
    include_str!("../migrations/0011_reopening.sql"),
    include_str!("../migrations/0012_platform.sql"),
];

/// Brings a database up to date, each migration in a transaction of its own.
pub(crate) fn migrate(connection: &Connection, migrations: &[&str]) -> Result<(), StoreError> {
    let known = u32::try_from(migrations.len()).unwrap_or(u32::MAX);
    let found: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > known {
        return Err(StoreError::NewerDatabase { found, known });
    }
    for (version, sql) in (1u32..).zip(migrations).filter(|(version, _)| *version > found) {
        let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Exclusive)?;
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", version)?;
        transaction.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_database_comes_up_to_date_and_a_newer_one_is_refused() {
        let connection = Connection::open_in_memory().unwrap();
        let first = MIGRATIONS.get(..1).unwrap();
        migrate(&connection, first).unwrap();
        connection.execute("INSERT INTO setting (key, value) VALUES ('kept', '1')", []).unwrap();
        let next = [first, &["ALTER TABLE setting ADD COLUMN added INTEGER"]].concat();
        migrate(&connection, &next).unwrap();
        migrate(&connection, &next).unwrap();
        let (value, version): (String, u32) = connection
            .query_row("SELECT value, (SELECT user_version FROM pragma_user_version) FROM setting WHERE added IS NULL", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .unwrap();
        assert_eq!((value.as_str(), version), ("1", 2));
        let refused = migrate(&connection, first).unwrap_err();
        assert_eq!(refused.code(), "newer_database");
    }

    #[test]
    fn entries_made_when_a_document_had_one_at_most_are_kept() {
        let connection = Connection::open_in_memory().unwrap();
        migrate(&connection, MIGRATIONS.get(..4).unwrap()).unwrap();
        connection
            .execute_batch(
                "PRAGMA foreign_keys = OFF;
                 INSERT INTO entry VALUES (zeroblob(16), zeroblob(16), 'ACH', '2026-10-31', 'F-1', NULL, 'EUR');
                 INSERT INTO entry_line VALUES (zeroblob(16), 0, '606300', '', NULL, 'debit', 100, 'x');
                 INSERT INTO entry_line VALUES (zeroblob(16), 1, '401000', '', 'X', 'credit', 100, 'x');",
            )
            .unwrap();
        migrate(&connection, MIGRATIONS).unwrap();
        let (purpose, lines): (String, u32) = connection
            .query_row("SELECT purpose, (SELECT count(*) FROM entry_line) FROM entry", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .unwrap();
        assert_eq!((purpose.as_str(), lines), ("document", 2));
    }

    #[test]
    fn a_migration_that_fails_leaves_the_former_version() {
        let connection = Connection::open_in_memory().unwrap();
        migrate(&connection, MIGRATIONS).unwrap();
        let broken =
            [MIGRATIONS, &["CREATE TABLE half (a INTEGER); CREATE TABLE half (a INTEGER);"]].concat();
        assert!(migrate(&connection, &broken).is_err());
        let halves: u32 = connection
            .query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'half'", [], |row| row.get(0))
            .unwrap();
        assert_eq!(halves, 0);
        migrate(&connection, MIGRATIONS).unwrap();
    }
}
