//! Where a sentence begins and ends among the words of a line.

use std::ops::Range;

use super::text::Sheet;

/// The words of the sentence around a word, within its run. A sentence ends in a full stop behind a word, not behind an
/// abbreviation (`art.`, `S.A.`), before a capital.
pub(super) fn around(sheet: &Sheet, at: usize) -> Range<usize> {
    let Some(run) = sheet.tokens.get(at).and_then(|token| sheet.runs.get(token.run)) else {
        return at..at;
    };
    let ends = |index: &usize| {
        let (Some(word), Some(next)) = (sheet.tokens.get(*index), sheet.tokens.get(index + 1)) else {
            return false;
        };
        let bare = word.text.trim_end_matches(['.', '!', '?']);
        let stop = bare.len() < word.text.len() && bare.chars().count() > 3 && !bare.contains('.');
        stop && next.text.chars().next().is_some_and(char::is_uppercase)
    };
    let start = (run.tokens.start..at).rev().find(ends).map_or(run.tokens.start, |last| last + 1);
    let end = (at..run.tokens.end).find(ends).map_or(run.tokens.end, |last| last + 1);
    start..end
}
