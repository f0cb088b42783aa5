//! VAT accounts as Sage GE's charts tell them: by number, by label and by the column CPT1.
//!
//! The chart carries no rate. The convention of the connectors for Sage GE is: 20 % unless the label has a `%`; reverse
//! charge and intra-Community accounts have `autol…` or `intra…` in their label and the account of the tax owed in CPT1.

use liasse_domain::{Finding, VatRate, VatScheme};

use crate::{ChartAccount, VatAccount, VatDirection};

/// 20 %, the normal rate in France (art. 278 CGI), in hundredths of a percent.
const NORMAL_RATE: u16 = 2000;

/// The VAT accounts of a chart (PCG 4452 and 4457: owed; 4456 except 44567, the credit carried forward: deductible).
pub(crate) fn vat_accounts(chart: &[ChartAccount]) -> (Vec<VatAccount>, Vec<Finding>) {
    let mut accounts = Vec::new();
    let mut findings = Vec::new();
    for row in chart {
        let Some(direction) = direction(row.account.code.as_str()) else { continue };
        let (code, label) = (&row.account.code, &row.account.label);
        let Some(rate) = rate(label) else {
            findings.push(Finding::warning(
                "vat_account_rate",
                format!(
                    "account {code} “{label}”: no rate between 0 and 100 before the %; left out; write for example “TVA 5,5 %”"
                ),
            ));
            continue;
        };
        let scheme = scheme(label);
        if scheme != VatScheme::Standard && direction == VatDirection::Deductible && row.counterpart.is_none()
        {
            findings.push(Finding::warning(
                "vat_account_counterpart",
                format!(
                    "account {code} “{label}”: reverse charge without a counterpart; left out; fill in column CPT1 with the account of the tax owed"
                ),
            ));
            continue;
        }
        accounts.push(VatAccount {
            account: row.account.clone(),
            direction,
            rate,
            scheme,
            counterpart: row.counterpart.clone(),
        });
    }
    (accounts, findings)
}

fn direction(code: &str) -> Option<VatDirection> {
    if code.starts_with("4456") && !code.starts_with("44567") {
        Some(VatDirection::Deductible)
    } else if code.starts_with("4452") || code.starts_with("4457") {
        Some(VatDirection::Collected)
    } else {
        None
    }
}

fn scheme(label: &str) -> VatScheme {
    let lower = label.to_lowercase();
    let has_word =
        |start: &str| lower.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(start));
    if has_word("autol") {
        VatScheme::ReverseCharge
    } else if has_word("intra") {
        VatScheme::Intracom
    } else {
        VatScheme::Standard
    }
}

/// The rate before the label's `%`; the normal one where there is none; `None` where the `%` follows no rate.
fn rate(label: &str) -> Option<VatRate> {
    let Some((before, _)) = label.split_once('%') else { return VatRate::from_basis_points(NORMAL_RATE) };
    let number: String = before
        .trim_end()
        .chars()
        .rev()
        .take_while(|c| c.is_ascii_digit() || matches!(c, ',' | '.'))
        .map(|c| if c == ',' { '.' } else { c })
        .collect();
    number.chars().rev().collect::<String>().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use liasse_domain::Account;

    fn row(code: &str, label: &str, cpt1: Option<&str>) -> ChartAccount {
        ChartAccount {
            account: Account { code: code.parse().unwrap(), label: label.to_owned() },
            counterpart: cpt1.map(|code| code.parse().unwrap()),
        }
    }

    #[test]
    fn the_conventions_of_labels() {
        let chart = [
            row("445660", "TVA déductible", None),
            row("445661", "TVA déd. 5,5 %", None),
            row("445662", "TVA 2.1%", None),
            row("445664", "TVA autoliquidée 10%", Some("445214")),
            row("445663", "TVA INTRACOM 20 %", Some("445200")),
            row("445665", "TVA autol sans contrepartie", None),
            row("445670", "Crédit de TVA", None),
            row("445510", "TVA à décaisser", None),
            row("445710", "TVA collectée 20%", None),
            row("445200", "TVA due intracommunautaire", None),
            row("445711", "TVA collectée 150 %", None),
            row("445712", "TVA collectée en %", None),
            row("606300", "Fournitures 5 %", None),
        ];
        let (accounts, findings) = vat_accounts(&chart);
        let seen: Vec<(&str, u16, VatScheme)> =
            accounts.iter().map(|a| (a.account.code.as_str(), a.rate.basis_points(), a.scheme)).collect();
        assert_eq!(
            seen,
            [
                ("445660", 2000, VatScheme::Standard),
                ("445661", 550, VatScheme::Standard),
                ("445662", 210, VatScheme::Standard),
                ("445664", 1000, VatScheme::ReverseCharge),
                ("445663", 2000, VatScheme::Intracom),
                ("445710", 2000, VatScheme::Standard),
                ("445200", 2000, VatScheme::Intracom),
            ]
        );
        let codes: Vec<&str> = findings.iter().map(|f| f.code.as_str()).collect();
        assert_eq!(codes, ["vat_account_counterpart", "vat_account_rate", "vat_account_rate"]);
    }
}
