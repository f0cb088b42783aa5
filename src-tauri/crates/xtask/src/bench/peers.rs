//! The tools that reading is compared with, where they are installed.

use std::path::Path;
use std::process::Command;

use crate::command;

/// Pictures at the resolution that offices scan at; the same that Tesseract's own documentation asks for at least.
const RESOLUTION: &str = "200";

const TESSERACT: &str = r#"
set -e
find "$1" -maxdepth 1 -name '*.pdf' -print0 | xargs -0 -P "$3" -I{} sh -c '
  stem=$(basename "$1" .pdf)
  pdftoppm -r "$3" -gray -png "$1" "$2/$stem"
  for page in "$2/$stem"-*.png; do tesseract "$page" "${page%.png}" -l "$4" >/dev/null 2>&1; done
' sh {} "$2" "$4" "$5"
"#;

const OCRMYPDF: &str = r#"
set -e
for file in "$1"/*.pdf; do
  ocrmypdf --quiet --force-ocr --output-type pdf --jobs "$3" -l "$5" "$file" "$2/$(basename "$file")"
done
"#;

/// A tool that reads a folder of PDF files into another folder.
pub struct Peer {
    pub name: &'static str,
    script: &'static str,
    language: &'static str,
}

impl Peer {
    /// The peers that this machine has.
    pub fn installed() -> Vec<Peer> {
        if cfg!(windows) || command::which("tesseract").is_none() {
            return Vec::new();
        }
        let languages = Command::new("tesseract").arg("--list-langs").output();
        let french = languages.is_ok_and(|output| {
            String::from_utf8_lossy(&output.stdout).lines().any(|line| line.trim() == "fra")
        });
        let language = if french { "fra" } else { "eng" };
        let mut peers = Vec::new();
        if command::which("pdftoppm").is_some() {
            peers.push(Peer { name: "tesseract", script: TESSERACT, language });
        }
        if command::which("ocrmypdf").is_some() {
            peers.push(Peer { name: "ocrmypdf", script: OCRMYPDF, language });
        }
        peers
    }

    /// The command that reads all of `papers` into `out`, `jobs` at the same time, each on one core.
    pub fn command(&self, papers: &Path, out: &Path, jobs: usize) -> Command {
        let mut command = Command::new("sh");
        command
            .args(["-c", self.script, "sh"])
            .arg(papers)
            .arg(out)
            .arg(jobs.to_string())
            .args([RESOLUTION, self.language])
            .env("OMP_THREAD_LIMIT", "1");
        command
    }
}
