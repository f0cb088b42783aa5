//! What stands around a date: words of payment, the other end of a period, a list of days, labels above.

use super::dates::Candidate;
use super::labels::{Concept, Label, Labels};
use super::sentences;
use super::text::{Run, Sheet};
use super::words as lists;

/// Whether words of payment stand before a word in its run.
pub(super) fn paying_before(sheet: &Sheet, at: usize) -> bool {
    // An account number between makes it a long way: `sera prélevé sur votre compte FR76 **** **** … le 31.05.2024`.
    let from = at.saturating_sub(16).max(sentences::around(sheet, at).start);
    sheet.span(&(from..at)).iter().flat_map(|token| token.parts.iter()).any(|part| {
        matches!(
            part.as_str(),
            "prelevement"
                | "preleve"
                | "prelevee"
                | "prelevera"
                | "preleverons"
                | "debiterons"
                | "debitera"
                | "encaisserons"
                | "paiement"
                | "reglement"
                | "payable"
                | "regler"
                | "payer"
                | "virement"
                | "domiciliation"
                | "betaling"
                | "betalen"
                | "betaalbaar"
                | "domiciliering"
                | "incasso"
                | "zahlung"
                | "zahlbar"
                | "lastschrift"
                | "abbuchung"
                | "debit"
                | "payment"
                | "pay"
                | "lcr"
                | "traite"
        )
    })
}

/// Whether the sentence goes on to say that the account is debited: `wordt op 31/03 automatisch van uw rekening
/// afgehouden`, `sera le 5 mars prélevé sur votre compte`.
pub(super) fn debited_behind(sheet: &Sheet, date: &Candidate) -> bool {
    sheet
        .span(&(date.span.end..date.span.end + 8))
        .iter()
        .filter(|token| token.row == date.row)
        .flat_map(|token| token.parts.iter())
        .any(|part| {
            matches!(
                part.as_str(),
                "afgehouden"
                    | "afgeschreven"
                    | "gehaald"
                    | "geind"
                    | "domiciliering"
                    | "geincasseerd"
                    | "gedebiteerd"
                    | "preleve"
                    | "prelevee"
                    | "debite"
                    | "debitee"
                    | "abgebucht"
                    | "eingezogen"
                    | "collected"
                    | "debited"
            )
        })
}

/// Whether a date is one end of a period: `du 01/10 au 31/10/2025`, `van … tot …`, `01/10/2025 - 31/10/2025`.
pub(super) fn is_period(sheet: &Sheet, dates: &[Candidate], date: &Candidate) -> bool {
    // `du 01/10 au 30/10/2025`: the first day bears no year and is no date.
    let before = sheet.span(&(date.span.start.saturating_sub(2)..date.span.start));
    let open_end = match before {
        [first, joint] => {
            first.row == date.row
                && first.text.chars().any(|c| c.is_ascii_digit())
                && joint
                    .parts
                    .last()
                    .is_some_and(|part| matches!(part.as_str(), "au" | "tot" | "bis" | "until"))
        }
        _ => false,
    };
    is_bounded(sheet, dates, date) || open_end
}

/// Whether another date of the row bounds the same period.
pub(super) fn is_bounded(sheet: &Sheet, dates: &[Candidate], date: &Candidate) -> bool {
    let joined = |from: usize, to: usize| {
        let parts: Vec<&str> =
            sheet.span(&(from..to)).iter().flat_map(|t| t.parts.iter().map(String::as_str)).collect();
        to > from
            && to - from <= 2
            && parts.iter().all(|part| {
                matches!(
                    *part,
                    "au" | "a" | "tot" | "t" | "m" | "en" | "met" | "bis" | "zum" | "to" | "until" | "jusqu"
                )
            })
    };
    dates.iter().any(|other| {
        other.row == date.row && other.span.end <= date.span.start && joined(other.span.end, date.span.start)
    }) || dates.iter().any(|other| {
        other.row == date.row && other.span.start >= date.span.end && joined(date.span.end, other.span.start)
    })
}

/// Whether another date stands right above or below in the column, with nothing but further cells of it between.
pub(super) fn is_listed(sheet: &Sheet, dates: &[Candidate], date: &Candidate) -> bool {
    let page = sheet.page_of(&date.span);
    let height = (date.extent.y1 - date.extent.y0).max(4.0);
    dates.iter().any(|other| {
        let gap = (other.extent.y0 - date.extent.y1).max(date.extent.y0 - other.extent.y1);
        let column =
            (other.extent.x0 - date.extent.x0).abs() < 3.0 || (other.extent.x1 - date.extent.x1).abs() < 3.0;
        let opens = |candidate: &Candidate| {
            sheet
                .tokens
                .get(candidate.span.start)
                .and_then(|token| sheet.runs.get(token.run))
                .is_some_and(|run| run.tokens.start == candidate.span.start)
        };
        let (top, bottom) = (date.extent.y1.min(other.extent.y1), date.extent.y0.max(other.extent.y0));
        let parted = sheet.runs.iter().any(|run| {
            sheet.rows.get(run.row).is_some_and(|row| row.page == page)
                && run.y0 >= top - 1.0
                && run.y1 <= bottom + 1.0
                && run.x0 < date.extent.x1
                && run.x1 > date.extent.x0
        });
        let answers = |candidate: &Candidate| {
            sheet.rows.get(candidate.row).is_some_and(|row| row.tokens.start == candidate.span.start)
                || sheet.rows.get(candidate.row).is_some_and(|row| row.runs.len() > 2)
        };
        other.row != date.row
            && sheet.page_of(&other.span) == page
            && column
            && gap > -1.0
            && gap < 2.5 * height
            && opens(date)
            && opens(other)
            && answers(date)
            && answers(other)
            && !parted
    })
}

