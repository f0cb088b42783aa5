//! Date of issue and due date.

use liasse_domain::{Date, DocumentKind};

use super::dates::Candidate;
use super::day_places::{
    above_labels, below_labels, debited_behind, ending_above, is_bounded, is_date_concept, is_listed,
    is_of_a_journey, is_period, is_stamped, paying_before,
};
use super::labels::{Concept, Label, Labels};
use super::name_lines::is_place_of_a_date;
use super::stems::{self, Day};
use super::text::{Run, Sheet};

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
        if label.concept == Concept::Date
            && (paying_before(sheet, label.span.start) || debited_behind(sheet, date))
        {
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
        // `… Prochaine` at the end of the line above, `échéance : 01/11/2025`.
        let next = label.opens
            && line_above(sheet, label).is_some_and(|above| {
                let last = above.fold.rsplit(' ').next().unwrap_or_default();
                matches!(last, "prochaine" | "prochain" | "volgende" | "nachste" | "nachster" | "next")
            });
        if label.concept == Concept::DueDate && next {
            hear(&mut said, Concept::OtherDate, weight);
            continue;
        }
        // A farther label counts only when the nearest is a mere `le` or `du`: `Facture … du 12/03`.
        if Some(label.span.end) != nearest {
            weight *= 0.75;
        }
        hear(&mut said, label.concept, weight);
    }
    // `Paiement : 29/04/2026`: the day by which it is paid.
    let paid = labels.on_row(date.row).iter().any(|label| {
        label.concept == Concept::Terms
            && label.opens
            && sheet
                .span(&(label.span.end..date.span.start.max(label.span.end)))
                .iter()
                .all(|token| token.parts.is_empty())
            && label.span.end <= date.span.start
    });
    if paid {
        hear(&mut said, Concept::DueDate, 0.85);
    }
    // `Cette somme sera prélevée le` and the day on the next line.
    if left.is_empty()
        && let Some(label) = ending_above(sheet, labels, date)
    {
        hear(&mut said, label.concept, 0.9 * label.weight);
    }
    // `Règlement par chèque ou virement au 09.12.2025`.
    let until = date.span.start.checked_sub(1).and_then(|at| sheet.tokens.get(at)).is_some_and(|before| {
        before.row == date.row && before.parts.last().is_some_and(|part| part == "au" || part == "tot")
    });
    if until && !is_bounded(sheet, dates, date) && paying_before(sheet, date.span.start) {
        hear(&mut said, Concept::DueDate, 0.9);
    }
    // `Montant prélevé` over `à partir du 02/12/2024`.
    let run = sheet.tokens.get(date.span.start).and_then(|token| sheet.runs.get(token.run));
    let opening = run.map(|run| {
        let words = sheet.span(&(run.tokens.start..date.span.start.max(run.tokens.start)));
        words.iter().flat_map(|token| token.parts.iter().map(String::as_str)).collect::<Vec<_>>().join(" ")
    });
    let taken = opening
        .is_some_and(|words| matches!(words.as_str(), "a partir du" | "le" | "vanaf" | "op" | "ab dem"))
        && run.and_then(|run| line_over(sheet, run)).is_some_and(|over| {
            ["preleve", "prelevement", "debite", "domicili", "abgebucht", "afgehouden"]
                .iter()
                .any(|stem| over.fold.contains(stem))
        });
    if taken {
        hear(&mut said, Concept::DueDate, 0.9);
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
        // A column of dates, or of a table of what was sold: the days of its lines.
        let listed = is_listed(sheet, dates, date);
        for label in above_labels(sheet, labels, date) {
            let of_lines = listed || super::roles::heads_lines(labels, label.row);
            hear(&mut said, label.concept, label.weight * if of_lines { 0.4 } else { 0.9 });
            // `N° facture | Le`
            let numbered = |other: &Label| other.alone && other.concept == Concept::Number;
            let day = !of_lines && label.concept == Concept::Date && label.alone;
            if day && labels.on_row(label.row).iter().any(numbered) {
                hear(&mut said, Concept::Issued, 0.85);
            }
            if of_lines {
                hear(&mut said, Concept::OtherDate, 0.95);
            }
        }
        if listed {
            hear(&mut said, Concept::OtherDate, 0.95);
        }
        if said.issued.max(said.due).max(said.other).max(said.any) == 0.0 {
            for label in below_labels(sheet, labels, date) {
                hear(&mut said, label.concept, 0.9 * label.weight);
            }
        }
    }
    if is_stamped(sheet, date) {
        said = Said { other: 0.95, ..Said::default() };
    }
    if is_of_a_journey(sheet, date) {
        hear(&mut said, Concept::OtherDate, 0.95);
    }
    // No label of the lexicon tells: the stems of the words do.
    if said.issued.max(said.due) < 0.3 && said.any < 0.7 && !is_period(sheet, dates, date) {
        let told = stems::day_of(sheet, date);
        match told {
            // Two dates one under the other with a label beside each are no list.
            Some(Day::Due) if said.other < 0.3 || left.is_empty() => {
                said.other = 0.0;
                hear(&mut said, Concept::DueDate, 0.8);
            }
            Some(Day::Issued) if said.other < 0.3 => hear(&mut said, Concept::Issued, 0.8),
            Some(Day::Other) => hear(&mut said, Concept::OtherDate, 0.66),
            _ => {}
        }
    }
    said
}

