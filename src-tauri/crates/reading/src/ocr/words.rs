//! Words of a line that was read, each with its own place.

use crate::ocr::recognise::{Letter, ReadLine};

/// A word and its extent along the line, as fractions of the line's width.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LineWord {
    pub(crate) text: String,
    pub(crate) from: f32,
    pub(crate) to: f32,
    pub(crate) confidence: f32,
}

/// Cuts a line at its spaces; the ink of the picture says where each word begins and ends.
pub(crate) fn words(line: &ReadLine, ink: &[bool]) -> Vec<LineWord> {
    let mut groups: Vec<&[Letter]> = line
        .letters
        .split(|letter| letter.letter.is_whitespace())
        .filter(|group| !group.is_empty())
        .collect();
    groups.sort_by(|a, b| start(a).total_cmp(&start(b)));
    let mut words: Vec<LineWord> = Vec::new();
    let mut from = edge_inwards(ink, 0, start_of(groups.first(), ink.len()));
    for (index, group) in groups.iter().enumerate() {
        let last = group.last().map_or(1.0, |letter| letter.at);
        let (to, next) = match groups.get(index + 1) {
            Some(after) => gap(ink, last, start(after)),
            None => {
                let end = edge_backwards(ink, (last * ink.len() as f32) as usize);
                (end, end)
            }
        };
        words.push(LineWord {
            text: group.iter().map(|letter| letter.letter).collect(),
            from,
            to: to.max(from),
            confidence: group.iter().map(|letter| letter.probability).fold(1.0, f32::min),
        });
        from = next;
    }
    words
}

fn start(group: &[Letter]) -> f32 {
    group.first().map_or(0.0, |letter| letter.at)
}

fn start_of(group: Option<&&[Letter]>, columns: usize) -> usize {
    (group.map_or(1.0, |group| start(group)) * columns as f32) as usize
}

/// The first inked column up to `limit`, as a fraction.
fn edge_inwards(ink: &[bool], first: usize, limit: usize) -> f32 {
    let limit = limit.min(ink.len());
    let found = ink.iter().take(limit).skip(first).position(|inked| *inked).map_or(limit, |at| at + first);
    found as f32 / ink.len().max(1) as f32
}

/// One past the last inked column from `limit` on, as a fraction.
fn edge_backwards(ink: &[bool], limit: usize) -> f32 {
    let found = ink.iter().enumerate().skip(limit).filter(|(_, inked)| **inked).map(|(at, _)| at + 1).last();
    found.unwrap_or(limit.min(ink.len())) as f32 / ink.len().max(1) as f32
}

/// The widest gap without ink between the middles of two letters: where the one word ends and the next begins.
fn gap(ink: &[bool], from: f32, to: f32) -> (f32, f32) {
    let columns = ink.len().max(1) as f32;
    let low = ((from * columns) as usize).min(ink.len());
    let high = ((to * columns) as usize).clamp(low, ink.len());
    let mut best = (0, (low + high) / 2);
    let mut open = 0;
    for (at, inked) in ink.iter().enumerate().take(high).skip(low) {
        open = if *inked { 0 } else { open + 1 };
        if open > best.0 {
            best = (open, at + 1 - open);
        }
    }
    (best.1 as f32 / columns, (best.1 + best.0) as f32 / columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_where_the_ink_ends() {
        let letters = [('1', 0.1), ('2', 0.3), (' ', 0.45), ('€', 0.8)]
            .map(|(letter, at)| Letter { letter, probability: 0.9, at });
        let ink: Vec<bool> = (0..100).map(|x| (5..38).contains(&x) || (72..90).contains(&x)).collect();
        let words = words(&ReadLine { letters: letters.to_vec() }, &ink);
        assert_eq!(words.len(), 2);
        assert_eq!((words[0].text.as_str(), words[0].from, words[0].to), ("12", 0.05, 0.38));
        assert_eq!((words[1].text.as_str(), words[1].from, words[1].to), ("€", 0.72, 0.90));
        assert!(super::words(&ReadLine::default(), &[]).is_empty());
    }
}
