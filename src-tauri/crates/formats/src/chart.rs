//! The standard charts of accounts, for client files that have no ledger to take one from.
//!
//! France: the general accounts of the *plan comptable général* (règlement ANC 2014-03, version of 2026) that small and
//! middle-sized businesses use. Belgium: those of the *plan comptable minimum normalisé* (arrêté royal of 21 October
//! 2018, annex 1), with the usual subdivisions of services (61), which the decree leaves to each business.
//! Codes are padded to six digits.

use liasse_domain::{AccountCode, Country};

const PCG: &str = include_str!("../../../../assets/charts/pcg.csv");
const PCMN: &str = include_str!("../../../../assets/charts/pcmn.csv");

/// A standard chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StandardChart {
    /// *Plan comptable général* (France).
    Pcg,
    /// *Plan comptable minimum normalisé*, *minimumindeling van het algemeen rekeningenstelsel* (Belgium).
    Pcmn,
}

/// An account of a standard chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartAccount {
    /// Code, six digits.
    pub code: AccountCode,
    /// French label.
    pub label_fr: &'static str,
    /// Dutch label, in the Belgian chart.
    pub label_nl: Option<&'static str>,
}

impl StandardChart {
    /// The chart of a country, where there is one.
    pub fn of(country: Country) -> Option<StandardChart> {
        match country {
            Country::FR => Some(StandardChart::Pcg),
            Country::BE => Some(StandardChart::Pcmn),
            _ => None,
        }
    }

    /// Its accounts, by code.
    pub fn accounts(self) -> Vec<ChartAccount> {
        let text = match self {
            StandardChart::Pcg => PCG,
            StandardChart::Pcmn => PCMN,
        };
        text.lines().skip(1).filter_map(account).collect()
    }
}

fn account(line: &'static str) -> Option<ChartAccount> {
    let mut fields = line.split(';');
    Some(ChartAccount {
        code: fields.next()?.parse().ok()?,
        label_fr: fields.next()?,
        label_nl: fields.next(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(chart: StandardChart, text: &str, at_least: usize) -> Vec<ChartAccount> {
        let accounts = chart.accounts();
        assert_eq!(accounts.len(), text.lines().count() - 1, "every line is an account");
        assert!(accounts.len() >= at_least);
        assert!(accounts.is_sorted_by(|a, b| a.code < b.code), "sorted, each once");
        for account in &accounts {
            assert_eq!(account.code.as_str().len(), 6, "{}", account.code);
            assert!(
                account.code.as_str().starts_with(['1', '2', '3', '4', '5', '6', '7']),
                "{}",
                account.code
            );
            assert!(!account.label_fr.is_empty() && account.label_fr.trim() == account.label_fr);
        }
        for class in '1'..='7' {
            assert!(accounts.iter().any(|account| account.code.as_str().starts_with(class)), "class {class}");
        }
        accounts
    }

    fn label<'a>(accounts: &'a [ChartAccount], code: &str) -> Option<&'a str> {
        accounts.iter().find(|account| account.code.as_str() == code).map(|account| account.label_fr)
    }

    #[test]
    fn has_the_french_accounts() {
        let accounts = check(StandardChart::of(Country::FR).unwrap(), PCG, 250);
        assert_eq!(label(&accounts, "607000"), Some("Achats de marchandises"));
        assert_eq!(label(&accounts, "445200"), Some("TVA due intracommunautaire"));
        for code in ["401000", "411000", "445660", "445710", "445620", "409600", "512000", "471000", "625700"]
        {
            assert!(label(&accounts, code).is_some(), "{code}");
        }
        assert!(accounts.iter().all(|account| account.label_nl.is_none()));
    }

    #[test]
    fn has_the_belgian_accounts_in_both_languages() {
        let accounts = check(StandardChart::of(Country::BE).unwrap(), PCMN, 200);
        assert_eq!(label(&accounts, "604000"), Some("Achats de marchandises"));
        for code in ["400000", "440000", "411000", "451000", "451055", "451056", "550000", "499000"] {
            assert!(label(&accounts, code).is_some(), "{code}");
        }
        assert!(accounts.iter().all(|account| account.label_nl.is_some_and(|label| !label.is_empty())));
        assert_eq!(StandardChart::of("DE".parse().unwrap()), None);
    }
}
