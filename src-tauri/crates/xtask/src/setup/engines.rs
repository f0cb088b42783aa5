//! The PDF engine, the network runtime and the OCR models, from pinned packages into `assets/engines`.

use std::path::PathBuf;

use serde::Deserialize;

use crate::digest;
use crate::error::{Error, Result};
use crate::onnx;
use crate::progress::Outcome;
use crate::project::{self, Project};
use crate::setup::python::{self, Requirement};
use crate::setup::stamp::Stamp;
use crate::setup::wheel::{self, Wheel};

const LOCK: &str = "assets/engines.lock.json";

/// What `assets/engines.lock.json` pins.
#[derive(Debug, Deserialize)]
pub struct Lock {
    pub packages: Vec<Package>,
    pub latin: Vec<LatinHead>,
}

/// A package whose wheels carry files that Liasse runs on.
#[derive(Debug, Deserialize)]
pub struct Package {
    pub name: String,
    pub version: String,
    pub what: String,
    pub wheels: Vec<PinnedWheel>,
    pub licences: Licences,
}

/// The wheel for one system (`any`: for all).
#[derive(Debug, Deserialize)]
pub struct PinnedWheel {
    pub platform: String,
    pub tag: String,
    pub sha256: String,
    pub files: Vec<PinnedFile>,
}

/// A file to take out of a wheel.
#[derive(Debug, Deserialize)]
pub struct PinnedFile {
    pub inside: String,
    pub to: String,
    pub sha256: String,
}

/// Where the licence texts lie in the wheel (a file, or a folder ending in `/`), and where they go.
#[derive(Debug, Deserialize)]
pub struct Licences {
    pub inside: Vec<String>,
    pub to: String,
}

/// A recogniser to be cut to Latin classes.
#[derive(Debug, Deserialize)]
pub struct LatinHead {
    pub recogniser: String,
    pub dictionary: String,
    pub to: String,
    pub sha256: String,
    pub dictionary_to: String,
    pub dictionary_sha256: String,
}

/// Reads the lock file.
///
/// # Errors
/// `File` or `Content` when it is missing or malformed.
pub fn lock(project: &Project) -> Result<Lock> {
    let path = project.path(LOCK);
    let text = std::fs::read_to_string(&path).map_err(Error::file(&path, "cannot be read"))?;
    serde_json::from_str(&text).map_err(|error| Error::content(&path, error.to_string()))
}

/// Makes sure that the files of one package are there and are the pinned ones.
///
/// # Errors
/// Of pip, of hashes, of the disk.
pub fn package(project: &Project, package: &Package) -> Result<Outcome> {
    let platform = project::platform();
    let Some(pinned) =
        package.wheels.iter().find(|wheel| wheel.platform == platform || wheel.platform == "any")
    else {
        return Ok(Outcome::Ready(format!(
            "{} {} is not published for {platform}: Liasse does without it there",
            package.name, package.version
        )));
    };
    let engines = project.engines();
    let licences = engines.join(&package.licences.to);
    let mut files: Vec<PathBuf> = pinned.files.iter().map(|file| engines.join(&file.to)).collect();
    files.push(licences.clone());
    let inputs: String = pinned.files.iter().map(|file| format!("{} {}\n", file.to, file.sha256)).collect();
    let stamp = Stamp::new(project, &package.name, &inputs);
    let version = format!("{} {}", package.name, package.version);
    if stamp.holds(&files) {
        return Ok(Outcome::Ready(version));
    }
    if licences.is_dir() && all_pinned(project, &pinned.files)? {
        stamp.set(&files)?;
        return Ok(Outcome::Ready(format!("{version} (verified)")));
    }
    let requirement = Requirement {
        name: package.name.clone(),
        version: package.version.clone(),
        hashes: vec![pinned.sha256.clone()],
    };
    let downloads = project.cache().join("wheels").join(&package.name);
    let log = project.cache().join("logs").join(format!("{}.log", package.name));
    let path = python::fetch_wheel(&requirement, Some(&pinned.tag), &downloads, &log)?;
    let found = digest::of_file(&path)?;
    if found != pinned.sha256 {
        return Err(Error::Hash { path, expected: pinned.sha256.clone(), found });
    }
    let mut archive = Wheel::open(&path)?;
    for file in &pinned.files {
        let bytes = archive.read(&file.inside)?;
        wheel::put_pinned(&engines.join(&file.to), &bytes, &file.sha256)?;
    }
    for prefix in &package.licences.inside {
        let folder = prefix.rfind('/').map_or(0, |slash| slash + 1);
        for name in archive.names(prefix) {
            let bytes = archive.read(&name)?;
            wheel::put(&licences.join(name.get(folder..).unwrap_or(&name)), &bytes)?;
        }
    }
    stamp.set(&files)?;
    drop(archive);
    std::fs::remove_dir_all(&downloads).map_err(Error::file(&downloads, "cannot be removed"))?;
    Ok(Outcome::Done(version))
}

