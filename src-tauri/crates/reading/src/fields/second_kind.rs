//! Where the rules and the learned weights meet over the kind of a paper, the side of a VAT number and the means of payment.

use liasse_domain::{DocumentKind, Flow};

use super::Context;
use super::assemble::Work;
use super::identifiers::Identifier;
use super::judge::Judged;
use super::met::{Met, met};
use super::opinion::{self, Asked};

/// By how much the log-odds of another kind must exceed those of the rules' for it to take its place.
const KIND_LEAD: f32 = 3.0;
/// Probability that it has at least.
const KIND_FLOOR: f32 = 0.6;
/// The lead from which another means puts the rules' in doubt.
const MEANS_DOUBT: f32 = 0.5;
/// Below which a means that both name is in doubt.
const MEANS_FAINT: f32 = 0.2;
/// From which a VAT number that the rules give to the supplier is in doubt.
const CUSTOMERS: f32 = 0.95;
/// Below which one that they give to the customer is in doubt.
const NOT_CUSTOMERS: f32 = 0.1;
/// Below which it is given to the supplier.
const SUPPLIERS: f32 = 0.05;

/// The kind that the weights name.
pub(super) fn kind_of(work: &Work) -> Option<DocumentKind> {
    work.opinion.on(Asked::Paper).first().and_then(|best| opinion::kind_of(&best.text))
}

/// How rules and weights meet over the kind.
pub(super) fn weigh_kind(work: &Work, ruled: DocumentKind) -> Met {
    let best = work.opinion.on(Asked::Paper).first();
    let name = opinion::name_of(ruled);
    let own = work.opinion.probability(Asked::Paper, |text| text == name);
    let agrees = best.is_some_and(|best| best.text == name);
    met(best, Some(own), agrees, KIND_LEAD, KIND_FLOOR)
}

/// What the weights make of the means of payment that the rules read: where they would name another or none, it is in doubt.
/// They never name one themselves.
pub(super) fn judge_means(work: &Work, ruled: &str, own: Judged) -> Judged {
    let best = work.opinion.on(Asked::Means).first();
    let probability = work.opinion.probability(Asked::Means, |text| text == ruled);
    let agrees = best.is_some_and(|best| best.text == ruled);
    match met(best, Some(probability), agrees, f32::INFINITY, 1.0) {
        Met::Agree(probability) if probability < MEANS_FAINT => Judged::doubtful(own.confidence),
        Met::Disputed(ahead) if ahead >= MEANS_DOUBT => Judged::doubtful(own.confidence),
        _ => own,
    }
}

/// The side of each VAT number: those that the weights would not give to the side where the rules have them are put in doubt,
/// or change sides where the weights are sure by far. Who the client file is goes before the weights.
pub(super) fn weigh_vat_numbers(work: &mut Work, context: &Context) {
    if !context.own.is_empty() && context.flow == Flow::Sales {
        return;
    }
    let is_vat = |work: &Work, index: usize| {
        let vat = work.ids.get(index).map(|id| &id.identifier);
        match vat {
            Some(Identifier::Vat(vat)) => {
                let vat = vat.as_str();
                let known =
                    context.own.iter().any(|own| own.vat.as_ref().is_some_and(|own| own.as_str() == vat));
                (!known).then(|| work.opinion.probability(Asked::CustomerVat, |text| text == vat))
            }
            _ => None,
        }
    };
    let bought: Vec<(usize, f32)> =
        work.parties.customer_ids.iter().filter_map(|at| Some((*at, is_vat(work, *at)?))).collect();
    let sold: Vec<(usize, f32)> =
        work.parties.supplier_ids.iter().filter_map(|at| Some((*at, is_vat(work, *at)?))).collect();
    let doubtful =
        bought.iter().filter(|(_, p)| *p < NOT_CUSTOMERS).chain(sold.iter().filter(|(_, p)| *p > CUSTOMERS));
    let doubtful: Vec<usize> = doubtful.map(|(at, _)| *at).collect();
    if sold.is_empty() {
        // A number of another country than the seller's is hardly the seller's, wherever it stands.
        let abroad = |at: usize| match work.ids.get(at).map(|id| &id.identifier) {
            Some(Identifier::Vat(vat)) => {
                vat.country().is_some_and(|land| work.country.is_some_and(|own| own != land))
            }
            _ => false,
        };
        let moved: Vec<usize> =
            bought.iter().filter(|(at, p)| *p < SUPPLIERS && !abroad(*at)).map(|(at, _)| *at).collect();
        work.parties.customer_ids.retain(|at| !moved.contains(at));
        work.parties.supplier_ids.extend(moved);
    }
    work.parties.doubtful_ids.extend(doubtful);
}
