//! Payment methods of a client file, and its users' defaults.

use liasse_domain::{ClientFileId, PaymentDefault, PaymentMethod, PaymentMethodId};
use rusqlite::{Row, params};

use crate::sql::{Columns, Key, Word, row, rows, run, to_json};
use crate::{Reader, StoreError, Writer};

const COLUMNS: &str = "id, client_file, name, reference, account, destination, auto_publish, origin";

fn payment_method(row: &Row<'_>) -> rusqlite::Result<PaymentMethod> {
    Ok(PaymentMethod {
        id: row.key(0)?,
        client_file: row.key(1)?,
        name: row.get(2)?,
        reference: row.get(3)?,
        account: row.parsed_if_any(4, "account")?,
        destination: row.parsed_if_any(5, "journal")?,
        auto_publish: row.get(6)?,
        origin: row.json(7, "origin of a payment method")?,
    })
}

fn payment_default(row: &Row<'_>) -> rusqlite::Result<PaymentDefault> {
    Ok(PaymentDefault { user: row.get(0)?, payment_method: row.key(1)?, scope: row.word(2)? })
}

impl Reader<'_> {
    /// The payment methods of a client file, by name.
    pub fn payment_methods(&self, client_file: ClientFileId) -> Result<Vec<PaymentMethod>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM payment_method WHERE client_file = ? ORDER BY name COLLATE NOCASE, id"
        );
        rows(self.connection, &sql, [client_file.key()], payment_method)
    }
    /// One payment method.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn payment_method(&self, id: PaymentMethodId) -> Result<PaymentMethod, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM payment_method WHERE id = ?");
        row(self.connection, &sql, [id.key()], payment_method)?
            .ok_or_else(|| StoreError::not_found("payment method", id))
    }
    /// The users' default payment methods in a client file.
    pub fn payment_defaults(&self, client_file: ClientFileId) -> Result<Vec<PaymentDefault>, StoreError> {
        let sql =
            "SELECT user, payment_method, scope FROM payment_default WHERE client_file = ? ORDER BY user";
        rows(self.connection, sql, [client_file.key()], payment_default)
    }
    /// A user's default payment method in a client file.
    pub fn payment_default(
        &self,
        client_file: ClientFileId,
        user: &str,
    ) -> Result<Option<PaymentDefault>, StoreError> {
        let sql =
            "SELECT user, payment_method, scope FROM payment_default WHERE client_file = ? AND user = ?";
        row(self.connection, sql, params![client_file.key(), user], payment_default)
    }
}

impl Writer<'_> {
    /// Adds a payment method, or changes the one with this identity.
    pub fn put_payment_method(&mut self, method: &PaymentMethod) -> Result<(), StoreError> {
        run(
            self.connection,
            "INSERT INTO payment_method
               (id, client_file, name, reference, account, destination, auto_publish, origin)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, reference = excluded.reference,
               account = excluded.account, destination = excluded.destination,
               auto_publish = excluded.auto_publish, origin = excluded.origin",
            params![
                method.id.key(),
                method.client_file.key(),
                method.name,
                method.reference,
                method.account.as_ref().map(|account| account.as_str()),
                method.destination.as_ref().map(|journal| journal.as_str()),
                method.auto_publish,
                to_json(&method.origin)?
            ],
        )
        .map(drop)
    }
    /// Deletes a payment method, and the users' defaults that name it.
    pub fn delete_payment_method(&mut self, id: PaymentMethodId) -> Result<(), StoreError> {
        run(self.connection, "DELETE FROM payment_default WHERE payment_method = ?", [id.key()])?;
        run(self.connection, "DELETE FROM payment_method WHERE id = ?", [id.key()]).map(drop)
    }
    /// Sets or takes away a user's default payment method in a client file.
    pub fn put_payment_default(
        &mut self,
        client_file: ClientFileId,
        user: &str,
        default: Option<&PaymentDefault>,
    ) -> Result<(), StoreError> {
        let Some(default) = default else {
            let sql = "DELETE FROM payment_default WHERE client_file = ? AND user = ?";
            return run(self.connection, sql, params![client_file.key(), user]).map(drop);
        };
        run(
            self.connection,
            "INSERT INTO payment_default (client_file, user, payment_method, scope) VALUES (?, ?, ?, ?)
             ON CONFLICT (client_file, user) DO UPDATE SET payment_method = excluded.payment_method,
               scope = excluded.scope",
            params![client_file.key(), user, default.payment_method.key(), default.scope.word()],
        )
        .map(drop)
    }
}
