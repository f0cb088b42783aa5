//! What last year's entries teach: the chart, the third parties, and what each of them is booked to.

use std::collections::{BTreeMap, HashMap, HashSet};

use liasse_domain::{Amount, Date, ThirdPartyKind};

use super::read::{Fec, FecRow};
use crate::text::fold;

/// A general account that the FEC uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountUse {
    /// Account.
    pub code: String,
    /// Its label; the last one, when it changed.
    pub label: String,
    /// Number of lines.
    pub lines: u32,
    /// Sum of the debits.
    pub debit: Amount,
    /// Sum of the credits.
    pub credit: Amount,
}

/// A third party that the FEC uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FecThirdParty {
    /// Supplier (40) or customer (41).
    pub kind: ThirdPartyKind,
    /// Auxiliary account; the whole account where it is folded into CompteNum.
    pub auxiliary: String,
    /// Collective account; the prefix (401, 411) where the auxiliary account is folded into it.
    pub collective: String,
    /// Its name.
    pub label: String,
    /// Number of lines.
    pub lines: u32,
    /// The accounts that it was booked to, most frequent first (ties: the larger amount first).
    pub counterparts: Vec<Counterpart>,
    /// Number of entries that book it to an account of class 2, 6 or 7.
    pub total: u32,
}

impl FecThirdParty {
    /// The account that it was booked to most often.
    pub fn usual(&self) -> Option<&Counterpart> {
        self.counterparts.first()
    }
}

/// An account that a third party was booked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counterpart {
    /// Account.
    pub account: String,
    /// Its label.
    pub label: String,
    /// Number of entries.
    pub count: u32,
    /// Sum of the amounts.
    pub amount: Amount,
}

/// What a journal is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JournalNature {
    /// Purchases: suppliers against expenses.
    Purchases,
    /// Sales: customers against revenue.
    Sales,
    /// Bank and cash.
    Bank,
    /// Opening balances.
    Opening,
    /// Anything else.
    General,
}

/// A journal that the FEC uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalUse {
    /// Code.
    pub code: String,
    /// Label.
    pub label: String,
    /// Number of lines.
    pub lines: u32,
    /// What it is for, by its entries.
    pub nature: JournalNature,
}

/// What a FEC teaches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FecSummary {
    /// Number of lines, the header apart.
    pub rows: u32,
    /// Number of entries.
    pub entries: u32,
    /// Sum of the debits, which is the sum of the credits.
    pub total: Amount,
    /// First and last date of an entry.
    pub period: Option<(Date, Date)>,
    /// All general accounts that are used, by code; those of third parties under their collective account.
    pub accounts: Vec<AccountUse>,
    /// Suppliers and customers, by kind and account.
    pub third_parties: Vec<FecThirdParty>,
    /// Journals, by code.
    pub journals: Vec<JournalUse>,
    /// The collective account of suppliers that is used most (401000).
    pub supplier_collective: Option<String>,
    /// The collective account of customers that is used most (411000).
    pub customer_collective: Option<String>,
    /// What most suppliers' auxiliary accounts begin with (`401`, `F`); empty when they have nothing in common.
    pub supplier_prefix: String,
    /// What most customers' auxiliary accounts begin with.
    pub customer_prefix: String,
}

impl FecSummary {
    /// The accounts that a client file's chart takes over: classes 2, 6 and 7, and VAT (445).
    pub fn chart(&self) -> impl Iterator<Item = &AccountUse> {
        self.accounts
            .iter()
            .filter(|account| account.code.starts_with(['2', '6', '7']) || account.code.starts_with("445"))
    }
    /// The journal of one nature that has the most lines.
    pub fn journal(&self, nature: JournalNature) -> Option<&JournalUse> {
        self.journals.iter().filter(|journal| journal.nature == nature).max_by_key(|journal| journal.lines)
    }
}

/// Whether an account is that of suppliers (40) or customers (41), advances and accruals apart.
fn kind_of(account: &str) -> Option<ThirdPartyKind> {
    match account.get(..3)? {
        "401" | "403" | "404" | "405" => Some(ThirdPartyKind::Supplier),
        "411" | "413" | "416" => Some(ThirdPartyKind::Customer),
        _ => None,
    }
}

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
}

#[derive(Default, Clone, Copy)]
struct JournalTally {
    purchases: u32,
    sales: u32,
    bank: u32,
    opening: u32,
    other: u32,
}

/// Analyses a FEC.
///
/// A third party's counterparts are the accounts of class 2 or 6 (suppliers) or 7 (customers) on the other side of the
/// same entry, each counted once an entry: VAT, banks and the like have other classes, a payment has the expense on the
/// same side, and opening entries are left out. In an entry with several third parties, the lines go together by piece.
pub fn analyse(fec: &Fec) -> FecSummary {
    let folded = folded_accounts(fec);
    let mut tables = Tables::default();
    let mut entries: HashMap<(&str, &str), Vec<Posting>> = HashMap::new();
    let mut current: Option<((&str, &str), Vec<Posting>)> = None;
    for row in fec.rows() {
        let posting = tables.take(&row, &folded);
        let key = (row.journal, row.entry);
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
    }
    if let Some((last, postings)) = current {
        entries.entry(last).or_default().extend(postings);
    }
    tables.summary.entries = u32::try_from(entries.len()).unwrap_or(u32::MAX);
    for ((journal, _), postings) in &entries {
        tables.learn(journal, postings);
    }
    tables.finish()
}

