//! Intake: papers come in, by hand or by a watched folder. Durable copy and committed row first; a source file is touched
//! only afterwards, and only in a watched folder.

pub mod archive;
mod watch;

use std::path::{Path, PathBuf};

use liasse_domain::{ClientFileId, Finding, Flow, JobId, SourceId, SplitMode};
use liasse_reading::source::{Content, sniff};
use liasse_store::{Digest, JobRow, Origin, SourceRow, SourceState, Writer};
use serde_json::json;

pub use watch::{Watcher, start as start_watching};

use crate::api::{Added, DeskError, FindingView, FlowView, Refused, SplitModeView};
use crate::clock;
use crate::desk::{Desk, client_file_id, source_id};

/// The states of a source on its way.
pub const AT_WORK: [SourceState; 2] = [SourceState::Queued, SourceState::Reading];

/// Largest file that is taken in, in bytes.
const LARGEST: u64 = 1024 * 1024 * 1024;
/// Deepest folder that is looked into.
const DEEPEST: usize = 12;
/// Most files of one drop.
const MOST_FILES: usize = 20_000;

/// Where papers go and how they are cut.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Destination {
    pub client_file: ClientFileId,
    pub flow: Flow,
    pub split_mode: SplitMode,
    pub origin: Origin,
}

/// A file's bytes, safely copied.
struct Taken {
    file_name: String,
    path: Option<String>,
    content: Content,
    sha256: Digest,
    byte_size: u64,
    findings: Vec<Finding>,
    members: Vec<Taken>,
}

/// What came of taking one file in.
#[derive(Debug, Default)]
pub(crate) struct Intake {
    pub accepted: u32,
    pub duplicates: u32,
    pub refused: Vec<(String, Finding)>,
}

impl Desk {
    /// Takes in files and folders, and queues them for reading.
    pub fn add_files(
        &self,
        client_file: String,
        flow: FlowView,
        split_mode: SplitModeView,
        paths: Vec<String>,
    ) -> Result<Added, DeskError> {
        let destination = Destination {
            client_file: client_file_id(&client_file)?,
            flow: flow.into(),
            split_mode: split_mode.into(),
            origin: Origin::Dropped,
        };
        self.client_file(destination.client_file)?;
        let mut intake = Intake::default();
        let mut files = Vec::new();
        for path in &paths {
            collect(Path::new(path), 0, &mut files, &mut intake.refused);
        }
        for file in files {
            // A file that the disk has no room for is named; a smaller one may still fit.
            if let Err(error) = self.take_in_file(destination, &file, &mut intake) {
                let finding = Finding::error(&error.code, error.detail);
                intake.refused.push((file.display().to_string(), finding));
            }
        }
        self.queue.wake();
        self.tell_changed(destination.client_file);
        let refused =
            |(path, finding): (String, Finding)| Refused { path, finding: FindingView::from(&finding) };
        Ok(Added {
            accepted: intake.accepted,
            duplicates: intake.duplicates,
            refused: intake.refused.into_iter().map(refused).collect(),
        })
    }

    /// Takes in one file: durable copy, then its row and job in one transaction. A file that cannot be read from disk or
    /// is no paper is refused; the error is left for what concerns all of them, such as a full disk.
    pub(crate) fn take_in_file(
        &self,
        to: Destination,
        path: &Path,
        intake: &mut Intake,
    ) -> Result<(), DeskError> {
        let shown = path.display().to_string();
        let bytes = match read_file(path) {
            Ok(bytes) => bytes,
            Err(finding) => {
                intake.refused.push((shown, finding));
                return Ok(());
            }
        };
        let name =
            path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_else(|| shown.clone());
        self.take_in_bytes(to, &name, Some(shown), &bytes, intake)
    }

    /// The same for bytes that are in memory.
    pub(crate) fn take_in_bytes(
        &self,
        to: Destination,
        name: &str,
        path: Option<String>,
        bytes: &[u8],
        intake: &mut Intake,
    ) -> Result<(), DeskError> {
        let taken = match self.take(name, path.clone(), bytes, 0)? {
            Ok(taken) => taken,
            Err(finding) => {
                intake.refused.push((path.unwrap_or_else(|| name.to_owned()), finding));
                return Ok(());
            }
        };
        let summary = json!({ "file": taken.file_name });
        self.command("add_file", false, summary, &[], |writer| {
            record(writer, to, Some(self.actor.name()), &taken, None, intake)?;
            Ok(())
        })
    }

