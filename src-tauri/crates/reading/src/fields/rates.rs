//! Lawful rates of VAT and the lines of tax that the paper prints.

use std::collections::HashMap;

use liasse_domain::{Amount, Country, VatLine, VatRate};

use super::above::above;
use super::amounts::{Candidate, Form};
use super::labels::{Concept, Labels};
use super::roles::Figure;
use super::text::Sheet;
use super::told_taxes;

/// Rates in basis points that a paper of a country may bear, past ones of the last fifteen years included.
/// France: CGI art. 278, 278-0 bis, 278 bis, 281 quater, 294, 297; Belgium: AR no 20; others: Directive 2006/112/EC,
/// annex of the Commission's list of rates.
pub fn lawful(country: Option<Country>) -> &'static [u16] {
    match country.as_ref().map(Country::code) {
        Some("FR") => &[0, 90, 105, 175, 210, 550, 700, 850, 1000, 1300, 1960, 2000],
        Some("BE") => &[0, 600, 1200, 2100],
        Some("NL") => &[0, 600, 900, 2100],
        Some("DE") => &[0, 500, 700, 1600, 1900],
        Some("LU") => &[0, 300, 700, 800, 1300, 1400, 1600, 1700],
        Some("GB") => &[0, 500, 2000],
        Some("ES") => &[0, 400, 500, 1000, 2100],
        Some("IT") => &[0, 400, 500, 1000, 2200],
        Some("AT") => &[0, 500, 1000, 1300, 2000],
        Some("PT") => &[0, 600, 1300, 2300],
        Some("IE") => &[0, 480, 900, 1350, 2300],
        Some("PL") => &[0, 500, 800, 2300],
        Some("CH") => &[0, 250, 260, 370, 380, 770, 810],
        _ => &[
            0, 90, 105, 175, 210, 300, 400, 500, 550, 600, 700, 800, 850, 900, 1000, 1200, 1300, 1400, 1600,
            1700, 1900, 1960, 2000, 2100, 2200, 2300, 2400, 2500,
        ],
    }
}

/// Whether a rate is lawful.
pub fn is_lawful(rate: VatRate, country: Option<Country>) -> bool {
    lawful(country).contains(&rate.basis_points())
}

/// A line of tax as the paper prints it.
#[derive(Debug, Clone)]
pub struct Printed {
    /// The line; a base that is not printed was computed.
    pub line: VatLine,
    /// The base's number, where it is printed.
    pub base: Option<usize>,
    /// The tax's number.
    pub tax: usize,
    /// Stands in the table of what was sold.
    pub in_lines: bool,
    /// How well it is attested, 0 to 1.
    pub weight: f32,
    /// A label of tax stands by it: a discount of ten per cent is no tax.
    pub attested: bool,
}

/// Cents by which a printed tax may differ from base × rate: lines are rounded one by one.
pub fn tolerance(base: Amount) -> i64 {
    if base.cents() > 20_000 { 3 } else { 2 }
}

/// By how many cents a tax misses base × rate, where it is near enough.
pub(super) fn near(tax: Amount, base: Amount, rate: VatRate) -> Option<i64> {
    let off = (rate.tax_on(base).cents() - tax.cents()).abs();
    (off <= tolerance(base)).then_some(off)
}

