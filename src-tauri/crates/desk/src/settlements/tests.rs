use liasse_domain::{DocumentKind, FieldName, FieldValue, VatLine};

use super::*;
use crate::api::{EntryView, FilesChoice, FilesFormat, PracticeForm, ThirdPartyForm, ThirdPartyKindView};
use crate::test_office::{self, certain};

struct Settlements;
type Office = test_office::Office<Settlements>;

fn office() -> Office {
    let office = Office::open();
    let practice = office.desk.practice(office.file.clone()).unwrap();
    let form = PracticeForm {
        territory: practice.territory,
        sales_exigibility: "payments".to_owned(),
        accounts: practice.accounts,
    };
    office.desk.save_practice(office.file.clone(), form).unwrap();
    office
}

impl Office {
    /// A sale of services of 100.00 and 20.00 of tax, coded and ready.
    fn sale(&self, number: &str) -> String {
        let amount = |cents| FieldValue::Amount(Amount::from_cents(cents));
        let mut reading = certain([
            (FieldName::DocType, FieldValue::Kind(DocumentKind::Invoice)),
            (FieldName::CustomerName, FieldValue::Text("Mairie de Saint-Amand".to_owned())),
            (FieldName::InvoiceNumber, FieldValue::Text(number.to_owned())),
            (FieldName::IssueDate, FieldValue::Date("2026-03-16".parse().unwrap())),
            (FieldName::Currency, FieldValue::Currency("EUR".parse().unwrap())),
            (FieldName::TotalHt, amount(10_000)),
            (FieldName::TotalVat, amount(2_000)),
            (FieldName::TotalTtc, amount(12_000)),
        ]);
        let rate = "20.00".parse().unwrap();
        let (base, amount) = (Amount::from_cents(10_000), Amount::from_cents(2_000));
        reading.vat_lines = vec![VatLine { rate, base, amount }];
        reading.vat_lines_sure = true;
        let id = self.take_in(&self.file, Flow::Sales, vec![reading]).remove(0).to_string();
        if self.desk.third_parties(self.file.clone(), ThirdPartyKindView::Customer).unwrap().is_empty() {
            let form = ThirdPartyForm {
                kind: ThirdPartyKindView::Customer,
                name: "Mairie de Saint-Amand".to_owned(),
                account: "411MAIRIE".to_owned(),
                siren: String::new(),
                vat_number: String::new(),
                iban: String::new(),
            };
            self.desk.create_third_party(id.clone(), form).unwrap();
        }
        self.desk.set_allocation(id.clone(), 0, "706000".to_owned()).unwrap();
        id
    }
    fn publish(&self, id: &str, place: &str) {
        let path = self.place.path().join(place).display().to_string();
        let report = self
            .desk
            .publish(self.file.clone(), vec![id.to_owned()], "files".to_owned(), Some(path))
            .unwrap();
        assert_eq!(report.published.len(), 1, "{report:?}");
    }
    fn paid(&self, id: &str, date: &str, amount: Option<&str>) -> Result<u32, DeskError> {
        self.desk.record_settlement(vec![id.to_owned()], date.to_owned(), amount.map(str::to_owned))
    }
    fn settled(&self, id: &str) -> SettlementsView {
        self.desk.review(id.to_owned()).unwrap().settlements.unwrap()
    }
}

fn lines(entry: &EntryView) -> Vec<String> {
    let shown = |line: &crate::api::EntryLineView| {
        let side = if line.debit.is_some() { "D" } else { "C" };
        let amount = line.debit.as_ref().or(line.credit.as_ref()).unwrap();
        format!("{} {side} {amount}", line.account)
    };
    entry.lines.iter().map(shown).collect()
}