fn all_pinned(project: &Project, files: &[PinnedFile]) -> Result<bool> {
    for file in files {
        let path = project.engines().join(&file.to);
        if !path.exists() || digest::of_file(&path)? != file.sha256 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Makes sure that the recognisers cut to Latin classes are there.
///
/// # Errors
/// `Content` when a recogniser does not end as expected, `Hash` when the outcome is not the pinned one.
pub fn latin_heads(project: &Project, heads: &[LatinHead]) -> Result<Outcome> {
    let engines = project.engines();
    let files: Vec<PathBuf> =
        heads.iter().flat_map(|head| [engines.join(&head.to), engines.join(&head.dictionary_to)]).collect();
    let inputs: String =
        heads.iter().map(|head| format!("{} {}\n", head.sha256, head.dictionary_sha256)).collect();
    let stamp = Stamp::new(project, "latin", &inputs);
    let what = "recognisers for Latin letters".to_owned();
    if stamp.holds(&files) {
        return Ok(Outcome::Ready(what));
    }
    for head in heads {
        let recogniser = engines.join(&head.recogniser);
        let dictionary = engines.join(&head.dictionary);
        let model = std::fs::read(&recogniser).map_err(Error::file(&recogniser, "cannot be read"))?;
        let classes =
            std::fs::read_to_string(&dictionary).map_err(Error::file(&dictionary, "cannot be read"))?;
        let cut = onnx::latin_recogniser(&model, &classes)
            .map_err(|what| Error::content(&recogniser, what.to_string()))?;
        let dictionary = cut.dictionary.as_bytes();
        wheel::put_pinned(&engines.join(&head.dictionary_to), dictionary, &head.dictionary_sha256)?;
        wheel::put_pinned(&engines.join(&head.to), &cut.model, &head.sha256)?;
    }
    stamp.set(&files)?;
    Ok(Outcome::Done(what))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shipped() -> Lock {
        serde_json::from_str(include_str!("../../../../../assets/engines.lock.json")).unwrap()
    }

    #[test]
    fn every_pin_is_a_sha256_and_every_system_has_a_pdf_engine() {
        let lock = shipped();
        for package in &lock.packages {
            for wheel in &package.wheels {
                let mut pins = vec![&wheel.sha256];
                pins.extend(wheel.files.iter().map(|file| &file.sha256));
                for pin in pins {
                    assert_eq!(pin.len(), 64, "{}", package.name);
                    assert!(pin.bytes().all(|byte| byte.is_ascii_hexdigit()));
                }
            }
        }
        for os in ["linux", "windows", "macos"] {
            for arch in ["x86_64", "aarch64"] {
                let platform = format!("{os}-{arch}");
                let pdfium = lock.packages.iter().find(|p| p.name == "pypdfium2").unwrap();
                assert!(pdfium.wheels.iter().any(|w| w.platform == platform), "{platform}");
            }
        }
    }
}