/// The line of the same paragraph over the one that a label opens.
fn line_above<'s>(sheet: &'s Sheet, label: &Label) -> Option<&'s Run> {
    line_over(sheet, sheet.tokens.get(label.span.start).and_then(|token| sheet.runs.get(token.run))?)
}

/// The line of the same paragraph over another.
pub(super) fn line_over<'s>(sheet: &'s Sheet, own: &Run) -> Option<&'s Run> {
    let before = sheet.rows.get(own.row).map_or(0, |row| row.runs.start);
    let mut above = sheet.runs.get(..before)?.iter().rev().take(12);
    above.find(|run| (run.x0 - own.x0).abs() < 4.0 && (-2.0..1.2 * own.size).contains(&(own.y0 - run.y1)))
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
        let credit = kind == DocumentKind::CreditNote;
        let by_number = labels.on_row(date.row).iter().any(|l| {
            let corrected = credit && super::number::names_invoice(sheet, l);
            // `N° de pièce : VF1-21458   Commande : 11305 du 08/03`: another paper stands between.
            let parted = labels.on_row(date.row).iter().any(|other| {
                other.weight > 0.8
                    && other.span.start >= l.span.end
                    && other.span.end <= date.span.start
                    && (matches!(
                        other.concept,
                        Concept::OtherNumber | Concept::Order | Concept::OtherDate | Concept::DueDate
                    ) || credit && super::number::names_invoice(sheet, other))
            });
            // `Notre réf. D-2231 du 12/03`: the day of what is referred to.
            let opening = (l.opens || l.weight > 0.8) && super::number::label_weight(sheet, labels, l) >= 0.5;
            l.concept == Concept::Number && l.span.end <= date.span.start && opening && !corrected && !parted
        });
        if by_number && said.due < 0.3 && said.other < 0.5 {
            score = score.max(0.72);
        }
        let timed = is_timed(sheet, date);
        if till {
            score += if timed { 0.3 } else { 0.1 };
        }
        // `votre commande BTXREJ passée le 06/04/2026 à 8h50`: the moment of the purchase, where nothing else is said.
        let ordered = timed
            && !is_of_a_journey(sheet, date)
            && labels.on_row(date.row).iter().any(|label| label.concept == Concept::Order);
        if ordered && said.issued == 0.0 {
            score = score.max(0.6);
        }
        if said.due > said.issued.max(0.8 * said.any) {
            score -= 0.45;
        }
        if said.other > said.issued.max(said.any) && !(till && said.other < 0.7 || ordered) {
            score -= 0.4;
        } else if said.other > said.issued && said.other >= said.any {
            score -= 0.12;
        }
        score -= if page > 0 { 0.2 } else { 0.0 } + if depth > 0.6 && !till { 0.12 } else { 0.0 };
        scored.push(Scored { index: Some(index), date: date.date, score: score.clamp(0.0, 1.0) });
    }
    merged(scored)
}

