//! Reading UN/CEFACT Cross Industry Invoice (D16B, D22B): Factur-X and ZUGFeRD 2 in all profiles, and ZUGFeRD 1.0.
//!
//! ZUGFeRD 1.0 has the same structure under older names: both names are tried.

use super::model::{
    Address, AllowanceCharge, Attachment, EInvoice, Line, Party, PaymentMeans, SchemedId, Syntax, Totals,
    VatSubtotal, kind_of_type_code,
};
use super::ubl::last_four_digits;
use super::values::{Values, plain_decimal};
use crate::xml::Element;
use liasse_domain::{Amount, DocumentKind};

fn owned(text: Option<&str>) -> Option<String> {
    text.map(str::to_owned)
}

pub(super) fn read(root: Element<'_>, syntax: Syntax, values: &mut Values) -> EInvoice {
    let mut invoice = EInvoice::new(syntax);
    let context = root.any(&["ExchangedDocumentContext", "SpecifiedExchangedDocumentContext"]);
    let parameter = |name: &str| owned(context.and_then(|context| context.text_at(&[name, "ID"])));
    invoice.profile = parameter("GuidelineSpecifiedDocumentContextParameter");
    invoice.process = parameter("BusinessProcessSpecifiedDocumentContextParameter");
    if let Some(document) = root.any(&["ExchangedDocument", "HeaderExchangedDocument"]) {
        invoice.type_code = owned(document.text_at(&["TypeCode"]));
        invoice.kind = invoice.type_code.as_deref().map_or(DocumentKind::Invoice, kind_of_type_code);
        invoice.number = owned(document.text_at(&["ID"]));
        invoice.issue_date =
            values.date(document.at(&["IssueDateTime", "DateTimeString"]), "the date of issue");
        invoice.notes =
            document.all("IncludedNote").filter_map(|note| owned(note.text_at(&["Content"]))).collect();
    }
    let Some(trade) = root.any(&["SupplyChainTradeTransaction", "SpecifiedSupplyChainTradeTransaction"])
    else {
        return invoice;
    };
    if let Some(agreement) =
        trade.any(&["ApplicableHeaderTradeAgreement", "ApplicableSupplyChainTradeAgreement"])
    {
        read_agreement(agreement, &mut invoice, values);
    }
    if let Some(delivery) =
        trade.any(&["ApplicableHeaderTradeDelivery", "ApplicableSupplyChainTradeDelivery"])
    {
        let date = delivery.at(&["ActualDeliverySupplyChainEvent", "OccurrenceDateTime", "DateTimeString"]);
        invoice.delivery_date = values.date(date, "the date of delivery");
        let country = delivery.at(&["ShipToTradeParty", "PostalTradeAddress", "CountryID"]);
        invoice.delivery_country = values.country(country, "the country of delivery");
    }
    if let Some(settlement) =
        trade.any(&["ApplicableHeaderTradeSettlement", "ApplicableSupplyChainTradeSettlement"])
    {
        read_settlement(settlement, &mut invoice, values);
    }
    invoice.lines =
        trade.all("IncludedSupplyChainTradeLineItem").map(|element| line(element, values)).collect();
    invoice
}

fn read_agreement(agreement: Element<'_>, invoice: &mut EInvoice, values: &mut Values) {
    let mut trade_party =
        |name: &str| agreement.child(name).map(|element| party(element, values)).unwrap_or_default();
    invoice.supplier = trade_party("SellerTradeParty");
    invoice.customer = trade_party("BuyerTradeParty");
    invoice.buyer_reference = owned(agreement.text_at(&["BuyerReference"]));
    let order = agreement.child("BuyerOrderReferencedDocument");
    invoice.order_reference = order.and_then(|order| owned(order.any(&["IssuerAssignedID", "ID"])?.text()));
    for reference in agreement.all("AdditionalReferencedDocument") {
        let id = owned(reference.any(&["IssuerAssignedID", "ID"]).and_then(Element::text));
        let Some(object) = reference.child("AttachmentBinaryObject") else { continue };
        let file_name = owned(object.attribute("filename"));
        let what = file_name.as_deref().or(id.as_deref()).unwrap_or("without a name").to_owned();
        let Some(bytes) = values.binary(object, &what) else { continue };
        let description = owned(reference.text_at(&["Name"]));
        let mime = owned(object.attribute("mimeCode"));
        invoice.attachments.push(Attachment { id, description, file_name, mime, bytes });
    }
}

fn schemed(element: Element<'_>) -> Option<SchemedId> {
    Some(SchemedId { scheme: owned(element.attribute("schemeID")), id: element.text()?.to_owned() })
}

