//! The values of the head of a paper: its dates, its number, its references.

use std::ops::Range;

use liasse_domain::{Date, DocumentKind, FieldName, FieldValue, Reading, Reason};

use super::assemble::{Work, also, put};
use super::day_places::{is_of_a_journey, is_period};
use super::days::{self, Scored};
use super::judge::{self, Judged};
use super::labels::Concept;
use super::memory::Hit;
use super::number::{self, Found};
use super::number_guesses;
use super::places;
use super::reasons::{explain, explain_first};
use super::second;
use super::terms;

/// Score of a date or number that stands where it was taught.
const TAUGHT: f32 = 0.97;

/// The first year of papers that are still booked, by far: ten years are kept (Code de commerce, art. L123-22). Earlier days on
/// them are those of laws (`loi du 12 mai 1980`), births and foundations.
const FIRST_YEAR: i16 = 2000;

fn is_bygone(scored: &Scored) -> bool {
    scored.date.year() < FIRST_YEAR
}

pub(super) fn put_dates(work: &Work, reading: &mut Reading) {
    let issue = put_issue(work, reading);
    if work.till() || matches!(work.kind, DocumentKind::ExpenseReport) {
        return;
    }
    put_due(work, reading, issue);
}

/// Puts the date that stands where it was taught before all others, and says whether it was first already.
fn taught_date(work: &Work, field: FieldName, scored: &mut Vec<Scored>) -> Option<(Hit, bool)> {
    let hit = work.memory.hit(work.sheet, field, &|| places::of_dates(&work.dates))?;
    let FieldValue::Date(date) = hit.value else { return None };
    let agrees = scored.first().is_some_and(|first| first.date == date);
    scored.retain(|other| other.date != date);
    let index = work.dates.iter().position(|found| found.span == hit.span);
    scored.insert(0, Scored { index, date, score: TAUGHT });
    Some((hit, agrees))
}

fn put_issue(work: &Work, reading: &mut Reading) -> Option<Date> {
    const NAME: FieldName = FieldName::IssueDate;
    let span_of = |scored: &Scored| scored.index.and_then(|i| work.dates.get(i));
    let mut issued = days::issued(work.sheet, &work.labels, &work.dates, work.kind);
    let met = second::weigh_days(work, &mut issued);
    let own = match issued.first().filter(|scored| scored.score >= 0.3) {
        Some(first) => judge::issued(&issued, span_of(first), work.sheet),
        None => Judged::at(0.0),
    };
    let read = issued.first().and_then(span_of).map_or(0.0, |found| found.confidence);
    let own = met.judge(own, read);
    let own = if issued.first().is_some_and(is_bygone) { Judged::doubtful(own.confidence) } else { own };
    let taught = taught_date(work, NAME, &mut issued);
    // The only day on the paper is offered, whatever it is said to be.
    let best = *issued.first().filter(|scored| scored.score > 0.0 || issued.len() == 1)?;
    let (judged, learned) = match &taught {
        Some((hit, agrees)) => hit.weigh(own, *agrees),
        None => (own, Vec::new()),
    };
    let span = span_of(&best).map(|c| c.span.clone());
    put(work, reading, NAME, FieldValue::Date(best.date), span.as_ref(), judged);
    explain_first(reading, NAME, learned);
    explain(reading, NAME, (issued.len() == 1).then_some(Reason::OnlyDate));
    for other in issued.iter().skip(1) {
        let span = span_of(other).map(|c| c.span.clone());
        also(work, reading, NAME, FieldValue::Date(other.date), span.as_ref(), 0.5 * other.score);
    }
    Some(best.date)
}

fn put_due(work: &Work, reading: &mut Reading, issue: Option<Date>) {
    const NAME: FieldName = FieldName::DueDate;
    let span_of = |scored: &Scored| scored.index.and_then(|i| work.dates.get(i));
    let mut due = days::due(work.sheet, &work.labels, &work.dates, issue);
    let terms = terms::terms(work.sheet);
    let issue_sure = reading.fields.get(&FieldName::IssueDate).is_some_and(|field| field.sure);
    let lawful = terms.zip(issue).map(|(terms, issue)| terms.due(issue)).unwrap_or_default();
    if due.is_empty() && lawful.is_empty() {
        due.extend(second::due_day(work, issue));
    }
    let own = match due.first() {
        Some(first) => judge::due_printed(&due, span_of(first), lawful.contains(&first.date), issue_sure),
        None => Judged::at(0.0),
    };
    let strange = |first: &Scored| is_bygone(first) || second::is_strange_due(work, first.date);
    let own = if due.first().is_some_and(strange) { Judged::doubtful(own.confidence) } else { own };
    // What was learnt does not make a due date of a day before the issue, or of one more than a year after.
    let possible = |hit: &Hit| match hit.value {
        FieldValue::Date(date) => issue.is_none_or(|issue| (0..=400).contains(&date.days_since(issue))),
        _ => false,
    };
    let before = due.clone();
    let taught = taught_date(work, NAME, &mut due).filter(|(hit, _)| possible(hit));
    if taught.is_none() {
        due = before;
    }
    if let Some(first) = due.first().copied() {
        let (judged, learned) = match &taught {
            Some((hit, agrees)) => hit.weigh(own, *agrees),
            None => (own, Vec::new()),
        };
        let span = span_of(&first).map(|c| c.span.clone());
        put(work, reading, NAME, FieldValue::Date(first.date), span.as_ref(), judged);
        explain_first(reading, NAME, learned);
        explain(reading, NAME, lawful.contains(&first.date).then_some(Reason::TermsAgree));
        for other in due.iter().skip(1) {
            let span = span_of(other).map(|c| c.span.clone());
            also(work, reading, NAME, FieldValue::Date(other.date), span.as_ref(), 0.4 * other.score);
        }
    } else if let (Some(date), Some(terms)) = (lawful.first(), terms) {
        let span = work.sheet.runs.get(terms.run).map(|run| run.tokens.clone());
        // A later day that nothing explains may be the day of payment, printed in words that are not known.
        let rival = issue.is_some_and(|issue| {
            work.dates.iter().any(|other| {
                (1..=100).contains(&other.date.days_since(issue))
                    && !lawful.contains(&other.date)
                    && !is_period(work.sheet, &work.dates, other)
                    && !is_of_a_journey(work.sheet, other)
            })
        });
        let judged = judge::due_computed(lawful.len(), issue_sure && terms.days > 0 && !rival);
        put(work, reading, NAME, FieldValue::Date(*date), span.as_ref(), judged);
        explain(reading, NAME, [Reason::TermsAgree]);
        for other in lawful.iter().skip(1) {
            also(work, reading, NAME, FieldValue::Date(*other), span.as_ref(), 0.4);
        }
    }
}

