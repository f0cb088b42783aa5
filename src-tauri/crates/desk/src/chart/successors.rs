//! Which account takes the place of one that the chart does not hold.

use std::collections::BTreeMap;

use liasse_domain::{Account, AccountCode};

use crate::api::Message;
use crate::coding::{likeness, normal_name};

/// A proposal, with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal<'a> {
    /// The account of the chart.
    pub account: &'a Account,
    /// Why.
    pub reason: Message,
}

/// Proposes an account of `chart` in the place of `former`: the one that the user said before; the same number with other
/// zeros; the same label in the same class; else the nearest root. `None` where nothing speaks for any.
pub fn propose<'a>(
    former: &Account,
    chart: &'a [Account],
    said: &BTreeMap<AccountCode, AccountCode>,
) -> Option<Proposal<'a>> {
    let find = |code: &AccountCode| chart.iter().find(|account| account.code == *code);
    let because = |code: &str, account: &'a Account| Proposal { account, reason: Message::new(code) };
    if let Some(account) = said.get(&former.code).and_then(find) {
        return Some(because("successor_said_before", account));
    }
    let (number, class) = (significant(&former.code), head(&former.code, 1));
    if let Some(account) = chart.iter().find(|account| significant(&account.code) == number) {
        return Some(because("successor_same_number", account));
    }
    let label = normal_name(&former.label);
    let in_class = || chart.iter().filter(|account| head(&account.code, 1) == class);
    let same_label: Vec<&Account> =
        in_class().filter(|account| !label.is_empty() && normal_name(&account.label) == label).collect();
    if let Some(account) = nearest(&same_label, number) {
        return Some(because("successor_same_label", account));
    }
    // Third parties' and tax accounts, banks: one of the same root does something else (deductible, collected, owed).
    if former.code.starts_with("4") || former.code.starts_with("5") {
        return None;
    }
    // An account above or below in the same root of three digits, the one whose label is most alike first.
    let mut related: Vec<(bool, usize, u32, &Account)> = in_class()
        .map(|account| {
            let other = significant(&account.code);
            let lineage = number.starts_with(other) || other.starts_with(number);
            (lineage, common(number, other), likeness(&label, &normal_name(&account.label)), account)
        })
        .filter(|(_, common, ..)| *common >= 3)
        .collect();
    related.sort_by(|a, b| {
        (b.2 >= 60, b.0, b.1, b.2).cmp(&(a.2 >= 60, a.0, a.1, a.2)).then(a.3.code.cmp(&b.3.code))
    });
    let (.., account) = related.first()?;
    Some(Proposal {
        account,
        reason: Message::new("successor_same_root")
            .with("root", head(&former.code, common(number, significant(&account.code)))),
    })
}

/// A code without the zeros that fill it up.
fn significant(code: &AccountCode) -> &str {
    code.as_str().trim_end_matches('0')
}

fn head(code: &AccountCode, length: usize) -> &str {
    code.as_str().get(..length).unwrap_or(code.as_str())
}

/// How many characters two codes share at their beginning.
fn common(one: &str, other: &str) -> usize {
    one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count()
}

fn nearest<'a>(accounts: &[&'a Account], number: &str) -> Option<&'a Account> {
    accounts.iter().copied().max_by_key(|account| {
        (common(number, significant(&account.code)), std::cmp::Reverse(account.code.clone()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(code: &str, label: &str) -> Account {
        Account { code: code.parse().unwrap(), label: label.to_owned() }
    }

    fn proposed(former: (&str, &str), said: &[(&str, &str)]) -> Option<(String, String)> {
        let chart = [
            account("60630000", "Fournitures et petit équipement"),
            account("60640000", "Fournitures administratives"),
            account("44571200", "TVA collectée 10 %"),
            account("61350000", "Locations mobilières"),
            account("62260000", "Honoraires"),
            account("62261000", "Honoraires comptables"),
            account("62270000", "Frais d'actes et de contentieux"),
            account("70600000", "Fournitures administratives"),
        ];
        let said = said.iter().map(|(a, b)| (a.parse().unwrap(), b.parse().unwrap())).collect();
        propose(&account(former.0, former.1), &chart, &said)
            .map(|proposal| (proposal.account.code.to_string(), proposal.reason.code))
    }

    #[test]
    fn proposes_the_account_that_speaks_for_itself() {
        let of = |code: &str, label: &str| proposed((code, label), &[]);
        let some = |code: &str, reason: &str| Some((code.to_owned(), reason.to_owned()));
        assert_eq!(of("606300", "Petit équipement"), some("60630000", "successor_same_number"));
        assert_eq!(of("606800", "Fournitures administratives"), some("60640000", "successor_same_label"));
        assert_eq!(of("613520", "Location de photocopieur"), some("61350000", "successor_same_root"));
        assert_eq!(of("622610", "Honoraires comptables"), some("62261000", "successor_same_number"));
        assert_eq!(of("622650", "Honoraires comptables et conseil"), some("62261000", "successor_same_root"));
        assert_eq!(of("651000", "Redevances"), None);
        assert_eq!(of("445711", "TVA collectée 5,5 %"), None);
    }

    #[test]
    fn what_was_said_goes_first() {
        let said = proposed(("606300", "Petit équipement"), &[("606300", "60640000")]);
        assert_eq!(said.unwrap().0, "60640000");
        // An account that is no longer there is not proposed.
        let gone = proposed(("606300", "Petit équipement"), &[("606300", "60990000")]);
        assert_eq!(gone.unwrap().0, "60630000");
    }
}
