//! What was read on a paper: values, each with its evidence, its confidence and its alternatives.
//!
//! Nothing is invented: a value that was not read is absent from [`Reading::fields`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Address, Amount, Country, Currency, Date, DocumentKind, Finding, PaymentTerms, Reason, VatLine, VatScheme,
};

/// A rectangle as fractions of the upright page (0 to 1), origin top left.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rect {
    /// Left.
    pub x0: f32,
    /// Top.
    pub y0: f32,
    /// Right.
    pub x1: f32,
    /// Bottom.
    pub y1: f32,
}

impl Rect {
    /// Width, as a fraction of the page's width.
    pub fn width(&self) -> f32 {
        self.x1 - self.x0
    }
    /// Height, as a fraction of the page's height.
    pub fn height(&self) -> f32 {
        self.y1 - self.y0
    }
    /// The smallest rectangle around both.
    pub fn union(&self, other: &Rect) -> Rect {
        Rect {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }
}

/// How a value was had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// From the PDF's own text.
    Text,
    /// By optical character recognition.
    Ocr,
    /// From a structured invoice.
    Xml,
    /// From other values by the laws of arithmetic or of the trade.
    Computed,
    /// From a payment code on the paper (QR).
    Code,
    /// By the user's hand.
    User,
}

/// A probability of being right, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Confidence(f32);

impl Confidence {
    /// Certain.
    pub const CERTAIN: Confidence = Confidence(1.0);
    /// Clamped to 0..=1; not-a-number counts as 0.
    pub fn new(value: f32) -> Confidence {
        Confidence(if value.is_nan() { 0.0 } else { value.clamp(0.0, 1.0) })
    }
    /// The probability.
    pub fn value(self) -> f32 {
        self.0
    }
}

/// Where a value was read.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Page of the source, from 1.
    pub page: u32,
    /// The place on the page; `None` for values of a structured invoice.
    pub rect: Option<Rect>,
    /// How it was had.
    pub method: Method,
}

/// The names of the values that are read; the serialised names are those of the command line's JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldName {
    /// Kind of document.
    DocType,
    /// Date of issue.
    IssueDate,
    /// Due date.
    DueDate,
    /// The document's number.
    InvoiceNumber,
    /// Name of the supplier.
    SupplierName,
    /// Country of the supplier.
    SupplierCountry,
    /// SIREN of the supplier (9 digits); for Belgium see `SupplierVat`.
    SupplierSiren,
    /// SIRET of the supplier (14 digits).
    SupplierSiret,
    /// VAT number of the supplier, with its country prefix, no spaces.
    SupplierVat,
    /// Name of the customer.
    CustomerName,
    /// VAT number of the customer.
    CustomerVat,
    /// SIREN of the customer.
    CustomerSiren,
    /// Currency.
    Currency,
    /// Total, tax included, deposits excluded.
    TotalTtc,
    /// Total, tax excluded.
    TotalHt,
    /// Total of the tax.
    TotalVat,
    /// What remains to be paid (deposits included, prepayments deducted).
    AmountDue,
    /// Deposits on returnable packaging (*consignes*), outside VAT.
    DepositAmount,
    /// Already paid.
    Prepaid,
    /// Scheme of VAT.
    VatScheme,
    /// Means of payment: `card`, `transfer`, `direct_debit`, `cheque`, `cash`, `meal_voucher`.
    PaymentMethod,
    /// Last four digits of the card.
    CardLast4,
    /// IBAN to pay to, no spaces.
    Iban,
    /// BIC.
    Bic,
    /// Belgian structured communication, `+++ddd/dddd/ddddd+++`.
    StructuredComm,
    /// Order reference.
    OrderReference,
    /// Date of delivery, or on which the service was performed.
    DeliveryDate,
    /// Terms of payment.
    PaymentTerms,
    /// Address of the supplier.
    SupplierAddress,
    /// Address of the customer, to which the paper is sent.
    CustomerAddress,
    /// Why the customer owes the tax: `intra_eu_goods` (Directive 2006/112/EC art. 138; CGI art. 262 ter I),
    /// `intra_eu_services` (Directive art. 196; CGI art. 283-2), `construction` (CGI art. 283-2 nonies),
    /// `belgian_co_contractor` (AR no 1 art. 20), `import` (CGI art. 1695; CTVA art. 52), `domestic` (another one).
    ReverseCharge,
    /// What a paper is that is not booked: `quote`, `order`, `delivery_note`, `reminder`, `statement`, `contract`,
    /// `pro_forma`.
    OtherKind,
}

/// A value that was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "value", rename_all = "snake_case")]
pub enum FieldValue {
    /// Kind of document.
    Kind(DocumentKind),
    /// A date.
    Date(Date),
    /// An amount in the document's currency, positive also on credit notes.
    Amount(Amount),
    /// A currency.
    Currency(Currency),
    /// A country.
    Country(Country),
    /// A scheme of VAT.
    Scheme(VatScheme),
    /// A postal address.
    Address(Address),
    /// Terms of payment.
    Terms(PaymentTerms),
    /// A number, name or identifier, normalised.
    Text(String),
}

