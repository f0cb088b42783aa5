use liasse_domain::{CardDefaults, DocumentKind, FieldName, FieldValue, ThirdParty};

use super::*;
use crate::test_office::{self, certain, supplier};

struct Payments;
type Office = test_office::Office<Payments>;

fn form(name: &str, reference: &str) -> PaymentMethodForm {
    PaymentMethodForm {
        id: None,
        name: name.to_owned(),
        reference: reference.to_owned(),
        account: String::new(),
        destination: String::new(),
        auto_publish: false,
    }
}

impl Office {
    fn view(&self) -> PaymentMethodsView {
        self.desk.payment_methods(self.file.clone()).unwrap()
    }
    fn names(&self) -> Vec<String> {
        self.view().methods.into_iter().map(|method| method.name).collect()
    }
    fn save(&self, form: PaymentMethodForm) -> Result<String, DeskError> {
        self.desk.save_payment_method(self.file.clone(), form)
    }
    fn file_id(&self) -> ClientFileId {
        self.file.parse().unwrap()
    }
    /// Takes in a paper of one page, with these digits of a card.
    fn paper(&self, flow: Flow, digits: Option<&str>) -> String {
        let receipt = (FieldName::DocType, FieldValue::Kind(DocumentKind::Receipt));
        let digits = digits.map(|digits| (FieldName::CardLast4, FieldValue::Text(digits.to_owned())));
        let reading = certain([Some(receipt), digits].into_iter().flatten());
        self.take_in(&self.file, flow, vec![reading]).remove(0).to_string()
    }
    fn payment_of(&self, document: &str) -> Option<(String, String)> {
        let payment = self.desk.review(document.to_owned()).unwrap().payment?;
        Some((payment.name, payment.reason.code))
    }
}

#[test]
fn a_method_is_made_changed_linked_and_deleted_by_hand() {
    let office = Office::open();
    let visa = office.save(form("Visa Pro", "1234")).unwrap();
    assert_eq!(office.save(form("visa pro", "")).unwrap_err().code, "payment_method_exists");
    assert_eq!(office.save(form("  ", "")).unwrap_err().code, "name_missing");
    let linked = |account: &str| PaymentMethodForm {
        id: Some(visa.clone()),
        account: account.to_owned(),
        destination: "OD".to_owned(),
        auto_publish: true,
        ..form("Visa de Paul", "1234")
    };
    assert_eq!(office.save(linked("512999")).unwrap_err().code, "account_not_in_chart");
    office.save(linked("512000")).unwrap();
    let view = office.view();
    let method = &view.methods[0];
    assert_eq!((method.name.as_str(), method.last_four.as_deref()), ("Visa de Paul", Some("1234")));
    assert_eq!(method.account_label.as_deref(), Some("Banques"));
    assert!(method.auto_publish && view.connected.is_none());
    assert!(view.bank_accounts.iter().any(|account| account.code == "530000"));
    office.desk.delete_payment_methods(office.file.clone(), vec![visa]).unwrap();
    assert!(office.names().is_empty());
    office.desk.undo().unwrap();
    assert_eq!(office.names(), ["Visa de Paul"]);
    office.desk.undo().unwrap();
    assert_eq!(office.names(), ["Visa Pro"]);
}

#[test]
fn digits_met_on_a_purchase_make_a_method_once() {
    let office = Office::open();
    let first = office.paper(Flow::Purchases, Some("4417"));
    assert_eq!(office.payment_of(&first).unwrap(), ("**** 4417".to_owned(), "payment_by_paper".to_owned()));
    office.paper(Flow::Purchases, Some("4417"));
    // The customer's card is not ours.
    office.paper(Flow::Sales, Some("9999"));
    assert_eq!(office.names(), ["**** 4417"]);
    assert_eq!(office.view().methods[0].origin, "paper");
}

#[test]
fn the_supplier_then_the_users_default_say_the_method_and_the_user_goes_first() {
    let office = Office::open();
    let visa = office.save(form("Visa", "1234")).unwrap();
    let till = office.save(form("Caisse", "")).unwrap();
    let receipt = office.paper(Flow::Purchases, None);
    assert_eq!(office.payment_of(&receipt), None);
    office
        .desk
        .set_payment_default(office.file.clone(), Some(till.clone()), PaymentDefaultScopeView::Receipts)
        .unwrap();
    assert_eq!(office.payment_of(&receipt).unwrap(), ("Caisse".to_owned(), "payment_by_default".to_owned()));
    assert_eq!(office.view().default.unwrap().method, till);
    let view = office.desk.set_payment_method(receipt.clone(), Some(visa.clone())).unwrap();
    assert_eq!(view.payment.unwrap().reason.code, "payment_by_user");
    office.desk.undo().unwrap();
    assert_eq!(office.payment_of(&receipt).unwrap().0, "Caisse");
    // A method that is deleted leaves the cards and the defaults that named it.
    let defaults = CardDefaults { payment_method: Some(till.parse().unwrap()), ..CardDefaults::default() };
    let card = ThirdParty { defaults, ..supplier(office.file_id()) };
    office.desk.own_command("put", json!({}), &[], |writer| Ok(writer.put_third_party(&card)?)).unwrap();
    assert_eq!(office.view().methods.iter().find(|method| method.id == till).unwrap().cards, 1);
    office.desk.delete_payment_methods(office.file.clone(), vec![till]).unwrap();
    assert_eq!(office.payment_of(&receipt), None);
    let stored = office.desk.read(|reader| reader.third_party(card.id)).unwrap();
    assert_eq!(stored.defaults.payment_method, None);
    office.desk.undo().unwrap();
    assert_eq!(office.payment_of(&receipt).unwrap().0, "Caisse");
}

#[test]
fn a_connected_system_keeps_the_methods() {
    let office = Office::open();
    office.paper(Flow::Purchases, Some("4417"));
    let (_runtime, _sandbox) = office.connect();
    let reloaded = office.desk.reload_payment_methods(office.file.clone()).unwrap();
    assert_eq!((reloaded.added, reloaded.removed), (3, 0));
    // The card that papers had named is the system's own.
    assert_eq!(office.names(), ["Espèces", "Paiement Pro (4417)", "Prélèvement"]);
    let view = office.view();
    assert_eq!(view.connected.as_deref(), Some("sage-ge"));
    assert!(view.destinations.iter().any(|journal| journal.code == "BQ" && journal.label == "Banque"));
    assert_eq!(office.save(form("Nouveau", "")).unwrap_err().code, "payment_methods_connected");
    let pro = view.methods.iter().find(|method| method.last_four.as_deref() == Some("4417")).unwrap();
    let refused = office.desk.delete_payment_methods(office.file.clone(), vec![pro.id.clone()]).unwrap_err();
    assert_eq!(refused.code, "payment_methods_connected");
    // Named and linked here, and so it stays when the list is taken again.
    let renamed = PaymentMethodForm {
        id: Some(pro.id.clone()),
        account: "512000".to_owned(),
        ..form("Visa du gérant", "0000")
    };
    office.save(renamed).unwrap();
    let again = office.desk.reload_payment_methods(office.file.clone()).unwrap();
    assert_eq!((again.added, again.removed, again.bank_accounts), (0, 0, 0));
    let kept = office.view().methods.into_iter().find(|method| method.id == pro.id).unwrap();
    assert_eq!((kept.name.as_str(), kept.reference.as_deref()), ("Visa du gérant", Some("4417")));
    assert_eq!(kept.account.as_deref(), Some("512000"));
    // Papers make none any more.
    office.paper(Flow::Purchases, Some("8888"));
    assert_eq!(office.names().len(), 3);
}
