//! Tests of the whole store, and the papers that they are made of.

mod accounts;
mod inbox;
mod lists;
mod originals;
mod platform;
mod privacy;
mod round_trips;
mod undo;

use std::sync::OnceLock;

use liasse_domain::*;
use uuid::Uuid;

use crate::*;

pub const PASSPHRASE: &str = "un cheval de bois";
pub const NOW: Timestamp = Timestamp::from_millis(1_795_000_000_000);

/// A data folder that goes away with the test.
pub struct House {
    pub place: tempfile::TempDir,
    pub store: Store,
}

/// A house under [`PASSPHRASE`]. Its key is the same in all tests: stretching the passphrase takes its time.
pub fn house() -> House {
    static KEYS: OnceLock<(tempfile::TempDir, Unlocked)> = OnceLock::new();
    let (model, unlocked) = KEYS.get_or_init(|| {
        let model = tempfile::tempdir().unwrap();
        let folder = DataFolder::open(model.path()).unwrap();
        let unlocked = keys::unlock(&folder, KeySource::Passphrase(PASSPHRASE)).unwrap();
        (model, unlocked)
    });
    let place = tempfile::tempdir().unwrap();
    let folder = DataFolder::open(place.path()).unwrap();
    for file in ["passphrase.json", "recovery.json"] {
        std::fs::copy(model.path().join("keys").join(file), folder.keys().join(file)).unwrap();
    }
    let store = Store::open(&folder, unlocked).unwrap();
    House { place, store }
}

/// A house with a key of its own.
pub fn house_of_its_own() -> House {
    let place = tempfile::tempdir().unwrap();
    let store = open(place.path()).unwrap();
    House { place, store }
}

pub fn open(place: &std::path::Path) -> Result<Store, StoreError> {
    let folder = DataFolder::open(place)?;
    let unlocked = keys::unlock(&folder, KeySource::Passphrase(PASSPHRASE))?;
    Store::open(&folder, &unlocked)
}

