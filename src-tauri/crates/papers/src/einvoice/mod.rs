//! Papers as e-invoices: UBL (Peppol BIS 3), CII, and CII inside the PDF of the paper (Factur-X), with their truth.
//!
//! Only deals that the European standard can state without further rules are taken: lines without rebates and tax,
//! tax per rate on the sum of the lines (EN 16931-1, BR-CO-10 to BR-CO-17).

mod cii;
mod ubl;

use crate::Paper;
use crate::day::Day;
use crate::goods::divide;
use crate::layouts::Layout;
use crate::pdf::{self, Attachment};
use crate::rng::Rng;
use crate::show::{Numbers, quantity, scaled};
use crate::truth::{
    Country, Deal, FieldTruth, Fields, Kind, LineTruth, Party, Pay, Scheme, Truth, VatTruth, plain,
};

/// How the invoice is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    Ubl,
    Cii,
    /// CII in the PDF of the paper.
    FacturX,
}

pub const SYNTAXES: [Syntax; 3] = [Syntax::Ubl, Syntax::Cii, Syntax::FacturX];

impl Syntax {
    pub fn name(self) -> &'static str {
        match self {
            Self::Ubl => "ubl",
            Self::Cii => "cii",
            Self::FacturX => "factur_x",
        }
    }

    pub fn ending(self) -> &'static str {
        if self == Self::FacturX { "pdf" } else { "xml" }
    }
}

/// An e-invoice: its bytes and what it says.
#[derive(Debug, Clone)]
pub struct EInvoice {
    pub bytes: Vec<u8>,
    pub truth: Truth,
}

/// Whether the standard can state this deal as it is.
fn plain_deal(deal: &Deal) -> bool {
    let line_adds_up = |line: &crate::truth::Line| {
        line.rebate == 0 && line.amount > 0 && line.amount == divide(line.quantity * line.price, 10_000)
    };
    // Reverse charge between two member states is stated as an intra-Community supply or as a reverse charge alike.
    let borders = deal.customer.as_ref().is_some_and(|customer| customer.country != deal.supplier.country);
    matches!(deal.kind, Kind::Invoice | Kind::CreditNote)
        && !(deal.scheme == Scheme::ReverseCharge && borders)
        && deal.customer.is_some()
        && !deal.inclusive
        && deal.outlays == 0
        && deal.deposit.is_none()
        && deal.rebate.is_none()
        && !deal.lines.is_empty()
        && deal.lines.iter().all(line_adds_up)
        && deal.vat.iter().all(|vat| vat.amount == divide(vat.base * vat.rate, 10_000))
}

/// One e-invoice of a seed; `None` when none of the layouts draws a deal that fits.
pub fn einvoice(seed: u64, syntax: Syntax, layouts: &[Layout]) -> Option<EInvoice> {
    with_paper(seed, syntax, layouts).map(|(made, _)| made)
}

/// The same, with the paper of the invoice, which comes as a file of its own beside XML.
pub fn with_paper(seed: u64, syntax: Syntax, layouts: &[Layout]) -> Option<(EInvoice, Paper)> {
    let mut rng = Rng::new(seed);
    let mut tries = (0..400).filter_map(|_| {
        let layout = layouts.get(rng.range(0, layouts.len() as i64 - 1) as usize)?;
        Some(layout.paper(rng.draw()))
    });
    let paper = tries.find(|paper| plain_deal(&paper.deal))?;
    let deal = &paper.deal;
    let bytes = match syntax {
        Syntax::Ubl => ubl::write(deal).into_bytes(),
        Syntax::Cii => cii::write(deal).into_bytes(),
        Syntax::FacturX => {
            let xml = cii::write(deal).into_bytes();
            pdf::write_with(&paper.sheets, Some(&Attachment { name: "factur-x.xml", bytes: &xml }))
        }
    };
    let truth = Truth {
        layout: syntax.name().to_owned(),
        due_date_printed: true,
        terms: None,
        fields: FieldTruth::Entry(Box::new(fields(deal))),
        derived: Vec::new(),
        places: Default::default(),
        ..paper.truth.clone()
    };
    Some((EInvoice { bytes, truth }, paper))
}

/// The due date: a credit note is not paid.
fn due(deal: &Deal) -> Option<Day> {
    deal.due.filter(|_| deal.kind == Kind::Invoice)
}

/// Means of payment as stated: its code (UNCL 4461), and whether an account goes with it.
fn means(deal: &Deal) -> Option<(&'static str, bool)> {
    let account = !deal.supplier.iban.is_empty();
    Some(match deal.pay? {
        Pay::Transfer => ("30", account),
        Pay::DirectDebit => ("49", false),
        Pay::Cheque => ("20", false),
        Pay::Card => ("48", false),
        Pay::Cash => ("10", false),
        Pay::MealVoucher => return None,
    })
}

