//! Where the rules and the learned weights meet: which of the two decides, and what their agreement is worth.
//!
//! The bounds were set on four sets of papers (558 papers of 186 layouts), each read by rules and weights that had not met
//! it. Where both named the same day (535 papers) or number (463), it was right every time; the same supplier (481), 470
//! times.

use liasse_domain::{Date, FieldName, Flow};

use super::Context;
use super::assemble::Work;
use super::blocks;
use super::day_places::{is_of_a_journey, is_stamped};
use super::days::Scored;
use super::label_words::in_brackets;
use super::labels::Concept;
use super::met::{CUSTOMER_DOUBT, Met, met};
use super::name_spans::leads_on;
use super::names;
use super::number::Found;
use super::opinion::{Asked, Weighed};
use super::parties::{self, Name};
use super::rates::Printed;
use super::roles::Figure;
use super::totals::{self, Setting, Totals};

/// By how much the log-odds of another value must exceed those of the rules' for it to take their place.
const NAME_LEAD: f32 = 1.5;
const CUSTOMER_LEAD: f32 = 2.5;
const NUMBER_LEAD: f32 = 2.5;
const DAY_LEAD: f32 = 1.5;
const TOTAL_LEAD: f32 = 4.0;
/// Probability from which a name is taken against the rules' or without them.
const NAME_FLOOR: f32 = 0.35;
const CUSTOMER_FLOOR: f32 = 0.1;
/// How much less probable a longer form of a name may be and still put the name in doubt.
const LONGER: f32 = 2.0;
/// How much less probable it may be and still be the name.
const WHOLE: f32 = 1.1;
/// From which the rules' customer is taken for the supplier, unless their supplier passes for a customer.
const CROSSING: f32 = 0.8;
/// From which a name beside the seller's numbers may be the customer's all the same.
const BUYER: f32 = 0.3;
/// From which a supplier's name that passes for the customer's puts both parties in doubt.
const BOUGHT: f32 = 0.5;
/// From which a number or day is taken where the rules found none.
const ALONE_FLOOR: f32 = 0.05;

/// Whether two names are one, or one a part of the other.
fn alike(a: &str, b: &str) -> bool {
    names::same(a, b) || names::contains(a, b) || names::contains(b, a)
}

/// What is named before a name is ruled out, and after.
struct Side {
    asked: Asked,
    score: fn(&Name) -> f32,
    /// Score from which the rules name somebody.
    floor: f32,
    /// The lead that takes its place.
    lead: f32,
    /// Probability that a name has at least.
    least: f32,
}

/// How rules and weights meet over the name of one side, and the name that the weights put in place of the rules'.
fn over(
    work: &Work,
    side: &Side,
    ruled: Option<&Name>,
    is_out: impl Fn(&str) -> bool,
) -> (Met, Option<Weighed>) {
    let best = work.opinion.on(side.asked).iter().find(|weighed| !is_out(&weighed.text));
    let ruled = ruled.filter(|name| (side.score)(name) > side.floor);
    let own = ruled.map(|name| work.opinion.probability(side.asked, |text| alike(text, &name.text)));
    // The house's legal name against its brand: `Pennock and Rowe Ltd`, `Pennock & Rowe Mill`.
    let agrees = best.zip(ruled).is_some_and(|(best, ruled)| {
        alike(&best.text, &ruled.text) || ruled.formed && names::akin(&best.text, &ruled.text)
    });
    let how = match met(best, own, agrees, side.lead, side.least) {
        // A brand does not take the place of the name that the legal mentions give.
        Met::Replaced(_)
            if ruled.is_some_and(|ruled| ruled.mentioned && ruled.is_formed())
                && best.is_some_and(|best| !names::has_form(&best.text)) =>
        {
            Met::Disputed(0.0)
        }
        how => how,
    };
    (how, best.filter(|_| matches!(how, Met::Replaced(_))).cloned())
}

/// The name at a place: as the rules know it, else as it is printed there.
fn taken_from(names: &mut Vec<Name>, best: Weighed) -> Name {
    // `CAVE COOPÉRATIVE DE` goes on in the next line, as the rules know.
    let goes_on = |name: &Name| {
        leads_on(&best.text)
            && name.span.start == best.span.start
            && name.text.starts_with(&best.text)
            && name.text.len() > best.text.len()
    };
    let whole = names.iter().position(goes_on);
    match whole.or_else(|| names.iter().position(|name| names::same(&name.text, &best.text))) {
        Some(at) => names.remove(at),
        None => Name {
            formed: names::has_form(&best.text),
            text: best.text,
            span: best.span,
            supplier: 0.0,
            customer: 0.0,
            labelled: false,
            mentioned: false,
            numbered: false,
            times: 1,
        },
    }
}

