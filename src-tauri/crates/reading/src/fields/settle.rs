//! What is to be paid: deposits on packaging and payments already made around the total with tax.

use liasse_domain::{Amount, LineItem};

use super::labels::Concept;
use super::roles::Figure;
use super::totals::{Pick, Totals};

/// What remains to be paid, and what leads to it.
#[derive(Debug, Clone, Default)]
pub struct Settlement {
    /// To be paid.
    pub due: Option<Pick>,
    /// Already paid.
    pub prepaid: Option<Pick>,
    /// Deposits on packaging.
    pub deposit: Option<Pick>,
    /// Whether the parts sum to what is printed as due.
    pub closes: bool,
}

impl Settlement {
    /// Takes back a deposit that is one of the lines of which the total is the sum.
    pub fn without_sold(&mut self, items: &[LineItem], totals: &Totals) {
        let sold = |deposit: &Pick| items.iter().any(|item| item.amount == Some(deposit.amount));
        if self.deposit.is_some_and(|deposit| sold(&deposit)) && self.prepaid.is_none() {
            self.deposit = None;
            self.due = totals.ttc;
            self.closes = true;
        }
    }
}

fn best(figures: &[Figure], concept: Concept, floor: f32) -> Vec<Pick> {
    let mut picks: Vec<Pick> = figures
        .iter()
        .enumerate()
        .filter(|(_, figure)| figure.role(concept) >= floor && !figure.in_lines)
        .map(|(index, figure)| Pick {
            amount: figure.amount,
            figure: Some(index),
            role: figure.role(concept),
        })
        .collect();
    picks.sort_by(|a, b| b.role.total_cmp(&a.role));
    picks
}

