//! A *plateforme agréée* as the Flow service of AFNOR XP Z12-013 has it (`docs/contracts/afnor-flow.yaml`): invoices that wait
//! for their buyer, and messages of their life cycle. It does not look at tracking ids: what is sent twice is there twice.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use liasse_domain::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::desk::{Desk, refuse};
use super::disk::{System, replace};
use super::wire::{Reply, Request};
use super::{ge, seed};
use crate::platform::contract::{
    AckDetail, AckStatus, AcknowledgementRow, Direction, FILE_PART, FlowInfo, FlowRow, FlowType, Found,
    INFO_PART, MOST_ROWS, ORIGINAL, Search,
};

const PLATFORM: System = System::Platform;
/// Rows of a list where the question does not say how many.
const USUAL_ROWS: u32 = 25;

/// One flow: an invoice that came in for the buyer, or a message that the buyer sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    /// Its identifier here.
    pub id: String,
    /// The sender's key.
    pub tracking_id: Option<String>,
    /// Name of the file.
    pub name: String,
    /// Syntax of the file.
    pub syntax: String,
    /// Whether it is an invoice for the buyer, and not a message of the buyer's.
    pub incoming: bool,
    /// What was checked of it: `Pending`, `Ok`, `Error`.
    pub acknowledged: AckStatus,
    /// When it last changed: ISO 8601, UTC; no two flows change at once.
    pub updated_at: String,
    /// Whether the buyer has fetched its file.
    pub fetched: bool,
}

/// What becomes of messages when they come in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Checking {
    /// They are taken at once.
    #[default]
    Takes,
    /// They wait to be checked.
    Waits,
    /// They are found to be wrong.
    Refuses,
}

/// The flows, in memory and on disk: a JSON file each, its file beside it.
pub struct Flows {
    folder: Option<PathBuf>,
    flows: BTreeMap<String, (Flow, Vec<u8>)>,
    pub checking: Checking,
    last: u64,
    last_moment: u64,
}

/// Milliseconds since 1970 as ISO 8601 in UTC.
fn iso(millis: u64) -> String {
    let (seconds, milli) = (millis / 1000, millis % 1000);
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    let epoch = Date::new(1970, 1, 1);
    let day = epoch.and_then(|day| day.plus_days(i32::try_from(days).ok()?)).map(|day| day.to_string());
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z", day.unwrap_or_default())
}

