//! The XML: UN/CEFACT Cross Industry Invoice D22B, as far as a profile of Factur-X 1.09 goes.

use liasse_domain::{Amount, Date};

use super::Profile;
use crate::einvoice::{SchemedId, VatCategory};
use crate::ubl::{Balance, Prepared, UblDocument, UblKind, UblParty, payment_code};
use crate::xml::XmlWriter;

const NAMESPACES: [(&str, &str); 3] = [
    ("xmlns:rsm", "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"),
    ("xmlns:ram", "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"),
    ("xmlns:udt", "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"),
];
/// What the file is (BT-22).
const NOTE: &str = "Copie de traitement : données relevées sur la pièce d'origine, qui est jointe à ce fichier et seule fait foi.";

/// Writes the invoice. Without what was prepared only the least profile can be written.
pub(super) fn write(
    document: &UblDocument,
    prepared: Option<&Prepared>,
    balance: &Balance,
    profile: Profile,
) -> Vec<u8> {
    let mut xml = XmlWriter::new();
    xml.element("rsm:CrossIndustryInvoice", &NAMESPACES, |xml| {
        xml.element("rsm:ExchangedDocumentContext", &[], |xml| {
            xml.element("ram:GuidelineSpecifiedDocumentContextParameter", &[], |xml| {
                xml.leaf("ram:ID", &[], profile.urn());
            });
        });
        xml.element("rsm:ExchangedDocument", &[], |xml| {
            xml.leaf("ram:ID", &[], document.number.trim());
            let code = match document.kind {
                UblKind::Invoice => "380",
                UblKind::CreditNote => "381",
            };
            xml.leaf("ram:TypeCode", &[], code);
            date(xml, "ram:IssueDateTime", document.issue_date);
            if profile > Profile::Minimum {
                xml.element("ram:IncludedNote", &[], |xml| xml.leaf("ram:Content", &[], NOTE));
            }
        });
        xml.element("rsm:SupplyChainTradeTransaction", &[], |xml| {
            if let Some(prepared) = prepared.filter(|_| profile == Profile::En16931) {
                lines(xml, prepared);
            }
            agreement(xml, document, prepared, profile);
            delivery(xml, document, profile);
            settlement(xml, document, prepared, balance, profile);
        });
    });
    xml.finish()
}

/// A date as `AAAAMMJJ`, format 102 of UNTDID 2379.
fn date(xml: &mut XmlWriter, element: &'static str, date: Date) {
    xml.element(element, &[], |xml| {
        xml.leaf("udt:DateTimeString", &[("format", "102")], &date.compact());
    });
}

fn lines(xml: &mut XmlWriter, prepared: &Prepared) {
    // "One", of UN/ECE recommendation 20: papers name no unit that could be coded with certainty.
    let unit = [("unitCode", "C62")];
    for (index, line) in prepared.lines.iter().enumerate() {
        xml.element("ram:IncludedSupplyChainTradeLineItem", &[], |xml| {
            xml.element("ram:AssociatedDocumentLineDocument", &[], |xml| {
                xml.leaf("ram:LineID", &[], &(index + 1).to_string());
            });
            xml.element("ram:SpecifiedTradeProduct", &[], |xml| xml.leaf("ram:Name", &[], &line.name));
            xml.element("ram:SpecifiedLineTradeAgreement", &[], |xml| {
                xml.element("ram:NetPriceProductTradePrice", &[], |xml| {
                    xml.leaf("ram:ChargeAmount", &[], &line.price);
                    if let Some(base) = &line.base_quantity {
                        xml.leaf("ram:BasisQuantity", &unit, base);
                    }
                });
            });
            xml.element("ram:SpecifiedLineTradeDelivery", &[], |xml| {
                xml.leaf("ram:BilledQuantity", &unit, &line.quantity);
            });
            xml.element("ram:SpecifiedLineTradeSettlement", &[], |xml| {
                xml.element("ram:ApplicableTradeTax", &[], |xml| {
                    xml.leaf("ram:TypeCode", &[], "VAT");
                    xml.leaf("ram:CategoryCode", &[], line.category.code());
                    if line.category != VatCategory::OutOfScope {
                        xml.leaf("ram:RateApplicablePercent", &[], &line.rate.to_string());
                    }
                });
                xml.element("ram:SpecifiedTradeSettlementLineMonetarySummation", &[], |xml| {
                    xml.leaf("ram:LineTotalAmount", &[], &line.amount.to_string());
                });
            });
        });
    }
}

