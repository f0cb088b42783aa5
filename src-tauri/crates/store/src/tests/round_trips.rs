use super::*;

#[test]
fn what_is_put_comes_back() {
    let mut house = house();
    let (file, source, document) = one_document(&mut house.store);
    let party = third_party(1000, file.id);
    let rule = rule(2000, party.id);
    let template_line =
        |account: &str, share| TemplateLine { account: account.parse().unwrap(), share, rate: None };
    let narrow = Rule {
        id: RuleId::from_uuid(uuid(2001)),
        narrowing: Narrowing {
            text: Some("café".to_owned()),
            at_least: Some(Amount::from_cents(10_000)),
            at_most: None,
            paid_by: Some(PaidBy::CardEnding(*b"4821")),
            on_page: Some("bon de livraison".to_owned()),
        },
        template: RuleTemplate::new(vec![
            template_line("607000", Share::Percent(7_500)),
            template_line("613500", Share::Fixed(Amount::from_cents(4_000))),
            template_line("606300", Share::Open),
        ])
        .unwrap(),
        origin: RuleOrigin::User,
        ..rule.clone()
    };
    let watched = WatchedFolderRow {
        id: WatchedFolderId::from_uuid(uuid(3000)),
        client_file: file.id,
        flow: Flow::Sales,
        split_mode: SplitMode::PerPage,
        path: "/home/camille/à lire".to_owned(),
    };
    let accounts = [
        Account { code: "606300".parse().unwrap(), label: "Petit équipement".to_owned() },
        Account { code: "445660".parse().unwrap(), label: "TVA".to_owned() },
    ];
    let read = reading("Delorme", "FA-1", "2026-10-31", 12_000);
    let coded = coding(document.id, Some(party.id));
    let line = |account: &str, side, cents| EntryLine {
        account: account.parse().unwrap(),
        account_label: "libellé".to_owned(),
        auxiliary: (side == Side::Credit).then(|| party.account.clone()),
        side,
        amount: Amount::from_cents(cents),
        label: "Delorme FA-1".to_owned(),
        axes: Axes { first: Some("PARIS".parse().unwrap()), second: None },
        foreign: (side == Side::Credit)
            .then(|| Money { amount: Amount::from_cents(13_024), currency: "USD".parse().unwrap() }),
        notes: (side == Side::Debit)
            .then(|| LineNote::WaitsForPayment { account: "445660".parse().ok(), label: String::new() })
            .into_iter()
            .collect(),
    };
    let entry = Entry::new(EntryParts {
        id: EntryId::from_uuid(uuid(4000)),
        document: document.id,
        purpose: EntryPurpose::Document,
        journal: "ACH".parse().unwrap(),
        date: "2026-10-31".parse().unwrap(),
        piece_reference: "FA-1".to_owned(),
        due_date: Some("2026-11-30".parse().unwrap()),
        currency: Currency::EUR,
        lines: vec![
            line("606300", Side::Debit, 10_000),
            line("445660", Side::Debit, 2_000),
            line("401000", Side::Credit, 12_000),
        ],
    })
    .unwrap();
    let publication = PublicationRow {
        settlement: None,
        id: PublicationId::from_uuid(uuid(5000)),
        document: document.id,
        target: "bob".to_owned(),
        idempotency_key: "key-1".to_owned(),
        payload_sha256: Digest::of(b"payload"),
        state: PublicationState::Pending,
        remote_id: None,
        detail: None,
        created_at: NOW,
        answered_at: None,
        sent_at: None,
        taken_at: None,
        returned_at: None,
        withdrawn_at: None,
        reverses: None,
        reversal_date: None,
    };
    let job = JobRow::queued(JobId::from_uuid(uuid(6000)), source.id, NOW);
    let ((), change) = house
        .store
        .command(&actor(), NOW, command("everything"), |w| {
            w.put_accounts(file.id, &accounts)?;
            w.put_third_party(&party)?;
            w.put_rule(&narrow)?;
            w.put_rule(&rule)?;
            w.put_watched_folder(&watched)?;
            w.put_setting("theme", &serde_json::json!({ "dark": true }))?;
            w.put_reading(document.id, &read)?;
            w.put_coding(&coded)?;
            w.put_entry(&entry)?;
            w.add_publication(&publication)?;
            w.put_job(&job)?;
            w.note("count", 3);
            Ok(())
        })
        .unwrap();
    drop(house.store);
    let store = open(house.place.path()).unwrap();
    store
        .read(|r| {
            assert_eq!(r.client_files()?, vec![file.clone()]);
            assert_eq!(r.client_file_by_code(&"dos1".parse().unwrap())?, Some(file.clone()));
            assert_eq!(r.source(source.id)?, source);
            assert_eq!(r.document(document.id)?, document);
            assert_eq!(r.documents_of_source(source.id)?, vec![document.clone()]);
            assert_eq!(r.accounts(file.id)?.len(), 2);
            assert_eq!(r.account(file.id, &"606300".parse().unwrap())?.as_ref(), accounts.first());
            assert_eq!(r.third_parties(file.id, ThirdPartyKind::Supplier)?, vec![party.clone()]);
            assert_eq!(r.third_parties(file.id, ThirdPartyKind::Customer)?, vec![]);
            assert_eq!(r.rules_of(party.id)?, vec![rule.clone(), narrow.clone()]);
            assert_eq!(r.rules(file.id)?, vec![rule.clone(), narrow.clone()]);
            assert_eq!(r.rule(narrow.id)?, narrow);
            assert_eq!(r.watched_folders()?, vec![watched.clone()]);
            assert_eq!(r.setting::<serde_json::Value>("theme")?, Some(serde_json::json!({ "dark": true })));
            assert_eq!(r.setting::<bool>("none")?, None);
            assert_eq!(r.setting::<bool>("theme").unwrap_err().code(), "unreadable_value");
            assert_eq!(r.reading(document.id)?, read);
            assert_eq!(r.coding(document.id)?, Some(coded.clone()));
            assert_eq!(r.entry_of(document.id)?, Some(entry.clone()));
            assert_eq!(r.entries(file.id)?, vec![entry.clone()]);
            assert_eq!(r.publications_of(document.id)?, vec![publication.clone()]);
            assert_eq!(r.next_job()?, Some(job.clone()));
            let history = r.history(document.id)?;
            assert_eq!(history.len(), 1);
            let record = history.first().unwrap();
            assert_eq!((record.id, record.at, record.actor.name()), (change, NOW, "Camille"));
            assert_eq!(record.summary, serde_json::json!({ "count": 3 }));
            assert_eq!(record.documents, vec![document.id]);
            Ok(())
        })
        .unwrap();
}

