//! Papers in a folder with their truth: drawn for the occasion, or given.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::tools::Tools;
use crate::command;
use crate::error::{Error, Result};

/// Endings of the files that are papers.
const ENDINGS: [&str; 7] = ["pdf", "jpg", "jpeg", "png", "tif", "tiff", "xml"];

/// Papers of one kind.
#[derive(Debug, Clone)]
pub struct Batch {
    pub name: String,
    pub files: Vec<PathBuf>,
    /// The folder of the truth, one JSON file per stem.
    pub truth: PathBuf,
}

/// What is drawn.
pub struct Drawing<'a> {
    /// What is asked of `liasse-papers`: `single`, `stream`, `einvoice`.
    pub what: &'a str,
    /// Its further arguments.
    pub arguments: &'a [&'a str],
    pub count: u64,
    pub seed: u64,
}

impl Batch {
    /// Papers drawn into a folder of the measurements.
    ///
    /// # Errors
    /// `Parts` when they cannot be drawn.
    pub fn drawn(tools: &Tools, name: &str, drawing: &Drawing) -> Result<Batch> {
        let folder = tools.fresh(&format!("papers/{}", name.replace(' ', "-")))?;
        let mut papers = tools.papers(drawing.what);
        papers
            .args(drawing.arguments)
            .args(["--count", &drawing.count.to_string(), "--seed", &drawing.seed.to_string()])
            .arg("--out")
            .arg(&folder);
        if !command::openly(&mut papers)? {
            return Err(Error::Parts(format!("drawing of {name}")));
        }
        Batch::given(name, &folder, &folder.join("truth"))
    }

    /// The papers of a folder.
    ///
    /// # Errors
    /// `File` when it cannot be listed, `Content` when no paper lies there.
    pub fn given(name: &str, folder: &Path, truth: &Path) -> Result<Batch> {
        let entries = std::fs::read_dir(folder).map_err(Error::file(folder, "cannot be listed"))?;
        let mut files: Vec<PathBuf> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| {
                let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
                ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
            })
            .collect();
        files.sort();
        if files.is_empty() {
            return Err(Error::content(folder, "no paper here to read"));
        }
        Ok(Batch { name: name.to_owned(), files, truth: truth.to_owned() })
    }

    /// What a paper truly says; `None` where nobody wrote it down.
    pub fn truth_of(&self, file: &Path) -> Option<Value> {
        parsed(&self.truth.join(format!("{}.json", stem(file))))
    }

    /// How many pages its files have.
    ///
    /// # Errors
    /// `Content` when neither the truth nor poppler's `pdfinfo` says.
    pub fn pages(&self) -> Result<u64> {
        let mut pages = 0;
        for file in &self.files {
            let stated = self.truth_of(file).and_then(|truth| pages_in(&truth));
            pages += match stated {
                Some(pages) => pages,
                None if file.extension().is_some_and(|ending| ending == "pdf") => pages_of(file)?,
                None => 1,
            };
        }
        Ok(pages)
    }
}

/// The name of a file without its ending: how a paper, its truth and its reading are matched.
pub fn stem(file: &Path) -> String {
    file.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// A JSON file, where it is there and whole.
pub fn parsed(file: &Path) -> Option<Value> {
    serde_json::from_slice(&std::fs::read(file).ok()?).ok()
}

fn pages_of(pdf: &Path) -> Result<u64> {
    let output = command::captured(Command::new("pdfinfo").arg(pdf))?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines()
        .find_map(|line| line.strip_prefix("Pages:")?.trim().parse().ok())
        .ok_or_else(|| Error::content(pdf, "pdfinfo finds no pages"))
}

/// The number of pages that a truth file states.
fn pages_in(truth: &Value) -> Option<u64> {
    truth.get("n_pages").or_else(|| truth.get("pages"))?.as_u64()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn both_sorts_of_truth_state_their_pages() {
        assert_eq!(pages_in(&json!({"file": "a.pdf", "pages": 2})), Some(2));
        assert_eq!(pages_in(&json!({"n_pages": 12, "pages": [1]})), Some(12));
        assert_eq!(pages_in(&json!({"pages": [1, 2]})), None);
    }

    #[test]
    fn only_papers_are_listed() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Batch::given("none", folder.path(), folder.path()).is_err());
        for name in ["b.pdf", "a.JPG", "truth.json", "log.txt"] {
            std::fs::write(folder.path().join(name), b"{}").unwrap();
        }
        let batch = Batch::given("some", folder.path(), folder.path()).unwrap();
        assert_eq!(batch.files.iter().map(|file| stem(file)).collect::<Vec<_>>(), ["a", "b"]);
    }
}