/// Puts the number that stands where it was taught before all others, and says whether it was first already.
fn taught_number(work: &Work, field: FieldName, found: &mut Vec<Found>) -> Option<(Hit, bool)> {
    let hit = work.memory.hit(work.sheet, field, &|| places::spots(work.sheet, field))?;
    let FieldValue::Text(text) = hit.value.clone() else { return None };
    let agrees = found.first().is_some_and(|first| first.text == text);
    found.retain(|other| other.text != text);
    found.insert(0, Found { text, span: hit.span.clone(), score: TAUGHT, of_invoice: false });
    Some((hit, agrees))
}

/// `Facture 2026-06-05`: numbers made like a date, for papers that print no other.
fn numbers_like_dates(work: &Work, taken: &[Range<usize>]) -> Vec<Found> {
    let dashed = |span: &Range<usize>| span.len() == 1 && work.sheet.words(span).matches('-').count() == 2;
    let kept: Vec<Range<usize>> = taken.iter().filter(|span| !dashed(span)).cloned().collect();
    let mut found = number::find(work.sheet, &work.labels, Concept::Number, &kept);
    found.iter_mut().for_each(|number| number.score *= 0.7);
    found
}

pub(super) fn put_number(work: &Work, reading: &mut Reading, taken: &[Range<usize>]) {
    const NAME: FieldName = FieldName::InvoiceNumber;
    // A card slip numbers its transaction, not a document.
    if work.kind != DocumentKind::CardSlip {
        let mut found = number::find(work.sheet, &work.labels, Concept::Number, taken);
        if found.is_empty() {
            found = numbers_like_dates(work, taken);
        }
        // A credit note names the invoice that it corrects (CGI ann. II art. 242 nonies A; Directive 2006/112/EC, art. 219).
        if work.kind == DocumentKind::CreditNote && found.iter().any(|number| !number.of_invoice) {
            found.iter_mut().filter(|number| number.of_invoice).for_each(|number| number.score *= 0.6);
            found.sort_by(|a, b| b.score.total_cmp(&a.score));
        }
        let met = second::weigh_numbers(work, &mut found);
        let own = match found.first().filter(|best| best.score >= 0.35) {
            Some(best) => met.judge(judge::number(&found, work.sheet), work.sheet.confidence(&best.span)),
            None => Judged::at(0.0),
        };
        let taught = taught_number(work, NAME, &mut found);
        if let Some(best) = found.first().filter(|best| best.score >= 0.35) {
            let (judged, learned) = match &taught {
                Some((hit, agrees)) => hit.weigh(own, *agrees),
                None => (own, Vec::new()),
            };
            put(work, reading, NAME, FieldValue::Text(best.text.clone()), Some(&best.span), judged);
            explain_first(reading, NAME, learned);
            explain(reading, NAME, judge::printed_again(best, work.sheet).then_some(Reason::Repeated));
            for other in found.iter().skip(1) {
                let value = FieldValue::Text(other.text.clone());
                also(work, reading, NAME, value, Some(&other.span), 0.5 * other.score);
            }
            for other in number_guesses::unlabelled(work.sheet, &work.labels, taken) {
                also(work, reading, NAME, FieldValue::Text(other.text), Some(&other.span), other.score);
            }
        }
    }
    put_order(work, reading, taken);
}

fn put_order(work: &Work, reading: &mut Reading, taken: &[Range<usize>]) {
    const NAME: FieldName = FieldName::OrderReference;
    let mut orders = number::find(work.sheet, &work.labels, Concept::Order, taken);
    let own = orders.first().filter(|best| best.score >= 0.6).map(|best| Judged::at(0.8 * best.score));
    let taught = taught_number(work, NAME, &mut orders);
    if let Some(best) = orders.first().filter(|best| best.score >= 0.6) {
        let own = own.unwrap_or(Judged::at(0.0));
        let (judged, learned) = match &taught {
            Some((hit, agrees)) => hit.weigh(own, *agrees),
            None => (own, Vec::new()),
        };
        put(work, reading, NAME, FieldValue::Text(best.text.clone()), Some(&best.span), judged);
        explain_first(reading, NAME, learned);
    }
}
