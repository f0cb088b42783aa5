//! The VAT accounts of a chart: told by their number and label, corrected by hand.

use liasse_domain::{AccountCode, Country, Flow, RateOrigin, VatAccount};
use liasse_store::{StoreError, Writer};

use super::incoming::IncomingAccount;

/// Which way an account's VAT goes, by its number: PCG 4456 deductible (but for 44564, tax that waits, and 44567, the
/// credit carried forward), 4457 collected (but for 44574, tax that waits); PCMN 411 and 451000.
pub fn flow_of(code: &AccountCode, country: Country) -> Option<Flow> {
    let under = |roots: &[&str]| roots.iter().any(|root| code.starts_with(root));
    match country == Country::BE {
        true if under(&["411"]) => Some(Flow::Purchases),
        true if under(&["4510", "4511"]) && !under(&["45105"]) => Some(Flow::Sales),
        false if under(&["4456"]) && !under(&["44564", "44567"]) => Some(Flow::Purchases),
        false if under(&["4457"]) && !under(&["44574"]) => Some(Flow::Sales),
        _ => None,
    }
}

/// The VAT accounts among those of a source. An account that is another's counterpart takes the tax owed under reverse
/// charge, no sale's.
pub fn vat_accounts(accounts: &[IncomingAccount], country: Country) -> Vec<VatAccount> {
    let is_counterpart =
        |code: &AccountCode| accounts.iter().any(|other| other.counterpart.as_ref() == Some(code));
    let told = |row: &IncomingAccount| {
        let flow = flow_of(&row.account.code, country)?;
        if flow == Flow::Sales && is_counterpart(&row.account.code) {
            return None;
        }
        let (code, label) = (row.account.code.clone(), row.account.label.clone());
        let mut account = VatAccount::from_label(code, label, flow, row.counterpart.clone());
        if let Some(rate) = row.rate {
            (account.rate, account.rate_origin) = (Some(rate), RateOrigin::Label);
        } else if country == Country::BE && account.rate_origin == RateOrigin::Assumed {
            // Belgian books keep one account for all rates; the grids of the return tell them apart.
            account.rate = None;
        }
        Some(account)
    };
    accounts.iter().filter_map(told).collect()
}

/// Writes the VAT accounts of a source. What the user set of one stays; its label follows the chart.
pub fn put_vat_accounts(
    writer: &mut Writer<'_>,
    client_file: liasse_domain::ClientFileId,
    accounts: Vec<VatAccount>,
) -> Result<u32, StoreError> {
    let known = writer.vat_accounts(client_file)?;
    let mut written = 0;
    for account in accounts {
        let same = known.iter().find(|own| own.code == account.code && own.flow == account.flow);
        let merged = match same {
            Some(own) if own.rate_origin == RateOrigin::User => {
                VatAccount { label: account.label, ..own.clone() }
            }
            Some(own) => VatAccount {
                waiting: own.waiting.clone(),
                deductible: own.deductible,
                counterpart: account.counterpart.clone().or_else(|| own.counterpart.clone()),
                ..account
            },
            None => account,
        };
        if same != Some(&merged) {
            writer.put_vat_account(client_file, &merged)?;
            written += 1;
        }
    }
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::*;
    use liasse_domain::{Account, ReverseChargeKind, VatTreatment};

    fn row(code: &str, label: &str, cpt1: Option<&str>, rate: Option<&str>) -> IncomingAccount {
        IncomingAccount {
            account: Account { code: code.parse().unwrap(), label: label.to_owned() },
            counterpart: cpt1.map(|code| code.parse().unwrap()),
            rate: rate.map(|rate| rate.parse().unwrap()),
        }
    }

    #[test]
    fn the_convention_of_sage_ge() {
        let chart = [
            row("445660", "TVA déductible", None, None),
            row("445661", "TVA 10 %", None, None),
            row("445662", "TVA intracom 20 %", Some("445720"), None),
            row("445663", "TVA autoliquidée", None, None),
            row("445670", "Crédit de TVA", None, None),
            row("445640", "TVA en attente", None, None),
            row("445710", "TVA collectée", None, Some("5.50")),
            row("445720", "TVA due intracom", None, None),
            row("606300", "Fournitures 5 %", None, None),
        ];
        let found = vat_accounts(&chart, Country::FR);
        let seen: Vec<(&str, Flow, Option<u16>, RateOrigin)> = found
            .iter()
            .map(|one| {
                (one.code.as_str(), one.flow, one.rate.map(|rate| rate.basis_points()), one.rate_origin)
            })
            .collect();
        assert_eq!(
            seen,
            [
                ("445660", Flow::Purchases, Some(2000), RateOrigin::Assumed),
                ("445661", Flow::Purchases, Some(1000), RateOrigin::Label),
                ("445662", Flow::Purchases, Some(2000), RateOrigin::Label),
                ("445663", Flow::Purchases, Some(2000), RateOrigin::Assumed),
                ("445710", Flow::Sales, Some(550), RateOrigin::Label),
            ]
        );
        assert_eq!(found[2].treatment, VatTreatment::ReverseCharge(ReverseChargeKind::IntraEuGoods));
        // Without a counterpart it is no reverse charge, whatever the label says.
        assert_eq!(found[3].treatment, VatTreatment::Charged);
    }

    #[test]
    fn a_belgian_account_takes_every_rate() {
        let chart = [
            row("411000", "TVA à récupérer", None, None),
            row("451000", "TVA à payer", None, None),
            row("451055", "TVA due intracom", None, None),
        ];
        let found = vat_accounts(&chart, Country::BE);
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|account| account.rate.is_none()));
    }
}
