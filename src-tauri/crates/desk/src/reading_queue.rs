//! The queue of sources to be read: persistent jobs, each read in a worker process. Killed at any point, it goes on where
//! it was: a job that was running is queued again at the next start, and a source's documents arrive in one transaction.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, Weak};
use std::time::Duration;

use liasse_domain::{
    ClientFile, Confidence, DocumentStatus, Finding, Flow, ReadDocument, Severity, SourceId,
};
use liasse_reading::fields::{Context, OwnIdentity};
use liasse_reading::source::Limits;
use liasse_reading::worker::{Client, Held, Own, ReadRequest, WorkerError, WorkerLimits};
use liasse_reading::{Page, read::SourceReading};
use liasse_store::{JobRow, JobState, PageRow, Reader, SourceRow, SourceState, StoreError, Writer};
use serde_json::json;

use crate::api::{DeskError, DeskEvent};
use crate::clock;
use crate::desk::{Desk, locked};
use crate::split::{Before, NewDocument, put_documents};

/// How often a source is tried whose reader died.
const MOST_ATTEMPTS: u32 = 2;

/// Where the reader is: the program that runs as worker, and its engines.
#[derive(Debug, Clone)]
pub struct WorkerPlace {
    /// The program.
    pub program: PathBuf,
    /// Folder of the engines, where the worker does not find it by itself.
    pub engines: Option<PathBuf>,
}

impl WorkerPlace {
    /// A client whose worker is not started yet.
    pub fn client(&self) -> Client {
        Client::new(&self.program, self.engines.as_deref(), WorkerLimits::default())
    }
}

/// What wakes and stops the readers.
#[derive(Default)]
pub struct Queue {
    state: Mutex<QueueState>,
    changed: Condvar,
}

#[derive(Default)]
struct QueueState {
    wakes: u64,
    at_work: u32,
    cancelled: HashSet<SourceId>,
    closed: bool,
}

impl Queue {
    /// There is something to read.
    pub fn wake(&self) {
        locked(&self.state).wakes += 1;
        self.changed.notify_all();
    }
    /// This source is to be read no further.
    pub fn cancel(&self, source: SourceId) {
        locked(&self.state).cancelled.insert(source);
    }
    fn is_cancelled(&self, source: SourceId) -> bool {
        let state = locked(&self.state);
        state.closed || state.cancelled.contains(&source)
    }
    fn is_closed(&self) -> bool {
        locked(&self.state).closed
    }
    /// The readers end as soon as they can.
    pub fn close(&self) {
        locked(&self.state).closed = true;
        self.changed.notify_all();
    }
}

/// The client's own identity: on purchases it is the customer, on sales the supplier.
/// With what corrections taught about its papers.
pub(crate) fn context(reader: &Reader<'_>, file: &ClientFile, flow: Flow) -> Result<Context, StoreError> {
    let siren = file.siren.clone().or_else(|| file.vat_number.as_ref().and_then(|number| number.siren()));
    let own = vec![OwnIdentity { name: file.name.clone(), siren, vat: file.vat_number.clone() }];
    Ok(Context { flow, own, memories: crate::memory::remembered(reader, file.id, flow)? })
}

/// Starts the readers, one a core but one, at least one. They end when the desk is dropped.
pub fn start(desk: &Arc<Desk>) {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    for turn in 0..cores.saturating_sub(1).clamp(1, 4) {
        let desk = Arc::downgrade(desk);
        let name = format!("reader {}", turn + 1);
        if let Err(error) = std::thread::Builder::new().name(name).spawn(move || work(&desk)) {
            eprintln!("papers are not read: {error}");
        }
    }
}

fn work(desk: &Weak<Desk>) {
    let mut client: Option<Client> = None;
    loop {
        let Some(desk) = desk.upgrade() else { return };
        if locked(&desk.queue.state).closed {
            return;
        }
        let seen = locked(&desk.queue.state).wakes;
        match desk.take_job() {
            Ok(Some((job, source))) => {
                let client = client.get_or_insert_with(|| desk.worker.client());
                if let Err(error) = desk.read_source(client, &job, &source) {
                    desk.fail_job(&job, &source, &error);
                }
                locked(&desk.queue.state).at_work -= 1;
                desk.queue.changed.notify_all();
                desk.tell_changed(source.client_file);
            }
            Ok(None) => wait(desk, seen, &mut client),
            Err(_) if desk.queue.is_closed() => return,
            Err(error) => {
                eprintln!("the queue of papers cannot be read: {error}");
                wait(desk, seen, &mut client);
            }
        }
    }
}