/// All lines of tax that the paper may print.
pub fn find(
    sheet: &Sheet,
    labels: &Labels,
    numbers: &[Candidate],
    figures: &[Figure],
    country: Option<Country>,
) -> Vec<Printed> {
    let rows = super::roles::by_row(numbers);
    let by_index: HashMap<usize, &Figure> = figures.iter().map(|f| (f.index, f)).collect();
    let lawful = |rate: VatRate| is_lawful(rate, country);
    let mut found = told_taxes::find(sheet, labels, numbers, figures, lawful);
    let told: Vec<usize> = found.iter().map(|line| line.tax).collect();
    let mut sorted: Vec<&usize> = rows.keys().collect();
    sorted.sort_unstable();
    for row in sorted {
        let Some(indexes) = rows.get(row) else { continue };
        let rates = rates_on(sheet, labels, numbers, &rows, indexes, country);
        let money: Vec<&Figure> = indexes
            .iter()
            .filter(|index| !told.contains(index))
            .filter_map(|i| by_index.get(i).copied())
            .collect();
        for (rate_index, rate) in &rates {
            let usable: Vec<&Figure> =
                money.iter().copied().filter(|f| Some(f.index) != *rate_index).collect();
            pairs(labels, *row, *rate, &usable, &mut found);
            if rates.len() == 1 {
                lone_tax(*rate, &usable, figures, &mut found);
            }
        }
        if rates.len() > 1 {
            // `TVA 5,5 % : 12,00  TVA 20 % : 40,00` on one row.
            for (rate_index, rate) in &rates {
                let after: Vec<&Figure> = rate_index
                    .and_then(|i| numbers.get(i))
                    .map(|r| {
                        let next_rate = rates
                            .iter()
                            .filter_map(|(i, _)| i.and_then(|i| numbers.get(i)))
                            .filter(|other| other.span.start > r.span.start)
                            .map(|other| other.span.start)
                            .min()
                            .unwrap_or(usize::MAX);
                        money
                            .iter()
                            .copied()
                            .filter(|f| {
                                numbers
                                    .get(f.index)
                                    .is_some_and(|n| n.span.start > r.span.start && n.span.start < next_rate)
                            })
                            .collect()
                    })
                    .unwrap_or_default();
                lone_tax(*rate, &after, figures, &mut found);
            }
        }
    }
    table_by_arithmetic(numbers, &by_index, &rows, figures, country, &mut found);
    triples(figures, country, &mut found);
    // A rate in the label above the tax.
    for figure in figures.iter().filter(|f| !f.in_lines) {
        let known = found.iter().any(|line| line.tax == figure.index || line.base == Some(figure.index));
        if let (false, Some(rate)) = (known, figure.rate) {
            lone_tax(rate, &[figure], figures, &mut found);
        }
    }
    columns(figures, &mut found);
    found.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    let mut kept: Vec<Printed> = Vec::new();
    for line in found {
        let twin = kept.iter().any(|k| {
            k.in_lines == line.in_lines
                && k.line.rate == line.line.rate
                && k.line.amount == line.line.amount
                && (k.line.base == line.line.base
                    || line.base.is_none()
                    || line.in_lines && k.tax == line.tax)
        });
        if !twin {
            kept.push(line);
        }
    }
    kept
}

/// The rates of a row: percentages, and bare numbers in a column headed as rates.
fn rates_on(
    sheet: &Sheet,
    labels: &Labels,
    numbers: &[Candidate],
    rows: &HashMap<usize, Vec<usize>>,
    indexes: &[usize],
    country: Option<Country>,
) -> Vec<(Option<usize>, VatRate)> {
    let mut rates = Vec::new();
    for index in indexes {
        let Some(number) = numbers.get(*index) else { continue };
        let rate = match number.form {
            Form::Percent => number.rate(),
            _ if number.number.scaled <= 300_000 && number.currency.is_none() => {
                let bare = number
                    .number
                    .cents()
                    .and_then(|c| u16::try_from(c).ok())
                    .and_then(VatRate::from_basis_points);
                bare.filter(|rate| {
                    let headed = above(sheet, labels, numbers, rows, number)
                        .is_some_and(|above| above.senses.iter().any(|(c, _)| *c == Concept::Rate));
                    let labelled = labels.on_row(number.row).iter().any(|label| {
                        matches!(label.concept, Concept::Rate | Concept::Vat)
                            && label.span.end == number.span.start
                    });
                    rate.basis_points() > 0 && (headed || labelled) && is_lawful(*rate, country)
                })
            }
            _ => None,
        };
        if let Some(rate) = rate.filter(|rate| is_lawful(*rate, country) || is_lawful(*rate, None)) {
            rates.push((Some(*index), rate));
        }
    }
    rates
}

