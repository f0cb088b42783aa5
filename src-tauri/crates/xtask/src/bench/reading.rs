//! Reading a folder of papers with Liasse and with its peers, one after the other on the same machine.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::Papers;
use super::meter::{Cost, load, measure};
use super::peers::Peer;
use crate::command;
use crate::error::{Error, Result};
use crate::project::Project;

/// What `liasse read` is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// One document a file.
    Reading,
    /// Merged files, to be split.
    Split,
}

impl Task {
    fn name(self) -> &'static str {
        match self {
            Task::Reading => "reading",
            Task::Split => "split",
        }
    }
}

/// Papers of one kind in a folder.
struct Batch {
    name: String,
    folder: PathBuf,
    files: Vec<PathBuf>,
    pages: u64,
    /// Whether the pages are pictures: only then is a comparison with OCR programs fair.
    pictures: bool,
    /// The folder of the truth, in the samples' schema.
    truth: Option<PathBuf>,
}

/// Measures and prints a table; keeps it as `target/bench/<task>.md`.
pub fn run(project: &Project, papers: &Papers, task: Task) -> Result<()> {
    let place = project.target().join("bench").join(task.name());
    fresh(&place)?;
    let jobs =
        papers.jobs.or_else(|| std::thread::available_parallelism().ok().map(usize::from)).unwrap_or(1);
    let batches = batches(project, papers, task, &place)?;
    let peers = Peer::installed();
    let mut report = format!("{jobs} jobs at a time; times include start-up\n");
    if let Some(load) = load() {
        writeln!(report, "load of the machine before: {load:.1} (measure on an idle one)").ok();
    }
    for batch in &batches {
        let out = place.join("out").join(&batch.name);
        fresh(&out)?;
        println!("{}: {} pages", batch.name, batch.pages);
        let own = measure(&mut liasse(project, task, batch, &out, jobs))?;
        writeln!(report, "\n{}: {} pages", batch.name, batch.pages).ok();
        report.push_str(HEAD);
        report.push_str(&row("liasse read", &own, batch.pages, &own));
        if batch.pictures {
            for peer in &peers {
                let out = place.join(peer.name).join(&batch.name);
                fresh(&out)?;
                println!("{}: the same with {}", batch.name, peer.name);
                let cost = measure(&mut peer.command(&batch.folder, &out, jobs))?;
                report.push_str(&row(peer.name, &cost, batch.pages, &own));
            }
        }
        if let Some(truth) = &batch.truth {
            report.push_str(&score(project, task, truth, &out)?);
        }
    }
    if peers.is_empty() {
        report
            .push_str("\nno peer installed (tesseract with pdftoppm, ocrmypdf): only Liasse was measured\n");
    }
    print!("\n{report}");
    let kept = project.target().join("bench").join(format!("{}.md", task.name()));
    std::fs::write(&kept, report).map_err(Error::file(&kept, "cannot be written"))?;
    println!("kept in {}", kept.display());
    Ok(())
}

/// `liasse read` on the files of a batch.
fn liasse(project: &Project, task: Task, batch: &Batch, out: &Path, jobs: usize) -> Command {
    let mut command = Command::new(project.program("release", "liasse"));
    command
        .env("LIASSE_ENGINES", project.engines())
        .arg("read")
        .args(&batch.files)
        .arg("--out")
        .arg(out)
        .args([
            "--split",
            if task == Task::Split { "auto" } else { "per-file" },
            "--jobs",
            &jobs.to_string(),
        ]);
    command
}

fn batches(project: &Project, papers: &Papers, task: Task, place: &Path) -> Result<Vec<Batch>> {
    if let Some(folder) = &papers.papers {
        return Ok(vec![Batch::of("given", folder.clone(), true, None)?]);
    }
    let mut batches = Vec::new();
    for form in ["text", "scan"] {
        let folder = place.join("papers").join(form);
        draw(project, task, form, papers.count, &folder)?;
        let truth = folder.join("truth");
        batches.push(Batch::of(&format!("drawn-{form}"), folder, form == "scan", Some(truth))?);
    }
    if let Some(shared) = project.shared() {
        let samples = shared.join("data/papers");
        let found: &[(&str, &str, &str, bool)] = match task {
            Task::Reading => &[
                ("samples-text", "single/text", "single/truth", false),
                ("samples-scan", "single/scan", "single/truth", true),
            ],
            // Half of their pages have text: an OCR program would read all of them as pictures.
            Task::Split => &[("samples-split", "split/pdf", "split/truth", false)],
        };
        for (name, folder, truth, pictures) in found {
            let folder = samples.join(folder);
            if folder.is_dir() {
                batches.push(Batch::of(name, folder, *pictures, Some(samples.join(truth)))?);
            }
        }
    }
    Ok(batches)
}