    /// The same for what another system has sent: nothing of it is refused. What is no paper becomes a source that could not
    /// be read. `also` is done with the source, in the same command of the program's.
    pub(crate) fn take_in_whatever(
        &self,
        to: Destination,
        name: &str,
        bytes: &[u8],
        command: &'static str,
        also: impl FnOnce(&mut Writer<'_>, SourceId) -> Result<(), liasse_store::StoreError>,
    ) -> Result<(), DeskError> {
        let taken = match self.take(name, None, bytes, 0)? {
            Ok(taken) => taken,
            Err(finding) => Taken {
                file_name: name.to_owned(),
                path: None,
                content: Content::Unknown,
                sha256: self.blobs.put(bytes)?,
                byte_size: bytes.len() as u64,
                findings: vec![finding],
                members: Vec::new(),
            },
        };
        self.own_command(command, json!({ "file": name }), &[], |writer| {
            let source = record(writer, to, None, &taken, None, &mut Intake::default())?;
            Ok(also(writer, source)?)
        })
    }

    /// The durable copy of a file, and of the members of a ZIP.
    fn take(
        &self,
        name: &str,
        path: Option<String>,
        bytes: &[u8],
        depth: u32,
    ) -> Result<Result<Taken, Finding>, DeskError> {
        if bytes.is_empty() {
            return Ok(Err(Finding::error("empty_file", "the file has no content: save or send it again")));
        }
        let content = sniff(bytes);
        if content == Content::Unknown {
            let message = "this is no paper that can be read: expected PDF, JPEG, PNG, TIFF, WebP, BMP, an XML invoice or a ZIP of these";
            return Ok(Err(Finding::error("unsupported_type", message)));
        }
        if content == Content::Zip && depth > 0 {
            return Ok(Err(Finding::error(
                "zip_in_zip",
                "a ZIP inside a ZIP is not opened: send it by itself",
            )));
        }
        if content == Content::Zip && archive::is_office_document(bytes) {
            let message = "an office document (Word, Excel, LibreOffice): print it to PDF and add that";
            return Ok(Err(Finding::error("unsupported_type", message)));
        }
        let sha256 = self.blobs.put(bytes)?;
        let mut taken = Taken {
            file_name: name.to_owned(),
            path,
            content,
            sha256,
            byte_size: bytes.len() as u64,
            findings: Vec::new(),
            members: Vec::new(),
        };
        if content == Content::Zip {
            let mut trouble = None;
            let (mut members, mut others) = (Vec::new(), Vec::new());
            taken.findings = archive::members(bytes, |member| {
                match self.take(&member.name, None, &member.bytes, depth + 1) {
                    Ok(Ok(paper)) => members.push(paper),
                    Ok(Err(finding)) => {
                        let message = format!("`{}`: {}", member.name, finding.message);
                        others.push(Finding { message, ..finding }.with("member", &member.name));
                    }
                    Err(error) => trouble = Some(error),
                }
            });
            if let Some(error) = trouble {
                return Err(error);
            }
            taken.findings.extend(others);
            taken.members = members;
        }
        Ok(Ok(taken))
    }

    /// Stops the reading of a source. Its bytes stay.
    pub fn cancel_source(&self, source: String) -> Result<(), DeskError> {
        let id = source_id(&source)?;
        self.queue.cancel(id);
        let client_file = self.command("cancel_source", false, json!({}), &[], |writer| {
            let row = writer.source(id)?;
            if AT_WORK.contains(&row.state) {
                writer.set_source_state(id, SourceState::Cancelled)?;
                for job in writer.jobs_of_source(id)?.into_iter().filter(|job| job.finished_at.is_none()) {
                    writer.finish_job(job.id, liasse_store::JobState::Cancelled, clock::now(), None)?;
                }
            }
            Ok(row.client_file)
        })?;
        self.tell_changed(client_file);
        Ok(())
    }

    /// Queues a source again; a ZIP is opened again, and the papers that it did not give before are taken in.
    ///
    /// # Errors
    /// `source_published` when one of its documents was published.
    pub fn read_again(&self, source: String) -> Result<(), DeskError> {
        let id = source_id(&source)?;
        let row = self.read(|reader| reader.source(id))?;
        if row.media_type == Content::Zip.media_type() {
            return self.open_again(&row);
        }
        let client_file = self.command("read_again", false, json!({}), &[], |writer| {
            let row = writer.source(id)?;
            crate::split::refuse_published(writer, id)?;
            queue(writer, id)?;
            Ok(row.client_file)
        })?;
        self.queue.wake();
        self.tell_changed(client_file);
        Ok(())
    }

    fn open_again(&self, row: &SourceRow) -> Result<(), DeskError> {
        let bytes = self.blobs.get(&row.sha256)?;
        let taken = match self.take(&row.file_name, row.origin_path.clone(), &bytes, 0)? {
            Ok(taken) => taken,
            Err(finding) => return Err(DeskError::new(&finding.code, finding.message)),
        };
        let to = Destination {
            client_file: row.client_file,
            flow: row.flow,
            split_mode: row.split_mode,
            origin: row.origin,
        };
        let summary = json!({ "file": row.file_name });
        self.command("read_again", false, summary, &[], |writer| {
            let known: Vec<Digest> =
                writer.source_members(row.id)?.into_iter().map(|member| member.sha256).collect();
            let state = archive_state(&taken);
            writer.put_source(&SourceRow { state, findings: taken.findings.clone(), ..row.clone() })?;
            let mut intake = Intake::default();
            for member in taken.members.iter().filter(|member| !known.contains(&member.sha256)) {
                record(writer, to, Some(self.actor.name()), member, Some(row.id), &mut intake)?;
            }
            Ok(())
        })?;
        self.queue.wake();
        self.tell_changed(row.client_file);
        Ok(())
    }

    /// Takes a source that could not be read, was cancelled or is a duplicate off the list. Its bytes stay.
    pub fn dismiss_source(&self, source: String) -> Result<(), DeskError> {
        let id = source_id(&source)?;
        let client_file = self.command("dismiss_source", true, json!({}), &[], |writer| {
            let row = writer.source(id)?;
            if !AT_WORK.contains(&row.state) {
                writer.set_source_state(id, SourceState::Read)?;
            }
            Ok(row.client_file)
        })?;
        self.tell_changed(client_file);
        Ok(())
    }
}

/// Where a ZIP stands: a paper of it that could not be taken must be seen.
fn archive_state(taken: &Taken) -> SourceState {
    match taken.members.is_empty() || !taken.findings.is_empty() {
        true => SourceState::Failed,
        false => SourceState::Read,
    }
}

/// A source waits for its reading.
fn queue(writer: &mut Writer<'_>, source: SourceId) -> Result<(), liasse_store::StoreError> {
    writer.set_source_state(source, SourceState::Queued)?;
    writer.put_job(&JobRow::queued(JobId::from_uuid(clock::fresh()), source, clock::now()))
}

/// The rows of a file and of the members of a ZIP. Answers the file's source.
fn record(
    writer: &mut Writer<'_>,
    to: Destination,
    user: Option<&str>,
    taken: &Taken,
    parent: Option<SourceId>,
    intake: &mut Intake,
) -> Result<SourceId, liasse_store::StoreError> {
    let id = SourceId::from_uuid(clock::fresh());
    let first = writer.source_by_sha256(to.client_file, &taken.sha256)?;
    let archive = taken.content == Content::Zip;
    let state = match (&first, archive) {
        (Some(_), _) => SourceState::Duplicate,
        (None, true) => archive_state(taken),
        (None, false) if taken.content == Content::Unknown => SourceState::Failed,
        (None, false) => SourceState::Queued,
    };
    writer.put_source(&SourceRow {
        id,
        client_file: to.client_file,
        flow: to.flow,
        split_mode: to.split_mode,
        file_name: taken.file_name.clone(),
        media_type: taken.content.media_type().to_owned(),
        sha256: taken.sha256,
        byte_size: taken.byte_size,
        origin: if parent.is_some() { Origin::Archive } else { to.origin },
        origin_path: taken.path.clone(),
        parent,
        received_at: clock::now(),
        page_count: None,
        state,
        duplicate_of: first.as_ref().map(|source| source.id),
        findings: taken.findings.clone(),
        unsure_boundaries: Vec::new(),
        added_by: user.map(str::to_owned),
    })?;
    if first.is_some() {
        intake.duplicates += 1;
        return Ok(id);
    }
    if archive {
        for member in &taken.members {
            record(writer, to, user, member, Some(id), intake)?;
        }
        return Ok(id);
    }
    intake.accepted += 1;
    if state == SourceState::Queued {
        queue(writer, id)?;
    }
    Ok(id)
}

/// All files below a path, in the order of their names; what is left out, with the reason.
pub(crate) fn collect(
    path: &Path,
    depth: usize,
    files: &mut Vec<PathBuf>,
    refused: &mut Vec<(String, Finding)>,
) {
    if files.len() >= MOST_FILES {
        if files.len() == MOST_FILES {
            let message = format!("more than {MOST_FILES} files at once: add the rest afterwards");
            refused.push((path.display().to_string(), Finding::error("too_many_files", message)));
        }
        return;
    }
    if !path.is_dir() {
        files.push(path.to_owned());
        return;
    }
    if depth > DEEPEST {
        let message = format!("folders are looked into {DEEPEST} deep: add this one by itself");
        refused.push((path.display().to_string(), Finding::error("folder_too_deep", message)));
        return;
    }
    match std::fs::read_dir(path) {
        Ok(entries) => {
            let mut inside: Vec<PathBuf> =
                entries.flatten().map(|entry| entry.path()).filter(|path| !is_hidden(path)).collect();
            inside.sort();
            inside.iter().for_each(|inner| collect(inner, depth + 1, files, refused));
        }
        Err(error) => refused.push((path.display().to_string(), unreadable(&error))),
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| {
        let name = name.to_string_lossy();
        name.starts_with('.') || matches!(name.as_ref(), "Thumbs.db" | "desktop.ini")
    })
}

fn unreadable(error: &std::io::Error) -> Finding {
    let message =
        format!("it cannot be read from disk ({error}): check that it still exists and that you may open it");
    Finding::error("file_unreadable", message)
}

fn read_file(path: &Path) -> Result<Vec<u8>, Finding> {
    let size = std::fs::metadata(path).map_err(|error| unreadable(&error))?.len();
    if size > LARGEST {
        let message = format!("{size} bytes: expected at most {LARGEST}, cut it into parts");
        return Err(Finding::error("file_too_large", message));
    }
    std::fs::read(path).map_err(|error| unreadable(&error))
}