/// Puts the parties that the weights name before the others where they say so by far. Who the client file is decides its
/// own side.
pub(super) fn weigh_parties(work: &mut Work, context: &Context) {
    // Who draws such a paper up is told by its kind: the payer, for a person or an agent (CGI art. 289 I-2; Directive
    // 2006/112/EC, art. 224).
    if parties::is_drawn_up_for(work.sheet, work.kind) || parties::is_self_billing(work.sheet) {
        return;
    }
    let known = !context.own.is_empty();
    let is_own = |text: &str| context.own.iter().any(|own| !own.name.is_empty() && alike(&own.name, text));
    let exchanged = !(known && context.flow == Flow::Sales) && weigh_supplier(work, is_own);
    if !(known && context.flow == Flow::Purchases) {
        weigh_customer(work, is_own);
        if exchanged {
            work.met_customer = Met::Disputed(CUSTOMER_DOUBT);
        }
    }
}

/// The longer form of a name that the weights think as probable or nearly so: `Yann Bihan – Images & Films`.
fn longer<'w>(work: &'w Work<'_>, asked: Asked, name: &Name) -> Option<&'w Weighed> {
    let own = names::essence(&name.text).len();
    let weighed = work.opinion.on(asked);
    let best = weighed.first().map_or(0.0, |best| best.probability);
    let longer = weighed
        .iter()
        .find(|other| names::contains(&other.text, &name.text) && names::essence(&other.text).len() > own);
    longer.filter(|longer| longer.probability * LONGER >= best)
}

/// Whether a name is two with a dash between them.
fn joined(name: &str) -> bool {
    [" – ", " - ", " — "].iter().any(|dash| name.contains(dash))
}

/// The customer that the rules took for the supplier becomes the customer. Says whether the parties may have changed places.
fn weigh_supplier(work: &mut Work, is_own: impl Fn(&str) -> bool) -> bool {
    let side = Side {
        asked: Asked::Supplier,
        score: |name| name.supplier,
        floor: 0.6,
        lead: NAME_LEAD,
        least: NAME_FLOOR,
    };
    let ruled = work.parties.suppliers.first().cloned();
    let (how, best) = over(work, &side, ruled.as_ref(), &is_own);
    work.met_supplier = how;
    // Another house with a legal form: the two parties may have changed places, with their numbers.
    let other_house = matches!(how, Met::Disputed(_))
        && work.opinion.on(Asked::Supplier).first().zip(ruled.as_ref()).is_some_and(|(best, ruled)| {
            names::has_form(&best.text)
                && !alike(&best.text, &ruled.text)
                && !names::akin(&best.text, &ruled.text)
        });
    // Or the rules' supplier passes for the customer more than for the supplier.
    let bought = |name: &Name| {
        let asked = |asked| work.opinion.probability(asked, |text| alike(text, &name.text));
        asked(Asked::Customer) > asked(Asked::Supplier).max(BOUGHT)
    };
    let crossed = matches!(how, Met::Agree(_) | Met::Disputed(_)) && ruled.as_ref().is_some_and(bought);
    let exchanged = other_house || crossed;
    if crossed {
        work.met_supplier = Met::Disputed(0.0);
    }
    if exchanged {
        let ids = work.parties.supplier_ids.iter().chain(&work.parties.customer_ids);
        work.parties.doubtful_ids = ids.copied().collect();
    }
    if let Some(name) = work.parties.suppliers.first_mut() {
        name.numbered &=
            !exchanged && work.opinion.probability(Asked::Customer, |text| alike(text, &name.text)) < BUYER;
    }
    let Some(best) = best else {
        let longer = work.parties.suppliers.first().and_then(|name| longer(work, Asked::Supplier, name));
        if let (Met::Agree(best), Some(longer)) = (how, longer) {
            // Two names on one line with a dash between them are one name, unless the weights say otherwise; a legal form ends
            // a name, what stands behind its dash is what the house does.
            let formed = work.parties.suppliers.first().is_some_and(|name| names::has_form(&name.text));
            let whole = longer.probability * WHOLE >= best
                && joined(&longer.text)
                && !formed
                && !is_own(&longer.text);
            let longer = longer.clone();
            if let Some(name) = work.parties.suppliers.first_mut().filter(|_| whole) {
                (name.text, name.span) = (longer.text, longer.span);
            }
            work.met_supplier = Met::Disputed(0.0);
        }
        return exchanged;
    };
    // Two names that change sides: either must be probable on its new side.
    let crossing = work
        .parties
        .customers
        .first()
        .is_some_and(|first| first.customer > 1.2 && alike(&first.text, &best.text));
    let other = ruled
        .as_ref()
        .map_or(0.0, |ruled| work.opinion.probability(Asked::Customer, |text| alike(text, &ruled.text)));
    let bought = work.opinion.probability(Asked::Customer, |text| alike(text, &best.text)) > best.probability;
    if crossing && (best.probability < CROSSING && other < 0.5 || bought) {
        work.met_supplier = if ruled.is_some() { Met::Disputed(0.0) } else { Met::Unheard };
        return exchanged || bought;
    }
    let top = ruled.as_ref().map_or(1.0, |name| name.supplier.max(1.0));
    let mut name = taken_from(&mut work.parties.suppliers, best);
    name.supplier = top + 0.5;
    let customers = &mut work.parties.customers;
    let swapped = customers.first().is_some_and(|first| alike(&first.text, &name.text));
    customers.retain(|other| !names::same(&other.text, &name.text));
    if let (true, Some(mut other)) = (swapped, ruled) {
        other.customer = other.customer.max(2.6);
        customers.retain(|name| !names::same(&name.text, &other.text));
        customers.insert(0, other);
        std::mem::swap(&mut work.parties.supplier_ids, &mut work.parties.customer_ids);
    }
    work.parties.suppliers.insert(0, name);
    exchanged
}