/// Waits for a wake; an idle worker gives its memory back after a while. The desk is let go meanwhile.
fn wait(desk: Arc<Desk>, seen: u64, client: &mut Option<Client>) {
    let state = locked(&desk.queue.state);
    if state.wakes == seen && !state.closed {
        let pause = Duration::from_secs(5);
        let woken = desk.queue.changed.wait_timeout(state, pause).map(|(_, timeout)| !timeout.timed_out());
        if !woken.unwrap_or(true) {
            *client = None;
        }
    }
}

impl Desk {
    fn take_job(&self) -> Result<Option<(JobRow, SourceRow)>, DeskError> {
        let mut state = locked(&self.queue.state);
        let job = self.background(|writer| {
            let Some(job) = writer.start_next_job(clock::now())? else { return Ok(None) };
            let source = writer.source(job.source)?;
            writer.set_source_state(job.source, SourceState::Reading)?;
            Ok(Some((job, source)))
        })?;
        if let Some((job, _)) = &job {
            state.at_work += 1;
            state.cancelled.remove(&job.source);
        }
        Ok(job)
    }

    /// Reads in this thread what waits in the queue.
    pub(crate) fn read_waiting(&self, client: &mut Client) -> Result<(), DeskError> {
        while let Some((job, source)) = self.take_job()? {
            let read = self.read_source(client, &job, &source);
            locked(&self.queue.state).at_work -= 1;
            read?;
        }
        Ok(())
    }

