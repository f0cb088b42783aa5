use liasse_domain::{DocumentId, DocumentKind, FieldName, FieldValue, Flow, Rule, RuleId, RuleOrigin};

use super::*;
use crate::api::{CardDefaultsView, ThirdPartyKindView};
use crate::test_office::{self, certain};

struct Cards;
type Office = test_office::Office<Cards>;

impl Office {
    fn form(&self, name: &str, account: &str) -> ThirdPartyCard {
        ThirdPartyCard {
            id: String::new(),
            client_file: self.file.clone(),
            kind: ThirdPartyKindView::Supplier,
            name: name.to_owned(),
            account: account.to_owned(),
            country: String::new(),
            siren: String::new(),
            siret: String::new(),
            vat_number: String::new(),
            ibans: vec![],
            aliases: vec![],
            defaults: CardDefaultsView::default(),
            waiting: 0,
            documents: 0,
        }
    }
    fn save(&self, card: ThirdPartyCard) -> Result<ThirdPartyCard, DeskError> {
        self.desk.save_third_party(card)
    }
    fn card(&self, id: &str) -> ThirdPartyCard {
        self.desk.third_party_card(id.to_owned()).unwrap()
    }
    fn names(&self) -> Vec<String> {
        let list = self.desk.third_parties(self.file.clone(), ThirdPartyKindView::Supplier).unwrap();
        list.into_iter().map(|one| one.name).collect()
    }
    fn rule(&self, card: &str, account: &str) {
        let rule = Rule {
            id: RuleId::from_uuid(clock::fresh()),
            third_party: card.parse().unwrap(),
            narrowing: liasse_domain::Narrowing::default(),
            template: liasse_domain::RuleTemplate::one(account.parse().unwrap()),
            vat_scheme: None,
            origin: RuleOrigin::User,
        };
        self.desk.own_command("put", json!({}), &[], |writer| Ok(writer.put_rule(&rule)?)).unwrap();
    }
    /// Takes in an invoice of this supplier.
    fn paper(&self, name: &str) -> DocumentId {
        let reading = certain([
            (FieldName::DocType, FieldValue::Kind(DocumentKind::Invoice)),
            (FieldName::SupplierName, FieldValue::Text(name.to_owned())),
        ]);
        self.take_in(&self.file, Flow::Purchases, vec![reading]).remove(0)
    }
    fn third_party_of(&self, document: DocumentId) -> Option<String> {
        self.desk.review(document.to_string()).unwrap().third_party.id
    }
}

#[test]
fn a_card_keeps_all_that_its_form_says() {
    let office = Office::open();
    let mut form = office.form("Maison Delorme", "401DELORME");
    form.siret = "73282932000074".to_owned();
    form.ibans = vec!["FR76 3000 6000 0112 3456 7890 189".to_owned(), String::new()];
    form.aliases = vec!["DELORME SARL".to_owned(), "maison delorme".to_owned(), "Delorme".to_owned()];
    form.defaults = CardDefaultsView {
        vat_account: "445660".to_owned(),
        terms: "45 jours fin de mois".to_owned(),
        terms_reading: "month_end_then_days".to_owned(),
        journal: "od".to_owned(),
        axis_first: "paris".to_owned(),
        description: "{third_party} {number}".to_owned(),
        auto_publish: true,
        reverse_charge: "construction".to_owned(),
        reverse_charge_base: "total".to_owned(),
        deductible: "80 %".to_owned(),
        exigibility: "payments".to_owned(),
        ..CardDefaultsView::default()
    };
    let saved = office.save(form).unwrap();
    assert_eq!(saved.siren, "732829320");
    // The card's own name is no alias, and each other name stands once.
    assert_eq!(saved.aliases, ["DELORME SARL"]);
    assert_eq!(saved.ibans, ["FR7630006000011234567890189"]);
    let defaults = &saved.defaults;
    assert_eq!((defaults.terms.as_str(), defaults.terms_reading.as_str()), ("45 eom", "month_end_then_days"));
    assert_eq!((defaults.journal.as_str(), defaults.axis_first.as_str()), ("OD", "PARIS"));
    assert_eq!((defaults.deductible.as_str(), defaults.reverse_charge_base.as_str()), ("80", "total"));
    // Saved as it is shown, it stays the same.
    assert_eq!(office.save(saved.clone()).unwrap(), saved);
    office.desk.undo().unwrap();
    office.desk.undo().unwrap();
    assert!(office.names().is_empty());
}

#[test]
fn wrong_values_are_refused_with_their_field() {
    let office = Office::open();
    office
        .save(ThirdPartyCard { aliases: vec!["Fils".to_owned()], ..office.form("Carlier", "401CARLIER") })
        .unwrap();
    let base = || office.form("Delorme", "401DELORME");
    let with = |defaults: CardDefaultsView| ThirdPartyCard { defaults, ..base() };
    let none = CardDefaultsView::default;
    for (form, code, field) in [
        (ThirdPartyCard { name: " ".to_owned(), ..base() }, "name_missing", "name"),
        (ThirdPartyCard { account: "401CARLIER".to_owned(), ..base() }, "account_taken", "account"),
        (ThirdPartyCard { siren: "123456789".to_owned(), ..base() }, "bad_form", "siren"),
        (
            ThirdPartyCard { siren: "443121975".to_owned(), siret: "73282932000074".to_owned(), ..base() },
            "siret_of_another",
            "siret",
        ),
        (ThirdPartyCard { aliases: vec!["FILS SARL".to_owned()], ..base() }, "alias_taken", "aliases"),
        (
            with(CardDefaultsView { vat_account: "445999".to_owned(), ..none() }),
            "account_not_in_chart",
            "vatAccount",
        ),
        (with(CardDefaultsView { terms: "bientôt".to_owned(), ..none() }), "typed_terms", "terms"),
        (with(CardDefaultsView { description: "{nom}".to_owned(), ..none() }), "bad_form", "description"),
        (with(CardDefaultsView { deductible: "120".to_owned(), ..none() }), "bad_form", "deductible"),
    ] {
        let refused = office.save(form).unwrap_err();
        assert_eq!(
            (refused.code.as_str(), refused.message.args["field"].as_str()),
            (code, field),
            "{refused:?}"
        );
    }
    assert_eq!(office.names(), ["Carlier"]);
}

