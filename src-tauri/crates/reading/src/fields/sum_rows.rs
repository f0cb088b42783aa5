//! Rows of totals whose headings say little: base, tax and their sum beside one another speak for themselves.

use liasse_domain::Country;

use super::choices::one_rate;
use super::labels::Concept;
use super::roles::Figure;

/// What such a row is worth: less than a label of its own, more than a heading that was misunderstood.
const WORTH: f32 = 0.62;

/// On each row of a total, three amounts of which the second is a lawful tax on the first and the third their sum are base,
/// tax and total with tax, in this order, as all papers print them.
pub(super) fn raise(figures: &mut [Figure], country: Option<Country>) {
    let mut found: Vec<(usize, Concept)> = Vec::new();
    for (place, base) in figures.iter().enumerate() {
        let on_row = |figure: &Figure| figure.row == base.row && !figure.tail && !figure.in_lines;
        let totalled = base.role(Concept::Total).max(base.role(Concept::Ttc)) >= 0.5;
        if base.tail || base.in_lines || !totalled {
            continue;
        }
        let after = || figures.iter().enumerate().skip(place + 1).filter(|(_, figure)| on_row(figure));
        for (tax_place, tax) in after() {
            if tax.amount.cents() < 20 || one_rate(base.amount, tax.amount, country).is_none() {
                continue;
            }
            let sum = after().find(|(at, sum)| *at > tax_place && sum.amount == base.amount + tax.amount);
            if let Some((sum_place, _)) = sum {
                found.extend([(place, Concept::Ht), (tax_place, Concept::Vat), (sum_place, Concept::Ttc)]);
            }
        }
    }
    for (place, concept) in found {
        if let Some(figure) = figures.get_mut(place) {
            // `Total de la facture` in front of the row names its last sum, not its base.
            if concept != Concept::Ttc {
                figure.roles.insert(Concept::Ttc, figure.role(Concept::Ttc) * 0.3);
            }
            let worth = figure.role(concept).max(WORTH);
            figure.roles.insert(concept, worth);
        }
    }
}