fn agreement(xml: &mut XmlWriter, document: &UblDocument, prepared: Option<&Prepared>, profile: Profile) {
    // Category O forbids the VAT numbers of both (BR-O-02).
    let in_scope = prepared.is_none_or(|prepared| {
        prepared.breakdown.groups.iter().any(|group| group.category != VatCategory::OutOfScope)
    });
    xml.element("ram:ApplicableHeaderTradeAgreement", &[], |xml| {
        xml.optional("ram:BuyerReference", document.buyer_reference.as_deref());
        xml.element("ram:SellerTradeParty", &[], |xml| {
            party(xml, &document.supplier, in_scope, true, profile)
        });
        xml.element("ram:BuyerTradeParty", &[], |xml| {
            party(xml, &document.customer, in_scope, false, profile)
        });
        if let Some(order) =
            document.order_reference.as_deref().map(str::trim).filter(|order| !order.is_empty())
        {
            xml.element("ram:BuyerOrderReferencedDocument", &[], |xml| {
                xml.leaf("ram:IssuerAssignedID", &[], order);
            });
        }
    });
}

fn schemed(xml: &mut XmlWriter, element: &'static str, id: &SchemedId) {
    let scheme: Vec<(&str, &str)> = id.scheme.iter().map(|scheme| ("schemeID", scheme.as_str())).collect();
    xml.leaf(element, &scheme, &id.id);
}

/// The least profile knows of the buyer no more than name and registration.
fn party(xml: &mut XmlWriter, party: &UblParty, with_vat_number: bool, is_seller: bool, profile: Profile) {
    let whole = profile > Profile::Minimum;
    if let Some(siret) = party.siret.as_ref().filter(|_| whole) {
        xml.leaf("ram:GlobalID", &[("schemeID", "0009")], siret.as_str());
    }
    xml.leaf("ram:Name", &[], party.name.trim());
    if let Some(id) = party.legal_id() {
        xml.element("ram:SpecifiedLegalOrganization", &[], |xml| schemed(xml, "ram:ID", &id));
    }
    if whole || is_seller {
        xml.element("ram:PostalTradeAddress", &[], |xml| {
            if whole {
                xml.optional("ram:PostcodeCode", party.postal_code.as_deref());
                xml.optional("ram:LineOne", party.street.as_deref());
                xml.optional("ram:CityName", party.city.as_deref());
            }
            if let Some(country) = party.known_country() {
                xml.leaf("ram:CountryID", &[], country.code());
            }
        });
    }
    if let Some(address) = party.address().filter(|address| whole && address.scheme.is_some()) {
        xml.element("ram:URIUniversalCommunication", &[], |xml| schemed(xml, "ram:URIID", &address));
    }
    if let Some(vat) = party.vat_number.as_ref().filter(|_| with_vat_number && (whole || is_seller)) {
        xml.element("ram:SpecifiedTaxRegistration", &[], |xml| {
            xml.leaf("ram:ID", &[("schemeID", "VA")], vat.as_str());
        });
    }
}

fn delivery(xml: &mut XmlWriter, document: &UblDocument, profile: Profile) {
    let Some(delivery) = document.delivery.filter(|_| profile > Profile::Minimum) else {
        // The least profile wants the element, and not even a blank in it.
        return xml.leaf("ram:ApplicableHeaderTradeDelivery", &[], "");
    };
    xml.element("ram:ApplicableHeaderTradeDelivery", &[], |xml| {
        xml.element("ram:ShipToTradeParty", &[], |xml| {
            xml.element("ram:PostalTradeAddress", &[], |xml| {
                xml.leaf("ram:CountryID", &[], delivery.country.code());
            });
        });
        xml.element("ram:ActualDeliverySupplyChainEvent", &[], |xml| {
            date(xml, "ram:OccurrenceDateTime", delivery.date);
        });
    });
}

fn settlement(
    xml: &mut XmlWriter,
    document: &UblDocument,
    prepared: Option<&Prepared>,
    balance: &Balance,
    profile: Profile,
) {
    let prepared = prepared.filter(|_| profile > Profile::Minimum);
    xml.element("ram:ApplicableHeaderTradeSettlement", &[], |xml| {
        if let Some(prepared) = prepared {
            let communication = document.payment.structured_communication.as_ref();
            xml.optional("ram:PaymentReference", communication.map(|communication| communication.as_str()));
            xml.leaf("ram:InvoiceCurrencyCode", &[], document.currency.code());
            means(xml, document, profile);
            taxes(xml, document, prepared);
            terms(xml, document, balance);
            sums(xml, document, prepared, balance);
            if let Some(number) =
                document.preceding_invoice.as_deref().map(str::trim).filter(|number| !number.is_empty())
            {
                xml.element("ram:InvoiceReferencedDocument", &[], |xml| {
                    xml.leaf("ram:IssuerAssignedID", &[], number);
                });
            }
        } else {
            xml.leaf("ram:InvoiceCurrencyCode", &[], document.currency.code());
            least_sums(xml, document, balance);
        }
    });
}

