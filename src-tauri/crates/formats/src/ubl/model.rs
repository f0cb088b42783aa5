//! What a UBL file is written from.

use liasse_domain::identifiers::{Bic, Iban, Siren, Siret, StructuredCommunication, VatNumber};
use liasse_domain::{Amount, Country, Currency, Date, DocumentKind, LineItem, VatLine, VatScheme};

use crate::einvoice::SchemedId;

/// Which of the two UBL documents is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UblKind {
    /// `Invoice`, type code 380.
    Invoice,
    /// `CreditNote`, type code 381.
    CreditNote,
}

impl UblKind {
    /// The UBL document of a kind of paper; `None` for papers that are no claim (card slips, statements, others).
    pub fn of(kind: DocumentKind) -> Option<UblKind> {
        match kind {
            DocumentKind::Invoice | DocumentKind::Receipt | DocumentKind::CommissionStatement => {
                Some(UblKind::Invoice)
            }
            DocumentKind::CreditNote => Some(UblKind::CreditNote),
            DocumentKind::CardSlip | DocumentKind::ExpenseReport | DocumentKind::Other => None,
        }
    }
}

/// A supplier or customer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UblParty {
    /// Name.
    pub name: String,
    /// Country.
    pub country: Option<Country>,
    /// VAT number; for Belgium it holds the enterprise number.
    pub vat_number: Option<VatNumber>,
    /// SIREN.
    pub siren: Option<Siren>,
    /// SIRET.
    pub siret: Option<Siret>,
    /// Another legal registration with its ISO 6523 scheme, for example `0106` (Dutch KVK).
    pub registration: Option<SchemedId>,
    /// Electronic address with its EAS scheme, where it is known; else one is made of the identifiers.
    pub endpoint: Option<SchemedId>,
    /// Street and number.
    pub street: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// City.
    pub city: Option<String>,
}

/// Where and when the goods were delivered (BT-72, BT-80).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delivery {
    /// Date of delivery.
    pub date: Date,
    /// Country of delivery.
    pub country: Country,
}

/// How it is paid.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UblPayment {
    /// `card`, `transfer`, `direct_debit`, `cheque`, `cash` or `meal_voucher`, as readings have it.
    pub method: Option<String>,
    /// Account to pay to.
    pub iban: Option<Iban>,
    /// Its BIC.
    pub bic: Option<Bic>,
    /// Belgian structured communication.
    pub structured_communication: Option<StructuredCommunication>,
    /// Last four digits of the card.
    pub card_last4: Option<String>,
}

/// The paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// File name.
    pub file_name: String,
    /// MIME type: one of those that EN 16931 allows (`application/pdf`, `image/png`, `image/jpeg`).
    pub mime: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// Whether it is not the paper that came, but an image drawn from an e-invoice that came without one.
    pub is_drawn: bool,
}

/// A coded document. Amounts are positive, also on credit notes.
#[derive(Debug, Clone, PartialEq)]
pub struct UblDocument {
    /// Invoice or credit note.
    pub kind: UblKind,
    /// Number.
    pub number: String,
    /// Date of issue.
    pub issue_date: Date,
    /// Due date.
    pub due_date: Option<Date>,
    /// Delivery: needed for category K (intra-Community supply of goods).
    pub delivery: Option<Delivery>,
    /// Currency of all amounts.
    pub currency: Currency,
    /// Reference by which the buyer knows the document; the client file's code serves.
    pub buyer_reference: Option<String>,
    /// Order.
    pub order_reference: Option<String>,
    /// Number of the invoice that a credit note corrects.
    pub preceding_invoice: Option<String>,
    /// Who sells.
    pub supplier: UblParty,
    /// Who buys.
    pub customer: UblParty,
    /// Scheme of VAT.
    pub scheme: VatScheme,
    /// Why no tax is charged, as the paper says it; a standard wording of the scheme when absent.
    pub exemption_reason: Option<String>,
    /// Tax per rate. May be empty when no tax is charged and the scheme says why.
    pub vat_lines: Vec<VatLine>,
    /// Total, tax excluded, deposits excluded.
    pub total_ht: Amount,
    /// Total of the tax.
    pub total_vat: Amount,
    /// Total, tax included, deposits excluded.
    pub total_ttc: Amount,
    /// Deposits on packaging, outside VAT.
    pub deposit: Option<Amount>,
    /// Already paid.
    pub prepaid: Option<Amount>,
    /// To be paid; computed from the totals when absent.
    pub amount_due: Option<Amount>,
    /// The lines that were read; they are written when they sum to the totals, else one line per rate is.
    pub line_items: Vec<LineItem>,
    /// How it is paid.
    pub payment: UblPayment,
    /// The paper, embedded.
    pub original: Option<Original>,
}
