//! Taking stock of a data folder that no process has open: the real database, the real originals.

use std::collections::BTreeMap;

use liasse_domain::{ClientFile, DocumentStatus};
use liasse_store::{
    DataFolder, Digest, DocumentRow, JobRow, JobState, KeySource, PublicationRow, SourceRow, SourceState,
    Store, keys,
};

use super::{CLIENT, PASSPHRASE, Trial};

/// All that a client file holds.
pub struct Stock {
    pub client: ClientFile,
    pub sources: Vec<SourceRow>,
    pub documents: Vec<DocumentRow>,
    pub publications: Vec<PublicationRow>,
    /// Jobs that are not at their end.
    pub open_jobs: Vec<JobRow>,
    store: Store,
}

impl Stock {
    pub fn take(trial: &Trial) -> Stock {
        Stock::of(trial.data())
    }
    pub fn of(data: &std::path::Path) -> Stock {
        Stock::of_client(data, CLIENT)
    }
    pub fn of_client(data: &std::path::Path, code: &str) -> Stock {
        let folder = DataFolder::open(data).unwrap();
        let unlocked = keys::unlock(&folder, KeySource::Passphrase(PASSPHRASE)).unwrap();
        let store = Store::open(&folder, &unlocked).unwrap();
        let (client, sources, documents, publications, open_jobs) = store
            .read(|reader| {
                let client = reader.client_file_by_code(&code.parse().unwrap())?.unwrap();
                let sources = reader.sources(client.id, 0, 100_000)?;
                let mut documents = Vec::new();
                for source in &sources {
                    documents.extend(reader.documents_of_source(source.id)?);
                }
                let mut publications = Vec::new();
                for document in &documents {
                    publications.extend(reader.publications_of(document.id)?);
                }
                let mut jobs = reader.jobs_in_state(JobState::Queued)?;
                jobs.extend(reader.jobs_in_state(JobState::Running)?);
                Ok((client, sources, documents, publications, jobs))
            })
            .unwrap();
        Stock { client, sources, documents, publications, open_jobs, store }
    }

    /// Asserts that these bytes are a source exactly once (further copies are shown as duplicates of it) and that the
    /// original is whole.
    pub fn holds_once(&self, name: &str, bytes: &[u8]) -> &SourceRow {
        let digest = Digest::of(bytes);
        let same: Vec<&SourceRow> = self.sources.iter().filter(|source| source.sha256 == digest).collect();
        let (doubles, own): (Vec<&SourceRow>, Vec<&SourceRow>) =
            same.iter().copied().partition(|source| source.state == SourceState::Duplicate);
        assert_eq!(own.len(), 1, "{name} is a source once: {same:#?}");
        for double in doubles {
            assert_eq!(double.duplicate_of, Some(own[0].id), "{name}");
        }
        assert_eq!(self.store.blobs().get(&digest).unwrap(), bytes, "{name}");
        own[0]
    }

    /// Asserts that each page of each source is in one document at most, and that nothing waits to be read.
    pub fn is_settled(&self) {
        assert!(self.open_jobs.is_empty(), "{:#?}", self.open_jobs);
        for source in &self.sources {
            assert!(
                !matches!(source.state, SourceState::Queued | SourceState::Reading),
                "{} is {:?}",
                source.file_name,
                source.state
            );
        }
        let mut held: BTreeMap<_, u32> = BTreeMap::new();
        for document in &self.documents {
            assert_ne!(document.status, DocumentStatus::Reading);
            for page in &document.pages {
                *held.entry((page.source, page.page)).or_default() += 1;
            }
        }
        assert!(held.values().all(|count| *count == 1), "a page is in two documents: {held:?}");
    }

    /// How many documents of e-invoices there are under each number: the number of the invoice, once each.
    pub fn numbers(&self) -> BTreeMap<String, u32> {
        let mut numbers = BTreeMap::new();
        for document in &self.documents {
            let reading = self.store.read(|reader| reader.reading(document.id)).unwrap();
            if let Some(number) = reading.text(liasse_domain::FieldName::InvoiceNumber) {
                *numbers.entry(number.to_owned()).or_default() += 1;
            }
        }
        numbers
    }
}