/// Base and tax on one row.
fn pairs(labels: &Labels, row: usize, rate: VatRate, money: &[&Figure], found: &mut Vec<Printed>) {
    if rate == VatRate::ZERO {
        return;
    }
    let tax_word =
        labels.on_row(row).iter().any(|label| matches!(label.concept, Concept::Vat | Concept::Rate));
    for base in money {
        for tax in money {
            if base.index == tax.index || tax.amount >= base.amount || tax.amount.is_zero() {
                continue;
            }
            let Some(off) = near(tax.amount, base.amount, rate) else { continue };
            // The printed tax may also be read off the total with tax: `TTC 120 TVA 20` fits no base of 120.
            let mut weight = 0.75 - 0.1 * off as f32;
            weight += 0.15 * (tax.role(Concept::Vat) + base.role(Concept::Ht)) / 2.0;
            if tax_word {
                weight += 0.05;
            }
            if money.iter().any(|f| f.amount == base.amount + tax.amount) {
                weight += 0.1;
            }
            // Tiny amounts agree by chance.
            if tax.amount.cents() < 20 {
                weight -= 0.25;
            }
            found.push(Printed {
                line: VatLine { rate, base: base.amount, amount: tax.amount },
                base: Some(base.index),
                tax: tax.index,
                in_lines: base.in_lines && tax.in_lines,
                weight: weight.clamp(0.05, 1.0),
                attested: tax_word || tax.role(Concept::Vat) > 0.3,
            });
        }
    }
}

/// A tax whose base stands on another row, or nowhere.
fn lone_tax(rate: VatRate, money: &[&Figure], figures: &[Figure], found: &mut Vec<Printed>) {
    if rate == VatRate::ZERO {
        return;
    }
    for tax in money.iter().filter(|f| f.role(Concept::Vat) > 0.3 && !f.amount.is_zero()) {
        if found.iter().any(|line| line.tax == tax.index && line.base.is_some() && line.line.rate == rate) {
            continue;
        }
        let base = figures
            .iter()
            // Any number may fit by chance: a base says that it is one.
            .filter(|base| base.index != tax.index && !base.in_lines && base.role(Concept::Ht) > 0.2)
            .filter_map(|base| {
                near(tax.amount, base.amount, rate)
                    .map(|off| (base.role(Concept::Ht) - 0.1 * off as f32, base))
            })
            .max_by(|a, b| a.0.total_cmp(&b.0));
        match base {
            Some((score, base)) => found.push(Printed {
                line: VatLine { rate, base: base.amount, amount: tax.amount },
                base: Some(base.index),
                tax: tax.index,
                in_lines: false,
                weight: 0.6 + 0.2 * score.clamp(0.0, 1.0),
                attested: true,
            }),
            None => {
                let computed = tax.amount.ratio(10_000, i64::from(rate.basis_points()));
                if let Some(computed) = computed {
                    found.push(Printed {
                        line: VatLine { rate, base: computed, amount: tax.amount },
                        base: None,
                        tax: tax.index,
                        in_lines: false,
                        weight: 0.4 * tax.role(Concept::Vat),
                        attested: true,
                    });
                }
            }
        }
    }
}

/// Rates that are lawful on old papers alone (France: until 31 December 2013, loi n° 2012-1510, art. 68).
const PAST: [u16; 2] = [700, 1960];

