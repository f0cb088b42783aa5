//! The last row of a table: each of its amounts is the sum of the column over it.

use super::amounts::Candidate;
use super::labels::Concept;
use super::roles::Figure;

/// What a column's sum is worth as the total that the heading of the column names.
const WORTH: f32 = 0.95;
/// What is left of the roles that a label in front of the row gave it: `Total à rembourser   269,16   14,67   283,83`.
const LEFT: f32 = 0.2;
/// Columns whose amounts end within so many points of each other are one.
const ALIGNED: f32 = 6.0;

/// On each row of a total, amounts that are the sums of the columns of lines over them are what the columns' headings say.
/// Two columns at the least must sum up: one may by chance.
pub(super) fn raise(figures: &mut [Figure], numbers: &[Candidate]) {
    let totalled = |figure: &Figure| {
        [Concept::Total, Concept::Due, Concept::Ttc].iter().any(|concept| figure.role(*concept) >= 0.3)
    };
    let rows: Vec<usize> = figures.iter().filter(|f| !f.in_lines && totalled(f)).map(|f| f.row).collect();
    for row in rows.into_iter().collect::<std::collections::BTreeSet<usize>>() {
        let found: Vec<(usize, Concept)> = figures
            .iter()
            .enumerate()
            .filter(|(_, figure)| figure.row == row && !figure.in_lines && !figure.tail)
            .filter_map(|(at, figure)| Some((at, summed(figures, numbers, figure)?)))
            .collect();
        if found.len() < 2 {
            continue;
        }
        for (at, concept) in found {
            if let Some(figure) = figures.get_mut(at) {
                figure.roles.values_mut().for_each(|weight| *weight *= LEFT);
                figure.roles.insert(concept, WORTH);
            }
        }
    }
}

/// What the heading of a column says, where a figure is the sum of two or more lines of it.
fn summed(figures: &[Figure], numbers: &[Candidate], sum: &Figure) -> Option<Concept> {
    let right = numbers.get(sum.index)?.extent.x1;
    let column: Vec<&Figure> = figures
        .iter()
        .filter(|figure| figure.in_lines && !figure.tail && figure.row < sum.row)
        .filter(|figure| {
            numbers.get(figure.index).is_some_and(|number| (number.extent.x1 - right).abs() < ALIGNED)
        })
        .collect();
    let signed =
        |figure: &&Figure| if figure.negative { -figure.amount.cents() } else { figure.amount.cents() };
    let total: i64 = column.iter().map(signed).sum();
    if column.len() < 2 || total.abs() != sum.amount.cents() {
        return None;
    }
    let said = |concept: Concept| column.iter().map(|figure| figure.role(concept)).sum::<f32>();
    [Concept::Ht, Concept::Vat, Concept::Ttc]
        .into_iter()
        .map(|concept| (concept, said(concept)))
        .filter(|(_, weight)| *weight > 0.0)
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(concept, _)| concept)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use liasse_domain::Amount;

    use super::super::amounts::{Candidate, Form};
    use super::super::decimals::parse;
    use super::super::text::Extent;
    use super::*;

    /// Rows of amounts under `HT`, `TVA`, `TTC`; the last row is announced as what is to be paid.
    fn table(rows: &[[&str; 3]]) -> (Vec<Figure>, Vec<Candidate>) {
        let heads = [Concept::Ht, Concept::Vat, Concept::Ttc];
        let (mut figures, mut numbers) = (Vec::new(), Vec::new());
        for (row, cells) in rows.iter().enumerate() {
            for (column, text) in cells.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
                let number = parse(text).unwrap();
                let x1 = 100.0 * (column + 1) as f32;
                let extent = Extent { x0: x1 - 30.0, y0: 0.0, x1, y1: 10.0 };
                let last = row + 1 == rows.len();
                let role = if last { (Concept::Due, 1.0) } else { (heads[column], 0.08) };
                figures.push(Figure {
                    index: numbers.len(),
                    amount: Amount::from_cents(number.cents().unwrap()),
                    negative: number.negative,
                    row,
                    roles: HashMap::from([role]),
                    in_lines: !last,
                    tail: false,
                    rate: None,
                    guessed: false,
                });
                let (span, currency) = (numbers.len()..numbers.len() + 1, None);
                numbers.push(Candidate {
                    span,
                    extent,
                    row,
                    number,
                    form: Form::Money,
                    currency,
                    tail: false,
                });
            }
        }
        (figures, numbers)
    }

    #[test]
    fn the_last_row_is_what_its_columns_sum_to() {
        let rows = [["42,00", "4,20", "46,20"], ["134,83", "", "134,83"], ["176,83", "4,20", "181,03"]];
        let (mut figures, numbers) = table(&rows);
        raise(&mut figures, &numbers);
        let last = |at: usize| &figures[figures.len() - 3 + at];
        assert!(last(0).role(Concept::Ht) > 0.9 && last(0).role(Concept::Due) < 0.3);
        assert!(last(2).role(Concept::Ttc) > 0.9);
        // Nothing sums up: the label keeps its say.
        let (mut figures, numbers) =
            table(&[["42,00", "4,20", "46,20"], ["1,00", "", ""], ["9,00", "4,20", "7,00"]]);
        raise(&mut figures, &numbers);
        assert!(figures.iter().filter(|figure| figure.role(Concept::Due) > 0.9).count() == 3);
    }
}
