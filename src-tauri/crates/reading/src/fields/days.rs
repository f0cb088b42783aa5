//! Date of issue and due date.

use liasse_domain::{Date, DocumentKind};

use super::dates::Candidate;
use super::labels::{Concept, Label, Labels};
use super::party_names::is_place_of_a_date;
use super::text::Sheet;

/// A date with its score for one part.
#[derive(Debug, Clone, Copy)]
pub struct Scored {
    /// Index among the dates; `None` when it was computed.
    pub index: Option<usize>,
    /// The date.
    pub date: Date,
    /// 0 to about 1.
    pub score: f32,
}

/// The concepts that speak of a date, with how: (issued, due, other, any).
#[derive(Debug, Clone, Copy, Default)]
struct Said {
    issued: f32,
    due: f32,
    other: f32,
    any: f32,
}

/// What the labels around a date say of it.
fn said(sheet: &Sheet, labels: &Labels, dates: &[Candidate], date: &Candidate) -> Said {
    let mut said = Said::default();
    let hear = |said: &mut Said, concept: Concept, weight: f32| {
        let slot = match concept {
            Concept::Issued => &mut said.issued,
            Concept::DueDate => &mut said.due,
            Concept::OtherDate => &mut said.other,
            Concept::Date => &mut said.any,
            _ => return,
        };
        *slot = slot.max(weight);
    };
    let between = |label: &Label| {
        dates
            .iter()
            .any(|d| d.row == date.row && d.span.start >= label.span.end && d.span.end <= date.span.start)
    };
    // Words between the label and the date count against it; other labels end it.
    let mut left: Vec<&Label> = labels
        .on_row(date.row)
        .iter()
        .filter(|l| l.span.end <= date.span.start && is_date_concept(l.concept) && !between(l))
        .collect();
    left.sort_by_key(|l| std::cmp::Reverse(l.span.end));
    let nearest = left.first().map(|l| l.span.end);
    for label in &left {
        // `30 jours date de facture`: the terms name the date, they do not print it.
        let counted =
            label.span.start.checked_sub(1).and_then(|i| sheet.tokens.get(i)).is_some_and(|before| {
                before.row == label.row
                    && before.parts.iter().any(|part| {
                        matches!(
                            part.as_str(),
                            "jours"
                                | "jour"
                                | "j"
                                | "nets"
                                | "net"
                                | "dagen"
                                | "tage"
                                | "days"
                                | "na"
                                | "nach"
                                | "after"
                                | "from"
                        )
                    })
            });
        if counted && label.concept == Concept::Issued {
            continue;
        }
        let gap = date.span.start - label.span.end;
        let distance = date.extent.x0 - label.extent.x1;
        let mut weight = label.weight
            * match gap {
                0 => 1.0,
                1 => 0.92,
                2 => 0.8,
                3 => 0.65,
                _ => 0.4,
            };
        if distance > 220.0 {
            weight *= 0.5;
        }
        // `Prélèvement SEPA le …`, `prélèvement automatique - date : …`: the day of payment.
        if label.concept == Concept::Date && (paying_before(sheet, label) || debited_behind(sheet, date)) {
            hear(&mut said, Concept::DueDate, 0.95 * weight.max(0.9));
            weight *= 0.3;
        }
        // `Contrat de sous-traitance du …`, `Bon de livraison … du …`: that paper's date.
        let of_another = label.concept == Concept::Date
            && labels.on_row(date.row).iter().any(|other| {
                matches!(other.concept, Concept::OtherNumber | Concept::Order)
                    && other.weight > 0.8
                    && other.opens
                    && other.span.end <= label.span.start
                    && label.span.start - other.span.end < 7
                    && sheet.tokens.get(other.span.start).map(|token| token.run)
                        == sheet.tokens.get(label.span.start).map(|token| token.run)
            })
            && !labels
                .on_row(date.row)
                .iter()
                .any(|other| other.concept == Concept::Number && other.weight > 0.8);
        if of_another {
            hear(&mut said, Concept::OtherDate, 0.9);
            weight *= 0.4;
        }
        // A farther label counts only when the nearest is a mere `le` or `du`: `Facture … du 12/03`.
        if Some(label.span.end) != nearest {
            weight *= 0.75;
        }
        hear(&mut said, label.concept, weight);
    }
    // `Date de facture/Date de livraison`: one date for both.
    let shared = left.iter().any(|label| {
        label.concept == Concept::Issued
            && sheet.span(&(label.span.start..date.span.start)).iter().any(|token| token.text.contains('/'))
    });
    if shared {
        (said.issued, said.other) = (said.issued.max(0.9), 0.0);
    }
    if left.is_empty() {
        for label in above_labels(sheet, labels, date) {
            hear(&mut said, label.concept, label.weight * 0.9);
        }
    }
    said
}

