//! Places that may bear the name of a party.

use std::collections::HashMap;
use std::ops::Range;

use super::super::assemble::Work;
use super::super::identifiers::Identifier;
use super::super::labels::Concept;
use super::super::party_names::domain_words;
use super::super::text::{Run, fold_parts};
use super::super::{blocks, names, side_labels};
use super::Place;
use super::signs::{Seen, add, distinct};
use super::surroundings::{Outline, around};

/// The candidate texts of a run: trimmed, whole, behind a colon.
fn texts(work: &Work, run: &Run) -> Vec<(String, Range<usize>)> {
    let sheet = work.sheet;
    let mut found: Vec<(String, Range<usize>)> = Vec::new();
    let mut add = |text: &str, start: usize| {
        let words = text.split(' ').count();
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        if letters >= 2
            && words <= 10
            && text.chars().count() <= 70
            && !found.iter().any(|(known, _)| known == text)
        {
            found.push((text.to_owned(), start..(start + words).min(run.tokens.end).max(start + 1)));
        }
    };
    let whole = sheet.words(&run.tokens);
    let trimmed = names::trim(&whole).to_owned();
    add(&trimmed, run.tokens.start);
    if [" – ", " - ", " — ", " · ", " & "].iter().any(|dash| whole.contains(dash)) && run.tokens.len() <= 9
    {
        add(whole.trim(), run.tokens.start);
    }
    if let Some(colon) =
        run.tokens.clone().take(5).find(|at| sheet.tokens.get(*at).is_some_and(|t| t.text.ends_with(':')))
        && colon + 1 < run.tokens.end
    {
        let rest = sheet.words(&(colon + 1..run.tokens.end));
        add(names::trim(&rest), colon + 1);
    }
    found
}

/// What every name of a paper is held against.
struct Crowd<'w> {
    work: &'w Work<'w>,
    page: &'w Outline,
    blocks: Vec<blocks::Block>,
    /// Of each run whether it is the line of a town, and whether it is that or a street.
    towns: Vec<bool>,
    streets: Vec<bool>,
    /// Block and place in it of each run.
    block_of: Vec<Option<(usize, usize)>>,
    /// Words of the web sites and addresses.
    domains: Vec<String>,
    /// Folded words of each run.
    all: Vec<Vec<String>>,
    /// The runs that hold a word.
    holding: HashMap<String, Vec<usize>>,
}

pub(super) fn places(work: &Work, page: &Outline) -> Vec<Place> {
    let sheet = work.sheet;
    let last = sheet.frames.len().saturating_sub(1);
    let begins = |index: usize| side_labels::side_label(sheet, &work.labels, index).is_some();
    let blocks = blocks::find(sheet, &begins);
    let mut block_of: Vec<Option<(usize, usize)>> = vec![None; sheet.runs.len()];
    for (at, block) in blocks.iter().enumerate() {
        for (place, run) in block.runs.iter().enumerate() {
            if let Some(slot) = block_of.get_mut(*run) {
                *slot = Some((at, place));
            }
        }
    }
    let domains = domain_words(sheet);
    let all: Vec<Vec<String>> = sheet.runs.iter().map(|run| fold_parts(&run.text)).collect();
    let mut holding: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, words) in all.iter().enumerate() {
        for word in words {
            holding.entry(word.clone()).or_default().push(index);
        }
    }
    let towns: Vec<bool> = sheet.runs.iter().map(|run| blocks::postal(run).is_some()).collect();
    let streets: Vec<bool> =
        sheet.runs.iter().zip(&towns).map(|(run, town)| *town || blocks::is_street(&run.fold)).collect();
    let crowd = Crowd { work, page, blocks, towns, streets, block_of, domains, all, holding };
    let mut found = Vec::new();
    let mut seen: Vec<(String, Range<usize>)> = Vec::new();
    for (index, run) in sheet.runs.iter().enumerate() {
        let Some(row) = sheet.rows.get(run.row) else { continue };
        if row.page != 0 && row.page != last {
            continue;
        }
        for (text, span) in texts(work, run) {
            found.push(place(&crowd, index, text.clone(), span.clone()));
            seen.push((text, span));
        }
    }
    for name in work.parties.suppliers.iter().chain(&work.parties.customers) {
        if !seen.iter().any(|(text, span)| *text == name.text && span.start == name.span.start) {
            let Some(run) = sheet.tokens.get(name.span.start).map(|token| token.run) else { continue };
            seen.push((name.text.clone(), name.span.clone()));
            found.push(place(&crowd, run, name.text.clone(), name.span.clone()));
        }
    }
    found
}