pub(super) fn is_date_concept(concept: Concept) -> bool {
    matches!(concept, Concept::Issued | Concept::DueDate | Concept::OtherDate | Concept::Date)
}

/// The label that ends the line right above a date that opens its own.
pub(super) fn ending_above<'a>(sheet: &Sheet, labels: &'a Labels, date: &Candidate) -> Option<&'a Label> {
    let run = sheet.tokens.get(date.span.start).and_then(|token| sheet.runs.get(token.run))?;
    let row = sheet.rows.get(run.row).filter(|_| run.tokens.start == date.span.start)?;
    let height = (run.y1 - run.y0).max(4.0);
    let above = sheet.runs.get(..row.runs.start)?.iter().rev().take(16).find(|above| {
        run.y0 - above.y1 < 1.3 * height
            && run.y0 >= above.y1 - 2.0
            && (above.x0 - run.x0).abs() < 4.0
            && sheet.rows.get(above.row).is_some_and(|other| other.page == row.page)
    })?;
    labels.on_row(above.row).iter().find(|label| {
        label.span.end == above.tokens.end
            && label.span.start > above.tokens.start
            && is_date_concept(label.concept)
            && label.concept != Concept::Date
    })
}

/// Labels right above a date, in its column.
pub(super) fn above_labels<'a>(sheet: &Sheet, labels: &'a Labels, date: &Candidate) -> Vec<&'a Label> {
    let Some(own) = sheet.rows.get(date.row) else { return Vec::new() };
    let height = (own.y1 - own.y0).max(4.0);
    for index in (date.row.saturating_sub(4)..date.row).rev() {
        let Some(row) = sheet.rows.get(index).filter(|row| row.page == own.page) else { break };
        if own.y0 - row.y1 > 2.6 * height {
            break;
        }
        let over: Vec<&Label> = labels
            .on_row(index)
            .iter()
            .filter(|l| {
                is_date_concept(l.concept)
                    && l.extent.x0 < date.extent.x1 + 4.0
                    && l.extent.x1 > date.extent.x0 - 4.0
            })
            .collect();
        if !over.is_empty() {
            return over;
        }
        let text_over = sheet
            .runs
            .get(row.runs.clone())
            .is_some_and(|runs| runs.iter().any(|run| run.x0 < date.extent.x1 && run.x1 > date.extent.x0));
        if text_over {
            break;
        }
    }
    Vec::new()
}

/// Labels right under a date, where the row below holds labels (one cell may hold more): values over their names in small type.
pub(super) fn below_labels<'a>(sheet: &Sheet, labels: &'a Labels, date: &Candidate) -> Vec<&'a Label> {
    let below = date.row + 1;
    let (Some(own), Some(row)) = (sheet.rows.get(date.row), sheet.rows.get(below)) else { return Vec::new() };
    let height = (own.y1 - own.y0).max(4.0);
    let near = row.page == own.page && row.y0 - own.y1 < 1.6 * height;
    let on_row = labels.on_row(below);
    let names = |run: &Run| on_row.iter().any(|label| label.alone && label.span.start == run.tokens.start);
    let runs = sheet.runs.get(row.runs.clone()).unwrap_or_default();
    let named = runs.iter().filter(|run| names(run)).count();
    if !near || named < 2 || named + 1 < runs.len() {
        return Vec::new();
    }
    let over = |label: &&Label| {
        is_date_concept(label.concept)
            && label.extent.x0 < date.extent.x1 + 4.0
            && label.extent.x1 > date.extent.x0 - 4.0
    };
    on_row.iter().filter(over).collect()
}

/// Whether a date is that of a stamp of the house that books the paper: `COMPTABILISÉ` over `LE` over the day.
pub(super) fn is_stamped(sheet: &Sheet, date: &Candidate) -> bool {
    let own = sheet.tokens.get(date.span.start).and_then(|token| sheet.runs.get(token.run));
    let over = |run: &Run| {
        let height = (run.y1 - run.y0).max(4.0);
        let page = sheet.rows.get(run.row).map(|row| row.page);
        sheet.runs.iter().find(|other| {
            let gap = run.y0 - other.y1;
            sheet.rows.get(other.row).map(|row| row.page) == page
                && (-0.3 * height..1.8 * height).contains(&gap)
                && other.y0 < run.y0
                && other.x0 < run.x1
                && other.x1 > run.x0
        })
    };
    let joint =
        own.and_then(over).filter(|run| matches!(run.fold.as_str(), "le" | "op" | "am" | "on" | "den"));
    joint.and_then(over).is_some_and(|word| lists::has("stamp", &word.fold))
}

/// Whether a date's row tells a journey: an arrow between two places, or it opens with a leg of it.
pub(super) fn is_of_a_journey(sheet: &Sheet, date: &Candidate) -> bool {
    let Some(row) = sheet.rows.get(date.row) else { return false };
    let words = sheet.span(&row.tokens);
    let arrow = words.iter().any(|token| matches!(token.text.as_str(), "→" | "➔" | "➜" | "⇒" | "->" | "=>"));
    let opening = words.first().and_then(|token| token.parts.first());
    // `20/01/2026 06:35 – 2de classe, place 61`
    let seats = words.iter().flat_map(|token| &token.parts).filter(|part| lists::has("seat", part)).count();
    arrow || seats >= 2 || opening.is_some_and(|part| lists::has("journey", part))
}