#[test]
fn vat_accounts_settings_rates_and_persons_come_back() {
    let mut house = house();
    let (file, _, document) = one_document(&mut house.store);
    let code = |text: &str| text.parse::<AccountCode>().unwrap();
    let label = "TVA intracommunautaire 20 %".to_owned();
    let vat = VatAccount {
        waiting: Some(code("445640")),
        deductible: Deductibility::from_percent(80),
        ..VatAccount::from_label(code("445662"), label, Flow::Purchases, Some(code("445200")))
    };
    let share = DeductibilityRule { account: code("6251"), share: Deductibility::NONE };
    let mut settings = CodingSettings::usual(file.id, Country::FR);
    settings.territory = VatTerritory::Corsica;
    settings.accounts.insert(AccountPurpose::Cash, code("531000"));
    let rate = |date: &str, rate: &str| DatedRate {
        currency: "USD".parse().unwrap(),
        date: date.parse().unwrap(),
        rate: rate.parse().unwrap(),
        source: RateSource::Ecb,
    };
    let person = Person {
        id: PersonId::from_uuid(uuid(7000)),
        client_file: file.id,
        name: "Camille Roux".to_owned(),
        role: PersonRole::Partner,
        account: code("455CAMILLE"),
    };
    let line = |side| EntryLine {
        account: code("401000"),
        account_label: String::new(),
        auxiliary: None,
        side,
        amount: Amount::from_cents(1),
        label: String::new(),
        axes: Axes::default(),
        foreign: None,
        notes: Vec::new(),
    };
    let entry = |number, purpose| {
        Entry::new(EntryParts {
            id: EntryId::from_uuid(uuid(number)),
            document: document.id,
            purpose,
            journal: "BQ".parse().unwrap(),
            date: "2026-10-31".parse().unwrap(),
            piece_reference: "FA-1".to_owned(),
            due_date: None,
            currency: Currency::EUR,
            lines: vec![line(Side::Debit), line(Side::Credit)],
        })
        .unwrap()
    };
    let entries = [entry(4000, EntryPurpose::Document), entry(4001, EntryPurpose::Payment)];
    house
        .store
        .command(&actor(), NOW, command("everything"), |w| {
            assert_eq!(w.coding_settings(file.id)?, CodingSettings::usual(file.id, Country::FR));
            w.put_vat_account(file.id, &vat)?;
            w.put_deductibility(file.id, &share)?;
            w.put_coding_settings(&settings)?;
            w.put_exchange_rate(&rate("2026-10-29", "1.07"))?;
            w.put_exchange_rate(&rate("2026-10-30", "1.0853"))?;
            w.put_person(&person)?;
            entries.iter().try_for_each(|entry| w.put_entry(entry))
        })
        .unwrap();
    let read = |store: &Store| {
        store
            .read(|r| {
                let dollar = "USD".parse().unwrap();
                Ok((
                    r.vat_accounts(file.id)?,
                    r.deductibility(file.id)?,
                    r.coding_settings(file.id)?,
                    r.exchange_rate(dollar, "2026-11-01".parse().unwrap())?.map(|rate| rate.rate.to_string()),
                    r.exchange_rate(dollar, "2026-12-01".parse().unwrap())?.map(|rate| rate.rate.to_string()),
                    r.persons(file.id)?,
                    r.entries_of(document.id)?,
                ))
            })
            .unwrap()
    };
    let found = read(&house.store);
    assert_eq!(found.0, [vat]);
    assert_eq!(found.1, [share]);
    assert_eq!(found.2, settings);
    assert_eq!(
        (found.3.as_deref(), found.4),
        (Some("1.085300"), None),
        "Friday's rate on Sunday, none after ten days"
    );
    assert_eq!(found.5, [person]);
    assert_eq!(found.6, entries);
    house.store.undo(&actor(), NOW).unwrap();
    let found = read(&house.store);
    assert_eq!(
        (found.0.len(), found.1.len(), found.5.len(), found.6.len()),
        (0, 0, 0, 0),
        "all of it is undone"
    );
    assert_eq!((found.2, found.3), (CodingSettings::usual(file.id, Country::FR), None));
}

