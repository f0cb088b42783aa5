//! The totals of a document, chosen together: with tax, without tax, the tax and its lines must agree.

use std::collections::HashMap;

use liasse_domain::{Amount, Country, VatLine};

use super::choices::{Choice, Parts, cash_discounted, one_rate, taxed, untaxed};
use super::labels::Concept;
use super::line_sets::line_sets;
use super::outside_tax::outsides;
use super::rates::{Printed, is_lawful};
use super::roles::Figure;

/// A value with the number that bears it; a computed value has none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pick {
    /// The amount.
    pub amount: Amount,
    /// Index among the figures.
    pub figure: Option<usize>,
    /// Strength of its role.
    pub role: f32,
}

/// What speaks for a choice.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Grounds {
    /// Without tax + tax (+ what stands outside tax) = with tax, all three printed.
    pub closes: bool,
    /// The lines of tax sum to the tax, and their bases to the total without tax.
    pub lines_close: bool,
    /// Tax ÷ base is one lawful rate.
    pub one_rate: bool,
    /// The paper says why there is no tax.
    pub untaxed: bool,
    /// Two lines or more of what was sold sum to the total without tax.
    pub itemised: bool,
    /// Score of the choice.
    pub score: f32,
    /// Lead over the best choice with another total.
    pub lead: f32,
    /// Whether the total with tax is printed more than once outside the lines.
    pub repeated: bool,
    /// Whether it is the only amount on the paper.
    pub lone: bool,
}

/// The totals together.
#[derive(Debug, Clone, Default)]
pub struct Totals {
    /// With tax.
    pub ttc: Option<Pick>,
    /// Without tax.
    pub ht: Option<Pick>,
    /// Tax.
    pub vat: Option<Pick>,
    /// Amount outside tax that the total with tax includes.
    pub outside: Option<Pick>,
    /// Whether what stands outside is a deposit on packaging.
    pub outside_is_deposit: bool,
    /// Tax per rate.
    pub lines: Vec<VatLine>,
    /// Number (not figure) that bears the first line of tax.
    pub lines_number: Option<usize>,
    /// Whether every line of tax is printed with its base.
    pub lines_printed: bool,
    /// Why.
    pub grounds: Grounds,
    /// Other totals with tax, best first.
    pub rivals: Vec<Pick>,
}

/// What is known of the document before its totals are chosen.
#[derive(Debug, Clone, Copy, Default)]
pub struct Setting {
    /// The supplier's country.
    pub country: Option<Country>,
    /// The paper says that no tax is due.
    pub untaxed: bool,
    /// A till's receipt or a card slip.
    pub till: bool,
}

const MOST: usize = 12;
/// Best distinct amounts of a role.
pub(super) fn picks(figures: &[Figure], score: impl Fn(&Figure) -> f32, floor: f32) -> Vec<Pick> {
    let mut best: HashMap<Amount, Pick> = HashMap::new();
    for (index, figure) in figures.iter().enumerate() {
        let role = score(figure);
        if role < floor || figure.amount.is_zero() {
            continue;
        }
        let pick = Pick { amount: figure.amount, figure: Some(index), role };
        let entry = best.entry(figure.amount).or_insert(pick);
        if role > entry.role {
            *entry = pick;
        }
    }
    let mut picks: Vec<Pick> = best.into_values().collect();
    picks.sort_by(|a, b| b.role.total_cmp(&a.role).then(b.amount.cmp(&a.amount)));
    picks.truncate(MOST);
    picks
}

/// How well a figure passes for the total with tax.
pub(super) fn ttc_role(figure: &Figure) -> f32 {
    if figure.in_lines {
        return 0.0;
    }
    let other =
        figure.role(Concept::Prepaid).max(figure.role(Concept::Deposit)).max(figure.role(Concept::Outlay));
    let own = figure
        .role(Concept::Ttc)
        .max(0.8 * figure.role(Concept::Due))
        .max(0.75 * figure.role(Concept::Total));
    let elsewhere = figure
        .role(Concept::Carried)
        .max(figure.role(Concept::Foreign))
        .max(figure.role(Concept::Adjustment));
    (own - 0.7 * elsewhere - 0.4 * other).clamp(0.0, 1.0)
}

