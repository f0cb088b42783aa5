//! How firms number accounts and journals: what a code says, where the law leaves it free.

use std::collections::{BTreeMap, HashSet};

use liasse_domain::ThirdPartyKind;

use super::header::Column;
use super::read::Fec;
use super::summary::{FecThirdParty, JournalNature, JournalTally};
use crate::text::fold;

/// Whether an account is that of suppliers (40) or customers (41), advances and accruals apart.
pub(super) fn kind_of(account: &str) -> Option<ThirdPartyKind> {
    match account.get(..3)? {
        "401" | "403" | "404" | "405" => Some(ThirdPartyKind::Supplier),
        "411" | "413" | "416" => Some(ThirdPartyKind::Customer),
        _ => None,
    }
}

/// Accounts of suppliers and customers that hold the auxiliary code themselves (401DURAND), as files without auxiliary
/// columns have them: never followed by an auxiliary account, and with more than zeros after the prefix.
pub(super) fn folded_accounts(fec: &Fec) -> HashSet<String> {
    let mut collective: HashSet<&str> = HashSet::new();
    let mut candidates: HashSet<&str> = HashSet::new();
    // Roots whose accounts have auxiliary accounts somewhere: there, an account without one is a collective account.
    let mut with_auxiliaries: HashSet<&str> = HashSet::new();
    fec.visit(|row| {
        let account = row.get(Column::CompteNum);
        if kind_of(account).is_none() {
            return;
        }
        let (root, rest) = account.split_at(3);
        if !row.get(Column::CompAuxNum).is_empty() {
            collective.insert(account);
            with_auxiliaries.insert(root);
        } else if rest.bytes().any(|b| b != b'0') {
            candidates.insert(account);
        }
    });
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

/// Whether a journal holds the opening balances, by its code or label.
pub(super) fn is_opening(code: &str, label: &str) -> bool {
    let (code, label) = (fold(code), fold(label));
    matches!(code.as_str(), "an" | "ran" | "anv" | "anx" | "ouv")
        || label.contains("nouveau")
        || label.contains("ouverture")
}

/// Whether an account of VAT is that of purchases within the Union: 4452 (PCG), unless its label says that it takes other
/// reverse charges as well; or one whose label says so.
pub(super) fn is_intra_eu(account: &str, label: &str) -> bool {
    let label = fold(label);
    label.contains("intra") || (account.starts_with("4452") && !label.contains("autoliq"))
}

pub(super) fn nature(tally: JournalTally) -> JournalNature {
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
pub(super) fn collective(parties: &[FecThirdParty], kind: ThirdPartyKind) -> Option<String> {
    let mut lines: BTreeMap<&str, u32> = BTreeMap::new();
    for party in parties.iter().filter(|party| party.kind == kind) {
        *lines.entry(&party.collective).or_default() += party.lines;
    }
    lines.into_iter().max_by_key(|(_, lines)| *lines).map(|(account, _)| account.to_owned())
}

/// The longest of `401`, `F` and the like that more than half of the auxiliary accounts begin with: three digits, or
/// one letter.
pub(super) fn common_prefix(parties: &[FecThirdParty], kind: ThirdPartyKind) -> String {
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

/// Third parties out of CompteNum that share one label have the label of their collective account: their code is the
/// only name that they have.
pub(super) fn name_by_code(parties: &mut [FecThirdParty]) {
    let is_folded =
        |party: &FecThirdParty| party.collective.len() == 3 && party.auxiliary.starts_with(&party.collective);
    let mut labels: BTreeMap<String, usize> = BTreeMap::new();
    for party in parties.iter().filter(|party| is_folded(party)) {
        *labels.entry(fold(&party.label)).or_default() += 1;
    }
    for party in parties.iter_mut().filter(|party| is_folded(party)) {
        if party.label.is_empty() || labels.get(&fold(&party.label)).is_some_and(|count| *count > 1) {
            party.label.clone_from(&party.auxiliary);
        }
    }
}
