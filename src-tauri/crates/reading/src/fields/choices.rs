//! Every choice of totals that the arithmetic allows, with what speaks for it.

use liasse_domain::{Amount, Country, VatLine, VatRate};

use super::labels::Concept;
use super::line_sets::LineSet;
use super::rates::{is_lawful, lawful, tolerance};
use super::roles::Figure;
use super::totals::{Grounds, Pick, Setting};

/// What it costs to leave a printed rate unexplained.
const LEFT_OUT: f32 = 4.0;

/// A choice under examination.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    pub ttc: Option<Pick>,
    pub ht: Option<Pick>,
    pub vat: Option<Pick>,
    pub outside: Option<(Pick, bool)>,
    pub set: Option<LineSet>,
    pub grounds: Grounds,
}

/// What totals are chosen from.
pub(super) struct Parts<'a> {
    pub figures: &'a [Figure],
    pub hts: Vec<Pick>,
    pub vats: Vec<Pick>,
    pub sets: Vec<LineSet>,
    pub setting: Setting,
}

/// Whether an amount is printed as a total only on the row of one rate: a row of the table of taxes closes by itself.
fn only_in_rate_row(figures: &[Figure], ttc: Pick, ht: Pick, vat: Pick) -> bool {
    let Some(own) = ttc.figure.and_then(|i| figures.get(i)).map(|figure| figure.row) else { return false };
    let bears = |amount: Amount| figures.iter().any(|f| f.row == own && f.amount == amount);
    let rated = figures.iter().any(|f| f.row == own && (f.rate.is_some() || f.role(Concept::Rate) >= 0.5));
    rated
        && bears(ht.amount)
        && bears(vat.amount)
        && !figures.iter().any(|f| f.row != own && f.amount == ttc.amount)
}

/// Whether a total without tax is printed with so many cents, what stands `outside` the tax included: under a label that
/// leaves no doubt, or under any where nothing but the arithmetic says that this is outside.
fn holds(hts: &[Pick], cents: i64, outside: Option<(Pick, bool)>) -> bool {
    let guessed = outside.is_some_and(|(pick, deposit)| !deposit && pick.role < 0.4);
    let floor = if guessed { 0.4 } else { 0.85 };
    hts.iter().any(|ht| ht.role >= floor && ht.amount.cents() == cents)
}

/// Whether what is missing of a total stands on the row of the base of its tax.
fn exempt_beside(figures: &[Figure], set: &LineSet, total: i64) -> bool {
    let exempt = total - set.base - set.tax;
    let bears = |row: usize, cents: i64| {
        figures.iter().any(|f| f.row == row && f.amount.cents() == cents && !f.in_lines)
    };
    exempt > 0
        && set.lines.len() == 1
        && figures.iter().any(|f| f.amount.cents() == set.base && !f.in_lines && bears(f.row, exempt))
}

