//! UN/CEFACT Cross Industry Invoice D16B or D22B, in the profile EN 16931 of Factur-X.

use super::{around, category, due, element, means, price, registration};
use crate::day::Day;
use crate::show::{Numbers, quantity};
use crate::truth::{Deal, Kind, Party, plain};

const NAMESPACES: &str = "xmlns:rsm=\"urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100\" xmlns:ram=\"urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100\" xmlns:udt=\"urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100\"";

fn text(name: &str, value: &str) -> String {
    element(&format!("ram:{name}"), "", value)
}

fn amount(name: &str, cents: i64) -> String {
    text(name, &plain(cents))
}

/// A day in the form 102 (UNCL 2379): digits only.
fn day(day: Day) -> String {
    element("udt:DateTimeString", "format=\"102\"", &day.iso().replace('-', ""))
}

pub fn write(deal: &Deal) -> String {
    let kind = if deal.kind == Kind::CreditNote { "381" } else { "380" };
    let context = around(
        "rsm:ExchangedDocumentContext",
        &[around("ram:GuidelineSpecifiedDocumentContextParameter", &[text("ID", "urn:cen.eu:en16931:2017")])],
    );
    let document = around(
        "rsm:ExchangedDocument",
        &[text("ID", &deal.number), text("TypeCode", kind), around("ram:IssueDateTime", &[day(deal.issue)])],
    );
    let mut parts = lines(deal);
    parts.push(agreement(deal));
    parts.push(around(
        "ram:ApplicableHeaderTradeDelivery",
        &[around(
            "ram:ActualDeliverySupplyChainEvent",
            &[around("ram:OccurrenceDateTime", &[day(deal.issue)])],
        )],
    ));
    parts.push(settlement(deal));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rsm:CrossIndustryInvoice {NAMESPACES}>\n{context}{document}{}</rsm:CrossIndustryInvoice>\n",
        around("rsm:SupplyChainTradeTransaction", &parts)
    )
}

fn lines(deal: &Deal) -> Vec<String> {
    let one = |(number, line): (u32, &crate::truth::Line)| {
        let (code, _) = category(deal, line.rate);
        let quantity = quantity(line.quantity, Numbers::PlainDot);
        around(
            "ram:IncludedSupplyChainTradeLineItem",
            &[
                around("ram:AssociatedDocumentLineDocument", &[text("LineID", &number.to_string())]),
                around("ram:SpecifiedTradeProduct", &[text("Name", &line.text)]),
                around(
                    "ram:SpecifiedLineTradeAgreement",
                    &[around("ram:NetPriceProductTradePrice", &[text("ChargeAmount", &price(line.price))])],
                ),
                around(
                    "ram:SpecifiedLineTradeDelivery",
                    &[element("ram:BilledQuantity", "unitCode=\"C62\"", &quantity)],
                ),
                around(
                    "ram:SpecifiedLineTradeSettlement",
                    &[
                        around(
                            "ram:ApplicableTradeTax",
                            &[
                                text("TypeCode", "VAT"),
                                text("CategoryCode", code),
                                text("RateApplicablePercent", &plain(line.rate)),
                            ],
                        ),
                        around(
                            "ram:SpecifiedTradeSettlementLineMonetarySummation",
                            &[amount("LineTotalAmount", line.amount)],
                        ),
                    ],
                ),
            ],
        )
    };
    (1..).zip(&deal.lines).map(one).collect()
}

fn party(name: &str, party: &Party) -> String {
    let scheme = |id: &str| format!("schemeID=\"{id}\"");
    let registration =
        registration(party).map(|(id, number)| element("ram:ID", &scheme(id), &number)).unwrap_or_default();
    let vat = element("ram:ID", &scheme("VA"), party.vat.as_deref().unwrap_or_default());
    around(
        name,
        &[
            element("ram:GlobalID", &scheme("0009"), party.siret.as_deref().unwrap_or_default()),
            text("Name", &party.full_name()),
            around(
                "ram:SpecifiedLegalOrganization",
                &[registration, text("TradingBusinessName", &party.name)],
            ),
            around(
                "ram:PostalTradeAddress",
                &[
                    text("PostcodeCode", &party.postcode),
                    text("LineOne", &party.street),
                    text("CityName", &party.city),
                    text("CountryID", party.country.code()),
                ],
            ),
            around("ram:SpecifiedTaxRegistration", &[vat]),
        ],
    )
}

fn agreement(deal: &Deal) -> String {
    around(
        "ram:ApplicableHeaderTradeAgreement",
        &[
            text("BuyerReference", &deal.customer_ref),
            party("ram:SellerTradeParty", &deal.supplier),
            deal.customer.as_ref().map(|buyer| party("ram:BuyerTradeParty", buyer)).unwrap_or_default(),
            around("ram:BuyerOrderReferencedDocument", &[text("IssuerAssignedID", &deal.order_ref)]),
        ],
    )
}

fn settlement(deal: &Deal) -> String {
    let mut parts = Vec::new();
    if let Some((code, account)) = means(deal) {
        let mut inner = vec![text("TypeCode", code)];
        if account {
            parts.push(text("PaymentReference", deal.structured.as_deref().unwrap_or_default()));
            inner.push(around(
                "ram:PayeePartyCreditorFinancialAccount",
                &[text("IBANID", &deal.supplier.iban)],
            ));
            inner.push(around(
                "ram:PayeeSpecifiedCreditorFinancialInstitution",
                &[text("BICID", &deal.supplier.bic)],
            ));
        }
        parts.push(text("InvoiceCurrencyCode", &deal.currency));
        parts.push(around("ram:SpecifiedTradeSettlementPaymentMeans", &inner));
    } else {
        parts.push(text("InvoiceCurrencyCode", &deal.currency));
    }
    parts.extend(deal.vat.iter().map(|vat| {
        let (code, why) = category(deal, vat.rate);
        around(
            "ram:ApplicableTradeTax",
            &[
                amount("CalculatedAmount", vat.amount),
                text("TypeCode", "VAT"),
                text("ExemptionReason", why.unwrap_or_default()),
                amount("BasisAmount", vat.base),
                text("CategoryCode", code),
                text("RateApplicablePercent", &plain(vat.rate)),
            ],
        )
    }));
    let due = due(deal).map(day).unwrap_or_default();
    parts.push(around("ram:SpecifiedTradePaymentTerms", &[around("ram:DueDateDateTime", &[due])]));
    let currency = format!("currencyID=\"{}\"", deal.currency);
    parts.push(around(
        "ram:SpecifiedTradeSettlementHeaderMonetarySummation",
        &[
            amount("LineTotalAmount", deal.ht),
            amount("TaxBasisTotalAmount", deal.ht),
            element("ram:TaxTotalAmount", &currency, &plain(deal.tax)),
            amount("GrandTotalAmount", deal.ttc),
            deal.prepaid.map(|prepaid| amount("TotalPrepaidAmount", prepaid)).unwrap_or_default(),
            amount("DuePayableAmount", deal.payable),
        ],
    ));
    around("ram:ApplicableHeaderTradeSettlement", &parts)
}
