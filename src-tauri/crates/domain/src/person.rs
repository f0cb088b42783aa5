//! Persons whose expenses are paid back.

use serde::{Deserialize, Serialize};

use crate::{AccountCode, ClientFileId, PersonId};

/// What a person is to the business, which decides the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonRole {
    /// Employee: 421 (art. 944-42 PCG); 416 or 489 in Belgium.
    Employee,
    /// Partner: 455 (art. 944-45 PCG).
    Partner,
    /// Sole trader: 108 (art. 941-10 PCG).
    SoleTrader,
    /// Anyone else: 467 (art. 944-46 PCG).
    Other,
}

/// A person who hands in expense reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Identity.
    pub id: PersonId,
    /// The client file.
    pub client_file: ClientFileId,
    /// Name.
    pub name: String,
    /// What they are to the business.
    pub role: PersonRole,
    /// The account that owes them, or an auxiliary one of theirs (`421CAMILLE`).
    pub account: AccountCode,
}