fn party(element: Element<'_>, values: &mut Values) -> Party {
    let legal = element.child("SpecifiedLegalOrganization");
    let trading_name = owned(legal.and_then(|legal| legal.text_at(&["TradingBusinessName"])));
    let registration = |scheme: &str| {
        element
            .all("SpecifiedTaxRegistration")
            .filter_map(|registration| registration.child("ID"))
            .find(|id| id.attribute("schemeID") == Some(scheme))
            .and_then(Element::text)
    };
    let endpoint = element.at(&["URIUniversalCommunication", "URIID"]).and_then(schemed);
    let mut ids: Vec<SchemedId> = element.all("GlobalID").filter_map(schemed).collect();
    ids.extend(element.all("ID").filter_map(schemed));
    Party {
        name: owned(element.text_at(&["Name"])).or_else(|| trading_name.clone()),
        trading_name,
        address: element.child("PostalTradeAddress").map(|a| address(a, values)).unwrap_or_default(),
        legal_id: legal.and_then(|legal| legal.child("ID")).and_then(schemed),
        ids,
        vat_number: owned(registration("VA")),
        tax_registration: owned(registration("FC")),
        endpoint,
        email: owned(element.text_at(&["DefinedTradeContact", "EmailURIUniversalCommunication", "URIID"])),
    }
}

fn address(element: Element<'_>, values: &mut Values) -> Address {
    Address {
        lines: ["LineOne", "LineTwo", "LineThree"]
            .iter()
            .filter_map(|name| owned(element.text_at(&[name])))
            .collect(),
        city: owned(element.text_at(&["CityName"])),
        postal_code: owned(element.text_at(&["PostcodeCode"])),
        country: values.country(element.child("CountryID"), "a country"),
    }
}

fn read_settlement(settlement: Element<'_>, invoice: &mut EInvoice, values: &mut Values) {
    invoice.currency = values.currency(settlement.child("InvoiceCurrencyCode"), "the currency");
    invoice.payee = settlement.child("PayeeTradeParty").map(|payee| party(payee, values));
    let terms: Vec<Element<'_>> = settlement.all("SpecifiedTradePaymentTerms").collect();
    let due = terms.iter().find_map(|terms| terms.at(&["DueDateDateTime", "DateTimeString"]));
    invoice.due_date = values.date(due, "the due date");
    let texts: Vec<&str> = terms.iter().filter_map(|terms| terms.text_at(&["Description"])).collect();
    invoice.payment_terms = Some(texts.join("\n")).filter(|terms| !terms.is_empty());
    invoice.preceding = settlement
        .all("InvoiceReferencedDocument")
        .filter_map(|reference| owned(reference.any(&["IssuerAssignedID", "ID"])?.text()))
        .collect();
    let reference = settlement.text_at(&["PaymentReference"]);
    invoice.payment = settlement
        .all("SpecifiedTradeSettlementPaymentMeans")
        .map(|element| payment_means(element, reference))
        .collect();
    if invoice.payment.is_empty() && reference.is_some() {
        invoice.payment.push(PaymentMeans { reference: owned(reference), ..PaymentMeans::default() });
    }
    invoice.vat = settlement
        .all("ApplicableTradeTax")
        .map(|tax| VatSubtotal {
            category: values.category(tax.child("CategoryCode")),
            rate: values.rate(tax.any(&["RateApplicablePercent", "ApplicablePercent"]), "a VAT rate"),
            base: values.amount(tax.child("BasisAmount"), "a base of VAT"),
            amount: values.amount(tax.child("CalculatedAmount"), "an amount of VAT"),
            exemption_reason: owned(tax.text_at(&["ExemptionReason"])),
            exemption_code: owned(tax.text_at(&["ExemptionReasonCode"])),
        })
        .collect();
    for element in settlement.children() {
        match element.name() {
            "SpecifiedTradeAllowanceCharge" => {
                invoice.allowances_charges.push(allowance_charge(element, values));
            }
            // Freight of the EXTENDED profiles, summed up among the charges.
            "SpecifiedLogisticsServiceCharge" => invoice.allowances_charges.push(AllowanceCharge {
                is_charge: true,
                amount: values.amount(element.child("AppliedAmount"), "a freight charge"),
                reason: owned(element.text_at(&["Description"])),
                category: values.category(element.at(&["AppliedTradeTax", "CategoryCode"])),
                rate: values.rate(element.at(&["AppliedTradeTax", "RateApplicablePercent"]), "a VAT rate"),
            }),
            _ => {}
        }
    }
    if let Some(sums) = settlement.any(&[
        "SpecifiedTradeSettlementHeaderMonetarySummation",
        "SpecifiedTradeSettlementMonetarySummation",
    ]) {
        invoice.totals = totals(sums, invoice, values);
    }
}

fn payment_means(element: Element<'_>, reference: Option<&str>) -> PaymentMeans {
    let account = element.child("PayeePartyCreditorFinancialAccount");
    let account_id = account.and_then(|a| a.text_at(&["IBANID"]).or_else(|| a.text_at(&["ProprietaryID"])));
    let bank = element.child("PayeeSpecifiedCreditorFinancialInstitution");
    let card = element.text_at(&["ApplicableTradeSettlementFinancialCard", "ID"]);
    PaymentMeans {
        code: owned(element.text_at(&["TypeCode"])),
        iban: owned(account_id),
        bic: owned(bank.and_then(|bank| bank.text_at(&["BICID"]))),
        reference: owned(reference),
        card_last4: card.and_then(last_four_digits),
        debited_iban: owned(element.text_at(&["PayerPartyDebtorFinancialAccount", "IBANID"])),
    }
}

