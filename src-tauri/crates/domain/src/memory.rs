//! What corrections taught about the papers of one supplier.

use serde::{Deserialize, Serialize};

use crate::identifiers::{Iban, Siren, VatNumber};
use crate::{FieldName, FieldValue, Rect};

/// By what a supplier's papers are recognised.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplierSigns {
    /// The client file itself: on sales its own papers are read.
    pub own: bool,
    /// SIREN.
    pub siren: Option<Siren>,
    /// VAT number.
    pub vat: Option<VatNumber>,
    /// Bank accounts.
    pub ibans: Vec<Iban>,
    /// Names, as known and as papers were read to print them.
    pub names: Vec<String>,
}

impl SupplierSigns {
    /// Whether there is nothing to recognise it by.
    pub fn is_empty(&self) -> bool {
        !self.own
            && self.siren.is_none()
            && self.vat.is_none()
            && self.ibans.is_empty()
            && self.names.is_empty()
    }
}

/// Where a value stands on a supplier's papers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Template {
    /// Words right before it on its row, folded (lower case, no accents); empty when there are none.
    pub before: String,
    /// Words right above it in its column, folded; empty when there are none.
    pub above: String,
    /// Page of the document, from 0.
    pub page: u32,
    /// Place on that page.
    pub rect: Rect,
    /// Form of a number: digits as `#`, letters and marks as printed (`FA-####-#####`); empty for dates and amounts.
    pub pattern: String,
}

/// What was taught of one field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Teaching {
    /// It stands here.
    Place(Template),
    /// The supplier does not print it.
    Absent,
    /// It is always this.
    Always {
        /// The value.
        value: FieldValue,
        /// What was read in its stead when it was taught.
        instead_of: Option<FieldValue>,
    },
}

/// A lesson about one field of one supplier's papers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lesson {
    /// The field.
    pub field: FieldName,
    /// What was taught.
    pub teaching: Teaching,
    /// Corrections that taught it, and values had from it that were accepted.
    pub taught: u32,
    /// Values had from it that were corrected.
    pub contradicted: u32,
}

impl Lesson {
    /// Whether it was wrong as often as it was right, and is to be forgotten.
    pub fn is_refuted(&self) -> bool {
        self.contradicted >= self.taught
    }
    /// Corrections for it less those against it.
    pub fn weight(&self) -> u32 {
        self.taught.saturating_sub(self.contradicted)
    }
}

/// A supplier and what was learnt of its papers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SupplierMemory {
    /// By what its papers are recognised.
    pub signs: SupplierSigns,
    /// What was learnt.
    pub lessons: Vec<Lesson>,
}
