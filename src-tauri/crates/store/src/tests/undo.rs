use std::cell::RefCell;

use proptest::prelude::*;

use super::*;

/// Every row of every table of the user's data: of all tables but those that are no part of the ledger.
pub fn dump(store: &Store) -> Vec<String> {
    let mut statement = store
        .connection
        .prepare_cached("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        .unwrap();
    let tables: Vec<String> =
        statement.query_map([], |row| row.get(0)).unwrap().map(|name| name.unwrap()).collect();
    let left_out = ["page", "job", "change", "change_document", "change_client_file"];
    let kept = |table: &&String| !left_out.contains(&table.as_str()) && !table.starts_with("search");
    let mut lines = Vec::new();
    for table in tables.iter().filter(kept) {
        let mut statement = store.connection.prepare_cached(&format!("SELECT * FROM {table}")).unwrap();
        let width = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values: Vec<String> =
                (0..width).map(|index| format!("{:?}", row.get_ref(index).unwrap())).collect();
            lines.push(format!("{table}: {}", values.join(" | ")));
        }
    }
    lines.sort();
    lines
}

fn found(store: &Store, text: &str) -> usize {
    store.read(|r| r.search(text, None, 100)).unwrap().len()
}

#[test]
fn undo_and_redo_walk_through_the_commands() {
    let mut house = house();
    let (_, _, document) = one_document(&mut house.store);
    let store = &mut house.store;
    assert_eq!(store.undo(&actor(), NOW).unwrap_err().code(), "nothing_to_undo");
    let mut states = vec![dump(store)];
    let mut changes = Vec::new();
    for supplier in ["Alpha", "Beta", "Gamma"] {
        let read = reading(supplier, "FA-1", "2026-10-31", 12_000);
        let ((), id) =
            store.command(&actor(), NOW, command("correct"), |w| w.put_reading(document.id, &read)).unwrap();
        states.push(dump(store));
        changes.push(id);
    }
    for step in (0..3).rev() {
        let undone = store.undo(&actor(), NOW).unwrap();
        assert_eq!((undone.inverted, undone.command.as_str()), (changes[step], "correct"));
        assert_eq!(undone.documents, vec![document.id]);
        assert_eq!(dump(store), states[step]);
    }
    assert_eq!(found(store, "gamma"), 0);
    assert_eq!(store.undo(&actor(), NOW).unwrap_err().code(), "nothing_to_undo");
    for state in states.iter().skip(1) {
        assert_eq!(store.redo(&actor(), NOW).unwrap().command, "correct");
        assert_eq!(&dump(store), state);
    }
    assert_eq!(found(store, "gamma"), 1);
    assert_eq!(store.redo(&actor(), NOW).unwrap_err().code(), "nothing_to_redo");
    // What was done again can be undone again.
    store.undo(&actor(), NOW).unwrap();
    assert_eq!(dump(store), states[2]);
    // A new command ends the way back.
    store
        .command(&actor(), NOW, command("status"), |w| w.set_status(document.id, DocumentStatus::Ready))
        .unwrap();
    assert_eq!(store.redo(&actor(), NOW).unwrap_err().code(), "nothing_to_redo");
    let history = store.read(|r| r.history(document.id)).unwrap();
    let names: Vec<&str> = history.iter().map(|record| record.command.as_str()).collect();
    let expected =
        ["correct", "correct", "correct", "undo", "undo", "undo", "redo", "redo", "redo", "undo", "status"];
    assert_eq!(names, expected);
}

#[test]
fn later_changes_of_the_same_values_stand_in_the_way() {
    let mut house = house();
    let (_, _, document) = one_document(&mut house.store);
    let store = &mut house.store;
    let set = |store: &mut Store, status, undoable| {
        let command = Command { undoable, ..command("status") };
        store.command(&actor(), NOW, command, |w| w.set_status(document.id, status)).unwrap().1
    };
    let first = set(store, DocumentStatus::Ready, true);
    let second = set(store, DocumentStatus::Archived, false);
    let before = dump(store);
    let changes = store.read(|r| r.recent_changes(100)).unwrap();
    assert_eq!(store.undo(&actor(), NOW).unwrap_err().code(), "undo_conflict");
    assert_eq!(store.undo_of(&actor(), NOW, second).unwrap_err().code(), "not_undoable");
    assert_eq!(dump(store), before);
    assert_eq!(store.read(|r| r.recent_changes(100)).unwrap(), changes);
    set(store, DocumentStatus::Ready, false);
    let undone = store.undo_of(&actor(), NOW, first).unwrap();
    assert_eq!(store.undo_of(&actor(), NOW, first).unwrap_err().code(), "already_undone");
    assert_eq!(store.read(|r| r.document(document.id)).unwrap().status, DocumentStatus::ToReview);
    // Undoing the undo.
    store.undo_of(&actor(), NOW, undone.change).unwrap();
    assert_eq!(store.read(|r| r.document(document.id)).unwrap().status, DocumentStatus::Ready);
}