impl Flows {
    /// The flows of an earlier run; without a folder, none, and nothing is kept.
    pub fn open(state: Option<PathBuf>) -> io::Result<Flows> {
        let folder = state.map(|state| state.join("pa"));
        let mut flows = Flows {
            folder: folder.clone(),
            flows: BTreeMap::new(),
            checking: Checking::default(),
            last: 0,
            last_moment: 0,
        };
        let Some(folder) = folder else { return Ok(flows) };
        fs::create_dir_all(&folder)?;
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.extension().is_none_or(|ending| ending != "json") {
                continue;
            }
            let flow: Flow = serde_json::from_slice(&fs::read(&path)?).map_err(io::Error::other)?;
            let bytes = fs::read(path.with_extension("file"))?;
            let number = flow.id.rsplit('-').next().and_then(|number| number.parse().ok()).unwrap_or(0);
            flows.last = flows.last.max(number);
            flows.flows.insert(flow.id.clone(), (flow, bytes));
        }
        Ok(flows)
    }

    /// All flows, in the order of their arrival.
    pub fn all(&self) -> impl Iterator<Item = &Flow> {
        self.flows.values().map(|(flow, _)| flow)
    }

    /// The file of a flow.
    pub fn file(&self, id: &str) -> Option<&[u8]> {
        self.flows.get(id).map(|(_, bytes)| bytes.as_slice())
    }

    fn moment(&mut self) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        self.last_moment = u64::try_from(now).unwrap_or(u64::MAX).max(self.last_moment + 1);
        iso(self.last_moment)
    }

    /// An invoice comes in for the buyer. Answers its identifier.
    pub fn offer(&mut self, name: &str, syntax: &str, bytes: Vec<u8>) -> io::Result<String> {
        self.keep(None, name, syntax, bytes, AckStatus::Ok)
    }

    fn keep(
        &mut self,
        tracking_id: Option<String>,
        name: &str,
        syntax: &str,
        bytes: Vec<u8>,
        acknowledged: AckStatus,
    ) -> io::Result<String> {
        self.last += 1;
        let id = format!("PA-{:08}", self.last);
        let flow = Flow {
            id: id.clone(),
            incoming: tracking_id.is_none(),
            tracking_id,
            name: name.to_owned(),
            syntax: syntax.to_owned(),
            acknowledged,
            updated_at: self.moment(),
            fetched: false,
        };
        if let Some(folder) = &self.folder {
            replace(&folder.join(format!("{id}.file")), &bytes)?;
        }
        self.put(flow, bytes)?;
        Ok(id)
    }

    fn put(&mut self, flow: Flow, bytes: Vec<u8>) -> io::Result<()> {
        if let Some(folder) = &self.folder {
            let json = serde_json::to_vec_pretty(&flow).map_err(io::Error::other)?;
            replace(&folder.join(format!("{}.json", flow.id)), &json)?;
        }
        self.flows.insert(flow.id.clone(), (flow, bytes));
        Ok(())
    }

    /// Ends the checking of all flows that wait for it.
    pub fn conclude(&mut self, status: AckStatus) -> io::Result<()> {
        let waiting: Vec<(Flow, Vec<u8>)> = self
            .flows
            .values()
            .filter(|(flow, _)| flow.acknowledged == AckStatus::Pending)
            .cloned()
            .collect();
        for (flow, bytes) in waiting {
            let updated_at = self.moment();
            self.put(Flow { acknowledged: status, updated_at, ..flow }, bytes)?;
        }
        Ok(())
    }

    fn search(&self, asked: &Search) -> Vec<FlowRow> {
        let Search { limit, r#where: wanted, .. } = asked;
        let mut found: Vec<FlowRow> = self
            .all()
            .map(row)
            .filter(|row| {
                let moment = row.updated_at.as_ref();
                wanted.updated_after.is_none() || moment > wanted.updated_after.as_ref()
            })
            .filter(|row| {
                let moment = row.updated_at.as_ref();
                wanted.updated_before.is_none() || moment < wanted.updated_before.as_ref()
            })
            .filter(|row| {
                wanted.flow_type.is_empty()
                    || row.flow_type.is_some_and(|own| wanted.flow_type.contains(&own))
            })
            .filter(|row| {
                wanted.flow_direction.is_empty()
                    || row.flow_direction.is_some_and(|own| wanted.flow_direction.contains(&own))
            })
            .filter(|row| wanted.tracking_id.is_none() || row.tracking_id == wanted.tracking_id)
            .collect();
        found.sort_by(|a, b| a.updated_at.cmp(&b.updated_at));
        found.truncate((*limit).min(MOST_ROWS) as usize);
        found
    }
}

fn row(flow: &Flow) -> FlowRow {
    let wrong = AckDetail {
        level: "Error".to_owned(),
        item: "MDT-105".to_owned(),
        reason_code: "REJ_SEMAN".to_owned(),
        reason_message: "le statut n'est pas permis".to_owned(),
    };
    let details = if flow.acknowledged == AckStatus::Error { vec![wrong] } else { Vec::new() };
    FlowRow {
        flow_id: Some(flow.id.clone()),
        tracking_id: flow.tracking_id.clone(),
        updated_at: Some(flow.updated_at.clone()),
        flow_syntax: Some(flow.syntax.clone()),
        flow_type: Some(if flow.incoming { FlowType::SupplierInvoice } else { FlowType::SupplierInvoiceLC }),
        flow_direction: Some(if flow.incoming { Direction::In } else { Direction::Out }),
        acknowledgement: Some(AcknowledgementRow { status: flow.acknowledged, details }),
    }
}