fn fields(deal: &Deal) -> Fields {
    let s = &deal.supplier;
    let french = s.country == Country::Fr;
    let paid = means(deal);
    let account = paid.is_some_and(|(_, account)| account);
    Fields {
        doc_type: deal.kind,
        invoice_number: Some(deal.number.clone()),
        issue_date: Some(deal.issue.iso()),
        due_date: due(deal).map(Day::iso),
        supplier_name: Some(s.full_name()),
        supplier_country: Some(s.country.code()),
        supplier_vat: s.vat.clone(),
        supplier_siren: s.siren.clone().filter(|_| french),
        supplier_siret: s.siret.clone().filter(|_| french),
        customer_name: deal.customer.as_ref().map(Party::full_name),
        customer_vat: deal.customer.as_ref().and_then(|customer| customer.vat.clone()),
        currency: deal.currency.clone(),
        total_ttc: plain(deal.ttc),
        total_ht: Some(plain(deal.ht)),
        total_vat: Some(plain(deal.tax)),
        amount_due: plain(deal.payable),
        vat_breakdown: deal
            .vat
            .iter()
            .filter(|vat| vat.rate != 0)
            .map(|v| VatTruth { rate: plain(v.rate), base: plain(v.base), amount: plain(v.amount) })
            .collect(),
        vat_scheme: deal.scheme,
        payment_method: paid.and(deal.pay),
        card_last4: None,
        iban: account.then(|| s.iban.clone()),
        bic: (account && !s.bic.is_empty()).then(|| s.bic.clone()),
        structured_comm: deal.structured.clone().filter(|_| account),
        deposit_amount: None,
        prepaid: deal.prepaid.map(plain),
        line_items: deal
            .lines
            .iter()
            .map(|line| LineTruth {
                description: line.text.clone(),
                quantity: quantity(line.quantity, Numbers::PlainDot),
                unit_price: price(line.price),
                amount: plain(line.amount),
                vat_rate: plain(line.rate),
            })
            .collect(),
    }
}

/// A price in thousandths, with no more decimals than it needs beyond two.
fn price(thousandths: i64) -> String {
    if thousandths % 10 == 0 { plain(thousandths / 10) } else { scaled(thousandths, 3, Numbers::PlainDot) }
}

/// Category of VAT (UNCL 5305) and, where no tax is charged, why not (BT-120).
fn category(deal: &Deal, rate: i64) -> (&'static str, Option<&'static str>) {
    match deal.scheme {
        Scheme::Standard if rate == 0 => ("Z", None),
        Scheme::Standard => ("S", None),
        Scheme::ReverseCharge => ("AE", Some("Autoliquidation")),
        Scheme::Intracom => ("K", Some("Livraison intracommunautaire")),
        Scheme::Exempt => ("E", Some("Exonéré de TVA")),
        Scheme::Export => ("G", Some("Exportation hors de l'Union européenne")),
    }
}

/// The legal registration of a party with its scheme (ISO 6523): SIREN or Belgian enterprise number.
fn registration(party: &Party) -> Option<(&'static str, String)> {
    match party.country {
        Country::Fr => party.siren.clone().map(|siren| ("0002", siren)),
        Country::Be => {
            let digits: String = party.vat.as_deref()?.chars().filter(char::is_ascii_digit).collect();
            Some(("0208", digits))
        }
        _ => None,
    }
}

/// An element with text; nothing for an empty text.
fn element(name: &str, attributes: &str, text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let gap = if attributes.is_empty() { "" } else { " " };
    format!("<{name}{gap}{attributes}>{text}</{name}>")
}

/// An element around others; nothing around nothing.
fn around(name: &str, parts: &[String]) -> String {
    let inner = parts.concat();
    if inner.is_empty() { inner } else { format!("<{name}>{inner}</{name}>\n") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layouts;

    #[test]
    fn every_syntax_states_the_number_and_the_totals() {
        let all = layouts::all();
        for seed in 0..12 {
            for syntax in SYNTAXES {
                let made = einvoice(seed, syntax, &all).unwrap();
                let FieldTruth::Entry(fields) = &made.truth.fields else { panic!("no entry") };
                let text = String::from_utf8_lossy(&made.bytes);
                for value in
                    [fields.invoice_number.as_deref().unwrap(), &fields.total_ttc, &fields.amount_due]
                {
                    assert!(text.contains(&format!(">{value}<")), "{syntax:?} {value}");
                }
                assert_eq!(made.bytes.starts_with(b"%PDF"), syntax == Syntax::FacturX);
                assert_eq!(made.bytes, einvoice(seed, syntax, &all).unwrap().bytes);
            }
        }
    }

    #[test]
    fn marks_of_xml_are_escaped() {
        assert_eq!(element("a", "", "x < y & z"), "<a>x &lt; y &amp; z</a>");
        assert_eq!(element("a", "b=\"c\"", "1"), "<a b=\"c\">1</a>");
        assert_eq!(around("a", &[element("b", "", "")]), "");
    }
}