#[test]
fn an_undo_that_would_leave_orphans_is_a_conflict() {
    let mut house = house();
    let (file, source, _) = one_document(&mut house.store);
    let store = &mut house.store;
    let party = third_party(1000, file.id);
    store.command(&actor(), NOW, command("supplier"), |w| w.put_third_party(&party)).unwrap();
    let later = document(101, file.id, source.id);
    store
        .background(|w| w.put_document(&later).and_then(|()| w.put_coding(&coding(later.id, Some(party.id)))))
        .unwrap();
    let before = dump(store);
    assert_eq!(store.undo(&actor(), NOW).unwrap_err().code(), "undo_conflict");
    assert_eq!(dump(store), before);
}

#[test]
fn a_command_that_fails_leaves_nothing() {
    let mut house = house();
    let (_, _, document) = one_document(&mut house.store);
    let store = &mut house.store;
    let before = dump(store);
    let refused = store.command::<()>(&actor(), NOW, command("half"), |w| {
        w.set_status(document.id, DocumentStatus::Ready)?;
        w.put_reading(document.id, &reading("Alpha", "FA-1", "2026-10-31", 1))?;
        Err(StoreError::Rejected { code: "no_account", message: "account 606300 is missing".to_owned() })
    });
    assert_eq!(refused.unwrap_err().code(), "no_account");
    assert_eq!(dump(store), before);
    assert_eq!(found(store, "alpha"), 0);
    assert!(store.read(|r| r.recent_changes(10)).unwrap().is_empty());
}

#[test]
fn a_full_disk_leaves_what_was_there() {
    let mut house = house();
    let (_, source, document) = one_document(&mut house.store);
    let store = &mut house.store;
    let pages: u32 = store.connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    store.connection.query_row(&format!("PRAGMA max_page_count = {}", pages + 8), [], |_| Ok(())).unwrap();
    let before = dump(store);
    let noise: Vec<Uuid> = (0..20_000).map(|_| Uuid::now_v7()).collect();
    let page = PageRow { source: source.id, number: 1, width: 1.0, height: 1.0, rotation: 0, picture: None };
    let work = |w: &mut Writer<'_>| {
        w.put_reading(document.id, &reading("Alpha", "FA-1", "2026-10-31", 1))?;
        w.put_page(&page, &noise, "")
    };
    assert_eq!(store.command(&actor(), NOW, command("read"), work).unwrap_err().code(), "disk_full");
    assert_eq!(dump(store), before);
    store.connection.query_row("PRAGMA max_page_count = 1000000", [], |_| Ok(())).unwrap();
    store.command(&actor(), NOW, command("read"), work).unwrap();
    assert_ne!(dump(store), before);
}

#[test]
fn a_change_says_what_was_before_and_after() {
    let mut house = house();
    let (file, _, document) = one_document(&mut house.store);
    let store = &mut house.store;
    let party = third_party(1000, file.id);
    store
        .background(|w| {
            w.put_third_party(&party)?;
            w.put_reading(document.id, &reading("Alpha", "FA-1", "2026-10-31", 100))
        })
        .unwrap();
    let ((), change) = store
        .command(&actor(), NOW, command("correct"), |w| {
            w.put_reading(document.id, &reading("Alpha", "FA-1", "2026-10-31", 250))?;
            w.delete_field(document.id, FieldName::Currency)?;
            w.set_status(document.id, DocumentStatus::Ready)?;
            w.put_coding(&CodingRow {
                allocations: coding(document.id, None).allocations.into_iter().take(1).collect(),
                ..coding(document.id, Some(party.id))
            })
        })
        .unwrap();
    let values = store.read(|r| r.changed_values(change)).unwrap();
    assert!(values.iter().all(|value| value.document == document.id));
    let found: Vec<BeforeAfter> = values.into_iter().map(|value| value.change).collect();
    let amount = |cents| Some(FieldValue::Amount(Amount::from_cents(cents)));
    let expected = [
        BeforeAfter::Status { before: Some(DocumentStatus::ToReview), after: Some(DocumentStatus::Ready) },
        BeforeAfter::Field { name: FieldName::TotalTtc, before: amount(100), after: amount(250) },
        BeforeAfter::Field {
            name: FieldName::Currency,
            before: Some(FieldValue::Currency(Currency::EUR)),
            after: None,
        },
        BeforeAfter::ThirdParty { before: None, after: Some(party.id) },
        BeforeAfter::Account { position: 0, before: None, after: Some("606300".parse().unwrap()) },
        BeforeAfter::Allocated { position: 0, before: None, after: Some(Amount::from_cents(10_000)) },
    ];
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for change in expected {
        assert!(found.contains(&change), "{change:?}");
    }
}