pub fn command(name: &'static str) -> Command<'static> {
    Command { name, summary: serde_json::json!({}), undoable: true, documents: &[] }
}

pub fn actor() -> Actor {
    Actor::user("Camille")
}

pub fn uuid(number: u128) -> Uuid {
    uuid::Builder::from_u128(number).with_version(uuid::Version::SortRand).into_uuid()
}

pub fn client_file(number: u128) -> ClientFile {
    ClientFile {
        id: ClientFileId::from_uuid(uuid(number)),
        code: format!("DOS{number}").parse().unwrap(),
        name: format!("Menuiserie Vasseur {number}"),
        is_firm: false,
        country: Country::FR,
        siren: Some("732829320".parse().unwrap()),
        vat_number: Some("FR44732829320".parse().unwrap()),
        address: "12 rue des Lilas\n59000 Lille".to_owned(),
        journals: Journals {
            purchases: "ACH".parse().unwrap(),
            sales: "VTE".parse().unwrap(),
            bank: "BQ".parse().unwrap(),
            general: "OD".parse().unwrap(),
        },
        accounts: FirmAccounts {
            supplier_prefix: "401".to_owned(),
            customer_prefix: "411".to_owned(),
            purchase_vat: "445660".parse().unwrap(),
            sales_vat: "445710".parse().unwrap(),
            reverse_charge_vat: "445200".parse().unwrap(),
            deposits: "409600".parse().unwrap(),
        },
        bob_root: Some("/mnt/bob".to_owned()),
        bob_code: Some("VAS".to_owned()),
        sage_ge_folder: None,
    }
}

pub fn third_party(number: u128, client_file: ClientFileId) -> ThirdParty {
    ThirdParty {
        id: ThirdPartyId::from_uuid(uuid(number)),
        client_file,
        kind: ThirdPartyKind::Supplier,
        name: format!("Électricité Delorme {number} SARL"),
        account: format!("401DEL{number}").parse().unwrap(),
        country: Some(Country::FR),
        siren: Some("404833048".parse().unwrap()),
        siret: None,
        vat_number: None,
        ibans: vec!["FR7630006000011234567890189".parse().unwrap()],
        aliases: vec!["DELORME & FILS".to_owned()],
        defaults: CardDefaults {
            vat_account: "445660".parse().ok(),
            exigibility: Some(VatExigibility::Payments),
            ..CardDefaults::default()
        },
    }
}

pub fn rule(number: u128, third_party: ThirdPartyId) -> Rule {
    Rule {
        id: RuleId::from_uuid(uuid(number)),
        third_party,
        narrowing: Narrowing::default(),
        template: RuleTemplate::one("606300".parse().unwrap()),
        vat_scheme: Some(VatScheme::Intracom),
        origin: RuleOrigin::Fec { count: 14, total: 15 },
    }
}

pub fn source(number: u128, client_file: ClientFileId) -> SourceRow {
    SourceRow {
        id: SourceId::from_uuid(uuid(number)),
        client_file,
        flow: Flow::Purchases,
        split_mode: SplitMode::Automatic,
        file_name: format!("scan-{number}.pdf"),
        media_type: "application/pdf".to_owned(),
        sha256: Digest::of(&number.to_be_bytes()),
        byte_size: 123_456,
        origin: Origin::Dropped,
        origin_path: Some("/home/camille/scan.pdf".to_owned()),
        parent: None,
        received_at: NOW,
        page_count: Some(3),
        state: SourceState::Read,
        duplicate_of: None,
        findings: vec![Finding::warning("blank_page", "page 3 is blank").on_page(3)],
        unsure_boundaries: vec![2],
        added_by: Some("camille".to_owned()),
    }
}

pub fn document(number: u128, client_file: ClientFileId, source: SourceId) -> DocumentRow {
    DocumentRow {
        id: DocumentId::from_uuid(uuid(number)),
        client_file,
        source,
        flow: Flow::Purchases,
        status: DocumentStatus::ToReview,
        pages: vec![DocumentPage { source, page: 1 }, DocumentPage { source, page: 2 }],
        boundary_confidence: Confidence::new(0.5),
        findings: vec![],
        region: Some(Rect { x0: 0.125, y0: 0.25, x1: 0.5, y1: 0.75 }),
        doubts: vec!["issue_date".to_owned()],
        duplicate_of: None,
        received_at: NOW,
    }
}

pub fn field(value: FieldValue) -> FieldReading {
    FieldReading {
        value,
        evidence: Some(Evidence {
            page: 1,
            rect: Some(Rect { x0: 0.5, y0: 0.25, x1: 0.75, y1: 0.5 }),
            method: Method::Ocr,
        }),
        confidence: Confidence::new(0.75),
        sure: false,
        alternatives: vec![],
        reasons: vec![Reason::TotalsClose],
    }
}

pub fn reading(supplier: &str, number: &str, date: &str, cents: i64) -> Reading {
    let mut total = field(FieldValue::Amount(Amount::from_cents(cents)));
    total.alternatives = vec![Candidate {
        value: FieldValue::Amount(Amount::from_cents(cents + 1)),
        evidence: None,
        confidence: Confidence::new(0.25),
    }];
    Reading {
        fields: [
            (FieldName::DocType, field(FieldValue::Kind(DocumentKind::Invoice))),
            (FieldName::SupplierName, field(FieldValue::Text(supplier.to_owned()))),
            (FieldName::InvoiceNumber, field(FieldValue::Text(number.to_owned()))),
            (FieldName::IssueDate, field(FieldValue::Date(date.parse().unwrap()))),
            (FieldName::Currency, field(FieldValue::Currency(Currency::EUR))),
            (FieldName::SupplierCountry, field(FieldValue::Country(Country::BE))),
            (FieldName::VatScheme, field(FieldValue::Scheme(VatScheme::ReverseCharge))),
            (FieldName::TotalTtc, total),
        ]
        .into(),
        vat_lines: vec![VatLine {
            rate: "20.00".parse().unwrap(),
            base: Amount::from_cents(10_000),
            amount: Amount::from_cents(2_000),
        }],
        vat_lines_sure: true,
        vat_lines_evidence: Some(Evidence { page: 2, rect: None, method: Method::Text }),
        line_items: vec![LineItem {
            description: "Câble 3G2,5".to_owned(),
            quantity: Some("12.5".to_owned()),
            unit: Some("m".to_owned()),
            unit_price: None,
            vat_rate: Some("5.50".parse().unwrap()),
            amount: Some(Amount::from_cents(-150)),
        }],
    }
}

pub fn coding(document: DocumentId, third_party: Option<ThirdPartyId>) -> CodingRow {
    CodingRow {
        document,
        third_party,
        proposed_third_party: Some(serde_json::json!({ "name": "Delorme" })),
        vat_scheme: Some(VatScheme::Standard),
        reason: serde_json::json!({ "by": "siren" }),
        allocations: vec![
            AllocationRow {
                account: Some("606300".parse().unwrap()),
                amount: Amount::from_cents(10_000),
                vat_rate: Some("20.00".parse().unwrap()),
                reason: serde_json::json!({ "count": 14, "total": 15 }),
                axes: Axes { first: None, second: Some("CH-12".parse().unwrap()) },
                deductible: Some(Deductibility::NONE),
            },
            AllocationRow {
                account: None,
                amount: Amount::from_cents(1),
                vat_rate: None,
                reason: serde_json::Value::Null,
                axes: Axes::default(),
                deductible: None,
            },
        ],
    }
}

/// A client file (1), a source (10) and a document (100) in the inbox.
pub fn one_document(store: &mut Store) -> (ClientFile, SourceRow, DocumentRow) {
    let file = client_file(1);
    let source = source(10, file.id);
    let document = document(100, file.id, source.id);
    store
        .background(|w| {
            w.put_client_file(&file)?;
            w.put_source(&source)?;
            w.put_document(&document)
        })
        .unwrap();
    (file, source, document)
}
