//! One network in ONNX Runtime: floats in, floats out, one thread.

use std::path::Path;
use std::sync::{Mutex, OnceLock};

use ort::environment::Environment;
use ort::session::Session;
use ort::session::builder::GraphOptimizationLevel;
use ort::value::TensorRef;

use crate::engine::{EngineError, EngineFiles};

static ENVIRONMENT: OnceLock<Environment> = OnceLock::new();
static LOADING: Mutex<()> = Mutex::new(());

/// The runtime, loaded once per process; it reports nothing to anyone.
fn environment(files: &EngineFiles) -> Result<&'static Environment, EngineError> {
    let _one_at_a_time = LOADING.lock();
    if ENVIRONMENT.get().is_none() {
        let path = files.onnxruntime();
        let unusable = |reason: String| EngineError::Unusable { path: path.clone(), reason };
        let built = ort::init_from(&path)
            .map_err(|error| unusable(error.to_string()))?
            .with_name("liasse")
            .with_telemetry(false)
            .build()
            .map_err(|error| unusable(error.to_string()))?;
        let _ = ENVIRONMENT.set(built);
    }
    ENVIRONMENT
        .get()
        .ok_or_else(|| EngineError::Unusable { path: files.onnxruntime(), reason: "not loaded".to_owned() })
}

/// A network.
pub(crate) struct Net {
    session: Session,
    name: &'static str,
}

/// What a network answered.
pub(crate) struct Answer {
    pub(crate) shape: Vec<usize>,
    pub(crate) values: Vec<f32>,
}

impl Net {
    pub(crate) fn load(files: &EngineFiles, path: &Path, name: &'static str) -> Result<Net, EngineError> {
        let environment = environment(files)?;
        let unusable = |reason: String| EngineError::Unusable { path: path.to_owned(), reason };
        let session = Session::builder(environment)
            .map_err(|error| unusable(error.to_string()))?
            .with_optimization_level(GraphOptimizationLevel::All)
            .map_err(|error| unusable(error.to_string()))?
            .with_intra_threads(1)
            .map_err(|error| unusable(error.to_string()))?
            .with_inter_threads(1)
            .map_err(|error| unusable(error.to_string()))?
            .with_memory_pattern(false)
            .map_err(|error| unusable(error.to_string()))?
            .commit_from_file(path)
            .map_err(|error| unusable(error.to_string()))?;
        Ok(Net { session, name })
    }
    /// Runs the network on a batch of `count` three-channel pictures.
    pub(crate) fn run(
        &mut self,
        values: &[f32],
        count: usize,
        rows: usize,
        columns: usize,
    ) -> Result<Answer, EngineError> {
        let name = self.name;
        let failed = |error: ort::Error| EngineError::Network { model: name, reason: error.to_string() };
        let input = TensorRef::from_array_view(([count, 3, rows, columns], values)).map_err(failed)?;
        let outputs = self.session.run(ort::inputs![input]).map_err(failed)?;
        let (_, output) = outputs.iter().next().ok_or(EngineError::Shape {
            model: name,
            shape: Vec::new(),
            expected: "one output",
        })?;
        let (shape, values) = output.try_extract_tensor::<f32>().map_err(failed)?;
        let shape = shape.iter().map(|side| usize::try_from(*side).unwrap_or(0)).collect();
        Ok(Answer { shape, values: values.to_vec() })
    }
    pub(crate) fn wrong_shape(&self, answer: &Answer, expected: &'static str) -> EngineError {
        let shape = answer.shape.iter().map(|side| *side as i64).collect();
        EngineError::Shape { model: self.name, shape, expected }
    }
}
