//! The file.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use liasse_domain::Amount;

use super::error::{Missing, UblError};
use super::lines::{OutLine, lines, write_lines};
use super::model::{UblDocument, UblKind};
use super::payment::write_payment;
use super::tax::{Breakdown, breakdown, write_tax_total};
use super::variant::{UblVariant, belgian_category};
use crate::einvoice::VatCategory;
use crate::xml::XmlWriter;

const CAC: &str = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2";
const CBC: &str = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";

/// MIME types that an e-invoice may embed (rule BR-CL-24).
const EMBEDDABLE: [&str; 3] = ["application/pdf", "image/png", "image/jpeg"];

/// What an image is that was drawn from an e-invoice (BT-123).
const DRAWN: &str = "Image tracée d'après les données de l'e-facture : elle n'est pas l'original";

/// The largest difference that a rounding of the amount to pay explains: five cents (Belgium, art. VI.7/1 CDE).
const MAX_ROUNDING: Amount = Amount::from_cents(5);

/// What is paid and what remains (BT-113 to BT-115).
pub(crate) struct Balance {
    pub(crate) prepaid: Amount,
    pub(crate) rounding: Amount,
    pub(crate) payable: Amount,
}

/// A document whose facts are complete and whose amounts agree.
pub(crate) struct Prepared {
    pub(crate) breakdown: Breakdown,
    pub(crate) balance: Balance,
    pub(crate) lines: Vec<OutLine>,
    /// Whether the lines are those of the paper, rather than one per rate.
    pub(crate) lines_are_read: bool,
}

/// Writes a document as UBL 2.1 (Peppol BIS Billing 3).
///
/// # Errors
/// As [`write_as`].
pub fn write(document: &UblDocument) -> Result<Vec<u8>, UblError> {
    write_as(document, UblVariant::PeppolBis3)
}

/// Writes a document as UBL.
///
/// The file passes the rules of EN 16931, but for what the variant decides otherwise: UBL.BE has codes of exemption of its own in
/// place of the European ones (rule BR-CL-22), e-FFF is older than EN 16931. Fails when facts are missing ([`UblError::Missing`] names them all), when the
/// amounts contradict each other, or when the paper is of a type that may not be embedded.
pub fn write_as(document: &UblDocument, variant: UblVariant) -> Result<Vec<u8>, UblError> {
    let is_pdf = document.original.as_ref().is_some_and(|original| original.mime == "application/pdf");
    if variant == UblVariant::Efff && !is_pdf {
        return Err(UblError::Missing { missing: vec![Missing::OriginalPdf] });
    }
    if let Some(original) = &document.original
        && !EMBEDDABLE.contains(&original.mime.as_str())
    {
        return Err(UblError::Original { mime: original.mime.clone() });
    }
    let prepared = prepare(document)?;
    if variant == UblVariant::UblBe {
        for group in &prepared.breakdown.groups {
            belgian_category(document, &prepared.breakdown, group.category, group.rate)?;
        }
    }
    Ok(file(document, &prepared, variant))
}

/// Checks that a document has the facts that EN 16931 wants, and works out its sums and lines.
///
/// # Errors
/// [`UblError::Missing`] with all that is missing, [`UblError::Inconsistent`].
pub(crate) fn prepare(document: &UblDocument) -> Result<Prepared, UblError> {
    let missing_breakdown = document.vat_lines.is_empty()
        && (document.scheme == liasse_domain::VatScheme::Standard || !document.total_vat.is_zero());
    let breakdown = if missing_breakdown { None } else { Some(breakdown(document)) };
    let categories: Vec<VatCategory> = match &breakdown {
        Some(Ok(breakdown)) => breakdown.groups.iter().map(|group| group.category).collect(),
        _ => Vec::new(),
    };
    let missing = missing(document, &categories, missing_breakdown);
    if !missing.is_empty() {
        return Err(UblError::Missing { missing });
    }
    let Some(breakdown) = breakdown.transpose()? else {
        return Err(UblError::Missing { missing: vec![Missing::VatBreakdown] });
    };
    let balance = balance(document, breakdown.ttc)?;
    let (lines, lines_are_read) = lines(document, &breakdown);
    Ok(Prepared { breakdown, balance, lines, lines_are_read })
}

