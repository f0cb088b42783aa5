//! The totals of a document, chosen together: with tax, without tax, the tax and its lines must agree.

use std::collections::HashMap;

use liasse_domain::{Amount, Country, VatLine, VatRate};

use super::labels::Concept;
use super::line_sets::{LineSet, line_sets};
use super::rates::{Printed, is_lawful, lawful, tolerance};
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
    /// Score of the choice.
    pub score: f32,
    /// Lead over the best choice with another total.
    pub lead: f32,
    /// Whether the total with tax is printed more than once outside the lines.
    pub repeated: bool,
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
/// What it costs to leave a printed rate unexplained.
const LEFT_OUT: f32 = 4.0;

/// Best distinct amounts of a role.
fn picks(figures: &[Figure], score: impl Fn(&Figure) -> f32, floor: f32) -> Vec<Pick> {
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
fn ttc_role(figure: &Figure) -> f32 {
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

/// A choice under examination.
#[derive(Debug, Clone)]
struct Choice {
    ttc: Option<Pick>,
    ht: Option<Pick>,
    vat: Option<Pick>,
    outside: Option<(Pick, bool)>,
    set: Option<LineSet>,
    grounds: Grounds,
}

/// What totals are chosen from.
struct Parts<'a> {
    figures: &'a [Figure],
    hts: Vec<Pick>,
    vats: Vec<Pick>,
    sets: Vec<LineSet>,
    setting: Setting,
}

/// Chooses.
pub fn choose(figures: &[Figure], printed: &[Printed], setting: Setting) -> Totals {
    let sets = line_sets(printed);
    let mut ttcs = picks(figures, ttc_role, 0.12);
    let hts = picks(figures, ht_role, 0.12);
    let vats = picks(figures, vat_role, 0.12);
    // A figure without a label is the total when two labelled ones sum to it.
    for ht in &hts {
        for vat in &vats {
            let sum = ht.amount + vat.amount;
            let known = ttcs.iter().any(|pick| pick.amount == sum);
            if let (false, Some(index)) =
                (known, figures.iter().position(|f| f.amount == sum && !f.is_elsewhere()))
                && ttcs.len() < 2 * MOST
                && ht.role + vat.role > 0.8
            {
                ttcs.push(Pick { amount: sum, figure: Some(index), role: 0.1 });
            }
        }
    }
    before_discount(figures, &mut ttcs);
    let outsides = outsides(figures);
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

/// Whether an amount is printed as a total only on the row of one rate: a row of the table of taxes closes by itself.
fn only_in_rate_row(figures: &[Figure], ttc: Pick, ht: Pick, vat: Pick) -> bool {
    let row = |pick: Pick| pick.figure.and_then(|i| figures.get(i)).map(|f| f.row);
    let Some(own) = row(ttc).filter(|own| row(ht) == Some(*own) && row(vat) == Some(*own)) else {
        return false;
    };
    let rated = figures.iter().any(|f| f.row == own && f.rate.is_some());
    rated && !figures.iter().any(|f| f.row != own && f.amount == ttc.amount)
}

/// Amounts outside tax: nothing, each labelled one, and their sum.
fn outsides(figures: &[Figure]) -> Vec<Option<(Pick, bool)>> {
    let mut all = vec![None];
    for (concept, deposit) in [(Concept::Outlay, false), (Concept::Deposit, true)] {
        let found = picks(figures, |figure| figure.role(concept), 0.5);
        all.extend(found.iter().take(4).map(|pick| Some((*pick, deposit))));
        if found.len() > 1 {
            let sum: Amount = found.iter().map(|pick| pick.amount).sum();
            all.push(Some((Pick { amount: sum, figure: None, role: 0.5 }, deposit)));
        }
    }
    all
}

fn taxed(ttc: Pick, outside: Option<(Pick, bool)>, parts: &Parts, choices: &mut Vec<Choice>) {
    let Parts { figures, hts, vats, sets, setting } = parts;
    let extra = outside.map_or(0, |(pick, _)| pick.amount.cents());
    let total = ttc.amount.cents() - extra;
    if total <= 0 {
        return;
    }
    // What was paid repeats the total on a till's paper.
    let paid =
        setting.till && figures.iter().filter(|f| f.amount == ttc.amount && f.rate.is_none()).count() > 1;
    let base_score = 2.0 * ttc.role + if paid { 1.2 } else { 0.0 } - if extra > 0 { 0.6 } else { 0.0 };
    let mut add =
        |ht: Option<Pick>, vat: Option<Pick>, set: Option<&LineSet>, grounds: Grounds, score: f32| {
            choices.push(Choice {
                ttc: Some(ttc),
                ht,
                vat,
                outside,
                set: set.cloned(),
                grounds: Grounds { score: base_score + score, ..grounds },
            });
        };
    // All three printed.
    for ht in hts {
        for vat in vats {
            if (ht.amount.cents() + vat.amount.cents() - total).abs() > 0 || vat.amount >= ht.amount {
                continue;
            }
            let (set, law, one_rate, lines_close) = law_of(ht.amount, vat.amount, sets, setting.country);
            let grounds = Grounds { closes: true, lines_close, one_rate, ..Grounds::default() };
            let row = if only_in_rate_row(figures, ttc, *ht, *vat) { 3.5 } else { 0.0 };
            add(Some(*ht), Some(*vat), set, grounds, 1.5 * (ht.role + vat.role) + 3.0 + law - row);
        }
    }
    // The lines of tax explain the total; totals of tax or base may be missing.
    for set in sets {
        let closes = (set.base + set.tax - total).abs() <= set.slack;
        let inside =
            !closes && set.lines.len() == 1 && set.lines.first().is_some_and(|line| inside(total, line));
        // On a till's paper some goods bear no tax: the tax that is printed is all there is.
        let partial = setting.till && set.left_out == 0 && set.base + set.tax < total;
        if !closes && !inside && !partial {
            continue;
        }
        let vat = Amount::from_cents(set.tax);
        let ht = Amount::from_cents(total - set.tax);
        let find = |picks: &[Pick], amount: Amount| picks.iter().find(|pick| pick.amount == amount).copied();
        let computed = |amount| Pick { amount, figure: None, role: 0.0 };
        let (ht_pick, vat_pick) = (find(hts, ht), find(vats, vat));
        let printed = ht_pick.map_or(0.0, |p| p.role) + vat_pick.map_or(0.0, |p| p.role);
        // Base and total printed, and every tax: the sum closes although no row prints base and tax together.
        let base_printed = ht_pick.is_some_and(|pick| pick.role > 0.5);
        let grounds = Grounds {
            closes: closes && base_printed,
            lines_close: closes
                && (set.printed || base_printed && (set.base - ht.cents()).abs() <= set.slack),
            one_rate: set.lines.len() == 1 && (closes || inside),
            ..Grounds::default()
        };
        let weight = set.weight / set.lines.len() as f32;
        let score = 1.2 * printed
            + 2.0 * weight
            + match (closes, inside) {
                (true, _) => 2.2,
                (false, true) => 1.4,
                (false, false) => 0.8,
            }
            + if closes && set.printed && set.lines.len() > 1 { 0.8 } else { 0.0 }
            - if set.printed { 0.0 } else { 0.6 }
            - LEFT_OUT * set.left_out as f32
            - if ht_pick.is_none() && nearly_printed(hts, ht) { 1.5 } else { 0.0 };
        add(
            Some(ht_pick.unwrap_or(computed(ht))),
            Some(vat_pick.unwrap_or(computed(vat))),
            Some(set),
            grounds,
            score,
        );
    }
    // Tax and total only, or base and total only: the third follows where the rate is lawful.
    for vat in vats {
        let ht = Amount::from_cents(total - vat.amount.cents());
        if let (true, Some(_)) = (vat.role > 0.4, one_rate(ht, vat.amount, setting.country)) {
            let grounds = Grounds { one_rate: true, ..Grounds::default() };
            add(
                Some(Pick { amount: ht, figure: None, role: 0.0 }),
                Some(*vat),
                None,
                grounds,
                1.5 * vat.role + 0.8,
            );
        }
    }
    for ht in hts {
        let vat = Amount::from_cents(total - ht.amount.cents());
        if let (true, Some(_)) = (ht.role > 0.4, one_rate(ht.amount, vat, setting.country)) {
            let grounds = Grounds { one_rate: true, ..Grounds::default() };
            add(
                Some(*ht),
                Some(Pick { amount: vat, figure: None, role: 0.0 }),
                None,
                grounds,
                1.5 * ht.role + 0.6,
            );
        }
    }
    if extra == 0 {
        add(None, None, None, Grounds::default(), 0.0);
    }
}

/// Whether a clearly labelled total without tax differs by cents: it is printed, what the lines sum to is not.
fn nearly_printed(hts: &[Pick], ht: Amount) -> bool {
    hts.iter().any(|pick| pick.role > 0.8 && (pick.amount.cents() - ht.cents()).abs() <= 10)
}

/// Whether one line's tax is inside a total with tax: total × rate ÷ (100 + rate).
fn inside(total: i64, line: &VatLine) -> bool {
    let rate = i64::from(line.rate.basis_points());
    let tax = Amount::from_cents(total).ratio(rate, 10_000 + rate).map_or(0, Amount::cents);
    rate > 0 && (tax - line.amount.cents()).abs() <= 1
}

/// Choices where the total bears no tax.
fn untaxed(ttc: Pick, parts: &Parts, choices: &mut Vec<Choice>) {
    let Parts { figures, hts, sets, setting, .. } = parts;
    let zero_printed = figures.iter().any(|f| f.amount.is_zero() && f.role(Concept::Vat) > 0.4);
    let tax_printed =
        figures.iter().any(|f| !f.amount.is_zero() && f.role(Concept::Vat) > 0.6) || !sets.is_empty();
    if setting.till && !zero_printed && !setting.untaxed {
        return;
    }
    let ht = hts.iter().find(|pick| pick.amount == ttc.amount).copied();
    let mut score = 2.0 * ttc.role + ht.map_or(0.0, |pick| 0.8 * pick.role);
    score += if setting.untaxed { 3.0 } else { 0.0 } + if zero_printed { 1.5 } else { 0.0 };
    score -= if tax_printed { 2.5 } else { 0.0 };
    if !setting.untaxed && !zero_printed && (tax_printed || ht.is_none()) {
        return;
    }
    choices.push(Choice {
        ttc: Some(ttc),
        ht: Some(ht.unwrap_or(Pick { figure: None, ..ttc })),
        vat: Some(Pick { amount: Amount::ZERO, figure: None, role: 0.0 }),
        outside: None,
        set: None,
        grounds: Grounds { untaxed: setting.untaxed || zero_printed, score, ..Grounds::default() },
    });
}

/// What the law says of a base and a tax: the lines that explain them, the bonus, one rate, lines that close.
fn law_of(
    ht: Amount,
    vat: Amount,
    sets: &[LineSet],
    country: Option<Country>,
) -> (Option<&LineSet>, f32, bool, bool) {
    let mut best: Option<(&LineSet, f32, bool)> = None;
    for set in sets {
        let tax_off = (set.tax - vat.cents()).abs();
        if tax_off > set.lines.len() as i64 {
            continue;
        }
        let base_off = (set.base - ht.cents()).abs();
        let full = base_off <= 2 * set.lines.len() as i64;
        let partial = set.base < ht.cents();
        if !full && !partial {
            continue;
        }
        let bonus = -LEFT_OUT * set.left_out as f32
            + set.weight / set.lines.len() as f32
            + if full { 1.5 } else { 0.4 }
            - 0.3 * tax_off as f32
            - 0.2 * base_off.min(5) as f32 * f32::from(u8::from(full));
        if best.as_ref().is_none_or(|b| bonus > b.1) {
            best = Some((set, bonus, full));
        }
    }
    let rate = one_rate(ht, vat, country).is_some();
    // Several rates are printed, and one alone is to explain the whole: it is one row of their table.
    let several = sets.iter().map(|set| set.lines.len()).max().unwrap_or(0) > 1
        && sets.iter().any(|set| set.lines.len() > 1 && set.left_out == 0);
    match best {
        Some((set, bonus, full)) => {
            (Some(set), bonus + if rate { 0.3 } else { 0.0 }, rate, full && set.printed)
        }
        None if rate => (None, if several { -0.8 } else { 0.9 }, true, false),
        None => {
            // No single rate: at least between the lowest and the highest.
            let ratio = vat.cents() as f64 / ht.cents().max(1) as f64;
            let highest = lawful(country).iter().max().map_or(0.25, |r| f64::from(*r) / 10_000.0);
            (None, if ratio <= highest + 0.001 { -0.3 } else { -2.5 }, false, false)
        }
    }
}

/// The one lawful rate that leads from base to tax.
pub fn one_rate(ht: Amount, vat: Amount, country: Option<Country>) -> Option<VatRate> {
    if vat.cents() <= 0 || ht.cents() <= 0 {
        return None;
    }
    let all = lawful(country).iter().filter_map(|points| VatRate::from_basis_points(*points));
    let mut fitting = all.filter(|rate| {
        *rate != VatRate::ZERO && (rate.tax_on(ht).cents() - vat.cents()).abs() <= tolerance(ht).min(2)
    });
    match (fitting.next(), fitting.next()) {
        (Some(rate), None) => Some(rate),
        // Small amounts fit several rates: the printed rate decides elsewhere.
        _ => None,
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
    let repeated = best.ttc.is_some_and(|ttc| {
        figures.iter().filter(|f| f.amount == ttc.amount && !f.in_lines && ttc_role(f) > 0.3).count() > 1
    });
    let mut totals = Totals {
        ttc: best.ttc,
        ht: best.ht,
        vat: best.vat,
        outside: best.outside.map(|(pick, _)| pick),
        outside_is_deposit: best.outside.is_some_and(|(_, deposit)| deposit),
        grounds: Grounds { lead, repeated, ..best.grounds },
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
            if let (Some(ht), Some(vat)) = (totals.ht, totals.vat)
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
