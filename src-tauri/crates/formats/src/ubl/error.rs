//! Why a document cannot be written as UBL.

use std::fmt;

use liasse_domain::{Amount, VatRate};

/// A fact that EN 16931 needs and the document does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Missing {
    /// The document's number (BT-1).
    Number,
    /// The supplier's name (BT-27).
    SupplierName,
    /// The supplier's country (BT-40).
    SupplierCountry,
    /// The supplier's VAT number (BT-31).
    SupplierVatNumber,
    /// Any identifier of the supplier: VAT number, SIREN or enterprise number (rule BR-CO-26).
    SupplierIdentifier,
    /// The customer's name (BT-44).
    CustomerName,
    /// The customer's country (BT-55).
    CustomerCountry,
    /// The customer's VAT number or legal registration (BT-48, BT-47).
    CustomerIdentifier,
    /// The tax per rate (BG-23).
    VatBreakdown,
    /// The paper as a PDF, which e-FFF has inside.
    OriginalPdf,
}

impl Missing {
    /// Stable code; screens translate it.
    pub fn code(self) -> &'static str {
        match self {
            Missing::Number => "number",
            Missing::SupplierName => "supplier_name",
            Missing::SupplierCountry => "supplier_country",
            Missing::SupplierVatNumber => "supplier_vat_number",
            Missing::SupplierIdentifier => "supplier_identifier",
            Missing::CustomerName => "customer_name",
            Missing::CustomerCountry => "customer_country",
            Missing::CustomerIdentifier => "customer_identifier",
            Missing::VatBreakdown => "vat_breakdown",
            Missing::OriginalPdf => "original_pdf",
        }
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Missing::Number => "the document's number",
            Missing::SupplierName => "the supplier's name",
            Missing::SupplierCountry => "the supplier's country",
            Missing::SupplierVatNumber => "the supplier's VAT number",
            Missing::SupplierIdentifier => {
                "an identifier of the supplier (VAT number, SIREN or enterprise number)"
            }
            Missing::CustomerName => "the customer's name",
            Missing::CustomerCountry => "the customer's country",
            Missing::CustomerIdentifier => "the customer's VAT number or legal registration",
            Missing::VatBreakdown => "the VAT per rate",
            Missing::OriginalPdf => "the original as a PDF",
        })
    }
}

fn list(missing: &[Missing]) -> String {
    missing.iter().map(Missing::to_string).collect::<Vec<_>>().join(", ")
}

/// Why a document cannot be written as UBL.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UblError {
    /// Facts are missing.
    #[error("the e-invoice lacks {}: fill it in on the document or on the third party's card", list(.missing))]
    Missing {
        /// All of them.
        missing: Vec<Missing>,
    },
    /// An amount contradicts the others.
    #[error("{what} is {stated}, but the other amounts give {expected}: correct the amounts")]
    Inconsistent {
        /// Name of the amount.
        what: &'static str,
        /// Its value.
        stated: Amount,
        /// What the other amounts give.
        expected: Amount,
    },
    /// The paper is of a type that e-invoices may not embed (rule BR-CL-24).
    #[error("a file of type {mime} may not be embedded in an e-invoice: expected a PDF, PNG or JPEG")]
    Original {
        /// MIME type of the paper.
        mime: String,
    },
    /// UBL.BE has no category for a rate.
    #[error("UBL.BE knows the Belgian rates only, not {rate} %: choose Peppol BIS 3 for this client file")]
    Rate {
        /// The rate.
        rate: VatRate,
    },
}

impl UblError {
    /// Stable code; screens translate it.
    pub fn code(&self) -> &'static str {
        match self {
            UblError::Missing { .. } => "ubl_missing",
            UblError::Inconsistent { .. } => "ubl_inconsistent",
            UblError::Original { .. } => "ubl_original_type",
            UblError::Rate { .. } => "ubl_rate",
        }
    }
}