/// Has the project's own papers drawn into a folder, with their truth in its `truth` folder.
fn draw(project: &Project, task: Task, form: &str, count: usize, folder: &Path) -> Result<()> {
    fresh(folder)?;
    let mut papers = Command::new(project.program("release", "liasse-papers"));
    papers
        .env("LIASSE_ENGINES", project.engines())
        .arg(if task == Task::Split { "stream" } else { "single" })
        .args(["--as", form, "--count", &count.to_string(), "--out"])
        .arg(folder);
    if command::openly(&mut papers)? { Ok(()) } else { Err(Error::Parts("drawing of papers".into())) }
}

impl Batch {
    fn of(name: &str, folder: PathBuf, pictures: bool, truth: Option<PathBuf>) -> Result<Batch> {
        let entries = std::fs::read_dir(&folder).map_err(Error::file(&folder, "cannot be listed"))?;
        let mut files: Vec<PathBuf> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|extension| extension == "pdf"))
            .collect();
        files.sort();
        if files.is_empty() {
            return Err(Error::content(&folder, "no PDF file here to read"));
        }
        let mut pages = 0;
        for file in &files {
            pages += pages_of(file, truth.as_deref())?;
        }
        Ok(Batch { name: name.to_owned(), folder, files, pages, pictures, truth })
    }
}

/// The number of pages of a PDF: from its truth where that says so, else from poppler's `pdfinfo`.
fn pages_of(pdf: &Path, truth: Option<&Path>) -> Result<u64> {
    let known = truth.and_then(|truth| {
        let stem = pdf.file_stem()?.to_string_lossy();
        let text = std::fs::read_to_string(truth.join(format!("{stem}.json"))).ok()?;
        pages_in(&text)
    });
    if let Some(pages) = known {
        return Ok(pages);
    }
    let output = command::captured(Command::new("pdfinfo").arg(pdf))?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines()
        .find_map(|line| line.strip_prefix("Pages:")?.trim().parse().ok())
        .ok_or_else(|| Error::content(pdf, "pdfinfo finds no pages"))
}

/// The number of pages that a truth file states.
fn pages_in(truth: &str) -> Option<u64> {
    let truth: serde_json::Value = serde_json::from_str(truth).ok()?;
    truth.get("n_pages").or_else(|| truth.get("pages"))?.as_u64()
}

const HEAD: &str =
    "\n| tool | wall s | pages/s | CPU-s/page | peak MiB | pages/s of Liasse |\n|---|---|---|---|---|---|\n";

fn row(name: &str, cost: &Cost, pages: u64, own: &Cost) -> String {
    let pages = pages as f64;
    let speed = pages / cost.wall.as_secs_f64();
    let ratio = cost.wall.as_secs_f64() / own.wall.as_secs_f64();
    let known = |value: Option<f64>, digits: usize| {
        value.map_or_else(|| "–".to_owned(), |value| format!("{value:.digits$}"))
    };
    format!(
        "| {name} | {:.1} | {speed:.2} | {} | {} | {ratio:.2} × |\n",
        cost.wall.as_secs_f64(),
        known(cost.cpu.map(|cpu| cpu / pages), 2),
        known(cost.memory, 0),
    )
}

fn score(project: &Project, task: Task, truth: &Path, out: &Path) -> Result<String> {
    let Some(script) =
        project.shared().map(|shared| shared.join("data/score.py")).filter(|path| path.is_file())
    else {
        return Ok(String::new());
    };
    let output = command::captured(
        Command::new(if cfg!(windows) { "python" } else { "python3" })
            .arg(script)
            .arg(if task == Task::Split { "split" } else { "fields" })
            .arg("--truth")
            .arg(truth)
            .arg("--pred")
            .arg(out),
    )?;
    Ok(format!("\n```\n{}```\n", String::from_utf8_lossy(&output.stdout)))
}

fn fresh(folder: &Path) -> Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(Error::file(folder, "cannot be cleared"))?;
    }
    std::fs::create_dir_all(folder).map_err(Error::file(folder, "cannot be created"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn both_sorts_of_truth_state_their_pages() {
        assert_eq!(pages_in(r#"{"file": "a.pdf", "pages": 2}"#), Some(2));
        assert_eq!(pages_in(r#"{"n_pages": 12, "pages": [1]}"#), Some(12));
        assert_eq!(pages_in(r#"{"pages": [1, 2]}"#), None);
        assert_eq!(pages_in("cut"), None);
    }

    #[test]
    fn a_peer_that_takes_twice_as_long_makes_liasse_twice_as_fast() {
        let cost = |seconds| Cost { wall: Duration::from_secs(seconds), cpu: Some(20.0), memory: None };
        assert_eq!(row("peer", &cost(20), 10, &cost(10)), "| peer | 20.0 | 0.50 | 2.00 | – | 2.00 × |\n");
    }
}
