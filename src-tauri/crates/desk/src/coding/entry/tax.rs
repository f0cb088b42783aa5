//! The tax of a document: which accounts take it, and how much of it may be deducted.

use std::collections::BTreeMap;

use liasse_domain::{
    AccountCode, AccountPurpose, Amount, CardDefaults, Country, Date, Deductibility, FieldName, Flow,
    LineNote, Reading, ReverseChargeBase, ReverseChargeKind, VatAccount, VatExigibility, VatLine, VatRate,
    VatScheme, VatTreatment,
};

use super::cents::{apportion, cents_of_total_tax};
use super::draft::{Draft, label_of, settle_cents};
use super::payment::CASH_ROUNDING;
use super::{EntryFacts, EntryTrouble};
use crate::api::Message;
use crate::coding::{Allocation, is_outside_vat};

/// The tax that the paper charges: per rate where it was read so, else the total in one line. A cent by which the total
/// differs from its rates goes to the rate of the largest base.
pub fn charged_tax(reading: &Reading, scheme: VatScheme) -> Vec<VatLine> {
    if scheme != VatScheme::Standard {
        return Vec::new();
    }
    if !reading.vat_lines.is_empty() {
        let mut lines = reading.vat_lines.clone();
        if let Some(largest) = largest(&lines).and_then(|place| lines.get_mut(place)) {
            largest.amount += cents_of_total_tax(reading);
        }
        return lines;
    }
    match (reading.amount(FieldName::TotalVat), reading.amount(FieldName::TotalHt)) {
        (Some(amount), base) if !amount.is_zero() => {
            let base = base.unwrap_or(Amount::ZERO);
            let points = amount.ratio(10_000, base.cents()).and_then(|rate| u16::try_from(rate.cents()).ok());
            let rate = points.and_then(VatRate::from_basis_points).unwrap_or(VatRate::ZERO);
            vec![VatLine { rate, base, amount }]
        }
        _ => Vec::new(),
    }
}

/// The place of the rate with the largest base, among those that bear tax where there are any.
fn largest(lines: &[VatLine]) -> Option<usize> {
    (0..lines.len())
        .rev()
        .max_by_key(|place| lines.get(*place).map(|line| (line.rate != VatRate::ZERO, line.base.abs())))
}

/// The rate as it would have been, had the tax been computed on a rate in force: that of the total in one line is the
/// quotient of two rounded amounts.
fn nearest_rate(facts: &EntryFacts<'_>, line: &VatLine) -> VatRate {
    let on = tax_point(facts.reading);
    let rates = on.map(|on| facts.practice.settings.territory.rates(on)).unwrap_or_default();
    let fits = |rate: &&VatRate| (rate.tax_on(line.base) - line.amount).abs() <= Amount::from_cents(1);
    match rates.iter().find(fits) {
        Some(rate) if !line.base.is_zero() => *rate,
        _ => line.rate,
    }
}

/// The day whose rates apply: delivery where it was read, else issue (art. 269 CGI; art. 16, 22 CTVA).
pub fn tax_point(reading: &Reading) -> Option<Date> {
    reading.date(FieldName::DeliveryDate).or_else(|| reading.date(FieldName::IssueDate))
}

/// The card's say.
fn card<'a>(facts: &EntryFacts<'a>) -> Option<&'a CardDefaults> {
    facts.third_party.map(|party| &party.defaults)
}

/// What is booked to a VAT account, and why there.
struct Chosen {
    code: AccountCode,
    waiting: Option<AccountCode>,
    share: Option<Deductibility>,
}

fn plain(code: AccountCode) -> Chosen {
    Chosen { code, waiting: None, share: None }
}
fn of_list(account: &VatAccount) -> Chosen {
    Chosen { code: account.code.clone(), waiting: account.waiting.clone(), share: account.deductible }
}

