//! What stands above a number in its column.

use std::collections::HashMap;

use liasse_domain::VatRate;

use super::amounts::{Candidate, Form};
use super::label_words::same_run;
use super::labels::{Concept, Label, Labels};
use super::text::{Run, Sheet};

/// What stands above a number in its column.
#[derive(Debug, Clone, Default)]
pub struct Above {
    /// Labels of the nearest labelled cell above.
    pub senses: Vec<(Concept, f32)>,
    /// Row of that cell.
    pub row: usize,
    /// A rate printed in that cell.
    pub rate: Option<VatRate>,
}

/// The heading of a sum whose cell begins left of a number and ends at the next heading: headings at the left of their
/// cells, sums at the right.
fn heading_beside<'a>(
    sheet: &Sheet,
    labels: &'a Labels,
    row: usize,
    number: &Candidate,
) -> Option<&'a Label> {
    let heads = labels.on_row(row).iter().filter(|label| {
        matches!(label.concept, Concept::Ttc | Concept::Ht | Concept::Vat | Concept::Due | Concept::Rate)
    });
    let last = heads
        .clone()
        .filter(|label| label.extent.x1 <= number.extent.x0)
        .max_by(|a, b| a.extent.x1.total_cmp(&b.extent.x1))?;
    let runs = sheet.runs.get(sheet.rows.get(row)?.runs.clone())?;
    let between = |run: &Run| run.x1 > last.extent.x1 + 1.0 && run.x0 < number.extent.x0;
    let near = number.extent.x0 - last.extent.x0 < 3.0 * (number.extent.x1 - number.extent.x0).max(20.0);
    (heads.count() > 2 && near && last.concept != Concept::Rate && !runs.iter().any(between)).then_some(last)
}

/// Walks up a number's column to the nearest labelled cell: over other numbers, not over text.
pub fn above(
    sheet: &Sheet,
    labels: &Labels,
    numbers: &[Candidate],
    by_row: &HashMap<usize, Vec<usize>>,
    number: &Candidate,
) -> Option<Above> {
    let own = sheet.rows.get(number.row)?;
    let height = (own.y1 - own.y0).max(4.0);
    let mut last_y = own.y0;
    let mut steps = 0;
    for index in (0..number.row).rev().take(120) {
        let row = sheet.rows.get(index).filter(|row| row.page == own.page)?;
        // A hole in the column ends it: two empty lines under a label, more inside a table.
        let reach = if steps == 0 { 5.0 } else { 9.0 };
        if last_y - row.y1 > reach * height {
            return None;
        }
        let runs = sheet.runs.get(row.runs.clone())?;
        let over: Vec<_> = runs
            .iter()
            .filter(|run| {
                let slack = 2.0;
                run.x0 < number.extent.x1 + slack && run.x1 > number.extent.x0 - slack
            })
            .collect();
        if over.is_empty() {
            let sums = by_row.get(&index).into_iter().flatten().filter_map(|i| numbers.get(*i));
            let heads = !sums.into_iter().any(|n| n.form == Form::Money);
            if let Some(label) = heading_beside(sheet, labels, index, number).filter(|_| heads) {
                let senses = vec![(label.concept, 0.85 * label.weight)];
                return Some(Above { senses, row: index, rate: None });
            }
            continue;
        }
        // Labels of a row that bears an amount speak of that amount, not of what stands below.
        let answered = by_row.get(&index).into_iter().flatten().filter_map(|i| numbers.get(*i)).any(|n| {
            n.form == Form::Money
                && !labels
                    .on_row(index)
                    .iter()
                    .any(|label| label.opens && label.span.end <= n.span.start && same_run(sheet, label, n))
        });
        let mut senses = Vec::new();
        for label in labels.on_row(index).iter().filter(|_| !answered) {
            let touches =
                label.extent.x0 < number.extent.x1 + 3.0 && label.extent.x1 > number.extent.x0 - 3.0;
            if touches {
                senses.push((label.concept, label.weight));
            }
        }
        // No label stands right over the number: the one that opens the run over it speaks.
        if senses.is_empty() {
            senses.extend(
                labels
                    .on_row(index)
                    .iter()
                    .filter(|label| {
                        !answered
                            && label.opens
                            && over.iter().any(|run| run.tokens.start == label.span.start)
                    })
                    .map(|label| (label.concept, 0.9 * label.weight)),
            );
        }
        let cells: Vec<&Candidate> = by_row
            .get(&index)
            .into_iter()
            .flatten()
            .filter_map(|i| numbers.get(*i))
            .filter(|n| n.extent.x0 < number.extent.x1 && n.extent.x1 > number.extent.x0)
            .collect();
        // A number inside a label's own run (`TVA 5,5 % sur 40,70`) is part of the label, not a cell of the column.
        let worded = |n: &Candidate| {
            over.iter().any(|run| {
                run.tokens.contains(&n.span.start)
                    && labels.on_row(index).iter().any(|label| {
                        label.opens && label.span.start == run.tokens.start && label.span.end <= n.span.start
                    })
            })
        };
        let has_money = cells.iter().any(|n| n.form != Form::Percent && !worded(n));
        let rate = cells.iter().find_map(|n| n.rate()).or_else(|| {
            let on_row = by_row.get(&index).into_iter().flatten().filter_map(|i| numbers.get(*i));
            let mut inside = on_row.filter(|n| over.iter().any(|run| run.tokens.contains(&n.span.start)));
            inside.find_map(|n| n.rate())
        });
        if has_money || answered {
            // A total's label on the row of the number above belongs to that number.
            steps += 1;
            last_y = row.y0;
            continue;
        }
        if !senses.is_empty() || rate.is_some() {
            return Some(Above { senses, row: index, rate });
        }
        let long = over
            .iter()
            .any(|run| run.x1 - run.x0 > 3.0 * (number.extent.x1 - number.extent.x0) || run.text.len() > 14);
        if long {
            return None;
        }
        steps += 1;
        last_y = row.y0;
    }
    None
}
