//! The UBL files that Belgian software knows.

use liasse_domain::{Amount, VatRate, VatScheme};

use super::error::UblError;
use super::lines::OutLine;
use super::model::{UblDocument, UblKind};
use super::tax::{Breakdown, Group};
use crate::einvoice::VatCategory;

/// Which UBL file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum UblVariant {
    /// Peppol BIS Billing 3: what Belgium prescribes since 1 January 2026 (royal decree of 8 July 2025).
    #[default]
    PeppolBis3,
    /// UBL.BE 1.0 (2018), the Belgian rules on EN 16931 that came before, in the release 1.31 of its rules.
    UblBe,
    /// e-FFF 1 (2012), UBL 2.0 around a PDF that prevails.
    Efff,
}

impl UblVariant {
    /// The customization (BT-24).
    pub(super) fn customization(self) -> &'static str {
        match self {
            UblVariant::PeppolBis3 => {
                "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
            }
            UblVariant::UblBe => "urn:cen.eu:en16931:2017#conformant#urn:UBL.BE:1.0.0.20180214",
            UblVariant::Efff => "1.0",
        }
    }

    /// The process (BT-23).
    pub(super) fn profile(self) -> &'static str {
        match self {
            UblVariant::PeppolBis3 | UblVariant::UblBe => "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0",
            UblVariant::Efff => "e-fff",
        }
    }

    /// The root element's kind: e-FFF writes credit notes as invoices of type 381.
    pub(super) fn root(self, kind: UblKind) -> UblKind {
        if self == UblVariant::Efff { UblKind::Invoice } else { kind }
    }
}

/// The Belgian category of VAT (BTCC) of a group, which rules ubl-BE-10 and -15 want beside the European one.
///
/// # Errors
/// [`UblError::Rate`] for a rate that Belgium does not know.
pub(super) fn belgian_category(
    document: &UblDocument,
    breakdown: &Breakdown,
    category: VatCategory,
    rate: VatRate,
) -> Result<&'static str, UblError> {
    Ok(match category {
        VatCategory::Standard => match rate.basis_points() {
            600 => "01",
            1_200 => "02",
            2_100 => "03",
            _ => return Err(UblError::Rate { rate }),
        },
        VatCategory::ZeroRated => "00",
        // Packaging given on deposit stands outside the basis of the tax (art. 28 CTVA).
        VatCategory::Exempt
            if category == breakdown.deposit_category && document.scheme != VatScheme::Exempt =>
        {
            "NS"
        }
        VatCategory::Exempt => "NA",
        VatCategory::ReverseCharge if document.scheme == VatScheme::Intracom => "44",
        VatCategory::ReverseCharge => "45",
        VatCategory::IntraCommunity => "46/GO",
        VatCategory::Export => "47/EX",
        _ => "NS",
    })
}

/// The Belgian code of why no tax is charged (BVERC, rule ubl-BE-11); none where tax is charged. It stands alone: rule
/// ubl-BE-12 allows its own sentences only.
pub(super) fn belgian_exemption(category: &str) -> Option<&'static str> {
    Some(match category {
        "NA" => "BETE-EX",
        "44" => "BETE-44",
        "45" => "BETE-45",
        "46/GO" => "BETE-46/GO",
        "47/EX" => "BETE-47/EX",
        "NS" => "BETE-NS",
        _ => return None,
    })
}

/// The tax of each line, which rule ubl-BE-14 wants; the lines of a group add up to its tax, the last one takes the cents.
pub(super) fn line_taxes(breakdown: &Breakdown, lines: &[OutLine]) -> Vec<Amount> {
    let mut taxes: Vec<Amount> = lines.iter().map(|line| line.rate.tax_on(line.amount)).collect();
    for Group { category, rate, tax, .. } in &breakdown.groups {
        let of_group = |line: &OutLine| (line.category, line.rate) == (*category, *rate);
        let sum: Amount =
            lines.iter().zip(&taxes).filter(|(line, _)| of_group(line)).map(|(_, tax)| *tax).sum();
        if let Some(place) = lines.iter().rposition(of_group)
            && let Some(last) = taxes.get_mut(place)
        {
            *last += *tax - sum;
        }
    }
    taxes
}
