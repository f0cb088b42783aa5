//! Drops into a BOB Demat folder: whole, once, in order, and never out of the tree.
// Helpers of tests may panic as tests do.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use liasse_connectors::IdempotencyKey;
use liasse_connectors::bob_demat::{self, Shelf, SubFolders};
use liasse_connectors::folder::{
    DropError, DropRequest, OutboxState, Place, Preparation, Prepared, Reconciled, discard, prepare,
    reconcile, reconcile_dropped,
};
use liasse_domain::Date;

const UBL: &[u8] = b"<Invoice>une facture</Invoice>";

fn key(number: u32) -> IdempotencyKey {
    format!("publication-{number:06}").parse().unwrap()
}

fn place(root: &Path) -> Place {
    bob_demat::place(root.to_owned(), "DUPONT", &SubFolders::french(), Shelf::Purchases, false)
}

fn request<'a>(place: &'a Place, key: &'a IdempotencyKey, sequence: u32) -> DropRequest<'a> {
    DropRequest {
        place,
        key,
        date: Date::new(2026, 3, 9).unwrap(),
        sequence,
        supplier: "Minoterie du Val",
        number: "FA-2026/0117",
        ending: "xml",
        content: UBL,
    }
}

fn ready(request: &DropRequest<'_>) -> Prepared {
    match prepare(request).unwrap() {
        Preparation::Ready(prepared) => prepared,
        Preparation::AlreadyThere(file) => panic!("{} is there already", file.display()),
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// The end of a process: nothing of it runs any more, not even its clean-up.
fn killed(prepared: Prepared) {
    std::mem::forget(prepared);
}

#[test]
fn a_document_is_dropped_whole() {
    let root = tempfile::tempdir().unwrap();
    let place = place(root.path());
    let prepared = ready(&request(&place, &key(1), 1));
    assert!(names(&place.folder().unwrap()).iter().all(|name| !name.ends_with(".xml")));
    let promised = prepared.file().to_owned();
    let file = prepared.release().unwrap();
    assert_eq!(file, promised);
    assert_eq!(file.parent().unwrap(), root.path().join("DUPONT").join("achats"));
    assert_eq!(fs::read(&file).unwrap(), UBL);
    assert_eq!(names(file.parent().unwrap()).len(), 1, "nothing is left beside it");

    let sales = bob_demat::place(root.path().to_owned(), "DUPONT", &SubFolders::dutch(), Shelf::Sales, false);
    let sold = ready(&request(&sales, &key(2), 2)).release().unwrap();
    assert_eq!(sold.parent().unwrap(), root.path().join("DUPONT").join("verkopen"));
}

#[test]
fn a_document_is_dropped_once() {
    let root = tempfile::tempdir().unwrap();
    let place = place(root.path());
    let first = ready(&request(&place, &key(1), 1)).release().unwrap();
    // Another day, another sequence: it is the key that counts.
    let own = key(1);
    let again = DropRequest { date: Date::new(2026, 4, 1).unwrap(), ..request(&place, &own, 77) };
    assert!(matches!(prepare(&again).unwrap(), Preparation::AlreadyThere(file) if file == first));
    // Also where BOB keeps what it has processed.
    let processed = first.parent().unwrap().join("Processed");
    fs::create_dir(&processed).unwrap();
    fs::rename(&first, processed.join(first.file_name().unwrap())).unwrap();
    assert!(matches!(prepare(&again).unwrap(), Preparation::AlreadyThere(_)));
    assert!(matches!(reconcile(&place, &key(1), OutboxState::Sent).unwrap(), Reconciled::Dropped(_)));
}

#[test]
fn a_prepared_document_that_is_given_up_leaves_nothing() {
    let root = tempfile::tempdir().unwrap();
    let place = place(root.path());
    drop(ready(&request(&place, &key(1), 1)));
    assert!(names(&place.folder().unwrap()).is_empty());
}

#[test]
fn no_file_is_written_over() {
    let root = tempfile::tempdir().unwrap();
    let place = place(root.path());
    let prepared = ready(&request(&place, &key(1), 1));
    fs::write(prepared.file(), b"from elsewhere").unwrap();
    let file = prepared.release().unwrap();
    assert_eq!(fs::read(&file).unwrap(), b"from elsewhere");
    assert_eq!(names(file.parent().unwrap()).len(), 1);
}

#[test]
fn killed_before_the_state_was_committed() {
    let root = tempfile::tempdir().unwrap();
    let place = place(root.path());
    assert_eq!(reconcile(&place, &key(1), OutboxState::NotSent).unwrap(), Reconciled::NotDropped);
    killed(ready(&request(&place, &key(1), 1)));
    assert_eq!(reconcile(&place, &key(1), OutboxState::NotSent).unwrap(), Reconciled::NotDropped);
    let file = ready(&request(&place, &key(1), 1)).release().unwrap();
    assert_eq!(names(file.parent().unwrap()).len(), 1);
}

#[test]
fn killed_between_the_commit_and_the_rename() {
    let root = tempfile::tempdir().unwrap();
    let place = place(root.path());
    killed(ready(&request(&place, &key(1), 1)));
    assert_eq!(reconcile(&place, &key(1), OutboxState::Sent).unwrap(), Reconciled::NotDropped);
    ready(&request(&place, &key(1), 1)).release().unwrap();
    assert!(matches!(reconcile(&place, &key(1), OutboxState::Sent).unwrap(), Reconciled::Dropped(_)));
}

#[test]
fn killed_after_the_rename() {
    let root = tempfile::tempdir().unwrap();
    let place = place(root.path());
    let file = ready(&request(&place, &key(1), 1)).release().unwrap();
    assert_eq!(reconcile(&place, &key(1), OutboxState::Sent).unwrap(), Reconciled::Dropped(file.clone()));
    // BOB has taken it in the meantime: nobody can tell any more, so nobody sends it again.
    fs::remove_file(&file).unwrap();
    assert_eq!(reconcile(&place, &key(1), OutboxState::Sent).unwrap(), Reconciled::Unknown);
    fs::remove_dir_all(root.path().join("DUPONT")).unwrap();
    assert_eq!(reconcile(&place, &key(1), OutboxState::Sent).unwrap(), Reconciled::Unknown);
}

#[test]
fn a_document_whose_file_is_known() {
    let parent = tempfile::tempdir().unwrap();
    let place = place(&parent.path().join("share"));
    fs::create_dir(&place.root).unwrap();
    let prepared = ready(&request(&place, &key(1), 1)).committed();
    let file = prepared.file().to_owned();
    let after = |state| reconcile_dropped(&file, &key(1), state);
    assert_eq!(after(OutboxState::Sent).unwrap(), Reconciled::NotDropped);
    prepared.release().unwrap();
    assert_eq!(after(OutboxState::Sent).unwrap(), Reconciled::Dropped(file.clone()));
    // Where BOB put it aside it is found by its mark.
    let processed = file.parent().unwrap().join("Processed");
    fs::create_dir(&processed).unwrap();
    let aside = processed.join(file.file_name().unwrap());
    fs::rename(&file, &aside).unwrap();
    assert_eq!(after(OutboxState::Sent).unwrap(), Reconciled::Dropped(aside.clone()));
    fs::remove_file(&aside).unwrap();
    assert_eq!(after(OutboxState::Sent).unwrap(), Reconciled::Unknown);
    assert_eq!(after(OutboxState::NotSent).unwrap(), Reconciled::NotDropped);
    fs::rename(&place.root, parent.path().join("away")).unwrap();
    assert_eq!(after(OutboxState::Sent).unwrap_err().code(), "folder_root_away");
}

#[test]
fn nothing_is_known_while_the_share_is_away() {
    let parent = tempfile::tempdir().unwrap();
    let place = place(&parent.path().join("share"));
    let error = reconcile(&place, &key(1), OutboxState::Sent).unwrap_err();
    assert_eq!(error.code(), "folder_root_away");

    fs::create_dir(&place.root).unwrap();
    let prepared = ready(&request(&place, &key(1), 1));
    fs::rename(&place.root, parent.path().join("away")).unwrap();
    let error = prepared.release().unwrap_err();
    assert!(!error.is_definite() && error.code() == "folder_unknown", "{error}");
    fs::rename(parent.path().join("away"), &place.root).unwrap();
    assert_eq!(reconcile(&place, &key(1), OutboxState::Sent).unwrap(), Reconciled::NotDropped);
    discard(&place.folder().unwrap(), &key(1)).unwrap();
    assert!(names(&place.folder().unwrap()).is_empty());
}

#[test]
fn names_sort_in_the_order_of_creation() {
    let root = tempfile::tempdir().unwrap();
    let place = place(root.path());
    let days = [(2026, 1, 31), (2026, 2, 1), (2026, 12, 31), (2027, 1, 1)];
    let suppliers = ["Zoé", "abc", "99", "École"];
    let mut created = Vec::new();
    let mut sequence = 8;
    for (year, month, day) in days {
        for supplier in suppliers {
            sequence += 1;
            let date = Date::new(year, month, day).unwrap();
            let file = ready(&DropRequest { date, supplier, ..request(&place, &key(sequence), sequence) })
                .release()
                .unwrap();
            created.push(file.file_name().unwrap().to_str().unwrap().to_owned());
        }
    }
    assert_eq!(names(&place.folder().unwrap()), created);
    assert!(created.iter().all(|name| name.is_ascii() && name.len() < 100));
}

#[test]
fn hostile_texts_stay_in_the_tree() {
    let parent = tempfile::tempdir().unwrap();
    let root = parent.path().join("bob");
    fs::create_dir(&root).unwrap();
    for code in ["..", "../x", "a/b", "/etc", "", ".", "a\\b", "C:", "x\0y"] {
        let place = bob_demat::place(root.clone(), code, &SubFolders::french(), Shelf::Purchases, false);
        assert_eq!(prepare(&request(&place, &key(1), 1)).unwrap_err().code(), "folder_name", "{code:?}");
        assert_eq!(
            reconcile(&place, &key(1), OutboxState::Sent).unwrap_err().code(),
            "folder_name",
            "{code:?}"
        );
    }
    let folders = SubFolders { purchases: "../../x".to_owned(), ..SubFolders::french() };
    let outside = bob_demat::place(root.clone(), "DUPONT", &folders, Shelf::Purchases, false);
    assert_eq!(prepare(&request(&outside, &key(1), 1)).unwrap_err().code(), "folder_name");

    let place = place(&root);
    for (sequence, text) in
        ["../../../x", "..\\..\\x", "/etc/passwd", "a\0b", "\u{202e}fdp.exe", ""].iter().enumerate()
    {
        let sequence = u32::try_from(sequence).unwrap();
        let own = key(sequence);
        let hostile = DropRequest { supplier: text, number: text, ..request(&place, &own, sequence) };
        let file = ready(&hostile).release().unwrap();
        assert_eq!(file.parent().unwrap(), place.folder().unwrap(), "{text:?}");
    }
    assert_eq!(names(parent.path()), ["bob"]);
    assert_eq!(names(&root), [".liasse-bob", "DUPONT"]);
    assert_eq!(names(&place.folder().unwrap()).len(), 6);
}

#[test]
fn wrong_roots_are_named() {
    let parent = tempfile::tempdir().unwrap();
    let missing = place(&parent.path().join("missing"));
    let error = prepare(&request(&missing, &key(1), 1)).unwrap_err();
    assert_eq!(error.code(), "folder_root_away");
    assert!(error.to_string().contains(missing.root.to_str().unwrap()), "{error}");
    assert!(!missing.root.exists(), "a share that is away is not made up for by a new folder");

    let file = parent.path().join("file");
    fs::write(&file, b"x").unwrap();
    assert_eq!(prepare(&request(&place(&file), &key(1), 1)).unwrap_err().code(), "folder_root_not_folder");
    let relative = place(Path::new("bob-demat"));
    assert_eq!(prepare(&request(&relative, &key(1), 1)).unwrap_err().code(), "folder_root_not_folder");
    let good = place(parent.path());
    let own = key(1);
    let empty = DropRequest { content: b"", ..request(&good, &own, 1) };
    assert_eq!(prepare(&empty).unwrap_err().code(), "folder_empty");
}

/// A folder that nobody may write to. The administrator may write to any folder of an ordinary file system, so under that
/// account one of the kernel's own serves.
#[cfg(target_os = "linux")]
fn read_only_folder(parent: &Path) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let folder = parent.join("read-only");
    fs::create_dir(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    match fs::create_dir(folder.join("probe")) {
        Ok(()) => PathBuf::from("/sys/kernel"),
        Err(_) => folder,
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_read_only_root_is_named() {
    let parent = tempfile::tempdir().unwrap();
    let place = place(&read_only_folder(parent.path()));
    let error = prepare(&request(&place, &key(1), 1)).unwrap_err();
    assert!(matches!(&error, DropError::NotWritable { folder } if *folder == place.root), "{error}");
}

#[test]
fn no_reader_ever_sees_half_a_file() {
    let root = tempfile::tempdir().unwrap();
    let place = place(root.path());
    let large = vec![b'x'; 64 * 1024];
    let folder = place.folder().unwrap();
    let done = AtomicBool::new(false);
    // Plays BOB: takes every file that it can see, at once.
    let taken = std::thread::scope(|scope| {
        let bob = scope.spawn(|| {
            let mut taken = BTreeSet::new();
            loop {
                let last = done.load(Ordering::Acquire);
                for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
                    let name = entry.file_name().into_string().unwrap();
                    if name.starts_with('.') {
                        continue;
                    }
                    assert_eq!(fs::read(entry.path()).unwrap().len(), 64 * 1024, "{name}");
                    fs::remove_file(entry.path()).unwrap();
                    assert!(taken.insert(name));
                }
                if last {
                    return taken;
                }
            }
        });
        for number in 0..500 {
            let own = key(number);
            let request = DropRequest { content: &large, ..request(&place, &own, number) };
            ready(&request).release().unwrap();
        }
        done.store(true, Ordering::Release);
        bob.join().unwrap()
    });
    assert_eq!(taken.len(), 500);
}
