//! Writing a message of an e-invoice's life cycle: UN/CEFACT Cross Domain Acknowledgement and Response (CDAR) D22B as AFNOR
//! XP Z12-012 profiles it. "MDT" are the terms of that profile, "BR-FR-CDV" its rules.

use liasse_domain::identifiers::Siren;
use liasse_domain::{Date, DocumentKind, LifeCycleReason, LifeCycleStatus};

use crate::xml::XmlWriter;

const NAMESPACES: [(&str, &str); 4] = [
    ("xmlns:rsm", "urn:un:unece:uncefact:data:standard:CrossDomainAcknowledgementAndResponse:100"),
    ("xmlns:ram", "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"),
    ("xmlns:qdt", "urn:un:unece:uncefact:data:standard:QualifiedDataType:100"),
    ("xmlns:udt", "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"),
];
/// MDT-2: an invoice between companies subject to the reform (BR-FR-CDV-CL-01).
const REGULATED: &str = "REGULATED";
/// MDT-3 (BR-FR-CDV-02).
const PROFILE: &str = "urn.cpro.gouv.fr:1p0:CDV:invoice";
/// MDT-77: a status of the treatment, not of the transmission (BR-FR-CDV-09).
const TREATMENT: &str = "23";
/// Schemes of identifiers: ISO 6523 ICD of the SIREN, and the electronic address of the French directory.
const SIREN_SCHEME: &str = "0002";
const ADDRESS_SCHEME: &str = "0225";
/// Formats of dates (UNTDID 2379): day, and moment.
const DAY: &str = "102";
const MOMENT: &str = "204";

/// A moment, in the time of this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The day.
    pub date: Date,
    /// Hour, 0 to 23.
    pub hour: u8,
    /// Minute, 0 to 59.
    pub minute: u8,
    /// Second, 0 to 59.
    pub second: u8,
}

/// A company, by what the directory knows it by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Company<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its SIREN.
    pub siren: &'a Siren,
}

/// What a message says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LifeCycleMessage<'a> {
    /// What tells it from every other message.
    pub id: &'a str,
    /// When the status was set.
    pub at: Moment,
    /// The buyer, who sets it.
    pub buyer: Company<'a>,
    /// The seller, who is told.
    pub seller: Company<'a>,
    /// Number of the invoice (BT-1).
    pub invoice_number: &'a str,
    /// Its issue date (BT-2).
    pub invoice_date: Date,
    /// Invoice or credit note (BT-3).
    pub invoice_kind: DocumentKind,
    /// The status.
    pub status: LifeCycleStatus,
    /// Why, where the status must say it.
    pub reason: Option<LifeCycleReason>,
    /// More in words.
    pub note: Option<&'a str>,
}

/// Why a message cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LifeCycleError {
    /// The status must say why, and by a reason that it allows.
    #[error("the status {status} needs a reason of its list: choose one")]
    Reason {
        /// Code of the status.
        status: &'static str,
    },
}

impl LifeCycleError {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            LifeCycleError::Reason { .. } => "life_cycle_reason",
        }
    }
}

