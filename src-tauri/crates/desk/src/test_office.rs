//! An office for the tests: a desk in a folder of its own, its client files, and papers put straight into the database
//! as if they had just been read.

use std::sync::Arc;

use liasse_connectors::sandbox::{Options, Sandbox, seed};
use liasse_domain::{
    CardDefaults, ClientFileId, Confidence, DocumentId, DocumentStatus, FieldName, FieldReading, FieldValue,
    Flow, Reading, SourceId, SplitMode, ThirdParty, ThirdPartyId, ThirdPartyKind,
};
use liasse_store::{Origin, SourceRow, SourceState, Writer};
use serde_json::json;
use tempfile::TempDir;

use crate::api::SageGeConnection;
use crate::desk::Desk;
use crate::split::{Before, NewDocument, put_documents};
use crate::{OpenOptions, clock};

/// A desk with the client file "A", which goes away with the test. `Subject` is the tests' own mark: what they do
/// with an office stands in an `impl Office<Subject>` beside them.
pub(crate) struct Office<Subject> {
    pub place: TempDir,
    pub desk: Arc<Desk>,
    pub file: String,
    subject: std::marker::PhantomData<Subject>,
}

impl<Subject> Office<Subject> {
    /// The client file has no account yet.
    pub fn without_chart() -> Self {
        let place = tempfile::tempdir().unwrap();
        let options = OpenOptions {
            data: place.path().join("data"),
            passphrase: Some("un cheval de bois".to_owned()),
            actor: "camille".to_owned(),
            at_work: false,
            ..OpenOptions::from_environment(None, false)
        };
        let (desk, opening) = Desk::open(options, Box::new(|_| {}));
        let desk = desk.unwrap_or_else(|| panic!("{opening:?}"));
        let file = new_client_file(&desk, "A");
        Self { place, desk, file, subject: std::marker::PhantomData }
    }

    /// The client file has the standard chart.
    pub fn open() -> Self {
        let office = Self::without_chart();
        office.desk.load_standard_chart(office.file.clone()).unwrap();
        office
    }

    /// One more client file, with the standard chart. Answers its id.
    pub fn another_client_file(&self, code: &str) -> String {
        let file = new_client_file(&self.desk, code);
        self.desk.load_standard_chart(file.clone()).unwrap();
        file
    }

    /// A Sage GE for the client file, in its folder `DOS001`. The runtime holds the server.
    pub fn connect(&self) -> (tokio::runtime::Runtime, Sandbox) {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        let sandbox = runtime.block_on(Sandbox::start(Options::default())).unwrap();
        let mut form = self.desk.client_file_form(Some(self.file.clone()), "FR".to_owned()).unwrap();
        form.sage_ge_folder = "DOS001".to_owned();
        self.desk.save_client_file(form).unwrap();
        let place = tempfile::tempdir().unwrap();
        let authority = place.path().join("authority.pem");
        std::fs::write(&authority, sandbox.authority()).unwrap();
        self.desk.trust_authority(Some(authority.display().to_string())).unwrap();
        self.desk
            .save_sage_ge_connection(SageGeConnection {
                address: sandbox.ge_address(),
                entity: seed::ENTITY.to_owned(),
                siren: seed::FIRM.to_owned(),
                client_id: seed::CLIENT.to_owned(),
                client_secret: seed::SECRET.to_owned(),
                patience: None,
            })
            .unwrap();
        (runtime, sandbox)
    }

    /// Takes in a file of as many pages as there are readings, a paper on each. Answers the papers' ids.
    pub fn take_in(&self, client_file: &str, flow: Flow, readings: Vec<Reading>) -> Vec<DocumentId> {
        let pages = readings.len() as u32;
        self.take_in_with(client_file, flow, pages, |_, _| {
            let papers = (1u32..).zip(readings).map(|(page, reading)| NewDocument {
                pages: vec![page],
                region: None,
                boundary_confidence: Confidence::CERTAIN,
                reading,
                findings: Vec::new(),
            });
            papers.collect()
        })
    }

    /// Takes in a file; what was read of it is made while it is written.
    pub fn take_in_with(
        &self,
        client_file: &str,
        flow: Flow,
        pages: u32,
        read: impl FnOnce(&mut Writer<'_>, SourceId) -> Vec<NewDocument>,
    ) -> Vec<DocumentId> {
        let id = SourceId::from_uuid(clock::fresh());
        let original = self.desk.blobs.put(id.to_string().as_bytes()).unwrap();
        let source = SourceRow {
            id,
            client_file: client_file.parse().unwrap(),
            flow,
            split_mode: SplitMode::PerFile,
            file_name: "facture.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            sha256: original,
            byte_size: 1,
            origin: Origin::Dropped,
            origin_path: None,
            parent: None,
            received_at: clock::now(),
            page_count: Some(pages),
            state: SourceState::Read,
            duplicate_of: None,
            findings: Vec::new(),
            unsure_boundaries: Vec::new(),
            added_by: Some("camille".to_owned()),
        };
        self.desk
            .own_command("read_source", json!({}), &[], |writer| {
                writer.put_source(&source)?;
                let new = read(writer, id);
                Ok(put_documents(writer, &source, DocumentStatus::ToReview, Before::Replace, new)?)
            })
            .unwrap()
    }
}

fn new_client_file(desk: &Desk, code: &str) -> String {
    let mut form = desk.client_file_form(None, "FR".to_owned()).unwrap();
    (form.code, form.name) = (code.to_owned(), format!("Boulangerie {code}"));
    desk.save_client_file(form).unwrap().id
}

/// A reading of these fields, each of them certain.
pub(crate) fn certain(values: impl IntoIterator<Item = (FieldName, FieldValue)>) -> Reading {
    let mut reading = Reading::default();
    reading.fields.extend(values.into_iter().map(|(name, value)| (name, certain_field(value))));
    reading
}

pub(crate) fn certain_field(value: FieldValue) -> FieldReading {
    FieldReading {
        value,
        evidence: None,
        confidence: Confidence::CERTAIN,
        sure: true,
        alternatives: vec![],
        reasons: vec![],
    }
}

/// The card of a supplier, with nothing but its name and account.
pub(crate) fn supplier(client_file: ClientFileId) -> ThirdParty {
    ThirdParty {
        id: ThirdPartyId::from_uuid(clock::fresh()),
        client_file,
        kind: ThirdPartyKind::Supplier,
        name: "Maison Delorme".to_owned(),
        account: "401DELORME".parse().unwrap(),
        country: None,
        siren: None,
        siret: None,
        vat_number: None,
        ibans: vec![],
        aliases: vec![],
        defaults: CardDefaults::default(),
    }
}