/// A status that a message says, as the page shows it: number of the invoice, code and name of the status, reason.
pub fn said(message: &[u8]) -> Option<(String, String)> {
    let text = std::str::from_utf8(message).ok()?;
    let of = |name: &str| {
        let (_, rest) = text.split_once(&format!("<ram:{name}>"))?;
        rest.split_once('<').map(|(value, _)| value.to_owned())
    };
    let reason = of("ReasonCode").map(|reason| format!(", {reason}")).unwrap_or_default();
    let status = format!("{} {}{reason}", of("ProcessConditionCode")?, of("ProcessCondition")?);
    Some((of("IssuerAssignedID")?, status))
}

fn as_json<T: Serialize>(status: u16, value: &T) -> Reply {
    match serde_json::to_value(value) {
        Ok(value) => Reply::json(status, &value),
        Err(error) => refuse(PLATFORM, 500, "INTERNAL_ERROR", &error.to_string()),
    }
}

/// Answers a request under `/pa`.
pub fn answer(desk: &mut Desk, request: &Request, path: &[&str]) -> Reply {
    if path == ["oauth2", "token"] {
        return ge::client_credentials(desk, PLATFORM, request);
    }
    let ["flow-service", "v1", rest @ ..] = path else {
        return refuse(PLATFORM, 404, "NOT_FOUND", "there is no such path");
    };
    if (request.method.as_str(), rest) == ("GET", &["healthcheck"]) {
        return Reply::new(200, "text/plain", "");
    }
    if let Some(reply) = desk.check_token(PLATFORM, request) {
        return reply;
    }
    let flows = &mut desk.flows;
    match (request.method.as_str(), rest) {
        ("POST", ["flows", "search"]) => match serde_json::from_slice::<serde_json::Value>(&request.body) {
            Ok(mut asked) => {
                if asked.get("limit").is_none() {
                    asked["limit"] = json!(USUAL_ROWS);
                }
                match serde_json::from_value::<Search>(asked) {
                    Ok(asked) => as_json(200, &Found { results: flows.search(&asked), next_cursor: None }),
                    Err(error) => refuse(PLATFORM, 400, "BAD_REQUEST", &error.to_string()),
                }
            }
            Err(error) => refuse(PLATFORM, 400, "BAD_REQUEST", &error.to_string()),
        },
        ("POST", ["flows"]) => submitted(flows, request),
        ("GET", ["flows", id]) => {
            let Some((flow, bytes)) = flows.flows.get(*id).cloned() else {
                return refuse(PLATFORM, 404, "NOT_FOUND", &format!("there is no flow {id}"));
            };
            if request.query(ORIGINAL.0) != Some(ORIGINAL.1) {
                return as_json(200, &row(&flow));
            }
            let media_type = if flow.syntax == "Factur-X" { "application/pdf" } else { "application/xml" };
            let reply = Reply::new(200, media_type, bytes.clone());
            match flows.put(Flow { fetched: true, ..flow }, bytes) {
                Ok(()) => reply,
                Err(error) => refuse(PLATFORM, 500, "INTERNAL_ERROR", &error.to_string()),
            }
        }
        _ => refuse(PLATFORM, 404, "NOT_FOUND", "there is no such path"),
    }
}

/// A message of the buyer's.
fn submitted(flows: &mut Flows, request: &Request) -> Reply {
    let wrong = |message: &str| refuse(PLATFORM, 400, "BAD_REQUEST", message);
    let parts = request.parts();
    let part = |name: &str| parts.iter().find(|(own, _)| own == name).map(|(_, bytes)| bytes.as_slice());
    let (Some(info), Some(file)) = (part(INFO_PART), part(FILE_PART)) else {
        return wrong("expected the parts flowInfo and file");
    };
    let info: FlowInfo = match serde_json::from_slice(info) {
        Ok(info) => info,
        Err(error) => return wrong(&format!("flowInfo: {error}")),
    };
    let digest: String = Sha256::digest(file).iter().map(|byte| format!("{byte:02x}")).collect();
    if digest != info.sha256 {
        return wrong("the file is not the one that sha256 says");
    }
    if info.flow_syntax != "CDAR" || said(file).is_none() {
        return refuse(PLATFORM, 422, "UNPROCESSABLE_ENTITY", "expected a message of the life cycle (CDAR)");
    }
    let status = match flows.checking {
        Checking::Takes => AckStatus::Ok,
        Checking::Waits => AckStatus::Pending,
        Checking::Refuses => AckStatus::Error,
    };
    let key = Some(info.tracking_id.clone());
    match flows.keep(key, &info.name, &info.flow_syntax, file.to_vec(), status) {
        Ok(id) => {
            let submitted = json!({
                "flowId": id, "trackingId": info.tracking_id, "name": info.name,
                "processingRule": info.processing_rule, "flowSyntax": info.flow_syntax, "sha256": info.sha256,
            });
            Reply::json(202, &submitted)
        }
        Err(error) => refuse(PLATFORM, 500, "INTERNAL_ERROR", &error.to_string()),
    }
}

