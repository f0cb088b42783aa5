//! What surrounds a place: where it stands, how it is set, the words beside and above it.

use std::collections::HashMap;
use std::ops::Range;

use super::super::assemble::Work;
use super::super::labels::{Concept, Label};
use super::super::text::{Row, Run, Sheet};
use super::super::{kind, places, roles};
use super::signs::{Seen, add, distinct};

/// The farthest that words beside a value are heard, in rows upwards for the heading of a column.
const FAR_UP: usize = 45;

/// What is known of the paper as a whole.
pub(super) struct Outline {
    /// The run that names the kind of the paper.
    title: Option<usize>,
    /// First row that heads a table of lines.
    pub table: Option<usize>,
    /// Heights of the type, sorted.
    sizes: Vec<f32>,
    /// Times that each run's folded text is printed.
    times: HashMap<String, usize>,
    pub narrow: bool,
    pub ocr: bool,
}

impl Outline {
    pub fn of(work: &Work) -> Outline {
        let sheet = work.sheet;
        let mut sizes: Vec<f32> = sheet.runs.iter().map(|run| run.size).collect();
        sizes.sort_by(f32::total_cmp);
        let mut times: HashMap<String, usize> = HashMap::new();
        for run in &sheet.runs {
            *times.entry(run.fold.clone()).or_insert(0) += 1;
        }
        Outline {
            title: work.title,
            table: (0..sheet.rows.len()).find(|row| roles::heads_lines(&work.labels, *row)),
            sizes,
            times,
            narrow: kind::is_narrow(sheet),
            ocr: sheet.is_ocr(&(0..1)),
        }
    }
}

fn page_rows<'s>(sheet: &'s Sheet, row: &Row) -> &'s [Row] {
    sheet.frames.get(row.page).and_then(|frame| sheet.rows.get(frame.rows.clone())).unwrap_or_default()
}

/// The first run above in the column that holds words and no digits.
pub(super) fn heading<'s>(sheet: &'s Sheet, span: &Range<usize>) -> Option<&'s Run> {
    let own = sheet.extent(span);
    let at = sheet.row_of(span);
    let page = sheet.page_of(span);
    for index in (at.saturating_sub(FAR_UP)..at).rev() {
        let row = sheet.rows.get(index).filter(|row| row.page == page)?;
        let runs = sheet.runs.get(row.runs.clone())?;
        let over = runs.iter().find(|run| run.x0 < own.x1 + 2.0 && run.x1 > own.x0 - 2.0);
        if let Some(run) = over
            && !run.text.chars().any(|c| c.is_ascii_digit())
            && run.text.chars().any(char::is_alphabetic)
            && run.tokens.len() <= 6
        {
            return Some(run);
        }
    }
    None
}

/// The words right behind a value in its run or the next.
pub(super) fn behind(sheet: &Sheet, span: &Range<usize>) -> String {
    let Some(last) = span.end.checked_sub(1).and_then(|at| sheet.tokens.get(at)) else {
        return String::new();
    };
    let mut right = last.x1;
    let mut words: Vec<&str> = Vec::new();
    for token in sheet.tokens.iter().skip(span.end).take(4) {
        if token.row != last.row || token.x0 - right > 40.0 {
            break;
        }
        words.extend(token.parts.iter().map(String::as_str));
        right = token.x1;
    }
    words.join(" ")
}

/// The run before a value on its row, whatever it holds.
fn run_before<'s>(sheet: &'s Sheet, span: &Range<usize>) -> Option<&'s Run> {
    let token = sheet.tokens.get(span.start)?;
    let row = sheet.rows.get(token.row)?;
    token.run.checked_sub(1).filter(|before| row.runs.contains(before)).and_then(|at| sheet.runs.get(at))
}

/// The concepts of labels that are looked for around a place.
const HEARD: [Concept; 14] = [
    Concept::Number,
    Concept::OtherNumber,
    Concept::Order,
    Concept::Issued,
    Concept::DueDate,
    Concept::OtherDate,
    Concept::Date,
    Concept::Customer,
    Concept::Delivery,
    Concept::Supplier,
    Concept::Phone,
    Concept::Siren,
    Concept::VatNumber,
    Concept::Iban,
];

/// How strongly the labels left of a place, nearest first, and above it announce each concept.
fn heard(work: &Work, span: &Range<usize>) -> Vec<f32> {
    let sheet = work.sheet;
    let row = sheet.row_of(span);
    let own = sheet.extent(span);
    let left: Vec<&Label> =
        work.labels.on_row(row).iter().filter(|label| label.span.end <= span.start).collect();
    let nearest = left.iter().map(|label| label.span.end).max();
    let mut said: Vec<f32> = HEARD
        .iter()
        .map(|concept| {
            left.iter()
                .filter(|label| label.concept == *concept && Some(label.span.end) == nearest)
                .map(|label| label.weight / (1.0 + 0.2 * (span.start - label.span.end) as f32))
                .fold(0.0, f32::max)
        })
        .collect();
    let page = sheet.page_of(span);
    let mut above: Vec<f32> = vec![0.0; HEARD.len()];
    for index in (row.saturating_sub(4)..row).rev() {
        let Some(over) = sheet.rows.get(index).filter(|over| over.page == page) else { break };
        if own.y0 - over.y1 > 3.0 * (own.y1 - own.y0).max(6.0) {
            break;
        }
        let labels = work
            .labels
            .on_row(index)
            .iter()
            .filter(|l| l.extent.x0 < own.x1 + 4.0 && l.extent.x1 > own.x0 - 4.0);
        let mut any = false;
        for label in labels {
            any = true;
            if let Some(at) = HEARD.iter().position(|concept| *concept == label.concept) {
                above[at] = above[at].max(label.weight);
            }
        }
        if any {
            break;
        }
    }
    said.extend(above);
    said
}