/// Another value that the paper may bear.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// The value.
    pub value: FieldValue,
    /// Where.
    pub evidence: Option<Evidence>,
    /// Probability of being right.
    pub confidence: Confidence,
}

/// One value with all that is known about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldReading {
    /// The value.
    pub value: FieldValue,
    /// Where and how it was read.
    pub evidence: Option<Evidence>,
    /// Probability of being right.
    pub confidence: Confidence,
    /// Whether it is shown as sure; a value that is not is put to the user.
    pub sure: bool,
    /// The next best values, best first, at most five.
    pub alternatives: Vec<Candidate>,
    /// Why it was taken, and what keeps it from being sure; strongest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
}

impl FieldReading {
    /// How often what it was taken for was taught; `None` when it was not learnt.
    pub fn learned(&self) -> Option<u32> {
        self.reasons.iter().find_map(|reason| match reason {
            Reason::Learned { times } => Some(*times),
            _ => None,
        })
    }
    /// Whether a person typed or chose it, or it was worked out of what a person typed.
    pub fn is_by_hand(&self) -> bool {
        self.evidence.is_some_and(|evidence| match evidence.method {
            Method::User => true,
            Method::Computed => evidence.page == 0,
            Method::Text | Method::Ocr | Method::Xml | Method::Code => false,
        })
    }
}

/// One line of an invoice. Numbers as printed, point as the decimal mark.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineItem {
    /// What was sold.
    pub description: String,
    /// Quantity, decimal text.
    pub quantity: Option<String>,
    /// Unit of the quantity, as printed.
    #[serde(default)]
    pub unit: Option<String>,
    /// Price of one, decimal text.
    pub unit_price: Option<String>,
    /// Rate of VAT.
    pub vat_rate: Option<crate::VatRate>,
    /// Amount of the line.
    pub amount: Option<Amount>,
}

/// All that was read on one document.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Reading {
    /// The values; a value that was not read is absent.
    pub fields: BTreeMap<FieldName, FieldReading>,
    /// The tax per rate.
    pub vat_lines: Vec<VatLine>,
    /// Whether the tax per rate is shown as sure.
    pub vat_lines_sure: bool,
    /// Where the tax per rate was read.
    pub vat_lines_evidence: Option<Evidence>,
    /// The lines.
    pub line_items: Vec<LineItem>,
}

impl Reading {
    /// The value of a field.
    pub fn value(&self, name: FieldName) -> Option<&FieldValue> {
        self.fields.get(&name).map(|field| &field.value)
    }
    /// The value of a text field.
    pub fn text(&self, name: FieldName) -> Option<&str> {
        match self.value(name) {
            Some(FieldValue::Text(text)) => Some(text),
            _ => None,
        }
    }
    /// The value of a date field.
    pub fn date(&self, name: FieldName) -> Option<Date> {
        match self.value(name) {
            Some(FieldValue::Date(date)) => Some(*date),
            _ => None,
        }
    }
    /// The value of an amount field.
    pub fn amount(&self, name: FieldName) -> Option<Amount> {
        match self.value(name) {
            Some(FieldValue::Amount(amount)) => Some(*amount),
            _ => None,
        }
    }
    /// The kind of document.
    pub fn kind(&self) -> Option<DocumentKind> {
        match self.value(FieldName::DocType) {
            Some(FieldValue::Kind(kind)) => Some(*kind),
            _ => None,
        }
    }
    /// The currency.
    pub fn currency(&self) -> Option<Currency> {
        match self.value(FieldName::Currency) {
            Some(FieldValue::Currency(currency)) => Some(*currency),
            _ => None,
        }
    }
    /// The scheme of VAT.
    pub fn scheme(&self) -> Option<VatScheme> {
        match self.value(FieldName::VatScheme) {
            Some(FieldValue::Scheme(scheme)) => Some(*scheme),
            _ => None,
        }
    }
}

/// Pages of one source, from 1, inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PageRange {
    /// First page.
    pub first: u32,
    /// Last page.
    pub last: u32,
}

/// One document as it was cut out of its source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadDocument {
    /// Pages of the source, from 1, in order; separators and blank backs may be left out.
    pub pages: Vec<u32>,
    /// Where it lies on its page, when it is one of several papers on a sheet; it then has one page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Rect>,
    /// Probability that a document begins at the first of these pages.
    pub boundary_confidence: Confidence,
    /// What was read.
    pub reading: Reading,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
}

/// One source, read.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ReadSource {
    /// Number of pages of the source.
    pub page_count: u32,
    /// The documents, in order of their pages.
    pub documents: Vec<ReadDocument>,
    /// First pages where the split is put to the user.
    pub unsure_boundaries: Vec<u32>,
    /// What is wrong with the file.
    pub findings: Vec<Finding>,
}