/// Writes a message.
///
/// # Errors
/// [`LifeCycleError::Reason`] when the status needs a reason and none of its list is given (BR-FR-CDV-15, BR-FR-CDV-CL-09).
pub fn write(message: &LifeCycleMessage<'_>) -> Result<Vec<u8>, LifeCycleError> {
    let allowed = message.status.reasons();
    let fits = match message.reason {
        Some(reason) => allowed.contains(&reason),
        None => allowed.is_empty(),
    };
    if !fits {
        return Err(LifeCycleError::Reason { status: message.status.code() });
    }
    let mut xml = XmlWriter::new();
    xml.element("rsm:CrossDomainAcknowledgementAndResponse", &NAMESPACES, |xml| {
        xml.element("rsm:ExchangedDocumentContext", &[], |xml| {
            parameter(xml, "ram:BusinessProcessSpecifiedDocumentContextParameter", REGULATED);
            parameter(xml, "ram:GuidelineSpecifiedDocumentContextParameter", PROFILE);
        });
        xml.element("rsm:ExchangedDocument", &[], |xml| {
            xml.leaf("ram:ID", &[], message.id);
            moment(xml, message.at);
            // The firm's software sends it for the buyer, who answers for it.
            xml.element("ram:SenderTradeParty", &[], |xml| party(xml, message.buyer, "BY", false));
            xml.element("ram:IssuerTradeParty", &[], |xml| party(xml, message.buyer, "BY", false));
            xml.element("ram:RecipientTradeParty", &[], |xml| party(xml, message.seller, "SE", true));
        });
        xml.element("rsm:AcknowledgementDocument", &[], |xml| {
            xml.element("ram:MultipleReferencesIndicator", &[], |xml| {
                xml.leaf("udt:Indicator", &[], "false")
            });
            xml.leaf("ram:TypeCode", &[], TREATMENT);
            moment(xml, message.at);
            xml.element("ram:ReferenceReferencedDocument", &[], |xml| reference(xml, message));
        });
    });
    Ok(xml.finish())
}

fn parameter(xml: &mut XmlWriter, name: &'static str, id: &str) {
    xml.element(name, &[], |xml| xml.leaf("ram:ID", &[], id));
}

fn moment(xml: &mut XmlWriter, at: Moment) {
    let Moment { date, hour, minute, second } = at;
    let text = format!("{}{hour:02}{minute:02}{second:02}", date.compact());
    xml.element("ram:IssueDateTime", &[], |xml| xml.leaf("udt:DateTimeString", &[("format", MOMENT)], &text));
}

/// A party; with its electronic address where it is to be reached (BR-FR-CDV-08).
fn party(xml: &mut XmlWriter, company: Company<'_>, role: &str, reached: bool) {
    let siren = company.siren.to_string();
    xml.leaf("ram:GlobalID", &[("schemeID", SIREN_SCHEME)], &siren);
    xml.optional("ram:Name", Some(company.name));
    xml.leaf("ram:RoleCode", &[], role);
    if reached {
        xml.element("ram:URIUniversalCommunication", &[], |xml| {
            xml.leaf("ram:URIID", &[("schemeID", ADDRESS_SCHEME)], &siren);
        });
    }
}

/// The invoice that is spoken of, and what is said of it.
fn reference(xml: &mut XmlWriter, message: &LifeCycleMessage<'_>) {
    xml.leaf("ram:IssuerAssignedID", &[], message.invoice_number);
    xml.leaf("ram:StatusCode", &[], message.status.general_code());
    // UNTDID 1001, as the invoice states it.
    let kind = if message.invoice_kind == DocumentKind::CreditNote { "381" } else { "380" };
    xml.leaf("ram:TypeCode", &[], kind);
    xml.element("ram:FormattedIssueDateTime", &[], |xml| {
        xml.leaf("qdt:DateTimeString", &[("format", DAY)], &message.invoice_date.compact());
    });
    xml.leaf("ram:ProcessConditionCode", &[], message.status.code());
    xml.leaf("ram:ProcessCondition", &[], message.status.french_name());
    xml.element("ram:IssuerTradeParty", &[], |xml| party(xml, message.seller, "SE", false));
    let note = message.note.map(str::trim).filter(|note| !note.is_empty());
    if message.reason.is_none() && note.is_none() {
        return;
    }
    xml.element("ram:SpecifiedDocumentStatus", &[], |xml| {
        if let Some(reason) = message.reason {
            xml.leaf("ram:ReasonCode", &[], reason.code());
            xml.leaf("ram:Reason", &[], reason.french_name());
        }
        xml.leaf("ram:SequenceNumeric", &[], "1");
        if let Some(note) = note {
            xml.element("ram:IncludedNote", &[], |xml| xml.leaf("ram:Content", &[], note));
        }
    });
}

#[cfg(test)]
mod tests;
