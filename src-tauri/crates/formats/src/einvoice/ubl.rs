//! Reading UBL 2.0 and 2.1 (OASIS): Peppol BIS Billing 3, EN 16931, UBL.BE, e-FFF, EXTENDED-CTC-FR.

use super::model::{
    Address, AllowanceCharge, Attachment, EInvoice, Line, Party, PaymentMeans, SchemedId, Syntax, Totals,
    VatSubtotal, kind_of_type_code,
};
use super::values::{Values, plain_decimal};
use crate::xml::Element;
use liasse_domain::DocumentKind;

fn owned(text: Option<&str>) -> Option<String> {
    text.map(str::to_owned)
}

pub(super) fn read(root: Element<'_>, syntax: Syntax, values: &mut Values) -> EInvoice {
    let mut invoice = EInvoice::new(syntax);
    header(root, &mut invoice, values);
    invoice.supplier = accounting_party(root, "AccountingSupplierParty", values);
    invoice.customer = accounting_party(root, "AccountingCustomerParty", values);
    invoice.payee = root.child("PayeeParty").map(|payee| party(payee, values));
    invoice.totals = totals(root, &invoice, values);
    invoice.vat = vat(root, &invoice, values);
    invoice.allowances_charges =
        root.all("AllowanceCharge").map(|element| allowance_charge(element, values)).collect();
    invoice.payment = root.all("PaymentMeans").map(payment_means).collect();
    invoice.lines = root
        .children()
        .filter(|child| matches!(child.name(), "InvoiceLine" | "CreditNoteLine"))
        .map(|element| line(element, values))
        .collect();
    invoice.attachments = attachments(root, values);
    invoice
}

fn header(root: Element<'_>, invoice: &mut EInvoice, values: &mut Values) {
    invoice.profile = owned(root.text_at(&["CustomizationID"]));
    invoice.process = owned(root.text_at(&["ProfileID"]));
    let type_code = root.any(&["InvoiceTypeCode", "CreditNoteTypeCode"]).and_then(Element::text);
    invoice.type_code = owned(type_code);
    invoice.kind = match (type_code, invoice.syntax) {
        (Some(code), _) if kind_of_type_code(code) != DocumentKind::Invoice => kind_of_type_code(code),
        (_, Syntax::UblCreditNote) => DocumentKind::CreditNote,
        _ => DocumentKind::Invoice,
    };
    invoice.number = owned(root.text_at(&["ID"]));
    invoice.issue_date = values.date(root.child("IssueDate"), "the date of issue");
    // A credit note has no DueDate of its own in UBL 2.1: it stands in the means of payment.
    let due = root.child("DueDate").or_else(|| root.at(&["PaymentMeans", "PaymentDueDate"]));
    invoice.due_date = values.date(due, "the due date");
    let delivery = root.child("Delivery");
    invoice.delivery_date =
        values.date(delivery.and_then(|d| d.child("ActualDeliveryDate")), "the date of delivery");
    let country =
        delivery.and_then(|d| d.at(&["DeliveryLocation", "Address", "Country", "IdentificationCode"]));
    invoice.delivery_country = values.country(country, "the country of delivery");
    invoice.currency = values.currency(root.child("DocumentCurrencyCode"), "the currency");
    invoice.buyer_reference = owned(root.text_at(&["BuyerReference"]));
    invoice.order_reference = owned(root.text_at(&["OrderReference", "ID"]));
    invoice.preceding = root
        .all("BillingReference")
        .filter_map(|reference| reference.any(&["InvoiceDocumentReference", "CreditNoteDocumentReference"]))
        .filter_map(|reference| owned(reference.text_at(&["ID"])))
        .collect();
    invoice.notes = root.all("Note").filter_map(|note| owned(note.text())).collect();
    let terms: Vec<&str> = root.all("PaymentTerms").filter_map(|terms| terms.text_at(&["Note"])).collect();
    invoice.payment_terms = Some(terms.join("\n")).filter(|terms| !terms.is_empty());
}

fn accounting_party<'a>(root: Element<'a>, name: &str, values: &mut Values) -> Party {
    root.at(&[name, "Party"]).map(|element| party(element, values)).unwrap_or_default()
}

fn schemed(element: Element<'_>) -> Option<SchemedId> {
    Some(SchemedId { scheme: owned(element.attribute("schemeID")), id: element.text()?.to_owned() })
}

