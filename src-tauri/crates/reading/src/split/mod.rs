//! Split: which pages of a source are one document.
//!
//! Every page is looked at alone, every neighbourhood gives the odds of a boundary, and the whole sequence decides:
//! two invoices merged in silence are the worst error, so doubtful boundaries are put to the user.

mod features;
mod sequence;
mod weights;

use liasse_domain::{Confidence, SplitMode};

use crate::page::Page;

pub use features::{FEATURES, NAMES};

/// Where a source is cut.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Split {
    /// Page numbers of each document, in order; blank and separator pages are left out.
    pub documents: Vec<Vec<u32>>,
    /// Probability that a document begins at the first page of each; 1 for the first.
    pub confidences: Vec<Confidence>,
    /// Pages where it is in doubt whether a document begins.
    pub unsure_boundaries: Vec<u32>,
}

/// Cuts a source into documents.
pub fn split(pages: &[Page], mode: SplitMode) -> Split {
    let belongs = |page: &&Page| !features::is_blank(page) && !features::is_separator(page);
    let printed: Vec<&Page> = pages.iter().filter(belongs).collect();
    match mode {
        SplitMode::PerFile => whole(&printed, pages),
        SplitMode::PerPage => Split {
            documents: printed.iter().map(|page| vec![page.number]).collect(),
            confidences: printed.iter().map(|_| Confidence::CERTAIN).collect(),
            unsure_boundaries: Vec::new(),
        },
        SplitMode::Automatic => automatic(pages),
    }
}

/// All printed pages as one document; a source with nothing printed is one document of its first page.
fn whole(printed: &[&Page], pages: &[Page]) -> Split {
    let numbers: Vec<u32> = if printed.is_empty() {
        pages.first().map(|page| page.number).into_iter().collect()
    } else {
        printed.iter().map(|page| page.number).collect()
    };
    if numbers.is_empty() {
        return Split::default();
    }
    Split { documents: vec![numbers], confidences: vec![Confidence::CERTAIN], unsure_boundaries: Vec::new() }
}

fn automatic(pages: &[Page]) -> Split {
    let seen = features::look(pages);
    if seen.is_empty() {
        return whole(&[], pages);
    }
    let cut = sequence::decide(&seen);
    let mut split = Split::default();
    for (index, page) in seen.iter().enumerate() {
        let odds = cut.odds.get(index).copied().unwrap_or(0.0);
        let begins = cut.begins.get(index).copied().unwrap_or(index == 0);
        if begins {
            split.documents.push(vec![page.number]);
            split.confidences.push(if index == 0 { Confidence::CERTAIN } else { probability(odds) });
        } else if let Some(document) = split.documents.last_mut() {
            document.push(page.number);
        }
        if index > 0 && sequence::is_unsure(odds, begins) {
            split.unsure_boundaries.push(page.number);
        }
    }
    split
}

/// For every printed page after the first, the probability that a document begins there: what a boundary is shown with,
/// kept or cut.
pub fn probabilities(pages: &[Page]) -> Vec<(u32, Confidence)> {
    let seen = features::look(pages);
    let cut = sequence::decide(&seen);
    let numbers = seen.iter().map(|page| page.number);
    numbers.zip(cut.odds).skip(1).map(|(number, odds)| (number, probability(odds))).collect()
}

fn probability(log_odds: f32) -> Confidence {
    Confidence::new(1.0 / (1.0 + (-log_odds).exp()))
}

/// What a stream teaches: for every printed page after the first, its features and whether a document begins there.
/// `first_pages` are the numbers of the documents' first printed pages.
pub fn examples(pages: &[Page], first_pages: &[u32]) -> Vec<([f32; FEATURES], bool)> {
    let seen = features::look(pages);
    let begins: Vec<bool> = seen.iter().map(|page| first_pages.contains(&page.number)).collect();
    sequence::examples(&seen, &begins)
}

/// The weights in use, in the order of [`NAMES`].
pub fn weights() -> [f32; FEATURES] {
    weights::WEIGHTS
}
