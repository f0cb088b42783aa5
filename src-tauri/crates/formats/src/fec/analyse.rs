//! What last year's entries teach: the chart, the third parties, and what each of them is booked to.

use std::collections::{BTreeMap, HashMap, HashSet};

use liasse_domain::{Amount, ThirdPartyKind};

use super::conventions::{
    collective, common_prefix, folded_accounts, is_intra_eu, is_opening, kind_of, name_by_code, nature,
};
use super::header::Column;
use super::read::{Fec, Fields};
use super::summary::{
    AccountUse, Counterpart, FecSummary, FecThirdParty, JournalTally, JournalUse, TaxHabit,
};

/// Line of an entry, shortened to what the analysis needs. The numbers are those of [`Interner`].
#[derive(Debug, Clone, Copy)]
struct Posting {
    account: u32,
    third_party: Option<u32>,
    piece: u32,
    /// Debit less credit, in cents.
    net: i64,
}

/// Texts that come back on line after line, numbered.
#[derive(Default)]
struct Interner<'a> {
    numbers: HashMap<&'a str, u32>,
    texts: Vec<&'a str>,
}

impl<'a> Interner<'a> {
    fn number(&mut self, text: &'a str) -> u32 {
        *self.numbers.entry(text).or_insert_with(|| {
            self.texts.push(text);
            u32::try_from(self.texts.len() - 1).unwrap_or(u32::MAX)
        })
    }
    fn text(&self, number: u32) -> &'a str {
        self.texts.get(number as usize).copied().unwrap_or_default()
    }
}

#[derive(Default)]
struct Party<'a> {
    kind: Option<ThirdPartyKind>,
    auxiliary: &'a str,
    collective: &'a str,
    label: &'a str,
    lines: u32,
    total: u32,
    counterparts: HashMap<u32, (u32, i64)>,
    tax: TaxHabit,
    untaxed: HashMap<u32, (u32, i64)>,
}

/// Analyses a FEC.
///
/// A third party's counterparts are the accounts of class 2 or 6 (suppliers) or 7 (customers) on the other side of the
/// same entry, each counted once an entry: VAT, banks and the like have other classes, a payment has the expense on the
/// same side, and opening entries are left out. The accounts of VAT tell how the entry bore the tax. In an entry with several third parties, the lines go together by piece.
pub fn analyse(fec: &Fec) -> FecSummary {
    let folded = folded_accounts(fec);
    let mut tables = Tables::default();
    let mut entries: HashMap<(&str, &str), Vec<Posting>> = HashMap::new();
    let mut current: Option<((&str, &str), Vec<Posting>)> = None;
    fec.visit(|row| {
        let posting = tables.take(row, &folded);
        let key = (row.get(Column::JournalCode), row.get(Column::EcritureNum));
        // The lines of an entry mostly follow each other: the map is asked once an entry.
        match &mut current {
            Some((last, postings)) if *last == key => postings.push(posting),
            _ => {
                if let Some((last, postings)) = current.take() {
                    entries.entry(last).or_default().extend(postings);
                }
                current = Some((key, vec![posting]));
            }
        }
    });
    if let Some((last, postings)) = current {
        entries.entry(last).or_default().extend(postings);
    }
    tables.summary.entries = u32::try_from(entries.len()).unwrap_or(u32::MAX);
    for ((journal, _), postings) in &entries {
        tables.learn(journal, postings);
    }
    tables.finish()
}

#[derive(Default)]
struct Tables<'a> {
    accounts: Interner<'a>,
    pieces: Interner<'a>,
    uses: Vec<AccountTally<'a>>,
    parties: Vec<Party<'a>>,
    party_numbers: HashMap<(ThirdPartyKind, &'a str), u32>,
    journals: BTreeMap<&'a str, (&'a str, u32, JournalTally)>,
    summary: FecSummary,
}

#[derive(Default, Clone, Copy)]
struct AccountTally<'a> {
    label: &'a str,
    lines: u32,
    debit: Amount,
    credit: Amount,
}