fn allowance_charge(element: Element<'_>, values: &mut Values) -> AllowanceCharge {
    let tax = element.child("CategoryTradeTax");
    AllowanceCharge {
        is_charge: element
            .text_at(&["ChargeIndicator", "Indicator"])
            .is_some_and(|text| matches!(text, "true" | "1")),
        amount: values.amount(element.child("ActualAmount"), "an allowance or charge"),
        reason: owned(element.text_at(&["Reason"])),
        category: values.category(tax.and_then(|tax| tax.child("CategoryCode"))),
        rate: values
            .rate(tax.and_then(|tax| tax.any(&["RateApplicablePercent", "ApplicablePercent"])), "a VAT rate"),
    }
}

fn totals(sums: Element<'_>, invoice: &EInvoice, values: &mut Values) -> Totals {
    let mut amount = |name: &str, what: &str| values.amount(sums.child(name), what);
    let mut totals = Totals {
        lines: amount("LineTotalAmount", "the sum of the lines"),
        allowances: amount("AllowanceTotalAmount", "the sum of the allowances"),
        charges: amount("ChargeTotalAmount", "the sum of the charges"),
        tax_exclusive: amount("TaxBasisTotalAmount", "the total without tax"),
        tax: None,
        tax_inclusive: amount("GrandTotalAmount", "the total with tax"),
        prepaid: amount("TotalPrepaidAmount", "the amount already paid"),
        rounding: amount("RoundingAmount", "the rounding"),
        payable: amount("DuePayableAmount", "the amount to pay"),
    };
    // A second total may state the tax in the accounting currency (BT-111).
    let currency = invoice.currency.as_ref().map(|currency| currency.code());
    let stated = sums.all("TaxTotalAmount").find(|total| total.attribute("currencyID") == currency);
    totals.tax = values.amount(stated.or_else(|| sums.child("TaxTotalAmount")), "the total of the tax");
    // EXTENDED-CTC-FR and MINIMUM leave the tax out where there is none to charge.
    if totals.tax.is_none() && totals.tax_exclusive.is_some() && totals.tax_exclusive == totals.tax_inclusive
    {
        totals.tax = Some(Amount::ZERO);
    }
    totals
}

fn line(element: Element<'_>, values: &mut Values) -> Line {
    let document = element.child("AssociatedDocumentLineDocument");
    let product = element.child("SpecifiedTradeProduct");
    let agreement = element.any(&["SpecifiedLineTradeAgreement", "SpecifiedSupplyChainTradeAgreement"]);
    let settlement = element.any(&["SpecifiedLineTradeSettlement", "SpecifiedSupplyChainTradeSettlement"]);
    let delivery = element.any(&["SpecifiedLineTradeDelivery", "SpecifiedSupplyChainTradeDelivery"]);
    let price = agreement.and_then(|agreement| {
        agreement
            .any(&["NetPriceProductTradePrice"])
            .or_else(|| agreement.child("GrossPriceProductTradePrice"))
    });
    let quantity = delivery.and_then(|delivery| delivery.child("BilledQuantity"));
    let tax = settlement.and_then(|settlement| settlement.child("ApplicableTradeTax"));
    let sums = settlement.and_then(|settlement| {
        settlement.any(&[
            "SpecifiedTradeSettlementLineMonetarySummation",
            "SpecifiedTradeSettlementMonetarySummation",
        ])
    });
    let text = |name: &str| product.and_then(|product| product.text_at(&[name]));
    let note = document.and_then(|document| document.text_at(&["IncludedNote", "Content"]));
    let status = document.and_then(|document| document.text_at(&["LineStatusReasonCode"]));
    Line {
        id: owned(document.and_then(|document| document.text_at(&["LineID"]))),
        description: text("Name").or(text("Description")).or(note).unwrap_or_default().to_owned(),
        details: text("Name").and(owned(text("Description"))),
        quantity: quantity.and_then(Element::text).and_then(plain_decimal),
        unit: owned(quantity.and_then(|quantity| quantity.attribute("unitCode"))),
        unit_price: price.and_then(|price| price.text_at(&["ChargeAmount"])).and_then(plain_decimal),
        price_base_quantity: price
            .and_then(|price| price.text_at(&["BasisQuantity"]))
            .and_then(plain_decimal),
        category: values.category(tax.and_then(|tax| tax.child("CategoryCode"))),
        rate: values.rate(
            tax.and_then(|tax| tax.any(&["RateApplicablePercent", "ApplicablePercent"])),
            "the VAT rate of a line",
        ),
        amount: values.amount(sums.and_then(|sums| sums.child("LineTotalAmount")), "the amount of a line"),
        is_information: matches!(status, Some("GROUP" | "INFORMATION")),
    }
}