#[test]
fn both_readings_of_terms_are_shown() {
    let office = Office::open();
    let preview = office.desk.terms_preview("45 fin de mois".to_owned()).unwrap();
    assert_eq!(preview.terms, "45 eom");
    assert!(preview.month_end_then_days.is_some_and(|date| date != preview.days_then_month_end));
    let plain = office.desk.terms_preview("30".to_owned()).unwrap();
    assert_eq!(plain.month_end_then_days, None);
    assert_eq!(office.desk.terms_preview("vite".to_owned()).unwrap_err().code, "typed_terms");
}

#[test]
fn a_name_that_is_given_up_still_finds_the_papers() {
    let office = Office::open();
    let card = office.save(office.form("Delorme Frères", "401DELORME")).unwrap();
    let paper = office.paper("DELORME FRERES");
    assert_eq!(office.third_party_of(paper).as_ref(), Some(&card.id));
    let renamed = office.save(ThirdPartyCard { name: "Groupe Hexalis".to_owned(), ..card }).unwrap();
    assert_eq!(renamed.aliases, ["Delorme Frères"]);
    assert_eq!(office.third_party_of(paper), Some(renamed.id));
}

#[test]
fn two_cards_become_one_with_everything_following_and_come_back() {
    let office = Office::open();
    let into = office.save(office.form("Delorme", "401DELORME")).unwrap();
    let mut form = office.form("Éts Delorme et Fils", "401DELORME2");
    form.siren = "732829320".to_owned();
    form.ibans = vec!["FR7630006000011234567890189".to_owned()];
    form.aliases = vec!["E.D.F. Delorme".to_owned()];
    form.defaults.terms = "30".to_owned();
    form.defaults.auto_publish = true;
    let from = office.save(form).unwrap();
    office.rule(&from.id, "606300");
    let paper = office.paper("Ets Delorme et Fils");
    assert_eq!(office.third_party_of(paper).as_ref(), Some(&from.id));
    let refused = office.desk.delete_third_party(from.id.clone()).unwrap_err();
    assert_eq!((refused.code.as_str(), refused.message.args["n"].as_str()), ("third_party_in_use", "1"));

    let preview = office.desk.merge_preview(from.id.clone(), into.id.clone()).unwrap();
    assert_eq!((preview.documents, preview.rules, preview.warnings.len()), (1, 1, 0));
    assert!(preview.gains.contains(&"732829320".to_owned()), "{:?}", preview.gains);
    let one = office.desk.merge_third_parties(from.id.clone(), into.id.clone()).unwrap();
    assert_eq!(one.aliases, ["Éts Delorme et Fils", "E.D.F. Delorme"]);
    assert_eq!((one.siren.as_str(), one.defaults.terms.as_str(), one.documents), ("732829320", "30", 1));
    assert!(!one.defaults.auto_publish, "that nobody looks is not inherited");
    assert_eq!(office.names(), ["Delorme"]);
    let view = office.desk.review(paper.to_string()).unwrap();
    assert_eq!(view.third_party.id.as_ref(), Some(&into.id));
    let list = office.desk.third_parties(office.file.clone(), ThirdPartyKindView::Supplier).unwrap();
    assert_eq!(list[0].rule_account.as_deref(), Some("606300"));

    office.desk.undo().unwrap();
    assert_eq!(office.names(), ["Delorme", "Éts Delorme et Fils"]);
    assert_eq!(office.third_party_of(paper), Some(from.id.clone()));
    assert_eq!(office.card(&from.id), ThirdPartyCard { waiting: 1, documents: 1, ..from });
    assert_eq!(office.card(&into.id), into);
}

#[test]
fn identifiers_that_differ_are_said_and_other_lists_refused() {
    let office = Office::open();
    let one =
        office.save(ThirdPartyCard { siren: "732829320".to_owned(), ..office.form("A", "401A") }).unwrap();
    let two =
        office.save(ThirdPartyCard { siren: "443121975".to_owned(), ..office.form("B", "401B") }).unwrap();
    let preview = office.desk.merge_preview(one.id.clone(), two.id.clone()).unwrap();
    assert_eq!(preview.warnings[0].code, "merge_differs_siren");
    let customer = ThirdPartyCard { kind: ThirdPartyKindView::Customer, ..office.form("C", "411C") };
    let customer = office.save(customer).unwrap();
    let refused = office.desk.merge_third_parties(one.id.clone(), customer.id).unwrap_err();
    assert_eq!(refused.code, "merge_other_list");
    assert_eq!(office.desk.merge_third_parties(one.id.clone(), one.id).unwrap_err().code, "merge_other_list");
}
