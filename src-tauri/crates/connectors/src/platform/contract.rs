//! The Flow service of AFNOR XP Z12-013, annex A (OpenAPI 1.1 to 1.3): paths and fields of what is used of it. It is a
//! published standard; assumed is only the way to a token, which the standard leaves to each platform (OAuth2 client
//! credentials, RFC 6749 §4.4, are the usual one), and how a list goes on, of which the standard says little. The same
//! field by field: `docs/contracts/afnor-flow.yaml`.

use serde::{Deserialize, Serialize};

pub const FLOWS: &[&str] = &["v1", "flows"];
pub const SEARCH: &[&str] = &["v1", "flows", "search"];
pub const HEALTH: &[&str] = &["v1", "healthcheck"];
/// Query parameter and value that ask for the file as it was sent, not for its description.
pub const ORIGINAL: (&str, &str) = ("docType", "Original");
/// The parts of a submission.
pub const INFO_PART: &str = "flowInfo";
pub const FILE_PART: &str = "file";
/// The most rows that a search may ask for.
pub const MOST_ROWS: u32 = 100;

/// A question about flows.
#[derive(Serialize, Deserialize)]
pub struct Search {
    pub limit: u32,
    pub r#where: Where,
    /// Where the list goes on, as the platform said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

/// Criteria, all of which must hold.
#[derive(Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Where {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_after: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_before: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flow_type: Vec<FlowType>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flow_direction: Vec<Direction>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking_id: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FlowType {
    SupplierInvoice,
    SupplierInvoiceLC,
    /// One that is not asked for.
    #[serde(other)]
    Other,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    /// From the platform to us.
    In,
    /// From us to the platform.
    Out,
}

/// What a search answers.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Found {
    #[serde(default)]
    pub results: Vec<FlowRow>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// A flow as the platform describes it; the standard makes no field mandatory.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FlowRow {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flow_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flow_syntax: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flow_type: Option<FlowType>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flow_direction: Option<Direction>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledgement: Option<AcknowledgementRow>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AcknowledgementRow {
    pub status: AckStatus,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<AckDetail>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AckStatus {
    Pending,
    Ok,
    Error,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AckDetail {
    #[serde(default)]
    pub level: String,
    #[serde(default)]
    pub item: String,
    #[serde(default)]
    pub reason_code: String,
    #[serde(default)]
    pub reason_message: String,
}

/// What goes with a submitted file.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FlowInfo {
    pub tracking_id: String,
    pub name: String,
    pub processing_rule: String,
    pub flow_syntax: String,
    pub sha256: String,
}

/// The answer to a submission.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Submitted {
    pub flow_id: String,
}

/// The body of a refusal.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ErrorBody {
    pub error_code: String,
    #[serde(default)]
    pub error_message: Option<String>,
}
