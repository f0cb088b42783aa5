//! What is read again by the better network: not whole lines, but the words that the first reading left in doubt.
//!
//! The better network costs six times as much a column as the quick one, and most of a doubtful line was read well. A
//! stretch is cut at the blanks beside its words, and with these blanks, as lines are.

use std::ops::Range;

use crate::ocr::recognise::{Letter, ReadLine};
use crate::ocr::words::{self, LineWord};

/// Lines of lower score hold words that are read again; so are digits of lower probability.
const SURE: f32 = 0.97;
/// A letter of lower probability is a guess.
const GUESS: f32 = 0.6;
/// On a line of lower score even the places of the letters are in doubt: all of it is read again.
const LOST: f32 = 0.8;
/// Blank columns beside a stretch that go with it: a little more than lines have at their ends.
const BLANK: usize = 20;
/// Words with fewer blank columns between them are not cut apart.
const LEAST_GAP: usize = 6;
/// A stretch is at least so many columns wide, its neighbours included: without them the networks read short words badly.
const NARROWEST: usize = 160;
/// Stretches that cover more of a line than this share are all of it.
const MOST: f32 = 0.75;

/// A part of a line: letters of the first reading, and the columns that show them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) letters: Range<usize>,
    pub(crate) columns: Range<usize>,
}

/// The stretches of a line that need a second look, from left to right; `ink` says which of its columns are printed on.
pub(crate) fn stretches(line: &ReadLine, ink: &[bool]) -> Vec<Stretch> {
    let all = ink.len();
    let whole = || vec![Stretch { letters: 0..line.letters.len(), columns: 0..all }];
    let score = line.score();
    if score < LOST {
        return whole();
    }
    let words = words::words(line, ink);
    let doubtful = |word: &LineWord| {
        let letters = line.letters.get(word.letters.clone()).unwrap_or_default();
        is_doubtful(letters, score)
    };
    let columns: Vec<Range<usize>> = words.iter().map(|word| columns(word, all)).collect();
    let mut found: Vec<Range<usize>> = Vec::new();
    for at in words.iter().enumerate().filter(|(_, word)| doubtful(word)).map(|(at, _)| at) {
        match found.last_mut().filter(|last| last.end >= at) {
            Some(last) => *last = widened(last.start..last.end.max(at + 1), &columns),
            None => found.push(widened(at..at + 1, &columns)),
        }
    }
    let found: Vec<Stretch> =
        joined(found).into_iter().filter_map(|part| stretch(&words, &columns, part, all)).collect();
    let covered: usize = found.iter().map(|part| part.columns.len()).sum();
    if covered as f32 > MOST * all as f32 { whole() } else { found }
}

/// Puts what was read of a stretch in the place of what stood there.
pub(crate) fn replace(line: &mut ReadLine, stretch: &Stretch, read: &ReadLine, columns: usize) {
    let (from, width) = (stretch.columns.start as f32, stretch.columns.len() as f32);
    let first = read.letters.iter().position(|letter| !letter.letter.is_whitespace());
    let last = read.letters.iter().rposition(|letter| !letter.letter.is_whitespace());
    let kept = first.zip(last).and_then(|(first, last)| read.letters.get(first..=last)).unwrap_or_default();
    let place = |column: f32| column / columns.max(1) as f32;
    let mut placed: Vec<Letter> =
        kept.iter().map(|letter| Letter { at: place(from + letter.at * width), ..*letter }).collect();
    let end = stretch.letters.end.min(line.letters.len());
    let begin = stretch.letters.start.min(end);
    // Where the ink alone told the words apart, they stay apart: the new places may stand nearer.
    let spaces = spaces_left_out(&line.letters, begin..end, &placed);
    for (at, space) in spaces.into_iter().rev() {
        placed.insert(at, space);
    }
    let bare = |at: Option<usize>| {
        let letter = at.and_then(|at| line.letters.get(at));
        letter.is_some_and(|letter| !letter.letter.is_whitespace()) && !kept.is_empty()
    };
    let space = |column: f32| Letter { letter: ' ', probability: 1.0, at: place(column) };
    if bare(begin.checked_sub(1)) {
        placed.insert(0, space(from));
    }
    if bare(Some(end)) {
        placed.push(space(from + width));
    }
    line.letters.splice(begin..end, placed);
}

