//! Cutting a text recogniser's last layer to the characters that are needed.
//!
//! PP-OCR recognisers end in `MatMul(x, W[K,C]) + b[C] → Softmax`, one column of `W` a class: class 0 is the CTC blank,
//! then the dictionary in order, the last class is the space. Fewer columns: a smaller and faster model, and
//! characters of other scripts become impossible. The kept columns are copied bit for bit.

mod classes;
mod wire;

use wire::{Field, Value, WireError, fields, message, numbers, text, texts};

// Field numbers of onnx.proto3.
const MODEL_GRAPH: u64 = 7;
const GRAPH_NODE: u64 = 1;
const GRAPH_INITIALIZER: u64 = 5;
const GRAPH_OUTPUT: u64 = 12;
const GRAPH_VALUE_INFO: u64 = 13;
const NODE_INPUT: u64 = 1;
const NODE_OUTPUT: u64 = 2;
const NODE_OP_TYPE: u64 = 4;
const TENSOR_DIMS: u64 = 1;
const TENSOR_DATA_TYPE: u64 = 2;
const TENSOR_NAME: u64 = 8;
const TENSOR_RAW_DATA: u64 = 9;
const DATA_TYPE_FLOAT: u64 = 1;
const FLOAT_BYTES: usize = 4;
/// Value info → type → tensor type → shape → dimension → value.
const PATH_TO_DIMENSION: [u64; 4] = [2, 1, 2, 1];
const DIMENSION_VALUE: u64 = 1;

/// Why a recogniser cannot be cut.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum HeadError {
    #[error(transparent)]
    Wire(#[from] WireError),
    #[error("the model does not end in MatMul, Add, Softmax as a PP-OCR recogniser does: {0}")]
    Shape(String),
    #[error(
        "the model has {classes} classes but the dictionary has {lines} lines (expected two fewer than classes)"
    )]
    Dictionary { classes: usize, lines: usize },
}

/// A recogniser that knows only Latin characters.
pub struct LatinRecogniser {
    /// The ONNX file.
    pub model: Vec<u8>,
    /// Its dictionary: one character a line, `\n` line ends; class = line number counted from 1.
    pub dictionary: String,
}

/// Cuts a recogniser and its dictionary to the characters of [`classes::is_kept`].
///
/// # Errors
/// When the model does not end as a PP-OCR recogniser does, or the dictionary is another model's.
pub fn latin_recogniser(model: &[u8], dictionary: &str) -> Result<LatinRecogniser, HeadError> {
    let lines: Vec<&str> = dictionary.lines().collect();
    let kept: Vec<(usize, &str)> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| {
            let mut characters = line.chars();
            characters.next().is_some_and(classes::is_kept) && characters.next().is_none()
        })
        .map(|(index, line)| (index + 1, *line))
        .collect();
    let space = lines.len() + 1;
    let mut columns = vec![0];
    columns.extend(kept.iter().map(|(class, _)| *class));
    columns.push(space);
    let model = with_classes(model, lines.len() + 2, &columns)?;
    let dictionary = kept.iter().fold(String::new(), |mut text, (_, line)| {
        text.push_str(line);
        text.push('\n');
        text
    });
    Ok(LatinRecogniser { model, dictionary })
}

/// The model with only these columns of its last layer, which must have `classes` of them.
fn with_classes(model: &[u8], classes: usize, columns: &[usize]) -> Result<Vec<u8>, HeadError> {
    let mut model = fields(model)?;
    let graph = model
        .iter_mut()
        .find(|field| field.number == MODEL_GRAPH)
        .ok_or_else(|| HeadError::Shape("it has no graph".into()))?;
    let bytes = graph.as_bytes().ok_or_else(|| HeadError::Shape("its graph is no message".into()))?;
    *graph = Field::bytes(MODEL_GRAPH, cut_graph(bytes, classes, columns)?);
    Ok(message(&model))
}

fn cut_graph(graph: &[u8], classes: usize, columns: &[usize]) -> Result<Vec<u8>, HeadError> {
    let mut graph = fields(graph)?;
    let head = find_head(&graph, classes)?;
    let touched = [GRAPH_INITIALIZER, GRAPH_OUTPUT, GRAPH_VALUE_INFO];
    for field in graph.iter_mut().filter(|field| touched.contains(&field.number)) {
        let Some(bytes) = field.as_bytes() else { continue };
        let inner = fields(bytes)?;
        let replaced = match field.number {
            GRAPH_INITIALIZER
                if text(&inner, TENSOR_NAME).is_some_and(|name| head.tensors.contains(&name)) =>
            {
                Some(cut_tensor(&inner, classes, columns)?)
            }
            GRAPH_OUTPUT | GRAPH_VALUE_INFO
                if text(&inner, 1).is_some_and(|name| head.values.contains(&name)) =>
            {
                Some(with_dimension(bytes, &PATH_TO_DIMENSION, classes, columns.len())?)
            }
            _ => None,
        };
        if let Some(bytes) = replaced {
            *field = Field::bytes(field.number, bytes);
        }
    }
    Ok(message(&graph))
}

/// The last layer: its weight and bias tensors, and the values whose last dimension is the number of classes.
struct Head {
    tensors: Vec<String>,
    values: Vec<String>,
}