impl<'a> Tables<'a> {
    fn take(&mut self, row: &Fields<'a, '_>, folded: &HashSet<String>) -> Posting {
        let (code, auxiliary) = (row.get(Column::CompteNum), row.get(Column::CompAuxNum));
        let (account_label, date) = (row.get(Column::CompteLib), row.date());
        let kind = kind_of(code);
        let is_folded = kind.is_some() && auxiliary.is_empty() && folded.contains(code);
        let collective = if is_folded { code.get(..3).unwrap_or_default() } else { code };
        let account = self.accounts.number(collective);
        if self.uses.len() <= account as usize {
            self.uses.resize(account as usize + 1, AccountTally::default());
        }
        if let Some(tally) = self.uses.get_mut(account as usize) {
            tally.lines += 1;
            tally.debit += row.debit();
            tally.credit += row.credit();
            if !account_label.is_empty() {
                tally.label = account_label;
            }
        }
        self.summary.rows += 1;
        self.summary.total += row.debit();
        let (first, last) = self.summary.period.unwrap_or((date, date));
        self.summary.period = Some((first.min(date), last.max(date)));
        let journal = self.journals.entry(row.get(Column::JournalCode)).or_default();
        journal.0 = row.get(Column::JournalLib);
        journal.1 += 1;
        let third_party = match kind {
            Some(kind) if is_folded => Some(self.party(kind, code, collective, account_label)),
            Some(kind) if !auxiliary.is_empty() => {
                Some(self.party(kind, auxiliary, collective, row.get(Column::CompAuxLib)))
            }
            _ => None,
        };
        let net = row.debit().cents().saturating_sub(row.credit().cents());
        Posting { account, third_party, piece: self.pieces.number(row.get(Column::PieceRef)), net }
    }

    fn party(
        &mut self,
        kind: ThirdPartyKind,
        auxiliary: &'a str,
        collective: &'a str,
        label: &'a str,
    ) -> u32 {
        let number = *self.party_numbers.entry((kind, auxiliary)).or_insert_with(|| {
            self.parties.push(Party { kind: Some(kind), auxiliary, ..Party::default() });
            u32::try_from(self.parties.len() - 1).unwrap_or(u32::MAX)
        });
        if let Some(party) = self.parties.get_mut(number as usize) {
            party.lines += 1;
            if !label.is_empty() {
                party.label = label;
            }
            if party.collective.is_empty() {
                party.collective = collective;
            }
        }
        number
    }

    /// Counts the counterparts of one entry, and what its journal is for.
    fn learn(&mut self, journal: &'a str, postings: &[Posting]) {
        let class = |posting: &Posting| self.accounts.text(posting.account).as_bytes().first().copied();
        let starts = |prefix: &str| {
            postings.iter().any(|posting| self.accounts.text(posting.account).starts_with(prefix))
        };
        let label = self.journals.get(journal).map(|(label, ..)| *label).unwrap_or_default();
        let opening = is_opening(journal, label);
        if let Some((_, _, tally)) = self.journals.get_mut(journal) {
            match (opening, starts("51") || starts("53"), starts("40"), starts("41")) {
                (true, ..) => tally.opening += 1,
                (_, true, ..) => tally.bank += 1,
                (_, _, true, false) if postings.iter().any(|p| matches!(class(p), Some(b'2' | b'6'))) => {
                    tally.purchases += 1;
                }
                (_, _, false, true) if postings.iter().any(|p| class(p) == Some(b'7')) => tally.sales += 1,
                _ => tally.other += 1,
            }
        }
        if opening {
            return;
        }
        let mut parties: Vec<u32> = postings.iter().filter_map(|posting| posting.third_party).collect();
        parties.sort_unstable();
        parties.dedup();
        match parties.as_slice() {
            [] => {}
            [party] => self.count(*party, postings),
            _ => {
                let mut pieces: BTreeMap<u32, Vec<Posting>> = BTreeMap::new();
                for posting in postings {
                    pieces.entry(posting.piece).or_default().push(*posting);
                }
                for piece in pieces.values() {
                    let mut parties = piece.iter().filter_map(|posting| posting.third_party);
                    let Some(party) = parties.next() else { continue };
                    if parties.all(|other| other == party) {
                        self.count(party, piece);
                    }
                }
            }
        }
    }

    fn count(&mut self, number: u32, postings: &[Posting]) {
        let Some(party) = self.parties.get_mut(number as usize) else { return };
        let classes: &[u8] = match party.kind {
            Some(ThirdPartyKind::Customer) => b"7",
            _ => b"26",
        };
        let net: i64 = postings
            .iter()
            .filter(|posting| posting.third_party == Some(number))
            .fold(0, |sum, posting| sum.saturating_add(posting.net));
        if net == 0 && postings.iter().all(|posting| posting.third_party == Some(number)) {
            return;
        }
        let mut seen: Vec<(u32, i64)> = Vec::new();
        for posting in postings {
            let account = self.accounts.text(posting.account);
            let first = account.as_bytes().first().copied();
            // An entry that is paid at once leaves the third party at zero: then any side counts.
            let opposite = net == 0 || (net > 0) != (posting.net > 0);
            if posting.net == 0 || !opposite || !first.is_some_and(|class| classes.contains(&class)) {
                continue;
            }
            match seen.iter_mut().find(|(other, _)| *other == posting.account) {
                Some((_, amount)) => *amount = amount.saturating_add(posting.net.saturating_abs()),
                None => seen.push((posting.account, posting.net.saturating_abs())),
            }
        }
        if seen.is_empty() {
            return;
        }
        party.total += 1;
        let taxes = || {
            let of_vat = |posting: &&Posting| self.accounts.text(posting.account).starts_with("445");
            postings.iter().filter(of_vat).filter(|posting| posting.net != 0)
        };
        let label =
            |posting: &Posting| self.uses.get(posting.account as usize).map_or("", |tally| tally.label);
        let way = match (taxes().any(|tax| tax.net > 0), taxes().any(|tax| tax.net < 0)) {
            (false, false) => &mut party.tax.none,
            (true, true) if taxes().any(|tax| is_intra_eu(self.accounts.text(tax.account), label(tax))) => {
                &mut party.tax.intra_eu
            }
            (true, true) => &mut party.tax.reverse_charge,
            _ => &mut party.tax.charged,
        };
        *way += 1;
        let tax = taxes().fold(0i64, |sum, tax| sum.saturating_add(tax.net)).saturating_abs();
        if let Some((account, amount)) = beside_taxed(&seen, tax) {
            let tally = party.untaxed.entry(account).or_default();
            tally.0 += 1;
            tally.1 = tally.1.saturating_add(amount);
        }
        for (account, amount) in seen {
            let tally = party.counterparts.entry(account).or_default();
            tally.0 += 1;
            tally.1 = tally.1.saturating_add(amount);
        }
    }