/// BG-16. BASIC WL has room for the code and the account alone.
fn means(xml: &mut XmlWriter, document: &UblDocument, profile: Profile) {
    let payment = &document.payment;
    let Some((code, name)) = payment_code(document) else { return };
    xml.element("ram:SpecifiedTradeSettlementPaymentMeans", &[], |xml| {
        let whole = profile == Profile::En16931;
        xml.leaf("ram:TypeCode", &[], code);
        xml.optional("ram:Information", name.filter(|_| whole));
        if let Some(last4) = payment.card_last4.as_deref().filter(|_| whole && code == "48") {
            xml.element("ram:ApplicableTradeSettlementFinancialCard", &[], |xml| {
                xml.leaf("ram:ID", &[], last4);
            });
        }
        if let Some(iban) = &payment.iban {
            xml.element("ram:PayeePartyCreditorFinancialAccount", &[], |xml| {
                xml.leaf("ram:IBANID", &[], iban.as_str());
            });
        }
        if let Some(bic) = payment.bic.as_ref().filter(|_| whole && payment.iban.is_some()) {
            xml.element("ram:PayeeSpecifiedCreditorFinancialInstitution", &[], |xml| {
                xml.leaf("ram:BICID", &[], bic.as_str());
            });
        }
    });
}

/// BG-23.
fn taxes(xml: &mut XmlWriter, document: &UblDocument, prepared: &Prepared) {
    for group in &prepared.breakdown.groups {
        let (code, wording) = prepared.breakdown.reason(group, document);
        xml.element("ram:ApplicableTradeTax", &[], |xml| {
            xml.leaf("ram:CalculatedAmount", &[], &group.tax.to_string());
            xml.leaf("ram:TypeCode", &[], "VAT");
            xml.optional("ram:ExemptionReason", wording);
            xml.leaf("ram:BasisAmount", &[], &group.base.to_string());
            xml.leaf("ram:CategoryCode", &[], group.category.code());
            xml.optional("ram:ExemptionReasonCode", code);
            if group.category != VatCategory::OutOfScope {
                xml.leaf("ram:RateApplicablePercent", &[], &group.rate.to_string());
            }
        });
    }
}

/// BT-9, BT-20: rule BR-CO-25 wants one of both where something is to be paid.
fn terms(xml: &mut XmlWriter, document: &UblDocument, balance: &Balance) {
    let unknown = document.due_date.is_none() && balance.payable > Amount::ZERO;
    if document.due_date.is_none() && !unknown {
        return;
    }
    xml.element("ram:SpecifiedTradePaymentTerms", &[], |xml| {
        xml.optional("ram:Description", unknown.then_some("Échéance non indiquée sur la pièce"));
        if let Some(due) = document.due_date {
            date(xml, "ram:DueDateDateTime", due);
        }
    });
}

/// BG-22.
fn sums(xml: &mut XmlWriter, document: &UblDocument, prepared: &Prepared, balance: &Balance) {
    let breakdown = &prepared.breakdown;
    xml.element("ram:SpecifiedTradeSettlementHeaderMonetarySummation", &[], |xml| {
        xml.leaf("ram:LineTotalAmount", &[], &breakdown.ht.to_string());
        xml.leaf("ram:TaxBasisTotalAmount", &[], &breakdown.ht.to_string());
        xml.leaf(
            "ram:TaxTotalAmount",
            &[("currencyID", document.currency.code())],
            &breakdown.tax.to_string(),
        );
        if !balance.rounding.is_zero() {
            xml.leaf("ram:RoundingAmount", &[], &balance.rounding.to_string());
        }
        xml.leaf("ram:GrandTotalAmount", &[], &breakdown.ttc.to_string());
        if !balance.prepaid.is_zero() {
            xml.leaf("ram:TotalPrepaidAmount", &[], &balance.prepaid.to_string());
        }
        xml.leaf("ram:DuePayableAmount", &[], &balance.payable.to_string());
    });
}

/// BG-22 of the least profile.
fn least_sums(xml: &mut XmlWriter, document: &UblDocument, balance: &Balance) {
    let deposit = document.deposit.unwrap_or(Amount::ZERO);
    let tax = [("currencyID", document.currency.code())];
    xml.element("ram:SpecifiedTradeSettlementHeaderMonetarySummation", &[], |xml| {
        xml.leaf("ram:TaxBasisTotalAmount", &[], &(document.total_ht + deposit).to_string());
        xml.leaf("ram:TaxTotalAmount", &tax, &document.total_vat.to_string());
        xml.leaf("ram:GrandTotalAmount", &[], &(document.total_ttc + deposit).to_string());
        xml.leaf("ram:DuePayableAmount", &[], &balance.payable.to_string());
    });
}