/// Settles. `till`: on a receipt, what was paid is no prepayment.
pub fn settle(figures: &[Figure], totals: &mut Totals, till: bool) -> Settlement {
    let mut settlement = Settlement::default();
    let Some(ttc) = totals.ttc else { return settlement };
    if let (true, Some(outside), Some(ht), Some(vat)) =
        (totals.outside_is_deposit, totals.outside, totals.ht, totals.vat)
    {
        // The printed total includes the deposit: outside it, by the law that deposits bear no tax.
        let bare = ht.amount + vat.amount;
        settlement.deposit = Some(outside);
        settlement.due = Some(ttc);
        settlement.closes = true;
        let printed = figures.iter().position(|f| f.amount == bare && !f.in_lines);
        totals.ttc = Some(Pick { amount: bare, figure: printed, role: ttc.role });
        return settlement;
    }
    if till {
        settlement.due = Some(ttc);
        settlement.closes = true;
        // `Totaal goederen 108,41`, `Totaal leeggoed 27,60`, `TE BETALEN 136,01`.
        let dues = best(figures, Concept::Due, 0.5);
        let empties = best(figures, Concept::Deposit, 0.85);
        let added =
            |due: &Pick| empties.iter().find(|empty| ttc.amount + empty.amount == due.amount).copied();
        if let Some((due, empties)) = dues.iter().find_map(|due| Some((*due, added(due)?))) {
            (settlement.due, settlement.deposit) = (Some(due), Some(empties));
        }
        return settlement;
    }
    let dues = best(figures, Concept::Due, 0.5);
    // `Net à payer TTC` below the total and its deposits.
    let sums = best(figures, Concept::Ttc, 0.5).into_iter().filter(|sum| sum.amount > ttc.amount);
    let sums: Vec<Pick> = dues.iter().copied().chain(sums).collect();
    let mut prepaids = best(figures, Concept::Prepaid, 0.45);
    // `Facture précédente 92,14`, `Votre paiement reçu − 92,14`: it paid the other invoice.
    let of_another = |amount: Amount| figures.iter().any(|f| f.amount == amount && f.is_elsewhere());
    prepaids.retain(|pick| !pick.amount.is_zero() && pick.amount <= ttc.amount && !of_another(pick.amount));
    let deposits = deposits(figures);
    let total = ttc.amount.cents();
    // What remains after an announced payment is what is to be paid, whatever stands over it: `Montant 316,23`.
    let rests = prepaids.iter().filter(|prepaid| prepaid.role >= 0.85).filter_map(|prepaid| {
        let rest = |f: &Figure| f.amount + prepaid.amount == ttc.amount && !f.in_lines && !f.amount.is_zero();
        let index = figures.iter().position(rest)?;
        Some(Pick { amount: figures.get(index)?.amount, figure: Some(index), role: 0.5 })
    });
    let sums: Vec<Pick> = sums.into_iter().chain(rests).collect();
    let none = [None];
    let options = |picks: &[Pick]| picks.iter().copied().map(Some).chain(none).collect::<Vec<_>>();
    // A guarantee held back.
    let held = figures.iter().filter(|f| f.role(Concept::Retained) > 0.3 && !f.amount.is_zero());
    for held in held.map(|figure| figure.amount) {
        if let Some(due) = dues.iter().find(|due| due.amount + held == ttc.amount) {
            return Settlement { due: Some(*due), closes: true, ..settlement };
        }
    }
    // The parts that lead from the total to a printed amount due.
    for due in &sums {
        for deposit in options(&deposits) {
            for prepaid in options(&prepaids) {
                if deposit.is_none() && prepaid.is_none() {
                    continue;
                }
                let cents = |pick: Option<Pick>| pick.map_or(0, |p| p.amount.cents());
                let plain = total + cents(deposit) - cents(prepaid);
                let returned = total - cents(deposit) - cents(prepaid);
                if due.amount.cents() == plain || (deposit.is_some() && due.amount.cents() == returned) {
                    return Settlement { due: Some(*due), prepaid, deposit, closes: true };
                }
            }
        }
    }
    if let Some(due) = dues.iter().find(|due| due.amount == ttc.amount) {
        return Settlement { due: Some(*due), closes: true, ..settlement };
    }
    let strong = |picks: &[Pick]| picks.iter().find(|pick| pick.role >= 0.85).copied();
    settlement.prepaid = strong(&prepaids).filter(|pick| pick.amount < ttc.amount);
    settlement.deposit = strong(&deposits);
    // A scrap of a number is no amount due.
    let likely = |due: &Pick| due.amount.is_zero() || due.amount.cents() * 20 > ttc.amount.cents();
    if let Some(due) = dues.iter().find(|due| due.role >= 0.85 && due.figure != ttc.figure && likely(due)) {
        settlement.due = Some(*due);
        let gap = due.amount.cents() - total;
        let explained = figures.iter().position(|f| f.amount.cents() == gap.abs() && !f.in_lines);
        if let (Some(index), None) = (explained, settlement.prepaid) {
            let pick = Pick { amount: Amount::from_cents(gap.abs()), figure: Some(index), role: 0.5 };
            if gap < 0 {
                settlement.prepaid = Some(pick);
            }
        }
        return settlement;
    }
    let cents = total + settlement.deposit.map_or(0, |p| p.amount.cents())
        - settlement.prepaid.map_or(0, |p| p.amount.cents());
    let figure = if cents == total { ttc.figure } else { None };
    settlement.closes = settlement.deposit.is_none() && settlement.prepaid.is_none();
    settlement.due = Some(Pick { amount: Amount::from_cents(cents), figure, role: ttc.role });
    settlement
}

/// Deposits: labelled totals, then the sums of their lines (returns count against them).
fn deposits(figures: &[Figure]) -> Vec<Pick> {
    // `Consignes (hors TVA)  0,00`: as many came back as went out.
    let mut totalled = figures.iter().filter(|f| f.role(Concept::Deposit) >= 0.85 && !f.in_lines).peekable();
    if totalled.peek().is_some() && totalled.all(|figure| figure.amount.is_zero()) {
        return Vec::new();
    }
    let mut picks = best(figures, Concept::Deposit, 0.5);
    let signed: Vec<i64> = figures
        .iter()
        .filter(|f| f.role(Concept::Deposit) >= 0.5)
        .map(|f| if f.negative { -f.amount.cents() } else { f.amount.cents() })
        .collect();
    // The last amount of each row is the line's amount; quantities and prices stand before it.
    let mut last_of_row: Vec<(usize, i64)> = Vec::new();
    for (figure, cents) in figures
        .iter()
        .filter(|f| f.role(Concept::Deposit) >= 0.1)
        .map(|f| (f, if f.negative { -f.amount.cents() } else { f.amount.cents() }))
    {
        match last_of_row.last_mut().filter(|(row, _)| *row == figure.row) {
            Some(entry) => entry.1 = cents,
            None => last_of_row.push((figure.row, cents)),
        }
    }
    for sum in [last_of_row.iter().map(|(_, cents)| cents).sum::<i64>(), signed.iter().sum()] {
        if sum != 0 {
            picks.push(Pick { amount: Amount::from_cents(sum.abs()), figure: None, role: 0.5 });
        }
    }
    picks
}
