//! What a step of set-up did, so that the next run can tell in a moment that nothing is missing.

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::digest;
use crate::error::Result;
use crate::project::Project;
use crate::setup::wheel;

/// The record of one step: its inputs, and the size and time of each file it left.
pub struct Stamp {
    path: PathBuf,
    inputs: String,
}

impl Stamp {
    /// The stamp of the step `name` whose outcome depends on `inputs` (pinned hashes, digests of sources).
    pub fn new(project: &Project, name: &str, inputs: &str) -> Stamp {
        Stamp { path: project.cache().join("stamps").join(name), inputs: digest::of_bytes(inputs.as_bytes()) }
    }

    /// Whether the step was done with these inputs and its files are as it left them.
    pub fn holds(&self, files: &[PathBuf]) -> bool {
        std::fs::read_to_string(&self.path)
            .is_ok_and(|text| described(&self.inputs, files).is_some_and(|now| now == text))
    }

    /// Records the step as done.
    ///
    /// # Errors
    /// `File` when the stamp cannot be written.
    pub fn set(&self, files: &[PathBuf]) -> Result<()> {
        match described(&self.inputs, files) {
            Some(text) => wheel::put(&self.path, text.as_bytes()),
            None => Ok(()),
        }
    }
}

fn described(inputs: &str, files: &[PathBuf]) -> Option<String> {
    let mut text = format!("{inputs}\n");
    for file in files {
        text.push_str(&one(file)?);
    }
    Some(text)
}

fn one(file: &Path) -> Option<String> {
    let meta = std::fs::metadata(file).ok()?;
    let time = meta.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(format!("{} {} {}\n", file.display(), meta.len(), time.as_nanos()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_falls_when_a_file_goes_or_the_inputs_change() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("libpdfium.so");
        let stamp = |inputs: &str| Stamp {
            path: dir.path().join("stamps/engine"),
            inputs: digest::of_bytes(inputs.as_bytes()),
        };
        let files = [file.clone()];
        assert!(!stamp("v1").holds(&files));
        std::fs::write(&file, b"library").unwrap();
        stamp("v1").set(&files).unwrap();
        assert!(stamp("v1").holds(&files));
        assert!(!stamp("v2").holds(&files));
        std::fs::write(&file, b"cut").unwrap();
        assert!(!stamp("v1").holds(&files));
        std::fs::remove_file(&file).unwrap();
        assert!(!stamp("v1").holds(&files));
    }
}