#[test]
fn the_history_holds_documents_that_are_only_concerned() {
    let mut house = house();
    let (_, _, document) = one_document(&mut house.store);
    let concerned = [document.id];
    let command = Command { documents: &concerned, ..command("print") };
    house.store.command(&actor(), NOW, command, |_| Ok(())).unwrap();
    assert_eq!(house.store.read(|r| r.history(document.id)).unwrap().len(), 1);
}

/// What a user may do, on one of a few documents and third parties.
#[derive(Debug, Clone)]
enum Deed {
    Correct(u8, u8),
    Vat(u8, i64),
    Code(u8, Option<u8>),
    Status(u8, u8),
    Split(u8, u8),
    Delete(u8),
    Rename(u8, u8),
    Rule(u8, u8),
    NarrowRule(u8, u8),
    DeleteRule(u8),
    Compare(u8, u8),
    Repeat(u8, Option<u8>),
    MoveAccount(u8),
    Accounts(u8),
    Setting(u8),
    Settle(u8, i64),
    Unsettle(u8),
}

fn deed() -> impl Strategy<Value = Deed> {
    let small = 0u8..4;
    prop_oneof![
        (small.clone(), any::<u8>()).prop_map(|(d, v)| Deed::Correct(d, v)),
        (small.clone(), 0i64..1_000_000).prop_map(|(d, v)| Deed::Vat(d, v)),
        (small.clone(), prop::option::of(small.clone())).prop_map(|(d, p)| Deed::Code(d, p)),
        (small.clone(), 0u8..6).prop_map(|(d, s)| Deed::Status(d, s)),
        (small.clone(), 1u8..4).prop_map(|(d, n)| Deed::Split(d, n)),
        small.clone().prop_map(Deed::Delete),
        (small.clone(), any::<u8>()).prop_map(|(p, v)| Deed::Rename(p, v)),
        (small.clone(), any::<u8>()).prop_map(|(p, v)| Deed::Rule(p, v)),
        (small.clone(), 0u8..3).prop_map(|(p, v)| Deed::NarrowRule(p, v)),
        any::<u8>().prop_map(Deed::DeleteRule),
        (small.clone(), small.clone()).prop_map(|(d, e)| Deed::Compare(d, e)),
        (small.clone(), prop::option::of(small.clone())).prop_map(|(d, e)| Deed::Repeat(d, e)),
        any::<u8>().prop_map(Deed::MoveAccount),
        any::<u8>().prop_map(Deed::Accounts),
        any::<u8>().prop_map(Deed::Setting),
        (small.clone(), 1i64..100_000).prop_map(|(d, v)| Deed::Settle(d, v)),
        small.prop_map(Deed::Unsettle),
    ]
}

/// The settlement of a document; it has one at most here.
fn settlement(document: u8, cents: i64) -> Settlement {
    Settlement {
        id: SettlementId::from_uuid(uuid(50_000 + u128::from(document))),
        document: DocumentId::from_uuid(uuid(100 + u128::from(document))),
        date: "2026-11-20".parse().unwrap(),
        amount: Amount::from_cents(cents),
    }
}

