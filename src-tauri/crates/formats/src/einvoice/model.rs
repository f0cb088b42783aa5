//! What an e-invoice says, as it says it. "BT" and "BG" are the business terms of EN 16931-1.

use liasse_domain::identifiers::{BelgianEnterpriseNumber, Siren, Siret, StructuredCommunication};
use liasse_domain::{Amount, Country, Currency, Date, DocumentKind, VatRate};

/// The syntax of an e-invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Syntax {
    /// UBL 2.0 or 2.1 `Invoice`.
    UblInvoice,
    /// UBL 2.0 or 2.1 `CreditNote`.
    UblCreditNote,
    /// UN/CEFACT Cross Industry Invoice D16B or D22B: Factur-X, ZUGFeRD 2, XRechnung.
    Cii,
    /// ZUGFeRD 1.0, the forerunner of CII.
    Zugferd1,
}

/// An identifier with the scheme that the sender states.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SchemedId {
    /// Scheme (ISO 6523 ICD or EAS code: `0002` SIREN, `0009` SIRET, `0208` Belgian enterprise number…).
    pub scheme: Option<String>,
    /// Identifier, as written.
    pub id: String,
}

/// A postal address (BG-5, BG-8).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Address {
    /// Street lines, in order.
    pub lines: Vec<String>,
    /// City.
    pub city: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Country (BT-40, BT-55).
    pub country: Option<Country>,
}

/// A seller, buyer or payee.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Party {
    /// Registered name (BT-27, BT-44), else the trading name.
    pub name: Option<String>,
    /// Trading name (BT-28, BT-45).
    pub trading_name: Option<String>,
    /// Address.
    pub address: Address,
    /// Legal registration (BT-30, BT-47).
    pub legal_id: Option<SchemedId>,
    /// Other identifiers (BT-29, BT-46).
    pub ids: Vec<SchemedId>,
    /// VAT number (BT-31, BT-48), as written.
    pub vat_number: Option<String>,
    /// Tax registration other than VAT (BT-32).
    pub tax_registration: Option<String>,
    /// Electronic address (BT-34, BT-49).
    pub endpoint: Option<SchemedId>,
    /// E-mail of the contact.
    pub email: Option<String>,
}

impl Party {
    fn identifiers(&self) -> impl Iterator<Item = &SchemedId> {
        self.legal_id.iter().chain(&self.ids).chain(&self.endpoint)
    }
    fn is_from(&self, country: Country) -> bool {
        let vat_country = self.vat_number.as_deref().and_then(|vat| vat.get(..2)?.parse().ok());
        self.address.country.or(vat_country) == Some(country)
    }
    /// The SIREN that is stated under its scheme (`0002`, `0009`, `0225`), or without a scheme by a French party.
    pub fn siren(&self) -> Option<Siren> {
        let stated = self.identifiers().find_map(|id| match id.scheme.as_deref() {
            // The address of the French directory begins with the SIREN (XP Z12-012).
            Some("0225") => id.id.split('_').next()?.parse().ok(),
            Some("0002") | Some("FR:SIREN") => id.id.parse().ok(),
            None if self.is_from(Country::FR) => id.id.parse().ok(),
            _ => None,
        });
        stated.or_else(|| self.siret().map(|siret| siret.siren()))
    }
    /// The SIRET that is stated under its scheme (`0009`), or without a scheme by a French party.
    pub fn siret(&self) -> Option<Siret> {
        self.identifiers().find_map(|id| match id.scheme.as_deref() {
            Some("0225") => id.id.split('_').nth(1)?.parse().ok(),
            Some("0009") | Some("0002") | Some("FR:SIRET") => id.id.parse().ok(),
            None if self.is_from(Country::FR) => id.id.parse().ok(),
            _ => None,
        })
    }
    /// The Belgian enterprise number that is stated under its scheme (`0208`, `9956`), or without one by a Belgian party.
    pub fn enterprise_number(&self) -> Option<BelgianEnterpriseNumber> {
        self.identifiers().find_map(|id| match id.scheme.as_deref() {
            Some("0208" | "9956" | "9925" | "BE:EN" | "BE:CBE" | "BE:VAT") => id.id.parse().ok(),
            None if self.is_from(Country::BE) => id.id.parse().ok(),
            _ => None,
        })
    }
}

/// Totals (BG-22), with the sign that the file gives them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Totals {
    /// Sum of the lines (BT-106).
    pub lines: Option<Amount>,
    /// Sum of the allowances on document level (BT-107).
    pub allowances: Option<Amount>,
    /// Sum of the charges on document level (BT-108).
    pub charges: Option<Amount>,
    /// Total, tax excluded (BT-109).
    pub tax_exclusive: Option<Amount>,
    /// Total of the tax (BT-110).
    pub tax: Option<Amount>,
    /// Total, tax included (BT-112).
    pub tax_inclusive: Option<Amount>,
    /// Already paid (BT-113).
    pub prepaid: Option<Amount>,
    /// Rounding (BT-114).
    pub rounding: Option<Amount>,
    /// To be paid (BT-115).
    pub payable: Option<Amount>,
}

