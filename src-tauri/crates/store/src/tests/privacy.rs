use std::io::BufRead;

use super::*;

fn files_under(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files.extend(files_under(&path)) } else { files.push(path) }
    }
    files
}

#[test]
fn nothing_is_readable_in_the_raw_files() {
    let mut house = house();
    let (_, source, document) = one_document(&mut house.store);
    let original = b"%PDF-1.7 Boulangerie Quenneville facture".repeat(5000);
    let digest = house.store.blobs().put(&original).unwrap();
    house
        .store
        .command(&actor(), NOW, command("read"), |w| {
            let page =
                PageRow { source: source.id, number: 1, width: 1.0, height: 1.0, rotation: 0, picture: None };
            w.put_page(&page, &["Quenneville"], "Quenneville")?;
            w.put_reading(document.id, &reading("Boulangerie Quenneville", "FA-1", "2026-10-31", 12_000))
        })
        .unwrap();
    let needles: Vec<Vec<u8>> = vec![
        b"Quenneville".to_vec(),
        b"quennevill".to_vec(),
        b"Vasseur".to_vec(),
        b"%PDF".to_vec(),
        b"SQLite format".to_vec(),
        b"supplier".to_vec(),
        PASSPHRASE.into(),
        digest.bytes().to_vec(),
        digest.to_string().into_bytes(),
    ];
    // Once with the write-ahead log still there, once after it was folded into the database.
    for _ in 0..2 {
        let files = files_under(house.place.path());
        assert!(files.iter().any(|path| path.ends_with("liasse.db")));
        for path in files {
            let name = path.to_string_lossy().into_owned().into_bytes();
            let bytes = [std::fs::read(&path).unwrap(), name].concat();
            for needle in &needles {
                let shown = bytes.windows(needle.len()).any(|window| window == needle.as_slice());
                assert!(!shown, "{} shows {}", path.display(), String::from_utf8_lossy(needle));
            }
        }
        house.store.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap_or(());
    }
}

#[test]
fn a_database_of_another_key_does_not_open() {
    let one = house();
    let other = house_of_its_own();
    drop(one.store);
    drop(other.store);
    std::fs::copy(one.place.path().join("liasse.db"), other.place.path().join("liasse.db")).unwrap();
    assert_eq!(open(other.place.path()).unwrap_err().code(), "wrong_key");
}

#[test]
fn a_second_process_is_refused_while_the_store_lives() {
    let house = house();
    assert_eq!(open(house.place.path()).unwrap_err().code(), "data_folder_in_use");
    let reader = house.store.reader().unwrap();
    drop(house.store);
    assert_eq!(open(house.place.path()).unwrap_err().code(), "data_folder_in_use");
    drop(reader);
    open(house.place.path()).unwrap();
}

const HELD: &str = "LIASSE_TEST_HELD_FOLDER";

#[test]
#[ignore = "the other process of `a_killed_process_leaves_the_folder_free`"]
fn holds_a_folder() {
    let Some(path) = std::env::var_os(HELD) else { return };
    let mut store = open(path.as_ref()).unwrap();
    let file = client_file(1);
    store.background(|w| w.put_client_file(&file)).unwrap();
    println!("\nheld");
    // In the middle of a command, for ever.
    let _ = store.command(&actor(), NOW, command("add"), |w| {
        w.put_source(&source(10, file.id))?;
        std::thread::sleep(std::time::Duration::from_secs(600));
        Ok(())
    });
}

#[test]
fn a_killed_process_leaves_the_folder_free() {
    let place = tempfile::tempdir().unwrap();
    let mut other = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "--nocapture", "tests::privacy::holds_a_folder"])
        .env(HELD, place.path())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = std::io::BufReader::new(other.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap() == "held"));
    match DataFolder::open(place.path()).unwrap_err() {
        StoreError::InUse { process, .. } => assert_eq!(process, Some(other.id())),
        refused => panic!("{refused}"),
    }
    other.kill().unwrap();
    other.wait().unwrap();
    let store = open(place.path()).unwrap();
    let (files, sources) =
        store.read(|r| Ok((r.client_files()?, r.sources(client_file(1).id, 0, 9)?))).unwrap();
    assert_eq!((files, sources), (vec![client_file(1)], vec![]));
}

#[test]
fn a_database_of_the_first_version_opens_and_keeps_what_it_holds() {
    let place = tempfile::tempdir().unwrap();
    let folder = DataFolder::open(place.path()).unwrap();
    let unlocked = keys::unlock(&folder, KeySource::Passphrase(PASSPHRASE)).unwrap();
    let flags = rusqlite::OpenFlags::default();
    let old = crate::store::connect(&folder.database(), &unlocked.key, flags).unwrap();
    crate::migrations::migrate(&old, &crate::migrations::MIGRATIONS[..1]).unwrap();
    // Written as the first version wrote it, not by today's code.
    old.execute_batch("INSERT INTO setting (key, value) VALUES ('language', '\"nl\"')").unwrap();
    drop(old);
    let store = Store::open(&folder, &unlocked).unwrap();
    assert_eq!(store.read(|r| r.setting::<String>("language")).unwrap().as_deref(), Some("nl"));
    let version: u32 = store.connection.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!(version as usize, crate::migrations::MIGRATIONS.len());
}

#[test]
fn a_newer_database_is_refused() {
    let house = house();
    house.store.connection.pragma_update(None, "user_version", 9999).unwrap();
    drop(house.store);
    let refused = open(house.place.path()).unwrap_err();
    assert_eq!(refused.code(), "newer_database");
    assert!(refused.to_string().contains("9999"));
}

#[test]
fn a_reader_sees_what_is_committed_and_changes_nothing() {
    let mut house = house();
    let (file, source, first) = one_document(&mut house.store);
    let reader = house.store.reader().unwrap();
    assert_eq!(reader.read(|r| r.document(first.id)).unwrap(), first);
    house
        .store
        .background(|w| {
            w.put_document(&document(101, file.id, source.id))?;
            assert_eq!(reader.read(|r| r.inbox_len(&InboxFilter::default()))?, 1);
            Ok(())
        })
        .unwrap();
    assert_eq!(reader.read(|r| r.inbox_len(&InboxFilter::default())).unwrap(), 2);
}

#[test]
fn the_store_may_be_handed_to_another_thread() {
    fn is_send<T: Send>() {}
    fn is_shared<T: Send + Sync>() {}
    is_send::<Store>();
    is_send::<ReadStore>();
    is_shared::<Blobs>();
    is_shared::<StoreError>();
}