/// The spaces that the first reading of a stretch was sure of and the second has not, with the letter that they stand
/// before. Places differ a little between the readings, so one of the letters beside a space must be the same in both.
fn spaces_left_out(line: &[Letter], stretch: Range<usize>, read: &[Letter]) -> Vec<(usize, Letter)> {
    let left_out = |at: usize| {
        let space = line.get(at).filter(|letter| letter.letter == ' ' && letter.probability >= SURE)?;
        let (before, after) = (line.get(at.checked_sub(1)?)?, line.get(at + 1)?);
        let next = read.iter().position(|letter| letter.at > space.at)?;
        let (left, right) = (read.get(next.checked_sub(1)?)?, read.get(next)?);
        let told_apart = left.letter.is_whitespace() || right.letter.is_whitespace();
        let same = left.letter == before.letter || right.letter == after.letter;
        (!told_apart && same).then_some((next, *space))
    };
    stretch.skip(1).filter_map(left_out).collect()
}

/// A guess, a digit that is not certain (amounts, dates and identifiers are worth a second look where running text is
/// not), or a word of low score on a line of low score.
fn is_doubtful(letters: &[Letter], score_of_line: f32) -> bool {
    let least = |wanted: fn(char) -> bool| {
        let found = letters.iter().filter(|letter| wanted(letter.letter));
        found.map(|letter| letter.probability).fold(1.0, f32::min)
    };
    let mean = letters.iter().map(|letter| letter.probability).sum::<f32>() / letters.len().max(1) as f32;
    least(|letter| letter.is_ascii_digit()) < SURE
        || least(|_| true) < GUESS
        || (score_of_line < SURE && mean < SURE)
}

fn columns(word: &LineWord, all: usize) -> Range<usize> {
    let at = |share: f32| ((share * all as f32).round() as usize).min(all);
    at(word.from)..at(word.to).max(at(word.from))
}

/// A stretch of words with its neighbours, as long as they stand too near to be cut off, or as it is too narrow.
fn widened(part: Range<usize>, columns: &[Range<usize>]) -> Range<usize> {
    let mut part = part;
    let gap = |left: usize| match (columns.get(left), columns.get(left + 1)) {
        (Some(word), Some(next)) => next.start.saturating_sub(word.end),
        _ => usize::MAX,
    };
    loop {
        let before = part.start.checked_sub(1).map_or(usize::MAX, gap);
        let after = part.end.checked_sub(1).map_or(usize::MAX, gap);
        let ends = columns.get(part.start).zip(part.end.checked_sub(1).and_then(|last| columns.get(last)));
        let narrow = ends.is_some_and(|(first, last)| last.end.saturating_sub(first.start) < NARROWEST);
        let nearest = before.min(after);
        if nearest == usize::MAX || (nearest >= LEAST_GAP && !narrow) {
            return part;
        }
        if before <= after { part.start -= 1 } else { part.end += 1 }
    }
}

/// Stretches that touch or overlap are one.
fn joined(parts: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for part in parts {
        match joined.last_mut().filter(|last| last.end >= part.start) {
            Some(last) => *last = last.start.min(part.start)..last.end.max(part.end),
            None => joined.push(part),
        }
    }
    joined
}

