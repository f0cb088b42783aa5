//! Wheels are zip files: taking single files or folders out of them.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use zip::ZipArchive;

use crate::digest;
use crate::error::{Error, Result};

/// A wheel that pip has verified against its pinned hash.
pub struct Wheel {
    path: PathBuf,
    archive: ZipArchive<File>,
}

impl Wheel {
    /// # Errors
    /// `File` when it cannot be opened, `Content` when it is no zip file.
    pub fn open(path: &Path) -> Result<Wheel> {
        let file = File::open(path).map_err(Error::file(path, "cannot be opened"))?;
        let archive = ZipArchive::new(file).map_err(|error| Error::content(path, error.to_string()))?;
        Ok(Wheel { path: path.to_path_buf(), archive })
    }

    /// The names of the files (no folders) that start with `prefix`.
    pub fn names(&self, prefix: &str) -> Vec<String> {
        self.archive
            .file_names()
            .filter_map(|name| Some(name.ok()?.into_owned()))
            .filter(|name| name.starts_with(prefix) && !name.ends_with('/'))
            .collect()
    }

    /// The bytes of one file inside.
    ///
    /// # Errors
    /// `Content` when the wheel has no such file or it is damaged.
    pub fn read(&mut self, name: &str) -> Result<Vec<u8>> {
        let wheel = self.path.clone();
        let mut file =
            self.archive.by_name(name).map_err(|error| Error::content(&wheel, format!("{name}: {error}")))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(|error| Error::content(&wheel, format!("{name}: {error}")))?;
        Ok(bytes)
    }

    /// Whether the file inside carries the Unix permission to execute.
    pub fn is_executable(&mut self, name: &str) -> bool {
        self.archive.by_name(name).is_ok_and(|file| file.unix_mode().is_some_and(|mode| mode & 0o111 != 0))
    }
}

/// Writes a file whole or not at all: to `….part`, to disk, then renamed.
///
/// # Errors
/// `File` when the folder or the file cannot be written.
pub fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(dir) = path.parent() {
        std::fs::create_dir_all(dir).map_err(Error::file(dir, "cannot be created"))?;
    }
    let mut part = path.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let mut file = File::create(&part).map_err(Error::file(&part, "cannot be created"))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(Error::file(&part, "cannot be written"))?;
    std::fs::rename(&part, path).map_err(Error::file(path, "cannot be put in place"))
}

/// As [`put`], after checking the pinned SHA-256 of the bytes.
///
/// # Errors
/// `Hash` when the bytes are not the pinned ones; else as [`put`].
pub fn put_pinned(path: &Path, bytes: &[u8], sha256: &str) -> Result<()> {
    let found = digest::of_bytes(bytes);
    if found != sha256 {
        return Err(Error::Hash { path: path.to_path_buf(), expected: sha256.to_owned(), found });
    }
    put(path, bytes)
}

/// Marks a program as executable (Unix; elsewhere nothing is needed).
///
/// # Errors
/// `File` when the permission cannot be set.
pub fn make_executable(path: &Path) -> Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755))
            .map_err(Error::file(path, "cannot be made executable"))?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_not_the_pinned_ones_never_reach_their_place() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("deep/model.onnx");
        let error = put_pinned(&path, b"other", &digest::of_bytes(b"model")).unwrap_err();
        assert_eq!(error.code(), "hash");
        assert!(!path.exists());
        put_pinned(&path, b"model", &digest::of_bytes(b"model")).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"model");
    }

    #[test]
    fn a_cut_download_is_no_wheel() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("cut.whl");
        std::fs::write(&path, b"PK\x03\x04 and then nothing").unwrap();
        assert_eq!(Wheel::open(&path).err().unwrap().code(), "content");
    }
}
