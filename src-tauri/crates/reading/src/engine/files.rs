//! Where the native libraries and the models lie.

use std::path::{Path, PathBuf};

use crate::engine::EngineError;

/// The folder of the engines: `<os>-<arch>/` holds the libraries, `models/` the networks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineFiles {
    root: PathBuf,
}

/// The environment variable that names the folder of the engines.
pub const ENGINES_VARIABLE: &str = "LIASSE_ENGINES";

/// `linux-x86_64`, `windows-aarch64`, …: the name of this system's folder of libraries.
pub fn platform() -> String {
    format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH)
}

impl EngineFiles {
    /// The folder given, when it holds this system's PDF engine.
    pub fn at(root: &Path) -> Option<EngineFiles> {
        let files = EngineFiles { root: root.to_owned() };
        files.pdfium().is_file().then_some(files)
    }
    /// Looks in the folder that `LIASSE_ENGINES` names, in `engines/` beside the executable, in `engines/`
    /// under the application's `resources`, and, in debug builds, in the repository's `assets/engines`.
    ///
    /// # Errors
    /// [`EngineError::Missing`] with the places looked at.
    pub fn locate(resources: Option<&Path>) -> Result<EngineFiles, EngineError> {
        let mut places: Vec<PathBuf> = Vec::new();
        if let Some(named) = std::env::var_os(ENGINES_VARIABLE) {
            places.push(PathBuf::from(named));
        }
        if let Some(folder) = std::env::current_exe().ok().as_deref().and_then(Path::parent) {
            places.push(folder.join("engines"));
        }
        if let Some(resources) = resources {
            places.push(resources.join("engines"));
            places.push(resources.join("assets/engines"));
        }
        if cfg!(debug_assertions) {
            let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
            places.extend(crate_folder.ancestors().nth(3).map(|root| root.join("assets/engines")));
        }
        places
            .iter()
            .find_map(|place| EngineFiles::at(place))
            .ok_or(EngineError::Missing { platform: platform(), places })
    }
    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }
    /// The PDF engine's library.
    pub fn pdfium(&self) -> PathBuf {
        self.library("pdfium")
    }
    /// The network runtime's library.
    pub fn onnxruntime(&self) -> PathBuf {
        self.library("onnxruntime")
    }
    fn library(&self, name: &str) -> PathBuf {
        let (prefix, suffix) = (std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
        self.root.join(platform()).join(format!("{prefix}{name}{suffix}"))
    }
    /// A file of `models/`.
    pub fn model(&self, name: &str) -> PathBuf {
        self.root.join("models").join(name)
    }
    /// Whether pictures can be read: the runtime and the models are there.
    pub fn has_ocr(&self) -> bool {
        self.onnxruntime().is_file()
            && ["det_tiny.onnx", "rec_tiny.onnx", "dict_tiny.txt", "orientation.onnx"]
                .iter()
                .all(|name| self.model(name).is_file())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_this_systems_library_is_none() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(EngineFiles::at(folder.path()), None);
        let files = EngineFiles { root: folder.path().to_owned() };
        std::fs::create_dir_all(files.pdfium().parent().unwrap()).unwrap();
        std::fs::write(files.pdfium(), b"x").unwrap();
        assert_eq!(EngineFiles::at(folder.path()), Some(files));
    }
}
