//! Places that may bear the day of issue or the day of payment.

use super::super::assemble::Work;
use super::super::day_places::{is_listed, is_period};
use super::super::terms;
use super::Place;
use super::surroundings::{Outline, around};

/// Days above which a paper is a long list: the rules alone decide.
const MOST: usize = 300;

pub(super) fn places(work: &Work, page: &Outline) -> Vec<Place> {
    if work.dates.len() > MOST {
        return Vec::new();
    }
    let sheet = work.sheet;
    let mut distinct: Vec<_> = work.dates.iter().map(|date| date.date).collect();
    distinct.sort();
    distinct.dedup();
    let terms = terms::terms(sheet);
    let flag = |is: bool| f32::from(u8::from(is));
    work.dates
        .iter()
        .map(|date| {
            let (mut measures, signs) = around(work, page, &date.span);
            let rank = distinct.iter().position(|other| *other == date.date).unwrap_or(0);
            let days_to = |other: &liasse_domain::Date| other.days_since(date.date);
            let words = sheet.words(&date.span);
            let before = distinct.iter().filter(|other| days_to(other) > 0).count();
            let time = sheet.span(&(date.span.end..date.span.end + 3)).iter().any(|token| {
                sheet.row_of(&date.span) == token.row
                    && token.text.len() <= 8
                    && token.text.contains([':', 'h', 'H'])
                    && token.text.starts_with(|c: char| c.is_ascii_digit())
            });
            let comma = date
                .span
                .start
                .checked_sub(1)
                .and_then(|at| sheet.tokens.get(at))
                .is_some_and(|token| sheet.row_of(&date.span) == token.row && token.text.ends_with(','));
            let lawful =
                |from: liasse_domain::Date| terms.as_ref().map(|terms| terms.due(from)).unwrap_or_default();
            measures.extend([
                distinct.len() as f32,
                rank as f32,
                (distinct.len() - 1 - rank) as f32,
                before as f32,
                work.dates.iter().filter(|other| other.date == date.date).count() as f32,
                flag(distinct.iter().any(|other| matches!(days_to(other), 28..=31))),
                flag(distinct.iter().any(|other| matches!(days_to(other), 8..=60))),
                flag(distinct.iter().any(|other| matches!(-days_to(other), 28..=31))),
                flag(distinct.iter().any(|other| matches!(-days_to(other), 8..=60))),
                distinct.last().map_or(0.0, |last| (days_to(last) as f32).min(400.0)),
                distinct.first().map_or(0.0, |first| (-days_to(first) as f32).min(400.0)),
                flag(words.chars().any(char::is_alphabetic)),
                date.span.len() as f32,
                flag(time),
                flag(comma),
                flag(is_period(sheet, &work.dates, date)),
                flag(is_listed(sheet, &work.dates, date)),
                work.dates.iter().filter(|other| other.row == date.row).count() as f32,
                flag(terms.is_some()),
                flag(distinct.iter().any(|other| lawful(date.date).contains(other))),
                flag(distinct.iter().any(|other| lawful(*other).contains(&date.date))),
            ]);
            Place { text: date.date.to_string(), span: date.span.clone(), measures, signs }
        })
        .collect()
}
