//! Sums in a band with their names in small type beneath: `1 832,50   366,50   2 199,00` over `Total HT   TVA 20 %   Total TTC`.

use std::collections::HashMap;

use super::amounts::{Candidate, Form, currency_of};
use super::labels::{Concept, Label, Labels};
use super::roles::ROLES;
use super::text::{Row, Sheet};

/// Sums that make a band.
const SUMS: usize = 3;

/// Whether nothing but sums and signs of currency stands on a row.
fn is_band(sheet: &Sheet, sums: &[&Candidate], row: &Row) -> bool {
    sums.len() >= SUMS
        && row.tokens.clone().all(|at| {
            sums.iter().any(|sum| sum.span.contains(&at))
                || sheet.tokens.get(at).is_some_and(|token| currency_of(&token.text).is_some())
        })
}

/// What the caption under a sum says it is.
pub(super) fn beneath(
    sheet: &Sheet,
    labels: &Labels,
    numbers: &[Candidate],
    by_row: &HashMap<usize, Vec<usize>>,
    number: &Candidate,
) -> Vec<(Concept, f32)> {
    let money = |row: usize| -> Vec<&Candidate> {
        let all = by_row.get(&row).into_iter().flatten().filter_map(|index| numbers.get(*index));
        all.filter(|number| number.form == Form::Money).collect()
    };
    let Some(own) = sheet.rows.get(number.row) else { return Vec::new() };
    let height = (own.y1 - own.y0).max(4.0);
    let near = |over: &Row, under: &Row| over.page == under.page && under.y0 - over.y1 < 2.0 * height;
    let names_sums = |row: usize| labels.on_row(row).iter().filter(|label| ROLES.contains(&label.concept));
    let headed = number.row.checked_sub(1).is_some_and(|above| {
        sheet.rows.get(above).is_some_and(|row| near(row, own)) && names_sums(above).next().is_some()
    });
    let caption = number.row + 1;
    let Some(row) = sheet.rows.get(caption).filter(|row| near(own, row)) else { return Vec::new() };
    // Where sums follow beneath, the names head them.
    let heads =
        sheet.rows.get(caption + 1).is_some_and(|next| near(row, next)) && !money(caption + 1).is_empty();
    if headed
        || heads
        || !money(caption).is_empty()
        || names_sums(caption).count() < SUMS
        || !is_band(sheet, &money(number.row), own)
    {
        return Vec::new();
    }
    let common =
        |label: &&Label| label.extent.x1.min(number.extent.x1) - label.extent.x0.max(number.extent.x0) > 0.0;
    names_sums(caption).filter(common).map(|label| (label.concept, 0.9 * label.weight)).collect()
}
