//! Letters of text lines: the recogniser and its decoding (CTC, best path).

use crate::engine::{EngineError, EngineFiles};
use crate::ocr::crop::{Crop, ROWS};
use crate::ocr::net::Net;

/// Columns of one batch, padding included: more gains nothing on one thread and costs memory.
const BATCH_COLUMNS: usize = 4_096;
/// A line joins a batch whose slot is wider than its own by at most this share.
const PADDING: f32 = 0.12;

/// One letter that was read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Letter {
    pub(crate) letter: char,
    pub(crate) probability: f32,
    /// Its middle, as a fraction of the line's width.
    pub(crate) at: f32,
}

/// One line that was read, spaces included.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct ReadLine {
    pub(crate) letters: Vec<Letter>,
}

impl ReadLine {
    /// Mean probability of the letters: what recognisers of this family call the score of a line.
    pub(crate) fn score(&self) -> f32 {
        let sum: f32 = self.letters.iter().map(|letter| letter.probability).sum();
        sum / self.letters.len().max(1) as f32
    }
}

/// A recogniser with its alphabet.
pub(crate) struct Recognise {
    net: Net,
    /// Class 0 is CTC's blank, then the dictionary, then the space.
    classes: Vec<char>,
}

impl Recognise {
    /// Loads the recogniser `size` (`tiny`, `small`): the one cut to Latin letters where it is there.
    pub(crate) fn load(
        files: &EngineFiles,
        size: &str,
        name: &'static str,
    ) -> Result<Recognise, EngineError> {
        let latin = files.model(&format!("rec_{size}_latin.onnx"));
        let latin_letters = files.model(&format!("dict_{size}_latin.txt"));
        let (model, letters) = if latin.is_file() && latin_letters.is_file() {
            (latin, latin_letters)
        } else {
            (files.model(&format!("rec_{size}.onnx")), files.model(&format!("dict_{size}.txt")))
        };
        let text = std::fs::read_to_string(&letters)
            .map_err(|error| EngineError::Unusable { path: letters, reason: error.to_string() })?;
        let mut classes = vec!['\0'];
        classes.extend(text.lines().map(|line| line.chars().next().unwrap_or('\u{FFFD}')));
        classes.push(' ');
        Ok(Recognise { net: Net::load(files, &model, name)?, classes })
    }
    /// Reads lines; the answers are in the order of the crops.
    pub(crate) fn read(&mut self, crops: &[&Crop]) -> Result<Vec<ReadLine>, EngineError> {
        let mut order: Vec<usize> = (0..crops.len()).collect();
        order.sort_by_key(|index| crops[*index].slot());
        let mut lines = vec![ReadLine::default(); crops.len()];
        let mut rest = order.as_slice();
        while !rest.is_empty() {
            let count = batch_size(crops, rest);
            let (batch, after) = rest.split_at(count);
            rest = after;
            let slot = batch.iter().map(|index| crops[*index].slot()).max().unwrap_or(64);
            let mut values = vec![0.0f32; batch.len() * 3 * ROWS * slot];
            for (index, target) in batch.iter().zip(values.chunks_exact_mut(3 * ROWS * slot)) {
                crops[*index].fill(target, slot);
            }
            let answer = self.net.run(&values, batch.len(), ROWS, slot)?;
            let [count, steps, classes] = answer.shape.as_slice() else {
                return Err(self.net.wrong_shape(&answer, "[lines, steps, classes]"));
            };
            if *count != batch.len() || *classes != self.classes.len() || *steps == 0 {
                return Err(self.net.wrong_shape(&answer, "[lines, steps, letters of the dictionary + 2]"));
            }
            for (index, scores) in batch.iter().zip(answer.values.chunks_exact(steps * classes)) {
                let shown = crops[*index].columns as f32 / slot as f32;
                lines[*index] = self.decode(scores, *classes, *steps, shown);
            }
        }
        Ok(lines)
    }
    /// Best path: the likeliest class of each step, repeats merged, blanks dropped. `shown` is the share of the
    /// steps that show the line.
    fn decode(&self, scores: &[f32], classes: usize, steps: usize, shown: f32) -> ReadLine {
        let mut letters: Vec<Letter> = Vec::new();
        let mut before = 0usize;
        let mut run = 0usize;
        for (step, row) in scores.chunks_exact(classes).enumerate() {
            let mut class = 0;
            let mut probability = f32::MIN;
            for (candidate, value) in row.iter().enumerate() {
                if *value > probability {
                    (class, probability) = (candidate, *value);
                }
            }
            let at = (step as f32 + 0.5) / steps as f32 / shown.max(1e-3);
            if class != 0 && class == before {
                run += 1;
                if let Some(letter) = letters.last_mut() {
                    letter.at += (at - letter.at) / run as f32;
                    letter.probability = letter.probability.max(probability);
                }
            } else if class != 0 {
                run = 1;
                let letter = self.classes.get(class).copied().unwrap_or('\u{FFFD}');
                letters.push(Letter { letter, probability, at: at.min(1.0) });
            }
            before = class;
        }
        ReadLine { letters }
    }
}

/// How many of the next lines (sorted by width) make one batch.
fn batch_size(crops: &[&Crop], rest: &[usize]) -> usize {
    let slot = |index: &usize| crops.get(*index).map_or(64, |crop| crop.slot());
    let narrowest = rest.first().map_or(64, slot) as f32;
    let mut count = 0;
    for index in rest {
        let wide = slot(index);
        if count > 0
            && ((count + 1) * wide > BATCH_COLUMNS || wide as f32 > narrowest * (1.0 + PADDING) + 8.0)
        {
            break;
        }
        count += 1;
    }
    count
}