/// A table of taxes whose headings were not understood (it stands beside another table, on the same rows): rows that bear a
/// lawful rate, a base and base × rate, and whose bases or taxes sum to what is labelled as the total.
fn table_by_arithmetic(
    numbers: &[Candidate],
    by_index: &HashMap<usize, &Figure>,
    rows: &HashMap<usize, Vec<usize>>,
    figures: &[Figure],
    country: Option<Country>,
    found: &mut Vec<Printed>,
) {
    let mut lines: Vec<Printed> = Vec::new();
    for indexes in rows.values() {
        let money: Vec<&Figure> = indexes.iter().filter_map(|index| by_index.get(index).copied()).collect();
        let mut own: Vec<Printed> = Vec::new();
        for index in indexes {
            let points = numbers
                .get(*index)
                // `10 x 58,97 = 589,70` is no tax of ten per cent.
                .filter(|number| number.number.decimals == 2 || number.number.cents() != Some(1_000))
                .filter(|number| number.currency.is_none() && !number.number.negative)
                .and_then(|number| number.number.cents().and_then(|cents| u16::try_from(cents).ok()));
            let rate = points
                .and_then(VatRate::from_basis_points)
                .filter(|rate| *rate != VatRate::ZERO && is_lawful(*rate, country));
            let Some(rate) = rate else { continue };
            for base in money.iter().filter(|base| base.index != *index && !base.tail) {
                let tax = money.iter().find(|tax| {
                    tax.index != *index
                        && tax.amount.cents() >= 100
                        && (rate.tax_on(base.amount).cents() - tax.amount.cents()).abs() <= 1
                });
                if let Some(tax) = tax {
                    own.push(Printed {
                        line: VatLine { rate, base: base.amount, amount: tax.amount },
                        base: Some(base.index),
                        tax: tax.index,
                        in_lines: false,
                        weight: 0.9,
                        attested: true,
                    });
                    break;
                }
            }
        }
        // `19,60   20,00   3,92`: 20 % of 19.60 rather than the rate of before 2014 on 20.00.
        let is_past = |line: &Printed| PAST.contains(&line.line.rate.basis_points());
        let current = own.iter().any(|line| !is_past(line));
        lines.extend(own.into_iter().filter(|line| !(current && is_past(line))));
    }
    let bases: Amount = lines.iter().map(|line| line.line.base).sum();
    let taxes: Amount = lines.iter().map(|line| line.line.amount).sum();
    let labelled = |concept: Concept, sum: Amount| {
        figures.iter().any(|figure| figure.amount == sum && figure.role(concept) >= 0.5)
    };
    if !lines.is_empty() && labelled(Concept::Ht, bases) && labelled(Concept::Vat, taxes) {
        lines.sort_by_key(|line| line.tax);
        found.extend(lines);
    }
}

/// Base, tax and their sum on one row, under their headings, where no rate is printed: the one lawful rate that fits.
fn triples(figures: &[Figure], country: Option<Country>, found: &mut Vec<Printed>) {
    for tax in figures
        .iter()
        .filter(|f| !f.in_lines && f.rate.is_none() && f.role(Concept::Vat) > 0.4 && f.amount.cents() >= 20)
    {
        let on_row = || figures.iter().filter(|f| f.row == tax.row && f.index != tax.index);
        for base in on_row().filter(|f| f.role(Concept::Ht) > 0.4) {
            let sum = on_row().any(|f| f.amount == base.amount + tax.amount);
            let rate = super::choices::one_rate(base.amount, tax.amount, country);
            if let (true, Some(rate)) = (sum, rate) {
                found.push(Printed {
                    line: VatLine { rate, base: base.amount, amount: tax.amount },
                    base: Some(base.index),
                    tax: tax.index,
                    in_lines: false,
                    weight: 0.75,
                    attested: true,
                });
            }
        }
    }
}

/// Rates that head columns, base and tax beneath: figures that share a rate from above.
fn columns(figures: &[Figure], found: &mut Vec<Printed>) {
    for (place, base) in figures.iter().enumerate() {
        let Some(rate) = base.rate.filter(|rate| *rate != VatRate::ZERO) else { continue };
        for tax in figures.iter().skip(place + 1).take(12) {
            if tax.row == base.row
                || tax.rate != Some(rate)
                || tax.amount >= base.amount
                || base.in_lines
                || tax.in_lines
            {
                continue;
            }
            if tax.amount.cents() >= 20 && near(tax.amount, base.amount, rate).is_some() {
                found.push(Printed {
                    line: VatLine { rate, base: base.amount, amount: tax.amount },
                    base: Some(base.index),
                    tax: tax.index,
                    in_lines: false,
                    weight: 0.7,
                    attested: true,
                });
            }
        }
    }
}
