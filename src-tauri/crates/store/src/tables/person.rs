//! Persons whose expenses are paid back.

use liasse_domain::{ClientFileId, Person, PersonId};
use rusqlite::params;

use crate::sql::{Columns, Key, Word, rows, run};
use crate::{Reader, StoreError, Writer};

impl Reader<'_> {
    /// The persons of a client file, by name.
    pub fn persons(&self, client_file: ClientFileId) -> Result<Vec<Person>, StoreError> {
        let sql = "SELECT id, name, role, account FROM person WHERE client_file = ? ORDER BY name, id";
        rows(self.connection, sql, [client_file.key()], |row| {
            Ok(Person {
                id: row.key(0)?,
                client_file,
                name: row.get(1)?,
                role: row.word(2)?,
                account: row.parsed(3, "account")?,
            })
        })
    }
}

impl Writer<'_> {
    /// Adds a person, or changes the one with this identity.
    pub fn put_person(&mut self, person: &Person) -> Result<(), StoreError> {
        let sql = "INSERT INTO person (id, client_file, name, role, account) VALUES (?, ?, ?, ?, ?)
                   ON CONFLICT (id) DO UPDATE SET client_file = excluded.client_file, name = excluded.name,
                     role = excluded.role, account = excluded.account";
        let Person { id, client_file, name, role, account } = person;
        run(self.connection, sql, params![id.key(), client_file.key(), name, role.word(), account.as_str()])
            .map(drop)
    }
    /// Deletes a person.
    pub fn delete_person(&mut self, id: PersonId) -> Result<(), StoreError> {
        run(self.connection, "DELETE FROM person WHERE id = ?", [id.key()]).map(drop)
    }
}
