//! Before and after: what a change did to the values that a person looks at, out of its changeset.

use std::io::Read;

use liasse_domain::{
    AccountCode, Amount, ChangeId, DocumentId, DocumentStatus, FieldName, FieldValue, ThirdPartyId,
};
use rusqlite::fallible_streaming_iterator::FallibleStreamingIterator;
use rusqlite::hooks::Action;
use rusqlite::session::{ChangesetItem, ChangesetIter};
use rusqlite::types::ValueRef;
use serde::{Deserialize, Serialize};

use crate::sql::{Key, Word};
use crate::tables::page::inflate;
use crate::{Reader, StoreError};

/// One value of a document, before and after a change; `None` where there was or is none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChangedValue {
    /// The document.
    pub document: DocumentId,
    /// Which value, with what it was and what it became.
    #[serde(flatten)]
    pub change: BeforeAfter,
}

/// What a value was and what it became.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum BeforeAfter {
    /// Where the document stands.
    Status {
        /// Before.
        before: Option<DocumentStatus>,
        /// After.
        after: Option<DocumentStatus>,
    },
    /// A field.
    Field {
        /// Its name.
        name: FieldName,
        /// Before.
        before: Option<FieldValue>,
        /// After.
        after: Option<FieldValue>,
    },
    /// The third party that the document is coded to.
    ThirdParty {
        /// Before.
        before: Option<ThirdPartyId>,
        /// After.
        after: Option<ThirdPartyId>,
    },
    /// The account of one line of the allocation.
    Account {
        /// The line, from 0.
        position: u32,
        /// Before.
        before: Option<AccountCode>,
        /// After.
        after: Option<AccountCode>,
    },
    /// The amount of one line of the allocation.
    Allocated {
        /// The line, from 0.
        position: u32,
        /// Before.
        before: Option<Amount>,
        /// After.
        after: Option<Amount>,
    },
}

/// A column before and after; `None` when the row's change left it alone.
fn sides<T>(
    item: &ChangesetItem,
    action: Action,
    column: usize,
    read: impl Fn(ValueRef<'_>) -> Option<T>,
) -> Option<(Option<T>, Option<T>)> {
    let (old, new) = match action {
        Action::SQLITE_INSERT => (None, Some(item.new_value(column).ok()?)),
        Action::SQLITE_DELETE => (Some(item.old_value(column).ok()?), None),
        // A column that an update left alone has no value in the changeset.
        _ => (Some(item.old_value(column).ok()?), Some(item.new_value(column).ok()?)),
    };
    Some((old.and_then(&read), new.and_then(&read)))
}

/// A column of the primary key, which never changes.
fn fixed<T>(
    item: &ChangesetItem,
    action: Action,
    column: usize,
    read: impl Fn(ValueRef<'_>) -> Option<T>,
) -> Option<T> {
    match action {
        Action::SQLITE_INSERT => item.new_value(column),
        _ => item.old_value(column),
    }
    .ok()
    .and_then(read)
}

fn key<T: Key>(value: ValueRef<'_>) -> Option<T> {
    value.as_blob().ok()?.try_into().ok().map(T::of_key)
}
fn word<T: Word>(value: ValueRef<'_>) -> Option<T> {
    let text = value.as_str().ok()?;
    T::ALL.iter().find(|(_, word)| *word == text).map(|(value, _)| *value)
}
fn field_value(value: ValueRef<'_>) -> Option<FieldValue> {
    serde_json::from_str(value.as_str().ok()?).ok()
}
fn account(value: ValueRef<'_>) -> Option<AccountCode> {
    value.as_str().ok()?.parse().ok()
}
fn amount(value: ValueRef<'_>) -> Option<Amount> {
    value.as_i64().ok().map(Amount::from_cents)
}
fn position(value: ValueRef<'_>) -> Option<u32> {
    value.as_i64().ok().and_then(|position| position.try_into().ok())
}

fn values(item: &ChangesetItem) -> Result<Vec<ChangedValue>, StoreError> {
    let operation = item.op()?;
    let action = operation.code();
    let mut changes = Vec::new();
    match operation.table_name() {
        "document" => {
            if let Some((before, after)) = sides(item, action, 4, word) {
                changes.push(BeforeAfter::Status { before, after });
            }
        }
        "field" => {
            let name = fixed(item, action, 1, word);
            if let (Some(name), Some((before, after))) = (name, sides(item, action, 2, field_value)) {
                changes.push(BeforeAfter::Field { name, before, after });
            }
        }
        "coding" => {
            if let Some((before, after)) = sides(item, action, 1, key) {
                changes.push(BeforeAfter::ThirdParty { before, after });
            }
        }
        "allocation" => {
            let position = fixed(item, action, 1, position).unwrap_or(0);
            if let Some((before, after)) = sides(item, action, 2, account) {
                changes.push(BeforeAfter::Account { position, before, after });
            }
            if let Some((before, after)) = sides(item, action, 3, amount) {
                changes.push(BeforeAfter::Allocated { position, before, after });
            }
        }
        _ => {}
    }
    let Some(document) = fixed(item, action, 0, key) else { return Ok(Vec::new()) };
    Ok(changes.into_iter().map(|change| ChangedValue { document, change }).collect())
}

impl Reader<'_> {
    /// What a change did to statuses, fields, third parties and allocations, before and after.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub fn changed_values(&self, change: ChangeId) -> Result<Vec<ChangedValue>, StoreError> {
        let bytes = inflate(&self.changeset(change)?)?;
        let mut rest = bytes.as_slice();
        let input: &mut dyn Read = &mut rest;
        let mut items = ChangesetIter::start_strm(&input)?;
        let mut found = Vec::new();
        while let Some(item) = items.next()? {
            found.extend(values(item)?);
        }
        Ok(found)
    }
}