#[test]
fn tax_on_payments_is_due_as_the_bank_pays_and_leaves_once() {
    let office = office();
    let id = office.sale("F-1");
    let view = office.desk.review(id.clone()).unwrap();
    assert_eq!(lines(&view.entry.unwrap()), ["706000 C 100.00", "445740 C 20.00", "411MAIRIE D 120.00"]);
    office.publish(&id, "first.zip");

    assert_eq!(office.paid(&id, "2099-01-01", None).unwrap_err().code, "settlement_in_future");
    assert_eq!(office.paid(&id, "2026-04-10", Some("120,01")).unwrap_err().code, "settlement_amount");
    assert_eq!(office.paid(&id, "2026-04-10", Some("0")).unwrap_err().code, "settlement_amount");
    office.paid(&id, "2026-04-10", Some("30+10")).unwrap();
    let settled = office.settled(&id);
    assert_eq!((settled.remaining.as_str(), settled.waiting.as_str()), ("80.00", "13.33"));
    let entry = settled.settlements[0].entry.as_ref().unwrap();
    assert_eq!((entry.journal.as_str(), entry.date.as_str()), ("OD", "2026-04-10"));
    assert_eq!(lines(entry), ["445740 D 6.67", "445710 C 6.67"]);
    let waiting = office.desk.waiting_tax(office.file.clone()).unwrap();
    assert_eq!((waiting.sales.as_str(), waiting.to_publish, waiting.rows.len()), ("13.33", 1, 1));
    assert_eq!(waiting.rows[0].party, "Mairie de Saint-Amand");

    // Recorded by mistake, it is undone, though the document has left.
    office.desk.undo().unwrap();
    assert_eq!(office.settled(&id).waiting, "20.00");
    office.paid(&id, "2026-04-10", Some("40.00")).unwrap();
    office.paid(&id, "2026-05-12", None).unwrap();
    assert!(office.desk.waiting_tax(office.file.clone()).unwrap().rows.is_empty());
    assert_eq!(office.paid(&id, "2026-05-13", None).unwrap_err().code, "settlement_nothing_waits");
    assert_eq!(lines(office.settled(&id).settlements[1].entry.as_ref().unwrap())[0], "445740 D 13.33");
    let fec = String::from_utf8(office.desk.entries_fec(&office.file).unwrap()).unwrap();
    assert_eq!(fec.lines().filter(|line| line.contains("445740")).count(), 3, "{fec}");

    let to = |name: &str| office.place.path().join(name).display().to_string();
    let report = office.desk.publish_tax_due(office.file.clone(), to("tax.zip")).unwrap();
    assert_eq!((report.published.len(), report.held_back.len()), (2, 0), "{report:?}");
    assert!(office.place.path().join("tax.zip").exists());
    let again = office.desk.publish_tax_due(office.file.clone(), to("again.zip")).unwrap();
    assert!(again.published.is_empty() && again.file.is_none(), "each leaves once");
    assert_eq!(office.desk.waiting_tax(office.file.clone()).unwrap().to_publish, 0);
    let after = office.settled(&id);
    assert_eq!(after.settlements[0].publication.as_ref().unwrap().code, "publication_done");
    let refused = office.desk.delete_settlement(after.settlements[0].id.clone()).unwrap_err();
    assert_eq!(refused.code, "settlement_published");
    assert_eq!(office.desk.undo().unwrap_err().code, "undo_conflict");
    let again = String::from_utf8(office.desk.entries_fec(&office.file).unwrap()).unwrap();
    assert_eq!(again, fec, "what was published is what was shown");
}

#[test]
fn an_account_renumbered_meanwhile_takes_the_tax_under_its_new_number() {
    let office = office();
    let id = office.sale("F-1");
    office.publish(&id, "first.zip");
    let form = crate::api::AccountForm {
        former: Some("445710".to_owned()),
        code: "445711".to_owned(),
        label: "TVA collectée 20 %".to_owned(),
    };
    office.desk.save_account(office.file.clone(), form).unwrap();
    office.paid(&id, "2026-04-10", None).unwrap();
    assert_eq!(
        lines(office.settled(&id).settlements[0].entry.as_ref().unwrap()),
        ["445740 D 20.00", "445711 C 20.00"]
    );
}

#[test]
fn several_documents_are_settled_at_once_and_a_layout_without_entries_keeps_theirs() {
    let office = office();
    let ids = [office.sale("F-1"), office.sale("F-2"), office.sale("F-3")];
    for (place, id) in ids.iter().take(2).enumerate() {
        office.publish(id, &format!("{place}.zip"));
    }
    let both = ids[..2].to_vec();
    assert_eq!(office.desk.record_settlement(both, "2026-04-10".to_owned(), None).unwrap(), 2);
    // Paid before it is published: its tax is due with the others once it has left.
    office.paid(&ids[2], "2026-04-11", None).unwrap();
    assert_eq!(office.desk.waiting_tax(office.file.clone()).unwrap().to_publish, 2);
    let choice =
        |format| FilesChoice { format, ..office.desk.files_offer(office.file.clone()).unwrap().choice };
    office.desk.set_files_choice(office.file.clone(), choice(FilesFormat::Facturx)).unwrap();
    let to = office.place.path().join("tax.zip").display().to_string();
    let report = office.desk.publish_tax_due(office.file.clone(), to.clone()).unwrap();
    assert!(report.held_back.iter().all(|held| held.message.code == "tax_due_needs_entries"), "{report:?}");
    assert_eq!(report.held_back.len(), 2);
    office.desk.set_files_choice(office.file.clone(), choice(FilesFormat::Coala)).unwrap();
    let report = office.desk.publish_tax_due(office.file.clone(), to).unwrap();
    assert_eq!(report.published.len(), 2, "{report:?}");
}

#[test]
fn a_document_whose_tax_is_due_with_the_invoice_is_not_settled() {
    let office = Office::open();
    let id = office.sale("F-1");
    assert_eq!(office.desk.review(id.clone()).unwrap().settlements, None);
    assert_eq!(office.paid(&id, "2026-04-10", None).unwrap_err().code, "settlement_nothing_waits");
}