/// The account of a charged tax: the card's, where its rate is the paper's; else the list's of that rate; else the client
/// file's. What the paper charges goes before what the card says, and the override is told.
fn account_of_rate(facts: &EntryFacts<'_>, rate: VatRate, asset: bool, choices: &mut Vec<Message>) -> Chosen {
    let default = match facts.flow {
        Flow::Purchases => &facts.client_file.accounts.purchase_vat,
        Flow::Sales => &facts.client_file.accounts.sales_vat,
    };
    let told =
        |code: &str, account: &AccountCode| Message::new(code).with("account", account).with("rate", rate);
    let list = &facts.practice.vat_accounts;
    let charged: Vec<&VatAccount> = list
        .iter()
        .filter(|account| account.flow == facts.flow && account.treatment == VatTreatment::Charged)
        .collect();
    if asset {
        let code = facts.practice.account_or(AccountPurpose::AssetVat, facts.chart, default);
        if code != *default {
            choices.push(told("vat_account_of_assets", &code));
            let known = charged.iter().find(|account| account.code == code);
            return known.map_or_else(|| plain(code.clone()), |account| of_list(account));
        }
    }
    if let Some(code) = card(facts).and_then(|card| card.vat_account.as_ref()) {
        match list.iter().find(|account| account.code == *code && account.flow == facts.flow) {
            None => {
                choices.push(told("vat_account_by_card", code));
                return plain(code.clone());
            }
            Some(account) if account.treatment != VatTreatment::Charged => {
                choices.push(told("vat_account_card_reverse_charge", code));
            }
            Some(account) if account.rate.is_none_or(|own| own == rate) => {
                choices.push(told("vat_account_by_card", code));
                return of_list(account);
            }
            Some(account) => {
                let own = account.rate.map(|rate| rate.to_string()).unwrap_or_default();
                choices.push(told("vat_account_card_overridden", code).with("card_rate", own));
            }
        }
    }
    let of_rate = charged
        .iter()
        .filter(|account| account.rate == Some(rate))
        .min_by_key(|account| (account.code != *default, account.code.clone()));
    match of_rate {
        Some(account) => {
            choices.push(told("vat_account_by_rate", &account.code));
            of_list(account)
        }
        None => {
            choices.push(told("vat_account_by_default", default));
            charged
                .iter()
                .find(|account| account.code == *default)
                .map_or_else(|| plain(default.clone()), |account| of_list(account))
        }
    }
}

/// The account and label under which a rate's tax was booked before: that of an advance.
pub(super) fn usual_account(facts: &EntryFacts<'_>, rate: VatRate) -> (AccountCode, String) {
    let code = account_of_rate(facts, rate, false, &mut Vec::new()).code;
    let label = vat_label(facts, &code, rate);
    (code, label)
}

/// The share of its tax that may be deducted: what the user said of the line, then the supplier's card, then the rule of
/// the account, then the VAT account.
fn share(
    facts: &EntryFacts<'_>,
    line: &Allocation,
    account: &AccountCode,
    vat: Option<Deductibility>,
) -> (Deductibility, &'static str) {
    let by_account = || facts.practice.share_of(account);
    match (line.deductible, card(facts).and_then(|card| card.deductible)) {
        _ if facts.flow == Flow::Sales => (Deductibility::FULL, ""),
        (Some(share), _) => (share, "share_by_user"),
        (None, Some(share)) => (share, "share_by_card"),
        (None, None) => match (by_account(), vat) {
            (Some(share), _) => (share, "share_by_account"),
            (None, Some(share)) => (share, "share_by_vat_account"),
            (None, None) => (Deductibility::FULL, ""),
        },
    }
}

/// Whether the tax on this document waits for its payment, and who says so.
fn exigibility(facts: &EntryFacts<'_>) -> (VatExigibility, Option<&'static str>) {
    match (card(facts).and_then(|card| card.exigibility), facts.flow) {
        (Some(said), _) => (said, Some("exigibility_by_card")),
        (None, Flow::Sales) => (facts.practice.settings.sales_exigibility, None),
        (None, Flow::Purchases) => (VatExigibility::Debits, None),
    }
}

/// The allocations whose base a rate's tax was charged on: those of the rate, else those of none, else all.
fn bearers(allocations: &[Allocation], rate: VatRate) -> Vec<usize> {
    let taxable = |line: &Allocation| !is_outside_vat(&line.reason);
    let of = |test: &dyn Fn(&Allocation) -> bool| -> Vec<usize> {
        (0..allocations.len()).filter(|place| allocations.get(*place).is_some_and(test)).collect()
    };
    let own = of(&|line| line.rate == Some(rate));
    let unsaid = || of(&|line| line.rate.is_none() && taxable(line));
    let any = || of(&taxable);
    [own, unsaid(), any()].into_iter().find(|found| !found.is_empty()).unwrap_or_else(|| of(&|_| true))
}

/// Class 2 of the chart, in France and in Belgium: fixed assets.
fn is_asset(account: &AccountCode) -> bool {
    account.starts_with("2")
}

