//! Whom a command concerns, out of its changeset.

use std::collections::BTreeSet;
use std::io::Read;

use liasse_domain::{ClientFileId, DocumentId};
use rusqlite::Connection;
use rusqlite::fallible_streaming_iterator::FallibleStreamingIterator;
use rusqlite::hooks::Action;
use rusqlite::session::{ChangesetItem, ChangesetIter};
use rusqlite::types::ValueRef;

use crate::StoreError;
use crate::ledger::OF_A_DOCUMENT;
use crate::sql::{Columns, Key, row};

/// The tables whose first column is the client file.
const OF_A_CLIENT_FILE: [&str; 9] = [
    "client_file",
    "account",
    "payment_default",
    "account_successor",
    "vat_account",
    "deductibility",
    "coding_settings",
    "coding_account",
    "platform_flow",
];
/// The tables with an identity of their own first and the client file second.
const WITH_A_CLIENT_FILE: [&str; 7] =
    ["third_party", "watched_folder", "source", "document", "payment_method", "person", "supplier_memory"];
/// The tables whose first column is the third party.
const OF_A_THIRD_PARTY: [&str; 2] = ["third_party_iban", "third_party_alias"];

/// The documents and the client files whose rows a changeset changes.
#[derive(Debug, Default)]
pub(crate) struct Concerned {
    pub documents: BTreeSet<DocumentId>,
    pub client_files: BTreeSet<ClientFileId>,
}

impl Concerned {
    /// Looks at each row; the connection is as the changeset left it.
    pub fn of(connection: &Connection, changeset: &[u8]) -> Result<Concerned, StoreError> {
        let mut concerned = Concerned::default();
        // A column that a change leaves alone is not in the changeset: these rows are looked up.
        let (mut rows, mut third_parties) = (BTreeSet::new(), BTreeSet::new());
        let mut bytes = changeset;
        let input: &mut dyn Read = &mut bytes;
        let mut items = ChangesetIter::start_strm(&input)?;
        while let Some(item) = items.next()? {
            let operation = item.op()?;
            let (table, action) = (operation.table_name(), operation.code());
            let Some(first) = column(item, action, 0)? else { continue };
            if OF_A_DOCUMENT.contains(&table) {
                concerned.documents.insert(DocumentId::of_key(first));
            }
            if OF_A_CLIENT_FILE.contains(&table) {
                concerned.client_files.insert(ClientFileId::of_key(first));
            } else if let Some(table) = WITH_A_CLIENT_FILE.iter().find(|one| **one == table) {
                match column(item, action, 1)? {
                    Some(file) => drop(concerned.client_files.insert(ClientFileId::of_key(file))),
                    None => drop(rows.insert((*table, first))),
                }
            } else if OF_A_THIRD_PARTY.contains(&table) {
                third_parties.insert(first);
            } else if table == "rule" {
                match column(item, action, 1)? {
                    Some(third_party) => third_parties.insert(third_party),
                    None => {
                        rows.insert(("rule JOIN third_party ON third_party.id = rule.third_party", first))
                    }
                };
            }
        }
        rows.extend(third_parties.into_iter().map(|id| ("third_party", id)));
        for (table, id) in rows {
            let owner = table.split(' ').next().unwrap_or(table);
            let sql = format!("SELECT client_file FROM {table} WHERE {owner}.id = ?");
            let found: Option<ClientFileId> = row(connection, &sql, [id], |row| row.key(0))?;
            concerned.client_files.extend(found);
        }
        Ok(concerned)
    }
}

/// An identity in a column, as it is or was; `None` where the change leaves the column alone.
fn column(item: &ChangesetItem, action: Action, index: usize) -> rusqlite::Result<Option<[u8; 16]>> {
    let value = match action {
        Action::SQLITE_INSERT => item.new_value(index)?,
        // The key of a changed row is among its old values; another column only where it changed.
        Action::SQLITE_UPDATE if index > 0 => return Ok(None),
        _ => item.old_value(index)?,
    };
    Ok(match value {
        ValueRef::Blob(bytes) => bytes.try_into().ok(),
        _ => None,
    })
}
