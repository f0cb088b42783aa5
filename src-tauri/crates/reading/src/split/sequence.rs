//! The best cut of the whole sequence.
//!
//! For every possible first page the document grows page by page, remembering what its pages said; the odds that the
//! next page begins a new document are judged against that memory. The cut with the highest sum wins
//! (dynamic programming over the last first page).

use super::features::{FEATURES, Memory, Seen, pair};
use super::weights::WEIGHTS;

/// Log-odds under which a decision is put to the user.
const DOUBT: f32 = 1.6;
/// A cut that would merge documents is doubted sooner than one that would cut a document in two.
const MERGE_DOUBT: f32 = 2.0;
/// After a separator sheet.
const CERTAIN: f32 = 9.0;
/// A document that fits this badly is not grown further.
const HOPELESS: f32 = -60.0;

/// The decision for every printed page.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Cut {
    /// Whether a document begins here.
    pub begins: Vec<bool>,
    /// Log-odds that one does, given the documents around.
    pub odds: Vec<f32>,
}

/// Whether a decision is put to the user.
pub(super) fn is_unsure(odds: f32, begins: bool) -> bool {
    if begins { odds < DOUBT } else { odds > -MERGE_DOUBT }
}

/// Log-odds that a document begins at `page`, after a document that said `memory` and ended with `before`.
fn odds(memory: &Memory, before: &Seen, page: &Seen) -> f32 {
    if page.after_separator {
        return CERTAIN;
    }
    pair(memory, before, page).iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum()
}

/// Decides over the whole sequence.
pub(super) fn decide(pages: &[Seen]) -> Cut {
    let count = pages.len();
    // best[i]: value of the best cut of the pages before i with a document beginning at i; from[i]: where the
    // document before it begins.
    let mut best = vec![f32::NEG_INFINITY; count + 1];
    let mut from = vec![0_usize; count + 1];
    if let Some(first) = best.first_mut() {
        *first = 0.0;
    }
    for start in 0..count {
        let Some(&value) = best.get(start) else { break };
        if value == f32::NEG_INFINITY {
            continue;
        }
        let mut memory = Memory::default();
        let mut grown = 0.0;
        for end in start..count {
            let Some(page) = pages.get(end) else { break };
            memory.learn(page);
            let next = end + 1;
            let here = pages.get(next).map(|next| odds(&memory, page, next));
            let total = value + grown + here.unwrap_or(0.0) / 2.0;
            if let (Some(slot), Some(origin)) = (best.get_mut(next), from.get_mut(next))
                && total > *slot
            {
                (*slot, *origin) = (total, start);
            }
            grown -= here.unwrap_or(0.0) / 2.0;
            if grown < HOPELESS {
                break;
            }
        }
    }
    let mut begins = vec![false; count];
    let mut at = count;
    while at > 0 {
        let origin = from.get(at).copied().unwrap_or(0);
        if let Some(flag) = begins.get_mut(origin) {
            *flag = true;
        }
        at = origin.min(at - 1);
    }
    Cut { odds: final_odds(pages, &begins), begins }
}

/// The odds at every page given the chosen documents.
fn final_odds(pages: &[Seen], begins: &[bool]) -> Vec<f32> {
    let mut all = Vec::with_capacity(pages.len());
    let mut memory = Memory::default();
    for (index, page) in pages.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|i| pages.get(i));
        all.push(before.map_or(CERTAIN, |before| odds(&memory, before, page)));
        if begins.get(index).copied().unwrap_or(false) {
            memory = Memory::default();
        }
        memory.learn(page);
    }
    all
}

/// The features of every page after the first with whether a document begins there: what the weights are learned from.
pub(super) fn examples(pages: &[Seen], begins: &[bool]) -> Vec<([f32; FEATURES], bool)> {
    let mut all = Vec::with_capacity(pages.len());
    let mut memory = Memory::default();
    for (index, page) in pages.iter().enumerate() {
        let first = begins.get(index).copied().unwrap_or(false);
        if let Some(before) = index.checked_sub(1).and_then(|i| pages.get(i))
            && !page.after_separator
        {
            all.push((pair(&memory, before, page), first));
        }
        if first {
            memory = Memory::default();
        }
        memory.learn(page);
    }
    all
}
