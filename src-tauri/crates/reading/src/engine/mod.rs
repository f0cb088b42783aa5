//! The engines: PDF (pdfium) and recognition (ONNX Runtime), loaded once per process.

pub(crate) mod agreement;
mod error;
mod files;
pub mod pdf;
pub(crate) mod sound;
pub(crate) mod text_layer;

pub use error::EngineError;
pub use files::{ENGINES_VARIABLE, EngineFiles, platform};
