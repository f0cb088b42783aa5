//! Where things lie in the checkout.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// The checkout that the command works in.
#[derive(Debug, Clone)]
pub struct Project {
    root: PathBuf,
}

impl Project {
    /// The checkout that this program was built from.
    ///
    /// # Errors
    /// `Refused` when the folder has been moved or deleted since.
    pub fn find() -> Result<Project> {
        let crate_dir = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        crate_dir
            .ancestors()
            .nth(3)
            .filter(|root| root.join("tauri.conf.json").exists() || root.join("Cargo.lock").exists())
            .map(|root| Project { root: root.to_path_buf() })
            .ok_or_else(|| {
                Error::Refused(format!(
                    "{}: no checkout of Liasse around it; run `cargo xtask` from inside the checkout",
                    crate_dir.display()
                ))
            })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A path inside the checkout.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// What set-up keeps between runs: stamps, logs, downloads, Node, Python packages. Git-ignored.
    pub fn cache(&self) -> PathBuf {
        self.root.join(".cache")
    }

    /// The front end.
    pub fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// The PDF engine, the network runtime and the OCR models. Git-ignored.
    pub fn engines(&self) -> PathBuf {
        self.root.join("assets/engines")
    }

    /// Where cargo puts what it builds.
    pub fn target(&self) -> PathBuf {
        std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| self.root.join("target"), |dir| self.root.join(dir))
    }

    /// A built program, with the system's suffix. `profile` is `debug` or `release`.
    pub fn program(&self, profile: &str, name: &str) -> PathBuf {
        self.target().join(profile).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// Real samples that some machines hold beside the checkout; tests that use them run only there.
    pub fn shared(&self) -> Option<PathBuf> {
        let beside = self.root.parent()?.join("shared");
        beside.is_dir().then_some(beside)
    }
}

/// `linux-x86_64`, `windows-aarch64`, `macos-aarch64`…: the folder name of this system's native libraries.
pub fn platform() -> String {
    format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH)
}