/// The letters and columns of some words, with the blanks beside them.
fn stretch(words: &[LineWord], columns: &[Range<usize>], part: Range<usize>, all: usize) -> Option<Stretch> {
    let (first, last) = (words.get(part.start)?, words.get(part.end.checked_sub(1)?)?);
    let (left, right) = (columns.get(part.start)?.start, columns.get(part.end - 1)?.end);
    let before = part.start.checked_sub(1).and_then(|at| columns.get(at)).map_or(0, |word| word.end);
    let after = columns.get(part.end).map_or(all, |word| word.start);
    Some(Stretch {
        letters: first.letters.start..last.letters.end,
        columns: left.saturating_sub(BLANK).max(before).min(left)..(right + BLANK).min(after).max(right),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line of words with the probability of their letters, ten columns a letter, three of them blank.
    fn line(words: &[(&str, f32)]) -> (ReadLine, Vec<bool>) {
        let text: Vec<(char, f32)> = words
            .iter()
            .enumerate()
            .flat_map(|(at, (word, sure))| {
                let space = (at > 0).then_some((' ', 0.99));
                space.into_iter().chain(word.chars().map(|letter| (letter, *sure)))
            })
            .collect();
        let columns = text.len() * 10;
        let letters = text.iter().enumerate().map(|(at, (letter, probability))| Letter {
            letter: *letter,
            probability: *probability,
            at: (at as f32 * 10.0 + 5.0) / columns as f32,
        });
        let inked = |x: usize| (2..8).contains(&(x % 10)) && !text[x / 10].0.is_whitespace();
        (ReadLine { letters: letters.collect() }, (0..columns).map(inked).collect())
    }

    fn text(line: &ReadLine, letters: &Range<usize>) -> String {
        line.letters[letters.clone()].iter().map(|letter| letter.letter).collect()
    }

    #[test]
    fn only_the_doubtful_word_is_read_again() {
        let (read, ink) = line(&[
            ("Montant", 0.99),
            ("total", 0.99),
            ("hors", 0.99),
            ("12345678901234567,89", 0.9),
            ("euros", 0.99),
        ]);
        let found = stretches(&read, &ink);
        assert_eq!(found.len(), 1);
        assert_eq!(text(&read, &found[0].letters), "12345678901234567,89");
        assert!(found[0].columns.len() < 240, "{found:?}");
        let (sure, ink) = line(&[("Montant", 0.99), ("1234567,89", 0.99)]);
        assert_eq!(stretches(&sure, &ink), []);
    }

    #[test]
    fn a_line_mostly_in_doubt_and_one_that_is_lost_are_read_whole() {
        let (read, ink) = line(&[("1234567,89", 0.9), ("euros", 0.99)]);
        assert_eq!(stretches(&read, &ink), [Stretch { letters: 0..16, columns: 0..160 }]);
        let (read, ink) = line(&[("llllll", 0.5), ("Montant", 0.9), ("total", 0.9)]);
        assert_eq!(stretches(&read, &ink), [Stretch { letters: 0..20, columns: 0..200 }]);
        assert_eq!(stretches(&ReadLine::default(), &[false; 30]).len(), 1);
    }

    #[test]
    fn words_that_the_ink_told_apart_stay_apart() {
        let (mut read, ink) = line(&[("T.V.A.", 0.99), ("1234567,89", 0.5), ("euros", 0.99)]);
        read.letters.retain(|letter| !letter.letter.is_whitespace());
        let stretch = Stretch { letters: 6..16, columns: 70..170 };
        let (again, _) = line(&[("1234567,89", 0.99)]);
        replace(&mut read, &stretch, &again, ink.len());
        assert_eq!(text(&read, &(0..read.letters.len())), "T.V.A. 1234567,89 euros");
    }

    #[test]
    fn a_space_that_was_sure_is_not_swallowed() {
        let words = [("Total", 0.99), ("H.T.", 0.9), ("7 251,00", 0.9), ("EUR", 0.99)];
        let (mut read, ink) = line(&words);
        let stretch = Stretch { letters: 6..19, columns: 60..190 };
        let (mut again, _) = line(&[("H.T. 7 251,00", 0.99)]);
        again.letters.retain(|letter| !letter.letter.is_whitespace());
        replace(&mut read, &stretch, &again, ink.len());
        assert_eq!(text(&read, &(0..read.letters.len())), "Total H.T. 7251,00 EUR");
    }

    #[test]
    fn what_was_read_takes_its_place() {
        let (mut read, ink) =
            line(&[("Montant", 0.99), ("total", 0.99), ("l2345678901234567,89", 0.9), ("euros", 0.99)]);
        let found = stretches(&read, &ink);
        let (again, _) = line(&[("", 0.99), ("12345678901234567,89", 0.99), ("", 0.99)]);
        replace(&mut read, &found[0], &again, ink.len());
        assert_eq!(text(&read, &(0..read.letters.len())), "Montant total 12345678901234567,89 euros");
        assert!(read.letters.windows(2).all(|pair| pair[0].at < pair[1].at), "{read:?}");
    }
}