/// The expenses or revenues with the tax that may not be deducted, and the taxes.
pub(super) fn base_and_tax(
    facts: &EntryFacts<'_>,
    choices: &mut Vec<Message>,
) -> Result<Vec<Draft>, EntryTrouble> {
    let charged = charged_tax(facts.reading, facts.scheme);
    let mut bases = Vec::with_capacity(facts.allocations.len());
    for line in facts.allocations {
        let account = line.account.clone().ok_or(EntryTrouble::AccountMissing)?;
        let label = label_of(facts.chart, &account, "");
        let axes = card(facts).map_or_else(|| line.axes.clone(), |card| line.axes.or(&card.axes));
        bases.push(Draft { axes, is_base: true, ..Draft::new(account, label, line.amount) });
    }
    let mut taxes = Vec::new();
    let by_total = if facts.reading.vat_lines.is_empty() { None } else { largest(&charged) };
    for (place, vat) in charged.iter().enumerate().filter(|(_, vat)| !vat.amount.is_zero()) {
        let rate = if facts.reading.vat_lines.is_empty() { nearest_rate(facts, vat) } else { vat.rate };
        let places = bearers(facts.allocations, vat.rate);
        let weights: Vec<Amount> =
            places.iter().filter_map(|place| facts.allocations.get(*place)).map(|line| line.amount).collect();
        let mut deductible: BTreeMap<bool, Amount> = BTreeMap::new();
        let accounts: [Option<Chosen>; 2] = {
            let asset = |place: &usize| bases.get(*place).is_some_and(|base| is_asset(&base.account));
            let chosen = |wanted: bool, choices: &mut Vec<Message>| {
                places
                    .iter()
                    .any(|place| asset(place) == wanted)
                    .then(|| account_of_rate(facts, rate, wanted, choices))
            };
            [chosen(false, choices), chosen(true, choices)]
        };
        for (place, part) in places.iter().zip(apportion(vat.amount, &weights)) {
            let (Some(line), Some(base)) = (facts.allocations.get(*place), bases.get_mut(*place)) else {
                continue;
            };
            let asset = is_asset(&base.account);
            let of_account = accounts.get(usize::from(asset)).and_then(|chosen| chosen.as_ref()?.share);
            let (share, why) = share(facts, line, &base.account, of_account);
            let kept = part.ratio(i64::from(share.percent()), 100).unwrap_or(part);
            if share != Deductibility::FULL {
                choices.push(Message::new(why).with("account", &base.account).with("share", share));
            }
            *deductible.entry(asset).or_insert(Amount::ZERO) += kept;
            not_deductible(base, share, part - kept);
        }
        for (asset, amount) in deductible {
            let Some(Some(chosen)) = accounts.get(usize::from(asset)) else { continue };
            let mut drafts = tax_drafts(facts, chosen, rate, amount, choices);
            let cents = cents_of_total_tax(facts.reading);
            if let Some(draft) = drafts.last_mut().filter(|_| Some(place) == by_total && !cents.is_zero()) {
                draft.notes.push(LineNote::RoundingCent { cents });
            }
            taxes.extend(drafts);
        }
    }
    bases.extend(taxes);
    Ok(bases)
}

/// Makes the tax that may not be deducted part of the expense (art. 206 annexe II CGI; art. 45 CTVA).
fn not_deductible(base: &mut Draft, share: Deductibility, tax: Amount) {
    if tax.is_zero() {
        return;
    }
    base.amount += tax;
    base.notes.push(LineNote::NotDeductible { share, tax });
}

/// How much of a tax waits for a later payment: nothing of what was paid on the spot, or by a person who is to be paid back;
/// of a document that was paid in part, the part that the rest bears.
fn waiting_part(facts: &EntryFacts<'_>, amount: Amount) -> Amount {
    let EntryFacts { circumstances, reading, .. } = facts;
    if exigibility(facts).0 != VatExigibility::Payments || circumstances.person.is_some() {
        return Amount::ZERO;
    }
    let Some(paid) = &circumstances.paid else { return amount };
    let deposit = reading.amount(FieldName::DepositAmount).unwrap_or(Amount::ZERO);
    let owed = reading.amount(FieldName::TotalTtc).map(|total| (total + deposit).abs());
    let given = paid.amount.map(Amount::abs).filter(|_| circumstances.exchange.is_none());
    match (owed, given) {
        (Some(owed), Some(given)) if owed - given > CASH_ROUNDING => {
            amount.ratio((owed - given).cents(), owed.cents()).unwrap_or(Amount::ZERO)
        }
        _ => Amount::ZERO,
    }
}

