//! Reading papers without a database: one JSON per file.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use liasse_domain::{Finding, Flow, Severity};
use liasse_reading::output;
use liasse_reading::source::Limits;
use liasse_reading::worker::{Client, Held, ReadRequest, WorkerLimits};

use crate::api::{DeskError, FindingView, SplitModeView};
use crate::desk::locked;
use crate::intake::collect;

/// What is to be read.
#[derive(Debug, Clone)]
pub struct Request {
    /// Files and folders.
    pub paths: Vec<PathBuf>,
    /// Where the JSON files go.
    pub out: PathBuf,
    /// How files are cut.
    pub split: SplitModeView,
    /// Files at the same time; by default one per core.
    pub jobs: Option<usize>,
}

/// How far the reading is.
#[derive(Debug, Clone)]
pub struct Progress {
    /// Files done.
    pub files_done: usize,
    /// Files in all.
    pub files_total: usize,
    /// Pages begun.
    pub pages_done: usize,
    /// The file at hand.
    pub current: String,
}

/// What came of one file.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The file.
    pub path: PathBuf,
    /// Whether it could be read.
    pub readable: bool,
    /// What is wrong with it.
    pub findings: Vec<FindingView>,
}

/// Reads every file and writes `<stem>.json` for each; outcomes in the order of the files.
///
/// # Errors
/// `out_unwritable`, when the folder of the answers cannot be written; `reader_not_started`, `engine_…`, when the
/// installation is at fault. A file that cannot be read is an outcome, not an error.
pub fn read(request: &Request, progress: &(dyn Fn(&Progress) + Sync)) -> Result<Vec<Outcome>, DeskError> {
    let unwritable = |error: std::io::Error| {
        DeskError::new("out_unwritable", format!("{}: {error}", request.out.display())).with("detail", error)
    };
    std::fs::create_dir_all(&request.out).map_err(unwritable)?;
    let mut files = Vec::new();
    let mut refused = Vec::new();
    request.paths.iter().for_each(|path| collect(path, 0, &mut files, &mut refused));
    let names = names(&files);
    let (next, pages) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let outcomes: Mutex<Vec<(usize, Outcome)>> = Mutex::new(Vec::new());
    let trouble: Mutex<Option<DeskError>> = Mutex::new(None);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let jobs = request.jobs.unwrap_or(cores).clamp(1, 64).min(files.len().max(1));
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| {
                let program = std::env::current_exe().unwrap_or_else(|_| PathBuf::from("liasse"));
                let mut client = Client::new(&program, None, WorkerLimits::default());
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let (Some(path), Some(name)) = (files.get(at), names.get(at)) else { return };
                    if locked(&trouble).is_some() {
                        return;
                    }
                    let tell = || {
                        let files_done = locked(&outcomes).len();
                        progress(&Progress {
                            files_done,
                            files_total: files.len(),
                            pages_done: pages.fetch_add(1, Ordering::Relaxed) + 1,
                            current: path.display().to_string(),
                        });
                    };
                    match read_one(&mut client, path, request, name, &tell) {
                        Ok(outcome) => locked(&outcomes).push((at, outcome)),
                        Err(error) => {
                            locked(&trouble).get_or_insert(error);
                        }
                    }
                }
            });
        }
    });
    if let Some(error) = locked(&trouble).take() {
        return Err(error);
    }
    let mut outcomes = std::mem::take(&mut *locked(&outcomes));
    outcomes.sort_by_key(|(at, _)| *at);
    let left_out = refused.into_iter().map(|(path, finding)| Outcome {
        path: PathBuf::from(path),
        readable: false,
        findings: vec![FindingView::from(&finding)],
    });
    Ok(outcomes.into_iter().map(|(_, outcome)| outcome).chain(left_out).collect())
}

fn read_one(
    client: &mut Client,
    path: &Path,
    request: &Request,
    name: &str,
    tell: &dyn Fn(),
) -> Result<Outcome, DeskError> {
    let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let source = match std::fs::metadata(path) {
        Ok(_) => {
            let read = ReadRequest {
                source: Held::Path(path.canonicalize().unwrap_or_else(|_| path.to_owned())),
                name: file_name.clone(),
                split: request.split.into(),
                flow: Flow::Purchases,
                own: Vec::new(),
                memories: Vec::new(),
                limits: Limits::default(),
            };
            let read = client.read(read, &mut |_| {
                tell();
                ControlFlow::Continue(())
            });
            read.map_err(|error| DeskError::new(error.code(), error.to_string()).with("detail", error))?
                .source
        }
        Err(error) => liasse_domain::ReadSource {
            findings: vec![Finding::error(
                "file_unreadable",
                format!("it cannot be read from disk ({error})"),
            )],
            ..liasse_domain::ReadSource::default()
        },
    };
    let json = output::to_json(&file_name, &source);
    let text =
        serde_json::to_string_pretty(&json).map_err(|error| DeskError::internal(&error.to_string()))?;
    let out = request.out.join(format!("{name}.json"));
    std::fs::write(&out, text + "\n").map_err(|error| {
        DeskError::new("out_unwritable", format!("{}: {error}", out.display())).with("detail", error)
    })?;
    let error = source.findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(Outcome {
        path: path.to_owned(),
        readable: !(source.documents.is_empty() && error),
        findings: source.findings.iter().map(FindingView::from).collect(),
    })
}

/// The stem of each file; files of the same stem get a number from the second on.
fn names(files: &[PathBuf]) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    files
        .iter()
        .map(|file| {
            let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            let turn = seen.entry(stem.clone()).or_default();
            *turn += 1;
            if *turn == 1 { stem } else { format!("{stem}-{turn}") }
        })
        .collect()
}
