//! Writing Factur-X 1.0 (FNFE-MPE and FeRD, "Factur-X 1.09"): what a coded document says as CII, inside a PDF/A-3 that shows its
//! pages, for software that takes Factur-X (MEG).
//!
//! What comes out is a copy for processing, not the supplier's original, and says so: in the metadata, in a note of the XML, and
//! below each page. The original goes along as an attached file of its own.

mod cii;
mod mark;
mod pdf;
mod xmp;

use liasse_domain::Date;

use crate::ubl::{Missing, Original, UblDocument, UblError, balance, prepare};

pub use pdf::Page;

/// How much of EN 16931 a file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Profile {
    /// Header and totals only, without the tax per rate.
    Minimum,
    /// All but the lines.
    BasicWl,
    /// An invoice of EN 16931, with its lines.
    En16931,
}

impl Profile {
    /// Identifier of the profile (BT-24).
    pub fn urn(self) -> &'static str {
        match self {
            Profile::Minimum => "urn:factur-x.eu:1p0:minimum",
            Profile::BasicWl => "urn:factur-x.eu:1p0:basicwl",
            Profile::En16931 => "urn:cen.eu:en16931:2017",
        }
    }

    /// The profile as the metadata of the PDF name it.
    fn level(self) -> &'static str {
        match self {
            Profile::Minimum => "MINIMUM",
            Profile::BasicWl => "BASIC WL",
            Profile::En16931 => "EN 16931",
        }
    }
}

/// The file around a document.
#[derive(Debug, Clone, Copy)]
pub struct ProcessingCopy<'a> {
    /// The pages, as pictures.
    pub pages: &'a [Page<'a>],
    /// The original, attached as it came.
    pub original: Option<&'a Original>,
    /// The day on which it is written.
    pub written: Date,
    /// What tells this file from every other: the document's identity.
    pub identity: [u8; 16],
}

/// A Factur-X file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacturX {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// How much it says.
    pub profile: Profile,
}

/// Facts without which there is not even a file of the least profile.
const NEEDED: [Missing; 4] =
    [Missing::Number, Missing::SupplierName, Missing::SupplierCountry, Missing::CustomerName];

/// Writes a document as Factur-X, in the richest profile that its facts allow: EN 16931 with the lines that were read; BASIC WL
/// where those do not sum to the totals; MINIMUM where facts of EN 16931 are missing.
///
/// # Errors
/// [`UblError`]: a fact is missing that every profile needs, or the amounts contradict each other.
pub fn write(document: &UblDocument, copy: &ProcessingCopy<'_>) -> Result<FacturX, UblError> {
    let (xml, profile) = write_xml(document)?;
    Ok(FacturX { bytes: pdf::write(document, copy, &xml, profile), profile })
}

/// The XML of the same.
///
/// # Errors
/// As [`write`].
pub fn write_xml(document: &UblDocument) -> Result<(Vec<u8>, Profile), UblError> {
    match prepare(document) {
        Ok(prepared) if prepared.lines_are_read => {
            Ok((cii::write(document, Some(&prepared), &prepared.balance, Profile::En16931), Profile::En16931))
        }
        // BASIC WL has no term for a rounding of the amount to pay.
        Ok(prepared) if prepared.balance.rounding.is_zero() => {
            Ok((cii::write(document, Some(&prepared), &prepared.balance, Profile::BasicWl), Profile::BasicWl))
        }
        Ok(prepared) => {
            Ok((cii::write(document, Some(&prepared), &prepared.balance, Profile::Minimum), Profile::Minimum))
        }
        Err(UblError::Missing { missing }) => {
            let missing: Vec<Missing> = missing.into_iter().filter(|one| NEEDED.contains(one)).collect();
            if !missing.is_empty() {
                return Err(UblError::Missing { missing });
            }
            let stated = document.total_ttc;
            let expected = document.total_ht + document.total_vat;
            if stated != expected {
                return Err(UblError::Inconsistent { what: "the total with tax", stated, expected });
            }
            let balance = balance(document, stated + document.deposit.unwrap_or_default())?;
            Ok((cii::write(document, None, &balance, Profile::Minimum), Profile::Minimum))
        }
        Err(error) => Err(error),
    }
}