fn place(crowd: &Crowd, index: usize, text: String, span: Range<usize>) -> Place {
    let Crowd { work, page, blocks, towns, streets, block_of, domains, all, holding } = crowd;
    let sheet = work.sheet;
    let (mut measures, mut signs) = around(work, page, &span);
    let flag = |is: bool| f32::from(u8::from(is));
    let fold = fold_parts(&text).join(" ");
    let essence = names::essence(&text);
    let joined = essence.concat();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let upper = text.chars().filter(|c| c.is_uppercase()).count();
    let words = text.split(' ').count();
    let capital = text.split(' ').filter(|word| word.chars().next().is_some_and(char::is_uppercase)).count();
    let domain = joined.len() >= 4
        && domains
            .iter()
            .any(|word| word.contains(&joined) || joined.contains(word.as_str()) && word.len() >= 5);
    let (block, at) = block_of.get(index).copied().flatten().map_or((None, 0), |(b, at)| (blocks.get(b), at));
    let runs: Vec<&Run> =
        block.map(|block| block.runs.iter().filter_map(|i| sheet.runs.get(*i)).collect()).unwrap_or_default();
    let marked = |marks: &[bool], run: usize| marks.get(run).copied().unwrap_or(false);
    let indexes: &[usize] = block.map_or(&[], |block| &block.runs);
    let next = indexes.iter().skip(at + 1).take(3).filter(|run| marked(streets, **run)).count();
    let next_one = indexes.get(at + 1).is_some_and(|run| marked(streets, *run));
    let own = sheet.extent(&span);
    let of_page = sheet.page_of(&span);
    let near = |wanted: fn(&Identifier) -> bool, reach: f32| {
        work.ids.iter().any(|id| {
            wanted(&id.identifier)
                && sheet.rows.get(id.row).is_some_and(|row| row.page == of_page)
                && (id.extent.y0 - own.y1).abs().min((own.y0 - id.extent.y1).abs()) < reach
                && id.extent.x0 < own.x1 + 60.0
                && id.extent.x1 > own.x0 - 60.0
        })
    };
    let company =
        |id: &Identifier| matches!(id, Identifier::Siren(_) | Identifier::Siret(_) | Identifier::Vat(_));
    let bank = |id: &Identifier| matches!(id, Identifier::Iban(_));
    let same_run = |wanted: fn(&Identifier) -> bool| {
        work.ids.iter().any(|id| {
            wanted(&id.identifier)
                && sheet.runs.get(index).is_some_and(|run| run.tokens.contains(&id.span.start))
        })
    };
    let in_block = |wanted: fn(&Identifier) -> bool| {
        work.ids
            .iter()
            .any(|id| wanted(&id.identifier) && runs.iter().any(|run| run.tokens.contains(&id.span.start)))
    };
    let contact = runs.iter().any(|run| {
        run.text.contains('@')
            || run.text.contains("www.")
            || run.fold.contains("tel ")
            || run.fold.starts_with("tel")
    });
    // How often the same words stand elsewhere, and where.
    let mut elsewhere: Vec<usize> = essence
        .first()
        .and_then(|word| holding.get(word))
        .into_iter()
        .flatten()
        .copied()
        .filter(|i| *i != index)
        .filter(|i| {
            all.get(*i).is_some_and(|words| words.windows(essence.len()).any(|window| window == essence))
        })
        .collect();
    elsewhere.dedup();
    let depth = |i: &usize| {
        sheet
            .runs
            .get(*i)
            .and_then(|run| {
                sheet
                    .rows
                    .get(run.row)
                    .and_then(|row| sheet.frames.get(row.page))
                    .map(|frame| run.y0 / frame.height.max(1.0))
            })
            .unwrap_or(0.0)
    };
    let legal =
        elsewhere.iter().any(|i| sheet.runs.get(*i).is_some_and(|run| names::names_register(&run.fold)));
    let postals = towns.iter().filter(|town| **town).count();
    let side = side_labels::side_label(
        sheet,
        &work.labels,
        block.and_then(|b| b.runs.first().copied()).unwrap_or(index),
    );
    let inline = side_labels::inline_side(sheet, &work.labels, index);
    let told = |concept: Concept| flag(side == Some(concept) || inline == Some(concept));
    measures.extend([
        words as f32,
        letters as f32,
        upper as f32 / letters.max(1) as f32,
        capital as f32 / words as f32,
        text.chars().filter(char::is_ascii_digit).count() as f32,
        flag(names::has_form(&text)),
        flag(names::may_be_name(&text)),
        flag(names::has_trade_word(&fold)),
        flag(names::is_department(&fold)),
        flag(names::is_titled_person(&fold)),
        flag(names::opens_legal_mentions(
            &sheet.words(&(span.start..sheet.runs.get(index).map_or(span.end, |run| run.tokens.end))),
        )),
        flag(sheet.runs.get(index).is_some_and(|run| names::names_register(&run.fold))),
        flag(text.contains(':')),
        flag([" – ", " - ", " — "].iter().any(|dash| text.contains(dash))),
        flag(text.contains('&')),
        flag(domain),
        runs.len() as f32,
        at as f32,
        next as f32,
        flag(next_one),
        flag(indexes.iter().any(|run| marked(towns, *run))),
        flag(contact),
        flag(in_block(company)),
        flag(in_block(bank)),
        flag(same_run(company)),
        flag(near(company, 30.0)),
        flag(near(bank, 40.0)),
        (elsewhere.len() as f32).min(8.0),
        flag(elsewhere.iter().any(|i| depth(i) < 0.15)),
        flag(elsewhere.iter().any(|i| depth(i) > 0.8)),
        flag(legal),
        (postals as f32).min(8.0),
        block.map_or(0.0, |block| block.x0 / sheet.frames.first().map_or(595.0, |f| f.width.max(1.0))),
        told(Concept::Customer),
        told(Concept::Supplier),
        told(Concept::Delivery),
    ]);
    add(&mut signs, Seen::Value, &fold);
    Place { text, span, measures, signs: distinct(signs) }
}
