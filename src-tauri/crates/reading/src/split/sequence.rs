//! The best cut of the whole sequence.
//!
//! For every possible first page the document grows page by page, remembering what its pages said; the odds that the
//! next page begins a new document are judged against that memory. The cut with the highest sum wins
//! (dynamic programming over the last first page).

use std::collections::BTreeSet;

use liasse_domain::DocumentKind;

use super::features::Seen;

/// Log-odds under which a decision is put to the user.
const DOUBT: f32 = 1.6;
/// A cut that would merge documents is doubted sooner than one that would cut a document in two.
const MERGE_DOUBT: f32 = 2.0;
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

/// What the pages of a growing document have said.
#[derive(Debug, Clone, Default)]
struct Memory {
    numbers: BTreeSet<String>,
    suppliers: BTreeSet<String>,
    names: BTreeSet<String>,
    totals: bool,
    carries: bool,
    terms: bool,
    numbering: Option<(u32, u32)>,
    tables: bool,
    pages: usize,
}

impl Memory {
    fn learn(&mut self, page: &Seen) {
        let glance = &page.glance;
        if !glance.terms {
            self.numbers.extend(glance.numbers.iter().cloned());
            self.suppliers.extend(glance.suppliers.iter().cloned());
            self.names.extend(glance.name.iter().cloned());
        }
        self.totals |= glance.totals;
        self.tables |= glance.table || glance.amounts >= 4;
        self.carries = glance.carried_out;
        self.terms = glance.terms;
        self.numbering = glance.numbering.or(self.numbering.map(|(page, count)| (page + 1, count)).filter(|(page, count)| page <= count));
        self.pages += 1;
    }
}

fn likeness(a: &BTreeSet<String>, b: &BTreeSet<String>) -> Option<f32> {
    if a.len() < 3 || b.len() < 3 {
        return None;
    }
    let common = a.intersection(b).count() as f32;
    Some(common / (a.len() + b.len()) as f32 * 2.0)
}

/// Log-odds that a document begins at `page`, after a document that said `memory` and ended with `before`.
fn odds(memory: &Memory, before: &Seen, page: &Seen) -> f32 {
    if page.after_separator {
        return 9.0;
    }
    let (old, new) = (&before.glance, &page.glance);
    let mut odds = 0.35;
    // Page numbering is the strongest word on the matter.
    odds += match (memory.numbering, new.numbering) {
        (_, Some((1, count))) => if count > 1 { 4.5 } else { 3.0 },
        (Some((last, count)), Some((next, new_count))) if next == last + 1 && (count == new_count || count == 0 || new_count == 0) => -6.5,
        (Some(_), Some((_, new_count))) => if new_count > 0 { 0.3 } else { -0.6 },
        (None, Some((_, _))) => -2.5,
        (Some((last, count)), None) if count > 0 && last < count => -1.8,
        (Some((last, count)), None) if count > 0 && last == count => if new.terms || new.appendix { 0.0 } else { 1.8 },
        _ => 0.0,
    };
    // The document's number.
    if !new.numbers.is_empty() && !memory.numbers.is_empty() {
        odds += if new.numbers.is_disjoint(&memory.numbers) { 3.6 * new.number_score.min(1.0) } else { -4.5 };
    } else if !memory.numbers.is_empty() {
        let cited = memory.numbers.iter().any(|number| number.len() >= 4 && new.references.contains(number));
        odds += if cited { -3.2 } else { -0.5 };
    } else if !new.numbers.is_empty() {
        odds += 1.2;
    }
    // Who speaks.
    if !new.suppliers.is_empty() && !memory.suppliers.is_empty() {
        odds += if new.suppliers.is_disjoint(&memory.suppliers) { 3.4 } else { -0.8 };
    } else if new.suppliers.is_empty() {
        odds -= 0.5;
    } else {
        odds += 0.7;
    }
    if let Some(name) = &new.name {
        if !memory.names.is_empty() {
            let known = memory.names.iter().any(|other| other == name || other.contains(name.as_str()) || name.contains(other.as_str()));
            odds += if known { -0.3 } else { 0.9 };
        }
    }
    // The title.
    let invoice_like = |kind: DocumentKind| kind != DocumentKind::Other;
    odds += match new.title {
        Some((kind, clear)) if invoice_like(kind) && clear > 0.8 => 2.0,
        Some((kind, _)) if invoice_like(kind) => 1.0,
        Some(_) if !new.terms && !new.appendix => 0.6,
        _ => -1.3,
    };
    odds += if new.customer { 0.6 } else { 0.0 } + if new.dated { 0.8 } else { 0.0 };
    // Totals carried over a page's edge.
    if new.carried_in {
        odds -= 3.0;
    }
    if memory.carries {
        odds -= 3.2;
    }
    // A finished document may be followed by another; an unfinished one wants its totals.
    odds += if memory.totals { 0.9 } else if memory.tables { -1.6 } else { 0.0 };
    if new.terms {
        odds -= 4.5;
    }
    if new.appendix {
        odds -= 1.6;
    }
    if memory.terms && !new.terms {
        odds += 1.0;
    }
    // The shape of the paper.
    if new.narrow && old.narrow {
        odds += 3.0;
    } else if new.narrow != old.narrow {
        odds += 2.0;
    }
    let resized = (page.aspect - before.aspect).abs() > 0.06 || (page.width - before.width).abs() > 0.06 * before.width.max(1.0);
    odds += if resized { 1.0 } else { 0.0 };
    odds += if page.scanned != before.scanned { 1.3 } else { 0.0 };
    odds += if page.after_blank { 0.4 } else { 0.0 };
    odds += match likeness(&old.head, &new.head) {
        Some(like) if like > 0.7 => if memory.numbers.is_empty() || new.numbers.is_empty() { -0.7 } else { -0.2 },
        Some(like) if like < 0.25 => 0.7,
        _ => 0.0,
    };
    odds += match likeness(&old.foot, &new.foot) {
        Some(like) if like > 0.8 => -0.5,
        Some(like) if like < 0.2 => 0.8,
        _ => 0.0,
    };
    if (new.body - old.body).abs() > 0.18 * old.body.max(1.0) && !new.terms {
        odds += 0.4;
    }
    odds
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
            if let (Some(slot), Some(origin)) = (best.get_mut(next), from.get_mut(next)) {
                if total > *slot {
                    (*slot, *origin) = (total, start);
                }
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
        all.push(before.map_or(9.0, |before| odds(&memory, before, page)));
        if begins.get(index).copied().unwrap_or(false) {
            memory = Memory::default();
        }
        memory.learn(page);
    }
    all
}
