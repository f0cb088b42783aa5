//! Places that may name the means of payment: every mention of one.

use std::collections::BTreeSet;

use super::super::assemble::Work;
use super::super::identifiers::Identifier;
use super::super::labels::Concept;
use super::super::payment::{MEANS, Mention, card_digits, mentions};
use super::Place;
use super::signs::{Seen, add, distinct};
use super::surroundings::{Outline, around};

/// Mentions above which a paper is a long list: the rules alone decide.
const MOST: usize = 200;
/// Words of a sentence whose words count as signs, at most.
const SENTENCE: usize = 40;

pub(super) fn places(work: &Work, page: &Outline) -> Vec<Place> {
    let sheet = work.sheet;
    let found = mentions(sheet);
    if found.len() > MOST {
        return Vec::new();
    }
    let flag = |is: bool| f32::from(u8::from(is));
    let named: BTreeSet<&str> = found.iter().map(|mention| mention.means).collect();
    let largest = work.figures.iter().map(|figure| figure.amount).max();
    let card = card_digits(sheet).is_some();
    let iban = work.ids.iter().any(|id| matches!(id.identifier, Identifier::Iban(_)));
    let place = |mention: &Mention| {
        let (mut measures, mut signs) = around(work, page, &mention.span);
        let run = sheet.tokens.get(mention.span.start).and_then(|token| sheet.runs.get(token.run));
        let row = sheet.row_of(&mention.span);
        let labels = work.labels.on_row(row);
        let before = |concept: Concept| {
            labels.iter().any(|label| label.concept == concept && label.span.end <= mention.span.start)
        };
        let beside = |wanted: fn(&Identifier) -> bool| {
            work.ids.iter().any(|id| id.row.abs_diff(row) <= 1 && wanted(&id.identifier))
        };
        measures.extend(MEANS.map(|means| flag(means == mention.means)));
        measures.extend([
            named.len() as f32,
            found.iter().filter(|other| other.means == mention.means).count() as f32,
            found.iter().take_while(|other| other.span != mention.span).count() as f32,
            mention.span.len() as f32,
            run.map_or(0.0, |run| (run.tokens.len() as f32).min(60.0)),
            flag(before(Concept::Terms)),
            flag(before(Concept::DueDate)),
            flag(work.figures.iter().any(|figure| figure.row == row)),
            flag(work.figures.iter().any(|figure| figure.row == row && Some(figure.amount) == largest)),
            flag(work.dates.iter().any(|date| date.row == row)),
            flag(iban),
            flag(beside(|id| matches!(id, Identifier::Iban(_)))),
            flag(card),
            flag(named.contains("transfer")),
            flag(named.contains("direct_debit")),
            flag(named.contains("card")),
        ]);
        if let Some(run) = run {
            let words: Vec<&str> = run.fold.split(' ').take(SENTENCE).collect();
            add(&mut signs, Seen::Value, &words.join(" "));
        }
        Place { text: mention.means.to_owned(), span: mention.span.clone(), measures, signs: distinct(signs) }
    };
    found.iter().map(place).collect()
}