/// Category of VAT (UNCL 5305, as EN 16931 restricts it).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VatCategory {
    /// `S`: standard or reduced rate.
    Standard,
    /// `Z`: zero rated.
    ZeroRated,
    /// `E`: exempt.
    Exempt,
    /// `AE`: reverse charge.
    ReverseCharge,
    /// `K`: intra-Community supply.
    IntraCommunity,
    /// `G`: export outside the Union.
    Export,
    /// `O`: outside the scope of VAT.
    OutOfScope,
    /// `L`: Canary Islands (IGIC).
    CanaryIslands,
    /// `M`: Ceuta and Melilla (IPSI).
    CeutaMelilla,
    /// `B`: Italian split payment: the tax is charged, and a public buyer pays it to the treasury.
    SplitPayment,
}

impl VatCategory {
    /// The code that e-invoices write.
    pub const fn code(self) -> &'static str {
        match self {
            VatCategory::Standard => "S",
            VatCategory::ZeroRated => "Z",
            VatCategory::Exempt => "E",
            VatCategory::ReverseCharge => "AE",
            VatCategory::IntraCommunity => "K",
            VatCategory::Export => "G",
            VatCategory::OutOfScope => "O",
            VatCategory::CanaryIslands => "L",
            VatCategory::CeutaMelilla => "M",
            VatCategory::SplitPayment => "B",
        }
    }
    /// From the code; `AA` and `H` (ZUGFeRD 1.0: lower and higher rate) are rates like any other.
    pub fn from_code(code: &str) -> Option<VatCategory> {
        Some(match code.trim().to_ascii_uppercase().as_str() {
            "S" | "AA" | "H" => VatCategory::Standard,
            "Z" => VatCategory::ZeroRated,
            "E" => VatCategory::Exempt,
            "AE" => VatCategory::ReverseCharge,
            "K" | "IC" => VatCategory::IntraCommunity,
            "G" => VatCategory::Export,
            "O" => VatCategory::OutOfScope,
            "L" => VatCategory::CanaryIslands,
            "M" => VatCategory::CeutaMelilla,
            "B" => VatCategory::SplitPayment,
            _ => return None,
        })
    }
}

/// The tax of one category and rate (BG-23).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VatSubtotal {
    /// Category (BT-118).
    pub category: Option<VatCategory>,
    /// Rate (BT-119).
    pub rate: Option<VatRate>,
    /// Base (BT-116).
    pub base: Option<Amount>,
    /// Tax (BT-117).
    pub amount: Option<Amount>,
    /// Why no tax is charged (BT-120).
    pub exemption_reason: Option<String>,
    /// The same as a VATEX code (BT-121).
    pub exemption_code: Option<String>,
}

/// An allowance or charge on document level (BG-20, BG-21).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AllowanceCharge {
    /// Whether it is a charge.
    pub is_charge: bool,
    /// Amount without tax.
    pub amount: Option<Amount>,
    /// Reason.
    pub reason: Option<String>,
    /// Category of VAT.
    pub category: Option<VatCategory>,
    /// Rate of VAT.
    pub rate: Option<VatRate>,
}

/// How to pay (BG-16).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PaymentMeans {
    /// UNCL 4461 code (BT-81): `30` transfer, `58` SEPA transfer, `59` SEPA direct debit, `48` card…
    pub code: Option<String>,
    /// Account to pay to (BT-84), as written.
    pub iban: Option<String>,
    /// BIC (BT-86), as written.
    pub bic: Option<String>,
    /// Reference to give with the payment (BT-83), as written.
    pub reference: Option<String>,
    /// Last four digits of the card (BT-87).
    pub card_last4: Option<String>,
    /// Account that a direct debit is drawn on (BT-91).
    pub debited_iban: Option<String>,
}

impl PaymentMeans {
    /// The reference as a Belgian structured communication, where it is one.
    pub fn structured_communication(&self) -> Option<StructuredCommunication> {
        let reference = self.reference.as_deref()?;
        // Free text with twelve digits somewhere in it is no structured communication.
        let lawful = |c: char| c.is_ascii_digit() || matches!(c, '+' | '*' | '/' | ' ');
        reference.chars().all(lawful).then(|| reference.parse().ok()).flatten()
    }
}

