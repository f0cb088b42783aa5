//! Reads files and writes what was read as JSON, one `<stem>.json` a file, for the scorer.
//!
//! `cargo run -p liasse-reading --example read -- FILES… --out DIR [--pages DIR] [--mode file|page|auto]`
//!
//! `--pages` keeps the pages' words between runs: recognition is slow, choosing fields is not.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use liasse_domain::SplitMode;
use liasse_reading::engine::EngineFiles;
use liasse_reading::fields::Context;
use liasse_reading::pages::{Engines, Leaves, read_pages};
use liasse_reading::source::Limits;
use liasse_reading::{Page, documents, output};

struct Arguments {
    files: Vec<PathBuf>,
    out: PathBuf,
    pages: Option<PathBuf>,
    mode: SplitMode,
}

fn arguments() -> Result<Arguments, String> {
    let mut files = Vec::new();
    let (mut out, mut pages, mut mode) = (None, None, SplitMode::Automatic);
    let mut rest = std::env::args().skip(1);
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--out" => out = rest.next().map(PathBuf::from),
            "--pages" => pages = rest.next().map(PathBuf::from),
            "--mode" => {
                mode = match rest.next().as_deref() {
                    Some("file") => SplitMode::PerFile,
                    Some("page") => SplitMode::PerPage,
                    _ => SplitMode::Automatic,
                }
            }
            file => files.push(PathBuf::from(file)),
        }
    }
    Ok(Arguments { files, out: out.ok_or("--out DIR is missing")?, pages, mode })
}

fn words(engines: &mut Engines, file: &Path, kept: Option<&Path>) -> Result<Vec<Page>, String> {
    let name = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or("paper");
    let kept = kept.map(|folder| folder.join(format!("{name}.pages.json")));
    if let Some(text) = kept.as_ref().and_then(|path| std::fs::read(path).ok()) {
        return serde_json::from_slice(&text).map_err(|e| e.to_string());
    }
    let bytes = std::fs::read(file).map_err(|e| format!("{}: {e}", file.display()))?;
    let leaves =
        Leaves::open(engines.pdf(), &bytes, &Limits::default()).map_err(|finding| finding.message)?;
    let (pages, findings) =
        read_pages(engines, &leaves, &mut |_| ControlFlow::Continue(())).map_err(|e| e.to_string())?;
    for finding in findings {
        eprintln!("{name}: {}", finding.message);
    }
    if let Some(path) = kept {
        let text = serde_json::to_vec(&pages).map_err(|e| e.to_string())?;
        std::fs::write(&path, text).map_err(|e| format!("{}: {e}", path.display()))?;
    }
    Ok(pages)
}

fn main() -> Result<(), String> {
    let arguments = arguments()?;
    let files = EngineFiles::locate(None).map_err(|e| e.to_string())?;
    let mut engines = Engines::load(&files).map_err(|e| e.to_string())?;
    for folder in [Some(&arguments.out), arguments.pages.as_ref()].into_iter().flatten() {
        std::fs::create_dir_all(folder).map_err(|e| e.to_string())?;
    }
    let (mut count, mut choosing) = (0, Duration::ZERO);
    for file in &arguments.files {
        let pages = match words(&mut engines, file, arguments.pages.as_deref()) {
            Ok(pages) => pages,
            Err(message) => {
                eprintln!("{}: {message}", file.display());
                continue;
            }
        };
        count += pages.len();
        let start = Instant::now();
        let source = documents::read_documents(&pages, arguments.mode, &Context::default());
        choosing += start.elapsed();
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or("paper");
        let stem = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or("paper");
        let text =
            serde_json::to_string_pretty(&output::to_json(name, &source)).map_err(|e| e.to_string())?;
        std::fs::write(arguments.out.join(format!("{stem}.json")), text).map_err(|e| e.to_string())?;
    }
    eprintln!("{count} pages; splitting and choosing fields took {:.2} s", choosing.as_secs_f64());
    Ok(())
}