    fn read_source(&self, client: &mut Client, job: &JobRow, source: &SourceRow) -> Result<(), DeskError> {
        let file = self.client_file(source.client_file)?;
        let bytes: Arc<[u8]> = self.blobs.get(&source.sha256)?.into();
        let context = self.read(|reader| context(reader, &file, source.flow))?;
        let own = context.own.into_iter().map(|own| Own {
            name: own.name,
            siren: own.siren.map(|siren| siren.to_string()),
            vat: own.vat.map(|vat| vat.to_string()),
        });
        let request = ReadRequest {
            source: Held::Bytes { key: source.sha256.to_string(), bytes },
            name: source.file_name.clone(),
            split: source.split_mode,
            flow: source.flow,
            own: own.collect(),
            memories: context.memories,
            limits: Limits::default(),
        };
        let tell = |pages_done, pages_total| {
            self.tell(DeskEvent::Progress {
                client_file: source.client_file.to_string(),
                source: source.id.to_string(),
                file_name: source.file_name.clone(),
                pages_done,
                pages_total,
            });
        };
        let mut pages = 1;
        let read = client.read(request, &mut |progress| {
            let done = progress.page.saturating_sub(1);
            pages = progress.pages.max(1);
            // A progress that is not written is not worth stopping for.
            let _ = self.background(|writer| writer.set_job_progress(job.id, done, Some(progress.pages)));
            tell(done, progress.pages);
            if self.queue.is_cancelled(source.id) {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        // However it ended, it is no longer being read.
        tell(pages, pages);
        match read {
            Ok(reading) => {
                self.keep_reading(job, source, reading)?;
                // Likewise read: what is not joined is put to the user as a duplicate.
                if let Err(error) = self.join_pictures(source.id) {
                    eprintln!("{}: {error}", source.file_name);
                }
                // The paper is read, whatever becomes of its publication: what failed is said on the document.
                if let Err(error) = self.publish_at_once(source) {
                    eprintln!("{}: {error}", source.file_name);
                }
                Ok(())
            }
            Err(WorkerError::Cancelled) => self.cancelled(job, source),
            Err(error) => Err(DeskError::new(error.code(), error.to_string()).with("detail", error)),
        }
    }

    /// A reading that was broken off: by the user, or because the program ends; then the next start queues it again.
    fn cancelled(&self, job: &JobRow, source: &SourceRow) -> Result<(), DeskError> {
        if self.queue.is_closed() {
            return Ok(());
        }
        self.background(|writer| {
            writer.finish_job(job.id, JobState::Cancelled, clock::now(), None)?;
            writer.set_source_state(source.id, SourceState::Cancelled)
        })
    }

    /// Writes what was read, all in one transaction.
    fn keep_reading(
        &self,
        job: &JobRow,
        source: &SourceRow,
        reading: SourceReading,
    ) -> Result<(), DeskError> {
        let SourceReading { source: read, pages } = reading;
        let failed = read.documents.is_empty()
            && read.findings.iter().any(|finding| finding.severity == Severity::Error);
        let summary =
            json!({ "file": source.file_name, "pages": read.page_count, "documents": read.documents.len() });
        self.own_command("read_source", summary, &[], |writer| {
            crate::split::refuse_published(writer, source.id)?;
            crate::joined::part_source(writer, &self.blobs, source.id)?;
            let mut row = writer.source(source.id)?;
            row.page_count = Some(read.page_count);
            row.state = if failed { SourceState::Failed } else { SourceState::Read };
            row.findings = read.findings.clone();
            row.unsure_boundaries = read.unsure_boundaries.clone();
            writer.put_source(&row)?;
            writer.delete_pages(source.id)?;
            for page in &pages {
                put_page(writer, source.id, page)?;
            }
            let status = match read.unsure_boundaries.is_empty() {
                true => DocumentStatus::ToReview,
                false => DocumentStatus::ToSplit,
            };
            let new = read.documents.into_iter().map(new_document).collect();
            put_documents(writer, &row, status, Before::Replace, new)?;
            writer.finish_job(job.id, JobState::Done, clock::now(), None)?;
            Ok(())
        })
    }

    /// A source whose reading failed for a reason of ours: tried again once, then shown as failed with the reason.
    fn fail_job(&self, job: &JobRow, source: &SourceRow, error: &DeskError) {
        if self.queue.is_closed() {
            return;
        }
        let finding = Finding::error(&error.code, error.detail.clone());
        let again = job.attempts < MOST_ATTEMPTS && error.code != "source_published";
        let kept = self.background(|writer| {
            if again {
                writer.put_job(&JobRow { state: JobState::Queued, ..job.clone() })?;
                return writer.set_source_state(source.id, SourceState::Queued);
            }
            writer.finish_job(job.id, JobState::Failed, clock::now(), Some(&finding))?;
            let row = writer.source(source.id)?;
            writer.put_source(&SourceRow { state: SourceState::Failed, findings: vec![finding], ..row })
        });
        if let Err(error) = kept {
            eprintln!("{}: {error}", source.file_name);
        }
    }

    /// Queues again what was being read when the program last ended.
    pub(crate) fn resume_reading(&self) -> Result<(), DeskError> {
        self.background(|writer| {
            writer.requeue_running_jobs()?;
            for source in writer.sources_in_state(SourceState::Reading)? {
                writer.set_source_state(source.id, SourceState::Queued)?;
            }
            Ok(())
        })
    }

    /// Waits until nothing is left to read, telling how far it is.
    pub fn wait_until_read(&self, progress: &mut dyn FnMut(&str)) {
        loop {
            let left = self.read(|reader| {
                let mut left = reader.jobs_in_state(JobState::Queued)?;
                left.extend(reader.jobs_in_state(JobState::Running)?);
                Ok(left)
            });
            let left = left.unwrap_or_default();
            let at_work = locked(&self.queue.state).at_work;
            if left.is_empty() && at_work == 0 {
                return;
            }
            let page = left.iter().find(|job| job.state == JobState::Running);
            let page = page.map_or(String::new(), |job| {
                format!(", page {} of {}", job.pages_done + 1, job.pages_total.unwrap_or(1))
            });
            progress(&format!("{} files to read{page}", left.len()));
            let state = locked(&self.queue.state);
            // Woken early or late makes no difference: the loop looks again.
            drop(self.queue.changed.wait_timeout(state, Duration::from_millis(250)));
        }
    }
}

fn put_page(writer: &mut Writer<'_>, source: SourceId, page: &Page) -> Result<(), StoreError> {
    let row = PageRow {
        source,
        number: page.number,
        width: page.width,
        height: page.height,
        rotation: page.rotation.degrees() as u16,
        picture: page.look,
    };
    let text: Vec<String> = page.lines().iter().map(liasse_reading::Line::text).collect();
    writer.put_page(&row, page, &text.join("\n"))
}

pub(crate) fn new_document(read: ReadDocument) -> NewDocument {
    NewDocument {
        pages: read.pages,
        region: read.region,
        boundary_confidence: Confidence::new(read.boundary_confidence.value()),
        reading: read.reading,
        findings: read.findings,
    }
}
