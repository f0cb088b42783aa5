//! Rules, suggestions, duplicates and their undo, on papers put straight into the database.

use std::time::Instant;

use liasse_domain::{
    Amount, Currency, DocumentKind, FieldName, FieldValue, Flow, LineItem, Reading, VatLine,
};

use super::*;
use crate::api::{
    EditForm, ReviewView, RuleLineForm, ShareView, StatusView, ThirdPartyForm, ThirdPartyKindView,
};
use crate::test_office::{self, certain};

struct Rules;
type Office = test_office::Office<Rules>;

/// What a paper says.
#[derive(Clone)]
struct Paper {
    supplier: String,
    number: String,
    date: &'static str,
    net: i64,
    words: &'static str,
}

fn paper(number: &str, net: i64) -> Paper {
    Paper {
        supplier: "Maison Delorme".to_owned(),
        number: number.to_owned(),
        date: "2026-03-12",
        net,
        words: "divers",
    }
}

fn read(paper: &Paper) -> Reading {
    let (net, tax) = (Amount::from_cents(paper.net), Amount::from_cents(paper.net / 5));
    let number = (!paper.number.is_empty())
        .then(|| (FieldName::InvoiceNumber, FieldValue::Text(paper.number.clone())));
    let mut reading = certain(
        [
            (FieldName::DocType, FieldValue::Kind(DocumentKind::Invoice)),
            (FieldName::SupplierName, FieldValue::Text(paper.supplier.clone())),
            (FieldName::IssueDate, FieldValue::Date(paper.date.parse().unwrap())),
            (FieldName::Currency, FieldValue::Currency(Currency::EUR)),
            (FieldName::TotalHt, FieldValue::Amount(net)),
            (FieldName::TotalVat, FieldValue::Amount(tax)),
            (FieldName::TotalTtc, FieldValue::Amount(net + tax)),
        ]
        .into_iter()
        .chain(number),
    );
    reading.vat_lines = vec![VatLine { rate: "20.00".parse().unwrap(), base: net, amount: tax }];
    reading.vat_lines_sure = true;
    reading.line_items = vec![LineItem {
        description: paper.words.to_owned(),
        quantity: None,
        unit: None,
        unit_price: None,
        vat_rate: None,
        amount: Some(net),
    }];
    reading
}

impl Office {
    fn take(&self, file: &str, papers: &[Paper]) -> Vec<String> {
        let readings = papers.iter().map(read).collect();
        self.take_in(file, Flow::Purchases, readings).iter().map(ToString::to_string).collect()
    }
    fn paper(&self, paper: Paper) -> String {
        self.take(&self.file, &[paper]).remove(0)
    }
    fn view(&self, document: &str) -> ReviewView {
        self.desk.review(document.to_owned()).unwrap()
    }
    /// Creates the card of the document's supplier. Answers its id.
    fn card(&self, document: &str) -> String {
        let form = ThirdPartyForm {
            kind: ThirdPartyKindView::Supplier,
            name: "Maison Delorme".to_owned(),
            account: "401DELORME".to_owned(),
            siren: String::new(),
            vat_number: String::new(),
            iban: String::new(),
        };
        let view = self.desk.create_third_party(document.to_owned(), form).unwrap();
        view.third_party.id.unwrap()
    }
    fn booked(&self, document: &str) -> Vec<(String, String)> {
        let lines = self.view(document).allocations;
        lines.into_iter().map(|line| (line.account.unwrap_or_default(), line.amount)).collect()
    }
    fn doubts(&self, document: &str) -> Vec<String> {
        self.view(document).doubts.into_iter().map(|doubt| doubt.message.code).collect()
    }
}

fn line(account: &str, share: ShareView, value: &str) -> RuleLineForm {
    RuleLineForm { account: account.to_owned(), share, value: value.to_owned(), rate: String::new() }
}

fn form(third_party: &str, lines: Vec<RuleLineForm>) -> RuleForm {
    RuleForm {
        id: None,
        third_party: third_party.to_owned(),
        text: String::new(),
        at_least: String::new(),
        at_most: String::new(),
        paid_by: String::new(),
        on_page: String::new(),
        lines,
        vat_scheme: None,
    }
}

fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

