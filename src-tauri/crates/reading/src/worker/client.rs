//! The master's side: a worker that is started when needed, bounded, and replaced when it dies.

use std::collections::VecDeque;
use std::io::{self, BufReader, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use liasse_domain::Finding;

use crate::read::{self, SourceReading};
use crate::worker::message::{DrawRequest, Drawn, Held, Place, ReadRequest, Reply, Request};
use crate::worker::{ARGUMENT, wire};

/// Sources that a worker keeps at most, so that the next page of one is drawn at once.
const MOST_KEPT: usize = 4;
/// Bytes that it keeps at most, the newest source excepted.
const MOST_KEPT_BYTES: usize = 256 << 20;

/// glibc gives large blocks back to the system as soon as they are free, and gets them zeroed again for the next page: a
/// tenth of the time of a scanned page. With these a worker keeps them. Other systems take no notice.
const KEPT_MEMORY: [(&str, &str); 3] = [
    ("MALLOC_MMAP_THRESHOLD_", "1073741824"),
    ("MALLOC_TRIM_THRESHOLD_", "268435456"),
    ("MALLOC_TOP_PAD_", "16777216"),
];

/// Bounds of a worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkerLimits {
    /// Address space, bytes.
    pub memory: u64,
    /// The longest that one page may take (the loading of the engines and the fields of a source included).
    pub page: Duration,
}

impl Default for WorkerLimits {
    /// 4 GiB, 90 seconds.
    fn default() -> WorkerLimits {
        WorkerLimits { memory: 4 << 30, page: Duration::from_secs(90) }
    }
}

/// How far a worker is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The page that it begins, from 1.
    pub page: u32,
    /// Of so many.
    pub pages: u32,
}

/// Why a worker gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum WorkerError {
    /// The caller broke off.
    #[error("the reading was cancelled")]
    Cancelled,
    /// The worker cannot be started.
    #[error("the reader {} cannot be started: {source}; reinstall Liasse", .path.display())]
    Start {
        /// The program.
        path: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
    /// The installation's engines are at fault.
    #[error("{message}")]
    Engine {
        /// Stable code of the engine's error.
        code: String,
        /// Its words.
        message: String,
    },
    /// A page could not be drawn.
    #[error("{}", .0.message)]
    Undrawn(Finding),
    /// The worker died or took too long while drawing.
    #[error("{}", .0.message)]
    Died(Finding),
}

impl WorkerError {
    /// Stable code.
    pub fn code(&self) -> &str {
        match self {
            WorkerError::Cancelled => "cancelled",
            WorkerError::Start { .. } => "reader_not_started",
            WorkerError::Engine { code, .. } => code,
            WorkerError::Undrawn(finding) | WorkerError::Died(finding) => &finding.code,
        }
    }
}

/// A worker process and what it was handed.
pub struct Client {
    program: PathBuf,
    engines: Option<PathBuf>,
    limits: WorkerLimits,
    process: Option<Process>,
}

struct Process {
    child: Child,
    input: ChildStdin,
    replies: Receiver<(Reply, Vec<u8>)>,
    kept: VecDeque<(String, usize)>,
}

/// How a worker failed to answer.
enum Lost {
    Dead(Option<ExitStatus>),
    Late,
}

