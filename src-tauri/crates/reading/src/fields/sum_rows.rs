//! Rows of totals whose headings say little: base, tax and their sum beside one another speak for themselves.

use liasse_domain::Country;

use super::choices::one_rate;
use super::labels::Concept;
use super::roles::Figure;

/// What such a row is worth: less than a label of its own, more than a heading that was misunderstood.
const WORTH: f32 = 0.62;

/// A row that one label of a total opens and whose last amount is the sum of the others tells parts (one a rate, one a site) and
/// then their sum, which alone is the total: `TTC   9 197,80   621,25   671,90   10 490,95`.
pub(super) fn end_in_their_sum(figures: &mut [Figure], country: Option<Country>) {
    let mut rows: Vec<usize> = (0..figures.len()).filter(|at| !figures[*at].tail).collect();
    rows.sort_by_key(|at| (figures[*at].row, figures[*at].index));
    let mut found: Vec<(usize, Concept, f32)> = Vec::new();
    for row in rows.chunk_by(|a, b| figures[*a].row == figures[*b].row) {
        let Some((last, parts)) = row.split_last().filter(|(_, parts)| parts.len() >= 2) else { continue };
        let sum: i64 = parts.iter().map(|at| figures[*at].amount.cents()).sum();
        // `Total HT 100,00   20,00   120,00`: base, tax and total.
        let taxed = || one_rate(figures[parts[0]].amount, figures[parts[1]].amount, country).is_some();
        if sum == 0 || figures[*last].amount.cents() != sum || parts.len() == 2 && taxed() {
            continue;
        }
        for concept in [Concept::Ht, Concept::Vat, Concept::Ttc] {
            let role = |at: &usize| figures[*at].role(concept);
            let said = role(&parts[0]);
            // `Total 77,30   13,71   91,01` under headings of their own are no parts.
            let others =
                [Concept::Ht, Concept::Vat, Concept::Ttc].into_iter().filter(|other| *other != concept);
            let own = |at: &usize| others.clone().all(|other| figures[*at].role(other) < 0.5);
            let parted = parts.len() > 2 || row.iter().all(own);
            if said >= 0.5 && parts.iter().all(|at| role(at) <= said) && parted {
                found.extend(parts.iter().map(|at| (*at, concept, role(at) * 0.2)));
                found.push((*last, concept, role(last).max(said)));
            }
        }
    }
    for (at, concept, role) in found {
        figures[at].roles.insert(concept, role);
        figures[at].in_lines &= role < 0.5;
    }
}

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