/// Accounts of suppliers and customers that hold the auxiliary code themselves (401DURAND), as files without auxiliary
/// columns have them: never followed by an auxiliary account, and with more than zeros after the prefix.
fn folded_accounts(fec: &Fec) -> HashSet<String> {
    let mut collective: HashSet<&str> = HashSet::new();
    let mut candidates: HashSet<&str> = HashSet::new();
    // Roots whose accounts have auxiliary accounts somewhere: there, an account without one is a collective account.
    let mut with_auxiliaries: HashSet<&str> = HashSet::new();
    for row in fec.rows() {
        if kind_of(row.account).is_none() {
            continue;
        }
        let (root, rest) = row.account.split_at(3);
        if !row.auxiliary.is_empty() {
            collective.insert(row.account);
            with_auxiliaries.insert(root);
        } else if rest.bytes().any(|b| b != b'0') {
            candidates.insert(row.account);
        }
    }
    candidates
        .into_iter()
        .filter(|account| !collective.contains(account))
        .filter(|account| {
            let (root, rest) = account.split_at(3);
            !with_auxiliaries.contains(root) || rest.bytes().any(|b| b.is_ascii_alphabetic())
        })
        .map(str::to_owned)
        .collect()
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
    fn take(&mut self, row: &FecRow<'a>, folded: &HashSet<String>) -> Posting {
        let is_folded = row.auxiliary.is_empty() && folded.contains(row.account);
        let collective = if is_folded { row.account.get(..3).unwrap_or_default() } else { row.account };
        let account = self.accounts.number(collective);
        if self.uses.len() <= account as usize {
            self.uses.resize(account as usize + 1, Default::default());
        }
        if let Some(tally) = self.uses.get_mut(account as usize) {
            tally.lines += 1;
            tally.debit += row.debit;
            tally.credit += row.credit;
            if !row.account_label.is_empty() {
                tally.label = row.account_label;
            }
        }
        self.summary.rows += 1;
        self.summary.total += row.debit;
        let (first, last) = self.summary.period.unwrap_or((row.date, row.date));
        self.summary.period = Some((first.min(row.date), last.max(row.date)));
        let journal = self.journals.entry(row.journal).or_default();
        journal.0 = row.journal_label;
        journal.1 += 1;
        let third_party = match kind_of(row.account) {
            Some(kind) if is_folded => Some(self.party(kind, row.account, collective, row.account_label)),
            Some(kind) if !row.auxiliary.is_empty() => {
                Some(self.party(kind, row.auxiliary, collective, row.auxiliary_label))
            }
            _ => None,
        };
        let net = row.debit.cents().saturating_sub(row.credit.cents());
        Posting { account, third_party, piece: self.pieces.number(row.piece), net }
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
        for (account, amount) in seen {
            let tally = party.counterparts.entry(account).or_default();
            tally.0 += 1;
            tally.1 = tally.1.saturating_add(amount);
        }
    }

    fn finish(self) -> FecSummary {
        let Tables { accounts, uses, parties, journals, mut summary, .. } = self;
        let label = |number: u32| uses.get(number as usize).map(|tally| tally.label).unwrap_or_default();
        summary.third_parties = parties
            .into_iter()
            .filter_map(|party| {
                let mut counterparts: Vec<Counterpart> = party
                    .counterparts
                    .into_iter()
                    .map(|(account, (count, amount))| Counterpart {
                        account: accounts.text(account).to_owned(),
                        label: label(account).to_owned(),
                        count,
                        amount: Amount::from_cents(amount),
                    })
                    .collect();
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
                })
            })
            .collect();
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

/// Whether a journal holds the opening balances, by its code or label.
fn is_opening(code: &str, label: &str) -> bool {
    let (code, label) = (fold(code), fold(label));
    matches!(code.as_str(), "an" | "ran" | "anv" | "anx" | "ouv")
        || label.contains("nouveau")
        || label.contains("ouverture")
}

fn nature(tally: JournalTally) -> JournalNature {
    [
        (tally.opening, JournalNature::Opening),
        (tally.purchases, JournalNature::Purchases),
        (tally.sales, JournalNature::Sales),
        (tally.bank, JournalNature::Bank),
        (tally.other, JournalNature::General),
    ]
    .into_iter()
    .rev()
    .max_by_key(|(count, _)| *count)
    .map_or(JournalNature::General, |(_, nature)| nature)
}

/// The collective account with the most lines of third parties of one kind.
fn collective(parties: &[FecThirdParty], kind: ThirdPartyKind) -> Option<String> {
    let mut lines: BTreeMap<&str, u32> = BTreeMap::new();
    for party in parties.iter().filter(|party| party.kind == kind) {
        *lines.entry(&party.collective).or_default() += party.lines;
    }
    lines.into_iter().max_by_key(|(_, lines)| *lines).map(|(account, _)| account.to_owned())
}

/// The longest of `401`, `F` and the like that more than half of the auxiliary accounts begin with: three digits, or
/// one letter.
fn common_prefix(parties: &[FecThirdParty], kind: ThirdPartyKind) -> String {
    let mut heads: BTreeMap<String, usize> = BTreeMap::new();
    let mut all = 0;
    for party in parties.iter().filter(|party| party.kind == kind) {
        all += 1;
        let letter = party.auxiliary.starts_with(|c: char| c.is_alphabetic());
        let head: String = party.auxiliary.chars().take(if letter { 1 } else { 3 }).collect();
        *heads.entry(head).or_default() += 1;
    }
    heads.into_iter().find(|(_, count)| count * 2 > all).map(|(head, _)| head).unwrap_or_default()
}
