//! The paper itself, as each kind that it may be: what its title and its first page say, and what it is made of.

use liasse_domain::DocumentKind;

use super::super::assemble::Work;
use super::super::day_places::is_listed;
use super::super::identifiers::Identifier;
use super::super::kind;
use super::super::labels::Concept;
use super::super::text::{Run, Sheet};
use super::Place;
use super::signs::{Seen, add_for, add_word, distinct};
use super::surroundings::Outline;

/// The kinds with their names in JSON.
const KINDS: [(DocumentKind, &str); 7] = [
    (DocumentKind::Invoice, "invoice"),
    (DocumentKind::CreditNote, "credit_note"),
    (DocumentKind::Receipt, "receipt"),
    (DocumentKind::CardSlip, "card_slip"),
    (DocumentKind::ExpenseReport, "expense_report"),
    (DocumentKind::CommissionStatement, "commission_statement"),
    (DocumentKind::Other, "other"),
];

/// The kind of a name in JSON.
pub(in super::super) fn kind_of(text: &str) -> Option<DocumentKind> {
    KINDS.iter().find(|(_, name)| *name == text).map(|(kind, _)| *kind)
}

/// The name of a kind in JSON.
pub(in super::super) fn name_of(kind: DocumentKind) -> &'static str {
    KINDS.iter().find(|(known, _)| *known == kind).map_or("other", |(_, name)| *name)
}

/// The runs in large, bold or capital letters whose words count as titles, at most.
const TITLES: usize = 8;
/// Words of a title, at most.
const TITLE_WORDS: usize = 8;
/// Words of the first page that are heard, at most.
const WORDS: usize = 400;

/// A run that names a kind.
struct Said {
    kind: DocumentKind,
    /// Height of its type, in that of the paper.
    size: f32,
    depth: f32,
    /// How much it stands out.
    stands_out: f32,
    measures: [f32; 7],
}

fn flag(is: bool) -> f32 {
    f32::from(u8::from(is))
}

fn depth(sheet: &Sheet, run: &Run) -> f32 {
    let frame = sheet.rows.get(run.row).and_then(|row| sheet.frames.get(row.page));
    frame.map_or(0.0, |frame| run.y0 / frame.height.max(1.0))
}

fn on_first_page(sheet: &Sheet, run: &Run) -> bool {
    sheet.rows.get(run.row).is_some_and(|row| row.page == 0)
}

/// Every run of the first page that begins with the name of a kind.
fn said(work: &Work) -> Vec<Said> {
    let sheet = work.sheet;
    let named = |run: &Run| {
        let (subject, fold) = kind::subject_of(&run.fold);
        let (kind, words) = kind::named(fold)?;
        let beyond = fold.split(' ').filter(|word| !word.is_empty()).count().saturating_sub(words);
        let head: Vec<&str> = run.text.split(' ').take(words).collect();
        let capitals = kind::is_capitals(&head.join(" "));
        let (size, depth) = (run.size / sheet.body, depth(sheet, run));
        let heads = kind::heads_columns(sheet, &work.labels, run.row);
        // `☐ FACTURE  ☒ AVOIR`: the box that is ticked tells.
        let ticked = match run.text.chars().next() {
            Some('☐' | '□' | '❏' | '❑') => -1.0,
            Some('☒' | '☑' | '■' | '✔' | '✓' | '✗' | '✘') => 1.0,
            _ => 0.0,
        };
        let measures = [
            size,
            flag(run.bold),
            flag(capitals),
            depth,
            (beyond as f32).min(12.0),
            flag(heads),
            ticked + 0.5 * flag(subject),
        ];
        let stands_out = size + 0.3 * flag(run.bold) + 0.3 * flag(capitals) + ticked
            - depth
            - 0.1 * (beyond as f32).min(8.0);
        Some(Said { kind, size, depth, stands_out, measures })
    };
    sheet.runs.iter().filter(|run| on_first_page(sheet, run)).filter_map(named).collect()
}