#[test]
fn an_absent_value_stays_absent() {
    let mut house = house();
    let (_, _, document) = one_document(&mut house.store);
    let mut read = reading("Delorme", "FA-1", "2026-10-31", 12_000);
    house
        .store
        .background(|w| {
            w.put_reading(document.id, &read)?;
            read.fields.remove(&FieldName::IssueDate);
            read.vat_lines.clear();
            read.vat_lines_evidence = None;
            w.put_reading(document.id, &read)?;
            assert_eq!(w.reading(document.id)?, read);
            w.delete_field(document.id, FieldName::TotalTtc)?;
            assert_eq!(w.field(document.id, FieldName::TotalTtc)?, None);
            Ok(())
        })
        .unwrap();
    let row = house.store.read(|r| r.inbox(&InboxFilter::default(), 0, 10)).unwrap().remove(0);
    assert_eq!((row.issue_date, row.total), (None, None));
}

#[test]
fn third_parties_are_found_by_every_identifier() {
    let mut house = house();
    let (file, ..) = one_document(&mut house.store);
    let party = third_party(1000, file.id);
    let other = ThirdParty {
        siren: None,
        vat_number: Some("FR83404833048".parse().unwrap()),
        ibans: vec![],
        aliases: vec![],
        name: "Autre".to_owned(),
        ..third_party(1001, file.id)
    };
    house.store.background(|w| w.put_third_party(&party).and_then(|()| w.put_third_party(&other))).unwrap();
    let kind = ThirdPartyKind::Supplier;
    house
        .store
        .read(|r| {
            let ids = |found: Vec<ThirdParty>| found.into_iter().map(|party| party.id).collect::<Vec<_>>();
            let siren = "404833048".parse().unwrap();
            assert_eq!(ids(r.third_parties_by_siren(file.id, kind, &siren)?), vec![other.id, party.id]);
            let vat = "FR83404833048".parse().unwrap();
            assert_eq!(ids(r.third_parties_by_vat(file.id, kind, &vat)?), vec![other.id]);
            let iban = "FR7630006000011234567890189".parse().unwrap();
            assert_eq!(ids(r.third_parties_by_iban(file.id, kind, &iban)?), vec![party.id]);
            let name = "ELECTRICITE DELORME 1000";
            assert_eq!(ids(r.third_parties_by_name(file.id, kind, name)?), vec![party.id]);
            let alias = "Delorme fils";
            assert_eq!(ids(r.third_parties_by_alias(file.id, kind, alias)?), vec![party.id]);
            assert_eq!(ids(r.third_parties_by_alias(file.id, kind, "&")?), vec![]);
            assert_eq!(r.third_party_by_account(file.id, kind, &party.account)?, Some(party.clone()));
            assert!(r.third_parties_by_siren(client_file(2).id, kind, &siren)?.is_empty());
            Ok(())
        })
        .unwrap();
}