impl Client {
    /// A client whose workers are `program` started with [`ARGUMENT`]. The process starts with the first request.
    /// `engines` names the folder of the engines where the worker cannot find it itself (see
    /// [`crate::engine::EngineFiles::locate`]).
    pub fn new(program: &Path, engines: Option<&Path>, limits: WorkerLimits) -> Client {
        Client { program: program.to_owned(), engines: engines.map(Path::to_owned), limits, process: None }
    }
    /// Starts the worker now and lets it load everything.
    ///
    /// # Errors
    /// When it cannot be started or its engines cannot be loaded.
    pub fn warm(&mut self) -> Result<(), WorkerError> {
        self.send(&Request::Warm)?;
        match self.receive() {
            Ok((Reply::Done, _)) => Ok(()),
            Ok((reply, _)) => Err(self.unexpected(reply)),
            Err(lost) => Err(WorkerError::Died(self.bury(&lost, None))),
        }
    }
    /// The worker's process number, while one runs.
    pub fn process_id(&self) -> Option<u32> {
        self.process.as_ref().map(|process| process.child.id())
    }
    /// Reads a source. `progress` is told each page before it is read; when it breaks, the worker is killed. A worker
    /// that dies or takes too long gives a reading without documents, with the finding `reader_died` or
    /// `reader_too_slow`.
    ///
    /// # Errors
    /// [`WorkerError::Cancelled`], [`WorkerError::Start`], [`WorkerError::Engine`].
    pub fn read(
        &mut self,
        request: ReadRequest,
        progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<SourceReading, WorkerError> {
        let mut at = None;
        let place = match self.place(&request.source) {
            Err(WorkerError::Died(finding)) => return Ok(read::unread(finding)),
            other => other?,
        };
        let ReadRequest { name, split, flow, own, memories, limits, .. } = request;
        match self.send(&Request::Read { place, name, split, flow, own, memories, limits }) {
            Err(WorkerError::Died(finding)) => return Ok(read::unread(finding)),
            other => other?,
        }
        loop {
            match self.receive() {
                Ok((Reply::Page { page, pages }, _)) => {
                    at = Some(page);
                    if progress(Progress { page, pages }).is_break() {
                        self.stop();
                        return Err(WorkerError::Cancelled);
                    }
                }
                Ok((Reply::Read(reading), _)) => return Ok(*reading),
                Ok((reply, _)) => return Err(self.unexpected(reply)),
                Err(lost) => return Ok(read::unread(self.bury(&lost, at))),
            }
        }
    }
    /// Draws a page for a screen.
    ///
    /// # Errors
    /// [`WorkerError::Undrawn`] with what is wrong with the page, [`WorkerError::Died`], and those of the start.
    pub fn draw(&mut self, request: &DrawRequest) -> Result<Drawn, WorkerError> {
        let place = self.place(&request.source)?;
        let DrawRequest { page, placement, long_side, kind, .. } = *request;
        self.send(&Request::Draw { place, page, placement, long_side, kind })?;
        match self.receive() {
            Ok((Reply::Drawn { width, height }, bytes)) => Ok(Drawn { width, height, bytes }),
            Ok((Reply::Undrawn(finding), _)) => Err(WorkerError::Undrawn(finding)),
            Ok((reply, _)) => Err(self.unexpected(reply)),
            Err(lost) => Err(WorkerError::Died(self.bury(&lost, Some(page)))),
        }
    }
    /// Makes a PDF of some pages (from 1) of a PDF, as they are: nothing is rendered.
    ///
    /// # Errors
    /// [`WorkerError::Undrawn`] with what is wrong with the file, [`WorkerError::Died`], and those of the start.
    pub fn extract(&mut self, source: &Held, pages: &[u32]) -> Result<Vec<u8>, WorkerError> {
        let place = self.place(source)?;
        self.send(&Request::Extract { place, pages: pages.to_vec() })?;
        match self.receive() {
            Ok((Reply::Extracted, bytes)) => Ok(bytes),
            Ok((Reply::Undrawn(finding), _)) => Err(WorkerError::Undrawn(finding)),
            Ok((reply, _)) => Err(self.unexpected(reply)),
            Err(lost) => Err(WorkerError::Died(self.bury(&lost, pages.first().copied()))),
        }
    }
    /// Kills the worker; the next request gets a new one.
    pub fn stop(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.child.kill();
            let _ = process.child.wait();
        }
    }
    /// Hands bytes over that the worker has not, and names the place.
    fn place(&mut self, source: &Held) -> Result<Place, WorkerError> {
        let (key, bytes) = match source {
            Held::Path(path) => return Ok(Place::Path(path.clone())),
            Held::Bytes { key, bytes } => (key, bytes),
        };
        let process = self.process()?;
        if let Some(at) = process.kept.iter().position(|(kept, _)| kept == key) {
            let entry = process.kept.remove(at);
            process.kept.extend(entry);
            return Ok(Place::Key(key.clone()));
        }
        let mut forgotten = Vec::new();
        let mut held: usize = process.kept.iter().map(|(_, length)| length).sum();
        while process.kept.len() >= MOST_KEPT || (held + bytes.len() > MOST_KEPT_BYTES && held > 0) {
            let Some((old, length)) = process.kept.pop_front() else { break };
            held -= length;
            forgotten.push(old);
        }
        process.kept.push_back((key.clone(), bytes.len()));
        for key in forgotten {
            self.send(&Request::Forget { key })?;
        }
        self.send(&Request::Keep { key: key.clone() })?;
        let sent = match &mut self.process {
            Some(process) => wire::write_bytes(&mut process.input, bytes),
            None => Err(io::ErrorKind::BrokenPipe.into()),
        };
        sent.map_err(|_| WorkerError::Died(self.bury(&Lost::Dead(None), None)))?;
        Ok(Place::Key(key.clone()))
    }
    fn process(&mut self) -> Result<&mut Process, WorkerError> {
        match &mut self.process {
            Some(process) => Ok(process),
            slot => {
                let process = start(&self.program, self.engines.as_deref(), &self.limits)
                    .map_err(|source| WorkerError::Start { path: self.program.clone(), source })?;
                Ok(slot.insert(process))
            }
        }
    }
    fn send(&mut self, request: &Request) -> Result<(), WorkerError> {
        let process = self.process()?;
        match wire::write_message(&mut process.input, request).and_then(|()| process.input.flush()) {
            Ok(()) => Ok(()),
            Err(_) => Err(WorkerError::Died(self.bury(&Lost::Dead(None), None))),
        }
    }
    fn receive(&mut self) -> Result<(Reply, Vec<u8>), Lost> {
        let Some(process) = &mut self.process else { return Err(Lost::Dead(None)) };
        match process.replies.recv_timeout(self.limits.page) {
            Ok(reply) => Ok(reply),
            Err(RecvTimeoutError::Timeout) => Err(Lost::Late),
            Err(RecvTimeoutError::Disconnected) => Err(Lost::Dead(process.child.wait().ok())),
        }
    }
    fn unexpected(&mut self, reply: Reply) -> WorkerError {
        self.stop();
        match reply {
            Reply::Engine { code, message } => WorkerError::Engine { code, message },
            _ => WorkerError::Died(self.bury(&Lost::Dead(None), None)),
        }
    }
    /// Ends what is left of the worker and says what happened.
    fn bury(&mut self, lost: &Lost, page: Option<u32>) -> Finding {
        self.stop();
        let seconds = self.limits.page.as_secs();
        let finding = match lost {
            Lost::Late => Finding::error(
                "reader_too_slow",
                format!(
                    "the reader took more than {seconds} s over one page and was stopped: the original is kept; ask for a simpler copy (print it to PDF, scan it at 300 dots an inch)"
                ),
            ),
            Lost::Dead(status) => {
                let how = status.map_or_else(|| "unknown".to_owned(), |status| status.to_string());
                Finding::error(
                    "reader_died",
                    format!(
                        "the reader stopped while reading ({how}; too much memory or a hostile file): the original is kept; ask for another copy, or split the file and add the parts"
                    ),
                )
            }
        };
        match page {
            Some(page) => finding.on_page(page),
            None => finding,
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.stop();
    }
}

fn start(program: &Path, engines: Option<&Path>, limits: &WorkerLimits) -> io::Result<Process> {
    let mut command = Command::new(program);
    command.arg(ARGUMENT).arg(limits.memory.to_string());
    if let Some(engines) = engines {
        command.arg(engines);
    }
    command.envs(KEPT_MEMORY);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(io::ErrorKind::BrokenPipe.into());
    };
    let (sender, replies) = mpsc::channel();
    std::thread::Builder::new().name("reading-worker".to_owned()).spawn(move || {
        let mut output = BufReader::new(output);
        while let Ok(Some(reply)) = wire::read_message::<Reply>(&mut output) {
            let bytes = match &reply {
                Reply::Drawn { .. } | Reply::Extracted => match wire::read_bytes(&mut output) {
                    Ok(bytes) => bytes,
                    Err(_) => break,
                },
                _ => Vec::new(),
            };
            if sender.send((reply, bytes)).is_err() {
                break;
            }
        }
    })?;
    Ok(Process { child, input, replies, kept: VecDeque::new() })
}