fn weigh_customer(work: &mut Work, is_own: impl Fn(&str) -> bool) {
    let side = Side {
        asked: Asked::Customer,
        score: |name| name.customer,
        floor: 1.2,
        lead: CUSTOMER_LEAD,
        least: CUSTOMER_FLOOR,
    };
    let supplier =
        work.parties.suppliers.first().filter(|name| name.supplier > 0.6).map(|name| name.text.clone());
    let ruled = work.parties.customers.first().cloned();
    let named = ruled.as_ref().filter(|name| !work.till() || name.labelled && name.customer > 2.5);
    // A till that does not know who buys prints one address: a second name over it is the house behind the sign.
    let addresses = || work.sheet.runs.iter().filter(|run| blocks::postal(run).is_some()).count();
    if work.till() && named.is_none() && addresses() < 2 {
        return;
    }
    let is_out = |text: &str| is_own(text) || supplier.as_ref().is_some_and(|supplier| alike(supplier, text));
    let (how, best) = over(work, &side, named, is_out);
    work.met_customer = how;
    let Some(best) = best else {
        // `M. et Mme Peeters`, `M. et Mme Peeters - Wouters`.
        let halved = |name: &Name| {
            !names::has_form(&name.text)
                && longer(work, Asked::Customer, name).is_some_and(|whole| joined(&whole.text))
        };
        if ruled.as_ref().is_some_and(halved) {
            work.met_customer = Met::Disputed(CUSTOMER_DOUBT);
        }
        return;
    };
    let top = ruled.as_ref().map_or(2.6, |name| name.customer.max(2.6));
    let mut name = taken_from(&mut work.parties.customers, best);
    (name.customer, name.labelled) = (top + 0.5, true);
    work.parties.customers.insert(0, name);
}

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

/// Below which no label speaks for an amount.
const UNSAID: f32 = 0.3;

/// Gives each amount the roles that the weights see in it: the totals are then chosen together, by the arithmetic.
pub(super) fn raise_totals(work: &mut Work) {
    // Tills say which amount is the total, and print the tax of some goods beside that of all, in ways of their own.
    let said = |figure: &Figure| figure.role(Concept::Ttc).max(figure.role(Concept::Total)) >= 0.5;
    if work.till() && work.figures.iter().any(said) {
        return;
    }
    for (asked, concept) in [(Asked::Ttc, Concept::Ttc), (Asked::Ht, Concept::Ht), (Asked::Vat, Concept::Vat)]
    {
        let weighed = work.opinion.on(asked);
        let found = weighed.first().is_some_and(|best| best.probability >= 0.5);
        for figure in &mut work.figures {
            let Some(number) = work.numbers.get(figure.index) else { continue };
            let at = weighed
                .iter()
                .find(|weighed| weighed.span == number.span && !in_brackets(work.sheet, number));
            let probability = at.map_or(0.0, |weighed| weighed.probability);
            let role = figure.role(concept);
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
