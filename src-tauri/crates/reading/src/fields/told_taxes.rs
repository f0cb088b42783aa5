//! Taxes told in words, the sum before the tax: `(dont 4,92 € TVA 5,5 % et 6,80 € TVA 20 %)`, `(inclusief € 21,00 BTW 21%)`, as
//! shops on the web print them under a total with tax.

use std::collections::HashMap;

use liasse_domain::{VatLine, VatRate};

use super::amounts::{Candidate, Form, currency_of};
use super::labels::{Concept, Labels};
use super::rates::{Printed, near};
use super::roles::Figure;
use super::text::Sheet;

/// Weight of a tax that its own words attest.
const TOLD: f32 = 0.8;

/// The figure that stands right before the words of a tax that stand right before a rate, in one line of words.
fn told<'f>(
    sheet: &Sheet,
    labels: &Labels,
    rate: &Candidate,
    on_row: &HashMap<usize, &'f Figure>,
    numbers: &[Candidate],
) -> Option<&'f Figure> {
    let word = labels.on_row(rate.row).iter().find(|label| {
        label.span.end == rate.span.start && matches!(label.concept, Concept::Vat | Concept::Rate)
    })?;
    let run = sheet.tokens.get(rate.span.start)?.run;
    let ends_here = |figure: &&&Figure| {
        let Some(number) = numbers.get(figure.index) else { return false };
        let between = number.span.end..word.span.start;
        let sign = |token: &super::text::Token| currency_of(&token.text).is_some();
        number.span.end <= word.span.start
            && between.len() <= 1
            && sheet.tokens.get(between).is_some_and(|tokens| tokens.iter().all(sign))
            && sheet.tokens.get(number.span.start).is_some_and(|token| token.run == run)
    };
    on_row.values().find(ends_here).copied()
}

/// The taxes of a paper that are told so.
pub(super) fn find(
    sheet: &Sheet,
    labels: &Labels,
    numbers: &[Candidate],
    figures: &[Figure],
    lawful: impl Fn(VatRate) -> bool,
) -> Vec<Printed> {
    let mut found = Vec::new();
    for percent in numbers.iter().filter(|number| number.form == Form::Percent) {
        let Some(rate) = percent.rate().filter(|rate| *rate != VatRate::ZERO && lawful(*rate)) else {
            continue;
        };
        let on_row: HashMap<usize, &Figure> = figures
            .iter()
            .filter(|figure| figure.row == percent.row && !figure.amount.is_zero())
            .map(|figure| (figure.index, figure))
            .collect();
        let Some(tax) = told(sheet, labels, percent, &on_row, numbers) else { continue };
        let base = figures.iter().find(|base| {
            base.index != tax.index
                && !base.in_lines
                && base.role(Concept::Ht) > 0.2
                && near(tax.amount, base.amount, rate).is_some()
        });
        let computed = || tax.amount.ratio(10_000, i64::from(rate.basis_points()));
        let Some(amount) = base.map(|base| base.amount).or_else(computed) else { continue };
        found.push(Printed {
            line: VatLine { rate, base: amount, amount: tax.amount },
            base: base.map(|base| base.index),
            tax: tax.index,
            in_lines: false,
            weight: TOLD,
            attested: true,
        });
    }
    found
}
