use liasse_connectors::sandbox::{Action, Fault, System, When};
use liasse_domain::{Amount, Country, DocumentKind, EntryPurpose, FieldName, FieldValue, Flow, VatLine};

use super::*;
use crate::api::{StatusView, ThirdPartyForm, ThirdPartyKindView};
use crate::test_office::{self, certain};

struct Reopening;
type Office = test_office::Office<Reopening>;

impl Office {
    /// A purchase of 100.00 and 20.00 of tax, coded and ready.
    fn purchase(&self, number: &str) -> String {
        let amount = |cents| FieldValue::Amount(Amount::from_cents(cents));
        let mut reading = certain([
            (FieldName::DocType, FieldValue::Kind(DocumentKind::Invoice)),
            (FieldName::SupplierName, FieldValue::Text("Maison Delorme".to_owned())),
            (FieldName::SupplierCountry, FieldValue::Country(Country::FR)),
            (FieldName::SupplierVat, FieldValue::Text("FR44732829320".to_owned())),
            (FieldName::InvoiceNumber, FieldValue::Text(number.to_owned())),
            (FieldName::IssueDate, FieldValue::Date("2026-03-16".parse().unwrap())),
            (FieldName::Currency, FieldValue::Currency("EUR".parse().unwrap())),
            (FieldName::TotalHt, amount(10_000)),
            (FieldName::TotalVat, amount(2_000)),
            (FieldName::TotalTtc, amount(12_000)),
        ]);
        let (base, amount) = (Amount::from_cents(10_000), Amount::from_cents(2_000));
        reading.vat_lines = vec![VatLine { rate: "20.00".parse().unwrap(), base, amount }];
        reading.vat_lines_sure = true;
        let id = self.take_in(&self.file, Flow::Purchases, vec![reading]).remove(0).to_string();
        let form = ThirdPartyForm {
            kind: ThirdPartyKindView::Supplier,
            name: "Maison Delorme".to_owned(),
            account: "401DELORME".to_owned(),
            siren: String::new(),
            vat_number: String::new(),
            iban: String::new(),
        };
        self.desk.create_third_party(id.clone(), form).unwrap();
        self.desk.set_allocation(id.clone(), 0, "606300".to_owned()).unwrap();
        assert_eq!(self.status(&id), StatusView::Ready);
        id
    }
    fn publish(&self, id: &str, target: &str, to: Option<String>) {
        let report =
            self.desk.publish(self.file.clone(), vec![id.to_owned()], target.to_owned(), to).unwrap();
        assert_eq!(report.published.len(), 1, "{report:?}");
        assert_eq!(self.status(id), StatusView::Published);
    }
    fn zip(&self, name: &str) -> Option<String> {
        Some(self.place.path().join(name).display().to_string())
    }
    fn status(&self, id: &str) -> StatusView {
        self.desk.review(id.to_owned()).unwrap().status
    }
    fn reopen(&self, id: &str, date: &str, file: Option<String>) -> Result<PublicationReport, DeskError> {
        let form = ReversalForm { date: date.to_owned(), file };
        self.desk.reopen_document(id.to_owned(), Some(form))
    }
    fn told(&self, id: &str) -> Vec<String> {
        let view = self.desk.review(id.to_owned()).unwrap();
        view.publications.into_iter().map(|message| message.code).collect()
    }
    fn purposes(&self) -> Vec<EntryPurpose> {
        let mut found: Vec<EntryPurpose> = self
            .desk
            .read(|reader| reader.entries(self.file.parse().unwrap()))
            .unwrap()
            .iter()
            .map(Entry::purpose)
            .collect();
        found.sort_unstable();
        found
    }
}

#[test]
fn a_target_gets_the_reversal_then_the_document_goes_again() {
    let office = Office::open();
    let (_runtime, sandbox) = office.connect();
    let id = office.purchase("F-1");
    assert_eq!(office.desk.reopening(id.clone()).unwrap_err().code, "reopen_not_published");
    office.publish(&id, "sage-ge", None);
    let view = office.desk.reopening(id.clone()).unwrap();
    assert_eq!((view.date.as_str(), view.needs_file, view.trouble), ("2026-03-16", false, None));
    assert_eq!(view.targets[0].message.code, "publication_done");

    // A day of a closed exercise: nothing was sent, all stays.
    let held = office.reopen(&id, "2022-03-16", None).unwrap().held_back;
    assert_eq!(held[0].message.code, "refusal_exercise_closed");
    assert_eq!(office.status(&id), StatusView::Published);
    assert_eq!(sandbox.received(System::Ge).len(), 1);

    let report = office.reopen(&id, "2026-04-01", None).unwrap();
    assert!(report.held_back.is_empty(), "{report:?}");
    assert_eq!(office.status(&id), StatusView::Ready);
    let received = sandbox.received(System::Ge);
    let (sent, back) = (&received[0].body, &received[1].body);
    assert_eq!((&back["kind"], &back["date"]), (&"credit_note".into(), &"2026-04-01".into()));
    for (one, other) in sent["lines"].as_array().unwrap().iter().zip(back["lines"].as_array().unwrap()) {
        assert_eq!(
            (&one["account"], &one["debit"], &one["credit"]),
            (&other["account"], &other["credit"], &other["debit"])
        );
    }
    assert_eq!(
        office.purposes(),
        [EntryPurpose::Document, EntryPurpose::Reversed, EntryPurpose::Reversal][1..]
    );
    assert_eq!(office.told(&id), ["publication_withdrawn", "reversal_refused", "publication_reversed"]);

    office.desk.set_allocation(id.clone(), 0, "607000".to_owned()).unwrap();
    office.publish(&id, "sage-ge", None);
    assert_eq!(sandbox.received(System::Ge).len(), 3);
    assert_eq!(sandbox.received(System::Ge)[2].body["lines"][0]["account"], "607000");
    assert_eq!(office.purposes(), [EntryPurpose::Document, EntryPurpose::Reversed, EntryPurpose::Reversal]);
    // And once more: each round has its own reversal.
    assert!(office.reopen(&id, "2026-04-02", None).unwrap().held_back.is_empty());
    assert_eq!((sandbox.received(System::Ge).len(), office.purposes().len()), (4, 4));
}