fn ht_role(figure: &Figure) -> f32 {
    let elsewhere = figure
        .role(Concept::Carried)
        .max(figure.role(Concept::Foreign))
        .max(figure.role(Concept::Adjustment));
    let own = figure.role(Concept::Ht).max(0.4 * figure.role(Concept::Total));
    (own - 0.7 * elsewhere - if figure.in_lines { 0.6 } else { 0.0 }).clamp(0.0, 1.0)
}

fn vat_role(figure: &Figure) -> f32 {
    (figure.role(Concept::Vat) - if figure.in_lines { 0.6 } else { 0.0 }).clamp(0.0, 1.0)
}

/// Chooses.
pub fn choose(figures: &[Figure], printed: &[Printed], setting: Setting) -> Totals {
    let sets = line_sets(printed);
    let mut ttcs = picks(figures, ttc_role, 0.12);
    let hts = picks(figures, ht_role, 0.12);
    let mut vats = picks(figures, vat_role, 0.12);
    // No tax stands without its label on a paper that says that there is none (CGI art. 293 B).
    if !setting.untaxed {
        vats.extend(unlabelled_tax(figures, &ttcs, &hts, &vats));
    }
    // A figure without a label is the total when two labelled ones sum to it.
    for ht in &hts {
        for vat in &vats {
            let sum = ht.amount + vat.amount;
            let known = ttcs.iter().any(|pick| pick.amount == sum);
            if let (false, Some(index)) = (
                known,
                figures
                    .iter()
                    .position(|f| f.amount == sum && f.role(Concept::Adjustment) < 0.3 && !f.is_elsewhere()),
            ) && ttcs.len() < 2 * MOST
                && ht.role + vat.role > 0.8
            {
                ttcs.push(Pick { amount: sum, figure: Some(index), role: 0.1 });
            }
        }
    }
    // A paper without tax may print its only total as one without tax.
    if setting.untaxed && !ttcs.iter().any(|pick| pick.role >= 0.5) {
        let bare = hts.iter().filter(|ht| ht.role > 0.5);
        let known: Vec<Amount> = ttcs.iter().map(|pick| pick.amount).collect();
        ttcs.extend(
            bare.filter(|ht| !known.contains(&ht.amount)).map(|ht| Pick { role: 0.5 * ht.role, ..*ht }),
        );
    }
    if setting.till && ttcs.is_empty() {
        ttcs.extend(only_amount(figures));
    }
    before_discount(figures, &mut ttcs);
    before_payment(figures, &mut ttcs);
    before_balance(figures, &mut ttcs);
    before_retention(figures, &hts, &mut ttcs);
    let outsides = outsides(figures, &ttcs, &hts, &vats, &sets);
    let mut choices: Vec<Choice> = Vec::new();
    let parts = Parts { figures, hts, vats, sets, setting };
    for ttc in &ttcs {
        for outside in &outsides {
            taxed(*ttc, *outside, &parts, &mut choices);
        }
        untaxed(*ttc, &parts, &mut choices);
    }
    // No total with tax on the paper: it is the sum.
    if ttcs.is_empty() {
        for (ht, vat) in parts.hts.iter().flat_map(|ht| parts.vats.iter().map(move |vat| (ht, vat))) {
            let ttc = Pick { amount: ht.amount + vat.amount, figure: None, role: 0.0 };
            taxed(ttc, None, &parts, &mut choices);
        }
    }
    finish(choices, figures, setting)
}

/// What a labelled total exceeds a labelled base by is the tax where it is printed, whatever stands beside it.
fn unlabelled_tax(figures: &[Figure], ttcs: &[Pick], hts: &[Pick], vats: &[Pick]) -> Vec<Pick> {
    let mut found: Vec<Pick> = Vec::new();
    for (ttc, ht) in ttcs.iter().flat_map(|ttc| hts.iter().map(move |ht| (ttc, ht))) {
        let tax = Amount::from_cents(ttc.amount.cents() - ht.amount.cents());
        // The highest rate of the Union is 27 % (Directive 2006/112/EC, art. 97; Hungary).
        let taxable = tax > Amount::ZERO && tax.cents() * 100 <= ht.amount.cents() * 27;
        let known = vats.iter().chain(&found).any(|vat| vat.amount == tax);
        if ttc.role < 0.7 || ht.role < 0.6 || !taxable || known {
            continue;
        }
        let printed = figures.iter().position(|f| {
            f.amount == tax && !f.in_lines && !f.tail && !f.is_elsewhere() && f.role(Concept::Prepaid) < 0.3
        });
        found.extend(printed.map(|index| Pick { amount: tax, figure: Some(index), role: 0.12 }));
    }
    found
}

