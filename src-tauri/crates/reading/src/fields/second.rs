//! Where the rules and the learned weights meet: which of the two decides, and what their agreement is worth.
//!
//! The bounds were set on four sets of papers (558 papers of 186 layouts), each read by rules and weights that had not met
//! it. Where both named the same day (535 papers) or number (463), it was right every time; the same supplier (481), 470
//! times.

use liasse_domain::{Date, FieldName};

use super::assemble::Work;
use super::day_places::{is_of_a_journey, is_stamped};
use super::days::Scored;
use super::label_words::in_brackets;
use super::labels::Concept;
use super::met::{Met, met};
use super::number::Found;
use super::opinion::{Asked, Weighed, taxes};
use super::rates::{Printed, lawful};
use super::roles::Figure;
use super::totals::{self, Setting, Totals};

/// By how much the log-odds of another value must exceed those of the rules' for it to take their place.
const NUMBER_LEAD: f32 = 2.5;
const DAY_LEAD: f32 = 1.5;
const TOTAL_LEAD: f32 = 4.0;
/// From which a number or day is taken where the rules found none.
const ALONE_FLOOR: f32 = 0.05;

/// Puts the number that the weights name first where they say so by far, or where the rules found none.
pub(super) fn weigh_numbers(work: &Work, found: &mut Vec<Found>) -> Met {
    let squeezed = |text: &str| -> String { text.chars().filter(char::is_ascii_alphanumeric).collect() };
    let best = work.opinion.on(Asked::Number).first();
    let ruled = found.first().filter(|first| first.score >= 0.35);
    let own = ruled.map(|ruled| {
        let ruled = squeezed(&ruled.text);
        work.opinion.probability(Asked::Number, |text| squeezed(text) == ruled)
    });
    // `NH 2025/059` and `2025/059` at one place are one number, the rules' with all its parts.
    let agrees = best.zip(ruled).is_some_and(|(best, ruled)| {
        let part = ruled.span.start <= best.span.start && best.span.end <= ruled.span.end;
        part || squeezed(&best.text) == squeezed(&ruled.text)
    });
    let how = met(best, own, agrees, NUMBER_LEAD, ALONE_FLOOR);
    if let (Met::Replaced(probability), Some(best)) = (how, best) {
        found.retain(|other| squeezed(&other.text) != squeezed(&best.text));
        let score = probability.max(0.4);
        let number = Found { text: best.text.clone(), span: best.span.clone(), score, of_invoice: false };
        found.insert(0, number);
    }
    how
}

/// Puts the day that the weights name first where they say so by far, or where the rules found none.
pub(super) fn weigh_days(work: &Work, scored: &mut Vec<Scored>) -> Met {
    // A day of a journey, or of a stamp of the house that books the paper.
    let elsewhere = |weighed: &&Weighed| {
        let date = work.dates.iter().find(|found| found.span == weighed.span);
        date.is_some_and(|date| is_of_a_journey(work.sheet, date) || is_stamped(work.sheet, date))
    };
    let best = work.opinion.on(Asked::Issued).iter().find(|weighed| !elsewhere(weighed));
    let ruled =
        scored.first().filter(|scored| scored.score > 0.0 || work.dates.len() == 1).map(|first| first.date);
    let own = ruled.map(|ruled| work.opinion.probability(Asked::Issued, |text| text == ruled.to_string()));
    let agrees = best.zip(ruled).is_some_and(|(best, ruled)| best.text == ruled.to_string());
    let how = met(best, own, agrees, DAY_LEAD, ALONE_FLOOR);
    if let (Met::Replaced(probability), Some(best)) = (how, best) {
        let at = work.dates.iter().position(|found| found.span == best.span);
        let date: Option<Date> = at.and_then(|at| work.dates.get(at)).map(|found| found.date);
        if let Some(date) = date {
            scored.retain(|other| other.date != date);
            scored.insert(0, Scored { index: at, date, score: probability.max(0.4) });
        }
    }
    how
}

/// Probability from which the weights make an amount a total though no label of the lexicon says so.
const TOTAL_FLOOR: f32 = 0.25;
/// What the word of the weights is worth beside that of a label.
const TOTAL_WORTH: f32 = 0.85;
/// What is left of a label's word where the weights call another amount the total and not this one.
const TOTAL_DOUBTED: f32 = 0.7;

/// French rates of before 2014, in basis points (loi no 2012-1510, art. 68): too little to go by without a label.
const PAST: [u16; 2] = [700, 1960];
/// Below which no label speaks for an amount.
const UNSAID: f32 = 0.3;

/// Gives each amount the roles that the weights see in it: the totals are then chosen together, by the arithmetic.
pub(super) fn raise_totals(work: &mut Work) {
    // Tills say which amount is the total, and print the tax of some goods beside that of all, in ways of their own.
    let said = |figure: &Figure| figure.role(Concept::Ttc).max(figure.role(Concept::Total)) >= 0.5;
    if work.till() && work.figures.iter().any(said) {
        return;
    }
    let rates: Vec<u16> = lawful(work.country).iter().copied().filter(|rate| !PAST.contains(rate)).collect();
    for (asked, concept) in [(Asked::Ttc, Concept::Ttc), (Asked::Ht, Concept::Ht), (Asked::Vat, Concept::Vat)]
    {
        let weighed = work.opinion.on(asked);
        let found = weighed.first().is_some_and(|best| best.probability >= 0.5);
        let bases: Vec<i64> = work.figures.iter().map(|figure| figure.amount.cents()).collect();
        for figure in &mut work.figures {
            let Some(number) = work.numbers.get(figure.index) else { continue };
            let at = weighed
                .iter()
                .find(|weighed| weighed.span == number.span && !in_brackets(work.sheet, number));
            let probability = at.map_or(0.0, |weighed| weighed.probability);
            let role = figure.role(concept);
            // Where the paper says that there is no tax, an amount without a label is none but at a lawful rate of another.
            let untaxed = concept == Concept::Vat && work.mention.is_some() && role < UNSAID;
            if untaxed && !bases.iter().any(|base| taxes(*base, figure.amount.cents(), &rates)) {
                continue;
            }
            if probability >= TOTAL_FLOOR {
                figure.guessed |= concept == Concept::Ttc && totals::ttc_role(figure) < UNSAID;
                figure.roles.insert(concept, role.max(TOTAL_WORTH * probability));
                figure.in_lines &= probability < 0.5;
            } else if found && probability < 0.02 && role > 0.0 {
                figure.roles.insert(concept, role * TOTAL_DOUBTED);
            }
        }
    }
}

