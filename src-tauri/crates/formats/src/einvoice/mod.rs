//! E-invoices: UBL and CII files to what they say.

mod check;
mod cii;
mod decimal;
mod model;
mod paper;
mod picture;
mod reading;
mod ubl;
mod values;

pub use model::{
    Address, AllowanceCharge, Attachment, EInvoice, Line, Party, PaymentMeans, SchemedId, Syntax, Totals,
    VatCategory, VatSubtotal,
};
pub use paper::{Paper, Place};
pub(crate) use values::plain_decimal;

use liasse_domain::Finding;

use crate::xml::{self, Element};
use values::Values;

const UBL_INVOICE: &str = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2";
const UBL_CREDIT_NOTE: &str = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2";

fn syntax_of(name: &str, namespace: &str) -> Option<Syntax> {
    match name {
        "Invoice" if namespace == UBL_INVOICE => Some(Syntax::UblInvoice),
        "CreditNote" if namespace == UBL_CREDIT_NOTE => Some(Syntax::UblCreditNote),
        "CrossIndustryInvoice" if namespace.starts_with("urn:un:unece:uncefact:") => Some(Syntax::Cii),
        "CrossIndustryDocument" if namespace.starts_with("urn:ferd:") => Some(Syntax::Zugferd1),
        _ => None,
    }
}

/// Which e-invoice syntax these bytes are in, from the root element alone; `None` when they are no e-invoice.
///
/// A Peppol envelope (`StandardBusinessDocument`) counts as what it holds only once read: it is sniffed as UBL.
pub fn sniff(bytes: &[u8]) -> Option<Syntax> {
    let (name, namespace) = xml::root(bytes)?;
    match name.as_str() {
        "StandardBusinessDocument" => Some(Syntax::UblInvoice),
        name => syntax_of(name, &namespace),
    }
}

/// Reads an e-invoice: UBL 2.0/2.1 `Invoice` or `CreditNote`, CII D16B/D22B, ZUGFeRD 1.0.
///
/// The invoice is absent when the file is not safe, not well formed, or no e-invoice; a finding says why. Otherwise
/// every value that could be read is there, and findings tell of those that could not. Whether the totals add up is
/// checked by [`EInvoice::to_reading`].
pub fn read(bytes: &[u8]) -> (Option<EInvoice>, Vec<Finding>) {
    let (tree, findings) = xml::parse(bytes);
    let mut values = Values { findings };
    let Some(root) = tree.as_ref().and_then(|tree| tree.root()) else { return (None, values.findings) };
    let Some((body, syntax)) = body_of(root, bytes) else {
        let message = format!(
            "the XML's root is `{}`, no invoice that is known: expected UBL Invoice or CreditNote, or CII",
            root.name()
        );
        values.findings.push(Finding::error("einvoice_unknown", message));
        return (None, values.findings);
    };
    let invoice = match syntax {
        Syntax::UblInvoice | Syntax::UblCreditNote => ubl::read(body, syntax, &mut values),
        Syntax::Cii | Syntax::Zugferd1 => cii::read(body, syntax, &mut values),
    };
    (Some(invoice), values.findings)
}

/// The invoice's element, out of its Peppol envelope where it has one.
fn body_of<'a>(root: Element<'a>, bytes: &[u8]) -> Option<(Element<'a>, Syntax)> {
    if root.name() == "StandardBusinessDocument" {
        return root.children().find_map(|child| match child.name() {
            "Invoice" => Some((child, Syntax::UblInvoice)),
            "CreditNote" => Some((child, Syntax::UblCreditNote)),
            _ => None,
        });
    }
    let (_, namespace) = xml::root(bytes)?;
    Some((root, syntax_of(root.name(), &namespace)?))
}