#[test]
fn one_standing_publication_a_target() {
    let mut house = house();
    let (_, _, document) = one_document(&mut house.store);
    let publication = |number: u128, target: &str| PublicationRow {
        settlement: None,
        id: PublicationId::from_uuid(uuid(number)),
        document: document.id,
        target: target.to_owned(),
        idempotency_key: format!("key {number}"),
        payload_sha256: Digest::of(b"payload"),
        state: PublicationState::Pending,
        remote_id: None,
        detail: None,
        created_at: NOW,
        answered_at: None,
        sent_at: None,
        taken_at: None,
        returned_at: None,
        withdrawn_at: None,
        reverses: None,
        reversal_date: None,
    };
    let store = &mut house.store;
    let first = publication(1, "bob");
    store.background(|w| w.add_publication(&first)).unwrap();
    let twice = store.background(|w| w.add_publication(&publication(2, "bob"))).unwrap_err();
    assert_eq!(twice.code(), "constraint");
    store.background(|w| w.add_publication(&publication(3, "sage-ge"))).unwrap();
    store
        .background(|w| w.set_publication(first.id, PublicationState::Refused, None, Some("no"), Some(NOW)))
        .unwrap();
    store.background(|w| w.add_publication(&publication(4, "bob"))).unwrap();
    store
        .background(|w| {
            w.set_publication(publication(4, "bob").id, PublicationState::Done, Some("r4"), None, Some(NOW))
        })
        .unwrap();
    let again = store.background(|w| w.add_publication(&publication(5, "bob"))).unwrap_err();
    assert_eq!(again.code(), "constraint");
    store
        .read(|r| {
            assert_eq!(r.publications_of(document.id)?.len(), 3);
            assert_eq!(r.open_publications()?.len(), 1);
            let standing = r.standing_publication(document.id, "bob")?.unwrap();
            assert_eq!((standing.state, standing.remote_id.as_deref()), (PublicationState::Done, Some("r4")));
            Ok(())
        })
        .unwrap();
}

#[test]
fn jobs_go_on_where_the_program_died() {
    let mut house = house();
    let (file, first, _) = one_document(&mut house.store);
    let second = source(11, file.id);
    let ids = [JobId::from_uuid(uuid(2)), JobId::from_uuid(uuid(1))];
    let later = Timestamp::from_millis(NOW.millis() + 1);
    house
        .store
        .background(|w| {
            w.put_source(&second)?;
            w.put_job(&JobRow::queued(ids[0], first.id, NOW))?;
            w.put_job(&JobRow::queued(ids[1], second.id, later))
        })
        .unwrap();
    let started = house
        .store
        .background(|w| {
            w.set_source_state(first.id, SourceState::Reading)?;
            let job = w.start_next_job(later)?.unwrap();
            w.set_job_progress(job.id, 2, Some(3))?;
            Ok(job)
        })
        .unwrap();
    assert_eq!((started.id, started.attempts), (ids[0], 1));
    drop(house.store);
    let mut store = open(house.place.path()).unwrap();
    assert_eq!(store.background(|w| w.requeue_running_jobs()).unwrap(), 1);
    let again = store.background(|w| w.start_next_job(later)).unwrap().unwrap();
    assert_eq!((again.id, again.attempts, again.state), (ids[0], 2, JobState::Running));
    let broken = Finding::error("worker_died", "the reader died");
    store
        .background(|w| {
            w.finish_job(ids[0], JobState::Failed, later, Some(&broken))?;
            w.finish_job(ids[1], JobState::Cancelled, later, None)
        })
        .unwrap();
    store
        .read(|r| {
            assert_eq!(r.source(first.id)?.state, SourceState::Queued);
            assert_eq!(r.next_job()?, None);
            assert_eq!(r.job(ids[0])?.error, Some(broken.clone()));
            assert_eq!(r.jobs_of_source(second.id)?.len(), 1);
            Ok(())
        })
        .unwrap();
    let missing = store.background(|w| w.finish_job(JobId::from_uuid(uuid(9)), JobState::Done, later, None));
    assert_eq!(missing.unwrap_err().code(), "not_found");
}

