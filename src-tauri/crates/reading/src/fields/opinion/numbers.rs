//! Places that may bear the document's number.

use std::collections::HashMap;
use std::ops::Range;

use super::super::assemble::Work;
use super::super::labels::Concept;
use super::super::number::{self, bare, shape};
use super::super::number_places::value_at;
use super::Place;
use super::signs::{Seen, add, distinct};
use super::surroundings::{Outline, around};

pub(super) fn places(work: &Work, page: &Outline, taken: &[Range<usize>]) -> Vec<Place> {
    let sheet = work.sheet;
    let mut is_taken = vec![false; sheet.tokens.len() + 1];
    for span in taken {
        for flag in is_taken.get_mut(span.clone()).unwrap_or_default() {
            *flag = true;
        }
    }
    let ruled = number::find(sheet, &work.labels, Concept::Number, taken);
    let mut times: HashMap<String, usize> = HashMap::new();
    for token in &sheet.tokens {
        *times.entry(bare(&token.text).to_owned()).or_insert(0) += 1;
    }
    let years: Vec<String> =
        work.dates.iter().map(|date| date.date.to_string().chars().take(4).collect()).collect();
    let mut spans: Vec<(String, Range<usize>)> = Vec::new();
    let free = |_: usize| false;
    for at in 0..sheet.tokens.len() {
        if sheet.page_of(&(at..at + 1)) > 0 {
            break;
        }
        if let Some((text, span)) = value_at(sheet, at, &free) {
            spans.push((text, span));
        }
    }
    for found in &ruled {
        if !spans.iter().any(|(text, span)| *text == found.text && *span == found.span) {
            spans.push((found.text.clone(), found.span.clone()));
        }
    }
    spans
        .into_iter()
        .filter_map(|(text, span)| {
            let digits = text.chars().filter(char::is_ascii_digit).count();
            let length = text.chars().count();
            if digits == 0 || length > 30 {
                return None;
            }
            let letters = text.chars().filter(char::is_ascii_alphabetic).count();
            let flag = |is: bool| f32::from(u8::from(is));
            let clean: String = text.chars().filter(char::is_ascii_digit).collect();
            let pointed = text
                .rsplit_once(['.', ','])
                .is_some_and(|(_, tail)| tail.len() == 2 && tail.bytes().all(|b| b.is_ascii_digit()));
            // `12.50`: an amount.
            if pointed && letters == 0 {
                return None;
            }
            let (mut measures, mut signs) = around(work, page, &span);
            measures.extend([
                length as f32,
                digits as f32,
                letters as f32,
                text.matches(['-', '/', '_']).count() as f32,
                text.matches(' ').count() as f32,
                text.matches(['.', ',']).count() as f32,
                flag(text.starts_with(|c: char| c.is_ascii_uppercase())),
                text.chars().filter(char::is_ascii_lowercase).count() as f32,
                flag(pointed),
                flag(years.iter().any(|year| text.contains(year.as_str()))),
                flag(years.iter().any(|year| year.get(2..).is_some_and(|short| text.contains(short)))),
                flag(is_taken.get(span.start).copied().unwrap_or(false)),
                flag(work.ids.iter().any(|id| id.span.start < span.end && span.start < id.span.end)),
                flag(work.dates.iter().any(|d| d.span.start < span.end && span.start < d.span.end)),
                flag(clean.len() == 10 && clean.starts_with('0') && letters == 0),
                flag(text.starts_with('0')),
                (*times.get(&text).unwrap_or(&1) as f32).min(6.0),
                shape(&text),
                flag(text.bytes().all(|b| b.is_ascii_digit()) && length == 4 && text.starts_with("20")),
            ]);
            let pattern: String = text
                .chars()
                .map(|c| {
                    if c.is_ascii_digit() {
                        '9'
                    } else if c.is_ascii_lowercase() {
                        'a'
                    } else {
                        c
                    }
                })
                .collect();
            add(&mut signs, Seen::Value, &pattern.to_lowercase());
            Some(Place { text, span, measures, signs: distinct(signs) })
        })
        .collect()
}
