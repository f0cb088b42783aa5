//! What came from a platform, and what was said of it.

use liasse_domain::{LifeCycleMessageId, LifeCycleReason, LifeCycleStatus};

use super::*;
use crate::LifeCycleRow;

fn message(number: u128, source: SourceId, status: LifeCycleStatus) -> LifeCycleRow {
    LifeCycleRow {
        id: LifeCycleMessageId::from_uuid(uuid(number)),
        source,
        status,
        reason: (status == LifeCycleStatus::Refused).then_some(LifeCycleReason::Duplicate),
        note: Some("déjà reçue".to_owned()),
        file_name: "FA-1-210.xml".to_owned(),
        message: b"<x/>".to_vec(),
        state: PublicationState::Pending,
        detail: None,
        created_at: NOW,
        sent_at: None,
    }
}

#[test]
fn a_flow_is_taken_in_once_and_its_statuses_come_back() {
    let mut house = house();
    let (file, source, _) = one_document(&mut house.store);
    let add = |store: &mut Store, flow: &str| {
        store.background(|writer| writer.add_platform_flow(file.id, flow, source.id, NOW))
    };
    let known = |store: &Store| store.read(|reader| reader.has_platform_flow(file.id, "PA-1")).unwrap();
    assert!(!known(&house.store));
    add(&mut house.store, "PA-1").unwrap();
    assert!(known(&house.store));
    assert_eq!(add(&mut house.store, "PA-1").unwrap_err().code(), "constraint");
    // The same invoice offered under another name is the same source.
    add(&mut house.store, "PA-2").unwrap();
    let waiting = |store: &Store| store.read(|reader| reader.sources_to_acknowledge(file.id)).unwrap();
    assert!(house.store.read(|reader| reader.is_from_platform(source.id)).unwrap());
    let turn = |store: &mut Store, state| {
        store.background(|writer| writer.set_source_state(source.id, state)).unwrap();
    };
    turn(&mut house.store, SourceState::Queued);
    assert!(waiting(&house.store).is_empty(), "it is not read yet");
    turn(&mut house.store, SourceState::Read);
    assert_eq!(waiting(&house.store), [source.id]);

    let approved = message(1, source.id, LifeCycleStatus::Approved);
    let refused = message(2, source.id, LifeCycleStatus::Refused);
    for one in [&approved, &refused] {
        house.store.background(|writer| writer.add_life_cycle_message(one)).unwrap();
    }
    assert!(waiting(&house.store).is_empty());
    let said = |store: &Store| store.read(|reader| reader.life_cycle_of(source.id)).unwrap();
    assert_eq!(said(&house.store), [approved.clone(), refused.clone()]);
    let is_refused = |store: &Store| store.read(|reader| reader.is_refused_to_supplier(source.id)).unwrap();
    assert!(is_refused(&house.store));
    let set = |store: &mut Store, row: &LifeCycleRow, state, detail, sent| {
        store.background(|writer| writer.set_life_cycle_message(row.id, state, detail, sent)).unwrap();
    };
    set(&mut house.store, &approved, PublicationState::Sent, None, Some(NOW));
    set(&mut house.store, &approved, PublicationState::Done, None, None);
    set(&mut house.store, &refused, PublicationState::Unknown, Some("cut"), Some(NOW));
    let open = house.store.read(|reader| reader.open_life_cycle_messages(file.id)).unwrap();
    assert_eq!(open.iter().map(|row| row.id).collect::<Vec<_>>(), [refused.id]);
    assert_eq!(house.store.read(|reader| reader.client_files_with_open_messages()).unwrap(), [file.id]);
    assert_eq!(said(&house.store)[0].sent_at, Some(NOW), "the moment of sending stays");
    // What the platform did not take was not said.
    set(&mut house.store, &refused, PublicationState::Refused, Some("no"), None);
    assert!(!is_refused(&house.store));
    assert!(house.store.read(|reader| reader.client_files_with_open_messages()).unwrap().is_empty());
}
