//! The tools that reading is compared with, where they are installed. Each gets all the cores, one thread a page.

use std::path::Path;
use std::process::Command;

use crate::command;

/// Pictures at the resolution that offices scan at; the least that Tesseract's own documentation asks for.
pub const RESOLUTION: &str = "200";

/// Recognition alone: the pictures of the pages are made beforehand and not counted.
const TESSERACT: &str = r#"
find "$1" -maxdepth 1 -name '*.png' -print0 | xargs -0 -P "$3" -I{} sh -c '
  tesseract "$1" "$2/$(basename "$1" .png)" -l "$3" >/dev/null 2>&1
' sh {} "$2" "$4"
"#;

const OCRMYPDF: &str = r#"
find "$1" -maxdepth 1 -name '*.pdf' -print0 | xargs -0 -P "$3" -I{} sh -c '
  ocrmypdf --quiet --force-ocr --output-type pdf --jobs 1 -l "$3" "$1" "$2/$(basename "$1")" 2>/dev/null
' sh {} "$2" "$4"
"#;

const PDFTOTEXT: &str = r#"
find "$1" -maxdepth 1 -name '*.pdf' -print0 | xargs -0 -P "$3" -I{} sh -c '
  pdftotext -layout "$1" "$2/$(basename "$1" .pdf).txt"
' sh {} "$2"
"#;

/// A tool that reads a folder of papers into another folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Peer {
    /// On pictures of the pages.
    Tesseract,
    Ocrmypdf,
    /// Takes the text layer out; reads nothing.
    Pdftotext,
}

impl Peer {
    pub fn name(self) -> &'static str {
        match self {
            Peer::Tesseract => "tesseract",
            Peer::Ocrmypdf => "ocrmypdf",
            Peer::Pdftotext => "pdftotext",
        }
    }

    /// Whether this machine has it, and what it needs.
    pub fn installed(self) -> bool {
        let has = |name| command::which(name).is_some();
        !cfg!(windows)
            && match self {
                Peer::Tesseract => has("tesseract") && has("pdftoppm"),
                Peer::Ocrmypdf => has("ocrmypdf") && has("tesseract"),
                Peer::Pdftotext => has("pdftotext"),
            }
    }

    /// Its name and version, for the report.
    pub fn version(self) -> String {
        let flag = if self == Peer::Pdftotext { "-v" } else { "--version" };
        let said = Command::new(self.name()).arg(flag).output().ok().map(|output| {
            let all = [output.stdout, output.stderr].concat();
            String::from_utf8_lossy(&all).lines().next().unwrap_or_default().trim().to_owned()
        });
        let said = said.unwrap_or_default();
        if said.starts_with(self.name()) { said } else { format!("{} {said}", self.name()) }
    }

    /// The command that reads all of `papers` (for Tesseract: pictures of pages) into `out`.
    pub fn command(self, papers: &Path, out: &Path, jobs: usize) -> Command {
        let script = match self {
            Peer::Tesseract => TESSERACT,
            Peer::Ocrmypdf => OCRMYPDF,
            Peer::Pdftotext => PDFTOTEXT,
        };
        let mut command = Command::new("sh");
        command
            .args(["-c", script, "sh"])
            .arg(papers)
            .arg(out)
            .args([&jobs.to_string(), language()])
            .env("OMP_THREAD_LIMIT", "1");
        command
    }
}

/// French where Tesseract has it.
fn language() -> &'static str {
    let listed = Command::new("tesseract").arg("--list-langs").output();
    let french = listed
        .is_ok_and(|output| String::from_utf8_lossy(&output.stdout).lines().any(|line| line.trim() == "fra"));
    if french { "fra" } else { "eng" }
}
