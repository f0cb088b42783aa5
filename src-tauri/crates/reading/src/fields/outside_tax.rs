//! Amounts that a total includes although they bear no tax: outlays for the client, deposits on packaging, stamps.

use liasse_domain::Amount;

use super::labels::Concept;
use super::line_sets::LineSet;
use super::roles::Figure;
use super::totals::{Pick, picks};

/// Amounts outside tax: nothing, each labelled one, and their sum.
pub(super) fn outsides(
    figures: &[Figure],
    ttcs: &[Pick],
    hts: &[Pick],
    vats: &[Pick],
    sets: &[LineSet],
) -> Vec<Option<(Pick, bool)>> {
    let mut all = vec![None];
    for (concept, deposit) in [(Concept::Outlay, false), (Concept::Deposit, true)] {
        let found = picks(figures, |figure| figure.role(concept), 0.5);
        all.extend(found.iter().take(4).map(|pick| Some((*pick, deposit))));
        if found.len() > 1 {
            let sum: Amount = found.iter().map(|pick| pick.amount).sum();
            all.push(Some((Pick { amount: sum, figure: None, role: 0.5 }, deposit)));
        }
    }
    // What the lines of tax leave of a labelled total is one of the lines: a tourist tax, a stamp.
    for ttc in ttcs.iter().filter(|ttc| ttc.role >= 0.7) {
        for set in sets.iter().filter(|set| set.printed) {
            let rest = Amount::from_cents(ttc.amount.cents() - set.base - set.tax);
            let line = figures.iter().position(|figure| figure.in_lines && figure.amount == rest);
            let known = all.iter().flatten().any(|(pick, _)| pick.amount == rest);
            if let (Some(figure), false, true) =
                (line, known, rest > Amount::ZERO && rest.cents() * 4 < ttc.amount.cents())
            {
                all.push(Some((Pick { amount: rest, figure: Some(figure), role: 0.3 }, false)));
            }
        }
    }
    // The same of a labelled base and its labelled tax: a stamp, a fee paid for the client, which the paper prints.
    for ttc in ttcs.iter().filter(|ttc| ttc.role >= 0.7) {
        for (ht, vat) in hts.iter().flat_map(|ht| vats.iter().map(move |vat| (ht, vat))) {
            let rest = ttc.amount - ht.amount - vat.amount;
            let small = rest > Amount::ZERO && rest.cents() * 4 < ttc.amount.cents();
            let known = all.iter().flatten().any(|(pick, _)| pick.amount == rest);
            if !small || known || ht.role.min(vat.role) < 0.6 {
                continue;
            }
            // The tax of another rate is no fee; nor is what the lines of tax explain.
            let other = figures.iter().any(|figure| {
                figure.amount == rest
                    && (figure.is_elsewhere() || figure.role(Concept::Vat) >= 0.3 || figure.rate.is_some())
            }) || sets
                .iter()
                .any(|set| (set.base + set.tax - ttc.amount.cents()).abs() <= set.slack);
            if other {
                continue;
            }
            let printed = figures.iter().position(|figure| figure.amount == rest);
            if let Some(figure) = printed.or_else(|| summed(figures, rest)) {
                all.push(Some((Pick { amount: rest, figure: Some(figure), role: 0.3 }, false)));
            }
        }
    }
    all.truncate(24);
    all
}

/// The first of two to four amounts in a row that sum to one: outlays of which the paper prints no total.
fn summed(figures: &[Figure], wanted: Amount) -> Option<usize> {
    let plain =
        |figure: &Figure| !figure.is_elsewhere() && figure.role(Concept::Vat) < 0.3 && figure.rate.is_none();
    (2..=4).find_map(|count| {
        figures.windows(count).position(|few| {
            few.iter().all(plain) && few.iter().map(|figure| figure.amount).sum::<Amount>() == wanted
        })
    })
}