#[test]
fn pages_keep_their_words() {
    let mut house = house();
    let (_, source, document) = one_document(&mut house.store);
    let page = |number| PageRow {
        source: source.id,
        number,
        width: 595.0,
        height: 842.0,
        rotation: 90,
        picture: None,
    };
    let words = serde_json::json!([{ "text": "Facture", "rect": [0.1, 0.2, 0.3, 0.4] }]);
    house
        .store
        .background(|w| (1..=3).try_for_each(|number| w.put_page(&page(number), &words, "Facture du mois")))
        .unwrap();
    house
        .store
        .read(|r| {
            assert_eq!(r.pages_of_source(source.id)?.len(), 3);
            assert_eq!(r.pages_of_document(document.id)?, vec![page(1), page(2)]);
            assert_eq!(r.page_words::<serde_json::Value>(source.id, 2)?, Some(words.clone()));
            assert_eq!(r.page_words::<serde_json::Value>(source.id, 4)?, None);
            assert_eq!(r.page_text(source.id, 1)?.as_deref(), Some("Facture du mois"));
            assert_eq!(r.documents_of_page(source.id, 2)?, vec![document.id]);
            assert_eq!(r.documents_of_page(source.id, 3)?, vec![]);
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_second_same_file_is_a_duplicate_of_the_first() {
    let mut house = house();
    let (file, first, _) = one_document(&mut house.store);
    let later = Timestamp::from_millis(NOW.millis() + 1);
    let twin = SourceRow { sha256: first.sha256, received_at: later, ..source(9, file.id) };
    let elsewhere = client_file(2);
    house.store.background(|w| w.put_client_file(&elsewhere).and_then(|()| w.put_source(&twin))).unwrap();
    house
        .store
        .read(|r| {
            assert_eq!(r.source_by_sha256(file.id, &first.sha256)?.unwrap().id, first.id);
            assert_eq!(r.source_by_sha256(elsewhere.id, &first.sha256)?, None);
            assert_eq!(r.sources(file.id, 0, 10)?.first().unwrap().id, twin.id);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_deleted_document_leaves_nothing_but_its_history() {
    let mut house = house();
    let (file, source, first) = one_document(&mut house.store);
    let repeat = DocumentRow { duplicate_of: Some(first.id), ..document(101, file.id, source.id) };
    house
        .store
        .background(|w| {
            w.put_reading(first.id, &reading("Delorme", "FA-1", "2026-10-31", 12_000))?;
            w.put_coding(&coding(first.id, None))?;
            w.put_document(&repeat)
        })
        .unwrap();
    house.store.command(&actor(), NOW, command("delete"), |w| w.delete_document(first.id)).unwrap();
    house
        .store
        .read(|r| {
            assert_eq!(r.document(first.id).unwrap_err().code(), "not_found");
            assert_eq!(r.document(repeat.id)?.duplicate_of, None);
            assert!(r.search("delorme", None, 10)?.is_empty());
            assert_eq!(r.history(first.id)?.len(), 1);
            assert_eq!(r.history(repeat.id)?.len(), 1);
            Ok(())
        })
        .unwrap();
    house.store.undo(&actor(), NOW).unwrap();
    house
        .store
        .read(|r| {
            assert_eq!(r.document(first.id)?, first);
            assert_eq!(r.document(repeat.id)?, repeat);
            assert_eq!(r.search("delorme", None, 10)?.len(), 1);
            Ok(())
        })
        .unwrap();
}
