//! The weights: of each thing asked, one weight a sign (logistic regression), and trees over the measures and what the
//! signs sum to (gradient boosting). Written by `cargo run -p liasse-reading --example train_opinion`.

use super::{Asked, Place};

/// First bytes of the file: its form.
const FORM: &[u8; 4] = b"LSO2";
/// Marks a leaf in the place of a measure.
const LEAF: u16 = u16::MAX;

/// One node of a tree: a question about a measure, or a leaf.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Node {
    /// Up to `threshold` the next node follows, above it the node `right`.
    Question {
        /// Index of the measure; the sum of the signs comes behind the last.
        measure: u16,
        /// The highest value that goes left.
        threshold: f32,
        /// Index of the node for what is above.
        right: u16,
    },
    /// What a place that ends here adds to the log-odds.
    Leaf(f32),
}

/// Trees, one after the other.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Forest {
    /// Log-odds before any tree.
    pub start: f32,
    /// The trees; the first node of each is its root.
    pub trees: Vec<Vec<Node>>,
}

impl Forest {
    /// Log-odds of a row of measures and what the signs sum to.
    pub fn log_odds(&self, measures: &[f32], told: f32) -> f32 {
        self.start + self.trees.iter().map(|tree| leaf(tree, measures, told)).sum::<f32>()
    }
}

fn leaf(tree: &[Node], measures: &[f32], told: f32) -> f32 {
    let mut at = 0;
    // A tree has no more steps than nodes.
    for _ in 0..tree.len() {
        match tree.get(at) {
            Some(Node::Leaf(value)) => return *value,
            Some(Node::Question { measure, threshold, right }) => {
                let value = measures.get(usize::from(*measure)).copied().unwrap_or(told);
                at = if value <= *threshold { at + 1 } else { usize::from(*right) };
            }
            None => return 0.0,
        }
    }
    0.0
}

/// The weights of one thing asked.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Weights {
    /// What a step of a cell's weight is worth.
    pub scale: f32,
    /// Log-odds before any sign.
    pub bias: f32,
    /// One weight a cell, in steps.
    pub cells: Vec<i8>,
    /// The trees.
    pub forest: Forest,
}

impl Weights {
    /// Log-odds that the signs alone give: each sign counts by the root of their number.
    pub fn of_signs(&self, signs: &[u32]) -> f32 {
        let steps: i32 = signs
            .iter()
            .filter_map(|cell| self.cells.get(usize::try_from(*cell).ok()?))
            .map(|weight| i32::from(*weight))
            .sum();
        self.bias + self.scale * steps as f32 / (signs.len().max(1) as f32).sqrt()
    }

    /// Probability that a place bears what is asked, 0 to 1.
    pub fn probability(&self, place: &Place) -> f32 {
        let told = self.of_signs(&place.signs);
        1.0 / (1.0 + (-self.forest.log_odds(&place.measures, told)).exp())
    }
}

/// All weights, in the order of [`Asked::ALL`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Model {
    /// One a thing asked.
    pub weights: Vec<Weights>,
}

impl Model {
    /// The weights of what is asked.
    pub fn of(&self, asked: Asked) -> Option<&Weights> {
        let at = Asked::ALL.iter().position(|known| *known == asked);
        at.and_then(|at| self.weights.get(at))
    }

    /// Probability that a place bears what is asked, 0 to 1.
    pub fn probability(&self, asked: Asked, place: &Place) -> f32 {
        self.of(asked).map_or(0.0, |weights| weights.probability(place))
    }

    /// The file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = FORM.to_vec();
        for weights in &self.weights {
            bytes.extend(weights.scale.to_le_bytes());
            bytes.extend(weights.bias.to_le_bytes());
            bytes.extend(weights.cells.iter().map(|cell| cell.to_le_bytes()[0]));
            bytes.extend(weights.forest.start.to_le_bytes());
            bytes.extend((weights.forest.trees.len() as u16).to_le_bytes());
            for tree in &weights.forest.trees {
                bytes.extend((tree.len() as u16).to_le_bytes());
                for node in tree {
                    let (measure, value, right) = match node {
                        Node::Question { measure, threshold, right } => (*measure, *threshold, *right),
                        Node::Leaf(value) => (LEAF, *value, 0),
                    };
                    bytes.extend(measure.to_le_bytes());
                    bytes.extend(value.to_le_bytes());
                    bytes.extend(right.to_le_bytes());
                }
            }
        }
        bytes
    }

    /// Reads the file; `None` when it is of another form or cut off.
    pub fn from_bytes(bytes: &[u8]) -> Option<Model> {
        let mut rest = bytes.strip_prefix(FORM)?;
        let mut weights = Vec::new();
        for asked in Asked::ALL {
            let scale = f32::from_le_bytes(take(&mut rest)?);
            let bias = f32::from_le_bytes(take(&mut rest)?);
            let (cells, behind) = rest.split_at_checked(asked.cells() as usize)?;
            rest = behind;
            let start = f32::from_le_bytes(take(&mut rest)?);
            let trees =
                (0..u16::from_le_bytes(take(&mut rest)?)).map(|_| tree(&mut rest)).collect::<Option<_>>()?;
            weights.push(Weights {
                scale,
                bias,
                cells: cells.iter().map(|byte| i8::from_le_bytes([*byte])).collect(),
                forest: Forest { start, trees },
            });
        }
        rest.is_empty().then_some(Model { weights })
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (head, behind) = rest.split_first_chunk::<N>()?;
    *rest = behind;
    Some(*head)
}

fn tree(rest: &mut &[u8]) -> Option<Vec<Node>> {
    (0..u16::from_le_bytes(take(rest)?))
        .map(|_| {
            let measure = u16::from_le_bytes(take(rest)?);
            let value = f32::from_le_bytes(take(rest)?);
            let right = u16::from_le_bytes(take(rest)?);
            Some(match measure {
                LEAF => Node::Leaf(value),
                measure => Node::Question { measure, threshold: value, right },
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Model {
        let forest = Forest {
            start: -1.0,
            trees: vec![vec![
                Node::Question { measure: 1, threshold: 0.5, right: 2 },
                Node::Leaf(-2.0),
                Node::Leaf(3.0),
            ]],
        };
        let weights = Asked::ALL.map(|asked| {
            let mut cells = vec![0; asked.cells() as usize];
            cells[7] = 100;
            Weights { scale: 0.1, bias: -4.0, cells, forest: forest.clone() }
        });
        Model { weights: weights.to_vec() }
    }

    #[test]
    fn what_is_written_is_read() {
        let model = small();
        let bytes = model.to_bytes();
        assert_eq!(Model::from_bytes(&bytes), Some(model));
        for cut in [0, 3, 100, bytes.len() - 1] {
            assert_eq!(Model::from_bytes(&bytes[..cut]), None, "{cut}");
        }
    }

    #[test]
    fn trees_ask_for_the_sum_of_the_signs() {
        let model = small();
        let place = |signs: Vec<u32>| Place { text: String::new(), span: 0..1, measures: vec![0.0], signs };
        // Measure 1 is the first behind the only one of the place: -4 + 0.1 × 100 = 6, or -4.
        assert!(model.probability(Asked::Number, &place(vec![7])) > 0.85);
        assert!(model.probability(Asked::Number, &place(vec![8])) < 0.05);
    }

    #[test]
    fn the_weights_of_the_reader_are_whole() {
        let model = Model::from_bytes(include_bytes!("weights.bin")).unwrap();
        assert!(model.weights.iter().all(|weights| !weights.forest.trees.is_empty()));
    }
}