fn party(element: Element<'_>, values: &mut Values) -> Party {
    let trading_name = owned(element.text_at(&["PartyName", "Name"]));
    let legal = element.child("PartyLegalEntity");
    let registered = owned(legal.and_then(|legal| legal.text_at(&["RegistrationName"])));
    let mut vat_number = None;
    let mut tax_registration = None;
    for scheme in element.all("PartyTaxScheme") {
        let number = owned(scheme.text_at(&["CompanyID"]));
        // UBL 2.0 senders leave the scheme's identifier out: then it is VAT.
        match scheme.text_at(&["TaxScheme", "ID"]).unwrap_or("VAT") {
            "VAT" => vat_number = vat_number.or(number),
            _ => tax_registration = tax_registration.or(number),
        }
    }
    Party {
        name: registered.or_else(|| trading_name.clone()),
        trading_name,
        address: element.child("PostalAddress").map(|a| address(a, values)).unwrap_or_default(),
        legal_id: legal.and_then(|legal| legal.child("CompanyID")).and_then(schemed),
        ids: element
            .all("PartyIdentification")
            .filter_map(|identification| identification.child("ID"))
            .filter_map(schemed)
            .collect(),
        vat_number,
        tax_registration,
        endpoint: element.child("EndpointID").and_then(schemed),
        email: owned(element.text_at(&["Contact", "ElectronicMail"])),
    }
}

fn address(element: Element<'_>, values: &mut Values) -> Address {
    let mut lines: Vec<String> = ["StreetName", "AdditionalStreetName"]
        .iter()
        .filter_map(|name| owned(element.text_at(&[name])))
        .collect();
    lines.extend(element.all("AddressLine").filter_map(|line| owned(line.text_at(&["Line"]))));
    // UBL 2.0 has the house number apart.
    if let (Some(number), Some(street)) = (element.text_at(&["BuildingNumber"]), lines.first_mut()) {
        street.push(' ');
        street.push_str(number);
    }
    Address {
        lines,
        city: owned(element.text_at(&["CityName"])),
        postal_code: owned(element.text_at(&["PostalZone"])),
        country: values.country(element.at(&["Country", "IdentificationCode"]), "a country"),
    }
}

/// The total of tax in the document's currency: a second one may state the tax in the accounting currency (BT-111).
fn tax_total<'a>(root: Element<'a>, invoice: &EInvoice) -> Option<Element<'a>> {
    let currency = invoice.currency.as_ref().map(|currency| currency.code());
    let stated = |total: &Element<'a>| total.child("TaxAmount").and_then(|a| a.attribute("currencyID"));
    root.all("TaxTotal")
        .find(|total| total.child("TaxSubtotal").is_some())
        .or_else(|| root.all("TaxTotal").find(|total| stated(total) == currency))
        .or_else(|| root.child("TaxTotal"))
}

fn totals(root: Element<'_>, invoice: &EInvoice, values: &mut Values) -> Totals {
    let sums = root.child("LegalMonetaryTotal");
    let mut amount = |name: &str, what: &str| values.amount(sums.and_then(|sums| sums.child(name)), what);
    let mut totals = Totals {
        lines: amount("LineExtensionAmount", "the sum of the lines"),
        allowances: amount("AllowanceTotalAmount", "the sum of the allowances"),
        charges: amount("ChargeTotalAmount", "the sum of the charges"),
        tax_exclusive: amount("TaxExclusiveAmount", "the total without tax"),
        tax: None,
        tax_inclusive: amount("TaxInclusiveAmount", "the total with tax"),
        prepaid: amount("PrepaidAmount", "the amount already paid"),
        rounding: amount("PayableRoundingAmount", "the rounding"),
        payable: amount("PayableAmount", "the amount to pay"),
    };
    let tax = tax_total(root, invoice).and_then(|total| total.child("TaxAmount"));
    totals.tax = values.amount(tax, "the total of the tax");
    totals
}

fn vat(root: Element<'_>, invoice: &EInvoice, values: &mut Values) -> Vec<VatSubtotal> {
    let Some(total) = tax_total(root, invoice) else { return Vec::new() };
    total
        .all("TaxSubtotal")
        .map(|subtotal| {
            let category = subtotal.child("TaxCategory");
            // UBL 2.0 has the percentage beside the category.
            let percent = category.and_then(|c| c.child("Percent")).or_else(|| subtotal.child("Percent"));
            VatSubtotal {
                category: values.category(category.and_then(|c| c.child("ID"))),
                rate: values.rate(percent, "a VAT rate"),
                base: values.amount(subtotal.child("TaxableAmount"), "a base of VAT"),
                amount: values.amount(subtotal.child("TaxAmount"), "an amount of VAT"),
                exemption_reason: owned(category.and_then(|c| c.text_at(&["TaxExemptionReason"]))),
                exemption_code: owned(category.and_then(|c| c.text_at(&["TaxExemptionReasonCode"]))),
            }
        })
        .collect()
}

