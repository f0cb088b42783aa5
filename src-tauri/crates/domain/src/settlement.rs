//! What pays a document after it was booked.

use serde::{Deserialize, Serialize};

use crate::{Amount, Date, DocumentId, SettlementId};

/// A payment of a document, in whole or in part: with it the tax that waited becomes due (art. 269-2 c CGI).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// Identity, which is that of its entry too.
    pub id: SettlementId,
    /// The document that it pays.
    pub document: DocumentId,
    /// The day on which the money came in or went out.
    pub date: Date,
    /// In euros, above zero.
    pub amount: Amount,
}