/// Whether words of payment stand before a label in its run.
fn paying_before(sheet: &Sheet, label: &Label) -> bool {
    let Some(run) = sheet.tokens.get(label.span.start).and_then(|token| sheet.runs.get(token.run)) else {
        return false;
    };
    let from = label.span.start.saturating_sub(6).max(run.tokens.start);
    sheet.span(&(from..label.span.start)).iter().flat_map(|token| token.parts.iter()).any(|part| {
        matches!(
            part.as_str(),
            "prelevement"
                | "preleve"
                | "prelevee"
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
fn debited_behind(sheet: &Sheet, date: &Candidate) -> bool {
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
fn is_period(sheet: &Sheet, dates: &[Candidate], date: &Candidate) -> bool {
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
    let end = dates.iter().any(|other| {
        other.row == date.row && other.span.end <= date.span.start && joined(other.span.end, date.span.start)
    }) || dates.iter().any(|other| {
        other.row == date.row && other.span.start >= date.span.end && joined(date.span.end, other.span.start)
    });
    // `du 01/10 au 30/10/2025`: the first day bears no year and is no date.
    let before: Vec<&str> = sheet
        .span(&(date.span.start.saturating_sub(2)..date.span.start))
        .iter()
        .filter(|token| token.row == date.row)
        .flat_map(|token| token.parts.iter().map(String::as_str))
        .collect();
    end || matches!(before.last(), Some(&("au" | "tot" | "bis" | "until")))
}

fn is_date_concept(concept: Concept) -> bool {
    matches!(concept, Concept::Issued | Concept::DueDate | Concept::OtherDate | Concept::Date)
}

/// Labels right above a date, in its column.
fn above_labels<'a>(sheet: &Sheet, labels: &'a Labels, date: &Candidate) -> Vec<&'a Label> {
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

/// Dates of issue, best first.
pub fn issued(sheet: &Sheet, labels: &Labels, dates: &[Candidate], kind: DocumentKind) -> Vec<Scored> {
    let till = matches!(kind, DocumentKind::Receipt | DocumentKind::CardSlip);
    let mut scored: Vec<Scored> = Vec::new();
    for (index, date) in dates.iter().enumerate() {
        let mut said = said(sheet, labels, dates, date);
        if is_period(sheet, dates, date) {
            said.other = said.other.max(0.95);
        }
        let depth = sheet.depth(&date.span);
        let page = sheet.page_of(&date.span);
        let mut score = 0.28 + 0.12 * (1.0 - depth);
        if said.issued > 0.0 {
            score = score.max(0.35 + 0.6 * said.issued);
        }
        if said.any > 0.0 {
            score = score.max(0.2 + 0.62 * said.any);
        }
        // `Lier, 23 november 2025`: the day of writing.
        let run = sheet.tokens.get(date.span.start).and_then(|token| sheet.runs.get(token.run));
        if page == 0 && run.is_some_and(|run| is_place_of_a_date(&run.text)) {
            score = score.max(0.86);
        }
        // Right behind the document's number, or on the row of the title.
        let by_number = labels
            .on_row(date.row)
            .iter()
            .any(|l| l.concept == Concept::Number && l.span.end <= date.span.start);
        if by_number && said.due < 0.3 && said.other < 0.5 {
            score = score.max(0.72);
        }
        if till {
            let timed = sheet
                .span(&(date.span.end..date.span.end + 4))
                .iter()
                .any(|t| t.row == date.row && is_time(&t.text));
            score += if timed { 0.3 } else { 0.1 };
        }
        if said.due > said.issued.max(0.8 * said.any) {
            score -= 0.45;
        }
        if said.other > said.issued.max(said.any) {
            score -= 0.4;
        } else if said.other > said.issued && said.other >= said.any {
            score -= 0.12;
        }
        score -= if page > 0 { 0.2 } else { 0.0 } + if depth > 0.6 && !till { 0.12 } else { 0.0 };
        scored.push(Scored { index: Some(index), date: date.date, score: score.clamp(0.0, 1.0) });
    }
    merged(scored)
}

fn is_time(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    bare.split([':', 'h', 'H']).filter(|part| !part.is_empty()).count() >= 2
        && bare.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | 'h' | 'H'))
}

/// The best of each distinct date, best first.
fn merged(mut scored: Vec<Scored>) -> Vec<Scored> {
    scored.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut distinct: Vec<Scored> = Vec::new();
    for one in scored {
        if !distinct.iter().any(|known| known.date == one.date) {
            distinct.push(one);
        }
    }
    distinct
}

/// Printed due dates, best first. A due date is not before the issue and within about a year.
pub fn due(sheet: &Sheet, labels: &Labels, dates: &[Candidate], issue: Option<Date>) -> Vec<Scored> {
    let mut scored = Vec::new();
    for (index, date) in dates.iter().enumerate() {
        let said = said(sheet, labels, dates, date);
        if said.due < 0.3 || said.other > said.due {
            continue;
        }
        let lawful = issue.is_none_or(|issue| (0..=400).contains(&date.date.days_since(issue)));
        if !lawful {
            continue;
        }
        let mut score = 0.2 + 0.75 * said.due;
        if said.issued > said.due {
            score -= 0.4;
        }
        scored.push(Scored { index: Some(index), date: date.date, score: score.clamp(0.0, 1.0) });
    }
    merged(scored)
}