fn allowance_charge(element: Element<'_>, values: &mut Values) -> AllowanceCharge {
    let category = element.child("TaxCategory");
    AllowanceCharge {
        is_charge: element.text_at(&["ChargeIndicator"]).is_some_and(|text| matches!(text, "true" | "1")),
        amount: values.amount(element.child("Amount"), "an allowance or charge"),
        reason: owned(element.text_at(&["AllowanceChargeReason"])),
        category: values.category(category.and_then(|c| c.child("ID"))),
        rate: values.rate(category.and_then(|c| c.child("Percent")), "a VAT rate"),
    }
}

fn payment_means(element: Element<'_>) -> PaymentMeans {
    let account = element.child("PayeeFinancialAccount");
    let branch = account.and_then(|account| account.child("FinancialInstitutionBranch"));
    let card = element.text_at(&["CardAccount", "PrimaryAccountNumberID"]);
    PaymentMeans {
        code: owned(element.text_at(&["PaymentMeansCode"])),
        iban: owned(account.and_then(|account| account.text_at(&["ID"]))),
        // UBL 2.0 has the BIC one level further down.
        bic: owned(branch.and_then(|branch| {
            branch.text_at(&["ID"]).or_else(|| branch.text_at(&["FinancialInstitution", "ID"]))
        })),
        reference: owned(element.text_at(&["PaymentID"]).or_else(|| element.text_at(&["InstructionID"]))),
        card_last4: card.and_then(last_four_digits),
        debited_iban: owned(element.text_at(&["PaymentMandate", "PayerFinancialAccount", "ID"])),
    }
}

/// The last four digits of a card's number, which may be masked before them.
pub(super) fn last_four_digits(card: &str) -> Option<String> {
    let start = card.len().checked_sub(4)?;
    card.get(start..).filter(|last| last.bytes().all(|b| b.is_ascii_digit())).map(str::to_owned)
}

fn line(element: Element<'_>, values: &mut Values) -> Line {
    let item = element.child("Item");
    let tax = item.and_then(|item| item.child("ClassifiedTaxCategory"));
    let price = element.child("Price");
    let quantity = element.any(&["InvoicedQuantity", "CreditedQuantity"]);
    let text = |name: &str| item.and_then(|item| item.text_at(&[name]));
    let note = element.text_at(&["Note"]);
    Line {
        id: owned(element.text_at(&["ID"])),
        description: text("Name").or(text("Description")).or(note).unwrap_or_default().to_owned(),
        details: text("Name").and(owned(text("Description"))),
        quantity: quantity.and_then(Element::text).and_then(plain_decimal),
        unit: owned(quantity.and_then(|quantity| quantity.attribute("unitCode"))),
        unit_price: price.and_then(|price| price.text_at(&["PriceAmount"])).and_then(plain_decimal),
        price_base_quantity: price.and_then(|price| price.text_at(&["BaseQuantity"])).and_then(plain_decimal),
        category: values.category(tax.and_then(|tax| tax.child("ID"))),
        rate: values.rate(tax.and_then(|tax| tax.child("Percent")), "the VAT rate of a line"),
        amount: values.amount(element.child("LineExtensionAmount"), "the amount of a line"),
        is_information: false,
    }
}

fn attachments(root: Element<'_>, values: &mut Values) -> Vec<Attachment> {
    let mut files = Vec::new();
    for reference in root.all("AdditionalDocumentReference") {
        let id = owned(reference.text_at(&["ID"]));
        let Some(object) = reference.at(&["Attachment", "EmbeddedDocumentBinaryObject"]) else { continue };
        let file_name = owned(object.attribute("filename"));
        let what = file_name.as_deref().or(id.as_deref()).unwrap_or("without a name").to_owned();
        let Some(bytes) = values.binary(object, &what) else { continue };
        let description =
            reference.text_at(&["DocumentDescription"]).or_else(|| reference.text_at(&["DocumentType"]));
        let mime = owned(object.attribute("mimeCode"));
        files.push(Attachment { id, description: owned(description), file_name, mime, bytes });
    }
    files
}