fn perform(w: &mut Writer<'_>, deed: &Deed, file: ClientFileId, source: SourceId) -> Result<(), StoreError> {
    let document_id = |number: u8| document(100 + u128::from(number), file, source).id;
    let party = |number: u8| third_party(1000 + u128::from(number), file);
    match deed {
        Deed::Correct(d, v) => {
            let read = reading(&format!("Fournisseur {v}"), &format!("FA-{v}"), "2026-10-31", i64::from(*v));
            w.put_reading(document_id(*d), &read)
        }
        Deed::Vat(d, cents) => {
            let line = VatLine {
                rate: "5.50".parse().unwrap(),
                base: Amount::from_cents(*cents),
                amount: Amount::from_cents(1),
            };
            w.put_vat_lines(document_id(*d), &[line, line], false, None)
        }
        Deed::Code(d, p) => w.put_coding(&coding(document_id(*d), p.map(|p| party(p).id))),
        Deed::Status(d, s) => {
            let statuses = [
                DocumentStatus::Reading,
                DocumentStatus::ToSplit,
                DocumentStatus::ToReview,
                DocumentStatus::Ready,
                DocumentStatus::Published,
                DocumentStatus::Archived,
            ];
            w.set_status(document_id(*d), statuses[usize::from(*s)])
        }
        Deed::Split(d, pages) => {
            let pages = (1..=u32::from(*pages)).map(|page| DocumentPage { source, page }).collect();
            w.put_document(&DocumentRow { pages, ..document(100 + u128::from(*d), file, source) })
        }
        Deed::Delete(d) => w.delete_document(document_id(*d)),
        Deed::Rename(p, v) => {
            let renamed = ThirdParty {
                name: format!("Maison {v}"),
                aliases: (0..v % 3).map(|n| format!("alias {n}")).collect(),
                ..party(*p)
            };
            w.put_third_party(&renamed)
        }
        Deed::Rule(p, v) => w.put_rule(&Rule {
            id: RuleId::from_uuid(uuid(u128::from(*v) + 1)),
            third_party: party(*p).id,
            narrowing: Narrowing::default(),
            template: RuleTemplate::one("606300".parse().unwrap()),
            vat_scheme: None,
            origin: RuleOrigin::User,
        }),
        Deed::NarrowRule(p, v) => {
            let line = |account: &str, share| TemplateLine {
                account: account.parse().unwrap(),
                share,
                rate: Some("20.00".parse().unwrap()),
            };
            w.put_rule(&Rule {
                id: RuleId::from_uuid(uuid(1_000 + u128::from(*v))),
                third_party: party(*p).id,
                narrowing: Narrowing { text: Some(format!("café {v}")), ..Narrowing::default() },
                template: RuleTemplate::new(vec![
                    line("607000", Share::Percent(3_333)),
                    line("606300", Share::Open),
                ])
                .unwrap(),
                vat_scheme: Some(VatScheme::Exempt),
                origin: RuleOrigin::User,
            })
        }
        Deed::DeleteRule(v) => w.delete_rule(RuleId::from_uuid(uuid(u128::from(*v) + 1))),
        Deed::Compare(d, e) if d == e => Ok(()),
        Deed::Compare(d, e) => w.put_compared(document_id(*d), document_id(*e), Verdict::Same),
        Deed::Repeat(d, e) => w.set_duplicate_of(document_id(*d), e.map(document_id)),
        Deed::MoveAccount(v) => {
            let to = format!("60{v}").parse().unwrap();
            w.move_account(file, &"606300".parse().unwrap(), &to).map(drop)
        }
        Deed::Accounts(v) => {
            let account = Account { code: format!("60{v}").parse().unwrap(), label: format!("n° {v}") };
            w.put_accounts(file, &[account])
        }
        Deed::Setting(v) => w.put_setting("theme", v),
        Deed::Settle(d, cents) => w.add_settlement(&settlement(*d, *cents)),
        Deed::Unsettle(d) => w.delete_settlement(&settlement(*d, 1)),
    }
}

/// Cases of the property: few in the ordinary run, as many as `cargo xtask test --thorough` asks for.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(24)
}

/// How many steps the ledger holds.
fn recorded(store: &Store) -> u32 {
    store.connection.query_row("SELECT coalesce(max(seq), 0) FROM change", [], |row| row.get(0)).unwrap()
}

/// A house that serves one case after another: each leaves it as it was.
fn shared_house() -> (usize, House, ClientFileId, SourceId) {
    let mut house = house();
    let (file, source, _) = one_document(&mut house.store);
    // What is undone is asked, not what a power cut leaves: thousands of commands need not reach the disk one by one.
    house.store.connection.execute_batch("PRAGMA synchronous = OFF").unwrap();
    house
        .store
        .background(|w| {
            for number in 0..4 {
                w.put_document(&document(100 + number, file.id, source.id))?;
                w.put_third_party(&third_party(1000 + number, file.id))?;
            }
            Ok(())
        })
        .unwrap();
    (0, house, file.id, source.id)
}

/// The ledger grows with each life: after so many a house begins anew.
const LIVES_OF_A_HOUSE: usize = 250;

