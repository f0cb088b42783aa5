use std::io::Read;

use super::*;

fn blob_files(house: &House) -> Vec<std::path::PathBuf> {
    let shelves = std::fs::read_dir(house.place.path().join("blobs")).unwrap();
    shelves
        .flat_map(|shelf| std::fs::read_dir(shelf.unwrap().path()).unwrap())
        .map(|entry| entry.unwrap().path())
        .collect()
}

fn drafts(house: &House) -> usize {
    std::fs::read_dir(house.place.path().join("tmp")).unwrap().count()
}

#[test]
fn originals_come_back_whatever_their_size() {
    let house = house();
    let blobs = house.store.blobs().clone();
    let chunk = 64 * 1024;
    for size in [0, 1, chunk - 1, chunk, chunk + 1, 3 * chunk, 3 * chunk + 7] {
        let bytes: Vec<u8> = (0..size).map(|n| (n * 31 % 251) as u8).collect();
        let digest = blobs.put(&bytes).unwrap();
        assert_eq!(digest, Digest::of(&bytes));
        assert!(blobs.contains(&digest));
        assert_eq!(blobs.get(&digest).unwrap(), bytes);
        assert_eq!(blobs.put(&bytes).unwrap(), digest);
        assert_eq!(blobs.put_reader(&mut bytes.as_slice()).unwrap(), (digest, size as u64));
        let copy = blobs.open_plain_copy(&digest).unwrap();
        let path = copy.path().to_owned();
        assert_eq!(std::fs::read(&path).unwrap(), bytes);
        drop(copy);
        assert!(!path.exists());
    }
    assert_eq!(blob_files(&house).len(), 7);
    assert_eq!(drafts(&house), 0);
    let from_reader = blobs.put_reader(&mut b"only by the reader".as_slice()).unwrap().0;
    assert_eq!(blobs.get(&from_reader).unwrap(), b"only by the reader");
    assert_eq!(blobs.get(&Digest::of(b"unknown")).unwrap_err().code(), "original_missing");
}

#[test]
fn an_altered_original_is_noticed() {
    let house = house();
    let blobs = house.store.blobs();
    let bytes = vec![7u8; 200_000];
    let digest = blobs.put(&bytes).unwrap();
    let path = blob_files(&house).remove(0);
    let sealed = std::fs::read(&path).unwrap();
    let (chunk, head) = (64 * 1024 + 16, 27);
    let mut flipped = sealed.clone();
    flipped[100_000] ^= 1;
    let cut_at_a_chunk = sealed[..head + chunk].to_vec();
    let cut = sealed[..sealed.len() - 1].to_vec();
    let swapped = [
        &sealed[..head],
        &sealed[head + chunk..head + 2 * chunk],
        &sealed[head..head + chunk],
        &sealed[head + 2 * chunk..],
    ]
    .concat();
    for bad in [flipped, cut_at_a_chunk, cut, swapped, vec![], sealed[..head].to_vec()] {
        std::fs::write(&path, bad).unwrap();
        assert_eq!(blobs.get(&digest).unwrap_err().code(), "original_damaged");
        assert_eq!(blobs.open_plain_copy(&digest).unwrap_err().code(), "original_damaged");
        assert_eq!(drafts(&house), 0, "no plain copy is left of a damaged original");
    }
    // The same paper comes again: now it is whole again.
    assert_eq!(blobs.put(&bytes).unwrap(), digest);
    assert_eq!(blobs.get(&digest).unwrap(), bytes);
    std::fs::write(&path, b"LIASSE1").unwrap();
    assert_eq!(blobs.put_reader(&mut bytes.as_slice()).unwrap(), (digest, 200_000));
    assert_eq!(blobs.get(&digest).unwrap(), bytes);
}

#[test]
fn one_original_in_the_place_of_another_is_noticed() {
    let house = house();
    let blobs = house.store.blobs();
    let first = blobs.put(b"first").unwrap();
    let path = blob_files(&house).remove(0);
    let second = blobs.put(b"second").unwrap();
    let other = blob_files(&house).into_iter().find(|file| *file != path).unwrap();
    std::fs::copy(&other, &path).unwrap();
    assert_eq!(blobs.get(&first).unwrap_err().code(), "original_damaged");
    assert_eq!(blobs.get(&second).unwrap(), b"second");
}

/// Gives some bytes, then fails as a vanished network drive does.
struct Torn(usize);
impl Read for Torn {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.0 == 0 {
            return Err(std::io::Error::other("the drive went away"));
        }
        let count = self.0.min(buffer.len());
        self.0 -= count;
        Ok(count)
    }
}

#[test]
fn a_torn_write_leaves_nothing() {
    let house = house();
    let torn = house.store.blobs().put_reader(&mut Torn(300_000)).unwrap_err();
    assert_eq!(torn.code(), "io");
    assert_eq!((blob_files(&house).len(), drafts(&house)), (0, 0));
    // What a killed process leaves is cleaned at the next opening, and never taken for an original.
    let tmp = house.place.path().join("tmp");
    std::fs::write(tmp.join("torn.part"), b"half").unwrap();
    drop(house.store);
    let store = open(house.place.path()).unwrap();
    assert_eq!(std::fs::read_dir(&tmp).unwrap().count(), 0);
    let digest = store.blobs().put(b"whole").unwrap();
    assert_eq!(store.blobs().get(&digest).unwrap(), b"whole");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_plainly() {
    // /dev/full answers every write as a full disk does.
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let error = std::io::Write::write_all(&mut &full, b"x").unwrap_err();
    assert_eq!(StoreError::io(std::path::Path::new("/data"), error).code(), "disk_full");
}
