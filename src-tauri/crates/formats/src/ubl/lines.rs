//! The lines: those that were read when they sum to the totals, else one per rate.

use liasse_domain::{Amount, LineItem, VatRate};

use super::model::{UblDocument, UblKind};
use super::tax::{Breakdown, write_category, write_scheme};
use super::variant::{UblVariant, line_taxes};
use crate::einvoice::{VatCategory, plain_decimal};
use crate::xml::XmlWriter;

/// One line to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OutLine {
    pub(crate) name: String,
    pub(crate) quantity: String,
    pub(crate) price: String,
    /// Number of units that the price is for, when it is not one.
    pub(crate) base_quantity: Option<String>,
    pub(crate) amount: Amount,
    pub(crate) category: VatCategory,
    pub(crate) rate: VatRate,
}

impl OutLine {
    /// One unit at the line's amount. A price is never negative (BR-27): the quantity bears the sign.
    fn single(name: String, amount: Amount, category: VatCategory, rate: VatRate) -> OutLine {
        let quantity = if amount.is_negative() { "-1" } else { "1" };
        OutLine {
            name,
            quantity: quantity.to_owned(),
            price: amount.abs().to_string(),
            base_quantity: None,
            amount,
            category,
            rate,
        }
    }
}

/// The lines of the file, and whether they are those that were read. Their sums per category and rate are the bases of the
/// breakdown.
pub(super) fn lines(document: &UblDocument, breakdown: &Breakdown) -> (Vec<OutLine>, bool) {
    if let Some(lines) = as_read(document, breakdown) {
        return (lines, true);
    }
    (per_rate(breakdown), false)
}

fn per_rate(breakdown: &Breakdown) -> Vec<OutLine> {
    let mut lines: Vec<OutLine> = Vec::new();
    for group in &breakdown.groups {
        let is_deposit = group.category == breakdown.deposit_category && !breakdown.deposit.is_zero();
        let base = if is_deposit { group.base - breakdown.deposit } else { group.base };
        if !base.is_zero() || !is_deposit {
            let name = match group.category {
                VatCategory::Standard => format!("Total à {} %", percent(group.rate)),
                _ => "Total sans TVA".to_owned(),
            };
            lines.push(OutLine::single(name, base, group.category, group.rate));
        }
    }
    lines.extend(deposit_line(breakdown));
    lines
}

fn percent(rate: VatRate) -> String {
    let text = plain_decimal(&rate.to_string()).unwrap_or_default();
    text.replace('.', ",")
}

fn deposit_line(breakdown: &Breakdown) -> Option<OutLine> {
    (!breakdown.deposit.is_zero()).then(|| {
        let name = "Consignes".to_owned();
        OutLine::single(name, breakdown.deposit, breakdown.deposit_category, VatRate::ZERO)
    })
}

/// The lines that were read, when every one has its amount and group, and the groups sum to their bases.
fn as_read(document: &UblDocument, breakdown: &Breakdown) -> Option<Vec<OutLine>> {
    let items = &document.line_items;
    if items.is_empty() {
        return None;
    }
    let sum: Amount = items.iter().map(|item| item.amount).sum::<Option<Amount>>()?;
    // A paper may print the deposits among its lines.
    let with_deposits = match (sum == breakdown.ht, sum == document.total_ht) {
        (_, true) => false,
        (true, false) => true,
        (false, false) => return None,
    };
    let mut lines = Vec::with_capacity(items.len() + 1);
    for item in items {
        let group = match (item.vat_rate, breakdown.groups.as_slice()) {
            (_, [group]) => group,
            (Some(rate), groups) => {
                let mut matching = groups.iter().filter(|group| group.rate == rate);
                let group = matching.next()?;
                // Two categories at rate zero: the paper does not say which.
                if matching.next().is_some() {
                    return None;
                }
                group
            }
            (None, _) => return None,
        };
        lines.push(out_line(item, group.category, group.rate)?);
    }
    if !with_deposits {
        lines.extend(deposit_line(breakdown));
    }
    let sums_agree = breakdown.groups.iter().all(|group| {
        let key = (group.category, group.rate);
        let sum: Amount =
            lines.iter().filter(|line| (line.category, line.rate) == key).map(|line| line.amount).sum();
        sum == group.base
    });
    sums_agree.then_some(lines)
}