/// How rules and weights meet over the total with tax. Where the weights are surer by far, the totals are chosen anew from
/// what they call the total: labels that name a part of the sum or what remains to be paid lose their say.
pub(super) fn weigh_total(
    work: &mut Work,
    printed: &[Printed],
    setting: Setting,
    totals: &mut Totals,
) -> Met {
    // What a person taught goes before what the weights say.
    if work.raised.iter().any(|(name, _)| *name == FieldName::TotalTtc) {
        return Met::Unheard;
    }
    // `(base 3 040,00 EUR)` explains something, and is no total.
    let bracketed = |weighed: &Weighed| {
        let number = work.numbers.iter().find(|number| number.span == weighed.span);
        number.is_some_and(|number| in_brackets(work.sheet, number))
    };
    let best = work.opinion.on(Asked::Ttc).iter().find(|weighed| !bracketed(weighed)).cloned();
    let ruled = totals.ttc.map(|pick| pick.amount.to_string());
    let own = ruled.as_ref().map(|ruled| work.opinion.probability(Asked::Ttc, |text| text == ruled.as_str()));
    let agrees = best.as_ref().zip(ruled).is_some_and(|(best, ruled)| best.text == ruled);
    let guessed = totals.ttc.and_then(|pick| work.figures.get(pick.figure?)).is_some_and(|f| f.guessed);
    let how = match met(best.as_ref(), own, agrees, TOTAL_LEAD, TOTAL_FLOOR) {
        // The rules had it from the weights: one opinion, not two that agree, unless the sums prove it.
        Met::Agree(probability) if guessed && !totals.grounds.closes => return Met::Replaced(probability),
        how => how,
    };
    let (Met::Replaced(_), Some(best)) = (how, best) else { return how };
    let mut figures = work.figures.clone();
    for figure in &mut figures {
        if figure.amount.to_string() == best.text {
            figure.roles.insert(Concept::Ttc, 0.95);
            figure.in_lines = false;
        } else {
            for concept in [Concept::Ttc, Concept::Due, Concept::Total] {
                if let Some(role) = figure.roles.get_mut(&concept) {
                    *role *= 0.1;
                }
            }
        }
    }
    let anew = totals::choose(&figures, printed, setting);
    if anew.ttc.is_some_and(|pick| pick.amount.to_string() == best.text) {
        work.figures = figures;
        *totals = anew;
        return how;
    }
    if totals.ttc.is_some() { Met::Disputed(0.0) } else { Met::Unheard }
}

/// What the meeting over the total is worth beside the one over the total without tax: where the weights name another base,
/// the sum may close and yet be that of a part. Told once by papers that neither had met: 7 bases out of 437 in dispute,
/// and each of them wrong.
pub(super) fn weigh_base(work: &Work, totals: &Totals, met_total: Met) -> Met {
    let best = work.opinion.on(Asked::Ht).first().filter(|best| best.probability >= BASE_FLOOR);
    let (Some(best), Some(ht)) = (best, totals.ht) else { return met_total };
    let ruled = ht.amount.to_string();
    let own = work.opinion.probability(Asked::Ht, |text| text == ruled.as_str());
    let taught = work.raised.iter().any(|(name, _)| *name == FieldName::TotalHt);
    match met(Some(best), Some(own), best.text == ruled, f32::INFINITY, 1.0) {
        Met::Disputed(ahead) if ahead >= BASE_LEAD && !taught => Met::Disputed(ahead),
        _ => met_total,
    }
}

/// Probability from which the weights' base puts the rules' in doubt.
const BASE_FLOOR: f32 = 0.6;
/// And the lead that it has.
const BASE_LEAD: f32 = 2.0;

/// Up to which a printed day of payment is in doubt. Of three such days that nobody had met, two were of a transfer of money.
const DUE_STRANGE: f32 = 0.02;

/// Whether the weights would hardly take a day for that of payment.
pub(super) fn is_strange_due(work: &Work, date: Date) -> bool {
    !work.opinion.on(Asked::Due).is_empty()
        && work.opinion.probability(Asked::Due, |text| text == date.to_string()) < DUE_STRANGE
}

/// From which a day is offered as the day of payment where the rules and the terms give none.
const DUE_FLOOR: f32 = 0.9;

/// The day of payment that the weights name.
pub(super) fn due_day(work: &Work, issue: Option<Date>) -> Option<Scored> {
    let best = work.opinion.on(Asked::Due).first().filter(|best| best.probability >= DUE_FLOOR)?;
    let index = work.dates.iter().position(|found| found.span == best.span)?;
    let date = work.dates.get(index)?.date;
    let lawful = issue.is_none_or(|issue| (0..=400).contains(&date.days_since(issue)));
    lawful.then_some(Scored { index: Some(index), date, score: 0.5 * best.probability })
}