fn missing(document: &UblDocument, categories: &[VatCategory], breakdown: bool) -> Vec<Missing> {
    let (supplier, customer) = (&document.supplier, &document.customer);
    let any = |wanted: &[VatCategory]| categories.iter().any(|category| wanted.contains(category));
    let needs_number = any(&[
        VatCategory::Standard,
        VatCategory::ZeroRated,
        VatCategory::Exempt,
        VatCategory::ReverseCharge,
        VatCategory::IntraCommunity,
        VatCategory::Export,
    ]);
    let customer_known = match categories {
        // BR-IC-02 wants the VAT number, BR-AE-02 that or the legal registration.
        _ if any(&[VatCategory::IntraCommunity]) => customer.vat_number.is_some(),
        _ if any(&[VatCategory::ReverseCharge]) => {
            customer.vat_number.is_some() || customer.legal_id().is_some()
        }
        _ => true,
    };
    let checks = [
        (document.number.trim().is_empty(), Missing::Number),
        (supplier.name.trim().is_empty(), Missing::SupplierName),
        (supplier.known_country().is_none(), Missing::SupplierCountry),
        (needs_number && supplier.vat_number.is_none(), Missing::SupplierVatNumber),
        (
            !needs_number && supplier.legal_id().is_none() && supplier.vat_number.is_none(),
            Missing::SupplierIdentifier,
        ),
        (customer.name.trim().is_empty(), Missing::CustomerName),
        (customer.known_country().is_none(), Missing::CustomerCountry),
        (!customer_known, Missing::CustomerIdentifier),
        (breakdown, Missing::VatBreakdown),
    ];
    checks.into_iter().filter(|(absent, _)| *absent).map(|(_, missing)| missing).collect()
}

/// What is paid and what remains of a total with tax and deposits.
pub(crate) fn balance(document: &UblDocument, ttc: Amount) -> Result<Balance, UblError> {
    let (prepaid, payable) = match (document.prepaid, document.amount_due) {
        (None, None) => (Amount::ZERO, ttc),
        (Some(prepaid), None) => (prepaid, ttc - prepaid),
        // What is not due any more was paid, but for a rounding.
        (None, Some(due)) if ttc - due > MAX_ROUNDING => (ttc - due, due),
        (None, Some(due)) => (Amount::ZERO, due),
        (Some(prepaid), Some(due)) => (prepaid, due),
    };
    let expected = ttc - prepaid;
    let rounding = payable - expected;
    if rounding.abs() > MAX_ROUNDING {
        return Err(UblError::Inconsistent { what: "the amount to pay", stated: payable, expected });
    }
    Ok(Balance { prepaid, rounding, payable })
}

fn file(document: &UblDocument, prepared: &Prepared, variant: UblVariant) -> Vec<u8> {
    let Prepared { breakdown, balance, lines, .. } = prepared;
    let (root, namespace) = match variant.root(document.kind) {
        UblKind::Invoice => ("Invoice", "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"),
        UblKind::CreditNote => ("CreditNote", "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"),
    };
    let mut xml = XmlWriter::new();
    xml.element(root, &[("xmlns", namespace), ("xmlns:cac", CAC), ("xmlns:cbc", CBC)], |xml| {
        write_header(xml, document, variant);
        write_original(xml, document, variant);
        // Category O forbids the VAT numbers of both (BR-O-02).
        let in_scope = breakdown.groups.iter().any(|group| group.category != VatCategory::OutOfScope);
        xml.element("cac:AccountingSupplierParty", &[], |xml| document.supplier.write(xml, in_scope));
        xml.element("cac:AccountingCustomerParty", &[], |xml| document.customer.write(xml, in_scope));
        if let Some(delivery) = &document.delivery {
            xml.element("cac:Delivery", &[], |xml| {
                xml.leaf("cbc:ActualDeliveryDate", &[], &delivery.date.to_string());
                xml.element("cac:DeliveryLocation", &[], |xml| {
                    xml.element("cac:Address", &[], |xml| {
                        xml.element("cac:Country", &[], |xml| {
                            xml.leaf("cbc:IdentificationCode", &[], delivery.country.code());
                        });
                    });
                });
            });
        }
        write_payment(xml, document, balance.payable > Amount::ZERO, variant);
        write_tax_total(xml, document, breakdown, variant);
        write_totals(xml, document, breakdown, balance);
        write_lines(xml, document, breakdown, lines, variant);
    });
    xml.finish()
}