pub(super) fn taxed(ttc: Pick, outside: Option<(Pick, bool)>, parts: &Parts, choices: &mut Vec<Choice>) {
    let Parts { figures, hts, vats, sets, setting } = parts;
    let extra = outside.map_or(0, |(pick, _)| pick.amount.cents());
    let total = ttc.amount.cents() - extra;
    if total <= 0 {
        return;
    }
    // What was paid repeats the total on a till's paper.
    let paid =
        setting.till && figures.iter().filter(|f| f.amount == ttc.amount && f.rate.is_none()).count() > 1;
    let repeated = figures.iter().filter(|f| f.amount == ttc.amount && !f.in_lines).count() > 1;
    let base_score = 2.0 * ttc.role + if paid { 1.2 } else { 0.0 }
        - outside.map_or(0.0, |(pick, deposit)| match (deposit, pick.role < 0.4) {
            (true, _) => 0.6,
            (false, false) => 0.1,
            // Nothing but the arithmetic says so, and that the whole is what was paid.
            (false, true) if repeated => -0.3,
            (false, true) => 1.5,
        });
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
            let (set, mut law, mut one_rate, lines_close) =
                law_of(ht.amount, vat.amount, sets, setting.country);
            if !one_rate
                && !lines_close
                && cash_discounted(figures, ht.amount, vat.amount, setting.country).is_some()
            {
                // The discount for prompt payment lessens the base and not the price (Belgian VAT code, art. 28, 1°): a
                // printed discount that explains both outweighs the sum that would be paid with it.
                (law, one_rate) = (4.0, true);
            }
            let grounds = Grounds { closes: true, lines_close, one_rate, ..Grounds::default() };
            let row = if only_in_rate_row(figures, ttc, *ht, *vat) { 3.5 } else { 0.0 };
            // `Total hors TVA (soumis + non soumis)`: what stands outside the tax is told to be within the total without it.
            let within = if extra > 0 && holds(hts, ht.amount.cents() + extra, outside) { 3.0 } else { 0.0 };
            add(Some(*ht), Some(*vat), set, grounds, 1.5 * (ht.role + vat.role) + 3.0 + law - row - within);
        }
    }
    // The lines of tax explain the total; totals of tax or base may be missing.
    for set in sets {
        let closes = (set.base + set.tax - total).abs() <= set.slack;
        let inside =
            !closes && set.lines.len() == 1 && set.lines.first().is_some_and(|line| inside(total, line));
        // On a till's paper some goods bear no tax: the tax that is printed is all there is.
        let partial = setting.till && set.left_out == 0 && set.base + set.tax < total;
        // `Non soumis 390,00   Soumis 51,36`: what bears no tax stands beside the base.
        let beside = !closes && !setting.till && set.printed && exempt_beside(figures, set, total);
        if !closes && !inside && !partial && !beside {
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
            + match (closes || beside, inside) {
                (true, _) => 2.2,
                (false, true) => 1.4,
                (false, false) => 0.8,
            }
            + if closes && set.printed && set.lines.len() > 1 { 0.8 } else { 0.0 }
            - if set.printed { 0.0 } else { 0.6 }
            - LEFT_OUT * set.left_out as f32
            - if extra > 0 && holds(hts, ht.cents() + extra, outside) { 3.0 } else { 0.0 }
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
        let rate = one_rate(ht, vat.amount, setting.country).or_else(|| rate_beside(figures, vat, ht));
        if let (true, Some(_)) = (vat.role > 0.4, rate) {
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
pub(super) fn untaxed(ttc: Pick, parts: &Parts, choices: &mut Vec<Choice>) {
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

/// The base and the rate of a tax that is reckoned on the total less a printed discount for payment in cash, which the
/// total still includes: such a discount is outside the base although it is only granted on payment (Belgian VAT code,
/// art. 28, 1°).
pub(super) fn cash_discounted(
    figures: &[Figure],
    ht: Amount,
    vat: Amount,
    country: Option<Country>,
) -> Option<(Amount, VatRate)> {
    let printed = |amount: Amount| figures.iter().any(|figure| figure.amount == amount && !figure.in_lines);
    figures
        .iter()
        .filter(|base| base.amount < ht && base.amount.cents() * 10 > ht.cents() * 9 && !base.in_lines)
        .filter(|base| printed(ht - base.amount))
        .find_map(|base| one_rate(base.amount, vat, country).map(|rate| (base.amount, rate)))
}

/// The rate printed beside a tax, where it leads from the base to it: on sales to another Member State the rate is that of
/// the customer's (Directive 2006/112/EC, art. 33).
fn rate_beside(figures: &[Figure], vat: &Pick, base: Amount) -> Option<VatRate> {
    let rate = vat.figure.and_then(|index| figures.get(index)).and_then(|figure| figure.rate)?;
    let near = (rate.tax_on(base).cents() - vat.amount.cents()).abs() <= tolerance(base).min(2);
    (rate != VatRate::ZERO && is_lawful(rate, None) && near).then_some(rate)
}

/// Basis points from which a rate is inferred from base and tax alone.
const LOWEST_INFERRED: u16 = 200;

/// The one lawful rate that leads from base to tax.
pub fn one_rate(ht: Amount, vat: Amount, country: Option<Country>) -> Option<VatRate> {
    if vat.cents() <= 0 || ht.cents() <= 0 {
        return None;
    }
    // The lowest rates (CGI art. 296, 297: overseas and Corsica) are on few papers, which print them: they are not inferred.
    let inferred = lawful(country).iter().filter(|points| **points == 0 || **points >= LOWEST_INFERRED);
    let all = inferred.filter_map(|points| VatRate::from_basis_points(*points));
    let mut fitting = all.filter(|rate| {
        *rate != VatRate::ZERO && (rate.tax_on(ht).cents() - vat.cents()).abs() <= tolerance(ht).min(2)
    });
    match (fitting.next(), fitting.next()) {
        (Some(rate), None) => Some(rate),
        // Small amounts fit several rates: the printed rate decides elsewhere.
        _ => None,
    }
}
