//! Where the rules and the learned weights meet over who sells and who buys.

use liasse_domain::Flow;

use super::Context;
use super::assemble::Work;
use super::blocks;
use super::met::{CUSTOMER_DOUBT, Met, log_odds, met};
use super::name_spans::leads_on;
use super::names;
use super::opinion::{Asked, Weighed};
use super::parties::{self, Name};

/// By how much the log-odds of another name must exceed those of the rules' for it to take their place.
const NAME_LEAD: f32 = 1.0;
const CUSTOMER_LEAD: f32 = 2.5;
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
    if parties::is_drawn_up_for(work.sheet, work.kind)
        || work.parties.agent.is_none() && parties::is_self_billing(work.sheet)
    {
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
    let is_out = |text: &str| {
        is_own(text) || work.parties.agent.as_ref().is_some_and(|agent| names::same(agent, text))
    };
    let (how, best) = over(work, &side, ruled.as_ref(), is_out);
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
            let name =
                |name: &Name| work.opinion.probability(Asked::Supplier, |text| names::same(text, &name.text));
            // A brand in the letterhead, and all of the name where the law asks for it: `emballiance`, `Emballiance Grand Ouest`.
            let fuller = work.parties.suppliers.first().is_some_and(|ruled| {
                log_odds(longer.probability) - log_odds(name(ruled)) >= NAME_LEAD
                    && longer.probability >= NAME_FLOOR
            });
            let whole = (longer.probability * WHOLE >= best && joined(&longer.text) || fuller)
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