#[test]
fn a_rule_is_tried_applied_and_undone() {
    let office = Office::open();
    let first = office.paper(paper("F-1", 10_000));
    let second = office.paper(Paper { words: "café en grains", ..paper("F-2", 20_000) });
    let card = office.card(&first);
    assert_eq!(office.doubts(&first), ["account_to_choose"]);
    office.desk.set_allocation(first.clone(), 0, "606300".to_owned()).unwrap();
    let offer = office.view(&first).rule_offer.unwrap();
    assert_eq!((offer.account.as_str(), offer.changes), ("606300", 1));
    assert_eq!(office.desk.make_rule(first.clone()).unwrap(), 1);
    assert_eq!(office.booked(&second), pairs(&[("606300", "200.00")]));
    assert_eq!(office.view(&second).status, StatusView::Ready);
    assert!(office.view(&first).rule_offer.is_none());

    // Narrowed by what stands on the lines: only the second is meant.
    let narrow =
        RuleForm { text: "CAFÉ".to_owned(), ..form(&card, vec![line("607000", ShareView::Open, "")]) };
    let preview = office.desk.preview_rule(narrow.clone()).unwrap();
    assert_eq!((preview.waiting, preview.fitting, preview.changes), (2, 1, 1));
    assert_eq!(office.booked(&second), pairs(&[("606300", "200.00")]), "trying changes nothing");
    assert_eq!(office.desk.save_rule(narrow).unwrap(), 1);
    assert_eq!(office.booked(&second), pairs(&[("607000", "200.00")]));
    assert_eq!(office.view(&second).allocations[0].reason.code, "account_by_narrow_rule");
    assert_eq!(office.desk.rules(office.file.clone()).unwrap().len(), 2);
    office.desk.undo().unwrap();
    assert_eq!(office.booked(&second), pairs(&[("606300", "200.00")]));
    office.desk.undo().unwrap();
    assert_eq!(office.doubts(&second), ["account_to_choose"]);
}

#[test]
fn a_template_spreads_and_what_is_open_is_filled() {
    let office = Office::open();
    let first = office.paper(paper("F-1", 10_001));
    let card = office.card(&first);
    let spread = |lines| office.desk.save_rule(form(&card, lines)).unwrap();
    spread(vec![
        line("613500", ShareView::Fixed, "10+30"),
        line("606300", ShareView::Percent, "33,33"),
        line("606400", ShareView::Open, ""),
    ]);
    let expected = pairs(&[("613500", "40.00"), ("606300", "33.33"), ("606400", "26.68")]);
    assert_eq!(office.booked(&first), expected);
    assert_eq!(office.view(&first).status, StatusView::Ready);

    // Two lines of the symbolic 1: nothing is ready before their amounts are there.
    spread(vec![line("606300", ShareView::Open, ""), line("606400", ShareView::Open, "")]);
    assert_eq!(office.desk.rules_of(card.clone()).unwrap().len(), 1, "one rule for all its documents");
    assert_eq!(office.booked(&first), pairs(&[("606300", "0.00"), ("606400", "0.00")]));
    assert_eq!(office.view(&first).status, StatusView::ToReview);
    assert_eq!(office.view(&first).unallocated.as_deref(), Some("100.01"));
    let view = office.desk.set_allocation_amount(first.clone(), 0, "2*20".to_owned()).unwrap();
    assert_eq!(view.status, StatusView::Ready, "{:?}", view.doubts);
    assert_eq!(office.booked(&first), pairs(&[("606300", "40.00"), ("606400", "60.01")]));
    let refused = office.desk.set_allocation_amount(first.clone(), 0, "2*".to_owned()).unwrap_err();
    assert_eq!(refused.code, "typed_amount_incomplete");
    // What cannot be a rule is refused with its reason, before and when it is saved.
    for (lines, code) in [
        (vec![], "rule_no_line"),
        (vec![line("606300", ShareView::Percent, "101")], "rule_percentages"),
        (vec![line("606300", ShareView::Fixed, "0")], "rule_amount_not_positive"),
    ] {
        assert_eq!(office.desk.preview_rule(form(&card, lines)).unwrap_err().code, code);
    }
    let unknown = form(&card, vec![line("999999", ShareView::Open, "")]);
    assert_eq!(office.desk.save_rule(unknown).unwrap_err().code, "account_unknown");
}

#[test]
fn the_users_account_goes_before_the_rule_and_says_so() {
    let office = Office::open();
    let first = office.paper(paper("F-1", 10_000));
    let card = office.card(&first);
    office.desk.save_rule(form(&card, vec![line("606300", ShareView::Open, "")])).unwrap();
    let view = office.desk.set_allocation(first.clone(), 0, "607000".to_owned()).unwrap();
    let instead = view.allocations[0].instead_of.as_ref().unwrap();
    assert_eq!((instead.code.as_str(), instead.args["account"].as_str()), ("instead_of_rule", "606300"));
    // The rule may change: what the user chose stays.
    office.desk.save_rule(form(&card, vec![line("606400", ShareView::Open, "")])).unwrap();
    assert_eq!(office.booked(&first), pairs(&[("607000", "100.00")]));
}