/// What the paper is made of, whatever it is called.
fn made_of(work: &Work, page: &Outline) -> Vec<f32> {
    let sheet = work.sheet;
    let announced = |concept: Concept| {
        work.labels
            .of_concept(concept)
            .filter(|label| label.opens)
            .map(|label| label.weight)
            .fold(0.0, f32::max)
    };
    let (till, slip) = kind::hints(sheet);
    let (numbered, credited) = kind::numbers_named(sheet, &work.labels);
    let has = |wanted: fn(&Identifier) -> bool| flag(work.ids.iter().any(|id| wanted(&id.identifier)));
    let free: Vec<_> = work.figures.iter().filter(|f| !f.in_lines && !f.amount.is_zero()).collect();
    let negative = free.iter().filter(|figure| figure.negative).count();
    let largest = work.figures.iter().max_by_key(|figure| figure.amount.cents());
    let listed = work.dates.iter().filter(|date| is_listed(sheet, &work.dates, date)).count();
    let mut measures = vec![
        flag(page.narrow),
        flag(page.ocr),
        (till as f32).min(8.0),
        (slip as f32).min(8.0),
        flag(kind::bears_goods(sheet, &work.labels)),
        flag(numbered),
        flag(credited),
        (sheet.frames.len() as f32).min(6.0),
        (sheet.rows.len() as f32).min(120.0),
        (sheet.tokens.len() as f32 + 1.0).ln(),
        page.table.map_or(-1.0, |table| (table as f32).min(60.0)),
        work.figures.iter().filter(|figure| figure.in_lines).count().min(60) as f32,
        free.len().min(40) as f32,
        negative.min(10) as f32,
        flag(largest.is_some_and(|figure| figure.negative)),
        largest.map_or(0.0, |figure| (figure.amount.cents() as f32 / 100.0 + 1.0).ln()),
        work.dates.len().min(20) as f32,
        listed.min(10) as f32,
        flag(work.mention.is_some()),
        has(|id| matches!(id, Identifier::Iban(_))),
        has(|id| matches!(id, Identifier::Vat(_))),
        has(|id| matches!(id, Identifier::Siret(_) | Identifier::Siren(_))),
        has(|id| matches!(id, Identifier::Structured(_))),
    ];
    measures.extend(
        [
            Concept::Ttc,
            Concept::Ht,
            Concept::Vat,
            Concept::Due,
            Concept::Total,
            Concept::Prepaid,
            Concept::Carried,
            Concept::Number,
            Concept::OtherNumber,
            Concept::Order,
            Concept::Issued,
            Concept::DueDate,
            Concept::Terms,
            Concept::Customer,
            Concept::Delivery,
            Concept::Iban,
            Concept::Designation,
            Concept::Quantity,
            Concept::UnitPrice,
            Concept::Rate,
        ]
        .map(announced),
    );
    measures
}

pub(super) fn places(work: &Work, page: &Outline) -> Vec<Place> {
    let sheet = work.sheet;
    let mut said = said(work);
    said.sort_by(|a, b| b.stands_out.total_cmp(&a.stands_out));
    let made_of = made_of(work, page);
    let mut titles: Vec<&Run> = sheet
        .runs
        .iter()
        .filter(|run| {
            on_first_page(sheet, run) && depth(sheet, run) < 0.55 && run.tokens.len() <= TITLE_WORDS
        })
        .filter(|run| run.size > 1.15 * sheet.body || run.bold || kind::is_capitals(&run.text))
        .collect();
    titles.sort_by(|a, b| b.size.total_cmp(&a.size));
    titles.truncate(TITLES);
    let mut words: Vec<&str> = sheet
        .tokens
        .iter()
        .filter(|token| sheet.rows.get(token.row).is_some_and(|row| row.page == 0))
        .flat_map(|token| token.parts.iter())
        .map(String::as_str)
        .filter(|word| word.chars().count() >= 3 && word.chars().all(char::is_alphabetic))
        .take(WORDS)
        .collect();
    words.sort_unstable();
    words.dedup();
    let place = |(of, (kind, name)): (usize, &(DocumentKind, &str))| {
        let own = said.iter().find(|said| said.kind == *kind);
        let other = said.iter().find(|said| said.kind != *kind);
        let mut measures: Vec<f32> = KINDS.iter().map(|(known, _)| flag(known == kind)).collect();
        measures.extend(own.map_or([0.0, 0.0, 0.0, 1.0, 12.0, 0.0, 0.0], |own| own.measures));
        measures.extend(other.map_or([0.0, 0.0, 0.0, 1.0, 12.0, 0.0, 0.0], |other| other.measures));
        measures.extend([
            said.iter().filter(|said| said.kind == *kind).count() as f32,
            own.zip(other).map_or(0.0, |(own, other)| own.stands_out - other.stands_out),
            own.zip(other).map_or(0.0, |(own, other)| own.size - other.size),
            own.zip(other).map_or(0.0, |(own, other)| own.depth - other.depth),
        ]);
        measures.extend(&made_of);
        let mut signs = Vec::new();
        for run in &titles {
            add_for(&mut signs, of, Seen::Title, &run.fold);
        }
        for word in &words {
            add_word(&mut signs, of, Seen::Page, word);
        }
        Place { text: (*name).to_owned(), span: 0..0, measures, signs: distinct(signs) }
    };
    KINDS.iter().enumerate().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_name_in_json() {
        for (kind, name) in KINDS {
            assert_eq!(serde_json::to_value(kind).unwrap(), name);
            assert_eq!((kind_of(name), name_of(kind)), (Some(kind), name));
        }
        assert_eq!(kind_of("facture"), None);
    }
}
