//! The house behind a brand, where a sentence of the legal mentions says whose it is: `Autolia est une marque commerciale
//! d'Alpilease, société anonyme au capital de …`; and the group that a house belongs to, which sells nothing here.

use std::ops::Range;

use super::names;
use super::parties::{Name, Seen};
use super::text::Sheet;
use super::words as lists;

/// Score of the owner as the supplier: over any letterhead's, which bears the brand.
const SPOKEN: f32 = 4.6;
/// Words that a name has at most.
const LONGEST: usize = 9;

/// A word with the token that bears it.
struct Word<'s> {
    fold: &'s str,
    token: usize,
}

/// The owners that sentences name, over the line breaks of their block. `known`: the names of the paper; a sentence about
/// anything else (`Ce logiciel est édité par …`) names no party.
pub(super) fn owners(sheet: &Sheet, seen: &[Seen], customers: &[&Seen], known: &[Name]) -> Vec<Name> {
    let last = sheet.frames.len().saturating_sub(1);
    let told = |s: &&Seen| {
        (s.block.page == 0 || s.block.page == last)
            && !customers.iter().any(|c| std::ptr::eq(c.block, s.block))
    };
    seen.iter().filter(told).filter_map(|s| owner(sheet, s, known)).collect()
}

fn owner(sheet: &Sheet, s: &Seen, known: &[Name]) -> Option<Name> {
    let tokens: Vec<usize> = s.block.lines(sheet).flat_map(|run| run.tokens.clone()).collect();
    let words: Vec<Word> = tokens
        .iter()
        .filter_map(|token| Some((*token, sheet.tokens.get(*token)?)))
        .flat_map(|(token, text)| text.parts.iter().map(move |fold| Word { fold, token }))
        .collect();
    let (before, behind) = (0..words.len()).find_map(|at| {
        let length = phrase(words.get(at..)?)?;
        Some((at, at + length))
    })?;
    let subject: Vec<&str> =
        words.get(before.saturating_sub(4)..before)?.iter().map(|word| word.fold).collect();
    let subject_is = |name: &&Name| {
        let essence = names::essence(&name.text).concat();
        essence.len() >= 3
            && (0..subject.len()).any(|from| subject.get(from..).is_some_and(|s| s.concat() == essence))
    };
    known.iter().find(subject_is)?;
    let first = words.get(behind)?.token;
    let place = tokens.iter().position(|token| *token == first)?;
    let text = named(sheet, tokens.get(place..)?)?;
    let span = first..first + 1;
    Some(Name {
        formed: true,
        text,
        span,
        supplier: SPOKEN,
        customer: -2.0,
        labelled: false,
        mentioned: true,
        numbered: false,
        times: 1,
    })
}

/// Words of the longest phrase of the section that a line begins with.
fn phrase(words: &[Word]) -> Option<usize> {
    let longest = words.len().min(8);
    (2..=longest).rev().find(|length| {
        let said: Vec<&str> = words.iter().take(*length).map(|word| word.fold).collect();
        lists::has("brand of", &said.join(" "))
    })
}

/// The name that follows: up to its legal form, a comma, a bracket, a dash or a point.
fn named(sheet: &Sheet, tokens: &[usize]) -> Option<String> {
    let mut words: Vec<&str> = Vec::new();
    for token in tokens.iter().take(LONGEST) {
        let text = sheet.tokens.get(*token)?.text.as_str();
        if text.starts_with(['(', '–', '—', '-', '·', '|']) {
            break;
        }
        // `d'ALPILEASE`
        let text = if words.is_empty() { elided(text) } else { text };
        words.push(text.trim_end_matches([',', ';']));
        let ends = text.ends_with([',', ';']) || text.ends_with('.') && text.chars().count() > 4;
        if ends || words.len() > 1 && names::is_form(text.trim_end_matches([',', '.'])) {
            break;
        }
    }
    let whole = words.join(" ");
    let name = names::trim(whole.trim_end_matches('.'));
    let begins = name.chars().next().is_some_and(char::is_uppercase);
    (begins && names::may_be_name(name) && !names::essence(name).is_empty()).then(|| name.to_owned())
}

fn elided(text: &str) -> &str {
    ["d'", "d’", "D'", "D’", "l'", "l’"].iter().find_map(|elision| text.strip_prefix(elision)).unwrap_or(text)
}

/// Whether what stands at a name's place is the group that the house belongs to: `Filiale du groupe Ascensoria Holding SE`.
pub(super) fn is_parent(sheet: &Sheet, span: &Range<usize>) -> bool {
    let Some(run) = sheet.tokens.get(span.start).and_then(|token| sheet.runs.get(token.run)) else {
        return false;
    };
    let until: Vec<&str> = sheet
        .span(&(run.tokens.start..span.end.min(run.tokens.end)))
        .iter()
        .flat_map(|token| token.parts.iter().map(String::as_str))
        .collect();
    let own = sheet.span(span).iter().map(|token| token.parts.len()).sum::<usize>();
    let Some(until) = until.get(until.len().saturating_sub(own + 6)..) else { return false };
    lists::spoken("part of", &until.join(" "))
}