fn write_header(xml: &mut XmlWriter, document: &UblDocument, variant: UblVariant) {
    let is_efff = variant == UblVariant::Efff;
    if is_efff {
        xml.leaf("cbc:UBLVersionID", &[], "2.0");
    }
    xml.leaf("cbc:CustomizationID", &[], variant.customization());
    xml.leaf("cbc:ProfileID", &[], variant.profile());
    xml.leaf("cbc:ID", &[], document.number.trim());
    xml.leaf("cbc:IssueDate", &[], &document.issue_date.to_string());
    let code = match document.kind {
        UblKind::Invoice => "380",
        UblKind::CreditNote => "381",
    };
    match variant.root(document.kind) {
        UblKind::Invoice => {
            // UBL 2.0 has the due date among the means of payment only.
            if let Some(due) = document.due_date.filter(|_| !is_efff) {
                xml.leaf("cbc:DueDate", &[], &due.to_string());
            }
            xml.leaf("cbc:InvoiceTypeCode", &[], code);
        }
        UblKind::CreditNote => xml.leaf("cbc:CreditNoteTypeCode", &[], code),
    }
    xml.leaf("cbc:DocumentCurrencyCode", &[], document.currency.code());
    let blank = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
    // Peppol rule R003 wants a reference of the buyer's; "NA" says that there is none.
    let neither = blank(&document.buyer_reference) && blank(&document.order_reference);
    let reference = document.buyer_reference.as_deref().or(neither.then_some("NA"));
    // UBL 2.0 has no such element.
    xml.optional("cbc:BuyerReference", reference.filter(|_| !is_efff));
    if let Some(order) = document.order_reference.as_deref().map(str::trim).filter(|order| !order.is_empty())
    {
        xml.element("cac:OrderReference", &[], |xml| xml.leaf("cbc:ID", &[], order));
    }
    if let Some(number) =
        document.preceding_invoice.as_deref().map(str::trim).filter(|number| !number.is_empty())
    {
        xml.element("cac:BillingReference", &[], |xml| {
            xml.element("cac:InvoiceDocumentReference", &[], |xml| xml.leaf("cbc:ID", &[], number));
        });
    }
}

fn write_original(xml: &mut XmlWriter, document: &UblDocument, variant: UblVariant) {
    // UBL.BE wants to know the software, and a reference of the paper even where it is not inside (rules ubl-BE-01 to -04).
    let is_ubl_be = variant == UblVariant::UblBe;
    if is_ubl_be {
        xml.element("cac:AdditionalDocumentReference", &[], |xml| {
            xml.leaf("cbc:ID", &[], "UBL.BE");
            xml.leaf("cbc:DocumentDescription", &[], concat!("Liasse ", env!("CARGO_PKG_VERSION")));
        });
    }
    if document.original.is_none() && !is_ubl_be {
        return;
    }
    xml.element("cac:AdditionalDocumentReference", &[], |xml| {
        xml.leaf("cbc:ID", &[], document.number.trim());
        let is_drawn = document.original.as_ref().is_some_and(|original| original.is_drawn);
        let description = match document.kind {
            // UBL.BE and e-FFF prescribe the words: there the image says of itself what it is.
            _ if is_drawn && variant == UblVariant::PeppolBis3 => DRAWN,
            UblKind::Invoice => "CommercialInvoice",
            UblKind::CreditNote => "CreditNote",
        };
        // UBL 2.0 has the type of a reference, and no description yet.
        let element =
            if variant == UblVariant::Efff { "cbc:DocumentType" } else { "cbc:DocumentDescription" };
        xml.leaf(element, &[], description);
        let Some(original) = &document.original else { return };
        xml.element("cac:Attachment", &[], |xml| {
            xml.leaf(
                "cbc:EmbeddedDocumentBinaryObject",
                &[("mimeCode", &original.mime), ("filename", &original.file_name)],
                &STANDARD.encode(&original.bytes),
            );
        });
    });
}

fn write_totals(xml: &mut XmlWriter, document: &UblDocument, breakdown: &Breakdown, balance: &Balance) {
    let currency = [("currencyID", document.currency.code())];
    xml.element("cac:LegalMonetaryTotal", &[], |xml| {
        xml.leaf("cbc:LineExtensionAmount", &currency, &breakdown.ht.to_string());
        xml.leaf("cbc:TaxExclusiveAmount", &currency, &breakdown.ht.to_string());
        xml.leaf("cbc:TaxInclusiveAmount", &currency, &breakdown.ttc.to_string());
        if !balance.prepaid.is_zero() {
            xml.leaf("cbc:PrepaidAmount", &currency, &balance.prepaid.to_string());
        }
        if !balance.rounding.is_zero() {
            xml.leaf("cbc:PayableRoundingAmount", &currency, &balance.rounding.to_string());
        }
        xml.leaf("cbc:PayableAmount", &currency, &balance.payable.to_string());
    });
}
