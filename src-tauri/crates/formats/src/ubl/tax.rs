//! Categories of VAT and the breakdown: which category a line stands under, and the sums.

use std::collections::BTreeMap;

use liasse_domain::{Amount, VatRate, VatScheme};

use super::error::UblError;
use super::model::UblDocument;
use super::variant::{UblVariant, belgian_category, belgian_exemption};
use crate::einvoice::VatCategory;
use crate::xml::XmlWriter;

/// One line of the breakdown (BG-23).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) category: VatCategory,
    pub(crate) rate: VatRate,
    pub(crate) base: Amount,
    pub(crate) tax: Amount,
}

/// The breakdown, with the deposits in it, and the totals of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Breakdown {
    pub(crate) groups: Vec<Group>,
    /// Category that deposits stand under.
    pub(crate) deposit_category: VatCategory,
    pub(crate) deposit: Amount,
    pub(crate) ht: Amount,
    pub(crate) tax: Amount,
    pub(crate) ttc: Amount,
}

/// The category of an amount under a scheme, on which no tax is charged.
fn untaxed_category(document: &UblDocument) -> VatCategory {
    // Without a VAT number, a supplier that charges no tax can only be outside the scope: rules BR-E-02, BR-AE-02,
    // BR-IC-02 and BR-G-02 want the number for every other category.
    let registered = document.supplier.vat_number.is_some();
    match document.scheme {
        VatScheme::Standard => VatCategory::ZeroRated,
        _ if !registered => VatCategory::OutOfScope,
        VatScheme::Exempt => VatCategory::Exempt,
        VatScheme::ReverseCharge => VatCategory::ReverseCharge,
        VatScheme::Export => VatCategory::Export,
        // Category K is for goods and wants the delivery (BR-IC-11, BR-IC-12); without it, what is certain is that the
        // customer owes the tax.
        VatScheme::Intracom if document.delivery.is_some() => VatCategory::IntraCommunity,
        VatScheme::Intracom => VatCategory::ReverseCharge,
    }
}

/// The breakdown, when the totals agree with it.
pub(super) fn breakdown(document: &UblDocument) -> Result<Breakdown, UblError> {
    let untaxed = untaxed_category(document);
    let mut sums: BTreeMap<(VatCategory, VatRate), (Amount, Amount)> = BTreeMap::new();
    for line in document.vat_lines.iter().filter(|line| !line.base.is_zero() || !line.amount.is_zero()) {
        // The rules allow for the rounding of lines, up to one unit of the currency (BR-S-09).
        let expected = line.rate.tax_on(line.base);
        let is_off = (line.amount - expected).abs() >= Amount::from_cents(100);
        let no_tax =
            line.amount.is_zero() && (line.rate == VatRate::ZERO || document.scheme != VatScheme::Standard);
        if is_off && !no_tax {
            return Err(UblError::Inconsistent { what: "the tax of a rate", stated: line.amount, expected });
        }
        let key = if no_tax { (untaxed, VatRate::ZERO) } else { (VatCategory::Standard, line.rate) };
        let sum = sums.entry(key).or_default();
        sum.0 += line.base;
        sum.1 += line.amount;
    }
    let taxed: Amount = sums.values().map(|(base, _)| *base).sum();
    let tax: Amount = sums.values().map(|(_, tax)| *tax).sum();
    // Papers list the rates at which tax is charged: what the total holds besides bears none.
    let rest = document.total_ht - taxed;
    if rest > Amount::ZERO || sums.is_empty() {
        sums.entry((untaxed, VatRate::ZERO)).or_default().0 += rest;
    }
    let base = taxed.max(document.total_ht);
    same("the total without tax", document.total_ht, base)?;
    same("the total of the tax", document.total_vat, tax)?;
    same("the total with tax", document.total_ttc, base + tax)?;
    let deposit = document.deposit.unwrap_or(Amount::ZERO);
    // Category O suffers no other beside it (BR-O-11).
    let deposit_category =
        if untaxed == VatCategory::OutOfScope && sums.keys().all(|(category, _)| *category == untaxed) {
            untaxed
        } else {
            VatCategory::Exempt
        };
    if !deposit.is_zero() {
        sums.entry((deposit_category, VatRate::ZERO)).or_default().0 += deposit;
    }
    let groups =
        sums.into_iter().map(|((category, rate), (base, tax))| Group { category, rate, base, tax }).collect();
    let ht = base + deposit;
    Ok(Breakdown { groups, deposit_category, deposit, ht, tax, ttc: ht + tax })
}