/// One line (BG-25), with the sign that the file gives it. Quantities and prices are decimal text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// Identifier (BT-126).
    pub id: Option<String>,
    /// Name of the item (BT-153), else its description (BT-154).
    pub description: String,
    /// Description of the item (BT-154), where it has a name besides.
    pub details: Option<String>,
    /// Quantity (BT-129).
    pub quantity: Option<String>,
    /// Unit (BT-130), UN/ECE recommendation 20.
    pub unit: Option<String>,
    /// Net price (BT-146) of `price_base_quantity` units.
    pub unit_price: Option<String>,
    /// Number of units that the price is for (BT-149); one when absent.
    pub price_base_quantity: Option<String>,
    /// Category of VAT (BT-151).
    pub category: Option<VatCategory>,
    /// Rate of VAT (BT-152).
    pub rate: Option<VatRate>,
    /// Net amount (BT-131).
    pub amount: Option<Amount>,
    /// A heading or note of the EXTENDED profiles, which the totals leave out.
    pub is_information: bool,
}

/// A file inside the invoice (BG-24).
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Attachment {
    /// Reference of the document (BT-122).
    pub id: Option<String>,
    /// Description (BT-123).
    pub description: Option<String>,
    /// File name.
    pub file_name: Option<String>,
    /// MIME type.
    pub mime: Option<String>,
    /// The file.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Attachment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Attachment")
            .field("id", &self.id)
            .field("file_name", &self.file_name)
            .field("mime", &self.mime)
            .field("length", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

/// An e-invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EInvoice {
    /// Syntax.
    pub syntax: Syntax,
    /// Specification that it follows (BT-24), for example `urn:factur-x.eu:1p0:minimum`.
    pub profile: Option<String>,
    /// Business process (BT-23).
    pub process: Option<String>,
    /// What the type code says: invoice, credit note, or other when the code is not of an invoice.
    /// See [`EInvoice::to_reading`] for what the document is in substance.
    pub kind: DocumentKind,
    /// UNTDID 1001 code (BT-3): `380`, `381`…
    pub type_code: Option<String>,
    /// Number (BT-1).
    pub number: Option<String>,
    /// Date of issue (BT-2).
    pub issue_date: Option<Date>,
    /// Due date (BT-9).
    pub due_date: Option<Date>,
    /// Date of delivery (BT-72).
    pub delivery_date: Option<Date>,
    /// Country of delivery (BT-80).
    pub delivery_country: Option<Country>,
    /// Currency (BT-5).
    pub currency: Option<Currency>,
    /// Buyer's reference (BT-10).
    pub buyer_reference: Option<String>,
    /// Order (BT-13).
    pub order_reference: Option<String>,
    /// Earlier invoices (BT-25) that this one corrects or follows.
    pub preceding: Vec<String>,
    /// Notes (BT-22).
    pub notes: Vec<String>,
    /// Terms of payment (BT-20).
    pub payment_terms: Option<String>,
    /// Seller (BG-4).
    pub supplier: Party,
    /// Buyer (BG-7).
    pub customer: Party,
    /// Payee (BG-10), where it is not the seller: a factor.
    pub payee: Option<Party>,
    /// Totals.
    pub totals: Totals,
    /// Tax per category and rate.
    pub vat: Vec<VatSubtotal>,
    /// Allowances and charges.
    pub allowances_charges: Vec<AllowanceCharge>,
    /// How to pay; the first means is the one to use.
    pub payment: Vec<PaymentMeans>,
    /// Lines.
    pub lines: Vec<Line>,
    /// Files inside.
    pub attachments: Vec<Attachment>,
}

impl EInvoice {
    pub(crate) fn new(syntax: Syntax) -> EInvoice {
        EInvoice {
            syntax,
            profile: None,
            process: None,
            kind: DocumentKind::Invoice,
            type_code: None,
            number: None,
            issue_date: None,
            due_date: None,
            delivery_date: None,
            delivery_country: None,
            currency: None,
            buyer_reference: None,
            order_reference: None,
            preceding: Vec::new(),
            notes: Vec::new(),
            payment_terms: None,
            supplier: Party::default(),
            customer: Party::default(),
            payee: None,
            totals: Totals::default(),
            vat: Vec::new(),
            allowances_charges: Vec::new(),
            payment: Vec::new(),
            lines: Vec::new(),
            attachments: Vec::new(),
        }
    }
}

/// What a type code of UNTDID 1001 says, as EN 16931 restricts the list (with the codes of XP Z12-012).
pub(crate) fn kind_of_type_code(code: &str) -> DocumentKind {
    match code {
        "81" | "83" | "261" | "262" | "296" | "308" | "381" | "396" | "420" | "458" | "502" | "503"
        | "532" => DocumentKind::CreditNote,
        // Pro forma, statement, order, delivery note: no invoices.
        "325" | "220" | "270" | "231" | "310" | "351" => DocumentKind::Other,
        _ => DocumentKind::Invoice,
    }
}
