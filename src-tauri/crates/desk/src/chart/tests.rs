use liasse_domain::{Rule, RuleId, RuleOrigin};

use super::*;
use crate::api::{AccountForm, ThirdPartyKindView};
use crate::{clock, test_office};

struct Chart;
type Office = test_office::Office<Chart>;

impl Office {
    fn csv(&self, text: &str) -> ChartSource {
        let path = self.place.path().join("plan.csv");
        std::fs::write(&path, text).unwrap();
        ChartSource::File { path: path.to_string_lossy().into_owned() }
    }
    fn import(&self, text: &str, replace: bool, successors: &[(&str, &str)]) -> ChartImported {
        let choices = successors
            .iter()
            .map(|(former, account)| SuccessorChoice {
                former: (*former).to_owned(),
                account: (*account).to_owned(),
            })
            .collect();
        self.desk.import_chart(self.file.clone(), self.csv(text), replace, choices).unwrap()
    }
    fn chart(&self) -> Vec<String> {
        self.desk.accounts(self.file.clone()).unwrap().into_iter().map(|account| account.code).collect()
    }
    fn rule_accounts(&self) -> Vec<(String, String)> {
        let parties = self.desk.third_parties(self.file.clone(), ThirdPartyKindView::Supplier).unwrap();
        parties.into_iter().filter_map(|party| Some((party.name, party.rule_account?))).collect()
    }
    /// A rule of the supplier with this auxiliary account.
    fn rule(&self, party: &str, account: &str) {
        let id: ClientFileId = self.file.parse().unwrap();
        self.desk
            .command("make_rule", true, json!({}), &[], |writer| {
                let kind = liasse_domain::ThirdPartyKind::Supplier;
                let card = writer.third_party_by_account(id, kind, &party.parse().unwrap())?.unwrap();
                Ok(writer.put_rule(&Rule {
                    id: RuleId::from_uuid(clock::fresh()),
                    third_party: card.id,
                    narrowing: liasse_domain::Narrowing::default(),
                    template: liasse_domain::RuleTemplate::one(account.parse().unwrap()),
                    vat_scheme: None,
                    origin: RuleOrigin::User,
                })?)
            })
            .unwrap();
    }
}

const FIRST: &str = "Compte;Libellé;SIREN\n606300;Petit équipement;\n606400;Fournitures administratives;\n\
    607000;Achats de marchandises;\n401000;Fournisseurs;\n401DELORME;Maison Delorme;732829320\n401CARLIER;Carlier;\n\
    411MAIRIE;Mairie;\n";
const SECOND: &str = "Compte;Libellé;SIREN\n60630000;Fournitures et petit équipement;\n\
    60640000;Fournitures administratives;\n60700000;Achats;\n40100000;Fournisseurs;\n\
    FDELORME;MAISON DELORME SARL;732829320\nFNOUVEAU;Nouveau;\n";

#[test]
fn a_file_brings_accounts_and_third_parties_and_is_undone() {
    let office = Office::without_chart();
    let imported = office.import(FIRST, false, &[]);
    assert_eq!((imported.added, imported.suppliers, imported.customers), (4, 2, 1));
    assert_eq!(office.chart(), ["401000", "606300", "606400", "607000"]);
    let suppliers = office.desk.third_parties(office.file.clone(), ThirdPartyKindView::Supplier).unwrap();
    assert_eq!(
        suppliers.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(),
        ["Carlier", "Maison Delorme"]
    );
    assert_eq!(suppliers[1].siren.as_deref(), Some("732829320"));
    // Again: nothing changes.
    let again = office.import(FIRST, false, &[]);
    assert_eq!((again.added, again.relabelled, again.removed, again.suppliers), (0, 0, 0, 0));
    office.desk.undo().unwrap();
    office.desk.undo().unwrap();
    assert!(office.chart().is_empty());
    assert!(office.desk.third_parties(office.file.clone(), ThirdPartyKindView::Supplier).unwrap().is_empty());
}

#[test]
fn another_chart_keeps_the_rules_and_asks_once() {
    let office = Office::without_chart();
    office.import(FIRST, false, &[]);
    office.rule("401DELORME", "606300");
    office.rule("401CARLIER", "606400");
    let mut form = office.desk.client_file_form(Some(office.file.clone()), "FR".to_owned()).unwrap();
    form.supplier_prefix = "F".to_owned();
    office.desk.save_client_file(form).unwrap();

    let plan = office.desk.chart_plan(office.file.clone(), office.csv(SECOND), true).unwrap();
    let asked: Vec<(&str, u32, &str)> = plan
        .successions
        .iter()
        .map(|one| (one.former.code.as_str(), one.uses, one.proposal.as_ref().unwrap().code.as_str()))
        .collect();
    assert_eq!(asked, [("606300", 1, "60630000"), ("606400", 1, "60640000")]);
    assert_eq!(plan.successions[0].third_parties, ["Maison Delorme"]);
    assert_eq!(
        plan.moved.iter().map(|one| (one.former.as_str(), one.account.as_str())).collect::<Vec<_>>(),
        [("401DELORME", "FDELORME")]
    );
    assert_eq!((plan.new_suppliers, plan.known_third_parties, plan.added_count), (1, 0, 4));

    // One is carried over; the other keeps its account, which stays in the chart.
    let imported = office.import(SECOND, true, &[("606300", "60630000")]);
    assert_eq!((imported.rules, imported.removed), (1, 3));
    assert_eq!(office.chart(), ["40100000", "60630000", "606400", "60640000", "60700000"]);
    let rules = office.rule_accounts();
    assert!(rules.contains(&("Maison Delorme".to_owned(), "60630000".to_owned())), "{rules:?}");
    assert!(rules.contains(&("Carlier".to_owned(), "606400".to_owned())), "{rules:?}");
    let moved = office.desk.third_parties(office.file.clone(), ThirdPartyKindView::Supplier).unwrap();
    assert!(moved.iter().any(|one| one.account == "FDELORME" && one.name == "Maison Delorme"));

    // A ledger that was kept under the former chart finds the successor that was said.
    office.rule("401CARLIER", "606300");
    let asked = office.desk.rule_transfer(office.file.clone()).unwrap();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].reason.as_ref().unwrap().code, "successor_said_before");
    let choice = SuccessorChoice { former: "606300".to_owned(), account: "60630000".to_owned() };
    assert_eq!(office.desk.transfer_rules(office.file.clone(), vec![choice]).unwrap(), 1);
    assert!(office.desk.rule_transfer(office.file.clone()).unwrap().is_empty());

    for _ in 0..3 {
        office.desk.undo().unwrap();
    }
    assert_eq!(office.chart(), ["401000", "606300", "606400", "607000"]);
    let rules = office.rule_accounts();
    assert!(rules.contains(&("Maison Delorme".to_owned(), "606300".to_owned())), "{rules:?}");
}