/// Does everything, undoes it, does it again and undoes it again.
fn live(
    store: &mut Store,
    deeds: &[Deed],
    file: ClientFileId,
    source: SourceId,
) -> Result<(), TestCaseError> {
    let taken = recorded(store);
    let mut states = vec![dump(store)];
    for deed in deeds {
        let done = store.command(&actor(), NOW, command("deed"), |w| perform(w, deed, file, source));
        match done {
            Ok(_) => states.push(dump(store)),
            // A document that an earlier deed deleted, or a rule's identity used for another third party: it leaves
            // everything as it was.
            Err(error) => {
                prop_assert!(matches!(error.code(), "not_found" | "constraint"), "{error}");
                prop_assert_eq!(states.last().unwrap(), &dump(store));
            }
        }
    }
    let steps = u32::try_from(states.len()).unwrap() - 1;
    for state in states.iter().rev().skip(1) {
        store.undo(&actor(), NOW).unwrap();
        prop_assert_eq!(state, &dump(store));
    }
    prop_assert_eq!(store.undo(&actor(), NOW).unwrap_err().code(), "nothing_to_undo");
    for state in states.iter().skip(1) {
        store.redo(&actor(), NOW).unwrap();
        prop_assert_eq!(state, &dump(store));
    }
    for _ in 0..steps {
        store.undo(&actor(), NOW).unwrap();
    }
    prop_assert_eq!(states.first().unwrap(), &dump(store));
    prop_assert_eq!(recorded(store) - taken, 4 * steps);
    let history = store.read(|r| r.recent_changes(4 * steps)).unwrap();
    let mut names: Vec<&str> = history.iter().map(|change| change.command.as_str()).collect();
    names.reverse();
    for (part, name) in names.chunks(steps.max(1) as usize).zip(["deed", "undo", "redo", "undo"]) {
        prop_assert!(part.iter().all(|other| *other == name), "{names:?}");
    }
    prop_assert!(history.iter().all(|change| change.actor == actor() && change.at == NOW));
    Ok(())
}

thread_local! {
    /// The house of the lives that went well, and how many it has served. One that fails leaves its own behind, so that what
    /// is shrunk begins in a new one.
    static SERVING: RefCell<Option<(usize, House, ClientFileId, SourceId)>> = const { RefCell::new(None) };
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    /// Undoing everything leads back through the very states that were passed, redoing everything leads forth again, over
    /// every table of the user's data; and the ledger holds each step, in order, with who took it.
    #[test]
    fn undo_is_the_inverse_of_every_command(deeds in prop::collection::vec(deed(), 1..12)) {
        let serving = SERVING.take().filter(|(lives, ..)| *lives < LIVES_OF_A_HOUSE);
        let (lives, mut house, file, source) = serving.unwrap_or_else(shared_house);
        live(&mut house.store, &deeds, file, source)?;
        SERVING.set(Some((lives + 1, house, file, source)));
    }
}

#[test]
fn a_change_is_told_in_the_history_of_its_client_file_alone() {
    let mut house = house();
    let (own, _, _) = one_document(&mut house.store);
    let store = &mut house.store;
    let other = client_file(900);
    store.command(&actor(), NOW, command("file"), |w| w.put_client_file(&other)).unwrap();
    let mut party = third_party(1000, own.id);
    store.command(&actor(), NOW, command("card"), |w| w.put_third_party(&party)).unwrap();
    // Of a row that is changed, the changeset holds neither its client file nor its third party.
    party.name = "Électricité Delorme".to_owned();
    store.command(&actor(), NOW, command("renamed"), |w| w.put_third_party(&party)).unwrap();
    let mut rule = rule(2000, party.id);
    store.command(&actor(), NOW, command("rule"), |w| w.put_rule(&rule)).unwrap();
    rule.template = RuleTemplate::one("606400".parse().unwrap());
    store.command(&actor(), NOW, command("rewritten"), |w| w.put_rule(&rule)).unwrap();
    store.undo(&actor(), NOW).unwrap();
    store.command(&actor(), NOW, command("dropped"), |w| w.delete_rule(rule.id)).unwrap();
    store.command(&actor(), NOW, command("firm"), |w| w.put_setting("threads", &2)).unwrap();
    let told = |store: &Store, file| -> Vec<String> {
        let changes = store.read(|r| r.changes(Some(file), 0, 100)).unwrap();
        changes.into_iter().map(|change| change.command).collect()
    };
    assert_eq!(told(store, own.id)[..7], ["firm", "dropped", "undo", "rewritten", "rule", "renamed", "card"]);
    assert_eq!(told(store, other.id), ["firm", "file"]);
}