/// Measures and signs that every place has.
pub(super) fn around(work: &Work, page: &Outline, span: &Range<usize>) -> (Vec<f32>, Vec<u32>) {
    let sheet = work.sheet;
    let own = sheet.extent(span);
    let Some(token) = sheet.tokens.get(span.start) else { return (Vec::new(), Vec::new()) };
    let (Some(run), Some(row), Some(frame)) =
        (sheet.runs.get(token.run), sheet.rows.get(token.row), sheet.frame_of(span))
    else {
        return (Vec::new(), Vec::new());
    };
    let flag = |is: bool| f32::from(u8::from(is));
    let height = (own.y1 - own.y0).max(4.0);
    let larger = page.sizes.len() - page.sizes.partition_point(|size| *size <= run.size + 0.3);
    let first_row = frame.rows.start;
    let (over, under) = (
        token.row.checked_sub(1).and_then(|at| sheet.rows.get(at)).filter(|other| other.page == row.page),
        sheet.rows.get(token.row + 1).filter(|other| other.page == row.page),
    );
    let title = page.title.and_then(|at| sheet.runs.get(at));
    let same_page_title =
        title.filter(|title| sheet.rows.get(title.row).is_some_and(|other| other.page == row.page));
    let (before, above) = places::anchors(sheet, span);
    let head = heading(sheet, span);
    let left = run_before(sheet, span);
    let lowest = page_rows(sheet, row).iter().map(|row| row.y1).fold(0.0, f32::max).max(1.0);
    let mut measures = vec![
        own.y0 / frame.height.max(1.0),
        own.y0 / lowest,
        own.x0 / frame.width.max(1.0),
        own.x1 / frame.width.max(1.0),
        flag(row.page > 0),
        flag(row.page + 1 == sheet.frames.len()),
        run.size / sheet.body,
        flag(run.bold),
        larger as f32 / page.sizes.len().max(1) as f32,
        (larger as f32).min(20.0),
        run.tokens.len() as f32,
        (span.start - run.tokens.start) as f32,
        flag(span.end >= run.tokens.end),
        row.runs.len() as f32,
        (token.run - row.runs.start) as f32,
        (row.runs.end - 1 - token.run.min(row.runs.end - 1)) as f32,
        left.map_or(9.0, |left| ((own.x0 - left.x1) / 100.0).min(6.0)),
        over.map_or(9.0, |over| ((own.y0 - over.y1) / height).clamp(-1.0, 8.0)),
        under.map_or(9.0, |under| ((under.y0 - own.y1) / height).clamp(-1.0, 8.0)),
        same_page_title.map_or(-2.0, |title| (own.y0 - title.y0) / frame.height.max(1.0)),
        flag(same_page_title.is_some_and(|title| title.row == token.row)),
        flag(page.title == Some(token.run)),
        same_page_title.map_or(9.0, |title| ((own.x0 - title.x0).abs() / 100.0).min(6.0)),
        (token.row - first_row) as f32,
        flag(page.table.is_some_and(|table| token.row > table)),
        page.table.map_or(-9.0, |table| (token.row as f32 - table as f32).clamp(-30.0, 30.0)),
        *page.times.get(&run.fold).unwrap_or(&1) as f32,
        sheet.confidence(span),
        flag(page.narrow),
        flag(page.ocr),
        flag(work.till()),
        (sheet.rows.len() as f32).min(120.0),
        before.split(' ').filter(|word| !word.is_empty()).count() as f32,
        above.split(' ').filter(|word| !word.is_empty()).count() as f32,
        flag(left.is_some_and(|left| left.text.ends_with(':'))),
        flag(
            span.start > run.tokens.start
                && sheet.tokens.get(span.start - 1).is_some_and(|t| t.text.ends_with(':')),
        ),
        head.map_or(-1.0, |head| ((own.y0 - head.y1) / frame.height.max(1.0)).clamp(0.0, 1.0)),
    ];
    measures.extend(heard(work, span));
    let mut signs = Vec::new();
    add(&mut signs, Seen::Before, &before);
    add(&mut signs, Seen::Above, &above);
    if let Some(head) = head {
        add(&mut signs, Seen::Heading, &head.fold);
    }
    add(&mut signs, Seen::Behind, &behind(sheet, span));
    (measures, distinct(signs))
}