/// The lines of a charged tax: what is due now, and what waits for the payment on the waiting account.
fn tax_drafts(
    facts: &EntryFacts<'_>,
    chosen: &Chosen,
    rate: VatRate,
    amount: Amount,
    choices: &mut Vec<Message>,
) -> Vec<Draft> {
    let due = |amount| {
        let label = vat_label(facts, &chosen.code, rate);
        Draft::new(chosen.code.clone(), label, amount)
    };
    let later = waiting_part(facts, amount);
    let why = exigibility(facts).1;
    let purpose = match facts.flow {
        Flow::Purchases => AccountPurpose::PurchaseVatWaiting,
        Flow::Sales => AccountPurpose::SalesVatWaiting,
    };
    let waiting = || chosen.waiting.clone().or_else(|| facts.practice.settings.account(purpose));
    match (!later.is_zero()).then(waiting).flatten() {
        Some(account) => {
            choices.push(Message::new(why.unwrap_or("exigibility_by_settings")).with("account", &account));
            let label = vat_label(facts, &account, rate);
            let then = due(Amount::ZERO);
            let note = LineNote::WaitsForPayment { account: Some(then.account), label: then.account_label };
            let waits = Draft::new(account, label, later).noted(note);
            [due(amount - later), waits].into_iter().filter(|draft| !draft.amount.is_zero()).collect()
        }
        None => vec![due(amount)],
    }
}

/// The label of a VAT account, with the rate where it does not tell it.
fn vat_label(facts: &EntryFacts<'_>, account: &AccountCode, rate: VatRate) -> String {
    let (whole, part) = (rate.basis_points() / 100, rate.basis_points() % 100);
    let percent = match part {
        0 => format!("{whole} %"),
        part if part % 10 == 0 => format!("{whole},{} %", part / 10),
        part => format!("{whole},{part:02} %"),
    };
    let label = label_of(facts.chart, account, "TVA");
    if label.contains('%') { label } else { format!("{label} {percent}") }
}

/// Why the customer owes the tax: the paper, else the card, else what the scheme usually stands for.
fn reverse_charge_kind(facts: &EntryFacts<'_>) -> (ReverseChargeKind, &'static str) {
    let read = facts.reading.text(FieldName::ReverseCharge).and_then(ReverseChargeKind::from_code);
    if let Some(kind) = read {
        return (kind, "reverse_charge_by_paper");
    }
    if let Some(kind) = card(facts).and_then(|card| card.reverse_charge) {
        return (kind, "reverse_charge_by_card");
    }
    let belgian = facts.client_file.country == Country::BE;
    let kind = match (facts.scheme, belgian) {
        (VatScheme::Intracom, _) => ReverseChargeKind::IntraEuGoods,
        (_, true) => ReverseChargeKind::BelgianCoContractor,
        (_, false) => ReverseChargeKind::Domestic,
    };
    (kind, "reverse_charge_by_default")
}

/// The accounts of a reverse charge: the card's VAT account, else the list's of this kind and rate, else those of the
/// client file's settings.
fn reverse_charge_accounts(
    facts: &EntryFacts<'_>,
    kind: ReverseChargeKind,
    rate: VatRate,
) -> (AccountCode, AccountCode) {
    let treatment = VatTreatment::ReverseCharge(kind);
    let fits = |account: &&VatAccount| {
        account.flow == Flow::Purchases
            && account.rate.is_none_or(|own| own == rate)
            && account.counterpart.is_some()
    };
    let list = &facts.practice.vat_accounts;
    let by_card = card(facts)
        .and_then(|card| card.vat_account.as_ref())
        .and_then(|code| list.iter().filter(fits).find(|account| account.code == *code))
        .filter(|account| account.treatment != VatTreatment::Charged);
    let known = by_card.or_else(|| list.iter().filter(fits).find(|account| account.treatment == treatment));
    if let Some((account, due)) = known.and_then(|account| Some((account, account.counterpart.clone()?))) {
        return (account.code.clone(), due);
    }
    use AccountPurpose as P;
    let (deductible, due) = match kind {
        ReverseChargeKind::IntraEuGoods => (P::IntraEuDeductible, None),
        ReverseChargeKind::IntraEuServices => (P::IntraEuDeductible, Some(P::IntraEuServicesDue)),
        ReverseChargeKind::Import => (P::ImportDeductible, Some(P::ImportDue)),
        _ => (P::DomesticDeductible, Some(P::DomesticDue)),
    };
    let accounts = &facts.client_file.accounts;
    let or = |purpose, otherwise| facts.practice.account_or(purpose, facts.chart, otherwise);
    (
        or(deductible, &accounts.purchase_vat),
        due.map_or_else(|| accounts.reverse_charge_vat.clone(), |due| or(due, &accounts.reverse_charge_vat)),
    )
}