#[test]
fn an_answer_that_is_lost_leaves_it_published_until_somebody_knows() {
    let office = Office::open();
    let (_runtime, sandbox) = office.connect();
    let id = office.purchase("F-1");
    office.publish(&id, "sage-ge", None);
    // The reversal arrives, its answer does not, and nobody can be asked.
    sandbox.fault(Fault::on_next_post(Action::Cut, When::After));
    // Exercises, journals and the looking up are each asked for twice.
    sandbox.fault(Fault { times: 6, ..Fault::on_next_get(Action::Status { status: 500 }) });
    let held = office.reopen(&id, "2026-04-01", None).unwrap().held_back;
    assert_eq!(held[0].message.code, "publication_unknown");
    assert_eq!(office.status(&id), StatusView::Published);
    assert_eq!(office.told(&id), ["publication_done", "reversal_unknown"]);
    // It is looked up before anything else is sent: it had arrived.
    assert!(office.reopen(&id, "2026-04-01", None).unwrap().held_back.is_empty());
    assert_eq!(office.status(&id), StatusView::Ready);
    assert_eq!(sandbox.received(System::Ge).len(), 2, "reversed once");
}

#[test]
fn what_a_person_took_away_over_there_leaves_no_entry() {
    let office = Office::open();
    let id = office.purchase("F-1");
    office.publish(&id, "files", office.zip("a.zip"));
    assert!(office.desk.reopening(id.clone()).unwrap().needs_file);
    office.desk.reopen_document(id.clone(), None).unwrap();
    assert_eq!(office.status(&id), StatusView::Ready);
    assert!(office.purposes().is_empty());
    assert_eq!(office.told(&id), ["publication_withdrawn"]);
    office.publish(&id, "files", office.zip("b.zip"));

    assert_eq!(office.reopen(&id, "2026-04-01", None).unwrap_err().code, "files_destination_missing");
    let report = office.reopen(&id, "2026-04-01", office.zip("extourne.zip")).unwrap();
    assert_eq!(report.published.len(), 1, "{report:?}");
    let bytes = std::fs::read(office.zip("extourne.zip").unwrap()).unwrap();
    assert!(bytes.windows(3).any(|part| part == b"FEC"), "a FEC is in it");
    assert_eq!(office.purposes(), [EntryPurpose::Reversed, EntryPurpose::Reversal]);
}

#[test]
fn a_file_is_taken_back_as_long_as_bob_has_not_taken_it() {
    let office = Office::open();
    let root = office.place.path().join("bob");
    std::fs::create_dir_all(&root).unwrap();
    let mut form = office.desk.client_file_form(Some(office.file.clone()), "FR".to_owned()).unwrap();
    (form.bob_root, form.bob_code) = (root.display().to_string(), "A".to_owned());
    office.desk.save_client_file(form).unwrap();
    let dropped = || -> Vec<std::path::PathBuf> {
        let folder = std::fs::read_dir(root.join("A/achats")).unwrap();
        folder.map(|entry| entry.unwrap().path()).collect()
    };
    let id = office.purchase("F-1");
    office.publish(&id, "bob", None);
    assert_eq!(dropped().len(), 1);
    assert_eq!(office.desk.reopening(id.clone()).unwrap().trouble, None);
    office.reopen(&id, "2026-04-01", None).unwrap();
    assert_eq!((dropped().len(), office.status(&id)), (0, StatusView::Ready));
    let waiting = office.desk.bob_documents(office.file.clone()).unwrap();
    assert_eq!((waiting[0].by_itself, waiting[0].reason.code.as_str()), (false, "held_reopened"));

    office.publish(&id, "bob", None);
    std::fs::remove_file(dropped().remove(0)).unwrap();
    let trouble = office.desk.reopening(id.clone()).unwrap().trouble.unwrap();
    assert_eq!(trouble.code, "reopen_taken_by_bob");
    assert_eq!(office.reopen(&id, "2026-04-01", None).unwrap_err().code, "reopen_taken_by_bob");
    assert_eq!(office.status(&id), StatusView::Published);
    office.desk.reopen_document(id.clone(), None).unwrap();
    assert_eq!(office.status(&id), StatusView::Ready);
}
