//! Where seeds and crashes lie in the checkout.

use std::path::{Path, PathBuf};

/// A folder of the checkout.
pub fn checkout(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..").join(relative)
}

/// Inputs that once broke a target: tried again by the tests.
pub fn crashes(target: &str) -> PathBuf {
    checkout("tests/fuzz/crashes").join(target)
}

/// The files of a folder and their bytes, in order of their names; nothing where there is no folder.
pub fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    paths
        .into_iter()
        .filter(|path| path.is_file())
        .filter_map(|path| std::fs::read(&path).ok().map(|bytes| (path, bytes)))
        .collect()
}