#[test]
fn a_suggestion_is_marked_and_makes_nothing_ready() {
    let office = Office::open();
    let words = Paper { words: "forfait mobile et internet fibre", ..paper("F-1", 10_000) };
    let first = office.paper(words);
    office.card(&first);
    let view = office.view(&first);
    assert_eq!(view.status, StatusView::ToReview);
    assert!(view.allocations[0].doubtful);
    assert_eq!(view.allocations[0].reason.code, "account_suggested_by_words");
    assert!(view.allocations[0].account.as_deref().unwrap().starts_with("626"));
    assert_eq!(office.doubts(&first), ["account_suggested_by_words"]);
    // One key takes it over, also for many at once.
    assert_eq!(office.desk.accept_field_of_all(vec![first.clone()], "allocation:0".to_owned()).unwrap(), 1);
    assert_eq!(office.view(&first).status, StatusView::Ready);
    office.desk.make_rule(first).unwrap();

    // Another client file meets the same supplier: what the firm does elsewhere goes before words.
    let other = office.another_client_file("B");
    let there = office.take(&other, &[paper("F-9", 5_000)]).remove(0);
    let view = office.view(&there);
    assert_eq!(view.allocations[0].reason.code, "account_suggested_by_firm");
    assert_eq!(view.status, StatusView::ToReview);
}

#[test]
fn duplicates_are_kept_merged_or_told_apart_and_it_is_remembered() {
    let office = Office::open();
    let first = office.paper(paper("F-1", 10_000));
    let card = office.card(&first);
    office.desk.save_rule(form(&card, vec![line("606300", ShareView::Open, "")])).unwrap();
    let again = office.paper(paper("f 1", 10_000));
    assert_eq!(office.doubts(&again), ["duplicate_number"]);
    assert_eq!(office.view(&again).duplicate_of.as_deref(), Some(first.as_str()));
    // Two papers after all: remembered, whatever is worked out anew.
    office.desk.not_a_duplicate(again.clone()).unwrap();
    assert!(office.doubts(&again).is_empty());
    office.desk.save_rule(form(&card, vec![line("606400", ShareView::Open, "")])).unwrap();
    assert!(office.doubts(&again).is_empty());
    // A third one is told apart from neither.
    let third = office.paper(paper("F-1", 10_000));
    assert_eq!(office.doubts(&third), ["duplicate_number"]);
    office.desk.keep_one(third.clone(), first.clone()).unwrap();
    assert_eq!(office.view(&first).status, StatusView::Archived);
    assert_eq!(
        office.view(&third).duplicate_of.as_deref(),
        Some(again.as_str()),
        "the other one is still asked"
    );
    office.desk.undo().unwrap();
    assert_eq!(office.view(&first).status, StatusView::Ready);

    // Without a number the amount and the day tell; merged, the number that only one bears is kept.
    let till = office.paper(Paper { date: "2026-05-02", ..paper("", 777) });
    let numbered = office.paper(Paper { date: "2026-05-02", ..paper("T-77", 777) });
    assert!(office.doubts(&numbered).contains(&"duplicate_amount_date".to_owned()));
    office.desk.merge_duplicate(till.clone(), numbered.clone()).unwrap();
    assert_eq!(office.view(&numbered).status, StatusView::Archived);
    let number = office.view(&till).fields.into_iter().find(|field| field.name == "invoice_number").unwrap();
    assert_eq!(number.value.as_deref(), Some("T-77"));
    assert_eq!(office.view(&till).status, StatusView::Ready);
}

