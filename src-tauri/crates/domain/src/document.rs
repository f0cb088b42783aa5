//! Documents: one accounting paper each.

use serde::{Deserialize, Serialize};

use crate::{ClientFileId, DocumentId};

/// What kind of paper a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// Facture.
    Invoice,
    /// Avoir, note de crédit.
    CreditNote,
    /// Ticket de caisse, reçu.
    Receipt,
    /// Facturette de carte bancaire.
    CardSlip,
    /// Note de frais.
    ExpenseReport,
    /// Relevé de commissions.
    CommissionStatement,
    /// Anything else: quote, order, delivery note, reminder, statement, contract.
    Other,
}

/// Where a document belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flow {
    /// Achats.
    Purchases,
    /// Ventes.
    Sales,
}

/// Where a document stands on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentStatus {
    /// En cours: being read.
    Reading,
    /// À découper: the split of its source is put to the user.
    ToSplit,
    /// À réviser: something is missing or doubtful.
    ToReview,
    /// Prêt: all that publication needs is there.
    Ready,
    /// Publié.
    Published,
    /// Archivé.
    Archived,
}

/// How a file is cut into documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SplitMode {
    /// One document per file.
    PerFile,
    /// One document per page.
    PerPage,
    /// Cut where the content says.
    Automatic,
}

/// One accounting paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Identity.
    pub id: DocumentId,
    /// The client file that it belongs to.
    pub client_file: ClientFileId,
    /// Purchases or sales.
    pub flow: Flow,
    /// Where it stands.
    pub status: DocumentStatus,
}
