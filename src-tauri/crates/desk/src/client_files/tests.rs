use liasse_domain::{
    Amount, ClientFile, Rule, RuleOrigin, ThirdParty, ThirdPartyKind, VatAccount, VatRate, VatScheme,
};
use liasse_formats::fec::{Charset, FecEntry, FecEntryLine, write};

use crate::api::{AccountForm, SuccessorChoice};
use crate::test_office;

struct Imports;
type Office = test_office::Office<Imports>;

fn line(account: &str, auxiliary: Option<(&str, &str)>, debit: i64, credit: i64) -> FecEntryLine {
    FecEntryLine {
        account: account.to_owned(),
        account_label: format!("Compte {account}"),
        auxiliary: auxiliary.map(|(code, name)| (code.to_owned(), name.to_owned())),
        label: "Facture".to_owned(),
        debit: Amount::from_cents(debit),
        credit: Amount::from_cents(credit),
    }
}

fn purchase(n: usize, lines: Vec<FecEntryLine>) -> FecEntry {
    let number = format!("{n:06}");
    FecEntry {
        journal: "AC".to_owned(),
        journal_label: "Achats".to_owned(),
        piece: format!("F{number}"),
        number,
        date: "2025-03-31".parse().unwrap(),
        piece_date: "2025-03-31".parse().unwrap(),
        validation_date: None,
        foreign: None,
        lines,
    }
}

/// A year of purchases: what each supplier was booked to, three times the first account.
fn ledger(suppliers: &[(&str, &str, &str, &str)]) -> Vec<u8> {
    let mut entries = Vec::new();
    for (code, name, usual, other) in suppliers {
        for account in [usual, usual, usual, other] {
            let lines = vec![
                line(account, None, 10_000, 0),
                line("445660", None, 2_000, 0),
                line("401000", Some((code, name)), 0, 12_000),
            ];
            entries.push(purchase(entries.len() + 1, lines));
        }
    }
    write(&entries, Charset::Utf8).unwrap()
}

/// All that an import of a FEC may write.
type Held = (ClientFile, Vec<(String, String)>, Vec<ThirdParty>, Vec<Rule>, Vec<VatAccount>);

impl Office {
    fn import(&self, bytes: &[u8]) -> crate::api::FecImported {
        let path = self.place.path().join("732829320FEC20251231.txt");
        std::fs::write(&path, bytes).unwrap();
        self.desk.import_fec(self.file.clone(), path.to_string_lossy().into_owned()).unwrap()
    }
    fn held(&self) -> Held {
        let id = self.file.parse().unwrap();
        self.desk
            .read(|reader| {
                let accounts = reader.accounts(id)?;
                let mut parties = reader.third_parties(id, ThirdPartyKind::Supplier)?;
                parties.extend(reader.third_parties(id, ThirdPartyKind::Customer)?);
                Ok((
                    reader.client_file(id)?,
                    accounts.into_iter().map(|account| (account.code.to_string(), account.label)).collect(),
                    parties,
                    reader.rules(id)?,
                    reader.vat_accounts(id)?,
                ))
            })
            .unwrap()
    }
}

const SUPPLIERS: [(&str, &str, &str, &str); 2] =
    [("401DELORME", "Maison Delorme", "606300", "606400"), ("401CARLIER", "Carlier", "615500", "606300")];

#[test]
fn the_same_fec_twice_changes_nothing() {
    let office = Office::without_chart();
    let first = office.import(&ledger(&SUPPLIERS));
    assert_eq!((first.suppliers, first.rules), (2, 2));
    let before = office.held();
    assert!(before.3.iter().any(|rule| rule.origin == RuleOrigin::Fec { count: 3, total: 4 }));
    assert!(before.4.iter().any(|account| account.code.as_str() == "445660"));
    let again = office.import(&ledger(&SUPPLIERS));
    assert_eq!(again, first);
    assert_eq!(office.held(), before);
    office.desk.undo().unwrap();
    assert_eq!(office.held(), before, "nothing was written, so nothing is taken back");
    office.desk.undo().unwrap();
    assert!(office.held().2.is_empty());
}

#[test]
fn a_rule_of_last_year_knows_the_scheme_and_the_account_of_outlays() {
    let office = Office::without_chart();
    let mut entries = Vec::new();
    for n in 0..3 {
        let (exempt, lawyer) = (Some(("401SOLO", "Zoé Jacquinot")), Some(("401LAW", "Combaluzier")));
        entries.push(purchase(
            2 * n + 1,
            vec![line("622800", None, 5_000, 0), line("401000", exempt, 0, 5_000)],
        ));
        let law = vec![
            line("622600", None, 100_000, 0),
            line("622700", None, 16_852, 0),
            line("445660", None, 20_000, 0),
            line("401000", lawyer, 0, 136_852),
        ];
        entries.push(purchase(2 * n + 2, law));
    }
    office.import(&write(&entries, Charset::Utf8).unwrap());
    let (_, _, cards, rules, _) = office.held();
    let rule = |name: &str| {
        let card = cards.iter().find(|card| card.name == name).unwrap();
        rules.iter().find(|rule| rule.third_party == card.id).unwrap()
    };
    assert_eq!(rule("Zoé Jacquinot").vat_scheme, Some(VatScheme::Exempt));
    let law = rule("Combaluzier");
    assert_eq!(law.vat_scheme, None, "the usual scheme needs no saying");
    let lines: Vec<_> = law.template.lines().iter().map(|line| (line.account.as_str(), line.rate)).collect();
    assert_eq!(lines, [("622600", None), ("622700", Some(VatRate::ZERO))]);
}

#[test]
fn a_fec_under_the_former_chart_follows_what_was_said() {
    let office = Office::without_chart();
    office.import(&ledger(&SUPPLIERS[..1]));
    // The chart gets eight digits, and the rule follows.
    let form = AccountForm { former: None, code: "60630000".to_owned(), label: "Équipement".to_owned() };
    office.desk.save_account(office.file.clone(), form).unwrap();
    let choice = SuccessorChoice { former: "606300".to_owned(), account: "60630000".to_owned() };
    assert_eq!(office.desk.transfer_rules(office.file.clone(), vec![choice]).unwrap(), 1);
    office.import(&ledger(&SUPPLIERS[..1]));
    let (_, chart, _, rules, _) = office.held();
    assert_eq!(rules[0].account().unwrap().as_str(), "60630000");
    assert!(chart.iter().filter(|(code, _)| code == "606300").count() <= 1);
}

#[test]
fn a_card_that_was_merged_is_not_made_again() {
    let office = Office::without_chart();
    office.import(&ledger(&SUPPLIERS));
    let cards = office.held().2;
    let id = |name: &str| cards.iter().find(|card| card.name == name).unwrap().id.to_string();
    office.desk.merge_third_parties(id("Carlier"), id("Maison Delorme")).unwrap();
    office.import(&ledger(&SUPPLIERS));
    let names: Vec<String> = office.held().2.into_iter().map(|card| card.name).collect();
    assert_eq!(names, ["Maison Delorme"]);
}
