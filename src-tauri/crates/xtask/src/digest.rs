//! SHA-256 of files and of folders.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The SHA-256 of bytes, as lower-case hexadecimal.
pub fn of_bytes(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The SHA-256 of a file, as lower-case hexadecimal.
///
/// # Errors
/// `File` when it cannot be read.
pub fn of_file(path: &Path) -> Result<String> {
    let mut file = File::open(path).map_err(Error::file(path, "cannot be opened"))?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let count = file.read(&mut buffer).map_err(Error::file(path, "cannot be read"))?;
        if count == 0 {
            return Ok(hex(&hash.finalize()));
        }
        hash.update(buffer.get(..count).unwrap_or_default());
    }
}

/// One digest over the names and contents of all files below a folder, without the named sub-folders.
/// It changes when a file is added, removed, renamed or edited; not when only times change.
///
/// # Errors
/// `File` when something cannot be read.
pub fn of_tree(root: &Path, without: &[&str]) -> Result<String> {
    let mut files = Vec::new();
    collect(root, without, &mut files)?;
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        let name = file.strip_prefix(root).unwrap_or(&file);
        hash.update(name.to_string_lossy().as_bytes());
        hash.update([0]);
        hash.update(of_file(&file)?.as_bytes());
    }
    Ok(hex(&hash.finalize()))
}

fn collect(dir: &Path, without: &[&str], files: &mut Vec<PathBuf>) -> Result<()> {
    let entries = std::fs::read_dir(dir).map_err(Error::file(dir, "cannot be listed"))?;
    for entry in entries {
        let entry = entry.map_err(Error::file(dir, "cannot be listed"))?;
        let path = entry.path();
        if without.iter().any(|name| entry.file_name() == **name) {
            continue;
        }
        if path.is_dir() {
            collect(&path, without, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_changes_with_names_and_contents_but_not_with_what_is_left_out() {
        let dir = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("a.txt", "one");
        write("deep/b.txt", "two");
        let first = of_tree(dir.path(), &["node_modules"]).unwrap();
        write("node_modules/c.js", "three");
        assert_eq!(first, of_tree(dir.path(), &["node_modules"]).unwrap());
        write("deep/b.txt", "2");
        let second = of_tree(dir.path(), &["node_modules"]).unwrap();
        assert_ne!(first, second);
        std::fs::rename(dir.path().join("a.txt"), dir.path().join("z.txt")).unwrap();
        assert_ne!(second, of_tree(dir.path(), &["node_modules"]).unwrap());
    }

    #[test]
    fn the_digest_of_abc_is_the_one_of_the_standard() {
        // FIPS 180-4, example of one block.
        assert_eq!(of_bytes(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