/// Whether a time of day follows a date, with nothing but a joint between: `le 12/03 à 8h50`, and not the day and the
/// places of a journey, `6 mai — Lyon 07:41 → Paris 10:27`.
fn is_timed(sheet: &Sheet, date: &Candidate) -> bool {
    let behind = sheet.span(&(date.span.end..date.span.end + 4)).iter().take_while(|t| t.row == date.row);
    behind
        .take_while(|token| {
            is_time(&token.text) || token.parts.iter().all(|part| part.len() < 3 || part == "heure")
        })
        .any(|token| is_time(&token.text))
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

/// `Zahlbar bis 27.05. mit 2 % Skonto oder bis 16.06. ohne Abzug`: of two days in one line, the sooner is that of the
/// discount for prompt payment; so is a day on condition that something may be deducted.
fn is_prompt(sheet: &Sheet, dates: &[Candidate], date: &Candidate) -> bool {
    let is_discount =
        |part: &str| matches!(part, "skonto" | "escompte" | "korting" | "discount" | "sconto" | "descuento");
    let later = dates.iter().any(|other| other.row == date.row && other.date > date.date);
    let row = sheet.rows.get(date.row).map(|row| sheet.span(&row.tokens)).unwrap_or_default();
    let sentence: Vec<&str> = sheet
        .span(&super::sentences::around(sheet, date.span.start))
        .iter()
        .flat_map(|token| token.parts.iter().map(String::as_str))
        .collect();
    let says = |words: &[&str]| sentence.iter().any(|part| words.contains(part));
    // `2 % d'escompte si paiement avant le 7 mars`, not `payable le 7 mars, sans escompte`.
    let granted = sentence.windows(3).any(|words| {
        matches!(words, [one, other, word] if is_discount(word)
            && !NOT_GRANTED.contains(one) && !NOT_GRANTED.contains(other))
    });
    let condition = says(&["si", "indien", "bij", "wenn", "bei", "if"]);
    later && row.iter().flat_map(|token| &token.parts).any(|part| is_discount(part))
        || condition && (granted || says(&["deduire", "aftrekken", "abziehen", "deduct", "deducted"]))
}

/// Whether a sentence names this day behind one up to which a discount is granted: `bis 14.08. mit 2 % Skonto oder bis 03.09.
/// netto`.
fn after_discount(sheet: &Sheet, dates: &[Candidate], date: &Candidate) -> bool {
    let sentence = super::sentences::around(sheet, date.span.start);
    let net = sheet
        .span(&sentence)
        .iter()
        .flat_map(|token| &token.parts)
        .any(|part| matches!(part.as_str(), "netto" | "net" | "nets" | "sans" | "zonder" | "ohne"));
    net && dates.iter().any(|other| {
        sentence.contains(&other.span.start)
            && other.span.start < date.span.start
            && other.date < date.date
            && is_prompt(sheet, dates, other)
    })
}

/// Words before a discount that is not granted.
const NOT_GRANTED: [&str; 10] =
    ["sans", "pas", "aucun", "ni", "zonder", "geen", "ohne", "kein", "without", "no"];

/// `payé le 9 août`, `betaald op 9 augustus`: words that say that it was paid stand right before the date.
fn is_paid_on(sheet: &Sheet, date: &Candidate) -> bool {
    let before = sheet.span(&(date.span.start.saturating_sub(2)..date.span.start));
    let mut parts = before.iter().filter(|token| token.row == date.row).flat_map(|token| token.parts.iter());
    parts.any(|part| {
        matches!(
            part.as_str(),
            "paye"
                | "payes"
                | "payee"
                | "payees"
                | "regle"
                | "reglee"
                | "acquitte"
                | "acquittee"
                | "betaald"
                | "bezahlt"
                | "paid"
                | "voldaan"
        )
    })
}

/// Printed due dates, best first. A due date is not before the issue and within about a year.
pub fn due(sheet: &Sheet, labels: &Labels, dates: &[Candidate], issue: Option<Date>) -> Vec<Scored> {
    let mut scored = Vec::new();
    for (index, date) in dates.iter().enumerate() {
        let said = said(sheet, labels, dates, date);
        let net = after_discount(sheet, dates, date);
        if !net && (said.due < 0.3 || said.other > said.due) {
            continue;
        }
        let lawful = issue.is_none_or(|issue| (0..=400).contains(&date.date.days_since(issue)));
        // `166,80 € payés le 9 août 2025`, and `Date de paiement` elsewhere: the day on which it was paid.
        let paid = dates.iter().any(|other| other.date == date.date && is_paid_on(sheet, other));
        if !lawful || paid {
            continue;
        }
        let mut score = 0.2 + 0.75 * if net { said.due.max(0.9) } else { said.due };
        score -= if is_prompt(sheet, dates, date) { 0.4 } else { 0.0 };
        if said.issued > said.due {
            score -= 0.4;
        }
        scored.push(Scored { index: Some(index), date: date.date, score: score.clamp(0.0, 1.0) });
    }
    merged(scored)
}