fn out_line(item: &LineItem, category: VatCategory, rate: VatRate) -> Option<OutLine> {
    let amount = item.amount?;
    let name = match item.description.trim() {
        "" => "Ligne sans désignation".to_owned(),
        description => description.to_owned(),
    };
    let single = OutLine::single(name, amount, category, rate);
    let Some(quantity) = item.quantity.as_deref().and_then(plain_decimal).filter(|q| q != "0") else {
        return Some(single);
    };
    let magnitude = quantity.trim_start_matches('-').to_owned();
    // The quantity has the sign of the amount, since the price has none.
    let quantity = if amount.is_negative() { format!("-{magnitude}") } else { magnitude.clone() };
    let price = item.unit_price.as_deref().and_then(plain_decimal);
    Some(match price.filter(|price| gives(&magnitude, price, amount.abs())) {
        Some(price) => OutLine { quantity, price, ..single },
        // With a discount inside: the amount is the price of that many units (BT-149).
        None => OutLine { quantity, base_quantity: Some(magnitude), ..single },
    })
}

/// Whether quantity × price, rounded to cents, is the amount (Peppol rule R120). Decimals without a sign.
fn gives(quantity: &str, price: &str, amount: Amount) -> bool {
    let scaled = |text: &str| -> Option<(i128, u32)> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        if decimals.len() > 8 || whole.len() > 12 {
            return None;
        }
        let digits: i128 = format!("{whole}{decimals}").parse().ok()?;
        Some((digits, u32::try_from(decimals.len()).ok()?))
    };
    let (Some((q, q_scale)), Some((p, p_scale))) = (scaled(quantity), scaled(price)) else { return false };
    let unit = 10i128.pow(q_scale + p_scale);
    let cents = (q * p * 100 + unit / 2) / unit;
    cents == i128::from(amount.cents())
}

/// Writes the lines (BG-25).
pub(super) fn write_lines(
    xml: &mut XmlWriter,
    document: &UblDocument,
    breakdown: &Breakdown,
    lines: &[OutLine],
    variant: UblVariant,
) {
    let currency = [("currencyID", document.currency.code())];
    let (element, quantity) = match variant.root(document.kind) {
        UblKind::Invoice => ("cac:InvoiceLine", "cbc:InvoicedQuantity"),
        UblKind::CreditNote => ("cac:CreditNoteLine", "cbc:CreditedQuantity"),
    };
    // "One", of UN/ECE recommendation 20: papers name no unit that could be coded with certainty.
    let unit = [("unitCode", "C62")];
    let taxes = line_taxes(breakdown, lines);
    for (index, (line, tax)) in lines.iter().zip(taxes).enumerate() {
        xml.element(element, &[], |xml| {
            xml.leaf("cbc:ID", &[], &(index + 1).to_string());
            xml.leaf(quantity, &unit, &line.quantity);
            xml.leaf("cbc:LineExtensionAmount", &currency, &line.amount.to_string());
            if variant == UblVariant::UblBe {
                xml.element("cac:TaxTotal", &[], |xml| {
                    xml.leaf("cbc:TaxAmount", &currency, &tax.to_string());
                });
            }
            xml.element("cac:Item", &[], |xml| {
                xml.leaf("cbc:Name", &[], &line.name);
                xml.element("cac:ClassifiedTaxCategory", &[], |xml| {
                    write_category(xml, document, breakdown, (line.category, line.rate), variant);
                    write_scheme(xml);
                });
            });
            xml.element("cac:Price", &[], |xml| {
                xml.leaf("cbc:PriceAmount", &currency, &line.price);
                if let Some(base) = &line.base_quantity {
                    xml.leaf("cbc:BaseQuantity", &unit, base);
                }
            });
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn multiplies_decimals() {
        assert!(gives("3", "1.115", Amount::from_cents(335)));
        assert!(gives("2.5", "4", Amount::from_cents(1000)));
        assert!(!gives("2", "4", Amount::from_cents(799)));
        assert!(!gives("99999999999999", "4", Amount::from_cents(799)));
    }
}