#[test]
fn an_account_is_edited_renumbered_and_refused_while_in_use() {
    let office = Office::without_chart();
    office.import(FIRST, false, &[]);
    office.rule("401DELORME", "606300");
    let form = |former: Option<&str>, code: &str, label: &str| AccountForm {
        former: former.map(str::to_owned),
        code: code.to_owned(),
        label: label.to_owned(),
    };
    let save = |form: AccountForm| office.desk.save_account(office.file.clone(), form);
    save(form(None, "613200", "Locations")).unwrap();
    assert_eq!(save(form(None, "613200", "Autre")).unwrap_err().code, "account_exists");
    assert_eq!(save(form(None, "613300", " ")).unwrap_err().code, "name_missing");
    assert_eq!(save(form(None, "61/33", "x")).unwrap_err().code, "bad_form");
    save(form(Some("606300"), "606310", "Petit outillage")).unwrap();
    assert_eq!(office.rule_accounts(), [("Maison Delorme".to_owned(), "606310".to_owned())]);
    let delete = |code: &str| office.desk.delete_accounts(office.file.clone(), vec![code.to_owned()]);
    assert_eq!(delete("606310").unwrap_err().code, "account_in_use");
    delete("613200").unwrap();
    assert_eq!(office.chart(), ["401000", "606310", "606400", "607000"]);
    office.desk.undo().unwrap();
    office.desk.undo().unwrap();
    assert_eq!(office.chart(), ["401000", "606300", "606400", "607000", "613200"]);
    assert_eq!(office.rule_accounts(), [("Maison Delorme".to_owned(), "606300".to_owned())]);
}

#[test]
fn what_is_no_chart_changes_nothing() {
    let office = Office::without_chart();
    let refused =
        office.desk.chart_plan(office.file.clone(), office.csv("Nom;Ville\nX;Rennes\n"), false).unwrap_err();
    assert_eq!(refused.code, "chart_file_no_accounts");
    assert_eq!(refused.message.args["headings"], "Nom, Ville");
    let missing = ChartSource::File { path: "/nowhere.csv".to_owned() };
    let refused = office.desk.chart_plan(office.file.clone(), missing, false).unwrap_err();
    assert_eq!(refused.code, "file_unreadable");
    let choice = SuccessorChoice { former: "606300".to_owned(), account: "999999".to_owned() };
    let refused = office.desk.transfer_rules(office.file.clone(), vec![choice]).unwrap_err();
    assert_eq!(refused.code, "account_not_in_chart");
}

#[test]
fn a_new_number_follows_into_vat_accounts_cards_and_shares_in_one_step() {
    let office = Office::open();
    let file = || office.file.clone();
    let vat = office.desk.vat_accounts(file()).unwrap();
    let own = vat.accounts.iter().find(|account| account.code == "445660").unwrap().clone();
    office.desk.save_deductibility(file(), "606300".to_owned(), "80".to_owned()).unwrap();
    let waits = AccountForm { former: None, code: "445640".to_owned(), label: "TVA en attente".to_owned() };
    office.desk.save_account(file(), waits).unwrap();
    let waiting = crate::api::VatAccountView { waiting: "445640".to_owned(), ..own };
    office.desk.save_vat_account(file(), waiting).unwrap();
    let renumber = |former: &str, code: &str, label: &str| {
        let form =
            AccountForm { former: Some(former.to_owned()), code: code.to_owned(), label: label.to_owned() };
        office.desk.save_account(file(), form).unwrap();
    };
    renumber("445640", "445641", "TVA en attente");
    renumber("445660", "445661", "TVA déductible 20 %");
    renumber("606300", "606310", "Petit outillage");
    let moved = office.desk.vat_accounts(file()).unwrap();
    let own = moved.accounts.iter().find(|account| account.code == "445661").unwrap();
    assert_eq!((own.waiting.as_str(), own.label.as_str()), ("445641", "TVA déductible 20 %"));
    assert!(moved.accounts.iter().all(|account| account.code != "445660"));
    assert_eq!(moved.deductibility[0].account, "606310");
    let own = office.desk.client_file(file().parse().unwrap()).unwrap();
    assert_eq!(own.accounts.purchase_vat.as_str(), "445661");
    let in_use = office.desk.delete_accounts(file(), vec!["445641".to_owned()]).unwrap_err();
    assert_eq!(in_use.code, "account_in_use");
    (0..3).for_each(|_| drop(office.desk.undo().unwrap()));
    let back = office.desk.vat_accounts(file()).unwrap();
    assert_eq!(back.accounts.iter().filter(|account| account.waiting == "445640").count(), 1);
    assert_eq!(back.deductibility[0].account, "606300");
}