    fn finish(self) -> FecSummary {
        let Tables { accounts, uses, parties, journals, mut summary, .. } = self;
        let label = |number: u32| uses.get(number as usize).map(|tally| tally.label).unwrap_or_default();
        let counterpart = |(account, (count, amount)): (u32, (u32, i64))| Counterpart {
            account: accounts.text(account).to_owned(),
            label: label(account).to_owned(),
            count,
            amount: Amount::from_cents(amount),
        };
        summary.third_parties = parties
            .into_iter()
            .filter_map(|party| {
                let mut counterparts: Vec<Counterpart> =
                    party.counterparts.into_iter().map(counterpart).collect();
                counterparts
                    .sort_by(|a, b| (b.count, b.amount, &a.account).cmp(&(a.count, a.amount, &b.account)));
                Some(FecThirdParty {
                    kind: party.kind?,
                    auxiliary: party.auxiliary.to_owned(),
                    collective: party.collective.to_owned(),
                    label: party.label.to_owned(),
                    lines: party.lines,
                    counterparts,
                    total: party.total,
                    tax: party.tax,
                    untaxed: Some(party.untaxed)
                        .filter(|accounts| accounts.len() == 1)
                        .and_then(|accounts| accounts.into_iter().next().map(counterpart)),
                })
            })
            .collect();
        name_by_code(&mut summary.third_parties);
        summary.third_parties.sort_by(|a, b| (a.kind, &a.auxiliary).cmp(&(b.kind, &b.auxiliary)));
        summary.accounts = uses
            .iter()
            .zip(&accounts.texts)
            .map(|(tally, code)| AccountUse {
                code: (*code).to_owned(),
                label: tally.label.to_owned(),
                lines: tally.lines,
                debit: tally.debit,
                credit: tally.credit,
            })
            .collect();
        summary.accounts.sort_by(|a, b| a.code.cmp(&b.code));
        summary.journals = journals
            .into_iter()
            .map(|(code, (label, lines, tally))| JournalUse {
                code: code.to_owned(),
                label: label.to_owned(),
                lines,
                nature: nature(tally),
            })
            .collect();
        let (suppliers, customers) = (ThirdPartyKind::Supplier, ThirdPartyKind::Customer);
        summary.supplier_collective = collective(&summary.third_parties, suppliers);
        summary.customer_collective = collective(&summary.third_parties, customers);
        summary.supplier_prefix = common_prefix(&summary.third_parties, suppliers);
        summary.customer_prefix = common_prefix(&summary.third_parties, customers);
        summary
    }
}

/// The rates of France, overseas and Corsica included, in basis points (art. 278 to 281 nonies, 294 to 297 CGI).
const RATES: [i64; 10] = [2_000, 1_000, 850, 550, 210, 175, 105, 90, 1_300, 500];

/// Of what an entry was booked to (account, cents), the one that bore no tax, when the tax is that of a rate on all the others
/// and of none on the whole.
fn beside_taxed(booked: &[(u32, i64)], tax: i64) -> Option<(u32, i64)> {
    let taxed = |base: i64| {
        // Two cents: the tax may have been rounded line by line.
        let of =
            |rate: &i64| (i128::from(base) * i128::from(*rate) - i128::from(tax) * 10_000).abs() <= 20_000;
        RATES.iter().any(of)
    };
    let whole = booked.iter().fold(0, |sum: i64, (_, amount)| sum.saturating_add(*amount));
    if booked.len() < 2 || tax == 0 || taxed(whole) {
        return None;
    }
    let mut alone = booked.iter().filter(|(_, amount)| taxed(whole.saturating_sub(*amount)));
    alone.next().copied().filter(|_| alone.next().is_none())
}