fn same(what: &'static str, stated: Amount, expected: Amount) -> Result<(), UblError> {
    if stated == expected { Ok(()) } else { Err(UblError::Inconsistent { what, stated, expected }) }
}

impl Breakdown {
    /// The VATEX code and the wording of why a group bears no tax, in the paper's words where it has some.
    pub(crate) fn reason<'a>(
        &self,
        group: &Group,
        document: &'a UblDocument,
    ) -> (Option<&'static str>, Option<&'a str>) {
        let deposit_only = group.category == self.deposit_category
            && group.base == self.deposit
            && document.scheme != VatScheme::Exempt;
        let (code, wording) = reason(group.category, deposit_only);
        let said = document.exemption_reason.as_deref().filter(|_| !deposit_only);
        (code, wording.map(|wording| said.unwrap_or(wording)))
    }
}

/// The VATEX code and the wording of why a category bears no tax.
fn reason(category: VatCategory, deposit_only: bool) -> (Option<&'static str>, Option<&'static str>) {
    match category {
        VatCategory::ReverseCharge => (Some("VATEX-EU-AE"), Some("Autoliquidation")),
        VatCategory::IntraCommunity => (Some("VATEX-EU-IC"), Some("Livraison intracommunautaire")),
        VatCategory::Export => (Some("VATEX-EU-G"), Some("Exportation hors de l'Union européenne")),
        VatCategory::OutOfScope => (Some("VATEX-EU-O"), Some("Non soumis à la TVA")),
        VatCategory::Exempt if deposit_only => (None, Some("Emballages consignés, hors base d'imposition")),
        VatCategory::Exempt => (None, Some("Exonéré de TVA")),
        _ => (None, None),
    }
}

/// Writes BG-23.
pub(super) fn write_tax_total(
    xml: &mut XmlWriter,
    document: &UblDocument,
    breakdown: &Breakdown,
    variant: UblVariant,
) {
    let currency = [("currencyID", document.currency.code())];
    xml.element("cac:TaxTotal", &[], |xml| {
        xml.leaf("cbc:TaxAmount", &currency, &breakdown.tax.to_string());
        for group in &breakdown.groups {
            xml.element("cac:TaxSubtotal", &[], |xml| {
                xml.leaf("cbc:TaxableAmount", &currency, &group.base.to_string());
                xml.leaf("cbc:TaxAmount", &currency, &group.tax.to_string());
                xml.element("cac:TaxCategory", &[], |xml| {
                    let belgian =
                        write_category(xml, document, breakdown, (group.category, group.rate), variant);
                    let (code, wording) = match belgian {
                        Some(category) => (belgian_exemption(category), None),
                        None => breakdown.reason(group, document),
                    };
                    xml.optional("cbc:TaxExemptionReasonCode", code);
                    xml.optional("cbc:TaxExemptionReason", wording);
                    write_scheme(xml);
                });
            });
        }
    });
}

/// The category and its rate; of UBL.BE the Belgian category as well, which comes back.
pub(super) fn write_category(
    xml: &mut XmlWriter,
    document: &UblDocument,
    breakdown: &Breakdown,
    (category, rate): (VatCategory, VatRate),
    variant: UblVariant,
) -> Option<&'static str> {
    xml.leaf("cbc:ID", &[], category.code());
    let belgian = (variant == UblVariant::UblBe)
        .then(|| belgian_category(document, breakdown, category, rate).ok())
        .flatten();
    xml.optional("cbc:Name", belgian);
    write_percent(xml, category, rate);
    belgian
}

/// The rate, which category O may not have (BR-O-05).
fn write_percent(xml: &mut XmlWriter, category: VatCategory, rate: VatRate) {
    if category != VatCategory::OutOfScope {
        xml.leaf("cbc:Percent", &[], &rate.to_string());
    }
}

/// The scheme of tax: always VAT.
pub(super) fn write_scheme(xml: &mut XmlWriter) {
    xml.element("cac:TaxScheme", &[], |xml| xml.leaf("cbc:ID", &[], "VAT"));
}