/// Follows the graph back from its output through Softmax, Identity and Add to the MatMul with constant weights.
fn find_head(graph: &[Field<'_>], classes: usize) -> Result<Head, HeadError> {
    let part = |number: u64| graph.iter().filter(move |field| field.number == number);
    let mut constants = Vec::new();
    for field in part(GRAPH_INITIALIZER) {
        let tensor = fields(field.as_bytes().unwrap_or_default())?;
        constants.push((text(&tensor, TENSOR_NAME).unwrap_or_default(), numbers(&tensor, TENSOR_DIMS)?));
    }
    let constant = |name: &str| constants.iter().find(|(known, _)| known == name);
    let mut nodes = Vec::new();
    for field in part(GRAPH_NODE) {
        let node = fields(field.as_bytes().unwrap_or_default())?;
        nodes.push((
            texts(&node, NODE_INPUT),
            texts(&node, NODE_OUTPUT),
            text(&node, NODE_OP_TYPE).unwrap_or_default(),
        ));
    }
    let output = part(GRAPH_OUTPUT)
        .next()
        .and_then(Field::as_bytes)
        .ok_or_else(|| HeadError::Shape("it has no output".into()))?;
    let mut value = text(&fields(output)?, 1).unwrap_or_default();
    let mut head = Head { tensors: Vec::new(), values: Vec::new() };
    // Each turn goes one node back; a graph has no more nodes than that.
    for _ in 0..nodes.len() {
        let Some((inputs, _, operation)) = nodes.iter().find(|(_, outputs, _)| outputs.contains(&value))
        else {
            break;
        };
        let weights = inputs.iter().find_map(|name| constant(name));
        let before = inputs.iter().find(|name| constant(name).is_none()).cloned();
        head.values.push(std::mem::take(&mut value));
        match (operation.as_str(), weights, before) {
            ("Softmax" | "Identity", None, Some(before)) => value = before,
            ("Add", Some((bias, dims)), Some(before)) if dims == &[classes as u64] => {
                head.tensors.push(bias.clone());
                value = before;
            }
            ("MatMul", Some((weight, dims)), Some(_)) => {
                return match dims.as_slice() {
                    [_, columns] if *columns == classes as u64 => {
                        head.tensors.push(weight.clone());
                        Ok(head)
                    }
                    [_, columns] => Err(HeadError::Dictionary {
                        classes: usize::try_from(*columns).unwrap_or(usize::MAX),
                        lines: classes.saturating_sub(2),
                    }),
                    other => Err(HeadError::Shape(format!("weights of {} dimensions", other.len()))),
                };
            }
            ("Add", Some((_, dims)), Some(_)) if dims.len() == 1 => {
                return Err(HeadError::Dictionary {
                    classes: dims.first().and_then(|d| usize::try_from(*d).ok()).unwrap_or(usize::MAX),
                    lines: classes.saturating_sub(2),
                });
            }
            (other, ..) => return Err(HeadError::Shape(format!("an unexpected {other}"))),
        }
    }
    Err(HeadError::Shape("no MatMul with constant weights before the output".into()))
}

/// A float tensor `[…, classes]` with only these columns.
fn cut_tensor(tensor: &[Field<'_>], classes: usize, columns: &[usize]) -> Result<Vec<u8>, HeadError> {
    let dims = numbers(tensor, TENSOR_DIMS)?;
    let raw = tensor
        .iter()
        .find(|field| field.number == TENSOR_RAW_DATA)
        .and_then(Field::as_bytes)
        .filter(|_| numbers(tensor, TENSOR_DATA_TYPE).is_ok_and(|kind| kind == [DATA_TYPE_FLOAT]))
        .ok_or_else(|| HeadError::Shape("weights that are not raw 32-bit floats".into()))?;
    let row_bytes = classes * FLOAT_BYTES;
    let expected = dims.iter().try_fold(FLOAT_BYTES as u64, |size, dim| size.checked_mul(*dim));
    if row_bytes == 0 || expected != Some(raw.len() as u64) || raw.len() % row_bytes != 0 {
        return Err(HeadError::Shape("weights whose size is not their shape's".into()));
    }
    let mut data = Vec::with_capacity(raw.len() / classes * columns.len());
    for row in raw.chunks_exact(row_bytes) {
        for column in columns {
            let float = row
                .get(column * FLOAT_BYTES..(column + 1) * FLOAT_BYTES)
                .ok_or_else(|| HeadError::Shape("weights with too few columns".into()))?;
            data.extend_from_slice(float);
        }
    }
    let mut out: Vec<Field<'_>> = Vec::new();
    let mut dims_written = false;
    for field in tensor {
        match field.number {
            TENSOR_DIMS if dims_written => {}
            TENSOR_DIMS => {
                dims_written = true;
                let last = dims.len().saturating_sub(1);
                out.extend(dims.iter().enumerate().map(|(index, dim)| {
                    Field::varint(TENSOR_DIMS, if index == last { columns.len() as u64 } else { *dim })
                }));
            }
            TENSOR_RAW_DATA => out.push(Field::bytes(TENSOR_RAW_DATA, std::mem::take(&mut data))),
            _ => out.push(field.clone()),
        }
    }
    Ok(message(&out))
}

/// A value's declared shape with each dimension that is `before` set to `after`.
fn with_dimension(bytes: &[u8], path: &[u64], before: usize, after: usize) -> Result<Vec<u8>, WireError> {
    let mut inner = fields(bytes)?;
    for field in &mut inner {
        match path.split_first() {
            Some((number, rest)) if field.number == *number => {
                if let Some(bytes) = field.as_bytes() {
                    *field = Field::bytes(*number, with_dimension(bytes, rest, before, after)?);
                }
            }
            None if field.number == DIMENSION_VALUE && field.value == Value::Varint(before as u64) => {
                field.value = Value::Varint(after as u64);
            }
            _ => {}
        }
    }
    Ok(message(&inner))
}

#[cfg(test)]
mod tests;