/// `cargo test -p liasse-desk --release --lib -- --ignored --nocapture large_firm`
#[test]
#[ignore = "a measure: fills a database with 100,000 documents of 500 client files"]
fn large_firm_lists_and_rules() {
    const WAITING: usize = 10_000;
    const FILES: usize = 500;
    const EACH: usize = 180;
    let office = Office::open();
    let started = Instant::now();
    for file in 0..FILES - 1 {
        let other = office.another_client_file(&format!("D{file}"));
        let papers: Vec<Paper> = (0..EACH)
            .map(|n| Paper {
                supplier: format!("Fournisseur {}", n % 40),
                ..paper(&format!("{file}-{n}"), 1_000 + n as i64)
            })
            .collect();
        office.take(&other, &papers);
    }
    let papers: Vec<Paper> = (0..WAITING).map(|n| paper(&format!("F-{n}"), 1_000 + n as i64)).collect();
    let documents: Vec<String> =
        papers.chunks(1_000).flat_map(|papers| office.take(&office.file, papers)).collect();
    let card = office.card(&documents[0]);
    println!("filled with {} documents in {:?}", (FILES - 1) * EACH + WAITING, started.elapsed());
    let timed = |what: &str, work: &dyn Fn()| {
        let mut times: Vec<_> = (0..5)
            .map(|_| {
                let started = Instant::now();
                work();
                started.elapsed()
            })
            .collect();
        times.sort_unstable();
        println!("{what}: {:?} (slowest of five {:?})", times[2], times[4]);
    };
    let page = |search: &str| crate::api::InboxQuery {
        client_file: office.file.clone(),
        flow: crate::api::FlowView::Purchases,
        statuses: vec![],
        duplicates: false,
        foreign_currency: false,
        expense_reports: false,
        search: search.to_owned(),
        offset: 0,
        limit: 200,
    };
    timed("inbox page of 200 (to reach: 50 ms)", &|| drop(office.desk.inbox(page("")).unwrap()));
    timed("search of a number (to reach: 100 ms)", &|| drop(office.desk.inbox(page("F-7777")).unwrap()));
    timed("search of a word on all of a client file's papers", &|| {
        assert!(!office.desk.inbox(page("delorme")).unwrap().rows.is_empty());
    });
    timed("search of a letter that stands on every paper of the firm", &|| {
        assert!(!office.desk.inbox(page("f")).unwrap().rows.is_empty());
    });
    let started = Instant::now();
    let changed = office.desk.save_rule(form(&card, vec![line("606300", ShareView::Open, "")])).unwrap();
    println!("rule applied to {changed} waiting documents: {:?} (to reach: 3 s)", started.elapsed());
    timed("inbox page of 200, all ready", &|| drop(office.desk.inbox(page("")).unwrap()));
    let started = Instant::now();
    let preview = office.desk.preview_rule(form(&card, vec![line("606400", ShareView::Open, "")])).unwrap();
    println!("another one tried on {}: {:?}", preview.changes, started.elapsed());
    let started = Instant::now();
    office.desk.undo().unwrap();
    println!("the rule undone: {:?}", started.elapsed());
}

#[test]
fn several_are_edited_and_their_rules_kept_each_as_one_command_that_the_history_tells() {
    let office = Office::open();
    let mut ids =
        office.take(&office.file, &[paper("F-1", 10_000), paper("F-2", 20_000), paper("F-3", 30_000)]);
    office.card(&ids[0]);
    let untouched = ids.pop().unwrap();
    let edit = EditForm {
        account: Some("606300".to_owned()),
        vat_scheme: Some(crate::api::VatSchemeView::Intracom),
        ..EditForm::default()
    };
    assert_eq!(office.desk.edit_all(ids.clone(), edit).unwrap(), 2);
    for id in &ids {
        let view = office.view(id);
        assert_eq!(view.vat_scheme, crate::api::VatSchemeView::Intracom);
        assert_eq!(view.allocations[0].account.as_deref(), Some("606300"));
    }
    assert_ne!(office.booked(&untouched)[0].0, "606300");
    let nothing = office.desk.edit_all(ids.clone(), EditForm::default()).unwrap_err();
    assert_eq!(nothing.code, "nothing_to_accept");

    // Both would make the same rule: one is made, and the third paper follows it.
    assert!(office.desk.make_rules(ids.clone()).unwrap() >= 1);
    assert_eq!(office.desk.rules(office.file.clone()).unwrap().len(), 1);
    assert_eq!(office.booked(&untouched)[0].0, "606300");

    let ledger = office.desk.ledger(office.file.clone(), 0).unwrap();
    let told: Vec<(&str, u32)> =
        ledger.lines.iter().take(2).map(|line| (line.change.message.code.as_str(), line.count)).collect();
    assert_eq!(told, [("make_rules", 3), ("edit_documents", 2)]);
    assert_eq!(ledger.lines[1].change.message.args["account"], "606300");
    assert!(ledger.lines[1].documents.iter().any(|one| one.label.ends_with("F-1")), "{ledger:?}");
    assert_eq!(ledger.lines[1].change.actor, "camille");

    office.desk.undo().unwrap();
    assert!(office.desk.rules(office.file.clone()).unwrap().is_empty());
    office.desk.undo().unwrap();
    assert_ne!(office.booked(&ids[0])[0].0, "606300");
    let after = office.desk.ledger(office.file.clone(), 0).unwrap();
    assert_eq!(after.lines[0].change.message.code, "undo");
    assert!(
        after.lines.iter().any(|line| line.change.undone && line.change.message.code == "edit_documents")
    );
    let other = office.another_client_file("B");
    let elsewhere = office.desk.ledger(other, 0).unwrap();
    assert!(elsewhere.lines.iter().all(|line| line.change.message.code != "edit_documents"));
}