/// The only amount of a slip is what was paid, whatever word stands beside it.
fn only_amount(figures: &[Figure]) -> Option<Pick> {
    let mut amounts = figures.iter().enumerate().filter(|(_, figure)| !figure.amount.is_zero());
    let (index, first) = amounts.next()?;
    amounts.all(|(_, other)| other.amount == first.amount).then_some(Pick {
        amount: first.amount,
        figure: Some(index),
        role: 0.5,
    })
}

/// What remains after a printed payment is no total: the sum before it is.
fn before_payment(figures: &[Figure], ttcs: &mut [Pick]) {
    let paid: Vec<Amount> = figures
        .iter()
        .filter(|figure| figure.role(Concept::Prepaid) > 0.6 && !figure.amount.is_zero() && !figure.in_lines)
        .map(|figure| figure.amount)
        .collect();
    let known = ttcs.to_vec();
    for pick in ttcs.iter_mut() {
        let rest = known.iter().find(|rest| paid.iter().any(|paid| rest.amount + *paid == pick.amount));
        if let Some(rest) = rest {
            pick.role = pick.role.max(rest.role);
        }
        if known.iter().any(|whole| paid.iter().any(|paid| pick.amount + *paid == whole.amount)) {
            pick.role *= 0.5;
        }
    }
}

/// A total that holds the balance of what was owed before is what is to be paid: the sum before it is the total.
fn before_balance(figures: &[Figure], ttcs: &mut [Pick]) {
    let owed =
        figures.iter().filter(|f| f.role(Concept::Foreign) > 0.5 && !f.amount.is_zero() && !f.negative);
    let owed: Vec<Amount> = owed.map(|figure| figure.amount).collect();
    let known = ttcs.to_vec();
    for pick in ttcs.iter_mut() {
        let holds = |part: &Pick| owed.iter().any(|owed| part.amount + *owed == pick.amount);
        if known.iter().any(|part| part.role > 0.3 && holds(part)) {
            pick.role *= 0.5;
        }
    }
}

/// A total of which a printed discount makes another printed amount stands before the discount.
fn before_discount(figures: &[Figure], ttcs: &mut [Pick]) {
    let total = |rest: Amount| figures.iter().any(|f| f.amount == rest && ttc_role(f).max(ht_role(f)) > 0.3);
    for pick in ttcs {
        let discounts = figures.iter().filter(|f| f.role(Concept::Adjustment) > 0.5 && !f.amount.is_zero());
        if discounts.map(|discount| pick.amount - discount.amount).any(total) {
            pick.role *= 0.4;
        }
    }
}

/// What remains to be paid after a guarantee is held back is no total: the sum before it is.
fn before_retention(figures: &[Figure], hts: &[Pick], ttcs: &mut Vec<Pick>) {
    let held = figures.iter().filter(|f| f.role(Concept::Retained) > 0.3 && !f.amount.is_zero());
    for held in held.map(|figure| figure.amount) {
        let whole: Vec<Pick> =
            hts.iter().chain(ttcs.iter()).copied().filter(|pick| pick.role > 0.5).collect();
        for pick in ttcs.iter_mut() {
            if whole.iter().any(|whole| whole.amount == pick.amount + held) {
                pick.role *= 0.2;
            }
        }
        let known: Vec<Amount> = ttcs.iter().map(|pick| pick.amount).collect();
        ttcs.extend(whole.into_iter().filter(|pick| !known.contains(&pick.amount)));
    }
}

