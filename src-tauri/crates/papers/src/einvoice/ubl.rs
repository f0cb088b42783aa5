//! UBL 2.1 as Peppol BIS Billing 3.0 restricts it.

use super::{around, category, due, element, means, price, registration};
use crate::day::Day;
use crate::show::{Numbers, quantity};
use crate::truth::{Deal, Kind, Party, plain};

const NAMESPACES: &str = "xmlns:cac=\"urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2\" xmlns:cbc=\"urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2\"";

pub fn write(deal: &Deal) -> String {
    let credit = deal.kind == Kind::CreditNote;
    let (root, code, kind) = if credit {
        ("CreditNote", "CreditNoteTypeCode", "381")
    } else {
        ("Invoice", "InvoiceTypeCode", "380")
    };
    let text = |name: &str, value: &str| element(&format!("cbc:{name}"), "", value);
    let parts = [
        text("CustomizationID", "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"),
        text("ProfileID", "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"),
        text("ID", &deal.number),
        text("IssueDate", &deal.issue.iso()),
        text("DueDate", &due(deal).map(Day::iso).unwrap_or_default()),
        text(code, kind),
        text("DocumentCurrencyCode", &deal.currency),
        text("BuyerReference", &deal.customer_ref),
        around("cac:OrderReference", &[text("ID", &deal.order_ref)]),
        around("cac:AccountingSupplierParty", &[party(&deal.supplier)]),
        around("cac:AccountingCustomerParty", &[deal.customer.as_ref().map(party).unwrap_or_default()]),
        payment(deal),
        taxes(deal),
        totals(deal),
        lines(deal, credit),
    ];
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root} xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:{root}-2\" {NAMESPACES}>\n{}\n</{root}>\n",
        parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join("\n")
    )
}

fn party(party: &Party) -> String {
    let text = |name: &str, value: &str| element(&format!("cbc:{name}"), "", value);
    let vat = party.vat.as_deref().unwrap_or_default();
    let scheme = |id: &str| format!("schemeID=\"{id}\"");
    let registration = registration(party)
        .map(|(id, number)| element("cbc:CompanyID", &scheme(id), &number))
        .unwrap_or_default();
    let identification = element("cbc:ID", &scheme("0009"), party.siret.as_deref().unwrap_or_default());
    let tax = if vat.is_empty() {
        String::new()
    } else {
        let scheme = around("cac:TaxScheme", &[text("ID", "VAT")]);
        around("cac:PartyTaxScheme", &[text("CompanyID", vat), scheme])
    };
    around(
        "cac:Party",
        &[
            around("cac:PartyIdentification", &[identification]),
            around("cac:PartyName", &[text("Name", &party.name)]),
            around(
                "cac:PostalAddress",
                &[
                    text("StreetName", &party.street),
                    text("CityName", &party.city),
                    text("PostalZone", &party.postcode),
                    around("cac:Country", &[text("IdentificationCode", party.country.code())]),
                ],
            ),
            tax,
            around("cac:PartyLegalEntity", &[text("RegistrationName", &party.full_name()), registration]),
        ],
    )
}

fn payment(deal: &Deal) -> String {
    let Some((code, account)) = means(deal) else { return String::new() };
    let text = |name: &str, value: &str| element(&format!("cbc:{name}"), "", value);
    let mut parts = vec![text("PaymentMeansCode", code)];
    if account {
        let branch = around("cac:FinancialInstitutionBranch", &[text("ID", &deal.supplier.bic)]);
        parts.push(text("PaymentID", deal.structured.as_deref().unwrap_or_default()));
        parts.push(around("cac:PayeeFinancialAccount", &[text("ID", &deal.supplier.iban), branch]));
    }
    around("cac:PaymentMeans", &parts)
}

fn amount(deal: &Deal, name: &str, cents: i64) -> String {
    element(&format!("cbc:{name}"), &format!("currencyID=\"{}\"", deal.currency), &plain(cents))
}

fn tax_category(deal: &Deal, name: &str, rate: i64, reason: bool) -> String {
    let (code, why) = category(deal, rate);
    let text = |name: &str, value: &str| element(&format!("cbc:{name}"), "", value);
    around(
        name,
        &[
            text("ID", code),
            text("Percent", &plain(rate)),
            text("TaxExemptionReason", why.filter(|_| reason).unwrap_or_default()),
            around("cac:TaxScheme", &[text("ID", "VAT")]),
        ],
    )
}

fn taxes(deal: &Deal) -> String {
    let mut parts = vec![amount(deal, "TaxAmount", deal.tax)];
    parts.extend(deal.vat.iter().map(|vat| {
        around(
            "cac:TaxSubtotal",
            &[
                amount(deal, "TaxableAmount", vat.base),
                amount(deal, "TaxAmount", vat.amount),
                tax_category(deal, "cac:TaxCategory", vat.rate, true),
            ],
        )
    }));
    around("cac:TaxTotal", &parts)
}

fn totals(deal: &Deal) -> String {
    let prepaid = deal.prepaid.map(|prepaid| amount(deal, "PrepaidAmount", prepaid)).unwrap_or_default();
    around(
        "cac:LegalMonetaryTotal",
        &[
            amount(deal, "LineExtensionAmount", deal.ht),
            amount(deal, "TaxExclusiveAmount", deal.ht),
            amount(deal, "TaxInclusiveAmount", deal.ttc),
            prepaid,
            amount(deal, "PayableAmount", deal.payable),
        ],
    )
}

fn lines(deal: &Deal, credit: bool) -> String {
    let (line_name, quantity_name) = if credit {
        ("cac:CreditNoteLine", "cbc:CreditedQuantity")
    } else {
        ("cac:InvoiceLine", "cbc:InvoicedQuantity")
    };
    let numbered = (1..).zip(&deal.lines);
    let one = numbered.map(|(number, line): (u32, _)| {
        let currency = format!("currencyID=\"{}\"", deal.currency);
        around(
            line_name,
            &[
                element("cbc:ID", "", &number.to_string()),
                element(quantity_name, "unitCode=\"C62\"", &quantity(line.quantity, Numbers::PlainDot)),
                amount(deal, "LineExtensionAmount", line.amount),
                around(
                    "cac:Item",
                    &[
                        element("cbc:Name", "", &line.text),
                        tax_category(deal, "cac:ClassifiedTaxCategory", line.rate, false),
                    ],
                ),
                around("cac:Price", &[element("cbc:PriceAmount", &currency, &price(line.price))]),
            ],
        )
    });
    one.collect()
}
