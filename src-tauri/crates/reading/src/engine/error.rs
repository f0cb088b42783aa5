//! What can be wrong with the installation.

use std::path::PathBuf;

/// The installation's engines cannot be used: no fault of the paper.
#[derive(Debug, Clone, thiserror::Error)]
pub enum EngineError {
    /// No folder of engines.
    #[error(
        "no PDF engine for {platform} in {}: run `cargo xtask setup`, reinstall Liasse, or name the folder in LIASSE_ENGINES",
        .places.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join(", ")
    )]
    Missing {
        /// The system's folder name.
        platform: String,
        /// Where it was looked for.
        places: Vec<PathBuf>,
    },
    /// A library or model that cannot be loaded.
    #[error("{} cannot be used: {reason}; reinstall Liasse or run `cargo xtask setup`", .path.display())]
    Unusable {
        /// The file.
        path: PathBuf,
        /// The engine's words.
        reason: String,
    },
    /// A network gave an answer of another shape than its kind gives.
    #[error("the model {model} answered with shape {shape:?}, expected {expected}; run `cargo xtask setup`")]
    Shape {
        /// Which.
        model: &'static str,
        /// What came.
        shape: Vec<i64>,
        /// What was expected.
        expected: &'static str,
    },
    /// A network failed.
    #[error("the model {model} failed: {reason}")]
    Network {
        /// Which.
        model: &'static str,
        /// The runtime's words.
        reason: String,
    },
}

impl EngineError {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            EngineError::Missing { .. } => "engine_missing",
            EngineError::Unusable { .. } => "engine_unusable",
            EngineError::Shape { .. } | EngineError::Network { .. } => "engine_failed",
        }
    }
}