/// The rate of a reverse charge where no line says one: the card's VAT account's, else the standard one on the day.
fn reverse_charge_rate(facts: &EntryFacts<'_>) -> VatRate {
    let by_card = card(facts).and_then(|card| card.vat_account.as_ref()).and_then(|code| {
        let list = facts.practice.vat_accounts.iter();
        list.filter(|account| account.treatment != VatTreatment::Charged)
            .find(|account| account.code == *code)?
            .rate
    });
    let standard = || tax_point(facts.reading).map(|on| facts.practice.settings.territory.standard_rate(on));
    by_card.or_else(standard).unwrap_or(VatRate::ZERO)
}

/// The tax that the customer owes, on both sides, and what of it may not be deducted (art. 283 CGI; art. 51 CTVA). The
/// drafts are in euros by now: the base is converted before the tax is computed (art. 266-1 bis CGI).
pub(super) fn reverse_charge(facts: &EntryFacts<'_>, drafts: &mut Vec<Draft>, choices: &mut Vec<Message>) {
    let owed = matches!(facts.scheme, VatScheme::ReverseCharge | VatScheme::Intracom);
    if !owed || facts.flow != Flow::Purchases {
        return;
    }
    let (kind, why) = reverse_charge_kind(facts);
    let usual = reverse_charge_rate(facts);
    let whole = card(facts).is_some_and(|card| card.reverse_charge_base == ReverseChargeBase::Total);
    // The bases stand first, in the order of the allocations.
    let mut by_rate: BTreeMap<VatRate, Vec<usize>> = BTreeMap::new();
    for (place, line) in facts.allocations.iter().enumerate() {
        if whole || !is_outside_vat(&line.reason) {
            let rate = line.rate.filter(|rate| *rate != VatRate::ZERO).unwrap_or(usual);
            by_rate.entry(rate).or_default().push(place);
        }
    }
    let nets: Vec<Amount> = drafts.iter().map(|draft| draft.amount).collect();
    let mut taxes = Vec::new();
    for (rate, places) in by_rate {
        let weights: Vec<Amount> = places.iter().filter_map(|place| nets.get(*place)).copied().collect();
        let due = rate.tax_on(weights.iter().copied().sum());
        if due.is_zero() {
            continue;
        }
        let (account, counterpart) = reverse_charge_accounts(facts, kind, rate);
        let note = LineNote::ReverseCharge { why: kind, rate };
        let told = Message::new(why).with("why", kind.code()).with("rate", rate).with("account", &account);
        choices.push(told.with("counterpart", &counterpart));
        let mut deductible = Amount::ZERO;
        for (place, part) in places.iter().zip(apportion(due, &weights)) {
            let (Some(line), Some(base)) = (facts.allocations.get(*place), drafts.get_mut(*place)) else {
                continue;
            };
            let (share, why) = share(facts, line, &base.account, None);
            if share != Deductibility::FULL {
                choices.push(Message::new(why).with("account", &base.account).with("share", share));
            }
            let kept = part.ratio(i64::from(share.percent()), 100).unwrap_or(part);
            deductible += kept;
            not_deductible(base, share, part - kept);
        }
        let label = vat_label(facts, &account, rate);
        taxes.push(Draft::new(account, label, deductible).noted(note.clone()));
        let label = vat_label(facts, &counterpart, rate);
        taxes.push(Draft::new(counterpart, label, -due).noted(note));
    }
    drafts.extend(taxes);
}

/// Closes the cents by which expenses and tax miss the total.
pub(super) fn close(facts: &EntryFacts<'_>, drafts: &mut [Draft], total: Amount) {
    let bases = facts.allocations.len();
    let sum: Amount = drafts.iter().map(|draft| draft.amount).sum();
    settle_cents(drafts.get_mut(..bases).unwrap_or_default(), total - sum);
}