fn finish(mut choices: Vec<Choice>, figures: &[Figure], setting: Setting) -> Totals {
    choices.sort_by(|a, b| b.grounds.score.total_cmp(&a.grounds.score));
    let Some(best) = choices.first().cloned() else { return Totals::default() };
    let amount_of = |choice: &Choice| choice.ttc.map(|pick| pick.amount);
    let mut rivals: Vec<Pick> = Vec::new();
    let mut lead = 6.0_f32;
    // The sum of one rate, the last group of the number itself: no other totals.
    let explained = |pick: &Pick| {
        let of_rate = best.set.as_ref().is_some_and(|set| {
            set.lines.len() > 1
                && set
                    .lines
                    .iter()
                    .any(|line| line.base + line.amount == pick.amount || line.base == pick.amount)
        });
        of_rate || pick.figure.and_then(|i| figures.get(i)).is_some_and(|figure| figure.tail)
    };
    for choice in choices.iter().skip(1).filter(|choice| {
        amount_of(choice) != amount_of(&best) && !choice.ttc.is_some_and(|pick| explained(&pick))
    }) {
        if rivals.is_empty() {
            lead = best.grounds.score - choice.grounds.score;
        }
        if let Some(pick) = choice.ttc.filter(|pick| !rivals.iter().any(|rival| rival.amount == pick.amount))
        {
            rivals.push(pick);
        }
        if rivals.len() == 5 {
            break;
        }
    }
    // A larger amount that is labelled as the total, and printed again: the label and the arithmetic dispute.
    let louder = best.ttc.is_some_and(|ttc| {
        let outside = |f: &&Figure| !f.in_lines && f.amount > ttc.amount;
        figures.iter().filter(outside).filter(|f| f.role(Concept::Ttc) >= 0.9).any(|loud| {
            figures.iter().filter(outside).filter(|f| f.amount == loud.amount && f.row != loud.row).count()
                > 0
        })
    });
    if louder {
        lead = lead.min(0.4);
    }
    let repeated = best.ttc.is_some_and(|ttc| {
        figures.iter().filter(|f| f.amount == ttc.amount && !f.in_lines && ttc_role(f) > 0.3).count() > 1
    });
    let lone = best.ttc.is_some_and(|ttc| {
        figures.iter().filter(|f| !f.tail && !f.amount.is_zero()).all(|f| f.amount == ttc.amount)
    });
    let mut totals = Totals {
        ttc: best.ttc,
        ht: best.ht,
        vat: best.vat,
        outside: best.outside.map(|(pick, _)| pick),
        outside_is_deposit: best.outside.is_some_and(|(_, deposit)| deposit),
        grounds: Grounds { lead, repeated, lone, ..best.grounds },
        rivals,
        ..Totals::default()
    };
    match best.set {
        Some(set) => {
            totals.lines_number = set.first;
            totals.lines_printed = set.printed;
            totals.lines = set.lines;
        }
        None => {
            let base =
                totals.ht.zip(totals.vat).and_then(|(ht, vat)| {
                    cash_discounted(figures, ht.amount, vat.amount, setting.country)
                        .map(|(base, rate)| VatLine { rate, base, amount: vat.amount })
                });
            if let Some(line) = base {
                totals.lines = vec![line];
                totals.lines_number =
                    totals.vat.and_then(|vat| vat.figure).and_then(|i| figures.get(i)).map(|f| f.index);
            } else if let (Some(ht), Some(vat)) = (totals.ht, totals.vat)
                && let Some(rate) = one_rate(ht.amount, vat.amount, setting.country)
                    .filter(|rate| is_lawful(*rate, setting.country))
            {
                totals.lines = vec![VatLine { rate, base: ht.amount, amount: vat.amount }];
                totals.lines_number = vat.figure.and_then(|i| figures.get(i)).map(|f| f.index);
            }
        }
    }
    // A base that was computed from a rounded tax is the printed total without tax.
    if let ([line], Some(ht)) = (totals.lines.as_mut_slice(), totals.ht)
        && !totals.lines_printed
        && (line.base.cents() - ht.amount.cents()).abs() <= 20
    {
        line.base = ht.amount;
    }
    // Of several computed bases, the lowest rate's is the least exact: it takes the remainder.
    if let (true, Some(ht)) = (totals.lines.len() > 1 && !totals.lines_printed, totals.ht) {
        let sum: Amount = totals.lines.iter().map(|line| line.base).sum();
        let rest = ht.amount - sum;
        // More than roundings is goods without tax.
        if let Some(line) =
            totals.lines.iter_mut().min_by_key(|line| line.rate).filter(|_| rest.abs().cents() <= 60)
        {
            line.base += rest;
        }
    }
    totals.lines.sort_by_key(|line| line.rate);
    totals
}
