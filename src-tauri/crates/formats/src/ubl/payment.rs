//! Means and terms of payment.

use super::model::{UblDocument, UblKind};
use super::variant::UblVariant;
use crate::xml::XmlWriter;

/// The UNCL 4461 code of a method, and its wording where the code says too little.
pub(crate) fn code(document: &UblDocument) -> Option<(&'static str, Option<&'static str>)> {
    let payment = &document.payment;
    let has_iban = payment.iban.is_some();
    let sepa = document.currency.code() == "EUR";
    Some(match payment.method.as_deref() {
        // A transfer needs the account (BR-61).
        Some("transfer") | None if has_iban => (if sepa { "58" } else { "30" }, None),
        Some("transfer") => ("1", Some("Virement")),
        Some("card") => ("48", None),
        // A direct debit needs the mandate (Peppol rule R061), which papers seldom print.
        Some("direct_debit") => ("1", Some("Prélèvement")),
        Some("cheque") => ("20", None),
        Some("cash") => ("10", None),
        Some("meal_voucher") => ("1", Some("Titres-restaurant")),
        _ if payment.structured_communication.is_some() => ("1", None),
        _ => return None,
    })
}

/// Writes BG-16 and BT-20. `due` says whether something remains to be paid.
pub(super) fn write_payment(xml: &mut XmlWriter, document: &UblDocument, due: bool, variant: UblVariant) {
    let payment = &document.payment;
    // A credit note has its due date here, an invoice in its header; UBL 2.0 always here.
    let is_efff = variant == UblVariant::Efff;
    let due_date = document.due_date.filter(|_| is_efff || document.kind == UblKind::CreditNote);
    let means = code(document).or(due_date.map(|_| ("1", None)));
    if let Some((code, name)) = means {
        xml.element("cac:PaymentMeans", &[], |xml| {
            let name: Vec<(&str, &str)> = name.iter().map(|name| ("name", *name)).collect();
            xml.leaf("cbc:PaymentMeansCode", &name, code);
            if let Some(date) = due_date {
                xml.leaf("cbc:PaymentDueDate", &[], &date.to_string());
            }
            if let Some(communication) = &payment.structured_communication {
                xml.leaf("cbc:PaymentID", &[], communication.as_str());
            }
            if let Some(last4) = payment.card_last4.as_deref().filter(|_| code == "48") {
                xml.element("cac:CardAccount", &[], |xml| {
                    xml.leaf("cbc:PrimaryAccountNumberID", &[], last4);
                    // UBL wants the network, EN 16931 has no such term: Peppol writes "NA".
                    xml.leaf("cbc:NetworkID", &[], "NA");
                });
            }
            if let Some(iban) = &payment.iban {
                xml.element("cac:PayeeFinancialAccount", &[], |xml| {
                    xml.leaf("cbc:ID", &[], iban.as_str());
                    if let Some(bic) = &payment.bic {
                        xml.element("cac:FinancialInstitutionBranch", &[], |xml| {
                            let id = |xml: &mut XmlWriter| xml.leaf("cbc:ID", &[], bic.as_str());
                            if is_efff { xml.element("cac:FinancialInstitution", &[], id) } else { id(xml) }
                        });
                    }
                });
            }
        });
    }
    // Rule BR-CO-25 wants a due date or terms where something is to be paid.
    if due && document.due_date.is_none() {
        xml.element("cac:PaymentTerms", &[], |xml| {
            xml.leaf("cbc:Note", &[], "Échéance non indiquée sur la pièce");
        });
    }
}