/// An invoice of a fictitious supplier to the company with this SIREN, in UBL after EN 16931.
pub fn invoice(number: &str, buyer: &str) -> Vec<u8> {
    let supplier = seed::E_SUPPLIER;
    let amount = |name: &str, value: &str| format!("<cbc:{name} currencyID=\"EUR\">{value}</cbc:{name}>");
    let party = |role: &str, name: &str, siren: &str, vat: &str| {
        format!(
            "<cac:{role}><cac:Party><cbc:EndpointID schemeID=\"0225\">{siren}</cbc:EndpointID>\
             <cac:PostalAddress><cac:Country><cbc:IdentificationCode>FR</cbc:IdentificationCode></cac:Country></cac:PostalAddress>\
             {vat}<cac:PartyLegalEntity><cbc:RegistrationName>{name}</cbc:RegistrationName>\
             <cbc:CompanyID schemeID=\"0002\">{siren}</cbc:CompanyID></cac:PartyLegalEntity></cac:Party></cac:{role}>"
        )
    };
    let scheme = "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>";
    let category = format!("<cbc:ID>S</cbc:ID><cbc:Percent>20</cbc:Percent>{scheme}");
    let vat = format!(
        "<cac:PartyTaxScheme><cbc:CompanyID>{}</cbc:CompanyID>{scheme}</cac:PartyTaxScheme>",
        supplier.vat_number
    );
    let buyer = buyer.chars().filter(char::is_ascii_digit).collect::<String>();
    let number = number.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect::<String>();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <Invoice xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\" \
         xmlns:cac=\"urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2\" \
         xmlns:cbc=\"urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2\">\
         <cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID><cbc:ProfileID>B1</cbc:ProfileID>\
         <cbc:ID>{number}</cbc:ID><cbc:IssueDate>2026-11-16</cbc:IssueDate><cbc:DueDate>2026-12-16</cbc:DueDate>\
         <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>\
         {}{}\
         <cac:TaxTotal>{tax}<cac:TaxSubtotal>{}{tax}<cac:TaxCategory>{category}</cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>\
         <cac:LegalMonetaryTotal>{}{}{}{}</cac:LegalMonetaryTotal>\
         <cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode=\"C62\">1</cbc:InvoicedQuantity>{}\
         <cac:Item><cbc:Name>Farine T65, 50 sacs</cbc:Name><cac:ClassifiedTaxCategory>{category}</cac:ClassifiedTaxCategory></cac:Item>\
         <cac:Price>{}</cac:Price></cac:InvoiceLine></Invoice>",
        party("AccountingSupplierParty", supplier.name, supplier.siren, &vat),
        party("AccountingCustomerParty", "Client du bac à sable", &buyer, ""),
        amount("TaxableAmount", "640.00"),
        amount("LineExtensionAmount", "640.00"),
        amount("TaxExclusiveAmount", "640.00"),
        amount("TaxInclusiveAmount", "768.00"),
        amount("PayableAmount", "768.00"),
        amount("LineExtensionAmount", "640.00"),
        amount("PriceAmount", "640.00"),
        tax = amount("TaxAmount", "128.00"),
    )
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_told_in_iso() {
        assert_eq!(iso(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(iso(1_795_334_403_007), "2026-11-22T08:00:03.007Z");
    }
}
