use liasse_domain::{Amount, DocumentKind, FieldName, FieldValue, Flow, VatLine};

use super::*;
use crate::api::{BesideForm, ReviewView, ThirdPartyForm, ThirdPartyKindView};
use crate::test_office::{self, certain};

struct Practice;
type Office = test_office::Office<Practice>;

impl Office {
    /// Takes in a paper of 100.00 and 20.00 of tax, in a currency; answers its id.
    fn paper(&self, kind: DocumentKind, currency: &str) -> String {
        let amount = |cents| FieldValue::Amount(Amount::from_cents(cents));
        let mut reading = certain([
            (FieldName::DocType, FieldValue::Kind(kind)),
            (FieldName::SupplierName, FieldValue::Text("Delorme".to_owned())),
            (FieldName::InvoiceNumber, FieldValue::Text("F-1".to_owned())),
            (FieldName::IssueDate, FieldValue::Date("2026-11-15".parse().unwrap())),
            (FieldName::Currency, FieldValue::Currency(currency.parse().unwrap())),
            (FieldName::TotalHt, amount(10_000)),
            (FieldName::TotalVat, amount(2_000)),
            (FieldName::TotalTtc, amount(12_000)),
        ]);
        reading.vat_lines = vec![VatLine {
            rate: "20.00".parse().unwrap(),
            base: Amount::from_cents(10_000),
            amount: Amount::from_cents(2_000),
        }];
        reading.vat_lines_sure = true;
        self.take_in(&self.file, Flow::Purchases, vec![reading]).remove(0).to_string()
    }

    /// The paper with its supplier and account chosen.
    fn coded(&self, kind: DocumentKind, currency: &str) -> String {
        let id = self.paper(kind, currency);
        let form = ThirdPartyForm {
            kind: ThirdPartyKindView::Supplier,
            name: "Delorme".to_owned(),
            account: "401DELORME".to_owned(),
            siren: String::new(),
            vat_number: String::new(),
            iban: String::new(),
        };
        self.desk.create_third_party(id.clone(), form).unwrap();
        self.desk.set_allocation(id.clone(), 0, "606300".to_owned()).unwrap();
        id
    }
    fn doubts(&self, id: &str) -> Vec<String> {
        let view = self.desk.review(id.to_owned()).unwrap();
        view.doubts.into_iter().map(|doubt| doubt.message.code).collect()
    }
}

fn lines(view: &ReviewView) -> Vec<String> {
    let shown = |line: &crate::api::EntryLineView| {
        let (side, amount) = match (&line.debit, &line.credit) {
            (Some(amount), _) => ("D", amount),
            (_, Some(amount)) => ("C", amount),
            _ => ("?", &line.account),
        };
        format!("{} {side} {amount}", line.account)
    };
    view.entry.iter().flat_map(|entry| entry.lines.iter().map(shown)).collect()
}

#[test]
fn a_paper_in_dollars_waits_for_a_rate_then_takes_that_of_the_table() {
    let office = Office::open();
    let id = office.coded(DocumentKind::Invoice, "USD");
    assert_eq!(office.doubts(&id), ["entry_rate_missing"]);
    let path = office.place.path().join("eurofxref-hist.csv");
    std::fs::write(&path, "Date,USD,GBP,\n2026-11-13,1.0853,0.865,\n2020-01-02,1.1193,0.8508,\n").unwrap();
    let imported = office.desk.import_exchange_rates(path.display().to_string()).unwrap();
    assert_eq!((imported.rates, imported.currencies), (2, 2), "rates of years ago are not taken");
    let view = office.desk.review(id.clone()).unwrap();
    assert_eq!(office.doubts(&id), [""; 0], "Friday's rate serves on Sunday");
    assert_eq!(lines(&view), ["606300 D 92.14", "445660 D 18.43", "401DELORME C 110.57"]);
    let exchange = view.beside.exchange.unwrap();
    assert_eq!((exchange.source.as_str(), exchange.date.as_str()), ("ecb", "2026-11-13"));
    assert_eq!(
        office.desk.import_exchange_rates(path.display().to_string()).unwrap().rates,
        0,
        "once is enough"
    );

    let own = BesideForm {
        rate: Some("1,1".to_owned()),
        rate_note: Some("banque".to_owned()),
        ..BesideForm::default()
    };
    let view = office.desk.set_beside(id.clone(), own).unwrap();
    assert_eq!(lines(&view)[2], "401DELORME C 109.09", "the user's rate goes before the table's");
    office.desk.undo().unwrap();
    assert_eq!(lines(&office.desk.review(id).unwrap())[2], "401DELORME C 110.57");
    std::fs::write(&path, "Date,USD\n2026-11-13,un\n").unwrap();
    let refused = office.desk.import_exchange_rates(path.display().to_string()).unwrap_err();
    assert_eq!((refused.code.as_str(), refused.message.args["line"].as_str()), ("ecb_rate", "2"));
}

#[test]
fn an_expense_report_asks_who_is_paid_back_and_owes_them() {
    let office = Office::open();
    let id = office.paper(DocumentKind::ExpenseReport, "EUR");
    office.desk.set_allocation(id.clone(), 0, "625100".to_owned()).unwrap();
    assert_eq!(office.doubts(&id), ["person_missing"]);
    let form = PersonView {
        id: String::new(),
        name: " Camille  Roux ".to_owned(),
        role: "partner".to_owned(),
        account: String::new(),
    };
    let person = office.desk.save_person(office.file.clone(), form).unwrap();
    assert_eq!((person.name.as_str(), person.account.as_str()), ("Camille Roux", "455000"));
    let said = BesideForm { person: Some(person.id.clone()), ..BesideForm::default() };
    let view = office.desk.set_beside(id.clone(), said).unwrap();
    assert_eq!(lines(&view), ["625100 D 100.00", "445660 D 20.00", "455000 C 120.00"]);
    assert_eq!(view.entry.unwrap().journal, "OD");
    assert!(office.doubts(&id).is_empty());
    office.desk.delete_person(office.file.clone(), person.id).unwrap();
    assert_eq!(office.doubts(&id), ["person_missing"], "nobody is owed by one who is gone");
}

#[test]
fn the_territory_says_which_rates_are_in_force() {
    let office = Office::open();
    let id = office.coded(DocumentKind::Invoice, "EUR");
    assert!(office.doubts(&id).is_empty());
    let practice = office.desk.practice(office.file.clone()).unwrap();
    assert_eq!(practice.rates[0].rate, "20.00");
    let form = |territory: &str| PracticeForm {
        territory: territory.to_owned(),
        sales_exigibility: "payments".to_owned(),
        accounts: Vec::new(),
    };
    office.desk.save_practice(office.file.clone(), form("france_overseas")).unwrap();
    assert_eq!(office.doubts(&id), ["rate_not_in_force"], "20 % is no rate of Réunion");
    office.desk.accept_field(id.clone(), "vat_lines".to_owned()).unwrap();
    assert!(office.doubts(&id).is_empty(), "what the paper charges is owed all the same");
    let refused = office.desk.save_practice(office.file.clone(), form("atlantis")).unwrap_err();
    assert_eq!(refused.code, "bad_form");
}
